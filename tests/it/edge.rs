//! What an operator decides about the edge: limits by file, environment and flag, and what the two listeners show.

use crate::support::server::{Reply, Server, exchange, get};
use crate::support::{TestIndex, fixture};
use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};

const ASKED: &str = "/v1/suggest?q=chi";

fn index_and_file(text: &str) -> (TestIndex, PathBuf) {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let file = index.folder().join("finder.toml");
    std::fs::write(&file, text).expect("the file is written");
    (index, file)
}

/// Asks as somebody for whom a proxy on this machine speaks.
fn ask_for(server: &Server, caller: &str) -> Reply {
    let request =
        format!("GET {ASKED} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Forwarded-For: {caller}\r\n\r\n");
    exchange(server.address(), request.as_bytes()).expect("a reply")
}

#[test]
fn the_limit_is_that_of_the_flag_then_the_environment_then_the_file() {
    let (index, file) = index_and_file("rate_limit = '2/h'\nadmin_listen = 'off'\n");
    let file = file.to_str().expect("text");
    let env = [("FINDER_RATE_LIMIT", "off")];
    for (variables, flag, allowed) in
        [(&[][..], None, 2), (&env, None, 5), (&env, Some("3/h"), 3), (&[], Some("off"), 5)]
    {
        let mut options = vec!["--config", file];
        options.extend(flag.iter().flat_map(|flag| ["--rate-limit", flag]));
        let server = Server::start_with(&index.path(), &options, variables, Stdio::null());
        let statuses: Vec<u16> = (0..5).map(|_| server.get(ASKED).status).collect();
        let expected: Vec<u16> = (0..5).map(|at| if at < allowed { 200 } else { 429 }).collect();
        assert_eq!(statuses, expected, "{variables:?} {flag:?}");
    }
}

#[test]
fn a_trusted_proxys_callers_have_limits_of_their_own_and_a_strangers_word_counts_for_nothing() {
    let (index, file) =
        index_and_file("rate_limit = '1/h'\nadmin_listen = 'off'\ntrusted_proxies = ['127.0.0.0/8']\n");
    let file = file.to_str().expect("text");
    let trusting = Server::start_with(&index.path(), &["--config", file], &[], Stdio::null());
    assert_eq!(ask_for(&trusting, "203.0.113.1").status, 200);
    assert_eq!(ask_for(&trusting, "203.0.113.2").status, 200);
    let refused = ask_for(&trusting, "203.0.113.9, 203.0.113.1");
    assert_eq!((refused.status, &refused.json()["code"]), (429, &"rate_limited".into()));
    assert!(refused.head.to_ascii_lowercase().contains("\r\nretry-after: 3"), "{}", refused.head);
    let variables = [("FINDER_TRUSTED_PROXIES", "192.0.2.0/24,2001:db8::/32")];
    let wary = Server::start_with(&index.path(), &["--config", file], &variables, Stdio::null());
    assert_eq!(ask_for(&wary, "203.0.113.1").status, 200);
    assert_eq!(ask_for(&wary, "203.0.113.2").status, 429, "loopback is no trusted proxy here");
    assert_eq!((wary.get("/healthz").status, wary.get("/readyz").status), (200, 200));
}

#[test]
fn a_value_that_is_not_allowed_is_named_with_what_is() {
    for (option, value, allowed) in [
        ("rate-limit", "10", "10/s"),
        ("rate-limit", "0/s", "1 to 1000000"),
        ("trusted-proxies", "10.0.0.0/8,proxy", "10.0.0.0/8"),
        ("corrections-url", "javascript:alert(1)", "mailto:"),
    ] {
        let variable = format!("FINDER_{}", option.to_uppercase().replace('-', "_"));
        let flag = format!("--{option}");
        let (_index, file) = index_and_file(&format!("{} = '{value}'", option.replace('-', "_")));
        let ways = [
            (vec!["serve", &flag, value], None, 2),
            (vec!["serve"], Some((&variable, value)), 2),
            (vec!["serve", "--config", file.to_str().expect("text")], None, 78),
        ];
        for (arguments, variable, code) in ways {
            let out = Command::new(env!("CARGO_BIN_EXE_finder")).args(&arguments).envs(variable).output();
            let out = out.expect("it runs");
            let told = String::from_utf8_lossy(&out.stderr).into_owned();
            assert_eq!(out.status.code(), Some(code), "{arguments:?}: {told}");
            let key = told.contains(option) || told.contains(&option.replace('-', "_"));
            assert!(key && told.contains(value) && told.contains(allowed), "{arguments:?}: {told}");
        }
    }
}

#[test]
fn only_the_operations_listener_shows_the_counts() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let log = index.folder().join("log");
    let errors = Stdio::from(File::create(&log).expect("a log"));
    let options = ["--admin-listen", "127.0.0.1:0", "--rate-limit", "4/h"];
    let server = Server::start_with(&index.path(), &options, &[], errors);
    for target in
        ["/v1/search?near=15213&specialty=chiropractor", "/v1/search?limit=101", "/nowhere", ASKED, ASKED]
    {
        server.get(target);
    }
    assert_eq!(server.get("/metrics").status, 429);
    let log = std::fs::read_to_string(&log).expect("the log");
    let operations =
        log.split("operations listener address=").nth(1).and_then(|rest| rest.split_whitespace().next());
    let operations = operations.expect("the listener's address is logged").to_owned();
    let metrics = get(&operations, "/metrics").expect("the metrics");
    assert!(
        metrics.head.to_ascii_lowercase().contains("content-type: text/plain; version=0.0.4"),
        "{}",
        metrics.head
    );
    for line in [
        "finder_requests_total{route=\"/v1/search\",method=\"GET\",status=\"400\"} 1",
        "finder_requests_total{route=\"none\",method=\"GET\",status=\"404\"} 1",
        "finder_requests_total{route=\"none\",method=\"GET\",status=\"429\"} 1",
        "finder_request_duration_seconds_count{route=\"/v1/suggest\"} 2",
        "finder_searches_total{outcome=\"refused\"} 1",
        "finder_rate_limit_refusals_total 2",
        "finder_queue_refusals_total 0",
        "finder_panics_total 0",
        "finder_generation 1",
        "finder_degraded 0",
        "finder_connections_open{listener=\"operations\"} 1",
        "finder_connections_closed_total{reason=\"room\"} 0",
        "process_start_time_seconds 1",
    ] {
        assert!(metrics.body.contains(line), "{line} is missing in:\n{}", metrics.body);
    }
    assert_eq!(get(&operations, ASKED).expect("a reply").status, 404, "no search on the operations listener");
    for _ in 0..10 {
        assert_eq!(get(&operations, "/metrics").expect("a reply").status, 200, "operations are not limited");
    }
}
