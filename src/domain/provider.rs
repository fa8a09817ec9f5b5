//! [`Provider`]: what we believe of a person or organization, whichever list said it.

use super::{
    ConditionId, ListName, Npi, Practice, Practices, ProviderId, RecordDate, SpecialtyClaim, TechniqueId,
    Website,
};
use std::fmt;
use std::str::FromStr;

/// A person or an organization that treats people.
#[derive(Debug, Clone, PartialEq)]
pub struct Provider {
    /// Who it is.
    pub id: ProviderId,
    /// The name; says whether this is a person or an organization.
    pub name: Name,
    /// Further names people know it by (trade names, former names): found, not shown first.
    pub aliases: Vec<String>,
    /// Degrees, licences and certificates as listed, in the vocabulary's spelling.
    pub credentials: Vec<Credential>,
    /// As the source states it.
    pub gender: Option<Gender>,
    /// Specialties, the primary one first, each specialty once.
    pub specialties: Vec<SpecialtyClaim>,
    /// Techniques the provider lists.
    pub techniques: Vec<TechniqueId>,
    /// Conditions the provider lists.
    pub conditions: Vec<ConditionId>,
    /// Languages spoken besides English, English too where listed.
    pub languages: Vec<Language>,
    /// Whether new patients are accepted.
    pub accepting_new: Fact,
    /// Whether visits by video or phone are offered.
    pub telehealth: Fact,
    /// Whether the practice is accessible with a wheelchair.
    pub wheelchair: Fact,
    /// Insurance plans as listed, free text.
    pub insurance: Vec<String>,
    /// The provider's own pages.
    pub website: Option<Website>,
    /// Where people are seen, the primary practice first.
    pub practices: Practices,
    /// When the source last touched the record.
    pub updated: Option<RecordDate>,
    /// The list that the facts come from.
    pub source: ListName,
}

impl Provider {
    /// The most further names of one provider that are kept from files of further names and from other lists. Every name is
    /// words that the provider is found by; whoever has hundreds would be found by anything. Real lists stay far below it:
    /// an organization of the federal file has a handful of trade names.
    pub const MAX_ALIASES: usize = 100;

    /// Whether this is a person or an organization.
    pub fn kind(&self) -> ProviderKind {
        match self.name {
            Name::Person { .. } => ProviderKind::Person,
            Name::Organization(_) => ProviderKind::Organization,
        }
    }
}

/// What one row of a list contributes to a provider.
#[derive(Debug, Clone, PartialEq)]
pub enum Fragment {
    /// The provider itself, with exactly the one practice that the row names.
    Whole(Box<Provider>),
    /// A further practice of an NPI.
    Practice {
        /// Whose.
        npi: Npi,
        /// The practice.
        practice: Box<Practice>,
    },
    /// A further name of an NPI.
    Alias {
        /// Whose.
        npi: Npi,
        /// The name.
        name: String,
    },
    /// A provider is no longer seen at a practice, which an earlier row of the same list may have named.
    Ending {
        /// Whose.
        id: ProviderId,
        /// The practice.
        practice: Box<Practice>,
    },
    /// The NPI is no longer active, or no longer one of ours: whatever the list had of it goes.
    Removal {
        /// Whose.
        npi: Npi,
        /// Since when, where the row says so.
        since: Option<RecordDate>,
    },
}

/// What a row does to its provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FragmentKind {
    /// It is the provider.
    Whole,
    /// It adds to one.
    Side,
    /// It takes away one practice of it; it was told when it was read.
    Ending,
    /// It takes it away; it was told when it was read.
    Removal,
}

impl Fragment {
    /// What it does to its provider.
    pub fn kind(&self) -> FragmentKind {
        match self {
            Self::Whole(_) => FragmentKind::Whole,
            Self::Practice { .. } | Self::Alias { .. } => FragmentKind::Side,
            Self::Ending { .. } => FragmentKind::Ending,
            Self::Removal { .. } => FragmentKind::Removal,
        }
    }

    /// Whom it concerns.
    pub fn id(&self) -> ProviderId {
        match self {
            Self::Whole(provider) => provider.id.clone(),
            Self::Ending { id, .. } => id.clone(),
            Self::Practice { npi, .. } | Self::Alias { npi, .. } | Self::Removal { npi, .. } => {
                ProviderId::Npi(*npi)
            }
        }
    }
}

/// NPPES calls them entity types 1 and 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProviderKind {
    /// A human being.
    Person,
    /// A practice, clinic or company.
    Organization,
}

impl ProviderKind {
    /// `person` or `organization`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Organization => "organization",
        }
    }
}

/// The name of a provider.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Name {
    /// A person's name in parts; `given`, `middle` and `suffix` may be empty, `family` is not.
    Person {
        /// Given name.
        given: String,
        /// Middle name or initial.
        middle: String,
        /// Family name.
        family: String,
        /// `Jr.`, `III` and the like.
        suffix: String,
    },
    /// An organization's name, not empty.
    Organization(String),
}

impl Name {
    /// What stands for a legal form behind an organization's name, folded: people call it without. `Rockwood Clinic PS`.
    pub const LEGAL_FORMS: [&str; 18] = [
        "apc",
        "co",
        "corp",
        "corporation",
        "inc",
        "incorporated",
        "llc",
        "lllp",
        "llp",
        "lp",
        "ltd",
        "pa",
        "pc",
        "pl",
        "plc",
        "pllc",
        "ps",
        "psc",
    ];

    /// What a name is sorted by: family name, or the organization's whole name.
    pub fn family(&self) -> &str {
        match self {
            Self::Person { family, .. } => family,
            Self::Organization(name) => name,
        }
    }

    /// The given name; empty for organizations.
    pub fn given(&self) -> &str {
        match self {
            Self::Person { given, .. } => given,
            Self::Organization(_) => "",
        }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organization(name) => out.write_str(name),
            Self::Person { given, middle, family, suffix } => {
                let mut space = "";
                for part in [given, middle, family, suffix] {
                    if !part.is_empty() {
                        out.write_str(space)?;
                        out.write_str(part)?;
                        space = " ";
                    }
                }
                Ok(())
            }
        }
    }
}

/// As federal lists code it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Gender {
    /// `F`
    Female,
    /// `M`
    Male,
    /// `X`: neither of the two.
    Other,
}

impl Gender {
    /// `F`, `M` or `X`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Female => "F",
            Self::Male => "M",
            Self::Other => "X",
        }
    }

    /// Reads `F`, `M`, `X` or the English words, letter case aside.
    pub fn parse(text: &str) -> Option<Self> {
        let is_one_of = |words: &[&str]| words.iter().any(|word| word.eq_ignore_ascii_case(text));
        if is_one_of(&["f", "female", "woman"]) {
            Some(Self::Female)
        } else if is_one_of(&["m", "male", "man"]) {
            Some(Self::Male)
        } else if is_one_of(&["x", "other", "nonbinary", "non-binary"]) {
            Some(Self::Other)
        } else {
            None
        }
    }
}

/// A fact that may be unknown; unknown is never shown as no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Fact {
    /// The source says yes.
    Yes,
    /// The source says no.
    No,
    /// The source is silent.
    #[default]
    Unknown,
}

impl Fact {
    /// All three, yes first.
    pub const ALL: [Self; 3] = [Self::Yes, Self::No, Self::Unknown];

    /// `yes`, `no` or `unknown`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Unknown => "unknown",
        }
    }

    /// Reads `yes`, `no` or `unknown`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fact| fact.as_str() == text)
    }

    /// `Some(true)`, `Some(false)` or `None`, as answers carry it.
    pub const fn known(self) -> Option<bool> {
        match self {
            Self::Yes => Some(true),
            Self::No => Some(false),
            Self::Unknown => None,
        }
    }
}

/// A degree, licence or certificate in the vocabulary's spelling: `DC`, `C-NMM/OMM`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Credential(Box<str>);

/// Why a text is no [`Credential`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a credential has 1 to 24 letters, digits, -, / and blanks")]
pub struct CredentialError;

impl Credential {
    /// The token.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Credential {
    type Err = CredentialError;

    fn from_str(text: &str) -> Result<Self, CredentialError> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"-/ &".contains(&byte);
        let shaped = (1..=24).contains(&text.len()) && text.bytes().all(allowed) && text.trim() == text;
        if shaped { Ok(Self(text.into())) } else { Err(CredentialError) }
    }
}

impl fmt::Display for Credential {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// A language by its ISO 639 code of two or three small letters: `es`, `ase`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

/// Why a text is no [`Language`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a language is an ISO 639 code of two or three small letters")]
pub struct LanguageError;

impl Language {
    /// The code.
    pub fn as_str(&self) -> &str {
        let length = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl FromStr for Language {
    type Err = LanguageError;

    fn from_str(text: &str) -> Result<Self, LanguageError> {
        if !text.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Err(LanguageError);
        }
        match *text.as_bytes() {
            [a, b] => Ok(Self([a, b, 0])),
            [a, b, c] => Ok(Self([a, b, c])),
            _ => Err(LanguageError),
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Language({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_print_without_gaps() {
        let name = Name::Person {
            given: "Jane".into(),
            middle: String::new(),
            family: "Doe".into(),
            suffix: "Jr.".into(),
        };
        assert_eq!(name.to_string(), "Jane Doe Jr.");
        assert_eq!(Name::Organization("Spine Center".into()).to_string(), "Spine Center");
    }

    #[test]
    fn codes_have_their_shapes() {
        assert_eq!("es".parse::<Language>().expect("two letters").as_str(), "es");
        assert_eq!("ase".parse::<Language>().expect("three letters").as_str(), "ase");
        for bad in ["", "e", "ES", "span", "e1"] {
            assert!(bad.parse::<Language>().is_err(), "{bad}");
        }
        assert!("C-NMM/OMM".parse::<Credential>().is_ok());
        for bad in ["", " DC", "D.C.", "A\u{7}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"] {
            assert!(bad.parse::<Credential>().is_err(), "{bad}");
        }
    }

    #[test]
    fn unknown_is_neither_yes_nor_no() {
        assert_eq!(Fact::Unknown.known(), None);
        assert_eq!(Fact::ALL.map(|fact| Fact::parse(fact.as_str())), Fact::ALL.map(Some));
    }
}
