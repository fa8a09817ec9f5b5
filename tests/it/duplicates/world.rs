//! Made lists whose truth is known: people with names and addresses as they are in the bundled sample, some told twice,
//! and some who only look alike.

mod kind;
mod sample;

pub(super) use kind::Kind;

use super::Pair;
use crate::support::Numbers;
use sample::{
    ACCENTS, CALLED, FEMALE_MIDDLE, MALE_MIDDLE, SAMPLE, SIBLINGS, Site, same_person, written_otherwise,
};
use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Debug, Clone)]
struct Row {
    given: String,
    middle: String,
    family: String,
    suffix: &'static str,
    /// Credentials behind the name.
    behind: &'static str,
    /// The whole name in capitals, the family name first.
    turned: bool,
    female: Option<bool>,
    specialty: &'static str,
    site: Site,
    phone: String,
}

/// A list, and what is true of it.
pub(super) struct World {
    rows: Vec<Row>,
    /// Pairs by their ids.
    pub(super) planted: BTreeMap<Pair, Kind>,
    numbers: Numbers,
}

impl World {
    /// So many people, a twelfth of them told twice, and as many pairs who are two.
    pub(super) fn new(seed: u64, people: usize) -> Self {
        let mut world = Self { rows: Vec::new(), planted: BTreeMap::new(), numbers: Numbers(seed) };
        for _ in 0..people {
            let person = world.person();
            world.rows.push(person);
        }
        for number in 0..people / 12 {
            world.duplicate(Kind::DUPLICATES[number % Kind::DUPLICATES.len()]);
            world.two_people(Kind::TWO_PEOPLE[number % Kind::TWO_PEOPLE.len()]);
        }
        world
    }

    /// Somebody: half of the people of a list without NPIs share a practice and its phone with others.
    fn person(&mut self) -> Row {
        let female = self.numbers.below(2) == 0;
        let names = &SAMPLE.given[usize::from(!female)];
        let given = names[self.numbers.below(names.len())].clone();
        let family = SAMPLE.family[self.numbers.below(SAMPLE.family.len())].clone();
        let (site, phone) = match self.rows.len() {
            count @ 1.. if self.numbers.below(2) == 0 => {
                let colleague = &self.rows[self.numbers.below(count)];
                (colleague.site.clone(), colleague.phone.clone())
            }
            _ => (self.site(), self.phone()),
        };
        Row {
            given,
            middle: self.middle(female),
            family,
            suffix: "",
            behind: "",
            turned: false,
            female: (self.numbers.below(3) > 0).then_some(female),
            specialty: ["chiropractor", "chiropractor", "physical_therapist", "osteopath"]
                [self.numbers.below(4)],
            site,
            phone,
        }
    }

    fn site(&mut self) -> Site {
        let known = SAMPLE.sites[self.numbers.below(SAMPLE.sites.len())].clone();
        // The sample is a hundredth of the country: its houses would be too few.
        let number = 1 + self.numbers.below(9_000);
        let street = known.street.split_once(' ').map_or("Main St", |(_, street)| street);
        Site { street: format!("{number} {street}"), ..known }
    }

    fn phone(&mut self) -> String {
        let (area, exchange) = (201 + self.numbers.below(780), 200 + self.numbers.below(800));
        format!("{area}-{exchange}-{:04}", self.numbers.below(10_000))
    }

    fn middle(&mut self, female: bool) -> String {
        let names = if female { FEMALE_MIDDLE } else { MALE_MIDDLE };
        let name = names[self.numbers.below(names.len())];
        match self.numbers.below(3) {
            0 => name.to_owned(),
            1 => name[..1].to_owned(),
            _ => String::new(),
        }
    }

    fn plant(&mut self, one: Row, other: Row, kind: Kind) {
        let at = self.rows.len();
        self.planted.insert(ids(at, at + 1), kind);
        self.rows.extend([one, other]);
    }

    /// Somebody told twice, in one way; what else differs is as it comes.
    fn duplicate(&mut self, kind: Kind) {
        let mut one = self.person();
        let female = one.female.unwrap_or(true);
        self.fit(&mut one, kind, female);
        let mut other = one.clone();
        if self.numbers.below(3) == 0 {
            other.female = None;
        }
        self.vary(&mut one, &mut other, kind, female);
        self.elsewhere(&one, &mut other, kind);
        if self.numbers.below(4) > 0 && kind != Kind::Middle && kind != Kind::OtherSite {
            // Most lists tell a middle name or they do not.
            other.middle = if self.numbers.below(2) == 0 { one.middle.clone() } else { String::new() };
        }
        self.plant(one, other, kind);
    }

    /// Gives somebody a name that can be told in that way.
    fn fit(&mut self, one: &mut Row, kind: Kind, female: bool) {
        let is_theirs = |name: &(&str, &str, bool)| name.2 == female;
        match kind {
            Kind::Nickname => {
                let names: Vec<_> = CALLED.iter().filter(|name| is_theirs(name)).collect();
                names[self.numbers.below(names.len())].0.clone_into(&mut one.given);
            }
            Kind::Half => {
                one.family += "-";
                one.family += &SAMPLE.family[self.numbers.below(SAMPLE.family.len())];
            }
            Kind::Accents => {
                ACCENTS[self.numbers.below(ACCENTS.len())].0.clone_into(&mut one.family);
            }
            Kind::Middle if one.middle.is_empty() => {
                (if female { "Grace" } else { "Scott" }).clone_into(&mut one.middle);
            }
            _ => {}
        }
    }

    /// Tells the same name in that way the second time.
    fn vary(&mut self, one: &mut Row, other: &mut Row, kind: Kind, female: bool) {
        match kind {
            Kind::Nickname => {
                let name = CALLED.iter().find(|name| name.0 == one.given).expect("it was chosen so");
                name.1.clone_into(&mut other.given);
            }
            Kind::Initial => other.given.truncate(1),
            Kind::Middle => {
                let keep = self.numbers.below(2);
                other.middle.truncate(if other.middle.len() > 1 { keep } else { 0 });
            }
            Kind::Half => {
                let (first, second) = one.family.split_once('-').expect("two halves");
                let half = if self.numbers.below(2) == 0 { first } else { second };
                half.clone_into(&mut other.family);
            }
            Kind::Accents => {
                let name = ACCENTS.iter().find(|name| name.0 == one.family).expect("it was chosen so");
                name.1.clone_into(&mut other.family);
            }
            Kind::FamilyTypo => {
                while one.family.len() < 5 {
                    one.family.clone_from(&SAMPLE.family[self.numbers.below(SAMPLE.family.len())]);
                }
                other.family = self.slip(&one.family);
            }
            Kind::GivenTypo => {
                while one.given.len() < 5 {
                    let names = &SAMPLE.given[usize::from(!female)];
                    one.given.clone_from(&names[self.numbers.below(names.len())]);
                }
                other.given = self.slip(&one.given);
            }
            Kind::Credentials => (one.behind, other.behind) = (", DC, CCSP", ", D.C."),
            Kind::Order => other.turned = true,
            _ => {}
        }
    }

    /// How the practice of somebody told twice is written the second time.
    fn elsewhere(&mut self, one: &Row, other: &mut Row, kind: Kind) {
        if matches!(kind, Kind::OtherSite | Kind::OtherSiteSamePhone) {
            let number = 1 + self.numbers.below(9_000);
            let street = ["Oak Ave", "State Rd", "Medical Park Dr", "5th St"][self.numbers.below(4)];
            other.site.street = format!("{number} {street}");
            if kind == Kind::OtherSite {
                other.phone = self.phone();
            }
            return;
        }
        match self.numbers.below(10) {
            0..=3 => {}
            4..=6 => other.site.street = written_otherwise(&one.site.street, self.numbers.below(3)),
            7 => other.phone.clear(),
            8 => {
                other.site.street = written_otherwise(&one.site.street, self.numbers.below(3));
                other.phone = self.phone();
            }
            // The second time by the mall, with the old number.
            _ => other.site.street = format!("{} Commerce Blvd", 1 + self.numbers.below(9_000)),
        }
    }

    /// A word with two neighbours turned, a letter left out, doubled or another one.
    fn slip(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let at = 1 + self.numbers.below(letters.len() - 2);
        match self.numbers.below(4) {
            0 if letters[at] != letters[at + 1] => letters.swap(at, at + 1),
            1 => {
                letters.remove(at);
            }
            2 => letters.insert(at, letters[at]),
            _ => letters[at] = if letters[at] == 'k' { 'l' } else { 'k' },
        }
        letters.into_iter().collect()
    }

    /// Two people who look alike.
    fn two_people(&mut self, kind: Kind) {
        let mut one = self.person();
        let mut other = self.person();
        let together = |one: &Row, other: &mut Row| {
            (other.site, other.phone) = (one.site.clone(), one.phone.clone());
            other.specialty = one.specialty;
        };
        match kind {
            Kind::FatherAndSon | Kind::SonOnly => {
                let female = one.female;
                other = Row { female, ..one.clone() };
                (one.suffix, other.suffix) = (if kind == Kind::SonOnly { "" } else { "Sr." }, "Jr.");
            }
            Kind::Namesakes => {
                // Names that two people of one city have are common ones: those that the list has again.
                let (given, family) = self.common();
                for row in [&mut one, &mut other] {
                    (row.given, row.family) = (given.clone(), family.clone());
                    (row.female, row.middle) = (None, String::new());
                }
                other.site = Site { street: other.site.street, ..one.site.clone() };
                (one.phone, other.phone) = (self.phone(), self.phone());
            }
            Kind::Couple => {
                together(&one, &mut other);
                other.family.clone_from(&one.family);
                while other.given == one.given || same_person(&one.given, &other.given) {
                    let names = &SAMPLE.given[0];
                    other.given.clone_from(&names[self.numbers.below(names.len())]);
                }
            }
            Kind::Siblings => {
                together(&one, &mut other);
                other.family.clone_from(&one.family);
                let (a, a_female, b, b_female) = SIBLINGS[self.numbers.below(SIBLINGS.len())];
                (one.given, other.given) = (a.to_owned(), b.to_owned());
                let known = self.numbers.below(2) == 0;
                (one.female, other.female) = (known.then_some(a_female), known.then_some(b_female));
            }
            Kind::OtherMiddle | Kind::OtherGender => {
                other = one.clone();
                other.phone = self.phone();
                if kind == Kind::OtherMiddle {
                    (one.middle, other.middle) = ("David".to_owned(), "W".to_owned());
                } else {
                    other.site.street = self.site().street;
                    (one.female, other.female) = (Some(true), Some(false));
                }
            }
            _ => {
                together(&one, &mut other);
                other.given.clone_from(&one.given);
            }
        }
        self.plant(one, other, kind);
    }

    /// A given name and a family name as two people of one city have them: each the commonest of twenty drawn.
    fn common(&mut self) -> (String, String) {
        let mut commonest = |names: &[String]| {
            let drawn: Vec<&String> = (0..20).map(|_| &names[self.numbers.below(names.len())]).collect();
            let count = |name: &&&String| names.iter().filter(|other| other == *name).count();
            (*drawn.iter().max_by_key(count).expect("twenty")).clone()
        };
        (commonest(&SAMPLE.given[1]), commonest(&SAMPLE.family))
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows.len()
    }

    /// A pair in words.
    pub(super) fn told(&self, (one, other): &Pair) -> String {
        let row = |id: &str| {
            let place: usize = id.trim_start_matches('p').parse().expect("a number");
            let Row { female, site, phone, .. } = &self.rows[place];
            let name = self.rows[place].name();
            format!("{name} {female:?}, {}, {} {}, {phone}", site.street, site.city, site.zip)
        };
        format!("{} | {}", row(one), row(other))
    }

    /// The list, in an order that puts nobody beside whom they are like.
    pub(super) fn csv(&self) -> String {
        let mut text = "id,name,gender,specialty,address,city,state,zip,phone\n".to_owned();
        let step = 7_919;
        for number in 0..self.rows.len() {
            let place = number * step % self.rows.len();
            let row = &self.rows[place];
            let Site { street, city, state, zip } = &row.site;
            let gender = row.female.map_or("", |female| if female { "F" } else { "M" });
            writeln!(
                text,
                "p{place},\"{}\",{gender},{},\"{street}\",{city},{state},{zip},{}",
                row.name(),
                row.specialty,
                row.phone
            )
            .expect("a string grows");
        }
        text
    }
}

impl Row {
    /// As the list writes it.
    fn name(&self) -> String {
        let Self { given, middle, family, suffix, behind, turned, .. } = self;
        let parts = |parts: &[&str]| {
            parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
        };
        if *turned {
            return format!("{}, {}", family, parts(&[given, middle])).to_uppercase();
        }
        format!("{}{behind}", parts(&[given, middle, family, suffix]))
    }
}

/// The ids of two rows, the smaller first.
fn ids(one: usize, other: usize) -> Pair {
    let (one, other) = (format!("p{one}"), format!("p{other}"));
    if one < other { (one, other) } else { (other, one) }
}
