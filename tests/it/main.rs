//! Tests of behaviour: one binary, one file a behaviour; what holds within a module is tested beside its code.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on must fail"
)]
#![allow(clippy::print_stderr, reason = "tests say plainly what they skip")]

mod again;
mod api_tools;
mod browser;
mod canary;
mod cli;
mod csv_cases;
mod duplicates;
mod edge;
mod examples;
mod faults;
mod federal;
mod flood;
mod fuzz_targets;
mod golden;
mod golden_warnings;
mod http_cases;
mod lists;
mod lost;
mod metamorphic;
mod mirror;
mod moved;
mod mutated_rows;
mod names;
mod operations;
mod oracle;
mod overrides;
mod practices;
mod publish;
mod quality;
mod ready;
mod report_targets;
mod room;
mod serve;
mod snapshots;
mod sources;
mod stand_in;
mod suggest;
mod support;
mod swap;
mod tidy;
mod towns;
mod weekly;
mod why;
