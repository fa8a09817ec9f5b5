//! A set of providers, a bit each.
//!
//! In: numbers, in any order. Out: whether one is in it, all of them ascending. A million of them take 125 KB, which a
//! processor's cache holds.

/// Which providers are marked.
#[derive(Debug)]
pub(super) struct Marked(Vec<u64>);

impl Marked {
    /// Of so many providers none.
    pub(super) fn none(providers: usize) -> Self {
        Self(vec![0; providers.div_ceil(64)])
    }

    /// Marks a provider.
    #[inline]
    pub(super) fn mark(&mut self, provider: u32) {
        if let Some(bits) = self.0.get_mut(provider as usize / 64) {
            *bits |= 1 << (provider % 64);
        }
    }

    /// Whether a provider is marked.
    #[inline]
    pub(super) fn has(&self, provider: u32) -> bool {
        self.0.get(provider as usize / 64).is_some_and(|bits| bits >> (provider % 64) & 1 == 1)
    }

    /// Who is marked, ascending.
    pub(super) fn providers(&self) -> Vec<u32> {
        let mut providers = Vec::new();
        for (bits, first) in self.0.iter().zip((0_u32..).step_by(64)) {
            let mut bits = *bits;
            while bits != 0 {
                providers.push(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
        providers
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn those_marked_come_back_each_once(numbers in prop::collection::vec(0_u32..500, 0..80)) {
            let mut marked = Marked::none(500);
            for number in &numbers {
                marked.mark(*number);
            }
            let expected: Vec<u32> = numbers.into_iter().collect::<std::collections::BTreeSet<_>>().into_iter().collect();
            prop_assert!((0..600).all(|number| marked.has(number) == expected.contains(&number)));
            prop_assert_eq!(marked.providers(), expected);
        }
    }
}
