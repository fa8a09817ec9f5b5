//! Who is perhaps there twice: the list that was just merged is looked through, and told of in the report.
//!
//! In: kept records of the list and of those that stay beside it. Out: a finding for each pair, and one [`Warning`] with
//! their number. Invariants: nothing is merged or left out; lists in which everybody has an NPI cost nothing; whom
//! corrections hide is nobody's duplicate; of people with an NPI, and of other lists, only those are held who may be one of
//! those without.

use super::combining::BATCH;
use super::tally::Tally;
use super::{ImportError, ImportRequest, Warning};
use crate::domain::ProviderId;
use crate::index::{IndexError, KeptReader, KeptRecord};
use crate::ingest::{Code, Finding, Outcome, Person, Position, Suspects, Suspicion, Suspicions};
use crate::parallel;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Ids that the warning shows.
const IDS: usize = 5;

/// The most people among whom duplicates are looked for, who take about 750 bytes each: rows without an NPI, and whoever
/// may be one of them. The largest board of a state has a tenth of it.
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
    let Some(mut suspects) = gather(rows, beside, MOST, vocabulary, request)? else {
        return Ok(Some(too_many(rows.len())));
    };
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

/// Those to be compared: who has no NPI, and who may be one of them; `None` where they are more than `most`.
fn gather<'v>(
    rows: &[(u32, u64)],
    beside: &Beside,
    most: usize,
    vocabulary: &'v Arc<Vocabulary>,
    request: &ImportRequest,
) -> Result<Option<Suspects<'v>>, ImportError> {
    if rows.len() > most {
        return Ok(None);
    }
    let mut unnumbered = Vec::new();
    let mut places = rows.iter();
    let own = |id: &ProviderId| matches!(id, ProviderId::Own { .. });
    each_person(&beside.own, own, vocabulary, request, |id, person| {
        let row = places.next().copied();
        let shown = person.filter(|_| !beside.hidden.contains(id));
        unnumbered.extend(shown.map(|person| person.at(row)));
        true
    })?;
    let mut suspects = Suspects::new(unnumbered, vocabulary);
    each_person(
        &beside.own,
        |id| !own(id),
        vocabulary,
        request,
        |id, person| {
            if let Some(person) = person.filter(|_| !beside.hidden.contains(id)) {
                suspects.take_numbered(person);
            }
            suspects.len() <= most
        },
    )?;
    for path in &beside.others {
        each_person(
            path,
            |_| true,
            vocabulary,
            request,
            |id, person| {
                if let Some(person) = person.filter(|_| !beside.hidden.contains(id)) {
                    suspects.take_other(person);
                }
                suspects.len() <= most
            },
        )?;
    }
    Ok((suspects.len() <= most).then_some(suspects))
}

/// That nobody is looked for, where there are too many.
fn too_many(rows: usize) -> Warning {
    let message = format!(
        "{rows} rows have no NPI; duplicates are not looked for where they and those who may be the same are more than \
         {MOST}, give NPIs or parts of the list"
    );
    Warning { code: "duplicates_not_sought", count: rows as u64, message, samples: Vec::new() }
}

fn warning(pairs: &[Suspicion<'_>]) -> Warning {
    let count = pairs.len() as u64;
    let (pair, are) = if count == 1 { ("pair", "is") } else { ("pairs", "are") };
    let unnamed: usize = pairs.iter().map(|pair| pair.unnamed).sum();
    let more = match unnamed {
        0 => String::new(),
        more => format!(", and {more} more of the same people"),
    };
    let message = format!(
        "{count} {pair} of entries {are} perhaps one person each{more}; nothing was merged, and the report names both \
         of each"
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
    let more = match pair.unnamed {
        0 => String::new(),
        others => format!("; {} and {others} others are perhaps the same, too", pair.one.id),
    };
    let message = format!(
        "{} ({}) is perhaps the same person as {} ({}{there}): {}{more}",
        one.shown, one.id, other.shown, other.id, pair.agreement
    );
    let position = Position { file, line };
    let id = other.id.to_string();
    Finding::new(Outcome::Warned, position, "id", Code::PossibleDuplicate, &id, message)
}

/// Calls `each` with every provider of a list that is `wanted` and, where it is a person, what is compared of it, until
/// `each` has enough.
fn each_person(
    path: &Path,
    wanted: impl Fn(&ProviderId) -> bool + Sync,
    vocabulary: &Arc<Vocabulary>,
    request: &ImportRequest,
    mut each: impl FnMut(&ProviderId, Option<Person>) -> bool,
) -> Result<(), ImportError> {
    let mut reader = KeptReader::open(path, vocabulary)?;
    let has_enough = AtomicBool::new(false);
    let read =
        |(): &mut (), records: Vec<KeptRecord>| -> Result<Vec<(ProviderId, Option<Person>)>, IndexError> {
            let person = |record: KeptRecord| {
                record.provider(vocabulary, path).map(|provider| (record.id, Person::of(&provider)))
            };
            records.into_iter().filter(|record| wanted(&record.id)).map(person).collect()
        };
    let give = || -> Result<Option<Vec<KeptRecord>>, ImportError> {
        request.check_cancelled()?;
        let mut records = Vec::with_capacity(BATCH);
        while records.len() < BATCH
            && !has_enough.load(Ordering::Relaxed)
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
                if !has_enough.load(Ordering::Relaxed) && !each(&id, person) {
                    has_enough.store(true, Ordering::Relaxed);
                }
            }
            Ok(())
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Provider;
    use crate::index::KeptWriter;
    use crate::ingest::made_provider;

    /// Writes a list of people with those ids, all at one place and of one name.
    fn list(path: &Path, vocabulary: &Arc<Vocabulary>, ids: &[String]) {
        let mut writer = KeptWriter::create(path, vocabulary).expect("space");
        for id in ids {
            let id = id.parse().expect("an id");
            writer.push(&Provider { id, ..made_provider("1234567893", &["100 Main St"]) }).expect("space");
        }
        writer.finish().expect("space");
    }

    #[test]
    fn nobody_is_looked_for_among_too_many_of_whatever_list_they_are() {
        let directory = tempfile::tempdir().expect("a directory");
        let vocabulary = Arc::new(Vocabulary::bundled().expect("the tables are sound"));
        let path = |name: &str| directory.path().join(name);
        list(
            &path("own"),
            &vocabulary,
            &["board:1", "board:2", "npi:1000780001", "npi:1234567893"].map(String::from),
        );
        list(&path("other"), &vocabulary, &["club:1".to_owned()]);
        let request = ImportRequest::new(Vec::new(), jiff::Timestamp::UNIX_EPOCH);
        let kept = |others: &[&str], most: usize| {
            let others = others.iter().map(|name| path(name)).collect();
            let beside = Beside { own: path("own"), others, hidden: BTreeSet::new() };
            let rows = [(0, 2), (0, 3)];
            let suspects = gather(&rows, &beside, most, &vocabulary, &request).expect("readable");
            suspects.map(|suspects| suspects.len())
        };
        assert_eq!([1, 3, 4].map(|most| kept(&[], most)), [None, None, Some(4)]);
        assert_eq!([4, 5].map(|most| kept(&["other"], most)), [None, Some(5)]);
        let warning = too_many(7);
        assert_eq!((warning.code, warning.count), ("duplicates_not_sought", 7));
    }
}
