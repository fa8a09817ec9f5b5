//! What was asked before changes no answer: each question is asked of the engine, which remembers, and as if it were the
//! first.

use super::super::{Remembered, Suggestion, SuggestionKind, suggest};
use super::{TEXTS, asked, suggested};
use crate::query::SuggestRequest;
use crate::query::request::Near;
use crate::query::sample::{PITTSBURGH, engine, point};
use crate::vocabulary::Lang;
use proptest::prelude::*;

/// The answer of somebody who remembers nothing: every name and place is read as a search would read it.
fn afresh(request: &SuggestRequest) -> Vec<Suggestion> {
    let (engine, nothing) = (engine(), Remembered::nothing());
    let found = suggest(request, engine.vocabulary(), engine.places(), &engine.snapshot(), &nothing);
    found.expect("suggestions").suggestions
}

fn check(request: &SuggestRequest) {
    let expected = afresh(request);
    for time in 1..=2 {
        assert_eq!(suggested(request), expected, "{request:?}, time {time}");
    }
}

#[test]
fn growing_texts_are_answered_as_if_nothing_had_been_asked_before() {
    let near = Some(Near::Point(point(PITTSBURGH)));
    for text in TEXTS {
        for (end, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
            for lang in [Lang::En, Lang::Es] {
                check(&SuggestRequest { lang, ..asked(&text[..end]) });
            }
            check(&SuggestRequest { near: near.clone(), ..asked(&text[..end]) });
        }
    }
}

#[test]
fn names_and_their_beginnings_are_answered_as_if_nothing_had_been_asked_before() {
    let snapshot = engine().snapshot();
    for number in 0..snapshot.len() {
        let provider = snapshot.provider(u32::try_from(number).expect("a few")).expect("a record");
        let name = provider.name.to_string();
        for (end, _) in name.char_indices().skip(2).step_by(3).chain([(name.len(), ' ')]) {
            check(&asked(&name[..end]));
            let behind = asked(&format!("chiro {}", &name[..end]));
            check(&SuggestRequest { kinds: vec![SuggestionKind::Person], ..behind });
        }
    }
}

#[test]
fn towns_are_written_as_if_nothing_had_been_asked_before() {
    for first in 'a'..='z' {
        for second in ['a', 'e', 'i', 'o', 'u', 'r', 'h'] {
            for lang in [Lang::En, Lang::Es] {
                let typed = format!("{first}{second}");
                check(&SuggestRequest { kinds: vec![SuggestionKind::Place], lang, ..asked(&typed) });
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_text_is_answered_as_if_nothing_had_been_asked_before(
        text in "\\PC{0,20}|([a-z]{1,4}|near|in|15213|neck|pain|dr|smith|new york|,| ){0,6}",
        lang in prop::sample::select(vec![Lang::En, Lang::Es]),
    ) {
        check(&SuggestRequest { lang, ..asked(&text) });
    }
}
