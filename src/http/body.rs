//! Bodies of questions: bounded bytes, then JSON or a form, then the named texts that a query string would give.
//!
//! Invariant: nothing of the body is read beyond 64 KiB or 10 s, and no error repeats what it says.

use super::code::Code;
use super::encoding;
use super::error::ApiError;
use crate::query::SearchRequest;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, EXPECT};
use axum::http::{HeaderMap, Request};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

/// The most bytes of a body: the longest sound one has under 8 KiB. As in `DESIGN.md`, section 8.
pub(super) const MAX_BYTES: usize = 64 * 1024;

/// The members that may be numbers as well as text.
const NUMBERS: [&str; 5] = ["near", "lat", "lon", "radius", "limit"];

/// How long a whole body may take; a phone on a bad line sends 64 KiB in less.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of a refused body that are let go by, and for how long: enough for an honest mistake.
const MAX_DISCARDED: usize = 16 * 1024 * 1024;
const DISCARD_PATIENCE: Duration = Duration::from_secs(1);

/// Reads a JSON body's named values; `known` are the names that its route takes.
pub(super) async fn read(request: Request<Body>, known: &[&str]) -> Result<Vec<(String, String)>, ApiError> {
    let text = read_text(request, is_json).await?;
    parse(&text, known)
}

/// Reads the named values of a form as browsers post it.
pub(super) async fn read_form(request: Request<Body>) -> Result<Vec<(String, String)>, ApiError> {
    let text = read_text(request, |headers| is_plain(headers, "application/x-www-form-urlencoded")).await?;
    encoding::query_pairs(&text)
}

/// Reads a whole body. Size is checked before type, so that a huge body is never waited for.
async fn read_text(request: Request<Body>, is_kind: impl Fn(&HeaderMap) -> bool) -> Result<String, ApiError> {
    let (head, body) = request.into_parts();
    let too_large = stated_length(&head.headers).is_some_and(|length| length > MAX_BYTES as u64);
    if too_large && head.headers.contains_key(EXPECT) {
        // It waits to be told to go on, and is told no.
        return Err(ApiError::new(Code::BodyTooLarge));
    }
    let mut pieces = Pieces { body, bytes: Vec::new() };
    let collected =
        async { if too_large { Err(ApiError::new(Code::BodyTooLarge)) } else { pieces.collect().await } };
    let collected = tokio::time::timeout(PATIENCE, collected)
        .await
        .unwrap_or_else(|_elapsed| Err(ApiError::new(Code::RequestTimeout)));
    if let Err(error) = collected {
        pieces.discard().await;
        return Err(error);
    }
    let bytes = pieces.bytes;
    if !is_kind(&head.headers) {
        return Err(ApiError::new(Code::UnsupportedMediaType));
    }
    String::from_utf8(bytes)
        .map_err(|_invalid| ApiError::new(Code::BadEncoding).detail("the body must be UTF-8, and is not"))
}

/// A body as it arrives.
struct Pieces {
    body: Body,
    bytes: Vec<u8>,
}

impl Pieces {
    /// The next piece; `None` at the end.
    async fn next(&mut self) -> Option<Result<Bytes, ApiError>> {
        loop {
            let frame = poll_fn(|context| Pin::new(&mut self.body).poll_frame(context)).await?;
            let Ok(frame) = frame else { return Some(Err(ApiError::new(Code::InvalidValue))) };
            if let Ok(piece) = frame.into_data() {
                return Some(Ok(piece));
            }
        }
    }

    /// Reads to the end, or to an error as soon as there is too much.
    async fn collect(&mut self) -> Result<(), ApiError> {
        while let Some(piece) = self.next().await {
            let piece = piece?;
            if self.bytes.len() + piece.len() > MAX_BYTES {
                return Err(ApiError::new(Code::BodyTooLarge));
            }
            self.bytes.extend_from_slice(&piece);
        }
        Ok(())
    }

    /// Lets the rest of a refused body go by: a connection that is closed on unread bytes is reset, and a peer that
    /// is still sending would lose the refusal.
    async fn discard(&mut self) {
        let dropped = async {
            let mut passed = 0;
            while let Some(Ok(piece)) = self.next().await {
                passed += piece.len();
                if passed > MAX_DISCARDED {
                    break;
                }
            }
        };
        // A peer that still sends after this has had its chance.
        let _ = tokio::time::timeout(DISCARD_PATIENCE, dropped).await;
    }
}

fn stated_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

fn is_json(headers: &HeaderMap) -> bool {
    is_plain(headers, "application/json")
}

/// Whether a body is of a kind, in UTF-8 and not compressed.
fn is_plain(headers: &HeaderMap, wanted: &str) -> bool {
    let text =
        |name| headers.get(name).map(|value| value.to_str().unwrap_or("?").trim().to_ascii_lowercase());
    let plain = text(CONTENT_ENCODING).is_none_or(|encoding| encoding == "identity");
    let kind = text(CONTENT_TYPE).unwrap_or_default();
    let (kind, parameters) = kind.split_once(';').unwrap_or((&kind, ""));
    let charset = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("charset="));
    let utf8 = charset.is_none_or(|charset| matches!(charset.trim_matches('"'), "utf-8" | "utf8"));
    plain && utf8 && kind.trim() == wanted
}

/// The named texts of a JSON object, in order. Each member is judged by itself, so that a refusal can name it.
fn parse(text: &str, known: &[&str]) -> Result<Vec<(String, String)>, ApiError> {
    // Some programs of Windows write a mark before the text, which may be passed over (RFC 8259, section 8.1).
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let members: Members<'_> = serde_json::from_str(text).map_err(|_broken| {
        ApiError::new(Code::InvalidValue).detail(
            "the body must be one JSON object whose members are text, numbers, true, false or lists of text",
        )
    })?;
    let mut pairs = Vec::with_capacity(members.0.len());
    for (name, value) in members.0 {
        // A name that is not known is refused, whatever it says.
        let text = if known.contains(&name.as_str()) { member(&name, value)? } else { Some(String::new()) };
        pairs.extend(text.map(|text| (name, text)));
    }
    Ok(pairs)
}

/// A known member's value as a query string would write it; `None` for `null`, which is as if it were not there.
fn member(name: &str, value: &RawValue) -> Result<Option<String>, ApiError> {
    let json = value.get();
    let text = match json.as_bytes().first() {
        Some(b'n') => return Ok(None),
        Some(b'"') => serde_json::from_str(json).ok(),
        Some(b't' | b'f') if SearchRequest::FLAGS.contains(&name) => Some(json.to_owned()),
        Some(b'-' | b'0'..=b'9') if NUMBERS.contains(&name) => Some(number(json)),
        Some(b'[') if SearchRequest::LISTS.contains(&name) => list(json),
        _ => None,
    };
    text.map(Some).ok_or_else(|| misplaced(name))
}

/// A number as a query string takes it: what has a fraction or an exponent in plain decimals, `15213.0` without its
/// point. One that no float holds stays for the request to refuse.
fn number(json: &str) -> String {
    let is_whole = !json.contains(['.', 'e', 'E']);
    let value = json.parse::<f64>().ok().filter(|value| value.is_finite() && !is_whole);
    // `Display` writes plain decimals, and those that are read as the same float again.
    value.map_or_else(|| json.to_owned(), |value| value.to_string())
}

/// A list of texts as a query string writes it. One of nothing says nothing, like an empty value there; whoever means
/// all leaves the member out.
fn list(json: &str) -> Option<String> {
    let texts: Vec<String> = serde_json::from_str(json).ok()?;
    Some(texts.join(","))
}

fn misplaced(name: &str) -> ApiError {
    let allowed = if NUMBERS.contains(&name) {
        "text or a number"
    } else if SearchRequest::FLAGS.contains(&name) {
        "true or false"
    } else if SearchRequest::LISTS.contains(&name) {
        "text or a list of texts"
    } else {
        "text"
    };
    let detail = format!("{name} takes {allowed}");
    ApiError::new(Code::InvalidValue).field(Some(name.to_owned())).detail(detail)
}

/// The members of an object in order, repeated ones too, as they are written.
struct Members<'t>(Vec<(String, &'t RawValue)>);

struct MembersVisitor;

impl<'t> Deserialize<'t> for Members<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

impl<'t> Visitor<'t> for MembersVisitor {
    type Value = Members<'t>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Members<'t>, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;
    use proptest::prelude::*;

    fn check(json: &str, expected: &[(&str, &str)]) {
        let pairs =
            parse(json, &SearchRequest::PARAMETERS).unwrap_or_else(|error| panic!("{json}: {error:?}"));
        let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(pairs, expected, "{json}");
    }

    #[test]
    fn members_become_what_a_query_string_would_give() {
        check("{}", &[]);
        check("\u{feff}{\"q\": \"a\"}", &[("q", "a")]);
        check(r#"{"q": "neck pain", "near": 15213}"#, &[("q", "neck pain"), ("near", "15213")]);
        check(r#"{"lat": 40.44, "lon": -7.995e1}"#, &[("lat", "40.44"), ("lon", "-79.95")]);
        check(r#"{"radius": 1e-7}"#, &[("radius", "0.0000001")]);
        check(r#"{"specialty": ["a", "b"], "gender": "F,M"}"#, &[("specialty", "a,b"), ("gender", "F,M")]);
        check(r#"{"explain": true, "name": null, "kind": null}"#, &[("explain", "true")]);
        check(r#"{"q": "a", "q": "b"}"#, &[("q", "a"), ("q", "b")]);
        check(
            r#"{"nobody": ["x"], "none": null, "deep": {}}"#,
            &[("nobody", ""), ("none", ""), ("deep", "")],
        );
    }

    #[test]
    fn a_number_is_the_one_that_the_same_digits_are_in_a_query_string() {
        for digits in ["40.443612345678901", "-79.95316801234567", "0.1", "5e-324", "15213", "007.5e1"] {
            let same = || digits.parse::<f64>().expect("a number").to_bits();
            let Ok(pairs) = parse(&format!("{{\"lat\":{digits}}}"), &SearchRequest::PARAMETERS) else {
                assert!(digits.starts_with("00"), "{digits}");
                continue;
            };
            assert_eq!(pairs[0].1.parse::<f64>().expect("a number").to_bits(), same(), "{digits}");
        }
        check(r#"{"lat": 1e999}"#, &[("lat", "1e999")]);
        check(r#"{"near": 15213.0, "limit": 2e1}"#, &[("near", "15213"), ("limit", "20")]);
    }

    #[test]
    fn what_is_wrong_with_a_member_names_it() {
        for (json, field) in [
            (r#"{"specialty": ["a", 1]}"#, "specialty"),
            (r#"{"specialty": [["a"]]}"#, "specialty"),
            (r#"{"kind": [null]}"#, "kind"),
            (r#"{"q": "\ud800"}"#, "q"),
            (r#"{"q": {"a": 1}}"#, "q"),
            (r#"{"q": 5}"#, "q"),
            (r#"{"strict": 1}"#, "strict"),
            (r#"{"lang": []}"#, "lang"),
            (r#"{"near": [1]}"#, "near"),
        ] {
            let error = parse(json, &SearchRequest::PARAMETERS).expect_err(json);
            assert_eq!((error.code, error.field.as_deref()), (Code::InvalidValue, Some(field)), "{json}");
        }
    }

    #[test]
    fn an_empty_list_is_an_empty_value() {
        check(r#"{"specialty": [], "kind": [""]}"#, &[("specialty", ""), ("kind", "")]);
    }

    #[test]
    fn refuses_what_is_no_flat_object() {
        let deep = format!("{{\"q\":{}{}}}", "[".repeat(30_000), "]".repeat(30_000));
        let deep_object = "{\"a\":".repeat(10_000);
        for bad in [
            "",
            "null",
            "[]",
            "5",
            "\"q\"",
            "{",
            "{}{}",
            r#"{"q": {"a": 1}}"#,
            r#"{"q": 1e400}"#,
            r#"{"q": "\ud800"}"#,
            r#"{"specialty": [["a"]]}"#,
            r#"{"specialty": [1]}"#,
            r#"{"q": ["a"]}"#,
            r#"{"lang": []}"#,
            "{'q': 'a'}",
            &deep,
            &deep_object,
        ] {
            let error =
                parse(bad, &SearchRequest::PARAMETERS).err().unwrap_or_else(|| panic!("{bad} was read"));
            assert_eq!(error.code, Code::InvalidValue, "{bad:.40}");
        }
    }

    #[test]
    fn only_plain_json_is_json() {
        let headers = |kind: &str, encoding: Option<&str>| {
            let value = |text: &str| HeaderValue::from_str(text).expect("a header value");
            let mut headers = HeaderMap::from_iter([(CONTENT_TYPE, value(kind))]);
            headers.extend(encoding.map(|encoding| (CONTENT_ENCODING, value(encoding))));
            headers
        };
        for good in
            ["application/json", "Application/JSON; charset=UTF-8", "application/json;charset=\"utf-8\""]
        {
            assert!(is_json(&headers(good, None)), "{good}");
        }
        for bad in ["text/plain", "application/json; charset=latin1", "application/jsonx", ""] {
            assert!(!is_json(&headers(bad, None)), "{bad}");
        }
        assert!(!is_json(&HeaderMap::new()));
        assert!(!is_json(&headers("application/json", Some("gzip"))));
        assert!(is_json(&headers("application/json", Some("identity"))));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "[\\{\\}\\[\\]\",:a-z0-9.e-]{0,60}|\\PC{0,40}") {
            let _ = parse(&text, &SearchRequest::PARAMETERS);
        }
    }
}
