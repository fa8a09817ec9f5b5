//! Percent-decoding that refuses what it cannot read, instead of guessing.
//!
//! In: the raw query or path segment. Out: text, or which parameter was broken. Libraries put U+FFFD for bytes that
//! are not UTF-8 and keep a lone `%`; a search for such a text would silently mean something else.

use super::code::Code;
use super::error::ApiError;
use crate::query::is_plain_name;

/// The named values of a query string, in order; `+` is a blank, empty pieces between `&` are nothing.
pub(super) fn query_pairs(raw: &str) -> Result<Vec<(String, String)>, ApiError> {
    let pieces = raw.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let name = decode(name, true).ok_or_else(|| broken(None))?;
            let value = decode(value, true).ok_or_else(|| broken(Some(&name)))?;
            Ok((name, value))
        })
        .collect()
}

/// The named values that can be read, for addresses that other sites add to: what is broken is passed over, unless
/// it is a text that was asked for.
pub(super) fn sound_pairs(raw: &str, wanted: &[&str]) -> Result<Vec<(String, String)>, ApiError> {
    let mut pairs = Vec::new();
    for piece in raw.split('&') {
        match query_pairs(piece) {
            Ok(read) => pairs.extend(read),
            Err(error) if error.field.as_deref().is_some_and(|name| wanted.contains(&name)) => {
                return Err(error);
            }
            Err(_) => {}
        }
    }
    Ok(pairs)
}

/// A path segment's text.
pub(super) fn path_segment(raw: &str) -> Result<String, ApiError> {
    decode(raw, false).ok_or_else(|| broken(None))
}

fn broken(name: Option<&str>) -> ApiError {
    ApiError::new(Code::BadEncoding).field(name.filter(|name| is_plain_name(name)).map(str::to_owned))
}

fn decode(raw: &str, plus_is_blank: bool) -> Option<String> {
    let mut text = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        text.push(match byte {
            b'%' => hex(bytes.next()?)? << 4 | hex(bytes.next()?)?,
            b'+' if plus_is_blank => b' ',
            other => other,
        });
    }
    String::from_utf8(text).ok()
}

fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_is_well_formed() {
        for (raw, expected) in [
            ("", vec![]),
            ("&&&&", vec![]),
            ("q=neck+pain&near=15213", vec![("q", "neck pain"), ("near", "15213")]),
            ("q=%F0%9F%92%86%20neck", vec![("q", "💆 neck")]),
            ("q", vec![("q", "")]),
            ("q=a=b", vec![("q", "a=b")]),
            ("=x", vec![("", "x")]),
            ("q=%2B%26%3d", vec![("q", "+&=")]),
            ("q=dolor de cabeza más", vec![("q", "dolor de cabeza más")]),
        ] {
            let pairs = query_pairs(raw).expect(raw);
            let pairs: Vec<_> = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            assert_eq!(pairs, expected, "{raw}");
        }
        assert_eq!(path_segment("list%3Aa+b%2Fc").expect("sound"), "list:a+b/c");
    }

    #[test]
    fn passes_over_what_another_site_broke() {
        let pairs = sound_pairs("q=neck&utm=caf%E9&near=15213", &["q", "near"]).expect("sound");
        assert_eq!(pairs.len(), 2);
        assert_eq!(
            sound_pairs("q=caf%E9", &["q", "near"]).expect_err("asked for").field.as_deref(),
            Some("q")
        );
    }

    #[test]
    fn refuses_what_is_broken_and_says_where() {
        for (raw, field) in [
            ("q=%", Some("q")),
            ("q=%4", Some("q")),
            ("q=%zz", Some("q")),
            ("q=%+1", Some("q")),
            ("q=%ff", Some("q")),
            ("lat=%c0%80", Some("lat")),
            ("near=%ed%a0%80", Some("near")),
            ("%ff=1", None),
            ("QQ=%ff", Some("QQ")),
            ("<q>=%ff", None),
        ] {
            let error = query_pairs(raw).expect_err(raw);
            assert_eq!((error.code, error.field.as_deref()), (Code::BadEncoding, field), "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_its_encoding(text in "\\PC{0,20}") {
            let raw = text.bytes().fold(String::new(), |raw, byte| format!("{raw}%{byte:02X}"));
            prop_assert_eq!(path_segment(&raw).expect("sound"), text);
        }

        #[test]
        fn any_bytes_are_read_or_refused(raw in "[%0-9a-fA-F&=+]{0,40}") {
            let _ = query_pairs(&raw);
        }
    }
}
