//! Whole files through [`read`](super::read): what becomes of each, down to line numbers and codes.

mod archives;
mod columns;
mod faults;
mod lists;

use super::*;
use crate::domain::RecordDate;
use std::path::Path;
use std::sync::LazyLock;

/// What reading handed out, as far as reading itself decides it.
#[derive(Debug, Default)]
struct Seen {
    /// Line of each row, in order.
    lines: Vec<u64>,
    /// `line:code` of each row that reading itself left out.
    told: Vec<String>,
    /// Repairs of an encoding.
    recoded: Vec<u64>,
    kept: Vec<Fragment>,
    deactivated: u64,
    progress: Vec<Progress>,
}

impl Sink for Seen {
    fn row(&mut self, position: &Position, row: Row) -> std::io::Result<()> {
        self.lines.push(position.line);
        match row {
            Row::Kept { fragment, repairs } => {
                let recoded = repairs.iter().filter(|repair| repair.code == Code::EncodingRepaired);
                self.recoded.extend(recoded.map(|repair| repair.position.line));
                self.kept.push(fragment);
            }
            Row::Deactivated { .. } => self.deactivated += 1,
            Row::Skipped { finding, .. } | Row::Rejected { finding, .. } => {
                let ours = [
                    Code::FieldCount,
                    Code::Quote,
                    Code::RecordTooLarge,
                    Code::Encoding,
                    Code::HeaderRepeated,
                ];
                if ours.contains(&finding.code) {
                    self.told.push(format!("{}:{}", finding.position.line, finding.code.as_str()));
                }
            }
        }
        Ok(())
    }

    fn progress(&mut self, progress: Progress) {
        self.progress.push(progress);
    }
}

pub(super) static WORDS: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::bundled().expect("bundled words"));
pub(super) static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("bundled places"));

pub(super) fn options() -> Options {
    let today = RecordDate::new(2026, 11, 22).expect("a day");
    Options { list: None, format: None, incremental: None, columns: Vec::new(), values: Vec::new(), today }
}

fn try_read(paths: &[&Path], options: &Options) -> (Result<Summary, IngestError>, Seen) {
    let mut seen = Seen::default();
    let sources: Vec<Source> = paths.iter().map(|path| Source::File(path.to_path_buf())).collect();
    let read = read(&sources, options, &WORDS, &PLACES, &mut seen);
    if let Ok(summary) = &read {
        assert_eq!(summary.files.iter().map(|file| file.rows).sum::<u64>(), seen.lines.len() as u64);
        assert_eq!(seen.progress.last().map(|progress| progress.rows), Some(seen.lines.len() as u64));
    }
    (read, seen)
}

/// Writes files into a folder of their own and reads them.
fn read_files(files: &[(&str, &[u8])]) -> (Result<Summary, IngestError>, Seen) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<_> = files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            path
        })
        .collect();
    let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
    try_read(&paths, &options())
}

/// One word on how reading ended: the refusal's code, or the rows read and what was told of them.
fn outcome(read: &Result<Summary, IngestError>, seen: &Seen) -> String {
    match read {
        Err(IngestError::Refused(refusal)) => refusal.code.as_str().to_owned(),
        Err(error) => format!("{error}"),
        Ok(summary) => {
            let mut words = vec![seen.lines.len().to_string()];
            words.extend(seen.told.iter().cloned());
            let repairs = summary.files.iter().flat_map(|file| &file.repairs);
            words.extend(repairs.map(|repair| format!("{}~{}", repair.position.line, repair.code.as_str())));
            words.join(" ")
        }
    }
}

const HEADER: &str = "npi,name,credential,specialty,city,state,zip\n";
const ROW: &str = "1234567893,Jane Doe,DC,chiropractor,Pittsburgh,PA,15213\n";

/// The folder of shared data; `None`, said aloud, where there is none.
fn shared() -> Option<PathBuf> {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("FINDER_SHARED").map_or_else(default, Into::into);
    if folder.join("data/nppes").is_dir() {
        return Some(folder);
    }
    // Written past the test runner, which would show it only of a test that fails.
    let told = "SKIPPED: a test on shared files, which are not there; FINDER_SHARED may say where\n";
    std::io::Write::write_all(&mut std::io::stderr(), told.as_bytes()).expect("standard error is open");
    None
}

const NPPES_HEADER: &str = "NPI,Entity Type Code,Provider Last Name (Legal Name),Provider First Name,\
    Provider Credential Text,Provider Business Practice Location Address City Name,\
    Provider Business Practice Location Address State Name,\
    Provider Business Practice Location Address Postal Code,Healthcare Provider Taxonomy Code_1\n";
const NPPES_ROW: &str = "1234567893,1,DOE,JANE,DC,PITTSBURGH,PA,15213,111N00000X\n";
const OTHER_NAMES: &str = "NPI,Provider Other Organization Name\n1234567893,Spine Center\n";
const PRACTICES: &str = "NPI,Provider Secondary Practice Location Address - City Name,\
    Provider Secondary Practice Location Address - State Name,\
    Provider Secondary Practice Location Address - Postal Code\n1234567893,BOSTON,MA,02118\n";
