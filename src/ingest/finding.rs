//! What is said of a row or a file: codes that never change, positions that a spreadsheet shows too.

use std::borrow::Cow;
use std::sync::Arc;

/// Where a data row stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// The file, as in [`super::FileSummary::name`].
    pub file: Arc<str>,
    /// The line the row begins on; the header is line 1, and a quoted line break counts.
    pub line: u64,
}

/// Something said of a row: why it was rejected or skipped, or what was mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What became of the row for it.
    pub outcome: Outcome,
    /// Where.
    pub position: Position,
    /// Our name of the column, empty where it concerns the whole row.
    pub column: &'static str,
    /// The stable reason.
    pub code: Code,
    /// What stood there: at most 80 characters, control characters and formula starts neutralised.
    pub value: String,
    /// The reason in words: lower case, no full stop.
    pub message: Cow<'static, str>,
}

impl Finding {
    /// The most characters of a value that a finding carries.
    ///
    /// # Source
    /// CONTRACT.md, "Import policies".
    pub const MAX_VALUE: usize = 80;

    /// Says something of a row; `raw` is what stood in the cell and is made safe to show here.
    pub(crate) fn new(
        outcome: Outcome,
        position: Position,
        column: &'static str,
        code: Code,
        raw: &str,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        let value = neutralised(raw, Self::MAX_VALUE);
        Self { outcome, position, column, code, value, message: message.into() }
    }
}

/// A text that does nothing to a terminal or spreadsheet: no control or invisible format characters, an apostrophe
/// before what a spreadsheet would take for a formula, and not longer than `longest` characters.
///
/// Applied twice it changes nothing the second time.
///
/// # Source
/// OWASP, "CSV Injection": `=`, `+`, `-`, `@`, tab and carriage return, their full-width forms too.
pub(crate) fn neutralised(raw: &str, longest: usize) -> String {
    if is_plain(raw, longest) { raw.to_owned() } else { made_harmless(raw, longest) }
}

fn made_harmless(raw: &str, longest: usize) -> String {
    let shown = raw.chars().filter(|&c| !c.is_control() && !is_invisible(c));
    // An apostrophe may be put before, so one more than fits is never needed.
    let text: String = shown.take(longest).collect();
    let formula =
        text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}']);
    if formula { std::iter::once('\'').chain(text.chars()).take(longest).collect() } else { text }
}

/// Whether a text is harmless as it stands, as most are; quick.
fn is_plain(raw: &str, longest: usize) -> bool {
    let starts_plainly = raw.bytes().next().is_none_or(|first| first.is_ascii_alphanumeric());
    raw.len() <= longest && starts_plainly && raw.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Characters that have no width of their own or turn the direction of what stands around them.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// What a finding did to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The row was left out because it cannot be used.
    Rejected,
    /// The row is sound but not kept.
    Skipped,
    /// The row was taken after a repair.
    Repaired,
    /// The row was taken as it is; a person should look.
    Warned,
}

impl Outcome {
    /// `rejected`, `skipped`, `repaired` or `warned`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Skipped => "skipped",
            Self::Repaired => "repaired",
            Self::Warned => "warned",
        }
    }
}

/// A file, or a whole import, that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The stable reason.
    pub code: Code,
    /// The reason in words, with what to do about it.
    pub message: String,
}

/// Declares [`Code`]: each reason once, with the text that reports carry.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// A stable reason code. Reports, JSON and documentation carry its text; a text is never renamed.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The text that reports carry.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

codes! {
    // Rejected rows.
    /// The NPI's check digit is wrong.
    NpiCheckDigit = "npi_check_digit",
    /// The NPI is not ten digits beginning with 1 or 2.
    NpiShape = "npi_shape",
    /// Neither NPI nor own id.
    IdMissing = "id_missing",
    /// The own id is too long or holds control characters.
    IdInvalid = "id_invalid",
    /// No name of a person or organization.
    NameMissing = "name_missing",
    /// A text is longer than its column allows.
    TextTooLong = "text_too_long",
    /// No specialty.
    SpecialtyMissing = "specialty_missing",
    /// A specialty that nothing is known of.
    SpecialtyUnknown = "specialty_unknown",
    /// A federal row that is neither of a person nor of an organization.
    EntityTypeUnknown = "entity_type_unknown",
    /// Neither ZIP code nor city is known.
    NoLocation = "no_location",
    /// The practice is outside the United States and its territories.
    AddressOutsideUs = "address_outside_us",
    /// The row has another number of fields than the header.
    FieldCount = "field_count",
    /// A quote is left open, or stands where none may.
    Quote = "quote",
    /// The row is longer than 1 MiB, or a field longer than 64 KiB.
    RecordTooLarge = "record_too_large",
    /// The bytes are no text in the file's encoding.
    Encoding = "encoding",

    /// The action of a correction is none, or does not go with what the row gives.
    ActionUnknown = "action_unknown",
    /// A correction that sets nothing.
    NothingToSet = "nothing_to_set",
    /// A correction without the day that it needs.
    DateMissing = "date_missing",

    // Skipped rows.
    /// A later row has the same id and address.
    DuplicateRow = "duplicate_row",
    /// The provider has as many practices as one can have without this one.
    TooManyPractices = "too_many_practices",
    /// The provider has as many further names as one can have without this one.
    TooManyNames = "too_many_names",
    /// Another profession.
    OutOfScope = "out_of_scope",
    /// A student without a profession of ours.
    Student = "student",
    /// The NPI is deactivated.
    Deactivated = "deactivated",
    /// The list says that the provider is inactive.
    Inactive = "inactive",
    /// A file of later days has said otherwise of this NPI.
    OlderRow = "older_row",
    /// A side file's row whose provider is not in the list.
    NoSuchProvider = "no_such_provider",
    /// The header once more, in the middle of a file.
    HeaderRepeated = "header_repeated",

    // Repairs.
    /// Blanks, quotes or zero-width characters were taken off.
    Trimmed = "trimmed",
    /// Control characters were taken out.
    ControlCharacters = "control_characters",
    /// Full-width or otherwise dressed digits, a trailing `.0`, blanks or hyphens in a number.
    NumberRecoded = "number_recoded",
    /// A ZIP code got its leading zeros back.
    ZipPadded = "zip_padded",
    /// A ZIP code that does not exist; the city places the row.
    ZipUnknown = "zip_unknown",
    /// A state given by name, or taken from the ZIP code.
    StateRecoded = "state_recoded",
    /// ZIP code and state disagree.
    StateMismatch = "state_mismatch",
    /// ZIP code and city of one state are far apart.
    CityMismatch = "city_mismatch",
    /// Coordinates that are no numbers, out of range, or only one of two.
    CoordinatesUnusable = "coordinates_unusable",
    /// Coordinates 0, 0.
    CoordinatesZero = "coordinates_zero",
    /// Latitude and longitude changed places.
    CoordinatesSwapped = "coordinates_swapped",
    /// Coordinates over 150 miles from the ZIP code.
    CoordinatesFar = "coordinates_far",
    /// A phone number that is none; dropped.
    PhoneDropped = "phone_dropped",
    /// A website that is no safe link; dropped.
    WebsiteDropped = "website_dropped",
    /// A date that is none, or lies in the future; dropped.
    DateDropped = "date_dropped",
    /// A technique, condition or language that we do not know; dropped.
    TermDropped = "term_dropped",
    /// A yes/no fact in a word that we do not know; taken as unknown.
    FactUnknown = "fact_unknown",
    /// A text was in another encoding than the file's, or wrongly recoded; mended.
    EncodingRepaired = "encoding_repaired",
    /// The byte-order mark at the file's beginning was passed over.
    ByteOrderMark = "byte_order_mark",
    /// A `sep=` line before the header was passed over.
    SeparatorLine = "separator_line",
    /// A title before the header was passed over.
    TitleLine = "title_line",
    /// A line below the rows, such as a count of them, was passed over.
    FooterLine = "footer_line",
    /// A list that numbers nobody but by what is never stored got ids made of names and addresses.
    IdsMade = "ids_made",
    /// Lines beginning with `#` were passed over.
    CommentLine = "comment_line",
    /// One of several specialties is unknown; the others are kept.
    SpecialtyDropped = "specialty_dropped",
    /// A cell holds several people's names; the first one is taken.
    NameShared = "name_shared",
    /// A formula's error stands instead of a value; taken as nothing.
    FormulaError = "formula_error",
    /// An empty specialty was read from the credential.
    SpecialtyInferred = "specialty_inferred",
    /// The status is a word that we do not know; taken as active.
    StatusUnknown = "status_unknown",
    /// Another entry without an NPI, or of another list, is perhaps the same person.
    PossibleDuplicate = "possible_duplicate",
    /// Rows of one id name quite different people.
    IdShared = "id_shared",

    // Refusals.
    /// More rows rejected than allowed.
    TooManyRejected = "too_many_rejected",
    /// The list shrinks by more than half.
    ListShrinks = "list_shrinks",
    /// The whole list of an earlier day than the one that is live.
    OlderFile = "older_file",
    /// Not one row can be used.
    NoUsableRows = "no_usable_rows",
    /// All stated coordinates are the same although ZIP codes differ.
    CoordinatesAllEqual = "coordinates_all_equal",
    /// The header names none of the layouts we know, or lacks a column that must be there.
    UnknownHeader = "unknown_header",
    /// The file is empty.
    EmptyFile = "empty_file",
    /// The file is no CSV (a picture, a page, a pointer to a file elsewhere).
    NotCsv = "not_csv",
    /// A quote is never closed.
    UnclosedQuote = "unclosed_quote",
    /// A file was cut, grew or was replaced while it was read.
    FileChanged = "file_changed",
    /// An archive ends early or does not check.
    ArchiveDamaged = "archive_damaged",
    /// An archive unpacks to over 100 times its size.
    ArchiveRatio = "archive_ratio",
    /// An archive holds several lists, or none.
    ArchiveMembers = "archive_members",
    /// More than 1,000 columns.
    TooManyColumns = "too_many_columns",
    /// Files of different lists in one call.
    MixedFiles = "mixed_files",
    /// A side file without the list it belongs to.
    SideFileAlone = "side_file_alone",
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_are_safe_to_open_in_a_spreadsheet() {
        for (raw, expected) in [
            ("1234567890", "1234567890"),
            ("=HYPERLINK(\"http://127.0.0.1/\"&A1)", "'=HYPERLINK(\"http://127.0.0.1/\"&A1)"),
            ("-2+3", "'-2+3"),
            ("+1", "'+1"),
            ("@SUM(1)", "'@SUM(1)"),
            ("\t=1+1", "'=1+1"),
            ("\r=1+1", "'=1+1"),
            ("  =1+1", "'  =1+1"),
            ("\u{200b}=1+1", "'=1+1"),
            ("\u{ff1d}1+1", "'\u{ff1d}1+1"),
            ("a\u{1b}[31mb\0\u{7}\nc", "a[31mbc"),
            ("abc\u{202e}def", "abcdef"),
            ("José = 1", "José = 1"),
        ] {
            assert_eq!(neutralised(raw, Finding::MAX_VALUE), expected, "{raw:?}");
        }
    }

    proptest! {
        #[test]
        fn a_plain_value_is_what_making_harmless_makes_of_it(raw in "[ -~]{0,12}|[a-c=+@'\u{200b}\t é-]{0,12}", longest in 0_usize..14) {
            prop_assert_eq!(neutralised(&raw, longest), made_harmless(&raw, longest));
        }
    }

    #[test]
    fn a_code_has_one_text_of_its_own() {
        let mut texts: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), Code::ALL.len());
    }

    proptest! {
        #[test]
        fn neutralising_is_short_final_and_free_of_control_characters(raw in "\\PC{0,10}[-=+@\\t\\r\u{1b}]?\\PC{0,120}") {
            let once = neutralised(&raw, Finding::MAX_VALUE);
            prop_assert!(once.chars().count() <= Finding::MAX_VALUE);
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert!(!once.starts_with(['=', '+', '-', '@']));
            prop_assert_eq!(neutralised(&once, Finding::MAX_VALUE), once);
        }
    }
}
