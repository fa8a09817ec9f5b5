//! Runs a [`Lookup`] over one generation.
//!
//! The steps: resolve clauses and words, choose a walk, count everybody on it ([`Census`]: total, rings, facets, pivot),
//! select the first hits of the order, score them; only the tiles that may hold a hit are looked into. Invariant:
//! what is found does not depend on the walk; `oracle.rs` says what it must equal.

use super::begun;
use super::census::{Census, is_everywhere};
use super::circle::{Center, Circles, Edge};
use super::clause::Clauses;
use super::clock::Clock;
use super::drive::{self, Drive, Roads};
use super::error::IndexError;
use super::line;
use super::lookup::{Candidate, Candidates, Lookup, Order};
use super::manner::Manner;
use super::masks::TILE_ROWS;
use super::matching::{Found, Matcher, Walk};
use super::merit;
use super::name_query::NameQuery;
use super::nearby;
use super::nearest;
use super::promising;
use super::score::{self, Scorer};
use super::select::{Ranker, Selection, Standing};
use super::snapshot::Snapshot;
use crate::domain::Metres;

/// A look at what somebody is costs as much as so many tiles do when masks are made.
const TILES_A_LOOK: usize = 32;

/// What a lookup resolves to.
pub(super) struct Plan<'s> {
    /// Columns, clauses and the centre.
    pub(super) matcher: Matcher<'s>,
    /// The circles that are counted in; `None` without a centre.
    pub(super) circles: Option<Circles<'s>>,
    /// The edge of the area; `None` for everywhere.
    pub(super) edge: Option<Edge>,
    /// The edge of the widest circle to count in; `None` for everywhere.
    pub(super) widest: Option<Edge>,
    /// Who has the words asked for, where words are.
    pub(super) names: Option<NameQuery<'s>>,
    /// What is gone through.
    pub(super) walk: Walk,
    /// How many are found however far, where words are asked for and that is to be counted.
    pub(super) everywhere: Option<u64>,
    /// Everybody in the lookup's order, where that was made.
    pub(super) line: Option<&'s [u32]>,
    /// Whether whoever the clauses do not let in was dropped from the walk's providers.
    pub(super) is_sifted: bool,
    /// Whether [`begun`] answers, without a list of those who have the words.
    begun: bool,
}

/// Runs a lookup.
pub(super) fn run(snapshot: &Snapshot, lookup: &Lookup) -> Result<Candidates, IndexError> {
    run_by(snapshot, lookup, &mut Clock::new(lookup.deadline))
}

/// Runs a lookup by a clock, which counts the work.
pub(super) fn run_by(
    snapshot: &Snapshot,
    lookup: &Lookup,
    clock: &mut Clock,
) -> Result<Candidates, IndexError> {
    // To look at one provider takes no time.
    if lookup.id.is_none() && clock.look().is_break() {
        let rings = vec![0; lookup.rings.len()];
        return Ok(Candidates { rings, partial: true, ..Candidates::default() });
    }
    let resolved = Clauses::resolve(&lookup.all_of, &lookup.none_of, snapshot.concepts());
    let (clauses, possible) = resolved.map_or_else(|| (Clauses::default(), false), |clauses| (clauses, true));
    let plan = Plan::make(snapshot, lookup, &clauses, (possible, false), clock)?;
    if plan.begun {
        let scorer = Scorer::new(&lookup.score, snapshot.concepts(), plan.names.as_ref(), None);
        return Ok(begun::run(&plan, &scorer, (lookup, snapshot.ahead()), clock));
    }
    let intended = plan.manner(lookup);

    let mut census = plan.count(snapshot, lookup, intended == Manner::AmongAll, clock);
    let manner = plan.manner_among(intended, lookup, &census, clock);
    let scorer = |pivot| Scorer::new(&lookup.score, snapshot.concepts(), plan.names.as_ref(), pivot);
    // The first page by distance begins with the nearest, which tell the pivot.
    let first = (intended == Manner::Outwards && manner != Manner::Nobody && lookup.after.is_none())
        .then(|| plan.nearest_page(lookup, (&scorer(None), manner), &mut census, clock));
    if first.is_none() && intended != Manner::AmongAll && plan.scores_distance(lookup) {
        nearest::settle(&plan.matcher, &mut census.nearest, score::pivot_range(&lookup.score), clock);
        census.settled = true;
    }
    let pivot = plan.pivot(lookup, &mut census, clock);
    let scorer = scorer(pivot);
    let (standings, more) = first.unwrap_or_else(|| {
        let ahead = snapshot.ahead();
        ahead.hits(lookup, clock, |limit, clock| plan.select(lookup, limit, &scorer, manner, clock))
    });
    let hits = standings.iter().map(|standing| plan.candidate(standing, &scorer)).collect();
    Ok(Candidates {
        total: census.total,
        rings: census.rings,
        hits,
        more,
        facets: census.facets.map(|tally| tally.finish(&snapshot.view(), snapshot.concepts())),
        pivot,
        partial: clock.passed(),
    })
}

impl<'s> Plan<'s> {
    /// Resolves a lookup; `possible` says whether its clauses can hold anywhere, `listed` whether all who have the words
    /// are to be listed, even where `begun` could answer.
    pub(super) fn make(
        snapshot: &'s Snapshot,
        lookup: &Lookup,
        clauses: &'s Clauses,
        (possible, listed): (bool, bool),
        clock: &mut Clock,
    ) -> Result<Self, IndexError> {
        let view = snapshot.view();
        let roads = Roads { view, tiles: snapshot.tiles(), masks: snapshot.masks(), clauses };
        let center = lookup.area.map(|area| Center::new(area.center));
        let edge = lookup.area.and_then(|area| area.reach.edge());
        let mut widest = edge.map(|edge| lookup.rings.iter().copied().fold(edge, Metres::max));
        // Without a word, words ask for nothing.
        let words = lookup.words.as_ref().filter(|words| !words.words.is_empty());
        let by_words = words.is_some() && lookup.id.is_none();
        if by_words {
            // Whoever bears the words is looked up once, as far out as a pivot is looked for; who does anywhere is
            // counted without a circle.
            let rings = lookup.rings.iter().copied().filter(|ring| !is_everywhere(*ring));
            let far = if lookup.limit > 0 { Some(lookup.score.pivot_range.1) } else { None };
            widest = edge.map(|edge| rings.chain(far).fold(edge, Metres::max));
        }
        let (edge, widest) = (edge.map(Edge::new), widest.map(Edge::new));
        let edges = widest.into_iter().chain(edge).chain(lookup.rings.iter().copied().map(Edge::new));
        let mut plan = Self {
            matcher: Matcher::new(&roads, center, clock.until()),
            circles: center.map(|center| Circles::new(roads.tiles, center, edges)),
            edge,
            widest,
            names: None,
            walk: Walk::Rows(Drive::Nothing),
            everywhere: None,
            line: snapshot.lines().made(lookup.order),
            is_sifted: false,
            begun: false,
        };
        if !possible {
            return Ok(plan);
        }
        let asked_id = match &lookup.id {
            None => None,
            Some(id) => match snapshot.find_stored(id) {
                Some(provider) => Some(provider),
                None => return Ok(plan),
            },
        };
        let drive = plan.drive(plan.widest.as_ref());
        plan.walk = asked_id.map_or(Walk::Rows(drive), |provider| Walk::Providers(vec![provider]));
        if let Some(words) = words {
            let Some(names) = snapshot.text().ask(words, snapshot.names())? else {
                plan.walk = Walk::Providers(Vec::new());
                return Ok(plan);
            };
            if !listed && begun::suits(lookup, &names, &plan) {
                plan.walk = Walk::Providers(Vec::new());
                plan.names = Some(names);
                plan.begun = true;
                return Ok(plan);
            }
            let everywhere = by_words && edge.is_some() && lookup.rings.iter().copied().any(is_everywhere);
            let few_on_walk = (plan.at_most() as u64) < names.at_most() && !everywhere;
            let bearers = if asked_id.is_some() || few_on_walk {
                let mut providers = plan.providers_on_walk(clock);
                providers.retain(|provider| names.has_all(*provider));
                providers
            } else {
                let mut bearers = names.bearers(clock);
                if everywhere {
                    plan.everywhere = Some(plan.sift(&mut bearers, clock));
                }
                plan.keep_nearby(&mut bearers);
                if !plan.is_sifted && plan.is_worth_sifting(&bearers) {
                    plan.sift(&mut bearers, clock);
                }
                bearers
            };
            plan.walk = Walk::Providers(bearers);
            plan.names = Some(names);
        }
        Ok(plan)
    }

    pub(super) fn drive(&self, edge: Option<&Edge>) -> Drive {
        drive::choose(&self.matcher.roads, self.circles.as_ref().zip(edge))
    }

    /// Drops bearers of words who are surely beyond the widest circle, where there are many.
    fn keep_nearby(&self, bearers: &mut Vec<u32>) {
        let Roads { view, masks, .. } = &self.matcher.roads;
        if let Some((circles, edge)) = self.circles.as_ref().zip(self.widest.as_ref())
            && bearers.len() > nearby::FEW
        {
            nearby::keep(view, &circles.rows(edge), masks.having_several(view), bearers);
        }
    }

    /// Whether masks say sooner who of some providers is let in than a look at each does.
    fn is_worth_sifting(&self, providers: &[u32]) -> bool {
        let tiles = self.matcher.roads.view.rows() / TILE_ROWS as usize;
        providers.len().saturating_mul(TILES_A_LOOK) > tiles
    }

    /// Drops providers whom the clauses do not let in; how many are known to be let in.
    fn sift(&mut self, providers: &mut Vec<u32>, clock: &mut Clock) -> u64 {
        let (let_in, whole) = self.matcher.keep_let_in(providers, clock);
        self.is_sifted = whole;
        let_in
    }

    /// How many providers the walk can meet.
    pub(super) fn at_most(&self) -> usize {
        match &self.walk {
            Walk::Rows(drive) => drive.at_most(&self.matcher.roads),
            Walk::Providers(providers) => providers.len(),
        }
    }

    /// How many rows lie in the tiles of the area.
    pub(super) fn rows_within(&self) -> usize {
        let within = self.circles.as_ref().zip(self.edge.as_ref());
        within.map_or(self.matcher.roads.view.rows(), |(circles, edge)| circles.count(edge))
    }

    /// Everybody the walk finds, ascending.
    fn providers_on_walk(&self, clock: &mut Clock) -> Vec<u32> {
        let mut providers = Vec::new();
        let found = &mut |found: Found| providers.push(found.provider);
        self.matcher.each(&self.walk, self.widest.as_ref(), clock, found);
        providers.sort_unstable();
        providers
    }

    pub(super) fn scores_distance(&self, lookup: &Lookup) -> bool {
        self.matcher.center.is_some() && lookup.limit > 0
    }

    /// The first page by distance, and whether there are more; the pivot's nearest are those of the page, where it is
    /// long enough.
    fn nearest_page(
        &self,
        lookup: &Lookup,
        (scorer, manner): (&Scorer<'_>, Manner),
        census: &mut Census,
        clock: &mut Clock,
    ) -> (Vec<Standing>, bool) {
        let limit = lookup.limit.max(lookup.score.pivot_rank);
        let (mut standings, more) = self.select(lookup, limit, scorer, manner, clock);
        let metres = standings.iter().map(|standing| f64::from_bits(standing.position.metres));
        metres.for_each(|metres| census.nearest.offer_metres(metres));
        let more = more || standings.len() > lookup.limit;
        standings.truncate(lookup.limit);
        (standings, more)
    }

    /// The first so many hits behind the lookup's position, and whether there are more.
    fn select(
        &self,
        lookup: &Lookup,
        limit: usize,
        scorer: &Scorer<'_>,
        manner: Manner,
        clock: &mut Clock,
    ) -> (Vec<Standing>, bool) {
        let ranker = Ranker { order: lookup.order, matcher: &self.matcher, scorer };
        let mut manner = manner;
        if let (Manner::Along(steps), Some(line)) = (manner, self.line) {
            let asked = (limit, steps);
            let first = line::first((&ranker, line), lookup.after, self.edge.as_ref(), asked, clock);
            if let Some(first) = first {
                return first;
            }
            manner = Manner::AmongAll;
        }
        let mut selection = Selection::new(&ranker, lookup.after, limit);
        let by_score = lookup.order == Order::Relevance && scorer.falls_with_distance();
        match manner {
            Manner::Nobody => {}
            Manner::Outwards => {
                nearest::select(&self.matcher, self.edge.as_ref(), &mut selection, clock);
            }
            Manner::ByMerit => merit::select(&ranker, &mut selection, clock),
            Manner::Promising => {
                promising::select(&ranker, self.edge.as_ref(), &mut selection, clock);
            }
            Manner::AmongAll | Manner::Along(_) => {
                let own_walk = self.walk_within();
                let walk = own_walk.as_ref().unwrap_or(&self.walk);
                let edge = self.edge.as_ref();
                match walk {
                    Walk::Providers(bearers)
                        if let Some(names) = self.names.as_ref().filter(|_| by_score) =>
                    {
                        selection.take_bearers(bearers, names, edge, clock);
                    }
                    Walk::Rows(_) | Walk::Providers(_) => {
                        self.matcher.each(walk, edge, clock, &mut |found| selection.offer(&found));
                    }
                }
            }
        }
        selection.finish()
    }

    /// The walk over the area alone, where the plan's own goes further.
    pub(super) fn walk_within(&self) -> Option<Walk> {
        let narrower = self.edge != self.widest;
        match &self.walk {
            Walk::Rows(Drive::Nothing) | Walk::Providers(_) => None,
            Walk::Rows(_) => narrower.then(|| Walk::Rows(self.drive(self.edge.as_ref()))),
        }
    }

    /// A hit as answers have it.
    pub(super) fn candidate(&self, standing: &Standing, scorer: &Scorer<'_>) -> Candidate {
        let Standing { position, found } = standing;
        let view = &self.matcher.roads.view;
        // Orders that do not ask for the distance have none at their positions.
        let metres = match position.metres {
            0 => self.matcher.metres(found.row),
            bits => f64::from_bits(bits),
        };
        Candidate {
            provider: found.provider,
            practice: usize::from(view.row_practice[found.row as usize]),
            metres: self.matcher.center.and_then(|_| Metres::new(metres)),
            score: scorer.score(&scorer.judge(view, found), metres),
            position: *position,
        }
    }
}
