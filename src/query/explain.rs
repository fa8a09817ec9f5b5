//! The parts of a score in words, made from the very numbers that were added up.
//!
//! In: a provider, its score and what it was scored with. Out: [`ScorePart`]s in English or Spanish. Invariant: nothing
//! is computed anew but which rule gave the match; values, weights and points are the score's own.

use super::answer::ScorePart;
use super::borne;
use super::interpret::{condition_label, specialty_label, technique_label};
use super::subject::{Member, Reason};
use crate::domain::{Accuracy, ConditionId, Metres, Name, Provider, RecordDate, SpecialtyId, Units};
use crate::index::{Concept, Part, Score, ScoreModel, Signal, Trait, Words};
use crate::vocabulary::{ConditionKind, Lang, Vocabulary, normalize};

/// What scores were made with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grounds<'g> {
    /// Labels come from here.
    pub vocabulary: &'g Vocabulary,
    /// The model that scored.
    pub model: &'g ScoreModel,
    /// The specialties searched, and why.
    pub members: &'g [Member],
    /// The words looked for in names.
    pub words: Option<&'g Words>,
    /// Whether one provider was asked for by its NPI.
    pub by_id: bool,
    /// The distance that is worth one half.
    pub pivot: Option<Metres>,
    /// In these units.
    pub units: Units,
    /// In this language.
    pub lang: Lang,
}

/// A provider that was scored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored<'s> {
    /// Who.
    pub provider: &'s Provider,
    /// How far.
    pub metres: Option<Metres>,
    /// The score.
    pub score: &'s Score,
}

/// The name of a signal on the wire.
pub(super) const fn signal_name(signal: Signal) -> &'static str {
    match signal {
        Signal::Match => "match",
        Signal::Distance => "distance",
        Signal::Quality => "quality",
    }
}

/// A score's parts in words.
pub(super) fn explain(scored: Scored<'_>, grounds: Grounds<'_>) -> Vec<ScorePart> {
    let why = |part: &Part| match part.signal {
        Signal::Match => grounds.matching(scored, part.value),
        Signal::Distance => grounds.distance(scored.metres),
        Signal::Quality => quality(scored.provider, grounds.lang),
    };
    let in_words = |part: &Part| ScorePart { signal: signal_name(part.signal), part: *part, why: why(part) };
    scored.score.parts.iter().map(in_words).collect()
}

impl Grounds<'_> {
    /// The rule that gave the match its value; where none did, the words of the name did. Then which words of the name
    /// stand for those that it has not as typed.
    fn matching(&self, scored: Scored<'_>, value: f64) -> String {
        let gave = |rule: &&(Trait, f64)| (rule.1 - value).abs() < 1e-9 && self.has(scored.provider, &rule.0);
        let why = match self.model.matches.iter().find(gave) {
            Some((reason, _)) => self.reason(reason),
            None => self.names(),
        };
        let otherwise = self.words.map(|words| borne::otherwise(scored.provider, words)).unwrap_or_default();
        if otherwise.is_empty() { why } else { format!("{why}; {}", borne::told(&otherwise, self.lang)) }
    }

    fn names(&self) -> String {
        let words = self.words.map(|words| words.texts().collect::<Vec<_>>().join(" "));
        match (self.lang, words) {
            (Lang::En, Some(words)) => format!("a name matches {words}"),
            (Lang::Es, Some(words)) => format!("un nombre coincide con {words}"),
            (Lang::En, None) => "in the set that was searched".into(),
            (Lang::Es, None) => "está en el conjunto buscado".into(),
        }
    }

    fn reason(&self, reason: &Trait) -> String {
        match (reason, self.lang) {
            (Trait::Primary(specialty), _) => self.specialty(*specialty, true),
            (Trait::Has(Concept::Specialty(specialty)), _) => self.specialty(*specialty, false),
            (Trait::Has(concept), Lang::En) => format!("lists {}", self.label(concept)),
            (Trait::Has(concept), Lang::Es) => format!("indica {}", self.label(concept)),
            (Trait::ExactName, Lang::En) => "the name is exactly the one asked for".into(),
            (Trait::ExactName, Lang::Es) => "el nombre es exactamente el buscado".into(),
            (Trait::Always, Lang::En) if self.by_id => "the NPI is the one asked for".into(),
            (Trait::Always, Lang::Es) if self.by_id => "el NPI es el buscado".into(),
            (Trait::Always | Trait::CleanWords | Trait::WholeWords | Trait::CalledOtherwise, _) => {
                self.names()
            }
        }
    }

    fn specialty(&self, specialty: SpecialtyId, primary: bool) -> String {
        let label = specialty_label(self.vocabulary, specialty, self.lang);
        let rank = match (self.lang, primary) {
            (Lang::En, true) => format!("{label} is the primary specialty"),
            (Lang::En, false) => format!("{label} is a further specialty"),
            (Lang::Es, true) => format!("{label} es la especialidad principal"),
            (Lang::Es, false) => format!("{label} es otra de sus especialidades"),
        };
        let reason = self.members.iter().find(|member| member.specialty == specialty);
        match (reason.map(|member| &member.reason), self.lang) {
            (Some(Reason::Condition(id)), lang) => {
                format!("{rank}, {}", usual(self.vocabulary, *id, lang))
            }
            (Some(Reason::Technique(id)), Lang::En) => {
                format!("{rank} and may offer {}; not listed, so ask", self.label(&Concept::Technique(*id)))
            }
            (Some(Reason::Technique(id)), Lang::Es) => {
                format!(
                    "{rank} y puede ofrecer {}; no lo indica: pregunte",
                    self.label(&Concept::Technique(*id))
                )
            }
            (Some(Reason::Said { .. } | Reason::Given | Reason::Core) | None, _) => rank,
        }
    }

    /// The label of a concept that can give a match its value; empty for those that only lift a tier.
    fn label(&self, concept: &Concept) -> &str {
        match concept {
            Concept::Specialty(id) => specialty_label(self.vocabulary, *id, self.lang),
            Concept::Technique(id) => technique_label(self.vocabulary, *id, self.lang),
            Concept::Condition(id) => condition_label(self.vocabulary, *id, self.lang),
            Concept::Language(_)
            | Concept::Credential(_)
            | Concept::Gender(_)
            | Concept::Kind(_)
            | Concept::State(_)
            | Concept::AcceptingNew(_)
            | Concept::Telehealth(_)
            | Concept::Wheelchair(_) => "",
        }
    }

    /// Whether a provider has a trait, as far as traits give values.
    fn has(&self, provider: &Provider, wanted: &Trait) -> bool {
        match wanted {
            Trait::Primary(id) => provider.specialties.first().is_some_and(|claim| claim.specialty == *id),
            Trait::Has(Concept::Specialty(id)) => {
                provider.specialties.iter().any(|claim| claim.specialty == *id)
            }
            Trait::Has(Concept::Technique(id)) => provider.techniques.contains(id),
            Trait::Has(Concept::Condition(id)) => provider.conditions.contains(id),
            Trait::ExactName => self.is_exact_name(&provider.name),
            Trait::Always | Trait::CleanWords | Trait::WholeWords | Trait::CalledOtherwise => true,
            Trait::Has(
                Concept::Language(_)
                | Concept::Credential(_)
                | Concept::Gender(_)
                | Concept::Kind(_)
                | Concept::State(_)
                | Concept::AcceptingNew(_)
                | Concept::Telehealth(_)
                | Concept::Wheelchair(_),
            ) => false,
        }
    }

    /// Whether the words are given and family name, in whatever turn and however parted, or the organization's name.
    fn is_exact_name(&self, name: &Name) -> bool {
        let letters = |text: &str| normalize::fold(text).replace(' ', "");
        let asked: String = self.words.iter().flat_map(|words| words.texts()).collect();
        match name {
            Name::Organization(name) => {
                let letters = letters(name);
                let formed = |form: &&str| !asked.is_empty() && letters == [asked.as_str(), form].concat();
                letters == asked || Name::LEGAL_FORMS.iter().any(formed)
            }
            Name::Person { given, family, .. } => {
                let (given, family) = (letters(given), letters(family));
                asked == [given.as_str(), &family].concat() || asked == [family, given].concat()
            }
        }
    }

    fn distance(&self, metres: Option<Metres>) -> String {
        let (Some(metres), Some(pivot)) = (metres, self.pivot) else { return String::new() };
        let (here, half) = (metres.rounded(self.units), pivot.rounded(self.units));
        match self.lang {
            Lang::En => format!(
                "{here:.1} {units} away; nearer counts more (half weight at {half:.1} {units})",
                units = self.units
            ),
            Lang::Es => format!(
                "a {here:.1} {units}; más cerca cuenta más (la mitad del peso a {half:.1} {units})",
                units = self.units
            ),
        }
    }
}

/// That a specialty usually treats a condition, as the vocabulary says; what this provider treats nobody told us.
fn usual(vocabulary: &Vocabulary, id: ConditionId, lang: Lang) -> String {
    let label = inside(condition_label(vocabulary, id, lang));
    // "After spine surgery" is nothing that one treats.
    let situation = vocabulary.condition(id).kind == ConditionKind::Situation;
    match (lang, situation) {
        (Lang::En, false) => format!("one that usually treats {label}"),
        (Lang::En, true) => format!("a usual choice for: {label}"),
        (Lang::Es, false) => format!("que suele tratar {label}"),
        (Lang::Es, true) => format!("una opción habitual para: {label}"),
    }
}

/// A label inside a sentence: its first letter is small, unless the first word is an acronym (`TMJ`), a code (`C5`) or
/// somebody's name (`Scheuermann's`, `Ehlers-Danlos`).
fn inside(label: &str) -> String {
    let mut rest = label.chars();
    let Some(first) = rest.next() else { return String::new() };
    let mut word = rest.clone().take_while(|letter| !letter.is_whitespace());
    if word.any(|letter| letter.is_uppercase() || letter.is_ascii_digit() || matches!(letter, '\'' | '’')) {
        return label.to_owned();
    }
    first.to_lowercase().chain(rest).collect()
}

/// A day as month and year, since the day says no more: `March 2016`.
pub fn month(day: RecordDate, lang: Lang) -> String {
    let months = match lang {
        Lang::En => [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ],
        Lang::Es => [
            "enero",
            "febrero",
            "marzo",
            "abril",
            "mayo",
            "junio",
            "julio",
            "agosto",
            "septiembre",
            "octubre",
            "noviembre",
            "diciembre",
        ],
    };
    let place = usize::try_from(day.month()).unwrap_or_default().saturating_sub(1);
    let name = months.get(place).copied().unwrap_or_default();
    match lang {
        Lang::En => format!("{name} {}", day.year()),
        Lang::Es => format!("{name} de {}", day.year()),
    }
}

/// What the quality of a record rests on; it is judged by the primary practice.
fn quality(provider: &Provider, lang: Lang) -> String {
    let practice = provider.practices.first();
    let accuracy = practice.accuracy;
    match lang {
        Lang::En => {
            let record = provider
                .updated
                .map_or("undated record".into(), |day| format!("record from {}", month(day, lang)));
            let phone = if practice.phone.is_some() { "phone listed" } else { "no phone listed" };
            let located = match accuracy {
                Accuracy::Exact => "located by address",
                Accuracy::Zip => "located by ZIP",
                Accuracy::City => "located by city",
            };
            format!("{record}, {phone}, {located}")
        }
        Lang::Es => {
            let record = provider
                .updated
                .map_or("registro sin fecha".into(), |day| format!("registro de {}", month(day, lang)));
            let phone = if practice.phone.is_some() { "con teléfono" } else { "sin teléfono" };
            let located = match accuracy {
                Accuracy::Exact => "ubicado por la dirección",
                Accuracy::Zip => "ubicado por el código postal",
                Accuracy::City => "ubicado por la ciudad",
            };
            format!("{record}, {phone}, {located}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_lose_their_capital_inside_a_sentence_unless_it_is_a_name() {
        for (label, told) in [
            ("Neck pain", "neck pain"),
            ("Spinal stenosis (low back)", "spinal stenosis (low back)"),
            ("Jaw joint (TMJ) pain", "jaw joint (TMJ) pain"),
            ("Ciática", "ciática"),
            ("Ácido", "ácido"),
            ("TMJ pain", "TMJ pain"),
            ("C5 nerve pain", "C5 nerve pain"),
            ("Scheuermann's disease", "Scheuermann's disease"),
            ("Ehlers-Danlos syndrome", "Ehlers-Danlos syndrome"),
            ("", ""),
        ] {
            assert_eq!(inside(label), told);
        }
    }

    #[test]
    fn what_a_specialty_usually_treats_is_no_claim_about_a_provider() {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
        let told = |id, lang| usual(&vocabulary, vocabulary.condition_id(id).expect("a condition"), lang);
        assert_eq!(told("neck_pain", Lang::En), "one that usually treats neck pain");
        assert_eq!(told("neck_pain", Lang::Es), "que suele tratar dolor de cuello");
        assert_eq!(told("post_surgery", Lang::En), "a usual choice for: after spine surgery");
        assert_eq!(told("post_surgery", Lang::Es), "una opción habitual para: después de cirugía de columna");
    }

    #[test]
    fn dates_are_told_in_words() {
        for (day, english, spanish) in [
            ("2007-07-08", "July 2007", "julio de 2007"),
            ("2016-01-31", "January 2016", "enero de 2016"),
            ("1999-12-01", "December 1999", "diciembre de 1999"),
        ] {
            let day = day.parse().expect("a day");
            assert_eq!((month(day, Lang::En), month(day, Lang::Es)), (english.into(), spanish.into()));
        }
    }
}
