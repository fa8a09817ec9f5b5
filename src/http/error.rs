//! Errors as callers see them: RFC 9457 problems with a stable code, never with text of the caller's.
//!
//! In: what the query refuses and what the edge itself refuses. Out: a response whose extension holds the
//! [`ApiError`]; the outermost layer writes it as a [`Problem`], because only there the request's id is known.

use super::code::Code;
use super::wire::SafetyReply;
use crate::index::IndexError;
use crate::query::{RequestError, SafetyNotice, SearchError};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// How long to wait for a generation that is being opened.
///
/// # Units
/// Seconds.
const NOT_OPEN_YET: u32 = 1;

/// An error on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ApiError {
    pub(super) code: Code,
    pub(super) field: Option<String>,
    pub(super) detail: String,
    pub(super) suggestions: Option<Vec<String>>,
    /// Danger signs in a question that cannot be answered.
    pub(super) safety: Vec<SafetyNotice>,
    /// For `Retry-After`.
    pub(super) retry_after_seconds: Option<u32>,
}

/// What handlers return.
pub(super) type ApiResult = Result<Response, ApiError>;

/// An error reply, RFC 9457.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Problem<'a> {
    /// Where the code is explained, relative to the server.
    #[serde(rename = "type")]
    kind: String,
    /// The code in words.
    title: String,
    /// The HTTP status again.
    status: u16,
    /// Stable; what clients branch on.
    code: Code,
    /// The parameter at fault, where one is.
    #[schema(required = true)]
    field: Option<&'a str>,
    /// What is wrong and what is allowed.
    detail: &'a str,
    /// As in the header `X-Request-Id`.
    request_id: &'a str,
    /// Places that may have been meant; with `unknown_place` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    suggestions: Option<&'a [String]>,
    /// Danger signs in the question, as in an answer: to be shown first; with `unknown_place` only, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    safety: Vec<SafetyReply<'a>>,
}

impl ApiError {
    /// An error about no parameter, in the code's own words.
    pub(super) fn new(code: Code) -> Self {
        Self {
            code,
            field: None,
            detail: code.meaning().to_owned(),
            suggestions: None,
            safety: Vec::new(),
            retry_after_seconds: None,
        }
    }

    pub(super) fn detail(self, detail: impl Into<String>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    pub(super) fn field(self, field: Option<String>) -> Self {
        Self { field, ..self }
    }

    /// The same error where one parameter goes by another name.
    pub(super) fn renamed(self, from: &str, to: &str) -> Self {
        let field = self.field.map(|field| if field == from { to.to_owned() } else { field });
        Self { field, ..self }
    }

    pub(super) fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after_seconds: Some(seconds), ..self }
    }

    /// The reply's JSON.
    pub(super) fn problem<'a>(&'a self, request_id: &'a str) -> Problem<'a> {
        Problem {
            kind: format!("/docs#{}", self.code.as_str()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            code: self.code,
            field: self.field.as_deref(),
            detail: &self.detail,
            request_id,
            suggestions: self.suggestions.as_deref(),
            safety: self.safety.iter().map(SafetyReply::new).collect(),
        }
    }
}

impl From<RequestError> for ApiError {
    fn from(error: RequestError) -> Self {
        let RequestError { code, field, detail } = error;
        Self::new(Code::parse(&code).unwrap_or(Code::InvalidValue)).field(field).detail(detail)
    }
}

impl From<IndexError> for ApiError {
    fn from(error: IndexError) -> Self {
        SearchError::Index(error).into()
    }
}

impl From<SearchError> for ApiError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Request(refused) => refused.into(),
            SearchError::UnknownPlace { field, suggestions, safety } => {
                let error = Self::new(Code::UnknownPlace).field(Some(field.to_owned()));
                Self { suggestions: Some(suggestions), safety, ..error }
            }
            SearchError::CursorExpired => Self::new(Code::CursorExpired).field(Some("cursor".to_owned())),
            SearchError::NotOpenYet => Self::new(Code::Overloaded).retry_after(NOT_OPEN_YET),
            SearchError::Index(cause) => {
                // The cause names files and generations, never what was asked.
                tracing::error!(error = %cause, "the index failed a question");
                Self::new(Code::InternalError)
            }
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let mut response = self.code.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::IndexError;

    #[test]
    fn what_the_query_refuses_keeps_its_code_and_field() {
        let refused = |code: &str| RequestError {
            code: code.to_owned(),
            field: Some("radius".to_owned()),
            detail: "radius must be above 0".to_owned(),
        };
        let error = ApiError::from(SearchError::Request(refused("radius_out_of_range")));
        assert_eq!((error.code, error.field.as_deref()), (Code::RadiusOutOfRange, Some("radius")));
        assert_eq!(ApiError::from(refused("not one of ours")).code, Code::InvalidValue);
    }

    #[test]
    fn each_failure_has_its_status() {
        let suggestions = vec!["Pittsburgh, PA".into()];
        let place = SearchError::UnknownPlace { field: "near", suggestions, safety: Vec::new() };
        let cases = [
            (place, 422, "unknown_place"),
            (SearchError::CursorExpired, 410, "cursor_expired"),
            (SearchError::NotOpenYet, 503, "overloaded"),
            (SearchError::Index(IndexError::NotKept("000007".into())), 500, "internal_error"),
        ];
        for (error, status, code) in cases {
            let error = ApiError::from(error);
            assert_eq!((error.code.status().as_u16(), error.code.as_str()), (status, code));
            assert!(!error.detail.contains("000007"));
        }
    }

    #[test]
    fn a_problem_has_every_member_of_the_contract() {
        let error = ApiError::new(Code::UnknownPlace).field(Some("near".into()));
        let error = ApiError { suggestions: Some(vec!["Pittsburgh, PA".into()]), ..error };
        let json = serde_json::to_value(error.problem("abc")).expect("plain data");
        let expected = serde_json::json!({
            "type": "/docs#unknown_place", "title": "Unknown place", "status": 422, "code": "unknown_place",
            "field": "near", "detail": Code::UnknownPlace.meaning(), "request_id": "abc",
            "suggestions": ["Pittsburgh, PA"],
        });
        assert_eq!(json, expected);
        let plain =
            serde_json::to_value(ApiError::new(Code::UnknownRoute).problem("abc")).expect("plain data");
        assert!(plain["field"].is_null() && plain.get("suggestions").is_none());
    }
}
