//! Every rule of judging, row by row.

mod cells;
mod federal;
mod names;
mod professions;
mod real;

use super::*;
use crate::domain::{Accuracy, Fact, Name, ProviderKind};
use crate::ingest::{Position, TaxonomySlot};
use proptest::prelude::*;
use std::sync::LazyLock;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("the vocabulary"));
static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("the places"));

/// Judges a record of the list `list` as of 22 November 2026.
fn judged(record: &Record) -> Row {
    let list: ListName = "list".parse().expect("a name");
    let context = Context {
        vocabulary: &VOCABULARY,
        places: &PLACES,
        list: &list,
        today: "2026-11-22".parse().expect("a day"),
    };
    judge(record, &context, &mut Remembered::default())
}

fn empty(format: Format) -> Record {
    Record::empty(Position { file: "list.csv".into(), line: 22 }, format)
}

/// A good row, as the base list of the bad inputs has it.
fn good() -> Record {
    let mut record = empty(Format::Own);
    for (field, text) in [
        (&mut record.npi, "1000779003"),
        (&mut record.name, "Good Marker"),
        (&mut record.credential, "DC"),
        (&mut record.specialty, "chiropractor"),
        (&mut record.address, "1000 Main St"),
        (&mut record.city, "Pittsburgh"),
        (&mut record.state, "PA"),
        (&mut record.zip, "15213"),
        (&mut record.phone, "412-555-1000"),
        (&mut record.website, "https://example.org/p/900"),
        (&mut record.lat, "40.4523"),
        (&mut record.lon, "-79.9532"),
        (&mut record.accepting_new, "true"),
        (&mut record.status, "active"),
        (&mut record.updated, "2025-06-30"),
    ] {
        text.clone_into(field);
    }
    record
}

fn kept(record: &Record) -> (Box<Provider>, Vec<Code>) {
    match judged(record) {
        Row::Kept { fragment: Fragment::Whole(provider), repairs } => {
            (provider, repairs.iter().map(|finding| finding.code).collect())
        }
        other => panic!("not kept: {other:?}"),
    }
}

/// What became of a row: the codes of its repairs, or the one reason it was left out for.
fn codes(record: &Record) -> Result<Vec<Code>, (Outcome, Code)> {
    match judged(record) {
        Row::Kept { repairs, .. } => Ok(repairs.iter().map(|finding| finding.code).collect()),
        Row::Deactivated { finding, .. } | Row::Skipped { finding, .. } | Row::Rejected { finding, .. } => {
            Err((finding.outcome, finding.code))
        }
    }
}

fn with(change: impl FnOnce(&mut Record)) -> Record {
    let mut record = good();
    change(&mut record);
    record
}

fn ids(provider: &Provider) -> Vec<(&'static str, bool)> {
    let id = |claim: &SpecialtyClaim| (VOCABULARY.specialty(claim.specialty).id.as_str(), claim.primary);
    provider.specialties.iter().map(id).collect()
}

#[test]
fn a_good_row_is_kept_as_it_stands() {
    let (provider, repairs) = kept(&good());
    assert_eq!(repairs, []);
    assert_eq!(provider.id.to_string(), "npi:1000779003");
    assert_eq!((provider.name.given(), provider.name.family()), ("Good", "Marker"));
    assert_eq!(ids(&provider), [("chiropractor", true)]);
    assert_eq!(provider.accepting_new, Fact::Yes);
    let practice = provider.practices.first();
    assert_eq!((practice.accuracy, practice.point.lat()), (Accuracy::Exact, 40.4523));
    assert_eq!(practice.address, "1000 Main St");
    assert_eq!(provider.updated.map(|day| day.to_string()).as_deref(), Some("2025-06-30"));
}

#[test]
fn each_bad_row_meets_its_rule() {
    type Change = fn(&mut Record);
    type Expected = Result<Vec<Code>, (Outcome, Code)>;
    let rejected = |code| Err((Outcome::Rejected, code));
    let skipped = |code| Err((Outcome::Skipped, code));
    let table: [(Change, Expected); 65] = [
        (|r| r.npi = "1000000054".into(), rejected(Code::NpiCheckDigit)),
        (|r| r.npi = "1.23E+09".into(), rejected(Code::NpiShape)),
        (|r| r.npi = "1000779003.0".into(), Ok(vec![Code::NumberRecoded])),
        (|r| r.npi.clear(), rejected(Code::IdMissing)),
        (|r| (r.npi, r.id) = (String::new(), "a\u{7}".into()), Ok(vec![Code::ControlCharacters])),
        (|r| r.name = "NULL".into(), rejected(Code::NameMissing)),
        (|r| r.name = "???".into(), rejected(Code::NameMissing)),
        (|r| r.name = "Word ".repeat(2_000), rejected(Code::TextTooLong)),
        (|r| r.name = "Bad\0Marker".into(), Ok(vec![Code::ControlCharacters])),
        (|r| r.name = "<script>alert(1)</script> Zz".into(), Ok(vec![])),
        (|r| r.name = "{{7*7}} ${jndi:ldap://127.0.0.1/a} Zz".into(), Ok(vec![])),
        (|r| r.name = "=HYPERLINK(\"http://127.0.0.1/\"&A1) Zz".into(), Ok(vec![])),
        (|r| r.name = "../../etc/passwd Zz".into(), Ok(vec![])),
        (|r| r.name = "JosÃ© Marker".into(), Ok(vec![Code::EncodingRepaired])),
        (|r| r.specialty.clear(), Ok(vec![Code::SpecialtyInferred])),
        (|r| (r.specialty, r.credential) = (String::new(), "MD".into()), rejected(Code::SpecialtyMissing)),
        (|r| r.specialty = "chiropractor; physical therapist".into(), Ok(vec![])),
        (|r| r.specialty = "chiropractor, physical therapist".into(), Ok(vec![])),
        (|r| r.specialty = "chiropractor|xyzzy".into(), Ok(vec![Code::SpecialtyDropped])),
        (|r| r.specialty = "xyzzy".into(), rejected(Code::SpecialtyUnknown)),
        (|r| r.specialty = "dentist".into(), skipped(Code::OutOfScope)),
        (|r| r.specialty = "122300000X".into(), skipped(Code::OutOfScope)),
        (|r| r.specialty = "111N00000X".into(), Ok(vec![])),
        (|r| r.state = "Pennsylvania".into(), Ok(vec![Code::StateRecoded])),
        (|r| r.state = "pa".into(), Ok(vec![Code::StateRecoded])),
        (|r| r.state.clear(), Ok(vec![])),
        (|r| r.state = "Zz".into(), Ok(vec![Code::StateRecoded])),
        (|r| r.state = "OH".into(), Ok(vec![Code::StateMismatch])),
        (|r| r.zip = "15213-1234".into(), Ok(vec![])),
        (|r| r.zip = "152131234".into(), Ok(vec![])),
        (|r| r.zip = "15213.0".into(), Ok(vec![Code::NumberRecoded])),
        (|r| r.zip = " 15213".into(), Ok(vec![Code::Trimmed])),
        (|r| r.phone.push(' '), Ok(vec![Code::Trimmed])),
        (|r| r.lon.insert(0, ' '), Ok(vec![Code::NumberRecoded])),
        (|r| r.credential.push(' '), Ok(vec![Code::Trimmed])),
        (|r| r.accepting_new.insert(0, ' '), Ok(vec![Code::Trimmed])),
        (|r| (r.zip, r.city) = ("15213 ".into(), " Pittsburgh".into()), Ok(vec![Code::Trimmed])),
        (|r| r.zip = "15299".into(), Ok(vec![Code::ZipUnknown])),
        (|r| r.zip = "1521".into(), Ok(vec![Code::ZipUnknown])),
        (|r| r.zip = "M5V 2T6".into(), rejected(Code::AddressOutsideUs)),
        (|r| (r.state, r.zip) = ("ON".into(), String::new()), rejected(Code::AddressOutsideUs)),
        (|r| (r.state, r.zip) = (String::new(), "EH1 2NG".into()), rejected(Code::AddressOutsideUs)),
        (
            |r| {
                (r.city, r.state, r.zip) = ("Lyon".into(), String::new(), String::new());
                (r.lat, r.lon) = ("45.76".into(), "4.84".into());
            },
            rejected(Code::AddressOutsideUs),
        ),
        (|r| r.country = "DE".into(), rejected(Code::AddressOutsideUs)),
        (|r| r.country = "United States".into(), Ok(vec![])),
        (|r| (r.zip, r.city) = (String::new(), "Nowhere".into()), rejected(Code::NoLocation)),
        (|r| (r.zip, r.city) = (String::new(), String::new()), rejected(Code::NoLocation)),
        (|r| (r.zip, r.city) = ("00000".into(), "Nowhere".into()), rejected(Code::NoLocation)),
        (
            |r| {
                (r.zip, r.city, r.lat, r.lon) =
                    ("00000".into(), "Nowhere".into(), String::new(), String::new());
            },
            rejected(Code::NoLocation),
        ),
        (|r| r.lat = "NaN".into(), Ok(vec![Code::CoordinatesUnusable])),
        (|r| r.lat = "0x28".into(), Ok(vec![Code::CoordinatesUnusable])),
        (|r| (r.lat, r.lon) = ("-79.9532".into(), "40.4523".into()), Ok(vec![Code::CoordinatesSwapped])),
        (|r| (r.lat, r.lon) = ("51.9".into(), "180".into()), Ok(vec![Code::CoordinatesFar])),
        (|r| r.website = "javascript:alert(1)".into(), Ok(vec![Code::WebsiteDropped])),
        (|r| r.phone = "12".into(), Ok(vec![Code::PhoneDropped])),
        (|r| r.updated = "9999-12-31".into(), Ok(vec![Code::DateDropped])),
        (|r| r.status = "retired".into(), skipped(Code::Inactive)),
        (|r| r.status = "resting".into(), Ok(vec![Code::StatusUnknown])),
        (|r| r.accepting_new = "perhaps".into(), Ok(vec![Code::FactUnknown])),
        (|r| r.techniques = "xyzzy|plugh".into(), Ok(vec![Code::TermDropped])),
        (|r| r.languages = "English and Spanish".into(), Ok(vec![])),
        (|r| r.languages = "English, Spanish, and French".into(), Ok(vec![])),
        (|r| r.languages = "Inglés y Español".into(), Ok(vec![])),
        (|r| r.languages = "English & Klingonese".into(), Ok(vec![Code::TermDropped])),
        (
            |r| (r.techniques, r.conditions) = ("xyzzy".into(), "plugh".into()),
            Ok(vec![Code::TermDropped, Code::TermDropped]),
        ),
    ];
    for (place, (change, expected)) in table.into_iter().enumerate() {
        let record = with(change);
        assert_eq!(codes(&record), expected, "row {place} of the table: {record:?}");
    }
}

#[test]
fn leading_zeros_come_back_only_where_the_state_agrees() {
    let at = |zip: &str, state: &str, city: &str| {
        let record = with(|record| {
            (record.zip, record.state, record.city) = (zip.to_owned(), state.to_owned(), city.to_owned());
            (record.lat, record.lon) = (String::new(), String::new());
        });
        let (provider, codes) = kept(&record);
        (provider.practices.first().zip.map(|zip| zip.to_string()), codes)
    };
    assert_eq!(at("2118", "MA", "Boston"), (Some("02118".into()), vec![Code::ZipPadded]));
    assert_eq!(at("21181234", "MA", "Boston"), (Some("02118".into()), vec![Code::ZipPadded]));
    assert_eq!(at("2118.0", "MA", "Boston"), (Some("02118".into()), vec![Code::ZipPadded]));
    assert_eq!(at("901", "PR", "San Juan"), (Some("00901".into()), vec![Code::ZipPadded]));
    assert_eq!(at("2118", "PA", "Pittsburgh"), (None, vec![Code::ZipUnknown]));
}

#[test]
fn a_zip_code_that_is_not_known_stays_only_where_the_state_has_its_like() {
    let at = |zip: &str, state: &str, city: &str| {
        let record = with(|record| {
            (record.zip, record.state, record.city) = (zip.to_owned(), state.to_owned(), city.to_owned());
            (record.lat, record.lon) = (String::new(), String::new());
        });
        let (provider, codes) = kept(&record);
        assert_eq!(codes, [Code::ZipUnknown], "{zip}");
        let practice = provider.practices.first();
        assert_eq!(practice.accuracy, Accuracy::City, "{zip}");
        practice.zip.map(|zip| zip.to_string())
    };
    assert_eq!(at("15299", "PA", "Pittsburgh"), Some("15299".to_owned()));
    assert_eq!(at("15299-1234", "PA", "Pittsburgh"), Some("15299".to_owned()));
    assert_eq!(at("15299", "MA", "Boston"), None);
    for none in ["00000", "00000-0000", "99999", "12345-67"] {
        assert_eq!(at(none, "PA", "Pittsburgh"), None, "{none}");
    }
}

#[test]
fn rows_of_the_synthetic_list_are_kept_as_they_are() {
    let mut record = empty(Format::Own);
    for (field, text) in [
        (&mut record.npi, "1000779003"),
        (&mut record.first_name, "Edge"),
        (&mut record.last_name, "DatelineA"),
        (&mut record.credential, "D.O."),
        (&mut record.specialty, "Family Medicine Osteopathic Physician"),
        (&mut record.techniques, "muscle energy technique|counterstrain"),
        (&mut record.conditions, "neck pain|whiplash"),
        (&mut record.organization, "Dateline Test Clinic"),
        (&mut record.address, "1 Meridian Way"),
        (&mut record.city, "Adak"),
        (&mut record.state, "AK"),
        (&mut record.zip, "99546"),
        (&mut record.lat, "51.950000"),
        (&mut record.lon, "179.950000"),
        (&mut record.languages, "English|Spanish"),
        (&mut record.accepting_new, "1"),
        (&mut record.telehealth, "0"),
    ] {
        text.clone_into(field);
    }
    record.taxonomies = vec![TaxonomySlot { code: "207Q00000X".into(), primary: true }];
    let (provider, repairs) = kept(&record);
    assert_eq!(repairs, []);
    let has = |id: &str| ids(&provider).iter().any(|(known, _)| *known == id);
    assert!(has("do_physician") && has("primary_care"), "{:?}", ids(&provider));
    assert_eq!(provider.practices.first().accuracy, Accuracy::Exact);
    assert_eq!((provider.techniques.len(), provider.conditions.len(), provider.languages.len()), (2, 2, 2));
    assert_eq!((provider.accepting_new, provider.telehealth), (Fact::Yes, Fact::No));
}

/// Texts that readers have tripped over, among arbitrary ones.
fn cell() -> impl Strategy<Value = String> {
    let known = prop::sample::select(vec![
        "",
        " ",
        "NULL",
        "1000779003",
        "1000009005.0",
        "DC",
        "D.O.",
        "chiropractor",
        "111N00000X",
        "390200000X",
        "Pittsburgh",
        "PA",
        "Pennsylvania",
        "15213",
        "2118",
        "152130000",
        "US",
        "CA",
        "40.4523",
        "-79.9532",
        "NaN",
        "1e400",
        "0",
        "2025-06-30",
        "02/30/2024",
        "Doe, Jane",
        ",",
        ",,",
        "'",
        "\"",
        "“",
        "-",
        "\u{1b}[",
        "\u{1b}",
        "Dr.",
        "Jr.",
        "É",
        "ß",
        "PO",
        "MC",
        "O'",
        "|",
        ";;",
        "JosÃ©",
        "１０",
        "İ",
        "active",
    ]);
    prop_oneof![4 => known.prop_map(str::to_owned), 1 => any::<String>(), 1 => "\\PC{0,300}"]
}

proptest! {
    #[test]
    fn any_record_gives_a_row(texts in prop::collection::vec(cell(), 36), format in 0..5_usize) {
        let formats =
            [Format::Own, Format::Nppes, Format::NppesPractices, Format::NppesNames, Format::NppesDeactivated];
        let mut record = empty(formats[format]);
        let fields = [
            &mut record.npi, &mut record.id, &mut record.entity_type, &mut record.name, &mut record.first_name,
            &mut record.middle_name, &mut record.last_name, &mut record.suffix, &mut record.organization,
            &mut record.credential, &mut record.specialty, &mut record.techniques, &mut record.conditions,
            &mut record.address, &mut record.address2, &mut record.city, &mut record.state, &mut record.zip,
            &mut record.country, &mut record.lat, &mut record.lon, &mut record.phone, &mut record.website,
            &mut record.languages, &mut record.gender, &mut record.accepting_new, &mut record.telehealth,
            &mut record.wheelchair, &mut record.insurance, &mut record.status, &mut record.updated,
            &mut record.deactivated, &mut record.reactivated,
        ];
        let mut texts = texts.into_iter();
        for (field, text) in fields.into_iter().zip(texts.by_ref()) {
            *field = text;
        }
        record.taxonomies = texts.map(|code| TaxonomySlot { code, primary: true }).collect();
        let row = judged(&record);
        prop_assert_eq!(&row, &judged(&record));
        CoordinateGuard::default().see(&record);
        if let Row::Kept { fragment: Fragment::Whole(provider), .. } = row {
            prop_assert!(!provider.specialties.is_empty());
            prop_assert!(provider.name.to_string().chars().any(char::is_alphanumeric));
            prop_assert!(!provider.name.to_string().chars().any(char::is_control));
            prop_assert!(provider.specialties.iter().filter(|claim| claim.primary).count() <= 1);
        }
    }
}
