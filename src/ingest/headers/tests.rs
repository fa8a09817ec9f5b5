//! Names of columns as boards, portals and federal files have them.

use super::*;

fn check(names: &[&str], expected: Option<Field>) {
    for name in names {
        let said = match read(name) {
            Said::Field(field, _) => Some(field),
            Said::Never(_) | Said::Useless(_) | Said::Nothing => None,
        };
        assert_eq!(said, expected, "{name}: {:?}", words(name));
    }
}

#[test]
fn words_are_parted_where_people_part_them() {
    for (name, expected) in [
        ("Rndrng_Prvdr_Last_Org_Name", "rndrng provider last organization name"),
        ("LicenseeLastName", "licensee last name"),
        ("ADDRESS1", "address 1"),
        ("NPINumber", "npi number"),
        ("  lst_nm", "last name"),
        ("Lic #", "license"),
        ("LICENSENUMBER", "license number"),
        ("licenseename", "licensee name"),
        ("mailaddr", "mailing address"),
        ("D.O.B.", "dob"),
        ("notes", "notes"),
        ("E-mail", "e mailing"),
    ] {
        assert_eq!(words(name).join(" "), expected, "{name}");
    }
}

#[test]
fn names_of_boards_portals_and_federal_files_are_read_by_their_words() {
    check(
        &["Licensee Name", "NAME OF LICENSEE", "Full Name", "Indiv/Org Name", "Provider Full Name"],
        Some(Field::Name),
    );
    check(&["Name (Last, First)", "Last Name, First Name"], Some(Field::Name));
    check(
        &["Rndrng_Prvdr_Last_Org_Name", "LAST_NME", "Licensee Last Name", "nppes_provider_last_org_name"],
        Some(Field::LastName),
    );
    check(&["Rndrng_Prvdr_First_Name", "FIRST_NME", "Covered_Recipient_First_Name"], Some(Field::FirstName));
    check(&["Rndrng_Prvdr_MI", "MIDDLE_NME", "Middle Initial"], Some(Field::MiddleName));
    check(
        &["Rndrng_NPI", "Provider NPI", "NPI #", "Covered_Recipient_NPI", "NPI Number (Individual)"],
        Some(Field::Npi),
    );
    check(
        &["Business Name", "Practice Name", "Facility Name", "DBA", "Primary Office Name"],
        Some(Field::Organization),
    );
    check(
        &[
            "Addr Line 1",
            "Practice Address",
            "New Address",
            "BUSINESS ADDRESS",
            "Rndrng_Prvdr_St1",
            "First Line Street Address",
            "Office Street",
        ],
        Some(Field::Address),
    );
    check(
        &[
            "Addr Line 2",
            "Practice Address Line 2",
            "Second Line Street Address",
            "Rndrng_Prvdr_St2",
            "Suite #",
        ],
        Some(Field::Address2),
    );
    check(
        &["Business City", "Rndrng_Prvdr_City", "CITY_NAME", "Practice Location City", "Physical City"],
        Some(Field::City),
    );
    check(&["Rndrng_Prvdr_State_Abrvtn", "State Code", "Office State"], Some(Field::State));
    check(
        &["Rndrng_Prvdr_Zip5", "Business Zip Code", "ZIP+4 Code", "Address ZIPcode", "nppes_provider_zip"],
        Some(Field::Zip),
    );
    check(&["Rndrng_Prvdr_Crdntls", "nppes_credentials", "Degree(s)"], Some(Field::Credential));
    check(
        &[
            "License Type",
            "Profession Name",
            "CredentialType",
            "Rndrng_Prvdr_Type",
            "Provider Specialty",
            "License Type Description",
            "Board",
        ],
        Some(Field::Specialty),
    );
    check(&["Secondary Specialty", "Specialty 2", "Sub-Specialty"], Some(Field::FurtherSpecialty));
    check(&["Primary Taxonomy Code", "Taxonomy Description"], Some(Field::Taxonomies));
    check(
        &["License Status", "LIC_STA_DESC", "Credential Status", "Status Description"],
        Some(Field::Status),
    );
    check(&["Office Phone", "Telephone Number", "Business Telephone", "Phone #"], Some(Field::Phone));
    check(&["Rndrng_Prvdr_Gndr", "Gender"], Some(Field::Gender));
    check(&["Rndrng_Prvdr_Ent_Cd", "nppes_entity_code"], Some(Field::EntityType));
    check(&["Date Last Updated", "Record Refreshed On", "LastModifiedDate"], Some(Field::Updated));
    check(&["Accepting New Patients?", "Accepts New Patients"], Some(Field::AcceptingNew));
    check(&["Languages Spoken", "Language(s)"], Some(Field::Languages));
}

#[test]
fn what_is_never_stored_fills_nothing() {
    for name in [
        "Lic #",
        "License",
        "License Number",
        "LIC_NBR",
        "LicenseNo",
        "Cert No.",
        "Registration Number",
        "CredentialNumber",
        "Full Credential Code",
        "Permit #",
        "Mailing Address",
        "Mail City",
        "Mailing Zip",
        "MAIL_ADDR1",
        "Billing Address",
        "Home Address",
        "Home Phone",
        "Residence City",
        "Cell Phone",
        "Date of Birth",
        "DOB",
        "BirthYear",
        "Age",
        "SSN",
        "Social Security",
        "EIN",
        "Tax ID",
        "DEA Number",
        "UPIN",
        "PAC ID",
        "Ind_PAC_ID",
        "Email",
        "E-mail Address",
        "EmailAddress",
        "Member ID",
        "Member Number",
        "Fax",
        "Fax Number",
        "Supervisor Name",
        "Contact Email",
        "Authorized Official Last Name",
        "Owner Name",
        "Medicaid ID",
        "Group NPI",
    ] {
        assert!(matches!(read(name), Said::Never(_)), "{name}: {:?} {:?}", words(name), read(name));
    }
    check(
        &[
            "Expiration Date",
            "Original Issue Date",
            "License State",
            "County",
            "Rndrng_Prvdr_State_FIPS",
            "Rndrng_Prvdr_RUCA",
            "Grad Year",
            "Medical School",
            "Tot_Benes",
            "HCPCS_Cd",
            "Discipline Status",
            "Phone 2",
            "Board Action",
            "Previous Name",
            "Birth City",
            "Twin City",
        ],
        None,
    );
}

#[test]
fn a_fact_is_filled_by_a_name_that_says_no_more_and_no_less() {
    let useless = |names: &[&str]| {
        for name in names {
            assert!(matches!(read(name), Said::Useless(_)), "{name}: {:?} {:?}", words(name), read(name));
        }
    };
    check(
        &[
            "Accepting Patients",
            "Currently accepting new clients?",
            "New Patients Accepted",
            "Open to new patients",
        ],
        Some(Field::AcceptingNew),
    );
    check(
        &[
            "Not Accepting New Patients",
            "No longer accepting new patients",
            "Stopped accepting new patients",
            "Closed to New Patients",
            "No new patients",
            "Isn't accepting new patients",
        ],
        Some(Field::NotAcceptingNew),
    );
    check(&["Telehealth", "Telemedicine Visits", "Offers telehealth"], Some(Field::Telehealth));
    check(&["No Telehealth", "Telehealth not available"], Some(Field::NotTelehealth));
    check(&["Handicap Accessible", "ADA Compliant", "Wheelchair access"], Some(Field::Wheelchair));
    check(&["Wheelchair Inaccessible", "Not wheelchair accessible"], Some(Field::NotWheelchair));
    useless(&[
        "Accepting Patients Under 18",
        "Accepts new Medicare patients",
        "Not never accepting new patients",
        "Accepting New Patients Waitlist",
        "Telehealth Consent",
        "Telehealth License",
        "Telehealth only",
        "Wheelchair Van Provided",
        "Wheelchair Repairs",
    ]);
}

#[test]
fn a_column_may_ask_whether_somebody_is_listed() {
    check(
        &["Active", "Is Active?", "Active Y/N", "Published", "Show on website", "Provider Active"],
        Some(Field::Active),
    );
    check(
        &[
            "Inactive",
            "Deceased",
            "Retired",
            "Do Not Publish",
            "Do not list",
            "Hidden",
            "Not Active",
            "is_deleted",
            "Termination Date",
            "Date of Death",
            "Deleted At",
            "Date Retired",
        ],
        Some(Field::Inactive),
    );
    for name in [
        "Active Patients",
        "Published Date",
        "Date of Last Visit",
        "License Termination Date",
        "Do Not Publish Phone",
        "Display Name",
        "Not deceased",
        "Active Release",
        "Listed Price",
    ] {
        assert!(
            !matches!(read(name), Said::Field(Field::Active | Field::Inactive, _)),
            "{name}: {:?}",
            read(name)
        );
    }
}
