//! New generations under load: no failed request, no answer that mixes two lists, noticed within two seconds.

use crate::support::TestIndex;
use crate::support::server::{Server, get};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// A list whose every row carries the list's number, in so many rows that a mixed answer would show.
fn list(number: u32) -> String {
    let mut text = String::from("id,name,credential,specialty,address,city,state,zip\n");
    for row in 0..40 + number {
        writeln!(text, "{row},Jane Version{number},DC,chiropractor,{row} Main St,Pittsburgh,PA,15213")
            .expect("written");
    }
    text
}

const TARGET: &str = "/v1/search?specialty=chiropractor&near=15213&radius=5&limit=100";

/// Says what is wrong with an answer: another count or another name than its list has.
fn fault(body: &str) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_str(body).ok()?;
    let names: Vec<&str> =
        answer["results"].as_array()?.iter().filter_map(|hit| hit["name"].as_str()).collect();
    let number: u64 = names.first()?.rsplit("Version").next()?.parse().ok()?;
    let same = names.iter().all(|name| *name == names[0]);
    let whole = answer["total"].as_u64()? == 40 + number && names.len() as u64 == 40 + number;
    (!same || !whole).then(|| format!("version {number}, total {}, {} names", answer["total"], names.len()))
}

#[test]
fn twenty_imports_under_eight_clients_fail_and_mix_nothing() {
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", &list(0)).refused, None);
    let server = Server::start(&index.path());
    let stop = Arc::new(AtomicBool::new(false));
    let answered = Arc::new(AtomicU64::new(0));
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let (stop, answered, address) =
                (Arc::clone(&stop), Arc::clone(&answered), server.address().to_owned());
            std::thread::spawn(move || {
                let mut faults = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    match get(&address, TARGET) {
                        Ok(reply) if reply.status == 200 => faults.extend(fault(&reply.body)),
                        Ok(reply) => faults.push(format!("status {}", reply.status)),
                        Err(error) => faults.push(error.to_string()),
                    }
                    answered.fetch_add(1, Ordering::Relaxed);
                }
                faults
            })
        })
        .collect();
    for number in 1..=20 {
        let outcome = index.import_text("list.csv", &list(number));
        let generation = outcome.generation.expect("published").to_string();
        let published = Instant::now();
        while server.get("/readyz").json()["generation"] != generation.as_str() {
            assert!(published.elapsed() < Duration::from_secs(5), "generation {generation} is not noticed");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    stop.store(true, Ordering::Relaxed);
    let faults: Vec<String> =
        clients.into_iter().flat_map(|client| client.join().expect("a client ends")).collect();
    eprintln!("20 imports, {} answers, {} faults", answered.load(Ordering::Relaxed), faults.len());
    assert!(faults.is_empty(), "{faults:?}");
}
