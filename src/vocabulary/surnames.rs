//! Names that lists and people write in one word or several: `de la Cruz`, `Delacruz`; `O Brien`, `O'Brien`; `Mc Donald`.
//!
//! In: folded words. Out: the one word that they are together. Invariant: index and query join by this list, so that
//! each way to write a name finds the others.

/// Words that belong to the word behind them in a name, whatever they are elsewhere. General knowledge; `Ben` and `San`,
/// which are seldom written together with what follows, are none.
const PARTICLES: [&str; 31] = [
    "abu", "al", "d", "da", "das", "de", "del", "dela", "delas", "della", "delos", "den", "der", "des", "di",
    "dos", "du", "el", "la", "las", "le", "los", "mac", "mc", "o", "saint", "st", "ter", "van", "vander",
    "von",
];

/// The letters of the longest particle.
const LONGEST: usize = 6;

/// Whether a word belongs to the word behind it.
pub(crate) fn is_particle(word: &str) -> bool {
    word.len() <= LONGEST && PARTICLES.binary_search(&word).is_ok()
}

/// Each run of particles among folded words as one word with the word behind it: `maria de la cruz` has `delacruz`.
pub(crate) fn joined<'w>(words: impl Iterator<Item = &'w str>) -> Vec<String> {
    let mut joined = Vec::new();
    let mut run = String::new();
    for word in words {
        if is_particle(word) {
            run.push_str(word);
        } else if !run.is_empty() {
            joined.push(std::mem::take(&mut run) + word);
        }
    }
    joined
}

/// Folded words, each run of particles one word with the word behind it: `maria de la cruz` is `maria delacruz`.
pub(crate) fn with_joined(words: &[String]) -> Vec<String> {
    let mut parted = Vec::new();
    let mut run: Vec<&String> = Vec::new();
    for word in words {
        run.push(word);
        if !is_particle(word) {
            parted.push(run.drain(..).map(String::as_str).collect());
        }
    }
    // Particles that nothing follows stay words.
    parted.extend(run.into_iter().cloned());
    parted
}

/// A folded name in one word, where it has several.
pub(crate) fn in_one_word(folded: &str) -> Option<String> {
    folded.contains(' ').then(|| folded.split(' ').collect())
}

#[cfg(test)]
mod tests {
    use super::super::normalize;
    use super::*;

    #[test]
    fn particles_are_folded_and_in_order() {
        assert!(PARTICLES.is_sorted());
        assert_eq!(PARTICLES.iter().map(|word| word.len()).max(), Some(LONGEST));
        assert!(PARTICLES.iter().all(|word| normalize::fold(word) == *word));
    }

    #[test]
    fn a_run_of_particles_is_one_word_with_the_next() {
        for (name, words) in [
            ("maria de la cruz", "delacruz"),
            ("dela cruz", "delacruz"),
            ("o brien", "obrien"),
            ("mc donald van der berg", "mcdonald vanderberg"),
            ("garcia lopez", ""),
            ("maria de la", ""),
            ("", ""),
        ] {
            assert_eq!(joined(name.split(' ')).join(" "), words, "{name}");
        }
        assert_eq!(in_one_word("garcia lopez").as_deref(), Some("garcialopez"));
        assert_eq!(in_one_word("smith"), None);
    }
}
