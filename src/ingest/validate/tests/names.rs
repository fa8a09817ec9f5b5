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

#[test]
fn what_is_no_name_is_not_published_as_one() {
    let of = |name: &str, first: &str, last: &str| {
        let record = with(|record| {
            (record.name, record.first_name) = (name.to_owned(), first.to_owned());
            last.clone_into(&mut record.last_name);
        });
        codes(&record)
    };
    let missing = Err((Outcome::Rejected, Code::NameMissing));
    for name in [
        "null null",
        "NULL NULL",
        "Null Null",
        "none none",
        "N/A N/A",
        "12345",
        "412-555-0100",
        "1 2 3",
        "jane@doe.org",
        "JANE.DOE@MAIL.DOE.ORG",
        "<jane@doe.org>",
    ] {
        assert_eq!(of(name, "", ""), missing, "{name}");
    }
    assert_eq!(of("", "Null", "Null"), missing);
    assert_eq!(of("", "", "12345"), missing);
    for (name, first, last) in [
        ("Jane Null", "", ""),
        ("Null, Jane", "", ""),
        ("", "Jane", "Null"),
        ("", "Li", "Na"),
        ("Li Na", "", ""),
        ("Ng", "", ""),
        ("1st Choice Chiropractic", "", ""),
        ("李娜", "", ""),
    ] {
        assert!(of(name, first, last).is_ok(), "{name} {first} {last}");
    }
}

#[test]
fn names_are_read_in_the_ways_that_lists_write_them() {
    for (text, shown, family, credential) in [
        ("Jane Doe", "Jane Doe", "Doe", ""),
        ("JANE A DOE", "Jane A Doe", "Doe", ""),
        ("Dr. Jane Doe DC", "Jane Doe", "Doe", "DC"),
        ("Jane A. Doe Jr., DC, CCSP", "Jane A. Doe Jr.", "Doe", "DC"),
        ("DOE, JANE MARIE DC", "Jane Marie Doe", "Doe", "DC"),
        ("Doe, Jane", "Jane Doe", "Doe", ""),
        ("DOE JR, JANE", "Jane Doe Jr.", "Doe", ""),
        ("MCDONALD, RONALD J", "Ronald J McDonald", "McDonald", ""),
        ("Maria de la Cruz", "Maria de la Cruz", "de la Cruz", ""),
        ("MARIA DE LA CRUZ", "Maria de la Cruz", "de la Cruz", ""),
        ("DE LA CRUZ, MARIA", "Maria de la Cruz", "de la Cruz", ""),
        ("Kim Do", "Kim Do", "Do", ""),
        ("Jane Doe, D.C.", "Jane Doe", "Doe", "DC"),
        ("Jane Doe, XYZ", "Jane Doe", "Doe", ""),
        ("Cher", "Cher", "Cher", ""),
    ] {
        let record = with(|record| (record.name, record.credential) = (text.to_owned(), String::new()));
        let (provider, _) = kept(&record);
        assert_eq!((provider.name.to_string(), provider.name.family()), (shown.to_owned(), family), "{text}");
        let first = provider.credentials.first().map_or("", |credential| credential.as_str());
        assert_eq!(first, credential, "{text}");
        assert_eq!(provider.kind(), ProviderKind::Person, "{text}");
    }
}

#[test]
fn organizations_are_told_from_persons() {
    for (name, credential, specialty, organization, expected, practice) in [
        ("Example Spine Center", "", "chiropractor", "", ProviderKind::Organization, None),
        ("Jane Doe", "", "pt_clinic", "", ProviderKind::Organization, None),
        ("Doe & Roe PLLC", "DC", "chiropractor", "", ProviderKind::Organization, None),
        (
            "Jane Doe",
            "DC",
            "chiropractor",
            "DOE SPINE CENTER, PLLC",
            ProviderKind::Person,
            Some("Doe Spine Center, PLLC"),
        ),
        ("", "", "chiropractor", "Doe Spine Center", ProviderKind::Organization, None),
        ("Jane Center", "DC", "chiropractor", "", ProviderKind::Person, None),
    ] {
        let record = with(|record| {
            (record.name, record.credential) = (name.to_owned(), credential.to_owned());
            (record.specialty, record.organization) = (specialty.to_owned(), organization.to_owned());
        });
        let (provider, _) = kept(&record);
        assert_eq!(provider.kind(), expected, "{name}");
        assert_eq!(provider.practices.first().name.as_deref(), practice, "{name}");
    }
}
