//! Whatever a request's target, method and headers are, the reply is sound: no failure of ours, and either the media
//! type that the route promises or a problem with a code.
//!
//! The requests are the same in every run. They go through a real server on connections that are kept.
//! `FINDER_FUZZ` says how many.

use crate::support::server::Server;
use crate::support::{Numbers, TestIndex, amount, fixture, raise_open_files, tell};
use specialist_finder::query::SearchRequest;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

const PATHS: [&str; 32] = [
    "/v1/search?",
    "/v1/search?",
    "/v1/search?",
    "/v1/search?",
    "/v1/suggest?",
    "/v1/suggest?",
    "/v1/providers/",
    "/v1/providers/npi:",
    "/v1/providers/list:",
    "/v1/providers/1234567893/explain?",
    "/v1/providers/1000009005?explain_for=",
    "/v1/specialties",
    "/v1/conditions",
    "/v1/techniques",
    "/v1/changes?",
    "/v1/providers.ndjson?",
    "/v1/specialties/",
    "/v1/conditions/",
    "/v1/techniques/",
    "/v1/openapi.json",
    "/docs",
    "/",
    "/healthz",
    "/readyz",
    "/static/",
    "/providers/",
    "/conditions/",
    "/specialties/",
    "/search",
    "/search",
    "/widget.js",
    "/v1/",
];

/// Names of parameters besides those of a search: of pages, of assets, and none at all.
const FURTHER_NAMES: [&str; 12] =
    ["Q", "", "page", "q%5B%5D", "within", "words", "from", "format", "v", "since", "generation", "after"];

const VALUES: [&str; 67] = [
    "1",
    "neck pain",
    "chiropractor",
    "neck pain chiropractor near 15213 within 10 miles",
    "15213",
    "15213-1234",
    "Pittsburgh, PA",
    "Springfield",
    "PA",
    "40.4443,-79.9532",
    "40.4443",
    "-79.9532",
    "90",
    "-90",
    "180",
    "-180",
    "90.0000001",
    "1e400",
    "NaN",
    "inf",
    "-0",
    "0",
    "1",
    "100",
    "101",
    "-1",
    "10mi",
    "15km",
    "0.0000001mi",
    "any",
    "true",
    "false",
    "yes,no,unknown",
    "yes",
    "person",
    "organization",
    "F,M",
    "es",
    "en",
    "relevance",
    "distance",
    "name",
    "updated",
    "low_back_pain",
    "dry_needling",
    "osteopath",
    "not a chiropractor",
    "dr smith DO",
    "near me",
    "numb between the legs cannot pee",
    "dolor de cuello",
    "99999999999999999999",
    "1.5.2",
    "+5",
    "５",
    "AAAA",
    "",
    " ",
    ",",
    ",,,",
    "'",
    "\"><script>alert(1)</script>",
    "../../etc/passwd",
    "\u{0}",
    "\u{202e}",
    "e\u{301}",
    "💆",
];

const METHODS: [&str; 16] = [
    "GET", "GET", "GET", "GET", "GET", "GET", "GET", "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS",
    "PATCH", "TRACE", "BREW",
];

const HEADERS: [&str; 18] = [
    "Accept: */*",
    "Accept: text/html",
    "Accept: application/json;q=0",
    "Accept: a/b;q=NaN,,;;",
    "Accept:",
    "Accept-Encoding: gzip",
    "Accept-Encoding: br;q=1.0, *;q=0",
    "If-None-Match: *",
    "If-None-Match: W/\"x\", \"",
    "X-Request-Id: abc-123",
    "X-Request-Id: \u{e4}\u{f6}",
    "X-Forwarded-For: 1.2.3.4, , ::1, x",
    "Cookie: a=b; a=b",
    "Origin: https://x.example",
    "Access-Control-Request-Method: POST",
    "Range: bytes=0-1",
    "Expect: 100-continue",
    "Content-Type: application/json",
];

const BODIES: [&str; 8] = [
    "",
    "{}",
    "{\"q\": \"neck pain\", \"near\": \"15213\"}",
    "{\"q\": [\"a\"]}",
    "{\"limit\": 1e999}",
    "[[[[",
    "\u{0}",
    "q=neck+pain&near=15213",
];

fn pick<'t>(numbers: &mut Numbers, texts: &[&'t str]) -> &'t str {
    texts[numbers.below(texts.len())]
}

/// A value, changed in some way or not at all, and percent-encoded, badly now and then.
fn value(numbers: &mut Numbers) -> String {
    let mut text: Vec<char> = pick(numbers, &VALUES).chars().collect();
    match numbers.below(8) {
        0 if !text.is_empty() => drop(text.remove(numbers.below(text.len()))),
        1 => {
            let any = u32::try_from(numbers.below(0x11_0000)).expect("small");
            let at = numbers.below(text.len() + 1);
            text.insert(at, char::from_u32(any).unwrap_or('\u{fffd}'));
        }
        2 => text.extend(pick(numbers, &VALUES).chars()),
        3 if numbers.below(20) == 0 => text = text.repeat(1 + numbers.below(60)),
        4 => text.reverse(),
        _ => {}
    }
    let mut encoded = String::new();
    for byte in text.into_iter().collect::<String>().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b',' => {
                encoded.push(char::from(byte));
            }
            b' ' if numbers.below(2) == 0 => encoded.push('+'),
            _ => write!(encoded, "%{byte:02X}").expect("a string takes everything"),
        }
    }
    match numbers.below(24) {
        0 => encoded
            .push_str(pick(numbers, &["%", "%4", "%zz", "%ff", "%c0%80", "%00", "%0d%0a", "%ed%a0%80"])),
        1 => encoded.truncate(numbers.below(encoded.len() + 1)),
        _ => {}
    }
    encoded
}

fn target(numbers: &mut Numbers) -> String {
    let mut target = pick(numbers, &PATHS).to_owned();
    if !target.ends_with('?') {
        let goes_on = if target.ends_with('/') { numbers.below(4) > 0 } else { numbers.below(8) == 0 };
        if goes_on {
            target.push_str(&value(numbers));
        }
        if numbers.below(3) == 0 {
            target.push('?');
        }
    }
    if target.ends_with('?') {
        for _ in 0..numbers.below(5) {
            target.push_str(name(numbers));
            target.push_str(pick(numbers, &["=", "=", "=", "=", "=", "=", "=", "", "=="]));
            target.push_str(&value(numbers));
            target.push_str(pick(numbers, &["&", "&", "&", "&", "&&", ";", ""]));
        }
    }
    target
}

fn name(numbers: &mut Numbers) -> &'static str {
    if numbers.below(5) == 0 {
        pick(numbers, &FURTHER_NAMES)
    } else {
        pick(numbers, &SearchRequest::PARAMETERS)
    }
}

/// A form as a page posts it.
fn form(numbers: &mut Numbers) -> String {
    let mut form = String::new();
    for _ in 0..numbers.below(6) {
        form.push_str(name(numbers));
        form.push('=');
        form.push_str(&value(numbers));
        form.push('&');
    }
    form
}

/// A whole request that is sound as HTTP, whatever it asks.
fn request(numbers: &mut Numbers) -> (String, Vec<u8>) {
    let (method, target) = (pick(numbers, &METHODS), target(numbers));
    let mut bytes = format!("{method} {target} HTTP/1.1\r\nHost: finder\r\n").into_bytes();
    for _ in 0..numbers.below(3) {
        bytes.extend_from_slice(pick(numbers, &HEADERS).as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    let is_form = method == "POST" && target.starts_with("/search") && numbers.below(4) > 0;
    let body = match method {
        "POST" if is_form => form(numbers),
        "POST" => pick(numbers, &BODIES).to_owned(),
        _ => String::new(),
    };
    if is_form {
        bytes.extend_from_slice(b"Content-Type: application/x-www-form-urlencoded\r\n");
    }
    if method == "POST" || numbers.below(8) == 0 {
        bytes.extend_from_slice(format!("Content-Length: {}\r\n", body.len()).as_bytes());
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body.as_bytes());
    (format!("{method} {target}"), bytes)
}

/// A connection that is kept, and opened again when the server closed it.
struct Kept {
    address: String,
    stream: Option<BufReader<TcpStream>>,
}

impl Kept {
    /// Sends a request and reads its reply: status, head in small letters, body.
    fn ask(&mut self, asked: &str, bytes: &[u8]) -> (u16, String, Vec<u8>) {
        let stream = self.stream.take().unwrap_or_else(|| {
            let stream = TcpStream::connect(&self.address).expect("it listens");
            stream.set_nodelay(true).expect("a socket");
            stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
            BufReader::new(stream)
        });
        let stream = self.stream.insert(stream);
        stream.get_mut().write_all(bytes).expect("sent");
        let mut head = Self::head(stream, asked);
        if head.starts_with("http/1.1 100") {
            head = Self::head(stream, asked);
        }
        let status: u16 = head.get(9..12).and_then(|code| code.parse().ok()).expect("a status");
        let field = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
        let length = field("content-length:").map_or(0, |length| length.parse().expect("a number"));
        let bodiless = asked.starts_with("HEAD ") || status == 304;
        let mut body = vec![0; if bodiless { 0 } else { length }];
        if field("transfer-encoding:") == Some("chunked") && !bodiless {
            Self::chunks(stream, &mut body);
        } else {
            stream.read_exact(&mut body).unwrap_or_else(|error| panic!("{error}: {asked}"));
        }
        if field("connection:") == Some("close") {
            self.stream = None;
        }
        (status, head, body)
    }

    fn head(stream: &mut BufReader<TcpStream>, asked: &str) -> String {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let read = stream.read_until(b'\n', &mut head).unwrap_or_else(|error| panic!("{error}: {asked}"));
            assert!(read > 0, "closed without a reply: {asked}");
        }
        String::from_utf8(head).expect("a head is plain text").to_ascii_lowercase()
    }

    fn chunks(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) {
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).expect("a chunk's size");
            let size = usize::from_str_radix(line.trim(), 16).expect("a chunk's size");
            let mut chunk = vec![0; size + 2];
            stream.read_exact(&mut chunk).expect("a chunk");
            body.extend_from_slice(&chunk[..size]);
            if size == 0 {
                return;
            }
        }
    }
}

/// What is wrong with a reply, if anything.
fn fault(asked: &str, status: u16, head: &str, body: &[u8]) -> Option<&'static str> {
    let has = |line: &str| head.lines().any(|other| other.starts_with(line));
    if status >= 500 {
        return Some("a failure of ours");
    }
    // What the HTTP library refuses itself may be empty.
    if [400, 414, 431].contains(&status) && !has("x-request-id:") {
        return None;
    }
    if !has("x-request-id:") || !has("x-content-type-options: nosniff") {
        return Some("no safe headers");
    }
    let target = asked.split(' ').nth(1).unwrap_or_default();
    if status >= 400 {
        // A browser that goes astray outside the API gets a page.
        if has("content-type: text/html; charset=utf-8") && !target.starts_with("/v1/") {
            return (!has("content-security-policy: ")).then_some("a page without a policy");
        }
        if !has("content-type: application/problem+json") {
            return Some("no problem");
        }
        let problem: serde_json::Value = match serde_json::from_slice(body) {
            Ok(problem) => problem,
            Err(_) if asked.starts_with("HEAD ") => return None,
            Err(_) => return Some("a problem that is no JSON"),
        };
        return (!problem["code"].is_string() || problem["status"] != status).then_some("no code");
    }
    let kinds = [
        "application/json",
        "application/x-ndjson",
        "text/html; charset=utf-8",
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
        "text/vcard; charset=utf-8",
        "image/svg+xml",
    ];
    let typed = kinds.iter().any(|kind| has(&format!("content-type: {kind}")));
    if !typed && !asked.starts_with("OPTIONS ") && ![303, 304].contains(&status) {
        return Some("no media type that is promised");
    }
    let plain =
        has("content-type: application/json") && !has("content-encoding:") && !asked.starts_with("HEAD ");
    let read = serde_json::from_slice::<serde_json::Value>(body);
    (plain && status == 200 && read.is_err()).then_some("JSON that is none")
}

#[test]
fn no_request_is_answered_with_a_failure() {
    let count = amount("FINDER_FUZZ", 20_000);
    raise_open_files();
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let server = Server::start(&index.path());
    let began = Instant::now();
    let work = |seed: u64| {
        let mut numbers = Numbers(seed);
        let mut kept = Kept { address: server.address().to_owned(), stream: None };
        let mut statuses = BTreeMap::<u16, usize>::new();
        for _ in 0..count / 4 {
            let (asked, bytes) = request(&mut numbers);
            let (status, head, body) = kept.ask(&asked, &bytes);
            if let Some(fault) = fault(&asked, status, &head, &body) {
                panic!("{fault}: {asked}\n{head}{}", String::from_utf8_lossy(&body));
            }
            *statuses.entry(status).or_default() += 1;
        }
        statuses
    };
    let mut statuses = BTreeMap::<u16, usize>::new();
    std::thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = (1..=4_u64).map(|seed| scope.spawn(move || work(seed * 0x9e37_79b9))).collect();
        for worker in workers {
            for (status, count) in worker.join().expect("no reply was at fault") {
                *statuses.entry(status).or_default() += count;
            }
        }
    });
    let asked: usize = statuses.values().sum();
    tell(&format!("{asked} requests in {:?}: {statuses:?}", began.elapsed()));
    assert!(statuses.get(&200).is_some_and(|found| found * 20 > asked), "too few are answered: {statuses:?}");
    assert!(statuses.len() >= 6, "{statuses:?}");
}
