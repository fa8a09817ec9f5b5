//! Suggestions over a small list: what stays in the box, what is read again, who is near.

use super::*;
use crate::query::parse;
use crate::query::sample::{PITTSBURGH, engine, point, vocabulary};
use crate::vocabulary::Lang;
use proptest::prelude::*;

mod same;

fn asked(typed: &str) -> SuggestRequest {
    SuggestRequest::from_pairs([("q", typed)]).expect("sound")
}

fn suggested(request: &SuggestRequest) -> Vec<Suggestion> {
    engine().suggest(request).expect("suggestions").suggestions
}

fn first(typed: &str) -> Option<(SuggestionKind, String, String)> {
    suggested(&asked(typed)).into_iter().next().map(|one| (one.kind, one.id, one.insert))
}

#[test]
fn the_end_of_the_text_is_completed_and_the_rest_stays_in_the_box() {
    use SuggestionKind::{Condition, Place, Specialty, Technique};
    for (text, kind, id, insert) in [
        ("chirop", Specialty, "chiropractor", "Chiropractor"),
        ("neck pain chirop", Specialty, "chiropractor", "neck pain Chiropractor"),
        ("Best neck pa", Condition, "neck_pain", "Best Neck pain"),
        ("  Best   neck pa", Condition, "neck_pain", "Best   Neck pain"),
        ("slipped d", Condition, "herniated_disc_low", "Herniated disc in the low back"),
        ("dry nee", Technique, "dry_needling", "Dry needling"),
        ("15213", Place, "Pittsburgh, PA 15213", "Pittsburgh, PA 15213"),
        ("chiropractor near pittsb", Place, "Pittsburgh, PA", "chiropractor near Pittsburgh, PA"),
        ("chiropractor in fort wo", Place, "Fort Worth, TX", "chiropractor in Fort Worth, TX"),
        ("chiropractor in ", Place, "New York City, NY", "chiropractor in New York City, NY"),
        ("pittsb", Place, "Pittsburgh, PA", "Pittsburgh, PA"),
        ("whiplash, chriop", Specialty, "chiropractor", "whiplash, Chiropractor"),
    ] {
        assert_eq!(first(text), Some((kind, id.to_owned(), insert.to_owned())), "{text}");
    }
}

#[test]
fn an_empty_box_offers_core_specialties_and_complaints_in_the_asked_language() {
    let request = SuggestRequest { lang: Lang::Es, ..asked("  ") };
    let labels: Vec<String> = suggested(&request).into_iter().map(|one| one.label).collect();
    let core = vocabulary().specialties().iter().filter(|row| row.tier == crate::vocabulary::Tier::Core);
    let core: Vec<&str> = core.map(|row| row.label_es.as_str()).collect();
    assert_eq!(labels[..core.len()], core);
    assert_eq!(labels[core.len()..core.len() + 2], ["Dolor lumbar", "Dolor de cuello"]);
    assert!(labels.len() <= MAX_SUGGESTIONS);
}

#[test]
fn only_the_kinds_asked_for_are_offered() {
    for (typed, kind) in [
        ("san", SuggestionKind::Place),
        ("chi", SuggestionKind::Place),
        ("philadelpia", SuggestionKind::Place),
        ("smi", SuggestionKind::Person),
        ("chi", SuggestionKind::Specialty),
    ] {
        let found = suggested(&SuggestRequest { kinds: vec![kind], ..asked(typed) });
        assert!(!found.is_empty() && found.iter().all(|one| one.kind == kind), "{typed}: {found:?}");
    }
    let places = SuggestRequest { kinds: vec![SuggestionKind::Place], ..asked("san") };
    assert_eq!(suggested(&places).len(), MAX_SUGGESTIONS);
}

#[test]
fn names_near_come_first_by_their_distance() {
    let here = point(PITTSBURGH);
    let near = Some(Near::Point(here));
    let kinds = vec![SuggestionKind::Person, SuggestionKind::Organization];
    for typed in ["smi", "muñ", "o'br", "jane", "spine cen"] {
        let found = suggested(&SuggestRequest { near: near.clone(), kinds: kinds.clone(), ..asked(typed) });
        assert!(!found.is_empty(), "{typed}");
        let distance = |one: &Suggestion| {
            let provider = engine().provider(&one.id.parse().expect("an id")).expect("read").expect("there");
            crate::query::sample::metres(&provider.record.provider().expect("a record"), here)
        };
        assert!(found.is_sorted_by(|a, b| distance(a) <= distance(b)), "{typed}: {found:?}");
    }
    // The same where the place stands in the box, which it stays in.
    let boxed = suggested(&SuggestRequest { kinds, ..asked("near 15222 muñ") });
    let beside = SuggestRequest { near: Some(Near::Text("15222".into())), ..asked("muñ") };
    let beside = suggested(&SuggestRequest { kinds: vec![SuggestionKind::Person], ..beside });
    assert_eq!(boxed.first().map(|one| &one.id), beside.first().map(|one| &one.id));
    assert!(boxed.iter().all(|one| one.insert.starts_with("near 15222 ")), "{boxed:?}");
}

#[test]
fn a_place_beside_is_taken_or_refused_as_a_search_does() {
    let near = |text: &str| {
        let request = SuggestRequest { near: Some(Near::Text(text.into())), ..asked("smi") };
        engine().suggest(&request).map(|found| found.suggestions)
    };
    assert_eq!(near("Pitsburgh, PA").expect("corrected"), near("Pittsburgh, PA").expect("known"));
    assert_eq!(near("PA").expect("a state has no point"), suggested(&asked("smi")));
    for unknown in ["Nowhereville", "99999", "pittsb"] {
        match near(unknown) {
            Err(SearchError::UnknownPlace { field: "near", .. }) => {}
            other => panic!("{unknown}: {other:?}"),
        }
    }
}

#[test]
fn namesakes_are_told_apart_by_their_towns() {
    let request = SuggestRequest { kinds: vec![SuggestionKind::Person], ..asked("smith") };
    let found = suggested(&request);
    let labels: Vec<&str> = found.iter().map(|one| one.label.as_str()).collect();
    let mut once = labels.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), labels.len(), "{labels:?}");
    assert!(labels.iter().all(|label| label.contains("Smith, ")), "{labels:?}");
}

#[test]
fn a_specialty_before_a_name_is_one_of_its_bearer() {
    let found =
        suggested(&SuggestRequest { kinds: vec![SuggestionKind::Person], ..asked("chiropractor smi") });
    assert!(!found.is_empty());
    for one in found {
        let provider = engine().provider(&one.id.parse().expect("an id")).expect("read").expect("there");
        assert!(
            crate::query::sample::states(&provider.record.provider().expect("a record"), "chiropractor"),
            "{one:?}"
        );
        assert!(one.insert.starts_with("chiropractor "), "{one:?}");
    }
}

/// Whether a search reads what goes into the box as what the suggestion says.
pub(super) fn fault(one: &Suggestion) -> Option<String> {
    let (vocabulary, places) = (engine().vocabulary(), engine().places());
    let (intent, _) = parse(&one.insert, vocabulary, places);
    let read = match one.kind {
        SuggestionKind::Specialty => {
            let ids = intent.specialties.iter().map(|reading| &vocabulary.specialty(reading.concept).id);
            ids.into_iter().any(|id| *id == one.id)
        }
        SuggestionKind::Condition => {
            let ids = intent.conditions.iter().map(|reading| &vocabulary.condition(reading.concept).id);
            // Beside another complaint both may tell of a third one, which is more precise.
            let more_precise = !intent.conditions.is_empty() && one.insert.len() > one.label.len() + 2;
            ids.into_iter().any(|id| *id == one.id) || more_precise
        }
        SuggestionKind::Technique => {
            let ids = intent.techniques.iter().map(|reading| &vocabulary.technique(reading.concept).id);
            // A visit by video is a filter.
            ids.into_iter().any(|id| *id == one.id) || !intent.filters.telehealth.is_empty()
        }
        SuggestionKind::Place => intent.place.as_ref().is_some_and(|reading| reading.concept.label == one.id),
        SuggestionKind::Person | SuggestionKind::Organization => {
            let name = one.label.split(',').next().unwrap_or_default();
            let words: Vec<String> =
                crate::vocabulary::normalize::tokens(name).into_iter().map(|token| token.text).collect();
            intent.npi.is_some_and(|npi| one.id == format!("npi:{npi}"))
                || words.iter().any(|word| intent.words.contains(word))
        }
    };
    let place = intent.place.map(|reading| reading.concept.label);
    let counts = (intent.specialties.len(), intent.conditions.len(), intent.techniques.len());
    (!read).then(|| {
        format!(
            "{:?} {} {:?} is read as {place:?} {:?} {counts:?}",
            one.kind, one.id, one.insert, intent.words
        )
    })
}

/// What people type, each grown letter by letter.
const TEXTS: [&str; 40] = [
    "chiropractor in pittsburgh pa",
    "neck pain chiropractor near 15213",
    "physical therapist who speaks spanish",
    "back pain near los angeles",
    "whiplash, physical therapist in St. Louis, MO",
    "acupuncture nyc",
    "dr smith chiropractor",
    "jane smith",
    "o'brien physical therapy",
    "herniated disc in the low back surgeon",
    "headache from the neck",
    "massage therapist near me",
    "female osteopath in boston",
    "my neck hurts after a car crash",
    "sciatica denver co",
    "sports medicine dallas texas",
    "dry needling washington dc",
    "pinched nerve in the neck san francisco",
    "spine surgeon second opinion",
    "pelvic floor physical therapy portland",
    "quiropráctico cerca de houston",
    "dolor de cuello en miami",
    "fisioterapeuta que habla español",
    "dolor de espalda en el embarazo",
    "hernia de disco lumbar los ángeles",
    "masaje terapéutico nueva york",
    "chriopractor philadelpia",
    "phisical therepist chigago",
    "acupunture for migrane",
    "nek pain masage",
    "robert muñoz",
    "kowalski spine center",
    "general check-up or maintenance",
    "upper cervical chiropractic new orleans",
    "vertigo treatment salt lake city",
    "tmj dentist kansas city",
    "pain clinic fort worth",
    "posture and desk work pain",
    "washington state chiropractor",
    "osteopathic manipulation colorado springs",
];

#[test]
fn after_every_key_what_goes_into_the_box_is_read_and_the_rest_is_kept() {
    let mut faults = Vec::new();
    for text in TEXTS {
        for (end, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
            for lang in [Lang::En, Lang::Es] {
                let typed = &text[..end];
                let found = suggested(&SuggestRequest { lang, ..asked(typed) });
                assert!(found.len() <= MAX_SUGGESTIONS);
                assert!(found.is_sorted_by_key(|one| one.typo > 0), "{typed}: {found:?}");
                for one in &found {
                    faults.extend(fault(one).map(|fault| format!("{typed:?}: {fault}")));
                    let kept = one.insert.split_whitespace().zip(typed.split_whitespace());
                    let same = kept.take_while(|(own, typed)| own == typed).count();
                    assert!(same + 6 >= typed.split_whitespace().count(), "{typed}: {one:?}");
                    assert!(found.iter().filter(|other| other.label == one.label).count() == 1, "{found:?}");
                }
            }
        }
    }
    faults.dedup();
    let shown: Vec<&str> = faults.iter().take(60).map(String::as_str).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), shown.join("\n"));
}

/// Whatever one to three letters offer as a place.
#[test]
fn every_place_offered_is_read_as_itself() {
    let letters = || 'a'..='z';
    let one = letters().map(|a| a.to_string());
    let two = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
    let three =
        letters().flat_map(|a| letters().flat_map(move |b| letters().map(move |c| format!("{a}{b}{c}"))));
    let mut faults = std::collections::BTreeSet::new();
    let mut places = std::collections::BTreeSet::new();
    for typed in one.chain(two).chain(three) {
        let request = SuggestRequest { kinds: vec![SuggestionKind::Place], ..asked(&typed) };
        for one in suggested(&request) {
            if places.insert(one.id.clone()) {
                faults.extend(fault(&one));
            }
        }
    }
    assert!(places.len() > 5_000, "{}", places.len());
    let shown: Vec<&str> = faults.iter().take(40).map(String::as_str).collect();
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), places.len(), shown.join("\n"));
}

#[test]
fn long_and_odd_texts_are_answered() {
    let long = [
        "a".repeat(1_000),
        "chiropractor ".repeat(76),
        "é ".repeat(500),
        "(((((".repeat(200),
        format!("{} chirop", "x".repeat(990)),
    ];
    for text in long {
        let found = suggested(&asked(&text));
        assert!(found.iter().all(|one| one.insert.chars().count() <= 1_000), "{text}");
    }
    for odd in [
        "\u{202E}chi",
        "chi\u{0}",
        "'",
        "-",
        "5.5.5",
        "1.",
        "🦴",
        "ﬁsio",
        "CHIROP",
        "ｃｈｉｒｏ",
        "a:b AND (c)",
    ] {
        let text: String = odd.chars().filter(|sign| !sign.is_control()).collect();
        assert!(suggested(&asked(&text)).len() <= MAX_SUGGESTIONS);
    }
    assert_eq!(first("CHIROP"), first("chirop"));
    assert_eq!(first("ｃｈｉｒｏ"), first("chiro"));
}

proptest! {
    #[test]
    fn any_text_is_completed_or_not(text in "\\PC{0,40}|([a-z]{1,9}|near|in|15213|neck|pain|dr|smith|,| ){0,12}", near in prop::option::of("\\PC{0,12}|15213")) {
        let mut pairs = vec![("q", text.as_str())];
        pairs.extend(near.as_deref().map(|near| ("near", near)));
        let request = SuggestRequest::from_pairs(pairs).expect("sound");
        let found = match engine().suggest(&request) {
            Ok(found) => found.suggestions,
            Err(SearchError::UnknownPlace { field: "near", .. }) => return Ok(()),
            Err(other) => panic!("{other}"),
        };
        prop_assert!(found.len() <= MAX_SUGGESTIONS);
        prop_assert!(found.is_sorted_by_key(|one| one.typo > 0));
        for one in found {
            prop_assert!(!one.label.is_empty() && !one.insert.is_empty());
        }
    }
}
