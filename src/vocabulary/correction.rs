//! Corrections: misspelt words and phrases, words run together and parted.
//!
//! In: what is spelled right in a text, and for each other word the known words near it. Out: the same with
//! corrections put in. Invariant: a correction never takes apart what is spelled right; it may only stand where nothing
//! is understood, or around whole matches that it makes longer.

use super::Meaning;
use super::lexicon::{ROOT, Reading, is_correctable};
use super::matcher::{Found, Matcher};
use super::normalize::Token;
use std::cmp::Ordering;

/// A word of at most this many letters is corrected alone only to a specialty: shorter words lie near too many names.
const SHORT: usize = 5;

/// A filter word of fewer letters is not corrected alone.
const FILTER_WORD: usize = 8;

/// Words run together or parted are tried from this many letters on.
const RUN_TOGETHER: usize = 7;

/// Edits that a phrase may carry altogether: two words of two edits each.
const PHRASE_EDITS: u8 = 4;

impl Matcher {
    /// Puts corrections where nothing is understood, and around whole matches that they make longer.
    pub(super) fn correct(&self, tokens: &[Token], readings: &[Reading], found: &mut Vec<(usize, Found)>) {
        let mut at = 0;
        while at < tokens.len() {
            let mut candidates = Vec::new();
            self.walk(&readings[at..], ROOT, Found { form: 0, count: 0, edits: 0 }, &mut candidates);
            self.join_or_part(&tokens[at..], &readings[at..], &mut candidates);
            candidates
                .retain(|own| self.is_plausible(*own, &readings[at..]) && !collides((at, own.count), found));
            let Some(best) = candidates.into_iter().min_by(|a, b| self.compare(*a, *b)) else {
                at += 1;
                continue;
            };
            let end = at + best.count;
            found.retain(|(first, own)| first + own.count <= at || *first >= end);
            let place = found.partition_point(|(first, _)| *first < at);
            found.insert(place, (at, best));
            at = end;
        }
    }

    /// Walks the tree of phrases along all readings of the words, gathering phrases with at least one edit.
    fn walk(&self, readings: &[Reading], node: u32, so_far: Found, candidates: &mut Vec<Found>) {
        if so_far.edits > 0 {
            let ends = self.lexicon.ends(node).iter().filter(|form| self.is_clean(**form));
            candidates.extend(ends.map(|form| Found { form: *form, ..so_far }));
        }
        let Some(reading) = readings.get(so_far.count) else { return };
        let exact = reading.word.map(|word| (word, 0));
        for (word, edits) in exact.into_iter().chain(reading.near.iter().copied()) {
            let edits = so_far.edits + edits;
            if let Some(next) = self.lexicon.step(node, word).filter(|_| edits <= PHRASE_EDITS) {
                self.walk(readings, next, Found { form: 0, count: so_far.count + 1, edits }, candidates);
            }
        }
    }

    /// Words run together (`physicaltherapist`) and parted (`chiro practor`).
    fn join_or_part(&self, tokens: &[Token], readings: &[Reading], candidates: &mut Vec<Found>) {
        let unknown = |reading: &Reading| !reading.word.is_some_and(|word| self.lexicon.is_clean(word));
        let Some((first, rest)) = tokens.split_first() else { return };
        if first.text.len() >= RUN_TOGETHER && unknown(&readings[0]) {
            let form = self.lexicon.run_together(&first.text);
            candidates.extend(form.map(|form| Found { form, count: 1, edits: 1 }));
        }
        if let Some(second) = rest.first() {
            let long = first.text.len() + second.text.len() >= RUN_TOGETHER;
            if long && readings[..2].iter().any(unknown) {
                let forms = self.lexicon.parted(&first.text, &second.text).iter();
                let forms = forms.filter(|form| self.is_clean(**form));
                candidates.extend(forms.map(|form| Found { form: *form, count: 2, edits: 1 }));
            }
        }
    }

    /// Whether a correction is one that a reader would make, not an accident of short words.
    fn is_plausible(&self, found: Found, readings: &[Reading]) -> bool {
        let Some(form) = self.forms.get(found.form).filter(|form| is_correctable(form)) else { return false };
        let own = &readings[..found.count];
        if let [only] = own {
            let letters = only.key.len();
            return match form.meanings.first() {
                Some((Meaning::Specialty(_), _)) => true,
                Some((Meaning::Filter(_) | Meaning::Nearest, _)) => letters >= FILTER_WORD,
                _ => letters > SHORT,
            };
        }
        let exact = own.iter().filter(|reading| reading.near.is_empty()).any(|reading| reading.key.len() > 2);
        exact || own.iter().all(|reading| reading.key.len() > SHORT)
    }

    /// Longest first, then fewest edits, then out of scope, then the surest, then by alphabet.
    fn compare(&self, a: Found, b: Found) -> Ordering {
        let ours = |found: Found| !self.is_out_of_scope(found.form);
        let extent = b.count.cmp(&a.count).then(a.edits.cmp(&b.edits));
        extent.then(ours(a).cmp(&ours(b))).then_with(|| self.by_weight(a.form, b.form))
    }

    fn is_clean(&self, form: usize) -> bool {
        self.forms.get(form).is_some_and(|form| form.misspells.is_none())
    }

    fn is_out_of_scope(&self, form: usize) -> bool {
        let meanings = self.forms.get(form).map(|form| form.meanings.as_slice()).unwrap_or_default();
        meanings.iter().any(|(meaning, _)| matches!(meaning, Meaning::OutOfScope(_)))
    }
}

/// Whether a correction would cut through a match, or replace one without being longer.
fn collides((at, count): (usize, usize), found: &[(usize, Found)]) -> bool {
    let end = at + count;
    found.iter().any(|(first, own)| {
        let own_end = first + own.count;
        let apart = own_end <= at || *first >= end;
        let inside = *first >= at && own_end <= end && own.count < count;
        !(apart || inside)
    })
}
