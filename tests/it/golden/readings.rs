//! What questions were understood to mean, against what their writers say they mean.

use super::{Share, ask, gender, read, wants};
use crate::support::{PLACES, VOCABULARY};
use serde::Deserialize;
use specialist_finder::domain::{ConditionId, Reach, TechniqueId, Units};
use specialist_finder::places::PlaceKind;
use specialist_finder::query::{Answer, Engine, SearchError};
use specialist_finder::vocabulary::normalize;
use std::collections::BTreeMap;

/// A question and its right reading; what is left out does not matter.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// Names it in failures.
    pub(super) id: String,
    /// Its kind.
    pub(super) class: String,
    /// The box for anything.
    #[serde(default)]
    pub(super) what: String,
    /// The box for places.
    #[serde(default)]
    pub(super) near: String,
    #[serde(default)]
    specialties: Vec<String>,
    #[serde(default)]
    conditions: Vec<String>,
    #[serde(default)]
    techniques: Vec<String>,
    /// Further ids that are no mistake.
    #[serde(default)]
    may: Vec<String>,
    #[serde(default)]
    exclude: Vec<String>,
    place: Option<String>,
    state: Option<String>,
    radius: Option<String>,
    filters: Option<Filters>,
    words: Option<Vec<String>>,
    #[serde(default)]
    notices: Vec<String>,
    error: Option<String>,
    flag: Option<bool>,
    #[serde(default, rename = "why")]
    _why: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Filters {
    gender: Vec<String>,
    language: Vec<String>,
    accepting_new: bool,
    telehealth: bool,
    wheelchair: bool,
    kind: Vec<String>,
}

#[derive(Deserialize)]
struct Questions {
    question: Vec<Question>,
}

/// The questions of a file.
pub(super) fn questions(name: &str) -> Vec<Question> {
    read::<Questions>(name).question
}

/// How questions of a set were read, by class, and what went wrong.
pub(super) fn evaluate(engine: &Engine, name: &str) -> (BTreeMap<String, Share>, Vec<String>) {
    let mut classes: BTreeMap<String, Share> = BTreeMap::new();
    let mut failures = Vec::new();
    for question in questions(name) {
        let wrong = question.wrong(engine);
        classes.entry(question.class.clone()).or_default().add(wrong.is_empty());
        if !wrong.is_empty() {
            let Question { id, class, what, near, .. } = &question;
            failures.push(format!("{id} [{class}] {what:?} near {near:?}: {}", wrong.join("; ")));
        }
    }
    (classes, failures)
}

impl Question {
    /// What of the reading is wrong; empty when it is right.
    fn wrong(&self, engine: &Engine) -> Vec<String> {
        let answer = ask(engine, (&self.what, &self.near), &BTreeMap::new());
        let mut wrong = Vec::new();
        match (&answer, self.error.as_deref()) {
            (Err(SearchError::UnknownPlace { safety, .. }), expected) => {
                if expected != Some("unknown_place") {
                    wrong.push("unknown_place".to_owned());
                }
                self.check_flag(!safety.is_empty(), &mut wrong);
            }
            (Err(SearchError::Request(error)), expected) => {
                if expected != Some(error.code.as_ref()) {
                    wrong.push(error.code.clone());
                }
            }
            (Err(error), _) => wrong.push(error.to_string()),
            (Ok(_), Some(expected)) => wrong.push(format!("no {expected}")),
            (Ok(answer), None) => self.check(answer, &mut wrong),
        }
        wrong
    }

    fn check(&self, answer: &Answer, wrong: &mut Vec<String>) {
        let read = &answer.interpretation;
        let said = |concept: &&specialist_finder::query::ReadConcept| concept.matched.is_some();
        let ids = |concepts: &[specialist_finder::query::ReadConcept]| -> Vec<String> {
            concepts.iter().filter(said).map(|concept| concept.id.clone()).collect()
        };
        let found = [ids(&read.specialties), ids(&read.conditions), ids(&read.techniques)];
        for (expected, found) in
            [&self.specialties, &self.conditions, &self.techniques].into_iter().zip(&found)
        {
            let missing = expected.iter().filter(|id| !found.contains(id));
            wrong.extend(missing.map(|id| format!("-{id}")));
        }
        let expected = [&self.specialties, &self.conditions, &self.techniques, &self.may];
        let known = |id: &String| expected.iter().any(|list| list.contains(id));
        wrong.extend(found.iter().flatten().filter(|id| !known(id)).map(|id| format!("+{id}")));
        let excluded: Vec<&str> =
            read.filters.exclude.iter().map(|id| VOCABULARY.specialty(*id).id.as_str()).collect();
        let companions =
            |id: &str| self.exclude.iter().any(|own| own.contains("osteo")) && id == "do_physician";
        wrong.extend(
            self.exclude.iter().filter(|id| !excluded.contains(&id.as_str())).map(|id| format!("-not {id}")),
        );
        let unasked =
            excluded.iter().filter(|id| !self.exclude.iter().any(|own| own == *id) && !companions(id));
        wrong.extend(unasked.map(|id| format!("+not {id}")));
        self.check_place(answer, wrong);
        self.check_filters(answer, wrong);
        if let Some(words) = &self.words {
            let looked_for = specialist_finder::query::parse(&self.what, &VOCABULARY, &PLACES).0.words;
            let found = looked_for.join(" ");
            let missing = words.iter().any(|word| !found.contains(&normalize::fold(word)));
            if missing || (words.is_empty() && !looked_for.is_empty()) {
                wrong.push(format!("words {looked_for:?}"));
            }
        }
        for code in &self.notices {
            if answer.notices.iter().all(|notice| notice.code != code) {
                wrong.push(format!("no notice {code}"));
            }
        }
        self.check_flag(!answer.safety.is_empty(), wrong);
    }

    fn check_flag(&self, raised: bool, wrong: &mut Vec<String>) {
        match (self.flag, raised) {
            (Some(true), false) => wrong.push("no warning".into()),
            (Some(false), true) => wrong.push("a warning".into()),
            _ => {}
        }
    }

    fn check_place(&self, answer: &Answer, wrong: &mut Vec<String>) {
        let read = &answer.interpretation;
        let point = read.place.as_ref().filter(|place| !matches!(place.kind, PlaceKind::State(_)));
        if let Some(expected) = &self.place {
            let label = point.map_or("", |place| place.label.as_str());
            let right = if expected.is_empty() { label.is_empty() } else { is_at(label, expected) };
            if !right {
                wrong.push(format!("place {label:?}"));
            }
        }
        let state = read.filters.state.map(|state| state.code().to_owned());
        if self.state != state && (self.state.is_some() || self.place.as_deref() == Some("")) {
            wrong.push(format!("state {state:?}"));
        }
        match (self.radius.as_deref(), answer.radius.as_ref().map(|radius| radius.asked)) {
            (None, _) => {}
            (Some(_), None) => {
                // Without a place there is no circle; the words must not have been lost, though.
                let said = specialist_finder::query::parse(&self.what, &VOCABULARY, &PLACES).0.radius;
                self.check_radius(said, wrong);
            }
            (Some(_), Some(asked)) => self.check_radius(asked, wrong),
        }
    }

    fn check_radius(&self, said: Option<Reach>, wrong: &mut Vec<String>) {
        let expected = self.radius.as_deref().unwrap_or_default();
        let right = match (expected, said) {
            ("some", said) => said.is_some(),
            ("any", said) => said == Some(Reach::Any),
            (text, Some(Reach::Within(radius))) => {
                let number = text.trim_end_matches(char::is_alphabetic).trim().parse::<f64>();
                let units = if text.ends_with("km") { Units::Kilometres } else { Units::Miles };
                number.is_ok_and(|number| (radius.in_units(units) - number).abs() < 0.05)
            }
            _ => false,
        };
        if !right {
            wrong.push(format!("radius {said:?}"));
        }
    }

    fn check_filters(&self, answer: &Answer, wrong: &mut Vec<String>) {
        let filters = &answer.interpretation.filters;
        let empty = Filters::default();
        let expected = self.filters.as_ref().unwrap_or(&empty);
        let genders: Vec<_> = expected.gender.iter().map(|letter| gender(letter)).collect();
        if filters.gender != genders {
            wrong.push(format!("gender {:?}", filters.gender));
        }
        let mut languages: Vec<String> = filters.languages.iter().map(ToString::to_string).collect();
        if languages.iter().any(|code| code == "zh") {
            languages.retain(|code| !matches!(code.as_str(), "cmn" | "yue"));
        }
        languages.sort();
        let mut wished = expected.language.clone();
        wished.sort();
        if languages != wished {
            wrong.push(format!("language {languages:?}"));
        }
        for (name, wished, facts) in [
            ("accepting_new", expected.accepting_new, &filters.accepting_new),
            ("telehealth", expected.telehealth, &filters.telehealth),
            ("wheelchair", expected.wheelchair, &filters.wheelchair),
        ] {
            if wished != wants(facts) {
                wrong.push(format!("{name} {facts:?}"));
            }
        }
    }
}

/// Whether a label names the expected place: a ZIP code within it, or the city and state it begins with.
fn is_at(label: &str, expected: &str) -> bool {
    let zip = expected.len() == 5 && expected.bytes().all(|byte| byte.is_ascii_digit());
    if zip { label.ends_with(expected) } else { label.starts_with(expected) }
}

/// Which concepts a condition or technique id names, so that a misspelt key of a set fails loudly.
fn is_known(id: &str) -> bool {
    let words = &VOCABULARY;
    let condition: Option<ConditionId> = words.condition_id(id);
    let technique: Option<TechniqueId> = words.technique_id(id);
    words.specialty_id(id).is_some() || condition.is_some() || technique.is_some()
}

#[test]
fn keys_of_the_sets_name_concepts() {
    for name in super::report::QUESTION_SETS {
        for question in questions(name) {
            let lists =
                [&question.specialties, &question.conditions, &question.techniques, &question.exclude];
            let unknown: Vec<&String> = lists.into_iter().flatten().filter(|id| !is_known(id)).collect();
            assert!(unknown.is_empty(), "{name} {}: {unknown:?}", question.id);
        }
    }
}
