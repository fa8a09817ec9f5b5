//! Where places are: ZIP codes, cities, states and points, with how well each is known.
//!
//! In: `zips.csv`, `cities.csv`, `nicknames.csv` and `city_words.csv` of `data/places`, compiled in. Out: [`Place`] or the nearest names to it.
//! Invariant: a text is never resolved to "everywhere"; what is not found is an error with suggestions.

mod around;
mod city_words;
mod correct;
mod counties;
mod country;
mod complete;
mod key;
mod landmarks;
mod nearest;
mod point;
mod pull;
mod read;
mod rows;
mod similar;
mod sounds;
mod table;
mod wider;
mod written_out;

use crate::domain::{LatLon, State, Zip5};
use crate::vocabulary::normalize::{self, Token};
pub use city_words::CityWord;
use city_words::CityWords;
use complete::Completer;
use std::sync::OnceLock;
use table::Table;

pub use complete::PlaceCompletion;
pub use point::Before;

/// The most other places that a name lists.
const MAX_ALTERNATIVES: usize = 10;

/// How many times the people of the next city of its name make a city the one that is meant.
const FAR_LARGER: u64 = 20;

/// The most places that an unknown name suggests.
const MAX_SUGGESTIONS: usize = 5;

/// The gazetteer in memory.
#[derive(Debug)]
pub struct Places {
    table: Table,
    words: CityWords,
    /// Made when something is completed for the first time: to search, nobody needs it.
    completer: OnceLock<Completer>,
}

/// A place that a text names.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// `Pittsburgh, PA 15213`, `Pittsburgh, PA`, `Pennsylvania`, `40.4400, -79.9500`.
    pub label: String,
    /// What kind of place, and where.
    pub kind: PlaceKind,
    /// Other places of the same name, the most populous first; empty when the text left no doubt.
    pub alternatives: Vec<Self>,
}

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum PlaceKind {
    /// A ZIP code and its area's middle.
    Zip {
        /// The code.
        zip: Zip5,
        /// The middle.
        point: LatLon,
        /// The state it lies in.
        state: State,
    },
    /// A city and its middle.
    City {
        /// The middle.
        point: LatLon,
        /// The state it lies in.
        state: State,
    },
    /// A whole state: a filter, not a point.
    State(State),
    /// The point itself.
    Point(LatLon),
}

impl Place {
    /// Where to measure from; `None` for a state.
    pub fn point(&self) -> Option<LatLon> {
        match self.kind {
            PlaceKind::Zip { point, .. } | PlaceKind::City { point, .. } | PlaceKind::Point(point) => {
                Some(point)
            }
            PlaceKind::State(_) => None,
        }
    }

    /// `zip`, `city`, `state` or `point`.
    pub fn accuracy(&self) -> &'static str {
        match self.kind {
            PlaceKind::Zip { .. } => "zip",
            PlaceKind::City { .. } => "city",
            PlaceKind::State(_) => "state",
            PlaceKind::Point(_) => "point",
        }
    }
}

/// A place in a longer text.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundPlace {
    /// The place.
    pub place: Place,
    /// How many tokens it covers, at least 1.
    pub count: usize,
    /// How it was written, and so how sure it is that a place was meant.
    pub form: PlaceForm,
}

/// How a place was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceForm {
    /// With a ZIP code.
    Zip,
    /// As coordinates.
    Point,
    /// `Pittsburgh, PA`
    CityAndState {
        /// Of that city, 0 where unknown.
        population: u32,
    },
    /// A city's name alone, which may be a word or a person's name as well.
    City {
        /// Of the most populous city of that name, 0 where unknown.
        population: u32,
    },
    /// A state's name.
    State,
}

/// A place that a misspelt text surely means.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectedPlace {
    /// The place; its alternatives are what else is near.
    pub place: Place,
    /// How many edits away, at least 1; a ZIP code without its leading zero is one edit away.
    pub edits: u8,
    /// Whether the text names the city's state.
    pub in_state: bool,
}

/// A text that names no place we know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no place of that name is known")]
pub struct UnknownPlace {
    /// Places that the text may have meant, best first, at most 5.
    pub suggestions: Vec<String>,
}

/// Why the gazetteer could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}: {message}")]
pub struct PlacesError {
    /// The file's name.
    pub table: &'static str,
    /// The line, the header being 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// A row of `zips.csv`.
#[derive(Debug, Clone, PartialEq)]
pub struct ZipEntry {
    /// The code.
    pub zip: Zip5,
    /// The middle of its area.
    pub point: LatLon,
    /// Its post office's city.
    pub city: String,
    /// Its state.
    pub state: State,
    /// Whether it is a post office's boxes only.
    pub po_box: bool,
}

impl Places {
    /// Loads the tables that are compiled in.
    ///
    /// # Errors
    /// [`PlacesError`] names table and line; a test loads them, so that a released program never meets it.
    pub fn bundled() -> Result<Self, PlacesError> {
        let table = Table::load(
            include_str!("../../data/places/zips.csv"),
            include_str!("../../data/places/cities.csv"),
            include_str!("../../data/places/nicknames.csv"),
        )?
        .with_counties(include_str!("../../data/places/counties.csv"))?
        .with_landmarks(include_str!("../../data/places/landmarks.csv"))?;
        let words = CityWords::load(include_str!("../../data/places/city_words.csv"))?;
        Ok(Self { table, words, completer: OnceLock::new() })
    }

    /// The row of a ZIP code.
    pub fn zip(&self, zip: Zip5) -> Option<&ZipEntry> {
        self.table.zip(zip)
    }

    /// Whether some ZIP code of a state begins with the same three digits, which name a mail centre.
    pub fn has_zip_area(&self, zip: Zip5, state: State) -> bool {
        self.table.has_zip_area(zip, state)
    }

    /// The point of a city, by its name in any spelling; the post offices' names count where `cities.csv` has none.
    pub fn city(&self, name: &str, state: State) -> Option<LatLon> {
        let tokens = normalize::tokens(name);
        let row = read::city_in(&self.table, &tokens, state)?;
        Some(self.table.city(row).point)
    }

    /// Reads a whole text as a place: `15213`, `15213-1234`, `Pittsburgh, PA`, `pittsburgh`, `Saint Louis`,
    /// `PR 00901`, `Pennsylvania`, `40.44,-79.95`, `100 Main St, Pittsburgh, PA`.
    ///
    /// # Errors
    /// [`UnknownPlace`] with suggestions.
    pub fn resolve(&self, text: &str) -> Result<Place, UnknownPlace> {
        if let Some(pair) = point::whole(text) {
            let swapped = || pair.swapped().iter().map(ToString::to_string).collect();
            return read::point_place(pair).ok_or_else(|| UnknownPlace { suggestions: swapped() });
        }
        let tokens = normalize::tokens(text);
        read::whole(&self.table, &tokens)
            .ok_or_else(|| UnknownPlace { suggestions: nearest::suggestions(&self.table, &tokens) })
    }

    /// Reads the longest place that begins at a token of a longer text. `text` is the original, for points, commas
    /// and capitals. A bare state code such as `or` or `in` counts only after a city, so the caller decides about
    /// lone ones with [`Places::resolve`].
    pub fn at(&self, text: &str, tokens: &[Token], first: usize) -> Option<FoundPlace> {
        read::at(&self.table, text, tokens, first)
    }

    /// Reads the point that begins at a token behind a word for where, where whole numbers are one too: `near 40,-80`.
    pub fn point_behind(
        &self,
        text: &str,
        tokens: &[Token],
        first: usize,
        before: Before,
    ) -> Option<FoundPlace> {
        read::point_behind(text, tokens, first, before)
    }

    /// The place that a text means which names none as it stands; `None` where that is not sure.
    ///
    /// # Complexity
    /// O(names with the same first letters), some hundred microseconds: for texts that [`Places::resolve`] refused.
    pub fn correct(&self, text: &str) -> Option<CorrectedPlace> {
        correct::corrected(&self.table, &normalize::tokens(text))
    }

    /// The large city that is meant oftener than the village of that name, which is the first of its alternatives:
    /// `Huston`. `None` for texts that name no village, or say its state.
    ///
    /// # Complexity
    /// As [`Places::correct`] for villages, one look for others.
    pub fn overshadowing(&self, text: &str) -> Option<CorrectedPlace> {
        correct::overshadowing(&self.table, &normalize::tokens(text))
    }

    /// Whether the place that [`Places::correct`] finds for a text can be a state, or a city whose state the text names.
    ///
    /// # Complexity
    /// O(states).
    pub fn may_name_state(&self, text: &str) -> bool {
        correct::may_name_state(&self.table, &normalize::tokens(text))
    }

    /// Whether a word, folded, behind the name of a place says that it is in another country: `Toronto Canada`.
    pub fn is_foreign(&self, word: &str) -> bool {
        country::is_foreign(word)
    }

    /// Whether a word, folded, is the name of a large town in another country: `Tijuana`.
    pub fn is_foreign_town(&self, word: &str) -> bool {
        country::is_foreign_town(word)
    }

    /// How many words name a large town abroad, of which `word` tells one after the other, folded; 0 where none does.
    pub fn foreign_town<'w>(&self, word: impl Fn(usize) -> &'w str) -> usize {
        country::foreign_town(word)
    }

    /// The large town abroad that is meant by a village's name alone, the village being suggested: `Toronto`.
    pub fn abroad(&self, text: &str) -> Option<UnknownPlace> {
        let tokens = normalize::tokens(text);
        let town = tokens.first().filter(|_| tokens.len() == 1)?;
        let known = self.is_foreign_town(&town.text).then(|| self.at(text, &tokens, 0)).flatten()?;
        country::instead_of_village(&known)
    }

    /// Whether words that name no place are one slip of the finger away from a larger city: `Pittsbrugh`.
    pub fn is_misspelled(&self, tokens: &[Token]) -> bool {
        nearest::is_misspelled(&self.table, tokens)
    }

    /// Whether a city is so much larger than all others of its name that nobody means another: Houston, Boston. Of two
    /// Springfields none is.
    pub fn is_by_far_the_largest(&self, place: &Place) -> bool {
        let named_otherwise = |other: &Place| !matches!(other.kind, PlaceKind::City { .. });
        let Some((name, _)) = place.label.rsplit_once(", ") else { return false };
        if !matches!(place.kind, PlaceKind::City { .. }) || place.alternatives.iter().any(named_otherwise) {
            return false;
        }
        let key = key::of_name(name);
        let mut rows = self.table.named(&key).map(|row| self.table.city(row));
        let largest = rows.next().filter(|city| format!("{}, {}", city.name, city.state) == place.label);
        let next = rows.next().map_or(0, |city| city.population);
        largest.is_some_and(|city| u64::from(city.population) >= FAR_LARGER * u64::from(next))
    }

    /// Whether words before a ZIP code name the town of its post office, a larger one around it, or a state: `Dallas 75080`,
    /// but not `Jackson 58102`.
    pub fn belongs(&self, name: &[Token], zip: Zip5) -> bool {
        around::belongs(&self.table, name, zip)
    }

    /// What else a city's name of one word is, folded: a name of people, an everyday word.
    pub fn city_word(&self, word: &str) -> CityWord {
        self.words.of(word)
    }

    /// The place that a whole text names, if one does: as [`Places::resolve`], without the search for suggestions.
    pub fn known(&self, text: &str) -> Option<Place> {
        match point::whole(text) {
            Some(pair) => read::point_place(pair),
            None => read::whole(&self.table, &normalize::tokens(text)),
        }
    }

    /// Places whose name or ZIP code begins with these words: the most populous first, or those that lie `near` before
    /// far ones of their size.
    pub fn complete(&self, tokens: &[Token], near: Option<LatLon>, limit: usize) -> Vec<PlaceCompletion> {
        // Keys have letters of English only: without the others, a name in another script would be the beginning of all.
        if tokens.iter().any(|token| !token.text.is_ascii()) {
            return Vec::new();
        }
        self.completer().complete(&self.table, tokens, near, limit)
    }

    /// The same for words that are misspelt, one edit in a name of at least 4 letters, two from 8: larger cities only.
    pub fn correct_completion(
        &self,
        tokens: &[Token],
        near: Option<LatLon>,
        limit: usize,
    ) -> Vec<PlaceCompletion> {
        self.completer().correct(&self.table, tokens, near, limit)
    }

    /// How many places can be completions.
    pub fn count(&self) -> usize {
        complete::count(&self.table)
    }

    fn completer(&self) -> &Completer {
        self.completer.get_or_init(|| Completer::new(&self.table))
    }
}

#[cfg(test)]
mod tests;
