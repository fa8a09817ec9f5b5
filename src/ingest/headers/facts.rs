//! Columns of yes and no: a fact about a practice, the contrary of one, or something that only speaks of it.
//!
//! In: the words of a name. Out: a [`Said`], where they speak of a fact. Invariant: a name fills a fact only where each
//! of its words is known to change nothing, and its contrary only where one plain denial stands among them; `Accepts
//! new Medicare patients` and `Telehealth consent` fill nothing.

use super::{BY_WORDS, Field, PERSON, PLACE, Said, Words};

/// A fact and the words of names that speak of it.
struct Topic {
    yes: Field,
    no: Field,
    /// Words of which one must stand there.
    about: &'static [&'static str],
    /// Words that say no more than the fact itself.
    plain: &'static [&'static str],
    /// Words that say the contrary by themselves.
    contrary: &'static [&'static str],
    /// Why a name that says more is left.
    more: &'static str,
}

const TOPICS: [Topic; 3] = [
    Topic {
        yes: Field::AcceptingNew,
        no: Field::NotAcceptingNew,
        about: &["patient", "patients", "client", "clients", "new"],
        plain: &[
            "accept",
            "accepts",
            "accepting",
            "accepted",
            "taking",
            "takes",
            "seeing",
            "welcome",
            "open",
            "to",
        ],
        contrary: &["closed", "stopped"],
        more: "not the same as whether new patients are accepted",
    },
    Topic {
        yes: Field::Telehealth,
        no: Field::NotTelehealth,
        about: &["telehealth", "telemedicine", "telehlth"],
        plain: &[
            "visit",
            "visits",
            "appointment",
            "appointments",
            "consult",
            "consults",
            "consultation",
            "virtual",
            "video",
            "consultations",
            "session",
            "sessions",
            "services",
            "care",
            "available",
            "availability",
            "offered",
            "offers",
            "offer",
            "offering",
            "provides",
            "provided",
            "accepted",
            "enabled",
            "capable",
        ],
        contrary: &["unavailable"],
        more: "not the same as whether there is telehealth",
    },
    Topic {
        yes: Field::Wheelchair,
        no: Field::NotWheelchair,
        about: &["wheelchair", "wheelchairs", "handicap", "handicapped", "ada"],
        plain: &[
            "accessible",
            "accessibility",
            "access",
            "friendly",
            "compliant",
            "compliance",
            "entrance",
            "building",
        ],
        contrary: &["inaccessible", "unaccessible"],
        more: "not the same as whether a wheelchair gets in",
    },
];

/// Words that change nothing in any of them.
const ALWAYS: [&str; 22] = [
    "of",
    "the",
    "in",
    "for",
    "is",
    "are",
    "at",
    "on",
    "this",
    "currently",
    "current",
    "now",
    "time",
    "flag",
    "indicator",
    "ind",
    "status",
    "yes",
    "y",
    "n",
    "their",
    "by",
];

/// Words that deny what stands beside them. A clipped `no` is written out as a number's.
const DENYING: [&str; 10] =
    ["not", "non", "without", "never", "isn", "doesn", "aren", "don", "neither", "longer"];

/// What a name says of a fact; `None` where it speaks of none.
pub(super) fn read(words: Words<'_>) -> Option<Said> {
    let topic = TOPICS.iter().find(|topic| topic.speaks(words))?;
    let mut denials = 0;
    for (place, word) in words.0.iter().enumerate() {
        let before = place.checked_sub(1).map(|before| words.0[before]);
        let denies = denies(word, before, place) || topic.contrary.contains(word);
        if !denies && !topic.is_plain(word, before) {
            return Some(Said::Useless(topic.more));
        }
        denials += usize::from(denies);
    }
    Some(match denials {
        0 => Said::Field(topic.yes, BY_WORDS),
        1 => Said::Field(topic.no, BY_WORDS),
        _ => Said::Useless(topic.more),
    })
}

impl Topic {
    fn speaks(&self, words: Words<'_>) -> bool {
        let about = words.any(self.about);
        if self.yes != Field::AcceptingNew {
            return about;
        }
        let denied = words.0.first() == Some(&"number") && words.any(&["new"]);
        // Without a word for taking, it is about something else: a new patient's phone.
        let takes =
            |word: &&str| *word != "to" && (self.plain.contains(word) || self.contrary.contains(word));
        about && (words.0.iter().any(takes) || denied) && !words.any(&["phone"])
    }

    fn is_plain(&self, word: &str, before: Option<&str>) -> bool {
        // The rest of `isn't`.
        let rest = word == "t" && before.is_some_and(|before| DENYING.contains(&before));
        rest || matches!(word, "longer" | "does" | "do")
            || [self.about, self.plain, &ALWAYS, &PERSON, &PLACE].iter().any(|known| known.contains(&word))
    }
}

/// Whether a word denies; `no longer` does so once.
fn denies(word: &str, before: Option<&str>, place: usize) -> bool {
    if word == "longer" {
        return before != Some("number");
    }
    DENYING.contains(&word) || word == "number" && place == 0
}
