//! Answers that were given before, to beginnings that many people type.
//!
//! In: a question. Out: its suggestions, found when it is first asked. Invariants: an answer depends on nothing but the
//! question and what a generation has for life, so that one that is kept is the one that would be found; only short
//! texts are kept, alone and beside a place that is named, until others that are asked more often take their room; nothing
//! says who asked, and nobody's own point is kept.

use super::{Suggestion, SuggestionKind};
use crate::query::request::{Near, SuggestRequest};
use crate::vocabulary::Lang;
use quick_cache::Equivalent;
use quick_cache::sync::Cache;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// How many answers are kept; with about 2 KB each some 16 MB.
pub(super) const ANSWERS: usize = 8_192;

/// Longer texts are seldom typed twice.
const LONGEST: usize = 32;

/// Kinds said twice say no more.
const KINDS: usize = SuggestionKind::ALL.len();

/// Answers of one generation.
#[derive(Debug)]
pub(super) struct Answered(Cache<Question, Arc<[Suggestion]>>);

/// A question as it is kept.
#[derive(Debug, PartialEq, Eq)]
struct Question {
    q: Box<str>,
    kinds: Box<[SuggestionKind]>,
    spanish: bool,
    /// The place that was named.
    beside: Option<Box<str>>,
}

/// A question as it comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Asked<'r> {
    q: &'r str,
    kinds: &'r [SuggestionKind],
    spanish: bool,
    beside: Option<&'r str>,
}

impl Question {
    fn asked(&self) -> Asked<'_> {
        let Self { q, kinds, spanish, beside } = self;
        Asked { q, kinds, spanish: *spanish, beside: beside.as_deref() }
    }
}

impl Hash for Question {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.asked().hash(state);
    }
}

impl Equivalent<Question> for Asked<'_> {
    fn equivalent(&self, kept: &Question) -> bool {
        *self == kept.asked()
    }
}

impl<'r> Asked<'r> {
    /// The question, if its answer may be kept.
    fn of(request: &'r SuggestRequest) -> Option<Self> {
        let beside = match &request.near {
            None => None,
            Some(Near::Text(text)) => Some(text.as_str()),
            Some(Near::Point(_)) => return None,
        };
        let longest = request.q.len().max(beside.map_or(0, str::len));
        let is_short = longest <= LONGEST && request.kinds.len() <= KINDS;
        let spanish = request.lang == Lang::Es;
        is_short.then_some(Self { q: &request.q, kinds: &request.kinds, spanish, beside })
    }

    fn kept(self) -> Question {
        let Self { q, kinds, spanish, beside } = self;
        Question { q: q.into(), kinds: kinds.into(), spanish, beside: beside.map(Into::into) }
    }
}

impl Answered {
    /// None yet, and room for so many.
    pub(super) fn new(answers: usize) -> Self {
        Self(Cache::new(answers))
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
        let Some(asked) = Asked::of(request) else { return find() };
        if let Some(suggestions) = self.0.get(&asked) {
            return Ok(suggestions.to_vec());
        }
        let suggestions = find()?;
        self.0.insert(asked.kept(), suggestions.as_slice().into());
        Ok(suggestions)
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
        let answered = Answered::new(ANSWERS);
        for request in &all {
            let own = format!("{request:?}");
            assert_eq!(label(&answered, request, &own), own);
            assert_eq!(label(&answered, request, "another"), own);
        }
        // Where there is room for one, or none, each is still answered for itself.
        for narrow in [Answered::new(1), Answered::new(0)] {
            for request in all.iter().chain(&all) {
                let own = format!("{request:?}");
                let told = label(&narrow, request, "found anew");
                assert!(told == own || told == "found anew", "{own}: {told}");
                label(&narrow, request, &own);
            }
        }
    }

    #[test]
    fn long_texts_and_points_are_not_kept() {
        let answered = Answered::new(ANSWERS);
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
        let answered = Answered::new(ANSWERS);
        assert_eq!(answered.suggestions(&asked("chi"), || Err("no disk")), Err("no disk"));
        assert_eq!(label(&answered, &asked("chi"), "first"), "first");
    }
}
