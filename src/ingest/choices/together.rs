//! What only the columns together say: who is named where no column is, a second column of professions, family names
//! first.
//!
//! In and out: the choices. Invariant: what a name or the caller's map settled stays what it is called.

use super::{Choice, TAKEN};
use crate::ingest::content::Kind;
use crate::ingest::field::Field;
use crate::ingest::mapping::Why;
use crate::ingest::sample::Sample;
use crate::ingest::{Look, headers, validate};

/// Where no column names anybody, the only unknown one whose name speaks of a name or title does: `MMIS NAME`.
pub(super) fn name_somebody(header: &[String], choices: &mut [Choice], sample: &Sample) {
    let names = [Field::Name, Field::FamilyFirst, Field::LastName, Field::Organization];
    if choices.iter().any(|choice| choice.field().is_some_and(|field| names.contains(&field))) {
        return;
    }
    let speaks = |column: usize| {
        let words = headers::words(&header[column]);
        let other = ["user", "file", "list", "street", "city", "county", "plan", "network", "job"];
        words.iter().any(|word| word == "name" || word == "title")
            && !words.iter().any(|word| other.contains(&word.as_str()))
            && sample.has_names(column)
    };
    let mut speaking = (0..choices.len()).filter(|&column| choices[column] == Choice::Open && speaks(column));
    if let (Some(column), None) = (speaking.next(), speaking.next()) {
        choices[column] = Choice::Field(Field::Name, headers::LAST, Why::Content("names"));
    }
}

/// A column of names that has no commas may still write family names first; what people are called shows it.
pub(super) fn family_first(choices: &mut [Choice], sample: &Sample, look: &Look<'_>) {
    let names = |choice: &Choice| match *choice {
        Choice::Field(Field::Name, rank, why) if why != Why::Map => Some((rank, why)),
        _ => None,
    };
    let column = (0..choices.len()).filter_map(|column| Some((names(&choices[column])?, column)));
    let Some(((rank, why), column)) = column.min_by_key(|((rank, _), _)| *rank) else { return };
    if sample.has_family_names_first(column, look.vocabulary) {
        choices[column] = Choice::Field(Field::FamilyFirst, rank, why);
    }
}

/// Of several columns of professions the best one counts, and another one where that is empty.
pub(super) fn second_profession(choices: &mut [Choice], sample: &Sample, look: &Look<'_>) {
    let rank = |choice: &Choice| match *choice {
        Choice::Field(Field::Specialty, rank, _) => Some(rank),
        _ => None,
    };
    let best = (0..choices.len()).filter(|&column| rank(&choices[column]).is_some());
    let Some(best) = best.min_by_key(|&column| rank(&choices[column])) else { return };
    let gaps = sample.filled(best).len() < sample.values(best).len();
    let there = choices.iter().any(|choice| choice.field() == Some(Field::SpecialtyElse));
    if !gaps || there {
        return;
    }
    // Where the best one is empty, this one must mostly say something.
    let tells = |column: usize| {
        let pairs = sample.values(best).iter().zip(sample.values(column));
        let gaps: Vec<&str> = pairs
            .filter(|(value, _)| validate::is_nothing(value.trim()))
            .map(|(_, other)| other.as_str())
            .collect();
        let professions = gaps.iter().filter(|value| validate::names_a_profession(value, look.vocabulary));
        professions.count() * 2 > gaps.len()
    };
    let other = (0..choices.len()).filter(|&column| column != best).find(|&column| {
        let meant = match choices[column] {
            Choice::Field(Field::Specialty, _, why) => why != Why::Map,
            Choice::Left(why) => why == TAKEN,
            _ => false,
        };
        meant && tells(column)
    });
    if let Some(column) = other {
        let why = match choices[column] {
            Choice::Field(_, _, why) => why,
            _ => Why::Content(Kind::Specialty.what()),
        };
        choices[column] = Choice::Field(Field::SpecialtyElse, headers::LAST, why);
    }
}
