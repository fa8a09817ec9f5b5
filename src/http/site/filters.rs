//! The choices that narrow a list, each with its exact count.
//!
//! Invariant: what is chosen is always shown, so that it can be taken back; a choice that would change nothing is not
//! offered.

use super::form::Form;
use super::text::Text;
use crate::domain::Language;
use crate::query::{FacetValue, Facets};
use crate::vocabulary::{Lang, Vocabulary};

/// The most values of one group that are shown; chosen ones are shown beyond it.
const MAX_VALUES: usize = 12;

/// Choices of one parameter.
#[derive(Debug)]
pub(super) struct FilterGroup {
    /// The parameter.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) choices: Vec<Choice>,
}

/// One choice.
#[derive(Debug)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) count: String,
    pub(super) chosen: bool,
}

/// The groups worth showing.
pub(super) fn groups(facets: &Facets, form: &Form, vocabulary: &Vocabulary, text: &Text) -> Vec<FilterGroup> {
    let group = |name: &'static str, title: &'static str, values: &[FacetValue]| FilterGroup {
        name,
        title,
        choices: choices(name, values, form, &|value: &str| named(name, value, vocabulary, form.lang, text)),
    };
    let all = [
        group("specialty", text.facet_specialty, &facets.specialties),
        group("kind", text.facet_kind, &facets.kind),
        group("accepting_new", text.facet_accepting_new, &facets.accepting_new),
        group("telehealth", text.facet_telehealth, &facets.telehealth),
        group("wheelchair", text.facet_wheelchair, &facets.wheelchair),
        group("language", text.facet_language, &facets.languages),
        group("gender", text.facet_gender, &facets.gender),
        group("technique", text.facet_technique, &facets.techniques),
    ];
    all.into_iter().filter(FilterGroup::is_worth_showing).collect()
}

/// Whether any of the shown parameters is in force.
pub(super) fn any_chosen(groups: &[FilterGroup]) -> bool {
    groups.iter().any(|group| group.choices.iter().any(|choice| choice.chosen))
}

impl FilterGroup {
    /// Something is chosen, or there is a choice; "not stated" alone is none.
    fn is_worth_showing(&self) -> bool {
        self.choices.iter().any(|choice| choice.chosen)
            || (self.choices.len() > 1 && self.choices.iter().any(|choice| choice.value != "unknown"))
    }
}

fn choices(
    name: &'static str,
    values: &[FacetValue],
    form: &Form,
    named: &dyn Fn(&str) -> String,
) -> Vec<Choice> {
    let shown = values
        .iter()
        .enumerate()
        .filter(|(place, value)| form.has(name, &value.id) || (*place < MAX_VALUES && value.count > 0));
    let mut choices: Vec<Choice> = shown
        .map(|(_, value)| Choice {
            value: value.id.clone(),
            label: value.label.clone().unwrap_or_else(|| named(&value.id)),
            count: super::phrases::count(value.count),
            chosen: form.has(name, &value.id),
        })
        .collect();
    let chosen =
        form.get(name).unwrap_or_default().split(',').map(str::trim).filter(|value| !value.is_empty());
    for value in chosen {
        if choices.iter().all(|choice| choice.value != value) {
            let label = named(value);
            choices.push(Choice { value: value.to_owned(), label, count: "0".to_owned(), chosen: true });
        }
    }
    choices
}

/// What a value is called where no count brings its label.
fn named(name: &str, value: &str, vocabulary: &Vocabulary, lang: Lang, text: &Text) -> String {
    let specialty =
        || vocabulary.specialty_id(value).map(|id| vocabulary.specialty(id).label(lang).to_owned());
    let technique =
        || vocabulary.technique_id(value).map(|id| vocabulary.technique(id).label(lang).to_owned());
    let language = || value.parse().ok().map(|code: Language| vocabulary.language_label(code, lang));
    let label = match name {
        "specialty" => specialty(),
        "technique" => technique(),
        "language" => language(),
        _ => None,
    };
    label.unwrap_or_else(|| word(value, text).to_owned())
}

/// The words of a value that has no label of its own.
fn word<'t>(value: &'t str, text: &Text) -> &'t str {
    match value {
        "yes" => text.yes,
        "no" => text.no,
        "unknown" => text.not_stated,
        "F" => text.female,
        "M" => text.male,
        "X" => text.other_gender,
        "person" => text.person,
        "organization" => text.organization,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::text;
    use super::*;

    fn value(id: &str, count: u64) -> FacetValue {
        FacetValue { id: id.into(), label: None, count }
    }

    #[test]
    fn offers_what_changes_something_and_shows_what_is_chosen() {
        let facets = Facets {
            kind: vec![value("person", 4), value("organization", 3)],
            telehealth: vec![value("unknown", 7)],
            gender: vec![value("F", 7)],
            ..Facets::default()
        };
        let vocabulary = Vocabulary::bundled().expect("the bundled tables");
        let none = Form::read([("near", "15213")], Lang::En);
        let names = |form: &Form| -> Vec<&str> {
            groups(&facets, form, &vocabulary, text::of(Lang::En)).iter().map(|group| group.name).collect()
        };
        assert_eq!(names(&none), ["kind"]);
        let chosen = Form::read([("near", "15213"), ("gender", "X"), ("telehealth", "yes")], Lang::En);
        assert_eq!(names(&chosen), ["kind", "telehealth", "gender"]);
        let gender = groups(&facets, &chosen, &vocabulary, text::of(Lang::En)).pop().expect("the last");
        let told: Vec<_> = gender
            .choices
            .iter()
            .map(|choice| (choice.label.as_str(), choice.count.as_str(), choice.chosen))
            .collect();
        assert_eq!(told, [("Female", "7", false), ("Another gender", "0", true)]);
    }
}
