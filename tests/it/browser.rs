//! Pages and widget in a real browser: `tests/browser/run.mjs` against real servers on the sample.

use crate::support::TestIndex;
use crate::support::server::{Server, free_port};
use crate::support::tools::{are_there, finish, root, tell};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Far above what it takes, so that only a hanging browser meets it.
const BOUND: Duration = Duration::from_mins(15);

#[test]
fn pages_and_widget_work_in_a_browser() {
    if !are_there("tests/browser", &["node", "/usr/bin/chromium", "tests/browser/node_modules"]) {
        return;
    }
    let index = TestIndex::with_sample();
    let server = Server::start(&index.path());
    // Another one for whoever keeps the lists, whose tests change the index.
    let kept = TestIndex::with_sample();
    let operations = format!("127.0.0.1:{}", free_port());
    let _keeper = Server::start_with(&kept.path(), &["--admin-listen", &operations], &[], Stdio::null());
    let mut command = Command::new("node");
    command
        .arg(root().join("tests/browser/run.mjs"))
        .env("FINDER_URL", format!("http://{}", server.address()))
        .env("FINDER_OPERATIONS_URL", format!("http://{operations}"));
    let (code, printed) = finish(&mut command, BOUND);
    for line in printed.lines().filter(|line| line.contains(" passed, ") || line.starts_with("FAILED")) {
        tell(&format!("tests/browser: {line}"));
    }
    assert_eq!(code, Some(0), "{printed}");
}
