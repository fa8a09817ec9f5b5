//! Lists in a cell: techniques, conditions, languages, insurance plans.

use super::remembered::{Cells, Remembered};
use super::{clean, languages, notes::Notes};
use crate::domain::{ConditionId, Language, TechniqueId};
use crate::ingest::{Code, Record};
use crate::vocabulary::Vocabulary;

/// The most terms of one cell that are kept; real lists stay far below it.
const MAX_TERMS: usize = 100;

/// What a row lists in words of the vocabulary.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Terms {
    /// Techniques, each once.
    pub(super) techniques: Vec<TechniqueId>,
    /// Conditions, each once.
    pub(super) conditions: Vec<ConditionId>,
    /// Languages, each once.
    pub(super) languages: Vec<Language>,
}

/// Reads techniques, conditions and languages. Words that we do not know are dropped, with one finding for each column.
pub(super) fn read(
    record: &Record,
    vocabulary: &Vocabulary,
    remembered: &mut Remembered,
    notes: &mut Notes<'_>,
) -> Terms {
    let techniques = listed(
        (&record.techniques, "techniques"),
        |term| vocabulary.technique_named(term),
        &mut remembered.techniques,
        notes,
    );
    let conditions = listed(
        (&record.conditions, "conditions"),
        |term| vocabulary.condition_named(term),
        &mut remembered.conditions,
        notes,
    );
    let spoken = languages::without_answers(&record.languages, notes);
    let languages = listed(
        (&spoken, "languages"),
        |term| vocabulary.language_named(term),
        &mut remembered.languages,
        notes,
    );
    Terms { techniques, conditions, languages }
}

/// Insurance plans as listed, each once.
pub(super) fn insurance(record: &Record, notes: &mut Notes<'_>) -> Vec<String> {
    let cell = clean::listed(clean::cell(&record.insurance, "insurance", notes));
    let mut plans: Vec<String> = Vec::new();
    for plan in cell.split(['|', ';', ',']).map(str::trim) {
        let sound = !plan.is_empty() && !clean::is_null_word(plan) && plan.chars().count() <= clean::MAX_TEXT;
        if sound && plans.len() < MAX_TERMS && !plans.iter().any(|known| known.eq_ignore_ascii_case(plan)) {
            plans.push(plan.to_owned());
        }
    }
    plans
}

/// What stands between words that join: `English and Spanish`, `English & Spanish`, `and Creole`.
fn apart(piece: &str) -> Vec<String> {
    let words: Vec<&str> = piece.split_whitespace().collect();
    let joins = |word: &&str| JOINING.iter().any(|joining| word.eq_ignore_ascii_case(joining));
    words.split(joins).map(|words| words.join(" ")).collect()
}

/// Words that join two of a list.
const JOINING: [&str; 4] = ["and", "&", "y", "plus"];

/// The terms of one cell. Bars and semicolons part them; commas, slashes and `and` only where the whole is not known.
fn listed<T: Copy + PartialEq>(
    (raw, column): (&str, &'static str),
    named: impl Fn(&str) -> Option<T>,
    terms: &mut Cells<Option<T>>,
    notes: &mut Notes<'_>,
) -> Vec<T> {
    if raw.is_empty() {
        return Vec::new();
    }
    let mut named = |text: &str| terms.get_or_put(text, &named);
    let cell = clean::listed(clean::cell(raw, column, notes));
    let mut all: Vec<T> = Vec::new();
    let mut dropped: Vec<String> = Vec::new();
    let mut add = |term: T| {
        if all.len() < MAX_TERMS && !all.contains(&term) {
            all.push(term);
        }
    };
    let is_term = |text: &&str| !text.is_empty() && !clean::is_null_word(text);
    for part in clean::parted(&cell).map(str::trim).filter(is_term) {
        if let Some(term) = named(part) {
            add(term);
            continue;
        }
        for piece in part.split([',', '/']).map(str::trim).filter(is_term) {
            if let Some(term) = named(piece) {
                add(term);
                continue;
            }
            for one in apart(piece) {
                match named(&one) {
                    None if !is_term(&one.as_str()) => {}
                    Some(term) => add(term),
                    None if dropped.len() < MAX_TERMS => dropped.push(one),
                    None => {}
                }
            }
        }
    }
    if !dropped.is_empty() {
        let count = dropped.len();
        let message =
            format!("{count} term{} not in the vocabulary; dropped", if count == 1 { "" } else { "s" });
        notes.repaired(column, Code::TermDropped, &dropped.join("|"), message);
    }
    all
}
