//! Values of options about the server's edge: how often one caller may ask, whom to believe, where to write to.

use std::fmt;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::str::FromStr;

/// The most requests a [`RateLimit`] may allow in its period; more is no limit.
const MAX_REQUESTS: u32 = 1_000_000;

/// How often one caller may ask: `10/s`, `300/min`, `5000/h`. As many may come at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// How many requests.
    pub requests: NonZeroU32,
    /// In which time.
    pub per: Period,
}

/// The time that a [`RateLimit`] counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// `s`
    Second,
    /// `min`
    Minute,
    /// `h`
    Hour,
}

impl RateLimit {
    /// What is allowed, in words.
    pub const ALLOWED: &'static str =
        "allowed are 1 to 1000000 per s, min or h, such as 10/s or 300/min, and off";
}

impl FromStr for RateLimit {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (requests, per) = text.split_once('/').ok_or(Self::ALLOWED)?;
        let per = match per.trim() {
            "s" => Period::Second,
            "min" => Period::Minute,
            "h" => Period::Hour,
            _ => return Err(Self::ALLOWED),
        };
        let requests =
            requests.trim().parse().ok().filter(|requests: &NonZeroU32| requests.get() <= MAX_REQUESTS);
        Ok(Self { requests: requests.ok_or(Self::ALLOWED)?, per })
    }
}

/// A [`RateLimit`], or said aloud that there is none: a flag can take back what the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RateChoice {
    /// Nobody is limited.
    Off,
    /// Everybody is.
    Limit(RateLimit),
}

impl RateChoice {
    /// The limit, if there is one.
    pub fn limit(self) -> Option<RateLimit> {
        match self {
            Self::Off => None,
            Self::Limit(limit) => Some(limit),
        }
    }
}

impl FromStr for RateChoice {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "off" { Ok(Self::Off) } else { text.parse().map(Self::Limit) }
    }
}

/// Addresses that begin with the same bits: `10.0.0.0/8`, `2001:db8::/32`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// Whether an address begins with these bits; an IPv4 address in IPv6 clothes is the IPv4 address.
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.address, address.to_canonical()) {
            (IpAddr::V4(ours), IpAddr::V4(theirs)) => {
                (ours.to_bits() ^ theirs.to_bits()).leading_zeros() >= self.bits
            }
            (IpAddr::V6(ours), IpAddr::V6(theirs)) => {
                (ours.to_bits() ^ theirs.to_bits()).leading_zeros() >= self.bits
            }
            _ => false,
        }
    }
}

impl FromStr for Network {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (address, bits) =
            text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address: IpAddr = address.trim().parse().map_err(|_no_address| Networks::ALLOWED)?;
        let longest = if address.is_ipv4() { 32 } else { 128 };
        let bits =
            bits.map_or(Some(longest), |bits| bits.trim().parse().ok().filter(|bits| *bits <= longest));
        let bits = bits.ok_or(Networks::ALLOWED)?;
        // A mapped network that is written with its 96 common bits is meant as the IPv4 network.
        match address.to_canonical() {
            IpAddr::V4(plain) if address.is_ipv6() && bits >= 96 => {
                Ok(Self { address: plain.into(), bits: bits - 96 })
            }
            _ => Ok(Self { address, bits }),
        }
    }
}

/// Some [`Network`]s; none by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Networks(Vec<Network>);

impl Networks {
    /// What is allowed, in words.
    pub const ALLOWED: &'static str =
        "allowed are addresses and networks such as 10.0.0.0/8, separated by commas";

    /// Whether one of them contains the address.
    pub fn contains(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(address))
    }
}

impl FromIterator<Network> for Networks {
    fn from_iter<I: IntoIterator<Item = Network>>(networks: I) -> Self {
        Self(networks.into_iter().collect())
    }
}

impl FromStr for Networks {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
        parts.map(str::parse).collect()
    }
}

/// Where corrections go to: an `http`, `https` or `mailto` address that can stand in a page as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CorrectionsUrl(String);

impl CorrectionsUrl {
    /// What is allowed, in words.
    pub const ALLOWED: &'static str =
        "allowed is an address that begins with https://, http:// or mailto:, without blanks or quotes";
}

impl fmt::Display for CorrectionsUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for CorrectionsUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The characters of RFC 3986, section 2, so that nothing needs to be escaped where it is shown.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&()*+,;=%".contains(&byte);
        let sound = text.len() <= 2_000 && text.bytes().all(plain);
        let named =
            |rest: &str| rest.bytes().next().is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'[');
        let address =
            ["https://", "http://"].iter().find_map(|scheme| text.strip_prefix(scheme)).is_some_and(named);
        let letter = text
            .strip_prefix("mailto:")
            .and_then(|rest| rest.split_once('@'))
            .is_some_and(|(name, host)| !name.is_empty() && named(host));
        if sound && (address || letter) { Ok(Self(text.to_owned())) } else { Err(Self::ALLOWED) }
    }
}

/// What whoever opens the operations page must know. Not shown by `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct AdminToken(String);

impl AdminToken {
    /// What is allowed.
    pub const ALLOWED: &'static str =
        "allowed are 16 to 200 letters, digits and signs of ASCII without blanks";

    /// The token itself, to be compared with and never shown.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for AdminToken {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let sound = (16..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        if sound { Ok(Self(text.to_owned())) } else { Err(Self::ALLOWED) }
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("AdminToken(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_is_a_number_in_a_period() {
        for (text, requests, per) in [
            ("10/s", 10, Period::Second),
            ("300/min", 300, Period::Minute),
            ("1/h", 1, Period::Hour),
            (" 5 / s ", 5, Period::Second),
            ("1000000/s", 1_000_000, Period::Second),
        ] {
            let limit: RateLimit = text.parse().expect(text);
            assert_eq!((limit.requests.get(), limit.per), (requests, per), "{text}");
        }
        for bad in [
            "",
            "10",
            "0/s",
            "-1/s",
            "1.5/s",
            "10/d",
            "10/S",
            "1000001/s",
            "99999999999/s",
            "/s",
            "10/",
            "s/10",
        ] {
            assert!(bad.parse::<RateLimit>().is_err(), "{bad}");
        }
        assert_eq!("off".parse::<RateChoice>().expect("a choice").limit(), None);
    }

    #[test]
    fn a_network_contains_what_begins_like_it() {
        let contains = |network: &str, address: &str| {
            network.parse::<Networks>().expect(network).contains(address.parse().expect("an address"))
        };
        for (network, address, expected) in [
            ("10.0.0.0/8", "10.255.0.1", true),
            ("10.0.0.0/8", "11.0.0.1", false),
            ("10.1.2.3/8", "10.9.9.9", true),
            ("192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
            ("0.0.0.0/0", "203.0.113.1", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("::/0", "2001:db8::1", true),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("10.0.0.0/8", "::ffff:10.0.0.1", true),
            ("::ffff:10.0.0.0/104", "10.0.0.1", true),
            ("10.0.0.0/8, 192.0.2.0/24,,", "192.0.2.9", true),
            ("", "192.0.2.9", false),
        ] {
            assert_eq!(contains(network, address), expected, "{network} {address}");
        }
        for bad in
            ["10.0.0.0/33", "::/129", "10.0.0/8", "proxy", "10.0.0.0/8 10.0.0.0/8", "10.0.0.1/-1", "/8"]
        {
            assert!(bad.parse::<Networks>().is_err(), "{bad}");
        }
    }

    #[test]
    fn corrections_go_to_an_address_that_is_safe_to_show() {
        for good in [
            "https://example.org/corrections?a=b&c=d#e",
            "http://localhost:8080",
            "https://[2001:db8::1]/",
            "mailto:corrections@example.org?subject=A%20correction",
        ] {
            assert_eq!(good.parse::<CorrectionsUrl>().expect(good).to_string(), good);
        }
        for bad in [
            "",
            "example.org",
            "javascript:alert(1)",
            "JavaScript:alert(1)",
            "data:text/html,x",
            "https://",
            "https:///path",
            "mailto:",
            "mailto:nobody",
            "mailto:@example.org",
            "https://example.org/\" onclick=x",
            "https://example.org/<script>",
            "https://example.org/'x",
            "https://exämple.org",
            "ftp://example.org",
        ] {
            assert!(bad.parse::<CorrectionsUrl>().is_err(), "{bad}");
        }
    }
}
