//! What was understood, told back: the set that was searched with labels, filters, and what was ignored.
//!
//! In: request, intent, plan and the try that answered. Out: an [`Interpretation`]. Invariant: it says what was
//! searched, not what was typed; what did not count stands in `ignored`.

use super::answer::{IgnoredSpan, Interpretation, ReadConcept};
use super::intent::{FilterSet, Intent, Reading};
use super::plan::{NameReading, Plan, Try};
use super::request::SearchRequest;
use super::subject::{self, Grasp, Member, Reason};
use crate::domain::{ConditionId, SpecialtyId, TechniqueId};
use crate::vocabulary::{Lang, Vocabulary};

/// The label of a specialty in a language.
pub(super) fn specialty_label(vocabulary: &Vocabulary, id: SpecialtyId, lang: Lang) -> &str {
    let row = vocabulary.specialty(id);
    match lang {
        Lang::En => &row.label,
        Lang::Es => &row.label_es,
    }
}

/// The label of a condition in a language.
pub(super) fn condition_label(vocabulary: &Vocabulary, id: ConditionId, lang: Lang) -> &str {
    let row = vocabulary.condition(id);
    match lang {
        Lang::En => &row.label,
        Lang::Es => &row.label_es,
    }
}

/// The label of a technique in a language.
pub(super) fn technique_label(vocabulary: &Vocabulary, id: TechniqueId, lang: Lang) -> &str {
    let row = vocabulary.technique(id);
    match lang {
        Lang::En => &row.label,
        Lang::Es => &row.label_es,
    }
}

/// Tells back what was understood; `chosen` is the try that answered, where one did.
pub(super) fn interpret(
    request: &SearchRequest,
    intent: &Intent,
    plan: &Plan,
    chosen: Option<&Try>,
    vocabulary: &Vocabulary,
) -> Interpretation {
    let lang = request.lang;
    // An NPI names one provider; whatever else the words say does not count.
    let (conditions, techniques): (&[_], &[_]) =
        if plan.grasp == Grasp::Npi { (&[], &[]) } else { (&intent.conditions, &intent.techniques) };
    let condition =
        |id: ConditionId| (vocabulary.condition(id).id.as_str(), condition_label(vocabulary, id, lang));
    let technique =
        |id: TechniqueId| (vocabulary.technique(id).id.as_str(), technique_label(vocabulary, id, lang));
    let members = chosen.map_or(&[][..], |chosen| &chosen.members);
    Interpretation {
        specialties: members.iter().map(|member| read_member(member, vocabulary, lang)).collect(),
        conditions: read_concepts(conditions, &request.conditions, condition),
        techniques: read_concepts(techniques, &request.techniques, technique),
        words: chosen
            .and_then(|chosen| chosen.lookup.words.as_ref())
            .map(|words| words.words.clone())
            .unwrap_or_default(),
        place: plan.located.place.clone(),
        radius: plan.located.reach(),
        filters: filters(request, intent, plan),
        ignored: ignored(intent, plan, chosen),
    }
}

fn read_member(member: &Member, vocabulary: &Vocabulary, lang: Lang) -> ReadConcept {
    let (matched, typo, inferred_from) = match &member.reason {
        Reason::Said { matched, typo } => (Some(matched.clone()), *typo, None),
        Reason::Given | Reason::Core => (None, 0, None),
        Reason::Condition(id) => (None, 0, Some(vocabulary.condition(*id).id.clone())),
        Reason::Technique(id) => (None, 0, Some(vocabulary.technique(*id).id.clone())),
    };
    ReadConcept {
        id: vocabulary.specialty(member.specialty).id.clone(),
        label: specialty_label(vocabulary, member.specialty, lang).to_owned(),
        matched,
        typo,
        inferred_from,
    }
}

/// Concepts of the words, then those of parameters that the words do not name.
fn read_concepts<'v, T: Copy + PartialEq>(
    said: &[Reading<T>],
    given: &[T],
    named: impl Fn(T) -> (&'v str, &'v str),
) -> Vec<ReadConcept> {
    let read = |concept: T, matched: Option<String>, typo: u8| {
        let (id, label) = named(concept);
        ReadConcept { id: id.to_owned(), label: label.to_owned(), matched, typo, inferred_from: None }
    };
    let further = given.iter().filter(|id| said.iter().all(|reading| reading.concept != **id));
    said.iter()
        .map(|reading| read(reading.concept, Some(reading.matched.clone()), reading.typo))
        .chain(further.map(|id| read(*id, None, 0)))
        .collect()
}

/// Filters in words and by parameter, which both hold. A property that a provider has once is narrowed to what both
/// allow; of those it has several, all that were asked for are told.
fn filters(request: &SearchRequest, intent: &Intent, plan: &Plan) -> FilterSet {
    let given = &request.filters;
    let said =
        if plan.grasp == Grasp::Npi { FilterSet::default() } else { subject::said_facts(&intent.filters) };
    FilterSet {
        gender: narrowed(&given.gender, &said.gender),
        languages: joined(&given.languages, &said.languages),
        accepting_new: narrowed(&given.accepting_new, &said.accepting_new),
        telehealth: narrowed(&given.telehealth, &said.telehealth),
        wheelchair: narrowed(&given.wheelchair, &said.wheelchair),
        kind: narrowed(&given.kind, &said.kind),
        credentials: joined(&given.credentials, &said.credentials),
        state: plan.located.state,
        exclude: joined(&given.exclude, &said.exclude),
    }
}

fn narrowed<T: Clone + PartialEq>(given: &[T], said: &[T]) -> Vec<T> {
    let both: Vec<T> = given.iter().filter(|value| said.contains(value)).cloned().collect();
    if both.is_empty() { joined(given, said) } else { both }
}

fn joined<T: Clone + PartialEq>(given: &[T], said: &[T]) -> Vec<T> {
    let further = said.iter().filter(|value| !given.contains(value));
    given.iter().chain(further).cloned().collect()
}

/// Everything that did not count, each once.
fn ignored(intent: &Intent, plan: &Plan, chosen: Option<&Try>) -> Vec<IgnoredSpan> {
    let mut spans: Vec<&str> = intent.ignored.iter().map(String::as_str).collect();
    spans.extend(intent.out_of_scope.iter().map(|reading| reading.matched.as_str()));
    if plan.grasp == Grasp::Npi {
        spans.extend(intent.specialties.iter().map(|reading| reading.matched.as_str()));
        spans.extend(intent.conditions.iter().map(|reading| reading.matched.as_str()));
        spans.extend(intent.techniques.iter().map(|reading| reading.matched.as_str()));
    }
    let words_count = chosen.is_some_and(|chosen| chosen.reading != NameReading::LeftOut);
    if !words_count || plan.grasp == Grasp::Npi {
        spans.extend(intent.words.iter().map(String::as_str));
    }
    spans.extend(plan.located.ignored.iter().map(String::as_str));
    let mut once: Vec<IgnoredSpan> = Vec::new();
    for span in spans {
        if once.iter().all(|known| known.0 != span) {
            once.push(IgnoredSpan(span.to_owned()));
        }
    }
    once
}
