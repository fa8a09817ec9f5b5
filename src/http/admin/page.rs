//! The pages: what stands in them, and how they are sent.

use super::Admin;
use super::job::{Phase, Told};
use super::outcome::Outcome;
use crate::http::policy;
use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The first page.
#[derive(Template)]
#[template(path = "admin_start.html")]
pub(super) struct Start<'a> {
    pub(super) secret: &'a str,
    pub(super) generation: String,
    pub(super) providers: u64,
    /// The job that is looked after: its number and how far it is.
    pub(super) job: Option<(u64, &'static str)>,
    pub(super) limit_mb: u64,
    pub(super) history: Vec<Row>,
    pub(super) reports: Vec<String>,
}

/// A generation of the history.
pub(super) struct Row {
    pub(super) generation: String,
    pub(super) published: String,
    pub(super) lists: Vec<String>,
    pub(super) providers: u64,
    pub(super) practices: u64,
    /// Against the generation published before it, with a sign.
    pub(super) difference: String,
    /// The kept generation before it, which it can be compared with.
    pub(super) older: Option<String>,
    pub(super) state: &'static str,
    pub(super) can_return: bool,
}

/// The page of one import.
#[derive(Template)]
#[template(path = "admin_job.html")]
pub(super) struct JobPage<'a> {
    pub(super) secret: &'a str,
    pub(super) number: u64,
    pub(super) title: String,
    pub(super) words: &'static str,
    /// Whether a publication failed that may go well another time.
    pub(super) held_up: bool,
    pub(super) phase: Phase,
    pub(super) lines: &'a [String],
    pub(super) outcome: Option<Arc<Outcome>>,
}

impl JobPage<'_> {
    pub(super) fn new<'a>(admin: &'a Admin, number: u64, title: String, told: &'a Told) -> JobPage<'a> {
        let secret = admin.secret.text();
        JobPage {
            secret,
            number,
            title,
            words: told.words(),
            held_up: told.held_up,
            phase: told.phase,
            lines: &told.lines,
            outcome: told.outcome.clone(),
        }
    }

    /// Whether it can be published now: the dry run went well, or a gate that has a flag held it back.
    fn can_publish(&self) -> bool {
        let code = self.outcome.as_ref().and_then(|outcome| outcome.refused.as_ref());
        match self.phase {
            Phase::Checked => true,
            Phase::Refused => code.is_some_and(|refused| GATES.contains(&refused.code.as_str())),
            _ => false,
        }
    }

    /// Whether there is something to give up.
    fn can_discard(&self) -> bool {
        self.phase.rests()
    }
}

/// Refusals that a box of the page allows.
const GATES: [&str; 3] = ["too_many_rejected", "list_shrinks", "older_file"];

/// A few words.
#[derive(Template)]
#[template(path = "admin_message.html")]
struct Message<'a> {
    title: &'a str,
    told: &'a str,
}

/// Whether a name is one of a report, and nothing that leads elsewhere.
pub(super) fn is_report(name: &str) -> bool {
    let harmless = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    let ending = name.rsplit('.').next().unwrap_or_default();
    name.len() <= 100
        && name.bytes().all(harmless)
        && !name.starts_with('.')
        && matches!(ending, "csv" | "toml" | "html" | "json")
}

/// A page as a reply.
pub(super) fn reply(page: &impl Template, status: StatusCode) -> Response {
    let Ok(body) = page.render() else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy::CONTENT));
    headers.insert(policy::PERMISSIONS_POLICY, HeaderValue::from_static(policy::PERMISSIONS));
    response
}

/// That something is not done, and why.
pub(super) fn refusal(status: StatusCode, title: &str, told: &str) -> Response {
    reply(&Message { title, told }, status)
}
