//! How a word sounds, near enough: `fisical` and `physical`, `kiropractor` and `chiropractor` have one key.
//!
//! In: a folded word of letters. Out: its key. Invariant: the key of a key is the key itself.
//!
//! # Source
//! General knowledge of English and Spanish spelling: which letters people write for the same sound.

/// What is written at a word's beginning and not spoken.
const SILENT: [(&[u8], &[u8]); 4] = [(b"ps", b"s"), (b"pn", b"n"), (b"kn", b"n"), (b"wr", b"r")];

/// The key of a word's sound; equal letters that follow each other count once.
pub(crate) fn key(word: &str) -> String {
    let mut rest = word.as_bytes();
    let mut key = String::with_capacity(rest.len());
    for (written, spoken) in SILENT {
        if rest.starts_with(written) && rest.len() > written.len() {
            push(&mut key, spoken[0]);
            rest = &rest[written.len()..];
        }
    }
    while let Some((spoken, count)) = spoken(rest) {
        push(&mut key, spoken);
        rest = &rest[count..];
    }
    key
}

fn push(key: &mut String, letter: u8) {
    if !key.as_bytes().ends_with(&[letter]) {
        key.push(char::from(letter));
    }
}

/// The sound that letters begin with, and how many of them write it.
fn spoken(rest: &[u8]) -> Option<(u8, usize)> {
    Some(match rest {
        [] => return None,
        [b'p', b'h', ..] => (b'f', 2),
        [b'c', b'h' | b'k', ..] | [b'q', b'u', ..] => (b'k', 2),
        [letter @ (b't' | b'r'), behind @ ..] if behind.first() == Some(&b'h') => {
            // However many: the key of a key has no silent letter left.
            (*letter, 1 + behind.iter().take_while(|letter| **letter == b'h').count())
        }
        [b's', b'c', b'e' | b'i' | b'y', ..] => (b's', 2),
        [b'c', b'e' | b'i' | b'y', ..] | [b'z', ..] => (b's', 1),
        [b'c' | b'q', ..] => (b'k', 1),
        [b'y', ..] => (b'i', 1),
        [letter, ..] => (*letter, 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_sounds_alike_has_one_key() {
        for (typed, meant) in [
            ("fisical", "physical"),
            ("kiropractor", "chiropractor"),
            ("quiropractor", "chiropractor"),
            ("siatica", "sciatica"),
            ("sykiatrist", "psychiatrist"),
            ("rumatologist", "rhumatologist"),
            ("akupuncture", "accupuncture"),
            ("therapyst", "therapist"),
        ] {
            assert_eq!(key(typed), key(meant), "{typed}");
        }
        assert_ne!(key("massage"), key("message"));
        assert_eq!(key(""), "");
        assert_eq!([key("rhh"), key("thh")], ["r", "t"]);
    }

    proptest! {
        #[test]
        fn the_key_of_a_key_is_the_key(word in "[a-z]{0,14}") {
            let once = key(&word);
            // `pps` is spoken `ps`, which would lose its first letter once more.
            let begins_silent = SILENT.iter().any(|(written, _)| once.as_bytes().starts_with(written));
            prop_assert!(begins_silent || key(&once) == once, "{word}");
        }
    }
}
