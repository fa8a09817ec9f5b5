//! A stream that gives up on a peer that neither sends nor takes a byte for too long, or takes a reply too slowly.
//!
//! hyper bounds the time for a request's head only; a peer that stops reading its reply, or stops in the middle of a
//! body, would hold its connection for ever.

use super::connections::Seat;
use std::future::Future;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep};

/// How long a peer may take for a reply from its first refused byte on. The largest reply, the map's outlines, has
/// 251 kB compressed and 842 kB plain: whoever takes 7 kB a second is in time, and nobody holds a seat by taking a
/// byte now and then.
const REPLY_PATIENCE: Duration = Duration::from_mins(2);

/// A stream with a limit on how long nothing may happen.
#[derive(Debug)]
pub(super) struct Patient<S> {
    stream: S,
    limit: Duration,
    last_progress: Instant,
    // Set again only when it fires, so that progress costs a look at the clock and no timer.
    alarm: Pin<Box<Sleep>>,
    /// Since when the peer takes less than there is to send.
    behind_since: Option<Instant>,
    /// Who is told when everything written is sent.
    seat: Option<Seat>,
}

impl<S> Patient<S> {
    pub(super) fn new(stream: S, limit: Duration) -> Self {
        let alarm = Box::pin(tokio::time::sleep(limit));
        Self { stream, limit, last_progress: Instant::now(), alarm, behind_since: None, seat: None }
    }

    /// Tells a seat whenever everything written is sent.
    pub(super) fn seated(self, seat: Seat) -> Self {
        Self { seat: Some(seat), ..self }
    }

    /// Passes on what a write said; one that goes on for too long is an error, however much of it is taken.
    fn watch_write<T>(
        &mut self,
        polled: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        match (&polled, self.behind_since) {
            (_, Some(since)) if since.elapsed() > REPLY_PATIENCE => {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            (Poll::Pending, None) => {
                self.behind_since = Some(Instant::now());
                if let Some(seat) = &self.seat {
                    seat.behind();
                }
            }
            _ => {}
        }
        self.watch(polled, context)
    }

    /// Passes on what the stream said; a wait becomes an error when nothing has happened for too long.
    fn watch<T>(&mut self, polled: Poll<io::Result<T>>, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        if polled.is_ready() {
            self.last_progress = Instant::now();
            return polled;
        }
        while self.alarm.as_mut().poll(context).is_ready() {
            let deadline = self.last_progress + self.limit;
            if deadline <= Instant::now() {
                return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
            }
            self.alarm.as_mut().reset(deadline);
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_read(context, buffer);
        self.watch(polled, context)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.watch_write(polled, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let polled = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        self.watch_write(polled, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_flush(context);
        if let Poll::Ready(Ok(())) = polled {
            self.behind_since = None;
            if let Some(seat) = &self.seat {
                seat.flushed();
            }
        }
        self.watch(polled, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let polled = Pin::new(&mut self.stream).poll_shutdown(context);
        self.watch(polled, context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    const LIMIT: Duration = Duration::from_secs(20);

    #[tokio::test(start_paused = true)]
    async fn gives_up_on_a_peer_that_sends_nothing() {
        let (near, _far) = duplex(64);
        let began = Instant::now();
        let error = Patient::new(near, LIMIT).read_u8().await.expect_err("silence");
        assert_eq!((error.kind(), began.elapsed().as_secs()), (io::ErrorKind::TimedOut, 20));
    }

    #[tokio::test(start_paused = true)]
    async fn gives_up_on_a_peer_that_takes_nothing() {
        let (near, _far) = duplex(64);
        let error = Patient::new(near, LIMIT).write_all(&[0; 65]).await.expect_err("a full pipe");
        assert_eq!(error.kind(), io::ErrorKind::TimedOut);
    }

    #[tokio::test(start_paused = true)]
    async fn gives_up_on_a_peer_that_takes_a_reply_drop_by_drop() {
        let (near, mut far) = duplex(64);
        let began = Instant::now();
        let drops = async move {
            while far.read_u8().await.is_ok() {
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        };
        let reply = [0; 1_000];
        let (sent, ()) = tokio::join!(
            async {
                let mut near = Patient::new(near, LIMIT);
                near.write_all(&reply).await
            },
            drops
        );
        assert_eq!(sent.expect_err("too slow").kind(), io::ErrorKind::TimedOut);
        assert!((120..190).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn waits_for_a_peer_that_is_slow_but_there() {
        let (near, mut far) = duplex(64);
        let slow = async move {
            for byte in 0..5 {
                tokio::time::sleep(Duration::from_secs(19)).await;
                far.write_u8(byte).await.expect("open");
            }
        };
        let mut bytes = Vec::new();
        let (read, ()) =
            tokio::join!(async { Patient::new(near, LIMIT).read_to_end(&mut bytes).await }, slow);
        assert_eq!(read.expect("all of it"), 5);
    }
}
