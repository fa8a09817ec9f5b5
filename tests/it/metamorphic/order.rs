//! In which order: by brute force, by the parts shown, and untouched by what only changes how an answer is told.

use super::questions::Pairs;
use super::world::twin_of;
use super::{Failures, answer, everybody, ids, questions, with};
use crate::support::who;
use specialist_finder::places::Place;
use specialist_finder::query::Hit;
use std::cmp::Ordering;
use std::collections::HashMap;

/// The distance in metres on the mean sphere, by the haversine formula.
fn haversine(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
    let h = half(la, lb) + la.cos() * lb.cos() * half(a.1.to_radians(), b.1.to_radians());
    2.0 * 6_371_008.8 * h.sqrt().min(1.0).asin()
}

#[test]
fn by_distance_is_the_order_of_a_plain_computation() {
    for question in questions(0xd157, 150) {
        let pairs = with(&question.strictly("any"), "sort", "distance");
        let pairs = with(&pairs, "limit", "100");
        let answer = answer(&pairs);
        let place = answer.interpretation.place.as_ref().and_then(Place::point).expect("a point");
        let here = (place.lat(), place.lon());
        let mut before = 0.0;
        for hit in &answer.hits {
            let mut far = f64::MAX;
            for practice in who(hit).practices.iter() {
                far = far.min(haversine(here, (practice.point.lat(), practice.point.lon())));
            }
            let shown = hit.metres.expect("a distance").get();
            assert!((shown - far).abs() < 1e-3, "{shown} {far}: {pairs:?}");
            assert!(far >= before - 1e-3, "{before} before {far}: {pairs:?}");
            before = far;
        }
    }
}

#[test]
fn the_order_never_contradicts_the_parts_that_are_shown() {
    for question in questions(0x9a47, 250) {
        let pairs = with(&with(&question.pairs(), "explain", "true"), "limit", "60");
        let answer = answer(&pairs);
        for hit in &answer.hits {
            let sum = hit.why.iter().fold(0.0, |sum, part| sum + part.part.points);
            assert_eq!(sum.to_bits(), hit.score.total.to_bits(), "the parts are the total: {pairs:?}");
            assert_eq!(hit.why.len(), hit.score.parts.len(), "{pairs:?}");
            for part in &hit.why {
                let points = part.part.value * part.part.weight;
                assert_eq!(points.to_bits(), part.part.points.to_bits(), "{pairs:?}");
                assert!((0.0..=1.0).contains(&part.part.value), "{part:?}: {pairs:?}");
            }
        }
        assert!(answer.hits.is_sorted_by(|one, next| stands_before(one, next).is_lt()), "{pairs:?}");
    }
}

/// How two hits of an answer by relevance stand to each other, from what is shown of them.
fn stands_before(one: &Hit, next: &Hit) -> Ordering {
    let (a, b) = (&one.score, &next.score);
    let by_score = b.tier.cmp(&a.tier).then(b.total.total_cmp(&a.total));
    let by_place = one.metres.cmp(&next.metres);
    by_score.then(by_place).then_with(|| who(one).id.to_string().cmp(&who(next).id.to_string()))
}

#[test]
fn how_an_answer_is_told_changes_nobodys_place() {
    for question in questions(0x7e11, 200) {
        let pairs = question.pairs();
        let plain = answer(&pairs);
        for (name, value) in [
            ("lang", "es"),
            ("lang", "en"),
            ("explain", "true"),
            ("facets", "true"),
            ("units", "km"),
            ("limit", "100"),
        ] {
            let told = answer(&with(&pairs, name, value));
            assert_eq!(told.total, plain.total, "{name}={value}: {pairs:?}");
            let same = ids(&told.hits).into_iter().take(plain.hits.len()).eq(ids(&plain.hits));
            assert!(same, "{name}={value}: {pairs:?}");
            for (one, other) in told.hits.iter().zip(&plain.hits) {
                assert_eq!(one.score, other.score, "{name}={value}: {pairs:?}");
            }
        }
    }
}

/// Sentences that warn and name no complaint of the vocabulary: "worst headache of my life" asks for headache too.
const ALARMS: [&str; 9] = [
    "I have numbness between my legs.",
    "I can't pee.",
    "Suddenly I cannot speak!",
    "My face is drooping.",
    "I have chest pain.",
    "I want to kill myself.",
    "No puedo orinar.",
    "Tengo entumecida la entrepierna.",
    "Quiero morir.",
];

#[test]
fn a_wider_radius_changes_nobodys_place_before_another() {
    for question in questions(0x0bd0, 80) {
        let mut narrower: Option<Vec<String>> = None;
        for radius in ["2", "5", "10", "25", "60", "any"] {
            let wider = ids(&everybody(&question.strictly(radius), "100").1);
            let mut rest = wider.iter();
            let kept = narrower.iter().flatten().all(|id| rest.any(|other| other == id));
            assert!(kept, "{radius} has another order: {question:?}");
            narrower = Some(wider);
        }
    }
}

/// Known exceptions, words of an alarm with words of a question behind it: the parser reads "pain. back" as one phrase
/// across the full stop, and takes the "male" of another sentence for whoever says "I have".
const READ_ACROSS: [(&str, &str); 3] = [("chest pain.", "back"), ("I have", "male"), ("I have", "mujer")];

#[test]
fn an_alarming_sentence_in_front_changes_nobodys_place() {
    let mut failures = Failures::default();
    for (number, question) in questions(0xa1a2, 240).enumerate() {
        let alarm = ALARMS[number % ALARMS.len()];
        let text = question.single_box();
        let is_known = |(first, then): &(&str, &str)| alarm.contains(first) && text.contains(then);
        // Known exception: beside nothing but a name, the words of a danger sign are looked for in names too.
        if question.is_name || READ_ACROSS.iter().any(is_known) {
            continue;
        }
        let calm = vec![("q", text.clone())];
        let alarmed = vec![("q", format!("{alarm} {text}"))];
        let (calm, answered) = (answer(&calm), answer(&alarmed));
        failures.check(!answered.safety.is_empty(), || format!("no warning: {alarmed:?}"));
        let same = ids(&calm.hits) == ids(&answered.hits) && calm.total == answered.total;
        failures.check(same, || format!("{alarmed:?}"));
    }
}

#[test]
fn of_two_records_that_differ_in_distance_alone_the_nearer_stands_first() {
    let mut compared = 0;
    for question in questions(0x2417, 250) {
        let pairs: Pairs = with(&question.pairs(), "radius", ["10", "50", "any"][compared % 3]);
        let (_, hits) = everybody(&pairs, "100");
        let places: HashMap<String, usize> = ids(&hits).into_iter().zip(0..).collect();
        for (id, place) in &places {
            let Some(twin) = twin_of(id) else { continue };
            // A second practice is a difference.
            if who(&hits[*place]).practices.len() > 1 {
                continue;
            }
            let Some(other) = places.get(&twin) else { continue };
            let (first, second) = if place < other { (place, other) } else { (other, place) };
            assert!(hits[*first].metres <= hits[*second].metres, "{id} and {twin}: {pairs:?}");
            compared += 1;
        }
    }
    assert!(compared > 100, "only {compared} pairs were found together");
}
