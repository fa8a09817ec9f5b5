//! What whole files make of their columns, and of lines that are no rows.

use super::*;
use crate::domain::{Fact, Practice, Provider};

/// What the first row that was kept says of its provider.
fn first_of(text: &str) -> Provider {
    let (read, seen) = read_files(&[("list.csv", text.as_bytes())]);
    match seen.kept.into_iter().next() {
        Some(Fragment::Whole(provider)) => *provider,
        other => panic!("{text}: {other:?} {read:?}"),
    }
}

#[test]
fn a_column_of_the_contrary_is_turned_round_and_one_of_more_is_named() {
    let header = "id,name,specialty,city,state,zip,Not Accepting New Patients,Wheelchair Inaccessible,Telehealth Consent";
    let row = |answers: &str| format!("{header}\n1,Ann Doe,chiropractor,Boston,MA,02118,{answers}\n");
    for (answers, accepting, wheelchair) in [
        ("Yes,TRUE,Yes", Fact::No, Fact::No),
        ("N,0,Yes", Fact::Yes, Fact::Yes),
        (",,Yes", Fact::Unknown, Fact::Unknown),
        ("not accepting,maybe,Yes", Fact::No, Fact::Unknown),
    ] {
        let provider = first_of(&row(answers));
        assert_eq!((provider.accepting_new, provider.wheelchair), (accepting, wheelchair), "{answers}");
        assert_eq!(provider.telehealth, Fact::Unknown);
    }
    let (read, _) = read_files(&[("list.csv", row("Yes,Yes,Yes").as_bytes())]);
    assert_eq!(read.expect("read").files[0].unknown_columns, ["Telehealth Consent"]);
}

#[test]
fn an_address_is_made_of_the_columns_of_one_office() {
    let two = "2 Elm St,Denver,CO,80202";
    let one = "1 Main St,Boston,MA,02118";
    let check = |names: &str, cells: &str, left: usize, expected: &str| {
        let text = format!("id,name,specialty,{names}\n1,Ann Doe,chiropractor,{cells}\n");
        let practice = first_of(&text).practices.first().clone();
        let zip = practice.zip.map(|zip| zip.to_string()).unwrap_or_default();
        assert_eq!(
            format!("{},{},{},{zip}", practice.address, practice.city, practice.state),
            expected,
            "{names}"
        );
        let (read, _) = read_files(&[("list.csv", text.as_bytes())]);
        assert_eq!(read.expect("read").files[0].unknown_columns.len(), left, "{names}");
    };
    let both = format!("{one},{two}");
    check("Address,City,State,Zip,Address2,City2,State2,Zip2", &both, 4, one);
    check("Street 1,City 1,ST 1,Zip 1,Street 2,City 2,ST 2,Zip 2", &both, 4, one);
    check(
        "Address,City,State,Zip,Secondary Address,Secondary City,Secondary State,Secondary Zip",
        &both,
        4,
        one,
    );
    check(
        "Practice 2 Address,Practice 2 City,Practice 2 State,Practice 2 Zip,Practice 1 Address,Practice 1 City,\
         Practice 1 State,Practice 1 Zip",
        &format!("{two},{one}"),
        0,
        one,
    );
    check(
        "Office 1 Line 1,Office 1 Line 2,Office 1 City,Office 1 Zip,Office 2 Line 1,Office 2 City,Office 2 Zip",
        "1 Main St,Ste 4,Boston,02118,2 Elm St,Denver,80202",
        0,
        "1 Main St, Ste 4,Boston,MA,02118",
    );
    // A second line stays one.
    check(
        "Address 1,Address 2,City,State,Zip",
        "1 Main St,Ste 4,Boston,MA,02118",
        0,
        "1 Main St, Ste 4,Boston,MA,02118",
    );
}

/// Rows of chiropractors, one for each number.
fn chiropractors(numbers: std::ops::Range<u32>) -> String {
    let row = |i| format!("{i},Pat Ok{i},chiropractor,{i} Main St,Boston,MA,02118\n");
    numbers.map(row).collect()
}

const NAMES: &str = "id,name,specialty,address,city,state,zip\n";

#[test]
fn rows_above_the_header_are_no_titles() {
    let refusal = |text: String| match read_files(&[("list.csv", text.as_bytes())]).0 {
        Err(IngestError::Refused(refusal)) => (refusal.code, refusal.message),
        other => panic!("{text}: {other:?}"),
    };
    for above in [1..2, 1..10] {
        let (code, message) = refusal(chiropractors(above.clone()) + NAMES + &chiropractors(10..20));
        assert_eq!(code, Code::UnknownHeader);
        assert!(message.contains(&format!("line {}", above.end)), "{message}");
        assert!(message.contains("line 1 "), "{message}");
    }
    let titles = "Our members,,,,,,\nReport,2026-11-01,Page 1,,,,\n,,,,Practice,,\n".to_owned();
    let (read, seen) = read_files(&[("list.csv", (titles + NAMES + &chiropractors(1..4)).as_bytes())]);
    assert_eq!(outcome(&read, &seen), "3 1~title_line 2~title_line 3~title_line");
}

#[test]
fn another_header_among_rows_stops_the_file() {
    let other =
        "id,name,specialty,city,address,state,zip\n77,Pat Cat,chiropractor,Boston,12 Elm St,MA,02118\n";
    let text = format!("{NAMES}{}{other}", chiropractors(1..20));
    match read_files(&[("list.csv", text.as_bytes())]).0 {
        Err(IngestError::Refused(refusal)) => {
            assert_eq!(refusal.code, Code::UnknownHeader);
            assert!(refusal.message.contains("line 21"), "{}", refusal.message);
        }
        other => panic!("{other:?}"),
    }
    // The same one in another dress is passed over.
    let text = format!("{NAMES}{}{}{}", chiropractors(1..4), NAMES.to_uppercase(), chiropractors(5..7));
    let (read, seen) = read_files(&[("list.csv", text.as_bytes())]);
    assert_eq!(outcome(&read, &seen), "6 5:header_repeated");
}

#[test]
fn what_a_report_writes_below_its_rows_is_no_row() {
    let footer = "\nTotal: 3 providers\n\"Confidential - for internal use, only\"\nExported by Ann on 11/1/2026,,,,,,\n\
                  Total,3,,,,,\n";
    let text = format!("{NAMES}{}{footer}", chiropractors(1..4));
    let (read, seen) = read_files(&[("list.csv", text.as_bytes())]);
    assert_eq!(outcome(&read, &seen), "3 6~footer_line 7~footer_line 8~footer_line 9~footer_line");
    // A row that lacks nearly everything is one.
    let text = format!("{NAMES}{}9,Total Health Chiropractic,,,,,\n", chiropractors(1..4));
    let (read, seen) = read_files(&[("list.csv", text.as_bytes())]);
    assert_eq!(outcome(&read, &seen), "4");
}

#[test]
fn one_day_above_twelve_tells_the_order_of_a_columns_dates() {
    let days = |dates: &[&str]| -> Vec<String> {
        let row = |(i, date): (usize, &&str)| format!("{i},Pat Ok{i},chiropractor,Boston,MA,02118,{date}\n");
        let rows: String = dates.iter().enumerate().map(row).collect();
        let text = format!("id,name,specialty,city,state,zip,updated\n{rows}");
        let (_, seen) = read_files(&[("list.csv", text.as_bytes())]);
        let day = |fragment| match fragment {
            Fragment::Whole(provider) => provider.updated.map(|day| day.to_string()).unwrap_or_default(),
            other => panic!("{other:?}"),
        };
        seen.kept.into_iter().map(day).collect()
    };
    assert_eq!(days(&["01/02/2025"]), ["2025-01-02"]);
    // Beyond the rows that columns are told by, too.
    let mut many = vec!["01/02/2025"; 300];
    many.push("13/02/2025");
    let read = days(&many);
    assert_eq!((read[0].as_str(), read[300].as_str()), ("2025-02-01", "2025-02-13"));
    assert_eq!(days(&["01/02/2025", "13/02/2025", "02/13/2025"]), ["", "2025-02-13", "2025-02-13"]);
}

#[test]
fn whoever_a_column_says_is_gone_is_not_listed() {
    let header = "id,name,specialty,city,state,zip,Active,Inactive,Deceased,Do Not Publish";
    for (answers, kept) in [
        ("Yes,,,", 1),
        (",,,", 1),
        ("No,,,", 0),
        ("Yes,TRUE,,", 0),
        ("Yes,FALSE,Y,N", 0),
        ("Yes,FALSE,N,Y", 0),
        ("Yes,FALSE,N,N", 1),
    ] {
        let text = format!("{header}\n1,Ann Doe,chiropractor,Boston,MA,02118,{answers}\n");
        let (read, seen) = read_files(&[("list.csv", text.as_bytes())]);
        assert_eq!(
            seen.kept.iter().filter(|row| matches!(row, Fragment::Whole(_))).count(),
            kept,
            "{answers}"
        );
        assert_eq!(read.expect("read").files[0].unknown_columns, [""; 0]);
    }
    // Values of another kind are no answers.
    let rows = chiropractors(1..5).replace("02118\n", "02118,Sundays\n");
    let (read, _) =
        read_files(&[("list.csv", format!("{}{rows}", NAMES.replace("zip", "zip,Hidden")).as_bytes())]);
    assert_eq!(read.expect("read").files[0].unknown_columns, ["Hidden"]);
}

#[test]
fn a_second_office_that_is_called_one_is_a_second_practice() {
    let offices = |cells: &str| -> Vec<String> {
        let text = format!(
            "id,name,specialty,Office 1 Address,Office 1 City,Office 1 Zip,Office 2 Address,Office 2 City,Office 2 State,\
             Office 2 Zip,Office 2 Phone\n1,Ann Doe,chiropractor,1 Main St,Boston,02118,{cells}\n"
        );
        let shown = |practice: &Practice| {
            let phone = practice.phone.map(|phone| phone.to_string()).unwrap_or_default();
            format!("{}, {} {phone}", practice.address, practice.city)
        };
        first_of(&text).practices.iter().map(shown).collect()
    };
    let first = "1 Main St, Boston ";
    assert_eq!(offices("2 Elm St,Denver,CO,80202,303-555-0102"), [first, "2 Elm St, Denver +13035550102"]);
    assert_eq!(offices(",,,,"), [first]);
    assert_eq!(offices(",,,,303-555-0102"), [first]);
    assert_eq!(offices("1 MAIN STREET,Boston,MA,02118,"), [first]);
    // One that nothing places is left out, and not the row.
    assert_eq!(offices("2 Elm St,,,,"), [first]);
}
