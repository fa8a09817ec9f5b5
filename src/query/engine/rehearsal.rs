//! Questions asked of a generation before it is live.
//!
//! In: a generation that is about to be published, and questions. Out: the answers that searches will get once it is live.
//! Invariant: nothing of the generations that answer now has a part in them.

use super::super::cursor;
use super::generations::Held;
use super::{Engine, SearchError, leave_out_hidden};
use crate::index::Snapshot;
use crate::query::{Answer, SearchRequest};
use std::sync::Arc;

/// A generation that is asked before it is live.
#[derive(Debug)]
pub struct Rehearsal<'e> {
    engine: &'e Engine,
    held: Arc<Held>,
}

impl Engine {
    /// Asks a generation that is not live yet.
    pub fn rehearse(&self, snapshot: Arc<Snapshot>) -> Rehearsal<'_> {
        let (live, _) = self.generations();
        Rehearsal { engine: self, held: Held::after(&live, snapshot) }
    }
}

impl Rehearsal<'_> {
    /// What [`Engine::search_to_keep`] will answer.
    ///
    /// # Errors
    /// [`SearchError`]; to a cursor that it has expired, because it is of another generation.
    pub fn search_to_keep(&self, request: &SearchRequest) -> Result<(Answer, bool), SearchError> {
        if request.cursor.is_some() {
            return Err(SearchError::CursorExpired);
        }
        let question = cursor::question_key(request, &self.engine.vocabulary);
        let (mut answer, in_time) = self.engine.answer(request, (question, None), &self.held)?;
        leave_out_hidden(&mut answer, &self.held, &self.held)?;
        Ok((answer, in_time))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LatLon;
    use crate::query::{Near, sample};

    #[test]
    fn what_is_rehearsed_is_what_is_answered_once_it_is_live() {
        let list = sample::providers();
        let engine = sample::engine_of(&list);
        let (lat, lon) = sample::PITTSBURGH;
        let place = Near::Point(LatLon::new(lat, lon).expect("on earth"));
        let near = SearchRequest { near: Some(place), ..SearchRequest::default() };
        let requests = [
            near.clone(),
            SearchRequest { limit: 3, facets: true, ..near.clone() },
            SearchRequest { q: "numb between my legs".into(), explain: true, ..near },
        ];
        let next = sample::open(&list[9..], 2, "sample");
        let rehearsal = engine.rehearse(Arc::clone(&next));
        let told = requests.each_ref().map(|request| rehearsal.search_to_keep(request).expect("an answer").0);
        let (generation, cursor) = (told[1].generation.clone(), told[1].next.clone());
        let further = SearchRequest { cursor, ..requests[1].clone() };
        assert!(matches!(rehearsal.search_to_keep(&further), Err(SearchError::CursorExpired)));

        assert_ne!(engine.search(&requests[0]).expect("an answer"), told[0]);
        engine.publish(next);
        assert_eq!(requests.each_ref().map(|request| engine.search(request).expect("an answer")), told);
        // Its cursors are those of the generation that is live now.
        assert_eq!(engine.search(&further).expect("a page").generation, generation);
    }
}
