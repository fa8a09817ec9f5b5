//! Words of names as a person's: an initial before or behind the surname, a surname in several words.
//!
//! In: an [`Intent`] and its question. Out: intents whose words of names are read so. Invariants: they are readings to
//! try before or after the words as typed, never the only ones; a letter counts beside exactly one word of a name and
//! touches it, so that it never stands for anything but the given name of that surname.

use super::intent::Intent;
use super::span::{Fate, Span, SpanKind};
use crate::vocabulary::{normalize, surnames};

/// A word that is no initial, however it is written.
const NEVER_INITIAL: &str = "i";

/// The ways to read words of names as typed, the likelier first; the plain one is always among them.
pub(super) fn readings(intent: &Intent, q: &str) -> Vec<Intent> {
    if intent.words.is_empty() || intent.npi.is_some() {
        return vec![intent.clone()];
    }
    let words = Question::of(intent, q);
    let joined = words.joined(intent);
    let mut readings = Vec::new();
    if let Some(joined) = joined {
        readings.extend(Question::of(&joined, q).with_initial(&joined));
        readings.push(joined);
    }
    readings.extend(words.with_initial(intent));
    readings.push(intent.clone());
    readings.extend(words.with_dotted_initials(intent));
    readings
}

/// A word of the question.
#[derive(Debug, Clone)]
struct Piece {
    /// The span it is of.
    span: usize,
    /// Where it stands, in characters.
    start: usize,
    end: usize,
    folded: String,
}

/// A question as words, each of a span.
struct Question<'q> {
    q: Vec<char>,
    spans: &'q [Span],
    pieces: Vec<Piece>,
}

impl<'q> Question<'q> {
    fn of(intent: &'q Intent, q: &str) -> Self {
        let mut pieces = Vec::new();
        for (number, span) in intent.spans.iter().enumerate() {
            let characters = |byte: usize| span.text.get(..byte).map_or(0, |text| text.chars().count());
            let tokens = normalize::tokens(&span.text).into_iter();
            pieces.extend(tokens.map(|token| Piece {
                span: number,
                start: span.start + characters(token.start),
                end: span.start + characters(token.end),
                folded: token.text,
            }));
        }
        Self { q: q.chars().collect(), spans: &intent.spans, pieces }
    }

    /// Runs of particles as one word with the word of a name behind them: `de la Cruz`, `O Brien`, `Mc Donald`.
    fn joined(&self, intent: &Intent) -> Option<Intent> {
        let mut taken: Vec<(usize, usize, String)> = Vec::new();
        for place in 0..self.pieces.len() {
            if self.kind(place) != SpanKind::Name || surnames::is_particle(self.word(place)) {
                continue;
            }
            let begin = (0..place).rev().take_while(|before| self.belongs(*before)).last();
            if let Some(begin) = begin {
                let word = (begin..=place).map(|piece| self.word(piece)).collect();
                taken.push((begin, place, word));
            }
        }
        (!taken.is_empty()).then(|| self.retold(intent, &taken))
    }

    /// The letter beside the only word of a name as a word too.
    fn with_initial(&self, intent: &Intent) -> Option<Intent> {
        let (first, last) = self.only_name()?;
        let before = (0..first).rev().take_while(|before| self.is_letter(*before)).last();
        let letter = before.or_else(|| Some(last + 1).filter(|behind| self.is_letter(*behind)))?;
        Some(self.retold(intent, &[(letter, letter, self.word(letter).to_owned())]))
    }

    /// Initials that dots make one word, `J.P. Smith`, as the first of them.
    fn with_dotted_initials(&self, intent: &Intent) -> Option<Intent> {
        let names: Vec<usize> = self.names().collect();
        let [one, other] = names.as_slice() else { return None };
        let (dotted, name) = if self.is_dotted(*one) { (*one, *other) } else { (*other, *one) };
        let first = self.word(dotted).chars().next().filter(|_| self.is_dotted(dotted))?;
        let beside = dotted + 1 == name || name + 1 == dotted;
        (beside && !self.is_dotted(name)).then(|| self.retold(intent, &[(dotted, dotted, first.to_string())]))
    }

    /// The intent with pieces, from the first of each to its last, taken for one word of a name.
    fn retold(&self, intent: &Intent, taken: &[(usize, usize, String)]) -> Intent {
        let mut retold = Intent { words: Vec::new(), spans: Vec::new(), ..intent.clone() };
        let mut place = 0;
        while let Some(piece) = self.pieces.get(place) {
            if let Some((_, last, word)) = taken.iter().find(|(first, ..)| *first == place) {
                for own in place..=*last {
                    self.take_from_ignored(own, &mut retold.ignored);
                }
                let end = self.pieces.get(*last).map_or(piece.end, |last| last.end);
                retold.spans.push(self.span(piece.start, end, Fate::one(SpanKind::Name, word.as_str())));
                place = last + 1;
                continue;
            }
            let rest = self.pieces.iter().enumerate().skip(place);
            let same = rest.take_while(|(at, own)| {
                own.span == piece.span && taken.iter().all(|(first, ..)| first != at)
            });
            let Some((last, end)) = same.map(|(at, own)| (at, own.end)).last() else { break };
            let Some(span) = self.spans.get(piece.span) else { break };
            retold.spans.push(self.span(piece.start, end, span.fate.clone()));
            place = last + 1;
        }
        let names = retold.spans.iter().filter(|span| span.fate.kind == SpanKind::Name);
        retold.words = names.flat_map(|span| span.fate.ids.clone()).collect();
        retold
    }

    /// Words that are taken were not ignored.
    fn take_from_ignored(&self, place: usize, ignored: &mut Vec<String>) {
        let text = self.pieces.get(place).and_then(|piece| self.spans.get(piece.span)).map(|span| &span.text);
        if self.kind(place) == SpanKind::Ignored
            && let Some(at) = ignored.iter().position(|words| Some(words) == text)
        {
            ignored.remove(at);
        }
    }

    fn span(&self, start: usize, end: usize, fate: Fate) -> Span {
        let text = self.q.get(start..end).unwrap_or_default().iter().collect();
        Span { start, end, text, fate }
    }

    fn word(&self, place: usize) -> &str {
        self.pieces.get(place).map_or("", |piece| piece.folded.as_str())
    }

    fn kind(&self, place: usize) -> SpanKind {
        let span = self.pieces.get(place).and_then(|piece| self.spans.get(piece.span));
        span.map_or(SpanKind::Marker, |span| span.fate.kind)
    }

    /// The character behind a word.
    fn sign_behind(&self, place: usize) -> Option<char> {
        self.pieces.get(place).and_then(|piece| self.q.get(piece.end)).copied()
    }

    fn is_big(&self, place: usize) -> bool {
        let first = self.pieces.get(place).and_then(|piece| self.q.get(piece.start));
        first.is_some_and(|first| first.is_uppercase())
    }

    /// Places of the words of names.
    fn names(&self) -> impl Iterator<Item = usize> {
        (0..self.pieces.len()).filter(|place| self.kind(*place) == SpanKind::Name)
    }

    /// The first and last piece of the word of a name, where there is one word of a name.
    fn only_name(&self) -> Option<(usize, usize)> {
        let mut words = self.spans.iter().filter(|span| span.fate.kind == SpanKind::Name);
        let word = words.next()?;
        let alone = words.next().is_none() && word.fate.ids.len() == 1;
        if alone { self.names().next().zip(self.names().last()) } else { None }
    }

    /// Whether a word can belong to the word of a name behind it. A letter with a point is an initial.
    fn belongs(&self, place: usize) -> bool {
        let free = matches!(self.kind(place), SpanKind::Name | SpanKind::Filler | SpanKind::Ignored);
        let letter = self.word(place).len() == 1;
        let sign = self.sign_behind(place);
        free && surnames::is_particle(self.word(place))
            && !(letter && sign == Some('.'))
            && sign.is_none_or(|sign| !matches!(sign, ',' | ';' | ':' | '/'))
    }

    /// Whether a word is a letter that may be an initial: one that nothing was made of, or a small word (`a`, `y`) that is
    /// written large.
    fn is_letter(&self, place: usize) -> bool {
        let word = self.word(place);
        let letter = word.chars().count() == 1 && word.chars().all(char::is_alphabetic);
        match self.kind(place) {
            SpanKind::Ignored => letter,
            SpanKind::Filler => letter && self.is_big(place) && word != NEVER_INITIAL,
            _ => false,
        }
    }

    /// Whether a word is two or three letters with points between them.
    fn is_dotted(&self, place: usize) -> bool {
        let Some(piece) = self.pieces.get(place) else { return false };
        let letters = matches!(piece.folded.chars().count(), 2 | 3);
        letters && self.q.get(piece.start..piece.end).is_some_and(|typed| typed.contains(&'.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Places;
    use crate::query::parse;
    use crate::vocabulary::Vocabulary;

    /// The readings of a question: words, and behind a stroke what is ignored.
    fn read(q: &str) -> Vec<String> {
        static LOADED: std::sync::LazyLock<(Vocabulary, Places)> = std::sync::LazyLock::new(|| {
            let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
            (vocabulary, Places::bundled().expect("the bundled places load"))
        });
        let (intent, _) = parse(q, &LOADED.0, &LOADED.1);
        let shown = |intent: &Intent| {
            let spans: Vec<&str> = intent.spans.iter().map(|span| span.text.as_str()).collect();
            let letters = |text: &str| normalize::fold(text).replace(' ', "");
            assert_eq!(letters(&spans.concat()), letters(q), "{q}: every word stands in a span once");
            let ignored = intent.ignored.join(",");
            format!("{}{}{ignored}", intent.words.join(" "), if ignored.is_empty() { "" } else { " / " })
        };
        readings(&intent, q).iter().map(shown).collect()
    }

    #[test]
    fn a_letter_beside_one_word_is_an_initial_first_and_then_nothing() {
        for (q, expected) in [
            ("J. Smith", vec!["j smith", "smith / J"]),
            ("J Smith", vec!["j smith", "smith / J"]),
            ("Smith J", vec!["smith j", "smith / J"]),
            ("smith, j.", vec!["smith j", "smith / j"]),
            ("Dr. J. Smith chiropractor", vec!["j smith", "smith / J"]),
            ("A. Smith", vec!["a smith", "smith"]),
            ("J. P. Smith", vec!["j smith / P", "smith / J,P"]),
            ("J.P. Smith", vec!["jp smith", "j smith"]),
            ("Smith", vec!["smith"]),
            ("a smith", vec!["smith"]),
            ("John Q Smith", vec!["john smith / Q"]),
            ("John Q. Public Smith", vec!["john public smith / Q"]),
            ("J and Smith", vec!["smith / J"]),
            ("J", vec![" / J"]),
        ] {
            assert_eq!(read(q)[..expected.len()], expected, "{q}");
            assert_eq!(read(q).len(), expected.len(), "{q}");
        }
    }

    #[test]
    fn a_surname_in_several_words_is_one_first() {
        for (q, expected) in [
            ("O Brien", vec!["obrien", "o brien", "brien"]),
            ("o brien", vec!["obrien", "brien"]),
            ("O. Brien", vec!["o brien", "brien"]),
            ("O'Brien", vec!["obrien"]),
            ("Mc Donald", vec!["mcdonald", "mc donald"]),
            ("Maria de la Cruz", vec!["maria delacruz", "maria cruz"]),
            ("maria dela cruz", vec!["maria delacruz", "maria dela cruz"]),
            ("J. de la Cruz", vec!["j delacruz", "delacruz / J", "cruz / J"]),
            ("van der Berg", vec!["vanderberg", "van der berg"]),
            ("Garcia Lopez", vec!["garcia lopez"]),
            ("Garcia-Lopez", vec!["garcia lopez"]),
        ] {
            assert_eq!(read(q), expected, "{q}");
        }
    }
}
