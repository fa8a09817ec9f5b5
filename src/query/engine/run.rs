//! [`Run`]: a question read and looked up; where nobody bears a name in it, around the town that may be meant.
//!
//! In: a request and the page of it. Out: what it was understood to mean, the plan, and what that found. Invariant: which
//! reading answers does not depend on the page.

use super::generations::Held;
use super::{Engine, SearchError};
use crate::domain::ProviderKind;
use crate::index::{Concept, Given, Lookup, Order, Record, Word, Words};
use crate::query::borne;
use crate::query::called::{Called, Who};
use crate::query::cursor;
use crate::query::execute::{self, Outcome, Page};
use crate::query::intent::Intent;
use crate::query::name_parameter;
use crate::query::notices::Remark;
use crate::query::parse::Known;
use crate::query::plan::{self, NameReading, Plan, Try};
use crate::query::request::SearchRequest;
use crate::query::town::{self, Beside, Meant};
use crate::query::understood::Understanding;
use std::sync::Arc;

/// A question that was read and looked up.
pub(super) struct Run {
    pub(super) understanding: Arc<Understanding>,
    pub(super) plan: Plan,
    pub(super) outcome: Outcome,
}

impl Run {
    /// Whether words were left out of it that nobody bears.
    fn leaves_names_out(&self) -> bool {
        self.outcome.leaves_names_out(&self.plan)
    }

    /// Whether it finds only people whose names are nearly the words.
    fn bends_names(&self) -> bool {
        self.reads_names(NameReading::Edited)
    }

    /// Whether it was a reading of that kind that found somebody.
    pub(super) fn reads_names(&self, reading: NameReading) -> bool {
        let answered = self.outcome.attempt.and_then(|number| self.plan.tries.get(number));
        answered.is_some_and(|attempt| attempt.reading == reading)
    }

    pub(super) fn finds_nobody(&self) -> bool {
        self.outcome.candidates.total == 0
    }

    /// Whether it finds somebody by the name as typed who is no farther than was asked.
    pub(super) fn finds_nearby(&self) -> bool {
        let first = self.outcome.reached.as_ref().and_then(|reached| reached.rings.first());
        self.reads_names(NameReading::AsTyped) && first.is_some_and(|ring| ring.count > 0)
    }
}

/// Where a question is looked up.
#[derive(Clone, Copy)]
pub(super) struct There<'t> {
    pub(super) request: &'t SearchRequest,
    pub(super) held: &'t Held,
}

impl Engine {
    /// Reads a question and looks it up: around the town that a name is, where nobody bears it.
    pub(super) fn run(&self, request: &SearchRequest, page: Page, held: &Held) -> Result<Run, SearchError> {
        match self.with_joined_name(request, page, held)? {
            Some(renamed) => self.run_named(&renamed, page, held),
            None => self.run_named(request, page, held),
        }
    }

    /// The same request with the surname of its name parameter in one word, where somebody bears it so.
    fn with_joined_name(
        &self,
        request: &SearchRequest,
        page: Page,
        held: &Held,
    ) -> Result<Option<SearchRequest>, SearchError> {
        let name = request.name.as_deref();
        let Some(words) = name.and_then(|name| name_parameter::joined(name, &self.vocabulary)) else {
            return Ok(None);
        };
        let name = words.join(" ");
        let words = Some(Words::plain(words, true, 0));
        let deadline = page.deadline;
        let anybody = Lookup { words, limit: 0, deadline, ..plan::everybody(Order::Relevance) };
        let borne = held.snapshot.look_up(&anybody)?;
        Ok((borne.total > 0).then(|| SearchRequest { name: Some(name), ..request.clone() }))
    }

    fn run_named(&self, request: &SearchRequest, page: Page, held: &Held) -> Result<Run, SearchError> {
        let (understanding, plan) = self.understand(request)?;
        let there = There { request, held };
        if let Some(named) = self.with_name(there, &understanding, page)? {
            return on_page(named, page, held);
        }
        let known = (&*self.vocabulary, &*self.places);
        let named = plan.located.place.is_none() && !understanding.intent.words.is_empty();
        if !named {
            let first = Page { pinned: None, ..page };
            let in_words = understanding.intent.place.is_some() && !understanding.intent.words.is_empty();
            if !in_words || request.near.is_some() {
                let outcome = looked_up(&plan, page, held)?;
                return Ok(Run { understanding, plan, outcome });
            }
            let outcome = looked_up(&plan, first, held)?;
            let run = Run { understanding, plan, outcome };
            return on_page(self.of_the_name(there, run, first)?, page, held);
        }
        let meant = town::instead_of_name(&request.q, &understanding.intent, known);
        let beside = town::beside_unknown_words(&request.q, &understanding.intent, &self.places);
        // Whether somebody bears the name is found out for each page alike.
        let first = Page { pinned: None, ..page };
        let outcome = looked_up(&plan, first, held)?;
        let as_name = Run { understanding, plan, outcome };
        let run = self.named_or_near(there, as_name, (meant, beside), first)?;
        on_page(self.of_the_name(there, run, first)?, page, held)
    }

    /// A question with a name in it around the town where somebody bears it.
    fn of_the_name(&self, there: There<'_>, run: Run, page: Page) -> Result<Run, SearchError> {
        let unborne = run.leaves_names_out() || run.finds_nobody() || run.bends_names();
        if unborne && let Some(run) = self.in_small_town(there, &run.understanding, page)? {
            return self.around_namesake(there, run, page);
        }
        self.around_namesake(there, run, page)
    }

    /// The reading by which somebody bears a name, else the town that stands there.
    fn named_or_near(
        &self,
        there: There<'_>,
        mut as_name: Run,
        (meant, beside): (Option<Meant>, Option<Beside>),
        page: Page,
    ) -> Result<Run, SearchError> {
        let unnamed = as_name.leaves_names_out();
        let mut without_name = None;
        if let Some(Meant { intent, names_somebody, is_likelier }) = meant {
            if is_likelier
                && as_name.reads_names(NameReading::AsTyped)
                && !is_practice(&as_name.plan, page, there.held)?
            {
                let place =
                    intent.place.as_ref().map(|place| place.concept.label.clone()).unwrap_or_default();
                let name = as_name.understanding.intent.words.join(" ");
                let said = Remark::TownLikelier { name, place };
                return self.with_place(there, &as_name.understanding, (intent, said), page);
            }
            // A town that is spelled right is likelier than a name that is not.
            let is_town =
                unnamed || if names_somebody { as_name.finds_nobody() } else { as_name.bends_names() };
            if is_town {
                let large =
                    intent.place.as_ref().is_some_and(|place| town::is_large(&place.concept, &self.places));
                let around = self.around(there, &as_name.understanding, intent, page)?;
                if !names_somebody || !around.finds_nobody() && !around.leaves_names_out() {
                    return Ok(around);
                }
                // Nobody of the name is there: the town was meant all the same.
                without_name = Some(around).filter(|around| large && !around.finds_nobody());
            } else if !names_somebody && let Some(place) = intent.place {
                let name = as_name.understanding.intent.words.join(" ");
                as_name.plan.remarks.push(Remark::TownPossible { name, place: place.concept.label });
            }
        }
        if !unnamed {
            return Ok(as_name);
        }
        if let Some(Beside { intent, first }) = beside
            && !self.is_given_name(&first, &as_name.plan, there.held)?
        {
            return self.around(there, &as_name.understanding, intent, page);
        }
        match town::misspelt(
            &there.request.q,
            &as_name.understanding.intent,
            (&self.vocabulary, &self.places),
        ) {
            Some((intent, label)) => {
                let said = Remark::PlaceCorrected(label);
                self.with_place(there, &as_name.understanding, (intent, said), page)
            }
            None => Ok(without_name.unwrap_or(as_name)),
        }
    }

    /// The same question with a town in it.
    pub(super) fn around(
        &self,
        there: There<'_>,
        understanding: &Understanding,
        intent: Intent,
        page: Page,
    ) -> Result<Run, SearchError> {
        let name = understanding.intent.words.join(" ");
        let place = intent.place.as_ref().map(|place| place.concept.label.clone()).unwrap_or_default();
        let said = Remark::TownMeant { name, place };
        self.with_place(there, understanding, (intent, said), page)
    }

    /// The same question with a place in it, and what is said of that.
    pub(super) fn with_place(
        &self,
        there: There<'_>,
        understanding: &Understanding,
        (intent, said): (Intent, Remark),
        page: Page,
    ) -> Result<Run, SearchError> {
        let understanding = Arc::new(Understanding { intent, ..understanding.clone() });
        let mut plan = self.plan(there.request, &understanding)?;
        plan.remarks.push(said);
        let outcome = looked_up(&plan, page, there.held)?;
        Ok(Run { understanding, plan, outcome })
    }

    /// Whether somebody who is listed has a word as a given name, or is called so.
    fn is_given_name(&self, word: &str, plan: &Plan, held: &Held) -> Result<bool, SearchError> {
        let called = self.vocabulary.nicknames(word).iter().map(String::as_str);
        for form in std::iter::once(word).chain(called) {
            if is_borne(Word { text: form.to_owned(), given: Given::Initial }, plan, held)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The question with names where words were taken for something else, where somebody has them.
    fn with_name(
        &self,
        there: There<'_>,
        read: &Understanding,
        page: Page,
    ) -> Result<Option<Run>, SearchError> {
        for Called { numbers, words, who, placed } in &read.called {
            if !is_called(words, *who, page, there.held)? {
                continue;
            }
            let beside = there.request.near.is_some();
            let known = Known { beside, names: numbers };
            let understanding = Arc::new(self.read(&there.request.q, known));
            if *placed && !beside && understanding.intent.place.is_none() {
                continue;
            }
            let mut plan = self.plan(there.request, &understanding)?;
            if *who == Who::FullName
                && let Some(place) = &read.intent.place
            {
                let (name, place) = (words.join(" "), place.concept.label.clone());
                plan.remarks.push(Remark::TownPossible { name, place });
            }
            let outcome = looked_up(&plan, Page { pinned: None, ..page }, there.held)?;
            let run = Run { understanding, plan, outcome };
            if !(run.leaves_names_out() || run.bends_names() || run.finds_nobody()) {
                return Ok(Some(run));
            }
        }
        Ok(None)
    }
}

/// The page asked for of a question that was decided on by its first.
fn on_page(run: Run, page: Page, held: &Held) -> Result<Run, SearchError> {
    if page.pinned.is_none() {
        return Ok(run);
    }
    let outcome = looked_up(&run.plan, page, held)?;
    Ok(Run { outcome, ..run })
}

/// So many who bear words are looked at for a person who is called so; the others bear them in a practice's name.
const LOOKED_AT: usize = 20;

/// Whether somebody who is listed, and counts, bears all words.
fn is_called(words: &[String], who: Who, page: Page, held: &Held) -> Result<bool, SearchError> {
    let words = Words::plain(words.to_vec(), false, 0);
    let (all_of, limit) = match who {
        Who::Anybody => (Vec::new(), 0),
        Who::Person | Who::FullName => (vec![vec![Concept::Kind(ProviderKind::Person)]], LOOKED_AT),
    };
    let (asked, deadline) = (Some(words.clone()), page.deadline);
    let lookup = Lookup { all_of, words: asked, limit, deadline, ..plan::everybody(Order::Relevance) };
    let found = held.snapshot.look_up(&lookup)?;
    let is_called = match who {
        Who::Anybody => return Ok(found.total > 0),
        Who::Person => borne::is_own_name,
        Who::FullName => borne::is_full_name,
    };
    for hit in found.hits {
        let record = Record::new(&held.snapshot, hit.provider);
        if is_called(&record.view()?.name, &words) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether all words of a question are the name of a practice that is listed.
fn is_practice(plan: &Plan, page: Page, held: &Held) -> Result<bool, SearchError> {
    let whole = |attempt: &&Try| matches!(attempt.reading, NameReading::Whole | NameReading::WholeExactly);
    for attempt in plan.tries.iter().filter(whole) {
        let anywhere = Lookup { area: None, limit: 0, deadline: page.deadline, ..attempt.bearers.clone() };
        if held.snapshot.look_up(&anywhere)?.total > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Whether somebody who is listed bears a word, whatever else is asked for.
pub(super) fn is_borne(word: Word, plan: &Plan, held: &Held) -> Result<bool, SearchError> {
    let Some(lookup) = plan.tries.first().map(|first| &first.lookup) else { return Ok(false) };
    let lookup = Lookup {
        all_of: Vec::new(),
        none_of: Vec::new(),
        id: None,
        words: Some(Words { words: vec![word], last_is_prefix: false, edits: 0 }),
        area: None,
        rings: Vec::new(),
        after: None,
        limit: 0,
        facets: false,
        ..lookup.clone()
    };
    Ok(held.snapshot.look_up(&lookup)?.total > 0)
}

pub(super) fn looked_up(plan: &Plan, page: Page, held: &Held) -> Result<Outcome, SearchError> {
    let look = |lookup: &Lookup| held.snapshot.look_up(lookup);
    Ok(execute::execute(plan, page, &look)?.ok_or_else(cursor::invalid)?)
}
