//! Corrections on the provider that all lists together make.
//!
//! Rows apply in their order, so that of two about one fact the later one counts. Practices are named as the lists have
//! them, or as an earlier row has moved them.

use super::{At, Correction, CorrectionAction, Corrections, Facts, Stated};
use crate::domain::{
    Fact, Name, Origin, Practice, PracticeProvenance, Practices, Provenance, Provider, ProviderKind,
    RecordDate,
};
use crate::ingest::Combined;
use crate::ingest::merge::SiteKey;
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::street_key;

/// How a correction stands to what the lists say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It changes what the lists say.
    Applied,
    /// The same, although a list's row was updated after the correction was verified.
    OlderThanList,
    /// The lists say the same meanwhile.
    CaughtUp,
    /// No list has the provider.
    NoProvider,
    /// The provider has no such practice; nothing was changed.
    NoPractice,
    /// The provider has several practices that it may be about; nothing was changed.
    SeveralPractices,
}

impl Standing {
    /// The stable code: `applied`, `older_than_list`, `caught_up`, `no_provider`, `no_practice`, `several_practices`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::OlderThanList => "older_than_list",
            Self::CaughtUp => "caught_up",
            Self::NoProvider => "no_provider",
            Self::NoPractice => "no_practice",
            Self::SeveralPractices => "several_practices",
        }
    }

    /// In words, with what to do about it.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Applied => "changes what the lists say",
            Self::OlderThanList => {
                "a list was updated after this was verified, and says otherwise; look again"
            }
            Self::CaughtUp => "the lists say the same meanwhile; the row may go",
            Self::NoProvider => "no list has this provider; the row is kept",
            Self::NoPractice => "the provider has no such practice; nothing was changed",
            Self::SeveralPractices => {
                "the provider has several practices; name one in practice_address or practice_zip"
            }
        }
    }
}

/// A provider on its way through its corrections.
struct Correcting {
    provider: Provider,
    from: Provenance,
    /// As the lists have them; a place stays a place, whatever becomes of the practice.
    listed: Vec<(Practice, PracticeProvenance)>,
    practices: Vec<Option<(Practice, PracticeProvenance)>>,
}

impl Corrections {
    /// Puts all that is corrected of a provider into effect. `None` when it is hidden. Says how each of its rows (by
    /// place) stands.
    ///
    /// # Complexity
    /// O(rows × practices) of the one provider.
    pub fn apply(&self, combined: Combined) -> (Option<Combined>, Vec<(usize, Standing)>) {
        let rows = self.of.get(&combined.provider.id).map(Vec::as_slice).unwrap_or_default();
        let hidden = self.hides(rows);
        let mut correcting = Correcting::new(combined);
        let mut standings = Vec::with_capacity(rows.len());
        for &place in rows {
            if let Some(row) = self.rows.get(place) {
                let updated = correcting.provider.updated;
                standings.push((place, correcting.apply(row, updated)));
            }
        }
        (correcting.finish().filter(|_| !hidden), standings)
    }
}

impl Correcting {
    fn new(Combined { provider, provenance }: Combined) -> Self {
        let listed: Vec<_> =
            provider.practices.iter().cloned().zip(provenance.practices.iter().cloned()).collect();
        let practices = listed.iter().cloned().map(Some).collect();
        Self { provider, from: provenance, listed, practices }
    }

    /// The provider, unless no practice is left.
    fn finish(self) -> Option<Combined> {
        let (practices, from): (Vec<_>, Vec<_>) = self.practices.into_iter().flatten().unzip();
        let practices = Practices::from_vec(practices)?;
        Some(Combined {
            provider: Provider { practices, ..self.provider },
            provenance: Provenance { practices: from, ..self.from },
        })
    }

    fn apply(&mut self, row: &Correction, updated: Option<RecordDate>) -> Standing {
        let origin = Origin { list: None, updated: row.verified };
        let is_whole = !row.at.is_stated();
        match row.action {
            // Whether the provider is hidden is asked of all rows together.
            CorrectionAction::Hide | CorrectionAction::Show if is_whole => return Standing::Applied,
            _ => {}
        }
        let needs_place = !is_whole
            || row.moved.is_some()
            || row.facts.names_practice()
            || row.action == CorrectionAction::Verify
            || (row.verified.is_some() && self.practices.len() == 1);
        let place = match needs_place.then(|| self.place(row)).transpose() {
            Ok(place) => place,
            // The list has moved the practice itself.
            Err(Standing::NoPractice) if self.is_there(row.moved.as_deref()) => return Standing::CaughtUp,
            Err(standing) => return standing,
        };
        if row.action == CorrectionAction::Show {
            if let Some(place) = place
                && let (Some(practice), Some(listed)) =
                    (self.practices.get_mut(place), self.listed.get(place))
            {
                practice.get_or_insert_with(|| listed.clone());
            }
            return Standing::Applied;
        }
        let mut changes = false;
        if let Some(place) = place {
            if row.action == CorrectionAction::Hide {
                if let Some(practice) = self.practices.get_mut(place) {
                    *practice = None;
                }
                return Standing::Applied;
            }
            if self.practices.get(place).is_none_or(Option::is_none) {
                // Hidden, or one with another, by an earlier row.
                return Standing::NoPractice;
            }
            if let Some(to) = &row.moved {
                changes |= self.move_to(place, to, &origin);
            }
            if let Some(Some((practice, from))) = self.practices.get_mut(place) {
                changes |= give_practice(practice, from, &row.facts, &origin);
                from.verified = from.verified.max(row.verified);
            }
        }
        changes |= self.give(&row.facts, &origin);
        self.provider.updated = self.provider.updated.max(row.verified);
        if row.action == CorrectionAction::Verify {
            Standing::Applied
        } else if !changes {
            Standing::CaughtUp
        } else if row.verified.is_some() && updated > row.verified {
            Standing::OlderThanList
        } else {
            Standing::Applied
        }
    }

    /// The one practice that a row is about.
    fn place(&self, row: &Correction) -> Result<usize, Standing> {
        let only = |mut places: Box<dyn Iterator<Item = usize> + '_>| match (places.next(), places.next()) {
            (Some(place), None) => Ok(place),
            (None, _) => Err(Standing::NoPractice),
            (Some(_), Some(_)) => Err(Standing::SeveralPractices),
        };
        let listed = self.listed.iter().enumerate();
        let as_listed = listed.filter(|(_, (practice, _))| row.at.is_of(practice)).map(|(place, _)| place);
        match only(Box::new(as_listed)) {
            Err(Standing::NoPractice) => {
                let moved = self.practices.iter().enumerate();
                let moved = moved.filter(|(_, now)| now.as_ref().is_some_and(|(now, _)| row.at.is_of(now)));
                only(Box::new(moved.map(|(place, _)| place)))
            }
            found => found,
        }
    }

    /// Whether a practice is where another one is moved to.
    fn is_there(&self, to: Option<&Practice>) -> bool {
        let Some(to) = to else { return false };
        let key = SiteKey::of(to);
        self.practices.iter().flatten().any(|(practice, _)| key.is_as(to, &SiteKey::of(practice), practice))
    }

    /// Gives a practice another address. Another practice that is there already is the same from now on.
    fn move_to(&mut self, place: usize, to: &Practice, origin: &Origin) -> bool {
        let Some(Some((practice, from))) = self.practices.get_mut(place) else { return false };
        let key = SiteKey::of(to);
        let stays = key.is_as(to, &SiteKey::of(practice), practice);
        // At the same address only a better point is worth taking.
        if stays && to.accuracy >= practice.accuracy {
            return false;
        }
        if !stays {
            (practice.address, practice.city) = (to.address.clone(), to.city.clone());
            (practice.state, practice.zip) = (to.state, to.zip);
            from.address = origin.clone();
        }
        (practice.point, practice.accuracy) = (to.point, to.accuracy);
        from.point = origin.clone();
        let moved = practice.clone();
        for (other, slot) in self.practices.iter_mut().enumerate() {
            let same =
                |(there, _): &(Practice, PracticeProvenance)| key.is_as(&moved, &SiteKey::of(there), there);
            if other != place && slot.as_ref().is_some_and(same) {
                *slot = None;
            }
        }
        true
    }

    /// Gives facts about the provider. Taken apart by name, so that a new one cannot be forgotten.
    fn give(&mut self, facts: &Facts, origin: &Origin) -> bool {
        let Facts {
            name,
            gender,
            specialties,
            techniques,
            conditions,
            languages,
            insurance,
            accepting_new,
            telehealth,
            wheelchair,
            website,
            phone: _,
            practice_name: _,
        } = facts;
        let (to, from) = (&mut self.provider, &mut self.from);
        let mut changes = false;
        if let Some((person, organization)) = name {
            changes |= rename(to, from, person, organization, origin);
        }
        if let Some(specialties) = specialties {
            let same = |a: &[_], b: &[crate::domain::SpecialtyClaim]| {
                let ids = |claims: &[crate::domain::SpecialtyClaim]| {
                    claims.iter().map(|claim| claim.specialty).collect::<Vec<_>>()
                };
                ids(a) == ids(b)
            };
            if !same(&to.specialties, specialties) {
                to.specialties.clone_from(specialties);
                from.specialties = vec![origin.clone(); specialties.len()];
                changes = true;
            }
        }
        changes |= give_list((&mut to.techniques, &mut from.techniques), techniques.as_ref(), origin);
        changes |= give_list((&mut to.conditions, &mut from.conditions), conditions.as_ref(), origin);
        changes |= give_list((&mut to.languages, &mut from.languages), languages.as_ref(), origin);
        changes |= give_list((&mut to.insurance, &mut from.insurance), insurance.as_ref(), origin);
        changes |= give_fact((&mut to.accepting_new, &mut from.accepting_new), *accepting_new, origin);
        changes |= give_fact((&mut to.telehealth, &mut from.telehealth), *telehealth, origin);
        changes |= give_fact((&mut to.wheelchair, &mut from.wheelchair), *wheelchair, origin);
        changes |= give((&mut to.website, &mut from.website), website, origin);
        changes |=
            give((&mut to.gender, &mut from.gender), &gender.map_or(Stated::Silent, Stated::Is), origin);
        changes
    }
}

impl At {
    /// Whether a practice is the one; any is where nothing is stated.
    fn is_of(&self, practice: &Practice) -> bool {
        self.street.as_ref().is_none_or(|street| *street == street_key(&practice.address))
            && self.zip.is_none_or(|zip| Some(zip) == practice.zip)
    }
}

fn give_practice(to: &mut Practice, from: &mut PracticeProvenance, facts: &Facts, origin: &Origin) -> bool {
    let phone = give((&mut to.phone, &mut from.phone), &facts.phone, origin);
    give((&mut to.name, &mut from.name), &facts.practice_name, origin) || phone
}

/// Gives the name; what it is now is no further name any more.
fn rename(
    to: &mut Provider,
    from: &mut Provenance,
    person: &Name,
    organization: &Name,
    origin: &Origin,
) -> bool {
    let name = match to.kind() {
        ProviderKind::Person => person,
        ProviderKind::Organization => organization,
    };
    if to.name == *name {
        return false;
    }
    to.name.clone_from(name);
    from.name = origin.clone();
    let now = fold(&name.to_string());
    to.aliases.retain(|alias| fold(alias) != now);
    true
}

/// A fact and where it is from.
type Place<'p, T> = (&'p mut T, &'p mut Option<Origin>);

fn give<T: Clone + PartialEq>(
    (known, from): Place<'_, Option<T>>,
    given: &Stated<T>,
    origin: &Origin,
) -> bool {
    let given = match given {
        Stated::Silent => return false,
        Stated::Nothing => None,
        Stated::Is(given) => Some(given),
    };
    if given == known.as_ref() {
        return false;
    }
    *known = given.cloned();
    *from = known.is_some().then(|| origin.clone());
    true
}

fn give_list<T: Clone + PartialEq>(
    (known, from): Place<'_, Vec<T>>,
    given: Option<&Vec<T>>,
    origin: &Origin,
) -> bool {
    let Some(given) = given.filter(|given| *given != known) else { return false };
    known.clone_from(given);
    *from = (!given.is_empty()).then(|| origin.clone());
    true
}

fn give_fact((known, from): Place<'_, Fact>, given: Option<Fact>, origin: &Origin) -> bool {
    let Some(given) = given.filter(|given| given != known) else { return false };
    *known = given;
    *from = (given != Fact::Unknown).then(|| origin.clone());
    true
}
