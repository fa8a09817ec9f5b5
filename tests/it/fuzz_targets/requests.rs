//! Requests that are sound as HTTP, whatever they ask: parts that mean something to the server, joined and changed at random.
//!
//! In: numbers. Out: a request. The same numbers give the same request.

use crate::support::Numbers;
use specialist_finder::query::SearchRequest;
use std::fmt::Write as _;

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

/// A whole request that is sound as HTTP, whatever it asks.
pub(super) fn request(numbers: &mut Numbers) -> (String, Vec<u8>) {
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

fn pick<'t>(numbers: &mut Numbers, texts: &[&'t str]) -> &'t str {
    texts[numbers.below(texts.len())]
}
