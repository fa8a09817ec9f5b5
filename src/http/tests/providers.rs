//! What is told of one provider.

use super::*;

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
