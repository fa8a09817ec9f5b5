//! What was understood, told back: the set that was searched with labels, filters, and what was ignored.
//!
//! In: request, intent, plan and the try that answered. Out: an [`Interpretation`]. Invariant: it says what was
//! searched, not what was typed; what did not count stands in `ignored`; the spans say the same.

use super::answer::{IgnoredSpan, Interpretation, ReadConcept};
use super::intent::{FilterSet, Intent, Reading};
use super::plan::{NameReading, Plan, Try};
use super::request::SearchRequest;
use super::span::{Sense, Span, SpanKind, single_blanks};
use super::subject::{self, Grasp, Member, Reason, Wording};
use crate::domain::{ConditionId, SpecialtyId, TechniqueId};
use crate::index::Given;
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
    let given_up = given_up(request, intent, plan, chosen);
    Interpretation {
        specialties: members(request, intent, plan, chosen, vocabulary)
            .iter()
            .map(|member| read_member(member, vocabulary, lang))
            .collect(),
        conditions: read_concepts(conditions, &request.conditions, condition),
        techniques: read_concepts(techniques, &request.techniques, technique),
        words: chosen
            .and_then(|chosen| chosen.lookup.words.as_ref())
            .map(|words| words.texts().map(str::to_owned).collect())
            .unwrap_or_default(),
        place: plan.located.place.clone(),
        radius: plan.located.reach(),
        filters: filters(request, intent, plan),
        ignored: ignored(intent, plan, &given_up),
        spans: spans(intent, &given_up, chosen),
    }
}

/// Kinds of words that do not count, now that it is known how the question was answered.
fn given_up(request: &SearchRequest, intent: &Intent, plan: &Plan, chosen: Option<&Try>) -> Vec<SpanKind> {
    let by_id = plan.grasp == Grasp::Npi;
    let mut kinds = Vec::new();
    if by_id {
        kinds.extend([SpanKind::Specialty, SpanKind::Condition, SpanKind::Technique]);
        kinds.extend([SpanKind::Credential, SpanKind::Filter, SpanKind::Exclude]);
    }
    if by_id || chosen.is_none_or(|chosen| chosen.reading == NameReading::LeftOut) {
        kinds.push(SpanKind::Name);
    }
    if request.near.is_some() {
        kinds.extend([SpanKind::Place, SpanKind::State, SpanKind::UnknownPlace]);
    }
    if request.radius.is_some() && request.radius != intent.radius {
        kinds.push(SpanKind::Radius);
    }
    kinds
}

/// The specialties searched; where nobody can be found, those that would have been.
fn members(
    request: &SearchRequest,
    intent: &Intent,
    plan: &Plan,
    chosen: Option<&Try>,
    vocabulary: &Vocabulary,
) -> Vec<Member> {
    match chosen {
        Some(chosen) => chosen.members.clone(),
        None if plan.grasp == Grasp::Concepts => {
            subject::subject(request, intent, Wording::Exact, vocabulary).members
        }
        None => Vec::new(),
    }
}

/// What became of every word: what the parser says, unless it was given up. Beside a word of a name stands what else was
/// looked for in its place.
fn spans(intent: &Intent, given_up: &[SpanKind], chosen: Option<&Try>) -> Vec<Span> {
    let told = |span: &Span| {
        let mut span = span.clone();
        if given_up.contains(&span.fate.kind) {
            span.fate = span.fate.given_up();
        } else if span.fate.kind == SpanKind::Name {
            let words = chosen.and_then(|chosen| chosen.lookup.words.as_ref());
            let word =
                words.and_then(|words| words.words.iter().find(|word| span.fate.ids == [word.text.as_str()]));
            if let Some(Given::Also(others)) = word.map(|word| &word.given) {
                span.fate.also.push(Sense { kind: SpanKind::Name, ids: others.clone() });
            }
        }
        span
    };
    intent.spans.iter().map(told).collect()
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
fn ignored(intent: &Intent, plan: &Plan, given_up: &[SpanKind]) -> Vec<IgnoredSpan> {
    let mut spans: Vec<String> = intent.ignored.clone();
    let told = |span: &&Span| match span.fate.kind {
        SpanKind::OutOfScope => true,
        // Below, in the words of those that give them up.
        SpanKind::Name | SpanKind::Place | SpanKind::State | SpanKind::UnknownPlace => false,
        kind => given_up.contains(&kind),
    };
    spans.extend(intent.spans.iter().filter(told).map(|span| single_blanks(&span.text)));
    if given_up.contains(&SpanKind::Name) {
        spans.extend(intent.words.iter().cloned());
    }
    spans.extend(plan.located.ignored.iter().cloned());
    let mut once: Vec<IgnoredSpan> = Vec::new();
    for span in spans {
        if once.iter().all(|known| known.0 != span) {
            once.push(IgnoredSpan(span));
        }
    }
    once
}
