//! Whatever a request's target, method and headers are, the reply is sound: no failure of ours, and either the media
//! type that the route promises or a problem with a code.
//!
//! The requests ([`requests`]) are the same in every run. They go through a real server on connections that are kept.
//! `FINDER_FUZZ` says how many.

mod kept;
mod requests;

use crate::support::server::Server;
use crate::support::{Numbers, TestIndex, amount, fixture, raise_open_files, tell};
use kept::Kept;
use requests::request;
use std::collections::BTreeMap;
use std::time::Instant;

/// What is wrong with a reply, if anything.
fn fault(asked: &str, status: u16, head: &str, body: &[u8]) -> Option<&'static str> {
    let has = |line: &str| head.lines().any(|other| other.starts_with(line));
    if status >= 500 {
        return Some("a failure of ours");
    }
    // What the HTTP library refuses itself may be empty.
    if [400, 414, 431].contains(&status) && !has("x-request-id:") {
        return None;
    }
    if !has("x-request-id:") || !has("x-content-type-options: nosniff") {
        return Some("no safe headers");
    }
    let target = asked.split(' ').nth(1).unwrap_or_default();
    if status >= 400 {
        // A browser that goes astray outside the API gets a page.
        if has("content-type: text/html; charset=utf-8") && !target.starts_with("/v1/") {
            return (!has("content-security-policy: ")).then_some("a page without a policy");
        }
        if !has("content-type: application/problem+json") {
            return Some("no problem");
        }
        let problem: serde_json::Value = match serde_json::from_slice(body) {
            Ok(problem) => problem,
            Err(_) if asked.starts_with("HEAD ") => return None,
            Err(_) => return Some("a problem that is no JSON"),
        };
        return (!problem["code"].is_string() || problem["status"] != status).then_some("no code");
    }
    let kinds = [
        "application/json",
        "application/x-ndjson",
        "text/html; charset=utf-8",
        "text/css; charset=utf-8",
        "text/javascript; charset=utf-8",
        "text/vcard; charset=utf-8",
        "image/svg+xml",
    ];
    let typed = kinds.iter().any(|kind| has(&format!("content-type: {kind}")));
    if !typed && !asked.starts_with("OPTIONS ") && ![303, 304].contains(&status) {
        return Some("no media type that is promised");
    }
    let plain =
        has("content-type: application/json") && !has("content-encoding:") && !asked.starts_with("HEAD ");
    let read = serde_json::from_slice::<serde_json::Value>(body);
    (plain && status == 200 && read.is_err()).then_some("JSON that is none")
}

#[test]
fn no_request_is_answered_with_a_failure() {
    let count = amount("FINDER_FUZZ", 20_000);
    raise_open_files();
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let server = Server::start(&index.path());
    let began = Instant::now();
    let work = |seed: u64| {
        let mut numbers = Numbers(seed);
        let mut kept = Kept { address: server.address().to_owned(), stream: None };
        let mut statuses = BTreeMap::<u16, usize>::new();
        for _ in 0..count / 4 {
            let (asked, bytes) = request(&mut numbers);
            let (status, head, body) = kept.ask(&asked, &bytes);
            if let Some(fault) = fault(&asked, status, &head, &body) {
                panic!("{fault}: {asked}\n{head}{}", String::from_utf8_lossy(&body));
            }
            *statuses.entry(status).or_default() += 1;
        }
        statuses
    };
    let mut statuses = BTreeMap::<u16, usize>::new();
    std::thread::scope(|scope| {
        let work = &work;
        let workers: Vec<_> = (1..=4_u64).map(|seed| scope.spawn(move || work(seed * 0x9e37_79b9))).collect();
        for worker in workers {
            for (status, count) in worker.join().expect("no reply was at fault") {
                *statuses.entry(status).or_default() += count;
            }
        }
    });
    let asked: usize = statuses.values().sum();
    tell(&format!("{asked} requests in {:?}: {statuses:?}", began.elapsed()));
    assert!(statuses.get(&200).is_some_and(|found| found * 20 > asked), "too few are answered: {statuses:?}");
    assert!(statuses.len() >= 6, "{statuses:?}");
}
