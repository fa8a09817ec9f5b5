//! What the routes answer, asked through the router without a socket.

use super::fixture::{Reply, app, get, new_state, post, send};
use super::*;
use axum::body::Body;
use axum::http::Request;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::fmt::{Debug, Write};
use std::sync::{LazyLock, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber};

mod explain;
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
async fn searches_are_refused_with_code_and_field() {
    for (query, code, field) in [
        ("page=0", "unknown_parameter", Some("page")),
        ("LAT=40", "unknown_parameter", Some("LAT")),
        ("%3Clat%3E=40", "unknown_parameter", None),
        ("q=a&q=b", "repeated_parameter", Some("q")),
        ("lat=1e400&lon=0", "invalid_value", Some("lat")),
        ("lat=90.0001&lon=0", "lat_out_of_range", Some("lat")),
        ("lat=0&lon=-181", "lon_out_of_range", Some("lon")),
        ("near=15213&radius=0", "radius_out_of_range", Some("radius")),
        ("near=15213&limit=101", "limit_out_of_range", Some("limit")),
        ("near=15213&q=%ff", "bad_encoding", Some("q")),
        ("near=15213&q=%", "bad_encoding", Some("q")),
        ("specialty=nobody", "unknown_specialty", Some("specialty")),
        ("condition=nothing", "unknown_condition", Some("condition")),
        ("technique=nothing", "unknown_technique", Some("technique")),
        ("near=15213&lat=40&lon=-80", "place_twice", Some("near")),
        ("q=neck+pain&radius=10", "place_required", Some("radius")),
        ("near=15213&cursor=AAAA", "cursor_invalid", Some("cursor")),
        ("&&&&", "empty_search", Some("q")),
    ] {
        let reply = get(&format!("/v1/search?{query}")).await;
        assert_problem(&reply, 400, code, field, query);
    }
    let long = format!("/v1/search?q={}", "a".repeat(1_001));
    assert_problem(&get(&long).await, 400, "text_too_long", Some("q"), "a long question");
    let unknown = get("/v1/search?q=neck+pain&near=00000").await;
    assert_problem(&unknown, 422, "unknown_place", Some("near"), "00000");
    assert!(unknown.json()["suggestions"].is_array());
    let beside = get("/v1/suggest?q=chiro&near=00000").await;
    assert_problem(&beside, 422, "unknown_place", Some("near"), "completion beside 00000");
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
async fn what_is_not_there_has_no_methods_either() {
    for target in ["/nope", "/v1/nope", "/v1/search/x"] {
        let reply = send(app(), request("OPTIONS", target, &[("origin", "https://a.example")])).await;
        assert_problem(&reply, 404, "unknown_route", None, target);
        assert_eq!(reply.header("access-control-allow-origin"), "*", "{target}");
    }
    for target in ["/v1/search", "/", "*"] {
        let asks = [("origin", "https://a.example"), ("access-control-request-method", "POST")];
        let reply = send(app(), request("OPTIONS", target, &asks)).await;
        assert_eq!(reply.status, 200, "{target}");
        assert_eq!(reply.header("access-control-allow-methods"), "GET,HEAD,POST", "{target}");
    }
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
async fn a_body_is_bounded_before_its_type_is_looked_at() {
    let huge = |kind: &str| {
        let body = Body::from(vec![b' '; 64 * 1024 + 1]);
        Request::post("/v1/search").header("content-type", kind).body(body).expect("a request")
    };
    for kind in ["text/plain", "application/json"] {
        assert_problem(&send(app(), huge(kind)).await, 413, "body_too_large", None, kind);
    }
    let stated = request("POST", "/v1/search", &[("content-length", "1073741824")]);
    assert_problem(&send(app(), stated).await, 413, "body_too_large", None, "stated");
    for headers in [
        &[][..],
        &[("content-type", "text/plain")],
        &[("content-type", "application/json"), ("content-encoding", "gzip")],
    ] {
        let reply = send(app(), request("POST", "/v1/search", headers)).await;
        assert_problem(&reply, 415, "unsupported_media_type", None, "no JSON");
    }
}

#[tokio::test]
async fn there_is_nothing_else() {
    for target in [
        "/v2/search",
        "/v1/search/",
        "/v1/providers/",
        "/admin",
        "/metrics",
        "/.env",
        "/%ff",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/static/..%2f..%2fetc%2fpasswd",
        "/static/..%5c..%5cetc",
        "//v1/search",
    ] {
        let reply = get(target).await;
        assert_problem(&reply, 404, "unknown_route", None, target);
        assert_eq!(reply.header("access-control-allow-origin"), "*");
    }
}

#[tokio::test]
async fn other_methods_are_told_which_there_are() {
    for (method, target, allow) in [
        ("DELETE", "/v1/search", "GET,HEAD,POST"),
        ("TRACE", "/healthz", "GET,HEAD"),
        ("POST", "/v1/techniques", "GET,HEAD"),
        ("POST", "/v1/changes", "GET,HEAD"),
        ("DELETE", "/v1/providers.ndjson", "GET,HEAD"),
        ("BREW", "/v1/conditions", "GET,HEAD"),
        ("PUT", "/", "GET,HEAD"),
    ] {
        let reply = send(app(), request(method, target, &[("cookie", "s=1")])).await;
        assert_problem(&reply, 405, "method_not_allowed", None, method);
        assert_eq!(reply.header("allow"), allow, "{method} {target}");
        assert!(!String::from_utf8_lossy(&reply.body).contains("s=1"));
    }
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
async fn only_json_is_sent_to_whoever_reads_json() {
    for target in [
        "/v1/search?near=15213",
        "/v1/providers/1234567893",
        "/v1/providers/1234567893/explain",
        "/v1/suggest?q=c",
        "/v1/conditions",
    ] {
        let reply = send(app(), request("GET", target, &[("accept", "text/xml;q=NaN, ///")])).await;
        assert_problem(&reply, 406, "not_acceptable", None, target);
        let reply = send(app(), request("GET", target, &[("accept", "text/html,*/*;q=0.1")])).await;
        assert_eq!(reply.status, 200, "{target}");
    }
}

#[tokio::test]
async fn a_provider_is_found_by_any_spelling_of_its_id() {
    for (segment, id) in [
        ("1234567893", "npi:1234567893"),
        ("npi:1234567893", "npi:1234567893"),
        ("npi%3A1234567893", "npi:1234567893"),
        ("list%3Aa%2Fb%20c%3A1", "list:a/b c:1"),
        ("list:7", "list:7"),
    ] {
        let reply = get(&format!("/v1/providers/{segment}")).await;
        assert_eq!((reply.status.as_u16(), &reply.json()["id"]), (200, &json!(id)), "{segment}");
    }
    for segment in ["1234567890", "list:9", "nobody", "list:", "npi:1", "1679576722", "%00", "a%0Ab"] {
        let reply = get(&format!("/v1/providers/{segment}")).await;
        assert_problem(&reply, 404, "unknown_provider", None, segment);
    }
    assert_problem(&get("/v1/providers/%ff").await, 400, "bad_encoding", None, "%ff");
    let query = get("/v1/providers/1234567893?units=km").await;
    assert_problem(&query, 400, "unknown_parameter", Some("units"), "units");
}

#[tokio::test]
async fn a_provider_shows_all_its_practices_and_no_distance() {
    let provider = get("/v1/providers/1234567893?lang=es").await.json();
    let keys: Vec<&str> = provider.as_object().expect("an object").keys().map(String::as_str).collect();
    let mut expected = vec![
        "generation",
        "id",
        "npi",
        "kind",
        "name",
        "credentials",
        "gender",
        "specialties",
        "techniques",
        "conditions",
        "languages",
        "accepting_new",
        "telehealth",
        "wheelchair",
        "insurance",
        "website",
        "other_practices",
        "updated",
        "source",
        "moved",
        "practices",
        "provenance",
        "notices",
        "attribution",
        "notice",
    ];
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(provider["practices"][1]["id"], 1);
    assert_eq!(provider["practices"].as_array().map(Vec::len), Some(2));
    let colleagues = &provider["practices"][0]["colleagues"];
    assert_eq!(colleagues["total"], 3, "wherever lists place them");
    let ana = json!({"id": "list:a/b c:1", "kind": "person", "name": "Ana O'Brien", "credentials": ["DC"]});
    assert_eq!(colleagues["providers"][1], ana);
    assert_eq!(provider["practices"][1]["colleagues"], *colleagues, "the same street and ZIP code");
    assert_eq!(provider["specialties"][0]["label"], "Quiropráctico");
    assert_eq!((&provider["accepting_new"], &provider["wheelchair"]), (&json!(true), &Value::Null));
    assert_eq!(provider["notices"][0]["code"], "sample_data");
    assert_eq!(provider["notice"], wire::disclaimer(crate::vocabulary::Lang::Es));
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
async fn nothing_sent_comes_back_in_an_error() {
    let marker = "zebra";
    for query in
        ["lat=zebra&lon=0", "radius=zebra", "%3Czebra%3E=1", "specialty=zebra", "near=zebraville+ZZ&q=a"]
    {
        let reply =
            send(app(), request("GET", &format!("/v1/search?{query}"), &[("x-zebra", "zebra")])).await;
        assert!(reply.status.is_client_error(), "{query}");
        assert!(!String::from_utf8_lossy(&reply.body).contains(marker), "{query}");
    }
    for body in ["{\"q\": zebra}", "{\"zebra", "{\"q\": {\"zebra\": 1}}"] {
        assert!(!String::from_utf8_lossy(&post(body).await.body).contains(marker), "{body}");
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
async fn a_panic_is_answered_like_any_failure() {
    let routes = Router::new().route("/boom", axum::routing::get(async || -> String { panic!("zebra") }));
    let reply = send(wrapped(settled(routes, &new_state()), None), request("GET", "/boom", &[])).await;
    assert_problem(&reply, 500, "internal_error", None, "a panic");
    assert!(!String::from_utf8_lossy(&reply.body).contains("zebra"));
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

/// Writes down every field of every event and span, whatever its level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = self.0.lock().expect("not poisoned");
        write!(text, "{}={value:?} ", field.name()).expect("a string takes everything");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

/// Everything logged while a request is answered.
async fn logged(target: &str, headers: &[(&str, &str)]) -> String {
    // With a single subscriber, tracing asks only the thread that first meets a log line whether anybody reads it,
    // and a test on another thread would say no for all.
    static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Log::default()));
    LazyLock::force(&SECOND);
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    send(app(), request("GET", target, headers)).await;
    drop(guard);
    let text = log.0.lock().expect("not poisoned");
    text.clone()
}

#[tokio::test]
async fn the_log_has_the_route_and_nothing_of_the_question() {
    let headers =
        [("x-forwarded-for", "203.0.113.9"), ("referer", "https://zebra.example"), ("cookie", "zebra")];
    for (target, route) in [
        ("/v1/search?q=zebra+pain&lat=40.4443&lon=-79.9532", "http.route=\"/v1/search\""),
        ("/v1/search?q=zebra&near=zebraville", "http.status=422"),
        ("/v1/providers/list:zebra", "http.route=\"/v1/providers/{id}\""),
        ("/zebra", "http.route=\"none\""),
    ] {
        let log = logged(target, &headers).await;
        assert!(log.contains(route) && log.contains("duration_ms"), "{log}");
        for secret in ["zebra", "40.44", "203.0.113"] {
            assert!(!log.contains(secret), "{secret}: {log}");
        }
    }
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
