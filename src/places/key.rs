//! The spelling-free key of a place name: `Saint Louis`, `St. Louis` and `ST LOUIS` are `stlouis`.
//!
//! In: a name as a table or a person writes it. Out: small letters and digits only. Invariant: a name of a table and
//! the tokens of a text have the same key when a reader takes them for the same name.

use crate::vocabulary::normalize::{self, Token};

/// Words that lists and post offices shorten, and how they are shortened.
///
/// # Source
/// General knowledge; `zips.csv` writes both forms (`Saint Louis`, `St Thomas`).
const SHORTENED: [(&str, &str); 5] =
    [("saint", "st"), ("sainte", "ste"), ("fort", "ft"), ("mount", "mt"), ("point", "pt")];

/// Letters that post offices write for the four winds.
const WINDS: [(&str, &str); 4] = [("n", "north"), ("s", "south"), ("e", "east"), ("w", "west")];

/// Appends the key of a name to `out`. ASCII names, nearly all, are folded without an allocation.
pub(super) fn push_name(out: &mut String, name: &str) {
    if name.is_ascii() {
        let start = out.len();
        let mut word = start;
        for byte in name.bytes() {
            match byte {
                b'a'..=b'z' | b'0'..=b'9' => out.push(char::from(byte)),
                b'A'..=b'Z' => out.push(char::from(byte.to_ascii_lowercase())),
                b'.' | b'\'' | b'`' => {}
                _ => word = shorten(out, word),
            }
        }
        shorten(out, word);
    } else {
        // The okina of Hawaiian names is a letter, and left out by whoever types them.
        let plain: String = name.chars().filter(|letter| !matches!(letter, '‘' | '’' | 'ʻ' | '`')).collect();
        for token in normalize::tokens(&plain) {
            push_word(out, &token.text);
        }
    }
}

/// The key of a name.
pub(super) fn of_name(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    push_name(&mut key, name);
    key
}

/// The key of a text's tokens.
pub(super) fn of_tokens(tokens: &[Token]) -> String {
    let mut key = String::new();
    for token in tokens {
        push_word(&mut key, &token.text);
    }
    key
}

/// The letters of a name with its shortened words written out, where it has any: `fortpierce` of `Ft. Pierce`.
pub(super) fn written_out(name: &str) -> Option<String> {
    let is_shortened = |word: &str| {
        let same = |other: &str| word.eq_ignore_ascii_case(other);
        SHORTENED.iter().any(|(long, short)| same(long) || same(short))
    };
    let shortens = name.split([' ', '-', '.']).any(is_shortened);
    shortens.then(|| normalize::tokens(name).iter().map(|token| long_word(&token.text)).collect())
}

/// A word that lists shorten as it is spoken, any other as it is.
pub(super) fn long_word(word: &str) -> &str {
    SHORTENED.iter().find(|(_, short)| *short == word).map_or(word, |(long, _)| long)
}

/// The key of tokens whose first is a wind's letter, written out: `n las vegas` is North Las Vegas.
pub(super) fn with_wind(tokens: &[Token]) -> Option<String> {
    let (first, rest) = tokens.split_first()?;
    let wind = WINDS.iter().find(|(letter, _)| first.text == *letter)?.1;
    (!rest.is_empty()).then(|| format!("{wind}{}", of_tokens(rest)))
}

/// Whether a word is a wind's letter, behind which [`with_wind`] reads on.
pub(super) fn is_wind(word: &str) -> bool {
    WINDS.iter().any(|(letter, _)| *letter == word)
}

/// What a word that is still being typed may become: `fo` may be `fort`, which keys shorten to `ft`.
pub(super) fn shortened_by_prefix(word: &str) -> Option<&'static str> {
    let begins = |(long, _): &&(&str, &str)| word.len() >= 2 && long.starts_with(word);
    SHORTENED.iter().find(begins).map(|(_, short)| *short)
}

/// Appends the key of one token.
pub(super) fn push_word(key: &mut String, word: &str) {
    let start = key.len();
    key.extend(word.chars().filter(char::is_ascii_alphanumeric));
    shorten(key, start);
}

/// Shortens the word that begins at `start`, if it is one of those; returns where the next word begins.
fn shorten(key: &mut String, start: usize) -> usize {
    if let Some((_, short)) = SHORTENED.iter().find(|(long, _)| key[start..] == **long) {
        key.truncate(start);
        key.push_str(short);
    }
    key.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key() {
        let names = [
            ("stlouis", ["St. Louis", "Saint Louis", "ST LOUIS", "st.louis"]),
            ("winstonsalem", ["Winston-Salem", "Winston Salem", "WINSTON-SALEM", "winston  salem"]),
            ("ofallon", ["O'Fallon", "O’Fallon", "O Fallon", "OFALLON"]),
            ("ftworth", ["Fort Worth", "Ft. Worth", "FT WORTH", "fort-worth"]),
            ("mtpleasant", ["Mount Pleasant", "Mt Pleasant", "MT. PLEASANT", "Mount  Pleasant"]),
            ("sanjose", ["San José", "San Jose", "SAN JOSÉ", "San Jose´"]),
        ];
        for (key, spellings) in names {
            for spelling in spellings {
                let typed = of_tokens(&normalize::tokens(&spelling.replace(".l", ". L")));
                assert_eq!(typed, key, "typed {spelling}");
            }
        }
    }

    #[test]
    fn only_whole_words_are_shortened() {
        assert_eq!(of_name("Fortuna"), "fortuna");
        assert_eq!(of_name("Rockport Fort"), "rockportft");
        assert_eq!(of_name("Mountain View"), "mountainview");
    }
}
