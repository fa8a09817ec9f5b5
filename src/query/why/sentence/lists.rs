//! Why somebody is not listed, in words.

use super::{listed, plain};
use crate::domain::{ListName, NpiError};
use crate::index::{GenerationId, LeftOutRow, ListSource};
use crate::query::why::{ListedRow, Reason};
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

    /// Corrections hide it.
    pub(in crate::query::why) fn hidden(self) -> Reason {
        let message = match self.0 {
            Lang::En => "Hidden on request, by a row of the corrections; `finder overrides` prints them.",
            Lang::Es => {
                "Oculto a petición, por una fila de las correcciones; `finder overrides` las muestra."
            }
        };
        Reason { code: "hidden", message: message.to_owned(), ..Reason::default() }
    }

    /// No row is about it.
    pub(in crate::query::why) fn never_seen(self, lists: &[&ListSource], nameless: u64) -> Reason {
        let names = named(lists.iter().copied());
        let read = match self.0 {
            Lang::En => format!("No row with this id was read in: {names}."),
            Lang::Es => format!("No se leyó ninguna fila con este identificador en: {names}."),
        };
        let message = match (self.0, nameless) {
            (_, 0) => read,
            (Lang::En, _) => {
                format!(
                    "{read} Rows whose id could not be read: {nameless}; the report of the import has them."
                )
            }
            (Lang::Es, _) => format!(
                "{read} Filas cuyo identificador no se pudo leer: {nameless}; están en el informe de la importación."
            ),
        };
        let has = lists.iter().map(|source| source.list.clone()).collect();
        Reason { code: "never_seen", message, has, ..Reason::default() }
    }

    /// A row that was left out.
    pub(in crate::query::why) fn row(self, row: ListedRow) -> Reason {
        let (code, why) = cause(&row.row, self.0);
        let ListedRow { list, row: LeftOutRow { imported, line, column, .. } } = &row;
        let day = day(imported);
        let message = match (self.0, column.is_empty()) {
            (Lang::En, true) => format!("List {list} ({day}), line {line}: {why}."),
            (Lang::Es, true) => format!("Lista {list} ({day}), línea {line}: {why}."),
            (Lang::En, false) => format!("List {list} ({day}), line {line}, column {column}: {why}."),
            (Lang::Es, false) => format!("Lista {list} ({day}), línea {line}, columna {column}: {why}."),
        };
        Reason { code, message, row: Some(row), ..Reason::default() }
    }

    /// What was left out of these lists is not known.
    pub(in crate::query::why) fn not_recorded(self, lists: &[&ListSource]) -> Reason {
        let names = named(lists.iter().copied());
        let message = match self.0 {
            Lang::En => format!(
                "Which rows were left out is not recorded, or not of all its files, for: {names}. Importing a whole \
                 list again records it."
            ),
            Lang::Es => format!(
                "No consta qué filas quedaron fuera, o no de todos sus archivos, de: {names}. Al importar de nuevo \
                 una lista entera queda constancia."
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

/// The stable code of a row's fate, and the fate in words, without its full stop. The reasons of rejected rows are the
/// import's, and so may be ones that an older program gave.
fn cause(row: &LeftOutRow, lang: Lang) -> (&'static str, String) {
    let (code, english, spanish) = match row.code.as_str() {
        "deactivated" => ("deactivated", "the NPI is deactivated", "el NPI está desactivado"),
        "out_of_scope" => (
            "other_profession",
            "it states no profession that this finder lists",
            "no indica ninguna profesión que este buscador incluya",
        ),
        "student" => (
            "student_only",
            "a student, without a profession that this finder lists",
            "estudiante, sin una profesión que este buscador incluya",
        ),
        "inactive" => ("inactive", "the list says that it is inactive", "la lista dice que está inactivo"),
        "duplicate_row" => (
            "duplicate_row",
            "a later row has the same id and address",
            "una fila posterior tiene el mismo identificador y la misma dirección",
        ),
        "too_many_practices" => (
            "too_many_practices",
            "one more practice than the 1,000 that are kept of a provider",
            "una consulta más que las 1.000 que se guardan de cada profesional",
        ),
        "too_many_names" => (
            "too_many_names",
            "one more name than the 100 further ones that are kept of a provider",
            "un nombre más que los 100 adicionales que se guardan de cada profesional",
        ),
        "no_such_provider" => (
            "no_such_provider",
            "a further address or name, without the row that it belongs to",
            "otra dirección u otro nombre, sin la fila a la que pertenece",
        ),
        rejected => return ("rejected", unusable(rejected, lang)),
    };
    let text = match lang {
        Lang::En => english,
        Lang::Es => spanish,
    };
    (code, text.to_owned())
}

fn unusable(code: &str, lang: Lang) -> String {
    match (fault(code), lang) {
        (Some((why, _)), Lang::En) => format!("the row cannot be used, because {why} ({code})"),
        (Some((_, why)), Lang::Es) => format!("la fila no se puede usar, porque {why} ({code})"),
        (None, Lang::En) => format!("the row cannot be used; the report of the import says why ({code})"),
        (None, Lang::Es) => {
            format!("la fila no se puede usar; el informe de la importación dice por qué ({code})")
        }
    }
}

/// Why a row cannot be used, in both languages; `None` for a reason that has no words here.
fn fault(code: &str) -> Option<(&'static str, &'static str)> {
    Some(match code {
        "npi_check_digit" => ("the NPI’s check digit is wrong", "el dígito de control del NPI es incorrecto"),
        "npi_shape" => (
            "the NPI is not ten digits beginning with 1 or 2",
            "el NPI no tiene diez cifras que empiecen por 1 o 2",
        ),
        "id_missing" => ("it has neither NPI nor own id", "no tiene NPI ni identificador propio"),
        "id_invalid" => (
            "its id is too long or holds control characters",
            "su identificador es demasiado largo o tiene caracteres de control",
        ),
        "name_missing" => ("it has no name", "no tiene nombre"),
        "text_too_long" => ("a text is too long", "un texto es demasiado largo"),
        "specialty_missing" => ("it has no specialty", "no tiene especialidad"),
        "specialty_unknown" => ("its specialty is not known", "no se conoce su especialidad"),
        "entity_type_unknown" => (
            "its entity type is neither 1 (a person) nor 2 (an organization)",
            "su tipo de entidad no es 1 (una persona) ni 2 (una organización)",
        ),
        "no_location" => {
            ("neither its ZIP code nor its city is known", "no se conocen ni su código postal ni su ciudad")
        }
        "address_outside_us" => {
            ("its practice is outside the United States", "su consulta está fuera de los Estados Unidos")
        }
        "encoding" => ("its text cannot be read", "su texto no se puede leer"),
        _ => return None,
    })
}
