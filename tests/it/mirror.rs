//! Mirrors: a copy that applies what changed is the new list, to the byte, wherever its connection broke; and whoever
//! reads slowly costs nobody anything.

use crate::support::server::{Server, get};
use crate::support::{Numbers, TestIndex, VOCABULARY, amount, tell};
use specialist_finder::http::{ServerState, router};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A list of people of whom each import leaves some out, adds some, and tells some otherwise.
fn list(numbers: &mut Numbers, people: usize) -> String {
    let mut text =
        String::from("id,npi,name,credential,specialty,address,city,state,zip,phone,telehealth,updated\n");
    for person in 0..people {
        if numbers.below(5) == 0 {
            continue;
        }
        let of = |numbers: &mut Numbers, usual: usize| {
            if numbers.below(4) == 0 { numbers.below(90) } else { usual }
        };
        let (house, phone) = (of(numbers, 7), of(numbers, 55));
        let (city, zip) =
            [("Pittsburgh", "15213"), ("Pittsburgh", "15219")][usize::from(numbers.below(6) == 0)];
        let telehealth = ["", "1", "0"][of(numbers, 0) % 3];
        // Few names, so that ids decide; some ids need care in an address.
        let id = format!("p/{person}{}", [" a", "", ":b", "é"][person % 4]);
        let row =
            format!("{id},,Jane Doe{},DC,chiropractor,{} Main St,{city},PA,{zip}", person % 3, house + 1);
        writeln!(text, "{row},41255501{phone:02},{telehealth},2026-0{}-01", of(numbers, 2) % 9 + 1)
            .expect("written");
        if numbers.below(9) == 0 {
            writeln!(text, "{id},,Jane Doe{},DC,chiropractor,9 Elm St,{city},PA,{zip},,,", person % 3)
                .expect("written");
        }
    }
    text
}

fn percent(id: &str) -> String {
    id.bytes().fold(String::new(), |mut text, byte| {
        write!(text, "%{byte:02X}").expect("written");
        text
    })
}

/// Reads a feed to its end with a connection that breaks at random places, and gives its lines but the first and last.
fn read_through(app: &axum::Router, target: &str, numbers: &mut Numbers) -> Vec<serde_json::Value> {
    let mut lines: Vec<serde_json::Value> = Vec::new();
    let (mut next, mut count) = (target.to_owned(), 0);
    loop {
        let body = ask(app, &next);
        let mut got: Vec<serde_json::Value> =
            body.lines().map(|line| serde_json::from_str(line).expect("a whole line")).collect();
        let begin = got.remove(0);
        assert_eq!(begin["type"], "begin");
        if numbers.below(3) == 0 && got.len() > 1 {
            got.truncate(1 + numbers.below(got.len() - 1));
            let generation = begin["generation"].as_str().expect("a generation");
            let last = percent(got.last().expect("a line")["id"].as_str().expect("an id"));
            let base = target.split('&').next().expect("a target");
            let sign = if base.contains('?') { '&' } else { '?' };
            next = format!("{base}{sign}generation={generation}&after={last}");
            count += got.len();
            lines.extend(got);
            continue;
        }
        let end = got.pop().expect("an end");
        assert_eq!((&end["type"], &end["count"]), (&"end".into(), &got.len().into()));
        count += got.len();
        lines.extend(got);
        assert_eq!(lines.len(), count);
        return lines;
    }
}

/// One request without a socket.
fn ask(app: &axum::Router, target: &str) -> String {
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    runtime.block_on(async {
        let request = axum::http::Request::get(target).body(axum::body::Body::empty()).expect("a request");
        let reply = app.clone().oneshot(request).await.expect("infallible");
        let status = reply.status();
        let body = reply.into_body().collect().await.expect("a whole body").to_bytes();
        let text = String::from_utf8(body.to_vec()).expect("UTF-8");
        assert_eq!(status, 200, "{target}: {text}");
        text
    })
}

type Mirror = BTreeMap<String, serde_json::Value>;

fn export(app: &axum::Router, target: &str, numbers: &mut Numbers) -> Mirror {
    let lines = read_through(app, target, numbers);
    let count = lines.len();
    let one = |line: serde_json::Value| {
        assert_eq!(line["type"], "provider");
        (line["id"].as_str().expect("an id").to_owned(), line["provider"].clone())
    };
    let mirror: Mirror = lines.into_iter().map(one).collect();
    assert_eq!(mirror.len(), count, "each stands in it once");
    mirror
}

/// Applies the lines of a change feed; says how many of each kind there were.
fn apply(mirror: &mut Mirror, lines: &[serde_json::Value]) -> [usize; 3] {
    let mut kinds = [0; 3];
    for line in lines {
        let id = line["id"].as_str().expect("an id").to_owned();
        match line["type"].as_str() {
            Some("added") => {
                kinds[0] += 1;
                assert!(mirror.insert(id, line["provider"].clone()).is_none(), "it was there before");
            }
            Some("changed") => {
                kinds[1] += 1;
                let before = mirror.insert(id, line["provider"].clone()).expect("it was there before");
                let named: Vec<&str> = line["fields"]
                    .as_array()
                    .expect("fields")
                    .iter()
                    .filter_map(|name| name.as_str())
                    .collect();
                let after = line["provider"].as_object().expect("a provider");
                let differ: Vec<&str> =
                    after.keys().filter(|name| after[*name] != before[*name]).map(String::as_str).collect();
                let sorted = |mut names: Vec<&str>| {
                    names.sort_unstable();
                    names.join(",")
                };
                assert_eq!(sorted(named), sorted(differ), "the members that differ are those that are named");
            }
            Some("removed") => {
                kinds[2] += 1;
                mirror.remove(&id).expect("it was there before");
            }
            other => panic!("a line of type {other:?}"),
        }
    }
    kinds
}

#[test]
fn a_mirror_that_applies_changes_is_the_export_of_the_new_generation() {
    for seed in 1..=amount("FINDER_MIRRORS", 3) {
        let mut numbers = Numbers(u64::try_from(seed).expect("few") * 0x9e37_79b9);
        let index = TestIndex::new();
        assert_eq!(index.import_text("list.csv", &list(&mut numbers, 60)).refused, None);
        let engine = Arc::new(index.engine());
        let app = router(ServerState::new(Arc::clone(&engine), false));
        let mut mirror = export(&app, "/v1/providers.ndjson", &mut numbers);
        let mut kinds = [0; 3];
        for import in 2..=5 {
            let outcome = index.import_text("list.csv", &list(&mut numbers, 60));
            let generation = outcome.generation.expect("published");
            engine.publish(index.store().open(generation, &VOCABULARY).expect("opened"));
            let since = import - 1;
            let lines = read_through(&app, &format!("/v1/changes?since={since}"), &mut numbers);
            let old = mirror.clone();
            for (kind, more) in kinds.iter_mut().zip(apply(&mut mirror, &lines)) {
                *kind += more;
            }
            assert_eq!(mirror, export(&app, "/v1/providers.ndjson", &mut numbers), "seed {seed}");
            // The way back, as after a rollback, and the generation before as long as it is kept.
            let back =
                read_through(&app, &format!("/v1/changes?since={import}&generation={since}"), &mut numbers);
            let mut undone = mirror.clone();
            apply(&mut undone, &back);
            assert_eq!(undone, old);
            let kept = format!("/v1/providers.ndjson?generation={since}");
            assert_eq!(export(&app, &kept, &mut Numbers(u64::MAX)), old);
        }
        assert!(kinds.iter().all(|kind| *kind > 10), "{kinds:?}");
    }
}

/// A list of so many people, as a file.
fn large(people: usize) -> String {
    let mut text = String::from("id,name,credential,specialty,address,city,state,zip\n");
    for row in 0..people {
        writeln!(text, "{row:06},Jane Doe{row},DC,chiropractor,{row} Main St,Pittsburgh,PA,15213")
            .expect("written");
    }
    text
}

/// Kilobytes of memory that a process has for itself, mapped files apart.
fn own_memory(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).expect("a line");
    line.split_whitespace().nth(1).and_then(|number| number.parse().ok()).expect("a number")
}

#[test]
#[cfg(target_os = "linux")]
fn exports_cost_no_memory_and_slow_readers_cost_nobody_anything() {
    let index = TestIndex::new();
    let people = amount("FINDER_MIRRORED", 40_000);
    assert_eq!(index.import_text("list.csv", &large(people)).refused, None);
    let server = Server::start(&index.path());
    let search = "/v1/search?specialty=chiropractor&near=15213&limit=5";
    assert_eq!(server.get(search).status, 200);
    let open = || {
        let mut socket = TcpStream::connect(server.address()).expect("connected");
        socket.set_read_timeout(Some(Duration::from_secs(30))).expect("a bound");
        let head = b"GET /v1/providers.ndjson HTTP/1.1\r\nHost: finder\r\nConnection: close\r\n\r\n";
        socket.write_all(head).expect("sent");
        socket
    };
    // Warm: what the first export allocates once.
    let mut first = Vec::new();
    open().read_to_end(&mut first).expect("a reply");
    let before = own_memory(server.id());
    // Readers who take nothing but the head.
    let mut slow: Vec<TcpStream> = (0..3).map(|_| open()).collect();
    for socket in &mut slow {
        socket.read_exact(&mut [0; 64]).expect("a beginning");
    }
    std::thread::sleep(Duration::from_millis(500));
    let began = Instant::now();
    let searches = 50;
    for _ in 0..searches {
        assert_eq!(server.get(search).status, 200);
    }
    let took = began.elapsed() / searches;
    let mut bytes = 0;
    let mut peak = 0;
    let mut reader = open();
    let mut buffer = vec![0; 1 << 20];
    let mut tail = Vec::new();
    loop {
        let read = reader.read(&mut buffer).expect("a reply");
        if read == 0 {
            break;
        }
        bytes += read;
        peak = peak.max(own_memory(server.id()));
        tail = [&tail[tail.len().saturating_sub(200)..], &buffer[..read]].concat();
    }
    let tail = String::from_utf8_lossy(&tail).into_owned();
    assert!(tail.contains(&format!("\"count\":{people}}}")), "{}", &tail[tail.len().saturating_sub(200)..]);
    let grown = peak.saturating_sub(before);
    tell(&format!(
        "an export of {} MB beside 3 stalled readers: {grown} kB more memory; a search beside them {took:?}",
        bytes >> 20
    ));
    assert!(bytes > people * 500, "{bytes} bytes are no large export");
    // A piece is 64 KiB and is copied once on its way out; the whole export is tens of megabytes.
    assert!(grown < 4 * 1024, "{grown} kB");
    drop(slow);
    // Four at once is a caller's share, behind which it is told to come again; three gave theirs back.
    assert_eq!(get(server.address(), "/v1/changes?since=1").expect("a reply").status, 200);
}
