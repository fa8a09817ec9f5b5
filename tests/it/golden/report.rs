//! Floors of all figures, and the tables of `docs/RELEVANCE.md` made from them.

use super::{Share, judged, readings, worlds};
use crate::support::TestIndex;
use specialist_finder::query::Tuning;
use std::collections::BTreeMap;

/// Sets of readings: used while writing, and set aside.
pub(super) const QUESTION_SETS: [&str; 2] = ["questions_a.toml", "questions_b.toml"];

fn total(classes: &BTreeMap<String, Share>) -> Share {
    let mut all = Share::default();
    for share in classes.values() {
        all.right += share.right;
        all.all += share.all;
    }
    all
}

#[test]
fn dev_readings() {
    let index = TestIndex::with_sample();
    let engine = index.engine();
    for name in QUESTION_SETS {
        let (classes, failures) = readings::evaluate(&engine, name);
        for (class, share) in &classes {
            eprintln!("{class:14} {}/{} {:.0} %", share.right, share.all, share.percent());
        }
        for failure in failures {
            eprintln!("{failure}");
        }
        eprintln!("ALL {:?} {:.1}", total(&classes), total(&classes).percent());
    }
}

#[test]
#[ignore = "dev"]
fn dev_worlds() {
    let atlas = worlds::Atlas::open("worlds.toml");
    let (kinds, failures) = atlas.evaluate(Tuning::default());
    for (kind, share) in &kinds {
        eprintln!("{kind:14} {}/{}", share.right, share.all);
    }
    for failure in failures {
        eprintln!("{failure}");
    }
}

#[test]
#[ignore = "dev"]
fn dev_judged() {
    let index = TestIndex::with(&super::golden("list.csv"));
    let (classes, failures) = judged::evaluate(&index.engine(), "judged.toml");
    for (class, figures) in &classes {
        eprintln!(
            "{class:14} {} ndcg {:.3} mrr {:.3} recall {:.3} zero {:.3} regret {:.2} wrong {}",
            figures.questions,
            figures.ndcg(),
            figures.mrr(),
            figures.recall(),
            figures.zero_rate(),
            figures.regret(),
            figures.wrong
        );
    }
    for failure in failures {
        eprintln!("{failure}");
    }
}
