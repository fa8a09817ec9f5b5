//! Who a row is about: an NPI in any dress, else the list's own id.

use super::{Judgement, clean, notes::Notes};
use crate::domain::{ListName, Npi, NpiError, ProviderId};
use crate::ingest::{Code, Format, Record, Whose};

/// The NPI of a row that must have one.
///
/// # Errors
/// A finding when it is missing, misshapen, or does not check.
pub(super) fn npi(record: &Record, notes: &mut Notes<'_>) -> Judgement<Npi> {
    match stated_npi(record, notes)? {
        Some(npi) => Ok(npi),
        None => Err(notes.rejected("npi", Code::IdMissing, &record.npi, "no NPI")),
    }
}

/// The identity of a row of one's own list: the NPI where there is one, else the own id.
///
/// # Errors
/// A finding when both are missing, or the one that counts cannot be used.
pub(super) fn own(record: &Record, list: &ListName, notes: &mut Notes<'_>) -> Judgement<ProviderId> {
    if let Some(npi) = stated_npi(record, notes)? {
        return Ok(npi.into());
    }
    let id = clean::cell(&record.id, "id", notes);
    if id.is_empty() {
        return Err(notes.rejected("npi", Code::IdMissing, &record.npi, "neither NPI nor own id"));
    }
    if is_rounded(&id) {
        return Err(notes.rejected("id", Code::IdInvalid, &record.id, ROUNDED));
    }
    ProviderId::own(list.clone(), &id)
        .map_err(|error| notes.rejected("id", Code::IdInvalid, &record.id, error.to_string()))
}

/// Whom a row that is left out is about, as far as it says so.
pub(crate) fn whose(record: &Record) -> Whose {
    let own = if record.format == Format::Own {
        let id = clean::cell(&record.id, "id", &mut Notes::new(&record.position));
        ProviderId::is_own_id(&id).then(|| Box::from(&*id))
    } else {
        None
    };
    Whose { number: ten_digits(&record.npi), own, side: record.format.is_side() }
}

/// Whether a number has a sign before or behind it: a negative number is no NPI in dress.
fn is_signed(raw: &str) -> bool {
    let is_dress = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || crate::ingest::finding::is_invisible(c)
            || matches!(c, '\'' | '’' | '"' | '“' | '”')
    };
    let bare = raw.trim_matches(is_dress);
    let is_sign = |c: char| c == '-' || matches!(c, '\u{2010}'..='\u{2014}');
    bare.contains(|c| ascii_digit(c).is_ascii_digit())
        && (bare.starts_with(is_sign) || bare.ends_with(is_sign))
}

/// The number of a text of ten digits, in whatever dress.
fn ten_digits(raw: &str) -> Option<u64> {
    if is_signed(raw) {
        return None;
    }
    let is_plain = |text: &str| text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_plain(raw) {
        return raw.parse().ok();
    }
    let text = npi_text(raw);
    if is_plain(&text) { text.parse().ok() } else { None }
}

/// What a cell says the NPI is, without a spreadsheet's commas between thousands (`1,000,009,005`); the check digit keeps
/// other numbers out.
fn npi_text(raw: &str) -> String {
    let text = undressed(raw);
    let mut groups = text.split(',');
    let thousands = groups.next().is_some_and(|group| group.len() == 1)
        && groups.clone().count() == 3
        && groups.all(|group| group.len() == 3);
    if thousands { text.replace(',', "") } else { text }
}

fn stated_npi(record: &Record, notes: &mut Notes<'_>) -> Judgement<Option<Npi>> {
    let raw = record.npi.as_str();
    if let Ok(npi) = raw.parse() {
        return Ok(Some(npi));
    }
    let text = npi_text(raw);
    if text.is_empty() || clean::is_null_word(&text) {
        return Ok(None);
    }
    if is_signed(raw) {
        let message = "a number with a sign is no NPI";
        return Err(notes.rejected("npi", Code::NpiShape, raw, message));
    }
    let npi = text.parse::<Npi>().map_err(|error| {
        let code = match error {
            NpiError::CheckDigit => Code::NpiCheckDigit,
            NpiError::NotTenDigits | NpiError::FirstDigit => Code::NpiShape,
        };
        let message = if is_rounded(&text) { ROUNDED.to_owned() } else { error.to_string() };
        notes.rejected("npi", code, raw, message)
    })?;
    if raw.trim() == text {
        notes.repaired("npi", Code::Trimmed, raw, "blanks around the NPI were taken off");
    } else {
        notes.repaired("npi", Code::NumberRecoded, raw, "the NPI was read through its dress");
    }
    Ok(Some(npi))
}

/// What to say of a number that is lost.
const ROUNDED: &str = "a spreadsheet rounded this number and its digits are lost; format the column as text in the \
                       source and export it again";

/// Whether a text is a number as spreadsheets round it: `1.23E+09`.
fn is_rounded(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else { return false };
    let power = power.trim_start_matches('+');
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // Two digits of a power at the least: `12E5` may be somebody's own id.
    let dressed = digits.contains('.') || power.len() >= 2;
    dressed && is_number(&digits.replacen('.', "", 1)) && is_number(power)
}

/// A number's ASCII digits: without blanks, hyphens, a spreadsheet's apostrophe, a data frame's `.0`; full-width
/// digits made plain. What else stands there stays, so that it is refused rather than guessed.
pub(in crate::ingest) fn undressed(raw: &str) -> String {
    let plain: String = raw
        .chars()
        .filter(|&c| !c.is_whitespace() && !c.is_control() && !crate::ingest::finding::is_invisible(c))
        .filter(|c| !matches!(c, '-' | '\u{2010}'..='\u{2014}' | '\'' | '’' | '"' | '“' | '”'))
        .map(ascii_digit)
        .collect();
    match plain.split_once('.') {
        Some((whole, zeros))
            if !whole.is_empty() && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') =>
        {
            whole.to_owned()
        }
        _ => plain,
    }
}

/// A full-width digit or full stop as its ASCII twin.
pub(super) fn ascii_digit(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};

    fn check(npi: &str, id: &str, expected: Result<&str, Code>, repair: Option<Code>) {
        let position = Position { file: "a.csv".into(), line: 2 };
        let mut record = Record::empty(position.clone(), Format::Own);
        (record.npi, record.id) = (npi.to_owned(), id.to_owned());
        let mut notes = Notes::new(&position);
        let list: ListName = "clinic".parse().expect("a name");
        let read = own(&record, &list, &mut notes);
        let read = read.map(|id| id.to_string()).map_err(|finding| finding.code);
        assert_eq!(read, expected.map(str::to_owned), "{npi:?} {id:?}");
        assert_eq!(notes.into_findings().first().map(|finding| finding.code), repair, "{npi:?} {id:?}");
    }

    #[test]
    fn an_npi_is_read_through_its_dress() {
        let good = Ok("npi:1000009005");
        check("1000009005", "", good, None);
        check("1000009005", "x-1", good, None);
        check(" 1000009005 ", "", good, Some(Code::Trimmed));
        check("1000009005.0", "", good, Some(Code::NumberRecoded));
        check("１０００００９００５", "", good, Some(Code::NumberRecoded));
        check("1000-009-005", "", good, Some(Code::NumberRecoded));
        check("1000 009 005", "", good, Some(Code::NumberRecoded));
        check("'1000009005", "", good, Some(Code::NumberRecoded));
        check("1,000,009,005", "", good, Some(Code::NumberRecoded));
        check("100,000,900,5", "", Err(Code::NpiShape), None);
        check("10000\u{200b}09005", "", good, Some(Code::NumberRecoded));
    }

    #[test]
    fn what_is_no_npi_is_refused_with_its_reason() {
        check("1000000054", "", Err(Code::NpiCheckDigit), None);
        check("1000000054", "x-1", Err(Code::NpiCheckDigit), None);
        for bad in [
            "1.23E+09",
            "1.000009005E9",
            "100000900",
            "10000090055",
            "NPI1000009005",
            "3000009005",
            "1000009005.5",
            "-1000009005",
            " '-1000009005",
            "\u{2013}1000009005.0",
            "1000009005-",
            "+1000009005",
        ] {
            check(bad, "", Err(Code::NpiShape), None);
        }
    }

    #[test]
    fn a_row_that_is_left_out_still_says_whose_it_is() {
        let whose = |format, npi: &str, id: &str| {
            let mut record = Record::empty(Position { file: "a.csv".into(), line: 2 }, format);
            (record.npi, record.id) = (npi.to_owned(), id.to_owned());
            let whose = whose(&record);
            (whose.number, whose.own.map(String::from), whose.side)
        };
        let (number, own) = (Some(1_000_000_054), Some("x-1".to_owned()));
        assert_eq!(whose(Format::Own, "1000000054", " x-1 "), (number, own, false));
        assert_eq!(whose(Format::Own, "1000 000 054", "N/A"), (number, None, false));
        assert_eq!(whose(Format::Own, "-1000000054", ""), (None, None, false));
        assert_eq!(whose(Format::Own, "12345", &"x".repeat(65)), (None, None, false));
        assert_eq!(whose(Format::Nppes, "1000009005", "x-1"), (Some(1_000_009_005), None, false));
        assert_eq!(whose(Format::NppesPractices, "1000009005", ""), (Some(1_000_009_005), None, true));
        assert_eq!(whose(Format::Nppes, "", ""), (None, None, false));
    }

    #[test]
    fn an_own_id_serves_where_no_npi_is() {
        check("", "x-1", Ok("clinic:x-1"), None);
        check("N/A", " x-1 ", Ok("clinic:x-1"), Some(Code::Trimmed));
        check("", "", Err(Code::IdMissing), None);
        check("NULL", "-", Err(Code::IdMissing), None);
        check("", &"x".repeat(65), Err(Code::IdInvalid), None);
    }
}
