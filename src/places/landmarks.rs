//! Landmarks by what people call them: airports, quarters, campuses, sights.
//!
//! In: `landmarks.csv`, compiled in, and tokens. Out: the landmark that they begin with, as the ZIP code it lies in.
//! Invariants: a landmark's own town and state may stand behind it, another's never do; a city of more words, or with its
//! state, is the city.

use super::read::zip_place;
use super::rows::Rows;
use super::table::Table;
use super::{FoundPlace, Place, PlaceForm, PlacesError, key};
use crate::domain::{State, Zip5};
use crate::vocabulary::normalize::Token;

/// The most words of a landmark's name.
const MAX_WORDS: usize = 6;

/// The most words of a town's name behind it.
const MAX_TOWN_WORDS: usize = 3;

/// As well known as a town of so many people: in several words it counts wherever it stands, in one word behind a marker or
/// beside what is looked for.
const KNOWN_AS: u32 = 25_000;

/// A landmark's key, and where it lies.
#[derive(Debug, Clone)]
struct Landmark {
    key: String,
    site: Site,
}

/// Where a landmark lies, and whether people are sought there: `Mayo Clinic` is a place only behind a marker.
#[derive(Debug, Clone, Copy)]
struct Site {
    zip: Zip5,
    is_organization: bool,
}

/// All landmarks, by their keys.
#[derive(Debug, Default)]
pub(super) struct Landmarks(Vec<Landmark>);

impl Landmarks {
    /// Reads the file: names of one landmark, parted by `|`, its ZIP code, the state of that, and what it is.
    pub(super) fn load(text: &'static str, table: &Table) -> Result<Self, PlacesError> {
        let mut landmarks = Vec::with_capacity(text.len() / 24);
        for row in Rows::new("landmarks.csv", text, "names,zip,state,kind,source")? {
            let [names, zip, state, kind, _source] = row.cells()?;
            let state = row.state(state)?;
            let code: Zip5 = zip.parse().map_err(|error| row.error(format!("`{zip}`: {error}")))?;
            if table.zip(code).is_none_or(|entry| entry.state != state) {
                return Err(row.error(format!("{zip} is no ZIP code of {state}")));
            }
            let is_organization = match kind {
                "place" => false,
                "organization" => true,
                other => return Err(row.error(format!("kind `{other}` is none of place, organization"))),
            };
            let site = Site { zip: code, is_organization };
            landmarks.extend(names.split('|').map(|name| Landmark { key: key::of_name(name), site }));
        }
        landmarks.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(Self(landmarks))
    }

    fn named(&self, key: &str) -> Option<Site> {
        let at = self.0.binary_search_by(|landmark| landmark.key.as_str().cmp(key)).ok()?;
        Some(self.0.get(at)?.site)
    }

    fn begins(&self, prefix: &str) -> bool {
        let from = self.0.partition_point(|landmark| landmark.key.as_str() < prefix);
        self.0.get(from).is_some_and(|landmark| landmark.key.starts_with(prefix))
    }

    /// The landmark of the most tokens at the beginning, and how many.
    fn longest(&self, tokens: &[Token]) -> Option<(Site, usize)> {
        let mut name = String::new();
        let mut longest = None;
        for (place, token) in tokens.iter().take(MAX_WORDS).enumerate() {
            key::push_word(&mut name, &token.text);
            if !self.begins(&name) {
                break;
            }
            longest = self.named(&name).map(|site| (site, place + 1)).or(longest);
        }
        longest
    }
}

/// The landmark that tokens begin with, its town and state with it.
pub(super) fn at(table: &Table, tokens: &[Token]) -> Option<FoundPlace> {
    let (site, count) = table.landmarks.longest(tokens)?;
    let place = zip_place(table, site.zip)?;
    let entry = table.zip(site.zip)?;
    let town = count + town_words(tokens.get(count..)?, &entry.city);
    let behind = town + state_words(tokens.get(town..)?, entry.state);
    let population = if site.is_organization { 0 } else { KNOWN_AS };
    Some(FoundPlace { place, count: behind, form: PlaceForm::City { population } })
}

/// A whole text that is a landmark.
pub(super) fn whole(table: &Table, tokens: &[Token]) -> Option<Place> {
    at(table, tokens).filter(|found| found.count == tokens.len()).map(|found| found.place)
}

fn town_words(tokens: &[Token], town: &str) -> usize {
    let town = key::of_name(town);
    let most = MAX_TOWN_WORDS.min(tokens.len());
    (1..=most).find(|count| key::of_tokens(&tokens[..*count]) == town).unwrap_or(0)
}

/// The state's code; one that is a word too (`in`, `or`) only at the end.
fn state_words(tokens: &[Token], state: State) -> usize {
    let code = tokens.first().is_some_and(|token| token.text.eq_ignore_ascii_case(state.code()));
    let is_word = matches!(state.code(), "IN" | "OR" | "ME" | "OH" | "OK" | "HI");
    usize::from(code && (!is_word || tokens.len() == 1))
}

#[cfg(test)]
mod tests {
    use crate::places::Places;
    use crate::vocabulary::normalize;

    #[test]
    fn landmarks_are_the_zip_codes_they_lie_in() {
        let places = Places::bundled().expect("the bundled tables load");
        for (text, expected) in [
            ("LAX", "Los Angeles, CA 90045 (1)"),
            ("O'Hare airport", "Des Plaines, IL 60018 (2)"),
            ("ohare", "Des Plaines, IL 60018 (1)"),
            ("disney world orlando", "Orlando, FL 32830 (3)"),
            ("wrigley field chicago il please", "Chicago, IL 60613 (4)"),
            ("the french quarter in", "New Orleans, LA 70116 (3)"),
            ("harvard university", "Cambridge, MA 02138 (2)"),
            ("reagan national airport", "Arlington, VA 22202 (3)"),
            // A town of the name, where the state says so.
            ("harvard il", "Harvard, IL (2)"),
            ("french", ""),
        ] {
            let tokens = normalize::tokens(text);
            let found = places.at(text, &tokens, 0);
            let shown = found.map(|found| format!("{} ({})", found.place.label, found.count));
            assert_eq!(shown.unwrap_or_default(), expected, "{text}");
        }
        let whole = |text: &str| places.resolve(text).map(|place| place.label).ok();
        assert_eq!(whole("JFK airport").as_deref(), Some("Jamaica, NY 11430"));
        assert_eq!(whole("LAX tomorrow"), None);
    }
}
