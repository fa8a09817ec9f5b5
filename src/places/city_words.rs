//! City names that are something else too: surnames, given names, everyday words.
//!
//! In: `city_words.csv`. Out: [`CityWord`] of a name. Invariant: a name that is not in the table is a city's and nothing
//! else's, as far as anybody knows.

use super::PlacesError;
use super::rows::Rows;
use std::collections::HashMap;

/// What else the name of a city of one word is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CityWord {
    /// Nothing: `Tulsa`.
    CityOnly,
    /// A surname or given name, of a big city oftener than not: `Houston`.
    Name,
    /// A name far oftener than a place, however big the city is: `Jackson`, `Madison`.
    Rarely,
    /// An everyday word: `Surprise`, `Reading`.
    Word,
}

/// The table.
#[derive(Debug)]
pub(super) struct CityWords(HashMap<&'static str, CityWord>);

impl CityWords {
    /// Reads the table.
    pub(super) fn load(text: &'static str) -> Result<Self, PlacesError> {
        let mut words = HashMap::new();
        for row in Rows::new("city_words.csv", text, "name,kind")? {
            let [name, kind] = row.cells()?;
            let kind = match kind {
                "name" => CityWord::Name,
                "rarely" => CityWord::Rarely,
                "word" => CityWord::Word,
                other => return Err(row.error(format!("unknown kind `{other}`"))),
            };
            words.insert(name, kind);
        }
        Ok(Self(words))
    }

    /// What else a folded name is.
    pub(super) fn of(&self, name: &str) -> CityWord {
        self.0.get(name).copied().unwrap_or(CityWord::CityOnly)
    }
}
