//! Where a question looks: the place given beside it, else the one in its words, and whether a point, a state or
//! nothing comes of it.
//!
//! In: request and intent. Out: [`Located`], or the error that no place of that name is known or that one is needed.
//! Invariant: `near` beats the words, and a place that is not known is never taken for "everywhere".

use super::engine::SearchError;
use super::intent::Intent;
use super::notices::Remark;
use super::request::{Near, RequestError, SearchRequest, Sort};
use super::widen;
use crate::domain::{LatLon, Reach, State};
use crate::places::{Place, PlaceKind, Places};
use crate::vocabulary::normalize;

/// Where a question looks.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Located {
    /// The place, or the state.
    pub place: Option<Place>,
    /// Practices in this state only.
    pub state: Option<State>,
    /// The radius as asked, by parameter or in words; `None` when defaulted or without a point.
    pub asked: Option<Reach>,
    /// Words of the question that named a place which another one beats.
    pub ignored: Vec<String>,
    /// What the reader should know of it.
    pub remarks: Vec<Remark>,
}

impl Located {
    /// Where to measure from.
    pub(super) fn center(&self) -> Option<LatLon> {
        self.place.as_ref().and_then(Place::point)
    }

    /// How far to look before any widening; `None` without a place to measure from.
    pub(super) fn reach(&self) -> Option<Reach> {
        self.center().map(|_| self.asked.unwrap_or_else(widen::default_reach))
    }
}

/// Finds out where.
///
/// # Errors
/// [`SearchError::UnknownPlace`] when a place is named that is not known, `place_required` when the request needs a
/// place to measure from and has none.
pub(super) fn locate(
    request: &SearchRequest,
    intent: &Intent,
    places: &Places,
) -> Result<Located, SearchError> {
    let mut located = match &request.near {
        Some(near) => beside(near, intent, places)?,
        None => in_words(intent)?,
    };
    if let Some(place @ Place { label, alternatives, .. }) = &located.place
        && !alternatives.is_empty()
        && !places.is_by_far_the_largest(place)
        && !located.remarks.iter().any(Remark::corrects_place)
    {
        let others = alternatives.iter().map(|place| place.label.clone()).collect();
        let is_state = matches!(place.kind, PlaceKind::State(_));
        located.remarks.push(Remark::PlaceAmbiguous { chosen: label.clone(), is_state, others });
    }
    if located.center().is_some() {
        located.asked = request.radius.or(intent.radius);
    } else {
        needs_no_center(request, &located)?;
        located.remarks.extend(placeless(intent, &located));
    }
    Ok(located)
}

/// The place given beside the question; whatever place its words name is ignored.
fn beside(near: &Near, intent: &Intent, places: &Places) -> Result<Located, SearchError> {
    let mut remarks = Vec::new();
    let place = match near {
        Near::Text(text) => {
            if let Some(unknown) = places.abroad(text) {
                return Err(SearchError::unknown_place("near", unknown.suggestions));
            }
            let known = places.resolve(text);
            let corrected = match &known {
                // Numbers are spelled like no town, and what is called like a landmark is it.
                Ok(Place { kind: PlaceKind::Point(_) | PlaceKind::Zip { .. }, .. }) => None,
                Ok(_) => places.overshadowing(text),
                Err(_) => places.correct(text),
            };
            match (corrected, known) {
                (Some(corrected), _) => {
                    remarks.push(correction(&corrected.place, text));
                    corrected.place
                }
                (None, Ok(place)) => place,
                (None, Err(unknown)) => return Err(SearchError::unknown_place("near", unknown.suggestions)),
            }
        }
        Near::Point(point) => Place {
            label: format!("{:.4}, {:.4}", point.lat(), point.lon()),
            kind: PlaceKind::Point(*point),
            alternatives: Vec::new(),
        },
    };
    let mut ignored = Vec::new();
    ignored.extend(intent.place.as_ref().map(|reading| reading.matched.clone()));
    ignored.extend(intent.unknown_place.as_ref().map(|reading| reading.matched.clone()));
    if let (Some(state), None) = (intent.filters.state, &intent.place) {
        ignored.push(state.name().to_owned());
    }
    if !ignored.is_empty() {
        remarks.push(Remark::PlaceIgnored);
    }
    if place.point().is_some_and(looks_swapped) {
        remarks.push(Remark::PointSwapped);
    }
    Ok(Located { state: state_of(&place), place: Some(place), asked: None, ignored, remarks })
}

/// What is said of a place that was put right: that nothing is spelled so, or that a village is.
fn correction(place: &Place, typed: &str) -> Remark {
    let city = place.label.clone();
    let called = |village: &&Place| {
        let name = village.label.rsplit_once(", ").map_or("", |(name, _)| name);
        normalize::fold(name) == normalize::fold(typed)
    };
    match place.alternatives.first().filter(called) {
        Some(village) => Remark::CityMeant { city, village: village.label.clone() },
        None => Remark::PlaceCorrected(city),
    }
}

/// Whether a point is in Antarctica, where nobody asks, and with its numbers the other way round in the United States.
fn looks_swapped(point: LatLon) -> bool {
    // From Puerto Rico to the Canadian border, and from there west as far as a latitude goes.
    (-90.0..=-64.0).contains(&point.lat()) && (17.0..=50.0).contains(&point.lon())
}

/// The place that the words name.
fn in_words(intent: &Intent) -> Result<Located, SearchError> {
    if let Some(unknown) = &intent.unknown_place {
        let suggestions = unknown.concept.suggestions.clone();
        return Err(SearchError::unknown_place("q", suggestions));
    }
    let named = intent.place.as_ref().map(|reading| reading.concept.clone());
    let state = named.as_ref().and_then(state_of).or(intent.filters.state);
    let corrected = intent.place.as_ref().filter(|reading| reading.typo > 0);
    let mut remarks: Vec<Remark> =
        corrected.map(|reading| correction(&reading.concept, &reading.matched)).into_iter().collect();
    if let Some(place) = named.as_ref().filter(|_| !intent.further_places.is_empty()) {
        let (used, others) = (place.label.clone(), intent.further_places.clone());
        remarks.push(Remark::FirstPlace { used, others });
    }
    let place = named.or_else(|| state.map(whole_state));
    Ok(Located { place, state, remarks, ..Located::default() })
}

/// A state is a filter, not a point.
fn state_of(place: &Place) -> Option<State> {
    match place.kind {
        PlaceKind::State(state) => Some(state),
        PlaceKind::Zip { .. } | PlaceKind::City { .. } | PlaceKind::Point(_) => None,
    }
}

fn whole_state(state: State) -> Place {
    Place { label: state.name().to_owned(), kind: PlaceKind::State(state), alternatives: Vec::new() }
}

fn needs_no_center(request: &SearchRequest, located: &Located) -> Result<(), RequestError> {
    let field = if matches!(request.radius, Some(Reach::Within(_))) {
        "radius"
    } else if request.sort == Sort::Distance {
        "sort"
    } else {
        return Ok(());
    };
    let why = if located.state.is_some() {
        "a state is searched as a whole and has no point to measure from; name a ZIP code or a city"
    } else {
        "there is no place to measure from; near, or lat and lon, give one"
    };
    Err(RequestError::new("place_required", field, why.into()))
}

/// What is to be said when there is nothing to measure from.
fn placeless(intent: &Intent, located: &Located) -> Vec<Remark> {
    let mut remarks = Vec::new();
    if intent.near_me || intent.nearest || intent.radius.is_some() {
        remarks.push(Remark::LocationNeeded);
    }
    if located.state.is_none() {
        remarks.push(Remark::NoPlace);
    }
    remarks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Radius;
    use crate::places::UnknownPlace;
    use crate::query::intent::Reading;

    fn city(label: &str, alternatives: Vec<Place>) -> Place {
        let point = LatLon::new(40.44, -79.99).expect("a point");
        let state = "PA".parse().expect("a state");
        Place { label: label.into(), kind: PlaceKind::City { point, state }, alternatives }
    }

    fn reading<T>(concept: T, matched: &str) -> Reading<T> {
        Reading { concept, matched: matched.into(), typo: 0 }
    }

    fn point() -> Near {
        Near::Point(LatLon::new(41.88, -87.63).expect("a point"))
    }

    fn miles(value: f64) -> Reach {
        Reach::Within(Radius::from_miles(value).expect("a radius"))
    }

    fn check(request: &SearchRequest, intent: &Intent) -> Result<Located, String> {
        let places = Places::bundled().expect("the bundled places load");
        locate(request, intent, &places).map_err(|error| match error {
            SearchError::Request(error) => format!("{} {}", error.code, error.field.unwrap_or_default()),
            SearchError::UnknownPlace { field, suggestions, .. } => {
                format!("unknown {field} {}", suggestions.join("|"))
            }
            other => other.to_string(),
        })
    }

    #[test]
    fn what_is_given_beside_beats_the_words() {
        let intent = Intent {
            place: Some(reading(city("Pittsburgh, PA", vec![]), "in Pittsburgh")),
            radius: Some(miles(10.0)),
            ..Intent::default()
        };
        let request = SearchRequest { near: Some(point()), ..SearchRequest::default() };
        let located = check(&request, &intent).expect("a place");
        assert_eq!(located.place.as_ref().map(|place| place.label.as_str()), Some("41.8800, -87.6300"));
        assert_eq!(located.ignored, ["in Pittsburgh"]);
        assert_eq!(located.remarks, [Remark::PlaceIgnored]);
        assert_eq!(located.asked, Some(miles(10.0)), "the radius in words still counts");

        let unknown = Intent {
            unknown_place: Some(reading(UnknownPlace { suggestions: vec![] }, "near 99999")),
            ..Intent::default()
        };
        assert_eq!(check(&request, &unknown).expect("a place").ignored, ["near 99999"]);
        let state = "OH".parse().ok();
        let mut in_ohio = Intent::default();
        in_ohio.filters.state = state;
        let located = check(&request, &in_ohio).expect("a place");
        assert_eq!((located.state, located.ignored), (None, vec!["Ohio".to_owned()]));
    }

    #[test]
    fn a_radius_by_parameter_beats_the_words() {
        let intent = Intent { radius: Some(miles(10.0)), ..Intent::default() };
        let request =
            SearchRequest { near: Some(point()), radius: Some(miles(3.0)), ..SearchRequest::default() };
        let located = check(&request, &intent).expect("a place");
        assert_eq!((located.asked, located.reach()), (Some(miles(3.0)), Some(miles(3.0))));
        let request = SearchRequest { near: Some(point()), ..SearchRequest::default() };
        let located = check(&request, &Intent::default()).expect("a place");
        assert_eq!((located.asked, located.reach()), (None, Some(miles(25.0))));
    }

    #[test]
    fn a_point_with_its_numbers_swapped_is_told() {
        let remarks = |near: &str| {
            let request = SearchRequest { near: Some(Near::Text(near.into())), ..SearchRequest::default() };
            check(&request, &Intent::default()).expect("a place").remarks
        };
        assert_eq!(remarks("-79.9959,40.4406"), [Remark::PointSwapped]);
        for good in ["40.4406,-79.9959", "-90,0", "-75.1,123.4", "-33.9,18.4"] {
            assert_eq!(remarks(good), [], "{good}");
        }
    }

    #[test]
    fn an_unknown_place_is_an_error_that_names_its_field() {
        let unknown = UnknownPlace { suggestions: vec!["Pittsburgh, PA".into()] };
        let intent = Intent { unknown_place: Some(reading(unknown, "near Pittsbrg")), ..Intent::default() };
        let request = SearchRequest::default();
        assert_eq!(check(&request, &intent), Err("unknown q Pittsburgh, PA".into()));
        let request = SearchRequest { near: Some(Near::Text("99999".into())), ..SearchRequest::default() };
        assert!(check(&request, &intent).is_err_and(|error| error.starts_with("unknown near")));
    }

    #[test]
    fn a_state_filters_and_is_no_point() {
        let mut intent = Intent { radius: Some(miles(10.0)), ..Intent::default() };
        intent.filters.state = "PA".parse().ok();
        let located = check(&SearchRequest::default(), &intent).expect("a state");
        assert_eq!(located.place.as_ref().map(Place::accuracy), Some("state"));
        assert_eq!((located.center(), located.reach(), located.asked), (None, None, None));
        assert_eq!(located.remarks, [Remark::LocationNeeded]);
        let request =
            SearchRequest { near: Some(Near::Text("Pennsylvania".into())), ..SearchRequest::default() };
        let located = check(&request, &Intent::default()).expect("a state");
        assert_eq!(located.state.map(State::code), Some("PA"));
        assert_eq!(located.remarks, []);
    }

    #[test]
    fn what_needs_a_point_is_refused_without_one() {
        let by_distance = SearchRequest { sort: Sort::Distance, ..SearchRequest::default() };
        let ten = SearchRequest { radius: Some(miles(10.0)), ..SearchRequest::default() };
        let any = SearchRequest { radius: Some(Reach::Any), ..SearchRequest::default() };
        let intent = Intent::default();
        assert_eq!(check(&by_distance, &intent), Err("place_required sort".into()));
        assert_eq!(check(&ten, &intent), Err("place_required radius".into()));
        assert_eq!(check(&any, &intent).expect("no place").remarks, [Remark::NoPlace]);
        let near_me = Intent { near_me: true, ..Intent::default() };
        let remarks = [Remark::LocationNeeded, Remark::NoPlace];
        assert_eq!(check(&SearchRequest::default(), &near_me).expect("no place").remarks, remarks);
        assert_eq!(check(&ten, &near_me), Err("place_required radius".into()));
    }

    #[test]
    fn an_ambiguous_city_names_its_namesakes() {
        let springfield = city("Springfield, MO", vec![city("Springfield, MA", vec![])]);
        let intent = Intent { place: Some(reading(springfield, "springfield")), ..Intent::default() };
        let located = check(&SearchRequest::default(), &intent).expect("a place");
        let remark = Remark::PlaceAmbiguous {
            chosen: "Springfield, MO".into(),
            is_state: false,
            others: vec!["Springfield, MA".into()],
        };
        assert_eq!(located.remarks, [remark]);
    }
}
