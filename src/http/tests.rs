//! What the routes answer, asked through the router without a socket.

use super::fixture::{Reply, app, get, new_state, post, send};
use super::*;
use axum::body::Body;
use axum::http::Request;
use proptest::prelude::*;
use serde_json::{Value, json};

mod explain;
mod log;
mod providers;
mod refusals;
mod topics;

const PLACE: &str = "lat=40.4443&lon=-79.9532";

fn request(method: &str, target: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(target);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).expect("a request")
}

/// A problem with this status, code and field, whose id is the header's.
#[track_caller]
fn assert_problem(reply: &Reply, status: u16, code: &str, field: Option<&str>, about: &str) {
    let problem = reply.json();
    assert_eq!(
        (reply.status.as_u16(), &problem["code"], &problem["field"]),
        (status, &json!(code), &json!(field)),
        "{about}: {problem}"
    );
    assert_eq!(problem["status"], status);
    assert_eq!(problem["type"], format!("/docs#{code}"));
    assert_eq!(problem["request_id"], reply.header("x-request-id"));
    assert_eq!(reply.header("content-type"), "application/problem+json");
    assert_eq!(reply.header("cache-control"), "no-store");
}

#[tokio::test]
async fn every_route_answers_with_safe_headers() {
    for (target, kind, cache) in [
        ("/v1/search?near=15213", "application/json", "no-store"),
        ("/v1/providers/1234567893", "application/json", "no-cache"),
        ("/v1/providers/1234567893/explain?near=15213", "application/json", "no-store"),
        ("/v1/suggest?q=chi", "application/json", "no-store"),
        ("/v1/changes?since=1", "application/x-ndjson", "no-cache"),
        ("/v1/providers.ndjson", "application/x-ndjson", "no-cache"),
        ("/v1/specialties", "application/json", "no-cache"),
        ("/v1/conditions", "application/json", "no-cache"),
        ("/v1/techniques", "application/json", "no-cache"),
        ("/v1/specialties/osteopath", "application/json", "no-cache"),
        ("/v1/conditions/neck_pain", "application/json", "no-cache"),
        ("/v1/techniques/mckenzie", "application/json", "no-cache"),
        ("/v1/openapi.json", "application/json", "no-cache"),
        ("/docs", "text/html; charset=utf-8", "no-cache"),
        ("/", "text/html; charset=utf-8", "no-cache"),
        ("/static/docs.css", "text/css; charset=utf-8", "no-cache"),
        ("/healthz", "application/json", "no-store"),
        ("/readyz", "application/json", "no-store"),
    ] {
        let reply = get(target).await;
        assert_eq!(reply.status, 200, "{target}: {}", String::from_utf8_lossy(&reply.body));
        assert_eq!((reply.header("content-type"), reply.header("cache-control")), (kind, cache), "{target}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        assert_eq!(reply.header("x-request-id").len(), 16, "{target}");
        let head = send(app(), request("HEAD", target, &[])).await;
        assert_eq!((head.status.as_u16(), head.body.len()), (200, 0), "{target}");
        assert_eq!(head.header("content-type"), kind);
    }
}

#[tokio::test]
async fn a_page_is_followed_by_the_next_and_only_of_the_same_search() {
    let first = get(&format!("/v1/search?{PLACE}&specialty=chiropractor&limit=1")).await.json();
    assert_eq!((&first["total"], first["results"].as_array().map(Vec::len)), (&json!(4), Some(1)));
    let next = first["next"].as_str().expect("more").to_owned();
    let second =
        get(&format!("/v1/search?{PLACE}&specialty=chiropractor&limit=1&cursor={next}")).await.json();
    assert_ne!(second["results"][0]["id"], first["results"][0]["id"]);
    let other = get(&format!("/v1/search?{PLACE}&q=neck+pain&cursor={next}")).await;
    assert_problem(&other, 400, "cursor_mismatch", Some("cursor"), "another search");
}

#[tokio::test]
async fn a_head_tells_the_length_that_the_body_would_have_or_none() {
    for target in
        ["/v1/providers.ndjson", "/v1/changes?since=1", "/v1/search?near=15213", "/v1/specialties", "/"]
    {
        let head = send(app(), request("HEAD", target, &[])).await;
        let body = get(target).await.body.len().to_string();
        assert!(["", &body].contains(&head.header("content-length")), "{target}: {:?}", head.headers);
        let known = send(app(), request("HEAD", target, &[("if-none-match", head.header("etag"))])).await;
        if known.status == 304 {
            assert_eq!(known.header("content-length"), "", "{target}");
        }
    }
}

#[tokio::test]
async fn a_question_may_come_as_a_body() {
    let by_url =
        get("/v1/search?near=15213&specialty=chiropractor&gender=F,M&explain=true&units=km").await.json();
    for body in [
        r#"{"near": "15213", "specialty": ["chiropractor"], "gender": "F,M", "explain": true, "units": "km"}"#,
        r#"{"near": 15213, "specialty": "chiropractor", "gender": ["F", "M"], "explain": "true", "units": "km"}"#,
    ] {
        let reply = post(body).await;
        assert_eq!(reply.status, 200);
        assert_eq!(reply.json(), by_url, "{body}");
        assert_eq!(reply.header("cache-control"), "no-store");
    }
    for (body, code, field) in [
        ("", "invalid_value", None),
        ("[]", "invalid_value", None),
        ("{\"q\": {}}", "invalid_value", Some("q")),
        ("{\"near\": \"15213\", \"specialty\": []}", "invalid_value", Some("specialty")),
        ("{\"lat\": 1e999, \"lon\": 5}", "invalid_value", Some("lat")),
        ("{\"q\": [\"a\"]}", "invalid_value", Some("q")),
        ("{\"q\": true}", "invalid_value", Some("q")),
        ("{\"q\": 5}", "invalid_value", Some("q")),
        ("{\"near\": false}", "invalid_value", Some("near")),
        ("{\"nobody\": null}", "unknown_parameter", Some("nobody")),
        ("{\"nobody\": 1}", "unknown_parameter", Some("nobody")),
        ("{\"q\": \"a\", \"q\": \"b\"}", "repeated_parameter", Some("q")),
        ("{\"near\": \"15213\", \"radius\": 101}", "radius_out_of_range", Some("radius")),
    ] {
        assert_problem(&post(body).await, 400, code, field, body);
    }
    let reply = send(app(), request("POST", "/v1/search?q=a", &[("content-type", "application/json")])).await;
    assert_problem(&reply, 400, "unknown_parameter", Some("q"), "a question in both");
}

#[tokio::test]
async fn any_origin_may_ask() {
    let asked = [
        ("origin", "https://partner.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let reply = send(app(), request("OPTIONS", "/v1/search", &asked)).await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("access-control-allow-origin"), "*");
    assert!(reply.header("access-control-allow-methods").contains("POST"));
    assert!(!reply.headers.contains_key("access-control-allow-credentials"));
}

#[tokio::test]
async fn the_vocabulary_is_answered_once_and_shows_its_sources() {
    let conditions = get("/v1/conditions").await;
    let rows = conditions.json();
    assert!(!rows["version"].as_str().expect("a version").is_empty());
    let low_back =
        rows["conditions"].as_array().expect("rows").iter().find(|row| row["id"] == "low_back_pain");
    let evidence = &low_back.expect("a row")["evidence"];
    assert!(evidence[0]["guideline"].is_string() && evidence[0]["year"].is_string(), "{evidence}");
    let specialties = get("/v1/specialties").await.json();
    assert_eq!(specialties["specialties"][0]["id"], "chiropractor");
    assert!(specialties["specialties"][0]["nucc_codes"].is_string());
    let etag = conditions.header("etag").to_owned();
    let again = send(app(), request("GET", "/v1/conditions", &[("if-none-match", &etag)])).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), etag);
    assert_problem(&get("/v1/techniques?lang=es").await, 400, "unknown_parameter", Some("lang"), "lang");
}

#[tokio::test]
async fn large_replies_are_compressed_for_whoever_asks() {
    let ask = async |encoding: &str| {
        send(app(), request("GET", "/v1/conditions", &[("accept-encoding", encoding)])).await
    };
    let packed = ask("gzip, deflate").await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    let plain = get("/v1/conditions").await;
    assert!(packed.body.len() * 2 < plain.body.len());
    for odd in ["identity;q=0", "*;q=0", "br;q=1.0, gzip;q=0", "\"", "zstd"] {
        let reply = ask(odd).await;
        assert_eq!((reply.status.as_u16(), reply.header("content-encoding")), (200, ""), "{odd}");
    }
}

#[tokio::test]
async fn a_plain_request_id_is_kept_and_another_is_not() {
    let reply = send(app(), request("GET", "/nowhere", &[("x-request-id", "0123456789abcdef")])).await;
    assert_problem(&reply, 404, "unknown_route", None, "with an id");
    assert_eq!(reply.header("x-request-id"), "0123456789abcdef");
    let reply = send(app(), request("GET", "/nowhere", &[("x-request-id", "<script>")])).await;
    assert_ne!(reply.header("x-request-id"), "<script>");
}

#[tokio::test]
async fn readiness_tells_the_generation_and_ends_with_the_drain() {
    let state = new_state();
    let ready = async || send(operations_router(&state), request("GET", "/readyz", &[])).await;
    assert_eq!(ready().await.json(), json!({"ready": true, "generation": "000001", "degraded": false}));
    state.set_degraded(true);
    assert_eq!(ready().await.json()["degraded"], true);
    state.begin_draining();
    let reply = ready().await;
    assert_problem(&reply, 503, "not_ready", None, "draining");
    assert_eq!(reply.header("retry-after"), "1");
    let search = send(operations_router(&state), request("GET", "/v1/search?near=15213", &[])).await;
    assert_problem(&search, 404, "unknown_route", None, "operations");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn no_query_string_is_answered_with_a_failure(
        route in proptest::sample::select(vec!["/v1/search?near=15213&q=", "/v1/search?", "/v1/suggest?q=", "/v1/providers/"]),
        query in "([a-z_]{1,8}=[a-zA-Z0-9%+.,-]{0,12}&?){0,4}|[a-zA-Z0-9%+&=.,;:'~-]{0,60}|(%[0-9a-f]{2}){0,20}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let reply = runtime.block_on(get(&format!("{route}{query}")));
        prop_assert!(!reply.status.is_server_error(), "{}", String::from_utf8_lossy(&reply.body));
        prop_assert!(reply.status.is_success() || reply.json()["code"].is_string());
    }

    #[test]
    fn no_body_is_answered_with_a_failure(body in "\\{(\"[a-z_]{1,9}\":(\"[a-z0-9 ,]{0,9}\"|[0-9.e-]{1,4}|true|null|\\[\\]),?){0,4}\\}|\\PC{0,40}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let reply = runtime.block_on(post(&body));
        prop_assert!(!reply.status.is_server_error(), "{}", String::from_utf8_lossy(&reply.body));
    }
}
