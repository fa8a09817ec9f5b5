//! Finds the known words that a misspelt one may mean.
//!
//! In: the spellings of known words, once; then one word at a time. Out: known words within one edit (from 4 letters) or
//! two (from 8), an edit being a letter added, left out, changed, or two neighbours swapped. Invariant: words with
//! digits or letters other than a to z are never corrected.
//!
//! Two words within `k` edits have a common remainder after at most `k` deletions on each side, so an index of all
//! remainders finds every candidate without scanning the words.

use super::edits::Pattern;
use std::collections::HashMap;

/// Known words take one edit from the first length on and two from the second.
///
/// # Source
/// DESIGN.md, section 4: one-edit misspellings are found in full, no dermatologist becomes a rheumatologist.
const ONE_EDIT: usize = 4;
const TWO_EDITS: usize = 8;

/// A word that has grown to [`TWO_EDITS`] letters may be two edits from a known one of this length: `massssage`.
const TWO_EDITS_GROWN: usize = 7;

/// Longer words have too many remainders; no form has one.
const LONGEST: usize = 24;

/// At most so many bits of a remainder's hash pick its bucket; as many as give about one remainder a bucket.
const MOST_BUCKET_BITS: u32 = 19;

/// The base of the polynomial that hashes a word; any odd number far from small powers of two will do.
const BASE: u64 = 0x9E37_79B9_7F4A_7C15;

/// The remainders of all known words.
#[derive(Debug)]
pub(super) struct TypoIndex {
    spellings: Vec<(String, u32)>,
    /// Hash of a remainder and the place of its spelling, ordered by hash.
    remainders: Vec<(u64, u32)>,
    /// Where each bucket of `remainders` begins.
    buckets: Vec<u32>,
    /// How far a hash is shifted to give its bucket.
    shift: u32,
}

impl TypoIndex {
    /// Indexes spellings, each with the number of the word it spells; a word may have several.
    pub(super) fn new(spellings: Vec<(String, u32)>) -> Self {
        let mut remainders = Vec::new();
        for (place, (known, _)) in (0_u32..).zip(&spellings) {
            if is_correctable(known) {
                let deletions = if known.len() < TWO_EDITS_GROWN { 1 } else { 2 };
                for_each_remainder(known.as_bytes(), deletions, &mut |hash| remainders.push((hash, place)));
            }
        }
        remainders.sort_unstable();
        remainders.dedup();
        let bits = remainders.len().next_power_of_two().ilog2().clamp(1, MOST_BUCKET_BITS);
        let shift = u64::BITS - bits;
        let mut buckets = vec![0_u32; (1 << bits) + 1];
        for (hash, _) in &remainders {
            if let Some(next) = buckets.get_mut(place_of(hash >> shift) + 1) {
                *next += 1;
            }
        }
        for bucket in 1..buckets.len() {
            buckets[bucket] += buckets[bucket - 1];
        }
        Self { spellings, remainders, buckets, shift }
    }

    /// Known words near a text's word, with the edits to their nearest spelling; the nearest first, then by number.
    ///
    /// # Complexity
    /// O(letters²) look-ups for words that may take two edits, O(letters) for shorter ones.
    pub(super) fn near(&self, word: &str) -> Vec<(u32, u8)> {
        if !is_correctable(word) {
            return Vec::new();
        }
        // Two letters left out of the shortest word that takes two edits.
        let deletions = if word.len() < TWO_EDITS - 2 { 1 } else { 2 };
        let mut places: Vec<u32> = Vec::new();
        for_each_remainder(word.as_bytes(), deletions, &mut |hash| {
            places.extend(self.bucket(hash).iter().filter(|(own, _)| *own == hash).map(|(_, place)| *place));
        });
        places.sort_unstable();
        places.dedup();
        let pattern = Pattern::new(word);
        let mut nearest: HashMap<u32, u8> = HashMap::new();
        for (known, number) in places.into_iter().filter_map(|place| self.spellings.get(place as usize)) {
            let edits = u8::try_from(pattern.edits(known)).unwrap_or(u8::MAX);
            if edits <= allowed(word, known) {
                nearest.entry(*number).and_modify(|least| *least = edits.min(*least)).or_insert(edits);
            }
        }
        let mut near: Vec<(u32, u8)> = nearest.into_iter().collect();
        near.sort_unstable_by_key(|(number, edits)| (*edits, *number));
        near
    }

    fn bucket(&self, hash: u64) -> &[(u64, u32)] {
        let bucket = place_of(hash >> self.shift);
        let bound = |bucket: usize| self.buckets.get(bucket).map_or(0, |begin| *begin as usize);
        self.remainders.get(bound(bucket)..bound(bucket + 1)).unwrap_or_default()
    }
}

/// How many edits may lie between a typed word and a known one.
pub(super) fn allowed(typed: &str, known: &str) -> u8 {
    let grown = known.len() >= TWO_EDITS_GROWN && typed.len() >= TWO_EDITS;
    match known.len() {
        0..ONE_EDIT => 0,
        _ if known.len() >= TWO_EDITS || grown => 2,
        _ => 1,
    }
}

/// Whether a typed word is of the kind that is corrected: letters only, and at most one too few.
pub(super) fn is_correctable(word: &str) -> bool {
    (ONE_EDIT - 1..=LONGEST).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn place_of(bucket: u64) -> usize {
    usize::try_from(bucket).unwrap_or(0)
}

/// Calls `take` with the hash of a word and of what is left of it after up to `deletions` letters, two at most, are left
/// out.
///
/// A word's hash is a polynomial in [`BASE`] with the letters as coefficients, so that of a remainder is put together from
/// those of its parts: a few multiplications each, however long the word.
fn for_each_remainder(word: &[u8], deletions: u8, take: &mut impl FnMut(u64)) {
    let length = word.len().min(LONGEST);
    // Of the first n letters, and the base to the n-th.
    let (mut heads, mut powers) = ([0_u64; LONGEST + 1], [1_u64; LONGEST + 1]);
    for (at, letter) in word.iter().take(length).enumerate() {
        heads[at + 1] = heads[at].wrapping_mul(BASE).wrapping_add(u64::from(*letter));
        powers[at + 1] = powers[at].wrapping_mul(BASE);
    }
    let part = |from: usize, to: usize| heads[to].wrapping_sub(heads[from].wrapping_mul(powers[to - from]));
    let join =
        |left: u64, from: usize, to: usize| left.wrapping_mul(powers[to - from]).wrapping_add(part(from, to));
    take(mixed(heads[length]));
    if deletions == 0 || length < 2 {
        return;
    }
    for (first, head) in heads.iter().enumerate().take(length) {
        take(mixed(join(*head, first + 1, length)));
        if deletions > 1 && length > 2 {
            for second in first + 1..length {
                let left = join(*head, first + 1, second);
                take(mixed(join(left, second + 1, length)));
            }
        }
    }
}

/// Spreads a hash over all bits, of which the first pick its bucket.
fn mixed(hash: u64) -> u64 {
    let folded = (hash ^ (hash >> 32)).wrapping_mul(BASE);
    folded ^ (folded >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    const WORDS: [&str; 9] = [
        "chiropractor",
        "osteopath",
        "sciatica",
        "whiplash",
        "massage",
        "chiro",
        "neurologist",
        "rheumatologist",
        "yoga",
    ];

    fn index() -> &'static TypoIndex {
        static INDEX: LazyLock<TypoIndex> = LazyLock::new(|| {
            TypoIndex::new((0..).zip(WORDS).map(|(number, word)| (word.to_owned(), number)).collect())
        });
        &INDEX
    }

    fn near(word: &str) -> Vec<(&'static str, u8)> {
        let mut near: Vec<_> =
            index().near(word).into_iter().map(|(number, edits)| (WORDS[number as usize], edits)).collect();
        near.sort_unstable();
        near
    }

    #[test]
    fn edits_are_counted_as_people_make_them() {
        for (typed, meant) in [
            ("chiropracter", vec![("chiropractor", 1)]),
            ("chirpracter", vec![("chiropractor", 2)]),
            ("hciropractor", vec![("chiropractor", 1)]),
            ("kiropractor", vec![("chiropractor", 2)]),
            ("siatica", vec![("sciatica", 1)]),
            ("wiplsh", vec![("whiplash", 2)]),
            ("wiplash", vec![("whiplash", 1)]),
            ("masage", vec![("massage", 1)]),
            ("chrio", vec![("chiro", 1)]),
            ("yga", vec![("yoga", 1)]),
            ("oga", vec![("yoga", 1)]),
            ("yg", vec![]),
            ("chiropract0r", vec![]),
            ("dermatologist", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(near(typed), meant, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn finds_exactly_what_a_scan_finds(word in "[a-e]{1,9}|[chiropatse]{4,14}", at in 0_usize..9, cut in 0_usize..12) {
            let mut mangled = WORDS[at].to_owned();
            mangled.replace_range(cut.min(mangled.len())..cut.min(mangled.len()), "x");
            for typed in [word, mangled] {
                let reach = |known: &str| usize::from(allowed(&typed, known));
                let close = |known: &&str| is_correctable(&typed) && strsim::osa_distance(&typed, known) <= reach(known);
                let mut scanned: Vec<&str> = WORDS.into_iter().filter(close).collect();
                scanned.sort_unstable();
                prop_assert_eq!(near(&typed).into_iter().map(|(known, _)| known).collect::<Vec<_>>(), scanned);
            }
        }
    }
}
