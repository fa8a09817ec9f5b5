//! Scores: tiers, match, distance and quality as the [`ScoreModel`] asks, and the parts they are the sum of.
//!
//! In: a model, the pivot, a provider found. Out: [`Score`]. Invariants: parts stand in the order match, distance,
//! quality, and the total is their points added left to right; a smaller distance never gives a smaller total while
//! weights are not negative, so a score at a lower bound of the distance bounds the score.

use super::best::Bests;
use super::clause::Concepts;
use super::clock::Until;
use super::lookup::{Concept, Part, Score, ScoreModel, Signal, Trait};
use super::mask::Mask;
use super::masks::{Having, Masks};
use super::matching::{Found, TileRows};
use super::name_query::{Heard, NameQuery};
use super::name_words::{formed_hashes, name_hash};
use super::tables::View;
use super::tile_tree::Node;
use crate::domain::{Metres, ProviderKind};
use smallvec::SmallVec;
use std::sync::Arc;

/// Scores providers of one lookup.
pub(super) struct Scorer<'m> {
    model: &'m ScoreModel,
    tiers: Vec<(Held, u8)>,
    matches: Vec<(Held, f64)>,
    names: ExactNames,
    text: Option<&'m NameQuery<'m>>,
    pivot: Option<f64>,
}

/// What the best row of each tile can score, all but the distance.
pub(super) struct TileScores {
    /// Tiers with who has them, `None` for all; the first that holds counts.
    pub(super) tiers: Vec<(Option<Mask>, u8)>,
    /// Match values with who has them, `None` for all; the highest that holds counts.
    pub(super) matches: Vec<(Option<Mask>, f64)>,
    bests: Arc<Bests>,
    /// Whether who has something is exactly known of every row: no rule depends on words.
    exact: bool,
}

impl TileScores {
    /// The lowest rank of an id under a box.
    pub(super) fn first_id(&self, node: Node) -> u32 {
        self.bests.first_id(node)
    }

    /// The quality of the best record under a box.
    pub(super) fn quality(&self, node: Node) -> f64 {
        f64::from(self.bests.quality(node))
    }

    /// As good as any row under a box.
    pub(super) fn best(&self, node: Node) -> Judged {
        self.judged(node, |mask| mask.any(node))
    }

    /// As good as any of some rows.
    pub(super) fn best_of(&self, rows: &TileRows) -> Judged {
        let node = Node { level: 0, place: rows.tile };
        self.judged(node, |mask| mask.tile(rows.tile) & rows.bits != 0)
    }

    /// As the row of a tile is judged whose bit is given, by whose record has that quality; `None` where that depends on
    /// words.
    pub(super) fn of_row(&self, tile: u32, bit: u64, quality: f32) -> Option<Judged> {
        if !self.exact {
            return None;
        }
        let has = |mask: &Option<Mask>| mask.as_ref().is_none_or(|mask| mask.tile(tile) & bit != 0);
        let tier = self.tiers.iter().find(|(mask, _)| has(mask)).map_or(0, |(_, tier)| *tier);
        let matched = self.matches.iter().filter(|(mask, _)| has(mask));
        let matched = matched.map(|(_, value)| *value).fold(0.0, f64::max);
        Some(Judged { tier, matched, quality: f64::from(quality) })
    }

    fn judged(&self, node: Node, has: impl Fn(&Mask) -> bool) -> Judged {
        let some_have = |mask: &Option<Mask>| mask.as_ref().is_none_or(&has);
        let held = |rule: &&(Option<Mask>, u8)| some_have(&rule.0);
        let tier = self.tiers.iter().filter(held).map(|(_, tier)| *tier).max().unwrap_or(0);
        let matched = self.matches.iter().filter(|(mask, _)| some_have(mask));
        let matched = matched.map(|(_, value)| *value).fold(0.0, f64::max);
        Judged { tier, matched, quality: self.quality(node) }
    }
}

/// A trait in concept numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Held {
    Primary(u16),
    Has(u16),
    ExactName,
    CleanWords,
    WholeWords,
    CalledOtherwise,
    Always,
    Never,
}

/// What a folded name can hash to if it consists of exactly the words asked for, however they are parted.
#[derive(Debug, Clone, Default)]
struct ExactNames {
    as_typed: Option<u64>,
    /// The family name first: any turn of the words may be given name, then family name.
    turned: Vec<u64>,
    with_legal_form: Vec<u64>,
    person: Option<u16>,
}

/// What of a score does not depend on the distance.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judged {
    /// The tier.
    pub(super) tier: u8,
    matched: f64,
    quality: f64,
}

impl Judged {
    /// Judged so.
    pub(super) fn new(tier: u8, matched: f64, quality: f64) -> Self {
        Self { tier, matched, quality }
    }

    /// The same with the quality of a provider's record.
    pub(super) fn with_quality(self, view: &View<'_>, provider: u32) -> Self {
        Self { quality: f64::from(view.quality[provider as usize]), ..self }
    }
}

impl<'m> Scorer<'m> {
    /// Resolves a model. Distances are scored where there is a pivot.
    pub(super) fn new(
        model: &'m ScoreModel,
        concepts: &Concepts,
        text: Option<&'m NameQuery<'m>>,
        pivot: Option<Metres>,
    ) -> Self {
        Self {
            model,
            tiers: model.tiers.iter().map(|(held, tier)| (Held::resolve(held, concepts), *tier)).collect(),
            matches: model
                .matches
                .iter()
                .map(|(held, value)| (Held::resolve(held, concepts), *value))
                .collect(),
            names: text.map(|text| ExactNames::of(text.texts(), concepts)).unwrap_or_default(),
            text,
            pivot: pivot.map(Metres::get),
        }
    }

    /// What rows of tiles can score. Traits that concern words may hold for whoever was found by words, so that they are
    /// taken to hold anywhere where words are asked for.
    /// `None` where the time is over before masks are made.
    pub(super) fn tiles(&self, view: &View<'_>, masks: &Masks, until: &Until) -> Option<TileScores> {
        let mask = |held: Held| {
            let having = match held {
                Held::Primary(concept) => Having::Primary(concept),
                Held::Has(concept) => Having::AnyOf(vec![concept]),
                Held::Always => return Some(None),
                Held::ExactName | Held::CleanWords | Held::WholeWords | Held::CalledOtherwise
                    if self.text.is_some() =>
                {
                    return Some(None);
                }
                Held::Never
                | Held::ExactName
                | Held::CleanWords
                | Held::WholeWords
                | Held::CalledOtherwise => Having::AnyOf(Vec::new()),
            };
            masks.of(view, having, until).map(Some)
        };
        let (tiers, matches) = (self.tiers.iter(), self.matches.iter());
        Some(TileScores {
            tiers: tiers.map(|(held, tier)| Some((mask(*held)?, *tier))).collect::<Option<_>>()?,
            matches: matches.map(|(held, value)| Some((mask(*held)?, *value))).collect::<Option<_>>()?,
            bests: masks.bests(view),
            exact: self.text.is_none(),
        })
    }

    /// Judges all but the distance.
    pub(super) fn judge(&self, view: &View<'_>, found: &Found) -> Judged {
        // Looked at only where a rule asks: rows lie far from each other.
        let has = |concept| view.has(found.row, concept);
        let provider = found.provider as usize;
        let heard = self.text.and_then(|text| text.heard(found.provider));
        let held = |held: Held| match held {
            Held::Primary(concept) => view.primary[provider] == concept,
            Held::Has(concept) => has(concept),
            Held::ExactName => {
                heard.is_some_and(|heard| !heard.part) && self.names.fit(view.name_hash[provider], has)
            }
            Held::CleanWords => heard.is_some_and(|heard| !heard.edited),
            Held::WholeWords => heard.is_some_and(|heard| !heard.part),
            Held::CalledOtherwise => heard.is_some_and(|heard| heard.called),
            Held::Always => true,
            Held::Never => false,
        };
        let tier = self.tiers.iter().find(|(rule, _)| held(*rule)).map_or(0, |(_, tier)| *tier);
        let listed = self.matches.iter().filter(|(rule, _)| held(*rule)).map(|(_, value)| *value);
        let matched = self.with_words(listed.fold(0.0, f64::max), heard.as_ref());
        Judged { tier, matched, quality: f64::from(view.quality[provider]) }
    }

    /// Whether a provider who has the words so is called exactly so; read only where a rule asks for it.
    pub(super) fn is_exact(&self, view: &View<'_>, provider: u32, heard: Option<&Heard>) -> bool {
        let rules = self.tiers.iter().map(|(rule, _)| rule).chain(self.matches.iter().map(|(rule, _)| rule));
        let has = |concept| view.rows_of(provider).first().is_some_and(|row| view.has(*row, concept));
        heard.is_some_and(|heard| !heard.part)
            && rules.into_iter().any(|rule| *rule == Held::ExactName)
            && self.names.fit(view.name_hash[provider as usize], has)
    }

    /// As good as whoever has the words so can be, by what is known of the words and by the record's quality; `exact` says
    /// whether it may be called exactly so. How far it is does not count.
    pub(super) fn heard_at_best(&self, heard: Option<&Heard>, exact: bool, quality: f64) -> Judged {
        let may_hold = |held: Held| match held {
            Held::Primary(_) | Held::Has(_) | Held::Always => true,
            Held::ExactName => exact,
            Held::CleanWords => heard.is_some_and(|heard| !heard.edited),
            Held::WholeWords => heard.is_some_and(|heard| !heard.part),
            Held::CalledOtherwise => heard.is_some_and(|heard| heard.called),
            Held::Never => false,
        };
        let tiers = self.tiers.iter().filter(|(rule, _)| may_hold(*rule)).map(|(_, tier)| *tier);
        let listed = self.matches.iter().filter(|(rule, _)| may_hold(*rule)).map(|(_, value)| *value);
        Judged {
            tier: tiers.max().unwrap_or(0),
            matched: self.with_words(listed.fold(0.0, f64::max), heard),
            quality,
        }
    }

    /// The better of a match value and that of words.
    fn with_words(&self, listed: f64, heard: Option<&Heard>) -> f64 {
        heard.map_or(listed, |heard| listed.max(heard.bm25 / (heard.bm25 + self.model.text_half)))
    }

    /// The total at a distance; the same sum as that of [`Scorer::score`].
    pub(super) fn total(&self, judged: &Judged, metres: f64) -> f64 {
        sum(self.parts(judged, metres).into_iter().flatten())
    }

    /// The score at a distance, with its parts.
    pub(super) fn score(&self, judged: &Judged, metres: f64) -> Score {
        let mut parts = SmallVec::<[Part; 3]>::new();
        for part in self.parts(judged, metres).into_iter().flatten() {
            parts.push(part);
        }
        Score { tier: judged.tier, total: sum(parts.iter().copied()), parts }
    }

    /// Whether a smaller distance can never lower the total.
    pub(super) fn falls_with_distance(&self) -> bool {
        self.model.distance_weight >= 0.0
    }

    fn parts(&self, judged: &Judged, metres: f64) -> [Option<Part>; 3] {
        let part = |signal, value: f64, weight: f64| Part { signal, value, weight, points: value * weight };
        [
            Some(part(Signal::Match, judged.matched, self.model.match_weight)),
            self.pivot
                .map(|pivot| part(Signal::Distance, nearness(pivot, metres), self.model.distance_weight)),
            Some(part(Signal::Quality, judged.quality, self.model.quality_weight)),
        ]
    }
}

fn sum(parts: impl Iterator<Item = Part>) -> f64 {
    parts.fold(0.0, |total, part| total + part.points)
}

/// One half at the pivot, 1 at no distance.
fn nearness(pivot: f64, metres: f64) -> f64 {
    if metres <= 0.0 { 1.0 } else { pivot / (pivot + metres) }
}

impl Held {
    fn resolve(held: &Trait, concepts: &Concepts) -> Self {
        let number = |concept: &Concept| concepts.number(concept);
        match held {
            Trait::Primary(specialty) => {
                number(&Concept::Specialty(*specialty)).map_or(Self::Never, Self::Primary)
            }
            Trait::Has(concept) => number(concept).map_or(Self::Never, Self::Has),
            Trait::ExactName => Self::ExactName,
            Trait::CleanWords => Self::CleanWords,
            Trait::WholeWords => Self::WholeWords,
            Trait::CalledOtherwise => Self::CalledOtherwise,
            Trait::Always => Self::Always,
        }
    }
}

impl ExactNames {
    fn of(words: &[String], concepts: &Concepts) -> Self {
        let turned =
            |start: usize| name_hash(words[start..].iter().chain(&words[..start]).map(String::as_str));
        Self {
            as_typed: (!words.is_empty()).then(|| turned(0)),
            turned: (1..words.len()).map(turned).collect(),
            with_legal_form: formed_hashes(words),
            person: concepts.number(&Concept::Kind(ProviderKind::Person)),
        }
    }

    fn fit(&self, hash: u64, has: impl FnOnce(u16) -> bool) -> bool {
        let (turned, formed) = (self.turned.contains(&hash), self.with_legal_form.contains(&hash));
        self.as_typed == Some(hash)
            || (turned || formed) && if self.person.is_some_and(has) { turned } else { formed }
    }
}

/// From where to where a model's pivot can lie.
///
/// # Units
/// Metres.
pub(super) fn pivot_range(model: &ScoreModel) -> (f64, f64) {
    (model.pivot_range.0.get(), model.pivot_range.1.get())
}

/// The distance that is worth one half: that of the provider of the model's rank, clamped. It does not depend on how
/// far was asked to look, so that a wider circle changes nobody's score.
pub(super) fn pivot(model: &ScoreModel, ranked: Option<f64>) -> Metres {
    let (low, high) = model.pivot_range;
    ranked.and_then(Metres::new).unwrap_or(high).min(high).max(low)
}

#[cfg(test)]
mod tests;
