//! Words beside a place that is given apart from them.

use super::{PLACES, VOCABULARY};
use crate::query::parse::parse_beside_place;

#[test]
fn beside_a_place_a_small_towns_name_alone_is_a_name() {
    let read = |text: &str| {
        let (intent, _) = parse_beside_place(text, &VOCABULARY, &PLACES);
        (intent.place.is_some(), intent.words.join(" "))
    };
    for (text, place, words) in [
        ("Harriman", false, "harriman"),
        ("marshburn", false, "marshburn"),
        ("near Harriman", true, ""),
        ("Harriman TN", true, ""),
        ("chiropractor Harriman", true, ""),
        ("chiropractor Marshburn", false, "marshburn"),
        ("Houston", true, ""),
        ("37748", true, ""),
    ] {
        assert_eq!(read(text), (place, words.to_owned()), "{text}");
    }
}
