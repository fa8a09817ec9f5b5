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

/// Words of a key that say where in a house something is, and not which house.
///
/// # Source
/// USPS Publication 28, Appendix C2, with the everyday words for them; what has an empty spelling above is in no key.
const UNIT_WORDS: [&str; 27] = [
    "basement",
    "bsmt",
    "cabin",
    "department",
    "dept",
    "desk",
    "fl",
    "flr",
    "frnt",
    "ground",
    "level",
    "lbby",
    "lobby",
    "lower",
    "lowr",
    "ofc",
    "office",
    "oficina",
    "penthouse",
    "ph",
    "rooms",
    "spc",
    "stes",
    "suites",
    "units",
    "upper",
    "uppr",
];

/// Words that lists have where there is no address to tell. Judgement.
const NOWHERE_WORDS: [&str; 10] = [
    "confidential",
    "na",
    "none",
    "online",
    "remote",
    "telehealth",
    "telemedicine",
    "unknown",
    "various",
    "virtual",
];

/// Whether a street's key can tell one house from others: it has a number, and a word that says neither a part of a house
/// nor that there is none. `1 main st`, `po box 7` do; `100` of `Suite 100`, `telehealth`, `main st` do not.
pub(crate) fn names_a_house(key: &str) -> bool {
    let has_number = key.chars().any(char::is_numeric);
    has_number
        && key.split(' ').any(|word| {
            word.chars().nth(1).is_some()
                && word.chars().all(char::is_alphabetic)
                && !UNIT_WORDS.contains(&word)
                && !NOWHERE_WORDS.contains(&word)
        })
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

    #[test]
    fn a_house_has_a_number_and_a_word() {
        for house in [
            "100 N Main St, Ste 4",
            "5 Lobby Ln",
            "W140N8917 Lilly Rd",
            "100 Avenue K",
            "PO Box 7",
            "P. O. Box 7",
            "One Oxford Centre, Suite 300",
            "12 Ñandú",
            "1 Virtual Way",
        ] {
            assert!(names_a_house(&street_key(house)), "{house}");
        }
        for nothing in [
            "",
            "Telehealth",
            "TELEHEALTH, Suite 100",
            "Virtual 24/7",
            "Unknown",
            "Suite 100",
            "Suites 100-104",
            "Ste. 100B",
            "# 100",
            "No. 100",
            "Unit B 12",
            "2nd Floor, Suite 210",
            "Lower Level, Room 3",
            "Bldg 4",
            "Office 12",
            "100",
            "Main Street",
            "PO Box",
            "N/A 0",
        ] {
            assert!(!names_a_house(&street_key(nothing)), "{nothing}");
        }
    }

    #[test]
    fn streets_are_compared_as_the_post_office_reads_them() {
        for (one, other) in [
            ("100 Main St", "100 MAIN STREET "),
            ("100 Main St., Ste. 5", "100 Main Street #5"),
            ("16050 S. Tamiami Trail", "16050 South Tamiami Trl"),
            ("5 N.E. Oak Ave", "5 Northeast Oak Avenue"),
            ("301 Saint Paul Pl", "301 St Paul Place"),
        ] {
            assert_eq!(street_key(one), street_key(other));
        }
        for (one, other) in
            [("100 Main St", "101 Main St"), ("100 N Main St", "100 S Main St"), ("1 Oak", "1 Oak 5")]
        {
            assert_ne!(street_key(one), street_key(other));
        }
    }
}
