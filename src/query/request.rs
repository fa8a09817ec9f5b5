//! Questions from outside, checked once: whoever holds a [`SearchRequest`] never checks it again.
//!
//! In: named texts, as a URL, a JSON body or a command line has them. Out: a request, or the first thing wrong with it
//! as a [`RequestError`]. Invariant: no error repeats what was sent.

mod feed;
mod given;
mod value;

use super::intent::FilterSet;
use super::suggest::SuggestionKind;
use crate::domain::{ConditionId, LatLon, Reach, SpecialtyId, TechniqueId, Units};
use crate::vocabulary::{Lang, Vocabulary};
pub use feed::FeedRequest;
use given::Given;
pub(crate) use given::is_plain_name;
use value::Value;

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

impl Sort {
    /// Reads the word on the wire.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "relevance" => Some(Self::Relevance),
            "distance" => Some(Self::Distance),
            "name" => Some(Self::Name),
            "updated" => Some(Self::Updated),
            _ => None,
        }
    }
}

/// A checked search.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchRequest {
    /// What a person typed; may be empty.
    pub q: String,
    /// Where, if given apart.
    pub near: Option<Near>,
    /// How far; `None` is the default of 25 miles.
    pub radius: Option<Reach>,
    /// The number of a radius that says no unit itself, and so counts in `units`.
    pub bare_radius: Option<f64>,
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

impl RequestError {
    /// An error about one parameter.
    pub(super) fn new(code: &str, field: &str, detail: String) -> Self {
        Self { code: code.to_owned(), field: Some(field.to_owned()), detail }
    }
}

impl Default for SearchRequest {
    /// The request of somebody who said nothing: every parameter at its default, the page size too.
    fn default() -> Self {
        Self {
            q: String::new(),
            near: None,
            radius: None,
            bare_radius: None,
            specialties: Vec::new(),
            conditions: Vec::new(),
            techniques: Vec::new(),
            filters: FilterSet::default(),
            name: None,
            sort: Sort::default(),
            limit: Self::DEFAULT_LIMIT,
            cursor: None,
            facets: false,
            explain: false,
            units: Units::default(),
            lang: Lang::default(),
            strict: false,
        }
    }
}

impl SearchRequest {
    /// The most characters of `q`.
    pub const MAX_Q: usize = 1_000;
    /// The most characters of `near`.
    pub const MAX_NEAR: usize = 100;
    /// The most characters of `name`.
    pub const MAX_NAME: usize = 100;
    /// The most characters of `cursor`; ours are far shorter.
    pub const MAX_CURSOR: usize = 512;
    /// The page size where none is asked.
    pub const DEFAULT_LIMIT: usize = 20;
    /// The largest page size.
    pub const MAX_LIMIT: usize = 100;
    /// Every parameter, as `CONTRACT.md` lists them.
    pub const PARAMETERS: [&'static str; 23] = [
        "q",
        "near",
        "lat",
        "lon",
        "radius",
        "strict",
        "specialty",
        "condition",
        "technique",
        "gender",
        "language",
        "accepting_new",
        "telehealth",
        "wheelchair",
        "kind",
        "name",
        "sort",
        "limit",
        "cursor",
        "facets",
        "explain",
        "units",
        "lang",
    ];

    /// The parameters that are `true` or `false`.
    pub const FLAGS: [&'static str; 3] = ["strict", "facets", "explain"];

    /// The parameters that take several values, separated by commas.
    pub const LISTS: [&'static str; 9] = [
        "specialty",
        "condition",
        "technique",
        "gender",
        "language",
        "accepting_new",
        "telehealth",
        "wheelchair",
        "kind",
    ];

    /// Checks named values, as they come from a URL, a JSON body or a command line.
    ///
    /// An empty `q`, `near` or `name` counts as left out; any other empty value is refused.
    ///
    /// # Errors
    /// [`RequestError`] for the first value that is unknown, repeated, or out of range.
    pub fn from_pairs<'p>(
        pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
        vocabulary: &Vocabulary,
    ) -> Result<Self, RequestError> {
        let given = Given::read(pairs, &Self::PARAMETERS)?;
        let units = given.checked("units", |value| value.word(Units::parse, "mi or km"))?.unwrap_or_default();
        let sort = |value: Value<'p>| value.word(Sort::parse, "relevance, distance, name or updated");
        let name = given.checked("name", |value| value.text(Self::MAX_NAME))?.flatten();
        Ok(Self {
            q: given.checked("q", |value| value.free_text(Self::MAX_Q))?.unwrap_or_default(),
            near: given.near()?,
            radius: given.checked("radius", |value| value.reach(units))?,
            bare_radius: given.checked("radius", |value| Ok(value.bare_number()))?.flatten(),
            specialties: given.ids("specialty", |id| vocabulary.specialty_id(id), "/v1/specialties")?,
            conditions: given.ids("condition", |id| vocabulary.condition_id(id), "/v1/conditions")?,
            techniques: given.ids("technique", |id| vocabulary.technique_id(id), "/v1/techniques")?,
            filters: given.filters(vocabulary)?,
            name: name.map(str::to_owned),
            sort: given.checked("sort", sort)?.unwrap_or_default(),
            limit: given
                .checked("limit", |value| value.count(Self::MAX_LIMIT))?
                .unwrap_or(Self::DEFAULT_LIMIT),
            cursor: given.checked("cursor", |value| value.token(Self::MAX_CURSOR))?.map(str::to_owned),
            facets: given.flag("facets")?,
            explain: given.flag("explain")?,
            units,
            lang: given.lang()?,
            strict: given.flag("strict")?,
        })
    }
}

/// A checked request for completions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SuggestRequest {
    /// What was typed so far.
    pub q: String,
    /// Where, if known.
    pub near: Option<Near>,
    /// Kinds to offer; empty for all.
    pub kinds: Vec<SuggestionKind>,
    /// Language of labels.
    pub lang: Lang,
}

impl SuggestRequest {
    /// Every parameter.
    pub const PARAMETERS: [&'static str; 4] = ["q", "near", "kind", "lang"];

    /// Checks named values: `q`, `near`, `kind`, `lang`.
    ///
    /// # Errors
    /// [`RequestError`] for the first value that is unknown, repeated, or out of range.
    pub fn from_pairs<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Result<Self, RequestError> {
        let given = Given::read(pairs, &Self::PARAMETERS)?;
        Ok(Self {
            q: given.checked("q", |value| value.typed_text(SearchRequest::MAX_Q))?.unwrap_or_default(),
            near: given.near()?,
            kinds: given.suggestion_kinds()?,
            lang: given.lang()?,
        })
    }
}

/// A checked request for something that is shown in one of the languages, and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LabelRequest {
    /// Language of labels.
    pub lang: Lang,
}

impl LabelRequest {
    /// Every parameter.
    pub const PARAMETERS: [&'static str; 1] = ["lang"];

    /// Checks named values: `lang`.
    ///
    /// # Errors
    /// [`RequestError`] for the first value that is unknown, repeated, or out of range.
    pub fn from_pairs<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Result<Self, RequestError> {
        Ok(Self { lang: Given::read(pairs, &Self::PARAMETERS)?.lang()? })
    }
}

/// Refuses whatever is given where nothing can be.
///
/// # Errors
/// [`RequestError`] for the first value.
pub fn refuse_parameters<'p>(
    pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
) -> Result<(), RequestError> {
    Given::read(pairs, &[]).map(|_nothing| ())
}

#[cfg(test)]
mod tests;
