//! Coordinates as stated: read strictly, and watched over the whole list for one point that stands for all.

use super::{clean, identity};
use crate::domain::LatLon;
use crate::ingest::{Code, Record, Refusal};

/// What a row says of where it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Stated {
    /// Nothing.
    Nothing,
    /// Something that is no pair of decimal numbers.
    Unusable(&'static str),
    /// Two decimal numbers, whatever their range.
    Pair {
        /// Latitude, in degrees.
        lat: f64,
        /// Longitude, in degrees.
        lon: f64,
        /// Whether they were read through a decimal comma, a hemisphere letter or other dress.
        dressed: bool,
    },
}

/// Reads the two cells of a row.
pub(super) fn stated(record: &Record) -> Stated {
    let is_silent = |raw: &str| {
        let text = raw.trim();
        // `NaN` is a number that failed, not a word for nothing.
        text.is_empty() || clean::is_null_word(text) && !text.eq_ignore_ascii_case("nan")
    };
    match (is_silent(&record.lat), is_silent(&record.lon)) {
        (true, true) => Stated::Nothing,
        (true, false) => Stated::Unusable("a longitude without a latitude"),
        (false, true) => Stated::Unusable("a latitude without a longitude"),
        (false, false) => match (degrees(&record.lat), degrees(&record.lon)) {
            (None, _) => Stated::Unusable("the latitude is not a decimal number"),
            (_, None) => Stated::Unusable("the longitude is not a decimal number"),
            (Some((lat, lat_dressed)), Some((lon, lon_dressed))) => {
                Stated::Pair { lat, lon, dressed: lat_dressed || lon_dressed }
            }
        },
    }
}

/// A decimal number and whether it was dressed, be it in blanks or an exponent. `None` for what `f64` would read but no
/// list means: hexadecimal, `NaN`, `inf`.
fn degrees(raw: &str) -> Option<(f64, bool)> {
    let text = raw.trim();
    if let Some(number) = decimal(text) {
        return Some((number, text.len() != raw.len()));
    }
    if let Some(number) = powered(text) {
        return Some((number, true));
    }
    let plain: String = text
        .chars()
        .filter(|&c| !c.is_whitespace() && c != '°' && !crate::ingest::finding::is_invisible(c))
        .map(|c| match c {
            '−' | '\u{2013}' => '-',
            ',' => '.',
            _ => identity::ascii_digit(c),
        })
        .collect();
    let plain = plain.trim_matches(['\'', '"', '“', '”', '’']).to_ascii_uppercase();
    let (number, sign) = match plain.strip_suffix(['N', 'E']) {
        Some(number) => (number, 1.0),
        None => plain.strip_suffix(['S', 'W']).map_or((plain.as_str(), 1.0), |number| (number, -1.0)),
    };
    let value = decimal(number)?;
    // -79.95 W says west twice.
    Some((if sign < 0.0 { -value.abs() } else { value }, true))
}

/// `-79.9532`: a sign, digits, one full stop, and nothing else.
fn decimal(text: &str) -> Option<f64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let shaped = digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        && digits.bytes().any(|byte| byte.is_ascii_digit())
        && digits.bytes().filter(|&byte| byte == b'.').count() <= 1;
    if !shaped || text.len() > 40 {
        return None;
    }
    text.parse().ok()
}

/// The fewest places behind the full stop that a number with an exponent must keep: a spreadsheet that shows `4.05E+01`
/// has lost where in the county it was. Three are a hundred metres.
const FEWEST_PLACES: i32 = 3;

/// A number as data frames write it: `-7.99532e1`.
fn powered(text: &str) -> Option<f64> {
    let (digits, power) = text.split_once(['e', 'E'])?;
    decimal(digits)?;
    let bare = power.strip_prefix(['-', '+']).unwrap_or(power);
    if bare.is_empty() || bare.len() > 3 || !bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let places = digits.split_once('.').map_or(0, |(_, behind)| behind.len());
    let kept = i32::try_from(places).ok()? - power.parse::<i32>().ok()?;
    let number: f64 = text.parse().ok()?;
    (kept >= FEWEST_PLACES && number.is_finite()).then_some(number)
}

/// Watches the stated coordinates of a list: when every row says the same point although ZIP codes differ, a geocoder
/// answered with its default, and the list cannot be believed.
///
/// Sees coordinates as stated, also those that fell back to the ZIP code's point.
#[derive(Debug, Clone, Default)]
pub(crate) struct CoordinateGuard {
    first: Option<(u64, u64)>,
    first_zip: Option<String>,
    rows: u64,
    points_differ: bool,
    zips_differ: bool,
}

impl CoordinateGuard {
    /// The fewest rows that can tell a default from chance: the staff of one clinic share a point.
    const FEWEST_ROWS: u64 = 5;

    /// Takes notice of a row that was kept.
    pub(crate) fn see(&mut self, record: &Record) {
        if self.points_differ {
            return;
        }
        let Stated::Pair { lat, lon, .. } = stated(record) else {
            return;
        };
        self.rows += 1;
        let point = (lat.to_bits(), lon.to_bits());
        self.points_differ = *self.first.get_or_insert(point) != point;
        let zip: String = identity::undressed(&record.zip).chars().take(5).collect();
        if !zip.is_empty() {
            self.zips_differ |= *self.first_zip.get_or_insert_with(|| zip.clone()) != zip;
        }
    }

    /// Takes in what another one saw of the rows behind.
    pub(crate) fn join(&mut self, later: &Self) {
        let differ = |own: &Option<(u64, u64)>| own.is_some() && later.first.is_some() && *own != later.first;
        self.points_differ |= later.points_differ || differ(&self.first);
        self.zips_differ |= later.zips_differ
            || self.first_zip.is_some() && later.first_zip.is_some() && self.first_zip != later.first_zip;
        self.first = self.first.or(later.first);
        self.first_zip = self.first_zip.take().or_else(|| later.first_zip.clone());
        self.rows += later.rows;
    }

    /// Why the list must be refused, if it must.
    pub(crate) fn verdict(&self) -> Option<Refusal> {
        if self.rows < Self::FEWEST_ROWS || self.points_differ || !self.zips_differ {
            return None;
        }
        let point = self.first.map(|(lat, lon)| (f64::from_bits(lat), f64::from_bits(lon)));
        let point = point.and_then(|(lat, lon)| LatLon::new(lat, lon).ok());
        let point = point.map_or_else(|| "one point".to_owned(), |at| format!("{}, {}", at.lat(), at.lon()));
        let message = format!(
            "all {} stated coordinates are {point} although ZIP codes differ, as a geocoder's default would be; \
             leave the columns lat and lon out, or fill them with real coordinates",
            self.rows
        );
        Some(Refusal { code: Code::CoordinatesAllEqual, message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};

    fn record(lat: &str, lon: &str, zip: &str) -> Record {
        let mut record = Record::empty(Position { file: "a.csv".into(), line: 2 }, Format::Own);
        (record.lat, record.lon, record.zip) = (lat.to_owned(), lon.to_owned(), zip.to_owned());
        record
    }

    #[test]
    fn only_decimal_numbers_are_coordinates() {
        for (lat, lon, expected) in [
            ("40.4443", "-79.9532", Some((40.4443, -79.9532, false))),
            (" 40 ", "180", Some((40.0, 180.0, true))),
            ("40,4443", "-79,9532", Some((40.4443, -79.9532, true))),
            ("40.4443°", "−79.9532", Some((40.4443, -79.9532, true))),
            ("40.4443 N", "79.9532 W", Some((40.4443, -79.9532, true))),
            ("40.4443", "-79.9532W", Some((40.4443, -79.9532, true))),
            ("４０.4443", "-79.9532", Some((40.4443, -79.9532, true))),
            ("NaN", "-79.9532", None),
            ("0x28", "-79.9532", None),
            ("inf", "-79.9532", None),
            ("1e400", "-79.9532", None),
            ("4.04e1", "-79.9532", None),
            ("4.04523e1", "-7.99532e1", Some((40.4523, -79.9532, true))),
            ("4.04523E+01", "-7.99532E+01", Some((40.4523, -79.9532, true))),
            ("404523e-4", "-79.9532", Some((40.4523, -79.9532, true))),
            ("4.04523e1.0", "-79.9532", None),
            ("4.04523e-9999", "-79.9532", None),
            ("40.4.4", "-79.9532", None),
            ("-", "-79.9532", None),
            ("", "-79.9532", None),
            ("40.4443", "", None),
            ("north", "west", None),
            (".", ".", None),
        ] {
            let read = match stated(&record(lat, lon, "")) {
                Stated::Pair { lat, lon, dressed } => Some((lat, lon, dressed)),
                Stated::Unusable(_) | Stated::Nothing => None,
            };
            assert_eq!(read, expected, "{lat} {lon}");
        }
        assert_eq!(stated(&record("", "NULL", "")), Stated::Nothing);
    }

    #[test]
    fn one_point_for_many_zips_is_refused() {
        let verdict = |rows: &[(&str, &str, &str)]| {
            let mut guard = CoordinateGuard::default();
            for (lat, lon, zip) in rows {
                guard.see(&record(lat, lon, zip));
            }
            guard.verdict().map(|refusal| refusal.code)
        };
        let same = ("39.8283", "-98.5795", "15213");
        let elsewhere = ("39.82830", "-98.5795", "02118-0001");
        assert_eq!(verdict(&[same, elsewhere, same, elsewhere, same]), Some(Code::CoordinatesAllEqual));
        assert_eq!(verdict(&[same, elsewhere, same, elsewhere]), None, "too few rows to tell");
        assert_eq!(verdict(&[same; 9]), None, "one clinic");
        assert_eq!(verdict(&[same, elsewhere, same, elsewhere, ("40.1", "-98.5795", "15213")]), None);
        assert_eq!(
            verdict(&[("", "", "15213"), ("", "", "02118"), ("NaN", "NaN", "1"), same, elsewhere]),
            None
        );
    }
}
