//! What only looks like a harmless turn of speech or a time long ago, beside what is one.

use super::check_flags;

#[test]
fn an_hour_or_a_week_is_no_age() {
    check_flags(&[
        ("spotting at 9 weeks pregnant", "pregnancy"),
        ("contractions at 16 weeks, back pain", "pregnancy"),
        ("cant feel my legs at 3 am", "leg_weakness"),
        ("fever at 12 am and stiff neck", "meningitis"),
        ("chest pain at 7:30 pm and back pain", "heart"),
        ("fainted at 6 in the morning and back pain", "aorta"),
        ("slurred speech at 10 o clock neck pain", "stroke_dissection"),
        ("pain at 8/10 in my chest", "heart"),
        ("chest pain at 7 out of 10", "heart"),
        ("i had a stroke at 12", ""),
        ("had meningitis at 9, stiff neck", ""),
        ("i had meningitis at 9 months old and my neck is stiff", ""),
        ("cant feel my legs at age 3", ""),
    ]);
}

#[test]
fn blows_and_thrusts_are_no_turns_of_speech() {
    check_flags(&[
        ("my boyfriend beat me up and my back hurts", "major_trauma"),
        ("my ex attacked me with a pipe my neck hurts", "major_trauma"),
        ("my stepdad pushed me to the ground and my back hurts", "major_trauma"),
        ("my husband hit me for no reason my back hurts", "major_trauma"),
        ("my boyfriend threw me off the porch back pain", "major_trauma"),
        ("my brother beats me by 10 points at chess, sore neck", ""),
        ("my wife beat me to the gym, back pain", ""),
        ("my husband pushed me to see a chiropractor for my back", ""),
        ("my kid attacks me with hugs, sore neck", ""),
        ("my husband grabbed my neck pillow, stiff neck", ""),
    ]);
}

#[test]
fn what_began_lately_is_nothing_from_birth() {
    check_flags(&[
        ("blind in one eye since this morning, neck pain", "stroke_dissection"),
        ("blind since yesterday neck pain", "stroke_dissection"),
        ("never had a fever until today, stiff neck", "meningitis"),
        ("never had any fever before now its 103 and my neck is stiff", "meningitis"),
        ("me duele el pecho despues de hacer ejercicio y el brazo", "heart"),
        ("pecho duele despues de ejercicio", "heart"),
        ("blind in one eye since birth, neck pain", ""),
        ("blind since childhood, neck pain", ""),
        ("color blindness neck", ""),
        ("never had a fever, neck stiff", ""),
        ("pectorales adoloridos despues de pesas masaje", ""),
        ("entrené pecho y me duele la espalda", ""),
    ]);
}

#[test]
fn a_means_to_die_is_no_turn_of_speech() {
    check_flags(&[
        ("thinking about ending it with my gun", "crisis"),
        ("thinking about ending it with my pills, back pain", "crisis"),
        ("she is cutting herself on purpose and has neck pain", "crisis"),
        ("thinking about ending it with my trainer, sore back", ""),
        ("want to end it with this chiropractor, neck pain", ""),
        ("planning to die my hair, neck pain", ""),
        ("overdose of computer time neck pain", ""),
    ]);
}
