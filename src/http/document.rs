//! Replies that do not change while the server runs: made once, with an ETag, answered with 304 where the caller has
//! them already (RFC 9110, section 13.1.2).

use super::packed::Packed;
use super::policy;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

/// How long a reply may be kept whose address names its very content: a year, the most that caches heed.
const FOR_GOOD: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// A reply that is made once.
#[derive(Debug, Clone)]
pub(super) struct Document {
    body: Packed,
    kind: &'static str,
    version: String,
    etag: HeaderValue,
}

impl Document {
    /// JSON; empty when it cannot be written, which plain data always can.
    pub(super) fn json(value: &impl Serialize) -> Self {
        Self::new("application/json", serde_json::to_vec(value).unwrap_or_default())
    }

    /// A page.
    pub(super) fn html(page: String) -> Self {
        Self::new("text/html; charset=utf-8", page.into_bytes())
    }

    /// Any content of a media type.
    pub(super) fn new(kind: &'static str, body: Vec<u8>) -> Self {
        let version = format!("{:032x}", xxhash_rust::xxh3::xxh3_128(&body));
        // Weak, because the reply may be sent compressed or plain.
        let etag = HeaderValue::try_from(format!("W/\"{version}\""))
            .unwrap_or_else(|_never| HeaderValue::from_static("W/\"0\""));
        Self { body: Packed::for_long(body.into()), kind, version, etag }
    }

    /// The beginning of its hash: changes when the content does.
    pub(super) fn version(&self) -> &str {
        self.version.get(..16).unwrap_or_default()
    }

    /// The reply, or 304 when the caller has it.
    pub(super) fn respond(&self, request: &HeaderMap) -> Response {
        self.respond_versioned(request, None)
    }

    /// The reply; to be kept for good where the address named this very version.
    pub(super) fn respond_versioned(&self, request: &HeaderMap, version: Option<&str>) -> Response {
        let known = self.is_known(request);
        let mut response = if known { Response::new(Body::empty()) } else { self.body.respond(request) };
        let headers = response.headers_mut();
        headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(ETAG, self.etag.clone());
        let is_this = version == Some(self.version());
        let cache = if is_this { FOR_GOOD } else { HeaderValue::from_static("no-cache") };
        headers.insert(CACHE_CONTROL, cache);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        if self.kind.starts_with("text/html") {
            headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy::CONTENT));
            headers.insert(policy::PERMISSIONS_POLICY, HeaderValue::from_static(policy::PERMISSIONS));
        }
        if known {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    }

    fn is_known(&self, request: &HeaderMap) -> bool {
        names(request, &self.etag)
    }
}

/// Whether `If-None-Match` names a tag.
pub(super) fn names(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let tag = |text: &str| text.trim().trim_start_matches("W/").to_owned();
    let ours = tag(etag.to_str().unwrap_or_default());
    request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|theirs| theirs.trim() == "*" || tag(theirs) == ours)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_has_it_is_told_so() {
        let document = Document::json(&["neck_pain"]);
        let fresh = document.respond(&HeaderMap::new());
        assert_eq!(fresh.status(), StatusCode::OK);
        let etag = fresh.headers()[ETAG].to_str().expect("ascii").to_owned();
        let strong = etag.trim_start_matches("W/").to_owned();
        for (header, status) in [
            (etag.as_str(), 304),
            (strong.as_str(), 304),
            ("*", 304),
            (&format!("\"x\", {etag}"), 304),
            ("\"x\"", 200),
            ("", 200),
        ] {
            let value = HeaderValue::from_str(header).expect("a header value");
            let response = document.respond(&HeaderMap::from_iter([(IF_NONE_MATCH, value)]));
            assert_eq!(response.status().as_u16(), status, "{header}");
            assert!(response.headers().contains_key(ETAG));
        }
    }

    #[test]
    fn other_content_has_another_tag() {
        assert_ne!(Document::json(&[1]).etag, Document::json(&[2]).etag);
    }
}
