//! From the fields of a row to a [`Record`].
//!
//! In: fields and the file's [`Layout`]. Out: the record, filled anew, and whether its text was in the file's encoding.
//! Invariant: only columns of the layout are read; nothing is judged and nothing trimmed, so that validation sees what
//! the row said, before whatever program escaped it.

use super::columns::Layout;
use super::content;
use super::encoding::{is_nonsense, text};
use super::escapes::{self, Escape};
use super::field::{Field, clear};
use super::rows::Fields;
use super::validate::{is_nothing, turned_round};
use super::{Flag, Format, Position, Record, TaxonomySlot, made_id};
use std::borrow::Cow;

/// How a record's text came about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Recoding {
    /// As it stood.
    None,
    /// This was no UTF-8 and was read as windows-1252.
    Repaired { column: &'static str, text: String },
    /// A character of this was lost before, or is none of UTF-16, and stands as U+FFFD.
    Lost { column: &'static str, text: String },
    /// Another program had escaped this.
    Escaped { column: &'static str, text: String, escape: Escape },
    /// This is text in no encoding that we know.
    Impossible { column: &'static str, text: String },
}

/// Fills records, one after the other, in the same memory.
#[derive(Debug)]
pub(super) struct Filler {
    record: Record,
    /// The columns that tell whether a federal row is of our professions: their places in the layout.
    scope: Vec<(usize, Field)>,
    /// The slot each of the record's taxonomies came from.
    slots: Vec<u8>,
    /// A bit for each slot whose primary switch is on.
    primaries: u16,
    further: Vec<String>,
    specialty_else: String,
    family_first: String,
    /// Number, direction and kind of the street.
    street: [String; 3],
    other_last: String,
    other_first: String,
    /// The contraries of three facts: accepting, telehealth, wheelchair.
    denied: [String; 3],
}

/// What NPPES writes where it withholds a text.
///
/// # Source
/// CMS, NPPES data dissemination readme: fields that may hold a social security number are masked so.
const WITHHELD: &str = "<UNAVAIL>";

impl Filler {
    pub(super) fn new(position: Position, layout: &Layout) -> Self {
        // Where the entity type is told by names, the scope is not known before them.
        let scope = if layout.format == Format::Nppes && layout.has(Field::EntityType) {
            let tells = |(_, (_, field)): &(usize, &(usize, Field))| field.tells_scope();
            let places = layout.columns.iter().enumerate().filter(tells);
            places.map(|(place, &(_, field))| (place, field)).collect()
        } else {
            Vec::new()
        };
        let mut filler = Self { scope, ..Self::of_format(position, layout.format) };
        filler.record.dates = layout.dates;
        filler
    }

    /// One for records that have no columns.
    pub(super) fn of_format(position: Position, format: Format) -> Self {
        Self {
            record: Record::empty(position, format),
            scope: Vec::new(),
            slots: Vec::new(),
            primaries: 0,
            further: Vec::new(),
            specialty_else: String::new(),
            family_first: String::new(),
            street: Default::default(),
            other_last: String::new(),
            other_first: String::new(),
            denied: Default::default(),
        }
    }

    /// The record as filled last.
    pub(super) fn record(&self) -> &Record {
        &self.record
    }

    /// Fills the record with a row; `whole` is all of it, where that is UTF-8.
    pub(super) fn fill(&mut self, layout: &Layout, fields: &Fields<'_>, whole: Option<&str>) -> Recoding {
        self.begin(fields.line);
        let mut recoding = Recoding::None;
        let loses =
            whole.is_none_or(|whole| !whole.is_ascii() && whole.contains(char::REPLACEMENT_CHARACTER));
        for (place, &(column, field)) in layout.columns.iter().enumerate() {
            let range = fields.range(place);
            if range.is_empty() {
                continue;
            }
            // What the csv reader joined may part within a character, where it is none.
            let text = if let Some(text) = whole.and_then(|whole| whole.get(range.clone())) {
                if loses {
                    note_lost(&mut recoding, field, text);
                }
                Cow::Borrowed(text)
            } else {
                let (text, recoded) = text(&fields.bytes()[range]);
                note(&mut recoding, field, &text, recoded);
                note_lost(&mut recoding, field, &text);
                text
            };
            if let Field::Active | Field::Inactive = field {
                let name = layout.header.get(column).map(|name| name.trim().to_owned()).unwrap_or_default();
                let answer = text.into_owned();
                self.record.flags.push(Flag { listed: field == Field::Active, column: name, answer });
                continue;
            }
            if field == Field::Website
                && let Some(address) = escapes::linked(&text)
            {
                self.put(field, address);
                continue;
            }
            // The federal files are as their own system writes them.
            let escaped = if layout.format == Format::Own { escapes::undone(&text) } else { None };
            let Some((plain, escape)) = escaped else {
                self.put(field, &text);
                continue;
            };
            if recoding == Recoding::None {
                let text = text.into_owned();
                recoding = Recoding::Escaped { column: field.as_str(), text, escape };
            }
            self.put(field, &plain);
        }
        self.finish(layout);
        recoding
    }

    /// Fills of a federal row what tells whether it is of our professions, which most are not. False where the layout
    /// or the text do not allow it, and nothing was filled.
    pub(super) fn fill_scope(&mut self, layout: &Layout, fields: &Fields<'_>) -> bool {
        if self.scope.is_empty() {
            return false;
        }
        self.begin(fields.line);
        for place in 0..self.scope.len() {
            let (column, field) = self.scope[place];
            let range = fields.range(column);
            if range.is_empty() {
                continue;
            }
            // The bytes of fields that the csv reader joined may be text where the fields are none.
            let Ok(text) = std::str::from_utf8(&fields.bytes()[range]) else { return false };
            self.put(field, text);
        }
        self.finish_specialties(layout);
        true
    }

    /// Fills the record with a deactivated NPI and the day of it.
    pub(super) fn fill_deactivated(&mut self, line: u64, npi: &str, date: &str) {
        self.begin(line);
        self.record.npi.push_str(npi);
        self.record.deactivated.push_str(date);
    }

    fn begin(&mut self, line: u64) {
        clear(&mut self.record);
        self.record.position.line = line;
        self.slots.clear();
        self.primaries = 0;
        self.further.clear();
        self.specialty_else.clear();
        self.family_first.clear();
        self.street.iter_mut().for_each(String::clear);
        self.other_last.clear();
        self.other_first.clear();
        self.denied.iter_mut().for_each(String::clear);
    }

    fn put(&mut self, field: Field, text: &str) {
        if let Some(place) = field.of(&mut self.record) {
            place.push_str(text);
            return;
        }
        match field {
            Field::FurtherSpecialty if !text.trim().is_empty() => self.further.push(text.to_owned()),
            Field::SpecialtyElse => self.specialty_else.push_str(text),
            Field::Second(part) => part.of(&mut self.record.second).push_str(text),
            Field::NotAcceptingNew => self.denied[0].push_str(text),
            Field::NotTelehealth => self.denied[1].push_str(text),
            Field::NotWheelchair => self.denied[2].push_str(text),
            Field::HouseNumber => self.put_street(0, text),
            Field::StreetDirection => self.put_street(1, text),
            Field::StreetType => self.put_street(2, text),
            Field::Taxonomies => text.split(['|', ';', ',']).for_each(|part| self.put_taxonomy(0, part)),
            Field::Taxonomy(slot) => self.put_taxonomy(slot, text),
            Field::Primary(slot) if text.trim().eq_ignore_ascii_case("y") => self.primaries |= 1 << slot,
            Field::OtherName if text.trim() != WITHHELD => self.record.other_names.push(text.to_owned()),
            Field::FamilyFirst => self.family_first.push_str(text),
            Field::OtherLastName => self.other_last.push_str(text),
            Field::Point => self.put_point(text),
            Field::OtherFirstName => self.other_first.push_str(text),
            _ => {}
        }
    }

    /// Takes a code, or words where an extract has words.
    fn put_taxonomy(&mut self, slot: u8, text: &str) {
        // Every code of the set has at least three digits, words have none.
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits >= 3 {
            self.record.taxonomies.push(TaxonomySlot { code: text.to_owned(), primary: false });
            self.slots.push(slot);
        } else if !text.trim().is_empty() {
            self.further.push(text.to_owned());
        }
    }

    /// Takes latitude and longitude apart; what is neither is no point, and the address places the row.
    fn put_point(&mut self, text: &str) {
        if let Some((lat, lon)) = content::point(text) {
            self.record.lat.push_str(lat);
            self.record.lon.push_str(lon);
        }
    }

    /// Joins what several columns said.
    fn finish(&mut self, layout: &Layout) {
        self.finish_specialties(layout);
        self.finish_street();
        self.finish_name();
        self.finish_facts();
        if !self.other_last.trim().is_empty() && self.other_last.trim() != WITHHELD {
            let other = format!("{} {}", self.other_first.trim(), self.other_last.trim());
            self.record.other_names.push(other.trim_start().to_owned());
        }
        for (field, value) in &layout.values {
            match field.of(&mut self.record) {
                Some(place) if place.trim().is_empty() => value.clone_into(place),
                _ => {}
            }
        }
        if layout.format == Format::Nppes && !layout.has(Field::EntityType) {
            self.state_entity_type();
        }
        if layout.makes_ids && is_nothing(self.record.npi.trim()) && is_nothing(self.record.id.trim()) {
            self.record.id = made_id::of(&self.record);
        }
    }

    fn finish_specialties(&mut self, layout: &Layout) {
        let own = layout.format == Format::Own;
        for (place, (taxonomy, slot)) in self.record.taxonomies.iter_mut().zip(&self.slots).enumerate() {
            taxonomy.primary = if own { place == 0 } else { self.primaries & (1 << slot) != 0 };
        }
        if is_nothing(self.record.specialty.trim()) && self.record.taxonomies.is_empty() {
            self.record.specialty.clone_from(&self.specialty_else);
        }
        for further in &self.further {
            if !self.record.specialty.is_empty() {
                self.record.specialty.push('|');
            }
            self.record.specialty.push_str(further);
        }
    }

    /// Takes a part of a street, unless it says that there is none.
    fn put_street(&mut self, part: usize, text: &str) {
        let text = text.trim();
        if let Some(place) = self.street.get_mut(part).filter(|_| text != "0" && !is_nothing(text)) {
            place.push_str(text);
        }
    }

    /// Takes a name whose family name stands first, unless it is an organization's.
    fn finish_name(&mut self) {
        // Where a map has both, the plain name counts.
        if self.family_first.is_empty() || !is_nothing(self.record.name.trim()) {
            return;
        }
        self.record.name.clear();
        let kind = self.record.entity_type.trim().to_ascii_lowercase();
        let organization = kind == "2" || ["o", "g", "f"].iter().any(|letter| kind.starts_with(letter));
        let name: &str = &self.family_first;
        let name = if organization { name.into() } else { content::with_comma(name) };
        self.record.name.push_str(&name);
    }

    /// Turns the contraries of facts round, where the facts have no column of their own that says something.
    fn finish_facts(&mut self) {
        let Record { accepting_new, telehealth, wheelchair, .. } = &mut self.record;
        for (denied, fact) in self.denied.iter().zip([accepting_new, telehealth, wheelchair]) {
            if !denied.is_empty() && is_nothing(fact.trim()) {
                fact.clear();
                fact.push_str(turned_round(denied));
            }
        }
    }

    /// Joins number, direction, name and kind of a street.
    fn finish_street(&mut self) {
        let [number, direction, kind] = &self.street;
        if number.is_empty() && direction.is_empty() && kind.is_empty() {
            return;
        }
        let street = std::mem::take(&mut self.record.address);
        // Some lists repeat the number in the street.
        let repeated = street.trim().split(' ').next() == Some(number.as_str());
        let number = if repeated { "" } else { number.as_str() };
        let parts = [number, direction.as_str(), street.trim(), kind.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty());
        self.record.address = parts.collect::<Vec<_>>().join(" ");
    }

    /// Extracts without the column still say by their names what a row is of; an empty type would mean deactivated.
    fn state_entity_type(&mut self) {
        if !self.record.entity_type.trim().is_empty() {
            return;
        }
        let (person, organization) = (self.record.last_name.trim(), self.record.organization.trim());
        let is_organization = person.is_empty() && !organization.is_empty();
        self.record.entity_type.push(if is_organization { '2' } else { '1' });
    }
}

/// Keeps that a character is lost, where nothing else was said of the row.
fn note_lost(recoding: &mut Recoding, field: Field, text: &str) {
    let nothing = matches!(recoding, Recoding::None | Recoding::Escaped { .. });
    if nothing && text.contains(char::REPLACEMENT_CHARACTER) {
        *recoding = Recoding::Lost { column: field.as_str(), text: text.to_owned() };
    }
}

/// Keeps the worst that was said of a row's encoding.
fn note(recoding: &mut Recoding, field: Field, text: &str, recoded: bool) {
    let column = field.as_str();
    if !recoded {
    } else if is_nonsense(text) {
        *recoding = Recoding::Impossible { column, text: text.to_owned() };
    } else if matches!(recoding, Recoding::None | Recoding::Lost { .. } | Recoding::Escaped { .. }) {
        *recoding = Recoding::Repaired { column, text: text.to_owned() };
    }
}
