//! What all requests share: the engine, whether it is ready, and the replies that are made once.

use super::ServerOptions;
use super::admin::Admin;
use super::aside::Aside;
use super::document::Document;
use super::exports::Exports;
use super::queue::Queue;
use super::reply_cache::ReplyCache;
use super::site::Assets;
use super::wire::{ConditionsReply, Labels, Ready, ReadyReply, SpecialtiesReply, TechniquesReply};
use super::{docs, openapi};
use crate::query::Engine;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What all requests share.
#[derive(Debug)]
pub struct ServerState {
    engine: Arc<Engine>,
    degraded: AtomicBool,
    draining: AtomicBool,
    pub(super) queue: Queue,
    pub(super) aside: Aside,
    pub(super) exports: Exports,
    pub(super) documents: Documents,
    pub(super) labels: Labels,
    pub(super) ready: Ready,
    pub(super) replies: ReplyCache,
    pub(super) assets: Assets,
    pub(super) admin: Option<Arc<Admin>>,
    options: ServerOptions,
}

/// The replies that are made once.
#[derive(Debug)]
pub(super) struct Documents {
    pub(super) specialties: Document,
    pub(super) conditions: Document,
    pub(super) techniques: Document,
    pub(super) openapi: Document,
    pub(super) docs: Document,
}

impl ServerState {
    /// The state of a server that begins with this engine; `degraded` when the generation it serves is not the one
    /// that the pointer names.
    pub fn new(engine: Arc<Engine>, degraded: bool) -> Arc<Self> {
        Self::with_options(engine, degraded, ServerOptions::default())
    }

    /// The same, with what the operator decided.
    pub fn with_options(engine: Arc<Engine>, degraded: bool, options: ServerOptions) -> Arc<Self> {
        let vocabulary = engine.vocabulary();
        let labels = Labels::new(vocabulary);
        let api = openapi::document();
        let documents = Documents {
            specialties: Document::json(&SpecialtiesReply::new(vocabulary)),
            conditions: Document::json(&ConditionsReply::new(vocabulary)),
            techniques: Document::json(&TechniquesReply::new(vocabulary)),
            openapi: Document::json(&api),
            docs: Document::html(docs::reference(&api)),
        };
        Arc::new(Self {
            engine,
            degraded: AtomicBool::new(degraded),
            draining: AtomicBool::new(false),
            queue: Queue::for_this_machine(),
            aside: Aside::for_this_machine(),
            exports: Exports::for_this_machine(),
            labels,
            ready: Ready::default(),
            replies: ReplyCache::default(),
            documents,
            assets: Assets::embedded(),
            admin: options.admin.clone().map(Admin::new),
            options,
        })
    }

    /// What the operator decided.
    pub fn options(&self) -> &ServerOptions {
        &self.options
    }

    /// The engine that answers.
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// Whether an older generation answers because a newer one cannot be opened.
    pub fn is_degraded(&self) -> bool {
        self.degraded.load(Ordering::Relaxed)
    }

    /// Says whether an older generation answers because a newer one cannot be opened.
    pub fn set_degraded(&self, degraded: bool) {
        self.degraded.store(degraded, Ordering::Relaxed);
    }

    /// Says that the server is about to end, so that a balancer sends nobody any more.
    pub fn begin_draining(&self) {
        self.draining.store(true, Ordering::Relaxed);
    }

    /// Whether the server takes searches, and on which generation; `None` when it does not.
    pub fn readiness(&self) -> Option<ReadyReply> {
        let snapshot = self.engine.snapshot();
        let draining = self.draining.load(Ordering::Relaxed);
        (!draining).then(|| ReadyReply {
            ready: true,
            generation: snapshot.generation().to_string(),
            degraded: self.is_degraded(),
        })
    }
}
