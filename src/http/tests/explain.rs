//! Why a provider is found or not, over the routes: three doors to the same explanation.

use super::*;

async fn posted(id: &str, json: &str) -> Reply {
    let request =
        Request::post(format!("/v1/providers/{id}/explain")).header("content-type", "application/json");
    send(app(), request.body(Body::from(json.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn an_address_a_body_and_a_parameter_ask_the_same() {
    let target = "/v1/providers/1234567893/explain?q=chiropractor&near=15213&units=km&lang=es";
    let by_address = get(target).await;
    assert_eq!((by_address.status.as_u16(), by_address.header("cache-control")), (200, "no-store"));
    let body = r#"{"q": "chiropractor", "near": 15213, "units": "km", "lang": "es"}"#;
    assert_eq!(posted("npi%3A1234567893", body).await.json(), by_address.json());
    let parameter = "/v1/providers/1234567893?explain_for=chiropractor&near=15213&units=km&lang=es";
    assert_eq!(get(parameter).await.json(), by_address.json());
    let paged =
        r#"{"q": "chiropractor", "near": 15213, "units": "km", "lang": "es", "limit": 1, "facets": true}"#;
    assert_eq!(
        posted("1234567893", paged).await.json(),
        by_address.json(),
        "what a search was sent can be sent"
    );
}

#[tokio::test]
async fn who_is_found_has_its_place_and_the_result_that_the_search_shows() {
    let search = get("/v1/search?q=chiropractor&near=15213&explain=true").await.json();
    let results = search["results"].as_array().expect("results");
    assert_eq!(results.len(), 4);
    for (place, result) in results.iter().enumerate() {
        let id = result["id"].as_str().expect("an id").replace('/', "%2F").replace(' ', "%20");
        let why = get(&format!("/v1/providers/{id}/explain?q=chiropractor&near=15213")).await.json();
        assert_eq!((&why["listed"], &why["found"]), (&json!(true), &json!(true)));
        assert_eq!((&why["rank"], &why["total"]), (&json!(place + 1), &json!(4)));
        assert_eq!(&why["result"], result);
        assert_eq!((&why["interpretation"], &why["radius"]), (&search["interpretation"], &search["radius"]));
        assert_eq!((&why["notices"], &why["reasons"]), (&search["notices"], &json!([])));
    }
}

#[tokio::test]
async fn who_is_not_found_has_every_reason() {
    let query =
        "q=physical+therapist&near=Chicago,+IL&radius=5&strict=true&gender=M&technique=mckenzie&explain=true";
    let why = get(&format!("/v1/providers/1234567893/explain?{query}")).await.json();
    assert_eq!((&why["listed"], &why["found"], &why["rank"]), (&json!(true), &json!(false), &Value::Null));
    let reasons = why["reasons"].as_array().expect("reasons");
    let codes: Vec<&str> = reasons.iter().filter_map(|reason| reason["code"].as_str()).collect();
    assert_eq!(codes, ["other_specialty", "not_technique", "filtered", "out_of_radius"]);
    assert_eq!(reasons[0]["asked"], json!(["physical_therapist"]));
    assert_eq!(reasons[0]["has"], json!(["chiropractor"]));
    assert_eq!((&reasons[2]["filter"], &reasons[2]["asked"]), (&json!("gender"), &json!(["M"])));
    assert_eq!(reasons[2]["has"], json!(["F"]));
    assert_eq!(
        (&reasons[3]["used"], &reasons[3]["needed"]["value"]),
        (&json!({"value": 5, "units": "mi"}), &json!("any"))
    );
    assert!(reasons[3]["distance_m"].as_f64().expect("a distance") > 600_000.0);
    assert!(reasons.iter().all(|reason| reason["message"].as_str().is_some_and(|text| text.ends_with('.'))));
    assert_eq!((&why["name"], &why["result"]), (&json!("Jane Doe"), &Value::Null));
}

#[tokio::test]
async fn who_is_not_listed_is_told_so_with_200_and_the_plain_route_stays_404() {
    for (id, code) in [
        ("1679576722", "not_recorded"),
        ("list:9", "unknown_list"),
        ("1234567890", "invalid_npi"),
        ("nobody", "invalid_id"),
        ("%00", "invalid_id"),
    ] {
        let why = get(&format!("/v1/providers/{id}?explain_for=neck+pain&near=15213")).await;
        assert_eq!(why.status, 200, "{id}");
        let why = why.json();
        assert_eq!((&why["listed"], &why["found"]), (&json!(false), &Value::Null), "{id}");
        assert_eq!(why["reasons"][0]["code"], code, "{id}: {why}");
        assert_eq!(why["notices"][0]["code"], "sample_data");
        assert_problem(&get(&format!("/v1/providers/{id}")).await, 404, "unknown_provider", None, id);
    }
    // Nothing of what is no id comes back.
    let why = get("/v1/providers/zzyzxq/explain").await;
    assert!(!String::from_utf8_lossy(&why.body).contains("zzyzxq"));
}

#[tokio::test]
async fn without_a_question_only_the_lists_are_asked() {
    for reply in [
        get("/v1/providers/1234567893/explain").await,
        get("/v1/providers/1234567893?explain_for=").await,
        posted("1234567893", "{}").await,
        posted("1234567893", r#"{"q": "", "lang": "en"}"#).await,
    ] {
        let why = reply.json();
        assert_eq!(
            (&why["listed"], &why["found"], &why["total"]),
            (&json!(true), &Value::Null, &Value::Null)
        );
        assert_eq!((&why["reasons"], &why["interpretation"]), (&json!([]), &Value::Null));
    }
}

#[tokio::test]
async fn questions_are_refused_as_a_search_refuses_them() {
    for (target, status, code, field) in [
        ("/v1/providers/1234567893/explain?near=00000", 422, "unknown_place", Some("near")),
        ("/v1/providers/1234567893/explain?q=neck+pain+near+00000", 422, "unknown_place", Some("q")),
        (
            "/v1/providers/1234567893?explain_for=neck+pain+near+00000",
            422,
            "unknown_place",
            Some("explain_for"),
        ),
        ("/v1/providers/1234567893/explain?q=a&radius=5", 400, "place_required", Some("radius")),
        ("/v1/providers/1234567893/explain?radius=any", 400, "empty_search", Some("q")),
        ("/v1/providers/1234567893/explain?explain_for=a", 400, "unknown_parameter", Some("explain_for")),
        ("/v1/providers/1234567893?explain_for=a&q=b", 400, "repeated_parameter", Some("explain_for")),
        ("/v1/providers/1234567893?explain_for=%ff", 400, "bad_encoding", Some("explain_for")),
        ("/v1/providers/%ff/explain", 400, "bad_encoding", None),
        ("/v1/providers/1234567893/explain?page=1", 400, "unknown_parameter", Some("page")),
    ] {
        assert_problem(&get(target).await, status, code, field, target);
    }
    let both =
        send(app(), request("POST", "/v1/providers/1/explain?q=a", &[("content-type", "application/json")]));
    assert_problem(&both.await, 400, "unknown_parameter", Some("q"), "a question in both");
    assert_problem(&posted("1234567893", "[]").await, 400, "invalid_value", None, "no object");
    let reply = send(app(), request("DELETE", "/v1/providers/1/explain", &[])).await;
    assert_problem(&reply, 405, "method_not_allowed", None, "DELETE");
    assert_eq!(reply.header("allow"), "GET,HEAD,POST");
}
