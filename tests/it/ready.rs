//! Replies that are put together from fragments are to the byte those that are serialised as a whole.

use crate::support::{TestIndex, search};
use specialist_finder::http::wire::{Labels, Ready, SearchReply};
use specialist_finder::query::Engine;
use std::fs;

/// Names and addresses that look like the places where a reply is parted.
const LIST: &str = r#"id,name,credential,specialty,address,city,state,zip,languages,website
1,"""results"":[]",DC,chiropractor,"1 ""distance"":null, St",Pittsburgh,PA,15213,es,
2,"Ann ,""distance"":null, Lee",DC,chiropractor,"2 \ ""St""",Pittsburgh,PA,15213,,https://example.org/a?b=%22
3,Zoë ☂ Çelik,DPT,physical therapist,3 Main St,Pittsburgh,PA,15213,"es;tlh",
"#;

/// Every way a reply can differ.
const QUESTIONS: [&[(&str, &str)]; 9] = [
    &[("near", "15213")],
    &[("near", "15213"), ("lang", "es")],
    &[("near", "15213"), ("explain", "true"), ("units", "km")],
    &[("near", "15213"), ("facets", "true"), ("limit", "1")],
    &[("q", "chiropractor \"results\":[] near 15213")],
    &[("q", "nobody, \"results\":[], nowhere"), ("near", "15213")],
    &[("specialty", "chiropractor")],
    &[("specialty", "chiropractor"), ("near", "15213"), ("limit", "0")],
    &[("q", "numb between my legs"), ("near", "15213")],
];

fn compare(engine: &Engine, ready: &Ready, labels: &Labels) {
    for pairs in QUESTIONS {
        let answer = search(engine, pairs).expect("an answer");
        let whole = SearchReply::from_answer(&answer, labels).expect("readable records");
        let whole = serde_json::to_string(&whole).expect("JSON");
        let parts = String::from_utf8(ready.reply(&answer, labels).expect("JSON")).expect("UTF-8");
        assert_eq!(parts, whole, "{pairs:?}");
    }
}

#[test]
fn a_reply_of_fragments_is_the_whole_one_for_the_first_time_and_again() {
    let index = TestIndex::new();
    let list = index.folder().join("list.csv");
    fs::write(&list, LIST).expect("written");
    assert_eq!(index.import(&list).expect("the import runs").refused, None);
    let engine = index.engine();
    let (ready, labels) = (Ready::default(), Labels::new(engine.vocabulary()));
    compare(&engine, &ready, &labels);
    compare(&engine, &ready, &labels);

    // The next generation's first provider is another: what was kept of this one must not be shown.
    fs::write(&list, LIST.replace("Zoë", "Chloë").replace("Ann", "Zoé")).expect("written");
    assert_eq!(index.import(&list).expect("the import runs").refused, None);
    let next = index.engine();
    compare(&next, &ready, &labels);
    compare(&engine, &ready, &labels);
    compare(&next, &ready, &labels);
}

#[test]
fn the_sample_is_shown_alike() {
    let index = TestIndex::with_sample();
    let engine = index.engine();
    let (ready, labels) = (Ready::default(), Labels::new(engine.vocabulary()));
    for _ in 0..2 {
        compare(&engine, &ready, &labels);
    }
}
