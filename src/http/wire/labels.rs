//! Labels as finished JSON: what stands in reply after reply is written once.
//!
//! In: a vocabulary. Out: [`Labelled`] values of its techniques, conditions and languages. Invariant: a value is exactly
//! what [`LabelledReply`] serialises to.

use super::provider::in_lang;
use super::result::LabelledReply;
use crate::domain::{ConditionId, Language, TechniqueId};
use crate::vocabulary::{Lang, Vocabulary};
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use std::borrow::Cow;
use std::sync::Arc;

/// A vocabulary with the labels of its rows in both languages as finished JSON; made once.
#[derive(Debug)]
pub struct Labels {
    vocabulary: Arc<Vocabulary>,
    english: Finished,
    spanish: Finished,
}

/// The finished labels of one language, by row.
#[derive(Debug)]
struct Finished {
    techniques: Vec<Box<RawValue>>,
    conditions: Vec<Box<RawValue>>,
    languages: Vec<(Language, Box<RawValue>)>,
}

/// An id with its label, finished.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Labelled<'a>(Cow<'a, RawValue>);

impl PartialEq for Labelled<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Labels {
    /// Finishes the labels of a vocabulary.
    pub fn new(vocabulary: &Arc<Vocabulary>) -> Self {
        Self {
            vocabulary: Arc::clone(vocabulary),
            english: Finished::new(vocabulary, Lang::En),
            spanish: Finished::new(vocabulary, Lang::Es),
        }
    }

    /// The vocabulary.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    pub(super) fn technique(&self, id: TechniqueId, lang: Lang) -> Option<Labelled<'_>> {
        self.of(lang).techniques.get(id.row()).map(|label| Labelled(Cow::Borrowed(label)))
    }

    pub(super) fn condition(&self, id: ConditionId, lang: Lang) -> Option<Labelled<'_>> {
        self.of(lang).conditions.get(id.row()).map(|label| Labelled(Cow::Borrowed(label)))
    }

    /// A language that the vocabulary does not know is labelled with its code.
    pub(super) fn language(&self, language: Language, lang: Lang) -> Option<Labelled<'_>> {
        let known = self.of(lang).languages.iter().find(|(known, _)| *known == language);
        match known {
            Some((_, label)) => Some(Labelled(Cow::Borrowed(label))),
            None => finished(language.as_str(), language.as_str()).map(|label| Labelled(Cow::Owned(label))),
        }
    }

    fn of(&self, lang: Lang) -> &Finished {
        match lang {
            Lang::En => &self.english,
            Lang::Es => &self.spanish,
        }
    }
}

impl Finished {
    fn new(vocabulary: &Vocabulary, lang: Lang) -> Self {
        let techniques = vocabulary.techniques().iter();
        let conditions = vocabulary.conditions().iter();
        Self {
            techniques: techniques
                .filter_map(|row| finished(&row.id, in_lang(lang, &row.label, &row.label_es)))
                .collect(),
            conditions: conditions
                .filter_map(|row| finished(&row.id, in_lang(lang, &row.label, &row.label_es)))
                .collect(),
            languages: vocabulary
                .languages()
                .filter_map(|language| {
                    let label = vocabulary.language_label(language, lang);
                    Some((language, finished(language.as_str(), &label)?))
                })
                .collect(),
        }
    }
}

/// The JSON of a label; plain text can always be written.
fn finished(id: &str, label: &str) -> Option<Box<RawValue>> {
    to_raw_value(&LabelledReply::new(id, label)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finished_labels_are_what_would_be_written_each_time() {
        let vocabulary = Arc::new(Vocabulary::bundled().expect("the bundled tables"));
        let labels = Labels::new(&vocabulary);
        let same = |label: Option<Labelled<'_>>, id: &str, text: &str| {
            let written = serde_json::to_string(&LabelledReply::new(id, text)).expect("JSON");
            assert_eq!(serde_json::to_string(&label).expect("JSON"), written);
        };
        for lang in [Lang::En, Lang::Es] {
            for row in vocabulary.techniques() {
                let id = vocabulary.technique_id(&row.id).expect("a technique");
                same(labels.technique(id, lang), &row.id, row.label(lang));
            }
            for row in vocabulary.conditions() {
                let id = vocabulary.condition_id(&row.id).expect("a condition");
                same(labels.condition(id, lang), &row.id, row.label(lang));
            }
            for language in vocabulary.languages() {
                let label = vocabulary.language_label(language, lang);
                same(labels.language(language, lang), language.as_str(), &label);
            }
            same(labels.language("zz".parse().expect("a code"), lang), "zz", "zz");
        }
    }
}
