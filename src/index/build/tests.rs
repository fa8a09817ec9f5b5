//! The files of a small generation against a naive computation from the same providers.

use super::super::column::Files;
use super::super::concept::{of_provider, to_text};
use super::super::document::{decode, id_of};
use super::super::hilbert;
use super::super::name_words::words_of;
use super::super::points::Points;
use super::super::quality::quality;
use super::super::record::RecordView;
use super::super::sample::{providers, today, vocabulary};
use super::super::tile_concepts::TileConcepts;
use super::*;
use crate::vocabulary::normalize::fold;
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_64;

fn built(providers: &[Provider]) -> (tempfile::TempDir, Built) {
    let directory = tempfile::tempdir().expect("a directory");
    let mut builder = Builder::new(directory.path(), &vocabulary(), today()).expect("a builder");
    for provider in providers {
        builder.add(provider).expect("space");
    }
    let built = builder.finish().expect("sound providers");
    (directory, built)
}

fn column<const N: usize, T>(directory: &Path, name: &str, from: fn([u8; N]) -> T) -> Vec<T> {
    let bytes = std::fs::read(directory.join(name)).expect(name);
    let (numbers, rest) = bytes.as_chunks::<N>();
    assert!(rest.is_empty(), "{name}");
    numbers.iter().map(|number| from(*number)).collect()
}

/// A generation read back: providers by number, rows as (provider, practice), and the concept texts of each row.
struct ReadBack {
    providers: Vec<Provider>,
    rows: Vec<(u32, u16)>,
}

fn read_back(directory: &Path) -> ReadBack {
    let records = std::fs::read(directory.join(layout::RECORDS)).expect("records");
    let offsets = column(directory, layout::RECORD_OFFSETS, u64::from_le_bytes);
    let providers = offsets
        .windows(2)
        .map(|ends| {
            let record =
                &records[usize::try_from(ends[0]).expect("small")..usize::try_from(ends[1]).expect("small")];
            let provider = decode(record, &vocabulary()).expect("a record");
            assert_eq!(id_of(record), Some(provider.id.to_string().as_str()));
            provider
        })
        .collect();
    assert_eq!(records.len() as u64, *offsets.last().expect("one more than providers"));
    let owners = column(directory, layout::ROW_PROVIDER, u32::from_le_bytes);
    let places = column(directory, layout::ROW_PRACTICE, u16::from_le_bytes);
    assert_eq!(owners.len(), places.len());
    ReadBack { providers, rows: owners.into_iter().zip(places).collect() }
}

fn sorted(mut providers: Vec<Provider>) -> Vec<Provider> {
    providers.sort_by(|a, b| a.id.cmp(&b.id));
    providers
}

#[test]
fn providers_and_rows_stand_in_hilbert_order_with_ties_by_id() {
    let given = providers(700);
    let (directory, built) = built(&given);
    let back = read_back(directory.path());
    assert_eq!(sorted(back.providers.clone()), sorted(given.clone()));
    assert_eq!(built.providers, 700);
    assert_eq!(built.practices, given.iter().map(|provider| provider.practices.len() as u64).sum::<u64>());
    assert_eq!(built.practices, back.rows.len() as u64);

    let key = |provider: &Provider| (hilbert::key(provider.practices.first().point), provider.id.clone());
    assert!(back.providers.windows(2).all(|pair| key(&pair[0]) < key(&pair[1])));
    let row_key = |&(owner, place): &(u32, u16)| {
        let provider = &back.providers[owner as usize];
        let practice = provider.practices.get(usize::from(place)).expect("a practice");
        (hilbert::key(practice.point), provider.id.clone(), place)
    };
    assert!(back.rows.windows(2).all(|pair| row_key(&pair[0]) < row_key(&pair[1])));
}

#[test]
fn rows_know_their_points_and_providers_their_rows() {
    let (directory, _) = built(&providers(300));
    let directory = directory.path();
    let back = read_back(directory);
    let files = Files::open(directory, "000001".to_owned()).expect("a folder");
    let points = Points::open(&files, back.rows.len()).expect("a point a row");
    let units = column(directory, layout::ROW_UNITS, f32::from_le_bytes);
    for (row, &(owner, place)) in back.rows.iter().enumerate() {
        let practice = back.providers[owner as usize].practices.get(usize::from(place)).expect("a practice");
        let number = u32::try_from(row).expect("few");
        assert_eq!(points.view().get(number), Some(practice.point));
        assert_eq!(units[3 * row..3 * row + 3], practice.point.unit().narrow());
    }
    let offsets = column(directory, layout::PROVIDER_ROW_OFFSETS, u32::from_le_bytes);
    let rows = column(directory, layout::PROVIDER_ROWS, u32::from_le_bytes);
    assert_eq!(offsets.len(), back.providers.len() + 1);
    for (number, ends) in offsets.windows(2).enumerate() {
        let own: Vec<(u32, u16)> =
            rows[ends[0] as usize..ends[1] as usize].iter().map(|row| back.rows[*row as usize]).collect();
        let expected: Vec<(u32, u16)> = (0..)
            .take(back.providers[number].practices.len())
            .map(|place| (u32::try_from(number).expect("small"), place))
            .collect();
        assert_eq!(own, expected);
    }
}

#[test]
fn ranks_and_facts_are_those_of_the_providers() {
    let (directory, _) = built(&providers(400));
    let directory = directory.path();
    let back = read_back(directory);
    let by_id = column(directory, layout::PROVIDERS_BY_ID, u32::from_le_bytes);
    let ids: Vec<String> =
        by_id.iter().map(|&number| back.providers[number as usize].id.to_string()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
    let id_ranks = column(directory, layout::PROVIDER_ID_RANK, u32::from_le_bytes);
    let name_ranks = column(directory, layout::PROVIDER_NAME_RANK, u32::from_le_bytes);
    let mut names: Vec<(String, String, String, u32)> = Vec::new();
    let hashes = column(directory, layout::PROVIDER_NAME_HASH, u64::from_le_bytes);
    let updated = column(directory, layout::PROVIDER_UPDATED, i32::from_le_bytes);
    let qualities = column(directory, layout::PROVIDER_QUALITY, f32::from_le_bytes);
    for (number, provider) in back.providers.iter().enumerate() {
        assert_eq!(by_id[id_ranks[number] as usize] as usize, number);
        let (family, given) = (fold(provider.name.family()), fold(provider.name.given()));
        let whole = format!("{given}{family}").replace(' ', "");
        assert_eq!(hashes[number], xxh3_64(whole.as_bytes()), "{whole}");
        names.push((family, given, provider.id.to_string(), name_ranks[number]));
        assert_eq!(updated[number], provider.updated.map_or(i32::MIN, RecordDate::days));
        let value = quality(&RecordView::of(provider, ""), today()).value;
        assert!((f64::from(qualities[number]) - value).abs() < 1e-6);
    }
    names.sort();
    assert!(names.iter().zip(0..).all(|((.., rank), expected)| *rank == expected), "{names:?}");
}

#[test]
fn concept_lists_are_what_a_scan_of_the_providers_finds() {
    let given = providers(500);
    let (directory, built) = built(&given);
    let directory = directory.path();
    let back = read_back(directory);
    let texts: Vec<String> =
        serde_json::from_slice(&std::fs::read(directory.join(layout::CONCEPTS)).expect("concepts"))
            .expect("JSON");
    assert!(texts.windows(2).all(|pair| pair[0] < pair[1]));

    let words = vocabulary();
    let mut expected: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    let mut of_rows: Vec<BTreeSet<String>> = Vec::new();
    for (&(owner, place), row) in back.rows.iter().zip(0..) {
        let provider = &back.providers[owner as usize];
        let state = provider.practices.get(usize::from(place)).expect("a practice").state;
        let mut concepts: BTreeSet<String> =
            of_provider(provider).iter().map(|concept| to_text(concept, &words)).collect();
        concepts.insert(format!("state:{state}"));
        for concept in &concepts {
            expected.entry(concept.clone()).or_default().push(row);
        }
        of_rows.push(concepts);
    }
    assert_eq!(texts, expected.keys().cloned().collect::<Vec<_>>());

    let counts = column(directory, layout::CONCEPT_COUNTS, u32::from_le_bytes);
    assert_eq!(counts.len(), texts.len());
    let mut numbers = column(directory, layout::CONCEPT_ROWS, u32::from_le_bytes).into_iter();
    let mut bits = column(directory, layout::CONCEPT_BITS, u64::from_le_bytes).into_iter();
    let mut common = 0;
    for (list, &count) in expected.values().zip(&counts) {
        assert_eq!(count as usize, list.len());
        let found: Vec<u32> = if list.len() * 32 > back.rows.len() {
            common += 1;
            let tiles: Vec<u64> = bits.by_ref().take(back.rows.len().div_ceil(64)).collect();
            let set = |row: &u32| tiles[(row / 64) as usize] >> (row % 64) & 1 == 1;
            (0..64 * u32::try_from(tiles.len()).expect("few")).filter(set).collect()
        } else {
            numbers.by_ref().take(list.len()).collect()
        };
        assert_eq!(found, *list);
    }
    assert_eq!((numbers.next(), bits.next()), (None, None));
    assert!((1..texts.len()).contains(&common), "{common} of {} are common", texts.len());
    let files = Files::open(directory, "000001".to_owned()).expect("a folder");
    let by_tile =
        TileConcepts::open(&files, &counts, of_rows.len()).expect("files of a whole number of tiles");
    let by_tile = by_tile.view();
    assert_eq!(by_tile.fault(), None);
    for (of_row, row) in of_rows.iter().zip(0..) {
        let numbered = (0_u16..).zip(&texts);
        let found = numbered.filter(|(number, _)| by_tile.has(row, *number)).map(|(_, text)| text);
        assert_eq!(found.collect::<Vec<_>>(), of_row.iter().collect::<Vec<_>>());
    }
    let primaries = column(directory, layout::PROVIDER_PRIMARY, u16::from_le_bytes);
    for (provider, &primary) in back.providers.iter().zip(&primaries) {
        let first = provider.specialties.first();
        let expected = first.map(|claim| format!("specialty:{}", words.specialty(claim.specialty).id));
        assert_eq!(texts.get(usize::from(primary)).cloned(), expected);
    }
    for (id, count) in &built.specialties {
        let having = |provider: &&Provider| {
            provider.specialties.iter().any(|claim| words.specialty(claim.specialty).id == *id)
        };
        assert_eq!(*count, given.iter().filter(having).count() as u64, "{id}");
    }
    assert!(!built.specialties.is_empty());
}

#[test]
fn the_same_providers_in_any_order_give_the_same_files() {
    let forward = providers(400);
    let backward: Vec<Provider> = forward.iter().rev().cloned().collect();
    let (one, one_built) = built(&forward);
    let (other, other_built) = built(&backward);
    // How many files were hashed while words were written is a matter of time.
    let alike = |built: Built| Built { hashed: Vec::new(), ..built };
    assert_eq!(alike(one_built), alike(other_built));
    let files = |directory: &Path| -> BTreeMap<String, Vec<u8>> {
        let entries = std::fs::read_dir(directory).expect("a folder").map(|entry| entry.expect("an entry"));
        entries
            .filter(|entry| entry.file_type().expect("a type").is_file())
            .map(|entry| {
                (
                    entry.file_name().to_string_lossy().into_owned(),
                    std::fs::read(entry.path()).expect("a file"),
                )
            })
            .collect()
    };
    let (one, other) = (files(one.path()), files(other.path()));
    assert!(one.len() > 15, "{:?}", one.keys());
    assert!(
        one == other,
        "{:?}",
        one.keys().filter(|name| one.get(*name) != other.get(*name)).collect::<Vec<_>>()
    );
}

#[test]
fn words_of_names_aliases_and_practices_are_found() {
    let mut provider = providers(1).remove(0);
    provider.name = crate::domain::Name::Person {
        given: "José".to_owned(),
        middle: "B.".to_owned(),
        family: "O'Brien".to_owned(),
        suffix: "Jr.".to_owned(),
    };
    provider.aliases = vec!["The Bone-Setter".to_owned()];
    let mut practice = provider.practices.first().clone();
    practice.name = Some("Back & Neck".to_owned());
    provider.practices = crate::domain::Practices::one(practice);
    assert_eq!(words_of(&provider), "jose b obrien jr the bone setter back neck");
}

#[test]
fn an_id_that_comes_twice_is_refused_and_nothing_is_a_generation_too() {
    let directory = tempfile::tempdir().expect("a directory");
    let mut builder = Builder::new(directory.path(), &vocabulary(), today()).expect("a builder");
    let provider = providers(1).remove(0);
    builder.add(&provider).expect("space");
    builder.add(&provider).expect("space");
    assert!(builder.finish().is_err());
    let nothing = built(&[]).1;
    let hashed = nothing.hashed.clone();
    assert_eq!(nothing, Built { as_of: Some(today()), hashed, ..Built::default() });
}
