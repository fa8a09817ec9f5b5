//! Who was searched, and why that leaves a provider out.

use super::{Sentence, listed};
use crate::domain::{ConditionId, Provider, SpecialtyId, TechniqueId};
use crate::query::interpret::{condition_label, specialty_label, technique_label};
use crate::query::subject::Reason as Member;
use crate::query::why::Reason;
use crate::vocabulary::Lang;

/// The specialties that were searched, and what they follow from.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::query::why) enum Searched {
    /// They were asked for.
    Asked(Vec<SpecialtyId>),
    /// They usually treat a condition; whoever lists it was searched too.
    Treating(Vec<SpecialtyId>, ConditionId),
    /// They perform a technique.
    Performing(Vec<SpecialtyId>, TechniqueId),
    /// They are what an open question shows.
    Core(Vec<SpecialtyId>),
}

impl Searched {
    pub(in crate::query::why) fn new(
        specialties: Vec<SpecialtyId>,
        condition: Option<ConditionId>,
        reason: Option<&Member>,
    ) -> Self {
        match (condition, reason) {
            (Some(condition), _) => Self::Treating(specialties, condition),
            (None, Some(Member::Condition(condition))) => Self::Treating(specialties, *condition),
            (None, Some(Member::Technique(technique))) => Self::Performing(specialties, *technique),
            (None, Some(Member::Core) | None) => Self::Core(specialties),
            (None, Some(Member::Said { .. } | Member::Given)) => Self::Asked(specialties),
        }
    }

    /// Whether the specialties follow from something else than their names.
    pub(in crate::query::why) fn follows(&self) -> bool {
        match self {
            Self::Asked(_) => false,
            Self::Treating(..) | Self::Performing(..) | Self::Core(_) => true,
        }
    }

    fn specialties(&self) -> &[SpecialtyId] {
        match self {
            Self::Asked(specialties)
            | Self::Treating(specialties, _)
            | Self::Performing(specialties, _)
            | Self::Core(specialties) => specialties,
        }
    }
}

impl Sentence<'_> {
    /// None of its specialties was searched.
    pub(in crate::query::why) fn other_specialty(self, searched: &Searched, provider: &Provider) -> Reason {
        let specialties = searched.specialties();
        let names = listed(specialties.iter().map(|id| self.specialty(*id)));
        let (lang, vocabulary) = (self.lang(), self.0.vocabulary);
        let searched = match (searched, lang) {
            (_, Lang::En) if specialties.is_empty() => {
                "The question leaves out whoever it would find.".to_owned()
            }
            (_, Lang::Es) if specialties.is_empty() => {
                "La pregunta excluye a quienes encontraría.".to_owned()
            }
            (Searched::Asked(_), Lang::En) => format!("The search was for: {names}."),
            (Searched::Asked(_), Lang::Es) => format!("Se buscó: {names}."),
            (Searched::Treating(_, id), Lang::En) => {
                let label = condition_label(vocabulary, *id, lang);
                format!(
                    "For “{label}” those who list it were searched, and those one usually sees for it: {names}."
                )
            }
            (Searched::Treating(_, id), Lang::Es) => {
                let label = condition_label(vocabulary, *id, lang);
                format!("Para «{label}» se buscó a quienes lo indican y a quienes se suele acudir: {names}.")
            }
            (Searched::Performing(_, id), Lang::En) => {
                let label = technique_label(vocabulary, *id, lang);
                format!("For “{label}” those who perform it were searched: {names}.")
            }
            (Searched::Performing(_, id), Lang::Es) => {
                let label = technique_label(vocabulary, *id, lang);
                format!("Para «{label}» se buscó a quienes lo practican: {names}.")
            }
            (Searched::Core(_), Lang::En) => {
                format!("The question names no specialty, so the usual ones were searched: {names}.")
            }
            (Searched::Core(_), Lang::Es) => {
                format!(
                    "La pregunta no nombra ninguna especialidad, así que se buscaron las habituales: {names}."
                )
            }
        };
        let own = self.own(provider);
        let message = match (lang, own.is_empty()) {
            (Lang::En, true) => format!("{searched} This provider states no specialty."),
            (Lang::Es, true) => format!("{searched} Este profesional no indica ninguna especialidad."),
            (Lang::En, false) => format!("{searched} This provider’s specialties: {own}."),
            (Lang::Es, false) => format!("{searched} Especialidades de este profesional: {own}."),
        };
        let asked = self.specialty_ids(specialties);
        Reason { code: "other_specialty", message, asked, has: self.own_ids(provider), ..Reason::default() }
    }

    /// All its specialties are shown by name only.
    pub(in crate::query::why) fn hidden(self, provider: &Provider) -> Reason {
        let own = self.own(provider);
        let message = match self.lang() {
            Lang::En => format!("Shown only when asked for by name: {own}."),
            Lang::Es => format!("Solo se muestra cuando se busca por su nombre: {own}."),
        };
        Reason { code: "hidden_specialty", message, has: self.own_ids(provider), ..Reason::default() }
    }

    pub(super) fn specialty(self, id: SpecialtyId) -> String {
        specialty_label(self.0.vocabulary, id, self.lang()).to_owned()
    }

    pub(super) fn specialty_ids(self, ids: &[SpecialtyId]) -> Vec<String> {
        ids.iter().map(|id| self.0.vocabulary.specialty(*id).id.clone()).collect()
    }

    fn own(self, provider: &Provider) -> String {
        listed(provider.specialties.iter().map(|claim| self.specialty(claim.specialty)))
    }

    fn own_ids(self, provider: &Provider) -> Vec<String> {
        let ids: Vec<SpecialtyId> = provider.specialties.iter().map(|claim| claim.specialty).collect();
        self.specialty_ids(&ids)
    }
}
