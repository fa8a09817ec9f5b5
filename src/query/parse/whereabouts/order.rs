//! Which of several places counts: where somebody is looked for, or where one lives, not where something happened.
//!
//! In: the sentence. Out: the marker of the place that counts. Invariant: where nothing tells them apart it is the first.

use super::super::around;
use super::super::sentence::Sentence;
use super::super::view::View;
use super::somebody::KIN;
use super::{before_place, marked, nowhere};
use crate::places::PlaceForm;

/// How many words before a place are looked at.
const REACH: usize = 4;

/// The same within one clause.
const CLAUSE: usize = 7;

/// What says that somebody lives at the place behind it.
const LIVES: [&str; 16] = [
    "live", "lives", "living", "reside", "resides", "residing", "based", "stay", "staying", "home", "vivo",
    "vive", "vivimos", "viviendo", "resido", "estoy",
];

/// What says that it is so today.
const NOW: [&str; 5] = ["now", "currently", "presently", "ahora", "actualmente"];

/// What says that something was, or is done otherwise than by being treated.
const BEFORE: [&str; 13] = [
    "used", "old", "former", "previous", "last", "had", "saw", "seen", "was", "went", "dont", "antes",
    "tenia",
];

/// What says that somebody works at the place behind it.
const WORKS: [&str; 4] = ["work", "works", "working", "trabajo"];

/// Where somebody works.
const WORKPLACES: [&str; 6] = ["work", "office", "job", "workplace", "trabajo", "oficina"];

/// What says that something is wanted.
const WANTS: [&str; 12] = [
    "need", "needs", "want", "wants", "find", "finding", "looking", "seeking", "necesito", "necesita",
    "busco", "quiero",
];

/// What is told of somebody who was seen already, behind where that was.
const DID: [&str; 13] = [
    "said",
    "says",
    "told",
    "thinks",
    "did",
    "sent",
    "referred",
    "recommended",
    "suggested",
    "retired",
    "closed",
    "left",
    "dijo",
];

/// Whose somebody is who is known already.
const OWN: [&str; 7] = ["my", "his", "her", "our", "their", "mi", "nuestro"];

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

/// Whether a place that another one was preferred to may be meant as well: somebody lives there, or looks there too.
pub(super) fn may_be_meant(view: &View<'_>, sentence: &Sentence<'_>, marker: usize) -> bool {
    standing(view, sentence, marker).is_some_and(|standing| standing > Standing::Named)
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
    let said = |listed: &[&str]| {
        let words = (1..=CLAUSE).map_while(|back| marker.checked_sub(back));
        words.take_while(|&at| !sentence.is_parted(at)).any(|at| listed.contains(&sentence.word(at)))
    };
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
    // `near my office in Irvine`, `my mother in Tucson`.
    let own = usize::from(OWN.contains(&before(2)));
    let near = matches!(before(2 + own), "near" | "by" | "around" | "to");
    let there = near && WORKPLACES.contains(&before(1)) || KIN.contains(&before(1));
    let at_work = said(&WORKS) && is_near_work(sentence);
    if there || at_work {
        return Some(Standing::Sought);
    }
    if said(&BEFORE) || said(&WORKS) || DID.contains(&sentence.word(words.end)) {
        return Some(Standing::Named);
    }
    let close = matches!(leads, "near" | "around" | "close" | "cerca") || place.form == PlaceForm::Zip;
    let sought = close || treats(view, sentence, marker) || said(&WANTS);
    Some(if sought { Standing::Sought } else { Standing::Named })
}

/// Whether who treats is named before a marker, and not as somebody whom one knows already: `my chiropractor in Boston`.
fn treats(view: &View<'_>, sentence: &Sentence<'_>, marker: usize) -> bool {
    let named = (0..marker).rev().take_while(|&at| view.specialty_at(at)).last();
    named.is_some_and(|first| {
        let before = |back: usize| first.checked_sub(back).map_or("", |at| sentence.word(at));
        !(OWN.contains(&before(1)) || OWN.contains(&before(2)) && !KIN.contains(&before(1)))
    })
}

/// Whether somebody is looked for near where one works: `near work`, `close to my office`.
fn is_near_work(sentence: &Sentence<'_>) -> bool {
    (1..sentence.len()).any(|index| {
        let own = usize::from(OWN.contains(&sentence.word(index)));
        let near = match sentence.word(index - 1) {
            "near" | "by" | "around" => true,
            "to" => index > 1 && matches!(sentence.word(index - 2), "close" | "closer" | "next"),
            "de" | "del" => index > 1 && sentence.word(index - 2) == "cerca",
            _ => false,
        };
        near && WORKPLACES.contains(&sentence.word(index + own))
    })
}
