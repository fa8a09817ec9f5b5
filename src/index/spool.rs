//! [`Spool`]: the rows of an import wait in a file until all are read, and come back grouped by provider.

use super::document::{StoredPractice, StoredProvider, append};
use super::order::TextOrder;
use super::pile::Pile;
use super::store::IndexError;
use crate::domain::{Fragment, Npi};
use crate::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A growing file of rows, grouped by id at the end. Memory: about 40 bytes a row.
#[derive(Debug)]
pub struct Spool {
    pile: Pile,
    ids: TextOrder,
    vocabulary: Arc<Vocabulary>,
    directory: PathBuf,
    record: Vec<u8>,
}

/// One spooled row.
#[derive(Debug, Clone, PartialEq)]
pub struct SpoolEntry {
    /// What the row contributes.
    pub fragment: Fragment,
    /// Which file it stood in: the caller's number.
    pub file: u32,
    /// The line it stood on.
    pub line: u64,
}

/// A row as it lies in the file.
#[derive(Debug, Serialize, Deserialize)]
struct StoredEntry<'a> {
    file: u32,
    line: u64,
    #[serde(borrow)]
    fragment: StoredFragment<'a>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredFragment<'a> {
    #[serde(borrow)]
    Whole(Box<StoredProvider<'a>>),
    Practice(u32, #[serde(borrow)] StoredPractice<'a>),
    Alias(u32, &'a str),
    Removal(u32),
}

impl Spool {
    /// Makes an empty spool file in a directory; it has no name and is gone when dropped.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the file cannot be made.
    pub fn new(directory: &Path, vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        Ok(Self {
            pile: Pile::new(directory)?,
            ids: TextOrder::default(),
            vocabulary: Arc::clone(vocabulary),
            directory: directory.to_owned(),
            record: Vec::new(),
        })
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the file cannot be written.
    pub fn push(&mut self, entry: &SpoolEntry) -> Result<(), IndexError> {
        let id = entry.fragment.id().to_string();
        let fragment = StoredFragment::new(&id, &entry.fragment, &self.vocabulary);
        self.record.clear();
        append(&StoredEntry { file: entry.file, line: entry.line, fragment }, &mut self.record)?;
        self.pile.push(&self.record)?;
        self.ids.push(id.as_bytes());
        Ok(())
    }

    /// Hands out the rows of each id, in the order they were added, ids in their order.
    ///
    /// # Errors
    /// What `each` fails with, or [`IndexError::Io`].
    pub fn groups(
        self,
        each: &mut dyn FnMut(Vec<SpoolEntry>) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        let mut rows = self.pile.into_reader()?;
        let mut group = Vec::new();
        for (number, same_id) in self.ids.sorted(|number| number) {
            if !same_id && !group.is_empty() {
                each(std::mem::take(&mut group))?;
            }
            let entry = postcard::from_bytes::<StoredEntry<'_>>(rows.get(number)?)
                .ok()
                .and_then(|stored| stored.believe(&self.vocabulary))
                .ok_or_else(|| IndexError::Io {
                    path: self.directory.clone(),
                    source: std::io::Error::new(std::io::ErrorKind::InvalidData, "a spooled row is damaged"),
                })?;
            group.push(entry);
        }
        if group.is_empty() { Ok(()) } else { each(group) }
    }
}

impl StoredEntry<'_> {
    fn believe(self, vocabulary: &Vocabulary) -> Option<SpoolEntry> {
        let npi = |number: u32| Npi::new(u64::from(number)).ok();
        let fragment = match self.fragment {
            StoredFragment::Whole(provider) => Fragment::Whole(Box::new(provider.believe(vocabulary)?)),
            StoredFragment::Practice(number, practice) => {
                Fragment::Practice { npi: npi(number)?, practice: Box::new(practice.believe()?) }
            }
            StoredFragment::Alias(number, name) => {
                Fragment::Alias { npi: npi(number)?, name: name.to_owned() }
            }
            StoredFragment::Removal(number) => Fragment::Removal { npi: npi(number)? },
        };
        Some(SpoolEntry { fragment, file: self.file, line: self.line })
    }
}

impl<'a> StoredFragment<'a> {
    fn new(id: &'a str, fragment: &'a Fragment, vocabulary: &'a Vocabulary) -> Self {
        match fragment {
            Fragment::Whole(provider) => Self::Whole(Box::new(StoredProvider::new(id, provider, vocabulary))),
            Fragment::Practice { npi, practice } => {
                Self::Practice(npi.number(), StoredPractice::new(practice))
            }
            Fragment::Alias { npi, name } => Self::Alias(npi.number(), name),
            Fragment::Removal { npi } => Self::Removal(npi.number()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{any_provider, vocabulary};
    use super::*;
    use proptest::prelude::*;

    fn fragments() -> impl Strategy<Value = Fragment> {
        any_provider().prop_flat_map(|provider| {
            let npi = Npi::new(1_234_567_893).expect("an NPI");
            let practice = Box::new(provider.practices.first().clone());
            let name = provider.name.to_string();
            prop_oneof![
                Just(Fragment::Whole(Box::new(provider))),
                Just(Fragment::Practice { npi, practice }),
                Just(Fragment::Alias { npi, name }),
                Just(Fragment::Removal { npi }),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn rows_come_back_grouped_by_id_in_the_order_they_came(fragments in prop::collection::vec(fragments(), 0..20)) {
            let directory = tempfile::tempdir().expect("a directory");
            let mut spool = Spool::new(directory.path(), &vocabulary()).expect("a spool");
            let entries: Vec<SpoolEntry> = fragments
                .into_iter()
                .zip(1..)
                .map(|(fragment, line)| SpoolEntry { fragment, file: 3, line })
                .collect();
            for entry in &entries {
                spool.push(entry).expect("space");
            }
            let mut groups = Vec::new();
            spool.groups(&mut |group| { groups.push(group); Ok(()) }).expect("groups");

            let ids: Vec<_> = groups.iter().map(|group| group[0].fragment.id()).collect();
            prop_assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
            for (group, id) in groups.iter().zip(&ids) {
                prop_assert!(group.iter().all(|entry| entry.fragment.id() == *id));
            }
            let mut expected = entries;
            expected.sort_by_key(|entry| entry.fragment.id());
            prop_assert_eq!(groups.concat(), expected);
        }
    }

    #[test]
    fn the_caller_can_stop_it() {
        let directory = tempfile::tempdir().expect("a directory");
        let mut spool = Spool::new(directory.path(), &vocabulary()).expect("a spool");
        let npi = Npi::new(1_234_567_893).expect("an NPI");
        spool.push(&SpoolEntry { fragment: Fragment::Removal { npi }, file: 0, line: 2 }).expect("space");
        assert!(matches!(spool.groups(&mut |_| Err(IndexError::Locked)), Err(IndexError::Locked)));
    }
}
