//! The examples that `/docs` shows to partners, run as they stand there against a real server on the sample.

use crate::support::TestIndex;
use crate::support::server::Server;
use crate::support::tools::{are_there, finish, root, run, tell};
use std::process::Command;
use std::time::Duration;

const BOUND: Duration = Duration::from_mins(1);

/// A folder of files and what runs them: the ending, the program, what else it needs.
const LANGUAGES: [(&str, &str, &[&str]); 3] =
    [("sh", "bash", &["curl"]), ("mjs", "node", &[]), ("py", "python3", &[])];

#[test]
fn every_example_runs_and_prints_what_it_should() {
    let index = TestIndex::with_sample();
    let server = Server::start(&index.path());
    let mut ran = 0;
    for (ending, program, more) in LANGUAGES {
        let tools: Vec<&str> = std::iter::once(program).chain(more.iter().copied()).collect();
        if !are_there(&format!("the examples *.{ending}"), &tools) {
            continue;
        }
        let example = |name: &str, address: &str| {
            let mut command = Command::new(program);
            command.arg(root().join(format!("src/http/examples/{name}.{ending}"))).env("FINDER_URL", address);
            command
        };
        let address = format!("http://{}", server.address());
        let found = run(&mut example("search", &address), BOUND);
        assert!(found.contains("found: 5") && found.contains("Toomey Chiropractic Center, PC"), "{found}");
        let walked = run(&mut example("paging", &address), BOUND);
        assert!(walked.contains("Deana Herrman") && walked.contains("refused: unknown_place"), "{walked}");
        assert!(walked.contains("perhaps Chicago"), "{walked}");
        // Nobody listens on port 1.
        for name in ["search", "paging"] {
            let (code, printed) = finish(&mut example(name, "http://127.0.0.1:1"), BOUND);
            assert!(code.is_some_and(|code| code != 0), "{name}.{ending} hides a failure: {printed}");
        }
        ran += 2;
    }
    tell(&format!("examples of /docs: {ran} of {} ran", LANGUAGES.len() * 2));
}

#[test]
fn every_line_of_curl_on_the_page_is_answered() {
    if !are_there("the lines of curl", &["bash", "curl"]) {
        return;
    }
    let index = TestIndex::with_sample();
    let server = Server::start(&index.path());
    let page = server.get("/docs").body;
    let lines: Vec<String> = page
        .split("class=\"curl\"")
        .skip(1)
        .filter_map(|rest| Some(rest.split_once("<code>")?.1.split_once("</code>")?.0))
        .map(|line| {
            line.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        })
        .collect();
    assert!(lines.len() > 10, "{lines:?}");
    for line in lines {
        let script =
            format!("curl() {{ command curl --fail --silent --show-error --max-time 10 \"$@\"; }}\n{line}");
        let mut command = Command::new("bash");
        command.args(["-c", &script]).env("FINDER_URL", format!("http://{}", server.address()));
        assert!(!run(&mut command, BOUND).is_empty(), "{line}");
    }
}
