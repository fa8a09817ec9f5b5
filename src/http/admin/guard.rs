//! Who may use the operations page, and from where.
//!
//! A page of another site that a clerk has open can send requests to this machine. Against that: the name in `Host` must
//! be this machine's (a name that is made to lead here is not), whatever the browser says of the request's origin must
//! be this page, and whatever changes something carries a secret that only this page's forms hold. No cookie is used,
//! so that there is none to be sent along.

use super::Admin;
use super::page::refusal;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::net::IpAddr;
use std::sync::Arc;

/// The header in which browsers say where a request comes from.
const SEC_FETCH_SITE: &str = "sec-fetch-site";

/// A text that nobody else knows, made anew with each process.
pub(super) struct Secret(String);

impl Secret {
    /// 128 bits of a keyed hash under keys that the system drew.
    pub(super) fn new() -> Self {
        let half = || RandomState::new().hash_one(std::process::id());
        Self(format!("{:016x}{:016x}", half(), half()))
    }

    /// For a form.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// Whether a form had it.
    pub(super) fn is(&self, text: &str) -> bool {
        same(&self.0, text)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(..)")
    }
}

/// Compares without telling by the time it takes how much is right: hashes are compared in constant time.
fn same(ours: &str, theirs: &str) -> bool {
    blake3::hash(ours.as_bytes()) == blake3::hash(theirs.as_bytes())
}

/// The layer around all routes of the page.
pub(super) async fn watch(State(admin): State<Arc<Admin>>, request: Request<Body>, next: Next) -> Response {
    let options = &admin.options;
    let headers = request.headers();
    if options.address.is_loopback() && !names_this_machine(headers, options.address) {
        let told = "This page answers only to the names and addresses of the machine it runs on.";
        return refusal(StatusCode::FORBIDDEN, "Not this machine", told);
    }
    if let Some(token) = &options.token
        && !presented(headers).is_some_and(|given| same(token.reveal(), &given))
    {
        let told = "The password is the configured admin_token; the name does not matter.";
        let mut refused = refusal(StatusCode::UNAUTHORIZED, "A token is needed", told);
        let ask = HeaderValue::from_static("Basic realm=\"finder operations\", charset=\"UTF-8\"");
        refused.headers_mut().insert(WWW_AUTHENTICATE, ask);
        return refused;
    }
    if request.method() == Method::POST && !comes_from_here(headers) {
        let told = "Another site sent this request. Nothing was done.";
        return refusal(StatusCode::FORBIDDEN, "Not from this page", told);
    }
    next.run(request).await
}

/// Whether `Host` is a name of the loopback address, or the address itself.
fn names_this_machine(headers: &HeaderMap, address: IpAddr) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inside, _port)) => inside,
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback() || ip == address)
}

/// Whether a request that changes something comes from a page of ours, by what the browser says of it. `null` stands
/// for our own page too, which sends no referrer; the form's secret decides then.
fn comes_from_here(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let site = text(SEC_FETCH_SITE).is_none_or(|site| site == "same-origin" || site == "none");
    let host = text(HOST.as_str()).unwrap_or_default();
    let origin = text(ORIGIN.as_str()).is_none_or(|origin| {
        origin == "null" || origin.split_once("://").is_some_and(|(_scheme, authority)| authority == host)
    });
    site && origin
}

/// The token as a browser or a script sends it.
fn presented(headers: &HeaderMap) -> Option<String> {
    let (kind, value) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if kind.eq_ignore_ascii_case("bearer") {
        return Some(value.trim().to_owned());
    }
    let pair = String::from_utf8(base64(value.trim())?).ok()?;
    (kind.eq_ignore_ascii_case("basic")).then(|| pair.split_once(':').map(|(_name, word)| word.to_owned()))?
}

/// Reads base64 (RFC 4648, section 4).
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut held, mut bits) = (0_u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        held = held << 6 | u32::from(six);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value")))
            .collect()
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let loopback: IpAddr = "127.0.0.1".parse().expect("an address");
        for good in ["localhost", "LocalHost:8081", "127.0.0.1:8081", "[::1]:8081", "127.0.0.5"] {
            assert!(names_this_machine(&headers(&[("host", good)]), loopback), "{good}");
        }
        for bad in
            ["", "evil.example", "127.0.0.1.evil.example:8081", "localhost.evil.example", "10.0.0.1", "[::2]"]
        {
            assert!(!names_this_machine(&headers(&[("host", bad)]), loopback), "{bad}");
        }
        assert!(!names_this_machine(&HeaderMap::new(), loopback));
    }

    #[test]
    fn what_another_site_sends_is_known_by_its_origin() {
        let host = ("host", "localhost:8081");
        for good in [
            &[host][..],
            &[host, ("origin", "http://localhost:8081")],
            &[host, ("origin", "null"), ("sec-fetch-site", "same-origin")],
        ] {
            assert!(comes_from_here(&headers(good)), "{good:?}");
        }
        for bad in [
            &[host, ("origin", "http://evil.example")][..],
            &[host, ("origin", "http://localhost:8080")],
            &[host, ("origin", "null"), ("sec-fetch-site", "cross-site")],
            &[host, ("sec-fetch-site", "same-site")],
        ] {
            assert!(!comes_from_here(&headers(bad)), "{bad:?}");
        }
    }

    #[test]
    fn a_token_is_read_from_either_scheme() {
        let given = |value: &str| presented(&headers(&[("authorization", value)]));
        // `clerk:correct-horse-battery` as RFC 7617 writes it.
        assert_eq!(
            given("Basic Y2xlcms6Y29ycmVjdC1ob3JzZS1iYXR0ZXJ5").as_deref(),
            Some("correct-horse-battery")
        );
        assert_eq!(given("Bearer correct-horse-battery").as_deref(), Some("correct-horse-battery"));
        for bad in ["", "Basic", "Basic !!!", "Basic Y2xlcms", "Digest x"] {
            assert_eq!(given(bad), None, "{bad}");
        }
    }

    #[test]
    fn secrets_differ_and_are_never_shown() {
        let (one, other) = (Secret::new(), Secret::new());
        assert_ne!(one.text(), other.text());
        assert!(one.is(one.text()) && !one.is(other.text()) && !one.is(""));
        assert!(!format!("{one:?}").contains(one.text()));
    }
}
