//! Columns of what somebody is called: NPIs, names and their parts, organizations.
//!
//! In: what is left of a name without the words for whom and where, and all of its words. Out: a [`Said`], where it speaks
//! of a name or number. Invariants: a former name and a school fill nothing; a group's own number is never the person's.

use super::{BY_WORDS, Core, Field, Private, Said, Words};

impl Core<'_> {
    /// Who a column names.
    pub(super) fn names(self, all: Words<'_>) -> Option<Said> {
        self.of_others()
            .or_else(|| self.npi(all))
            .or_else(|| self.part_of_name())
            .or_else(|| self.whole_name())
            .or_else(|| self.by_whom_alone(all))
    }

    /// Names that are not theirs, or not any more.
    fn of_others(self) -> Option<Said> {
        const FORMER: [&str; 9] =
            ["previous", "former", "prior", "old", "maiden", "alternate", "other", "alias", "aka"];
        const SCHOOLS: [&str; 6] = ["school", "college", "university", "hospital", "medical", "education"];
        if self.left.any(&FORMER) {
            return Some(Said::Useless("a former or further name or address"));
        }
        self.left.any(&SCHOOLS).then_some(Said::Useless("a school or hospital"))
    }

    fn npi(self, all: Words<'_>) -> Option<Said> {
        let named =
            self.is(&["npi"]) || self.is(&["npi", "number"]) || self.left.all(&["national", "identifier"]);
        // A group's own number is not the person's.
        let of_group =
            all.any(&["group", "organization", "facility", "business", "practice"]) && !self.person;
        named.then_some(if of_group {
            Said::Never(Private::Identifier)
        } else {
            Said::Field(Field::Npi, BY_WORDS)
        })
    }

    fn part_of_name(self) -> Option<Said> {
        let named =
            self.left.only(&["name", "last", "first", "middle", "suffix", "initial", "display", "entity"]);
        let about = |asked: &str| named && self.left.any(&[asked]);
        // `Last, First`: the whole name in one column.
        if about("last") && about("first") {
            return Some(Said::Field(Field::Name, BY_WORDS));
        }
        let parts = [
            ("last", Field::LastName),
            ("first", Field::FirstName),
            ("middle", Field::MiddleName),
            ("suffix", Field::Suffix),
        ];
        let part = parts.into_iter().find(|(word, _)| about(word));
        part.map(|(_, field)| Said::Field(field, BY_WORDS))
    }

    fn whole_name(self) -> Option<Said> {
        if self.is_one_of(&[&["dba"], &["dba", "name"], &["doing", "as"], &["doing", "as", "name"]]) {
            return Some(Said::Field(Field::Organization, BY_WORDS + 2));
        }
        let only_place = self.place && !self.person;
        let field = if only_place { Field::Organization } else { Field::Name };
        let named = self.is_one_of(&[&["name"], &["display", "name"], &["entity", "name"]]);
        named.then_some(Said::Field(field, BY_WORDS))
    }

    /// `Licensee`, `Provider`: the name, by the word for the person alone.
    fn by_whom_alone(self, all: Words<'_>) -> Option<Said> {
        let alone = self.left.0.is_empty() && self.number.is_none() && all.0.len() == 1;
        if alone && all.any(&["licensee", "practitioner", "provider", "clinician"]) {
            Some(Said::Field(Field::Name, BY_WORDS + 4))
        } else if alone && all.any(&["firm", "facility"]) {
            Some(Said::Field(Field::Organization, BY_WORDS + 4))
        } else {
            None
        }
    }
}
