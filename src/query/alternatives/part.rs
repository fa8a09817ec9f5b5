//! The parts that a question can do without, the slightest first, each as a parameter or in words.

use crate::domain::{Fact, Gender, ProviderKind};
use crate::places::{Place, PlaceKind};
use crate::query::intent::{Intent, Reading};
use crate::query::interpret::{condition_label, specialty_label, technique_label};
use crate::query::request::{Near, SearchRequest};
use crate::vocabulary::{Lang, Vocabulary};

/// A part of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    AcceptingNew,
    Telehealth,
    Wheelchair,
    Kind,
    Gender,
    Language,
    Credential,
    Technique,
    Name,
    Words,
    Exclude,
    State,
    Condition,
    Specialty,
}

/// Where a part comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Source {
    /// A parameter.
    Given,
    /// Words of the question.
    Said,
}

impl Source {
    pub(super) const ALL: [Self; 2] = [Self::Given, Self::Said];
}

impl Part {
    pub(super) const ALL: [Self; 14] = [
        Self::AcceptingNew,
        Self::Telehealth,
        Self::Wheelchair,
        Self::Kind,
        Self::Gender,
        Self::Language,
        Self::Credential,
        Self::Technique,
        Self::Name,
        Self::Words,
        Self::Exclude,
        Self::State,
        Self::Condition,
        Self::Specialty,
    ];

    /// The parameter's name, or that of the interpretation's member.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::AcceptingNew => "accepting_new",
            Self::Telehealth => "telehealth",
            Self::Wheelchair => "wheelchair",
            Self::Kind => "kind",
            Self::Gender => "gender",
            Self::Language => "language",
            Self::Credential => "credential",
            Self::Technique => "technique",
            Self::Name => "name",
            Self::Words => "words",
            Self::Exclude => "exclude",
            Self::State => "state",
            Self::Condition => "condition",
            Self::Specialty => "specialty",
        }
    }

    /// Whether a parameter says it.
    pub(super) fn is_given(self, request: &SearchRequest) -> bool {
        let filters = &request.filters;
        match self {
            Self::AcceptingNew => !filters.accepting_new.is_empty(),
            Self::Telehealth => !filters.telehealth.is_empty(),
            Self::Wheelchair => !filters.wheelchair.is_empty(),
            Self::Kind => !filters.kind.is_empty(),
            Self::Gender => !filters.gender.is_empty(),
            Self::Language => !filters.languages.is_empty(),
            Self::Technique => !request.techniques.is_empty(),
            Self::Name => request.name.is_some(),
            Self::Condition => !request.conditions.is_empty(),
            Self::Specialty => !request.specialties.is_empty(),
            Self::State => request.near.is_some(),
            Self::Credential | Self::Words | Self::Exclude => false,
        }
    }

    /// Takes the parameter out of a request and says which.
    pub(super) fn drop_given(self, request: &mut SearchRequest) -> &'static str {
        let filters = &mut request.filters;
        match self {
            Self::AcceptingNew => filters.accepting_new.clear(),
            Self::Telehealth => filters.telehealth.clear(),
            Self::Wheelchair => filters.wheelchair.clear(),
            Self::Kind => filters.kind.clear(),
            Self::Gender => filters.gender.clear(),
            Self::Language => filters.languages.clear(),
            Self::Technique => request.techniques.clear(),
            Self::Name => request.name = None,
            Self::Condition => request.conditions.clear(),
            Self::Specialty => request.specialties.clear(),
            Self::State => request.near = None,
            Self::Credential | Self::Words | Self::Exclude => {}
        }
        if self == Self::State { "near" } else { self.as_str() }
    }

    /// Takes the part out of what the words mean; whether they say it at all.
    pub(super) fn drop_said(self, intent: &mut Intent) -> bool {
        fn emptied<T>(list: &mut Vec<T>) -> bool {
            let was_said = !list.is_empty();
            list.clear();
            was_said
        }
        let filters = &mut intent.filters;
        match self {
            Self::AcceptingNew => emptied(&mut filters.accepting_new),
            Self::Telehealth => emptied(&mut filters.telehealth),
            Self::Wheelchair => emptied(&mut filters.wheelchair),
            Self::Kind => emptied(&mut filters.kind),
            Self::Gender => emptied(&mut filters.gender),
            Self::Language => emptied(&mut filters.languages),
            Self::Credential => emptied(&mut filters.credentials),
            Self::Exclude => emptied(&mut filters.exclude),
            Self::Technique => emptied(&mut intent.techniques),
            Self::Words => emptied(&mut intent.words),
            Self::Condition => emptied(&mut intent.conditions),
            Self::Specialty => emptied(&mut intent.specialties),
            Self::State => {
                let is_state = |place: &Reading<Place>| matches!(place.concept.kind, PlaceKind::State(_));
                let place = intent.place.take_if(|place| is_state(place));
                filters.state.take().is_some() || place.is_some()
            }
            Self::Name => false,
        }
    }

    /// The words that say it, where a reading kept them.
    pub(super) fn phrases(self, intent: &Intent) -> Vec<&str> {
        fn matched<T>(readings: &[Reading<T>]) -> Vec<&str> {
            readings.iter().map(|reading| reading.matched.as_str()).collect()
        }
        match self {
            Self::Technique => matched(&intent.techniques),
            Self::Condition => matched(&intent.conditions),
            Self::Specialty => matched(&intent.specialties),
            Self::Words => intent.words.iter().map(String::as_str).collect(),
            Self::AcceptingNew
            | Self::Telehealth
            | Self::Wheelchair
            | Self::Kind
            | Self::Gender
            | Self::Language
            | Self::Credential
            | Self::Name
            | Self::Exclude
            | Self::State => Vec::new(),
        }
    }

    /// What the parameter says, in a language; `None` where it is not given.
    pub(super) fn label(
        self,
        request: &SearchRequest,
        vocabulary: &Vocabulary,
        lang: Lang,
    ) -> Option<String> {
        if !self.is_given(request) {
            return None;
        }
        let filters = &request.filters;
        let facts = |facts: &[Fact]| {
            let words: Vec<&str> = facts.iter().map(|known| fact(*known, lang)).collect();
            format!("{}: {}", self.title(lang), words.join(", "))
        };
        Some(match self {
            Self::AcceptingNew => facts(&filters.accepting_new),
            Self::Telehealth => facts(&filters.telehealth),
            Self::Wheelchair => facts(&filters.wheelchair),
            Self::Kind => joined(filters.kind.iter().map(|known| kind(*known, lang))),
            Self::Gender => joined(filters.gender.iter().map(|known| gender(*known, lang))),
            Self::Language => {
                joined(filters.languages.iter().map(|known| vocabulary.language_label(*known, lang)))
            }
            Self::Technique => {
                joined(request.techniques.iter().map(|id| technique_label(vocabulary, *id, lang)))
            }
            Self::Condition => {
                joined(request.conditions.iter().map(|id| condition_label(vocabulary, *id, lang)))
            }
            Self::Specialty => {
                joined(request.specialties.iter().map(|id| specialty_label(vocabulary, *id, lang)))
            }
            Self::Name => request.name.clone()?,
            Self::State => match &request.near {
                Some(Near::Text(text)) => text.clone(),
                Some(Near::Point(_)) | None => return None,
            },
            Self::Credential | Self::Words | Self::Exclude => return None,
        })
    }

    /// What a fact is about.
    fn title(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::AcceptingNew, Lang::En) => "new patients",
            (Self::AcceptingNew, Lang::Es) => "nuevos pacientes",
            (Self::Telehealth, Lang::En) => "telehealth",
            (Self::Telehealth, Lang::Es) => "telesalud",
            (Self::Wheelchair, Lang::En) => "wheelchair access",
            (Self::Wheelchair, Lang::Es) => "acceso en silla de ruedas",
            (_, Lang::En | Lang::Es) => "",
        }
    }
}

fn joined(labels: impl Iterator<Item = impl Into<String>>) -> String {
    labels.map(Into::into).collect::<Vec<String>>().join(", ")
}

fn fact(fact: Fact, lang: Lang) -> &'static str {
    match (fact, lang) {
        (Fact::Yes, Lang::En) => "yes",
        (Fact::Yes, Lang::Es) => "sí",
        (Fact::No, _) => "no",
        (Fact::Unknown, Lang::En) => "not stated",
        (Fact::Unknown, Lang::Es) => "no indicado",
    }
}

fn kind(kind: ProviderKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (ProviderKind::Person, Lang::En) => "person",
        (ProviderKind::Person, Lang::Es) => "persona",
        (ProviderKind::Organization, Lang::En) => "organization",
        (ProviderKind::Organization, Lang::Es) => "organización",
    }
}

fn gender(gender: Option<Gender>, lang: Lang) -> &'static str {
    match (gender, lang) {
        (Some(Gender::Female), Lang::En) => "female",
        (Some(Gender::Female), Lang::Es) => "mujer",
        (Some(Gender::Male), Lang::En) => "male",
        (Some(Gender::Male), Lang::Es) => "hombre",
        (Some(Gender::Other), Lang::En) => "another gender",
        (Some(Gender::Other), Lang::Es) => "otro género",
        (None, Lang::En) => "gender not stated",
        (None, Lang::Es) => "género no indicado",
    }
}
