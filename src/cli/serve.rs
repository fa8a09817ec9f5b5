//! `finder serve`: opens the live generation, listens, swaps generations, ends when asked.

use super::args::ServeOptions;
use super::settings::{self, DEFAULT_ADMIN, Settings};
use super::{DONE, knowledge, print_result};
use crate::config::AdminListen;
use crate::http::{self, ServerState};
use crate::import::{self, Unobserved};
use crate::index::{GenerationId, IndexError, Opened, Store};
use crate::places::Places;
use crate::query::Engine;
use crate::vocabulary::Vocabulary;
use anyhow::Context as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

/// Runs the server until it is told to end.
pub(super) fn run(options: &ServeOptions, settings: &Settings) -> anyhow::Result<u8> {
    let listen: Option<SocketAddr> =
        settings::parse("listen", options.listen.as_deref(), "allowed is ADDRESS:PORT")?;
    let listen = listen.or(settings.file.listen).unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 8080).into());
    let allowed = "allowed are ADDRESS:PORT and off";
    let admin: Option<AdminListen> =
        settings::parse("admin-listen", options.admin_listen.as_deref(), allowed)?;
    let admin = admin.or(settings.file.admin_listen).unwrap_or(DEFAULT_ADMIN);
    let (vocabulary, places) = knowledge()?;
    let store = settings.store();
    let opened = open(&store, settings, &vocabulary, &places)?;
    // Where the pointer already names another generation, the first look will open that one.
    let live = opened.snapshot.generation();
    let pointer = store.current().ok().flatten().filter(|(named, _)| *named == live);
    let start = Start { store, pointer, opened, vocabulary, places };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(serve(listen, admin, start))?;
    Ok(DONE)
}

/// Opens the live generation; where nobody named a folder and there is no index yet, of the bundled sample.
fn open(
    store: &Store,
    settings: &Settings,
    vocabulary: &Arc<Vocabulary>,
    places: &Places,
) -> anyhow::Result<Opened> {
    match store.open_live(vocabulary) {
        Err(IndexError::NoIndex(_)) if !settings.index_named => {
            eprintln!("there is no index yet: importing the bundled sample, real federal rows of March 2016");
            let outcome =
                import::import_sample(store, jiff::Timestamp::now(), vocabulary, places, &mut Unobserved)?;
            eprintln!("{} rows imported; import your own list with `finder import FILE`", outcome.accepted);
            Ok(store.open_live(vocabulary)?)
        }
        opened => Ok(opened?),
    }
}

/// What a server begins with.
struct Start {
    store: Store,
    /// What the pointer names, where it is the opened generation.
    pointer: Option<(GenerationId, String)>,
    opened: Opened,
    vocabulary: Arc<Vocabulary>,
    places: Arc<Places>,
}

async fn serve(listen: SocketAddr, admin: AdminListen, start: Start) -> anyhow::Result<()> {
    let Start { store, pointer, opened, vocabulary, places } = start;
    if let Some(reason) = &opened.degraded {
        tracing::error!(generation.id = %opened.snapshot.generation(), reason, "an older generation is served");
    }
    let degraded = opened.degraded.is_some();
    let engine = Arc::new(Engine::new(vocabulary, places, opened.snapshot, opened.previous));
    let state = ServerState::new(engine, degraded);
    let (stop, stopped) = watch::channel(false);
    let public = bind(listen).await?;
    let operations = match admin {
        AdminListen::Off => None,
        AdminListen::At(address) => Some(bind(address).await?),
    };
    print_result(&format!("listening on http://{}\n", public.local_addr().context("no address")?))?;
    if let Some(operations) = &operations {
        tracing::info!(address = %operations.local_addr().context("no address")?, "operations listener");
    }
    let watcher = tokio::spawn(http::follow(store, Arc::clone(&state), pointer));
    let operations = operations.map(|listener| {
        tokio::spawn(http::serve_operations(listener, Arc::clone(&state), told(stopped.clone())))
    });
    let public = tokio::spawn(http::serve(public, Arc::clone(&state), told(stopped)));
    ended().await?;
    tracing::info!("stopping: no new connections, running replies are finished");
    stop.send_replace(true);
    watcher.abort();
    public.await.context("the server failed")?.context("the server failed")?;
    if let Some(operations) = operations {
        operations
            .await
            .context("the operations listener failed")?
            .context("the operations listener failed")?;
    }
    Ok(())
}

async fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))
}

/// Ends when the process is asked to end: SIGTERM, or an interrupt from the terminal.
async fn ended() -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?;
    tokio::select! {
        _ = terminate.recv() => {}
        interrupted = tokio::signal::ctrl_c() => interrupted.context("cannot listen for interrupts")?,
    }
    Ok(())
}

/// Ends when the channel says so.
async fn told(mut stopped: watch::Receiver<bool>) {
    // The sender goes only when the server ends, which says the same.
    drop(stopped.wait_for(|stopped| *stopped).await);
}
