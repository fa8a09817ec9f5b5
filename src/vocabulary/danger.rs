//! Danger signs: which red flags a text raises.
//!
//! In: `red_flag_concepts.csv` (small concepts as patterns), `red_flag_rules.csv` (concepts that together raise a
//! flag) and the text. Out: flags, the most urgent first. Invariant: a text is only read, a result never changed; what
//! is denied within three words before (`no fever`) does not count.

use super::catalog::Catalog;
use super::normalize;
use super::pattern::{Hit, Patterns, Word};
use super::table::Table;
use super::{RedFlag, VocabularyError};
use std::collections::HashMap;

/// How far a denial reaches, in words.
///
/// # Source
/// README of the vocabulary: within three words before.
const DENIAL_REACH: usize = 3;

/// Words that deny what follows, in English and Spanish.
const DENIALS: [&str; 26] = [
    "no", "not", "without", "denies", "deny", "denied", "denying", "never", "neither", "nor", "none", "dont",
    "doesnt", "didnt", "havent", "hasnt", "isnt", "arent", "wasnt", "sin", "ni", "nunca", "jamas", "tampoco",
    "niega", "niego",
];

/// What tells of an inability and denies nothing, as `cant`: `can not`, `cannot`.
const INABILITY: [&str; 2] = ["can", "could"];

/// Words that join what a denial covers; they do not use up its reach.
const JOINING: [&str; 7] = ["or", "nor", "and", "o", "u", "y", "e"];

/// Before these a denial says nothing of what comes later: `not getting better`, `no puedo`, `dont know`.
const OTHER_MATTER: [&str; 24] = [
    "only",
    "just",
    "sure",
    "know",
    "getting",
    "improving",
    "going",
    "better",
    "helping",
    "working",
    "healing",
    "sleeping",
    "able",
    "puedo",
    "puede",
    "puedes",
    "pude",
    "solo",
    "se",
    "mejora",
    "mejoro",
    "aguanto",
    "logro",
    "idea",
];

/// Words behind which a denial no longer holds.
const TURNS: [&str; 9] = ["but", "however", "yet", "although", "though", "except", "pero", "aunque", "sino"];

/// Words that make what stands before and after a comma one list: `no fever, chills or weakness`.
const ALTERNATIVES: [&str; 5] = ["or", "nor", "o", "ni", "u"];

/// How far behind a comma such a word may stand.
const LIST_REACH: usize = 4;

/// The rules.
#[derive(Debug)]
pub(super) struct DangerRules {
    patterns: Patterns,
    concepts: usize,
    /// The flag's row and the concepts that must all be there.
    rules: Vec<(usize, Vec<usize>)>,
    /// The flags' rows, the most urgent first.
    order: Vec<usize>,
}

impl DangerRules {
    /// Reads both tables.
    pub(super) fn load(
        concepts: &Table,
        rules: &Table,
        flags: &Catalog<RedFlag>,
    ) -> Result<Self, VocabularyError> {
        let mut patterns = Patterns::default();
        let mut places: HashMap<&str, usize> = HashMap::new();
        for row in concepts.rows() {
            let place = places.len();
            if places.insert(row.filled("concept")?, place).is_some() {
                return Err(row.error("the concept is listed twice"));
            }
            for pattern in row.list("patterns").chain(row.list("patterns_es")) {
                let sound = normalize::fold(pattern)
                    == pattern.replace('*', "").split_whitespace().collect::<Vec<_>>().join(" ");
                if !sound || patterns.add(place, pattern).is_none() {
                    return Err(row.error(format!("pattern `{pattern}` is not of folded words")));
                }
            }
        }
        let mut sound_rules = Vec::new();
        for row in rules.rows() {
            let flag = usize::from(flags.known(&row, row.cell("red_flag_id"))?);
            let named = row.filled("all_concepts")?.split('&');
            let known = named.map(|name| {
                places.get(name).copied().ok_or_else(|| row.error(format!("unknown concept `{name}`")))
            });
            sound_rules.push((flag, known.collect::<Result<Vec<_>, _>>()?));
        }
        let mut order: Vec<usize> = (0..flags.rows().len()).collect();
        order.sort_by_key(|row| flags.rows()[*row].urgency);
        Ok(Self { patterns, concepts: places.len(), rules: sound_rules, order })
    }

    /// The flags that a text raises, the most urgent first.
    pub(super) fn raised(&self, text: &str) -> Vec<usize> {
        let text = Text::read(text);
        let hits = self.patterns.find(&text.words);
        let mut there = vec![false; self.concepts];
        for hit in &hits {
            if let Some(concept) = there.get_mut(hit.group) {
                *concept |= !text.is_denied(hit.first, &hits);
            }
        }
        let holds = |concept: &usize| there.get(*concept).copied().unwrap_or(false);
        let raised =
            |flag: &usize| self.rules.iter().any(|(own, concepts)| own == flag && concepts.iter().all(holds));
        self.order.iter().copied().filter(raised).collect()
    }
}

/// A text as words, with its commas.
struct Text {
    words: Vec<Word>,
    /// Whether a comma stands before the word.
    commas: Vec<bool>,
}

impl Text {
    fn read(text: &str) -> Self {
        let mut read = Self { words: Vec::new(), commas: Vec::new() };
        let mut end = 0;
        for token in normalize::tokens(text) {
            let between = text.get(end..token.start).unwrap_or_default();
            let unable = token.text == "not"
                && read.words.last().is_some_and(|last| INABILITY.contains(&last.text.as_str()));
            if let Some(last) = read.words.last_mut().filter(|_| unable) {
                "cant".clone_into(&mut last.text);
                end = token.end;
                continue;
            }
            let text = if token.text == "cannot" { "cant".to_owned() } else { token.text };
            let denies = DENIALS.contains(&text.as_str());
            let begins_sentence = between.contains(['.', ';', '!', '?', '\n']);
            read.commas.push(between.contains(','));
            read.words.push(Word { text, denies, begins_sentence });
            end = token.end;
        }
        read.correct_denials();
        read
    }

    /// Takes back denials that deny nothing.
    fn correct_denials(&mut self) {
        for place in 0..self.words.len() {
            let next = self.words.get(place + 1).map(|word| word.text.as_str());
            let other = next.is_some_and(|next| OTHER_MATTER.contains(&next));
            self.words[place].denies &= !other;
        }
    }

    /// Whether what begins at a word is denied shortly before. A denial that is part of a sign itself (`no feeling`)
    /// denies nothing else.
    fn is_denied(&self, first: usize, hits: &[Hit]) -> bool {
        let mut place = first;
        let mut reach = DENIAL_REACH;
        while reach > 0 {
            if self.words.get(place).is_some_and(|word| word.begins_sentence) || self.ends_list(place) {
                return false;
            }
            let Some(before) = place.checked_sub(1) else { return false };
            let Some(word) = self.words.get(before) else { return false };
            if TURNS.contains(&word.text.as_str()) {
                return false;
            }
            if word.denies && !hits.iter().any(|hit| hit.first == before) {
                return true;
            }
            place = before;
            reach -= usize::from(!JOINING.contains(&word.text.as_str()));
        }
        false
    }

    /// Whether a comma before the word ends what a denial covers: it does unless the list goes on to an `or`.
    fn ends_list(&self, place: usize) -> bool {
        if !self.commas.get(place).copied().unwrap_or(false) {
            return false;
        }
        let next = self.words.iter().skip(place).take(LIST_REACH);
        let mut within = next.take_while(|word| !TURNS.contains(&word.text.as_str()));
        !within.any(|word| ALTERNATIVES.contains(&word.text.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use std::collections::HashMap;

    fn raised(text: &str) -> Vec<&'static str> {
        bundled().danger_signs(text).into_iter().map(|row| bundled().red_flags()[row].id.as_str()).collect()
    }

    fn rows(text: &str) -> Vec<HashMap<String, String>> {
        csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("even rows")
    }

    #[test]
    fn every_sentence_of_the_test_table_comes_out_right() {
        let rows = rows(include_str!("../../data/vocabulary/red_flag_tests.csv"));
        assert_eq!(rows.len(), 94);
        for row in rows {
            let flags = raised(&row["text"]);
            assert_eq!(!flags.is_empty(), row["should_flag"] == "yes", "{}: {flags:?}", row["text"]);
        }
    }

    #[test]
    fn golden_questions_raise_their_flag_and_no_other_question_does() {
        for row in rows(include_str!("../../data/vocabulary/golden_queries.csv")) {
            let flags = raised(&row["what"]);
            match row["expect_red_flag"].as_str() {
                "" => assert!(flags.is_empty(), "{}: {flags:?}", row["what"]),
                expected => assert!(flags.contains(&expected), "{}: {flags:?}", row["what"]),
            }
        }
    }

    /// Written after the English patterns.
    #[test]
    fn fresh_sentences_raise_their_flag() {
        for (text, flag) in [
            ("i have no feeling in my private parts and my back hurts", "cauda_equina"),
            ("no fever, numb between my legs", "cauda_equina"),
            ("i can not sleep, groin numb", "cauda_equina"),
            ("can't poop or pee since my back went out", "bladder_bowel"),
            ("I cannot urinate", "retention"),
            ("sudden weakness in both legs", "leg_weakness"),
            ("neck pain and trouble walking straight, unsteady", "cord_compression"),
            ("trouble swallowing and neck pain", "stroke_dissection"),
            ("neck is stiff and light hurts my eyes, headache", "meningitis"),
            ("upper back pain and sweating, jaw pain", "heart"),
            ("hit by a truck back pain", "major_trauma"),
            ("80 year old mother fell and back pain", "fragility_fracture"),
            ("back pain not getting better, fever now", "infection"),
            ("history of breast cancer, now back pain", "cancer_history"),
            ("toddler refuses to walk back pain", "child"),
            ("dizzy since chiropractor cracked my neck", "after_treatment"),
            ("i don\u{2019}t want to live anymore", "crisis"),
            ("adormecimiento en la ingle y dolor de espalda", "cauda_equina"),
            ("no puedo orinar y me duele la espalda", "retention"),
            ("perdí el control de la vejiga y dolor de espalda", "bladder_bowel"),
            ("debilidad en las piernas y dolor de espalda", "leg_weakness"),
            ("dolor de cuello y veo doble", "stroke_dissection"),
            ("el peor dolor de cabeza de mi vida", "thunderclap"),
            ("cuello rígido y fiebre", "meningitis"),
            ("dolor en el pecho y brazo izquierdo", "heart"),
            ("dolor de espalda con fiebre y escalofríos", "infection"),
            ("tuve cáncer de mama y me duele la espalda", "cancer_history"),
            ("embarazada con dolor de espalda y sangrado", "pregnancy"),
            ("mareo después del ajuste del quiropráctico", "after_treatment"),
            ("me quiero morir", "crisis"),
        ] {
            assert!(raised(text).contains(&flag), "{text}: {:?}", raised(text));
        }
    }

    #[test]
    fn harmless_and_denied_sentences_raise_none() {
        for text in [
            "back pain, no fever, chills or weight loss",
            "no weakness, no numbness, just back pain",
            "denies bowel or bladder problems, back pain",
            "no history of cancer back pain",
            "balance chiropractic neck pain",
            "speech therapy near me",
            "weak ankles",
            "incontinence physical therapy",
            "Burns, OR chiropractor",
            "Saddle River chiropractor",
            "fall prevention for seniors",
            "dolor de cuello sin fiebre",
            "dolor de espalda no tengo fiebre",
            "hace un año que tengo adormecida la mano",
            "no puedo hablar inglés, busco quiropráctico",
            "desgarro muscular en la espalda",
            "quiropráctico que hable español",
            "",
            "\u{0} \u{FFFD} ''''",
        ] {
            assert_eq!(raised(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn the_most_urgent_comes_first() {
        let flags = bundled().danger_signs("had cancer, back pain with fever, numb groin");
        let urgency: Vec<_> = flags.iter().map(|row| bundled().red_flags()[*row].urgency).collect();
        assert!(urgency.len() >= 3 && urgency.is_sorted(), "{urgency:?}");
    }
}
