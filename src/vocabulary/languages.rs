//! `languages.csv`: languages that providers speak, by code and by every name people use.

use super::table::Table;
use super::{Lang, VocabularyError, normalize};
use crate::domain::Language;
use std::collections::HashMap;

/// The languages in the file's order.
#[derive(Debug)]
pub(super) struct Languages {
    rows: Vec<Entry>,
    names: HashMap<String, Language>,
}

#[derive(Debug)]
struct Entry {
    language: Language,
    english: String,
    spanish: String,
    /// Further names that people use.
    also: Vec<String>,
    /// Whether the bare name asks for the language; `polish` and `german` are other things as well.
    alone: bool,
}

impl Languages {
    /// Reads `languages.csv`.
    pub(super) fn load(table: &Table) -> Result<Self, VocabularyError> {
        let mut languages = Self { rows: Vec::new(), names: HashMap::new() };
        for row in table.rows() {
            let language: Language = row
                .cell("code")
                .parse()
                .map_err(|error| row.error(format!("`{}`: {error}", row.cell("code"))))?;
            let (english, spanish) = (row.filled("english")?, row.filled("spanish")?);
            let names = [row.cell("code"), english, spanish].into_iter();
            for name in names.chain(row.list("own_name")).chain(row.list("also")) {
                let known = languages.names.insert(normalize::fold(name), language);
                if known.is_some_and(|known| known != language) {
                    return Err(row.error(format!("`{name}` is another language's name too")));
                }
            }
            let alone = row.cell("alone") == "yes";
            let also = row.texts("also");
            languages.rows.push(Entry {
                language,
                english: english.into(),
                spanish: spanish.into(),
                also,
                alone,
            });
        }
        Ok(languages)
    }

    /// The language of a name or code.
    pub(super) fn named(&self, text: &str) -> Option<Language> {
        self.names.get(&normalize::fold(text)).copied()
    }

    /// The name to show; the code where the table does not know the language.
    pub(super) fn label(&self, language: Language, lang: Lang) -> String {
        let Some(entry) = self.rows.iter().find(|entry| entry.language == language) else {
            return language.to_string();
        };
        match lang {
            Lang::En => entry.english.clone(),
            Lang::Es => entry.spanish.clone(),
        }
    }

    /// All languages.
    pub(super) fn all(&self) -> impl Iterator<Item = Language> {
        self.rows.iter().map(|entry| entry.language)
    }

    /// The languages with their names in English and Spanish, what else people call them, and whether the bare name
    /// asks for them. What stands in brackets explains a name and is not said.
    pub(super) fn rows(&self) -> impl Iterator<Item = (Language, &str, &str, &[String], bool)> {
        let said = |name: &'_ str| name.split('(').next().unwrap_or_default().trim_end().len();
        self.rows.iter().map(move |entry| {
            let (english, spanish) =
                (&entry.english[..said(&entry.english)], &entry.spanish[..said(&entry.spanish)]);
            (entry.language, english, spanish, entry.also.as_slice(), entry.alone)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use super::*;

    #[test]
    fn languages_have_many_names() {
        for (name, code) in [
            ("Spanish", "es"),
            ("español", "es"),
            ("ES", "es"),
            ("Mandarin", "cmn"),
            ("中文", "zh"),
            ("Tagalog", "tl"),
            ("हिन्दी", "hi"),
            ("American Sign Language", "ase"),
            ("ASL", "ase"),
            ("Farsi", "fa"),
            ("Haitian Creole", "ht"),
        ] {
            assert_eq!(
                bundled().language_named(name).map(|own| own.to_string()).as_deref(),
                Some(code),
                "{name}"
            );
        }
        assert_eq!(bundled().language_named("Klingon"), None);
    }

    #[test]
    fn a_language_without_a_name_shows_its_code() {
        let label = |code: &str, lang| bundled().language_label(code.parse().expect(code), lang);
        assert_eq!(label("es", Lang::En), "Spanish");
        assert_eq!(label("es", Lang::Es), "español");
        assert_eq!(label("ase", Lang::Es), "lengua de señas americana");
        assert_eq!(label("qqq", Lang::En), "qqq");
    }

    #[test]
    fn spanish_names_are_lower_case_as_they_are_in_a_sentence() {
        for (_, _, spanish, ..) in bundled().languages.rows() {
            assert_eq!(spanish, spanish.to_lowercase());
        }
    }
}
