//! All columns of a generation, checked once at open, and the [`View`] that lookups read them through.
//!
//! In: the files that `layout.rs` names. Out: rows, providers and concepts by number. Invariant: every number in a
//! column that points into another lies in it, every offset is in order, every coordinate is on earth; so reading by
//! a number that came out of a column cannot leave a slice.

use super::column::{Column, Files};
use super::concept_rows::{ConceptRows, RowsWith};
use super::error::IndexError;
use super::layout;
use super::points::{Points, PointsOfRows};
use super::tile_concepts::{ByTile, ConceptsOfTile, TileConcepts};
use crate::domain::{LatLon, Metres};
use crate::parallel;
use tantivy::directory::OwnedBytes;

/// Providers whose rows a core looks at before it takes others.
const PROVIDERS_AT_ONCE: u32 = 1 << 18;

/// A file, and whether what is in it can be.
type Check<'c> = (&'static str, &'c (dyn Fn() -> bool + Sync));

/// All columns of a generation, mapped.
pub(super) struct Tables {
    records: OwnedBytes,
    record_offsets: Column<u64>,
    points: Points,
    row_units: Column<[f32; 3]>,
    row_provider: Column<u32>,
    row_practice: Column<u16>,
    provider_rows: Column<u32>,
    provider_row_offsets: Column<u32>,
    providers_by_id: Column<u32>,
    provider_id_rank: Column<u32>,
    provider_name_rank: Column<u32>,
    provider_name_hash: Column<u64>,
    provider_updated: Column<i32>,
    provider_quality: Column<f32>,
    provider_primary: Column<u16>,
    rows_by_merit: Option<Column<u32>>,
    concept_rows: ConceptRows,
    tile_concepts: TileConcepts,
}

/// The columns as slices; made once per lookup, so that loops do not ask for alignment again.
#[derive(Clone, Copy)]
pub(super) struct View<'t> {
    records: &'t [u8],
    record_offsets: &'t [u64],
    points: PointsOfRows<'t>,
    /// Each row's point on the unit sphere.
    pub(super) row_units: &'t [[f32; 3]],
    /// Each row's provider.
    pub(super) row_provider: &'t [u32],
    /// Each row's place in its provider's order.
    pub(super) row_practice: &'t [u16],
    provider_rows: &'t [u32],
    provider_row_offsets: &'t [u32],
    /// Providers by the rank of their id.
    pub(super) providers_by_id: &'t [u32],
    /// Each provider's rank by id.
    pub(super) id_rank: &'t [u32],
    /// Each provider's rank by name.
    pub(super) name_rank: &'t [u32],
    /// Each provider's hash of its folded name.
    pub(super) name_hash: &'t [u64],
    /// Each provider's last update in days since 1970.
    pub(super) updated: &'t [i32],
    /// Each provider's quality of record.
    pub(super) quality: &'t [f32],
    /// Each provider's primary specialty's concept number.
    pub(super) primary: &'t [u16],
    /// Rows in the order of merit; empty where an older program wrote none.
    pub(super) by_merit: &'t [u32],
    concept_rows: &'t ConceptRows,
    by_tile: ByTile<'t>,
}

impl Tables {
    /// Opens and checks all columns.
    ///
    /// # Complexity
    /// One pass over every column but the records, on all cores.
    pub(super) fn open(
        files: &Files,
        providers: usize,
        rows: usize,
        concepts: usize,
    ) -> Result<Self, IndexError> {
        let concept_rows = ConceptRows::open(files, concepts, rows)?;
        let tables = Self {
            records: files.bytes(layout::RECORDS)?,
            record_offsets: files.column(layout::RECORD_OFFSETS, providers + 1)?,
            points: Points::open(files, rows)?,
            row_units: files.column(layout::ROW_UNITS, rows)?,
            row_provider: files.column(layout::ROW_PROVIDER, rows)?,
            row_practice: files.column(layout::ROW_PRACTICE, rows)?,
            provider_rows: files.column(layout::PROVIDER_ROWS, rows)?,
            provider_row_offsets: files.column(layout::PROVIDER_ROW_OFFSETS, providers + 1)?,
            providers_by_id: files.column(layout::PROVIDERS_BY_ID, providers)?,
            provider_id_rank: files.column(layout::PROVIDER_ID_RANK, providers)?,
            provider_name_rank: files.column(layout::PROVIDER_NAME_RANK, providers)?,
            provider_name_hash: files.column(layout::PROVIDER_NAME_HASH, providers)?,
            provider_updated: files.column(layout::PROVIDER_UPDATED, providers)?,
            provider_quality: files.column(layout::PROVIDER_QUALITY, providers)?,
            provider_primary: files.column(layout::PROVIDER_PRIMARY, providers)?,
            rows_by_merit: files
                .has(layout::ROWS_BY_MERIT)
                .then(|| files.column(layout::ROWS_BY_MERIT, rows))
                .transpose()?,
            tile_concepts: TileConcepts::open(files, concept_rows.counts(), rows)?,
            concept_rows,
        };
        match tables.view().fault() {
            None => Ok(tables),
            Some((file, message)) => Err(files.damaged(file, message)),
        }
    }

    /// The stored record of a provider, `None` when there is no provider of that number.
    pub(super) fn record(&self, provider: u32) -> Option<&[u8]> {
        record(&self.records, self.record_offsets.items(), provider)
    }

    /// The columns as slices.
    pub(super) fn view(&self) -> View<'_> {
        View {
            records: &self.records,
            record_offsets: self.record_offsets.items(),
            points: self.points.view(),
            row_units: self.row_units.items(),
            row_provider: self.row_provider.items(),
            row_practice: self.row_practice.items(),
            provider_rows: self.provider_rows.items(),
            provider_row_offsets: self.provider_row_offsets.items(),
            providers_by_id: self.providers_by_id.items(),
            id_rank: self.provider_id_rank.items(),
            name_rank: self.provider_name_rank.items(),
            name_hash: self.provider_name_hash.items(),
            updated: self.provider_updated.items(),
            quality: self.provider_quality.items(),
            primary: self.provider_primary.items(),
            by_merit: self.rows_by_merit.as_ref().map_or(&[], Column::items),
            concept_rows: &self.concept_rows,
            by_tile: self.tile_concepts.view(),
        }
    }
}

impl<'t> View<'t> {
    /// How many providers there are.
    pub(super) fn providers(&self) -> usize {
        self.id_rank.len()
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.row_units.len()
    }

    /// As [`Tables::record`].
    pub(super) fn record(&self, provider: u32) -> Option<&'t [u8]> {
        record(self.records, self.record_offsets, provider)
    }

    /// The rows of a provider, by practice.
    pub(super) fn rows_of(&self, provider: u32) -> &'t [u32] {
        let provider = provider as usize;
        let start = self.provider_row_offsets[provider] as usize;
        &self.provider_rows[start..self.provider_row_offsets[provider + 1] as usize]
    }

    /// The rows that have a concept.
    pub(super) fn rows_with(&self, concept: u16) -> RowsWith<'t> {
        self.concept_rows.of(concept)
    }

    /// The bits of a concept that many rows have, as they lie in their file.
    pub(super) fn bits_of(&self, concept: u16) -> Option<OwnedBytes> {
        self.concept_rows.bits(concept)
    }

    /// Whether a row has a concept.
    #[inline]
    pub(super) fn has(&self, row: u32, concept: u16) -> bool {
        self.by_tile.has(row, concept)
    }

    /// The concepts that many rows have, ascending.
    pub(super) fn common_concepts(&self) -> &'t [u16] {
        self.by_tile.common()
    }

    /// The concepts of a tile's rows.
    #[inline]
    pub(super) fn concepts_of(&self, tile: u32) -> ConceptsOfTile<'t> {
        self.by_tile.of(tile)
    }

    /// How far a row lies from a point, exactly as answers tell it.
    pub(super) fn metres(&self, from: LatLon, row: u32) -> f64 {
        self.points.get(row).map_or(Metres::HALF_WAY_ROUND, |point| from.distance_to(point)).get()
    }

    /// Whether two rows are at one point; false where one of them is none.
    #[inline]
    pub(super) fn are_together(&self, one: u32, other: u32) -> bool {
        self.points.are_together(one, other)
    }

    /// The first file that is not what it should be, and why. All cores look.
    fn fault(&self) -> Option<(&'static str, &'static str)> {
        let (providers, rows) = (self.providers(), self.rows());
        let checks: [Check<'_>; 10] = [
            (layout::RECORD_OFFSETS, &|| in_order(self.record_offsets, self.records.len())),
            (layout::PROVIDER_ROW_OFFSETS, &|| in_order(self.provider_row_offsets, rows)),
            (layout::ROW_PROVIDER, &|| all_below(self.row_provider, providers)),
            (layout::PROVIDER_ROWS, &|| all_below(self.provider_rows, rows)),
            (layout::PROVIDERS_BY_ID, &|| all_below(self.providers_by_id, providers)),
            (layout::PROVIDER_ID_RANK, &|| all_below(self.id_rank, providers)),
            (layout::PROVIDER_NAME_RANK, &|| all_below(self.name_rank, providers)),
            (layout::ROWS_BY_MERIT, &|| all_below(self.by_merit, rows)),
            (layout::PROVIDER_QUALITY, &|| self.quality.iter().all(|part| (0.0..=1.0).contains(part))),
            (layout::ROW_UNITS, &|| self.row_units.iter().flatten().all(|part| (-1.0..=1.0).contains(part))),
        ];
        // Points and concepts are pieces of work behind these.
        let sound = parallel::all(checks.len() + 2, |check| match checks.get(check) {
            Some((file, is_sound)) => (!is_sound()).then_some(*file),
            None if check == checks.len() => self.points.fault(),
            None => self.concept_rows.fault().or_else(|| self.by_tile.fault()),
        });
        let wrong = sound.into_iter().flatten().next();
        wrong
            .map(|file| (file, "holds a number that is out of order or out of range"))
            // This one reads by the numbers that were checked above.
            .or_else(|| {
                (!self.all_own_their_rows()).then_some((layout::PROVIDER_ROWS, "does not match the rows"))
            })
    }

    /// Whether each provider has rows, which say so. All cores look.
    fn all_own_their_rows(&self) -> bool {
        let providers = u32::try_from(self.providers()).unwrap_or(u32::MAX);
        let pieces = self.providers().div_ceil(PROVIDERS_AT_ONCE as usize);
        let sound = parallel::all(pieces, |piece| {
            let first = u32::try_from(piece).unwrap_or(u32::MAX).saturating_mul(PROVIDERS_AT_ONCE);
            (first..first.saturating_add(PROVIDERS_AT_ONCE).min(providers))
                .all(|provider| self.owns_its_rows(provider))
        });
        sound.into_iter().all(|sound| sound)
    }

    /// Whether a provider has rows, and each of them says so.
    fn owns_its_rows(&self, provider: u32) -> bool {
        let rows = self.rows_of(provider);
        !rows.is_empty()
            && rows.iter().enumerate().all(|(practice, row)| {
                self.row_provider[*row as usize] == provider
                    && usize::from(self.row_practice[*row as usize]) == practice
            })
    }
}

/// A provider's record among all, which begin at offsets.
fn record<'t>(records: &'t [u8], offsets: &[u64], provider: u32) -> Option<&'t [u8]> {
    let provider = provider as usize;
    let (start, end) = (*offsets.get(provider)?, *offsets.get(provider + 1)?);
    records.get(to_usize(start)..to_usize(end))
}

/// Offsets are checked against lengths in memory, so none is cut.
fn to_usize(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

fn in_order<T: Copy + PartialOrd + Into<u64>>(offsets: &[T], end: usize) -> bool {
    let (first, last) = (offsets.first(), offsets.last());
    first.is_some_and(|first| (*first).into() == 0)
        && offsets.is_sorted()
        && last.is_some_and(|last| to_usize((*last).into()) == end)
}

fn all_below(numbers: &[u32], limit: usize) -> bool {
    numbers.iter().max().is_none_or(|largest| (*largest as usize) < limit)
}
