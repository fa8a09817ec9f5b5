//! An opened generation: immutable, shared, answers lookups.
//!
//! In: a published folder whose hashes were checked. Out: [`Candidates`], [`Provider`]s, names. Invariant: everything
//! that a lookup reads by number was checked against its column's length when the generation was opened; a folder that
//! does not fit together is refused as damaged.

mod open;

use super::ahead::Ahead;
use super::beside::Addresses;
use super::besides::{self, LeftOutBesides};
use super::clause::Concepts;
use super::document;
use super::error::IndexError;
use super::layout;
use super::left_out::LeftOutRows;
use super::line::Lines;
use super::lookup::{Candidates, Lookup};
use super::manifest::{GenerationId, ListSource, Manifest};
use super::masks::Masks;
use super::name_table::{NameTable, NameView};
use super::names::{self, NameQuestion, NamedProvider, SameProvider};
use super::provenance::{Provenances, Unreadable};
use super::rank::{self, Ranked};
use super::run;
use super::tables::{Tables, View};
use super::text::TextIndex;
use super::tile_tree::TileTree;
use super::warm;
use crate::domain::{Provenance, Provider, ProviderId};
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// An opened generation.
pub struct Snapshot {
    generation: GenerationId,
    manifest: Manifest,
    vocabulary: Arc<Vocabulary>,
    tables: Tables,
    concepts: Concepts,
    tiles: TileTree,
    text: TextIndex,
    names: NameTable,
    masks: Masks,
    ahead: Ahead,
    lines: Lines,
    /// Made when it is asked for the first time who else is at an address.
    addresses: OnceLock<Addresses>,
    /// By the place of its list in the manifest.
    left_out: Vec<Option<LeftOutRows>>,
    /// `None` where an older program wrote the generation.
    provenances: Option<Provenances>,
    /// The ids of those whom corrections hide.
    hidden: BTreeSet<String>,
    /// The ids of those who moved since their list's last import.
    moved: BTreeSet<String>,
    /// Whom generations hide that this one stands in for; it was built with them.
    hidden_besides: BTreeSet<String>,
    /// Those of them whom this one has.
    left_out_besides: LeftOutBesides,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = out.debug_struct("Snapshot");
        shown.field("generation", &self.generation).field("providers", &self.manifest.providers);
        shown.field("practices", &self.manifest.practices).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Which generation this is.
    pub fn generation(&self) -> GenerationId {
        self.generation
    }

    /// What it is made of.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How many providers it has.
    pub fn len(&self) -> usize {
        self.view().providers()
    }

    /// How many of them it shows: all but those whom a generation hides that it stands in for.
    pub fn shown(&self) -> usize {
        self.len().saturating_sub(self.left_out_besides.len())
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Runs a lookup.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the text index fails.
    ///
    /// # Complexity
    /// A few operations for each tile of 64 rows in the area, and a look at the rows of those tiles that may hold hits;
    /// linear in the rows of a clause's list where that is shorter, and in the bearers where words of names are asked for.
    /// O(rows) once for each clause that was not asked for before.
    pub fn look_up(&self, lookup: &Lookup) -> Result<Candidates, IndexError> {
        if self.left_out_besides.is_empty() {
            run::run(self, lookup)
        } else {
            besides::run(self, lookup, &self.left_out_besides)
        }
    }

    /// Where the provider with that number stands in the whole order of a lookup, whatever the page; `None` when the
    /// lookup does not find it.
    ///
    /// # Errors
    /// As [`Snapshot::look_up`].
    ///
    /// # Complexity
    /// Two walks of the lookup.
    pub fn rank(&self, lookup: &Lookup, number: u32) -> Result<Option<Ranked>, IndexError> {
        rank::rank(self, lookup, number)
    }

    /// The provider with that number.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when its record cannot be read.
    pub fn provider(&self, number: u32) -> Result<Provider, IndexError> {
        let record = self.stored(number);
        record
            .and_then(|record| document::decode(record, &self.vocabulary))
            .ok_or_else(|| self.unreadable(number))
    }

    /// That a provider's record cannot be read.
    pub(super) fn unreadable(&self, number: u32) -> IndexError {
        IndexError::Damaged {
            generation: self.generation.to_string(),
            file: layout::RECORDS.to_owned(),
            message: format!("provider {number} cannot be read"),
        }
    }

    /// The number of the provider with that id. Whoever is hidden by what this generation stands in for is not found.
    ///
    /// # Complexity
    /// O(log n).
    pub fn find(&self, id: &ProviderId) -> Option<u32> {
        self.find_stored(id).filter(|number| !self.left_out_besides.has(*number))
    }

    /// The same of whoever is stored, hidden or not.
    pub(super) fn find_stored(&self, id: &ProviderId) -> Option<u32> {
        let view = self.view();
        let (id, by_id) = (id.to_string(), view.providers_by_id);
        let id_of = |provider: u32| view.record(provider).and_then(document::id_of).unwrap_or_default();
        let rank = by_id.partition_point(|provider| id_of(*provider) < id.as_str());
        by_id.get(rank).copied().filter(|provider| id_of(*provider) == id)
    }

    /// Whether corrections hide a provider, whether or not a list has it.
    pub fn is_hidden(&self, id: &ProviderId) -> bool {
        self.hides_id(&id.to_string())
    }

    /// The same of an id as it is printed.
    pub fn hides_id(&self, id: &str) -> bool {
        self.hidden.contains(id) || self.hidden_besides.contains(id)
    }

    /// Hides people whom this generation was built with.
    pub(super) fn hide_besides(&mut self, ids: BTreeSet<String>) {
        self.left_out_besides = LeftOutBesides::of(self, ids.iter().filter_map(|id| id.parse().ok()));
        self.hidden_besides = ids;
    }

    /// Those whom this generation has and what it stands in for hides.
    pub(super) fn left_out_besides(&self) -> &LeftOutBesides {
        &self.left_out_besides
    }

    /// Whether the one with that id, as it is printed, has moved: its first practice is at another address, over a mile
    /// from where its list's last import had it.
    pub fn has_moved(&self, id: &str) -> bool {
        self.moved.contains(id)
    }

    /// Whether anybody has; see [`Snapshot::has_moved`].
    pub(super) fn has_anybody_moved(&self) -> bool {
        !self.moved.is_empty()
    }

    /// Whether people are hidden whom this generation was built with.
    pub fn hides_besides(&self) -> bool {
        !self.hidden_besides.is_empty()
    }

    /// Whom this generation was built with and leaves out, because one that it stands in for hides them: ids as they are
    /// printed, in their order.
    pub fn hidden_besides(&self) -> impl Iterator<Item = &str> {
        self.hidden_besides.iter().map(String::as_str)
    }

    /// Whether anybody is hidden.
    pub fn hides(&self) -> bool {
        !self.hidden.is_empty() || !self.hidden_besides.is_empty()
    }

    /// The lists, each with the rows that were left out of it; `None` where they were not recorded.
    pub fn left_out(&self) -> impl Iterator<Item = (&ListSource, Option<&LeftOutRows>)> {
        self.manifest.lists.iter().zip(self.left_out.iter().map(Option::as_ref))
    }

    /// Where each fact of a provider is from; `None` where the generation does not tell: an older program made it of
    /// several lists.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when what is stored of it cannot be read.
    ///
    /// # Complexity
    /// O(log n).
    pub fn provenance(&self, provider: &Provider) -> Result<Option<Provenance>, IndexError> {
        let Some(provenances) = &self.provenances else {
            return Ok((self.manifest.lists.len() == 1).then(|| Provenance::of(provider)));
        };
        match provenances.find(&provider.id) {
            Ok(None) => Ok(Some(Provenance::of(provider))),
            // A specialty that the vocabulary lost since is in no provider any more, so that places no longer agree.
            Ok(Some(provenance)) => Ok(Some(provenance).filter(|provenance| {
                provenance.specialties.len() == provider.specialties.len()
                    && provenance.practices.len() == provider.practices.len()
            })),
            Err(Unreadable) => Err(IndexError::Damaged {
                generation: self.generation.to_string(),
                file: layout::PROVENANCE.to_owned(),
                message: "a record cannot be read".to_owned(),
            }),
        }
    }

    /// Providers whose names go on with what was typed, at most `limit`: the nearest first where a point is given, else
    /// those of one word by how many bear it, then in the order of names.
    ///
    /// # Errors
    /// [`IndexError`] as for [`Snapshot::look_up`] and [`Snapshot::provider`].
    ///
    /// # Complexity
    /// Linear in the words that begin so; with a point or several words, in the providers that have them.
    pub fn complete_names(
        &self,
        asked: &NameQuestion,
        limit: usize,
    ) -> Result<Vec<NamedProvider>, IndexError> {
        names::complete(self, asked, limit)
    }

    /// The same for a last word that is misspelt: one edit in a word of at least 4 letters, two from 8.
    ///
    /// # Errors
    /// As for [`Snapshot::complete_names`].
    pub fn correct_names(
        &self,
        asked: &NameQuestion,
        limit: usize,
    ) -> Result<Vec<NamedProvider>, IndexError> {
        names::correct(self, asked, limit)
    }

    /// A provider by its name, at its first practice.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when its record cannot be read.
    pub fn named(&self, number: u32) -> Result<NamedProvider, IndexError> {
        names::by_number(self, number)
    }

    /// A provider in another generation, where it may have the number `guess`; `None` where it is not there.
    ///
    /// # Complexity
    /// O(1) where the guess is right, else O(log n).
    pub fn same_in(&self, number: u32, other: &Self, guess: u32) -> Option<SameProvider> {
        names::same_in(self, number, other, guess)
    }

    /// Words of names at most so many edits away from a word, at most `limit`: those of one edit first, then those that
    /// most have. Neither the word itself nor words with digits are among them.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the text index cannot be read.
    pub fn names_like(&self, word: &str, edits: u8, limit: usize) -> Result<Vec<String>, IndexError> {
        self.text.like(word, edits, limit)
    }

    /// Makes what pages of providers and completion are asked for sooner or later, before somebody waits for it, and
    /// finishes what questions began.
    ///
    /// # Complexity
    /// O(n log n) the first time: each record once; then O(n) for each of the few kinds of questions whose facets are
    /// summed up.
    pub fn prepare(&self) {
        self.lines.prepare(&self.view());
        self.masks.catch_up(&self.view(), &self.concepts);
        // What cannot be read now is read when it is asked for, and said then.
        let _unreadable = self.text.prepare();
        self.addresses();
    }

    /// Makes what an older generation was asked for, before questions come to this one.
    ///
    /// # Complexity
    /// Some milliseconds for each specialty or set of them that was asked for among millions.
    pub fn warm_like(&self, older: &Self) {
        warm::warm((&self.masks, &self.view(), &self.concepts), (&older.masks, &older.concepts));
    }

    /// Forgets whatever was made since it was opened.
    #[cfg(test)]
    pub(super) fn forget(&mut self) {
        (self.masks, self.ahead, self.lines) = (Masks::default(), Ahead::default(), Lines::default());
    }

    /// Who may be at one address.
    ///
    /// # Complexity
    /// O(n log n) the first time, while whoever else asks waits.
    pub(super) fn addresses(&self) -> &Addresses {
        self.addresses.get_or_init(|| Addresses::of(&self.view()))
    }

    /// Providers by the rank of their name.
    ///
    /// # Complexity
    /// O(n) the first time.
    pub(super) fn by_name(&self) -> &[u32] {
        self.lines.by_name(&self.view())
    }

    /// Everybody in the orders that were made.
    pub(super) fn lines(&self) -> &Lines {
        &self.lines
    }

    /// The vocabulary it was opened with.
    pub(super) fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The stored record of a provider, `None` when there is no provider of that number.
    pub(super) fn stored(&self, provider: u32) -> Option<&[u8]> {
        self.tables.record(provider)
    }

    /// The columns.
    pub(super) fn view(&self) -> View<'_> {
        self.tables.view()
    }

    /// The concepts and their numbers.
    pub(super) fn concepts(&self) -> &Concepts {
        &self.concepts
    }

    /// The tiles.
    pub(super) fn tiles(&self) -> &TileTree {
        &self.tiles
    }

    /// What is known of the rows of each tile.
    pub(super) fn masks(&self) -> &Masks {
        &self.masks
    }

    /// Hits of questions that were paged on.
    pub(super) fn ahead(&self) -> &Ahead {
        &self.ahead
    }

    /// The dictionary of names.
    pub(super) fn text(&self) -> &TextIndex {
        &self.text
    }

    /// The words of names, and who has them.
    pub(super) fn names(&self) -> NameView<'_> {
        self.names.view()
    }
}
