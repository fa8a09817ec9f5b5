//! Rows spooled, grouped and read back.

use super::super::document::encode;
use super::super::sample::{any_provider, vocabulary};
use super::read::RowSource;
use super::*;
use crate::domain::ProviderId;
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
            Just(Fragment::Removal { npi, since: None }),
            Just(Fragment::Removal { npi, since: RecordDate::from_days(20_000).ok() }),
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
        let own = |entry: &&SpoolEntry| matches!(entry.fragment.id(), ProviderId::Own { .. });
        prop_assert_eq!(spool.unnumbered(), entries.iter().filter(own).count() as u64);
        let mut groups = Vec::new();
        let made = |(): &mut (), rows: &SingleRows<'_>| Ok(rows.records().map(<[u8]>::to_vec).collect::<Vec<_>>());
        let mut take = |read: &mut dyn Iterator<Item = SpoolGroup<'_>>, made: Vec<Vec<u8>>| {
            let mut made = made.into_iter();
            for group in read {
                groups.push(match group {
                    SpoolGroup::Rows(rows) => rows.collect::<Result<Vec<_>, _>>()?,
                    SpoolGroup::Single(row) => {
                        let provider = row.provider(&vocabulary()).expect("a provider");
                        let claimed = provider.specialties.iter().map(|claim| claim.specialty);
                        assert_eq!(row.specialties, claimed.collect::<Vec<_>>());
                        assert_eq!(row.id, provider.id);
                        let mut record = Vec::new();
                        encode(&provider, &vocabulary(), &mut record)?;
                        assert_eq!(row.record, record);
                        assert_eq!(made.next(), Some(record));
                        let fragment = Fragment::Whole(Box::new(provider));
                        vec![SpoolEntry { fragment, file: row.file, line: row.line }]
                    }
                });
            }
            assert_eq!(made.next(), None);
            Ok(())
        };
        spool.groups(|| (), made, &mut take).expect("groups");

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
    spool
        .push(&SpoolEntry { fragment: Fragment::Removal { npi, since: None }, file: 0, line: 2 })
        .expect("space");
    let stopped = spool.groups(|| (), |(), _| Ok(()), &mut |_, ()| Err(IndexError::Locked));
    assert!(matches!(stopped, Err(IndexError::Locked)));
}

#[test]
fn rows_of_one_id_are_read_as_they_are_taken() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut spool = Spool::new(directory.path(), &vocabulary()).expect("a spool");
    let npi = |number| Npi::new(number).expect("an NPI");
    let (many, single) = (npi(1_234_567_893), npi(1_245_319_599));
    let name = "A Further Name ".repeat(20);
    for line in 2..2_000 {
        let fragment = Fragment::Alias { npi: many, name: name.clone() };
        spool.push(&SpoolEntry { fragment, file: 0, line }).expect("space");
    }
    let fragment = Fragment::Removal { npi: single, since: None };
    spool.push(&SpoolEntry { fragment, file: 0, line: 2_000 }).expect("space");
    let mut lines = Vec::new();
    let mut take = |groups: &mut dyn Iterator<Item = SpoolGroup<'_>>, ()| {
        for group in groups {
            let SpoolGroup::Rows(mut rows) = group else { continue };
            while let Some(row) = rows.next() {
                lines.push(row?.line);
                if let RowSource::Waiting(rows) = &rows.0 {
                    assert!(rows.records.len() <= 1_024, "{} rows at once", rows.records.len());
                }
            }
        }
        Ok(())
    };
    spool.groups(|| (), |(), _| Ok(()), &mut take).expect("groups");
    assert!(lines.iter().copied().eq(2..=2_000));
}
