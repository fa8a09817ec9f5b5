//! What federal files since the last whole list said of each NPI: the list can be made of it in whatever order the files
//! come.
//!
//! In and out: a [`Since`] for each NPI that such a file names, in the order of the ids, one at a time. The file lies
//! beside the list's kept records and is framed like them. Invariant: of each part of a provider (the provider itself,
//! its further practices, its further names) only the latest word is kept, so that joining is the same in any order
//! and any number of times.

use super::document::{StoredPractice, append, decode, encode};
use super::error::IndexError;
use super::kept::{KeptReader, KeptWriter, damaged};
use crate::domain::{Practice, Provider, ProviderId};
use crate::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// What was said of one NPI.
#[derive(Debug, Clone, PartialEq)]
pub struct Since {
    /// Whose.
    pub id: ProviderId,
    /// What the last whole list had of it.
    pub base: Option<Provider>,
    /// The latest word on the provider itself.
    pub main: Option<SinceMain>,
    /// The latest word on its further practices: all of them.
    pub practices: Option<Stated<Vec<Practice>>>,
    /// The latest word on its further names: all of them.
    pub names: Option<Stated<Vec<String>>>,
}

/// What a file said of a provider itself.
#[derive(Debug, Clone, PartialEq)]
pub struct SinceMain {
    /// The last day that the file speaks of, counted from 1970-01-01.
    pub day: i32,
    /// The row's own day: its last update, or the deactivation.
    pub row_day: Option<i32>,
    /// The provider without what side files add; `None` where it is no longer active or no longer one of ours.
    pub provider: Option<Provider>,
}

impl SinceMain {
    /// Whether this one is the later word of two, or they are as late. A total order: the file's days, then the row's
    /// own, then that somebody is gone.
    pub fn is_not_before(&self, other: &Self) -> bool {
        let key = |main: &Self| (main.day, main.row_day, main.provider.is_none());
        key(self) >= key(other)
    }
}

/// Something that a file said, and the last day that it speaks of, counted from 1970-01-01.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated<T> {
    /// The day.
    pub day: i32,
    /// What was said.
    pub said: T,
}

impl Since {
    /// Nothing said since a whole list that has this of it.
    pub fn new(id: ProviderId, base: Option<Provider>) -> Self {
        Self { id, base, main: None, practices: None, names: None }
    }

    /// Whether anything was said.
    pub fn says_something(&self) -> bool {
        self.main.is_some() || self.practices.is_some() || self.names.is_some()
    }
}

/// As it lies in the file: a record begins with its id, like those of kept lists.
#[derive(Debug, Serialize, Deserialize)]
struct StoredSince<'a> {
    id: &'a str,
    base: Option<&'a [u8]>,
    #[serde(borrow)]
    main: Option<StoredMain<'a>>,
    #[serde(borrow)]
    practices: Option<(i32, Vec<StoredPractice<'a>>)>,
    #[serde(borrow)]
    names: Option<(i32, Vec<&'a str>)>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredMain<'a> {
    day: i32,
    row_day: Option<i32>,
    #[serde(borrow)]
    record: Option<&'a [u8]>,
}

/// Writes what was said, which must come in the order of the ids.
#[derive(Debug)]
pub struct SinceWriter {
    writer: KeptWriter,
    vocabulary: Arc<Vocabulary>,
    record: Vec<u8>,
}

impl SinceWriter {
    /// Makes the file, and its folder.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be made.
    pub fn create(path: &Path, vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        let writer = KeptWriter::create(path, vocabulary)?;
        Ok(Self { writer, vocabulary: Arc::clone(vocabulary), record: Vec::new() })
    }

    /// Adds what was said of an NPI.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written, or does not come after the one before it.
    pub fn push(&mut self, since: &Since) -> Result<(), IndexError> {
        let stored = |provider: Option<&Provider>| -> Result<Option<Vec<u8>>, IndexError> {
            let Some(provider) = provider else { return Ok(None) };
            let mut record = Vec::new();
            encode(provider, &self.vocabulary, &mut record)?;
            Ok(Some(record))
        };
        let base = stored(since.base.as_ref())?;
        let main = since.main.as_ref();
        let record = stored(main.and_then(|main| main.provider.as_ref()))?;
        let id = since.id.to_string();
        let practices = since.practices.as_ref();
        let names = since.names.as_ref();
        let all = StoredSince {
            id: &id,
            base: base.as_deref(),
            main: main.map(|main| StoredMain {
                day: main.day,
                row_day: main.row_day,
                record: record.as_deref(),
            }),
            practices: practices
                .map(|stated| (stated.day, stated.said.iter().map(StoredPractice::new).collect())),
            names: names.map(|stated| (stated.day, stated.said.iter().map(String::as_str).collect())),
        };
        self.record.clear();
        append(&all, &mut self.record)?;
        self.writer.write(&since.id, &self.record)
    }

    /// Finishes the file; returns of how many NPIs something was said.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    pub fn finish(self) -> Result<u64, IndexError> {
        self.writer.finish()
    }
}

/// Reads what was said, in the order of the ids.
#[derive(Debug)]
pub struct SinceReader {
    reader: KeptReader,
    vocabulary: Arc<Vocabulary>,
}

impl SinceReader {
    /// Opens a file that [`SinceWriter`] wrote; `None` where there is none.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be read or is of another format.
    pub fn open(path: &Path, vocabulary: &Arc<Vocabulary>) -> Result<Option<Self>, IndexError> {
        if !path.exists() {
            return Ok(None);
        }
        let reader = KeptReader::open(path, vocabulary)?;
        Ok(Some(Self { reader, vocabulary: Arc::clone(vocabulary) }))
    }

    /// The next id, without taking it; `None` at the end, and where [`Iterator::next`] gives an error.
    pub fn peek(&self) -> Option<&ProviderId> {
        self.reader.peek()
    }
}

impl Iterator for SinceReader {
    type Item = Result<Since, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.reader.next_stored()? {
            Ok(record) => record,
            Err(error) => return Some(Err(error)),
        };
        let read = postcard::from_bytes::<StoredSince<'_>>(record.bytes()).ok();
        let since = read.and_then(|stored| stored.believe(record.id.clone(), &self.vocabulary));
        Some(since.ok_or_else(|| damaged(self.reader.path(), "a record cannot be read")))
    }
}

impl StoredSince<'_> {
    fn believe(self, id: ProviderId, vocabulary: &Vocabulary) -> Option<Since> {
        let provider = |record: Option<&[u8]>| match record {
            None => Some(None),
            Some(record) => decode(record, vocabulary).map(Some),
        };
        let main = match self.main {
            None => None,
            Some(StoredMain { day, row_day, record }) => {
                Some(SinceMain { day, row_day, provider: provider(record)? })
            }
        };
        let practices = match self.practices {
            None => None,
            Some((day, stored)) => {
                let said = stored.into_iter().map(StoredPractice::believe).collect::<Option<Vec<_>>>()?;
                Some(Stated { day, said })
            }
        };
        let names = self
            .names
            .map(|(day, names)| Stated { day, said: names.into_iter().map(str::to_owned).collect() });
        Some(Since { id, base: provider(self.base)?, main, practices, names })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{any_provider, providers, vocabulary};
    use super::*;
    use proptest::prelude::*;

    fn written(path: &Path, all: &[Since]) {
        let mut writer = SinceWriter::create(path, &vocabulary()).expect("a file");
        for since in all {
            writer.push(since).expect("space");
        }
        assert_eq!(writer.finish().expect("space"), all.len() as u64);
    }

    fn read(path: &Path) -> Result<Vec<Since>, IndexError> {
        SinceReader::open(path, &vocabulary())?.expect("a file").collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn gives_back_what_was_said(
            base in prop::option::of(any_provider()),
            main in prop::option::of((any::<i32>(), any::<Option<i32>>(), prop::option::of(any_provider()))),
            practices in prop::option::of((any::<i32>(), prop::collection::vec(any_provider(), 0..3))),
            names in prop::option::of((any::<i32>(), prop::collection::vec("\\PC{0,8}", 0..3))),
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("lists/nppes.since");
            let since = Since {
                id: "npi:1234567893".parse().expect("an id"),
                base,
                main: main.map(|(day, row_day, provider)| SinceMain { day, row_day, provider }),
                practices: practices.map(|(day, all)| Stated {
                    day,
                    said: all.iter().map(|provider| provider.practices.first().clone()).collect(),
                }),
                names: names.map(|(day, said)| Stated { day, said }),
            };
            written(&path, std::slice::from_ref(&since));
            prop_assert_eq!(read(&path).expect("readable"), [since]);
        }
    }

    #[test]
    fn somebody_gone_takes_few_bytes_and_damage_is_noticed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("000001/lists/nppes.since");
        let mut ids: Vec<ProviderId> = providers(200).into_iter().map(|provider| provider.id).collect();
        ids.sort();
        let gone = |id: ProviderId| Since {
            main: Some(SinceMain { day: 20_100, row_day: None, provider: None }),
            ..Since::new(id, None)
        };
        let all: Vec<Since> = ids.into_iter().map(gone).collect();
        written(&path, &all);
        assert_eq!(read(&path).expect("readable"), all);
        let good = std::fs::read(&path).expect("a file");
        assert!(good.len() / all.len() < 40, "{} bytes", good.len() / all.len());
        for length in (0..good.len()).step_by(7) {
            std::fs::write(&path, &good[..length]).expect("space");
            let error = read(&path).expect_err("cut");
            assert!(error.to_string().contains("nppes.since"), "{error}");
        }
        assert!(
            SinceReader::open(&folder.path().join("none"), &vocabulary()).expect("nothing there").is_none()
        );
    }

    #[test]
    fn the_later_word_is_the_same_whichever_comes_first() {
        let mains: Vec<SinceMain> = [(1, None), (1, Some(0)), (1, Some(1)), (2, None), (2, Some(0))]
            .into_iter()
            .flat_map(|(day, row_day)| {
                [providers(1).pop(), None].map(|provider| SinceMain { day, row_day, provider })
            })
            .collect();
        for (place, one) in mains.iter().enumerate() {
            for (other_place, other) in mains.iter().enumerate() {
                let first = one.is_not_before(other);
                assert_eq!(first && other.is_not_before(one), place == other_place, "{one:?} {other:?}");
                assert!(first || other.is_not_before(one));
            }
        }
    }
}
