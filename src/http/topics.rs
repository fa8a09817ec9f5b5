//! One condition, specialty or technique as JSON: who, how well, and what guidelines say for and against.

use super::code::Code;
use super::document::Document;
use super::encoding;
use super::error::{ApiError, ApiResult};
use super::parameters::LabelParameters;
use super::routes::{borrowed, json_is_welcome, query};
use super::state::ServerState;
use super::wire::{ConditionTopicReply, SpecialtyTopicReply, TechniqueTopicReply, Teller};
use crate::query::LabelRequest;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes of topics.
pub(super) fn routes() -> OpenApiRouter<Arc<ServerState>> {
    OpenApiRouter::new().routes(routes!(specialty)).routes(routes!(condition)).routes(routes!(technique))
}

/// Shows one specialty.
///
/// Who they are, the conditions they are searched for with weights, and what is known of what they do.
#[utoipa::path(get, path = "/v1/specialties/{id}", tag = "vocabulary",
    params(("id" = String, Path, description = "An id of /v1/specialties", example = "chiropractor"), LabelParameters),
    responses((status = 200, description = "The specialty", body = SpecialtyTopicReply),
        (status = 304, description = "The caller has it already")))]
async fn specialty(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let (id, teller) = asked(&state, &uri, &headers, "/v1/specialties/")?;
    let row = teller.vocabulary.specialty_id(&id).ok_or_else(|| nothing("/v1/specialties"))?;
    Ok(Document::json(&teller.specialty(teller.vocabulary.specialty(row))).respond(&headers))
}

/// Shows one condition.
///
/// Who treats it with weights, danger signs, and what guidelines say for and against: each statement with its source,
/// year and strength, whether the source was read and whether it may be outdated; what they disagree on is marked.
#[utoipa::path(get, path = "/v1/conditions/{id}", tag = "vocabulary",
    params(("id" = String, Path, description = "An id of /v1/conditions", example = "low_back_pain"), LabelParameters),
    responses((status = 200, description = "The condition", body = ConditionTopicReply),
        (status = 304, description = "The caller has it already")))]
async fn condition(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let (id, teller) = asked(&state, &uri, &headers, "/v1/conditions/")?;
    let row = teller.vocabulary.condition_id(&id).ok_or_else(|| nothing("/v1/conditions"))?;
    let condition = teller.vocabulary.condition(row);
    let signs = teller.signs(condition);
    Ok(Document::json(&teller.condition(condition, &signs)).respond(&headers))
}

/// Shows one technique.
///
/// Who performs it, what is known of it, what to mind, and what guidelines say of it for each condition.
#[utoipa::path(get, path = "/v1/techniques/{id}", tag = "vocabulary",
    params(("id" = String, Path, description = "An id of /v1/techniques", example = "acupuncture"), LabelParameters),
    responses((status = 200, description = "The technique", body = TechniqueTopicReply),
        (status = 304, description = "The caller has it already")))]
async fn technique(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let (id, teller) = asked(&state, &uri, &headers, "/v1/techniques/")?;
    let row = teller.vocabulary.technique_id(&id).ok_or_else(|| nothing("/v1/techniques"))?;
    Ok(Document::json(&teller.technique(row)).respond(&headers))
}

/// The id that an address names, and what to tell it with.
fn asked<'s>(
    state: &'s ServerState,
    uri: &Uri,
    headers: &HeaderMap,
    prefix: &str,
) -> Result<(String, Teller<'s>), ApiError> {
    json_is_welcome(headers)?;
    let id = encoding::path_segment(uri.path().strip_prefix(prefix).unwrap_or_default())?;
    let lang = LabelRequest::from_pairs(borrowed(&query(uri)?))?.lang;
    // The age of a guideline does not turn on hours.
    let year = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).year();
    Ok((id, Teller { vocabulary: state.engine().vocabulary(), lang, year }))
}

fn nothing(table: &str) -> ApiError {
    ApiError::new(Code::UnknownRoute).detail(format!("there is no such id; {table} lists them"))
}
