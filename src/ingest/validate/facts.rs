//! Three-valued facts and gender.

use super::{clean, notes::Notes};
use crate::domain::{Fact, Gender};
use crate::ingest::{Code, Record};

/// Words of a yes/no column that mean yes.
const YES: [&str; 18] = [
    "true",
    "1",
    "y",
    "yes",
    "t",
    "1.0",
    "on",
    "x",
    "accepting",
    "accepting new patients",
    "accepts",
    "open",
    "available",
    "offered",
    "accessible",
    "wheelchair accessible",
    "si",
    "sí",
];

/// Words of a yes/no column that mean no.
const NO: [&str; 14] = [
    "false",
    "0",
    "n",
    "no",
    "f",
    "0.0",
    "off",
    "not accepting",
    "not accepting new patients",
    "closed",
    "not available",
    "unavailable",
    "not offered",
    "not accessible",
];

/// Words of any column that say that nothing is known.
const SILENT: [&str; 7] = ["unknown", "unk", "u", "not stated", "not known", "unspecified", "not specified"];

/// A fact in whatever word a list has for it; a word that we do not know makes it unknown, and that is said.
pub(super) fn fact(raw: &str, column: &'static str, notes: &mut Notes<'_>) -> Fact {
    // Not `cell`: `not available` is a null word elsewhere and an answer here.
    let word = clean::trimmed(raw, column, notes);
    if word.is_empty() {
        return Fact::Unknown;
    }
    let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    if is_one_of(&YES) {
        Fact::Yes
    } else if is_one_of(&NO) {
        Fact::No
    } else {
        if !clean::is_null_word(word) && !is_one_of(&SILENT) {
            notes.repaired(column, Code::FactUnknown, raw, "neither yes nor no; taken as unknown");
        }
        Fact::Unknown
    }
}

/// The answer to a question from that to its contrary: `Y` below `Not accepting new patients` is no. Words that name
/// the fact itself (`not accepting`) say the same below both.
pub(in crate::ingest) fn turned_round(raw: &str) -> &str {
    match bare(raw) {
        Some(true) => "no",
        Some(false) => "yes",
        None => raw,
    }
}

/// Yes or no and nothing else; `None` of every other text.
pub(super) fn bare(raw: &str) -> Option<bool> {
    const BARE_YES: [&str; 12] = ["true", "1", "y", "yes", "t", "1.0", "on", "x", "si", "sí", "✓", "✔"];
    const BARE_NO: [&str; 7] = ["false", "0", "n", "no", "f", "0.0", "off"];
    let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(raw.trim()));
    if is_one_of(&BARE_YES) { Some(true) } else { is_one_of(&BARE_NO).then_some(false) }
}

/// The gender where a list states one that we know.
pub(super) fn gender(record: &Record, notes: &mut Notes<'_>) -> Option<Gender> {
    let word = clean::cell(&record.gender, "gender", notes);
    let read = Gender::parse(&word);
    let silent = word.is_empty() || SILENT.iter().any(|known| known.eq_ignore_ascii_case(&word));
    if read.is_none() && !silent {
        notes.repaired(
            "gender",
            Code::FactUnknown,
            &record.gender,
            "not a gender that we know; taken as unknown",
        );
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};

    #[test]
    fn words_of_yes_and_no_are_known_and_others_are_said() {
        let position = Position { file: "a.csv".into(), line: 2 };
        for (word, expected, said) in [
            ("true", Fact::Yes, 0),
            ("TRUE", Fact::Yes, 0),
            ("1", Fact::Yes, 0),
            (" y ", Fact::Yes, 1),
            ("Accepting", Fact::Yes, 0),
            ("false", Fact::No, 0),
            ("0", Fact::No, 0),
            ("Not accepting", Fact::No, 0),
            ("not available", Fact::No, 0),
            ("", Fact::Unknown, 0),
            ("n/a", Fact::Unknown, 0),
            ("unknown", Fact::Unknown, 0),
            ("maybe", Fact::Unknown, 1),
            ("2", Fact::Unknown, 1),
        ] {
            let mut notes = Notes::new(&position);
            assert_eq!(fact(word, "telehealth", &mut notes), expected, "{word}");
            assert_eq!(notes.into_findings().len(), said, "{word}");
        }
    }

    #[test]
    fn a_gender_is_known_or_silent_or_said() {
        let position = Position { file: "a.csv".into(), line: 2 };
        for (word, expected, said) in [
            ("F", Some(Gender::Female), 0),
            ("male", Some(Gender::Male), 0),
            ("X", Some(Gender::Other), 0),
            ("", None, 0),
            ("U", None, 0),
            ("7", None, 1),
        ] {
            let mut record = Record::empty(position.clone(), Format::Own);
            word.clone_into(&mut record.gender);
            let mut notes = Notes::new(&position);
            assert_eq!(gender(&record, &mut notes), expected, "{word}");
            assert_eq!(notes.into_findings().len(), said, "{word}");
        }
    }
}
