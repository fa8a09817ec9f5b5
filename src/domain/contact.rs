//! How to reach a practice: [`Phone`] and [`Website`].

use std::fmt;
use std::str::FromStr;

/// A phone number of the North American Numbering Plan, printed as E.164: `+14125550100`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(u64);

/// Why a text is no [`Phone`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a US phone number has ten digits, and neither area code nor exchange begins with 0 or 1")]
pub struct PhoneError;

impl Phone {
    /// The ten national digits as a number.
    pub fn national(self) -> u64 {
        self.0
    }

    /// Takes the ten national digits as a number.
    ///
    /// # Errors
    /// [`PhoneError`] when there are not ten, or area code or exchange begin with 0 or 1.
    ///
    /// # Source
    /// North American Numbering Plan: area code, exchange and four digits, the first two beginning with 2 to 9.
    pub fn new(national: u64) -> Result<Self, PhoneError> {
        let exchange = national / 10_000 % 1_000;
        if (2_000_000_000..=9_999_999_999).contains(&national) && exchange >= 200 {
            Ok(Self(national))
        } else {
            Err(PhoneError)
        }
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    /// Reads digits in any usual dress: `(412) 555-0100`, `412.555.0100`, `+1 412 555 0100 ext. 7`.
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        // Ten digits without any dress are most of those that lists have.
        if text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return text.parse().map_err(|_not_a_number| PhoneError).and_then(Self::new);
        }
        let lower = text.to_ascii_lowercase();
        let number = lower.split(['x', 'e', '#', ';']).next().unwrap_or_default();
        let dressed = |c: char| c.is_ascii_digit() || " ()-.+/\u{a0}".contains(c);
        if !number.chars().all(dressed) {
            return Err(PhoneError);
        }
        let digits: String = number.chars().filter(char::is_ascii_digit).collect();
        let national = if digits.len() == 11 { digits.strip_prefix('1') } else { Some(digits.as_str()) };
        match national {
            Some(national) if national.len() == 10 => {
                national.parse().map_err(|_not_a_number| PhoneError).and_then(Self::new)
            }
            _ => Err(PhoneError),
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "+1{}", self.0)
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Phone({self})")
    }
}

/// An address of the web that is safe to link to: `http` or `https`, a host with a dot, nothing that breaks out.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Website(Box<str>);

/// Why a text is no [`Website`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a website begins with http:// or https:// and names a host")]
pub struct WebsiteError;

impl Website {
    /// The most bytes of an address.
    pub const MAX_LENGTH: usize = 500;

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Website {
    type Err = WebsiteError;

    /// Reads an address; a bare host such as `www.example.org` gets `https://`.
    fn from_str(text: &str) -> Result<Self, WebsiteError> {
        let text = text.trim();
        let lower = text.to_ascii_lowercase();
        let (scheme, rest) = if lower.starts_with("https://") {
            ("https://", &text[8..])
        } else if lower.starts_with("http://") {
            ("http://", &text[7..])
        } else if lower.contains(':') {
            return Err(WebsiteError);
        } else {
            ("https://", text)
        };
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (name, port) = host.split_once(':').unwrap_or((host, ""));
        let port_sound = port.is_empty() || port.parse::<u16>().is_ok();
        let host_sound = name.contains('.')
            && name.split('.').all(|label| !label.is_empty())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        let text_sound = rest.len() <= Self::MAX_LENGTH
            && !rest.chars().any(|c| c.is_control() || c.is_whitespace() || "\"'<>`\\{}|^".contains(c));
        if host_sound && port_sound && text_sound {
            Ok(Self(format!("{scheme}{rest}").into()))
        } else {
            Err(WebsiteError)
        }
    }
}

impl fmt::Display for Website {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_phones_in_any_usual_dress() {
        for text in [
            "4125550100",
            "(412) 555-0100",
            "412.555.0100",
            "+1 412-555-0100",
            "1-412-555-0100 ext. 7",
            "412/555-0100x12",
        ] {
            assert_eq!(text.parse::<Phone>().expect(text).to_string(), "+14125550100");
        }
        for bad in ["", "5550100", "0125550100", "4121550100", "44 20 7946 0958", "call me", "41255501000"] {
            assert!(bad.parse::<Phone>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_website_is_safe_to_link_to() {
        for (text, expected) in [
            ("https://example.org/p/0", "https://example.org/p/0"),
            ("HTTP://Example.org", "http://Example.org"),
            ("www.example.org", "https://www.example.org"),
            ("https://example.org:65535/x", "https://example.org:65535/x"),
            ("https://example.org:/x", "https://example.org:/x"),
            ("example.org:8080/x?y=1#z", "error"),
        ] {
            let read = text.parse::<Website>().map_or_else(|_| "error".to_owned(), |site| site.to_string());
            assert_eq!(read, expected, "{text}");
        }
        for bad in [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://",
            "http://localhost",
            "https://a.b/\"><script>",
            "ftp://a.b",
            "https://user@evil.example",
            "https://example.org:65536",
            "https://example.org:99999/x",
            "https://example.org:http",
            "https://example.org:80:81",
            "https://example.org\0.evil",
            "",
        ] {
            assert!(bad.parse::<Website>().is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,40}") {
            let _ = text.parse::<Phone>();
            let _ = text.parse::<Website>();
        }
    }
}
