//! Room is made of what lies beside the live generation, and only where that one is sound.

use super::*;

#[test]
fn all_but_the_live_one_makes_room() {
    let Fixture { store, .. } = &fixture();
    let writer = store.lock().expect("free");
    writer.make_room().expect("nothing to remove");
    for count in [20, 30, 40] {
        publish_with(&writer, count);
    }
    assert_eq!(writer.spare_bytes(), store.bytes("000002".parse().expect("a number")));
    writer.make_room().expect("removed");
    assert_eq!((numbers(store), writer.spare_bytes()), (vec![3], 0));
    assert_eq!(live(store), (3, 40, None));
    let told: Vec<bool> = store.history().expect("readable").0.iter().map(|entry| entry.kept).collect();
    assert_eq!(told, [false, false, true]);
    let gone = writer.roll_back(None).expect_err("nothing is left");
    assert!(matches!(gone, IndexError::NothingToRollBack), "{gone}");
    assert_eq!(publish_with(&writer, 50).number(), 4);
}

#[test]
fn what_is_live_stays_where_it_was_gone_back_to() {
    let Fixture { store, .. } = &fixture();
    let writer = store.lock().expect("free");
    publish_with(&writer, 20);
    publish_with(&writer, 30);
    writer.roll_back(None).expect("kept");
    writer.make_room().expect("removed");
    assert_eq!((numbers(store), live(store)), (vec![1], (1, 20, None)));
    // The number of what was removed is not given again.
    assert_eq!(publish_with(&writer, 40).number(), 3);
}

#[test]
fn nothing_is_removed_where_the_live_one_is_damaged_or_unknown() {
    for file in ["000002/records.bin", "000002/manifest.json", "CURRENT"] {
        let Fixture { store, .. } = &fixture();
        let writer = store.lock().expect("free");
        publish_with(&writer, 20);
        publish_with(&writer, 30);
        let path = store.root().join(file);
        let mut bytes = std::fs::read(&path).expect("a file");
        bytes[0] ^= 1;
        std::fs::write(&path, bytes).expect("space");
        writer.make_room().expect("nothing is removed");
        assert_eq!(numbers(store), [1, 2], "{file}");
        assert_eq!(
            store.open_live(&vocabulary()).expect("one stands in").snapshot.generation().number(),
            if file == "CURRENT" { 2 } else { 1 }
        );
    }
}
