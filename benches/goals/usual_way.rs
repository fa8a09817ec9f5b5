//! The usual way to find a specialty in a circle with tantivy: one document a provider, the specialty as an indexed term,
//! latitude and longitude as fast fields.
//!
//! In: the providers of a snapshot, each with one practice, in the order of their ids, as a list has them; so a document's
//! id breaks ties as ours does. Out: the nearest and the exact count. Done as well as it can be: one segment in memory,
//! nothing stored, no scores, columns read in blocks without a look at documents, the great circle only of what lies in
//! the box, one thread.

use crate::support::circle::{Circle, PAGE};
use specialist_finder::domain::{EARTH_RADIUS, LatLon};
use specialist_finder::index::{Export, Snapshot};
use std::collections::BinaryHeap;
use std::ops::{Bound, RangeInclusive};
use std::sync::Arc;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::ColumnValues;
use tantivy::directory::RamDirectory;
use tantivy::query::{BooleanQuery, Query, RangeQuery, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema};
use tantivy::{DocId, Index, Score, Searcher, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

const MEMORY: usize = 256 * 1024 * 1024;
const LAT: &str = "lat";
const LON: &str = "lon";

/// Which clauses the query has; the collector checks the box where they do not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Clauses {
    /// The term and both ranges.
    TermAndRanges,
    /// The term; the collector reads the columns of everybody who has it.
    TermOnly,
}

/// An index of the usual kind.
pub(crate) struct UsualWay {
    searcher: Searcher,
    specialty: Field,
    lat: Field,
    lon: Field,
    /// Each document's provider.
    numbers: Vec<u32>,
}

/// What it finds: how many, and the nearest by number.
pub(crate) type Found = (u64, Vec<u32>);

impl UsualWay {
    /// Of all providers of a snapshot.
    pub(crate) fn build(snapshot: &Arc<Snapshot>) -> tantivy::Result<Self> {
        let mut schema = Schema::builder();
        let specialty = schema.add_u64_field("specialty", INDEXED);
        let (lat, lon) = (schema.add_f64_field(LAT, FAST), schema.add_f64_field(LON, FAST));
        let builder = Index::builder().schema(schema.build());
        let mut writer = builder.single_segment_index_writer(RamDirectory::create(), MEMORY)?;
        let mut numbers = Vec::with_capacity(snapshot.len());
        let mut providers = Export::new(snapshot, None);
        while let Some(record) = providers.step() {
            let view = record.view().expect("a record");
            let mut document = TantivyDocument::default();
            for claim in &view.specialties {
                document.add_u64(specialty, claim.specialty.row() as u64);
            }
            let point = view.practices[0].point;
            document.add_f64(lat, point.lat());
            document.add_f64(lon, point.lon());
            writer.add_document(document)?;
            numbers.push(record.number());
        }
        let searcher = writer.finalize()?.reader()?.searcher();
        Ok(Self { searcher, specialty, lat, lon, numbers })
    }

    /// Answers.
    pub(crate) fn ask(&self, circle: &Circle, clauses: Clauses) -> tantivy::Result<Found> {
        let boxed = Boxed::around(circle);
        let mut all: Vec<Box<dyn Query>> = vec![self.any_of(circle)];
        if clauses == Clauses::TermAndRanges {
            all.push(range(self.lat, &boxed.lat));
            let mut lons: Vec<Box<dyn Query>> = boxed.lons.iter().map(|lons| range(self.lon, lons)).collect();
            all.extend(match lons.len() {
                0 => None,
                1 => lons.pop(),
                _ => Some(Box::new(BooleanQuery::union(lons)) as Box<dyn Query>),
            });
        }
        let query = BooleanQuery::intersection(all);
        let nearest = NearestOf { boxed, center: circle.center, metres: circle.metres().get() };
        let (total, nearest) = self.searcher.search(&query, &nearest)?;
        Ok((total, nearest.into_iter().map(|Near(_, doc)| self.numbers[doc as usize]).collect()))
    }

    fn any_of(&self, circle: &Circle) -> Box<dyn Query> {
        let terms = circle.specialties.iter().map(|id| {
            let term = Term::from_field_u64(self.specialty, id.row() as u64);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic)) as Box<dyn Query>
        });
        let mut terms: Vec<_> = terms.collect();
        match terms.pop() {
            Some(only) if terms.is_empty() => only,
            last => Box::new(BooleanQuery::union(terms.into_iter().chain(last).collect())),
        }
    }
}

fn range(field: Field, degrees: &RangeInclusive<f64>) -> Box<dyn Query> {
    let bound = |degrees: f64| Bound::Included(Term::from_field_f64(field, degrees));
    Box::new(RangeQuery::new(bound(*degrees.start()), bound(*degrees.end())))
}

/// The degrees that hold a circle; no longitudes where it holds a pole, two ranges across the 180° meridian.
#[derive(Clone)]
struct Boxed {
    lat: RangeInclusive<f64>,
    lons: Vec<RangeInclusive<f64>>,
}

impl Boxed {
    fn around(circle: &Circle) -> Self {
        // A little wider, so that rounding leaves nobody out whom the great circle lets in.
        let angle = circle.metres().get() / EARTH_RADIUS * 1.000_001;
        let (lat, lon) = (circle.center.lat(), circle.center.lon());
        let (south, north) = (lat - angle.to_degrees(), lat + angle.to_degrees());
        let lons = if south <= -90.0 || north >= 90.0 {
            Vec::new()
        } else {
            let half = (angle.sin() / lat.to_radians().cos()).asin().to_degrees();
            let (west, east) = (lon - half, lon + half);
            if west < -180.0 {
                vec![-180.0..=east, west + 360.0..=180.0]
            } else if east > 180.0 {
                vec![west..=180.0, -180.0..=east - 360.0]
            } else {
                vec![west..=east]
            }
        };
        Self { lat: south..=north, lons }
    }

    fn holds(&self, lat: f64, lon: f64) -> bool {
        self.lat.contains(&lat) && (self.lons.is_empty() || self.lons.iter().any(|lons| lons.contains(&lon)))
    }
}

/// Metres and document; the farther is greater, of equals the later document.
#[derive(PartialEq)]
pub(crate) struct Near(f64, DocId);

impl Eq for Near {}

impl PartialOrd for Near {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Near {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0).then(self.1.cmp(&other.1))
    }
}

/// Counts those in the circle, keeps the nearest.
struct NearestOf {
    boxed: Boxed,
    center: LatLon,
    metres: f64,
}

struct Segment {
    asked: NearestOf,
    lat: Arc<dyn ColumnValues<f64>>,
    lon: Arc<dyn ColumnValues<f64>>,
    block: [Vec<f64>; 2],
    total: u64,
    nearest: BinaryHeap<Near>,
}

impl Collector for NearestOf {
    type Fruit = (u64, Vec<Near>);
    type Child = Segment;

    fn for_segment(&self, _local: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Segment> {
        let columns = segment.fast_fields();
        let asked = Self { boxed: self.boxed.clone(), ..*self };
        let (lat, lon) = (columns.f64(LAT)?.values, columns.f64(LON)?.values);
        let (block, nearest) = (<[Vec<f64>; 2]>::default(), BinaryHeap::with_capacity(PAGE + 1));
        Ok(Segment { asked, lat, lon, block, total: 0, nearest })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Self::Fruit>) -> tantivy::Result<Self::Fruit> {
        // There is one.
        Ok(segments.into_iter().next().unwrap_or_default())
    }
}

impl SegmentCollector for Segment {
    type Fruit = (u64, Vec<Near>);

    fn collect(&mut self, doc: DocId, _score: Score) {
        self.collect_block(&[doc]);
    }

    fn collect_block(&mut self, docs: &[DocId]) {
        let [lats, lons] = &mut self.block;
        lats.resize(docs.len(), 0.0);
        lons.resize(docs.len(), 0.0);
        self.lat.get_vals(docs, lats);
        self.lon.get_vals(docs, lons);
        for ((doc, lat), lon) in docs.iter().zip(lats).zip(lons) {
            if !self.asked.boxed.holds(*lat, *lon) {
                continue;
            }
            let point = LatLon::new(*lat, *lon).expect("a point that was stored");
            let metres = self.asked.center.distance_to(point).get();
            if metres > self.asked.metres {
                continue;
            }
            self.total += 1;
            let near = Near(metres, *doc);
            if self.nearest.len() < PAGE {
                self.nearest.push(near);
            } else if let Some(mut farthest) = self.nearest.peek_mut().filter(|farthest| near < **farthest) {
                *farthest = near;
            }
        }
    }

    fn harvest(self) -> Self::Fruit {
        (self.total, self.nearest.into_sorted_vec())
    }
}
