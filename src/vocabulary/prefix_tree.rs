//! Sorted keys as a tree of their letters: which begin so, and which begin nearly so.
//!
//! In: keys in order, each with the group it belongs to and its rank. Out: for a beginning the best keys that go on
//! from it, one of each group; for a misspelt beginning the right ones. Edits are letters added, left out, changed, or
//! two neighbours swapped. Invariant: keys are numbered by their place in the order, so that all keys that begin alike
//! are a run of numbers.

use std::ops::Range;

/// How many keys a beginning gives at most.
pub(crate) const KEPT: usize = 16;

/// Beginnings of more keys than this have their best ones chosen beforehand.
const FEW: usize = 24;

/// The most edits of a whole text, whatever its words allow: two words of one and two, or one of two and one.
const MOST_EDITS: u8 = 3;

/// Where a key stands among those that begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Standing {
    /// The smaller the better.
    pub(crate) rank: u32,
    /// Of several keys of one group only the best is given.
    pub(crate) group: u32,
}

/// Letters that some key begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Begun {
    node: u32,
    letters: u32,
}

/// Keys that have the same first `letters` letters and then part.
#[derive(Debug)]
struct Node {
    first: u32,
    end: u32,
    letters: u32,
    edges: Range<u32>,
    /// Which letters its edges have, a bit each as [`bit`] has it: most letters that are looked for are none of them.
    has: u32,
    /// The best keys, in [`PrefixTree::best`]; empty for few keys.
    best: Range<u32>,
}

/// The tree.
#[derive(Debug)]
pub(crate) struct PrefixTree {
    letters: String,
    starts: Vec<u32>,
    standings: Vec<Standing>,
    nodes: Vec<Node>,
    edges: Vec<(u8, u32)>,
    best: Vec<u32>,
}

impl PrefixTree {
    /// Builds the tree of keys in ascending order.
    ///
    /// # Complexity
    /// O(letters + n log n) for n keys.
    pub(crate) fn new<'k>(keys: impl IntoIterator<Item = (&'k str, Standing)>) -> Self {
        let mut tree = Self {
            letters: String::new(),
            starts: vec![0],
            standings: Vec::new(),
            nodes: Vec::new(),
            edges: Vec::new(),
            best: Vec::new(),
        };
        for (key, standing) in keys {
            tree.letters.push_str(key);
            tree.starts.push(narrow(tree.letters.len()));
            tree.standings.push(standing);
        }
        let all = 0..narrow(tree.standings.len());
        tree.grow(all, 0);
        tree
    }

    /// The key of a number.
    pub(crate) fn key(&self, number: u32) -> &str {
        let place = number as usize;
        let bounds = self.starts.get(place).zip(self.starts.get(place + 1));
        bounds.and_then(|(start, end)| self.letters.get(*start as usize..*end as usize)).unwrap_or_default()
    }

    /// The beginning of no letters, which all keys have.
    pub(crate) fn root() -> Begun {
        Begun { node: 0, letters: 0 }
    }

    /// What goes on from a beginning with further letters.
    pub(crate) fn follow(&self, from: Begun, letters: &str) -> Option<Begun> {
        letters.bytes().try_fold(from, |at, letter| self.step(at, letter))
    }

    /// The keys that begin so.
    pub(crate) fn numbers(&self, begun: Begun) -> Range<u32> {
        self.nodes.get(begun.node as usize).map_or(0..0, |node| node.first..node.end)
    }

    /// The letters of a beginning.
    pub(crate) fn beginning(&self, begun: Begun) -> &str {
        let first = self.key(self.numbers(begun).start);
        first.get(..begun.letters as usize).unwrap_or(first)
    }

    /// The keys that are exactly this beginning.
    pub(crate) fn whole(&self, begun: Begun) -> Range<u32> {
        let numbers = self.numbers(begun);
        let longer = numbers
            .clone()
            .find(|number| self.key(*number).len() > begun.letters as usize)
            .unwrap_or(numbers.end);
        numbers.start..longer
    }

    /// The best keys that begin so, one of each group, at most [`KEPT`], the best first.
    ///
    /// # Complexity
    /// O(1) for each key given.
    pub(crate) fn best(&self, begun: Begun) -> Vec<u32> {
        let Some(node) = self.nodes.get(begun.node as usize) else { return Vec::new() };
        if node.best.is_empty() {
            return self.choose(node.first..node.end);
        }
        self.best
            .get(node.best.start as usize..node.best.end as usize)
            .map(<[u32]>::to_vec)
            .unwrap_or_default()
    }

    /// Where a key stands.
    pub(crate) fn standing(&self, number: u32) -> Standing {
        self.standings.get(number as usize).copied().unwrap_or(Standing { rank: u32::MAX, group: u32::MAX })
    }

    /// Beginnings that a text may be a misspelling of, with the edits between, each once with the fewest; those of
    /// fewer edits first. `allowed` says for each byte how many edits the word that it stands in may take; blanks
    /// part words and are never wrong, but may be missing.
    ///
    /// # Complexity
    /// About 200 steps for one edit, some thousand for two, on a tree of any size.
    pub(crate) fn near(&self, typed: &[u8], allowed: &[u8]) -> Vec<(Begun, u8)> {
        let mut search = Search { tree: self, typed, allowed, found: Vec::new() };
        search.walk(Self::root(), 0, allowed.first().copied().unwrap_or(0), 0);
        let mut found = search.found;
        found.sort_unstable();
        found.dedup_by_key(|(begun, _)| *begun);
        found.retain(|(_, edits)| *edits > 0);
        found.sort_unstable_by_key(|(begun, edits)| (*edits, *begun));
        found
    }

    /// One letter on.
    #[inline]
    fn step(&self, at: Begun, letter: u8) -> Option<Begun> {
        let node = self.nodes.get(at.node as usize)?;
        if at.letters < node.letters {
            let own = self.letter(node.first, at.letters)?;
            return (own == letter).then_some(Begun { letters: at.letters + 1, ..at });
        }
        if node.has & bit(letter) == 0 {
            return None;
        }
        let edge = self.edges_of(node).iter().find(|(own, _)| *own == letter)?;
        Some(Begun { node: edge.1, letters: at.letters + 1 })
    }

    fn edges_of(&self, node: &Node) -> &[(u8, u32)] {
        self.edges.get(node.edges.start as usize..node.edges.end as usize).unwrap_or_default()
    }

    fn letter(&self, number: u32, place: u32) -> Option<u8> {
        let start = *self.starts.get(number as usize)?;
        self.letters.as_bytes().get((start + place) as usize).copied()
    }

    /// Adds the node of a run of keys that have at least `letters` letters in common, and all below it.
    fn grow(&mut self, run: Range<u32>, letters: u32) -> u32 {
        let common = if run.is_empty() { letters } else { self.common(run.start, run.end - 1, letters) };
        let place = narrow(self.nodes.len());
        let best = if run.len() > FEW { self.choose(run.clone()) } else { Vec::new() };
        let from = narrow(self.best.len());
        self.best.extend(best);
        let best = from..narrow(self.best.len());
        self.nodes.push(Node { first: run.start, end: run.end, letters: common, edges: 0..0, has: 0, best });
        let mut edges: Vec<(u8, u32)> = Vec::new();
        let mut at = run.start;
        while at < run.end {
            let letter = self.letter_or_end(at, common);
            let end =
                (at + 1..run.end).find(|next| self.letter_or_end(*next, common) != letter).unwrap_or(run.end);
            if let Some(letter) = letter {
                let child = self.grow(at..end, common + 1);
                edges.push((letter, child));
            }
            at = end;
        }
        let from = narrow(self.edges.len());
        self.edges.extend(edges);
        let end = narrow(self.edges.len());
        let has = self.edges[from as usize..].iter().fold(0, |has, (letter, _)| has | bit(*letter));
        if let Some(node) = self.nodes.get_mut(place as usize) {
            (node.edges, node.has) = (from..end, has);
        }
        place
    }

    /// The letter of a key at a place; `None` behind its end.
    fn letter_or_end(&self, number: u32, place: u32) -> Option<u8> {
        self.key(number).as_bytes().get(place as usize).copied()
    }

    /// How many letters two keys have in common, of which `known` are known to be.
    fn common(&self, one: u32, other: u32, known: u32) -> u32 {
        let (one, other) = (self.key(one).bytes(), self.key(other).bytes());
        let more = one.zip(other).skip(known as usize).take_while(|(a, b)| a == b).count();
        known + narrow(more)
    }

    fn choose(&self, run: Range<u32>) -> Vec<u32> {
        let mut all: Vec<(Standing, u32)> = run.map(|number| (self.standing(number), number)).collect();
        all.sort_unstable();
        let mut chosen: Vec<u32> = Vec::with_capacity(KEPT.min(all.len()));
        for (standing, number) in all {
            if chosen.len() == KEPT {
                break;
            }
            if chosen.iter().all(|known| self.standing(*known).group != standing.group) {
                chosen.push(number);
            }
        }
        chosen
    }
}

/// A search for beginnings that are nearly typed.
struct Search<'t> {
    tree: &'t PrefixTree,
    typed: &'t [u8],
    allowed: &'t [u8],
    found: Vec<(Begun, u8)>,
}

impl Search<'_> {
    /// Goes on from a beginning with what was typed from `place` on; `left` are the edits that its word may still
    /// take, `edits` those that were made.
    fn walk(&mut self, at: Begun, place: usize, left: u8, edits: u8) {
        let Some(&letter) = self.typed.get(place) else {
            self.found.push((at, edits));
            return;
        };
        if let Some(next) = self.tree.step(at, letter) {
            let left = if letter == b' ' { self.allowed.get(place + 1).copied().unwrap_or(0) } else { left };
            self.walk(next, place + 1, left, edits);
        }
        if left == 0 || edits == MOST_EDITS {
            return;
        }
        let (left, edits) = (left - 1, edits + 1);
        if letter != b' ' {
            self.walk(at, place + 1, left, edits);
            self.swap(at, place, left, edits);
        }
        self.replace(at, place, left, edits);
    }

    /// Two neighbours swapped.
    fn swap(&mut self, at: Begun, place: usize, left: u8, edits: u8) {
        let letter = self.typed[place];
        let Some(&next) = self.typed.get(place + 1).filter(|next| **next != letter && **next != b' ') else {
            return;
        };
        if let Some(swapped) = self.tree.step(at, next).and_then(|at| self.tree.step(at, letter)) {
            self.walk(swapped, place + 2, left, edits);
        }
    }

    /// Another letter in its place, or one that is missing before it.
    fn replace(&mut self, at: Begun, place: usize, left: u8, edits: u8) {
        let letter = self.typed[place];
        let Some(node) = self.tree.nodes.get(at.node as usize) else { return };
        let within = (at.letters < node.letters).then(|| self.tree.letter(node.first, at.letters)).flatten();
        let within = within.map(|own| (own, Begun { letters: at.letters + 1, ..at }));
        let tree = self.tree;
        let below = if within.is_some() { &[][..] } else { tree.edges_of(node) };
        let below = below.iter().map(|(own, node)| (*own, Begun { node: *node, letters: at.letters + 1 }));
        for (own, next) in within.into_iter().chain(below) {
            if own == letter {
                continue;
            }
            if own != b' ' && letter != b' ' {
                self.walk(next, place + 1, left, edits);
            }
            self.walk(next, place, left, edits);
        }
    }
}

/// The bit of a letter; all but `a` to `z` share one.
#[inline]
fn bit(letter: u8) -> u32 {
    1 << letter.wrapping_sub(b'a').min(26)
}

/// Keys together are a few megabytes at most, so no place comes near the limit.
fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
