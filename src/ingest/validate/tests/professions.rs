//! Cells of professions: what the words around a known one make of it, and that real cells stay as they are.

use super::*;

fn judged_as(specialty: &str) -> Result<(String, Vec<Code>), (Outcome, Code)> {
    let record = with(|record| (record.specialty, record.credential) = (specialty.to_owned(), String::new()));
    codes(&record).map(|codes| {
        let (provider, _) = kept(&record);
        (ids(&provider).into_iter().map(|(id, _)| id).collect::<Vec<_>>().join(" "), codes)
    })
}

#[test]
fn words_that_change_a_profession_are_not_passed_over() {
    let skipped = |code| Err((Outcome::Skipped, code));
    let unknown = Err((Outcome::Rejected, Code::SpecialtyUnknown));
    for (cell, expected) in [
        ("not a chiropractor", unknown.clone()),
        ("non-chiropractor", unknown),
        ("former chiropractor", skipped(Code::Inactive)),
        ("chiropractor (retired)", skipped(Code::Inactive)),
        ("Chiropractor, Retired 2019", skipped(Code::Inactive)),
        ("Chiropractor - inactive", skipped(Code::Inactive)),
        ("unlicensed chiropractor", skipped(Code::Inactive)),
        ("chiropractor assistant", skipped(Code::OutOfScope)),
        ("veterinary chiropractor", skipped(Code::OutOfScope)),
        ("PT aide", skipped(Code::OutOfScope)),
        ("physical therapy billing", skipped(Code::OutOfScope)),
        ("chiropractic clinic receptionist", skipped(Code::OutOfScope)),
        ("orthopedic surgeon's assistant", skipped(Code::OutOfScope)),
        ("massage therapist student", skipped(Code::Student)),
        ("Massage Therapist, Student", skipped(Code::Student)),
        ("apprentice massage therapist", skipped(Code::Student)),
        ("chiropractic student", skipped(Code::Student)),
    ] {
        assert_eq!(judged_as(cell), expected, "{cell}");
    }
}

#[test]
fn a_changed_profession_beside_a_sound_one_is_dropped_aloud() {
    for (cell, expected) in [
        ("chiropractor|physical therapist (retired)", "chiropractor"),
        ("chiropractor; former massage therapist", "chiropractor"),
        ("Chiropractor and veterinary chiropractor", "chiropractor"),
        ("massage therapist|physical therapy student", "massage_therapist"),
    ] {
        assert_eq!(judged_as(cell), Ok((expected.to_owned(), vec![Code::SpecialtyDropped])), "{cell}");
    }
    let record = with(|record| {
        record.specialty = "Chiropractor - inactive".to_owned();
        record.taxonomies = vec![TaxonomySlot { code: "111N00000X".to_owned(), primary: true }];
    });
    assert_eq!(codes(&record), Err((Outcome::Skipped, Code::Inactive)), "whatever the code says");
}

#[test]
fn real_cells_stay_as_they_are() {
    for (cell, expected) in [
        ("Licensed Massage Therapist", "massage_therapist"),
        ("Chiropractic Physician", "chiropractor"),
        ("Chiropractor - non-surgical", "chiropractor"),
        ("Chiropractor - Assistant Professor", "chiropractor"),
        ("Physical Therapist - Orthopedic", "physical_therapist"),
        ("Physical Therapist Assistant", "pt_assistant"),
        ("Licensed Physical Therapist Assistant", "pt_assistant"),
        ("Licensed Physical Therapist Assistant (PTA)", "pt_assistant"),
        ("Certified Occupational Therapy Assistant - COTA", "ot_assistant"),
        ("DC", "chiropractor"),
    ] {
        assert_eq!(judged_as(cell), Ok((expected.to_owned(), Vec::new())), "{cell}");
    }
    let sports = judged_as("Chiropractor, Sports Medicine").expect("kept");
    assert!(sports.0.contains("chiropractor"), "{sports:?}");
}

#[test]
fn every_label_of_our_codes_is_a_profession_of_ours() {
    let table = include_str!("../../../../data/vocabulary/taxonomy_codes.csv");
    let mut rows = csv::Reader::from_reader(table.as_bytes());
    for row in rows.records() {
        let row = row.expect("a row");
        let (code, label) = (&row[0], &row[4]);
        for text in [label.to_owned(), format!("{}, {}", &row[2], &row[3])] {
            let text = text.trim_end_matches([',', ' ']);
            let judged = judged_as(text);
            assert!(judged.as_ref().is_ok_and(|(_, codes)| codes.is_empty()), "{code} {text}: {judged:?}");
        }
    }
}

#[test]
fn degrees_and_names_that_are_taken_back_list_nobody() {
    let skipped = |code| Err((Outcome::Skipped, code));
    for (name, credential, specialty, expected) in [
        ("Ann Doe", "DC (inactive)", "", skipped(Code::Inactive)),
        ("Ann Doe", "DC (retired)", "chiropractor", skipped(Code::Inactive)),
        ("Ann Doe", "former DC", "chiropractor", skipped(Code::Inactive)),
        ("Ann Doe", "DPT student", "", skipped(Code::Student)),
        ("Ann Doe (retired)", "DC", "chiropractor", skipped(Code::Inactive)),
        ("Ann Doe", "not DC", "", Err((Outcome::Rejected, Code::SpecialtyMissing))),
        ("Ann Doe", "not DC", "acupuncturist", Ok(vec![Code::TermDropped])),
        ("Ann Doe", "DC, PhD candidate", "chiropractor", Ok(vec![Code::TermDropped])),
    ] {
        let record = with(|r| {
            (r.name, r.credential, r.specialty) = (name.into(), credential.into(), specialty.into());
        });
        assert_eq!(codes(&record), expected, "{name} {credential}");
    }
}
