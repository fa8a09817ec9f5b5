//! Processes that die while they publish: readers see exactly the old generation or the new one.

use super::super::super::disk::append_synced;
use super::super::super::publish::Publication;
use super::*;

/// Publishes up to a step and dies there: nothing is dropped but the lock, as the system does it.
fn die_after(store: &Store, count: usize, step: usize) {
    let writer = store.lock().expect("free");
    let (building, built) = build(&writer, count);
    if step == 0 {
        std::mem::forget(building);
        return;
    }
    let mut publication =
        Publication::write_manifest(&writer, building, built, sources(count).into(), &vocabulary())
            .expect("sound");
    for step in 2..=step {
        let run = match step {
            2 => publication.examine(&vocabulary(), &mut |_| Ok(())),
            3 => publication.sync(),
            4 => {
                publication.let_open();
                Ok(())
            }
            5 => publication.rename(),
            6 => publication.prepare_pointer(),
            IN_FORCE => publication.put_in_force().map(|unsynced| assert!(unsynced.is_none())),
            8 => publication.record(),
            _ => publication.prune(),
        };
        run.expect("sound");
    }
    std::mem::forget(publication);
}

/// The first step after which the new generation is live.
const IN_FORCE: usize = 7;

#[test]
fn a_death_after_any_step_leaves_exactly_the_old_or_the_new_generation() {
    for step in 0..=9 {
        let Fixture { store, .. } = &fixture();
        publish(store, 20);
        publish(store, 30);
        die_after(store, 40, step);
        let expected = if step < IN_FORCE { (2, 30, None) } else { (3, 40, None) };
        assert_eq!(live(store), expected, "{step}");
        store.verify(None, &vocabulary()).expect("sound");
        let history = store.history().expect("readable");
        let told: Vec<&str> =
            history.0.iter().filter(|entry| entry.live).map(|entry| entry.generation.as_str()).collect();
        assert_eq!(told, [format!("{:06}", expected.0)], "{step}");
        assert_eq!(history.0.len(), if step < IN_FORCE { 2 } else { 3 }, "{step}");

        let writer = store.lock().expect("free");
        assert_eq!(live(store), expected, "after clearing, step {step}");
        let next = publish_with(&writer, 50);
        assert_eq!(live(store), (next.number(), 50, None));
        assert_eq!(numbers(store), [expected.0, next.number()], "{step}");
        let entries = std::fs::read_dir(store.root()).expect("a folder").count();
        assert_eq!(entries, 5, "two generations, the pointer, the lock, the history; step {step}");
        let (history, whole) = History::read(store.root()).expect("readable");
        assert!(whole);
        assert_eq!(history.0.len(), if step < IN_FORCE { 3 } else { 4 }, "{step}");
    }
}

#[test]
fn a_first_publication_that_dies_leaves_no_index_or_the_new_one() {
    for step in 0..=9 {
        let Fixture { store, .. } = &fixture();
        die_after(store, 20, step);
        if step < IN_FORCE {
            assert!(matches!(store.open_live(&vocabulary()), Err(IndexError::NoIndex(_))), "{step}");
        } else {
            assert_eq!(live(store), (1, 20, None), "{step}");
        }
        let next = publish(store, 30);
        assert_eq!(live(store), (next.number(), 30, None), "{step}");
    }
}

#[test]
fn a_torn_history_is_bridged_by_readers_and_mended_by_the_next_writer() {
    let Fixture { store, .. } = &fixture();
    publish(store, 20);
    publish(store, 30);
    let path = store.root().join("history.ndjson");
    let good = std::fs::read(&path).expect("a file");
    for length in [0, 5, good.len() / 2, good.len() - 1] {
        std::fs::write(&path, &good[..length]).expect("space");
        assert_eq!(store.history().expect("readable").0.len(), 2, "{length}");
        assert_eq!(live(store), (2, 30, None));
        drop(store.lock().expect("free"));
        assert_eq!(std::fs::read(&path).expect("a file"), good, "{length}");
    }
    append_synced(&path, b"{\"generation\":\"0000").expect("space");
    assert_eq!(publish(store, 40).number(), 3);
    assert_eq!(store.history().expect("readable").0.len(), 3);
}
