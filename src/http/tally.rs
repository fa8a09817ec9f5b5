//! Counts searches by how they ended; nothing of the question is looked at.

use super::error::ApiError;
use crate::query::Answer;
use crate::telemetry::counts::{self, Outcome};

/// What is counted of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tally {
    outcome: Outcome,
    danger: bool,
}

impl Tally {
    /// That a search ended so, in danger or not.
    #[cfg(test)]
    pub(super) fn new(outcome: Outcome, danger: bool) -> Self {
        Self { outcome, danger }
    }

    /// What is counted of this answer.
    pub(super) fn of(answer: &Answer) -> Self {
        Self { outcome: outcome(answer), danger: !answer.safety.is_empty() }
    }

    /// Counts it.
    pub(super) fn count(self) {
        counts::search(self.outcome);
        if self.danger {
            counts::danger_sign();
        }
    }
}

/// Counts a search that has no answer. Failures and a full queue have counters of their own.
pub(super) fn failed(error: &ApiError) {
    if error.code.status().is_client_error() {
        refused();
    }
}

/// Counts an answer.
pub(super) fn answered(answer: &Answer) {
    Tally::of(answer).count();
}

/// Counts a question that cannot be answered as asked.
pub(super) fn refused() {
    counts::search(Outcome::Refused);
}

fn outcome(answer: &Answer) -> Outcome {
    let noticed = |code| answer.notices.iter().any(|notice| notice.code == code);
    if answer.partial {
        Outcome::Partial
    } else if noticed("not_understood") {
        Outcome::NotUnderstood
    } else if answer.total == 0 {
        Outcome::Nothing
    } else if noticed("radius_widened") {
        Outcome::Widened
    } else {
        Outcome::Found
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::get;
    use crate::telemetry::counts;

    /// A counter's value in the metrics.
    fn value(line: &str) -> u64 {
        let text = counts::render();
        let rest =
            text.lines().find_map(|other| other.strip_prefix(line)).unwrap_or_else(|| panic!("{line}"));
        rest.trim().parse().expect("a number")
    }

    #[tokio::test]
    async fn each_search_counts_once_by_how_it_ended() {
        counts::start();
        for (query, outcome) in [
            ("near=15213&specialty=chiropractor", "found"),
            ("near=15213&specialty=chiropractor&gender=M", "nothing"),
            ("near=15213&q=zzyzxq", "not_understood"),
            ("near=15213&limit=101", "refused"),
            ("q=neck+pain&near=00000", "refused"),
        ] {
            let line = format!("finder_searches_total{{outcome=\"{outcome}\"}}");
            let before = value(&line);
            get(&format!("/v1/search?{query}")).await;
            // Other tests search at the same time.
            assert!(value(&line) > before, "{query} is no {outcome}");
        }
        let before = value("finder_danger_sign_answers_total");
        get("/v1/search?near=15213&q=back+pain+and+numb+between+the+legs+cannot+pee").await;
        assert!(value("finder_danger_sign_answers_total") > before);
    }
}
