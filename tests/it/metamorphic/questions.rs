//! Questions from a grammar: who or what, filters, an exclusion, a place and a radius in all their spellings, in both
//! languages.
//!
//! A [`Question`] is kept in parts, so that a property can say each part in another way, leave it out or move it to a
//! parameter of its own.

use super::world::{FAMILIES, SPOTS, Spot};
use crate::support::Numbers;

/// Named values of a search.
pub(super) type Pairs = Vec<(&'static str, String)>;

/// A language that questions are put in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    English,
    Spanish,
}

/// A question in parts.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) tongue: Tongue,
    /// What or whom it is about: words of the vocabulary or a name.
    pub(super) subject: String,
    /// Whether the subject is a name of the list.
    pub(super) is_name: bool,
    /// Words that filter, each a phrase that can stand alone.
    pub(super) filters: Vec<&'static str>,
    /// A specialty that is not wanted, by its id and in words.
    pub(super) exclusion: Option<(&'static str, &'static str)>,
    pub(super) spot: Spot,
    /// The place as typed.
    pub(super) place: String,
    /// The radius in miles and as typed.
    pub(super) radius: Option<(f64, &'static str)>,
}

const ENGLISH: [&str; 26] = [
    "chiropractor",
    "physical therapist",
    "pt",
    "osteopath",
    "massage therapist",
    "acupuncturist",
    "physiatrist",
    "neurosurgeon",
    "back cracker",
    "spine surgeon",
    "athletic trainer",
    "neck pain",
    "stiff neck",
    "sciatica",
    "whiplash",
    "low back pain",
    "tension headache",
    "pinched nerve in neck",
    "scoliosis",
    "dry needling",
    "spinal manipulation",
    "cupping",
    "gonstead",
    "neck pain chiropractor",
    "dry needling physical therapist",
    "sciatica massage",
];
const SPANISH: [&str; 12] = [
    "quiropráctico",
    "fisioterapeuta",
    "acupunturista",
    "osteópata",
    "masajista",
    "dolor de cuello",
    "ciática",
    "dolor de espalda baja",
    "latigazo cervical",
    "punción seca",
    "ventosas",
    "quiropráctico para dolor de cuello",
];
const ENGLISH_FILTERS: [&str; 6] =
    ["female", "male", "spanish speaking", "accepting new patients", "telehealth", "wheelchair accessible"];
const SPANISH_FILTERS: [&str; 3] = ["que hable español", "telesalud", "mujer"];
const ENGLISH_EXCLUSIONS: [(&str, &str); 3] = [
    ("chiropractor", "not a chiropractor"),
    ("physical_therapist", "no physical therapist"),
    ("massage_therapist", "not a massage therapist"),
];
const SPANISH_EXCLUSIONS: [(&str, &str); 1] = [("chiropractor", "no quiropráctico")];
const ENGLISH_RADII: [(f64, &str); 9] = [
    (10.0, "within 10 miles"),
    (5.0, "5mi"),
    (25.0, "25 mile radius"),
    (10.0, "within ten miles"),
    (1.0, "within walking distance"),
    (9.320_567_883_560_39, "within 15 km"),
    (2.5, "less than 2.5 miles away"),
    (50.0, "up to 50 miles away"),
    (100.0, "within 100 miles"),
];
const SPANISH_RADII: [(f64, &str); 3] = [
    (10.0, "a menos de 10 millas"),
    (3.106_855_961_186_8, "en un radio de 5 km"),
    (25.0, "25 millas a la redonda"),
];

fn one<T: Clone>(list: &[T], numbers: &mut Numbers) -> T {
    list[numbers.below(list.len())].clone()
}

impl Question {
    /// A question of the grammar.
    pub(super) fn draw(numbers: &mut Numbers) -> Self {
        let tongue = if numbers.below(4) == 0 { Tongue::Spanish } else { Tongue::English };
        let spanish = tongue == Tongue::Spanish;
        let is_name = numbers.below(6) == 0;
        let subject = if is_name {
            one(&FAMILIES, numbers).to_owned()
        } else if spanish {
            one(&SPANISH, numbers).to_owned()
        } else {
            one(&ENGLISH, numbers).to_owned()
        };
        let filters: &[&'static str] = if spanish { &SPANISH_FILTERS } else { &ENGLISH_FILTERS };
        let filters = if numbers.below(3) == 0 { vec![one(filters, numbers)] } else { Vec::new() };
        let exclusions: &[(&'static str, &'static str)] =
            if spanish { &SPANISH_EXCLUSIONS } else { &ENGLISH_EXCLUSIONS };
        let exclusion = (numbers.below(6) == 0).then(|| one(exclusions, numbers));
        let radii: &[(f64, &'static str)] = if spanish { &SPANISH_RADII } else { &ENGLISH_RADII };
        let radius = (numbers.below(2) == 0).then(|| one(radii, numbers));
        let spot = one(&SPOTS, numbers);
        let place = spelled(spot, numbers);
        Self { tongue, subject, is_name, filters, exclusion, spot, place, radius }
    }

    /// What is asked, without where and how far.
    pub(super) fn what(&self) -> String {
        let mut parts: Vec<&str> = Vec::new();
        match self.tongue {
            Tongue::English => parts.extend(self.filters.iter().copied()),
            Tongue::Spanish => {}
        }
        parts.push(&self.subject);
        match self.tongue {
            Tongue::English => {}
            Tongue::Spanish => parts.extend(self.filters.iter().copied()),
        }
        parts.extend(self.exclusion.map(|(_, words)| words));
        parts.join(" ")
    }

    /// Where, as words of a single box.
    pub(super) fn whereabouts(&self) -> String {
        match self.tongue {
            Tongue::English => format!("near {}", self.place),
            Tongue::Spanish => format!("cerca de {}", self.place),
        }
    }

    /// How far, as words.
    pub(super) fn how_far(&self) -> &'static str {
        self.radius.map(|(_, words)| words).unwrap_or_default()
    }

    /// The question in a single box.
    pub(super) fn single_box(&self) -> String {
        joined(&[&self.what(), self.how_far(), &self.whereabouts()])
    }

    /// The question in a single box, as named values.
    pub(super) fn pairs(&self) -> Pairs {
        vec![("q", self.single_box())]
    }

    /// What in words, where and how far as parameters, the radius kept to.
    pub(super) fn strictly(&self, radius: &str) -> Pairs {
        vec![
            ("q", self.what()),
            ("near", self.place.clone()),
            ("radius", radius.to_owned()),
            ("strict", "true".to_owned()),
        ]
    }
}

/// Parts with a blank between them, empty ones left out.
pub(super) fn joined(parts: &[&str]) -> String {
    parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// A place in one of the ways people write it; none of them is a whole state.
fn spelled(spot: Spot, numbers: &mut Numbers) -> String {
    let Spot { zip, city, state, lat, lon, .. } = spot;
    match numbers.below(6) {
        0 => zip.to_owned(),
        1 => format!("{zip}-1234"),
        2 => format!("{city}, {state}"),
        3 => format!("{city} {state}"),
        4 => format!("{city}, {}", spot.state_name),
        _ => format!("{lat},{lon}"),
    }
}
