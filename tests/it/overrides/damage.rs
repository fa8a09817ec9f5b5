//! Corrections where a generation, its corrections or the pointer is damaged: nobody is shown who was hidden.

use super::{HIDE, LIST, give, import_list, is_found, is_shown};
use crate::support::{TestIndex, VOCABULARY};
use serde_json::Value;

#[test]
fn a_damaged_generation_does_not_lose_the_corrections_in_force() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    // The live generation's records are damaged, so that the one without the hide is read.
    let live = index.path().join(index.live().expect("an index"));
    std::fs::write(live.join("records.bin"), b"damaged").expect("written");
    import_list(&index, LIST, false);
    assert!(!is_found(&index, "npi:1234567893"));
}

/// How many others are at a provider's first practice.
fn beside(index: &TestIndex, id: &str) -> usize {
    let provider = index.engine().provider(&id.parse().expect("an id")).expect("readable").expect("listed");
    provider.colleagues().expect("readable")[0].total
}

#[test]
fn an_older_generation_that_stands_in_hides_whom_the_damaged_one_hides() {
    let index = TestIndex::new();
    // Somebody practises where she does.
    let list =
        format!("{LIST},b8,Cy Lund,DC,chiropractor,100 Main St,Pittsburgh,PA,15213,4125550103,2026-01-05\n");
    import_list(&index, &list, false);
    assert!(is_shown(&index, "npi:1234567893", "quix"));
    assert_eq!(beside(&index, "board:b8"), 1);
    give(&index, HIDE);
    assert_eq!(beside(&index, "board:b8"), 0);
    let live = index.path().join(index.live().expect("an index"));
    std::fs::write(live.join("records.bin"), b"damaged").expect("written");
    assert!(index.store().open_live(&VOCABULARY).expect("an older one").degraded.is_some());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
    assert_eq!(beside(&index, "board:b8"), 0);
    // To give the same again is the remedy, although the damaged generation has it.
    let outcome = give(&index, HIDE);
    assert!(!outcome.in_force && outcome.generation.is_some(), "{outcome:?}");
    assert!(index.store().open_live(&VOCABULARY).expect("sound").degraded.is_none());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
}

#[test]
fn corrections_that_cannot_be_read_stop_everything_but_giving_them_anew() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    let live = index.path().join(index.live().expect("an index"));
    std::fs::write(live.join("lists/overrides.csv"), b"damaged").expect("written");
    let list = index.folder().join("again.csv");
    std::fs::write(&list, LIST).expect("written");
    let list = list.to_str().expect("a path");
    for arguments in [&["import", "--list", "other", list][..], &["rebuild"], &["rollback"]] {
        let (code, _, told) = index.finder(arguments);
        assert!(code == Some(1) && told.contains("cannot be read"), "{arguments:?}: {code:?} {told}");
        assert!(!is_shown(&index, "npi:1234567893", "quix"), "{arguments:?}");
    }
    give(&index, HIDE);
    assert!(index.store().open_live(&VOCABULARY).expect("sound").degraded.is_none());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
}

#[test]
fn a_damaged_pointer_is_rebuilt_from_what_is_kept() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    std::fs::write(index.path().join("CURRENT"), b"damaged").expect("written");
    let (code, told, warned) = index.finder(&["lists", "--json"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert!(
        code == Some(0) && told["degraded"].is_string() && warned.contains("warning:"),
        "{told} {warned}"
    );
    let (code, told, warned) = index.finder(&["rebuild"]);
    assert!(code == Some(0) && told.contains("is live"), "{code:?} {told} {warned}");
    assert!(index.store().open_live(&VOCABULARY).expect("sound").degraded.is_none());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
}
