//! Who gives way to whom, without a socket.

use super::*;
use proptest::prelude::*;
use std::time::Duration;

const LOCAL: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn table(most: usize, most_per_caller: usize) -> Arc<Connections> {
    let trusted = "10.0.0.0/8".parse().expect("a network");
    Connections::with_room("test", trusted, most, most_per_caller)
}

impl Connections {
    fn now(self: &Arc<Self>, peer: IpAddr) -> Option<Seat> {
        match self.try_admit(peer) {
            Admission::Seated(seat) => Some(seat),
            Admission::OverShare | Admission::Full => None,
        }
    }
}

async fn is_lost(seat: &Seat) -> bool {
    tokio::time::timeout(Duration::ZERO, seat.given_away()).await.is_ok()
}

#[tokio::test]
async fn whoever_has_waited_longest_gives_way() {
    let table = table(3, 64);
    let seats: Vec<Seat> = (0..3).map(|_| table.now(LOCAL).expect("room")).collect();
    // The first asks and is answered, so that it began to wait after the two others.
    assert!(seats[0].begin());
    seats[0].written();
    seats[0].flushed();
    let _fourth = table.now(LOCAL).expect("somebody gives way");
    assert_eq!(
        [is_lost(&seats[0]).await, is_lost(&seats[1]).await, is_lost(&seats[2]).await],
        [false, true, false]
    );
    assert!(!seats[1].begin(), "who lost the seat begins nothing");
}

#[tokio::test]
async fn a_busy_connection_is_never_closed() {
    let table = table(2, 64);
    let (first, second) = (table.now(LOCAL).expect("room"), table.now(LOCAL).expect("room"));
    assert!(first.begin() && second.begin());
    first.written();
    assert!(table.now(LOCAL).is_none(), "a reply in the buffers is a reply on the way");
    assert!(!is_lost(&first).await && !is_lost(&second).await);
    let newcomer = tokio::spawn({
        let table = Arc::clone(&table);
        async move { table.admit(LOCAL).await }
    });
    tokio::task::yield_now().await;
    drop(second);
    assert!(newcomer.await.expect("no panic").is_some());
}

#[tokio::test]
async fn a_newcomer_at_a_full_table_is_let_in_as_soon_as_somebody_waits() {
    let table = table(1, 64);
    let first = table.now(LOCAL).expect("room");
    assert!(first.begin());
    let newcomer = tokio::spawn({
        let table = Arc::clone(&table);
        async move { table.admit(LOCAL).await }
    });
    tokio::task::yield_now().await;
    first.written();
    first.flushed();
    assert!(newcomer.await.expect("no panic").is_some());
    assert!(is_lost(&first).await);
}

#[tokio::test(start_paused = true)]
async fn whoever_takes_nothing_gives_way_once_everybody_is_busy() {
    let table = table(2, 64);
    let (first, second) = (table.now(LOCAL).expect("room"), table.now(LOCAL).expect("room"));
    assert!(first.begin() && second.begin());
    second.written();
    second.behind();
    tokio::time::advance(STUCK_AFTER / 2).await;
    first.written();
    first.behind();
    assert!(table.now(LOCAL).is_none(), "a slow reader has its time");
    let began = Instant::now();
    let third = table.admit(LOCAL).await.expect("a seat");
    assert!(began.elapsed() < STUCK_AFTER / 2 + LOOK_AGAIN * 2, "{:?}", began.elapsed());
    assert!(is_lost(&second).await && !is_lost(&first).await);
    // Whoever caught up is behind no more.
    first.flushed();
    assert!(first.begin());
    assert!(third.begin());
    tokio::time::advance(STUCK_AFTER * 2).await;
    assert!(table.now(LOCAL).is_none());
}

#[tokio::test]
async fn a_body_that_is_awaited_is_no_whole_request() {
    let table = table(2, 64);
    let (first, second) = (table.now(LOCAL).expect("room"), table.now(LOCAL).expect("room"));
    // A head is progress: its sender stands behind the silent one now.
    first.await_body();
    let _third = table.now(LOCAL).expect("room");
    assert!(is_lost(&second).await && !is_lost(&first).await);
    let _fourth = table.now(LOCAL).expect("room");
    assert!(is_lost(&first).await);
}

#[tokio::test]
async fn a_caller_over_its_share_gives_way_to_itself() {
    let table = table(100, 2);
    let caller = address("198.51.100.7");
    let other = table.now(address("198.51.100.8")).expect("room");
    let first = table.now(caller).expect("room");
    let second = table.now(address("::ffff:198.51.100.7")).expect("the same caller");
    let third = table.now(caller).expect("its own oldest gives way");
    assert!(is_lost(&first).await && !is_lost(&second).await && !is_lost(&other).await);
    assert!(second.begin() && third.begin());
    assert!(table.now(caller).is_none(), "all of its share is busy");
    drop(second);
    assert!(table.now(caller).is_some());
}

#[test]
fn a_share_is_that_of_a_network_for_new_addresses_and_nobodys_for_proxies() {
    let table = table(100, 1);
    let kept = table.now(address("2001:db8:1:2::1")).expect("room");
    assert!(kept.begin());
    assert!(table.now(address("2001:db8:1:2:ffff::9")).is_none(), "the same /64");
    assert!(table.now(address("2001:db8:1:3::1")).is_some(), "another /64");
    let seats: Vec<_> = ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.1.2.3"]
        .map(|text| [table.now(address(text)), table.now(address(text))])
        .into_iter()
        .flatten()
        .collect();
    assert!(seats.iter().all(Option::is_some));
}

proptest! {
    #[test]
    fn the_table_stays_whole_whatever_happens(
        steps in proptest::collection::vec((0_u8..8, 0_usize..8, 0_u8..3), 1..200),
    ) {
        let table = table(6, 3);
        let mut seats: Vec<Seat> = Vec::new();
        for (step, which, host) in steps {
            let at = which % seats.len().max(1);
            match (step, seats.get(at)) {
                (0 | 1, _) => seats.extend(table.now(IpAddr::from([198, 51, 100, host]))),
                (2, Some(seat)) => drop(seat.begin()),
                (3, Some(seat)) => seat.written(),
                (4, Some(seat)) => seat.flushed(),
                (5, Some(seat)) => seat.await_body(),
                (6, Some(_)) => drop(seats.remove(at)),
                (7, Some(seat)) => seat.behind(),
                _ => {}
            }
            let inside = table.table();
            prop_assert!(inside.seats.len() <= 6);
            let shares: usize = inside.per_caller.values().sum();
            prop_assert_eq!(shares, inside.seats.len());
            prop_assert!(inside.per_caller.values().all(|share| (1..=3).contains(share)));
            for (turn, id) in &inside.waiting {
                prop_assert_eq!(inside.seats.get(id).and_then(|entry| entry.turn), Some(*turn));
            }
            let waiting = inside.seats.values().filter(|entry| entry.turn.is_some()).count();
            prop_assert_eq!(waiting, inside.waiting.len());
        }
        seats.clear();
        prop_assert!(table.table().seats.is_empty() && table.table().per_caller.is_empty());
    }
}
