//! What a sentence takes back: denials, fears and turns of speech.
//!
//! In: a text with the groups found in it. Out: which of them are not meant. Invariant: a denial ends with its clause,
//! at a turn, and where somebody begins to say something new; one that is part of a sign (`no feeling`) denies nothing.

use super::super::pattern::Hit;
use super::cues::Kind;
use super::text::Text;

/// How many words of weight may stand between a denial and what it denies.
const REACH: usize = 6;

/// How many may stand between two things that one denial denies.
const LIST_GAP: usize = 2;

/// How far behind a comma an `or` may stand that makes what is around the comma one list.
const LIST_REACH: usize = 5;

/// Words that make what stands before and after one list.
const ALTERNATIVES: [&str; 6] = ["or", "nor", "o", "ni", "u", "neither"];

/// Words that add to a list.
const ADDITIONS: [&str; 5] = ["and", "y", "e", "n", "plus"];

/// Words that stand for a list behind them: `none of these (fever, chills)`.
const LISTED: [&str; 16] = [
    "following",
    "these",
    "those",
    "this",
    "that",
    "stuff",
    "signs",
    "flags",
    "symptoms",
    "things",
    "issues",
    "siguientes",
    "siguiente",
    "sintomas",
    "senales",
    "cosas",
];

/// Words that answer a question by themselves: `fever? no.`
const ANSWERS: [&str; 9] = ["no", "nope", "nah", "none", "negative", "never", "ninguno", "ninguna", "nunca"];

/// Words that begin the next question behind an answer: `weakness? no any numbness? no`.
const MORE: [&str; 3] = ["any", "alguna", "algun"];

/// Words that begin what somebody says behind an answer.
const SUBJECTS: [&str; 14] =
    ["he", "her", "his", "i", "id", "im", "it", "its", "ive", "my", "she", "their", "they", "we"];

/// How many words a question has at most that such a word answers.
const QUESTIONED: usize = 8;

/// How many words an answer has at most.
const REPLY: usize = 4;

/// Words behind which a denial says nothing of what follows.
const REASONS: [&str; 21] = [
    "because",
    "cause",
    "since",
    "due",
    "when",
    "while",
    "after",
    "bc",
    "cuz",
    "now",
    "then",
    "porque",
    "desde",
    "cuando",
    "ahora",
    "just",
    "only",
    "solo",
    "solamente",
    "nomas",
    "mientras",
];

/// Words before `my` and `I` that show that nothing new begins there: `pain in my back`, `do not think I have`.
const LEADING: [&str; 44] = [
    "in", "on", "of", "with", "to", "from", "near", "around", "down", "at", "for", "into", "through", "over",
    "about", "up", "under", "lost", "lose", "losing", "control", "hurt", "en", "de", "con", "a", "por",
    "que", "think", "believe", "say", "that", "know", "like", "than", "feel", "do", "did", "is", "are",
    "was", "were", "has", "creo",
];

/// Which hits a text does not mean; `live` says of each group whether it could raise anything in this text.
pub(super) fn taken_back(text: &Text, kinds: &[Kind], live: &[bool], hits: &[Hit]) -> Vec<bool> {
    let mut scope = Scope { text, kinds, live, hits, off: vec![false; hits.len()] };
    scope.mask();
    scope.drop_wants();
    scope.deny_answered();
    for denial in scope.of_kind(|kind| kind == Kind::Denial) {
        scope.deny(denial, false);
    }
    for fear in scope.of_kind(|kind| kind == Kind::Wary) {
        scope.deny(fear, true);
    }
    for absence in scope.of_kind(|kind| kind == Kind::Absent) {
        scope.deny_before(absence);
    }
    scope.off
}

struct Scope<'t> {
    text: &'t Text,
    kinds: &'t [Kind],
    live: &'t [bool],
    hits: &'t [Hit],
    off: Vec<bool>,
}

impl Scope<'_> {
    fn kind(&self, hit: &Hit) -> Kind {
        self.kinds.get(hit.group).copied().unwrap_or(Kind::Word)
    }

    fn of_kind(&self, is_wanted: impl Fn(Kind) -> bool) -> Vec<Hit> {
        self.hits.iter().filter(|hit| is_wanted(self.kind(hit))).copied().collect()
    }

    fn word(&self, place: usize) -> &str {
        self.text.words.get(place).map_or("", |word| word.text.as_str())
    }

    /// Whether a hit of one of the kinds begins at a place; and where the longest of them ends.
    fn begins(&self, place: usize, wanted: impl Fn(Kind) -> bool) -> Option<usize> {
        let own = self.hits.iter().filter(|hit| hit.first == place && wanted(self.kind(hit)));
        own.map(|hit| hit.end).max()
    }

    /// Turns of speech and names take out whatever lies in them, other masks only what means something: a time in
    /// `surgery in 2010` still says when.
    fn mask(&mut self) {
        for mask in self.of_kind(Kind::is_mask) {
            let whole = self.kind(&mask) == Kind::Idiom;
            for (place, hit) in self.hits.iter().enumerate() {
                if !whole && !self.kind(hit).is_meaning() {
                    continue;
                }
                let (well, dated) = (self.kind(&mask) == Kind::Well, self.kind(&mask) == Kind::Dated);
                if dated && self.kind(hit) == Kind::History {
                    continue;
                }
                let apart = hit.end <= mask.first || mask.end <= hit.first || well && hit.first < mask.first;
                let wider = hit.first <= mask.first
                    && mask.end <= hit.end
                    && hit.end - hit.first > mask.end - mask.first
                    // `fell asleep and now my neck` is no fall on it.
                    && (!whole || self.text.clause_of.get(hit.end - 1) == self.text.clause_of.get(mask.first));
                self.off[place] |= !apart && !wider && !self.kind(hit).is_mask();
            }
        }
    }

    /// A sign that begins with a denial is none where a want ends its clause: `no vision` in `no vision trouble`. Where
    /// words go on behind the want they are a list without commas: `no bladder control trouble walking`.
    fn drop_wants(&mut self) {
        let words = &self.text.words;
        let ends = |place: usize| {
            words.get(place).is_none_or(|word| {
                let text = word.text.as_str();
                word.comma || word.begins_clause || ALTERNATIVES.contains(&text) || ADDITIONS.contains(&text)
            })
        };
        let wants = |place: usize| {
            let goes_on = words.get(place).is_some_and(|word| !word.comma && !word.begins_sentence);
            goes_on && self.begins(place, |kind| kind == Kind::Lack) == Some(place + 1) && ends(place + 1)
        };
        let denies = |place: usize| words.get(place).is_some_and(|word| word.denies);
        // `no difficulty swallowing` is what `difficulty swallowing` is, denied.
        let is_denied_whole = |hit: &Hit| {
            let inner = |other: &Hit| other.group == hit.group && other.end == hit.end;
            let behind = (hit.first + 1..hit.end).find(|place| !words[*place].light);
            behind.is_some_and(|first| self.hits.iter().any(|other| other.first == first && inner(other)))
        };
        let dropped = |hit: &Hit| {
            self.kind(hit).is_meaning() && denies(hit.first) && (wants(hit.end) || is_denied_whole(hit))
        };
        let dropped: Vec<bool> = self.hits.iter().map(dropped).collect();
        self.off.iter_mut().zip(dropped).for_each(|(off, dropped)| *off |= dropped);
    }

    /// Whether a sentence that denies, and says nothing else, begins at a place: `don't have it`, `none of that`.
    fn denies_short(&self, place: usize) -> bool {
        let words = &self.text.words;
        let end = (place + 1..words.len()).find(|next| words[*next].begins_sentence).unwrap_or(words.len());
        let says = |hit: &Hit| {
            let within = place <= hit.first && hit.end <= end;
            within && (self.kind(hit) == Kind::Idle || self.kind(hit).is_meaning() && self.live[hit.group])
        };
        words[place].denies && (place + 2..=place + REPLY).contains(&end) && !self.hits.iter().any(says)
    }

    /// Denies what a short question names that a single word answers.
    fn deny_answered(&mut self) {
        let words = &self.text.words;
        let sentence = |place: usize| self.text.sentence_of.get(place).copied();
        for (place, word) in words.iter().enumerate() {
            let alone = words
                .get(place + 1)
                .is_none_or(|next| next.comma || next.begins_sentence || MORE.contains(&next.text.as_str()));
            let answers = alone && ANSWERS.contains(&word.text.as_str()) || self.denies_short(place);
            if !answers || !word.begins_sentence {
                continue;
            }
            let Some(number) = sentence(place).and_then(|number| number.checked_sub(1)) else { continue };
            let within = |at: usize| sentence(at) == Some(number);
            let asked = self.text.asked.get(number).copied().unwrap_or(false);
            let tells = |hit: &Hit| matches!(self.kind(hit), Kind::Does | Kind::Myself) && within(hit.first);
            let count = (0..place).filter(|at| within(*at)).count();
            if !asked || count > QUESTIONED || self.hits.iter().any(tells) {
                continue;
            }
            for (hit, off) in self.hits.iter().zip(&mut self.off) {
                let kind = self.kinds.get(hit.group).copied().unwrap_or(Kind::Word);
                *off |= within(hit.first) && kind.is_meaning();
            }
        }
    }

    /// Whether a denial is part of a sign or denies something that is none.
    fn is_idle(&self, denial: Hit) -> bool {
        self.hits.iter().zip(&self.off).any(|(hit, off)| {
            let holds = hit.first <= denial.first && denial.end <= hit.end && *hit != denial;
            let kind = self.kind(hit);
            let counts =
                matches!(kind, Kind::Idle | Kind::Seeks) || self.live.get(hit.group).copied().unwrap_or(true);
            holds
                && !off
                && counts
                && (matches!(kind, Kind::Sign | Kind::History | Kind::Idle | Kind::Seeks)
                    || kind == Kind::Denial && *hit != denial)
        })
    }

    /// Whether a denial is an answer behind which somebody goes on: `no, i can't feel my legs`.
    fn is_answer(&self, denial: Hit) -> bool {
        denial.end == denial.first + 1
            && matches!(self.word(denial.first), "no" | "nope" | "nah")
            && SUBJECTS.contains(&self.word(denial.end))
    }

    fn deny(&mut self, denial: Hit, strict: bool) {
        if self.is_idle(denial) || self.is_answer(denial) {
            return;
        }
        // `no history of cancer` denies what begins within it.
        for within in denial.first + 1..denial.end {
            self.deny_at(within, false);
        }
        let mut bracket = false;
        let mut clinical =
            matches!(self.word(denial.first), "denies" | "denied" | "denying" | "negative" | "niega");
        let (mut place, mut weight, mut covered) = (denial.end, 0, false);
        let mut joined = true;
        while let Some(word) = self.text.words.get(place) {
            if word.begins_sentence || REASONS.contains(&word.text.as_str()) {
                return;
            }
            let text = word.text.as_str();
            if self.begins_list(place) {
                (clinical, bracket) = (true, true);
            } else if bracket && self.text.closes.get(place) == Some(&true) {
                return;
            }
            if word.comma && place > denial.end && !self.list_goes_on(place, clinical) {
                return;
            }
            joined |= word.comma || ALTERNATIVES.contains(&text);
            if ADDITIONS.contains(&text) {
                if !covered || !self.is_noun_next(place + 1) {
                    return;
                }
                joined = true;
            } else if self.begins(place, |kind| matches!(kind, Kind::Myself | Kind::Other)).is_some()
                && self.says_something_new(place, denial.end, covered, strict)
            {
                return;
            } else if let Some(end) = self.deny_at(place, covered && !joined) {
                (place, weight, covered, joined) = (end.max(place + 1), 0, true, false);
                continue;
            } else {
                weight += usize::from(!word.light && !ALTERNATIVES.contains(&text));
                if weight > if covered { LIST_GAP } else { REACH } {
                    return;
                }
            }
            place += 1;
        }
    }

    /// Denies what begins at a place, only nouns where nothing joins it to the list, and what lies within that; where
    /// the shortest of it ends.
    fn deny_at(&mut self, place: usize, nouns_only: bool) -> Option<usize> {
        if nouns_only && self.begins(place, |kind| kind == Kind::Noun).is_none() {
            return None;
        }
        // A word that means something only beside others that are not there is a word like any: `don't feel weak`.
        let counts =
            |hit: &Hit| self.kind(hit) == Kind::Noun || self.live.get(hit.group).copied().unwrap_or(true);
        let meant = |hit: &&Hit| hit.first == place && self.kind(hit).is_meaning() && counts(hit);
        let ends = self.hits.iter().filter(meant).map(|hit| hit.end);
        let (shortest, longest) = (ends.clone().min()?, ends.max()?);
        // What begins with a denied word and goes on behind an `and` is none: `neither leg is weak and my foot lifts`.
        let parts = self.text.words.get(longest).is_some_and(|word| word.begins_clause);
        for (hit, off) in self.hits.iter().zip(&mut self.off) {
            let kind = self.kinds.get(hit.group).copied().unwrap_or(Kind::Word);
            let within = hit.first == place || hit.end <= longest || parts && hit.first < longest;
            *off |= hit.first >= place && within && kind.is_meaning();
        }
        Some(shortest)
    }

    /// Whether a list of what a word before it stands for begins at a place.
    fn begins_list(&self, place: usize) -> bool {
        let stands_for = place.checked_sub(1).is_some_and(|before| LISTED.contains(&self.word(before)));
        stands_for && self.text.lists.get(place) == Some(&true)
    }

    /// Whether a list of what is denied goes on behind a comma: to an `or`, or with nothing but nouns.
    fn list_goes_on(&self, place: usize, clinical: bool) -> bool {
        let rest = self.text.words.iter().skip(place);
        let mut near = rest.clone().take(LIST_REACH).take_while(|word| !word.begins_sentence);
        let turned = |text: &str| REASONS.contains(&text);
        if near
            .by_ref()
            .take_while(|word| !turned(&word.text))
            .any(|word| ALTERNATIVES.contains(&word.text.as_str()))
        {
            return true;
        }
        let end = (place + 1..self.text.words.len())
            .find(|next| {
                let word = &self.text.words[*next];
                word.comma || word.begins_sentence || ADDITIONS.contains(&word.text.as_str())
            })
            .unwrap_or(self.text.words.len());
        clinical || self.is_nouns(place, end)
    }

    /// Whether words are nouns of lists, one after the other.
    fn is_nouns(&self, mut place: usize, end: usize) -> bool {
        while place < end {
            match self.begins(place, |kind| kind == Kind::Noun) {
                Some(next) => place = next,
                None => return false,
            }
        }
        true
    }

    fn is_noun_next(&self, place: usize) -> bool {
        let heavy = (place..self.text.words.len()).find(|next| !self.text.words[*next].light);
        heavy.is_some_and(|next| self.begins(next, |kind| kind == Kind::Noun).is_some())
    }

    /// Whether somebody begins to say something new at a word such as `I` or `my`.
    fn says_something_new(&self, place: usize, from: usize, covered: bool, strict: bool) -> bool {
        if strict {
            return true;
        }
        let Some(before) = place.checked_sub(1).filter(|before| *before >= from) else { return false };
        let behind_meaning = self.hits.iter().any(|hit| {
            hit.end == place
                && hit.first >= from
                && self.kind(hit).is_meaning()
                && self.kind(hit) != Kind::Body
        });
        let heavy = (from..place).any(|between| !self.text.words[between].light);
        !LEADING.contains(&self.word(before)) && (behind_meaning || covered || heavy)
    }

    /// Denies what stands before in the clause of a word such as `ruled out`.
    fn deny_before(&mut self, absence: Hit) {
        if self.is_idle(absence) {
            return;
        }
        let (first, _) = self.text.clause(absence.first);
        for (number, hit) in self.hits.iter().enumerate() {
            let within = first <= hit.first && hit.end <= absence.first;
            self.off[number] |= within && self.kinds.get(hit.group).is_some_and(|kind| kind.is_meaning());
        }
    }
}
