//! What is judged of a record: how old it is, and which facts it lacks.
//!
//! In: a provider or practice, and the day it is judged by. Out: an [`Age`], or whether a [`Wanted`] fact is missing.

use crate::domain::{Fact, ProviderKind, RecordDate};
use crate::index::{PracticeView, RecordView};

/// How long ago a source or a correction last touched a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Days30,
    Days90,
    Days180,
    Days365,
    Years2,
    Years5,
    Older,
    Unknown,
}

impl Age {
    /// All, the freshest first.
    pub(super) const ALL: [Self; 8] = [
        Self::Days30,
        Self::Days90,
        Self::Days180,
        Self::Days365,
        Self::Years2,
        Self::Years5,
        Self::Older,
        Self::Unknown,
    ];

    /// The age on a day; a date in the future is as fresh as can be.
    pub(super) fn of(updated: Option<RecordDate>, as_of: RecordDate) -> Self {
        let Some(updated) = updated else { return Self::Unknown };
        match updated.days_until(as_of) {
            ..=30 => Self::Days30,
            31..=RecordDate::FRESH_DAYS => Self::Days90,
            91..=180 => Self::Days180,
            181..=365 => Self::Days365,
            366..=730 => Self::Years2,
            731..=1826 => Self::Years5,
            _ => Self::Older,
        }
    }

    /// Whether the pages call such a record "not verified with the practice".
    pub(super) const fn is_unverified(self) -> bool {
        !matches!(self, Self::Days30 | Self::Days90)
    }

    /// The name in JSON.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Days30 => "days_0_30",
            Self::Days90 => "days_31_90",
            Self::Days180 => "days_91_180",
            Self::Days365 => "days_181_365",
            Self::Years2 => "years_1_2",
            Self::Years5 => "years_2_5",
            Self::Older => "older",
            Self::Unknown => "unknown",
        }
    }

    /// In words.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Days30 => "30 days or less",
            Self::Days90 => "31 to 90 days",
            Self::Days180 => "91 to 180 days",
            Self::Days365 => "181 days to a year",
            Self::Years2 => "1 to 2 years",
            Self::Years5 => "2 to 5 years",
            Self::Older => "over 5 years",
            Self::Unknown => "unknown",
        }
    }
}

/// What a fact that may be missing is a fact about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum About {
    Practices,
    Providers,
    /// Providers who are persons.
    Persons,
}

impl About {
    /// The name in JSON and in words.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Practices => "practices",
            Self::Providers => "providers",
            Self::Persons => "persons",
        }
    }
}

/// A fact that people ask for and a list may not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Phone,
    Street,
    Zip,
    Website,
    Credentials,
    Gender,
    Detail,
    Languages,
    AcceptingNew,
    Telehealth,
    Wheelchair,
    Insurance,
}

impl Wanted {
    /// All, those about practices first.
    pub(super) const ALL: [Self; 12] = [
        Self::Phone,
        Self::Street,
        Self::Zip,
        Self::Website,
        Self::Credentials,
        Self::Gender,
        Self::Detail,
        Self::Languages,
        Self::AcceptingNew,
        Self::Telehealth,
        Self::Wheelchair,
        Self::Insurance,
    ];

    /// What it is a fact about.
    pub(super) const fn about(self) -> About {
        match self {
            Self::Phone | Self::Street | Self::Zip => About::Practices,
            Self::Credentials | Self::Gender => About::Persons,
            _ => About::Providers,
        }
    }

    /// Whether a practice lacks it.
    pub(super) fn is_missing_at(self, practice: &PracticeView<'_>) -> bool {
        match self {
            Self::Phone => practice.phone.is_none(),
            Self::Street => practice.address.is_empty(),
            Self::Zip => practice.zip.is_none(),
            _ => false,
        }
    }

    /// Whether a provider lacks it, practices aside.
    pub(super) fn is_missing_of(self, provider: &RecordView<'_>) -> bool {
        let person = provider.name.kind() == ProviderKind::Person;
        match self {
            Self::Phone | Self::Street | Self::Zip => false,
            Self::Website => provider.website.is_none(),
            Self::Credentials => person && provider.credentials.is_empty(),
            Self::Gender => person && provider.gender.is_none(),
            Self::Detail => provider.techniques.is_empty() && provider.conditions.is_empty(),
            Self::Languages => provider.languages.is_empty(),
            Self::AcceptingNew => provider.accepting_new == Fact::Unknown,
            Self::Telehealth => provider.telehealth == Fact::Unknown,
            Self::Wheelchair => provider.wheelchair == Fact::Unknown,
            Self::Insurance => provider.insurance.is_empty(),
        }
    }

    /// The name in JSON.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Street => "street",
            Self::Zip => "zip",
            Self::Website => "website",
            Self::Credentials => "credentials",
            Self::Gender => "gender",
            Self::Detail => "techniques_or_conditions",
            Self::Languages => "languages",
            Self::AcceptingNew => "accepting_new",
            Self::Telehealth => "telehealth",
            Self::Wheelchair => "wheelchair",
            Self::Insurance => "insurance",
        }
    }

    /// In words.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::Phone => "Phone",
            Self::Street => "Street address",
            Self::Zip => "ZIP code",
            Self::Website => "Website",
            Self::Credentials => "Credentials",
            Self::Gender => "Gender",
            Self::Detail => "Techniques or conditions",
            Self::Languages => "Languages",
            Self::AcceptingNew => "Accepts new patients",
            Self::Telehealth => "Telehealth",
            Self::Wheelchair => "Wheelchair access",
            Self::Insurance => "Insurance",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_a_records_life_has_one_age_and_only_the_first_90_are_verified() {
        let today = RecordDate::new(2026, 11, 26).expect("a day");
        let age = |days: i32| Age::of(RecordDate::from_days(today.days() - days).ok(), today);
        for (first, last, expected) in [
            (-400, 30, Age::Days30),
            (31, 90, Age::Days90),
            (91, 180, Age::Days180),
            (181, 365, Age::Days365),
            (366, 730, Age::Years2),
            (731, 1826, Age::Years5),
            (1827, 30_000, Age::Older),
        ] {
            for days in [first, i32::midpoint(first, last), last] {
                assert_eq!(age(days), expected, "{days} days");
                assert_eq!(age(days).is_unverified(), days > RecordDate::FRESH_DAYS, "{days} days");
            }
        }
        assert_eq!(Age::of(None, today), Age::Unknown);
        assert!(Age::Unknown.is_unverified());
    }

    #[test]
    fn each_fact_and_age_stands_once_in_its_order() {
        for (place, age) in Age::ALL.into_iter().enumerate() {
            assert_eq!(age as usize, place);
        }
        for (place, wanted) in Wanted::ALL.into_iter().enumerate() {
            assert_eq!(wanted as usize, place);
        }
    }
}
