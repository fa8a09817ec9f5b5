//! Uploads: a form's files, written to a temporary folder as they come.
//!
//! In: a form as browsers send it (RFC 7578), the secret first. Out: files whose names are safe in a folder of their
//! own, outside the index. Invariants: nothing is written before the secret was right; no more than the limit is
//! written, and little of it held; what was written goes with an error.

use super::Admin;
use super::job::Uploaded;
use crate::domain::ListName;
use crate::import::private_folder;
use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use hyper::body::Frame;
use multer::{Field, Multipart};
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tempfile::TempDir;

/// The most bytes of a field that is no file.
const MOST_TEXT: usize = 1_000;

/// The most files of one import: the federal file has three beside it.
const MOST_FILES: usize = 8;

/// The most bytes that come while nothing is made of them: more than any head of a part, and four pieces of a
/// connection.
const MOST_HELD: u64 = 64 * 1024;

/// What a form may have beside its files.
const SLACK: u64 = 1 << 20;

/// The most bytes of a file's name; file systems take 255.
const MOST_NAME: usize = 100;

/// How long the rest of a refused upload is let go by.
const DISCARD_PATIENCE: Duration = Duration::from_secs(5);

/// Why an upload is refused: the status and what to say.
pub(super) type Refused = (StatusCode, &'static str);

const BROKEN: Refused = (StatusCode::BAD_REQUEST, "The upload broke off or is not a form. Nothing was done.");
const FORGED: Refused = (StatusCode::FORBIDDEN, "This form is out of date. Open the page again and repeat.");
const FULL: Refused =
    (StatusCode::INSUFFICIENT_STORAGE, "The upload could not be written to the temporary folder.");

/// Reads the form.
pub(super) async fn read(admin: &Admin, request: Request<Body>) -> Result<Uploaded, Refused> {
    let mut form = form(admin, request)?;
    let read = fields(admin, &mut form).await;
    if read.is_err() {
        // A connection that is closed on unread bytes loses the refusal.
        form.meter.passes_by.store(true, Ordering::Relaxed);
        let _late = tokio::time::timeout(DISCARD_PATIENCE, form.next()).await;
    }
    read
}

/// The form of a request.
fn form(admin: &Admin, request: Request<Body>) -> Result<Form<'static>, Refused> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(|_no_form| BROKEN)?;
    let meter = Meter::new(admin.options.upload_limit.saturating_add(SLACK));
    let body = Metered { body: request.into_body(), meter: Arc::clone(&meter), rest: false };
    Ok(Form { parts: Multipart::new(Body::new(body).into_data_stream(), boundary), meter })
}

/// The fields of a form, read under a [`Meter`].
struct Form<'a> {
    parts: Multipart<'a>,
    meter: Arc<Meter>,
}

impl<'a> Form<'a> {
    async fn next(&mut self) -> Result<Option<Field<'a>>, Refused> {
        let field = self.parts.next_field().await.map_err(|_broken| BROKEN)?;
        self.meter.renew();
        Ok(field)
    }

    /// A piece of a field.
    async fn piece(&self, field: &mut Field<'_>) -> Result<Option<Bytes>, Refused> {
        let piece = field.chunk().await.map_err(|_broken| BROKEN)?;
        self.meter.renew();
        Ok(piece)
    }
}

/// How many bytes may still come: of the whole, and until the form's reader has made something of them. It keeps a
/// part's head until that ends, wherever that is.
#[derive(Debug)]
struct Meter {
    whole: AtomicU64,
    held: AtomicU64,
    /// Whether all that still comes is let go by, so that the form ends for its reader.
    passes_by: AtomicBool,
}

impl Meter {
    fn new(whole: u64) -> Arc<Self> {
        let (whole, held) = (AtomicU64::new(whole), AtomicU64::new(MOST_HELD));
        Arc::new(Self { whole, held, passes_by: AtomicBool::new(false) })
    }

    fn renew(&self) {
        self.held.store(MOST_HELD, Ordering::Relaxed);
    }

    /// Takes bytes from both; `false` where there are not so many. One task reads a body, so that nothing comes between.
    fn take(&self, bytes: u64) -> bool {
        let take = |left: &AtomicU64| {
            let rest = left.load(Ordering::Relaxed).checked_sub(bytes);
            left.store(rest.unwrap_or(0), Ordering::Relaxed);
            rest.is_some()
        };
        take(&self.whole) && take(&self.held)
    }
}

/// A body under a [`Meter`].
struct Metered {
    body: Body,
    meter: Arc<Meter>,
    /// Whether it rests after a piece: the form's reader takes all that it can have before it looks at any.
    rest: bool,
}

impl HttpBody for Metered {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if std::mem::take(&mut self.rest) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let frame = Pin::new(&mut self.body).poll_frame(context);
        if self.meter.passes_by.load(Ordering::Relaxed) {
            return match frame {
                Poll::Ready(Some(Ok(_passed_by))) => {
                    context.waker().wake_by_ref();
                    Poll::Pending
                }
                other => other,
            };
        }
        if let Poll::Ready(Some(Ok(frame))) = &frame
            && let Some(piece) = frame.data_ref()
        {
            self.rest = true;
            if !self.meter.take(piece.len() as u64) {
                let full = std::io::Error::from(ErrorKind::FileTooLarge);
                return Poll::Ready(Some(Err(axum::Error::new(full))));
            }
        }
        frame
    }
}

/// What the names of folders of uploads begin with.
const FOLDERS: &str = "finder-upload-";

/// The file whose lock says that a folder is in use.
const HELD: &str = ".held";

/// Its name until it is locked: a sweep that came between would find a file that nobody holds, and take it.
const NOT_YET_HELD: &str = ".held.new";

/// How long a folder may be there before it is locked, which takes less than a blink.
const LOCKED_WITHIN: Duration = Duration::from_hours(1);

/// A folder of an upload; it goes with this, and nobody else's sweep takes it before.
#[derive(Debug)]
pub(super) struct UploadFolder {
    folder: TempDir,
    _held: File,
}

impl UploadFolder {
    /// A new one that only this account can look into.
    pub(super) fn new() -> std::io::Result<Self> {
        Self::of(private_folder(FOLDERS)?)
    }

    /// One of a folder that nobody uses yet.
    fn of(folder: TempDir) -> std::io::Result<Self> {
        let being_made = folder.path().join(NOT_YET_HELD);
        let held = File::create_new(&being_made)?;
        held.try_lock().map_err(std::io::Error::from)?;
        std::fs::rename(being_made, folder.path().join(HELD))?;
        Ok(Self { folder, _held: held })
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What names of its files begin with where a program tells of them.
    pub(super) fn prefix(&self) -> String {
        format!("{}/", self.folder.path().display())
    }
}

/// Removes what processes that are no more have left: one that was killed could not.
pub(in crate::http) fn sweep() {
    sweep_in(&std::env::temp_dir());
}

fn sweep_in(folder: &Path) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let uploads = entries.filter(|entry| {
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        is_folder && entry.file_name().to_str().is_some_and(|name| name.starts_with(FOLDERS))
    });
    for entry in uploads {
        let left = match File::open(entry.path().join(HELD)) {
            // Nobody holds the lock of a process that is no more, whatever its number was and whoever shares the disk.
            Ok(held) => held.try_lock().is_ok(),
            // Whoever made it is about to lock it, or died before that.
            Err(error) if error.kind() == ErrorKind::NotFound => is_ours_and_old(&entry.path()),
            Err(_not_ours) => false,
        };
        // One of another account stays.
        if left && std::fs::remove_dir_all(entry.path()).is_ok() {
            tracing::info!("an upload that an earlier process left was removed");
        }
    }
}

/// Whether a folder is this account's, and nothing was made in it for so long that nobody is about to lock it.
fn is_ours_and_old(folder: &Path) -> bool {
    let Ok(about) = std::fs::symlink_metadata(folder) else { return false };
    let age = about.modified().ok().and_then(|changed| changed.elapsed().ok());
    about.uid() == rustix::process::geteuid().as_raw() && age.is_some_and(|age| age > LOCKED_WITHIN)
}

/// Reads the form's fields.
async fn fields(admin: &Admin, form: &mut Form<'_>) -> Result<Uploaded, Refused> {
    let folder = UploadFolder::new().map_err(|_full| FULL)?;
    let mut uploaded = Uploaded { folder, files: Vec::new(), map: None, list: None };
    let (mut trusted, mut left) = (false, admin.options.upload_limit);
    while let Some(mut field) = form.next().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "secret" {
            trusted = admin.secret.is(&text(form, &mut field).await?);
            continue;
        }
        if !trusted {
            return Err(FORGED);
        }
        match name.as_str() {
            "list" => {
                let text = text(form, &mut field).await?;
                let list = Some(text.trim()).filter(|text| !text.is_empty()).map(str::parse::<ListName>);
                let told = "The name of a list has 1 to 32 of a-z, 0-9 and -, and is not npi.";
                let list = list.transpose().map_err(|_no_name| (StatusCode::BAD_REQUEST, told))?;
                if list.as_ref().is_some_and(ListName::is_reserved) {
                    let told = "The name sample is the bundled sample's. Choose another one.";
                    return Err((StatusCode::BAD_REQUEST, told));
                }
                uploaded.list = list.map(|list| list.to_string());
            }
            "file" | "map" => {
                let Some(path) = path(&uploaded, &name, field.file_name()) else {
                    while form.piece(&mut field).await?.is_some() {}
                    continue;
                };
                if uploaded.files.len() == MOST_FILES {
                    return Err((StatusCode::BAD_REQUEST, "At most 8 files make one import."));
                }
                write(form, &mut field, &path, &mut left).await?;
                if name == "map" { uploaded.map = Some(path) } else { uploaded.files.push(path) }
            }
            _ => while form.piece(&mut field).await?.is_some() {},
        }
    }
    match (trusted, uploaded.files.is_empty()) {
        (false, _) => Err(FORGED),
        (true, true) => Err((StatusCode::BAD_REQUEST, "Choose a file first.")),
        (true, false) => Ok(uploaded),
    }
}

/// A short text.
async fn text(form: &Form<'_>, field: &mut Field<'_>) -> Result<String, Refused> {
    let mut bytes = Vec::new();
    while let Some(piece) = form.piece(field).await? {
        if bytes.len() + piece.len() > MOST_TEXT {
            return Err(BROKEN);
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_no_text| BROKEN)
}

/// Where a file goes; nowhere when none was chosen. Its name keeps what is harmless of it, because reports tell it;
/// one that is there already gets a number before it.
fn path(uploaded: &Uploaded, field: &str, name: Option<&str>) -> Option<PathBuf> {
    let last = name?.rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ');
    let kept: String = last.chars().filter(|letter| harmless(*letter)).collect();
    let kept = ending(&kept, MOST_NAME).trim_matches(['.', ' ']);
    if last.is_empty() {
        return None;
    }
    let kept = if kept.is_empty() { field } else { kept };
    let path = uploaded.folder.path().join(kept);
    let taken = uploaded.files.contains(&path) || uploaded.map.as_ref() == Some(&path);
    Some(if taken {
        uploaded.folder.path().join(format!("{}-{kept}", uploaded.files.len() + 1))
    } else {
        path
    })
}

/// The last bytes of a text, at most so many, from the beginning of a letter.
fn ending(text: &str, most: usize) -> &str {
    let begin = text.ceil_char_boundary(text.len().saturating_sub(most));
    &text[begin..]
}

/// Writes a file as it comes.
async fn write(form: &Form<'_>, field: &mut Field<'_>, path: &Path, left: &mut u64) -> Result<(), Refused> {
    let mut file = Some(File::create_new(path).map_err(|_full| FULL)?);
    while let Some(piece) = form.piece(field).await? {
        *left = left.checked_sub(piece.len() as u64).ok_or((
            StatusCode::PAYLOAD_TOO_LARGE,
            "The upload is larger than upload_limit_mb allows. Import such a file with `finder import`.",
        ))?;
        let Some(mut open) = file.take() else { return Err(FULL) };
        // Disks are slow at times; a thread that answers must not wait for them.
        let written = tokio::task::spawn_blocking(move || open.write_all(&piece).map(|()| open)).await;
        file = Some(written.map_err(|_panicked| FULL)?.map_err(|_full| FULL)?);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
