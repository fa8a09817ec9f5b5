//! How well a provider can stand among those that have a word, in one byte: the quality of its record, and how long its
//! names are.
//!
//! In: a quality, the number of a field's length, whether the word is repeated. Out: a [`Promise`]. Invariant: the
//! quality it tells is no less than the provider's, the length no more, so that no score of a provider that has the word
//! once is above what its promise allows.

/// Steps that qualities are told in.
const QUALITIES: u8 = 15;
/// Lengths from here on are told alike.
const LONG: u8 = 15;

/// A bound of what a bearer of a word can score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Promise(pub(super) u8);

impl Promise {
    /// What a provider promises. `length` is tantivy's number of the length of its words, which is the length itself up
    /// to 40; `repeated` says that it has the word several times, so that its length tells no bound.
    pub(super) fn new(quality: f32, length: u8, repeated: bool) -> Self {
        let length = if repeated { 0 } else { length.clamp(1, LONG) };
        Self(Self::quality_steps(quality) << 4 | length)
    }

    /// No less than the record's quality.
    pub(super) fn quality(self) -> f64 {
        f64::from(self.0 >> 4) / f64::from(QUALITIES)
    }

    /// No more than the number of words; `None` where nothing is known of how often the word is there.
    pub(super) fn length(self) -> Option<u8> {
        Some(self.0 & 0xf).filter(|length| *length > 0)
    }

    /// The fewest steps that reach a quality.
    fn quality_steps(quality: f32) -> u8 {
        let reaches = |steps: &u8| f64::from(*steps) / f64::from(QUALITIES) >= f64::from(quality);
        (0..=QUALITIES).find(reaches).unwrap_or(QUALITIES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_promise_is_never_broken(quality in 0.0_f32..=1.0, length in 0_u8..=255, repeated: bool) {
            let promise = Promise::new(quality, length, repeated);
            prop_assert!(promise.quality() >= f64::from(quality));
            prop_assert!(promise.quality() - f64::from(quality) < 1.0 / 15.0);
            prop_assert_eq!(promise.length().is_none(), repeated);
            prop_assert!(promise.length().is_none_or(|told| told <= length.max(1)));
            prop_assert!(repeated || length >= 15 || promise.length() == Some(length.max(1)));
        }
    }
}
