//! A whole name in one text as its parts: `DOE, JANE A DC`, `Jane A. Doe Jr., DC`, `Dr. Jane de la Cruz`.

use super::title::{self, Subject};
use super::whole_name::without_numbers;
use crate::domain::Name;
use crate::vocabulary::Vocabulary;
use std::borrow::Cow;

/// The parts of a person's name, not yet title-cased, and the credentials that stood with it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Parts {
    /// Given name.
    pub(super) given: String,
    /// Middle names.
    pub(super) middle: String,
    /// Family name; not empty when anything was read.
    pub(super) family: String,
    /// `JR`, `III`.
    pub(super) suffix: String,
    /// Credentials that stood with the name.
    pub(super) credentials: String,
}

impl Parts {
    /// The name, as people write it; `None` when it is empty.
    pub(super) fn named(self) -> Option<Name> {
        let case = |text: String, subject| title::case(Cow::Owned(text), subject);
        let given = case(self.given, Subject::Given);
        let middle = case(self.middle, Subject::Given);
        let family = case(self.family, Subject::Family);
        let suffix = generation(&self.suffix).unwrap_or_default();
        match (family.is_empty(), given.is_empty()) {
            (false, _) => Some(Name::Person { given, middle, family, suffix }),
            (true, false) => Some(Name::Person { given: String::new(), middle, family: given, suffix }),
            (true, true) => None,
        }
    }
}

/// Titles before a name.
const TITLES: [&str; 8] = ["dr", "doctor", "mr", "mrs", "ms", "miss", "prof", "professor"];

/// Words that open a family name of several words.
const PARTICLES: [&str; 19] = [
    "de", "del", "dela", "della", "da", "das", "dos", "di", "du", "van", "von", "der", "den", "ter", "la",
    "le", "st", "bin", "el",
];

/// Reads a person's whole name. Never fails: a single word is the family name.
pub(super) fn read(text: &str, vocabulary: &Vocabulary) -> Parts {
    let untitled = without_titles(text);
    let segments: Vec<&str> = untitled
        .split(',')
        .map(|part| without_numbers(part.trim()))
        .filter(|part| !part.is_empty())
        .collect();
    let mut reading = Reading { parts: Parts::default(), vocabulary, capitals: in_capitals(untitled) };
    match reading.without_credentials(&segments) {
        [] => {}
        [whole] => reading.in_order(whole),
        [family, given, rest @ ..] => {
            reading.family_first(family, given);
            for segment in rest {
                reading.keep_suffix(segment);
            }
        }
    }
    reading.parts
}

/// `Jr.`, `Sr.` or the numeral that a text is, in the usual spelling.
pub(super) fn generation(text: &str) -> Option<String> {
    let letters: String = text.chars().filter(|c| !matches!(c, '.' | ' ' | ',')).collect();
    match letters.to_ascii_uppercase().as_str() {
        "JR" | "JUNIOR" => Some("Jr.".to_owned()),
        "SR" | "SENIOR" => Some("Sr.".to_owned()),
        numeral @ ("I" | "II" | "III" | "IV" | "V" | "VI" | "VII" | "VIII" | "IX" | "X") => {
            Some(numeral.to_owned())
        }
        "2ND" => Some("II".to_owned()),
        "3RD" => Some("III".to_owned()),
        _ => None,
    }
}

/// A name without the titles before it.
pub(super) fn without_titles(text: &str) -> &str {
    let mut rest = text.trim();
    while let Some((first, tail)) = rest.split_once(' ') {
        let word = first.trim_end_matches(['.', ',']).to_ascii_lowercase();
        if !TITLES.contains(&word.as_str()) {
            break;
        }
        rest = tail.trim_start();
    }
    rest
}

fn in_capitals(text: &str) -> bool {
    !text.chars().any(char::is_lowercase)
}

struct Reading<'v> {
    parts: Parts,
    vocabulary: &'v Vocabulary,
    capitals: bool,
}

impl Reading<'_> {
    /// The segments before the credentials and suffixes at the end, which go to the parts.
    fn without_credentials<'s, 't>(&mut self, segments: &'s [&'t str]) -> &'s [&'t str] {
        let mut left = segments;
        while let [before @ .., last] = left {
            let words_before = before.iter().map(|segment| segment.split(' ').count()).sum::<usize>();
            if words_before == 0 {
                break;
            }
            if generation(last).is_some() && last.len() > 1 {
                self.keep_suffix(last);
            } else if words_before >= 2 && self.is_credential(last) || self.is_degree_alone(last) {
                self.keep_credential(last);
            } else {
                break;
            }
            left = before;
        }
        left
    }

    /// Whether a text behind a name is made of credentials, known or by their look.
    fn is_credential(&self, text: &str) -> bool {
        text.split([' ', '/', '&', ';'])
            .filter(|word| !word.is_empty())
            .all(|word| self.is_credential_word(word))
    }

    /// Whether a text behind a single word is a degree of ours, and hardly somebody's initials: `Smith, DC`.
    fn is_degree_alone(&self, text: &str) -> bool {
        let written_so = in_capitals(text) && text.chars().filter(|c| c.is_alphabetic()).count() > 1;
        written_so && !text.contains(' ') && !self.vocabulary.credentials(text).specialties.is_empty()
    }

    fn is_credential_word(&self, word: &str) -> bool {
        let known = !self.vocabulary.credentials(word).listed.is_empty();
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        // `Do` behind Kim is a name; in a text of capitals one cannot tell, and the vocabulary decides.
        let written_so = in_capitals(word) || word.contains('.') || letters > 2;
        let looks_so = !self.capitals && in_capitals(word) && (2..=6).contains(&letters) && word.len() < 10;
        known && written_so || looks_so
    }

    fn keep_credential(&mut self, text: &str) {
        let all = &mut self.parts.credentials;
        *all = if all.is_empty() { text.to_owned() } else { format!("{text}, {all}") };
    }

    fn keep_suffix(&mut self, text: &str) {
        if self.parts.suffix.is_empty() && generation(text).is_some() {
            text.clone_into(&mut self.parts.suffix);
        } else if self.is_credential(text) {
            self.keep_credential(text);
        }
    }

    /// `Jane A. Doe Jr. DC`
    fn in_order(&mut self, text: &str) {
        let mut words: Vec<&str> = text.split(' ').filter(|word| !word.is_empty()).collect();
        self.strip_tail(&mut words, 2);
        let Some((&last, before)) = words.split_last() else {
            return;
        };
        let Some((&given, between)) = before.split_first() else {
            last.clone_into(&mut self.parts.family);
            return;
        };
        let is_particle = |word: &&str| {
            let word = word.trim_end_matches('.').to_lowercase();
            PARTICLES.contains(&word.as_str())
        };
        let family_at = between.iter().position(is_particle).unwrap_or(between.len());
        let (middle, particles) = between.split_at(family_at);
        given.clone_into(&mut self.parts.given);
        self.parts.middle = middle.join(" ");
        self.parts.family = particles.iter().copied().chain([last]).collect::<Vec<_>>().join(" ");
    }

    /// `DOE JR, JANE A DC`
    fn family_first(&mut self, family: &str, given: &str) {
        let mut family: Vec<&str> = family.split(' ').filter(|word| !word.is_empty()).collect();
        self.strip_tail(&mut family, 1);
        self.parts.family = family.join(" ");
        let mut given: Vec<&str> = given.split(' ').filter(|word| !word.is_empty()).collect();
        self.strip_tail(&mut given, 1);
        let mut given = given.into_iter();
        self.parts.given = given.next().unwrap_or_default().to_owned();
        self.parts.middle = given.collect::<Vec<_>>().join(" ");
    }

    /// Takes credentials and suffixes off the end of words, of which some must stay.
    fn strip_tail(&mut self, words: &mut Vec<&str>, stay: usize) {
        while words.len() > stay {
            let Some(&last) = words.last() else {
                return;
            };
            // A single capital at the end is an initial or a numeral; only behind a family name is it the latter.
            if last.len() > 1 && generation(last).is_some() {
                self.keep_suffix(last);
            } else if !self.vocabulary.credentials(last).listed.is_empty() && self.is_credential_word(last) {
                self.keep_credential(last);
            } else {
                return;
            }
            words.pop();
        }
    }
}
