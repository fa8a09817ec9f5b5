//! From a question to the lookups that answer it, in the order in which they are tried.
//!
//! In: request, intent and place. Out: a [`Plan`], which can be printed. Invariant: a later try is run only where all
//! before it find nothing, and relaxes words of names alone; filters, specialties and the place are never relaxed.

use super::engine::SearchError;
use super::intent::{FilterSet, Intent};
use super::locate::Located;
use super::name_parameter;
use super::notices::Remark;
use super::parse::is_title;
use super::person_name;
use super::rank::{self, Aim, Insistence};
use super::request::{RequestError, SearchRequest, Sort};
use super::subject::{self, Grasp, Member, Wording};
use super::tuning::Tuning;
use super::whole_name::{self, WholeName};
use crate::domain::Reach;
use crate::index::{Area, Concept, Given, Lookup, Order, ScoreModel, Word, Words};
use crate::vocabulary::{Vocabulary, normalize};

/// What to look up, and what to fall back to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// What was grasped of the question.
    pub grasp: Grasp,
    /// Lookups with the place's first reach, in the order to be tried; empty where nothing was grasped.
    pub tries: Vec<Try>,
    /// How far somebody may be whose name makes names of the words.
    pub names_reach: Reach,
    /// Where the question looks.
    pub located: Located,
    /// Whether to keep to the asked radius.
    pub strict: bool,
    /// What the reader should know.
    pub remarks: Vec<Remark>,
}

impl Plan {
    /// The same plan with parts of the ranking switched off.
    pub(super) fn tuned(mut self, tuning: Tuning) -> Self {
        if tuning == Tuning::default() {
            return self;
        }
        for attempt in &mut self.tries {
            attempt.lookup.score = tuning.applied(&attempt.lookup.score);
        }
        self
    }
}

/// One way to read the words left over.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Try {
    /// What is made of the question's words of names.
    pub reading: NameReading,
    /// The intent that takes the question's words so, where it is not the one that was parsed.
    pub retold: Option<Intent>,
    /// The specialties searched.
    pub members: Vec<Member>,
    /// The lookup, without a deadline and a place to go on from.
    pub lookup: Lookup,
    /// Who bears the words of the question, whatever narrows them down: counts only. Whether words are names is so
    /// decided by the words and the place, and neither a filter nor a radius turns them into something else.
    pub bearers: Lookup,
}

/// What is made of words left over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameReading {
    /// There are none, or all stand in names as typed.
    AsTyped,
    /// They and all other words are one name, as typed.
    Whole,
    /// All words, which make sense otherwise too, are exactly somebody's name.
    WholeExactly,
    /// They stand in names a few edits away.
    Edited,
    /// They are left out.
    LeftOut,
}

/// How far words of names are bent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bending {
    reading: NameReading,
    /// Whether other forms of a given name count: `William` for `Bill`.
    forms: bool,
}

impl Bending {
    const NONE: Self = Self { reading: NameReading::AsTyped, forms: false };
    const FORMS: Self = Self { reading: NameReading::AsTyped, forms: true };
    const EDITS: Self = Self { reading: NameReading::Edited, forms: true };
    const LEFT_OUT: Self = Self { reading: NameReading::LeftOut, forms: false };

    /// The readings of a name that are bent so: misspelt ones the likeliest and the plain one, so that tries stay few.
    fn of<'n>(self, names: &'n [Intent], plain: &'n Intent) -> Vec<&'n Intent> {
        match self.reading {
            NameReading::AsTyped => names.iter().collect(),
            NameReading::Edited => {
                names.first().filter(|name| *name != plain).into_iter().chain([plain]).collect()
            }
            NameReading::Whole | NameReading::WholeExactly | NameReading::LeftOut => vec![plain],
        }
    }
}

/// The most edits that a word of a name is searched with; the index grants them by the word's length.
const EDITS: u8 = 2;

/// Plans a question.
///
/// # Errors
/// `empty_search` when nothing at all was asked.
pub(super) fn plan(
    request: &SearchRequest,
    intent: &Intent,
    located: Located,
    vocabulary: &Vocabulary,
) -> Result<Plan, SearchError> {
    let placed = located.place.is_some();
    if asks_nothing(request) {
        let detail = "say what to look for, or where: q, near, specialty, condition, technique or name";
        return Err(RequestError::new("empty_search", "q", detail.into()).into());
    }
    let grasp = subject::grasp(request, intent, placed);
    let mut remarks: Vec<Remark> =
        intent.out_of_scope.iter().map(|reading| Remark::OutOfScope(reading.concept)).collect();
    if intent.cut {
        remarks.push(Remark::TextCut);
    }
    let readings: &[Bending] = match grasp {
        Grasp::Concepts if intent.words.is_empty() => &[Bending::NONE],
        // A name by parameter is a filter: it is not bent, and with it the words are not either.
        Grasp::Concepts if request.name.is_some() => &[Bending::NONE, Bending::LEFT_OUT],
        // What everybody says is nobody's misspelt name.
        Grasp::Concepts if is_plain(intent, vocabulary) => &[Bending::FORMS, Bending::LEFT_OUT],
        Grasp::Concepts => &[Bending::FORMS, Bending::EDITS, Bending::LEFT_OUT],
        Grasp::Words => &[Bending::FORMS, Bending::EDITS],
        Grasp::Place | Grasp::Npi => &[Bending::NONE],
        Grasp::OutOfScope | Grasp::Nowhere => &[],
        Grasp::Nothing => {
            remarks.push(Remark::NotUnderstood);
            &[]
        }
    };
    let names = person_name::readings(intent, &request.q);
    let mut tries: Vec<Try> = Vec::new();
    for bending in readings {
        for name in bending.of(&names, intent) {
            let attempt = attempt(request, name, &located, *bending, vocabulary);
            let retold = (name != intent).then(|| name.clone());
            tries.extend(attempt.map(|attempt| Try { retold, ..attempt }));
        }
    }
    if grasp == Grasp::Concepts && request.name.is_none() {
        let names = whole_name::readings(intent);
        // A name that makes sense otherwise is asked about first, one that does not behind the usual reading.
        let as_typed = tries.iter().filter(|attempt| attempt.reading == NameReading::AsTyped).count();
        let place = if names.iter().any(|name| !name.exact) { as_typed } else { 0 };
        let names = names.into_iter().filter_map(|name| whole(request, name, &located, vocabulary));
        tries.splice(place..place, names);
    }
    let names_reach = subject::names_reach(request, intent);
    Ok(Plan { grasp, tries, names_reach, strict: request.strict, located, remarks })
}

/// Whether everybody uses all words of names, none of them behind a title: `Dr. Forest` may be a Forrest.
fn is_plain(intent: &Intent, vocabulary: &Vocabulary) -> bool {
    let is_plain = |word: &String| vocabulary.is_plain(word) || vocabulary.is_speech(word);
    let titled = || {
        let tokens = intent.spans.iter().flat_map(|span| normalize::tokens(&span.text));
        tokens.into_iter().any(|token| is_title(&token.text))
    };
    intent.words.iter().all(is_plain) && !titled()
}

/// Whether the request names neither what nor where; how to sort or count selects nobody.
pub(super) fn asks_nothing(request: &SearchRequest) -> bool {
    request.q.trim().is_empty()
        && request.near.is_none()
        && request.specialties.is_empty()
        && request.conditions.is_empty()
        && request.techniques.is_empty()
        && request.name.is_none()
        && request.filters == FilterSet::default()
}

/// The lookup of a question that is a name as a whole.
fn whole(
    request: &SearchRequest,
    name: WholeName,
    located: &Located,
    vocabulary: &Vocabulary,
) -> Option<Try> {
    let reading = if name.exact { NameReading::WholeExactly } else { NameReading::Whole };
    let attempt = attempt(request, &name.intent, located, Bending::NONE, vocabulary)?;
    Some(Try { reading, retold: Some(name.intent), ..attempt })
}

/// The lookup of one reading; `None` when the name by parameter has no letter or digit, which matches nobody.
fn attempt(
    request: &SearchRequest,
    intent: &Intent,
    located: &Located,
    Bending { reading, forms }: Bending,
    vocabulary: &Vocabulary,
) -> Option<Try> {
    let by_id = intent.npi.is_some();
    let said =
        said_words(intent, reading).map(|words| if forms { with_forms(words, vocabulary) } else { words });
    let words = words(request, said.clone(), vocabulary)?;
    let wording = match (&words, reading) {
        (None, _) => Wording::None,
        (Some(_), NameReading::Edited) => Wording::Edited,
        (Some(_), _) => Wording::Exact,
    };
    let mut subject = subject::subject(request, intent, wording, vocabulary);
    if let Some(state) = located.state {
        subject.clauses.push(vec![Concept::State(state)]);
    }
    let aim = Aim {
        members: &subject.members,
        conditions: &subject.conditions,
        techniques: &subject.techniques,
        sure: &subject.sure,
        wording,
        forms: words.as_ref().is_some_and(has_forms),
        by_id,
        measured: located.center().is_some(),
        insistence: insistence(intent),
    };
    let score = rank::model(aim, vocabulary);
    let area = area(located);
    let bearers = Lookup { all_of: subject.clauses.clone(), words: said, area, ..scored(score.clone()) };
    let lookup = Lookup {
        all_of: subject.clauses.into_iter().chain(subject.filters).collect(),
        none_of: subject.none_of,
        id: subject.id,
        words,
        area,
        order: order(request.sort),
        limit: request.limit,
        facets: request.facets,
        ..scored(score)
    };
    Some(Try { reading, retold: None, members: subject.members, lookup, bearers })
}

/// The words of the question that a reading looks for in names; the last one is open.
fn said_words(intent: &Intent, reading: NameReading) -> Option<Words> {
    let edits = match reading {
        NameReading::AsTyped | NameReading::Whole | NameReading::WholeExactly => 0,
        NameReading::Edited => EDITS,
        NameReading::LeftOut => return None,
    };
    let has_words = intent.npi.is_none() && !intent.words.is_empty();
    let mut words = has_words.then(|| Words::plain(intent.words.clone(), true, edits))?;
    if reading == NameReading::AsTyped || reading == NameReading::Edited {
        for letter in words.words.iter_mut().filter(|word| word.text.chars().count() == 1) {
            letter.given = Given::Initial;
        }
    }
    Some(words)
}

/// Words with what else somebody of a given name is called. One word alone may be a surname as well, and as a nickname
/// it would be everybody of the name.
fn with_forms(mut words: Words, vocabulary: &Vocabulary) -> Words {
    let whole_words = words.words.iter().filter(|word| word.given == Given::AsTyped).count();
    if whole_words > 1 {
        for word in words.words.iter_mut().filter(|word| word.given == Given::AsTyped) {
            let others = vocabulary.nicknames(&word.text);
            if !others.is_empty() {
                word.given = Given::Also(others.to_vec());
            }
        }
    }
    words
}

fn has_forms(words: &Words) -> bool {
    words.words.iter().any(|word| word.given != Given::AsTyped)
}

/// The words to look for in names: those of the question, then those of the name parameter, whose last one is open.
#[expect(clippy::option_option, reason = "the outer one says that the name can match nobody")]
fn words(request: &SearchRequest, said: Option<Words>, vocabulary: &Vocabulary) -> Option<Option<Words>> {
    let Some(name) = &request.name else { return Some(said) };
    let named = name_parameter::words(name, vocabulary);
    if named.is_empty() {
        return None;
    }
    let mut words = said.unwrap_or_else(|| Words::plain(Vec::new(), true, 0));
    words.words.extend(named.into_iter().map(Word::from));
    Some(Some(words))
}

fn area(located: &Located) -> Option<Area> {
    Some(Area { center: located.center()?, reach: located.reach().unwrap_or(Reach::Any) })
}

fn insistence(intent: &Intent) -> Insistence {
    if intent.nearest {
        Insistence::Nearest
    } else if intent.near_me {
        Insistence::Near
    } else {
        Insistence::Usual
    }
}

fn order(sort: Sort) -> Order {
    match sort {
        Sort::Relevance => Order::Relevance,
        Sort::Distance => Order::Distance,
        Sort::Name => Order::Name,
        Sort::Updated => Order::Updated,
    }
}

/// The lookup that everybody matches, one hit, nothing counted.
pub(super) fn everybody(order: Order) -> Lookup {
    Lookup { order, limit: 1, ..scored(rank::indifferent()) }
}

/// A lookup of everybody, everywhere, without hits.
fn scored(score: ScoreModel) -> Lookup {
    Lookup {
        all_of: Vec::new(),
        none_of: Vec::new(),
        id: None,
        words: None,
        area: None,
        rings: Vec::new(),
        score,
        order: Order::Relevance,
        after: None,
        limit: 0,
        facets: false,
        deadline: None,
    }
}

#[cfg(test)]
mod tests;
