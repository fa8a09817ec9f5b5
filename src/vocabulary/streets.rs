//! Streets as the post office abbreviates them, so that one address in two spellings is one.
//!
//! In: an address line as a list has it. Out: its key, for comparison only. Invariant: lists are merged, and people at one
//! practice are put together, by the same keys.

use super::normalize::tokens;

/// Words of addresses and their shortest spelling; an empty one is left out, for some write it and some do not.
///
/// # Source
/// USPS Publication 28, Appendices B and C1 and C2, the commonest words.
const STREET_WORDS: [(&str, &str); 48] = [
    ("alley", "aly"),
    ("apartment", ""),
    ("apt", ""),
    ("av", "ave"),
    ("avenue", "ave"),
    ("bldg", ""),
    ("boulevard", "blvd"),
    ("building", ""),
    ("center", "ctr"),
    ("circle", "cir"),
    ("court", "ct"),
    ("cove", "cv"),
    ("crescent", "cres"),
    ("drive", "dr"),
    ("east", "e"),
    ("expressway", "expy"),
    ("floor", "fl"),
    ("fort", "ft"),
    ("freeway", "fwy"),
    ("highway", "hwy"),
    ("lane", "ln"),
    ("mount", "mt"),
    ("no", ""),
    ("north", "n"),
    ("northeast", "ne"),
    ("northwest", "nw"),
    ("number", ""),
    ("parkway", "pkwy"),
    ("pike", "pike"),
    ("place", "pl"),
    ("plaza", "plz"),
    ("point", "pt"),
    ("road", "rd"),
    ("room", ""),
    ("rm", ""),
    ("route", "rt"),
    ("rte", "rt"),
    ("saint", "st"),
    ("south", "s"),
    ("southeast", "se"),
    ("southwest", "sw"),
    ("square", "sq"),
    ("ste", ""),
    ("street", "st"),
    ("suite", ""),
    ("terrace", "ter"),
    ("trail", "trl"),
    ("unit", ""),
];

/// Whether a word of a street's key says what kind of street it is, or in which direction, and not which one.
pub(crate) fn is_street_kind(word: &str) -> bool {
    STREET_WORDS.iter().any(|(_, short)| *short == word)
}

/// What an address line is to the finder: `100 N Main St, Ste 4` and `100 NORTH MAIN STREET #4` have one key.
pub(crate) fn street_key(address: &str) -> String {
    let words = tokens(address).into_iter().map(|token| {
        STREET_WORDS
            .iter()
            .find(|(long, _)| *long == token.text)
            .map_or(token.text, |(_, short)| (*short).to_owned())
    });
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_street_in_two_spellings_has_one_key() {
        for (one, other) in [
            ("100 N Main St, Ste 4", "100 NORTH MAIN STREET SUITE 4"),
            ("100 Main St #4", "100 Main St Unit 4"),
            ("1 Saint Paul Blvd.", "1 St Paul Boulevard"),
        ] {
            assert_eq!(street_key(one), street_key(other), "{one}");
        }
        assert_ne!(street_key("100 Main St Ste 4"), street_key("100 Main St Ste 5"));
        assert!(is_street_kind("ave") && !is_street_kind("main"));
    }
}
