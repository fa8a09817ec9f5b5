//! The operations page: history, reports, and an import from the file on a clerk's disk to published, in a browser.
//!
//! In: requests to the operations listener that [`guard`] let pass. Out: pages that work without script. Invariants:
//! this process writes nothing to the index; an import, a rollback and a dry run are processes of their own, the same
//! program as on the command line; one at a time; nothing that changes anything is a `GET`.

mod differences;
mod guard;
mod handlers;
mod job;
mod outcome;
mod page;
mod upload;

use super::ServerState;
use super::document::Document;
use crate::config::AdminToken;
use axum::Router;
use axum::routing::{get, post};
use differences::LastCounted;
use guard::Secret;
use job::Job;
use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
pub(super) use upload::sweep;

/// What the operations page needs to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdminOptions {
    /// The folder of generations.
    pub index: PathBuf,
    /// The program that imports and rolls back.
    pub program: PathBuf,
    /// Options of the program that every command gets, such as `--index DIR`.
    pub common: Vec<OsString>,
    /// What whoever opens the page must know; nothing where only this machine can.
    pub token: Option<AdminToken>,
    /// Where the operations listener stands.
    pub address: IpAddr,
    /// The most bytes of one upload.
    pub upload_limit: u64,
}

/// The operations page: what it was told, and the import that it looks after.
#[derive(Debug)]
pub(super) struct Admin {
    options: AdminOptions,
    /// Stands in every form, so that no other site can send one.
    secret: Secret,
    job: Mutex<Slot>,
    counted: LastCounted,
    icon: Document,
    style: Document,
    script: Document,
}

/// The import that is looked after, if any.
#[derive(Debug, Default)]
struct Slot {
    job: Option<Arc<Job>>,
    /// How many there were.
    count: u64,
    /// Whether one is on its way: its upload is being read.
    uploading: bool,
    /// Whether the server is about to end, so that nothing begins any more.
    ended: bool,
}

impl Admin {
    pub(super) fn new(options: AdminOptions) -> Arc<Self> {
        Arc::new(Self {
            options,
            secret: Secret::new(),
            job: Mutex::default(),
            counted: LastCounted::default(),
            icon: Document::new("image/svg+xml", include_bytes!("../site/assets/icon.svg").to_vec()),
            style: Document::new("text/css; charset=utf-8", include_bytes!("admin.css").to_vec()),
            script: Document::new("text/javascript; charset=utf-8", include_bytes!("admin.js").to_vec()),
        })
    }

    /// Nobody panics while holding it.
    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.job.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The import of that number.
    fn job(&self, number: u64) -> Option<Arc<Job>> {
        self.slot().job.clone().filter(|job| job.number == number)
    }

    /// Stops what runs, and lets nothing begin; an import clears up after itself.
    pub(super) fn end(&self) {
        let job = {
            let mut slot = self.slot();
            slot.ended = true;
            slot.job.clone()
        };
        if let Some(job) = job {
            job.cancel();
        }
    }

    /// Waits until what was stopped has ended, at most until `late`, and removes what was uploaded.
    pub(super) async fn leave(&self, late: Instant) {
        let Some(job) = self.slot().job.clone() else { return };
        let mut follow = job.follow();
        let ended = async { follow.wait_for(|told| !told.phase.runs()).await.is_ok() };
        if !tokio::time::timeout_at(late.into(), ended).await.is_ok_and(|ended| ended) {
            tracing::warn!("an import did not end in time");
        }
        let _cleared = tokio::task::spawn_blocking(move || job.clear()).await;
    }
}

/// The routes beside health and metrics.
pub(super) fn routes(admin: &Arc<Admin>) -> Router<Arc<ServerState>> {
    let own = Router::new()
        .route("/", get(handlers::start))
        .route("/imports", post(handlers::upload))
        .route("/imports/{number}", get(handlers::show))
        .route("/imports/{number}/events", get(handlers::events))
        .route("/imports/{number}/publish", post(handlers::publish))
        .route("/imports/{number}/cancel", post(handlers::cancel))
        .route("/rollback", post(handlers::roll_back))
        .route("/reports/{name}", get(handlers::report))
        .route("/icon.svg", get(handlers::icon))
        .route("/admin.css", get(handlers::style))
        .route("/admin.js", get(handlers::script))
        .with_state(Arc::clone(admin));
    Router::new()
        .route("/differences/{older}/{newer}", get(differences::show))
        .merge(own)
        .layer(axum::middleware::from_fn_with_state(Arc::clone(admin), guard::watch))
}
