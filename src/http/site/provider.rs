//! The page of one provider: everything that the record says, and how old it is.

use super::assets::Assets;
use super::card::{self, Ink, Neighbour, PracticeView, ProfileView};
use super::page::{self, Keep, Shell};
use super::{json_ld, link, phrases as say, text};
use crate::domain::{ListName, Practice, PracticeProvenance, Provenance, ProviderId};
use crate::http::error::ApiError;
use crate::index::IndexError;
use crate::query::{Colleagues, ProviderAnswer, month};
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

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
    /// The lists that facts are from, each with its month where there are several.
    sources: Vec<String>,
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
    /// `Verified with the practice in November 2026`
    verified: Option<String>,
    /// A value for `near`.
    near: String,
    /// `Also at this practice: 12`, and the first of them.
    colleagues: Option<(String, Vec<Neighbour>)>,
    /// `and 2 more`
    further: Option<String>,
}

/// A provider's page.
///
/// # Errors
/// As [`page::reply`].
pub(super) fn provider(
    answer: &ProviderAnswer,
    colleagues: &[Colleagues],
    ink: Ink<'_>,
    corrections: Option<&str>,
    assets: &Assets,
) -> Result<Response, ApiError> {
    let provider = &answer.record.provider()?;
    let specialties = card::specialties(provider, ink);
    let name = provider.name.to_string();
    let path = link::provider_path(&provider.id);
    let first = provider.practices.first();
    let description = format!("{name}: {}, {}, {}", specialties.join(", "), first.city, first.state.code());
    let is_federal = ListName::is_federal(provider.source.as_str());
    let mut practices = Vec::with_capacity(provider.practices.len());
    for (number, practice) in provider.practices.iter().enumerate() {
        let from = answer.provenance.as_ref().and_then(|from| from.practices.get(number));
        practices.push(place(practice, (from, colleagues.get(number)), &name, ink)?);
    }
    let page = ProviderPage {
        shell: Shell::new(ink.lang, assets, &name).public(&path, description),
        credentials: card::credentials(provider),
        practices,
        profile: ProfileView::new(provider, answer.record.has_moved(), ink),
        insurance: provider.insurance.clone(),
        npi: match &provider.id {
            ProviderId::Npi(npi) => Some(npi.to_string()),
            ProviderId::Own { .. } => None,
        },
        sources: sources(answer.provenance.as_ref(), provider.source.as_str(), ink),
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

/// A practice, with who verified it and who else is there.
fn place(
    practice: &Practice,
    (from, colleagues): (Option<&PracticeProvenance>, Option<&Colleagues>),
    who: &str,
    ink: Ink<'_>,
) -> Result<PlaceView, IndexError> {
    let text = text::of(ink.lang);
    let verified = from.and_then(|from| from.verified).map(|day| say::verified(ink.lang, day));
    let near = match practice.zip {
        Some(zip) => zip.to_string(),
        None => format!("{}, {}", practice.city, practice.state.code()),
    };
    let colleagues = colleagues.filter(|colleagues| colleagues.total > 0);
    let further = colleagues.map_or(0, |colleagues| colleagues.total - colleagues.first.len());
    let named = |colleagues: &Colleagues| -> Result<(String, Vec<Neighbour>), IndexError> {
        let first = colleagues.first.iter().map(|record| Ok(Neighbour::new(&record.provider()?, ink)));
        let first = first.collect::<Result<Vec<_>, IndexError>>()?;
        Ok((say::colleagues(ink.lang, colleagues.total), first))
    };
    Ok(PlaceView {
        practice: PracticeView::new(practice, who, text),
        verified,
        near,
        colleagues: colleagues.map(named).transpose()?,
        further: (further > 0).then(|| say::further(ink.lang, further)),
    })
}

/// The sources of a provider's facts, the one that leads first.
fn sources(from: Option<&Provenance>, leader: &str, ink: Ink<'_>) -> Vec<String> {
    let text = text::of(ink.lang);
    let named = |list: Option<&str>| match list {
        Some(list) if ListName::is_federal(list) => text.source_nppes.to_owned(),
        Some(list) => format!("{} “{list}”", text.source_list),
        None => text.source_corrected.to_owned(),
    };
    let origins = from.map(Provenance::origins).unwrap_or_default();
    if origins.len() < 2 {
        return vec![named(Some(leader))];
    }
    let told = origins.iter().map(|origin| {
        let name = named(origin.list.as_ref().map(ListName::as_str));
        origin.updated.map_or(name.clone(), |day| format!("{name}, {}", month(day, ink.lang)))
    });
    told.collect()
}
