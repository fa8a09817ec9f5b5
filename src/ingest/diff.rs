//! What changed between two imports of a list.

use crate::domain::{Metres, Provider};

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

/// Compares what a list says of a provider with what it said before. The list itself is no difference.
pub fn change(before: &Provider, after: &Provider) -> Change {
    let shift = before.practices.first().point.distance_to(after.practices.first().point);
    if shift > MOVED {
        Change::Moved
    } else if says_the_same(before, after) {
        Change::Unchanged
    } else {
        Change::Changed
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
}
