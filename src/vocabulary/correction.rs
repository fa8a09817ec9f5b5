//! Corrections: misspelt words and phrases, words run together and parted.
//!
//! In: what is spelled right in a text, and for each other word the known words near it. Out: the same with
//! corrections put in. Invariants: a correction never takes apart what is spelled right; it may only stand where nothing
//! is understood, or around whole matches that it makes longer. What may as well mean something else is not corrected,
//! and a word as near to a profession that is not ours as to one of ours is never ours.

use super::lexicon::{ROOT, Reading, Standing, is_correctable, is_ours, is_outside, is_sought};
use super::matcher::{Found, INSIDE, Matcher};
use super::normalize::Token;
use super::{FilterWord, Meaning, slip};
use std::cmp::Ordering;

/// A word that filters has to be at least so long to be corrected alone.
const FILTER_WORD: usize = 5;

/// So has a profession that is not ours: `aone` is not `acne`.
const OUTSIDE_WORD: usize = 6;

/// A language is corrected alone only from so many letters on: names of languages lie near names of people and places.
const LANGUAGE: usize = 7;

/// …and takes two edits from so many on.
const LONG_LANGUAGE: usize = 9;

/// A word of fewer letters than a correctable one is corrected only beside other words.
const ALONE: usize = 4;

/// A word beside a corrected one leaves little doubt from so many letters on…
const BESIDE: usize = 3;

/// …and next to none from so many on.
const BESIDE_WORDS: usize = 4;

/// Words run together or parted are tried from so many letters on.
const RUN_TOGETHER: usize = 7;

/// Two words of ours are read as one from so many letters on: `psycho therapist`.
const PARTED_WORDS: usize = 10;

/// A phrase takes one edit for so many letters.
const LETTERS_PER_EDIT: usize = 4;

/// Edits that a phrase may carry altogether: two words of two edits each.
const PHRASE_EDITS: u8 = 4;

/// Costs of two slips that differ by less are equally likely.
const EQUALLY_LIKELY: f32 = 0.15;

/// Words that are never the first part of a word that a blank parted: `the rapist` is no therapist.
const NO_PART: [&str; 14] =
    ["the", "a", "an", "in", "on", "no", "of", "my", "to", "de", "la", "el", "en", "un"];

/// Phrases so far while the tree of phrases is walked along a text.
#[derive(Debug, Clone, Copy, Default)]
struct Trail {
    node: u32,
    count: usize,
    edits: u8,
    /// How many words are corrected.
    corrected: usize,
    /// The fewest letters of a corrected word as typed.
    shortest: usize,
    /// The most letters of a word that is spelled right.
    right: usize,
    /// Whether a word is corrected that is one: a rarer one, a name, or one of ours.
    word: bool,
    /// Whether a corrected word is as near to a profession that is not ours.
    foreign: bool,
    /// Whether a corrected word is nearer to another known one.
    farther: bool,
}

/// A form that some tokens may spell.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    form: usize,
    trail: Trail,
    cost: f32,
}

impl Matcher {
    /// Puts corrections where nothing is understood, and around whole matches that they make longer.
    pub(super) fn correct(&self, tokens: &[Token], readings: &[Reading], found: &mut Vec<(usize, Found)>) {
        let readings = self.with_neighbours(tokens, readings, found);
        let mut at = 0;
        while at < tokens.len() {
            let Some((best, sure)) = self.best(&tokens[at..], &readings[at..], at, found) else {
                at += 1;
                continue;
            };
            let end = at + best.trail.count;
            if sure {
                found.retain(|(first, own)| first + own.count <= at || *first >= end);
                let place = found.partition_point(|(first, _)| *first < at);
                let Trail { count, edits, .. } = best.trail;
                found.insert(place, (at, Found { form: best.form, count, edits }));
            }
            at = end;
        }
    }

    /// The readings, with the neighbours of long words of ours next to which something is not understood.
    fn with_neighbours(&self, tokens: &[Token], read: &[Reading], found: &[(usize, Found)]) -> Vec<Reading> {
        let understood = |index: usize| {
            index >= tokens.len()
                || found.iter().any(|(first, own)| (*first..first + own.count).contains(&index))
        };
        let mut readings = read.to_vec();
        for (index, reading) in readings.iter_mut().enumerate() {
            let settled =
                understood(index) && understood(index + 1) && index.checked_sub(1).is_none_or(understood);
            if reading.near.is_empty() && !settled {
                let neighbours = || self.lexicon.neighbours(&tokens[index].text, reading);
                reading.near = read[index].neighbours.get_or_init(neighbours).clone();
            }
        }
        readings
    }

    /// The best correction that begins with the first token, and whether it is the only one that good.
    fn best(
        &self,
        tokens: &[Token],
        readings: &[Reading],
        at: usize,
        found: &[(usize, Found)],
    ) -> Option<(Candidate, bool)> {
        let mut candidates = Vec::new();
        self.walk(
            tokens,
            readings,
            Trail { node: ROOT, shortest: usize::MAX, ..Trail::default() },
            &mut candidates,
        );
        self.run_together(tokens, readings, &mut candidates);
        candidates.retain(|own| self.is_plausible(own) && !collides((at, own.trail.count), found));
        let extent = |own: &Candidate| (usize::MAX - own.trail.count, own.trail.edits);
        let least = candidates.iter().map(extent).min()?;
        candidates.retain(|own| extent(own) == least);
        let form = |own: &Candidate| self.forms.get(own.form);
        if candidates.iter().any(|own| form(own).is_some_and(is_ours)) {
            candidates.retain(|own| form(own).is_some_and(|form| !form.variant));
        }
        for own in &mut candidates {
            own.cost = slip::cost(&spelled(&tokens[..own.trail.count]), self.text(own.form));
        }
        let (best, sure) = self.choose(&candidates)?;
        let alone = best.trail.count == 1 && self.is_sought_word(best.form);
        Some((best, sure && !(alone && self.may_be_another(&tokens[0], &readings[0], &best))))
    }

    /// Whether a lone word may as well be a word of ours that says nothing by itself: `medicl` is rather medical than
    /// `médico`.
    fn may_be_another(&self, token: &Token, reading: &Reading, best: &Candidate) -> bool {
        let as_near = reading.near.iter().filter(|(_, edits)| *edits == best.trail.edits);
        let mut others = as_near.filter(|(word, _)| {
            self.lexicon.step(ROOT, *word).is_none_or(|node| self.lexicon.ends(node).is_empty())
        });
        others.any(|(word, _)| {
            let other = self.lexicon.spelling(*word);
            // `manipulación` and manipulation are one word to whoever misspells them.
            let apart = strsim::osa_distance(other, self.text(best.form)) > 1;
            apart && slip::cost(&token.text, other) < best.cost + EQUALLY_LIKELY
        })
    }

    /// Whether a form is one word for something of ours.
    fn is_sought_word(&self, form: usize) -> bool {
        self.forms.get(form).is_some_and(|form| is_ours(form) && !form.text.contains(' '))
    }

    /// The likeliest of candidates with the same extent, and whether it is the only one that likely. What says how
    /// somebody is sought gives way to what says who, and both to a profession that is not ours.
    fn choose(&self, candidates: &[Candidate]) -> Option<(Candidate, bool)> {
        let likeliest = |kind: &dyn Fn(&Candidate) -> bool| {
            candidates.iter().filter(|own| kind(own)).min_by(|a, b| self.compare(a, b)).copied()
        };
        let best = likeliest(&|_| true)?;
        let as_likely = |own: &Candidate| own.cost < best.cost + EQUALLY_LIKELY;
        let minor = self.is_minor(best.form);
        let best = likeliest(&|own| minor && as_likely(own) && !self.is_minor(own.form)).unwrap_or(best);
        if let Some(outside) = likeliest(&|own| self.is_out_of_scope(own.form))
            && (!self.is_minor(best.form) || as_likely(&outside))
        {
            return Some((outside, true));
        }
        let minor = self.is_minor(best.form);
        let mut rivals = candidates.iter().filter(|own| as_likely(own) && self.is_minor(own.form) == minor);
        Some((best, rivals.all(|own| self.agree(own.form, best.form))))
    }

    /// Walks the tree of phrases along all readings of the words, gathering phrases with at least one edit.
    fn walk(&self, tokens: &[Token], readings: &[Reading], trail: Trail, candidates: &mut Vec<Candidate>) {
        if trail.edits > 0 {
            let ends = self.lexicon.ends(trail.node).iter().filter(|form| self.is_clean(**form));
            candidates.extend(ends.map(|form| Candidate { form: *form, trail, cost: 0.0 }));
        }
        self.go_on(tokens, readings, trail, candidates);
    }

    /// Goes on with each reading of the next word.
    fn go_on(&self, tokens: &[Token], readings: &[Reading], trail: Trail, candidates: &mut Vec<Candidate>) {
        let Some(reading) = readings.get(trail.count) else { return };
        let next = Trail { count: trail.count + 1, ..trail };
        if let Some(node) = reading.word.and_then(|word| self.lexicon.step(trail.node, word)) {
            let right = trail.right.max(reading.letters);
            self.walk(tokens, readings, Trail { node, right, ..next }, candidates);
        } else if trail.node != ROOT && INSIDE.contains(&reading.key.as_str()) {
            self.go_on(tokens, readings, next, candidates);
        }
        let outside =
            |(word, _): &&(u32, u8)| reading.letters >= OUTSIDE_WORD && self.lexicon.is_outside(*word);
        let foreign = reading.near.iter().find(outside).map(|(_, edits)| *edits);
        for (word, edits) in &reading.near {
            let Some(node) = self.lexicon.step(trail.node, *word) else { continue };
            let foreign = foreign.is_some_and(|least| least <= *edits);
            let farther = reading.near.first().is_some_and(|(_, least)| least < edits);
            let next =
                Trail { node, foreign: trail.foreign || foreign, farther: trail.farther || farther, ..next };
            self.corrected(tokens, readings, (trail.count, next), *edits, candidates);
        }
        let text = &tokens[trail.count].text;
        if reading.standing == Standing::Unknown
            && text.len() >= RUN_TOGETHER
            && let Some(node) = self.lexicon.joined(trail.node, text)
        {
            self.corrected(tokens, readings, (trail.count, Trail { node, ..next }), 1, candidates);
        }
        if let Some(word) = self.parted(tokens, readings, trail.count)
            && let Some(node) = self.lexicon.step(trail.node, word)
        {
            let next = Trail { node, count: trail.count + 2, ..trail };
            self.corrected(tokens, readings, (trail.count, next), 1, candidates);
        }
    }

    /// Walks on behind a corrected word.
    fn corrected(
        &self,
        tokens: &[Token],
        readings: &[Reading],
        (from, trail): (usize, Trail),
        edits: u8,
        candidates: &mut Vec<Candidate>,
    ) {
        let edits = trail.edits + edits;
        if edits > PHRASE_EDITS {
            return;
        }
        // Parts of one word stand and fall together.
        let own = &readings[from..trail.count];
        let letters = own.iter().map(|reading| reading.letters).sum();
        let is = |standing| own.iter().all(|reading| reading.standing == standing);
        let trail = Trail {
            edits,
            corrected: trail.corrected + 1,
            shortest: trail.shortest.min(letters),
            word: trail.word || is(Standing::Rarer) || (own.len() == 1 && is(Standing::Word)),
            ..trail
        };
        self.walk(tokens, readings, trail, candidates);
    }

    /// The word that two tokens spell together: `chiro practor`.
    fn parted(&self, tokens: &[Token], readings: &[Reading], at: usize) -> Option<u32> {
        let [first, second] = tokens.get(at..at + 2)? else { return None };
        let own = readings.get(at..at + 2)?;
        let letters = first.text.len() + second.text.len();
        let known = own.iter().all(|reading| reading.word.is_some_and(|word| self.lexicon.is_clean(word)));
        let least = if known { PARTED_WORDS } else { RUN_TOGETHER };
        if letters < least || NO_PART.contains(&first.text.as_str()) {
            return None;
        }
        self.lexicon.parted(&first.text, &second.text)
    }

    /// A whole phrase run together: `lowbackpain`.
    fn run_together(&self, tokens: &[Token], readings: &[Reading], candidates: &mut Vec<Candidate>) {
        let (Some(token), Some(reading)) = (tokens.first(), readings.first()) else { return };
        if reading.standing != Standing::Word && token.text.len() >= RUN_TOGETHER {
            let trail =
                Trail { count: 1, edits: 1, corrected: 1, shortest: reading.letters, ..Trail::default() };
            let form = self.lexicon.run_together(&token.text);
            candidates.extend(form.map(|form| Candidate { form, trail, cost: 0.0 }));
        }
    }

    /// Whether a correction is one that a reader would make, not an accident of short words.
    fn is_plausible(&self, own: &Candidate) -> bool {
        let trail = own.trail;
        let Some(form) = self.forms.get(own.form).filter(|form| is_correctable(form)) else { return false };
        if usize::from(trail.edits) * LETTERS_PER_EDIT > form.text.len() {
            return false;
        }
        // Alone, a neighbour of another profession's name is that profession or nothing.
        if trail.foreign
            && trail.corrected == 1
            && trail.right < BESIDE
            && self.forms.get(own.form).is_some_and(is_ours)
        {
            return false;
        }
        if !form.text.contains(' ') {
            return self.is_plausible_alone(
                form.meanings.first().map(|(meaning, _)| meaning),
                &form.text,
                trail,
            );
        }
        if trail.word {
            return trail.edits == 1 && trail.right >= BESIDE_WORDS;
        }
        if trail.right >= BESIDE {
            return true;
        }
        trail.shortest >= ALONE || trail.corrected > 1
    }

    fn is_plausible_alone(&self, meaning: Option<&Meaning>, text: &str, trail: Trail) -> bool {
        let least = match meaning {
            Some(Meaning::Filter(FilterWord::Language(_))) => LANGUAGE,
            Some(Meaning::Filter(_) | Meaning::Nearest) => FILTER_WORD,
            Some(Meaning::OutOfScope(_)) => OUTSIDE_WORD,
            _ => ALONE,
        };
        let language = matches!(meaning, Some(Meaning::Filter(FilterWord::Language(_))));
        let letters = trail.shortest.min(text.len());
        // The name of a method's maker is not what a misspelling alone is taken for.
        let method = self.lexicon.is_rarer(text);
        letters >= least
            && !(language && trail.edits > 1 && letters < LONG_LANGUAGE)
            && !(trail.word || trail.farther || method)
    }

    /// The likeliest slip first, then the surest, then by alphabet.
    fn compare(&self, a: &Candidate, b: &Candidate) -> Ordering {
        a.cost.total_cmp(&b.cost).then_with(|| self.by_weight(a.form, b.form))
    }

    /// Whether two forms mean the same, at least in part.
    fn agree(&self, a: usize, b: usize) -> bool {
        let meanings =
            |form: usize| self.forms.get(form).map(|form| form.meanings.as_slice()).unwrap_or_default();
        a == b || meanings(a).iter().any(|(one, _)| meanings(b).iter().any(|(other, _)| one == other))
    }

    fn is_clean(&self, form: usize) -> bool {
        self.forms.get(form).is_some_and(|form| form.misspells.is_none())
    }

    fn is_out_of_scope(&self, form: usize) -> bool {
        self.forms.get(form).is_some_and(is_outside)
    }

    /// Whether a form says how rather than what is sought, such as a filter.
    fn is_minor(&self, form: usize) -> bool {
        let sought = |meaning: &Meaning| is_sought(meaning) || matches!(meaning, Meaning::OutOfScope(_));
        !self.forms.get(form).is_some_and(|form| form.meanings.iter().any(|(meaning, _)| sought(meaning)))
    }
}

/// Tokens as they were typed, with single blanks.
fn spelled(tokens: &[Token]) -> String {
    tokens.iter().map(|token| token.text.as_str()).collect::<Vec<_>>().join(" ")
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
