//! Complaints told in sentences, weighed against the surface forms of the same words.
//!
//! In: what the vocabulary was told, the sentence and its forms. Out: readings of conditions; their words are taken.
//! Invariants: a form wins over a complaint that adds no word to it; a complaint that is more precise than a form and
//! holds all its words stands for it; words of places are no complaints.

use super::super::intent::{Intent, Reading};
use super::super::span::{Fate, SpanKind};
use super::sentence::Sentence;
use super::stop_words::is_stop_word;
use super::view::is_concept;
use crate::domain::ConditionId;
use crate::vocabulary::{Complaint, Match, Meaning, Told, Vocabulary};

/// How many words may stand between two words of a complaint that are shown as one piece.
const SHOWN_GAP: usize = 2;

/// What is shown between the pieces of a complaint.
const BETWEEN: &str = " … ";

/// Complaints as forms, one for each run of their words, for finders that only ask what a word belongs to.
pub(super) fn as_matches(told: &Told) -> Vec<Match> {
    let mut matches: Vec<Match> = Vec::new();
    for complaint in &told.complaints {
        for token in &complaint.tokens {
            match matches.last_mut() {
                Some(last) if last.form == complaint.form && last.first + last.count == *token => {
                    last.count += 1;
                }
                _ => matches.push(Match {
                    first: *token,
                    count: 1,
                    meanings: vec![Meaning::Condition(complaint.condition)],
                    form: complaint.form.clone(),
                    edits: complaint.edits,
                }),
            }
        }
    }
    matches
}

/// The complaints that count beside the forms; takes from the forms what a complaint says more precisely.
pub(super) fn settle<'c>(
    told: &'c Told,
    sentence: &Sentence<'_>,
    matches: &mut Vec<Match>,
) -> Vec<&'c Complaint> {
    let mut kept: Vec<&Complaint> = Vec::new();
    for complaint in &told.complaints {
        let free = complaint.tokens.iter().all(|token| sentence.is_free(*token));
        let covering: Vec<usize> = (0..matches.len())
            .filter(|place| is_concept(&matches[*place]) && overlap(&matches[*place], complaint))
            .collect();
        let adds = complaint
            .tokens
            .iter()
            .any(|token| !covering.iter().any(|place| holds(&matches[*place], *token)));
        if !free || !adds && !is_more_precise(complaint, &covering, matches) {
            continue;
        }
        for place in covering {
            let form = &mut matches[place];
            // `upper back is killing me` holds all that `back is killing me` says, though it ends sooner, and `spinal
            // stenosis in neck` all of `spinal stenosis`.
            let within = (form.first..form.first + form.count).all(|token| {
                complaint.tokens.contains(&token)
                    || is_stop_word(sentence.word(token))
                    || sentence.word(token) == "spinal"
                    || complaint.tokens.first() < Some(&token) && Some(&token) < complaint.tokens.last()
            });
            let run = run_of(complaint, form);
            if within {
                form.meanings.retain(|meaning| {
                    !(stands_for(complaint, meaning)
                        || form.count == 1 && run > 1 && is_about_others(meaning))
                });
            }
        }
        kept.push(complaint);
    }
    matches.retain(|form| !form.meanings.is_empty());
    kept
}

/// Writes complaints into the intent and takes their words; one of whose words none is left tells nothing new. Words
/// that several complaints share are told to mean all of them.
pub(super) fn note(
    complaints: &[&Complaint],
    sentence: &mut Sentence<'_>,
    vocabulary: &Vocabulary,
    intent: &mut Intent,
) {
    let owners: Vec<Vec<&Complaint>> = (0..sentence.len())
        .map(|token| {
            let own = complaints.iter().filter(|own| sentence.is_free(token) && own.tokens.contains(&token));
            own.copied().collect()
        })
        .collect();
    for complaint in complaints {
        let known = intent.conditions.iter().any(|reading| reading.concept == complaint.condition);
        let told = owners.iter().flatten().any(|own| own.condition == complaint.condition);
        if told && !known {
            let matched = typed(complaint, sentence);
            intent.conditions.push(Reading { concept: complaint.condition, matched, typo: complaint.edits });
        }
    }
    let mut from = 0;
    for run in owners.chunk_by(|one, next| one == next) {
        let words = from..from + run.len();
        from = words.end;
        if let Some(fate) = run.first().and_then(|own| fate(own, vocabulary)) {
            sentence.take(words, fate);
        }
    }
}

/// What words are taken for that belong to these complaints; `None` where they belong to none.
fn fate(complaints: &[&Complaint], vocabulary: &Vocabulary) -> Option<Fate> {
    let id = |own: &Complaint| vocabulary.condition(own.condition).id.clone();
    let (first, further) = complaints.split_first()?;
    let mut fate = Fate::one(SpanKind::Condition, id(first)).spelled(&first.form, first.edits);
    for own in further {
        fate.add(SpanKind::Condition, vec![id(own)]);
    }
    Some(fate)
}

/// The words of a complaint as typed, with what stands between near ones.
fn typed(complaint: &Complaint, sentence: &Sentence<'_>) -> String {
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    for token in &complaint.tokens {
        match pieces.last_mut() {
            Some((_, last)) if *token - *last <= SHOWN_GAP + 1 => *last = *token,
            _ => pieces.push((*token, *token)),
        }
    }
    let shown: Vec<String> = pieces.iter().map(|(first, last)| sentence.typed(*first..*last + 1)).collect();
    shown.join(BETWEEN)
}

fn overlap(form: &Match, complaint: &Complaint) -> bool {
    complaint.tokens.iter().any(|token| holds(form, *token))
}

fn holds(form: &Match, token: usize) -> bool {
    (form.first..form.first + form.count).contains(&token)
}

/// How many words of a complaint stand without a gap around a form: `pins & needles` around `needles`.
fn run_of(complaint: &Complaint, form: &Match) -> usize {
    let before = (0..form.first).rev().take_while(|token| complaint.tokens.contains(token)).count();
    let end = complaint.tokens.last().map_or(0, |last| last + 1);
    let behind = (form.first + form.count..end).take_while(|token| complaint.tokens.contains(token)).count();
    before + form.count + behind
}

/// Whether a meaning says whom, rather than what is complained of or done.
fn is_about_others(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Specialty(_) | Meaning::OutOfScope(_) | Meaning::Credential { .. })
}

/// Whether a complaint says of the same words something more precise than a form does.
fn is_more_precise(complaint: &Complaint, covering: &[usize], matches: &[Match]) -> bool {
    let forms = covering.iter().filter_map(|place| matches.get(*place));
    let several = covering.len() > 1;
    forms.flat_map(|form| &form.meanings).any(|meaning| several && stands_for(complaint, meaning))
}

fn stands_for(complaint: &Complaint, meaning: &Meaning) -> bool {
    let replaced = |id: &ConditionId| complaint.instead_of.contains(id);
    matches!(meaning, Meaning::Condition(id) if replaced(id))
}
