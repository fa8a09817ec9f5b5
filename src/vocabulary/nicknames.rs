//! `nicknames.csv`: what people called William are called besides.
//!
//! In: groups of given names, each with its formal spellings and its short ones. Out: the other names of a name.
//! Invariants: names are single folded words; who is in the relation is so both ways; no name is its own nickname.

use super::table::{Row, Table};
use super::{VocabularyError, normalize};
use std::collections::HashMap;

/// Given names by what else their bearers are called.
#[derive(Debug, Default)]
pub(super) struct Nicknames {
    others: HashMap<String, Vec<String>>,
}

impl Nicknames {
    /// Reads `nicknames.csv`: all names of a row stand for each other, names of different rows do not, so that `Alex`
    /// is Alexander and Alexandra, who are not one another.
    pub(super) fn load(table: &Table) -> Result<Self, VocabularyError> {
        let mut nicknames = Self::default();
        for row in table.rows() {
            let (formal, short) = (folded(&row, "formal")?, folded(&row, "short")?);
            let group: Vec<String> = formal.into_iter().chain(short).collect();
            for (place, name) in group.iter().enumerate() {
                if group[..place].contains(name) {
                    return Err(row.error(format!("`{name}` stands here twice")));
                }
                let others = nicknames.others.entry(name.clone()).or_default();
                others.extend(group.iter().filter(|other| *other != name).cloned());
            }
        }
        for others in nicknames.others.values_mut() {
            others.sort_unstable();
            others.dedup();
        }
        Ok(nicknames)
    }

    /// What else somebody of a given name, folded, is called; by alphabet.
    pub(super) fn of(&self, name: &str) -> &[String] {
        self.others.get(name).map_or(&[], Vec::as_slice)
    }
}

/// The names of a cell, at least one, each a word of two letters or more.
fn folded(row: &Row<'_>, column: &str) -> Result<Vec<String>, VocabularyError> {
    row.filled(column)?;
    let names: Vec<String> = row.list(column).map(normalize::fold).collect();
    match names.iter().find(|name| name.contains(' ') || name.chars().count() < 2) {
        Some(wrong) => Err(row.error(format!("`{wrong}` is not one word of at least two letters"))),
        None => Ok(names),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use super::*;

    #[test]
    fn nicknames_hold_both_ways_in_english_and_spanish() {
        for (one, other) in [
            ("bill", "william"),
            ("will", "bill"),
            ("bob", "robert"),
            ("peggy", "margaret"),
            ("liz", "elizabeth"),
            ("pepe", "jose"),
            ("paco", "francisco"),
            ("lupe", "guadalupe"),
            ("chuy", "jesus"),
            ("memo", "guillermo"),
            ("concha", "concepcion"),
            ("steven", "stephen"),
        ] {
            for (name, called) in [(one, other), (other, one)] {
                assert!(bundled().nicknames(name).iter().any(|own| own == called), "{name} {called}");
            }
        }
        assert!(bundled().nicknames("smith").is_empty());
    }

    #[test]
    fn a_nickname_of_two_names_does_not_make_them_one() {
        let alex = bundled().nicknames("alex");
        assert!(alex.iter().any(|name| name == "alexander") && alex.iter().any(|name| name == "alexandra"));
        assert!(!bundled().nicknames("alexander").iter().any(|name| name == "alexandra"));
        assert!(!alex.iter().any(|name| name == "alex"));
    }

    #[test]
    fn a_row_that_is_no_group_of_names_is_refused() {
        for (row, message) in [
            ("William,Bill|Bill", "`bill` stands here twice"),
            ("William,", "`short` is empty"),
            ("Mary Ann,Molly", "`mary ann` is not one word of at least two letters"),
            ("William,W", "`w` is not one word of at least two letters"),
        ] {
            let text = format!("formal,short\n{row}\n");
            let table = Table::read("a.csv", &text, &["formal", "short"]).expect("a table");
            let refused = Nicknames::load(&table).expect_err("no group");
            assert_eq!((refused.line, refused.message.as_str()), (2, message));
        }
    }
}
