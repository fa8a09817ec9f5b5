//! Who else is at a provider's address: by the street and ZIP code, however both are written and wherever it is placed,
//! each once.

use crate::support::{TestIndex, VOCABULARY};
use specialist_finder::domain::{Provider, ProviderId};
use specialist_finder::http::wire::{Labels, ProviderReply};
use specialist_finder::index::Export;
use specialist_finder::query::{Engine, SearchRequest};
use specialist_finder::vocabulary::Lang;
use specialist_finder::vocabulary::normalize::fold;
use std::collections::{BTreeMap, BTreeSet};

/// The reply about a provider, as JSON.
fn provider(engine: &Engine, id: &str) -> serde_json::Value {
    let id: ProviderId = id.parse().expect("an id");
    let answer = engine.provider(&id).expect("readable").expect("listed");
    let colleagues = answer.colleagues().expect("readable");
    let labels = Labels::new(&VOCABULARY);
    let reply = ProviderReply::from_answer(&answer, &colleagues, &labels, Lang::En).expect("readable");
    serde_json::to_value(&reply).expect("JSON")
}

/// How many are at each practice, and the ids of those named.
fn colleagues(engine: &Engine, id: &str) -> Vec<(u64, Vec<String>)> {
    let reply = provider(engine, id);
    let practices = reply["practices"].as_array().expect("practices");
    let of = |practice: &serde_json::Value| {
        let named = practice["colleagues"]["providers"].as_array().expect("colleagues");
        let ids = named.iter().map(|one| one["id"].as_str().expect("an id").to_owned()).collect();
        (practice["colleagues"]["total"].as_u64().expect("a number"), ids)
    };
    practices.iter().map(of).collect()
}

const LIST: &str = "id,name,specialty,address,city,state,zip,lat,lon
a,Ann Zabel,chiropractor,\"100 N Main St, Ste 4\",Pittsburgh,PA,15213,,
b,Ben Young,chiropractor,100 NORTH MAIN STREET SUITE 4,Pittsburgh,PA,15213,,
c,Cy Xavier,physical_therapist,100 North Main St #4,PITTSBURGH,PA,15213-1234,40.4420,-79.9600
d,Di West,chiropractor,\"100 N Main St, Ste 5\",Pittsburgh,PA,15213,,
e,Ed Vogel,chiropractor,\"100 N Main St, Ste 4\",Pittsburgh,PA,15217,,
f,Flo Ullman,chiropractor,\"101 N Main St, Ste 4\",Pittsburgh,PA,15213,,
g,Main Street Spine LLC,chiropractor,100 N. Main Street Suite 4,Pittsburgh,PA,15213,,
h,Hal Thorn,chiropractor,200 Elm Ave,Erie,PA,16501,,
h,Hal Thorn,chiropractor,\"100 N Main St, Ste 4\",Pittsburgh,PA,15213,,
i,Ida Stone,chiropractor,,Pittsburgh,PA,15213,,
j,Joe Ross,chiropractor,,Pittsburgh,PA,15213,,
";

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| format!("list:{id}")).collect()
}

#[test]
fn people_at_one_address_are_told_however_it_is_written() {
    let index = TestIndex::new();
    assert!(index.import_text("list.csv", LIST).generation.is_some());
    let engine = index.engine();
    // By family name; an organization by its own. Of C the point is known, of the others only the ZIP code's middle.
    assert_eq!(colleagues(&engine, "list:a"), [(4, ids(&["g", "h", "c", "b"]))]);
    assert_eq!(colleagues(&engine, "list:c"), [(4, ids(&["g", "h", "b", "a"]))]);
    assert_eq!(colleagues(&engine, "list:h"), [(0, ids(&[])), (4, ids(&["g", "c", "b", "a"]))]);
    for alone in ["list:d", "list:e", "list:f", "list:i"] {
        assert_eq!(colleagues(&engine, alone), [(0, ids(&[]))], "{alone}");
    }
    let reply = provider(&engine, "list:a");
    let organization = &reply["practices"][0]["colleagues"]["providers"][0];
    assert_eq!(
        (&organization["kind"], &organization["name"]),
        (&"organization".into(), &"Main Street Spine LLC".into())
    );
}

#[test]
fn people_at_one_address_are_told_of_each_other_wherever_they_are_placed() {
    // The first lies in the middle of its ZIP code, the others over a mile away; of the last the ZIP code is not known.
    let list = "id,name,specialty,address,city,state,zip,lat,lon
a,Ann Zabel,chiropractor,100 Main St,Pittsburgh,PA,15213,,
b,Ben Young,chiropractor,100 Main Street,Pittsburgh,PA,15213,40.4800,-79.9000
c,Cy Xavier,chiropractor,100 Main St.,Pittsburgh,PA,15213,40.4000,-80.0100
d,Di West,chiropractor,100 Main St,PITTSBURGH,PA,,40.4400,-79.9600
e,Ed Vogel,chiropractor,100 Main St,Erie,PA,,42.1200,-80.0800
f,Flo Ullman,chiropractor,100 Main St,Pittsburgh,PA,15222,,
";
    let index = TestIndex::new();
    assert!(index.import_text("list.csv", list).generation.is_some());
    let engine = index.engine();
    assert_eq!(colleagues(&engine, "list:a"), [(3, ids(&["d", "c", "b"]))]);
    assert_eq!(colleagues(&engine, "list:b"), [(3, ids(&["d", "c", "a"]))]);
    assert_eq!(colleagues(&engine, "list:c"), [(3, ids(&["d", "b", "a"]))]);
    assert_eq!(colleagues(&engine, "list:d"), [(4, ids(&["f", "c", "b", "a"]))]);
    assert_eq!(colleagues(&engine, "list:e"), [(0, ids(&[]))]);
    assert_eq!(colleagues(&engine, "list:f"), [(1, ids(&["d"]))]);
}

#[test]
fn words_that_name_no_house_make_nobody_colleagues() {
    let lines =
        ["Telehealth", "Unknown", "Suite 100", "# 100", "Virtual Suite 100", "Main Street", "PO Box 12"];
    let mut list = "id,name,specialty,address,city,state,zip\n".to_owned();
    for (number, line) in lines.iter().enumerate() {
        for one in ["a", "b"] {
            let row = format!("{one}{number},Pat {one}dams,chiropractor,{line},Boston,MA,02118\n");
            list.push_str(&row);
        }
    }
    let index = TestIndex::new();
    assert!(index.import_text("list.csv", &list).generation.is_some());
    let engine = index.engine();
    for (number, line) in lines.iter().enumerate() {
        let told = colleagues(&engine, &format!("list:a{number}"));
        let expected = u64::from(line.starts_with("PO Box"));
        assert_eq!(told[0].0, expected, "{line}");
    }
}

#[test]
fn more_than_ten_are_counted_and_ten_named() {
    let mut list = "id,name,specialty,address,city,state,zip\n".to_owned();
    for number in 0..14 {
        let letter = char::from(b'A' + number);
        let row = format!("p{number},Pat {letter}dams,chiropractor,1 Oak Ave,Boston,MA,02118\n");
        list.push_str(&row);
    }
    let index = TestIndex::new();
    assert!(index.import_text("list.csv", &list).generation.is_some());
    let [(total, named)] = &*colleagues(&index.engine(), "list:p3") else { panic!("one practice") };
    assert_eq!((*total, named.len()), (13, 10));
    assert_eq!(named[..4], ids(&["p0", "p1", "p2", "p4"]));
}

#[test]
fn nobody_at_an_address_of_the_sample_is_forgotten() {
    let index = TestIndex::with_sample();
    let engine = index.engine();
    let asked = [("q", "chiropractor"), ("near", "PA"), ("limit", "100")];
    let request = SearchRequest::from_pairs(asked, engine.vocabulary()).expect("a request");
    let hits = engine.search(&request).expect("an answer").hits;
    let snapshot = index.store().open_live(&VOCABULARY).expect("an index").snapshot;
    let mut export = Export::new(&snapshot, None);
    let everybody: Vec<Provider> =
        std::iter::from_fn(|| export.step()).map(|record| record.provider().expect("a record")).collect();
    let mut at: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for provider in &everybody {
        for practice in provider.practices.iter().filter(|practice| !practice.address.is_empty()) {
            let zip = practice.zip.map(|zip| zip.to_string()).unwrap_or_default();
            at.entry((fold(&practice.address), zip)).or_default().insert(provider.id.to_string());
        }
    }
    let mut shared = 0;
    let crowded = at.values().filter(|ids| ids.len() > 1).take(60).filter_map(|ids| ids.first().cloned());
    let some = hits.iter().map(|hit| hit.provider().expect("a record").id.to_string());
    for id in crowded.chain(some) {
        let reply = provider(&engine, &id);
        for practice in reply["practices"].as_array().expect("practices") {
            let text = |name: &str| practice[name].as_str().unwrap_or_default().to_owned();
            let there = at.get(&(fold(&text("address")), text("zip"))).map_or(1, BTreeSet::len);
            let told = practice["colleagues"]["total"].as_u64().expect("a number");
            // Another spelling of the address is counted too.
            assert!(told + 1 >= there as u64, "{id}: {told} of {there}");
            shared += u64::from(told > 0);
        }
    }
    assert!(shared >= 60, "{shared}");
}
