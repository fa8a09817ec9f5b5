//! What is to become of each list below `tests/fixtures/lists`.

/// A list, the columns used of it (`=` by name, `~` by content), and rows accepted, skipped and rejected.
pub(super) type Expected = (&'static str, &'static str, (u64, u64, u64));

/// Lists that are looked at without importing them.
pub(super) const LISTS: &[Expected] = &[
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

/// Lists whose parts stand in other cells, and everybody of each, the nearest first.
pub(super) const TOGETHER: &[(&str, &[&str])] = &[
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
