//! The engine: vocabulary, places and the live snapshot, and the questions they answer.
//!
//! In: checked requests. Out: answers. Invariants: a search holds one snapshot from first to last; a page of the
//! generation before the live one is still answered from it; a swap never waits for a search nor a search for a swap.

use super::alternatives::Found;
use super::answer::{Alternative, Answer, SafetyNotice};
use super::called;
use super::compose::{self, Asked};
use super::cursor::Cursor;
use super::execute::{Outcome, Page, Pinned};
use super::locate;
use super::notices::Remark;
use super::parse::{Known, parse_known};
use super::plan::{self, Plan};
use super::request::{RequestError, SearchRequest, SuggestRequest};
use super::reword::Reader;
use super::suggest::{self, Ahead, Left, Suggestions};
use super::tuning::Tuning;
use super::understood::{Understanding, Understood};
use crate::domain::{Provenance, ProviderId};
use crate::index::{IndexError, Record, Snapshot};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use arc_swap::ArcSwap;
use generations::Generations;
pub(super) use generations::Held;
pub use generations::Kept;
pub use rehearsal::Rehearsal;
use run::Run;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a search may take.
///
/// # Source
/// `CONTRACT.md`, section 2: a search runs under a deadline of 500 ms.
const DEADLINE: Duration = Duration::from_millis(500);

/// Answers questions over the live generation; cheap to share, swaps generations while it answers.
#[derive(Debug)]
pub struct Engine {
    vocabulary: Arc<Vocabulary>,
    places: Arc<Places>,
    understood: Understood,
    generations: ArcSwap<Generations>,
    deadline: Duration,
    tuning: Tuning,
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The request cannot be answered as asked (400).
    #[error(transparent)]
    Request(#[from] RequestError),
    /// A place was named that is not known (422).
    #[error("no place of that name is known")]
    UnknownPlace {
        /// The parameter that named it: `near` or `q`.
        field: &'static str,
        /// What may have been meant.
        suggestions: Vec<String>,
        /// Danger signs in the question, which a misspelt place must not hide.
        safety: Vec<SafetyNotice>,
    },
    /// The cursor's generation is no longer kept (410).
    #[error("this cursor's generation is no longer kept")]
    CursorExpired,
    /// The cursor's generation may be the one that is being opened (503).
    #[error("this cursor's generation is being opened")]
    NotOpenYet,
    /// The generation failed us (500).
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl SearchError {
    /// A place that is not known; danger signs are for whoever has the question.
    pub(super) fn unknown_place(field: &'static str, suggestions: Vec<String>) -> Self {
        Self::UnknownPlace { field, suggestions, safety: Vec::new() }
    }
}

/// A provider and the generation it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderAnswer {
    /// The generation.
    pub generation: String,
    /// The provider's record.
    pub record: Record,
    /// Where each of its facts is from; `None` where the generation does not tell.
    pub provenance: Option<Provenance>,
    /// Whether the generation holds nothing but the bundled sample.
    pub sample: bool,
}

/// Who else practises at one of a provider's addresses.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Colleagues {
    /// How many providers, whoever asks for how few.
    pub total: usize,
    /// The first of them by family name, at most [`Colleagues::SHOWN`].
    pub first: Vec<Record>,
}

impl Colleagues {
    /// How many are named.
    pub const SHOWN: usize = 10;

    /// Of how many practices of a provider they are looked for; nobody reads as many.
    pub const PRACTICES: usize = 20;
}

impl ProviderAnswer {
    /// Who else practises at each of the provider's addresses, in the order of its practices, of the first
    /// [`Colleagues::PRACTICES`] of them.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    ///
    /// # Complexity
    /// Linear in those who are there. The first question to a generation reads all its records, while other such questions
    /// wait: not for threads that answer searches.
    pub fn colleagues(&self) -> Result<Vec<Colleagues>, IndexError> {
        let record = self.record.view()?;
        let mut all = Vec::with_capacity(record.practices.len().min(Colleagues::PRACTICES));
        for practice in record.practices.iter().take(Colleagues::PRACTICES) {
            let mut first = self.record.beside(practice)?;
            let total = first.len();
            first.truncate(Colleagues::SHOWN);
            all.push(Colleagues { total, first });
        }
        Ok(all)
    }
}

impl Engine {
    /// An engine over a generation, and the one before it for cursors that are still out.
    pub fn new(
        vocabulary: Arc<Vocabulary>,
        places: Arc<Places>,
        live: Arc<Snapshot>,
        previous: Option<Arc<Snapshot>>,
    ) -> Self {
        let generations = Generations {
            live: Held::new(live, &places),
            previous: previous.map(|previous| Held::new(previous, &places)),
            is_awaited: false,
            epoch: 0,
        };
        Self {
            vocabulary,
            places,
            understood: Understood::default(),
            generations: ArcSwap::from_pointee(generations),
            deadline: DEADLINE,
            tuning: Tuning::default(),
        }
    }

    /// The same engine with another deadline for each search.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The same engine with parts of the ranking switched off, to measure what they are worth.
    #[must_use]
    pub fn with_tuning(self, tuning: Tuning) -> Self {
        Self { tuning, ..self }
    }

    /// The words it knows.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The places it knows.
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// Answers a search, inline, under a deadline of 500 ms.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search(&self, request: &SearchRequest) -> Result<Answer, SearchError> {
        Ok(self.search_to_keep(request)?.0)
    }

    /// The same, and whether the same question is answered like that for as long as the same generation is live: it was the
    /// live one that answered, and all of it was done before the deadline.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search_to_keep(&self, request: &SearchRequest) -> Result<(Answer, bool), SearchError> {
        let (request, question, cursor) = Cursor::of(request, &self.vocabulary)?;
        let held = self.held(cursor.as_ref())?;
        let pinned = cursor.map(|cursor| Pinned {
            attempt: cursor.attempt,
            widened: cursor.widened,
            after: cursor.position,
        });
        let (mut answer, in_time) = self.answer(&request, (question, pinned), &held)?;
        let (live, _) = self.generations();
        leave_out_hidden(&mut answer, &held, &live)?;
        // A cursor of the generation before is answered only while that is held.
        Ok((answer, in_time && live.key == held.key))
    }

    /// Answers a search from one generation; whether all of it was done before the deadline.
    fn answer(
        &self,
        request: &SearchRequest,
        (question, pinned): (u64, Option<Pinned>),
        held: &Held,
    ) -> Result<(Answer, bool), SearchError> {
        let deadline = Instant::now().checked_add(self.deadline);
        let Run { understanding, plan, outcome } = self.run(request, Page { pinned, deadline }, held)?;
        let Understanding { intent, flags, .. } = &*understanding;
        let vocabulary = &self.vocabulary;
        let asked = Asked { request, intent, flags, plan: &plan, question, vocabulary, deadline };
        let alternatives = self.alternatives(asked, &outcome, deadline, held);
        let answer = asked.answer(&outcome, alternatives, held)?;
        // Asked last: whatever is left out for lack of time is left out because the deadline had passed.
        let in_time = !answer.partial && deadline.is_none_or(|deadline| Instant::now() < deadline);
        Ok((answer, in_time))
    }

    /// What to leave out of a question that finds nobody anywhere.
    fn alternatives(
        &self,
        asked: Asked<'_>,
        outcome: &Outcome,
        deadline: Option<Instant>,
        held: &Held,
    ) -> Vec<Alternative> {
        if !asked.finds_nobody(outcome) {
            return Vec::new();
        }
        let ask = |request: &SearchRequest| {
            let in_time = deadline.is_none_or(|deadline| Instant::now() < deadline);
            let run = in_time.then(|| self.run(request, Page { pinned: None, deadline }, held))?.ok()?;
            let candidates = &run.outcome.candidates;
            let nearest = candidates.hits.first().and_then(|hit| hit.metres);
            (!candidates.partial).then_some(Found { total: candidates.total, nearest })
        };
        let reader = Reader { vocabulary: &self.vocabulary, places: &self.places, until: deadline };
        asked.unanswered(reader).alternatives(&ask)
    }

    /// What a question means, and what is looked up for it.
    fn understand(&self, request: &SearchRequest) -> Result<(Arc<Understanding>, Plan), SearchError> {
        let beside_place = request.near.is_some();
        let known = Known { beside: beside_place, names: &[] };
        let read = || self.read(&request.q, known);
        let understanding = self.understood.of(&request.q, beside_place, read);
        let plan = self.plan(request, &understanding)?;
        Ok((understanding, plan))
    }

    /// What is looked up for a question that was read.
    fn plan(&self, request: &SearchRequest, understanding: &Understanding) -> Result<Plan, SearchError> {
        let Understanding { intent, codes, flags, .. } = understanding;
        let located = locate::locate(request, intent, &self.places)
            .map_err(|error| self.with_danger_signs(error, flags, request))?;
        let mut plan = plan::plan(request, intent, located, &self.vocabulary)?.tuned(self.tuning);
        plan.remarks.extend(codes.iter().map(|code| Remark::OfWords(code)));
        Ok(plan)
    }

    /// Reads a text of which something is known.
    fn read(&self, text: &str, known: Known<'_>) -> Understanding {
        let (intent, said) = parse_known(text, &self.vocabulary, &self.places, known);
        let codes = said.iter().map(|notice| notice.code).collect();
        let called = called::readings(&intent, text, &self.places);
        Understanding { intent, codes, flags: self.vocabulary.danger_signs(text), called }
    }

    /// An error that tells of danger signs in the question too.
    fn with_danger_signs(&self, error: SearchError, flags: &[usize], request: &SearchRequest) -> SearchError {
        match error {
            SearchError::UnknownPlace { field, suggestions, .. } => {
                let safety = compose::danger_signs(flags, &self.vocabulary, request.lang);
                SearchError::UnknownPlace { field, suggestions, safety }
            }
            other => other,
        }
    }

    /// Completes what is being typed.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn suggest(&self, request: &SuggestRequest) -> Result<Suggestions, SearchError> {
        let held = self.held(None)?;
        let (vocabulary, places) = (&self.vocabulary, &self.places);
        suggest::suggest(request, vocabulary, places, &held.snapshot, &held.remembered)
    }

    /// Finds out ahead, for about so long, what completion has to know of names, before somebody waits for it; what is left
    /// to find out. To be called by one thread, again and again.
    ///
    /// # Errors
    /// [`SearchError::Index`] when names cannot be looked up or read.
    pub fn prepare_completion(&self, time: Duration) -> Result<Left, SearchError> {
        let (held, previous) = self.generations();
        let (vocabulary, places) = (&self.vocabulary, &self.places);
        let older = previous.as_ref().map(|held| (&*held.snapshot, &held.remembered));
        let (snapshot, remembered) = (&held.snapshot, &held.remembered);
        Ahead { vocabulary, places, snapshot, remembered, older }.go_on(time)
    }

    /// The provider with that id, `None` when there is none.
    ///
    /// # Errors
    /// [`SearchError::Index`] when its record cannot be read.
    pub fn provider(&self, id: &ProviderId) -> Result<Option<ProviderAnswer>, SearchError> {
        let held = self.held(None)?;
        let Some(number) = held.snapshot.find(id).filter(|_| !held.snapshot.is_hidden(id)) else {
            return Ok(None);
        };
        Ok(Some(ProviderAnswer {
            generation: held.snapshot.generation().to_string(),
            record: Record::new(&held.snapshot, number),
            provenance: held.snapshot.provenance(&held.snapshot.provider(number)?)?,
            sample: held.sample.is_some(),
        }))
    }
}

/// Takes those out of a page of the generation before the live one whom the live one hides, and whom a damaged one
/// hides that an older stands in for: whoever leafs through an older answer must not meet them either.
fn leave_out_hidden(answer: &mut Answer, held: &Held, live: &Held) -> Result<(), SearchError> {
    let has_them = live.key != held.key || live.snapshot.hides_besides();
    if !has_them || !live.snapshot.hides() {
        return Ok(());
    }
    let mut shown = Vec::with_capacity(answer.hits.len());
    for hit in std::mem::take(&mut answer.hits) {
        if !live.snapshot.is_hidden(&hit.provider()?.id) {
            shown.push(hit);
        }
    }
    answer.hits = shown;
    Ok(())
}

mod generations;
mod namesakes;
#[cfg(test)]
mod questions;
mod reasons;
mod rehearsal;
mod run;
#[cfg(test)]
mod tests;
