//! Several lists side by side: one provider of what all say of an NPI, whatever the order of imports; lists told and
//! taken out by name.

use crate::support::{self, Numbers, PLACES, TestIndex, VOCABULARY, now};
use specialist_finder::domain::{Fact, ListName, ProviderId};
use specialist_finder::http::wire;
use specialist_finder::import::{
    self, ImportError, ImportRequest, RemovalRefusal, RemovalRequest, Unobserved,
};
use specialist_finder::ingest::Source;
use specialist_finder::query::{AskedId, ProviderAnswer, SearchRequest};
use specialist_finder::vocabulary::Lang;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

const HEADER: &str =
    "npi,id,name,credential,specialty,address,city,state,zip,phone,accepting_new,website,updated\n";

/// What a newer list of a board says of one chiropractor, and of somebody whom it numbers itself.
const BOARD: &str = "1234567893,,Jane Doe,DC,chiropractor,100 N Main St Ste 4,Pittsburgh,PA,15213,,yes,,2026-10-01\n\
                     ,b7,Ann Poe,PT,physical_therapist,7 Oak Ave,Pittsburgh,PA,15213,4125550107,,,2026-10-01\n";
/// What an older list of a clinic says of the same chiropractor, and of another one.
const CLINIC: &str = "1234567893,c1,Jane Roe,DC,physical_therapist,100 NORTH MAIN STREET SUITE 4,PITTSBURGH,PA,15213-1234,4125550100,no,https://example.org,2024-03-05\n\
                      1245319599,,Richard Roe,DC,chiropractor,9 Elm Rd,Pittsburgh,PA,15213,4125550109,,,2024-03-05\n";

fn import_list(index: &TestIndex, list: &str, rows: &str) {
    let path = index.folder().join(format!("{list}.csv"));
    std::fs::write(&path, format!("{HEADER}{rows}")).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.list = list.parse().ok();
    request.allow_shrink = true;
    let outcome = index.import_with(&request).expect("the import runs");
    assert_eq!((outcome.refused, outcome.rejected), (None, 0), "{list}");
}

fn removal(list: &str, dry_run: bool) -> RemovalRequest {
    let list: ListName = list.parse().expect("a name");
    RemovalRequest { list, dry_run, now: now(), cancel: Arc::new(AtomicBool::new(false)) }
}

fn remove(index: &TestIndex, list: &str) -> import::RemovalOutcome {
    import::remove_list(&index.store(), &removal(list, false), &VOCABULARY, &PLACES, &mut Unobserved)
        .expect("the list goes")
}

fn provider(index: &TestIndex, id: &str) -> Option<ProviderAnswer> {
    let id: ProviderId = id.parse().expect("an id");
    index.engine().provider(&id).expect("readable")
}

/// The hash of each file that is served, but not of what says when a list was imported.
fn served(index: &TestIndex) -> BTreeMap<String, String> {
    let (generation, _) = index.store().current().expect("a pointer").expect("an index");
    let manifest = index.store().manifest(generation).expect("a manifest");
    let content = manifest.files.into_iter().filter(|(path, ..)| !path.starts_with("text/"));
    content.map(|(path, _, hash)| (path, hash)).collect()
}

#[test]
fn an_npi_of_two_lists_is_one_provider_with_the_fresher_facts_and_says_where_each_is_from() {
    let index = TestIndex::new();
    import_list(&index, "clinic", CLINIC);
    import_list(&index, "board", BOARD);
    let answer = provider(&index, "npi:1234567893").expect("listed");
    let jane = answer.record.provider().expect("a record");
    assert_eq!((jane.name.to_string().as_str(), jane.source.as_str()), ("Jane Doe", "board"));
    assert_eq!(jane.aliases, ["Jane Roe"]);
    assert_eq!(jane.accepting_new, Fact::Yes);
    assert_eq!(jane.practices.len(), 1, "one address in two spellings");
    let labels = wire::Labels::new(&VOCABULARY);
    let reply = wire::ProviderReply::from_answer(&answer, &[], &labels, Lang::En).expect("readable");
    let reply = serde_json::to_value(reply).expect("JSON");
    let from = |path: &str| {
        let origin = reply.pointer(&format!("/provenance/{path}")).expect(path);
        origin.get("list").map_or("-".to_owned(), |list| {
            let day = origin["updated"].as_str().unwrap_or("?");
            format!("{} {day}", list.as_str().unwrap_or("?"))
        })
    };
    for (path, expected) in [
        ("name", "board 2026-10-01"),
        ("accepting_new", "board 2026-10-01"),
        ("website", "clinic 2024-03-05"),
        ("practices/0/address", "board 2026-10-01"),
        ("practices/0/phone", "clinic 2024-03-05"),
        ("specialties/0", "board 2026-10-01"),
        ("specialties/1", "clinic 2024-03-05"),
        ("gender", "-"),
    ] {
        assert_eq!(from(path), expected, "{path}");
    }
    assert_eq!(reply["practices"][0]["phone"], "+14125550100");
    assert_eq!(reply["source"], "board");
    // Whoever is in one list only has all facts from there.
    let alone = provider(&index, "npi:1245319599").expect("listed").provenance.expect("told");
    assert_eq!(alone.origins().len(), 1);
    assert_eq!(alone.name.list.as_ref().map(ListName::as_str), Some("clinic"));
}

#[test]
fn a_list_that_drops_somebody_leaves_what_the_other_says() {
    let index = TestIndex::new();
    import_list(&index, "clinic", CLINIC);
    import_list(&index, "board", BOARD);
    let (_, without) = BOARD.split_once('\n').expect("two rows");
    import_list(&index, "board", without);
    let jane = provider(&index, "npi:1234567893").expect("still listed by the clinic");
    let jane = jane.record.provider().expect("a record");
    assert_eq!((jane.name.to_string().as_str(), jane.accepting_new), ("Jane Roe", Fact::No));
    assert_eq!(jane.source.as_str(), "clinic");
    // The clinic drops her too.
    let (_, without) = CLINIC.split_once('\n').expect("two rows");
    import_list(&index, "clinic", without);
    assert_eq!(provider(&index, "npi:1234567893"), None);
    assert!(provider(&index, "board:b7").is_some());
}

/// A list of some of the same forty people, with facts made of numbers.
fn made(numbers: &mut Numbers) -> String {
    let mut rows = String::new();
    for who in 0..40_u32 {
        if numbers.below(3) == 0 {
            continue;
        }
        let base = format!("12345{who:04}");
        let Some(npi) = (0..10)
            .map(|digit| format!("{base}{digit}"))
            .find(|npi| npi.parse::<specialist_finder::domain::Npi>().is_ok())
        else {
            continue;
        };
        for _ in 0..=numbers.below(2) {
            let day = ["", "2025-01-01", "2026-01-01", "2026-02-01"][numbers.below(4)];
            let street =
                ["1 N Main St", "1 North Main Street", "2 Oak Ave Ste 3", "5 Elm Rd"][numbers.below(4)];
            let zip = ["15213", "15217", ""][numbers.below(3)];
            let name = ["Jane Doe", "Jane Roe"][numbers.below(2)];
            let specialty = ["chiropractor", "physical_therapist", "osteopath"][numbers.below(3)];
            let phone = ["", "4125550100", "4125550101"][numbers.below(3)];
            let fact = ["", "yes", "no"][numbers.below(3)];
            writeln!(rows, "{npi},,{name},,{specialty},{street},Pittsburgh,PA,{zip},{phone},{fact},,{day}")
                .expect("written to memory");
        }
    }
    rows
}

#[test]
fn the_order_of_imports_does_not_matter_nor_does_a_list_that_came_and_went() {
    let mut numbers = Numbers(0x0015_7000);
    for round in 0..support::amount("FINDER_SOURCES", 1) {
        let lists: Vec<(&str, String)> =
            ["board", "clinic", "nppes"].into_iter().map(|list| (list, made(&mut numbers))).collect();
        let orders = [[0, 1, 2], [2, 1, 0], [1, 2, 0]];
        let all = orders.map(|order| {
            let index = TestIndex::new();
            for list in order {
                import_list(&index, lists[list].0, &lists[list].1);
            }
            index
        });
        let expected = served(&all[0]);
        assert!(expected.len() > 20);
        for index in &all[1..] {
            assert_eq!(served(index), expected, "round {round}");
        }
        // Taken out and imported again, and imported twice.
        let [index, again, _] = &all;
        let outcome = remove(index, "clinic");
        let without = served(index);
        assert_ne!(without, expected);
        assert!(outcome.leavers.leaving + outcome.leavers.staying == outcome.source.providers);
        import_list(index, "clinic", &lists[1].1);
        assert_eq!(served(index), expected, "round {round}: the list is back");
        import_list(again, "board", &lists[0].1);
        assert_eq!(served(again), expected, "round {round}: imported twice");
        // Without it, all is as if it had never been there.
        let never = TestIndex::new();
        import_list(&never, "nppes", &lists[2].1);
        import_list(&never, "board", &lists[0].1);
        assert_eq!(served(&never), without, "round {round}: never there");
    }
}

#[test]
fn a_list_goes_by_name_and_comes_back_by_rollback() {
    let index = TestIndex::new();
    import_list(&index, "clinic", CLINIC);
    import_list(&index, "board", BOARD);
    let live = index.live();
    let dry =
        import::remove_list(&index.store(), &removal("board", true), &VOCABULARY, &PLACES, &mut Unobserved);
    let dry = dry.expect("looked at");
    assert_eq!((index.live(), dry.generation), (live, None), "a dry run publishes nothing");
    assert_eq!((dry.leavers.leaving, dry.leavers.staying), (1, 1));
    assert_eq!(dry.leavers.samples[0].id, "board:b7");
    let done = remove(&index, "board");
    assert_eq!(done.leavers, dry.leavers);
    assert_eq!(done.generation.map(|generation| generation.to_string()), index.live());
    assert_eq!(provider(&index, "board:b7"), None);
    assert!(provider(&index, "npi:1234567893").is_some());
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
    // An id of a list that is gone is told as such.
    let engine = index.engine();
    let nothing = SearchRequest::from_pairs([], engine.vocabulary()).expect("no parameters");
    let why = engine.why(&AskedId::read("board:b7"), &nothing).expect("answered");
    assert_eq!(why.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>(), ["unknown_list"]);
    let refused = |list: &str| match import::remove_list(
        &index.store(),
        &removal(list, false),
        &VOCABULARY,
        &PLACES,
        &mut Unobserved,
    ) {
        Err(ImportError::Removal(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        refused("boord"),
        RemovalRefusal::UnknownList { list: "boord".to_owned(), there: vec!["clinic".to_owned()] }
    );
    assert_eq!(refused("clinic"), RemovalRefusal::OnlyList("clinic".to_owned()));
    index.store().lock().expect("the lock").roll_back(None).expect("back");
    assert!(provider(&index, "board:b7").is_some());
}

#[test]
fn the_commands_tell_lists_and_take_them_out() {
    let index = TestIndex::new();
    let (code, _, told) = index.finder(&["lists"]);
    assert_eq!(code, Some(78), "{told}");
    let (code, _, told) = index.finder(&["remove-list", "board"]);
    assert_eq!(code, Some(78), "{told}");
    import_list(&index, "clinic", CLINIC);
    import_list(&index, "board", BOARD);
    let (code, told, _) = index.finder(&["lists"]);
    assert_eq!(code, Some(0));
    assert!(told.contains("updated 2026-10-01 to 2026-10-01") && told.contains("board.csv"), "{told}");
    let (_, told, _) = index.finder(&["lists", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    let board = &told["lists"][0];
    assert_eq!(
        (&board["list"], &board["rows"], &board["only_here"]),
        (&"board".into(), &2.into(), &1.into())
    );
    assert_eq!(board["files"][0]["hash"].as_str().map(str::len), Some(64));
    assert_eq!(board["updated"]["oldest"], "2026-10-01");
    let (code, told, _) = index.finder(&["remove-list", "nobody", "--json"]);
    let told: serde_json::Value = serde_json::from_str(&told).expect("JSON");
    assert_eq!((code, &told["refused"]["code"]), (Some(1), &"unknown_list".into()));
    assert_eq!(told["refused"]["message"], "there is no list nobody; there are: board, clinic");
    assert_eq!(index.finder(&["remove-list", "npi"]).0, Some(2));
    let held = index.store().lock().expect("the lock");
    assert_eq!(index.finder(&["remove-list", "board"]).0, Some(75));
    assert_eq!(index.finder(&["remove-list", "board", "--dry-run"]).0, Some(0));
    drop(held);
    let (code, out, told) = index.finder(&["remove-list", "board", "--json"]);
    assert_eq!(code, Some(0), "{told}");
    let out: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&out["generation"], &out["leaving"]), (&"000003".into(), &1.into()));
    assert!(told.contains("leaves: board:b7 Ann Poe, Pittsburgh PA"), "{told}");
    let (code, out, _) = index.finder(&["remove-list", "clinic", "--json"]);
    let out: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((code, &out["refused"]["code"]), (Some(1), &"only_list".into()));
    assert_eq!(index.finder(&["rollback"]).0, Some(0));
    assert_eq!(index.finder(&["remove-list", "clinic"]).0, Some(0));
    assert_eq!(index.finder(&["verify"]).0, Some(0));
}
