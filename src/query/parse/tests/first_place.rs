//! The place alone, as completion asks for it: the same as a whole reading finds.

use super::super::{names_place, place_in};
use super::{PLACES, VOCABULARY, intent};
use proptest::prelude::*;

fn is_same(text: &str) -> bool {
    let read = intent(text);
    let place = read.place.as_ref().map(|reading| reading.concept.label.clone());
    let named = read.place.is_some() || read.unknown_place.is_some();
    place_in(text, &VOCABULARY, &PLACES) == place && names_place(text, &VOCABULARY, &PLACES) == named
}

#[test]
fn the_first_place_that_counts_is_the_one_of_the_whole_text() {
    for text in [
        "",
        "chiropractor in Pittsburgh, PA",
        "not in Dallas, in Austin TX",
        "in Houston but we moved to Boise",
        "near Xyzzyville then 15213",
        "near Xyzzyville",
        "near me",
        "near OR Portland,",
        "Back Pain Clinic 1234567893",
        "Spine Associates, S.C. 1234567893",
        "100 Main St, Austin, TX",
        "pittsbrugh pa neck pain",
        "Near North Side, IL",
        "New York",
        "New York State",
        "99999",
    ] {
        assert!(is_same(text), "{text}: {:?}", place_in(text, &VOCABULARY, &PLACES));
    }
    assert_eq!(
        place_in("in Pittsburgh, PA or Austin, TX", &VOCABULARY, &PLACES).as_deref(),
        Some("Pittsburgh, PA")
    );
    assert!(names_place("near Xyzzyville", &VOCABULARY, &PLACES));
    assert!(!names_place("Jane Smith 1234567893", &VOCABULARY, &PLACES));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn any_words_have_the_same_place(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "chiropractor", "DO", "near", "in", "by", "me", "within", "10", "miles", "15213", "99999", "Portland,",
                "OR", "or", "Jackson", "MS", "not", "neck", "pain", "cerca", "de", "la", "1234567893", "npi", "Dr",
                "Smith", "40.44,", "-79.95", "Washington", "DC", "best", "Xyzzyville", "pittsbrugh", "moved", "to",
                "here", "100", "Main", "St,", "New", "York", "State", "Springfield,", "IL", "Clinic", "Associates,",
                "S.C.", "North", "Side",
            ]),
            0..9,
        )
    ) {
        let text = words.join(" ");
        prop_assert!(is_same(&text), "{}", text);
    }

    #[test]
    fn any_text_has_the_same_place(text in "\\PC{0,40}") {
        prop_assert!(is_same(&text), "{}", text);
    }
}
