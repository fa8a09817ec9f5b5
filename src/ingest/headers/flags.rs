//! Columns of yes and no that say whether somebody is to be listed: `Active`, `Deceased`, `Do not publish`.
//!
//! In: the words of a name. Out: a [`Said`], where they ask that and nothing else. Invariant: of whose telephone, of
//! which licence or of what offer the answer is, no such name says.

use super::{BY_WORDS, Field, PERSON, Said, Words};

/// Words that yes makes somebody listed by.
const LISTED: [&str; 11] = [
    "active",
    "enabled",
    "published",
    "publish",
    "visible",
    "display",
    "displayed",
    "show",
    "shown",
    "listed",
    "list",
];

/// Words that yes makes somebody unlisted by.
const UNLISTED: [&str; 17] = [
    "inactive",
    "deceased",
    "dead",
    "died",
    "retired",
    "deleted",
    "removed",
    "terminated",
    "archived",
    "hidden",
    "hide",
    "unlisted",
    "unpublished",
    "deactivated",
    "disabled",
    "suspended",
    "suppressed",
];

/// Words that deny the one behind them. A clipped `no` is written out as a number's.
const DENYING: [&str; 4] = ["not", "never", "don", "number"];

/// Words of days that end somebody's being listed, once they are over: `Termination Date`, `Date of Death`.
const ENDS: [&str; 9] = [
    "termination",
    "terminated",
    "death",
    "deceased",
    "retirement",
    "retired",
    "deleted",
    "removed",
    "inactive",
];

/// Words that make a name one of a day.
const DAY: [&str; 4] = ["date", "on", "at", "of"];

/// Words that change nothing.
const BESIDE: [&str; 21] = [
    "is",
    "do",
    "t",
    "flag",
    "indicator",
    "ind",
    "yes",
    "y",
    "n",
    "yn",
    "on",
    "in",
    "website",
    "web",
    "directory",
    "online",
    "public",
    "currently",
    "current",
    "record",
    "profile",
];

/// What a name says of being listed; `None` where it asks something else.
pub(super) fn read(words: Words<'_>) -> Option<Said> {
    if ends(words) {
        return Some(Said::Field(Field::Inactive, BY_WORDS));
    }
    let plain = |word: &&&str| BESIDE.contains(*word) || PERSON.contains(*word);
    let left: Vec<&str> = words.0.iter().filter(|word| !plain(word)).copied().collect();
    let (asked, denied) = match left.as_slice() {
        [asked] => (*asked, false),
        [denial, asked] if DENYING.contains(denial) => (*asked, true),
        _ => return None,
    };
    let listed = match (LISTED.contains(&asked), UNLISTED.contains(&asked)) {
        // A bare `List` names one.
        (true, _) if asked != "list" || denied => !denied,
        (_, true) if !denied => false,
        _ => return None,
    };
    let field = if listed { Field::Active } else { Field::Inactive };
    Some(Said::Field(field, BY_WORDS))
}

/// Whether a name is of the day on which somebody goes.
fn ends(words: Words<'_>) -> bool {
    let mut asked = words.0.iter().filter(|word| !DAY.contains(word) && !PERSON.contains(word));
    let one = asked.next().is_some_and(|word| ENDS.contains(word)) && asked.next().is_none();
    one && words.any(&DAY)
}
