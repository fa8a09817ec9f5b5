//! What words mean: specialties, conditions, techniques, credentials, red flags, and everything people call them.
//!
//! In: the reviewed CSV files of `data/vocabulary`, compiled in. Out: look-ups by id, taxonomy code or credential
//! text, and [`Vocabulary::find`], which reads the surface forms of a text. Invariant: index and query fold text with
//! the one [`normalize`] of this module, and out-of-scope words are seen before any typo rule.

pub mod normalize;
mod tables;

pub use tables::{
    Condition, Evidence, Lang, OutOfScope, RedFlag, Specialty, Technique, Tier, Urgency, VocabularyError,
};

use crate::domain::{
    ConditionId, Credential, Fact, Gender, Language, SpecialtyClaim, SpecialtyId, TaxonomyCode, TechniqueId,
};
use normalize::Token;

/// All tables of `data/vocabulary`, checked and indexed.
#[derive(Debug)]
pub struct Vocabulary {}

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
    /// How many edits apart text and form are, 0 to 2.
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
    /// Loads the tables that are compiled in.
    ///
    /// # Errors
    /// [`VocabularyError`] names the table, line and cell that is wrong; a test loads every table, so that a
    /// released program never meets it.
    pub fn bundled() -> Result<Self, VocabularyError> {
        Err(VocabularyError::skeleton())
    }

    /// A short hash of all tables, for manifests and `version` fields.
    pub fn version(&self) -> &str {
        ""
    }

    /// All specialties in the order of their table; the position is the id's row.
    pub fn specialties(&self) -> &[Specialty] {
        &[]
    }

    /// All conditions, position = row.
    pub fn conditions(&self) -> &[Condition] {
        &[]
    }

    /// All techniques, position = row.
    pub fn techniques(&self) -> &[Technique] {
        &[]
    }

    /// All red flags.
    pub fn red_flags(&self) -> &[RedFlag] {
        &[]
    }

    /// All professions that the finder does not list.
    pub fn out_of_scope(&self) -> &[OutOfScope] {
        &[]
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
    pub fn specialty_id(&self, _id: &str) -> Option<SpecialtyId> {
        None
    }

    /// The condition with that text id (`neck_pain`).
    pub fn condition_id(&self, _id: &str) -> Option<ConditionId> {
        None
    }

    /// The technique with that text id (`dry_needling`).
    pub fn technique_id(&self, _id: &str) -> Option<TechniqueId> {
        None
    }

    /// What a taxonomy code means.
    pub fn taxonomy(&self, _code: TaxonomyCode) -> Taxonomy {
        Taxonomy::Other
    }

    /// Reads a free credential text.
    pub fn credentials(&self, _text: &str) -> Credentials {
        Credentials::default()
    }

    /// Reads what an own list calls a specialty: our id, a label, an everyday word, a taxonomy code or a taxonomy's
    /// display name. Clean forms only, no typos. Empty when nothing is known by that name; the best first.
    pub fn specialty_named(&self, _text: &str) -> Vec<SpecialtyClaim> {
        Vec::new()
    }

    /// Whether a text names a profession that is known and not ours (`dentist`), so that its row is skipped rather
    /// than rejected.
    pub fn is_out_of_scope(&self, _text: &str) -> bool {
        false
    }

    /// The condition that a list calls so, by id, label, lay or clinical term.
    pub fn condition_named(&self, _text: &str) -> Option<ConditionId> {
        None
    }

    /// The technique that a list calls so, by id, label or other name.
    pub fn technique_named(&self, _text: &str) -> Option<TechniqueId> {
        None
    }

    /// The language of a name in English, Spanish or its own tongue, or of an ISO 639 code.
    pub fn language_named(&self, _text: &str) -> Option<Language> {
        None
    }

    /// The language's name; its code where the table has no name.
    pub fn language_label(&self, _language: Language, _lang: Lang) -> String {
        String::new()
    }

    /// Finds surface forms in a text's tokens: leftmost longest, clean before typo, out of scope before typo, not
    /// overlapping, in order. Tokens that belong to nothing are not covered.
    ///
    /// # Complexity
    /// O(tokens × longest form) hash look-ups, plus one dictionary scan per unknown word of at least 4 letters.
    pub fn find(&self, _tokens: &[Token]) -> Vec<Match> {
        Vec::new()
    }

    /// Red flags that a text raises, the most urgent first; rows of [`Vocabulary::red_flags`].
    pub fn danger_signs(&self, _text: &str) -> Vec<usize> {
        Vec::new()
    }

    /// Surface forms that begin with a folded prefix, for completion: the form, what it means, the likeliest first.
    pub fn complete(&self, _prefix: &str, _limit: usize) -> Vec<(String, Meaning)> {
        Vec::new()
    }
}
