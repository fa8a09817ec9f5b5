//! Names that are being typed, completed and corrected: what the index gives is what a scan of all providers gives.

use super::*;
use crate::index::names::{NameQuestion, NamedProvider};

fn asked(words: &[&str], near: Option<LatLon>) -> NameQuestion {
    let words = words.iter().map(|word| (*word).to_owned()).collect();
    NameQuestion { words, open: true, near, all_of: Vec::new() }
}

/// The providers of named ones.
fn numbers(named: &[NamedProvider]) -> Vec<u32> {
    named.iter().filter_map(|named| WORLD.snapshot.find(&named.id)).collect()
}

#[test]
fn several_words_complete_in_the_order_of_names() {
    for typed in [&["jane", "d"][..], &["spine", "center", "1"], &["obrien", "j"], &["nobody", "n"], &[]] {
        completes_by_name(&asked(typed, None));
    }
}

/// So does a single word behind a specialty, and several.
#[test]
fn words_behind_a_specialty_complete_in_the_order_of_names() {
    for row in 0..3 {
        for typed in [&["s"][..], &["smi"], &["spine"], &["j"], &["jane", "d"], &["c", "s"], &["nobody"], &[]]
        {
            let all_of = vec![vec![Concept::Specialty(SpecialtyId::from_row(row))]];
            completes_by_name(&NameQuestion { all_of, ..asked(typed, None) });
        }
    }
}

/// Few and many names are what a scan finds, each at the practice that it finds.
fn completes_by_name(asked: &NameQuestion) {
    for limit in [1, 6, 15, 400] {
        let completed = WORLD.snapshot.complete_names(asked, limit).expect("a sound index");
        let lookup = Lookup {
            words: Some(Words::plain(asked.words.clone(), true, 0)),
            all_of: asked.all_of.clone(),
            limit: if asked.words.is_empty() { 0 } else { limit },
            ..plain(None, Order::Name)
        };
        let hits = WORLD.oracle.scan(&lookup).hits;
        let town = |hit: &Candidate| {
            let provider = WORLD.snapshot.provider(hit.provider).expect("a record");
            let place = provider.practices.iter().nth(hit.practice).expect("a practice").clone();
            format!("{}, {}", place.city, place.state)
        };
        let expected: Vec<_> = hits.iter().map(|hit| (hit.provider, town(hit))).collect();
        let towns = completed.iter().map(|named| named.town.clone());
        assert_eq!(numbers(&completed).into_iter().zip(towns).collect::<Vec<_>>(), expected, "{asked:?}");
    }
}

/// All who have the words, by the exact distance of their nearest practice; and those of a specialty alone.
#[test]
fn names_near_a_point_complete_nearest_first() {
    let specialty = Concept::Specialty(SpecialtyId::from_row(0));
    for center in [point(40.7, -74.0), point(90.0, 0.0), point(0.0, 180.0), point(61.2, -149.9)] {
        for typed in [&["smi"][..], &["jane", "d"], &["spi"], &["li"], &["nobody"]] {
            for all_of in [Vec::new(), vec![vec![specialty.clone()]]] {
                let asked = NameQuestion { all_of: all_of.clone(), ..asked(typed, Some(center)) };
                let completed = WORLD.snapshot.complete_names(&asked, 15).expect("a sound index");
                let lookup = Lookup {
                    words: Some(Words::plain(asked.words.clone(), true, 0)),
                    all_of,
                    limit: 15,
                    ..plain(Some(Area { center, reach: Reach::Any }), Order::Distance)
                };
                let hits = WORLD.oracle.scan(&lookup).hits;
                let expected: Vec<_> = hits.iter().map(|hit| hit.provider).collect();
                assert_eq!(numbers(&completed), expected, "{typed:?}");
                let metres: Vec<_> = completed.iter().map(|named| named.metres).collect();
                assert_eq!(metres, hits.iter().map(|hit| hit.metres).collect::<Vec<_>>());
            }
        }
    }
}

/// Whoever has the words that most bear comes first, those whose family name or first word it is before others.
#[test]
fn a_single_word_completes_by_how_many_bear_it() {
    for typed in ["s", "smi", "d", "spine", "back", "j"] {
        let completed = WORLD.snapshot.complete_names(&asked(&[typed], None), 40).expect("a sound index");
        let mut bearers: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
        let words_of = |provider: &Provider| {
            let practices = provider.practices.iter().filter_map(|practice| practice.name.as_deref());
            let names = std::iter::once(provider.name.to_string())
                .chain(provider.aliases.iter().cloned())
                .chain(practices.map(str::to_owned));
            let words = names.flat_map(|name| tokens(&name)).map(|token| token.text);
            words.filter(|word| word.starts_with(typed)).collect::<BTreeSet<String>>()
        };
        for provider in WORLD.oracle.providers() {
            for word in words_of(provider) {
                *bearers.entry(word).or_default() += 1;
            }
        }
        let expected = bearers.iter().max_by_key(|(word, count)| (*word == typed, **count, Reverse(*word)));
        let (word, _) = expected.expect("somebody");
        let first = completed.first().and_then(|named| WORLD.snapshot.find(&named.id)).expect("somebody");
        let first = WORLD.snapshot.provider(first).expect("a record");
        assert!(words_of(&first).contains(word), "{typed}: {word} {first:?}");
        let numbers = numbers(&completed);
        assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "each once");
        for number in numbers {
            assert!(!words_of(&WORLD.snapshot.provider(number).expect("a record")).is_empty());
        }
    }
}

#[test]
fn misspelt_names_are_corrected_and_right_ones_are_not() {
    let names = |typed: &[&str], near: Option<LatLon>| -> Vec<String> {
        let found = WORLD.snapshot.correct_names(&asked(typed, near), 10).expect("a sound index");
        found.into_iter().map(|named| named.name).collect()
    };
    for (typed, name) in [
        (&["smtih"][..], "Smith"),
        (&["smtih"], "Smith"),
        (&["muñzo"], "Muñoz"),
        (&["rodirguez"], "Rodriguez"),
        (&["jane", "smtih"], "Jane Smith"),
    ] {
        let folded: Vec<String> = typed.iter().map(|word| fold(word)).collect();
        let folded: Vec<&str> = folded.iter().map(String::as_str).collect();
        for near in [None, Some(point(40.7, -74.0))] {
            let found = names(&folded, near);
            assert!(!found.is_empty() && found.iter().all(|own| own.contains(name)), "{typed:?}: {found:?}");
        }
    }
    for nothing in [&["smi"][..], &["5mith"], &["zzzzzz"], &[]] {
        assert_eq!(names(nothing, None), [""; 0], "{nothing:?}");
    }
}
