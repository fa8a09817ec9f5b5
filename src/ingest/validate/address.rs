//! Where a row says the practice is: country, state, ZIP code, city and street; and the point that follows.

use super::abroad;
use super::locate;
use super::title::{self, Subject};
use super::{Judgement, clean, contact, identity, notes::Notes};
use crate::domain::{Accuracy, Metres, Practice, State, Units, Zip5};
use crate::ingest::{Code, Format, Record};
use crate::places::{Places, ZipEntry};
use crate::vocabulary::normalize::fold;

/// How far a city's middle may lie from a ZIP code's middle for both to be right although their states differ: some
/// ZIP areas reach over a border.
const BORDER: Metres = Metres::from_whole_miles(30);

/// What is said of an address that is in another country.
const ABROAD: &str = "the practice is outside the United States";

/// Names of the country and its territories as lists write them, folded to small letters without full stops.
const OURS: [&str; 21] = [
    "us",
    "usa",
    "united states",
    "united states of america",
    "america",
    "u s a",
    "u s",
    "um",
    "pr",
    "gu",
    "vi",
    "as",
    "mp",
    "fm",
    "mh",
    "pw",
    "puerto rico",
    "guam",
    "us virgin islands",
    "american samoa",
    "840",
];

/// Provinces that stand in state columns of Canadian addresses.
///
/// # Source
/// Canada Post, "Addressing Guidelines", province and territory symbols.
const PROVINCES: [&str; 26] = [
    "ab",
    "bc",
    "mb",
    "nb",
    "nl",
    "ns",
    "nt",
    "nu",
    "on",
    "pe",
    "qc",
    "sk",
    "yt",
    "alberta",
    "british columbia",
    "manitoba",
    "new brunswick",
    "newfoundland and labrador",
    "nova scotia",
    "northwest territories",
    "nunavut",
    "ontario",
    "prince edward island",
    "quebec",
    "saskatchewan",
    "yukon",
];

/// States under other names than the post office's.
const OTHER_NAMES: [(&str, &str); 12] = [
    ("washington dc", "DC"),
    ("wash dc", "DC"),
    ("d c", "DC"),
    ("virgin islands", "VI"),
    ("u s virgin islands", "VI"),
    ("usvi", "VI"),
    ("commonwealth of puerto rico", "PR"),
    ("micronesia", "FM"),
    ("northern marianas", "MP"),
    ("calif", "CA"),
    ("penn", "PA"),
    ("mass", "MA"),
];

/// The practice that a row names.
///
/// # Errors
/// A finding when it is outside the United States, nothing places it, or a line is too long.
pub(super) fn practice(
    record: &Record,
    name: Option<String>,
    places: &Places,
    notes: &mut Notes<'_>,
) -> Judgement<Practice> {
    country(record, notes)?;
    let street = street(record, notes)?;
    let city = clean::line(&record.city, "city", notes)?;
    let stated = state(record, notes);
    let (zip, entry) = zip(record, stated, places, notes)?;
    let stated_zip = zip.is_some();
    if stated == Stated::Foreign && entry.is_none() {
        return Err(notes.rejected("state", Code::AddressOutsideUs, &record.state, ABROAD));
    }
    let state = agreed(record, stated, entry, &city, places, notes);
    if record.format == Format::Own {
        see_far_city(record, (&city, state), entry, places, notes);
    }
    // Only where no ZIP code is known does anybody look at the city's point. Where neither is, nothing tells whether
    // stated coordinates are right, either.
    let of_city = || {
        let state = state.filter(|_| !city.is_empty())?;
        places.city(&city, state).map(|point| (point, Accuracy::City))
    };
    let known = entry.map(|entry| (entry.point, Accuracy::Zip)).or_else(of_city);
    let (Some(state), Some(known)) = (state, known) else {
        if !matches!(stated, Stated::State(_)) && abroad::is_point_abroad(record) {
            let point = format!("{}, {}", record.lat, record.lon);
            return Err(notes.rejected("lat", Code::AddressOutsideUs, &point, ABROAD));
        }
        return Err(no_location(record, notes));
    };
    let (point, accuracy) = locate::locate(record, known, notes);
    // Codes are added each year: one of an area of the state may be newer than the table, and is kept.
    let zip = zip.filter(|&zip| entry.is_some() || places.has_zip_area(zip, state));
    if entry.is_none() && stated_zip {
        let message = if zip.is_some() {
            "not a ZIP code that we know; the city is taken"
        } else {
            "not a ZIP code, nor near one of the state; left out, and the city is taken"
        };
        notes.repaired("zip", Code::ZipUnknown, &record.zip, message);
    }
    let city = entry
        .filter(|entry| city.is_empty() || is_in_capitals_as(&city, entry))
        .map_or_else(|| title::case(city, Subject::City), |entry| entry.city.clone());
    Ok(Practice {
        name,
        address: street,
        city,
        state,
        zip,
        phone: contact::phone(record, notes),
        point,
        accuracy,
    })
}

/// How far the middle of a city may lie from the middle of its ZIP code without a word: the largest cities and the
/// widest rural areas reach about as far.
const CITY_REACH: Metres = Metres::from_whole_miles(60);

/// Warns of a ZIP code far from the city of the same state beside it: one of them is wrong.
fn see_far_city(
    record: &Record,
    (city, state): (&str, Option<State>),
    entry: Option<&ZipEntry>,
    places: &Places,
    notes: &mut Notes<'_>,
) {
    let Some((entry, state)) = entry.zip(state).filter(|(entry, state)| entry.state == *state) else {
        return;
    };
    if city.is_empty() || city.eq_ignore_ascii_case(&entry.city) {
        return;
    }
    let Some(apart) = places.city(city, state).map(|point| point.distance_to(entry.point)) else { return };
    if apart > CITY_REACH {
        let message = format!(
            "the ZIP code is of {}, {:.0} miles from there; the ZIP code's place is taken",
            entry.city,
            apart.in_units(Units::Miles)
        );
        notes.warned("city", Code::CityMismatch, &record.city, message);
    }
}

fn no_location(record: &Record, notes: &Notes<'_>) -> crate::ingest::Finding {
    let (column, raw) =
        if record.zip.trim().is_empty() { ("city", &record.city) } else { ("zip", &record.zip) };
    notes.rejected(column, Code::NoLocation, raw, "neither ZIP code nor city is known")
}

/// Whether a city in capitals is the ZIP table's, whose spelling is then the better one.
fn is_in_capitals_as(city: &str, entry: &ZipEntry) -> bool {
    !city.contains(char::is_lowercase) && city.eq_ignore_ascii_case(&entry.city)
}

fn country(record: &Record, notes: &mut Notes<'_>) -> Judgement<()> {
    let text = clean::cell(&record.country, "country", notes);
    if text.is_empty() || text.eq_ignore_ascii_case("US") {
        return Ok(());
    }
    let folded = text.replace('.', "").to_lowercase();
    if OURS.contains(&folded.trim()) {
        return Ok(());
    }
    Err(notes.rejected("country", Code::AddressOutsideUs, &record.country, ABROAD))
}

/// Both address lines as one; a second line that repeats the end of the first is left out.
fn street(record: &Record, notes: &mut Notes<'_>) -> Judgement<String> {
    let first = clean::line(&record.address, "address", notes)?;
    let second = clean::line(&record.address2, "address2", notes)?;
    let first = first.trim_end_matches(',');
    let repeated = || first.to_lowercase().ends_with(&second.to_lowercase());
    let whole = match (first.is_empty(), second.is_empty()) {
        (_, true) => first.to_owned(),
        (true, false) => second.into_owned(),
        (false, false) if repeated() => first.to_owned(),
        (false, false) => format!("{first}, {second}"),
    };
    Ok(title::case(whole.into(), Subject::Street))
}

/// What a state column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stated {
    /// Nothing.
    Nothing,
    /// A state or territory.
    State(State),
    /// A province of another country.
    Foreign,
    /// Something else.
    Unknown,
}

fn state(record: &Record, notes: &mut Notes<'_>) -> Stated {
    let text = clean::cell(&record.state, "state", notes);
    if text.is_empty() {
        return Stated::Nothing;
    }
    if let Some(state) = (text.len() == 2).then(|| text.parse::<State>().ok()).flatten() {
        if *text != *state.code() {
            notes.repaired("state", Code::StateRecoded, &record.state, format!("written {}", state.code()));
        }
        return Stated::State(state);
    }
    let folded = fold(&text);
    let named = State::from_name(&folded).or_else(|| folded.replace(' ', "").parse().ok()).or_else(|| {
        OTHER_NAMES.iter().find(|(name, _)| *name == folded).and_then(|(_, code)| code.parse().ok())
    });
    match named {
        Some(state) => {
            notes.repaired("state", Code::StateRecoded, &record.state, format!("written {}", state.code()));
            Stated::State(state)
        }
        None if PROVINCES.contains(&folded.as_str()) => Stated::Foreign,
        None => Stated::Unknown,
    }
}

/// The ZIP code and its row, where it has one. A ZIP code that lost its leading zeros gets them back only where that
/// gives one that exists in the stated state.
fn zip<'p>(
    record: &Record,
    stated: Stated,
    places: &'p Places,
    notes: &mut Notes<'_>,
) -> Judgement<(Option<Zip5>, Option<&'p ZipEntry>)> {
    let raw = record.zip.as_str();
    // Five digits and nothing else are most of them, and nothing is to be said of one.
    if let Ok(zip) = raw.parse() {
        return Ok((Some(zip), places.zip(zip)));
    }
    let text = clean::trimmed(raw, "zip", notes);
    if text.is_empty() || clean::is_null_word(text) {
        return Ok((None, None));
    }
    if abroad::is_postal_code(text) {
        return Err(notes.rejected("zip", Code::AddressOutsideUs, raw, ABROAD));
    }
    let digits = identity::undressed(raw);
    let numeric = digits.bytes().all(|byte| byte.is_ascii_digit());
    // Four digits and eight lost one zero, three and seven two: 02118-1234 as a number is 21181234.
    let (five, lost) = match digits.len() {
        5 | 9 if numeric => (digits.get(..5).unwrap_or_default().to_owned(), false),
        4 | 8 if numeric => (format!("0{}", digits.get(..4).unwrap_or_default()), true),
        3 | 7 if numeric => (format!("00{}", digits.get(..3).unwrap_or_default()), true),
        _ => (String::new(), false),
    };
    let zip = five.parse::<Zip5>().ok();
    let entry = zip.and_then(|zip| places.zip(zip));
    if lost {
        let agrees = entry.is_some_and(|entry| match stated {
            Stated::State(state) => state == entry.state,
            Stated::Nothing | Stated::Unknown => true,
            Stated::Foreign => false,
        });
        if !agrees {
            notes.repaired("zip", Code::ZipUnknown, raw, "not a ZIP code; left out");
            return Ok((None, None));
        }
        notes.repaired("zip", Code::ZipPadded, raw, format!("written {five}"));
        return Ok((zip, entry));
    }
    if zip.is_none() {
        notes.repaired("zip", Code::ZipUnknown, raw, "not a ZIP code; left out");
    } else if is_dressed(text) {
        notes.repaired("zip", Code::NumberRecoded, raw, format!("written {five}"));
    }
    Ok((zip, entry))
}

/// Whether a ZIP code was read through more than the usual `15213-1234`.
fn is_dressed(text: &str) -> bool {
    !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}

/// The state that the columns agree on, or the one that is believed where they do not: the ZIP code's, unless the
/// stated state has a city of that name near by, just over the border.
fn agreed(
    record: &Record,
    stated: Stated,
    entry: Option<&ZipEntry>,
    city: &str,
    places: &Places,
    notes: &mut Notes<'_>,
) -> Option<State> {
    let state = match (stated, entry) {
        (Stated::State(state), None) => return Some(state),
        (Stated::State(state), Some(entry)) if state == entry.state => return Some(state),
        (Stated::Nothing | Stated::Unknown | Stated::Foreign, None) => return None,
        (Stated::Nothing | Stated::Unknown | Stated::Foreign, Some(entry)) => {
            // A list without states says nothing wrong: the ZIP code knows its state, and nothing was mended.
            if !matches!(stated, Stated::Nothing) {
                let message = format!("{} taken from the ZIP code", entry.state);
                notes.repaired("state", Code::StateRecoded, &record.state, message);
            }
            return Some(entry.state);
        }
        (Stated::State(state), Some(entry)) => (state, entry),
    };
    let (state, entry) = state;
    let near_by = places.city(city, state).is_some_and(|point| point.distance_to(entry.point) <= BORDER);
    if near_by {
        let message = format!("the ZIP code is of {}; the state is kept as it stands", entry.state);
        notes.warned("state", Code::StateMismatch, &record.state, message);
        return Some(state);
    }
    let message = format!("the ZIP code is of {}, which is taken", entry.state);
    notes.repaired("state", Code::StateMismatch, &record.state, message);
    Some(entry.state)
}
