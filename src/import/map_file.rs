//! The map of a list's columns as a file that people can edit and give back with `--map`.
//!
//! In: a [`FileMapping`]. Out: TOML with a line a column, the reason and three values behind it. Invariant: what is
//! written is read back as the same mapping; nothing private stands in it.

use crate::ingest::{ColumnUse, FileMapping};
use std::fmt::Write as _;

/// The map of a file, as TOML.
pub(super) fn text(mapping: &FileMapping) -> String {
    let mut text = format!(
        "# How the columns of {} are read. Change what stands right of the = and import with --map THIS_FILE.\n\
         # Right of the = stands one of the columns that `finder template` prints, or \"ignore\".\n",
        comment(&mapping.file)
    );
    for missing in &mapping.missing {
        let _ = writeln!(
            text,
            "# MISSING: {missing}. Say which column it is, or give all rows one value below [values]."
        );
    }
    text.push_str("\n[columns]\n");
    for column in &mapping.columns {
        let _ = writeln!(
            text,
            "{} = {}  # {}",
            quoted(&column.column),
            quoted(column.field.unwrap_or("ignore")),
            comment(&reason(column))
        );
    }
    text.push_str("\n# What all rows are given that say nothing of it, for example\n");
    text.push_str("# specialty = \"chiropractor\"\n# state = \"PA\"\n");
    text.push_str(
        "# id = \"name and address\"  (ids made of both, where the list numbers nobody)\n[values]\n",
    );
    let made = mapping.makes_ids && !mapping.values.iter().any(|(ours, _)| ours == "id");
    if made {
        text.push_str("id = \"name and address\"\n");
    }
    for (ours, value) in &mapping.values {
        let _ = writeln!(text, "{} = {}", quoted(ours), quoted(value));
    }
    text
}

/// Why a column is used so, and what stands in it.
fn reason(column: &ColumnUse) -> String {
    let samples = match &column.samples {
        None => "values not shown".to_owned(),
        Some(values) if values.is_empty() => "empty".to_owned(),
        Some(values) => values.join(" | "),
    };
    format!("{}; {samples}", column.why.told())
}

/// A TOML basic string.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// A text that ends no comment.
fn comment(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::Why;

    #[test]
    fn a_map_is_sound_toml_whatever_the_header_holds() {
        let column = |name: &str, field, samples: Option<&[&str]>| ColumnUse {
            column: name.to_owned(),
            field,
            why: if field.is_some() {
                Why::Synonym
            } else {
                Why::Ignored("a licence number, which is never stored")
            },
            samples: samples.map(|values| values.iter().map(|value| (*value).to_owned()).collect()),
        };
        let mapping = FileMapping {
            file: "a\nb.csv".to_owned(),
            own: true,
            headerless: false,
            columns: vec![
                column("Say \"hi\"\\ \u{7}", Some("zip"), Some(&["15213", "a # b"])),
                column("Lic #", None, None),
                column("City #2", Some("city"), Some(&[])),
            ],
            values: vec![("specialty".to_owned(), "chiropractor".to_owned())],
            missing: vec!["npi (or id)"],
            makes_ids: true,
        };
        let text = text(&mapping);
        for line in [
            "# How the columns of a b.csv are read. Change what stands right of the = and import with --map THIS_FILE.",
            "# MISSING: npi (or id). Say which column it is, or give all rows one value below [values].",
            "\"Say \\\"hi\\\"\\\\ \\u0007\" = \"zip\"  # by synonym; 15213 | a # b",
            "\"Lic #\" = \"ignore\"  # ignored: a licence number, which is never stored; values not shown",
            "\"City #2\" = \"city\"  # by synonym; empty",
            "id = \"name and address\"",
            "\"specialty\" = \"chiropractor\"",
        ] {
            assert!(text.lines().any(|written| written == line), "{line}\nis missing in\n{text}");
        }
    }
}
