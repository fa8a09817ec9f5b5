//! How much of a disk an import may take, asked before it begins.

use crate::ingest::{ListSize, Source, list_size};

/// How much room an import may take: spool, kept records and the generation together.
pub(super) fn expected_bytes(sources: &[Source]) -> u64 {
    let room = |source: &Source| match source {
        // A pipe has no length, and what is read of it is gone.
        Source::File(path) => list_size(path).map_or(0, of_list),
        Source::Stdin => 0,
    };
    sources.iter().map(room).fold(0, u64::saturating_add)
}

/// Up to three times what an own list takes as text (measured on the synthetic list of one million: 2.4 times). Of a
/// federal file, whose columns are mostly empty and whose rows are mostly left out, half is twice what was measured
/// (11.3 GB: 2.4 GB at most while building, 1.2 GB in the end).
fn of_list(size: ListSize) -> u64 {
    if size.federal { size.bytes / 2 } else { size.bytes.saturating_mul(3) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_federal_file_needs_less_than_it_takes_and_an_own_list_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, head: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("{head}{}", "x".repeat(1_000 - head.len()))).expect("space");
            Source::File(path)
        };
        let own = write("own.csv", "npi,name\n");
        let federal = write("npidata.csv", "\"NPI\",\"Entity Type Code\",");
        assert_eq!(expected_bytes(std::slice::from_ref(&own)), 3_000);
        assert_eq!(expected_bytes(&[federal, Source::Stdin, own]), 3_500);
    }
}
