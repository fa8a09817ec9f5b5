//! An answer as a page shows it: warnings first, then what was found, how near, and what was understood.

use super::card::{Card, Ink};
use super::filters::{self, FilterGroup};
use super::form::Form;
use super::phrases as say;
use super::text::{self, Text};
use super::understood::{self, Understood};
use crate::domain::{Reach, Units};
use crate::index::IndexError;
use crate::places::Place;
use crate::query::{Alternative, Answer, SafetyNotice};
use crate::vocabulary::Urgency;

/// Notices that the page says in its own way.
const SAID_OTHERWISE: [&str; 5] =
    ["no_place", "location_needed", "not_understood", "sample_data", "try_without"];

/// An answer, ready to be set down.
#[derive(Debug)]
pub(super) struct Results {
    pub(super) heading: String,
    pub(super) warnings: Vec<Warning>,
    /// That the list below is no answer to what was typed.
    pub(super) emergency_first: Option<&'static str>,
    pub(super) notices: Vec<String>,
    /// That nothing but the bundled sample is there.
    pub(super) sample: Option<&'static str>,
    /// Whether nobody said where.
    pub(super) wants_place: bool,
    pub(super) not_understood: bool,
    pub(super) partial: bool,
    pub(super) understood: Understood,
    pub(super) rings: Vec<Ring>,
    /// The circle that holds three, where fewer are shown, and any distance where nobody is.
    pub(super) wider: Vec<Wider>,
    /// What to leave out where nobody is anywhere.
    pub(super) alternatives: Vec<Shorter>,
    pub(super) filters: Vec<FilterGroup>,
    pub(super) sorts: Vec<Sort>,
    pub(super) cards: Vec<Card>,
    pub(super) next: Option<String>,
    /// The number of the first entry, on any page but the first.
    pub(super) start: Option<u64>,
    /// How many people this page and those before it show.
    pub(super) seen: u64,
    /// Where the visitor is, for the map.
    pub(super) here: Option<(f64, f64)>,
}

/// A danger sign in the question.
#[derive(Debug)]
pub(super) struct Warning {
    /// `emergency`, `crisis`, `same_day`, `soon`
    pub(super) urgency: &'static str,
    pub(super) label: &'static str,
    pub(super) title: String,
    pub(super) message: String,
    /// Numbers to call or write to, and the words for them.
    pub(super) calls: Vec<(&'static str, &'static str)>,
}

/// How many lie within a circle.
#[derive(Debug)]
pub(super) struct Ring {
    pub(super) label: String,
    /// The value of `within`.
    pub(super) value: String,
    /// Whether this is what the list shows.
    pub(super) current: bool,
}

/// A button that searches in a wider circle: a field of the form, its value, and the words.
#[derive(Debug)]
pub(super) struct Wider {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) label: String,
}

/// The same question without a part of it.
#[derive(Debug)]
pub(super) struct Shorter {
    pub(super) label: String,
    /// All that is asked then.
    pub(super) hidden: Vec<(&'static str, String)>,
}

/// An order to choose.
#[derive(Debug)]
pub(super) struct Sort {
    pub(super) value: &'static str,
    pub(super) label: &'static str,
    pub(super) chosen: bool,
}

impl Results {
    /// Whether the visitor narrowed the list.
    pub(super) fn any_chosen(&self) -> bool {
        filters::any_chosen(&self.filters)
    }

    /// The view of an answer.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    pub(super) fn new(answer: &Answer, form: &Form, ink: Ink<'_>) -> Result<Self, IndexError> {
        let text = text::of(form.lang);
        let place = answer.interpretation.place.as_ref();
        let used = answer.radius.as_ref().map(|report| report.used);
        let filters = answer
            .facets
            .as_ref()
            .map(|facets| filters::groups(facets, form, ink.vocabulary, text))
            .unwrap_or_default();
        let (before, shown) = (form.seen(), answer.hits.len() as u64);
        let said = |code: &str| answer.notices.iter().any(|notice| notice.code == code);
        Ok(Self {
            heading: say::numbered(
                say::found(form.lang, answer.total, answer.partial, place, used),
                (before > 0 && shown > 0).then_some((before + 1, before + shown)),
            ),
            emergency_first: answer.safety.iter().any(is_emergency).then_some(text.emergency_first),
            warnings: answer.safety.iter().map(|sign| warning(sign, text)).collect(),
            notices: answer
                .notices
                .iter()
                .filter(|notice| !SAID_OTHERWISE.contains(&notice.code))
                .map(|notice| notice.message.clone())
                .collect(),
            sample: answer.sample.then_some(text.sample),
            wants_place: place.is_none(),
            not_understood: said("not_understood"),
            partial: answer.partial,
            understood: understood::understood(answer, form, ink.vocabulary, text),
            rings: rings(answer, form),
            wider: wider(answer, form, text),
            alternatives: answer.alternatives.iter().map(|one| shorter(one, form)).collect(),
            filters,
            sorts: sorts(form, text, place.is_some_and(|place| place.point().is_some())),
            cards: Card::folded(&answer.hits, ink)?,
            next: answer.next.clone(),
            start: (before > 0).then_some(before + 1),
            seen: before + shown,
            here: place.and_then(Place::point).map(|point| (point.lat(), point.lon())),
        })
    }
}

/// Whether a danger sign is one to call 911 for.
fn is_emergency(sign: &SafetyNotice) -> bool {
    sign.urgency == Urgency::Emergency
}

/// A danger sign in the words of the page.
pub(super) fn warning(sign: &SafetyNotice, text: &Text) -> Warning {
    let label = match sign.urgency {
        Urgency::Emergency => text.urgency_emergency,
        Urgency::Crisis => text.urgency_crisis,
        Urgency::SameDay => text.urgency_same_day,
        Urgency::Soon => text.urgency_soon,
    };
    let calls = match sign.urgency {
        Urgency::Emergency => vec![("tel:911", text.call_911)],
        Urgency::Crisis => vec![("tel:988", text.call_988), ("sms:988", text.write_988)],
        Urgency::SameDay | Urgency::Soon => Vec::new(),
    };
    Warning {
        urgency: sign.urgency.as_str(),
        label,
        title: sign.title.clone(),
        message: sign.message.clone(),
        calls,
    }
}

fn rings(answer: &Answer, form: &Form) -> Vec<Ring> {
    let Some(report) = &answer.radius else { return Vec::new() };
    let ring = |ring: &crate::query::Ring| Ring {
        label: say::ring(form.lang, ring.count, ring.within),
        value: match ring.within {
            Reach::Within(radius) => {
                let miles = radius.in_units(Units::Miles);
                ((miles * 1e4).round() / 1e4).to_string()
            }
            Reach::Any => "any".to_owned(),
        },
        current: ring.within == report.used,
    };
    if report.rings.iter().all(|ring| ring.count == 0) {
        return Vec::new();
    }
    report.rings.iter().map(ring).collect()
}

/// The ways to more where the page shows fewer than three: the circle that holds three; any distance where nobody is in
/// this one and somebody may be beyond it.
fn wider(answer: &Answer, form: &Form, text: &Text) -> Vec<Wider> {
    let Some(report) = &answer.radius else { return Vec::new() };
    let enough = report.beyond.and_then(|beyond| beyond.enough);
    let enough = enough.filter(|enough| answer.total < enough.count);
    let mut wider: Vec<Wider> = enough
        .iter()
        .map(|enough| {
            let (name, value) = match enough.reach {
                Reach::Within(_) => ("within", enough.value.to_string()),
                Reach::Any => ("radius", "any".to_owned()),
            };
            Wider { name, value, label: say::enough(form.lang, enough) }
        })
        .collect();
    let somebody = report.beyond.is_none_or(|beyond| beyond.everywhere > 0);
    if answer.total == 0 && somebody && enough.is_none() && report.used != Reach::Any {
        wider.push(Wider { name: "radius", value: "any".to_owned(), label: text.any_distance.to_owned() });
    }
    wider
}

fn shorter(alternative: &Alternative, form: &Form) -> Shorter {
    let mut names = alternative.without.clone();
    names.push("cursor");
    if alternative.q.is_some() {
        names.push("q");
    }
    let mut hidden: Vec<(&'static str, String)> =
        form.without(&names).map(|(name, value)| (name, value.to_owned())).collect();
    hidden.extend(alternative.q.iter().map(|q| ("q", q.clone())));
    Shorter { label: say::without(form.lang, alternative), hidden }
}

fn sorts(form: &Form, text: &Text, has_point: bool) -> Vec<Sort> {
    let chosen = form.get("sort").unwrap_or("relevance");
    let all = [
        ("relevance", text.sort_relevance),
        ("distance", text.sort_distance),
        ("name", text.sort_name),
        ("updated", text.sort_updated),
    ];
    all.into_iter()
        .filter(|(value, _)| has_point || *value != "distance")
        .map(|(value, label)| Sort { value, label, chosen: value == chosen })
        .collect()
}
