//! Patterns as the tables write them, read into symbols and slots.
//!
//! In: the text of a pattern, its group and its language. Out: the same among [`Patterns`]. Invariant: what is no
//! pattern is refused and finds nothing.

use super::lexis::{Lexis, SHORTEST_STEM};
use super::{ANY, ANY_SLOT, Begun, Bounds, Part, Pattern, Patterns, Slot, Symbol, Tongue};

impl Patterns {
    /// Adds a pattern to a group, a `close` one with so many words between its parts, none of weight; `None` if it is
    /// empty, begins with `*`, names no group or is no pattern.
    pub(in super::super) fn add(
        &mut self,
        group: usize,
        tongue: Tongue,
        text: &str,
        close: Option<usize>,
    ) -> Option<()> {
        let (text, begins) = text.strip_prefix('^').map_or((text, false), |text| (text, true));
        let (text, ends) = text.strip_suffix('$').map_or((text, false), |text| (text, true));
        let group = Symbol::try_from(group).ok()?;
        let mut parts = Vec::new();
        for (place, piece) in text.split_whitespace().flat_map(|joined| joined.split('-').enumerate()) {
            let symbols = piece.split('/').map(|alternative| self.alternative(tongue, alternative));
            let mut symbols = symbols.collect::<Option<Vec<Symbol>>>()?;
            symbols.sort_unstable();
            symbols.dedup();
            if symbols.len() > 1 && symbols.contains(&ANY) {
                return None;
            }
            parts.push((symbols, place > 0));
        }
        self.note(group, parts, Bounds { begins, ends, close })
    }

    /// Notes a pattern: the symbols of each part, and whether it is joined to the one before.
    fn note(&mut self, group: Symbol, parts: Vec<(Vec<Symbol>, bool)>, bounds: Bounds) -> Option<()> {
        let mut parts = parts.into_iter();
        let (first, _) = parts.next()?;
        let mut rest = Vec::new();
        for (symbols, joined) in parts {
            rest.push(Part { slot: self.slot(symbols)?, joined });
        }
        let pattern = u32::try_from(self.list.len()).ok()?;
        let next = rest.first().map_or(ANY_SLOT, |part| part.slot);
        for symbol in first {
            self.begun.get_mut(symbol as usize)?.push(Begun { next, pattern });
        }
        self.list.push(Pattern { group, rest, bounds });
        Some(())
    }

    fn slot(&mut self, symbols: Vec<Symbol>) -> Option<Slot> {
        if symbols == [ANY] {
            return Some(ANY_SLOT);
        }
        if let Some(slot) = self.slot_of.get(&symbols) {
            return Some(*slot);
        }
        let slot = Slot::try_from(self.slots.len()).ok().filter(|slot| *slot != ANY_SLOT)?;
        for symbol in &symbols {
            self.fills.get_mut(*symbol as usize)?.push(slot);
        }
        self.slots.push(symbols.clone());
        self.slot_of.insert(symbols, slot);
        Some(slot)
    }

    /// A symbol that nothing has yet.
    fn fresh(&mut self) -> Option<Symbol> {
        let symbol = Symbol::try_from(self.begun.len()).ok().filter(|symbol| *symbol != ANY)?;
        self.begun.push(Vec::new());
        self.fills.push(Vec::new());
        Some(symbol)
    }

    fn lexis(&mut self, tongue: Tongue) -> &mut Lexis {
        if tongue == Tongue::Spanish { &mut self.spanish } else { &mut self.english }
    }

    /// The symbol of an alternative: a word and the like, or several in a row.
    fn alternative(&mut self, tongue: Tongue, text: &str) -> Option<Symbol> {
        if !text.contains('_') {
            return self.symbol(tongue, text);
        }
        if let Some(symbol) = self.lexis(tongue).rows.get(text) {
            return Some(*symbol);
        }
        let mut parts = Vec::new();
        for word in text.split('_') {
            parts.push((vec![self.symbol(tongue, word)?], !parts.is_empty()));
        }
        let symbol = self.fresh()?;
        self.lexis(tongue).rows.insert(text.to_owned(), symbol);
        self.note(symbol, parts, Bounds::default())?;
        Some(symbol)
    }

    /// The symbol of a word, a stem, a number or a group.
    fn symbol(&mut self, tongue: Tongue, text: &str) -> Option<Symbol> {
        let plain = |text: &str| !text.is_empty() && text.chars().all(char::is_alphanumeric);
        if text == "*" {
            return Some(ANY);
        }
        if let Some(name) = text.strip_prefix('@') {
            return self.groups.get(name).copied();
        }
        if let Some((low, high)) = text.strip_prefix('#').and_then(|range| range.split_once("..")) {
            let range = low.parse().ok()?..=high.parse().ok()?;
            if let Some((_, symbol)) = self.numbers.iter().find(|(own, _)| *own == range) {
                return Some(*symbol);
            }
            let symbol = self.fresh()?;
            self.numbers.push((range, symbol));
            return Some(symbol);
        }
        let stem = text.strip_suffix('*');
        let name = stem.unwrap_or(text);
        if !plain(name) || stem.is_some_and(|stem| stem.len() < SHORTEST_STEM) {
            return None;
        }
        let known = |lexis: &Lexis| {
            if stem.is_some() { lexis.stems.get(name) } else { lexis.words.get(name) }.copied()
        };
        if let Some(symbol) = known(self.lexis(tongue)) {
            return Some(symbol);
        }
        let symbol = self.fresh()?;
        let lexis = self.lexis(tongue);
        let names = if stem.is_some() { &mut lexis.stems } else { &mut lexis.words };
        names.insert(name.to_owned(), symbol);
        Some(symbol)
    }
}
