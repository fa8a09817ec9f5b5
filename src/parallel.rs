//! Work on other threads whose results come in the order in which the work was given.
//!
//! In: pieces of work, one after the other. Out: their results, in the same order, on the caller's thread. Invariants:
//! what is taken does not depend on how many threads there are or how they are scheduled; only a few pieces are under
//! way at a time, so memory does not grow with their number; what was given before a failure is taken before it is told.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// Pieces under way for each thread: one that it works on, one that waits for it, and one that waits to be taken.
const AHEAD: usize = 3;

/// How many threads are worth starting beside the caller's: one a core.
pub fn threads() -> usize {
    match std::thread::available_parallelism().map_or(1, usize::from) {
        // The caller's thread has the core for itself.
        1 => 0,
        cores => cores,
    }
}

/// Lets all other threads of the process go before this one and those that it starts from now on. Elsewhere than on
/// Linux, where a thread has no rank of its own, nothing happens.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    // Whoever may not have another rank goes on with its own.
    let _refused = rustix::process::nice(RANK_BEHIND);
}

/// Keeps this thread, and those that it starts from now on, off the first of the cores that it may run on, where it has more
/// than one: whoever waits for an answer then finds a core on which nothing runs for milliseconds at a time. What
/// [`threads`] and [`all`] start is one less. Whether it did: elsewhere than on Linux nothing happens.
pub fn leave_a_core() -> bool {
    #[cfg(target_os = "linux")]
    {
        use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
        let Ok(mut cores) = sched_getaffinity(None) else { return false };
        if cores.count() > 1
            && let Some(first) = (0..CpuSet::MAX_CPU).find(|&core| cores.is_set(core))
        {
            cores.unset(first);
            // Whoever may not choose goes on on all of them.
            return sched_setaffinity(None, &cores).is_ok();
        }
    }
    false
}

/// How far behind a thread stands that gives way: about a third of the time of one that does not, where both want it.
///
/// # Source
/// Linux, `sched_prio_to_weight`: 1,024 to 335.
#[cfg(target_os = "linux")]
const RANK_BEHIND: i32 = 5;

/// Does so many pieces of work, each core taking the next one; results in the order of the pieces. A thread that the
/// system refuses is no loss: whoever runs takes all the work there is, the caller's among them.
///
/// # Panics
/// Where `work` does.
pub fn all<O: Send>(pieces: usize, work: impl Fn(usize) -> O + Sync) -> Vec<O> {
    let next = AtomicUsize::new(0);
    let take = || {
        let piece = next.fetch_add(1, Ordering::Relaxed);
        (piece < pieces).then(|| (piece, work(piece)))
    };
    let serve = || std::iter::from_fn(take).collect::<Vec<_>>();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut done = std::thread::scope(|scope| {
        let helper = |_| std::thread::Builder::new().spawn_scoped(scope, serve).ok();
        let helpers: Vec<_> = (1..cores.min(pieces)).filter_map(helper).collect();
        let mut done = serve();
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(piece, _)| *piece);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Gives pieces to `work` on so many threads and takes the results in order. Each thread has a state of its own, made
/// by `state`. With no threads all is done on the caller's.
///
/// # Errors
/// The first failure of `give`, once all before it is taken; or that of `take`, at once.
///
/// # Panics
/// Where `work` does.
pub fn in_order<S, I: Send, O: Send, E>(
    threads: usize,
    state: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, I) -> O + Sync,
    mut give: impl FnMut() -> Result<Option<I>, E>,
    mut take: impl FnMut(O) -> Result<(), E>,
) -> Result<(), E> {
    if threads == 0 {
        let mut own = state();
        while let Some(piece) = give()? {
            take(work(&mut own, piece))?;
        }
        return Ok(());
    }
    let (sender, receiver) = sync_channel::<(I, SyncSender<O>)>(threads * AHEAD);
    let (queue, state, work) = (&Mutex::new(receiver), &state, &work);
    std::thread::scope(move |scope| {
        for _ in 0..threads {
            scope.spawn(move || serve(queue, state(), work));
        }
        let mut ends = Ok(true);
        let mut waiting: VecDeque<Receiver<O>> = VecDeque::with_capacity(threads * AHEAD);
        loop {
            while matches!(ends, Ok(true)) && waiting.len() < threads * AHEAD {
                match give() {
                    Ok(Some(piece)) => {
                        let (result, taken) = sync_channel(1);
                        // Whoever serves ends only when this sender does, or panics, which `recv` below finds out.
                        let _ = sender.send((piece, result));
                        waiting.push_back(taken);
                    }
                    Ok(None) => ends = Ok(false),
                    Err(failure) => ends = Err(failure),
                }
            }
            let Some(next) = waiting.pop_front() else { break };
            // A thread that panicked sends nothing; the scope passes its panic on.
            let Ok(result) = next.recv() else { break };
            take(result)?;
        }
        drop(sender);
        ends.map(|_given| ())
    })
}

/// Works on what comes until nothing comes any more.
fn serve<S, I, O>(
    queue: &Mutex<Receiver<(I, SyncSender<O>)>>,
    mut state: S,
    work: &(impl Fn(&mut S, I) -> O + Sync),
) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((piece, result)) = next else { return };
        // Nobody takes the result when the caller has failed meanwhile.
        let _ = result.send(work(&mut state, piece));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(threads: usize, failing: Option<u32>, refusing: Option<u32>) -> (Vec<u32>, Result<(), u32>) {
        let mut given = 0..1_000_u32;
        let mut taken = Vec::new();
        let ended = in_order(
            threads,
            || (),
            |(), number| {
                if number % 7 == 0 {
                    std::thread::yield_now();
                }
                number * 2
            },
            || match given.next() {
                Some(number) if Some(number) == failing => Err(number),
                next => Ok(next),
            },
            |result| {
                if Some(result) == refusing {
                    return Err(result);
                }
                taken.push(result);
                Ok(())
            },
        );
        (taken, ended)
    }

    #[test]
    fn results_are_taken_in_order_whatever_the_threads() {
        for threads in [0, 1, 2, 5] {
            let all: Vec<u32> = (0..1_000).map(|number| number * 2).collect();
            assert_eq!(run(threads, None, None), (all.clone(), Ok(())), "{threads}");
            assert_eq!(run(threads, Some(100), None), (all[..100].to_vec(), Err(100)), "{threads}");
            assert_eq!(run(threads, None, Some(40)), (all[..20].to_vec(), Err(40)), "{threads}");
        }
    }

    #[test]
    fn all_pieces_are_done_once_and_come_in_order() {
        for pieces in [0, 1, 2, 1_000] {
            let squares = all(pieces, |piece| {
                if piece % 7 == 0 {
                    std::thread::yield_now();
                }
                piece * piece
            });
            assert_eq!(squares, (0..pieces).map(|piece| piece * piece).collect::<Vec<_>>());
        }
        let work = |piece: usize| assert_ne!(piece, 3, "expected by this test");
        assert!(std::panic::catch_unwind(|| all(10, work)).is_err());
    }

    #[test]
    fn who_leaves_a_core_and_whoever_it_starts_have_one_less() {
        let cores = || std::thread::available_parallelism().map_or(1, usize::from);
        let before = cores();
        let left = std::thread::spawn(move || {
            let has_left = leave_a_core();
            (has_left, cores(), std::thread::spawn(cores).join().expect("a number"), threads())
        });
        let leaves = cfg!(target_os = "linux") && before > 1;
        let expected = before - usize::from(leaves);
        let started = if expected == 1 { 0 } else { expected };
        assert_eq!(left.join().expect("numbers"), (leaves, expected, expected, started));
        assert_eq!(cores(), before, "nobody else");
    }

    #[test]
    fn a_panic_of_the_work_reaches_the_caller() {
        let caught = std::panic::catch_unwind(|| {
            let mut given = 0..10;
            let work = |(): &mut (), number: u32| assert_ne!(number, 3, "expected by this test");
            in_order(2, || (), work, || Ok::<_, ()>(given.next()), |()| Ok(()))
        });
        assert!(caught.is_err());
    }
}
