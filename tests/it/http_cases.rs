//! The 54 hostile and odd requests of `bad_inputs/http_cases.json`, sent over sockets to a real server.

use crate::support::server::{Reply, Server, exchange};
use crate::support::{TestIndex, fixture};
use serde_json::Value;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// A search that any server with the base list answers.
const GOOD: &str = "/v1/search?lat=40.4443&lon=-79.9532&radius=10";

fn cases() -> Vec<Value> {
    let path = fixture("bad_inputs/http_cases.json");
    let text = std::fs::read_to_string(path).expect("the cases are committed");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    document["cases"].as_array().expect("a list of cases").clone()
}

fn texts(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

/// The words of the cases in ours.
fn routed(text: &str, address: &str) -> String {
    text.replace("{SEARCH}", "/v1/search")
        .replace("{HEALTH}", "/healthz")
        .replace("{PROVIDER}", "/v1/providers")
        .replace("{PARTNER}", "/v1/partner")
        .replace("{HOST}", address)
}

fn request(target: &str, headers: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: finder\r\n{headers}Connection: close\r\n\r\n").into_bytes()
}

/// The bytes of a case.
fn bytes(case: &Value, address: &str) -> Vec<u8> {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    match text("kind") {
        "search" => {
            let pairs = case["params"].as_array().expect("parameters").iter();
            let pair = |pair: &Value| {
                let half = |place: usize| pair[place].as_str().expect("text").to_owned();
                format!("{}={}", half(0).replace("per_page", "limit"), half(1))
            };
            let query: Vec<String> = pairs.map(pair).collect();
            request(&format!("/v1/search?{}", query.join("&")), "")
        }
        "target" => request(&routed(text("target"), address), ""),
        "raw" => {
            let bytes = base64(text("raw"));
            // The bytes need not be text; what stands for a name is.
            let latin: String = bytes.iter().map(|byte| char::from(*byte)).collect();
            routed(&latin, address).chars().map(|c| u8::try_from(u32::from(c)).expect("a byte")).collect()
        }
        "method" => {
            let line = format!("{} {GOOD} HTTP/1.1\r\n", text("method"));
            format!("{line}Host: finder\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").into_bytes()
        }
        "header" => {
            let headers = case["headers"].as_object().expect("headers").iter();
            let mut lines = String::new();
            for (name, value) in headers {
                write!(lines, "{name}: {}\r\n", value.as_str().expect("text")).expect("written");
            }
            request(GOOD, &lines)
        }
        "auth" => request("/v1/partner", &format!("Authorization: {}\r\n", text("authorization"))),
        other => panic!("no such kind of case: {other}"),
    }
}

fn base64(text: &str) -> Vec<u8> {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::new();
    let (mut bits, mut count) = (0_u32, 0);
    for byte in text.bytes().filter(|byte| *byte != b'=') {
        let value = ALPHABET.iter().position(|letter| *letter == byte).expect("a base64 letter");
        bits = bits << 6 | u32::try_from(value).expect("six bits");
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xFF).expect("eight bits"));
        }
    }
    bytes
}

/// What is wrong with a reply, if anything.
fn faults(case: &Value, reply: &Reply, took: Duration) -> Vec<String> {
    let mut faults = Vec::new();
    let allowed: Vec<u64> =
        case["status"].as_array().expect("statuses").iter().filter_map(Value::as_u64).collect();
    if !allowed.contains(&u64::from(reply.status)) {
        faults.push(format!("status {} is none of {allowed:?}", reply.status));
    }
    let whole = format!("{}\r\n\r\n{}", reply.head, reply.body);
    let always = ["panicked", "stack backtrace", "/src/", "/home/", "/root/"];
    for forbidden in texts(&case["forbid"]).chain(always).filter(|text| reply.body.contains(text)) {
        faults.push(format!("the body has {forbidden:?}"));
    }
    for forbidden in texts(&case["forbid_header"]).filter(|text| whole.contains(text)) {
        faults.push(format!("the head has {forbidden:?}"));
    }
    if case["json_error"] == true && reply.json()["code"].as_str().is_none() {
        faults.push("no code".to_owned());
    }
    if let Some(field) = case["field"].as_str().filter(|field| reply.json()["field"] != *field) {
        faults.push(format!("the field is {} and not {field}", reply.json()["field"]));
    }
    if let Some(total) = case["total"].as_u64().filter(|total| reply.json()["total"] != *total) {
        faults.push(format!("the total is {} and not {total}", reply.json()["total"]));
    }
    if let (Some(most), 200) = (case["max_results"].as_u64(), reply.status) {
        let results = reply.json()["results"].as_array().map_or(0, Vec::len);
        if results as u64 > most {
            faults.push(format!("{results} results"));
        }
    }
    if took > Duration::from_millis(case["max_ms"].as_u64().unwrap_or(5_000)) {
        faults.push(format!("took {took:?}"));
    }
    faults
}

#[test]
fn every_case_is_answered_as_it_says_and_a_good_request_right_after_it() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let server = Server::start(&index.path());
    assert_eq!(server.get(GOOD).status, 200);
    let mut wrong = Vec::new();
    let cases = cases();
    assert_eq!(cases.len(), 54);
    for case in &cases {
        let began = Instant::now();
        // A reset without a reply is a way of closing too.
        let reply = exchange(server.address(), &bytes(case, server.address()))
            .unwrap_or_else(|_reset| Reply { status: 0, head: String::new(), body: String::new() });
        for fault in faults(case, &reply, began.elapsed()) {
            wrong.push(format!("{}: {fault}: {:.300}", case["id"], reply.body));
        }
        let began = Instant::now();
        let after = server.get(GOOD);
        if after.status != 200 || began.elapsed() > Duration::from_secs(1) {
            wrong.push(format!("{}: afterwards {} in {:?}", case["id"], after.status, began.elapsed()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_unread_body_and_half_a_request_hold_nobody_up() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let server = Server::start(&index.path());
    let silent: Vec<_> =
        (0..50).map(|_| std::net::TcpStream::connect(server.address()).expect("it listens")).collect();
    let post =
        "POST /v1/search HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{";
    let half: Vec<_> = (0..50)
        .map(|_| {
            let mut socket = std::net::TcpStream::connect(server.address()).expect("it listens");
            std::io::Write::write_all(&mut socket, post.as_bytes()).expect("sent");
            socket
        })
        .collect();
    let began = Instant::now();
    assert_eq!(server.get(GOOD).status, 200);
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    drop((silent, half));
}

#[test]
fn a_body_that_is_too_large_is_refused_and_the_refusal_arrives() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let server = Server::start(&index.path());
    let head = "POST /v1/search HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    let stated = |length: usize| {
        let head = format!("{head}Content-Length: {length}\r\n\r\n");
        [head.as_bytes(), &vec![b' '; length]].concat()
    };
    let chunks = format!("1000\r\n{}\r\n", " ".repeat(0x1000)).repeat(300);
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n{chunks}0\r\n\r\n").into_bytes();
    for request in [stated(64 * 1024 + 1), stated(1_000_000), stated(10_000_000), chunked] {
        let reply = exchange(server.address(), &request).expect("a reply, not a reset");
        assert_eq!(
            (reply.status, &reply.json()["code"]),
            (413, &"body_too_large".into()),
            "{}",
            request.len()
        );
    }
    assert_eq!(server.get(GOOD).status, 200);
}
