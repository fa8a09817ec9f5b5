//! Replies to searches, put together from what was written before: the JSON of a provider at a practice does not depend
//! on the question, and people near each other are shown the same ones.
//!
//! In: an answer. Out: the bytes that [`SearchReply`] serialises to. Invariants: what is kept was serialised by the same
//! types, so that each member has one home; it belongs to one generation, and is forgotten when another is asked; what
//! it takes is bounded.

use super::labels::Labels;
use super::result::{ResultReply, StandingReply};
use super::search::SearchReply;
use crate::index::{IndexError, Snapshot};
use crate::query::{Answer, Hit};
use crate::vocabulary::Lang;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock, Weak};

/// Parts that are locked apart, so that threads seldom wait for each other.
const SHARDS: usize = 16;

/// When the fragments of a part take more than this, they are forgotten: some 60,000 are kept in all.
///
/// # Units
/// Bytes.
const MOST_BYTES: usize = (64 << 20) / SHARDS;

/// Room for what surrounds the results, and for each of them: a little more than most replies need, so that a reply is
/// written without being moved.
const ENVELOPE: usize = 4 << 10;
/// See [`ENVELOPE`].
const RESULT: usize = 1_400;

/// Where the results belong in a reply without any. Within a text every quotation mark has a backslash before it, so
/// that no text can be mistaken for it.
const NO_RESULTS: &[u8] = br#""results":[]"#;
/// How a result ends that stands nowhere: what depends on the question.
const STANDING: &[u8] = br#","distance":null,"distance_m":null,"score":{"tier":0,"total":0.0,"parts":null}}"#;

/// Fragments of results, kept for the next reply that shows them.
#[derive(Debug, Default)]
pub struct Ready([RwLock<Shard>; SHARDS]);

/// Fragments of one generation.
#[derive(Debug, Default)]
struct Shard {
    of: Weak<Snapshot>,
    fragments: HashMap<Key, Box<[u8]>, RandomState>,
    bytes: usize,
}

/// Provider, practice and language in one number, which is hashed at once.
type Key = u64;

/// Why a reply cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// A record cannot be read.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The serializer refuses, which no reply is known to bring about.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

impl Ready {
    /// The JSON of [`SearchReply::from_answer`].
    ///
    /// # Errors
    /// [`WriteError`].
    ///
    /// # Complexity
    /// O(bytes); results that were shown before are copied.
    pub fn reply(&self, answer: &Answer, labels: &Labels) -> Result<Vec<u8>, WriteError> {
        let mut json = Vec::with_capacity(ENVELOPE + answer.hits.len() * RESULT);
        serde_json::to_writer(&mut json, &SearchReply::without_results(answer, labels))?;
        let Some(place) = memchr::memmem::find(&json, NO_RESULTS) else { return Ok(json) };
        let behind = json.split_off(place + NO_RESULTS.len() - 1);
        for (number, hit) in answer.hits.iter().enumerate() {
            if number > 0 {
                json.push(b',');
            }
            self.result(hit, answer, labels, &mut json)?;
        }
        json.extend_from_slice(&behind);
        Ok(json)
    }

    /// Writes one result.
    fn result(
        &self,
        hit: &Hit,
        answer: &Answer,
        labels: &Labels,
        json: &mut Vec<u8>,
    ) -> Result<(), WriteError> {
        let key = key(hit, answer.lang);
        let shard = &self.0[hit.record.number() as usize % SHARDS];
        if !shard.read().unwrap_or_else(PoisonError::into_inner).copy(hit, key, json) {
            let fragment = fragment(hit, answer, labels)?;
            json.extend_from_slice(&fragment);
            shard.write().unwrap_or_else(PoisonError::into_inner).keep(hit, key, fragment);
        }
        let at = json.len();
        StandingReply::new(hit, answer).write(json)?;
        // The object goes on.
        if let Some(brace) = json.get_mut(at) {
            *brace = b',';
        }
        Ok(())
    }
}

impl Shard {
    /// Appends a fragment, if it is kept.
    fn copy(&self, hit: &Hit, key: Key, json: &mut Vec<u8>) -> bool {
        let kept = self.fragments.get(&key).filter(|_| hit.record.is_of(&self.of));
        kept.inspect(|fragment| json.extend_from_slice(fragment)).is_some()
    }

    /// Keeps a fragment.
    fn keep(&mut self, hit: &Hit, key: Key, fragment: Vec<u8>) {
        if !hit.record.is_of(&self.of) || self.bytes + fragment.len() > MOST_BYTES {
            *self = Self { of: hit.record.origin(), ..Self::default() };
        }
        self.bytes += fragment.len() + size_of::<(Key, Box<[u8]>)>();
        self.fragments.insert(key, fragment.into());
    }
}

fn key(hit: &Hit, lang: Lang) -> Key {
    let lang = match lang {
        Lang::En => 0,
        Lang::Es => 1,
    };
    // A provider has fewer than 65,536 practices: the index keeps their numbers in 16 bits.
    u64::from(hit.record.number()) << 32 | (hit.practice as u64) << 1 | lang
}

/// What a result says whatever was asked: an object that is not closed.
fn fragment(hit: &Hit, answer: &Answer, labels: &Labels) -> Result<Vec<u8>, WriteError> {
    let mut json = Vec::with_capacity(RESULT);
    let result = ResultReply::standing(hit, answer.lang, labels, StandingReply::default())?;
    serde_json::to_writer(&mut json, &result)?;
    json.truncate(json.len().saturating_sub(STANDING.len()));
    Ok(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_result_that_stands_nowhere_ends_so() {
        let standing = serde_json::to_vec(&StandingReply::default()).expect("JSON");
        assert_eq!(STANDING.first(), Some(&b','));
        assert_eq!(
            standing.get(1..),
            STANDING.get(1..),
            "what follows the brace, which is a comma in a result"
        );
    }
}
