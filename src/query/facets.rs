//! Counts over everything that matches, by the names and labels that callers know.
//!
//! In: counts per concept. Out: [`Facets`]. Invariant: each count stands in one list, the most frequent first, ties by
//! id.

use super::answer::{FacetValue, Facets};
use super::interpret::{condition_label, specialty_label, technique_label};
use crate::domain::{Fact, Gender};
use crate::index::{Concept, FacetCounts};
use crate::vocabulary::{Lang, Vocabulary};

/// Sorts counts into lists with labels.
pub(super) fn facets(counts: &FacetCounts, vocabulary: &Vocabulary, lang: Lang) -> Facets {
    let mut facets = Facets::default();
    for (concept, count) in &counts.0 {
        let value = |id: &str, label: Option<String>| FacetValue { id: id.to_owned(), label, count: *count };
        match concept {
            Concept::Specialty(id) => {
                let label = specialty_label(vocabulary, *id, lang).to_owned();
                facets.specialties.push(value(&vocabulary.specialty(*id).id, Some(label)));
            }
            Concept::Technique(id) => {
                let label = technique_label(vocabulary, *id, lang).to_owned();
                facets.techniques.push(value(&vocabulary.technique(*id).id, Some(label)));
            }
            Concept::Condition(id) => {
                let label = condition_label(vocabulary, *id, lang).to_owned();
                facets.conditions.push(value(&vocabulary.condition(*id).id, Some(label)));
            }
            Concept::Language(language) => {
                let label = vocabulary.language_label(*language, lang);
                facets.languages.push(value(language.as_str(), Some(label)));
            }
            Concept::AcceptingNew(fact) => facets.accepting_new.push(value(Fact::as_str(*fact), None)),
            Concept::Telehealth(fact) => facets.telehealth.push(value(Fact::as_str(*fact), None)),
            Concept::Wheelchair(fact) => facets.wheelchair.push(value(Fact::as_str(*fact), None)),
            Concept::Gender(gender) => {
                facets.gender.push(value(gender.map_or("unknown", Gender::as_str), None));
            }
            Concept::Kind(kind) => facets.kind.push(value(kind.as_str(), None)),
            // Credentials and states are filters without a list of their own in answers.
            Concept::Credential(_) | Concept::State(_) => {}
        }
    }
    for list in facets.lists_mut() {
        list.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.id.cmp(&other.id)));
    }
    facets
}

impl Facets {
    fn lists_mut(&mut self) -> [&mut Vec<FacetValue>; 9] {
        [
            &mut self.specialties,
            &mut self.techniques,
            &mut self.conditions,
            &mut self.languages,
            &mut self.accepting_new,
            &mut self.telehealth,
            &mut self.wheelchair,
            &mut self.gender,
            &mut self.kind,
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ProviderKind;

    #[test]
    fn counts_get_their_labels_and_lists() {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
        let specialty = |id| Concept::Specialty(vocabulary.specialty_id(id).expect(id));
        let counts = FacetCounts(vec![
            (specialty("physical_therapist"), 5),
            (specialty("osteopath"), 7),
            (specialty("chiropractor"), 7),
            (Concept::Gender(None), 2),
            (Concept::Gender(Some(Gender::Female)), 3),
            (Concept::Kind(ProviderKind::Person), 9),
            (Concept::Telehealth(Fact::Unknown), 9),
            (Concept::Language("es".parse().expect("a language")), 1),
            (Concept::State("PA".parse().expect("a state")), 9),
        ]);
        let facets = facets(&counts, &vocabulary, Lang::Es);
        let ids: Vec<&str> = facets.specialties.iter().map(|value| value.id.as_str()).collect();
        assert_eq!(ids, ["chiropractor", "osteopath", "physical_therapist"]);
        assert_eq!(facets.specialties[2].label.as_deref(), Some("Fisioterapeuta"));
        let genders: Vec<&str> = facets.gender.iter().map(|value| value.id.as_str()).collect();
        assert_eq!(genders, ["F", "unknown"]);
        assert_eq!((facets.kind.len(), facets.telehealth.len(), facets.languages.len()), (1, 1, 1));
        assert!(facets.wheelchair.is_empty());
    }
}
