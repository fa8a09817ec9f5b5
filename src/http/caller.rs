//! Whose request it is, for limits only: never logged, never counted by, never answered.

use crate::config::Networks;
use axum::http::HeaderMap;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};

/// The header in which proxies write down whom they speak for, one address a hop.
const X_FORWARDED_FOR: &str = "x-forwarded-for";

/// The most hops that are looked at; a chain of proxies is shorter.
const MAX_HOPS: usize = 16;

/// The address at the other end of the connection, for handlers: an extension of every request.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Peer(pub(super) IpAddr);

/// One caller: an IPv4 address, or the /64 of an IPv6 address, which is what one household or machine gets.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Caller(IpAddr);

impl Caller {
    /// The caller behind an address.
    pub(super) fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64)),
        })
    }

    /// The caller of a request: the peer, or whom a trusted proxy speaks for. That is the right-most address that is
    /// not a trusted proxy's; whatever stands further left was written by strangers.
    pub(super) fn of_request(peer: IpAddr, headers: &HeaderMap, trusted: &Networks) -> Self {
        let mut nearest = peer;
        let hops = headers.get_all(X_FORWARDED_FOR).iter().rev();
        let hops = hops.flat_map(|line| line.to_str().unwrap_or("?").rsplit(','));
        for hop in hops.take(MAX_HOPS) {
            if !trusted.contains(nearest) {
                break;
            }
            // What cannot be read ends the chain at whoever passed it on.
            let Some(address) = hop_address(hop.trim()) else { break };
            nearest = address;
        }
        Self::of(nearest)
    }
}

/// An address, in brackets or with a port or without.
fn hop_address(text: &str) -> Option<IpAddr> {
    let bare = text.trim_start_matches('[').trim_end_matches(']');
    bare.parse().ok().or_else(|| text.parse().ok().map(|socket: SocketAddr| socket.ip()))
}

impl fmt::Debug for Peer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Peer(..)")
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Caller(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn caller(peer: &str, lines: &[&str]) -> Caller {
        let name = HeaderName::from_static(X_FORWARDED_FOR);
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(&name, HeaderValue::from_bytes(line.as_bytes()).expect("a header value"));
        }
        let trusted = "10.0.0.0/8, 2001:db8:ffff::/48".parse().expect("networks");
        Caller::of_request(peer.parse().expect("an address"), &headers, &trusted)
    }

    fn of(text: &str) -> Caller {
        Caller::of(text.parse().expect("an address"))
    }

    #[test]
    fn a_stranger_cannot_say_who_it_is() {
        assert_eq!(caller("198.51.100.1", &["203.0.113.9"]), of("198.51.100.1"));
        assert_eq!(caller("198.51.100.1", &[]), of("198.51.100.1"));
    }

    #[test]
    fn behind_a_proxy_the_right_most_stranger_counts() {
        for (lines, expected) in [
            (&["203.0.113.9"][..], "203.0.113.9"),
            (&["1.1.1.1, 203.0.113.9"], "203.0.113.9"),
            (&["1.1.1.1, 203.0.113.9, 10.9.9.9"], "203.0.113.9"),
            (&["1.1.1.1", "203.0.113.9", "10.9.9.9,2001:db8:ffff::1"], "203.0.113.9"),
            (&["203.0.113.9:4711"], "203.0.113.9"),
            (&["[2001:db8::7]:4711"], "2001:db8::7"),
            (&["[2001:db8::7]"], "2001:db8::7"),
            (&["::ffff:203.0.113.9"], "203.0.113.9"),
            (&[], "10.0.0.1"),
            (&["10.0.0.7"], "10.0.0.7"),
            (&["203.0.113.9, unknown"], "10.0.0.1"),
            (&["203.0.113.9, 10.0.0.7, \u{e4}"], "10.0.0.1"),
            (&[""], "10.0.0.1"),
            (&[",,,"], "10.0.0.1"),
        ] {
            assert_eq!(caller("10.0.0.1", lines), of(expected), "{lines:?}");
        }
        let long = ["10.0.0.2,".repeat(1_000), "203.0.113.9".to_owned()].concat();
        assert_eq!(caller("10.0.0.1", &[&long]), of("203.0.113.9"));
    }

    #[test]
    fn a_caller_is_a_network_and_shows_nothing() {
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2::"));
        assert_ne!(of("2001:db8:1:2:3::4"), of("2001:db8:1:3::"));
        assert_ne!(of("203.0.113.9"), of("203.0.113.8"));
        assert_eq!(
            format!("{:?} {:?}", of("203.0.113.9"), Peer([203, 0, 113, 9].into())),
            "Caller(..) Peer(..)"
        );
    }
}
