//! The one text normalisation: whatever is indexed or asked is folded here, the same way.
//!
//! Lower case, accents folded away, curly and straight apostrophes dropped (`o'brien` and `obrien` are one word, and
//! so are `worker's` and `workers`), everything that is neither letter nor digit a gap, `.` between single letters
//! dropped (`d.c.` = `dc`). Numbers keep what makes them numbers: the decimal point (`40.44`, `.5`) and, after the
//! start, a blank or a comma, the minus (`-79.95`). Plurals are the matcher's business, not done here.
//!
//! Invariant: token spans are character boundaries of the original text, ascend and do not overlap; folding a folded
//! text changes nothing.

use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// The word, folded.
    pub text: String,
    /// Where it begins in the original text, in bytes.
    pub start: usize,
    /// Where it ends in the original text, in bytes.
    pub end: usize,
}

/// Splits a text into folded words with their places.
///
/// # Complexity
/// O(length).
pub fn tokens(text: &str) -> Vec<Token> {
    let flat = Flat::of(text);
    let mut found = Vec::new();
    scan(&flat.text, |word, first, last| {
        found.push(Token { text: word.to_owned(), start: flat.start(first), end: flat.end(last) });
    });
    found
}

/// The folded words joined by single blanks: two texts that fold alike are the same to the finder.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// Appends what [`fold`] gives.
pub fn fold_into(text: &str, out: &mut String) {
    if is_bare(text) {
        return fold_bare(text, out);
    }
    let flat = Flat::of(text);
    let start = out.len();
    scan(&flat.text, |word, _first, _last| {
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(word);
    });
}

/// Whether a text is ASCII without the marks that join words, part them or make numbers: most names and addresses.
fn is_bare(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'.' | b'-' | b'\'' | b'`'))
}

/// Folds a bare text: each run of letters and digits is a word.
fn fold_bare(text: &str, out: &mut String) {
    let start = out.len();
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(word);
    }
    if let Some(folded) = out.get_mut(start..) {
        folded.make_ascii_lowercase();
    }
}

/// A text whose characters are simple: small letters without accents, digits, and ASCII punctuation.
struct Flat<'t> {
    text: Cow<'t, str>,
    /// For each byte of `text` the span of the original character; empty where `text` is the original.
    origins: Vec<(usize, usize)>,
}

impl<'t> Flat<'t> {
    fn of(text: &'t str) -> Self {
        if text.is_ascii() {
            return Self { text: Cow::Borrowed(text), origins: Vec::new() };
        }
        let mut flat = String::with_capacity(text.len() + 8);
        let mut origins = Vec::with_capacity(text.len() + 8);
        for (start, original) in text.char_indices() {
            flatten(original, &mut flat);
            origins.resize(flat.len(), (start, start + original.len_utf8()));
        }
        Self { text: Cow::Owned(flat), origins }
    }

    fn start(&self, byte: usize) -> usize {
        self.origins.get(byte).map_or(byte, |origin| origin.0)
    }

    /// Where the character ends that `last`, the last byte of a word, belongs to.
    fn end(&self, last: usize) -> usize {
        self.origins.get(last).map_or(last + 1, |origin| origin.1)
    }
}

/// Writes what a character is to the finder: nothing, a blank, an ASCII mark, or folded letters and digits.
fn flatten(original: char, flat: &mut String) {
    if original.is_ascii() {
        flat.push(original);
        return;
    }
    match original {
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2032}' | '\u{02BC}' | '\u{02BB}' | '\u{00B4}'
        | '\u{FF07}' => flat.push('\''),
        '\u{2212}' | '\u{FF0D}' => flat.push('-'),
        '\u{FF0E}' => flat.push('.'),
        '\u{FF0C}' => flat.push(','),
        // They would decompose to letters and stick to the brand before them.
        '\u{2122}' | '\u{2120}' => flat.push(' '),
        _ if is_invisible(original) => {}
        _ => flatten_letter(original, flat),
    }
}

/// Folds a character that is neither ASCII nor a mark known by name.
fn flatten_letter(original: char, flat: &mut String) {
    let start = flat.len();
    for part in std::iter::once(original).nfkd() {
        if is_combining_mark(part) || is_invisible(part) {
            continue;
        }
        for small in part.to_lowercase().nfkd() {
            match small {
                _ if is_combining_mark(small) || is_invisible(small) => {}
                'ß' => flat.push_str("ss"),
                'ø' => flat.push('o'),
                'æ' => flat.push_str("ae"),
                'œ' => flat.push_str("oe"),
                'ł' => flat.push('l'),
                'đ' | 'ð' => flat.push('d'),
                'þ' => flat.push_str("th"),
                'ħ' => flat.push('h'),
                'ı' => flat.push('i'),
                'ŋ' => flat.push('n'),
                'ς' => flat.push('σ'),
                '\u{02BC}' => {}
                _ if small.is_alphanumeric() => flat.push(small),
                // A sign, or letters mixed with signs such as `½`: a gap, so that no word crosses it.
                _ => {
                    flat.truncate(start);
                    flat.push(' ');
                    return;
                }
            }
        }
    }
}

/// Characters that take no room and must not part a word: soft hyphen, zero-width and direction marks.
fn is_invisible(char: char) -> bool {
    matches!(char,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// Calls `emit` with each word of a flat text and the places of its first and last byte.
fn scan(flat: &str, mut emit: impl FnMut(&str, usize, usize)) {
    let bytes = flat.as_bytes();
    let mut word = String::with_capacity(24);
    let mut at = 0;
    while at < bytes.len() {
        let Some(body) = word_start(bytes, at) else {
            at += 1;
            continue;
        };
        word.clear();
        word.push_str(&flat[at..body]);
        let last = if bytes[body].is_ascii_digit() {
            let rest = take_number(flat, body, &mut word);
            take_letters(flat, rest, &mut word).unwrap_or(rest - 1)
        } else {
            take_word(flat, body, &mut word)
        };
        word.make_ascii_lowercase();
        emit(&word, at, last);
        at = last + 1;
    }
}

/// Where the letters or digits begin of a word whose sign may stand at `at`; `None` if no word begins here.
fn word_start(bytes: &[u8], at: usize) -> Option<usize> {
    let digit_at = |place: usize| bytes.get(place).is_some_and(u8::is_ascii_digit);
    let after_gap = at == 0 || bytes[at - 1] == b',' || bytes[at - 1].is_ascii_whitespace();
    match bytes[at] {
        byte if is_word_byte(byte) => Some(at),
        b'-' | b'.' if after_gap && digit_at(at + 1) => Some(at + 1),
        b'-' if after_gap && bytes.get(at + 1) == Some(&b'.') && digit_at(at + 2) => Some(at + 2),
        _ => None,
    }
}

/// Takes digits and, where the number is a decimal one, its point and the digits behind; gives the place after it.
fn take_number(flat: &str, from: usize, word: &mut String) -> usize {
    let bytes = flat.as_bytes();
    let whole = digits_end(bytes, from);
    let fraction = digits_end(bytes, whole + 1);
    let pointed = bytes.get(whole) == Some(&b'.') && fraction > whole + 1;
    // `1.2.3` and a telephone number written with points are no decimals.
    let chained = bytes.get(fraction) == Some(&b'.') && digits_end(bytes, fraction + 1) > fraction + 1;
    let end = if pointed && !chained && (from == 0 || bytes[from - 1] != b'.') { fraction } else { whole };
    word.push_str(&flat[from..end]);
    end
}

/// Where the run of digits that begins at `from` ends; `from` itself when there is none.
fn digits_end(bytes: &[u8], from: usize) -> usize {
    let run = bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_digit()).count();
    from + run
}

/// Takes a word that begins with a letter, joining single letters over dots; gives the place of its last byte.
fn take_word(flat: &str, from: usize, word: &mut String) -> usize {
    let mut last = take_letters(flat, from, word).unwrap_or(from);
    let mut letter = from;
    while is_single_letter(flat, letter, last) && flat.as_bytes().get(last + 1) == Some(&b'.') {
        let next = last + 2;
        match single_letter_end(flat, next) {
            Some(end) => {
                word.push_str(&flat[next..=end]);
                letter = next;
                last = end;
            }
            None => break,
        }
    }
    last
}

/// Takes letters and digits from `from` on, leaving out apostrophes between them; gives the place of the last byte
/// taken.
fn take_letters(flat: &str, from: usize, word: &mut String) -> Option<usize> {
    let bytes = flat.as_bytes();
    let mut last = None;
    let mut start = from;
    loop {
        let run = bytes[start..].iter().take_while(|byte| is_word_byte(**byte)).count();
        if run == 0 {
            return last;
        }
        word.push_str(&flat[start..start + run]);
        last = Some(start + run - 1);
        let marks = bytes[start + run..].iter().take_while(|byte| is_apostrophe(**byte)).count();
        if marks == 0 {
            return last;
        }
        start += run + marks;
    }
}

/// Whether the bytes from `first` to `last` are one letter.
fn is_single_letter(flat: &str, first: usize, last: usize) -> bool {
    flat[first..]
        .chars()
        .next()
        .is_some_and(|char| char.is_alphabetic() && first + char.len_utf8() == last + 1)
}

/// The last byte of the letter at `at` if it stands alone there: no letter, digit or apostrophe behind it.
fn single_letter_end(flat: &str, at: usize) -> Option<usize> {
    let letter = flat.get(at..)?.chars().next().filter(|char| char.is_alphabetic())?;
    let after = at + letter.len_utf8();
    let alone = !flat.as_bytes().get(after).is_some_and(|byte| is_word_byte(*byte) || is_apostrophe(*byte));
    alone.then_some(after - 1)
}

/// Letters and digits; all that is not ASCII in a flat text is a letter or a digit.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn is_apostrophe(byte: u8) -> bool {
    byte == b'\'' || byte == b'`'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds_case_accents_and_apostrophes() {
        for (text, folded) in [
            ("Quiropráctico", "quiropractico"),
            ("O\u{2019}Brien & O'Brien", "obrien obrien"),
            ("worker's comp", "workers comp"),
            ("Hawai\u{02BB}i", "hawaii"),
            ("Weiß Sørensen Muñoz Łódź Æsir", "weiss sorensen munoz lodz aesir"),
            ("\u{FF11}\u{FF15}\u{FF12}\u{FF11}\u{FF13}", "15213"),
            ("chi\u{200B}ro\u{00AD}practor", "chiropractor"),
            ("Graston\u{2122} technique", "graston technique"),
            ("\u{00BD} mile", "mile"),
            ("'quoted' words'", "quoted words"),
            ("", ""),
            (" \t\n--..''", ""),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn dots_join_single_letters_and_nothing_else() {
        for (text, folded) in [
            ("D.C.", "dc"),
            ("d.c", "dc"),
            ("D.C., C.C.S.P.", "dc ccsp"),
            ("d. c.", "d c"),
            ("L.Ac.", "l ac"),
            ("Ph.D.", "ph d"),
            ("Dr.Smith", "dr smith"),
            ("J.P. Morgan", "jp morgan"),
            ("PM&R", "pm r"),
            ("low-back pain", "low back pain"),
            ("É.U. N.Y.C", "eu nyc"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn numbers_keep_point_and_sign() {
        for (text, folded) in [
            ("40.4443,-79.9500", "40.4443 -79.9500"),
            ("40.4443, \u{2212}79.95", "40.4443 -79.95"),
            ("2.5mi", "2.5mi"),
            (".5 miles", ".5 miles"),
            ("-.5", "-.5"),
            ("15213-1234", "15213 1234"),
            ("412.555.0100", "412 555 0100"),
            ("10-20", "10 20"),
            ("no.5", "no 5"),
            ("room 5.", "room 5"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
        }
    }

    #[test]
    fn spans_point_at_the_words_as_typed() {
        let text = "¿Dr. Núñez\u{2019}s D.C. cerca de \u{FB01}sio?";
        let words: Vec<&str> = tokens(text).iter().map(|token| &text[token.start..token.end]).collect();
        assert_eq!(words, ["Dr", "Núñez\u{2019}s", "D.C", "cerca", "de", "\u{FB01}sio"]);
    }

    proptest! {
        #[test]
        fn spans_are_sound_and_folding_is_idempotent(text in any_text()) {
            let mut end = 0;
            for token in tokens(&text) {
                prop_assert!(token.start >= end && token.end > token.start);
                prop_assert!(text.is_char_boundary(token.start) && text.is_char_boundary(token.end));
                prop_assert!(!token.text.is_empty());
                end = token.end;
            }
            let folded = fold(&text);
            let joined: Vec<String> = tokens(&text).into_iter().map(|token| token.text).collect();
            prop_assert_eq!(&folded, &joined.join(" "));
            let mut behind = "before".to_owned();
            fold_into(&text, &mut behind);
            prop_assert_eq!(behind, format!("before{folded}"));
            prop_assert_eq!(fold(&folded), folded);
        }
    }

    /// Any Unicode, and texts dense in the marks that the scanner decides by.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof![
            any::<String>(),
            "[a-zA-Z0-9.,' \u{2019}é½ß\u{200B}-]{0,24}",
            "[a-zA-Z0-9,/&#\t ]{0,24}",
            "(\\PC|[.'-]){0,24}"
        ]
    }
}
