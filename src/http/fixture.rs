//! A small generation for this module's tests, and requests to its router without a socket.

use super::{ServerOptions, ServerState, router};
use crate::domain::{
    Accuracy, Fact, Gender, LatLon, ListName, Name, Practice, Practices, Provider, ProviderId,
    SpecialtyClaim, State, Zip5,
};
use crate::index::{Builder, Built, GenerationId, ListSource, Manifest, Snapshot};
use crate::places::Places;
use crate::query::Engine;
use crate::vocabulary::Vocabulary;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use tower::ServiceExt;

static VOCABULARY: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(Vocabulary::bundled().expect("the bundled tables")));

static STATE: LazyLock<Arc<ServerState>> = LazyLock::new(new_state);

/// The router over the fixture, with a state that all tests share.
pub(super) fn app() -> Router {
    router(Arc::clone(&STATE))
}

/// A state of its own over the fixture.
pub(super) fn new_state() -> Arc<ServerState> {
    new_state_with(ServerOptions::default())
}

/// The same, with what an operator decided.
pub(super) fn new_state_with(options: ServerOptions) -> Arc<ServerState> {
    let directory = tempfile::tempdir().expect("a directory");
    let places = Arc::new(Places::bundled().expect("the bundled places"));
    let snapshot = Arc::new(generation(directory.path()));
    let engine = Engine::new(Arc::clone(&VOCABULARY), places, snapshot, None);
    ServerState::with_options(Arc::new(engine), false, options)
}

/// Builds the generation of the fixture in a folder.
pub(super) fn build(directory: &Path) -> Built {
    let day = "2026-11-22".parse().expect("a day");
    let mut builder = Builder::new(directory, &VOCABULARY, day).expect("a builder");
    for provider in &providers() {
        builder.add(provider).expect("added");
    }
    builder.finish().expect("built")
}

fn generation(directory: &Path) -> Snapshot {
    let built = build(directory);
    let list = ListSource {
        list: "sample".into(),
        providers: built.providers,
        rows: None,
        imported: "2026-11-22T10:05:00Z".into(),
        sources: Vec::new(),
        coverage: None,
    };
    let manifest = Manifest {
        format: Manifest::FORMAT,
        program: "test".into(),
        vocabulary: VOCABULARY.version().into(),
        built: "2026-11-22T10:05:00Z".into(),
        as_of: "2026-11-22".into(),
        providers: built.providers,
        practices: built.practices,
        specialties: built.specialties,
        lists: vec![list],
        corrections: None,
        files: Vec::new(),
    };
    Snapshot::open(directory, GenerationId::FIRST, manifest, &VOCABULARY).expect("opened")
}

fn practice(lat: f64, lon: f64) -> Practice {
    Practice {
        name: None,
        address: "100 Main St".into(),
        city: "Pittsburgh".into(),
        state: "PA".parse::<State>().expect("a state"),
        zip: Some("15213".parse::<Zip5>().expect("a ZIP code")),
        phone: Some("412 555 0100".parse().expect("a phone")),
        point: LatLon::new(lat, lon).expect("in range"),
        accuracy: Accuracy::Exact,
    }
}

fn chiropractor(id: ProviderId, given: &str, family: &str, practices: Practices) -> Provider {
    let claim = |id: &str, code: &str| SpecialtyClaim {
        specialty: VOCABULARY.specialty_id(id).expect("an id"),
        taxonomy: code.parse().ok(),
        primary: true,
    };
    Provider {
        id,
        name: Name::Person {
            given: given.into(),
            middle: String::new(),
            family: family.into(),
            suffix: String::new(),
        },
        aliases: Vec::new(),
        credentials: vec!["DC".parse().expect("a credential")],
        gender: Some(Gender::Female),
        specialties: vec![claim("chiropractor", "111N00000X")],
        techniques: vec![VOCABULARY.technique_id("dry_needling").expect("an id")],
        conditions: vec![VOCABULARY.condition_id("neck_pain").expect("an id")],
        languages: vec!["es".parse().expect("a language")],
        accepting_new: Fact::Yes,
        telehealth: Fact::No,
        wheelchair: Fact::Unknown,
        insurance: vec!["Plan A".into()],
        website: "https://example.org".parse().ok(),
        practices,
        updated: "2016-03-14".parse().ok(),
        source: "sample".parse::<ListName>().expect("a list's name"),
    }
}

/// The providers of the fixture.
pub(super) fn providers() -> Vec<Provider> {
    let npi = |text: &str| text.parse::<ProviderId>().expect("an NPI");
    let own = |id: &str| ProviderId::own("list".parse().expect("a list's name"), id).expect("an id");
    let near = |step: f64| Practices::one(practice(40.4443 + step, -79.9532));
    let mut two = near(0.01);
    assert!(two.push(practice(40.3, -80.1)));
    vec![
        chiropractor(npi("1234567893"), "Jane", "Doe", two),
        chiropractor(own("a/b c:1"), "Ana", "O'Brien", near(0.02)),
        chiropractor(own("7"), "Li", "Nowak", near(0.03)),
        chiropractor(own("8"), "Sam", "<script>alert(1)</script>", near(0.04)),
    ]
}

/// A reply without its socket.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Reply {
    pub(super) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&self.body)))
    }

    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ascii"))
    }
}

/// Sends a request through the router.
pub(super) async fn send(app: Router, request: Request<Body>) -> Reply {
    let response = app.oneshot(request).await.expect("infallible");
    let (head, body) = response.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes().to_vec();
    Reply { status: head.status, headers: head.headers, body }
}

/// Asks for an address.
pub(super) async fn get(target: &str) -> Reply {
    send(app(), Request::get(target).body(Body::empty()).expect("a request")).await
}

/// Posts JSON to the search.
pub(super) async fn post(json: &str) -> Reply {
    let request = Request::post("/v1/search").header("content-type", "application/json");
    send(app(), request.body(Body::from(json.to_owned())).expect("a request")).await
}
