//! Corrections over a rollback: in force still, unless it says otherwise.

use super::{HIDE, LIST, MOVE, found, give, import_list, is_found};
use crate::support::{PLACES, TestIndex, VOCABULARY, copy, now};
use specialist_finder::import::{self, ImportError, RollbackRequest, Unobserved};
use specialist_finder::ingest::Standing;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

fn roll_back(index: &TestIndex, with_corrections: bool) -> Result<import::RollbackOutcome, ImportError> {
    let cancel = Arc::new(AtomicBool::new(false));
    let request = RollbackRequest { to: None, with_corrections, now: now(), cancel };
    import::roll_back(&index.store(), &request, &VOCABULARY, &PLACES, &mut Unobserved)
}

#[test]
fn a_rollback_keeps_corrections_in_force_unless_it_says_so() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    // Nothing but corrections differ.
    assert!(matches!(roll_back(&index, false), Err(ImportError::SameLists(_))));
    assert!(!is_found(&index, "npi:1234567893"));
    // A bad list is published, then gone back from: both generations were made with the same corrections.
    let (bad, _) = LIST.rsplit_once("\n,b7").expect("three rows");
    import_list(&index, &format!("{bad}\n"), false);
    assert_eq!(found(&index.engine()).len(), 1);
    let back = roll_back(&index, false).expect("back");
    assert_eq!((back.generation, back.shown_again.len()), (back.target, 0));
    assert_eq!(found(&index.engine()).len(), 2);
    // Somebody else is hidden after a bad import: going back builds the older list with today's corrections.
    import_list(&index, &format!("{bad}\n"), false);
    let ann = "npi:1245319599,hide,,,,,,,,,,\n";
    give(&index, &format!("{HIDE}{ann}"));
    import_list(&index, LIST, false);
    give(&index, &format!("{HIDE}{ann}{MOVE}"));
    import_list(&index, &format!("{bad}\n"), false);
    give(&index, &format!("{HIDE}{ann}"));
    // Live: the bad list; before: the bad list with a move. With the lists the same, nothing to go back to.
    assert!(matches!(roll_back(&index, false), Err(ImportError::SameLists(_))));
    import_list(&index, LIST, false);
    let back = roll_back(&index, false).expect("back");
    assert_eq!(back.generation, back.target);
    assert!(!is_found(&index, "npi:1245319599") && !is_found(&index, "npi:1234567893"));
    let history = index.store().history().expect("readable");
    let hidden: Vec<Option<u64>> = history
        .0
        .iter()
        .map(|entry| entry.corrections.as_ref().map(|corrections| corrections.hidden))
        .collect();
    assert_eq!(&hidden[..3], [None, Some(1), Some(1)]);
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
}

#[test]
fn going_back_over_a_hide_builds_the_older_lists_with_it() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    // Only the generation before is kept by itself; an older one is put back as from a copy.
    let (first, aside) = (index.path().join("000001"), index.folder().join("aside"));
    copy(&first, &aside);
    let more =
        format!("{LIST}1000780001,,Cal Doe,DC,chiropractor,5 Pine St,Pittsburgh,PA,15213,,2026-01-05\n");
    import_list(&index, &more, false);
    give(&index, HIDE);
    copy(&aside, &first);
    let back = |with_corrections| {
        let cancel = Arc::new(AtomicBool::new(false));
        let request = RollbackRequest { to: "000001".parse().ok(), with_corrections, now: now(), cancel };
        import::roll_back(&index.store(), &request, &VOCABULARY, &PLACES, &mut Unobserved).expect("back")
    };
    let outcome = back(false);
    assert_eq!((outcome.generation.to_string().as_str(), outcome.target.number()), ("000004", 1));
    assert_eq!(outcome.corrections.expect("told").standings[&Standing::Applied], 1);
    let (ids, history) = (found(&index.engine()), index.store().history().expect("readable"));
    assert_eq!(ids.keys().map(String::as_str).collect::<Vec<_>>(), ["board:b7", "npi:1245319599"]);
    assert_eq!(history.0.last().and_then(|last| last.corrections.as_ref()).map(|kept| kept.hidden), Some(1));
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
    // Back with its corrections: she is shown again, and that is told.
    copy(&aside, &first);
    let outcome = back(true);
    assert_eq!((outcome.generation.number(), outcome.shown_again.len()), (1, 1));
    assert!(is_found(&index, "npi:1234567893"));
}
