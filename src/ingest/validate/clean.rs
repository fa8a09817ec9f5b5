//! Cells as text: control and invisible characters out, blanks and quotes off, null words empty, mojibake mended,
//! accents on their letters.
//!
//! In: a cell as it stood. Out: text on one line without blanks at its ends, borrowed where nothing was to be done.
//! HTML, templates and formulas are text like any other: whoever shows or exports them escapes them.

use super::{Judgement, notes::Notes};
use crate::ingest::Code;
use crate::ingest::finding::is_invisible;
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, is_nfc};

/// The most characters of a name, an address line or a city.
///
/// # Source
/// Twice the widest such field of NPPES (`npidata_330_v2_2025_max_lengths.csv`: organization name, 100).
pub(super) const MAX_TEXT: usize = 200;

/// What is said of a cell whose ends were mended.
const TAKEN_OFF: &str = "blanks, quotes or invisible characters were taken off";

/// Words that lists write where they have nothing, folded to small letters. `<UNAVAIL>` is the federal files' own.
const NULL_WORDS: [&str; 15] = [
    "null",
    "n/a",
    "n.a.",
    "#n/a",
    "na",
    "none",
    "nil",
    "nan",
    "<unavail>",
    "<na>",
    "(null)",
    "\\n",
    "undefined",
    "unavailable",
    "not available",
];

/// The spellings of null words that are no one's name: `Nan`, `Null`, `Na` and `Nil` are.
const NULL_NAMES: [&str; 17] = [
    "NULL",
    "null",
    "N/A",
    "n/a",
    "#N/A",
    "NONE",
    "none",
    "None",
    "nan",
    "NaN",
    "nil",
    "<UNAVAIL>",
    "<unavail>",
    "<NA>",
    "(null)",
    "\\N",
    "undefined",
];

/// The text of a cell; empty where it holds a null word.
pub(super) fn cell<'c>(raw: &'c str, column: &'static str, notes: &mut Notes<'_>) -> Cow<'c, str> {
    let text = text(raw, column, notes);
    if !is_null_word(&text) {
        return text;
    }
    if is_formula_error(&text) {
        notes.repaired(column, Code::FormulaError, raw, "a formula's error, not a value; taken as nothing");
    }
    Cow::Borrowed("")
}

/// What spreadsheets show of a formula that has no value; `#N/A` is also a word for nothing.
///
/// # Source
/// ECMA-376, part 1, 18.17.3, and what newer versions of Excel and Google Sheets add.
const FORMULA_ERRORS: [&str; 12] = [
    "#ref!",
    "#name?",
    "#value!",
    "#div/0!",
    "#num!",
    "#null!",
    "#error!",
    "#spill!",
    "#calc!",
    "#field!",
    "#getting_data",
    "#n/a n/a",
];

/// Whether a text is what a spreadsheet shows of a formula that has no value, or of a number too wide for its cell.
pub(super) fn is_formula_error(text: &str) -> bool {
    if !text.starts_with('#') {
        return false;
    }
    let too_wide = text.len() >= 3 && text.bytes().all(|byte| byte == b'#');
    too_wide || FORMULA_ERRORS.iter().any(|error| error.eq_ignore_ascii_case(text))
}

/// A list in a cell with bars between its items, whatever program wrote it: `["a", "b"]`, `['a', 'b']`, `{a,"b c"}`.
pub(super) fn listed(cell: Cow<'_, str>) -> Cow<'_, str> {
    let inside = |open, close| cell.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    let Some(inside) = inside('[', ']').or_else(|| inside('{', '}')) else { return cell };
    if let Ok(items) = serde_json::from_str::<Vec<String>>(&cell) {
        return Cow::Owned(items.join("|"));
    }
    let mut items = String::with_capacity(inside.len());
    let mut quote = None;
    for c in inside.chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, ',') => items.push('|'),
            (_, c) => items.push(c),
        }
    }
    Cow::Owned(items)
}

/// What stands between bars and semicolons.
pub(super) fn parted(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let own = rest?;
        let end = memchr::memchr2(b'|', b';', own.as_bytes());
        rest = end.and_then(|end| own.get(end + 1..));
        own.get(..end.unwrap_or(own.len()))
    })
}

/// The text of a cell that holds a name or a part of one.
///
/// # Errors
/// A finding when the text is longer than [`MAX_TEXT`].
pub(super) fn name<'c>(raw: &'c str, column: &'static str, notes: &mut Notes<'_>) -> Judgement<Cow<'c, str>> {
    let text = text(raw, column, notes);
    if is_null_name(&text) {
        return Ok(Cow::Borrowed(""));
    }
    fits(&text, column, notes)?;
    Ok(text)
}

/// Whether a text is a word for nothing that is no one's name.
fn is_null_name(text: &str) -> bool {
    // Each of them is also a null word, and hardly any name is.
    is_null_word(text) && (is_dash(text) || is_formula_error(text) || NULL_NAMES.contains(&text))
}

/// Whether a word of a whole name is a word for nothing, in whatever case where no one is called so.
pub(super) fn is_null_in_names(word: &str) -> bool {
    const OF_NOBODY: [&str; 7] = ["null", "none", "undefined", "n/a", "<unavail>", "<na>", "(null)"];
    is_null_name(word) || OF_NOBODY.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// The text of a cell that holds a line of an address.
///
/// # Errors
/// A finding when the text is longer than [`MAX_TEXT`].
pub(super) fn line<'c>(raw: &'c str, column: &'static str, notes: &mut Notes<'_>) -> Judgement<Cow<'c, str>> {
    let text = cell(raw, column, notes);
    fits(&text, column, notes)?;
    Ok(text)
}

fn fits(text: &str, column: &'static str, notes: &Notes<'_>) -> Judgement<()> {
    if text.len() <= MAX_TEXT || text.chars().count() <= MAX_TEXT {
        return Ok(());
    }
    let message = format!("{column} is longer than {MAX_TEXT} characters");
    Err(notes.rejected(column, Code::TextTooLong, text, message))
}

/// A cell that is read by rules of its own, without the blanks at its ends; that there were some is said.
pub(super) fn trimmed<'c>(raw: &'c str, column: &'static str, notes: &mut Notes<'_>) -> &'c str {
    let text = raw.trim();
    if text.len() != raw.len() && !text.is_empty() && !notes.has(Code::Trimmed) {
        notes.repaired(column, Code::Trimmed, raw, TAKEN_OFF);
    }
    text
}

/// Whether a text is a word for nothing.
pub(super) fn is_null_word(text: &str) -> bool {
    // Nearly every cell is told by its first byte. Those of the longer dashes begin with one byte.
    let may_be = |first: &u8| {
        matches!(
            first,
            b'n' | b'N' | b'u' | b'U' | b'#' | b'<' | b'(' | b'\\' | b'-' | b'.' | b'?' | b'*' | 0xE2
        )
    };
    if !text.as_bytes().first().is_some_and(may_be) {
        return false;
    }
    is_dash(text)
        || is_formula_error(text)
        || text.len() <= 13 && NULL_WORDS.iter().any(|word| word.eq_ignore_ascii_case(text))
}

fn is_dash(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| matches!(c, '-' | '\u{2013}' | '\u{2014}' | '.' | '?' | '*'))
}

/// The text of a cell, whatever it says.
fn text<'c>(raw: &'c str, column: &'static str, notes: &mut Notes<'_>) -> Cow<'c, str> {
    if is_plain(raw) {
        return Cow::Borrowed(raw);
    }
    if raw.trim().is_empty() {
        return Cow::Borrowed("");
    }
    let mended = unmangled(raw);
    if mended.is_some() {
        notes.repaired(column, Code::EncodingRepaired, raw, "the text was UTF-8 read as windows-1252");
    }
    let mended = mended.as_deref().unwrap_or(raw);
    let shown = without_controls(mended);
    if matches!(shown, Cow::Owned(_)) {
        notes.repaired(column, Code::ControlCharacters, raw, "control characters were taken out");
    }
    let visible: String = shown.chars().filter(|&c| !is_invisible(c)).collect();
    let (visible, length) = if is_nfc(&visible) {
        (visible, shown.len())
    } else {
        notes.repaired(column, Code::EncodingRepaired, raw, "letters and their accents stood apart");
        let composed: String = visible.nfc().collect();
        let length = composed.len() + (shown.len() - visible.len());
        (composed, length)
    };
    let bare = unquoted(visible.trim());
    if bare.len() != length && !notes.has(Code::Trimmed) {
        notes.repaired(column, Code::Trimmed, raw, TAKEN_OFF);
    }
    Cow::Owned(bare.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether nothing is to be done: printable ASCII, no blanks at the ends or in pairs, no quotes around.
fn is_plain(raw: &str) -> bool {
    let bytes = raw.as_bytes();
    let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
        return true;
    };
    let edge = |byte: u8| byte == b' ' || byte == b'"' || byte == b'\'';
    if edge(first) || edge(last) {
        return false;
    }
    // Counted to the end, because without a way out of the middle both are done many bytes at a time.
    let odd = bytes.iter().filter(|byte| !(0x20..0x7f).contains(*byte)).count();
    let pairs = bytes.iter().zip(&bytes[1..]).filter(|(a, b)| **a == b' ' && **b == b' ').count();
    odd == 0 && pairs == 0
}

/// The text with terminal sequences and control characters taken out; line breaks and tabs become blanks.
fn without_controls(text: &str) -> Cow<'_, str> {
    let is_blank = |c: char| matches!(c, '\t' | '\n' | '\r');
    let inside = text.trim_matches(is_blank);
    if !inside.chars().any(char::is_control) {
        return Cow::Borrowed(text);
    }
    let mut kept = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        if c == '\u{1b}' && rest.peek() == Some(&'[') {
            // A control sequence ends with a byte from @ to ~; ECMA-48, 5.4.
            rest.next();
            while rest.next().is_some_and(|c| !('@'..='~').contains(&c)) {}
        } else if is_blank(c) {
            kept.push(' ');
        } else if !c.is_control() {
            kept.push(c);
        }
    }
    Cow::Owned(kept)
}

/// The text as it was before someone read its UTF-8 bytes as windows-1252, once or twice; `None` when it was not.
///
/// Text that is no mojibake practically never encodes to valid UTF-8 of several bytes.
fn unmangled(text: &str) -> Option<String> {
    let once = decoded_twice(text)?;
    Some(decoded_twice(&once).unwrap_or(once))
}

fn decoded_twice(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let (bytes, _, unmappable) = encoding_rs::WINDOWS_1252.encode(text);
    let mended = if unmappable { None } else { String::from_utf8(bytes.into_owned()).ok() };
    mended.filter(|mended| mended != text)
}

/// The text without quotes around the whole of it, typographic or straight.
fn unquoted(text: &str) -> &str {
    const PAIRS: [(char, char); 6] =
        [('“', '”'), ('„', '“'), ('«', '»'), ('‘', '’'), ('"', '"'), ('\'', '\'')];
    let mut bare = text;
    loop {
        let inner = PAIRS.iter().find_map(|&(open, close)| {
            let inner = bare.strip_prefix(open)?.strip_suffix(close)?;
            (!inner.contains([open, close]) && !inner.trim().is_empty()).then_some(inner.trim())
        });
        match inner {
            Some(inner) => bare = inner,
            None => return bare.trim_matches(['“', '”', '„', '«', '»']).trim(),
        }
    }
}

#[cfg(test)]
mod tests;
