//! Who is told of whom, and what that costs: counted in records read, which does not depend on the machine.

use super::*;
use crate::domain::{LatLon, Practice, Practices, Provider, Zip5};
use crate::index::{sample, world};

/// People of a crowded mile: house `n` of a street has `of_house(n)`.
fn crowd(people: usize, houses: usize) -> Vec<Provider> {
    let mut all = sample::providers(people);
    for (number, provider) in all.iter_mut().enumerate() {
        let house = number % houses;
        let nudge = f64::from(u32::try_from(number % 100).expect("few")) * 1e-5;
        provider.practices = Practices::one(Practice {
            address: format!("{house} Main St"),
            city: "Pittsburgh".to_owned(),
            zip: Some(Zip5::new(15_213).expect("five digits")),
            point: LatLon::new(40.44 + nudge, -79.95).expect("on earth"),
            ..provider.practices.first().clone()
        });
    }
    all
}

fn opened(all: &[Provider]) -> (tempfile::TempDir, Arc<Snapshot>) {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = Arc::new(world::opened(folder.path(), all));
    (folder, snapshot)
}

#[test]
fn in_a_crowded_mile_only_records_of_the_address_are_read() {
    let (_folder, snapshot) = opened(&crowd(40_000, 10_000));
    let mut read = 0;
    let mut told = 0;
    for number in (0..40_000).step_by(397) {
        let record = Record::new(&snapshot, number);
        let view = record.view().expect("a record");
        for practice in &view.practices {
            let address = Address::of(practice).expect("a house");
            read += snapshot.addresses().candidates(&address).count();
            told += record.beside(practice).expect("readable").len();
        }
    }
    assert_eq!(told, 101 * 3);
    // The own record is passed over, so that one too many may be read of each.
    assert!(read <= told + 101 + 3, "{read} records for {told}");
}

#[test]
fn only_practices_that_may_share_an_address_are_kept() {
    let (_folder, snapshot) = opened(&crowd(2_000, 2_000));
    assert_eq!(snapshot.addresses().entries.len(), 0);
    let mut all = crowd(2_000, 2_000);
    let mut practice = all[7].practices.first().clone();
    practice.zip = None;
    all[8].practices = Practices::one(practice);
    let (_folder, snapshot) = opened(&all);
    assert_eq!(snapshot.addresses().entries.len(), 2);
}

#[test]
fn everybody_is_told_of_whoever_is_told_of_them() {
    // Few streets, ZIP codes and cities, some addresses without ZIP code, some that are none, over all states.
    let mut all = sample::providers(600);
    for (number, provider) in all.iter_mut().enumerate() {
        let mut practices: Vec<Practice> = provider.practices.iter().cloned().collect();
        for (place, practice) in practices.iter_mut().enumerate() {
            let pick = number * 7 + place * 3;
            practice.address = ["1 Main St", "1 main street", "PO Box 4", "Suite 100", "Telehealth", ""]
                [pick / 5 % 6]
                .to_owned();
            practice.city = ["Erie", "ERIE", "York"][pick / 3 % 3].to_owned();
            let zip = [Some(16_501), None, Some(17_401), Some(0)][pick % 4];
            practice.zip = zip.map(|zip| Zip5::new(zip).expect("five digits"));
        }
        provider.practices = Practices::from_vec(practices).expect("one at least");
    }
    let (_folder, snapshot) = opened(&all);
    let everybody = 0..u32::try_from(all.len()).expect("few");
    let records: Vec<Record> = everybody.map(|number| Record::new(&snapshot, number)).collect();
    let views: Vec<_> = records.iter().map(|record| record.view().expect("a record")).collect();
    let mut pairs = BTreeSet::new();
    for (number, (record, view)) in (0..).zip(records.iter().zip(&views)) {
        for practice in &view.practices {
            let told: BTreeSet<u32> =
                record.beside(practice).expect("readable").iter().map(Record::number).collect();
            // A look at everybody says the same.
            let address = Address::of(practice);
            let is_there = |there: &PracticeView<'_>| address.as_ref().is_some_and(|own| own.is_of(there));
            let there = (0..)
                .zip(&views)
                .filter(|(other, view)| *other != number && view.practices.iter().any(is_there));
            assert_eq!(told, there.map(|(other, _)| other).collect(), "{practice:?}");
            pairs.extend(told.into_iter().map(|other| (number, other)));
        }
    }
    assert!(pairs.len() > 1_000, "{}", pairs.len());
    for (one, other) in &pairs {
        assert!(pairs.contains(&(*other, *one)), "{one} is told of {other} alone");
    }
}
