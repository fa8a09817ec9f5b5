//! The engine: vocabulary, places and the live snapshot, and the questions they answer.
//!
//! In: checked requests. Out: answers. Invariants: a search holds one snapshot from first to last; a page of the
//! generation before the live one is still answered from it; a swap never waits for a search nor a search for a swap.

use super::alternatives::Found;
use super::answer::{Alternative, Answer, SafetyNotice};
use super::compose::{self, Asked};
use super::cursor::{self, Cursor};
use super::execute::{self, Outcome, Page, Pinned};
use super::locate;
use super::notices::Remark;
use super::parse::{parse, parse_beside_place};
use super::plan::{self, Plan};
use super::request::{RequestError, SearchRequest, SuggestRequest};
use super::reword::Reader;
use super::suggest::{self, Ahead, Left, Remembered, Suggestions};
use super::tuning::Tuning;
use super::understood::{Understanding, Understood};
use crate::domain::{Provenance, ProviderId, RecordDate};
use crate::index::{GenerationId, IndexError, Lookup, Order, Record, Snapshot};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use arc_swap::ArcSwap;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a search may take.
///
/// # Source
/// `CONTRACT.md`, section 2: a search runs under a deadline of 500 ms.
const DEADLINE: Duration = Duration::from_millis(500);

/// The name of the bundled list.
///
/// # Source
/// `CONTRACT.md`, "Ids".
const SAMPLE_LIST: &str = "sample";

/// Answers questions over the live generation; cheap to share, swaps generations while it answers.
#[derive(Debug)]
pub struct Engine {
    vocabulary: Arc<Vocabulary>,
    places: Arc<Places>,
    understood: Understood,
    generations: ArcSwap<Generations>,
    deadline: Duration,
    tuning: Tuning,
}

/// The generation that answers, and the one before it.
#[derive(Debug)]
struct Generations {
    live: Arc<Held>,
    previous: Option<Arc<Held>>,
    /// Whether the previous one is being opened.
    is_awaited: bool,
}

/// A snapshot, and what is known of it once and for all.
#[derive(Debug)]
pub(super) struct Held {
    /// The generation.
    pub snapshot: Arc<Snapshot>,
    /// What its cursors carry.
    pub key: u64,
    /// Whether it holds nothing but the bundled sample.
    pub sample: Option<Sample>,
    /// How the names and places have to be written that completion offered before.
    pub remembered: Remembered,
}

/// What is to be said of the bundled sample.
#[derive(Debug)]
pub(super) struct Sample {
    /// The day its newest record was touched.
    pub newest: Option<RecordDate>,
}

/// A question that was read and looked up.
struct Run {
    understanding: Arc<Understanding>,
    plan: Plan,
    outcome: Outcome,
}

/// Why a search has no answer.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// The request cannot be answered as asked (400).
    #[error(transparent)]
    Request(#[from] RequestError),
    /// A place was named that is not known (422).
    #[error("no place of that name is known")]
    UnknownPlace {
        /// The parameter that named it: `near` or `q`.
        field: &'static str,
        /// What may have been meant.
        suggestions: Vec<String>,
        /// Danger signs in the question, which a misspelt place must not hide.
        safety: Vec<SafetyNotice>,
    },
    /// The cursor's generation is no longer kept (410).
    #[error("this cursor's generation is no longer kept")]
    CursorExpired,
    /// The cursor's generation may be the one that is being opened (503).
    #[error("this cursor's generation is being opened")]
    NotOpenYet,
    /// The generation failed us (500).
    #[error(transparent)]
    Index(#[from] IndexError),
}

impl SearchError {
    /// A place that is not known; danger signs are for whoever has the question.
    pub(super) fn unknown_place(field: &'static str, suggestions: Vec<String>) -> Self {
        Self::UnknownPlace { field, suggestions, safety: Vec::new() }
    }
}

/// A provider and the generation it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderAnswer {
    /// The generation.
    pub generation: String,
    /// The provider's record.
    pub record: Record,
    /// Where each of its facts is from; `None` where the generation does not tell.
    pub provenance: Option<Provenance>,
    /// Whether the generation holds nothing but the bundled sample.
    pub sample: bool,
}

/// Who else practises at one of a provider's addresses.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Colleagues {
    /// How many providers, whoever asks for how few.
    pub total: usize,
    /// The first of them by family name, at most [`Colleagues::SHOWN`].
    pub first: Vec<Record>,
}

impl Colleagues {
    /// How many are named.
    pub const SHOWN: usize = 10;

    /// Of how many practices of a provider they are looked for; nobody reads as many.
    pub const PRACTICES: usize = 20;
}

/// A kept generation, for whoever reads all of it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The generation.
    pub snapshot: Arc<Snapshot>,
    /// What tells it from any other, in other folders too.
    pub key: u64,
    /// Whether it holds nothing but the bundled sample.
    pub sample: bool,
}

impl ProviderAnswer {
    /// Who else practises at each of the provider's addresses, in the order of its practices, of the first
    /// [`Colleagues::PRACTICES`] of them.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    ///
    /// # Complexity
    /// Linear in those who are there. The first question to a generation reads all its records, while other such questions
    /// wait: not for threads that answer searches.
    pub fn colleagues(&self) -> Result<Vec<Colleagues>, IndexError> {
        let record = self.record.view()?;
        let mut all = Vec::with_capacity(record.practices.len().min(Colleagues::PRACTICES));
        for practice in record.practices.iter().take(Colleagues::PRACTICES) {
            let mut first = self.record.beside(practice)?;
            let total = first.len();
            first.truncate(Colleagues::SHOWN);
            all.push(Colleagues { total, first });
        }
        Ok(all)
    }
}

impl Held {
    fn new(snapshot: Arc<Snapshot>, places: &Places) -> Arc<Self> {
        let remembered = Remembered::new(snapshot.len(), places.count());
        Self::with(snapshot, |_| remembered)
    }

    /// A generation behind another one, of which some things are known.
    fn after(older: &Self, snapshot: Arc<Snapshot>) -> Arc<Self> {
        let count = snapshot.len();
        Self::with(snapshot, |key| {
            let known = &older.remembered;
            if key == older.key { known.of_the_same() } else { known.of_others(count) }
        })
    }

    fn with(snapshot: Arc<Snapshot>, remembered: impl FnOnce(u64) -> Remembered) -> Arc<Self> {
        let key = cursor::generation_key(&snapshot);
        let lists = &snapshot.manifest().lists;
        let only_sample = lists.iter().all(|list| list.list == SAMPLE_LIST) && !lists.is_empty();
        let sample = only_sample.then(|| Sample { newest: newest_record(&snapshot) });
        Arc::new(Self { snapshot, key, sample, remembered: remembered(key) })
    }
}

/// The day on which the newest record was touched; unknown where that cannot be looked up, which a search would say
/// by itself.
fn newest_record(snapshot: &Snapshot) -> Option<RecordDate> {
    let newest = snapshot.look_up(&plan::everybody(Order::Updated)).ok()?.hits.into_iter().next()?;
    snapshot.provider(newest.provider).ok()?.updated
}

impl Engine {
    /// An engine over a generation, and the one before it for cursors that are still out.
    pub fn new(
        vocabulary: Arc<Vocabulary>,
        places: Arc<Places>,
        live: Arc<Snapshot>,
        previous: Option<Arc<Snapshot>>,
    ) -> Self {
        let generations = Generations {
            live: Held::new(live, &places),
            previous: previous.map(|previous| Held::new(previous, &places)),
            is_awaited: false,
        };
        Self {
            vocabulary,
            places,
            understood: Understood::default(),
            generations: ArcSwap::from_pointee(generations),
            deadline: DEADLINE,
            tuning: Tuning::default(),
        }
    }

    /// The same engine with another deadline for each search.
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// The same engine with parts of the ranking switched off, to measure what they are worth.
    #[must_use]
    pub fn with_tuning(self, tuning: Tuning) -> Self {
        Self { tuning, ..self }
    }

    /// The same engine without a generation before the live one, which is being opened meanwhile:
    /// [`Engine::take_previous`] tells what came of it. Until then nobody is told that a cursor has expired.
    #[must_use]
    pub fn awaiting_previous(self) -> Self {
        self.generations.rcu(|held| Generations {
            live: Arc::clone(&held.live),
            previous: None,
            is_awaited: true,
        });
        self
    }

    /// Takes the generation before the live one, that was waited for; `None` where it cannot be opened. Where another
    /// generation went live meanwhile the one before it is held already.
    pub fn take_previous(&self, previous: Option<Arc<Snapshot>>) {
        let previous = previous.map(|previous| Held::new(previous, &self.places));
        self.generations.rcu(|held| {
            let previous = if held.is_awaited { previous.clone() } else { held.previous.clone() };
            Generations { live: Arc::clone(&held.live), previous, is_awaited: false }
        });
    }

    /// Whether the generation before the live one is being opened.
    pub fn awaits_previous(&self) -> bool {
        self.generations.load().is_awaited
    }

    /// The words it knows.
    pub fn vocabulary(&self) -> &Arc<Vocabulary> {
        &self.vocabulary
    }

    /// The places it knows.
    pub fn places(&self) -> &Arc<Places> {
        &self.places
    }

    /// The live generation.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.generations.load().live.snapshot)
    }

    /// A generation that is kept: the live one and the one before it are. The live one without a number.
    pub fn kept(&self, generation: Option<GenerationId>) -> Option<Kept> {
        let generations = self.generations.load();
        let mut kept = std::iter::once(&generations.live).chain(generations.previous.as_ref());
        let wanted = |held: &&Arc<Held>| generation.is_none_or(|wanted| held.snapshot.generation() == wanted);
        let held = kept.find(wanted)?;
        Some(Kept { snapshot: Arc::clone(&held.snapshot), key: held.key, sample: held.sample.is_some() })
    }

    /// Whether the live generation holds nothing but the bundled sample.
    pub fn serves_sample(&self) -> bool {
        self.generations.load().live.sample.is_some()
    }

    /// Swaps to a new generation; running searches end on the one they began with, and cursors of it stay valid. The
    /// generation that is live already changes nothing. The generation that is no longer held comes back: to drop one gives
    /// back much memory, which takes a while.
    pub fn publish(&self, live: Arc<Snapshot>) -> Option<Arc<Snapshot>> {
        let live = Held::after(&self.generations.load().live, live);
        let before = self.generations.rcu(|held| {
            let same = held.live.key == live.key;
            let previous = if same { held.previous.clone() } else { Some(Arc::clone(&held.live)) };
            Generations { live: Arc::clone(&live), previous, is_awaited: same && held.is_awaited }
        });
        let gone = before.previous.as_ref().filter(|_| before.live.key != live.key)?;
        Some(Arc::clone(&gone.snapshot))
    }

    /// The generation before the live one, while it is held.
    pub fn previous(&self) -> Option<GenerationId> {
        self.generations.load().previous.as_ref().map(|held| held.snapshot.generation())
    }

    /// Lets go of the generation before the live one, where it is that one, so that the room of files that were removed
    /// is free; its cursors have expired. It comes back, as from [`Engine::publish`].
    pub fn forget_previous(&self, generation: GenerationId) -> Option<Arc<Snapshot>> {
        let is_it = |held: &Arc<Held>| held.snapshot.generation() == generation;
        let before = self.generations.rcu(|held| {
            let previous = held.previous.clone().filter(|held| !is_it(held));
            Generations { live: Arc::clone(&held.live), previous, is_awaited: held.is_awaited }
        });
        let gone = before.previous.as_ref().filter(|held| is_it(held))?;
        Some(Arc::clone(&gone.snapshot))
    }

    /// Answers a search, inline, under a deadline of 500 ms.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn search(&self, request: &SearchRequest) -> Result<Answer, SearchError> {
        let deadline = Instant::now().checked_add(self.deadline);
        let question = cursor::question_key(request, &self.vocabulary);
        let cursor = request.cursor.as_deref().map(|text| Cursor::checked(text, question)).transpose()?;
        let held = self.held(cursor.as_ref())?;
        let pinned = cursor.map(|cursor| Pinned {
            attempt: cursor.attempt,
            widened: cursor.widened,
            after: cursor.position,
        });
        let Run { understanding, plan, outcome } = self.run(request, Page { pinned, deadline }, &held)?;
        let Understanding { intent, flags, .. } = &*understanding;
        let vocabulary = &self.vocabulary;
        let asked = Asked { request, intent, flags, plan: &plan, question, vocabulary, deadline };
        let alternatives = self.alternatives(asked, &outcome, deadline, &held);
        let mut answer = asked.answer(&outcome, alternatives, &held)?;
        self.leave_out_hidden(&mut answer, &held)?;
        Ok(answer)
    }

    /// Takes those out of a page of the generation before the live one whom the live one hides, and whom a damaged one
    /// hides that an older stands in for: whoever leafs through an older answer must not meet them either.
    fn leave_out_hidden(&self, answer: &mut Answer, held: &Held) -> Result<(), SearchError> {
        let (live, _) = self.generations();
        let has_them = live.key != held.key || live.snapshot.hides_besides();
        if !has_them || !live.snapshot.hides() {
            return Ok(());
        }
        let mut shown = Vec::with_capacity(answer.hits.len());
        for hit in std::mem::take(&mut answer.hits) {
            if !live.snapshot.is_hidden(&hit.provider()?.id) {
                shown.push(hit);
            }
        }
        answer.hits = shown;
        Ok(())
    }

    /// Reads a question and looks it up.
    fn run(&self, request: &SearchRequest, page: Page, held: &Held) -> Result<Run, SearchError> {
        let (understanding, plan) = self.understand(request)?;
        let look = |lookup: &Lookup| held.snapshot.look_up(lookup);
        let outcome = execute::execute(&plan, page, &look)?.ok_or_else(cursor::invalid)?;
        Ok(Run { understanding, plan, outcome })
    }

    /// What to leave out of a question that finds nobody anywhere.
    fn alternatives(
        &self,
        asked: Asked<'_>,
        outcome: &Outcome,
        deadline: Option<Instant>,
        held: &Held,
    ) -> Vec<Alternative> {
        if !asked.finds_nobody(outcome) {
            return Vec::new();
        }
        let ask = |request: &SearchRequest| {
            let in_time = deadline.is_none_or(|deadline| Instant::now() < deadline);
            let run = in_time.then(|| self.run(request, Page { pinned: None, deadline }, held))?.ok()?;
            let candidates = &run.outcome.candidates;
            let nearest = candidates.hits.first().and_then(|hit| hit.metres);
            (!candidates.partial).then_some(Found { total: candidates.total, nearest })
        };
        let reader = Reader { vocabulary: &self.vocabulary, places: &self.places, until: deadline };
        asked.unanswered(reader).alternatives(&ask)
    }

    /// What a question means, and what is looked up for it.
    fn understand(&self, request: &SearchRequest) -> Result<(Arc<Understanding>, Plan), SearchError> {
        let beside_place = request.near.is_some();
        let understanding =
            self.understood.of(&request.q, beside_place, || self.read(&request.q, beside_place));
        let Understanding { intent, codes, flags } = &*understanding;
        let located = locate::locate(request, intent, &self.places)
            .map_err(|error| self.with_danger_signs(error, flags, request))?;
        let mut plan = plan::plan(request, intent, located, &self.vocabulary)?.tuned(self.tuning);
        plan.remarks.extend(codes.iter().map(|code| Remark::OfWords(code)));
        Ok((understanding, plan))
    }

    /// Reads a text.
    fn read(&self, text: &str, beside_place: bool) -> Understanding {
        let read = if beside_place { parse_beside_place } else { parse };
        let (intent, said) = read(text, &self.vocabulary, &self.places);
        let codes = said.iter().map(|notice| notice.code).collect();
        Understanding { intent, codes, flags: self.vocabulary.danger_signs(text) }
    }

    /// An error that tells of danger signs in the question too.
    fn with_danger_signs(&self, error: SearchError, flags: &[usize], request: &SearchRequest) -> SearchError {
        match error {
            SearchError::UnknownPlace { field, suggestions, .. } => {
                let safety = compose::danger_signs(flags, &self.vocabulary, request.lang);
                SearchError::UnknownPlace { field, suggestions, safety }
            }
            other => other,
        }
    }

    /// The generation to answer from: the live one, or the one that the cursor's page before came from.
    fn held(&self, cursor: Option<&Cursor>) -> Result<Arc<Held>, SearchError> {
        let generations = self.generations.load();
        let Some(cursor) = cursor else { return Ok(Arc::clone(&generations.live)) };
        let kept = std::iter::once(&generations.live).chain(generations.previous.as_ref());
        let held = kept.into_iter().find(|held| held.key == cursor.generation);
        let missing =
            if generations.is_awaited { SearchError::NotOpenYet } else { SearchError::CursorExpired };
        held.cloned().ok_or(missing)
    }

    /// The live generation and the one before it.
    fn generations(&self) -> (Arc<Held>, Option<Arc<Held>>) {
        let generations = self.generations.load();
        (Arc::clone(&generations.live), generations.previous.clone())
    }

    /// Completes what is being typed.
    ///
    /// # Errors
    /// [`SearchError`].
    pub fn suggest(&self, request: &SuggestRequest) -> Result<Suggestions, SearchError> {
        let held = self.held(None)?;
        let (vocabulary, places) = (&self.vocabulary, &self.places);
        Ok(suggest::suggest(request, vocabulary, places, &held.snapshot, &held.remembered)?)
    }

    /// Finds out ahead, for about so long, what completion has to know of names, before somebody waits for it; what is left
    /// to find out. To be called by one thread, again and again.
    ///
    /// # Errors
    /// [`SearchError::Index`] when names cannot be looked up or read.
    pub fn prepare_completion(&self, time: Duration) -> Result<Left, SearchError> {
        let (held, previous) = self.generations();
        let (vocabulary, places) = (&self.vocabulary, &self.places);
        let older = previous.as_ref().map(|held| (&*held.snapshot, &held.remembered));
        let (snapshot, remembered) = (&held.snapshot, &held.remembered);
        Ok(Ahead { vocabulary, places, snapshot, remembered, older }.go_on(time)?)
    }

    /// The provider with that id, `None` when there is none.
    ///
    /// # Errors
    /// [`SearchError::Index`] when its record cannot be read.
    pub fn provider(&self, id: &ProviderId) -> Result<Option<ProviderAnswer>, SearchError> {
        let held = self.held(None)?;
        let Some(number) = held.snapshot.find(id).filter(|_| !held.snapshot.is_hidden(id)) else {
            return Ok(None);
        };
        Ok(Some(ProviderAnswer {
            generation: held.snapshot.generation().to_string(),
            record: Record::new(&held.snapshot, number),
            provenance: held.snapshot.provenance(&held.snapshot.provider(number)?)?,
            sample: held.sample.is_some(),
        }))
    }
}

#[cfg(test)]
mod questions;
mod reasons;
#[cfg(test)]
mod tests;
