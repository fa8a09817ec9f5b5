//! The words that a provider is found by, and the hash of its whole name.
//!
//! In: a record. Out: texts for the text index, a hash for the columns. Invariant: everything is folded by the one
//! normalisation, and a name in several words is a single one besides.

use super::record::{NameView, RecordView};
use crate::domain::{Name, Provider, ProviderKind};
use crate::vocabulary::normalize::{fold, fold_into};
use crate::vocabulary::surnames;
use smallvec::SmallVec;

/// The folded words of names: name, further names, names of practices; then what several of them are in one word.
pub(super) fn words_of(provider: &Provider) -> String {
    let mut words = String::new();
    let record = RecordView::of(provider, "");
    FoldedName::of(record.name).push_words(&record, &mut words);
    words
}

/// A name whose parts are folded, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FoldedName {
    given: String,
    middle: String,
    /// The family name, or the organization's.
    family: String,
    suffix: String,
}

impl FoldedName {
    /// Folds a name: its parts, which is folding the whole, because a blank stands between them.
    pub(super) fn of(name: NameView<'_>) -> Self {
        match name {
            NameView::Person([given, middle, family, suffix]) => {
                Self { given: fold(given), middle: fold(middle), family: fold(family), suffix: fold(suffix) }
            }
            NameView::Organization(name) => Self { family: fold(name), ..Self::default() },
        }
    }

    /// Appends the words that the provider of this name is found by.
    pub(super) fn push_words(&self, record: &RecordView<'_>, out: &mut String) {
        let Self { given, middle, family, suffix } = self;
        let mut gap = "";
        for part in [given, middle, family, suffix].into_iter().filter(|part| !part.is_empty()) {
            out.push_str(gap);
            out.push_str(part);
            gap = " ";
        }
        let mut joined: Vec<String> = Vec::new();
        let practices = record.practices.iter().filter_map(|practice| practice.name);
        for further in record.aliases.iter().copied().chain(practices) {
            out.push(' ');
            let start = out.len();
            fold_into(further, out);
            joined.extend(surnames::joined(out[start..].split(' ')));
        }
        match record.name.kind() {
            ProviderKind::Organization => joined.extend(surnames::joined(family.split(' '))),
            ProviderKind::Person => {
                joined.extend(surnames::joined(given.split(' ')));
                // Federal rows have the particles of a family name in the column of the middle one now and then.
                joined.extend(surnames::joined(middle.split(' ').chain(family.split(' '))));
                joined.extend([given, family].into_iter().filter_map(|part| surnames::in_one_word(part)));
            }
        }
        joined.sort_unstable();
        joined.dedup();
        for word in &joined {
            out.push(' ');
            out.push_str(word);
        }
    }

    /// Appends the words that a person's nicknames and initial are looked for in: those of the given name, and its first
    /// letter.
    pub(super) fn push_forms_of_given(&self, out: &mut String) {
        out.push_str(&self.given);
        let mut letters = self.given.chars();
        if let (Some(first), Some(next)) = (letters.next(), letters.next())
            && next != ' '
        {
            out.push(' ');
            out.push(first);
        }
    }

    /// Appends what names are sorted by: the family name, then the given name.
    pub(super) fn push_sorted_by(&self, out: &mut String) {
        out.push_str(&self.family);
        out.push('\0');
        out.push_str(&self.given);
    }

    /// The hash of given and family name.
    pub(super) fn hash(&self) -> u64 {
        name_hash([self.given.as_str(), &self.family])
    }
}

/// The hash that [`super::layout::PROVIDER_NAME_HASH`] holds of a name and that an exact name is found by: of its folded
/// words without blanks, so that `de la Cruz` and `Delacruz` are the same.
pub(super) fn name_hash<'w>(words: impl IntoIterator<Item = &'w str>) -> u64 {
    let mut letters: SmallVec<[u8; 96]> = SmallVec::new();
    for word in words {
        letters.extend(word.bytes().filter(|byte| *byte != b' '));
    }
    xxhash_rust::xxh3::xxh3_64(&letters)
}

/// The same hash of organizations' names that have a legal form behind the words.
pub(super) fn formed_hashes(words: &[String]) -> Vec<u64> {
    if words.is_empty() {
        return Vec::new();
    }
    let formed = |form| name_hash(words.iter().map(String::as_str).chain([form]));
    Name::LEGAL_FORMS.into_iter().map(formed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Practice, Practices};
    use crate::index::sample;
    use proptest::prelude::*;

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
        let forms = |given: &str| {
            let mut forms = String::new();
            FoldedName { given: given.to_owned(), ..FoldedName::default() }.push_forms_of_given(&mut forms);
            forms
        };
        assert_eq!(forms("mary ann"), "mary ann m");
        assert_eq!(forms("j"), "j");
        assert_eq!(forms("j robert"), "j robert");
        assert_eq!(forms("élise"), "élise é");
        assert_eq!(forms(""), "");
    }

    proptest! {
        #[test]
        fn a_name_is_folded_by_its_parts(parts in prop::array::uniform4("[a-zA-Z0-9.,' \u{2019}é½ß\u{200B}-]{0,9}|\\PC{0,6}")) {
            let [given, middle, family, suffix] = parts;
            let name = Name::Person { given, middle, family, suffix };
            let FoldedName { given, middle, family, suffix } = FoldedName::of(NameView::of(&name));
            let parts = [given, middle, family, suffix];
            let folded: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
            prop_assert_eq!(folded.join(" "), fold(&name.to_string()));
        }
    }
}
