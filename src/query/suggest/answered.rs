//! Answers that were given before, to beginnings that many people type.
//!
//! In: a question. Out: its suggestions, found when it is first asked. Invariants: an answer depends on nothing but the
//! question and what a generation has for life, so that one that is kept is the one that would be found; only short
//! texts are kept, alone and beside a place that is named, so many of each at most, each instead of whichever lay in its
//! place; nothing says who asked, and nobody's own point is kept.

use super::{Suggestion, SuggestionKind};
use crate::query::request::{Near, SuggestRequest};
use crate::vocabulary::Lang;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

/// How many answers are kept alone, and how many beside a place; with about 2 KB each some 16 MB.
pub(super) const PLACES: usize = 4_096;

/// Longer texts are seldom typed twice.
const LONGEST: usize = 32;

/// Kinds said twice say no more.
const KINDS: usize = SuggestionKind::ALL.len();

/// Answers of one generation.
#[derive(Debug)]
pub(super) struct Answered {
    alone: Box<[Place]>,
    beside: Box<[Place]>,
    hasher: RandomState,
}

/// Where one answer is kept.
type Place = Mutex<Option<Arc<Answer>>>;

/// A question and its answer.
#[derive(Debug)]
struct Answer {
    request: SuggestRequest,
    suggestions: Vec<Suggestion>,
}

impl Answered {
    /// None yet, and room for so many of each sort.
    pub(super) fn new(places: usize) -> Self {
        let [alone, beside] = [(); 2].map(|()| std::iter::repeat_with(Mutex::default).take(places).collect());
        Self { alone, beside, hasher: RandomState::new() }
    }

    /// The suggestions for a question: those that were found before, else what `find` finds.
    ///
    /// # Errors
    /// Those of `find`.
    pub(super) fn suggestions<E>(
        &self,
        request: &SuggestRequest,
        find: impl FnOnce() -> Result<Vec<Suggestion>, E>,
    ) -> Result<Vec<Suggestion>, E> {
        let Some(place) = self.place(request) else { return find() };
        let kept = place.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(answer) = kept.filter(|answer| answer.request == *request) {
            return Ok(answer.suggestions.clone());
        }
        let suggestions = find()?;
        let answer = Answer { request: request.clone(), suggestions: suggestions.clone() };
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(answer));
        Ok(suggestions)
    }

    /// Where a question's answer is kept, if it is.
    fn place(&self, request: &SuggestRequest) -> Option<&Place> {
        let (places, beside) = match &request.near {
            None => (&self.alone, ""),
            Some(Near::Text(text)) => (&self.beside, text.as_str()),
            Some(Near::Point(_)) => return None,
        };
        if request.q.len().max(beside.len()) > LONGEST || request.kinds.len() > KINDS {
            return None;
        }
        let hash = self.hasher.hash_one((&request.q, &request.kinds, request.lang == Lang::Es, beside));
        let place = hash.checked_rem(places.len() as u64)?;
        places.get(usize::try_from(place).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LatLon;
    use std::convert::Infallible;

    fn asked(q: &str) -> SuggestRequest {
        SuggestRequest { q: q.to_owned(), ..SuggestRequest::default() }
    }

    fn answer(label: &str) -> Vec<Suggestion> {
        let label = label.to_owned();
        vec![Suggestion {
            kind: SuggestionKind::Place,
            id: label.clone(),
            insert: label.clone(),
            label,
            typo: 0,
        }]
    }

    /// What is answered to a question for which `label` would be found now.
    fn label(answered: &Answered, request: &SuggestRequest, label: &str) -> String {
        let found = answered.suggestions(request, || Ok::<_, Infallible>(answer(label)));
        let Ok(found) = found;
        found.into_iter().map(|one| one.label).collect()
    }

    #[test]
    fn the_same_question_is_answered_from_memory_and_no_other_one_is() {
        let all = [
            asked("chi"),
            asked("chir"),
            SuggestRequest { lang: Lang::Es, ..asked("chi") },
            SuggestRequest { kinds: vec![SuggestionKind::Place], ..asked("chi") },
            SuggestRequest { near: Some(Near::Text("15213".into())), ..asked("chi") },
            SuggestRequest { near: Some(Near::Text("15222".into())), ..asked("chi") },
        ];
        let answered = Answered::new(PLACES);
        for request in &all {
            let own = format!("{request:?}");
            assert_eq!(label(&answered, request, &own), own);
            assert_eq!(label(&answered, request, "another"), own);
        }
        // Where all share one place, the last one has it.
        let narrow = Answered::new(1);
        for request in &all {
            let own = format!("{request:?}");
            assert_eq!(label(&narrow, request, &own), own);
            assert_eq!(label(&narrow, request, "another"), own);
        }
        // The last one without a place is kept beside those with one.
        assert_eq!(label(&narrow, &all[3], "another"), format!("{:?}", all[3]));
        assert_eq!(label(&narrow, &all[0], "found anew"), "found anew");
    }

    #[test]
    fn long_texts_and_points_are_not_kept() {
        let answered = Answered::new(PLACES);
        for request in [
            asked(&"a".repeat(LONGEST + 1)),
            SuggestRequest { near: Some(Near::Text("1".repeat(LONGEST + 1))), ..asked("chi") },
            SuggestRequest {
                near: Some(Near::Point(LatLon::new(40.4, -80.0).expect("on earth"))),
                ..asked("chi")
            },
            SuggestRequest { kinds: vec![SuggestionKind::Place; KINDS + 1], ..asked("chi") },
        ] {
            assert_eq!(label(&answered, &request, "first"), "first");
            assert_eq!(label(&answered, &request, "second"), "second");
        }
    }

    #[test]
    fn what_fails_is_not_kept() {
        let answered = Answered::new(PLACES);
        assert_eq!(answered.suggestions(&asked("chi"), || Err("no disk")), Err("no disk"));
        assert_eq!(label(&answered, &asked("chi"), "first"), "first");
    }
}
