//! Every error code that callers can meet, with its status and what it means. Codes are stable: clients branch on them.

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

macro_rules! codes {
    ($($variant:ident $text:literal $status:literal $meaning:literal;)*) => {
        /// A stable error code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $(#[doc = $meaning] $variant,)*
        }

        impl Code {
            /// All codes, by status.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            const fn number(self) -> u16 {
                match self { $(Self::$variant => $status,)* }
            }

            /// What it means, one sentence.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }
        }
    };
}

// Texts and statuses are those of `CONTRACT.md`, section 2; `bad_host`, `request_timeout`, `internal_error` and `generation_expired` are added.
codes! {
    UnknownParameter "unknown_parameter" 400 "A parameter that this route does not have.";
    RepeatedParameter "repeated_parameter" 400 "A parameter that is given more than once.";
    InvalidValue "invalid_value" 400 "A value that cannot be read, or a body that is not the JSON asked for.";
    LatOutOfRange "lat_out_of_range" 400 "A latitude outside -90 to 90.";
    LonOutOfRange "lon_out_of_range" 400 "A longitude outside -180 to 180.";
    RadiusOutOfRange "radius_out_of_range" 400 "A radius that is not above 0 and at most 100 miles.";
    LimitOutOfRange "limit_out_of_range" 400 "A page size outside 0 to 100.";
    TextTooLong "text_too_long" 400 "A text that is longer than its parameter takes.";
    BadHost "bad_host" 400 "A Host header that is missing, repeated, or not the host of the address.";
    BadEncoding "bad_encoding" 400 "Text that is not UTF-8, or percent-encoding that is broken.";
    UnknownSpecialty "unknown_specialty" 400 "An id that /v1/specialties does not list.";
    UnknownCondition "unknown_condition" 400 "An id that /v1/conditions does not list.";
    UnknownTechnique "unknown_technique" 400 "An id that /v1/techniques does not list.";
    PlaceTwice "place_twice" 400 "A place by near and by lat,lon at once.";
    PlaceRequired "place_required" 400 "A radius or an order by distance without a place.";
    EmptySearch "empty_search" 400 "A search that asks for nothing.";
    CursorInvalid "cursor_invalid" 400 "A cursor that this server did not make.";
    CursorMismatch "cursor_mismatch" 400 "A cursor that belongs to another search.";
    UnknownProvider "unknown_provider" 404 "No provider has this id.";
    UnknownRoute "unknown_route" 404 "There is nothing at this address.";
    MethodNotAllowed "method_not_allowed" 405 "The address does not take this method.";
    NotAcceptable "not_acceptable" 406 "The Accept header rules out what this route answers.";
    RequestTimeout "request_timeout" 408 "The body did not arrive in time.";
    CursorExpired "cursor_expired" 410 "The cursor's generation is no longer kept: begin again at the first page.";
    GenerationExpired "generation_expired" 410 "The generation is no longer kept, or never was: fetch /v1/providers.ndjson and go on from there.";
    BodyTooLarge "body_too_large" 413 "A body of more than 64 KiB.";
    UnsupportedMediaType "unsupported_media_type" 415 "A body that is not application/json, or is compressed.";
    UnknownPlace "unknown_place" 422 "A place that is not known; suggestions names what may have been meant.";
    RateLimited "rate_limited" 429 "Too many requests: wait as long as Retry-After says.";
    InternalError "internal_error" 500 "The server failed; the request id finds the cause in its log.";
    Overloaded "overloaded" 503 "Too much to do: wait as long as Retry-After says.";
    NotReady "not_ready" 503 "The server cannot answer searches now.";
}

impl Code {
    /// The code of that text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }

    /// The HTTP status.
    pub fn status(self) -> StatusCode {
        StatusCode::from_u16(self.number()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// A few words: the code as a title.
    pub fn title(self) -> String {
        let mut title = self.as_str().replace('_', " ");
        if let Some(first) = title.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        title
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_the_same_everywhere() {
        for code in Code::ALL {
            let json = serde_json::to_value(code).expect("a unit variant");
            assert_eq!(json, code.as_str());
            assert_eq!(Code::parse(code.as_str()), Some(*code));
            assert!(code.status().is_client_error() || code.status().is_server_error());
            assert!(code.meaning().ends_with('.'));
        }
        assert_eq!(Code::parse("teapot"), None);
        assert_eq!(Code::RadiusOutOfRange.title(), "Radius out of range");
    }

    #[test]
    fn every_parameter_with_a_range_has_its_code() {
        for field in ["lat", "lon", "radius", "limit"] {
            assert!(Code::parse(&format!("{field}_out_of_range")).is_some(), "{field}");
        }
    }
}
