//! From a header to columns: which format a file is, and which of its columns holds what.
//!
//! In: the header's names, the caller's format and map. Out: a [`Layout`], or what the header lacks in words that a
//! clerk can act on. Invariant: no two columns fill the same field of a record, and each field that must be there is.

use super::fill::Field;
use super::finding::neutralised;
use super::source::Stop;
use super::{Code, Format, Options, nppes, own};

/// What a file is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) format: Format,
    /// Which column fills which field.
    pub(super) columns: Vec<(usize, Field)>,
    /// Columns that nothing is made of.
    pub(super) unknown: Vec<String>,
    /// The header, cell by cell.
    pub(super) header: Vec<String>,
}

impl Layout {
    /// Whether some column fills the field.
    pub(super) fn has(&self, field: Field) -> bool {
        self.columns.iter().any(|&(_, filled)| filled == field)
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
pub(super) fn recognized(header: &[String], options: &Options) -> usize {
    let known = |name: &&String| {
        let folded = folded(name);
        own::field(&folded).is_some()
            || nppes::field(&folded).is_some()
            || nppes::is_side_column(&folded)
            || mapped(&folded, options).is_some()
    };
    header.iter().filter(known).count()
}

/// Maps a header.
///
/// # Errors
/// When a column that must be there is not, or one is there twice.
pub(super) fn layout(header: Vec<String>, options: &Options) -> Result<Layout, Stop> {
    let names: Vec<String> = header.iter().map(|name| folded(name)).collect();
    if nppes::is_endpoints(&names) {
        let message = "the file holds electronic endpoints, of which nothing is made; leave it out";
        return Err(Stop::refused(Code::UnknownHeader, message));
    }
    let format = format(&names, options.format);
    let ranked = match format {
        Format::Own => own_columns(&names, options)?,
        Format::Nppes => nppes_columns(&names, options),
        Format::NppesPractices => ranked(&names, nppes::practice_field),
        Format::NppesNames => ranked(&names, nppes::name_field),
        Format::NppesDeactivated => ranked(&names, nppes::deactivated_field),
    };
    let columns = one_each(&ranked, &names, &header)?;
    let unused = |index: &usize| !columns.iter().any(|(used, _)| used == index);
    let meant = |index: &usize| format != Format::Own && nppes::is_passed_over(&names[*index]);
    let title = |index: usize| (!header[index].trim().is_empty()).then(|| neutralised(&header[index], 80));
    let unknown = (0..header.len()).filter(unused).filter(|index| !meant(index)).filter_map(title).collect();
    let layout = Layout { format, columns, unknown, header };
    let missing = missing(&layout);
    if missing.is_empty() { Ok(layout) } else { Err(lacking(&layout, &missing)) }
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

fn own_columns(names: &[String], options: &Options) -> Result<Vec<Ranked>, Stop> {
    for (theirs, ours) in &options.columns {
        if !is_left_out(ours) && own::field(&folded(ours)).is_none() {
            let shown = neutralised(ours, 80);
            return Err(Stop::refused(
                Code::UnknownHeader,
                format!(
                    "the map names a column `{shown}` that a list does not have; `finder template` prints those it has"
                ),
            ));
        }
        if !names.contains(&folded(theirs)) {
            let shown = neutralised(theirs, 80);
            return Err(Stop::refused(
                Code::UnknownHeader,
                format!("the map names a column `{shown}` that is not in the file"),
            ));
        }
    }
    Ok(with_map(names, options, own::field))
}

fn nppes_columns(names: &[String], options: &Options) -> Vec<Ranked> {
    let mut columns = with_map(names, options, nppes::field);
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

/// Columns by the caller's map, and by name where it says nothing of them.
fn with_map(names: &[String], options: &Options, field: fn(&str) -> Option<(Field, usize)>) -> Vec<Ranked> {
    let column = |(index, name): (usize, &String)| match mapped(name, options) {
        Some(ours) if is_left_out(ours) => None,
        // A mapped name beats every other.
        Some(ours) => own::field(&folded(ours)).map(|(field, _)| (index, field, 0)),
        None => field(name).map(|(field, rank)| (index, field, rank + 1)),
    };
    names.iter().enumerate().filter_map(column).collect()
}

fn mapped<'o>(name: &str, options: &'o Options) -> Option<&'o str> {
    options.columns.iter().find(|(theirs, _)| folded(theirs) == *name).map(|(_, ours)| ours.as_str())
}

/// A map may say that a column is to be left out.
fn is_left_out(ours: &str) -> bool {
    matches!(ours.trim(), "" | "-" | "ignore")
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

/// What a header must have and lacks.
fn missing(layout: &Layout) -> Vec<&'static str> {
    let any = |fields: &[Field]| fields.iter().any(|&field| layout.has(field));
    let both = any(&[Field::Lat]) && any(&[Field::Lon]);
    let named = any(&[Field::Name, Field::LastName, Field::Organization]);
    let placed = any(&[Field::Zip, Field::City]) || both;
    let treats = any(&[Field::Specialty, Field::Credential, Field::Taxonomies])
        || layout.columns.iter().any(|(_, field)| matches!(field, Field::Taxonomy(_)));
    let npi = any(&[Field::Npi]);
    let wanted: &[(bool, &str)] = match layout.format {
        Format::Own => &[
            (npi || any(&[Field::Id]), "npi (or id)"),
            (named, "name (or last_name, or organization)"),
            (placed, "zip or city (or lat and lon)"),
            (treats, "specialty (or credential)"),
        ],
        Format::Nppes => &[
            (npi, "NPI"),
            (named, "Provider Last Name or Provider Organization Name"),
            (placed, "the practice location's city or postal code"),
            (treats, "Healthcare Provider Taxonomy Code or Provider Credential Text"),
        ],
        Format::NppesPractices => {
            &[(npi, "NPI"), (placed, "the secondary practice location's city or postal code")]
        }
        Format::NppesNames => &[(npi, "NPI"), (any(&[Field::OtherName]), "Provider Other Organization Name")],
        Format::NppesDeactivated => &[(npi, "NPI"), (any(&[Field::Deactivated]), "NPPES Deactivation Date")],
    };
    wanted.iter().filter(|(there, _)| !there).map(|(_, name)| *name).collect()
}

fn lacking(layout: &Layout, missing: &[&str]) -> Stop {
    let missing = missing.join("; ");
    let hint = hint(layout);
    let seen = seen(&layout.header);
    Stop::refused(
        Code::UnknownHeader,
        format!("the header has no column for: {missing}; it has {seen}{hint}"),
    )
}

/// The header's names, as far as they help.
fn seen(header: &[String]) -> String {
    // A clerk recognizes a file by its first dozen columns.
    const SHOWN: usize = 12;
    let names: Vec<String> = header.iter().take(SHOWN).map(|name| neutralised(name.trim(), 40)).collect();
    let rest = header.len().saturating_sub(SHOWN);
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    format!("{}{more}", names.join(", "))
}

/// What probably happened to the file.
fn hint(layout: &Layout) -> &'static str {
    let cells = &layout.header;
    if layout.format != Format::Own {
        return "";
    }
    if cells.iter().any(|cell| is_ten_digits(cell.trim())) {
        return "; its first line looks like a provider: put a line with the column names before it";
    }
    if let [single] = cells.as_slice()
        && single.split([',', ';', '\t', '|']).filter(|name| own::field(&folded(name)).is_some()).count() >= 2
    {
        return "; every row is quoted as a whole: take off the quotes around the rows";
    }
    "; `finder template` prints the columns of a list, --map names them for this file"
}

fn is_ten_digits(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::tests::options;
    use super::*;

    fn header(names: &str) -> Vec<String> {
        names.split(',').map(str::to_owned).collect()
    }

    fn refusal(names: &str, options: &Options) -> String {
        match layout(header(names), options) {
            Err(Stop::Refused(refusal)) => refusal.message,
            other => panic!("{names}: {other:?}"),
        }
    }

    #[test]
    fn names_are_found_in_any_order_and_dress() {
        for names in [
            "npi,name,credential,specialty,zip",
            "ZIP,Specialty,NPI,Full Name,Credentials",
            " npi, First_Name,LAST-NAME,cred, speciality,zip code",
            "npi number,provider name,degree,specialty_code,postal_code",
            "id,clinic,type,City/Town",
            "npi,name,specialty,latitude,longitude",
            "NPI, lst_nm, frst_nm, Cred, pri_spec, cty, st, zip",
            "NPI,Provider Last Name,Provider First Name,Cred,pri_spec,City/Town,State,ZIP Code,Full Street Address",
        ] {
            let layout = layout(header(names), &options()).expect(names);
            assert_eq!((layout.format, layout.unknown.len()), (Format::Own, 0), "{names}: {layout:?}");
        }
    }

    #[test]
    fn what_is_missing_is_named() {
        for (names, missing) in [
            ("name,specialty,zip,npi_type", "npi (or id)"),
            ("npi,specialty,zip", "name (or last_name, or organization)"),
            ("npi,name,zip", "specialty (or credential)"),
            ("npi,name,specialty,lat", "zip or city (or lat and lon)"),
            (
                "a,b,c",
                "npi (or id); name (or last_name, or organization); zip or city (or lat and lon); specialty (or credential); it has a, b, c",
            ),
            ("1234567893,Jane Doe,DC,15213", "looks like a provider"),
        ] {
            let message = refusal(names, &options());
            assert!(message.contains(missing), "{names}: {message}");
        }
    }

    #[test]
    fn a_column_that_is_there_twice_is_refused_and_a_synonym_gives_way() {
        assert!(refusal("npi,name,specialty,zip,zip", &options()).contains("twice"));
        let found =
            layout(header("npi,full_name,specialty,postal_code,zip,name,x,x"), &options()).expect("sound");
        assert_eq!(found.unknown, ["full_name", "postal_code", "x", "x"]);
        assert!(found.columns.contains(&(4, Field::Zip)) && found.columns.contains(&(5, Field::Name)));
    }

    #[test]
    fn the_callers_map_beats_names() {
        let map = |pairs: &[(&str, &str)]| Options {
            columns: pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect(),
            ..options()
        };
        let found = layout(
            header("nummer,name,anzeige,fach,plz,phone"),
            &map(&[
                ("Nummer", "npi"),
                ("anzeige", "name"),
                ("fach", "specialty"),
                ("plz", "zip"),
                ("phone", "-"),
            ]),
        )
        .expect("mapped");
        assert!(found.columns.contains(&(2, Field::Name)) && found.columns.contains(&(0, Field::Npi)));
        assert_eq!(found.unknown, ["name", "phone"]);
        assert!(refusal("npi,name,specialty,zip", &map(&[("x", "npi")])).contains("not in the file"));
        assert!(refusal("npi,name,specialty,zip", &map(&[("npi", "nip")])).contains("`nip`"));
    }

    #[test]
    fn unknown_columns_are_named_and_nameless_ones_are_not() {
        let found = layout(header("npi,name,specialty,zip,=evil,"), &options()).expect("sound");
        assert_eq!(found.unknown, ["'=evil"]);
        assert!(found.spare());
    }
}
