//! The handlers of the operations page: read, ask or begin, show.

use super::job::{Job, Told};
use super::page::{self, JobPage, Row, Start, refusal};
use super::{Admin, Slot, upload};
use crate::http::{body, policy};
use crate::index::{GenerationId, History, HistoryEntry, Store};
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Request, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use hyper::body::Frame;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::sync::mpsc;

/// How many files of reports the page lists, the newest first; an import writes three, a dry run five.
const REPORTS: usize = 60;

/// How long a reader of progress hears nothing at most; connections that are silent for 15 s are closed.
const HEARTBEAT: Duration = Duration::from_secs(5);

/// Bytes of a piece of a report.
const PIECE: usize = 64 * 1024;

/// The first page.
pub(super) async fn start(State(admin): State<Arc<Admin>>) -> Response {
    let store = Store::new(&admin.options.index);
    let read = move || {
        let history = store.history().unwrap_or_default();
        let live = store.current().ok().flatten().map(|(generation, _hash)| generation.to_string());
        (history, live, reports(&store))
    };
    let (history, live, reports) = tokio::task::spawn_blocking(read).await.unwrap_or_default();
    let providers = history.0.iter().find(|entry| entry.live).map_or(0, |entry| entry.providers);
    let job = admin.slot().job.as_ref().map(|job| (job.number, job.told().words()));
    let page = Start {
        secret: admin.secret.text(),
        generation: live.unwrap_or_else(|| "none".to_owned()),
        providers,
        job,
        limit_mb: admin.options.upload_limit >> 20,
        history: rows(&history),
        reports,
    };
    page::reply(&page, StatusCode::OK)
}

/// The history, the newest first.
fn rows(history: &History) -> Vec<Row> {
    let mut before: Option<&HistoryEntry> = None;
    let mut older: Option<&HistoryEntry> = None;
    let mut rows = Vec::new();
    for entry in &history.0 {
        let difference = before.map(|before| {
            let (now, then) = (i128::from(entry.providers), i128::from(before.providers));
            format!("{:+}", now - then)
        });
        let old: BTreeMap<&str, u64> = before
            .iter()
            .flat_map(|before| &before.lists)
            .map(|list| (list.list.as_str(), list.providers))
            .collect();
        let list = |list: &crate::index::ListSource| {
            let then = old.get(list.list.as_str()).map_or_else(String::new, |then| {
                let change = i128::from(list.providers) - i128::from(*then);
                if change == 0 { String::new() } else { format!(" ({change:+})") }
            });
            let files: Vec<&str> = list.sources.iter().map(|source| source.name.as_str()).collect();
            format!("{}: {}{then} from {}", list.list, list.providers, files.join(", "))
        };
        rows.push(Row {
            generation: entry.generation.clone(),
            published: entry.published.clone(),
            lists: entry.lists.iter().map(list).collect(),
            providers: entry.providers,
            practices: entry.practices,
            difference: difference.unwrap_or_default(),
            older: older.filter(|_| entry.kept).map(|older| older.generation.clone()),
            state: match (entry.live, entry.kept) {
                (true, _) => "live",
                (false, true) => "kept",
                (false, false) => "removed",
            },
            can_return: entry.kept && !entry.live,
        });
        before = Some(entry);
        older = Some(entry).filter(|entry| entry.kept).or(older);
    }
    rows.reverse();
    rows
}

/// The newest reports; their names begin with their times.
fn reports(store: &Store) -> Vec<String> {
    let entries = std::fs::read_dir(store.root().join("reports")).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| page::is_report(name))
        .collect();
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.truncate(REPORTS);
    names
}

/// Takes a list and begins its dry run.
pub(super) async fn upload(State(admin): State<Arc<Admin>>, request: Request<Body>) -> Response {
    {
        let mut slot = admin.slot();
        if let Some(refused) = busy(&slot) {
            return refused;
        }
        slot.uploading = true;
    }
    // Given back however the upload ends, also where the reader leaves in the middle of it.
    let _under_way = UnderWay(&admin);
    match upload::read(&admin, request).await {
        Err((status, told)) => refusal(status, "The list was not taken", told),
        Ok(uploaded) => {
            let mut slot = admin.slot();
            begin(&mut slot, &admin, |number| Job::new(number, uploaded))
        }
    }
}

/// Begins a job in the place of one that is over.
fn begin(slot: &mut Slot, admin: &Admin, new: impl FnOnce(u64) -> Arc<Job>) -> Response {
    if slot.ended {
        return ending();
    }
    slot.count += 1;
    let job = new(slot.count);
    if let Some(before) = slot.job.replace(Arc::clone(&job)) {
        before.cancel();
        tokio::task::spawn_blocking(move || before.clear());
    }
    job.begin(&admin.options);
    Redirect::to(&format!("/imports/{}", job.number)).into_response()
}

/// Why nothing can begin now, if so.
fn busy(slot: &Slot) -> Option<Response> {
    if slot.ended {
        return Some(ending());
    }
    let open = slot.job.as_ref().is_some_and(|job| is_open(&job.told()));
    let told = "Another import is under way. Publish, discard or cancel it first.";
    (slot.uploading || open).then(|| refusal(StatusCode::CONFLICT, "One import at a time", told))
}

fn ending() -> Response {
    let told = "The server is about to end. Nothing was done.";
    refusal(StatusCode::SERVICE_UNAVAILABLE, "Not now", told)
}

/// An upload that is being read.
struct UnderWay<'a>(&'a Admin);

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.slot().uploading = false;
    }
}

/// Whether an import runs or waits for somebody to decide.
fn is_open(told: &Told) -> bool {
    told.phase.runs() || told.phase == super::job::Phase::Checked
}

/// Shows an import.
pub(super) async fn show(State(admin): State<Arc<Admin>>, Path(number): Path<String>) -> Response {
    let Some(job) = find(&admin, &number) else { return gone() };
    let told = job.told();
    page::reply(&JobPage::new(&admin, job.number, job.title(), &told), StatusCode::OK)
}

fn find(admin: &Admin, number: &str) -> Option<Arc<Job>> {
    admin.job(number.parse().ok()?)
}

fn gone() -> Response {
    refusal(
        StatusCode::NOT_FOUND,
        "Nothing here",
        "There is no such import, or it is over and another has begun.",
    )
}

/// Publishes a checked list.
pub(super) async fn publish(
    State(admin): State<Arc<Admin>>,
    Path(number): Path<String>,
    request: Request<Body>,
) -> Response {
    let form = match form(&admin, request).await {
        Ok(form) => form,
        Err(refused) => return refused,
    };
    let Some(job) = find(&admin, &number) else { return gone() };
    let flags = [
        ("allow_shrink", "--allow-shrink"),
        ("allow_rejects", "--allow-rejects"),
        ("allow_older", "--allow-older"),
    ];
    let asked = |name: &str| form.iter().any(|(other, value)| other == name && value == "yes");
    let flags: Vec<&str> = flags.into_iter().filter(|(name, _)| asked(name)).map(|(_, flag)| flag).collect();
    let slot = admin.slot();
    // An upload that is on its way takes the place.
    if !slot.uploading && !slot.ended && job.publish(&admin.options, &flags) {
        Redirect::to(&format!("/imports/{}", job.number)).into_response()
    } else {
        refusal(StatusCode::CONFLICT, "Not now", "This list is not checked, or is published already.")
    }
}

/// Stops an import, or gives a checked list up.
pub(super) async fn cancel(
    State(admin): State<Arc<Admin>>,
    Path(number): Path<String>,
    request: Request<Body>,
) -> Response {
    if let Err(refused) = form(&admin, request).await {
        return refused;
    }
    let Some(job) = find(&admin, &number) else { return gone() };
    job.cancel();
    let given_up = Arc::clone(&job);
    // Large files are removed before anybody is told so.
    let _cleared = tokio::task::spawn_blocking(move || given_up.clear()).await;
    Redirect::to(&format!("/imports/{}", job.number)).into_response()
}

/// Begins to make a kept generation live, which may take as long as an import.
pub(super) async fn roll_back(State(admin): State<Arc<Admin>>, request: Request<Body>) -> Response {
    let form = match form(&admin, request).await {
        Ok(form) => form,
        Err(refused) => return refused,
    };
    let named = form.iter().find(|(name, _)| name == "generation").map(|(_, value)| value.as_str());
    let Some(generation) = named.and_then(|text| text.parse::<GenerationId>().ok()) else {
        return refusal(StatusCode::BAD_REQUEST, "Nothing was done", "No generation was named.");
    };
    let mut slot = admin.slot();
    match busy(&slot) {
        Some(refused) => refused,
        None => begin(&mut slot, &admin, |number| Job::rollback(number, generation)),
    }
}

/// A small form, which must hold the secret.
async fn form(admin: &Admin, request: Request<Body>) -> Result<Vec<(String, String)>, Response> {
    let broken =
        |_: crate::http::error::ApiError| refusal(StatusCode::BAD_REQUEST, "Not a form", "Nothing was done.");
    let form = body::read_form(request).await.map_err(broken)?;
    if form.iter().any(|(name, value)| name == "secret" && admin.secret.is(value)) {
        Ok(form)
    } else {
        let told = "This form is out of date. Open the page again and repeat.";
        Err(refusal(StatusCode::FORBIDDEN, "Nothing was done", told))
    }
}

/// The style.
pub(super) async fn style(State(admin): State<Arc<Admin>>, headers: HeaderMap) -> Response {
    admin.style.respond(&headers)
}

/// The icon, which is that of the site.
pub(super) async fn icon(State(admin): State<Arc<Admin>>, headers: HeaderMap) -> Response {
    admin.icon.respond(&headers)
}

/// The script.
pub(super) async fn script(State(admin): State<Arc<Admin>>, headers: HeaderMap) -> Response {
    admin.script.respond(&headers)
}

/// A report as a file, or as a page where it is one.
pub(super) async fn report(State(admin): State<Arc<Admin>>, Path(name): Path<String>) -> Response {
    if !page::is_report(&name) {
        return gone();
    }
    let path = admin.options.index.join("reports").join(&name);
    let Ok(Ok(file)) = tokio::task::spawn_blocking(move || File::open(path)).await else { return gone() };
    let ending = name.rsplit('.').next();
    let kind = match ending {
        Some("csv") => "text/csv; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        Some("json") => "application/json",
        _ => "text/plain; charset=utf-8",
    };
    let (send, pieces) = mpsc::channel(1);
    tokio::task::spawn_blocking(move || send_file(file, &send));
    let mut response = Response::new(Body::new(Pieces(pieces)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if ending == Some("html") {
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy::REPORT));
    } else if let Ok(disposition) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, disposition);
    }
    response
}

fn send_file(mut file: File, send: &mpsc::Sender<std::io::Result<Bytes>>) {
    loop {
        let mut piece = vec![0; PIECE];
        let read = file.read(&mut piece).map(|read| {
            piece.truncate(read);
            Bytes::from(piece)
        });
        let goes_on = read.as_ref().is_ok_and(|piece| !piece.is_empty());
        let at_end = read.as_ref().is_ok_and(Bytes::is_empty);
        if at_end || send.blocking_send(read).is_err() || !goes_on {
            return;
        }
    }
}

/// Tells how an import goes on, as server-sent events: `line` for what the program says, `end` when it has ended.
pub(super) async fn events(State(admin): State<Arc<Admin>>, Path(number): Path<String>) -> Response {
    let Some(job) = find(&admin, &number) else { return gone() };
    let (send, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut follow = job.follow();
        let mut said = 0;
        loop {
            let told = follow.borrow_and_update().clone();
            let fresh = told.said.saturating_sub(said).min(told.lines.len());
            let mut text = String::new();
            for line in told.lines.iter().skip(told.lines.len() - fresh) {
                text.extend(["event: line\ndata: ", line, "\n\n"]);
            }
            said = told.said;
            if !told.phase.runs() {
                text.push_str("event: end\ndata: \n\n");
            } else if text.is_empty() {
                text.push_str(": still at work\n\n");
            }
            let gone = send.send(Ok(Bytes::from(text))).await.is_err();
            if gone || !told.phase.runs() {
                return;
            }
            // Whether something was said or it is time to show that somebody is there.
            let _either = tokio::time::timeout(HEARTBEAT, follow.changed()).await;
        }
    });
    let mut response = Response::new(Body::new(Pieces(pieces)));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A body whose pieces somebody else makes.
struct Pieces(mpsc::Receiver<std::io::Result<Bytes>>);

impl HttpBody for Pieces {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
