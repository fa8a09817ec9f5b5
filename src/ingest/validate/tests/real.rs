//! Judges real rows through [`crate::ingest::read`]: those of the federal file where it is at hand, and our template.

use super::*;
use crate::ingest::{Options, Sink, Source, read};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Counts what becomes of rows.
#[derive(Debug, Default)]
struct Counts {
    kept: u64,
    skipped: u64,
    rejected: u64,
    specialties: BTreeMap<&'static str, u64>,
    findings: BTreeMap<&'static str, u64>,
    names: Vec<String>,
}

impl Sink for Counts {
    fn row(&mut self, _position: &Position, row: Row) -> std::io::Result<()> {
        let findings = match row {
            Row::Kept { fragment, repairs } => {
                self.kept += 1;
                if let Fragment::Whole(provider) = fragment {
                    for (id, _) in ids(&provider) {
                        *self.specialties.entry(id).or_insert(0) += 1;
                    }
                    self.names.push(provider.name.to_string());
                }
                repairs
            }
            Row::Deactivated { finding, .. } | Row::Skipped { finding, .. } => {
                self.skipped += 1;
                vec![finding]
            }
            Row::Rejected { finding, .. } => {
                self.rejected += 1;
                vec![finding]
            }
        };
        for finding in findings {
            *self.findings.entry(finding.code.as_str()).or_insert(0) += 1;
        }
        Ok(())
    }
}

fn counts(path: &Path) -> Counts {
    let today = "2026-11-22".parse().expect("a day");
    let options = Options {
        list: None,
        format: None,
        incremental: None,
        columns: Vec::new(),
        values: Vec::new(),
        today,
    };
    let mut counts = Counts::default();
    read(&[Source::File(path.to_owned())], &options, &VOCABULARY, &PLACES, &mut counts).expect("read");
    counts
}

#[test]
fn the_federal_file_comes_to_what_an_independent_count_says() {
    let shared = std::env::var_os("FINDER_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = shared.join("data/nppes/npidata_pfile_2016_25k_dev.csv.gz");
    if !path.exists() {
        // Written past the test runner, which would show it only of a test that fails.
        let told =
            "SKIPPED: 24,996 rows of the federal file, which is not there; FINDER_SHARED may say where\n";
        std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).expect("standard error is open");
        return;
    }
    let counts = counts(&path);
    println!("{} kept, {} skipped, {} rejected", counts.kept, counts.skipped, counts.rejected);
    println!("{:?}\n{:?}", counts.specialties, counts.findings);
    assert_eq!(counts.kept + counts.skipped + counts.rejected, 24_996);
    // 6,717 rows have a code of ours or DO as a word of the credential; four more write it `D. O.` or `D,O,`.
    assert_eq!(counts.kept + counts.rejected, 6_721);
    assert_eq!(counts.findings.get("deactivated"), Some(&756));
    for (id, expected) in
        [("chiropractor", 641), ("physical_therapist", 495), ("spine_surgeon", 46), ("neurosurgeon", 101)]
    {
        assert_eq!(counts.specialties.get(id), Some(&expected), "{id}");
    }
    let shouts = |word: &str| word.len() > 6 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    let shouted: Vec<&String> = counts.names.iter().filter(|name| name.split(' ').any(shouts)).collect();
    assert_eq!(shouted, Vec::<&String>::new());
}

#[test]
fn the_template_is_read_without_a_repair() {
    let counts = counts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data/template.csv"));
    assert_eq!((counts.kept, counts.findings), (2, BTreeMap::new()));
    assert_eq!(counts.names, ["Jane Example", "Example Physical Therapy Center"]);
}
