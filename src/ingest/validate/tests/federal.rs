//! Real federal rows, judged.

use super::*;

/// A good row of the federal file.
fn federal(codes: &[(&str, bool)], credential: &str) -> Record {
    let mut record = empty(Format::Nppes);
    for (field, text) in [
        (&mut record.npi, "1000779003"),
        (&mut record.entity_type, "1"),
        (&mut record.last_name, "O'BRIEN"),
        (&mut record.first_name, "JANE"),
        (&mut record.credential, credential),
        (&mut record.address, "1000 NE MAIN ST"),
        (&mut record.address2, "STE 5"),
        (&mut record.city, "PITTSBURGH"),
        (&mut record.state, "PA"),
        (&mut record.zip, "152130000"),
        (&mut record.country, "US"),
        (&mut record.phone, "4125550100"),
        (&mut record.updated, "06/30/2025"),
    ] {
        text.clone_into(field);
    }
    let slot = |&(code, primary): &(&str, bool)| TaxonomySlot { code: code.to_owned(), primary };
    record.taxonomies = codes.iter().map(slot).collect();
    record
}

#[test]
fn the_switch_decides_the_main_profession_and_never_the_first_slot() {
    let codes = [("111N00000X", false), ("225100000X", true), ("2251X0800X", false)];
    let (provider, repairs) = kept(&federal(&codes, "PT"));
    assert_eq!(ids(&provider), [("physical_therapist", true), ("chiropractor", false)]);
    assert_eq!(provider.specialties[0].taxonomy.map(|code| code.to_string()).as_deref(), Some("225100000X"));
    assert_eq!(repairs, []);
    let (provider, _) = kept(&federal(&[("111N00000X", false), ("225100000X", false)], ""));
    assert!(ids(&provider).iter().all(|(_, primary)| !primary));
    let (provider, _) = kept(&federal(&[("193400000X", false), ("111N00000X", false)], ""));
    assert_eq!(ids(&provider), [("chiropractor", true)]);
    let (provider, _) = kept(&federal(&[("122300000X", true), ("111N00000X", false)], ""));
    assert_eq!(ids(&provider), [("chiropractor", false)]);
}

#[test]
fn federal_rows_count_by_code_or_the_degree_do() {
    for (codes, credential, expected) in [
        (vec![("207Q00000X", true)], "DO", Ok(vec![("primary_care", true), ("do_physician", false)])),
        (vec![("207Q00000X", true)], "M.D.", Ok(vec![("primary_care", true)])),
        (vec![("204D00000X", true)], "D.O., FAAO", Ok(vec![("osteopath", true)])),
        (vec![("207L00000X", true)], "D.O.", Ok(vec![("do_physician", false)])),
        (vec![("207L00000X", true)], "DC", Err(Code::OutOfScope)),
        (vec![("122300000X", true)], "DDS", Err(Code::OutOfScope)),
        (vec![("390200000X", true)], "", Err(Code::Student)),
        (vec![("390200000X", true), ("122300000X", false)], "", Err(Code::OutOfScope)),
        (vec![("390200000X", true), ("225100000X", false)], "", Ok(vec![("physical_therapist", true)])),
        (vec![("174400000X", true)], "", Err(Code::OutOfScope)),
        (vec![("174400000X", true), ("111N00000X", false)], "", Ok(vec![("chiropractor", true)])),
        (vec![], "", Err(Code::OutOfScope)),
    ] {
        let read = match judged(&federal(&codes, credential)) {
            Row::Kept { fragment: Fragment::Whole(provider), .. } => Ok(ids(&provider)),
            Row::Skipped { finding, .. } => Err(finding.code),
            other => panic!("{codes:?}: {other:?}"),
        };
        assert_eq!(read, expected, "{codes:?} {credential}");
    }
}

#[test]
fn a_federal_row_is_written_as_people_write_it() {
    let mut record = federal(&[("111N00000X", true)], "D.C.");
    record.last_name = "O'BRIEN, JR.".into();
    record.other_names = vec!["O'BRIEN SPINE CENTER, LLC".into(), "<UNAVAIL>".into()];
    let (provider, repairs) = kept(&record);
    assert_eq!(repairs, []);
    assert_eq!(provider.name.to_string(), "Jane O'Brien Jr.");
    assert_eq!(provider.aliases, ["O'Brien Spine Center, LLC"]);
    let practice = provider.practices.first();
    assert_eq!((practice.address.as_str(), practice.city.as_str()), ("1000 NE Main St, Ste 5", "Pittsburgh"));
    assert_eq!((practice.accuracy, practice.state.code()), (Accuracy::Zip, "PA"));
    record.entity_type = "2".into();
    record.organization = "O'BRIEN CHIROPRACTIC, P.C.".into();
    let (provider, _) = kept(&record);
    assert_eq!(provider.name, Name::Organization("O'Brien Chiropractic, P.C.".into()));
}

#[test]
fn a_federal_row_is_of_a_person_or_an_organization() {
    for (kind, expected) in [
        ("1", Ok(())),
        (" 2 ", Ok(())),
        ("1.0", Ok(())),
        ("NPI-2", Ok(())),
        ("Individual", Ok(())),
        ("3", Err((Outcome::Rejected, Code::EntityTypeUnknown))),
        ("X", Err((Outcome::Rejected, Code::EntityTypeUnknown))),
        ("", Err((Outcome::Rejected, Code::EntityTypeUnknown))),
    ] {
        let mut record = federal(&[("111N00000X", true)], "D.C.");
        record.entity_type = kind.into();
        assert_eq!(codes(&record).map(|_repairs| ()), expected, "{kind:?}");
        record.taxonomies[0].code = "122300000X".into();
        assert_eq!(codes(&record), Err((Outcome::Skipped, Code::OutOfScope)), "{kind:?}");
    }
}

#[test]
fn deactivated_rows_name_whom_they_remove() {
    let mut record = empty(Format::Nppes);
    (record.npi, record.deactivated) = ("1000009005".into(), "01/05/2020".into());
    for format in [Format::Nppes, Format::NppesDeactivated] {
        record.format = format;
        match judged(&record) {
            Row::Deactivated { npi, since, finding } => {
                assert_eq!((npi.number(), finding.code), (1_000_009_005, Code::Deactivated));
                assert_eq!(since.map(|day| day.to_string()).as_deref(), Some("2020-01-05"));
            }
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn side_rows_give_practices_and_names() {
    let mut record = federal(&[], "");
    record.format = Format::NppesPractices;
    match judged(&record) {
        Row::Kept { fragment: Fragment::Practice { practice, .. }, .. } => {
            assert_eq!(practice.address, "1000 NE Main St, Ste 5");
        }
        other => panic!("{other:?}"),
    }
    record.country = "CA".into();
    assert_eq!(codes(&record), Err((Outcome::Rejected, Code::AddressOutsideUs)));
    let mut record = empty(Format::NppesNames);
    (record.npi, record.organization) = ("1000779003".into(), "VINE DISCOUNT PHARMACY LLC".into());
    match judged(&record) {
        Row::Kept { fragment: Fragment::Alias { name, .. }, .. } => {
            assert_eq!(name, "Vine Discount Pharmacy LLC");
        }
        other => panic!("{other:?}"),
    }
    record.organization.clear();
    assert_eq!(codes(&record), Err((Outcome::Rejected, Code::NameMissing)));
}
