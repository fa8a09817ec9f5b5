//! Uploads: a form's files, written to a temporary folder as they come.
//!
//! In: a form as browsers send it (RFC 7578), the secret first. Out: files whose names are safe in a folder of their
//! own, outside the index. Invariants: nothing is written before the secret was right; no more than the limit is
//! written; what was written goes with an error.

use super::Admin;
use super::job::Uploaded;
use crate::domain::ListName;
use axum::body::Body;
use axum::http::header::CONTENT_TYPE;
use axum::http::{Request, StatusCode};
use multer::{Field, Multipart};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The most bytes of a field that is no file.
const MOST_TEXT: usize = 1_000;

/// The most files of one import: the federal file has three beside it.
const MOST_FILES: usize = 8;

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
    let kind = request.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(kind).map_err(|_no_form| BROKEN)?;
    let mut form = Multipart::new(request.into_body().into_data_stream(), boundary);
    let read = fields(admin, &mut form).await;
    if read.is_err() {
        // A connection that is closed on unread bytes loses the refusal.
        let _late = tokio::time::timeout(DISCARD_PATIENCE, discard(&mut form)).await;
    }
    read
}

/// Reads to the end and keeps nothing.
async fn discard(form: &mut Multipart<'_>) {
    while let Ok(Some(mut field)) = form.next_field().await {
        while let Ok(Some(_piece)) = field.chunk().await {}
    }
}

/// Reads the form's fields.
async fn fields(admin: &Admin, form: &mut Multipart<'_>) -> Result<Uploaded, Refused> {
    let folder = tempfile::Builder::new().prefix("finder-upload-").tempdir().map_err(|_full| FULL)?;
    let mut uploaded = Uploaded { folder, files: Vec::new(), map: None, list: None };
    let (mut trusted, mut left) = (false, admin.options.upload_limit);
    while let Some(mut field) = form.next_field().await.map_err(|_broken| BROKEN)? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "secret" {
            trusted = admin.secret.is(&text(&mut field).await?);
            continue;
        }
        if !trusted {
            return Err(FORGED);
        }
        match name.as_str() {
            "list" => {
                let text = text(&mut field).await?;
                let list = Some(text.trim()).filter(|text| !text.is_empty()).map(str::parse::<ListName>);
                let told = "The name of a list has 1 to 32 of a-z, 0-9 and -, and is not npi.";
                let list = list.transpose().map_err(|_no_name| (StatusCode::BAD_REQUEST, told))?;
                uploaded.list = list.map(|list| list.to_string());
            }
            "file" | "map" => {
                let Some(path) = path(&uploaded, &name, field.file_name()) else { continue };
                if uploaded.files.len() == MOST_FILES {
                    return Err((StatusCode::BAD_REQUEST, "At most 8 files make one import."));
                }
                write(&mut field, &path, &mut left).await?;
                if name == "map" { uploaded.map = Some(path) } else { uploaded.files.push(path) }
            }
            _ => {}
        }
    }
    match (trusted, uploaded.files.is_empty()) {
        (false, _) => Err(FORGED),
        (true, true) => Err((StatusCode::BAD_REQUEST, "Choose a file first.")),
        (true, false) => Ok(uploaded),
    }
}

/// A short text.
async fn text(field: &mut Field<'_>) -> Result<String, Refused> {
    let mut bytes = Vec::new();
    while let Some(piece) = field.chunk().await.map_err(|_broken| BROKEN)? {
        if bytes.len() + piece.len() > MOST_TEXT {
            return Err(BROKEN);
        }
        bytes.extend_from_slice(&piece);
    }
    String::from_utf8(bytes).map_err(|_no_text| BROKEN)
}

/// Where a file goes; nowhere when none was chosen. Its name keeps what is harmless of it, because reports tell it and
/// its ending says how it is packed; one that is there already gets a number before it.
fn path(uploaded: &Uploaded, field: &str, name: Option<&str>) -> Option<PathBuf> {
    let last = name?.rsplit(['/', '\\']).next().unwrap_or_default();
    let harmless = |letter: char| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '_' | ' ');
    let kept: String = last.chars().filter(|letter| harmless(*letter)).take(100).collect();
    let kept = kept.trim_matches(['.', ' ']);
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

/// Writes a file as it comes.
async fn write(field: &mut Field<'_>, path: &Path, left: &mut u64) -> Result<(), Refused> {
    let mut file = Some(File::create_new(path).map_err(|_full| FULL)?);
    while let Some(piece) = field.chunk().await.map_err(|_broken| BROKEN)? {
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
