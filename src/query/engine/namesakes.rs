//! Towns that a name shows: another one than the largest of its name where somebody who is asked for is there, one of any
//! size beside whoever practises in it.
//!
//! In: a question that was read and looked up. Out: the same around the town where somebody bears the name. Invariants: a
//! place that is given, or named with its state, stays; nothing changes where somebody of the name is near already.

use super::generations::Held;
use super::run::{Run, There, is_borne, looked_up};
use super::{Engine, SearchError};
use crate::index::{Area, Given, Lookup, Word};
use crate::places::{Place, PlaceKind};
use crate::query::execute::Page;
use crate::query::intent::Reading;
use crate::query::notices::Remark;
use crate::query::plan::{NameReading, Plan};
use crate::query::town::{self, SmallTown};
use crate::query::understood::Understanding;
use crate::query::widen;
use std::sync::Arc;

impl Engine {
    /// A question whose name nobody bears around its town: around another of the town's name where somebody does, if there
    /// is one.
    pub(super) fn around_namesake(&self, there: There<'_>, run: Run, page: Page) -> Result<Run, SearchError> {
        let Some(reading) = self.doubtful_town(there, &run) else { return Ok(run) };
        if run.finds_nearby() || bears_nearby(&run.plan, &reading.concept, page, there.held)? {
            return Ok(run);
        }
        let is_city = |place: &&Place| matches!(place.kind, PlaceKind::City { .. });
        for town in reading.concept.alternatives.iter().filter(is_city) {
            if bears_nearby(&run.plan, town, page, there.held)? {
                return self.in_namesake(there, &run, (&reading, town), page);
            }
        }
        Ok(run)
    }

    /// The town in the words that others are called like, where a name is asked for besides.
    fn doubtful_town(&self, there: There<'_>, run: &Run) -> Option<Reading<Place>> {
        let intent = &run.understanding.intent;
        let reading = intent.place.as_ref().filter(|_| there.request.near.is_none())?;
        let town = &reading.concept;
        let doubtful = matches!(town.kind, PlaceKind::City { .. }) && !town.alternatives.is_empty();
        let corrected = reading.typo > 0;
        let surely = self.places.is_by_far_the_largest(town) && town::is_large(town, &self.places);
        (doubtful && !corrected && !surely && !intent.words.is_empty()).then(|| reading.clone())
    }

    /// The same question around a namesake of its town.
    fn in_namesake(
        &self,
        there: There<'_>,
        run: &Run,
        (reading, town): (&Reading<Place>, &Place),
        page: Page,
    ) -> Result<Run, SearchError> {
        let largest = Place { alternatives: Vec::new(), ..reading.concept.clone() };
        let others = reading.concept.alternatives.iter().filter(|other| other.label != town.label).cloned();
        let alternatives: Vec<Place> = std::iter::once(largest).chain(others).collect();
        let name = run.understanding.intent.words.join(" ");
        let others = alternatives.iter().map(|place| place.label.clone()).collect();
        let said = Remark::TownOfName { name, place: town.label.clone(), others };
        let mut intent = run.understanding.intent.clone();
        let concept = Place { alternatives, ..town.clone() };
        for span in &mut intent.spans {
            for id in span.fate.ids.iter_mut().filter(|id| **id == reading.concept.label) {
                id.clone_from(&concept.label);
            }
        }
        intent.place = Some(Reading { concept, ..reading.clone() });
        let mut found = self.with_place(there, &run.understanding, (intent, said), page)?;
        let ambiguous = |remark: &Remark| matches!(remark, Remark::PlaceAmbiguous { .. });
        found.plan.located.remarks.retain(|remark| !ambiguous(remark));
        Ok(found)
    }

    /// Around a town of any size at an end of a name, where somebody bears the rest of it near there; in the whole state
    /// where the town's name is a part of another one there.
    pub(super) fn in_small_town(
        &self,
        there: There<'_>,
        understanding: &Understanding,
        page: Page,
    ) -> Result<Option<Run>, SearchError> {
        let known = (&*self.vocabulary, &*self.places);
        let q = &there.request.q;
        for SmallTown { intent, word } in town::beside_name(q, &understanding.intent, known) {
            let read = Arc::new(Understanding { intent, ..understanding.clone() });
            let plan = self.plan(there.request, &read)?;
            let borne = |word| is_borne(Word { text: word, given: Given::AsTyped }, &plan, there.held);
            let Some(town) = plan.located.place.clone() else { continue };
            if word.map(borne).transpose()?.unwrap_or(false) {
                continue;
            }
            let mut towns = std::iter::once(&town).chain(&town.alternatives);
            let mut near = false;
            while let Some(town) = towns.next().filter(|_| !near) {
                near = bears_nearby(&plan, town, page, there.held)?;
            }
            if near {
                let around = self.around(there, understanding, read.intent.clone(), page)?;
                return Ok(Some(around));
            }
        }
        let Some(intent) = town::without_quarter(q, &understanding.intent, &self.places) else {
            return Ok(None);
        };
        let read = Arc::new(Understanding { intent, ..understanding.clone() });
        let plan = self.plan(there.request, &read)?;
        let outcome = looked_up(&plan, page, there.held)?;
        let run = Run { understanding: read, plan, outcome };
        Ok((run.reads_names(NameReading::AsTyped) && !run.finds_nobody()).then_some(run))
    }
}

/// Whether somebody bears the names of a plan as typed within the usual reach of a place.
fn bears_nearby(plan: &Plan, place: &Place, page: Page, held: &Held) -> Result<bool, SearchError> {
    let Some(center) = place.point() else { return Ok(false) };
    let area = Some(Area { center, reach: widen::default_reach() });
    let as_typed = plan.tries.iter().filter(|attempt| attempt.reading == NameReading::AsTyped);
    for attempt in as_typed.filter(|attempt| attempt.bearers.words.is_some()) {
        let near = Lookup { area, limit: 0, deadline: page.deadline, ..attempt.bearers.clone() };
        if held.snapshot.look_up(&near)?.total > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}
