//! One beginning of a word, everywhere and by relevance: counted and ranked by what its bearers promise, without a look at
//! each of them.
//!
//! In: a lookup of one word that may go on, without an area, clauses and facets. Out: its [`Candidates`], as the general
//! way finds them. Invariant: whoever is left out can score no more than their class promises, which is less than the last
//! hit.

use super::ahead::Ahead;
use super::clock::Clock;
use super::lookup::{Candidates, Lookup, Order, Position};
use super::name_query::{Heard, NameQuery};
use super::name_table::Entries;
use super::promise::Promise;
use super::run::Plan;
use super::score::Scorer;
use super::select::{Ranker, Selection, falling};
use super::tables::View;
use super::terms::{Asked, Likeness};

/// Fewer entries than this are looked at one by one.
///
/// # Source
/// Measured with `benches/workload.rs`: classes cost a few microseconds, as much as some hundred bearers. Tests have fewer
/// and take both ways too.
const FEW: u64 = if cfg!(test) { 8 } else { 512 };

/// Whoever has the word in one way and promises the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Class {
    /// A position that nobody of the class stands before.
    bound: Position,
    /// Which part of the entries.
    part: usize,
    promise: u8,
    count: usize,
}

/// The entries of the whole word, and of those that go on.
struct Bearers<'s> {
    parts: Vec<(Entries<'s>, Likeness)>,
    /// How many bytes were typed.
    typed: u8,
}

/// Whether a lookup of these words is one of those.
pub(super) fn suits(lookup: &Lookup, names: &NameQuery<'_>, plan: &Plan<'_>) -> bool {
    let alone = lookup.area.is_none() && lookup.rings.is_empty() && !lookup.facets && lookup.id.is_none();
    let by_score = lookup.order == Order::Relevance
        && lookup.score.quality_weight >= 0.0
        && lookup.score.match_weight >= 0.0;
    let words = names.texts();
    let fits = |word: &String| word.len() < usize::from(u8::MAX);
    alone
        && by_score
        && plan.matcher.lets_everybody_in()
        && names.only_word().is_some_and(Asked::is_beginning)
        && words.iter().all(fits)
        && names.at_most() > FEW
}

/// Counts and ranks.
///
/// # Complexity
/// O(entries), a few of them in a nanosecond, and a look at whoever is in a class that may hold hits.
pub(super) fn run(
    plan: &Plan<'_>,
    scorer: &Scorer<'_>,
    (lookup, ahead): (&Lookup, &Ahead),
    clock: &mut Clock,
) -> Candidates {
    let Some((names, bearers)) = plan.names.as_ref().and_then(|names| Some((names, Bearers::of(names)?)))
    else {
        return Candidates::default();
    };
    let ranker = Ranker { order: lookup.order, matcher: &plan.matcher, scorer };
    let (standings, more) = ahead.hits(lookup, clock, |limit, clock| {
        let mut selection = Selection::new(&ranker, lookup.after, limit);
        bearers.select(names, scorer, &mut selection, clock);
        selection.finish()
    });
    let hits = standings.iter().map(|standing| plan.candidate(standing, scorer)).collect();
    Candidates { total: bearers.count(), hits, more, partial: clock.passed(), ..Candidates::default() }
}

impl<'s> Bearers<'s> {
    fn of(names: &NameQuery<'s>) -> Option<Self> {
        let typed = names.texts().first().and_then(|word| u8::try_from(word.len()).ok())?;
        Some(Self { parts: names.entries(), typed })
    }

    /// How many providers have the word: each is counted at the first of its words that begin so.
    fn count(&self) -> u64 {
        let firsts =
            |entries: &Entries<'_>| entries.shared.iter().filter(|shared| **shared < self.typed).count();
        self.parts.iter().map(|(entries, _)| firsts(entries) as u64).sum()
    }

    /// Whoever has several words that begin so.
    fn several(&self) -> Vec<u32> {
        let mut several = Vec::new();
        for (entries, _) in &self.parts {
            let again =
                entries.shared.iter().zip(entries.bearers).filter(|(shared, _)| **shared >= self.typed);
            several.extend(again.map(|(_, provider)| *provider));
        }
        several
    }

    /// Whoever is called exactly so.
    fn exact(&self, scorer: &Scorer<'_>, view: &View<'_>) -> Vec<u32> {
        let whole = self.parts.iter().filter(|(_, likeness)| *likeness == Likeness::Whole);
        let exact = |provider: &u32| scorer.is_exact(view, *provider, Some(&Heard::BEST));
        whole.flat_map(|(entries, _)| entries.bearers).copied().filter(exact).collect()
    }

    /// Offers whoever may be among the first, class after class.
    fn select(
        &self,
        names: &NameQuery<'_>,
        scorer: &Scorer<'_>,
        selection: &mut Selection<'_>,
        clock: &mut Clock,
    ) {
        // A promise is that of whoever has one such word, and is not called exactly so.
        let mut singled = self.several();
        singled.extend(self.exact(scorer, selection.view()));
        singled.sort_unstable();
        singled.dedup();
        selection.take_bearers(&singled, names, None, clock);
        let classes = self.classes(names, scorer);
        let mut done = 0;
        let mut wanted = selection.room();
        while let Some(next) = classes.get(done) {
            if clock.passed() || selection.is_beyond(next.bound) {
                return;
            }
            let (mut to, mut held) = (done, 0);
            while held < wanted
                && let Some(class) = classes.get(to)
            {
                held += class.count;
                to += 1;
            }
            self.take(classes.get(done..to).unwrap_or_default(), (names, &singled), selection, clock);
            // Pages far behind take more and more at once.
            wanted = wanted.saturating_mul(2);
            done = to;
        }
    }

    /// The classes that anybody is in, the best first.
    fn classes(&self, names: &NameQuery<'_>, scorer: &Scorer<'_>) -> Vec<Class> {
        let mut classes = Vec::new();
        for (part, (entries, likeness)) in self.parts.iter().enumerate() {
            let mut counts = [0_usize; 256];
            for promise in entries.promises {
                counts[usize::from(*promise)] += 1;
            }
            for (promise, count) in (0_u8..=u8::MAX).zip(counts).filter(|(_, count)| *count > 0) {
                let own = Promise(promise);
                let heard = own.length().map(|length| names.would_be_heard(*likeness, length));
                let best = scorer.heard_at_best(Some(&heard.unwrap_or(Heard::BEST)), false, own.quality());
                let key = falling(scorer.total(&best, 0.0));
                let bound = Position { tier: u8::MAX - best.tier, key, metres: 0, id_rank: 0 };
                classes.push(Class { bound, part, promise, count });
            }
        }
        classes.sort_unstable();
        classes
    }

    /// Offers whoever is in one of some classes and has one such word only.
    fn take(
        &self,
        classes: &[Class],
        (names, singled): (&NameQuery<'_>, &[u32]),
        selection: &mut Selection<'_>,
        clock: &mut Clock,
    ) {
        for (part, (entries, likeness)) in self.parts.iter().enumerate() {
            let mut heard: [Option<Heard>; 256] = [None; 256];
            let mut any = false;
            for class in classes.iter().filter(|class| class.part == part) {
                let length = Promise(class.promise).length();
                let best = length.map(|length| names.would_be_heard(*likeness, length));
                heard[usize::from(class.promise)] = Some(best.unwrap_or(Heard::BEST));
                any = true;
            }
            if !any {
                continue;
            }
            for ((promise, shared), provider) in
                entries.promises.iter().zip(entries.shared).zip(entries.bearers)
            {
                let Some(best) = &heard[usize::from(*promise)] else { continue };
                if clock.tick().is_break() {
                    return;
                }
                if *shared < self.typed
                    && selection.may_take(*provider, Some(best), false)
                    && singled.binary_search(provider).is_err()
                {
                    selection.take_bearer(*provider, None);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::lookup::{Lookup, Order, ScoreModel, Trait, Words};
    use super::super::oracle::Oracle;
    use super::super::snapshot::Snapshot;
    use super::super::{sample, world};
    use crate::domain::Name;
    use proptest::prelude::*;
    use proptest::sample::select;
    use std::sync::LazyLock;

    /// Names that begin alike, are repeated, and are long.
    static ALIKE: LazyLock<(tempfile::TempDir, Snapshot, Oracle)> = LazyLock::new(|| {
        const WORDS: [&str; 8] = ["Ma", "Mar", "Mary", "Martin", "Marten", "Ms", "Zo", "Émile"];
        let mut providers = sample::providers(3_000);
        for (number, provider) in providers.iter_mut().enumerate() {
            let word = |step: usize| WORDS[number * step / 7 % WORDS.len()].to_owned();
            provider.name = match number % 3 {
                0 => Name::Organization(vec![word(3); number % 19 + 1].join(" ")),
                1 => Name::Organization(format!("{} {} {}", word(1), word(5), word(11))),
                _ => Name::Person {
                    given: word(1),
                    middle: if number % 4 == 0 { word(13) } else { String::new() },
                    family: word(9),
                    suffix: String::new(),
                },
            };
        }
        let folder = tempfile::tempdir().expect("a folder");
        let snapshot = world::opened(folder.path(), &providers);
        let oracle = Oracle::read(&snapshot).expect("sound records");
        (folder, snapshot, oracle)
    });

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_beginning_finds_what_a_scan_finds(
            typed in select(vec!["m", "ma", "mar", "mart", "mary", "z", "zo", "e", "s", "c", "nobody", "émile"]),
            tiered: bool, whole: bool, weights in (0.0..1.0_f64, prop_oneof![Just(0.0), 0.0..1.0_f64]), limit in 0_usize..40,
        ) {
            let (_, snapshot, oracle) = &*ALIKE;
            let tiers =
                if tiered { vec![(Trait::ExactName, 3), (Trait::CleanWords, 1)] } else { Vec::new() };
            let matches = if whole { vec![(Trait::ExactName, 1.0), (Trait::WholeWords, 0.9)] } else { Vec::new() };
            let usual = world::plain(None, Order::Relevance);
            let (match_weight, quality_weight) = weights;
            let score = ScoreModel { tiers, matches, match_weight, quality_weight, ..usual.score };
            let words = Some(Words::plain(vec![typed.to_owned()], true, 0));
            let mut lookup = Lookup { words, score, limit, ..usual };
            for _page in 0..3 {
                let found = snapshot.look_up(&lookup).expect("a sound index");
                prop_assert_eq!(&found, &oracle.scan(&lookup), "{:?}", &lookup);
                let Some(last) = found.hits.last() else { break };
                lookup.after = Some(last.position);
            }
        }
    }
}
