//! "What we understood": the interpretation in words, and the ways to correct it.

use super::form::Form;
use super::phrases as say;
use super::text::Text;
use crate::domain::{Fact, Gender};
use crate::query::{Answer, FilterSet, Interpretation, ReadConcept};
use crate::vocabulary::{Lang, Tier, Vocabulary};

/// The most specialties that are named; the rest are counted.
const NAMED: usize = 3;

/// The most words that are told as not used.
const NAMED_WORDS: usize = 8;

/// The most places of the same name that are offered; `near` takes any of them.
const OFFERED_PLACES: usize = 5;

/// What was understood, line by line, and what else may have been meant.
#[derive(Debug)]
pub(super) struct Understood {
    pub(super) lines: Vec<Line>,
    /// Other places of the same name: values for `near`.
    pub(super) places: Vec<String>,
    /// Conditions to choose from: id and label.
    pub(super) conditions: Vec<Pick>,
    /// Specialties to choose from.
    pub(super) specialties: Vec<Pick>,
}

/// A term and what was read for it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) term: &'static str,
    pub(super) values: Vec<String>,
}

/// A row of the vocabulary to choose.
#[derive(Debug)]
pub(super) struct Pick {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// Puts an interpretation into words.
pub(super) fn understood(answer: &Answer, form: &Form, vocabulary: &Vocabulary, text: &Text) -> Understood {
    let read = &answer.interpretation;
    let lang = form.lang;
    let lines = [
        Line { term: text.understood_what, values: topics(read, lang) },
        Line { term: text.understood_who, values: named(&read.specialties, lang) },
        Line { term: text.understood_name, values: read.words.clone() },
        Line {
            term: text.understood_where,
            values: read.place.iter().map(|place| say::place_name(lang, place)).collect(),
        },
        Line { term: text.understood_filters, values: filters(&read.filters, vocabulary, lang, text) },
        Line { term: text.understood_not, values: excluded(&read.filters, vocabulary, lang) },
        Line { term: text.understood_ignored, values: ignored(answer) },
    ];
    Understood {
        lines: lines.into_iter().filter(|line| !line.values.is_empty()).collect(),
        places: read
            .place
            .iter()
            .flat_map(|place| &place.alternatives)
            .take(OFFERED_PLACES)
            .map(|place| place.label.clone())
            .collect(),
        conditions: vocabulary
            .conditions()
            .iter()
            .map(|row| Pick {
                id: row.id.clone(),
                label: row.label(lang).to_owned(),
                chosen: read.conditions.iter().any(|read| read.id == row.id),
            })
            .collect(),
        specialties: vocabulary
            .specialties()
            .iter()
            .filter(|row| matches!(row.tier, Tier::Core | Tier::Adjacent | Tier::Related))
            .map(|row| Pick {
                id: row.id.clone(),
                label: row.label(lang).to_owned(),
                chosen: read.specialties.len() == 1 && read.specialties.iter().any(|read| read.id == row.id),
            })
            .collect(),
    }
}

/// What was not used, unless a notice says so already, or the words are a danger sign's: whoever types one must not
/// read that it was of no use.
fn ignored(answer: &Answer) -> Vec<String> {
    let told = answer.notices.iter().any(|notice| notice.code == "words_ignored");
    if told || !answer.safety.is_empty() {
        return Vec::new();
    }
    answer.interpretation.ignored.iter().take(NAMED_WORDS).map(|span| format!("“{}”", span.0)).collect()
}

/// Conditions and techniques.
fn topics(read: &Interpretation, lang: Lang) -> Vec<String> {
    read.conditions.iter().chain(&read.techniques).map(|concept| in_words(concept, lang)).collect()
}

fn named(specialties: &[ReadConcept], lang: Lang) -> Vec<String> {
    let mut names: Vec<String> =
        specialties.iter().take(NAMED).map(|concept| in_words(concept, lang)).collect();
    if specialties.len() > NAMED {
        // No comma stands before "y".
        if let Some(last) = names.last_mut() {
            *last = format!("{last} {}", say::and_more(lang, specialties.len() - NAMED));
        }
    }
    names
}

fn in_words(concept: &ReadConcept, lang: Lang) -> String {
    match &concept.matched {
        Some(typed) if concept.typo > 0 => say::corrected(lang, &concept.label, typed),
        _ => concept.label.clone(),
    }
}

fn filters(set: &FilterSet, vocabulary: &Vocabulary, lang: Lang, text: &Text) -> Vec<String> {
    let mut told = Vec::new();
    let gender = |gender: &Option<Gender>| match gender {
        Some(Gender::Female) => text.female,
        Some(Gender::Male) => text.male,
        Some(Gender::Other) => text.other_gender,
        None => text.not_stated,
    };
    told.extend(set.gender.iter().map(gender).map(str::to_owned));
    told.extend(
        set.languages
            .iter()
            .map(|language| format!("{} {}", text.speaks, vocabulary.language_label(*language, lang))),
    );
    for (title, facts) in [
        (text.facet_accepting_new, &set.accepting_new),
        (text.facet_telehealth, &set.telehealth),
        (text.facet_wheelchair, &set.wheelchair),
    ] {
        if !facts.is_empty() {
            let words: Vec<&str> = facts.iter().map(|fact| fact_word(*fact, text)).collect();
            told.push(format!("{title}: {}", words.join(", ").to_lowercase()));
        }
    }
    told.extend(set.kind.iter().map(|kind| match kind.as_str() {
        "person" => text.person.to_owned(),
        _ => text.organization.to_owned(),
    }));
    told.extend(set.credentials.iter().map(|credential| credential.as_str().to_owned()));
    told
}

fn fact_word(fact: Fact, text: &Text) -> &'static str {
    match fact {
        Fact::Yes => text.yes,
        Fact::No => text.no,
        Fact::Unknown => text.not_stated,
    }
}

fn excluded(set: &FilterSet, vocabulary: &Vocabulary, lang: Lang) -> Vec<String> {
    set.exclude.iter().map(|id| vocabulary.specialty(*id).label(lang).to_owned()).collect()
}
