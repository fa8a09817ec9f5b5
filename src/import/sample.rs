//! The bundled sample: real federal rows of 2016 that a fresh clone can be tried with.

use super::{ImportError, ImportOutcome, ImportRequest, Observer, import};
use crate::domain::ListName;
use crate::index::Store;
use crate::ingest::Source;
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::sync::Arc;

/// `data/sample/nppes_2016_sample.csv.gz`; `data/SOURCES.md` says where it comes from.
const SAMPLE: &[u8] = include_bytes!("../../data/sample/nppes_2016_sample.csv.gz");
const SAMPLE_NAME: &str = "nppes_2016_sample.csv.gz";

/// Imports the bundled sample as the list [`ListName::SAMPLE`].
///
/// # Errors
/// [`ImportError`] as for [`import`].
pub fn import_sample(
    store: &Store,
    now: jiff::Timestamp,
    vocabulary: &Arc<Vocabulary>,
    places: &Places,
    observer: &mut dyn Observer,
) -> Result<ImportOutcome, ImportError> {
    let folder = tempfile::tempdir().map_err(ImportError::Temporary)?;
    let path = folder.path().join(SAMPLE_NAME);
    std::fs::write(&path, SAMPLE).map_err(ImportError::Temporary)?;
    let mut request = ImportRequest::new(vec![Source::File(path)], now);
    request.list = ListName::SAMPLE.parse().ok();
    import(store, &request, vocabulary, places, observer)
}
