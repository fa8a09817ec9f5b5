//! Lookups against the reference, over a world with all the hard places.

use super::super::layout;
use super::super::lookup::{Area, Given, ScoreModel, Word, Words};
use super::super::manifest::{GenerationId, Manifest};
use super::super::name_words::{formed_hashes, name_hash};
use super::super::rank::Ranked;
use super::super::sample;
use super::super::world::{WORLD, manifest, opened, plain, point};
use super::*;
use crate::domain::{Fact, Gender, LatLon, ProviderKind, Radius, Reach, SpecialtyId, State, TechniqueId};
use crate::vocabulary::normalize::{fold, tokens};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeSet;

mod completion;

fn concept() -> impl Strategy<Value = Concept> {
    let words = sample::vocabulary();
    let rows = |count: usize| 0..u16::try_from(count).expect("a table");
    prop_oneof![
        6 => rows(words.specialties().len()).prop_map(|row| Concept::Specialty(SpecialtyId::from_row(row))),
        1 => rows(words.techniques().len()).prop_map(|row| Concept::Technique(TechniqueId::from_row(row))),
        1 => rows(words.conditions().len()).prop_map(|row| Concept::Condition(crate::domain::ConditionId::from_row(row))),
        2 => select(State::all().take(7).collect::<Vec<_>>()).prop_map(Concept::State),
        1 => select(vec![ProviderKind::Person, ProviderKind::Organization]).prop_map(Concept::Kind),
        1 => select(vec![Some(Gender::Female), Some(Gender::Other), None]).prop_map(Concept::Gender),
        1 => select(Fact::ALL.to_vec()).prop_map(Concept::Telehealth),
        1 => select(Fact::ALL.to_vec()).prop_map(Concept::AcceptingNew),
        1 => select(vec!["DC", "DO"]).prop_map(|text| Concept::Credential(text.parse().expect(text))),
        1 => select(vec!["es", "ase"]).prop_map(|text| Concept::Language(text.parse().expect(text))),
    ]
}

fn held() -> impl Strategy<Value = Trait> {
    let specialties = 0..u16::try_from(sample::vocabulary().specialties().len()).expect("a table");
    prop_oneof![
        specialties.prop_map(|row| Trait::Primary(SpecialtyId::from_row(row))),
        concept().prop_map(Trait::Has),
        Just(Trait::ExactName),
        Just(Trait::CleanWords),
        Just(Trait::WholeWords),
        Just(Trait::CalledOtherwise),
        Just(Trait::Always),
    ]
}

fn score_model() -> impl Strategy<Value = ScoreModel> {
    let tiers = prop::collection::vec((held(), 0_u8..4), 0..4);
    let matches = prop::collection::vec((held(), 0.0..=1.0_f64), 0..4);
    (tiers, matches, 0.0..1.0_f64, 0.0..1.0_f64, 1_usize..40).prop_map(
        |(tiers, matches, match_weight, distance_weight, pivot_rank)| ScoreModel {
            tiers,
            matches,
            match_weight,
            text_half: 3.0,
            distance_weight,
            quality_weight: 0.15,
            pivot_rank,
            pivot_range: (Metres::from_whole_miles(1), Metres::from_whole_miles(25)),
        },
    )
}

fn words() -> impl Strategy<Value = Words> {
    const TYPED: [&str; 17] = [
        "j",
        "smith",
        "smtih",
        "jane",
        "obrien",
        "munoz",
        "muñoz",
        "rodriguez",
        "rodrigeuz",
        "martinez",
        "spine",
        "center",
        "12",
        "back",
        "care",
        "je",
        "maria",
    ];
    let known = prop::collection::vec(select(TYPED.to_vec()).prop_map(str::to_owned), 1..4);
    let anything = prop::collection::vec("\\PC{0,40}", 0..3);
    let also = prop::collection::vec(select(vec!["jane", "maria", "jose", "j", "wei", "nobody"]), 0..3);
    let also = also.prop_map(|names| Given::Also(names.into_iter().map(str::to_owned).collect()));
    let given = prop_oneof![4 => Just(Given::AsTyped), 2 => also, 1 => Just(Given::Initial)];
    let forms = prop::collection::vec(given, 3);
    (prop_oneof![6 => known, 1 => anything], any::<bool>(), 0_u8..=3, forms).prop_map(
        |(words, last_is_prefix, edits, forms)| {
            let words = words.into_iter().zip(forms).map(|(text, given)| Word { text, given }).collect();
            Words { words, last_is_prefix, edits }
        },
    )
}

/// A position as a cursor may carry it, from a hit or made up.
fn position() -> impl Strategy<Value = Position> {
    let metres = prop_oneof![any::<f64>(), 0.0..1e6_f64].prop_map(f64::to_bits);
    (select(vec![0, 252, 253, 255]), prop_oneof![metres.clone(), any::<u64>()], metres, 0_u32..11_000)
        .prop_map(|(tier, key, metres, id_rank)| Position { tier, key, metres, id_rank })
}

/// An area around a practice or anywhere, with or without an edge; some edges lie exactly on a practice.
fn area() -> impl Strategy<Value = Area> {
    let center = prop_oneof![
        3 => any::<Index>().prop_map(|at| *at.get(&WORLD.points)),
        1 => (-90.0..=90.0_f64, -180.0..=180.0_f64).prop_map(|(lat, lon)| point(lat, lon)),
    ];
    let miles = prop_oneof![Just(5.0), Just(100.0), 0.01..100.0_f64];
    (center, miles, prop::option::weighted(0.3, any::<Index>()), prop::bool::weighted(0.15)).prop_map(
        |(center, miles, on_the_edge, any)| {
            let on_a_practice = on_the_edge.and_then(|at| {
                let metres = center.distance_to(*at.get(&WORLD.points));
                Radius::from_miles(metres.in_units(crate::domain::Units::Miles)).ok()
            });
            let radius = on_a_practice.or(Radius::from_miles(miles).ok()).expect("a radius");
            Area { center, reach: if any { Reach::Any } else { Reach::Within(radius) } }
        },
    )
}

prop_compose! {
    fn lookup()(
        all_of in prop::collection::vec(prop::collection::vec(concept(), 1..4), 0..3),
        none_of in prop::collection::vec(concept(), 0..2),
        words in prop::option::weighted(0.3, words()),
        area in prop::option::weighted(0.8, area()),
        rings in prop::collection::vec(0_u32..300, 0..4),
        score in score_model(),
        order in select(vec![Order::Relevance, Order::Distance, Order::Name, Order::Updated]),
        limit in prop_oneof![Just(0_usize), 1_usize..30],
        facets in prop::bool::weighted(0.3),
        after in prop::option::weighted(0.2, position()),
    ) -> Lookup {
        let rings = rings.into_iter().map(|miles| Metres::from_whole_miles(miles * miles)).collect();
        Lookup { all_of, none_of, id: None, words, area, rings, score, order, after, limit, facets, deadline: None }
    }
}

fn check(lookup: &Lookup) {
    let (found, expected) =
        (WORLD.snapshot.look_up(lookup).expect("a sound index"), WORLD.oracle.scan(lookup));
    assert_eq!(found, expected, "{lookup:#?}");
}

/// Few cases by default, because each scans 10,000 providers; `PROPTEST_CASES` asks for more.
fn cases() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 60 };
    ProptestConfig { cases, ..asked }
}

proptest! {
    #![proptest_config(cases())]
    #[test]
    fn a_lookup_answers_what_a_scan_of_all_providers_answers(lookup in lookup()) {
        check(&lookup);
    }

    #[test]
    fn a_provider_stands_where_a_scan_of_all_puts_it(lookup in lookup(), hit in any::<Index>(), number in 0_u32..10_000) {
        let whole = WORLD.oracle.scan(&Lookup { limit: usize::MAX, after: None, ..lookup.clone() });
        let one_found = (!whole.hits.is_empty()).then(|| hit.get(&whole.hits).provider);
        for number in one_found.into_iter().chain([number]) {
            let ranked = WORLD.snapshot.rank(&lookup, number).expect("a sound index");
            let expected = whole.hits.iter().zip(1..).find(|(hit, _)| hit.provider == number);
            let expected = expected.map(|(candidate, rank)| Ranked {
                rank,
                candidate: candidate.clone(),
                pivot: whole.pivot,
                partial: false,
            });
            prop_assert_eq!(ranked, expected, "{} of {:#?}", number, lookup);
        }
        prop_assert_eq!(WORLD.snapshot.rank(&lookup, u32::MAX).expect("a sound index"), None);
    }

    #[test]
    fn pages_in_a_row_are_the_whole_order(lookup in lookup(), limit in 5_usize..40) {
        let whole = WORLD.oracle.scan(&Lookup { limit: 100, after: None, ..lookup.clone() });
        let mut page = Lookup { limit, after: None, ..lookup };
        let mut walked = Vec::new();
        loop {
            let found = WORLD.snapshot.look_up(&page).expect("a sound index");
            page.after = found.hits.last().map(|hit| hit.position);
            walked.extend(found.hits);
            if !found.more || walked.len() >= whole.hits.len() {
                break;
            }
        }
        walked.truncate(whole.hits.len());
        prop_assert_eq!(walked, whole.hits);
    }
}

#[test]
fn every_provider_is_found_by_its_id_and_by_nothing_else() {
    for (number, provider) in (0..).zip(WORLD.oracle.providers()).step_by(7) {
        assert_eq!(WORLD.snapshot.find(&provider.id), Some(number));
        assert_eq!(&WORLD.snapshot.provider(number).expect("a record"), provider);
        let lookup = Lookup { id: Some(provider.id.clone()), ..plain(None, Order::Relevance) };
        check(&lookup);
    }
    for stranger in ["npi:1234567893", "list:", "zz:9", "a:0"].iter().filter_map(|id| id.parse().ok()) {
        let lookup = Lookup { id: Some(stranger), ..plain(None, Order::Relevance) };
        assert_eq!(WORLD.snapshot.look_up(&lookup).expect("a sound index").total, 0);
    }
    assert!(WORLD.snapshot.provider(u32::MAX).is_err());
}

#[test]
fn nothing_that_the_generation_lacks_is_found() {
    let unknown = Concept::Language("zu".parse().expect("a code"));
    let area = Area { center: point(40.7, -74.0), reach: Reach::Any };
    for all_of in [vec![vec![unknown.clone()]], vec![Vec::new()]] {
        check(&Lookup {
            all_of,
            facets: true,
            rings: vec![Metres::ZERO],
            ..plain(Some(area), Order::Distance)
        });
    }
    check(&Lookup { none_of: vec![unknown], ..plain(Some(area), Order::Distance) });
}

#[test]
fn words_without_a_word_ask_for_nothing() {
    let none = Words { words: Vec::new(), last_is_prefix: false, edits: 0 };
    let near = Area {
        center: point(-90.0, -180.0),
        reach: Reach::Within(Radius::from_miles(5.0).expect("a radius")),
    };
    let techniques = 0..u16::try_from(sample::vocabulary().techniques().len()).expect("a table");
    for (row, limit) in techniques.zip([0, 10].into_iter().cycle()) {
        check(&Lookup {
            all_of: vec![vec![Concept::Technique(TechniqueId::from_row(row))]],
            words: Some(none.clone()),
            rings: vec![Metres::from_whole_miles(1), Metres::from_whole_miles(20_000)],
            limit,
            ..plain(Some(near), Order::Relevance)
        });
    }
}

#[test]
fn a_deadline_that_has_passed_cuts_the_work_and_says_so() {
    let area = Area { center: point(40.7, -74.0), reach: Reach::Any };
    // Counts in a ring are made anew each time.
    let whole = Lookup { rings: vec![Metres::ZERO], ..plain(Some(area), Order::Name) };
    let cut = Lookup { deadline: Some(std::time::Instant::now()), ..whole.clone() };
    let (whole, cut) =
        (WORLD.snapshot.look_up(&whole).expect("sound"), WORLD.snapshot.look_up(&cut).expect("sound"));
    assert!(!whole.partial && cut.partial);
    assert!(cut.total < whole.total, "{} {}", cut.total, whole.total);
}

#[test]
fn a_snapshot_can_be_shared_between_threads() {
    fn shared<T: Send + Sync>(_: &T) {}
    shared(&WORLD.snapshot);
    assert!(format!("{:?}", WORLD.snapshot).contains("10000"));
}

#[test]
fn the_world_has_what_is_hard() {
    let practices: Vec<usize> = WORLD.oracle.providers().map(|provider| provider.practices.len()).collect();
    assert!(practices.iter().filter(|count| **count > 1).count() > 1_000);
    let bits = |point: &LatLon| (point.lat().to_bits(), point.lon().to_bits());
    let distinct: BTreeSet<_> = WORLD.points.iter().map(bits).collect();
    assert!(distinct.len() + 1_000 < WORLD.points.len(), "addresses are shared");
    for (lat, lon) in [(89.5, 90.0), (-90.0, -89.5)] {
        assert!(WORLD.points.iter().any(|point| (lat..=lon).contains(&point.lat())), "{lat}");
    }
    assert!(
        WORLD.points.iter().any(|point| point.lon() > 179.0)
            && WORLD.points.iter().any(|point| point.lon() < -179.0)
    );
}

#[test]
fn an_empty_generation_answers_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = opened(folder.path(), &[]);
    assert!(snapshot.is_empty());
    let area = Area { center: point(40.7, -74.0), reach: Reach::Any };
    let words = Some(Words::plain(vec!["smith".to_owned()], true, 2));
    for order in [Order::Relevance, Order::Distance, Order::Name, Order::Updated] {
        for words in [None, words.clone()] {
            let lookup = Lookup { words, facets: true, ..plain(Some(area), order) };
            let found = snapshot.look_up(&lookup).expect("a sound index");
            assert_eq!(found, scan(&snapshot, &lookup).expect("no records"));
            assert_eq!((found.total, found.hits.len()), (0, 0));
        }
    }
}

#[test]
fn a_folder_that_does_not_fit_together_is_damaged_and_never_a_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    let providers = sample::providers(200);
    let snapshot = opened(folder.path(), &providers);
    let (rows, vocabulary) = (snapshot.manifest().practices, sample::vocabulary());
    let open = |providers: u64, rows: u64| {
        Snapshot::open(folder.path(), GenerationId::FIRST, manifest(providers, rows), &vocabulary)
    };
    assert!(open(200, rows).is_ok());
    for (providers, rows) in
        [(199, rows), (201, rows), (200, rows - 1), (0, 0), (u64::MAX, rows), (200, u64::MAX)]
    {
        assert!(matches!(open(providers, rows), Err(IndexError::Damaged { .. })), "{providers} {rows}");
    }
    let other = Manifest { format: layout::FORMAT + 1, ..manifest(200, rows) };
    let refused = Snapshot::open(folder.path(), GenerationId::FIRST, other, &vocabulary);
    assert!(matches!(refused, Err(IndexError::Incompatible { .. })));
    for entry in std::fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry")) {
        if entry.file_type().expect("a type").is_dir() {
            continue;
        }
        let path = entry.path();
        let good = std::fs::read(&path).expect("a file");
        // Files are replaced, never written in place: the first snapshot has them mapped.
        let replace = |bytes: &[u8]| {
            std::fs::remove_file(&path).expect("a file");
            std::fs::write(&path, bytes).expect("space");
        };
        let cut = &good[..good.len() - 1];
        replace(cut);
        assert!(open(200, rows).is_err(), "{path:?} was cut");
        replace(&[]);
        assert!(open(200, rows).is_err(), "{path:?} was emptied");
        for at in (0..good.len()).step_by(good.len() / 40 + 1) {
            let mut bad = good.clone();
            bad[at] = !bad[at];
            replace(&bad);
            if let Ok(snapshot) = open(200, rows) {
                use_everything(&snapshot);
            }
        }
        std::fs::remove_file(&path).expect("a file");
        // Only what older programs did not write may be missing; a manifest that tells of it is what finds that out.
        let optional = path.ends_with(layout::ROWS_BY_MERIT);
        assert_eq!(open(200, rows).is_ok(), optional, "{path:?} is missing");
        std::fs::write(&path, &good).expect("space");
    }
    assert!(open(200, rows).is_ok());
}

/// Asks all kinds of lookups; whatever the answers, nothing may panic.
fn use_everything(snapshot: &Snapshot) {
    let areas = [None, Some(Reach::Any), Radius::from_miles(100.0).ok().map(Reach::Within)];
    for area in areas.map(|reach| reach.map(|reach| Area { center: point(35.0, -100.0), reach })) {
        for order in [Order::Relevance, Order::Distance, Order::Name, Order::Updated] {
            let all_of = vec![vec![Concept::Kind(ProviderKind::Person), Concept::Telehealth(Fact::Yes)]];
            let lookup = Lookup { all_of, facets: true, ..plain(area, order) };
            let _ = snapshot.look_up(&lookup);
            let words = Words::plain(vec!["jane".to_owned()], true, 1);
            let _ = snapshot.look_up(&Lookup { words: Some(words), ..lookup });
        }
    }
    for number in 0..u32::try_from(snapshot.len()).expect("few") {
        let _ = snapshot.provider(number).map(|provider| snapshot.find(&provider.id));
    }
}

#[test]
fn an_organization_is_called_with_or_without_its_legal_form() {
    let practice = Name::Organization("Harbor Spine, P.L.L.C.".into());
    let island = Name::Organization("Clinica Quiropractica del Este, PSC".into());
    let person = Name::Person {
        given: "Ann".into(),
        middle: String::new(),
        family: "Lee Pa".into(),
        suffix: String::new(),
    };
    for (name, words, exact) in [
        (&practice, &["harbor", "spine"][..], true),
        (&practice, &["harbor", "spine", "pllc"], true),
        (&practice, &["harbor"], false),
        (&island, &["clinica", "quiropractica", "del", "este"], true),
        (&practice, &[], false),
        (&person, &["ann", "lee", "pa"], true),
        (&person, &["ann", "lee"], false),
    ] {
        assert_eq!(is_exact_name(name, words), exact, "{words:?}");
        let typed: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let hash = name_hash([fold(name.given()).as_str(), &fold(name.family())]);
        let formed = matches!(name, Name::Organization(_)) && formed_hashes(&typed).contains(&hash);
        assert_eq!(
            formed || name_hash(words.iter().copied()) == hash && !words.is_empty(),
            exact,
            "{words:?}"
        );
    }
}
