//! Tools that are not Rust: found or said to be missing, run with a bound, their last line shown past the test runner.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Whether all of these are there. A missing one is said aloud and counted, or, with `FINDER_REQUIRE_TOOLS=1`, fails
/// the test.
pub(crate) fn are_there(what: &str, tools: &[&str]) -> bool {
    static SKIPPED: AtomicUsize = AtomicUsize::new(0);
    let Some(missing) = tools.iter().find(|tool| find(tool).is_none()) else { return true };
    let required = std::env::var_os("FINDER_REQUIRE_TOOLS").is_some_and(|value| value == "1");
    assert!(!required, "{what}: {missing} is missing, and FINDER_REQUIRE_TOOLS asks for it");
    let count = SKIPPED.fetch_add(1, Ordering::Relaxed) + 1;
    tell(&format!(
        "SKIPPED ({count} for want of tools): {what} needs {missing}; CONTRIBUTING.md says how to install it"
    ));
    false
}

/// Where a tool is: a file or folder below the project, an absolute path, or a program on the path.
fn find(tool: &str) -> Option<PathBuf> {
    if tool.contains('/') {
        return Some(root().join(tool)).filter(|path| path.exists());
    }
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(tool)).find(|file| file.is_file())
}

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Writes past the test runner, which would show it only of a test that fails.
pub(crate) fn tell(line: &str) {
    writeln!(std::io::stderr(), "{line}").expect("standard error is open");
}

/// Runs a command to its end and returns what it printed, on both channels; fails the test with all of it when the
/// command fails or takes longer than the bound.
pub(crate) fn run(command: &mut Command, bound: Duration) -> String {
    let (code, printed) = finish(command, bound);
    assert_eq!(code, Some(0), "{command:?} failed:\n{printed}");
    printed
}

/// Runs a command to its end; its exit code, `None` when it was stopped, and what it printed.
pub(crate) fn finish(command: &mut Command, bound: Duration) -> (Option<i32>, String) {
    let out = tempfile::NamedTempFile::new().expect("a temporary file");
    let channel = || {
        let file = std::fs::OpenOptions::new().append(true).open(out.path());
        Stdio::from(file.expect("the file opens again"))
    };
    let mut child = command
        .current_dir(root())
        .stdin(Stdio::null())
        .stdout(channel())
        .stderr(channel())
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let began = Instant::now();
    let code = loop {
        if let Some(status) = child.try_wait().expect("the process can be waited for") {
            break status.code();
        }
        if began.elapsed() > bound {
            drop(child.kill());
            drop(child.wait());
            break None;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    (code, std::fs::read_to_string(out.path()).expect("what it printed"))
}
