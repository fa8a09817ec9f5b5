//! The beginnings that completion knows: of each form, and of its later words, with how likely each is meant.
//!
//! In: the forms and the tables they come from. Out: [`Entries`], by alphabet. Invariant: words by which a profession
//! that is not listed is known are entries too, with nothing to offer, so that no correction passes them by.

use super::super::catalog::Catalog;
use super::super::forms::Form;
use super::super::prefix_tree::Standing;
use super::super::words::key;
use super::super::{Condition, ConditionKind, Lang, Meaning, Specialty, Technique, Tier, normalize};
use super::{Fit, Sought};
use std::collections::HashSet;

/// Words that nobody begins with when a later word of a name is typed.
const SMALL: [&str; 24] = [
    "a", "and", "con", "de", "del", "doctor", "el", "en", "for", "from", "in", "la", "las", "los", "my", "o",
    "of", "on", "or", "por", "the", "to", "with", "y",
];

/// What each meaning of a form beyond the first takes from all of them, what each letter takes, and the most of each.
const SHARED: f64 = 0.05;
const LETTER: f64 = 0.01;
const MOST_SHARED: f64 = 0.3;

/// What a form of the other language takes: it is offered where it is typed, behind those of one's own.
const OTHER_TONGUE: f64 = 0.6;

/// In which language forms are.
#[derive(Debug, Default)]
pub(in super::super) struct Tongues {
    english: HashSet<String>,
    spanish: HashSet<String>,
}

impl Tongues {
    /// Notes a form's language.
    pub(in super::super) fn add(&mut self, text: &str, lang: Lang) {
        let known = match lang {
            Lang::En => &mut self.english,
            Lang::Es => &mut self.spanish,
        };
        known.insert(normalize::fold(text.split('(').next().unwrap_or_default()));
    }

    /// Notes the labels of all tables.
    pub(in super::super) fn add_labels(&mut self, rows: Rows<'_>) {
        let specialties = rows.specialties.rows().iter().map(|row| (&row.label, &row.label_es));
        let conditions = rows.conditions.rows().iter().map(|row| (&row.label, &row.label_es));
        let techniques = rows.techniques.rows().iter().map(|row| (&row.label, &row.label_es));
        for (english, spanish) in specialties.chain(conditions).chain(techniques) {
            self.add(english, Lang::En);
            self.add(spanish, Lang::Es);
        }
    }

    /// What a form is worth to readers of English and of Spanish.
    fn worth(&self, form: &str, worth: f64) -> [f64; 2] {
        match (self.english.contains(form), self.spanish.contains(form)) {
            (false, true) => [worth - OTHER_TONGUE, worth],
            (true, false) => [worth, worth - OTHER_TONGUE],
            _ => [worth, worth],
        }
    }
}

/// A beginning.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Entry {
    /// What it stands for; `None` for a profession that is not listed.
    pub(super) sought: Option<Sought>,
    /// The form's place.
    pub(super) form: u32,
    /// What of the form it is.
    pub(super) fit: Fit,
    /// Edits of a misspelling that the tables list.
    pub(super) edits: u8,
    /// Whether it is offered only where nothing else is.
    pub(super) reluctant: bool,
    /// Its place among all that begin alike, for those who read English and for those who read Spanish.
    pub(super) standings: [Standing; 2],
}

/// All beginnings.
#[derive(Debug)]
pub(in super::super) struct Entries {
    /// By alphabet.
    pub(super) list: Vec<(String, Entry)>,
    /// The forms, folded.
    pub(super) forms: Vec<String>,
    /// Every word of a form that can be looked for.
    pub(super) known: HashSet<String>,
    /// Every word of any other form: fillers, markers, filters.
    pub(super) understood: HashSet<String>,
}

/// What is known of what a form stands for.
#[derive(Debug, Clone, Copy)]
pub(in super::super) struct Rows<'v> {
    pub(in super::super) specialties: &'v Catalog<Specialty>,
    pub(in super::super) conditions: &'v Catalog<Condition>,
    pub(in super::super) techniques: &'v Catalog<Technique>,
}

/// A beginning, its form's place and what it is worth to those who read English and to those who read Spanish.
struct Draft {
    key: String,
    form: u32,
    sought: Option<Sought>,
    fit: Fit,
    edits: u8,
    worth: [f64; 2],
}

/// What adding a form needs to know of all others.
struct Context<'c> {
    rows: Rows<'c>,
    tongues: &'c Tongues,
    /// Names of professions that are not listed.
    foreign: HashSet<&'c str>,
}

impl Entries {
    /// Gathers the beginnings of forms; `others` are further names of professions that are not listed.
    pub(in super::super) fn new<'t>(
        forms: &[Form],
        rows: Rows<'_>,
        tongues: &Tongues,
        others: impl IntoIterator<Item = &'t str>,
    ) -> Self {
        let foreign = forms.iter().filter(|form| is_foreign(form)).map(|form| form.text.as_str()).collect();
        let context = Context { rows, tongues, foreign };
        let mut drafts: Vec<Draft> = Vec::new();
        let mut known = HashSet::new();
        let mut understood = HashSet::new();
        for (place, form) in (0_u32..).zip(forms) {
            let before = drafts.len();
            add_form(&mut drafts, place, form, &context);
            let words = form.text.split(' ').map(str::to_owned);
            if drafts.len() == before {
                understood.extend(words);
            } else if form.misspells.is_none() {
                known.extend(words);
            }
        }
        drafts.extend(others.into_iter().map(normalize::fold).map(|key| foreign_draft(key, u32::MAX)));
        let list = ranked(drafts, rows);
        Self { list, forms: forms.iter().map(|form| form.text.clone()).collect(), known, understood }
    }
}

/// Adds a form's beginnings, once for each thing it can mean.
fn add_form(drafts: &mut Vec<Draft>, place: u32, form: &Form, context: &Context<'_>) {
    if is_foreign(form) {
        drafts.push(foreign_draft(form.text.clone(), place));
    }
    let meant = form.meanings.iter().filter_map(|(meaning, weight)| Some((offered(meaning)?, *weight)));
    let meant: Vec<(Sought, f64)> = meant.collect();
    let edits = form.misspells.map_or(0, |(_, edits)| edits.clamp(1, 2));
    let later = form.text.match_indices(' ').map(|(blank, _)| blank + 1);
    for begin in std::iter::once(0).chain(later) {
        let rest = &form.text[begin..];
        let word = rest.split(' ').next().unwrap_or_default();
        // `orofacial pain dentist` is ours, `dentist` is not.
        let small = edits > 0 || SMALL.contains(&word) || context.foreign.contains(key(word).as_str());
        if begin > 0 && small {
            continue;
        }
        for (sought, weight) in &meant {
            let fit = match begin {
                0 if form.label || context.rows.names_end_of_label(&form.text, *sought) => Fit::Label,
                0 => Fit::Name,
                _ => Fit::Inside,
            };
            let worth = demand(*sought, context.rows) + worth(fit) + 0.2 * weight
                - shared(meant.len())
                - length(&form.text)
                - f64::from(edits);
            drafts.push(Draft {
                key: rest.to_owned(),
                form: place,
                sought: Some(*sought),
                fit,
                edits,
                worth: context.tongues.worth(&form.text, worth),
            });
        }
    }
}

impl Rows<'_> {
    /// Whether a form says the end of a label, as `back pain` says the end of `Low back pain`; not half of `this or that`.
    fn names_end_of_label(&self, form: &str, sought: Sought) -> bool {
        let label = match sought {
            Sought::Specialty(id) => self.specialties.rows().get(id.row()).map(|row| &row.label),
            Sought::Condition(id) => self.conditions.rows().get(id.row()).map(|row| &row.label),
            Sought::Technique(id) => self.techniques.rows().get(id.row()).map(|row| &row.label),
        };
        let said = label.and_then(|label| label.split('(').next()).unwrap_or_default();
        let folded = normalize::fold(said);
        folded.strip_suffix(form).is_some_and(|before| before.ends_with(' ') && !before.ends_with(" or "))
    }
}

/// What a form that means several things takes from each of them.
fn shared(meanings: usize) -> f64 {
    let more = f64::from(u32::try_from(meanings.saturating_sub(1)).unwrap_or(u32::MAX));
    (SHARED * more).min(MOST_SHARED)
}

/// What a form's length takes from it: the shorter the likelier.
fn length(form: &str) -> f64 {
    let letters = f64::from(u32::try_from(form.len()).unwrap_or(u32::MAX));
    (LETTER * letters).min(MOST_SHARED)
}

fn foreign_draft(key: String, form: u32) -> Draft {
    Draft { key, form, sought: None, fit: Fit::Name, edits: 0, worth: [f64::NEG_INFINITY; 2] }
}

/// Orders beginnings by alphabet and says where each stands.
fn ranked(mut drafts: Vec<Draft>, rows: Rows<'_>) -> Vec<(String, Entry)> {
    drafts.retain(|draft| !draft.key.is_empty());
    drafts
        .sort_by(|a, b| a.key.cmp(&b.key).then(b.worth[0].total_cmp(&a.worth[0])).then(a.form.cmp(&b.form)));
    let ranks = [0, 1].map(|tongue| {
        let mut order: Vec<usize> = (0..drafts.len()).collect();
        // By alphabet where they are worth the same, because they are sorted already.
        order.sort_by(|a, b| drafts[*b].worth[tongue].total_cmp(&drafts[*a].worth[tongue]));
        let mut ranks = vec![0_u32; drafts.len()];
        for (rank, place) in (0..).zip(order) {
            ranks[place] = rank;
        }
        ranks
    });
    let entry = |(place, draft): (usize, Draft)| {
        let Draft { key, form, sought, fit, edits, .. } = draft;
        let group = group(sought);
        let standings = [0, 1].map(|tongue: usize| Standing { rank: ranks[tongue][place], group });
        let reluctant = sought.is_some_and(|sought| is_reluctant(sought, rows));
        (key, Entry { sought, form, fit, edits, reluctant, standings })
    };
    drafts.into_iter().enumerate().map(entry).collect()
}

/// One number for each thing that can be looked for, and one for all that is not listed.
fn group(sought: Option<Sought>) -> u32 {
    const ROWS: usize = 1 << 16;
    let (kind, row) = match sought {
        None => (0, 0),
        Some(Sought::Specialty(id)) => (1, id.row()),
        Some(Sought::Condition(id)) => (2, id.row()),
        Some(Sought::Technique(id)) => (3, id.row()),
    };
    u32::try_from(kind * ROWS + row).unwrap_or(u32::MAX)
}

fn is_foreign(form: &Form) -> bool {
    form.meanings.iter().any(|(meaning, _)| matches!(meaning, Meaning::OutOfScope(_)))
        && form.meanings.iter().all(|(meaning, _)| offered(meaning).is_none())
}

/// What a meaning offers; a credential is offered by the names of its specialty.
fn offered(meaning: &Meaning) -> Option<Sought> {
    if matches!(meaning, Meaning::Credential { .. }) { None } else { meaning.sought() }
}

/// Specialties that are shown only when they are asked for by name.
fn is_reluctant(sought: Sought, rows: Rows<'_>) -> bool {
    match sought {
        Sought::Specialty(id) => {
            let row = rows.specialties.rows().get(id.row());
            row.is_some_and(|row| matches!(row.tier, Tier::Safety | Tier::Hidden))
        }
        Sought::Condition(_) | Sought::Technique(_) => false,
    }
}

/// How much is looked for it, from 0 to 1.
///
/// # Source
/// Judgement: what this finder is for before what lies beside it, complaints before diagnoses before treatments, and
/// within each table its order, which puts the commoner first.
fn demand(sought: Sought, rows: Rows<'_>) -> f64 {
    let behind = |row: usize, step: f64| step * f64::from(u16::try_from(row).unwrap_or(u16::MAX));
    match sought {
        Sought::Specialty(id) => {
            let Some(row) = rows.specialties.rows().get(id.row()) else { return 0.0 };
            let tier = match row.tier {
                Tier::Core => 0.95,
                Tier::Adjacent => 0.65,
                Tier::Related => 0.45,
                Tier::Safety => 0.2,
                Tier::Hidden => 0.18,
            };
            tier - behind(id.row(), 0.004)
        }
        Sought::Condition(id) => {
            let Some(row) = rows.conditions.rows().get(id.row()) else { return 0.0 };
            let kind = match row.kind {
                ConditionKind::Symptom => 0.85,
                ConditionKind::Condition => 0.7,
                ConditionKind::Situation => 0.45,
            };
            kind - behind(id.row(), 0.004)
        }
        Sought::Technique(id) => 0.5 - behind(id.row(), 0.003),
    }
}

/// What a fit adds to the demand.
fn worth(fit: Fit) -> f64 {
    match fit {
        Fit::Label => 0.6,
        Fit::Name => 0.1,
        Fit::Inside => -0.4,
    }
}
