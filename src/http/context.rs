//! What happens to every reply: an id, safe headers, the error's body, and one line in the log.
//!
//! Invariant: the log gets method, route template, status and time, and never a word, place or address of a caller.

use super::code::Code;
use super::error::ApiError;
use super::unmeasured::Unmeasured;
use super::{ServerState, accept, host, site};
use crate::telemetry::counts;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

/// The header of the request's id.
pub(super) const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The layer around all routes.
pub(super) async fn wrap(
    State(pages): State<Option<Arc<ServerState>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let began = Instant::now();
    let id = request_id(request.headers());
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    // The API answers programs, in JSON; a browser that goes astray elsewhere gets a page.
    let reader = pages
        .filter(|_| !request.uri().path().starts_with("/v1/") && accept::prefers_html(request.headers()))
        .map(|state| (state, request.uri().clone(), request.headers().clone()));
    settle_encoding(request.headers_mut());
    let mut response = if request.extensions().get::<host::InDoubt>().is_some() {
        ApiError::new(Code::BadHost).into_response()
    } else {
        next.run(request).await
    };
    if let Some(error) = response.extensions_mut().remove::<ApiError>() {
        let page =
            reader.and_then(|(state, uri, headers)| site::problem(&state, &error, (&uri, &headers), &id));
        match page {
            Some(page) => write_page(&mut response, page, &error, &method),
            None => write_problem(&mut response, &error, &id, &method),
        }
    }
    if response.status() == StatusCode::NOT_MODIFIED {
        // That of no body is not that of the reply which the caller has.
        response.headers_mut().remove(CONTENT_LENGTH);
        if method == Method::HEAD {
            *response.body_mut() = Body::new(Unmeasured);
        }
    }
    add_headers(response.headers_mut(), &id);
    let (method, took) = (known_method(&method), began.elapsed());
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    counts::request(route, method, response.status().as_u16(), took);
    tracing::info!(
        http.method = method,
        http.route = route,
        http.status = response.status().as_u16(),
        duration_ms = milliseconds(took),
        request.id = id,
        "request answered"
    );
    response
}

/// A time in whole microseconds, so that nothing stands in the log that was never measured (`0.30000001`).
///
/// # Units
/// Milliseconds.
fn milliseconds(took: Duration) -> f64 {
    let micros = u32::try_from(took.as_micros()).unwrap_or(u32::MAX);
    f64::from(micros) / 1e3
}

/// The caller's own id where it looks like one, else a new one. It goes into the log, so that words, ZIP codes and
/// phone numbers must not pass for ids: 16 or 32 hex digits as of a span or trace, or a UUID.
fn request_id(headers: &HeaderMap) -> String {
    let plain = |text: &&str| {
        let groups: Vec<usize> = text.split('-').map(str::len).collect();
        let shaped = matches!(groups.as_slice(), [16 | 32] | [8, 4, 4, 4, 12]);
        shaped && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
    };
    let theirs = headers.get(X_REQUEST_ID).and_then(|value| value.to_str().ok()).filter(plain);
    theirs.map_or_else(new_request_id, str::to_owned)
}

/// Unique in this process, and not guessable from the one before: the hash is keyed at random.
fn new_request_id() -> String {
    static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{:016x}", KEY.hash_one(COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// Leaves the compression layer the choice between gzip and nothing: it answers other headers with a 406 of its own.
fn settle_encoding(headers: &mut HeaderMap) {
    let gzip = accept::accepts_gzip(headers);
    headers.remove(ACCEPT_ENCODING);
    if gzip {
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
}

fn write_problem(response: &mut Response, error: &ApiError, id: &str, method: &Method) {
    let body = serde_json::to_vec(&error.problem(id)).unwrap_or_default();
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(seconds) = error.retry_after_seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if method == Method::HEAD {
        headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    }
    *response.body_mut() = if method == Method::HEAD { Body::empty() } else { Body::from(body) };
}

/// Puts a page in the place of a problem, and keeps the headers that tell more of it, such as `Allow`.
fn write_page(response: &mut Response, page: Response, error: &ApiError, method: &Method) {
    let (head, body) = page.into_parts();
    let headers = response.headers_mut();
    headers.remove(CONTENT_LENGTH);
    headers.extend(head.headers);
    if let Some(seconds) = error.retry_after_seconds {
        headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    *response.body_mut() = if method == Method::HEAD { Body::empty() } else { body };
}

fn add_headers(headers: &mut HeaderMap, id: &str) {
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(X_REQUEST_ID, id);
    }
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
}

/// A method is free text too; only the usual ones are logged.
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_callers_id_is_kept_only_where_it_looks_like_one() {
        let id = |text: &str| {
            let value = HeaderValue::from_bytes(text.as_bytes()).expect("a header value");
            request_id(&HeaderMap::from_iter([(X_REQUEST_ID, value)]))
        };
        for good in ["00f067aa0ba902b7", "6F9619FF-8B86-D011-B42D-00C04FC964FF"] {
            assert_eq!(id(good), good);
        }
        for bad in [
            "",
            "a1-B2",
            "15213",
            "4125550100",
            "neckpain-neckpain",
            "0123 89abcdef4567",
            "<script>",
            "ä",
            &"a".repeat(65),
        ] {
            assert_ne!(id(bad), bad);
            assert_eq!(id(bad).len(), 16);
        }
    }

    #[test]
    fn a_time_has_three_decimals_at_most() {
        for (nanos, expected) in [(300_000, "0.3"), (1_234_567, "1.234"), (12, "0"), (70_100_999, "70.1")] {
            assert_eq!(milliseconds(Duration::from_nanos(nanos)).to_string(), expected);
        }
    }

    #[test]
    fn new_ids_differ() {
        let ids: HashSet<String> = (0..1_000).map(|_| new_request_id()).collect();
        assert_eq!(ids.len(), 1_000);
    }
}
