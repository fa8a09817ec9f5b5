//! What a generation is built of, made of providers on whatever thread.
//!
//! In: providers, or records as they are stored. Out: [`Ready`] ones as the builder takes them, with what was counted of
//! them. Invariant: what is made of a provider depends on it alone, and each is counted once.

use super::canary::{Canaries, CanaryCounts};
use super::quality_report::QualityCounts;
use crate::domain::{Provenance, Provider, ProviderId, RecordDate};
use crate::index::{IndexError, Prepared, Preparer, RecordView, SingleRows};
use crate::ingest::Standing;
use crate::vocabulary::Vocabulary;
use std::sync::Arc;

/// Providers as the builder takes them, what was counted of them, and where their facts are from, of those whom more
/// than one source tells of.
#[derive(Debug, Default)]
pub(super) struct Ready {
    pub(super) providers: Prepared,
    pub(super) counts: CanaryCounts,
    pub(super) provenances: Vec<(ProviderId, Provenance)>,
    /// How corrections of these providers stand.
    pub(super) standings: Vec<(usize, Standing)>,
    /// Whom corrections leave no practice, so that they are hidden too.
    pub(super) hidden: Vec<ProviderId>,
    pub(super) quality: QualityCounts,
    /// Whom visitors are told to have moved.
    pub(super) moved: Vec<String>,
}

/// Makes providers ready to be built, and counts them; each thread has one.
pub(super) struct Maker {
    preparer: Preparer,
    vocabulary: Arc<Vocabulary>,
    /// The day that ages are judged by.
    as_of: RecordDate,
    canaries: Canaries,
    ready: Ready,
}

impl Maker {
    /// Begins with nobody.
    pub(super) fn new(preparer: Preparer, vocabulary: &Arc<Vocabulary>, as_of: RecordDate) -> Self {
        let canaries = Canaries::new(vocabulary);
        Self { preparer, vocabulary: Arc::clone(vocabulary), as_of, canaries, ready: Ready::default() }
    }

    /// Makes room for so many providers.
    pub(super) fn expect(&mut self, providers: usize) {
        self.ready.providers.expect(providers);
    }

    /// Adds a provider; `verified` says whether data staff verified a practice of it.
    pub(super) fn add(&mut self, provider: &Provider, verified: bool) -> Result<(), IndexError> {
        self.count(&RecordView::of(provider, ""), verified);
        self.preparer.add(provider, &mut self.ready.providers)
    }

    /// Adds a provider that is stored as it will be; `stored` is what `record` was read from.
    pub(super) fn add_stored(&mut self, record: &RecordView<'_>, stored: &[u8]) -> Result<(), IndexError> {
        self.count(record, false);
        self.preparer.add_stored(record, stored, &mut self.ready.providers)
    }

    /// Adds all rows that are the only ones of their ids.
    pub(super) fn add_rows(&mut self, rows: &SingleRows<'_>) -> Result<(), IndexError> {
        self.expect(rows.records().count());
        let vocabulary = Arc::clone(&self.vocabulary);
        for stored in rows.records() {
            self.add_stored(&RecordView::of_stored(stored, &vocabulary)?, stored)?;
        }
        Ok(())
    }

    /// What is ready so far, to be completed.
    pub(super) fn ready(&mut self) -> &mut Ready {
        &mut self.ready
    }

    /// What was made ready since the last time.
    pub(super) fn take(&mut self) -> Ready {
        Ready { counts: self.canaries.take_counts(), ..std::mem::take(&mut self.ready) }
    }

    fn count(&mut self, record: &RecordView<'_>, verified: bool) {
        self.canaries.count(record);
        self.ready.quality.count(record, verified, self.as_of);
    }
}
