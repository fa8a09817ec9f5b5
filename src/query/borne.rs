//! How a provider bears the words of names that were asked for: as typed, nearly so, or in another form of the given
//! name.
//!
//! In: a provider that was found, and the words. Out: the words that it bears otherwise than typed, each with the word
//! of its names. Invariant: the names are the record's own spelling; nothing is decided here.

use crate::domain::{Name, Provider};
use crate::index::{Given, NameView, Word, Words};
use crate::vocabulary::{Lang, normalize, surnames};

/// Words of names are searched with at most so many edits.
const MOST_EDITS: usize = 2;

/// A word asked for, and the word of a name that stands for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Borne {
    /// As asked for, folded.
    pub asked: String,
    /// As the record spells it.
    pub listed: String,
}

/// A word of a name, folded and as listed.
struct Own {
    folded: String,
    listed: String,
}

/// A provider's names as words.
struct Names {
    /// Of all names.
    all: Vec<Own>,
    /// Of a person's given name.
    given: Vec<Own>,
}

/// The words that a provider does not bear as typed.
pub(super) fn otherwise(provider: &Provider, words: &Words) -> Vec<Borne> {
    let names = Names::of(provider);
    let told = |(place, word): (usize, &Word)| {
        let listed = names.otherwise(word, words.is_prefix(place))?;
        Some(Borne { asked: word.text.clone(), listed })
    };
    words.words.iter().enumerate().filter_map(told).collect()
}

/// The words as a provider spells them, where it bears them somehow.
pub(super) fn spelled(provider: &Provider, words: &Words) -> String {
    let names = Names::of(provider);
    let spelled = |(place, word): (usize, &Word)| {
        let otherwise = names.otherwise(word, words.is_prefix(place));
        let as_listed =
            || names.all.iter().find(|own| own.is(&word.text, false)).map(|own| own.listed.clone());
        otherwise.or_else(as_listed).unwrap_or_else(|| word.text.clone())
    };
    words.words.iter().enumerate().map(spelled).collect::<Vec<_>>().join(" ")
}

/// Whether a name is a person's and has all words as typed.
pub(super) fn is_own_name(name: &NameView<'_>, words: &Words) -> bool {
    let NameView::Person([given, middle, family, _]) = name else { return false };
    let own = [given, middle, family].map(|part| normalize::tokens(part));
    let has = |word: &Word| own.iter().flatten().any(|token| token.text == word.text);
    words.words.iter().all(has)
}

/// Whether a name is a person's whose given and family names are the words, in that order.
pub(super) fn is_full_name(name: &NameView<'_>, words: &Words) -> bool {
    let NameView::Person([given, middle, family, _]) = name else { return false };
    let Some((last, first)) = words.words.split_last() else { return false };
    let has = |parts: &[&str], word: &Word| {
        parts.iter().flat_map(|part| normalize::tokens(part)).any(|token| token.text == word.text)
    };
    normalize::fold(family) == last.text && first.iter().all(|word| has(&[given, middle], word))
}

impl Names {
    fn of(provider: &Provider) -> Self {
        let practices = provider.practices.iter().filter_map(|practice| practice.name.as_deref());
        let others = provider.aliases.iter().map(String::as_str).chain(practices);
        let mut all: Vec<Own> =
            own(&provider.name.to_string()).into_iter().chain(others.flat_map(own)).collect();
        let Name::Person { given, family, .. } = &provider.name else {
            return Self { all, given: Vec::new() };
        };
        // A name in several words is one besides, as in the index.
        let whole = |name: &String| {
            let folded = surnames::in_one_word(&normalize::fold(name))?;
            Some(Own { folded, listed: name.clone() })
        };
        all.extend([given, family].into_iter().filter_map(whole));
        Self { all, given: own(given) }
    }

    /// The word of a name that stands for a word asked for and is not it.
    fn otherwise(&self, word: &Word, prefix: bool) -> Option<String> {
        match &word.given {
            Given::Initial => self.initial(&word.text),
            Given::AsTyped | Given::Also(_) if self.all.iter().any(|own| own.is(&word.text, prefix)) => None,
            Given::AsTyped => self.nearest(&word.text),
            Given::Also(others) => {
                let called = self.given.iter().find(|own| others.contains(&own.folded));
                called.map(|own| own.listed.clone()).or_else(|| self.nearest(&word.text))
            }
        }
    }

    /// The given name that a letter begins; none where the letter is all that is listed.
    fn initial(&self, letter: &str) -> Option<String> {
        let begun = self.given.first().filter(|own| own.folded.starts_with(letter))?;
        let is_listed = self.given.iter().any(|own| own.folded == letter);
        (!is_listed).then(|| begun.listed.clone())
    }

    /// The word of the names that differs least.
    fn nearest(&self, word: &str) -> Option<String> {
        let distance = |own: &&Own| strsim::osa_distance(&own.folded, word);
        let nearest = self.all.iter().min_by_key(distance)?;
        (distance(&nearest) <= MOST_EDITS).then(|| nearest.listed.clone())
    }
}

impl Own {
    fn is(&self, word: &str, prefix: bool) -> bool {
        self.folded == word || prefix && self.folded.starts_with(word)
    }
}

/// The same in words: `William for bill`.
pub(super) fn told(borne: &[Borne], lang: Lang) -> String {
    let one = |borne: &Borne| match lang {
        Lang::En => format!("{} for {}", borne.listed, borne.asked),
        Lang::Es => format!("{} por {}", borne.listed, borne.asked),
    };
    borne.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn own(name: &str) -> Vec<Own> {
    let listed = |start, end| name.get(start..end).unwrap_or_default().to_owned();
    let own = normalize::tokens(name).into_iter().map(|token| (listed(token.start, token.end), token.text));
    own.map(|(listed, folded)| Own { folded, listed }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::sample;

    fn person(given: &str, family: &str) -> Provider {
        let name = Name::Person {
            given: given.into(),
            middle: String::new(),
            family: family.into(),
            suffix: String::new(),
        };
        Provider { name, ..sample::providers().swap_remove(0) }
    }

    fn word(text: &str, given: Given) -> Word {
        Word { text: text.into(), given }
    }

    #[test]
    fn what_is_not_borne_as_typed_is_told_as_it_is_listed() {
        let bill = || word("bill", Given::Also(vec!["guillermo".into(), "william".into()]));
        let letter = || word("j", Given::Initial);
        let plain = |text: &str| word(text, Given::AsTyped);
        for (provider, words, expected) in [
            (person("William", "Kowalski"), vec![bill(), plain("kowalski")], "William for bill"),
            (person("Bill", "Kowalski"), vec![bill(), plain("kowal")], ""),
            (person("John", "Smith"), vec![letter(), plain("smith")], "John for j"),
            (person("J", "Smith"), vec![plain("smith"), letter()], ""),
            (
                person("Guillermo", "Muñoz"),
                vec![bill(), plain("munos")],
                "Guillermo for bill, Muñoz for munos",
            ),
        ] {
            let words = Words { words, last_is_prefix: true, edits: 2 };
            assert_eq!(told(&otherwise(&provider, &words), Lang::En), expected);
        }
        let parted = Words::plain(vec!["delacruz".into(), "ana".into()], true, 0);
        assert_eq!(otherwise(&person("Ana", "de la Cruz"), &parted), [], "one word of several is as typed");
        let parted = Words::plain(vec!["delacrus".into()], true, 2);
        assert_eq!(spelled(&person("Ana", "de la Cruz"), &parted), "de la Cruz");
        let words = Words::plain(vec!["ana".into(), "garsia".into()], true, 2);
        assert_eq!(spelled(&person("Ana", "García"), &words), "Ana García");
        let borne = Borne { asked: "pepe".into(), listed: "José".into() };
        assert_eq!(told(&[borne], Lang::Es), "José por pepe");
    }
}
