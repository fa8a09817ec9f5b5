//! A specialty in a circle, the nearest 20 and the exact count: the same question as parameters of a search, as a
//! [`Lookup`] of the engine alone, and as parts for other ways to answer it.

use super::Numbers;
use specialist_finder::domain::{LatLon, Metres, Radius, Reach, SpecialtyId, Units};
use specialist_finder::index::{Area, Concept, Lookup, Order, Record, ScoreModel, Snapshot};
use specialist_finder::vocabulary::Vocabulary;
use std::sync::Arc;

/// Hits of a page.
pub(crate) const PAGE: usize = 20;
/// Specialties, and how many of a hundred questions ask for them, as in the shared workload.
const ASKED: [(&str, usize); 10] = [
    ("physical_therapist", 30),
    ("chiropractor", 30),
    ("osteopath,do_physician", 15),
    ("physiatrist", 5),
    ("orthopaedic_surgeon,spine_surgeon", 5),
    ("neurosurgeon", 3),
    ("pain_physician", 4),
    ("occupational_therapist", 3),
    ("massage_therapist", 3),
    ("acupuncturist", 2),
];

/// A question.
pub(crate) struct Circle {
    /// Any of these.
    pub(crate) specialties: Vec<SpecialtyId>,
    named: &'static str,
    pub(crate) center: LatLon,
    radius: Radius,
}

impl Circle {
    /// A specialty, picked as people ask, around a place.
    pub(crate) fn pick(
        numbers: &mut Numbers,
        vocabulary: &Vocabulary,
        center: LatLon,
        radius: Radius,
    ) -> Self {
        let mut share = numbers.below(100);
        let kind = ASKED.iter().find(|(_, part)| {
            let mine = share < *part;
            share = share.saturating_sub(*part);
            mine
        });
        let (named, _) = kind.unwrap_or(&ASKED[0]);
        let specialties = named.split(',').filter_map(|id| vocabulary.specialty_id(id)).collect();
        Self { specialties, named, center, radius }
    }

    /// The edge.
    pub(crate) fn metres(&self) -> Metres {
        self.radius.metres()
    }

    /// Names and values of a search.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        vec![
            ("specialty", self.named.to_owned()),
            ("near", written(self.center)),
            ("radius", self.radius.in_units(Units::Miles).to_string()),
            ("sort", "distance".to_owned()),
            ("limit", PAGE.to_string()),
            ("strict", "true".to_owned()),
        ]
    }

    /// What of it the engine has to find: further circles are not counted. It also finds the pivot that distances are
    /// scored by, a second walk outwards, which whoever asks for hits gets.
    pub(crate) fn lookup(&self) -> Lookup {
        Lookup { all_of: self.clauses(), limit: PAGE, ..around(self.center, self.radius) }
    }

    /// Whoever has one of the specialties, wherever, counted.
    pub(crate) fn everywhere(&self) -> Lookup {
        let counted = around(self.center, self.radius);
        Lookup { all_of: self.clauses(), area: None, order: Order::Relevance, ..counted }
    }

    fn clauses(&self) -> Vec<Vec<Concept>> {
        vec![self.specialties.iter().map(|id| Concept::Specialty(*id)).collect()]
    }
}

/// Everybody in a circle, counted, not listed.
pub(crate) fn around(center: LatLon, radius: Radius) -> Lookup {
    let score = ScoreModel {
        tiers: Vec::new(),
        matches: Vec::new(),
        match_weight: 0.0,
        text_half: 1.0,
        distance_weight: 0.0,
        quality_weight: 0.0,
        pivot_rank: PAGE,
        pivot_range: (Metres::from_whole_miles(1), Metres::from_whole_miles(25)),
    };
    Lookup {
        all_of: Vec::new(),
        none_of: Vec::new(),
        id: None,
        words: None,
        area: Some(Area { center, reach: Reach::Within(radius) }),
        rings: Vec::new(),
        score,
        order: Order::Distance,
        after: None,
        limit: 0,
        facets: false,
        deadline: None,
    }
}

/// A point as a search takes it.
fn written(point: LatLon) -> String {
    format!("{:.5},{:.5}", point.lat(), point.lon())
}

/// Where a provider is seen first, at random: as dense as providers are.
pub(crate) fn somewhere(snapshot: &Arc<Snapshot>, numbers: &mut Numbers) -> LatLon {
    let number = u32::try_from(numbers.below(snapshot.len())).expect("a number of a provider");
    let record = Record::new(snapshot, number);
    let view = record.view().expect("a record");
    view.practices[0].point
}

/// A point within about so many degrees of another, with the five digits that a search is asked with.
pub(crate) fn near(point: LatLon, degrees: f64, numbers: &mut Numbers) -> LatLon {
    let lat = (point.lat() + numbers.around() * degrees).clamp(-89.0, 89.0);
    let lon = (point.lon() + numbers.around() * degrees).clamp(-179.9, 179.9);
    let text = written(LatLon::new(lat, lon).expect("a point"));
    let (lat, lon) = text.split_once(',').expect("two numbers");
    LatLon::new(lat.parse().expect("a number"), lon.parse().expect("a number")).expect("a point")
}
