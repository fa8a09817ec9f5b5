//! The handlers of the pages: read, ask, show.

use super::attempt::{Attempt, Ended, attempt};
use super::card::Ink;
use super::form::Form;
use super::search::{self, Problem};
use super::{condition, phrases as say, provider, results, specialty, text, vcard};
use crate::domain::{ProviderId, RecordDate};
use crate::http::code::Code;
use crate::http::error::{ApiError, ApiResult};
use crate::http::state::ServerState;
use crate::http::{accept, body, encoding, tally};
use crate::query::{SafetyNotice, SearchError};
use crate::vocabulary::Lang;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode, Uri};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use std::sync::Arc;

/// The routes of the pages and of what they load.
pub(in crate::http) fn routes() -> Router<Arc<ServerState>> {
    Router::new()
        .route("/", get(start))
        .route("/search", get(async || Redirect::to("/")).post(search))
        .route("/providers/{id}", get(show_provider))
        .route("/conditions/{id}", get(show_condition))
        .route("/specialties/{id}", get(show_specialty))
        .route("/widget.js", get(widget))
        .route("/static/{*name}", get(asset))
}

/// The start page, or the search of a shared link.
async fn start(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let pairs = encoding::sound_pairs(uri.query().unwrap_or_default(), &["q", "near"])?;
    let form = Form::read(borrowed(&pairs), language(&headers));
    if form.is_empty() {
        return search::start(&form, None, state.engine().vocabulary(), &state.assets);
    }
    answer(&state, form).await
}

/// A search whose words come in the body.
async fn search(State(state): State<Arc<ServerState>>, request: Request<Body>) -> ApiResult {
    let preferred = language(request.headers());
    let pairs = body::read_form(request).await?;
    let form = Form::read(borrowed(&pairs), preferred);
    if form.is_empty() {
        return nothing_asked(&state, &form, &[]);
    }
    answer(&state, form).await
}

/// A sentence, and what else is to be said.
fn with_remarks(message: &str, remarks: &[String]) -> String {
    std::iter::once(message).chain(remarks.iter().map(String::as_str)).collect::<Vec<_>>().join(" ")
}

/// The start page, saying what to type.
fn nothing_asked(state: &ServerState, form: &Form, remarks: &[String]) -> ApiResult {
    tally::refused();
    let text = text::of(form.lang);
    let problem = Problem {
        warnings: Vec::new(),
        title: text.empty_title,
        message: with_remarks(text.empty_search, remarks),
        places: Vec::new(),
        hidden: Vec::new(),
    };
    search::start(form, Some((StatusCode::BAD_REQUEST, problem)), state.engine().vocabulary(), &state.assets)
}

/// Answers a form, whatever became of its search.
async fn answer(state: &ServerState, mut form: Form) -> ApiResult {
    let _turn = state.queue.turn().await?;
    let Attempt { ended, remarks } = attempt(state.engine(), &mut form).map_err(counted)?;
    match ended {
        Ended::Answered(answer) => {
            tally::answered(&answer);
            search::results(&form, &answer, remarks, ink(state, form.lang), &state.assets)
        }
        Ended::UnknownPlace { suggestions, safety } => {
            tally::refused();
            let problem = unknown_place(&form, suggestions, &safety, &remarks);
            let problem = Some((Code::UnknownPlace.status(), problem));
            search::start(&form, problem, state.engine().vocabulary(), &state.assets)
        }
        Ended::NothingAsked => nothing_asked(state, &form, &remarks),
    }
}

/// A refusal, counted where it is the form's.
fn counted(error: SearchError) -> ApiError {
    let error = ApiError::from(error);
    tally::failed(&error);
    error
}

/// That a place is not known, with danger signs before it and places to choose.
fn unknown_place(form: &Form, places: Vec<String>, safety: &[SafetyNotice], remarks: &[String]) -> Problem {
    let text = text::of(form.lang);
    let hidden = form.without(&["near", "lat", "lon", "cursor"]);
    Problem {
        warnings: safety.iter().map(|sign| results::warning(sign, text)).collect(),
        title: text.unknown_place_title,
        message: with_remarks(text.unknown_place, remarks),
        places,
        hidden: hidden.map(|(name, value)| (name, value.to_owned())).collect(),
    }
}

/// A provider, as a page or as a contact file.
async fn show_provider(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let Asked { segment, lang, pairs } = asked(&uri, "/providers/", &headers)?;
    let id: ProviderId = segment.parse().map_err(|_no_id| ApiError::new(Code::UnknownProvider))?;
    let answer = state.engine().provider(&id)?.ok_or_else(|| ApiError::new(Code::UnknownProvider))?;
    let ink = ink(&state, lang);
    if pairs.iter().any(|(name, value)| name == "format" && value == "vcard") {
        return Ok(contact(vcard::vcard(&answer.record.provider()?, ink), lang));
    }
    let (answer, colleagues) = state.aside.colleagues(answer).await?;
    provider::provider(&answer, &colleagues, ink, state.options().corrections.as_deref(), &state.assets)
}

fn contact(card: String, lang: Lang) -> Response {
    let kind = (CONTENT_TYPE, HeaderValue::from_static("text/vcard; charset=utf-8"));
    let name = (CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"contact.vcf\""));
    let cache = (CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    let language = (CONTENT_LANGUAGE, HeaderValue::from_static(lang.as_str()));
    let vary = (VARY, HeaderValue::from_static("accept-language"));
    ([kind, name, cache, language, vary], card).into_response()
}

async fn show_condition(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let Asked { segment, lang, .. } = asked(&uri, "/conditions/", &headers)?;
    let vocabulary = state.engine().vocabulary();
    let id = vocabulary.condition_id(&segment).ok_or_else(|| ApiError::new(Code::UnknownRoute))?;
    let year = today().year();
    condition::condition(vocabulary.condition(id), lang, year, vocabulary, &state.assets)
}

async fn show_specialty(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let Asked { segment, lang, .. } = asked(&uri, "/specialties/", &headers)?;
    let vocabulary = state.engine().vocabulary();
    let id = vocabulary.specialty_id(&segment).ok_or_else(|| ApiError::new(Code::UnknownRoute))?;
    specialty::specialty(vocabulary.specialty(id), lang, vocabulary, &state.assets)
}

async fn widget(State(state): State<Arc<ServerState>>, headers: HeaderMap) -> ApiResult {
    serve_asset(&state, "widget.js", None, &headers)
}

async fn asset(State(state): State<Arc<ServerState>>, uri: Uri, headers: HeaderMap) -> ApiResult {
    let name = uri.path().strip_prefix("/static/").unwrap_or_default();
    let pairs = encoding::sound_pairs(uri.query().unwrap_or_default(), &[])?;
    let version = pairs.iter().find(|(name, _)| name == "v").map(|(_, version)| version.as_str());
    serve_asset(&state, name, version, &headers)
}

fn serve_asset(state: &ServerState, name: &str, version: Option<&str>, headers: &HeaderMap) -> ApiResult {
    let document = state.assets.get(name).ok_or_else(|| ApiError::new(Code::UnknownRoute))?;
    Ok(document.respond_versioned(headers, version))
}

/// What an address below a prefix asks for.
struct Asked {
    /// The last segment of the path.
    segment: String,
    lang: Lang,
    pairs: Vec<(String, String)>,
}

fn asked(uri: &Uri, prefix: &str, headers: &HeaderMap) -> Result<Asked, ApiError> {
    let segment = encoding::path_segment(uri.path().strip_prefix(prefix).unwrap_or_default())?;
    let pairs = encoding::sound_pairs(uri.query().unwrap_or_default(), &[])?;
    Ok(Asked { segment, lang: asked_language(uri).unwrap_or_else(|| language(headers)), pairs })
}

/// The language that the address names.
fn asked_language(uri: &Uri) -> Option<Lang> {
    let pairs = encoding::sound_pairs(uri.query().unwrap_or_default(), &[]).ok()?;
    pairs.iter().find(|(name, _)| name == "lang").and_then(|(_, value)| Lang::parse(value))
}

/// A failure as a page, for browsers.
pub(in crate::http) fn problem(
    state: &ServerState,
    error: &ApiError,
    (uri, headers): (&Uri, &HeaderMap),
    request_id: &str,
) -> Option<Response> {
    let lang = asked_language(uri).unwrap_or_else(|| language(headers));
    let text = text::of(lang);
    let words = match error.code {
        Code::UnknownRoute => (text.not_found_title, text.not_found.to_owned()),
        Code::UnknownProvider => (text.not_found_title, text.provider_gone.to_owned()),
        Code::RateLimited | Code::Overloaded | Code::NotReady => {
            let wait = say::wait(lang, error.retry_after_seconds.unwrap_or(1));
            (text.busy_title, wait)
        }
        code if code.status().is_server_error() => (text.sorry_title, text.sorry.to_owned()),
        _ => (text.sorry_title, text.unreadable.to_owned()),
    };
    search::message(lang, error.code.status(), words, request_id, &state.assets).ok()
}

fn ink(state: &ServerState, lang: Lang) -> Ink<'_> {
    Ink { vocabulary: state.engine().vocabulary(), lang, today: RecordDate::try_from(today()).ok() }
}

/// Today, as the clock of the universe has it; a record's age does not turn on hours.
fn today() -> jiff::civil::Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

fn language(headers: &HeaderMap) -> Lang {
    if accept::prefers_spanish(headers) { Lang::Es } else { Lang::En }
}

fn borrowed(pairs: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()))
}
