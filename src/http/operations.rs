//! What only the operations listener has: the metrics.

use super::state::ServerState;
use crate::telemetry::counts;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

/// How often single durations are put into their buckets; a busy server makes some ten thousand in this time.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// The routes beside health.
pub(super) fn routes() -> Router<Arc<ServerState>> {
    Router::new().route("/metrics", get(metrics))
}

/// The media type of Prometheus' text format.
const TEXT_FORMAT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");

async fn metrics(State(state): State<Arc<ServerState>>) -> Response {
    let snapshot = state.engine().snapshot();
    counts::live(snapshot.generation().number(), snapshot.shown(), state.is_degraded());
    let cache = (CACHE_CONTROL, HeaderValue::from_static("no-store"));
    ([(CONTENT_TYPE, TEXT_FORMAT), cache], counts::render()).into_response()
}

/// Keeps the counts small for as long as it is polled.
pub(super) async fn upkeep() -> Infallible {
    loop {
        tokio::time::sleep(UPKEEP_EVERY).await;
        counts::upkeep();
    }
}
