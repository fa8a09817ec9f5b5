//! The server process from start to end: the sample, damage, and being told to stop.

use crate::support::server::{Server, exchange, free_port, get};
use crate::support::{TestIndex, fixture};
use std::ffi::OsStr;
use std::io::Write as _;
use std::net::TcpStream;
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn a_stopped_server_ends_in_time_even_with_half_open_clients() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let mut server = Server::start(&index.path());
    let silent = TcpStream::connect(server.address()).expect("connects");
    let mut half = TcpStream::connect(server.address()).expect("connects");
    half.write_all(b"GET /v1/search?q=chiro HTTP/1.1\r\nHost: f").expect("sent");
    let started = Instant::now();
    let killed = Command::new("kill").args(["-TERM", &server.id().to_string()]).status().expect("kill runs");
    assert!(killed.success());
    assert_eq!(server.wait(), Some(0));
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
    drop((silent, half));
}

#[test]
fn a_closed_terminal_ends_a_server_in_order_unless_it_was_told_to_go_on() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let hang_up = |server: &Server| {
        let sent = Command::new("kill").args(["-HUP", &server.id().to_string()]).status();
        assert!(sent.expect("kill runs").success());
    };
    let mut server = Server::start(&index.path());
    hang_up(&server);
    assert_eq!(server.wait(), Some(0));
    if cfg!(target_os = "linux") {
        let mut server = Server::start_ignoring_hangups(&index.path());
        hang_up(&server);
        assert_eq!(server.get("/healthz").status, 200);
        server.terminate();
        assert_eq!(server.wait(), Some(0));
    }
}

/// A name that is made to lead to this machine is another page's.
#[test]
fn a_request_that_is_for_two_hosts_is_refused() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let operations = format!("127.0.0.1:{}", free_port());
    let options = ["--admin-listen", &operations];
    let server = Server::start_with(&index.path(), &options, &[], std::process::Stdio::null());
    let ask = |address: &str, line: &str, hosts: &str| {
        let bytes = format!("GET {line} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
        exchange(address, bytes.as_bytes()).expect("a reply")
    };
    for (line, hosts) in [
        ("/healthz", ""),
        ("/healthz", "Host: localhost\r\nHost: evil.example\r\n"),
        ("http://evil.example/healthz", "Host: localhost\r\n"),
        ("/healthz", "Host: localhost evil.example\r\n"),
    ] {
        for address in [server.address(), &operations] {
            let reply = ask(address, line, hosts);
            assert_eq!((reply.status, &reply.json()["code"]), (400, &"bad_host".into()), "{line} {hosts}");
            assert!(reply.head.contains("application/problem+json"), "{}", reply.head);
        }
    }
    assert_eq!(
        ask(server.address(), "http://finder.example/healthz", "Host: finder.example\r\n").status,
        200
    );
    for (path, host, status) in [
        ("/metrics", "scraper.example", 200),
        ("/", "localhost", 200),
        ("/", "evil.example", 403),
        ("/healthz", "balancer.example", 200),
    ] {
        let reply = ask(&operations, path, &format!("Host: {host}\r\n"));
        assert_eq!(reply.status, status, "{path} {host}");
    }
}

#[test]
fn a_misspelt_variable_is_told_and_its_value_is_not() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let output = Command::new(env!("CARGO_BIN_EXE_finder"))
        .args(["lists", "--index"])
        .arg(index.path())
        .env("FINDER_ADMIN_TOKN", "correct-horse-battery")
        .output()
        .expect("finder runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.contains("FINDER_ADMIN_TOKN"), "{told}");
    assert!(told.contains("FINDER_ADMIN_TOKEN may be meant") && !told.contains("horse"), "{told}");
}

/// The log is for whoever reads it; searches wait for nobody.
#[test]
fn a_log_that_nobody_takes_costs_no_answer_and_no_end() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let options = ["--admin-listen", "off", "--log", "info"];
    let (unread, full) = std::io::pipe().expect("a pipe");
    let (closed, broken) = std::io::pipe().expect("a pipe");
    drop(closed);
    for (name, errors) in [("unread", full), ("closed", broken)] {
        let mut server = Server::start_with(&index.path(), &options, &[], errors.into());
        // A pipe takes 64 KiB, which is some 400 lines.
        for number in 0..1_500 {
            let reply = get(server.address(), "/healthz").expect("the server answers");
            assert_eq!(reply.status, 200, "{name}: {number}");
        }
        let started = Instant::now();
        server.terminate();
        assert_eq!(server.wait(), Some(0), "{name}");
        assert!(started.elapsed() < Duration::from_secs(10), "{name}: {:?}", started.elapsed());
    }
    drop(unread);
}

#[test]
fn an_import_leaves_a_server_a_core_and_goes_back_on_all() {
    let list = fixture("bad_inputs/csv/_base.csv");
    let index = TestIndex::with(&list);
    let told = |arguments: &[&OsStr]| {
        let mut finder = Command::new(env!("CARGO_BIN_EXE_finder"));
        let output = finder.args(arguments).arg("--index").arg(index.path()).output().expect("finder runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stderr).contains("one core is left to searches")
    };
    let import: [&OsStr; 2] = ["import".as_ref(), list.as_os_str()];
    assert!(!told(&import), "nobody answers");
    let mut server = Server::start(&index.path());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    assert_eq!(told(&import), cfg!(target_os = "linux") && cores > 1);
    assert!(!told(&["rollback".as_ref()]));
    server.terminate();
    assert_eq!(server.wait(), Some(0));
    assert!(!told(&import), "nobody answers any more");
}

#[test]
fn a_damaged_generation_is_never_served_and_the_one_before_says_degraded() {
    let index = TestIndex::new();
    for _ in 0..2 {
        assert_eq!(index.import(&fixture("bad_inputs/csv/_base.csv")).expect("imports").refused, None);
    }
    let records = index.path().join("000002/records.bin");
    let mut bytes = std::fs::read(&records).expect("readable");
    bytes[100] ^= 1;
    std::fs::write(&records, bytes).expect("writable");
    let server = Server::start(&index.path());
    let ready = server.get("/readyz").json();
    assert_eq!((&ready["generation"], &ready["degraded"]), (&"000001".into(), &true.into()), "{ready}");
    assert_eq!(server.get("/v1/search?specialty=chiropractor&near=15213").status, 200);
}

#[test]
fn the_first_start_imports_the_sample_and_says_so() {
    let index = TestIndex::with_sample();
    let server = Server::start(&index.path());
    let answer = get(server.address(), "/v1/search?q=neck+pain+chiropractor+near+15213+within+10+miles")
        .expect("answers");
    let answer = answer.json();
    let codes: Vec<_> =
        answer["notices"].as_array().expect("notices").iter().map(|notice| &notice["code"]).collect();
    assert!(codes.contains(&&"sample_data".into()) && codes.contains(&&"radius_widened".into()), "{codes:?}");
    assert_eq!(answer["interpretation"]["conditions"][0]["id"], "neck_pain");
    assert_eq!(answer["interpretation"]["radius"]["value"], 10);
}
