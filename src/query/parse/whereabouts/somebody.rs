//! Names of people and insurers that are names of towns too: `my husband Mason has neck pain`, `takes Oxford`.
//!
//! In: the sentence. Out: words that are left out. Invariant: a town with its state is that town.

use super::super::sentence::Sentence;
use super::super::view::View;
use crate::places::{CityWord, PlaceForm};
use crate::query::intent::Intent;

/// Whom people tell of.
pub(super) const KIN: [&str; 38] = [
    "husband",
    "wife",
    "son",
    "daughter",
    "mom",
    "mother",
    "mum",
    "mama",
    "dad",
    "father",
    "papa",
    "brother",
    "sister",
    "grandma",
    "grandmother",
    "grandpa",
    "grandfather",
    "aunt",
    "uncle",
    "cousin",
    "niece",
    "nephew",
    "child",
    "kid",
    "baby",
    "toddler",
    "partner",
    "fiance",
    "boyfriend",
    "girlfriend",
    "esposo",
    "esposa",
    "hijo",
    "hija",
    "madre",
    "padre",
    "hermano",
    "hermana",
];

/// Others whom people tell of, who are not looked after.
const FRIENDS: [&str; 8] = ["friend", "coworker", "boss", "neighbor", "amigo", "amiga", "dog", "cat"];

/// What somebody does or has whose name stands before it.
const DOES: [&str; 27] = [
    "has",
    "had",
    "is",
    "was",
    "hurts",
    "hurt",
    "needs",
    "need",
    "wants",
    "fell",
    "got",
    "gets",
    "keeps",
    "threw",
    "complains",
    "cant",
    "says",
    "said",
    "recommended",
    "injured",
    "pulled",
    "woke",
    "tiene",
    "necesita",
    "esta",
    "quiere",
    "dice",
];

/// Words whose object is who pays, or else whoever comes.
const TAKES: [&str; 8] = ["take", "takes", "taking", "accept", "accepts", "accepting", "acepta", "aceptan"];

/// Words before who pays where it says of itself that it does.
const PAID: [&str; 10] = ["with", "have", "has", "through", "by", "via", "use", "con", "tengo", "por"];

/// What stands behind who pays.
const INSURANCE: [&str; 9] =
    ["insurance", "insured", "coverage", "ppo", "hmo", "health", "healthcare", "medicaid", "plan"];

/// Leaves out towns' names that are somebody's or an insurer's.
pub(super) fn leave_out(view: &View<'_>, sentence: &mut Sentence<'_>, intent: &mut Intent) {
    for index in 0..sentence.len() {
        if is_subject(view, sentence, index) || is_insurer(view, sentence, index) {
            let end = index + town_at(view, sentence, index).unwrap_or(1);
            // `takes Bright Health`
            let end = end + usize::from(matches!(sentence.word(end), "health" | "healthcare"));
            intent.ignored.push(sentence.ignore(index..end));
        }
    }
}

/// Whether a town's name is who somebody tells of: `my son Jackson has scoliosis`, `Warren has neck pain`.
fn is_subject(view: &View<'_>, sentence: &Sentence<'_>, index: usize) -> bool {
    if !DOES.contains(&sentence.word(index + 1)) || sentence.is_parted(index) {
        return false;
    }
    let before = index.checked_sub(1);
    let told = before.is_some_and(|before| {
        let word = sentence.word(before);
        KIN.contains(&word) || FRIENDS.contains(&word)
    });
    // `Austin has the best chiropractors` is told of the town.
    let ails = || match sentence.word(index + 1) {
        "hurts" => true,
        "has" | "tiene" => view.condition_at(index + 2) || view.condition_at(index + 3),
        _ => false,
    };
    let begins = || before.is_none_or(|before| sentence.is_parted(before)) && ails();
    let named = || matches!(view.places.city_word(sentence.word(index)), CityWord::Name | CityWord::Rarely);
    (told || begins() && named()) && town_at(view, sentence, index) == Some(1)
}

/// Whether a town's name is an insurer's: `takes Oxford`, `with Anthem insurance`.
fn is_insurer(view: &View<'_>, sentence: &Sentence<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|&before| !sentence.is_parted(before)) else {
        return false;
    };
    let (takes, paid) = (TAKES.contains(&sentence.word(before)), PAID.contains(&sentence.word(before)));
    if !(takes || paid) {
        return false;
    }
    town_at(view, sentence, index)
        .is_some_and(|words| takes || INSURANCE.contains(&sentence.word(index + words)))
}

/// How many words a town's name has that begins at a word, without a state.
fn town_at(view: &View<'_>, sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let found = view.place_at(sentence, index)?;
    matches!(found.form, PlaceForm::City { .. }).then_some(found.count)
}
