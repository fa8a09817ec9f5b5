//! Replies to searches, kept for whoever asks the same again: pages that many open ask one question for all of them, and
//! who goes back asks what was asked before.
//!
//! In: a question's named values, and the reply that was written to it. Out: the same bytes. Invariants: a reply is kept
//! only of an answer that lasts as long as its generation is live, and given only while it is, so that it is what a search
//! would say now; a question that came once leaves a number behind that nobody can read anything from, and
//! one that came twice is kept until others take its room; room is bounded; nothing says who asked.

use super::packed::Packed;
use super::tally::Tally;
use arc_swap::ArcSwap;
use axum::body::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

/// Room for replies and their questions, some 3,000 of the usual size.
///
/// # Units
/// Bytes.
const ROOM: u64 = 64 << 20;

/// A usual reply of 20 results; only where tables begin depends on it.
///
/// # Units
/// Bytes.
const USUAL: u64 = 17 << 10;

/// Longer questions are stories, and long replies a partner's own way through a list; neither comes twice.
///
/// # Units
/// Bytes.
const LONGEST_QUESTION: usize = 512;
/// See [`LONGEST_QUESTION`].
const LONGEST_REPLY: usize = 64 << 10;

/// How many questions are remembered to have come; a number each, with its place in a table some 40 bytes.
const CAME: usize = 16_384;

/// A question's named values, in the order in which they were given.
pub(super) type Question = Vec<(String, String)>;

/// A reply.
#[derive(Debug)]
pub(super) struct Kept {
    /// Its JSON.
    pub(super) body: Packed,
    /// What is counted each time.
    pub(super) tally: Tally,
}

/// Replies that are kept.
#[derive(Debug)]
pub(super) struct ReplyCache {
    replies: ArcSwap<Replies>,
    room: u64,
    /// Hashes of questions that came, by a key of this process.
    came: Cache<u64, ()>,
    hasher: RandomState,
}

/// Replies of the same live generation.
#[derive(Debug)]
pub(super) struct Replies {
    epoch: u64,
    kept: Cache<Question, Arc<Kept>, InBytes>,
}

/// What a reply takes.
#[derive(Debug, Clone)]
struct InBytes;

impl Weighter<Question, Arc<Kept>> for InBytes {
    fn weight(&self, question: &Question, kept: &Arc<Kept>) -> u64 {
        let plain = kept.body.plain().len();
        // Compressed as quickly as gzip goes, JSON of ours takes less than a quarter.
        (length(question) + plain + plain / 4 + size_of::<Kept>()) as u64
    }
}

impl Default for ReplyCache {
    fn default() -> Self {
        Self::new(ROOM, CAME)
    }
}

impl ReplyCache {
    /// Nothing yet, with room for so many bytes, and for so many questions that came.
    fn new(room: u64, came: usize) -> Self {
        let replies = ArcSwap::from_pointee(Replies::new(0, room));
        Self { replies, room, came: Cache::new(came), hasher: RandomState::new() }
    }

    /// The reply to this question, if it is kept and was found while that epoch's generation was live.
    pub(super) fn get(&self, question: &[(String, String)], epoch: u64) -> Option<Arc<Kept>> {
        let replies = self.replies.load();
        if replies.epoch == epoch { replies.kept.get(question) } else { None }
    }

    /// Keeps a reply if its question came before.
    pub(super) fn offer(&self, question: &[(String, String)], epoch: u64, json: &[u8], tally: Tally) {
        let is_usual = length(question) <= LONGEST_QUESTION && json.len() <= LONGEST_REPLY;
        if is_usual && self.came_before(question) {
            if self.replies.load().epoch < epoch {
                // What other generations said is of no use any more.
                leave(self.begin(Replies::new(epoch, self.room)));
            }
            let replies = self.replies.load();
            if replies.epoch == epoch {
                replies.keep(
                    question.to_vec(),
                    Kept { body: Packed::for_now(Bytes::copy_from_slice(json)), tally },
                );
            }
        }
    }

    /// Nothing of other generations yet; [`ReplyCache::begin`] gives it its number.
    pub(super) fn empty(&self) -> Replies {
        Replies::new(0, self.room)
    }

    /// Begins with replies in the place of those of older generations. The ones that are not kept any more come back: to
    /// drop them gives back much memory, which nobody should do who answers searches.
    pub(super) fn begin(&self, replies: Replies) -> Arc<Replies> {
        let replies = Arc::new(replies);
        let before = self.replies.rcu(|own| if own.epoch > replies.epoch { own } else { &replies }.clone());
        if before.epoch > replies.epoch { replies } else { before }
    }

    /// The questions to which replies are kept.
    pub(super) fn questions(&self) -> Vec<Question> {
        self.replies.load().kept.iter().map(|(question, _)| question).collect()
    }

    /// Whether a question came before; from now on it did.
    fn came_before(&self, question: &[(String, String)]) -> bool {
        let hash = self.hasher.hash_one(question);
        let came = self.came.get(&hash).is_some();
        if !came {
            self.came.insert(hash, ());
        }
        came
    }
}

impl Replies {
    fn new(epoch: u64, room: u64) -> Self {
        let usual = usize::try_from(room / USUAL).unwrap_or(usize::MAX);
        Self { epoch, kept: Cache::with_weighter(usual, room, InBytes) }
    }

    /// Keeps a reply to a question that is known to come again.
    pub(super) fn keep(&self, question: Question, kept: Kept) {
        self.kept.insert(question, Arc::new(kept));
    }

    /// Whether there is one to this question.
    pub(super) fn has(&self, question: &Question) -> bool {
        self.kept.contains_key(question)
    }

    /// How many are kept.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.kept.len()
    }

    /// The same as replies of that epoch's generation.
    pub(super) fn of(self, epoch: u64) -> Self {
        Self { epoch, ..self }
    }
}

/// Drops what is not kept any more, on a thread of its own.
pub(super) fn leave(gone: Arc<Replies>) {
    // Without one it is dropped here and now.
    let _ = std::thread::Builder::new().name("leaving".to_owned()).spawn(move || drop(gone));
}

/// Bytes of a question.
fn length(question: &[(String, String)]) -> usize {
    question.iter().map(|(name, value)| name.len() + value.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::telemetry::counts::Outcome;

    fn asked(q: &str) -> Question {
        vec![("q".into(), q.into()), ("near".into(), "15213".into())]
    }

    fn offer(cache: &ReplyCache, q: &str, epoch: u64, json: &str) {
        cache.offer(&asked(q), epoch, json.as_bytes(), Tally::new(Outcome::Found, false));
    }

    fn kept(cache: &ReplyCache, q: &str, epoch: u64) -> Option<String> {
        let kept = cache.get(&asked(q), epoch)?;
        Some(String::from_utf8(kept.body.plain().to_vec()).expect("UTF-8"))
    }

    #[test]
    fn what_came_twice_is_kept_and_no_other_question_gets_it() {
        let cache = ReplyCache::default();
        offer(&cache, "neck pain", 1, "neck");
        assert_eq!(kept(&cache, "neck pain", 1), None);
        offer(&cache, "neck pain", 1, "neck");
        assert_eq!(kept(&cache, "neck pain", 1).as_deref(), Some("neck"));
        for other in ["neck", "neck pain ", "Neck pain"] {
            assert_eq!(kept(&cache, other, 1), None);
        }
        // The same bytes, parted otherwise, or in another order.
        for other in [
            vec![("q", "neck painnear"), ("", "15213")],
            vec![("near", "15213"), ("q", "neck pain")],
            vec![("q", "neck pain")],
        ] {
            let other: Question =
                other.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
            assert!(cache.get(&other, 1).is_none(), "{other:?}");
        }
    }

    #[test]
    fn other_generations_are_not_answered_for() {
        let cache = ReplyCache::default();
        offer(&cache, "neck pain", 1, "old");
        offer(&cache, "neck pain", 1, "old");
        assert_eq!(kept(&cache, "neck pain", 2), None);
        offer(&cache, "neck pain", 2, "new");
        assert_eq!(kept(&cache, "neck pain", 2).as_deref(), Some("new"));
        // A search that began before the swap ends behind it.
        offer(&cache, "neck pain", 1, "old");
        assert_eq!(kept(&cache, "neck pain", 2).as_deref(), Some("new"));
        assert_eq!(kept(&cache, "neck pain", 1), None);
        assert_eq!(cache.questions().len(), 1);
    }

    #[test]
    fn room_is_bounded_and_what_is_asked_often_stays() {
        let reply = "r".repeat(10_000);
        let cache = ReplyCache::new(1 << 20, 64);
        for round in 0..1_000 {
            for q in [format!("once {round}"), format!("twice {}", round / 2), "often".into()] {
                if kept(&cache, &q, 1).is_none() {
                    offer(&cache, &q, 1, &reply);
                }
            }
        }
        assert!(cache.replies.load().kept.weight() <= 1 << 20);
        assert!((50..=100).contains(&cache.questions().len()), "{} are kept", cache.questions().len());
        assert_eq!(kept(&cache, "often", 1), Some(reply));
        assert_eq!(kept(&cache, "once 999", 1), None);
        assert!(cache.came.len() <= 64);
    }

    #[test]
    fn stories_and_whole_lists_are_not_kept() {
        let cache = ReplyCache::default();
        let (story, list) = ("n".repeat(LONGEST_QUESTION), "r".repeat(LONGEST_REPLY + 1));
        for _ in 0..3 {
            offer(&cache, &story, 1, "short");
            offer(&cache, "neck pain", 1, &list);
        }
        assert_eq!((kept(&cache, &story, 1), kept(&cache, "neck pain", 1)), (None, None));
        assert!(cache.questions().is_empty());
    }
}
