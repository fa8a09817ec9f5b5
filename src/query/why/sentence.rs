//! Reasons in words, English and Spanish: one function a reason, with its stable code.
//!
//! In: what was asked and what a provider has. Out: [`Reason`]s. Invariant: every sentence stands in both languages;
//! numbers in it are those of the search, shown with as many decimals as it takes to tell them apart.

mod lists;
mod searched;

use super::Reason;
use crate::domain::{
    Credential, Fact, Gender, Language, Metres, Provider, ProviderId, ProviderKind, Reach, SpecialtyId, State,
};
use crate::index::Concept;
use crate::query::interpret::technique_label;
use crate::query::notices::Voice;
use crate::vocabulary::Lang;
pub(super) use lists::Listing;
pub(super) use searched::Searched;

/// The most names that a sentence lists; the reason itself has all.
const NAMED: usize = 8;

/// Says why a question does not find a provider.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sentence<'v>(pub(super) Voice<'v>);

impl Sentence<'_> {
    fn lang(self) -> Lang {
        self.0.lang
    }

    /// Nothing was understood.
    pub(super) fn not_understood(self) -> Reason {
        plain(
            "not_understood",
            match self.lang() {
                Lang::En => "Nothing of the question was understood, so it finds nobody.",
                Lang::Es => "No se entendió nada de la pregunta, así que no encuentra a nadie.",
            },
        )
    }

    /// A profession that is not listed, and nothing else.
    pub(super) fn out_of_scope(self) -> Reason {
        plain(
            "out_of_scope",
            match self.lang() {
                Lang::En => {
                    "The question names a profession that this finder does not list, so it finds nobody."
                }
                Lang::Es => {
                    "La pregunta nombra una profesión que este buscador no incluye, así que no encuentra a nadie."
                }
            },
        )
    }

    /// That a place is meant, not which, and nothing else.
    pub(super) fn location_needed(self) -> Reason {
        plain(
            "location_needed",
            match self.lang() {
                Lang::En => "The question does not say where, and nothing else, so it finds nobody.",
                Lang::Es => "La pregunta no dice dónde, ni nada más, así que no encuentra a nadie.",
            },
        )
    }

    /// Somebody else was asked for.
    pub(super) fn other_id(self, asked: &ProviderId) -> Reason {
        let message = match self.lang() {
            Lang::En => format!("The question names the NPI of somebody else: {asked}."),
            Lang::Es => format!("La pregunta nombra el NPI de otra persona: {asked}."),
        };
        Reason { code: "other_id", message, asked: vec![asked.to_string()], ..Reason::default() }
    }

    /// It has what the question leaves out.
    pub(super) fn excluded(self, specialties: &[SpecialtyId]) -> Reason {
        let labels = listed(specialties.iter().map(|id| self.specialty(*id)));
        let message = match self.lang() {
            Lang::En => format!("The question leaves out: {labels}."),
            Lang::Es => format!("La pregunta excluye: {labels}."),
        };
        let asked = self.specialty_ids(specialties);
        Reason { code: "excluded", message, has: asked.clone(), asked, ..Reason::default() }
    }

    /// Words that none of its names has.
    pub(super) fn name_differs(self, words: &[String], provider: &Provider) -> Reason {
        let named = listed(words.iter().map(String::as_str));
        let message = match (self.lang(), words.is_empty()) {
            (Lang::En, true) => "The name that was asked for has no letter or digit.".to_owned(),
            (Lang::Es, true) => "El nombre buscado no tiene letras ni cifras.".to_owned(),
            (Lang::En, false) => format!("In none of its names stands: {named}."),
            (Lang::Es, false) => format!("En ninguno de sus nombres figura: {named}."),
        };
        Reason {
            code: "name_differs",
            message,
            asked: words.to_vec(),
            has: names(provider),
            ..Reason::default()
        }
    }

    /// Its nearest practice is too far away.
    pub(super) fn out_of_radius(self, metres: Metres, used: Reach, needed: Option<Reach>) -> Reason {
        let units = self.0.units;
        let edge = used.edge().map_or(0.0, |edge| edge.in_units(units));
        let (here, edge) = apart(metres.in_units(units), edge);
        let wider = needed.map(|reach| match reach {
            Reach::Within(radius) => trimmed(radius.in_units(units), 1),
            Reach::Any => "any".to_owned(),
        });
        let message = match (self.lang(), wider.as_deref()) {
            (Lang::En, None) => {
                format!("Its nearest practice is {here} {units} away; the search reached {edge} {units}.")
            }
            (Lang::Es, None) => {
                format!("Su consulta más cercana está a {here} {units}; la búsqueda llegó a {edge} {units}.")
            }
            (Lang::En, Some("any")) => format!(
                "Its nearest practice is {here} {units} away; the search reached {edge} {units}. Only a search at any \
                 distance reaches it."
            ),
            (Lang::Es, Some("any")) => format!(
                "Su consulta más cercana está a {here} {units}; la búsqueda llegó a {edge} {units}. Solo una búsqueda \
                 a cualquier distancia la alcanza."
            ),
            (Lang::En, Some(wider)) => format!(
                "Its nearest practice is {here} {units} away; the search reached {edge} {units}. A radius of {wider} \
                 {units} reaches it."
            ),
            (Lang::Es, Some(wider)) => format!(
                "Su consulta más cercana está a {here} {units}; la búsqueda llegó a {edge} {units}. Un radio de \
                 {wider} {units} la alcanza."
            ),
        };
        let (distance, used) = (Some(metres), Some(used));
        Reason { code: "out_of_radius", message, distance, used, needed, ..Reason::default() }
    }

    /// A clause that is not of specialties does not hold.
    pub(super) fn clause(self, clause: &[Concept], provider: &Provider) -> Reason {
        match clause.first() {
            None | Some(Concept::Specialty(_) | Concept::Condition(_)) => {
                self.other_specialty(&Searched::Asked(Vec::new()), provider)
            }
            Some(Concept::Technique(_)) => self.not_technique(clause, provider),
            Some(Concept::State(state)) => self.other_state(*state, provider),
            Some(Concept::Gender(_)) => self.filtered("gender", clause, &[Concept::Gender(provider.gender)]),
            Some(Concept::Language(_)) => {
                let has = provider.languages.iter().copied().map(Concept::Language);
                self.filtered("language", clause, &has.collect::<Vec<_>>())
            }
            Some(Concept::Credential(_)) => {
                let has = provider.credentials.iter().cloned().map(Concept::Credential);
                self.filtered("credential", clause, &has.collect::<Vec<_>>())
            }
            Some(Concept::Kind(_)) => self.filtered("kind", clause, &[Concept::Kind(provider.kind())]),
            Some(Concept::AcceptingNew(_)) => {
                self.filtered("accepting_new", clause, &[Concept::AcceptingNew(provider.accepting_new)])
            }
            Some(Concept::Telehealth(_)) => {
                self.filtered("telehealth", clause, &[Concept::Telehealth(provider.telehealth)])
            }
            Some(Concept::Wheelchair(_)) => {
                self.filtered("wheelchair", clause, &[Concept::Wheelchair(provider.wheelchair)])
            }
        }
    }

    fn not_technique(self, clause: &[Concept], provider: &Provider) -> Reason {
        let label = |id| technique_label(self.0.vocabulary, id, self.lang());
        let id = |id| self.0.vocabulary.technique(id).id.clone();
        let technique =
            |concept: &Concept| if let Concept::Technique(id) = concept { Some(*id) } else { None };
        let asked = || clause.iter().filter_map(technique);
        let labels = listed(asked().map(label));
        let message = match self.lang() {
            Lang::En => {
                format!("Only those who list it were searched, and this provider does not: {labels}.")
            }
            Lang::Es => {
                format!("Solo se buscó a quienes lo indican, y este profesional no lo indica: {labels}.")
            }
        };
        let has = provider.techniques.iter().map(|own| id(*own)).collect();
        Reason { code: "not_technique", message, asked: asked().map(id).collect(), has, ..Reason::default() }
    }

    fn other_state(self, state: State, provider: &Provider) -> Reason {
        let mut states: Vec<State> = Vec::new();
        for practice in provider.practices.iter() {
            if !states.contains(&practice.state) {
                states.push(practice.state);
            }
        }
        let names = listed(states.iter().map(|state| state.name()));
        let asked = state.name();
        let message = match self.lang() {
            Lang::En => {
                format!("Practices in {asked} were searched; those of this provider are in: {names}.")
            }
            Lang::Es => {
                format!("Se buscaron consultas en {asked}; las de este profesional están en: {names}.")
            }
        };
        let has = states.iter().map(|state| state.code().to_owned()).collect();
        Reason {
            code: "other_state",
            message,
            asked: vec![state.code().to_owned()],
            has,
            ..Reason::default()
        }
    }

    fn filtered(self, filter: &'static str, clause: &[Concept], has: &[Concept]) -> Reason {
        let asked_for = listed(clause.iter().map(|concept| self.value(concept)));
        let own = if has.is_empty() {
            match self.lang() {
                Lang::En => "none".to_owned(),
                Lang::Es => "ninguno".to_owned(),
            }
        } else {
            listed(has.iter().map(|concept| self.value(concept)))
        };
        let name = self.filter_name(filter);
        let message = match self.lang() {
            Lang::En => format!("The search was narrowed by {name}: {asked_for}. This provider’s: {own}."),
            Lang::Es => format!("La búsqueda se limitó por {name}: {asked_for}. De este profesional: {own}."),
        };
        let asked = clause.iter().map(written).collect();
        let has = has.iter().map(written).collect();
        Reason { code: "filtered", message, filter: Some(filter), asked, has, ..Reason::default() }
    }

    fn filter_name(self, filter: &str) -> &'static str {
        match (filter, self.lang()) {
            ("gender", Lang::En) => "gender",
            ("gender", Lang::Es) => "género",
            ("language", Lang::En) => "language",
            ("language", Lang::Es) => "idioma",
            ("credential", Lang::En) => "credential",
            ("credential", Lang::Es) => "título",
            ("kind", Lang::En) => "person or organization",
            ("kind", Lang::Es) => "persona u organización",
            ("accepting_new", Lang::En) => "accepting new patients",
            ("accepting_new", Lang::Es) => "si acepta pacientes nuevos",
            ("telehealth", Lang::En) => "telehealth",
            ("telehealth", Lang::Es) => "telesalud",
            (_, Lang::En) => "wheelchair access",
            (_, Lang::Es) => "acceso en silla de ruedas",
        }
    }

    /// A filter's value as people read it.
    fn value(self, concept: &Concept) -> String {
        let lang = self.lang();
        match concept {
            Concept::Gender(gender) => gender_word(*gender, lang).to_owned(),
            Concept::Language(language) => self.0.vocabulary.language_label(*language, lang),
            Concept::Kind(kind) => kind_word(*kind, lang).to_owned(),
            Concept::AcceptingNew(fact) | Concept::Telehealth(fact) | Concept::Wheelchair(fact) => {
                fact_word(*fact, lang).to_owned()
            }
            Concept::Specialty(id) => self.specialty(*id),
            Concept::Credential(_) | Concept::Technique(_) | Concept::Condition(_) | Concept::State(_) => {
                written(concept)
            }
        }
    }
}

/// A filter's value as its parameter takes it; empty for what no filter takes.
fn written(concept: &Concept) -> String {
    match concept {
        Concept::Gender(gender) => gender.map_or("unknown", Gender::as_str).to_owned(),
        Concept::Language(language) => Language::as_str(language).to_owned(),
        Concept::Credential(credential) => Credential::as_str(credential).to_owned(),
        Concept::Kind(kind) => kind.as_str().to_owned(),
        Concept::AcceptingNew(fact) | Concept::Telehealth(fact) | Concept::Wheelchair(fact) => {
            fact.as_str().to_owned()
        }
        Concept::State(state) => state.code().to_owned(),
        Concept::Specialty(_) | Concept::Technique(_) | Concept::Condition(_) => String::new(),
    }
}

fn fact_word(fact: Fact, lang: Lang) -> &'static str {
    match (fact, lang) {
        (Fact::Yes, Lang::En) => "yes",
        (Fact::Yes, Lang::Es) => "sí",
        (Fact::No, Lang::En | Lang::Es) => "no",
        (Fact::Unknown, Lang::En) => "not known",
        (Fact::Unknown, Lang::Es) => "no se sabe",
    }
}

fn gender_word(gender: Option<Gender>, lang: Lang) -> &'static str {
    match (gender, lang) {
        (Some(Gender::Female), Lang::En) => "female",
        (Some(Gender::Female), Lang::Es) => "femenino",
        (Some(Gender::Male), Lang::En) => "male",
        (Some(Gender::Male), Lang::Es) => "masculino",
        (Some(Gender::Other), Lang::En | Lang::Es) => "X",
        (None, Lang::En) => "not stated",
        (None, Lang::Es) => "no indicado",
    }
}

fn kind_word(kind: ProviderKind, lang: Lang) -> &'static str {
    match (kind, lang) {
        (ProviderKind::Person, Lang::En) => "person",
        (ProviderKind::Person, Lang::Es) => "persona",
        (ProviderKind::Organization, Lang::En) => "organization",
        (ProviderKind::Organization, Lang::Es) => "organización",
    }
}

/// Every name that words are looked for in, each once.
fn names(provider: &Provider) -> Vec<String> {
    let mut names = vec![provider.name.to_string()];
    let practices = provider.practices.iter().filter_map(|practice| practice.name.as_ref());
    for name in provider.aliases.iter().chain(practices) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn plain(code: &'static str, message: &str) -> Reason {
    Reason { code, message: message.to_owned(), ..Reason::default() }
}

/// Names with commas between them, and an ellipsis where there are more.
fn listed<T: AsRef<str>>(names: impl Iterator<Item = T>) -> String {
    let names: Vec<T> = names.collect();
    let shown: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
    let end = if names.len() > NAMED { ", …" } else { "" };
    shown.join(", ") + end
}

/// Two numbers with as many decimals, at most three, as it takes to tell them apart; the second without needless ones.
/// A tenth of a unit is too coarse for what is asked below one.
fn apart(here: f64, edge: f64) -> (String, String) {
    let fewest = if edge < 1.0 { 2 } else { 1 };
    let decimals = (fewest..3).find(|decimals| format!("{here:.decimals$}") != format!("{edge:.decimals$}"));
    let decimals = decimals.unwrap_or(3);
    (format!("{here:.decimals$}"), trimmed(edge, decimals))
}

fn trimmed(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_apart() {
        for (here, edge, told) in [
            (31.24, 25.0, ("31.2", "25")),
            (25.04, 25.0, ("25.04", "25")),
            (25.004, 25.0, ("25.004", "25")),
            (25.000_1, 25.0, ("25.000", "25")),
            (0.31, 0.25, ("0.31", "0.25")),
        ] {
            let (one, other) = apart(here, edge);
            assert_eq!((one.as_str(), other.as_str()), told);
        }
    }
}
