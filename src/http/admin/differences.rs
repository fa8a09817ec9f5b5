//! What one kept generation says otherwise than another: counted, by fact, with the first of each kind.
//!
//! In: two generations that the server holds. Out: a page. Invariant: the walk is done beside the threads that answer
//! searches, once for each pair.

use super::page;
use crate::http::ServerState;
use crate::index::{Differences, Entry, GenerationId, IndexError, Record, Snapshot};
use crate::query::Kept;
use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many of a kind are named.
const SHOWN: usize = 20;

/// What was counted of the pair that somebody asked for last, by the keys of its generations.
#[derive(Debug, Default)]
pub(super) struct LastCounted(Mutex<Option<([u64; 2], Arc<Counted>)>>);

/// What differs.
#[derive(Debug, Default)]
pub(super) struct Counted {
    added: u64,
    changed: u64,
    removed: u64,
    unchanged: u64,
    /// How many of those that changed say each fact otherwise, the most frequent first.
    facts: Vec<(&'static str, u64)>,
    shown: Vec<Shown>,
}

/// One provider that differs.
#[derive(Debug)]
struct Shown {
    kind: &'static str,
    id: String,
    name: String,
    place: String,
    facts: String,
}

#[derive(Template)]
#[template(path = "admin_differences.html")]
struct DifferencesPage {
    older: String,
    newer: String,
    told: Arc<Counted>,
}

/// Tells what the newer of two generations says otherwise.
pub(super) async fn show(
    State(state): State<Arc<ServerState>>,
    Path((older, newer)): Path<(String, String)>,
) -> Response {
    let held = |text: &str| {
        let generation: GenerationId = text.parse().ok()?;
        state.engine().kept(Some(generation))
    };
    let (Some(before), Some(after)) = (held(&older), held(&newer)) else {
        let told = "The server holds the live generation and the one before it.";
        return page::refusal(StatusCode::NOT_FOUND, "Not kept any more", told);
    };
    let Some(admin) = state.admin.clone() else {
        return page::refusal(StatusCode::NOT_FOUND, "Not here", "There is no operations page.");
    };
    match tokio::task::spawn_blocking(move || admin.counted.of(&before, &after)).await {
        Ok(Ok(told)) => page::reply(&DifferencesPage { older, newer, told }, StatusCode::OK),
        Ok(Err(error)) => {
            tracing::error!(%error, "two generations cannot be compared");
            page::refusal(StatusCode::INTERNAL_SERVER_ERROR, "Not compared", "A record cannot be read.")
        }
        Err(_stopped) => page::refusal(StatusCode::SERVICE_UNAVAILABLE, "Not now", "The server ends."),
    }
}

impl LastCounted {
    /// The counts of a pair, taken anew where they are of another one.
    ///
    /// # Complexity
    /// One comparison of bytes a provider.
    fn of(&self, before: &Kept, after: &Kept) -> Result<Arc<Counted>, IndexError> {
        let pair = [before.key, after.key];
        // Whoever comes second waits, and finds it done.
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, counted)) = last.as_ref().filter(|(known, _)| *known == pair) {
            return Ok(Arc::clone(counted));
        }
        let counted = Arc::new(count(&before.snapshot, &after.snapshot)?);
        *last = Some((pair, Arc::clone(&counted)));
        Ok(counted)
    }
}

fn count(before: &Arc<Snapshot>, after: &Arc<Snapshot>) -> Result<Counted, IndexError> {
    let mut counted = Counted::default();
    let mut facts: BTreeMap<&'static str, u64> = BTreeMap::new();
    let mut walk = Differences::new(before, after, None);
    while let Some(step) = walk.step() {
        let Some(entry) = step? else {
            counted.unchanged += 1;
            continue;
        };
        let count = match &entry {
            Entry::Added(_) => &mut counted.added,
            Entry::Changed(..) => &mut counted.changed,
            Entry::Removed(_) => &mut counted.removed,
        };
        *count += 1;
        if let Entry::Changed(differing, _) = &entry {
            for fact in differing {
                *facts.entry(fact).or_default() += 1;
            }
        }
        let room = usize::try_from(*count).is_ok_and(|count| count <= SHOWN);
        if room {
            counted.shown.push(Shown::of(entry, before)?);
        }
    }
    counted.facts = facts.into_iter().collect();
    counted.facts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counted.shown.sort_by_key(|shown| shown.kind);
    Ok(counted)
}

impl Shown {
    fn of(entry: Entry, before: &Arc<Snapshot>) -> Result<Self, IndexError> {
        match entry {
            Entry::Added(record) => Self::told("added", &record, String::new()),
            Entry::Changed(facts, record) => Self::told("changed", &record, facts.join(", ")),
            Entry::Removed(id) => {
                let number = id.parse().ok().and_then(|id| before.find(&id));
                match number.map(|number| Record::new(before, number)) {
                    Some(record) => Self::told("removed", &record, String::new()),
                    None => Ok(Self { kind: "removed", id, ..Self::nobody() }),
                }
            }
        }
    }

    fn told(kind: &'static str, record: &Record, facts: String) -> Result<Self, IndexError> {
        let view = record.view()?;
        let place = view.practices.first();
        let place = place.map(|practice| format!("{} {}", practice.city, practice.state.code()));
        let (id, name) = (view.id.to_owned(), view.name.to_string());
        Ok(Self { kind, id, name, place: place.unwrap_or_default(), facts })
    }

    fn nobody() -> Self {
        let empty = String::new;
        Self { kind: "", id: empty(), name: empty(), place: empty(), facts: empty() }
    }
}
