//! A provider as the pages show one: in a list of results, and at each practice.

use super::phrases;
use super::text::{self, Text};
use super::{link, phrases as say};
use crate::domain::{Accuracy, Credential, Fact, Metres, Practice, Provider, RecordDate};
use crate::index::IndexError;
use crate::query::{Hit, month};
use crate::vocabulary::streets::street_key;
use crate::vocabulary::{Lang, Vocabulary};

/// What cards are made with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink<'i> {
    pub(super) vocabulary: &'i Vocabulary,
    pub(super) lang: Lang,
    /// For the age of records; `None` where the clock is beyond our calendar.
    pub(super) today: Option<RecordDate>,
}

/// A result.
#[derive(Debug)]
pub(super) struct Card {
    pub(super) href: String,
    pub(super) name: String,
    /// `DC, CCSP`
    pub(super) credentials: String,
    /// Labels, the main one first.
    pub(super) specialties: Vec<String>,
    /// `about 8.8 mi`
    pub(super) distance: Option<String>,
    pub(super) practice: PracticeView,
    /// `also at 2 other places`
    pub(super) others: Option<String>,
    pub(super) profile: ProfileView,
    /// Why it stands here, one sentence a part of its score.
    pub(super) why: Vec<WhyView>,
    /// Others of this page at the same address, folded under it.
    pub(super) neighbours: Vec<Neighbour>,
    /// How many, in words.
    pub(super) neighbours_label: String,
}

/// Somebody at an address that a card shows already.
#[derive(Debug)]
pub(super) struct Neighbour {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) credentials: String,
    pub(super) specialties: String,
}

/// A part of a score: how many of its points, in words.
#[derive(Debug)]
pub(super) struct WhyView {
    /// `+0.31`
    pub(super) points: String,
    pub(super) text: String,
}

/// An address where somebody practises.
#[derive(Debug)]
pub(super) struct PracticeView {
    /// Whose it is.
    pub(super) who: String,
    pub(super) name: Option<String>,
    pub(super) street: String,
    pub(super) city: String,
    pub(super) state: &'static str,
    pub(super) zip: String,
    pub(super) phone: Option<PhoneView>,
    pub(super) directions: String,
    /// How the point was found, where it is not the address.
    pub(super) approximate: Option<&'static str>,
    pub(super) lat: f64,
    pub(super) lon: f64,
}

/// A number to show and one to call.
#[derive(Debug)]
pub(super) struct PhoneView {
    pub(super) shown: String,
    pub(super) called: String,
}

/// What is known apart from where.
#[derive(Debug)]
pub(super) struct ProfileView {
    /// Facts that are known: `Accepts new patients`. Unknown ones are not shown.
    pub(super) facts: Vec<&'static str>,
    /// Techniques and conditions that the provider lists.
    pub(super) lists: Vec<String>,
    pub(super) speaks: Vec<String>,
    pub(super) website: Option<String>,
    /// `Record from March 2016`
    pub(super) record: String,
    /// `March 2016`
    pub(super) updated: String,
    pub(super) unverified: bool,
    /// Whether the practice that is shown is where the provider moved to since the last list.
    pub(super) moved: bool,
    /// Whether osteopathic treatment is possible and not stated.
    pub(super) may_offer_omt: bool,
}

impl Card {
    /// The cards of a page of hits, in their order; whoever has the address of an earlier one is folded under it, as
    /// half of all records share theirs.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    pub(super) fn folded(hits: &[Hit], ink: Ink<'_>) -> Result<Vec<Self>, IndexError> {
        let mut cards: Vec<Self> = Vec::with_capacity(hits.len());
        for hit in hits {
            let card = Self::new(hit, ink)?;
            let same = |other: &&mut Self| other.practice.is_at(&card.practice);
            match cards.iter_mut().find(same) {
                Some(first) => first.neighbours.push(Neighbour {
                    href: card.href,
                    name: card.name,
                    credentials: card.credentials,
                    specialties: card.specialties.join(" · "),
                }),
                None => cards.push(card),
            }
        }
        for card in &mut cards {
            card.neighbours_label = say::neighbours(ink.lang, card.neighbours.len());
        }
        Ok(cards)
    }

    /// The card of a hit.
    fn new(hit: &Hit, ink: Ink<'_>) -> Result<Self, IndexError> {
        let provider = &hit.provider()?;
        let practice = provider.practices.get(hit.practice).unwrap_or_else(|| provider.practices.first());
        let others = provider.practices.len() - 1;
        let exact = practice.accuracy == Accuracy::Exact;
        let why = |part: &crate::query::ScorePart| WhyView {
            points: format!("+{:.2}", part.part.points),
            text: sentence(&part.why),
        };
        Ok(Self {
            href: link::provider(&provider.id, ink.lang),
            name: provider.name.to_string(),
            credentials: credentials(provider),
            specialties: specialties(provider, ink),
            distance: hit.metres.map(|metres: Metres| say::distance(ink.lang, metres, exact)),
            practice: PracticeView::new(practice, &provider.name.to_string(), text::of(ink.lang)),
            others: (others > 0).then(|| say::other_practices(ink.lang, others)),
            profile: ProfileView::new(provider, hit.practice == 0 && hit.record.has_moved(), ink),
            why: hit.why.iter().map(why).collect(),
            neighbours: Vec::new(),
            neighbours_label: String::new(),
        })
    }
}

/// The credentials as one text.
pub(super) fn credentials(provider: &Provider) -> String {
    provider.credentials.iter().map(Credential::as_str).collect::<Vec<_>>().join(", ")
}

/// The labels of the specialties, the main one first, each once.
pub(super) fn specialties(provider: &Provider, ink: Ink<'_>) -> Vec<String> {
    let mut claims: Vec<_> = provider.specialties.iter().collect();
    claims.sort_by_key(|claim| !claim.primary);
    let mut labels: Vec<String> = Vec::new();
    for claim in claims {
        let label = ink.vocabulary.specialty(claim.specialty).label(ink.lang).to_owned();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    labels
}

impl Neighbour {
    /// Somebody at an address that is shown already.
    pub(super) fn new(provider: &Provider, ink: Ink<'_>) -> Self {
        Self {
            href: link::provider(&provider.id, ink.lang),
            name: provider.name.to_string(),
            credentials: credentials(provider),
            specialties: specialties(provider, ink).join(" · "),
        }
    }
}

impl PracticeView {
    /// Whether another practice has this street address, in whatever spelling.
    fn is_at(&self, other: &Self) -> bool {
        !self.street.is_empty()
            && self.zip == other.zip
            && self.state == other.state
            && (self.street == other.street || street_key(&self.street) == street_key(&other.street))
    }

    /// The view of a practice.
    pub(super) fn new(practice: &Practice, who: &str, text: &Text) -> Self {
        let phone = practice
            .phone
            .map(|phone| PhoneView { shown: phrases::phone(phone.national()), called: phone.to_string() });
        let approximate = match practice.accuracy {
            Accuracy::Exact => None,
            Accuracy::Zip => Some(text.approximate_zip),
            Accuracy::City => Some(text.approximate_city),
        };
        Self {
            who: who.to_owned(),
            name: practice.name.clone(),
            street: practice.address.clone(),
            city: practice.city.clone(),
            state: practice.state.code(),
            zip: practice.zip.map(|zip| zip.to_string()).unwrap_or_default(),
            phone,
            directions: link::directions(practice),
            approximate,
            lat: practice.point.lat(),
            lon: practice.point.lon(),
        }
    }
}

impl ProfileView {
    /// The view of what is known of a provider apart from where.
    pub(super) fn new(provider: &Provider, moved: bool, ink: Ink<'_>) -> Self {
        let text = text::of(ink.lang);
        let techniques = provider.techniques.iter().map(|id| ink.vocabulary.technique(*id).label(ink.lang));
        let conditions = provider.conditions.iter().map(|id| ink.vocabulary.condition(*id).label(ink.lang));
        let speaks = provider.languages.iter().map(|id| ink.vocabulary.language_label(*id, ink.lang));
        let is = |id: &str| {
            let has =
                |claim: &crate::domain::SpecialtyClaim| ink.vocabulary.specialty(claim.specialty).id == id;
            provider.specialties.iter().any(has)
        };
        Self {
            facts: facts(provider, text),
            lists: techniques.chain(conditions).map(str::to_owned).collect(),
            speaks: speaks.collect(),
            website: provider.website.as_ref().map(|site| site.as_str().to_owned()),
            record: provider
                .updated
                .map_or_else(|| text.no_date.to_owned(), |day| say::record_from(ink.lang, day)),
            updated: provider.updated.map_or_else(|| text.no_date.to_owned(), |day| month(day, ink.lang)),
            unverified: say::is_unverified(provider.updated, ink.today),
            moved,
            may_offer_omt: is("do_physician") && !is("osteopath"),
        }
    }
}

/// The facts that are known, in words; unknown is never shown as no.
fn facts(provider: &Provider, text: &Text) -> Vec<&'static str> {
    let accepting = match provider.accepting_new {
        Fact::Yes => Some(text.accepting),
        Fact::No => Some(text.not_accepting),
        Fact::Unknown => None,
    };
    let when_yes = |fact: Fact, words: &'static str| (fact == Fact::Yes).then_some(words);
    [
        accepting,
        when_yes(provider.telehealth, text.telehealth),
        when_yes(provider.wheelchair, text.wheelchair),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The text with a capital letter, as a sentence of its own begins.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
