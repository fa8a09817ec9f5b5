//! A town whose name might be somebody's: where nobody who is listed is called so, the town is meant.
//!
//! In: an intent whose words nobody bears. Out: the intent that takes them, or the last of them, for a place; or that leaves
//! out what stands beside a town. Invariants: a name that somebody bears stays a name; a town is read only beside something
//! to look for or a name; alone no everyday word is one.

use super::intent::{Intent, Reading};
use super::parse::is_title;
use super::span::{Fate, Span, SpanKind};
use crate::places::{CityWord, Place, PlaceForm, Places};
use crate::vocabulary::{Vocabulary, normalize};
use std::ops::Range;

mod small;
mod words;

pub(super) use small::{SmallTown, beside_name, without_quarter};

/// From so many people on, a town is known beyond its county.
const KNOWN_TOWN: u32 = 20_000;

/// So many people a town has behind a name that somebody in it bears.
const TOWN: u32 = 1_000;

/// So many people a town has that a name is taken for a misspelling of.
const LARGE_TOWN: u32 = 50_000;

/// So many people a town has that is likelier beside a profession than somebody of its name…
const LIKELIER_THAN_NAME: u32 = 75_000;

/// …and so many where that is a name far oftener than a town's, as far as anybody knows.
const LIKELIER_THAN_COMMON_NAME: u32 = 200_000;

/// What stands behind a town's name and names a part of it, or all around it: nobody in that town.
const PARTS_OF_TOWNS: [&str; 10] =
    ["area", "bay", "beach", "heights", "hills", "metro", "region", "shore", "suburbs", "valley"];

/// The most words of such a town.
const MAX_TOWN_WORDS: usize = 3;

/// What a text may mean whose name nobody bears.
#[derive(Debug)]
pub(super) struct Meant {
    /// The intent with a town in it.
    pub(super) intent: Intent,
    /// Whether words of the name are left, so that only somebody who bears them shows that the town is right.
    pub(super) names_somebody: bool,
    /// Whether the town is likelier even where somebody has the name.
    pub(super) is_likelier: bool,
}

/// What a text means if the name in it, or its last words, are a town's: `chiropractor Lincoln`, `Carol Jackson Burbank`.
/// `None` where they cannot be one, or another place is named.
pub(super) fn instead_of_name(
    text: &str,
    intent: &Intent,
    (vocabulary, places): (&Vocabulary, &Places),
) -> Option<Meant> {
    if !is_placeless(intent) {
        return None;
    }
    let (named, end) = last_name(intent)?;
    let candidates = towns_among(intent, vocabulary, end - named..end);
    candidates.into_iter().find_map(|Candidate { spans, whole, fewest }| {
        let words = intent.spans.get(spans.clone())?.iter().filter(|span| is_name(span)).count();
        let own = intent.spans.get(spans.clone())?;
        let as_word = || {
            Some(named_at(text, own, places)?).filter(|town| whole && words::is_town(intent, &spans, town))
        };
        let town = as_word().map(Town::found).or_else(|| {
            town_at(text, own, fewest, places)
                .filter(|town| !words::is_told(intent, &spans, whole, town, places))
        })?;
        let at_begin = spans.end < end;
        let mut meant = around(intent, spans, town);
        if at_begin {
            meant.words.drain(..words);
        } else {
            meant.words.truncate(intent.words.len() - words);
        }
        if whole {
            leave_names_out(&mut meant);
        }
        let names_somebody = !meant.words.is_empty();
        let is_likelier = whole && words == 1 && is_likelier(intent, &meant, places);
        Some(Meant { names_somebody, is_likelier, intent: meant })
    })
}

/// Spans of a name that may be a town's.
struct Candidate {
    spans: Range<usize>,
    /// Whether nothing is left of the name then.
    whole: bool,
    /// So many people the town has to have.
    fewest: u32,
}

/// The ends of a name, then its beginnings, then its ends once more for small towns; of each the longest first.
fn towns_among(intent: &Intent, vocabulary: &Vocabulary, name: Range<usize>) -> Vec<Candidate> {
    let named = name.len();
    let all = named == intent.words.len();
    let most = if all && !has_concept(intent) { named.saturating_sub(1) } else { named };
    let lengths = || (1..=most.min(MAX_TOWN_WORDS)).rev();
    let at_end = |words: usize, fewest: u32| {
        // `tonight Dallas`: what nobody is called says nothing of whose name it is.
        let mut before = intent.words.iter().take(intent.words.len() - words);
        let whole = all && (words == named || before.all(|word| vocabulary.is_speech(word)));
        Candidate { spans: name.end - words..name.end, whole, fewest }
    };
    // `new york`, whose first word is no name, before `york`.
    let article_before =
        |at: usize| at.checked_sub(1).filter(|&at| intent.spans.get(at).is_some_and(is_article));
    let goes_on = |words: usize| intent.words.get(words).is_some_and(|next| is_part_of_town(next));
    let mut found = Vec::new();
    for town in lengths().map(|words| at_end(words, KNOWN_TOWN)) {
        if let Some(from) = article_before(town.spans.start) {
            found.push(Candidate { spans: from..town.spans.end, ..town });
        }
        found.push(town);
    }
    // `Boston Smith chiropractic`: before the village of Smith.
    let begin = article_before(name.start).unwrap_or(name.start);
    for words in lengths().filter(|&words| all && words < named && !goes_on(words)) {
        found.push(Candidate { spans: begin..name.start + words, whole: false, fewest: LARGE_TOWN });
    }
    let ends_in_part = intent.words.last().is_some_and(|last| is_part_of_town(last));
    // `Dr Dent new baden`; several words alone are a small town's too where nobody is called so.
    for town in lengths().filter(|&words| words > 1 || !ends_in_part).map(|words| at_end(words, TOWN)) {
        let article = article_before(town.spans.start);
        if let Some(from) = article {
            found.push(Candidate { spans: from..town.spans.end, ..town });
        }
        if !town.whole || town.spans.len() > 1 {
            found.push(town);
        }
    }
    found
}

fn is_part_of_town(word: &str) -> bool {
    PARTS_OF_TOWNS.contains(&word)
}

/// Whether a town beside what is looked for is likelier than somebody of its name: `chiropractor Madison`, `neck pain
/// Troy`. A title, or any other word of a name, would say that it is a name.
fn is_likelier(intent: &Intent, meant: &Intent, places: &Places) -> bool {
    let Some(place) = &meant.place else { return false };
    let [word] = intent.words.as_slice() else { return false };
    let named = intent.spans.iter().position(is_name).unwrap_or_default();
    let rarely = places.city_word(word) == CityWord::Rarely;
    let fewest = match (intent.specialties.is_empty(), rarely) {
        (true, false) => KNOWN_TOWN,
        (true, true) => LARGE_TOWN,
        (false, false) => LIKELIER_THAN_NAME,
        (false, true) => LIKELIER_THAN_COMMON_NAME,
    };
    has_concept(intent) && !is_titled(intent, named) && population(&place.concept, places) >= fewest
}

/// A town, and words beside it that are to be left out.
#[derive(Debug)]
pub(super) struct Beside {
    /// The intent with the town in it, and no name.
    pub(super) intent: Intent,
    /// The first of the words: as a given name it would make all of them somebody's name.
    pub(super) first: String,
}

/// What a text means if a known town stands at an end of words that nobody is called: `Platt Ridge Denver chiropractor`.
/// `None` where nothing else is looked for, a title says that it is a name, or another place is named.
pub(super) fn beside_unknown_words(text: &str, intent: &Intent, places: &Places) -> Option<Beside> {
    if !(is_placeless(intent) && has_concept(intent)) {
        return None;
    }
    let end = intent.spans.iter().rposition(is_name)? + 1;
    let run = intent.spans.get(..end)?.iter().rev().take_while(|span| is_name(span) || is_article(span));
    let begin = end - run.count();
    let named = intent.spans.get(begin..end)?.iter().filter(|span| is_name(span)).count();
    if named < 2 || is_titled(intent, begin) {
        return None;
    }
    let at_end = |words: usize| end - words..end;
    let at_begin = |words: usize| begin..begin + words;
    let lengths = || (1..=MAX_TOWN_WORDS.min(end - begin)).rev();
    let spans = lengths().map(at_end).chain(lengths().map(at_begin));
    let mut towns = spans.filter_map(|spans| {
        let town = town_at(text, intent.spans.get(spans.clone())?, KNOWN_TOWN, places)?;
        // `dog walker` walks dogs.
        let named = places.city_word(&normalize::fold(&town.0)) != CityWord::CityOnly;
        if named && !town.0.starts_with(char::is_uppercase) && !is_large(&town.1, places) {
            return None;
        }
        let meant = around(intent, spans, town);
        meant.spans.iter().any(is_name).then_some(meant)
    });
    let mut meant = towns.next()?;
    leave_names_out(&mut meant);
    let first = intent.words.len().checked_sub(named).and_then(|first| intent.words.get(first))?;
    Some(Beside { intent: meant, first: first.clone() })
}

/// What a text means if the name in it, which nobody has, is a known town misspelt: `chiropractor dalas`. The intent, and
/// the town's label. `None` as for [`beside_unknown_words`].
pub(super) fn misspelt(
    text: &str,
    intent: &Intent,
    (vocabulary, places): (&Vocabulary, &Places),
) -> Option<(Intent, String)> {
    if !(is_placeless(intent) && has_concept(intent)) {
        return None;
    }
    let (named, end) = last_name(intent)?;
    let begin = end - named;
    if named != intent.words.len() || named > MAX_TOWN_WORDS || is_titled(intent, begin) {
        return None;
    }
    // `neck pain when reading` is in no Redding, `like sand` in no Lakeland.
    if intent.words.iter().any(|word| places.city_word(word) == CityWord::Word || vocabulary.is_speech(word))
    {
        return None;
    }
    let (start, stop) = (intent.spans.get(begin)?.start, intent.spans.get(end - 1)?.end);
    let typed: String = text.chars().skip(start).take(stop - start).collect();
    let place = places.correct(&typed)?.place;
    if !is_large(&place, places) {
        return None;
    }
    let label = place.label.clone();
    let mut meant = around(intent, begin..end, (typed, place));
    leave_names_out(&mut meant);
    Some((meant, label))
}

/// Whether a place is a town so large that what nearly spells it is likelier a slip than somebody's name.
pub(super) fn is_large(place: &Place, places: &Places) -> bool {
    population(place, places) >= LARGE_TOWN
}

/// How many people a town has; 0 of any other place.
fn population(place: &Place, places: &Places) -> u32 {
    let found = places.at(&place.label, &normalize::tokens(&place.label), 0);
    match found.map(|found| found.form) {
        Some(PlaceForm::CityAndState { population }) => population,
        _ => 0,
    }
}

/// Whether no place at all is named.
fn is_placeless(intent: &Intent) -> bool {
    intent.place.is_none()
        && intent.unknown_place.is_none()
        && !intent.near_me
        && intent.filters.state.is_none()
}

/// Whether a title stands before a span.
fn is_titled(intent: &Intent, span: usize) -> bool {
    let before = span.checked_sub(1).and_then(|before| intent.spans.get(before));
    before.is_some_and(|before| is_title(&normalize::fold(&before.text)))
}

pub(super) fn has_concept(intent: &Intent) -> bool {
    !(intent.specialties.is_empty() && intent.conditions.is_empty() && intent.techniques.is_empty())
}

fn is_name(span: &Span) -> bool {
    span.fate.kind == SpanKind::Name
}

/// Whether a word is one that towns begin with and that is no name by itself: `Los Angeles`, `New Haven`.
fn is_article(span: &Span) -> bool {
    span.fate.kind == SpanKind::Filler
        && matches!(normalize::fold(&span.text).as_str(), "los" | "las" | "la" | "el" | "new")
}

/// How many words the last name has, and the span behind it.
fn last_name(intent: &Intent) -> Option<(usize, usize)> {
    let end = intent.spans.iter().rposition(is_name)? + 1;
    let named = intent.spans.get(..end)?.iter().rev().take_while(|span| is_name(span)).count();
    Some((named, end))
}

/// The intent with the town that some of its spans are.
fn around(intent: &Intent, spans: Range<usize>, (town, place): (String, Place)) -> Intent {
    let mut meant = intent.clone();
    let fate = Fate::one(SpanKind::Place, place.label.clone());
    let (start, end) = (intent.spans[spans.start].start, intent.spans[spans.end - 1].end);
    meant.spans.splice(spans, [Span { start, end, text: town.clone(), fate }]);
    meant.place = Some(Reading { concept: place, matched: town, typo: 0 });
    meant
}

/// Looks for nobody by name.
fn leave_names_out(meant: &mut Intent) {
    meant.words.clear();
    for span in meant.spans.iter_mut().filter(|span| is_name(span)) {
        span.fate = Fate::of(SpanKind::Ignored);
        meant.ignored.push(span.text.clone());
    }
}

/// A town that words name.
struct Town {
    /// The words as typed.
    typed: String,
    place: Place,
    people: u32,
    /// Whether its name is an everyday word.
    is_word: bool,
}

impl Town {
    fn found(self) -> (String, Place) {
        (self.typed, self.place)
    }
}

/// The town that some words name.
fn named_at(text: &str, spans: &[Span], places: &Places) -> Option<Town> {
    let (start, end) = (spans.first()?.start, spans.last()?.end);
    let typed: String = text.chars().skip(start).take(end - start).collect();
    let tokens = normalize::tokens(&typed);
    let found = places.at(&typed, &tokens, 0).filter(|found| found.count == tokens.len())?;
    let PlaceForm::City { population: people } = found.form else { return None };
    let is_word = tokens.len() == 1 && places.city_word(&tokens.first()?.text) == CityWord::Word;
    Some(Town { typed, place: found.place, people, is_word })
}

/// The town of at least so many people that some words name, and the words as typed.
fn town_at(text: &str, spans: &[Span], fewest: u32, places: &Places) -> Option<(String, Place)> {
    let town = named_at(text, spans, places)?;
    let word = town.is_word && fewest == KNOWN_TOWN;
    (town.people >= fewest && !word).then(|| town.found())
}

#[cfg(test)]
mod tests;
