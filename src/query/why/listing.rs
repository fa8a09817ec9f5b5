//! Why an id is in no list of the live generation.
//!
//! In: what was asked for, the generations that are open. Out: reasons, at least one. Invariant: only what the
//! generations say is told; what they do not know is said to be unknown.

use super::sentence::Listing;
use super::{AskedId, Reason};
use crate::domain::ProviderId;
use crate::index::{ListSource, Manifest};
use crate::query::engine::Held;
use crate::vocabulary::Lang;

/// Why somebody is not listed.
pub(in crate::query) fn unlisted(
    asked: &AskedId,
    held: &Held,
    previous: Option<&Held>,
    lang: Lang,
) -> Vec<Reason> {
    let say = Listing(lang);
    let manifest = held.snapshot.manifest();
    let id = match asked {
        AskedId::Id(id) => id,
        AskedId::NoNpi(error) => return vec![say.invalid_npi(*error)],
        AskedId::NoId => return vec![say.invalid_id()],
    };
    let lists = lists_of(id, manifest);
    if let (ProviderId::Own { list, .. }, true) = (id, lists.is_empty()) {
        return vec![say.unknown_list(list, &manifest.lists)];
    }
    let mut reasons = Vec::new();
    if let Some(previous) = previous.filter(|previous| previous.snapshot.find(id).is_some()) {
        reasons.push(say.no_longer_listed(previous.snapshot.generation()));
    }
    reasons.push(say.not_recorded(&lists));
    reasons
}

/// The lists that can name an id: its own one, or all for an NPI.
fn lists_of<'m>(id: &ProviderId, manifest: &'m Manifest) -> Vec<&'m ListSource> {
    let can = |source: &&ListSource| match id {
        ProviderId::Npi(_) => true,
        ProviderId::Own { list, .. } => source.list == list.as_str(),
    };
    manifest.lists.iter().filter(can).collect()
}
