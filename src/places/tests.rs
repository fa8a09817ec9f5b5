//! What texts are as places, on the bundled tables.

use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

mod completion;

static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("the bundled tables load"));

fn resolved(text: &str) -> String {
    match PLACES.resolve(text) {
        Ok(place) => format!("{} {}", place.accuracy(), place.label),
        Err(unknown) => format!("unknown {}", unknown.suggestions.join("; ")),
    }
}

#[test]
fn a_whole_text_is_one_place_however_it_is_written() {
    let cases = [
        ("15213", "zip Pittsburgh, PA 15213"),
        ("15213-1234", "zip Pittsburgh, PA 15213"),
        ("one five two one three", "zip Pittsburgh, PA 15213"),
        ("Bucks County PA", "city Bensalem, PA"),
        ("Florida Panhandle", "city Panama City, FL"),
        ("Princeville Kauai", "city Princeville, HI"),
        ("15213, PA", "zip Pittsburgh, PA 15213"),
        ("58102 North Dakota", "zip Fargo, ND 58102"),
        ("46.87N, 96.78W", "point 46.8700, -96.7800"),
        ("15213 1234", "zip Pittsburgh, PA 15213"),
        ("152131234", "zip Pittsburgh, PA 15213"),
        ("PR 00901", "zip San Juan, PR 00901"),
        ("pittsburgh pa 15213", "zip Pittsburgh, PA 15213"),
        ("Pittsburgh, PA 15213-1234, USA", "zip Pittsburgh, PA 15213"),
        ("MA 2139", "zip Cambridge, MA 02139"),
        ("Cambridge, MA 2139", "zip Cambridge, MA 02139"),
        ("Pittsburgh PA", "city Pittsburgh, PA"),
        ("Pittsburgh, PA", "city Pittsburgh, PA"),
        ("PITTSBURGH, P.A.", "city Pittsburgh, PA"),
        ("Pittsburgh, Pennsylvania", "city Pittsburgh, PA"),
        ("Pittsburgh, Penna.", "city Pittsburgh, PA"),
        ("Pittsburgh, PA, United States", "city Pittsburgh, PA"),
        ("100 Main St, Pittsburgh, PA", "city Pittsburgh, PA"),
        ("pittsburgh", "city Pittsburgh, PA"),
        ("St. Louis", "city St. Louis, MO"),
        ("Saint Louis", "city St. Louis, MO"),
        ("st louis mo", "city St. Louis, MO"),
        ("Ft Worth", "city Fort Worth, TX"),
        ("Mt. Lebanon, PA", "city Mount Lebanon, PA"),
        ("Winston Salem", "city Winston-Salem, NC"),
        ("o fallon mo", "city O'Fallon, MO"),
        ("mayaguez", "city Mayagüez, PR"),
        ("N Las Vegas NV", "city North Las Vegas, NV"),
        ("lincoln ia", "city Lincoln, IA"),
        ("NYC", "city New York City, NY"),
        ("New York", "city New York City, NY"),
        ("New York, NY", "city New York City, NY"),
        ("new york new york", "city New York City, NY"),
        ("New York State", "state New York"),
        ("Philly", "city Philadelphia, PA"),
        ("DC", "city Washington, DC"),
        ("Washington DC", "city Washington, DC"),
        ("Washington D.C.", "city Washington, DC"),
        ("Washington, District of Columbia", "city Washington, DC"),
        ("Washington", "state Washington"),
        ("LA", "state Louisiana"),
        ("L.A.", "state Louisiana"),
        ("MT", "state Montana"),
        ("Puerto Rico", "state Puerto Rico"),
        ("west virginia", "state West Virginia"),
        ("40.44,-79.95", "point 40.4400, -79.9500"),
        ("40.44 -79.95", "point 40.4400, -79.9500"),
        ("(40.44, -79.95)", "point 40.4400, -79.9500"),
    ];
    for (text, expected) in cases {
        assert_eq!(resolved(text), expected, "{text}");
    }
}

#[test]
fn what_is_not_known_is_an_error_with_suggestions_and_never_everything() {
    let cases = [
        ("Pittsburg PA", "unknown Pittsburgh, PA"),
        ("Philadelpia", "unknown Philadelphia, PA; Philadelphia, MS"),
        ("2139", "unknown Cambridge, MA 02139"),
        ("95.0,10.0", "unknown "),
        ("", "unknown "),
        ("?!", "unknown "),
        ("everywhere", "unknown "),
        ("Toronto, Ontario", "unknown "),
        ("AE 09001", "unknown "),
    ];
    for (text, begins) in cases {
        assert!(resolved(text).starts_with(begins), "{text}: {}", resolved(text));
    }
    let Err(unknown) = PLACES.resolve("99999") else { panic!("99999 is no ZIP code") };
    assert_eq!(unknown.suggestions.len(), 5);
    assert!(unknown.suggestions.iter().all(|label| label.contains("AK 999")), "{:?}", unknown.suggestions);
    assert!(resolved("Pittsburgh, PA 99999").starts_with("unknown Pittsburgh, PA; "));
}

#[test]
fn an_ambiguous_name_lists_its_other_readings_most_populous_first() {
    let labels = |text: &str| -> Vec<String> {
        let place = PLACES.resolve(text).expect(text);
        std::iter::once(place.label).chain(place.alternatives.into_iter().map(|other| other.label)).collect()
    };
    assert_eq!(labels("Springfield")[..3], ["Springfield, MO", "Springfield, MA", "Springfield, IL"]);
    assert_eq!(labels("Springfield").len(), 11);
    assert_eq!(labels("LA")[..2], ["Louisiana", "Los Angeles, CA"]);
    assert_eq!(labels("New York")[..2], ["New York City, NY", "New York"]);
    assert_eq!(labels("Washington")[..2], ["Washington", "Washington, DC"]);
    assert_eq!(labels("Springfield, IL"), ["Springfield, IL"]);
    assert_eq!(labels("15213"), ["Pittsburgh, PA 15213"]);
}

/// Written as a city with its state, however large.
const IN_STATE: PlaceForm = PlaceForm::CityAndState { population: 0 };

/// The place that begins at the word `|` stands before, and the words it covers.
fn found(text: &str) -> Option<(String, usize, PlaceForm)> {
    let (before, behind) = text.split_once('|').expect("a mark");
    let text = format!("{before}{behind}");
    let tokens = normalize::tokens(&text);
    let first = tokens.iter().position(|token| token.end > before.len()).unwrap_or(tokens.len());
    PLACES.at(&text, &tokens, first).map(|found| {
        let form = if matches!(found.form, PlaceForm::CityAndState { .. }) { IN_STATE } else { found.form };
        (found.place.label, found.count, form)
    })
}

#[test]
fn inside_a_text_the_longest_place_is_read() {
    let population = |label: &str| match found(&format!("|{label}")) {
        Some((_, _, PlaceForm::City { population })) => PlaceForm::City { population },
        other => panic!("{other:?}"),
    };
    let cases = [
        ("near |15213 within 10 miles", Some(("Pittsburgh, PA 15213", 1, PlaceForm::Zip))),
        ("near |15213-1234 please", Some(("Pittsburgh, PA 15213", 2, PlaceForm::Zip))),
        ("near |58102, ND please", Some(("Fargo, ND 58102", 2, PlaceForm::Zip))),
        ("near |97201 or with", Some(("Portland, OR 97201", 1, PlaceForm::Zip))),
        ("near |97201 OR", Some(("Portland, OR 97201", 2, PlaceForm::Zip))),
        ("near |58102 md", Some(("Fargo, ND 58102", 1, PlaceForm::Zip))),
        ("near |pittsburgh pa 15213 now", Some(("Pittsburgh, PA 15213", 3, PlaceForm::Zip))),
        ("in |Austin TX now", Some(("Austin, TX", 2, IN_STATE))),
        ("in |Portland OR", Some(("Portland, OR", 2, IN_STATE))),
        ("in |portland, or with", Some(("Portland, OR", 2, IN_STATE))),
        ("in |portland me within", Some(("Portland, ME", 2, IN_STATE))),
        ("in |boston or cambridge", Some(("Boston, MA", 1, population("boston")))),
        ("in |boston in pain", Some(("Boston, MA", 1, population("boston")))),
        ("in |New York City", Some(("New York City, NY", 3, population("New York City")))),
        ("in |Kansas City, Missouri", Some(("Kansas City, MO", 3, IN_STATE))),
        ("in |West Virginia", Some(("West Virginia", 2, PlaceForm::State))),
        ("in |Washington, D.C. please", Some(("Washington, DC", 2, IN_STATE))),
        ("in |DC", Some(("Washington, DC", 1, population("DC")))),
        ("near |(40.44, -79.95) now", Some(("40.4400, -79.9500", 4, PlaceForm::Point))),
        ("in |London, England", None),
        ("in |Pittsburg, PA", None),
        ("in |or", None),
        ("in |la", None),
        ("|99999", None),
        ("|asdfgh", None),
        ("near|", None),
    ];
    for (text, expected) in cases {
        let expected = expected.map(|(label, count, form)| (label.to_owned(), count, form));
        let mut read = found(text);
        // How numbers split into tokens is the normalisation's business.
        if let Some((_, count, PlaceForm::Point)) = &mut read {
            assert!((2..=4).contains(count));
            *count = 4;
        }
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn a_city_is_found_by_any_spelling_of_a_list() {
    let state = |code: &str| code.parse().expect("a state");
    for (name, code) in
        [("ST LOUIS", "MO"), ("Saint Louis", "MO"), ("MT LEBANON", "PA"), ("HOLTSVILLE", "NY")]
    {
        assert!(PLACES.city(name, state(code)).is_some(), "{name}");
    }
    assert_eq!(PLACES.city("Pittsburgh", state("HI")), None);
    assert_eq!(PLACES.city("", state("HI")), None);
}

#[test]
fn every_city_of_the_tables_resolves_under_its_own_label() {
    for city in &PLACES.table.cities {
        let label = format!("{}, {}", city.name, city.state);
        let place = PLACES.resolve(&label).unwrap_or_else(|_| panic!("{label}"));
        let PlaceKind::City { state, .. } = place.kind else { panic!("{label}: {place:?}") };
        assert_eq!(state, city.state, "{label}");
    }
}

/// The latitude goes first, which maps of the web do not all heed.
#[test]
fn a_pair_that_is_not_on_earth_may_be_one_the_other_way_round() {
    let suggested = |text: &str| PLACES.resolve(text).expect_err(text).suggestions;
    assert_eq!(suggested("-122.4194,37.7749"), ["37.7749, -122.4194"]);
    assert_eq!(suggested("-122.4194,137.7749"), [""; 0]);
}

/// The name is near what was typed, and goes on from it too.
#[test]
fn no_place_is_suggested_twice() {
    for text in ["Nome, FL", "Gallup, OH", "Tonopah, RI", "Elko, VT", "Moab, NY", "Yuma, ME"] {
        let suggestions = PLACES.resolve(text).expect_err(text).suggestions;
        let mut once = suggestions.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), suggestions.len(), "{text}: {suggestions:?}");
    }
}

proptest! {
    #[test]
    fn any_text_is_a_place_or_unknown(text in "\\PC{0,60}") {
        if let Err(unknown) = PLACES.resolve(&text) {
            prop_assert!(unknown.suggestions.len() <= 5);
        }
        let tokens = normalize::tokens(&text);
        for first in 0..=tokens.len() {
            if let Some(found) = PLACES.at(&text, &tokens, first) {
                prop_assert!((1..=tokens.len() - first).contains(&found.count));
            }
        }
        let near = LatLon::new(40.4, -79.9).ok();
        for near in [None, near] {
            prop_assert!(PLACES.complete(&tokens, near, 10).len() <= 10);
            prop_assert!(PLACES.correct_completion(&tokens, near, 10).len() <= 10);
        }
    }

    #[test]
    fn texts_of_place_words_never_fail(
        words in proptest::collection::vec(
            proptest::sample::select(vec!["st", "new", "york", "DC,", "15213", "1234", "-", "pa", "in", "or", "40.44", "n", "west", "usa", "washington"]),
            0..12,
        )
    ) {
        let text = words.join(" ");
        let tokens = normalize::tokens(&text);
        let _ = PLACES.resolve(&text);
        for first in 0..=tokens.len() {
            if let Some(found) = PLACES.at(&text, &tokens, first) {
                prop_assert!((1..=tokens.len() - first).contains(&found.count));
            }
        }
    }

    /// Where no state can be named, none is.
    #[test]
    fn no_place_that_is_corrected_names_a_state_unseen(
        words in prop::collection::vec(
            prop_oneof![
                2 => prop::sample::select(vec![
                    "pensylvania", "pennsylvana", "texs", "pittsbrugh", "pa", "tx", "la", "huston", "clevaend", "oh",
                    "forrt", "pierce", "fl", "west", "virgina", "jane", "smith", "jennifer", "new", "yrok", "ca",
                    "saitn", "louis", "mo", "carolina", "nroth", "dc", "vermnt",
                ]).prop_map(str::to_owned),
                1 => "[a-z]{1,11}",
            ],
            1..5,
        ),
    ) {
        let text = words.join(" ");
        if !PLACES.may_name_state(&text) && let Some(found) = PLACES.correct(&text) {
            prop_assert!(!found.in_state && !matches!(found.place.kind, PlaceKind::State(_)), "{}", text);
        }
    }
}

#[test]
fn a_city_that_dwarfs_its_namesakes_is_meant_beyond_doubt() {
    for (name, expected) in [
        ("Houston", true),
        ("Denver", true),
        ("Boston", true),
        ("Springfield", false),
        ("Columbus", false),
        ("Portland", false),
        ("New York", false),
        ("Houston, MS", false),
        ("77002", false),
    ] {
        let place = PLACES.resolve(name).expect("a place");
        assert_eq!(PLACES.is_by_far_the_largest(&place), expected, "{name}: {place:?}");
    }
}

#[test]
fn a_town_before_a_zip_code_belongs_to_it_where_it_is_around_there() {
    for (name, zip, belongs) in [
        ("Pittsburgh", "15213", true),
        ("pittsburgh pa", "15213", true),
        ("PA", "15213", true),
        ("Dallas", "75080", true),
        ("Brooklyn", "11201", true),
        ("Smith", "15213", false),
        ("Jackson", "58102", false),
        ("McKenzie", "58102", false),
        ("Fargo", "83702", false),
    ] {
        let zip = zip.parse().expect("a ZIP code");
        assert_eq!(PLACES.belongs(&normalize::tokens(name), zip), belongs, "{name} {zip}");
    }
}

#[test]
fn a_large_town_abroad_is_no_village_of_its_name() {
    let abroad = |text: &str| PLACES.abroad(text).map(|unknown| unknown.suggestions.join("; "));
    assert_eq!(abroad("Toronto").as_deref(), Some("Toronto, OH; Toronto, KS; Toronto, SD"));
    for ours in ["Toronto, OH", "London", "Vancouver", "Mexico", "Tulsa", "Tijuana", ""] {
        assert_eq!(abroad(ours), None, "{ours}");
    }
}
