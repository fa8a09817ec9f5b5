//! What partners mirror: a whole generation, and what one says otherwise than another, line by line.
//!
//! In: a [`FeedRequest`]. Out: NDJSON whose first line says what follows and whose last one that all was said; the id
//! in each line is where to go on after a broken connection. Invariants: a reply is made piece by piece as it is taken,
//! so that its memory does not grow with the list and a slow reader holds one piece and no thread; pieces are made
//! beside the threads that answer searches, on half of the cores at most.

use super::accept;
use super::code::Code;
use super::error::{ApiError, ApiResult};
use super::exports::Seat;
use super::routes::{borrowed, query};
use super::state::ServerState;
use super::unmeasured::Unmeasured;
use super::wire::{BeginLine, EndLine, ProviderLine};
use crate::index::{Differences, Entry, Export, IndexError, Record, Snapshot};
use crate::query::{FeedRequest, Kept, SearchError};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderValue, Method, Request, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use serde::Serialize;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use xxhash_rust::xxh3::Xxh3;

/// Bytes of a piece, and a little more: its last line is whole.
const PIECE: usize = 64 * 1024;

/// The most providers that are compared for one piece, so that making one takes milliseconds even where nothing
/// differs.
const STEPS: usize = 16 * 1024;

/// How long one reply may take. Whoever needs longer goes on with `after`; without an end, readers who take a byte now
/// and then would keep everybody else's place, and the files of generations long gone.
const LONGEST: Duration = Duration::from_hours(1);

/// The media type. What has it is not compressed on the way, which would be done on the threads that answer searches.
pub(super) const NDJSON: &str = "application/x-ndjson";

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<ServerState>> {
    OpenApiRouter::new().routes(routes!(changes)).routes(routes!(export))
}

/// Tells what changed since a generation.
///
/// One JSON object a line, in the order of ids: a `BeginLine`, a `ProviderLine` for whoever was added, changed or
/// removed, and an `EndLine`. Without the last one the reply is cut: ask again with `generation` as the first line has
/// it and `after` the last id that was read. A mirror of `since` that applies all lines is one of `generation`.
#[utoipa::path(get, path = "/v1/changes", tag = "mirror",
    params(
        ("since" = String, Query, description = "The generation that the mirror has, as `generation` told it", example = "000001"),
        ("generation" = Option<String>, Query, description = "The generation that the mirror wants; the live one when left out"),
        ("after" = Option<String>, Query, description = "The last id that was read of this very feed; with `generation`")),
    responses((status = 200, description = "One JSON object a line", body = String, content_type = "application/x-ndjson"),
        (status = 304, description = "The caller has it already")))]
async fn changes(State(state): State<Arc<ServerState>>, request: Request<Body>) -> ApiResult {
    let asked = FeedRequest::changes(borrowed(&query(request.uri())?))?;
    answer(state, &asked, &request)
}

/// Gives all providers of a generation.
///
/// One JSON object a line, in the order of ids: a `BeginLine`, a `ProviderLine` for each provider, and an `EndLine`.
/// Without the last one the reply is cut: ask again with `generation` as the first line has it and `after` the last id
/// that was read.
#[utoipa::path(get, path = "/v1/providers.ndjson", tag = "mirror",
    params(
        ("generation" = Option<String>, Query, description = "Which generation; the live one when left out"),
        ("after" = Option<String>, Query, description = "The last id that was read of this very export; with `generation`")),
    responses((status = 200, description = "One JSON object a line", body = String, content_type = "application/x-ndjson"),
        (status = 304, description = "The caller has it already")))]
async fn export(State(state): State<Arc<ServerState>>, request: Request<Body>) -> ApiResult {
    let asked = FeedRequest::export(borrowed(&query(request.uri())?))?;
    answer(state, &asked, &request)
}

fn answer(state: Arc<ServerState>, asked: &FeedRequest, request: &Request<Body>) -> ApiResult {
    if !accept::accepts_lines(request.headers()) {
        return Err(ApiError::new(Code::NotAcceptable));
    }
    let kept = |generation, field: &str| {
        // Before a look at what is held: what is opened in between was not waited for in vain.
        let is_awaited = state.engine().awaits_previous();
        let missing = || {
            if is_awaited {
                SearchError::NotOpenYet.into()
            } else {
                ApiError::new(Code::GenerationExpired).field(Some(field.to_owned()))
            }
        };
        state.engine().kept(generation).ok_or_else(missing)
    };
    let before = asked.since.map(|since| kept(Some(since), "since")).transpose()?;
    let now = kept(asked.generation, "generation")?;
    // Once: a publication in between must not give a reply the tag of another.
    let hiding = hiding(&state, &now);
    let tag = tag(before.as_ref(), (&now, hiding.as_ref()), asked, &state);
    let mut response = if super::document::names(request.headers(), &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else if request.method() == Method::HEAD {
        Response::new(Body::new(Unmeasured))
    } else {
        let seat = state.exports.seat(request, &state.options().trusted_proxies)?;
        Response::new(Body::new(Pieces::new(Feed::new(before.as_ref(), (&now, hiding), asked, state, seat))))
    };
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(NDJSON));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(ETAG, tag);
    Ok(response)
}

/// The live generation, where it is not the one that is told of and hides somebody: whoever mirrors an older one must not
/// be told of them either.
fn hiding(state: &ServerState, told: &Kept) -> Option<Arc<Snapshot>> {
    let live = state.engine().snapshot();
    let has_them = live.generation() != told.snapshot.generation() || live.hides_besides();
    (live.hides() && has_them).then_some(live)
}

/// What tells this reply from any other: generations, where it begins, and the words and the program that write it.
fn tag(
    before: Option<&Kept>,
    (now, hiding): (&Kept, Option<&Arc<Snapshot>>),
    asked: &FeedRequest,
    state: &ServerState,
) -> HeaderValue {
    let mut hash = Xxh3::new();
    // One generation stands in for others that hide more and more people.
    let besides = hiding.into_iter().flat_map(|hiding| hiding.hidden_besides());
    let hiding = hiding.map(|hiding| hiding.generation().to_string()).unwrap_or_default();
    hash.update(hiding.as_bytes());
    for id in besides {
        hash.update(id.as_bytes());
        hash.update(&[0xff]);
    }
    hash.update(&before.map_or(0, |before| before.key).to_le_bytes());
    hash.update(&now.key.to_le_bytes());
    let vocabulary = state.labels.vocabulary().version();
    for text in [asked.after.as_deref().unwrap_or_default(), vocabulary, env!("CARGO_PKG_VERSION")] {
        hash.update(text.as_bytes());
        hash.update(&[0xff]);
    }
    let tag = HeaderValue::try_from(format!("W/\"{:016x}\"", hash.digest()));
    tag.unwrap_or_else(|_never| HeaderValue::from_static("W/\"0\""))
}

/// A reply on its way: what was said, and what is to be said.
struct Feed {
    walk: Walk,
    state: Arc<ServerState>,
    generation: String,
    since: Option<String>,
    providers: usize,
    /// Who hides whom the generation still has.
    hiding: Option<Arc<Snapshot>>,
    sample: bool,
    count: u64,
    progress: Progress,
    until: Instant,
    /// Given back with the feed.
    _seat: Seat,
}

#[derive(PartialEq)]
enum Progress {
    NotBegun,
    Begun,
    Ended,
}

enum Walk {
    Export(Export),
    Changes(Differences),
}

/// Why a reply is cut.
#[derive(Debug, thiserror::Error)]
enum FeedError {
    #[error(transparent)]
    Index(#[from] IndexError),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    #[error("the reader took longer than an hour")]
    Late,
}

impl Feed {
    fn new(
        before: Option<&Kept>,
        (now, hiding): (&Kept, Option<Arc<Snapshot>>),
        asked: &FeedRequest,
        state: Arc<ServerState>,
        seat: Seat,
    ) -> Self {
        let after = asked.after.as_deref();
        let walk = match before {
            None => Walk::Export(Export::new(&now.snapshot, after)),
            Some(before) => Walk::Changes(Differences::new(&before.snapshot, &now.snapshot, after)),
        };
        Self {
            walk,
            state,
            generation: now.snapshot.generation().to_string(),
            since: before.map(|before| before.snapshot.generation().to_string()),
            providers: now.snapshot.shown(),
            hiding,
            sample: now.sample,
            count: 0,
            progress: Progress::NotBegun,
            until: Instant::now() + LONGEST,
            _seat: seat,
        }
    }

    /// The next piece; empty where so many providers in a row are the same that making it would take long.
    fn piece(&mut self) -> Result<Vec<u8>, FeedError> {
        let mut piece = Vec::with_capacity(PIECE + PIECE / 8);
        if self.progress == Progress::NotBegun {
            let (generation, since) = (&self.generation, self.since.as_deref());
            let begin = BeginLine::new(generation, since, self.providers, &self.state.labels, self.sample);
            write_line(&begin, &mut piece)?;
            self.progress = Progress::Begun;
        }
        for _ in 0..STEPS {
            if piece.len() >= PIECE {
                break;
            }
            if !self.step(&mut piece)? {
                write_line(&EndLine::new(&self.generation, self.count), &mut piece)?;
                self.progress = Progress::Ended;
                break;
            }
        }
        Ok(piece)
    }

    /// Goes on by one provider; `false` at the end.
    fn step(&mut self, piece: &mut Vec<u8>) -> Result<bool, FeedError> {
        let labels = &self.state.labels;
        match &mut self.walk {
            Walk::Export(export) => {
                let Some(record): Option<Record> = export.step() else { return Ok(false) };
                if hides(self.hiding.as_ref(), &record)? {
                    return Ok(true);
                }
                write_line(&ProviderLine::of_export(&record, labels)?, piece)?;
                self.count += 1;
            }
            Walk::Changes(changes) => {
                let Some(entry) = changes.step().transpose()? else { return Ok(false) };
                let hidden = match &entry {
                    Some(Entry::Added(record) | Entry::Changed(_, record)) => {
                        hides(self.hiding.as_ref(), record)?
                    }
                    Some(Entry::Removed(_)) | None => false,
                };
                if let Some(entry) = entry.filter(|_| !hidden) {
                    write_line(&ProviderLine::of_change(&entry, labels)?, piece)?;
                    self.count += 1;
                }
            }
        }
        Ok(true)
    }
}

/// Whether somebody is hidden by now.
fn hides(hiding: Option<&Arc<Snapshot>>, record: &Record) -> Result<bool, IndexError> {
    let Some(hiding) = hiding else { return Ok(false) };
    Ok(hiding.hides_id(record.view()?.id))
}

fn write_line(line: &impl Serialize, piece: &mut Vec<u8>) -> Result<(), FeedError> {
    serde_json::to_writer(&mut *piece, line)?;
    piece.push(b'\n');
    Ok(())
}

/// The body of a feed.
struct Pieces(Making);

/// A feed and its next piece, or why there is none.
type Made = (Box<Feed>, Result<Vec<u8>, FeedError>);

enum Making {
    /// Nobody has asked for the next piece yet.
    Rests(Box<Feed>),
    Works(Pin<Box<dyn Future<Output = Option<Made>> + Send>>),
    Ended,
}

impl Pieces {
    fn new(feed: Feed) -> Self {
        Self(Making::Rests(Box::new(feed)))
    }
}

/// Makes a piece on a thread that may take its time, once one of few is free.
async fn make(mut feed: Box<Feed>) -> Option<Made> {
    let state = Arc::clone(&feed.state);
    let _turn = state.exports.turn().await;
    let made = tokio::task::spawn_blocking(move || {
        let piece = if Instant::now() < feed.until { feed.piece() } else { Err(FeedError::Late) };
        (feed, piece)
    });
    // What panicked is told by the hook.
    made.await.ok()
}

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        loop {
            let made = match std::mem::replace(&mut self.0, Making::Ended) {
                Making::Ended => return Poll::Ready(None),
                Making::Rests(feed) => {
                    self.0 = Making::Works(Box::pin(make(feed)));
                    continue;
                }
                Making::Works(mut work) => match work.as_mut().poll(context) {
                    Poll::Pending => {
                        self.0 = Making::Works(work);
                        return Poll::Pending;
                    }
                    Poll::Ready(made) => made,
                },
            };
            // An error closes the connection, so that nobody takes what came for all there is.
            let cut = || Poll::Ready(Some(Err(std::io::ErrorKind::Other.into())));
            let Some((feed, piece)) = made else { return cut() };
            let piece = match piece {
                Ok(piece) => piece,
                Err(error) => {
                    // The cause names files and generations, never who asked.
                    tracing::warn!(error = %error, "an export was cut");
                    return cut();
                }
            };
            if feed.progress != Progress::Ended {
                self.0 = Making::Rests(feed);
            }
            if !piece.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(piece.into()))));
            }
        }
    }
}

#[cfg(test)]
mod tests;
