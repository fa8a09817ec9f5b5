//! What is written of names.

use super::super::super::text_writer::TextWriter;
use super::*;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn words_are_counted_as_the_postings_count_them(
        texts in prop::collection::vec(("[ab]{0,2}( [ab]{1,2}){0,4} ?", "([ab]{1,2}( [ab]{1,2}){0,3})?"), 0..40),
        wrong in any::<prop::sample::Index>(),
        given in any::<bool>(),
    ) {
        let directory = tempfile::tempdir().expect("a directory");
        let mut writer = TextWriter::create(directory.path()).expect("a writer");
        let judged = || {
            let mut judged = Judged::default();
            for (words, given) in &texts {
                judged.push(0.5, words, given);
            }
            judged
        };
        for (words, given) in &texts {
            writer.push(words, given).expect("space");
        }
        writer.finish().expect("sound");
        let fields = Fields::open(&directory.path().join(layout::TEXT)).expect("readable");
        let counts = counted(fields.as_ref(), texts.len()).expect("readable");
        prop_assert_eq!(&judged().counts, &counts);
        let read = || FILES.map(|file| std::fs::read(directory.path().join(file)).expect("a column"));
        write(directory.path(), &judged()).expect("space");
        let columns = read();
        let mut written: Vec<String> = std::fs::read_dir(directory.path())
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().into_string().expect("a text"))
            .filter(|name| name != layout::TEXT)
            .collect();
        written.sort();
        let mut named = FILES;
        named.sort_unstable();
        prop_assert_eq!(written, named);
        // Counts that are wrong cost time and change nothing.
        let mut miscounted = judged();
        if let Some(count) = texts.len().checked_sub(1).map(|_| wrong.index(texts.len())) {
            if given {
                miscounted.counts.given[count] += 1;
            } else {
                miscounted.counts.words[count] += 1;
            }
        }
        write(directory.path(), &miscounted).expect("space");
        prop_assert!(columns == read());
    }
}
