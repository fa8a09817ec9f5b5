//! [`Practice`]: one address where a provider sees people. A practice, not a provider, has a point.

use super::{LatLon, Phone, State, Zip5};

/// How well a point is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Accuracy {
    /// The source gave the point of the address.
    Exact,
    /// The middle of the ZIP code's area: 1.1 km off at the median, 5.8 km at the 90th percentile.
    Zip,
    /// The middle of the city.
    City,
}

impl Accuracy {
    /// `exact`, `zip` or `city`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Zip => "zip",
            Self::City => "city",
        }
    }
}

/// One address where a provider sees people.
#[derive(Debug, Clone, PartialEq)]
pub struct Practice {
    /// The practice's own name, where it has one besides the provider's.
    pub name: Option<String>,
    /// Street and number, second line included; empty where the source gives none.
    pub address: String,
    /// The city as the source spells it, or as the ZIP code's table does where the source is silent.
    pub city: String,
    /// The state or territory.
    pub state: State,
    /// The ZIP code; `None` where the source gives none and the city alone placed it.
    pub zip: Option<Zip5>,
    /// The practice's phone.
    pub phone: Option<Phone>,
    /// Where it is.
    pub point: LatLon,
    /// How well [`Practice::point`] is known.
    pub accuracy: Accuracy,
}

/// One or more practices, the primary one first.
#[derive(Debug, Clone, PartialEq)]
pub struct Practices {
    first: Practice,
    further: Vec<Practice>,
}

impl Practices {
    /// The most practices of one provider that are kept; real lists stay far below it.
    pub const MAX: usize = 1_000;

    /// A single practice.
    pub fn one(first: Practice) -> Self {
        Self { first, further: Vec::new() }
    }

    /// The practices of a list, in its order; `None` when it is empty.
    pub fn from_vec(practices: Vec<Practice>) -> Option<Self> {
        let mut all = practices.into_iter();
        let first = all.next()?;
        Some(Self { first, further: all.collect() })
    }

    /// Adds a further practice, unless there are [`Practices::MAX`] already. Says whether it did.
    pub fn push(&mut self, practice: Practice) -> bool {
        let room = self.len() < Self::MAX;
        if room {
            self.further.push(practice);
        }
        room
    }

    /// The primary practice.
    pub fn first(&self) -> &Practice {
        &self.first
    }

    /// All, the primary one first. A practice's place in this order is its id.
    pub fn iter(&self) -> impl Iterator<Item = &Practice> {
        std::iter::once(&self.first).chain(&self.further)
    }

    /// The practice with that place in the order.
    pub fn get(&self, id: usize) -> Option<&Practice> {
        if id == 0 { Some(&self.first) } else { self.further.get(id - 1) }
    }

    /// How many, at least 1.
    #[expect(clippy::len_without_is_empty, reason = "there is always a first practice")]
    pub fn len(&self) -> usize {
        1 + self.further.len()
    }
}
