//! What a mirror asks for: a whole generation, or what one says otherwise than another, from the beginning or from
//! where it was.

use super::RequestError;
use super::given::Given;
use super::value::Value;
use crate::domain::ProviderId;
use crate::index::GenerationId;

/// A checked request of a mirror.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRequest {
    /// The generation that the mirror has; `None` asks for a whole one.
    pub since: Option<GenerationId>,
    /// The generation that the mirror wants; `None` is the live one.
    pub generation: Option<GenerationId>,
    /// The id of the last line that the mirror has, as lines print it.
    pub after: Option<String>,
}

impl FeedRequest {
    /// Every parameter of the changes.
    pub const CHANGES: [&'static str; 3] = ["since", "generation", "after"];
    /// Every parameter of an export.
    pub const EXPORT: [&'static str; 2] = ["generation", "after"];
    /// The most characters of `after`; ids are shorter, and their own check comes after this one.
    const MAX_AFTER: usize = 512;

    /// Checks the named values of a request for changes.
    ///
    /// # Errors
    /// [`RequestError`] for the first value that is unknown, repeated, cannot be read or is missing.
    pub fn changes<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Result<Self, RequestError> {
        let asked = Self::read(pairs, &Self::CHANGES)?;
        if asked.since.is_none() {
            let detail = "since must be given: the generation that the mirror has, such as 000041".to_owned();
            return Err(RequestError::new("invalid_value", "since", detail));
        }
        Ok(asked)
    }

    /// Checks the named values of a request for an export.
    ///
    /// # Errors
    /// [`RequestError`] for the first value that is unknown, repeated or cannot be read.
    pub fn export<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>) -> Result<Self, RequestError> {
        Self::read(pairs, &Self::EXPORT)
    }

    fn read<'p>(
        pairs: impl IntoIterator<Item = (&'p str, &'p str)>,
        known: &[&'static str],
    ) -> Result<Self, RequestError> {
        let given = Given::read(pairs, known)?;
        let number = |value: Value<'p>| {
            value
                .text
                .parse()
                .map_err(|_no_number| value.invalid("the number of a generation, such as 000042"))
        };
        let id = |value: Value<'p>| {
            let text = value.token(Self::MAX_AFTER)?;
            // A bare NPI is an id too, and stands elsewhere in the order.
            let id: ProviderId =
                text.parse().map_err(|_no_id| value.invalid("the id of the last line that was read"))?;
            Ok(id.to_string())
        };
        let asked = Self {
            since: given.checked("since", number)?,
            generation: given.checked("generation", number)?,
            after: given.checked("after", id)?,
        };
        if asked.after.is_some() && asked.generation.is_none() {
            // Without it an import in between would make two halves of two lists.
            let detail = "after goes with generation, as the first line tells it".to_owned();
            return Err(RequestError::new("invalid_value", "generation", detail));
        }
        Ok(asked)
    }
}
