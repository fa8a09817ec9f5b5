//! The columns of federal NPPES files, by name, in each of their layouts.
//!
//! Invariant: what CONTRACT.md says is never stored (licence numbers, other identifiers, officials, mailing
//! addresses) is no column here, so it is never copied out of the row.

use super::field::Field;
use super::{Format, own};

/// Taxonomy slots of a row.
///
/// # Source
/// CMS, NPPES data dissemination readme: `Healthcare Provider Taxonomy Code_1` to `_15`.
pub(super) const SLOTS: u8 = 15;

/// Folded names of `npidata_pfile`; those of gender and sex code are one field.
///
/// # Source
/// The headers of 2005–2019, 2020–2024 and 2025 in the CMS dissemination files.
const NAMES: &[(&str, Field)] = &[
    ("npi", Field::Npi),
    ("entitytypecode", Field::EntityType),
    ("providerorganizationnamelegalbusinessname", Field::Organization),
    ("providerorganizationname", Field::Organization),
    ("providerlastnamelegalname", Field::LastName),
    ("providerlastname", Field::LastName),
    ("providerfirstname", Field::FirstName),
    ("providermiddlename", Field::MiddleName),
    ("providernamesuffixtext", Field::Suffix),
    ("providercredentialtext", Field::Credential),
    ("providerotherorganizationname", Field::OtherName),
    ("providerotherlastname", Field::OtherLastName),
    ("providerotherfirstname", Field::OtherFirstName),
    ("providerfirstlinebusinesspracticelocationaddress", Field::Address),
    ("providersecondlinebusinesspracticelocationaddress", Field::Address2),
    ("providerbusinesspracticelocationaddresscityname", Field::City),
    ("providerbusinesspracticelocationaddressstatename", Field::State),
    ("providerbusinesspracticelocationaddresspostalcode", Field::Zip),
    ("providerbusinesspracticelocationaddresscountrycodeifoutsideus", Field::Country),
    ("providerbusinesspracticelocationaddresstelephonenumber", Field::Phone),
    ("lastupdatedate", Field::Updated),
    ("npideactivationdate", Field::Deactivated),
    ("npireactivationdate", Field::Reactivated),
    ("providergendercode", Field::Gender),
    ("providersexcode", Field::Gender),
];

const SECONDARY: &str = "providersecondarypracticelocationaddress";
const OTHER_NAME: &str = "providerotherorganizationname";
const DEACTIVATION: &str = "nppesdeactivationdate";

/// The field that a folded column name of `npidata_pfile` means.
pub(super) fn field(name: &str) -> Option<(Field, usize)> {
    let listed = NAMES.iter().find(|(known, _)| *known == name).map(|&(_, field)| field);
    listed.or_else(|| slot(name)).map(|field| (field, 0))
}

fn slot(name: &str) -> Option<Field> {
    let number = |prefix| {
        let number: u8 = name.strip_prefix(prefix)?.parse().ok()?;
        (1..=SLOTS).contains(&number).then(|| number - 1)
    };
    let primary = || number("healthcareproviderprimarytaxonomyswitch").map(Field::Primary);
    number("healthcareprovidertaxonomycode").map(Field::Taxonomy).or_else(primary)
}

/// The field that a folded column name of `pl_pfile` means.
pub(super) fn practice_field(name: &str) -> Option<Field> {
    if name == "npi" {
        return Some(Field::Npi);
    }
    match name.strip_prefix(SECONDARY)? {
        "addressline1" => Some(Field::Address),
        "addressline2" => Some(Field::Address2),
        "cityname" => Some(Field::City),
        "statename" => Some(Field::State),
        "postalcode" => Some(Field::Zip),
        "countrycodeifoutsideus" => Some(Field::Country),
        "telephonenumber" => Some(Field::Phone),
        _ => None,
    }
}

/// The field that a folded column name of `othername_pfile` means.
pub(super) fn name_field(name: &str) -> Option<Field> {
    match name {
        "npi" => Some(Field::Npi),
        OTHER_NAME => Some(Field::OtherName),
        _ => None,
    }
}

/// The field that a folded column name of the deactivation report means.
pub(super) fn deactivated_field(name: &str) -> Option<Field> {
    match name {
        "npi" => Some(Field::Npi),
        DEACTIVATION | "npideactivationdate" | "deactivationdate" => Some(Field::Deactivated),
        _ => None,
    }
}

/// Whether a folded name is a column of a side file.
pub(super) fn is_side_column(name: &str) -> bool {
    practice_field(name).or_else(|| name_field(name)).or_else(|| deactivated_field(name)).is_some()
        || name.starts_with("endpoint")
}

/// Which federal format has these folded names; `None` where they are of none.
pub(super) fn format(names: &[String]) -> Option<Format> {
    let has = |name: &str| names.iter().any(|known| known == name);
    if !has("npi") {
        return None;
    }
    let only_dates = names.iter().all(|name| name.is_empty() || deactivated_field(name).is_some());
    // Each of these stands in `npidata_pfile` and its extracts, and in no list of anyone's own.
    let main = [
        "entitytypecode",
        "providerlastnamelegalname",
        "providerorganizationnamelegalbusinessname",
        "providerbusinesspracticelocationaddresspostalcode",
        "healthcareprovidertaxonomycode1",
    ];
    if names.iter().any(|name| name.starts_with(SECONDARY)) {
        Some(Format::NppesPractices)
    } else if main.iter().any(|name| has(name)) {
        Some(Format::Nppes)
    } else if has(OTHER_NAME) {
        Some(Format::NppesNames)
    } else if names.len() > 1 && only_dates {
        Some(Format::NppesDeactivated)
    } else {
        None
    }
}

/// Whether some of these folded names is of `npidata_pfile` and of no list of one's own.
pub(super) fn names_federal(names: &[String]) -> bool {
    names.iter().any(|name| field(name).is_some() && own::field(name).is_none())
}

/// Whether these folded names are those of `endpoint_pfile`, of which nothing is made.
pub(super) fn is_endpoints(names: &[String]) -> bool {
    ["npi", "endpointtype", "endpoint"].iter().all(|name| names.iter().any(|known| known == name))
}

/// Whether a folded name is a column of `npidata_pfile` that is not read on purpose.
pub(super) fn is_passed_over(name: &str) -> bool {
    const BEGINNINGS: &[&str] = &[
        "provider",
        "healthcareprovider",
        "otherprovideridentifier",
        "authorizedofficial",
        "npi",
        "replacementnpi",
        "employeridentification",
        "isorganizationsubpart",
        "issoleproprietor",
        "parentorganization",
        "certificationdate",
        "createddate",
    ];
    BEGINNINGS.iter().any(|beginning| name.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::super::columns::folded;
    use super::*;

    fn names(header: &str) -> Vec<String> {
        header.split(',').map(folded).collect()
    }

    #[test]
    fn formats_are_told_by_their_columns() {
        for (header, expected) in [
            ("NPI,Entity Type Code,Provider Other Organization Name", Some(Format::Nppes)),
            (
                "NPI,Provider Secondary Practice Location Address-  Address Line 2",
                Some(Format::NppesPractices),
            ),
            (
                "NPI,Provider Other Organization Name,Provider Other Organization Name Type Code",
                Some(Format::NppesNames),
            ),
            ("NPI,Provider Other Organization Name,x,Created Date", Some(Format::NppesNames)),
            ("NPI,NPPES Deactivation Date", Some(Format::NppesDeactivated)),
            ("npi,deactivation date,name", None),
            ("npi,name,specialty,zip", None),
            ("Entity Type Code", None),
        ] {
            assert_eq!(format(&names(header)), expected, "{header}");
        }
        assert!(is_endpoints(&names("NPI,Endpoint Type,Endpoint Type Description,Endpoint")));
    }

    #[test]
    fn all_fifteen_slots_are_columns_and_no_sixteenth() {
        assert_eq!(field("healthcareprovidertaxonomycode1"), Some((Field::Taxonomy(0), 0)));
        assert_eq!(field("healthcareproviderprimarytaxonomyswitch15"), Some((Field::Primary(14), 0)));
        for none in [
            "healthcareprovidertaxonomycode0",
            "healthcareprovidertaxonomycode16",
            "healthcareprovidertaxonomygroup1",
        ] {
            assert_eq!(field(none), None);
        }
    }

    #[test]
    fn what_is_never_stored_is_no_column() {
        for name in [
            "Provider License Number_1",
            "Provider License Number State Code_1",
            "Other Provider Identifier_1",
            "Authorized Official Last Name",
            "Authorized Official Telephone Number",
            "Employer Identification Number (EIN)",
            "Provider First Line Business Mailing Address",
            "Provider Business Mailing Address Postal Code",
            "Provider Business Mailing Address Telephone Number",
            "Parent Organization LBN",
        ] {
            assert_eq!(field(&folded(name)), None, "{name}");
            assert_eq!(own::field(&folded(name)), None, "{name}");
        }
    }
}
