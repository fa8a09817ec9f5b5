//! That spans agree with what they account for, over generated questions: vocabulary clean and misspelled, places,
//! filters, negations, names, numbers, junk, signs and Spanish, in any mixture.

use super::answer::{Answer, ReadConcept};
use super::engine::SearchError;
use super::intent::{FilterSet, Intent, Reading};
use super::parse::parse;
use super::request::{Near, SearchRequest};
use super::sample::{engine, vocabulary};
use super::span::{Span, SpanKind};
use crate::domain::{Credential, Radius, Reach};
use crate::vocabulary::normalize::{self, Token};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// How many words of a question are read.
const MAX_WORDS: usize = 64;

/// Every term of the synonyms.
static TERMS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let table = include_str!("../../data/vocabulary/synonyms.csv");
    table.lines().skip(1).filter_map(|line| line.split(',').next()).collect()
});

const SAID: [&str; 83] = [
    "near",
    "in",
    "at",
    "around",
    "close to",
    "outside",
    "near downtown",
    "in the",
    "cerca de",
    "en",
    "near me",
    "in my area",
    "cerca de mí",
    "nearest",
    "Pittsburgh PA",
    "Pittsburgh",
    "15213",
    "15213-4567",
    "99999",
    "Austin, TX",
    "Boston",
    "NYC",
    "Springfield",
    "Portland OR",
    "Washington, DC",
    "Pennsylvania",
    "PA",
    "Xyzzyville",
    "40.44, -79.95",
    "Jackson",
    "La Jolla",
    "100 Main St",
    "within 10 miles",
    "15 km",
    "within 500 miles",
    "walking distance",
    "within half an hour",
    "a menos de 10 millas",
    "any distance",
    "within",
    "not a",
    "no",
    "not a good",
    "other than a",
    "sin",
    "without",
    "anything but",
    "excepto",
    "female",
    "woman",
    "who speaks spanish",
    "accepting new patients",
    "telehealth",
    "wheelchair accessible",
    "open saturday",
    "takes medicare",
    "que hable inglés",
    "Dr Smith",
    "J. Smith",
    "J",
    "O Brien",
    "de la",
    "Robert",
    "Bob Lee",
    "Jr",
    "o'brien",
    "Kowalski",
    "npi 1234567893",
    "1234567893",
    "1992999874",
    "hip pain",
    "L5 S1",
    "for my",
    "who do i see for",
    "me duele la",
    "¿dónde hay un",
    "DC",
    "DO",
    "pt",
    "dentist",
    "🙂",
    "💥🦴",
    "--",
];

/// A form with one letter changed, added or lost.
fn misspelled() -> impl Strategy<Value = String> {
    (select(TERMS.clone()), any::<Index>(), "[a-z]?", any::<bool>()).prop_map(|(term, at, letter, lose)| {
        let mut letters: Vec<char> = term.chars().collect();
        let at = at.index(letters.len());
        if lose {
            letters.remove(at);
        }
        letters.splice(at..at, letter.chars());
        letters.into_iter().collect()
    })
}

fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => select(TERMS.clone()).prop_map(str::to_owned),
        2 => misspelled(),
        8 => select(SAID.to_vec()).prop_map(str::to_owned),
        1 => select(TERMS.clone()).prop_map(str::to_uppercase),
        1 => "[a-z]{2,9}",
        1 => "\\PC{1,6}",
    ]
}

fn question(pieces: usize) -> impl Strategy<Value = String> {
    let gap = select(vec![" ", " ", " ", ", ", "  ", ". ", " - ", "\u{a0}", " and "]);
    prop::collection::vec((piece(), gap), 0..pieces)
        .prop_map(|pieces| pieces.into_iter().flat_map(|(piece, gap)| [piece, gap.to_owned()]).collect())
}

/// The words of a question that are read.
fn words(q: &str) -> Vec<Token> {
    let end = q.char_indices().nth(SearchRequest::MAX_Q).map_or(q.len(), |(end, _)| end);
    let mut tokens = normalize::tokens(&q[..end]);
    tokens.truncate(MAX_WORDS);
    tokens
}

/// The kind of the span that each word stands in. Panics unless every word stands in exactly one, in order, and every
/// text is the slice that its numbers say.
fn kinds(q: &str, spans: &[Span]) -> Vec<SpanKind> {
    let letters: Vec<char> = q.chars().collect();
    let bytes = |character: usize| letters[..character].iter().map(|letter| letter.len_utf8()).sum::<usize>();
    let tokens = words(q);
    let mut kinds = Vec::new();
    let mut end = 0;
    for span in spans {
        assert!(end <= span.start && span.start < span.end, "{span:?}");
        end = span.end;
        assert_eq!(letters[span.start..span.end].iter().collect::<String>(), span.text);
        let first = kinds.len();
        assert_eq!(tokens.get(first).map(|token| token.start), Some(bytes(span.start)), "{span:?}");
        while tokens.get(kinds.len()).is_some_and(|token| token.end <= bytes(span.end)) {
            kinds.push(span.fate.kind);
        }
        let last = kinds.len().checked_sub(1).filter(|last| *last >= first).and_then(|last| tokens.get(last));
        assert_eq!(last.map(|token| token.end), Some(bytes(span.end)), "{span:?}");
    }
    assert_eq!(kinds.len(), tokens.len(), "every word is accounted for");
    kinds
}

/// All ids that spans tell of a kind, in any sense.
fn ids(spans: &[Span], kind: SpanKind) -> BTreeSet<String> {
    let senses = spans.iter().flat_map(|span| span.fate.senses());
    senses.filter(|(own, _)| *own == kind).flat_map(|(_, ids)| ids.iter().cloned()).collect()
}

fn set<T: Into<String>>(items: impl IntoIterator<Item = T>) -> BTreeSet<String> {
    items.into_iter().map(Into::into).collect()
}

/// Checks that what is told as ignored are runs of words in spans that say so, or words beyond those that are read; and
/// that no span says so of words that are not told.
fn check_ignored(q: &str, kinds: &[SpanKind], ignored: &[String], is_ignored: impl Fn(SpanKind) -> bool) {
    let tokens: Vec<String> = words(q).into_iter().map(|token| token.text).collect();
    let beyond = normalize::fold(q).split(' ').count() > tokens.len();
    let mut told = vec![false; tokens.len()];
    for entry in ignored {
        let entry: Vec<String> = normalize::tokens(entry).into_iter().map(|token| token.text).collect();
        let runs = tokens.windows(entry.len().max(1)).enumerate().filter(|(_, run)| **run == entry[..]);
        let mut found = false;
        for (first, _) in runs {
            let run = first..first + entry.len();
            if kinds[run.clone()].iter().all(|kind| is_ignored(*kind)) {
                told[run].fill(true);
                found = true;
            }
        }
        assert!(found || beyond || entry.is_empty(), "ignored {entry:?} is in no span: {kinds:?}");
    }
    for (word, kind) in kinds.iter().enumerate() {
        assert!(told[word] || !is_ignored(*kind), "{:?} is ignored and not told: {ignored:?}", tokens[word]);
    }
}

/// The concepts of readings.
fn each<T: Copy>(readings: &[Reading<T>]) -> impl Iterator<Item = T> {
    readings.iter().map(|reading| reading.concept)
}

/// Checks the spans of an intent against its other members.
fn check_intent(q: &str, intent: &Intent) {
    let spans = &intent.spans;
    let kinds = kinds(q, spans);
    let told = |kind| ids(spans, kind);
    let known = vocabulary();
    let specialty = |id| known.specialty(id).id.clone();
    let condition = |id| known.condition(id).id.clone();
    let technique = |id| known.technique(id).id.clone();
    assert_eq!(told(SpanKind::Specialty), set(each(&intent.specialties).map(specialty)));
    assert_eq!(told(SpanKind::Condition), set(each(&intent.conditions).map(condition)));
    assert_eq!(told(SpanKind::Technique), set(each(&intent.techniques).map(technique)));
    assert_eq!(told(SpanKind::Exclude), set(intent.filters.exclude.iter().copied().map(specialty)));
    assert_eq!(told(SpanKind::Credential), set(intent.filters.credentials.iter().map(Credential::as_str)));
    assert_eq!(told(SpanKind::Filter), filters(&intent.filters));
    assert_eq!(names(spans), intent.words);
    assert_eq!(told(SpanKind::Radius), set(intent.radius.map(|reach| reach.to_string())));
    assert_eq!(told(SpanKind::Npi), set(intent.npi.map(|npi| npi.to_string())));
    let place = intent.place.as_ref().map(|reading| &reading.concept);
    let point = place.filter(|place| place.point().is_some()).map(|place| place.label.clone());
    assert_eq!(told(SpanKind::Place), set(point));
    assert_eq!(kinds.contains(&SpanKind::State), place.is_some_and(|place| place.point().is_none()));
    assert_eq!(kinds.contains(&SpanKind::UnknownPlace), intent.unknown_place.is_some());
    assert_eq!(kinds.contains(&SpanKind::Nearest), intent.nearest);
    assert_eq!(kinds.contains(&SpanKind::NearMe) && place.is_none(), intent.near_me);
    assert_eq!(kinds.contains(&SpanKind::OutOfScope), !intent.out_of_scope.is_empty());
    check_ignored(q, &kinds, &intent.ignored, |kind| kind == SpanKind::Ignored);
}

/// Filters as spans tell of them.
fn filters(said: &FilterSet) -> BTreeSet<String> {
    let gender = said.gender.iter().flatten().map(|gender| format!("gender={}", gender.as_str()));
    let mut told: BTreeSet<String> = gender.collect();
    told.extend(said.languages.iter().map(|language| format!("language={language}")));
    told.extend(said.kind.iter().map(|kind| format!("kind={}", kind.as_str())));
    let facts = [
        ("accepting_new", &said.accepting_new),
        ("telehealth", &said.telehealth),
        ("wheelchair", &said.wheelchair),
    ];
    for (name, facts) in facts {
        told.extend(facts.first().map(|fact| format!("{name}={}", fact.as_str())));
    }
    told
}

/// Words of names in their order.
fn names(spans: &[Span]) -> Vec<String> {
    let names = spans.iter().filter(|span| span.fate.kind == SpanKind::Name);
    names.flat_map(|span| span.fate.ids.clone()).collect()
}

/// Checks the spans of an answer against the other members of its interpretation.
fn check_answer(q: &str, request: &SearchRequest, answer: &Answer) {
    let read = &answer.interpretation;
    let kinds = kinds(q, &read.spans);
    let said = |list: &[ReadConcept]| {
        set(list.iter().filter(|read| read.matched.is_some()).map(|read| read.id.clone()))
    };
    assert_eq!(ids(&read.spans, SpanKind::Specialty), said(&read.specialties));
    assert_eq!(ids(&read.spans, SpanKind::Condition), said(&read.conditions));
    assert_eq!(ids(&read.spans, SpanKind::Technique), said(&read.techniques));
    let excluded = read.filters.exclude.iter().map(|id| vocabulary().specialty(*id).id.clone());
    assert_eq!(ids(&read.spans, SpanKind::Exclude), set(excluded));
    let given = request.name.iter().map(|name| normalize::fold(name));
    assert_eq!(names(&read.spans).into_iter().chain(given).collect::<Vec<_>>(), read.words);
    let place = ids(&read.spans, SpanKind::Place);
    assert!(place.iter().all(|label| read.place.as_ref().is_some_and(|place| place.label == *label)));
    if let (Some(radius), true) = (read.radius, kinds.contains(&SpanKind::Radius)) {
        assert_eq!(ids(&read.spans, SpanKind::Radius), set([radius.to_string()]));
    }
    assert!(!kinds.contains(&SpanKind::UnknownPlace));
    let ignored: Vec<String> = read.ignored.iter().map(|span| span.0.clone()).collect();
    check_ignored(q, &kinds, &ignored, SpanKind::is_ignored);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn every_word_of_a_question_is_accounted_for(q in question(12)) {
        let (intent, _) = parse(&q, vocabulary(), engine().places());
        check_intent(&q, &intent);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn so_is_every_word_of_a_long_story_up_to_the_cut(q in question(90)) {
        let (intent, _) = parse(&q, vocabulary(), engine().places());
        check_intent(&q, &intent);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_the_plan_gives_up_is_given_up_in_the_spans(
        q in question(8),
        near in prop::bool::weighted(0.3),
        radius in prop::bool::weighted(0.2),
        name in prop::option::weighted(0.1, select(vec!["smith", "kowalski"])),
    ) {
        let radius = if near && radius { Radius::from_miles(50.0).ok().map(Reach::Within) } else { None };
        let near = near.then(|| Near::Text("Pittsburgh, PA".into()));
        let name = name.map(str::to_owned);
        let request = SearchRequest { q: q.clone(), near, radius, name, ..SearchRequest::default() };
        match engine().search(&request) {
            Ok(answer) => check_answer(&q, &request, &answer),
            Err(SearchError::UnknownPlace { .. } | SearchError::Request(_)) => {}
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
