//! Words that were taken for something else and may be what somebody is called: `Mateo` is no misspelt `mareo`, `Dr. Le` no
//! article.
//!
//! In: what a text was taken to mean. Out: words of it that are names if somebody who is listed is called so. Invariants:
//! words that are spelled as the vocabulary spells them, behind a word that a place follows, or of a complaint in several
//! words stay what they are; nothing is decided here.

use super::intent::Intent;
use super::parse::{NEGATION_REACH, is_article, is_negation, is_title};
use super::span::{Span, SpanKind};
use super::town;
use crate::places::Places;
use crate::vocabulary::normalize;

/// The most words of a text of which nothing is understood that may be a name together.
const ALL_WORDS: usize = 4;

/// The most readings that are tried.
const MOST: usize = 3;

/// The fewest letters of a misspelt word that may be a name.
const MISSPELT_LETTERS: usize = 3;

/// Degrees have at most so many letters: `PT`, `DPT`, `LMT`.
const DEGREE_LETTERS: usize = 4;

/// Words that may be names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Called {
    /// Their numbers in the text.
    pub(super) numbers: Vec<usize>,
    /// What one listed provider has to be called: these words, and those beside them that are names already.
    pub(super) words: Vec<String>,
    /// Who has to be.
    pub(super) who: Who,
    /// Whether the text has to name a place besides.
    pub(super) placed: bool,
}

/// Whose names count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// Those of practices too.
    Anybody,
    /// A person's own: practices are called after what they treat, and misspell it.
    Person,
    /// A person's whose given names and family name are the words, in that order.
    FullName,
}

/// A word of the text.
struct Piece<'i> {
    span: &'i Span,
    folded: String,
    /// Whether it begins with a capital.
    big: bool,
    /// Whether a comma stands right behind it.
    comma: bool,
}

/// The words that may be names, the likelier first.
pub(super) fn readings(intent: &Intent, text: &str, places: &Places) -> Vec<Called> {
    if intent.npi.is_some() {
        return Vec::new();
    }
    let pieces = pieces(intent, text);
    let mut found: Vec<Called> = misspelt_place(intent, &pieces, places).into_iter().collect();
    found.extend(practice(&pieces));
    found.extend((0..pieces.len()).filter_map(|number| called(&pieces, number)));
    if found.is_empty() && is_nothing(intent) {
        found.extend(all(&pieces));
    }
    found.truncate(MOST);
    found
}

/// A word that may be a name where it stands.
fn called(pieces: &[Piece<'_>], number: usize) -> Option<Called> {
    let piece = pieces.get(number).filter(|piece| is_plain(&piece.folded))?;
    if is_denied(pieces, number) || is_title(&piece.folded) {
        return None;
    }
    let one = |words| Some(Called { numbers: vec![number], words, who: Who::Person, placed: false });
    if is_doctors_name(pieces, number) {
        return one(vec![piece.folded.clone()]);
    }
    let silent = is_silent(piece);
    let misspelt = is_misspelt(piece);
    let word = is_word(piece, pieces);
    if misspelt && is_apart(piece) || (silent || word) && is_titled(pieces, number) {
        return one(vec![piece.folded.clone()]);
    }
    if (silent || word) && has_degree(pieces, number) || silent && is_named_behind(pieces, number) {
        return one(vec![piece.folded.clone()]);
    }
    if is_town(piece, pieces) {
        return full_name(pieces, number);
    }
    let beside = beside(pieces, number);
    if beside.is_empty() || is_article(&piece.folded) || !(silent || misspelt || word) {
        return None;
    }
    one(beside.into_iter().chain([piece.folded.clone()]).collect())
}

fn pieces<'i>(intent: &'i Intent, text: &str) -> Vec<Piece<'i>> {
    let typed: Vec<char> = text.chars().collect();
    let mut pieces = Vec::new();
    for span in &intent.spans {
        for token in normalize::tokens(&span.text) {
            let part = |from, to| span.text.get(from..to).unwrap_or_default();
            let end = span.start + part(0, token.end).chars().count();
            pieces.push(Piece {
                span,
                big: part(token.start, token.end).starts_with(char::is_uppercase),
                comma: typed.get(end) == Some(&','),
                folded: token.text,
            });
        }
    }
    pieces
}

/// The word that was put right to a town: `Schwartz` is no Schertz. `None` behind a word that says that a place follows, and
/// where the town is large and something is looked for in it: `chiropractor pheonix`.
fn misspelt_place(intent: &Intent, pieces: &[Piece<'_>], places: &Places) -> Option<Called> {
    let place = intent.place.as_ref().filter(|place| place.typo > 0)?;
    if town::has_concept(intent) && town::is_large(&place.concept, places) {
        return None;
    }
    let is_it = |span: &Span| {
        matches!(span.fate.kind, SpanKind::Place | SpanKind::State) && span.text == place.matched
    };
    let number = pieces.iter().position(|piece| is_it(piece.span))?;
    let before = number.checked_sub(1).and_then(|before| pieces.get(before));
    let marked = before.is_some_and(|before| before.span.fate.kind == SpanKind::Marker);
    let alone = pieces.iter().filter(|piece| is_it(piece.span)).count() == 1;
    let name = &pieces.get(number)?.folded;
    (alone && !marked && is_plain(name)).then(|| Called {
        numbers: vec![number],
        words: vec![name.clone()],
        who: Who::Anybody,
        placed: false,
    })
}

/// The town that a practice is called after, `Greendale Physical Therapy Shrewsbury`, where it is another's that the practice
/// is in: something is left over behind what it treats.
fn practice(pieces: &[Piece<'_>]) -> Option<Called> {
    let first = pieces
        .first()
        .filter(|first| matches!(first.span.fate.kind, SpanKind::Place | SpanKind::Ignored) && first.big)?;
    let of_span = |span: &Span| pieces.iter().filter(|piece| piece.span.start == span.start).count();
    let town = of_span(first.span);
    let what = pieces.get(town).filter(|what| is_concept(what.span))?;
    let named = town + of_span(what.span);
    let rest = pieces.get(named..)?;
    let left = |piece: &Piece<'_>| {
        matches!(piece.span.fate.kind, SpanKind::Ignored | SpanKind::Name | SpanKind::Place | SpanKind::State)
    };
    let plain = |piece: &&Piece<'_>| is_plain(&piece.folded);
    let words: Vec<String> =
        pieces.iter().take(named).filter(plain).map(|piece| piece.folded.clone()).collect();
    (rest.iter().any(left) && words.len() == named).then(|| Called {
        numbers: (0..town).collect(),
        words,
        who: Who::Anybody,
        placed: true,
    })
}

/// Whether a word is nearly one of the vocabulary.
fn is_misspelt(Piece { span, folded, .. }: &Piece<'_>) -> bool {
    let right = |form: &str| form.split(' ').any(|word| word == folded);
    let form = span.fate.form.as_deref();
    (is_concept(span) || span.fate.kind == SpanKind::Ignored)
        && span.fate.edits > 0
        && form.is_some_and(|form| !right(form))
        && folded.chars().count() >= MISSPELT_LETTERS
}

/// Whether a misspelt word stands alone, or set apart by a comma or from degrees behind it (`Walter, PT`): `bak pain` is a
/// pain even where somebody is called Bak.
fn is_apart(Piece { span, folded, .. }: &Piece<'_>) -> bool {
    let mut others = span.text.split_whitespace().filter(|word| normalize::fold(word) != *folded);
    others.all(is_degree) || span.text.contains(',')
}

fn is_degree(word: &str) -> bool {
    word.len() <= DEGREE_LETTERS && word.chars().all(char::is_uppercase)
}

/// Whether a word by itself means something that people are called too: `Webster`, `Blair`, `Castellanos`.
fn is_word(piece: &Piece<'_>, pieces: &[Piece<'_>]) -> bool {
    is_alone(piece, pieces) && is_concept(piece.span) && piece.span.fate.kind != SpanKind::Specialty
}

/// Whether a word by itself is a town or a state as it is spelled.
fn is_town(piece: &Piece<'_>, pieces: &[Piece<'_>]) -> bool {
    is_alone(piece, pieces) && matches!(piece.span.fate.kind, SpanKind::Place | SpanKind::State)
}

fn is_alone(piece: &Piece<'_>, pieces: &[Piece<'_>]) -> bool {
    pieces.iter().filter(|other| other.span.start == piece.span.start).count() == 1
}

/// A town right behind names as the family name of whoever has them: `Gertrude Fairfield`.
fn full_name(pieces: &[Piece<'_>], number: usize) -> Option<Called> {
    let (before, [town, ..]) = pieces.split_at_checked(number)? else { return None };
    let is_name = |piece: &&Piece<'_>| piece.span.fate.kind == SpanKind::Name && !piece.comma;
    let given = before.iter().rev().take_while(is_name).count();
    let names = before.get(number - given..).filter(|names| !names.is_empty())?;
    let words = names.iter().chain([town]).map(|piece| piece.folded.clone()).collect();
    Some(Called { numbers: vec![number], words, who: Who::FullName, placed: false })
}

fn is_concept(span: &Span) -> bool {
    matches!(
        span.fate.kind,
        SpanKind::Specialty
            | SpanKind::Condition
            | SpanKind::Technique
            | SpanKind::Filter
            | SpanKind::OutOfScope
    )
}

/// Whether nothing was made of a word.
fn is_silent(piece: &Piece<'_>) -> bool {
    matches!(piece.span.fate.kind, SpanKind::Filler | SpanKind::Ignored) && is_plain(&piece.folded)
}

fn is_titled(pieces: &[Piece<'_>], number: usize) -> bool {
    let before = number.checked_sub(1).and_then(|before| pieces.get(before));
    before.is_some_and(|before| is_title(&before.folded))
        && pieces.get(number).is_some_and(|piece| !is_title(&piece.folded))
}

/// Whether a word is the only one of a name and ends the text right behind a bare `doctor`, which was taken for a general
/// practitioner: `doctor long`.
fn is_doctors_name(pieces: &[Piece<'_>], number: usize) -> bool {
    let of_name = |piece: &Piece<'_>| piece.span.fate.kind == SpanKind::Name;
    let doctor = |piece: &Piece<'_>| piece.span.fate.kind == SpanKind::Specialty && is_title(&piece.folded);
    let before = number.checked_sub(1).and_then(|before| pieces.get(before));
    before.is_some_and(doctor)
        && pieces.get(number).is_some_and(of_name)
        && pieces.iter().filter(|piece| of_name(piece)).count() == 1
        && number + 1 == pieces.len()
}

/// Whether a degree stands behind a word, and a comma between: `Weeks, PT`.
fn has_degree(pieces: &[Piece<'_>], number: usize) -> bool {
    let (Some(piece), Some(next)) = (pieces.get(number), pieces.get(number + 1)) else { return false };
    let concept = matches!(next.span.fate.kind, SpanKind::Specialty | SpanKind::Credential);
    concept && piece.comma && is_degree(&next.span.text)
}

/// Whether a word is big right behind a specialty that is not: `physical therapist Good`.
fn is_named_behind(pieces: &[Piece<'_>], number: usize) -> bool {
    let before = number.checked_sub(1).and_then(|before| pieces.get(before));
    let small = |before: &Piece<'_>| !before.big && before.span.fate.kind == SpanKind::Specialty;
    before.is_some_and(small) && pieces.get(number).is_some_and(|piece| piece.big)
}

/// Whether a word or two before it says that it is not wanted: `not Dr Smith`.
fn is_denied(pieces: &[Piece<'_>], number: usize) -> bool {
    let before = pieces.get(number.saturating_sub(NEGATION_REACH)..=number);
    before.into_iter().flatten().any(|piece| is_negation(&piece.folded))
}

/// The words of names that stand right beside a word.
fn beside(pieces: &[Piece<'_>], number: usize) -> Vec<String> {
    let is_name = |piece: &&Piece<'_>| piece.span.fate.kind == SpanKind::Name;
    let before = pieces.get(..number).into_iter().flatten().rev().take_while(is_name);
    let behind = pieces.get(number + 1..).into_iter().flatten().take_while(is_name);
    before.chain(behind).map(|piece| piece.folded.clone()).collect()
}

/// Whether nothing at all was understood.
fn is_nothing(intent: &Intent) -> bool {
    let silent = |span: &Span| matches!(span.fate.kind, SpanKind::Filler | SpanKind::Ignored);
    intent.spans.iter().all(silent)
}

/// All words of a short text but titles.
fn all(pieces: &[Piece<'_>]) -> Option<Called> {
    if pieces.iter().any(|piece| is_negation(&piece.folded)) {
        return None;
    }
    let named = pieces.iter().enumerate().filter(|(_, piece)| !is_title(&piece.folded));
    let (numbers, words): (Vec<usize>, Vec<String>) =
        named.map(|(number, piece)| (number, piece.folded.clone())).unzip();
    let few = (1..=ALL_WORDS).contains(&words.len());
    (few && words.iter().all(|word| is_plain(word))).then_some(Called {
        numbers,
        words,
        who: Who::Person,
        placed: false,
    })
}

/// Whether a word has letters only, more than one.
fn is_plain(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::super::parse::parse;
    use super::super::sample::{engine, vocabulary};
    use super::*;

    #[test]
    fn what_may_be_a_name_is_looked_for_as_one() {
        let places = engine().places();
        for (text, expected) in [
            // Nearly a word of the vocabulary, alone or set apart.
            ("Mateo", &["mateo"][..]),
            ("Mateo Boston", &["mateo"]),
            ("Walter, PT Boston", &["walter"]),
            ("Walter PT", &["walter"]),
            ("bak pain", &[]),
            // Behind a title, before a degree, behind a specialty.
            ("Dr. Le near 02118", &["le"]),
            ("Dr Blair", &["blair"]),
            ("doctor long", &["long"]),
            ("doctor Dallas", &[]),
            ("Weeks, PT", &["weeks"]),
            ("physical therapist Good", &["good"]),
            ("Physical Therapist Good", &[]),
            ("physical therapist good", &[]),
            // Beside a name.
            ("Gertrude Webster", &["gertrude webster"]),
            ("Gertrude Fairfield", &["gertrude fairfield"]),
            ("find Gertrude Good", &["gertrude find", "gertrude good"]),
            ("Kowalski chiropractor", &[]),
            // A practice that is called after another town than the one it is in.
            ("Greendale Physical Therapy Shrewsbury", &["greendale physical therapy"]),
            ("Boston physical therapy", &[]),
            ("boston physical therapy tonight please", &[]),
            // Nothing else is there.
            ("Oh", &["oh"]),
            ("help me please go on", &[]),
            // A town that is nearly spelled; a large one where something is looked for.
            ("Schwartz", &["schwartz"]),
            ("chiropractor pheonix", &[]),
            ("near Schwartz", &[]),
            // Who is not wanted.
            ("except dr smith", &[]),
            ("not Dr Le", &[]),
            ("neck pain near Boston", &[]),
            ("", &[]),
        ] {
            let (intent, _) = parse(text, vocabulary(), places);
            let found = readings(&intent, text, places);
            let found: Vec<String> = found.iter().map(|called| called.words.join(" ")).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
