//! Judged questions over one fixed list: how high the right providers stand.
//!
//! # Source
//! nDCG@5 with gains 2 for `must` and 1 for `may`, discount `log2(rank + 1)` (Järvelin and Kekäläinen 2002); MRR is of
//! the first `must`; distance regret is how many miles farther the first hit is than the nearest right one.

use super::worlds::own_ids;
use super::{Share, ask, read};
use serde::Deserialize;
use specialist_finder::domain::Units;
use specialist_finder::query::{Answer, Engine};
use std::collections::BTreeMap;

/// How far down gains count.
const DEPTH: usize = 5;

#[derive(Deserialize)]
struct Judgments {
    judged: Vec<Judged>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Judged {
    id: String,
    class: String,
    #[serde(default)]
    what: String,
    #[serde(default)]
    near: String,
    #[serde(default)]
    params: BTreeMap<String, String>,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    may: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
    nearest_right: Option<String>,
    #[serde(default)]
    empty: bool,
    #[serde(default, rename = "why")]
    _why: String,
}

/// Sums over the questions of a class.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Figures {
    /// How many questions.
    pub(super) questions: u32,
    /// Those that have right answers, over which the means are taken.
    answerable: u32,
    ndcg: f64,
    reciprocal_rank: f64,
    recall: f64,
    zero: u32,
    regret: f64,
    placed: u32,
    /// Questions whose answer holds somebody who must not be there, or anybody where nobody is right.
    pub(super) wrong: u32,
}

impl Figures {
    pub(super) fn add(&mut self, other: &Self) {
        self.questions += other.questions;
        self.answerable += other.answerable;
        self.ndcg += other.ndcg;
        self.reciprocal_rank += other.reciprocal_rank;
        self.recall += other.recall;
        self.zero += other.zero;
        self.regret += other.regret;
        self.placed += other.placed;
        self.wrong += other.wrong;
    }

    fn mean(sum: f64, count: u32) -> f64 {
        if count == 0 { 0.0 } else { sum / f64::from(count) }
    }

    /// Mean nDCG@5 over questions that have right answers.
    pub(super) fn ndcg(&self) -> f64 {
        Self::mean(self.ndcg, self.answerable)
    }

    /// Mean reciprocal rank of the first `must`.
    pub(super) fn mrr(&self) -> f64 {
        Self::mean(self.reciprocal_rank, self.answerable)
    }

    /// Mean share of `must` and `may` found anywhere in the answer.
    pub(super) fn recall(&self) -> f64 {
        Self::mean(self.recall, self.answerable)
    }

    /// Share of questions with right answers that found nobody.
    pub(super) fn zero_rate(&self) -> f64 {
        Self::mean(f64::from(self.zero), self.answerable)
    }

    /// Mean miles.
    pub(super) fn regret(&self) -> f64 {
        Self::mean(self.regret, self.placed)
    }
}

/// Figures by class, of all under `all`, and the questions that fall short.
pub(super) fn evaluate(engine: &Engine, name: &str) -> (BTreeMap<String, Figures>, Vec<String>) {
    let mut classes: BTreeMap<String, Figures> = BTreeMap::new();
    let mut failures = Vec::new();
    for judged in read::<Judgments>(name).judged {
        let (figures, wrong) = judged.figures(engine);
        classes.entry(judged.class.clone()).or_default().add(&figures);
        classes.entry("all".into()).or_default().add(&figures);
        if !wrong.is_empty() {
            let Judged { id, class, what, near, .. } = &judged;
            failures.push(format!("{id} [{class}] {what:?} near {near:?}: {}", wrong.join("; ")));
        }
    }
    (classes, failures)
}

impl Judged {
    fn figures(&self, engine: &Engine) -> (Figures, Vec<String>) {
        let mut params = self.params.clone();
        params.entry("limit".into()).or_insert_with(|| "100".into());
        let answer = match ask(engine, (&self.what, &self.near), &params) {
            Ok(answer) => Some(answer),
            Err(error) if self.empty => {
                drop(error);
                None
            }
            Err(error) => {
                let zero = Figures { questions: 1, answerable: 1, zero: 1, ..Figures::default() };
                return (zero, vec![error.to_string()]);
            }
        };
        let ids = answer.as_ref().map(own_ids).unwrap_or_default();
        let mut figures = Figures { questions: 1, ..Figures::default() };
        let mut wrong: Vec<String> =
            self.must_not.iter().filter(|id| ids.contains(id)).map(|id| format!("has {id}")).collect();
        if self.empty {
            wrong.extend(ids.first().map(|id| format!("not empty: {id} …")));
        } else if let Some(answer) = &answer {
            self.judge(answer, &ids, &mut figures, &mut wrong);
        }
        figures.wrong =
            u32::from(wrong.iter().any(|text| text.starts_with("has ") || text.starts_with("not ")));
        (figures, wrong)
    }

    fn judge(&self, answer: &Answer, ids: &[String], figures: &mut Figures, wrong: &mut Vec<String>) {
        figures.answerable = 1;
        figures.zero = u32::from(ids.is_empty());
        let gain = |id: &String| match (self.must.contains(id), self.may.contains(id)) {
            (true, _) => 2.0,
            (false, true) => 1.0,
            (false, false) => 0.0,
        };
        let ideal = self.must.iter().map(|_| 2.0).chain(self.may.iter().map(|_| 1.0));
        figures.ndcg = discounted(ids.iter().map(gain)) / discounted(ideal).max(f64::MIN_POSITIVE);
        let wanted = if self.must.is_empty() { &self.may } else { &self.must };
        let first = (1_u32..).zip(ids).find(|(_, id)| wanted.contains(id));
        figures.reciprocal_rank = first.map_or(0.0, |(rank, _)| 1.0 / f64::from(rank));
        let mut found = Share::default();
        self.must.iter().chain(&self.may).for_each(|id| found.add(ids.contains(id)));
        figures.recall = found.percent() / 100.0;
        if figures.ndcg < 0.8 {
            let top: Vec<&str> = ids.iter().take(DEPTH).map(String::as_str).collect();
            wrong.push(format!("ndcg {:.2}: {} (must {})", figures.ndcg, top.join(" "), self.must.join(" ")));
        }
        let metres = |id: &String| {
            let hit = ids.iter().position(|own| own == id).and_then(|place| answer.hits.get(place));
            hit.and_then(|hit| hit.metres)
        };
        let right = self.nearest_right.as_ref().and_then(metres);
        if let (Some(first), Some(right)) = (ids.first().and_then(metres), right) {
            figures.placed = 1;
            figures.regret = (first.in_units(Units::Miles) - right.in_units(Units::Miles)).max(0.0);
        }
    }
}

fn discounted(gains: impl Iterator<Item = f64>) -> f64 {
    (1_u32..).zip(gains.take(DEPTH)).map(|(rank, gain)| gain / f64::from(rank + 1).log2()).sum()
}
