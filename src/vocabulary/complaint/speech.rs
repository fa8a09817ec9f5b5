//! How a text falls into clauses, and what it denies.
//!
//! In: the text, its words, and the concepts found. Out: where sentences and clauses begin, and which words are said
//! not to be so. Invariant: a denial never reaches over the end of its sentence or over `but`.

use super::super::normalize::Token;
use super::phrases::Hit;

/// Words behind which something else begins: `no numbness but my neck hurts`.
const TURNS: [&str; 10] =
    ["but", "however", "yet", "although", "though", "except", "pero", "aunque", "sino", "excepto"];

/// Words that may part two complaints: `my back hurts and my neck is stiff`.
const JOINTS: [&str; 12] =
    ["and", "or", "plus", "also", "with", "then", "y", "e", "o", "ademas", "tambien", "con"];

/// Words behind which stands how or when a complaint shows, seldom another one: `neck hurts when I turn my head`.
const CIRCUMSTANCES: [&str; 16] = [
    "when", "whenever", "while", "after", "before", "if", "because", "since", "cuando", "al", "si",
    "mientras", "porque", "desde", "despues", "cada",
];

/// Words that deny what follows.
const DENIALS: [&str; 32] = [
    "no", "not", "without", "never", "neither", "nor", "none", "denies", "deny", "denied", "dont", "doesnt",
    "didnt", "havent", "hasnt", "isnt", "arent", "wasnt", "werent", "aint", "sin", "ni", "nunca", "jamas",
    "tampoco", "niega", "niego", "ningun", "ninguna", "instead", "nothing", "nada",
];

/// Denials of verbs: they deny a complaint only before one of [`HAVING`].
const OF_VERBS: [&str; 7] = ["dont", "doesnt", "didnt", "havent", "hasnt", "nothing", "nada"];

/// What one does to have a complaint.
const HAVING: [&str; 23] = [
    "have",
    "has",
    "had",
    "having",
    "feel",
    "felt",
    "get",
    "got",
    "hurt",
    "hurts",
    "ache",
    "aches",
    "suffer",
    "experience",
    "experienced",
    "notice",
    "noticed",
    "any",
    "radiate",
    "been",
    "wrong",
    "duele",
    "duelen",
];

/// Before these a denial says nothing of what comes later: `no idea why my neck hurts`, `no puedo girar el cuello`.
const OTHER_MATTER: [&str; 66] = [
    "only",
    "just",
    "sure",
    "know",
    "getting",
    "improving",
    "going",
    "better",
    "helping",
    "working",
    "healing",
    "sleeping",
    "able",
    "idea",
    "clue",
    "matter",
    "joke",
    "lie",
    "doubt",
    "longer",
    "relief",
    "luck",
    "help",
    "wonder",
    "surprise",
    "one",
    "thanks",
    "kidding",
    "amount",
    "been",
    "puedo",
    "puede",
    "puedes",
    "pude",
    "podia",
    "podemos",
    "solo",
    "aguanto",
    "aguanta",
    "soporto",
    "logro",
    "consigo",
    "deja",
    "dejan",
    "mejora",
    "mejoro",
    "quita",
    "quitan",
    "pasa",
    "va",
    "alivia",
    "para",
    "duermo",
    "sabemos",
    "entiendo",
    "encuentro",
    "quiero",
    "busco",
    "mucho",
    "importa",
    "hay",
    "sirve",
    "ayuda",
    "funciona",
    "cede",
    "descanso",
];

/// Short words between a Spanish denial and its verb: `no se me quita`.
const CLITICS: [&str; 8] = ["me", "te", "se", "le", "lo", "la", "nos", "les"];

/// Words of inability; `cant run without leaking` tells of leaking.
const INABILITIES: [&str; 7] = ["cant", "cannot", "couldnt", "unable", "never", "puedo", "puede"];

/// How far before `without` such a word may stand.
const WITHOUT_REACH: usize = 6;

/// Words that say that a part of the body is well, and what stands between: `my neck is fine`.
const WELL: [&str; 9] = ["fine", "ok", "okay", "good", "great", "normal", "alright", "bien", "perfect"];
const BEING: [&str; 9] = ["is", "are", "feels", "feel", "was", "seems", "looks", "esta", "estan"];

/// Words that join what a denial covers.
const ALTERNATIVES: [&str; 7] = ["or", "nor", "and", "o", "u", "ni", "y"];

/// Words that use up nothing of a denial's reach.
const LIGHT: [&str; 24] = [
    "a", "an", "the", "any", "my", "his", "her", "of", "in", "have", "has", "had", "it", "is", "me", "el",
    "la", "los", "las", "mi", "es", "tengo", "en", "siento",
];

/// Words between what is felt and where, and what stands between them and it: `pain down my left leg`.
const BELONGS: [&str; 15] =
    ["in", "of", "at", "on", "down", "to", "into", "from", "through", "when", "en", "de", "del", "por", "al"];
const ARTICLES: [&str; 16] = [
    "my", "the", "his", "her", "left", "right", "both", "either", "mi", "mis", "el", "la", "los", "las", "a",
    "an",
];

/// How many words a denial covers.
///
/// # Source
/// README of the vocabulary: within three words.
const REACH: usize = 3;

/// How far behind a comma an `or` may stand that keeps a list together.
const LIST_REACH: usize = 4;

/// Words of a text as far as clauses matter; bit n of a set stands for word n.
#[derive(Debug)]
pub(super) struct Speech<'t> {
    words: Vec<&'t str>,
    /// Words before which a sentence ends or a turn is made.
    pub(super) sentences: u64,
    /// Words before which a clause may end.
    pub(super) clauses: u64,
    /// Words before which the telling of circumstances begins.
    pub(super) circumstances: u64,
    commas: u64,
}

impl<'t> Speech<'t> {
    /// Splits a text; `tokens` are at most 64.
    pub(super) fn new(text: &str, tokens: &'t [Token]) -> Self {
        let mut speech = Self { words: Vec::new(), sentences: 0, clauses: 0, circumstances: 0, commas: 0 };
        let mut end = 0;
        for (at, token) in tokens.iter().enumerate() {
            let bit = 1_u64 << at;
            let between = text.get(end..token.start).unwrap_or_default();
            let dots = between.contains("..") || between.contains('\u{2026}');
            let stops = between.contains(['.', ';', '!', '?', '\n']);
            let word = token.text.as_str();
            if TURNS.contains(&word) || stops && !dots {
                speech.sentences |= bit;
            }
            let parted =
                dots || between.contains([',', '/', '&', '+', '(', ')', ':', '\u{2013}', '\u{2014}']);
            if parted || between.contains(" - ") || JOINTS.contains(&word) {
                speech.clauses |= bit;
            }
            if CIRCUMSTANCES.contains(&word) {
                speech.circumstances |= bit;
            }
            if between.contains(',') {
                speech.commas |= bit;
            }
            speech.words.push(word);
            end = token.end;
        }
        speech
    }

    /// The sentence in which a set of words begins.
    pub(super) fn sentence(&self, words: u64) -> u32 {
        let through_first = words ^ (words.wrapping_sub(1));
        (self.sentences & through_first).count_ones()
    }

    fn word(&self, at: usize) -> &str {
        self.words.get(at).copied().unwrap_or_default()
    }

    /// The words that are denied. A denial that is part of what is felt (`no feeling`) denies nothing else.
    pub(super) fn denied(
        &self,
        hits: &[Hit],
        is_region: impl Fn(&Hit) -> bool,
        is_felt: impl Fn(&Hit) -> bool,
    ) -> u64 {
        let mut denied = 0;
        for at in 0..self.words.len() {
            if self.denies(at) && !hits.iter().any(|hit| is_felt(hit) && hit.words & (1 << at) != 0) {
                denied |= self.covered(at, hits, &is_region);
            }
            if at > 1 && WELL.contains(&self.word(at)) && BEING.contains(&self.word(at - 1)) {
                let well = hits
                    .iter()
                    .filter(|hit| is_region(hit) && (hit.last() + 2 == at || hit.last() + 3 == at));
                denied |= well.fold(0, |words, hit| words | hit.words);
            }
        }
        denied
    }

    /// Whether a word denies what follows.
    fn denies(&self, at: usize) -> bool {
        let word = self.word(at);
        if !DENIALS.contains(&word) || at > 0 && matches!((self.word(at - 1), word), ("can" | "could", "not"))
        {
            return false;
        }
        if matches!(word, "without" | "sin") {
            let before = (at.saturating_sub(WITHOUT_REACH)..at).rev();
            let mut own = before.take_while(|before| self.sentences & (2 << before) == 0);
            if own.any(|before| INABILITIES.contains(&self.word(before))) {
                return false;
            }
        }
        let clitics =
            (at + 1..self.words.len()).take_while(|next| CLITICS.contains(&self.word(*next))).count();
        let verb = self.word(at + 1 + clitics);
        if OF_VERBS.contains(&word) {
            return HAVING.contains(&verb);
        }
        if word == "instead" {
            return verb == "of";
        }
        // `never hurt like this before` tells that it does now.
        let like_this = (at + 1..self.words.len()).take(6).any(|next| {
            matches!((self.word(next), self.word(next + 1)), ("like", "this") | ("this", "bad") | ("asi", _))
        });
        let never = matches!(word, "never" | "nunca" | "jamas");
        !(OTHER_MATTER.contains(&verb) || never && like_this)
    }

    /// The words that a denial covers.
    fn covered(&self, denial: usize, hits: &[Hit], is_region: impl Fn(&Hit) -> bool) -> u64 {
        let mut covered = 0;
        let mut left = REACH;
        let mut regions_only = None;
        let mut joined = true;
        for at in denial + 1..self.words.len() {
            let bit = 1 << at;
            let ends = self.sentences & bit != 0 || self.commas & bit != 0 && !self.list_goes_on(at);
            if ends || left == 0 {
                break;
            }
            if ALTERNATIVES.contains(&self.word(at)) || self.commas & bit != 0 {
                joined = true;
            }
            let own = hits.iter().filter(|hit| hit.first() == at);
            let (regions, others): (Vec<&Hit>, Vec<&Hit>) = own.partition(|hit| is_region(hit));
            if regions_only.is_none() && !(regions.is_empty() && others.is_empty()) {
                regions_only = Some(!regions.is_empty());
            }
            // `it is not my neck that hurts`: where it is denied, not what.
            if regions_only == Some(true) && regions.is_empty() && !others.is_empty() && !joined {
                break;
            }
            // `no weakness neck pain`: something else begins, but not in `no pain in my neck`.
            let tells = |region: &&Hit| self.goes_on(region, hits, &is_region);
            if regions_only == Some(false) && regions.iter().any(tells) && !joined && !self.leads_to(at) {
                break;
            }
            covered |= bit;
            covered |= regions.iter().chain(&others).fold(0, |words, hit| words | hit.words);
            if !(regions.is_empty() && others.is_empty()) {
                joined = false;
            }
            let light = LIGHT.contains(&self.word(at)) || ALTERNATIVES.contains(&self.word(at));
            left -= usize::from(!light);
        }
        covered
    }

    /// Whether a word before says that what stands here belongs to what was said: `numbness in the left arm`.
    fn leads_to(&self, at: usize) -> bool {
        let mut before = (0..at).rev().map(|before| self.word(before));
        before.find(|word| !ARTICLES.contains(word)).is_some_and(|word| BELONGS.contains(&word))
    }

    /// Whether something is felt right behind a part of the body: `neck pain`, `neck is stiff`.
    fn goes_on(&self, region: &Hit, hits: &[Hit], is_region: impl Fn(&Hit) -> bool) -> bool {
        let next = region.last() + 1;
        let next = next + usize::from(BEING.contains(&self.word(next)));
        hits.iter().any(|hit| hit.first() == next && !is_region(hit))
    }

    /// Whether a list goes on behind a comma: `no fever, chills or weakness`.
    fn list_goes_on(&self, at: usize) -> bool {
        let mut next = (at..self.words.len())
            .take(LIST_REACH)
            .take_while(|next| *next == at || (self.sentences | self.commas) & (1 << next) == 0);
        next.any(|next| ALTERNATIVES.contains(&self.word(next)) && !matches!(self.word(next), "and" | "y"))
    }
}
