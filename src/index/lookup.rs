//! A question to a generation as plain data, and its answer as plain data.
//!
//! [`Lookup`] can be printed, compared and built by a test; [`super::Snapshot::look_up`] runs it. Whatever plan runs it, the
//! answer equals a scan of all rows in f64: circles include their edge, providers are counted once and stand at their
//! nearest practice, ties break by the rules of `CONTRACT.md`.

use crate::domain::{
    ConditionId, Credential, Fact, Gender, Language, LatLon, Metres, ProviderId, ProviderKind, Reach,
    SpecialtyId, State, TechniqueId,
};
use smallvec::SmallVec;
use std::time::Instant;

/// A closed-vocabulary property of a provider or practice.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Concept {
    /// States the specialty, as primary or further one.
    Specialty(SpecialtyId),
    /// Lists the technique.
    Technique(TechniqueId),
    /// Lists the condition.
    Condition(ConditionId),
    /// Speaks the language.
    Language(Language),
    /// Lists the credential.
    Credential(Credential),
    /// Gender as stated; `None` is unknown.
    Gender(Option<Gender>),
    /// Person or organization.
    Kind(ProviderKind),
    /// The practice (not the provider) lies in the state.
    State(State),
    /// Accepts new patients.
    AcceptingNew(Fact),
    /// Offers telehealth.
    Telehealth(Fact),
    /// Is accessible with a wheelchair.
    Wheelchair(Fact),
}

/// Words that must all stand in a provider's names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words, in order.
    pub words: Vec<Word>,
    /// Whether the last word is only the beginning of one; an initial never is.
    pub last_is_prefix: bool,
    /// How many edits a word of at least 4 letters may be away (2 from 8 letters); 0 for exact. A transposition is one
    /// edit; words with digits, and those longer than 32 letters, stand for themselves only.
    pub edits: u8,
}

/// A word asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Folded; must equal a word of the provider's name, aliases or practice names.
    pub text: String,
    /// How a person's given name may stand for it.
    pub given: Given,
}

/// How the given name of a person may stand for a word asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Given {
    /// Only as it is, like any other word.
    #[default]
    AsTyped,
    /// As one of these, folded, too: `william` for `bill`.
    Also(Vec<String>),
    /// The word is a given name or the letter that one begins with; it stands for nothing else.
    Initial,
}

impl Words {
    /// Words that stand for themselves.
    pub fn plain(words: Vec<String>, last_is_prefix: bool, edits: u8) -> Self {
        Self { words: words.into_iter().map(Word::from).collect(), last_is_prefix, edits }
    }

    /// The words, as texts.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.words.iter().map(|word| word.text.as_str())
    }

    /// Whether the word at a place is only the beginning of one.
    pub fn is_prefix(&self, place: usize) -> bool {
        let initial = self.words.get(place).is_some_and(|word| word.given == Given::Initial);
        self.last_is_prefix && place + 1 == self.words.len() && !initial
    }

    /// The word at a place by itself, looked for as it is among the others.
    #[must_use]
    pub fn alone(&self, place: usize) -> Self {
        let words = self.words.get(place).cloned().into_iter().collect();
        Self { words, last_is_prefix: self.is_prefix(place), edits: self.edits }
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self { text, given: Given::AsTyped }
    }
}

/// Where to look.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// The place.
    pub center: LatLon,
    /// How far; the edge belongs to it.
    pub reach: Reach,
}

/// What results are ordered by; ties as in `CONTRACT.md`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// Tier, score, metres, id.
    #[default]
    Relevance,
    /// Metres, id. Needs an area.
    Distance,
    /// Family name folded, given name, id.
    Name,
    /// Newest first, unknown last, id.
    Updated,
}

/// Something a provider may have that lifts its tier or its match.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Trait {
    /// The specialty is its primary one.
    Primary(SpecialtyId),
    /// It has the concept.
    Has(Concept),
    /// All words of [`Lookup::words`] together are exactly its name (middle name and suffix aside).
    ExactName,
    /// Matched [`Lookup::words`] without an edit.
    CleanWords,
    /// Matched each of [`Lookup::words`] by a whole word, or another form of the given name: neither by the beginning of
    /// one nor with an edit.
    WholeWords,
    /// Has one of [`Lookup::words`] only by another form of the given name; see [`Given`].
    CalledOtherwise,
    /// Every provider has it.
    Always,
}

/// How to score, as plain data: `total = Σ weight · value`, parts in the order text, distance, quality.
#[derive(Debug, Clone, PartialEq)]
pub struct ScoreModel {
    /// The first rule whose trait a provider has gives its tier; 0 when none holds.
    pub tiers: Vec<(Trait, u8)>,
    /// The match value of a provider is the largest among the traits it has, 0 when none, from 0 to 1.
    pub matches: Vec<(Trait, f64)>,
    /// Weight of the match (with words: of `max(match, bm25 / (bm25 + text_half))`).
    pub match_weight: f64,
    /// The bm25 at which text is worth one half.
    pub text_half: f64,
    /// Weight of the distance value `pivot / (pivot + distance)`; without an area there is no such part.
    pub distance_weight: f64,
    /// Weight of the record's quality.
    pub quality_weight: f64,
    /// The pivot is the distance to the provider of this rank among all that match, in the area or beyond it…
    pub pivot_rank: usize,
    /// …clamped to this range; with fewer providers it is the range's end.
    pub pivot_range: (Metres, Metres),
}

/// A question to one generation.
#[derive(Debug, Clone, PartialEq)]
pub struct Lookup {
    /// Each inner list is a clause: at least one of its concepts must hold. An empty outer list lets everybody in.
    pub all_of: Vec<Vec<Concept>>,
    /// None of these may hold.
    pub none_of: Vec<Concept>,
    /// This provider and no other.
    pub id: Option<ProviderId>,
    /// Words of names.
    pub words: Option<Words>,
    /// Where; `None` everywhere, without distances.
    pub area: Option<Area>,
    /// Further circles around the area's centre in which the same providers are counted; may be wider than the area.
    pub rings: Vec<Metres>,
    /// How to score.
    pub score: ScoreModel,
    /// What to order by.
    pub order: Order,
    /// Only what comes after this.
    pub after: Option<Position>,
    /// How many hits to return, 0 for counts only.
    pub limit: usize,
    /// Whether to count facets over everything that matches.
    pub facets: bool,
    /// When to stop with what there is.
    pub deadline: Option<Instant>,
}

/// What a lookup found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Candidates {
    /// How many providers match, exactly (a lower bound when `partial`).
    pub total: u64,
    /// How many of them within each of [`Lookup::rings`].
    pub rings: Vec<u64>,
    /// The first hits behind [`Lookup::after`], in order.
    pub hits: Vec<Candidate>,
    /// Whether more come behind them; never when no hits were asked for.
    pub more: bool,
    /// Counts per concept, where asked for.
    pub facets: Option<FacetCounts>,
    /// The pivot that distances were scored with; `None` without an area or without hits to score.
    pub pivot: Option<Metres>,
    /// Whether the deadline cut the work.
    pub partial: bool,
}

/// One provider that matches, at its nearest practice.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    /// The provider's number in this generation, for [`super::Snapshot::provider`].
    pub provider: u32,
    /// The practice's place in the provider's order.
    pub practice: usize,
    /// How far, in f64 on the great circle; `None` without an area.
    pub metres: Option<Metres>,
    /// Its score.
    pub score: Score,
    /// Where it stands in the order, for [`Lookup::after`].
    pub position: Position,
}

/// A score with the parts it is the left-to-right sum of.
#[derive(Debug, Clone, PartialEq)]
pub struct Score {
    /// 0 to 3; a higher tier always stands before a lower one.
    pub tier: u8,
    /// The sum of the parts' points, added left to right.
    pub total: f64,
    /// What it is made of.
    pub parts: SmallVec<[Part; 3]>,
}

/// One part of a score.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Part {
    /// What was judged.
    pub signal: Signal,
    /// From 0 to 1.
    pub value: f64,
    /// Its weight.
    pub weight: f64,
    /// `value * weight`.
    pub points: f64,
}

/// What a part of a score judges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// How well specialty, condition, technique or words match.
    Match,
    /// How near.
    Distance,
    /// How complete, fresh and well placed the record is.
    Quality,
}

/// A place in an order of one generation: compares like the hits do, and fits into a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The tier for relevance (inverted so that smaller comes first), else 0.
    pub tier: u8,
    /// The order's key as bits that compare like it: score inverted, metres, name rank, or inverted days.
    pub key: u64,
    /// Metres as bits; 0 without an area, and in orders whose ties are not broken by distance.
    pub metres: u64,
    /// The rank of the provider's id among all ids of the generation.
    pub id_rank: u32,
}

/// How many matching providers have each concept; only concepts with at least one, the most frequent first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FacetCounts(pub Vec<(Concept, u64)>);
