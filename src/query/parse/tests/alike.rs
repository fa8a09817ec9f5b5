//! Words that may be one thing or another: who is spoken of or sought, a name, a degree or a place.

use super::check;

#[test]
fn who_is_spoken_of_is_told_from_who_is_sought() {
    check(&[
        ("chiropractor, must be a woman", "s=chiropractor gender=F ignored=must"),
        ("37 year old female with neck pain", "c=neck_pain ignored=female+37"),
        ("nurse, female, 33, low back pain", "c=low_back_pain out=physician assistant ignored=female+33"),
        ("doctora fisiatra", "s=physiatrist gender=F"),
        ("neuróloga", "s=neurologist gender=F"),
        ("my doctor says it is sciatica", "c=sciatica ignored=doctor says"),
        ("occupational medicine doctor", "s=occupational_medicine"),
    ]);
}

#[test]
fn the_word_doctor_is_a_profession_only_where_nothing_else_is_said() {
    check(&[
        ("doctor 75201", "s=primary_care place=Dallas, TX 75201"),
        ("scoliosis doctor", "c=scoliosis"),
        ("médico para ciática", "c=sciatica"),
        ("doctor smith chiropractor", "s=chiropractor w=smith"),
        ("doctor of osteopathy", "s=osteopath+do_physician"),
    ]);
}

#[test]
fn a_part_of_the_spine_alone_is_complained_of() {
    check(&[
        ("lower back", "c=low_back_pain"),
        ("neck 75201", "c=neck_pain place=Dallas, TX 75201"),
        ("espalda", "c=low_back_pain"),
        ("neck and upper back", "c=neck_pain+upper_back_pain"),
        ("lower back chiropractor", "s=chiropractor c=low_back_pain"),
        ("low back Dallas", "c=low_back_pain place=Dallas, TX"),
        ("Dr Neck", "w=neck"),
        ("hola", ""),
    ]);
}

#[test]
fn words_of_everyday_speech_are_nobodys_name() {
    check(&[
        ("room keeps spinning when I turn my head", "c=dizziness ignored=room+keeps+turn+head"),
        ("chiropractor whoever is closest to my house", "s=chiropractor near_me nearest ignored=whoever"),
        (
            "doctor payne, upper back pain, Spokane Valley WA",
            "c=upper_back_pain w=payne place=Spokane Valley, WA",
        ),
        ("Forward Motion chiropractic", "s=chiropractor w=forward+motion"),
    ]);
}

#[test]
fn codes_of_states_are_degrees_where_the_place_is_elsewhere() {
    check(&[
        ("Mike D'Angelo DC 07030", "s=chiropractor w=mike+dangelo place=Hoboken, NJ 07030"),
        ("vermont DC", "s=chiropractor place=Vermont"),
        ("physical therapist cincinatti ohio", "s=physical_therapist place=Cincinnati, OH"),
    ]);
}

#[test]
fn a_name_before_a_place_is_a_name_and_no_part_of_it() {
    check(&[
        ("Smith 15213", "w=smith place=Pittsburgh, PA 15213"),
        ("Maria Jackson 58102", "w=maria+jackson place=Fargo, ND 58102"),
        ("chiropractor Pemberton 58102", "s=chiropractor w=pemberton place=Fargo, ND 58102"),
        ("chiropractor Dallas 75080", "s=chiropractor place=Richardson, TX 75080"),
        ("Okonkwo Fargo ND", "w=okonkwo place=Fargo, ND"),
        ("Smith Washington DC", "w=smith place=Washington, DC"),
        ("Smith Pittsburgh PA", "w=smith place=Pittsburgh, PA"),
        ("Okonkwo Bethesda MD", "w=okonkwo place=Bethesda, MD"),
        ("Jane Frederick MD", "credential=MD w=jane+frederick"),
    ]);
}

#[test]
fn words_are_known_by_their_sound() {
    check(&[
        ("fisical therapyst", "s=physical_therapist"),
        ("kiropracter", "s=chiropractor"),
        ("cairopractor", "s=chiropractor"),
    ]);
}
