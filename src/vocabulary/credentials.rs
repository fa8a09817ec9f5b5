//! Reads free credential texts such as `D.C., CCSP`, `M.S.P.T.`, `PT DPT OCS` or `MDFACC`.
//!
//! In: `credentials.csv` and the text. Out: the tokens in the vocabulary's spelling, and what they imply. Invariant:
//! letters are only joined or parted where the result is a known token, so `MDO`, `DOM` and `O.D.` are never a DO.

use super::catalog::Catalog;
use super::table::Table;
use super::{Credentials, Specialty, VocabularyError};
use crate::domain::{Credential, SpecialtyId};
use std::collections::HashMap;

/// What follows a name or degree when the licence holder is a company: `DO PC`, `M.D., P.A.`.
const COMPANY_FORMS: [&str; 8] = ["PC", "PA", "PLLC", "LLC", "PLC", "INC", "LTD", "PSC"];

/// Two-letter degrees that people write without a gap before the next token: `MDFACC`, `PTDPT`.
const RUN_TOGETHER: [&str; 4] = ["MD", "DO", "DC", "PT"];

/// Degrees behind which `PA` means a professional association and no physician assistant.
const DOCTORS: [&str; 8] = ["MD", "DO", "DC", "DPM", "DDS", "DMD", "OD", "PHD"];

/// Words around `do` that make it the verb.
const SENTENCE: [&str; 9] = ["NOT", "I", "WE", "YOU", "THEY", "TO", "CAN", "IT", "USE"];

/// The longest spelling, in parts: `Doctor of Osteopathic Medicine` has 4, `Fellow American Academy of …` more.
const LONGEST: usize = 10;

/// The longest run of letters that is tried as tokens without gaps; NPPES allows 20 characters.
const LONGEST_RUN: usize = 24;

/// The credentials that are known, by their letters.
#[derive(Debug)]
pub(super) struct CredentialTable {
    rows: Vec<CredentialRow>,
    spellings: HashMap<String, usize>,
}

/// A row of `credentials.csv`.
#[derive(Debug)]
pub(super) struct CredentialRow {
    /// The token.
    pub(super) credential: Credential,
    /// The token's own letters and its other spellings, as written.
    pub(super) spellings: Vec<String>,
    /// The specialty it points at, implied or not.
    pub(super) specialty: Option<SpecialtyId>,
    /// Whether it implies the specialty.
    pub(super) implies: bool,
    /// Degrees and fellowships that are shown but say nothing about what one looks for.
    pub(super) further: bool,
    /// Whether it says more than the specialty does: a board's or a course's certificate, a fellowship.
    pub(super) finer: bool,
}

impl CredentialRow {
    /// The spellings that differ from the token by dots, blanks and letter case only.
    pub(super) fn own_spellings(&self) -> impl Iterator<Item = &str> {
        let token = letters(self.credential.as_str());
        self.spellings.iter().map(String::as_str).filter(move |spelling| letters(spelling) == token)
    }
}

impl CredentialTable {
    /// Reads `credentials.csv`.
    pub(super) fn load(table: &Table, specialties: &Catalog<Specialty>) -> Result<Self, VocabularyError> {
        let mut credentials = Self { rows: Vec::new(), spellings: HashMap::new() };
        for row in table.rows() {
            let token = row.filled("token")?;
            let credential: Credential =
                token.parse().map_err(|error| row.error(format!("`{token}`: {error}")))?;
            let specialty =
                row.list("specialty_id").next().map(|id| specialties.known(&row, id)).transpose()?;
            let spellings: Vec<String> =
                std::iter::once(token).chain(row.list("variants")).map(str::to_owned).collect();
            for spelling in spellings.iter().map(String::as_str).chain([written_out(row.cell("expansion"))]) {
                credentials.spellings.entry(letters(spelling)).or_insert(credentials.rows.len());
            }
            credentials.rows.push(CredentialRow {
                credential,
                spellings,
                specialty: specialty.map(SpecialtyId::from_row),
                implies: row.cell("implies_specialty") == "yes",
                further: row.cell("kind") == "further",
                finer: matches!(row.cell("kind"), "board_cert" | "cert" | "fellowship"),
            });
        }
        Ok(credentials)
    }

    /// The rows.
    pub(super) fn rows(&self) -> &[CredentialRow] {
        &self.rows
    }

    /// The row of a token in the vocabulary's spelling.
    pub(super) fn row(&self, token: &str) -> Option<&CredentialRow> {
        self.rows.iter().find(|row| row.credential.as_str() == token)
    }

    /// Reads a free text.
    pub(super) fn read(&self, text: &str) -> Credentials {
        let parts = parts(text);
        let mut found = Vec::new();
        let mut at = 0;
        while at < parts.len() {
            let taken = self.joined(&parts[at..]).unwrap_or(1);
            let joined = parts[at..at + taken].concat();
            let before = at.checked_sub(1).map_or("", |place| parts[place].as_str());
            let after = parts.get(at + taken).map_or("", String::as_str);
            if !is_something_else(&joined, before, after) {
                match self.spellings.get(&joined) {
                    Some(row) => found.push(*row),
                    None => found.extend(self.parted(&joined).unwrap_or_default()),
                }
            }
            at += taken;
        }
        self.answer(&found)
    }

    /// How many parts from the first on are one spelling together: the most, and more than one only where a part
    /// says nothing alone, so that `PT, DPT` stays two credentials.
    fn joined(&self, parts: &[String]) -> Option<usize> {
        (1..=parts.len().min(LONGEST)).rev().find(|count| {
            let own = &parts[..*count];
            let alone = own.iter().all(|part| self.spellings.contains_key(part));
            (*count == 1 || !alone) && self.spellings.contains_key(&own.concat())
        })
    }

    /// Reads letters run together, such as `MDPHD`: known tokens from first to last, a company form at the end
    /// aside.
    fn parted(&self, joined: &str) -> Option<Vec<usize>> {
        if joined.len() > LONGEST_RUN {
            return None;
        }
        (2..joined.len().saturating_sub(1)).rev().find_map(|end| {
            let (first, rest) = joined.split_at(end);
            let row = self.spellings.get(first).filter(|_| end > 2 || RUN_TOGETHER.contains(&first))?;
            if COMPANY_FORMS.contains(&rest) {
                return Some(vec![*row]);
            }
            let last = self.spellings.get(rest).filter(|_| rest.len() > 2).map(|last| vec![*last]);
            let tail = last.or_else(|| self.parted(rest))?;
            Some([vec![*row], tail].concat())
        })
    }

    /// Each credential and each implied specialty once.
    fn answer(&self, found: &[usize]) -> Credentials {
        let mut read = Credentials::default();
        for row in found.iter().filter_map(|row| self.rows.get(*row)) {
            if !read.listed.contains(&row.credential) {
                read.listed.push(row.credential.clone());
            }
            if let Some(specialty) =
                row.specialty.filter(|own| row.implies && !read.specialties.contains(own))
            {
                read.specialties.push(specialty);
            }
        }
        read
    }
}

/// Whether a token means something else beside its neighbours.
fn is_something_else(token: &str, before: &str, after: &str) -> bool {
    match token {
        "PA" => DOCTORS.contains(&before),
        // A medical technologist of the American Society for Clinical Pathology or American Medical Technologists.
        "MT" => after.starts_with("ASCP") || after == "AMT",
        "DO" => SENTENCE.contains(&before) || SENTENCE.contains(&after),
        _ => false,
    }
}

/// The text in capital letters, parted at everything but letters and dots; single letters that follow each other are
/// one part, as in `D. O.`.
fn parts(text: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut single = false;
    for chunk in text.split(|char: char| !char.is_ascii_alphanumeric() && char != '.') {
        // A nought typed for the letter, as in `D.0.`.
        let zeros = chunk.bytes().any(|byte| byte.is_ascii_alphabetic());
        let chunk = if zeros { chunk.replace('0', "O") } else { String::new() };
        let part = letters(&chunk);
        if part.is_empty() {
            continue;
        }
        let alone = part.len() == 1;
        match parts.last_mut().filter(|_| alone && single) {
            Some(last) => last.push_str(&part),
            None => parts.push(part),
        }
        single = alone;
    }
    parts
}

/// The ASCII letters of a text, in capitals.
fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphabetic).map(|char| char.to_ascii_uppercase()).collect()
}

/// An expansion without its explanation: `Physical Therapist (licence)` gives `Physical Therapist`.
fn written_out(expansion: &str) -> &str {
    expansion.split(['(']).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;

    fn listed(text: &str) -> String {
        let read = bundled().credentials(text);
        read.listed.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    fn implied(text: &str) -> Vec<&'static str> {
        let read = bundled().credentials(text);
        read.specialties.iter().map(|id| bundled().specialty(*id).id.as_str()).collect()
    }

    #[test]
    fn reads_the_spellings_that_federal_rows_hold() {
        for (text, tokens) in [
            ("D.C.", "DC"),
            ("DC, CCSP", "DC, CCSP"),
            ("D.C., D.A.B.C.O.", "DC, DABCO"),
            ("M.S.P.T.", "MPT"),
            ("PT DPT OCS", "PT, DPT, OCS"),
            ("P.T. DIPMDT", "PT, Dip MDT"),
            ("P.T.,A.T.,C.", "PT, ATC"),
            ("PT, Cert. MDT", "PT, Cert MDT"),
            ("MD PHD FAANS", "MD, PhD, FAANS"),
            ("MDPHD", "MD, PhD"),
            ("M.D.F.A.C.C.", "MD, FACC"),
            ("M..D.", "MD"),
            ("M D P A", "MD"),
            ("M.D., P.A.", "MD"),
            ("P.A.-C", "PA-C"),
            ("Doctor of Chiropractic", "DC"),
            ("DOCTOR OF PHYSICAL THERAPY", "DPT"),
            ("L.Ac.", "LAc"),
            ("LIC. AC., DIPL. O.M.", "LAc"),
            ("OTR/L, CHT", "OTR/L, CHT"),
            ("C-NMM/OMM", "C-NMM/OMM"),
            ("Ph.D.", "PhD"),
            ("MT (ASCP)", ""),
            ("", ""),
            ("\u{1F600} ,,; --", ""),
        ] {
            assert_eq!(listed(text), tokens, "{text}");
        }
    }

    #[test]
    fn every_spelling_of_do_is_one() {
        for text in [
            "DO",
            "D.O.",
            "D.O",
            "D. O.",
            "d.o.",
            "DO.",
            "D.O..",
            "D,O,",
            "D.O,",
            "DO PC",
            "D.O. P C",
            "DO PA",
            "DO, PA",
            "D.O., M.P.H",
            "DO/MPH",
            "DOMPH",
            "D.O., MPH, MHP, PH.D",
            "DO  FACOI FACP CMD",
            "D.O.,F.A.C.P.",
            "M.D., D.O.",
            "DO, FAAO",
            "(DO)",
            "Doctor of Osteopathic Medicine",
            "Doctor of Osteopathy",
            "D.0.",
            "DOPC",
        ] {
            let read = bundled().credentials(text);
            assert!(read.listed.iter().any(|token| token.as_str() == "DO"), "{text}: {:?}", read.listed);
        }
        assert_eq!(implied("D.O., M.P.H."), ["do_physician"]);
        assert_eq!(implied("DO, FAAO"), ["do_physician", "osteopath"]);
    }

    #[test]
    fn what_is_no_do_stays_none() {
        for text in [
            "MDO",
            "DOM",
            "D.O.M.",
            "DOM, RX2",
            "O.D.",
            "O.D",
            "OD",
            "O D O D",
            "O.D., O.D.",
            "DOS",
            "DOCTOR OF OPTOMETRY",
            "ORTHODONTIST",
            "AU.D. DOCTOR OF AUDI",
            "MEDICAL DOCTOR",
            "DO NOT USE",
            "I do",
            "DONE",
            "DPO",
            "DOMINIC",
        ] {
            let read = bundled().credentials(text);
            assert!(!read.listed.iter().any(|token| token.as_str() == "DO"), "{text}: {:?}", read.listed);
        }
        assert_eq!(implied("D.O.M."), ["acupuncturist"]);
        assert_eq!(implied("MD"), Vec::<&str>::new());
    }

    #[test]
    fn long_and_hostile_texts_are_read_quickly_and_quietly() {
        let text = "MDPHD".repeat(20_000);
        assert_eq!(listed(&text), "");
        assert_eq!(listed(&"D.".repeat(50_000)), "");
    }
}
