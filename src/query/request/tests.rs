//! What a request takes and refuses, value by value.

use super::*;
use crate::domain::{Fact, Gender, ProviderKind};
use proptest::prelude::*;
use std::sync::LazyLock;

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::bundled().expect("the bundled tables"));

fn read(pairs: &[(&str, &str)]) -> Result<SearchRequest, RequestError> {
    SearchRequest::from_pairs(pairs.iter().copied(), &VOCABULARY)
}

fn good(pairs: &[(&str, &str)]) -> SearchRequest {
    read(pairs).unwrap_or_else(|error| panic!("{pairs:?}: {error:?}"))
}

/// Refused with this code, naming this parameter, and repeating nothing of a value that has some length.
#[track_caller]
fn refused(pairs: &[(&str, &str)], code: &str, field: &str) {
    let error = read(pairs).expect_err("refused");
    assert_eq!((error.code.as_str(), error.field.as_deref().unwrap_or("none")), (code, field), "{pairs:?}");
    for (_, value) in pairs.iter().filter(|(_, value)| value.len() > 6) {
        assert!(!error.detail.contains(value), "{}", error.detail);
    }
}

#[test]
fn a_point_whose_numbers_look_swapped_is_told_so() {
    let told = |lat, lon| read(&[("lat", lat), ("lon", lon)]).expect_err("out of range").detail;
    assert!(told("-122.4194", "37.7749").ends_with("lat and lon look swapped"));
    for (lat, lon) in [("-122.4194", "137.7"), ("91", "x"), ("200", "40"), ("45", "-181")] {
        assert!(!told(lat, lon).contains("swapped"), "{lat} {lon}");
    }
}

#[test]
fn every_bad_value_has_its_code_and_names_its_parameter() {
    let long = "a".repeat(1_001);
    let cases: &[(&str, &str, &str)] = &[
        ("lat", "1e400", "invalid_value"),
        ("lat", "0x28", "invalid_value"),
        ("lat", "40,44", "invalid_value"),
        ("lat", "４０", "invalid_value"),
        ("lat", "", "invalid_value"),
        ("lat", "+5", "invalid_value"),
        ("lat", "90.0001", "lat_out_of_range"),
        ("lat", "-91", "lat_out_of_range"),
        ("lat", "99999999999999999999999999999", "lat_out_of_range"),
        ("lon", "nan", "invalid_value"),
        ("lon", "-1e999", "invalid_value"),
        ("lon", "-181", "lon_out_of_range"),
        ("radius", "1e9", "radius_out_of_range"),
        ("radius", "1e-400", "radius_out_of_range"),
        ("radius", "1e999mi", "invalid_value"),
        ("lat", "9.1e1", "lat_out_of_range"),
        ("radius", "0", "radius_out_of_range"),
        ("radius", "-5", "radius_out_of_range"),
        ("radius", "100.1", "radius_out_of_range"),
        ("radius", "161km", "radius_out_of_range"),
        ("radius", "10 leagues", "invalid_value"),
        ("radius", "mi", "invalid_value"),
        ("radius", "", "invalid_value"),
        ("radius", "ANY", "invalid_value"),
        ("limit", "101", "limit_out_of_range"),
        ("limit", "-1", "limit_out_of_range"),
        ("limit", "4294967295", "limit_out_of_range"),
        ("limit", "99999999999999999999999999", "limit_out_of_range"),
        ("limit", "1.5", "invalid_value"),
        ("limit", "x", "invalid_value"),
        ("limit", "+5", "invalid_value"),
        ("limit", "", "invalid_value"),
        ("strict", "yes", "invalid_value"),
        ("facets", "1", "invalid_value"),
        ("explain", "", "invalid_value"),
        ("explain", "TRUE", "invalid_value"),
        ("units", "miles", "invalid_value"),
        ("lang", "fr", "invalid_value"),
        ("sort", "price", "invalid_value"),
        ("kind", "robot", "invalid_value"),
        ("kind", "person,", "invalid_value"),
        ("gender", "Q", "invalid_value"),
        ("language", "klingonish", "invalid_value"),
        ("accepting_new", "true", "invalid_value"),
        ("telehealth", "yes,,no", "invalid_value"),
        ("wheelchair", "maybe", "invalid_value"),
        ("specialty", "dentist_of_dogs", "unknown_specialty"),
        ("specialty", "chiropractor,nobody", "unknown_specialty"),
        ("specialty", "", "invalid_value"),
        ("condition", "neck_pian", "unknown_condition"),
        ("technique", "voodoo", "unknown_technique"),
        ("q", &long, "text_too_long"),
        ("q", "ne\0ck", "invalid_value"),
        ("q", "neck\u{1b}[31m", "invalid_value"),
        ("near", &long[..101], "text_too_long"),
        ("near", "152\t13", "invalid_value"),
        ("name", &long[..101], "text_too_long"),
        ("name", "smi\u{7f}th", "invalid_value"),
        ("cursor", &long[..513], "text_too_long"),
        ("cursor", "", "invalid_value"),
    ];
    for (name, value, code) in cases {
        let mut pairs = vec![(*name, *value)];
        // A coordinate comes with its partner, so that the value and not the lonely one is at fault.
        match *name {
            "lat" => pairs.push(("lon", "-79.9532")),
            "lon" => pairs.push(("lat", "40.4443")),
            _ => {}
        }
        refused(&pairs, code, name);
    }
}

#[test]
fn names_are_known_and_given_once() {
    refused(&[("page", "0")], "unknown_parameter", "page");
    refused(&[("LAT", "40")], "unknown_parameter", "LAT");
    refused(&[("perPage", "40")], "unknown_parameter", "perPage");
    refused(&[("<script>", "1")], "unknown_parameter", "none");
    refused(&[("", "1")], "unknown_parameter", "none");
    refused(&[("q", "a"), ("q", "b")], "repeated_parameter", "q");
    refused(&[("near", ""), ("near", "15213")], "repeated_parameter", "near");
}

#[test]
fn a_place_is_named_once_and_a_point_has_both_halves() {
    refused(&[("near", "15213"), ("lat", "40"), ("lon", "-80")], "place_twice", "near");
    refused(&[("lat", "40")], "invalid_value", "lon");
    refused(&[("lon", "-80")], "invalid_value", "lat");
    refused(&[("near", "15213"), ("lat", "40")], "invalid_value", "lon");
    let here = LatLon::new(40.0, -80.0).expect("in range");
    assert_eq!(good(&[("near", " "), ("lat", "40"), ("lon", "-80")]).near, Some(Near::Point(here)));
    assert_eq!(good(&[("near", " 15213 ")]).near, Some(Near::Text("15213".into())));
}

#[test]
fn a_radius_counts_in_units_unless_it_says_its_own() {
    let metres = |pairs: &[(&str, &str)]| match good(pairs).radius {
        Some(reach) => reach.edge().map_or(-1.0, crate::domain::Metres::get),
        None => 0.0,
    };
    for (radius, units, expected) in [
        ("10", "mi", 16_093.44),
        ("10", "km", 10_000.0),
        ("10mi", "km", 16_093.44),
        ("15km", "mi", 15_000.0),
        ("2.5 km", "mi", 2_500.0),
        ("100", "mi", 160_934.4),
        ("any", "mi", -1.0),
    ] {
        let found = metres(&[("radius", radius), ("units", units)]);
        assert!((found - expected).abs() < 1e-6, "{radius} {units}: {found}");
    }
    assert!(metres(&[]).abs() < 1e-9);
}

#[test]
fn good_values_arrive_checked() {
    let request = good(&[
        ("q", " neck\tpain\r\n"),
        ("specialty", "chiropractor, osteopath,chiropractor"),
        ("condition", "neck_pain"),
        ("technique", "dry_needling"),
        ("gender", "female,M,unknown"),
        ("language", "es,French"),
        ("accepting_new", "yes,unknown"),
        ("kind", "person,organization"),
        ("name", "smi"),
        ("sort", "updated"),
        ("limit", "0"),
        ("explain", "true"),
        ("facets", "false"),
        ("strict", "true"),
        ("units", "km"),
        ("lang", "es"),
        ("cursor", "abc"),
    ]);
    assert_eq!(request.q, "neck pain");
    let specialties: Vec<_> =
        request.specialties.iter().map(|id| VOCABULARY.specialty(*id).id.as_str()).collect();
    assert_eq!(specialties, ["chiropractor", "osteopath"]);
    assert_eq!(VOCABULARY.condition(request.conditions[0]).id, "neck_pain");
    assert_eq!(VOCABULARY.technique(request.techniques[0]).id, "dry_needling");
    assert_eq!(request.filters.gender, [Some(Gender::Female), Some(Gender::Male), None]);
    let languages: Vec<_> = request.filters.languages.iter().map(ToString::to_string).collect();
    assert_eq!(languages, ["es", "fr"]);
    assert_eq!(request.filters.accepting_new, [Fact::Yes, Fact::Unknown]);
    assert_eq!(request.filters.kind, [ProviderKind::Person, ProviderKind::Organization]);
    assert_eq!((request.name.as_deref(), request.sort, request.limit), (Some("smi"), Sort::Updated, 0));
    assert!(request.explain && request.strict && !request.facets);
    assert_eq!((request.units, request.lang), (Units::Kilometres, Lang::Es));
    assert_eq!(request.cursor.as_deref(), Some("abc"));
}

#[test]
fn saying_nothing_is_every_default() {
    let request = good(&[("q", "  "), ("near", ""), ("name", "")]);
    assert_eq!(request, SearchRequest::default());
    assert_eq!(request.limit, 20);
}

#[test]
fn length_counts_characters_not_bytes() {
    assert_eq!(good(&[("q", &"é".repeat(1_000))]).q.chars().count(), 1_000);
    refused(&[("q", &"é".repeat(1_001))], "text_too_long", "q");
}

#[test]
fn completion_takes_four_parameters() {
    let good = |pairs: &[(&'static str, &'static str)]| {
        SuggestRequest::from_pairs(pairs.iter().copied()).expect("good")
    };
    let request = good(&[("q", "chi"), ("near", "15213"), ("kind", "place,person"), ("lang", "es")]);
    assert_eq!((request.q.as_str(), request.lang), ("chi", Lang::Es));
    assert_eq!(request.near, Some(Near::Text("15213".into())));
    assert_eq!(request.kinds, [SuggestionKind::Place, SuggestionKind::Person]);
    for (name, code) in
        [("radius", "unknown_parameter"), ("lang", "invalid_value"), ("kind", "invalid_value")]
    {
        assert_eq!(SuggestRequest::from_pairs([(name, "x")]).expect_err(name).code, code);
    }
    // A blank at the end says that the word is finished.
    for (typed, read) in [("dry", "dry"), (" dry  ", "dry "), ("dry\t", "dry "), ("  ", ""), ("", "")] {
        assert_eq!(good(&[("q", typed)]).q, read, "{typed:?}");
    }
}

#[test]
fn a_label_is_asked_for_in_a_language_and_a_table_not_at_all() {
    assert_eq!(LabelRequest::from_pairs([("lang", "es")]).expect("good").lang, Lang::Es);
    assert_eq!(LabelRequest::from_pairs([("units", "km")]).expect_err("unknown").code, "unknown_parameter");
    assert!(refuse_parameters([]).is_ok());
    assert_eq!(refuse_parameters([("lang", "es")]).expect_err("unknown").code, "unknown_parameter");
}

#[test]
fn lists_are_parameters() {
    assert!(SearchRequest::LISTS.iter().all(|name| SearchRequest::PARAMETERS.contains(name)));
    for name in SearchRequest::FLAGS {
        assert!(SearchRequest::PARAMETERS.contains(&name));
        assert!(read(&[(name, "true"), ("q", "a")]).is_ok() && read(&[(name, "yes"), ("q", "a")]).is_err());
    }
}

proptest! {
    #[test]
    fn any_pairs_are_read_or_refused(pairs in proptest::collection::vec(
        (proptest::sample::select(SearchRequest::PARAMETERS.to_vec()), "\\PC{0,12}|[0-9.-]{1,6}|any|true|yes,no"), 0..6)
    ) {
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match read(&pairs) {
            Ok(request) => prop_assert!(request.limit <= SearchRequest::MAX_LIMIT && !request.q.contains('\n')),
            Err(error) => prop_assert!(!error.code.is_empty()),
        }
    }
}
