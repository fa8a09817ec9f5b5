//! One condition, specialty or technique: graded, dated, sourced, and disagreement said.

use super::*;

#[tokio::test]
async fn a_condition_shows_who_treats_it_and_what_guidelines_say() {
    let reply = get("/v1/conditions/low_back_pain").await;
    assert_eq!((reply.status.as_u16(), reply.header("cache-control")), (200, "no-cache"));
    let topic = reply.json();
    assert_eq!((&topic["label"], &topic["kind"]), (&json!("Low back pain"), &json!("symptom")));
    let specialties = topic["specialties"].as_array().expect("specialties");
    let weights: Vec<f64> = specialties.iter().filter_map(|row| row["weight"].as_f64()).collect();
    assert!(
        weights.len() == specialties.len() && weights.is_sorted_by(|one, next| one >= next),
        "{weights:?}"
    );
    assert!(specialties.iter().all(|row| row["usual"] == (row["weight"].as_f64() >= Some(0.5))));
    assert_eq!(topic["red_flags"][0]["urgency"], "emergency");
    let evidence = topic["evidence"].as_array().expect("evidence");
    assert!(evidence.len() > 5);
    let this_year = i64::from(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).year());
    for row in evidence {
        for text in ["strength", "statement", "guideline"] {
            assert!(row[text].as_str().is_some_and(|text| !text.is_empty()), "{text}: {row}");
        }
        assert_eq!(row["old"], this_year - row["year"].as_i64().expect("a year") > 5, "{row}");
        assert!(["yes", "partly", "no"].contains(&row["read"].as_str().expect("a word")), "{row}");
        let against = ["against", "no-support"].contains(&row["stance"].as_str().expect("a word"));
        assert_eq!(row["direction"] == "against", against, "{row}");
    }
    // What was not read, or only its beginning, says so.
    let read = |topic: &Value| {
        let rows = topic["evidence"].as_array().expect("evidence").iter();
        rows.filter_map(|row| row["read"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    for (id, word) in [("low_back_pain", "yes"), ("chronic_back_pain", "partly"), ("neck_pain", "no")] {
        let topic = get(&format!("/v1/conditions/{id}")).await.json();
        assert!(read(&topic).iter().any(|read| read == word), "{id}: {:?}", read(&topic));
    }
}

#[tokio::test]
async fn where_sources_disagree_the_reply_says_so() {
    for (lang, said) in [("en", "guidelines disagree"), ("es", "las guías no coinciden")] {
        let topic = get(&format!("/v1/conditions/low_back_pain?lang={lang}")).await.json();
        let disagreements = topic["disagreements"].as_array().expect("a list");
        let one =
            disagreements.iter().find(|one| one["technique"]["id"] == "acupuncture").expect("a known one");
        assert_eq!(one["supporting"], json!(["American College of Physicians (Qaseem) 2017"]));
        assert_eq!(one["opposing"], json!(["NICE NG59 2016"]));
        let message = one["message"].as_str().expect("a sentence");
        assert!(message.contains(said) && message.contains("NICE NG59 2016"), "{message}");
        let marked: Vec<&Value> = topic["evidence"]
            .as_array()
            .expect("evidence")
            .iter()
            .filter(|row| row["disagreed"] == true)
            .collect();
        assert_eq!(marked.len(), 2);
        assert!(marked.iter().all(|row| row["technique"]["id"] == "acupuncture"));
        let directions: Vec<&str> = marked.iter().filter_map(|row| row["direction"].as_str()).collect();
        assert!(directions.contains(&"for") && directions.contains(&"against"));
    }
    let technique = get("/v1/techniques/acupuncture").await.json();
    let conditions = technique["conditions"].as_array().expect("conditions");
    let low_back = conditions.iter().find(|row| row["id"] == "low_back_pain").expect("a condition");
    assert_eq!(
        (&low_back["disagreed"], low_back["evidence"].as_array().map(Vec::len)),
        (&json!(true), Some(2))
    );
    let agreed = get("/v1/conditions/neck_pain").await.json();
    assert_eq!(agreed["disagreements"], json!([]));
    assert!(agreed["evidence"].as_array().expect("evidence").iter().all(|row| row["disagreed"] == false));
}

#[tokio::test]
async fn every_row_of_the_vocabulary_has_its_reply_in_both_languages() {
    for (table, label) in [("specialties", "label"), ("conditions", "label"), ("techniques", "label")] {
        let rows = get(&format!("/v1/{table}")).await.json();
        for row in rows[table].as_array().expect("rows") {
            let id = row["id"].as_str().expect("an id");
            for (lang, column) in [("en", label), ("es", "label_es")] {
                let topic = get(&format!("/v1/{table}/{id}?lang={lang}")).await;
                assert_eq!(topic.status, 200, "{table} {id}");
                assert_eq!(
                    (&topic.json()["id"], &topic.json()["label"]),
                    (&row["id"], &row[column]),
                    "{lang}"
                );
            }
        }
    }
    let chiropractor = get("/v1/specialties/chiropractor").await.json();
    assert_eq!((&chiropractor["tier"], &chiropractor["taxonomy"][0]), (&json!("core"), &json!("111N00000X")));
    assert_eq!(
        (&chiropractor["does_manipulation"], &chiropractor["can_prescribe"]),
        (&json!("yes"), &json!("no"))
    );
    assert!(chiropractor["conditions"][0]["usual"] == true);
    assert!(
        chiropractor["techniques"]
            .as_array()
            .is_some_and(|rows| rows.iter().any(|row| row["id"] == "spinal_manipulation"))
    );
    let manipulation = get("/v1/techniques/spinal_manipulation").await.json();
    assert!(!manipulation["safety_note"].as_str().expect("a text").is_empty());
    assert_eq!(manipulation["performed_by"][0]["id"], "chiropractor");
}

#[tokio::test]
async fn what_is_not_there_is_told_and_what_the_caller_has_is_not_sent_again() {
    for target in [
        "/v1/conditions/nothing",
        "/v1/specialties/%00",
        "/v1/techniques/a%2Fb",
        "/v1/conditions/low_back_pain/x",
    ] {
        assert_problem(&get(target).await, 404, "unknown_route", None, target);
    }
    assert_problem(&get("/v1/conditions/%ff").await, 400, "bad_encoding", None, "%ff");
    let year = get("/v1/conditions/neck_pain?year=2020").await;
    assert_problem(&year, 400, "unknown_parameter", Some("year"), "year");
    for target in ["/v1/conditions/neck_pain", "/v1/specialties/osteopath", "/v1/techniques/mckenzie"] {
        let etag = get(target).await.header("etag").to_owned();
        let again = send(app(), request("GET", target, &[("if-none-match", &etag)])).await;
        assert_eq!((again.status.as_u16(), again.body.len()), (304, 0), "{target}");
        let spanish =
            send(app(), request("GET", &format!("{target}?lang=es"), &[("if-none-match", &etag)])).await;
        assert_eq!(spanish.status, 200, "{target}");
    }
}
