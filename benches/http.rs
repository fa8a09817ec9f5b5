//! A server under a fixed rate: `FINDER_BENCH_SERVER=127.0.0.1:8080 FINDER_BENCH_QUESTIONS=questions.jsonl
//! FINDER_BENCH_RATE=5000 cargo bench --bench http`.
//!
//! Questions are due at even distances whatever became of those before, and a time runs from when its question was due,
//! so that a server that halts is not spared what it kept waiting. Printed for each second and for all: answers, others
//! than 200, median, 99th percentile, longest; on Linux how long the machine stood still although there was work, because
//! its host gave the cores to others, and what the seconds were like in which it did not; with `FINDER_BENCH_PID` the
//! resident memory of that process, too.
//!
//! With `FINDER_BENCH_COMMAND` that command is run by a shell after a third of the seconds, such as `finder rollback` of the
//! server's index; it inherits the bench's scheduling, which `chrt -o 0` before it undoes. Answers due from its start until
//! a second after the server is live on what it published (as `/readyz` names it) are then told apart from those of the
//! calm seconds, which begin four seconds after the start.
#![allow(missing_docs, reason = "a benchmark is no library")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "percentiles are a benchmark's result")]

mod support;
#[path = "http/swap.rs"]
mod swap;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use support::question::Question;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

/// How many connections ask.
const CONNECTIONS: usize = 64;

/// A reply: when it was due, how long after that it had come, its status.
type Reply = (Duration, Duration, u16);

fn variable<T: std::str::FromStr>(name: &str, usual: T) -> T {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let (Ok(server), Ok(questions)) =
        (std::env::var("FINDER_BENCH_SERVER"), std::env::var("FINDER_BENCH_QUESTIONS"))
    else {
        println!("http: skipped, FINDER_BENCH_SERVER and FINDER_BENCH_QUESTIONS name no server and no file");
        return;
    };
    let rate = variable("FINDER_BENCH_RATE", 1_000.0_f64);
    let seconds = variable("FINDER_BENCH_SECONDS", 20.0_f64);
    let requests: Vec<Vec<u8>> =
        Question::all(&questions).iter().map(|question| get(question, &server)).collect();
    let requests = Arc::new(requests);
    let (next, start) = (Arc::new(AtomicUsize::new(0)), Instant::now() + Duration::from_millis(200));
    let clients = (0..CONNECTIONS).map(|_| {
        let client =
            Client { server: server.clone(), requests: Arc::clone(&requests), next: Arc::clone(&next) };
        tokio::spawn(client.run(start, rate, Duration::from_secs_f64(seconds)))
    });
    let stolen = tokio::spawn(stolen(start, seconds));
    let swap = std::env::var("FINDER_BENCH_COMMAND").ok();
    let swap = swap.map(|command| tokio::spawn(swap::watch(server.clone(), command, start, seconds / 3.0)));
    let mut replies: Vec<Reply> = Vec::new();
    for client in clients.collect::<Vec<_>>() {
        replies.extend(client.await.expect("a client ends"));
    }
    let stolen = stolen.await.expect("a watch ends");
    let mut own = Vec::new();
    for (second, stolen) in (0..).zip(&stolen) {
        let within: Vec<Reply> =
            replies.iter().filter(|reply| reply.0.as_secs() == second).copied().collect();
        println!("second {second:>4}: {}, stolen {stolen} ms", summary(&mut within.clone()));
        if *stolen == 0 && !within.is_empty() {
            own.push(within);
        }
    }
    println!("all {rate} a second: {}", summary(&mut replies));
    let mut p99: Vec<Duration> = own.iter_mut().map(|within| percentile(within, 99)).collect();
    p99.sort_unstable();
    if let Some(swap) = swap {
        swap.await.expect("a watch ends").print(&replies);
    }
    if let Some(worst) = p99.last() {
        let count = p99.len();
        let middle = p99[count / 2];
        println!(
            "{count} seconds of which nothing was stolen: p99 {middle:.2?} in the middle, {worst:.2?} in the worst"
        );
    }
    if let Ok(pid) = std::env::var("FINDER_BENCH_PID") {
        let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        status
            .lines()
            .filter(|line| line.starts_with("Vm") || line.starts_with("Rss"))
            .for_each(|line| println!("{line}"));
    }
}

/// A question as a request.
fn get(question: &Question, host: &str) -> Vec<u8> {
    let pairs = question.pairs();
    let encode = |text: &str| {
        text.bytes()
            .map(|byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
                _ => format!("%{byte:02X}"),
            })
            .collect::<String>()
    };
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect();
    format!("GET /v1/search?{} HTTP/1.1\r\nHost: {host}\r\n\r\n", pairs.join("&")).into_bytes()
}

/// One connection.
struct Client {
    server: String,
    requests: Arc<Vec<Vec<u8>>>,
    next: Arc<AtomicUsize>,
}

impl Client {
    /// Asks whatever question is due next, until the time is over.
    async fn run(self, start: Instant, rate: f64, lasts: Duration) -> Vec<Reply> {
        let mut replies = Vec::new();
        let mut stream = TcpStream::connect(&self.server).await.expect("the server takes connections");
        stream.set_nodelay(true).expect("an option");
        let mut buffer = Vec::new();
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            let after = Duration::from_secs_f64(f64::from(u32::try_from(number).expect("few")) / rate);
            if after >= lasts {
                return replies;
            }
            let due = start + after;
            sleep_until(due).await;
            stream.write_all(&self.requests[number % self.requests.len()]).await.expect("a request is sent");
            let status = read(&mut stream, &mut buffer).await;
            replies.push((after, due.elapsed(), status));
        }
    }
}

/// Reads a reply with a length, to its end; its status.
async fn read(stream: &mut TcpStream, buffer: &mut Vec<u8>) -> u16 {
    buffer.clear();
    let mut whole = None;
    loop {
        if let Some(end) = whole
            && buffer.len() >= end
        {
            return std::str::from_utf8(&buffer[9..12])
                .ok()
                .and_then(|status| status.parse().ok())
                .unwrap_or(0);
        }
        let read = stream.read_buf(buffer).await.expect("a reply comes");
        assert!(read > 0, "the server closed a connection");
        if whole.is_none()
            && let Some(head) = memchr::memmem::find(buffer, b"\r\n\r\n")
        {
            let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
            let length =
                text.lines().find_map(|line| line.strip_prefix("content-length:")).expect("a length");
            whole = Some(head + 4 + length.trim().parse::<usize>().expect("a number"));
        }
    }
}

/// How many milliseconds the host kept each second from the cores, of all together; 0 where the system does not tell.
async fn stolen(start: Instant, seconds: f64) -> Vec<u64> {
    let mut each = Vec::new();
    let mut before = stolen_until_now();
    let mut end = start + Duration::from_secs(1);
    while end <= start + Duration::from_secs_f64(seconds.ceil()) {
        sleep_until(end).await;
        let now = stolen_until_now();
        each.push(now - before);
        before = now;
        end += Duration::from_secs(1);
    }
    each
}

/// The eighth number of the first line of `/proc/stat`, which counts hundredths of a second (Linux, `proc_stat(5)`).
fn stolen_until_now() -> u64 {
    let all = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let steal = all.lines().next().and_then(|cores| cores.split_whitespace().nth(8)?.parse::<u64>().ok());
    steal.unwrap_or(0) * 10
}

/// How long so many of a hundred took at most; sorts them.
fn percentile(replies: &mut [Reply], share: usize) -> Duration {
    replies.sort_unstable_by_key(|(_, took, _)| *took);
    replies[(replies.len() - 1) * share / 100].1
}

fn summary(replies: &mut [Reply]) -> String {
    if replies.is_empty() {
        return "none".to_owned();
    }
    let others = replies.iter().filter(|(.., status)| *status != 200).count();
    let count = replies.len();
    format!(
        "{count} answers, {others} others than 200, median {:.2?}, p99 {:.2?}, longest {:.2?}",
        percentile(replies, 50),
        percentile(replies, 99),
        percentile(replies, 100)
    )
}
