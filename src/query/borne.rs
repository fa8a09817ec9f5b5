//! How a provider bears the words of names that were asked for: as typed, nearly so, or in another form of the given
//! name.
//!
//! In: a provider that was found, and the words. Out: the words that it bears otherwise than typed, each with the word
//! of its names. Invariant: the names are the record's own spelling; nothing is decided here.

use crate::domain::{Name, Provider};
use crate::index::{Given, Word, Words};
use crate::vocabulary::Lang;
use crate::vocabulary::normalize::tokens;

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

/// The words that a provider does not bear as typed.
pub(super) fn otherwise(provider: &Provider, words: &Words) -> Vec<Borne> {
    let practices = provider.practices.iter().filter_map(|practice| practice.name.as_deref());
    let others = provider.aliases.iter().map(String::as_str).chain(practices);
    let names: Vec<Own> = own(&provider.name.to_string()).into_iter().chain(others.flat_map(own)).collect();
    let given = match &provider.name {
        Name::Person { given, .. } => own(given),
        Name::Organization(_) => Vec::new(),
    };
    let told = |(place, word): (usize, &Word)| {
        let listed = match &word.given {
            Given::Initial => initial(&given, &word.text)?,
            Given::AsTyped | Given::Also(_) if has(&names, &word.text, words.is_prefix(place)) => {
                return None;
            }
            Given::AsTyped => nearest(&names, &word.text)?,
            Given::Also(others) => {
                let called = given.iter().find(|own| others.contains(&own.folded));
                called.map(|own| own.listed.clone()).or_else(|| nearest(&names, &word.text))?
            }
        };
        Some(Borne { asked: word.text.clone(), listed })
    };
    words.words.iter().enumerate().filter_map(told).collect()
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
    let own = tokens(name).into_iter().map(|token| (listed(token.start, token.end), token.text));
    own.map(|(listed, folded)| Own { folded, listed }).collect()
}

fn has(names: &[Own], word: &str, prefix: bool) -> bool {
    names.iter().any(|own| own.folded == word || prefix && own.folded.starts_with(word))
}

/// The given name that a letter begins; none where the letter is all that is listed.
fn initial(given: &[Own], letter: &str) -> Option<String> {
    let begun = given.first().filter(|own| own.folded.starts_with(letter))?;
    (begun.folded != letter && !has(given, letter, false)).then(|| begun.listed.clone())
}

/// The word of the names that differs least.
fn nearest(names: &[Own], word: &str) -> Option<String> {
    let nearest = names.iter().min_by_key(|own| strsim::osa_distance(&own.folded, word))?;
    Some(nearest.listed.clone())
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
        let borne = Borne { asked: "pepe".into(), listed: "José".into() };
        assert_eq!(told(&[borne], Lang::Es), "José por pepe");
    }
}
