//! What is logged while a request is answered: its route and time, and nothing of what was asked or by whom.

use super::*;
use std::fmt::{Debug, Write};
use std::sync::{LazyLock, Mutex};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Dispatch, Event, Metadata, Subscriber};

/// Writes down every field of every event and span, whatever its level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>);

impl Visit for Log {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let mut text = self.0.lock().expect("not poisoned");
        write!(text, "{}={value:?} ", field.name()).expect("a string takes everything");
    }
}

impl Subscriber for Log {
    fn enabled(&self, _metadata: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        span.record(&mut self.clone());
        Id::from_u64(1)
    }

    fn record(&self, _span: &Id, values: &Record<'_>) {
        values.record(&mut self.clone());
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, event: &Event<'_>) {
        event.record(&mut self.clone());
    }

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

/// Everything logged while a request is answered.
async fn logged(target: &str, headers: &[(&str, &str)]) -> String {
    // With a single subscriber, tracing asks only the thread that first meets a log line whether anybody reads it,
    // and a test on another thread would say no for all.
    static SECOND: LazyLock<Dispatch> = LazyLock::new(|| Dispatch::new(Log::default()));
    LazyLock::force(&SECOND);
    let log = Log::default();
    let guard = tracing::subscriber::set_default(log.clone());
    send(app(), request("GET", target, headers)).await;
    drop(guard);
    let text = log.0.lock().expect("not poisoned");
    text.clone()
}

#[tokio::test]
async fn the_log_has_the_route_and_nothing_of_the_question() {
    let headers =
        [("x-forwarded-for", "203.0.113.9"), ("referer", "https://zebra.example"), ("cookie", "zebra")];
    for (target, route) in [
        ("/v1/search?q=zebra+pain&lat=40.4443&lon=-79.9532", "http.route=\"/v1/search\""),
        ("/v1/search?q=zebra&near=zebraville", "http.status=422"),
        ("/v1/providers/list:zebra", "http.route=\"/v1/providers/{id}\""),
        ("/zebra", "http.route=\"none\""),
    ] {
        let log = logged(target, &headers).await;
        assert!(log.contains(route) && log.contains("duration_ms"), "{log}");
        for secret in ["zebra", "40.44", "203.0.113"] {
            assert!(!log.contains(secret), "{secret}: {log}");
        }
    }
}
