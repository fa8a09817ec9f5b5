//! What the builder needs of providers, made of them on whatever thread.
//!
//! In: providers, or records read in place. Out: for each its record, its words, its numbers and its concepts as bytes that wait in the builder's
//! pile; ids and places on the curve beside them. Invariant: what is made of a provider depends on it alone.

use super::concept_numbers::ConceptNumbers;
use super::document::encode_as;
use super::error::IndexError;
use super::lookup::Concept;
use super::name_words::FoldedName;
use super::quality::quality;
use super::record::RecordView;
use super::{hilbert, layout};
use crate::domain::{LatLon, Provider, RecordDate, State};
use crate::vocabulary::Vocabulary;
use std::sync::Arc;

/// Makes of providers what [`super::Builder`] takes.
#[derive(Debug, Clone)]
pub struct Preparer {
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) as_of: RecordDate,
}

/// Providers as the builder takes them.
#[derive(Debug, Default)]
pub struct Prepared {
    pub(super) bytes: Vec<u8>,
    pub(super) providers: Vec<PreparedProvider>,
    pub(super) ids: String,
    pub(super) practices: Vec<PreparedPractice>,
    /// The concepts that the numbers in `bytes` are of.
    pub(super) concepts: ConceptNumbers,
    /// Texts of the provider that is being added.
    texts: String,
}

/// Where a provider's parts end in [`Prepared`], and its place on the curve.
#[derive(Debug, Clone, Copy)]
pub(super) struct PreparedProvider {
    pub(super) end: usize,
    pub(super) id_end: usize,
    pub(super) practices_end: usize,
    pub(super) hilbert: u64,
}

/// A practice's places on the curve and on earth.
#[derive(Debug, Clone, Copy)]
pub(super) struct PreparedPractice {
    pub(super) hilbert: u64,
    pub(super) point: LatLon,
    pub(super) state: State,
}

/// Bytes before a provider's concepts: its numbers, how many concepts there are, and the lengths of its texts.
const HEAD: usize = 32;

/// A provider's bytes, taken apart again.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Waiting<'w> {
    pub(super) updated: i32,
    pub(super) quality: f32,
    pub(super) name_hash: u64,
    /// The concept of the primary specialty, or [`layout::NO_CONCEPT`].
    pub(super) primary: u16,
    /// Concepts, two bytes each.
    pub(super) concepts: &'w [[u8; 2]],
    /// What it is found by.
    pub(super) words: &'w str,
    /// The words of the given name.
    pub(super) given: &'w str,
    /// What names are sorted by.
    pub(super) name: &'w str,
    pub(super) record: &'w [u8],
}

impl Preparer {
    /// Adds a provider.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be stored, or has too many concepts for a generation.
    pub fn add(&self, provider: &Provider, prepared: &mut Prepared) -> Result<(), IndexError> {
        let id = provider.id.to_string();
        let record = RecordView::of(provider, &id);
        self.begin(&record, prepared)?;
        encode_as(&id, provider, &self.vocabulary, &mut prepared.bytes)?;
        prepared.place(&record);
        Ok(())
    }

    /// Adds a provider that is stored already, by this vocabulary; `stored` is what `record` was read from.
    ///
    /// # Errors
    /// As for [`Preparer::add`].
    pub fn add_stored(
        &self,
        record: &RecordView<'_>,
        stored: &[u8],
        prepared: &mut Prepared,
    ) -> Result<(), IndexError> {
        self.begin(record, prepared)?;
        prepared.bytes.extend_from_slice(stored);
        prepared.place(record);
        Ok(())
    }

    /// Writes all of a provider but its record.
    fn begin(&self, record: &RecordView<'_>, prepared: &mut Prepared) -> Result<(), IndexError> {
        let Prepared { bytes, concepts, texts, .. } = prepared;
        let primary = record.specialties.first().map(|claim| Concept::Specialty(claim.specialty));
        let primary = primary.map_or(Ok(layout::NO_CONCEPT), |concept| concepts.number(&concept))?;
        let start = bytes.len();
        bytes.resize(start + HEAD, 0);
        let mut count = 0_u16;
        concepts.each_of(record, |number| {
            let number = number.to_le_bytes();
            let (known, _) = bytes[start + HEAD..].as_chunks::<2>();
            if !known.contains(&number) {
                bytes.extend_from_slice(&number);
                count += 1;
            }
        })?;
        let name = FoldedName::of(record.name);
        texts.clear();
        name.push_words(record, texts);
        let words = texts.len();
        name.push_forms_of_given(texts);
        let forms = texts.len();
        name.push_sorted_by(texts);
        let lengths = [words, forms - words, texts.len() - forms];
        let lengths = lengths.map(|length| u32::try_from(length).unwrap_or(u32::MAX));
        let days = record.updated.map_or(layout::NO_DATE, RecordDate::days);
        let mut head = &mut bytes[start..start + HEAD];
        let parts: [&[u8]; 8] = [
            &days.to_le_bytes(),
            &narrow(quality(record, self.as_of).value).to_le_bytes(),
            &name.hash().to_le_bytes(),
            &primary.to_le_bytes(),
            &count.to_le_bytes(),
            &lengths[0].to_le_bytes(),
            &lengths[1].to_le_bytes(),
            &lengths[2].to_le_bytes(),
        ];
        for part in parts {
            let (own, behind) = head.split_at_mut(part.len());
            own.copy_from_slice(part);
            head = behind;
        }
        bytes.extend_from_slice(texts.as_bytes());
        Ok(())
    }
}

impl Prepared {
    /// Makes room for so many more providers.
    pub fn expect(&mut self, providers: usize) {
        // Records of the synthetic list take 250 bytes, their words 60; more rooms are made where they are needed.
        const BYTES: usize = 400;
        self.bytes.reserve(providers * BYTES);
        self.providers.reserve(providers);
    }

    /// Notes where a provider whose bytes are written stands.
    fn place(&mut self, record: &RecordView<'_>) {
        self.ids.push_str(record.id);
        self.practices.extend(record.practices.iter().map(|practice| PreparedPractice {
            hilbert: hilbert::key(practice.point),
            point: practice.point,
            state: practice.state,
        }));
        self.providers.push(PreparedProvider {
            end: self.bytes.len(),
            id_end: self.ids.len(),
            practices_end: self.practices.len(),
            hilbert: record.primary().map_or(0, |practice| hilbert::key(practice.point)),
        });
    }

    /// Puts a generation's numbers of concepts in place of those of this batch.
    pub(super) fn renumber(&mut self, numbers: &[u16]) {
        let mut start = 0;
        let renumbered = |bytes: [u8; 2]| {
            numbers
                .get(usize::from(u16::from_le_bytes(bytes)))
                .copied()
                .unwrap_or(layout::NO_CONCEPT)
                .to_le_bytes()
        };
        for provider in &self.providers {
            let bytes = &mut self.bytes[start..provider.end];
            let (head, rest) = bytes.split_at_mut(HEAD);
            let [.., p0, p1, c0, c1, _, _, _, _, _, _, _, _, _, _, _, _] = head else { continue };
            [*p0, *p1] = renumbered([*p0, *p1]);
            let count = usize::from(u16::from_le_bytes([*c0, *c1]));
            for number in rest[..count * 2].as_chunks_mut::<2>().0 {
                *number = renumbered(*number);
            }
            start = provider.end;
        }
    }
}

impl<'w> Waiting<'w> {
    /// Takes a provider's bytes apart; `None` when they are none.
    pub(super) fn of(bytes: &'w [u8]) -> Option<Self> {
        let (days, rest) = bytes.split_first_chunk::<4>()?;
        let (quality, rest) = rest.split_first_chunk::<4>()?;
        let (hash, rest) = rest.split_first_chunk::<8>()?;
        let (primary, rest) = rest.split_first_chunk::<2>()?;
        let (count, rest) = rest.split_first_chunk::<2>()?;
        let (lengths, rest) = rest.split_first_chunk::<12>()?;
        let (concepts, mut rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*count)) * 2)?;
        let mut texts = [""; 3];
        for (text, length) in texts.iter_mut().zip(lengths.as_chunks::<4>().0) {
            let (own, behind) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
            *text = std::str::from_utf8(own).ok()?;
            rest = behind;
        }
        let [words, given, name] = texts;
        Some(Self {
            updated: i32::from_le_bytes(*days),
            quality: f32::from_le_bytes(*quality),
            name_hash: u64::from_le_bytes(*hash),
            primary: u16::from_le_bytes(*primary),
            concepts: concepts.as_chunks::<2>().0,
            words,
            given,
            name,
            record: rest,
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "single precision suffices for a number from 0 to 1")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests {
    use super::super::concept::of_provider;
    use super::super::document::encode;
    use super::super::name_words::words_of;
    use super::super::sample::{providers, today, vocabulary};
    use super::*;

    #[test]
    fn what_waits_is_what_was_made_of_the_provider() {
        let maker = Preparer { vocabulary: vocabulary(), as_of: today() };
        let mut prepared = Prepared::default();
        let providers = providers(50);
        for provider in &providers {
            maker.add(provider, &mut prepared).expect("a provider");
        }
        // Numbers of a generation that met the concepts in another order.
        let concepts = std::mem::take(&mut prepared.concepts).into_concepts();
        let count = concepts.len();
        let numbers: Vec<u16> =
            (0_u16..).take(count).map(|number| u16::try_from(count).expect("few") - 1 - number).collect();
        prepared.renumber(&numbers);
        let concept = |number: u16| &concepts[count - 1 - usize::from(number)];
        let (mut start, mut id_start) = (0, 0);
        for (provider, place) in providers.iter().zip(&prepared.providers) {
            let waiting = Waiting::of(&prepared.bytes[start..place.end]).expect("whole");
            let mut record = Vec::new();
            encode(provider, &vocabulary(), &mut record).expect("a provider");
            assert_eq!(waiting.record, record);
            assert_eq!(waiting.words, words_of(provider));
            assert_eq!(&prepared.ids[id_start..place.id_end], provider.id.to_string());
            let found: Vec<&Concept> =
                waiting.concepts.iter().map(|number| concept(u16::from_le_bytes(*number))).collect();
            let mut expected: Vec<Concept> = Vec::new();
            for one in of_provider(provider) {
                if !expected.contains(&one) {
                    expected.push(one);
                }
            }
            assert_eq!(found, expected.iter().collect::<Vec<_>>());
            (start, id_start) = (place.end, place.id_end);
        }
        for length in 0..prepared.providers[0].end.min(HEAD) {
            assert_eq!(Waiting::of(&prepared.bytes[..length]), None);
        }
    }
}
