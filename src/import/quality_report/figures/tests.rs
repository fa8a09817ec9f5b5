//! Known providers give exact counts, in whatever order and however divided.

use super::*;
use crate::domain::{
    Fact, Gender, LatLon, Name, Npi, Phone, Practice, Practices, ProviderId, SpecialtyClaim, TechniqueId,
};

fn today() -> RecordDate {
    RecordDate::new(2026, 11, 26).expect("a day")
}

fn practice(state: &str, phone: bool, accuracy: Accuracy) -> Practice {
    Practice {
        name: None,
        address: "100 Main St".to_owned(),
        city: "Somewhere".to_owned(),
        state: state.parse().expect("a state"),
        zip: Some("15213".parse().expect("a ZIP code")),
        phone: phone.then(|| Phone::new(4_125_550_100).expect("ten digits")),
        point: LatLon::new(40.4436, -79.9532).expect("in range"),
        accuracy,
    }
}

/// Somebody of whom nothing is known but a place and specialties, updated so many days ago.
pub(in crate::import::quality_report) fn provider(
    practices: &[(&str, bool, Accuracy)],
    specialties: &[u16],
    days: Option<i32>,
) -> Provider {
    let claim =
        |row: &u16| SpecialtyClaim { specialty: SpecialtyId::from_row(*row), taxonomy: None, primary: false };
    let practices = practices.iter().map(|(state, phone, accuracy)| practice(state, *phone, *accuracy));
    let npi: Npi = "1234567893".parse().expect("an NPI");
    Provider {
        id: ProviderId::Npi(npi),
        name: Name::Organization("Spine Center".to_owned()),
        aliases: Vec::new(),
        credentials: Vec::new(),
        gender: None,
        specialties: specialties.iter().map(claim).collect(),
        techniques: Vec::new(),
        conditions: Vec::new(),
        languages: Vec::new(),
        accepting_new: Fact::Unknown,
        telehealth: Fact::Unknown,
        wheelchair: Fact::Unknown,
        insurance: Vec::new(),
        website: None,
        practices: Practices::from_vec(practices.collect()).expect("a practice"),
        updated: days.map(|days| RecordDate::from_days(today().days() - days).expect("a day")),
        source: "list".parse().expect("a name"),
    }
}

/// Three providers: a clinic in two states of whom little is known, a person of whom all is, and one without a date.
fn three() -> [(Provider, bool); 3] {
    let clinic =
        provider(&[("PA", true, Accuracy::Exact), ("OH", false, Accuracy::Zip)], &[0, 1, 0], Some(91));
    let mut person = provider(&[("PA", true, Accuracy::City)], &[1], Some(90));
    person.name = Name::Person {
        given: "Jane".to_owned(),
        middle: String::new(),
        family: "Doe".to_owned(),
        suffix: String::new(),
    };
    person.credentials = vec!["DC".parse().expect("a credential")];
    person.gender = Some(Gender::Female);
    person.techniques = vec![TechniqueId::from_row(0)];
    person.languages = vec!["es".parse().expect("a language")];
    (person.accepting_new, person.telehealth, person.wheelchair) = (Fact::No, Fact::Yes, Fact::No);
    person.insurance = vec!["Aetna".to_owned()];
    person.website = "https://example.org/".parse().ok();
    assert!(person.website.is_some());
    let mut unknown = provider(&[("OH", false, Accuracy::Zip)], &[0], None);
    unknown.name = Name::Person {
        given: String::new(),
        middle: String::new(),
        family: "Roe".to_owned(),
        suffix: String::new(),
    };
    [(clinic, false), (person, true), (unknown, false)]
}

fn counts() -> QualityCounts {
    let mut counts = QualityCounts::default();
    for (provider, verified) in three() {
        counts.count(&RecordView::of(&provider, ""), verified, today());
    }
    counts.count_moved(&three()[0].0);
    counts
}

fn missing(figures: &Figures) -> Vec<(&'static str, u64, u64)> {
    figures.missing().map(|(wanted, count, of)| (wanted.as_str(), count, of)).collect()
}

#[test]
fn a_list_of_known_facts_gives_exact_counts() {
    let counts = counts();
    let total = counts.total;
    assert_eq!((total.providers, total.persons, total.practices), (3, 2, 4));
    assert_eq!((total.verified, total.moved, total.unverified()), (1, 1, 2));
    assert_eq!(total.ages, [0, 1, 1, 0, 0, 0, 0, 1]);
    assert_eq!(total.accuracy, [1, 2, 1]);
    assert_eq!(
        missing(&total),
        [
            ("phone", 2, 4),
            ("street", 0, 4),
            ("zip", 0, 4),
            ("website", 2, 3),
            ("credentials", 1, 2),
            ("gender", 1, 2),
            ("techniques_or_conditions", 2, 3),
            ("languages", 2, 3),
            ("accepting_new", 2, 3),
            ("telehealth", 2, 3),
            ("wheelchair", 2, 3),
            ("insurance", 2, 3),
        ]
    );
    let of = |state: &str| counts.states[&state.parse::<State>().expect("a state")];
    let (here, there) = (of("PA"), of("OH"));
    assert_eq!((here.providers, here.practices, here.moved, here.accuracy), (2, 2, 1, [1, 0, 1]));
    assert_eq!((there.providers, there.practices, there.moved, there.accuracy), (1, 2, 0, [0, 2, 0]));
    let of = |row: u16| counts.specialties[&SpecialtyId::from_row(row)];
    assert_eq!(
        (of(0).providers, of(0).practices, of(0).moved),
        (2, 3, 1),
        "each once, however often claimed"
    );
    assert_eq!((of(1).providers, of(1).practices, of(1).moved), (2, 3, 1));
}

#[test]
fn states_sum_up_to_the_whole_and_nobody_is_of_two_ages_or_places() {
    let counts = counts();
    let mut sum = Figures::default();
    counts.states.values().for_each(|figures| sum.add(figures));
    assert_eq!(sum, counts.total);
    for figures in counts.states.values().chain(counts.specialties.values()).chain([&counts.total]) {
        assert_eq!(figures.ages.iter().sum::<u64>(), figures.providers);
        assert_eq!(figures.accuracy.iter().sum::<u64>(), figures.practices);
        assert!(figures.missing().all(|(_, count, of)| count <= of), "{figures:?}");
    }
}

#[test]
fn counts_do_not_depend_on_how_the_work_is_divided() {
    let mut joined = QualityCounts::default();
    let mut moved = QualityCounts::default();
    moved.count_moved(&three()[0].0);
    joined.join(&moved);
    for (provider, verified) in three().into_iter().rev() {
        let mut own = QualityCounts::default();
        own.count(&RecordView::of(&provider, ""), verified, today());
        joined.join(&own);
    }
    assert_eq!(joined, counts());
}
