//! Why somebody is not listed, in words.

use super::{listed, plain};
use crate::domain::{ListName, NpiError};
use crate::index::{GenerationId, ListSource};
use crate::query::why::Reason;
use crate::vocabulary::Lang;

/// Says why somebody is not listed, in a language.
#[derive(Debug, Clone, Copy)]
pub(in crate::query::why) struct Listing(pub(in crate::query::why) Lang);

impl Listing {
    /// What was asked for is no NPI.
    pub(in crate::query::why) fn invalid_npi(self, error: NpiError) -> Reason {
        plain(
            "invalid_npi",
            match (self.0, error) {
                (Lang::En, NpiError::NotTenDigits) => "This is no NPI: an NPI has ten digits.",
                (Lang::Es, NpiError::NotTenDigits) => "Esto no es un NPI: un NPI tiene diez cifras.",
                (Lang::En, NpiError::FirstDigit) => "This is no NPI: an NPI begins with 1 or 2.",
                (Lang::Es, NpiError::FirstDigit) => "Esto no es un NPI: un NPI empieza por 1 o 2.",
                (Lang::En, NpiError::CheckDigit) => {
                    "This is no NPI: its check digit is wrong, so at least one digit is mistyped."
                }
                (Lang::Es, NpiError::CheckDigit) => {
                    "Esto no es un NPI: el dígito de control es incorrecto, así que al menos una cifra está mal escrita."
                }
            },
        )
    }

    /// What was asked for is no id.
    pub(in crate::query::why) fn invalid_id(self) -> Reason {
        plain(
            "invalid_id",
            match self.0 {
                Lang::En => {
                    "This is no id: an id is an NPI, or a list’s name, a colon and that list’s own id."
                }
                Lang::Es => {
                    "Esto no es un identificador: es un NPI, o el nombre de una lista, dos puntos y el \
                 identificador propio de esa lista."
                }
            },
        )
    }

    /// There is no list of that name.
    pub(in crate::query::why) fn unknown_list(self, list: &ListName, lists: &[ListSource]) -> Reason {
        let names = named(lists.iter());
        let message = match self.0 {
            Lang::En => format!("There is no list {list}. Lists: {names}."),
            Lang::Es => format!("No hay ninguna lista {list}. Listas: {names}."),
        };
        let has = lists.iter().map(|source| source.list.clone()).collect();
        Reason { code: "unknown_list", message, asked: vec![list.to_string()], has, ..Reason::default() }
    }

    /// The generation before has it.
    pub(in crate::query::why) fn no_longer_listed(self, before: GenerationId) -> Reason {
        let message = match self.0 {
            Lang::En => format!("It was listed until the last import: generation {before} has it."),
            Lang::Es => {
                format!("Figuraba hasta la última importación: está en la generación {before}.")
            }
        };
        Reason { code: "no_longer_listed", message, ..Reason::default() }
    }

    /// What was left out of these lists is not known.
    pub(in crate::query::why) fn not_recorded(self, lists: &[&ListSource]) -> Reason {
        let names = named(lists.iter().copied());
        let message = match self.0 {
            Lang::En => format!(
                "It is in no list, and which rows were left out is not recorded for: {names}. Importing a list again \
                 records it."
            ),
            Lang::Es => format!(
                "No está en ninguna lista, y no consta qué filas quedaron fuera de: {names}. Al importar de nuevo \
                 una lista queda constancia."
            ),
        };
        let has = lists.iter().map(|source| source.list.clone()).collect();
        Reason { code: "not_recorded", message, has, ..Reason::default() }
    }
}

/// Lists by name and the day of their import.
fn named<'l>(lists: impl Iterator<Item = &'l ListSource>) -> String {
    listed(lists.map(|source| format!("{} ({})", source.list, day(&source.imported))))
}

/// The day of a time as manifests write it.
fn day(time: &str) -> &str {
    time.get(..10).unwrap_or(time)
}
