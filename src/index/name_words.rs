//! The words that a provider is found by, and the hash of its whole name.
//!
//! In: a provider. Out: texts for the text index, a hash for the columns. Invariant: everything is folded by the one
//! normalisation, and a name in several words is a single one besides.

use crate::domain::{Name, Provider};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::surnames;

/// The folded words of names: name, further names, names of practices; then what several of them are in one word.
pub(super) fn words_of(provider: &Provider) -> String {
    words_with(provider, &fold(provider.name.given()), &fold(provider.name.family()))
}

/// [`words_of`] where the given and the family name are folded already.
pub(super) fn words_with(provider: &Provider, given: &str, family: &str) -> String {
    let practices = provider.practices.iter().filter_map(|practice| practice.name.as_deref());
    let further: Vec<String> =
        provider.aliases.iter().map(String::as_str).chain(practices).map(fold).collect();
    let name = fold(&provider.name.to_string());
    let mut joined: Vec<String> = further.iter().flat_map(|text| surnames::joined(text)).collect();
    match &provider.name {
        Name::Organization(_) => joined.extend(surnames::joined(&name)),
        Name::Person { middle, .. } => {
            // Federal rows have the particles of a family name in the column of the middle one now and then.
            joined.extend(surnames::joined(given));
            joined.extend(surnames::joined(&format!("{} {family}", fold(middle))));
            joined.extend([given, family].into_iter().filter_map(surnames::in_one_word));
        }
    }
    joined.sort_unstable();
    joined.dedup();
    std::iter::once(name).chain(further).chain(joined).collect::<Vec<_>>().join(" ")
}

/// The words that a person's nicknames and initial are looked for in: those of the folded given name, and its first
/// letter.
pub(super) fn forms_of_given(given: &str) -> String {
    match given.chars().next() {
        Some(first) if given.chars().nth(1).is_some_and(|next| next != ' ') => format!("{given} {first}"),
        Some(_) | None => given.to_owned(),
    }
}

/// The hash that [`super::layout::PROVIDER_NAME_HASH`] holds of a name and that an exact name is found by: of its folded
/// words without blanks, so that `de la Cruz` and `Delacruz` are the same.
pub(super) fn name_hash<'w>(words: impl IntoIterator<Item = &'w str>) -> u64 {
    let letters: String = words.into_iter().flat_map(|word| word.split(' ')).collect();
    xxhash_rust::xxh3::xxh3_64(letters.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Practice, Practices};
    use crate::index::sample;

    #[test]
    fn a_name_in_several_words_is_one_word_besides() {
        let person = |given: &str, middle: &str, family: &str| {
            let (given, middle, family) = (given.into(), middle.into(), family.into());
            let name = Name::Person { given, middle, family, suffix: String::new() };
            let provider = sample::providers(1).swap_remove(0);
            let practice = Practice { name: None, ..provider.practices.first().clone() };
            let practices = Practices::one(practice);
            words_of(&Provider { name, aliases: Vec::new(), practices, ..provider })
        };
        assert_eq!(person("Ana", "", "García-López"), "ana garcia lopez garcialopez");
        assert_eq!(person("Mary Ann", "", "O Brien"), "mary ann o brien maryann obrien");
        assert_eq!(person("Maria", "De La", "Cruz"), "maria de la cruz delacruz");
        assert_eq!(person("John", "Q", "Smith"), "john q smith");
    }

    #[test]
    fn a_name_hashes_the_same_however_its_words_are_parted() {
        let hash = |words: &[&str]| name_hash(words.iter().copied());
        assert_eq!(hash(&["maria", "de la cruz"]), hash(&["maria", "delacruz"]));
        assert_eq!(hash(&["mary", "ann", "obrien"]), hash(&["mary ann", "o brien"]));
        assert_ne!(hash(&["mary", "smith"]), hash(&["smith", "mary"]));
    }

    #[test]
    fn a_given_name_goes_with_its_first_letter() {
        assert_eq!(forms_of_given("mary ann"), "mary ann m");
        assert_eq!(forms_of_given("j"), "j");
        assert_eq!(forms_of_given("j robert"), "j robert");
        assert_eq!(forms_of_given(""), "");
    }
}
