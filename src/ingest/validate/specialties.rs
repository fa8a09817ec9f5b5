//! What a row's provider is: taxonomy codes, words and credentials to claims; and which rows are none of ours.
//!
//! Invariant: each specialty stands once, the one that the source marks as the main one first.

mod claims;
mod slots;

use super::beside::{self, Beside};
use super::{Judgement, Remembered, clean, notes::Notes};
use crate::domain::{SpecialtyClaim, TaxonomyCode};
use crate::ingest::{Code, Record};
use crate::vocabulary::{Credentials, Taxonomy, Vocabulary};
use claims::Claims;
use slots::{add_code, slots};

/// Text id of the specialty of those who have the degree DO and list something else.
const DO_PHYSICIAN: &str = "do_physician";

/// Text id of the specialty of those who list osteopathic manipulation itself.
const OSTEOPATH: &str = "osteopath";

/// How much a specialty weighs that a degree says and no code.
const BY_CREDENTIAL: f32 = 0.5;

/// The specialties of an NPPES row, and its credentials, of which only the degree DO counts as one.
///
/// # Errors
/// A finding that skips the row when none of its professions is ours.
pub(super) fn nppes(
    record: &Record,
    credentials: impl FnOnce() -> Credentials,
    vocabulary: &Vocabulary,
    notes: &mut Notes<'_>,
) -> Judgement<(Vec<SpecialtyClaim>, Credentials)> {
    let mut claims = Claims::default();
    let slots = slots(record, vocabulary, &mut claims);
    if !record.specialty.is_empty() {
        // Few federal rows have words.
        words(&record.specialty, (vocabulary, &mut Remembered::default()), &mut claims, notes);
        // Extracts with words instead of codes have no switches; a single word needs none.
        if slots.first.is_empty() && !record.specialty.contains('|') {
            claims.mark_first();
        }
    }
    // Seven rows of ten are other professions': their credentials are read only where they may be osteopaths'.
    let credentials =
        if claims.found.is_empty() && !may_be_do(record) { Credentials::default() } else { credentials() };
    add_do(&credentials, vocabulary, &mut claims);
    if claims.found.is_empty() {
        let raw = record.taxonomies.iter().map(|slot| slot.code.as_str()).find(|code| !code.is_empty());
        let raw = raw.unwrap_or(&record.specialty);
        return Err(slots.skipped(raw, notes));
    }
    Ok((claims.in_order_of_relevance(), credentials))
}

/// Whether what is written of degrees could say DO: each spelling of it has an O.
fn may_be_do(record: &Record) -> bool {
    let texts =
        [record.credential.as_str(), record.last_name.split_once(',').map_or("", |(_, behind)| behind)];
    texts.iter().any(|text| text.contains(['o', 'O']) || !text.is_ascii())
}

/// The specialties of a row of one's own list, as it names them. Where it names none, the credential decides.
///
/// # Errors
/// A finding that skips the row when its profession is known and not ours, or rejects it when nothing is known of it.
pub(super) fn own(
    record: &Record,
    credentials: &Credentials,
    (vocabulary, remembered): (&Vocabulary, &mut Remembered),
    notes: &mut Notes<'_>,
) -> Judgement<Vec<SpecialtyClaim>> {
    let mut claims = Claims::default();
    let slots = slots(record, vocabulary, &mut claims);
    let spoken = words(&record.specialty, (vocabulary, remembered), &mut claims, notes);
    if spoken.says_only(Beside::Inactive) {
        let message = "a profession that is not practised any more, or without a licence";
        return Err(notes.skipped("specialty", Code::Inactive, &record.specialty, message));
    }
    if !claims.found.is_empty() {
        add_do(credentials, vocabulary, &mut claims);
        // A code says what the words beside it say; what they add and we do not know is no loss.
        if !spoken.unknown.is_empty() && !slots.ours {
            let message = "not in the vocabulary; the other specialties are kept";
            notes.repaired("specialty", Code::SpecialtyDropped, &spoken.unknown.join("|"), message);
        } else if let Some((text, _)) = spoken.beside.first() {
            let message = "not practised, learnt, denied or another's; the other specialties are kept";
            notes.repaired("specialty", Code::SpecialtyDropped, text, message);
        }
        return Ok(claims.in_stated_order());
    }
    if spoken.says_only(Beside::Student) {
        let message = "a student without a profession of ours";
        return Err(notes.skipped("specialty", Code::Student, &record.specialty, message));
    }
    if slots.other || spoken.other {
        let raw = if spoken.other { record.specialty.as_str() } else { slots.first };
        return Err(notes.skipped("specialty", Code::OutOfScope, raw, "another profession"));
    }
    if slots.student {
        return Err(slots.skipped(slots.first, notes));
    }
    if from_degrees(&spoken.unknown, vocabulary, &mut claims) {
        return Ok(claims.in_stated_order());
    }
    let denied = spoken.beside.iter().map(|(text, _)| text);
    if let Some(unknown) = spoken.unknown.iter().chain(denied).next() {
        let message = "not a specialty, profession or taxonomy code that we know";
        return Err(notes.rejected("specialty", Code::SpecialtyUnknown, unknown, message));
    }
    from_credentials(record, credentials, &mut claims, notes)?;
    Ok(claims.in_stated_order())
}

/// Takes words that are degrees for the professions that these imply: boards write `DC` for a kind of licence.
fn from_degrees(unknown: &[String], vocabulary: &Vocabulary, claims: &mut Claims) -> bool {
    for specialty in unknown.iter().flat_map(|text| vocabulary.credentials(text).specialties) {
        claims.add(SpecialtyClaim { specialty, taxonomy: None, primary: false }, BY_CREDENTIAL);
    }
    !claims.found.is_empty()
}

/// Whether a text says what somebody is, ours or not.
pub(in crate::ingest) fn names_a_profession(text: &str, vocabulary: &Vocabulary) -> bool {
    let text = text.trim();
    let known = |text: &str| !vocabulary.specialty_named(text).is_empty() || vocabulary.is_out_of_scope(text);
    !text.is_empty()
        && (known(text)
            || unlicensed(text).is_some_and(|text| known(&text))
            || turned(text).is_some_and(|text| known(&text)))
}

/// A kind of licence without the words that say it is one, or whose: `Licensed Massage Therapist`, `Chiropractic
/// Corporation`.
fn unlicensed(text: &str) -> Option<String> {
    const WORDS: [&str; 26] = [
        "licensed",
        "license",
        "licence",
        "registered",
        "registration",
        "certified",
        "certificate",
        "active",
        "temporary",
        "limited",
        "permit",
        "individual",
        "practice",
        "corporation",
        "corp",
        "company",
        "llc",
        "pc",
        "pllc",
        "firm",
        "facility",
        "establishment",
        "business",
        "entity",
        "provider",
        "unrestricted",
    ];
    let is_left = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_ascii_lowercase();
        !bare.is_empty() && !WORDS.contains(&bare.as_str())
    };
    let left: Vec<&str> = text.split_whitespace().filter(is_left).collect();
    (left.len() < text.split_whitespace().count() && !left.is_empty()).then(|| left.join(" "))
}

/// A profession with its noun first: `Therapist, Physical`.
fn turned(text: &str) -> Option<String> {
    let mut words: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    if !(2..=4).contains(&words.len()) {
        return None;
    }
    words.rotate_left(1);
    Some(words.join(" "))
}

/// Fills an empty specialty from what the credentials imply.
fn from_credentials(
    record: &Record,
    credentials: &Credentials,
    claims: &mut Claims,
    notes: &mut Notes<'_>,
) -> Judgement<()> {
    for (place, &specialty) in credentials.specialties.iter().enumerate() {
        claims.add(SpecialtyClaim { specialty, taxonomy: None, primary: place == 0 }, BY_CREDENTIAL);
    }
    if claims.found.is_empty() {
        return Err(notes.rejected("specialty", Code::SpecialtyMissing, &record.specialty, "no specialty"));
    }
    let message = "no specialty; taken from the credential";
    notes.repaired("specialty", Code::SpecialtyInferred, &record.credential, message);
    Ok(())
}

/// Adds the DO physician where the credential says so and no osteopath is claimed.
fn add_do(credentials: &Credentials, vocabulary: &Vocabulary, claims: &mut Claims) {
    let Some(specialty) = vocabulary.specialty_id(DO_PHYSICIAN) else {
        return;
    };
    let osteopath = vocabulary.specialty_id(OSTEOPATH);
    let claimed = claims.found.iter().any(|(claim, _)| Some(claim.specialty) == osteopath);
    if !claimed && credentials.specialties.contains(&specialty) {
        claims.add(SpecialtyClaim { specialty, taxonomy: None, primary: false }, BY_CREDENTIAL);
    }
}

/// What the words of a cell hold besides claims.
#[derive(Debug, Default)]
struct Spoken {
    unknown: Vec<String>,
    other: bool,
    ours: bool,
    /// Professions that the words around them change, each with what they say.
    beside: Vec<(String, Beside)>,
}

impl Spoken {
    /// Whether a profession is changed so, and none stands as it is.
    fn says_only(&self, beside: Beside) -> bool {
        !self.ours && self.beside.iter().any(|(_, said)| *said == beside)
    }

    fn put_beside(&mut self, text: &str, said: Beside) {
        self.other |= said == Beside::Other;
        self.beside.push((text.to_owned(), said));
    }
}

/// Reads a cell of specialty words. Bars and semicolons part them; commas, slashes and `and` only where the whole is
/// not known.
fn words(
    raw: &str,
    (vocabulary, remembered): (&Vocabulary, &mut Remembered),
    claims: &mut Claims,
    notes: &mut Notes<'_>,
) -> Spoken {
    let cell = clean::listed(clean::cell(raw, "specialty", notes));
    let mut word = |text: &str, claims: &mut Claims, spoken: &mut Spoken| {
        word(text, (vocabulary, remembered), claims, spoken)
    };
    let mut spoken = Spoken::default();
    let is_word = |text: &&str| !text.is_empty() && !clean::is_null_word(text);
    for part in cell.split(['|', ';']).map(str::trim).filter(is_word) {
        if word(part, claims, &mut spoken) {
            continue;
        }
        let mut known = |text: Option<String>| text.is_some_and(|text| word(&text, claims, &mut spoken));
        if known(unlicensed(part)) || known(turned(part)) {
            continue;
        }
        let pieces: Vec<&str> = part.split([',', '/', '&']).flat_map(|piece| piece.split(" and ")).collect();
        let several = pieces.len() > 1;
        if several
            && let Some(said) = pieces.iter().find_map(|piece| beside::read_alone(piece, vocabulary))
            && beside::read(part, vocabulary).is_some()
        {
            spoken.put_beside(part, said);
            continue;
        }
        for piece in pieces.into_iter().map(str::trim).filter(is_word) {
            if several && word(piece, claims, &mut spoken)
                || assistants(piece, vocabulary, claims, &mut spoken)
            {
                continue;
            }
            match beside::read(piece, vocabulary) {
                Some(said) => spoken.put_beside(piece, said),
                None => spoken.unknown.push(piece.to_owned()),
            }
        }
    }
    spoken
}

/// Takes assistants who are a profession of ours by a degree in the text: `Licensed Physical Therapist Assistant (PTA)`.
fn assistants(text: &str, vocabulary: &Vocabulary, claims: &mut Claims, spoken: &mut Spoken) -> bool {
    if beside::read(text, vocabulary) != Some(Beside::Other) {
        return false;
    }
    let implied = vocabulary.credentials(text).specialties;
    let are_so = implied.into_iter().filter(|&id| vocabulary.specialty(id).id.ends_with("_assistant"));
    let before = claims.found.len();
    for specialty in are_so {
        claims.add(SpecialtyClaim { specialty, taxonomy: None, primary: false }, BY_CREDENTIAL);
        spoken.ours = true;
    }
    claims.found.len() > before
}

/// Takes one word or phrase; says whether anything is known of it.
fn word(
    text: &str,
    (vocabulary, remembered): (&Vocabulary, &mut Remembered),
    claims: &mut Claims,
    spoken: &mut Spoken,
) -> bool {
    if text.len() == TaxonomyCode::LENGTH
        && let Ok(code) = text.to_ascii_uppercase().parse::<TaxonomyCode>()
    {
        match vocabulary.taxonomy(code) {
            Taxonomy::Ours(specialties) => {
                spoken.ours = true;
                add_code(code, &specialties, false, claims);
            }
            Taxonomy::Group | Taxonomy::CatchAll | Taxonomy::Student | Taxonomy::Other => spoken.other = true,
        }
        return true;
    }
    let named = remembered.specialties.get_or_put(text, |text| vocabulary.specialty_named(text));
    if named.is_empty() {
        let other = vocabulary.is_out_of_scope(text);
        spoken.other |= other;
        return other;
    }
    spoken.ours = true;
    for claim in named {
        claims.add(SpecialtyClaim { primary: false, ..claim }, 1.0);
    }
    true
}
