//! Complaints told in sentences: `my jaw clicks when i chew`, `se me duermen las manos`.
//!
//! In: `complaint_concepts.csv` (small concepts as patterns: parts of the body, what is felt, what happened),
//! `complaint_rules.csv` (concepts that together tell of a condition) and a text. Out: conditions, each with the words
//! it rests on. Invariants: a rule holds within a clause, never of what is denied, never of idioms and names of
//! practices; what the surface forms find is the parser's to weigh against it.

mod phrases;
mod rules;
mod speech;
mod weigh;

use super::catalog::Catalog;
use super::normalize::Token;
use super::table::{Row, Table};
use super::{Condition, VocabularyError};
use crate::domain::ConditionId;
use phrases::{Gathered, Heard, Hit, Phrases};
use rules::{Concepts, Finding, MOST_CONCEPTS, Rule, Scene};
use speech::Speech;
use std::collections::HashMap;

/// The number of a concept.
type Concept = u16;

/// How many words of a text are looked at: a set of them is 64 bits.
const MOST_WORDS: usize = 64;

/// What sort of thing a concept is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Where: `NECK`. A longer one swallows whatever stands within it: `low back` is not `back`.
    Region,
    /// What is felt: `PAIN`.
    Sensation,
    /// What happened, or when it shows: `CRASH`, `CHEW`.
    Event,
    /// A part of the body is spoken of: `my neck`. Counts with the region that it shares its words with, and only where
    /// the clause tells nothing more precise.
    Mention,
    /// An idiom or a name; words within it are nothing else: `neck of the woods`.
    Mask,
}

/// A condition that a text tells of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// What it tells of.
    pub condition: ConditionId,
    /// The places of the words it rests on, ascending.
    pub tokens: Vec<usize>,
    /// Readable: the folded words, concept by concept: `jaw + clicks`.
    pub form: String,
    /// How many edits its words are away from those of the tables.
    pub edits: u8,
    /// Conditions that are less precise than it when read from the same words.
    pub instead_of: Vec<ConditionId>,
}

/// What a text tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// What it complains of, in the order of the text.
    pub complaints: Vec<Complaint>,
    denied: u64,
}

impl Told {
    /// Whether the text says that what stands at a word is not so.
    pub fn is_denied(&self, token: usize) -> bool {
        token < MOST_WORDS && self.denied & (1 << token) != 0
    }
}

/// The rules.
#[derive(Debug)]
pub(super) struct ComplaintRules {
    phrases: Phrases,
    kinds: Vec<Kind>,
    rules: Vec<Rule>,
}

impl ComplaintRules {
    /// Reads both tables.
    pub(super) fn load(
        concepts: &Table,
        rules: &Table,
        conditions: &Catalog<Condition>,
    ) -> Result<Self, VocabularyError> {
        let mut gathered = Gathered::default();
        let mut places: HashMap<&str, Concept> = HashMap::new();
        let mut kinds = Vec::new();
        for row in concepts.rows() {
            let concept = Concept::try_from(kinds.len()).unwrap_or(Concept::MAX);
            let kind = row.parsed("kind", Kind::parse)?;
            if usize::from(concept) >= MOST_CONCEPTS
                || places.insert(row.filled("concept")?, concept).is_some()
            {
                return Err(row.error("the concept is listed twice, or is one too many"));
            }
            kinds.push(kind);
            for pattern in row.list("patterns").chain(row.list("patterns_es")) {
                if gathered.add(concept, kind, pattern).is_none() {
                    return Err(row.error(format!("pattern `{pattern}` is not sound")));
                }
            }
            for word in row.cell("spellings").split_whitespace() {
                if gathered.add_spelling(word).is_none() {
                    return Err(row.error(format!("no pattern has the word `{word}`")));
                }
            }
        }
        let rules = rules.rows().map(|row| rule(&row, &places, conditions)).collect::<Result<_, _>>()?;
        Ok(Self { phrases: gathered.finish(), kinds, rules })
    }

    /// What a text tells. `is_word` knows words that are spelled right whatever the patterns say.
    ///
    /// # Complexity
    /// Linear in the words (at most 64) times the patterns that begin with one of them, plus the rules per clause.
    pub(super) fn read(&self, text: &str, tokens: &[Token], is_word: impl Fn(&str) -> bool) -> Told {
        let tokens = tokens.get(..MOST_WORDS).unwrap_or(tokens);
        let mut heard: Vec<Heard> =
            tokens.iter().map(|token| self.phrases.hear(&token.text, &is_word)).collect();
        self.join_inability(tokens, &mut heard);
        let speech = Speech::new(text, tokens);
        let hits = weigh::without_idioms(self.phrases.find(&heard, speech.sentences), &self.kinds);
        let is = |kind: Kind| move |hit: &Hit| hit.is(kind, &self.kinds);
        let denied = speech.denied(&hits, is(Kind::Region), is(Kind::Sensation));
        let told: Vec<Hit> = hits.iter().filter(|hit| hit.words & denied == 0).copied().collect();
        if told.is_empty() {
            return Told { complaints: Vec::new(), denied };
        }
        let scene =
            Scene { told: &told, all: &hits, speech: &speech, length: tokens.len(), kinds: &self.kinds };
        let findings = weigh::weighed(&rules::findings(&scene, &self.rules), &self.rules, &scene);
        let complaints = findings.iter().filter_map(|finding| self.complaint(finding, &told, tokens, &heard));
        Told { complaints: complaints.collect(), denied }
    }

    /// `can not` is `cant`, so that patterns of inability need but one spelling.
    fn join_inability(&self, tokens: &[Token], heard: &mut [Heard]) {
        for at in 1..tokens.len() {
            if tokens[at].text == "not" && matches!(tokens[at - 1].text.as_str(), "can" | "could") {
                heard[at] = self.phrases.hear("cant", |_| true);
            }
        }
    }

    fn complaint(
        &self,
        finding: &Finding,
        told: &[Hit],
        tokens: &[Token],
        heard: &[Heard],
    ) -> Option<Complaint> {
        let rule = self.rules.get(finding.rule)?;
        let places: Vec<usize> = (0..tokens.len()).filter(|at| finding.words & (1 << at) != 0).collect();
        let own: Vec<&Hit> = told.iter().filter(|hit| hit.words & !finding.words == 0).collect();
        let mut form = String::new();
        for (order, at) in places.iter().enumerate() {
            let before = order.checked_sub(1).and_then(|before| places.get(before));
            if let Some(before) = before {
                let both = (1 << at) | (1 << before);
                form.push_str(if own.iter().any(|hit| hit.words & both == both) { " " } else { " + " });
            }
            form.push_str(&tokens[*at].text);
        }
        let edits = places.iter().filter_map(|at| heard.get(*at)).map(|heard| heard.edits).sum();
        let instead_of = rule.instead_of.clone();
        Some(Complaint { condition: rule.condition, tokens: places, form, edits, instead_of })
    }
}

impl Kind {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "region" => Some(Self::Region),
            "sensation" => Some(Self::Sensation),
            "event" => Some(Self::Event),
            "mention" => Some(Self::Mention),
            "mask" => Some(Self::Mask),
            _ => None,
        }
    }
}

/// Reads a row of `complaint_rules.csv`.
fn rule(
    row: &Row<'_>,
    places: &HashMap<&str, Concept>,
    conditions: &Catalog<Condition>,
) -> Result<Rule, VocabularyError> {
    let set = |names: &str| {
        let mut concepts = Concepts::default();
        for name in names.split('|').filter(|name| !name.is_empty()) {
            let concept = places.get(name).ok_or_else(|| row.error(format!("unknown concept `{name}`")))?;
            concepts.insert(*concept);
        }
        Ok(concepts)
    };
    let sets = |cell: &str| {
        cell.split('&')
            .filter(|names| !names.is_empty())
            .map(set)
            .collect::<Result<Vec<Concepts>, VocabularyError>>()
    };
    let known = |id: &str| conditions.known(row, id).map(ConditionId::from_row);
    row.filled("source")?;
    Ok(Rule {
        condition: known(row.cell("condition_id"))?,
        together: sets(row.filled("together")?)?,
        context: sets(row.cell("context"))?,
        unless: set(row.cell("unless"))?,
        instead_of: row.list("instead_of").map(known).collect::<Result<_, _>>()?,
    })
}

#[cfg(test)]
mod tests;
