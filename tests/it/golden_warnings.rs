//! Sentences that must and must not raise a danger sign: how many come out right, never fewer than before.
//!
//! In: `tests/golden/warnings*.csv`, whose column `expect` names the flags that are right, `class` what kind of sentence
//! it is. A sentence is right when it raises any flag, or none where none belongs. With `--nocapture` the misses are
//! listed.

use specialist_finder::vocabulary::Vocabulary;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::LazyLock;

/// What must be reached on these sentences, which the patterns were written with.
const ALL: f64 = 0.975;
const EMERGENCIES: f64 = 0.985;
const FALSE_ALARMS: f64 = 0.015;

/// What must be reached on those that were set aside before.
const HELD_OUT_ALL: f64 = 0.95;
const HELD_OUT_EMERGENCIES: f64 = 0.98;
const HELD_OUT_FALSE: f64 = 0.03;

/// What must be reached on the emergencies that mending went by: many of them hide what they say.
const MENDED_EMERGENCIES: f64 = 0.97;

/// The sentences of self-harm are counted with all others, but not with the emergencies: that flag keeps to few words.
const CRISIS: &str = "crisis";

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::bundled().expect("the tables are sound"));

/// The sentences that the patterns were written with, and those that were set aside before.
const WRITTEN_WITH: &str = include_str!("../golden/warnings.csv");
const HELD_OUT: &str = include_str!("../golden/warnings_held_out.csv");
const HELD_OUT_2: &str = include_str!("../golden/warnings_held_out_2.csv");
const HELD_OUT_3: &str = include_str!("../golden/warnings_held_out_3.csv");

const HELD_OUT_4: &str = include_str!("../golden/warnings_held_out_4.csv");

/// Looked at once, and nothing mended for it.
const BLIND: &str = include_str!("../golden/warnings_held_out_5.csv");

/// Sentences of the kinds that raised false alarms and were missed on those set aside, which mending went by.
const MENDED: &str = include_str!("../golden/warnings_mended.csv");

/// Sentences that only sound dangerous.
const HARMLESS: &str = include_str!("../golden/warnings_harmless.csv");

fn sentences(text: &'static str) -> Vec<HashMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("even rows")
}

/// Which sentences are counted.
type Wanted = fn(&HashMap<String, String>) -> bool;

fn raised(text: &str) -> Vec<&'static str> {
    VOCABULARY.danger_signs(text).into_iter().map(|row| VOCABULARY.red_flags()[row].id.as_str()).collect()
}

/// Sentences of a kind, and how many of them are right.
#[derive(Debug, Default)]
struct Count {
    all: u32,
    right: u32,
    /// Among the right ones those that raise a flag of the column `expect`.
    as_expected: u32,
}

impl Count {
    fn share(&self) -> f64 {
        f64::from(self.right) / f64::from(self.all.max(1))
    }
}

fn count(text: &'static str, wanted: impl Fn(&HashMap<String, String>) -> bool) -> Count {
    let mut count = Count::default();
    for row in sentences(text).iter().filter(|row| wanted(row)) {
        let flags = raised(&row["text"]);
        let right = (row["flag"] == "yes") != flags.is_empty();
        let expected = row["expect"].split('|').any(|flag| flags.contains(&flag));
        count.all += 1;
        count.right += u32::from(right);
        count.as_expected += u32::from(right && expected);
        if !right {
            eprintln!(
                "{} {}: {flags:?} instead of `{}`: {}",
                row["id"], row["class"], row["expect"], row["text"]
            );
        }
    }
    count
}

#[test]
fn dangers_are_seen_and_nothing_else() {
    let alarms = count(WRITTEN_WITH, |row| row["flag"] == "yes");
    let emergencies = count(WRITTEN_WITH, |row| row["class"] == "emergency" && row["expect"] != CRISIS);
    let harmless = count(WRITTEN_WITH, |row| row["flag"] == "no");
    eprintln!("recall {:.3} of {alarms:?}", alarms.share());
    eprintln!("recall of emergencies {:.3} of {emergencies:?}", emergencies.share());
    eprintln!("false alarms {:.3} of {harmless:?}", 1.0 - harmless.share());
    assert!(alarms.all >= 160 && emergencies.all >= 60 && harmless.all >= 140);
    assert!(alarms.share() >= ALL, "{alarms:?}");
    assert!(emergencies.share() >= EMERGENCIES, "{emergencies:?}");
    assert!(1.0 - harmless.share() <= FALSE_ALARMS, "{harmless:?}");
    assert!(f64::from(alarms.as_expected) / f64::from(alarms.all) >= 0.96, "{alarms:?}");
}

#[test]
fn figures_of_all_sets_are_those_of_the_page() {
    let mut table = String::from(
        "| sentences | warnings.csv | warnings_mended.csv | warnings_held_out.csv | warnings_held_out_2.csv | warnings_held_out_3.csv | warnings_held_out_4.csv | warnings_held_out_5.csv | warnings_harmless.csv |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let kinds: [(&str, Wanted); 4] = [
        ("that must warn", |row| row["flag"] == "yes"),
        ("of these emergencies", |row| row["flag"] == "yes" && row["class"] == "emergency"),
        ("that must not warn", |row| row["flag"] == "no"),
        ("in Spanish", |row| row["lang"] == "es"),
    ];
    for (label, wanted) in kinds {
        let cell = |text| {
            let count = count(text, wanted);
            if count.all == 0 {
                return "–".to_owned();
            }
            format!("{} of {} ({:.1} %)", count.right, count.all, count.share() * 100.0)
        };
        let cells =
            [WRITTEN_WITH, MENDED, HELD_OUT, HELD_OUT_2, HELD_OUT_3, HELD_OUT_4, BLIND, HARMLESS].map(cell);
        writeln!(table, "| {label} | {} |", cells.join(" | ")).expect("written");
    }
    crate::golden::check_page("warnings", &table);
    let held_out = [HELD_OUT, HELD_OUT_2, HELD_OUT_3, HELD_OUT_4].map(|set| (set, HELD_OUT_EMERGENCIES));
    for (set, least) in held_out.into_iter().chain([(MENDED, MENDED_EMERGENCIES)]) {
        let held_out = count(set, |row| row["flag"] == "yes");
        let emergencies = count(set, |row| row["flag"] == "yes" && row["class"] == "emergency");
        let harmless = count(set, |row| row["flag"] == "no");
        assert!(held_out.share() >= HELD_OUT_ALL, "{held_out:?}");
        assert!(emergencies.share() >= least, "{emergencies:?}");
        assert!(1.0 - harmless.share() <= HELD_OUT_FALSE, "{harmless:?}");
    }
    let harmless = count(HARMLESS, |_| true);
    assert!(1.0 - harmless.share() <= HELD_OUT_FALSE, "{harmless:?}");
}

#[test]
fn a_harmless_clause_or_another_spelling_never_silences_a_warning() {
    let mut silent = Vec::new();
    for row in sentences(WRITTEN_WITH) {
        let text = row["text"].as_str();
        if raised(text).is_empty() || row["flag"] == "no" {
            continue;
        }
        let changed = if row["lang"] == "es" {
            [
                format!("hola, {text}"),
                format!("{text}, busco ayuda"),
                format!("no tengo alergias. {text}. gracias"),
            ]
        } else {
            [
                format!("hi, {text}"),
                format!("{text}, who can see me"),
                format!("i am not pregnant. {text}. no allergies"),
            ]
        };
        let spelled = [text.to_uppercase(), text.replace(',', "."), text.replace('\'', "\u{2019}")];
        silent.extend(changed.into_iter().chain(spelled).filter(|text| raised(text).is_empty()));
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn the_words_of_a_danger_are_told_apart_from_names() {
    for (text, dangerous, harmless) in [
        ("I cant pee near 15213", "cant pee", "near 15213"),
        ("numb between my legs, Dr. Smith in Boise", "numb legs", "dr smith boise"),
        ("no puedo orinar cerca de Laredo", "no puedo orinar", "laredo"),
        ("chiropractor Weak in Leggett", "", "chiropractor weak leggett"),
    ] {
        let tokens = specialist_finder::vocabulary::normalize::tokens(text);
        let places = VOCABULARY.danger_tokens(text);
        let in_danger = |word: &str| {
            tokens.iter().position(|token| token.text == word).map(|place| places.contains(&place))
        };
        assert!(dangerous.split_whitespace().all(|word| in_danger(word) == Some(true)), "{text}: {places:?}");
        assert!(harmless.split_whitespace().all(|word| in_danger(word) == Some(false)), "{text}: {places:?}");
    }
}
