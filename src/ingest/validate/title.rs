//! Texts in capitals as people write them: `MCDONALD-O'BRIEN` is McDonald-O'Brien, `NE 5TH ST` is NE 5th St.
//!
//! Only a text without a single small letter is touched; whoever wrote mixed case meant it.

use std::borrow::Cow;

/// What a text names; each has abbreviations of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Subject {
    /// Given and middle names.
    Given,
    /// Family names.
    Family,
    /// Organizations.
    Organization,
    /// Address lines.
    Street,
    /// Cities.
    City,
}

/// Particles of family names that stand in small letters.
const PARTICLES: [&str; 18] = [
    "DE", "DEL", "DELA", "DELLA", "LOS", "LAS", "DA", "DAS", "DO", "DOS", "VON", "ZU", "DER", "DEN", "Y",
    "E", "BIN", "IBN",
];

/// Small words inside names of organizations and places.
const SMALL_WORDS: [&str; 18] = [
    "OF", "THE", "AND", "AT", "FOR", "IN", "ON", "BY", "TO", "WITH", "FROM", "AN", "OR", "DE", "DEL", "DU",
    "Y", "DBA",
];

/// Abbreviations with vowels that organizations write in capitals; those without are told by that.
const CAPITALS: [&str; 44] = [
    "AIDS", "APC", "APMC", "APRN", "ASC", "CORF", "DME", "DO", "EMS", "ENT", "ER", "FACS", "HHA", "II",
    "III", "IPA", "IV", "LLC", "LLLP", "MRI", "NPA", "OB", "OBGYN", "OD", "OMM", "OMT", "OT", "OTR", "PA",
    "PLLC", "PTA", "RPA", "UAB", "UCLA", "UCSF", "UMC", "UNC", "UPMC", "US", "USA", "USC", "VA", "YMCA",
    "YWCA",
];

/// Abbreviations without vowels that are no acronyms.
const WORDS_WITHOUT_VOWELS: [&str; 53] = [
    "ST", "STS", "DR", "RD", "LN", "PL", "CT", "CTR", "CTRS", "BLVD", "PKWY", "HWY", "SQ", "FT", "MT", "MTN",
    "PT", "RT", "RM", "TRL", "BLDG", "FL", "BR", "BRG", "CRK", "CRST", "GRV", "HBR", "HTS", "JCT", "LNDG",
    "MDWS", "PLN", "PLZ", "RDG", "RPDS", "SHR", "SHRS", "SPG", "SPGS", "VLG", "XING", "FLR", "BSMT", "DPT",
    "DEPT", "MR", "MRS", "MS", "JR", "SR", "LTD", "TRFY",
];

/// Family names on Mac that write the next letter large. The list is short because most words on MAC do not (Mack,
/// Machado, Macias), and a large letter too few looks better than one too many.
const MACS: [&str; 17] = [
    "MACARTHUR",
    "MACAULAY",
    "MACDONALD",
    "MACDONELL",
    "MACDOUGALL",
    "MACFARLANE",
    "MACGREGOR",
    "MACINNES",
    "MACINTYRE",
    "MACISAAC",
    "MACKINNON",
    "MACLEAN",
    "MACLEOD",
    "MACMILLAN",
    "MACNEIL",
    "MACPHERSON",
    "MACRAE",
];

/// The text as people write it, where it stands in capitals.
///
/// # Complexity
/// Linear, with short lists looked through at each word.
pub(super) fn case(text: Cow<'_, str>, subject: Subject) -> String {
    if !is_in_capitals(&text) {
        return text.into_owned();
    }
    let mut written = String::with_capacity(text.len());
    let (mut words, mut before) = (text.split(' ').peekable(), None);
    while let Some(word) = words.next() {
        if before.is_some() {
            written.push(' ');
        }
        let after = words.peek().copied();
        if is_small(word, before, after, subject) {
            push_small(word, &mut written);
        } else if word == "PO" && after.is_some_and(|after| after.starts_with("BOX")) {
            written.push_str("PO");
        } else {
            push_word(word, subject, &mut written);
        }
        before = Some(word);
    }
    written
}

/// Whether a text has capitals and not one small letter.
fn is_in_capitals(text: &str) -> bool {
    if text.is_ascii() {
        let is = |wanted: fn(&u8) -> bool| text.as_bytes().iter().any(wanted);
        return !is(u8::is_ascii_lowercase) && is(u8::is_ascii_uppercase);
    }
    !text.chars().any(char::is_lowercase) && text.chars().any(char::is_uppercase)
}

/// Writes a text in small letters.
fn push_small(text: &str, written: &mut String) {
    if !text.is_ascii() {
        written.push_str(&text.to_lowercase());
        return;
    }
    let start = written.len();
    written.push_str(text);
    if let Some(end) = written.get_mut(start..) {
        end.make_ascii_lowercase();
    }
}

/// Whether a word stands in small letters because of the words around it.
fn is_small(word: &str, before: Option<&str>, after: Option<&str>, subject: Subject) -> bool {
    match subject {
        Subject::Given => false,
        // A particle is one only before the name proper: Kim Do is no `do`.
        Subject::Family => {
            let behind_de = before == Some("DE") && (word == "LA" || word == "LE");
            after.is_some() && (PARTICLES.contains(&word) || behind_de)
        }
        Subject::Organization => before.is_some() && after.is_some() && SMALL_WORDS.contains(&word),
        Subject::City => {
            let behind_de = before == Some("DE") && word == "LA";
            before.is_some() && after.is_some() && (SMALL_WORDS.contains(&word) || behind_de)
        }
        Subject::Street => {
            before.is_some()
                && after.is_some()
                && ["OF", "THE", "AND", "DE", "DEL", "LAS", "LOS"].contains(&word)
        }
    }
}

/// Writes one word: each run of letters in it for itself.
fn push_word(word: &str, subject: Subject, written: &mut String) {
    if !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        push_run(word, &Before { run: 0, sign: None }, subject, written);
        return;
    }
    let mut rest = word;
    let mut before = Before { run: 0, sign: None };
    while let Some(first) = rest.chars().next() {
        let length = rest.find(|c: char| c.is_alphabetic() != first.is_alphabetic()).unwrap_or(rest.len());
        let (run, tail) = rest.split_at(length);
        if first.is_alphabetic() {
            push_run(run, &before, subject, written);
            before.run = run.chars().count();
        } else {
            written.push_str(run);
            before.sign = run.chars().next_back();
        }
        rest = tail;
    }
}

/// What stands before a run of letters in its word.
struct Before {
    /// How many letters the run before has; 0 where there is none.
    run: usize,
    /// The sign right before.
    sign: Option<char>,
}

fn push_run(run: &str, before: &Before, subject: Subject, written: &mut String) {
    match before.sign {
        Some(sign) if sign.is_ascii_digit() => {
            if ["ST", "ND", "RD", "TH"].contains(&run) {
                push_small(run, written);
            } else {
                push_capitalised_unless_short(run, written);
            }
        }
        // O'Brien and D'Amato, but King's and Andre's.
        Some('\'' | '’') if before.run > 1 || run.chars().count() < 2 => {
            push_small(run, written);
        }
        _ if stays_in_capitals(run, subject) => written.push_str(run),
        _ => push_name(run, written),
    }
}

/// `202A` and `10TH`'s like stay as they are; `5OAK` does not.
fn push_capitalised_unless_short(run: &str, written: &mut String) {
    if run.chars().count() <= 2 {
        written.push_str(run);
    } else {
        push_name(run, written);
    }
}

fn stays_in_capitals(run: &str, subject: Subject) -> bool {
    let length = run.chars().count();
    if length == 1 {
        return true;
    }
    let numeral = ["II", "III", "IV"].contains(&run);
    let no_vowel = !run.contains(['A', 'E', 'I', 'O', 'U', 'Y']) && run.is_ascii();
    let acronym = no_vowel && !WORDS_WITHOUT_VOWELS.contains(&run);
    match subject {
        // T.J. is often written TJ; no given name has two letters and no vowel but those of other tongues.
        Subject::Given => acronym && length == 2 && run != "NG",
        Subject::Family => numeral,
        Subject::Organization => (acronym && length <= 5) || CAPITALS.contains(&run) || is_degree(run),
        Subject::Street => {
            (acronym && length <= 4) || numeral || ["NE", "SE", "US", "RR", "HC", "MOB", "SR"].contains(&run)
        }
        Subject::City => run == "AFB",
    }
}

/// Degrees whose letters are also abbreviations of streets.
fn is_degree(run: &str) -> bool {
    matches!(run, "PT" | "DPT")
}

fn push_name(run: &str, written: &mut String) {
    let large_at = match run {
        _ if run.starts_with("MAC") && MACS.contains(&run) => 3,
        _ if run.starts_with("MC") && run.len() > 4 => 2,
        _ => 0,
    };
    if run.is_ascii() && large_at == 0 {
        let (first, rest) = run.split_at(run.len().min(1));
        written.push_str(first);
        push_small(rest, written);
        return;
    }
    for (place, letter) in run.chars().enumerate() {
        if place == 0 || place == large_at {
            written.push(letter);
        } else {
            written.extend(letter.to_lowercase());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(subject: Subject, cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            assert_eq!(case(Cow::Borrowed(text), subject), *expected, "{subject:?}");
        }
    }

    #[test]
    fn family_names_are_written_as_people_write_them() {
        check(
            Subject::Family,
            &[
                ("SMITH", "Smith"),
                ("MCDONALD", "McDonald"),
                ("MCKAY", "McKay"),
                ("MC KENZIE", "Mc Kenzie"),
                ("MACDONALD", "MacDonald"),
                ("MACHADO", "Machado"),
                ("O'BRIEN", "O'Brien"),
                ("D'AMBROSIO", "D'Ambrosio"),
                ("ANDRE'", "Andre'"),
                ("DE LA CRUZ", "de la Cruz"),
                ("DEL RIO", "del Rio"),
                ("VAN DYKE", "Van Dyke"),
                ("VAN DER BERG", "Van der Berg"),
                ("LA ROSA", "La Rosa"),
                ("GARCIA-MORENO", "Garcia-Moreno"),
                ("RAMON Y CAJAL", "Ramon y Cajal"),
                ("ST. MARIE", "St. Marie"),
                ("DO", "Do"),
                ("NG", "Ng"),
                ("PEÑA", "Peña"),
                ("deJong", "deJong"),
                ("Van Der Berg", "Van Der Berg"),
                ("smith", "smith"),
                ("123", "123"),
            ],
        );
    }

    #[test]
    fn given_names_keep_their_initials() {
        check(
            Subject::Given,
            &[
                ("JANE", "Jane"),
                ("H.A.", "H.A."),
                ("JC", "JC"),
                ("AL", "Al"),
                ("YU-CHENG JEFFREY", "Yu-Cheng Jeffrey"),
                ("DONNA-MARIE", "Donna-Marie"),
                ("DE", "De"),
            ],
        );
    }

    #[test]
    fn organizations_keep_their_legal_forms() {
        check(
            Subject::Organization,
            &[
                ("SPINE CENTER OF THE SOUTH, PLLC", "Spine Center of the South, PLLC"),
                ("OPEN MRI OF CINCINNATI, L.L.C.", "Open MRI of Cincinnati, L.L.C."),
                ("LI-YEN LIN, D.D.S.,P.A.", "Li-Yen Lin, D.D.S.,P.A."),
                ("KING'S MEDICAL IMAGING AT WATERMARK, LLC", "King's Medical Imaging at Watermark, LLC"),
                ("PROHAB PHYSICAL THERAPY EAST INC", "Prohab Physical Therapy East Inc"),
                ("ST. CLOUD HOSPITAL", "St. Cloud Hospital"),
                ("COUNTY OF LA CROSSE", "County of La Crosse"),
                ("MCAULEY MEDICAL ASSOCIATES INC", "McAuley Medical Associates Inc"),
                ("LSL OF DERBY KS LLC", "LSL of Derby KS LLC"),
                ("T & F DRUGS INC", "T & F Drugs Inc"),
                ("THE CONSULTANT GROUP PC", "The Consultant Group PC"),
                ("JANE DOE DC PC", "Jane Doe DC PC"),
                ("JOHN DOE, D.C., P.C.", "John Doe, D.C., P.C."),
                ("BIRCHWOOD NURSING & REHAB CTR", "Birchwood Nursing & Rehab Ctr"),
                ("ALLIED MOBILE X-RAY INC", "Allied Mobile X-Ray Inc"),
                ("SMITH & SONS LTD", "Smith & Sons Ltd"),
                ("SELECT PT II", "Select PT II"),
            ],
        );
    }

    #[test]
    fn streets_keep_directions_and_numbers() {
        check(
            Subject::Street,
            &[
                ("100 MAIN ST", "100 Main St"),
                ("5232 NW 53RD CIR", "5232 NW 53rd Cir"),
                ("111 S 90TH ST", "111 S 90th St"),
                ("919 53RD AVE E", "919 53rd Ave E"),
                ("PO BOX 12", "PO Box 12"),
                ("P.O. BOX 12", "P.O. Box 12"),
                ("3319 SPRING ST, STE 202A", "3319 Spring St, Ste 202A"),
                ("16050 S. TAMIAMI TRAIL", "16050 S. Tamiami Trail"),
                ("11800 FM 1960 RD W", "11800 FM 1960 Rd W"),
                ("11937 US HIGHWAY 271", "11937 US Highway 271"),
                ("400 NE MOTHER JOSEPH PL.", "400 NE Mother Joseph Pl."),
                ("3653 W ANTHEM WAY SUITE B-114", "3653 W Anthem Way Suite B-114"),
                ("1006 WH SMITH BLVD", "1006 WH Smith Blvd"),
                ("2100 MCCORD DR", "2100 McCord Dr"),
                ("4477 HILLS AND DALES RD NW", "4477 Hills and Dales Rd NW"),
                ("9 Main St, Suite \"B\"", "9 Main St, Suite \"B\""),
            ],
        );
    }

    #[test]
    fn cities_are_written_as_people_write_them() {
        check(
            Subject::City,
            &[
                ("PITTSBURGH", "Pittsburgh"),
                ("ST. MARYS", "St. Marys"),
                ("MCMINNVILLE", "McMinnville"),
                ("PRAIRIE DU CHIEN", "Prairie du Chien"),
                ("LA CROSSE", "La Crosse"),
                ("SCOTT AFB", "Scott AFB"),
                ("RICHMOND HTS", "Richmond Hts"),
                ("TRUTH OR CONSEQUENCES", "Truth or Consequences"),
                ("WINSTON-SALEM", "Winston-Salem"),
                ("COEUR D'ALENE", "Coeur D'Alene"),
            ],
        );
    }

    proptest! {
        #[test]
        fn only_case_changes(text in "\\PC{0,40}") {
            for subject in [Subject::Given, Subject::Family, Subject::Organization, Subject::Street, Subject::City] {
                let written = case(Cow::Borrowed(&text), subject);
                prop_assert_eq!(written.to_lowercase(), text.to_lowercase());
            }
        }
    }
}
