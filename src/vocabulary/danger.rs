//! Danger signs: which red flags a text raises.
//!
//! In: `red_flag_concepts.csv` (small concepts as patterns, and what each is for), `red_flag_rules.csv` (concepts that
//! together raise a flag) and the text. Out: flags, the most urgent first. Invariant: a text is only read, a result
//! never changed; what is denied, only asked about, long over or told of others' past does not count.

mod claim;
mod cues;
mod notes;
mod people;
mod scope;
mod story;
mod text;

use super::catalog::Catalog;
use super::pattern::{Hit, Patterns, Tongue};
use super::table::{Row, Table};
use super::typo::{self, TypoIndex};
use super::words;
use super::{RedFlag, VocabularyError};
use claim::Claims;
use cues::{Cues, Kind};
use people::Person;
use std::collections::{BTreeSet, HashSet};
use story::Story;
use text::Text;

/// How many words may stand between two concepts that a rule joins by `~`.
///
/// # Source
/// Column `note` of `red_flag_rules.csv`.
const NEAR: usize = 8;

/// The rules.
#[derive(Debug)]
pub(super) struct DangerRules {
    patterns: Patterns,
    kinds: Vec<Kind>,
    cues: Cues,
    rules: Vec<Rule>,
    /// The flags' rows, the most urgent first.
    order: Vec<usize>,
    /// Words of the patterns that may be misspelt.
    typos: TypoIndex,
    spellings: Vec<String>,
    /// Words that are none of ours and are spelled right.
    others: HashSet<String>,
}

/// What must be there, and what must not, for a flag.
#[derive(Debug)]
struct Rule {
    /// The flag's row.
    flag: usize,
    terms: Vec<Term>,
}

/// A part of a rule.
#[derive(Debug)]
enum Term {
    /// The concept is there.
    There(usize),
    /// Both are there, near each other in one sentence.
    Near(usize, usize),
    /// The concept is not there.
    Absent(usize),
}

/// What a text raises.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Raised {
    /// Rows of the flags, the most urgent first.
    pub(super) flags: Vec<usize>,
    /// Places of the text's tokens that raised them.
    pub(super) tokens: BTreeSet<usize>,
}

/// A concept that a text means: where, and whose it is.
#[derive(Debug, Clone, Copy)]
struct Meant {
    hit: Hit,
    person: Person,
}

impl DangerRules {
    /// Reads the tables; `common` are words that no typo rule may turn into ours.
    pub(super) fn load(
        concepts: &Table,
        rules: &Table,
        common: &Table,
        flags: &Catalog<RedFlag>,
    ) -> Result<Self, VocabularyError> {
        let (mut names, mut kinds) = (Vec::new(), Vec::new());
        for row in concepts.rows() {
            let (name, kind) = (row.filled("concept")?, row.parsed("kind", Kind::parse)?);
            match names.iter().position(|own| *own == name) {
                None => {
                    names.push(name);
                    kinds.push(kind);
                }
                Some(place) if kinds.get(place) != Some(&kind) => {
                    return Err(row.error("the concept is of another kind above"));
                }
                Some(_) => {}
            }
        }
        let mut patterns = Patterns::new(names.into_iter());
        let mut cues = Cues::default();
        let mut spellings = Vec::new();
        let mut others: HashSet<String> = common.rows().map(|row| row.cell("word").to_owned()).collect();
        for row in concepts.rows() {
            let group = patterns.group(row.cell("concept")).unwrap_or_default();
            let kind = row.parsed("kind", Kind::parse)?;
            for (tongue, column) in [(Tongue::English, "patterns"), (Tongue::Spanish, "patterns_es")] {
                match kind {
                    Kind::Typo => spellings.extend(row.texts(column)),
                    Kind::Plain => others.extend(row.texts(column)),
                    _ => {}
                }
                for pattern in row.list(column).filter(|_| !kind.is_spelling()) {
                    if patterns.add(group, tongue, pattern, kind.closeness()).is_none() {
                        return Err(row.error(format!("`{pattern}` is no pattern of folded words")));
                    }
                    cues.note(kind, tongue, pattern);
                }
            }
        }
        let mut sound = Vec::new();
        for row in rules.rows() {
            sound.push(rule(&row, &patterns, flags)?);
        }
        let mut order: Vec<usize> = (0..flags.rows().len()).collect();
        order.sort_by_key(|row| flags.rows()[*row].urgency);
        spellings.sort_unstable();
        spellings.dedup();
        let typos = TypoIndex::new(spellings.iter().cloned().zip(0..).collect());
        Ok(Self { patterns, kinds, cues, rules: sound, order, typos, spellings, others })
    }

    /// The flags that a text raises.
    ///
    /// # Complexity
    /// Linear in the words but for misspelt ones, each of which takes O(letters²) look-ups.
    pub(super) fn raised(&self, text: &str) -> Raised {
        let text = Text::read(text, &self.cues, |tongue, word| self.meant_by(tongue, word));
        let hits = self.patterns.find(&text.words);
        let mut raised = Raised::default();
        // What is found may not be meant; what is not found is not. Every rule wants something to be there.
        let Some(live) = self.live(&hits) else { return raised };
        let meant = self.meant(&text, &hits, &live);
        let is_meant = |concept: usize| meant.get(concept).is_some_and(|meant| !meant.is_empty());
        let mut flags = vec![false; self.order.len()];
        for rule in self.rules.iter().filter(|rule| rule.could_hold(is_meant)) {
            for side in [Person::Myself, Person::Other] {
                let Some(found) = rule.found(&text, &meant, side) else { continue };
                if let Some(flag) = flags.get_mut(rule.flag) {
                    *flag = true;
                }
                let tokens = found.into_iter().flat_map(|hit| text.tokens[hit.first..hit.end].iter());
                raised.tokens.extend(tokens.flat_map(|(first, last)| *first..=*last));
            }
        }
        let holds = |row: &usize| flags.get(*row).copied().unwrap_or(false);
        raised.flags = self.order.iter().copied().filter(holds).collect();
        raised
    }

    /// For each concept where a text means it.
    fn meant(&self, text: &Text, hits: &[Hit], live: &[bool]) -> Vec<Vec<Meant>> {
        let off = scope::taken_back(text, &self.kinds, live, hits);
        let story = Story::new(text, &self.kinds, hits, &off);
        let claims = Claims::new(text, &self.kinds, hits);
        let mut meant = vec![Vec::new(); self.kinds.len()];
        let kind = |hit: &Hit| self.kinds.get(hit.group).copied().unwrap_or(Kind::Word);
        let counts = |hit: &Hit| {
            kind(hit).is_meaning() && claims.has(hit) && !story.is_told(hit, !claims.is_named(hit))
        };
        let all = hits.iter().zip(&off).filter(|(hit, off)| !**off && counts(hit));
        let all: Vec<Meant> = all.map(|(hit, _)| Meant { hit: *hit, person: story.person(hit) }).collect();
        // What somebody else had, and of whom nothing is told that is, endangers nobody: `my boss had a heart attack`.
        let others = |one: &Meant| one.person == Person::Other;
        let unwell = all.iter().any(|one| {
            let tells = matches!(kind(&one.hit), Kind::Sign | Kind::Body) && !claims.is_part(&one.hit);
            others(one) && tells && !claims.is_idle(&one.hit)
        });
        for one in all {
            let past = !unwell && others(&one) && claims.is_idle(&one.hit);
            if let Some(group) = meant.get_mut(one.hit.group).filter(|_| !past) {
                group.push(one);
            }
        }
        meant
    }

    /// For each concept whether a rule that it is in could hold with what was found; `None` where no rule could. A concept
    /// that is in no rule, but only in patterns of others, counts for them.
    fn live(&self, hits: &[Hit]) -> Option<Vec<bool>> {
        if hits.is_empty() {
            return None;
        }
        let mut found = vec![false; self.kinds.len()];
        for hit in hits {
            if let Some(found) = found.get_mut(hit.group) {
                *found = true;
            }
        }
        let is_found = |concept: usize| found.get(concept).copied().unwrap_or(false);
        let mut live = vec![false; self.kinds.len()];
        let mut any = false;
        for rule in self.rules.iter().filter(|rule| rule.could_hold(is_found)) {
            any = true;
            let named = rule.terms.iter().flat_map(|term| match *term {
                Term::Near(one, other) => [one, other],
                Term::There(concept) | Term::Absent(concept) => [concept, concept],
            });
            for concept in named {
                if let Some(live) = live.get_mut(concept) {
                    *live = true;
                }
            }
        }
        any.then_some(live)
    }

    fn is_plain(&self, word: &str) -> bool {
        self.others.contains(word) || self.others.contains(&words::key(word))
    }

    /// Words that a word nobody knows may have been meant to be: those with the fewest edits.
    fn meant_by(&self, tongue: Tongue, word: &str) -> Vec<String> {
        if !typo::is_correctable(word) || self.patterns.knows(tongue, word) || self.is_plain(word) {
            return Vec::new();
        }
        let near = self.typos.near(word);
        let Some(fewest) = near.iter().map(|(_, edits)| *edits).min() else { return Vec::new() };
        let closest = near.iter().filter(|(_, edits)| *edits == fewest);
        closest.filter_map(|(number, _)| self.spellings.get(*number as usize).cloned()).collect()
    }
}

/// Reads a row of the rules: `A&B~C&!D`.
fn rule(row: &Row<'_>, patterns: &Patterns, flags: &Catalog<RedFlag>) -> Result<Rule, VocabularyError> {
    let concept =
        |name: &str| patterns.group(name).ok_or_else(|| row.error(format!("unknown concept `{name}`")));
    let term = |text: &str| {
        Ok(match (text.strip_prefix('!'), text.split_once('~')) {
            (Some(name), _) => Term::Absent(concept(name)?),
            (None, Some((one, other))) => Term::Near(concept(one)?, concept(other)?),
            (None, None) => Term::There(concept(text)?),
        })
    };
    let flag = usize::from(flags.known(row, row.cell("red_flag_id"))?);
    let terms: Vec<Term> =
        row.filled("all_concepts")?.split('&').map(term).collect::<Result<_, VocabularyError>>()?;
    if terms.iter().all(|term| matches!(term, Term::Absent(_))) {
        return Err(row.error("nothing is wanted to be there"));
    }
    Ok(Rule { flag, terms })
}

impl Rule {
    /// Whether all that the rule wants to be there is.
    fn could_hold(&self, is_there: impl Fn(usize) -> bool) -> bool {
        self.terms.iter().all(|term| match *term {
            Term::There(concept) => is_there(concept),
            Term::Near(one, other) => is_there(one) && is_there(other),
            Term::Absent(_) => true,
        })
    }

    /// The hits that make the rule hold for one person, who may be named or not; `None` where it does not.
    fn found(&self, text: &Text, meant: &[Vec<Meant>], side: Person) -> Option<Vec<Hit>> {
        let of = |concept: usize| {
            let all = meant.get(concept).map(Vec::as_slice).unwrap_or_default();
            all.iter().filter(move |meant| meant.person == side || meant.person == Person::Unsaid)
        };
        let mut found = Vec::new();
        for term in &self.terms {
            match *term {
                Term::There(concept) => {
                    let begin = found.len();
                    found.extend(of(concept).map(|meant| meant.hit));
                    if found.len() == begin {
                        return None;
                    }
                }
                Term::Near(one, other) => {
                    let pairs = of(one).flat_map(|one| of(other).map(move |other| (one.hit, other.hit)));
                    let (one, other) = pairs.clone().find(|(one, other)| are_near(text, one, other))?;
                    found.extend([one, other]);
                }
                Term::Absent(concept) if of(concept).next().is_some() => return None,
                Term::Absent(_) => {}
            }
        }
        Some(found)
    }
}

fn are_near(text: &Text, one: &Hit, other: &Hit) -> bool {
    let apart = one.first.saturating_sub(other.end).max(other.first.saturating_sub(one.end));
    apart <= NEAR && text.sentence_of.get(one.first) == text.sentence_of.get(other.first)
}

#[cfg(test)]
mod tests;
