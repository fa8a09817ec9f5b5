//! The first rows of a list, column by column, and what most values of a column are.
//!
//! In: cells. Out: answers for whoever maps columns. Invariant: rows that are wider or narrower than the header say
//! nothing.

use super::content::{FEWEST, is_bare_name};
use super::validate::whole_address;
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::fold;
use crate::vocabulary::surnames::is_particle;
use std::collections::HashSet;

/// The first rows of a table, column by column.
#[derive(Debug, Clone, Default)]
pub(super) struct Sample {
    columns: Vec<Vec<String>>,
}

impl Sample {
    /// Turns rows into columns; rows of another length are passed over, as reading them will reject them.
    pub(super) fn new(rows: Vec<Vec<String>>, width: usize) -> Self {
        let mut columns = vec![Vec::with_capacity(rows.len()); width];
        for row in rows.into_iter().filter(|row| row.len() == width) {
            for (column, cell) in columns.iter_mut().zip(row) {
                column.push(cell);
            }
        }
        Self { columns }
    }

    /// The values of a column, empty ones included.
    pub(super) fn values(&self, column: usize) -> &[String] {
        self.columns.get(column).map_or(&[], Vec::as_slice)
    }

    /// The values of a column that say something.
    pub(super) fn filled(&self, column: usize) -> Vec<&str> {
        let values = self.values(column).iter().map(|value| value.trim());
        values.filter(|value| !super::validate::is_nothing(value)).collect()
    }

    /// The first three different values of a column.
    pub(super) fn shown(&self, column: usize) -> Vec<&str> {
        let mut shown: Vec<&str> = Vec::new();
        for value in self.filled(column) {
            if shown.len() < 3 && !shown.contains(&value) {
                shown.push(value);
            }
        }
        shown
    }

    /// Whether most values of a column are addresses in one piece.
    pub(super) fn has_whole_addresses(&self, column: usize, places: &Places) -> bool {
        let values = self.filled(column);
        let whole = values.iter().filter(|value| whole_address::split(value, places).is_some()).count();
        !values.is_empty() && whole * 2 > values.len()
    }

    /// Whether most values of a column are cities with their states, without a street.
    pub(super) fn has_places(&self, column: usize, places: &Places) -> bool {
        let values = self.filled(column);
        let is_place = |value: &&&str| {
            whole_address::of_place(value, places).is_some_and(|whole| whole.street.is_empty())
        };
        values.iter().filter(is_place).count() * 2 > values.len()
    }

    /// Whether a column may hold names: words, mostly several and mostly different.
    pub(super) fn has_names(&self, column: usize) -> bool {
        let values = self.filled(column);
        let is_name = |value: &&&str| {
            let lettered = value.chars().filter(|c| c.is_alphabetic()).count() * 3 > value.len() * 2;
            lettered && value.len() <= 120 && value.split_whitespace().count() > 1
        };
        let different = values.iter().collect::<HashSet<_>>().len();
        values.len() >= FEWEST
            && values.iter().filter(is_name).count() * 10 >= values.len() * 9
            && different * 2 > values.len()
    }

    /// Whether the names of a column begin with family names though no comma says so: common given names and initials
    /// stand behind.
    pub(super) fn has_family_names_first(&self, column: usize, vocabulary: &Vocabulary) -> bool {
        let (mut first, mut behind) = (0, 0);
        for value in self.filled(column).into_iter().filter(|value| is_bare_name(value)) {
            let words: Vec<String> = fold(value).split(' ').map(str::to_owned).collect();
            let particles = words.iter().take_while(|word| is_particle(word)).count();
            let given = |word: &String| !vocabulary.nicknames(word).is_empty();
            match &words[particles..] {
                [one, two, ..] if given(one) != given(two) => {
                    if given(one) {
                        first += 1;
                    } else {
                        behind += 1;
                    }
                }
                [_, _, last] if last.len() == 1 => behind += 1,
                [_, middle, _] if middle.len() == 1 => first += 1,
                _ => {}
            }
        }
        behind >= FEWEST && behind > first * 4
    }

    /// Whether most values of a column are names with a degree that tells what somebody treats: `SMITH, JANE DC`.
    pub(super) fn has_degrees(&self, column: usize, vocabulary: &Vocabulary) -> bool {
        let values = self.filled(column);
        let last = |value: &str| value.rsplit([' ', ',']).next().unwrap_or_default().to_owned();
        let tells = |value: &&&str| !vocabulary.credentials(&last(value)).specialties.is_empty();
        !values.is_empty() && values.iter().filter(tells).count() * 2 > values.len()
    }
}
