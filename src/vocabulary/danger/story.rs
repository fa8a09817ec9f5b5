//! When something is, and whether it is said or only asked.
//!
//! In: a text with the groups found in it. Out: which of them tell of nobody in danger now, and whose each is.
//! Invariant: what is recent is present (`yesterday I passed out`), and whoever speaks of themselves in a question says
//! it (`why are my legs numb?`), unless it is a condition (`should I worry if`).

use super::super::pattern::Hit;
use super::cues::Kind;
use super::notes::Clause;
use super::people::Person;
use super::text::Text;

/// Words that begin a question.
const ASKING: [&str; 5] = ["what", "which", "does", "do", "whats"];

/// Words that begin one where a question mark stands.
const ASKING_MARKED: [&str; 7] = ["are", "how", "why", "should", "can", "have", "when"];

/// Words that begin when it was or is.
const WHEN: [&str; 8] = ["when", "since", "after", "while", "where", "cuando", "desde", "despues"];

/// Words between things that are compared.
const COMPARING: [&str; 4] = ["between", "vs", "versus", "entre"];

/// A text's clauses with their cues.
pub(super) struct Story<'t> {
    pub(super) text: &'t Text,
    pub(super) kinds: &'t [Kind],
    pub(super) hits: &'t [Hit],
    /// Those that may hold another cue.
    pub(super) holders: Vec<Hit>,
    pub(super) clauses: Vec<Clause>,
    /// For each word the person whom it names.
    pub(super) persons: Vec<Option<Person>>,
}

impl<'t> Story<'t> {
    /// Reads the cues; `off` says which hits count for nothing.
    pub(super) fn new(text: &'t Text, kinds: &'t [Kind], hits: &'t [Hit], off: &[bool]) -> Self {
        let clauses = vec![Clause::default(); text.clauses.len()];
        let mut story =
            Self { text, kinds, hits, holders: Vec::new(), clauses, persons: vec![None; text.words.len()] };
        let holds = |hit: &&Hit| {
            let kind = story.kind(hit);
            matches!(
                kind,
                Kind::Question
                    | Kind::Over
                    | Kind::Gone
                    | Kind::Past
                    | Kind::Did
                    | Kind::Again
                    | Kind::Relapse
                    | Kind::Someday
            )
        };
        story.holders = hits.iter().filter(holds).copied().collect();
        for (hit, off) in hits.iter().zip(off) {
            if !off || story.kind(hit).is_meaning() {
                story.note(hit);
            }
        }
        story.name_persons();
        story
    }

    pub(super) fn kind(&self, hit: &Hit) -> Kind {
        self.kinds.get(hit.group).copied().unwrap_or(Kind::Word)
    }

    /// Whether a hit tells of nobody in danger now; `felt` where it is not a disease or an event by its name.
    pub(super) fn is_told(&self, hit: &Hit, felt: bool) -> bool {
        let Some(number) = self.text.clause_of.get(hit.first).copied() else { return false };
        let Some(clause) = self.clauses.get(number).copied() else { return false };
        let person = self.person(hit);
        let lasting = self.kind(hit) == Kind::History;
        match person {
            Person::Nobody => return true,
            _ if self.kind(hit) == Kind::Body => return false,
            Person::Other if self.is_of_others_past(clause, number) || self.is_aside(number) => return true,
            _ => {}
        }
        // `a stroke at age 9`, `when I was a kid`
        let dated = lasting && self.part_of(hit, Kind::Past);
        dated
            || !(felt && self.is_sought(number)) && self.is_asked(number)
            || self.is_studied(clause)
            || !lasting && (self.is_past(number) || self.is_over(number) || self.is_resolved(number))
    }

    pub(super) fn same_sentence(&self, one: usize, other: usize) -> bool {
        let sentence = |clause: usize| {
            let (first, _) = self.text.clauses.get(clause).copied().unwrap_or_default();
            self.text.sentence_of.get(first).copied()
        };
        sentence(one) == sentence(other)
    }

    /// Clauses of the same sentence.
    fn around(&self, number: usize) -> impl Iterator<Item = (usize, &Clause)> {
        self.clauses.iter().enumerate().filter(move |(other, _)| self.same_sentence(number, *other))
    }

    fn is_past(&self, number: usize) -> bool {
        let Some(own) = self.clauses.get(number).copied() else { return false };
        let lasts = own.present && !(own.spans && own.past);
        if lasts || self.clauses.iter().skip(number).any(|later| later.relapsed) {
            return false;
        }
        // `had cancer in 2015` says when the cancer was, not when the back began to hurt.
        let told = |clause: &Clause| clause.past && !clause.present && !clause.lasting;
        let mut told_around = self.around(number).filter(|(other, clause)| *other != number && told(clause));
        // `numb legs, ten years ago` is told, `numb legs, fusion in 2010` is not.
        let says_when = |clause: &Clause| !clause.did && !clause.has_sign;
        own.past
            || self.is_listed_past(number)
            || told_around
                .any(|(other, clause)| !own.does && (own.did || number < other && says_when(clause)))
    }

    /// Whether a clause goes on with what another before it dates: `as a kid i had polio and weak legs`.
    fn is_listed_past(&self, number: usize) -> bool {
        let Some(before) = number.checked_sub(1).filter(|before| self.same_sentence(number, *before)) else {
            return false;
        };
        let (own, dated) = (self.clauses[number], self.clauses[before]);
        let (first, _) = self.text.clauses[number];
        let joined = self.text.words.get(first).is_some_and(|word| !word.comma && !word.begins_sentence);
        let verbless = !own.does && !own.did && !own.speaks && !own.present;
        joined && verbless && dated.dated && dated.did && !dated.present
    }

    fn is_over(&self, number: usize) -> bool {
        let Some(own) = self.clauses.get(number).copied() else { return false };
        let lasts = own.present && !(own.spans && own.did && !own.does);
        if lasts || self.clauses.iter().skip(number).any(|later| later.again) {
            return false;
        }
        if own.over {
            return true;
        }
        let mut later = self.clauses.iter().enumerate().skip(number + 1).filter(|(_, later)| later.over);
        later.any(|(other, _)| {
            let near = self.same_sentence(number, other);
            near && !own.does || own.did && other <= number + 2
        })
    }

    /// Whether something solved it and only a complaint is left: `lost feeling in my toes, surgery fixed it, now just
    /// a tight neck`.
    fn is_resolved(&self, number: usize) -> bool {
        let own = self.clauses.get(number).copied().unwrap_or_default();
        let Some(left) = self.clauses.iter().skip(number + 1).position(|later| later.left) else {
            return false;
        };
        let mut between = self.clauses.iter().skip(number).take(left + 1);
        // `all gone after surgery`
        let listed = |clause: &Clause| clause.over && !own.did && !own.does;
        let before = number.checked_sub(1).filter(|before| self.same_sentence(number, *before));
        let lasts = own.does && !own.did || self.clauses.iter().skip(number).any(|later| later.again);
        !lasts
            && (between.any(|clause| clause.over)
                || before.is_some_and(|before| listed(&self.clauses[before])))
    }

    /// What somebody else had long ago, or died of.
    fn is_of_others_past(&self, clause: Clause, number: usize) -> bool {
        let others = || self.clauses.iter().filter(|other| other.person == Some(Person::Other));
        let alive_now = others().any(|other| other.present || other.does);
        others().any(|other| other.late)
            || clause.past && !clause.present
            || self.is_over(number)
            || clause.had && !clause.present && !clause.does && !alive_now
    }

    /// Whether somebody else's misfortune is told before what the writer only has: `my friend broke his neck, I just
    /// have a stiff one`.
    fn is_aside(&self, number: usize) -> bool {
        let only_mine = |clause: &Clause| clause.left && clause.person == Some(Person::Myself);
        let own = self.clauses.get(number).copied().unwrap_or_default();
        !own.present && !own.does && self.clauses.iter().skip(number + 1).any(only_mine)
    }

    /// Whether a question asks what helps against what a clause tells, or what it comes from, which only those ask who
    /// feel it: `can massage help chest pain`, not `can massage cause chest pain`.
    fn is_sought(&self, number: usize) -> bool {
        let own = self.clauses.get(number).copied().unwrap_or_default();
        let someday = own.supposed || own.condition && own.someday;
        !someday && self.around(number).any(|(other, clause)| other <= number && clause.seeks)
    }

    fn is_asked(&self, number: usize) -> bool {
        let Some(own) = self.clauses.get(number).copied() else { return false };
        if own.supposed || own.condition && own.someday {
            return true;
        }
        if own.asks && own.someday && !own.does || self.is_of_anybody(number) || self.is_impersonal(number) {
            return true;
        }
        if own.present {
            return false;
        }
        // `is it an emergency if i cant pee` says it, `should i worry if my legs go numb` does not.
        let says = own.speaks && own.does;
        // `told to call if my legs go numb, and they have` tells that it came to pass.
        let came = self.clauses.iter().skip(number).any(|later| later.relapsed);
        if own.condition && !says && !came && self.around(number).any(|(_, clause)| clause.asks) {
            return true;
        }
        if own.asks && !own.pleads {
            return !own.speaks && !self.is_felt_next(number);
        }
        // `what are signs of stroke, meningitis and numb legs`
        let Some(before) = number.checked_sub(1).filter(|before| self.same_sentence(number, *before)) else {
            return false;
        };
        let goes_on = self.clauses[before].has_sign || self.compares(before);
        let listed = goes_on && !own.speaks && !own.does && !own.did;
        listed && self.is_asked(before)
    }

    /// Whether a clause is of a question that names nobody and no time: `does foot drop go away for most people`.
    fn is_impersonal(&self, number: usize) -> bool {
        let Some((first, _)) = self.text.clauses.get(number).copied() else { return false };
        let Some(sentence) = self.text.sentence_of.get(first).copied() else { return false };
        let begin = self.text.sentence_of.partition_point(|other| *other < sentence);
        let end = self.text.sentence_of.partition_point(|other| *other <= sentence);
        let marked = self.text.asked.get(sentence).copied().unwrap_or(false);
        let word = |place: usize| self.text.words.get(place).map_or("", |word| word.text.as_str());
        let asks = ASKING.contains(&word(begin)) && word(begin + 1) != "a"
            || marked && ASKING_MARKED.contains(&word(begin));
        let somebody = |person: &Option<Person>| person.is_some_and(|person| person != Person::Nobody);
        asks && !self.persons[begin..end].iter().any(somebody)
            && !self.around(number).any(|(_, clause)| clause.present || clause.pleads)
    }

    /// Whether the next clause says when the writer feels it: `is it normal to have no feeling when I wipe`.
    fn is_felt_next(&self, number: usize) -> bool {
        let Some((next, (first, _))) = self.clauses.get(number + 1).zip(self.text.clauses.get(number + 1))
        else {
            return false;
        };
        let when =
            self.text.words.get(*first).is_some_and(|word| {
                !word.comma && !word.begins_sentence && WHEN.contains(&word.text.as_str())
            });
        when && next.speaks && !next.condition
    }

    /// Whether a clause goes on with a question that nobody asks of themselves: `is it bad when your hands go numb`.
    fn is_of_anybody(&self, number: usize) -> bool {
        let sentence = || self.around(number).map(|(_, clause)| clause);
        let own = self.clauses.get(number).copied().unwrap_or_default();
        let supposes = own.condition && own.anybodys;
        sentence().any(|clause| clause.anybodys)
            && (supposes || sentence().any(|clause| clause.asks))
            && !sentence().any(|clause| clause.speaks)
    }

    /// Whether a clause asks how two things differ: `difference between sciatica` …
    fn compares(&self, number: usize) -> bool {
        let (first, end) = self.text.clauses.get(number).copied().unwrap_or_default();
        self.text.words[first..end].iter().any(|word| COMPARING.contains(&word.text.as_str()))
    }

    fn is_studied(&self, own: Clause) -> bool {
        own.study || !own.speaks && !own.present && self.clauses.iter().any(|clause| clause.study)
    }
}
