//! Who moved since the list's last import is told with them, for as long as it is the list's last import.

use crate::support::server::Server;
use crate::support::{PLACES, TestIndex, VOCABULARY, corrections, now};
use specialist_finder::domain::ProviderId;
use specialist_finder::import::{self, ImportOutcome, ImportRequest, RemovalRequest, Unobserved};
use specialist_finder::ingest::Source;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const HEADER: &str = "id,npi,name,credential,specialty,address,city,state,zip,lat,lon,phone,updated\n";
const PITTSBURGH: &str = "100 Main St,Pittsburgh,PA,15213,,";
const BOSTON: &str = "7 Elm St,Boston,MA,02118,,";
const CHICAGO: &str = "9 Oak St,Chicago,IL,60605,,";
/// Some two miles from the middle of the ZIP code.
const SAME_WITH_POINT: &str = "100 Main Street,Pittsburgh,PA,15213,40.47,-79.964";

fn row(id: &str, place: &str, updated: &str) -> String {
    format!("{id},Jane Doe,DC,chiropractor,{place},4125550100,{updated}\n")
}

fn import(index: &TestIndex, list: &str, rows: &[String]) -> ImportOutcome {
    let path = index.folder().join(format!("{list}.csv"));
    fs::write(&path, format!("{HEADER}{}", rows.concat())).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.list = list.parse().ok();
    let outcome = index.import_with(&request).expect("the import runs");
    assert!(outcome.generation.is_some() && outcome.rejected == 0, "{:?}", outcome.errors);
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
    outcome
}

/// Who of these is told to have moved.
fn moved<'i>(index: &TestIndex, ids: &[&'i str]) -> Vec<&'i str> {
    let engine = index.engine();
    let is = |id: &&&str| {
        let id: ProviderId = id.parse().expect("an id");
        engine.provider(&id).expect("found").expect("listed").record.has_moved()
    };
    ids.iter().filter(is).copied().collect()
}

fn correct(index: &TestIndex, rows: &str) {
    assert!(index.give(&corrections(rows)).generation.is_some());
}

#[test]
fn who_moved_to_another_address_is_told_so_until_the_lists_next_import() {
    let index = TestIndex::new();
    let ids = ["board:1", "board:2", "board:3"];
    let stated = |places: [&str; 3]| -> Vec<String> {
        ["1,", "2,", "3,"].iter().zip(places).map(|(id, place)| row(id, place, "2026-11-01")).collect()
    };
    import(&index, "board", &stated([PITTSBURGH; 3]));
    assert_eq!(moved(&index, &ids), [""; 0]);
    let after = stated([BOSTON, SAME_WITH_POINT, PITTSBURGH]);
    import(&index, "board", &after);
    assert_eq!(moved(&index, &ids), ["board:1"], "a point that is better known is no move");
    // What other lists, corrections and removals do to the generation does not change when this list came.
    import(&index, "portal", &[row("p1,", BOSTON, "2026-11-01")]);
    assert_eq!(moved(&index, &ids), ["board:1"]);
    correct(&index, "id,action,who,when,why\nboard:3,hide,A. Clerk,2026-11-20,asked\n");
    assert_eq!(moved(&index, &ids[..2]), ["board:1"]);
    let (list, cancel) = ("portal".parse().expect("a name"), Arc::new(AtomicBool::new(false)));
    let removal = RemovalRequest { list, dry_run: false, now: now(), cancel };
    import::remove_list(&index.store(), &removal, &VOCABULARY, &PLACES, &mut Unobserved).expect("taken out");
    assert_eq!(moved(&index, &ids[..2]), ["board:1"]);
    import::rebuild(&index.store(), now(), (&VOCABULARY, &PLACES), &mut Unobserved).expect("built anew");
    assert_eq!(moved(&index, &ids[..2]), ["board:1"]);
    import(&index, "board", &after);
    assert_eq!(moved(&index, &ids[..2]), [""; 0], "nobody moved since");
}

#[test]
fn nobody_is_told_to_have_moved_to_where_something_fresher_does_not_have_them() {
    let index = TestIndex::new();
    let npi = ",1234567893";
    import(&index, "board", &[row(npi, PITTSBURGH, "2026-01-01"), row("2,", PITTSBURGH, "2026-01-01")]);
    import(&index, "portal", &[row(npi, CHICAGO, "2026-06-01")]);
    let ids = ["npi:1234567893", "board:2"];
    import(&index, "board", &[row(npi, BOSTON, "2026-02-01"), row("2,", BOSTON, "2026-02-01")]);
    assert_eq!(moved(&index, &ids), ["board:2"], "a fresher list has the one in Chicago");
    import(&index, "board", &[row(npi, PITTSBURGH, "2026-07-01"), row("2,", PITTSBURGH, "2026-07-01")]);
    assert_eq!(moved(&index, &ids), ids, "now this list is the fresher one");
    correct(
        &index,
        "id,action,address,city,state,zip,verified,who,when,why\n\
         board:2,move,1 New St,Denver,CO,80202,2026-11-01,A. Clerk,2026-11-20,letter\n",
    );
    assert_eq!(moved(&index, &ids), ids[..1], "data staff know better");
}

#[test]
fn nobody_moved_who_had_both_offices_or_whose_number_is_somebody_elses_now() {
    let index = TestIndex::new();
    let day = "2026-11-01";
    let named = |number: usize, name: &str, place: &str| {
        row(&format!("{number},"), place, day).replace("Jane Doe", name)
    };
    let people =
        [("Ann Able", PITTSBURGH), ("Ben Baker", BOSTON), ("Carl Cole", CHICAGO), ("Carl Cole", BOSTON)];
    let numbered = |people: &[(&str, &str)]| -> Vec<String> {
        (1..).zip(people).map(|(number, (name, place))| named(number, name, place)).collect()
    };
    let mut rows = numbered(&people[..3]);
    rows.extend([named(9, "Dora Dean", PITTSBURGH), named(9, "Dora Dean", BOSTON)]);
    import(&index, "board", &rows);
    // A row comes on top, so that everybody has the number of whoever stood before; two offices change places.
    let mut rows = numbered(&[&[("Zoe Zimmer", CHICAGO)], &people[..2]].concat());
    rows.extend([named(9, "Dora Dean", BOSTON), named(9, "Dora Dean", PITTSBURGH)]);
    let outcome = import(&index, "board", &rows);
    assert_eq!((outcome.changes.moved, outcome.changes.changed), (3, 1), "{:?}", outcome.changes);
    assert_eq!(moved(&index, &["board:1", "board:2", "board:3", "board:9"]), [""; 0]);
}

#[test]
fn nobody_moved_whom_visitors_saw_there_already() {
    let index = TestIndex::new();
    let (npi, ids) = (",1234567893", ["npi:1234567893", "board:2", "board:3"]);
    let stated = |places: [&str; 3], day: &str| -> Vec<String> {
        [npi, "2,", "3,"].iter().zip(places).map(|(id, place)| row(id, place, day)).collect()
    };
    import(&index, "board", &stated([PITTSBURGH; 3], "2026-01-01"));
    import(&index, "portal", &[row(npi, CHICAGO, "2026-06-01")]);
    correct(
        &index,
        "id,action,address,city,state,zip,verified,who,when,why\n\
         board:2,move,1 New St,Denver,CO,80202,2026-11-01,A. Clerk,2026-11-20,letter\n",
    );
    // The list catches up with what the other one and data staff knew; of the third only it knows.
    let denver = "1 New Street,Denver,CO,80202,,";
    import(&index, "board", &stated([CHICAGO, denver, BOSTON], "2026-11-10"));
    assert_eq!(moved(&index, &ids), ["board:3"]);
    import::rebuild(&index.store(), now(), (&VOCABULARY, &PLACES), &mut Unobserved).expect("built anew");
    assert_eq!(moved(&index, &ids), ["board:3"]);
    import(&index, "board", &stated([BOSTON, denver, BOSTON], "2026-11-15"));
    assert_eq!(moved(&index, &ids), ["npi:1234567893"]);
    import(&index, "portal", &[row(npi, BOSTON, "2026-11-15")]);
    assert_eq!(
        moved(&index, &ids),
        ["npi:1234567893"],
        "what was a move stays one when another list catches up"
    );
}

#[test]
fn pages_and_replies_tell_it_and_mirrors_do_not_since_it_is_no_part_of_the_record() {
    let index = TestIndex::new();
    let other = row("2,", "8 Elm St,Boston,MA,02118,,", "2016-01-01");
    import(&index, "board", &[row("1,", PITTSBURGH, "2016-01-01"), other.clone()]);
    import(&index, "board", &[row("1,", BOSTON, "2016-01-01"), other]);
    let server = Server::start(&index.path());
    let results = server.get("/v1/search?near=02118").json()["results"].clone();
    let told: Vec<(String, bool)> = results
        .as_array()
        .expect("results")
        .iter()
        .map(|result| (result["id"].as_str().expect("an id").to_owned(), result["moved"] == true))
        .collect();
    assert_eq!(told.len(), 2);
    assert!(told.contains(&("board:1".to_owned(), true)) && told.contains(&("board:2".to_owned(), false)));
    assert_eq!(server.get("/v1/providers/board:1").json()["moved"], true);
    assert_eq!(server.get("/v1/providers/board:2").json()["moved"], false);
    for (target, words, times) in [
        ("/?near=02118", "not verified with the practice · moved since the last list", 1),
        ("/providers/board:1", "not verified with the practice · moved since the last list", 1),
        ("/providers/board:1?lang=es", "se mudó desde la lista anterior", 1),
        ("/providers/board:2", "moved since the last list", 0),
    ] {
        let page = server.get(target);
        assert_eq!((page.status, page.body.matches(words).count()), (200, times), "{target}: {}", page.body);
    }
    assert!(!server.get("/v1/providers.ndjson").body.contains("moved"));
}
