//! Questions that come again are answered with what a search would say now, to the byte, whoever asks and however often,
//! and never with what was true before an import.

use crate::support::TestIndex;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request};
use flate2::read::GzDecoder;
use http_body_util::BodyExt as _;
use specialist_finder::http::{ServerState, router};
use std::io::Read as _;
use std::sync::Arc;
use tower::ServiceExt as _;

const LIST: &str = "id,name,credential,specialty,address,city,state,zip\n\
                    1,Ann Lee,DC,chiropractor,1 Main St,Pittsburgh,PA,15213\n\
                    2,Zoë Çelik,DPT,physical therapist,3 Main St,Pittsburgh,PA,15213\n";

/// Questions as addresses have them; that with a body is the same.
const QUESTIONS: [(&str, &str); 6] = [
    ("near=15213", r#"{"near": "15213"}"#),
    ("q=neck+pain&near=15213&lang=es", r#"{"q": "neck pain", "near": "15213", "lang": "es"}"#),
    ("q=chiropractor+near+15213+within+5+miles", r#"{"q": "chiropractor near 15213 within 5 miles"}"#),
    ("near=15213&facets=true&explain=true", r#"{"near": "15213", "facets": true, "explain": true}"#),
    ("q=numb+between+my+legs&near=15213", r#"{"q": "numb between my legs", "near": "15213"}"#),
    ("near=15213&specialty=massage_therapist", r#"{"near": "15213", "specialty": "massage_therapist"}"#),
];

/// Status, headers but for the request's id, and body.
async fn send(app: &Router, request: Request<Body>) -> (u16, HeaderMap, Vec<u8>) {
    let (mut head, body) = app.clone().oneshot(request).await.expect("infallible").into_parts();
    head.headers.remove("x-request-id").expect("an id");
    let body = body.collect().await.expect("a whole body").to_bytes();
    (head.status.as_u16(), head.headers, body.to_vec())
}

async fn ask(app: &Router, question: &str, encoding: &str) -> (u16, HeaderMap, Vec<u8>) {
    let request = Request::get(format!("/v1/search?{question}")).header("accept-encoding", encoding);
    send(app, request.body(Body::empty()).expect("a request")).await
}

async fn post(app: &Router, question: &str) -> (u16, HeaderMap, Vec<u8>) {
    let request = Request::post("/v1/search").header("content-type", "application/json");
    send(app, request.body(Body::from(question.to_owned())).expect("a request")).await
}

/// Every question, once.
async fn first(app: &Router) -> Vec<(u16, HeaderMap, Vec<u8>)> {
    let mut replies = Vec::new();
    for (question, _) in QUESTIONS {
        replies.push(ask(app, question, "identity").await);
    }
    replies
}

#[tokio::test]
async fn whoever_asks_again_is_told_the_same_until_a_generation_goes_live() {
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", LIST).refused, None);
    let state = ServerState::new(Arc::new(index.engine()), false);
    let app = router(Arc::clone(&state));

    let told = first(&app).await;
    for round in 0..4 {
        for ((question, body), told) in QUESTIONS.into_iter().zip(&told) {
            assert_eq!(told.0, 200, "{question}: {}", String::from_utf8_lossy(&told.2));
            assert_eq!(&ask(&app, question, "identity").await, told, "{question}, round {round}");
            assert_eq!(&post(&app, body).await, told, "{question} in a body, round {round}");

            let (status, mut headers, mut body) = ask(&app, question, "gzip").await;
            assert_eq!(status, 200);
            let is_packed = headers.remove("content-encoding").is_some_and(|encoding| encoding == "gzip");
            assert_eq!(is_packed, told.2.len() > 1_400, "{question}, round {round}");
            if is_packed {
                let packed = std::mem::take(&mut body);
                GzDecoder::new(&*packed).read_to_end(&mut body).expect("gzip");
            }
            assert!(body == told.2, "{question}, round {round}");
            let mut as_told = told.1.clone();
            for headers in [&mut headers, &mut as_told] {
                headers.remove("content-length");
            }
            assert_eq!(headers, as_told, "{question}, round {round}");
        }
    }

    // What is still true is said by the next generation itself, and what is not is said no more.
    assert_eq!(index.import_text("list.csv", &LIST.replace("Ann", "Anna")).refused, None);
    let next = index.engine();
    let gone = state.engine().publish(next.snapshot());
    assert!(gone.is_none(), "the one before is held");
    let others = router(ServerState::new(Arc::new(next), false));
    let fresh = first(&others).await;
    for round in 0..3 {
        for ((question, _), fresh) in QUESTIONS.into_iter().zip(&fresh) {
            let (status, _, body) = ask(&app, question, "identity").await;
            assert_eq!(status, 200);
            assert!(body == fresh.2, "{question}, round {round}");
        }
    }
    let (_, _, all) = ask(&app, "near=15213", "identity").await;
    assert!(String::from_utf8_lossy(&all).contains("Anna Lee"));
}

#[tokio::test]
async fn refusals_are_not_kept_and_keep_nothing_back() {
    let index = TestIndex::with_sample();
    let app = router(ServerState::new(Arc::new(index.engine()), false));
    for _ in 0..3 {
        for (question, status) in
            [("near=00000", 422), ("near=15213&limit=0&page=1", 400), ("near=15213", 200)]
        {
            assert_eq!(ask(&app, question, "identity").await.0, status, "{question}");
        }
        let picky = Request::get("/v1/search?near=15213").header("accept", "image/png");
        assert_eq!(send(&app, picky.body(Body::empty()).expect("a request")).await.0, 406);
    }
}
