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
mod tests {
    use super::super::normalize;
    use super::super::tests::bundled;
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Told {
        bundled().told(text, &normalize::tokens(text))
    }

    /// Each complaint as `condition=form`.
    fn told(text: &str) -> Vec<String> {
        let show = |own: &Complaint| format!("{}={}", bundled().condition(own.condition).id, own.form);
        read(text).complaints.iter().map(show).collect()
    }

    fn conditions(text: &str) -> Vec<&'static str> {
        read(text).complaints.iter().map(|own| bundled().condition(own.condition).id.as_str()).collect()
    }

    #[track_caller]
    fn check(cases: &[(&str, &[&str])]) {
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(text, expected)| told(text) != *expected)
            .map(|(text, expected)| format!("{text}\n  expected {expected:?}\n  told     {:?}", told(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn what_is_felt_belongs_to_the_part_of_the_body_in_its_clause() {
        check(&[
            ("my jaw clicks and aches", &["tmj=jaw + clicks"]),
            ("se me duermen las manos", &["numbness_hands=se me duermen + manos"]),
            (
                "my back hurts and my neck is stiff",
                &["low_back_pain=back + hurts", "stiff_neck=neck + stiff"],
            ),
            ("my back hurts my neck is stiff", &["low_back_pain=back + hurts", "stiff_neck=neck + stiff"]),
            (
                "me duele el cuello y se me duermen las manos",
                &["neck_pain=duele + cuello", "numbness_hands=se me duermen + manos"],
            ),
            (
                "pain in neck, ribs and tailbone",
                &["neck_pain=pain + neck", "rib_pain=pain + ribs", "coccyx=pain + tailbone"],
            ),
            ("my back hurts when i touch my neck", &["low_back_pain=back + hurts"]),
            ("neck pain. My hand is numb", &["neck_pain=neck + pain", "numbness_hands=hand + numb"]),
            ("my hand hurts", &[]),
            ("the pain is bad", &[]),
            ("", &[]),
        ]);
    }

    #[test]
    fn the_more_precise_stands_for_the_less() {
        check(&[
            ("pain in my butt", &["si_joint=pain + butt"]),
            ("pain from my butt down the leg", &["sciatica=pain + butt + down leg"]),
            ("me duele la espalda alta", &["upper_back_pain=duele + espalda alta"]),
            ("bulging disc", &["herniated_disc_low=bulging + disc"]),
            ("bulging disc in my neck", &["herniated_disc_neck=bulging + disc + neck"]),
            ("headaches that start in my neck", &["cervicogenic_headache=headaches + start neck"]),
            (
                "30 weeks pregnant and my low back aches",
                &["pregnancy_back=weeks pregnant + low back + aches"],
            ),
            ("my neck", &["neck_pain=neck"]),
            ("my neck and my hands go numb", &["numbness_hands=hands + numb"]),
        ]);
    }

    #[test]
    fn what_is_denied_or_well_is_not_told() {
        for (text, expected) in [
            ("no neck pain", &[][..]),
            ("no numbness or tingling in my hands", &[]),
            ("no pain in my neck, shoulder hurts", &["shoulder_pain"]),
            ("it is not my neck, it is my shoulder that hurts", &["shoulder_pain"]),
            ("my low back hurts, neck is fine", &["low_back_pain"]),
            ("sin dolor de cuello", &[]),
            ("no me duele la espalda, me duele el hombro", &["shoulder_pain"]),
            ("no tengo hormigueo en las manos", &[]),
            ("i dont have back pain", &[]),
            ("i don't know why my neck hurts", &["neck_pain"]),
            ("no idea why my jaw clicks", &["tmj"]),
            ("i can not turn my head", &["stiff_neck"]),
            ("no puedo girar el cuello", &["stiff_neck"]),
            ("no aguanto el dolor de cuello", &["neck_pain"]),
            ("never had neck pain like this", &["neck_pain"]),
            ("i can't run without leaking since the baby", &["pelvic_floor"]),
            ("not pregnant, my low back aches", &["low_back_pain"]),
        ] {
            assert_eq!(conditions(text), expected, "{text}");
        }
        let denied = read("no tengo dolor de espalda");
        assert!((2..5).all(|token| denied.is_denied(token)) && !denied.is_denied(99));
    }

    #[test]
    fn idioms_names_and_other_parts_of_the_body_are_no_complaints() {
        for text in [
            "give me a call back",
            "I'm back in Denver",
            "neck of the woods",
            "shoulder the cost",
            "hand made",
            "on the other hand, it hurts to wait",
            "Neck City pain clinic",
            "Back Bay pain center",
            "12 Left Hand Ave",
            "Healing Hands",
            "tie the knot",
            "my budget is tight",
            "my stomach hurts",
            "pain in my knee",
            "numb from cold calls",
            "dame una mano",
            "me duele el estómago",
        ] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn misspelt_words_are_heard_and_counted() {
        for (text, condition, edits) in [
            ("my sholders and neck are aching", "neck_pain", 0),
            ("shoulderr hurts", "shoulder_pain", 1),
            ("fingres go numb", "numbness_hands", 1),
            ("lower back seiezs up", "low_back_pain", 1),
            ("me duelen las costilas", "rib_pain", 1),
            ("ormigueo en las manos", "numbness_hands", 1),
        ] {
            let read = read(text);
            let own = read.complaints.iter().find(|own| bundled().condition(own.condition).id == condition);
            assert_eq!(own.map(|own| own.edits), Some(edits), "{text}: {:?}", told(text));
        }
        // Everyday words are never taken for ours.
        for text in ["he knows his back", "lumber for the garage", "singers hurt"] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn rules_name_what_there_is() {
        let table = |text: &str, columns: &[&str]| Table::read("t.csv", text, columns).expect("even rows");
        let concepts = |text: &str| table(text, &["concept", "kind", "patterns", "patterns_es", "spellings"]);
        let rules = |text: &str| {
            table(text, &["condition_id", "together", "context", "unless", "instead_of", "source"])
        };
        let sound = "concept,kind,patterns,patterns_es,spellings\nNECK,region,neck | (my) nape,cuello,\n";
        let head = "condition_id,together,context,unless,instead_of,source\n";
        let load = |words: &str, rows: &str| {
            let rows = rules(&format!("{head}{rows}"));
            ComplaintRules::load(&concepts(words), &rows, &bundled().conditions)
                .map_err(|error| error.message)
        };
        assert!(load(sound, "neck_pain,NECK,,,,here\n").is_ok());
        for (words, rows, message) in [
            (sound, "neck_pain,BACK,,,,here\n", "unknown concept `BACK`"),
            (sound, "knee_pain,NECK,,,,here\n", "unknown id `knee_pain`"),
            (sound, "neck_pain,NECK,,,,\n", "`source` is empty"),
            (sound, "neck_pain,,,,,here\n", "`together` is empty"),
            (
                "concept,kind,patterns,patterns_es,spellings\nNECK,region,(neck),,\n",
                "",
                "pattern `(neck)` is not sound",
            ),
            (
                "concept,kind,patterns,patterns_es,spellings\nNECK,region,neck ~,,\n",
                "",
                "pattern `neck ~` is not sound",
            ),
            (
                "concept,kind,patterns,patterns_es,spellings\nNECK,region,néck,,\n",
                "",
                "pattern `néck` is not sound",
            ),
            ("concept,kind,patterns,patterns_es,spellings\nNECK,place,neck,,\n", "", "unknown kind `place`"),
            (
                "concept,kind,patterns,patterns_es,spellings\nNECK,region,neck,,nape\n",
                "",
                "no pattern has the word `nape`",
            ),
        ] {
            assert_eq!(load(words, rows).err().as_deref(), Some(message));
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,160}|([a-z]{1,9}|my|neck|back|hurts|numb|no|and|,|[.]| ){0,90}") {
            let tokens = normalize::tokens(&text);
            let read = bundled().told(&text, &tokens);
            for own in &read.complaints {
                prop_assert!(!own.tokens.is_empty() && own.tokens.is_sorted());
                prop_assert!(own.tokens.iter().all(|token| *token < tokens.len() && !read.is_denied(*token)));
                prop_assert!(!own.form.is_empty());
            }
            let mut seen: Vec<ConditionId> = read.complaints.iter().map(|own| own.condition).collect();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), read.complaints.len());
        }

        /// Neither capitals nor a harmless sentence before or behind change what is told.
        #[test]
        fn letters_and_other_sentences_do_not_matter(case in 0_usize..6) {
            let text = [
                "my jaw clicks and aches when i chew",
                "electric zaps shooting from my butt down the leg",
                "leak when i sneeze ever since the baby",
                "me truena la mandibula al comer",
                "no numbness, my neck hurts",
                "third trimester, hips and low back ache",
            ][case];
            let own = conditions(text);
            prop_assert!(!own.is_empty());
            prop_assert_eq!(conditions(&text.to_uppercase()), own.clone());
            prop_assert_eq!(conditions(&format!("Hello there. {text}. Thank you!")), own);
        }
    }
}
