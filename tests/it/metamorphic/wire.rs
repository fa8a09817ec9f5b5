//! The same question over the wire: a body says what an address says.

use super::questions::Pairs;
use super::world::list;
use super::{questions, with};
use crate::support::TestIndex;
use crate::support::server::{Server, exchange};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value};

#[test]
fn a_post_answers_what_the_get_answers() {
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", &list()).refused, None);
    let server = Server::start(&index.path());
    for (number, question) in questions(0x9057, 120).enumerate() {
        let mut pairs = if number % 2 == 0 { question.pairs() } else { question.strictly("10km") };
        for (name, value) in
            [("facets", "true"), ("explain", "true"), ("lang", "es"), ("gender", "F,unknown")]
        {
            if number % 3 != 0 {
                pairs = with(&pairs, name, value);
            }
        }
        pairs = with(&pairs, "limit", ["0", "3", "20"][number % 3]);
        let reply = server.get(&address(&pairs));
        let posted = post(&server, &body(&pairs));
        assert_eq!((reply.status, posted.0), (200, 200), "{pairs:?}");
        assert_eq!(reply.json(), posted.1, "{pairs:?}");
    }
}

fn address(pairs: &Pairs) -> String {
    let encoded = |value: &str| utf8_percent_encode(value, NON_ALPHANUMERIC).to_string();
    let query: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("/v1/search?{}", query.join("&"))
}

/// The values as a JSON body has them: flags and counts in their own types, lists as lists.
fn body(pairs: &Pairs) -> String {
    let typed = |(name, value): &(&'static str, String)| {
        let value = match *name {
            "strict" | "facets" | "explain" => Value::Bool(value == "true"),
            "limit" => value.parse::<u64>().expect("a count").into(),
            "gender" => value.split(',').map(str::to_owned).map(Value::String).collect(),
            _ => Value::String(value.clone()),
        };
        ((*name).to_owned(), value)
    };
    Value::Object(pairs.iter().map(typed).collect::<Map<_, _>>()).to_string()
}

fn post(server: &Server, body: &str) -> (u16, Value) {
    let head = format!(
        "POST /v1/search HTTP/1.1\r\nHost: finder\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n",
        body.len()
    );
    let reply = exchange(server.address(), format!("{head}{body}").as_bytes()).expect("the server answers");
    (reply.status, reply.json())
}
