//! The server: routes of version 1, wire types, errors, limits.
//!
//! In: HTTP requests. Out: the JSON of [`wire`], or a problem with a stable [`Code`]. [`router`] is a plain function
//! that tests call without a socket; [`serve`] adds the connections. Invariants: handlers only read, ask and write;
//! nothing a caller sent comes back unchecked or reaches the log; only this module knows axum, tower, hyper and
//! utoipa.

mod accept;
mod admin;
mod aside;
mod body;
mod caller;
mod code;
mod connections;
mod context;
mod docs;
mod document;
mod encoding;
mod error;
mod exports;
mod feed;
mod foreseen;
#[cfg(test)]
mod fixture;
mod host;
mod limits;
mod live;
mod openapi;
mod operations;
mod options;
mod packed;
mod parameters;
mod patience;
mod policy;
mod queue;
mod rehearsal;
mod reply_cache;
mod routes;
mod server;
mod site;
mod state;
mod tally;
#[cfg(test)]
mod tests;
mod topics;
mod traffic;
mod unmeasured;
pub mod wire;

pub use admin::AdminOptions;
pub use code::Code;
pub use live::follow;
pub use openapi::document as openapi_document;
pub use options::ServerOptions;
pub use server::{serve, serve_operations};
pub use state::ServerState;

use axum::Router;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use error::ApiError;
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};
use tower_http::cors::{Any as AnyOrigin, CorsLayer};

/// How long browsers may remember that any origin is welcome; more than a day they cut anyway.
const PREFLIGHT_AGE: Duration = Duration::from_hours(24);

/// Every route of the public listener.
pub fn router(state: Arc<ServerState>) -> Router {
    let (api, _document) = routes::api().split_for_parts();
    let options = state.options().clone();
    let cors = CorsLayer::new()
        .allow_origin(AnyOrigin)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(AnyOrigin)
        .expose_headers(AnyOrigin)
        .max_age(PREFLIGHT_AGE);
    let routes = limits::limited(settled(api.merge(site::routes()), &state), &options).layer(cors);
    let routes = routes.layer(axum::middleware::from_fn(preflight_of_nothing));
    wrapped(routes, Some(state))
}

/// Lets what asks for the methods of an address at which there is nothing meet the answer to that: the layer behind
/// this one welcomes any `OPTIONS` itself.
async fn preflight_of_nothing(mut request: Request, next: Next) -> Response {
    let names_nothing = request.extensions().get::<MatchedPath>().is_none() && request.uri().path() != "*";
    if names_nothing && request.method() == Method::OPTIONS {
        *request.method_mut() = Method::GET;
    }
    next.run(request).await
}

/// Every route of the operations listener.
pub fn operations_router(state: &Arc<ServerState>) -> Router {
    let (health, _document) = routes::health().split_for_parts();
    // Whoever may reach this listener is trusted not to ask too often, but not every page that they have open.
    let mut routes = health.merge(operations::routes());
    if let Some(admin) = &state.admin {
        routes = routes.merge(admin::routes(admin));
    }
    wrapped(settled(routes, state), None)
}

/// Routes with their answers to what they do not have, and the net below them.
fn settled(routes: Router<Arc<ServerState>>, state: &Arc<ServerState>) -> Router {
    routes
        .fallback(async || ApiError::new(Code::UnknownRoute))
        .method_not_allowed_fallback(async || ApiError::new(Code::MethodNotAllowed))
        .with_state(Arc::clone(state))
        .layer(CatchPanicLayer::custom(after_panic))
}

/// What is around every route; `pages` are for browsers that go astray.
fn wrapped(routes: Router, pages: Option<Arc<ServerState>>) -> Router {
    let compression = CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(
        SizeAbove::new(packed::COMPRESS_ABOVE)
            .and(NotForContentType::SSE)
            // Whole generations would be packed on the threads that answer searches.
            .and(NotForContentType::const_new(feed::NDJSON)),
    );
    routes.layer(compression).layer(axum::middleware::from_fn_with_state(pages, context::wrap))
}

/// A net, not a plan: what panicked may hold the caller's words, so it is neither shown nor logged here.
fn after_panic(_cause: Box<dyn Any + Send>) -> Response {
    tracing::error!("a request panicked");
    ApiError::new(Code::InternalError).into_response()
}
