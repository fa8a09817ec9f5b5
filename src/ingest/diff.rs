//! What changed between two imports of a list.

use super::merge::SiteKey;
use crate::domain::{Metres, Name, Practice, Provider};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::{Lang, Vocabulary};

/// How a provider differs from what the list said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// A field differs.
    Changed,
    /// Its primary practice is over a mile from where it was.
    Moved,
    /// Nothing differs.
    Unchanged,
}

/// How far a primary practice may shift without having moved: geocoders disagree by less.
const MOVED: Metres = Metres::from_whole_miles(1);

/// Compares what a list says of a provider with what it said before. The list itself is no difference; who had the new
/// first practice already, as a further one, has not moved.
pub fn change(before: &Provider, after: &Provider) -> Change {
    if shift(before, after) > MOVED && !is_among(after.practices.first(), before.practices.iter().skip(1)) {
        Change::Moved
    } else if says_the_same(before, after) {
        Change::Unchanged
    } else {
        Change::Changed
    }
}

/// Whether somebody has moved house: the primary practice is over a mile from where it was, at an address where none of
/// their practices was, and it is the same person still. A point that is merely better known now is no move that anybody
/// wants to hear of, and whose id is a row's number is somebody else when a row comes before.
pub fn has_moved_house(before: &Provider, after: &Provider) -> bool {
    shift(before, after) > MOVED && is_new_there(before, after) && is_called_alike(&before.name, &after.name)
}

/// Whether a provider's first practice is at an address where none of its practices was before.
pub fn is_new_there(before: &Provider, after: &Provider) -> bool {
    !is_among(after.practices.first(), before.practices.iter())
}

/// Whether a practice is at the address of one of those.
fn is_among<'p>(practice: &Practice, mut those: impl Iterator<Item = &'p Practice>) -> bool {
    let key = SiteKey::of(practice);
    those.any(|known| SiteKey::of(known).is_as(known, &key, practice))
}

/// Whether two names may be one provider's: organizations of one name, people with one family name and given names of
/// which one begins the other (`J`, `Rob`, `Robert`), for lists by the alphabet have namesakes beside each other.
fn is_called_alike(before: &Name, after: &Name) -> bool {
    match (before, after) {
        (Name::Organization(before), Name::Organization(after)) => fold(before) == fold(after),
        (Name::Person { given, family, .. }, Name::Person { given: now, family: family_now, .. }) => {
            let (given, now) = (fold(given), fold(now));
            fold(family) == fold(family_now) && (given.starts_with(&now) || now.starts_with(&given))
        }
        _ => false,
    }
}

/// Whether every field but the list is equal. Taken apart by name, so that a new field cannot be forgotten.
fn says_the_same(before: &Provider, after: &Provider) -> bool {
    let Provider {
        id,
        name,
        aliases,
        credentials,
        gender,
        specialties,
        techniques,
        conditions,
        languages,
        accepting_new,
        telehealth,
        wheelchair,
        insurance,
        website,
        practices,
        updated,
        source: _,
    } = before;
    *id == after.id
        && *name == after.name
        && *aliases == after.aliases
        && *credentials == after.credentials
        && *gender == after.gender
        && *specialties == after.specialties
        && *techniques == after.techniques
        && *conditions == after.conditions
        && *languages == after.languages
        && *accepting_new == after.accepting_new
        && *telehealth == after.telehealth
        && *wheelchair == after.wheelchair
        && *insurance == after.insurance
        && *website == after.website
        && *practices == after.practices
        && *updated == after.updated
}

/// A field that differs, as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Our name of the column.
    pub field: &'static str,
    /// What the list said before.
    pub before: String,
    /// What it says now.
    pub after: String,
}

/// How far the primary practice is from where it was.
pub fn shift(before: &Provider, after: &Provider) -> Metres {
    before.practices.first().point.distance_to(after.practices.first().point)
}

/// The fields that differ.
pub fn changed_fields(before: &Provider, after: &Provider, vocabulary: &Vocabulary) -> Vec<FieldChange> {
    let pairs = fields(before, vocabulary).into_iter().zip(fields(after, vocabulary));
    let differs = pairs.filter(|((_, before), (_, after))| before != after);
    differs.map(|((field, before), (_, after))| FieldChange { field, before, after }).collect()
}

/// What a provider says, field by field. Taken apart by name, so that a new field cannot be forgotten.
fn fields(provider: &Provider, vocabulary: &Vocabulary) -> Vec<(&'static str, String)> {
    let Provider {
        id: _,
        name,
        aliases,
        credentials,
        gender,
        specialties,
        techniques,
        conditions,
        languages,
        accepting_new,
        telehealth,
        wheelchair,
        insurance,
        website,
        practices,
        updated,
        source: _,
    } = provider;
    let joined = |texts: Vec<&str>| texts.join("|");
    let specialties = specialties.iter().map(|claim| {
        let label = &vocabulary.specialty(claim.specialty).id;
        let code = claim.taxonomy.map(|code| format!(" {code}")).unwrap_or_default();
        format!("{label}{code}{}", if claim.primary { " (primary)" } else { "" })
    });
    let first = practices.first();
    let further: Vec<String> = practices.iter().skip(1).map(address).collect();
    vec![
        ("name", name.to_string()),
        ("other_name", joined(aliases.iter().map(String::as_str).collect())),
        ("credential", joined(credentials.iter().map(crate::domain::Credential::as_str).collect())),
        ("gender", gender.map(|gender| format!("{gender:?}")).unwrap_or_default()),
        ("specialty", specialties.collect::<Vec<_>>().join("|")),
        ("techniques", joined(techniques.iter().map(|id| vocabulary.technique(*id).id.as_str()).collect())),
        ("conditions", joined(conditions.iter().map(|id| vocabulary.condition(*id).id.as_str()).collect())),
        (
            "languages",
            languages
                .iter()
                .map(|language| vocabulary.language_label(*language, Lang::En))
                .collect::<Vec<_>>()
                .join("|"),
        ),
        ("organization", first.name.clone().unwrap_or_default()),
        ("address", first.address.clone()),
        ("city", first.city.clone()),
        ("state", first.state.code().to_owned()),
        ("zip", first.zip.map(|zip| zip.to_string()).unwrap_or_default()),
        (
            "lat, lon",
            format!("{:.5}, {:.5} ({})", first.point.lat(), first.point.lon(), first.accuracy.as_str()),
        ),
        ("phone", first.phone.map(|phone| phone.to_string()).unwrap_or_default()),
        ("further practices", further.join("|")),
        ("website", website.as_ref().map(|website| website.as_str().to_owned()).unwrap_or_default()),
        ("accepting_new", format!("{accepting_new:?}").to_lowercase()),
        ("telehealth", format!("{telehealth:?}").to_lowercase()),
        ("wheelchair", format!("{wheelchair:?}").to_lowercase()),
        ("insurance", insurance.join("|")),
        ("updated", updated.map(|day| day.to_string()).unwrap_or_default()),
    ]
}

/// A practice on one line.
fn address(practice: &Practice) -> String {
    let zip = practice.zip.map(|zip| format!(" {zip}")).unwrap_or_default();
    let phone = practice.phone.map(|phone| format!(", {phone}")).unwrap_or_default();
    format!("{}, {}, {}{zip}{phone}", practice.address, practice.city, practice.state.code())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Fact, LatLon, Practices};
    use crate::ingest::merge::tests::{practice, provider};

    #[test]
    fn only_a_mile_is_a_move_and_the_list_is_no_difference() {
        let before = provider("1234567893", &["100 Main St"]);
        let with = |change: &dyn Fn(&mut Provider)| {
            let mut after = before.clone();
            change(&mut after);
            super::change(&before, &after)
        };
        let at = |lat: f64| {
            let mut practice = practice("100 Main St");
            practice.point = LatLon::new(lat, practice.point.lon()).expect("in range");
            Practices::one(practice)
        };
        let here = before.practices.first().point.lat();
        assert_eq!(with(&|_| {}), Change::Unchanged);
        assert_eq!(with(&|after| after.source = "other".parse().expect("a name")), Change::Unchanged);
        assert_eq!(with(&|after| after.telehealth = Fact::Yes), Change::Changed);
        assert_eq!(with(&|after| after.practices = at(here + 0.01)), Change::Changed);
        assert_eq!(with(&|after| after.practices = at(here + 0.02)), Change::Moved);
    }

    #[test]
    fn a_better_point_of_the_same_address_is_no_new_house() {
        let before = provider("1234567893", &["100 Main St"]);
        let moved = |address: &str, north: f64| {
            let mut after = before.clone();
            let mut practice = practice(address);
            practice.point =
                LatLon::new(practice.point.lat() + north, practice.point.lon()).expect("in range");
            after.practices = Practices::one(practice);
            has_moved_house(&before, &after)
        };
        assert!(moved("7 Elm St", 0.02));
        assert!(!moved("7 Elm St", 0.01), "next door");
        assert!(!moved("100 Main Street", 0.02), "another spelling, a better point");
    }

    /// Somebody at those streets, which are some seven miles apart each.
    fn at(streets: &[u8]) -> Provider {
        let practices = streets.iter().map(|street| {
            let mut practice = practice(&format!("{street} Main St"));
            let north = f64::from(*street) * 0.1;
            practice.point =
                LatLon::new(practice.point.lat() + north, practice.point.lon()).expect("in range");
            practice
        });
        let practices = Practices::from_vec(practices.collect()).expect("at least one");
        Provider { practices, ..provider("1234567893", &["1 Main St"]) }
    }

    #[test]
    fn offices_in_another_order_are_no_move() {
        for (before, after, is_moved) in [
            (&[1, 2][..], &[2, 1][..], false),
            (&[1, 2], &[2], false),
            (&[1, 2, 3], &[3, 1, 2], false),
            (&[1], &[2, 1], true),
            (&[1, 2], &[3, 1], true),
        ] {
            let (before, after) = (at(before), at(after));
            assert_eq!(change(&before, &after) == Change::Moved, is_moved, "{before:?} {after:?}");
            assert_eq!(has_moved_house(&before, &after), is_moved, "{before:?} {after:?}");
        }
    }

    #[test]
    fn whoever_has_another_name_is_somebody_else_and_has_not_moved() {
        let person = |given: &str, family: &str| {
            let (given, family) = (given.to_owned(), family.to_owned());
            Name::Person { given, middle: String::new(), family, suffix: String::new() }
        };
        let clinic = |name: &str| Name::Organization(name.to_owned());
        for (before, after, is_moved) in [
            (person("Jane", "Muñoz"), person("JANE", "Munoz"), true),
            (person("J", "Doe"), person("Jane", "Doe"), true),
            (person("Jane", "Doe"), person("Jane", "Roe"), false),
            (person("Adam", "Smith"), person("Alan", "Smith"), false),
            (clinic("Spine Center"), clinic("SPINE CENTER"), true),
            (clinic("Spine Center"), clinic("Back Center"), false),
            (clinic("Jane Doe"), person("Jane", "Doe"), false),
        ] {
            let (told, name) = (format!("{before:?} {after:?}"), after);
            let (before, after) = (Provider { name: before, ..at(&[1]) }, Provider { name, ..at(&[2]) });
            assert_eq!(has_moved_house(&before, &after), is_moved, "{told}");
            assert_eq!(change(&before, &after), Change::Moved, "the list's row is elsewhere");
        }
    }

    #[test]
    fn the_fields_that_differ_are_named_with_both_values() {
        let before = provider("1234567893", &["100 Main St"]);
        let mut after = before.clone();
        after.telehealth = Fact::Yes;
        after.practices = Practices::one(practice("7 Elm St"));
        let told: Vec<String> = changed_fields(&before, &after, &crate::ingest::tests::WORDS)
            .into_iter()
            .map(|change| format!("{}: {} -> {}", change.field, change.before, change.after))
            .collect();
        assert_eq!(told, ["address: 100 Main St -> 7 Elm St", "telehealth: unknown -> yes"]);
        assert_eq!(changed_fields(&before, &before, &crate::ingest::tests::WORDS), []);
    }
}
