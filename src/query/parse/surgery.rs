//! Who wants no operation wants no surgeon: `herniated disc without surgery`, `non-surgical treatment`, `no quiero operarme`.
//!
//! In: the sentence, of which the vocabulary's forms are read. Out: surgeons are excluded. Invariants: an operation that is
//! behind somebody is not one that is not wanted; who names a surgeon all the same asks for one.

use super::super::intent::Intent;
use super::super::span::{Fate, SpanKind};
use super::meaning::{push_new, texts};
use super::negation;
use super::sentence::Sentence;
use crate::domain::SpecialtyId;
use crate::vocabulary::Vocabulary;

/// Words for operating.
const OPERATING: [&str; 17] = [
    "surgery",
    "surgeries",
    "surgical",
    "surgically",
    "operation",
    "operations",
    "operated",
    "operate",
    "cirugia",
    "cirugias",
    "quirurgico",
    "quirurgica",
    "operarme",
    "operar",
    "operacion",
    "operaciones",
    "operen",
];

/// The same, denied in one word.
const DENIED: [&str; 2] = ["nonsurgical", "nonoperative"];

/// Excludes surgeons where operations are not wanted.
pub(super) fn read(sentence: &mut Sentence<'_>, vocabulary: &Vocabulary, intent: &mut Intent) {
    let mut from = None;
    for index in 0..sentence.len() {
        let word = sentence.word(index);
        let read =
            |index: usize| sentence.is_free(index) || sentence.is_taken_for(index, SpanKind::Condition);
        // `non-surgical spinal decompression` is the name of a method.
        if sentence.is_taken_for(index + 1, SpanKind::Technique) {
            continue;
        }
        let open = |index: usize| read(index) || sentence.is_ignored(index);
        let begins = if DENIED.contains(&word) && read(index) {
            Some(index)
        } else if OPERATING.contains(&word) && read(index) {
            negation::reaches(sentence, index, &open, &|_| false)
        } else {
            continue;
        };
        if let Some(begins) = begins {
            from = Some((begins, index));
            break;
        }
    }
    let Some((first, last)) = from else { return };
    let named = |id: &SpecialtyId| intent.specialties.iter().any(|reading| reading.concept == *id);
    let surgeons: Vec<SpecialtyId> =
        negation::surgeons(vocabulary).into_iter().filter(|id| !named(id)).collect();
    if surgeons.is_empty() {
        return;
    }
    let ids = texts(&surgeons, vocabulary);
    if sentence.is_free(last) {
        sentence.take(first..last + 1, Fate { ids, ..Fate::of(SpanKind::Exclude) });
    } else {
        sentence.add(last, SpanKind::Exclude, ids);
    }
    for id in surgeons {
        push_new(&mut intent.filters.exclude, id);
    }
}
