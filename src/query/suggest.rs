//! Completion of what is being typed: vocabulary, then names, then places.
//!
//! In: the text so far. Out: at most 10 completions, each with the text that goes into the box. Invariants: what
//! stands before the completed words stays in the box; nothing typed shows the core specialties.

use super::request::SuggestRequest;
use crate::domain::{ProviderKind, State};
use crate::index::{IndexError, NamedProvider, Snapshot};
use crate::places::Places;
use crate::vocabulary::normalize::{self, Token};
use crate::vocabulary::{Lang, Meaning, Tier, Vocabulary};

/// The most completions.
///
/// # Source
/// `CONTRACT.md`, "Suggest".
const MAX_SUGGESTIONS: usize = 10;

/// How many of the completions each kind has for certain, before what is left over goes to the kinds in this order:
/// vocabulary, names, places.
const SHARES: [usize; 3] = [5, 3, 2];

/// The most words at the end of the text that are completed together.
const MAX_COMPLETED_WORDS: usize = 6;

/// Words behind which a place is being typed, besides those of the vocabulary.
const FURTHER_MARKERS: [&str; 3] = ["at", "from", "of"];

/// Completes what is being typed.
///
/// # Errors
/// [`IndexError`] when names cannot be looked up.
pub(super) fn suggest(
    request: &SuggestRequest,
    vocabulary: &Vocabulary,
    places: &Places,
    snapshot: &Snapshot,
) -> Result<Suggestions, IndexError> {
    let typed = Typed::new(&request.q);
    let names = if typed.asks_place(vocabulary) || typed.tokens.is_empty() {
        Vec::new()
    } else {
        let words: Vec<String> = typed.tokens.iter().map(|token| token.text.clone()).collect();
        snapshot.complete_names(&words, MAX_SUGGESTIONS)?
    };
    let suggestions = complete(&typed, request.lang, vocabulary, places, names);
    Ok(Suggestions { generation: snapshot.generation().to_string(), suggestions })
}

/// The text so far and its words.
struct Typed<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

impl<'t> Typed<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, tokens: normalize::tokens(text) }
    }

    /// What stays in the box before the words from `from` on.
    fn kept(&self, from: usize) -> &'t str {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.start);
        self.text.get(..start).unwrap_or_default()
    }

    /// The words from `from` on, folded.
    fn words(&self, from: usize) -> String {
        let words = self.tokens.iter().skip(from).map(|token| token.text.as_str());
        words.collect::<Vec<_>>().join(" ")
    }

    /// Where the completed words may begin: the longest end of the text first.
    fn beginnings(&self) -> std::ops::Range<usize> {
        self.tokens.len().saturating_sub(MAX_COMPLETED_WORDS)..self.tokens.len()
    }

    /// Whether digits or words behind a marker are being typed.
    fn asks_place(&self, vocabulary: &Vocabulary) -> bool {
        self.place_begins(vocabulary).is_some()
    }

    /// Where the place that is being typed begins, if one is for certain.
    fn place_begins(&self, vocabulary: &Vocabulary) -> Option<usize> {
        let last = self.tokens.len().checked_sub(1)?;
        if self.tokens[last].text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(last);
        }
        let marker = vocabulary.find(&self.tokens).into_iter().rev().find(|found| {
            found.edits == 0
                && found.meanings.contains(&Meaning::PlaceMarker)
                && found.first + found.count <= last
        });
        let known = marker.map(|marker| marker.first + marker.count);
        let further =
            (0..last).rev().find(|&index| FURTHER_MARKERS.contains(&self.tokens[index].text.as_str()));
        known.max(further.map(|index| index + 1)).filter(|from| self.beginnings().contains(from))
    }
}

/// Mixes completions of all kinds.
fn complete(
    typed: &Typed<'_>,
    lang: Lang,
    vocabulary: &Vocabulary,
    places: &Places,
    names: Vec<NamedProvider>,
) -> Vec<Suggestion> {
    if typed.tokens.is_empty() {
        return core(vocabulary, lang);
    }
    if let Some(from) = typed.place_begins(vocabulary) {
        let found = complete_place(typed, from, places);
        if !found.is_empty() {
            return found;
        }
    }
    let words = complete_words(typed, lang, vocabulary);
    let names = names.into_iter().map(of_name).collect();
    let places =
        typed.beginnings().map(|from| complete_place(typed, from, places)).find(|found| !found.is_empty());
    mix([words, names, places.unwrap_or_default()])
}

/// What an empty question searches.
fn core(vocabulary: &Vocabulary, lang: Lang) -> Vec<Suggestion> {
    let specialties = vocabulary.specialties().iter().filter(|specialty| specialty.tier == Tier::Core);
    let suggestions =
        specialties.filter_map(|specialty| of_meaning(&Meaning::Specialty(specialty.row), lang, vocabulary));
    suggestions.take(MAX_SUGGESTIONS).collect()
}

/// Forms of the vocabulary that the end of the text begins, those that take in most of it first.
fn complete_words(typed: &Typed<'_>, lang: Lang, vocabulary: &Vocabulary) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for from in typed.beginnings() {
        for (form, meaning) in vocabulary.complete(&typed.words(from), MAX_SUGGESTIONS) {
            let Some(mut suggestion) = of_meaning(&meaning, lang, vocabulary) else { continue };
            // A label that goes on otherwise, or that a search would not read, would lose what is typed.
            if !(begins(&suggestion.label, &typed.words(from))
                && is_read(&suggestion.label, &meaning, vocabulary))
            {
                suggestion.insert = form;
            }
            suggestion.insert.insert_str(0, typed.kept(from));
            if found.iter().all(|known| (known.kind, &known.id) != (suggestion.kind, &suggestion.id)) {
                found.push(suggestion);
            }
        }
        if !found.is_empty() {
            // What is called as it is typed stands before what is only meant by it.
            found.sort_by_key(|suggestion| !begins(&suggestion.label, &typed.words(from)));
            break;
        }
    }
    found
}

fn complete_place(typed: &Typed<'_>, from: usize, places: &Places) -> Vec<Suggestion> {
    let words = typed.words(from);
    let lone_state = words.len() == 2 && words.parse::<State>().is_ok();
    let resolved = if lone_state { places.resolve(&words).ok() } else { None };
    let mut labels: Vec<String> = Vec::new();
    for place in resolved.into_iter().chain(places.complete(&words, MAX_SUGGESTIONS)) {
        if !labels.contains(&place.label) {
            labels.push(place.label);
        }
    }
    labels.truncate(MAX_SUGGESTIONS);
    let suggestion = |label: String| Suggestion {
        kind: SuggestionKind::Place,
        id: label.clone(),
        insert: format!("{}{label}", typed.kept(from)),
        label,
    };
    labels.into_iter().map(suggestion).collect()
}

/// A name completes the whole text.
fn of_name(provider: NamedProvider) -> Suggestion {
    let kind = match provider.kind {
        ProviderKind::Person => SuggestionKind::Person,
        ProviderKind::Organization => SuggestionKind::Organization,
    };
    Suggestion { kind, id: provider.id.to_string(), insert: provider.name.clone(), label: provider.name }
}

/// A concept by its label; `None` for what is neither specialty, condition nor technique.
fn of_meaning(meaning: &Meaning, lang: Lang, vocabulary: &Vocabulary) -> Option<Suggestion> {
    let (kind, id, label, label_es) = match meaning {
        Meaning::Specialty(id) | Meaning::Credential { specialty: Some(id), .. } => {
            let row = vocabulary.specialty(*id);
            (SuggestionKind::Specialty, &row.id, &row.label, &row.label_es)
        }
        Meaning::Condition(id) => {
            let row = vocabulary.condition(*id);
            (SuggestionKind::Condition, &row.id, &row.label, &row.label_es)
        }
        Meaning::Technique(id) => {
            let row = vocabulary.technique(*id);
            (SuggestionKind::Technique, &row.id, &row.label, &row.label_es)
        }
        Meaning::Credential { specialty: None, .. }
        | Meaning::Filter(_)
        | Meaning::Nearest
        | Meaning::Filler
        | Meaning::PlaceMarker
        | Meaning::RadiusMarker
        | Meaning::NearMe
        | Meaning::Collision
        | Meaning::OutOfScope(_) => return None,
    };
    let label = match lang {
        Lang::En => label,
        Lang::Es => label_es,
    };
    Some(Suggestion { kind, id: id.clone(), label: label.clone(), insert: label.clone() })
}

fn begins(label: &str, words: &str) -> bool {
    normalize::fold(label).starts_with(words)
}

fn is_read(label: &str, meaning: &Meaning, vocabulary: &Vocabulary) -> bool {
    let tokens = normalize::tokens(label);
    match vocabulary.find(&tokens).as_slice() {
        [found] => found.count == tokens.len() && found.edits == 0 && found.meanings.contains(meaning),
        _ => false,
    }
}

/// Gives each kind its share, then what is left over in order; the kinds stay together.
fn mix(mut kinds: [Vec<Suggestion>; 3]) -> Vec<Suggestion> {
    let mut counts: Vec<usize> =
        kinds.iter().zip(SHARES).map(|(found, share)| found.len().min(share)).collect();
    let mut left = MAX_SUGGESTIONS - counts.iter().sum::<usize>();
    for (found, count) in kinds.iter().zip(&mut counts) {
        let more = (found.len() - *count).min(left);
        *count += more;
        left -= more;
    }
    for (found, count) in kinds.iter_mut().zip(counts) {
        found.truncate(count);
    }
    kinds.into_iter().flatten().collect()
}

/// Completions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggestions {
    /// The generation that answered.
    pub generation: String,
    /// At most 10, the most helpful first.
    pub suggestions: Vec<Suggestion>,
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// Its id: of the vocabulary, a provider's, or a place's label.
    pub id: String,
    /// What to show.
    pub label: String,
    /// What to put into the box.
    pub insert: String,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// `specialty`
    Specialty,
    /// `condition`
    Condition,
    /// `technique`
    Technique,
    /// `place`
    Place,
    /// `person`
    Person,
    /// `organization`
    Organization,
}

impl SuggestionKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Specialty => "specialty",
            Self::Condition => "condition",
            Self::Technique => "technique",
            Self::Place => "place",
            Self::Person => "person",
            Self::Organization => "organization",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static VOCABULARY: LazyLock<Vocabulary> =
        LazyLock::new(|| Vocabulary::bundled().expect("the tables load"));
    static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("the tables load"));

    fn named(count: usize) -> Vec<NamedProvider> {
        let provider = |index: usize| NamedProvider {
            id: format!("list:{index}").parse().expect("an id"),
            kind: if index.is_multiple_of(2) { ProviderKind::Person } else { ProviderKind::Organization },
            name: format!("Chiro {index}"),
        };
        (0..count).map(provider).collect()
    }

    fn suggested(text: &str, lang: Lang, names: usize) -> Vec<Suggestion> {
        complete(&Typed::new(text), lang, &VOCABULARY, &PLACES, named(names))
    }

    #[test]
    fn the_end_of_the_text_is_completed_and_the_rest_stays_in_the_box() {
        for (text, kind, id, insert) in [
            ("chirop", SuggestionKind::Specialty, "chiropractor", "Chiropractor"),
            ("neck pain chirop", SuggestionKind::Specialty, "chiropractor", "neck pain Chiropractor"),
            ("Best neck pa", SuggestionKind::Condition, "neck_pain", "Best Neck pain"),
            ("dry nee", SuggestionKind::Technique, "dry_needling", "Dry needling"),
            ("15213", SuggestionKind::Place, "Pittsburgh, PA 15213", "Pittsburgh, PA 15213"),
            (
                "chiropractor near pittsb",
                SuggestionKind::Place,
                "Pittsburgh, PA",
                "chiropractor near Pittsburgh, PA",
            ),
            (
                "chiropractor in fort wo",
                SuggestionKind::Place,
                "Fort Worth, TX",
                "chiropractor in Fort Worth, TX",
            ),
            ("pittsb", SuggestionKind::Place, "Pittsburgh, PA", "Pittsburgh, PA"),
        ] {
            let found = suggested(text, Lang::En, 0);
            let first = found.first().map(|found| (found.kind, found.id.as_str(), found.insert.as_str()));
            assert_eq!(first, Some((kind, id, insert)), "{text}: {found:?}");
        }
    }

    #[test]
    fn an_empty_box_offers_the_core_specialties_in_the_asked_language() {
        let found = suggested("  ", Lang::Es, 3);
        let core = VOCABULARY.specialties().iter().filter(|specialty| specialty.tier == Tier::Core);
        let labels: Vec<&str> = core.map(|specialty| specialty.label_es.as_str()).take(10).collect();
        assert_eq!(found.iter().map(|found| found.label.as_str()).collect::<Vec<_>>(), labels);
    }

    #[test]
    fn kinds_share_ten_places_and_stay_together() {
        let found = suggested("chi", Lang::En, 10);
        assert_eq!(found.len(), MAX_SUGGESTIONS);
        let order = |found: &Suggestion| match found.kind {
            SuggestionKind::Specialty | SuggestionKind::Condition | SuggestionKind::Technique => 0,
            SuggestionKind::Person | SuggestionKind::Organization => 1,
            SuggestionKind::Place => 2,
        };
        assert!(found.is_sorted_by_key(order));
        for (kind, least) in [(1, 3), (2, 2)] {
            assert!(found.iter().filter(|found| order(found) == kind).count() >= least, "{found:?}");
        }
        assert!(suggested("asdfghjkl", Lang::En, 0).is_empty());
    }

    #[test]
    fn what_goes_into_the_box_is_understood() {
        for text in ["chi", "phys", "nec", "back", "sci", "ost", "acu", "man"] {
            for found in suggested(text, Lang::En, 0) {
                let (intent, _) = crate::query::parse(&found.insert, &VOCABULARY, &PLACES);
                let understood = match found.kind {
                    SuggestionKind::Specialty => !intent.specialties.is_empty(),
                    SuggestionKind::Condition => !intent.conditions.is_empty(),
                    SuggestionKind::Technique => !intent.techniques.is_empty(),
                    SuggestionKind::Place => intent.place.is_some() || !intent.words.is_empty(),
                    SuggestionKind::Person | SuggestionKind::Organization => true,
                };
                assert!(understood, "{found:?} {intent:?}");
            }
        }
    }
}
