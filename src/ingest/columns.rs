//! From a header to columns: which format a file is, and which of its columns holds what.
//!
//! In: the header's names, the caller's format and map. Out: a [`Layout`], or what the header lacks in words that a
//! clerk can act on. Invariant: no two columns fill the same field of a record, and each field that must be there is.

use super::choices::{self, Choice};
use super::field::Field;
use super::finding::neutralised;
use super::headers::{self, Said};
use super::lacking::{InValues, lacking, missing};
use super::mapping::{self, ColumnUse, FileMapping, NAME_AND_ADDRESS, Why};
use super::sample::Sample;
use super::source::Stop;
use super::{Code, DateOrder, Format, Look, nppes, own, validate};

/// What a file is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Layout {
    pub(super) format: Format,
    /// Which column fills which field.
    pub(super) columns: Vec<(usize, Field)>,
    /// Columns that nothing is made of.
    pub(super) unknown: Vec<String>,
    /// The header, cell by cell.
    pub(super) header: Vec<String>,
    /// What fields hold where a row says nothing of them.
    pub(super) values: Vec<(Field, String)>,
    /// Whether rows without an id get one made of name and address.
    pub(super) makes_ids: bool,
    /// How the column of dates writes them.
    pub(super) dates: DateOrder,
}

impl Layout {
    /// Whether some column fills the field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|&(_, filled)| filled == field)
            || self.values.iter().any(|&(filled, _)| filled == field)
    }

    /// Whether the last column has no name, so that a row may do without it.
    pub(super) fn spare(&self) -> bool {
        self.header.last().is_some_and(|name| name.trim().is_empty())
    }
}

/// A name as it is compared: small letters and digits only.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// How many names of a row are names of columns: a row with two is a header.
pub(super) fn recognized(header: &[String], look: &Look<'_>) -> usize {
    let known = |name: &&String| {
        let folded = folded(name);
        own::field(&folded).is_some()
            || nppes::field(&folded).is_some()
            || nppes::is_side_column(&folded)
            || mapping::mapped(name.trim(), look).is_some()
    };
    let exact = header.iter().filter(known).count();
    // Words count only where no cell looks like a row's: a row of data has some of them too.
    if exact >= 2 || header.iter().any(|cell| is_of_a_row(cell)) {
        return exact;
    }
    header.iter().filter(|name| known(name) || headers::read(name) != Said::Nothing).count()
}

/// Whether a cell can stand in no header: a number of five digits and more, an address of mail or the web, a sentence.
pub(super) fn is_of_a_row(cell: &str) -> bool {
    let digits = cell.bytes().filter(u8::is_ascii_digit).count();
    digits >= 5 || cell.contains('@') || cell.contains("://") || cell.split_whitespace().count() > 6
}

/// Maps a header; the first rows tell of columns whose names do not.
///
/// # Errors
/// When a column that must be there is not, or one is there twice.
pub(super) fn layout(
    header: Vec<String>,
    rows: impl Fn(usize) -> Sample,
    look: &Look<'_>,
) -> Result<Layout, Stop> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    if nppes::is_endpoints(&names) {
        let message = "the file holds electronic endpoints, of which nothing is made; leave it out";
        return Err(Stop::refused(Code::UnknownHeader, message));
    }
    let format = format(&names, look.options.format);
    if format == Format::Nppes && look.options.columns.is_empty() && !nppes::names_federal(&names) {
        let message = "the header has none of the names that columns of the federal file have; leave out \
                       `--format nppes`, so that the file does not take the federal list's place";
        return Err(Stop::refused(Code::UnknownHeader, message));
    }
    let layout = Layout { format, header, ..Layout::default() };
    match format {
        Format::Own => own_layout(layout, &names, rows, look),
        Format::Nppes => federal_layout(layout, &names, &nppes_columns(&names, look), rows, look),
        Format::NppesPractices => {
            federal_layout(layout, &names, &ranked(&names, nppes::practice_field), rows, look)
        }
        Format::NppesNames => federal_layout(layout, &names, &ranked(&names, nppes::name_field), rows, look),
        Format::NppesDeactivated => {
            federal_layout(layout, &names, &ranked(&names, nppes::deactivated_field), rows, look)
        }
    }
}

/// Rows of a federal file that are looked at, only to be shown.
const FEDERAL_ROWS: usize = 20;

/// Rows of a list that are looked at.
const OWN_ROWS: usize = 200;

fn federal_layout(
    mut layout: Layout,
    names: &[String],
    ranked: &[Ranked],
    rows: impl Fn(usize) -> Sample,
    look: &Look<'_>,
) -> Result<Layout, Stop> {
    layout.columns = one_each(ranked, names, &layout.header)?;
    name_unused(&mut layout, |index| nppes::is_passed_over(&names[index]));
    let missing = missing(&layout, InValues::default());
    let sample = rows(FEDERAL_ROWS);
    let shown = |&(index, field): &(usize, Field)| ColumnUse {
        column: neutralised(layout.header[index].trim(), 80),
        field: Some(field.as_str()),
        why: Why::Name,
        samples: choices::samples(Choice::Field(field, 0, Why::Name), &sample, index),
    };
    let columns = layout.columns.iter().map(shown).collect();
    look.note(FileMapping {
        file: String::new(),
        own: false,
        headerless: false,
        columns,
        values: Vec::new(),
        missing: missing.clone(),
        makes_ids: false,
    });
    if missing.is_empty() { Ok(layout) } else { Err(lacking(&layout, &missing)) }
}

fn own_layout(
    mut layout: Layout,
    names: &[String],
    rows: impl Fn(usize) -> Sample,
    look: &Look<'_>,
) -> Result<Layout, Stop> {
    let keys = mapping::keys(&layout.header);
    mapping::check_map(&keys, look)?;
    if look.options.columns.is_empty() && is_of_exclusions(names) {
        let message = "the columns are those of a list of providers who were excluded from federal programs; nobody \
                       should be sent to them. Where it is another list, say with --map what each column is";
        return Err(Stop::refused(Code::UnknownHeader, message));
    }
    let sample = rows(OWN_ROWS);
    let choices = choices::choices(&layout.header, &keys, &sample, look);
    let ranked: Vec<Ranked> = choices
        .iter()
        .enumerate()
        .filter_map(|(index, choice)| match *choice {
            Choice::Field(field, rank, _) => Some((index, field, rank)),
            Choice::Left(_) | Choice::Never(_) | Choice::Open => None,
        })
        .collect();
    layout.columns = one_each(&ranked, names, &layout.header)?;
    name_unused(&mut layout, |_| false);
    layout.dates = date_order(&layout, &sample, rows);
    let asks = |(ours, value): &&(String, String)| folded(ours) == "id" && value.trim() == NAME_AND_ADDRESS;
    let asked = look.options.values.iter().any(|value| asks(&value));
    let given = look.options.values.iter().filter(|value| !asks(value));
    layout.values =
        given.filter_map(|(ours, value)| Some((own::field(&folded(ours))?.0, value.clone()))).collect();
    let whole = layout
        .columns
        .iter()
        .any(|&(index, field)| field == Field::Address && sample.has_whole_addresses(index, look.places));
    layout.makes_ids =
        (asked || numbered(&choices) && lacks_ids(&layout, &sample)) && is_told_apart(&layout, whole);
    let degrees = layout.columns.iter().any(|&(index, field)| {
        matches!(field, Field::Name | Field::FamilyFirst) && sample.has_degrees(index, look.vocabulary)
    });
    let missing = missing(&layout, InValues { whole, degrees });
    look.note(FileMapping {
        file: String::new(),
        own: true,
        headerless: false,
        columns: uses(&layout, &keys, &choices, &sample),
        values: look.options.values.clone(),
        missing: missing.clone(),
        makes_ids: layout.makes_ids,
    });
    if missing.is_empty() { Ok(layout) } else { Err(lacking(&layout, &missing)) }
}

/// How the column of dates writes days and months: where the first rows leave it open, as many rows tell as are at hand.
fn date_order(layout: &Layout, sample: &Sample, rows: impl Fn(usize) -> Sample) -> DateOrder {
    let Some(&(column, _)) = layout.columns.iter().find(|&&(_, field)| field == Field::Updated) else {
        return DateOrder::default();
    };
    let is_open = sample.values(column).iter().any(|value| validate::may_be_two_days(value));
    let all = if is_open { rows(usize::MAX) } else { Sample::default() };
    validate::date_order(if is_open { all.values(column) } else { sample.values(column) })
}

/// Whether a list is one of exclusions: two of its columns are only there.
///
/// # Source
/// OIG, List of Excluded Individuals and Entities, record layout; SAM.gov exclusions extract.
fn is_of_exclusions(names: &[String]) -> bool {
    const THEIRS: [&str; 10] = [
        "excltype",
        "excldate",
        "exclusiontype",
        "exclusiondate",
        "exclusionreason",
        "exclusionprogram",
        "reindate",
        "reinstatementdate",
        "waiverdate",
        "excludingagency",
    ];
    names.iter().filter(|name| THEIRS.contains(&name.as_str())).count() >= 2
}

/// Whether the list numbers its rows by something that is never stored.
fn numbered(choices: &[Choice]) -> bool {
    use headers::Private::{Identifier, Licence};
    choices.iter().any(|choice| matches!(choice, Choice::Never(Licence | Identifier)))
}

/// Whether there is no NPI, or not of everybody: one row of ten has none.
fn lacks_ids(layout: &Layout, sample: &Sample) -> bool {
    let npi = layout.columns.iter().find(|&&(_, field)| field == Field::Npi);
    npi.is_none_or(|&(column, _)| {
        let all = sample.values(column).len();
        all > 0 && (all - sample.filled(column).len()) * 10 >= all
    })
}

/// Whether rows have no own id but enough of name and address to tell them apart.
fn is_told_apart(layout: &Layout, whole: bool) -> bool {
    let has = |field| layout.columns.iter().any(|&(_, filled)| filled == field);
    let named =
        has(Field::Name) || has(Field::FamilyFirst) || has(Field::LastName) || has(Field::Organization);
    let street = has(Field::Address) && (whole || has(Field::Zip) || has(Field::City));
    !has(Field::Id) && named && (street || has(Field::Zip) && has(Field::City))
}

/// What is made of each column, to be shown.
fn uses(layout: &Layout, keys: &[String], choices: &[Choice], sample: &Sample) -> Vec<ColumnUse> {
    let shown = |(index, (key, &choice)): (usize, (&String, &Choice))| {
        let used = layout.columns.iter().any(|&(column, _)| column == index);
        let (field, why) = match choice {
            Choice::Field(field, _, why) if used => (Some(own::name_of(field)), why),
            Choice::Field(..) => (None, Why::Ignored("another column is taken for the same")),
            Choice::Left(why) => (None, Why::Ignored(why)),
            Choice::Never(private) => (None, Why::Ignored(private.why())),
            Choice::Open => (None, Why::Ignored("neither name nor values say what it is")),
        };
        let samples = choices::samples(choice, sample, index);
        ColumnUse { column: neutralised(key, 80), field, why, samples }
    };
    keys.iter().zip(choices).enumerate().map(shown).collect()
}

fn name_unused(layout: &mut Layout, meant: impl Fn(usize) -> bool) {
    let unused = |index: &usize| !layout.columns.iter().any(|(used, _)| used == index);
    let title = |index: usize| {
        (!layout.header[index].trim().is_empty()).then(|| neutralised(&layout.header[index], 80))
    };
    let unknown = (0..layout.header.len()).filter(unused).filter(|&index| !meant(index)).filter_map(title);
    layout.unknown = unknown.collect();
}

/// Which format a header is of; the caller's word decides between the formats that name the same columns.
fn format(names: &[String], asked: Option<Format>) -> Format {
    let found = nppes::format(names);
    match (asked, found) {
        // Side files of an NPPES download are told apart by their headers, whatever the caller calls the download.
        (None | Some(Format::Nppes), Some(found)) => found,
        (Some(asked), _) => asked,
        (None, None) => Format::Own,
    }
}

/// A column, the field it fills, and how good its name is: the lowest rank wins.
type Ranked = (usize, Field, usize);

fn ranked(names: &[String], field: fn(&str) -> Option<Field>) -> Vec<Ranked> {
    let fields = names.iter().enumerate();
    fields.filter_map(|(index, name)| field(name).map(|field| (index, field, 0))).collect()
}

fn nppes_columns(names: &[String], look: &Look<'_>) -> Vec<Ranked> {
    let column = |(index, name): (usize, &String)| match mapping::mapped(name, look) {
        // A mapped name beats every other; a name for nothing leaves the column out.
        Some(ours) => own::field(&folded(ours)).map(|(field, _)| (index, field, 0)),
        None => nppes::field(name).map(|(field, rank)| (index, field, rank + 1)),
    };
    let mut columns: Vec<Ranked> = names.iter().enumerate().filter_map(column).collect();
    // Extracts merge or rename columns, and add coordinates: a name of our own fills what is still empty.
    for (index, name) in names.iter().enumerate() {
        let taken = |(used, field, _): &Ranked, ours| *used == index || *field == ours;
        if let Some((field, rank)) = own::field(name)
            && !columns.iter().any(|column| taken(column, field))
        {
            columns.push((index, field, rank + 1));
        }
    }
    columns
}

/// Leaves the column with the best name for each field.
fn one_each(ranked: &[Ranked], names: &[String], header: &[String]) -> Result<Vec<(usize, Field)>, Stop> {
    let mut columns: Vec<Ranked> = Vec::with_capacity(ranked.len());
    for &(index, field, rank) in ranked {
        match columns.iter_mut().find(|(_, filled, _)| *filled == field && !field.takes_several()) {
            None => columns.push((index, field, rank)),
            Some((other, _, other_rank)) if rank == *other_rank && names[*other] == names[index] => {
                let shown = neutralised(&header[index], 80);
                let message = format!("the header has the column `{shown}` twice; leave one of them");
                return Err(Stop::refused(Code::UnknownHeader, message));
            }
            Some(best) if rank < best.2 => *best = (index, field, rank),
            Some(_) => {}
        }
    }
    columns.sort_by_key(|&(index, ..)| index);
    Ok(columns.into_iter().map(|(index, field, _)| (index, field)).collect())
}

#[cfg(test)]
mod tests;
