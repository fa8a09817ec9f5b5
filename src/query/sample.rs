//! A small list for this module's tests: some sixty providers around five cities, opened as a generation.

use crate::domain::{
    Accuracy, Fact, Gender, LatLon, ListName, Name, Npi, Phone, Practice, Practices, Provider, ProviderId,
    ProviderKind, RecordDate, SpecialtyClaim, State,
};
use crate::index::{Builder, ListSource, Manifest, Snapshot};
use crate::places::Places;
use crate::query::{Engine, Hit};
use crate::vocabulary::Vocabulary;
use std::sync::{Arc, LazyLock};

static VOCABULARY: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(Vocabulary::bundled().expect("the bundled tables load")));
static PLACES: LazyLock<Arc<Places>> =
    LazyLock::new(|| Arc::new(Places::bundled().expect("the bundled places load")));

pub(super) fn vocabulary() -> &'static Arc<Vocabulary> {
    &VOCABULARY
}

/// Pittsburgh, where most of the list is.
pub(super) const PITTSBURGH: (f64, f64) = (40.4406, -79.9959);
/// A village with nobody near.
pub(super) const JORDAN: (f64, f64) = (47.3208, -106.9101);

const CITIES: [((f64, f64), &str, &str); 5] = [
    (PITTSBURGH, "Pittsburgh", "PA"),
    ((41.8781, -87.6298), "Chicago", "IL"),
    ((39.7392, -104.9903), "Denver", "CO"),
    ((61.2181, -149.9003), "Anchorage", "AK"),
    ((40.0992, -80.6526), "Bridgeport", "OH"),
];
const FAMILIES: [&str; 8] = ["Smith", "O'Brien", "Muñoz", "Kowalski", "Doe", "Lee", "Haddad", "Gentle"];
const GIVENS: [&str; 5] = ["Jane", "José", "Mary Ann", "Robert", "Wei"];
const SPECIALTIES: [&str; 8] = [
    "chiropractor",
    "physical_therapist",
    "osteopath",
    "do_physician",
    "massage_therapist",
    "pt_assistant",
    "physiatrist",
    "pt_clinic",
];

pub(super) fn point((lat, lon): (f64, f64)) -> LatLon {
    LatLon::new(lat, lon).expect("in range")
}

fn npi(number: u64) -> Npi {
    let tenfold = 1_200_000_000 + number * 10;
    (tenfold..tenfold + 10).find_map(|number| Npi::new(number).ok()).expect("one check digit is right")
}

fn practice(city: usize, step: usize) -> Practice {
    let ((lat, lon), name, state) = CITIES[city % CITIES.len()];
    let step = f64::from(u32::try_from(step).expect("a few"));
    let accuracy = if city == 1 { Accuracy::Exact } else { Accuracy::Zip };
    Practice {
        name: None,
        address: format!("{step} Main St"),
        city: name.into(),
        state: state.parse::<State>().expect("a state"),
        zip: None,
        phone: (step % 2.0 == 0.0).then(|| Phone::new(4_125_550_100).expect("a phone")),
        point: point((lat + 0.013 * step, lon - 0.004 * step)),
        accuracy,
    }
}

fn person(number: usize) -> Provider {
    let specialty = |id: &str| VOCABULARY.specialty_id(id).expect("a specialty");
    let claim = |id: &str, primary| SpecialtyClaim { specialty: specialty(id), taxonomy: None, primary };
    let main = SPECIALTIES[number % SPECIALTIES.len()];
    let mut specialties = vec![claim(main, true)];
    if number.is_multiple_of(5) && main != "chiropractor" {
        specialties.push(claim("chiropractor", false));
    }
    let city = [0, 0, 0, 1, 1, 2, 4][number % 7];
    let mut practices = vec![practice(city, number)];
    if number.is_multiple_of(6) {
        practices.push(practice(city + 1, number / 2));
    }
    let id: ProviderId = if number % 9 == 4 {
        let list: ListName = "list".parse().expect("a list");
        ProviderId::own(list, &format!("own {number}")).expect("an id")
    } else {
        npi(number as u64).into()
    };
    let name = if main == "pt_clinic" {
        Name::Organization(format!("{} Spine Center", FAMILIES[number % 7]))
    } else {
        Name::Person {
            given: GIVENS[number % 5].into(),
            middle: String::new(),
            family: FAMILIES[number % 8].into(),
            suffix: String::new(),
        }
    };
    let has = |every: usize| number.is_multiple_of(every);
    let technique = VOCABULARY.technique_id("dry_needling").expect("a technique");
    let condition = VOCABULARY.condition_id("neck_pain").expect("a condition");
    Provider {
        id,
        name,
        aliases: Vec::new(),
        credentials: if main == "chiropractor" { vec!["DC".parse().expect("a credential")] } else { vec![] },
        gender: [Some(Gender::Female), Some(Gender::Male), None][number % 3],
        specialties,
        techniques: if has(4) { vec![technique] } else { vec![] },
        conditions: if has(7) { vec![condition] } else { vec![] },
        languages: if has(5) { vec!["es".parse().expect("a language")] } else { vec![] },
        accepting_new: Fact::ALL[number / 2 % 3],
        telehealth: Fact::ALL[number / 3 % 3],
        wheelchair: Fact::Unknown,
        insurance: Vec::new(),
        website: None,
        practices: Practices::from_vec(practices).expect("one or two"),
        updated: (!number.is_multiple_of(4)).then(|| {
            let days = i32::try_from(number * 13 % 700).expect("few days");
            RecordDate::from_days(16_800 - days).expect("a day")
        }),
        source: "list".parse().expect("a list"),
    }
}

/// The list: 64 providers, of which some have two practices in different cities.
pub(super) fn providers() -> Vec<Provider> {
    (0..64).map(person).collect()
}

/// Opens a list as a generation.
pub(super) fn open(providers: &[Provider], generation: u32, list: &str) -> Arc<Snapshot> {
    let folder = tempfile::tempdir().expect("a folder");
    let as_of = RecordDate::new(2026, 11, 22).expect("a day");
    let mut builder = Builder::new(folder.path(), &VOCABULARY, as_of).expect("a builder");
    for provider in providers {
        builder.add(provider).expect("a record");
    }
    let built = builder.finish().expect("the files");
    let manifest = Manifest {
        format: Manifest::FORMAT,
        program: "test".into(),
        vocabulary: VOCABULARY.version().to_owned(),
        built: "2026-11-22T10:00:00Z".into(),
        as_of: as_of.to_string(),
        providers: built.providers,
        practices: built.practices,
        specialties: built.specialties,
        lists: vec![ListSource {
            list: list.into(),
            providers: built.providers,
            rows: None,
            imported: "2026-11-22T10:00:00Z".into(),
            sources: Vec::new(),
            coverage: None,
        }],
        corrections: None,
        files: Vec::new(),
    };
    let generation = format!("{generation:06}").parse().expect("a generation");
    Arc::new(Snapshot::open(folder.path(), generation, manifest, &VOCABULARY).expect("a snapshot"))
}

/// An engine over a list.
pub(super) fn engine_of(providers: &[Provider]) -> Engine {
    engine_over(open(providers, 1, "list"))
}

/// An engine over a snapshot.
pub(super) fn engine_over(live: Arc<Snapshot>) -> Engine {
    Engine::new(Arc::clone(&VOCABULARY), Arc::clone(&PLACES), live, None)
}

/// The engine over [`providers`], opened once.
pub(super) fn engine() -> &'static Engine {
    static ENGINE: LazyLock<Engine> = LazyLock::new(|| engine_of(&providers()));
    &ENGINE
}

/// Whether a provider states a specialty.
pub(super) fn states(provider: &Provider, id: &str) -> bool {
    let specialty = VOCABULARY.specialty_id(id).expect("a specialty");
    provider.specialties.iter().any(|claim| claim.specialty == specialty)
}

/// How far the nearest practice is.
pub(super) fn metres(provider: &Provider, from: LatLon) -> f64 {
    provider.practices.iter().map(|practice| from.distance_to(practice.point).get()).fold(f64::MAX, f64::min)
}

/// Whether it is an organization.
pub(super) fn is_organization(provider: &Provider) -> bool {
    provider.kind() == ProviderKind::Organization
}

/// The provider of a hit.
pub(super) fn who(hit: &Hit) -> Provider {
    hit.provider().expect("a record")
}
