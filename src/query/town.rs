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
        let town = town_at(text, intent.spans.get(spans.clone())?, fewest, places)?;
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
    let small = lengths().filter(|&words| words > 1 || !ends_in_part).map(|words| at_end(words, TOWN));
    found.extend(small.filter(|town| !town.whole));
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
pub(super) fn misspelt(text: &str, intent: &Intent, places: &Places) -> Option<(Intent, String)> {
    if !(is_placeless(intent) && has_concept(intent)) {
        return None;
    }
    let (named, end) = last_name(intent)?;
    let begin = end - named;
    if named != intent.words.len() || named > MAX_TOWN_WORDS || is_titled(intent, begin) {
        return None;
    }
    // `neck pain when reading` is in no Redding.
    if intent.words.iter().any(|word| places.city_word(word) == CityWord::Word) {
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

/// The town of at least so many people that some words name, and the words as typed.
fn town_at(text: &str, spans: &[Span], fewest: u32, places: &Places) -> Option<(String, Place)> {
    let (start, end) = (spans.first()?.start, spans.last()?.end);
    let typed: String = text.chars().skip(start).take(end - start).collect();
    let tokens = normalize::tokens(&typed);
    let found = places.at(&typed, &tokens, 0).filter(|found| found.count == tokens.len())?;
    let PlaceForm::City { population } = found.form else { return None };
    let word = tokens.len() == 1
        && fewest == KNOWN_TOWN
        && places.city_word(&tokens.first()?.text) == CityWord::Word;
    (population >= fewest && !word).then_some((typed, found.place))
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::super::sample::{engine, vocabulary};
    use super::*;

    #[test]
    fn a_known_town_may_stand_beside_words_that_nobody_is_called() {
        let places = engine().places();
        for (text, expected) in [
            ("Platt Ridge Denver chiropractor", Some("Denver, CO")),
            ("chiropractor Platt Ridge Denver", Some("Denver, CO")),
            ("Oaktop Dallas neck pain", Some("Dallas, TX")),
            ("Seattle Ballard chiropractor", Some("Seattle, WA")),
            ("Sawtelle Los Angeles acupuncture", Some("Los Angeles, CA")),
            // Nothing to look for, a title, another place, a town of a few thousand.
            ("Platt Ridge Denver", None),
            ("chiropractor Dr Capitol Denver", None),
            ("Uptown Dallas chiropractor near Omaha", None),
            ("chiropractor Qwertyuiop Bethlehem Heights", None),
        ] {
            let (intent, _) = parse(text, vocabulary(), places);
            let beside = beside_unknown_words(text, &intent, places);
            let label = beside.as_ref().and_then(|beside| beside.intent.place.as_ref());
            assert_eq!(label.map(|place| place.concept.label.as_str()), expected, "{text}");
            if let Some(Beside { intent, first }) = beside {
                assert!(intent.words.is_empty() && !intent.ignored.is_empty(), "{text}");
                assert!(text.to_lowercase().contains(&first));
                let spans: Vec<&str> = intent.spans.iter().map(|span| span.text.as_str()).collect();
                assert_eq!(spans.join(" "), text);
            }
        }
    }

    #[test]
    fn a_known_town_beside_what_is_looked_for_may_be_meant() {
        let places = engine().places();
        for (text, expected) in [
            ("chiropractor Lincoln", Some("Lincoln, NE")),
            ("Madison massage therapist neck pain", Some("Madison, WI")),
            ("Lincoln", None),
            ("chiropractor Jane Lincoln", Some("Lincoln, NE")),
            ("Carol Jackson Burbank", Some("Burbank, CA")),
            ("Boston Smith chiropractic", Some("Boston, MA")),
            ("chiropractor Denver Bay", None),
            ("Yin Sun new york chiropractor", Some("New York City, NY")),
            ("los angeles angel ramirez chiropractor", Some("Los Angeles, CA")),
            ("Tien Bend", Some("Bend, OR")),
            ("chiropractor already Dallas", Some("Dallas, TX")),
            ("chiropractor mobile", None),
            ("chiropractor Lincoln near Omaha", None),
            ("chiropractor Qwertyuiop", None),
        ] {
            let (intent, _) = parse(text, vocabulary(), places);
            let meant = instead_of_name(text, &intent, (vocabulary(), places));
            let label = meant.as_ref().and_then(|meant| meant.intent.place.as_ref());
            assert_eq!(label.map(|place| place.concept.label.as_str()), expected, "{text}");
            if let Some(meant) = meant {
                assert_eq!(meant.names_somebody, !meant.intent.words.is_empty(), "{text}");
                let spans: Vec<&str> = meant.intent.spans.iter().map(|span| span.text.as_str()).collect();
                assert_eq!(spans.join(" "), text);
            }
        }
    }
}
