//! Finds surface forms in a text: leftmost longest, what is spelled right before any correction.
//!
//! In: folded tokens. Out: [`Match`]es in order, not overlapping. Invariant: what is out of scope and spelled right is
//! found before a misspelling is looked for.

use super::Match;
use super::forms::Form;
use super::lexicon::{CommonWords, Lexicon, ROOT, Reading};
use super::normalize::Token;
use std::cmp::Ordering;

/// Words that may stand inside a phrase and change nothing: `pain in my neck`, `dolor en el cuello`.
pub(super) const INSIDE: [&str; 8] = ["my", "the", "a", "your", "his", "her", "mi", "el"];

/// The edits that a listed misspelling is shown with are not more than a word may carry.
const LISTED_EDITS: u8 = 2;

/// The forms and the way to them.
#[derive(Debug)]
pub(super) struct Matcher {
    pub(super) forms: Vec<Form>,
    pub(super) lexicon: Lexicon,
}

/// A form that some tokens spell, right or wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// The form's place.
    pub(super) form: usize,
    /// How many tokens it covers.
    pub(super) count: usize,
    /// How many edits apart they are.
    pub(super) edits: u8,
}

impl Matcher {
    /// Indexes the forms; `common` words are never corrected.
    pub(super) fn new(forms: Vec<Form>, common: CommonWords) -> Self {
        let lexicon = Lexicon::new(&forms, common);
        Self { forms, lexicon }
    }

    /// Finds the forms of a text.
    pub(super) fn find(&self, tokens: &[Token]) -> Vec<Match> {
        self.find_read(tokens, &self.read(tokens))
    }

    /// What each word of a text alone may be.
    pub(super) fn read(&self, tokens: &[Token]) -> Vec<Reading> {
        tokens.iter().map(|token| self.lexicon.reading(&token.text)).collect()
    }

    /// Finds the forms of a text whose words are read.
    pub(super) fn find_read(&self, tokens: &[Token], readings: &[Reading]) -> Vec<Match> {
        let mut found = self.clean(tokens, readings);
        self.correct(tokens, readings, &mut found);
        found.into_iter().map(|(first, found)| self.as_match(first, found)).collect()
    }

    /// What is spelled right, or misspelt as a table lists it: leftmost longest.
    fn clean(&self, tokens: &[Token], readings: &[Reading]) -> Vec<(usize, Found)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.longest(&tokens[at..], &readings[at..]) {
                Some(longest) => {
                    found.push((at, longest));
                    at += longest.count;
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest(&self, tokens: &[Token], readings: &[Reading]) -> Option<Found> {
        let mut node = ROOT;
        let mut longest = None;
        for (place, reading) in readings.iter().enumerate() {
            match reading.word.and_then(|word| self.lexicon.step(node, word)) {
                Some(next) => {
                    node = next;
                    let spelled = self.best_spelled(self.lexicon.ends(node), &tokens[..=place]);
                    longest = spelled.map(|form| Found { form, count: place + 1, edits: 0 }).or(longest);
                }
                None if node != ROOT && INSIDE.contains(&reading.key.as_str()) => {}
                None => break,
            }
        }
        longest
    }

    /// Of forms with the same word keys the one spelled as in the text, else the surest.
    fn best_spelled(&self, forms: &[usize], tokens: &[Token]) -> Option<usize> {
        let exact = forms.iter().find(|form| {
            let words = self.text(**form).split(' ');
            words.eq(tokens.iter().map(|token| token.text.as_str()))
        });
        exact.or_else(|| forms.iter().min_by(|a, b| self.by_weight(**a, **b))).copied()
    }

    /// The surer form first, then by alphabet.
    pub(super) fn by_weight(&self, a: usize, b: usize) -> Ordering {
        let weight = |form: usize| {
            let first = self.forms.get(form).and_then(|form| form.meanings.first());
            first.map_or(0.0, |(_, weight)| *weight)
        };
        weight(b).total_cmp(&weight(a)).then_with(|| self.text(a).cmp(self.text(b)))
    }

    pub(super) fn text(&self, form: usize) -> &str {
        self.forms.get(form).map_or("", |form| form.text.as_str())
    }

    /// The match as callers see it; a listed misspelling shows the clean form that it stands for.
    fn as_match(&self, first: usize, found: Found) -> Match {
        let listed = self.forms.get(found.form).and_then(|form| form.misspells);
        let (form, edits) =
            listed.map_or((found.form, found.edits), |(clean, edits)| (clean, edits.min(LISTED_EDITS)));
        let meanings = self.forms.get(form).map(|form| form.meanings.as_slice()).unwrap_or_default();
        Match {
            first,
            count: found.count,
            meanings: meanings.iter().map(|(meaning, _)| meaning.clone()).collect(),
            form: self.text(form).to_owned(),
            edits,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use super::super::{FilterWord, Meaning, normalize};
    use super::*;
    use proptest::prelude::*;

    /// Each match as `words=meaning/meaning~edits`, words as found and meanings by their ids.
    fn found(text: &str) -> Vec<String> {
        let tokens = normalize::tokens(text);
        let show = |found: &Match| {
            let words =
                tokens[found.first..found.first + found.count].iter().map(|token| token.text.as_str());
            let meanings: Vec<String> = found.meanings.iter().map(named).collect();
            format!("{}={}~{}", words.collect::<Vec<_>>().join(" "), meanings.join("/"), found.edits)
        };
        bundled().find(&tokens).iter().map(show).collect()
    }

    fn named(meaning: &Meaning) -> String {
        let words = bundled();
        match meaning {
            Meaning::Specialty(id) => words.specialty(*id).id.clone(),
            Meaning::Condition(id) => words.condition(*id).id.clone(),
            Meaning::Technique(id) => words.technique(*id).id.clone(),
            Meaning::Credential { credential, .. } => credential.to_string(),
            Meaning::OutOfScope(row) => format!("not:{}", words.out_of_scope()[*row].term),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_longest_phrase_wins_and_plurals_are_clean() {
        for (text, matches) in [
            (
                "neck pain doctor",
                vec![
                    "neck pain doctor=physiatrist/chiropractor/osteopath/physical_therapist/pain_physician/spine_surgeon/neck_pain~0",
                ],
            ),
            ("herniated discs", vec!["herniated discs=herniated_disc_low~0"]),
            ("orthopaedic surgeons", vec!["orthopaedic surgeons=orthopaedic_surgeon~0"]),
            ("headaches", vec!["headaches=tension_headache/cervicogenic_headache/migraine~0"]),
            ("pain in my neck", vec!["pain in my neck=neck_pain~0"]),
            (
                "DC near DC",
                vec![
                    "dc=DC/chiropractor/Collision~0",
                    "near=PlaceMarker~0",
                    "dc=DC/chiropractor/Collision~0",
                ],
            ),
            ("D.C.", vec!["dc=DC/chiropractor/Collision~0"]),
            ("PM&R", vec!["pm r=physiatrist~0"]),
            ("quiropráctico cerca de mí", vec!["quiropractico=chiropractor~0", "cerca de mi=NearMe~0"]),
            ("", vec![]),
        ] {
            assert_eq!(found(text), matches, "{text}");
        }
    }

    #[test]
    fn misspellings_are_read_alone_in_phrases_run_together_and_parted() {
        for (text, matches) in [
            ("chiropracter", vec!["chiropracter=chiropractor~1"]),
            ("kiropractor", vec!["kiropractor=chiropractor~2"]),
            ("phisical therepist", vec!["phisical therepist=physical_therapist~2"]),
            ("herniatd disc", vec!["herniatd disc=herniated_disc_low~1"]),
            ("dry nedling", vec!["dry nedling=dry_needling~1"]),
            ("physicaltherapist", vec!["physicaltherapist=physical_therapist~1"]),
            ("chiro practor", vec!["chiro practor=chiropractor~1"]),
            ("nek pain", vec!["nek pain=neck_pain~1"]),
            ("siatica", vec!["siatica=sciatica~0"]),
            ("chrio", vec!["chrio=chiropractor~1"]),
        ] {
            assert_eq!(found(text), matches, "{text}");
        }
    }

    #[test]
    fn other_professions_stay_out_clean_plural_and_misspelt() {
        for (text, matches) in [
            ("dermatologist", "dermatologist=not:dermatologist~0"),
            ("dermatologists", "dermatologists=not:dermatologist~0"),
            ("dermatolgist", "dermatolgist=not:dermatologist~1"),
            ("nephrologist", "nephrologist=not:nephrologist~0"),
            ("nephrologists", "nephrologists=not:nephrologist~0"),
            ("neprologist", "neprologist=not:nephrologist~1"),
            ("urologist", "urologist=not:urologist~0"),
            ("urolgist", "urolgist=not:urologist~1"),
            ("haematologists", "haematologists=not:hematologist~0"),
            ("hematolgist", "hematolgist=not:hematologist~1"),
            ("psychiatrist", "psychiatrist=not:psychiatrist~0"),
            ("podiatrists", "podiatrists=not:podiatrist~0"),
            ("dog chiropractor", "dog chiropractor=not:veterinarian~0"),
            ("nurse practicioner", "nurse practicioner=not:physician assistant~1"),
        ] {
            assert_eq!(found(text), [matches], "{text}");
        }
    }

    #[test]
    fn everyday_words_names_and_numbers_are_not_corrected() {
        for text in [
            "smith",
            "miller main street",
            "cairo",
            "chico",
            "sullivan",
            "message",
            "passage",
            "weakness",
            "reaction",
            "chiropract0r",
            "halligan",
            "socratic",
            "back",
            "pain",
            "neck",
            "maryland",
            "grafton",
            "invitation",
            "asdfgh",
            "1234567893",
            "kneeling",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn filters_in_words_are_read() {
        let filters = |text: &str| -> Vec<FilterWord> {
            let found = bundled().find(&normalize::tokens(text));
            let meanings = found.into_iter().flat_map(|found| found.meanings);
            meanings
                .filter_map(|meaning| if let Meaning::Filter(filter) = meaning { Some(filter) } else { None })
                .collect()
        };
        let spanish = FilterWord::Language("es".parse().expect("a code"));
        assert_eq!(filters("who speaks Spanish"), std::slice::from_ref(&spanish));
        assert_eq!(filters("que hable español"), std::slice::from_ref(&spanish));
        assert_eq!(filters("within walking distance"), [FilterWord::RadiusMiles(1.0)]);
        assert_eq!(filters("open saturday"), [FilterWord::NotListed("hours:sat".into())]);
        assert_eq!(filters("polish"), []);
    }

    #[test]
    fn golden_questions_hold_what_they_are_expected_to() {
        let text = include_str!("../../data/vocabulary/golden_queries.csv");
        let mut failures = Vec::new();
        let mut rows = 0;
        for row in csv::Reader::from_reader(text.as_bytes())
            .deserialize::<std::collections::HashMap<String, String>>()
        {
            let row = row.expect("a row");
            let what = row["what"].as_str();
            let meanings: Vec<Meaning> = bundled()
                .find(&normalize::tokens(what))
                .into_iter()
                .flat_map(|found| found.meanings)
                .collect();
            let specialty = |meaning: &Meaning| match meaning {
                Meaning::Credential { specialty: Some(id), .. } => bundled().specialty(*id).id.clone(),
                other => named(other),
            };
            let ids: Vec<String> = meanings.iter().map(specialty).collect();
            let expected = ["expect_specialties", "expect_condition", "expect_technique"]
                .map(|column| row[column].as_str());
            for id in expected.iter().flat_map(|cell| cell.split('|')).filter(|id| !id.is_empty()) {
                if !ids.iter().any(|own| own == id) {
                    failures.push(format!("{what}: no {id} in {ids:?}"));
                }
            }
            rows += 1;
        }
        assert_eq!(failures, Vec::<String>::new());
        assert_eq!(rows, 103);
    }

    proptest! {
        #[test]
        fn matches_are_in_order_and_within_the_text(text in "([a-z]{1,12}|neck|pain|chiro|near|do|dc|physical|therapst|[0-9]{1,5}| ){0,24}") {
            let tokens = normalize::tokens(&text);
            let mut end = 0;
            for found in bundled().find(&tokens) {
                prop_assert!(found.first >= end && found.count > 0 && !found.meanings.is_empty());
                end = found.first + found.count;
                prop_assert!(end <= tokens.len());
            }
        }
    }
}
