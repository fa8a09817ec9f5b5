//! What cells make of names: persons, organizations, nobody.

use super::*;

/// The name and credentials that a whole name comes to, and what was said.
fn named(change: impl FnOnce(&mut Record)) -> (String, Vec<String>, Vec<Code>) {
    let (provider, codes) = kept(&with(|r| {
        r.credential.clear();
        change(r);
    }));
    let credentials = provider.credentials.iter().map(ToString::to_string).collect();
    (provider.name.to_string(), credentials, codes)
}

#[test]
fn whole_names_are_of_one_person_with_their_degrees() {
    for (text, name, credentials, codes) in [
        ("Jane Doe, RN, LMT #12345", "Jane Doe", vec!["RN", "LMT"], vec![]),
        ("Smith, DC", "Smith", vec!["DC"], vec![]),
        ("SMITH, D.C.", "Smith", vec!["DC"], vec![]),
        ("Smith, Jane", "Jane Smith", vec![], vec![]),
        ("Li, Bo", "Bo Li", vec![], vec![]),
        ("Doe, Jane & Roe, John", "Jane Doe", vec![], vec![Code::NameShared]),
        ("Dr Jane Doe and Dr John Roe", "Jane Doe", vec![], vec![Code::NameShared]),
    ] {
        let credentials: Vec<String> = credentials.into_iter().map(str::to_owned).collect();
        assert_eq!(named(|r| r.name = text.into()), (name.to_owned(), credentials, codes), "{text}");
    }
    for text in [
        "Mr. & Mrs. Smith",
        "{\"first\":\"Bob\",\"last\":\"Json\"}",
        "#NAME?",
        "#REF! Smith",
        "Vacant",
        "TBD",
        "Test Test",
    ] {
        let expected = Err((Outcome::Rejected, Code::NameMissing));
        assert_eq!(codes(&with(|r| r.name = text.into())), expected, "{text}");
    }
}

#[test]
fn titles_and_degrees_in_columns_of_names_are_none_of_them() {
    for (first, last, suffix, name, credentials) in [
        ("Dr. Ann", "DOE DC", "", "Ann Doe", vec!["DC"]),
        ("Ann", "VAN DO", "", "Ann Van Do", vec![]),
        ("Ann", "Doe", "DC", "Ann Doe", vec!["DC"]),
        ("Ann", "Doe", "Jr., DC", "Ann Doe Jr.", vec!["DC"]),
        ("Ann", "Doe", "PT, DPT", "Ann Doe", vec!["PT", "DPT"]),
        ("Ann", "Doe", "III", "Ann Doe III", vec![]),
    ] {
        let change = |r: &mut Record| {
            r.name.clear();
            (r.first_name, r.last_name, r.suffix) = (first.into(), last.into(), suffix.into());
        };
        let credentials: Vec<String> = credentials.into_iter().map(str::to_owned).collect();
        assert_eq!(named(change), (name.to_owned(), credentials, vec![]), "{first} {last} {suffix}");
    }
}

#[test]
fn a_formulas_error_is_no_id() {
    for id in ["#REF!", "#N/A", "#VALUE!", "########"] {
        let record = with(|r| (r.npi, r.id) = (String::new(), id.into()));
        assert_eq!(codes(&record), Err((Outcome::Rejected, Code::IdMissing)), "{id}");
    }
    assert_eq!(codes(&with(|r| r.phone = "#VALUE!".into())), Ok(vec![Code::FormulaError]));
}
