//! Nothing of what somebody asks is written down: not in the log at its most talkative, not in the metrics, not in a
//! file of the index.
//!
//! Marker words, points, ZIP codes, streets and keys go in by every door there is, and then are looked for everywhere.
//! `FINDER_CANARY` says how many requests carry them.

use crate::support::server::{Server, exchange, get};
use crate::support::{Numbers, TestIndex, amount, files, fixture, raise_open_files, tell};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::process::Stdio;

/// What nobody writes by chance: words, a point's digits, a ZIP code of no place, a street, a key, an address.
const MARKERS: [&str; 9] = [
    "zumbelquark",
    "vrixolant",
    "quoddlefen",
    "41.7734519",
    "-83.6129473",
    "98701",
    "9173 Plimsoltrax Way",
    "sk-canary-5f1b77e0a3",
    "203.0.113.177",
];

/// The same in other spellings: encoded, and in pieces that a log would keep.
const SPELLINGS: [&str; 5] = ["9173+Plimsoltrax", "9173%20Plimsoltrax", "Plimsoltrax", "7734519", "6129473"];

/// A request's method, target, further headers and body, with `{word}`, `{lat}`, `{lon}`, `{zip}`, `{street}`, `{key}`
/// and `{address}` for the markers. One line is one kind of request.
const KINDS: [(&str, &str, &str, &str); 39] = [
    ("GET", "/v1/search?q={word}+pain&near={zip}", "", ""),
    ("GET", "/v1/search?q={word}&lat={lat}&lon={lon}&radius=10", "", ""),
    ("GET", "/v1/search?q=chiropractor&near={street}", "", ""),
    ("GET", "/v1/search?q=neck+pain&near=15213&name={word}", "", ""),
    ("GET", "/v1/search?near=15213&specialty={word}", "", ""),
    ("GET", "/v1/search?near=15213&cursor={word}", "", ""),
    ("GET", "/v1/search?lat={lat}1234567890&lon={lon}e400", "", ""),
    ("GET", "/v1/search?radius={word}&{word}={zip}", "", ""),
    ("GET", "/v1/search?q=%ff{word}%", "", ""),
    ("GET", "/v1/search?q={word}&q={word}", "", ""),
    ("GET", "/v1/search?api_key={key}&near=15213", "", ""),
    ("GET", "/v1/search?q=numb+between+the+legs+{word}&near=15213", "", ""),
    ("GET", "/v1/search?near=15213", "Referer: https://{word}.example/?q={word}\r\nCookie: s={key}\r\n", ""),
    ("GET", "/v1/search?near=15213", "User-Agent: {word}/1\r\nAuthorization: Bearer {key}\r\n", ""),
    ("GET", "/v1/search?near=15213", "X-Forwarded-For: {address}\r\nForwarded: for={address}\r\n", ""),
    ("GET", "/v1/search?near=15213", "X-Request-Id: {word} {key}\r\nOrigin: https://{word}.example\r\n", ""),
    ("GET", "/v1/search?near=15213", "X-Request-Id: {word}\r\n", ""),
    ("GET", "/v1/search?near=15213", "X-Request-Id: {zip}\r\n", ""),
    ("GET", "/v1/search?near=15213", "Accept: {word}/{word}\r\nAccept-Encoding: {word}\r\n", ""),
    ("GET", "/v1/suggest?q={word}&near={zip}", "", ""),
    ("GET", "/v1/suggest?q=%{word}", "", ""),
    ("GET", "/v1/providers/{word}", "", ""),
    ("GET", "/v1/providers/list:{word}%2F{zip}", "", ""),
    ("GET", "/v1/providers/npi:1{zip}0123", "", ""),
    ("GET", "/v1/providers/{word}/explain?q={word}&near={zip}", "", ""),
    ("GET", "/v1/providers/1{zip}01234?explain_for={word}&lat={lat}&lon={lon}", "", ""),
    ("GET", "/v1/conditions/{word}?lang={word}", "", ""),
    ("GET", "/v1/conditions?{word}={zip}", "If-None-Match: \"{word}\"\r\n", ""),
    ("GET", "/{word}/{zip}?q={street}", "", ""),
    ("GET", "/%ff{word}", "", ""),
    ("{word}", "/v1/search?q={word}", "", ""),
    ("DELETE", "/v1/search?q={word}&near={zip}", "", ""),
    ("OPTIONS", "/v1/search?q={word}", "Origin: https://{word}.example\r\n", ""),
    ("POST", "/v1/search", JSON, r#"{"q": "{word} pain", "near": "{zip}"}"#),
    ("POST", "/v1/search", JSON, r#"{"q": "{word}", "lat": {lat}, "lon": {lon}, "radius": 25}"#),
    ("POST", "/v1/search", JSON, r#"{"{word}": "{street}", "q": {key}}"#),
    ("POST", "/v1/search?q={word}", "Content-Type: text/{word}\r\n", "{word} {zip}"),
    ("POST", "/search", FORM, "q={word}+{street}&near={zip}&lat={lat}&lon={lon}"),
    ("GET", "/?q={word}+{street}&near={zip}", "", ""),
];

const JSON: &str = "Content-Type: application/json\r\n";
const FORM: &str = "Content-Type: application/x-www-form-urlencoded\r\n";

/// A text with markers where it has names for them.
fn filled(text: &str, numbers: &mut Numbers) -> String {
    let mut text = text.replace("{word}", MARKERS[numbers.below(3)]);
    let named = ["{lat}", "{lon}", "{zip}", "{street}", "{key}", "{address}"];
    for (name, marker) in named.iter().zip(&MARKERS[3..]) {
        text = text.replace(name, marker);
    }
    text
}

/// The bytes of a request of some kind.
fn request(kind: (&str, &str, &str, &str), numbers: &mut Numbers) -> Vec<u8> {
    let (method, target, headers, body) = kind;
    let target = filled(target, numbers).replace(' ', "+");
    let (method, headers, body) = (filled(method, numbers), filled(headers, numbers), filled(body, numbers));
    let length = body.len();
    format!(
        "{method} {target} HTTP/1.1\r\nHost: finder\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// The markers that a text holds, in any case.
fn found_in(text: &str) -> Vec<&'static str> {
    let text = text.to_ascii_lowercase();
    let all = MARKERS.iter().chain(&SPELLINGS);
    all.copied().filter(|marker| text.contains(&marker.to_ascii_lowercase())).collect()
}

/// Every line of a log as JSON: each has a message, a level and a time, and only flat fields.
fn log_lines(log: &str) -> Vec<serde_json::Value> {
    let read = |line: &str| {
        let json: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        for field in ["message", "level", "timestamp"] {
            assert!(json[field].is_string(), "no {field}: {line}");
        }
        let fields = json.as_object().expect("an object");
        assert!(fields.values().all(|value| !value.is_object() && !value.is_array()), "not flat: {line}");
        json
    };
    log.lines().map(read).collect()
}

/// What log lines say, but for times and ids that the server makes: among ten thousand of those, five digits of a
/// marker turn up by chance.
fn told(lines: &[serde_json::Value]) -> String {
    let mut text = String::new();
    for line in lines {
        for (name, value) in line.as_object().expect("an object") {
            let of_ours = |id: &str| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
            let by_chance = matches!(name.as_str(), "timestamp" | "duration_ms")
                || (name == "request.id" && value.as_str().is_some_and(of_ours));
            if !by_chance {
                writeln!(text, "{name} {value}").expect("a string takes everything");
            }
        }
    }
    text
}

#[test]
fn no_marker_is_written_down_anywhere() {
    let count = amount("FINDER_CANARY", 1_000);
    raise_open_files();
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let log_path = index.folder().join("log.jsonl");
    let log_file = File::create(&log_path).expect("a log");
    let options = [
        "--log",
        "trace",
        "--log-json",
        "--admin-listen",
        "127.0.0.1:0",
        "--trusted-proxies",
        "127.0.0.1",
        "--rate-limit",
        "900000/s",
    ];
    let mut server = Server::start_with(&index.path(), &options, &[], Stdio::from(log_file));
    let address = server.address().to_owned();
    let mut numbers = Numbers(0x5eed_ca4a);
    let mut statuses = BTreeMap::<u16, usize>::new();
    for at in 0..count {
        let reply = exchange(&address, &request(KINDS[at % KINDS.len()], &mut numbers)).expect("a reply");
        assert!(reply.status < 500, "{}: {}", reply.head, reply.body);
        *statuses.entry(reply.status).or_default() += 1;
    }
    let log = std::fs::read_to_string(&log_path).expect("the log");
    let lines = log_lines(&log);
    let operations = lines.iter().find(|line| line["message"] == "operations listener").expect("a line");
    let operations = operations["address"].as_str().expect("an address").to_owned();
    let metrics = get(&operations, "/metrics").expect("the metrics").body;
    server.terminate();
    assert_eq!(server.wait(), Some(0));
    let log = std::fs::read_to_string(&log_path).expect("the log");
    let lines = log_lines(&log);
    let answered = lines.iter().filter(|line| line["message"] == "request answered").count();
    assert!(answered >= count, "{answered} of {count} requests are in the log");
    assert!(lines.iter().any(|line| line["http.route"] == "/v1/search" && line["http.status"] == 200));
    let foreign = |line: &&serde_json::Value| {
        !line["target"].as_str().is_some_and(|target| target.starts_with("specialist_finder"))
    };
    let foreign: Vec<_> = lines.iter().filter(foreign).collect();
    assert!(foreign.is_empty(), "libraries speak: {foreign:?}");
    assert_eq!(found_in(&told(&lines)), Vec::<&str>::new(), "in the log");
    assert_eq!(found_in(&metrics), Vec::<&str>::new(), "in the metrics");
    assert!(metrics.contains("finder_requests_total{route=\"/v1/search\",method=\"GET\",status=\"200\"}"));
    let mut looked = 0;
    for path in files(&index.path()) {
        looked += 1;
        let bytes = std::fs::read(&path).expect("readable");
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(found_in(&text), Vec::<&str>::new(), "in {}", path.display());
    }
    tell(&format!(
        "{count} marked requests {statuses:?}: no marker in {} log lines, {} lines of metrics and {looked} files",
        lines.len(),
        metrics.lines().count()
    ));
}

#[test]
fn the_canary_would_sing() {
    assert_eq!(found_in("GET /v1/search?q=ZumbelQuark"), ["zumbelquark"]);
    assert_eq!(found_in("near=9173%20Plimsoltrax%20Way"), ["9173%20Plimsoltrax", "Plimsoltrax"]);
    let mut numbers = Numbers(7);
    for kind in KINDS {
        let text = String::from_utf8(request(kind, &mut numbers)).expect("text");
        assert!(!text.contains("{word}") && !found_in(&text).is_empty(), "{text}");
    }
}
