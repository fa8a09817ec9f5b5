//! Columns by their values: each kind, and what is no kind at all.

use super::*;
use crate::ingest::tests::{PLACES, WORDS, options};

fn kinds_of(columns: &[&[&str]]) -> Vec<Option<Kind>> {
    let rows = columns[0].len();
    let row = |place: usize| columns.iter().map(|column| column[place].to_owned()).collect();
    let sample = Sample::new((0..rows).map(row).collect(), columns.len());
    let options = options();
    let look = Look::new(&options, &WORDS, &PLACES);
    let open: Vec<usize> = (0..columns.len()).collect();
    let found = kinds(&sample, &open, Beside::default(), &look);
    open.iter().map(|column| found.iter().find(|(of, _)| of == column).map(|(_, kind)| *kind)).collect()
}

const NPIS: &[&str] = &["1000770002", "1000770010", "1000770028", "1000770036"];
const PHONES: &[&str] = &["412-555-0100", "(412) 555-0101", "412.555.0102", "412 555 0103"];
const ZIPS: &[&str] = &["15213", "02118", "60605", "80202"];
const STATES: &[&str] = &["PA", "MA", "IL", "CO"];
const CITIES: &[&str] = &["Pittsburgh", "BOSTON", "Chicago", "Denver"];

#[test]
fn columns_are_known_by_what_they_hold() {
    for (values, kind) in [
        (NPIS, Kind::Npi),
        (PHONES, Kind::Phone),
        (&["111N00000X", "111NS0005X", "225100000X", "111N00000X"], Kind::Taxonomies),
        (&["DC", "D.C.", "DC, CCSP", "PT, DPT"], Kind::Credential),
        (&["Chiropractor", "Physical Therapist", "Chiropractic", "Acupuncturist"], Kind::Specialty),
        (&["a@example.org", "b@example.org", "c@example.org", "d@example.org"], Kind::Email),
        (
            &["https://example.org/1", "www.example.org", "http://example.org", "https://example.org/2"],
            Kind::Website,
        ),
        (&["M", "F", "F", "M"], Kind::Gender),
        (&["01/02/2020", "2020-02-03", "4/7/25", "12/31/2024"], Kind::Date),
        (&["100 Main St", "2 Elm Ave", "3-5 Oak Rd Ste 2", "4 Pine St"], Kind::Street),
        (
            &[
                "100 Main St, Pittsburgh, PA 15213",
                "1 Elm St, Boston MA 02118",
                "5 Oak St, Chicago, IL 60605-1234",
                "4 Pine St, Denver, CO 80202",
            ],
            Kind::WholeAddress,
        ),
        (
            &[
                "(40.4443, -79.9532)",
                "(42.3408, -71.0746)",
                "POINT (-87.65005 41.85003)",
                "39.7510, -104.9970",
            ],
            Kind::Point,
        ),
        (&["DOE, JANE A DC", "ROE, RICHARD", "Poe, Ann", "Noe, Bob"], Kind::PersonName),
        (&["Dr. Jane Doe", "Dr. Richard Roe", "Dr Ann Poe", "Dr. Bob Noe"], Kind::PersonName),
        (
            &["Doe Chiropractic", "Roe Spine Center", "Poe Wellness Clinic", "Noe Physical Therapy"],
            Kind::OrganizationName,
        ),
    ] {
        assert_eq!(kinds_of(&[values]), [Some(kind)], "{values:?}");
    }
}

#[test]
fn a_kind_is_never_guessed() {
    for values in [
        &["2125550100", "2155550101", "4125550102", "3035550103"][..],
        &["1000770003", "1000770011", "1000770029", "1000770037"],
        &["15213", "02118", "60605", "80202"],
        &["PA", "MA", "IL", "CO"],
        &["42003", "25025", "17031", "08031"],
        &["M", "M", "M", "M"],
        &["1000770002", "1000770010", "", ""],
        &["Smith", "Jones", "Miller", "Brown"],
        &["12345", "4711", "AB-12", "99"],
    ] {
        assert_eq!(kinds_of(&[values]), [None], "{values:?}");
    }
    assert_eq!(kinds_of(&[PHONES, PHONES]), [None, None], "which of two is the practice's");
    assert_eq!(kinds_of(&[NPIS, NPIS]), [None, None]);
}

#[test]
fn places_are_known_by_what_stands_beside_them() {
    assert_eq!(kinds_of(&[CITIES, STATES, ZIPS]), [Some(Kind::City), Some(Kind::State), Some(Kind::Zip)]);
    let counties: &[&str] = &["42003", "25025", "17031", "08031"];
    assert_eq!(kinds_of(&[STATES, counties]), [None, None], "numbers of counties");
    let degrees: &[&str] = &["DC", "MD", "PA", "DC"];
    let found = kinds_of(&[degrees, ZIPS]);
    assert_eq!(found[0], Some(Kind::Credential), "degrees that are states too");
    let lat: &[&str] = &["40.4443", "42.3408", "41.85003", "39.7510"];
    let lon: &[&str] = &["-79.9532", "-71.0746", "-87.65005", "-104.9970"];
    assert_eq!(kinds_of(&[lat, lon]), [Some(Kind::Latitude), Some(Kind::Longitude)]);
    assert_eq!(kinds_of(&[lat]), [None], "one of two is none");
}
