//! Questions that only those ask who feel what they ask about, beside questions of nobody's complaint.

use super::check_flags;

#[test]
fn who_asks_what_helps_a_complaint_has_it() {
    check_flags(&[
        ("will a massage help pressure in my chest", "heart"),
        ("can acupuncture relieve chest tightness and shoulder blade pain", "heart"),
        ("should i stretch for jaw pain and chest pressure", "heart"),
        ("should i get an adjustment for slurred speech and neck pain", "stroke_dissection"),
        ("which doctor for chest pain that goes to the jaw", "heart"),
        ("puede un masaje aliviar la presion en el pecho", "heart"),
        ("que doctor ve dolor de pecho y espalda", "heart"),
        ("se puede dar masaje con dolor en el pecho", "heart"),
        ("can pt help numb genitals and sciatica", "cauda_equina"),
        ("does a massage help when your groin is numb and your back hurts", "cauda_equina"),
        ("puede ayudar un masaje con ingle dormida y dolor de espalda", "cauda_equina"),
        ("can stretching help when i cant pee", "retention"),
        ("will chiropractic help loss of bladder control and back pain", "bladder_bowel"),
        ("does acupuncture work for face drooping and stiff neck", "stroke_dissection"),
        ("can a pregnant lady with bleeding and back pain see a chiropractor", "pregnancy"),
        ("is a pregnant woman with back pain and contractions ok to get massage", "pregnancy"),
    ]);
}

#[test]
fn who_asks_what_a_complaint_comes_from_has_it() {
    check_flags(&[
        ("what causes chest pain when i breathe and back pain", "heart"),
        ("is tightness in the chest with neck pain normal", "heart"),
        ("does chest pressure with jaw pain mean its serious", "heart"),
        ("que causa dolor en el pecho y la espalda", "heart"),
        ("por que da dolor en el pecho y el brazo izquierdo", "heart"),
        ("what causes numb private parts and back pain", "cauda_equina"),
        ("is numbness in the genitals normal with sciatica", "cauda_equina"),
        ("que puede causar adormecimiento en la entrepierna y dolor de espalda", "cauda_equina"),
        ("what would cause double vision and neck pain", "stroke_dissection"),
        ("what does slurred speech with neck pain mean", "stroke_dissection"),
        ("what causes loss of bladder control with back pain", "bladder_bowel"),
        ("what causes both legs to go numb and weak", "leg_weakness"),
    ]);
}

#[test]
fn what_a_treatment_may_cause_and_diseases_are_asked_in_general() {
    check_flags(&[
        ("can massage cause chest pain", ""),
        ("can a massage lead to chest pain", ""),
        ("could an adjustment give you slurred speech", ""),
        ("can adjustments cause numbness in the groin", ""),
        ("puede un masaje causar dolor de pecho", ""),
        ("puede un ajuste causar un derrame", ""),
        ("what causes strokes", ""),
        ("what causes shingles", ""),
        ("what does cauda equina mean", ""),
        ("can a chiropractor fix numb fingers", ""),
        ("is numbness in fingers normal", ""),
        ("should a pregnant woman sleep on her side back pain", ""),
        ("is a fever with neck pain always a bad sign", ""),
        ("does yoga help people with numb groins", ""),
        ("what helps back pain", ""),
    ]);
}

#[test]
fn who_asks_what_mends_a_complaint_has_it() {
    check_flags(&[
        ("can a physical therapist treat tightness in my chest", "heart"),
        ("can a chiropractor fix blurry vision and neck pain", "stroke_dissection"),
        ("who treats slurred speech and neck pain", "stroke_dissection"),
        ("do chiropractors treat numb genitals and back pain", "cauda_equina"),
        ("are there exercises for chest pain and arm numbness", "heart"),
        ("can neck massage make slurred speech better", "stroke_dissection"),
        ("can massage make your speech slurred", ""),
        ("can acupuncture get rid of pressure in my chest", "heart"),
        ("quien trata el dolor de pecho y espalda", "heart"),
        ("can a chiropractor treat a fever and stiff neck", "meningitis"),
        ("do osteopaths treat bladder problems", ""),
        ("can a chiropractor fix foot drop", ""),
        ("do chiropractors treat cancer patients", ""),
        ("who treats stroke survivors", ""),
        ("can chiropractors fix numb hands", ""),
        ("can a chiropractor fix a rib out", ""),
    ]);
}

#[test]
fn who_asks_whether_a_complaint_is_harmless_has_it() {
    check_flags(&[
        ("should i worry about a numb groin and back pain", "cauda_equina"),
        ("should i be worried about numb genitals", "cauda_equina"),
        ("could facial drooping be from a pinched nerve in my neck", "stroke_dissection"),
        ("is double vision with neck pain dangerous", "stroke_dissection"),
        ("is dizziness with neck pain normal", "stroke_dissection"),
        ("is fever with a stiff neck serious", "meningitis"),
        ("does fever and back pain mean infection", "infection"),
        ("can numbness in both feet be caused by my back", "leg_weakness"),
        ("what does chest pain with sweating mean", "heart"),
        ("es grave fiebre con dolor de espalda", "infection"),
        ("should i worry about numb fingers", ""),
        ("can dizziness come from the neck", ""),
        ("can chest pain be prevented", ""),
        ("is headache with neck pain normal", ""),
        ("is neck cracking dangerous", ""),
        ("is back pain a sign of pregnancy", ""),
    ]);
}
