//! Complaints in sentences, and what is none.

use super::super::normalize;
use super::super::tests::bundled;
use super::*;
use proptest::prelude::*;

fn read(text: &str) -> Told {
    bundled().told(text, &normalize::tokens(text))
}

/// Each complaint as `condition=form`.
fn told(text: &str) -> Vec<String> {
    let show = |own: &Complaint| format!("{}={}", bundled().condition(own.condition).id, own.form);
    read(text).complaints.iter().map(show).collect()
}

fn conditions(text: &str) -> Vec<&'static str> {
    read(text).complaints.iter().map(|own| bundled().condition(own.condition).id.as_str()).collect()
}

#[track_caller]
fn check(cases: &[(&str, &[&str])]) {
    let wrong: Vec<String> = cases
        .iter()
        .filter(|(text, expected)| told(text) != *expected)
        .map(|(text, expected)| format!("{text}\n  expected {expected:?}\n  told     {:?}", told(text)))
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_is_felt_belongs_to_the_part_of_the_body_in_its_clause() {
    check(&[
        ("my jaw clicks and aches", &["tmj=jaw + clicks"]),
        ("se me duermen las manos", &["numbness_hands=se me duermen + manos"]),
        ("my back hurts and my neck is stiff", &["low_back_pain=back + hurts", "stiff_neck=neck + stiff"]),
        ("my back hurts my neck is stiff", &["low_back_pain=back + hurts", "stiff_neck=neck + stiff"]),
        (
            "me duele el cuello y se me duermen las manos",
            &["neck_pain=duele + cuello", "numbness_hands=se me duermen + manos"],
        ),
        (
            "pain in neck, ribs and tailbone",
            &["neck_pain=pain + neck", "rib_pain=pain + ribs", "coccyx=pain + tailbone"],
        ),
        ("my back hurts when i touch my neck", &["low_back_pain=back + hurts"]),
        ("neck pain. My hand is numb", &["neck_pain=neck + pain", "numbness_hands=hand + numb"]),
        ("my hand hurts", &[]),
        ("the pain is bad", &[]),
        ("", &[]),
    ]);
}

#[test]
fn the_more_precise_stands_for_the_less() {
    check(&[
        ("pain in my butt", &["si_joint=pain + butt"]),
        ("pain from my butt down the leg", &["sciatica=pain + butt + down leg"]),
        ("me duele la espalda alta", &["upper_back_pain=duele + espalda alta"]),
        ("bulging disc", &["herniated_disc_low=bulging + disc"]),
        ("bulging disc in my neck", &["herniated_disc_neck=bulging + disc + neck"]),
        ("headaches that start in my neck", &["cervicogenic_headache=headaches + start neck"]),
        ("30 weeks pregnant and my low back aches", &["pregnancy_back=weeks pregnant + low back + aches"]),
        ("my neck", &["neck_pain=neck"]),
        ("my neck and my hands go numb", &["numbness_hands=hands + numb"]),
    ]);
}

#[test]
fn what_is_denied_or_well_is_not_told() {
    for (text, expected) in [
        ("no neck pain", &[][..]),
        ("no numbness or tingling in my hands", &[]),
        ("no pain in my neck, shoulder hurts", &["shoulder_pain"]),
        ("it is not my neck, it is my shoulder that hurts", &["shoulder_pain"]),
        ("my low back hurts, neck is fine", &["low_back_pain"]),
        ("sin dolor de cuello", &[]),
        ("no me duele la espalda, me duele el hombro", &["shoulder_pain"]),
        ("no tengo hormigueo en las manos", &[]),
        ("i dont have back pain", &[]),
        ("i don't know why my neck hurts", &["neck_pain"]),
        ("no idea why my jaw clicks", &["tmj"]),
        ("i can not turn my head", &["stiff_neck"]),
        ("no puedo girar el cuello", &["stiff_neck"]),
        ("no aguanto el dolor de cuello", &["neck_pain"]),
        ("never had neck pain like this", &["neck_pain"]),
        ("i can't run without leaking since the baby", &["pelvic_floor"]),
        ("not pregnant, my low back aches", &["low_back_pain"]),
    ] {
        assert_eq!(conditions(text), expected, "{text}");
    }
    let denied = read("no tengo dolor de espalda");
    assert!((2..5).all(|token| denied.is_denied(token)) && !denied.is_denied(99));
}

#[test]
fn idioms_names_and_other_parts_of_the_body_are_no_complaints() {
    for text in [
        "give me a call back",
        "I'm back in Denver",
        "neck of the woods",
        "shoulder the cost",
        "hand made",
        "on the other hand, it hurts to wait",
        "Neck City pain clinic",
        "Back Bay pain center",
        "12 Left Hand Ave",
        "Healing Hands",
        "tie the knot",
        "my budget is tight",
        "my stomach hurts",
        "pain in my knee",
        "numb from cold calls",
        "dame una mano",
        "me duele el estómago",
    ] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn misspelt_words_are_heard_and_counted() {
    for (text, condition, edits) in [
        ("my sholders and neck are aching", "neck_pain", 0),
        ("shoulderr hurts", "shoulder_pain", 1),
        ("fingres go numb", "numbness_hands", 1),
        ("lower back seiezs up", "low_back_pain", 1),
        ("me duelen las costilas", "rib_pain", 1),
        ("ormigueo en las manos", "numbness_hands", 1),
    ] {
        let read = read(text);
        let own = read.complaints.iter().find(|own| bundled().condition(own.condition).id == condition);
        assert_eq!(own.map(|own| own.edits), Some(edits), "{text}: {:?}", told(text));
    }
    // Everyday words are never taken for ours.
    for text in ["he knows his back", "lumber for the garage", "singers hurt"] {
        assert_eq!(told(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn rules_name_what_there_is() {
    let table = |text: &str, columns: &[&str]| Table::read("t.csv", text, columns).expect("even rows");
    let concepts = |text: &str| table(text, &["concept", "kind", "patterns", "patterns_es", "spellings"]);
    let rules =
        |text: &str| table(text, &["condition_id", "together", "context", "unless", "instead_of", "source"]);
    let sound = "concept,kind,patterns,patterns_es,spellings\nNECK,region,neck | (my) nape,cuello,\n";
    let head = "condition_id,together,context,unless,instead_of,source\n";
    let load = |words: &str, rows: &str| {
        let rows = rules(&format!("{head}{rows}"));
        ComplaintRules::load(&concepts(words), &rows, &bundled().conditions).map_err(|error| error.message)
    };
    assert!(load(sound, "neck_pain,NECK,,,,here\n").is_ok());
    for (words, rows, message) in [
        (sound, "neck_pain,BACK,,,,here\n", "unknown concept `BACK`"),
        (sound, "knee_pain,NECK,,,,here\n", "unknown id `knee_pain`"),
        (sound, "neck_pain,NECK,,,,\n", "`source` is empty"),
        (sound, "neck_pain,,,,,here\n", "`together` is empty"),
        (
            "concept,kind,patterns,patterns_es,spellings\nNECK,region,(neck),,\n",
            "",
            "pattern `(neck)` is not sound",
        ),
        (
            "concept,kind,patterns,patterns_es,spellings\nNECK,region,neck ~,,\n",
            "",
            "pattern `neck ~` is not sound",
        ),
        (
            "concept,kind,patterns,patterns_es,spellings\nNECK,region,néck,,\n",
            "",
            "pattern `néck` is not sound",
        ),
        ("concept,kind,patterns,patterns_es,spellings\nNECK,place,neck,,\n", "", "unknown kind `place`"),
        (
            "concept,kind,patterns,patterns_es,spellings\nNECK,region,neck,,nape\n",
            "",
            "no pattern has the word `nape`",
        ),
    ] {
        assert_eq!(load(words, rows).err().as_deref(), Some(message));
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC{0,160}|([a-z]{1,9}|my|neck|back|hurts|numb|no|and|,|[.]| ){0,90}") {
        let tokens = normalize::tokens(&text);
        let read = bundled().told(&text, &tokens);
        for own in &read.complaints {
            prop_assert!(!own.tokens.is_empty() && own.tokens.is_sorted());
            prop_assert!(own.tokens.iter().all(|token| *token < tokens.len() && !read.is_denied(*token)));
            prop_assert!(!own.form.is_empty());
        }
        let mut seen: Vec<ConditionId> = read.complaints.iter().map(|own| own.condition).collect();
        seen.sort_unstable();
        seen.dedup();
        prop_assert_eq!(seen.len(), read.complaints.len());
    }

    /// Neither capitals nor a harmless sentence before or behind change what is told.
    #[test]
    fn letters_and_other_sentences_do_not_matter(case in 0_usize..6) {
        let text = [
            "my jaw clicks and aches when i chew",
            "electric zaps shooting from my butt down the leg",
            "leak when i sneeze ever since the baby",
            "me truena la mandibula al comer",
            "no numbness, my neck hurts",
            "third trimester, hips and low back ache",
        ][case];
        let own = conditions(text);
        prop_assert!(!own.is_empty());
        prop_assert_eq!(conditions(&text.to_uppercase()), own.clone());
        prop_assert_eq!(conditions(&format!("Hello there. {text}. Thank you!")), own);
    }
}

#[test]
fn a_denial_ends_where_something_else_is_told() {
    check(&[
        ("no weakness neck pain", &["neck_pain=neck + pain"]),
        ("no tingling my back hurts", &["low_back_pain=back + hurts"]),
        ("no numbness in my hands", &[]),
        ("never get numb hands or anything", &[]),
        ("joint pain", &["osteoarthritis=joint + pain"]),
        ("dolor en las articulaciones", &["osteoarthritis=dolor + articulaciones"]),
    ]);
}
