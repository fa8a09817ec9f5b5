//! What words mean: specialties, conditions, techniques, credentials, red flags, and everything people call them.
//!
//! In: the reviewed CSV files of `data/vocabulary`, compiled in. Out: look-ups by id, taxonomy code or credential
//! text, and [`Vocabulary::find`], which reads the surface forms of a text. Invariant: index and query fold text with
//! the one [`normalize`] of this module, and out-of-scope words are seen before any typo rule.

mod catalog;
mod complaint;
mod complete;
mod conditions;
mod correction;
mod credentials;
mod danger;
pub(crate) mod edits;
mod evidence;
mod forms;
mod languages;
mod lexicon;
mod load;
mod matcher;
#[cfg(test)]
mod misspellings;
mod names;
mod nicknames;
pub mod normalize;
mod out_of_scope;
mod pattern;
mod plain_words;
pub(crate) mod prefix_tree;
mod red_flags;
pub(crate) mod slip;
pub(crate) mod sound;
mod specialties;
pub(crate) mod streets;
pub(crate) mod surnames;
mod table;
mod tables;
mod taxonomy;
mod techniques;
mod typo;
mod words;

pub use complaint::{Complaint, Told};
pub use complete::{Completion, Fit, Sought};
pub use conditions::{Condition, ConditionKind};
pub use evidence::{Direction, Disagreement, Evidence, SourceRead, Stance};
pub use lexicon::Reading as WordReading;
pub use out_of_scope::OutOfScope;
pub use red_flags::{RedFlag, Urgency};
pub(crate) use sound::key as sound_key;
pub use specialties::{FirstContact, Scope, Specialty, Tier};
pub use tables::{Lang, VocabularyError};
pub use techniques::Technique;

use crate::domain::{
    ConditionId, Credential, Fact, Gender, Language, SpecialtyClaim, SpecialtyId, TaxonomyCode, TechniqueId,
};
use catalog::Catalog;
use complaint::ComplaintRules;
use complete::{Completions, Insertions};
use credentials::CredentialTable;
use danger::DangerRules;
use languages::Languages;
use matcher::Matcher;
use names::Names;
use nicknames::Nicknames;
use normalize::Token;
use plain_words::PlainWords;
use std::collections::{BTreeSet, HashSet};
use taxonomy::TaxonomyTable;

/// All tables of `data/vocabulary`, checked and indexed.
#[derive(Debug)]
pub struct Vocabulary {
    version: String,
    specialties: Catalog<Specialty>,
    conditions: Catalog<Condition>,
    techniques: Catalog<Technique>,
    red_flags: Catalog<RedFlag>,
    out_of_scope: Vec<OutOfScope>,
    taxonomy: TaxonomyTable,
    credentials: CredentialTable,
    languages: Languages,
    names: Names,
    /// Words of everyday speech that name nobody.
    speech: HashSet<String>,
    plain: PlainWords,
    nicknames: Nicknames,
    matcher: Matcher,
    completions: Completions,
    insertions: Insertions,
    place_markers: Vec<Vec<String>>,
    danger: DangerRules,
    complaints: ComplaintRules,
}

/// What a taxonomy code means to this finder.
#[derive(Debug, Clone, PartialEq)]
pub enum Taxonomy {
    /// It maps to specialties, each with a relevance from 0 to 1, the best first. A code newer than our table that
    /// counts by its relatives is this too.
    Ours(Vec<(SpecialtyId, f32)>),
    /// A group flag (`193200000X`, `193400000X`): sits beside other codes, is no specialty.
    Group,
    /// A student (`390200000X`): skipped when it stands alone.
    Student,
    /// A catch-all code: counts only beside another code or a credential.
    CatchAll,
    /// A profession that is not ours.
    Other,
}

/// What a credential text such as `D.C., CCSP` says.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Credentials {
    /// Known tokens in the vocabulary's spelling, in the order written, each once.
    pub listed: Vec<Credential>,
    /// Specialties that a listed credential implies (`implies_specialty` = yes).
    pub specialties: Vec<SpecialtyId>,
}

/// One surface form found in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Match {
    /// The first token it covers.
    pub first: usize,
    /// How many tokens it covers, at least 1.
    pub count: usize,
    /// What it may mean; more than one where words are ambiguous, the likeliest first.
    pub meanings: Vec<Meaning>,
    /// The clean form that matched, folded.
    pub form: String,
    /// How many edits apart text and form are; at most 2 a word.
    pub edits: u8,
}

/// What a word or phrase can mean.
#[derive(Debug, Clone, PartialEq)]
pub enum Meaning {
    /// A specialty.
    Specialty(SpecialtyId),
    /// A condition or symptom.
    Condition(ConditionId),
    /// A technique.
    Technique(TechniqueId),
    /// A credential; `specialty` where it implies one.
    Credential {
        /// The token.
        credential: Credential,
        /// What it implies.
        specialty: Option<SpecialtyId>,
        /// Whether it says more than that specialty: a certificate or fellowship.
        finer: bool,
    },
    /// A filter in words.
    Filter(FilterWord),
    /// `nearest`: order by distance.
    Nearest,
    /// A word that says nothing here: `best`, `looking for`.
    Filler,
    /// A word behind which a place stands: `near`, `in`, `cerca de`.
    PlaceMarker,
    /// `within`: a radius follows.
    RadiusMarker,
    /// `near me`: a place that the caller knows and the text does not name.
    NearMe,
    /// A short word that is also a state, a verb or a name (`dc`, `do`, `or`); see `credentials.csv` and
    /// `synonyms.csv`. Stands beside the other meanings of the same word.
    Collision,
    /// A profession that this finder does not list: row of the out-of-scope table.
    OutOfScope(usize),
}

/// A filter said in words.
#[derive(Debug, Clone, PartialEq)]
pub enum FilterWord {
    /// `accepting new patients`
    AcceptingNew(Fact),
    /// `video visit`
    Telehealth(Fact),
    /// `wheelchair accessible`
    Wheelchair(Fact),
    /// `female`
    Gender(Gender),
    /// `speaks spanish`
    Language(Language),
    /// `clinic`: organizations only
    Organization,
    /// `within walking distance`, in miles
    RadiusMiles(f64),
    /// Something people ask for that no list states (`open saturday`, `takes medicare`): `kind:value` as in
    /// `synonyms.csv`. Reported as ignored.
    NotListed(String),
}

impl Vocabulary {
    /// A short hash of all tables, for manifests and `version` fields.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// All specialties in the order of their table; the position is the id's row.
    pub fn specialties(&self) -> &[Specialty] {
        self.specialties.rows()
    }

    /// All conditions, position = row.
    pub fn conditions(&self) -> &[Condition] {
        self.conditions.rows()
    }

    /// All techniques, position = row.
    pub fn techniques(&self) -> &[Technique] {
        self.techniques.rows()
    }

    /// All red flags.
    pub fn red_flags(&self) -> &[RedFlag] {
        self.red_flags.rows()
    }

    /// All professions that the finder does not list.
    pub fn out_of_scope(&self) -> &[OutOfScope] {
        &self.out_of_scope
    }

    /// The specialty of an id made by this vocabulary.
    pub fn specialty(&self, id: SpecialtyId) -> &Specialty {
        &self.specialties()[id.row()]
    }

    /// The condition of an id made by this vocabulary.
    pub fn condition(&self, id: ConditionId) -> &Condition {
        &self.conditions()[id.row()]
    }

    /// The technique of an id made by this vocabulary.
    pub fn technique(&self, id: TechniqueId) -> &Technique {
        &self.techniques()[id.row()]
    }

    /// The specialty with that text id (`chiropractor`).
    pub fn specialty_id(&self, id: &str) -> Option<SpecialtyId> {
        self.specialties.place(id).map(SpecialtyId::from_row)
    }

    /// The condition with that text id (`neck_pain`).
    pub fn condition_id(&self, id: &str) -> Option<ConditionId> {
        self.conditions.place(id).map(ConditionId::from_row)
    }

    /// The technique with that text id (`dry_needling`).
    pub fn technique_id(&self, id: &str) -> Option<TechniqueId> {
        self.techniques.place(id).map(TechniqueId::from_row)
    }

    /// What a taxonomy code means.
    pub fn taxonomy(&self, code: TaxonomyCode) -> Taxonomy {
        self.taxonomy.meaning(code)
    }

    /// Reads a free credential text.
    pub fn credentials(&self, text: &str) -> Credentials {
        self.credentials.read(text)
    }

    /// Reads what an own list calls a specialty: our id, a label, an everyday word, a taxonomy code or a taxonomy's
    /// display name. Clean forms only, no typos. Empty when nothing is known by that name; the best first.
    pub fn specialty_named(&self, text: &str) -> Vec<SpecialtyClaim> {
        self.names.specialties(text, &self.taxonomy)
    }

    /// Whether a text names a profession that is known and not ours (`dentist`), so that its row is skipped rather
    /// than rejected.
    pub fn is_out_of_scope(&self, text: &str) -> bool {
        self.specialty_named(text).is_empty()
            && (self.names.is_other_profession(text) || self.speaks_of_others(text))
    }

    /// Whether words of a text name other professions and none names one of ours: `Pediatric Cardiology`.
    fn speaks_of_others(&self, text: &str) -> bool {
        let found = self.find(&normalize::tokens(text));
        let clean = found.iter().filter(|found| found.edits == 0).flat_map(|found| &found.meanings);
        let ours = |meaning: &Meaning| matches!(meaning, Meaning::Specialty(_) | Meaning::Credential { .. });
        let mut others = clean.clone().filter(|meaning| matches!(meaning, Meaning::OutOfScope(_)));
        others.next().is_some() && !clean.into_iter().any(ours)
    }

    /// The condition that a list calls so, by id, label, lay or clinical term.
    pub fn condition_named(&self, text: &str) -> Option<ConditionId> {
        self.names.condition(text)
    }

    /// The technique that a list calls so, by id, label or other name.
    pub fn technique_named(&self, text: &str) -> Option<TechniqueId> {
        self.names.technique(text)
    }

    /// The language of a name in English, Spanish or its own tongue, or of an ISO 639 code.
    pub fn language_named(&self, text: &str) -> Option<Language> {
        self.languages.named(text)
    }

    /// The language's name; its code where the table has no name.
    pub fn language_label(&self, language: Language, lang: Lang) -> String {
        self.languages.label(language, lang)
    }

    /// All languages that it has names of.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.languages.all()
    }

    /// What else somebody of a given name, folded, is called (`bill` is `william`, `billy`, `guillermo`); by alphabet.
    pub fn nicknames(&self, given: &str) -> &[String] {
        self.nicknames.of(given)
    }

    /// Whether a word, folded, is spelled right as far as the tables know: one of theirs, or a common one.
    pub fn is_word(&self, word: &str) -> bool {
        self.matcher.lexicon.is_word(word)
    }

    /// Whether a word, folded, is one of everyday speech and hardly anybody's name: `already`, `keeps`, `gracias`.
    pub fn is_speech(&self, word: &str) -> bool {
        self.speech.contains(word)
    }

    /// Whether everybody uses a word, folded, so that it is nobody's misspelt name: `murder` is no Mulder.
    pub fn is_plain(&self, word: &str) -> bool {
        self.plain.has(word)
    }

    /// Whether a word, folded, says something wherever a complaint is told, though people may be called so: `farmer`,
    /// `winter`, `murder`. No word of practices' names is one: `motion`.
    pub fn is_plainly_told(&self, word: &str) -> bool {
        self.plain.is_told(word)
    }

    /// Whether a word, folded, only joins others or denies them: `non`, `sin`, `how`.
    pub fn is_grammar(&self, word: &str) -> bool {
        self.plain.is_grammar(word)
    }

    /// Finds surface forms in a text's tokens: leftmost longest, clean before typo, out of scope before typo, not
    /// overlapping, in order. Tokens that belong to nothing are not covered.
    ///
    /// # Complexity
    /// O(tokens × longest form) hash look-ups, plus one dictionary scan per unknown word of at least 4 letters.
    pub fn find(&self, tokens: &[Token]) -> Vec<Match> {
        self.matcher.find(tokens)
    }

    /// What each token may be by itself, for [`Vocabulary::find_read`]: whoever looks for forms in several parts of a
    /// text reads its words once.
    ///
    /// # Complexity
    /// One look-up a token, and for unknown ones a number of them that grows with the square of their letters.
    pub fn read(&self, tokens: &[Token]) -> Vec<WordReading> {
        self.matcher.read(tokens)
    }

    /// As [`Vocabulary::find`], for tokens that are read: one reading a token, in the same order.
    pub fn find_read(&self, tokens: &[Token], readings: &[WordReading]) -> Vec<Match> {
        self.matcher.find_read(tokens, readings)
    }

    /// Complaints that a text tells in sentences, beside what [`Vocabulary::find`] finds; `tokens` are those of `text`.
    pub fn told(&self, text: &str, tokens: &[Token]) -> Told {
        self.complaints.read(text, tokens, |word| self.matcher.lexicon.is_word(word))
    }

    /// Red flags that a text raises, the most urgent first; rows of [`Vocabulary::red_flags`].
    pub fn danger_signs(&self, text: &str) -> Vec<usize> {
        self.danger.raised(text).flags
    }

    /// Places of the text's tokens, as [`normalize::tokens`] counts them, that [`Vocabulary::danger_signs`] rest on.
    /// They tell of a danger, whatever else they may be: nobody's name, no place.
    pub fn danger_tokens(&self, text: &str) -> BTreeSet<usize> {
        self.danger.raised(text).tokens
    }
}

#[cfg(test)]
mod tests;
