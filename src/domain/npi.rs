//! Who a provider is: an [`Npi`], or a list's name and that list's own id.

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

/// A National Provider Identifier whose check digit is right.
///
/// # Source
/// 45 CFR 162.406 and the CMS document "Requirements for National Provider Identifier (NPI) and NPI Check Digit":
/// ten digits, the first 1 or 2, the last a Luhn digit over `80840` followed by the first nine.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Npi(u32);

/// Why a text is no [`Npi`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NpiError {
    /// Something else than ten ASCII digits.
    #[error("an NPI has ten digits")]
    NotTenDigits,
    /// The first digit is neither 1 nor 2.
    #[error("an NPI begins with 1 or 2")]
    FirstDigit,
    /// The last digit does not check.
    #[error("wrong check digit")]
    CheckDigit,
}

impl Npi {
    /// Takes a number of ten digits.
    ///
    /// # Errors
    /// [`NpiError`] when the number has another length, begins with another digit or does not check.
    ///
    /// # Examples
    /// ```
    /// use specialist_finder::domain::Npi;
    /// assert!(Npi::new(1_234_567_893).is_ok());
    /// assert!(Npi::new(1_234_567_890).is_err());
    /// ```
    pub fn new(number: u64) -> Result<Self, NpiError> {
        if !(1_000_000_000..=9_999_999_999).contains(&number) {
            return Err(NpiError::NotTenDigits);
        }
        let narrow = u32::try_from(number).map_err(|_too_large| NpiError::FirstDigit)?;
        if !(1_000_000_000..3_000_000_000).contains(&narrow) {
            return Err(NpiError::FirstDigit);
        }
        if luhn_sum(narrow).is_multiple_of(10) { Ok(Self(narrow)) } else { Err(NpiError::CheckDigit) }
    }

    /// The ten digits as a number.
    pub fn number(self) -> u32 {
        self.0
    }
}

/// The Luhn sum of `80840` followed by the ten digits; 24 is what the prefix adds.
fn luhn_sum(number: u32) -> u32 {
    let mut rest = number;
    let mut sum = 24;
    let mut double = false;
    while rest > 0 {
        let digit = rest % 10;
        let value = if double { digit * 2 } else { digit };
        sum += value / 10 + value % 10;
        double = !double;
        rest /= 10;
    }
    sum
}

impl FromStr for Npi {
    type Err = NpiError;

    fn from_str(text: &str) -> Result<Self, NpiError> {
        if text.len() != 10 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NpiError::NotTenDigits);
        }
        text.parse::<u64>().map_err(|_not_a_number| NpiError::NotTenDigits).and_then(Self::new)
    }
}

impl fmt::Display for Npi {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Lists of millions are written by it; the general way takes three times as long.
        let (mut digits, mut rest) = ([b'0'; 10], self.0);
        for digit in digits.iter_mut().rev() {
            *digit += u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        out.write_str(std::str::from_utf8(&digits).unwrap_or_default())
    }
}

impl fmt::Debug for Npi {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Npi({})", self.0)
    }
}

/// The name of a provider list: `[a-z0-9-]{1,32}`, never `npi`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ListName(Box<str>);

/// Why a text is no [`ListName`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a list's name has 1 to 32 of a-z, 0-9 and -, and is not npi")]
pub struct ListNameError;

impl ListName {
    /// The list of the federal registry, where an import names none.
    ///
    /// # Source
    /// `CONTRACT.md`, "Ids", as the two below.
    pub const FEDERAL: &str = "nppes";
    /// A list of one's own, where an import names none.
    pub const OWN: &str = "list";
    /// The bundled sample of the federal registry.
    pub const SAMPLE: &str = "sample";

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the name is the bundled sample's, which goes with the first import of any other list: no list of anybody's
    /// may have it.
    pub fn is_reserved(&self) -> bool {
        self.as_str() == Self::SAMPLE
    }

    /// Whether the rows of a list of that name come from the federal registry.
    pub fn is_federal(name: &str) -> bool {
        [Self::FEDERAL, Self::SAMPLE].contains(&name)
    }
}

impl FromStr for ListName {
    type Err = ListNameError;

    fn from_str(text: &str) -> Result<Self, ListNameError> {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if (1..=32).contains(&text.len()) && text.bytes().all(allowed) && text != "npi" {
            Ok(Self(text.into()))
        } else {
            Err(ListNameError)
        }
    }
}

impl fmt::Display for ListName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The identity of a provider: `npi:1234567893`, else `<list>:<own id>`.
///
/// Ordered as the text is, byte by byte, so that ties break the same way for whoever sorts the printed ids.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ProviderId {
    /// A provider with an NPI, whichever list it came from.
    Npi(Npi),
    /// A provider that only its own list names.
    Own {
        /// The list.
        list: ListName,
        /// The list's own id: 1 to 64 characters, no control characters, no blanks at the ends.
        id: Box<str>,
    },
}

/// Why a text is no [`ProviderId`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProviderIdError {
    /// Behind `npi:`, or bare, stands something that is no NPI.
    #[error(transparent)]
    Npi(#[from] NpiError),
    /// Before the colon stands something that is no list's name.
    #[error(transparent)]
    List(#[from] ListNameError),
    /// The own id is empty, too long, or holds control characters.
    #[error("a list's own id has 1 to 64 characters without control characters or blanks at its ends")]
    OwnId,
}

impl ProviderId {
    /// The most characters of a list's own id.
    pub const MAX_OWN_ID: usize = 64;

    /// An id of a list's own.
    ///
    /// # Errors
    /// [`ProviderIdError::OwnId`] when the id is empty, longer than 64 characters, or holds control characters.
    pub fn own(list: ListName, id: &str) -> Result<Self, ProviderIdError> {
        if Self::is_own_id(id) { Ok(Self::Own { list, id: id.into() }) } else { Err(ProviderIdError::OwnId) }
    }

    /// Whether a text can be a list's own id.
    pub fn is_own_id(id: &str) -> bool {
        !id.is_empty()
            && id.chars().count() <= Self::MAX_OWN_ID
            && id.trim() == id
            && !id.chars().any(char::is_control)
    }

    /// The NPI, where the provider has one.
    pub fn npi(&self) -> Option<Npi> {
        match self {
            Self::Npi(npi) => Some(*npi),
            Self::Own { .. } => None,
        }
    }
}

impl fmt::Display for ProviderId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Npi(npi) => {
                out.write_str("npi:")?;
                npi.fmt(out)
            }
            Self::Own { list, id } => write!(out, "{list}:{id}"),
        }
    }
}

impl FromStr for ProviderId {
    type Err = ProviderIdError;

    /// Reads `npi:N`, a bare `N`, or `list:own-id`.
    fn from_str(text: &str) -> Result<Self, ProviderIdError> {
        match text.split_once(':') {
            None => Ok(Self::Npi(text.parse()?)),
            Some(("npi", number)) => Ok(Self::Npi(number.parse()?)),
            Some((list, id)) => Self::own(list.parse()?, id),
        }
    }
}

impl From<Npi> for ProviderId {
    fn from(npi: Npi) -> Self {
        Self::Npi(npi)
    }
}

impl Ord for ProviderId {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Npi(a), Self::Npi(b)) => a.cmp(b),
            _ => self.to_string().cmp(&other.to_string()),
        }
    }
}

impl PartialOrd for ProviderId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accepts_only_ten_digits_with_the_right_check_digit() {
        let cases = [
            ("1234567893", Ok(())),
            ("1679576722", Ok(())),
            ("2000000002", Ok(())),
            ("1234567890", Err(NpiError::CheckDigit)),
            ("123456789", Err(NpiError::NotTenDigits)),
            ("12345678931", Err(NpiError::NotTenDigits)),
            ("3234567893", Err(NpiError::FirstDigit)),
            ("0234567893", Err(NpiError::NotTenDigits)),
            ("9999999999", Err(NpiError::FirstDigit)),
            ("+123456789", Err(NpiError::NotTenDigits)),
            ("１234567893", Err(NpiError::NotTenDigits)),
            ("", Err(NpiError::NotTenDigits)),
        ];
        for (text, expected) in cases {
            assert_eq!(text.parse::<Npi>().map(|_| ()), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_or_two_swapped_neighbours_never_pass(base in 100_000_000_u64..300_000_000, place in 0_u32..10, add in 1_u64..10) {
            let number = (0..10).map(|check| base * 10 + check).find(|n| Npi::new(*n).is_ok());
            let number = number.expect("one of ten check digits is right");
            let unit = 10_u64.pow(place);
            let digit = number / unit % 10;
            let changed = number - digit * unit + (digit + add) % 10 * unit;
            prop_assert!(Npi::new(changed).is_err());
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,20}") {
            let _ = text.parse::<ProviderId>();
        }
    }

    #[test]
    fn reads_and_prints_provider_ids() {
        for text in ["npi:1234567893", "list:own-id", "a-1:x:y z"] {
            assert_eq!(text.parse::<ProviderId>().expect(text).to_string(), text);
        }
        assert_eq!("1234567893".parse::<ProviderId>().expect("bare").to_string(), "npi:1234567893");
        for text in ["", "npi:1234567890", "List:1", "npi:", "list:", "list: 1", "list:a\u{7}", "x"] {
            assert!(text.parse::<ProviderId>().is_err(), "{text}");
        }
    }

    #[test]
    fn ids_sort_as_their_texts_do() {
        let mut ids: Vec<ProviderId> = ["npi:2000000002", "ab:1", "ab-c:1", "npi:1234567893", "zz:0"]
            .iter()
            .map(|text| text.parse().expect(text))
            .collect();
        ids.sort();
        let texts: Vec<String> = ids.iter().map(ToString::to_string).collect();
        let mut sorted = texts.clone();
        sorted.sort();
        assert_eq!(texts, sorted);
    }
}
