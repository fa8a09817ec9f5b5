//! What the tables share: the two languages, the error, and the list of files that are compiled in.

use super::table::Table;
use xxhash_rust::xxh3::Xxh3;

/// A language that labels, notices and warnings are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// `en` or `es`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// Reads `en` or `es`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }
}

/// Why the vocabulary could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}: {message}")]
pub struct VocabularyError {
    /// The file's name.
    pub table: &'static str,
    /// The line, the header being 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// A compiled-in file and the columns it must have.
pub(super) struct Source {
    name: &'static str,
    text: &'static str,
    columns: &'static [&'static str],
}

impl Source {
    /// Reads the table.
    pub(super) fn table(&self) -> Result<Table, VocabularyError> {
        Table::read(self.name, self.text, self.columns)
    }
}

/// Declares one constant per file of `data/vocabulary`, and the list of all.
macro_rules! sources {
    ($($constant:ident $file:literal [$($column:literal)*];)*) => {
        $(
            #[doc = concat!("`", $file, "`")]
            pub(super) const $constant: Source = Source {
                name: $file,
                text: include_str!(concat!("../../data/vocabulary/", $file)),
                columns: &[$($column),*],
            };
        )*
        const ALL: &[Source] = &[$($constant),*];
    };
}

sources! {
    SPECIALTIES "specialties.csv" ["id" "label" "plural" "label_es" "tier" "group" "entity" "source"];
    SPECIALTY_NAMES "specialty_names.csv" ["name" "specialty_ids" "source"];
    OTHER_PROFESSIONS "other_professions.csv" ["name" "source"];
    TAXONOMY_CODES "taxonomy_codes.csv"
        ["code" "nucc_grouping" "nucc_classification" "nucc_specialization" "nucc_display_name" "specialty_ids"
         "relevance_weight"];
    TAXONOMY_GROUPS "taxonomy_groups.csv" ["code" "kind"];
    TAXONOMY_OTHERS "taxonomy_others.csv" ["code"];
    CREDENTIALS "credentials.csv" ["token" "expansion" "kind" "specialty_id" "variants" "implies_specialty"];
    TECHNIQUES "techniques.csv" ["id" "label" "label_es" "aka" "performed_by" "source"];
    CONDITIONS "conditions.csv"
        ["id" "label" "label_es" "lay_terms" "clinical_terms" "specialties_weighted" "red_flag_ids" "source"];
    CONDITION_EVIDENCE "condition_evidence.csv" ["condition_id" "technique_id" "specialty_ids"];
    RED_FLAGS "red_flags.csv"
        ["id" "urgency" "title_en" "title_es" "message_en" "message_es" "source"];
    RED_FLAG_CONCEPTS "red_flag_concepts.csv" ["concept" "patterns" "patterns_es"];
    RED_FLAG_RULES "red_flag_rules.csv" ["red_flag_id" "all_concepts"];
    SYNONYMS "synonyms.csv" ["term" "lang" "target_type" "target_id" "kind" "weight" "ambiguous"];
    OUT_OF_SCOPE "out_of_scope.csv" ["term" "also" "message" "offer_specialty_id"];
    COMMON_WORDS "common_words.csv" ["word" "kind" "source"];
    LANGUAGES "languages.csv" ["code" "english" "spanish" "own_name" "also" "alone"];
}

/// A short hash over the names and bytes of all tables.
pub(super) fn version() -> String {
    let mut hash = Xxh3::new();
    for source in ALL {
        hash.update(source.name.as_bytes());
        hash.update(source.text.as_bytes());
    }
    format!("{:016x}", hash.digest())
}
