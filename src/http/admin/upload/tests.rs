//! Uploads: names, limits, forms that never end, and what is swept.

use super::*;
use std::time::SystemTime;

fn uploaded() -> Uploaded {
    let folder = UploadFolder::new().expect("a folder");
    Uploaded { folder, files: Vec::new(), map: None, list: None }
}

#[test]
fn long_names_keep_their_endings_and_fit_every_file_system() {
    let uploaded = uploaded();
    for name in ["语".repeat(200), format!("x{}", "é".repeat(200)), "a".repeat(400)] {
        let path = path(&uploaded, "file", Some(&format!("{name}.csv.gz"))).expect("a path");
        let kept = path.file_name().and_then(|name| name.to_str()).expect("a name");
        assert!(kept.len() <= MOST_NAME && kept.len() > MOST_NAME - 4 && kept.ends_with(".csv.gz"), "{kept}");
        File::create_new(&path).expect("a name that the file system takes");
    }
    assert_eq!(path(&uploaded, "file", Some("")), None);
    assert!(path(&uploaded, "map", Some("../..")).expect("a path").ends_with("map"));
}

fn admin() -> Arc<Admin> {
    let options = crate::http::AdminOptions {
        index: PathBuf::new(),
        program: PathBuf::new(),
        common: Vec::new(),
        token: None,
        address: [127, 0, 0, 1].into(),
        upload_limit: 1 << 20,
    };
    Admin::new(options)
}

/// Begins with these bytes and repeats one piece without end; counts the pieces that were taken.
struct Endless(Option<Bytes>, Bytes, Arc<AtomicU64>);

impl HttpBody for Endless {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let piece = self.0.take().unwrap_or_else(|| self.1.clone());
        self.2.fetch_add(piece.len() as u64, Ordering::Relaxed);
        assert!(self.2.load(Ordering::Relaxed) < 1 << 30, "nobody says stop");
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}

async fn refused(admin: &Admin, begin: &str, piece: &'static [u8]) -> (StatusCode, u64) {
    let taken = Arc::new(AtomicU64::new(0));
    let begin = Bytes::from(begin.to_owned().into_bytes());
    let body = Endless(Some(begin), Bytes::from_static(piece), Arc::clone(&taken));
    let request = Request::post("/imports").header(CONTENT_TYPE, "multipart/form-data; boundary=frontier");
    let request = request.body(Body::new(body)).expect("a request");
    let refused = fields_of(admin, request).await.expect_err("never a list");
    (refused.0, taken.load(Ordering::Relaxed))
}

/// Without letting the rest go by.
async fn fields_of(admin: &Admin, request: Request<Body>) -> Result<Uploaded, Refused> {
    fields(admin, &mut form(admin, request)?).await
}

#[tokio::test]
async fn a_form_that_never_gets_on_is_refused_before_it_is_held() {
    let admin = admin();
    let part = "--frontier\r\nContent-Disposition: form-data; name=\"secret\"\r\n";
    let secret = format!("{part}\r\n{}\r\n", admin.secret.text());
    for begin in ["--frontier\r\nX: ".to_owned(), part.to_owned(), format!("{secret}{part}"), secret.clone()]
    {
        let (status, taken) = refused(&admin, &begin, &[b'x'; 4096]).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        assert!(taken <= MOST_HELD + 8192 + begin.len() as u64, "{taken} bytes of {begin}");
    }
}

#[tokio::test]
async fn nothing_larger_than_the_limit_is_read_whatever_it_is() {
    let admin = admin();
    let secret = format!(
        "--frontier\r\nContent-Disposition: form-data; name=\"secret\"\r\n\r\n{}\r\n--frontier\r\n\
         Content-Disposition: form-data; name=",
        admin.secret.text()
    );
    for (field, status) in [
        ("\"file\"; filename=\"a.csv\"", StatusCode::PAYLOAD_TOO_LARGE),
        ("\"file\"; filename=\"\"", StatusCode::BAD_REQUEST),
        ("\"other\"", StatusCode::BAD_REQUEST),
    ] {
        let begin = format!("{secret}{field}\r\n\r\n");
        let (refused, taken) = refused(&admin, &begin, &[b'x'; 16_384]).await;
        assert_eq!(refused, status, "{field}");
        assert!((1 << 20..3 << 20).contains(&taken), "{taken} bytes of {field}");
    }
}

#[tokio::test]
async fn a_list_with_a_name_that_is_taken_is_not_read() {
    let admin = admin();
    for (name, told) in [("sample", "bundled sample"), ("npi", "not npi")] {
        let begin = format!(
            "--frontier\r\nContent-Disposition: form-data; name=\"secret\"\r\n\r\n{}\r\n--frontier\r\n\
             Content-Disposition: form-data; name=\"list\"\r\n\r\n{name}\r\n--frontier",
            admin.secret.text()
        );
        let request =
            Request::post("/imports").header("content-type", "multipart/form-data; boundary=frontier");
        let request = request.body(Body::from(begin)).expect("a request");
        let (status, why) = fields_of(&admin, request).await.expect_err("refused");
        assert!(status == StatusCode::BAD_REQUEST && why.contains(told), "{name}: {why}");
    }
}

/// Pieces that end; counts the bytes that were taken.
struct Whole(std::vec::IntoIter<Bytes>, Arc<AtomicU64>);

impl HttpBody for Whole {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        let piece = self.0.next();
        self.1.fetch_add(piece.as_ref().map_or(0, |piece| piece.len() as u64), Ordering::Relaxed);
        Poll::Ready(piece.map(|piece| Ok(Frame::data(piece))))
    }
}

#[tokio::test]
async fn what_comes_behind_a_refusal_is_let_go_by() {
    let admin = admin();
    let secret = "--frontier\r\nContent-Disposition: form-data; name=\"secret\"\r\n\r\n0\r\n--frontier\r\n";
    let rest = format!(
        "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{}",
        "x".repeat(4 << 20)
    );
    let body = format!("{secret}{rest}\r\n--frontier--\r\n");
    let (taken, length) = (Arc::new(AtomicU64::new(0)), body.len() as u64);
    let pieces: Vec<Bytes> = body.as_bytes().chunks(16_384).map(Bytes::copy_from_slice).collect();
    let request = Request::post("/imports").header(CONTENT_TYPE, "multipart/form-data; boundary=frontier");
    let body = Body::new(Whole(pieces.into_iter(), Arc::clone(&taken)));
    let request = request.body(body).expect("a request");
    let refused = read(&admin, request).await.expect_err("a wrong secret");
    assert_eq!((refused.0, taken.load(Ordering::Relaxed)), (StatusCode::FORBIDDEN, length));
}

#[test]
fn only_what_nobody_holds_is_swept() {
    let folder = private_folder("finder-test-").expect("a folder");
    let make = |name: &str, held: bool| {
        let path = folder.path().join(name);
        std::fs::create_dir(&path).expect("a folder");
        std::fs::write(path.join("list.csv"), "people").expect("a file");
        held.then(|| File::create_new(path.join(HELD)).expect("a file"))
    };
    let (left, held) = (format!("{FOLDERS}left"), format!("{FOLDERS}held"));
    let (being_made, other) = (format!("{FOLDERS}new"), "other-left".to_owned());
    drop(make(&left, true));
    let lock = make(&held, true).expect("a file");
    lock.try_lock().expect("nobody else");
    make(&being_made, false);
    drop(make(&other, true));
    sweep_in(folder.path());
    let there = [&left, &held, &being_made, &other].map(|name| folder.path().join(name).exists());
    assert_eq!(there, [false, true, true, true]);
    drop(lock);
    sweep_in(folder.path());
    assert!(!folder.path().join(&held).exists());
}

#[test]
fn a_folder_whose_maker_died_before_it_was_locked_is_swept_once_it_is_old() {
    let all = tempfile::tempdir().expect("a folder");
    let make = |name: &str, age: Duration| {
        let path = all.path().join(format!("{FOLDERS}{name}"));
        std::fs::create_dir(&path).expect("a folder");
        std::fs::write(path.join(NOT_YET_HELD), "").expect("a file");
        let changed = SystemTime::now().checked_sub(age).expect("a time");
        File::open(&path).expect("a folder").set_modified(changed).expect("its time is set");
        path
    };
    let (old, new) = (make("old", LOCKED_WITHIN * 2), make("new", LOCKED_WITHIN / 2));
    let held = make("held", LOCKED_WITHIN * 2);
    let lock = File::create_new(held.join(HELD)).expect("a file");
    lock.try_lock().expect("nobody else");
    sweep_in(all.path());
    assert_eq!([&old, &new, &held].map(|folder| folder.exists()), [false, true, true]);
}

#[test]
fn a_folder_that_is_being_made_is_not_swept() {
    const FOLDERS_MADE: usize = 500;
    let all = tempfile::tempdir().expect("a folder");
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let sweeper = scope.spawn(|| {
            let mut sweeps = 0_usize;
            while !done.load(Ordering::Relaxed) {
                sweep_in(all.path());
                sweeps += 1;
            }
            sweeps
        });
        let mut swept = Vec::new();
        for number in 0..FOLDERS_MADE {
            let folder = tempfile::Builder::new().prefix(FOLDERS).tempdir_in(all.path()).expect("a folder");
            match UploadFolder::of(folder) {
                Ok(made) if made.path().join(HELD).exists() => {}
                other => swept.push((number, other)),
            }
        }
        done.store(true, Ordering::Relaxed);
        assert!(sweeper.join().expect("a thread") > 0);
        assert!(swept.is_empty(), "{swept:?}");
    });
}
