//! What the words mean: specialties, conditions, techniques, credentials and filters, wanted or not.
//!
//! In: the sentence without place and radius. Out: readings in the intent; their words are taken. Invariants: a clean
//! reading beats a typo; a profession that is not listed is never read as one that is; a negated specialty is
//! excluded, a negated complaint ignored.

use super::super::intent::{Intent, Reading};
use super::sentence::Sentence;
use super::stop_words;
use crate::domain::{Fact, Gender, ProviderKind, Radius, Reach, SpecialtyId};
use crate::vocabulary::{FilterWord, Match, Meaning, Vocabulary};

/// The words osteopath, osteopathic and DO mean both.
///
/// # Source
/// `CONTRACT.md`, "What decides the set".
const OSTEOPATHS: [&str; 2] = ["osteopath", "do_physician"];

/// Words that make a short form such as `do` a verb: who does it, or who is asked for it.
const VERB_NEIGHBOURS: [&str; 22] = [
    "i", "you", "we", "they", "he", "she", "it", "who", "what", "how", "to", "not", "can", "should", "would",
    "could", "that", "which", "where", "so", "will", "people",
];

/// How far before a form a negation is looked for: `not a good chiropractor`.
const NEGATION_REACH: usize = 3;

/// Words that say a man or a woman is the patient.
const PATIENT_WORDS: [&str; 8] = ["am", "im", "old", "pregnant", "soy", "my", "year", "anos"];

/// Reads and takes every form of the vocabulary. Says whether something was asked that no list states.
pub(super) fn read(sentence: &mut Sentence<'_>, vocabulary: &Vocabulary, intent: &mut Intent) -> bool {
    let matches = sentence.matches(vocabulary);
    let mut not_listed = false;
    for (order, found) in matches.iter().enumerate() {
        if is_plain_word(sentence, found) || is_part_of_name(sentence, found) {
            continue;
        }
        let words = found.first..found.first + found.count;
        let typed = sentence.typed(words.clone());
        if let Some(from) = negation(sentence, found) {
            deny(found, sentence.typed(from..words.end), vocabulary, intent);
            sentence.take(from..words.end);
            continue;
        }
        let said = Said { found, typed, vocabulary };
        let gender_fits = is_about_provider(sentence, &matches, order);
        let Some(unlisted) = said.note(intent, gender_fits) else { continue };
        not_listed |= unlisted;
        sentence.take(words);
    }
    not_listed
}

/// A form, as typed.
struct Said<'s> {
    found: &'s Match,
    typed: String,
    vocabulary: &'s Vocabulary,
}

impl Said<'_> {
    /// Writes the form's meanings into the intent. Says whether it asks for what no list states; `None` when the form
    /// means nothing here and stays a word.
    fn note(&self, intent: &mut Intent, gender_fits: bool) -> Option<bool> {
        let mut unlisted = false;
        let mut understood = false;
        for meaning in self.meanings() {
            understood = true;
            match meaning {
                Meaning::Specialty(id) | Meaning::Credential { specialty: Some(id), .. } => {
                    self.specialty(*id, intent);
                }
                Meaning::Condition(id) => push(&mut intent.conditions, self.reading(*id)),
                Meaning::Technique(id) => push(&mut intent.techniques, self.reading(*id)),
                Meaning::Credential { credential, specialty: None } => {
                    push_new(&mut intent.filters.credentials, credential.clone());
                }
                Meaning::Filter(FilterWord::Gender(_)) if !gender_fits => {
                    intent.ignored.push(self.typed.clone());
                }
                Meaning::Filter(word) => unlisted |= self.filter(word, intent),
                Meaning::Nearest => intent.nearest = true,
                Meaning::NearMe => intent.near_me = true,
                Meaning::OutOfScope(row) => push(&mut intent.out_of_scope, self.reading(*row)),
                Meaning::Filler => intent.ignored.push(self.typed.clone()),
                // A marker without a place or a distance behind it says nothing.
                Meaning::PlaceMarker | Meaning::RadiusMarker => {}
                Meaning::Collision => understood = false,
            }
        }
        understood.then_some(unlisted)
    }

    /// The meanings that count: what is looked for in all its readings, of anything else the likeliest.
    fn meanings(&self) -> impl Iterator<Item = &Meaning> {
        let mut meanings =
            self.found.meanings.iter().filter(|meaning| !matches!(meaning, Meaning::Collision));
        let first = meanings.next();
        let searched = first.is_some_and(is_searched);
        first.into_iter().chain(meanings.filter(move |meaning| searched && is_searched(meaning)))
    }

    fn reading<T>(&self, concept: T) -> Reading<T> {
        Reading { concept, matched: self.typed.clone(), typo: self.found.edits }
    }

    fn specialty(&self, id: SpecialtyId, intent: &mut Intent) {
        for id in with_companion(id, self.vocabulary) {
            push(&mut intent.specialties, self.reading(id));
        }
    }

    fn filter(&self, word: &FilterWord, intent: &mut Intent) -> bool {
        let filters = &mut intent.filters;
        match word {
            FilterWord::AcceptingNew(fact) => filters.accepting_new = wished(*fact),
            FilterWord::Telehealth(fact) => filters.telehealth = wished(*fact),
            FilterWord::Wheelchair(fact) => filters.wheelchair = wished(*fact),
            FilterWord::Gender(gender) => push_new(&mut filters.gender, Some::<Gender>(*gender)),
            FilterWord::Language(language) => push_new(&mut filters.languages, *language),
            FilterWord::Organization => push_new(&mut filters.kind, ProviderKind::Organization),
            FilterWord::RadiusMiles(miles) => {
                let reach = Radius::from_miles(*miles).ok().map(Reach::Within);
                intent.radius = intent.radius.or(reach);
            }
            FilterWord::NotListed(_) => {
                intent.ignored.push(self.typed.clone());
                return true;
            }
        }
        false
    }
}

/// A fact in words means yes, then unknown, never no.
fn wished(fact: Fact) -> Vec<Fact> {
    match fact {
        Fact::Yes => vec![Fact::Yes, Fact::Unknown],
        Fact::No | Fact::Unknown => vec![fact],
    }
}

fn is_searched(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Specialty(_) | Meaning::Condition(_) | Meaning::Technique(_))
}

fn with_companion(id: SpecialtyId, vocabulary: &Vocabulary) -> Vec<SpecialtyId> {
    let both: Vec<SpecialtyId> = OSTEOPATHS.iter().filter_map(|id| vocabulary.specialty_id(id)).collect();
    if both.contains(&id) { both } else { vec![id] }
}

/// Excludes what a negation stands before; a complaint, technique or filter that is not there is ignored.
fn deny(found: &Match, typed: String, vocabulary: &Vocabulary, intent: &mut Intent) {
    let mut excluded = false;
    for meaning in &found.meanings {
        let (Meaning::Specialty(id) | Meaning::Credential { specialty: Some(id), .. }) = meaning else {
            continue;
        };
        for id in with_companion(*id, vocabulary) {
            push_new(&mut intent.filters.exclude, id);
        }
        excluded = true;
    }
    if !excluded {
        intent.ignored.push(typed);
    }
}

/// Where the negation of a form begins: `not a`, `other than`, `sin`. Only stop words and fillers lie between.
fn negation(sentence: &Sentence<'_>, found: &Match) -> Option<usize> {
    let negatable = found.meanings.iter().any(|meaning| {
        is_searched(meaning) || matches!(meaning, Meaning::Credential { .. } | Meaning::Filter(_))
    });
    if !negatable {
        return None;
    }
    let from = found.first.saturating_sub(NEGATION_REACH);
    for index in (from..found.first).rev() {
        let word = sentence.word(index);
        if stop_words::is_negation(word) {
            return Some(index);
        }
        if index > 0
            && matches!(
                (sentence.word(index - 1), word),
                ("other", "than") | ("anything", "but") | ("instead", "of")
            )
        {
            return Some(index - 1);
        }
        if !matches!(
            word,
            "a" | "an"
                | "any"
                | "the"
                | "un"
                | "una"
                | "el"
                | "la"
                | "los"
                | "las"
                | "ningun"
                | "good"
                | "see"
                | "to"
                | "want"
        ) {
            return None;
        }
    }
    None
}

/// Whether a short form is the everyday word that it is too: `who do i see`, `I met a doctor`.
fn is_plain_word(sentence: &Sentence<'_>, found: &Match) -> bool {
    let word = sentence.word(found.first);
    if found.count > 1 || !stop_words::is_everyday(word) || sentence.is_shouted(found.first) {
        return false;
    }
    let neighbour =
        |index: Option<usize>| index.is_some_and(|index| VERB_NEIGHBOURS.contains(&sentence.word(index)));
    let as_verb = neighbour(found.first.checked_sub(1)) || neighbour(Some(found.first + 1));
    let alone = (0..sentence.len()).filter(|&index| sentence.is_free(index)).count() <= 2;
    as_verb || !alone
}

/// Whether a misspelled form stands behind a title and so is a name: `Dr Spiner`.
fn is_part_of_name(sentence: &Sentence<'_>, found: &Match) -> bool {
    let behind_title = found.first > 0 && stop_words::is_title(sentence.word(found.first - 1));
    found.edits > 0 && behind_title
}

/// Whether `female` or `man` says who treats, not who is treated: beside a specialty, and not `I am a man`.
fn is_about_provider(sentence: &Sentence<'_>, matches: &[Match], order: usize) -> bool {
    let Some(found) = matches.get(order) else { return false };
    let before = (found.first.saturating_sub(NEGATION_REACH)..found.first).map(|index| sentence.word(index));
    if before.into_iter().any(|word| PATIENT_WORDS.contains(&word)) {
        return false;
    }
    let precise = matches!(sentence.word(found.first), "female" | "male" | "lady");
    let is_profession = |found: &Match| {
        found.meanings.iter().any(|meaning| {
            matches!(
                meaning,
                Meaning::Specialty(_) | Meaning::Credential { specialty: Some(_), .. } | Meaning::Filler
            )
        })
    };
    let beside = |other: Option<&Match>| other.is_some_and(is_profession);
    let title = |index| stop_words::is_title(sentence.word(index));
    precise
        || beside(matches.get(order + 1).filter(|next| next.first == found.first + found.count))
        || beside(order.checked_sub(1).and_then(|before| matches.get(before)))
        || title(found.first + found.count)
}

fn push<T: PartialEq>(readings: &mut Vec<Reading<T>>, reading: Reading<T>) {
    if readings.iter().all(|known| known.concept != reading.concept) {
        readings.push(reading);
    }
}

fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
