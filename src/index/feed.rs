//! Generations as partners mirror them: all records in the order of ids, and what one generation says otherwise than
//! another.
//!
//! In: one or two snapshots, and the id after which to begin. Out: [`Entry`]s, each with a cursor's worth of state and
//! nothing more, so that a walk may rest between two of them for as long as it likes. Invariant: whoever has the
//! providers of the first generation and applies the entries of a [`Differences`] has those of the second.

use super::document;
use super::error::IndexError;
use super::record::{Record, RecordView};
use super::snapshot::Snapshot;
use std::cmp::Ordering;
use std::sync::Arc;

/// One step of a walk.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A provider that the walked generation has; in [`Differences`] one that only the second has.
    Added(Record),
    /// A provider of both generations that the second tells otherwise: the members that differ, and the second's record.
    Changed(Vec<&'static str>, Record),
    /// The id of a provider that only the first generation has.
    Removed(String),
}

/// All providers of a generation in the order of their ids as texts.
#[derive(Debug, Clone)]
pub struct Export {
    snapshot: Arc<Snapshot>,
    rank: usize,
}

/// What the second of two generations says otherwise than the first, in the order of ids as texts.
#[derive(Debug, Clone)]
pub struct Differences {
    before: Export,
    after: Export,
}

impl Export {
    /// Those whose id comes after a text; all without one.
    ///
    /// # Complexity
    /// O(log n).
    pub fn new(snapshot: &Arc<Snapshot>, after: Option<&str>) -> Self {
        let by_id = snapshot.view().providers_by_id;
        let comes_first = |number: &u32, after: &str| id_of(snapshot, *number) <= after;
        let rank = after.map_or(0, |after| by_id.partition_point(|number| comes_first(number, after)));
        Self { snapshot: Arc::clone(snapshot), rank }
    }

    /// How many are to come.
    pub fn remaining(&self) -> usize {
        self.snapshot.len().saturating_sub(self.rank)
    }

    /// The next one; `None` at the end.
    pub fn step(&mut self) -> Option<Record> {
        let number = self.peek()?;
        self.rank += 1;
        Some(Record::new(&self.snapshot, number))
    }

    fn peek(&self) -> Option<u32> {
        self.snapshot.view().providers_by_id.get(self.rank).copied()
    }

    /// The id of the next one.
    fn peek_id(&self) -> Option<&str> {
        self.peek().map(|number| id_of(&self.snapshot, number))
    }

    /// The next one as it is stored.
    fn peek_bytes(&self) -> Option<&[u8]> {
        self.snapshot.stored(self.peek()?)
    }
}

impl Differences {
    /// What `now` says otherwise than `before` of whoever comes after an id; of all without one.
    ///
    /// # Complexity
    /// O(log n).
    pub fn new(before: &Arc<Snapshot>, now: &Arc<Snapshot>, after: Option<&str>) -> Self {
        Self { before: Export::new(before, after), after: Export::new(now, after) }
    }

    /// Goes on by one id; `Some(None)` where both say the same of it, `None` at the end.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    ///
    /// # Complexity
    /// One comparison of two records' bytes; only those that differ are read.
    pub fn step(&mut self) -> Option<Result<Option<Entry>, IndexError>> {
        let order = match (self.before.peek_id(), self.after.peek_id()) {
            (None, None) => return None,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(before), Some(after)) => before.cmp(after),
        };
        Some(match order {
            Ordering::Less => {
                let id = self.before.peek_id().unwrap_or_default().to_owned();
                self.before.rank += 1;
                Ok(Some(Entry::Removed(id)))
            }
            Ordering::Greater => Ok(self.after.step().map(Entry::Added)),
            Ordering::Equal => {
                let same = self.before.peek_bytes() == self.after.peek_bytes();
                match (self.before.step(), self.after.step()) {
                    (Some(before), Some(after)) if !same => changed(&before, after),
                    _ => Ok(None),
                }
            }
        })
    }
}

fn id_of(snapshot: &Snapshot, number: u32) -> &str {
    snapshot.stored(number).and_then(document::id_of).unwrap_or_default()
}

/// Other bytes may say the same to a reader: other names that are searched by are not shown.
fn changed(before: &Record, after: Record) -> Result<Option<Entry>, IndexError> {
    let fields = changed_members(&before.view()?, &after.view()?);
    Ok((!fields.is_empty()).then_some(Entry::Changed(fields, after)))
}

/// The members of a provider's reply that differ. Taken apart by name, so that a new field cannot be forgotten.
fn changed_members<'a>(before: &RecordView<'a>, after: &RecordView<'a>) -> Vec<&'static str> {
    let RecordView {
        id: _,
        name,
        aliases: _,
        credentials,
        gender,
        specialties,
        techniques,
        conditions,
        languages,
        accepting_new,
        telehealth,
        wheelchair,
        insurance,
        website,
        practices,
        updated,
        source,
    } = before;
    let members = [
        ("kind", name.kind() != after.name.kind()),
        ("name", name.to_string() != after.name.to_string()),
        ("credentials", *credentials != after.credentials),
        ("gender", *gender != after.gender),
        ("specialties", *specialties != after.specialties),
        ("techniques", *techniques != after.techniques),
        ("conditions", *conditions != after.conditions),
        ("languages", *languages != after.languages),
        ("accepting_new", *accepting_new != after.accepting_new),
        ("telehealth", *telehealth != after.telehealth),
        ("wheelchair", *wheelchair != after.wheelchair),
        ("insurance", *insurance != after.insurance),
        ("website", *website != after.website),
        ("other_practices", practices.len() != after.practices.len()),
        ("updated", *updated != after.updated),
        ("source", *source != after.source),
        ("practices", *practices != after.practices),
    ];
    members.into_iter().filter_map(|(member, differs)| differs.then_some(member)).collect()
}
