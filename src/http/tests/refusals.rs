//! What is refused, by which code, and that nothing which was sent comes back with it.

use super::*;

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
async fn a_body_that_is_not_utf_8_is_told_to_be_that() {
    for body in [&b"{\"q\": \"caf\xe9\"}"[..], b"\xff\xfe{\0}\0"] {
        let request = Request::post("/v1/search").header("content-type", "application/json");
        let reply = send(app(), request.body(Body::from(body.to_vec())).expect("a request")).await;
        assert_problem(&reply, 400, "bad_encoding", None, "a body in another encoding");
        assert_eq!(reply.json()["detail"], "the body must be UTF-8, and is not");
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
async fn a_panic_is_answered_like_any_failure() {
    let routes = Router::new().route("/boom", axum::routing::get(async || -> String { panic!("zebra") }));
    let reply = send(wrapped(settled(routes, &new_state()), None), request("GET", "/boom", &[])).await;
    assert_problem(&reply, 500, "internal_error", None, "a panic");
    assert!(!String::from_utf8_lossy(&reply.body).contains("zebra"));
}
