//! What each clause of a text says of when, how and whether something is.
//!
//! In: a text with the groups found in it. Out: [`Clause`]s. Invariant: a cue that a longer one holds says nothing by
//! itself: `came back` in `never came back`.

use super::super::pattern::Hit;
use super::cues::Kind;
use super::people::Person;
use super::story::Story;

/// Words that ask of all cases rather than of one's own.
const GENERALLY: [&str; 12] = [
    "always",
    "ever",
    "generally",
    "general",
    "usually",
    "commonly",
    "typically",
    "eventually",
    "siempre",
    "alguna",
    "generalmente",
    "normalmente",
];

/// Words behind a number that make it no age: `at 3 am`, `at 14 weeks pregnant`, `at 8 out of 10`.
const COUNTED: [&str; 27] = [
    "am", "pm", "oclock", "weeks", "week", "wks", "wk", "months", "month", "mos", "days", "day", "hours",
    "hour", "hrs", "minutes", "mins", "seconds", "out", "mph", "percent", "degrees", "feet", "ft", "reps",
    "miles", "tonight",
];

/// Words that stand behind an hour in two or three: `at 6 in the morning`, `at 10 at night`, `at 4 o clock`, `at 5 p m`.
const HOURS: [&[&str]; 8] = [
    &["in", "the", "morning"],
    &["in", "the", "afternoon"],
    &["in", "the", "evening"],
    &["in", "the", "night"],
    &["at", "night"],
    &["o", "clock"],
    &["a", "m"],
    &["p", "m"],
];

/// What the cues of a clause say.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a clause tells")]
pub(super) struct Clause {
    pub(super) past: bool,
    /// Whether it begins with when it was.
    pub(super) dated: bool,
    pub(super) present: bool,
    /// Whether nothing but how long it lasted makes it present.
    pub(super) spans: bool,
    pub(super) did: bool,
    pub(super) had: bool,
    pub(super) does: bool,
    pub(super) over: bool,
    pub(super) again: bool,
    pub(super) relapsed: bool,
    pub(super) left: bool,
    pub(super) asks: bool,
    pub(super) pleads: bool,
    /// Whether it asks what helps, or what it comes from.
    pub(super) seeks: bool,
    pub(super) condition: bool,
    pub(super) supposed: bool,
    pub(super) someday: bool,
    pub(super) study: bool,
    pub(super) late: bool,
    pub(super) speaks: bool,
    /// Whether it says `you`.
    pub(super) anybodys: bool,
    pub(super) has_sign: bool,
    /// Whether it tells of nothing but what stays true.
    pub(super) lasting: bool,
    pub(super) person: Option<Person>,
}

impl Story<'_> {
    /// Whether a hit lies within one of a kind.
    fn within(&self, hit: &Hit, kind: Kind) -> bool {
        self.hits.iter().any(|other| {
            self.kind(other) == kind && other.first <= hit.first && hit.end <= other.end && other != hit
        })
    }

    /// Whether a hit lies within a sign of its clause: `went back to normal after PT` is none.
    fn is_within_sign(&self, hit: &Hit) -> bool {
        let clause = |place: usize| self.text.clause_of.get(place);
        self.hits.iter().any(|sign| {
            let holds = sign.first <= hit.first && hit.end <= sign.end && sign != hit;
            holds && self.kind(sign) == Kind::Sign && clause(sign.first) == clause(sign.end - 1)
        })
    }

    /// Whether a hit lies within a longer one of a kind of holders.
    pub(super) fn part_of(&self, hit: &Hit, kind: Kind) -> bool {
        self.holders.iter().any(|other| {
            let longer = other.end - other.first > hit.end - hit.first;
            self.kind(other) == kind && longer && other.first <= hit.first && hit.end <= other.end
        })
    }

    /// Whether a denial stands right before a hit (`not fully recovered`) or it begins with one that belongs to a sign
    /// (`nada` of `nada desde` in `no me sale nada desde ayer`).
    fn is_denied(&self, hit: &Hit) -> bool {
        let denies = self.text.words.get(hit.first).is_some_and(|word| word.denies);
        let holds = |sign: &Hit| sign.first < hit.first && hit.first < sign.end;
        if denies && self.hits.iter().any(|sign| self.kind(sign) == Kind::Sign && holds(sign)) {
            return true;
        }
        let (first, _) = self.text.clause(hit.first);
        let holds =
            |other: &&Hit| other.group == hit.group && other.first <= hit.first && hit.end <= other.end;
        let begins = self.hits.iter().filter(holds).map(|other| other.first).min().unwrap_or(hit.first);
        let mut before = self.text.words[first.min(begins)..begins].iter().rev();
        before.find(|word| word.denies || !word.light).is_some_and(|word| word.denies)
    }

    /// Whether the sentence of a hit ends with a question mark.
    fn is_in_question(&self, hit: &Hit) -> bool {
        let sentence = self.text.sentence_of.get(hit.first);
        sentence.and_then(|sentence| self.text.asked.get(*sentence)).copied().unwrap_or(false)
    }

    /// Whether a denial right before a hit takes it back: `never came back`.
    fn is_refused(&self, hit: &Hit) -> bool {
        let (first, _) = self.text.clause(hit.first);
        let mut before = self.text.words[first..hit.first].iter().rev();
        before.find(|word| word.denies || !word.light).is_some_and(|word| word.denies)
    }

    /// Whether the clause of a hit says that it asks in general: `is a fever always bad`.
    fn is_general(&self, hit: &Hit) -> bool {
        let (first, end) = self.text.clause(hit.first);
        self.text.words[first..end].iter().any(|word| GENERALLY.contains(&word.text.as_str()))
    }

    /// Whether a hit ends with a number of hours, weeks or the like rather than with somebody's age.
    fn is_counted(&self, hit: &Hit) -> bool {
        let word = |place: usize| self.text.words.get(place).map_or("", |word| word.text.as_str());
        let is_number = |place: usize| word(place).starts_with(|letter: char| letter.is_ascii_digit());
        let counts = COUNTED.contains(&word(hit.end)) && word(hit.end + 1) != "old";
        let is_hour =
            |words: &[&str]| words.iter().enumerate().all(|(place, own)| word(hit.end + place) == *own);
        is_number(hit.end - 1) && (counts || is_number(hit.end) || HOURS.iter().any(|words| is_hour(words)))
    }

    /// Whether what a hit says is gone is a faculty: `the feeling in my leg is gone for good`.
    fn is_faculty(&self, hit: &Hit) -> bool {
        let (first, _) = self.text.clause(hit.first);
        let named = |other: &&Hit| self.kind(other) == Kind::Faculty;
        self.hits.iter().filter(named).any(|other| first <= other.first && other.first < hit.end)
    }

    /// Notes what a hit says of its clause.
    pub(super) fn note(&mut self, hit: &Hit) {
        let kind = self.kind(hit);
        let void = match kind {
            Kind::Past => self.within(hit, Kind::Present) || self.is_counted(hit),
            Kind::Present | Kind::Span => {
                let holders = [Kind::Question, Kind::Over, Kind::Gone, Kind::Past, Kind::Someday];
                holders.into_iter().any(|kind| self.part_of(hit, kind))
            }
            Kind::Did | Kind::Had => self.part_of(hit, Kind::Past),
            Kind::Again | Kind::Relapse => {
                self.part_of(hit, Kind::Over) || self.part_of(hit, Kind::Gone) || self.is_refused(hit)
            }
            Kind::Over | Kind::Gone => {
                let within = |kind| self.within(hit, kind);
                self.is_denied(hit)
                    || self.part_of(hit, Kind::Again)
                    || self.part_of(hit, Kind::Relapse)
                    || self.is_within_sign(hit)
                    || within(Kind::Idle)
                    || kind == Kind::Gone && self.is_faculty(hit)
            }
            Kind::Question => self.within(hit, Kind::Plea),
            Kind::Query => !self.is_in_question(hit),
            Kind::Plea => self.part_of(hit, Kind::Question),
            Kind::Seeks => self.is_general(hit),
            Kind::Myself => self.within(hit, Kind::Question) || self.within(hit, Kind::Other),
            Kind::Does => self.within(hit, Kind::Question) || self.part_of(hit, Kind::Did),
            Kind::Condition => self.within(hit, Kind::Sign) || self.within(hit, Kind::Idle),
            _ => false,
        };
        let begins = self.text.clause(hit.first).0 == hit.first;
        let Some(clause) =
            self.text.clause_of.get(hit.first).and_then(|clause| self.clauses.get_mut(*clause))
        else {
            return;
        };
        if void {
            return;
        }
        match kind {
            Kind::Past => (clause.past, clause.dated) = (true, clause.dated || begins),
            Kind::Present => (clause.present, clause.spans) = (true, false),
            Kind::Span => (clause.present, clause.spans) = (true, !clause.present || clause.spans),
            Kind::Did => clause.did = true,
            Kind::Had => (clause.did, clause.had) = (true, true),
            Kind::Does => clause.does = true,
            Kind::Over | Kind::Gone => clause.over = true,
            Kind::Again => clause.again = true,
            Kind::Relapse => (clause.again, clause.relapsed) = (true, true),
            Kind::Left => clause.left = true,
            Kind::You => clause.anybodys = true,
            Kind::Question | Kind::Query => clause.asks = true,
            Kind::Plea => clause.pleads = true,
            Kind::Seeks => clause.seeks = true,
            Kind::Condition => clause.condition = true,
            Kind::Supposed => clause.supposed = true,
            Kind::Someday => clause.someday = true,
            Kind::Study => clause.study = true,
            Kind::Late => clause.late = true,
            Kind::Myself => clause.speaks = true,
            Kind::Sign => (clause.has_sign, clause.lasting) = (true, false),
            Kind::History => (clause.has_sign, clause.lasting) = (true, !clause.has_sign || clause.lasting),
            _ => {}
        }
    }
}
