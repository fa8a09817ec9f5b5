//! Remarks in both languages, the weightiest first.

use super::*;
use crate::domain::Radius;

fn within(miles: f64) -> Reach {
    Reach::Within(Radius::from_miles(miles).expect("a radius"))
}

#[test]
fn every_remark_has_both_languages_and_the_weightiest_stands_first() {
    let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
    let remarks = || {
        vec![
            Remark::SampleData { newest: "2016-03-14".parse().ok() },
            Remark::TextCut,
            Remark::NoPlace,
            Remark::RadiusWidened { found: 0, asked: within(5.0), used: within(10.0), beyond: None },
            Remark::FewWithin {
                found: 1,
                within: within(5.0),
                beyond: Beyond { everywhere: 2, enough: None },
            },
            Remark::TryWithout(Vec::new()),
            Remark::DidYouMean(Meant { asked: "kowalsky".into(), spelled: "Kowalski".into(), shown: true }),
            Remark::WordsIgnored(vec!["zzyzx".into()]),
            Remark::OfWords(parse::FILTER_NOT_LISTED),
            Remark::OfWords(parse::RADIUS_IGNORED),
            Remark::PlaceAmbiguous {
                is_state: false,
                chosen: "Springfield, MO".into(),
                others: vec!["Springfield, MA".into()],
            },
            Remark::TownOfName {
                name: "doe".into(),
                place: "Troy, OH".into(),
                others: vec!["Troy, MI".into()],
            },
            Remark::FirstPlace { used: "Mesa, AZ".into(), others: vec!["Tempe, AZ".into()] },
            Remark::PlaceCorrected("Tucson, AZ".into()),
            Remark::CityMeant { city: "Houston, TX".into(), village: "Huston, ID".into() },
            Remark::TownLikelier { name: "troy".into(), place: "Troy, MI".into() },
            Remark::TownMeant { name: "lincoln".into(), place: "Lincoln, NE".into() },
            Remark::TownPossible { name: "jackson".into(), place: "Jackson, MS".into() },
            Remark::PointSwapped,
            Remark::PlaceIgnored,
            Remark::UnknownNpi,
            Remark::LocationNeeded,
            Remark::OutOfScope(2),
            Remark::NotUnderstood,
            Remark::NotUnderstood,
        ]
    };
    let voice = |lang| Voice { vocabulary: &vocabulary, lang, units: Units::Miles };
    let english = notices(remarks(), voice(Lang::En));
    let spanish = notices(remarks(), voice(Lang::Es));
    assert_eq!(english.len(), 24);
    assert_eq!(english.first().map(|notice| notice.code), Some("not_understood"));
    assert_eq!(english.last().map(|notice| notice.code), Some("sample_data"));
    for (en, es) in english.iter().zip(&spanish) {
        assert_eq!(en.code, es.code);
        assert_ne!(en.message, es.message);
        assert!(!en.message.is_empty() && !es.message.is_empty());
    }
}

#[test]
fn at_most_eight_words_left_out_are_named() {
    let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
    let told = |count: usize, lang| {
        let words = "a b c d e f g h i j".split(' ').take(count).map(str::to_owned).collect();
        Remark::WordsIgnored(words)
            .notice(Voice { vocabulary: &vocabulary, lang, units: Units::Miles })
            .message
    };
    assert_eq!(told(2, Lang::En), "We searched without these words: a, b.");
    assert_eq!(told(8, Lang::En), "We searched without these words: a, b, c, d, e, f, g, h.");
    assert_eq!(told(9, Lang::En), "We searched without these words: a, b, c, d, e, f, g, h, …");
    assert_eq!(told(1, Lang::Es), "Buscamos sin estas palabras: a.");
    assert_eq!(told(10, Lang::Es), "Buscamos sin estas palabras: a, b, c, d, e, f, g, h, …");
}

#[test]
fn an_unlisted_profession_gets_the_reason_and_an_offer() {
    let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
    let row = vocabulary.out_of_scope().iter().position(|entry| entry.term == "dentist").expect("a row");
    let voice = |lang| Voice { vocabulary: &vocabulary, lang, units: Units::Miles };
    let english = Remark::OutOfScope(row).notice(voice(Lang::En)).message;
    assert!(
        english
            .starts_with("This finder does not list that profession (dentist). Dentists look after teeth."),
        "{english}"
    );
    assert!(english.contains("Listed here"), "{english}");
    let spanish = Remark::OutOfScope(row).notice(voice(Lang::Es)).message;
    assert!(
        spanish.starts_with("Este buscador no incluye esa profesión (dentista). Se ocupa de los dientes."),
        "{spanish}"
    );
    assert!(spanish.ends_with("quizá le sirvan: Odontólogos de dolor orofacial."), "{spanish}");
}
