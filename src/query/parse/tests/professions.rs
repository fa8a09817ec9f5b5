//! What people call who treats them.

use super::{check, intent, summary};

#[test]
fn a_physician_is_whoever_a_doctor_is() {
    for what in [
        "pain",
        "sports",
        "spine",
        "spinal",
        "back",
        "neck",
        "neck pain",
        "rehab",
        "nerve",
        "joint",
        "headache",
        "orthopedic",
        "work injury",
        "sciatica",
        "scoliosis",
        "whiplash",
        "brain",
    ] {
        let (doctor, physician) = (format!("{what} doctor Boise"), format!("{what} physician Boise"));
        let physicians = format!("{what} physicians Boise");
        assert_eq!(summary(&intent(&physician)), summary(&intent(&doctor)), "{physician}");
        assert_eq!(summary(&intent(&physicians)), summary(&intent(&doctor)), "{physicians}");
    }
    check(&[
        ("pain physician near Boise", "s=pain_physician place=Boise, ID"),
        ("pain md Boise", "s=pain_physician place=Boise, ID"),
        ("sports md Boise", "s=sports_physician place=Boise, ID"),
        ("university physicians Boise", "w=university+physicians place=Boise, ID"),
        ("chiropractic physician Boise", "s=chiropractor place=Boise, ID"),
        ("physician assistant Boise", "place=Boise, ID out=physician assistant"),
    ]);
}

#[test]
fn an_assistant_is_no_therapist() {
    check(&[
        ("pt assistant near Boise", "s=pt_assistant place=Boise, ID"),
        ("pt assistants Boise", "s=pt_assistant place=Boise, ID"),
        ("physio assistant Boise", "s=pt_assistant place=Boise, ID"),
        ("physiotherapist assistants Boise", "s=pt_assistant place=Boise, ID"),
        ("ot assistant Boise", "s=ot_assistant place=Boise, ID"),
        ("occupational therapist assistants Boise", "s=ot_assistant place=Boise, ID"),
        ("therapy assistant Boise", "s=pt_assistant+ot_assistant place=Boise, ID"),
        ("asistente de terapia física en Boise", "s=pt_assistant place=Boise, ID"),
        ("auxiliares de fisioterapia en Boise", "s=pt_assistant place=Boise, ID"),
        ("ayudante de terapia ocupacional en Boise", "s=ot_assistant place=Boise, ID"),
    ]);
}

#[test]
fn a_doctor_of_a_part_of_the_body_is_read_in_spanish() {
    check(&[
        ("médico de espalda en Boise", "s=chiropractor+physiatrist place=Boise, ID"),
        ("medico del cuello en Boise", "s=chiropractor+physiatrist place=Boise, ID"),
        ("médico de columna en Boise", "s=physiatrist+chiropractor+spine_surgeon place=Boise, ID"),
        ("especialistas en columna en Boise", "s=physiatrist+chiropractor+spine_surgeon place=Boise, ID"),
        ("médico de dolor en Boise", "s=pain_physician place=Boise, ID"),
        ("cirujano de cuello en Boise", "s=spine_surgeon place=Boise, ID"),
    ]);
}
