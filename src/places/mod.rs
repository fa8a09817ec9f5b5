//! Where places are: ZIP codes, cities, states and points, with how well each is known.
//!
//! In: `data/places/zips.csv` and `cities.csv`, compiled in. Out: [`Place`] or the nearest names to it.
//! Invariant: a text is never resolved to "everywhere"; what is not found is an error with suggestions.

use crate::domain::{LatLon, State, Zip5};
use crate::vocabulary::normalize::Token;

/// The gazetteer in memory.
#[derive(Debug)]
pub struct Places {}

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
    /// [`PlacesError`] names table and line; a test loads both, so that a released program never meets it.
    pub fn bundled() -> Result<Self, PlacesError> {
        Err(PlacesError { table: "none", line: 0, message: "not loaded".into() })
    }

    /// The row of a ZIP code.
    pub fn zip(&self, _zip: Zip5) -> Option<&ZipEntry> {
        None
    }

    /// The point of a city, by its name in any spelling; the post offices' names count where `cities.csv` has none.
    pub fn city(&self, _name: &str, _state: State) -> Option<LatLon> {
        None
    }

    /// Reads a whole text as a place: `15213`, `15213-1234`, `Pittsburgh, PA`, `pittsburgh`, `Saint Louis`,
    /// `PR 00901`, `Pennsylvania`, `40.44,-79.95`.
    ///
    /// # Errors
    /// [`UnknownPlace`] with suggestions.
    pub fn resolve(&self, _text: &str) -> Result<Place, UnknownPlace> {
        Err(UnknownPlace { suggestions: Vec::new() })
    }

    /// Reads the longest place that begins at a token of a longer text, with how many tokens it covers. `text` is
    /// the original, for points and punctuation. A bare state code such as `or` or `in` counts only after a city, so
    /// the caller decides about lone ones with [`Places::resolve`].
    pub fn at(&self, _text: &str, _tokens: &[Token], _first: usize) -> Option<(Place, usize)> {
        None
    }

    /// Places whose name begins so, the most populous first.
    pub fn complete(&self, _prefix: &str, _limit: usize) -> Vec<Place> {
        Vec::new()
    }
}
