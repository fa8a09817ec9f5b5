//! Coordinates in a question.

use super::check;

#[test]
fn degrees_without_decimals_are_a_point_where_a_place_is_said() {
    check(&[
        ("chiropractor near 47.6,-122", "s=chiropractor place=47.6000, -122.0000"),
        ("chiropractor near 47,-122.3", "s=chiropractor place=47.0000, -122.3000"),
        ("chiropractor near 21,22", "s=chiropractor place=21.0000, 22.0000"),
        ("chiropractor near 47, -122", "s=chiropractor place=47.0000, -122.0000"),
        ("chiropractor 47.6,-122", "s=chiropractor place=47.6000, -122.0000"),
        ("PT within 15 km of 47.6,-122", "s=physical_therapist place=47.6000, -122.0000 radius=15000"),
        ("PT within 15 km of 7,8", "s=physical_therapist place=7.0000, 8.0000 radius=15000"),
        ("sciatica at 47,-122", "c=sciatica place=47.0000, -122.0000"),
        ("sciatica in 47,-122", "c=sciatica place=47.0000, -122.0000"),
        ("near (47, -122) chiropractor", "s=chiropractor place=47.0000, -122.0000"),
        ("chiropractor around 47° N, 122° W", "s=chiropractor place=47.0000, -122.0000"),
        ("quiropráctico cerca de 18,-66", "s=chiropractor place=18.0000, -66.0000"),
        ("47.6,-122", "place=47.6000, -122.0000"),
    ]);
}

#[test]
fn a_point_that_is_nowhere_on_earth_is_no_place() {
    check(&[
        ("chiropractor near 99,-200", "s=chiropractor unknown=99,-200"),
        ("chiropractor within 5 miles of 122,-47", "s=chiropractor unknown=122,-47 radius=8047"),
    ]);
}

#[test]
fn numbers_that_count_something_are_no_point() {
    check(&[
        ("chiropractor 7,8", "s=chiropractor ignored=7+8"),
        ("chiropractor near 25,000", "s=chiropractor ignored=25+000"),
        ("sciatica for 3.5,4 weeks", "c=sciatica ignored=3.5+4"),
        ("sciatica in 7,8 weeks", "c=sciatica ignored=7+8"),
        ("sciatica at 7,45", "c=sciatica ignored=7+45"),
        ("chiropractor on 10-11,12", "s=chiropractor ignored=10+11+12"),
    ]);
    for text in ["C6,7 radiculopathy", "L3,4 disc herniation", "T10-11,12 pain", "ages 10, 12, 14"] {
        let read = super::summary(&super::intent(text));
        assert!(!read.contains("place=") && !read.contains("unknown="), "{text}: {read}");
    }
}
