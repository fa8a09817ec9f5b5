//! The words of a question, and what those that are already read were taken for.

use super::super::request::SearchRequest;
use super::super::span::{Fate, Span, SpanKind, single_blanks};
use super::stop_words;
use crate::vocabulary::normalize::{self, Token};
use crate::vocabulary::{Match, Meaning, Told, Vocabulary, WordReading};
use std::cell::OnceCell;
use std::ops::Range;

/// The most words that are read.
///
/// # Source
/// `CONTRACT.md`, search parameter `q`.
pub(super) const MAX_WORDS: usize = 64;

/// Words of up to this many letters may be short for others, so that their full stop ends nothing.
const ABBREVIATION: usize = 4;

/// A question as words, each free until a step of the parser takes it.
#[derive(Debug)]
pub(super) struct Sentence<'t> {
    text: &'t str,
    tokens: Vec<Token>,
    /// For each word, the place in `fates` of what it was taken for.
    taken: Vec<Option<usize>>,
    fates: Vec<Fate>,
    /// Words that are spelled right, whatever the vocabulary has near them.
    right: Vec<usize>,
    /// What each word may be to the vocabulary, once it was looked up.
    readings: OnceCell<Vec<WordReading>>,
}

impl<'t> Sentence<'t> {
    /// Splits a text into words; returns what lies beyond the limits, too, if anything does.
    pub(super) fn new(text: &'t str) -> (Self, Option<String>) {
        let end = text.char_indices().nth(SearchRequest::MAX_Q).map_or(text.len(), |(end, _)| end);
        let mut tokens = normalize::tokens(&text[..end]);
        let beyond = tokens.get(MAX_WORDS).map_or(end, |token| token.start);
        tokens.truncate(MAX_WORDS);
        let rest = single_blanks(text.get(beyond..).unwrap_or_default());
        let taken = vec![None; tokens.len()];
        let (fates, right) = (Vec::new(), Vec::new());
        let sentence = Self { text, tokens, taken, fates, right, readings: OnceCell::new() };
        (sentence, Some(rest).filter(|rest| !rest.is_empty()))
    }

    /// How many words there are.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// A word, folded; empty beyond the end.
    pub(super) fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| token.text.as_str())
    }

    /// Whether these words stand at `from`, none of them taken.
    pub(super) fn says(&self, from: usize, words: &[&str]) -> bool {
        words
            .iter()
            .enumerate()
            .all(|(offset, word)| self.word(from + offset) == *word && self.is_free(from + offset))
    }

    /// Whether a word is there and not taken.
    pub(super) fn is_free(&self, index: usize) -> bool {
        self.taken.get(index).is_some_and(Option::is_none)
    }

    /// Whether nothing was made of a word that is taken.
    pub(super) fn is_ignored(&self, index: usize) -> bool {
        self.kind(index) == Some(SpanKind::Ignored)
    }

    /// Whether a word was taken for one of a name.
    pub(super) fn is_name(&self, index: usize) -> bool {
        self.kind(index) == Some(SpanKind::Name)
    }

    /// Whether a word was taken for a kind.
    pub(super) fn is_taken_for(&self, index: usize, kind: SpanKind) -> bool {
        self.kind(index) == Some(kind)
    }

    /// What a word was taken for; `None` where it is free.
    fn kind(&self, index: usize) -> Option<SpanKind> {
        let taker = self.taken.get(index).copied().flatten();
        taker.and_then(|taker| self.fates.get(taker)).map(|fate| fate.kind)
    }

    /// Takes words and says for what; those of them that are taken already stay what they are.
    pub(super) fn take(&mut self, range: Range<usize>, fate: Fate) {
        for index in range {
            if let Some(taken) = self.taken.get_mut(index) {
                taken.get_or_insert(self.fates.len());
            }
        }
        self.fates.push(fate);
    }

    /// Says of a word that is taken that it means something else besides.
    pub(super) fn add(&mut self, index: usize, kind: SpanKind, ids: Vec<String>) {
        let taker = self.taken.get(index).copied().flatten();
        if let Some(fate) = taker.and_then(|taker| self.fates.get_mut(taker)) {
            fate.add(kind, ids);
        }
    }

    /// Takes words that nothing is made of; gives them back as typed.
    pub(super) fn ignore(&mut self, range: Range<usize>) -> String {
        let typed = self.typed(range.clone());
        self.take(range, Fate::of(SpanKind::Ignored));
        typed
    }

    /// Ignores what was taken for a kind before.
    pub(super) fn give_up(&mut self, kind: SpanKind) {
        for fate in self.fates.iter_mut().filter(|fate| fate.kind == kind) {
            *fate = fate.clone().given_up();
        }
    }

    /// Takes a reading back from what was read in several ways.
    pub(super) fn leave_out(&mut self, kind: SpanKind, id: &str) {
        for fate in self.fates.iter_mut().filter(|fate| fate.kind == kind && fate.ids.len() > 1) {
            fate.ids.retain(|own| own != id);
        }
    }

    /// Says of what was taken for a kind that it leads to something else.
    pub(super) fn make_marker(&mut self, kind: SpanKind) {
        for fate in self.fates.iter_mut().filter(|fate| fate.kind == kind) {
            *fate = Fate::of(SpanKind::Marker);
        }
    }

    /// What became of every word. Fillers side by side are one span; words that no step took are fillers.
    pub(super) fn into_spans(self) -> Vec<Span> {
        let mut spans: Vec<Span> = Vec::new();
        // Where the span before ends: the word's number, bytes, characters.
        let (mut word, mut bytes, mut characters) = (0, 0, 0);
        while word < self.tokens.len() {
            let begin = word;
            let taker = self.taken[word];
            let is_filler = |taker: Option<usize>| taker.is_none_or(|taker| self.is_silent(taker));
            let belongs = |next: Option<usize>| next == taker || is_filler(next) && is_filler(taker);
            while self.taken.get(word).is_some_and(|next| belongs(*next)) {
                word += 1;
            }
            let (from, to) = (self.tokens[begin].start, self.tokens[word - 1].end);
            let text = self.text.get(from..to).unwrap_or_default().to_owned();
            let start = characters + self.text.get(bytes..from).map_or(0, |gap| gap.chars().count());
            (bytes, characters) = (to, start + text.chars().count());
            let fate = taker.map_or_else(|| Fate::of(SpanKind::Filler), |taker| self.fates[taker].clone());
            spans.push(Span { start, end: characters, text, fate });
        }
        spans
    }

    /// Whether words are fillers of which no more is known.
    fn is_silent(&self, taker: usize) -> bool {
        self.fates.get(taker).is_some_and(|fate| fate.kind == SpanKind::Filler && fate.form.is_none())
    }

    /// Words as typed, blanks single.
    pub(super) fn typed(&self, range: Range<usize>) -> String {
        let start = self.tokens.get(range.start).map_or(0, |token| token.start);
        let last = range.end.checked_sub(1).and_then(|last| self.tokens.get(last));
        single_blanks(last.and_then(|last| self.text.get(start..last.end)).unwrap_or_default())
    }

    /// Whether a word has capitals only, in a text that has small letters too.
    pub(super) fn is_shouted(&self, index: usize) -> bool {
        let typed = self.typed(index..index + 1);
        !typed.chars().any(char::is_lowercase)
            && typed.chars().any(char::is_uppercase)
            && self.has_small_letters()
    }

    /// Whether a word begins with a capital, in a text that has words beginning otherwise.
    pub(super) fn is_capitalized(&self, index: usize) -> bool {
        self.begins_big(index) && (0..self.len()).any(|other| !self.begins_big(other))
    }

    /// Whether a word begins with a capital.
    pub(super) fn begins_big(&self, index: usize) -> bool {
        self.typed(index..index + 1).starts_with(char::is_uppercase)
    }

    /// Whether a full stop stands right behind a word.
    pub(super) fn point_follows(&self, index: usize) -> bool {
        self.tokens.get(index).is_some_and(|word| self.text[word.end..].starts_with('.'))
    }

    /// Whether the sign between a word and the next one is a comma.
    pub(super) fn comma_follows(&self, index: usize) -> bool {
        let (Some(word), Some(next)) = (self.tokens.get(index), self.tokens.get(index + 1)) else {
            return false;
        };
        self.text.get(word.end..next.start).is_some_and(|between| between.contains(','))
    }

    /// Whether a sign between a word and the next one parts what they say: a comma, a dash, a bracket, the end of a
    /// sentence (not the point of `Dr. Smith` or `St. Louis`), a new line.
    pub(super) fn is_parted(&self, index: usize) -> bool {
        let (Some(word), Some(next)) = (self.tokens.get(index), self.tokens.get(index + 1)) else {
            return false;
        };
        let between = self.text.get(word.end..next.start).unwrap_or_default();
        let full_stop = between.contains(". ") && word.text.chars().count() > 3;
        let dash = between.contains(" -") || between.contains("- ");
        full_stop
            || dash
            || between.contains([',', ';', ':', '(', ')', '|', '/', '–', '—', '!', '?', '\n', '>'])
    }

    /// Whether a sentence ends before a word. A full stop ends one behind a word of some length and before a capital,
    /// so that `phys. therapist` and `Dr. Jane` are not parted.
    pub(super) fn begins_sentence(&self, index: usize) -> bool {
        let Some(before) = index.checked_sub(1) else { return false };
        let (Some(word), Some(next)) = (self.tokens.get(before), self.tokens.get(index)) else {
            return false;
        };
        let between = self.text.get(word.end..next.start).unwrap_or_default();
        let capital = self.text.get(next.start..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
        between.contains(['!', '?', ';', '\n'])
            || between.starts_with('.') && between.len() > 1 && capital && word.text.len() > ABBREVIATION
    }

    /// The text and its tokens, for the gazetteer.
    pub(super) fn text(&self) -> (&str, &[Token]) {
        (self.text, &self.tokens)
    }

    /// The complaints that the text tells in sentences.
    pub(super) fn told(&self, vocabulary: &Vocabulary) -> Told {
        vocabulary.told(self.text, &self.tokens)
    }

    /// Surface forms of the vocabulary among the free words, in order.
    pub(super) fn matches(&self, vocabulary: &Vocabulary) -> Vec<Match> {
        let mut found = Vec::new();
        let mut from = 0;
        while from < self.len() {
            let ends = |&index: &usize| !self.is_free(index) || index > from && self.begins_sentence(index);
            let to = (from..self.len()).find(ends).unwrap_or(self.len());
            self.matches_in(from..to, vocabulary, &mut found);
            from = if self.is_free(to) { to } else { to + 1 };
        }
        found.retain(|own: &Match| !(own.count == 1 && own.edits > 0 && self.right.contains(&own.first)));
        found
    }

    /// Says of a word that it is spelled right: alone it is no misspelt form.
    pub(super) fn is_right(&mut self, index: usize) {
        self.right.push(index);
    }

    /// Forms of a run of words, and forms that articles and possessives part: `pain in my neck` is `pain in neck`.
    fn matches_in(&self, run: Range<usize>, vocabulary: &Vocabulary, found: &mut Vec<Match>) {
        let readings = self.readings.get_or_init(|| vocabulary.read(&self.tokens));
        let straight = vocabulary.find_read(&self.tokens[run.clone()], &readings[run.clone()]);
        let straight = straight.into_iter().map(|found| Match { first: found.first + run.start, ..found });
        let begin = found.len();
        found.extend(straight.filter(|found| !self.is_stop_word(found)));
        let kept: Vec<usize> =
            run.clone().filter(|&index| !stop_words::is_article(self.word(index))).collect();
        if kept.len() == run.len() {
            return;
        }
        let tokens: Vec<Token> = kept.iter().map(|&index| self.tokens[index].clone()).collect();
        let readings: Vec<WordReading> = kept.iter().map(|&index| readings[index].clone()).collect();
        for parted in vocabulary.find_read(&tokens, &readings) {
            let (first, last) = (kept[parted.first], kept[parted.first + parted.count - 1]);
            let parted_words = last + 1 - first;
            let own = found[begin..].iter().filter(|own| own.first <= last && first < own.first + own.count);
            let covered: usize = own.map(|own| own.count).sum();
            // Where no article lies between, or the straight reading takes in as much, the straight one holds.
            if parted_words > parted.count && parted.count > covered && parted.edits == 0 {
                let mut at = begin;
                found.retain(|own| own.first + own.count <= first || own.first > last);
                while found.get(at).is_some_and(|own| own.first < first) {
                    at += 1;
                }
                found.insert(at, Match { first, count: parted_words, ..parted });
            }
        }
    }

    /// Whether a filler is a stop word and so is passed over in silence, where `best` is said to be ignored.
    fn is_stop_word(&self, found: &Match) -> bool {
        found.count == 1
            && found.meanings.as_slice() == [Meaning::Filler]
            && stop_words::is_stop_word(self.word(found.first))
    }

    fn has_small_letters(&self) -> bool {
        self.text.chars().any(char::is_lowercase)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beyond_the_sixty_fourth_are_cut_and_kept_apart() {
        let text = (0..70).map(|n| format!("w{n}")).collect::<Vec<_>>().join("  ");
        let (sentence, rest) = Sentence::new(&text);
        assert_eq!(sentence.len(), 64);
        assert_eq!(rest.as_deref(), Some("w64 w65 w66 w67 w68 w69"));
        assert_eq!(Sentence::new("neck pain").1, None);
        let long = "ä".repeat(1_005);
        let (sentence, rest) = Sentence::new(&long);
        assert_eq!((sentence.len(), rest.map(|rest| rest.chars().count())), (1, Some(5)));
    }

    #[test]
    fn words_are_shown_as_typed_and_taken_once() {
        let (mut sentence, _) = Sentence::new("Neck   PAIN, near Me");
        assert_eq!(sentence.typed(0..2), "Neck PAIN");
        assert!(sentence.is_shouted(1) && !sentence.is_shouted(0));
        assert!(sentence.is_capitalized(0) && !sentence.is_capitalized(2));
        assert!(sentence.comma_follows(1) && !sentence.comma_follows(2));
        assert!(sentence.says(2, &["near", "me"]));
        sentence.take(2..4, Fate::of(SpanKind::NearMe));
        assert!(!sentence.says(2, &["near"]) && sentence.is_free(1) && !sentence.is_free(9));
        assert_eq!(sentence.typed(9..12), "");
    }

    #[test]
    fn spans_cover_every_word_once_and_count_characters() {
        let (mut sentence, _) = Sentence::new("¡Ay!  un Dr. Núñez 🙂 de  Móstoles, por favor");
        sentence.take(3..4, Fate::one(SpanKind::Name, "nunez"));
        assert_eq!(sentence.ignore(4..6), "de Móstoles");
        sentence.take(1..5, Fate::of(SpanKind::Filler));
        let shown = |span: &Span| (span.start, span.end, span.text.clone(), span.fate.kind);
        let spans: Vec<_> = sentence.into_spans().iter().map(shown).collect();
        let expected = [
            (1, 11, "Ay!  un Dr".to_owned(), SpanKind::Filler),
            (13, 18, "Núñez".to_owned(), SpanKind::Name),
            (21, 33, "de  Móstoles".to_owned(), SpanKind::Ignored),
            (35, 44, "por favor".to_owned(), SpanKind::Filler),
        ];
        assert_eq!(spans, expected);
    }
}
