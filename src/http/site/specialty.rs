//! The page of a specialty: who they are, what they may do, what they treat and how.

use super::assets::Assets;
use super::form::Form;
use super::page::{self, Keep, Shell};
use super::search::{FormView, LinkView};
use super::text::{self, Text};
use crate::http::error::ApiError;
use crate::vocabulary::{Condition, FirstContact, Lang, Scope, Specialty, Vocabulary};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

#[derive(Template)]
#[template(path = "specialty.html")]
struct SpecialtyPage<'a> {
    shell: Shell<'a>,
    form: FormView,
    label: String,
    summary: String,
    glance: Vec<(&'static str, &'static str)>,
    letters: Vec<String>,
    treats: Vec<LinkView>,
    methods: Vec<MethodView>,
    codes: String,
    source: String,
}

/// A method, what is known of its effect and of its dangers.
#[derive(Debug)]
struct MethodView {
    label: String,
    evidence: String,
    safety: String,
}

/// A specialty's page.
///
/// # Errors
/// As [`page::reply`].
pub(super) fn specialty(
    specialty: &Specialty,
    lang: Lang,
    vocabulary: &Vocabulary,
    assets: &Assets,
) -> Result<Response, ApiError> {
    let text = text::of(lang);
    let label = specialty.label(lang).to_owned();
    let summary = specialty.summary(lang).to_owned();
    let form = Form::read([("q", label.as_str())], lang);
    let cell = |name: &str| {
        let column = specialty.columns.iter().find(|(column, _)| column == name);
        column.map(|(_, cell)| cell.as_str()).unwrap_or_default()
    };
    let page = SpecialtyPage {
        shell: Shell::new(lang, assets, &label)
            .public(&format!("/specialties/{}", specialty.id), summary.clone()),
        form: FormView::new(&form, text),
        glance: glance(specialty, text),
        letters: specialty.credential_hints.clone(),
        treats: treats(specialty, lang, vocabulary),
        methods: methods(specialty, lang, vocabulary),
        codes: cell("nucc_codes").replace('|', ", "),
        source: cell("source").to_owned(),
        summary,
        label,
    };
    page::reply(&page, StatusCode::OK, lang, Keep::Revalidated)
}

/// What the table says in a word each.
fn glance(specialty: &Specialty, text: &Text) -> Vec<(&'static str, &'static str)> {
    let scope = |scope: Scope| match scope {
        Scope::Yes => text.yes,
        Scope::Some | Scope::Varies => text.some,
        Scope::No => text.no,
    };
    let first = match specialty.first_contact {
        FirstContact::Yes => text.yes,
        FirstContact::SometimesReferral => text.sometimes,
        FirstContact::UsuallyReferral => text.usually_referral,
        FirstContact::No => text.no,
    };
    vec![
        (text.first_contact, first),
        (text.manipulates, scope(specialty.does_manipulation)),
        (text.prescribes, scope(specialty.can_prescribe)),
    ]
}

fn treats(specialty: &Specialty, lang: Lang, vocabulary: &Vocabulary) -> Vec<LinkView> {
    let weight = |condition: &Condition| {
        condition.specialties.iter().find(|(id, _)| *id == specialty.row).map_or(0.0, |(_, weight)| *weight)
    };
    vocabulary
        .conditions()
        .iter()
        .filter(|condition| weight(condition) >= Condition::USUAL)
        .map(|condition| LinkView::condition(condition, lang))
        .collect()
}

fn methods(specialty: &Specialty, lang: Lang, vocabulary: &Vocabulary) -> Vec<MethodView> {
    vocabulary
        .techniques()
        .iter()
        .filter(|technique| technique.performed_by.contains(&specialty.row))
        .map(|technique| MethodView {
            label: technique.label(lang).to_owned(),
            evidence: technique.evidence_note(lang).to_owned(),
            safety: technique.safety_note(lang).to_owned(),
        })
        .collect()
}
