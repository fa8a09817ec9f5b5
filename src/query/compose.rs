//! Puts an answer together: hits with their records, what was understood, notices, danger signs, the next page.
//!
//! In: a question with its plan, what was found, and the generation that found it. Out: an [`Answer`]. Invariant:
//! nothing is decided here that could change who is found or in which order.

use super::alternatives::Unanswered;
use super::answer::{Alternative, Answer, Beyond, Facets, Hit, RadiusReport, SafetyNotice};
use super::cursor::Cursor;
use super::engine::Held;
use super::execute::{Outcome, Reached};
use super::explain::{self, Grounds, Scored};
use super::facets;
use super::intent::Intent;
use super::interpret;
use super::meant::Search;
use super::notices::{self, Remark, Voice};
use super::plan::{NameReading, Plan, Try};
use super::request::SearchRequest;
use super::reword::Reader;
use super::subject::Grasp;
use super::widen;
use crate::domain::{ProviderId, Reach};
use crate::index::{Candidate, IndexError, Record};
use crate::vocabulary::{Lang, RedFlag, Vocabulary};
use std::time::Instant;

/// A question with all that was made of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// What was asked.
    pub request: &'a SearchRequest,
    /// What its words mean.
    pub intent: &'a Intent,
    /// Rows of the red flags that its words raise.
    pub flags: &'a [usize],
    /// What was looked up.
    pub plan: &'a Plan,
    /// What its cursors carry.
    pub question: u64,
    /// Labels and texts come from here.
    pub vocabulary: &'a Vocabulary,
    /// When to stop.
    pub deadline: Option<Instant>,
}

impl<'a> Asked<'a> {
    /// Puts the answer together.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    pub(super) fn answer(
        self,
        outcome: &Outcome,
        alternatives: Vec<Alternative>,
        held: &Held,
    ) -> Result<Answer, IndexError> {
        let (request, vocabulary) = (self.request, self.vocabulary);
        let voice = Voice { vocabulary, lang: request.lang, units: request.units };
        let candidates = &outcome.candidates;
        let safety = danger_signs(self.flags, vocabulary, request.lang);
        let meant = Search { asked: self, outcome, snapshot: &held.snapshot };
        let meant = if safety.is_empty() { meant.meant()? } else { None };
        let counts = candidates.facets.as_ref();
        let counted =
            || counts.map_or_else(Facets::default, |counts| facets::facets(counts, vocabulary, request.lang));
        Ok(Answer {
            generation: held.snapshot.generation().to_string(),
            interpretation: interpret::interpret(
                request,
                self.chosen(outcome).and_then(|chosen| chosen.retold.as_ref()).unwrap_or(self.intent),
                self.plan,
                self.chosen(outcome),
                vocabulary,
            ),
            notices: {
                let mut remarks = self.remarks(outcome, &alternatives, held, !safety.is_empty());
                remarks.extend(meant.map(Remark::DidYouMean));
                notices::notices(remarks, voice)
            },
            safety,
            radius: outcome.reached.as_ref().map(|reached| RadiusReport {
                asked: self.plan.located.asked,
                used: reached.used,
                rings: reached.rings.clone(),
                beyond: self.beyond(reached),
            }),
            total: candidates.total,
            facets: request.facets.then(counted),
            hits: self.hits(outcome, held)?,
            alternatives,
            next: self.next(outcome, held.key),
            partial: candidates.partial,
            units: request.units,
            lang: request.lang,
            explain: request.explain,
            sample: held.sample.is_some(),
        })
    }

    /// Whether nobody matches, however far one looks, and something of the question could be left out.
    pub(super) fn finds_nobody(self, outcome: &Outcome) -> bool {
        let nobody_farther = outcome.reached.as_ref().is_none_or(|reached| match reached.farther {
            Some(farther) => farther.everywhere == 0,
            None => outcome.attempt.is_none() || reached.used == Reach::Any,
        });
        let can_be_shortened = match self.plan.grasp {
            Grasp::Concepts | Grasp::Words | Grasp::Place | Grasp::Npi => true,
            Grasp::OutOfScope | Grasp::Nowhere | Grasp::Nothing => false,
        };
        can_be_shortened
            && outcome.candidates.total == 0
            && !outcome.candidates.partial
            && self.request.cursor.is_none()
            && nobody_farther
    }

    /// The question as one that found nobody.
    pub(super) fn unanswered(self, reader: Reader<'a>) -> Unanswered<'a> {
        Unanswered {
            request: self.request,
            intent: self.intent,
            measured: self.plan.located.center().is_some(),
            in_state: self.plan.located.state.is_some(),
            words_too: self.flags.is_empty(),
            reader,
        }
    }

    /// How far one has to look for three, in the asked units.
    fn beyond(self, reached: &Reached) -> Option<Beyond> {
        let farther = reached.farther?;
        let enough = farther.third.map(|third| widen::enough(third, self.request.units));
        Some(Beyond { everywhere: farther.everywhere, enough })
    }

    /// The try that answered.
    fn chosen(&self, outcome: &Outcome) -> Option<&'a Try> {
        outcome.attempt.and_then(|number| self.plan.tries.get(number))
    }

    /// The hits with their records, explained where that was asked for.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    pub(super) fn hits(&self, outcome: &Outcome, held: &Held) -> Result<Vec<Hit>, IndexError> {
        let Some(chosen) = self.chosen(outcome) else { return Ok(Vec::new()) };
        let grounds = Grounds {
            vocabulary: self.vocabulary,
            model: &chosen.lookup.score,
            members: &chosen.members,
            words: chosen.lookup.words.as_ref(),
            by_id: self.plan.grasp == Grasp::Npi,
            pivot: outcome.candidates.pivot,
            units: self.request.units,
            lang: self.request.lang,
        };
        let hit = |candidate: &Candidate| {
            let record = Record::new(&held.snapshot, candidate.provider);
            let Candidate { practice, metres, ref score, .. } = *candidate;
            let why = if self.request.explain {
                let provider = record.provider()?;
                explain::explain(Scored { provider: &provider, metres, score }, grounds)
            } else {
                Vec::new()
            };
            Ok(Hit { record, practice, metres, score: score.clone(), why })
        };
        let candidates = &outcome.candidates.hits;
        // Room for all at once, which collecting results does not make.
        let mut hits = Vec::with_capacity(candidates.len());
        for candidate in candidates {
            hits.push(hit(candidate)?);
        }
        Ok(hits)
    }

    /// The next page's cursor; none where the deadline cut the work, because what follows is not known then.
    fn next(&self, outcome: &Outcome, generation: u64) -> Option<String> {
        let candidates = &outcome.candidates;
        let last = candidates.hits.last().filter(|_| candidates.more && !candidates.partial)?;
        let cursor = Cursor {
            generation,
            question: self.question,
            attempt: u8::try_from(outcome.attempt?).ok()?,
            widened: outcome.reached.as_ref().map_or(0, |reached| reached.widened),
            position: last.position,
        };
        Some(cursor.encode())
    }

    /// What the reader should know: of place and plan, then of what was found. In danger, nobody is told that the words
    /// for it were left out of a search for names.
    fn remarks(
        &self,
        outcome: &Outcome,
        alternatives: &[Alternative],
        held: &Held,
        danger: bool,
    ) -> Vec<Remark> {
        let plan = self.plan;
        let mut remarks = plan.remarks.clone();
        remarks.extend(plan.located.remarks.iter().cloned());
        match self.chosen(outcome).map(|chosen| chosen.reading) {
            None if plan.grasp == Grasp::Words => remarks.push(Remark::NotUnderstood),
            // What may have been meant instead of a misspelt name is told beside these.
            None
            | Some(
                NameReading::AsTyped | NameReading::Whole | NameReading::WholeExactly | NameReading::Edited,
            ) => {}
            Some(NameReading::LeftOut) if danger => {}
            Some(NameReading::LeftOut) => remarks.push(Remark::WordsIgnored(self.intent.words.clone())),
        }
        if danger {
            // The danger was understood, and is told above all else.
            remarks.retain(|remark| !matches!(remark, Remark::NotUnderstood));
        }
        if let Some(npi) = self.intent.npi
            && held.snapshot.find(&ProviderId::Npi(npi)).is_none()
        {
            remarks.push(Remark::UnknownNpi);
        }
        remarks.extend(self.remark_on_reach(outcome));
        if !alternatives.is_empty() {
            remarks.push(Remark::TryWithout(alternatives.to_vec()));
        }
        if let Some(sample) = &held.sample {
            remarks.push(Remark::SampleData { newest: sample.newest });
        }
        remarks
    }

    /// That the search was widened, or that few are within its circle. Who asks for one provider by its NPI does not
    /// look for three.
    fn remark_on_reach(&self, outcome: &Outcome) -> Option<Remark> {
        let (reached, asked) = (outcome.reached.as_ref()?, self.plan.located.reach()?);
        let found = reached.rings.first().map_or(0, |ring| ring.count);
        let beyond = self.beyond(reached).filter(|_| self.plan.grasp != Grasp::Npi);
        if widen::same(reached.used, asked) {
            beyond.map(|beyond| Remark::FewWithin { found, within: asked, beyond })
        } else {
            Some(Remark::RadiusWidened { found, asked, used: reached.used, beyond })
        }
    }
}

/// Danger signs in the question, by the rows of their flags, the most urgent first. They never change what is found.
pub(super) fn danger_signs(flags: &[usize], vocabulary: &Vocabulary, lang: Lang) -> Vec<SafetyNotice> {
    let flags = flags.iter().filter_map(|row| vocabulary.red_flags().get(*row));
    let notice = |flag: &RedFlag| {
        let (title, message) = match lang {
            Lang::En => (&flag.title_en, &flag.message_en),
            Lang::Es => (&flag.title_es, &flag.message_es),
        };
        SafetyNotice {
            id: flag.id.clone(),
            urgency: flag.urgency,
            title: title.clone(),
            message: message.clone(),
        }
    };
    flags.map(notice).collect()
}
