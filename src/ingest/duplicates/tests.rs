//! Who is taken for one person, and who is not.

use super::*;
use crate::domain::{Gender, Name, Practice, Provider};
use crate::ingest::merge::tests::provider;
use std::sync::LazyLock;

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("the tables are sound"));

/// Somebody by `given|middle|family|suffix`, `street|ZIP|phone` and gender, each as short as it may be.
fn somebody(id: &str, name: &str, place: &str, gender: Option<Gender>) -> Person {
    let part = |text: &str, at: usize| text.split('|').nth(at).unwrap_or_default().to_owned();
    let (given, middle, family, suffix) = (part(name, 0), part(name, 1), part(name, 2), part(name, 3));
    let Provider { practices, .. } = provider("1234567893", &[&part(place, 0)]);
    let site = Practice {
        zip: part(place, 1).parse().ok(),
        phone: part(place, 2).parse().ok(),
        ..practices.first().clone()
    };
    let practices = crate::domain::Practices::one(site);
    let name = Name::Person { given, middle, family, suffix };
    let id = id.parse().expect("an id");
    let whole = Provider { id, name, gender, practices, ..provider("1234567893", &["1 Main St"]) };
    Person::of(&whole).expect("a person")
}

/// People of one list, and those of a list called `other` that stays.
fn suspects(people: Vec<Person>) -> Suspects<'static> {
    let is_other = |person: &Person| person.id.to_string().starts_with("other:");
    let (others, own): (Vec<Person>, Vec<Person>) = people.into_iter().partition(is_other);
    let (unnumbered, numbered): (Vec<Person>, Vec<Person>) = own.into_iter().partition(Person::is_unnumbered);
    let mut suspects = Suspects::new(unnumbered, &WORDS);
    for person in numbered {
        suspects.take_numbered(person);
    }
    for person in others {
        suspects.take_other(person);
    }
    suspects
}

/// What agrees of two people of one list, where they are suspected; the second may be of another one.
fn agreement(one: Person, other: Person) -> Option<String> {
    let mut suspects = suspects(vec![one, other]);
    let found = suspects.find();
    assert!(found.pairs.len() < 2, "{:?}", found.pairs);
    found.pairs.first().map(|pair| pair.agreement.to_string())
}

const HERE: &str = "100 Main St, Ste 4|15213|412-555-0100";

fn at_one_practice(one: &str, other: &str) -> Option<String> {
    agreement(somebody("list:1", one, HERE, None), somebody("list:2", other, HERE, None))
}

#[test]
fn one_person_is_told_in_many_ways() {
    for (one, other, told) in [
        ("Jane||Kowalski", "JANE||KOWALSKI", "same name"),
        ("Jane|A|Kowalski", "Jane|Anne|Kowalski", "same name"),
        ("Mary|Ann|Kowalski", "Maryann||Kowalski", "same name"),
        ("Robert||Kowalski", "Bob||Kowalski", "same name but for a nickname"),
        ("Robert||Kowalski", "R||Kowalski", "same name but for an initial"),
        ("J|Robert|Kowalski", "Robert||Kowalski", "same name but for going by the middle name"),
        ("J|Robert|Kowalski", "Bob||Kowalski", "same name but for going by the middle name"),
        ("Robert||Kowalski", "Robret||Kowalski", "same name but for a typo in the given name"),
        ("Robert||Kowalski", "Robert||Kowalksi", "same name but for a typo in the family name"),
        ("Ana||Muñoz", "Ana||Munoz", "same name"),
        ("Ana||de la Cruz", "Ana||Delacruz", "same name"),
        ("Ana||Garcia-Lopez", "Ana||Garcia", "same name but for half of the family name"),
        ("Ana||Garcia-Lopez", "Ana||Lopez", "same name but for half of the family name"),
        ("Ana|Lopez|Smith", "Ana||Lopez", "same name but for half of the family name"),
        (
            "Robert||Kowalski-Lopez",
            "Bob||Kowalski",
            "same name but for half of the family name and a nickname",
        ),
        ("John||Kowalski|Jr.", "John||Kowalski|II", "same name"),
    ] {
        let expected = format!("{told}, same address, same phone");
        assert_eq!(at_one_practice(one, other).as_deref(), Some(expected.as_str()), "{one} {other}");
        assert_eq!(at_one_practice(other, one).as_deref(), Some(expected.as_str()), "{other} {one}");
    }
}

#[test]
fn two_people_are_two_however_alike() {
    for (one, other) in [
        ("John||Kowalski|Sr.", "John||Kowalski|Jr."),
        ("John||Kowalski", "John||Kowalski|Jr."),
        ("John||Kowalski", "Jane||Kowalski"),
        ("Daniel||Kowalski", "Danielle||Kowalski"),
        ("Mario||Kowalski", "Maria||Kowalski"),
        ("Eric||Kowalski", "Erica||Kowalski"),
        ("Alexander||Kowalski", "Alexandra||Kowalski"),
        ("John|A|Kowalski", "John|B|Kowalski"),
        ("John|Adam|Kowalski", "John|Benjamin|Kowalski"),
        ("John||Kowalski", "John||Smith"),
        ("John||Lee", "John||Li"),
        ("J||Kowalski", "M||Kowalski"),
    ] {
        assert_eq!(at_one_practice(one, other), None, "{one} {other}");
        assert_eq!(at_one_practice(other, one), None, "{other} {one}");
    }
    let jean = |id, gender| somebody(id, "Jean||Kowalski", HERE, Some(gender));
    assert_eq!(agreement(jean("list:1", Gender::Female), jean("list:2", Gender::Male)), None);
}

#[test]
fn where_they_are_counts() {
    let name = "Jane||Kowalski";
    for (one, other, told) in [
        (HERE, "100 MAIN STREET #4|15213|412-555-0100", Some(", same address, same phone")),
        (HERE, "100 Mian Street|15213|", Some(", same address")),
        (HERE, "100 Main St|15213|412-555-0199", Some(", same address, other phone")),
        (HERE, "200 Elm Ave|15213|412-555-0100", Some(", same ZIP code, other address, same phone")),
        (HERE, "100 Elm St|15213|412-555-0100", Some(", same ZIP code, other address, same phone")),
        (HERE, "200 Elm Ave|15217|412-555-0100", Some(", same city, other address, same phone")),
    ] {
        let found = agreement(somebody("list:1", name, one, None), somebody("list:2", name, other, None));
        assert_eq!(found, told.map(|told| format!("same name{told}")), "{other}");
    }
}

#[test]
fn only_npis_tell_people_apart_for_good() {
    let name = "Jane||Kowalski";
    let at = |id: &str| somebody(id, name, HERE, None);
    assert_eq!(agreement(at("npi:1234567893"), at("npi:1000780001")), None);
    assert!(agreement(at("list:1"), at("npi:1000780001")).is_some());
    assert!(agreement(at("npi:1000780001"), at("list:1")).is_some());
    assert!(agreement(at("list:1"), at("other:1")).is_some());
    // Somebody of the imported list with an NPI is nobody's duplicate in a list that stays.
    assert_eq!(agreement(at("npi:1000780001"), at("other:1")), None);
}

#[test]
fn of_two_lists_one_may_leave_out_a_suffix() {
    let at = |id: &str, name: &str| somebody(id, name, HERE, None);
    assert!(agreement(at("list:1", "John||Kowalski|Jr."), at("other:1", "John||Kowalski")).is_some());
    assert_eq!(agreement(at("list:1", "John||Kowalski|Jr."), at("other:1", "John||Kowalski|Sr.")), None);
}

#[test]
fn a_common_name_in_one_city_is_several_people_and_a_rare_one_is_one() {
    let mut people: Vec<Person> = (0..2_000)
        .map(|number| {
            let place = format!("{} Main St|{}|", number + 1, 15_201 + number % 30);
            let name = if number % 20 == 0 {
                "John|A|Smith".to_owned()
            } else {
                format!("Given{}||Family{number}", number % 60)
            };
            somebody(&format!("list:{number}"), &name, &place, None)
        })
        .collect();
    people.push(somebody("list:a", "Ezekiel||Papadakis", "1 Oak Ave|15213|412-555-0101", None));
    people.push(somebody("list:b", "Ezekiel||Papadakis", "2 Elm Ave|15213|412-555-0102", None));
    let mut suspects = suspects(people);
    let found = suspects.find();
    let [pair] = found.pairs.as_slice() else { panic!("{:?}", found.pairs) };
    assert_eq!((pair.one.id.to_string().as_str(), pair.other.id.to_string().as_str()), ("list:a", "list:b"));
    assert_eq!(pair.agreement.to_string(), "same name, same ZIP code, other address, other phone");
}

/// People of whom hundreds share each key, and a tenth are told twice.
fn crowd(people: usize) -> Vec<Person> {
    let somebody = |number: usize| {
        let twin = number - usize::from(number % 10 == 9);
        let name = format!("{}||Smith", ["John", "Mary", "Ann", "Paul"][twin % 4]);
        let place = format!("{} Main St|15213|412-{}-{:04}", twin % 40, 200 + twin / 10_000, twin % 10_000);
        somebody(&format!("list:{number:06}"), &name, &place, None)
    };
    (0..people).map(somebody).collect()
}

#[test]
fn what_is_compared_grows_with_people_and_not_with_their_square() {
    let compared = |people: usize| {
        let mut suspects = suspects(crowd(people));
        suspects.find().compared
    };
    let (few, twice, many) = (compared(1_000), compared(2_000), compared(4_000));
    assert!(few > 0 && twice * 10 <= few * 22 && many * 10 <= twice * 22, "{few} {twice} {many}");
}

#[test]
fn what_is_found_does_not_depend_on_the_order_of_rows() {
    let found = |people: Vec<Person>| {
        let mut suspects = suspects(people);
        let pair = |pair: &Suspicion<'_>| {
            let (one, other) = (pair.one.id.to_string(), pair.other.id.to_string());
            if one < other { (one, other) } else { (other, one) }
        };
        let mut pairs: Vec<_> = suspects.find().pairs.iter().map(pair).collect();
        pairs.sort();
        pairs
    };
    let names = ["Robert|A|Kowalski", "Bob||Kowalski", "Ana||Garcia-Lopez", "Ana||Lopez", "R||Kowalski"];
    let people: Vec<Person> = (0..)
        .zip(names)
        .map(|(number, name)| somebody(&format!("list:{number}"), name, HERE, None))
        .collect();
    let forth = found(people.clone());
    assert_eq!(forth.len(), 2, "{forth:?}");
    assert_eq!(found(people.into_iter().rev().collect()), forth);
}

#[test]
fn houses_have_their_number_wherever_it_stands() {
    for (street, house) in [
        ("100 main st", Some("100")),
        ("100 main st 4", Some("100")),
        ("4 100 main st", Some("100")),
        ("1a main st", Some("1a")),
        ("medical ctr dr", None),
        ("", None),
    ] {
        assert_eq!(person::house_number(street), house, "{street}");
    }
}

/// People who have nothing to do with each other.
fn others(people: usize) -> Vec<Person> {
    let other = |number: usize| {
        let (name, place) = (format!("Given{}||Family{number}", number % 20), 15_201 + number % 30);
        somebody(&format!("list:o{number}"), &name, &format!("{} Main St|{place}|", number + 1), None)
    };
    (0..people).map(other).collect()
}

#[test]
fn of_somebody_with_an_npi_every_partner_is_told_whatever_the_list_is_called() {
    for list in ["a", "zz"] {
        let at = |id: &str, name: &str| somebody(id, name, HERE, None);
        let mut people = others(60);
        people.push(at("npi:1234567893", "Zbigniew||Kowalczyk"));
        people.push(at(&format!("{list}:7"), "Zbigniew|A|Kowalczyk"));
        people.push(at(&format!("{list}:8"), "Zbigniew|B|Kowalczyk"));
        let mut suspects = suspects(people);
        let pairs = suspects.find().pairs;
        let told: Vec<String> =
            pairs.iter().map(|pair| format!("{} {}", pair.one.id, pair.other.id)).collect();
        assert_eq!(told, ["7", "8"].map(|id| format!("{list}:{id} npi:1234567893")));
    }
}

#[test]
fn who_is_told_more_often_is_told_no_less() {
    for name in ["Zbigniew||Kowalczyk", "Robert|A|Meyer"] {
        for place in [HERE, "100 Main St|15213|", "|15213|412-555-0100"] {
            for copies in [2, 3, 4, 8, 16] {
                let mut people = others(60);
                people.extend((0..copies).map(|copy| somebody(&format!("list:{copy}"), name, place, None)));
                let mut suspects = suspects(people);
                let told = suspects.find().pairs.len();
                assert_eq!(told, copies * (copies - 1) / 2, "{copies} times {name} at {place}");
            }
        }
    }
}

#[test]
fn of_somebody_told_many_times_the_surest_is_named_and_the_others_counted() {
    let people = |copies: usize| {
        let copy = |copy| somebody(&format!("list:{copy:03}"), "Zbigniew||Kowalczyk", HERE, None);
        let mut people = others(4_000);
        people.extend((0..copies).map(copy));
        people
    };
    let told = |people: Vec<Person>| -> (usize, usize) {
        let mut suspects = suspects(people);
        let pairs = suspects.find().pairs;
        (pairs.len(), pairs.iter().map(|pair| pair.unnamed).max().unwrap_or(0))
    };
    assert_eq!(told(people(16)), (16 * 15 / 2, 0));
    for copies in [17, 30, 60] {
        let (named, unnamed) = told(people(copies));
        assert!(
            named < copies + 16 * 15 / 2 && unnamed >= 15,
            "{copies} copies: {named} named, {unnamed} not"
        );
    }
}

#[test]
fn only_who_shares_something_with_somebody_without_an_npi_is_kept() {
    let mut people = vec![somebody("list:1", "Ezekiel||Papadakis", HERE, None)];
    people.extend((0..500).flat_map(|number| {
        let (name, place) = (format!("Given{number}||Family{number}"), format!("{number} Main St|60601|"));
        let id = if number % 2 == 0 { "npi:1000780001" } else { "other:1" };
        [somebody(id, &name, &place, None)]
    }));
    assert_eq!(suspects(people.clone()).len(), 1);
    people.push(somebody("npi:1234567893", "Ezekiel||Papadakis", HERE, None));
    people.push(somebody("other:2", "Zeke|Ezekiel|Papadakis", "100 Main St|15213|", None));
    let mut suspects = suspects(people);
    assert_eq!(suspects.len(), 3);
    assert_eq!(suspects.find().pairs.len(), 2);
}

#[test]
fn keys_ascend_from_part_to_part_and_none_is_lost() {
    let people: Vec<Person> = (0..3_000)
        .map(|number| {
            let name = format!("Jane||Kowalski{}", "x".repeat(number % 7) + &"y".repeat(number / 7 % 11));
            somebody(
                &format!("list:{number}"),
                &name,
                &format!("{number} Main St|{}|", 10_000 + number),
                None,
            )
        })
        .collect();
    for kind in KeyKind::ALL {
        let mut expected = Vec::new();
        for (place, person) in people.iter().enumerate() {
            kind.keys(person, &WORDS, &mut |key| expected.push((key, place)));
        }
        expected.sort_unstable();
        let mut parts = blocks::parts(&people, kind, &WORDS);
        for part in &mut parts {
            part.sort_unstable();
        }
        assert!(parts.concat() == expected, "{kind:?}");
    }
}
