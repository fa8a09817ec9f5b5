//! The engine: vocabulary, places and the live snapshot, and the questions they answer.

use super::answer::Answer;
use super::request::{RequestError, SearchRequest, SuggestRequest};
use super::suggest::Suggestions;
use crate::domain::{Provider, ProviderId};
use crate::index::{IndexError, Snapshot};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::sync::Arc;

/// Answers questions over the live generation; cheap to share, swaps generations while it answers.
#[derive(Debug)]
pub struct Engine {
    vocabulary: Arc<Vocabulary>,
    places: Arc<Places>,
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
    },
    /// The cursor's generation is no longer kept (410).
    #[error("this cursor's generation is no longer kept")]
    CursorExpired,
    /// The generation failed us (500).
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// A provider and the generation it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderAnswer {
    /// The generation.
    pub generation: String,
    /// The provider.
    pub provider: Provider,
    /// Whether the generation holds nothing but the bundled sample.
    pub sample: bool,
}

impl Engine {
    /// An engine over a generation, and the one before it for cursors that are still out.
    pub fn new(
        vocabulary: Arc<Vocabulary>,
        places: Arc<Places>,
        _live: Arc<Snapshot>,
        _previous: Option<Arc<Snapshot>>,
    ) -> Self {
        Self { vocabulary, places }
    }

    /// The words it knows.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The places it knows.
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// The live generation.
    pub fn snapshot(&self) -> Option<Arc<Snapshot>> {
        None
    }

    /// Swaps to a new generation; running searches end on the one they began with.
    pub fn publish(&self, _live: Arc<Snapshot>) {}

    /// Answers a search, inline, under a deadline of 500 ms.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search(&self, _request: &SearchRequest) -> Result<Answer, SearchError> {
        Err(SearchError::CursorExpired)
    }

    /// Completes what is being typed.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn suggest(&self, _request: &SuggestRequest) -> Result<Suggestions, SearchError> {
        Ok(Suggestions::default())
    }

    /// The provider with that id, `None` when there is none.
    ///
    /// # Errors
    /// [`SearchError::Index`] when its record cannot be read.
    pub fn provider(&self, _id: &ProviderId) -> Result<Option<ProviderAnswer>, SearchError> {
        Ok(None)
    }
}
