//! Times of questions, and whole questions taken apart into phases.

use super::Bench;
use specialist_finder::http::wire::{Labels, Ready};
use specialist_finder::query::{Answer, Engine};
use std::fmt;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// How often a question is asked; its time is the median.
pub(crate) const ROUNDS: usize = 5;

/// The median time of some rounds of one question, and what the last one found.
pub(crate) fn rounds<T>(mut ask: impl FnMut() -> T) -> (Duration, T) {
    let mut round = || {
        let start = Instant::now();
        let found = black_box(ask());
        (start.elapsed(), found)
    };
    let (first, mut found) = round();
    let mut times = Times(vec![first]);
    for _ in 1..ROUNDS {
        let (time, again) = round();
        times.0.push(time);
        found = again;
    }
    (times.at(50), found)
}

/// Times of many questions.
#[derive(Default)]
pub(crate) struct Times(pub(crate) Vec<Duration>);

impl Times {
    /// The time that so many of a hundred do not exceed.
    pub(crate) fn at(&self, share: usize) -> Duration {
        let mut times = self.0.clone();
        times.sort();
        times.get(times.len().saturating_sub(1) * share / 100).copied().unwrap_or_default()
    }
}

impl fmt::Display for Times {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (median, late) = (format!("{:.1?}", self.at(50)), format!("{:.1?}", self.at(99)));
        write!(out, "median {median:>10}  p99 {late:>10}")
    }
}

/// Whole questions: from parameters to finished JSON, each phase timed.
pub(crate) struct Asker<'b> {
    pub(crate) bench: &'b Bench,
    pub(crate) engine: &'b Engine,
    labels: Labels,
    ready: Ready,
    /// Reading the parameters, searching, writing the reply.
    pub(crate) phases: [Times; 3],
    /// All of it.
    pub(crate) whole: Times,
    bytes: usize,
}

impl<'b> Asker<'b> {
    pub(crate) fn new(bench: &'b Bench, engine: &'b Engine) -> Self {
        let labels = Labels::new(&bench.vocabulary);
        let (phases, whole) = (<[Times; 3]>::default(), Times::default());
        Self { bench, engine, labels, ready: Ready::default(), phases, whole, bytes: 0 }
    }

    /// Asks some rounds of one question and remembers the median of each phase.
    pub(crate) fn ask(&mut self, pairs: &[(&str, String)]) -> Answer {
        let (mut phases, mut whole) = (<[Times; 3]>::default(), Times::default());
        let mut last = None;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            let pairs: Vec<(&str, &str)> =
                pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let request = self.bench.request(&pairs);
            let read = start.elapsed();
            let answer = self.engine.search(&request).expect("an answer");
            let searched = start.elapsed();
            let reply = black_box(self.ready.reply(&answer, &self.labels).expect("JSON"));
            let written = start.elapsed();
            let took = [read, searched.saturating_sub(read), written.saturating_sub(searched)];
            phases.iter_mut().zip(took).for_each(|(phase, took)| phase.0.push(took));
            whole.0.push(written);
            last = Some((answer, reply.len()));
        }
        for (all, own) in self.phases.iter_mut().zip(&phases) {
            all.0.push(own.at(50));
        }
        self.whole.0.push(whole.at(50));
        let (answer, bytes) = last.expect("a round");
        self.bytes += bytes;
        answer
    }

    /// Lines of what was remembered.
    pub(crate) fn report(&self) -> String {
        let [read, searched, written] = self.phases.each_ref().map(|phase| format!("{:.1?}", phase.at(50)));
        let count = self.whole.0.len().max(1);
        format!(
            "{:<44} {}\n  read {read}, searched {searched}, written {written}; {} bytes a reply",
            "the whole question, to finished JSON",
            self.whole,
            self.bytes / count
        )
    }
}
