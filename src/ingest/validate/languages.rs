//! A cell of languages: codes of two letters that are also answers, such as `No`, are no languages where they stand
//! among words.
//!
//! In: a cell. Out: the cell to be read, and what was left out of it. Invariant: a list of nothing but codes
//! (`en|no`) is read as one.

use super::{Code, clean, notes::Notes};
use std::borrow::Cow;

/// Codes of languages that are words of English.
///
/// # Source
/// ISO 639-1.
const WORDS: [&str; 14] =
    ["no", "so", "he", "my", "it", "is", "hi", "or", "as", "am", "to", "be", "id", "om"];

/// Answers that say that there is none.
const NONE: [&str; 8] =
    ["no", "none", "n/a", "no other", "none other", "no others", "not applicable", "english only"];

/// The cell without words that are no languages there; what was dropped is said, unless it says that there is none.
pub(super) fn without_answers<'c>(raw: &'c str, notes: &mut Notes<'_>) -> Cow<'c, str> {
    let cell = raw.trim();
    if cell.eq_ignore_ascii_case("english only") {
        return Cow::Borrowed("English");
    }
    if NONE.iter().any(|known| known.eq_ignore_ascii_case(cell)) {
        return Cow::Borrowed("");
    }
    let listed = clean::listed(Cow::Borrowed(cell));
    let pieces: Vec<&str> =
        listed.split(['|', ';', ',', '/']).map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let is_answer = |piece: &&str| WORDS.iter().any(|word| word.eq_ignore_ascii_case(piece));
    let codes = pieces.len() > 1 && pieces.iter().all(|piece| piece.len() == 2);
    if codes || !pieces.iter().any(is_answer) {
        return Cow::Borrowed(raw);
    }
    let (dropped, kept): (Vec<&str>, Vec<&str>) = pieces.into_iter().partition(is_answer);
    let message = "a word that is no language here; dropped";
    notes.repaired("languages", Code::TermDropped, &dropped.join("|"), message);
    Cow::Owned(kept.join("|"))
}
