//! Everything an answer says to its reader besides the results: one [`Remark`] a situation, its stable code, and its
//! text in English and Spanish.
//!
//! In: remarks, collected while a question is read and run. Out: [`Notice`]s. Invariants: codes are stable and listed
//! in `CONTRACT.md`; every remark has both languages; what is most needed stands first.

mod reach;
mod whereabouts;

use super::answer::{Alternative, Beyond, Notice};
use super::meant::Meant;
use super::parse;
use crate::domain::{Reach, RecordDate, Units};
use crate::vocabulary::{Lang, Vocabulary};

/// The most words left out that a text names; all stand in the interpretation.
const NAMED_WORDS: usize = 8;

/// Something the reader should know, before it is put into words. The order is that of weight.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Remark {
    /// Nothing of the question was understood, and no name matches.
    NotUnderstood,
    /// A profession that the finder does not list: a row of the out-of-scope table.
    OutOfScope(usize),
    /// "near me" or a radius in words, and nobody said where.
    LocationNeeded,
    /// No provider has the NPI that was typed.
    UnknownNpi,
    /// `near` beats the place in the question.
    PlaceIgnored,
    /// The point is where nobody is, and would not be with its numbers the other way round.
    PointSwapped,
    /// A place was misspelt; the one used.
    PlaceCorrected(String),
    /// A village's name was taken for a slip in a city's.
    CityMeant {
        /// The city.
        city: String,
        /// The village.
        village: String,
    },
    /// Somebody is called so, and a town that is meant oftener.
    TownLikelier {
        /// The name, folded.
        name: String,
        /// The town.
        place: String,
    },
    /// Nobody is called so, and a town is.
    TownMeant {
        /// The name, folded.
        name: String,
        /// The town.
        place: String,
    },
    /// Somebody is called so, and a town too, which may be meant.
    TownPossible {
        /// The name, folded.
        name: String,
        /// The town.
        place: String,
    },
    /// Several places have that name: the one chosen, and the others.
    PlaceAmbiguous {
        /// The most populous, which was searched around, or a state, which was searched as a whole.
        chosen: String,
        /// Whether it is a state.
        is_state: bool,
        /// The others.
        others: Vec<String>,
    },
    /// Several places have that name, and somebody who is asked for is in this one.
    TownOfName {
        /// The name that is asked for, folded.
        name: String,
        /// The town.
        place: String,
        /// The others, the largest first.
        others: Vec<String>,
    },
    /// The question names several places, of which the first counts.
    FirstPlace {
        /// The one that was searched around.
        used: String,
        /// The others.
        others: Vec<String>,
    },
    /// What the parser says of words it could not use, by its code.
    OfWords(&'static str),
    /// Words that match no name were left out.
    WordsIgnored(Vec<String>),
    /// Nobody bears a name as typed; how somebody spells it.
    DidYouMean(Meant),
    /// Too few were found, so the search looks further.
    RadiusWidened {
        /// How many were found within the asked radius.
        found: u64,
        /// The asked or default radius.
        asked: Reach,
        /// The radius used.
        used: Reach,
        /// How far one has to look for three, where that is to be told.
        beyond: Option<Beyond>,
    },
    /// Too few are within the radius, and the search kept to it or found no more beyond.
    FewWithin {
        /// How many were found.
        found: u64,
        /// The radius.
        within: Reach,
        /// How far one has to look for three.
        beyond: Beyond,
    },
    /// Nobody matches anywhere; without a part of the question somebody does.
    TryWithout(Vec<Alternative>),
    /// No place was given.
    NoPlace,
    /// Words beyond the 64th were not read.
    TextCut,
    /// The answer comes from the bundled sample.
    SampleData {
        /// The day its newest record was touched.
        newest: Option<RecordDate>,
    },
}

/// What remarks are put into words with.
#[derive(Debug, Clone, Copy)]
pub(super) struct Voice<'v> {
    pub vocabulary: &'v Vocabulary,
    pub lang: Lang,
    pub units: Units,
}

/// Puts remarks into words, the weightiest first, each code once except professions, of which each is answered.
pub(super) fn notices(mut remarks: Vec<Remark>, voice: Voice<'_>) -> Vec<Notice> {
    remarks.sort_by_key(Remark::rank);
    remarks.dedup();
    remarks.iter().map(|remark| remark.notice(voice)).collect()
}

impl Remark {
    /// Whether it tells that another place than the one typed is searched.
    pub(super) fn corrects_place(&self) -> bool {
        matches!(self, Self::PlaceCorrected(_) | Self::CityMeant { .. })
    }

    /// The stable code.
    pub(super) fn code(&self) -> &'static str {
        match self {
            Self::NotUnderstood => "not_understood",
            Self::OutOfScope(_) => "out_of_scope",
            Self::LocationNeeded => "location_needed",
            Self::UnknownNpi => "unknown_npi",
            Self::PlaceIgnored => "place_ignored",
            Self::PointSwapped => "point_swapped",
            Self::PlaceCorrected(_) | Self::CityMeant { .. } => "place_corrected",
            Self::TownMeant { .. } | Self::TownLikelier { .. } => "town_meant",
            Self::TownPossible { .. } => "town_possible",
            Self::PlaceAmbiguous { .. } | Self::TownOfName { .. } => "place_ambiguous",
            Self::FirstPlace { .. } => "places_left_out",
            Self::OfWords(code) => code,
            Self::WordsIgnored(_) => "words_ignored",
            Self::DidYouMean(_) => "did_you_mean",
            Self::RadiusWidened { .. } => "radius_widened",
            Self::FewWithin { .. } => "few_within",
            Self::TryWithout(_) => "try_without",
            Self::NoPlace => "no_place",
            Self::TextCut => "text_cut",
            Self::SampleData { .. } => "sample_data",
        }
    }

    fn rank(&self) -> (u8, usize) {
        match self {
            Self::NotUnderstood => (0, 0),
            Self::OutOfScope(row) => (1, *row),
            Self::LocationNeeded => (2, 0),
            Self::UnknownNpi => (3, 0),
            Self::PlaceIgnored => (4, 0),
            Self::PointSwapped
            | Self::TownMeant { .. }
            | Self::TownLikelier { .. }
            | Self::TownPossible { .. }
            | Self::PlaceCorrected(_)
            | Self::CityMeant { .. }
            | Self::PlaceAmbiguous { .. }
            | Self::TownOfName { .. }
            | Self::FirstPlace { .. } => (5, 0),
            Self::OfWords(_) => (6, 0),
            Self::WordsIgnored(_) => (7, 0),
            Self::DidYouMean(_) => (8, 0),
            Self::RadiusWidened { .. } => (9, 0),
            Self::FewWithin { .. } => (10, 0),
            Self::TryWithout(_) => (11, 0),
            Self::NoPlace => (12, 0),
            Self::TextCut => (13, 0),
            Self::SampleData { .. } => (14, 0),
        }
    }

    fn notice(&self, voice: Voice<'_>) -> Notice {
        let message = match voice.lang {
            Lang::En => self.english(voice),
            Lang::Es => self.spanish(voice),
        };
        Notice { code: self.code(), message }
    }

    fn english(&self, voice: Voice<'_>) -> String {
        match self {
            Self::NotUnderstood => {
                "The question was not understood. Name a specialty, a complaint, a technique or a provider, \
                 such as “neck pain” or “chiropractor”."
                    .into()
            }
            Self::OutOfScope(row) => out_of_scope_english(*row, voice),
            Self::LocationNeeded => {
                "Add a ZIP code or a city to say where; the question alone does not tell.".into()
            }
            Self::UnknownNpi => "No provider with this NPI is in the list.".into(),
            Self::PlaceIgnored
            | Self::PointSwapped
            | Self::PlaceCorrected(_)
            | Self::CityMeant { .. }
            | Self::TownLikelier { .. }
            | Self::TownMeant { .. }
            | Self::TownPossible { .. }
            | Self::PlaceAmbiguous { .. }
            | Self::TownOfName { .. }
            | Self::FirstPlace { .. } => whereabouts::english(self),
            Self::OfWords(code) => parse::message(code, Lang::En).unwrap_or_default().into(),
            Self::WordsIgnored(words) => {
                format!("We searched without these words: {}", listed(words))
            }
            Self::DidYouMean(Meant { asked, spelled, shown: true }) => format!(
                "Did you mean “{spelled}”? Nobody who fits is called “{asked}”, so names that differ by a letter or \
                 two are shown."
            ),
            Self::DidYouMean(Meant { asked, spelled, shown: false }) => {
                format!("Did you mean “{spelled}”? Nobody who fits is called “{asked}”.")
            }
            Self::RadiusWidened { found, asked, used, beyond } => {
                reach::widened(*found, *asked, *used, *beyond, voice)
            }
            Self::FewWithin { found, within, beyond } => reach::few_within(*found, *within, *beyond, voice),
            Self::TryWithout(alternatives) => reach::try_without(alternatives, voice),
            Self::NoPlace => "No place was given, so distances are not shown and do not count.".into(),
            Self::TextCut => "Only the first 64 words of the question were read.".into(),
            Self::SampleData { newest } => {
                let as_of = newest.map(|day| format!(", last updated {day}")).unwrap_or_default();
                format!(
                    "This is the bundled sample: a part of the federal provider list (NPPES){as_of}. Import a \
                     current list for real use."
                )
            }
        }
    }

    fn spanish(&self, voice: Voice<'_>) -> String {
        match self {
            Self::NotUnderstood => {
                "No se entendió la pregunta. Nombre una especialidad, una molestia, una técnica o un \
                 profesional, por ejemplo “dolor de cuello” o “quiropráctico”."
                    .into()
            }
            Self::OutOfScope(row) => out_of_scope_spanish(*row, voice),
            Self::LocationNeeded => {
                "Añada un código postal o una ciudad para indicar dónde; la pregunta por sí sola no lo dice."
                    .into()
            }
            Self::UnknownNpi => "Ningún profesional de la lista tiene este NPI.".into(),
            Self::PlaceIgnored
            | Self::PointSwapped
            | Self::PlaceCorrected(_)
            | Self::CityMeant { .. }
            | Self::TownLikelier { .. }
            | Self::TownMeant { .. }
            | Self::TownPossible { .. }
            | Self::PlaceAmbiguous { .. }
            | Self::TownOfName { .. }
            | Self::FirstPlace { .. } => whereabouts::spanish(self),
            Self::OfWords(code) => parse::message(code, Lang::Es).unwrap_or_default().into(),
            Self::WordsIgnored(words) => {
                format!("Buscamos sin estas palabras: {}", listed(words))
            }
            Self::DidYouMean(Meant { asked, spelled, shown: true }) => format!(
                "¿Quiso decir “{spelled}”? Nadie que corresponda se llama “{asked}”; se muestran nombres que difieren en \
                 una o dos letras."
            ),
            Self::DidYouMean(Meant { asked, spelled, shown: false }) => {
                format!("¿Quiso decir “{spelled}”? Nadie que corresponda se llama “{asked}”.")
            }
            Self::RadiusWidened { found, asked, used, beyond } => {
                reach::widened(*found, *asked, *used, *beyond, voice)
            }
            Self::FewWithin { found, within, beyond } => reach::few_within(*found, *within, *beyond, voice),
            Self::TryWithout(alternatives) => reach::try_without(alternatives, voice),
            Self::NoPlace => {
                "No se indicó ningún lugar, por lo que las distancias no se muestran ni cuentan.".into()
            }
            Self::TextCut => "Solo se leyeron las primeras 64 palabras de la pregunta.".into(),
            Self::SampleData { newest } => {
                let as_of =
                    newest.map(|day| format!(", actualizada por última vez el {day}")).unwrap_or_default();
                format!(
                    "Esta es la muestra incluida: una parte de la lista federal de profesionales \
                     (NPPES){as_of}. Importe una lista actual para el uso real."
                )
            }
        }
    }
}

/// Words with commas between them and a full stop behind, or an ellipsis where there are more.
fn listed(words: &[String]) -> String {
    let named: Vec<&str> = words.iter().take(NAMED_WORDS).map(String::as_str).collect();
    let end = if words.len() > NAMED_WORDS { ", …" } else { "." };
    named.join(", ") + end
}

fn out_of_scope_english(row: usize, voice: Voice<'_>) -> String {
    let Some(entry) = voice.vocabulary.out_of_scope().get(row) else {
        return "This finder does not list that profession.".into();
    };
    let mut text = format!("This finder does not list that profession ({}). {}", entry.term, entry.message);
    if let Some(offer) = entry.offer {
        text.push_str(" Listed here and perhaps of help: ");
        text.push_str(&voice.vocabulary.specialty(offer).plural);
        text.push('.');
    }
    text
}

fn out_of_scope_spanish(row: usize, voice: Voice<'_>) -> String {
    let Some(entry) = voice.vocabulary.out_of_scope().get(row) else {
        return "Este buscador no incluye esa profesión.".into();
    };
    let (term, message) = (entry.term(Lang::Es), entry.message(Lang::Es));
    let mut text = format!("Este buscador no incluye esa profesión ({term}). {message}");
    if let Some(offer) = entry.offer {
        text.push_str(" Aquí sí figuran y quizá le sirvan: ");
        text.push_str(voice.vocabulary.specialty(offer).plural(Lang::Es));
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests;
