//! A visitor's search, tried until something can be answered.
//!
//! In: a form. Out: how the search ended, and what was left out on the way. Invariant: each try gives up a field, so
//! that there are as many tries as fields at the most.

use super::form::Form;
use super::text;
use crate::query::{Answer, Engine, RequestError, SafetyNotice, SearchError};
use crate::vocabulary::Lang;

/// How a search ended, and what is to be said of it.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) ended: Ended,
    /// In the form's language.
    pub(super) remarks: Vec<String>,
}

/// How a search ended.
#[derive(Debug)]
pub(super) enum Ended {
    Answered(Box<Answer>),
    /// A place was named that is not known.
    UnknownPlace {
        suggestions: Vec<String>,
        safety: Vec<SafetyNotice>,
    },
    /// Nothing is left to ask for.
    NothingAsked,
}

/// Searches, giving up what cannot be read; the form is left as it was answered.
///
/// # Errors
/// [`SearchError`] where nothing of the form is at fault.
pub(super) fn attempt(engine: &Engine, form: &mut Form) -> Result<Attempt, SearchError> {
    let mut remarks = Vec::new();
    loop {
        let (request, given_up) = form.request(engine.vocabulary())?;
        remarks.extend(given_up.iter().map(|field| left_out(field, form.lang)));
        let ended = match engine.search(&request) {
            Ok(answer) => Ended::Answered(Box::new(answer)),
            Err(SearchError::UnknownPlace { suggestions, safety, .. }) => {
                Ended::UnknownPlace { suggestions, safety }
            }
            Err(SearchError::Request(error)) if error.code == "empty_search" => Ended::NothingAsked,
            Err(SearchError::CursorExpired) => {
                form.forget("cursor");
                remarks.push(text::of(form.lang).expired.to_owned());
                continue;
            }
            Err(SearchError::Request(error)) => {
                let Some(field) = form.give_up(&error) else { return Err(error.into()) };
                if !goes_without_saying(&error) {
                    remarks.push(left_out(field, form.lang));
                }
                continue;
            }
            Err(failed @ (SearchError::NotOpenYet | SearchError::Index(_))) => return Err(failed),
        };
        return Ok(Attempt { ended, remarks });
    }
}

/// Errors that need no words: a radius without a place is asked for by the page itself, and a page of another search
/// begins at its first.
fn goes_without_saying(error: &RequestError) -> bool {
    matches!(error.code.as_str(), "place_required" | "cursor_mismatch" | "cursor_invalid")
}

fn left_out(field: &str, lang: Lang) -> String {
    let text = text::of(lang);
    let name = match field {
        "near" | "lat" | "lon" => text.understood_where,
        "radius" | "strict" => text.rings,
        "sort" => text.sort,
        "specialty" => text.facet_specialty,
        "condition" => text.correct_condition,
        "technique" => text.facet_technique,
        "language" => text.facet_language,
        "gender" => text.facet_gender,
        "kind" => text.facet_kind,
        "accepting_new" => text.facet_accepting_new,
        "telehealth" => text.facet_telehealth,
        "wheelchair" => text.facet_wheelchair,
        _ => text.filters,
    };
    format!("{} {name}", text.left_out)
}
