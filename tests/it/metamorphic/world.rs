//! The list that all properties are asked of: some two thousand providers around twelve places, imported once.
//!
//! Every kind of record stands in it: several practices (some far apart), shared addresses, missing and stated facts,
//! old, new and missing days, names with accents, hyphens and apostrophes, and pairs that differ in their distance alone.

use crate::support::{Numbers, TestIndex};
use specialist_finder::query::Engine;
use std::fmt::Write as _;
use std::sync::LazyLock;
use std::time::Duration;

/// A place that people live around.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) zip: &'static str,
    pub(super) city: &'static str,
    pub(super) state: &'static str,
    pub(super) state_name: &'static str,
    pub(super) lat: f64,
    pub(super) lon: f64,
    /// How many providers are around it.
    share: usize,
}

const fn spot(
    (zip, city, state, state_name): (&'static str, &'static str, &'static str, &'static str),
    (lat, lon): (f64, f64),
    share: usize,
) -> Spot {
    Spot { zip, city, state, state_name, lat, lon, share }
}

/// Dense, middling and empty places, on the mainland and off it.
pub(super) const SPOTS: [Spot; 12] = [
    spot(("15213", "Pittsburgh", "PA", "Pennsylvania"), (40.435_56, -79.964_08), 450),
    spot(("10001", "New York", "NY", "New York"), (40.750_65, -73.997_29), 350),
    spot(("77002", "Houston", "TX", "Texas"), (29.756_84, -95.365_65), 300),
    spot(("60601", "Chicago", "IL", "Illinois"), (41.885_15, -87.621_51), 250),
    spot(("90012", "Los Angeles", "CA", "California"), (34.065_98, -118.238_64), 200),
    spot(("74103", "Tulsa", "OK", "Oklahoma"), (36.156_15, -95.995_69), 120),
    spot(("33130", "Miami", "FL", "Florida"), (25.768_52, -80.203_36), 100),
    spot(("65806", "Springfield", "MO", "Missouri"), (37.205_66, -93.298_58), 60),
    spot(("96813", "Honolulu", "HI", "Hawaii"), (21.316_55, -157.845_05), 40),
    spot(("99501", "Anchorage", "AK", "Alaska"), (61.22, -149.857_84), 20),
    spot(("00901", "San Juan", "PR", "Puerto Rico"), (18.466_59, -66.107_98), 15),
    spot(("59337", "Jordan", "MT", "Montana"), (47.3208, -106.9101), 4),
];

/// Names that stand in the list; questions ask for some of them.
pub(super) const FAMILIES: [&str; 24] = [
    "Kowalski",
    "Muñoz",
    "O'Brien",
    "Garcia-Lopez",
    "Haddad",
    "Nguyen",
    "Okafor",
    "Petrosyan",
    "Fitzgerald",
    "Yamamoto",
    "Johansson",
    "Delgado",
    "Rasmussen",
    "Abernathy",
    "Kaczmarek",
    "Villanueva",
    "Thornbury",
    "Castellano",
    "McAllister",
    "Whitfield",
    "Zielinski",
    "Bianchi",
    "Ostrowski",
    "Lindqvist",
];
const GIVENS: [&str; 12] = [
    "Jane", "José", "Mary Ann", "Robert", "Wei", "Olivia", "Samuel", "Anaïs", "Priya", "Tobias", "Leticia",
    "Ingrid",
];
/// Specialties with how often they are drawn.
const SPECIALTIES: [(&str, usize); 12] = [
    ("chiropractor", 30),
    ("physical_therapist", 25),
    ("massage_therapist", 10),
    ("acupuncturist", 8),
    ("osteopath", 5),
    ("do_physician", 5),
    ("physiatrist", 5),
    ("neurosurgeon", 3),
    ("spine_surgeon", 3),
    ("orthopaedic_surgeon", 3),
    ("athletic_trainer", 2),
    ("pt_assistant", 1),
];
const TECHNIQUES: [&str; 5] = ["dry_needling", "gonstead", "cupping", "spinal_manipulation", "acupuncture"];
const CONDITIONS: [&str; 5] = ["neck_pain", "sciatica", "whiplash", "low_back_pain", "tension_headache"];
const LANGUAGES: [&str; 4] = ["Spanish", "English|Spanish", "English", "Vietnamese"];
const DAYS: [&str; 6] = ["2026-11-02", "2026-05-30", "2024-01-15", "2016-03-14", "2007-07-09", ""];
const FACTS: [&str; 4] = ["yes", "no", "unknown", ""];

/// The engine over the list.
pub(super) static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let index = TestIndex::new();
    let outcome = index.import_text("list.csv", &list());
    assert_eq!((outcome.refused, outcome.rejected), (None, 0), "{:?}", outcome.errors);
    // What is open stays readable when the folder goes; a busy machine must not cut an answer.
    index.engine().with_deadline(Duration::from_mins(5))
});

/// The list as text.
pub(super) fn list() -> String {
    let mut numbers = Numbers(0x5eed_0001);
    let mut text = String::from(
        "id,first_name,last_name,organization,credential,specialty,techniques,conditions,address,city,state,zip,lat,lon,\
         phone,languages,gender,accepting_new,telehealth,wheelchair,updated\n",
    );
    let mut last_point = (SPOTS[0], 0.0, 0.0);
    let mut number = 0;
    for spot in SPOTS {
        for _ in 0..spot.share {
            number += 1;
            let facts = Facts::draw(&mut numbers);
            let mut point = place(spot, &mut numbers);
            if number % 3 == 0 && last_point.0.zip == spot.zip {
                point = last_point;
            }
            last_point = point;
            facts.write(&mut text, &format!("p{number:04}"), point);
            if number % 6 == 0 {
                // A second practice, near the first one or in another city.
                let other = if number % 12 == 0 { SPOTS[numbers.below(SPOTS.len())] } else { spot };
                let second = place(other, &mut numbers);
                facts.write(&mut text, &format!("p{number:04}"), second);
            }
            if number % 10 == 0 {
                // The same record further out, by an id that stands behind in no tie it should lose.
                let out =
                    (point.0, point.1 + (point.1 - spot.lat) * 0.25, point.2 + (point.2 - spot.lon) * 0.25);
                facts.write(&mut text, &format!("{}{number:04}", twin_letter(number)), out);
            }
        }
    }
    text
}

/// Every tenth provider has a twin whose id stands before or behind its own.
fn twin_letter(number: usize) -> char {
    if number.is_multiple_of(20) { 'a' } else { 'z' }
}

/// The id of a provider's twin further out, if it has one.
pub(super) fn twin_of(id: &str) -> Option<String> {
    let number: usize = id.strip_prefix("list:p")?.parse().ok()?;
    number.is_multiple_of(10).then(|| format!("list:{}{number:04}", twin_letter(number)))
}

/// A point around a spot: half of them within seven miles, the others up to sixty.
fn place(spot: Spot, numbers: &mut Numbers) -> (Spot, f64, f64) {
    let reach = if numbers.below(2) == 0 { 0.07 } else { 0.6 };
    (spot, spot.lat + numbers.around() * reach, spot.lon + numbers.around() * reach)
}

/// What a record says besides where it is.
struct Facts {
    given: &'static str,
    family: &'static str,
    organization: String,
    specialty: String,
    cells: [&'static str; 9],
}

impl Facts {
    fn draw(numbers: &mut Numbers) -> Self {
        let mut one = |cells: &[&'static str]| cells[numbers.below(cells.len())];
        let (given, family) = (one(&GIVENS), one(&FAMILIES));
        let sometimes = |value: &'static str, place: usize| if place == 0 { value } else { "" };
        let cells = [
            one(&["DC", "DPT", "", "PT", "DO", "LMT"]),
            one(&TECHNIQUES),
            one(&CONDITIONS),
            one(&["412-555-0100", ""]),
            one(&LANGUAGES),
            one(&["F", "M", "", "X"]),
            one(&FACTS),
            one(&FACTS),
            one(&FACTS),
        ];
        let [credential, technique, condition, rest @ ..] = cells;
        let (lists_technique, lists_condition) = (numbers.below(3), numbers.below(4));
        let [phone, languages, gender, accepting, telehealth, wheelchair] = rest;
        let languages = sometimes(languages, numbers.below(2));
        let cells = [
            credential,
            sometimes(technique, lists_technique),
            sometimes(condition, lists_condition),
            phone,
            languages,
            gender,
            accepting,
            telehealth,
            wheelchair,
        ];
        let mut specialty = draw_specialty(numbers).to_owned();
        if numbers.below(5) == 0 {
            let further = draw_specialty(numbers);
            if further != specialty {
                write!(specialty, "|{further}").expect("written");
            }
        }
        let organization =
            if numbers.below(8) == 0 { format!("{family} Spine Center") } else { String::new() };
        Self { given, family, organization, specialty, cells }
    }

    fn write(&self, text: &mut String, id: &str, (spot, lat, lon): (Spot, f64, f64)) {
        let [credential, technique, condition, phone, languages, gender, accepting, telehealth, wheelchair] =
            self.cells;
        let Self { given, family, organization, specialty, .. } = self;
        let (given, family, gender) =
            if organization.is_empty() { (*given, *family, gender) } else { ("", "", "") };
        let Spot { city, state, zip, .. } = spot;
        // Street and day follow from the id's number, so that twins have the same.
        let number: usize = id[1..].parse().expect("digits");
        let day = DAYS[number % DAYS.len()];
        writeln!(
            text,
            "{id},{given},{family},{organization},{credential},{specialty},{technique},{condition},{number} Main St,\
             {city},{state},{zip},{lat:.6},{lon:.6},{phone},{languages},{gender},{accepting},{telehealth},{wheelchair},{day}"
        )
        .expect("written");
    }
}

fn draw_specialty(numbers: &mut Numbers) -> &'static str {
    let all: usize = SPECIALTIES.iter().map(|(_, share)| share).sum();
    let mut drawn = numbers.below(all);
    for (specialty, share) in SPECIALTIES {
        if drawn < share {
            return specialty;
        }
        drawn -= share;
    }
    SPECIALTIES[0].0
}
