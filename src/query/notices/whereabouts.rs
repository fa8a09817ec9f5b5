//! What is said of where was looked.
//!
//! In: a remark on places. Out: its text. Invariant: other remarks have none here.

use super::Remark;

/// The most alternatives of an ambiguous place that a text names; all stand in the interpretation.
const NAMED_ALTERNATIVES: usize = 5;

/// In English.
pub(super) fn english(remark: &Remark) -> String {
    match remark {
        Remark::PlaceIgnored => {
            "The place in the question was ignored, because another one is given beside it.".into()
        }
        Remark::PointSwapped => {
            "This point is in Antarctica. The latitude goes first; the two numbers look swapped.".into()
        }
        Remark::PlaceCorrected(label) => {
            format!("No place is spelled so; the search is around {label}.")
        }
        Remark::CityMeant { city, village } => {
            format!(
                "The search is around {city}, which is meant oftener. For the village, write “{village}”."
            )
        }
        Remark::TownLikelier { name, place } => {
            format!("“{name}” was read as {place}. For people of that name, write “Dr {name}”.")
        }
        Remark::TownMeant { name, place } => {
            format!("Nobody who is listed is called “{name}”, so the search is around {place}.")
        }
        Remark::TownPossible { name, place } => {
            format!("“{name}” was read as a name, which somebody has. For the place, write “in {place}”.")
        }
        Remark::PlaceAmbiguous { chosen, is_state: true, others } => {
            format!(
                "Several places have this name. All of the state of {chosen} is searched. Others: {}.",
                named(others)
            )
        }
        Remark::PlaceAmbiguous { chosen, is_state: false, others } => {
            format!(
                "Several places have this name. The search is around {chosen}, the largest. Others: {}.",
                named(others)
            )
        }
        Remark::TownOfName { name, place, others } => {
            format!(
                "Several places have this name. The search is around {place}, where somebody is called “{name}”. Others: {}.",
                named(others)
            )
        }
        Remark::FirstPlace { used, others } => {
            format!(
                "The question names several places. The search is around the first, {used}; left out: {}.",
                named(others)
            )
        }
        _ => String::new(),
    }
}

/// In Spanish.
pub(super) fn spanish(remark: &Remark) -> String {
    match remark {
        Remark::PlaceIgnored => {
            "No se tuvo en cuenta el lugar de la pregunta, porque se indicó otro aparte.".into()
        }
        Remark::PointSwapped => {
            "Este punto está en la Antártida. La latitud va primero; los dos números parecen invertidos."
                .into()
        }
        Remark::PlaceCorrected(label) => {
            format!("Ningún lugar se escribe así; se buscó alrededor de {label}.")
        }
        Remark::CityMeant { city, village } => {
            format!("Se buscó alrededor de {city}, más probable. Para el pueblo, escriba «{village}».")
        }
        Remark::TownLikelier { name, place } => {
            format!(
                "«{name}» se entendió como {place}. Si busca a alguien con ese nombre, escriba «Dr {name}»."
            )
        }
        Remark::TownMeant { name, place } => {
            format!("Nadie de las listas se llama «{name}»; se buscó alrededor de {place}.")
        }
        Remark::TownPossible { name, place } => {
            format!(
                "«{name}» se tomó como nombre, porque alguien se llama así. Para el lugar, escriba «en {place}»."
            )
        }
        Remark::PlaceAmbiguous { chosen, is_state: true, others } => {
            format!(
                "Hay varios lugares con este nombre. Se buscó en todo el estado de {chosen}. Otros: {}.",
                named(others)
            )
        }
        Remark::PlaceAmbiguous { chosen, is_state: false, others } => {
            format!(
                "Hay varios lugares con este nombre. Se buscó alrededor de {chosen}, el más poblado. \
                 Otros: {}.",
                named(others)
            )
        }
        Remark::TownOfName { name, place, others } => {
            format!(
                "Hay varios lugares con este nombre. Se buscó alrededor de {place}, donde alguien se llama «{name}». Otros: {}.",
                named(others)
            )
        }
        Remark::FirstPlace { used, others } => {
            format!(
                "La pregunta nombra varios lugares. Se buscó alrededor del primero, {used}; no se tuvo en cuenta: {}.",
                named(others)
            )
        }
        _ => String::new(),
    }
}

fn named(others: &[String]) -> String {
    let mut text = others.iter().take(NAMED_ALTERNATIVES).map(String::as_str).collect::<Vec<_>>().join("; ");
    if others.len() > NAMED_ALTERNATIVES {
        text.push_str("; …");
    }
    text
}
