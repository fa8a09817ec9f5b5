//! What forbids a list to be published.
//!
//! In: what was read and merged, and what the caller allows. Out: a [`Refusal`], or none; before anything is merged,
//! whether one can still come.

use super::ImportRequest;
use super::lists::MergedList;
use super::tally::Tally;
use crate::domain::ListName;
use crate::ingest::{Code, Refusal, Summary};

/// Refuses when too much was rejected, or nothing is left.
pub(super) fn rows(request: &ImportRequest, tally: &Tally) -> Option<Refusal> {
    let rows = tally.rows();
    if tally.kept == 0 && tally.removals == 0 {
        let message = match rows {
            0 => "there is no row below the header".to_owned(),
            rows => format!("not one of {rows} rows can be used; see the report for the reasons"),
        };
        return Some(Refusal { code: Code::NoUsableRows, message });
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
    let share = tally.rejected as f64 * 100.0 / rows as f64;
    if share > request.max_rejected && !request.allow_rejects {
        let message = format!(
            "{} of {rows} rows were rejected ({share:.1} %, allowed are {} %); mend them, or raise --max-rejected, \
             or pass --allow-rejects",
            tally.rejected, request.max_rejected,
        );
        return Some(Refusal { code: Code::TooManyRejected, message });
    }
    None
}

/// Refuses when the list loses more than half of what its last import had.
pub(super) fn list(request: &ImportRequest, summary: &Summary, merged: &MergedList) -> Option<Refusal> {
    if merged.providers == 0 && merged.before == 0 && !summary.whole {
        let message = format!(
            "these files only change a list, and there is no list {} yet; import its main file first, or together with \
             them",
            summary.list,
        );
        return Some(Refusal { code: Code::SideFileAlone, message });
    }
    if merged.providers == 0 && merged.before == 0 {
        let message = "no provider is left to publish".to_owned();
        return Some(Refusal { code: Code::NoUsableRows, message });
    }
    if shrinks(request, summary, merged.providers, merged.before) {
        let message = format!(
            "the list {} would shrink from {} to {} providers; pass --allow-shrink if that is right",
            summary.list, merged.before, merged.providers,
        );
        return Some(Refusal { code: Code::ListShrinks, message });
    }
    None
}

/// Whether the list may yet be refused once its rows are merged: there is nothing that its changes could be made to, or it
/// may shrink too much. `whole_ids` are those that a whole list has for certain, `before` what it had.
/// Whoever may be gone is counted as gone: room is made by removing what a rollback leads to, and once it is made nothing may
/// refuse the list.
pub(super) fn may_refuse(
    request: &ImportRequest,
    summary: &Summary,
    tally: &Tally,
    (whole_ids, before): (u64, u64),
) -> bool {
    let at_least = if summary.whole {
        // A row of changes that are older than the whole list adds nobody.
        whole_ids.saturating_sub(tally.of_changes)
    } else {
        before.saturating_sub(tally.removals)
    };
    let is_new = before == 0 && !summary.whole;
    is_new || at_least == 0 || shrinks(request, summary, at_least, before)
}

fn shrinks(request: &ImportRequest, summary: &Summary, providers: u64, before: u64) -> bool {
    providers * 2 < before && !request.allow_shrink && summary.list.as_str() != ListName::SAMPLE
}
