//! Runs a command that publishes a generation while questions are asked, and tells whose answers waited for it.

use crate::{Reply, percentile, read, stolen_until_now};
use std::process::{Command, Stdio};
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, sleep_until};

/// What is asked before then finds replies and pages that nobody asked for before.
const CALM_FROM: Duration = Duration::from_secs(4);
/// How often the server is asked what it is live on.
const LOOK: Duration = Duration::from_millis(50);
/// The server is held to be swapping for so long after it is live.
const BEHIND: Duration = Duration::from_secs(1);

/// What became of a command, timed from the first question.
pub(crate) struct Swap {
    began: Duration,
    /// How long the command ran, and whether it succeeded.
    ran: Duration,
    succeeded: bool,
    /// When the server was live on another generation; none if it never was.
    live: Option<Duration>,
    stolen: u64,
}

/// Runs a command so many seconds after the start, until the server is live on another generation than before.
pub(crate) async fn watch(server: String, command: String, start: Instant, after: f64) -> Swap {
    sleep_until(start + Duration::from_secs_f64(after)).await;
    let before = generation(&server).await;
    let (began, stolen) = (start.elapsed(), stolen_until_now());
    let mut running = tokio::task::spawn_blocking(move || {
        let status = Command::new("sh").args(["-c", &command]).stdout(Stdio::null()).status();
        (start.elapsed(), status.is_ok_and(|status| status.success()))
    });
    let (mut ended, mut live) = (None, None);
    // A generation may be live before its command ends, or some time after.
    while ended
        .is_none_or(|(at, succeeded)| succeeded && live.is_none() && start.elapsed() < at + 30 * BEHIND)
    {
        sleep(LOOK).await;
        if ended.is_none() && running.is_finished() {
            ended = Some((&mut running).await.expect("a thread ends"));
        }
        if live.is_none() && generation(&server).await != before {
            live = Some(start.elapsed());
        }
    }
    let (at, succeeded) = ended.expect("the command ended");
    sleep(BEHIND).await;
    Swap { began, ran: at.saturating_sub(began), succeeded, live, stolen: stolen_until_now() - stolen }
}

impl Swap {
    /// Prints what it took, and the 99th percentile of answers meanwhile and of calm ones.
    pub(crate) fn print(&self, replies: &[Reply]) {
        let ended = self.began + self.ran;
        let told =
            self.live.map(|live| format!("live {:.2?} after its start", live.saturating_sub(self.began)));
        println!(
            "the command took {:.2?}{}; {}",
            self.ran,
            if self.succeeded { "" } else { " and failed" },
            told.unwrap_or_else(|| "the server is on the same generation".to_owned())
        );
        let end = self.live.unwrap_or(ended).max(ended) + BEHIND;
        let due = |from: Duration, until: Duration| {
            replies.iter().copied().filter(move |reply| (from..until).contains(&reply.0)).collect::<Vec<_>>()
        };
        let (mut calm, mut swapping) = (due(CALM_FROM, self.began), due(self.began, end));
        calm.extend(due(end + BEHIND, Duration::MAX));
        if calm.is_empty() || swapping.is_empty() {
            println!("too few seconds to tell calm ones from those of the swap");
            return;
        }
        let others = swapping.iter().filter(|(.., status)| *status != 200).count();
        let (was, is) = (percentile(&mut calm, 99), percentile(&mut swapping, 99));
        println!(
            "p99 of {} calm answers {was:.2?}; of {} in the {:.1?} of the swap {is:.2?}, {:.2} times, {others} others than \
             200, {} ms stolen",
            calm.len(),
            swapping.len(),
            end.saturating_sub(self.began),
            is.as_secs_f64() / was.as_secs_f64(),
            self.stolen
        );
    }
}

/// What the server says that it is live on.
async fn generation(server: &str) -> String {
    let mut stream = TcpStream::connect(server).await.expect("the server takes connections");
    let request = format!("GET /readyz HTTP/1.1\r\nHost: {server}\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("a request is sent");
    let mut buffer = Vec::new();
    read(&mut stream, &mut buffer).await;
    let reply = String::from_utf8_lossy(&buffer);
    let named = reply.split_once("\"generation\":").map(|(_, rest)| rest);
    named.and_then(|rest| rest.split([',', '}']).next()).unwrap_or_default().to_owned()
}
