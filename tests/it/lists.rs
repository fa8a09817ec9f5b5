//! Lists of boards, associations, portals and Medicare, each with a header of its own: which column is what, what is
//! never taken, and what a dry run tells before anything is published.

use crate::support::{TestIndex, VOCABULARY, fixture, now, search, shared, who};
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::ingest::{Code, Source};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn dry(index: &TestIndex, list: &Path) -> ImportOutcome {
    let mut request = ImportRequest::new(vec![Source::File(list.to_owned())], now());
    request.dry_run = true;
    index.import_with(&request).unwrap_or_else(|error| panic!("{}: {error}", list.display()))
}

/// `column=field` of each column that is used, then what is missing behind a `!`.
fn mapped(outcome: &ImportOutcome) -> String {
    let [mapping] = outcome.mappings.as_slice() else { panic!("one file: {:?}", outcome.mappings) };
    let used = mapping.columns.iter().filter_map(|column| {
        let by = match column.why.as_str() {
            "content" => "~",
            _ => "=",
        };
        column.field.map(|field| format!("{}{by}{field}", column.column))
    });
    let missing = mapping.missing.iter().map(|missing| format!("!{missing}"));
    used.chain(missing).collect::<Vec<_>>().join("; ")
}

/// A list, the columns used of it (`=` by name, `~` by content), and rows accepted, skipped and rejected.
type Expected = (&'static str, &'static str, (u64, u64, u64));

const LISTS: &[Expected] = &[
    (
        "board_mailing_and_practice.csv",
        "Licensee Name=name; License Type=specialty; Status=status; Addr Line 1=address; Addr Line 2=address2; City=city; State=state; Zip=zip",
        (7, 1, 0),
    ),
    (
        "board_practice_street.csv",
        "Licensee Name=name; License Type=specialty; Status=status; Practice Address=address; Practice City=city; St=state; Zip Code=zip; Phone=phone",
        (4, 1, 0),
    ),
    ("names_with_degrees.csv", "Member~name; Office~address; Telephone=phone", (5, 0, 0)),
    (
        "board_pipe.txt",
        "Profession Name=specialty; Licensee First Name=first_name; Licensee Middle Name=middle_name; Licensee Last Name=last_name; License Status Description=status; Practice Location Address Line 1=address; Practice Location Address Line 2=address2; Practice Location Address City=city; Practice Location Address State=state; Practice Location Address ZIPcode=zip",
        (7, 1, 0),
    ),
    (
        "board_agency_export.csv",
        "License Type=specialty; Indiv/Org Name=name; First Name=first_name; Middle Name=middle_name; Last Name=last_name; Suffix=suffix; Address Line 1=address; Address Line 2=address2; City=city; State=state; Zip=zip; Country=country; License Status=status",
        (8, 0, 0),
    ),
    (
        "board_without_street.csv",
        "License Type=specialty; License Status=status; Title=credential; First Name=first_name; Middle=middle_name; Last Name=last_name; Suffix=suffix; Business Name=organization; City=city; State=state; Zip=zip; LastModifiedDate=updated",
        (7, 1, 0),
    ),
    (
        "portal_credentials.csv",
        "Credential~specialty; Name=name; BusinessName=organization; Address=address; City=city; State=state; Zip=zip; RecordRefreshedOn=updated; Status=status; Location~coordinates",
        (8, 0, 0),
    ),
    (
        "portal_one_field_address.csv",
        "NAME OF LICENSEE=name; PROFESSION=specialty; BUSINESS ADDRESS=address; BUSINESS PHONE=phone; LICENSE STATUS=status",
        (8, 0, 0),
    ),
    (
        "medicare_by_provider.csv",
        "Rndrng_NPI=npi; Rndrng_Prvdr_Last_Org_Name=last_name; Rndrng_Prvdr_First_Name=first_name; Rndrng_Prvdr_MI=middle_name; Rndrng_Prvdr_Crdntls=credential; Rndrng_Prvdr_Gndr=gender; Rndrng_Prvdr_Ent_Cd=entitytype; Rndrng_Prvdr_St1=address; Rndrng_Prvdr_St2=address2; Rndrng_Prvdr_City=city; Rndrng_Prvdr_State_Abrvtn=state; Rndrng_Prvdr_Zip5=zip; Rndrng_Prvdr_Cntry=country; Rndrng_Prvdr_Type=specialty",
        (7, 2, 0),
    ),
    (
        "medicare_older.tsv",
        "npi=npi; nppes_provider_last_org_name=last_name; nppes_provider_first_name=first_name; nppes_provider_mi=middle_name; nppes_credentials=credential; nppes_provider_gender=gender; nppes_entity_code=entitytype; nppes_provider_street1=address; nppes_provider_street2=address2; nppes_provider_city=city; nppes_provider_zip=zip; nppes_provider_state=state; nppes_provider_country=country; provider_type=specialty",
        (8, 0, 0),
    ),
    (
        "doctors_and_clinicians_2024.csv",
        "NPI=npi; Provider Last Name=last_name; Provider First Name=first_name; Provider Middle Name=middle_name; suff=suffix; gndr=gender; Cred=credential; pri_spec=specialty; sec_spec_1=specialty2; Telehlth=telehealth; Facility Name=organization; adr_ln_1=address; adr_ln_2=address2; City/Town=city; State=state; ZIP Code=zip; Telephone Number=phone",
        (8, 0, 0),
    ),
    (
        "opt_out_affidavits.csv",
        "First Name=first_name; Last Name=last_name; NPI=npi; Specialty=specialty; First Line Street Address=address; Second Line Street Address=address2; City Name=city; State Code=state; Zip code=zip; Last updated=updated",
        (8, 0, 0),
    ),
    (
        "association_members.csv",
        "First Name=first_name; Last Name=last_name; Designation=credential; Company=organization; Work Address Line 1=address; Work Address Line 2=address2; Work City=city; Work State/Province=state; Work Zip/Postal Code=zip; Work Phone=phone; Website=website; Specialties=specialty",
        (8, 0, 0),
    ),
    (
        "insurance_directory.tsv",
        "Provider NPI=npi; Provider Full Name=name; Provider Specialty=specialty; Group Name=organization; Office Address 1=address; Office Address 2=address2; Office City=city; Office State=state; Office Zip=zip; Office Phone=phone; Gender=gender; Languages Spoken=languages; Accepting New Patients?=accepting_new; Latitude=lat; Longitude=lon",
        (8, 0, 0),
    ),
    (
        "no_header_1252.csv",
        "column 1~npi; column 2~name; column 3~specialty; column 4~address; column 5~city; column 6~state; column 7~zip; column 8~phone",
        (8, 0, 0),
    ),
    (
        "names_that_say_nothing.csv",
        "Col B~npi; Col C~name; Col D~taxonomy; Col E~address; Col F~phone; Col G~website; Col H~lat; Col I~lon",
        (8, 0, 0),
    ),
    (
        "spreadsheet_mangled.csv",
        "NPI=npi; Full Name=name; Credentials=credential; Specialty=specialty; Street=address; City=city; State=state; Zip=zip; Phone=phone; Last Updated=updated",
        (23, 0, 1),
    ),
    (
        "place_in_one_cell.csv",
        "Full Name=name; Practice=organization; Street=address; City/State/Zip=city; Office Phone=phone; Techniques Used=techniques; Accepts New Patients?=accepting_new",
        (5, 0, 0),
    ),
    (
        "payer_enrollment.csv",
        "NPI=npi; MMIS NAME~name_family_first; PROFESSION OR SERVICE=specialty_else; PROVIDER SPECIALTY=specialty; SERVICE ADDRESS=address; CITY=city; STATE=state; ZIP CODE=zip; TELEPHONE=phone; UPDATED=updated",
        (7, 0, 0),
    ),
    (
        "nested_names.csv",
        "number~npi; basic.first_name=first_name; basic.last_name=last_name; basic.credential=credential; basic.status=status; basic.last_updated=updated; addresses.0.address_1=address; addresses.0.city=city; addresses.0.state=state; addresses.0.postal_code=zip; addresses.0.telephone_number=phone; taxonomies.0.code~taxonomy; taxonomies.0.desc~specialty",
        (3, 0, 0),
    ),
    (
        "points_of_a_map.csv",
        "'@id=id; name=name; healthcare~specialty_else; healthcare:speciality=specialty; addr:housenumber=house_number; addr:street=address; addr:city=city; addr:state=state; addr:postcode=zip; phone=phone; '@lat=lat; '@lon=lon",
        (3, 0, 0),
    ),
    (
        "streets_in_parts.csv",
        "LEGAL NAME=name; DOING BUSINESS AS NAME=organization; LICENSE DESCRIPTION=specialty; STREET NUMBER=house_number; STREET DIRECTION=street_direction; STREET NAME=address; STREET TYPE=street_type; CITY=city; STATE=state; ZIP CODE=zip",
        (5, 0, 0),
    ),
    (
        "kinds_of_addresses.csv",
        "id=id; name=name; profession=specialty; license_type=specialty_else; address=address; city=city; state=state; zip=zip",
        (4, 0, 0),
    ),
    (
        "title_of_places.csv",
        "id=id; title~name; categoryName~specialty; address=address; city=city; postalCode=zip; state=state; website=website; phone=phone; location/lat=lat; location/lng=lon",
        (3, 0, 0),
    ),
    (
        "mailing_only.csv",
        "Name=name; Profession=specialty; !npi (or id); !zip or city (or lat and lon)",
        (0, 0, 0),
    ),
    (
        "no_profession.csv",
        "Full Name=name; Office Address=address; Office City=city; Office State=state; Office Zip=zip; !specialty (or credential)",
        (0, 0, 0),
    ),
];

#[test]
fn each_list_is_read_by_its_columns_and_its_rows_are_taken() {
    let index = TestIndex::new();
    let mut wrong = Vec::new();
    for (list, columns, (accepted, skipped, rejected)) in LISTS {
        let outcome = dry(&index, &fixture("lists").join(list));
        let found = mapped(&outcome);
        if found != *columns {
            wrong.push(format!("{list}:\n  {found}\nexpected\n  {columns}"));
        }
        let rows = (outcome.accepted, outcome.skipped, outcome.rejected);
        if rows != (*accepted, *skipped, *rejected) {
            wrong.push(format!("{list}: {rows:?}; {:?} {:?}", outcome.refused, outcome.errors));
        }
        let told = |missing: &&str| {
            let said = outcome.refused.as_ref().is_some_and(|refusal| refusal.message.contains(*missing));
            if said { None } else { Some(format!("{list} does not say that {missing} is missing")) }
        };
        wrong.extend(outcome.mappings[0].missing.iter().filter_map(told));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everybody of a list: name, specialty, and the address of the practice.
fn everybody(list: &str) -> Vec<String> {
    let index = TestIndex::new();
    let outcome = index.import(&fixture("lists").join(list)).expect("the import runs");
    assert!(outcome.generation.is_some(), "{:?}", outcome.refused);
    let answer =
        search(&index.engine(), &[("near", "40.44,-79.95"), ("radius", "any"), ("sort", "distance")]);
    let hits = answer.expect("found").hits;
    let told = hits.iter().map(|hit| {
        let provider = who(hit);
        let practice = provider.practices.first();
        let zip = practice.zip.map(|zip| format!(" {zip}")).unwrap_or_default();
        let specialty = &VOCABULARY.specialty(provider.specialties[0].specialty).id;
        let place = format!("{}, {} {}{zip}", practice.address, practice.city, practice.state.code());
        format!("{} ({specialty}), {place}", provider.name)
    });
    told.collect()
}

const TOGETHER: &[(&str, &[&str])] = &[
    (
        "place_in_one_cell.csv",
        &[
            "Jane Tester (chiropractor), 100 Example St, Pittsburgh PA 15213",
            "Ray Instance (chiropractor), 400 Example Ln, Unheard-of Hamlet PA 15213",
            "John A. Sample (chiropractor), 200 Example Ave, Pittsburgh PA 15217",
            "Ann Example (chiropractor), 300 Example Rd, Boston MA 02118",
            "Lee Case (chiropractor), 500 Example Ct, Tulsa OK",
        ],
    ),
    (
        "payer_enrollment.csv",
        &[
            "Robert B de la Cruz (chiropractor), 300 Example Rd, Buffalo NY 14202",
            "John A Tester (chiropractor), 100 Example St, New York NY 10012",
            "Example Rehab Center Inc (physical_therapist), 400 Example Ln, Albany NY 12207",
            "Linda Instance (physical_therapist), 500 Example Ct, Albany NY 12207",
            "Karen Case Jr. (chiropractor), 600 Example Ct, Albany NY 12207",
            "Back In Motion (chiropractor), 700 Example Ct, Albany NY 12207",
            "Mary Sample (physical_therapist), 200 Example Ave, Albany NY 12207",
        ],
    ),
    (
        "points_of_a_map.csv",
        &[
            "Example Back Care (chiropractor), 100 Example Street, Pittsburgh PA 15213",
            "Example Rehab (physical_therapist), 200 Example Avenue, Pittsburgh PA 15217",
            "Sample Spine (chiropractor), 300 Example Road, Boston MA 02118",
        ],
    ),
    (
        "streets_in_parts.csv",
        &[
            "Case Chiropractic LLC (chiropractor), 101 Case St, Chicago IL 60605",
            "Example Chiropractic LLC (chiropractor), 77 Example Blvd, Chicago IL 60603",
            "Sample Chiropractic LLC (chiropractor), 4 Sample St, Chicago IL 60604",
            "Sample Physical Therapy Inc (pt_clinic), 15 W Sample Ave, Chicago IL 60602",
            "Tester Chiropractic LLC (chiropractor), 1200 N Example St, Chicago IL 60610",
        ],
    ),
    (
        "kinds_of_addresses.csv",
        &[
            "Jane Tester (chiropractor), 100 Example St, Pittsburgh PA 15213",
            "Ray Instance (chiropractor), 400 Example Ln, Washington DC 20001",
            "Ann Example (chiropractor), 300 Example Rd, Boston MA 02118",
            "John Sample (chiropractor), 200 Example Ave, St. Louis MO 63101",
        ],
    ),
    (
        "title_of_places.csv",
        &[
            "Example Chiropractic (chiropractor), 100 Example St, Pittsburgh PA 15213",
            "Sample Pt (physical_therapist), 200 Example Ave Ste 4, Pittsburgh PA 15217",
            "Back in Motion (chiropractor), 300 Example Rd, Boston MA 02118",
        ],
    ),
];

#[test]
fn parts_that_stand_in_other_cells_come_together() {
    for (list, expected) in TOGETHER {
        assert_eq!(&everybody(list), expected, "{list}");
    }
}

#[test]
fn of_two_columns_of_names_that_a_map_has_one_counts() {
    let index = TestIndex::new();
    let path = index.folder().join("both.csv");
    let rows = "id,who,name,profession,address,city,state,zip\n\
        1,TESTER JANE,Jane Q Tester,Chiropractor,1 Example St,Pittsburgh,PA,15213\n\
        2,SAMPLE JOHN,,Chiropractor,2 Example St,Pittsburgh,PA,15213\n";
    fs::write(&path, rows).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.columns = vec![("who".to_owned(), "name_family_first".to_owned())];
    let outcome = index.import_with(&request).expect("the import runs");
    assert!(outcome.generation.is_some(), "{:?}", outcome.refused);
    let answer = search(&index.engine(), &[("near", "15213"), ("radius", "any")]).expect("found");
    let mut names: Vec<String> = answer.hits.iter().map(|hit| who(hit).name.to_string()).collect();
    names.sort();
    assert_eq!(names, ["Jane Q Tester", "John Sample"]);
}

#[test]
fn whoever_was_excluded_is_in_no_list() {
    let outcome = dry(&TestIndex::new(), &fixture("lists/exclusions.csv"));
    let refused = outcome.refused.expect("refused");
    assert!(refused.message.contains("excluded"), "{}", refused.message);
}

#[test]
fn every_column_shows_up_to_three_values_unless_they_are_private() {
    let index = TestIndex::new();
    for (list, ..) in LISTS {
        for column in &dry(&index, &fixture("lists").join(list)).mappings[0].columns {
            let private = column.why.told().contains("never stored") || column.why.told().contains("fax");
            assert_eq!(column.samples.is_none(), private, "{list}: {column:?}");
            assert!(column.samples.iter().all(|samples| samples.len() <= 3), "{list}: {column:?}");
            assert!(column.field.is_some() != column.why.told().starts_with("ignored"), "{list}: {column:?}");
        }
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn licence_numbers_mailing_addresses_births_and_mail_are_in_no_file() {
    let index = TestIndex::new();
    for (number, (list, ..)) in LISTS.iter().enumerate() {
        let path = fixture("lists").join(list);
        dry(&index, &path);
        let mut request = ImportRequest::new(vec![Source::File(path)], now());
        request.list = format!("list-{number}").parse().ok();
        index.import_with(&request).unwrap_or_else(|error| panic!("{list}: {error}"));
    }
    let secrets = [
        "HIDDEN",
        "Hidden",
        "PO BOX",
        "@example.org",
        "DC00123",
        "CH900",
        "R-10",
        "038.01",
        "7.00",
        "M-40",
        "66088849",
        "12-3456789",
        "1/2/1970",
    ];
    for path in files(&index.path()) {
        let bytes = fs::read(&path).expect("readable");
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            // `7.00` may be a part of a number of ours.
            let numbers = secret == "7.00" && !path.to_string_lossy().contains("reports");
            assert!(!found || numbers, "{} holds {secret}", path.display());
        }
    }
}

#[test]
fn ids_of_lists_that_number_nobody_stay_from_week_to_week() {
    let index = TestIndex::new();
    let list = fixture("lists/board_mailing_and_practice.csv");
    let first = index.import(&list).expect("imports");
    assert_eq!((first.refused, first.changes.added), (None, 7));
    assert!(first.repairs.iter().any(|repair| repair.code == Code::IdsMade), "{:?}", first.repairs);
    let text = fs::read_to_string(&list).expect("readable");
    let again = index.import_text(
        "week2.csv",
        &text.replace("100 MAIN ST", "100 Main Street").replace(",15213,", ",15213-1234,"),
    );
    let changes = again.changes;
    assert_eq!((changes.added, changes.removed, changes.changed, changes.unchanged), (0, 0, 1, 6));
}

#[test]
fn a_written_map_gives_the_same_mapping_and_may_be_edited() {
    let index = TestIndex::new();
    let with_map = |list: &str, map: &str| {
        let path = index.folder().join("edited.toml");
        fs::write(&path, map).expect("written");
        let report = index.folder().join("again.csv");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_finder"))
            .args(["import", "--dry-run", "--json", "--index"])
            .arg(index.path())
            .arg("--report")
            .arg(&report)
            .arg("--map")
            .arg(&path)
            .arg(fixture("lists").join(list))
            .output()
            .expect("runs");
        let json: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{list}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
        json
    };
    for (list, columns, (accepted, ..)) in LISTS.iter().filter(|(_, columns, _)| !columns.contains('!')) {
        let outcome = dry(&index, &fixture("lists").join(list));
        let map = fs::read_to_string(&outcome.maps[0]).expect("a map");
        let json = with_map(list, &map);
        assert_eq!(json["accepted"], *accepted, "{list}: {json}");
        let used: Vec<String> = json["mapping"][0]["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .filter_map(|column| {
                Some(format!("{}={}", column["column"].as_str()?, column["field"].as_str()?))
            })
            .collect();
        assert_eq!(used.join("; "), columns.replace('~', "="), "{list}");
    }
    let outcome = dry(&index, &fixture("lists/no_profession.csv"));
    let map = fs::read_to_string(&outcome.maps[0]).expect("a map");
    assert!(map.contains("# MISSING: specialty (or credential)"), "{map}");
    let given = with_map("no_profession.csv", &format!("{map}specialty = \"chiropractor\"\n"));
    assert_eq!(
        (&given["accepted"], &given["after"]["specialties"]["chiropractor"]),
        (&8.into(), &8.into()),
        "{given}"
    );
    let mailing =
        "[columns]\n\"Mailing Address\" = \"address\"\nCity = \"city\"\nState = \"state\"\nZip = \"zip\"\n";
    assert_eq!(with_map("mailing_only.csv", mailing)["accepted"], 8, "who names a column may have it");
}

#[test]
fn a_list_without_numbers_of_any_kind_is_refused_until_ids_are_asked_for() {
    let index = TestIndex::new();
    let text = "name,specialty,address,city,state,zip\nJane Doe,chiropractor,1 Main St,Pittsburgh,PA,15213\n";
    let refused = index.import_text("list.csv", text).refused.expect("refused");
    assert!(
        refused.message.contains("npi (or id)") && refused.message.contains("name and address"),
        "{refused:?}"
    );
    let mut request = ImportRequest::new(vec![Source::File(index.folder().join("list.csv"))], now());
    request.values = vec![("id".to_owned(), "name and address".to_owned())];
    assert_eq!(index.import_with(&request).expect("imports").accepted, 1);
}

#[test]
fn a_member_without_npi_is_taken_where_the_list_has_numbers_that_are_not_stored() {
    let index = TestIndex::new();
    let text = "Member ID,NPI,Name,Credential,Address,City,State,Zip\n\
                M1,1000770002,Jane Doe,DC,1 Main St,Pittsburgh,PA,15213\n\
                M2,,Ann Poe,DC,2 Main St,Pittsburgh,PA,15213\n\
                M3,1000770010,Bob Noe,DC,3 Main St,Pittsburgh,PA,15213\n";
    let outcome = index.import_text("members.csv", text);
    assert_eq!((outcome.refused, outcome.accepted), (None, 3));
    let whole = text.replace("M2,,", "M2,1000770028,");
    let outcome = index.import_text("members.csv", &whole);
    assert_eq!((outcome.reasons.get("ids_made"), outcome.changes.added), (None, 1));
}

#[test]
fn columns_of_one_name_are_told_apart_by_the_street_before_them() {
    let index = TestIndex::new();
    let rows = "1000770002,Jane Doe,DC,PO BOX 9,Erie,PA,16501,1 Main St,Pittsburgh,PA,15213\n";
    let header = "NPI,Name,Credential,Mailing Address,City,State,Zip,Practice Address,City,State,Zip\n";
    let outcome = index.import_text("list.csv", &format!("{header}{rows}"));
    assert_eq!((outcome.refused, outcome.accepted), (None, 1));
    let engine = index.engine();
    let provider = search(&engine, &[("near", "15213"), ("specialty", "chiropractor")]).expect("found");
    assert_eq!(provider.total, 1);
    let twice = "NPI,Name,Credential,Zip,Zip\n1000770002,Jane Doe,DC,15213,15213\n";
    assert!(index.import_text("list.csv", twice).refused.expect("refused").message.contains("twice"));
}

/// So many chiropractors of Pittsburgh.
fn list(rows: &[(u32, &str, &str, &str, &str)]) -> String {
    let mut text = String::from("id,name,specialty,address,city,state,zip,phone\n");
    for (id, name, street, city_state_zip, phone) in rows {
        writeln!(text, "{id},{name},chiropractor,{street},{city_state_zip},{phone}")
            .expect("written to memory");
    }
    text
}

#[test]
fn a_dry_run_tells_every_change_against_the_live_list_and_changes_nothing() {
    let index = TestIndex::new();
    let here = "Pittsburgh,PA,15213";
    let before = list(&[
        (1, "Jane Doe", "1 Main St", here, "412-555-0100"),
        (2, "Ann Poe", "2 Main St", here, "412-555-0101"),
        (3, "Bob Noe", "3 Main St", here, "412-555-0102"),
        (4, "Ed Roe", "4 Main St", here, "412-555-0103"),
    ]);
    assert_eq!(index.import_text("list.csv", &before).refused, None);
    let tree = |index: &TestIndex| {
        let outside = |path: &PathBuf| !path.starts_with(index.path().join("reports"));
        let mut all: Vec<(PathBuf, Vec<u8>)> = files(&index.path())
            .into_iter()
            .filter(outside)
            .map(|path| (path.clone(), fs::read(&path).expect("readable")))
            .collect();
        all.sort();
        all
    };
    let untouched = tree(&index);
    let path = index.folder().join("next.csv");
    let after = list(&[
        (1, "Jane Doe", "1 Main St", here, "412-555-0100"),
        (2, "Ann Poe", "2 Main St", here, "412-555-0199"),
        (3, "Bob Noe", "3 Main St", "Boston,MA,02118", "412-555-0102"),
        (5, "=Eve Voe", "5 Main St", here, "412-555-0104"),
    ]);
    fs::write(&path, after).expect("written");
    let outcome = dry(&index, &path);
    assert_eq!(tree(&index), untouched);
    let preview = outcome.preview.expect("a preview");
    let told: Vec<String> = preview
        .samples
        .iter()
        .map(|line| {
            let fields: Vec<&str> = line.fields.iter().map(|field| field.field).collect();
            format!("{} {} {}", line.change, line.id, fields.join(","))
        })
        .collect();
    assert_eq!(
        told,
        ["added list:5 ", "changed list:2 phone", "moved list:3 city,state,zip,lat, lon", "removed list:4 "]
    );
    let states = |counts: &specialist_finder::import::Counts| {
        counts.states.iter().map(|(state, count)| format!("{state} {count}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        (states(&preview.before), states(&preview.after)),
        ("PA 4".to_owned(), "MA 1, PA 3".to_owned())
    );
    assert_eq!(preview.after.specialties["chiropractor"], 4);
    let file = fs::read_to_string(preview.file.expect("a file")).expect("readable");
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines[0], "change,id,name,city,state,specialties,miles,fields,before,after");
    assert_eq!(
        lines[1],
        "changed,list:2,Ann Poe,Pittsburgh,PA,chiropractor,,phone,'+14125550101,'+14125550199"
    );
    assert!(lines[2].starts_with("moved,list:3,Bob Noe,Boston,MA,chiropractor,479.2,"), "{}", lines[2]);
    assert!(lines[4].starts_with("added,list:5,'="), "{}", lines[4]);
    assert_eq!(lines.len(), 5);
}

#[test]
fn a_dry_run_warns_of_what_looks_wrong_without_being_refused() {
    let index = TestIndex::new();
    let mut text = String::from("id,name,specialty,address,city,state,zip,phone,lat,lon\n");
    for number in 0..200 {
        let row = format!(
            "{number},Jane Doe{number},chiropractor,{number} Main St,Pittsburgh,PA,15213,412-555-0100,,"
        );
        writeln!(text, "{row}").expect("written to memory");
    }
    text += "201,Ann Poe,chiropractor,1 Elm St,Boston,PA,02118,617-555-0100,,\n";
    text += "202,Bob Noe,chiropractor,2 Elm St,Pittsburgh,PA,15213,412-555-0101,40.9,-80.4\n";
    text += "203,Ed Roe,chiropractor,3 Elm St,Pittsburgh,PA,15213,412-555-0102,34.05,-118.24\n";
    let path = index.folder().join("list.csv");
    fs::write(&path, text).expect("written");
    let outcome = dry(&index, &path);
    let warnings: Vec<String> = outcome
        .preview
        .expect("a preview")
        .warnings
        .iter()
        .map(|warning| format!("{} {} {}", warning.code, warning.count, warning.samples.join(",")))
        .collect();
    assert_eq!(warnings, ["state_mismatch 1 ", "phone_shared 200 ", "coordinates_far 2 list:202"]);
}

#[test]
fn real_extracts_are_read_as_they_come() {
    for (name, columns, rows) in [
        ("data/cms/dac_2021_40col_dev.csv.gz", 19, (108, 107)),
        ("data/cms/dac_2026_14col_dev.csv.gz", 12, (1_545, 3_308)),
        ("data/nppes/nppes_2026_21col_dev.csv.gz", 16, (1_066, 1_448)),
    ] {
        let Some(path) = shared(name) else { return };
        let index = TestIndex::new();
        let outcome = dry(&index, &path);
        let used = outcome.mappings[0].columns.iter().filter(|column| column.field.is_some()).count();
        assert_eq!(
            (used, (outcome.accepted, outcome.skipped)),
            (columns, rows),
            "{name}: {}",
            mapped(&outcome)
        );
        assert_eq!(outcome.rejected, 0, "{name}");
    }
}

#[test]
fn one_id_for_different_people_is_warned_of() {
    let index = TestIndex::new();
    let list = "id,name,specialty,address,city,state,zip\n\
                1,Ann Doe,chiropractor,1 Main St,Boston,MA,02118\n\
                1,Ann Doe-Roe,chiropractor,2 Elm St,Denver,CO,80202\n\
                2,Bob Roe,chiropractor,3 Main St,Boston,MA,02118\n\
                2,Carl Poe,chiropractor,4 Main St,Boston,MA,02118\n";
    let outcome = index.import_text("list.csv", list);
    assert_eq!((outcome.refused, outcome.reasons.get("id_shared")), (None, Some(&1)));
    let told = outcome.repairs.iter().find(|finding| finding.code.as_str() == "id_shared").expect("told");
    assert_eq!((told.position.line, told.value.as_str()), (5, "list:2"));
    assert_eq!(told.message, "Carl Poe has the id of Bob Roe (line 4); rows of one id are one provider");
}
