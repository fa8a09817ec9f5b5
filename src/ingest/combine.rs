//! One provider of what several lists say of the same id.
//!
//! In: whole providers, one a list. Out: one provider, and where each of its facts is from. Invariants: what comes out
//! does not depend on the order in which lists were imported; what a fresher list knows is never overwritten, and what
//! it does not know never hides what another one knows.

use super::merge::{SiteKey, add_aliases};
use crate::domain::{
    Fact, ListName, Origin, Practice, PracticeProvenance, Practices, Provenance, Provider, RecordDate,
    SpecialtyClaim,
};

/// A provider of several lists.
#[derive(Debug, Clone, PartialEq)]
pub struct Combined {
    /// The provider.
    pub provider: Provider,
    /// Where its facts are from.
    pub provenance: Provenance,
}

/// Makes one provider of what several lists say of the same id: of each fact what the freshest list that knows it says.
/// `None` when there is no list.
///
/// - Lists are as fresh as their rows' last update; those without a date come last. Lists equally fresh are taken in
///   the order of their names, federal files and the bundled sample behind one's own.
/// - The name is the freshest list's; other names are found as further names, [`Provider::MAX_ALIASES`] at most. `source` and `updated` are that list's.
/// - Specialties of all lists are kept, the freshest list's main one first; practices too, where one address in two
///   spellings is one practice, with the fresher list's spelling, name and phone, and the most accurate point.
///
/// # Complexity
/// O(practices²) of one provider, who has at most [`Practices::MAX`] of them in each list.
pub fn combine(mut providers: Vec<Provider>) -> Option<Combined> {
    providers.sort_by_cached_key(|provider| {
        let age = std::cmp::Reverse(provider.updated.map(RecordDate::days));
        let is_federal = ListName::is_federal(provider.source.as_str());
        (age, is_federal, provider.source.clone())
    });
    let mut providers = providers.into_iter();
    let provider = providers.next()?;
    let provenance = Provenance::of(&provider);
    let mut combined = Combined { provider, provenance };
    for follower in providers {
        combined.fill_gaps(follower);
    }
    Some(combined)
}

impl Combined {
    /// Takes what is not known yet from a list that is less fresh. Taken apart by name, so that a new field cannot be
    /// forgotten.
    fn fill_gaps(&mut self, follower: Provider) {
        let origin = Origin { list: Some(follower.source.clone()), updated: follower.updated };
        let Provider {
            id: _,
            name,
            aliases,
            credentials,
            gender,
            specialties,
            techniques,
            conditions,
            languages,
            accepting_new,
            telehealth,
            wheelchair,
            insurance,
            website,
            practices,
            updated: _,
            source: _,
        } = follower;
        let (leader, from) = (&mut self.provider, &mut self.provenance);
        add_aliases(leader, std::iter::once(name.to_string()).chain(aliases));
        fill_list((&mut leader.credentials, &mut from.credentials), credentials, &origin);
        fill_list((&mut leader.techniques, &mut from.techniques), techniques, &origin);
        fill_list((&mut leader.conditions, &mut from.conditions), conditions, &origin);
        fill_list((&mut leader.languages, &mut from.languages), languages, &origin);
        fill_list((&mut leader.insurance, &mut from.insurance), insurance, &origin);
        fill((&mut leader.gender, &mut from.gender), gender, &origin);
        fill((&mut leader.website, &mut from.website), website, &origin);
        fill_fact((&mut leader.accepting_new, &mut from.accepting_new), accepting_new, &origin);
        fill_fact((&mut leader.telehealth, &mut from.telehealth), telehealth, &origin);
        fill_fact((&mut leader.wheelchair, &mut from.wheelchair), wheelchair, &origin);
        self.add_specialties(specialties, &origin);
        self.add_practices(&practices, &origin);
    }

    fn add_specialties(&mut self, further: Vec<SpecialtyClaim>, origin: &Origin) {
        let claims = std::mem::take(&mut self.provider.specialties);
        let leads = claims.iter().any(|claim| claim.primary);
        let mut all: Vec<(SpecialtyClaim, Origin)> =
            claims.into_iter().zip(std::mem::take(&mut self.provenance.specialties)).collect();
        for mut claim in further {
            if let Some((known, _)) = all.iter_mut().find(|(known, _)| known.specialty == claim.specialty) {
                known.taxonomy = known.taxonomy.or(claim.taxonomy);
            } else {
                claim.primary &= !leads;
                all.push((claim, origin.clone()));
            }
        }
        all.sort_by_key(|(claim, _)| !claim.primary);
        (self.provider.specialties, self.provenance.specialties) = all.into_iter().unzip();
    }

    fn add_practices(&mut self, further: &Practices, origin: &Origin) {
        let mut all: Vec<(SiteKey, Practice)> = self
            .provider
            .practices
            .iter()
            .map(|practice| (SiteKey::of(practice), practice.clone()))
            .collect();
        let from = &mut self.provenance.practices;
        for practice in further.iter() {
            let key = SiteKey::of(practice);
            let known = all.iter().position(|(known, there)| key.is_as(practice, known, there));
            if let Some(place) = known {
                if let (Some((_, known)), Some(from)) = (all.get_mut(place), from.get_mut(place)) {
                    enrich(known, practice, from, origin);
                }
            } else if all.len() < Practices::MAX {
                all.push((key, practice.clone()));
                from.push(PracticeProvenance::of(practice, origin));
            }
        }
        if let Some(practices) = Practices::from_vec(all.into_iter().map(|(_, practice)| practice).collect())
        {
            self.provider.practices = practices;
        }
    }
}

/// Takes what a practice lacks from what another list says of the same address.
fn enrich(known: &mut Practice, other: &Practice, from: &mut PracticeProvenance, origin: &Origin) {
    fill((&mut known.phone, &mut from.phone), other.phone, origin);
    fill((&mut known.name, &mut from.name), other.name.clone(), origin);
    known.zip = known.zip.or(other.zip);
    if other.accuracy < known.accuracy {
        (known.point, known.accuracy) = (other.point, other.accuracy);
        from.point = origin.clone();
    }
}

/// A fact and where it is from.
type Place<'p, T> = (&'p mut T, &'p mut Option<Origin>);

fn fill<T>((known, from): Place<'_, Option<T>>, other: Option<T>, origin: &Origin) {
    if known.is_none() && other.is_some() {
        (*known, *from) = (other, Some(origin.clone()));
    }
}

fn fill_list<T>((known, from): Place<'_, Vec<T>>, other: Vec<T>, origin: &Origin) {
    if known.is_empty() && !other.is_empty() {
        (*known, *from) = (other, Some(origin.clone()));
    }
}

fn fill_fact((known, from): Place<'_, Fact>, other: Fact, origin: &Origin) {
    if *known == Fact::Unknown && other != Fact::Unknown {
        (*known, *from) = (other, Some(origin.clone()));
    }
}

#[cfg(test)]
mod tests;
