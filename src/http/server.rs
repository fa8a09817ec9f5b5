//! Connections: accepted up to a cap, bounded in time and size, drained at the end.
//!
//! Not `axum::serve`: it has no time-out for heads, no cap, and its drain never ends with one half-open client. Limits
//! are those of `DESIGN.md`, section 8.

use super::patience::Patient;
use super::{ServerState, operations_router, router};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinSet;

/// How long a request's head may take, from the connection's start or the end of the reply before.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);

/// How long a connection may neither send nor take a byte; longer than any head or search takes.
const IDLE_PATIENCE: Duration = Duration::from_secs(15);

/// The most headers of a request.
const MAX_HEADERS: usize = 64;

/// The most bytes of a request's head.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// The most connections at once; more wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 1_024;

/// How long running replies may take once the server is told to end; a service manager waits 10 s.
const DRAIN_PATIENCE: Duration = Duration::from_secs(8);

/// How long to wait after a failure to accept, which is nearly always a lack of file handles.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Serves the public routes until `shutdown`, then lets running replies end, for at most 8 s.
///
/// # Errors
/// The listener's, where it cannot even say its address.
pub async fn serve(
    listener: TcpListener,
    state: Arc<ServerState>,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    let app = router(Arc::clone(&state));
    let told = async move {
        shutdown.await;
        state.begin_draining();
    };
    Server::new(app).run(listener, told).await
}

/// Serves the operations routes until `shutdown`, like [`serve`].
///
/// # Errors
/// As for [`serve`].
pub async fn serve_operations(
    listener: TcpListener,
    state: Arc<ServerState>,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()> {
    Server::new(operations_router(state)).run(listener, shutdown).await
}

/// An accept loop and its limits.
struct Server {
    app: Router,
    slots: Arc<Semaphore>,
    head_patience: Duration,
    idle_patience: Duration,
    drain_patience: Duration,
}

impl Server {
    fn new(app: Router) -> Self {
        Self {
            app,
            slots: Arc::new(Semaphore::new(MAX_CONNECTIONS)),
            head_patience: HEAD_PATIENCE,
            idle_patience: IDLE_PATIENCE,
            drain_patience: DRAIN_PATIENCE,
        }
    }

    async fn run(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        listener.local_addr()?;
        let (end, ending) = watch::channel(false);
        let mut connections = JoinSet::new();
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                (stream, slot) = self.accept(&listener) => {
                    connections.spawn(self.connection(stream, slot, ending.clone()));
                }
                Some(_ended) = connections.join_next() => {}
            }
        }
        drop(listener);
        // Every receiver may be gone already, which is as good.
        let _ = end.send(true);
        let all_ended = async { while connections.join_next().await.is_some() {} };
        if tokio::time::timeout(self.drain_patience, all_ended).await.is_err() {
            tracing::warn!(connections = connections.len(), "connections were cut at the end of the drain");
            connections.shutdown().await;
        }
        Ok(())
    }

    /// The next connection, once there is a slot for it.
    async fn accept(&self, listener: &TcpListener) -> (TcpStream, Option<OwnedSemaphorePermit>) {
        // The semaphore is never closed; without it there would merely be no cap.
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok();
        loop {
            match listener.accept().await {
                Ok((stream, _address)) => return (stream, slot),
                Err(error) => {
                    tracing::warn!(error = %error, "a connection could not be accepted");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }

    /// One connection from its first byte to its last.
    fn connection(
        &self,
        stream: TcpStream,
        slot: Option<OwnedSemaphorePermit>,
        mut ending: watch::Receiver<bool>,
    ) -> impl Future<Output = ()> + Send + 'static {
        // Replies are written whole, so waiting for more to send would only add delay. A refusal costs nothing else.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(Patient::new(stream, self.idle_patience));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head_patience)
            .max_headers(MAX_HEADERS)
            .max_header_size(MAX_HEAD_BYTES)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(io, TowerToHyperService::new(self.app.clone()));
        async move {
            let _slot = slot;
            tokio::pin!(connection);
            tokio::select! {
                // What a peer does wrong on the wire is its own affair and says nothing about us.
                _ended = connection.as_mut() => return,
                _told = ending.wait_for(|end| *end) => connection.as_mut().graceful_shutdown(),
            }
            let _ended = connection.await;
        }
    }
}

#[cfg(test)]
mod tests;
