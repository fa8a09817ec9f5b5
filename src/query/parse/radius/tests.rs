//! Radii as people write them.

use super::*;

/// The radius in metres, what is left of the words, and whether one was refused.
fn said(text: &str) -> (Option<i64>, String, bool) {
    let (mut sentence, _) = Sentence::new(text);
    let said = read(&mut sentence);
    let left = (0..sentence.len()).filter(|&index| sentence.is_free(index));
    let left = left.map(|index| sentence.word(index)).collect::<Vec<_>>().join(" ");
    #[expect(clippy::cast_possible_truncation, reason = "whole metres are enough to tell radii apart")]
    let metres = |reach: Reach| reach.edge().map_or(-1, |edge| edge.get().round() as i64);
    (said.reach.map(metres), left, said.refused)
}

#[test]
fn radii_are_read_and_taken_out_of_the_words() {
    for (text, metres, left) in [
        ("neck pain within 10 miles", 16_093, "neck pain"),
        ("within 10 miles of 15213", 16_093, "of 15213"),
        ("chiro 10mi", 16_093, "chiro"),
        ("chiro 15 km", 15_000, "chiro"),
        ("15km from boston", 15_000, "from boston"),
        ("a 5 mile radius", 8_047, "a"),
        ("5-mile radius of 15213", 8_047, "of 15213"),
        ("within 10", 16_093, ""),
        ("within 10 of 15213", 16_093, "of 15213"),
        ("15213 within 2.5 miles", 4_023, "15213"),
        ("within 3000 m of 15213", 3_000, "of 15213"),
        ("5000 meters from 98101", 5_000, "from 98101"),
        ("300 yards from 98101", 274, "from 98101"),
        ("within ten miles", 16_093, ""),
        ("within half a mile", 805, ""),
        ("within twenty five miles", 40_234, ""),
        ("within a couple of miles", 3_219, ""),
        ("radius 10", 16_093, ""),
        ("within walking distance", 1_609, ""),
        ("less than 20 miles away", 32_187, ""),
        ("at most 5 miles from Boise", 8_047, "from boise"),
        ("a maximum of 30 miles from Boise", 48_280, "from boise"),
        ("no farther than 8 km from Boise", 8_000, "from boise"),
        ("not further than 5 miles", 8_047, ""),
        ("up to 5 miles or less", 8_047, "up to"),
        ("a menos de 10 millas", 16_093, ""),
        ("en un radio de 5 km", 5_000, ""),
        ("5 km a la redonda", 5_000, ""),
        ("any distance", -1, ""),
    ] {
        assert_eq!(said(text), (Some(metres), left.to_owned(), false), "{text}");
    }
}

#[test]
fn what_is_no_length_is_refused_or_left_alone() {
    for (text, left, refused) in [
        ("within 500 miles", "", true),
        ("within 0 miles", "", true),
        ("within 9 hours", "", true),
        ("24 hour chiropractor", "24 hour chiropractor", false),
        ("pain within 2 weeks", "pain within 2 weeks", false),
        ("within 15213", "within 15213", false),
        ("c5 c6 disc", "c5 c6 disc", false),
        ("mi espalda", "mi espalda", false),
        ("back pain for 10 days", "back pain for 10 days", false),
    ] {
        assert_eq!(said(text), (None, left.to_owned(), refused), "{text}");
    }
}

#[test]
fn travel_times_become_distances() {
    for (text, miles, left) in [
        ("within half an hour", 15.0, ""),
        ("within half an hour of Boise", 15.0, "of boise"),
        ("half an hour from Nampa", 15.0, "from nampa"),
        ("20 minutes away", 10.0, ""),
        ("less than a 20 minute drive from Frisco", 10.0, "from frisco"),
        ("ok with driving 30 minutes", 15.0, "ok with"),
        ("15 min walk", 0.75, ""),
        ("a menos de media hora", 15.0, ""),
        ("a 20 minutos de Laredo", 10.0, "a de laredo"),
        ("a 20 minutos en carro de Laredo", 10.0, "a de laredo"),
        ("less than 1/2 hour from Dallas", 15.0, "from dallas"),
    ] {
        let (mut sentence, _) = Sentence::new(text);
        let said = read(&mut sentence);
        let words: Vec<&str> = (0..sentence.len())
            .filter(|&index| sentence.is_free(index))
            .map(|index| sentence.word(index))
            .collect();
        assert_eq!(said.reach, Radius::from_miles(miles).ok().map(Reach::Within), "{text}");
        assert!(said.timed && !said.refused, "{text}");
        assert_eq!(words.join(" "), left, "{text}");
    }
}

#[test]
fn the_first_usable_radius_counts() {
    let (mut sentence, _) = Sentence::new("within 500 miles, within 10 miles, 5 km");
    let said = read(&mut sentence);
    assert_eq!(said.reach, Radius::from_miles(10.0).ok().map(Reach::Within));
    assert_eq!(said.ignored, ["within 500 miles", "5 km"]);
    assert!(said.refused);
}
