//! Damage to a store: always noticed, and the newest good generation served instead.

use super::*;
use crate::index::layout;

#[test]
fn a_damaged_generation_is_not_gone_back_to() {
    let Fixture { store, .. } = &fixture();
    let first = publish(store, 20);
    publish(store, 30);
    for file in ["records.bin", "manifest.json", "text/meta.json"] {
        let path = store.path(first).join(file);
        let good = std::fs::read(&path).expect("a file");
        let mut bad = good.clone();
        bad[good.len() / 2] ^= 1;
        std::fs::write(&path, bad).expect("space");
        let error = store.lock().expect("free").roll_back(None).expect_err("damaged");
        assert!(error.to_string().starts_with(&format!("generation 000001 is damaged: {file}")), "{error}");
        assert_eq!(live(store), (2, 30, None));
        std::fs::write(&path, good).expect("space");
    }
}

#[test]
fn one_changed_byte_in_any_file_is_noticed_and_the_other_generation_is_served() {
    let Fixture { store, .. } = &fixture();
    publish(store, 20);
    let second = publish(store, 30);
    let mut noticed = 0;
    for path in files(store, second) {
        let good = std::fs::read(&path).expect("a file");
        let name = path.strip_prefix(store.path(second)).expect("inside").display().to_string();
        let mut damages: Vec<Option<Vec<u8>>> = vec![None, Some([good.as_slice(), b"\n"].concat())];
        for place in [0, good.len() / 2, good.len().saturating_sub(1)] {
            if place < good.len() {
                let mut bad = good.clone();
                bad[place] ^= 1 << (place % 8);
                damages.push(Some(bad));
                damages.push(Some(good[..place].to_vec()));
            }
        }
        for damage in damages {
            match damage {
                Some(bytes) => std::fs::write(&path, bytes).expect("space"),
                None => std::fs::remove_file(&path).expect("removed"),
            }
            let error = store.verify(None, &vocabulary()).expect_err("noticed");
            assert!(
                error.to_string().starts_with(&format!("generation 000002 is damaged: {name}: ")),
                "{error}"
            );
            let (generation, count, degraded) = live(store);
            assert_eq!((generation, count, degraded), (1, 20, Some(error.to_string())));
            noticed += 1;
        }
        std::fs::write(&path, good).expect("space");
    }
    assert!(noticed > 100, "{noticed}");
    assert_eq!(live(store), (2, 30, None));
}

#[test]
fn a_damaged_pointer_falls_back_to_the_newest_good_generation() {
    let Fixture { store, .. } = &fixture();
    publish(store, 20);
    publish(store, 30);
    let path = store.root().join("CURRENT");
    let good = std::fs::read(&path).expect("a file");
    let mut damages: Vec<Option<Vec<u8>>> = vec![None, Some(Vec::new()), Some(b"garbage".to_vec())];
    for place in 0..good.len() {
        for bit in 0..8 {
            let mut bad = good.clone();
            bad[place] ^= 1 << bit;
            damages.push(Some(bad));
        }
    }
    let (mut degraded, total) = (0, damages.len());
    for damage in damages {
        match damage {
            Some(bytes) => std::fs::write(&path, bytes).expect("space"),
            None => std::fs::remove_file(&path).expect("removed"),
        }
        let (generation, count, why) = live(store);
        assert_eq!((generation, count), (2, 30));
        degraded += usize::from(why.is_some());
        assert!(store.verify(None, &vocabulary()).is_err());
    }
    assert_eq!(degraded, total);
    drop(store.lock().expect("free"));
    assert_eq!(numbers(store), [1, 2], "nothing is cleared while the pointer cannot be read");
    assert_eq!(publish(store, 40).number(), 3);
    assert_eq!((live(store), numbers(store)), ((3, 40, None), vec![2, 3]));
}

#[test]
fn nothing_good_is_an_error_that_names_the_live_one() {
    let Fixture { store, .. } = &fixture();
    let only = publish(store, 20);
    std::fs::remove_file(store.path(only).join("records.bin")).expect("removed");
    let error = store.open_live(&vocabulary()).expect_err("nothing to serve");
    assert!(error.to_string().starts_with("generation 000001 is damaged: records.bin"), "{error}");
    std::fs::remove_dir_all(store.path(only)).expect("removed");
    let error = store.open_live(&vocabulary()).expect_err("nothing to serve");
    assert!(matches!(&error, IndexError::NothingSound(why) if why.contains("000001 is not kept")), "{error}");
    assert!(error.to_string().contains("finder import --index NEW"), "{error}");
}

#[test]
fn a_generation_of_another_format_is_refused_by_name() {
    let Fixture { store, .. } = &fixture();
    let only = publish(store, 20);
    let path = store.path(only).join("manifest.json");
    let own = format!("\"format\": {}", layout::FORMAT);
    let other = std::fs::read_to_string(&path).expect("a file").replacen(&own, "\"format\": 99", 1);
    std::fs::write(&path, &other).expect("space");
    let manifest = super::super::super::digest::hash(other.as_bytes());
    let pointer = Pointer { generation: only, manifest };
    pointer.prepare(store.root()).expect("space");
    pointer.put_in_force(store.root()).expect("space");
    let error = store.open_live(&vocabulary()).expect_err("another format");
    assert!(
        matches!(&error, IndexError::Incompatible { generation, .. } if generation == "000001"),
        "{error}"
    );
    assert!(error.to_string().contains("its format is 99"), "{error}");
}
