//! Why a provider is found for a question, or is not, or is in no list at all.
//!
//! In: what a caller wrote for an id, and the question as a search takes it. Out: a [`Why`]. Invariants: whether and
//! where a provider is found is asked of the very lookup that the search comes down to, and each part of it by itself,
//! so that an explanation cannot contradict the search; whoever is not found has a reason; nothing of a text that is
//! no id is repeated.

mod judge;
mod listing;
mod needed;
mod question;
mod sentence;

use super::answer::Answer;
use super::plan;
use super::request::{SearchRequest, Sort};
use crate::domain::{Metres, NpiError, Provider, ProviderId, ProviderIdError, Reach, Units};
use crate::index::LeftOutRow;
use crate::vocabulary::Lang;
pub(super) use listing::{left_out, unlisted};
pub(super) use question::Case;

/// What a caller wrote where an id belongs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedId {
    /// An id.
    Id(ProviderId),
    /// Digits that are no NPI.
    NoNpi {
        /// Why not.
        error: NpiError,
        /// Their number, where there are ten.
        number: Option<u64>,
    },
    /// Something else.
    NoId,
}

impl AskedId {
    /// Reads `npi:N`, a bare `N`, or `list:own-id`.
    pub fn read(text: &str) -> Self {
        let digits = text.strip_prefix("npi:").unwrap_or(text);
        let numeric = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        match (text.parse(), numeric) {
            (Ok(id), _) => Self::Id(id),
            (Err(ProviderIdError::Npi(error)), true) => {
                Self::NoNpi { error, number: digits.parse().ok().filter(|_| digits.len() == 10) }
            }
            (Err(ProviderIdError::Npi(_) | ProviderIdError::List(_) | ProviderIdError::OwnId), _) => {
                Self::NoId
            }
        }
    }

    /// The id, where it is one.
    pub fn id(&self) -> Option<&ProviderId> {
        match self {
            Self::Id(id) => Some(id),
            Self::NoNpi { .. } | Self::NoId => None,
        }
    }
}

/// What is known of an id, and of its provider's place in a question's answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Why {
    /// The generation that answered.
    pub generation: String,
    /// The id, where what was asked for is one.
    pub id: Option<ProviderId>,
    /// The provider; `None` when it is not listed.
    pub provider: Option<Provider>,
    /// Why it is not listed, or else why it is not found; none when it is found or no question was asked.
    pub reasons: Vec<Reason>,
    /// Rows about a listed provider that were left out all the same, such as a second address that is unknown.
    pub left_out: Vec<Reason>,
    /// The question; `None` when none was asked, or nobody is listed to ask it of.
    pub question: Option<Explained>,
    /// Units of distances.
    pub units: Units,
    /// Language of texts.
    pub lang: Lang,
    /// Whether the generation holds nothing but the bundled sample.
    pub sample: bool,
}

/// A provider before a question.
#[derive(Debug, Clone, PartialEq)]
pub struct Explained {
    /// Whether the search finds it, on whatever page.
    pub found: bool,
    /// Its place in the asked order, the first is 1; `None` when it is not found, or the deadline cut the counting.
    pub rank: Option<u64>,
    /// The search's answer without its page: its only hit is the provider, where that has a rank.
    pub answer: Answer,
}

/// One reason for which a provider is not found or not listed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reason {
    /// Stable: `out_of_radius`, `other_specialty`, `never_seen` …
    pub code: &'static str,
    /// In the asked language.
    pub message: String,
    /// With `filtered`: the filter, by its parameter's name.
    pub filter: Option<&'static str>,
    /// What was searched for or left out: ids, values, words or names.
    pub asked: Vec<String>,
    /// What the provider has of it.
    pub has: Vec<String>,
    /// With `out_of_radius`: how far its nearest practice is.
    pub distance: Option<Metres>,
    /// With `out_of_radius`: how far was looked.
    pub used: Option<Reach>,
    /// With `out_of_radius`: a radius that reaches it.
    pub needed: Option<Reach>,
    /// The row of a list that it tells of.
    pub row: Option<ListedRow>,
}

/// A row that was left out of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedRow {
    /// The list.
    pub list: String,
    /// Where it stands, and why it was left out.
    pub row: LeftOutRow,
}

/// Whether a request asks anything: more than a language and units.
pub(super) fn is_question(request: &SearchRequest) -> bool {
    !plan::asks_nothing(request) || request.radius.is_some() || request.sort != Sort::default()
}

#[cfg(test)]
mod tests;
