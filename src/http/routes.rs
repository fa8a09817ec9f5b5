//! The handlers of the API: in, work, out. Every route of the public listener stands in [`api`] or in
//! [`super::site::routes`].

use super::code::Code;
use super::error::{ApiError, ApiResult};
use super::parameters::{LabelParameters, SearchParameters, SuggestParameters};
use super::state::ServerState;
use super::tally::{self, Tally};
use super::wire::{
    ConditionsReply, ExplanationReply, HealthReply, ProviderReply, ReadyReply, SearchReply, SpecialtiesReply,
    SuggestReply, TechniquesReply, WriteError,
};
use super::{accept, body, encoding};
use crate::domain::ProviderId;
use crate::query::{Answer, AskedId, LabelRequest, SearchRequest, SuggestRequest, refuse_parameters};
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Request, Uri};
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes that the OpenAPI document describes.
pub(super) fn api() -> OpenApiRouter<Arc<ServerState>> {
    OpenApiRouter::new()
        .routes(routes!(search, search_by_post))
        .routes(routes!(provider))
        .routes(routes!(explain, explain_by_post))
        .routes(routes!(suggest, suggest_by_post))
        .routes(routes!(specialties))
        .routes(routes!(conditions))
        .routes(routes!(techniques))
        .merge(super::topics::routes())
        .merge(super::feed::routes())
        .routes(routes!(openapi))
        .routes(routes!(docs))
        .merge(health())
}

/// Whether the server is alive and ready; both listeners have these.
pub(super) fn health() -> OpenApiRouter<Arc<ServerState>> {
    OpenApiRouter::new().routes(routes!(healthz)).routes(routes!(readyz))
}

/// Searches.
///
/// Finds providers by words, place and filters, with exact totals and distances.
#[utoipa::path(get, path = "/v1/search", tag = "search", params(SearchParameters),
    responses((status = 200, description = "What was found", body = SearchReply)))]
async fn search(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let pairs = query(&uri)?;
    answer_search(&state, &headers, &pairs).await
}

/// Searches, with the question in the body.
///
/// The same search; search words stay out of URLs and so out of the logs of whatever lies between.
#[utoipa::path(post, path = "/v1/search", tag = "search", request_body = SearchParameters,
    responses((status = 200, description = "What was found", body = SearchReply)))]
async fn search_by_post(State(state): State<Arc<ServerState>>, request: Request<Body>) -> ApiResult {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    // The body first: a connection that is closed on unread bytes would lose the refusal.
    let pairs = body::read(request, &SearchRequest::PARAMETERS).await;
    refuse_parameters(borrowed(&query(&uri)?))?;
    let pairs = pairs?;
    answer_search(&state, &headers, &pairs).await
}

async fn answer_search(state: &ServerState, headers: &HeaderMap, pairs: &[(String, String)]) -> ApiResult {
    json_is_welcome(headers)?;
    // Before the search, so that what is kept is never newer than its number says.
    let epoch = state.engine().epoch();
    if let Some(kept) = state.replies.get(pairs, epoch) {
        kept.tally.count();
        return Ok(typed(kept.body.respond(headers), JSON, "no-store"));
    }
    let (answer, lasts) = find(state, pairs).await.inspect_err(tally::failed)?;
    let tally = Tally::of(&answer);
    tally.count();
    let json = state.ready.reply(&answer, &state.labels).map_err(|error| match error {
        WriteError::Index(error) => error.into(),
        WriteError::Json(_) => ApiError::new(Code::InternalError),
    })?;
    if lasts {
        state.replies.offer(pairs, epoch, &json, tally);
    }
    Ok(as_json(json, "no-store"))
}

/// The search itself, from named values to what was found, and whether that lasts.
async fn find(state: &ServerState, pairs: &[(String, String)]) -> Result<(Answer, bool), ApiError> {
    let request = SearchRequest::from_pairs(borrowed(pairs), state.engine().vocabulary())?;
    let _turn = state.queue.turn().await?;
    Ok(state.engine().search_to_keep(&request)?)
}

/// Shows one provider.
///
/// All practices of one provider, each with who else is at the same street and ZIP code (where there is none, the same
/// city); the id is a bare NPI, `npi:` with an NPI, or a list's name, a colon and that list's
/// own id, percent-encoded. With `explain_for` and a question the reply is that of `/v1/providers/{id}/explain`.
#[utoipa::path(get, path = "/v1/providers/{id}", tag = "search",
    params(("id" = String, Path, description = "The provider's id", example = "npi:1234567893"), LabelParameters),
    responses((status = 200, description = "The provider", body = ProviderReply)))]
async fn provider(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    json_is_welcome(&headers)?;
    let text = provider_segment(&uri)?;
    let mut pairs = query(&uri)?;
    if pairs.iter().any(|(name, _)| name == EXPLAIN_FOR) {
        for (name, _) in pairs.iter_mut().filter(|(name, _)| name == EXPLAIN_FOR) {
            "q".clone_into(name);
        }
        return answer_explain(&state, &text, &pairs).await.map_err(|error| error.renamed("q", EXPLAIN_FOR));
    }
    let asked = LabelRequest::from_pairs(borrowed(&pairs))?;
    // Whatever is no id is nobody's.
    let id: ProviderId = text.parse().map_err(|_no_id| ApiError::new(Code::UnknownProvider))?;
    let answer = state.engine().provider(&id)?.ok_or_else(|| ApiError::new(Code::UnknownProvider))?;
    let (answer, colleagues) = state.aside.colleagues(answer).await?;
    json(&ProviderReply::from_answer(&answer, &colleagues, &state.labels, asked.lang)?, "no-cache")
}

/// The parameter that turns a provider's reply into an explanation.
const EXPLAIN_FOR: &str = "explain_for";

/// Explains why a provider is found for a question, or is not.
///
/// Says at which place of the whole order a search finds the provider, with the parts of its score; or all reasons for
/// which it does not; or, where no list has the provider, what is known of that. Without a question only the latter.
/// Every parameter of a search is taken, so that the very question can be explained; `limit`, `cursor`, `facets` and
/// `explain` change nothing.
#[utoipa::path(get, path = "/v1/providers/{id}/explain", tag = "search",
    params(("id" = String, Path, description = "The provider's id", example = "npi:1234567893"), SearchParameters),
    responses((status = 200, description = "What is known of it", body = ExplanationReply)))]
async fn explain(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    json_is_welcome(&headers)?;
    let text = provider_segment(&uri)?;
    answer_explain(&state, &text, &query(&uri)?).await
}

/// Explains, with the question in the body.
///
/// The same explanation; search words stay out of URLs and so out of the logs of whatever lies between. A body that was
/// posted to `/v1/search` can be posted here as it is.
#[utoipa::path(post, path = "/v1/providers/{id}/explain", tag = "search", request_body = SearchParameters,
    params(("id" = String, Path, description = "The provider's id", example = "npi:1234567893")),
    responses((status = 200, description = "What is known of it", body = ExplanationReply)))]
async fn explain_by_post(State(state): State<Arc<ServerState>>, request: Request<Body>) -> ApiResult {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    // The body first: a connection that is closed on unread bytes would lose the refusal.
    let pairs = body::read(request, &SearchRequest::PARAMETERS).await;
    refuse_parameters(borrowed(&query(&uri)?))?;
    json_is_welcome(&headers)?;
    let text = provider_segment(&uri)?;
    answer_explain(&state, &text, &pairs?).await
}

async fn answer_explain(state: &ServerState, text: &str, pairs: &[(String, String)]) -> ApiResult {
    let request = SearchRequest::from_pairs(borrowed(pairs), state.engine().vocabulary())?;
    let _turn = state.queue.turn().await?;
    let why = state.engine().why_in_public(&AskedId::read(text), &request)?;
    json(&ExplanationReply::from_answer(&why, &state.labels)?, "no-store")
}

/// What stands in an address where a provider's id belongs.
fn provider_segment(uri: &Uri) -> Result<String, ApiError> {
    let behind = uri.path().strip_prefix("/v1/providers/").unwrap_or_default();
    encoding::path_segment(behind.split('/').next().unwrap_or_default())
}

/// Completes what is being typed.
///
/// At most 10 specialties, conditions, techniques, places and names.
#[utoipa::path(get, path = "/v1/suggest", tag = "search", params(SuggestParameters),
    responses((status = 200, description = "Completions", body = SuggestReply)))]
async fn suggest(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    json_is_welcome(&headers)?;
    answer_suggest(&state, &query(&uri)?).await
}

/// Completes what is being typed, with the text in the body.
///
/// The same completions; what is typed stays out of URLs and so out of the logs of whatever lies between.
#[utoipa::path(post, path = "/v1/suggest", tag = "search", request_body = SuggestParameters,
    responses((status = 200, description = "Completions", body = SuggestReply)))]
async fn suggest_by_post(State(state): State<Arc<ServerState>>, request: Request<Body>) -> ApiResult {
    let (uri, headers) = (request.uri().clone(), request.headers().clone());
    // The body first: a connection that is closed on unread bytes would lose the refusal.
    let pairs = body::read(request, &SuggestRequest::PARAMETERS).await;
    refuse_parameters(borrowed(&query(&uri)?))?;
    json_is_welcome(&headers)?;
    let pairs = pairs?;
    answer_suggest(&state, &pairs).await
}

async fn answer_suggest(state: &ServerState, pairs: &[(String, String)]) -> ApiResult {
    let request = SuggestRequest::from_pairs(borrowed(pairs))?;
    let _turn = state.queue.turn().await?;
    let answer = state.engine().suggest(&request)?;
    json(&SuggestReply::from_answer(&answer), "no-store")
}

/// Lists the specialties.
///
/// The reviewed table, every column as written.
#[utoipa::path(get, path = "/v1/specialties", tag = "vocabulary",
    responses((status = 200, description = "The table", body = SpecialtiesReply),
        (status = 304, description = "The caller has it already")))]
async fn specialties(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    table(&uri, &headers)?;
    Ok(state.documents.specialties.respond(&headers))
}

/// Lists the conditions.
///
/// The reviewed table with what guidelines say: statements, sources and years.
#[utoipa::path(get, path = "/v1/conditions", tag = "vocabulary",
    responses((status = 200, description = "The table", body = ConditionsReply),
        (status = 304, description = "The caller has it already")))]
async fn conditions(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    table(&uri, &headers)?;
    Ok(state.documents.conditions.respond(&headers))
}

/// Lists the techniques.
///
/// The reviewed table, every column as written.
#[utoipa::path(get, path = "/v1/techniques", tag = "vocabulary",
    responses((status = 200, description = "The table", body = TechniquesReply),
        (status = 304, description = "The caller has it already")))]
async fn techniques(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    table(&uri, &headers)?;
    Ok(state.documents.techniques.respond(&headers))
}

/// This document.
#[utoipa::path(get, path = "/v1/openapi.json", tag = "reference",
    responses((status = 200, description = "The OpenAPI 3.1 document", body = Object),
        (status = 304, description = "The caller has it already")))]
async fn openapi(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    table(&uri, &headers)?;
    Ok(state.documents.openapi.respond(&headers))
}

/// The reference as a page.
#[utoipa::path(get, path = "/docs", tag = "reference",
    responses((status = 200, description = "The page", body = String, content_type = "text/html"),
        (status = 304, description = "The caller has it already")))]
async fn docs(State(state): State<Arc<ServerState>>, headers: HeaderMap) -> Response {
    state.documents.docs.respond(&headers)
}

/// Tells that the server is alive.
#[utoipa::path(get, path = "/healthz", tag = "health",
    responses((status = 200, description = "It is alive", body = HealthReply)))]
async fn healthz() -> ApiResult {
    json(&HealthReply { alive: true }, "no-store")
}

/// Tells whether the server takes searches.
#[utoipa::path(get, path = "/readyz", tag = "health",
    responses((status = 200, description = "It does", body = ReadyReply)))]
async fn readyz(State(state): State<Arc<ServerState>>) -> ApiResult {
    let ready = state.readiness().ok_or_else(|| ApiError::new(Code::NotReady).retry_after(1))?;
    json(&ready, "no-store")
}

/// What a route without parameters checks.
fn table(uri: &Uri, headers: &HeaderMap) -> Result<(), ApiError> {
    json_is_welcome(headers)?;
    Ok(refuse_parameters(borrowed(&query(uri)?))?)
}

pub(super) fn query(uri: &Uri) -> Result<Vec<(String, String)>, ApiError> {
    encoding::query_pairs(uri.query().unwrap_or_default())
}

pub(super) fn borrowed(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}

pub(super) fn json_is_welcome(headers: &HeaderMap) -> Result<(), ApiError> {
    if accept::accepts_json(headers) { Ok(()) } else { Err(ApiError::new(Code::NotAcceptable)) }
}

fn json(reply: &impl Serialize, cache: &'static str) -> ApiResult {
    let bytes = serde_json::to_vec(reply).map_err(|_unwritable| ApiError::new(Code::InternalError))?;
    Ok(as_json(bytes, cache))
}

fn as_json(bytes: Vec<u8>, cache: &'static str) -> Response {
    typed(Response::new(Body::from(bytes)), JSON, cache)
}

/// The media type of what the API answers.
const JSON: &str = "application/json";

/// A reply, and what it is.
fn typed(mut reply: Response, kind: &'static str, cache: &'static str) -> Response {
    let headers = reply.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    reply
}
