//! Ranking worlds: small lists, each with claims about the order that anybody can check by eye.

use super::{Share, ask, read};
use crate::support::{TestIndex, who};
use serde::Deserialize;
use specialist_finder::query::{Answer, Engine, Tuning};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Worlds {
    world: Vec<World>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    id: String,
    kind: String,
    #[serde(default, rename = "why")]
    _why: String,
    csv: String,
    ask: Vec<Ask>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ask {
    #[serde(default)]
    what: String,
    #[serde(default)]
    near: String,
    #[serde(default)]
    params: BTreeMap<String, String>,
    first: Option<String>,
    #[serde(default)]
    above: Vec<String>,
    #[serde(default)]
    must: Vec<String>,
    #[serde(default)]
    must_not: Vec<String>,
    total: Option<u64>,
    #[serde(default)]
    notices: Vec<String>,
    #[serde(default, rename = "why")]
    _why: String,
}

/// A set of worlds, imported once.
pub(super) struct Atlas(Vec<(World, TestIndex)>);

impl Atlas {
    /// Imports every world of a file.
    pub(super) fn open(name: &str) -> Self {
        let imported = |world: World| {
            let index = TestIndex::new();
            let outcome = index.import_text("list.csv", &world.csv);
            assert_eq!((outcome.refused, outcome.rejected), (None, 0), "{}: {:?}", world.id, outcome.errors);
            (world, index)
        };
        Self(read::<Worlds>(name).world.into_iter().map(imported).collect())
    }

    /// Claims that hold, by kind of world, and what does not hold.
    pub(super) fn evaluate(&self, tuning: Tuning) -> (BTreeMap<String, Share>, Vec<String>) {
        let mut kinds: BTreeMap<String, Share> = BTreeMap::new();
        let mut failures = Vec::new();
        for (world, index) in &self.0 {
            let engine = index.engine().with_tuning(tuning);
            for ask in &world.ask {
                let wrong = ask.wrong(&engine);
                kinds.entry(world.kind.clone()).or_default().add(wrong.is_empty());
                if !wrong.is_empty() {
                    let (id, kind) = (&world.id, &world.kind);
                    failures.push(format!(
                        "{id} [{kind}] {:?} near {:?}: {}",
                        ask.what,
                        ask.near,
                        wrong.join("; ")
                    ));
                }
            }
        }
        (kinds, failures)
    }
}

impl Ask {
    fn wrong(&self, engine: &Engine) -> Vec<String> {
        let mut params = self.params.clone();
        params.entry("limit".into()).or_insert_with(|| "100".into());
        let answer = match ask(engine, (&self.what, &self.near), &params) {
            Ok(answer) => answer,
            Err(error) => return vec![error.to_string()],
        };
        let ids = own_ids(&answer);
        let place = |id: &str| ids.iter().position(|own| own == id);
        let mut wrong = Vec::new();
        if let Some(first) = &self.first
            && ids.first() != Some(first)
        {
            wrong.push(format!("first is {:?}, not {first}", ids.first()));
        }
        for pair in &self.above {
            let (one, other) = pair.split_once('>').expect("a pair is written `a>b`");
            match (place(one.trim()), place(other.trim())) {
                (Some(one), Some(other)) if one < other => {}
                _ => wrong.push(format!("not {pair}")),
            }
        }
        wrong.extend(self.must.iter().filter(|id| place(id).is_none()).map(|id| format!("no {id}")));
        wrong.extend(self.must_not.iter().filter(|id| place(id).is_some()).map(|id| format!("has {id}")));
        if self.total.is_some_and(|total| total != answer.total) {
            wrong.push(format!("total {}", answer.total));
        }
        let told = |code: &String| answer.notices.iter().any(|notice| notice.code == code);
        wrong.extend(self.notices.iter().filter(|code| !told(code)).map(|code| format!("no notice {code}")));
        if !wrong.is_empty() {
            wrong.push(format!("order {}", ids.join(" ")));
        }
        wrong
    }
}

/// The list's own ids of an answer, in order.
pub(super) fn own_ids(answer: &Answer) -> Vec<String> {
    let own = |id: String| match id.split_once(':') {
        Some((_, own)) => own.to_owned(),
        None => id,
    };
    answer.hits.iter().map(|hit| own(who(hit).id.to_string())).collect()
}
