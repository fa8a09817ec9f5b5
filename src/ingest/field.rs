//! [`Field`]: the places of a [`Record`] that columns fill.
//!
//! Each text of a record is named once; what findings call it, where it is written and how a record is emptied follow
//! from that.

use super::{Office, Record};

/// What of a second office a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Part {
    Address,
    Address2,
    City,
    State,
    Zip,
    Phone,
}

impl Part {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Address2 => "address2",
            Self::City => "city",
            Self::State => "state",
            Self::Zip => "zip",
            Self::Phone => "phone",
        }
    }

    /// Where an office has it.
    pub(super) fn of(self, office: &mut Office) -> &mut String {
        match self {
            Self::Address => &mut office.address,
            Self::Address2 => &mut office.address2,
            Self::City => &mut office.city,
            Self::State => &mut office.state,
            Self::Zip => &mut office.zip,
            Self::Phone => &mut office.phone,
        }
    }
}

/// Declares [`Field`]: a variant for each text of a [`Record`], and those that are made of several columns.
macro_rules! fields {
    ($($variant:ident $field:ident)*) => {
        /// A place in a [`Record`] that a column fills.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(super) enum Field {
            $($variant,)*
            /// Goes to the specialties, behind a `|`.
            FurtherSpecialty,
            /// Is the specialty where no other column says one.
            SpecialtyElse,
            /// A part of the address of a second office in the same row.
            Second(Part),
            /// Yes or no, whether somebody is to be listed.
            Active,
            /// Yes or no, whether somebody is not.
            Inactive,
            /// The contrary of a fact: `Not accepting new patients`.
            NotAcceptingNew,
            /// As above, of telehealth.
            NotTelehealth,
            /// As above, of a way in for wheelchairs.
            NotWheelchair,
            /// The number of a house, before the street.
            HouseNumber,
            /// A direction such as `N`, between number and street.
            StreetDirection,
            /// The kind of a street such as `Ave`, behind its name.
            StreetType,
            /// One column with one or several taxonomy codes, or words.
            Taxonomies,
            /// An NPPES taxonomy slot, counted from 0.
            Taxonomy(u8),
            /// The primary switch of an NPPES taxonomy slot.
            Primary(u8),
            /// Latitude and longitude in one cell.
            Point,
            /// A person's whole name, the family name first and no comma behind it.
            FamilyFirst,
            /// A trade or former name.
            OtherName,
            /// The family name of a person's other name.
            OtherLastName,
            /// The given name that goes with it.
            OtherFirstName,
        }

        impl Field {
            /// Our name of the column, as findings carry it.
            pub(super) const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => stringify!($field),)*
                    Self::FurtherSpecialty | Self::SpecialtyElse => "specialty",
                    Self::HouseNumber | Self::StreetDirection | Self::StreetType => "address",
                    Self::Second(part) => part.as_str(),
                    Self::Active | Self::Inactive => "status",
                    Self::NotAcceptingNew => "accepting_new",
                    Self::NotTelehealth => "telehealth",
                    Self::NotWheelchair => "wheelchair",
                    Self::Point => "lat",
                    Self::FamilyFirst => "name",
                    Self::Taxonomies | Self::Taxonomy(_) | Self::Primary(_) => "taxonomy",
                    Self::OtherName | Self::OtherLastName | Self::OtherFirstName => "other_name",
                }
            }

            /// The text that the field is, unless it is made of several columns.
            pub(super) fn of(self, record: &mut Record) -> Option<&mut String> {
                match self {
                    $(Self::$variant => Some(&mut record.$field),)*
                    Self::FurtherSpecialty
                    | Self::SpecialtyElse
                    | Self::Second(_)
                    | Self::Active
                    | Self::Inactive
                    | Self::NotAcceptingNew
                    | Self::NotTelehealth
                    | Self::NotWheelchair
                    | Self::HouseNumber
                    | Self::StreetDirection
                    | Self::StreetType
                    | Self::Taxonomies
                    | Self::Taxonomy(_)
                    | Self::Primary(_)
                    | Self::Point
                    | Self::FamilyFirst
                    | Self::OtherName
                    | Self::OtherLastName
                    | Self::OtherFirstName => None,
                }
            }
        }

        /// Empties a record; what its texts occupy is kept for the next row.
        pub(super) fn clear(record: &mut Record) {
            $(record.$field.clear();)*
            record.other_names.clear();
            record.taxonomies.clear();
            record.flags.clear();
            record.second.clear();
        }
    };
}

fields! {
    Npi npi
    Id id
    EntityType entity_type
    Name name
    FirstName first_name
    MiddleName middle_name
    LastName last_name
    Suffix suffix
    Organization organization
    Credential credential
    Specialty specialty
    Techniques techniques
    Conditions conditions
    Address address
    Address2 address2
    City city
    State state
    Zip zip
    Country country
    Lat lat
    Lon lon
    Phone phone
    Website website
    Languages languages
    Gender gender
    AcceptingNew accepting_new
    Telehealth telehealth
    Wheelchair wheelchair
    Insurance insurance
    Status status
    Updated updated
    Deactivated deactivated
    Reactivated reactivated
}

impl Field {
    /// Whether a federal row's fate may be known by it before its names and places are looked at: what
    /// [`super::validate::left_out`] reads.
    pub(super) const fn tells_scope(self) -> bool {
        matches!(
            self,
            Self::Npi
                | Self::EntityType
                | Self::LastName
                | Self::Credential
                | Self::Specialty
                | Self::FurtherSpecialty
                | Self::Taxonomies
                | Self::Taxonomy(_)
                | Self::Primary(_)
                | Self::Deactivated
                | Self::Reactivated
        )
    }

    /// Whether several columns may fill it.
    pub(super) const fn takes_several(self) -> bool {
        matches!(self, Self::FurtherSpecialty | Self::Active | Self::Inactive)
    }
}
