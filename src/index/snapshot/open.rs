//! Opens a generation's files as a [`Snapshot`].
//!
//! In: the folder of a generation, and its manifest. Out: the snapshot. Invariants: hashes are the store's business; lengths,
//! offsets and ranges are checked here, so that nothing read later can lie outside; of files that older programs did not
//! write only those are opened that the manifest names.

use super::Snapshot;
use crate::index::ahead::Ahead;
use crate::index::besides::LeftOutBesides;
use crate::index::clause::Concepts;
use crate::index::column::Files;
use crate::index::error::{IndexError, text_at};
use crate::index::layout;
use crate::index::left_out::LeftOutRows;
use crate::index::line::Lines;
use crate::index::manifest::{GenerationId, ListSource, Manifest};
use crate::index::masks::Masks;
use crate::index::name_table::NameTable;
use crate::index::provenance::Provenances;
use crate::index::store::Store;
use crate::index::tables::Tables;
use crate::index::text::TextIndex;
use crate::index::tile_tree::TileTree;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, OnceLock};

impl Snapshot {
    /// Opens the generation in a folder. Hashes are the store's business; lengths, offsets and ranges are checked here.
    ///
    /// # Errors
    /// [`IndexError::Incompatible`] for another format, [`IndexError::Damaged`] for files that do not fit together,
    /// [`IndexError::Text`] or [`IndexError::Io`] when one cannot be read.
    ///
    /// # Complexity
    /// O(n) in rows and their concepts, on all cores.
    pub fn open(
        directory: &Path,
        generation: GenerationId,
        manifest: Manifest,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Self, IndexError> {
        if manifest.format != layout::FORMAT {
            let message = format!("it has format {}, not {}", manifest.format, layout::FORMAT);
            return Err(IndexError::Incompatible { generation: generation.to_string(), message });
        }
        let files = Files::open(directory, generation.to_string())?;
        let providers = count(&files, manifest.providers)?;
        let rows = count(&files, manifest.practices)?;
        let concepts = read_concepts(&files, vocabulary)?;
        let tables = Tables::open(&files, providers as usize, rows as usize, concepts.len())?;
        let text = TextIndex::open(&directory.join(layout::TEXT), providers)
            .map_err(text_at(directory))?
            .ok_or_else(|| files.damaged(layout::TEXT, "is not one document for each provider"))?;
        let names = NameTable::open(&files, providers as usize, text.words()).map_err(text_at(directory))?;
        let left_out = read_left_out(&files, &manifest)?;
        let provenances = has(&manifest, layout::PROVENANCE).then(|| Provenances::of(&files)).transpose()?;
        let hidden = read_ids(&files, &manifest, layout::HIDDEN)?;
        let moved = read_ids(&files, &manifest, layout::MOVED)?;
        let (masks, view) = (Masks::default(), tables.view());
        let tiles = std::thread::scope(|scope| {
            // Where the system refuses the thread, it is done behind the tiles.
            let _beside = std::thread::Builder::new().spawn_scoped(scope, || masks.prepare(&view));
            TileTree::build(view.row_units)
        });
        masks.prepare(&view);
        Ok(Self {
            generation,
            manifest,
            vocabulary: Arc::clone(vocabulary),
            tables,
            concepts,
            tiles,
            text,
            names,
            masks,
            ahead: Ahead::default(),
            lines: Lines::default(),
            addresses: OnceLock::new(),
            left_out,
            provenances,
            hidden,
            moved,
            hidden_besides: BTreeSet::new(),
            left_out_besides: LeftOutBesides::default(),
        })
    }
}

/// A count of the manifest as a number of rows.
fn count(files: &Files, count: u64) -> Result<u32, IndexError> {
    let narrow = u32::try_from(count).ok().filter(|narrow| *narrow < u32::MAX);
    narrow.ok_or_else(|| files.damaged("manifest.json", "counts more than the format can hold"))
}

fn read_concepts(files: &Files, vocabulary: &Vocabulary) -> Result<Concepts, IndexError> {
    let texts = serde_json::from_slice(&files.bytes(layout::CONCEPTS)?)
        .map_err(|error| files.damaged(layout::CONCEPTS, &error.to_string()))?;
    Concepts::read(texts, vocabulary)
        .ok_or_else(|| files.damaged(layout::CONCEPTS, "names too many concepts"))
}

/// Whether a generation has a file: only what the manifest has the hash of is there.
fn has(manifest: &Manifest, file: &str) -> bool {
    manifest.files.iter().any(|(path, ..)| path == file)
}

/// Reads ids, one a line; none where there is no such file.
fn read_ids(files: &Files, manifest: &Manifest, file: &str) -> Result<BTreeSet<String>, IndexError> {
    if !has(manifest, file) {
        return Ok(BTreeSet::new());
    }
    let bytes = files.bytes(file)?;
    let text = std::str::from_utf8(&bytes).map_err(|_bad| files.damaged(file, "is no text"))?;
    Ok(text.lines().map(str::to_owned).collect())
}

/// Opens the rows left out of each list. Only what the manifest has the hash of is there; older programs wrote none.
fn read_left_out(files: &Files, manifest: &Manifest) -> Result<Vec<Option<LeftOutRows>>, IndexError> {
    let open = |source: &ListSource| {
        let name = format!("{}/{}", layout::LISTS, Store::left_out_name(&source.list));
        has(manifest, &name).then(|| LeftOutRows::of(files, &name)).transpose()
    };
    manifest.lists.iter().map(open).collect()
}
