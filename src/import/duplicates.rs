//! Who is perhaps there twice: the list that was just merged is looked through, and told of in the report.
//!
//! In: kept records of the list and of those that stay beside it. Out: a finding for each pair, and one [`Warning`] with
//! their number. Invariants: nothing is merged or left out; lists in which everybody has an NPI cost nothing; whom
//! corrections hide is nobody's duplicate.

use super::combining::BATCH;
use super::reading::Tally;
use super::{ImportError, ImportRequest, Warning};
use crate::domain::ProviderId;
use crate::index::{IndexError, KeptReader, KeptRecord};
use crate::ingest::{Code, Finding, Outcome, Person, Position, Suspects, Suspicion, Suspicions};
use crate::parallel;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Ids that the warning shows.
const IDS: usize = 5;

/// The most rows without an NPI among which duplicates are looked for: they take about 750 bytes each. The largest board
/// of a state has a tenth of it.
const MOST: usize = 1_000_000;

/// Where people are looked for.
pub(super) struct Beside {
    /// The records of the list that was just merged.
    pub(super) own: PathBuf,
    /// Those of lists that stay.
    pub(super) others: Vec<PathBuf>,
    /// Whom corrections hide.
    pub(super) hidden: BTreeSet<ProviderId>,
}

/// Tells of people of the list without an NPI who are perhaps in it, or in another list, once more. `rows` says where
/// each of them stands, in the order of ids.
pub(super) fn tell(
    rows: &[(u32, u64)],
    beside: &Beside,
    vocabulary: &Arc<Vocabulary>,
    request: &ImportRequest,
    tally: &mut Tally,
) -> Result<Option<Warning>, ImportError> {
    if rows.is_empty() {
        return Ok(None);
    }
    if let Some(warning) = too_many(rows.len()) {
        return Ok(Some(warning));
    }
    let mut suspects = Suspects::new(vocabulary);
    let mut own = Vec::new();
    let mut rows = rows.iter();
    each_person(&beside.own, vocabulary, request, |id, person| {
        let row = if matches!(id, ProviderId::Own { .. }) { rows.next() } else { None };
        let shown = person.filter(|_| !beside.hidden.contains(id));
        own.extend(shown.map(|person| person.at(row.copied())));
    })?;
    suspects.take(own);
    for path in &beside.others {
        each_person(path, vocabulary, request, |id, person| {
            if let Some(person) = person.filter(|_| !beside.hidden.contains(id)) {
                suspects.take_other(person);
            }
        })?;
    }
    request.check_cancelled()?;
    let Suspicions { pairs, .. } = suspects.find();
    let mut findings: Vec<Finding> = pairs.iter().map(|pair| finding(pair, tally)).collect();
    findings.sort_by(|a, b| {
        let place = |finding: &Finding| (Arc::clone(&finding.position.file), finding.position.line);
        place(a).cmp(&place(b)).then_with(|| a.value.cmp(&b.value))
    });
    for finding in findings {
        let told = tally.tell(finding);
        told.map_err(|source| ImportError::Report { path: tally.report_path(), source })?;
    }
    Ok((!pairs.is_empty()).then(|| warning(&pairs)))
}

/// That nobody is looked for, where there are too many.
fn too_many(rows: usize) -> Option<Warning> {
    let message = || {
        format!(
            "{rows} rows have no NPI; duplicates are not looked for among more than {MOST}, give NPIs or parts of the list"
        )
    };
    (rows > MOST).then(|| Warning {
        code: "duplicates_not_sought",
        count: rows as u64,
        message: message(),
        samples: Vec::new(),
    })
}

fn warning(pairs: &[Suspicion<'_>]) -> Warning {
    let count = pairs.len() as u64;
    let (pair, are) = if count == 1 { ("pair", "is") } else { ("pairs", "are") };
    let message = format!(
        "{count} {pair} of entries {are} perhaps one person each; nothing was merged, and the report names both of each"
    );
    let mut surest: Vec<&Suspicion<'_>> = pairs.iter().collect();
    surest.sort_by(|a, b| b.agreement.bits.total_cmp(&a.agreement.bits));
    let named = surest.iter().take(IDS).map(|pair| format!("{} = {}", pair.one.id, pair.other.id));
    Warning { code: Code::PossibleDuplicate.as_str(), count, message, samples: named.collect() }
}

/// What the report says of a pair: at the later row of the two, where both are of this list.
fn finding(pair: &Suspicion<'_>, tally: &Tally) -> Finding {
    let (mut one, mut other) = (pair.one, pair.other);
    if other.row > one.row {
        (one, other) = (other, one);
    }
    let place = |person: &Person| {
        person.row.map(|(file, line)| (tally.file_name(file), line)).filter(|(file, _)| !file.is_empty())
    };
    let at = place(one);
    let (file, line) = at.clone().unwrap_or_else(|| (Arc::from(""), 0));
    let there = match (place(other), at) {
        (Some((there, line)), Some((here, _))) if there == here => format!(", line {line}"),
        (Some((there, line)), _) => format!(", {there} line {line}"),
        (None, _) => String::new(),
    };
    let message = format!(
        "{} ({}) is perhaps the same person as {} ({}{there}): {}",
        one.shown, one.id, other.shown, other.id, pair.agreement
    );
    let position = Position { file, line };
    let id = other.id.to_string();
    Finding::new(Outcome::Warned, position, "id", Code::PossibleDuplicate, &id, message)
}

/// Calls `each` with every provider of a list and, where it is a person, what is compared of it.
fn each_person(
    path: &Path,
    vocabulary: &Arc<Vocabulary>,
    request: &ImportRequest,
    mut each: impl FnMut(&ProviderId, Option<Person>),
) -> Result<(), ImportError> {
    let mut reader = KeptReader::open(path, vocabulary)?;
    let read =
        |(): &mut (), records: Vec<KeptRecord>| -> Result<Vec<(ProviderId, Option<Person>)>, IndexError> {
            let person = |record: KeptRecord| {
                record.provider(vocabulary, path).map(|provider| (record.id, Person::of(&provider)))
            };
            records.into_iter().map(person).collect()
        };
    let give = || -> Result<Option<Vec<KeptRecord>>, ImportError> {
        request.check_cancelled()?;
        let mut records = Vec::with_capacity(BATCH);
        while records.len() < BATCH
            && let Some(record) = reader.next_stored()
        {
            records.push(record?);
        }
        Ok((!records.is_empty()).then_some(records))
    };
    parallel::in_order(
        parallel::threads(),
        || (),
        read,
        give,
        |people| {
            for (id, person) in people? {
                each(&id, person);
            }
            Ok(())
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_is_too_long_is_said_to_be() {
        assert_eq!(too_many(MOST), None);
        let warning = too_many(MOST + 1).expect("one too many");
        assert_eq!((warning.code, warning.count), ("duplicates_not_sought", 1_000_001));
    }
}
