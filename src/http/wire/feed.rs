//! Lines of the mirror routes: how an export or a change feed begins, one line a provider, how it ends.

use super::labels::Labels;
use super::provider::{PracticeReply, ProfileReply};
use super::search::NoticeReply;
use super::{ATTRIBUTION, disclaimer};
use crate::index::{Entry, IndexError, Record};
use crate::vocabulary::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// The first line: what follows.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct BeginLine<'a> {
    /// `begin`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The generation that a mirror has once all lines are applied.
    generation: &'a str,
    /// The generation that the mirror must have had before; `null` in an export, which needs none.
    #[schema(required = true)]
    since: Option<&'a str>,
    /// How many providers `generation` has, whatever part of them follows; whoever is hidden since is counted here, and not
    /// told of.
    providers: usize,
    /// The version of the vocabulary that labels are of.
    vocabulary: &'a str,
    /// What the reader should know.
    notices: Vec<NoticeReply<'a>>,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

/// A provider. In an export `provider`; in a change feed `added`, `changed` or `removed`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProviderLine<'a> {
    /// `provider`, `added`, `changed` or `removed`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// Whom it is about. Also the cursor: `after` takes it to go on behind this line.
    id: &'a str,
    /// The members of `provider` that differ; with `changed` only.
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<&'a [&'static str]>,
    /// The whole provider as `/v1/providers/{id}` gives it, without what the first line says of all, and without
    /// `provenance`, `moved` and `colleagues`; not with `removed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<MirroredReply<'a>>,
}

/// A provider as mirrors keep it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MirroredReply<'a> {
    /// What is known, apart from where.
    #[serde(flatten)]
    profile: ProfileReply<'a>,
    /// Where people are seen, the primary practice first.
    practices: Vec<PracticeReply<'a>>,
}

/// The last line. Whoever has not read it has not read all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct EndLine<'a> {
    /// `end`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// As in the first line.
    generation: &'a str,
    /// How many lines lie between the first and this one.
    count: u64,
}

impl<'a> BeginLine<'a> {
    /// The first line of the changes from `since`, or of an export.
    pub fn new(
        generation: &'a str,
        since: Option<&'a str>,
        providers: usize,
        labels: &'a Labels,
        sample: bool,
    ) -> Self {
        Self {
            kind: "begin",
            generation,
            since,
            providers,
            vocabulary: labels.vocabulary().version(),
            notices: sample.then(|| NoticeReply::sample(Lang::En)).into_iter().collect(),
            attribution: ATTRIBUTION,
            notice: disclaimer(Lang::En),
        }
    }
}

impl<'a> ProviderLine<'a> {
    /// A line of a change feed.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the record cannot be read.
    pub fn of_change(entry: &'a Entry, labels: &'a Labels) -> Result<Self, IndexError> {
        Ok(match entry {
            Entry::Removed(id) => Self { kind: "removed", id, fields: None, provider: None },
            Entry::Added(record) => Self::of_record("added", None, record, labels)?,
            Entry::Changed(fields, record) => Self::of_record("changed", Some(fields), record, labels)?,
        })
    }

    /// A line of an export.
    ///
    /// # Errors
    /// As for [`ProviderLine::of_change`].
    pub fn of_export(record: &'a Record, labels: &'a Labels) -> Result<Self, IndexError> {
        Self::of_record("provider", None, record, labels)
    }

    fn of_record(
        kind: &'static str,
        fields: Option<&'a [&'static str]>,
        record: &'a Record,
        labels: &'a Labels,
    ) -> Result<Self, IndexError> {
        let view = record.view()?;
        let practices = view.practices.iter().enumerate();
        let practices = practices.map(|(id, practice)| PracticeReply::new(id, practice)).collect();
        let id = view.id;
        let profile = ProfileReply::new(view, labels, Lang::En);
        Ok(Self { kind, id, fields, provider: Some(MirroredReply { profile, practices }) })
    }
}

impl<'a> EndLine<'a> {
    /// The last line, behind so many others.
    pub fn new(generation: &'a str, count: u64) -> Self {
        Self { kind: "end", generation, count }
    }
}
