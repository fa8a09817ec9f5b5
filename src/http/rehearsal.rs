//! Questions that come again are asked of a new generation before it is live, so that whoever asks them next does not wait
//! for all that a first answer has to read.
//!
//! In: a generation that is about to be published, and the questions to which replies are kept. Out: the replies it will
//! give. Invariant: they are the ones that searches will get, and are given only once it is live.

use super::ServerState;
use super::packed::Packed;
use super::reply_cache::{self, Kept, Question, Replies};
use super::routes::borrowed;
use super::tally::Tally;
use super::wire::Ready;
use crate::index::Snapshot;
use crate::parallel;
use crate::query::{Rehearsal, SearchRequest};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long after the pointer was seen to have moved it may go on: with a look at it every quarter of a second a new
/// generation is served within the 2 s that `CONTRACT.md` promises.
const SERVED_WITHIN: Duration = Duration::from_millis(1_500);

/// How long it may take where little of that time is left.
const AT_LEAST: Duration = Duration::from_millis(500);

/// How long it may take where none of that time is left: nine million providers are opened in three seconds and more, so
/// that the 2 s are over, and those who ask next are not to wait as well.
const AFTERWARDS: Duration = Duration::from_millis(1_500);

/// Replies of a generation that is not live yet.
#[derive(Debug)]
pub(super) struct Rehearsed(Replies);

impl Rehearsed {
    /// Nothing was asked yet.
    pub(super) fn new(state: &ServerState) -> Self {
        Self(state.replies.empty())
    }

    /// Asks a generation that no pointer names yet what is asked again and again, one question after the other, until it is
    /// `named` or all were asked.
    pub(super) fn ask_ahead(
        &self,
        snapshot: &Arc<Snapshot>,
        state: &ServerState,
        named: impl Fn() -> bool + Sync,
    ) {
        self.ask(snapshot, state, |questions, ask| {
            (0..questions).take_while(|_| !named()).for_each(ask);
        });
    }

    /// Asks a generation what is left of it on all cores, for as long as there is time since the pointer was `noticed` to
    /// name it.
    pub(super) fn ask_in_time(&self, snapshot: &Arc<Snapshot>, state: &ServerState, noticed: Instant) {
        let (now, in_time) = (Instant::now(), noticed + SERVED_WITHIN);
        let until = if now < in_time { in_time.max(now + AT_LEAST) } else { now + AFTERWARDS };
        self.ask(snapshot, state, |questions, ask| {
            parallel::all(questions, |place| {
                if Instant::now() < until {
                    ask(place);
                }
            });
        });
    }

    /// Gives the replies from now on, because the generation is live.
    pub(super) fn go_live(self, state: &ServerState) {
        reply_cache::leave(state.replies.begin(self.0.of(state.engine().epoch())));
    }

    /// Fills in the replies to what is asked again and again; `each` says which of so many questions are asked, and where.
    /// What a question brings down here, which would be a fault of ours, must not keep the generation from being published.
    fn ask(
        &self,
        snapshot: &Arc<Snapshot>,
        state: &ServerState,
        each: impl FnOnce(usize, &(dyn Fn(usize) + Sync)),
    ) {
        // What results are written as would push out that of the generation that is shown meanwhile.
        let ready = Ready::default();
        let rehearsal = state.engine().rehearse(Arc::clone(snapshot));
        let questions = state.replies.questions();
        let ask = |place: usize| {
            let Some(question) = questions.get(place).filter(|question| !self.0.has(question)) else {
                return;
            };
            if let Some(kept) = reply(question, &rehearsal, &ready, state) {
                self.0.keep(question.clone(), kept);
            }
        };
        if catch_unwind(AssertUnwindSafe(|| each(questions.len(), &ask))).is_err() {
            tracing::error!("asking a new generation what is asked again panicked");
        }
    }
}

/// The reply to a question; `None` where it will not be answered, or not in time.
fn reply(question: &Question, rehearsal: &Rehearsal<'_>, ready: &Ready, state: &ServerState) -> Option<Kept> {
    let request = SearchRequest::from_pairs(borrowed(question), state.engine().vocabulary()).ok()?;
    let (answer, lasts) = rehearsal.search_to_keep(&request).ok()?;
    if !lasts {
        return None;
    }
    let json = ready.reply(&answer, &state.labels).ok()?.into_boxed_slice();
    Some(Kept { body: Packed::for_now(json.into()), tally: Tally::of(&answer) })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{new_state, send};
    use super::super::router;
    use super::*;
    use axum::body::Body;
    use axum::http::Request;

    #[tokio::test]
    async fn what_comes_again_is_asked_before_a_generation_is_live() {
        let state = new_state();
        let app = router(Arc::clone(&state));
        let ask = async |question: &str| {
            let request = Request::get(format!("/v1/search?{question}"));
            send(app.clone(), request.body(Body::empty()).expect("a request")).await.body
        };
        for question in
            ["near=15213&limit=1", "near=15213&limit=1", "near=15213&limit=2", "near=00000", "near=00000"]
        {
            ask(question).await;
        }
        let cursor = ask("near=15213&limit=1").await;
        let cursor: serde_json::Value = serde_json::from_slice(&cursor).expect("JSON");
        let page = format!("near=15213&limit=1&cursor={}", cursor["next"].as_str().expect("a cursor"));
        for _ in 0..2 {
            ask(&page).await;
        }
        assert_eq!(state.replies.questions().len(), 2);

        let snapshot = state.engine().snapshot();
        let rehearsed = Rehearsed::new(&state);
        rehearsed.ask_ahead(&snapshot, &state, || true);
        assert_eq!(rehearsed.0.len(), 0, "it is named");
        rehearsed.ask_ahead(&snapshot, &state, || false);
        assert_eq!(rehearsed.0.len(), 1, "a cursor is of its own generation");
        let in_time = Rehearsed::new(&state);
        in_time.ask_in_time(&snapshot, &state, Instant::now());
        assert_eq!(in_time.0.len(), 1);
        state.engine().publish(snapshot);
        let asked =
            [("near", "15213"), ("limit", "1")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert!(state.replies.get(&asked, state.engine().epoch()).is_none());
        rehearsed.go_live(&state);
        let kept = state.replies.get(&asked, state.engine().epoch()).expect("it is kept");
        assert!(kept.body.plain() == &ask("near=15213&limit=1&lang=en").await);
    }
}
