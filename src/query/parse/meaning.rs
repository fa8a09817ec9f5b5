//! What the words mean: specialties, conditions, techniques, credentials and filters, wanted or not.
//!
//! In: the sentence without place and radius. Out: readings in the intent; their words are taken. Invariants: a clean
//! reading beats a typo; a profession that is not listed is never read as one that is; a negated specialty is
//! excluded, a negated complaint ignored.

use super::super::intent::{Intent, Reading};
use super::super::span::{Fate, SpanKind};
use super::behind;
use super::compared::is_compared;
use super::complaints;
use super::doctor::{is_bare_doctor, is_title_of_other, says_more};
use super::gender;
use super::negation;
use super::rejected;
use super::sentence::Sentence;
use super::stop_words;
use crate::domain::{ConditionId, Fact, Gender, Language, ProviderKind, Radius, Reach, SpecialtyId};
use crate::vocabulary::{FilterWord, Match, Meaning, Told, Vocabulary};

/// The words osteopath, osteopathic and DO mean both.
///
/// # Source
/// `CONTRACT.md`, "What decides the set".
const OSTEOPATHS: [&str; 2] = ["osteopath", "do_physician"];

/// What people tell that somebody said or did, and what may stand before it.
const REPORTS: [&str; 39] = [
    "said",
    "says",
    "saying",
    "told",
    "tells",
    "thinks",
    "thought",
    "wants",
    "wanted",
    "recommended",
    "recommends",
    "suggested",
    "suggests",
    "ordered",
    "diagnosed",
    "found",
    "pushing",
    "prescribed",
    "referred",
    "sent",
    "gave",
    "insists",
    "advised",
    "mentioned",
    "dice",
    "dicen",
    "dijo",
    "dijeron",
    "cree",
    "quiere",
    "recomendo",
    "recomienda",
    "mando",
    "diagnostico",
    "receto",
    "sugirio",
    "encontro",
    "noticed",
    "confirmed",
];
const BEFORE_REPORT: [&str; 14] =
    ["has", "have", "had", "also", "just", "already", "is", "me", "le", "nos", "ya", "ha", "keeps", "once"];

/// Words that make a short form such as `do` a verb: who does it, or who is asked for it.
const VERB_NEIGHBOURS: [&str; 22] = [
    "i", "you", "we", "they", "he", "she", "it", "who", "what", "how", "to", "not", "can", "should", "would",
    "could", "that", "which", "where", "so", "will", "people",
];

/// Reads and takes every form of the vocabulary. Says whether something was asked that no list states.
pub(super) fn read(
    sentence: &mut Sentence<'_>,
    vocabulary: &Vocabulary,
    told: &Told,
    intent: &mut Intent,
) -> bool {
    let mut matches = sentence.matches(vocabulary);
    let complaints = complaints::settle(told, sentence, &mut matches);
    let hurts = !complaints.is_empty() || matches.iter().any(is_complaint);
    let told_of_others = rejected::told_of(sentence, &matches, hurts, vocabulary);
    let mut not_listed = false;
    let mut denied: Vec<usize> = Vec::new();
    let mut not_so: Vec<ConditionId> = Vec::new();
    for (order, found) in matches.iter().enumerate() {
        if is_plain_word(sentence, found) || is_part_of_name(sentence, found) {
            continue;
        }
        if let Some(end) = told_of(sentence, found) {
            intent.ignored.push(sentence.ignore(found.first..end));
            continue;
        }
        if behind::is_behind(sentence, found, vocabulary) {
            intent.ignored.push(sentence.ignore(found.first..found.first + found.count));
            continue;
        }
        if is_title_of_other(sentence, &matches, order, vocabulary) {
            sentence.take(found.first..found.first + found.count, Fate::of(SpanKind::Filler));
            continue;
        }
        let words = found.first..found.first + found.count;
        let typed = sentence.typed(words.clone());
        if let Some(from) = negation::begins(sentence, found, |end| denied.contains(&end)) {
            let wanted = negation::is_way(found, &matches, &denied, sentence);
            let fate = negation::deny(found, sentence.typed(from..words.end), (vocabulary, wanted), intent);
            denied.push(words.end);
            not_so.extend(found.meanings.iter().filter_map(negation::condition));
            sentence.take(from..words.end, fate.spelled(&found.form, found.edits));
            continue;
        }
        let aside = told_of_others.get(order).is_some_and(|aside| *aside);
        if aside || is_denied(found, told) || is_compared(sentence, &matches, order) {
            intent.ignored.push(sentence.ignore(words));
            continue;
        }
        if is_bare_doctor(sentence, found, vocabulary)
            && (!complaints.is_empty() || matches.iter().any(|other| says_more(other, vocabulary)))
        {
            sentence.take(words, Fate::of(SpanKind::Filler));
            continue;
        }
        let said = Said { found, typed, vocabulary };
        let gender_fits =
            found.meanings.iter().any(is_searched) || gender::is_about_provider(sentence, &matches, order);
        let Some(fate) = said.note(intent, gender_fits) else { continue };
        not_listed |= said.is_unlisted();
        sentence.take(words, fate.spelled(&found.form, found.edits));
    }
    complaints::note(&complaints, sentence, vocabulary, intent);
    negation::leave_out(&not_so, sentence, vocabulary, intent);
    not_listed
}

/// Whether a form is nothing but a complaint that the sentence denies: `no tengo dolor de espalda`.
fn is_denied(found: &Match, told: &Told) -> bool {
    let complaint = found.meanings.iter().all(|meaning| matches!(meaning, Meaning::Condition(_)));
    complaint && (found.first..found.first + found.count).all(|token| told.is_denied(token))
}

/// A form, as typed.
struct Said<'s> {
    found: &'s Match,
    typed: String,
    vocabulary: &'s Vocabulary,
}

impl Said<'_> {
    /// Writes the form's meanings into the intent and says what became of its words; `None` when the form means nothing
    /// here and stays a word.
    fn note(&self, intent: &mut Intent, gender_fits: bool) -> Option<Fate> {
        let mut fate: Option<Fate> = None;
        for meaning in self.meanings() {
            let said = self.note_one(meaning, intent, gender_fits);
            match &mut fate {
                Some(fate) => fate.add(said.kind, said.ids),
                None => fate = Some(said),
            }
        }
        fate
    }

    fn note_one(&self, meaning: &Meaning, intent: &mut Intent, gender_fits: bool) -> Fate {
        match meaning {
            Meaning::Specialty(id) => self.specialty(*id, intent),
            Meaning::Credential { specialty: Some(id), credential, finer } => {
                if *finer {
                    push_new(&mut intent.certificates, credential.clone());
                }
                self.specialty(*id, intent)
            }
            Meaning::Condition(id) => {
                push(&mut intent.conditions, self.reading(*id));
                Fate::one(SpanKind::Condition, &self.vocabulary.condition(*id).id)
            }
            Meaning::Technique(id) => {
                push(&mut intent.techniques, self.reading(*id));
                Fate::one(SpanKind::Technique, &self.vocabulary.technique(*id).id)
            }
            Meaning::Credential { credential, specialty: None, .. } => {
                push_new(&mut intent.filters.credentials, credential.clone());
                Fate::one(SpanKind::Credential, credential.as_str())
            }
            Meaning::Filter(FilterWord::Gender(_)) if !gender_fits => self.ignored(intent),
            Meaning::Filter(word) => self.filter(word, intent),
            Meaning::Nearest => {
                intent.nearest = true;
                Fate::of(SpanKind::Nearest)
            }
            Meaning::NearMe => {
                intent.near_me = true;
                Fate::of(SpanKind::NearMe)
            }
            Meaning::OutOfScope(row) => {
                push(&mut intent.out_of_scope, self.reading(*row));
                let term = self.vocabulary.out_of_scope().get(*row).map(|row| row.term.clone());
                Fate { ids: term.into_iter().collect(), ..Fate::of(SpanKind::OutOfScope) }
            }
            Meaning::Filler => self.ignored(intent),
            // A marker without a place or a distance behind it says nothing; a collision is no meaning.
            Meaning::PlaceMarker | Meaning::RadiusMarker | Meaning::Collision => Fate::of(SpanKind::Marker),
        }
    }

    /// Whether the form asks for what no list states.
    fn is_unlisted(&self) -> bool {
        self.meanings().any(|meaning| matches!(meaning, Meaning::Filter(FilterWord::NotListed(_))))
    }

    fn ignored(&self, intent: &mut Intent) -> Fate {
        intent.ignored.push(self.typed.clone());
        Fate::of(SpanKind::Ignored)
    }

    /// The meanings that count: what is looked for in all its readings and who does it (`neuróloga`), of anything else the
    /// likeliest.
    fn meanings(&self) -> impl Iterator<Item = &Meaning> {
        let mut meanings =
            self.found.meanings.iter().filter(|meaning| !matches!(meaning, Meaning::Collision));
        let first = meanings.next();
        let searched = first.is_some_and(is_searched);
        let counts = |meaning: &&Meaning| is_searched(meaning) || is_gender(meaning);
        first.into_iter().chain(meanings.filter(move |meaning| searched && counts(meaning)))
    }

    fn reading<T>(&self, concept: T) -> Reading<T> {
        Reading { concept, matched: self.typed.clone(), typo: self.found.edits }
    }

    fn specialty(&self, id: SpecialtyId, intent: &mut Intent) -> Fate {
        let ids = with_companion(id, self.vocabulary);
        for id in &ids {
            push(&mut intent.specialties, self.reading(*id));
        }
        Fate { ids: texts(&ids, self.vocabulary), ..Fate::of(SpanKind::Specialty) }
    }

    fn filter(&self, word: &FilterWord, intent: &mut Intent) -> Fate {
        let filters = &mut intent.filters;
        let said = match word {
            FilterWord::AcceptingNew(fact) => {
                filters.accepting_new = wished(*fact);
                format!("accepting_new={}", fact.as_str())
            }
            FilterWord::Telehealth(fact) => {
                filters.telehealth = wished(*fact);
                format!("telehealth={}", fact.as_str())
            }
            FilterWord::Wheelchair(fact) => {
                filters.wheelchair = wished(*fact);
                format!("wheelchair={}", fact.as_str())
            }
            FilterWord::Gender(gender) => {
                push_new(&mut filters.gender, Some::<Gender>(*gender));
                format!("gender={}", gender.as_str())
            }
            FilterWord::Language(language) => {
                let codes: Vec<Language> = std::iter::once(*language).chain(related(*language)).collect();
                for code in &codes {
                    push_new(&mut filters.languages, *code);
                }
                let ids = codes.iter().map(|code| format!("language={code}")).collect();
                return Fate { ids, ..Fate::of(SpanKind::Filter) };
            }
            FilterWord::Organization => {
                push_new(&mut filters.kind, ProviderKind::Organization);
                format!("kind={}", ProviderKind::Organization.as_str())
            }
            FilterWord::RadiusMiles(miles) => return self.radius(*miles, intent),
            FilterWord::NotListed(_) => return self.ignored(intent),
        };
        Fate::one(SpanKind::Filter, said)
    }

    /// A radius that a form stands for; the first radius of the text counts.
    fn radius(&self, miles: f64, intent: &mut Intent) -> Fate {
        let Some(reach) = Radius::from_miles(miles).ok().map(Reach::Within) else {
            return self.ignored(intent);
        };
        if intent.radius.is_some_and(|radius| radius != reach) {
            return self.ignored(intent);
        }
        intent.radius = Some(reach);
        Fate::one(SpanKind::Radius, reach.to_string())
    }
}

/// Languages that lists may give in place of one: what one list calls Mandarin is Chinese in another.
fn related(language: Language) -> impl Iterator<Item = Language> {
    let codes: &[&str] = match language.to_string().as_str() {
        "zh" => &["cmn", "yue"],
        "cmn" | "yue" => &["zh"],
        _ => &[],
    };
    codes.iter().filter_map(|code| code.parse().ok())
}

/// A fact in words means yes, then unknown, never no.
fn wished(fact: Fact) -> Vec<Fact> {
    match fact {
        Fact::Yes => vec![Fact::Yes, Fact::Unknown],
        Fact::No | Fact::Unknown => vec![fact],
    }
}

fn is_gender(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Filter(FilterWord::Gender(_)))
}

fn is_searched(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Specialty(_) | Meaning::Condition(_) | Meaning::Technique(_))
}

pub(super) fn with_companion(id: SpecialtyId, vocabulary: &Vocabulary) -> Vec<SpecialtyId> {
    let both: Vec<SpecialtyId> = OSTEOPATHS.iter().filter_map(|id| vocabulary.specialty_id(id)).collect();
    if both.contains(&id) { both } else { vec![id] }
}

/// The text ids of specialties.
pub(super) fn texts(ids: &[SpecialtyId], vocabulary: &Vocabulary) -> Vec<String> {
    ids.iter().map(|id| vocabulary.specialty(*id).id.clone()).collect()
}

/// Whether a short form is the everyday word that it is too: `who do i see`, `I met a doctor`.
fn is_plain_word(sentence: &Sentence<'_>, found: &Match) -> bool {
    let word = sentence.word(found.first);
    if found.count > 1 || !stop_words::is_everyday(word) || sentence.is_shouted(found.first) {
        return false;
    }
    let neighbour =
        |index: Option<usize>| index.is_some_and(|index| VERB_NEIGHBOURS.contains(&sentence.word(index)));
    let as_verb = neighbour(found.first.checked_sub(1)) || neighbour(Some(found.first + 1));
    let alone = (0..sentence.len()).filter(|&index| sentence.is_free(index)).count() <= 2;
    as_verb || !alone
}

/// Where the words end that tell what somebody said or did, so that the profession is not asked for: `my dentist says it
/// is my jaw`.
fn told_of(sentence: &Sentence<'_>, found: &Match) -> Option<usize> {
    let profession = found.meanings.iter().all(|meaning| {
        matches!(
            meaning,
            Meaning::Specialty(_) | Meaning::Credential { .. } | Meaning::OutOfScope(_) | Meaning::Filter(_)
        )
    });
    let end = found.first + found.count;
    let verb = (end..end + 3).find(|&index| !BEFORE_REPORT.contains(&sentence.word(index)))?;
    let reported = profession && !sentence.is_parted(end - 1) && REPORTS.contains(&sentence.word(verb));
    reported.then_some(verb + 1)
}

/// Whether a form names a complaint.
fn is_complaint(found: &Match) -> bool {
    found.meanings.iter().any(|meaning| matches!(meaning, Meaning::Condition(_)))
}

/// Whether a misspelled form stands behind a title and so is a name: `Dr Spiner`.
fn is_part_of_name(sentence: &Sentence<'_>, found: &Match) -> bool {
    let behind_title = found.first > 0 && stop_words::is_title(sentence.word(found.first - 1));
    found.edits > 0 && behind_title
}

fn push<T: PartialEq>(readings: &mut Vec<Reading<T>>, reading: Reading<T>) {
    if readings.iter().all(|known| known.concept != reading.concept) {
        readings.push(reading);
    }
}

pub(super) fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}
