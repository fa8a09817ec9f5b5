//! The OpenAPI 3.1 document, made from the routes and wire types; only the error replies are added here, by code.

use super::code::Code;
use super::error::Problem;
use super::routes;
use super::wire::{BeginLine, EndLine, ProviderLine};
use utoipa::OpenApi;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::Operation;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{AdditionalProperties, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{OpenApi as Document, Ref, RefOr};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "specialist-finder",
        description = "Finds chiropractors, osteopaths, physical therapists and other spine specialists near a \
            place. For information only; not medical advice, no endorsement. Miles unless `units=km`. Unknown or \
            repeated parameters, and values out of range, are refused. Any error is an RFC 9457 problem with a \
            stable `code`. Every reply carries `X-Request-Id`."
    ),
    components(schemas(Problem, Code, BeginLine, ProviderLine, EndLine)),
    tags(
        (name = "search", description = "Searches, completions, providers"),
        (name = "mirror", description = "Whole generations and what changed between two, for mirrors"),
        (name = "vocabulary", description = "What the words mean, with sources"),
        (name = "reference", description = "This document"),
        (name = "health", description = "For balancers and monitors")
    )
)]
struct Described;

/// Codes of every route below `/v1`.
const COMMON: &[Code] = &[
    Code::UnknownParameter,
    Code::BadEncoding,
    Code::BadHost,
    Code::NotAcceptable,
    Code::RateLimited,
    Code::InternalError,
];

/// Codes of values.
const VALUES: &[Code] = &[Code::RepeatedParameter, Code::InvalidValue];

/// Codes of a text question that has to wait its turn.
const QUESTION: &[Code] = &[Code::TextTooLong, Code::UnknownPlace, Code::Overloaded];

/// Codes of a search.
const SEARCH: &[Code] = &[
    Code::LatOutOfRange,
    Code::LonOutOfRange,
    Code::RadiusOutOfRange,
    Code::LimitOutOfRange,
    Code::UnknownSpecialty,
    Code::UnknownCondition,
    Code::UnknownTechnique,
    Code::PlaceTwice,
    Code::PlaceRequired,
    Code::EmptySearch,
];

/// Codes of a page behind the first.
const CURSOR: &[Code] = &[Code::CursorInvalid, Code::CursorMismatch, Code::CursorExpired];

/// Codes of a body.
const BODY: &[Code] = &[Code::RequestTimeout, Code::BodyTooLarge, Code::UnsupportedMediaType];

/// The document of all routes.
pub fn document() -> Document {
    let (_router, routed) = routes::api().split_for_parts();
    let mut document = Described::openapi().merge_from(routed);
    for (path, item) in &mut document.paths.paths {
        for (operation, is_post) in [(&mut item.get, false), (&mut item.post, true)] {
            if let Some(operation) = operation {
                for code in codes(path, is_post) {
                    add(operation, code);
                }
            }
        }
    }
    close_body(&mut document);
    document
}

/// Members of bodies that are texts in an address and may be numbers in JSON.
const NUMBERS_TOO: [&str; 2] = ["near", "radius"];

/// Says that a body has no members but those described, because others are refused, and which may be numbers.
fn close_body(document: &mut Document) {
    let Some(components) = document.components.as_mut() else { return };
    for name in ["SearchParameters", "SuggestParameters"] {
        let Some(RefOr::T(Schema::Object(body))) = components.schemas.get_mut(name) else { continue };
        body.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
        for (member, schema) in &mut body.properties {
            if let RefOr::T(Schema::Object(schema)) = schema
                && NUMBERS_TOO.contains(&member.as_str())
            {
                schema.schema_type = SchemaType::from_iter([Type::String, Type::Number, Type::Null]);
            }
        }
    }
}

/// What can go wrong on a route.
fn codes(path: &str, is_post: bool) -> Vec<Code> {
    let groups: &[&[Code]] = match path {
        "/v1/search" if is_post => &[COMMON, VALUES, QUESTION, SEARCH, CURSOR, BODY],
        "/v1/search" => &[COMMON, VALUES, QUESTION, SEARCH, CURSOR],
        "/v1/providers/{id}/explain" if is_post => &[COMMON, VALUES, QUESTION, SEARCH, BODY],
        "/v1/providers/{id}/explain" => &[COMMON, VALUES, QUESTION, SEARCH],
        "/v1/suggest" if is_post => &[COMMON, VALUES, QUESTION, BODY],
        "/v1/suggest" => &[COMMON, VALUES, QUESTION],
        "/v1/providers/{id}" => &[COMMON, VALUES, &[Code::UnknownProvider]],
        "/v1/conditions/{id}" | "/v1/specialties/{id}" | "/v1/techniques/{id}" => {
            &[COMMON, VALUES, &[Code::UnknownRoute]]
        }
        "/v1/changes" | "/v1/providers.ndjson" => {
            &[COMMON, VALUES, &[Code::TextTooLong, Code::GenerationExpired, Code::Overloaded]]
        }
        "/readyz" => &[&[Code::NotReady]],
        path if path.starts_with("/v1/") => &[COMMON],
        _ => &[],
    };
    groups.concat()
}

/// Names a code in the description of its status.
fn add(operation: &mut Operation, code: Code) {
    let status = code.status().as_str().to_owned();
    let line = format!("`{}`: {}", code.as_str(), code.meaning());
    let described = match operation.responses.responses.get(&status) {
        Some(RefOr::T(response)) => format!("{}\n\n{line}", response.description),
        Some(RefOr::Ref(_)) | None => line,
    };
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response =
        ResponseBuilder::new().description(described).content("application/problem+json", content);
    if matches!(code.status().as_u16(), 429 | 503) {
        response = response.header("Retry-After", retry_after());
    }
    operation.responses.responses.insert(status, response.build().into());
}

/// The header of whoever is sent away for a while.
fn retry_after() -> Header {
    let seconds = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(1));
    HeaderBuilder::new().schema(Some(seconds)).description(Some("Seconds to wait")).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_is_what_was_reviewed() {
        insta::assert_json_snapshot!("openapi", document());
    }

    #[test]
    fn every_reply_is_described_and_every_code_is_listed() {
        let json = serde_json::to_value(document()).expect("plain data");
        assert_eq!(json["openapi"], "3.1.0");
        for (path, item) in json["paths"].as_object().expect("paths") {
            for (method, operation) in item.as_object().expect("operations") {
                for (status, response) in operation["responses"].as_object().expect("responses") {
                    let described = response["description"].as_str().is_some_and(|text| !text.is_empty());
                    assert!(described, "{method} {path} {status}");
                }
                assert!(operation["summary"].is_string(), "{method} {path}");
            }
        }
        let listed = json["components"]["schemas"]["Code"]["enum"].as_array().expect("an enumeration").len();
        assert_eq!(listed, Code::ALL.len());
        for status in ["429", "503"] {
            let refusal = &json["paths"]["/v1/search"]["get"]["responses"][status];
            assert_eq!(refusal["headers"]["Retry-After"]["schema"]["type"], "integer", "{status}");
        }
        let search = json["paths"]["/v1/search"]["get"]["responses"].to_string();
        for code in SEARCH.iter().chain(CURSOR) {
            assert!(search.contains(&format!("`{}`", code.as_str())), "{code:?}");
        }
    }

    #[test]
    fn a_body_has_only_what_is_described_and_asks_for_nothing() {
        let json = serde_json::to_value(document()).expect("plain data");
        for name in ["SearchParameters", "SuggestParameters"] {
            let body = &json["components"]["schemas"][name];
            assert_eq!(body["additionalProperties"], false);
            assert!(body["required"].is_null() && !body.to_string().contains("\"default\""), "{body}");
        }
    }

    #[test]
    fn every_named_shape_is_there() {
        let text = serde_json::to_string(&document()).expect("plain data");
        let json = serde_json::to_value(document()).expect("plain data");
        let schemas = json["components"]["schemas"].as_object().expect("schemas");
        for reference in text.split("#/components/schemas/").skip(1) {
            let name = reference.split('"').next().unwrap_or_default();
            assert!(schemas.contains_key(name), "{name}");
        }
    }
}
