//! The tree against a walk along all words.

use super::*;
use proptest::prelude::*;

fn tree(keys: &[&str]) -> PrefixTree {
    let mut keys: Vec<&str> = keys.to_vec();
    keys.sort_unstable();
    let standings = (0..).map(|number| Standing { rank: 1_000 - number, group: number / 2 });
    PrefixTree::new(keys.into_iter().zip(standings))
}

#[test]
fn what_begins_so_is_a_run_of_keys() {
    let tree = tree(&["neck pain", "neck", "neck brace", "nerve", "acupuncture", "", "neck"]);
    for (typed, keys) in [
        ("ne", vec!["neck", "neck", "neck brace", "neck pain", "nerve"]),
        ("neck ", vec!["neck brace", "neck pain"]),
        ("neck pain", vec!["neck pain"]),
        ("acup", vec!["acupuncture"]),
    ] {
        let begun = tree.follow(PrefixTree::root(), typed).expect(typed);
        let found: Vec<&str> = tree.numbers(begun).map(|number| tree.key(number)).collect();
        assert_eq!(found, keys, "{typed}");
    }
    assert_eq!(tree.follow(PrefixTree::root(), "neckx"), None);
    let neck = tree.follow(PrefixTree::root(), "neck").expect("a beginning");
    assert_eq!(tree.whole(neck).len(), 2);
    assert_eq!(tree.whole(PrefixTree::root()).len(), 1);
    let empty = PrefixTree::new([]);
    assert!(empty.best(PrefixTree::root()).is_empty() && empty.near(b"neck", &[1; 4]).is_empty());
}

#[test]
fn blanks_part_words_that_have_edits_of_their_own() {
    let tree = tree(&["neck pain", "neck", "pain"]);
    let near = |typed: &str, allowed: &[u8]| -> Vec<(String, u8)> {
        let found = tree.near(typed.as_bytes(), allowed);
        found
            .into_iter()
            .map(|(begun, edits)| {
                let key = tree.key(tree.numbers(begun).start);
                (key[..begun.letters as usize].to_owned(), edits)
            })
            .collect()
    };
    assert_eq!(near("nek pa", &[1, 1, 1, 0, 0, 0]), [("neck pa".to_owned(), 1)]);
    let found = ["neck pa", "neck pai", "neck pain"].map(|begun| (begun.to_owned(), 2));
    assert_eq!(near("nek pan", &[1, 1, 1, 0, 1, 1, 1]), found);
    assert_eq!(near("nek pa", &[0; 6]), []);
    assert_eq!(near("neckpa", &[1; 6]), [("neck pa".to_owned(), 1)]);
    assert_eq!(near("nekc", &[1; 4]), [("nec".to_owned(), 1), ("neck".to_owned(), 1)]);
}

/// The fewest edits between a typed text and any beginning of a key, each swap one edit.
fn fewest(typed: &str, key: &str) -> usize {
    let ends = 0..=key.len();
    ends.map(|end| strsim::osa_distance(typed, &key[..end])).min().unwrap_or(usize::MAX)
}

proptest! {
    #[test]
    fn finds_every_key_that_nearly_begins_so(
        keys in prop::collection::btree_set("[abc]{0,8}", 1..30),
        typed in "[abc]{1,7}",
        allowed in 1_u8..=2,
    ) {
        let sorted: Vec<&str> = keys.iter().map(String::as_str).collect();
        let tree = tree(&sorted);
        let limits = vec![allowed; typed.len()];
        let mut least = vec![usize::MAX; sorted.len()];
        for (begun, edits) in tree.near(typed.as_bytes(), &limits) {
            for number in tree.numbers(begun) {
                let own = &mut least[number as usize];
                *own = (*own).min(usize::from(edits));
            }
        }
        for (own, key) in least.iter().zip(&sorted) {
            let scanned = fewest(&typed, key);
            if scanned > usize::from(allowed) {
                prop_assert_eq!(*own, usize::MAX, "{} {}", typed, key);
            } else if scanned > 0 {
                prop_assert_eq!(*own, scanned, "{} {}", typed, key);
            }
        }
    }

    #[test]
    fn the_best_are_those_of_a_scan(keys in prop::collection::btree_set("[abc]{1,6}", 1..120), typed in "[abc]{0,2}") {
        let sorted: Vec<&str> = keys.iter().map(String::as_str).collect();
        let tree = tree(&sorted);
        let Some(begun) = tree.follow(PrefixTree::root(), &typed) else {
            prop_assert!(sorted.iter().all(|key| !key.starts_with(&typed)));
            return Ok(());
        };
        // Ranks fall, and neighbours in pairs are a group: the last of each pair that begins so is the best.
        let mut scanned: Vec<u32> = Vec::new();
        for number in (0..u32::try_from(sorted.len()).expect("few")).rev() {
            let begins = sorted[number as usize].starts_with(&typed);
            if begins && scanned.iter().all(|known| known / 2 != number / 2) {
                scanned.push(number);
            }
        }
        scanned.truncate(KEPT);
        prop_assert_eq!(tree.best(begun), scanned);
    }
}
