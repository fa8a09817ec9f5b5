//! Words that tell of a complaint or ask something, and name nobody and no town.

use super::check;

#[test]
fn what_tells_where_it_hurts_is_nobodys_name() {
    check(&[
        ("muscle spasm in right hip", "c=muscle_spasm ignored=right+hip"),
        ("knot under left shoulder blade", "c=muscle_spasm+upper_back_pain ignored=left"),
        ("neck pain and a lump at the base", "c=neck_pain ignored=lump+base"),
        ("sister in law neck pain", "c=neck_pain ignored=law"),
        ("back pain caregiver", "c=low_back_pain ignored=caregiver"),
        // Names stay names.
        ("Dr Base neck pain", "c=neck_pain w=base"),
        ("Law Chiropractic", "s=chiropractor w=law"),
    ]);
}

#[test]
fn words_of_questions_are_nobodys_name() {
    check(&[
        ("does tricare cover massage", "s=massage_therapist t=massage ignored=tricare+cover"),
        ("norma cover chiropractor", "s=chiropractor w=norma+cover"),
        ("me duele la espalda cuando cargo", "c=low_back_pain ignored=cargo"),
        ("5 star massage therapist", "s=massage_therapist ignored=5+star"),
        ("price for acupuncture", "s=acupuncturist t=acupuncture ignored=price"),
        ("chiropractor by the beach", "s=chiropractor ignored=beach"),
        ("neck hurts from standing at register", "c=neck_pain ignored=register+standing"),
        ("no aguanto el cuello cuando duermo", "c=neck_pain ignored=duermo"),
    ]);
}

#[test]
fn the_job_of_who_complains_is_not_asked_for() {
    check(&[
        ("i am a dentist with neck pain", "c=neck_pain ignored=dentist"),
        ("my husband is a surgeon with a stiff neck", "c=stiff_neck ignored=surgeon"),
        ("as a nurse my back hurts", "c=low_back_pain ignored=nurse"),
        ("soy enfermera y me duele la espalda", "c=low_back_pain ignored=enfermera"),
        ("i work as a massage therapist, sciatica", "c=sciatica ignored=massage therapist"),
        // Nobody complains, or somebody is asked for.
        ("my wife is a chiropractor", "s=chiropractor"),
        ("dentist for jaw pain", "c=tmj out=dentist"),
    ]);
}

#[test]
fn everyday_words_of_spanish_are_no_towns() {
    check(&[
        ("dolor de cuello al respirar hondo", "c=neck_pain ignored=respirar+hondo"),
        ("masajista en Hondo TX", "s=massage_therapist place=Hondo, TX"),
    ]);
}

#[test]
fn a_part_of_the_back_is_told_with_what_is_felt_there() {
    check(&[
        ("mid back tightness", "c=muscle_spasm+upper_back_pain"),
        ("my mid back is killing me", "c=upper_back_pain"),
        ("me duele la espalda superior", "c=upper_back_pain"),
        ("my back is killing me", "c=low_back_pain"),
        ("spinal stenosis in my neck", "c=stenosis_cervical ignored=spinal"),
        ("herniated disc t6 t7", "c=herniated_disc_low+upper_back_pain"),
        ("scalene pain", "c=neck_pain"),
        ("neck sprain", "c=neck_strain"),
        ("nek and back hurts", "c=low_back_pain+neck_pain"),
    ]);
}

#[test]
fn whom_nobody_trusts_is_not_wanted() {
    check(&[
        ("no creo en los osteopatas", "not=osteopath+do_physician"),
        ("no confio en los masajistas, dolor de cuello", "c=neck_pain not=massage_therapist"),
    ]);
}

#[test]
fn towns_abroad_are_not_known() {
    check(&[
        ("chiropractor Mexico City", "s=chiropractor unknown=Mexico City"),
        ("massage in Hong Kong", "s=massage_therapist t=massage unknown=Hong Kong"),
        ("acupuncture calgary canada", "s=acupuncturist t=acupuncture unknown=calgary canada"),
        ("chiropractor in Mexico MO", "s=chiropractor place=Mexico, MO"),
    ]);
}

#[test]
fn what_tells_of_a_danger_is_no_place() {
    check(&[("quiero pensar en matarme", "ignored=pensar+matarme")]);
}

#[test]
fn an_appointment_made_online_is_no_visit_by_video() {
    check(&[
        ("osteopath online appointments", "s=osteopath+do_physician ignored=online appointments"),
        ("physical therapist online visit", "s=physical_therapist telehealth=yes+unknown"),
    ]);
}

#[test]
fn schools_of_massage_and_of_posture_are_understood() {
    check(&[
        ("tui na", "s=massage_therapist t=massage"),
        ("feldenkrais", "t=posture_ergonomics"),
        ("schroth exercises", "c=scoliosis"),
        ("snapping scapula", "c=upper_back_pain"),
    ]);
}
