//! What a header must have and lacks, in words that a clerk can act on.
//!
//! In: a [`Layout`]. Out: what is missing, and the refusal that says how to give it.

use super::columns::{Layout, folded};
use super::field::Field;
use super::finding::neutralised;
use super::headers::{self, Said};
use super::nppes::SLOTS;
use super::source::Stop;
use super::{Code, Format, own};

/// What values say that no column is there for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct InValues {
    /// Addresses with city and state.
    pub(super) whole: bool,
    /// Degrees behind names.
    pub(super) degrees: bool,
}

/// What a header must have and lacks.
pub(super) fn missing(layout: &Layout, InValues { whole, degrees }: InValues) -> Vec<&'static str> {
    let any = |fields: &[Field]| fields.iter().any(|&field| layout.has(field));
    let both = any(&[Field::Lat]) && any(&[Field::Lon]) || any(&[Field::Point]) || whole;
    let named = any(&[Field::Name, Field::FamilyFirst, Field::LastName, Field::Organization]);
    let placed = any(&[Field::Zip, Field::City]) || both;
    let treats = degrees
        || any(&[Field::Specialty, Field::Credential, Field::Taxonomies])
        || layout.columns.iter().any(|(_, field)| matches!(field, Field::Taxonomy(_)));
    let npi = any(&[Field::Npi]);
    // People without the column of family names would be listed by their given names, and those whose
    // profession stands in a slot that is gone not at all.
    let whole_names = any(&[Field::LastName]) || !any(&[Field::FirstName]);
    let wanted: &[(bool, &str)] = match layout.format {
        Format::Own => &[
            (npi || any(&[Field::Id]) || layout.makes_ids, "npi (or id)"),
            (named, "name (or last_name, or organization)"),
            (placed, "zip or city (or lat and lon)"),
            (treats, "specialty (or credential)"),
        ],
        Format::Nppes => &[
            (npi, "NPI"),
            (named, "Provider Last Name or Provider Organization Name"),
            (placed, "the practice location's city or postal code"),
            (treats, "Healthcare Provider Taxonomy Code or Provider Credential Text"),
            (whole_names || !named, "Provider Last Name"),
            (codes_whole(layout) || !treats, "each Healthcare Provider Taxonomy Code that has a switch"),
        ],
        Format::NppesPractices => {
            &[(npi, "NPI"), (placed, "the secondary practice location's city or postal code")]
        }
        Format::NppesNames => &[(npi, "NPI"), (any(&[Field::OtherName]), "Provider Other Organization Name")],
        Format::NppesDeactivated => &[(npi, "NPI"), (any(&[Field::Deactivated]), "NPPES Deactivation Date")],
    };
    wanted.iter().filter(|(there, _)| !there).map(|(_, name)| *name).collect()
}

/// Whether each switch has its code beside it: where it has not, the column of codes was lost, not left out.
fn codes_whole(layout: &Layout) -> bool {
    (0..SLOTS).all(|slot| layout.has(Field::Taxonomy(slot)) || !layout.has(Field::Primary(slot)))
}

pub(super) fn lacking(layout: &Layout, missing: &[&str]) -> Stop {
    let hint = hint(layout, missing);
    let missing = missing.join("; ");
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
    if header.iter().all(|name| name.trim().is_empty()) {
        return "no names".to_owned();
    }
    let names: Vec<String> = header.iter().take(SHOWN).map(|name| neutralised(name.trim(), 40)).collect();
    let rest = header.len().saturating_sub(SHOWN);
    let more = if rest == 0 { String::new() } else { format!(" and {rest} more") };
    format!("{}{more}", names.join(", "))
}

/// What probably happened to the file.
fn hint(layout: &Layout, missing: &[&str]) -> String {
    let cells = &layout.header;
    if layout.format != Format::Own {
        return String::new();
    }
    if cells.iter().any(|cell| is_ten_digits(cell.trim())) {
        return "; its first line looks like a provider: put a line with the column names before it"
            .to_owned();
    }
    if let [single] = cells.as_slice()
        && single.split([',', ';', '\t', '|']).filter(|name| own::field(&folded(name)).is_some()).count() >= 2
    {
        return "; every row is quoted as a whole: take off the quotes around the rows".to_owned();
    }
    let lacks = |what: &str| missing.iter().any(|lacking| lacking.starts_with(what));
    let mut hint =
        "; `finder template` prints the columns of a list, --map names them for this file".to_owned();
    if lacks("specialty") {
        hint.push_str("; where all are of one profession, the map may say so: specialty = \"chiropractor\" below [values]");
    }
    if lacks("npi") {
        hint.push_str(
            "; where the list numbers nobody, id = \"name and address\" below [values] makes ids of those",
        );
    }
    let private = cells.iter().any(|name| {
        matches!(headers::read(name), Said::Never(headers::Private::Mailing | headers::Private::Home))
    });
    if lacks("zip") && private {
        hint.push_str("; mailing and home addresses are not used, unless the map names their columns");
    }
    hint
}

fn is_ten_digits(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit())
}
