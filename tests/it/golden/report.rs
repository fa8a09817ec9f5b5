//! Floors of all figures, and the tables of `docs/RELEVANCE.md` made from them.
//!
//! `FINDER_WRITE_REPORT=1` writes the tables anew; else the test holds that they are what the page says.

use super::judged::Figures;
use super::{Share, judged, readings, worlds};
use crate::support::{TestIndex, tell};
use specialist_finder::query::Tuning;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Sets of readings: used while writing, and set aside before.
pub(super) const QUESTION_SETS: [&str; 5] = [
    "questions_a.toml",
    "questions_b.toml",
    "questions_held_out.toml",
    "questions_held_out_2.toml",
    "questions_held_out_3.toml",
];
const WORLD_SETS: [&str; 2] = ["worlds.toml", "worlds_held_out.toml"];
const JUDGED_SETS: [&str; 2] = ["judged.toml", "judged_held_out.toml"];

/// The least shares, in percent: what was reached, less what a change of one rule may cost.
const READINGS_FLOOR: [f64; 5] = [95.0, 95.0, 80.0, 80.0, 80.0];
const WORLDS_FLOOR: [f64; 2] = [97.0, 95.0];
/// The least nDCG@5.
const NDCG_FLOOR: [f64; 2] = [0.90, 0.85];

/// What each part of the ranking is worth.
const VARIANTS: [(&str, Tuning); 7] = [
    ("as it is", USUAL),
    ("pivot fixed at 5 miles", Tuning { fixed_pivot: Some(5), ..USUAL }),
    ("pivot fixed at 25 miles", Tuning { fixed_pivot: Some(25), ..USUAL }),
    ("no tiers", Tuning { tiers: false, ..USUAL }),
    ("no quality", Tuning { quality: false, ..USUAL }),
    ("no distance", Tuning { distance: false, ..USUAL }),
    ("no match", Tuning { matching: false, ..USUAL }),
];
const USUAL: Tuning =
    Tuning { tiers: true, matching: true, distance: true, quality: true, fixed_pivot: None };

fn total<'s>(classes: impl IntoIterator<Item = &'s Share>) -> Share {
    let mut all = Share::default();
    for share in classes {
        all.right += share.right;
        all.all += share.all;
    }
    all
}

#[test]
fn readings_do_not_fall_below_their_floors() {
    let index = TestIndex::with_sample();
    let engine = index.engine();
    let mut table = Table::new("class");
    for (name, floor) in QUESTION_SETS.into_iter().zip(READINGS_FLOOR) {
        let (classes, failures) = readings::evaluate(&engine, name);
        let all = total(classes.values());
        eprintln!("{}", failures.join("\n"));
        tell(&format!("{name}: {} of {} read right", all.right, all.all));
        assert!(all.percent() >= floor, "{name}: {:.1} % is below {floor}", all.percent());
        table.add(name, &classes, all);
    }
    check_page("readings", &table.rendered());
}

#[test]
fn rankings_do_not_fall_below_their_floors() {
    let index = TestIndex::with(&super::golden("list.csv"));
    let atlases = WORLD_SETS.map(worlds::Atlas::open);
    let mut kinds = Table::new("kind of world");
    for ((name, floor), atlas) in WORLD_SETS.into_iter().zip(WORLDS_FLOOR).zip(&atlases) {
        let (shares, failures) = atlas.evaluate(USUAL);
        let all = total(shares.values());
        eprintln!("{}", failures.join("\n"));
        tell(&format!("{name}: {} of {} questions answered in the right order", all.right, all.all));
        assert!(all.percent() >= floor, "{name}: {:.1} % is below {floor}", all.percent());
        kinds.add(name, &shares, all);
    }
    check_page("worlds", &kinds.rendered());
    let mut text = String::new();
    for (name, floor) in JUDGED_SETS.into_iter().zip(NDCG_FLOOR) {
        let (classes, failures) = judged::evaluate(&index.engine(), name);
        eprintln!("{}", failures.join("\n"));
        let all = classes.get("all").copied().unwrap_or_default();
        tell(&format!("{name}: nDCG@5 {:.3}, MRR {:.3}", all.ndcg(), all.mrr()));
        assert!(all.ndcg() >= floor, "{name}: nDCG@5 {:.3} is below {floor}", all.ndcg());
        write!(text, "\n`{name}`\n\n{HEAD}").expect("written");
        for (class, figures) in &classes {
            text.push_str(&row(class, figures, None));
        }
    }
    check_page("judged", &text);
    let mut text = String::from(VARIANT_HEAD);
    for (label, tuning) in VARIANTS {
        let engine = index.engine().with_tuning(tuning);
        let judged = JUDGED_SETS.map(|name| judged::evaluate(&engine, name).0);
        let mut all = Figures::default();
        judged.iter().filter_map(|classes| classes.get("all")).for_each(|figures| all.add(figures));
        let shares: Vec<Share> =
            atlases.iter().map(|atlas| total(atlas.evaluate(tuning).0.values())).collect();
        text.push_str(&row(label, &all, Some(total(&shares))));
    }
    check_page("variants", &text);
}

const HEAD: &str = "| class | questions | nDCG@5 | MRR | recall | found nobody | regret, miles | wrong ones |\n\
                    | --- | --- | --- | --- | --- | --- | --- | --- |\n";
const VARIANT_HEAD: &str = "| ranking | questions | nDCG@5 | MRR | recall | found nobody | regret, miles | wrong ones | worlds right |\n\
                            | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";

fn row(label: &str, figures: &Figures, worlds: Option<Share>) -> String {
    let worlds = worlds.map(|share| format!(" {} of {} |", share.right, share.all)).unwrap_or_default();
    format!(
        "| {label} | {} | {:.3} | {:.3} | {:.3} | {:.3} | {:.2} | {} |{worlds}\n",
        figures.questions,
        figures.ndcg(),
        figures.mrr(),
        figures.recall(),
        figures.zero_rate(),
        figures.regret(),
        figures.wrong
    )
}

/// Shares by class, one column a set.
struct Table {
    of: &'static str,
    sets: Vec<&'static str>,
    rows: BTreeMap<String, BTreeMap<usize, Share>>,
}

impl Table {
    fn new(of: &'static str) -> Self {
        Self { of, sets: Vec::new(), rows: BTreeMap::new() }
    }

    fn add(&mut self, set: &'static str, classes: &BTreeMap<String, Share>, all: Share) {
        let column = self.sets.len();
        self.sets.push(set);
        for (class, share) in classes {
            self.rows.entry(class.clone()).or_default().insert(column, *share);
        }
        // A tilde stands behind all letters, so that the sum is the last row.
        self.rows.entry("~".into()).or_default().insert(column, all);
    }

    fn rendered(&self) -> String {
        let mut text = format!("| {} | {} |\n| ---", self.of, self.sets.join(" | "));
        text.push_str(&" | ---".repeat(self.sets.len()));
        text.push_str(" |\n");
        for (class, shares) in &self.rows {
            let label = if class == "~" { "**all**" } else { class };
            write!(text, "| {label} |").expect("written");
            for column in 0..self.sets.len() {
                let cell = shares.get(&column).map_or_else(String::new, |share| {
                    format!("{} of {} ({:.0} %)", share.right, share.all, share.percent())
                });
                write!(text, " {cell} |").expect("written");
            }
            text.push('\n');
        }
        text
    }
}

/// Holds that a part of the page says this, or writes it.
pub(crate) fn check_page(part: &str, table: &str) {
    static PAGE: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one = PAGE.lock();
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/RELEVANCE.md");
    let page = std::fs::read_to_string(&path).expect("the page is there");
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- end of {part} -->"));
    let from = page.find(&begin).expect("the part is marked") + begin.len();
    let to = page.find(&end).expect("the part's end is marked");
    if std::env::var_os("FINDER_WRITE_REPORT").is_some() {
        let page = format!("{}\n{}\n{}", &page[..from], table.trim(), &page[to..]);
        std::fs::write(&path, page).expect("the page is written");
    } else {
        let told = page[from..to].trim();
        assert_eq!(told, table.trim(), "docs/RELEVANCE.md is old; FINDER_WRITE_REPORT=1 writes it anew");
    }
}
