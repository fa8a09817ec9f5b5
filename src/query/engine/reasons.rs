//! Why a provider is found for a question, or is not: the engine's part, which runs the question.
//!
//! In: an id and a question. Out: a [`Why`]. Invariant: the question is looked up as a search of it would be.

use super::super::execute::Page;
use super::super::request::SearchRequest;
use super::super::why::{self, AskedId, Case, Why};
use super::{Engine, Run, SearchError};
use std::time::Instant;

impl Engine {
    /// Says why a provider is found for a question, or is not, or is not listed at all. A request that asks nothing is
    /// no question; its page, facets and cursor do not count.
    ///
    /// # Errors
    /// [`SearchError`], as the search of the question has it; what is not listed is not searched for.
    ///
    /// # Complexity
    /// That of the search, twice; a lookup of one provider for each thing that keeps it from being found.
    pub fn why(&self, asked: &AskedId, request: &SearchRequest) -> Result<Why, SearchError> {
        self.explained(asked, request, true)
    }

    /// The same for the public, who are not told that somebody is hidden on request.
    ///
    /// # Errors
    /// As for [`Engine::why`].
    pub fn why_in_public(&self, asked: &AskedId, request: &SearchRequest) -> Result<Why, SearchError> {
        self.explained(asked, request, false)
    }

    fn explained(
        &self,
        asked: &AskedId,
        request: &SearchRequest,
        to_clerk: bool,
    ) -> Result<Why, SearchError> {
        let deadline = Instant::now().checked_add(self.deadline);
        let (held, previous) = self.generations();
        let mut why = Why {
            generation: held.snapshot.generation().to_string(),
            id: asked.id().cloned(),
            provider: None,
            reasons: Vec::new(),
            left_out: Vec::new(),
            question: None,
            units: request.units,
            lang: request.lang,
            sample: held.sample.is_some(),
        };
        let Some(number) = asked.id().and_then(|id| held.snapshot.find(id)) else {
            why.reasons = why::unlisted(asked, &held, previous.as_deref(), (request.lang, to_clerk));
            return Ok(why);
        };
        let provider = held.snapshot.provider(number)?;
        why.left_out = why::left_out(&provider.id, &held, request.lang);
        if why::is_question(request) {
            let request = &SearchRequest { limit: 0, facets: false, explain: true, ..request.clone() };
            let page = Page { pinned: None, deadline };
            let Run { understanding, plan, outcome } = self.run(request, page, &held)?;
            let case = Case {
                request,
                intent: &understanding.intent,
                flags: &understanding.flags,
                plan: &plan,
                outcome: &outcome,
                vocabulary: &self.vocabulary,
                held: &held,
                number,
                provider: &provider,
                deadline,
            };
            let (explained, reasons) = case.explain()?;
            (why.question, why.reasons) = (Some(explained), reasons);
        }
        why.provider = Some(provider);
        Ok(why)
    }
}
