//! Generations: what the finder knows, on disk and opened.
//!
//! In: providers. Out: a [`Store`] of published generations, and a [`Snapshot`] of one that answers a [`Lookup`].
//! Invariants: a published generation never changes; nothing is served whose hashes were not checked; document order
//! is Hilbert order; only this module knows tantivy and rstar.

mod ahead;
mod begun;
mod beside;
mod besides;
mod best;
mod block;
mod build;
mod census;
mod circle;
mod clause;
mod clock;
mod column;
mod columns;
mod concept;
mod concept_lists;
mod concept_numbers;
mod concept_rows;
#[cfg(test)]
mod cost;
#[cfg(test)]
mod cut;
mod coverage;
mod dictionary;
mod digest;
mod disk;
mod document;
mod drive;
mod error;
mod facet;
mod facet_sums;
mod feed;
mod group;
mod hidden;
mod hilbert;
mod history;
mod kept;
mod kept_corrections;
mod layout;
mod left_out;
mod lookup;
mod let_in;
mod line;
mod making;
mod manifest;
mod marking;
mod manner;
mod marked;
mod mask;
mod masks;
mod matching;
mod merit;
mod moved;
mod name_order;
mod name_query;
mod name_table;
mod name_words;
mod names;
mod nearby;
mod nearest;
mod numbering;
mod oracle;
mod order;
mod pile;
mod pointer;
mod points;
mod prepared;
mod promise;
mod publish;
mod quality;
mod promising;
mod provenance;
mod rank;
mod record;
mod run;
#[cfg(test)]
mod sample;
mod score;
mod select;
mod served;
mod since;
mod snapshot;
mod spool;
mod store;
mod sums;
mod sweep;
mod tables;
mod terms;
mod text;
mod text_writer;
mod tile_concepts;
mod tile_tree;
mod upcoming;
mod warm;
mod writer;
#[cfg(test)]
mod world;

pub use build::{Builder, Built};
pub use coverage::{Coverage, CoveredFile, Gap};
pub use error::IndexError;
pub use feed::{Differences, Entry, Export};
pub use history::{History, HistoryEntry};
pub use kept::{KeptReader, KeptRecord, KeptWriter};
pub use kept_corrections::{KeptCorrections, keep_corrections};
pub use left_out::{BeforeRows, LeftOut, LeftOutRow, LeftOutRows, LeftOutWriter, RowKey};
pub use lookup::{
    Area, Candidate, Candidates, Concept, FacetCounts, Given, Lookup, Order, Part, Position, Score,
    ScoreModel, Signal, Trait, Word, Words,
};
pub use manifest::{CorrectionsSource, GenerationId, ListSource, MadeOf, Manifest, SourceFile};
pub use moved::{Movers, keep_movers, read_movers, tell_movers};
pub use names::{NameQuestion, NamedProvider, SameProvider};
pub use oracle::{Oracle, scan};
pub use prepared::{Prepared, Preparer};
pub use provenance::ProvenanceWriter;
pub use quality::{Aspect, Quality, QualityPart, quality};
pub use rank::Ranked;
pub use record::{NameView, PracticeView, Record, RecordView};
pub use served::Sign;
pub use since::{Since, SinceMain, SinceReader, SinceWriter, Stated};
pub use snapshot::Snapshot;
pub use spool::{RowPacker, SingleRows, Spool, SpoolEntry, SpoolGroup, SpoolRows, StoredRow};
pub use store::{Opened, Store, Verified};
pub use upcoming::Upcoming;
pub use writer::{Building, Writer};
