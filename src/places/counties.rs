//! Counties by name, and the town that stands for each.
//!
//! In: `counties.csv`, compiled in, and the [`Table`] of cities. Out: the counties of a name, the most populous first.
//! Invariant: each stands for a town that the table has.

use super::PlacesError;
use super::key;
use super::rows::Rows;
use super::table::Table;
use crate::domain::State;

/// A county.
#[derive(Debug, Clone)]
pub(super) struct County {
    key: String,
    pub(super) state: State,
    /// The row of its largest town.
    pub(super) town: u32,
    /// Of its towns; 0 where none of them is listed with people.
    pub(super) population: u32,
}

/// All counties, by their keys.
#[derive(Debug, Default)]
pub(super) struct Counties(Vec<County>);

impl Counties {
    /// Reads the file, whose rows come in the order of population.
    pub(super) fn load(text: &'static str, table: &Table) -> Result<Self, PlacesError> {
        let mut counties = Vec::with_capacity(text.len() / 24);
        for row in Rows::new("counties.csv", text, "county,state,city,population")? {
            let [county, state, city, population] = row.cells()?;
            let state = row.state(state)?;
            let town = table.in_state(&key::of_name(city), state);
            let town = town.ok_or_else(|| row.error(format!("`{city}` is no town of {state}")))?;
            let population =
                population.parse().map_err(|error| row.error(format!("`{population}`: {error}")))?;
            counties.push(County { key: key::of_name(county), state, town, population });
        }
        // Stable, so that the most populous of a name stays the first.
        counties.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(Self(counties))
    }

    /// The counties of that key, the most populous first.
    pub(super) fn named(&self, key: &str) -> &[County] {
        let from = self.0.partition_point(|county| county.key.as_str() < key);
        let same = self.0[from..].partition_point(|county| county.key == key);
        &self.0[from..from + same]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Places;

    #[test]
    fn every_county_stands_for_a_town_of_its_own() {
        let places = Places::bundled().expect("the bundled tables load");
        let counties = &places.table.counties;
        assert!(counties.0.len() > 3_000);
        for (name, expected) in [
            ("Cook", "Chicago IL, Adel GA, Grand Marais MN"),
            ("miami-dade", "Miami FL"),
            ("Du Page", "Naperville IL"),
            ("Saint Louis", "Florissant MO, Duluth MN"),
            ("Fort Bend", "Sugar Land TX"),
            ("Prince George's", "Bowie MD"),
            ("Nowhere", ""),
        ] {
            let told = counties.named(&key::of_name(name)).iter().map(|county| {
                let town = places.table.city(county.town);
                assert_eq!(town.state, county.state);
                format!("{} {}", town.name, county.state)
            });
            assert_eq!(told.collect::<Vec<_>>().join(", "), expected, "{name}");
        }
    }

    #[test]
    fn a_damaged_table_is_refused_with_its_line() {
        let places = Places::bundled().expect("the bundled tables load");
        for (text, line) in [
            ("county\n", 1),
            ("county,state,city,population\nCook,IL,Chicago,many\n", 2),
            ("county,state,city,population\nCook,IL,Pittsburgh,5\n", 2),
            ("county,state,city,population\nCook,ZZ,Chicago,5\n", 2),
        ] {
            let error = Counties::load(text, &places.table).expect_err("damaged");
            assert_eq!((error.table, error.line), ("counties.csv", line), "{error}");
        }
    }
}
