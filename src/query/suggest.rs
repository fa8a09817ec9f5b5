//! Completion of what is being typed.

/// Completions.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suggestions {
    /// The generation that answered.
    pub generation: String,
    /// At most 10, the most helpful first.
    pub suggestions: Vec<Suggestion>,
}

/// One completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// Its id: of the vocabulary, a provider's, or a place's label.
    pub id: String,
    /// What to show.
    pub label: String,
    /// What to put into the box.
    pub insert: String,
}

/// What a completion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuggestionKind {
    /// `specialty`
    Specialty,
    /// `condition`
    Condition,
    /// `technique`
    Technique,
    /// `place`
    Place,
    /// `person`
    Person,
    /// `organization`
    Organization,
}

impl SuggestionKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Specialty => "specialty",
            Self::Condition => "condition",
            Self::Technique => "technique",
            Self::Place => "place",
            Self::Person => "person",
            Self::Organization => "organization",
        }
    }
}
