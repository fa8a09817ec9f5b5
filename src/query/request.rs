//! Questions from outside, checked once: whoever holds a [`SearchRequest`] never checks it again.

use super::intent::FilterSet;
use crate::domain::{ConditionId, LatLon, Reach, SpecialtyId, TechniqueId, Units};
use crate::vocabulary::{Lang, Vocabulary};

/// Where, as given beside the question.
#[derive(Debug, Clone, PartialEq)]
pub enum Near {
    /// A text: ZIP, city, state or `lat,lon`.
    Text(String),
    /// The point itself.
    Point(LatLon),
}

/// What to order by, as asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sort {
    /// `relevance`
    #[default]
    Relevance,
    /// `distance`
    Distance,
    /// `name`
    Name,
    /// `updated`
    Updated,
}

/// A checked search.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchRequest {
    /// What a person typed; may be empty.
    pub q: String,
    /// Where, if given apart.
    pub near: Option<Near>,
    /// How far; `None` is the default of 25 miles.
    pub radius: Option<Reach>,
    /// Specialties by id.
    pub specialties: Vec<SpecialtyId>,
    /// Conditions by id.
    pub conditions: Vec<ConditionId>,
    /// Techniques by id.
    pub techniques: Vec<TechniqueId>,
    /// Filters by parameter (`state` and `exclude` stay empty here).
    pub filters: FilterSet,
    /// The beginning of a person's or organization's name words.
    pub name: Option<String>,
    /// What to order by.
    pub sort: Sort,
    /// Page size, 0 to 100.
    pub limit: usize,
    /// Where the page begins.
    pub cursor: Option<String>,
    /// Whether to count facets.
    pub facets: bool,
    /// Whether to explain scores.
    pub explain: bool,
    /// Miles or kilometres.
    pub units: Units,
    /// Language of labels and notices.
    pub lang: Lang,
    /// Whether to keep to the radius even if fewer than 3 are found.
    pub strict: bool,
}

/// Why a request is refused: a stable code, the parameter, and words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{detail}")]
pub struct RequestError {
    /// `radius_out_of_range`, `unknown_parameter` …, as in `CONTRACT.md`.
    pub code: String,
    /// The parameter.
    pub field: Option<String>,
    /// What is wrong and what is allowed. Never repeats what was sent.
    pub detail: String,
}

impl SearchRequest {
    /// The most characters of `q`.
    pub const MAX_Q: usize = 1_000;
    /// The most characters of `near`.
    pub const MAX_NEAR: usize = 100;
    /// The page size where none is asked.
    pub const DEFAULT_LIMIT: usize = 20;
    /// The largest page size.
    pub const MAX_LIMIT: usize = 100;

    /// Checks named values, as they come from a URL, a JSON body or a command line.
    ///
    /// # Errors
    /// [`RequestError`] for the first value that is unknown, repeated, or out of range.
    pub fn from_pairs<'p>(
        _pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
        _vocabulary: &Vocabulary,
    ) -> Result<Self, RequestError> {
        Ok(Self::default())
    }
}

/// A checked request for completions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SuggestRequest {
    /// What was typed so far.
    pub q: String,
    /// Where, if known.
    pub near: Option<Near>,
    /// Language of labels.
    pub lang: Lang,
}

impl SuggestRequest {
    /// Checks named values: `q`, `near`, `lang`.
    ///
    /// # Errors
    /// [`RequestError`] for the first value that is unknown, repeated, or out of range.
    pub fn from_pairs<'p>(
        _pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
    ) -> Result<Self, RequestError> {
        Ok(Self::default())
    }
}
