//! The commands as a shell sees them: output, exit codes, settings.

use crate::support::{TestIndex, fixture};
use assert_cmd::Command;
use serde_json::Value;
use std::fs;
use std::path::Path;

fn finder() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_finder"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("FINDER_")) {
        command.env_remove(name);
    }
    command
}

/// Runs a command in a folder: exit code, standard output, standard error.
fn run(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = finder().current_dir(folder).args(arguments).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

#[test]
fn every_command_helps_with_an_example() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in [
        "serve",
        "import",
        "search",
        "why",
        "suggest",
        "verify",
        "generations",
        "lists",
        "remove-list",
        "overrides",
        "rollback",
        "template",
        "completions",
    ] {
        let (code, out, _) = run(folder.path(), &[command, "--help"]);
        assert_eq!(code, 0, "{command}");
        assert!(out.contains(&format!("finder {command}")), "{command}: {out}");
    }
    assert_eq!(run(folder.path(), &["--version"]).1, format!("finder {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn exit_codes_are_the_contracts() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let folder = index.folder();
    let base = fixture("bad_inputs/csv/_base.csv");
    let base = base.to_str().expect("a path");
    fs::write(folder.join("bad.toml"), "listne = 1").expect("written");
    fs::write(folder.join("latin.toml"), b"[columns]\n\"Stra\xdfe\" = \"address\"\n").expect("written");
    let empty = fixture("bad_inputs/csv/fmt-bom-only.csv");
    let cases: &[(&[&str], i32)] = &[
        (&["import", base], 0),
        (&["import", empty.to_str().expect("a path")], 1),
        (&["import", "no-such-file.csv"], 74),
        (&["import"], 2),
        (&["import", base, "--map", "no-such-map.toml"], 74),
        (&["import", base, "--map", "."], 74),
        (&["import", base, "--map", "bad.toml"], 78),
        (&["import", base, "--map", "latin.toml"], 78),
        (&["import", base, "--list", "npi"], 2),
        (&["import", base, "--list", "sample"], 2),
        (&["import", base, "--max-rejected", "101"], 2),
        (&["--config", "bad.toml", "verify"], 78),
        (&["--config", "none.toml", "verify"], 78),
        (&["search", "chiropractor near 15213"], 0),
        (&["search", "chiropractor", "--near", "99999"], 1),
        (&["search", "chiropractor", "--near", "15213", "--radius", "500"], 2),
        (&["search", "chiropractor near 15213", "--index", "nowhere"], 78),
        (&["why", "1234567893"], 0),
        (&["why", "1234567890", "chiropractor", "--near", "15213"], 0),
        (&["why", "1000770002", "chiropractor", "--near", "99999"], 1),
        (&["why", "1000770002", "--with", "specialty"], 2),
        (&["why", "1000770002", "--with", "specialty=nobody"], 2),
        (&["why"], 2),
        (&["serve", "--index", "nowhere"], 78),
        (&["verify"], 0),
        (&["verify", "000099"], 1),
        (&["verify", "ninety"], 2),
        (&["rollback"], 0),
        (&["rollback", "000099"], 1),
        (&["generations", "--json"], 0),
        (&["generations", "--index", "nowhere"], 78),
        (&["generations", "--index", "nowhere", "--json"], 78),
        (&["nonsense"], 2),
    ];
    for (arguments, expected) in cases {
        let (code, out, err) = run(folder, arguments);
        assert_eq!(code, *expected, "{arguments:?}\n{out}\n{err}");
        assert!(code == 0 || !err.is_empty(), "{arguments:?} says nothing");
    }
    let fresh = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    assert_eq!(run(fresh.folder(), &["rollback"]).0, 1, "nothing to roll back to");
}

#[test]
fn an_explained_search_says_what_each_word_was_taken_for() {
    let index = TestIndex::with_sample();
    let question = "female chiropracters for my neck pain near downtown Pittsburgh PA within 10 miles, best acupuncture, \
                    not an osteopath";
    let (code, out, err) = run(index.folder(), &["search", question, "--explain", "--limit", "1"]);
    assert_eq!(code, 0, "{err}");
    for line in [
        "understood “female” as the filter gender=F",
        "understood “chiropracters” as Chiropractor (1 letter corrected: “chiropractor”)",
        "understood “neck pain” as Neck pain",
        "understood “Pittsburgh PA” as the place Pittsburgh, PA",
        "understood “within 10 miles” as the radius 10mi",
        "understood “acupuncture” as Acupuncturist, also Acupuncture",
        "understood “not an osteopath” as not Osteopathic physician (OMM/OMT) or DO physician (other specialty)",
        "passed over “for my”, “near downtown”",
        "not used: “best”",
    ] {
        assert!(out.lines().any(|shown| shown.trim() == line), "{line} is missing in\n{out}");
    }
    let (_, plain, _) = run(index.folder(), &["search", question, "--limit", "1"]);
    assert!(!plain.contains("understood “"), "{plain}");
}

#[test]
fn import_tells_its_outcome_as_one_json_object() {
    let index = TestIndex::new();
    let list = fixture("bad_inputs/csv/npi-check-digit.csv");
    fs::create_dir(index.folder().join("in")).expect("made");
    let (code, out, err) = run(index.folder(), &["import", list.to_str().expect("a path"), "--json"]);
    assert_eq!(code, 0, "{err}");
    let object: Value = serde_json::from_str(out.lines().last().expect("a line")).expect("JSON");
    assert_eq!(object["accepted"], 40);
    assert_eq!(object["rejected"], 1);
    assert_eq!(object["generation"], "000001");
    assert_eq!(object["errors"][0]["code"], "npi_check_digit");
    assert_eq!(object["errors"][0]["column"], "npi");
    assert_eq!(object["changes"]["added"], 40);
    assert!(index.folder().join(object["report"].as_str().expect("a report")).exists());
    let again: Value = serde_json::from_str(
        run(index.folder(), &["import", list.to_str().expect("a path"), "--json"]).1.trim(),
    )
    .expect("JSON");
    assert_eq!(again["changes"]["unchanged"], 40);
}

#[test]
fn a_result_that_nobody_takes_says_nothing_of_what_was_published() {
    let index = TestIndex::new();
    let base = fixture("bad_inputs/csv/_base.csv");
    for (options, code) in [(&["--dry-run"][..], 74), (&[][..], 0)] {
        for out in ["/dev/full", "closed"] {
            // Standard output is a full disk, or a pipe that nobody reads.
            let output = if out == "closed" {
                let (reader, writer) = std::io::pipe().expect("a pipe");
                drop(reader);
                std::process::Stdio::from(writer)
            } else {
                fs::OpenOptions::new().write(true).open(out).expect("opened").into()
            };
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_finder"));
            command.current_dir(index.folder()).args(["import", "--json"]).args(options).arg(&base);
            let status = command.stdout(output).stderr(std::process::Stdio::null()).status().expect("runs");
            assert_eq!(status.code(), Some(code), "{options:?} {out}");
        }
    }
    assert_eq!(index.live().as_deref(), Some("000002"));
}

/// Both ways to ask an import to stop end it alike, and with nothing published.
#[cfg(unix)]
#[test]
fn an_import_that_is_told_to_stop_says_so() {
    use std::io::Read as _;
    use std::process::Stdio;
    for signal in ["-INT", "-TERM"] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut import = std::process::Command::new(env!("CARGO_BIN_EXE_finder"));
        import.current_dir(folder.path()).args(["import", "-"]).stdin(Stdio::piped()).stderr(Stdio::piped());
        let mut import = import.spawn().expect("runs");
        let mut list = import.stdin.take().expect("a pipe");
        std::io::Write::write_all(&mut list, b"id,name,specialty,zip\n1,Ann Doe,chiropractor,15213\n")
            .expect("taken");
        std::thread::sleep(std::time::Duration::from_secs(2));
        let killed = std::process::Command::new("kill").args([signal, &import.id().to_string()]).status();
        assert!(killed.expect("kill runs").success());
        // What it was reading goes on only once it is told.
        std::thread::sleep(std::time::Duration::from_millis(500));
        drop(list);
        let mut told = String::new();
        import.stderr.take().expect("a pipe").read_to_string(&mut told).expect("text");
        assert_eq!(import.wait().expect("ended").code(), Some(130), "{signal}: {told}");
        assert!(told.contains("stopping"), "{signal}: {told}");
        assert!(!folder.path().join("index/CURRENT").exists(), "{signal}");
    }
}

#[test]
fn a_dry_run_and_a_refusal_leave_the_index_as_it_was() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let tree = |path: &Path| {
        let mut names: Vec<String> = fs::read_dir(path)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        (names, fs::read(path.join("CURRENT")).expect("a pointer"))
    };
    let before = tree(&index.path());
    let list = fixture("bad_inputs/csv/name-script.csv");
    let (code, out, _) =
        run(index.folder(), &["import", "--dry-run", "--json", list.to_str().expect("a path")]);
    let object: Value = serde_json::from_str(out.trim()).expect("JSON");
    assert_eq!((code, &object["generation"], &object["accepted"]), (0, &Value::Null, &41.into()));
    assert_eq!(object["changes"]["added"], 1);
    assert_eq!(tree(&index.path()), before);
    let bad = fixture("bad_inputs/csv/merge-single-col.csv");
    let (code, out, _) = run(index.folder(), &["import", "--json", bad.to_str().expect("a path")]);
    let object: Value = serde_json::from_str(out.trim()).expect("JSON");
    assert_eq!((code, &object["generation"]), (1, &Value::Null));
    assert!(object["refused"]["code"].is_string() && object["refused"]["message"].is_string(), "{object}");
    assert_eq!(tree(&index.path()), before);
}

#[test]
fn standard_input_is_a_file_and_the_environment_comes_before_the_config() {
    let index = TestIndex::new();
    let bytes = fs::read(fixture("bad_inputs/csv/_base.csv")).expect("readable");
    fs::write(index.folder().join("finder.toml"), "index = 'from-file'\nlist = 'board'\n").expect("written");
    let run = |flag: bool| {
        let mut command = finder();
        command
            .current_dir(index.folder())
            .args(["import", "-", "--json"])
            .env("FINDER_CONFIG", "finder.toml");
        command.env("FINDER_INDEX", "from-environment");
        if flag {
            command.args(["--index", "from-flag"]);
        }
        command.write_stdin(bytes.clone()).assert().success();
    };
    run(false);
    assert!(index.folder().join("from-environment/CURRENT").exists());
    run(true);
    assert!(index.folder().join("from-flag/000001/lists/board.records").exists());
    assert!(!index.folder().join("from-file").exists());
}

#[test]
fn a_switch_is_off_where_the_environment_says_so_whatever_the_file_says() {
    let index = TestIndex::new();
    let list = fixture("bad_inputs/csv/_base.csv");
    fs::write(index.folder().join("finder.toml"), "dry_run = true\njson = true\n").expect("written");
    let run = |environment: &[(&str, &str)], flags: &[&str]| {
        let mut command = finder();
        command.current_dir(index.folder()).arg("import").arg(&list).args(["--config", "finder.toml"]);
        let output = command.envs(environment.iter().copied()).args(flags).output().expect("runs");
        let published = index.folder().join("index/CURRENT").exists();
        (output.status.code(), output.stdout.starts_with(b"{"), published)
    };
    assert_eq!(run(&[], &[]), (Some(0), true, false));
    assert_eq!(
        run(&[("FINDER_DRY_RUN", "no"), ("FINDER_JSON", "off")], &["--dry-run"]),
        (Some(0), false, false)
    );
    assert_eq!(run(&[("FINDER_JSON", "0")], &[]), (Some(0), false, false));
    assert_eq!(run(&[("FINDER_DRY_RUN", "no")], &[]), (Some(0), true, true));
}

#[test]
fn a_flag_beats_a_switch_of_the_environment_that_does_not_go_with_it() {
    let index = TestIndex::with_sample();
    let list = fixture("bad_inputs/csv/_base.csv");
    let list = list.to_str().expect("a path");
    let run = |environment: &[(&str, &str)], arguments: &[&str]| {
        let mut command = finder();
        command.current_dir(index.folder()).args(arguments);
        command.envs(environment.iter().copied()).output().expect("runs").status.code()
    };
    let import = |flag: &'static str| ["import", list, "--dry-run", flag];
    assert_eq!(run(&[("FINDER_WEEKLY", "no")], &import("--full")), Some(0));
    assert_eq!(run(&[("FINDER_WEEKLY", "yes")], &import("--full")), Some(0));
    assert_eq!(
        run(&[("FINDER_WEEKLY", "no"), ("FINDER_FULL", "no")], &["import", list, "--dry-run"]),
        Some(0)
    );
    assert_eq!(run(&[("FINDER_WEEKLY", "yes"), ("FINDER_FULL", "yes")], &["import", list]), Some(2));
    assert_eq!(run(&[], &["import", list, "--full", "--weekly"]), Some(2));
    for value in ["yes", "no"] {
        assert_eq!(run(&[("FINDER_DRY_RUN", value)], &["overrides"]), Some(0), "{value}");
    }
    assert_eq!(run(&[("FINDER_DRY_RUN", "yes")], &["overrides", "--dry-run"]), Some(2));
}

#[cfg(unix)]
#[test]
fn a_named_pipe_is_opened_once_and_read_as_it_comes() {
    let index = TestIndex::new();
    let pipe = index.folder().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("runs").success());
    let bytes = fs::read(fixture("bad_inputs/csv/_base.csv")).expect("readable");
    let writer = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::write(pipe, bytes)
    });
    let mut command = finder();
    command.current_dir(index.folder()).args(["import", "pipe"]).timeout(std::time::Duration::from_mins(1));
    command.assert().success();
    writer.join().expect("no panic").expect("all of it was taken");
}

#[test]
fn the_file_says_everything_that_options_say_and_what_is_wrong_with_it() {
    let index = TestIndex::with_sample();
    let folder = index.folder();
    let text = "json = true\ndry_run = true\nformat = 'own'\nradius = 10\nnear = 85719\n";
    fs::write(folder.join("finder.toml"), text).expect("written");
    let list = fixture("bad_inputs/csv/_base.csv");
    let list = list.to_str().expect("a path");
    let (code, out, told) = run(folder, &["import", list, "--config", "finder.toml"]);
    let object: Value = serde_json::from_str(out.lines().last().expect("a line")).expect("JSON");
    assert_eq!((code, &object["generation"]), (0, &Value::Null), "{told}");
    assert!(object["mapping"].is_array(), "{object}");
    assert_eq!(run(folder, &["search", "chiropractor", "--config", "finder.toml"]).0, 0);
    fs::write(folder.join("finder.toml"), "radius = 'abc'\nnear = '15213'\n").expect("written");
    let (code, _, told) = run(folder, &["search", "chiropractor", "--config", "finder.toml"]);
    assert_eq!(code, 78, "{told}");
    assert!(told.contains("finder.toml: `radius` = \"abc\": "), "{told}");
}

#[test]
fn a_value_that_is_not_allowed_is_named_with_its_option_and_what_is_allowed() {
    let index = TestIndex::with_sample();
    let cases: [(&[&str], [&str; 3]); 8] = [
        (&["import", "x.csv", "--max-rejected", "abc"], ["--max-rejected", "abc", "0 to 100"]),
        (&["import", "x.csv", "--max-rejected", "-1"], ["--max-rejected", "-1", "0 to 100"]),
        (&["search", "x", "--limit", "-1"], ["--limit", "-1", "0 to 100"]),
        (&["search", "x", "--limit", "101"], ["--limit", "101", "0 to 100"]),
        (&["search", "x", "--sort", "zork"], ["--sort", "zork", "relevance, distance"]),
        (&["search", "x", "--near", "15213", "--radius", "0"], ["--radius", "`0`", "mi"]),
        (&["remove-list", "Bad Name"], ["NAME", "Bad Name", "a-z"]),
        (&["import", "x.csv", "--report", "-"], ["--report", "`-`", "allowed"]),
    ];
    for (arguments, parts) in cases {
        let (code, _, told) = run(index.folder(), arguments);
        assert_eq!(code, 2, "{told}");
        assert!(parts.iter().all(|part| told.contains(part)) && !told.contains("--list"), "{told}");
    }
    let mut command = finder();
    let output = command.args(["import", "x.csv"]).env("FINDER_DRY_RUN", "maybe").output().expect("runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2));
    assert!(["--dry-run", "maybe", "true, yes"].iter().all(|part| told.contains(part)), "{told}");
}

#[test]
fn with_json_failures_are_told_as_refusals_too() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let list = fixture("bad_inputs/csv/_base.csv");
    let told = |list: &str| {
        let (code, out, _) = run(index.folder(), &["import", list, "--json"]);
        let object: Value = serde_json::from_str(out.lines().last().expect("a line")).expect("JSON");
        assert_eq!(object["generation"], Value::Null);
        assert!(object["refused"]["message"].is_string(), "{object}");
        (code, object["refused"]["code"].clone())
    };
    assert_eq!(told("nowhere.csv"), (74, "io_error".into()));
    let lock = index.store().lock().expect("nobody else imports");
    assert_eq!(told(list.to_str().expect("a path")), (75, "locked".into()));
    drop(lock);
}

#[test]
fn the_template_imports_as_it_is() {
    let index = TestIndex::new();
    let (code, template, _) = run(index.folder(), &["template"]);
    assert_eq!(code, 0);
    let outcome = index.import_text("template.csv", &template);
    assert_eq!((outcome.refused, outcome.rejected), (None, 0));
    assert!(outcome.accepted > 0);
}

#[test]
fn suggest_prints_what_goes_on_and_nothing_where_nothing_does() {
    let index = TestIndex::with_sample();
    let folder = index.folder();
    let suggest = |arguments: &[&str]| run(folder, &[&["suggest"], arguments].concat());
    let (code, out, _) = suggest(&["chirop"]);
    assert_eq!(code, 0);
    assert!(out.starts_with("specialty     Chiropractor\n"), "{out}");
    let (_, out, _) = suggest(&["neck pain chriop"]);
    assert!(out.starts_with("specialty     Chiropractor  -> neck pain Chiropractor  (corrected)\n"), "{out}");
    let (_, out, _) = suggest(&["smi", "--near", "Houston, TX"]);
    assert!(out.starts_with("person        Dean W Smith, Houston, TX  -> Dean W Smith"), "{out}");
    let (code, out, told) = suggest(&["zzzz"]);
    assert_eq!((code, out.as_str(), told.as_str()), (0, "", "nothing goes on like this\n"));
    assert!(suggest(&[""]).1.starts_with("specialty     Chiropractor\n"));
    let (code, out, _) = suggest(&["--json", "back pain near 152"]);
    let reply: Value = serde_json::from_str(&out).expect("JSON");
    let first = &reply["suggestions"][0];
    assert_eq!((code, &first["kind"], &first["typo"]), (0, &"place".into(), &0.into()));
    assert_eq!(first["insert"], "back pain near Pittsburgh, PA 15201");
    let (code, _, told) = suggest(&[&"x".repeat(1_001)]);
    assert_eq!(code, 2, "{told}");
    assert_eq!(suggest(&[&"x ".repeat(500)]).0, 0);
    let (code, out, told) = suggest(&["chirop", "--near", "Nowherexyz"]);
    assert_eq!((code, out.as_str()), (1, ""), "{told}");
    assert!(told.contains("place"), "{told}");
    assert_eq!(suggest(&["chirop", "--near", "Pittsburg PA"]).0, 0);
}
