//! Completion of what is being typed: words of the vocabulary, names and places, mixed by what helps.
//!
//! In: the text so far, and where the asker is, if known. Out: at most 10 [`Suggestion`]s, each with the text that goes
//! into the box. Invariants: what stands before the completed words stays in the box; a search reads what goes into the
//! box as what the suggestion says; what is spelled as typed comes before corrections.

mod ahead;
mod answered;
mod behind;
mod candidates;
mod mix;
mod names;
mod naming;
mod reading;
mod remembered;
mod typed;

use super::engine::SearchError;
use super::request::{Near, SuggestRequest};
use crate::domain::LatLon;
use crate::index::Snapshot;
use crate::places::Places;
use crate::vocabulary::Vocabulary;
pub(super) use ahead::Ahead;
pub use ahead::Left;
use candidates::Scene;
pub(super) use remembered::Remembered;
use std::cell::RefCell;
use typed::Typed;

/// The most completions.
///
/// # Source
/// `CONTRACT.md`, "Suggest".
const MAX_SUGGESTIONS: usize = 10;

/// Completions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggestions {
    /// The generation that answered.
    pub generation: String,
    /// At most 10, the most helpful first.
    pub suggestions: Vec<Suggestion>,
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// Its id: of the vocabulary, a provider's, or a place's label.
    pub id: String,
    /// What to show.
    pub label: String,
    /// What to put into the box.
    pub insert: String,
    /// How many edits away from what was typed; 0 for what begins so.
    pub typo: u8,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// `specialty`
    Specialty,
    /// `condition`
    Condition,
    /// `technique`
    Technique,
    /// `place`
    Place,
    /// `person`
    Person,
    /// `organization`
    Organization,
}

impl SuggestionKind {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Specialty, Self::Condition, Self::Technique, Self::Place, Self::Person, Self::Organization];

    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Specialty => "specialty",
            Self::Condition => "condition",
            Self::Technique => "technique",
            Self::Place => "place",
            Self::Person => "person",
            Self::Organization => "organization",
        }
    }
}

/// Completes what is being typed. What is `remembered` of the same vocabulary, gazetteer and generation changes nothing but
/// the time it takes.
///
/// # Errors
/// [`SearchError::UnknownPlace`] where `near` names no place, [`SearchError::Index`] when names cannot be looked up.
pub(super) fn suggest(
    request: &SuggestRequest,
    vocabulary: &Vocabulary,
    places: &Places,
    snapshot: &Snapshot,
    remembered: &Remembered,
) -> Result<Suggestions, SearchError> {
    let find = || -> Result<_, SearchError> {
        let stated = stated_center(request, places)?;
        let Some(typed) = Typed::read(&request.q, vocabulary) else { return Ok(Vec::new()) };
        let near = if request.near.is_some() { stated } else { typed.center(vocabulary, places) };
        let corrected = RefCell::default();
        let scene = Scene { request, typed, near, vocabulary, places, snapshot, remembered, corrected };
        let shown = mix::mix(scene.candidates()?).into_iter();
        Ok(shown.filter_map(|candidate| scene.finished(candidate)).collect())
    };
    let suggestions = remembered.answers.suggestions(request, find)?;
    Ok(Suggestions { generation: snapshot.generation().to_string(), suggestions })
}

/// Where the asker says to be, whose place is taken or refused as a search does; `None` where that is not said, and for
/// a state.
fn stated_center(request: &SuggestRequest, places: &Places) -> Result<Option<LatLon>, SearchError> {
    let text = match &request.near {
        None => return Ok(None),
        Some(Near::Point(point)) => return Ok(Some(*point)),
        Some(Near::Text(text)) => text,
    };
    let place = places.known(text).or_else(|| places.correct(text).map(|corrected| corrected.place));
    if let Some(place) = place {
        return Ok(place.point());
    }
    let suggestions = places.resolve(text).err().map(|unknown| unknown.suggestions).unwrap_or_default();
    Err(SearchError::UnknownPlace { field: "near", suggestions, safety: Vec::new() })
}

#[cfg(test)]
mod tests;
