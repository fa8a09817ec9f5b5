//! Columns by their names and their values.

use super::super::Options;
use super::super::tests::{PLACES, WORDS, options};
use super::*;

fn layout(header: Vec<String>, options: &Options) -> Result<Layout, Stop> {
    super::layout(header, |_| Sample::default(), &Look::new(options, &WORDS, &PLACES))
}

fn header(names: &str) -> Vec<String> {
    names.split(',').map(str::to_owned).collect()
}

fn refusal(names: &str, options: &Options) -> String {
    match layout(header(names), options) {
        Err(Stop::Refused(refusal)) => refusal.message,
        other => panic!("{names}: {other:?}"),
    }
}

#[test]
fn names_are_found_in_any_order_and_dress() {
    for names in [
        "npi,name,credential,specialty,zip",
        "ZIP,Specialty,NPI,Full Name,Credentials",
        " npi, First_Name,LAST-NAME,cred, speciality,zip code",
        "npi number,provider name,degree,specialty_code,postal_code",
        "id,clinic,type,City/Town",
        "npi,name,specialty,latitude,longitude",
        "NPI, lst_nm, frst_nm, Cred, pri_spec, cty, st, zip",
        "NPI,Provider Last Name,Provider First Name,Cred,pri_spec,City/Town,State,ZIP Code,Full Street Address",
    ] {
        let layout = layout(header(names), &options()).expect(names);
        assert_eq!((layout.format, layout.unknown.len()), (Format::Own, 0), "{names}: {layout:?}");
    }
}

#[test]
fn what_is_missing_is_named() {
    for (names, missing) in [
        ("name,specialty,zip,npi_type", "npi (or id)"),
        ("npi,specialty,zip", "name (or last_name, or organization)"),
        ("npi,name,zip", "specialty (or credential)"),
        ("npi,name,specialty,lat", "zip or city (or lat and lon)"),
        (
            "a,b,c",
            "npi (or id); name (or last_name, or organization); zip or city (or lat and lon); specialty (or credential); it has a, b, c",
        ),
        ("1234567893,Jane Doe,DC,15213", "looks like a provider"),
    ] {
        let message = refusal(names, &options());
        assert!(message.contains(missing), "{names}: {message}");
    }
}

#[test]
fn a_list_without_a_federal_name_is_no_federal_file_whatever_it_is_called() {
    let federal = Options { format: Some(Format::Nppes), ..options() };
    for names in [
        "npi,name,credential,specialty,address,city,state,zip,phone,updated",
        "NPI,Provider Last Name,Provider First Name,Cred,pri_spec,City/Town,State,ZIP Code",
    ] {
        assert!(refusal(names, &federal).contains("--format nppes"), "{names}");
    }
    for names in [
        "NPI,Provider Last Name (Legal Name),Provider Credential Text,city,state",
        "npi,Provider Organization Name,Healthcare Provider Taxonomy Code_2,zip",
        "NPI,last_name,Provider Credential Text,zip",
    ] {
        let layout = layout(header(names), &federal).expect(names);
        assert_eq!(layout.format, Format::Nppes, "{names}");
    }
    let mapped = Options { columns: vec![("Wer".to_owned(), "name".to_owned())], ..federal };
    assert!(layout(header("npi,Wer,specialty,zip"), &mapped).is_ok());
}

#[test]
fn a_federal_file_that_has_lost_columns_is_refused_and_an_extract_is_not() {
    let place = "Provider Business Practice Location Address Postal Code";
    let cut = |names: &str| refusal(&format!("NPI,{names},{place}"), &options());
    let code = |slot: u8| format!("Healthcare Provider Taxonomy Code_{slot}");
    let switch = |slot: u8| format!("Healthcare Provider Primary Taxonomy Switch_{slot}");
    let people = "Provider Last Name (Legal Name),Provider First Name";
    let organization = "Provider Organization Name (Legal Business Name)";
    for (names, missing) in [
        (format!("{organization},Provider First Name,{}", code(1)), "Provider Last Name"),
        (format!("{people},{},{},{}", switch(1), code(2), switch(2)), "Taxonomy Code that has a switch"),
        (format!("{people},{},{},{}", code(1), switch(1), switch(3)), "Taxonomy Code that has a switch"),
        (format!("{people},Provider Credential Text,{}", switch(1)), "Taxonomy Code that has a switch"),
    ] {
        assert!(cut(&names).contains(missing), "{names}: {}", cut(&names));
    }
    for names in [
        format!("{people},{}", code(1)),
        format!("{organization},{},{}", code(1), code(3)),
        format!("{people},{},{},{}", code(1), switch(1), code(2)),
        format!("{people},Provider Credential Text"),
    ] {
        assert!(layout(header(&format!("NPI,{names},{place}")), &options()).is_ok(), "{names}");
    }
}

#[test]
fn a_column_that_is_there_twice_is_refused_and_a_synonym_gives_way() {
    assert!(refusal("npi,name,specialty,zip,zip", &options()).contains("twice"));
    let found =
        layout(header("npi,full_name,specialty,postal_code,zip,name,x,x"), &options()).expect("sound");
    assert_eq!(found.unknown, ["full_name", "postal_code", "x", "x"]);
    assert!(found.columns.contains(&(4, Field::Zip)) && found.columns.contains(&(5, Field::Name)));
}

#[test]
fn the_callers_map_beats_names() {
    let map = |pairs: &[(&str, &str)]| Options {
        columns: pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
        ..options()
    };
    let found = layout(
        header("nummer,name,anzeige,fach,plz,phone"),
        &map(&[
            ("Nummer", "npi"),
            ("anzeige", "name"),
            ("fach", "specialty"),
            ("plz", "zip"),
            ("phone", "-"),
        ]),
    )
    .expect("mapped");
    assert!(found.columns.contains(&(2, Field::Name)) && found.columns.contains(&(0, Field::Npi)));
    assert_eq!(found.unknown, ["name", "phone"]);
    assert!(refusal("npi,name,specialty,zip", &map(&[("x", "npi")])).contains("not in the file"));
    assert!(refusal("npi,name,specialty,zip", &map(&[("npi", "nip")])).contains("`nip`"));
}

#[test]
fn unknown_columns_are_named_and_nameless_ones_are_not() {
    let found = layout(header("npi,name,specialty,zip,=evil,"), &options()).expect("sound");
    assert_eq!(found.unknown, ["'=evil"]);
    assert!(found.spare());
}
