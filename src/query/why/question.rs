//! A listed provider before a question: found at which place, or not found for which reasons.
//!
//! In: a [`Case`], which is a question run as the search runs it. Out: [`Explained`] and reasons. Invariant: a provider
//! is found exactly if the pages of the search together hold it.

use super::judge::{Faults, Judge};
use super::needed;
use super::sentence::{Searched, Sentence};
use super::{Explained, Reason};
use crate::domain::{Provider, SpecialtyId};
use crate::index::{Area, Concept, Lookup};
use crate::query::compose::Asked;
use crate::query::engine::{Held, SearchError};
use crate::query::execute::Outcome;
use crate::query::intent::Intent;
use crate::query::notices::Voice;
use crate::query::plan::{Plan, Try};
use crate::query::request::SearchRequest;
use crate::query::subject::{Grasp, Member};
use crate::vocabulary::{Tier, Vocabulary};
use std::time::Instant;

/// A provider, and a question that was run without a page of hits.
#[derive(Debug, Clone, Copy)]
pub(in crate::query) struct Case<'c> {
    /// What was asked.
    pub request: &'c SearchRequest,
    /// What its words mean.
    pub intent: &'c Intent,
    /// Rows of the red flags that its words raise.
    pub flags: &'c [usize],
    /// What is looked up.
    pub plan: &'c Plan,
    /// What was found.
    pub outcome: &'c Outcome,
    /// Labels and texts come from here.
    pub vocabulary: &'c Vocabulary,
    /// The generation.
    pub held: &'c Held,
    /// The provider's number in it.
    pub number: u32,
    /// The provider.
    pub provider: &'c Provider,
    /// When to stop.
    pub deadline: Option<Instant>,
}

impl<'c> Case<'c> {
    /// Explains.
    ///
    /// # Errors
    /// [`SearchError`] when the generation fails us.
    pub(in crate::query) fn explain(self) -> Result<(Explained, Vec<Reason>), SearchError> {
        let answered = answered(self.plan, self.outcome);
        let found = match &answered {
            Some((_, lookup)) => self.judge().is_found(lookup)?,
            None => false,
        };
        let mut outcome = self.outcome.clone();
        let (mut rank, mut hit) = (None, None);
        if let Some((_, lookup)) = answered.as_ref().filter(|_| found) {
            let bounded = Lookup { deadline: self.deadline, ..lookup.clone() };
            let ranked = self.held.snapshot.rank(&bounded, self.number)?.filter(|ranked| !ranked.partial);
            outcome.candidates.partial |= ranked.is_none();
            if let Some(ranked) = ranked {
                rank = Some(ranked.rank);
                outcome.candidates.pivot = ranked.pivot;
                hit = Some(ranked.candidate);
            }
        }
        let reasons = if found { Vec::new() } else { self.reasons(answered.as_ref())? };
        // There is no page, so that no cursor is made and the question needs no key.
        let asked = Asked {
            request: self.request,
            intent: self.intent,
            flags: self.flags,
            plan: self.plan,
            question: 0,
            vocabulary: self.vocabulary,
            deadline: self.deadline,
        };
        // What is said of the question does not depend on who is asked about.
        let mut answer = asked.answer(&outcome, Vec::new(), self.held)?;
        outcome.candidates.hits.extend(hit);
        answer.hits = asked.hits(&outcome, self.held)?;
        Ok((Explained { found, rank, answer }, reasons))
    }

    fn judge(&self) -> Judge<'c> {
        Judge { snapshot: &self.held.snapshot, provider: self.provider }
    }

    /// All that keeps the provider from being found.
    fn reasons(&self, answered: Option<&(&Try, Lookup)>) -> Result<Vec<Reason>, SearchError> {
        let last = || lenient(self.plan);
        let Some((attempt, lookup)) = answered.cloned().or_else(last) else { return Ok(vec![self.nobody()]) };
        let faults = self.judge().faults(&lookup)?;
        let mut reasons = self.in_words(&faults, attempt);
        if let Some((metres, used)) = faults.beyond {
            let radius = needed::reaching(metres, self.request.units);
            // Where nothing else is missing, it must be true that this radius shows the provider.
            let shows = !reasons.is_empty() || needed::shows(self, radius)?;
            let radius = shows.then_some(radius);
            reasons.push(self.sentence().out_of_radius(metres, used, radius));
        }
        Ok(reasons)
    }

    /// The question finds nobody, whoever is listed.
    fn nobody(&self) -> Reason {
        match self.plan.grasp {
            Grasp::OutOfScope => self.sentence().out_of_scope(),
            Grasp::Nowhere => self.sentence().location_needed(),
            // A name by parameter that has no letter or digit.
            Grasp::Concepts => self.sentence().name_differs(&[], self.provider),
            Grasp::Words | Grasp::Place | Grasp::Npi | Grasp::Nothing => self.sentence().not_understood(),
        }
    }

    fn in_words(&self, faults: &Faults, attempt: &Try) -> Vec<Reason> {
        let say = self.sentence();
        let mut reasons = Vec::new();
        reasons.extend(faults.other_id.as_ref().map(|asked| say.other_id(asked)));
        let excluded: Vec<SpecialtyId> = faults.excluded.iter().filter_map(specialty).collect();
        if !excluded.is_empty() {
            reasons.push(say.excluded(&excluded));
        }
        let states = || self.provider.specialties.iter().map(|claim| claim.specialty);
        for clause in &faults.clauses {
            let searched = Searched::of(clause, &attempt.members);
            let Some(searched) = searched else {
                reasons.push(say.clause(clause, self.provider));
                continue;
            };
            let follows = searched.follows();
            // The set lacks the specialty because it is excluded, which was said above.
            let is_told = follows && !excluded.is_empty() && states().all(|id| excluded.contains(&id));
            let is_hidden = follows && states().count() > 0 && states().all(|id| self.is_hidden(id));
            if is_hidden {
                reasons.push(say.hidden(self.provider));
            } else if !is_told {
                reasons.push(say.other_specialty(&searched, self.provider));
            }
        }
        if !faults.words.is_empty() {
            reasons.push(say.name_differs(&faults.words, self.provider));
        }
        reasons
    }

    fn is_hidden(&self, id: SpecialtyId) -> bool {
        match self.vocabulary.specialty(id).tier {
            Tier::Safety | Tier::Hidden => true,
            Tier::Core | Tier::Adjacent | Tier::Related => false,
        }
    }

    fn sentence(&self) -> Sentence<'c> {
        let request = self.request;
        Sentence(Voice { vocabulary: self.vocabulary, lang: request.lang, units: request.units })
    }
}

/// The try that answered, and its lookup at the reach that was used.
pub(super) fn answered<'p>(plan: &'p Plan, outcome: &Outcome) -> Option<(&'p Try, Lookup)> {
    let chosen = plan.tries.get(outcome.attempt?)?;
    let used = outcome.reached.as_ref().map(|reached| reached.used);
    let area = chosen.lookup.area.map(|area| Area { reach: used.unwrap_or(area.reach), ..area });
    Some((chosen, Lookup { area, ..chosen.lookup.clone() }))
}

/// Where no reading of the words matches anybody: the last one, which is the most lenient, as far as it was tried.
fn lenient(plan: &Plan) -> Option<(&Try, Lookup)> {
    let last = plan.tries.last()?;
    let reach = |area: Area| Area { reach: plan.names_reach, ..area };
    let area = last.lookup.area.map(reach);
    Some((last, Lookup { area, ..last.lookup.clone() }))
}

fn specialty(concept: &Concept) -> Option<SpecialtyId> {
    match concept {
        Concept::Specialty(id) => Some(*id),
        Concept::Technique(_)
        | Concept::Condition(_)
        | Concept::Language(_)
        | Concept::Credential(_)
        | Concept::Gender(_)
        | Concept::Kind(_)
        | Concept::State(_)
        | Concept::AcceptingNew(_)
        | Concept::Telehealth(_)
        | Concept::Wheelchair(_) => None,
    }
}

impl Searched {
    /// What the clause that decides whom a question is about stands for; `None` for a filter's clause.
    fn of(clause: &[Concept], members: &[Member]) -> Option<Self> {
        let listed = |concept: &Concept| matches!(concept, Concept::Specialty(_) | Concept::Condition(_));
        // A clause that nothing is left of is one of specialties that all were excluded.
        if !clause.is_empty() && !clause.iter().any(listed) {
            return None;
        }
        let specialties: Vec<SpecialtyId> = clause.iter().filter_map(specialty).collect();
        let condition = clause
            .iter()
            .find_map(|concept| if let Concept::Condition(id) = concept { Some(*id) } else { None });
        let reason = specialties
            .first()
            .and_then(|id| members.iter().find(|member| member.specialty == *id))
            .map(|member| &member.reason);
        Some(Self::new(specialties, condition, reason))
    }
}
