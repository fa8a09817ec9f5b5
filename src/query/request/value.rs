//! Single values of a request: text in, checked value or [`RequestError`] out. No error repeats what was sent.

use super::super::suggest::SuggestionKind;
use super::RequestError;
use crate::domain::{Fact, Gender, LatLon, LatLonError, ProviderKind, Radius, Reach, Units};

/// A parameter that was given: its name and its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'p> {
    pub(super) name: &'static str,
    pub(super) text: &'p str,
}

/// A number as people write it, and nothing else that a float parser would take.
enum Number {
    /// Finite.
    Finite(f64),
    /// Digits whose value no float holds.
    TooLarge,
}

impl<'p> Value<'p> {
    /// The value is not of the kind that its parameter takes.
    pub(super) fn invalid(self, allowed: &str) -> RequestError {
        RequestError::new("invalid_value", self.name, format!("{} must be {allowed}", self.name))
    }

    fn out_of_range(self, allowed: &str) -> RequestError {
        let code = format!("{}_out_of_range", self.name);
        RequestError { code, ..self.invalid(allowed) }
    }

    /// Text of at most `most` characters, trimmed; `None` when nothing is left of it.
    pub(super) fn text(self, most: usize) -> Result<Option<&'p str>, RequestError> {
        let trimmed = self.bounded(most)?.trim();
        if trimmed.chars().any(char::is_control) {
            return Err(self.invalid("text without control characters"));
        }
        Ok((!trimmed.is_empty()).then_some(trimmed))
    }

    /// Like [`Value::text`], with line breaks and tabs read as blanks, as a pasted question has them.
    pub(super) fn free_text(self, most: usize) -> Result<String, RequestError> {
        let blank = |c: char| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c };
        let text: String = self.bounded(most)?.chars().map(blank).collect();
        let text = Value { name: self.name, text: &text }.text(most)?.unwrap_or_default().to_owned();
        Ok(text)
    }

    /// Like [`Value::free_text`], with blanks at the end kept: they say that the last word is finished.
    pub(super) fn typed_text(self, most: usize) -> Result<String, RequestError> {
        let text = self.free_text(most)?;
        let ended = !text.is_empty() && self.text.ends_with(char::is_whitespace);
        Ok(if ended { text + " " } else { text })
    }

    /// Text of at most `most` characters that is not empty.
    pub(super) fn token(self, most: usize) -> Result<&'p str, RequestError> {
        self.text(most)?.ok_or_else(|| self.invalid("given or left out, not empty"))
    }

    fn bounded(self, most: usize) -> Result<&'p str, RequestError> {
        // A character has at most four bytes, so that a long text is refused without being walked.
        if self.text.len() > most * 4 || self.text.chars().count() > most {
            let detail = format!("{} has at most {most} characters", self.name);
            return Err(RequestError::new("text_too_long", self.name, detail));
        }
        Ok(self.text)
    }

    /// `true` or `false`.
    pub(super) fn flag(self) -> Result<bool, RequestError> {
        match self.text {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(self.invalid("true or false")),
        }
    }

    /// One of a closed set of words.
    pub(super) fn word<T>(
        self,
        read: impl FnOnce(&str) -> Option<T>,
        allowed: &str,
    ) -> Result<T, RequestError> {
        read(self.text).ok_or_else(|| self.invalid(allowed))
    }

    /// Parts separated by commas, each read once; `refuse` makes the error for a part that cannot be read.
    pub(super) fn list<T: PartialEq>(
        self,
        read: impl Fn(&str) -> Option<T>,
        refuse: impl Fn(Self) -> RequestError,
    ) -> Result<Vec<T>, RequestError> {
        let mut values = Vec::new();
        for part in self.text.split(',') {
            let part = part.trim();
            if part.is_empty() {
                return Err(self.invalid("one or more values separated by commas"));
            }
            let value = read(part).ok_or_else(|| refuse(self))?;
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Ok(values)
    }

    /// Any of `yes`, `no`, `unknown`.
    pub(super) fn facts(self) -> Result<Vec<Fact>, RequestError> {
        self.list(Fact::parse, |value| value.invalid("any of yes, no and unknown, separated by commas"))
    }

    /// Any of `F`, `M`, `X`, `unknown`; `None` stands for unknown.
    pub(super) fn genders(self) -> Result<Vec<Option<Gender>>, RequestError> {
        let read = |text: &str| match text {
            "unknown" => Some(None),
            stated => Gender::parse(stated).map(Some),
        };
        self.list(read, |value| value.invalid("any of F, M, X and unknown, separated by commas"))
    }

    /// Any of `person`, `organization`.
    pub(super) fn kinds(self) -> Result<Vec<ProviderKind>, RequestError> {
        let read = |text: &str| {
            [ProviderKind::Person, ProviderKind::Organization].into_iter().find(|kind| kind.as_str() == text)
        };
        self.list(read, |value| value.invalid("person, organization or both, separated by a comma"))
    }

    /// Kinds of completions.
    pub(super) fn suggestion_kinds(self) -> Result<Vec<SuggestionKind>, RequestError> {
        let read = |text: &str| SuggestionKind::ALL.into_iter().find(|kind| kind.as_str() == text);
        let allowed =
            "any of specialty, condition, technique, place, person and organization, separated by commas";
        self.list(read, |value| value.invalid(allowed))
    }

    /// A whole number up to `most`.
    pub(super) fn count(self, most: usize) -> Result<usize, RequestError> {
        let allowed = format!("a whole number from 0 to {most}");
        let digits = self.text.strip_prefix('-').unwrap_or(self.text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(self.invalid(&allowed));
        }
        // What has the shape of a whole number and does not parse is negative or too large.
        match self.text.parse::<usize>() {
            Ok(count) if count <= most => Ok(count),
            _ => Err(self.out_of_range(&allowed)),
        }
    }

    /// A latitude or longitude, alone.
    pub(super) fn degrees(self, edge: f64) -> Result<f64, RequestError> {
        let allowed = format!("a decimal number from -{edge} to {edge}");
        match plain_number(self.text) {
            Some(Number::Finite(degrees)) if (-edge..=edge).contains(&degrees) => Ok(degrees),
            Some(Number::Finite(_) | Number::TooLarge) => Err(self.out_of_range(&allowed)),
            None => Err(self.invalid(&allowed)),
        }
    }

    /// `10`, `10mi`, `15km` or `any`; a bare number counts in `units`.
    pub(super) fn reach(self, units: Units) -> Result<Reach, RequestError> {
        const ALLOWED: &str = "above 0 and at most 100 miles (160.9344 km), written 10, 10mi or 15km, or any";
        if self.text == "any" {
            return Ok(Reach::Any);
        }
        let (number, units) = split_units(self.text, units);
        match plain_number(number) {
            Some(Number::Finite(value)) => {
                Radius::new(value, units).map(Reach::Within).map_err(|_refused| self.out_of_range(ALLOWED))
            }
            Some(Number::TooLarge) => Err(self.out_of_range(ALLOWED)),
            None => Err(self.invalid(ALLOWED)),
        }
    }
}

impl Value<'_> {
    /// The number of a radius without a unit.
    pub(super) fn bare_number(self) -> Option<f64> {
        match plain_number(self.text) {
            Some(Number::Finite(value)) => Some(value),
            Some(Number::TooLarge) | None => None,
        }
    }
}

/// The point of two checked numbers.
pub(super) fn point(lat: (Value<'_>, f64), lon: (Value<'_>, f64)) -> Result<LatLon, RequestError> {
    LatLon::new(lat.1, lon.1).map_err(|error| match error {
        LatLonError::Latitude => lat.0.out_of_range("a decimal number from -90 to 90"),
        LatLonError::Longitude => lon.0.out_of_range("a decimal number from -180 to 180"),
    })
}

fn split_units(text: &str, bare: Units) -> (&str, Units) {
    for units in [Units::Miles, Units::Kilometres] {
        if let Some(number) = text.strip_suffix(units.as_str()) {
            return (number.trim_end(), units);
        }
    }
    (text, bare)
}

/// Reads `-12.5`, `12`, `.5`, `4.04e1`: an optional minus, digits, at most one point, an exponent or none. Rust's own
/// parser also takes `inf`, `nan`, `+5` and `1e400`.
fn plain_number(text: &str) -> Option<Number> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let digits = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let points = digits.bytes().filter(|byte| *byte == b'.').count();
    let shaped = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && points <= 1;
    if !shaped || exponent.is_some_and(|exponent| !is_exponent(exponent)) {
        return None;
    }
    let value: f64 = text.parse().ok()?;
    match exponent {
        _ if value.is_finite() => Some(Number::Finite(value)),
        None => Some(Number::TooLarge),
        // A slip rather than a place or a distance.
        Some(_) => None,
    }
}

/// What may stand behind the `e` of a number: digits, and a sign before them or none.
fn is_exponent(text: &str) -> bool {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_plain_digits() {
        for (text, expected) in [
            ("12", 12.0),
            ("-12.5", -12.5),
            (".5", 0.5),
            ("5.", 5.0),
            ("007", 7.0),
            ("-0", 0.0),
            ("4.04e1", 40.4),
            ("-7.995E+1", -79.95),
            ("1e-7", 1e-7),
            ("1e-400", 0.0),
        ] {
            match plain_number(text) {
                Some(Number::Finite(value)) => assert!((value - expected).abs() < 1e-12, "{text}"),
                _ => panic!("{text}"),
            }
        }
        for bad in [
            "", "-", ".", "+5", "1e400", "-1e400", "1e", "e1", "1e+", "1e1.5", "1e1e1", "1e-", ".e1", "inf",
            "nan", "0x28", "40,44", "4 0", "４０", "1.2.3", "--1",
        ] {
            assert!(plain_number(bad).is_none(), "{bad}");
        }
        assert!(matches!(plain_number(&"4".repeat(5_000)), Some(Number::TooLarge)));
    }

    proptest! {
        #[test]
        fn any_text_is_a_radius_or_refused(text in "\\PC{0,30}") {
            let value = Value { name: "radius", text: &text };
            if let Ok(Reach::Within(radius)) = value.reach(Units::Miles) {
                prop_assert!(radius.metres() <= Radius::MAX || radius.metres().get() < Radius::MAX.get() + 1e-3);
                prop_assert!(radius.metres().get() > 0.0);
            }
        }
    }
}
