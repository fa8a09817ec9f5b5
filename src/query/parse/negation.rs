//! What is not wanted: `not a chiropractor`, `anyone but a surgeon`, `no men please`, `que no sea quiropráctico`.
//!
//! In: the sentence and a form of the vocabulary. Out: where the words that deny it begin, and what denying it means.
//! Invariants: only words that say nothing stand between a negation and what it denies; a comma, a dash or the end of
//! a sentence ends its reach; `or` passes it on to the next form (`not a chiropractor or a surgeon`).

use super::super::intent::Intent;
use super::super::span::{Fate, SpanKind};
use super::meaning::{push_new, texts, with_companion};
use super::sentence::Sentence;
use super::stop_words;
use crate::domain::{ConditionId, Gender, SpecialtyId};
use crate::vocabulary::{FilterWord, Match, Meaning, Vocabulary};

/// The most words between a negation and what it denies.
const REACH: usize = 6;

/// Two words that deny what follows them.
const PAIRS: [(&str, &str); 27] = [
    ("other", "than"),
    ("rather", "than"),
    ("instead", "of"),
    ("apart", "from"),
    ("aside", "from"),
    ("away", "from"),
    ("anything", "but"),
    ("anyone", "but"),
    ("anybody", "but"),
    ("everyone", "but"),
    ("everybody", "but"),
    ("everything", "but"),
    ("all", "but"),
    ("any", "but"),
    ("no", "more"),
    ("no", "quiero"),
    ("no", "queremos"),
    ("no", "sea"),
    ("no", "sean"),
    ("no", "busco"),
    ("no", "necesito"),
    ("en", "vez"),
    ("lugar", "de"),
    ("aparte", "de"),
    ("nada", "de"),
    ("todo", "menos"),
    ("cualquiera", "menos"),
];

/// Words that may stand between a negation and what it denies.
const BETWEEN: [&str; 67] = [
    "a",
    "an",
    "any",
    "the",
    "my",
    "another",
    "one",
    "more",
    "of",
    "de",
    "del",
    "to",
    "see",
    "seeing",
    "want",
    "wanting",
    "need",
    "needing",
    "go",
    "going",
    "visit",
    "use",
    "using",
    "try",
    "trying",
    "have",
    "be",
    "being",
    "looking",
    "look",
    "for",
    "interested",
    "in",
    "into",
    "kind",
    "type",
    "sort",
    "good",
    "bad",
    "regular",
    "just",
    "like",
    "is",
    "are",
    "un",
    "una",
    "unos",
    "unas",
    "el",
    "la",
    "los",
    "las",
    "al",
    "ningun",
    "ninguna",
    "otro",
    "otra",
    "ver",
    "ir",
    "con",
    "que",
    "buen",
    "trust",
    "believe",
    "confio",
    "creo",
    "en",
];

/// Words of [`BETWEEN`] behind which `in` and `en` lead to whom somebody trusts.
const TRUSTS: [&str; 6] = ["trust", "believe", "interested", "confio", "creo", "confiar"];

/// Words of [`BETWEEN`] that are verbs of having and liking: only `dont` and the like deny through them.
const VERBS: [&str; 11] =
    ["have", "like", "just", "is", "are", "be", "being", "in", "trust", "believe", "en"];

/// Words that deny a verb: `don't like`, `do not want`.
const VERB_NEGATIONS: [&str; 4] = ["not", "dont", "doesnt", "no"];

/// Words that pass a negation on to the next form.
const PASSED_ON: [&str; 6] = ["or", "nor", "ni", "o", "u", "neither"];

/// Single words that deny besides those of the stop words.
const FURTHER: [&str; 13] = [
    "avoid",
    "avoiding",
    "hate",
    "minus",
    "besides",
    "menos",
    "skip",
    "evitar",
    "evitando",
    "evito",
    "distrust",
    "mistrust",
    "desconfio",
];

/// What somebody feels who wants none of whom it is felt for, `scared of chiropractors`; a complaint is feared by whoever has
/// it.
const FEARS: [&str; 12] = [
    "scared",
    "afraid",
    "terrified",
    "leery",
    "wary",
    "sick",
    "tired",
    "miedo",
    "harto",
    "harta",
    "cansado",
    "cansada",
];

/// Techniques whose name is that of a profession as well: who wants none of it does not want those either.
///
/// # Source
/// General knowledge; `techniques.csv`, column `performed_by`.
const WITH_TECHNIQUE: [(&str, &[&str]); 3] = [
    ("acupuncture", &["acupuncturist"]),
    ("massage", &["massage_therapist"]),
    ("spine_surgery", &["spine_surgeon", "orthopaedic_surgeon", "neurosurgeon"]),
];

/// Where the words that deny a form begin; `None` when it is not denied. `denied` says whether the form that ends
/// before a word was denied.
pub(super) fn begins(
    sentence: &Sentence<'_>,
    found: &Match,
    denied: impl Fn(usize) -> bool,
) -> Option<usize> {
    let negatable = found.meanings.iter().any(|meaning| {
        matches!(
            meaning,
            Meaning::Specialty(_)
                | Meaning::Condition(_)
                | Meaning::Technique(_)
                | Meaning::Credential { .. }
                | Meaning::Filter(_)
        )
    });
    if !negatable {
        return None;
    }
    // `near sin` and `within a` say something else already; a filler such as `good` may lie between, and a form that is
    // denied itself.
    // Of `no confio en los quiropracticos` `en` leads to no place.
    let leads = |index: usize| {
        matches!(sentence.word(index), "en" | "in")
            && sentence.is_taken_for(index, SpanKind::Marker)
            && index.checked_sub(1).is_some_and(|before| TRUSTS.contains(&sentence.word(before)))
    };
    let open = |index: usize| sentence.is_free(index) || sentence.is_ignored(index) || leads(index);
    let from = reaches(sentence, found.first, &open, &denied)?;
    let feared = FEARS.contains(&sentence.word(from));
    let complaint = |meaning: &Meaning| matches!(meaning, Meaning::Condition(_) | Meaning::Filter(_));
    Some(from).filter(|_| !(feared && found.meanings.iter().all(complaint)))
}

/// Where the words that deny a word begin, as far as they are `open`; `denied` says whether the form that ends before a
/// word was denied.
pub(super) fn reaches(
    sentence: &Sentence<'_>,
    denied_word: usize,
    open: &dyn Fn(usize) -> bool,
    denied: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let mut verb = false;
    for index in (denied_word.saturating_sub(REACH)..denied_word).rev() {
        if sentence.is_parted(index) || !open(index) {
            return None;
        }
        let (word, before) = (sentence.word(index), index.checked_sub(1));
        if let Some(first) =
            before.filter(|&first| open(first) && PAIRS.contains(&(sentence.word(first), word)))
        {
            return Some(first).filter(|_| !sentence.is_parted(first));
        }
        if FEARS.contains(&word) {
            let of = matches!(sentence.word(index + 1), "of" | "a" | "de" | "al" | "with");
            return Some(index).filter(|_| of);
        }
        if stop_words::is_negation(word) || FURTHER.contains(&word) {
            let asked = before.is_some_and(|before| sentence.word(before) == "why");
            let fits = !verb || VERB_NEGATIONS.contains(&word);
            // `yoga? no just a sore back` answers.
            let answers = word == "no" && matches!(sentence.word(index + 1), "just" | "only");
            return Some(index).filter(|_| fits && !asked && !answers);
        }
        if PASSED_ON.contains(&word) && index > 0 && denied(index) {
            return Some(index);
        }
        if !BETWEEN.contains(&word) {
            return None;
        }
        verb |= VERBS.contains(&word);
    }
    None
}

/// Excludes what is denied; a complaint, technique or filter that is not there is ignored. `typed` are the words with
/// their negation; what is `wanted` all the same is not excluded.
pub(super) fn deny(
    found: &Match,
    typed: String,
    (vocabulary, wanted): (&Vocabulary, bool),
    intent: &mut Intent,
) -> Fate {
    if let Some(fate) = other_gender(found, intent) {
        return fate;
    }
    let mut fate = Fate::of(SpanKind::Exclude);
    for meaning in found.meanings.iter().filter(|_| !wanted) {
        let ids = match meaning {
            Meaning::Specialty(id) | Meaning::Credential { specialty: Some(id), .. } => {
                with_companion(*id, vocabulary)
            }
            Meaning::Technique(id) => of_technique(&vocabulary.technique(*id).id, vocabulary),
            _ => continue,
        };
        fate.add(SpanKind::Exclude, texts(&ids, vocabulary));
        for id in ids {
            push_new(&mut intent.filters.exclude, id);
        }
    }
    if fate.ids.is_empty() {
        intent.ignored.push(typed);
        return Fate::of(SpanKind::Ignored);
    }
    fate
}

/// The condition that is meant.
pub(super) fn condition(meaning: &Meaning) -> Option<ConditionId> {
    if let Meaning::Condition(id) = meaning { Some(*id) } else { None }
}

/// Leaves out of a form with several readings what is denied by a more precise one: `headache not migraine`. What nothing is
/// left of stays: `chronic back pain, not chronic` is back pain.
pub(super) fn leave_out(
    not_so: &[ConditionId],
    sentence: &mut Sentence<'_>,
    vocabulary: &Vocabulary,
    intent: &mut Intent,
) {
    for &id in not_so {
        let Some(own) = intent.conditions.iter().find(|reading| reading.concept == id) else { continue };
        let matched = own.matched.clone();
        let others = intent.conditions.iter().filter(|reading| reading.matched == matched).count();
        if others > 1 {
            intent.conditions.retain(|reading| reading.concept != id);
            sentence.leave_out(SpanKind::Condition, &vocabulary.condition(id).id);
        }
    }
}

/// Ends of words for whoever treats, rather than for what is done.
const PERSONS: [&str; 9] = ["ist", "ists", "tor", "tors", "ta", "tas", "ico", "ica", "path"];

/// Whether what is denied is only a way of doing what is asked for elsewhere, and nobody: `acupuncture without needles`.
/// `denied` are the ends of what is denied already.
pub(super) fn is_way(found: &Match, matches: &[Match], denied: &[usize], sentence: &Sentence<'_>) -> bool {
    let technique = |own: &Match| own.meanings.iter().any(|meaning| matches!(meaning, Meaning::Technique(_)));
    if technique(found) || PERSONS.iter().any(|ending| found.form.ends_with(ending)) {
        return false;
    }
    let specialty = |meaning: &&Meaning| matches!(meaning, Meaning::Specialty(_));
    let same =
        |other: &Match| found.meanings.iter().filter(specialty).any(|own| other.meanings.contains(own));
    let wanted = |other: &Match| {
        !denied.contains(&(other.first + other.count)) && begins(sentence, other, |_| true).is_none()
    };
    matches.iter().any(|other| other.first != found.first && technique(other) && same(other) && wanted(other))
}

/// Who wants no man wants a woman.
fn other_gender(found: &Match, intent: &mut Intent) -> Option<Fate> {
    let wanted = found.meanings.iter().find_map(|meaning| match meaning {
        Meaning::Filter(FilterWord::Gender(Gender::Female)) => Some(Gender::Male),
        Meaning::Filter(FilterWord::Gender(Gender::Male)) => Some(Gender::Female),
        _ => None,
    })?;
    push_new(&mut intent.filters.gender, Some(wanted));
    Some(Fate::one(SpanKind::Filter, format!("gender={}", wanted.as_str())))
}

/// Who operates on spines.
pub(super) fn surgeons(vocabulary: &Vocabulary) -> Vec<SpecialtyId> {
    of_technique("spine_surgery", vocabulary)
}

fn of_technique(technique: &str, vocabulary: &Vocabulary) -> Vec<SpecialtyId> {
    let named = WITH_TECHNIQUE.iter().find(|(id, _)| *id == technique).map_or(&[][..], |(_, named)| named);
    named.iter().filter_map(|id| vocabulary.specialty_id(id)).collect()
}
