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

    /// The text in this language; the English one where the Spanish is empty.
    pub fn choose<'t>(self, english: &'t str, spanish: &'t str) -> &'t str {
        match self {
            Self::Es if !spanish.is_empty() => spanish,
            Self::Es | Self::En => english,
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
    SPECIALTIES "specialties.csv"
        ["id" "label" "plural" "label_es" "plural_es" "tier" "group" "entity" "credential_hints" "does_manipulation"
         "can_prescribe" "first_contact" "summary" "summary_es" "source"];
    SPECIALTY_NAMES "specialty_names.csv" ["name" "specialty_ids" "source"];
    OTHER_PROFESSIONS "other_professions.csv" ["name" "source"];
    TAXONOMY_CODES "taxonomy_codes.csv"
        ["code" "nucc_grouping" "nucc_classification" "nucc_specialization" "nucc_display_name" "specialty_ids"
         "relevance_weight"];
    TAXONOMY_GROUPS "taxonomy_groups.csv" ["code" "kind"];
    TAXONOMY_OTHERS "taxonomy_others.csv" ["code"];
    CREDENTIALS "credentials.csv" ["token" "expansion" "kind" "specialty_id" "variants" "implies_specialty"];
    TECHNIQUES "techniques.csv"
        ["id" "label" "label_es" "aka" "performed_by" "evidence_note" "evidence_note_es" "safety_note" "safety_note_es"
         "offer_as_filter" "source"];
    CONDITIONS "conditions.csv"
        ["id" "label" "label_es" "kind" "region" "lay_terms" "clinical_terms" "specialties_weighted" "red_flag_ids"
         "summary" "summary_es" "summary_source" "source"];
    CONDITION_EVIDENCE "condition_evidence.csv"
        ["condition_id" "technique_id" "specialty_ids" "stance" "strength" "strength_es" "guideline" "year" "statement"
         "statement_es" "source_seen_here"];
    RED_FLAGS "red_flags.csv"
        ["id" "urgency" "title_en" "title_es" "message_en" "message_es" "source"];
    RED_FLAG_CONCEPTS "red_flag_concepts.csv" ["concept" "kind" "patterns" "patterns_es"];
    RED_FLAG_RULES "red_flag_rules.csv" ["red_flag_id" "all_concepts"];
    COMPLAINT_CONCEPTS "complaint_concepts.csv" ["concept" "kind" "patterns" "patterns_es" "spellings"];
    COMPLAINT_RULES "complaint_rules.csv"
        ["condition_id" "together" "context" "unless" "instead_of" "source"];
    SYNONYMS "synonyms.csv" ["term" "lang" "target_type" "target_id" "kind" "weight" "ambiguous"];
    OUT_OF_SCOPE "out_of_scope.csv" ["term" "also" "term_es" "message" "message_es" "offer_specialty_id"];
    COMMON_WORDS "common_words.csv" ["word" "kind" "source"];
    SPEECH_WORDS "speech_words.csv" ["word" "lang"];
    PLAIN_WORDS "plain_words.csv" ["word" "lang" "kind"];
    NICKNAMES "nicknames.csv" ["formal" "short"];
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

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use super::*;

    /// Every text that readers get in both languages: where it stands, English, Spanish.
    fn spoken() -> Vec<(String, &'static str, &'static str)> {
        let words = bundled();
        let mut texts = Vec::new();
        let mut add = |at: &str, what: &str, english: &'static str, spanish: &'static str| {
            texts.push((format!("{at}, {what}"), english, spanish));
        };
        for row in words.specialties() {
            add(&row.id, "plural", &row.plural, &row.plural_es);
            add(&row.id, "summary", &row.summary, &row.summary_es);
        }
        for row in words.conditions() {
            add(&row.id, "summary", &row.summary, &row.summary_es);
            for evidence in &row.evidence {
                add(&row.id, "statement", &evidence.statement, &evidence.statement_es);
                add(&row.id, "strength", &evidence.strength, &evidence.strength_es);
            }
        }
        for row in words.techniques() {
            add(&row.id, "evidence note", &row.evidence_note, &row.evidence_note_es);
            if !row.safety_note.is_empty() {
                add(&row.id, "safety note", &row.safety_note, &row.safety_note_es);
            }
        }
        for row in words.red_flags() {
            add(&row.id, "title", &row.title_en, &row.title_es);
            add(&row.id, "message", &row.message_en, &row.message_es);
        }
        for row in words.out_of_scope() {
            add(&row.term, "message", &row.message, &row.message_es);
        }
        texts
    }

    #[test]
    fn spanish_falls_back_to_english_only_where_it_is_empty() {
        assert_eq!(Lang::Es.choose("neck", "cuello"), "cuello");
        assert_eq!(Lang::Es.choose("neck", ""), "neck");
        assert_eq!(Lang::En.choose("neck", "cuello"), "neck");
    }

    #[test]
    fn every_text_is_told_in_spanish_and_not_in_english_again() {
        for (at, english, spanish) in spoken() {
            assert!(!english.is_empty() && !spanish.is_empty(), "{at}");
            assert_ne!(english, spanish, "{at}");
            for giveaway in [" the ", " with ", " and "] {
                assert!(!spanish.to_lowercase().contains(giveaway), "{at}: {spanish}");
            }
        }
    }

    /// A year, a phone number or a grade that one language has and the other lacks is a slip of the translation.
    #[test]
    fn spanish_keeps_every_figure_of_the_english() {
        let figures = |text: &'static str| {
            let runs = text.split(|letter: char| !letter.is_ascii_digit());
            runs.filter(|run| !run.is_empty()).collect::<Vec<_>>()
        };
        for (at, english, spanish) in spoken() {
            let told = figures(spanish);
            for figure in figures(english) {
                assert!(told.contains(&figure), "{at}: {figure} is missing in `{spanish}`");
            }
        }
    }
}
