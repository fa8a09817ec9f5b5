//! What a text was understood to mean, before any index is asked.

use super::span::Span;
use crate::domain::{
    ConditionId, Credential, Fact, Gender, Language, Npi, ProviderKind, Reach, SpecialtyId, State,
    TechniqueId,
};
use crate::places::{Place, UnknownPlace};

/// A concept that was read out of a text, and from which words.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading<T> {
    /// What was understood.
    pub concept: T,
    /// The words as typed, blanks single.
    pub matched: String,
    /// How many edits away from the clean form.
    pub typo: u8,
}

/// Filters, whether said in words or given by parameter. Empty lists filter nothing.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct FilterSet {
    /// Any of these; `None` is "not stated".
    pub gender: Vec<Option<Gender>>,
    /// Any of these.
    pub languages: Vec<Language>,
    /// Exactly those asked, any of them.
    pub accepting_new: Vec<Fact>,
    /// Exactly those asked, any of them.
    pub telehealth: Vec<Fact>,
    /// Exactly those asked, any of them.
    pub wheelchair: Vec<Fact>,
    /// Any of these.
    pub kind: Vec<ProviderKind>,
    /// Any of these.
    pub credentials: Vec<Credential>,
    /// Practices in this state only.
    pub state: Option<State>,
    /// None of these ("not a chiropractor").
    pub exclude: Vec<SpecialtyId>,
}

/// What a text means.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Intent {
    /// Specialties named, each with the words that named it.
    pub specialties: Vec<Reading<SpecialtyId>>,
    /// Conditions named.
    pub conditions: Vec<Reading<ConditionId>>,
    /// Techniques named.
    pub techniques: Vec<Reading<TechniqueId>>,
    /// Filters in words.
    pub filters: FilterSet,
    /// Certificates named beside the specialty that they imply: who holds one stands first.
    pub certificates: Vec<Credential>,
    /// Words left over, folded, in order: looked for in names.
    pub words: Vec<String>,
    /// The place named in the text, and the words that named it.
    pub place: Option<Reading<Place>>,
    /// Further places named in the text, by their labels; the first one counts.
    pub further_places: Vec<String>,
    /// A place was clearly meant (a ZIP code, words behind "near") and is not known.
    pub unknown_place: Option<Reading<UnknownPlace>>,
    /// The radius named in the text.
    pub radius: Option<Reach>,
    /// "near me" without a place.
    pub near_me: bool,
    /// "nearest".
    pub nearest: bool,
    /// An NPI typed as it is.
    pub npi: Option<Npi>,
    /// Professions named that the finder does not list: rows of the out-of-scope table, with the words typed.
    pub out_of_scope: Vec<Reading<usize>>,
    /// Words that were understood to say nothing, or that nothing can be made of.
    pub ignored: Vec<String>,
    /// Whether words beyond the 64th were cut.
    pub cut: bool,
    /// What became of every word that was read, in order.
    pub spans: Vec<Span>,
}
