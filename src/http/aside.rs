//! Look-ups that may take longer than a search: they run beside the threads that serve connections, few at a time, and
//! who finds no room is sent away.
//!
//! In: a provider's answer. Out: the same, with who else is at its practices. Invariant: however many ask, and while a
//! generation's addresses are read for the first time, searches wait for none of them.

use super::code::Code;
use super::error::ApiError;
use super::queue::Queue;
use crate::query::{Colleagues, ProviderAnswer};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Who looks up now, and who waits for it.
#[derive(Debug)]
pub(super) struct Aside {
    /// All who are inside, waiting or not; apart from searches, so that neither takes the other's room.
    queue: Queue,
    work: Arc<Semaphore>,
}

impl Aside {
    /// Room for this machine: half of its cores work at most, so that searches have the others.
    pub(super) fn for_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { queue: Queue::for_this_machine(), work: Arc::new(Semaphore::new((cores / 2).max(1))) }
    }

    /// Who else is at a provider's practices, in their order.
    ///
    /// # Errors
    /// `overloaded` where too many wait; `internal_error` where a record cannot be read.
    pub(super) async fn colleagues(
        &self,
        answer: ProviderAnswer,
    ) -> Result<(ProviderAnswer, Vec<Colleagues>), ApiError> {
        self.run(move || {
            let colleagues = answer.colleagues()?;
            Ok((answer, colleagues))
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, ApiError> + Send + 'static,
    ) -> Result<T, ApiError> {
        let _turn = self.queue.turn().await?;
        // Never closed; and what panicked is told by the hook.
        let failed = || ApiError::new(Code::InternalError);
        let permit = Arc::clone(&self.work).acquire_owned().await.map_err(|_closed| failed())?;
        let done = tokio::task::spawn_blocking(move || {
            // Kept to the end of the work, which goes on when nobody waits for it any more.
            let _permit = permit;
            work()
        });
        done.await.map_err(|_panicked| failed())?
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    #[tokio::test]
    async fn few_work_at_a_time_and_none_on_the_thread_that_serves() {
        let aside = Arc::new(Aside::for_this_machine());
        let permits = aside.work.available_permits();
        let serving = std::thread::current().id();
        let (inside, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..permits * 4 + 3 {
            let (aside, inside, most) = (Arc::clone(&aside), Arc::clone(&inside), Arc::clone(&most));
            asking.spawn(async move {
                let work = move || {
                    most.fetch_max(inside.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(2));
                    inside.fetch_sub(1, Ordering::SeqCst);
                    Ok(std::thread::current().id())
                };
                aside.run(work).await
            });
        }
        while let Some(asked) = asking.join_next().await {
            assert_ne!(asked.expect("no panic").expect("room"), serving);
        }
        assert!(most.load(Ordering::SeqCst) <= permits);
    }

    #[tokio::test]
    async fn whoever_goes_away_leaves_no_room_to_others_before_the_work_ends() {
        let aside = Aside::for_this_machine();
        let permits = aside.work.available_permits();
        let (end, ended) = std::sync::mpsc::channel::<()>();
        let work = move || {
            let _never_sent = ended.recv();
            Ok(())
        };
        let gone = tokio::time::timeout(Duration::from_millis(20), aside.run(work)).await;
        assert!(gone.is_err());
        assert_eq!(aside.work.available_permits(), permits - 1);
        drop(end);
        let all = u32::try_from(permits).expect("few");
        assert!(aside.work.acquire_many(all).await.is_ok());
    }

    #[tokio::test]
    async fn a_panic_of_the_work_is_an_error_and_gives_the_place_back() {
        let aside = Aside::for_this_machine();
        let permits = aside.work.available_permits();
        let failing = aside.run(|| -> Result<(), ApiError> { panic!("expected by this test") });
        assert_eq!(failing.await.map_err(|error| error.code), Err(Code::InternalError));
        assert_eq!(aside.work.available_permits(), permits);
    }
}
