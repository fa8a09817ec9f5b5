//! Which of several places counts: where somebody is looked for, or where one lives, not where something happened.
//!
//! In: the sentence. Out: the marker of the place that counts. Invariant: where nothing tells them apart it is the first.

use super::super::around;
use super::super::sentence::Sentence;
use super::super::view::View;
use super::{before_place, marked, nowhere};
use crate::places::PlaceForm;

/// How many words before a place are looked at.
const REACH: usize = 4;

/// What says that somebody lives at the place behind it.
const LIVES: [&str; 15] = [
    "live", "lives", "living", "reside", "resides", "residing", "based", "stay", "staying", "vivo", "vive",
    "vivimos", "viviendo", "resido", "estoy",
];

/// What says that it is so today.
const NOW: [&str; 5] = ["now", "currently", "presently", "ahora", "actualmente"];

/// What says that something was, or is done otherwise than by being treated.
const BEFORE: [&str; 17] = [
    "used", "old", "former", "previous", "last", "had", "saw", "seen", "was", "went", "dont", "antes",
    "tenia", "work", "works", "working", "trabajo",
];

/// How surely somebody is to be found at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    /// It is named.
    Named,
    /// Somebody lives or is there.
    Home,
    /// Who treats is looked for there.
    Sought,
    /// Somebody is there now, and was elsewhere before.
    Now,
}

/// The marker of the place that counts.
pub(super) fn preferred(view: &View<'_>, sentence: &Sentence<'_>) -> Option<usize> {
    let mut best: Option<(Standing, usize)> = None;
    let mut marker = 0;
    while marker < sentence.len() {
        // A marker within a town's name leads nowhere.
        let across = nowhere::across_marker(view, sentence, marker);
        let named = across.as_ref().map(|_| Standing::Named);
        let standing = named.or_else(|| standing(view, sentence, marker));
        if let Some(standing) = standing.filter(|own| best.is_none_or(|(known, _)| *own > known)) {
            best = Some((standing, marker));
        }
        marker = across.map_or(marker + 1, |found| found.words.end);
    }
    best.map(|(_, marker)| marker)
}

/// How surely a place is meant that the marker at a word leads to; `None` where there is none.
fn standing(view: &View<'_>, sentence: &Sentence<'_>, marker: usize) -> Option<Standing> {
    let end = marked(view, sentence, marker)?;
    if nowhere::is_no_place(view, sentence, marker, end) {
        return None;
    }
    let leads = sentence.word(marker);
    let from = [end, before_place(sentence, end)];
    let (words, place) = from.into_iter().find_map(|from| view.place_from(sentence, from, leads))?;
    if around::is_left(sentence, marker, &words) || around::is_denied(sentence, marker, &words) {
        return None;
    }
    let before = |back: usize| marker.checked_sub(back).map_or("", |at| sentence.word(at));
    let lately = |listed: &[&str]| (1..=REACH).any(|back| listed.contains(&before(back)));
    let adverb = usize::from(NOW.contains(&before(1)));
    let verb = before(1 + adverb);
    let am = matches!(verb, "im") || verb == "am" && before(2 + adverb) == "i";
    let are = verb == "are" && before(2 + adverb) == "we" || verb == "estamos";
    let visits = matches!(leads, "visiting" | "visitando");
    let lives = LIVES.contains(&verb) || am || are;
    let moved = leads == "to" && matches!(before(1), "moved" | "relocated");
    // `in Boise now`, not `in Boston, now I live …`.
    let behind = NOW.contains(&sentence.word(words.end))
        && !sentence.is_parted(words.end - 1)
        && (words.end + 1 == sentence.len() || sentence.is_parted(words.end));
    let now = lives && lately(&NOW) || adverb == 1 || behind;
    let otherwise = matches!(before(1), "but" | "pero" | "instead");
    if (now || moved || otherwise) && !lately(&["used"]) {
        return Some(Standing::Now);
    }
    if lives {
        return Some(if lately(&["used", "dont"]) {
            Standing::Named
        } else if visits {
            Standing::Sought
        } else {
            Standing::Home
        });
    }
    if lately(&BEFORE) {
        return Some(Standing::Named);
    }
    let treats = marker.checked_sub(1).is_some_and(|before| view.specialty_at(before));
    let close = matches!(leads, "near" | "around" | "close" | "cerca") || place.form == PlaceForm::Zip;
    Some(if treats || close { Standing::Sought } else { Standing::Named })
}
