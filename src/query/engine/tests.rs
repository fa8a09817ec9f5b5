//! The engine over a small real generation, against a scan of the same list.

mod nearer;
mod paging;

use super::*;
use crate::domain::{
    Fact, Gender, LatLon, Metres, Name, Practices, Provider, ProviderKind, Radius, Reach, State, Units,
};
use crate::query::sample::{self, JORDAN, PITTSBURGH, engine, metres, point, states, who};
use crate::query::{FilterSet, Hit, Near, Sort};
use crate::vocabulary::Lang;

const SORTS: [Sort; 4] = [Sort::Relevance, Sort::Distance, Sort::Name, Sort::Updated];

fn near(place: (f64, f64)) -> SearchRequest {
    SearchRequest { near: Some(Near::Point(point(place))), limit: 100, ..SearchRequest::default() }
}

#[expect(clippy::unnecessary_wraps, reason = "requests hold it so")]
fn miles(value: f64) -> Option<Reach> {
    Some(Reach::Within(Radius::from_miles(value).expect("a radius")))
}

fn specialties(ids: &[&str]) -> Vec<crate::domain::SpecialtyId> {
    ids.iter().map(|id| sample::vocabulary().specialty_id(id).expect("a specialty")).collect()
}

fn search(request: &SearchRequest) -> Answer {
    engine().search(request).expect("an answer")
}

fn ids(answer: &Answer) -> Vec<String> {
    answer.hits.iter().map(|hit| who(hit).id.to_string()).collect()
}

fn codes(answer: &Answer) -> Vec<&str> {
    answer.notices.iter().map(|notice| notice.code).collect()
}

/// What a question asks of a provider.
type Claim = fn(&Provider) -> bool;

/// The code of the error that a search ends with.
fn error(request: &SearchRequest) -> String {
    match engine().search(request) {
        Ok(_) => "an answer".into(),
        Err(SearchError::Request(error)) => error.code,
        Err(other) => other.to_string(),
    }
}

/// Who of the list satisfies a claim and lies within metres of a point, by a plain scan.
fn scan(claim: impl Fn(&Provider) -> bool, from: LatLon, edge: f64) -> Vec<String> {
    let mut ids: Vec<String> = sample::providers()
        .iter()
        .filter(|provider| claim(provider) && metres(provider, from) <= edge)
        .map(|provider| provider.id.to_string())
        .collect();
    ids.sort();
    ids
}

fn is_core(provider: &Provider) -> bool {
    ["chiropractor", "osteopath", "physical_therapist", "pt_clinic"].iter().any(|id| states(provider, id))
}

/// A few questions of different shapes, all with a place.
fn questions() -> Vec<SearchRequest> {
    let vocabulary = sample::vocabulary();
    let neck_pain = vocabulary.condition_id("neck_pain").expect("a condition");
    let dry_needling = vocabulary.technique_id("dry_needling").expect("a technique");
    vec![
        SearchRequest { specialties: specialties(&["chiropractor"]), ..near(PITTSBURGH) },
        SearchRequest {
            specialties: specialties(&["chiropractor", "osteopath"]),
            radius: miles(3.0),
            ..near(PITTSBURGH)
        },
        SearchRequest { conditions: vec![neck_pain], radius: Some(Reach::Any), ..near(PITTSBURGH) },
        SearchRequest { techniques: vec![dry_needling], radius: miles(100.0), ..near(PITTSBURGH) },
        SearchRequest { name: Some("smi".into()), radius: Some(Reach::Any), ..near(JORDAN) },
        SearchRequest { specialties: specialties(&["osteopath"]), ..near(JORDAN) },
        near(PITTSBURGH),
    ]
}

#[test]
fn totals_and_hits_equal_a_scan() {
    let female = FilterSet { gender: vec![Some(Gender::Female)], ..FilterSet::default() };
    let sure = FilterSet { accepting_new: vec![Fact::Yes, Fact::No], ..FilterSet::default() };
    let organizations = FilterSet { kind: vec![ProviderKind::Organization], ..FilterSet::default() };
    let cases: [(SearchRequest, Claim); 6] = [
        (near(PITTSBURGH), is_core),
        (SearchRequest { specialties: specialties(&["chiropractor"]), ..near(PITTSBURGH) }, |provider| {
            states(provider, "chiropractor")
        }),
        (SearchRequest { specialties: specialties(&["pt_assistant"]), ..near(PITTSBURGH) }, |provider| {
            states(provider, "pt_assistant")
        }),
        (SearchRequest { filters: female, ..near(PITTSBURGH) }, |provider| {
            is_core(provider) && provider.gender == Some(Gender::Female)
        }),
        (SearchRequest { filters: sure, ..near(PITTSBURGH) }, |provider| {
            is_core(provider) && provider.accepting_new != Fact::Unknown
        }),
        (SearchRequest { filters: organizations, ..near(PITTSBURGH) }, |provider| {
            is_core(provider) && sample::is_organization(provider)
        }),
    ];
    for (request, claim) in cases {
        for reach in [1.0, 5.0, 10.0, 25.0, 60.0, 100.0] {
            let request = SearchRequest { radius: miles(reach), strict: true, ..request.clone() };
            let expected = scan(claim, point(PITTSBURGH), reach * 1_609.344);
            let answer = search(&request);
            let mut found = ids(&answer);
            found.sort();
            assert_eq!(found, expected, "{request:?}");
            assert_eq!(answer.total, expected.len() as u64);
        }
        let everywhere = SearchRequest { radius: Some(Reach::Any), ..request };
        assert_eq!(search(&everywhere).total, scan(claim, point(PITTSBURGH), f64::MAX).len() as u64);
    }
}

#[test]
fn hits_stand_in_the_order_that_their_values_say() {
    for question in questions() {
        for sort in SORTS {
            let answer = search(&SearchRequest { sort, ..question.clone() });
            assert!(answer.hits.len() > 1, "{question:?}");
            for pair in answer.hits.windows(2) {
                assert!(key(sort, &pair[0]) < key(sort, &pair[1]), "{sort:?} {pair:?}");
            }
        }
    }
}

/// What hits are sorted by, as `CONTRACT.md` says, ties and all: smaller stands first.
fn key(sort: Sort, hit: &Hit) -> (i64, u64, String, u64, String) {
    let id = who(hit).id.to_string();
    let metres = hit.metres.map_or(0, |metres| metres.get().to_bits());
    let fold = crate::vocabulary::normalize::fold;
    match sort {
        Sort::Relevance => {
            let tier = -i64::from(hit.score.tier);
            (tier, u64::MAX - hit.score.total.to_bits(), String::new(), metres, id)
        }
        Sort::Distance => (0, metres, String::new(), 0, id),
        Sort::Name => {
            let (family, given) = match &who(hit).name {
                Name::Person { given, family, .. } => (fold(family), fold(given)),
                Name::Organization(name) => (fold(name), String::new()),
            };
            (0, 0, format!("{family}\u{0}{given}"), 0, id)
        }
        Sort::Updated => {
            let newest_first = who(hit).updated.map_or(i64::MAX, |day| -i64::from(day.days()));
            (newest_first, 0, String::new(), 0, id)
        }
    }
}

#[test]
fn two_runs_are_identical() {
    for question in questions() {
        let request = SearchRequest { explain: true, facets: true, ..question };
        assert_eq!(search(&request), search(&request));
    }
}

#[test]
fn parts_sum_to_the_total_to_the_last_bit_and_say_why() {
    for question in questions() {
        for sort in SORTS {
            let answer = search(&SearchRequest { explain: true, sort, ..question.clone() });
            for hit in &answer.hits {
                let sum = hit.score.parts.iter().fold(0.0, |sum, part| sum + part.points);
                assert_eq!(sum.to_bits(), hit.score.total.to_bits());
                let weights: f64 = hit.score.parts.iter().map(|part| part.weight).sum();
                assert!((weights - 1.0).abs() < 1e-12);
                let explained: Vec<_> = hit.why.iter().map(|part| part.part).collect();
                assert_eq!(explained, hit.score.parts.as_slice());
                assert!(hit.why.iter().all(|part| !part.why.is_empty()));
            }
        }
    }
}

#[test]
fn explanations_name_distance_pivot_and_record() {
    let request = SearchRequest { explain: true, ..questions().remove(0) };
    let answer = search(&request);
    let hit = answer.hits.first().expect("a hit");
    let why = |signal| hit.why.iter().find(|part| part.signal == signal).expect("a part").why.clone();
    assert_eq!(why("match"), "Chiropractor is the primary specialty");
    assert!(why("distance").contains(" mi away; nearer counts more (half weight at "), "{}", why("distance"));
    assert!(why("quality").ends_with("located by ZIP"), "{}", why("quality"));
    let spanish = search(&SearchRequest { lang: Lang::Es, units: Units::Kilometres, ..request });
    let why: Vec<&str> = spanish.hits[0].why.iter().map(|part| part.why.as_str()).collect();
    assert!(why[0].ends_with("es la especialidad principal"), "{why:?}");
    assert!(why[1].contains(" km; más cerca cuenta más (la mitad del peso a "), "{why:?}");
    let neck_pain = vec![sample::vocabulary().condition_id("neck_pain").expect("a condition")];
    let treats = SearchRequest { explain: true, conditions: neck_pain, ..near(PITTSBURGH) };
    for (lang, told) in [
        (Lang::En, " is the primary specialty, one that usually treats neck pain"),
        (Lang::Es, " es la especialidad principal, que suele tratar dolor de cuello"),
    ] {
        let answer = search(&SearchRequest { lang, ..treats.clone() });
        let why: Vec<&str> = answer.hits.iter().map(|hit| hit.why[0].why.as_str()).collect();
        assert!(why.iter().any(|why| why.ends_with(told)), "{why:?}");
    }
}

#[test]
fn too_few_nearby_are_told_and_looked_for_further_away() {
    let request =
        SearchRequest { specialties: specialties(&["osteopath"]), radius: miles(5.0), ..near(PITTSBURGH) };
    let answer = search(&request);
    let radius = answer.radius.as_ref().expect("a place");
    let count =
        |edge: f64| scan(|provider| states(provider, "osteopath"), point(PITTSBURGH), edge * 1_609.344).len();
    let rings: Vec<(f64, usize)> = radius
        .rings
        .iter()
        .map(|ring| match ring.within {
            Reach::Within(radius) => {
                (radius.in_units(Units::Miles), usize::try_from(ring.count).expect("few"))
            }
            Reach::Any => (f64::INFINITY, usize::try_from(ring.count).expect("few")),
        })
        .collect();
    for (edge, counted) in &rings {
        assert_eq!(*counted, count(edge.min(20_000.0)), "{edge}");
    }
    assert!(count(5.0) < 3, "the sample is to have few osteopaths nearby");
    assert_ne!(radius.used, radius.asked.expect("asked"));
    let notice = answer.notices.iter().find(|notice| notice.code == "radius_widened").expect("a notice");
    assert!(notice.message.contains("within 5 miles, so the search was widened to "), "{}", notice.message);
    let strict = search(&SearchRequest { strict: true, ..request });
    assert_eq!(strict.total, count(5.0) as u64);
    assert!(!codes(&strict).contains(&"radius_widened"));
}

#[test]
fn a_wider_radius_never_loses_a_hit() {
    for question in questions() {
        let mut inside: Vec<String> = Vec::new();
        for reach in [0.5, 2.0, 5.0, 12.0, 25.0, 60.0, 100.0] {
            let found =
                ids(&search(&SearchRequest { radius: miles(reach), strict: true, ..question.clone() }));
            assert!(inside.iter().all(|id| found.contains(id)), "{question:?} {reach}");
            inside = found;
        }
    }
}

#[test]
fn miles_and_kilometres_agree() {
    for question in questions() {
        let km = Reach::Within(Radius::new(16.093_44, Units::Kilometres).expect("a radius"));
        let in_miles = search(&SearchRequest { radius: miles(10.0), ..question.clone() });
        let request = SearchRequest { radius: Some(km), units: Units::Kilometres, ..question.clone() };
        let in_km = search(&request);
        assert_eq!((in_miles.total, ids(&in_miles)), (in_km.total, ids(&in_km)), "{question:?}");
        let metres =
            |answer: &Answer| answer.hits.iter().map(|hit| hit.metres).collect::<Vec<Option<Metres>>>();
        assert_eq!(metres(&in_miles), metres(&in_km));
    }
}

/// Providers alike in everything but the id and the distance from Pittsburgh, the nearest with the last id.
fn twins(count: u32) -> Vec<Provider> {
    let template = sample::providers().remove(0);
    let twin = |number: u32| {
        let mut twin = template.clone();
        let list = "list".parse().expect("a list");
        twin.id = ProviderId::own(list, &format!("{:05}", count - number)).expect("an id");
        let mut practice = twin.practices.first().clone();
        let north = f64::from(number) / f64::from(count) * 0.5;
        practice.point = point((PITTSBURGH.0 + north, PITTSBURGH.1));
        twin.practices = Practices::one(practice);
        twin
    };
    (0..count).map(twin).collect()
}

#[test]
fn closer_never_ranks_lower() {
    let twins = twins(40);
    let engine = sample::engine_of(&twins);
    for question in questions() {
        let request = SearchRequest {
            near: Some(Near::Point(point(PITTSBURGH))),
            radius: Some(Reach::Any),
            ..question
        };
        let answer = engine.search(&request).expect("an answer");
        let distances: Vec<Option<Metres>> = answer.hits.iter().map(|hit| hit.metres).collect();
        assert!(distances.is_sorted(), "{request:?}");
    }
}

#[test]
fn a_provider_with_two_practices_counts_once_and_stands_at_the_nearest() {
    let request = SearchRequest { radius: Some(Reach::Any), ..near((41.8781, -87.6298)) };
    let answer = search(&request);
    let all = ids(&answer);
    let mut once = all.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), all.len());
    assert!(answer.hits.iter().any(|hit| hit.practice > 0));
    for hit in &answer.hits {
        let nearest = metres(&who(hit), point((41.8781, -87.6298)));
        assert!((hit.metres.expect("a place").get() - nearest).abs() < 1e-6);
    }
}

#[test]
fn without_a_place_nothing_is_measured() {
    let request =
        SearchRequest { specialties: specialties(&["chiropractor"]), limit: 100, ..SearchRequest::default() };
    let answer = search(&request);
    assert_eq!((answer.radius.clone(), answer.interpretation.place.clone()), (None, None));
    assert!(answer.hits.iter().all(|hit| hit.metres.is_none()));
    assert_eq!(codes(&answer), ["no_place"]);
    assert_eq!(
        answer.total,
        scan(|provider| states(provider, "chiropractor"), point(PITTSBURGH), f64::MAX).len() as u64
    );
    assert_eq!(error(&SearchRequest { sort: Sort::Distance, ..request.clone() }), "place_required");
    assert_eq!(error(&SearchRequest { radius: miles(5.0), ..request }), "place_required");
    assert_eq!(error(&SearchRequest::default()), "empty_search");
}

#[test]
fn a_state_filters_practices_without_distances() {
    let near_text = |text: &str| Some(Near::Text(text.into()));
    let request = SearchRequest { near: near_text("Ohio"), limit: 100, ..SearchRequest::default() };
    let answer = search(&request);
    assert!(answer.total > 0);
    assert_eq!(answer.interpretation.filters.state.map(State::code), Some("OH"));
    assert_eq!(answer.interpretation.place.as_ref().map(crate::places::Place::accuracy), Some("state"));
    for hit in &answer.hits {
        let provider = who(hit);
        let practice = provider.practices.get(hit.practice).expect("a practice");
        assert_eq!((practice.state.code(), hit.metres), ("OH", None));
    }
    let unknown = engine().search(&SearchRequest { near: near_text("99999"), ..SearchRequest::default() });
    assert!(matches!(unknown, Err(SearchError::UnknownPlace { field: "near", .. })), "{unknown:?}");
}

#[test]
fn facets_count_the_whole_filtered_set() {
    let request = SearchRequest { facets: true, limit: 0, ..questions().remove(0) };
    let answer = search(&request);
    assert!(answer.hits.is_empty() && answer.next.is_none());
    let facets = answer.facets.expect("asked for");
    let whole: u64 = facets.gender.iter().map(|value| value.count).sum();
    assert_eq!(whole, answer.total);
    assert_eq!(facets.kind.iter().map(|value| value.count).sum::<u64>(), answer.total);
    let chiropractors = facets.specialties.first().expect("a specialty");
    assert_eq!((chiropractors.id.as_str(), chiropractors.count), ("chiropractor", answer.total));
    assert!(search(&questions().remove(0)).facets.is_none());
}

#[test]
fn a_provider_is_found_by_its_id() {
    let wanted = sample::providers().remove(4);
    let found = engine().provider(&wanted.id).expect("readable").expect("known");
    let provider = found.record.provider().expect("a record");
    assert_eq!((provider, found.generation.as_str(), found.sample), (wanted, "000001", false));
    let nobody = "list:nobody".parse().expect("an id");
    assert_eq!(engine().provider(&nobody).expect("readable"), None);
}

#[test]
fn the_bundled_sample_is_told_with_its_age() {
    let list = sample::providers();
    let engine = sample::engine_of(&list);
    assert!(!engine.serves_sample());
    engine.publish(sample::open(&list, 2, "sample"));
    assert!(engine.serves_sample());
    let answer = engine.search(&near(PITTSBURGH)).expect("an answer");
    assert!(answer.sample);
    let notice = answer.notices.last().expect("a notice");
    let newest = list.iter().filter_map(|provider| provider.updated).max().expect("a day");
    assert_eq!(notice.code, "sample_data");
    assert!(notice.message.contains(&newest.to_string()), "{}", notice.message);
}
