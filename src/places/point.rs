//! Coordinates in a text: `40.44,-79.95`, `40.44 -79.95`, `(40.44, -79.95)`, `40.44° N, 79.95° W`.

use crate::domain::LatLon;
use std::fmt;

/// A pair of numbers at the beginning of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Latitude as written, perhaps out of range.
    lat: f64,
    /// Longitude as written, perhaps out of range.
    lon: f64,
    /// Where the pair ends in the text, in bytes.
    pub(super) end: usize,
    /// How many of both numbers have a decimal point.
    decimals: usize,
    /// Whether a comma stands between them.
    comma: bool,
    /// How many signs of a point whole numbers show: a decimal point, a sign or a wind, two digits.
    signs: usize,
    /// Whether a sign, a degree or a wind marks it.
    marked: bool,
    /// Whether whole numbers may say something else: `10,000`, `5,6,7`.
    other: bool,
}

/// Words behind two numbers that make them an amount: `near 5,6 weeks`.
const MEASURES: [&str; 26] = [
    "am", "day", "days", "dias", "dollars", "feet", "horas", "hours", "hrs", "kg", "km", "lb", "lbs", "mg",
    "mi", "miles", "min", "minutes", "months", "oclock", "pm", "semanas", "times", "weeks", "years", "yrs",
];

/// What stands before a pair in a longer text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Before {
    /// A word that only a place follows: `near`, `within 10 miles of`.
    Near,
    /// A word that a time follows as well: `at 5,30`.
    At,
    /// A word that amounts follow oftener: `in 5,6 weeks`.
    In,
}

impl Pair {
    /// The point; `None` when it is not on Earth.
    pub(super) fn point(self) -> Option<LatLon> {
        LatLon::new(self.lat, self.lon).ok()
    }

    /// Whether it is a point wherever it stands in a longer text.
    pub(super) fn is_sure(self) -> bool {
        self.decimals == 2 || self.comma && !self.other && self.signs > 1
    }

    /// Whether it is a point behind such a word.
    pub(super) fn is_behind(self, before: Before) -> bool {
        let clock = (0.0..=24.0).contains(&self.lat) && (0.0..60.0).contains(&self.lon);
        let meant = match before {
            Before::Near => true,
            Before::At => self.marked || !clock,
            Before::In => self.marked,
        };
        self.is_sure() || meant && self.comma && !self.other
    }

    /// The pair with its numbers the other way round, where that is on Earth.
    pub(super) fn swapped(self) -> Option<Self> {
        let swapped = Self { lat: self.lon, lon: self.lat, ..self };
        swapped.point().map(|_point| swapped)
    }
}

/// How a pair is written.
impl fmt::Display for Pair {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}, {}", Degrees(self.lat), Degrees(self.lon))
    }
}

/// Degrees with four decimals, about ten metres; whole steps are written in a twentieth of the time of a fraction.
pub(super) struct Degrees(pub(super) f64);

impl fmt::Display for Degrees {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        #[expect(clippy::cast_possible_truncation, reason = "at most 180 degrees")]
        let steps = (self.0 * 10_000.0).round() as i64;
        let sign = if steps < 0 { "-" } else { "" };
        let steps = steps.unsigned_abs();
        write!(out, "{sign}{}.{:04}", steps / 10_000, steps % 10_000)
    }
}

/// Reads the pair that a text begins with, an opening bracket aside.
pub(super) fn leading(text: &str) -> Option<Pair> {
    let mut reader = Reader { text, at: 0 };
    let bracket = reader.skip('(');
    reader.blanks();
    let lat = reader.number(['n', 's'])?;
    let gap = reader.blanks();
    let comma = reader.skip(',') || reader.skip(';');
    let gap = reader.blanks() || gap;
    let lon = reader.number(['e', 'w'])?;
    if !comma && !gap {
        return None;
    }
    if bracket {
        reader.blanks();
        reader.skip(')');
    }
    let marked = lat.turned || lon.marked;
    let large = lat.value.abs() >= 10.0 && lon.value.abs() >= 10.0;
    let decimals = usize::from(lat.decimal) + usize::from(lon.decimal);
    let thousands = !gap && !marked && !lat.decimal && lon.digits == 3;
    Some(Pair {
        lat: lat.value,
        lon: lon.value,
        end: reader.at,
        decimals,
        comma,
        signs: [decimals > 0, marked, large].into_iter().filter(|sign| *sign).count(),
        marked: marked || lat.marked,
        other: thousands || goes_on(reader.rest()),
    })
}

/// Whether what stands behind two numbers makes them something else: a third one, or what is counted.
fn goes_on(rest: &str) -> bool {
    let behind = rest.trim_start();
    let list = behind.strip_prefix([',', ';', '/', '-']).map(str::trim_start);
    let word = behind.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or_default().to_lowercase();
    list.is_some_and(|next| next.starts_with(|next: char| next.is_ascii_digit()))
        || MEASURES.contains(&word.as_str())
}

/// Reads a whole text as a pair. Whole numbers need a comma between them, since `15213 1234` is a ZIP+4.
pub(super) fn whole(text: &str) -> Option<Pair> {
    let text = text.trim().trim_end_matches('.');
    leading(text).filter(|pair| pair.end == text.len() && (pair.comma || pair.decimals == 2))
}

/// One of the two numbers.
struct Number {
    value: f64,
    /// Whether it has a decimal point.
    decimal: bool,
    /// Its digits before the point.
    digits: usize,
    /// Whether it has a sign, a degree or a wind.
    marked: bool,
    /// Whether it has a degree or a wind.
    turned: bool,
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip(&mut self, wanted: char) -> bool {
        let found = self.rest().starts_with(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn blanks(&mut self) -> bool {
        let rest = self.rest();
        let blanks = rest.len() - rest.trim_start().len();
        self.at += blanks;
        blanks > 0
    }

    /// The factor that the letter of a wind gives a number; none, and nothing is read, where no such letter stands alone.
    fn wind(&mut self, [positive, negative]: [char; 2]) -> Option<f64> {
        let rest = self.rest().trim_start();
        let mut letters = rest.chars();
        let wind = letters.next()?.to_ascii_lowercase();
        let factor = [(positive, 1.0), (negative, -1.0)].into_iter().find(|(known, _)| *known == wind)?.1;
        let alone = !letters.next().is_some_and(char::is_alphanumeric);
        if alone {
            self.at = self.text.len() - rest.len() + 1;
        }
        alone.then_some(factor)
    }

    /// A signed decimal number, and a degree sign or one of two winds behind it, if any.
    fn number(&mut self, winds: [char; 2]) -> Option<Number> {
        let rest = self.rest();
        let unsigned = rest.strip_prefix(['-', '+', '−']).unwrap_or(rest);
        let sign = rest.len() - unsigned.len();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(unsigned);
        let fraction = unsigned[whole..].strip_prefix('.').map_or(0, digits);
        let length = if fraction > 0 { whole + 1 + fraction } else { whole };
        // Latitudes and longitudes have at most three digits before the point; a ZIP code has five.
        if !(1..=3).contains(&whole) || length > 24 {
            return None;
        }
        let value: f64 = unsigned[..length].parse().ok()?;
        let value = if sign > 0 && !rest.starts_with('+') { -value } else { value };
        self.at += sign + length;
        let degree = self.skip('°');
        let wind = if sign == 0 { self.wind(winds) } else { None };
        let value = value * wind.unwrap_or(1.0);
        let turned = degree || wind.is_some();
        // A full stop may end the sentence; what stands right behind it may not.
        let next = self.rest().strip_prefix('.').unwrap_or(self.rest());
        let glued = next.starts_with(|next: char| next.is_alphanumeric() || next == '.');
        let marked = turned || sign > 0;
        (!glued).then_some(Number { value, decimal: fraction > 0, digits: whole, marked, turned })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_pairs_as_people_write_them() {
        let cases = [
            ("40.44,-79.95", Some((40.44, -79.95))),
            ("40.44 -79.95", Some((40.44, -79.95))),
            ("(40.44, -79.95)", Some((40.44, -79.95))),
            (" +40.44 , −79.95 ", Some((40.44, -79.95))),
            ("40.44°, -79.95°", Some((40.44, -79.95))),
            ("40.44° N, 79.95° W", Some((40.44, -79.95))),
            ("33.87S 151.21E", Some((-33.87, 151.21))),
            ("46.87n,96.78w", Some((46.87, -96.78))),
            ("46.87 North, 96.78 West", None),
            ("46.87W, 96.78N", None),
            ("40,-79", Some((40.0, -79.0))),
            ("40.44,-79.95.", Some((40.44, -79.95))),
            ("40.44,-79.95.1", None),
            ("40 -79", None),
            ("15213 1234", None),
            ("152,13", None),
            ("95.0,10.0", None),
            ("40.44", None),
            ("40.44,", None),
            ("40.44,-79.95 Main St", None),
            ("1e2,1e1", None),
            ("40.44-79.95", None),
            ("nan,inf", None),
            ("", None),
        ];
        for (text, expected) in cases {
            let point = whole(text).and_then(Pair::point);
            assert_eq!(point.map(|point| (point.lat(), point.lon())), expected, "{text}");
        }
    }

    #[test]
    fn a_pair_out_of_range_is_a_pair_without_a_point() {
        let pair = whole("152.0,13.5").expect("a pair");
        assert_eq!(pair.point(), None);
    }

    #[test]
    fn whole_numbers_are_a_point_where_enough_says_so() {
        use Before::{At, In, Near};
        // The pair, whether it is one wherever it stands, and behind which words.
        let cases: [(&str, bool, &[Before]); 22] = [
            ("47.6,-122.3", true, &[Near, At, In]),
            ("47.6,-122", true, &[Near, At, In]),
            ("47,-122.3", true, &[Near, At, In]),
            ("47,-122", true, &[Near, At, In]),
            ("47° N, 122° W", true, &[Near, At, In]),
            ("47.6,122", true, &[Near, At, In]),
            ("13,144", false, &[]),
            ("13, 144", false, &[Near, At]),
            ("21,22", false, &[Near]),
            ("41,-9", false, &[Near, At, In]),
            ("7,8", false, &[Near]),
            ("7,45", false, &[Near]),
            ("7,75", false, &[Near, At]),
            ("3.5,4", false, &[Near]),
            ("3.5,4 weeks", false, &[]),
            ("7,8 weeks", false, &[]),
            ("7,8,9", false, &[]),
            ("7, 8, 9", false, &[]),
            ("25,000", false, &[]),
            ("25,000,000", false, &[]),
            ("-11,12", false, &[Near, At, In]),
            ("47 -122", false, &[]),
        ];
        for (text, sure, behind) in cases {
            let pair = leading(text).expect(text);
            let read: Vec<Before> =
                [Near, At, In].into_iter().filter(|before| pair.is_behind(*before)).collect();
            assert_eq!((pair.is_sure(), read.as_slice()), (sure, behind), "{text}");
        }
    }

    #[test]
    fn degrees_have_four_decimals() {
        let cases = [
            (40.44, "40.4400"),
            (-79.964_12, "-79.9641"),
            (-79.964_17, "-79.9642"),
            (0.0, "0.0000"),
            (-0.000_01, "0.0000"),
            (-0.000_09, "-0.0001"),
            (179.999_99, "180.0000"),
            (-90.0, "-90.0000"),
        ];
        for (degrees, text) in cases {
            assert_eq!(Degrees(degrees).to_string(), text);
        }
    }
}
