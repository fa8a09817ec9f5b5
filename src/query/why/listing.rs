//! Why an id is in no list of the live generation, and which rows about a listed one were left out.
//!
//! In: what was asked for, the generations that are open. Out: reasons, at least one for who is not listed. Invariant:
//! only what the generations say is told; what they do not know is said to be unknown.

use super::sentence::Listing;
use super::{AskedId, ListedRow, Reason};
use crate::domain::ProviderId;
use crate::index::{LeftOutRows, ListSource, RowKey, Snapshot};
use crate::query::engine::Held;
use crate::vocabulary::Lang;

/// The most rows of a list that are told; nobody reads more.
const ROWS: usize = 20;

/// Why somebody is not listed. That somebody asked to be hidden is for those who keep the lists: to the public, which is
/// not `to_clerk`, it is as if no list had ever had them.
pub(in crate::query) fn unlisted(
    asked: &AskedId,
    held: &Held,
    previous: Option<&Held>,
    (lang, to_clerk): (Lang, bool),
) -> Vec<Reason> {
    let say = Listing(lang);
    let snapshot = &held.snapshot;
    let id = match asked {
        AskedId::Id(id) => id,
        AskedId::NoNpi { error, number } => {
            let rows = number.map(|number| rows(RowKey::number(number), all(snapshot), say));
            return std::iter::once(say.invalid_npi(*error)).chain(rows.into_iter().flatten()).collect();
        }
        AskedId::NoId => return vec![say.invalid_id()],
    };
    let lists = lists_of(id, snapshot);
    if let (ProviderId::Own { list, .. }, true) = (id, lists.is_empty()) {
        return vec![say.unknown_list(list, &snapshot.manifest().lists)];
    }
    let mut reasons = Vec::new();
    let hidden = snapshot.is_hidden(id);
    if hidden && to_clerk {
        return vec![say.hidden()];
    }
    // A hidden one is not told of as one who was there, nor by the rows of lists.
    let previous = previous.filter(|_| !hidden);
    if let Some(previous) = previous.filter(|previous| previous.snapshot.find(id).is_some()) {
        reasons.push(say.no_longer_listed(previous.snapshot.generation()));
    }
    if !hidden {
        reasons.extend(rows(RowKey::of(id), lists.iter().copied(), say));
    }
    let is_known = |left_out: Option<&LeftOutRows>| left_out.is_some_and(LeftOutRows::is_complete);
    let unknown: Vec<&ListSource> =
        lists.iter().filter(|(_, left_out)| !is_known(*left_out)).map(|(source, _)| *source).collect();
    if !unknown.is_empty() {
        reasons.push(say.not_recorded(&unknown));
    } else if reasons.is_empty() {
        let nameless = lists.iter().filter_map(|(_, left_out)| *left_out).map(LeftOutRows::nameless).sum();
        let sources: Vec<&ListSource> = lists.iter().map(|(source, _)| *source).collect();
        reasons.push(say.never_seen(&sources, nameless));
    }
    reasons
}

/// The rows about a listed provider that were left out.
pub(in crate::query) fn left_out(id: &ProviderId, held: &Held, lang: Lang) -> Vec<Reason> {
    rows(RowKey::of(id), lists_of(id, &held.snapshot).into_iter(), Listing(lang))
}

/// A list, and the rows that were left out of it.
type List<'l> = (&'l ListSource, Option<&'l LeftOutRows>);

fn rows<'l>(key: RowKey, lists: impl Iterator<Item = List<'l>>, say: Listing) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for (source, left_out) in lists {
        let found = left_out.map(|rows| rows.find(key, ROWS)).unwrap_or_default();
        reasons.extend(found.into_iter().map(|row| say.row(ListedRow { list: source.list.clone(), row })));
    }
    reasons
}

fn all(snapshot: &Snapshot) -> impl Iterator<Item = List<'_>> {
    snapshot.left_out()
}

/// The lists that can name an id: its own one, or all for an NPI.
fn lists_of<'s>(id: &ProviderId, snapshot: &'s Snapshot) -> Vec<List<'s>> {
    let can = |(source, _): &List<'_>| match id {
        ProviderId::Npi(_) => true,
        ProviderId::Own { list, .. } => source.list == list.as_str(),
    };
    all(snapshot).filter(can).collect()
}
