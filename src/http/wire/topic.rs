//! One condition, specialty or technique on the wire, with what guidelines say of it and where they disagree.
//!
//! Unlike the tables, which show their cells as written, these replies are in one language, name what rows only refer
//! to, and say of each statement who made it when, how strongly, whether that was read and whether it may be outdated.

use super::result::LabelledReply;
use super::search::SafetyReply;
use super::{ATTRIBUTION, disclaimer};
use crate::domain::{SpecialtyId, TechniqueId};
use crate::query::SafetyNotice;
use crate::vocabulary::{Condition, Disagreement, Evidence, Lang, Specialty, Technique, Vocabulary};
use serde::Serialize;
use utoipa::ToSchema;

/// What a topic is told with.
#[derive(Debug, Clone, Copy)]
pub struct Teller<'a> {
    /// Labels come from here.
    pub vocabulary: &'a Vocabulary,
    /// The language.
    pub lang: Lang,
    /// The year that the age of guidelines is judged by.
    pub year: i16,
}

/// A condition: who treats it, what to look out for, and what guidelines say.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ConditionTopicReply<'a> {
    /// A hash of all tables; changes when any of them does.
    version: &'a str,
    /// The id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// `symptom`, `condition` or `situation`.
    kind: &'static str,
    /// `neck`, `upper_back`, `low_back`, `any` …
    region: &'a str,
    /// What it is, how it usually goes and whom to see.
    summary: &'a str,
    /// What the summary rests on.
    summary_source: &'a str,
    /// What people call it, in English and Spanish.
    lay_terms: &'a [String],
    /// What clinicians call it.
    clinical_terms: &'a [String],
    /// Who treats it, the best first.
    specialties: Vec<WeightedReply<'a>>,
    /// Danger signs to look out for, the most urgent first.
    red_flags: Vec<SafetyReply<'a>>,
    /// What guidelines say, for and against.
    evidence: Vec<EvidenceReply<'a>>,
    /// What some guideline is for and another against.
    disagreements: Vec<DisagreementReply<'a>>,
    /// Where the row comes from.
    source: &'a str,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

/// A specialty: who they are, what they treat and how.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SpecialtyTopicReply<'a> {
    /// A hash of all tables; changes when any of them does.
    version: &'a str,
    /// The id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// Several of them.
    plural: &'a str,
    /// `core`, `adjacent`, `related`, or, shown only when asked for by name, `safety` and `hidden`.
    tier: &'static str,
    /// What its members do.
    summary: &'a str,
    /// Degrees and licences that its members write behind their names.
    credentials: &'a [String],
    /// NUCC taxonomy codes.
    taxonomy: Vec<&'a str>,
    /// Whether its members manipulate joints: `yes`, `some`, `varies` or `no`.
    does_manipulation: &'static str,
    /// Whether its members prescribe medicines: `yes`, `some`, `varies` or `no`.
    can_prescribe: &'static str,
    /// Whether one can go there without being sent: `yes`, `sometimes-referral`, `usually-referral` or `no`.
    first_contact: &'static str,
    /// Conditions, those it is searched for first.
    conditions: Vec<WeightedReply<'a>>,
    /// What its members may do, with what is known of it.
    techniques: Vec<TechniqueNoteReply<'a>>,
    /// Where the row comes from.
    source: &'a str,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

/// A technique: who performs it, what is known of it, and what to mind.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TechniqueTopicReply<'a> {
    /// A hash of all tables; changes when any of them does.
    version: &'a str,
    /// What it is and what is known of it.
    #[serde(flatten)]
    technique: TechniqueNoteReply<'a>,
    /// Who performs it.
    performed_by: Vec<LabelledReply<'a>>,
    /// Whether it makes sense as a filter of a search.
    offer_as_filter: bool,
    /// What guidelines say of it, for each condition they speak of.
    conditions: Vec<TechniqueEvidenceReply<'a>>,
    /// Where the row comes from.
    source: &'a str,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

/// A specialty for a condition, or a condition for a specialty.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WeightedReply<'a> {
    /// The id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// How well they fit, from 0 to 1.
    weight: f64,
    /// Whether a search for the condition alone searches the specialty: from a weight of 0.5 on.
    usual: bool,
}

/// A technique, what studies and guidelines say of it, and what to mind.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TechniqueNoteReply<'a> {
    /// The id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// What studies and guidelines say of it.
    evidence_note: &'a str,
    /// What to mind; empty where nothing is noted, which does not mean that nothing can happen.
    safety_note: &'a str,
}

/// What guidelines say of a technique for a condition.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TechniqueEvidenceReply<'a> {
    /// The condition's id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// The statements.
    evidence: Vec<EvidenceReply<'a>>,
    /// Whether some guideline is for it and another against.
    disagreed: bool,
}

/// A statement of a guideline.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct EvidenceReply<'a> {
    /// The technique it speaks of; null where it speaks of whom to see.
    #[schema(required = true)]
    technique: Option<LabelledReply<'a>>,
    /// Who would do it, or whom to see.
    specialties: Vec<LabelledReply<'a>>,
    /// `for`, `for-with-exercise`, `against`, `no-support`, `refer` or `warn`.
    stance: &'static str,
    /// What that comes to: `for`, `against`, `refer` or `warn`.
    direction: &'static str,
    /// How strongly, with the guideline's own grade.
    strength: &'a str,
    /// What it says, in our own words.
    statement: &'a str,
    /// Who wrote it.
    guideline: &'a str,
    /// When it came out.
    year: u16,
    /// Whether that is more than five years ago, so that it may be outdated.
    old: bool,
    /// Whether the source was read for this row: `yes`, `partly`, or `no`, where others are relied on.
    read: &'static str,
    /// Whether another guideline of this reply points the other way.
    disagreed: bool,
}

/// Something that some guideline is for and another against.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct DisagreementReply<'a> {
    /// The technique; null where they speak of whom to see.
    #[schema(required = true)]
    technique: Option<LabelledReply<'a>>,
    /// Whom to see, where that is what they speak of.
    specialties: Vec<LabelledReply<'a>>,
    /// Who is for it: guideline and year.
    supporting: Vec<String>,
    /// Who is against it: guideline and year.
    opposing: Vec<String>,
    /// The same in a sentence, in the asked language.
    message: String,
}

impl<'a> Teller<'a> {
    /// A condition.
    pub fn condition(self, condition: &'a Condition, signs: &'a [SafetyNotice]) -> ConditionTopicReply<'a> {
        let weighted = |(id, weight): &(SpecialtyId, f64)| {
            let row = self.vocabulary.specialty(*id);
            WeightedReply::new(&row.id, row.label(self.lang), *weight)
        };
        let disagreements = condition.disagreements();
        ConditionTopicReply {
            version: self.vocabulary.version(),
            id: &condition.id,
            label: condition.label(self.lang),
            kind: condition.kind.as_str(),
            region: &condition.region,
            summary: condition.summary(self.lang),
            summary_source: &condition.summary_source,
            lay_terms: &condition.lay_terms,
            clinical_terms: &condition.clinical_terms,
            specialties: condition.specialties.iter().map(weighted).collect(),
            red_flags: signs.iter().map(SafetyReply::new).collect(),
            evidence: (0..condition.evidence.len())
                .map(|place| self.evidence(condition, place, &disagreements))
                .collect(),
            disagreements: disagreements.iter().map(|one| self.disagreement(condition, one)).collect(),
            source: &condition.source,
            attribution: ATTRIBUTION,
            notice: disclaimer(self.lang),
        }
    }

    /// A condition's danger signs, the most urgent first.
    pub fn signs(self, condition: &Condition) -> Vec<SafetyNotice> {
        let flags = condition.red_flags.iter().filter_map(|row| self.vocabulary.red_flags().get(*row));
        let mut signs: Vec<SafetyNotice> = flags
            .map(|flag| SafetyNotice {
                id: flag.id.clone(),
                urgency: flag.urgency,
                title: flag.title(self.lang).to_owned(),
                message: flag.message(self.lang).to_owned(),
            })
            .collect();
        signs.sort_by_key(|sign| sign.urgency);
        signs
    }

    /// A specialty.
    pub fn specialty(self, specialty: &'a Specialty) -> SpecialtyTopicReply<'a> {
        let mut conditions: Vec<WeightedReply<'a>> = Vec::new();
        for condition in self.vocabulary.conditions() {
            let weights = condition.specialties.iter().filter(|(id, _)| *id == specialty.row);
            conditions.extend(
                weights.map(|(_, weight)| {
                    WeightedReply::new(&condition.id, condition.label(self.lang), *weight)
                }),
            );
        }
        conditions.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        let performed = self.vocabulary.techniques().iter();
        let performed = performed.filter(|technique| technique.performed_by.contains(&specialty.row));
        SpecialtyTopicReply {
            version: self.vocabulary.version(),
            id: &specialty.id,
            label: specialty.label(self.lang),
            plural: specialty.plural(self.lang),
            tier: specialty.tier.as_str(),
            summary: specialty.summary(self.lang),
            credentials: &specialty.credential_hints,
            taxonomy: cell(&specialty.columns, "nucc_codes")
                .split('|')
                .map(str::trim)
                .filter(|code| !code.is_empty())
                .collect(),
            does_manipulation: specialty.does_manipulation.as_str(),
            can_prescribe: specialty.can_prescribe.as_str(),
            first_contact: specialty.first_contact.as_str(),
            conditions,
            techniques: performed.map(|technique| self.note(technique)).collect(),
            source: cell(&specialty.columns, "source"),
            attribution: ATTRIBUTION,
            notice: disclaimer(self.lang),
        }
    }

    /// A technique.
    pub fn technique(self, id: TechniqueId) -> TechniqueTopicReply<'a> {
        let technique = self.vocabulary.technique(id);
        let conditions = self.vocabulary.conditions().iter();
        TechniqueTopicReply {
            version: self.vocabulary.version(),
            technique: self.note(technique),
            performed_by: self.labels(&technique.performed_by),
            offer_as_filter: technique.offer_as_filter,
            conditions: conditions.filter_map(|condition| self.of_technique(condition, id)).collect(),
            source: cell(&technique.columns, "source"),
            attribution: ATTRIBUTION,
            notice: disclaimer(self.lang),
        }
    }

    fn of_technique(self, condition: &'a Condition, id: TechniqueId) -> Option<TechniqueEvidenceReply<'a>> {
        let disagreements = condition.disagreements();
        let of_it = |(_, row): &(usize, &'a Evidence)| row.technique == Some(id);
        let evidence: Vec<EvidenceReply<'a>> = condition
            .evidence
            .iter()
            .enumerate()
            .filter(of_it)
            .map(|(place, _)| self.evidence(condition, place, &disagreements))
            .collect();
        (!evidence.is_empty()).then(|| TechniqueEvidenceReply {
            id: &condition.id,
            label: condition.label(self.lang),
            evidence,
            disagreed: disagreements.iter().any(|one| one.technique == Some(id)),
        })
    }

    fn note(self, technique: &'a Technique) -> TechniqueNoteReply<'a> {
        TechniqueNoteReply {
            id: &technique.id,
            label: technique.label(self.lang),
            evidence_note: technique.evidence_note(self.lang),
            safety_note: technique.safety_note(self.lang),
        }
    }

    fn evidence(
        self,
        condition: &'a Condition,
        place: usize,
        disagreements: &[Disagreement],
    ) -> EvidenceReply<'a> {
        let row = &condition.evidence[place];
        let disagreed = |one: &Disagreement| one.supporting.contains(&place) || one.opposing.contains(&place);
        EvidenceReply {
            technique: row.technique.map(|id| self.technique_label(id)),
            specialties: self.labels(&row.specialties),
            stance: row.stance.as_str(),
            direction: row.stance.direction().as_str(),
            strength: row.strength(self.lang),
            statement: row.statement(self.lang),
            guideline: &row.guideline,
            year: row.year,
            old: row.is_old(self.year),
            read: row.read.as_str(),
            disagreed: disagreements.iter().any(disagreed),
        }
    }

    fn disagreement(self, condition: &'a Condition, one: &Disagreement) -> DisagreementReply<'a> {
        let cited = |rows: &[usize]| -> Vec<String> {
            let rows = rows.iter().map(|place| &condition.evidence[*place]);
            rows.map(|row| format!("{} {}", row.guideline, row.year)).collect()
        };
        let (supporting, opposing) = (cited(&one.supporting), cited(&one.opposing));
        let technique = one.technique.map(|id| self.vocabulary.technique(id).label(self.lang));
        let specialties = one.specialties.iter().map(|id| self.vocabulary.specialty(*id).label(self.lang));
        let subject = technique.into_iter().chain(specialties).collect::<Vec<_>>().join(", ");
        let (pro, contra) = (supporting.join("; "), opposing.join("; "));
        let message = match self.lang {
            Lang::En => format!("{subject}: guidelines disagree. For it: {pro}. Against it: {contra}."),
            Lang::Es => format!("{subject}: las guías no coinciden. A favor: {pro}. En contra: {contra}."),
        };
        DisagreementReply {
            technique: one.technique.map(|id| self.technique_label(id)),
            specialties: self.labels(&one.specialties),
            supporting,
            opposing,
            message,
        }
    }

    fn technique_label(self, id: TechniqueId) -> LabelledReply<'a> {
        let row = self.vocabulary.technique(id);
        LabelledReply::new(&row.id, row.label(self.lang))
    }

    fn labels(self, ids: &[SpecialtyId]) -> Vec<LabelledReply<'a>> {
        let row = |id: &SpecialtyId| self.vocabulary.specialty(*id);
        ids.iter().map(row).map(|row| LabelledReply::new(&row.id, row.label(self.lang))).collect()
    }
}

impl<'a> WeightedReply<'a> {
    fn new(id: &'a str, label: &'a str, weight: f64) -> Self {
        Self { id, label, weight, usual: weight >= Condition::USUAL }
    }
}

/// The cell of a column as written.
fn cell<'a>(columns: &'a [(String, String)], name: &str) -> &'a str {
    columns.iter().find(|(column, _)| column == name).map_or("", |(_, cell)| cell)
}
