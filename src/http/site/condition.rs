//! The page of a condition: plain words, danger signs, who treats it, what guidelines say and where they disagree.

use super::assets::Assets;
use super::form::Form;
use super::page::{self, Keep, Shell};
use super::results::Warning;
use super::search::{FormView, LinkView};
use super::text::{self, Text};
use super::{json_ld, results};
use crate::http::error::ApiError;
use crate::query::SafetyNotice;
use crate::vocabulary::{Condition, Direction, Evidence, Lang, Vocabulary};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "condition.html")]
struct ConditionPage<'a> {
    shell: Shell<'a>,
    form: FormView,
    label: String,
    summary: String,
    others: Vec<String>,
    /// Signs to call 911 or 988 for.
    urgent: Vec<Warning>,
    later: Vec<Warning>,
    usual: Vec<LinkView>,
    further: Vec<LinkView>,
    evidence: Vec<EvidenceView>,
    disagreed: Vec<String>,
    source: String,
    json_ld: String,
}

/// A statement of a guideline.
#[derive(Debug)]
pub(super) struct EvidenceView {
    /// `for`, `against`, `refer`, `warn`: for style.
    pub(super) stance: &'static str,
    pub(super) label: &'static str,
    /// The method it speaks of.
    pub(super) about: String,
    pub(super) statement: String,
    pub(super) strength: String,
    pub(super) guideline: String,
    pub(super) year: u16,
    pub(super) is_old: bool,
}

/// A condition's page.
///
/// # Errors
/// As [`page::reply`].
pub(super) fn condition(
    condition: &Condition,
    lang: Lang,
    year: i16,
    vocabulary: &Vocabulary,
    assets: &Assets,
) -> Result<Response, ApiError> {
    let text = text::of(lang);
    let label = condition.label(lang).to_owned();
    let summary = condition.summary(lang).to_owned();
    let specialty =
        |(id, _): &(crate::domain::SpecialtyId, f64)| LinkView::specialty(vocabulary.specialty(*id), lang);
    let (usual, further): (Vec<_>, Vec<_>) =
        condition.specialties.iter().partition(|(_, weight)| *weight >= Condition::USUAL);
    let signs = warnings(condition, lang, vocabulary, text);
    let (urgent, later) = signs.into_iter().partition(|sign| !sign.calls.is_empty());
    let others = other_names(condition, lang);
    let form = Form::read([("q", label.as_str())], lang);
    let page = ConditionPage {
        shell: Shell::new(lang, assets, &label)
            .public(&format!("/conditions/{}", condition.id), summary.clone()),
        form: FormView::new(&form, text),
        urgent,
        later,
        usual: usual.iter().map(specialty).collect(),
        further: further.iter().map(specialty).collect(),
        evidence: condition.evidence.iter().map(|row| evidence(row, lang, year, vocabulary, text)).collect(),
        disagreed: disagreed(condition, lang, vocabulary),
        source: condition.source.clone(),
        json_ld: json_ld::condition(&label, &others, &summary),
        others,
        summary,
        label,
    };
    page::reply(&page, StatusCode::OK, lang, Keep::Revalidated)
}

/// Danger signs to look for with this condition, the most urgent first.
fn warnings(condition: &Condition, lang: Lang, vocabulary: &Vocabulary, text: &Text) -> Vec<Warning> {
    let mut flags: Vec<_> =
        condition.red_flags.iter().filter_map(|row| vocabulary.red_flags().get(*row)).collect();
    flags.sort_by_key(|flag| flag.urgency);
    let sign = |flag: &&crate::vocabulary::RedFlag| SafetyNotice {
        id: flag.id.clone(),
        urgency: flag.urgency,
        title: flag.title(lang).to_owned(),
        message: flag.message(lang).to_owned(),
    };
    flags.iter().map(sign).map(|sign| results::warning(&sign, text)).collect()
}

/// What else people call it. The table keeps English and Spanish names together, so the page shows clinical names
/// only, which read alike.
fn other_names(condition: &Condition, lang: Lang) -> Vec<String> {
    match lang {
        Lang::En => condition.clinical_terms.iter().filter(|term| term.is_ascii()).cloned().collect(),
        Lang::Es => Vec::new(),
    }
}

fn evidence(row: &Evidence, lang: Lang, year: i16, vocabulary: &Vocabulary, text: &Text) -> EvidenceView {
    let direction = row.stance.direction();
    let label = match direction {
        Direction::For => text.stance_for,
        Direction::Against => text.stance_against,
        Direction::Refer => text.stance_refer,
        Direction::Warn => text.stance_warn,
    };
    EvidenceView {
        stance: direction.as_str(),
        label,
        about: row.technique.map(|id| vocabulary.technique(id).label(lang).to_owned()).unwrap_or_default(),
        statement: row.statement(lang).to_owned(),
        strength: row.strength(lang).to_owned(),
        guideline: row.guideline.clone(),
        year: row.year,
        is_old: row.is_old(year),
    }
}

/// The methods that some guideline is for and another against.
fn disagreed(condition: &Condition, lang: Lang, vocabulary: &Vocabulary) -> Vec<String> {
    let techniques = condition.disagreements().into_iter().filter_map(|one| one.technique);
    techniques.map(|id| vocabulary.technique(id).label(lang).to_owned()).collect()
}
