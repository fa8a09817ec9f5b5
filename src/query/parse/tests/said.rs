//! Words that tell of a complaint or ask something, and name nobody and no town.

use super::check;

#[test]
fn towns_abroad_are_not_known() {
    check(&[
        ("chiropractor Mexico City", "s=chiropractor unknown=Mexico City"),
        ("massage in Hong Kong", "s=massage_therapist t=massage unknown=Hong Kong"),
        ("acupuncture calgary canada", "s=acupuncturist t=acupuncture unknown=calgary canada"),
        ("chiropractor in Mexico MO", "s=chiropractor place=Mexico, MO"),
    ]);
}

#[test]
fn what_tells_of_a_danger_is_no_place() {
    check(&[("quiero pensar en matarme", "ignored=pensar+matarme")]);
}
