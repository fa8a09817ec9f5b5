//! Rows of one id that name quite different people: numbers of rows, or a formula's leavings, that were taken for ids.
//!
//! In: the whole rows of one id, in order. Out: those that name somebody else than the first one of their file.
//! Invariant: whoever shares a word of the name with the first, however it is spelt, is the same person.

use super::tally::Tally;
use crate::domain::{Fragment, Name, ProviderId};
use crate::ingest::{Code, Finding, Outcome, Position};
use crate::vocabulary::normalize::fold;

/// A row that names somebody else than an earlier one of its id.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stranger {
    /// Its file and line.
    row: (u32, u64),
    /// The name in it.
    name: String,
    /// The name in the first row, and its line.
    first: (String, u64),
}

/// Looks at the rows of one id, one after the other.
#[derive(Debug, Default)]
pub(super) struct Strangers {
    first: Option<(u32, u64, String)>,
    found: Vec<Stranger>,
}

impl Strangers {
    /// Looks at a row.
    pub(super) fn see(&mut self, fragment: &Fragment, file: u32, line: u64) {
        let Fragment::Whole(provider) = fragment else { return };
        let name = provider.name.to_string();
        match &self.first {
            // Files of several days may know somebody by other names.
            Some((of, at, first)) if *of == file => {
                let person = matches!(provider.name, Name::Person { .. });
                if person && !share_a_word(first, &name) {
                    self.found.push(Stranger { row: (file, line), name, first: (first.clone(), *at) });
                }
            }
            _ => self.first = Some((file, line, name)),
        }
    }

    /// Tells of those who were found.
    ///
    /// # Errors
    /// When the report cannot be written.
    pub(super) fn tell(self, id: &ProviderId, tally: &mut Tally) -> std::io::Result<()> {
        for Stranger { row: (file, line), name, first: (first, at) } in self.found {
            let position = Position { file: tally.file_name(file), line };
            let message =
                format!("{name} has the id of {first} (line {at}); rows of one id are one provider");
            let value = id.to_string();
            tally.tell(Finding::new(Outcome::Warned, position, "id", Code::IdShared, &value, message))?;
        }
        Ok(())
    }
}

/// Whether two names have a word of two letters and more in common, or begin one with the other.
fn share_a_word(one: &str, other: &str) -> bool {
    let (one, other) = (fold(one), fold(other));
    let long = |word: &&str| word.len() > 1;
    one.split(' ').filter(long).any(|word| {
        other.split(' ').filter(long).any(|there| word.starts_with(there) || there.starts_with(word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_common_makes_one_person() {
        for (one, other, same) in [
            ("Ann Doe", "Ann Doe-Roe", true),
            ("Jane Smith", "Jane Doe", true),
            ("José Núñez", "JOSE NUNEZ", true),
            ("Rob Doe", "Robert Roe", true),
            ("J. Doe", "J. Roe", false),
            ("Ann Doe", "Bob Roe", false),
        ] {
            assert_eq!(share_a_word(one, other), same, "{one}, {other}");
        }
    }
}
