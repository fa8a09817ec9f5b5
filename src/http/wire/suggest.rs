//! Completions on the wire.

use super::ATTRIBUTION;
use crate::query::{Suggestion, Suggestions};
use serde::Serialize;
use utoipa::ToSchema;

/// Completions of what is being typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestReply<'a> {
    /// The generation that answered.
    generation: &'a str,
    /// At most 10, the most helpful first.
    #[schema(max_items = 10)]
    suggestions: Vec<SuggestionReply<'a>>,
    /// Whose data this is.
    attribution: [&'static str; 2],
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct SuggestionReply<'a> {
    /// `specialty`, `condition`, `technique`, `place`, `person` or `organization`.
    kind: &'static str,
    /// An id of the vocabulary, a provider's id, or a place's label.
    id: &'a str,
    /// What to show.
    label: &'a str,
    /// What to put into the box.
    insert: &'a str,
    /// How many edits away from what was typed; 0 for what begins so.
    typo: u8,
}

impl<'a> SuggestReply<'a> {
    /// The reply to a request for completions.
    pub fn from_answer(answer: &'a Suggestions) -> Self {
        Self {
            generation: &answer.generation,
            suggestions: answer.suggestions.iter().map(SuggestionReply::new).collect(),
            attribution: ATTRIBUTION,
        }
    }
}

impl<'a> SuggestionReply<'a> {
    fn new(suggestion: &'a Suggestion) -> Self {
        Self {
            kind: suggestion.kind.as_str(),
            id: &suggestion.id,
            label: &suggestion.label,
            insert: &suggestion.insert,
            typo: suggestion.typo,
        }
    }
}
