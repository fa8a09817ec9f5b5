//! What a caller can read, by its `Accept` and `Accept-Encoding` headers (RFC 9110, section 12.5).

use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, HeaderName};

/// Whether `application/json` may be sent: yes where the header is left out or says nothing, by the most exact range that
/// covers it otherwise.
pub(super) fn accepts_json(headers: &HeaderMap) -> bool {
    if headers.get_all(ACCEPT).iter().all(|value| value.as_bytes().trim_ascii().is_empty()) {
        return true;
    }
    weight(headers, &ACCEPT, &["application/json", "application/*", "*/*"]) > 0.0
}

/// Whether lines of JSON may be sent: also to whoever takes only JSON, which each of them is.
pub(super) fn accepts_lines(headers: &HeaderMap) -> bool {
    accepts_json(headers) || weight(headers, &ACCEPT, &["application/x-ndjson", "application/*", "*/*"]) > 0.0
}

/// Whether the reply may be compressed with gzip.
pub(super) fn accepts_gzip(headers: &HeaderMap) -> bool {
    weight(headers, &ACCEPT_ENCODING, &["gzip", "*"]) > 0.0
}

/// Whether a page reads better than JSON: the header names HTML, as browsers' headers do when they go to an address.
pub(super) fn prefers_html(headers: &HeaderMap) -> bool {
    let html = weight(headers, &ACCEPT, &["text/html"]);
    html > 0.0 && html >= weight(headers, &ACCEPT, &["application/json", "application/problem+json"])
}

/// Whether Spanish is wanted rather than English, in whatever country it is spoken.
pub(super) fn prefers_spanish(headers: &HeaderMap) -> bool {
    let weight = |wanted: &str| {
        let is_wanted = |(tag, _): &(&str, f32)| {
            tag.split('-').next().is_some_and(|language| language.eq_ignore_ascii_case(wanted))
        };
        elements(headers, &ACCEPT_LANGUAGE).filter(is_wanted).map(|(_, weight)| weight).fold(0.0, f32::max)
    };
    weight("es") > weight("en")
}

/// The weight of the first of these names, the most exact first, that the header lists; 0 when it lists none.
fn weight(headers: &HeaderMap, header: &HeaderName, names: &[&str]) -> f32 {
    let elements: Vec<(&str, f32)> = elements(headers, header).collect();
    let listed = |name: &&str| elements.iter().find(|(element, _)| element.eq_ignore_ascii_case(name));
    names.iter().find_map(listed).map_or(0.0, |(_, weight)| *weight)
}

/// The names that a header lists, with their weights.
fn elements<'h>(headers: &'h HeaderMap, header: &HeaderName) -> impl Iterator<Item = (&'h str, f32)> {
    let values = headers.get_all(header).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(element)
}

/// A name and its weight. A weight that is none counts as 0: whoever wrote it did not mean "rather this".
fn element(text: &str) -> (&str, f32) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let quality = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
    let weight = quality.map_or(1.0, |number| match number.parse::<f32>() {
        Ok(weight) if (0.0..=1.0).contains(&weight) => weight,
        _ => 0.0,
    });
    (name, weight)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(header: &HeaderName, values: &[&str]) -> HeaderMap {
        let value = |text: &&str| (header.clone(), HeaderValue::from_str(text).expect("a header value"));
        values.iter().map(value).collect()
    }

    #[test]
    fn json_is_sent_where_it_can_be_read() {
        assert!(accepts_json(&HeaderMap::new()));
        for good in [
            "*/*",
            "application/json",
            "Application/JSON",
            "application/*;q=0.1",
            "text/html,application/xhtml+xml,*/*;q=0.8",
            "text/html, application/json;q=0.5",
            "application/json;profile=x;q=1",
            "",
        ] {
            assert!(accepts_json(&headers(&ACCEPT, &[good])), "{good}");
        }
        for bad in ["text/xml;q=NaN, ///", "text/html", "*/*;q=0", "application/json;q=0, */*", "*/*;q=-1"] {
            assert!(!accepts_json(&headers(&ACCEPT, &[bad])), "{bad}");
        }
        assert!(accepts_json(&headers(&ACCEPT, &["text/html", "application/json"])));
    }

    #[test]
    fn pages_go_to_browsers_and_in_spanish_to_whom_wants_it() {
        for (accept, expected) in [
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true),
            ("application/json, text/html;q=0.5", false),
            ("*/*", false),
            ("", false),
        ] {
            assert_eq!(prefers_html(&headers(&ACCEPT, &[accept])), expected, "{accept}");
        }
        for (language, expected) in [
            ("es-MX,es;q=0.9,en;q=0.8", true),
            ("es-US", true),
            ("es-CO,en;q=0.5", true),
            ("en;q=0.9, es-AR;q=0.95", true),
            ("en-US,en;q=0.9,es;q=0.8", false),
            ("fr", false),
            ("*", false),
        ] {
            assert_eq!(prefers_spanish(&headers(&ACCEPT_LANGUAGE, &[language])), expected, "{language}");
        }
    }

    #[test]
    fn gzip_is_sent_only_where_it_is_asked_for() {
        for (value, expected) in [
            ("gzip, deflate, br", true),
            ("GZIP;q=0.5", true),
            ("*", true),
            ("br", false),
            ("gzip;q=0, *", false),
            ("identity;q=0", false),
        ] {
            assert_eq!(accepts_gzip(&headers(&ACCEPT_ENCODING, &[value])), expected, "{value}");
        }
        assert!(!accepts_gzip(&HeaderMap::new()));
    }
}
