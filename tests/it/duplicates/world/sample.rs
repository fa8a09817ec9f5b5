//! Names and places of which made lists consist: those of the bundled sample, and variants that are general knowledge.

use std::io::Read as _;
use std::path::Path;
use std::sync::LazyLock;

#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) street: String,
    pub(super) city: String,
    pub(super) state: String,
    pub(super) zip: String,
}

/// Names and places of the bundled sample, as often as they are there: given names of women and men, family names.
pub(super) struct Sample {
    pub(super) given: [Vec<String>; 2],
    pub(super) family: Vec<String>,
    pub(super) sites: Vec<Site>,
}

pub(super) static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/nppes_2016_sample.csv.gz");
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("the sample");
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("a text");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|column| column == name).expect("the column");
    let (given, family) = (place("Provider First Name"), place("Provider Last Name (Legal Name)"));
    let street = place("Provider First Line Business Practice Location Address");
    let city = place("Provider Business Practice Location Address City Name");
    let state = place("Provider Business Practice Location Address State Name");
    let zip = place("Provider Business Practice Location Address Postal Code");
    let gender = place("Provider Gender Code");
    let mut sample = Sample { given: [Vec::new(), Vec::new()], family: Vec::new(), sites: Vec::new() };
    for row in reader.records().map(|row| row.expect("a row")) {
        let plain = |name: &str| name.len() > 2 && name.chars().all(|c| c.is_ascii_alphabetic());
        if plain(&row[given]) && plain(&row[family]) {
            sample.given[usize::from(&row[gender] == "M")].push(proper(&row[given]));
            sample.family.push(proper(&row[family]));
        }
        if row[zip].len() >= 5 && row[street].starts_with(|c: char| c.is_ascii_digit()) {
            let (city, state) = (proper(&row[city]), row[state].to_owned());
            let site = Site { street: proper(&row[street]), city, state, zip: row[zip][..5].to_owned() };
            sample.sites.push(site);
        }
    }
    sample
});

/// `NORTH MAIN ST` as `North Main St`.
fn proper(text: &str) -> String {
    let word =
        |word: &str| word.chars().take(1).chain(word.to_lowercase().chars().skip(1)).collect::<String>();
    text.split_whitespace().map(word).collect::<Vec<_>>().join(" ")
}

/// Nicknames that are general knowledge, of commoner and rarer names.
pub(super) const CALLED: [(&str, &str, bool); 12] = [
    ("Robert", "Bob", false),
    ("William", "Bill", false),
    ("Michael", "Mike", false),
    ("Elizabeth", "Liz", true),
    ("Margaret", "Peggy", true),
    ("Christopher", "Chris", false),
    ("Katherine", "Kate", true),
    ("Edward", "Ted", false),
    ("Francisco", "Paco", false),
    ("Jennifer", "Jenny", true),
    ("Anthony", "Tony", false),
    ("Deborah", "Debbie", true),
];

/// Family names with accents and without.
pub(super) const ACCENTS: [(&str, &str); 6] = [
    ("Muñoz", "Munoz"),
    ("Pérez", "Perez"),
    ("Lefèvre", "Lefevre"),
    ("Björk", "Bjork"),
    ("Dvořák", "Dvorak"),
    ("D'Amico", "Damico"),
];

/// Given names of brothers and sisters that differ by little.
pub(super) const SIBLINGS: [(&str, bool, &str, bool); 8] = [
    ("Daniel", false, "Danielle", true),
    ("Mario", false, "Maria", true),
    ("Eric", false, "Erica", true),
    ("Dale", false, "Dane", false),
    ("Jon", false, "Joan", true),
    ("Christine", true, "Christina", true),
    ("Karen", true, "Karin", true),
    ("Paul", false, "Paula", true),
];

pub(super) const FEMALE_MIDDLE: [&str; 6] = ["Ann", "Marie", "Lynn", "Rose", "Jane", "Elena"];

pub(super) const MALE_MIDDLE: [&str; 6] = ["James", "Lee", "Alan", "Thomas", "Edwin", "Paul"];

/// Whether names are a nickname's of each other, so that nobody could tell a couple from one person.
pub(super) fn same_person(a: &str, b: &str) -> bool {
    let fold = specialist_finder::vocabulary::normalize::fold;
    crate::support::VOCABULARY.nicknames(&fold(a)).iter().any(|name| *name == fold(b)) || a[..1] == b[..1]
}

/// A street as others write it.
pub(super) fn written_otherwise(street: &str, way: usize) -> String {
    match way {
        0 => format!("{street}, Suite {}", 100 + street.len()),
        1 => {
            street.to_uppercase().replace(" ST", " STREET").replace(" AVE", " AVENUE").replace(" RD", " ROAD")
        }
        _ => format!("{} #4", street.replace("North", "N").replace("Drive", "Dr")),
    }
}
