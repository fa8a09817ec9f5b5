//! A world of invented providers that changes week by week, its files, and what lists made of them hold.

use crate::support::Numbers;
use specialist_finder::domain::{Npi, Provider, ProviderId, RecordDate};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How many weeks follow the whole list.
pub(super) const WEEKS: usize = 52;

/// The whole list's last day, a Sunday.
pub(super) const FULL_TO: &str = "2025-01-12";

/// How many NPIs there are.
const PEOPLE: usize = 300;

/// Everything that files say of an NPI.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Person {
    name: usize,
    street: usize,
    /// An index into [`CODES`].
    profession: usize,
    further: Vec<usize>,
    names: Vec<usize>,
    foreign: bool,
    deactivated: Option<i32>,
    reactivated: Option<i32>,
    updated: i32,
}

/// Taxonomy codes: two of ours, one of another profession.
const CODES: [&str; 3] = ["111N00000X", "225100000X", "122300000X"];

/// What a list holds of an NPI, as far as the world decides it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    npi: u32,
    name: String,
    streets: Vec<String>,
    names: Vec<String>,
    code: String,
    updated: i32,
}

impl Listed {
    pub(super) fn of(provider: &Provider) -> Self {
        let ProviderId::Npi(npi) = provider.id else { panic!("an own id") };
        let code = provider.specialties.first().and_then(|claim| claim.taxonomy);
        Self {
            npi: npi.number(),
            name: provider.name.to_string(),
            streets: provider.practices.iter().map(|practice| practice.address.clone()).collect(),
            names: provider.aliases.clone(),
            code: code.map(|code| code.to_string()).unwrap_or_default(),
            updated: provider.updated.map(RecordDate::days).unwrap_or_default(),
        }
    }
}

impl Person {
    fn is_deactivated(&self) -> bool {
        self.deactivated.is_some_and(|off| self.reactivated.is_none_or(|on| on < off))
    }

    fn listed(&self, npi: u32) -> Option<Listed> {
        if self.is_deactivated() || self.foreign || self.profession == 2 {
            return None;
        }
        let mut streets = vec![street(self.street)];
        streets.extend(self.further.iter().map(|number| street(*number)));
        let mut seen = BTreeSet::new();
        streets.retain(|street| seen.insert(street.clone()));
        Some(Listed {
            npi,
            name: name(self.name),
            streets,
            names: self.names.iter().map(|number| center(*number)).collect(),
            code: CODES[self.profession].to_owned(),
            updated: self.updated,
        })
    }
}

fn street(number: usize) -> String {
    format!("{} Main St", 100 + number)
}

fn name(number: usize) -> String {
    format!("Jane {}", letters(number))
}

fn center(number: usize) -> String {
    format!("{} Spine Center", letters(number))
}

/// A word of syllables, for what has no vowels is taken for an abbreviation.
fn letters(mut number: usize) -> String {
    const CONSONANTS: &[u8; 20] = b"bcdfghjklmnprstvwxyz";
    let mut word = String::from("Qua");
    for _ in 0..3 {
        word.push(char::from(CONSONANTS[number % 20]));
        word.push('a');
        number /= 20;
    }
    word
}

/// The world's history and the folder of its files.
pub(super) struct World {
    folder: PathBuf,
    start: BTreeMap<u32, Person>,
    /// By week: whoever something changed of, as they are at its end.
    weeks: Vec<BTreeMap<u32, Person>>,
    /// Rows of each week's files.
    week_rows: Vec<u64>,
    full_rows: u64,
}

impl World {
    /// Makes a world and writes its weekly bundles; whole lists are written when they are asked for.
    pub(super) fn new(seed: u64, folder: &Path) -> Self {
        let mut numbers = Numbers(seed);
        let ids =
            (100_000_000..).filter_map(|stem: u64| (0..10).find_map(|end| Npi::new(stem * 10 + end).ok()));
        let day = RecordDate::days(FULL_TO.parse().expect("a day"));
        let start: BTreeMap<u32, Person> =
            ids.take(PEOPLE).map(|npi| (npi.number(), person(&mut numbers, day - 100))).collect();
        let mut now = start.clone();
        let all: Vec<u32> = start.keys().copied().collect();
        let mut weeks = Vec::new();
        for week in 0..WEEKS {
            let monday = day + 1 + 7 * i32::try_from(week).expect("small");
            let mut changed = BTreeMap::new();
            for _ in 0..20 + numbers.below(10) {
                let npi = all[numbers.below(all.len())];
                let person = now.get_mut(&npi).expect("one of them");
                change(person, &mut numbers, monday);
                changed.insert(npi, person.clone());
            }
            weeks.push(changed);
        }
        let mut world = Self { folder: folder.to_owned(), start, weeks, week_rows: Vec::new(), full_rows: 0 };
        for week in 0..WEEKS {
            let rows = write(&world.week(week), &world.weeks[week], &dates(week));
            world.week_rows.push(rows);
        }
        world.full_rows = world.write_full(0);
        world
    }

    /// A week's bundle.
    pub(super) fn week(&self, week: usize) -> PathBuf {
        let (from, to) = span(week);
        let short = |day: RecordDate| {
            format!("{:02}{:02}{:02}", day.month(), day.to_string()[8..].to_owned(), day.year() % 100)
        };
        self.folder.join(format!("NPPES_Data_Dissemination_{}_{}_Weekly.zip", short(from), short(to)))
    }

    /// The bundle of a whole list that holds so many weeks.
    pub(super) fn full(&self, weeks: usize) -> PathBuf {
        let path = self.folder.join(format!("NPPES_Data_Dissemination_after_{weeks}.zip"));
        if !path.exists() {
            self.write_full(weeks);
        }
        path
    }

    fn write_full(&self, weeks: usize) -> u64 {
        let path = self.folder.join(format!("NPPES_Data_Dissemination_after_{weeks}.zip"));
        let to = if weeks == 0 { FULL_TO.parse().expect("a day") } else { span(weeks - 1).1 };
        let dates = format!("20050523-{}", digits(to));
        write(&path, &self.people(&(0..weeks).collect::<Vec<_>>()), &dates)
    }

    /// Data rows of some weeks' files, and of the first whole list.
    pub(super) fn rows(&self, weeks: &[usize], with_full: bool) -> u64 {
        weeks.iter().map(|week| self.week_rows[*week]).sum::<u64>()
            + if with_full { self.full_rows } else { 0 }
    }

    /// Everybody as the whole list and some weeks have them, in whatever order they came.
    fn people(&self, weeks: &[usize]) -> BTreeMap<u32, Person> {
        let mut weeks = weeks.to_vec();
        weeks.sort_unstable();
        let mut people = self.start.clone();
        for week in weeks {
            people.extend(self.weeks[week].clone());
        }
        people
    }

    /// What a list of the whole file and some weeks must hold.
    pub(super) fn list(&self, weeks: &[usize]) -> Vec<Listed> {
        self.people(weeks).iter().filter_map(|(npi, person)| person.listed(*npi)).collect()
    }
}

/// The first and the last day of a week.
fn span(week: usize) -> (RecordDate, RecordDate) {
    let full_to: RecordDate = FULL_TO.parse().expect("a day");
    let monday = full_to.days() + 1 + 7 * i32::try_from(week).expect("small");
    let day = |days| RecordDate::from_days(days).expect("a day");
    (day(monday), day(monday + 6))
}

/// Writes a bundle as the government publishes it; gives its data rows.
fn write(path: &Path, people: &BTreeMap<u32, Person>, dates: &str) -> u64 {
    let (main, practices, names) = tables(people);
    let rows = [&main, &practices, &names].iter().map(|table| table.lines().count() as u64 - 1).sum();
    let head = |table: &str| table.lines().next().map(|line| format!("{line}\n")).unwrap_or_default();
    let endpoints = "\"NPI\",\"Endpoint Type\",\"Endpoint\"\n\"1234567893\",\"DIRECT\",\"a@example.org\"\n";
    let mut zip = zip::ZipWriter::new(fs::File::create(path).expect("a file"));
    let mut put = |name: String, text: &str| {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        zip.write_all(text.as_bytes()).expect("space");
    };
    for (kind, text) in
        [("endpoint", endpoints), ("npidata", &main), ("othername", &names), ("pl", &practices)]
    {
        put(format!("{kind}_pfile_{dates}.csv"), text);
        put(format!("{kind}_pfile_{dates}_fileheader.csv"), &head(text));
    }
    put("NPPES_Data_Dissemination_CodeValues.pdf".into(), "%PDF-1.7");
    put("NPPES_Data_Dissemination_Readme_v.2.pdf".into(), "%PDF-1.7");
    zip.finish().expect("space");
    rows
}

/// The days of a week as a gap is named.
pub(super) fn days(week: usize) -> String {
    let (from, to) = span(week);
    format!("{from} to {to}")
}

fn dates(week: usize) -> String {
    let (from, to) = span(week);
    format!("{}-{}", digits(from), digits(to))
}

/// A day as names of files have it.
fn digits(day: RecordDate) -> String {
    day.to_string().replace('-', "")
}

fn person(numbers: &mut Numbers, day: i32) -> Person {
    let mut person = Person {
        name: numbers.below(8_000),
        street: numbers.below(5_000),
        profession: numbers.below(3),
        further: Vec::new(),
        names: Vec::new(),
        foreign: false,
        deactivated: None,
        reactivated: None,
        updated: day,
    };
    if numbers.below(3) == 0 {
        person.further = further(numbers);
    }
    if numbers.below(4) == 0 {
        person.names = vec![numbers.below(8_000)];
    }
    if numbers.below(12) == 0 {
        person.deactivated = Some(day);
    }
    person
}

fn further(numbers: &mut Numbers) -> Vec<usize> {
    (0..numbers.below(4)).map(|_| numbers.below(5_000)).collect()
}

/// Something that happens to somebody within a week.
fn change(person: &mut Person, numbers: &mut Numbers, monday: i32) {
    let day = monday + i32::try_from(numbers.below(7)).expect("small");
    person.updated = person.updated.max(day);
    if person.is_deactivated() {
        // Some come back, most stay away and are told once more.
        if numbers.below(2) == 0 {
            person.reactivated = Some(person.updated);
        }
        return;
    }
    match numbers.below(9) {
        0 => person.name = numbers.below(8_000),
        1 | 2 => person.street = numbers.below(5_000),
        3 => person.further = further(numbers),
        4 => person.names = (0..numbers.below(3)).map(|_| numbers.below(8_000)).collect(),
        5 | 6 => person.profession = numbers.below(3),
        7 => person.foreign = !person.foreign,
        _ => {
            person.deactivated = Some(person.updated);
            person.reactivated = None;
        }
    }
    person.names.dedup();
}

/// The three tables of a bundle.
fn tables(people: &BTreeMap<u32, Person>) -> (String, String, String) {
    let main_address = |what: &str| format!("Provider Business Practice Location Address {what}");
    let mut main = row(&[
        "NPI",
        "Entity Type Code",
        "Replacement NPI",
        "Provider Organization Name (Legal Business Name)",
        "Provider Last Name (Legal Name)",
        "Provider First Name",
        "Provider Credential Text",
        "Provider First Line Business Mailing Address",
        "Provider First Line Business Practice Location Address",
        &main_address("City Name"),
        &main_address("State Name"),
        &main_address("Postal Code"),
        &main_address("Country Code (If outside U.S.)"),
        "Last Update Date",
        "NPI Deactivation Date",
        "NPI Reactivation Date",
        "Healthcare Provider Taxonomy Code_1",
        "Healthcare Provider Primary Taxonomy Switch_1",
    ]);
    let second = "Provider Secondary Practice Location Address";
    let mut practices = row(&[
        "NPI",
        &format!("{second}- Address Line 1"),
        &format!("{second} - City Name"),
        &format!("{second} - State Name"),
        &format!("{second} - Postal Code"),
        &format!("{second} - Country Code (If outside U.S.)"),
    ]);
    let mut names =
        row(&["NPI", "Provider Other Organization Name", "Provider Other Organization Name Type Code"]);
    for (npi, person) in people {
        let npi = npi.to_string();
        let day = |day: Option<i32>| {
            let day = day.and_then(|day| RecordDate::from_days(day).ok());
            day.map(|day| format!("{:02}/{}/{}", day.month(), &day.to_string()[8..], day.year()))
                .unwrap_or_default()
        };
        let (off, on) = (day(person.deactivated), day(person.reactivated));
        if person.is_deactivated() {
            // As published: nothing but the NPI and dates.
            let mut cells = vec![npi.as_str()];
            cells.extend([""; 12]);
            cells.extend(["", &off, &on, "", ""]);
            main += &row(&cells);
            continue;
        }
        let (name, street_line) = (letters(person.name).to_uppercase(), street(person.street).to_uppercase());
        main += &row(&[
            &npi,
            "1",
            "",
            "",
            &name,
            "JANE",
            "",
            "PO BOX 1",
            &street_line,
            if person.foreign { "TORONTO" } else { "PITTSBURGH" },
            if person.foreign { "ON" } else { "PA" },
            if person.foreign { "M5V2T6" } else { "152131234" },
            if person.foreign { "CA" } else { "US" },
            &day(Some(person.updated)),
            &off,
            &on,
            CODES[person.profession],
            "Y",
        ]);
        for number in &person.further {
            practices += &row(&[&npi, &street(*number).to_uppercase(), "PITTSBURGH", "PA", "15213", "US"]);
        }
        for number in &person.names {
            names += &row(&[&npi, &center(*number).to_uppercase(), "3"]);
        }
    }
    (main, practices, names)
}

fn row(cells: &[&str]) -> String {
    let mut line = String::new();
    for (place, cell) in cells.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        write!(line, "{comma}\"{cell}\"").expect("written to memory");
    }
    line + "\n"
}
