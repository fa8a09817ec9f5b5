//! What a place is called, and what kind it is of.
//!
//! In: what was read. Out: a [`Place`]. Invariant: a label is read as the place that it says.

use crate::domain::{State, Zip5};
use crate::places::table::Table;
use crate::places::{Place, PlaceKind, point};

/// The label and kind of a ZIP code.
pub(in crate::places) fn zip_place(table: &Table, zip: Zip5) -> Option<Place> {
    let entry = table.zip(zip)?;
    Some(Place {
        label: format!("{}, {} {zip}", entry.city, entry.state),
        kind: PlaceKind::Zip { zip, point: entry.point, state: entry.state },
        alternatives: Vec::new(),
    })
}

/// The label and kind of a city.
pub(in crate::places) fn city_place(table: &Table, row: u32) -> Place {
    let city = table.city(row);
    Place {
        label: format!("{}, {}", city.name, city.state),
        kind: PlaceKind::City { point: city.point, state: city.state },
        alternatives: Vec::new(),
    }
}

/// The label and kind of a state.
pub(in crate::places) fn state_place(state: State) -> Place {
    Place { label: state.name().to_owned(), kind: PlaceKind::State(state), alternatives: Vec::new() }
}

/// The label and kind of a point.
pub(in crate::places) fn point_place(pair: point::Pair) -> Option<Place> {
    let point = pair.point()?;
    Some(Place { label: pair.to_string(), kind: PlaceKind::Point(point), alternatives: Vec::new() })
}
