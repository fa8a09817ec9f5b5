//! The report for programs.
//!
//! In: a [`QualityReport`]. Out: one JSON object on one line. Fields may be added, never renamed.

use super::QualityReport;
use super::figures::Figures;
use crate::domain::RecordDate;
use crate::vocabulary::Vocabulary;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// What the file begins with, by which a report of ours is known.
pub(super) const BEGINNING: &str = "{\"quality_report\":";

/// Counts changes of the shape that are no additions.
const SHAPE: u32 = 1;

#[derive(Serialize)]
struct Report<'r> {
    #[serde(rename = "quality_report")]
    shape: u32,
    preview: bool,
    generation: Option<String>,
    list: &'r str,
    lists: &'r [String],
    files: &'r [String],
    made: &'r str,
    as_of: String,
    fresh_days: i32,
    totals: Counted<'r>,
    states: BTreeMap<&'static str, Counted<'r>>,
    specialties: BTreeMap<&'r str, Counted<'r>>,
}

/// Figures as an object.
struct Counted<'f>(&'f Figures);

impl Serialize for Counted<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Object<'f> {
            providers: u64,
            persons: u64,
            practices: u64,
            not_verified: u64,
            verified: u64,
            moved: u64,
            age: Ages<'f>,
            accuracy: Accuracies<'f>,
            missing: Missing<'f>,
        }
        let figures = self.0;
        let object = Object {
            providers: figures.providers,
            persons: figures.persons,
            practices: figures.practices,
            not_verified: figures.unverified(),
            verified: figures.verified,
            moved: figures.moved,
            age: Ages(figures),
            accuracy: Accuracies(figures),
            missing: Missing(figures),
        };
        object.serialize(serializer)
    }
}

struct Ages<'f>(&'f Figures);

impl Serialize for Ages<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.ages().map(|(age, count)| (age.as_str(), count)))
    }
}

struct Accuracies<'f>(&'f Figures);

impl Serialize for Accuracies<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.accuracies().map(|(accuracy, count)| (accuracy.as_str(), count)))
    }
}

struct Missing<'f>(&'f Figures);

impl Serialize for Missing<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Lack {
            missing: u64,
            of: u64,
            counted: &'static str,
        }
        let lack = |(wanted, missing, of): (super::facts::Wanted, u64, u64)| {
            (wanted.as_str(), Lack { missing, of, counted: wanted.about().as_str() })
        };
        serializer.collect_map(self.0.missing().map(lack))
    }
}

/// Writes a report.
pub(super) fn text(report: &QualityReport<'_>, vocabulary: &Vocabulary) -> serde_json::Result<String> {
    let counts = report.counts;
    let states = counts.states.iter().map(|(state, figures)| (state.code(), Counted(figures)));
    let specialties = counts.specialties.iter();
    let specialties = specialties
        .map(|(specialty, figures)| (vocabulary.specialty(*specialty).id.as_str(), Counted(figures)));
    let report = Report {
        shape: SHAPE,
        preview: report.generation.is_none(),
        generation: report.generation.map(|generation| generation.to_string()),
        list: &report.list,
        lists: &report.lists,
        files: &report.files,
        made: &report.made,
        as_of: report.as_of.to_string(),
        fresh_days: RecordDate::FRESH_DAYS,
        totals: Counted(&counts.total),
        states: states.collect(),
        specialties: specialties.collect(),
    };
    let mut text = serde_json::to_string(&report)?;
    text.push('\n');
    Ok(text)
}
