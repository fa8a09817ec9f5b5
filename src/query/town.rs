//! A town whose name might be somebody's: where nobody who is listed is called so, the town is meant.
//!
//! In: an intent whose words nobody bears. Out: the intent that takes them for a place. Invariants: a name that somebody
//! bears stays a name; only beside something to look for is a town read, and no everyday word is one.

use super::intent::{Intent, Reading};
use super::span::{Fate, Span, SpanKind};
use crate::places::{CityWord, PlaceForm, Places};
use crate::vocabulary::normalize;

/// From so many people on, a town is known beyond its county.
const KNOWN_TOWN: u32 = 20_000;

/// What a text means if the name in it is a town's; `None` where it cannot be one, or another place is named.
pub(super) fn instead_of_name(text: &str, intent: &Intent, places: &Places) -> Option<Intent> {
    let placeless = intent.place.is_none() && intent.unknown_place.is_none() && !intent.near_me;
    let nothing_to_find =
        intent.specialties.is_empty() && intent.conditions.is_empty() && intent.techniques.is_empty();
    if intent.words.is_empty() || nothing_to_find || !placeless || intent.filters.state.is_some() {
        return None;
    }
    let is_name = |span: &Span| span.fate.kind == SpanKind::Name;
    let first = intent.spans.iter().position(is_name)?;
    let end = intent.spans.iter().rposition(is_name)? + 1;
    let named = intent.spans.get(first..end).filter(|spans| spans.iter().all(is_name))?;
    let (start, last) = (named.first()?.start, named.last()?.end);
    let typed: String = text.chars().skip(start).take(last - start).collect();
    let tokens = normalize::tokens(&typed);
    let found = places.at(&typed, &tokens, 0).filter(|found| found.count == tokens.len())?;
    let PlaceForm::City { population: KNOWN_TOWN.. } = found.form else { return None };
    if tokens.len() == 1 && places.city_word(&tokens.first()?.text) == CityWord::Word {
        return None;
    }
    let mut meant = intent.clone();
    meant.words.clear();
    let fate = Fate::one(SpanKind::Place, found.place.label.clone());
    meant.spans.splice(first..end, [Span { start, end: last, text: typed.clone(), fate }]);
    meant.place = Some(Reading { concept: found.place, matched: typed, typo: 0 });
    Some(meant)
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
            ("chiropractor Jane Lincoln", None),
            ("chiropractor mobile", None),
            ("chiropractor Lincoln near Omaha", None),
            ("chiropractor Qwertyuiop", None),
        ] {
            let (intent, _) = parse(text, vocabulary(), places);
            let meant = instead_of_name(text, &intent, places);
            let label = meant.as_ref().and_then(|meant| meant.place.as_ref());
            assert_eq!(label.map(|place| place.concept.label.as_str()), expected, "{text}");
            if let Some(meant) = meant {
                assert!(meant.words.is_empty());
                let spans: Vec<&str> = meant.spans.iter().map(|span| span.text.as_str()).collect();
                assert_eq!(spans.join(" "), text);
            }
        }
    }
}
