//! The misspellings of everything the vocabulary knows, counted: read as meant, as something else, or not at all.
//!
//! Each clean form that names a specialty, a condition, a technique or a filter is misspelt word by word: one edit in a
//! word of at least 4 letters, two in one of at least 8, one in each of two words. `FINDER_TYPOS` says how many
//! misspellings of each kind a form is tried with, `all` means every single edit. What is not read is counted apart
//! where it may not be: a misspelling that is a word itself, or that is as near to something else.

use super::forms::Form;
use super::lexicon::{ROOT, Standing, is_correctable, is_outside};
use super::tests::bundled;
use super::words::keys;
use super::{FilterWord, Meaning, Vocabulary, normalize};
use std::collections::{BTreeMap, HashSet};

/// How many misspellings of each kind a form is tried with by default.
const SAMPLE: usize = 3;

/// How many two-edit misspellings there are to be when every single edit is tried.
const MANY: usize = 100;

/// A way to misspell a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Added,
    LeftOut,
    Changed,
    Swapped,
    TwoInAWord,
    TwoWords,
}

/// What became of a misspelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    /// Read as the form.
    Right,
    /// It holds a word of everyday speech, a name, or another word of ours.
    Word,
    /// It is as near to a form that means something else.
    Rival,
    /// The maker's name of a method, which alone is not what a misspelling is taken for; too few letters; or as near to
    /// another word of ours, which by itself says nothing.
    Alone,
    /// Read as something else.
    Other,
    /// Not read.
    Unread,
}

type Table = BTreeMap<(&'static str, Kind), BTreeMap<Outcome, usize>>;

/// Numbers that look random and are the same each time (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).expect("below a length")
    }

    fn pick<'p, T>(&mut self, from: &'p [T]) -> &'p T {
        &from[self.below(from.len())]
    }
}

/// All texts one edit away from a word.
fn edited(word: &str) -> Vec<(Kind, String)> {
    let mut all = Vec::new();
    for cut in 0..=word.len() {
        let (left, right) = word.split_at(cut);
        for letter in 'a'..='z' {
            all.push((Kind::Added, format!("{left}{letter}{right}")));
            if let Some(rest) = right.get(1..) {
                all.push((Kind::Changed, format!("{left}{letter}{rest}")));
            }
        }
        if let Some(rest) = right.get(1..) {
            all.push((Kind::LeftOut, format!("{left}{rest}")));
        }
        if let (Some(first), Some(second), Some(rest)) = (right.get(..1), right.get(1..2), right.get(2..)) {
            all.push((Kind::Swapped, format!("{left}{second}{first}{rest}")));
        }
    }
    let mut seen = HashSet::from([word.to_owned()]);
    all.retain(|(_, text)| seen.insert(text.clone()));
    all
}

/// Misspellings of a form: of each kind so many, or every single edit.
fn misspellings(form: &str, count: Option<usize>, chance: &mut Chance) -> Vec<(Kind, String)> {
    let words: Vec<&str> = form.split(' ').collect();
    let with = |place: usize, word: &str| {
        let mut typed = words.clone();
        typed[place] = word;
        typed.join(" ")
    };
    let fitting = |letters: usize| -> Vec<usize> {
        let fits = |word: &str| word.len() >= letters && word.bytes().all(|byte| byte.is_ascii_lowercase());
        (0..words.len()).filter(|place| fits(words[*place])).collect()
    };
    let mut all: Vec<(Kind, String)> = Vec::new();
    for place in fitting(4) {
        all.extend(edited(words[place]).into_iter().map(|(kind, word)| (kind, with(place, &word))));
    }
    if let Some(count) = count {
        let mut few = Vec::new();
        for kind in [Kind::Added, Kind::LeftOut, Kind::Changed, Kind::Swapped] {
            let own: Vec<&(Kind, String)> = all.iter().filter(|(own, _)| *own == kind).collect();
            few.extend((0..count.min(own.len())).map(|_| (*chance.pick(&own)).clone()));
        }
        all = few;
    }
    let (long, short) = (fitting(8), fitting(4));
    for _ in 0..count.unwrap_or(MANY) {
        if !long.is_empty() {
            let place = *chance.pick(&long);
            let once = chance.pick(&edited(words[place])).1.clone();
            let twice = chance.pick(&edited(&once)).1.clone();
            if strsim::osa_distance(words[place], &twice) == 2 {
                all.push((Kind::TwoInAWord, with(place, &twice)));
            }
        }
        if short.len() > 1 {
            let first = chance.below(short.len());
            let second = (first + 1 + chance.below(short.len() - 1)) % short.len();
            let mut typed: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            for place in [short[first], short[second]] {
                typed[place] = chance.pick(&edited(words[place])).1.clone();
            }
            all.push((Kind::TwoWords, typed.join(" ")));
        }
    }
    all
}

/// What a text means, apart from words about words.
fn read(words: &Vocabulary, text: &str) -> Vec<Meaning> {
    let found = words.find(&normalize::tokens(text)).into_iter().flat_map(|found| found.meanings);
    let mut meanings: Vec<Meaning> = Vec::new();
    for meaning in found.filter(|meaning| !matches!(meaning, Meaning::Filler | Meaning::Collision)) {
        if !meanings.contains(&meaning) {
            meanings.push(meaning);
        }
    }
    meanings
}

fn same(some: &[Meaning], other: &[Meaning]) -> bool {
    some.len() == other.len() && some.iter().all(|meaning| other.contains(meaning))
}

/// The forms that are measured, by what they name.
fn group(form: &Form) -> Option<&'static str> {
    match form.meanings.first()? {
        _ if form.misspells.is_some() || !is_correctable(form) => None,
        (Meaning::Specialty(_), _) => Some("specialty"),
        (Meaning::Condition(_), _) => Some("condition"),
        (Meaning::Technique(_), _) => Some("technique"),
        (Meaning::OutOfScope(_), _) => Some("outside"),
        (Meaning::Filter(FilterWord::Language(_)), _) => Some("language"),
        (Meaning::Filter(_) | Meaning::Nearest, _) => Some("filter"),
        _ => None,
    }
}

/// What became of one misspelling of a form.
fn outcome(words: &Vocabulary, form: &Form, clean: &[Meaning], kind: Kind, typed: &str) -> Outcome {
    let got = read(words, typed);
    let reading = |word: &str| words.matcher.lexicon.reading(word);
    let edits: u8 = if matches!(kind, Kind::TwoInAWord | Kind::TwoWords) { 2 } else { 1 };
    let reach = usize::from(edits);
    let near = |other: &&Form| {
        group(other).is_some()
            && (strsim::osa_distance(&other.text, typed) <= reach
                || strsim::osa_distance(&keys(&other.text), &keys(typed)) <= reach)
    };
    let forms = words.matcher.forms.iter();
    if same(&got, clean) {
        Outcome::Right
    } else if typed
        .split(' ')
        .zip(form.text.split(' '))
        .any(|(word, meant)| word != meant && reading(word).standing != Standing::Unknown)
    {
        Outcome::Word
    } else if forms.filter(near).any(|other| !same(&read(words, &other.text), clean)) {
        Outcome::Rival
    } else if !got.is_empty() {
        Outcome::Other
    } else if words.matcher.lexicon.is_rarer(&form.text)
        || is_short(form, typed)
        || reading(typed).near.iter().any(|(word, least)| {
            let end = words.matcher.lexicon.step(ROOT, *word);
            *least <= edits && end.is_none_or(|node| words.matcher.lexicon.ends(node).is_empty())
        })
    {
        Outcome::Alone
    } else {
        Outcome::Unread
    }
}

/// Whether a form, or what was typed for it, has too few letters to be believed without other words.
fn is_short(form: &Form, typed: &str) -> bool {
    let least = match group(form) {
        Some("outside") => 6,
        Some("language") => 7,
        Some("filter") => 5,
        _ => 4,
    };
    let lone = !form.text.contains(' ') && form.text.len().min(typed.len()) < least;
    // `tun up`: three letters beside two.
    let language = group(form) == Some("language") && form.text.len() < 9;
    lone || language && !form.text.contains(' ') && strsim::osa_distance(&form.text, typed) > 1
        || typed.split(' ').all(|word| word.len() < 4)
}

#[test]
fn misspellings_are_read_as_what_is_meant() {
    let words = bundled();
    let asked = std::env::var("FINDER_TYPOS").unwrap_or_default();
    let count = if asked == "all" { None } else { Some(asked.parse().unwrap_or(SAMPLE)) };
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    let (mut table, mut failures) = (Table::new(), Vec::new());
    for form in &words.matcher.forms {
        let Some(group) = group(form) else { continue };
        let clean = read(words, &form.text);
        for (kind, typed) in misspellings(&form.text, count, &mut chance) {
            let outcome = outcome(words, form, &clean, kind, &typed);
            *table.entry((group, kind)).or_default().entry(outcome).or_default() += 1;
            if matches!(outcome, Outcome::Other | Outcome::Unread) {
                failures.push(format!("{group} {kind:?} {outcome:?}: {} typed {typed}", form.text));
            }
        }
    }
    println!("{}\n{}", shown(&table), failures.join("\n"));
    for ((group, kind), counts) in &table {
        let of =
            |outcomes: &[Outcome]| outcomes.iter().filter_map(|outcome| counts.get(outcome)).sum::<usize>();
        let (right, wrong) = (of(&[Outcome::Right]), of(&[Outcome::Other, Outcome::Unread]));
        if matches!(kind, Kind::TwoInAWord | Kind::TwoWords) {
            assert!(wrong * 100 <= right + wrong, "{group} {kind:?}: {wrong} wrong, {right} right");
        } else {
            // A word of four letters in a phrase that loses one (`in a poo`) is the one thing that is not read.
            assert!(wrong * 100 <= right + wrong, "{group} {kind:?}: {wrong} wrong, {right} right");
        }
    }
}

fn shown(table: &Table) -> String {
    let rows = table.iter().map(|((group, kind), counts)| {
        let counts: Vec<String> =
            counts.iter().map(|(outcome, count)| format!("{outcome:?} {count}")).collect();
        format!("{group} {kind:?}: {}", counts.join(", "))
    });
    rows.collect::<Vec<_>>().join("\n")
}

#[test]
fn no_profession_that_is_not_listed_becomes_one_that_is() {
    let words = bundled();
    let ours = |text: &str| {
        let found = read(words, text);
        let other = found.iter().any(|meaning| matches!(meaning, Meaning::OutOfScope(_)));
        !other && found.iter().any(|meaning| matches!(meaning, Meaning::Specialty(_)))
    };
    let mut chance = Chance(0x2545_F491_4F6C_DD1D);
    let asked = std::env::var("FINDER_TYPOS").unwrap_or_default();
    let count = if asked == "all" { None } else { Some(asked.parse().unwrap_or(SAMPLE) * 3) };
    let mut turned = Vec::new();
    // `nurologist` is in the tables as what people write for neurologist.
    let listed: HashSet<&str> = words.matcher.forms.iter().map(|form| form.text.as_str()).collect();
    // A misspelling of a misspelling (`nefrologist`) that is one edit from neurologist, too, is that.
    for form in words.matcher.forms.iter().filter(|form| is_outside(form) && !form.variant) {
        let plural = format!("{}s", form.text);
        let typed = misspellings(&form.text, count, &mut chance).into_iter().filter(|(kind, typed)| {
            let single = !matches!(kind, Kind::TwoInAWord | Kind::TwoWords);
            // `walk therapist`: what was typed is right by itself.
            let real = |word: &str| words.matcher.lexicon.reading(word).standing != Standing::Unknown;
            let parts = || typed.split(' ').zip(form.text.split(' '));
            single
                && !listed.contains(typed.as_str())
                && parts().all(|(word, meant)| word == meant || !real(word))
        });
        let typed = typed.map(|(_, typed)| typed).chain([form.text.clone(), plural]);
        turned.extend(typed.filter(|typed| ours(typed)).map(|typed| format!("{}: {typed}", form.text)));
    }
    // `Hospital-Specialty Hospital (cardiac, orthopedic, surgical)` holds a word of ours that is spelled right.
    for row in
        csv::Reader::from_reader(include_str!("../../data/vocabulary/other_professions.csv").as_bytes())
            .deserialize::<std::collections::HashMap<String, String>>()
    {
        let name = normalize::fold(&row.expect("a row")["name"]);
        if name.contains("orthopedic") {
            continue;
        }
        let typed = misspellings(&name, Some(count.unwrap_or(MANY)), &mut chance);
        let single = |kind: &Kind| !matches!(kind, Kind::TwoInAWord | Kind::TwoWords);
        let typed = typed.into_iter().filter(|(kind, _)| single(kind)).map(|(_, typed)| typed);
        let typed = typed.chain([name.clone(), format!("{name}s")]);
        turned.extend(typed.filter(|typed| ours(typed)).map(|typed| format!("{name}: {typed}")));
    }
    assert_eq!(turned, Vec::<String>::new());
}
