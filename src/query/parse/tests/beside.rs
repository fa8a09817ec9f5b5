//! Places that lie behind somebody, and words beside a place that is given apart from them.

use super::{PLACES, VOCABULARY, check};
use crate::query::parse::{Known, parse_known};

#[test]
fn beside_a_place_a_small_towns_name_alone_is_a_name() {
    let read = |text: &str| {
        let (intent, _) = parse_known(text, &VOCABULARY, &PLACES, Known { beside: true, names: &[] });
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

#[test]
fn what_lies_behind_who_writes_is_not_asked_for() {
    check(&[
        ("chiropractor, had a fusion two years ago", "s=chiropractor c=post_surgery ignored=fusion+two"),
        (
            "lived in Houston but we moved to Boise, chiropractor",
            "s=chiropractor place=Boise, ID ignored=in Houston+lived+moved",
        ),
        ("spine surgery in Boise", "t=spine_surgery place=Boise, ID"),
        ("Naperville D.C. for sciatica", "s=chiropractor c=sciatica place=Naperville, IL"),
        ("Madison DC", "s=chiropractor w=madison"),
        ("pt in pt pleasant nj", "s=physical_therapist place=Point Pleasant, NJ"),
        ("Doctor Kim who does cupping", "t=cupping w=kim"),
    ]);
}
