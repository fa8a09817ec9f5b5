//! What callers see, locked: answers over the bundled sample, a provider, completions.
//! (The OpenAPI document is locked beside the code that makes it.)
//!
//! A change of these files is a change of the promise to the outside; read the diff before accepting it.

use crate::support::{TestIndex, search};
use specialist_finder::http::wire;
use specialist_finder::query::SuggestRequest;
use specialist_finder::vocabulary::Lang;

#[test]
fn answers_of_the_sample() {
    let index = TestIndex::with_sample();
    let engine = index.engine();
    let questions: [(&str, &[(&str, &str)]); 6] = [
        (
            "widened",
            &[
                ("q", "neck pain chiropractor near 15213 within 10 miles"),
                ("explain", "true"),
                ("limit", "3"),
            ],
        ),
        ("dense", &[("q", "physical therapist near Chicago"), ("limit", "2"), ("facets", "true")]),
        (
            "spanish",
            &[
                ("q", "quiropráctico en Houston"),
                ("lang", "es"),
                ("units", "km"),
                ("explain", "true"),
                ("limit", "2"),
            ],
        ),
        (
            "danger",
            &[("q", "back pain and numb between my legs"), ("near", "Pittsburgh, PA"), ("limit", "1")],
        ),
        ("no_place", &[("q", "spine surgeon"), ("limit", "1")]),
        ("not_understood", &[("q", "asdfgh"), ("near", "15213")]),
    ];
    let labels = wire::Labels::new(engine.vocabulary());
    for (name, pairs) in questions {
        let answer = search(&engine, pairs).unwrap_or_else(|error| panic!("{name}: {error}"));
        let reply = wire::SearchReply::from_answer(&answer, &labels).expect("readable records");
        let mut reply = serde_json::to_value(reply).expect("JSON");
        if !reply["next"].is_null() {
            reply["next"] = "a cursor".into();
        }
        insta::assert_json_snapshot!(name, reply);
    }
}

#[test]
fn a_provider_of_the_sample() {
    let index = TestIndex::with_sample();
    let engine = index.engine();
    let found =
        search(&engine, &[("specialty", "chiropractor"), ("near", "15213"), ("limit", "1")]).expect("found");
    let id = found.hits.first().expect("a chiropractor").provider().expect("a record").id;
    let provider = engine.provider(&id).expect("readable").expect("there");
    let labels = wire::Labels::new(engine.vocabulary());
    let colleagues = provider.colleagues().expect("readable records");
    let reply = wire::ProviderReply::from_answer(&provider, &colleagues, &labels, Lang::En)
        .expect("a readable record");
    insta::assert_json_snapshot!(reply);
}

#[test]
fn completions_of_the_sample() {
    let index = TestIndex::with_sample();
    let engine = index.engine();
    let complete = |text: &str| {
        let request = SuggestRequest::from_pairs([("q", text)]).expect("sound");
        let suggestions = engine.suggest(&request).expect("completions").suggestions;
        suggestions
            .iter()
            .map(|one| format!("{} {} {}", one.kind.as_str(), one.label, one.insert))
            .collect::<Vec<_>>()
    };
    let texts = ["chirop", "neck", "dry n", "physical therapist near pitts", "1521", "smi"];
    insta::assert_json_snapshot!(texts.map(|text| (text, complete(text))));
}
