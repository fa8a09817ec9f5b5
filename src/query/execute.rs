//! Runs a plan on one generation: which reading of the words, how far to look, and the page.
//!
//! In: a [`Plan`], the page wanted, and what answers a [`Lookup`]. Out: an [`Outcome`]. Invariants: every lookup of an
//! outcome is answered by the same generation; a page after the first decides nothing anew; once the deadline has cut
//! a lookup, nothing further is tried.

use super::answer::Ring;
use super::plan::{NameReading, Plan, Try};
use super::widen;
use crate::domain::{Metres, Reach};
use crate::index::{Area, Candidates, IndexError, Lookup, Order, Position};
use std::time::Instant;

/// The tier of a name that is exactly the one asked for; see `rank`.
const EXACT_NAME: u8 = 3;
/// The hits of which the last one tells how far [`widen::ENOUGH`] of them reach.
const ENOUGH_HITS: usize = 3;

/// The page wanted.
#[derive(Debug, Clone, Copy)]
pub(super) struct Page {
    /// What a page before this one decided; `None` for the first.
    pub pinned: Option<Pinned>,
    /// When to stop with what there is.
    pub deadline: Option<Instant>,
}

/// What the pages after the first go on from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pinned {
    /// Which of the plan's tries answered.
    pub attempt: u8,
    /// How many steps the reach was widened.
    pub widened: u8,
    /// The last hit's place.
    pub after: Position,
}

/// What a plan found.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Outcome {
    /// Which of the plan's tries answered; `None` where there is none, or no reading of the words matches anybody.
    pub attempt: Option<usize>,
    /// What was found.
    pub candidates: Candidates,
    /// How far was looked; `None` without a place to measure from.
    pub reached: Option<Reached>,
}

impl Outcome {
    /// Whether words that nobody bears were left out of what answered a plan.
    pub(super) fn leaves_names_out(&self, plan: &Plan) -> bool {
        let answered = self.attempt.and_then(|number| plan.tries.get(number));
        answered.is_some_and(|attempt| attempt.reading == NameReading::LeftOut)
    }
}

/// How far was looked.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reached {
    /// The reach used.
    pub used: Reach,
    /// How many steps it was widened from the asked one.
    pub widened: u8,
    /// Counts of the circles reported, the asked one first.
    pub rings: Vec<Ring>,
    /// What lies beyond the asked circle, where it holds too few.
    pub farther: Option<Farther>,
}

/// How many there are at any distance, and how far the third nearest is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Farther {
    /// How many, exactly.
    pub everywhere: u64,
    /// The third nearest's distance; `None` where there are fewer.
    pub third: Option<Metres>,
}

/// What answers a lookup: a snapshot, or a table in tests.
pub(super) type LookUp<'l> = &'l dyn Fn(&Lookup) -> Result<Candidates, IndexError>;

/// The same under the page's deadline.
type Bounded<'l> = &'l dyn Fn(Lookup) -> Result<Candidates, IndexError>;

/// Runs a plan. A pinned page that the plan cannot have led to is `None`.
///
/// # Errors
/// [`IndexError`] when a lookup fails.
pub(super) fn execute(plan: &Plan, page: Page, look: LookUp<'_>) -> Result<Option<Outcome>, IndexError> {
    let bounded = |lookup: Lookup| look(&Lookup { deadline: page.deadline, ..lookup });
    let attempt = match page.pinned {
        Some(pinned) => Some(usize::from(pinned.attempt)),
        None => first_that_matches(plan, &bounded)?,
    };
    let Some(attempt) = attempt else { return Ok(Some(nothing(plan))) };
    let Some(chosen) = plan.tries.get(attempt) else { return Ok(None) };
    let found = match (chosen.lookup.area, page.pinned) {
        (None, pinned) => {
            let after = pinned.map(|pinned| pinned.after);
            Some((bounded(Lookup { after, ..chosen.lookup.clone() })?, None))
        }
        (Some(area), None) => Some(widening(plan, chosen, area, &bounded)?),
        (Some(area), Some(pinned)) => pinned_page(chosen, area, pinned, &bounded)?,
    };
    let Some((candidates, mut reached)) = found else { return Ok(None) };
    if let (Some(reached), Some(area), false) = (&mut reached, chosen.lookup.area, candidates.partial) {
        reached.farther = farther(chosen, area, reached, &bounded)?;
    }
    Ok(Some(Outcome { attempt: Some(attempt), candidates, reached }))
}

/// What lies beyond a circle that holds too few; `None` where nothing can, or the deadline came first.
fn farther(
    chosen: &Try,
    area: Area,
    reached: &Reached,
    look: Bounded<'_>,
) -> Result<Option<Farther>, IndexError> {
    let inside = reached.rings.first().map_or(0, |ring| ring.count);
    if inside >= widen::ENOUGH || area.reach == Reach::Any {
        return Ok(None);
    }
    let nearest = look(Lookup {
        area: Some(Area { reach: Reach::Any, ..area }),
        order: Order::Distance,
        limit: ENOUGH_HITS,
        facets: false,
        ..chosen.lookup.clone()
    })?;
    let third = nearest.hits.get(ENOUGH_HITS - 1).and_then(|hit| hit.metres);
    Ok((!nearest.partial).then_some(Farther { everywhere: nearest.total, third }))
}

/// The first try whose words somebody bears who is asked for; a try without any needs nobody. Neither filters
/// nor the radius decide, so that they only ever narrow what is found.
fn first_that_matches(plan: &Plan, look: Bounded<'_>) -> Result<Option<usize>, IndexError> {
    if plan.tries.len() <= 1 {
        return Ok((!plan.tries.is_empty()).then_some(0));
    }
    for (number, attempt) in plan.tries.iter().enumerate() {
        if attempt.reading == NameReading::LeftOut || attempt.bearers.words.is_none() {
            return Ok(Some(number));
        }
        let area = attempt.bearers.area.map(|area| Area { reach: plan.names_reach, ..area });
        let exactly = attempt.reading == NameReading::WholeExactly;
        let found = look(Lookup { area, limit: usize::from(exactly), ..attempt.bearers.clone() })?;
        let called_so = found.hits.first().is_some_and(|best| best.score.tier == EXACT_NAME);
        let answers = if exactly { called_so } else { found.total > 0 || found.partial };
        if answers && attempt.reading == NameReading::Edited {
            return Ok(Some(borne_farther(plan, number, look)?.unwrap_or(number)));
        }
        if answers {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// The try before a bent one by whose words somebody is called, however far: whoever is called so stands before those who
/// are called nearly so. What is no name at all, nobody near being called so or nearly so, is not looked for.
fn borne_farther(plan: &Plan, bent: usize, look: Bounded<'_>) -> Result<Option<usize>, IndexError> {
    if plan.names_reach == Reach::Any {
        return Ok(None);
    }
    let as_typed = |(_, attempt): &(usize, &Try)| attempt.reading == NameReading::AsTyped;
    for (number, attempt) in plan.tries.iter().take(bent).enumerate().filter(as_typed) {
        let Some(area) = attempt.bearers.area else { return Ok(None) };
        let anywhere = Some(Area { reach: Reach::Any, ..area });
        if look(Lookup { area: anywhere, ..attempt.bearers.clone() })?.total > 0 {
            return Ok(Some(number));
        }
    }
    Ok(None)
}

/// What is found where nothing is looked up: nobody, in every circle.
fn nothing(plan: &Plan) -> Outcome {
    let reached = plan.located.reach().map(|asked| {
        let rings = widen::circles(asked, asked).into_iter().map(|within| Ring { within, count: 0 });
        Reached { used: asked, widened: 0, rings: rings.collect(), farther: None }
    });
    Outcome { attempt: None, candidates: Candidates::default(), reached }
}

type Found = (Candidates, Option<Reached>);

/// The first page: within the asked reach, or beyond it where too few are there.
fn widening(plan: &Plan, chosen: &Try, area: Area, look: Bounded<'_>) -> Result<Found, IndexError> {
    let asked = area.reach;
    let first = counted(&chosen.lookup, area, asked, None, look)?;
    let steps = widen::beyond(asked);
    if plan.strict || first.0.total >= widen::ENOUGH || first.0.partial || steps.is_empty() {
        return Ok(first);
    }
    let edges = steps.iter().map(|step| widen::edge(*step)).collect();
    let counts = look(Lookup { rings: edges, limit: 0, facets: false, ..chosen.lookup.clone() })?;
    if counts.partial {
        let (candidates, reached) = first;
        return Ok((Candidates { partial: true, more: false, ..candidates }, reached));
    }
    let counts: Vec<(Reach, u64)> = steps.into_iter().zip(counts.rings).collect();
    let used = widen::choose(asked, first.0.total, &counts);
    if widen::same(used, asked) {
        return Ok(first);
    }
    let candidates = look(Lookup { area: Some(Area { reach: used, ..area }), ..chosen.lookup.clone() })?;
    let circles = widen::circles(asked, used);
    let beyond = circles.iter().skip(1).zip(&counts).map(|(within, (_, count))| (*within, *count));
    let rings = std::iter::once((asked, first.0.total)).chain(beyond);
    let rings = rings.map(|(within, count)| Ring { within, count }).collect();
    Ok((candidates, Some(Reached { used, widened: steps_to(asked, used), rings, farther: None })))
}

/// A page after the first: the reach is pinned. `None` when there is no such step.
fn pinned_page(
    chosen: &Try,
    area: Area,
    pinned: Pinned,
    look: Bounded<'_>,
) -> Result<Option<Found>, IndexError> {
    let asked = area.reach;
    let used = match usize::from(pinned.widened) {
        0 => Some(asked),
        step => widen::beyond(asked).get(step - 1).copied(),
    };
    let Some(used) = used else { return Ok(None) };
    counted(&chosen.lookup, Area { reach: used, ..area }, asked, Some(pinned.after), look).map(Some)
}

/// One lookup within an area, with the counts of its circles.
fn counted(
    lookup: &Lookup,
    area: Area,
    asked: Reach,
    after: Option<Position>,
    look: Bounded<'_>,
) -> Result<Found, IndexError> {
    let used = area.reach;
    let circles = widen::circles(asked, used);
    let further = |reach: &&Reach| !widen::same(**reach, used);
    let edges = circles.iter().filter(further).map(|reach| widen::edge(*reach)).collect();
    let candidates = look(Lookup { area: Some(area), rings: edges, after, ..lookup.clone() })?;
    let mut counts = candidates.rings.iter().copied();
    let rings = circles
        .iter()
        .map(|within| {
            let count =
                if widen::same(*within, used) { candidates.total } else { counts.next().unwrap_or_default() };
            Ring { within: *within, count }
        })
        .collect();
    Ok((candidates, Some(Reached { used, widened: steps_to(asked, used), rings, farther: None })))
}

/// How many steps lie between two reaches.
fn steps_to(asked: Reach, used: Reach) -> u8 {
    let step = widen::beyond(asked).into_iter().position(|step| widen::same(step, used));
    step.and_then(|step| u8::try_from(step + 1).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests;
