//! The body of a reply that has none, and whose length without that is not known.
//!
//! An empty body has the length 0, which libraries write into the head: of a reply to `HEAD`, or of a 304, that is wrong
//! (RFC 9110, section 8.6).

use axum::body::{Bytes, HttpBody};
use hyper::body::Frame;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Nothing, of a length that is not told.
#[derive(Debug)]
pub(super) struct Unmeasured;

impl HttpBody for Unmeasured {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(None)
    }
}
