//! Whether somebody says that the disease or the event which a sign names is theirs.
//!
//! In: a text with the groups found in it. Out: which signs only name something: `nailing shingles on a roof`,
//! `percentage of back pain that is cancer`. Invariant: a noun is claimed by a word before it (`have`, `might be`), or
//! stands for itself: nothing in its clause comes before it but what belongs to it, and it makes no other noun's name
//! (`a stroke unit`). What is felt (`numb`, `cannot pee`) needs no claim.

use super::super::pattern::Hit;
use super::cues::Kind;
use super::text::Text;

/// Words between a verb and what it is done to, or where.
const PARTICLES: [&str; 5] = ["up", "out", "down", "off", "apart"];

/// The nouns of a text, each with whether it is claimed.
pub(super) struct Claims<'t> {
    text: &'t Text,
    kinds: &'t [Kind],
    nouns: Vec<(Hit, Claim)>,
}

/// Whether a noun is somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Claim {
    Nobodys,
    Somebodys,
    /// And it is going on.
    Underway,
}

/// What is known of each word.
struct Words {
    /// It belongs to what is told: a part of the body, a time, a person.
    told: Vec<bool>,
    /// It is part of a sign that holds no noun.
    signs: Vec<bool>,
    claims: Vec<bool>,
    underway: Vec<bool>,
    /// It may stand between a noun and what claims it, and behind a noun.
    slack: Vec<bool>,
}

impl<'t> Claims<'t> {
    /// Reads the nouns of a text.
    pub(super) fn new(text: &'t Text, kinds: &'t [Kind], hits: &[Hit]) -> Self {
        let mut claims = Self { text, kinds, nouns: Vec::new() };
        let nouns: Vec<Hit> = hits.iter().filter(|hit| claims.kind(hit) == Kind::Named).copied().collect();
        if nouns.is_empty() {
            return claims;
        }
        let words = claims.words(hits);
        claims.nouns = nouns.iter().map(|noun| (*noun, claims.claim(noun, &words))).collect();
        claims
    }

    fn kind(&self, hit: &Hit) -> Kind {
        self.kinds.get(hit.group).copied().unwrap_or(Kind::Word)
    }

    /// Whether a sign says more than a noun that nobody claims.
    pub(super) fn has(&self, sign: &Hit) -> bool {
        let mut within = self.within(sign);
        within.clone().next().is_none() || within.any(|claim| claim != Claim::Nobodys)
    }

    /// Whether a sign holds a noun.
    pub(super) fn is_named(&self, sign: &Hit) -> bool {
        self.within(sign).next().is_some()
    }

    /// Whether a sign is named and nothing says that it is going on: `my boss is out after a heart attack`.
    pub(super) fn is_idle(&self, sign: &Hit) -> bool {
        let mut within = self.within(sign);
        within.clone().next().is_some() && !within.any(|claim| claim == Claim::Underway)
    }

    /// Whether a hit is a part of a name: `heart` of `heart attack`.
    pub(super) fn is_part(&self, hit: &Hit) -> bool {
        self.nouns.iter().any(|(noun, _)| noun.first <= hit.first && hit.end <= noun.end)
    }

    fn within(&self, sign: &Hit) -> impl Iterator<Item = Claim> + Clone {
        let within = |noun: &Hit| sign.first <= noun.first && noun.end <= sign.end;
        self.nouns.iter().filter(move |(noun, _)| within(noun)).map(|(_, claim)| *claim)
    }

    fn words(&self, hits: &[Hit]) -> Words {
        let none = vec![false; self.text.words.len()];
        let mut words = Words {
            told: none.clone(),
            signs: none.clone(),
            claims: none.clone(),
            underway: none.clone(),
            slack: none,
        };
        for hit in hits {
            let (marks, end) = match self.kind(hit) {
                Kind::Claim => (&mut words.claims, hit.end),
                Kind::Underway => (&mut words.underway, hit.end),
                Kind::Slack => (&mut words.slack, hit.end),
                // What a sign says beside its noun is no other noun's.
                Kind::Body | Kind::Noun | Kind::Named => (&mut words.told, hit.end),
                Kind::Sign | Kind::History if self.is_plain(hit, hits) => (&mut words.signs, hit.end),
                Kind::Myself | Kind::Other | Kind::Pronoun | Kind::Past | Kind::Present | Kind::Over => {
                    (&mut words.told, hit.end)
                }
                _ => continue,
            };
            marks[hit.first..end].fill(true);
        }
        words
    }

    /// Whether a sign holds no noun.
    fn is_plain(&self, sign: &Hit, hits: &[Hit]) -> bool {
        let within = |noun: &Hit| sign.first <= noun.first && noun.end <= sign.end;
        !hits.iter().any(|noun| self.kind(noun) == Kind::Named && within(noun))
    }

    fn claim(&self, noun: &Hit, words: &Words) -> Claim {
        let (first, end) = self.text.clause(noun.first);
        let passes = |place: usize| {
            let word = &self.text.words[place];
            let number = word.text.starts_with(|letter: char| letter.is_ascii_digit());
            words.told[place] || words.slack[place] || word.light || number
        };
        for place in (first..noun.first).rev() {
            if words.underway[place] {
                return Claim::Underway;
            }
            if words.claims[place] {
                return Claim::Somebodys;
            }
            if !passes(place) && !self.text.words[place].denies {
                return Claim::Nobodys;
            }
        }
        // `tearing out old carpet` goes on with a thing, `ripping down my back` with a place.
        let mut behind = (noun.end..end).skip_while(|place| PARTICLES.contains(&self.word(*place)));
        let particle = noun.end < end && PARTICLES.contains(&self.word(noun.end));
        let next = behind.find(|place| !particle || !self.text.words[*place].light && !words.slack[*place]);
        match next {
            Some(place) if !passes(place) && !words.signs[place] && !words.claims[place] => Claim::Nobodys,
            _ => Claim::Somebodys,
        }
    }

    fn word(&self, place: usize) -> &str {
        self.text.words.get(place).map_or("", |word| word.text.as_str())
    }
}
