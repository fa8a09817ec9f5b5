//! Typed questions through the whole engine: what is understood, found, and said.

use super::*;
use crate::domain::Reach;
use crate::query::sample::{self, engine, states, who};
use crate::vocabulary::Lang;

fn ask(q: &str) -> Answer {
    engine().search(&asking(q)).expect(q)
}

fn asking(q: &str) -> SearchRequest {
    SearchRequest { q: q.into(), limit: 100, ..SearchRequest::default() }
}

fn codes(answer: &Answer) -> Vec<&str> {
    answer.notices.iter().map(|notice| notice.code).collect()
}

fn ids(answer: &Answer) -> Vec<String> {
    answer.hits.iter().map(|hit| who(hit).id.to_string()).collect()
}

/// The specialties that were searched, each with its reason.
fn searched(answer: &Answer) -> String {
    let one = |read: &crate::query::ReadConcept| {
        let why = read.matched.as_ref().or(read.inferred_from.as_ref());
        why.map_or(read.id.clone(), |why| format!("{} ({why})", read.id))
    };
    answer.interpretation.specialties.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn ignored(answer: &Answer) -> Vec<&str> {
    answer.interpretation.ignored.iter().map(|span| span.0.as_str()).collect()
}

#[test]
fn the_question_of_the_brief_is_answered() {
    let answer = ask("neck pain chiropractor near Pittsburgh PA within 10 miles");
    assert_eq!(searched(&answer), "chiropractor (chiropractor)");
    let conditions: Vec<&str> =
        answer.interpretation.conditions.iter().map(|read| read.id.as_str()).collect();
    assert_eq!(conditions, ["neck_pain"]);
    assert!(answer.total > 0);
    assert!(answer.hits.iter().all(|hit| states(&who(hit), "chiropractor") && hit.metres.is_some()));
    let radius = answer.radius.expect("a place");
    assert!(matches!(radius.asked, Some(Reach::Within(_))));
    let said: Vec<&str> = answer.notices.iter().map(|notice| notice.message.as_str()).collect();
    assert_eq!(said, ["Only 2 within 10 miles, so the search was widened to 25. Three within 13.9 miles."]);
}

#[test]
fn conditions_and_techniques_lead_to_specialties_and_say_so() {
    let answer = ask("neck pain near Pittsburgh PA");
    assert!(searched(&answer).contains("chiropractor (neck_pain)"), "{}", searched(&answer));
    // Who merely lists the complaint stands behind those whose specialty usually treats it.
    assert!(answer.hits.iter().all(|hit| matches!(hit.score.tier, 1 | 2)));
    assert!(answer.hits.windows(2).all(|pair| pair[0].score.tier >= pair[1].score.tier));
    assert_eq!(answer.hits.first().map(|hit| hit.score.tier), Some(2));
    let answer = ask("dry needling near Pittsburgh PA");
    assert!(searched(&answer).contains("physical_therapist (dry_needling)"), "{}", searched(&answer));
    let dry_needling = sample::vocabulary().technique_id("dry_needling").expect("a technique");
    let lists: Vec<bool> =
        answer.hits.iter().map(|hit| who(hit).techniques.contains(&dry_needling)).collect();
    assert!(lists.is_sorted_by(|one, next| one >= next), "those who list it stand first: {lists:?}");
    assert!(lists.contains(&true) && lists.contains(&false));
}

#[test]
fn the_asked_specialty_as_the_primary_one_stands_in_the_top_tier() {
    let chiropractor = sample::vocabulary().specialty_id("chiropractor").expect("a specialty");
    for hit in ask("chiropractor near Pittsburgh PA").hits {
        let primary = who(&hit).specialties.first().is_some_and(|claim| claim.specialty == chiropractor);
        assert_eq!(hit.score.tier, if primary { 3 } else { 2 });
    }
}

#[test]
fn osteopath_finds_those_who_say_so_and_do_physicians_behind_them() {
    for word in ["osteopath", "osteopathic doctor", "DO"] {
        let answer = ask(&format!("{word} near Pittsburgh, PA"));
        let ids: Vec<&str> = answer.interpretation.specialties.iter().map(|read| read.id.as_str()).collect();
        assert_eq!(ids, ["osteopath", "do_physician"], "{word}");
    }
}

#[test]
fn facts_in_words_put_yes_before_unknown_and_leave_no_out() {
    use crate::domain::Fact;
    let answer = ask("chiropractor accepting new patients near Pittsburgh PA");
    let facts: Vec<Fact> = answer.hits.iter().map(|hit| who(hit).accepting_new).collect();
    assert!(facts.contains(&Fact::Yes) && facts.contains(&Fact::Unknown), "{facts:?}");
    assert!(facts.is_sorted(), "{facts:?}");
    assert!(!facts.contains(&Fact::No));
    assert_eq!(answer.interpretation.filters.accepting_new, [Fact::Yes, Fact::Unknown]);
}

#[test]
fn names_are_found_clean_before_bent_and_left_out_beside_something_else() {
    let answer = ask("kowalski near Pittsburgh PA");
    assert!(answer.total > 0);
    assert!(answer.hits.iter().all(|hit| who(hit).name.to_string().contains("Kowalski")));
    assert_eq!(answer.interpretation.words, ["kowalski"]);
    let typo = ask("kowalsky near Pittsburgh PA");
    assert_eq!(ids(&typo).len(), ids(&answer).len(), "a typo finds the same people");
    assert!(codes(&typo).contains(&"did_you_mean"));
    assert!(typo.hits.iter().all(|hit| hit.score.tier == 0));
    assert!(answer.hits.iter().all(|hit| hit.score.tier > 0), "a clean spelling never does worse");
    let left_out = ask("chiropractor zzyzxq near Pittsburgh PA");
    assert!(codes(&left_out).contains(&"words_ignored"));
    assert_eq!(ignored(&left_out), ["zzyzxq"]);
    assert_eq!(ids(&left_out), ids(&ask("chiropractor near Pittsburgh PA")));
}

#[test]
fn a_known_town_beside_words_that_nobody_is_called_is_the_place() {
    let answer = ask("Uptown Pittsburgh chiropractor");
    assert!(codes(&answer).contains(&"town_meant"), "{:?}", codes(&answer));
    assert_eq!(ignored(&answer), ["Uptown"]);
    assert_eq!(ids(&answer), ids(&ask("chiropractor near Pittsburgh PA")));
    // Somebody of another profession is called Jane, so that this is a name that nobody bears.
    let somebody = ask("Jane Pittsburgh neurosurgeon");
    assert!(!codes(&somebody).contains(&"town_meant"), "{:?}", codes(&somebody));
    assert!(codes(&somebody).contains(&"words_ignored"), "{:?}", codes(&somebody));
}

#[test]
fn who_is_in_danger_does_not_read_that_the_words_for_it_were_left_out() {
    for question in
        ["back pain and cant pee near Pittsburgh PA", "back pain numb between legs near Pittsburgh PA"]
    {
        let answer = ask(question);
        assert!(!answer.safety.is_empty(), "{question}");
        assert!(!ignored(&answer).is_empty(), "{question}: the words are still told back");
        assert!(!codes(&answer).contains(&"words_ignored"), "{question}");
    }
}

#[test]
fn an_exact_name_stands_in_the_top_tier() {
    let answer = ask("Jane Smith");
    let exact = answer.hits.iter().filter(|hit| hit.score.tier == 3).count();
    assert!(exact > 0);
    for hit in answer.hits.iter().filter(|hit| hit.score.tier == 3) {
        assert_eq!(who(hit).name.to_string(), "Jane Smith");
    }
}

#[test]
fn an_npi_finds_its_provider_wherever_it_is() {
    let wanted = sample::providers().remove(3);
    let npi = wanted.id.npi().expect("an NPI");
    let answer = ask(&npi.to_string());
    assert_eq!((answer.total, answer.hits[0].score.tier), (1, 3));
    assert_eq!(who(&answer.hits[0]), wanted);
    let from_afar = ask(&format!("{npi} near Honolulu, HI"));
    assert_eq!(from_afar.total, 1);
    assert!(codes(&from_afar).contains(&"radius_widened"));
    let unknown = ask("1234567893");
    assert_eq!((unknown.total, codes(&unknown).contains(&"unknown_npi")), (0, true));
}

#[test]
fn what_is_not_understood_finds_nobody_and_says_so() {
    for (q, expected) in [
        ("zzyzxq near Pittsburgh PA", "not_understood"),
        ("zzyzxq", "not_understood"),
        ("???", "not_understood"),
        ("dentist near Pittsburgh PA", "out_of_scope"),
        ("near me", "location_needed"),
    ] {
        let answer = ask(q);
        assert_eq!((answer.total, answer.hits.len(), answer.next.as_ref()), (0, 0, None), "{q}");
        assert!(codes(&answer).contains(&expected), "{q}: {:?}", codes(&answer));
        assert!(!codes(&answer).contains(&"radius_widened"), "{q}");
    }
    let beside = ask("dentist or chiropractor near Pittsburgh PA");
    assert!(beside.total > 0 && codes(&beside).contains(&"out_of_scope"));
}

#[test]
fn without_a_place_near_me_asks_for_one_and_still_answers() {
    let answer = ask("chiropractor near me");
    assert!(answer.total > 0 && answer.radius.is_none());
    assert_eq!(codes(&answer), ["location_needed", "no_place"]);
}

#[test]
fn what_is_given_beside_the_question_beats_its_place() {
    let near = Some(crate::query::Near::Text("Chicago, IL".into()));
    let request = SearchRequest { near, ..asking("chiropractor near Pittsburgh PA") };
    let answer = engine().search(&request).expect("an answer");
    assert!(codes(&answer).contains(&"place_ignored"));
    assert_eq!(answer.interpretation.place.map(|place| place.label).as_deref(), Some("Chicago, IL"));
    assert!(answer.interpretation.ignored.iter().any(|span| span.0.contains("Pittsburgh")));
    let unknown = engine().search(&asking("chiropractor near 99999"));
    assert!(matches!(unknown, Err(SearchError::UnknownPlace { field: "q", .. })), "{unknown:?}");
}

#[test]
fn an_ambiguous_city_is_the_largest_and_names_the_others() {
    let answer = ask("chiropractor in Springfield");
    assert!(codes(&answer).contains(&"place_ambiguous"), "{:?}", codes(&answer));
    assert!(!answer.interpretation.place.expect("a place").alternatives.is_empty());
}

#[test]
fn a_misspelled_specialty_finds_what_the_clean_one_does() {
    let clean = ask("chiropractor near Pittsburgh PA");
    let typo = ask("chiropracter near Pittsburgh PA");
    assert_eq!(ids(&clean), ids(&typo));
    assert_eq!(typo.interpretation.specialties[0].typo, 1);
}

#[test]
fn an_exclusion_leaves_out_and_is_told() {
    let answer = ask("not a chiropractor near Pittsburgh PA");
    assert!(answer.total > 0);
    assert!(answer.hits.iter().all(|hit| !states(&who(hit), "chiropractor")));
    assert_eq!(answer.interpretation.filters.exclude.len(), 1);
}

/// The spans of an answer, those that were passed over left out.
fn spans(answer: &Answer) -> Vec<String> {
    let shown = answer.interpretation.spans.iter().filter(|span| {
        !matches!(span.fate.kind, crate::query::SpanKind::Marker | crate::query::SpanKind::Filler)
    });
    shown.map(|span| format!("{}={:?}:{}", span.text, span.fate.kind, span.fate.ids.join(","))).collect()
}

#[test]
fn spans_tell_of_what_was_given_up_as_the_interpretation_does() {
    let near = |q| {
        let near = Some(crate::query::Near::Text("Chicago, IL".into()));
        let radius = Some(Reach::Within(crate::domain::Radius::from_miles(50.0).expect("a radius")));
        engine().search(&SearchRequest { near, radius, ..asking(q) }).expect("an answer")
    };
    let cases: [(Answer, &[&str], &[&str]); 5] = [
        (
            near("chiropractor near  Pittsburgh PA within 5 miles"),
            &["chiropractor=Specialty:chiropractor", "Pittsburgh PA=Ignored:", "within 5 miles=Ignored:"],
            &["within 5 miles", "Pittsburgh PA"],
        ),
        (
            ask("female chiropractor 1234567893 Smith neck pain in PA, not an osteopath"),
            &[
                "female=Ignored:",
                "chiropractor=Ignored:",
                "1234567893=Npi:1234567893",
                "Smith=Ignored:",
                "neck pain=Ignored:",
                "PA=State:PA",
                "not an osteopath=Ignored:",
            ],
            &["female", "chiropractor", "neck pain", "not an osteopath", "smith"],
        ),
        (
            ask("chiropractor Zzyzxq near Pittsburgh PA"),
            &["chiropractor=Specialty:chiropractor", "Zzyzxq=Ignored:", "Pittsburgh PA=Place:Pittsburgh, PA"],
            &["zzyzxq"],
        ),
        (
            ask("Kowalski near Pittsburgh PA"),
            &["Kowalski=Name:kowalski", "Pittsburgh PA=Place:Pittsburgh, PA"],
            &[],
        ),
        (
            near("dentist Kowalski within 50 miles"),
            &["dentist=OutOfScope:dentist", "Kowalski=Ignored:", "within 50 miles=Radius:50mi"],
            &["dentist", "kowalski"],
        ),
    ];
    for (answer, expected, given_up) in cases {
        assert_eq!(spans(&answer), expected);
        assert_eq!(ignored(&answer), given_up, "{expected:?}");
    }
}

/// What is proposed to be left out: part, label, count, the text to ask with, parameters to leave out.
fn proposed(request: &SearchRequest) -> Vec<String> {
    let answer = engine().search(request).expect("an answer");
    let one = |other: &Alternative| {
        let q = other.q.as_deref().unwrap_or("=");
        format!("{} “{}” {}: {q} -{}", other.part, other.label, other.total, other.without.join(" -"))
    };
    answer.alternatives.iter().map(one).collect()
}

#[test]
fn a_dead_end_says_which_part_leads_into_it() {
    let wheelchair = |q: &str| {
        let mut request = asking(q);
        request.filters.wheelchair = vec![crate::domain::Fact::Yes];
        request
    };
    let strictly = |request| SearchRequest { strict: true, ..request };
    let both =
        ["technique “gonstead” 19: not a chiropractor -", "exclude “not a chiropractor” 19: gonstead -"];
    for (request, expected) in [
        (
            wheelchair("chiropractor near Denver, CO"),
            &["wheelchair “wheelchair access: yes” 4: = -wheelchair"][..],
        ),
        (asking("gonstead not a chiropractor"), &both),
        (asking("chiropractor in Guam"), &["state “in Guam” 19: chiropractor -"]),
        (asking("naprapath near Pittsburgh PA"), &["specialty “naprapath” 10: near Pittsburgh PA -"]),
        (strictly(wheelchair("kowalski")), &["wheelchair “wheelchair access: yes” 9: = -wheelchair -strict"]),
        (
            wheelchair("naprapath in Ohio"),
            &["several “wheelchair access: yes, naprapath” 5: in Ohio -wheelchair"],
        ),
        (asking("chiropractor near Pittsburgh PA"), &[]),
        (asking("dentist near Pittsburgh PA"), &[]),
    ] {
        assert_eq!(proposed(&request), expected, "{request:?}");
    }
    let answer = ask("naprapath near Pittsburgh PA");
    assert!(codes(&answer).contains(&"few_within") && codes(&answer).contains(&"try_without"));
}

#[test]
fn words_of_a_danger_sign_are_not_proposed_to_be_left_out() {
    let alarming = ask("I can't pee near Pittsburgh PA");
    assert!(!alarming.safety.is_empty());
    assert!(alarming.alternatives.is_empty(), "{:?}", alarming.alternatives);
}

#[test]
fn danger_signs_are_told_and_change_no_order() {
    let alarming = ask("low back pain numb between my legs near Pittsburgh PA");
    assert!(!alarming.safety.is_empty());
    let request =
        SearchRequest { lang: Lang::Es, ..asking("low back pain numb between my legs near Pittsburgh PA") };
    let spanish = engine().search(&request).expect("an answer");
    assert_eq!(alarming.safety[0].id, spanish.safety[0].id);
    assert_ne!(alarming.safety[0].message, spanish.safety[0].message);
    let calm = ask("low back pain near Pittsburgh PA");
    assert!(calm.safety.is_empty());
    assert_eq!(ids(&calm), ids(&alarming));
}

#[test]
fn suggestions_come_from_the_live_generation() {
    let request = SuggestRequest { q: "kowal".into(), ..SuggestRequest::default() };
    let suggestions = engine().suggest(&request).expect("suggestions");
    assert_eq!(suggestions.generation, "000001");
    assert!(suggestions.suggestions.iter().any(|one| one.label.contains("Kowalski")), "{suggestions:?}");
}
