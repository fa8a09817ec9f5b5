//! Files joined in every order say the same; what a week brings replaces, what it does not bring stays.

use super::*;
use crate::domain::{Npi, ProviderId};
use crate::import::federal::Plan;
use crate::ingest::{self, Source};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use proptest::prelude::*;
use std::sync::LazyLock;

const NPI: u64 = 1_234_567_893;

fn npi() -> Npi {
    Npi::new(NPI).expect("an NPI")
}

/// A provider as a row of the federal file makes it: `street` and `alias` tell it from others.
fn provider(street: u8, alias: u8, updated: Option<i32>) -> Provider {
    static ROW: LazyLock<Provider> = LazyLock::new(|| {
        struct One(Option<Provider>);
        impl ingest::Sink for One {
            fn row(&mut self, _: &ingest::Position, row: ingest::Row) -> std::io::Result<()> {
                if let ingest::Row::Kept { fragment: Fragment::Whole(provider), .. } = row {
                    self.0 = Some(*provider);
                }
                Ok(())
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("list.csv");
        let text = "npi,name,credential,specialty,address,city,state,zip\n1234567893,Jane Doe,DC,chiropractor,1 Main St,Pittsburgh,PA,15213\n";
        std::fs::write(&path, text).expect("space");
        let options = ingest::Options {
            list: "nppes".parse().ok(),
            format: None,
            incremental: None,
            columns: Vec::new(),
            values: Vec::new(),
            today: "2026-11-22".parse().expect("a day"),
        };
        let words = Vocabulary::bundled().expect("bundled words");
        let places = Places::bundled().expect("bundled places");
        let mut one = One(None);
        ingest::read(&[Source::File(path)], &options, &words, &places, &mut one).expect("read");
        one.0.expect("a provider")
    });
    let mut provider = ROW.clone();
    provider.aliases = (alias > 0).then(|| format!("Own {alias}")).into_iter().collect();
    provider.updated = updated.and_then(|day| RecordDate::from_days(day).ok());
    provider.practices = Practices::one(practice(street));
    provider
}

fn practice(street: u8) -> Practice {
    Practice {
        name: None,
        address: format!("{street} Main St"),
        city: "Pittsburgh".into(),
        state: "PA".parse().expect("a state"),
        zip: "15213".parse().ok(),
        phone: None,
        point: crate::domain::LatLon::new(40.4, -79.9).expect("a point"),
        accuracy: crate::domain::Accuracy::Zip,
    }
}

/// A row of the main table.
#[derive(Debug, Clone, Copy)]
enum Main {
    /// Somebody with this street, this further name of the row's own and this last update.
    Listed(u8, u8, Option<i32>),
    /// Nobody of ours.
    Gone,
}

/// What one command says of the NPI: a file of changes with its side files, a side file alone, or a report.
#[derive(Debug, Clone)]
struct Said {
    day: i32,
    main: Option<Main>,
    /// `None` where no such side file came with it.
    practices: Option<Vec<u8>>,
    names: Option<Vec<u8>>,
    report: Option<i32>,
}

fn said() -> impl Strategy<Value = Said> {
    let day = || 1..6_i32;
    let main = prop::option::of(prop_oneof![
        3 => (0..3_u8, 0..3_u8, prop::option::of(day())).prop_map(|(street, alias, day)| Main::Listed(street, alias, day)),
        1 => Just(Main::Gone),
    ]);
    let side = || prop::option::of(prop::collection::vec(0..4_u8, 0..3));
    (day(), main, side(), side(), prop::option::of(day()))
        .prop_map(|(day, main, practices, names, report)| Said { day, main, practices, names, report })
}

impl Said {
    /// Its content is a matter of its days: two files of the same days say the same.
    fn settled(mut self, all: &[Self]) -> Self {
        if let Some(first) = all.iter().find(|other| other.day == self.day) {
            (self.main, self.practices, self.names) =
                (first.main, first.practices.clone(), first.names.clone());
        }
        self
    }

    fn join(&self, since: &mut Since, full_to: i32) -> Fates {
        let mut plan = Plan {
            words: vec![Word::Changes(self.day), Word::Deactivations(self.day)],
            full_to,
            ..Plan::default()
        };
        plan.with_practices.extend(self.practices.as_ref().map(|_| self.day));
        plan.with_names.extend(self.names.as_ref().map(|_| self.day));
        let mut rows = NewRows::default();
        let mut push = |fragment, file| {
            rows.push(fragment, plan.word_of(file), &plan);
        };
        match self.main {
            Some(Main::Listed(street, alias, updated)) => {
                push(Fragment::Whole(Box::new(provider(street, alias, updated))), 0);
            }
            Some(Main::Gone) => push(Fragment::Removal { npi: npi(), since: None }, 0),
            None => {}
        }
        if let Some(practices) = &self.practices {
            for street in practices {
                push(Fragment::Practice { npi: npi(), practice: Box::new(practice(*street)) }, 0);
            }
        }
        if let Some(names) = &self.names {
            for name in names {
                push(Fragment::Alias { npi: npi(), name: format!("Other {name}") }, 0);
            }
        }
        if let Some(day) = self.report {
            push(Fragment::Removal { npi: npi(), since: RecordDate::from_days(day).ok() }, 1);
        }
        rows.join(since, &plan).listed(since).0
    }
}

fn listed(since: &Since) -> Option<Provider> {
    merged(since).and_then(|merged| merged.provider)
}

fn nothing(base: Option<Provider>) -> Since {
    Since::new(ProviderId::Npi(npi()), base)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// In any order, and any of them twice.
    #[test]
    fn files_say_the_same_in_whatever_order_they_come(
        all in prop::collection::vec(said(), 1..7),
        order in prop::collection::vec(any::<prop::sample::Index>(), 0..12),
        base in prop::option::of(0..3_u8),
        full_to in prop_oneof![Just(i32::MIN), 0..4_i32],
    ) {
        let mut settled: Vec<Said> = Vec::new();
        for said in all {
            settled.push(said.settled(&settled));
        }
        let base = base.map(|street| provider(street, 1, None));
        let (mut one, mut other) = (nothing(base.clone()), nothing(base));
        for said in &settled {
            said.join(&mut one, full_to);
        }
        for place in &order {
            place.get(&settled).join(&mut other, full_to);
        }
        for said in settled.iter().rev() {
            said.join(&mut other, full_to);
        }
        prop_assert_eq!(listed(&one), listed(&other));
        prop_assert_eq!(one, other);
    }
}

/// Joins what is said in order; gives streets and further names, or that nobody is listed.
fn told(base: Option<Provider>, full_to: i32, all: &[Said]) -> String {
    let mut since = nothing(base);
    for said in all {
        said.join(&mut since, full_to);
    }
    listed(&since).map_or_else(
        || "nobody".to_owned(),
        |provider| {
            let streets: Vec<&str> =
                provider.practices.iter().map(|practice| practice.address.as_str()).collect();
            format!("{} | {}", streets.join(", "), provider.aliases.join(", "))
        },
    )
}

const NOTHING: Said = Said { day: 0, main: None, practices: None, names: None, report: None };

#[test]
fn what_a_week_brings_replaces_and_what_it_does_not_bring_stays() {
    let mut base = provider(1, 1, None);
    base.practices = Practices::from_vec(vec![practice(1), practice(2)]).expect("two");
    let week = |day, practices: Option<Vec<u8>>, names: Option<Vec<u8>>| Said {
        day,
        main: Some(Main::Listed(3, 0, None)),
        practices,
        names,
        ..NOTHING
    };
    for (said, expected) in [
        (week(9, None, None), "3 Main St, 2 Main St | Own 1"),
        (week(9, Some(vec![]), Some(vec![])), "3 Main St | "),
        (week(9, Some(vec![4, 3]), Some(vec![5])), "3 Main St, 4 Main St | Other 5"),
        (week(4, Some(vec![]), Some(vec![])), "1 Main St, 2 Main St | Own 1"),
        (Said { day: 9, practices: Some(vec![4]), ..NOTHING }, "1 Main St, 4 Main St | Own 1"),
        (Said { day: 9, names: Some(vec![4]), ..NOTHING }, "1 Main St, 2 Main St | Own 1, Other 4"),
        (Said { day: 9, main: Some(Main::Gone), practices: Some(vec![4]), ..NOTHING }, "nobody"),
    ] {
        assert_eq!(told(Some(base.clone()), 5, std::slice::from_ref(&said)), expected, "{said:?}");
    }
}

#[test]
fn a_report_takes_away_whoever_no_later_file_has() {
    let report = |day| Said { report: Some(day), ..NOTHING };
    let week = |day| Said { day, main: Some(Main::Listed(3, 0, Some(day))), ..NOTHING };
    let base = || Some(provider(1, 0, None));
    for (said, expected) in [
        (vec![report(4)], "1 Main St | "),
        (vec![report(5)], "nobody"),
        (vec![report(9)], "nobody"),
        (vec![report(9), week(9)], "nobody"),
        (vec![report(9), week(16)], "3 Main St | "),
        (vec![week(16), report(9)], "3 Main St | "),
        (vec![week(16), report(16)], "nobody"),
    ] {
        assert_eq!(told(base(), 5, &said), expected, "{said:?}");
    }
}

#[test]
fn practices_beyond_the_most_are_told_of_a_week_too() {
    let mut since = nothing(Some(provider(1, 0, None)));
    let plan = Plan { words: vec![Word::Changes(3)], full_to: 1, ..Plan::default() };
    let further = |number: usize| Practice { address: format!("{number} Oak Ave"), ..practice(0) };
    let mut rows = NewRows::default();
    for number in 0..=Practices::MAX {
        let fragment = Fragment::Practice { npi: npi(), practice: Box::new(further(number)) };
        rows.push(fragment, plan.word_of(0), &plan);
    }
    let (fates, provider) = rows.join(&mut since, &plan).listed(&since);
    assert_eq!(provider.expect("listed").practices.len(), Practices::MAX);
    assert!(fates[..Practices::MAX - 1].iter().all(Option::is_none));
    assert_eq!(fates[Practices::MAX - 1..], [Some(Code::TooManyPractices); 2]);
}
