//! What questions are understood to mean, as one line each.

use super::*;
use crate::domain::Gender;
use crate::query::intent::Reading;
use proptest::prelude::*;
use std::sync::LazyLock;

mod alike;
mod apart;
mod beside;
mod first_place;
mod points;
mod professions;
mod said;
mod told;
mod towns;
mod whereabouts;
mod wider;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("the tables load"));
static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("the tables load"));

pub(super) fn intent(text: &str) -> Intent {
    parse(text, &VOCABULARY, &PLACES).0
}

/// The intent's parts that are not empty, in the order of its fields.
fn summary(intent: &Intent) -> String {
    fn list<T>(name: &str, items: &[T], show: impl Fn(&T) -> String) -> Option<String> {
        let shown: Vec<String> = items.iter().map(show).collect();
        (!shown.is_empty()).then(|| format!("{name}={}", shown.join("+")))
    }
    let filters = &intent.filters;
    let radius = intent.radius.map(|reach| match reach.edge() {
        Some(edge) => format!("radius={:.0}", edge.get()),
        None => "radius=any".to_owned(),
    });
    let parts = [
        list("s", &intent.specialties, |reading| VOCABULARY.specialty(reading.concept).id.clone()),
        list("c", &intent.conditions, |reading| VOCABULARY.condition(reading.concept).id.clone()),
        list("t", &intent.techniques, |reading| VOCABULARY.technique(reading.concept).id.clone()),
        list("gender", &filters.gender, |gender| gender.map_or("", Gender::as_str).to_owned()),
        list("language", &filters.languages, ToString::to_string),
        list("accepting", &filters.accepting_new, |fact| fact.as_str().to_owned()),
        list("telehealth", &filters.telehealth, |fact| fact.as_str().to_owned()),
        list("wheelchair", &filters.wheelchair, |fact| fact.as_str().to_owned()),
        list("kind", &filters.kind, |kind| kind.as_str().to_owned()),
        list("credential", &filters.credentials, ToString::to_string),
        list("not", &filters.exclude, |id| VOCABULARY.specialty(*id).id.clone()),
        list("w", &intent.words, Clone::clone),
        intent.place.as_ref().map(|reading| format!("place={}", reading.concept.label)),
        intent.unknown_place.as_ref().map(|reading| format!("unknown={}", reading.matched)),
        radius,
        intent.near_me.then(|| "near_me".to_owned()),
        intent.nearest.then(|| "nearest".to_owned()),
        intent.npi.map(|npi| format!("npi={npi}")),
        list("out", &intent.out_of_scope, |reading| VOCABULARY.out_of_scope()[reading.concept].term.clone()),
        list("ignored", &intent.ignored, Clone::clone),
        intent.cut.then(|| "cut".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong: Vec<String> = cases
        .iter()
        .map(|(text, expected)| (text, expected, summary(&intent(text))))
        .filter(|(_, expected, read)| read != *expected)
        .map(|(text, expected, read)| format!("{text}\n  expected {expected}\n  read     {read}"))
        .collect();
    assert!(wrong.is_empty(), "{} of {} wrong:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

#[test]
fn reads_what_where_and_how_far_out_of_one_box() {
    check(&[
        (
            "neck pain chiropractor near 15213 within 10 miles",
            "s=chiropractor c=neck_pain place=Pittsburgh, PA 15213 radius=16093",
        ),
        ("chiropractor within 10 miles of 15213", "s=chiropractor place=Pittsburgh, PA 15213 radius=16093"),
        ("chiropractor 15213", "s=chiropractor place=Pittsburgh, PA 15213"),
        ("chiropractor 15213-4567", "s=chiropractor place=Pittsburgh, PA 15213"),
        ("physical therapist near Chicago", "s=physical_therapist place=Chicago, IL"),
        ("physical therapist in Austin TX", "s=physical_therapist place=Austin, TX"),
        ("chiropractor austin, tx 15 km", "s=chiropractor place=Austin, TX radius=15000"),
        ("Boston chiropractor", "s=chiropractor place=Boston, MA"),
        ("chiropractor Boston", "s=chiropractor place=Boston, MA"),
        ("boston", "place=Boston, MA"),
        ("chiropractor near downtown Seattle", "s=chiropractor place=Seattle, WA"),
        ("chiropractor near 100 Main St, Austin, TX", "s=chiropractor place=Austin, TX ignored=100 Main St"),
        (
            "PT 100 Main St Pittsburgh PA 15213",
            "s=physical_therapist place=Pittsburgh, PA 15213 ignored=100 Main St",
        ),
        ("back pain near zip code 90210", "c=low_back_pain place=Beverly Hills, CA 90210"),
        ("chiropractor in the Bronx", "s=chiropractor place=The Bronx, NY"),
        ("chiropractor near 40.44, -79.95", "s=chiropractor place=40.4400, -79.9500"),
        ("chiropractor in Pennsylvania", "s=chiropractor place=Pennsylvania"),
        ("chiropractor Pennsylvania", "s=chiropractor place=Pennsylvania"),
        ("chiropractor NY", "s=chiropractor place=New York"),
        ("chiropractor washington dc", "s=chiropractor place=Washington, DC"),
        ("chiropractor near home", "s=chiropractor near_me"),
        ("chiropractor close by", "s=chiropractor near_me"),
        ("chiropractor near me", "s=chiropractor near_me"),
        ("chiropractor in my area", "s=chiropractor near_me"),
        ("nearest chiropractor", "s=chiropractor nearest"),
        ("quiropractico cerca de mí", "s=chiropractor near_me"),
        ("quiropráctico cerca de Miami a menos de 10 millas", "s=chiropractor place=Miami, FL radius=16093"),
        ("quiropráctico en Laredo TX", "s=chiropractor place=Laredo, TX"),
        ("", ""),
        ("   ?!", ""),
    ]);
}

/// What was a Spanish label once is still said.
#[test]
fn spanish_labels_of_now_and_of_before_are_read() {
    check(&[
        ("terapeuta de masaje", "s=massage_therapist"),
        ("terapeutas de masaje", "s=massage_therapist"),
        ("masajista terapéutico", "s=massage_therapist"),
        ("masajistas terapéuticos", "s=massage_therapist"),
        ("dolor de cabeza por tensión", "c=tension_headache"),
        ("cefalea tensional", "c=tension_headache"),
        ("que hable inglés", "language=en"),
    ]);
}

#[test]
fn short_words_are_degrees_unless_a_marker_or_a_city_stands_before_them() {
    check(&[
        ("DC in DC", "s=chiropractor place=Washington, DC"),
        ("DO near DC", "s=osteopath+do_physician place=Washington, DC"),
        ("DC", "s=chiropractor"),
        ("PT", "s=physical_therapist"),
        ("chiropractor Portland OR", "s=chiropractor place=Portland, OR"),
        ("chiropractor or physical therapist", "s=chiropractor+physical_therapist"),
        ("who do i see for neck pain", "c=neck_pain"),
        ("massage therapist in MT", "s=massage_therapist place=Montana"),
        ("find me a chiropractor", "s=chiropractor ignored=find me"),
        ("chiropractor in pain", "s=chiropractor ignored=pain"),
        ("jane frederick md chiropractor", "s=chiropractor credential=MD w=jane+frederick"),
    ]);
}

#[test]
fn words_that_only_look_like_places_are_none() {
    check(&[
        ("pain in my neck", "c=neck_pain"),
        ("dolor en la espalda", "c=low_back_pain"),
        ("Dr Jackson chiropractor", "s=chiropractor w=jackson"),
        ("chiropractor jackson", "s=chiropractor w=jackson"),
        ("chiropractor jackson ms", "s=chiropractor place=Jackson, MS"),
        ("chiropractor in Mobile", "s=chiropractor place=Mobile, AL"),
        ("Back in Motion Physical Therapy", "s=physical_therapist w=back+motion"),
        ("chiropractor near the airport", "s=chiropractor w=airport"),
        ("hip pain chiropractor", "s=chiropractor ignored=hip pain"),
        ("herniated disc L5 S1", "c=herniated_disc_low"),
        ("Houston Smith DC", "s=chiropractor w=houston+smith"),
        ("chiropractor London, England", "s=chiropractor unknown=London, England"),
    ]);
}

#[test]
fn a_place_that_was_meant_and_is_unknown_is_said_to_be() {
    check(&[
        ("chiropractor near 99999", "s=chiropractor unknown=99999"),
        ("chiropractor 99999", "s=chiropractor unknown=99999"),
        ("chiropractor near Asdfgh", "s=chiropractor unknown=Asdfgh"),
        ("chiropractor in pittsbrugh", "s=chiropractor place=Pittsburgh, PA"),
        ("chiropractor in Pittsburg, PA", "s=chiropractor place=Pittsburgh, PA"),
        ("chiropractor near Gonzaga University", "s=chiropractor unknown=Gonzaga University"),
        ("chiropractor near Boston 99999", "s=chiropractor place=Boston, MA ignored=99999"),
    ]);
    let corrected = intent("chiropractor in Pittsburg, PA").place.expect("a place");
    assert_eq!((corrected.typo, corrected.matched.as_str()), (1, "Pittsburg, PA"));
}

#[test]
fn filters_in_words_become_filters_or_are_said_to_be_ignored() {
    check(&[
        ("female chiropractor", "s=chiropractor gender=F"),
        ("I am a 45 year old woman with neck pain", "c=neck_pain ignored=woman+45"),
        ("chiropractor who speaks spanish", "s=chiropractor language=es"),
        ("chiropractor accepting new patients", "s=chiropractor accepting=yes+unknown"),
        ("telehealth physical therapy", "s=physical_therapist telehealth=yes+unknown"),
        ("wheelchair accessible physical therapist", "s=physical_therapist wheelchair=yes+unknown"),
        ("chiropractor open saturday", "s=chiropractor ignored=open saturday"),
        ("best chiropractor", "s=chiropractor ignored=best"),
        ("chiropractor MD", "s=chiropractor credential=MD"),
    ]);
    let (_, notices) = parse("chiropractor open saturday within 500 miles", &VOCABULARY, &PLACES);
    assert_eq!(
        notices.iter().map(|notice| notice.code).collect::<Vec<_>>(),
        [RADIUS_IGNORED, FILTER_NOT_LISTED]
    );
    for code in [RADIUS_IGNORED, FILTER_NOT_LISTED] {
        assert_ne!(message(code, Lang::En), message(code, Lang::Es));
    }
}

#[test]
fn what_is_denied_is_excluded_or_ignored() {
    check(&[
        ("neck pain not a chiropractor", "c=neck_pain not=chiropractor"),
        ("back pain, no chiropractors", "c=low_back_pain not=chiropractor"),
        ("dolor de cuello sin quiropráctico", "c=neck_pain not=chiropractor"),
        ("anyone other than a chiropractor for neck pain", "c=neck_pain not=chiropractor"),
        ("I don't want a chiropractor for neck pain", "c=neck_pain not=chiropractor"),
        ("chiropractor but not Dr Smith", "s=chiropractor ignored=Smith"),
        ("sciatica without neck pain", "c=sciatica ignored=without neck pain"),
        // Words that were read as a place deny nothing besides.
        ("near sin female", "gender=F unknown=sin"),
        ("neck pain, anyone but a chiropractor", "c=neck_pain not=chiropractor"),
        ("neck pain, not a chiropractor or an acupuncturist", "c=neck_pain not=chiropractor+acupuncturist"),
        ("dolor de cuello que no sea quiropráctico", "c=neck_pain not=chiropractor"),
        ("no quiero quiropráctico, prefiero fisioterapeuta", "s=physical_therapist not=chiropractor"),
        ("why not a chiropractor", "s=chiropractor"),
        ("I have never been to a chiropractor", "s=chiropractor ignored=I have"),
        ("not only a chiropractor", "s=chiropractor"),
        ("neck pain no, chiropractor yes", "s=chiropractor c=neck_pain"),
        ("massage therapist but no men please", "s=massage_therapist gender=F"),
        ("back pain without acupuncture", "c=low_back_pain not=acupuncturist"),
    ]);
}

#[test]
fn names_are_what_is_left_over() {
    check(&[
        ("Dr Smith chiropractor 15213", "s=chiropractor w=smith place=Pittsburgh, PA 15213"),
        ("asdfgh", "w=asdfgh"),
        ("1234567893", "npi=1234567893"),
        ("npi: 1234567893", "npi=1234567893"),
        ("1234567890", "ignored=1234567890"),
        ("o'brien chiropractor", "s=chiropractor w=obrien"),
    ]);
}

#[test]
fn professions_that_are_not_listed_are_told_apart() {
    check(&[
        ("dentist", "out=dentist"),
        ("dermatologist in 15213", "place=Pittsburgh, PA 15213 out=dermatologist"),
    ]);
}

#[test]
fn a_long_text_is_cut_and_says_so() {
    let text = format!("chiropractor {}", "x1 ".repeat(70));
    let (intent, _) = parse(&text, &VOCABULARY, &PLACES);
    assert!(intent.cut);
    // So many words tell a story; none is looked for in names.
    assert_eq!((intent.words.len(), intent.ignored.len()), (0, 64));
    assert_eq!(intent.ignored.first(), Some(&["x1"; 7].join(" ")));
}

/// A row of the golden table.
struct Golden<'g> {
    what: &'g str,
    place: &'g str,
    specialties: Vec<&'g str>,
    condition: &'g str,
    technique: &'g str,
    filters: &'g str,
}

fn golden() -> Vec<Golden<'static>> {
    let table = include_str!("../../../data/vocabulary/golden_queries.csv");
    let rows = table.lines().skip(1).map(|line| {
        let cells: Vec<&str> = line.splitn(9, ',').collect();
        Golden {
            what: cells[0],
            place: cells[1],
            specialties: cells[3].split('|').filter(|id| !id.is_empty()).collect(),
            condition: cells[4],
            technique: cells[5],
            filters: cells[6],
        }
    });
    rows.collect()
}

/// What is wrong with the reading of a golden question; empty when nothing is.
fn faults(golden: &Golden<'_>) -> Vec<String> {
    fn ids<T: Copy>(readings: &[Reading<T>], id: impl Fn(T) -> &'static str) -> Vec<&'static str> {
        readings.iter().map(|reading| id(reading.concept)).collect()
    }
    let intent = intent(golden.what);
    let mut faults = Vec::new();
    let specialties = ids(&intent.specialties, |id| &VOCABULARY.specialty(id).id);
    let companion = |id: &str| id == "do_physician" && specialties.contains(&"osteopath");
    let expected = |id: &&str| golden.specialties.contains(id) || companion(id);
    if !golden.specialties.iter().all(|id| specialties.contains(id)) || !specialties.iter().all(expected) {
        faults.push(format!("specialties {specialties:?}, expected {:?}", golden.specialties));
    }
    let conditions = ids(&intent.conditions, |id| &VOCABULARY.condition(id).id);
    if !golden.condition.is_empty() && !conditions.contains(&golden.condition) {
        faults.push(format!("conditions {conditions:?}, expected {}", golden.condition));
    }
    let techniques = ids(&intent.techniques, |id| &VOCABULARY.technique(id).id);
    if !golden.technique.is_empty() && !techniques.contains(&golden.technique) {
        faults.push(format!("techniques {techniques:?}, expected {}", golden.technique));
    }
    let read = summary(&intent);
    let filter = match golden.filters.split_once(':') {
        None => "",
        Some(("radius", _)) => "radius=16093",
        Some(("geo", _)) => "near_me",
        Some(("gender", _)) => "gender=F",
        Some(("language", _)) => "language=es",
        Some(("accessible", _)) => "wheelchair=yes",
        Some(("accepting", _)) => "accepting=yes",
        Some(("mode", _)) => "telehealth=yes",
        Some(_) => "ignored=",
    };
    if !read.contains(filter) {
        faults.push(format!("filters of {read}, expected {}", golden.filters));
    }
    if !golden.place.is_empty() && PLACES.resolve(golden.place).is_err() && golden.place != "99999" {
        faults.push(format!("no place {}", golden.place));
    }
    faults
}

/// How many of the golden questions are read as they should be; the floor is what was reached.
const GOLDEN_FLOOR: usize = 102;

#[test]
fn golden_questions_are_understood() {
    let table = golden();
    assert_eq!(table.len(), 103);
    let wrong: Vec<String> = table
        .iter()
        .map(|row| (row.what, faults(row)))
        .filter(|(_, faults)| !faults.is_empty())
        .map(|(what, faults)| format!("{what}: {}", faults.join("; ")))
        .collect();
    println!("{} of {} golden questions\n{}", table.len() - wrong.len(), table.len(), wrong.join("\n"));
    assert!(table.len() - wrong.len() >= GOLDEN_FLOOR, "{}", wrong.join("\n"));
}

/// A row of `complaint_tests.csv`: a sentence, and the conditions it must and may be read as.
#[derive(serde::Deserialize)]
struct Sentence {
    text: String,
    lang: String,
    conditions: String,
    may: String,
}

fn sentences() -> Vec<Sentence> {
    let table = include_str!("../../../data/vocabulary/complaint_tests.csv");
    csv::Reader::from_reader(table.as_bytes()).deserialize().collect::<Result<_, _>>().expect("even rows")
}

#[test]
fn complaints_in_sentences_are_understood() {
    let rows = sentences();
    assert_eq!(rows.len(), 606);
    let mut wrong = Vec::new();
    for row in &rows {
        let read: Vec<&str> = intent(&row.text)
            .conditions
            .iter()
            .map(|own| VOCABULARY.condition(own.concept).id.as_str())
            .collect();
        let expected: Vec<&str> = row.conditions.split('|').filter(|id| !id.is_empty()).collect();
        let missing = expected.iter().any(|id| !read.contains(id));
        if missing
            || read.iter().any(|id| !expected.contains(id) && !row.may.split('|').any(|may| may == *id))
        {
            wrong.push(format!("{}: {read:?}, expected {expected:?}", row.text));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_condition_is_told_in_both_languages() {
    let rows = sentences();
    for condition in VOCABULARY.conditions() {
        for lang in ["en", "es"] {
            let own =
                |row: &&Sentence| row.lang == lang && row.conditions.split('|').any(|id| id == condition.id);
            assert!(rows.iter().any(|row| own(&row)), "{} in {lang}", condition.id);
        }
    }
}

#[test]
fn complaints_stand_beside_forms_of_the_vocabulary() {
    check(&[
        // The words between near ones are shown; what lies further apart is not.
        ("my jaw clicks when i chew", "c=tmj"),
        ("chiropractor, my neck has been aching, Boise ID", "s=chiropractor c=neck_pain place=Boise, ID"),
        // A form that a complaint adds nothing to stays as it is; one that it makes more precise gives way.
        ("neck pain", "c=neck_pain"),
        ("herniated disc", "c=herniated_disc_low"),
        ("herniated disc in my neck", "c=herniated_disc_neck"),
        ("artritis en el cuello", "c=arthritis_neck"),
        ("low back pain shooting down my leg", "c=low_back_pain+sciatica"),
        // Words of places and professions are no complaints.
        ("pain doctor in Left Hand, WV", "s=pain_physician place=Left Hand, WV"),
        (
            "quiropráctico, me duele la espalda baja, Houston",
            "s=chiropractor c=low_back_pain place=Houston, TX",
        ),
        // What is denied is no complaint.
        ("no tengo dolor de espalda, busco masajista", "s=massage_therapist ignored=dolor de espalda+busco"),
    ]);
    let shown = |text: &str| intent(text).conditions.into_iter().map(|own| own.matched).collect::<Vec<_>>();
    assert_eq!(shown("my neck has been aching"), ["neck has been aching"]);
    assert_eq!(shown("fingers of my bow hand always go numb"), ["hand always go numb"]);
    assert_eq!(shown("leak every single time I sneeze"), ["leak … sneeze"]);
}

/// Whether words left over are words of the text in their order, and none of them says nothing.
fn keeps_to_the_text(text: &str) -> bool {
    let mut tokens = crate::vocabulary::normalize::tokens(text).into_iter();
    let intent = intent(text);
    let in_order = intent.words.iter().all(|word| tokens.any(|token| token.text == *word));
    in_order && intent.words.len() <= 64 && intent.words.iter().all(|word| !stop_words::is_stop_word(word))
}

proptest! {
    // Long texts of unknown words are slow to correct in a debug build; 64 of each keep the run short.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_is_read(text in "\\PC{0,200}") {
        prop_assert!(keeps_to_the_text(&text));
    }

    #[test]
    fn any_shuffle_of_words_is_read(
        words in proptest::collection::vec(
            proptest::sample::select(vec![
                "chiropractor", "DO", "do", "near", "in", "me", "within", "10", "miles", "15213", "-1234", "99999",
                "Portland", "OR", "or", "Jackson", "MS", "not", "a", "no", "female", "open", "saturday", "neck",
                "pain", "cerca", "de", "mi", "la", "espalda", "half", "an", "hour", "1234567893", "npi", "dr", "smith",
                "40.44,", "-79.95", "washington", "dc", "best", "x", "7",
            ]),
            0..80,
        )
    ) {
        let text = words.join(" ");
        prop_assert!(keeps_to_the_text(&text));
        let (intent, _) = parse(&text, &VOCABULARY, &PLACES);
        prop_assert_eq!(intent.cut, crate::vocabulary::normalize::tokens(&text).len() > 64);
    }
}
