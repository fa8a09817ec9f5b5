//! Who treats and is told of, not asked for: what was tried and did not help, what somebody of the family does.
//!
//! In: the sentence and its forms of the vocabulary. Out: which of them are only told of. Invariant: something else is
//! asked for besides, so that whoever tells of one profession only still asks for it, unless it is a job and a complaint is told.

use super::sentence::Sentence;
use super::stop_words;
use crate::vocabulary::{Match, Meaning, Vocabulary};

/// What people did before they ask for something else.
const TRIED: [&str; 19] = [
    "tried", "trying", "saw", "seen", "went", "been", "did", "done", "had", "used", "quit", "left",
    "stopped", "probe", "intente", "fui", "vi", "hice", "deje",
];

/// What stands between that and whom it names.
const BETWEEN: [&str; 16] = [
    "to", "with", "seeing", "going", "some", "already", "several", "two", "three", "both", "at", "con", "al",
    "ya", "doing", "for",
];

/// Who may have done it: then it is a question for advice.
const ANYBODY: [&str; 8] = ["anyone", "anybody", "someone", "somebody", "who", "people", "you", "alguien"];

/// What says that it did not help. Words of one place are separated by `/`.
const FAILED: [&[&str]; 17] = [
    &["failed/useless"],
    &["didnt/doesnt/hasnt/havent/wont/isnt/wasnt", "help/helped/helping/worked/working/fix/helpful/cut/work"],
    &["did/does/has/have/is/was", "not", "help/helped/helping/worked/working/fix/helpful/work"],
    &["did/does", "nothing"],
    &["is/are/was", "useless/pointless"],
    &["not", "helping/working/helpful"],
    &["no", "help/good"],
    &["was", "no", "help/good"],
    &["made", "it/me/things", "worse"],
    &["made", "worse"],
    &["makes", "it/me", "worse"],
    &["only", "made", "it", "worse"],
    &["hurt", "me"],
    &["no", "ayudo/funciono/sirvio/ayuda/funciona/sirve"],
    &["no", "me", "ayudo/funciono/sirvio/ayuda/funciona/sirve"],
    &["no", "ha", "ayudado/funcionado/servido"],
    &["me", "lastimo"],
];

/// What may stand between whom it names and that.
const BEFORE_FAILED: [&str; 20] = [
    "that",
    "which",
    "who",
    "has",
    "have",
    "just",
    "really",
    "also",
    "visits",
    "sessions",
    "treatment",
    "treatments",
    "adjustments",
    "he",
    "she",
    "it",
    "they",
    "but",
    "pero",
    "y",
];
const FAILED_REACH: usize = 2;

/// Who belongs to whoever asks.
const KIN: [&str; 33] = [
    "wife",
    "husband",
    "mom",
    "mother",
    "dad",
    "father",
    "brother",
    "sister",
    "son",
    "daughter",
    "friend",
    "cousin",
    "aunt",
    "uncle",
    "boyfriend",
    "girlfriend",
    "partner",
    "boss",
    "neighbor",
    "roommate",
    "fiance",
    "esposa",
    "esposo",
    "hermano",
    "hermana",
    "mama",
    "papa",
    "hijo",
    "hija",
    "amigo",
    "amiga",
    "primo",
    "prima",
];

/// What says that somebody does something for a living.
const WORKING: [&str; 8] = ["work", "works", "working", "worked", "job", "trabajo", "trabaja", "trabajando"];

/// Which forms are only told of; `hurts` says whether a complaint is told besides.
pub(super) fn told_of(
    sentence: &Sentence<'_>,
    matches: &[Match],
    hurts: bool,
    vocabulary: &Vocabulary,
) -> Vec<bool> {
    let mut told = vec![false; matches.len()];
    let mut jobs = vec![false; matches.len()];
    for (order, found) in matches.iter().enumerate() {
        let passed_on = order.checked_sub(1).is_some_and(|before| {
            told[before] && is_treatment(found, vocabulary) && is_joined(sentence, &matches[before], found)
        });
        // `i am a dentist, neck pain`: who has the pain works so.
        jobs[order] = is_profession(found) && is_of_kin(sentence, found);
        told[order] = passed_on
            || jobs[order]
            || is_treatment(found, vocabulary)
                && (is_tried(sentence, found) || has_failed(sentence, found) || is_of_kin(sentence, found));
    }
    let asked = matches
        .iter()
        .zip(&told)
        .any(|(found, told)| !told && is_treatment(found, vocabulary) && found.edits == 0);
    if asked {
        told
    } else if hurts {
        jobs
    } else {
        vec![false; matches.len()]
    }
}

/// Whether a form names somebody by what they do for a living, ours or not.
fn is_profession(found: &Match) -> bool {
    found.meanings.iter().any(|meaning| {
        matches!(
            meaning,
            Meaning::Specialty(_) | Meaning::Credential { specialty: Some(_), .. } | Meaning::OutOfScope(_)
        )
    })
}

/// Whether a form names who treats, or how.
fn is_treatment(found: &Match, vocabulary: &Vocabulary) -> bool {
    found.meanings.iter().any(|meaning| match meaning {
        Meaning::Specialty(_) | Meaning::Credential { specialty: Some(_), .. } => true,
        Meaning::Technique(id) => !vocabulary.technique(*id).performed_by.is_empty(),
        _ => false,
    })
}

/// Whether nothing but `and` stands between two forms.
fn is_joined(sentence: &Sentence<'_>, before: &Match, found: &Match) -> bool {
    let between = before.first + before.count..found.first;
    between.len() == 1
        && between.into_iter().all(|at| matches!(sentence.word(at), "and" | "or" | "y" | "o" | "ni"))
}

/// `tried a chiropractor`, `been to PT`.
fn is_tried(sentence: &Sentence<'_>, found: &Match) -> bool {
    for index in (0..found.first).rev() {
        if sentence.is_parted(index) {
            return false;
        }
        let word = sentence.word(index);
        if TRIED.contains(&word) {
            let who = index.checked_sub(1).map_or("", |before| sentence.word(before));
            return !ANYBODY.contains(&who);
        }
        if !(BETWEEN.contains(&word)
            || stop_words::is_article(word)
            || matches!(word, "a" | "an" | "un" | "una"))
        {
            return false;
        }
    }
    false
}

/// `PT failed`, `the chiropractor did not help`.
fn has_failed(sentence: &Sentence<'_>, found: &Match) -> bool {
    let end = found.first + found.count;
    let says = |at: usize, words: &[&str]| {
        words.iter().enumerate().all(|(offset, any)| {
            let whole = offset == 0 || !sentence.begins_sentence(at + offset);
            whole && any.split('/').any(|word| word == sentence.word(at + offset))
        })
    };
    for at in end..=end + FAILED_REACH {
        if sentence.begins_sentence(at) || at > end && sentence.is_parted(at - 1) {
            return false;
        }
        if FAILED.iter().any(|words| says(at, words)) {
            return true;
        }
        if !BEFORE_FAILED.contains(&sentence.word(at)) {
            return false;
        }
    }
    false
}

/// `my wife is a chiropractor`, `I am a massage therapist`.
fn is_of_kin(sentence: &Sentence<'_>, found: &Match) -> bool {
    let word = |back: usize| found.first.checked_sub(back).map_or("", |index| sentence.word(index));
    let article = usize::from(matches!(word(1), "a" | "an" | "un" | "una" | "the"));
    let (is, who, whose) = (word(article + 1), word(article + 2), word(article + 3));
    let kin = matches!(is, "is" | "es" | "was")
        && KIN.contains(&who)
        && matches!(whose, "my" | "mi" | "his" | "her" | "our");
    let own = article > 0 && (is == "im" || is == "am" && who == "i") || is == "soy";
    // `as a nurse my back hurts`, `i work as a dentist`
    let working = article > 0 && is == "as" && (found.first == 2 || WORKING.contains(&who))
        || matches!(is, "de" | "como") && WORKING.contains(&who);
    (kin || own || working) && !sentence.is_parted(found.first - 1)
}
