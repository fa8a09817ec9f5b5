//! The columns of a list of one's own: the names we print in `data/template.csv`, and those that people use instead.

use super::field::{Field, Part};

/// The field that a folded column name means, and how good a name it is: 0 is ours, higher ones give way to it.
pub(super) fn field(name: &str) -> Option<(Field, usize)> {
    let spelled = |&(field, names): &(Field, &[&str])| {
        names.iter().position(|known| *known == name).map(|rank| (field, rank))
    };
    NAMES.iter().find_map(spelled)
}

/// Ranks of names for the specialty that people also use for something else: `profession` to `type`. The others mean
/// what they say, whatever stands in the column.
pub(super) const VAGUE: std::ops::RangeInclusive<usize> = 7..=10;

/// Our name of a field, as maps have it.
pub(super) fn name_of(field: Field) -> &'static str {
    let listed = NAMES.iter().find(|(known, _)| *known == field).and_then(|(_, names)| names.first());
    match field {
        Field::FurtherSpecialty => "specialty2",
        Field::SpecialtyElse => "specialty_else",
        Field::FamilyFirst => "name_family_first",
        Field::Second(Part::Address) => "further_address",
        Field::Second(Part::Address2) => "further_address2",
        Field::Second(Part::City) => "further_city",
        Field::Second(Part::State) => "further_state",
        Field::Second(Part::Zip) => "further_zip",
        Field::Second(Part::Phone) => "further_phone",
        Field::Active => "active",
        Field::Inactive => "inactive",
        Field::NotAcceptingNew => "not_accepting_new",
        Field::NotTelehealth => "not_telehealth",
        Field::NotWheelchair => "not_wheelchair",
        Field::HouseNumber => "house_number",
        Field::StreetDirection => "street_direction",
        Field::StreetType => "street_type",
        Field::Taxonomies => "taxonomy",
        Field::Point | Field::EntityType => listed.copied().unwrap_or("ignore"),
        // The name with its underscores.
        _ => field.as_str(),
    }
}

/// Folded names (small letters and digits only), the best first.
///
/// # Source
/// CONTRACT.md, "Own list"; the header of `bench/gen.py`; the CMS Doctors and Clinicians national file, layouts of
/// 2021 (`lst_nm`, `adr_ln_1`) and 2026 (`Provider Last Name`, `City/Town`); what spreadsheets of clinics use.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Npi,
        &[
            "npi",
            "npinumber",
            "npino",
            "nationalprovideridentifier",
            "nationalprovideridentifiernpi",
            "npi10",
        ],
    ),
    (
        Field::Id,
        &["id", "providerid", "ownid", "listid", "recordid", "externalid", "uid", "uuid", "ref", "key"],
    ),
    (
        Field::Name,
        &[
            "name",
            "fullname",
            "providername",
            "displayname",
            "practitioner",
            "practitionername",
            "doctor",
            "doctorname",
            "provider",
        ],
    ),
    (Field::FamilyFirst, &["namefamilyfirst", "namelastfirst"]),
    (
        Field::FirstName,
        &["firstname", "givenname", "first", "fname", "forename", "providerfirstname", "frstnm"],
    ),
    (
        Field::MiddleName,
        &["middlename", "middle", "middleinitial", "mi", "mname", "providermiddlename", "midnm"],
    ),
    (Field::LastName, &["lastname", "familyname", "surname", "last", "lname", "providerlastname", "lstnm"]),
    (Field::Suffix, &["suffix", "namesuffix", "suff"]),
    (
        Field::Organization,
        &[
            "organization",
            "organizationname",
            "organisation",
            "organisationname",
            "practice",
            "practicename",
            "clinic",
            "clinicname",
            "facility",
            "facilityname",
            "company",
            "companyname",
            "business",
            "businessname",
            "groupname",
            "org",
            "orgname",
            "orgnm",
        ],
    ),
    (
        Field::Credential,
        &["credential", "credentials", "cred", "creds", "degree", "degrees", "title", "titles"],
    ),
    (
        Field::Specialty,
        &[
            "specialty",
            "specialties",
            "speciality",
            "specialities",
            "specialization",
            "specialisation",
            "profession",
            "discipline",
            "providertype",
            "type",
            "prispec",
            "primaryspecialty",
        ],
    ),
    (
        Field::FurtherSpecialty,
        &["secspec1", "secspec2", "secspec3", "secspec4", "specialty2", "specialty3", "secondaryspecialty"],
    ),
    (Field::SpecialtyElse, &["specialtyelse"]),
    (Field::Second(Part::Address), &["furtheraddress"]),
    (Field::Second(Part::Address2), &["furtheraddress2"]),
    (Field::Second(Part::City), &["furthercity"]),
    (Field::Second(Part::State), &["furtherstate"]),
    (Field::Second(Part::Zip), &["furtherzip"]),
    (Field::Second(Part::Phone), &["furtherphone"]),
    (Field::Active, &["active", "isactive"]),
    (Field::Inactive, &["inactive", "isinactive"]),
    (Field::NotAcceptingNew, &["notacceptingnew"]),
    (Field::NotTelehealth, &["nottelehealth"]),
    (Field::NotWheelchair, &["notwheelchair"]),
    (Field::HouseNumber, &["housenumber", "houseno", "streetnumber", "streetno", "addresshousenumber"]),
    (Field::StreetDirection, &["streetdirection", "streetdir", "predirection", "predir"]),
    (Field::StreetType, &["streettype", "streetsuffix"]),
    (
        Field::Taxonomies,
        &[
            "taxonomy",
            "taxonomycode",
            "specialtycode",
            "specialtycodes",
            "taxonomycodes",
            "taxonomies",
            "nucc",
            "nucccode",
            "primarytaxonomy",
        ],
    ),
    (
        Field::Techniques,
        &["techniques", "technique", "methods", "method", "treatments", "modalities", "services"],
    ),
    (Field::Conditions, &["conditions", "condition", "conditionstreated", "treats", "diagnoses"]),
    (
        Field::Address,
        &[
            "address",
            "address1",
            "addressline1",
            "street",
            "streetaddress",
            "street1",
            "fullstreetaddress",
            "addr",
            "addr1",
            "adrln1",
            "line1",
        ],
    ),
    (Field::Address2, &["address2", "addressline2", "street2", "suite", "unit", "addr2", "adrln2", "line2"]),
    (Field::City, &["city", "town", "citytown", "cityname", "cty", "locality"]),
    (Field::State, &["state", "st", "statecode", "stateabbr", "statename"]),
    (Field::Zip, &["zip", "zipcode", "postalcode", "postal", "postcode", "zip5"]),
    (Field::Country, &["country", "countrycode"]),
    (Field::Lat, &["lat", "latitude", "geolat"]),
    (Field::Lon, &["lon", "lng", "long", "longitude", "geolon", "geolng"]),
    (
        Field::Point,
        &["coordinates", "latlon", "latlong", "latlng", "geopoint", "georeference", "geolocation"],
    ),
    (Field::EntityType, &["entitytype"]),
    (
        Field::Phone,
        &[
            "phone",
            "phonenumber",
            "telephone",
            "telephonenumber",
            "tel",
            "phn",
            "phnnumbr",
            "officephone",
            "phone1",
            "workphone",
            "businessphone",
        ],
    ),
    (Field::Website, &["website", "url", "web", "homepage", "webpage", "site", "link", "websiteurl"]),
    (Field::Languages, &["languages", "language", "languagesspoken", "lang", "langs", "spokenlanguages"]),
    (Field::Gender, &["gender", "sex", "gndr", "providergender", "providersex"]),
    (
        Field::AcceptingNew,
        &[
            "acceptingnew",
            "accepting",
            "acceptingnewpatients",
            "newpatients",
            "acceptsnewpatients",
            "acceptsnew",
        ],
    ),
    (
        Field::Telehealth,
        &["telehealth", "telemedicine", "telehlth", "virtual", "videovisits", "virtualvisits"],
    ),
    (
        Field::Wheelchair,
        &["wheelchair", "wheelchairaccess", "wheelchairaccessible", "accessible", "accessibility", "ada"],
    ),
    (
        Field::Insurance,
        &[
            "insurance",
            "insurances",
            "insuranceplans",
            "plans",
            "insuranceaccepted",
            "acceptedinsurance",
            "payers",
        ],
    ),
    (Field::Status, &["status", "providerstatus"]),
    (
        Field::Updated,
        &[
            "updated",
            "lastupdated",
            "updatedat",
            "lastupdate",
            "lastmodified",
            "modified",
            "verified",
            "lastverified",
            "dateupdated",
            "updatedon",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::super::columns::folded;
    use super::*;

    #[test]
    fn a_name_means_one_field() {
        let mut names: Vec<&str> = NAMES.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        names.sort_unstable();
        let before = names.len();
        names.dedup();
        assert_eq!(names.len(), before);
        for name in names {
            assert_eq!(folded(name), name);
        }
    }

    #[test]
    fn a_fields_name_in_a_map_means_it() {
        for (known, _) in NAMES {
            assert_eq!(field(&folded(name_of(*known))).map(|(field, _)| field), Some(*known));
        }
        let ranks = ["profession", "type"].map(|name| field(name).expect("known").1 + 1);
        assert_eq!(VAGUE, ranks[0]..=ranks[1]);
    }

    #[test]
    fn the_benchmark_list_is_known_but_for_its_group() {
        let header = "npi,first_name,last_name,credentials,grp,specialty_code,specialty,methods,conditions,\
                      organization,address,city,state,zip,lat,lon,phone,gender,accepting,telehealth,languages";
        let unknown: Vec<&str> = header.split(',').filter(|name| field(&folded(name)).is_none()).collect();
        assert_eq!(unknown, ["grp"]);
    }
}
