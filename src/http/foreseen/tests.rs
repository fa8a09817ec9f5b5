//! A publication, foreseen by a server that reads along.

use super::super::fixture::{build, new_state};
use super::*;
use crate::index::{IndexError, MadeOf, Writer};
use std::path::PathBuf;

/// A server that follows a store to which somebody publishes.
struct Fixture {
    _directory: tempfile::TempDir,
    store: Arc<Store>,
    writer: Writer,
    state: Arc<ServerState>,
    foreseen: Foreseen,
}

fn fixture() -> Fixture {
    let directory = tempfile::tempdir().expect("a directory");
    let root: PathBuf = directory.path().join("index");
    let store = Arc::new(Store::new(root));
    let writer = store.lock().expect("free");
    Fixture { _directory: directory, store, writer, state: new_state(), foreseen: Foreseen::default() }
}

impl Fixture {
    /// Publishes; the server looks once when all is built, and the canary finds fault or not.
    fn publish(&mut self, fault: Option<&str>) -> Result<GenerationId, IndexError> {
        let Self { store, writer, state, foreseen, .. } = self;
        let building = writer.begin(1).expect("space");
        let built = build(building.directory());
        let made_of = MadeOf { lists: Vec::new(), corrections: None };
        writer.publish(building, built, made_of, state.engine().vocabulary(), &mut |_| {
            foreseen.tell(store.upcoming(), store, state);
            fault.map_or(Ok(()), |fault| Err(fault.to_owned()))
        })
    }

    fn current(&self) -> (GenerationId, String) {
        self.store.current().expect("a pointer").expect("a generation")
    }
}

#[tokio::test]
async fn what_is_foreseen_is_there_once_the_pointer_names_it() {
    let mut fixture = fixture();
    // A thread that is given no turn in time finds the folder under its new name: then it is not foreseen, and told late.
    for _attempt in 0..10 {
        let published = fixture.publish(None).expect("sound");
        let coming = fixture.foreseen.upcoming().expect("it was foreseen");
        // As long as it is the same, nothing is opened again.
        fixture.foreseen.tell(Some(coming), &fixture.store, &fixture.state);
        let (generation, hash) = fixture.current();
        assert_eq!(published, generation);
        let Some((opened, _)) = fixture.foreseen.take((generation, &hash)).await else { continue };
        assert!(fixture.store.is_opened((generation, &hash), &opened));
        assert!(fixture.foreseen.take((generation, &hash)).await.is_none(), "it was taken");
        return;
    }
    panic!("none of ten was open when the pointer named it");
}

#[tokio::test]
async fn another_generation_is_not_taken_for_it() {
    let mut fixture = fixture();
    for (number, hash) in [(true, false), (false, true)] {
        fixture.publish(None).expect("sound");
        assert!(fixture.foreseen.upcoming().is_some());
        let (generation, other) = fixture.current();
        let other = if hash { other.chars().rev().collect() } else { other };
        let generation = if number { generation.next() } else { generation };
        assert!(fixture.foreseen.take((generation, &other)).await.is_none());
        assert_eq!(fixture.foreseen.upcoming(), None, "it let go");
    }
}

#[tokio::test]
async fn what_is_refused_is_let_go() {
    let mut fixture = fixture();
    assert!(fixture.publish(Some("no")).is_err());
    let coming = fixture.foreseen.upcoming().expect("it was foreseen");
    assert!(!fixture.store.is_coming(&coming));
    fixture.foreseen.tell(fixture.store.upcoming(), &fixture.store, &fixture.state);
    assert_eq!(fixture.foreseen.upcoming(), None);
}
