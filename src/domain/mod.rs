//! The nouns: values that cannot be wrong, and nothing that touches the outside.
//!
//! Each type here has private fields or valid parts only, and one fallible constructor: whoever holds a [`Radius`]
//! or an [`Npi`] never checks it again. Nothing here reads files, logs or knows a library but `geo` (for distances)
//! and `jiff` (for the calendar). Domain types do not serialise: storage and wire have shapes of their own.

mod contact;
mod date;
mod distance;
mod npi;
mod point;
mod practice;
mod provenance;
mod provider;
mod specialty;
mod zip;

pub use contact::{Phone, PhoneError, Website, WebsiteError};
pub use date::{DateError, RecordDate};
pub use distance::{Metres, Radius, RadiusError, Reach, Units};
pub use npi::{ListName, ListNameError, Npi, NpiError, ProviderId, ProviderIdError};
pub use point::{EARTH_RADIUS, LatLon, LatLonError, UnitVector};
pub use practice::{Accuracy, Practice, Practices};
pub use provenance::{Origin, PracticeProvenance, Provenance};
pub use provider::{
    Credential, CredentialError, Fact, Fragment, FragmentKind, Gender, Language, LanguageError, Name,
    Provider, ProviderKind,
};
pub use specialty::{ConditionId, SpecialtyClaim, SpecialtyId, TaxonomyCode, TaxonomyCodeError, TechniqueId};
pub use zip::{State, StateError, Zip5, ZipError};
