//! What became of every word of a question.
//!
//! In: the steps of the parser, each of which says what it takes words for. Out: [`Span`]s. Invariants: every word that
//! is read stands in exactly one span, in the order of the text; a span's text is the question from its start to its
//! end; what the plan gives up is ignored here too.

/// What words were taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpanKind {
    /// A specialty.
    Specialty,
    /// A condition or symptom.
    Condition,
    /// A technique.
    Technique,
    /// A degree or certificate that stands for no specialty.
    Credential,
    /// A filter in words.
    Filter,
    /// A specialty that is not wanted, with the words that deny it.
    Exclude,
    /// A point, ZIP code or city.
    Place,
    /// A state.
    State,
    /// A place that nobody knows.
    UnknownPlace,
    /// How far.
    Radius,
    /// A wish for whoever is nearest.
    Nearest,
    /// The place where the asking person is.
    NearMe,
    /// A word of a name.
    Name,
    /// A National Provider Identifier.
    Npi,
    /// A profession that is not listed.
    OutOfScope,
    /// A word behind which a place or a distance is expected.
    Marker,
    /// Words that carry no meaning of their own, passed over in silence.
    Filler,
    /// Words that nothing was made of, which is told.
    Ignored,
}

impl SpanKind {
    /// Whether the words stand among those that nothing was made of.
    pub const fn is_ignored(self) -> bool {
        matches!(self, Self::Ignored | Self::OutOfScope)
    }
}

/// Something that words mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sense {
    /// Of which kind.
    pub kind: SpanKind,
    /// Which; see [`Fate::ids`].
    pub ids: Vec<String>,
}

/// What became of some words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// What they were taken for.
    pub kind: SpanKind,
    /// Which one, or which ones where the words do not say. Ids of the vocabulary, a credential, `name=value` of a
    /// filter by the names of the parameters, a place's label, a state's code, a radius as the parameter takes it, an
    /// NPI, the term of a profession that is not listed, the folded word of a name.
    pub ids: Vec<String>,
    /// What they mean besides: `acupuncture` is a specialty and a technique. Of a word of a name what else its bearers
    /// are called, where that was looked for too.
    pub also: Vec<Sense>,
    /// The surface form of the vocabulary that matched, folded and rightly spelled.
    pub form: Option<String>,
    /// How many edits the words are away from the form.
    pub edits: u8,
}

impl Fate {
    /// Words of a kind, nothing further known.
    pub(super) fn of(kind: SpanKind) -> Self {
        Self { kind, ids: Vec::new(), also: Vec::new(), form: None, edits: 0 }
    }

    /// Words that mean one thing.
    pub(super) fn one(kind: SpanKind, id: impl Into<String>) -> Self {
        Self { ids: vec![id.into()], ..Self::of(kind) }
    }

    /// Words that match a surface form.
    pub(super) fn spelled(self, form: &str, edits: u8) -> Self {
        Self { form: Some(form.to_owned()), edits, ..self }
    }

    /// Adds what the words mean too.
    pub(super) fn add(&mut self, kind: SpanKind, ids: Vec<String>) {
        let list = if self.kind == kind {
            &mut self.ids
        } else if let Some(at) = self.also.iter().position(|sense| sense.kind == kind) {
            &mut self.also[at].ids
        } else {
            self.also.push(Sense { kind, ids });
            return;
        };
        for id in ids {
            if !list.contains(&id) {
                list.push(id);
            }
        }
    }

    /// The same words after they were given up: what they would have meant does not count.
    pub(super) fn given_up(self) -> Self {
        Self { kind: SpanKind::Ignored, ids: Vec::new(), also: Vec::new(), ..self }
    }

    /// Everything that the words mean, the first sense first.
    pub fn senses(&self) -> impl Iterator<Item = (SpanKind, &[String])> {
        let also = self.also.iter().map(|sense| (sense.kind, sense.ids.as_slice()));
        std::iter::once((self.kind, self.ids.as_slice())).chain(also)
    }
}

/// Some words of a question that stand side by side, and what became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Where it begins in the question.
    ///
    /// # Units
    /// Characters (Unicode code points), not bytes.
    pub start: usize,
    /// Where it ends.
    ///
    /// # Units
    /// Characters, the last one not included.
    pub end: usize,
    /// The question from start to end, as typed.
    pub text: String,
    /// What became of it.
    pub fate: Fate,
}

/// A text with single blanks.
pub(super) fn single_blanks(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn senses_are_gathered_by_kind_each_id_once() {
        let mut fate = Fate::one(SpanKind::Specialty, "acupuncturist").spelled("acupuncture", 1);
        fate.add(SpanKind::Technique, vec!["acupuncture".into()]);
        fate.add(SpanKind::Specialty, vec!["acupuncturist".into(), "chiropractor".into()]);
        fate.add(SpanKind::Technique, vec!["dry_needling".into()]);
        let senses: Vec<_> = fate.senses().map(|(kind, ids)| (kind, ids.join(" "))).collect();
        let expected = [
            (SpanKind::Specialty, "acupuncturist chiropractor".to_owned()),
            (SpanKind::Technique, "acupuncture dry_needling".to_owned()),
        ];
        assert_eq!(senses, expected);
        let left = fate.given_up();
        assert_eq!((left.kind, left.ids.len(), left.also.len()), (SpanKind::Ignored, 0, 0));
        assert_eq!((left.form.as_deref(), left.edits), (Some("acupuncture"), 1), "which words they were");
    }
}
