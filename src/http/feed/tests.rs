//! What mirrors are told, asked through the router without a socket.

use super::super::caller::Peer;
use super::super::fixture::{Reply, app, get, new_state, send};
use super::super::router;
use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt as _;
use serde_json::Value;

fn lines(reply: &Reply) -> Vec<Value> {
    let text = std::str::from_utf8(&reply.body).expect("UTF-8");
    assert!(text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

#[tokio::test]
async fn an_export_has_everybody_in_the_order_of_ids_and_says_when_it_is_whole() {
    let reply = get("/v1/providers.ndjson").await;
    assert_eq!((reply.status.as_u16(), reply.header("content-type")), (200, "application/x-ndjson"));
    let lines = lines(&reply);
    let (begin, end) = (&lines[0], lines.last().expect("lines"));
    assert_eq!((&begin["type"], &begin["generation"]), (&"begin".into(), &"000001".into()));
    assert_eq!((&begin["since"], &begin["providers"]), (&Value::Null, &4.into()));
    assert_eq!(begin["notices"][0]["code"], "sample_data");
    assert_eq!(*end, serde_json::json!({"type": "end", "generation": "000001", "count": 4}));
    let ids: Vec<&str> = lines[1..5].iter().filter_map(|line| line["id"].as_str()).collect();
    assert_eq!(ids, ["list:7", "list:8", "list:a/b c:1", "npi:1234567893"]);
    for line in &lines[1..5] {
        assert_eq!(line["type"], "provider");
        let id = line["id"].as_str().expect("an id").replace('/', "%2F").replace(' ', "%20");
        let mut alone = get(&format!("/v1/providers/{id}")).await.json();
        let members = alone.as_object_mut().expect("an object");
        for told_once in ["generation", "moved", "notices", "attribution", "notice", "provenance"] {
            members.remove(told_once).expect(told_once);
        }
        for practice in members["practices"].as_array_mut().expect("practices") {
            practice.as_object_mut().expect("a practice").remove("colleagues").expect("colleagues");
        }
        assert_eq!(line["provider"], alone);
    }
}

#[tokio::test]
async fn whoever_was_cut_off_goes_on_behind_any_line() {
    let whole = lines(&get("/v1/providers.ndjson").await);
    for read in 1..5 {
        let id = whole[read]["id"].as_str().expect("an id").replace(' ', "%20");
        let rest = lines(&get(&format!("/v1/providers.ndjson?generation=1&after={id}")).await);
        assert_eq!(rest[1..rest.len() - 1], whole[read + 1..5]);
        assert_eq!(rest.last().expect("an end")["count"], 4 - read);
    }
    let bare = lines(&get("/v1/providers.ndjson?generation=1&after=1234567893").await);
    assert_eq!(bare.len(), 2, "a bare NPI is the id that is printed with its prefix");
    let nobody = lines(&get("/v1/providers.ndjson?generation=1&after=list:75").await);
    assert_eq!(nobody[1]["id"], "list:8", "the id need not be anybody's");
}

#[tokio::test]
async fn the_same_generation_has_no_changes() {
    let lines = lines(&get("/v1/changes?since=000001").await);
    assert_eq!((lines.len(), &lines[0]["since"], &lines[1]["count"]), (2, &"000001".into(), &0.into()));
}

#[tokio::test]
async fn what_cannot_be_mirrored_is_refused_with_code_and_field() {
    for (target, status, code, field) in [
        ("/v1/changes", 400, "invalid_value", Some("since")),
        ("/v1/changes?since=", 400, "invalid_value", Some("since")),
        ("/v1/changes?since=0", 400, "invalid_value", Some("since")),
        ("/v1/changes?since=-1", 400, "invalid_value", Some("since")),
        ("/v1/changes?since=9999999999", 400, "invalid_value", Some("since")),
        ("/v1/changes?since=yesterday", 400, "invalid_value", Some("since")),
        ("/v1/changes?since=1&since=1", 400, "repeated_parameter", Some("since")),
        ("/v1/changes?since=1&limit=3", 400, "unknown_parameter", Some("limit")),
        ("/v1/changes?since=%ff", 400, "bad_encoding", Some("since")),
        ("/v1/changes?since=2", 410, "generation_expired", Some("since")),
        ("/v1/changes?since=1&generation=2", 410, "generation_expired", Some("generation")),
        ("/v1/changes?since=1&after=list:7", 400, "invalid_value", Some("generation")),
        ("/v1/providers.ndjson?since=1", 400, "unknown_parameter", Some("since")),
        ("/v1/providers.ndjson?generation=7", 410, "generation_expired", Some("generation")),
        ("/v1/providers.ndjson?generation=1&after=", 400, "invalid_value", Some("after")),
        ("/v1/providers.ndjson?generation=1&after=nobody", 400, "invalid_value", Some("after")),
    ] {
        let reply = get(target).await;
        let problem = reply.json();
        assert_eq!(
            (reply.status.as_u16(), &problem["code"], &problem["field"]),
            (status, &code.into(), &serde_json::json!(field)),
            "{target}: {problem}"
        );
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
    }
    let long = format!("/v1/providers.ndjson?generation=1&after=list:{}", "7".repeat(600));
    assert_eq!(get(&long).await.json()["code"], "text_too_long");
    assert!(get("/v1/changes?since=2").await.json()["detail"].to_string().contains("/v1/providers.ndjson"));
}

#[tokio::test]
async fn a_mirror_that_has_it_already_is_told_so_and_a_head_costs_nothing() {
    for target in ["/v1/providers.ndjson", "/v1/changes?since=1"] {
        let etag = get(target).await.header("etag").to_owned();
        let ask = |method: &str, known: &str| {
            let request = Request::builder().method(method).uri(target).header("if-none-match", known);
            send(app(), request.body(Body::empty()).expect("a request"))
        };
        let same = ask("GET", &etag).await;
        assert_eq!((same.status.as_u16(), same.body.len(), same.header("etag")), (304, 0, etag.as_str()));
        assert_eq!(ask("GET", "\"other\"").await.status, 200);
        let head = ask("HEAD", "\"other\"").await;
        assert_eq!((head.status.as_u16(), head.body.len(), head.header("etag")), (200, 0, etag.as_str()));
        let posted = ask("POST", "").await;
        assert_eq!((posted.status.as_u16(), posted.header("allow")), (405, "GET,HEAD"));
    }
    let one = get("/v1/providers.ndjson").await.header("etag").to_owned();
    let rest = get("/v1/providers.ndjson?generation=1&after=list:7").await;
    assert_ne!(one, rest.header("etag"), "another part is another reply");
}

#[tokio::test]
async fn lines_are_sent_to_whoever_reads_lines_or_json() {
    for (accept, status) in [
        ("application/x-ndjson", 200),
        ("application/json", 200),
        ("*/*", 200),
        ("application/x-ndjson;q=0, application/json;q=0", 406),
        ("text/html", 406),
    ] {
        let request = Request::get("/v1/providers.ndjson").header("accept", accept);
        let reply = send(app(), request.body(Body::empty()).expect("a request")).await;
        assert_eq!(reply.status, status, "{accept}");
    }
}

#[tokio::test]
async fn exports_are_not_compressed_beside_searches() {
    for target in ["/v1/providers.ndjson", "/v1/changes?since=1"] {
        let request = Request::get(target).header("accept-encoding", "gzip");
        let reply = send(app(), request.body(Body::empty()).expect("a request")).await;
        assert_eq!((reply.status.as_u16(), reply.header("content-encoding")), (200, ""), "{target}");
        assert_eq!(reply.body, get(target).await.body);
    }
}

#[tokio::test]
async fn one_caller_has_few_exports_at_once_and_gets_its_places_back() {
    let app = router(new_state());
    let ask = |peer: &str| {
        let mut request = Request::get("/v1/providers.ndjson").body(Body::empty()).expect("a request");
        request.extensions_mut().insert(Peer(peer.parse().expect("an address")));
        tower::ServiceExt::oneshot(app.clone(), request)
    };
    let mut open = Vec::new();
    for _ in 0..4 {
        open.push(ask("203.0.113.1").await.expect("infallible"));
    }
    assert!(open.iter().all(|reply| reply.status() == 200));
    let refused = ask("203.0.113.1").await.expect("infallible");
    assert_eq!(
        (refused.status().as_u16(), &refused.headers()["retry-after"]),
        (503, &"30".parse().expect("a value"))
    );
    assert_eq!(ask("203.0.113.2").await.expect("infallible").status(), 200, "another caller");
    let searched = Request::get("/v1/search?near=15213").body(Body::empty()).expect("a request");
    assert_eq!(send(app.clone(), searched).await.status, 200, "searches go on");
    open.pop();
    let again = ask("203.0.113.1").await.expect("infallible");
    assert_eq!(again.status(), 200, "who leaves makes room");
    let body = again.into_body().collect().await.expect("a whole body").to_bytes();
    assert!(body.ends_with(b"\"count\":4}\n"));
    assert_eq!(ask("203.0.113.1").await.expect("infallible").status(), 200, "who is done makes room");
}
