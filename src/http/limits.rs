//! How often one caller may ask: one function around all routes, off unless configured.
//!
//! Health is never limited, because a balancer that is told "too often" takes the server for dead; nor is what a page
//! needs to be one.

use super::ServerOptions;
use super::caller::{Caller, Peer};
use super::code::Code;
use super::error::ApiError;
use crate::config::{Networks, Period, RateLimit};
use crate::telemetry::counts;
use axum::Router;
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum_governor::extractor::{KeyExtractor, KeyOutcome};
use axum_governor::{ExtractionError, GovernorConfigBuilder, GovernorLayer, Quota, RejectionReason};
use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

/// Routes that are answered however often one asks: health, and what a page needs to be one.
const EXEMPT: [&str; 4] = ["/healthz", "/readyz", "/static/**", "/widget.js"];

/// The headers that say when one may ask again, as most clients know it and as the IETF's draft
/// (draft-ietf-httpapi-ratelimit-headers) has it.
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");
const LEFT: HeaderName = HeaderName::from_static("ratelimit");

/// How often callers who may ask freely again are forgotten. Each takes some 100 bytes until then.
const FORGET_EVERY: Duration = Duration::from_secs(10);

/// The routes, with the configured limit around them.
pub(super) fn limited(routes: Router, options: &ServerOptions) -> Router {
    let Some(limit) = options.rate_limit else { return routes };
    let config = GovernorConfigBuilder::default()
        .with_extractor(ByCaller { trusted: options.trusted_proxies.clone() })
        .quota_default(quota(limit))
        .whitelist_paths(EXEMPT)
        .redact_keys(true)
        .gc_interval(FORGET_EVERY)
        .error_handler(|reason| refuse(&reason))
        .finish();
    match config {
        Ok(config) => routes.layer(GovernorLayer::new(config)).layer(map_response(settle)),
        Err(error) => {
            // It can only say that there is no key, and there is one.
            tracing::error!(error = %error, "requests are not limited");
            routes
        }
    }
}

/// As many at once as in the whole period; one more for each part of the period that goes by.
fn quota(limit: RateLimit) -> Quota {
    let quota = match limit.per {
        Period::Second => Quota::requests_per_second(limit.requests),
        Period::Minute => Quota::requests_per_minute(limit.requests),
        Period::Hour => Quota::requests_per_hour(limit.requests),
    };
    quota.burst(limit.requests)
}

/// Counts by [`Caller`].
struct ByCaller {
    trusted: Networks,
}

impl KeyExtractor for ByCaller {
    type Key = Caller;

    fn extract(&self, parts: &Parts) -> Result<KeyOutcome<Caller>, ExtractionError> {
        // Without a connection there is no peer; all such requests are one caller's.
        let nobody = Peer(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let Peer(peer) = parts.extensions.get().copied().unwrap_or(nobody);
        Ok(KeyOutcome::new(Caller::of_request(peer, &parts.headers, &self.trusted)))
    }
}

fn refuse(reason: &RejectionReason) -> Response {
    counts::rate_refusal();
    let wait = match reason {
        RejectionReason::QuotaExceeded { wait, .. } => *wait,
        RejectionReason::KeyExtractionFailed(_) => Duration::ZERO,
    };
    // Rounded up: whoever comes a moment too early would be sent away again.
    let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX).saturating_add(1);
    ApiError::new(Code::RateLimited).retry_after(seconds).into_response()
}

/// Gives a refusal one time to wait in all its headers: the library rounds its own down, to 0 at the end.
async fn settle(mut response: Response) -> Response {
    let refused = response.extensions().get::<ApiError>().filter(|error| error.code == Code::RateLimited);
    if let Some(seconds) = refused.and_then(|error| error.retry_after_seconds) {
        let headers = response.headers_mut();
        headers.insert(RESET, HeaderValue::from(seconds));
        if let Ok(left) = HeaderValue::try_from(format!("\"default\";r=0;t={seconds}")) {
            headers.insert(LEFT, left);
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{Reply, send};
    use super::super::router;
    use super::*;
    use crate::http::fixture::new_state_with;
    use axum::body::Body;
    use axum::http::Request;

    fn app(limit: &str) -> Router {
        let options = ServerOptions {
            rate_limit: limit.parse().ok(),
            trusted_proxies: "10.0.0.0/8".parse().expect("a network"),
            ..ServerOptions::default()
        };
        assert!(options.rate_limit.is_some(), "{limit}");
        router(new_state_with(options))
    }

    async fn ask(app: &Router, target: &str, peer: &str, forwarded: &str) -> Reply {
        let mut request = Request::get(target).header("x-forwarded-for", forwarded);
        if let Some(extensions) = request.extensions_mut() {
            extensions.insert(Peer(peer.parse().expect("an address")));
        }
        send(app.clone(), request.body(Body::empty()).expect("a request")).await
    }

    #[tokio::test]
    async fn whoever_asks_too_often_is_told_when_to_come_again() {
        let app = app("2/min");
        for _ in 0..2 {
            assert_eq!(ask(&app, "/v1/suggest?q=chi", "198.51.100.1", "203.0.113.1").await.status, 200);
        }
        // What a stranger claims about itself changes nothing.
        let reply = ask(&app, "/v1/suggest?q=chi", "198.51.100.1", "203.0.113.2").await;
        let problem = reply.json();
        assert_eq!((reply.status.as_u16(), &problem["code"]), (429, &"rate_limited".into()));
        assert_eq!(reply.header("content-type"), "application/problem+json");
        assert_eq!(reply.header("access-control-allow-origin"), "*");
        let seconds: u32 = reply.header("retry-after").parse().expect("seconds");
        assert!((29..=31).contains(&seconds), "half a minute a request, not {seconds} s");
        assert_eq!(reply.header("x-ratelimit-reset"), seconds.to_string());
        assert_eq!(reply.header("ratelimit"), format!("\"default\";r=0;t={seconds}"));
        assert_eq!(ask(&app, "/v1/suggest?q=chi", "198.51.100.2", "").await.status, 200, "another caller");
        for free in ["/healthz", "/readyz", "/static/site.css", "/widget.js"] {
            assert_eq!(ask(&app, free, "198.51.100.1", "").await.status, 200, "{free}");
        }
        assert_eq!(ask(&app, "/nowhere", "198.51.100.1", "").await.status, 429, "any other address counts");
    }

    #[tokio::test]
    async fn behind_a_proxy_everybody_has_a_limit_of_their_own() {
        let app = app("1/h");
        for caller in ["203.0.113.1", "203.0.113.2", "2001:db8:1:1::1", "2001:db8:1:2::1"] {
            assert_eq!(ask(&app, "/v1/suggest?q=chi", "10.0.0.1", caller).await.status, 200, "{caller}");
        }
        for caller in ["203.0.113.1", "9.9.9.9, 203.0.113.2", "2001:db8:1:1:2::1"] {
            assert_eq!(ask(&app, "/v1/suggest?q=chi", "10.0.0.2", caller).await.status, 429, "{caller}");
        }
    }

    #[tokio::test]
    async fn without_a_limit_nobody_is_refused() {
        let app = router(new_state_with(ServerOptions::default()));
        for _ in 0..300 {
            assert_eq!(ask(&app, "/v1/suggest?q=chi", "198.51.100.1", "").await.status, 200);
        }
    }
}
