//! What is planted in a made list: one person told twice in some way, or two who look alike.

/// What was planted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::duplicates) enum Kind {
    /// One person: `Bob` and `Robert`.
    Nickname,
    /// `R` and `Robert`.
    Initial,
    /// With and without a middle name, or with its first letter.
    Middle,
    /// `Garcia-Lopez` and `Garcia`.
    Half,
    /// `Muñoz` and `Munoz`.
    Accents,
    /// `Kowalski` and `Kowalksi`.
    FamilyTypo,
    /// `Robert` and `Rpbert`.
    GivenTypo,
    /// `Jane Doe, DC, CCSP` and `Dr. Jane Doe`.
    Credentials,
    /// `DOE, JANE A` and `Jane A Doe`.
    Order,
    /// The same name, and another practice of the same city.
    OtherSite,
    /// The same name, and another practice with the same phone.
    OtherSiteSamePhone,
    /// Two people: Jr. and Sr. at one practice.
    FatherAndSon,
    /// One of them without a suffix.
    SonOnly,
    /// One name, one city, all else different.
    Namesakes,
    /// One house, one phone, one family name.
    Couple,
    /// As [`Kind::Couple`], with given names that differ by a letter or two.
    Siblings,
    /// One name at one practice, with other middle names.
    OtherMiddle,
    /// One name in one ZIP code, a man and a woman.
    OtherGender,
    /// One given name at one practice.
    Colleagues,
}

impl Kind {
    /// Whether it is one person.
    pub(in crate::duplicates) fn is_duplicate(self) -> bool {
        self < Self::FatherAndSon
    }

    pub(super) const DUPLICATES: [Self; 11] = [
        Self::Nickname,
        Self::Initial,
        Self::Middle,
        Self::Half,
        Self::Accents,
        Self::FamilyTypo,
        Self::GivenTypo,
        Self::Credentials,
        Self::Order,
        Self::OtherSite,
        Self::OtherSiteSamePhone,
    ];

    pub(super) const TWO_PEOPLE: [Self; 8] = [
        Self::FatherAndSon,
        Self::SonOnly,
        Self::Namesakes,
        Self::Couple,
        Self::Siblings,
        Self::OtherMiddle,
        Self::OtherGender,
        Self::Colleagues,
    ];
}
