//! The page of one provider: everything that the record says, and how old it is.

use super::assets::Assets;
use super::card::{self, Ink, PracticeView, ProfileView};
use super::page::{self, Keep, Shell};
use super::{json_ld, link, text};
use crate::domain::{Practice, ProviderId};
use crate::http::error::ApiError;
use crate::query::ProviderAnswer;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

/// Lists whose rows come from the federal registry.
const FEDERAL: [&str; 2] = ["nppes", "sample"];

#[derive(Template)]
#[template(path = "provider.html")]
struct ProviderPage<'a> {
    shell: Shell<'a>,
    name: String,
    credentials: String,
    specialties: Vec<String>,
    practices: Vec<PlaceView>,
    profile: ProfileView,
    insurance: Vec<String>,
    npi: Option<String>,
    source: String,
    contact: String,
    correction: Option<String>,
    /// Whether the link to corrections leads to the federal registry.
    corrects_itself: bool,
    json_ld: String,
    is_sample: bool,
}

/// A practice, and the place to search around it.
#[derive(Debug)]
struct PlaceView {
    practice: PracticeView,
    /// A value for `near`.
    near: String,
}

/// A provider's page.
///
/// # Errors
/// As [`page::reply`].
pub(super) fn provider(
    answer: &ProviderAnswer,
    ink: Ink<'_>,
    corrections: Option<&str>,
    assets: &Assets,
) -> Result<Response, ApiError> {
    let provider = &answer.record.provider()?;
    let text = text::of(ink.lang);
    let specialties = card::specialties(provider, ink);
    let name = provider.name.to_string();
    let path = link::provider_path(&provider.id);
    let first = provider.practices.first();
    let description = format!("{name}: {}, {}, {}", specialties.join(", "), first.city, first.state.code());
    let is_federal = FEDERAL.contains(&provider.source.as_str());
    let page = ProviderPage {
        shell: Shell::new(ink.lang, assets, &name).public(&path, description),
        credentials: card::credentials(provider),
        practices: provider.practices.iter().map(|practice| place(practice, &name, text)).collect(),
        profile: ProfileView::new(provider, ink),
        insurance: provider.insurance.clone(),
        npi: match &provider.id {
            ProviderId::Npi(npi) => Some(npi.to_string()),
            ProviderId::Own { .. } => None,
        },
        source: if is_federal {
            text.source_nppes.to_owned()
        } else {
            format!("{} “{}”", text.source_list, provider.source.as_str())
        },
        contact: link::contact(&provider.id, ink.lang),
        correction: link::correction(corrections, &provider.id, is_federal),
        corrects_itself: is_federal && corrections.is_none(),
        json_ld: json_ld::provider(provider, &specialties),
        is_sample: answer.sample,
        specialties,
        name,
    };
    page::reply(&page, StatusCode::OK, ink.lang, Keep::Revalidated)
}

fn place(practice: &Practice, who: &str, text: &text::Text) -> PlaceView {
    let near = match practice.zip {
        Some(zip) => zip.to_string(),
        None => format!("{}, {}", practice.city, practice.state.code()),
    };
    PlaceView { practice: PracticeView::new(practice, who, text), near }
}
