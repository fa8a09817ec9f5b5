//! Columns of what somebody is: taxonomy codes, specialties, kinds of licence, degrees.
//!
//! In: what is left of a name without the words for whom and where. Out: a [`Said`], where it speaks of a profession.
//! Invariant: the further a word is from the profession itself (profession, kind of licence, kind of credential), the higher
//! its rank, so that a list that has several is read by the plainest.

use super::{BY_WORDS, Core, Field, LICENCE, Said};

/// Words for the kind of something.
const KINDS: [&str; 7] = ["type", "description", "category", "class", "classification", "name", "title"];

impl Core<'_> {
    /// What a column says of the profession.
    pub(super) fn profession(self) -> Option<Said> {
        self.taxonomy()
            .or_else(|| self.specialty())
            .or_else(|| self.kind_of_profession())
            .or_else(|| self.degree())
    }

    fn taxonomy(self) -> Option<Said> {
        if !self.left.any(&["taxonomy", "nucc"]) {
            return None;
        }
        let plain = ["taxonomy", "nucc", "code", "description", "classification", "name", "type"];
        let read = self.is_first() && self.left.only(&plain);
        Some(if read {
            Said::Field(Field::Taxonomies, BY_WORDS + usize::from(!self.left.any(&["code"])))
        } else {
            Said::Useless("a further taxonomy column")
        })
    }

    fn specialty(self) -> Option<Said> {
        if !self.left.any(&["specialty"]) {
            return None;
        }
        let further = self.left.any(&["secondary", "other", "additional", "sub", "secondaries"])
            || self.number.is_some_and(|number| number > 1);
        let plain =
            ["specialty", "description", "name", "type", "secondary", "additional", "other", "sub", "area"];
        Some(match (self.left.only(&plain), further) {
            (true, false) => Said::Field(Field::Specialty, BY_WORDS),
            (true, true) => Said::Field(Field::FurtherSpecialty, BY_WORDS),
            (false, _) => Said::Useless("not a specialty itself"),
        })
    }

    /// The profession by the kind of what a board gives out, or by the board.
    fn kind_of_profession(self) -> Option<Said> {
        let plain = |words: &[&str]| self.left.only(&[words, &KINDS[..]].concat());
        if self.left.any(&["profession", "occupation", "discipline"]) {
            let words = ["profession", "occupation", "discipline", "license", "code"];
            let coded = usize::from(self.left.any(&["code"])) * 3;
            return plain(&words).then_some(Said::Field(Field::Specialty, BY_WORDS + 2 + coded));
        }
        if self.left.any(&LICENCE[..4]) && self.left.any(&KINDS) {
            return plain(&LICENCE[..4]).then_some(Said::Field(Field::Specialty, BY_WORDS + 4));
        }
        if self.left.any(&["credential"]) && self.left.any(&["type", "description", "category", "class"]) {
            return plain(&["credential"]).then_some(Said::Field(Field::Specialty, BY_WORDS + 6));
        }
        let typed =
            self.person && self.is_one_of(&[&["type"], &["type", "description"], &["classification"]]);
        let by_board = self.is(&["board"]) || self.is(&["board", "name"]);
        (typed || by_board).then_some(Said::Field(Field::Specialty, BY_WORDS + 8))
    }

    fn degree(self) -> Option<Said> {
        let degree = self.is_one_of(&[
            &["credential"],
            &["degree"],
            &["designation"],
            &["designations"],
            &["post", "nominals"],
        ]);
        (degree && self.is_first()).then_some(Said::Field(Field::Credential, BY_WORDS))
    }
}
