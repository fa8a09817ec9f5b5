//! What a list's columns are told to be: the caller's map, and what is shown of each.
//!
//! In: the header and the caller's map. Out: names of columns, what the map says of them, and a [`FileMapping`] to show.
//! Invariant: a map that names what is nowhere is refused.

use super::columns::folded;
use super::finding::neutralised;
use super::source::Stop;
use super::{Code, Look, own};

/// Why a column is used as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The caller's map says so.
    Map,
    /// It has our name.
    Name,
    /// Its name says so in other words.
    Synonym,
    /// Its values say so; what they are.
    Content(&'static str),
    /// It is not used; the reason.
    Ignored(&'static str),
}

impl Why {
    /// `map`, `name`, `synonym`, `content` or `ignored`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Map => "map",
            Self::Name => "name",
            Self::Synonym => "synonym",
            Self::Content(_) => "content",
            Self::Ignored(_) => "ignored",
        }
    }

    /// The reason in words.
    pub fn told(self) -> String {
        match self {
            Self::Map => "the map says so".to_owned(),
            Self::Name => "by name".to_owned(),
            Self::Synonym => "by synonym".to_owned(),
            Self::Content(what) => format!("by content: {what}"),
            Self::Ignored(why) => format!("ignored: {why}"),
        }
    }
}

/// What is made of a column, to be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnUse {
    /// Its name in a map: as the header has it, with ` #2` behind a name that stands there a second time, or
    /// `column 3` where it has none.
    pub column: String,
    /// Our name of what it fills.
    pub field: Option<&'static str>,
    /// Why.
    pub why: Why,
    /// Up to three different values, safe to show; `None` where they are private.
    pub samples: Option<Vec<String>>,
}

/// How the columns of a file are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMapping {
    /// The file's name.
    pub file: String,
    /// Whether it is a list of one's own; of federal files only the columns used are told.
    pub own: bool,
    /// Whether the file has no header.
    pub headerless: bool,
    /// The columns, in order.
    pub columns: Vec<ColumnUse>,
    /// What all rows are given: our column and the value.
    pub values: Vec<(String, String)>,
    /// What a list must have and this one lacks, by our names.
    pub missing: Vec<&'static str>,
    /// Whether ids are made of names and addresses.
    pub makes_ids: bool,
}

/// The value of `id` in a map that asks for ids made of names and addresses.
pub(super) const NAME_AND_ADDRESS: &str = "name and address";

/// The names of columns in a map.
pub(super) fn keys(header: &[String]) -> Vec<String> {
    let mut keys: Vec<String> = Vec::with_capacity(header.len());
    for (place, name) in header.iter().enumerate() {
        let name = name.trim().trim_start_matches('\u{feff}');
        let before = header[..place].iter().filter(|other| other.trim() == name).count();
        keys.push(match (name.is_empty(), before) {
            (true, _) => format!("column {}", place + 1),
            (false, 0) => name.to_owned(),
            (false, before) => format!("{name} #{}", before + 1),
        });
    }
    keys
}

/// A map may say that a column is to be left out.
pub(super) fn is_left_out(ours: &str) -> bool {
    matches!(ours.trim(), "" | "-" | "ignore")
}

fn same(theirs: &str, key: &str) -> bool {
    theirs.trim() == key || !folded(key).is_empty() && folded(theirs) == folded(key)
}

/// What the caller's map says of a column.
pub(super) fn mapped<'l>(key: &str, look: &Look<'l>) -> Option<&'l str> {
    let exact = look.options.columns.iter().find(|(theirs, _)| theirs.trim() == key);
    let found = exact.or_else(|| look.options.columns.iter().find(|(theirs, _)| same(theirs, key)));
    found.map(|(_, ours)| ours.as_str())
}

/// Refuses a map that names columns which are nowhere.
///
/// # Errors
/// When it does.
pub(super) fn check_map(keys: &[String], look: &Look<'_>) -> Result<(), Stop> {
    let unknown = |shown: &str| {
        let shown = neutralised(shown, 80);
        let message = format!(
            "the map names a column `{shown}` that a list does not have; `finder template` prints those it has"
        );
        Stop::refused(Code::UnknownHeader, message)
    };
    for (theirs, ours) in &look.options.columns {
        if !is_left_out(ours) && own::field(&folded(ours)).is_none() {
            return Err(unknown(ours));
        }
        if !keys.iter().any(|key| same(theirs, key)) {
            let shown = neutralised(theirs, 80);
            return Err(Stop::refused(
                Code::UnknownHeader,
                format!("the map names a column `{shown}` that is not in the file"),
            ));
        }
    }
    match look.options.values.iter().find(|(ours, _)| own::field(&folded(ours)).is_none()) {
        Some((ours, _)) => Err(unknown(ours)),
        None => Ok(()),
    }
}
