//! What the server counts, in Prometheus' text format.
//!
//! Labels are route templates, methods, statuses and fixed words, so that their number is bounded and none of them can
//! hold what somebody asked, where they are or who they are. Without [`start`] nothing is counted and nothing costs.

use metrics::{counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

static HANDLE: OnceLock<PrometheusHandle> = OnceLock::new();

/// Upper bounds of the duration histogram, in seconds: from a cached page to the 10 s that a slow body may take.
const DURATIONS: [f64; 12] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 2.5, 10.0];

const REQUESTS: &str = "finder_requests_total";
const DURATION: &str = "finder_request_duration_seconds";
const SEARCHES: &str = "finder_searches_total";
const DANGER_SIGNS: &str = "finder_danger_sign_answers_total";
const QUEUE_REFUSALS: &str = "finder_queue_refusals_total";
const RATE_REFUSALS: &str = "finder_rate_limit_refusals_total";
const PANICS: &str = "finder_panics_total";
const OPEN: &str = "finder_connections_open";
const CLOSED: &str = "finder_connections_closed_total";
const GENERATION: &str = "finder_generation";
const PROVIDERS: &str = "finder_providers";
const DEGRADED: &str = "finder_degraded";
const STARTED: &str = "process_start_time_seconds";

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident $text:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$variant_doc])* $variant,)* }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The label.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

words! {
    /// How a search ended; the first that fits counts.
    Outcome {
        /// The question itself was refused.
        Refused "refused",
        /// The deadline cut it.
        Partial "partial",
        /// Nothing of it was understood.
        NotUnderstood "not_understood",
        /// Nobody was found.
        Nothing "nothing",
        /// Somebody was found, further away than asked.
        Widened "widened",
        /// Somebody was found.
        Found "found",
    }
}

words! {
    /// Why the server closed a connection that had not ended.
    Closed {
        /// It waited longest when the server was full.
        ForRoom "room",
        /// Its caller had more than its share.
        OverShare "share",
        /// The drain was over.
        Drained "drain",
    }
}

/// Starts counting. A second call changes nothing.
pub fn start() {
    if HANDLE.get().is_some() {
        return;
    }
    // The bounds are a constant that is not empty, which is all that can be wrong with them.
    let builder = PrometheusBuilder::new();
    let Ok(builder) = builder.set_buckets(&DURATIONS) else { return };
    let Ok(handle) = builder.install_recorder() else { return };
    if HANDLE.set(handle).is_ok() {
        describe();
        begin_at_zero();
    }
}

/// Everything counted so far, in Prometheus' text format; empty when nothing is counted.
pub fn render() -> String {
    let Some(handle) = HANDLE.get() else { return String::new() };
    handle.run_upkeep();
    handle.render()
}

/// Puts single durations into their buckets; without it they would pile up while nobody asks for the metrics.
pub fn upkeep() {
    if let Some(handle) = HANDLE.get() {
        handle.run_upkeep();
    }
}

fn describe() {
    describe_counter!(REQUESTS, "Requests answered, by route template, method and status.");
    describe_histogram!(DURATION, "Seconds from a request's head to its reply, by route template.");
    describe_counter!(SEARCHES, "Searches, by how they ended.");
    describe_counter!(DANGER_SIGNS, "Answers that named a danger sign.");
    describe_counter!(QUEUE_REFUSALS, "Searches sent away because too many waited.");
    describe_counter!(RATE_REFUSALS, "Requests sent away because their caller asked too often.");
    describe_counter!(PANICS, "Panics, each of which is a fault of the program.");
    describe_gauge!(OPEN, "Connections now, by listener.");
    describe_counter!(CLOSED, "Connections that the server closed before they ended, by reason.");
    describe_gauge!(GENERATION, "Number of the generation that answers.");
    describe_gauge!(PROVIDERS, "Providers in the generation that answers.");
    describe_gauge!(DEGRADED, "1 while an older generation answers because a newer one cannot be opened.");
    describe_gauge!(STARTED, "When the process began to count, in seconds since 1970.");
}

/// A counter that shows up only with its first event cannot be told from one that does not exist.
fn begin_at_zero() {
    for name in [DANGER_SIGNS, QUEUE_REFUSALS, RATE_REFUSALS, PANICS] {
        counter!(name).increment(0);
    }
    for outcome in Outcome::ALL {
        counter!(SEARCHES, "outcome" => outcome.as_str()).increment(0);
    }
    for reason in Closed::ALL {
        counter!(CLOSED, "reason" => reason.as_str()).increment(0);
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    gauge!(STARTED).set(now.as_secs_f64());
}

/// A request was answered.
pub fn request(route: &str, method: &'static str, status: u16, took: Duration) {
    if HANDLE.get().is_none() {
        return;
    }
    let (route, status) = (route.to_owned(), status.to_string());
    counter!(REQUESTS, "route" => route.clone(), "method" => method, "status" => status).increment(1);
    histogram!(DURATION, "route" => route).record(took.as_secs_f64());
}

/// A search ended.
pub fn search(outcome: Outcome) {
    counter!(SEARCHES, "outcome" => outcome.as_str()).increment(1);
}

/// An answer named a danger sign.
pub fn danger_sign() {
    counter!(DANGER_SIGNS).increment(1);
}

/// A search found no room in the queue.
pub fn queue_refusal() {
    counter!(QUEUE_REFUSALS).increment(1);
}

/// A caller asked too often.
pub fn rate_refusal() {
    counter!(RATE_REFUSALS).increment(1);
}

/// Something panicked.
pub fn panicked() {
    counter!(PANICS).increment(1);
}

/// So many connections are open on a listener.
pub fn connections_open(listener: &'static str, open: usize) {
    gauge!(OPEN, "listener" => listener).set(as_number(open as u64));
}

/// The server closed a connection.
pub fn connection_closed(why: Closed) {
    counter!(CLOSED, "reason" => why.as_str()).increment(1);
}

/// What answers now.
pub fn live(generation: u32, providers: usize, degraded: bool) {
    gauge!(GENERATION).set(f64::from(generation));
    gauge!(PROVIDERS).set(as_number(providers as u64));
    gauge!(DEGRADED).set(f64::from(u8::from(degraded)));
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, which no count here comes near")]
fn as_number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_counted_is_written_as_prometheus_reads_it() {
        start();
        start();
        request("/v1/suggest", "GET", 200, Duration::from_millis(3));
        search(Outcome::Widened);
        connection_closed(Closed::Drained);
        live(42, 6_721, false);
        upkeep();
        let text = render();
        for line in [
            "# TYPE finder_requests_total counter",
            "# TYPE finder_request_duration_seconds histogram",
            "finder_searches_total{outcome=\"refused\"}",
            "finder_connections_closed_total{reason=\"drain\"}",
            "finder_generation 42",
            "finder_panics_total ",
            "process_start_time_seconds ",
            "finder_request_duration_seconds_bucket{route=\"/v1/suggest\",le=\"0.005\"}",
        ] {
            assert!(text.contains(line), "{line} is missing in:\n{text}");
        }
    }
}
