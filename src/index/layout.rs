//! The files of a generation and what is in them: the one place where writer and reader agree.
//!
//! All numbers are little-endian and lie packed; a *provider number* counts providers in the Hilbert order of their
//! primary practice, a *row* counts practices in the Hilbert order of their points, a *concept number* is a place in
//! [`CONCEPTS`]. `x.offsets` files hold one more entry than there are items: item i lies at `offsets[i]..offsets[i + 1]`.

/// Stored records of all providers, one after another, by provider number.
pub(super) const RECORDS: &str = "records.bin";
/// `u64` byte offsets into [`RECORDS`].
pub(super) const RECORD_OFFSETS: &str = "records.offsets";
/// Two `i32` a row: latitude, longitude in steps of 1e-7 degrees. It is there where all points are whole steps.
pub(super) const ROW_STEPS: &str = "row_points.i32";
/// Two `f64` a row: latitude, longitude in degrees. It is there where [`ROW_STEPS`] is not.
pub(super) const ROW_DEGREES: &str = "row_points.f64";
/// Three `f32` a row: the point on the unit sphere.
pub(super) const ROW_UNITS: &str = "row_units.f32";
/// `u32` a row: the provider's number.
pub(super) const ROW_PROVIDER: &str = "row_provider.u32";
/// `u16` a row: the practice's place in the provider's order.
pub(super) const ROW_PRACTICE: &str = "row_practice.u16";
/// `u32` rows of each provider, ordered by practice.
pub(super) const PROVIDER_ROWS: &str = "provider_rows.u32";
/// `u32` offsets into [`PROVIDER_ROWS`].
pub(super) const PROVIDER_ROW_OFFSETS: &str = "provider_rows.offsets";
/// `u32` provider numbers sorted by provider id: rank to provider.
pub(super) const PROVIDERS_BY_ID: &str = "providers_by_id.u32";
/// `u32` a provider: the rank of its id.
pub(super) const PROVIDER_ID_RANK: &str = "provider_id_rank.u32";
/// `u32` a provider: its rank by family name folded, given name folded, id.
pub(super) const PROVIDER_NAME_RANK: &str = "provider_name_rank.u32";
/// `u64` a provider: xxh3 (64 bits, no seed) of its folded given and family name, or of its folded organization name,
/// without blanks.
pub(super) const PROVIDER_NAME_HASH: &str = "provider_name_hash.u64";
/// `i32` a provider: days since 1970 of the last update, [`NO_DATE`] when unknown.
pub(super) const PROVIDER_UPDATED: &str = "provider_updated.i32";
/// `f32` a provider: quality of the record, from 0 to 1.
pub(super) const PROVIDER_QUALITY: &str = "provider_quality.f32";
/// `u16` a provider: concept number of its primary specialty, [`NO_CONCEPT`] when none.
pub(super) const PROVIDER_PRIMARY: &str = "provider_primary.u16";
/// `u32` rows, the best record first, among equals the lowest id, the practices of a provider together. Older programs
/// wrote none.
pub(super) const ROWS_BY_MERIT: &str = "rows_by_merit.u32";
/// JSON array of concept texts, by concept number; see `concept.rs`.
pub(super) const CONCEPTS: &str = "concepts.json";
/// `u32` a concept: how many rows have it.
pub(super) const CONCEPT_COUNTS: &str = "concept_counts.u32";
/// `u32` rows of each concept that is not common, ascending, by concept number; see [`is_common`].
pub(super) const CONCEPT_ROWS: &str = "concept_rows.u32";
/// A bit a row of each common concept, by concept number: `u64` of 64 rows, the first row the lowest bit, bits behind the
/// last row 0.
pub(super) const CONCEPT_BITS: &str = "concept_bits.u64";
/// The bits of [`CONCEPT_BITS`] by tile, then by concept: a `u64` of each tile of 64 rows for each common concept, ascending.
pub(super) const TILE_COMMON: &str = "tile_common.u64";
/// `u16` numbers of the other concepts that any row of a tile has, ascending.
pub(super) const TILE_OTHERS: &str = "tile_others.u16";
/// `u64` an entry of [`TILE_OTHERS`]: a bit a row of the tile.
pub(super) const TILE_OTHER_ROWS: &str = "tile_others.u64";
/// `u32` offsets into [`TILE_OTHERS`], by tile.
pub(super) const TILE_OTHER_OFFSETS: &str = "tile_others.offsets";
/// The text index: one document a provider, document id = provider number, in one segment.
pub(super) const TEXT: &str = "text";
/// The text index's field of folded words of name, aliases and practice names, and of what several of them are in one
/// word (`delacruz`), with frequencies and field norms. Its tokenizer is tantivy's `whitespace`, as that of [`GIVEN_FIELD`].
pub(super) const WORDS_FIELD: &str = "words";
/// The text index's field of folded words of a person's given name and of its first letter; nothing of organizations.
pub(super) const GIVEN_FIELD: &str = "given";
/// The text index's fast field of `u64`: the provider number a document was written for, so that whoever opens the
/// index can check that every 1,000th document sits on its number.
pub(super) const NUMBER_FIELD: &str = "number";

/// `u32` word numbers of each provider, ascending, a word as often as the provider has it. A *word number* counts the
/// terms of [`WORDS_FIELD`] in the order of its dictionary, then those of [`GIVEN_FIELD`] likewise.
pub(super) const NAME_WORDS: &str = "name_words.u32";
/// `u32` offsets into [`NAME_WORDS`].
pub(super) const NAME_WORD_OFFSETS: &str = "name_words.offsets";
/// `u32` providers that have each word, ascending, each once.
pub(super) const WORD_BEARERS: &str = "word_bearers.u32";
/// `u32` offsets into [`WORD_BEARERS`].
pub(super) const WORD_BEARER_OFFSETS: &str = "word_bearers.offsets";
/// `u8` an entry of [`WORD_BEARERS`]: how many bytes the word begins with are those of the word before it among the
/// provider's own, at most 255; 0 for given names.
pub(super) const WORD_SHARED: &str = "word_shared.u8";
/// `u8` an entry of [`WORD_BEARERS`]: how well the provider can stand among those that have the word; see `promise.rs`.
pub(super) const WORD_PROMISES: &str = "word_promises.u8";

/// Where the facts are from of providers that more than one source tells of; see `provenance.rs`. Older programs wrote
/// none.
pub(super) const PROVENANCE: &str = "provenance.bin";

/// The folder of what lists are remade of: kept records, and the rows left out.
pub(super) const LISTS: &str = "lists";

/// What the names of kept records end with, which are complete before anything is built of them.
pub(super) const KEPT: &str = ".records";

/// The corrections of data staff, as they were given.
pub(super) const CORRECTIONS: &str = "lists/overrides.csv";
/// The ids of those whom corrections hide, one a line, sorted.
pub(super) const HIDDEN: &str = "lists/overrides.hidden";

/// The ids of those who moved since their list's last import, one a line, sorted. It is there only where somebody did.
pub(super) const MOVED: &str = "moved.ids";

/// An update date that is not known.
pub(super) const NO_DATE: i32 = i32::MIN;
/// No concept.
pub(super) const NO_CONCEPT: u16 = u16::MAX;
/// The number of this layout; a generation of another number is refused by name.
pub(super) const FORMAT: u32 = 5;

/// Whether a concept that `count` of all rows have is common: a bit a row takes less room than 32 bits for each of them.
pub(super) fn is_common(count: u32, rows: usize) -> bool {
    count as usize > rows / 32
}

/// The place of each concept among the common ones, which keep their order; `counts` are those of all concepts.
pub(super) fn places_of_common(counts: &[u32], rows: usize) -> Vec<Option<u16>> {
    let mut places = 0_u16..;
    counts.iter().map(|count| if is_common(*count, rows) { places.next() } else { None }).collect()
}

/// How many `u64` hold a bit for each row.
pub(super) fn words_of_bits(rows: usize) -> usize {
    rows.div_ceil(64)
}
