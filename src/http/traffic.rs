//! Requests on their way in and replies on their way out, watched so that a connection's seat knows its phase.

use super::caller::Peer;
use super::connections::Seat;
use super::host;
use axum::Router;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::service::Service;
use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::task::{Context, Poll};
use tower::ServiceExt as _;

/// What answers the requests of one connection.
pub(super) fn service(
    app: Router,
    peer: IpAddr,
    seat: Seat,
) -> impl Service<
    Request<Incoming>,
    Response = Response<Leaving>,
    Error = Infallible,
    Future = impl Future<Output = Result<Response<Leaving>, Infallible>> + Send + 'static,
> + Send
+ 'static {
    hyper::service::service_fn(move |request| answer(app.clone(), peer, seat.clone(), request))
}

async fn answer(
    app: Router,
    peer: IpAddr,
    seat: Seat,
    request: Request<Incoming>,
) -> Result<Response<Leaving>, Infallible> {
    let is_certain = host::is_certain(&request);
    let mut request = if request.body().is_end_stream() {
        begin(&seat).await;
        request.map(|_nothing| Body::empty())
    } else {
        seat.await_body();
        request.map(|body| Body::new(Arriving { body, seat: seat.clone() }))
    };
    request.extensions_mut().insert(Peer(peer));
    if !is_certain {
        request.extensions_mut().insert(host::InDoubt);
    }
    let response = app.oneshot(request).await?;
    // A reply may come before the body was whole; from here on it is as good as a whole request's.
    begin(&seat).await;
    Ok(response.map(|body| Leaving { body, seat }))
}

/// Goes on with a seat that is still held. One that was given away is about to be dropped with all that hangs on it.
async fn begin(seat: &Seat) {
    if !seat.begin() {
        std::future::pending::<()>().await;
    }
}

/// A request's body: its end makes the request whole.
struct Arriving {
    body: Incoming,
    seat: Seat,
}

impl HttpBody for Arriving {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        let whole = match &polled {
            Poll::Ready(None) => true,
            Poll::Ready(Some(Ok(_))) => self.body.is_end_stream(),
            Poll::Ready(Some(Err(_))) | Poll::Pending => false,
        };
        if whole && !self.seat.begin() {
            // As in `begin`.
            return Poll::Pending;
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A reply's body: whoever drops it has written all of it that will be written.
pub(super) struct Leaving {
    body: Body,
    seat: Seat,
}

impl HttpBody for Leaving {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Leaving {
    fn drop(&mut self) {
        self.seat.written();
    }
}
