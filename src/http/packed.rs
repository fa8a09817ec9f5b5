//! Bodies that are sent more than once: plain, and compressed for whoever takes that, once somebody asks.

use super::accept;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_ENCODING, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write as _;
use std::sync::OnceLock;

/// Bodies below this many bytes fit into one packet as they are.
pub(super) const COMPRESS_ABOVE: u64 = 1_400;

/// A body.
#[derive(Debug, Clone)]
pub(super) struct Packed {
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    level: Compression,
}

impl Packed {
    /// A body that is made once for long, and compressed as far as gzip goes.
    pub(super) fn for_long(plain: Bytes) -> Self {
        Self { plain, gzip: OnceLock::new(), level: Compression::best() }
    }

    /// A body that is made while somebody waits, and compressed as quickly as gzip goes.
    pub(super) fn for_now(plain: Bytes) -> Self {
        Self { plain, gzip: OnceLock::new(), level: Compression::fast() }
    }

    /// The body as it was made.
    pub(super) fn plain(&self) -> &Bytes {
        &self.plain
    }

    /// A reply with the body as the caller takes it.
    pub(super) fn respond(&self, request: &HeaderMap) -> Response {
        let is_worth_it = self.plain.len() as u64 > COMPRESS_ABOVE;
        let gzip = is_worth_it && accept::accepts_gzip(request);
        let body = if gzip { self.compressed() } else { self.plain.clone() };
        let mut response = Response::new(Body::from(body));
        let headers = response.headers_mut();
        if gzip {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if is_worth_it {
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        response
    }

    fn compressed(&self) -> Bytes {
        let compress = || {
            let mut encoder = GzEncoder::new(Vec::new(), self.level);
            // Writing into memory cannot fail.
            let written = encoder.write_all(&self.plain).and_then(|()| encoder.finish());
            written.map_or_else(|_never| Bytes::new(), Bytes::from)
        };
        self.gzip.get_or_init(compress).clone()
    }
}
