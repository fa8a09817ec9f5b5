//! Canary questions: what a new generation must answer before anybody may see it.
//!
//! While providers stream into the builder they are counted around a few big cities, by plain distances in f64. The
//! opened generation then answers the same questions through its lists, tiles and columns; one number that differs
//! forbids publishing.

use super::assembly::BuiltLists;
use crate::domain::{LatLon, Metres, Radius, Reach, SpecialtyId};
use crate::index::{
    Area, Building, Concept, GenerationId, IndexError, Lookup, Order, RecordView, ScoreModel, Snapshot,
    Writer,
};
use crate::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::sync::Arc;

/// The middles of cities that together see a good part of the country, Anchorage and Honolulu and San Juan included.
///
/// # Source
/// GeoNames, as in `data/places/cities.csv`.
const CITIES: [(f64, f64); 12] = [
    (40.714_27, -74.005_97),
    (34.052_23, -118.243_68),
    (41.850_03, -87.650_05),
    (29.763_28, -95.363_27),
    (33.448_38, -112.074_04),
    (40.440_62, -79.995_89),
    (47.606_21, -122.332_07),
    (39.739_15, -104.984_7),
    (25.774_27, -80.193_66),
    (61.218_06, -149.900_28),
    (21.306_94, -157.858_33),
    (18.466_33, -66.105_72),
];

/// How far around each city is counted, in miles.
const REACH_MILES: f64 = 25.0;

/// Whether a point lies in a city's circle. Half a degree of latitude is more than 25 miles, so that most points need no
/// arc sine.
fn reaches(edge: Metres, city: LatLon, point: LatLon) -> bool {
    (city.lat() - point.lat()).abs() < 0.5 && city.distance_to(point) <= edge
}

/// Counts to be answered again by the new generation.
pub(super) struct Canaries {
    cities: Vec<LatLon>,
    edge: Metres,
    counts: CanaryCounts,
    names: Vec<(SpecialtyId, String)>,
}

/// What was counted of some providers.
#[derive(Debug, Default)]
pub(super) struct CanaryCounts {
    /// Providers by place in `cities` and row of their specialty.
    near: [Vec<u64>; CITIES.len()],
    /// Providers by row of their specialty, everywhere.
    everywhere: Vec<u64>,
}

/// Adds to the count of a specialty.
fn add(counts: &mut Vec<u64>, specialty: SpecialtyId, count: u64) {
    if counts.len() <= specialty.row() {
        counts.resize(specialty.row() + 1, 0);
    }
    if let Some(sum) = counts.get_mut(specialty.row()) {
        *sum += count;
    }
}

impl Canaries {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let cities = CITIES.iter().filter_map(|(lat, lon)| LatLon::new(*lat, *lon).ok()).collect();
        let edge = Radius::from_miles(REACH_MILES).map_or(Metres::ZERO, Radius::metres);
        let names = vocabulary.specialties().iter().map(|row| (row.row, row.id.clone())).collect();
        Self { cities, edge, counts: CanaryCounts::default(), names }
    }

    /// Counts a provider where it stands.
    pub(super) fn count(&mut self, provider: &RecordView<'_>) {
        let mut specialties: SmallVec<[SpecialtyId; 8]> =
            provider.specialties.iter().map(|claim| claim.specialty).collect();
        specialties.sort_unstable();
        specialties.dedup();
        for specialty in &specialties {
            add(&mut self.counts.everywhere, *specialty, 1);
        }
        for (city, near) in self.cities.iter().zip(&mut self.counts.near) {
            if provider.practices.iter().any(|practice| reaches(self.edge, *city, practice.point)) {
                for specialty in &specialties {
                    add(near, *specialty, 1);
                }
            }
        }
    }

    /// What was counted since the last time, to be joined with what others count.
    pub(super) fn take_counts(&mut self) -> CanaryCounts {
        std::mem::take(&mut self.counts)
    }

    /// Takes in what another one counted.
    pub(super) fn join(&mut self, counts: &CanaryCounts) {
        let own = self.counts.near.iter_mut().chain([&mut self.counts.everywhere]);
        for (sums, counts) in own.zip(counts.near.iter().chain([&counts.everywhere])) {
            for (row, count) in (0..).zip(counts) {
                add(sums, SpecialtyId::from_row(row), *count);
            }
        }
    }

    /// What was counted, as questions with their answers.
    pub(super) fn questions(&self) -> CanaryQuestions {
        let mut questions = Vec::new();
        for (specialty, name) in &self.names {
            let ask = |near: Option<LatLon>, counts: &[u64]| CanaryQuestion {
                specialty: name.clone(),
                near: near.map(|city| [city.lat(), city.lon()]),
                providers: counts.get(specialty.row()).copied().unwrap_or(0),
            };
            questions.push(ask(None, &self.counts.everywhere));
            for (city, near) in self.cities.iter().zip(&self.counts.near) {
                questions.push(ask(Some(*city), near));
            }
        }
        CanaryQuestions { reach_miles: REACH_MILES, questions }
    }
}

/// Questions with their right answers; lies beside the generation as `canaries.json`, so that they can be asked again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct CanaryQuestions {
    reach_miles: f64,
    questions: Vec<CanaryQuestion>,
}

/// How many providers have a specialty, everywhere or around a point.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct CanaryQuestion {
    specialty: String,
    near: Option<[f64; 2]>,
    providers: u64,
}

impl CanaryQuestions {
    /// The file's name in a generation's folder.
    pub(super) const FILE: &str = "canaries.json";

    /// Asks a generation all questions; returns how many there were, or what it answered wrongly.
    pub(super) fn ask(&self, snapshot: &Snapshot, vocabulary: &Vocabulary) -> Result<usize, String> {
        for question in &self.questions {
            self.ask_one(question, snapshot, vocabulary)?;
        }
        Ok(self.questions.len())
    }

    fn ask_one(
        &self,
        question: &CanaryQuestion,
        snapshot: &Snapshot,
        vocabulary: &Vocabulary,
    ) -> Result<(), String> {
        // A specialty that the vocabulary has lost since cannot be asked for any more.
        let Some(specialty) = vocabulary.specialty_id(&question.specialty) else { return Ok(()) };
        let area = match question.near {
            None => None,
            Some([lat, lon]) => {
                let center = LatLon::new(lat, lon).map_err(|error| error.to_string())?;
                let radius = Radius::from_miles(self.reach_miles).map_err(|error| error.to_string())?;
                Some(Area { center, reach: Reach::Within(radius) })
            }
        };
        let found = snapshot.look_up(&count_of(specialty, area)).map_err(|error| error.to_string())?.total;
        if found == question.providers {
            return Ok(());
        }
        let CanaryQuestion { specialty, near, providers } = question;
        Err(format!("{specialty} around {near:?}: {found} instead of {providers}"))
    }
}

/// Publishes what was built, unless the opened generation answers its canary questions wrongly.
pub(super) fn publish_checked(
    writer: &Writer,
    building: Building,
    built: BuiltLists,
    vocabulary: &Arc<Vocabulary>,
) -> Result<GenerationId, IndexError> {
    let BuiltLists { built, made_of, canaries, standings: _, quality: _ } = built;
    let mut canary = |snapshot: &Arc<Snapshot>| canaries.ask(snapshot, vocabulary).map(drop);
    writer.publish(building, built, made_of, vocabulary, &mut canary)
}

/// A count of one specialty.
fn count_of(specialty: SpecialtyId, area: Option<Area>) -> Lookup {
    Lookup {
        all_of: vec![vec![Concept::Specialty(specialty)]],
        none_of: Vec::new(),
        id: None,
        words: None,
        area,
        rings: Vec::new(),
        score: ScoreModel {
            tiers: Vec::new(),
            matches: Vec::new(),
            match_weight: 0.0,
            text_half: 1.0,
            distance_weight: 0.0,
            quality_weight: 0.0,
            pivot_rank: 1,
            pivot_range: (Metres::ZERO, Metres::ZERO),
        },
        order: Order::Relevance,
        after: None,
        limit: 0,
        facets: false,
        deadline: None,
    }
}
