//! Connections: accepted, bounded in time and size, drained at the end. Who gets a seat is for [`Connections`].
//!
//! Not `axum::serve`: it has no time-out for heads, no cap, and its drain never ends with one half-open client. Limits
//! are those of `DESIGN.md`, section 8.

use super::connections::{Connections, Seat};
use super::operations::upkeep;
use super::patience::Patient;
use super::traffic;
use super::{ServerState, operations_router, router};
use crate::telemetry::counts::{self, Closed};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long a request's head may take, from the connection's start or the end of the reply before.
const HEAD_PATIENCE: Duration = Duration::from_secs(5);

/// How long a connection may neither send nor take a byte; longer than any head or search takes.
const IDLE_PATIENCE: Duration = Duration::from_secs(15);

/// The most headers of a request.
const MAX_HEADERS: usize = 64;

/// The most bytes of a request's head.
const MAX_HEAD_BYTES: usize = 16 * 1024;

/// How long running replies may take once the server is told to end; a service manager waits 10 s.
const DRAIN_PATIENCE: Duration = Duration::from_secs(8);

/// How long a stopped import may still clear up after the drain, which it mostly did meanwhile.
const LEAVE_PATIENCE: Duration = Duration::from_secs(1);

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
    let connections = Connections::new("public", state.options().trusted_proxies.clone());
    let server = Server::new(router(Arc::clone(&state)), connections);
    let told = async move {
        shutdown.await;
        state.begin_draining();
    };
    server.run(listener, told).await
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
    let connections = Connections::new("operations", state.options().trusted_proxies.clone());
    let server = Server::new(operations_router(&state), connections);
    let told = async {
        shutdown.await;
        // First of all, so that whoever follows an import does not hold the drain up.
        if let Some(admin) = &state.admin {
            admin.end();
        }
    };
    if state.admin.is_some() {
        // Disks are slow at times; nobody waits for this.
        tokio::task::spawn_blocking(super::admin::sweep);
    }
    let whole = async {
        let ended = server.run(listener, told).await;
        if let Some(admin) = &state.admin {
            admin.leave(Instant::now() + LEAVE_PATIENCE).await;
        }
        ended
    };
    tokio::select! {
        ended = whole => ended,
        never = upkeep() => match never {},
    }
}

/// An accept loop and its limits.
struct Server {
    app: Router,
    connections: Arc<Connections>,
    head_patience: Duration,
    idle_patience: Duration,
    drain_patience: Duration,
}

impl Server {
    fn new(app: Router, connections: Arc<Connections>) -> Self {
        Self {
            app,
            connections,
            head_patience: HEAD_PATIENCE,
            idle_patience: IDLE_PATIENCE,
            drain_patience: DRAIN_PATIENCE,
        }
    }

    async fn run(self, listener: TcpListener, shutdown: impl Future<Output = ()>) -> io::Result<()> {
        listener.local_addr()?;
        let (end, ending) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                // Nothing else in this loop may cut it short: it holds the newcomer's stream.
                (stream, peer, seat) = self.newcomer(&listener) => {
                    tasks.spawn(self.connection(stream, peer, seat, ending.clone()));
                }
            }
            while tasks.try_join_next().is_some() {}
        }
        drop(listener);
        // Every receiver may be gone already, which is as good.
        let _ = end.send(true);
        let all_ended = async { while tasks.join_next().await.is_some() {} };
        if tokio::time::timeout(self.drain_patience, all_ended).await.is_err() {
            tracing::warn!(connections = tasks.len(), "connections were cut at the end of the drain");
            (0..tasks.len()).for_each(|_| counts::connection_closed(Closed::Drained));
            tasks.shutdown().await;
        }
        Ok(())
    }

    /// The next connection, once there is a seat for it.
    async fn newcomer(&self, listener: &TcpListener) -> (TcpStream, IpAddr, Seat) {
        loop {
            match listener.accept().await {
                Ok((stream, address)) => {
                    let peer = address.ip();
                    if let Some(seat) = self.connections.admit(peer).await {
                        return (stream, peer, seat);
                    }
                }
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
        peer: IpAddr,
        seat: Seat,
        mut ending: watch::Receiver<bool>,
    ) -> impl Future<Output = ()> + Send + 'static {
        // Replies are written whole, so waiting for more to send would only add delay. A refusal costs nothing else.
        let _ = stream.set_nodelay(true);
        let io = TokioIo::new(Patient::new(stream, self.idle_patience).seated(seat.clone()));
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head_patience)
            .max_headers(MAX_HEADERS)
            .max_header_size(MAX_HEAD_BYTES)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(io, traffic::service(self.app.clone(), peer, seat.clone()));
        async move {
            tokio::pin!(connection);
            tokio::select! {
                biased;
                () = seat.given_away() => return,
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
