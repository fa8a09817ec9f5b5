//! Pages: together they are the list, each belongs to its question and generation, none follows a cut one.

use super::*;
use crate::index::GenerationId;

#[test]
fn pages_together_are_the_whole_list_for_every_order() {
    for question in questions() {
        for sort in SORTS {
            let whole = search(&SearchRequest { sort, ..question.clone() });
            let mut walked = Vec::new();
            let mut cursor = None;
            loop {
                let request = SearchRequest { sort, limit: 3, cursor, ..question.clone() };
                let page = search(&request);
                assert_eq!((page.total, &page.radius), (whole.total, &whole.radius), "{request:?}");
                assert_eq!(page.notices, whole.notices);
                walked.extend(ids(&page));
                cursor = page.next;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(walked, ids(&whole), "{sort:?} {question:?}");
            assert_eq!(walked.len() as u64, whole.total);
        }
    }
}

#[test]
fn a_cursor_answers_its_own_question_only() {
    let request = SearchRequest { limit: 2, ..questions().remove(0) };
    let next = search(&request).next.expect("more than two");
    let with = |cursor: &str| SearchRequest { cursor: Some(cursor.into()), ..request.clone() };
    assert_eq!(error(&with("nonsense")), "cursor_invalid");
    assert_eq!(error(&SearchRequest { strict: true, ..with(&next) }), "cursor_mismatch");
    let page = search(&with(&next));
    let other_look =
        SearchRequest { lang: Lang::Es, units: Units::Kilometres, explain: true, limit: 1, ..with(&next) };
    assert_eq!(ids(&page)[..1], ids(&search(&other_look))[..]);
}

#[test]
fn a_cursor_outlives_one_publish_and_not_two() {
    let list = sample::providers();
    let engine = sample::engine_of(&list);
    let request = SearchRequest { limit: 2, ..questions().remove(0) };
    let first = engine.search(&request).expect("a page");
    let rest = SearchRequest { cursor: first.next.clone(), ..request.clone() };
    let before = engine.search(&rest).expect("a page");

    engine.publish(sample::open(&list[..40], 2, "list"));
    assert_eq!(engine.snapshot().generation().to_string(), "000002");
    assert_eq!(engine.search(&request).expect("a page").generation, "000002");
    assert_eq!(engine.search(&rest).expect("the generation before answers"), before);

    engine.publish(engine.snapshot());
    assert_eq!(engine.search(&rest).expect("publishing the live one again changes nothing"), before);

    engine.publish(sample::open(&list, 3, "list"));
    let expired = engine.search(&rest);
    assert!(matches!(expired, Err(SearchError::CursorExpired)), "{expired:?}");
}

#[test]
fn no_cursor_expires_while_the_generation_before_is_being_opened() {
    let list = sample::providers();
    let before = sample::open(&list, 1, "list");
    let engine = |live: &Arc<Snapshot>| sample::engine_over(Arc::clone(live));
    let request = SearchRequest { limit: 2, ..questions().remove(0) };
    let old = engine(&before);
    let rest = SearchRequest { cursor: old.search(&request).expect("a page").next, ..request.clone() };
    let expected = old.search(&rest).expect("a page");

    let live = sample::open(&list[..40], 2, "list");
    let restarted = engine(&live).awaiting_previous();
    assert_eq!(restarted.search(&request).expect("the live one answers").generation, "000002");
    for _ in 0..2 {
        let told = restarted.search(&rest);
        assert!(restarted.awaits_previous() && matches!(told, Err(SearchError::NotOpenYet)), "{told:?}");
        restarted.publish(Arc::clone(&live));
    }
    restarted.take_previous(Some(Arc::clone(&before)));
    assert_eq!(restarted.search(&rest).expect("the generation before answers"), expected);

    let damaged = engine(&live).awaiting_previous();
    damaged.take_previous(None);
    assert!(matches!(damaged.search(&rest), Err(SearchError::CursorExpired)));

    // Whoever was live when another was published is before it, whatever is opened.
    let overtaken = engine(&live).awaiting_previous();
    overtaken.publish(sample::open(&list, 3, "list"));
    overtaken.take_previous(Some(before));
    assert_eq!(overtaken.previous().map(GenerationId::number), Some(2));
    assert!(matches!(overtaken.search(&rest), Err(SearchError::CursorExpired)));
}

#[test]
fn a_search_cut_by_its_deadline_says_so_and_offers_no_next_page() {
    let engine = sample::engine_of(&twins(9_000));
    let request = SearchRequest { limit: 5, ..near(PITTSBURGH) };
    let whole = engine.search(&request).expect("an answer");
    assert!(!whole.partial && whole.next.is_some());
    let cut = engine.with_deadline(Duration::ZERO).search(&request).expect("an answer");
    assert!(cut.partial && cut.next.is_none() && cut.total < whole.total);
}
