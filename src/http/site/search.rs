//! The start page and the page of results.

use super::card::Ink;
use super::form::{Form, RADII};
use super::page::{self, Keep, Shell};
use super::phrases as say;
use super::results::{Results, Warning};
use super::text::Text;
use super::{assets::Assets, link};
use crate::http::error::ApiError;
use crate::query::Answer;
use crate::vocabulary::{Condition, Lang, Specialty, Tier, Urgency, Vocabulary};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

/// Conditions that the start page offers first, as the readers of an article on upper back and neck pain look for
/// them.
const FIRST_CONDITIONS: [&str; 8] = [
    "neck_pain",
    "stiff_neck",
    "upper_back_pain",
    "low_back_pain",
    "whiplash",
    "sciatica",
    "tension_headache",
    "text_neck",
];

/// The form as the page shows it.
#[derive(Debug)]
pub(super) struct FormView {
    pub(super) what: String,
    pub(super) place: String,
    /// The visitor's own point, where that is what was searched.
    pub(super) point: Option<(String, String)>,
    pub(super) radii: Vec<RadiusChoice>,
    /// Fields without a control of their own.
    pub(super) unshown: Vec<(&'static str, String)>,
}

/// A radius to choose.
#[derive(Debug)]
pub(super) struct RadiusChoice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) chosen: bool,
}

/// A link with its words.
#[derive(Debug)]
pub(super) struct LinkView {
    pub(super) href: String,
    pub(super) label: String,
}

impl LinkView {
    /// A condition's page.
    pub(super) fn condition(row: &Condition, lang: Lang) -> Self {
        Self { href: link::page(&format!("/conditions/{}", row.id), lang), label: row.label(lang).to_owned() }
    }

    /// A specialty's page.
    pub(super) fn specialty(row: &Specialty, lang: Lang) -> Self {
        Self {
            href: link::page(&format!("/specialties/{}", row.id), lang),
            label: row.label(lang).to_owned(),
        }
    }
}

fn first_conditions(vocabulary: &Vocabulary, lang: Lang) -> Vec<LinkView> {
    let ids = FIRST_CONDITIONS.iter().filter_map(|id| vocabulary.condition_id(id));
    ids.map(|id| LinkView::condition(vocabulary.condition(id), lang)).collect()
}

fn core_specialties(vocabulary: &Vocabulary, lang: Lang) -> Vec<LinkView> {
    let core = vocabulary.specialties().iter().filter(|row| row.tier == Tier::Core);
    core.map(|row| LinkView::specialty(row, lang)).collect()
}

impl FormView {
    /// The form filled in as it was sent.
    pub(super) fn new(form: &Form, text: &Text) -> Self {
        let point = form.get("lat").zip(form.get("lon")).map(|(lat, lon)| (lat.to_owned(), lon.to_owned()));
        let place = if point.is_some() { text.my_location } else { form.get("near").unwrap_or_default() };
        Self {
            what: form.get("q").unwrap_or_default().to_owned(),
            place: place.to_owned(),
            point,
            radii: radii(form, text),
            unshown: form.unshown(),
        }
    }
}

fn radii(form: &Form, text: &Text) -> Vec<RadiusChoice> {
    let asked = form.get("radius").unwrap_or_default();
    let choice =
        |value: &str, label: String| RadiusChoice { value: value.to_owned(), label, chosen: value == asked };
    let mut radii = vec![choice("", text.radius_default.to_owned())];
    radii.extend(
        RADII.iter().map(|value| choice(value, say::length(form.lang, value.parse().unwrap_or_default()))),
    );
    radii.push(choice("any", text.radius_any.to_owned()));
    if radii.iter().all(|radius| !radius.chosen) {
        radii.push(choice(asked, asked.to_owned()));
    }
    radii
}

/// The start page.
#[derive(Template)]
#[template(path = "start.html")]
struct StartPage<'a> {
    shell: Shell<'a>,
    form: FormView,
    /// What was typed, to be kept when the language changes.
    hidden: Vec<(&'static str, String)>,
    /// What went wrong with the form, in words.
    problem: Option<Problem>,
    conditions: Vec<LinkView>,
    all_conditions: Vec<LinkView>,
    specialties: Vec<LinkView>,
    all_specialties: Vec<LinkView>,
    danger: Vec<String>,
}

/// Why a search could not be done, and places that may have been meant.
#[derive(Debug)]
pub(super) struct Problem {
    /// Danger signs in what was typed; a misspelt place must not hide them.
    pub(super) warnings: Vec<Warning>,
    pub(super) title: &'static str,
    pub(super) message: String,
    pub(super) places: Vec<String>,
    pub(super) hidden: Vec<(&'static str, String)>,
}

/// The start page as a reply: empty, or with what went wrong.
///
/// # Errors
/// As [`page::reply`].
pub(super) fn start(
    form: &Form,
    problem: Option<(StatusCode, Problem)>,
    vocabulary: &Vocabulary,
    assets: &Assets,
) -> Result<Response, ApiError> {
    let lang = form.lang;
    let text = super::text::of(lang);
    let (status, problem) =
        problem.map_or((StatusCode::OK, None), |(status, problem)| (status, Some(problem)));
    let title = problem.as_ref().map_or(text.start_title, |problem| problem.title);
    let shell = Shell::new(lang, assets, title);
    let is_empty = form.is_empty() && problem.is_none();
    let shell = if is_empty { shell.public("/", text.start_lead.to_owned()) } else { shell };
    let shown = |row: &&Specialty| row.tier != Tier::Hidden;
    let emergencies = vocabulary.red_flags().iter().filter(|flag| flag.urgency == Urgency::Emergency);
    let page = StartPage {
        hidden: form.without(&["cursor"]).map(|(name, value)| (name, value.to_owned())).collect(),
        form: FormView::new(form, text),
        problem,
        conditions: first_conditions(vocabulary, lang),
        all_conditions: vocabulary.conditions().iter().map(|row| LinkView::condition(row, lang)).collect(),
        specialties: core_specialties(vocabulary, lang),
        all_specialties: vocabulary
            .specialties()
            .iter()
            .filter(shown)
            .map(|row| LinkView::specialty(row, lang))
            .collect(),
        danger: emergencies.map(|flag| flag.title(lang).to_owned()).collect(),
        shell,
    };
    page::reply(&page, status, lang, if is_empty { Keep::Revalidated } else { Keep::Nowhere })
}

/// The page of results.
#[derive(Template)]
#[template(path = "results.html")]
struct ResultsPage<'a> {
    shell: Shell<'a>,
    form: FormView,
    results: Results,
    /// Everything asked but the page and the language, for further forms.
    hidden: Vec<(&'static str, String)>,
    /// The same without radius, for the circles.
    hidden_circle: Vec<(&'static str, String)>,
    /// The same without words and choices of who and what.
    hidden_place: Vec<(&'static str, String)>,
    /// The same without the place.
    hidden_elsewhere: Vec<(&'static str, String)>,
    share: String,
    remarks: Vec<String>,
    /// Where to go on from when nothing was found.
    conditions: Vec<LinkView>,
    specialties: Vec<LinkView>,
}

/// An answer as a page.
///
/// # Errors
/// As [`page::reply`].
pub(super) fn results(
    form: &Form,
    answer: &Answer,
    remarks: Vec<String>,
    ink: Ink<'_>,
    assets: &Assets,
) -> Result<Response, ApiError> {
    let lang = form.lang;
    let shell = Shell::new(lang, assets, super::text::of(lang).results_title);
    let kept = |names: &[&str]| {
        form.without(names).map(|(name, value)| (name, value.to_owned())).collect::<Vec<_>>()
    };
    let page = ResultsPage {
        form: FormView::new(form, shell.text),
        results: Results::new(answer, form, ink)?,
        hidden: kept(&["cursor"]),
        hidden_circle: kept(&["cursor", "radius", "strict"]),
        hidden_place: form
            .without(&["cursor"])
            .filter(|(name, _)| matches!(*name, "near" | "lat" | "lon" | "radius"))
            .map(|(name, value)| (name, value.to_owned()))
            .collect(),
        hidden_elsewhere: kept(&["cursor", "near", "lat", "lon"]),
        share: link::search(form),
        remarks,
        conditions: first_conditions(ink.vocabulary, lang),
        specialties: core_specialties(ink.vocabulary, lang),
        shell,
    };
    page::reply(&page, StatusCode::OK, lang, Keep::Nowhere)
}

/// A page that says that there is nothing, or that something failed.
#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    shell: Shell<'a>,
    form: FormView,
    title: &'static str,
    message: String,
    /// The request's id, for whoever asks for help.
    request_id: String,
}

/// A failure as a page.
///
/// # Errors
/// As [`page::reply`].
pub(super) fn message(
    lang: Lang,
    status: StatusCode,
    (title, message): (&'static str, String),
    request_id: &str,
    assets: &Assets,
) -> Result<Response, ApiError> {
    let shell = Shell::new(lang, assets, title);
    let empty = Form::read([], lang);
    let page = MessagePage {
        form: FormView::new(&empty, shell.text),
        title,
        message,
        request_id: request_id.to_owned(),
        shell,
    };
    page::reply(&page, status, lang, Keep::Nowhere)
}
