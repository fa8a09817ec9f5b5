//! Concepts as texts that outlive a vocabulary: `specialty:chiropractor`, `gender:unknown`, `state:PA`.

use super::lookup::Concept;
use super::record::RecordView;
use crate::domain::{Fact, Gender, Provider, ProviderKind};
use crate::vocabulary::Vocabulary;

/// The concepts that hold at every practice of a provider: all but the state. A concept may come more than once.
pub(super) fn of_provider(provider: &Provider) -> Vec<Concept> {
    let record = RecordView::of(provider, "");
    let credentials = provider.credentials.iter().cloned().map(Concept::Credential);
    listed_of(&record).chain(credentials).chain(always_of(&record)).collect()
}

/// Concepts that a provider may have several of, credentials aside.
pub(super) fn listed_of(record: &RecordView<'_>) -> impl Iterator<Item = Concept> {
    let specialties = record.specialties.iter().map(|claim| Concept::Specialty(claim.specialty));
    let techniques = record.techniques.iter().copied().map(Concept::Technique);
    let conditions = record.conditions.iter().copied().map(Concept::Condition);
    let languages = record.languages.iter().copied().map(Concept::Language);
    specialties.chain(techniques).chain(conditions).chain(languages)
}

/// Concepts that every provider has one of.
pub(super) fn always_of(record: &RecordView<'_>) -> [Concept; 5] {
    [
        Concept::Gender(record.gender),
        Concept::Kind(record.name.kind()),
        Concept::AcceptingNew(record.accepting_new),
        Concept::Telehealth(record.telehealth),
        Concept::Wheelchair(record.wheelchair),
    ]
}

/// The text of a concept.
pub(super) fn to_text(concept: &Concept, vocabulary: &Vocabulary) -> String {
    match concept {
        Concept::Specialty(id) => format!("specialty:{}", vocabulary.specialty(*id).id),
        Concept::Technique(id) => format!("technique:{}", vocabulary.technique(*id).id),
        Concept::Condition(id) => format!("condition:{}", vocabulary.condition(*id).id),
        Concept::Language(language) => format!("language:{language}"),
        Concept::Credential(credential) => format!("credential:{credential}"),
        Concept::Gender(gender) => format!("gender:{}", gender.map_or("unknown", Gender::as_str)),
        Concept::Kind(kind) => format!("kind:{}", kind.as_str()),
        Concept::State(state) => format!("state:{state}"),
        Concept::AcceptingNew(fact) => format!("accepting_new:{}", fact.as_str()),
        Concept::Telehealth(fact) => format!("telehealth:{}", fact.as_str()),
        Concept::Wheelchair(fact) => format!("wheelchair:{}", fact.as_str()),
    }
}

/// The concept of a text; `None` when this vocabulary does not know it any more.
pub(super) fn from_text(text: &str, vocabulary: &Vocabulary) -> Option<Concept> {
    let (kind, value) = text.split_once(':')?;
    Some(match kind {
        "specialty" => Concept::Specialty(vocabulary.specialty_id(value)?),
        "technique" => Concept::Technique(vocabulary.technique_id(value)?),
        "condition" => Concept::Condition(vocabulary.condition_id(value)?),
        "language" => Concept::Language(value.parse().ok()?),
        "credential" => Concept::Credential(value.parse().ok()?),
        "gender" => Concept::Gender(if value == "unknown" { None } else { Some(Gender::parse(value)?) }),
        "kind" => {
            let kinds = [ProviderKind::Person, ProviderKind::Organization];
            Concept::Kind(kinds.into_iter().find(|kind| kind.as_str() == value)?)
        }
        "state" => Concept::State(value.parse().ok()?),
        "accepting_new" => Concept::AcceptingNew(Fact::parse(value)?),
        "telehealth" => Concept::Telehealth(Fact::parse(value)?),
        "wheelchair" => Concept::Wheelchair(Fact::parse(value)?),
        _ => return None,
    })
}
