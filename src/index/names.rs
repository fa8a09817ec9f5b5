//! Completion of names while they are typed.
//!
//! In: the words of a name so far, and where the asker is, if known. Out: [`NamedProvider`]s: the nearest first, or
//! else those of the names that most bear, by alphabet. Invariant: whoever is given has all words in a name, the last
//! one as its beginning; with a point the order is that of the exact distances.

use super::circle::Center;
use super::clause::Clauses;
use super::clock::Clock;
use super::document::{self, StoredPractice, StoredProvider};
use super::drive::Roads;
use super::error::IndexError;
use super::lookup::{Concept, Order, Position, ScoreModel, Words};
use super::matching::{Found, Matcher};
use super::name_order;
use super::nearest;
use super::score::Scorer;
use super::select::{Ranker, Selection, Standing};
use super::snapshot::Snapshot;
use super::terms::allowed_edits;
use crate::domain::{LatLon, Metres, ProviderId, ProviderKind, SpecialtyId};
use crate::vocabulary::{Vocabulary, normalize};
use std::ops::Range;

/// How many words that go on with the typed one are looked up, those that most bear first.
const MOST_WORDS: usize = 8;

/// A tile that is looked into on the way outwards costs as much as so many of those who have a word.
///
/// # Source
/// Measured with `benches/suggest.rs`. Tests have fewer and take both ways too.
const BEARERS_A_TILE: u64 = if cfg!(test) { 1 } else { 16 };

/// The most edits of a word of a name; fewer where it is short.
const EDITS: u8 = 2;

/// A name that is being typed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NameQuestion {
    /// Folded words; all but the last must be whole words of a name.
    pub words: Vec<String>,
    /// Whether the last word may go on.
    pub open: bool,
    /// Where the asker is.
    pub near: Option<LatLon>,
    /// Concepts that the provider must have besides, as in [`super::lookup::Lookup::all_of`].
    pub all_of: Vec<Vec<Concept>>,
}

/// A name for completion.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedProvider {
    /// Who.
    pub id: ProviderId,
    /// The number of the provider, in its generation.
    pub number: u32,
    /// Person or organization.
    pub kind: ProviderKind,
    /// The name as shown.
    pub name: String,
    /// The further name, or the practice's, that has the words, where the name has not.
    pub also: Option<String>,
    /// What it is.
    pub specialties: Vec<SpecialtyId>,
    /// `Pittsburgh, PA`: of the nearest practice, or the first one.
    pub town: String,
    /// How far that is, where a point was given.
    pub metres: Option<Metres>,
}

/// A provider in another generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameProvider {
    /// Its number there.
    pub number: u32,
    /// Whether name, kind and specialties are the same.
    pub is_named_alike: bool,
}

/// The provider in another generation, where it may have the number `guess`.
pub(super) fn same_in(
    snapshot: &Snapshot,
    number: u32,
    other: &Snapshot,
    guess: u32,
) -> Option<SameProvider> {
    let own = snapshot.stored(number)?;
    let id = document::id_of(own)?;
    let guessed = other.stored(guess).filter(|record| document::id_of(record) == Some(id));
    let number = if guessed.is_some() { guess } else { other.find(&id.parse().ok()?)? };
    let there = other.stored(number)?;
    let named_alike = || {
        let (own, there) = (document::stored(own)?, document::stored(there)?);
        let specialties = |stored: &StoredProvider<'_>| -> Vec<String> {
            stored.specialties.iter().map(|claim| claim.specialty.to_owned()).collect()
        };
        Some(own.name.view() == there.name.view() && specialties(&own) == specialties(&there))
    };
    let is_named_alike = own == there || named_alike().unwrap_or(false);
    Some(SameProvider { number, is_named_alike })
}

/// A provider by its name.
pub(super) fn by_number(snapshot: &Snapshot, number: u32) -> Result<NamedProvider, IndexError> {
    named(snapshot, number, "")
}

/// Whose names go on as typed.
pub(super) fn complete(
    snapshot: &Snapshot,
    asked: &NameQuestion,
    limit: usize,
) -> Result<Vec<NamedProvider>, IndexError> {
    if limit == 0 {
        return Ok(Vec::new());
    }
    let besides = snapshot.left_out_besides().len();
    let mut named = complete_all(snapshot, asked, limit.saturating_add(besides))?;
    named.retain(|named| !snapshot.is_hidden(&named.id));
    named.truncate(limit);
    Ok(named)
}

fn complete_all(
    snapshot: &Snapshot,
    asked: &NameQuestion,
    limit: usize,
) -> Result<Vec<NamedProvider>, IndexError> {
    match asked.words.as_slice() {
        [] => Ok(Vec::new()),
        [word] if asked.open && asked.near.is_none() && asked.all_of.is_empty() => {
            let found = most_borne(snapshot, word, limit)?;
            found.into_iter().map(|number| named(snapshot, number, word)).collect()
        }
        words => {
            let words = Words::plain(words.to_vec(), asked.open, 0);
            let hits = look_up(snapshot, asked, &words, limit)?;
            hits.iter().map(|hit| named_at(snapshot, hit.seen, last(asked))).collect()
        }
    }
}

/// Whose names nearly go on as typed: the last word is a few edits from the beginning of theirs.
pub(super) fn correct(
    snapshot: &Snapshot,
    asked: &NameQuestion,
    limit: usize,
) -> Result<Vec<NamedProvider>, IndexError> {
    let Some((last, before)) = asked.words.split_last() else { return Ok(Vec::new()) };
    let edits = allowed_edits(last, EDITS);
    if edits == 0 || limit == 0 {
        return Ok(Vec::new());
    }
    let (shown_at_most, limit) = (limit, limit.saturating_add(snapshot.left_out_besides().len()));
    let mut hits: Vec<(At, String)> = Vec::new();
    for (word, _) in snapshot.text().nearly_begun(last, edits, MOST_WORDS)? {
        let words = before.iter().cloned().chain([word.clone()]).collect();
        let found = look_up(snapshot, asked, &Words::plain(words, false, 0), limit)?;
        for hit in found {
            if hits.iter().all(|(known, _)| known.seen.provider != hit.seen.provider) {
                hits.push((hit, word.clone()));
            }
        }
        if hits.len() >= limit && asked.near.is_none() {
            break;
        }
    }
    if asked.near.is_some() {
        hits.sort_by_key(|(hit, _)| hit.position);
    }
    hits.truncate(limit);
    let named = hits.iter().map(|(hit, word)| named_at(snapshot, hit.seen, word));
    let shown = |named: &Result<NamedProvider, IndexError>| {
        named.as_ref().map_or(true, |named| !snapshot.is_hidden(&named.id))
    };
    named.filter(shown).take(shown_at_most).collect()
}

/// A provider, and the practice it is shown at.
#[derive(Debug, Clone, Copy)]
struct Seen {
    provider: u32,
    practice: usize,
    metres: Option<Metres>,
}

/// The same, and where it stands.
struct At {
    seen: Seen,
    position: Position,
}

impl At {
    /// Where somebody stands in the order of names.
    fn by_name(snapshot: &Snapshot, found: &Found) -> Self {
        let view = snapshot.view();
        let (provider, row) = (found.provider as usize, found.row as usize);
        let seen =
            Seen { provider: found.provider, practice: usize::from(view.row_practice[row]), metres: None };
        let key = u64::from(view.name_rank[provider]);
        Self { seen, position: Position { tier: 0, key, metres: 0, id_rank: view.id_rank[provider] } }
    }
}

fn look_up(
    snapshot: &Snapshot,
    asked: &NameQuestion,
    words: &Words,
    limit: usize,
) -> Result<Vec<At>, IndexError> {
    if let Some(near) = asked.near {
        return nearest_with(snapshot, asked, words, near, limit);
    }
    let Some(clauses) = Clauses::resolve(&asked.all_of, &[], snapshot.concepts()) else {
        return Ok(Vec::new());
    };
    let Some(names) = snapshot.text().ask(words, snapshot.names())? else { return Ok(Vec::new()) };
    let found = name_order::first(snapshot, &names, &clauses, limit);
    Ok(found.iter().map(|found| At::by_name(snapshot, found)).collect())
}

/// The nearest who have the words: of those who have the rarest one where they are few, else from the point outwards, and
/// of those after all where too many others are met on the way.
///
/// # Complexity
/// O(the fewer of those who have the rarest word, and those who stand nearer than the last one given).
fn nearest_with(
    snapshot: &Snapshot,
    asked: &NameQuestion,
    words: &Words,
    near: LatLon,
    limit: usize,
) -> Result<Vec<At>, IndexError> {
    let Some(clauses) = Clauses::resolve(&asked.all_of, &[], snapshot.concepts()) else {
        return Ok(Vec::new());
    };
    let Some(names) = snapshot.text().ask(words, snapshot.names())? else { return Ok(Vec::new()) };
    let (view, tiles, masks) = (snapshot.view(), snapshot.tiles(), snapshot.masks());
    let mut clock = Clock::new(None);
    let roads = Roads { view, tiles, masks, clauses: &clauses };
    let matcher = Matcher::new(&roads, Some(Center::new(near)), clock.until());
    let score = unscored();
    let scorer = Scorer::new(&score, snapshot.concepts(), None, None);
    let ranker = Ranker { order: Order::Distance, matcher: &matcher, scorer: &scorer };
    let mut selection = Selection::new(&ranker, None, limit);
    let worth = names.at_most() / BEARERS_A_TILE;
    if worth == 0 || !nearest::select_named(&matcher, &names, &mut selection, worth, &mut clock) {
        selection = Selection::new(&ranker, None, limit);
        names.each_bearer(&mut clock, &mut |provider| selection.take_bearer(provider, None));
    }
    let at = |standing: Standing| {
        let seen = Seen {
            provider: standing.found.provider,
            practice: usize::from(view.row_practice[standing.found.row as usize]),
            metres: Metres::new(matcher.metres(standing.found.row)),
        };
        At { seen, position: standing.position }
    };
    Ok(selection.finish().0.into_iter().map(at).collect())
}

/// No order here looks at scores.
fn unscored() -> ScoreModel {
    ScoreModel {
        tiers: Vec::new(),
        matches: Vec::new(),
        match_weight: 0.0,
        text_half: 1.0,
        distance_weight: 0.0,
        quality_weight: 0.0,
        pivot_rank: 1,
        pivot_range: (Metres::from_whole_miles(1), Metres::from_whole_miles(1)),
    }
}

/// Whoever bears one of the commonest words that go on so: first by family name, or as an organization's first word,
/// then anywhere in a name.
fn most_borne(snapshot: &Snapshot, word: &str, limit: usize) -> Result<Vec<u32>, IndexError> {
    let words = snapshot.text().begun(word, snapshot.names(), MOST_WORDS)?;
    let mut found: Vec<u32> = Vec::new();
    for word in &words {
        found.extend(
            snapshot.by_name().get(first_word(snapshot, word)).unwrap_or_default().iter().take(limit),
        );
        if found.len() >= limit {
            found.truncate(limit);
            return Ok(found);
        }
    }
    for word in words {
        let asked = snapshot.text().ask(&Words::plain(vec![word], false, 0), snapshot.names())?;
        let clauses = Clauses::default();
        let bearers = asked.map(|asked| name_order::first(snapshot, &asked, &clauses, limit));
        let bearers = bearers.into_iter().flatten().map(|bearer| bearer.provider);
        let new: Vec<u32> = bearers.filter(|provider| !found.contains(provider)).collect();
        found.extend(new);
        if found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    Ok(found)
}

/// The ranks of the names that have the word as their first: the family name's, or the organization's.
///
/// # Complexity
/// O(log n) records read.
fn first_word(snapshot: &Snapshot, word: &str) -> Range<usize> {
    let by_name = snapshot.by_name();
    let family = |provider: u32| {
        let record = snapshot.stored(provider);
        record.and_then(document::family_of).map(normalize::fold).unwrap_or_default()
    };
    let from = by_name.partition_point(|provider| family(*provider).as_str() < word);
    let own = by_name.get(from..).unwrap_or_default();
    let count = own.partition_point(|provider| {
        let family = family(*provider);
        family.split(' ').next() == Some(word)
    });
    from..from + count
}

fn last(asked: &NameQuestion) -> &str {
    asked.words.last().map_or("", String::as_str)
}

/// A provider at its first practice.
fn named(snapshot: &Snapshot, number: u32, word: &str) -> Result<NamedProvider, IndexError> {
    named_at(snapshot, Seen { provider: number, practice: 0, metres: None }, word)
}

/// A hit at its nearest practice, read in place.
fn named_at(snapshot: &Snapshot, seen: Seen, word: &str) -> Result<NamedProvider, IndexError> {
    let stored = snapshot.stored(seen.provider).and_then(document::stored);
    let named = stored.and_then(|stored| with_name(&stored, seen, snapshot.vocabulary(), word));
    named.ok_or_else(|| snapshot.unreadable(seen.provider))
}

/// The provider by its name, and by the one that has the word where that is another.
fn with_name(
    stored: &StoredProvider<'_>,
    seen: Seen,
    vocabulary: &Vocabulary,
    word: &str,
) -> Option<NamedProvider> {
    let practice = stored.practices.get(seen.practice).or_else(|| stored.practices.first())?.view()?;
    let view = stored.name.view();
    let name = view.to_string();
    let has = |name: &&str| normalize::fold(name).split(' ').any(|own| own.starts_with(word));
    let practices = stored.practices.iter().filter_map(StoredPractice::name);
    let mut others = stored.aliases.iter().copied().chain(practices);
    let also = if has(&name.as_str()) { None } else { others.find(has).map(str::to_owned) };
    let specialties = stored.specialties.iter().filter_map(|claim| vocabulary.specialty_id(claim.specialty));
    Some(NamedProvider {
        id: stored.id.parse().ok()?,
        number: seen.provider,
        kind: view.kind(),
        name,
        also,
        specialties: specialties.collect(),
        town: format!("{}, {}", practice.city, practice.state),
        metres: seen.metres,
    })
}
