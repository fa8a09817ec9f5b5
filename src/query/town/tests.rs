//! Towns that a name may be, without any index.

use super::*;
use crate::query::parse::parse;
use crate::query::sample::{engine, vocabulary};

#[test]
fn a_known_town_may_stand_beside_words_that_nobody_is_called() {
    let places = engine().places();
    for (text, expected) in [
        ("Platt Ridge Denver chiropractor", Some("Denver, CO")),
        ("chiropractor Platt Ridge Denver", Some("Denver, CO")),
        ("Oaktop Dallas neck pain", Some("Dallas, TX")),
        ("Seattle Ballard chiropractor", Some("Seattle, WA")),
        ("Sawtelle Los Angeles acupuncture", Some("Los Angeles, CA")),
        // Small letters, and a name of people.
        ("school parker back pain", None),
        // Nothing to look for, a title, another place, a town of a few thousand.
        ("Platt Ridge Denver", None),
        ("chiropractor Dr Capitol Denver", None),
        ("Uptown Dallas chiropractor near Omaha", None),
        ("chiropractor Qwertyuiop Bethlehem Heights", None),
    ] {
        let (intent, _) = parse(text, vocabulary(), places);
        let beside = beside_unknown_words(text, &intent, places);
        let label = beside.as_ref().and_then(|beside| beside.intent.place.as_ref());
        assert_eq!(label.map(|place| place.concept.label.as_str()), expected, "{text}");
        if let Some(Beside { intent, first }) = beside {
            assert!(intent.words.is_empty() && !intent.ignored.is_empty(), "{text}");
            assert!(text.to_lowercase().contains(&first));
            let spans: Vec<&str> = intent.spans.iter().map(|span| span.text.as_str()).collect();
            assert_eq!(spans.join(" "), text);
        }
    }
}

#[test]
fn a_known_town_beside_what_is_looked_for_may_be_meant() {
    let places = engine().places();
    for (text, expected) in [
        ("chiropractor Lincoln", Some("Lincoln, NE")),
        ("Madison massage therapist neck pain", Some("Madison, WI")),
        ("Lincoln", None),
        ("chiropractor Jane Lincoln", Some("Lincoln, NE")),
        ("Carol Jackson Burbank", Some("Burbank, CA")),
        ("Boston Smith chiropractic", Some("Boston, MA")),
        ("chiropractor Denver Bay", None),
        ("Yin Sun new york chiropractor", Some("New York City, NY")),
        ("los angeles angel ramirez chiropractor", Some("Los Angeles, CA")),
        ("Tien Bend", Some("Bend, OR")),
        ("chiropractor already Dallas", Some("Dallas, TX")),
        ("mobile chiropractor", None),
        ("chiropractor mobile", Some("Mobile, AL")),
        ("chiropractic center", None),
        ("neck pain Bend", Some("Bend, OR")),
        ("neck pain bend", None),
        // Words of what somebody tells.
        ("orange cones neck pain", None),
        ("Orange Smith chiropractic", Some("Orange, CA")),
        ("early walker neck pain", None),
        ("chiropractor Lincoln near Omaha", None),
        ("chiropractor Qwertyuiop", None),
    ] {
        let (intent, _) = parse(text, vocabulary(), places);
        let meant = instead_of_name(text, &intent, (vocabulary(), places));
        let label = meant.as_ref().and_then(|meant| meant.intent.place.as_ref());
        assert_eq!(label.map(|place| place.concept.label.as_str()), expected, "{text}");
        if let Some(meant) = meant {
            assert_eq!(meant.names_somebody, !meant.intent.words.is_empty(), "{text}");
            let spans: Vec<&str> = meant.intent.spans.iter().map(|span| span.text.as_str()).collect();
            assert_eq!(spans.join(" "), text);
        }
    }
}
