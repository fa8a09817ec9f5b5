//! What a question is planned as: request and intent in, clauses, tiers and readings out.

use super::*;
use crate::domain::{Fact, Gender, Language, LatLon, Npi, ProviderKind, Radius, SpecialtyId};
use crate::index::Trait;
use crate::places::{Place, PlaceKind};
use crate::query::intent::Reading;
use crate::query::subject::Reason;
use std::sync::LazyLock;

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::bundled().expect("the bundled tables load"));

fn specialty(id: &str) -> SpecialtyId {
    VOCABULARY.specialty_id(id).expect(id)
}

fn said<T>(concept: T, matched: &str) -> Reading<T> {
    Reading { concept, matched: matched.into(), typo: 0 }
}

/// An intent of ids: `s:` specialty, `c:` condition, `t:` technique, `w:` a word of a name.
fn intent(parts: &[&str]) -> Intent {
    let mut intent = Intent::default();
    for part in parts {
        match part.split_once(':').expect("a kind and an id") {
            ("s", id) => intent.specialties.push(said(specialty(id), id)),
            ("c", id) => intent.conditions.push(said(VOCABULARY.condition_id(id).expect(id), id)),
            ("t", id) => intent.techniques.push(said(VOCABULARY.technique_id(id).expect(id), id)),
            ("w", word) => intent.words.push(word.into()),
            (kind, _) => panic!("no kind {kind}"),
        }
    }
    intent
}

fn asking(q: &str) -> SearchRequest {
    SearchRequest { q: q.into(), ..SearchRequest::default() }
}

fn pittsburgh() -> Located {
    let point = LatLon::new(40.44, -79.99).expect("a point");
    let place = Place { label: "Pittsburgh, PA".into(), kind: PlaceKind::Point(point), alternatives: vec![] };
    Located { place: Some(place), ..Located::default() }
}

fn concept(concept: &Concept) -> String {
    match concept {
        Concept::Specialty(id) => VOCABULARY.specialty(*id).id.clone(),
        Concept::Technique(id) => format!("lists {}", VOCABULARY.technique(*id).id),
        Concept::Condition(id) => format!("lists {}", VOCABULARY.condition(*id).id),
        Concept::Language(language) => format!("speaks {language}"),
        Concept::Credential(credential) => format!("holds {credential}"),
        Concept::Gender(gender) => format!("gender {}", gender.map_or("unknown", Gender::as_str)),
        Concept::Kind(kind) => kind.as_str().into(),
        Concept::State(state) => format!("in {state}"),
        Concept::AcceptingNew(fact) => format!("accepting {}", fact.as_str()),
        Concept::Telehealth(fact) => format!("telehealth {}", fact.as_str()),
        Concept::Wheelchair(fact) => format!("wheelchair {}", fact.as_str()),
    }
}

fn rule(wanted: &Trait) -> String {
    match wanted {
        Trait::Primary(id) => format!("primary {}", VOCABULARY.specialty(*id).id),
        Trait::Has(held) => concept(held),
        Trait::ExactName => "exact name".into(),
        Trait::CleanWords => "clean words".into(),
        Trait::WholeWords => "whole words".into(),
        Trait::CalledOtherwise => "called otherwise".into(),
        Trait::Always => "always".into(),
    }
}

/// Words of a name, a letter that begins the given name with a point, other forms of one behind a stroke.
fn named(words: &Words) -> String {
    let named = |word: &Word| match &word.given {
        Given::AsTyped => word.text.clone(),
        Given::Also(others) => format!("{}/{}", word.text, others.join("/")),
        Given::Initial => format!("{}.", word.text),
    };
    words.words.iter().map(named).collect::<Vec<_>>().join(" ")
}

/// A lookup in one line: clauses, exclusions, one provider, words.
fn set(lookup: &Lookup) -> String {
    let clause = |clause: &Vec<Concept>| clause.iter().map(concept).collect::<Vec<_>>().join(" | ");
    let mut parts: Vec<String> = lookup.all_of.iter().map(clause).collect();
    parts.extend(lookup.none_of.iter().map(|held| format!("not {}", concept(held))));
    parts.extend(lookup.id.iter().map(ToString::to_string));
    parts.extend(lookup.words.iter().map(|words| format!("named {}*~{}", named(words), words.edits)));
    parts.join("; ")
}

fn tiers(lookup: &Lookup) -> String {
    let text = |(wanted, tier): &(Trait, u8)| format!("{tier} {}", rule(wanted));
    lookup.score.tiers.iter().map(text).collect::<Vec<_>>().join("; ")
}

fn plan_of(request: &SearchRequest, intent: &Intent, located: Located) -> Plan {
    plan(request, intent, located, &VOCABULARY).expect("a plan")
}

/// The sets of all tries, in order.
fn check(request: &SearchRequest, intent: &Intent, expected: &[&str]) -> Plan {
    let plan = plan_of(request, intent, pittsburgh());
    let sets: Vec<String> = plan.tries.iter().map(|attempt| set(&attempt.lookup)).collect();
    assert_eq!(sets, expected, "{request:?} {intent:?}");
    plan
}

/// The specialties that treat a condition, as the table says.
fn treating(condition: &str) -> String {
    let id = VOCABULARY.condition_id(condition).expect(condition);
    let mut clause = vec![format!("lists {condition}")];
    let listed = VOCABULARY.condition(id).specialties.iter().filter(|(_, weight)| *weight >= 0.5);
    clause.extend(listed.map(|(id, _)| VOCABULARY.specialty(*id).id.clone()));
    clause.join(" | ")
}

const CORE: &str = "chiropractor | osteopath | physical_therapist | pt_clinic";

#[test]
fn a_specialty_is_a_hard_set_without_siblings() {
    let q = asking("q");
    check(&q, &intent(&["s:chiropractor"]), &["chiropractor"]);
    check(&q, &intent(&["s:physical_therapist"]), &["physical_therapist"]);
    check(
        &q,
        &intent(&["s:orthopaedic_surgeon", "s:osteopath"]),
        &["orthopaedic_surgeon | osteopath | do_physician"],
    );
    check(&q, &intent(&["s:pt_assistant"]), &["pt_assistant"]);
    let given = SearchRequest { specialties: vec![specialty("osteopath")], ..SearchRequest::default() };
    check(&given, &Intent::default(), &["osteopath"]);
}

#[test]
fn osteopath_and_do_in_words_mean_both() {
    for word in ["s:osteopath", "s:do_physician"] {
        let plan = check(&asking("q"), &intent(&[word]), &["osteopath | do_physician"]);
        let members = &plan.tries[0].members;
        assert_eq!(members.iter().map(|member| member.companion).collect::<Vec<_>>(), [false, true]);
        assert_eq!(tiers(&plan.tries[0].lookup), "3 primary osteopath; 2 always");
    }
}

#[test]
fn a_condition_alone_means_who_treats_or_lists_it_and_beside_a_specialty_it_ranks() {
    let q = asking("q");
    let plan = check(&q, &intent(&["c:neck_pain"]), &[&treating("neck_pain")]);
    let inferred = |member: &Member| matches!(member.reason, Reason::Condition(_));
    assert!(plan.tries[0].members.iter().all(inferred));
    let usual: Vec<String> = plan.tries[0]
        .members
        .iter()
        .map(|member| format!("2 {}", VOCABULARY.specialty(member.specialty).id))
        .collect();
    assert_eq!(tiers(&plan.tries[0].lookup), format!("{}; 1 always", usual.join("; ")));
    let plan = check(&q, &intent(&["s:chiropractor", "c:neck_pain"]), &["chiropractor"]);
    assert_eq!(rule(&plan.tries[0].lookup.score.matches[0].0), "lists neck_pain");
    let neck_pain = VOCABULARY.condition_id("neck_pain").expect("a condition");
    let given = SearchRequest { conditions: vec![neck_pain], ..SearchRequest::default() };
    check(&given, &Intent::default(), &[&treating("neck_pain")]);
    let refined = SearchRequest { specialties: vec![specialty("chiropractor")], ..asking("neck pain") };
    check(&refined, &intent(&["c:neck_pain"]), &["chiropractor"]);
}

#[test]
fn a_technique_by_parameter_means_who_lists_it_and_in_words_who_performs_it() {
    let dry_needling = VOCABULARY.technique_id("dry_needling").expect("a technique");
    let given = SearchRequest { techniques: vec![dry_needling], ..SearchRequest::default() };
    check(&given, &Intent::default(), &["lists dry_needling"]);
    let plan = check(
        &asking("q"),
        &intent(&["t:dry_needling"]),
        &["physical_therapist | chiropractor | acupuncturist"],
    );
    assert_eq!(tiers(&plan.tries[0].lookup), "3 lists dry_needling; 1 always");
    check(&asking("q"), &intent(&["t:tai_chi"]), &["lists tai_chi"]);
    let plan = check(&asking("q"), &intent(&["s:chiropractor", "t:dry_needling"]), &["chiropractor"]);
    assert_eq!(tiers(&plan.tries[0].lookup), "3 lists dry_needling; 2 primary chiropractor; 1 always");
    let both = SearchRequest { techniques: vec![dry_needling], ..asking("neck pain") };
    let expected = format!("{}; lists dry_needling", treating("neck_pain"));
    check(&both, &intent(&["c:neck_pain"]), &[&expected]);
}

#[test]
fn several_parameters_hold_together() {
    let request = SearchRequest {
        specialties: vec![specialty("chiropractor"), specialty("physical_therapist")],
        filters: FilterSet {
            gender: vec![Some(Gender::Female), None],
            languages: vec!["es".parse::<Language>().expect("a language")],
            accepting_new: vec![Fact::Yes],
            telehealth: vec![Fact::No, Fact::Unknown],
            kind: vec![ProviderKind::Person],
            ..FilterSet::default()
        },
        name: Some("Mary O'Brien".into()),
        ..SearchRequest::default()
    };
    check(
        &request,
        &Intent::default(),
        &["chiropractor | physical_therapist; gender F | gender unknown; \
        speaks es; accepting yes; telehealth no | telehealth unknown; person; named mary obrien*~0"],
    );
}

#[test]
fn a_fact_in_words_means_yes_before_unknown_and_never_no() {
    let mut words = intent(&["s:chiropractor"]);
    words.filters.accepting_new = vec![Fact::Yes];
    let plan = check(&asking("q"), &words, &["chiropractor; accepting yes | accepting unknown"]);
    let lookup = &plan.tries[0].lookup;
    assert_eq!(tiers(lookup), "3 accepting yes; 2 primary chiropractor; 1 always");
}

#[test]
fn a_place_alone_shows_core_specialties() {
    let near =
        SearchRequest { near: Some(crate::query::Near::Text("15213".into())), ..SearchRequest::default() };
    check(&near, &Intent::default(), &[CORE]);
    let female = SearchRequest {
        filters: FilterSet { gender: vec![Some(Gender::Female)], ..FilterSet::default() },
        ..near.clone()
    };
    check(&female, &Intent::default(), &[&format!("{CORE}; gender F")]);
    let fillers = Intent { ignored: vec!["best".into(), "doctor".into()], ..Intent::default() };
    check(&SearchRequest { q: "best doctor".into(), ..near.clone() }, &fillers, &[CORE]);
    let mut no_chiropractor = Intent::default();
    no_chiropractor.filters.exclude = vec![specialty("chiropractor")];
    check(
        &SearchRequest { q: "not a chiropractor".into(), ..near },
        &no_chiropractor,
        &["chiropractor | osteopath | physical_therapist | pt_clinic; not chiropractor"],
    );
}

#[test]
fn a_credential_alone_means_who_holds_it() {
    let mut words = Intent::default();
    words.filters.credentials = vec!["OCS".parse().expect("a credential")];
    check(&asking("OCS"), &words, &["holds OCS"]);
}

#[test]
fn words_left_over_are_names_then_typos_then_ignored_beside_something_else() {
    let chiropractor = "chiropractor";
    check(
        &asking("q"),
        &intent(&["s:chiropractor", "w:smith"]),
        &["chiropractor; named smith*~0", "chiropractor; named smith*~2", chiropractor],
    );
    let plan =
        check(&asking("q"), &intent(&["w:jane", "w:smith"]), &["named jane smith*~0", "named jane smith*~2"]);
    assert_eq!(tiers(&plan.tries[0].lookup), "3 exact name; 1 always");
    assert_eq!(tiers(&plan.tries[1].lookup), "3 exact name; 1 clean words");
    let mut female = intent(&["w:zzyzx"]);
    female.filters.gender = vec![Some(Gender::Female)];
    check(
        &asking("q"),
        &female,
        &["gender F; named zzyzx*~0", "gender F; named zzyzx*~2", &format!("{CORE}; gender F")],
    );
    let named = SearchRequest { name: Some("smi".into()), ..asking("zzyzx") };
    check(&named, &intent(&["w:zzyzx"]), &["named zzyzx smi*~0", "named smi*~0"]);
    let unnameable = SearchRequest { name: Some("--".into()), ..SearchRequest::default() };
    check(&unnameable, &Intent::default(), &[]);
}

#[test]
fn a_nickname_counts_beside_a_surname_and_stands_behind_the_name_itself() {
    check(&asking("q"), &intent(&["w:chuck"]), &["named chuck*~0", "named chuck*~2"]);
    let chuck = "chuck/charles/charley/charlie/chas/chip";
    let named = [format!("named {chuck} doe*~0"), format!("named {chuck} doe*~2")];
    let plan = check(&asking("q"), &intent(&["w:chuck", "w:doe"]), &[&named[0], &named[1]]);
    assert_eq!(tiers(&plan.tries[0].lookup), "3 exact name; 0 called otherwise; 1 always");
    let edited = "3 exact name; 0 called otherwise; 2 clean words; 1 always";
    assert_eq!(tiers(&plan.tries[1].lookup), edited);
    let plan = plan_of(&asking("q"), &intent(&["s:chiropractor", "w:chuck", "w:doe"]), pittsburgh());
    let expected = "3 exact name; 0 called otherwise; 3 primary chiropractor; 2 always";
    assert_eq!(tiers(&plan.tries[0].lookup), expected);
    let named = SearchRequest { name: Some("chuck doe".into()), ..SearchRequest::default() };
    check(&named, &Intent::default(), &["named chuck doe*~0"]);
}

#[test]
fn an_npi_means_that_provider_whatever_else_is_said() {
    let npi: Npi = "1234567893".parse().expect("an NPI");
    let words = Intent { npi: Some(npi), ..intent(&["s:chiropractor", "w:smith"]) };
    let plan = check(&asking("q"), &words, &["npi:1234567893"]);
    assert_eq!(tiers(&plan.tries[0].lookup), "3 always");
}

#[test]
fn what_is_not_understood_is_not_searched() {
    let nowhere = || Located::default();
    let codes = |plan: &Plan| plan.remarks.iter().map(Remark::code).collect::<Vec<_>>();
    for (q, intent, located, grasp, remarks) in [
        ("???", Intent::default(), pittsburgh(), Grasp::Nothing, vec!["not_understood"]),
        (
            "best",
            Intent { ignored: vec!["best".into()], ..Intent::default() },
            nowhere(),
            Grasp::Nothing,
            vec!["not_understood"],
        ),
        ("near me", Intent { near_me: true, ..Intent::default() }, nowhere(), Grasp::Nowhere, vec![]),
        (
            "dentist smith",
            Intent { out_of_scope: vec![said(2, "dentist")], ..intent(&["w:smith"]) },
            pittsburgh(),
            Grasp::OutOfScope,
            vec!["out_of_scope"],
        ),
    ] {
        let plan = plan_of(&asking(q), &intent, located);
        assert_eq!((plan.tries.len(), plan.grasp, codes(&plan)), (0, grasp, remarks), "{q}");
    }
    let offered = Intent { out_of_scope: vec![said(2, "dentist")], ..intent(&["s:chiropractor"]) };
    let plan = check(&asking("q"), &offered, &["chiropractor"]);
    assert_eq!(codes(&plan), ["out_of_scope"]);
    let near_me = Intent { near_me: true, ..Intent::default() };
    check(&asking("near me"), &near_me, &[CORE]);
}

#[test]
fn nothing_at_all_is_refused() {
    for request in [
        SearchRequest::default(),
        SearchRequest { q: "  ".into(), sort: Sort::Name, facets: true, ..SearchRequest::default() },
        SearchRequest { radius: Some(Reach::Any), ..SearchRequest::default() },
    ] {
        let refused = plan(&request, &Intent::default(), Located::default(), &VOCABULARY);
        let code = match refused {
            Err(SearchError::Request(error)) => error.code,
            other => format!("{other:?}"),
        };
        assert_eq!(code, "empty_search", "{request:?}");
    }
}

#[test]
fn a_state_is_one_more_clause_and_no_area() {
    let state = "PA".parse().ok();
    let located = Located { state, ..Located::default() };
    let plan = plan_of(&asking("q"), &intent(&["s:chiropractor"]), located);
    assert_eq!(set(&plan.tries[0].lookup), "chiropractor; in PA");
    assert_eq!(plan.tries[0].lookup.area, None);
}

#[test]
fn the_area_is_the_asked_radius_or_25_miles() {
    let within = |asked: Option<Reach>| {
        let located = Located { asked, ..pittsburgh() };
        let plan = plan_of(&asking("q"), &intent(&["s:chiropractor"]), located);
        plan.tries[0].lookup.area.expect("an area").reach
    };
    let miles = |value| Reach::Within(Radius::from_miles(value).expect("a radius"));
    assert_eq!(within(None), miles(25.0));
    assert_eq!(within(Some(miles(3.0))), miles(3.0));
    assert_eq!(within(Some(Reach::Any)), Reach::Any);
}

#[test]
fn weights_sum_to_one_and_values_stay_within_it() {
    let mut asked = vec![
        intent(&["s:chiropractor"]),
        intent(&["s:chiropractor", "c:neck_pain", "t:dry_needling", "w:smith"]),
        intent(&["c:neck_pain"]),
        intent(&["w:smith"]),
    ];
    asked.push(Intent { near_me: true, ..intent(&["s:osteopath"]) });
    asked.push(Intent { nearest: true, ..intent(&["s:osteopath"]) });
    for intent in &asked {
        for located in [Located::default(), pittsburgh()] {
            let measured = located.center().is_some();
            for attempt in plan_of(&asking("q"), intent, located).tries {
                let score = &attempt.lookup.score;
                let sum = score.match_weight + score.distance_weight + score.quality_weight;
                assert!((sum - 1.0).abs() < 1e-12, "{sum}");
                assert_eq!(score.distance_weight > 0.0, measured);
                assert!(score.matches.iter().all(|(_, value)| (0.0..=1.0).contains(value)));
                assert!(score.tiers.iter().all(|(_, tier)| *tier <= 3));
                assert!(score.matches.is_sorted_by(|one, next| one.1 >= next.1), "the first one holds");
            }
        }
    }
}

#[test]
fn insisting_on_nearness_or_a_name_shifts_the_weights() {
    let score = |intent: Intent| plan_of(&asking("q"), &intent, pittsburgh()).tries.remove(0).lookup.score;
    let usual = score(intent(&["s:chiropractor"]));
    let near_me = score(Intent { near_me: true, ..intent(&["s:chiropractor"]) });
    let nearest = score(Intent { nearest: true, ..intent(&["s:chiropractor"]) });
    let named = score(intent(&["s:chiropractor", "w:smith"]));
    assert!(usual.distance_weight < near_me.distance_weight);
    assert!(near_me.distance_weight < nearest.distance_weight);
    assert!(named.match_weight > usual.match_weight);
}
