//! What is about to be published, read along while it is.

use super::super::build::Builder;
use super::super::manifest::MadeOf;
use super::super::sample::{providers, today, vocabulary};
use super::super::writer::Writer;
use super::*;
use std::fs::File;
use std::sync::mpsc;
use std::time::SystemTime;

/// Publishes that many providers; `read_along` is called when the manifest is written and nothing named yet.
fn publish(
    writer: &Writer,
    count: usize,
    read_along: &mut dyn FnMut() -> Result<(), String>,
) -> Result<GenerationId, IndexError> {
    let building = writer.begin(1).expect("space");
    assert_eq!(writer.store().upcoming(), None, "without a manifest it is not built");
    let mut builder = Builder::new(building.directory(), &vocabulary(), today()).expect("a builder");
    let mut given = providers(count);
    given.sort_by(|a, b| a.id.cmp(&b.id));
    for provider in &given {
        builder.add(provider).expect("space");
    }
    let built = builder.finish().expect("sound providers");
    let made_of = MadeOf { lists: Vec::new(), corrections: None };
    writer.publish(building, built, made_of, &vocabulary(), &mut |_| read_along())
}

fn store() -> (tempfile::TempDir, Store) {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::new(directory.path().join("index"));
    (directory, store)
}

#[test]
fn what_was_opened_ahead_is_what_the_pointer_names() {
    let (_directory, store) = store();
    assert_eq!(store.upcoming(), None, "there is no folder yet");
    let writer = store.lock().expect("free");
    for count in [40, 50] {
        let mut ahead = None;
        let published = publish(&writer, count, &mut || {
            let upcoming = store.upcoming().ok_or("nothing is coming")?;
            assert!(store.is_coming(&upcoming));
            let opened = store.open_upcoming(&upcoming, &vocabulary()).expect("sound");
            ahead = Some((upcoming, opened));
            Ok(())
        });
        let (upcoming, opened) = ahead.expect("it was read along");
        let (generation, hash) = store.current().expect("a pointer").expect("a generation");
        assert_eq!(published.expect("sound"), generation);
        assert!(upcoming.is_named((generation, &hash)) && store.is_opened((generation, &hash), &opened));
        assert!(!upcoming.is_named((generation.next(), &hash)));
        let other: String = hash.chars().rev().map(|digit| if digit == 'a' { 'b' } else { 'a' }).collect();
        assert!(!upcoming.is_named((generation, &other)));
        assert!(store.is_coming(&upcoming), "its folder has its number now");
        assert_eq!(store.upcoming(), None);
        // The files are read under the name that they have now.
        let anew = store.open(generation, &vocabulary()).expect("sound");
        let all = |snapshot: &Snapshot| {
            let one = |number| snapshot.provider(number).expect("a sound record");
            (0..u32::try_from(count).expect("few")).map(one).collect::<Vec<_>>()
        };
        assert_eq!(all(&opened), all(&anew));
    }
}

#[test]
fn what_is_refused_is_not_to_come_any_more() {
    let (_directory, store) = store();
    let writer = store.lock().expect("free");
    let mut seen = None;
    let refused = publish(&writer, 20, &mut || {
        seen = store.upcoming();
        Err("the canary says no".to_owned())
    });
    assert!(matches!(refused, Err(IndexError::Canary(_))));
    let seen = seen.expect("it was built");
    assert!(!store.is_coming(&seen));
    assert!(store.open_upcoming(&seen, &vocabulary()).is_err());
}

#[test]
fn damage_is_found_and_what_is_half_written_or_old_does_not_count() {
    let (_directory, store) = store();
    let writer = store.lock().expect("free");
    let published = publish(&writer, 20, &mut || {
        let upcoming = store.upcoming().ok_or("nothing is coming")?;
        let path = upcoming.directory.join(MANIFEST);
        let whole = std::fs::read(&path).expect("a manifest");
        std::fs::write(&path, &whole[..whole.len() / 2]).expect("space");
        assert_eq!(store.upcoming(), None);
        assert!(store.open_upcoming(&upcoming, &vocabulary()).is_err());
        std::fs::write(&path, &whole).expect("space");
        assert_eq!(store.upcoming(), Some(upcoming.clone()));

        let records = upcoming.directory.join("records.bin");
        let good = std::fs::read(&records).expect("records");
        let mut bad = good.clone();
        bad[good.len() / 2] ^= 1;
        std::fs::write(&records, bad).expect("space");
        let opened = store.open_upcoming(&upcoming, &vocabulary());
        assert!(matches!(opened, Err(IndexError::Damaged { file, .. }) if file == "records.bin"));
        std::fs::write(&records, good).expect("space");

        let manifest = File::options().write(true).open(&path).expect("a manifest");
        manifest.set_modified(SystemTime::now() - PUBLISHED_WITHIN).expect("a time");
        assert_eq!(store.upcoming(), None);
        assert!(!store.is_coming(&upcoming));
        Ok(())
    });
    assert!(published.is_ok(), "who read along changed nothing");
}

#[test]
fn whoever_publishes_waits_until_a_server_has_opened_it() {
    let (_directory, store) = store();
    let writer = store.lock().expect("free");
    let (told, heard) = mpsc::channel();
    let serving = store.serve();
    std::thread::scope(|scope| {
        // It is told of what is built, and says so as late as the test wants.
        let store = &store;
        let server = scope.spawn(move || {
            let upcoming: Upcoming = heard.recv().expect("it was built");
            std::thread::sleep(NOTICED_WITHIN / 4);
            assert_eq!(store.upcoming().as_ref(), Some(&upcoming), "it is waited for");
            (Instant::now(), store.tell_opened(&upcoming))
        });
        publish(&writer, 20, &mut || told.send(store.upcoming().expect("built")).map_err(|e| e.to_string()))
            .expect("sound");
        let (opened, _sign) = server.join().expect("no panic");
        assert!(opened.elapsed() < NOTICED_WITHIN / 2, "and no longer");
    });
    drop(serving);
}

#[test]
fn a_server_that_ends_or_stands_still_is_not_waited_for() {
    let (_directory, store) = store();
    let writer = store.lock().expect("free");
    let mut serving = Some(store.serve());
    for stays in [true, false] {
        let mut built = None;
        let published = publish(&writer, 20, &mut || {
            built = Some(Instant::now());
            if !stays {
                serving = None;
            }
            Ok(())
        });
        published.expect("it goes on all the same");
        let waited = built.expect("built").elapsed();
        assert_eq!(waited >= NOTICED_WITHIN, stays, "{waited:?}");
    }
}
