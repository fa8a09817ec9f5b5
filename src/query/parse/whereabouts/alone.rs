//! Whether a town's name that no word leads to is meant as a place.
//!
//! In: the sentence, and a place in it. Out: yes or no. Invariant: a word, or somebody's name, is a place only where the
//! words around it say so, or the town is too large to be missed.

use super::super::sentence::Sentence;
use super::super::stop_words;
use super::super::view::{View, is_concept};
use super::rim::of_part;
use super::{BIG_CITY, SET_APART};
use crate::places::{CityWord, PlaceForm};

/// A city whose name is a city's only, or has several words, counts from so many people on.
const TOWN: u32 = 5_000;

/// A name that is a city's only counts behind a person's name from so many people on.
const SURELY_CITY: u32 = 50_000;

/// Whether a city or state without a marker is likelier meant as a place than as a word or somebody's name.
pub(super) fn is_place_enough(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    index: usize,
    form: PlaceForm,
    end: usize,
) -> bool {
    let before = (index - usize::from(of_part(sentence, index))).checked_sub(1);
    let parted = before.is_some_and(|before| sentence.is_parted(before));
    let behind_name = !parted
        && before.is_some_and(|before| {
            let word = sentence.word(before);
            view.may_be_name(sentence, before) && !(stop_words::is_title(word) || stop_words::is_body(word))
        });
    let name_of_people =
        end == index + 1 && view.places.city_word(sentence.word(index)) != CityWord::CityOnly;
    let behind_title = name_of_people
        && before.is_some_and(|before| {
            // `back pain doctor Denver`
            let profession = view.covering(before).any(|known| known.count > 1 && is_concept(known));
            stop_words::is_title(sentence.word(before)) && !profession
        });
    let behind_person =
        before.is_some_and(|before| matches!(sentence.word(before), "dr" | "dra" | "mr" | "mrs" | "ms"));
    let behind_concept = before.is_some_and(|before| {
        !sentence.is_free(before)
            || view.covering(before).any(is_concept)
            || stop_words::is_stop_word(sentence.word(before))
    });
    match form {
        PlaceForm::State => !(behind_name || behind_person),
        PlaceForm::City { .. } if behind_title => false,
        PlaceForm::City { population } if end > index + 1 => population >= TOWN,
        PlaceForm::City { population } => {
            let word = sentence.word(index);
            let usual = match view.places.city_word(word) {
                CityWord::CityOnly => population >= TOWN,
                // `Madison DC` is somebody with a degree, `Naperville DC` a city and who is looked for.
                CityWord::Name => population >= BIG_CITY && !view.degree_at(end),
                CityWord::Rarely | CityWord::Word => false,
            };
            let set_apart = parted
                && behind_concept
                && population >= SET_APART
                && view.places.city_word(word) != CityWord::Word;
            // A big city of a name that is nothing else stands behind names, too: `kowalski milwaukee`.
            let city_only = view.places.city_word(word) == CityWord::CityOnly && population >= SURELY_CITY;
            word.len() > 2 && (set_apart || usual && (!behind_name || city_only && !behind_person))
        }
        PlaceForm::Zip | PlaceForm::Point | PlaceForm::CityAndState { .. } => false,
    }
}
