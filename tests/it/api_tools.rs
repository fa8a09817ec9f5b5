//! The document against the world: clients that others' generators make of it, and schemathesis.

use crate::support::TestIndex;
use crate::support::server::Server;
use crate::support::tools::{are_there, root, run, tell};
use std::process::Command;
use std::time::Duration;

/// Far above what it takes, so that only a hanging tool meets it.
const BOUND: Duration = Duration::from_mins(5);

fn check(script: &str, tools: &[&str]) {
    if !are_there(script, tools) {
        return;
    }
    let index = TestIndex::with_sample();
    let server = Server::start(&index.path());
    let address = format!("http://{}", server.address());
    let printed = run(Command::new("bash").arg(root().join(script)).arg(address), BOUND);
    for line in printed.lines().filter(|line| !line.is_empty()) {
        tell(&format!("{script}: {line}"));
    }
    assert!(printed.contains(" passed, 0 failed"), "{printed}");
}

#[test]
fn generated_clients_compile_and_search() {
    check(
        "tests/tools/clients.sh",
        &["bash", "node", "npx", "tests/tools/node_modules", "tests/tools/.venv/bin/openapi-python-client"],
    );
}

#[test]
fn whatever_is_asked_the_answer_is_one_that_the_document_describes() {
    check("tests/tools/schemathesis.sh", &["bash", "tests/tools/.venv/bin/schemathesis"]);
}
