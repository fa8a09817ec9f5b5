//! What every page has around its content, and pages as replies.

use super::assets::Assets;
use super::text::{self, Text};
use crate::http::code::Code;
use crate::http::error::ApiError;
use crate::http::{policy, wire};
use crate::vocabulary::Lang;
use askama::Template;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

/// What stands around the content of every page.
#[derive(Debug)]
pub(super) struct Shell<'a> {
    pub(super) text: &'static Text,
    pub(super) lang: Lang,
    pub(super) assets: &'a Assets,
    /// The document's title; never a word of the visitor's, because browsers keep titles in their histories.
    pub(super) title: String,
    /// For search engines; empty where the page is nobody's to index.
    pub(super) description: String,
    /// The same page in the other language, where a link can lead there.
    pub(super) other: Option<String>,
    pub(super) attribution: [&'static str; 2],
    pub(super) disclaimer: &'static str,
}

impl<'a> Shell<'a> {
    /// The shell of a page with that title.
    pub(super) fn new(lang: Lang, assets: &'a Assets, title: &str) -> Self {
        let text = text::of(lang);
        Self {
            text,
            lang,
            assets,
            title: format!("{title} – {}", text.brand),
            description: String::new(),
            other: None,
            attribution: wire::ATTRIBUTION,
            disclaimer: wire::disclaimer(lang),
        }
    }

    /// A page that search engines may show, and its address for the link to the other language.
    pub(super) fn public(self, path: &str, description: String) -> Self {
        let other = match self.lang {
            Lang::En => Lang::Es,
            Lang::Es => Lang::En,
        };
        Self { description, other: Some(super::link::page(path, other)), ..self }
    }
}

/// How a page may be kept by browsers and caches between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep {
    /// It answers somebody's question.
    Nowhere,
    /// It says the same to everybody.
    Revalidated,
}

/// A page as a reply.
///
/// # Errors
/// [`Code::InternalError`] when the template fails, which writing into memory cannot.
pub(super) fn reply(
    page: &impl Template,
    status: StatusCode,
    lang: Lang,
    keep: Keep,
) -> Result<Response, ApiError> {
    let body = page.render().map_err(|_unwritable| ApiError::new(Code::InternalError))?;
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    let cache = match keep {
        Keep::Nowhere => "no-store",
        Keep::Revalidated => "no-cache",
    };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(lang.as_str()));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(VARY, HeaderValue::from_static("accept-language"));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy::CONTENT));
    headers.insert(policy::PERMISSIONS_POLICY, HeaderValue::from_static(policy::PERMISSIONS));
    Ok(response)
}
