//! What a row said: named raw fields, trimmed of nothing, decided of nothing.

use super::Position;

/// A file's layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Format {
    /// A list of one's own, columns by name.
    #[default]
    Own,
    /// `npidata_pfile`, any of its three layouts, or an extract that keeps its column names.
    Nppes,
    /// `pl_pfile`: further practice locations.
    NppesPractices,
    /// `othername_pfile`: further names of organizations.
    NppesNames,
    /// The monthly report of deactivated NPIs.
    NppesDeactivated,
}

impl Format {
    /// Whether its rows only add to providers that other rows are about.
    pub const fn is_side(self) -> bool {
        match self {
            Self::NppesPractices | Self::NppesNames => true,
            Self::Own | Self::Nppes | Self::NppesDeactivated => false,
        }
    }
}

/// In which order a list writes day and month where both are numbers: `01/02/2025`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// Nothing shows it, or days above twelve stand behind the month, as Americans write.
    #[default]
    MonthFirst,
    /// Days above twelve stand before the month.
    DayFirst,
    /// Both occur, so that `01/02/2025` may be either.
    Mixed,
}

/// One of the 15 taxonomy slots of an NPPES row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TaxonomySlot {
    /// The code, or words where an extract has words.
    pub code: String,
    /// Whether the slot's primary switch is `Y`.
    pub primary: bool,
}

/// What a column of yes and no says of whether somebody is to be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Whether yes means that they are.
    pub listed: bool,
    /// The column's name in the file.
    pub column: String,
    /// The answer as written.
    pub answer: String,
}

/// Where a row says that somebody has a second office, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Office {
    /// First address line.
    pub address: String,
    /// Second address line.
    pub address2: String,
    /// City.
    pub city: String,
    /// State.
    pub state: String,
    /// ZIP or ZIP+4.
    pub zip: String,
    /// Phone.
    pub phone: String,
}

impl Office {
    /// Whether nothing says where it is.
    pub fn is_nowhere(&self) -> bool {
        [&self.address, &self.address2, &self.city, &self.zip].into_iter().all(|text| text.trim().is_empty())
    }

    /// Empties it; what its texts occupy is kept.
    pub(super) fn clear(&mut self) {
        let Self { address, address2, city, state, zip, phone } = self;
        [address, address2, city, state, zip, phone].into_iter().for_each(String::clear);
    }
}

/// The raw fields of a row, by our names; empty where the file has no such column or the cell is empty.
///
/// Reading fills it (column mapping, NPPES slots); validation alone decides what the fields are worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Where the row stands.
    pub position: Position,
    /// The layout it came from.
    pub format: Format,
    /// How its list writes dates.
    pub dates: DateOrder,
    /// NPI as written.
    pub npi: String,
    /// The list's own id.
    pub id: String,
    /// NPPES entity type code: `1`, `2`, or empty.
    pub entity_type: String,
    /// A whole name in one field.
    pub name: String,
    /// Given name.
    pub first_name: String,
    /// Middle name.
    pub middle_name: String,
    /// Family name.
    pub last_name: String,
    /// `Jr.`, `III`.
    pub suffix: String,
    /// Organization or practice name.
    pub organization: String,
    /// Trade and former names.
    pub other_names: Vec<String>,
    /// Credential text.
    pub credential: String,
    /// Specialty words or codes, as written in one cell.
    pub specialty: String,
    /// Taxonomy slots (NPPES), or a `taxonomy`/`specialty_code` column as one slot.
    pub taxonomies: Vec<TaxonomySlot>,
    /// Techniques, as written in one cell.
    pub techniques: String,
    /// Conditions, as written in one cell.
    pub conditions: String,
    /// First address line.
    pub address: String,
    /// Second address line.
    pub address2: String,
    /// City.
    pub city: String,
    /// State.
    pub state: String,
    /// ZIP or ZIP+4.
    pub zip: String,
    /// A second office in the same row.
    pub second: Office,
    /// Country code; empty means US.
    pub country: String,
    /// Latitude.
    pub lat: String,
    /// Longitude.
    pub lon: String,
    /// Phone.
    pub phone: String,
    /// Website.
    pub website: String,
    /// Languages, as written in one cell.
    pub languages: String,
    /// Gender or sex code.
    pub gender: String,
    /// Accepting new patients.
    pub accepting_new: String,
    /// Telehealth.
    pub telehealth: String,
    /// Wheelchair access.
    pub wheelchair: String,
    /// Insurance plans, as written in one cell.
    pub insurance: String,
    /// `active`, `inactive` …
    pub status: String,
    /// Answers of further columns to whether the provider is active.
    pub flags: Vec<Flag>,
    /// Last update.
    pub updated: String,
    /// NPPES: deactivation date.
    pub deactivated: String,
    /// NPPES: reactivation date.
    pub reactivated: String,
}

impl Record {
    /// A record without fields.
    pub fn empty(position: Position, format: Format) -> Self {
        Self {
            position,
            format,
            dates: DateOrder::MonthFirst,
            npi: String::new(),
            id: String::new(),
            entity_type: String::new(),
            name: String::new(),
            first_name: String::new(),
            middle_name: String::new(),
            last_name: String::new(),
            suffix: String::new(),
            organization: String::new(),
            other_names: Vec::new(),
            credential: String::new(),
            specialty: String::new(),
            taxonomies: Vec::new(),
            techniques: String::new(),
            conditions: String::new(),
            address: String::new(),
            address2: String::new(),
            city: String::new(),
            state: String::new(),
            zip: String::new(),
            second: Office::default(),
            country: String::new(),
            lat: String::new(),
            lon: String::new(),
            phone: String::new(),
            website: String::new(),
            languages: String::new(),
            gender: String::new(),
            accepting_new: String::new(),
            telehealth: String::new(),
            wheelchair: String::new(),
            insurance: String::new(),
            status: String::new(),
            flags: Vec::new(),
            updated: String::new(),
            deactivated: String::new(),
            reactivated: String::new(),
        }
    }
}
