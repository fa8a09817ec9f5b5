//! Lines among rows that are none: the header once more, another header, and what reports write below their rows.
//!
//! In: cells of a line that cannot be used as a row. Out: what it is instead. Invariant: what may be a row of somebody
//! stays one, and is told as such.

use super::columns::{Layout, folded, is_of_a_row};
use super::own;
use crate::vocabulary::normalize::fold;

/// A header among rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// The same names in the same places.
    Same,
    /// Other names, or in other places: what follows it cannot be read by the first one.
    Other,
}

/// The fewest cells by which a line is known to be a header.
const FEWEST: usize = 3;

/// Whether a row is a header, by the cells of the layout's columns.
pub(super) fn heading(cells: &[&str], layout: &Layout) -> Option<Heading> {
    let filled = || cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty());
    if filled().count() < FEWEST || filled().any(is_of_a_row) {
        return None;
    }
    let header: Vec<String> = layout.header.iter().map(|name| folded(name)).collect();
    let names = |cell: &&str| {
        let name = folded(cell);
        own::field(&name).is_some() || header.contains(&name)
    };
    if filled().filter(names).count() * 3 < filled().count() * 2 {
        return None;
    }
    let same = cells
        .iter()
        .zip(&layout.columns)
        .all(|(cell, &(column, _))| header.get(column).is_some_and(|name| *name == folded(cell)));
    Some(if same { Heading::Same } else { Heading::Other })
}

/// What reports count.
const COUNTED: [&str; 16] = [
    "row",
    "rows",
    "record",
    "records",
    "provider",
    "providers",
    "entry",
    "entries",
    "member",
    "members",
    "result",
    "results",
    "licensees",
    "practitioners",
    "chiropractors",
    "therapists",
];

/// Words that stand beside a count.
const BESIDE_COUNTS: [&str; 10] =
    ["count", "number", "of", "listed", "active", "found", "selected", "affected", "in", "all"];

/// Whether the text of a line with one or two cells is a report's last words: a count, a date of printing, a page's
/// number.
pub(super) fn is_footer(text: &str) -> bool {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    let counts = |words: &[&str]| {
        let plain = |word: &&str| is_number(word) || COUNTED.contains(word) || BESIDE_COUNTS.contains(word);
        words.iter().all(plain)
    };
    let made = |word: &str| {
        matches!(
            word,
            "generated" | "exported" | "printed" | "produced" | "extracted" | "downloaded" | "created"
        )
    };
    match words.as_slice() {
        ["total" | "totals" | "subtotal", rest @ ..] | ["grand", "total" | "totals", rest @ ..] => {
            counts(rest)
        }
        ["end", "of", what, ..] => {
            matches!(*what, "report" | "file" | "list" | "data" | "document" | "export" | "records" | "table")
        }
        ["confidential" | "copyright", ..]
        | ["all", "rights", "reserved", ..]
        | ["run" | "print" | "export", "date", ..] => true,
        ["report", next, ..] => made(next) || matches!(*next, "date" | "run"),
        ["page", number, ..] => is_number(number),
        [first, next, ..] if made(first) => matches!(*next, "on" | "by" | "at" | "from") || is_number(next),
        [..] => {
            words.len() > 1
                && counts(&words)
                && words.iter().any(|word| is_number(word))
                && words.iter().any(|word| COUNTED.contains(word))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::field::Field;

    #[test]
    fn a_header_among_rows_is_the_same_or_another() {
        let header = ["id", "Name", "specialty", "address", "city", "zip"].map(str::to_owned).to_vec();
        let fields = [Field::Id, Field::Name, Field::Specialty, Field::Address, Field::City, Field::Zip];
        let columns = fields.into_iter().enumerate().collect();
        let layout = Layout { columns, header, ..Layout::default() };
        for (cells, expected) in [
            (["ID", "name ", "Specialty", "address", "city", "zip"], Some(Heading::Same)),
            (["id", "name", "specialty", "city", "address", "zip"], Some(Heading::Other)),
            (["Provider ID", "Doctor", "Profession", "Street", "Town", "Lic #"], Some(Heading::Other)),
            (["1", "Ann Clinic", "chiropractor", "", "", ""], None),
            (["Practice", "Doctor", "", "", "", ""], None),
            (["1", "Doctor", "City", "Address", "Boston", "02118"], None),
        ] {
            assert_eq!(heading(&cells, &layout), expected, "{cells:?}");
        }
    }

    #[test]
    fn last_words_of_reports_are_no_rows() {
        for text in [
            "Total: 250 providers",
            "Total 24",
            "Grand Total: 1,024",
            "Total number of records: 12",
            "Generated on 11/01/2026",
            "Exported by Ann on 11/1/2026",
            "End of report",
            "Page 1 of 3",
            "Confidential - for internal use, only",
            "(250 rows affected)",
            "Report generated: 2026-11-01",
        ] {
            assert!(is_footer(text), "{text}");
        }
        for text in [
            "",
            "Total Health Chiropractic",
            "Jane Doe",
            "12",
            "Page, Jane",
            "Ann Total",
            "Members First Chiropractic",
            "1 Ann Doe",
        ] {
            assert!(!is_footer(text), "{text}");
        }
    }
}
