//! What to write for a completion, so that a search reads it as what was chosen.
//!
//! In: labels, forms, and the matcher that searches read with. Out: a text for each thing in each language. Invariant:
//! the text is read without an edit, all of it, as one form that means the thing.

use super::super::matcher::Matcher;
use super::super::{Condition, Lang, Specialty, Technique, normalize};
use super::Sought;
use crate::domain::{ConditionId, TechniqueId};

/// A text in English and one in Spanish.
type Pair = [String; 2];

/// The texts of all that can be looked for, by row.
#[derive(Debug)]
pub(in super::super) struct Insertions {
    specialties: Vec<Pair>,
    conditions: Vec<Pair>,
    techniques: Vec<Pair>,
}

impl Insertions {
    /// Finds a text that is read for each row of the tables.
    pub(in super::super) fn new(
        matcher: &Matcher,
        specialties: &[Specialty],
        conditions: &[Condition],
        techniques: &[Technique],
    ) -> Self {
        let pair = |sought, labels: [&str; 2]| labels.map(|label| read_text(matcher, sought, label));
        let specialties =
            specialties.iter().map(|row| pair(Sought::Specialty(row.row), [&row.label, &row.label_es]));
        let conditions = (0..).zip(conditions).map(|(place, row)| {
            pair(Sought::Condition(ConditionId::from_row(place)), [&row.label, &row.label_es])
        });
        let techniques = (0..).zip(techniques).map(|(place, row)| {
            pair(Sought::Technique(TechniqueId::from_row(place)), [&row.label, &row.label_es])
        });
        Self {
            specialties: specialties.collect(),
            conditions: conditions.collect(),
            techniques: techniques.collect(),
        }
    }

    /// The text of a thing in a language.
    pub(in super::super) fn of(&self, sought: Sought, lang: Lang) -> &str {
        let pair = match sought {
            Sought::Specialty(id) => self.specialties.get(id.row()),
            Sought::Condition(id) => self.conditions.get(id.row()),
            Sought::Technique(id) => self.techniques.get(id.row()),
        };
        pair.map_or("", |[english, spanish]| lang.choose(english, spanish))
    }
}

/// The label as far as it is said, else the surest form that is read, else the label all the same.
fn read_text(matcher: &Matcher, sought: Sought, label: &str) -> String {
    let said = label.split('(').next().unwrap_or_default().trim();
    if is_read(matcher, sought, said) {
        return said.to_owned();
    }
    let forms = matcher.forms.iter().filter(|form| form.misspells.is_none());
    let mut known: Vec<(f64, &str)> = forms
        .filter_map(|form| {
            let meaning = form.meanings.iter().find(|(meaning, _)| meaning.sought() == Some(sought))?;
            Some((meaning.1, form.text.as_str()))
        })
        .collect();
    known.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(b.1)));
    let read = known.into_iter().find(|(_, form)| is_read(matcher, sought, form));
    read.map_or(said, |(_, form)| form).to_owned()
}

fn is_read(matcher: &Matcher, sought: Sought, text: &str) -> bool {
    let tokens = normalize::tokens(text);
    match matcher.find(&tokens).as_slice() {
        [found] => {
            let meant = found.meanings.iter().any(|meaning| meaning.sought() == Some(sought));
            meant && found.count == tokens.len() && found.edits == 0
        }
        _ => false,
    }
}
