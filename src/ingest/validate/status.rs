//! Whether the source still counts the provider as active.

use super::{Judgement, clean, dates, facts, notes::Notes};
use crate::domain::RecordDate;
use crate::ingest::{Code, Flag, Record};
use crate::vocabulary::normalize::fold;

/// Words of a status column that mean yes.
const ACTIVE: &[&str] = &[
    "active",
    "a",
    "y",
    "yes",
    "true",
    "t",
    "1",
    "1.0",
    "current",
    "open",
    "enabled",
    "licensed",
    "practicing",
    "verified",
    // Words of boards.
    "clear",
    "clear/active",
    "active in renewal",
    "in force",
    "good standing",
    "in good standing",
    "active - good standing",
    "renewed",
    // Words of directories and site builders.
    "publish",
    "published",
    "approved",
    "operational",
    "member",
    "active member",
];

/// Words of a status column that mean no.
const INACTIVE: &[&str] = &[
    "inactive",
    "not active",
    "i",
    "n",
    "no",
    "false",
    "f",
    "0",
    "0.0",
    "closed",
    "retired",
    "deceased",
    "dead",
    "deactivated",
    "disabled",
    "terminated",
    "suspended",
    "expired",
    "revoked",
    "removed",
    "deleted",
    "moved away",
    // Words of boards.
    "lapsed",
    "lapse",
    "null and void",
    "null & void",
    "surrendered",
    "voluntary surrender",
    "relinquished",
    "cancelled",
    "canceled",
    "delinquent",
    "not renewed",
    "nonrenewed",
    "non-renewed",
    "expired - non-renewal",
    "denied",
    "void",
    "withdrawn",
    "license expired",
    "deceased licensee",
    // Words of directories and site builders.
    "left",
    "quit",
    "resigned",
    "former",
    "hidden",
    "archived",
    "unpublished",
    "draft",
    "auto-draft",
    "trash",
    "trashed",
    "spam",
];

/// Words that say it wherever they stand in a status: `Inactive - retired`, `License expired 2021`.
const ANYWHERE: &[&str] = &[
    "inactive",
    "nonactive",
    "retired",
    "deceased",
    "decd",
    "dead",
    "deactivated",
    "suspended",
    "expired",
    "revoked",
    "lapsed",
    "surrendered",
    "relinquished",
    "delinquent",
    "nonrenewed",
    "unlicensed",
    // In Spanish.
    "inactivo",
    "inactiva",
    "jubilado",
    "jubilada",
    "retirado",
    "retirada",
    "fallecido",
    "fallecida",
    "vencida",
    "suspendido",
    "suspendida",
];

/// Words that say it only of the licence or the practice itself: a restriction is removed from an active licence, and
/// a list of patients may be closed.
const AT_THE_HEAD: &[&str] = &[
    "closed",
    "disabled",
    "terminated",
    "removed",
    "deleted",
    "cancelled",
    "canceled",
    "denied",
    "voided",
    "withdrawn",
    "resigned",
    "archived",
];

/// Words before [`AT_THE_HEAD`]'s for what is closed or cancelled.
const HEADS: &[&str] = &[
    "license",
    "licence",
    "licensee",
    "registration",
    "certificate",
    "permit",
    "status",
    "account",
    "record",
    "provider",
    "practice",
    "office",
    "clinic",
    "business",
    "permanently",
    "voluntarily",
    "administratively",
    "temporarily",
    "has",
    "is",
    "now",
];

/// Words that undo the one behind them.
const UNDOING: &[&str] = &[
    "not",
    "never",
    "no",
    "non",
    "semi",
    "longer",
    "previously",
    "formerly",
    "previous",
    "prior",
    "was",
    "were",
];

/// Several words that say it.
const PHRASES: &[&[&str]] = &[
    &["moved", "away"],
    &["out", "of", "business"],
    &["out", "of", "practice"],
    &["do", "not", "list"],
    &["do", "not", "use"],
    &["in", "active"],
    &["no", "activo"],
    &["passed", "away"],
    &["left", "practice"],
    &["left", "the", "practice"],
    &["left", "the", "state"],
    &["sold", "practice"],
    &["moved", "out", "of", "state"],
    &["moved", "out", "of", "the", "state"],
    &["not", "in", "good", "standing"],
    &["do", "not", "publish"],
    &["do", "not", "display"],
    &["former", "member"],
    &["ex", "member"],
];

/// What somebody is not, or no longer, who is inactive.
const PRACTISING: [&str; 9] =
    ["active", "practicing", "practising", "licensed", "licenced", "renewed", "current", "valid", "open"];

/// Lets an active row of one's own list pass; an unknown word passes with a warning.
///
/// # Errors
/// A finding that skips the row when the list says that the provider is inactive.
pub(super) fn active(record: &Record, today: RecordDate, notes: &mut Notes<'_>) -> Judgement<()> {
    stated(record, today, notes)?;
    for flag in &record.flags {
        flagged(flag, today, notes)?;
    }
    Ok(())
}

/// What the status itself says.
fn stated(record: &Record, today: RecordDate, notes: &mut Notes<'_>) -> Judgement<()> {
    let word = clean::cell(&record.status, "status", notes);
    let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(&word));
    if word.is_empty() || is_one_of(ACTIVE) {
        return Ok(());
    }
    if is_one_of(INACTIVE) || is_inactive(&word) || is_over(&word, today) {
        return Err(notes.skipped("status", Code::Inactive, &record.status, GONE));
    }
    let message = "not a status that we know; taken as active";
    notes.warned("status", Code::StatusUnknown, &record.status, message);
    Ok(())
}

/// Why a row is left out.
const GONE: &str = "the list says that the provider is inactive";

/// Whether a text answers whether somebody is active: yes or no, a word for either, a day.
pub(in crate::ingest) fn is_answer(text: &str) -> bool {
    let text = text.trim();
    let known = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(text));
    facts::bare(text).is_some() || known(ACTIVE) || is_inactive(text) || dates::day(text).is_some()
}

/// What a column of yes and no says, a day in place of yes included: `Deceased` on 2024-01-01.
fn flagged(flag: &Flag, today: RecordDate, notes: &mut Notes<'_>) -> Judgement<()> {
    let answer = flag.answer.trim();
    let is_blank = answer.len() > 1 && answer.chars().all(|c| matches!(c, '0' | '-' | '/' | ':' | ' ' | '.'));
    if answer.is_empty() || is_blank || clean::is_null_word(answer) {
        return Ok(());
    }
    let day = || dates::day(answer);
    let is_listed = match facts::bare(answer) {
        Some(yes) => Some(yes == flag.listed),
        None if is_inactive(answer) => Some(false),
        None if flag.listed => ACTIVE.iter().any(|known| known.eq_ignore_ascii_case(answer)).then_some(true),
        None => day().map(|day| day > today || dates::is_placeholder(day)),
    };
    let raw = format!("{}: {answer}", flag.column);
    match is_listed {
        Some(true) => {}
        Some(false) => return Err(notes.skipped("status", Code::Inactive, &raw, GONE)),
        None => {
            let message = "neither yes nor no; taken as active";
            notes.warned("status", Code::StatusUnknown, &raw, message);
        }
    }
    Ok(())
}

/// Whether words of a text say that somebody is inactive, and none that they are active again.
pub(super) fn is_inactive(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    !is_active_again(&words)
        && (PHRASES.iter().any(|phrase| words.windows(phrase.len()).any(|part| part == *phrase))
            || (0..words.len()).any(|place| says_inactive(&words, place)))
}

fn says_inactive(words: &[&str], place: usize) -> bool {
    let (before, word, behind) = (&words[..place], words[place], &words[place + 1..]);
    if ANYWHERE.contains(&word) {
        return !before.last().is_some_and(|word| UNDOING.contains(word));
    }
    if AT_THE_HEAD.contains(&word) {
        // Closed to new patients.
        let to_some = behind.first().is_some_and(|next| matches!(*next, "to" | "for"));
        return before.iter().all(|word| HEADS.contains(word)) && !to_some;
    }
    let now = |words: &[&str]| match words {
        ["currently" | "in", next, ..] | [next, ..] => {
            PRACTISING.contains(next) || matches!(*next, "practice" | "business")
        }
        [] => false,
    };
    match (word, behind) {
        ("no", ["longer", rest @ ..]) => {
            now(rest) || rest.first().is_some_and(|next| matches!(*next, "here" | "with" | "at" | "listed"))
        }
        ("not" | "non", rest) => now(rest),
        _ => false,
    }
}

/// `Reactivated 2021`, `active again`, `suspended 2019, now active`.
fn is_active_again(words: &[&str]) -> bool {
    let again = |pair: &[&str]| {
        matches!(
            pair,
            ["active" | "activated", "again"] | ["now" | "currently", "active"] | ["re", "activated"]
        )
    };
    let denied = |place: usize| {
        place.checked_sub(1).and_then(|place| words.get(place)).is_some_and(|word| UNDOING.contains(word))
    };
    let is_again = |place: usize, word: &str| {
        matches!(word, "reactivated" | "reinstated") || words.get(place..place + 2).is_some_and(again)
    };
    words.iter().enumerate().any(|(place, word)| is_again(place, word) && !denied(place))
}

/// Whether a status ended on a day that is over: `Active until 2019-01-01`.
fn is_over(text: &str, today: RecordDate) -> bool {
    let words: Vec<&str> =
        text.split([' ', '(', ')', ',', ';', ':']).filter(|word| !word.is_empty()).collect();
    words.windows(2).any(|pair| {
        let ends = ["until", "till", "expired", "ended"];
        let ends = ends.iter().any(|word| word.eq_ignore_ascii_case(pair[0].trim_end_matches('.')));
        ends && dates::day(pair[1]).is_some_and(|day| day < today)
    })
}

/// Whether an NPPES row says that its NPI is no longer active.
///
/// A reactivation on the day of the deactivation or later undoes it; one whose date cannot be read does so only where
/// the row still has an entity type, which deactivated rows lack.
pub(super) fn is_deactivated(record: &Record) -> bool {
    let stated = |text: &str| !text.trim().is_empty() && !clean::is_null_word(text.trim());
    if !stated(&record.deactivated) {
        return false;
    }
    if !stated(&record.reactivated) {
        return true;
    }
    match (dates::day(&record.deactivated), dates::day(&record.reactivated)) {
        (Some(off), Some(on)) => on < off,
        _ => !stated(&record.entity_type),
    }
}

#[cfg(test)]
mod tests;
