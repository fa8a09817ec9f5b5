//! The named values of a request before they are checked: known names, each once. Also the checks that need more than
//! one value, or the vocabulary.

use super::value::{self, Value};
use super::{Near, RequestError, SearchRequest};
use crate::domain::LatLon;
use crate::query::intent::FilterSet;
use crate::query::suggest::SuggestionKind;
use crate::vocabulary::{Lang, Vocabulary};

/// The parameters that were given, each known and given once.
pub(super) struct Given<'p>(Vec<Value<'p>>);

impl<'p> Given<'p> {
    pub(super) fn read(
        pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
        known: &[&'static str],
    ) -> Result<Self, RequestError> {
        let mut given = Self(Vec::new());
        for (name, text) in pairs {
            let Some(&name) = known.iter().find(|parameter| **parameter == name) else {
                return Err(unknown_parameter(name, known));
            };
            if given.get(name).is_some() {
                let detail = format!("{name} is given more than once");
                return Err(RequestError::new("repeated_parameter", name, detail));
            }
            given.0.push(Value { name, text });
        }
        Ok(given)
    }

    fn get(&self, name: &str) -> Option<Value<'p>> {
        self.0.iter().find(|value| value.name == name).copied()
    }

    /// The checked value of a parameter, `None` when it was not given.
    pub(super) fn checked<T>(
        &self,
        name: &str,
        check: impl FnOnce(Value<'p>) -> Result<T, RequestError>,
    ) -> Result<Option<T>, RequestError> {
        self.get(name).map(check).transpose()
    }

    /// The checked values of a list parameter, none when it was not given.
    fn listed<T>(
        &self,
        name: &str,
        check: impl FnOnce(Value<'p>) -> Result<Vec<T>, RequestError>,
    ) -> Result<Vec<T>, RequestError> {
        self.checked(name, check).map(Option::unwrap_or_default)
    }

    pub(super) fn suggestion_kinds(&self) -> Result<Vec<SuggestionKind>, RequestError> {
        self.listed("kind", Value::suggestion_kinds)
    }

    pub(super) fn flag(&self, name: &str) -> Result<bool, RequestError> {
        self.checked(name, Value::flag).map(Option::unwrap_or_default)
    }

    pub(super) fn near(&self) -> Result<Option<Near>, RequestError> {
        let text = self.checked("near", |value| value.text(SearchRequest::MAX_NEAR))?.flatten();
        let point = self.point()?;
        match (text, point) {
            (Some(_), Some(_)) => {
                let detail = "near and lat,lon both name a place; one of them is enough".to_owned();
                Err(RequestError::new("place_twice", "near", detail))
            }
            (Some(text), None) => Ok(Some(Near::Text(text.to_owned()))),
            (None, Some(point)) => Ok(Some(Near::Point(point))),
            (None, None) => Ok(None),
        }
    }

    fn point(&self) -> Result<Option<LatLon>, RequestError> {
        let told = |error| self.perhaps_swapped(error);
        let lat = self.checked("lat", |value| Ok((value, value.degrees(90.0)?))).map_err(told)?;
        let lon = self.checked("lon", |value| Ok((value, value.degrees(180.0)?))).map_err(told)?;
        let missing = |name: &str| {
            Err(RequestError::new("invalid_value", name, "lat and lon are given together".to_owned()))
        };
        match (lat, lon) {
            (Some(lat), Some(lon)) => value::point(lat, lon).map(Some),
            (Some(_), None) => missing("lon"),
            (None, Some(_)) => missing("lat"),
            (None, None) => Ok(None),
        }
    }

    /// The refusal of a latitude, which says so where the numbers are a point the other way round.
    fn perhaps_swapped(&self, mut error: RequestError) -> RequestError {
        let is = |name: &str, edge: f64| self.get(name).is_some_and(|value| value.degrees(edge).is_ok());
        if error.code == "lat_out_of_range" && is("lon", 90.0) && is("lat", 180.0) {
            error.detail.push_str("; lat and lon look swapped");
        }
        error
    }

    pub(super) fn lang(&self) -> Result<Lang, RequestError> {
        self.checked("lang", |value| value.word(Lang::parse, "en or es")).map(Option::unwrap_or_default)
    }

    pub(super) fn filters(&self, vocabulary: &Vocabulary) -> Result<FilterSet, RequestError> {
        let language = |value: Value<'p>| {
            value.list(
                |text| vocabulary.language_named(text),
                |value| value.invalid("languages by ISO 639 code or name, separated by commas"),
            )
        };
        Ok(FilterSet {
            gender: self.listed("gender", Value::genders)?,
            languages: self.listed("language", language)?,
            accepting_new: self.listed("accepting_new", Value::facts)?,
            telehealth: self.listed("telehealth", Value::facts)?,
            wheelchair: self.listed("wheelchair", Value::facts)?,
            kind: self.listed("kind", Value::kinds)?,
            ..FilterSet::default()
        })
    }

    /// Ids of the vocabulary; an unknown one is `unknown_<parameter>`.
    pub(super) fn ids<T: PartialEq>(
        &self,
        name: &str,
        read: impl Fn(&str) -> Option<T>,
        route: &str,
    ) -> Result<Vec<T>, RequestError> {
        let unknown = |value: Value<'p>| {
            let detail = format!("{route} lists the ids that {} takes", value.name);
            RequestError::new(&format!("unknown_{}", value.name), value.name, detail)
        };
        self.listed(name, |value| value.list(read, unknown))
    }
}

/// Whether a parameter's name, known or not, may come back in a reply: nothing in it has another shape there.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    (1..=32).contains(&name.len()) && name.bytes().all(plain)
}

fn unknown_parameter(name: &str, known: &[&str]) -> RequestError {
    RequestError {
        code: "unknown_parameter".to_owned(),
        field: is_plain_name(name).then(|| name.to_owned()),
        detail: match known {
            [] => "nothing can be asked for here".to_owned(),
            names => format!("known parameters are {}", names.join(", ")),
        },
    }
}
