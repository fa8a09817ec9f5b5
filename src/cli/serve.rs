//! `finder serve`: opens the live generation, listens, swaps generations, ends when asked.

use super::args::ServeOptions;
use super::settings::{self, DEFAULT_ADMIN, Settings, SettingsError};
use super::stop::Stop;
use super::{DONE, knowledge, print_result};
use crate::config::{AdminListen, AdminToken, CorrectionsUrl, Networks, RateChoice, RateLimit};
use crate::http::{self, AdminOptions, ServerOptions, ServerState};
use crate::import::{self, Unobserved};
use crate::index::{GenerationId, IndexError, Opened, Store};
use crate::parallel;
use crate::places::Places;
use crate::query::Engine;
use crate::telemetry;
use crate::vocabulary::Vocabulary;
use anyhow::Context as _;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

/// Connections that may wait to be accepted. The kernel cuts it to its own limit, on Linux 4,096; one that finds no room
/// there is tried again by its peer only after a second.
const BACKLOG: u32 = 4_096;

/// Runs the server until it is told to end.
pub(super) fn run(options: &ServeOptions, settings: &Settings) -> anyhow::Result<u8> {
    let listen: Option<SocketAddr> =
        settings::parse("listen", options.listen.as_deref(), "allowed is ADDRESS:PORT")?;
    let listen = listen.or(settings.file.listen).unwrap_or_else(|| (Ipv4Addr::LOCALHOST, 8080).into());
    let allowed = "allowed are ADDRESS:PORT and off";
    let admin: Option<AdminListen> =
        settings::parse("admin-listen", options.admin_listen.as_deref(), allowed)?;
    let admin = admin.or(settings.file.admin_listen).unwrap_or(DEFAULT_ADMIN);
    let mut edge = edge(options, settings)?;
    edge.admin = operations_page(admin, options, settings)?;
    let (vocabulary, places) = knowledge()?;
    let store = settings.store();
    let opened = open(&store, settings, &vocabulary, &places)?;
    let _serving = store.serve();
    // Where the pointer already names another generation, the first look will open that one.
    let live = opened.snapshot.generation();
    let pointer = store.current().ok().flatten().filter(|(named, _)| *named == live);
    let start = Start { store, pointer, opened, vocabulary, places, edge };
    raise_open_files();
    if admin != AdminListen::Off {
        // Only the operations listener shows the counts.
        telemetry::counts::start();
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot start threads")?;
    runtime.block_on(serve(listen, admin, start))?;
    Ok(DONE)
}

/// What a process of this program takes for 4 GiB: the largest federal bundle has 1.
const UPLOAD_LIMIT_MB: u64 = 4_096;

/// The operations page: on this machine only, unless a token is set.
fn operations_page(
    admin: AdminListen,
    options: &ServeOptions,
    settings: &Settings,
) -> anyhow::Result<Option<AdminOptions>> {
    let token = options.admin_token.as_deref().map(str::parse::<AdminToken>).transpose();
    // The value is not told, as it is of other options: it may be nearly the right one.
    let wrong = |allowed: &str| SettingsError::Value {
        name: "admin-token",
        value: "…".to_owned(),
        allowed: allowed.to_owned(),
    };
    let token = token.map_err(wrong)?.or_else(|| settings.file.admin_token.clone());
    let AdminListen::At(address) = admin else { return Ok(None) };
    if !address.ip().is_loopback() && token.is_none() {
        tracing::warn!(
            "the operations listener is beyond this machine and has no admin_token: it has health and metrics only"
        );
        return Ok(None);
    }
    let limit = options.upload_limit_mb.or(settings.file.upload_limit_mb).unwrap_or(UPLOAD_LIMIT_MB);
    Ok(Some(AdminOptions {
        index: settings.store().root().to_owned(),
        program: std::env::current_exe().context("cannot name this program")?,
        common: settings.for_others(),
        token,
        address: address.ip(),
        upload_limit: limit.saturating_mul(1 << 20),
    }))
}

/// What the operator decided about the edge: flag and environment before the file.
fn edge(options: &ServeOptions, settings: &Settings) -> Result<ServerOptions, SettingsError> {
    let file = &settings.file;
    let rate = settings::parse("rate-limit", options.rate_limit.as_deref(), RateLimit::ALLOWED)?;
    let rate: Option<RateChoice> = rate.or(file.rate_limit);
    let proxies = settings::parse("trusted-proxies", options.trusted_proxies.as_deref(), Networks::ALLOWED)?;
    let allowed = CorrectionsUrl::ALLOWED;
    let corrections = settings::parse("corrections-url", options.corrections_url.as_deref(), allowed)?;
    let corrections: Option<CorrectionsUrl> = corrections.or_else(|| file.corrections_url.clone());
    Ok(ServerOptions {
        rate_limit: rate.and_then(RateChoice::limit),
        trusted_proxies: proxies.or_else(|| file.trusted_proxies.clone()).unwrap_or_default(),
        corrections: corrections.map(|url| url.to_string()),
        admin: None,
    })
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
            say!("there is no index yet: importing the bundled sample, real federal rows of March 2016");
            let outcome =
                import::import_sample(store, jiff::Timestamp::now(), vocabulary, places, &mut Unobserved)?;
            say!("{} rows imported; import your own list with `finder import FILE`", outcome.accepted);
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
    edge: ServerOptions,
}

async fn serve(listen: SocketAddr, admin: AdminListen, start: Start) -> anyhow::Result<()> {
    let Start { store, pointer, opened, vocabulary, places, edge } = start;
    if let Some(reason) = &opened.degraded {
        tracing::error!(generation.id = %opened.snapshot.generation(), reason, "an older generation is served");
    }
    let degraded = opened.degraded.is_some();
    let engine = Engine::new(Arc::clone(&vocabulary), places, opened.snapshot, None);
    let engine = Arc::new(if opened.previous.is_some() { engine.awaiting_previous() } else { engine });
    if let Some(previous) = opened.previous {
        open_previous(&store, previous, vocabulary, &engine)?;
    }
    let state = ServerState::with_options(engine, degraded, edge);
    let (stop, stopped) = watch::channel(false);
    let public = bind(listen)?;
    let operations = match admin {
        AdminListen::Off => None,
        AdminListen::At(address) => Some(bind(address)?),
    };
    // Before anybody is told that there is a server to stop.
    let mut end = Stop::listen()?;
    print_result(&format!("listening on http://{}\n", public.local_addr().context("no address")?))?;
    if let Some(operations) = &operations {
        tracing::info!(address = %operations.local_addr().context("no address")?, "operations listener");
    }
    let watcher = tokio::spawn(http::follow(store, Arc::clone(&state), pointer));
    let operations = operations.map(|listener| {
        tokio::spawn(http::serve_operations(listener, Arc::clone(&state), told(stopped.clone())))
    });
    let public = tokio::spawn(http::serve(public, Arc::clone(&state), told(stopped)));
    end.told().await;
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

/// Opens the generation before the live one while the live one answers, which goes before it.
fn open_previous(
    store: &Store,
    generation: GenerationId,
    vocabulary: Arc<Vocabulary>,
    engine: &Arc<Engine>,
) -> anyhow::Result<()> {
    let (store, engine) = (store.clone(), Arc::clone(engine));
    let open = move || {
        parallel::give_way();
        let opened = store.open(generation, &vocabulary);
        if let Err(error) = &opened {
            tracing::warn!(generation.id = %generation, %error, "the generation before cannot be opened; its cursors have expired");
        }
        engine.take_previous(opened.ok());
    };
    let spawned = std::thread::Builder::new().name("opening".to_owned()).spawn(open);
    spawned.map(drop).context("cannot start a thread")
}

/// Listens on an address, with a long queue.
fn bind(address: SocketAddr) -> anyhow::Result<TcpListener> {
    let listen = || {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // A restarted server must not wait for the connections of the one before.
        socket.set_reuseaddr(true)?;
        socket.bind(address)?;
        socket.listen(BACKLOG)
    };
    listen().with_context(|| format!("cannot listen on {address}"))
}

/// Lets the process open as many files as it may. The usual soft limit of 1,024 leaves no handle for the index once
/// all connections are there.
fn raise_open_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { current, maximum } = getrlimit(Resource::Nofile);
    if current != maximum && setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).is_err() {
        tracing::warn!(limit = current, "the limit of open files could not be raised");
    }
}

/// Ends when the channel says so.
async fn told(mut stopped: watch::Receiver<bool>) {
    // The sender goes only when the server ends, which says the same.
    drop(stopped.wait_for(|stopped| *stopped).await);
}
