//! The surface forms: every word and phrase that means something, with what it may mean.
//!
//! In: labels, synonyms, credentials, languages and out-of-scope words. Out: [`Forms`], the list that matcher and
//! completion are built from. Invariant: a folded text is one form, and its meanings are each there once, the
//! likeliest first.

use super::catalog::Catalog;
use super::credentials::{CredentialRow, CredentialTable};
use super::languages::Languages;
use super::table::{Row, Table};
use super::words::keys;
use super::{Condition, FilterWord, Meaning, OutOfScope, Specialty, Technique, VocabularyError, normalize};
use crate::domain::{ConditionId, Fact, Gender, SpecialtyId, TechniqueId};
use std::collections::HashMap;

/// How sure a label is; synonyms carry their own weight.
const LABEL: f64 = 1.0;

/// How sure a lay or clinical term of a condition and another name of a technique is, as in `synonyms.csv`.
const TERM: f64 = 0.95;

/// How sure a credential is, as in `synonyms.csv`.
const CREDENTIAL: f64 = 0.9;

/// What stands before the name of a language that is asked for.
const SPEAKING: [&str; 14] = [
    "speaks",
    "speak",
    "who speaks",
    "that speaks",
    "speaking",
    "fluent in",
    "who speak",
    "can speak",
    "habla",
    "hable",
    "que habla",
    "que hable",
    "hablan",
    "hablen",
];

/// Shorter names of languages are words of other things, too: `sign`, `dari`.
const SHORT_NAME: usize = 5;

/// A word for a profession so few edits from its usual one, with the same first letter and so many last ones, is that
/// word spelled otherwise.
const VARIANT_EDITS: usize = 2;
/// See [`VARIANT_EDITS`].
const VARIANT_ENDING: usize = 3;

/// One form.
#[derive(Debug)]
pub(super) struct Form {
    /// The folded text.
    pub(super) text: String,
    /// What it may mean and how surely, the likeliest first.
    pub(super) meanings: Vec<(Meaning, f64)>,
    /// Whether it is a label in English or Spanish: the name to offer for what it means.
    pub(super) label: bool,
    /// Whether it is but a further spelling of a profession that is not ours (`nefrologist`), so that a misspelling that
    /// lies as near to one of ours is ours.
    pub(super) variant: bool,
    /// For a misspelling that the tables list: the clean form's place and the edits between.
    pub(super) misspells: Option<(usize, u8)>,
}

/// All forms.
#[derive(Debug, Default)]
pub(super) struct Forms {
    list: Vec<Form>,
    places: HashMap<String, usize>,
}

/// The tables that synonyms point into.
#[derive(Debug, Clone, Copy)]
pub(super) struct Targets<'v> {
    pub(super) specialties: &'v Catalog<Specialty>,
    pub(super) conditions: &'v Catalog<Condition>,
    pub(super) techniques: &'v Catalog<Technique>,
    pub(super) credentials: &'v CredentialTable,
}

impl Forms {
    /// Gathers the forms of all tables.
    pub(super) fn load(
        targets: Targets<'_>,
        languages: &Languages,
        outside: &[(OutOfScope, Vec<String>)],
        synonyms: &Table,
    ) -> Result<Self, VocabularyError> {
        let mut forms = Self::default();
        forms.add_labels(targets);
        forms.add_languages(languages);
        for (row, (_, words)) in outside.iter().enumerate() {
            forms.add_outside(row, words);
        }
        forms.add_synonyms(synonyms, targets)?;
        Ok(forms)
    }

    /// The forms, given away.
    pub(super) fn into_list(self) -> Vec<Form> {
        self.list
    }

    /// The forms, in no particular order.
    pub(super) fn list(&self) -> &[Form] {
        &self.list
    }

    /// Adds a clean form.
    fn add(&mut self, text: &str, meaning: Meaning, weight: f64) {
        let text = normalize::fold(&unbracketed(text));
        if text.is_empty() {
            return;
        }
        let place = *self.places.entry(text.clone()).or_insert(self.list.len());
        if place == self.list.len() {
            self.list.push(Form {
                text,
                meanings: Vec::new(),
                label: false,
                variant: false,
                misspells: None,
            });
        }
        let meanings = &mut self.list[place].meanings;
        match meanings.iter_mut().find(|(known, _)| *known == meaning) {
            Some((_, known)) => *known = known.max(weight),
            None => meanings.push((meaning, weight)),
        }
        meanings.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| order(&a.0).cmp(&order(&b.0))));
    }

    /// Adds a form that is a label.
    fn add_label(&mut self, text: &str, meaning: Meaning) {
        self.add(text, meaning, LABEL);
        let text = normalize::fold(&unbracketed(text));
        if let Some(form) = self.places.get(&text).and_then(|place| self.list.get_mut(*place)) {
            form.label = true;
        }
    }

    /// Adds what the tables of nouns say by themselves.
    fn add_labels(&mut self, targets: Targets<'_>) {
        for specialty in targets.specialties.rows() {
            for name in [&specialty.label, &specialty.label_es] {
                self.add_label(name, Meaning::Specialty(specialty.row));
            }
            self.add(&specialty.plural, Meaning::Specialty(specialty.row), LABEL);
        }
        for (row, condition) in (0_u16..).zip(targets.conditions.rows()) {
            let meaning = Meaning::Condition(ConditionId::from_row(row));
            let terms = ["lay_terms", "clinical_terms"];
            self.add_named(&[&condition.label, &condition.label_es], &condition.columns, &terms, &meaning);
        }
        for (row, technique) in (0_u16..).zip(targets.techniques.rows()) {
            let meaning = Meaning::Technique(TechniqueId::from_row(row));
            self.add_named(&[&technique.label, &technique.label_es], &technique.columns, &["aka"], &meaning);
        }
        for row in targets.credentials.rows().iter().filter(|row| !row.further) {
            for spelling in row.own_spellings() {
                self.add(spelling, credential(row), CREDENTIAL);
            }
        }
    }

    fn add_named(
        &mut self,
        labels: &[&String],
        columns: &[(String, String)],
        listed: &[&str],
        meaning: &Meaning,
    ) {
        for label in labels {
            self.add_label(label, meaning.clone());
        }
        for (_, cell) in columns.iter().filter(|(name, _)| listed.contains(&name.as_str())) {
            for term in cell.split('|') {
                self.add(term, meaning.clone(), TERM);
            }
        }
    }

    /// Adds the words for a profession that is not ours, the usual one first.
    fn add_outside(&mut self, row: usize, words: &[String]) {
        let usual = words.first().map(|word| normalize::fold(word)).unwrap_or_default();
        for word in words {
            self.add(word, Meaning::OutOfScope(row), LABEL);
            let text = normalize::fold(word);
            let spelled_otherwise = !text.contains(' ')
                && (1..=VARIANT_EDITS).contains(&strsim::osa_distance(&text, &usual))
                && text.get(..1) == usual.get(..1)
                && text.len() > VARIANT_ENDING
                && usual.ends_with(&text[text.len() - VARIANT_ENDING..]);
            if let Some(form) = self.places.get(&text).and_then(|place| self.list.get_mut(*place)) {
                form.variant = spelled_otherwise;
            }
        }
    }

    /// Adds the phrases that ask for a language.
    fn add_languages(&mut self, languages: &Languages) {
        for (language, english, spanish, also, alone) in languages.rows() {
            let meaning = Meaning::Filter(FilterWord::Language(language));
            let further = also.iter().map(String::as_str);
            for name in [english, spanish].into_iter().chain(further.clone()) {
                for phrase in SPEAKING {
                    self.add(&format!("{phrase} {name}"), meaning.clone(), LABEL);
                }
                for ending in ["speaking", "speaker", "speakers"] {
                    self.add(&format!("{name} {ending}"), meaning.clone(), LABEL);
                }
            }
            if alone {
                let long = further.filter(|name| name.len() > SHORT_NAME);
                for name in [english, spanish].into_iter().chain(long) {
                    self.add(name, meaning.clone(), LABEL);
                    self.add(&format!("in {name}"), meaning.clone(), LABEL);
                    self.add(&format!("en {name}"), meaning.clone(), LABEL);
                }
            }
        }
    }

    /// Adds `synonyms.csv`, the listed misspellings last, when every clean form is known.
    fn add_synonyms(&mut self, table: &Table, targets: Targets<'_>) -> Result<(), VocabularyError> {
        let mut misspelt = Vec::new();
        for row in table.rows() {
            let (term, weight) = (row.filled("term")?, row.weight(row.cell("weight"))?);
            let meaning = meaning(&row, targets)?;
            match row.cell("kind") {
                "misspelling" => misspelt.push((term, meaning, weight)),
                _ => self.add(term, meaning, weight),
            }
        }
        self.add_misspellings(misspelt);
        Ok(())
    }

    /// Adds misspellings beside the nearest clean form of the same meaning; what is but a plural is left out.
    fn add_misspellings(&mut self, misspelt: Vec<(&str, Meaning, f64)>) {
        let clean = self.list.len();
        let clean_keys: Vec<String> = self.list.iter().map(|form| keys(&form.text)).collect();
        for (term, meaning, weight) in misspelt {
            let text = normalize::fold(term);
            let (key, known) = (keys(&text), self.places.contains_key(&text));
            let means = |place: &usize| self.list[*place].meanings.iter().any(|(own, _)| *own == meaning);
            let same: Vec<usize> = (0..clean).filter(means).collect();
            if known || same.iter().any(|place| clean_keys[*place] == key) {
                continue;
            }
            let measured =
                same.iter().map(|place| (strsim::osa_distance(&text, &self.list[*place].text), *place));
            let nearest = measured
                .min_by(|a, b| a.0.cmp(&b.0).then_with(|| self.list[a.1].text.cmp(&self.list[b.1].text)));
            let Some((edits, place)) = nearest else { continue };
            let misspells = Some((place, u8::try_from(edits).unwrap_or(u8::MAX)));
            self.places.insert(text.clone(), self.list.len());
            self.list.push(Form {
                text,
                meanings: vec![(meaning, weight)],
                label: false,
                variant: false,
                misspells,
            });
        }
    }
}

/// A label without its bracket, which explains the label and is not said.
fn unbracketed(text: &str) -> String {
    match (text.find('('), text.rfind(')')) {
        (Some(open), Some(close)) if open < close => format!("{} {}", &text[..open], &text[close + 1..]),
        (Some(open), _) => text[..open].to_owned(),
        _ => text.to_owned(),
    }
}

/// What comes first among equally sure meanings: a profession before what it treats and does, words about words last.
fn order(meaning: &Meaning) -> u8 {
    match meaning {
        // A video visit is a way to be seen rather than a treatment.
        Meaning::Specialty(_) | Meaning::Filter(FilterWord::Telehealth(_)) => 0,
        Meaning::Condition(_) => 1,
        Meaning::Technique(_) => 2,
        Meaning::Credential { .. } => 3,
        Meaning::Filter(_) => 4,
        Meaning::OutOfScope(_) => 5,
        Meaning::Nearest | Meaning::NearMe | Meaning::RadiusMarker | Meaning::PlaceMarker => 6,
        Meaning::Filler => 7,
        Meaning::Collision => 8,
    }
}

/// What a row of `synonyms.csv` means.
fn meaning(row: &Row<'_>, targets: Targets<'_>) -> Result<Meaning, VocabularyError> {
    let target = row.cell("target_id");
    match row.cell("target_type") {
        "specialty" => Ok(Meaning::Specialty(SpecialtyId::from_row(targets.specialties.known(row, target)?))),
        "condition" => Ok(Meaning::Condition(ConditionId::from_row(targets.conditions.known(row, target)?))),
        "technique" => Ok(Meaning::Technique(TechniqueId::from_row(targets.techniques.known(row, target)?))),
        "credential" => {
            let known = targets.credentials.row(target);
            known.map(credential).ok_or_else(|| row.error(format!("unknown credential `{target}`")))
        }
        "filter" => filter(row, target),
        "sort" if target == "distance" => Ok(Meaning::Nearest),
        "filler" => Ok(Meaning::Filler),
        "place_marker" if target == "radius" => Ok(Meaning::RadiusMarker),
        "place_marker" => Ok(Meaning::PlaceMarker),
        "collision" => Ok(Meaning::Collision),
        other => Err(row.error(format!("unknown target `{other}` `{target}`"))),
    }
}

/// What a filter of `synonyms.csv`, `kind:value`, means.
fn filter(row: &Row<'_>, target: &str) -> Result<Meaning, VocabularyError> {
    let wrong = || row.error(format!("unknown filter `{target}`"));
    let (kind, value) = target.split_once(':').ok_or_else(wrong)?;
    let filter = match (kind, value) {
        ("geo", "device") => return Ok(Meaning::NearMe),
        ("accepting", "true") => FilterWord::AcceptingNew(Fact::Yes),
        ("accessible", "true") => FilterWord::Wheelchair(Fact::Yes),
        ("mode", "telehealth") => FilterWord::Telehealth(Fact::Yes),
        ("entity", "organisation") => FilterWord::Organization,
        ("gender", letter) => FilterWord::Gender(Gender::parse(letter).ok_or_else(wrong)?),
        ("language", code) => FilterWord::Language(code.parse().map_err(|_no_code| wrong())?),
        ("radius", miles) => {
            let miles = miles.strip_suffix("mi").and_then(|miles| miles.parse().ok());
            FilterWord::RadiusMiles(miles.ok_or_else(wrong)?)
        }
        ("hours" | "insurance" | "age" | "credential" | "booking", _) => {
            FilterWord::NotListed(target.to_owned())
        }
        _ => return Err(wrong()),
    };
    Ok(Meaning::Filter(filter))
}

fn credential(row: &CredentialRow) -> Meaning {
    Meaning::Credential {
        credential: row.credential.clone(),
        specialty: row.specialty.filter(|_| row.implies),
        finer: row.finer,
    }
}
