//! Where nobody matches at any distance: which single part of the question stands in the way, and what it costs.
//!
//! In: the question, what it was understood to mean, and what answers another one. Out: at most three
//! [`Alternative`]s. Invariants: each lacks one part of the question only, or the fewest that stand in the way
//! together; its count is what asking it finds; nothing is proposed that finds nobody.

mod part;

use super::answer::Alternative;
use super::intent::Intent;
use super::request::{SearchRequest, Sort};
use super::reword::{self, Reader};
use crate::domain::Metres;
use part::{Part, Source};

/// The most that are proposed.
const AT_MOST: usize = 3;

/// What a question finds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// How many, exactly.
    pub total: u64,
    /// How far the nearest is, where there is a place.
    pub nearest: Option<Metres>,
}

/// A question that found nobody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unanswered<'u> {
    /// What was asked.
    pub request: &'u SearchRequest,
    /// What its words mean.
    pub intent: &'u Intent,
    /// Whether there is a place to measure from.
    pub measured: bool,
    /// Whether the place is a whole state.
    pub in_state: bool,
    /// Whether words left over may be proposed to be left out; those of a danger sign may not.
    pub words_too: bool,
    /// What other texts are read with.
    pub reader: Reader<'u>,
}

/// What answers a question, or says nothing where it cannot or must not.
pub(super) type Ask<'a> = &'a dyn Fn(&SearchRequest) -> Option<Found>;

/// A part that the question has, and how it is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cut {
    part: Part,
    source: Source,
    label: String,
    /// The places of the words that say it; none where a parameter does.
    places: Vec<usize>,
}

impl Unanswered<'_> {
    /// The parts to leave out, the slightest first; where none alone stands in the way, the fewest together.
    pub(super) fn alternatives(self, ask: Ask<'_>) -> Vec<Alternative> {
        let parts = Part::ALL.into_iter().filter(|part| match part {
            Part::Words => self.words_too,
            Part::State => self.in_state,
            _ => true,
        });
        let cuts = parts.flat_map(|part| Source::ALL.map(|source| self.cut(part, source)));
        let cuts: Vec<Cut> = cuts.flatten().collect();
        let single = cuts.iter().filter_map(|cut| self.without(&[cut], ask));
        let found: Vec<Alternative> = single.take(AT_MOST).collect();
        if found.is_empty() { self.together(&cuts, ask).into_iter().collect() } else { found }
    }

    /// How a part is left out; `None` where the question lacks it, or no words can be left out for it.
    fn cut(self, part: Part, source: Source) -> Option<Cut> {
        let cut = |label, places| Some(Cut { part, source, label, places });
        match source {
            Source::Given => {
                cut(part.label(self.request, self.reader.vocabulary, self.request.lang)?, Vec::new())
            }
            Source::Said => {
                let mut wanted = self.intent.clone();
                if !part.drop_said(&mut wanted) {
                    return None;
                }
                let places = self.reader.find(&self.request.q, &part.phrases(self.intent), &wanted)?;
                cut(reword::as_typed(&self.request.q, &places), places)
            }
        }
    }

    /// Parts that stand in the way together: two, or as many as it takes without those that do not matter.
    fn together(self, cuts: &[Cut], ask: Ask<'_>) -> Option<Alternative> {
        let behind = |first: usize| cuts.iter().skip(first + 1).map(move |second| [&cuts[first], second]);
        let mut pairs = (0..cuts.len()).flat_map(behind);
        pairs.find_map(|pair| self.without(&pair, ask)).or_else(|| {
            let all: Vec<&Cut> = cuts.iter().collect();
            let enough = (3..=all.len()).find(|count| self.without(&all[..*count], ask).is_some())?;
            let mut needed = all[..enough].to_vec();
            for cut in &all[..enough] {
                let others: Vec<&Cut> = needed.iter().copied().filter(|other| other != cut).collect();
                if self.without(&others, ask).is_some() {
                    needed = others;
                }
            }
            self.without(&needed, ask)
        })
    }

    /// The question without some parts, when it finds somebody then.
    fn without(self, cuts: &[&Cut], ask: Ask<'_>) -> Option<Alternative> {
        let [first, rest @ ..] = cuts else { return None };
        let mut request = self.plainly();
        let mut wanted = self.intent.clone();
        let mut without = Vec::new();
        let mut places: Vec<usize> = Vec::new();
        for cut in cuts {
            match cut.source {
                Source::Given => without.push(cut.part.drop_given(&mut request)),
                Source::Said => {
                    cut.part.drop_said(&mut wanted);
                    places.extend(&cut.places);
                }
            }
        }
        let mut q = None;
        if !places.is_empty() {
            places.sort_unstable();
            places.dedup();
            request.q = self.reader.without(&self.request.q, &places, &wanted)?;
            q = Some(request.q.clone());
        }
        let Found { total, nearest } = ask(&request).filter(|found| found.total > 0)?;
        if self.request.strict {
            without.push("strict");
        }
        let part = if rest.is_empty() { first.part.as_str() } else { "several" };
        let labels: Vec<&str> = cuts.iter().map(|cut| cut.label.as_str()).collect();
        Some(Alternative { part, label: labels.join(", "), total, nearest, q, without })
    }

    /// The question asked for nothing but who is found: the nearest of them, no further page, widened.
    fn plainly(self) -> SearchRequest {
        let sort = if self.measured { Sort::Distance } else { Sort::Relevance };
        let request = self.request.clone();
        SearchRequest {
            sort,
            limit: 1,
            cursor: None,
            facets: false,
            explain: false,
            strict: false,
            ..request
        }
    }
}
