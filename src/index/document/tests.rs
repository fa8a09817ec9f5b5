//! Records: what is written is read back, and bytes that are no record are refused.

use super::*;
use crate::index::sample::{any_provider, vocabulary};
use proptest::prelude::*;
use smallvec::smallvec;

fn encoded(provider: &Provider) -> Vec<u8> {
    let mut bytes = Vec::new();
    encode(provider, &vocabulary(), &mut bytes).expect("a provider");
    bytes
}

proptest! {
    #[test]
    fn a_record_gives_back_the_provider(provider in any_provider()) {
        let bytes = encoded(&provider);
        let id = provider.id.to_string();
        prop_assert_eq!(id_of(&bytes), Some(id.as_str()));
        prop_assert_eq!(family_of(&bytes), Some(provider.name.family()));
        prop_assert_eq!(decode(&bytes, &vocabulary()), Some(provider));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = (id_of(&bytes), family_of(&bytes));
        let _ = decode(&bytes, &vocabulary());
    }

    #[test]
    fn a_changed_byte_never_panics(provider in any_provider(), place in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = encoded(&provider);
        let place = place.index(bytes.len());
        bytes[place] = byte;
        let _ = decode(&bytes, &vocabulary());
    }

    #[test]
    fn a_cut_or_lengthened_record_is_none(provider in any_provider(), cut in any::<prop::sample::Index>()) {
        let mut bytes = encoded(&provider);
        prop_assert_eq!(decode(&bytes[..cut.index(bytes.len())], &vocabulary()), None);
        bytes.push(0);
        prop_assert_eq!(decode(&bytes, &vocabulary()), None);
    }
}

#[test]
fn what_the_vocabulary_forgot_is_dropped_and_the_rest_stays() {
    let words = vocabulary();
    let specialty = words.specialties()[0].id.clone();
    let claim = |specialty| StoredClaim { specialty, taxonomy: None, primary: false };
    let stored = StoredProvider {
        id: "list:1",
        name: StoredName::Organization("Spine Center"),
        aliases: SmallVec::new(),
        credentials: smallvec!["DC"],
        gender: None,
        specialties: smallvec![claim("gone_since"), claim(&specialty)],
        techniques: smallvec!["gone_since"],
        conditions: smallvec!["gone_since"],
        languages: smallvec!["es"],
        accepting_new: Some(true),
        telehealth: Some(false),
        wheelchair: None,
        insurance: SmallVec::new(),
        website: None,
        practices: smallvec![StoredPractice {
            name: None,
            address: "1 Main St",
            city: "Pittsburgh",
            state: "PA",
            zip: Some(15_213),
            phone: None,
            lat: 40.4,
            lon: -79.9,
            accuracy: StoredAccuracy::Zip,
        }],
        updated: None,
        source: "list",
    };
    let mut bytes = Vec::new();
    append(&stored, &mut bytes).expect("a record");
    let provider = decode(&bytes, &words).expect("a provider");
    let kept: Vec<_> = provider.specialties.iter().map(|claim| claim.specialty).collect();
    assert_eq!(kept, [words.specialty_id(&specialty).expect("known")]);
    assert!(provider.techniques.is_empty() && provider.conditions.is_empty());
    assert_eq!((provider.accepting_new, provider.telehealth), (Fact::Yes, Fact::No));
}

#[test]
fn a_long_list_that_is_not_there_is_refused_at_once() {
    // An id, then an organization's name, then aliases whose count is the largest that fits.
    let mut bytes = vec![1, b'x', 1, 1, b'y'];
    bytes.extend([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]);
    assert_eq!(decode(&bytes, &vocabulary()), None);
}
