//! The token of the next page: opaque to callers, bound to one generation and one question.
//!
//! In: where the last page ended, the circle and the reading it used. Out: lower-case hexadecimal text, and back.
//! Invariants: whatever is not exactly a token of ours is refused, never guessed at; a token answers one question on
//! one generation only; it costs the same at any depth, because it holds a place in the order and not a count.

use super::request::{Near, RequestError, SearchRequest, Sort};
use crate::domain::{Credential, Language, Radius, Reach, Units};
use crate::index::{Position, Snapshot};
use crate::vocabulary::Vocabulary;
use std::borrow::Cow;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The number of this layout; a token of another layout is refused.
const LAYOUT: u8 = 1;
/// Layout, generation, question, attempt, widening, position; then the checksum.
const BODY: usize = 1 + 8 + 8 + 1 + 1 + (1 + 8 + 8 + 4);
const SUM: usize = 8;

/// Where the next page begins, and what is not decided anew for it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Cursor {
    /// [`generation_key`] of the generation that the page before came from.
    pub generation: u64,
    /// [`question_key`] of the request.
    pub question: u64,
    /// Which of the plan's tries answered.
    pub attempt: u8,
    /// How far the search was widened: 0 is the asked reach, n the n-th step beyond it.
    pub widened: u8,
    /// The last hit's place in the order.
    pub position: Position,
}

impl Cursor {
    /// The token.
    pub(super) fn encode(&self) -> String {
        let mut bytes = Vec::with_capacity(BODY + SUM);
        bytes.push(LAYOUT);
        bytes.extend(self.generation.to_le_bytes());
        bytes.extend(self.question.to_le_bytes());
        bytes.extend([self.attempt, self.widened, self.position.tier]);
        bytes.extend(self.position.key.to_le_bytes());
        bytes.extend(self.position.metres.to_le_bytes());
        bytes.extend(self.position.id_rank.to_le_bytes());
        bytes.extend(xxh3_64(&bytes).to_le_bytes());
        to_hex(&bytes)
    }

    /// Reads a token.
    ///
    /// # Errors
    /// `cursor_invalid` for whatever [`Cursor::encode`] did not write.
    pub(super) fn decode(text: &str) -> Result<Self, RequestError> {
        Self::read(text).ok_or_else(invalid)
    }

    /// Reads the token of a request, and gives the request that it goes on with: one whose radius says no unit keeps the
    /// one that it had on the page before, whatever units this page is shown in.
    ///
    /// # Errors
    /// `cursor_invalid` as for [`Cursor::decode`], `cursor_mismatch` when it belongs to another question.
    pub(super) fn of<'r>(
        request: &'r SearchRequest,
        vocabulary: &Vocabulary,
    ) -> Result<(Cow<'r, SearchRequest>, u64, Option<Self>), RequestError> {
        let question = question_key(request, vocabulary);
        let Some(text) = &request.cursor else { return Ok((Cow::Borrowed(request), question, None)) };
        let cursor = Self::decode(text)?;
        if cursor.question == question {
            return Ok((Cow::Borrowed(request), question, Some(cursor)));
        }
        for units in [Units::Miles, Units::Kilometres] {
            let radius = request.bare_radius.and_then(|number| Radius::new(number, units).ok());
            let Some(radius) = radius else { continue };
            let before = SearchRequest { radius: Some(Reach::Within(radius)), ..request.clone() };
            if cursor.question == question_key(&before, vocabulary) {
                return Ok((Cow::Owned(before), cursor.question, Some(cursor)));
            }
        }
        let detail = "a cursor goes with the parameters of the search that gave it; only limit, explain, facets, \
                      units and lang may differ";
        Err(RequestError::new("cursor_mismatch", "cursor", detail.into()))
    }

    fn read(text: &str) -> Option<Self> {
        let bytes = from_hex(text).filter(|bytes| bytes.len() == BODY + SUM)?;
        let (body, sum) = bytes.split_at(BODY);
        if xxh3_64(body).to_le_bytes() != *sum {
            return None;
        }
        let mut rest = body;
        let [LAYOUT] = take::<1>(&mut rest)? else { return None };
        let generation = u64::from_le_bytes(take(&mut rest)?);
        let question = u64::from_le_bytes(take(&mut rest)?);
        let [attempt, widened, tier] = take::<3>(&mut rest)?;
        let key = u64::from_le_bytes(take(&mut rest)?);
        let metres = u64::from_le_bytes(take(&mut rest)?);
        let id_rank = u32::from_le_bytes(take(&mut rest)?);
        Some(Self {
            generation,
            question,
            attempt,
            widened,
            position: Position { tier, key, metres, id_rank },
        })
    }
}

/// The error for what is no token of ours.
pub(super) fn invalid() -> RequestError {
    RequestError::new("cursor_invalid", "cursor", "the cursor is not one that a search gave".into())
}

/// What tells one generation from another, across stores too: its number, its time and its files' hashes.
pub(super) fn generation_key(snapshot: &Snapshot) -> u64 {
    let manifest = snapshot.manifest();
    let mut hasher = Hasher::default();
    hasher.text(&snapshot.generation().to_string());
    hasher.text(&manifest.built);
    for (path, length, hash) in &manifest.files {
        hasher.text(path);
        hasher.number(*length);
        hasher.text(hash);
    }
    hasher.finish()
}

/// What tells one question from another: all that decides the set and its order, so neither page size, explanation,
/// facets, units nor language.
pub(super) fn question_key(request: &SearchRequest, vocabulary: &Vocabulary) -> u64 {
    let mut hasher = Hasher::default();
    hasher.text(vocabulary.version());
    hasher.text(&request.q);
    hasher.near(request.near.as_ref());
    hasher.reach(request.radius);
    hasher.texts(request.specialties.iter().map(|id| vocabulary.specialty(*id).id.as_str()));
    hasher.texts(request.conditions.iter().map(|id| vocabulary.condition(*id).id.as_str()));
    hasher.texts(request.techniques.iter().map(|id| vocabulary.technique(*id).id.as_str()));
    let filters = &request.filters;
    hasher.texts(filters.gender.iter().map(|gender| gender.map_or("unknown", |gender| gender.as_str())));
    hasher.texts(filters.languages.iter().map(Language::as_str));
    for facts in [&filters.accepting_new, &filters.telehealth, &filters.wheelchair] {
        hasher.texts(facts.iter().map(|fact| fact.as_str()));
    }
    hasher.texts(filters.kind.iter().map(|kind| kind.as_str()));
    hasher.texts(filters.credentials.iter().map(Credential::as_str));
    hasher.texts(filters.state.iter().map(|state| state.code()));
    hasher.texts(filters.exclude.iter().map(|id| vocabulary.specialty(*id).id.as_str()));
    hasher.texts(request.name.as_deref().into_iter());
    hasher.number(match request.sort {
        Sort::Relevance => 0,
        Sort::Distance => 1,
        Sort::Name => 2,
        Sort::Updated => 3,
    });
    hasher.number(u64::from(request.strict));
    hasher.finish()
}

/// Hashes parts so that no two lists of parts run together.
#[derive(Default)]
struct Hasher(Xxh3);

impl Hasher {
    fn number(&mut self, number: u64) {
        self.0.update(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.update(text.as_bytes());
    }

    fn texts<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let mut count = 0;
        for text in texts {
            self.text(text);
            count += 1;
        }
        self.number(count);
    }

    fn near(&mut self, near: Option<&Near>) {
        match near {
            None => self.number(0),
            Some(Near::Text(text)) => {
                self.number(1);
                self.text(text);
            }
            Some(Near::Point(point)) => {
                self.number(2);
                self.number(point.lat().to_bits());
                self.number(point.lon().to_bits());
            }
        }
    }

    /// Radii count to the millimetre, so that 10 miles are 16.09344 km.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a radius is positive and below 2^53 millimetres"
    )]
    fn reach(&mut self, reach: Option<Reach>) {
        match reach {
            None => self.number(0),
            Some(Reach::Any) => self.number(1),
            Some(Reach::Within(radius)) => {
                self.number(2);
                self.number((radius.metres().get() * 1_000.0).round() as u64);
            }
        }
    }

    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk::<N>()?;
    *rest = tail;
    Some(*head)
}

fn to_hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(digit(byte >> 4));
        text.push(digit(byte & 15));
    }
    text
}

/// Reads lower-case digits only, so that a token has one spelling.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::LatLon;
    use proptest::prelude::*;

    fn cursors() -> impl Strategy<Value = Cursor> {
        let position = any::<(u8, u64, u64, u32)>().prop_map(|(tier, key, metres, id_rank)| Position {
            tier,
            key,
            metres,
            id_rank,
        });
        (any::<(u64, u64, u8, u8)>(), position).prop_map(
            |((generation, question, attempt, widened), position)| Cursor {
                generation,
                question,
                attempt,
                widened,
                position,
            },
        )
    }

    proptest! {
        #[test]
        fn a_token_reads_back_as_it_was(cursor in cursors()) {
            prop_assert_eq!(Cursor::decode(&cursor.encode()), Ok(cursor));
        }

        #[test]
        fn arbitrary_text_is_refused_without_panic(text in ".{0,300}") {
            prop_assert_eq!(Cursor::decode(&text).map_err(|error| error.code), Err("cursor_invalid".to_owned()));
        }

        #[test]
        fn any_changed_character_is_noticed(cursor in cursors(), at in any::<prop::sample::Index>(), new in "[0-9a-zA-Z]") {
            let token = cursor.encode();
            let at = at.index(token.len());
            let mut changed = token.clone();
            changed.replace_range(at..=at, &new);
            prop_assume!(changed != token);
            prop_assert!(Cursor::decode(&changed).is_err());
        }
    }

    #[test]
    fn a_cut_or_lengthened_token_is_refused() {
        let position = Position { tier: 0, key: 1, metres: 2, id_rank: 3 };
        let cursor = Cursor { generation: 1, question: 2, attempt: 0, widened: 2, position };
        let token = cursor.encode();
        for changed in [&token[2..], &token[..token.len() - 2], &format!("{token}00"), &token.to_uppercase()]
        {
            assert!(Cursor::decode(changed).is_err(), "{changed}");
        }
    }

    #[test]
    fn a_radius_without_a_unit_keeps_the_one_of_the_page_before() {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
        let page = |units, radius, cursor: Option<&str>| {
            let pairs = [("near", "15213"), ("units", units), ("radius", radius)];
            let pairs = pairs.into_iter().chain(cursor.map(|cursor| ("cursor", cursor)));
            SearchRequest::from_pairs(pairs, &vocabulary).expect("sound")
        };
        let first = page("km", "50", None);
        let position = Position { tier: 0, key: 1, metres: 2, id_rank: 3 };
        let question = question_key(&first, &vocabulary);
        let token = Cursor { generation: 1, question, attempt: 0, widened: 0, position }.encode();
        for (units, radius) in [("km", "50"), ("mi", "50"), ("mi", "50km"), ("km", "50km")] {
            let next = page(units, radius, Some(&token));
            let (request, key, cursor) = Cursor::of(&next, &vocabulary).expect("the same question");
            assert_eq!((request.radius, key, cursor.is_some()), (first.radius, question, true), "{units}");
        }
        for radius in ["50mi", "51"] {
            let error = Cursor::of(&page("mi", radius, Some(&token)), &vocabulary).expect_err("another one");
            assert_eq!(error.code, "cursor_mismatch");
        }
    }

    #[test]
    fn the_question_is_what_decides_set_and_order() {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
        let base = || SearchRequest { q: "chiropractor".into(), ..SearchRequest::default() };
        let key = |request: &SearchRequest| question_key(request, &vocabulary);
        let miles = |value| Reach::Within(Radius::new(value, Units::Miles).expect("a radius"));
        let km = |value| Reach::Within(Radius::new(value, Units::Kilometres).expect("a radius"));
        let same = [
            SearchRequest { limit: 1, ..base() },
            SearchRequest { explain: true, ..base() },
            SearchRequest { facets: true, ..base() },
            SearchRequest { units: Units::Kilometres, ..base() },
            SearchRequest { lang: crate::vocabulary::Lang::Es, ..base() },
            SearchRequest { cursor: Some("00".into()), ..base() },
        ];
        for request in same {
            assert_eq!(key(&request), key(&base()), "{request:?}");
        }
        let mut keys = vec![key(&base())];
        let chiropractor = vocabulary.specialty_id("chiropractor").expect("a specialty");
        for request in [
            SearchRequest { q: "chiropractors".into(), ..base() },
            SearchRequest { near: Some(Near::Text("15213".into())), ..base() },
            SearchRequest { near: Some(Near::Point(LatLon::new(40.0, -80.0).expect("a point"))), ..base() },
            SearchRequest { radius: Some(miles(10.0)), ..base() },
            SearchRequest { radius: Some(Reach::Any), ..base() },
            SearchRequest { specialties: vec![chiropractor], ..base() },
            SearchRequest { name: Some("smith".into()), ..base() },
            SearchRequest { sort: Sort::Name, ..base() },
            SearchRequest { strict: true, ..base() },
        ] {
            keys.push(key(&request));
        }
        let count = keys.len();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), count, "two different questions have the same key");
        let radius = |reach| key(&SearchRequest { radius: Some(reach), ..base() });
        assert_eq!(radius(miles(10.0)), radius(km(16.093_44)));
    }
}
