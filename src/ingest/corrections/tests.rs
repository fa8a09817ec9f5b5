//! Rows of corrections: read strictly, kept whole, applied wholly or not at all.

use super::*;
use crate::domain::{Fact, Practices, Provenance, Provider};
use crate::ingest::merge::tests::{practice, provider};
use crate::ingest::tests::{PLACES, WORDS};
use crate::ingest::{Code, Combined};
use proptest::prelude::*;

const HEADER: &str = "id,action,practice_address,practice_zip,address,address2,city,state,zip,phone,website,name,\
                      accepting_new,verified,who,when,why\n";

fn read(text: &str) -> ReadCorrections {
    let today = "2026-11-22".parse().expect("a day");
    read_corrections(text.as_bytes(), "overrides.csv", &WORDS, &PLACES, today).expect("a table")
}

/// What a row is said of: its line, column and code; nothing where it is taken.
fn said(row: &str) -> Option<(u64, &'static str, Code)> {
    let read = read(&format!("{HEADER}{row}\n"));
    let found = read.rejected.first().map(|finding| (finding.position.line, finding.column, finding.code));
    assert_eq!(found.is_none(), read.corrections.rows().len() == 1, "{row}");
    found
}

#[test]
fn a_row_that_would_lose_something_is_rejected_by_line_column_and_code() {
    for row in [
        "npi:1234567893,hide,,,,,,,,,,,,,Ann,2026-11-01,asked by phone",
        "1234567893,unhide,,,,,,,,,,,,,,,",
        "1234567893.0,hide,,,,,,,,,,,,,,,",
        "npi:1234567893.00,hide,,,,,,,,,,,,,,,",
        "board:b7,move,,,7 Oak Ave,,Pittsburgh,PA,15213,,,,,,,,",
        "1234567893,move,100 Main St,15213-1234,7 Oak Ave,,Pittsburgh,PA,,,,,,2026-11-01,,,",
        "1234567893,fix,,,,,,,,(412) 555-0100,,,,11/01/2026,,,",
        "1234567893,set,,,,,,,,-,-,,unknown,,,,",
        "1234567893,set,,,,,,,,,,Jane Roe,,,,,",
        "1234567893,verify,,,,,,,,,,,,2026-11-22,,,",
    ] {
        assert_eq!(said(row), None, "{row}");
    }
    for (row, column, code) in [
        (",hide,,,,,,,,,,,,,,,", "id", Code::IdMissing),
        ("1234567890,hide,,,,,,,,,,,,,,,", "id", Code::IdInvalid),
        ("Jane Doe,hide,,,,,,,,,,,,,,,", "id", Code::IdInvalid),
        ("1234567893,,,,,,,,,,,,,,,,", "action", Code::ActionUnknown),
        ("1234567893,erase,,,,,,,,,,,,,,,", "action", Code::ActionUnknown),
        ("1234567893,hide,,,,,,,,4125550100,,,,,,,", "action", Code::ActionUnknown),
        ("1234567893,set,,,,,,,,,,,,,,,", "action", Code::NothingToSet),
        ("1234567893,set,,,,,,,,555-0100,,,,,,,", "phone", Code::PhoneDropped),
        ("1234567893,set,,,,,,,,,javascript:alert(1),,,,,,", "website", Code::WebsiteDropped),
        ("1234567893,set,,,,,,,,,,,perhaps,,,,", "accepting_new", Code::FactUnknown),
        ("1234567893,set,,,9 Elm Rd,,,,,4125550100,,,,,,,", "address", Code::ActionUnknown),
        ("1234567893,move,,,,,,,15213,,,,,,,,", "address", Code::NoLocation),
        ("1234567893,move,,,7 Oak Ave,,Nowhere,PA,,,,,,,,,", "zip", Code::NoLocation),
        ("1234567893,move,,,7 Oak Ave,,Pittsburgh,PA,00000,,,,,,,,", "zip", Code::ZipUnknown),
        ("1234567893,move,,,7 Oak Ave,,Philadelphia,PA,15213,,,,,,,,", "city", Code::CityMismatch),
        ("1234567893,set,,,,,,,,#REF!,,,,,,,", "phone", Code::FormulaError),
        ("1234567893,verify,,,,,,,,,,,,,,,", "verified", Code::DateMissing),
        ("1234567893,verify,,,,,,,,,,,,2027-01-01,,,", "verified", Code::DateDropped),
        ("1234567893,hide", "", Code::FieldCount),
    ] {
        let found = said(row);
        assert_eq!(found.map(|(line, _, code)| (line, code)), Some((2, code)), "{row}");
        if code != Code::NoLocation {
            assert_eq!(found.map(|(_, column, _)| column), Some(column), "{row}");
        }
    }
}

#[test]
fn files_of_any_dress_are_read_and_what_is_kept_reads_the_same() {
    let plain = "NPI;Action;Phone number;Verified on;Who;Shoe size\n1234567893;Fix;412-555-0100;2026-11-01;José;9\n\
                 ;;;;;\n\n1245319599;hide;;;=1+1;\n";
    let utf16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = [b"\xEF\xBB\xBF", plain.as_bytes()].concat();
    let windows: Vec<u8> = plain.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
    let today = "2026-11-22".parse().expect("a day");
    for bytes in [plain.as_bytes(), &utf16, &marked, &windows] {
        let first = read_corrections(bytes, "o.csv", &WORDS, &PLACES, today).expect("a table");
        assert_eq!(first.rejected, []);
        assert_eq!(first.unknown_columns, ["Shoe size"]);
        let lines: Vec<u64> = first.corrections.rows().iter().map(|row| row.line).collect();
        assert_eq!(lines, [2, 5]);
        assert!(first.text.contains("José") && first.text.contains(",'=1+1,"), "{}", first.text);
        let again = read(&first.text);
        assert_eq!((again.text == first.text, again.rejected), (true, Vec::new()));
        let same = |rows: &[Correction]| {
            rows.iter().map(|row| Correction { line: 0, ..row.clone() }).collect::<Vec<_>>()
        };
        assert_eq!(same(again.corrections.rows()), same(first.corrections.rows()));
    }
    for (bad, code) in [
        ("", Code::EmptyFile),
        ("npi,name\n1234567893,Jane Doe\n", Code::UnknownHeader),
        ("<html><body>", Code::NotCsv),
    ] {
        match read_corrections(bad.as_bytes(), "o.csv", &WORDS, &PLACES, today) {
            Err(crate::ingest::IngestError::Refused(refusal)) => assert_eq!(refusal.code, code, "{bad}"),
            other => panic!("{bad}: {other:?}"),
        }
    }
}

fn of_lists(provider: &Provider) -> Combined {
    Combined { provider: provider.clone(), provenance: Provenance::of(provider) }
}

/// What becomes of a provider by rows, and how each stands.
fn corrected(provider: &Provider, rows: &str) -> (Option<Combined>, Vec<Standing>) {
    let read = read(&format!("{HEADER}{rows}"));
    assert_eq!(read.rejected, [], "{rows}");
    let (combined, standings) = read.corrections.apply(of_lists(provider));
    (combined, standings.into_iter().map(|(_, standing)| standing).collect())
}

#[test]
fn the_last_hide_or_show_of_a_provider_counts() {
    let jane = provider("1234567893", &["100 Main St"]);
    let hide = "1234567893,hide,,,,,,,,,,,,,,,\n";
    let show = "npi:1234567893,show,,,,,,,,,,,,,,,\n";
    let other = "1245319599,hide,,,,,,,,,,,,,,,\n";
    for (rows, hidden) in [
        (hide.to_owned(), true),
        (format!("{hide}{show}"), false),
        (format!("{show}{hide}{other}"), true),
        (other.to_owned(), false),
        (format!("{hide}1234567893,set,,,,,,,,4125550199,,,,,,,\n"), true),
    ] {
        assert_eq!(corrected(&jane, &rows).0.is_none(), hidden, "{rows}");
        assert_eq!(read(&format!("{HEADER}{rows}")).corrections.hidden().contains(&jane.id), hidden);
    }
}

#[test]
fn a_move_takes_the_practice_that_is_named_and_is_caught_up_with_by_the_list() {
    let two = provider("1234567893", &["100 Main St", "9 Elm Rd"]);
    let to = "7 Oak Ave,Ste 2,Pittsburgh,PA,15217,,,,,2026-11-01,,,\n";
    let (moved, standing) = corrected(&two, &format!("1234567893,move,,,{to}"));
    assert_eq!(standing, [Standing::SeveralPractices]);
    assert_eq!(moved, Some(of_lists(&two)), "nothing is changed");
    let named = format!("1234567893,move,9 ELM ROAD,,{to}");
    let (moved, standing) = corrected(&two, &named);
    let Combined { provider: moved, provenance } = moved.expect("not hidden");
    let addresses: Vec<&str> = moved.practices.iter().map(|practice| practice.address.as_str()).collect();
    assert_eq!((addresses, standing), (vec!["100 Main St", "7 Oak Ave, Ste 2"], vec![Standing::Applied]));
    assert_eq!(provenance.practices[1].address.list, None);
    assert_eq!(provenance.practices[1].verified, "2026-11-01".parse().ok());
    assert_eq!((provenance.practices[0].verified, moved.updated), (None, "2026-11-01".parse().ok()));
    assert_ne!(moved.practices.get(1).map(|practice| practice.point), Some(two.practices.first().point));
    // The list says so itself now; or has the practice nowhere any more.
    let at = |address: &str, zip: &str| {
        let mut there = practice(address);
        there.zip = zip.parse().ok();
        there
    };
    let mut after = two.clone();
    after.practices =
        Practices::from_vec(vec![practice("100 Main St"), at("7 OAK AVENUE #2", "15217")]).expect("two");
    assert_eq!(corrected(&after, &named).1, [Standing::CaughtUp]);
    let gone = provider("1234567893", &["100 Main St"]);
    assert_eq!(corrected(&gone, &named).1, [Standing::NoPractice]);
    // The list has both: one goes.
    after.practices =
        Practices::from_vec(vec![practice("9 Elm Rd"), at("7 Oak Ave Ste 2", "15217")]).expect("two");
    let (both, standing) = corrected(&after, &named);
    assert_eq!((both.map(|one| one.provider.practices.len()), standing), (Some(1), vec![Standing::Applied]));
    // A practice that a row has moved is known by either address.
    for street in ["9 Elm Rd", "7 Oak Ave Ste 2"] {
        let rows = format!("{named}1234567893,set,{street},,,,,,,4125550177,,,,,,,\n");
        let (moved, standing) = corrected(&two, &rows);
        assert_eq!(standing, [Standing::Applied, Standing::Applied], "{street}");
        let phone =
            moved.and_then(|moved| moved.provider.practices.get(1).and_then(|practice| practice.phone));
        assert_eq!(phone, "4125550177".parse().ok());
    }
}

#[test]
fn facts_are_given_taken_away_and_stand_against_the_list() {
    let mut jane = provider("1234567893", &["100 Main St"]);
    jane.updated = "2026-06-01".parse().ok();
    jane.accepting_new = Fact::Yes;
    jane.aliases = vec!["Jane Roe".to_owned()];
    let rows = "1234567893,set,,,,,,,,412-555-0100,https://example.org,Jane Roe,no,2026-11-01,,,\n";
    let (one, standing) = corrected(&jane, rows);
    let Combined { provider: one, provenance } = one.expect("not hidden");
    assert_eq!((one.name.to_string().as_str(), one.accepting_new), ("Jane Roe", Fact::No));
    assert_eq!(one.practices.first().phone, "4125550100".parse().ok());
    assert!(one.website.is_some() && one.aliases.is_empty());
    assert_eq!((one.updated, standing), ("2026-11-01".parse().ok(), vec![Standing::Applied]));
    assert_eq!(one.source, jane.source, "the list stays the source");
    let corrected_from =
        |origin: Option<&crate::domain::Origin>| origin.is_some_and(|origin| origin.list.is_none());
    assert!(
        corrected_from(provenance.website.as_ref()) && corrected_from(provenance.practices[0].phone.as_ref())
    );
    assert!(!corrected_from(Some(&provenance.practices[0].address)), "what was not corrected is the list's");
    // The list says the same: told, and the fact is the list's again.
    let (same, standing) = corrected(&one, rows);
    assert_eq!(standing, [Standing::CaughtUp]);
    assert!(!corrected_from(same.expect("not hidden").provenance.website.as_ref()));
    // Older than the list's row, it still counts, and that is told.
    let old = "1234567893,set,,,,,,,,412-555-0100,,,,2026-01-01,,,\n";
    let (one, standing) = corrected(&jane, old);
    assert_eq!(standing, [Standing::OlderThanList]);
    assert_eq!(one.expect("not hidden").provider.updated, jane.updated, "a list's later day stays");
    // Facts go.
    let (none, _) = corrected(&one_with_phone(&jane), "1234567893,set,,,,,,,,-,-,,unknown,,,,\n");
    let Combined { provider: none, provenance } = none.expect("not hidden");
    assert_eq!((none.practices.first().phone, none.accepting_new), (None, Fact::Unknown));
    assert_eq!((provenance.practices[0].phone.as_ref(), provenance.accepting_new), (None, None));
}

fn one_with_phone(provider: &Provider) -> Provider {
    let mut practice = practice("100 Main St");
    practice.phone = "4125550100".parse().ok();
    Provider { practices: Practices::one(practice), ..provider.clone() }
}

#[test]
fn one_practice_is_hidden_and_the_last_one_takes_the_provider_with_it() {
    let two = provider("1234567893", &["100 Main St", "9 Elm Rd"]);
    let first = "1234567893,hide,100 Main Street,15213,,,,,,,,,,,,,\n";
    let (one, _) = corrected(&two, first);
    let one = one.expect("not hidden").provider;
    assert_eq!((one.practices.len(), one.practices.first().address.as_str()), (1, "9 Elm Rd"));
    // What is said of a hidden practice is not what the lists say.
    let set = "1234567893,set,100 Main Street,15213,,,,,,4125550199,,,,,,,\n";
    let moved = "1234567893,move,100 Main Street,15213,1 New St,,Pittsburgh,PA,15222,,,,,,,,\n";
    for row in [set, moved] {
        let standings = corrected(&two, &format!("{first}{row}")).1;
        assert_eq!(standings.last(), Some(&Standing::NoPractice), "{row}");
    }
    let both = format!("{first}1234567893,hide,9 Elm Rd,,,,,,,,,,,,,,\n");
    assert_eq!(corrected(&two, &both).0, None);
    let shown = format!("{both}1234567893,show,9 Elm Rd,,,,,,,,,,,,,,\n");
    assert_eq!(corrected(&two, &shown).0.map(|one| one.provider.practices.len()), Some(1));
    let (_, standing) = corrected(&two, "1234567893,verify,,,,,,,,,,,,2026-11-01,,,\n");
    assert_eq!(standing, [Standing::SeveralPractices]);
}

proptest! {
    #[test]
    fn any_text_is_read_without_panic_and_what_is_kept_reads_the_same(text in "\\PC{0,200}|(id|action|hide|set|-|1234567893|,|;|\"|\n|15213|phone){0,40}") {
        let today = "2026-11-22".parse().expect("a day");
        let with_header = format!("{HEADER}{text}");
        for text in [text, with_header] {
            if let Ok(read) = read_corrections(text.as_bytes(), "o.csv", &WORDS, &PLACES, today) {
                let again = read_corrections(read.text.as_bytes(), "o.csv", &WORDS, &PLACES, today).expect("ours");
                prop_assert_eq!(again.corrections.rows().len(), read.corrections.rows().len());
                prop_assert_eq!(again.text, read.text);
            }
        }
    }
}
