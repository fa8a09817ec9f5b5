//! Providers for this module's tests: arbitrary ones as a strategy, and a spread-out list made from a number.

use crate::domain::{
    Accuracy, Fact, Gender, LatLon, ListName, Name, Npi, Phone, Practice, Practices, Provider, ProviderId,
    RecordDate, SpecialtyClaim, State,
};
use crate::vocabulary::Vocabulary;
use proptest::prelude::*;
use std::sync::{Arc, LazyLock};

static VOCABULARY: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(Vocabulary::bundled().expect("the tables are sound")));

/// The bundled vocabulary, loaded once.
pub(super) fn vocabulary() -> Arc<Vocabulary> {
    Arc::clone(&VOCABULARY)
}

/// The day the samples are judged by.
pub(super) fn today() -> RecordDate {
    RecordDate::new(2026, 11, 22).expect("a day")
}

fn npi(base: u64) -> Npi {
    let tenfold = 1_000_000_000 + base % 200_000_000 * 10;
    (tenfold..tenfold + 10)
        .find_map(|number| Npi::new(number).ok())
        .expect("one of ten check digits is right")
}

fn provider_id() -> impl Strategy<Value = ProviderId> {
    prop_oneof![
        (0_u64..50).prop_map(|base| npi(base).into()),
        any::<u64>().prop_map(|base| npi(base).into()),
        ("[a-z0-9-]{1,4}", "[a-zé0-9]{1,24}").prop_filter_map("npi is no list", |(list, id)| {
            ProviderId::own(list.parse().ok()?, &id).ok()
        }),
    ]
}

fn practice() -> impl Strategy<Value = Practice> {
    let place = (-90.0..=90.0_f64, -180.0..=180.0_f64);
    let state = prop::sample::select(State::all().collect::<Vec<_>>());
    let accuracy = prop::sample::select(vec![Accuracy::Exact, Accuracy::Zip, Accuracy::City]);
    let phone = prop::option::of(prop::sample::select(vec![4_125_550_100_u64, 9_999_999_999]));
    let words = (prop::option::of(".{0,20}"), ".{0,20}", ".{0,20}", prop::option::of(0_u32..100_000));
    (words, state, phone, place, accuracy).prop_map(
        |((name, address, city, zip), state, phone, (lat, lon), accuracy)| Practice {
            name,
            address,
            city,
            state,
            zip: zip.map(|zip| crate::domain::Zip5::new(zip).expect("five digits")),
            phone: phone.map(|phone| Phone::new(phone).expect("ten digits")),
            point: LatLon::new(lat, lon).expect("in range"),
            accuracy,
        },
    )
}

fn name() -> impl Strategy<Value = Name> {
    prop_oneof![
        ".{0,20}".prop_map(Name::Organization),
        (".{0,8}", ".{0,3}", ".{0,12}", ".{0,3}")
            .prop_map(|(given, middle, family, suffix)| { Name::Person { given, middle, family, suffix } }),
    ]
}

fn fact() -> impl Strategy<Value = Fact> {
    prop::sample::select(Fact::ALL.to_vec())
}

/// Arbitrary providers, each field through its whole range.
pub(super) fn any_provider() -> impl Strategy<Value = Provider> {
    let words = vocabulary();
    let rows = |count: usize| prop::collection::vec(0..u16::try_from(count).expect("a table"), 0..3);
    let claims = prop::collection::vec((0..words.specialties().len(), any::<bool>(), any::<bool>()), 0..3);
    let ids = (claims, rows(words.techniques().len()), rows(words.conditions().len()));
    let gender = prop::option::of(prop::sample::select(vec![Gender::Female, Gender::Male, Gender::Other]));
    let texts = (
        prop::collection::vec(".{0,12}", 0..3),
        prop::collection::vec(prop::sample::select(vec!["DC", "DO", "C-NMM/OMM"]), 0..3),
        prop::collection::vec(prop::sample::select(vec!["es", "en", "ase"]), 0..3),
        prop::collection::vec(".{0,12}", 0..3),
        prop::option::of(Just("https://example.org/x")),
    );
    let rest = (
        gender,
        (fact(), fact(), fact()),
        prop::collection::vec(practice(), 1..4),
        prop::option::of(-25_000_i32..80_000),
    );
    (provider_id(), name(), ids, texts, rest).prop_map(
        move |(id, name, (claims, techniques, conditions), texts, rest)| {
            let (aliases, credentials, languages, insurance, website) = texts;
            let (gender, facts, practices, updated) = rest;
            Provider {
                id,
                name,
                aliases,
                credentials: credentials.iter().map(|text| text.parse().expect(text)).collect(),
                gender,
                specialties: claims
                    .iter()
                    .map(|&(row, coded, primary)| SpecialtyClaim {
                        specialty: words.specialties()[row].row,
                        taxonomy: coded.then(|| "111N00000X".parse().expect("a code")),
                        primary,
                    })
                    .collect(),
                techniques: techniques.iter().map(|&row| crate::domain::TechniqueId::from_row(row)).collect(),
                conditions: conditions.iter().map(|&row| crate::domain::ConditionId::from_row(row)).collect(),
                languages: languages.iter().map(|text| text.parse().expect(text)).collect(),
                accepting_new: facts.0,
                telehealth: facts.1,
                wheelchair: facts.2,
                insurance,
                website: website.map(|text| text.parse().expect(text)),
                practices: Practices::from_vec(practices).expect("at least one"),
                updated: updated.map(|days| RecordDate::from_days(days).expect("in range")),
                source: "list".parse().expect("a name"),
            }
        },
    )
}

/// A step of a fixed pseudo-random sequence (splitmix64), so that samples are the same on every run.
fn mix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// Providers with distinct ids, many at the same few hundred points, as real lists have them.
pub(super) fn providers(count: usize) -> Vec<Provider> {
    let words = vocabulary();
    (0..count).map(|number| one(number, &words)).collect()
}

fn degrees(step: usize) -> f64 {
    f64::from(u32::try_from(step).expect("a few"))
}

fn one(number: usize, words: &Vocabulary) -> Provider {
    const FAMILIES: [&str; 6] = ["O'Brien", "Smith", "Muñoz", "Rodriguez-Martinez", "Doe", "Li"];
    const GIVENS: [&str; 5] = ["Jane", "José", "Jennifer Maria", "", "Bo"];
    let mut state = number as u64;
    let mut pick = |bound: usize| usize::try_from(mix(&mut state)).expect("64 bits") % bound;
    let list: ListName = ["list", "a-rather-long-name-of-a-list"][pick(2)].parse().expect("a name");
    let id = if pick(4) == 0 {
        ProviderId::own(list.clone(), &format!("own-{number:05}")).expect("an id")
    } else {
        npi(number as u64).into()
    };
    let name = if pick(5) == 0 {
        Name::Organization(format!("Spine Center {}", pick(40)))
    } else {
        Name::Person {
            given: GIVENS[pick(5)].to_owned(),
            middle: String::new(),
            family: FAMILIES[pick(6)].to_owned(),
            suffix: String::new(),
        }
    };
    let states: Vec<State> = State::all().collect();
    let mut practices: Vec<Practice> = Vec::new();
    for _ in 0..=pick(8) / 6 {
        let (lat, lon) = (25.0 + degrees(pick(40)) * 0.5, -120.0 + degrees(pick(10)) * 4.7);
        practices.push(Practice {
            name: (pick(6) == 0).then(|| format!("Back Care {}", pick(9))),
            address: format!("{} Main St", pick(900)),
            city: "Springfield".to_owned(),
            state: states[pick(states.len())],
            zip: None,
            phone: (pick(2) == 0).then(|| Phone::new(4_125_550_100).expect("ten digits")),
            point: LatLon::new(lat, lon).expect("in range"),
            accuracy: [Accuracy::Exact, Accuracy::Zip, Accuracy::City][pick(3)],
        });
    }
    let mut specialties: Vec<SpecialtyClaim> = Vec::new();
    for _ in 0..pick(3) {
        let specialty = words.specialties()[pick(words.specialties().len())].row;
        if specialties.iter().all(|claim| claim.specialty != specialty) {
            specialties.push(SpecialtyClaim { specialty, taxonomy: None, primary: specialties.is_empty() });
        }
    }
    let row = |row: usize| u16::try_from(row).expect("a table");
    Provider {
        id,
        name,
        aliases: if pick(9) == 0 { vec!["The Bone Setter".to_owned()] } else { Vec::new() },
        credentials: if pick(2) == 0 { vec!["DC".parse().expect("a credential")] } else { Vec::new() },
        gender: [Some(Gender::Female), Some(Gender::Male), None][pick(3)],
        specialties,
        techniques: vec![crate::domain::TechniqueId::from_row(row(pick(words.techniques().len())))],
        conditions: vec![crate::domain::ConditionId::from_row(row(pick(words.conditions().len())))],
        languages: if pick(3) == 0 { vec!["es".parse().expect("a code")] } else { Vec::new() },
        accepting_new: Fact::ALL[pick(3)],
        telehealth: Fact::ALL[pick(3)],
        wheelchair: Fact::Unknown,
        insurance: Vec::new(),
        website: None,
        practices: Practices::from_vec(practices).expect("at least one"),
        updated: (pick(3) > 0).then(|| {
            RecordDate::from_days(20_000 - i32::try_from(pick(6_000)).expect("days")).expect("in range")
        }),
        source: list,
    }
}
