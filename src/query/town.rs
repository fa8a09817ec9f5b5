//! A town whose name might be somebody's: where nobody who is listed is called so, the town is meant.
//!
//! In: an intent whose words nobody bears. Out: the intent that takes them, or the last of them, for a place. Invariants: a
//! name that somebody bears stays a name; a town is read only beside something to look for or a name; alone no everyday
//! word is one.

use super::intent::{Intent, Reading};
use super::span::{Fate, Span, SpanKind};
use crate::places::{CityWord, Place, PlaceForm, Places};
use crate::vocabulary::{Vocabulary, normalize};

/// From so many people on, a town is known beyond its county.
const KNOWN_TOWN: u32 = 20_000;

/// So many people a town has behind a name that somebody in it bears.
const TOWN: u32 = 1_000;

/// The most words of such a town.
const MAX_TOWN_WORDS: usize = 3;

/// What a text may mean whose name nobody bears.
#[derive(Debug)]
pub(super) struct Meant {
    /// The intent with a town in it.
    pub(super) intent: Intent,
    /// Whether words of the name are left, so that only somebody who bears them shows that the town is right.
    pub(super) names_somebody: bool,
}

/// What a text means if the name in it, or its last words, are a town's: `chiropractor Lincoln`, `Carol Jackson Burbank`.
/// `None` where they cannot be one, or another place is named.
pub(super) fn instead_of_name(
    text: &str,
    intent: &Intent,
    (vocabulary, places): (&Vocabulary, &Places),
) -> Option<Meant> {
    let placeless = intent.place.is_none() && intent.unknown_place.is_none() && !intent.near_me;
    if intent.words.is_empty() || !placeless || intent.filters.state.is_some() {
        return None;
    }
    let is_name = |span: &Span| span.fate.kind == SpanKind::Name;
    let end = intent.spans.iter().rposition(is_name)? + 1;
    let named = intent.spans.get(..end)?.iter().rev().take_while(|span| is_name(span)).count();
    let all = named == intent.words.len();
    let nothing_to_find =
        intent.specialties.is_empty() && intent.conditions.is_empty() && intent.techniques.is_empty();
    let most = if all && nothing_to_find { named.checked_sub(1)? } else { named };
    (1..=most.min(MAX_TOWN_WORDS)).rev().find_map(|words| {
        let spans = end - words..end;
        // `tonight Dallas`: what nobody is called says nothing of whose name it is.
        let spoken =
            intent.words.iter().take(intent.words.len() - words).all(|word| vocabulary.is_speech(word));
        let whole = all && (words == named || spoken);
        let fewest = if whole { KNOWN_TOWN } else { TOWN };
        let (town, place) = town_at(text, intent.spans.get(spans.clone())?, fewest, places)?;
        let mut meant = intent.clone();
        meant.words.truncate(intent.words.len() - words);
        let fate = Fate::one(SpanKind::Place, place.label.clone());
        let (start, end) = (intent.spans[spans.start].start, intent.spans[spans.end - 1].end);
        meant.spans.splice(spans, [Span { start, end, text: town.clone(), fate }]);
        meant.place = Some(Reading { concept: place, matched: town, typo: 0 });
        if whole {
            meant.words.clear();
            for span in meant.spans.iter_mut().filter(|span| is_name(span)) {
                span.fate = Fate::of(SpanKind::Ignored);
                meant.ignored.push(span.text.clone());
            }
        }
        Some(Meant { names_somebody: !meant.words.is_empty(), intent: meant })
    })
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
    fn a_known_town_beside_what_is_looked_for_may_be_meant() {
        let places = engine().places();
        for (text, expected) in [
            ("chiropractor Lincoln", Some("Lincoln, NE")),
            ("Madison massage therapist neck pain", Some("Madison, WI")),
            ("Lincoln", None),
            ("chiropractor Jane Lincoln", Some("Lincoln, NE")),
            ("Carol Jackson Burbank", Some("Burbank, CA")),
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
