//! That answers have the shapes of `CONTRACT.md`.

use super::ATTRIBUTION;
use crate::http::fixture::get;
use serde_json::{Value, json};

const PLACE: &str = "lat=40.4443&lon=-79.9532";

/// The example of `CONTRACT.md`, section 2, cut to its shape.
const EXAMPLE: &str = r#"{"generation": "000042",
 "interpretation": {"specialties": [{"id": "chiropractor", "label": "Chiropractor", "matched": "chiropracter", "typo": 1}],
   "conditions": [{"id": "neck_pain", "label": "Neck pain", "matched": "neck pain", "typo": 0}], "techniques": [], "words": [],
   "place": {"label": "Pittsburgh, PA 15213", "lat": 40.43556, "lon": -79.96408, "accuracy": "zip", "alternatives": []},
   "radius": {"value": 5, "units": "mi"}, "filters": {}, "ignored": [],
   "spans": [{"start": 0, "end": 9, "text": "neck pain", "as": "condition", "ids": ["neck_pain"], "also": [], "form": "neck pain", "edits": 0}]},
 "notices": [{"code": "radius_widened", "message": "Only 1 within 5 miles, so the search was widened to 10."}],
 "safety": [],
 "radius": {"asked": 5, "used": 10, "units": "mi", "rings": [{"within": 5, "count": 1}]},
 "total": 7,
 "facets": {"specialties": [{"id": "a", "label": "b", "count": 1}], "techniques": [{"id": "a", "label": "b", "count": 1}],
   "languages": [{"id": "a", "label": "b", "count": 1}], "accepting_new": [{"value": "yes", "count": 1}],
   "telehealth": [{"value": "yes", "count": 1}], "gender": [{"value": "F", "count": 1}], "kind": [{"value": "person", "count": 1}]},
 "results": [{"id": "npi:1234567893", "npi": "1234567893", "kind": "person", "name": "Jane Doe", "credentials": ["DC"], "gender": "F",
   "specialties": [{"id": "chiropractor", "label": "Chiropractor", "taxonomy": "111N00000X", "primary": true}],
   "techniques": [{"id": "a", "label": "b"}], "conditions": [{"id": "a", "label": "b"}], "languages": [{"id": "a", "label": "b"}],
   "accepting_new": true, "telehealth": false, "wheelchair": null, "website": "a",
   "practice": {"id": 0, "name": null, "address": "100 Main St", "city": "Pittsburgh", "state": "PA", "zip": "15213", "phone": "+14125550100", "lat": 40.4443, "lon": -79.95, "accuracy": "exact"},
   "distance": 1.0, "distance_m": 1537.6, "other_practices": 1, "updated": "2016-03-14", "source": "nppes",
   "score": {"tier": 3, "total": 0.8134, "parts": [{"signal": "distance", "value": 0.76, "weight": 0.5, "points": 0.38, "why": "a"}]}}],
 "next": null, "partial": false,
 "attribution": ["Contains data from GeoNames (geonames.org), CC BY 4.0", "Taxonomy codes (c) American Medical Association"],
 "notice": "For information only; not medical advice, no endorsement."}"#;

/// Every member of the example stands in the reply, with a value of the same kind.
fn assert_shape(example: &Value, reply: &Value, path: &str) {
    match (example, reply) {
        (Value::Object(example), Value::Object(reply)) => {
            for (key, value) in example {
                let found = reply.get(key).unwrap_or_else(|| panic!("{path}.{key} is missing"));
                assert_shape(value, found, &format!("{path}.{key}"));
            }
        }
        (Value::Array(example), Value::Array(reply)) => {
            if let Some(first) = example.first() {
                assert_shape(first, reply.first().unwrap_or_else(|| panic!("{path} is empty")), path);
            }
        }
        (Value::Number(_), Value::Number(_))
        | (Value::String(_), Value::String(_))
        | (Value::Bool(_), Value::Bool(_)) => {}
        (example, reply) => assert_eq!(example, reply, "{path}"),
    }
}

#[tokio::test]
async fn an_answer_has_the_shape_of_the_contract() {
    let target = "/v1/search?q=neck+pain+chiropracter+near+15213+within+0.1+miles&explain=true&facets=true&limit=1&sort=distance";
    let mut reply = get(target).await.json();
    assert_eq!(reply["results"][0]["name"], "Jane Doe", "{reply}");
    assert_eq!(reply["attribution"], json!(ATTRIBUTION));
    reply["next"] = Value::Null;
    assert_shape(&serde_json::from_str(EXAMPLE).expect("JSON"), &reply, "");
}

#[tokio::test]
async fn an_answer_is_exact_in_asked_units() {
    let reply = get(&format!("/v1/search?{PLACE}&specialty=chiropractor&radius=5km&units=km&sort=distance"))
        .await
        .json();
    assert_eq!(reply["radius"]["asked"], json!(5));
    assert_eq!(reply["radius"]["units"], "km");
    let first = &reply["results"][0];
    let metres = first["distance_m"].as_f64().expect("metres");
    let shown = first["distance"].as_f64().expect("kilometres");
    assert!((metres - 1_111.949).abs() < 0.01 && (shown - 1.1).abs() < 1e-9, "{metres} {shown}");
    assert_eq!(first["score"]["parts"], Value::Null);
    assert_eq!(reply["facets"], Value::Null);
    let any = get(&format!("/v1/search?{PLACE}&specialty=chiropractor&radius=any&gender=F&exclude=")).await;
    assert_eq!(any.json()["code"], "unknown_parameter");
    let any = get(&format!("/v1/search?{PLACE}&specialty=chiropractor&radius=any&gender=F")).await.json();
    assert_eq!((&any["radius"]["asked"], &any["radius"]["used"]), (&json!("any"), &json!("any")));
    assert_eq!(any["interpretation"]["filters"], json!({"gender": ["F"]}));
}

#[tokio::test]
async fn a_reply_names_the_radius_that_gives_three_and_what_to_leave_out() {
    let search = |rest: &str| format!("/v1/search?{PLACE}&specialty=chiropractor&{rest}");
    let reply = get(&search("radius=0.1&strict=true&units=km")).await.json();
    assert_eq!((&reply["total"], &reply["radius"]["everywhere"]), (&json!(0), &json!(4)));
    let enough = json!({"value": 3.4, "units": "km", "count": 3, "radius": 3.4});
    assert_eq!(reply["radius"]["enough"], enough);
    assert_eq!(reply["notices"][0]["message"], "None within 0.1 km. Three within 3.4 km.");
    assert_eq!(reply["alternatives"], json!([]));
    let wide = get(&search("radius=3.4km&strict=true")).await.json();
    assert_eq!(
        (&wide["total"], &wide["radius"]["enough"], &wide["radius"]["everywhere"]),
        (&json!(3), &Value::Null, &Value::Null)
    );

    let reply = get(&search("gender=M&strict=true&q=female")).await.json();
    let female = json!({"part": "gender", "label": "male", "total": 4, "nearest": 0.7, "q": null, "without": ["gender", "strict"]});
    assert_eq!(reply["alternatives"], json!([female]));
    assert_eq!(reply["radius"]["everywhere"], json!(0));
}
