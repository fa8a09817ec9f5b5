//! Who is found: pages, circles, filters, exclusions, counts.

use super::questions::{Pairs, Question};
use super::{Failures, answer, everybody, ids, questions, with};
use crate::support::who;
use specialist_finder::domain::{Fact, Gender, Reach, Units};
use specialist_finder::query::{Answer, FacetValue, Hit};
use std::collections::{BTreeMap, BTreeSet};

/// Radii from the narrowest to no edge.
const RADII: [&str; 7] = ["1", "5", "10", "25", "50", "100", "any"];

fn set(pairs: &Pairs) -> BTreeSet<String> {
    ids(&everybody(pairs, "100").1).into_iter().collect()
}

#[test]
fn pages_joined_are_one_big_page_and_as_many_as_the_total() {
    for (number, question) in questions(0x9a6e, 90).enumerate() {
        let sort = ["relevance", "distance", "name", "updated"][number % 4];
        let pairs = with(&question.strictly("5"), "sort", sort);
        let (answer, whole) = everybody(&pairs, "100");
        let limit = ["1", "3", "7", "20"][number / 4 % 4];
        let (_, parts) = everybody(&pairs, limit);
        assert_eq!(ids(&whole), ids(&parts), "limit {limit}: {pairs:?}");
        assert_eq!(answer.total, whole.len() as u64, "{pairs:?}");
        let once: BTreeSet<String> = ids(&whole).into_iter().collect();
        assert_eq!(once.len(), whole.len(), "somebody stands twice: {pairs:?}");
        let counted = super::answer(&with(&pairs, "limit", "0"));
        assert_eq!((counted.total, counted.hits.len(), counted.next), (answer.total, 0, None), "{pairs:?}");
    }
}

#[test]
fn a_wider_radius_never_loses_a_hit() {
    for question in questions(0x01de, 60) {
        let mut narrower: Option<(&str, BTreeSet<String>)> = None;
        for radius in RADII {
            let wider = set(&question.strictly(radius));
            if let Some((before, narrower)) = &narrower {
                let lost: Vec<&String> = narrower.difference(&wider).collect();
                assert!(lost.is_empty(), "{before} finds {lost:?}, {radius} does not: {question:?}");
            }
            narrower = Some((radius, wider));
        }
    }
}

#[test]
fn rings_are_the_totals_of_strict_searches() {
    for question in questions(0x0417, 250) {
        let pairs = vec![("q", question.single_box()), ("limit", "1".to_owned())];
        let wide = answer(&pairs);
        let report = wide.radius.as_ref().expect("a place");
        let used = report.rings.iter().find(|ring| ring.within == report.used).expect("the used circle");
        assert_eq!(used.count, wide.total, "{pairs:?}");
        for ring in &report.rings {
            let radius = spelled(ring.within);
            let strict = answer(&with(&with(&pairs, "radius", &radius), "strict", "true"));
            assert_eq!(strict.total, ring.count, "within {radius}: {pairs:?}");
        }
    }
}

/// A reach as the parameter has it.
fn spelled(reach: Reach) -> String {
    match reach {
        Reach::Within(radius) => format!("{}mi", radius.in_units(Units::Miles)),
        Reach::Any => "any".to_owned(),
    }
}

#[test]
fn miles_and_kilometres_agree() {
    for question in questions(0x3113, 200) {
        for (miles, kilometres) in
            [("10mi", "16.09344km"), ("2.5mi", "4.02336km"), ("25mi", "40.2336km"), ("100mi", "160.9344km")]
        {
            let ask = |radius| {
                with(&vec![("q", question.what()), ("near", question.place.clone())], "radius", radius)
            };
            let (in_miles, in_kilometres) = (answer(&ask(miles)), answer(&ask(kilometres)));
            assert_eq!(ids(&in_miles.hits), ids(&in_kilometres.hits), "{miles} {question:?}");
            assert_eq!(in_miles.total, in_kilometres.total, "{miles} {question:?}");
            let shown = answer(&with(&ask(miles), "units", "km"));
            assert_eq!(ids(&in_miles.hits), ids(&shown.hits), "{miles} {question:?}");
        }
    }
}

/// A filter by parameter, and who passes it.
type Filter = (&'static str, &'static str, fn(&Hit) -> bool);

const FILTERS: [Filter; 8] = [
    ("gender", "F", |hit| who(hit).gender == Some(Gender::Female)),
    ("gender", "M,unknown", |hit| matches!(who(hit).gender, Some(Gender::Male) | None)),
    ("language", "es", |hit| who(hit).languages.iter().any(|language| language.as_str() == "es")),
    ("accepting_new", "yes,unknown", |hit| who(hit).accepting_new != Fact::No),
    ("telehealth", "no", |hit| who(hit).telehealth == Fact::No),
    ("wheelchair", "yes", |hit| who(hit).wheelchair == Fact::Yes),
    ("kind", "organization", |hit| who(hit).kind().as_str() == "organization"),
    ("kind", "person", |hit| who(hit).kind().as_str() == "person"),
];

#[test]
fn a_filter_leaves_exactly_those_who_pass_it() {
    for (number, question) in questions(0xf117, 160).enumerate() {
        let (name, value, passes) = FILTERS[number % FILTERS.len()];
        let pairs = question.strictly(["5", "25", "any"][number / 8 % 3]);
        let (_, all) = everybody(&pairs, "100");
        let passing: BTreeSet<String> =
            all.iter().filter(|hit| passes(hit)).map(|hit| who(hit).id.to_string()).collect();
        assert_eq!(set(&with(&pairs, name, value)), passing, "{name}={value}: {pairs:?}");
    }
}

#[test]
fn a_filter_in_words_gives_a_subset() {
    let mut failures = Failures::default();
    for mut question in questions(0xf118, 400).filter(|question| !question.filters.is_empty()) {
        let narrow = set(&question.strictly("10"));
        question.filters.clear();
        let wide = set(&question.strictly("10"));
        failures
            .check(narrow.is_subset(&wide), || format!("{:?} {question:?}", narrow.difference(&wide).next()));
    }
}

#[test]
fn an_exclusion_is_the_difference_of_sets() {
    let mut failures = Failures::default();
    for mut question in questions(0xe8c1, 600).filter(|question| question.exclusion.is_some()) {
        let Some((excluded, _)) = question.exclusion else { continue };
        let without = set(&question.strictly("25"));
        question.exclusion = None;
        let (_, all) = everybody(&question.strictly("25"), "100");
        let others = all.iter().filter(|hit| !has_specialty(hit, excluded));
        let expected: BTreeSet<String> = others.map(|hit| who(hit).id.to_string()).collect();
        failures.check(without == expected, || {
            format!("{} instead of {} without {excluded}: {question:?}", without.len(), expected.len())
        });
    }
}

fn has_specialty(hit: &Hit, id: &str) -> bool {
    specialties(hit).any(|other| other == id)
}

fn specialties(hit: &Hit) -> impl Iterator<Item = &'static str> {
    let vocabulary = super::ENGINE.vocabulary();
    who(hit).specialties.into_iter().map(|claim| vocabulary.specialty(claim.specialty).id.as_str())
}

#[test]
fn facets_are_what_counting_all_hits_gives() {
    for (number, question) in questions(0xface, 120).enumerate() {
        let mut pairs = question.strictly(["2", "10", "any"][number % 3]);
        if number % 4 == 1 {
            pairs = with(&pairs, "gender", "F,unknown");
        }
        let (answer, hits) = everybody(&with(&pairs, "facets", "true"), "100");
        compare_facets(&answer, &hits, &pairs);
    }
}

/// A list of facets and what a hit counts for in it.
type Counted<'c> = (&'c str, &'c [FacetValue], &'c dyn Fn(&Hit) -> Vec<String>);

/// Each list of facets against a count over all hits.
fn compare_facets(answer: &Answer, hits: &[Hit], pairs: &Pairs) {
    let vocabulary = super::ENGINE.vocabulary();
    let facets = answer.facets.as_ref().expect("asked for");
    let count = |values: &dyn Fn(&Hit) -> Vec<String>| {
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for hit in hits {
            let once: BTreeSet<String> = values(hit).into_iter().collect();
            for value in once {
                *counts.entry(value).or_default() += 1;
            }
        }
        counts
    };
    let told = |list: &[FacetValue]| -> BTreeMap<String, u64> {
        assert!(list.is_sorted_by(|one, next| one.count >= next.count), "{list:?}");
        list.iter().map(|value| (value.id.clone(), value.count)).collect()
    };
    let fact = |fact: Fact| vec![fact.as_str().to_owned()];
    let owned = |text: &str| text.to_owned();
    let lists: [Counted<'_>; 9] = [
        ("specialties", &facets.specialties, &|hit| specialties(hit).map(owned).collect()),
        ("techniques", &facets.techniques, &|hit| {
            who(hit).techniques.iter().map(|id| vocabulary.technique(*id).id.clone()).collect()
        }),
        ("conditions", &facets.conditions, &|hit| {
            who(hit).conditions.iter().map(|id| vocabulary.condition(*id).id.clone()).collect()
        }),
        ("languages", &facets.languages, &|hit| {
            who(hit).languages.iter().map(|language| language.as_str().to_owned()).collect()
        }),
        ("accepting_new", &facets.accepting_new, &|hit| fact(who(hit).accepting_new)),
        ("telehealth", &facets.telehealth, &|hit| fact(who(hit).telehealth)),
        ("wheelchair", &facets.wheelchair, &|hit| fact(who(hit).wheelchair)),
        ("gender", &facets.gender, &|hit| vec![who(hit).gender.map_or("unknown", Gender::as_str).to_owned()]),
        ("kind", &facets.kind, &|hit| vec![who(hit).kind().as_str().to_owned()]),
    ];
    for (name, list, values) in lists {
        assert_eq!(told(list), count(values), "{name}: {pairs:?}");
    }
    for one_each in
        [&facets.accepting_new, &facets.telehealth, &facets.wheelchair, &facets.gender, &facets.kind]
    {
        let sum: u64 = one_each.iter().map(|value| value.count).sum();
        assert_eq!(sum, answer.total, "everybody has one value: {pairs:?}");
    }
}

#[test]
fn a_technique_by_parameter_leaves_those_who_list_it() {
    let mut failures = Failures::default();
    for question in questions(0x7ec4, 60).map(|question| Question { filters: Vec::new(), ..question }) {
        let pairs = question.strictly("50");
        let (_, all) = everybody(&pairs, "100");
        let lists = |hit: &&Hit| {
            let vocabulary = super::ENGINE.vocabulary();
            who(hit).techniques.iter().any(|id| vocabulary.technique(*id).id == "cupping")
        };
        let expected: BTreeSet<String> =
            all.iter().filter(lists).map(|hit| who(hit).id.to_string()).collect();
        let listing = set(&with(&pairs, "technique", "cupping"));
        failures.check(listing == expected, || format!("{} {}: {question:?}", listing.len(), expected.len()));
    }
}
