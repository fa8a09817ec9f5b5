//! Looks up what goes on with what was typed: as typed, in another order, or corrected.
//!
//! In: [`Completions`] and folded words. Out: [`Completion`]s, the likeliest for readers of a language first.

use super::super::Lang;
use super::super::prefix_tree::{Begun, PrefixTree};
use super::super::words::keys;
use super::entries::Entry;
use super::{Completion, Completions, Fit, Sought};
use std::cmp::Reverse;
use std::ops::Range;

/// Words that may stand inside a phrase and change nothing: `pain in my neck`, `dolor en el cuello`.
const INSIDE: [&str; 8] = ["my", "the", "a", "your", "his", "her", "mi", "el"];

/// A word of fewer letters is not taken for a misspelling, one of fewer than the second for one of two edits.
///
/// # Source
/// As for finished words: among shorter ones too many are one letter apart.
const ONE_EDIT: usize = 4;
const TWO_EDITS: usize = 8;

/// A profession that is not listed is recognized from so many letters on.
pub(super) const FOREIGN_LETTERS: usize = 4;

/// Forms with more keys behind a last word are not looked through for the words before it.
const MOST_REORDERED: usize = 400;

/// Completions for those who read a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'c> {
    all: &'c Completions,
    tree: &'c PrefixTree,
}

impl<'c> Reader<'c> {
    /// For those who read a language.
    pub(super) fn new(all: &'c Completions, lang: Lang) -> Self {
        let [english, spanish] = &all.trees;
        let tree = match lang {
            Lang::En => english,
            Lang::Es => spanish,
        };
        Self { all, tree }
    }

    /// What goes on as typed; where nothing does, plural words count as singular and words may stand in another order.
    /// With `open` false the last word is whole: `dry ` goes on with `needling`, not `dryness`.
    pub(super) fn complete(&self, words: &str, open: bool, limit: usize) -> Vec<Completion> {
        let mut found = self.begun(words, open);
        if found.is_empty() && words.contains(' ') {
            let without = without_articles(words);
            if without != words {
                found = self.begun(&without, open);
            }
        }
        if found.is_empty() {
            let singular = keys(words);
            if singular != words {
                found = self.begun(&singular, true);
            }
        }
        if found.is_empty() {
            found = self.reordered(words);
        }
        found.truncate(limit);
        found
    }

    /// What goes on with a correction of what was typed: of one edit if that is enough, else of two.
    pub(super) fn correct(&self, words: &str, limit: usize) -> Vec<Completion> {
        let last = words.rsplit(' ').next().unwrap_or_default();
        if self.all.common.contains(last) || self.is_foreign(words) || self.is_foreign(last) {
            return Vec::new();
        }
        for most in [1, 2] {
            let Some(allowed) = self.allowed(words, most) else { continue };
            let found = self.nearest(words, &allowed);
            if !found.is_empty() {
                return found.into_iter().take(limit).collect();
            }
        }
        Vec::new()
    }

    /// Forms that stand in finished words, leftmost longest, with what each means first.
    pub(super) fn finished(&self, words: &[&str]) -> Vec<(Range<usize>, Sought)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            match self.longest(&words[at..]) {
                Some((count, sought)) => {
                    found.push((at..at + count, sought));
                    at += count;
                }
                None => at += 1,
            }
        }
        found
    }

    pub(super) fn runs_on(&self, before: &[&str], word: &str) -> bool {
        (0..before.len()).any(|first| {
            let mut words = before.iter().skip(first);
            let begun = words.try_fold(PrefixTree::root(), |begun, word| {
                self.tree.follow(begun, word).and_then(|begun| self.tree.follow(begun, " "))
            });
            begun.is_some_and(|begun| self.tree.follow(begun, word).is_some())
        })
    }

    fn longest(&self, words: &[&str]) -> Option<(usize, Sought)> {
        let mut begun = PrefixTree::root();
        let mut longest = None;
        for (place, word) in words.iter().enumerate() {
            if place > 0 {
                begun = match self.tree.follow(begun, " ") {
                    Some(next) => next,
                    None => break,
                };
            }
            begun = match self.tree.follow(begun, word) {
                Some(next) => next,
                None => break,
            };
            let whole = self.tree.whole(begun).filter(|number| {
                self.entry(*number).is_some_and(|entry| entry.edits == 0 && entry.fit != Fit::Inside)
            });
            let best = whole.min_by_key(|number| self.tree.standing(*number));
            let best = best.and_then(|number| self.entry(number)?.sought);
            longest = best.map(|sought| (place + 1, sought)).or(longest);
        }
        longest
    }

    fn entry(&self, number: u32) -> Option<&Entry> {
        self.all.entries.get(number as usize)
    }

    fn begun(&self, words: &str, open: bool) -> Vec<Completion> {
        let Some(begun) = self.tree.follow(PrefixTree::root(), words) else { return Vec::new() };
        if open {
            return self.offer(self.tree.best(begun).into_iter().map(|number| (number, 0)));
        }
        let mut numbers: Vec<u32> = self.tree.whole(begun).collect();
        if let Some(behind) = self.tree.follow(begun, " ") {
            numbers.extend(self.tree.best(behind));
        }
        numbers.sort_unstable_by_key(|number| self.tree.standing(*number));
        self.offer(numbers.into_iter().map(|number| (number, 0)))
    }

    /// The completions that entries stand for, each once, those spelled right first. What is shown only when asked for
    /// is left out unless it is all there is.
    fn offer(&self, numbers: impl IntoIterator<Item = (u32, u8)>) -> Vec<Completion> {
        let mut offered: Vec<Completion> = Vec::new();
        let mut reluctant: Vec<Sought> = Vec::new();
        for (number, edits) in numbers {
            let Some(entry) = self.entry(number) else { continue };
            let Some(sought) = entry.sought else { continue };
            if offered.iter().all(|known| known.sought != sought) {
                offered.push(Completion { sought, edits: edits + entry.edits, fit: entry.fit });
                if entry.reluctant {
                    reluctant.push(sought);
                }
            }
        }
        if reluctant.len() < offered.len() {
            offered.retain(|completion| !reluctant.contains(&completion.sought));
        }
        // A misspelling that a table lists is a correction too.
        offered.sort_by_key(|completion| completion.edits > 0);
        offered
    }

    /// Forms that have a word beginning as the last one does, and all words before it.
    fn reordered(&self, words: &str) -> Vec<Completion> {
        let Some((before, last)) = words.rsplit_once(' ').filter(|(_, last)| last.len() > 1) else {
            return Vec::new();
        };
        let Some(begun) = self.tree.follow(PrefixTree::root(), last) else { return Vec::new() };
        let numbers = self.tree.numbers(begun);
        if numbers.len() > MOST_REORDERED {
            return Vec::new();
        }
        let mut having: Vec<u32> = numbers.filter(|number| self.has_words(*number, before)).collect();
        having.sort_unstable_by_key(|number| self.tree.standing(*number));
        let offered = self.offer(having.into_iter().map(|number| (number, 0))).into_iter();
        offered.map(|completion| Completion { fit: Fit::Inside, ..completion }).collect()
    }

    /// Whether an entry's form has these words before the entry or behind its first word.
    fn has_words(&self, number: u32, words: &str) -> bool {
        let form = self.entry(number).and_then(|entry| self.all.forms.get(entry.form as usize));
        let Some(form) = form else { return false };
        let before = form.strip_suffix(self.tree.key(number)).unwrap_or_default();
        let behind = self.tree.key(number).split_once(' ').map_or("", |(_, behind)| behind);
        words.split(' ').all(|word| before.split(' ').chain(behind.split(' ')).any(|own| own == word))
    }

    /// How many edits each byte's word may take; `None` where no word may take any, or none more than with fewer.
    fn allowed(&self, words: &str, most: u8) -> Option<Vec<u8>> {
        let mut allowed = Vec::with_capacity(words.len());
        let mut reached = 0;
        let count = words.split(' ').count();
        for (place, word) in words.split(' ').enumerate() {
            if place > 0 {
                allowed.push(0);
            }
            let right =
                self.all.common.contains(word) || (place + 1 < count && self.all.known.contains(word));
            let own = if right { 0 } else { limit(word).min(most) };
            reached = reached.max(own);
            allowed.resize(allowed.len() + word.len(), own);
        }
        (reached == most).then_some(allowed)
    }

    /// Corrections, unless a profession that is not listed lies nearer, or as near with as many letters right.
    fn nearest(&self, words: &str, allowed: &[u8]) -> Vec<Completion> {
        let near = self.tree.near(words.as_bytes(), allowed);
        let right = |begun: Begun| {
            let key = self.tree.key(self.tree.numbers(begun).start);
            key.bytes().zip(words.bytes()).take_while(|(own, typed)| own == typed).count()
        };
        let foreign = near.iter().filter(|(begun, _)| self.has_foreign(*begun));
        let foreign = foreign.map(|(begun, edits)| (*edits, Reverse(right(*begun)))).min();
        let first = words.as_bytes().first().copied();
        let mut numbers: Vec<(u8, bool, u32)> = Vec::new();
        for (begun, edits) in near {
            let own = (edits, Reverse(right(begun)));
            let nearer =
                foreign.is_none_or(|other| own.0 < other.0 || (own <= other && own.1.0 >= FOREIGN_LETTERS));
            if nearer {
                for number in self.tree.best(begun) {
                    // The first letter is seldom wrong.
                    let other_letter = self.tree.key(number).as_bytes().first().copied() != first;
                    numbers.push((edits, other_letter, number));
                }
            }
        }
        numbers.sort_unstable_by_key(|(edits, other, number)| (*edits, *other, self.tree.standing(*number)));
        self.offer(numbers.into_iter().map(|(edits, _, number)| (number, edits)))
    }

    /// Whether this is how a profession begins that is not listed.
    fn is_foreign(&self, words: &str) -> bool {
        words.len() >= FOREIGN_LETTERS
            && self.tree.follow(PrefixTree::root(), words).is_some_and(|begun| self.has_foreign(begun))
    }

    /// Whether professions that are not listed begin so, and nothing that is.
    fn has_foreign(&self, begun: Begun) -> bool {
        let numbers = self.tree.numbers(begun);
        let before = |number: u32| self.all.before.get(number as usize).copied().unwrap_or_default();
        let ((foreign_before, own_before), (foreign, own)) = (before(numbers.start), before(numbers.end));
        foreign > foreign_before && own == own_before
    }
}

/// How many edits a word may take.
fn limit(word: &str) -> u8 {
    if !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return 0;
    }
    match word.len() {
        0..ONE_EDIT => 0,
        ONE_EDIT..TWO_EDITS => 1,
        _ => 2,
    }
}

fn without_articles(words: &str) -> String {
    let last = words.split(' ').count() - 1;
    let kept = words.split(' ').enumerate();
    let kept = kept.filter(|(place, word)| *place == 0 || *place == last || !INSIDE.contains(word));
    kept.map(|(_, word)| word).collect::<Vec<_>>().join(" ")
}
