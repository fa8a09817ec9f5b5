//! A question in fewer words: the same text without those that say one thing, and nothing else changed.
//!
//! In: a text and what it was understood to mean. Out: the text that is understood to mean the same but for one part.
//! Invariant: what comes out was parsed again and means exactly what is wanted, so that whoever asks it is answered
//! what was promised.

use super::intent::{Intent, Reading};
use super::parse::parse;
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::{self, Token};
use std::ops::Range;
use std::time::Instant;

/// The most words that say one filter, an exclusion or a state: `who is accepting new patients`.
const LONGEST_PHRASE: usize = 5;

/// The most words of a text that is reworded: finding the words that say something takes a reading for each place and
/// length they may have.
const MOST_WORDS: usize = 32;

/// Words that lead to what is left out and say nothing without it.
const LEADING: [&str; 22] = [
    "in", "near", "from", "with", "who", "that", "a", "an", "the", "not", "no", "but", "except", "or", "en",
    "de", "con", "que", "una", "sin", "pero", "ni",
];

/// What a text is read with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'r> {
    /// The words.
    pub vocabulary: &'r Vocabulary,
    /// The places.
    pub places: &'r Places,
    /// When to stop looking for words.
    pub until: Option<Instant>,
}

impl Reader<'_> {
    /// The places of the words without which a text means `wanted`; `phrases` are words that say what is to be left
    /// out, where they are known. `None` where there are no such words.
    ///
    /// # Complexity
    /// A few readings of the text where the phrases are known or stand in the vocabulary, else at most five for each of
    /// 32 words, until the deadline.
    pub(super) fn find(self, text: &str, phrases: &[&str], wanted: &Intent) -> Option<Vec<usize>> {
        let tokens = normalize::tokens(text);
        if tokens.len() > MOST_WORDS {
            return None;
        }
        let known = (!phrases.is_empty()).then(|| said_with(&tokens, phrases));
        let known = known.into_iter().filter(|places| !places.is_empty());
        let choices = known.chain(self.spans(&tokens).map(Iterator::collect::<Vec<usize>>));
        let mut choices = choices.take_while(|_| self.in_time());
        let mut places = choices.find(|places| self.without(text, places, wanted).is_some())?;
        // The words that lead to those left out go with them.
        let leads = |at: &usize| LEADING.contains(&tokens[*at].text.as_str());
        while let Some(before) = places[0].checked_sub(1).filter(leads) {
            let more: Vec<usize> = std::iter::once(before).chain(places.iter().copied()).collect();
            if self.without(text, &more, wanted).is_none() {
                break;
            }
            places = more;
        }
        Some(places)
    }

    /// Where one thing may be said, the likeliest first: in forms of the vocabulary, alone or with a word or two before
    /// them that turn them round, then anywhere, from the end on.
    fn spans(self, tokens: &[Token]) -> impl Iterator<Item = Range<usize>> {
        let forms = self.vocabulary.find(tokens);
        let led =
            |first: usize, end: usize| (0..=2).filter_map(move |lead| Some(first.checked_sub(lead)?..end));
        let said = forms.into_iter().flat_map(move |form| led(form.first, form.first + form.count));
        let words = tokens.len();
        let anywhere = (1..=LONGEST_PHRASE).flat_map(move |count| {
            let starts = 0..(words + 1).saturating_sub(count);
            starts.rev().map(move |start| start..start + count)
        });
        said.chain(anywhere)
    }

    fn in_time(self) -> bool {
        self.until.is_none_or(|until| Instant::now() < until)
    }

    /// The text without the words at some places, if it means what is wanted then.
    pub(super) fn without(self, text: &str, places: &[usize], wanted: &Intent) -> Option<String> {
        let kept = kept(text, &normalize::tokens(text), places);
        let (intent, _) = parse(&kept, self.vocabulary, self.places);
        means_the_same(&intent, wanted).then_some(kept)
    }
}

/// The words at some places of a text as typed: with what stands between them where only signs and blanks do.
pub(super) fn as_typed(text: &str, places: &[usize]) -> String {
    let tokens = normalize::tokens(text);
    let mut words = String::new();
    let mut end: Option<usize> = None;
    for token in places.iter().filter_map(|place| tokens.get(*place)) {
        let between = end.and_then(|end| text.get(end..token.start));
        match between {
            Some(signs) if !signs.contains(char::is_alphanumeric) => words.push_str(signs),
            Some(_) => words.push(' '),
            None => {}
        }
        words.push_str(text.get(token.start..token.end).unwrap_or_default());
        end = Some(token.end);
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The places of the words that some phrases consist of, ascending.
fn said_with(tokens: &[Token], phrases: &[&str]) -> Vec<usize> {
    let mut places: Vec<usize> = Vec::new();
    for phrase in phrases {
        let words = normalize::tokens(phrase);
        let starts = 0..(tokens.len() + 1).saturating_sub(words.len());
        for start in starts {
            let there = tokens[start..start + words.len()].iter().zip(&words);
            if there.into_iter().all(|(one, other)| one.text == other.text) {
                places.extend(start..start + words.len());
            }
        }
    }
    places.sort_unstable();
    places.dedup();
    places
}

/// A text without the words at some ascending places, and without signs that stand alone then.
fn kept(text: &str, tokens: &[Token], places: &[usize]) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut from = 0;
    for token in places.iter().filter_map(|place| tokens.get(*place)) {
        kept.push_str(text.get(from..token.start).unwrap_or_default());
        kept.push(' ');
        from = token.end;
    }
    kept.push_str(text.get(from..).unwrap_or_default());
    let says_something = |piece: &&str| piece.contains(char::is_alphanumeric);
    kept.split_whitespace().filter(says_something).collect::<Vec<_>>().join(" ")
}

/// Whether two readings of texts ask for the same, however they are worded.
fn means_the_same(one: &Intent, other: &Intent) -> bool {
    fn same<T: PartialEq>(one: &[Reading<T>], other: &[Reading<T>]) -> bool {
        one.iter().map(|reading| &reading.concept).eq(other.iter().map(|reading| &reading.concept))
    }
    let place = |intent: &Intent| intent.place.as_ref().map(|reading| reading.concept.label.clone());
    same(&one.specialties, &other.specialties)
        && same(&one.conditions, &other.conditions)
        && same(&one.techniques, &other.techniques)
        && same(&one.out_of_scope, &other.out_of_scope)
        && one.filters == other.filters
        && one.words == other.words
        && place(one) == place(other)
        && one.unknown_place.is_some() == other.unknown_place.is_some()
        && one.radius == other.radius
        && one.npi == other.npi
        && (one.near_me, one.nearest) == (other.near_me, other.nearest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static VOCABULARY: LazyLock<Vocabulary> =
        LazyLock::new(|| Vocabulary::bundled().expect("the bundled tables load"));
    static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("the bundled places load"));

    /// The text without a part of its meaning, and the words left out.
    fn check(text: &str, phrases: &[&str], drop: impl Fn(&mut Intent), expected: Option<(&str, &str)>) {
        let reader = Reader { vocabulary: &VOCABULARY, places: &PLACES, until: None };
        let (mut wanted, _) = parse(text, &VOCABULARY, &PLACES);
        drop(&mut wanted);
        let told = reader.find(text, phrases, &wanted).map(|places| {
            let shorter = reader.without(text, &places, &wanted).expect("the same words");
            (shorter, as_typed(text, &places))
        });
        let told = told.as_ref().map(|(shorter, left_out)| (shorter.as_str(), left_out.as_str()));
        assert_eq!(told, expected, "{text}");
    }

    #[test]
    fn words_of_a_filter_are_left_out_and_no_others() {
        let gender = |intent: &mut Intent| intent.filters.gender.clear();
        check("female chiropractor near 15213", &[], gender, Some(("chiropractor near 15213", "female")));
        check("chiropractor, female, 15213", &[], gender, Some(("chiropractor, 15213", "female")));
        let languages = |intent: &mut Intent| intent.filters.languages.clear();
        check("Spanish-speaking chiropractor", &[], languages, Some(("chiropractor", "Spanish-speaking")));
        check(
            "quiropráctico que hable español",
            &[],
            languages,
            Some(("quiropráctico", "que hable español")),
        );
        let exclude = |intent: &mut Intent| intent.filters.exclude.clear();
        check("neck pain not a chiropractor", &[], exclude, Some(("neck pain", "not a chiropractor")));
        let new = |intent: &mut Intent| intent.filters.accepting_new.clear();
        check(
            "chiropractor accepting new patients",
            &[],
            new,
            Some(("chiropractor", "accepting new patients")),
        );
    }

    #[test]
    fn known_phrases_are_left_out_wherever_they_stand() {
        let words = |intent: &mut Intent| intent.words.clear();
        let text = "jane chiropractor kowalski near 15213";
        check(text, &["jane", "kowalski"], words, Some(("chiropractor near 15213", "jane kowalski")));
        let specialties = |intent: &mut Intent| intent.specialties.clear();
        check("sciatica chiropracter", &["chiropracter"], specialties, Some(("sciatica", "chiropracter")));
    }

    #[test]
    fn a_state_is_left_out_with_its_marker() {
        let state = |intent: &mut Intent| {
            intent.place = None;
            intent.filters.state = None;
        };
        let text = "chiropractor in Pennsylvania";
        check(text, &[], state, Some(("chiropractor", "in Pennsylvania")));
    }

    #[test]
    fn what_no_words_say_is_not_reworded() {
        check("chiropractor", &[], |intent| intent.near_me = true, None);
        let long = "neck pain ".repeat(30);
        check(&long, &[], |intent| intent.conditions.clear(), None);
    }
}
