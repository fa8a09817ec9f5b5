//! Sentences that must and must not raise a danger sign.

use super::super::tests::bundled;
use std::collections::HashMap;

mod hidden;
mod kinds;
mod scope;
mod sought;
mod story;

fn raised(text: &str) -> Vec<&'static str> {
    bundled().danger_signs(text).into_iter().map(|row| bundled().red_flags()[row].id.as_str()).collect()
}

/// Each text raises its flag, or none where there is none.
fn check_flags(sentences: &[(&str, &str)]) {
    let right = |(text, flag): &&(&str, &str)| {
        let flags = raised(text);
        if flag.is_empty() { flags.is_empty() } else { flags.contains(flag) }
    };
    let wrong = sentences.iter().filter(|sentence| !right(sentence));
    let wrong: Vec<_> = wrong.map(|(text, flag)| (text, flag, raised(text))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn rows(text: &str) -> Vec<HashMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().collect::<Result<_, _>>().expect("even rows")
}

#[test]
fn every_sentence_of_the_test_table_comes_out_right() {
    let rows = rows(include_str!("../../../data/vocabulary/red_flag_tests.csv"));
    assert_eq!(rows.len(), 94);
    for row in rows {
        let flags = raised(&row["text"]);
        assert_eq!(!flags.is_empty(), row["should_flag"] == "yes", "{}: {flags:?}", row["text"]);
    }
}

#[test]
fn golden_questions_raise_their_flag_and_no_other_question_does() {
    for row in rows(include_str!("../../../data/vocabulary/golden_queries.csv")) {
        let flags = raised(&row["what"]);
        match row["expect_red_flag"].as_str() {
            "" => assert!(flags.is_empty(), "{}: {flags:?}", row["what"]),
            expected => assert!(flags.contains(&expected), "{}: {flags:?}", row["what"]),
        }
    }
}

/// Written after the English patterns.
#[test]
fn fresh_sentences_raise_their_flag() {
    let mut wrong = Vec::new();
    for (text, flag) in [
        ("i have no feeling in my private parts and my back hurts", "cauda_equina"),
        ("no fever, numb between my legs", "cauda_equina"),
        ("i can not sleep, groin numb", "cauda_equina"),
        ("can't poop or pee since my back went out", "bladder_bowel"),
        ("I cannot urinate", "retention"),
        ("sudden weakness in both legs", "leg_weakness"),
        ("neck pain and trouble walking straight, unsteady", "cord_compression"),
        ("trouble swallowing and neck pain", "stroke_dissection"),
        ("neck is stiff and light hurts my eyes, headache", "meningitis"),
        ("upper back pain and sweating, jaw pain", "heart"),
        ("hit by a truck back pain", "major_trauma"),
        ("80 year old mother fell and back pain", "fragility_fracture"),
        ("back pain not getting better, fever now", "infection"),
        ("history of breast cancer, now back pain", "cancer_history"),
        ("toddler refuses to walk back pain", "child"),
        ("dizzy since chiropractor cracked my neck", "after_treatment"),
        ("i don\u{2019}t want to live anymore", "crisis"),
        ("adormecimiento en la ingle y dolor de espalda", "cauda_equina"),
        ("no puedo orinar y me duele la espalda", "retention"),
        ("perdí el control de la vejiga y dolor de espalda", "bladder_bowel"),
        ("debilidad en las piernas y dolor de espalda", "leg_weakness"),
        ("dolor de cuello y veo doble", "stroke_dissection"),
        ("el peor dolor de cabeza de mi vida", "thunderclap"),
        ("cuello rígido y fiebre", "meningitis"),
        ("dolor en el pecho y brazo izquierdo", "heart"),
        ("dolor de espalda con fiebre y escalofríos", "infection"),
        ("tuve cáncer de mama y me duele la espalda", "cancer_history"),
        ("embarazada con dolor de espalda y sangrado", "pregnancy"),
        ("mareo después del ajuste del quiropráctico", "after_treatment"),
        ("me quiero morir", "crisis"),
        ("no point in living anymore", "crisis"),
        ("going to end it tonight", "crisis"),
        ("ya no tiene sentido vivir", "crisis"),
        ("no tiene sentido vivir", "crisis"),
        ("no vale la pena vivir", "crisis"),
        ("no le veo sentido a seguir viviendo", "crisis"),
        ("mi hijo se cayó del caballo y no siente las piernas", "leg_weakness"),
        ("my son fell off his horse and cannot feel his legs", "leg_weakness"),
        ("walking like a drunk person, neck stiff", "cord_compression"),
        ("my 5 year old son wakes at night with back pain", "child"),
        ("mi hija de 7 años se despierta de noche con dolor de espalda", "child"),
        ("tengo 41 años con fiebre y dolor de espalda", "infection"),
        ("tengo 39 de fiebre y me duele la espalda", "infection"),
        ("me operaron de la espalda hace dos semanas y me duele la columna", "infection_risk"),
    ] {
        if !raised(text).contains(&flag) {
            wrong.push((text, raised(text)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn harmless_and_denied_sentences_raise_none() {
    let mut wrong = Vec::new();
    for text in [
        "back pain, no fever, chills or weight loss",
        "no weakness, no numbness, just back pain",
        "denies bowel or bladder problems, back pain",
        "no history of cancer back pain",
        "balance chiropractic neck pain",
        "speech therapy near me",
        "weak ankles",
        "incontinence physical therapy",
        "Burns, OR chiropractor",
        "Saddle River chiropractor",
        "fall prevention for seniors",
        "dolor de cuello sin fiebre",
        "dolor de espalda no tengo fiebre",
        "hace un año que tengo adormecida la mano",
        "no puedo hablar inglés, busco quiropráctico",
        "desgarro muscular en la espalda",
        "quiropráctico que hable español",
        "back pain for 3 years",
        "neck pain for 5 years and getting worse",
        "my back has hurt for 12 years, worse every week",
        "llevo 5 años con dolor de espalda y no mejora",
        "tengo 3 meses con dolor de espalda",
        "tengo 41 años y me duele la espalda",
        "esposa de 39 años con dolor de cuello",
        "my head hurts",
        "qué me recomiendan para la espalda",
        "dónde me pueden ver para dolor de espalda",
        "cirugía de columna en Miami",
        "segunda opinión sobre cirugía de columna",
        "physical therapy after spine surgery",
        "rehab after spinal fusion",
        "nothing helps my back pain",
        "headache from the neck after computer work",
        "my calf is numb when I sit on the toilet too long",
        "I dropped a box on my foot, back is fine",
        "can't stand sitting anymore, back pain",
        "my kids jump on my back, sore for weeks",
        "back hurts from breastfeeding my baby",
        "mi esposa dio a luz hace 3 meses y le duele la espalda",
        "temperature changes make my neck ache",
        "tengo frío y me duele el cuello",
        "me duele el pecho del pie y la espalda",
        "lost my appetite for surgery, back pain",
        "cancer screening all clear but my back hurts",
        "trabajo de noche y me duele la espalda",
        "i work nights and my back hurts",
        "",
        "\u{0} \u{FFFD} ''''",
    ] {
        if !raised(text).is_empty() {
            wrong.push((text, raised(text)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_most_urgent_comes_first() {
    let flags = bundled().danger_signs("had cancer, back pain with fever, numb groin");
    let urgency: Vec<_> = flags.iter().map(|row| bundled().red_flags()[*row].urgency).collect();
    assert!(urgency.len() >= 3 && urgency.is_sorted(), "{urgency:?}");
}

/// Whether texts raise any sign.
fn check(cases: &[(&str, bool)]) {
    for (text, expected) in cases {
        assert_eq!(!raised(text).is_empty(), *expected, "{text}: {:?}", raised(text));
    }
}

#[test]
fn a_disease_by_its_name_is_no_sign_unless_somebody_has_it() {
    check(&[
        ("been nailing shingles on a roof all week, neck sore", false),
        ("my putting stroke leaves my low back tight", false),
        ("nurse on a stroke unit, upper back aches", false),
        ("percentage of back pain that turns out to be cancer?", false),
        ("tearing out old carpet all weekend, back is stiff", false),
        ("my boss is out after a heart attack so i work double, shoulders hate me", false),
        ("cuido a mi suegro que quedo invalido por una embolia y me duele la cintura", false),
        ("think i have shingles, burning stripe on my back", true),
        ("scared it's a stroke, right arm went limp", true),
        ("breast cancer 2018, new back pain", true),
        ("my mom has cancer and her back hurts", true),
        ("ripping down my back, worst pain ever", true),
        ("prednisone for years, sneezed and my back cracked, can't move for pain", true),
    ]);
}

#[test]
fn a_word_of_an_animal_or_a_show_in_another_name_hides_nothing() {
    check(&[
        ("i had an episode of chest pain yesterday and back pain", true),
        ("episodes of slurred speech and neck pain", true),
        ("few episodes of wetting myself, back pain", true),
        ("podcast episode about cauda equina, my back is fine", false),
        ("physical exam found my groin numb, back pain", true),
        ("of course my chest pain came back, upper back pain too", true),
        ("cat scan showed a tumor on my spine, back pain", true),
        ("cow pose in yoga, then chest pain and back pain", true),
        ("dog walker with chest pain and back pain", true),
        ("dogs barking all night, chest pain and back pain", true),
        ("my dog has a numb groin and back pain", false),
        ("my dog walking oddly, back legs numb and weak", false),
        ("the cat is peeing blood, my back is stiff", false),
    ]);
}

#[test]
fn what_kind_of_disease_it_is_takes_it_from_nobody() {
    check(&[
        ("multiple myeloma and back pain", true),
        ("doctor found several tumors, my back hurts", true),
        ("aggressive cancer back pain", true),
        ("pancreas cancer back pain", true),
        ("cancer disease back pain", true),
        ("hiv positive back pain", true),
        ("scalp is tender and my neck hurts", true),
        ("me fracturé la espalda", true),
    ]);
}

#[test]
fn whoever_wants_no_more_is_heard() {
    for (text, expected) in [
        ("i cant take this back pain anymore i want to end it", true),
        ("no point living with this pain", true),
        ("quiero terminar con mi vida", true),
        ("estoy harto de vivir", true),
        ("i hurt myself on purpose and my back aches", true),
        ("i hurt myself on the stairs, back aches", false),
        ("hurt myself on monday lifting a box", false),
        ("i dont want to die of boredom at pt", false),
        ("i dont want to die old and stiff, chiropractor", false),
        ("i want to die, my neck hurts", true),
    ] {
        assert_eq!(raised(text).contains(&"crisis"), expected, "{text}: {:?}", raised(text));
    }
}

#[test]
fn what_only_lasts_is_no_danger_and_neither_is_a_doctors_name() {
    for text in [
        "neck pain wont go away",
        "knots between my shoulder blades that won't go away",
        "Dr. Bone neck pain",
        "Dr Hand chiropractor back pain",
    ] {
        assert_eq!(raised(text), [""; 0], "{text}");
    }
    for text in [
        "back pain wont go away, nothing helps it",
        "back pain wont go away even at night",
        "my spine hurts and it doesnt go away at night",
        "back pain not going away and getting worse every day",
        "my back pain never lets up",
        "saw the dr. Bone pain in my spine every night",
    ] {
        assert!(raised(text).contains(&"night_pain"), "{text}");
    }
}
