//! The host that a request is for: one, and the same wherever it stands (RFC 9112, sections 3.2 and 7.2).
//!
//! In: a request as it came over a connection. Out: whether its host is beyond doubt. A proxy and this server that each
//! believe another of two names would disagree on whom a request is for, which guards by name rely on.

use axum::http::header::HOST;
use axum::http::uri::Authority;
use axum::http::{Request, Version};

/// The mark of a request whose host is in doubt, for the layer that can tell so with the request's id.
#[derive(Debug, Clone, Copy)]
pub(super) struct InDoubt;

/// Whether the request names one host, or none where that is allowed.
pub(super) fn is_certain<B>(request: &Request<B>) -> bool {
    let mut lines = request.headers().get_all(HOST).iter();
    let (first, second) = (lines.next(), lines.next());
    let Some(line) = first else { return request.version() < Version::HTTP_11 };
    let Some(host) = line.to_str().ok().filter(|_| second.is_none()) else { return false };
    let is_host = host.is_empty() || (host.parse::<Authority>().is_ok() && !host.contains('@'));
    let is_same = |address: &Authority| same(address.as_str(), host);
    is_host && request.uri().authority().is_none_or(is_same)
}

/// Whether two hosts are one; the port of `http` may be left out.
fn same(one: &str, other: &str) -> bool {
    let bare = |host: &str| host.strip_suffix(":80").unwrap_or(host).to_ascii_lowercase();
    bare(one) == bare(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(target: &str, version: Version, hosts: &[&[u8]]) -> bool {
        let mut request = Request::get(target).version(version);
        for host in hosts {
            request = request.header(HOST, *host);
        }
        is_certain(&request.body(()).expect("a request"))
    }

    #[test]
    fn a_host_is_named_once_and_the_same_everywhere() {
        for (target, hosts) in [
            ("/", &[&b"localhost:8081"[..]][..]),
            ("/", &[b"[::1]:8081"]),
            ("/", &[b"my_service"]),
            ("/", &[b""]),
            ("http://Finder.example/x", &[b"finder.example:80"]),
        ] {
            assert!(check(target, Version::HTTP_11, hosts), "{target} {hosts:?}");
        }
        for (target, hosts) in [
            ("/", &[][..]),
            ("/", &[&b"localhost"[..], b"localhost"]),
            ("/", &[b"localhost", b"evil.example"]),
            ("/", &[b"localhost evil.example"]),
            ("/", &[b"localhost/evil"]),
            ("/", &[b"localhost@evil.example"]),
            ("/", &[b"\xe4"]),
            ("http://evil.example/", &[b"localhost"]),
            ("http://localhost@evil.example/", &[b"localhost"]),
            ("http://evil.example/", &[b""]),
            ("http://localhost/", &[]),
        ] {
            assert!(!check(target, Version::HTTP_11, hosts), "{target} {hosts:?}");
        }
        assert!(check("/", Version::HTTP_10, &[]));
        assert!(!check("/", Version::HTTP_10, &[b"a", b"b"]));
    }
}
