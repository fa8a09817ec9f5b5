//! Completion after each key, over the bundled real sample: what has to be among the first, and what must never be
//! ([`expected`]).

mod expected;

use crate::support::{PLACES, TestIndex, VOCABULARY, amount, search, tell, who};
use expected::{Expected, all};
use specialist_finder::query::{Engine, SuggestRequest, Suggestion};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

static INDEX: LazyLock<TestIndex> = LazyLock::new(TestIndex::with_sample);
static ENGINE: LazyLock<Engine> = LazyLock::new(|| INDEX.engine());

fn suggest(typed: &str, near: &str, lang: &str) -> Vec<Suggestion> {
    let mut pairs = vec![("q", typed), ("lang", lang)];
    if !near.is_empty() {
        pairs.push(("near", near));
    }
    let request = SuggestRequest::from_pairs(pairs).expect("sound");
    ENGINE.suggest(&request).expect("suggestions").suggestions
}

fn is(suggestion: &Suggestion, wanted: &str) -> bool {
    let (kind, id) = wanted.split_once(' ').unwrap_or((wanted, ""));
    suggestion.kind.as_str() == kind
        && match id.strip_prefix('~') {
            Some(part) => suggestion.label.contains(part),
            None => id.is_empty() || suggestion.id == id,
        }
}

/// What is wrong with the suggestions of a row.
fn faults(row: &Expected) -> Vec<String> {
    let found = suggest(row.typed, row.near, row.lang);
    let wanted = |list: &'static str| list.split('|').filter(|one| !one.is_empty());
    let mut faults = Vec::new();
    for (list, within) in [(row.three, 3), (row.five, 5)] {
        for wanted in wanted(list) {
            if !found.iter().take(within).any(|suggestion| is(suggestion, wanted)) {
                faults.push(format!("no `{wanted}` in the first {within}"));
            }
        }
    }
    for wanted in wanted(row.never) {
        if let Some(suggestion) = found.iter().find(|suggestion| is(suggestion, wanted)) {
            faults.push(format!("`{wanted}`: {}", suggestion.label));
        }
    }
    let shown: Vec<String> =
        found.iter().map(|one| format!("{} {}~{}", one.kind.as_str(), one.label, one.typo)).collect();
    faults.iter().map(|fault| format!("{:?} {:?}: {fault}\n      {shown:?}", row.typed, row.near)).collect()
}

#[test]
fn after_each_key_what_helps_is_among_the_first() {
    assert!(all().count() >= 180);
    let faults: Vec<String> = all().flat_map(faults).collect();
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// Every name that two letters offer, searched for as it goes into the box.
#[test]
fn a_name_that_is_chosen_is_found() {
    let letters = || 'a'..='z';
    let (mut asked, mut lost) = (BTreeSet::new(), Vec::new());
    for typed in letters().flat_map(|a| letters().map(move |b| format!("{a}{b}"))) {
        let pairs = [("q", typed.as_str()), ("kind", "person,organization")];
        let request = SuggestRequest::from_pairs(pairs).expect("sound");
        for one in ENGINE.suggest(&request).expect("suggestions").suggestions {
            if asked.insert(one.id.clone()) {
                let answer = search(&ENGINE, &[("q", &one.insert), ("limit", "100")]).expect("an answer");
                let found = answer.hits.iter().position(|hit| who(hit).id.to_string() == one.id);
                if found.is_none_or(|place| place >= 10) {
                    lost.push(format!("{} {:?} at {found:?} of {}", one.id, one.insert, answer.total));
                }
            }
        }
    }
    assert!(asked.len() > 1_000, "{}", asked.len());
    let shown: Vec<&String> = lost.iter().take(30).collect();
    assert!(lost.is_empty(), "{} of {}: {shown:#?}", lost.len(), asked.len());
}

/// A text with one letter left out, doubled, changed or swapped with the next; `place` and `how` say which.
fn slipped(text: &str, place: usize, how: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    let place = place.min(letters.len().saturating_sub(2));
    let mut slipped = letters.clone();
    match how % 4 {
        0 => drop(slipped.remove(place)),
        1 => slipped.insert(place, letters[place]),
        2 => slipped[place] = if letters[place] == 'e' { 'a' } else { 'e' },
        _ => slipped.swap(place, place + 1),
    }
    slipped.into_iter().collect()
}

/// How many of those that stand among the first three of a beginning stand among the first five when the beginning has
/// a slip in a word of at least five letters: all sorts of names that people type, each after every key.
#[test]
fn a_slip_of_the_finger_seldom_loses_what_was_meant() {
    const NAMES: [&str; 24] = [
        "chiropractor",
        "chiropractic",
        "physical therapist",
        "physical therapy",
        "osteopath",
        "acupuncture",
        "acupuncturist",
        "massage therapist",
        "physiatrist",
        "neurologist",
        "rheumatologist",
        "orthopedic surgeon",
        "sciatica",
        "whiplash",
        "fibromyalgia",
        "scoliosis",
        "herniated disc",
        "migraine",
        "vertigo",
        "dry needling",
        "quiropráctico",
        "fisioterapeuta",
        "dolor de cuello",
        "acupuntura",
    ];
    let (mut asked, mut kept) = (0_u32, 0_u32);
    let mut lost = BTreeSet::new();
    for name in NAMES {
        for (end, _) in name.char_indices().skip(5).chain([(name.len(), ' ')]) {
            let clean = &name[..end];
            let word = clean.rsplit(' ').next().unwrap_or_default();
            if word.chars().count() < 5 {
                continue;
            }
            let meant: Vec<Suggestion> = suggest(clean, "", "en").into_iter().take(3).collect();
            let before = clean.chars().count() - word.chars().count();
            for place in before..clean.chars().count() - 1 {
                for how in 0..4 {
                    let typed = slipped(clean, place, how);
                    let found = suggest(&typed, "", "en");
                    let first = meant.first().expect("a known name");
                    asked += 1;
                    if found.iter().take(5).any(|one| one.id == first.id) {
                        kept += 1;
                    } else {
                        lost.insert(typed);
                    }
                }
            }
        }
    }
    let share = f64::from(kept) / f64::from(asked);
    let lost: Vec<String> = lost.into_iter().take(60).collect();
    tell(&format!("completion with one slip: {kept} of {asked} kept ({share:.3}); lost {}", lost.join(", ")));
    assert!(share >= 0.9, "{share}");
}

/// How many letters it takes until what has a label is among the first three, for labels in both languages.
#[test]
fn few_letters_suffice_for_every_label() {
    let vocabulary = ENGINE.vocabulary();
    let labels = |lang: &'static str| {
        let own = move |label: &String, label_es: &String| {
            if lang == "en" { label.clone() } else { label_es.clone() }
        };
        let specialties =
            vocabulary.specialties().iter().map(move |row| (row.id.clone(), own(&row.label, &row.label_es)));
        let conditions =
            vocabulary.conditions().iter().map(move |row| (row.id.clone(), own(&row.label, &row.label_es)));
        let techniques =
            vocabulary.techniques().iter().map(move |row| (row.id.clone(), own(&row.label, &row.label_es)));
        specialties.chain(conditions).chain(techniques)
    };
    for lang in ["en", "es"] {
        let mut needed: Vec<(usize, usize, String)> = Vec::new();
        for (id, label) in labels(lang) {
            let said = label.split('(').next().unwrap_or_default().trim();
            let ends = said.char_indices().map(|(end, _)| end).skip(1).chain([said.len()]);
            let mut letters = 0;
            for end in ends {
                letters += 1;
                if suggest(&said[..end], "", lang).iter().take(3).any(|one| one.id == id) {
                    break;
                }
                if end == said.len() {
                    letters = usize::MAX;
                }
            }
            needed.push((letters, said.chars().count(), said.to_owned()));
        }
        needed.sort();
        let median = needed[needed.len() / 2].0;
        let worst: Vec<&(usize, usize, String)> = needed.iter().rev().take(12).collect();
        tell(&format!(
            "letters until a label ({lang}) is among the first three: median {median}; most {worst:?}"
        ));
        assert!(median <= 4);
        assert!(needed.iter().all(|(letters, _, _)| *letters < usize::MAX), "{worst:?}");
    }
}

/// What was asked before changes no answer: each name of the sample, whole and begun, is asked for twice of an engine that
/// has heard all the others, and once of a new one. `FINDER_NAMES` says of how many names.
#[test]
fn names_are_completed_as_if_nothing_had_been_asked_before() {
    let snapshot = ENGINE.snapshot();
    let wanted = amount("FINDER_NAMES", 150);
    let step = (snapshot.len() / wanted.max(1)).max(1);
    let mut numbered = 0;
    for number in (0..snapshot.len()).step_by(step) {
        let provider = snapshot.provider(u32::try_from(number).expect("thousands")).expect("a record");
        let name = provider.name.to_string();
        let cuts: Vec<usize> = name.char_indices().map(|(end, _)| end).skip(2).collect();
        let begun = cuts.get(number % cuts.len().max(1)).map_or(name.as_str(), |end| &name[..*end]);
        for (text, near) in [(name.as_str(), None), (begun, None), (begun, Some("41.88,-87.63"))] {
            let pairs = std::iter::once(("q", text)).chain(near.map(|near| ("near", near)));
            let request = SuggestRequest::from_pairs(pairs).expect("a sound request");
            let new = Engine::new(Arc::clone(&VOCABULARY), Arc::clone(&PLACES), Arc::clone(&snapshot), None);
            let expected = new.suggest(&request).expect("suggestions");
            let with_number =
                |one: &&Suggestion| one.id.strip_prefix("npi:").is_some_and(|npi| one.insert.contains(npi));
            numbered += expected.suggestions.iter().filter(with_number).count();
            for time in 1..=2 {
                let found = ENGINE.suggest(&request).expect("suggestions");
                assert_eq!(found, expected, "{text} near {near:?}, time {time}");
            }
        }
    }
    assert!(numbered > 0, "some names need their NPI");
}
