//! What a search answers, before any wire format.

use super::intent::FilterSet;
use super::span::Span;
use crate::domain::{Metres, Provider, Reach, Units};
use crate::index::{IndexError, Part, Record, Score};
use crate::places::Place;
use crate::vocabulary::{Lang, Urgency};

/// The answer to a search.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The generation that answered, `000042`.
    pub generation: String,
    /// What was understood.
    pub interpretation: Interpretation,
    /// What the reader should know, in order of weight.
    pub notices: Vec<Notice>,
    /// Danger signs in the question, the most urgent first.
    pub safety: Vec<SafetyNotice>,
    /// Asked and used radius; `None` without a place to measure from.
    pub radius: Option<RadiusReport>,
    /// How many providers match, exactly, unless `partial`.
    pub total: u64,
    /// Counts, where asked for.
    pub facets: Option<Facets>,
    /// This page.
    pub hits: Vec<Hit>,
    /// Where nobody matches at any distance: what to leave out, the most promising first.
    pub alternatives: Vec<Alternative>,
    /// The cursor of the next page.
    pub next: Option<String>,
    /// Whether the deadline cut the search.
    pub partial: bool,
    /// Units that distances are shown in.
    pub units: Units,
    /// Language of labels and texts.
    pub lang: Lang,
    /// Whether scores were asked to be explained.
    pub explain: bool,
    /// Whether the generation holds nothing but the bundled sample.
    pub sample: bool,
}

/// A concept that was searched for, with labels.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadConcept {
    /// The vocabulary's id.
    pub id: String,
    /// Its label in the asked language.
    pub label: String,
    /// The words that named it; `None` where a parameter or another concept did.
    pub matched: Option<String>,
    /// How many edits away.
    pub typo: u8,
    /// The condition or technique that it follows from.
    pub inferred_from: Option<String>,
}

/// What was understood of the question.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Interpretation {
    /// The set of specialties that was searched.
    pub specialties: Vec<ReadConcept>,
    /// Conditions.
    pub conditions: Vec<ReadConcept>,
    /// Techniques.
    pub techniques: Vec<ReadConcept>,
    /// Words looked for in names.
    pub words: Vec<String>,
    /// The place searched around, or the state searched in.
    pub place: Option<Place>,
    /// The radius as asked or defaulted; `None` without a place.
    pub radius: Option<Reach>,
    /// Filters.
    pub filters: FilterSet,
    /// What nothing was made of.
    pub ignored: Vec<IgnoredSpan>,
    /// What became of every word that was read, in order; agrees with all of the above.
    pub spans: Vec<Span>,
}

/// Words that nothing was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoredSpan(pub String);

/// Something the reader should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Stable: `radius_widened`, `no_place`, `sample_data` …
    pub code: &'static str,
    /// In the asked language.
    pub message: String,
}

/// A danger sign in the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyNotice {
    /// The red flag's id.
    pub id: String,
    /// How soon.
    pub urgency: Urgency,
    /// In the asked language.
    pub title: String,
    /// In the asked language.
    pub message: String,
}

/// How far was asked and looked.
#[derive(Debug, Clone, PartialEq)]
pub struct RadiusReport {
    /// As asked; `None` when defaulted.
    pub asked: Option<Reach>,
    /// As used.
    pub used: Reach,
    /// The asked (or default) radius and the steps of widening to one beyond the used one.
    pub rings: Vec<Ring>,
    /// What lies beyond the asked (or default) radius, where fewer than three lie within it.
    pub beyond: Option<Beyond>,
}

/// How far one has to look for three.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Beyond {
    /// How many match at any distance, exactly.
    pub everywhere: u64,
    /// The smallest circle that holds three of them; `None` where fewer exist.
    pub enough: Option<Enough>,
}

/// A circle that holds three, and no smaller one that can be said as briefly does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Enough {
    /// Its radius, rounded up.
    ///
    /// # Units
    /// The answer's.
    pub value: f64,
    /// How many it holds at least.
    pub count: u64,
    /// What to search with: the same radius, or no edge where it is beyond the widest that can be asked for.
    pub reach: Reach,
}

/// A part of a question that stands in the way: the question without it finds somebody.
#[derive(Debug, Clone, PartialEq)]
pub struct Alternative {
    /// What kind of part, by the name of the parameter or of the interpretation's member: `gender`, `words` …
    pub part: &'static str,
    /// What it says, in the words of the question or in the asked language.
    pub label: String,
    /// How many the question without it finds, exactly.
    pub total: u64,
    /// How far the nearest of them is, where there is a place to measure from.
    pub nearest: Option<Metres>,
    /// The text to ask with instead; `None` where it stays.
    pub q: Option<String>,
    /// The parameters to leave out.
    pub without: Vec<&'static str>,
}

/// How many lie within a circle.
#[derive(Debug, Clone, PartialEq)]
pub struct Ring {
    /// The circle.
    pub within: Reach,
    /// How many providers, exactly.
    pub count: u64,
}

/// A provider in an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// The provider's record.
    pub record: Record,
    /// The place of the shown practice in its order.
    pub practice: usize,
    /// How far, from the question's place.
    pub metres: Option<Metres>,
    /// Its score.
    pub score: Score,
    /// The score's parts in words, where asked for.
    pub why: Vec<ScorePart>,
}

impl Hit {
    /// The provider, copied out of its record.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the record cannot be read.
    pub fn provider(&self) -> Result<Provider, IndexError> {
        self.record.provider()
    }
}

/// A part of a score in words.
#[derive(Debug, Clone, PartialEq)]
pub struct ScorePart {
    /// `match`, `distance` or `quality`.
    pub signal: &'static str,
    /// The numbers.
    pub part: Part,
    /// Why, in the asked language.
    pub why: String,
}

/// Counts over everything that matches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facets {
    /// By specialty.
    pub specialties: Vec<FacetValue>,
    /// By technique.
    pub techniques: Vec<FacetValue>,
    /// By condition.
    pub conditions: Vec<FacetValue>,
    /// By language.
    pub languages: Vec<FacetValue>,
    /// `yes`, `no`, `unknown`.
    pub accepting_new: Vec<FacetValue>,
    /// `yes`, `no`, `unknown`.
    pub telehealth: Vec<FacetValue>,
    /// `yes`, `no`, `unknown`.
    pub wheelchair: Vec<FacetValue>,
    /// `F`, `M`, `X`, `unknown`.
    pub gender: Vec<FacetValue>,
    /// `person`, `organization`.
    pub kind: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetValue {
    /// The id or value.
    pub id: String,
    /// Its label, for vocabulary ids and languages.
    pub label: Option<String>,
    /// How many providers.
    pub count: u64,
}
