//! Names and nicknames as people write them.

use super::super::tests::bundled;
use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn small_letters_have_the_same_key(text in "[ -~]{0,70}") {
        let mut room = [0; LONGEST];
        if let Some(small) = small(&text, &mut room) {
            prop_assert_eq!(name_key(small), name_key(&text));
        } else {
            prop_assert!(text.len() > LONGEST);
        }
        prop_assert_eq!(bundled().names.key(&text), name_key(&text));
    }
}

#[test]
fn what_the_tables_spell_has_its_key_in_any_case() {
    for (spelled, key) in &bundled().names.spelled {
        assert_eq!(*key, name_key(spelled));
        assert_eq!(*key, name_key(&spelled.to_ascii_uppercase()));
    }
}

fn named(text: &str) -> String {
    let claims = bundled().specialty_named(text);
    claims.iter().map(|claim| bundled().specialty(claim.specialty).id.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn own_lists_name_specialties_in_many_ways() {
    for (text, ids) in [
        ("chiropractor", "chiropractor"),
        ("Chiropractors", "chiropractor"),
        ("physical_therapist", "physical_therapist"),
        ("physical-therapist", "physical_therapist"),
        ("Fisioterapeuta", "physical_therapist"),
        ("quiropráctico", "chiropractor"),
        ("physio", "physical_therapist"),
        ("orthopaedic-surgeon", "orthopaedic_surgeon"),
        ("Orthopedic Surgeons", "orthopaedic_surgeon"),
        ("pmr", "physiatrist"),
        ("PM&R", "physiatrist"),
        ("pain-medicine", "pain_physician"),
        ("osteopath", "osteopath"),
        ("111NR0400X", "chiropractor"),
        ("207q00000x", "primary_care"),
        ("Rehabilitation Chiropractor", "chiropractor"),
        ("Sports Physician Chiropractor", "chiropractor"),
        ("Orthopedic Physical Therapist", "physical_therapist"),
        ("Family Medicine Osteopathic Physician", "primary_care do_physician"),
        ("Neuromusculoskeletal Medicine & OMM Physician", "osteopath"),
        ("Physical Medicine & Rehabilitation Physician", "physiatrist"),
        ("Physical Medicine and Rehabilitation Physician", "physiatrist"),
        ("Orthopaedic Surgery of the Spine Physician", "spine_surgeon"),
        ("Orthopedic Surgery Physician", "orthopaedic_surgeon"),
        ("Neurological Surgery Physician", "neurosurgeon"),
        ("Pain Medicine Physician", "pain_physician"),
        ("Chiropractor, Rehabilitation", "chiropractor"),
        ("Chiropractic Providers/Chiropractor/Rehabilitation", "chiropractor"),
        ("Clinic/Center, Physical Therapy", "pt_clinic"),
        ("CHIROPRACTIC", "chiropractor"),
        ("PHYSICAL THERAPIST IN PRIVATE PRACTICE", "physical_therapist"),
        ("ORTHOPEDIC SURGERY", "orthopaedic_surgeon"),
        ("OSTEOPATHIC MANIPULATIVE MEDICINE", "osteopath"),
        ("PHYSICAL MEDICINE AND REHABILITATION", "physiatrist"),
        ("PAIN MANAGEMENT", "pain_physician"),
        ("NEUROSURGERY", "neurosurgeon"),
        ("FAMILY PRACTICE", "primary_care"),
        ("Physician/Orthopedic Surgery", "orthopaedic_surgeon"),
        ("", ""),
        ("specialist", ""),
        ("therapist", ""),
        ("dentist", ""),
        ("207RC0000X", ""),
        ("cashier", ""),
    ] {
        assert_eq!(named(text), ids, "{text}");
    }
}

#[test]
fn only_what_is_the_name_of_a_code_carries_the_code() {
    let code = |text: &str| bundled().specialty_named(text)[0].taxonomy.map(|code| code.to_string());
    assert_eq!(code("Rehabilitation Chiropractor").as_deref(), Some("111NR0400X"));
    assert_eq!(code("111N00000X").as_deref(), Some("111N00000X"));
    assert_eq!(code("Chiropractor"), None);
}

#[test]
fn other_professions_are_known_as_such() {
    for text in [
        "Dentist",
        "DERMATOLOGY",
        "NURSE PRACTITIONER",
        "CARDIOVASCULAR DISEASE (CARDIOLOGY)",
        "INTERVENTIONAL CARDIOLOGY",
        "Oral Surgery (Dentist only)",
        "HEMATOLOGY ONCOLOGY",
        "Pediatricians",
        "SPECIALIST",
        "OBSTETRICS   GYNECOLOGY",
        "Anaesthesiology",
        "Physician/Urology",
        "Dermatology Physician",
        "lawyer",
        "Pediatric Cardiology",
        "Nurse, Emergency Room",
    ] {
        assert!(bundled().is_out_of_scope(text), "{text}");
    }
    for text in
        ["chiropractor", "PAIN MANAGEMENT", "cashier", "", "Family Practice", "Veterinary Chiropractic"]
    {
        assert!(!bundled().is_out_of_scope(text), "{text}");
    }
}

#[test]
fn methods_and_conditions_of_lists_are_known() {
    let technique =
        |text: &str| bundled().technique_named(text).map(|id| bundled().technique(id).id.as_str());
    for (text, id) in [
        ("manual therapy", "manual_therapy"),
        ("McKenzie method", "mckenzie"),
        ("spinal mobilization", "mobilization"),
        ("kinesio taping", "kinesio_taping"),
        ("ultrasound therapy", "ultrasound_therapy"),
        ("TENS", "tens"),
        ("posture training", "posture_ergonomics"),
        ("activator method", "activator"),
        ("Gonstead technique", "gonstead"),
        ("Cox flexion distraction", "flexion_distraction"),
        ("Graston technique", "iastm"),
        ("Thompson drop table", "thompson"),
        ("sacro occipital technique", "sot"),
        ("massage", "massage"),
        ("counterstrain", "counterstrain"),
        ("facilitated positional release", "facilitated_positional_release"),
        ("electromyography", "emg_ncs"),
        ("cervical discectomy and fusion", "spine_surgery"),
        ("kyphoplasty", "vertebral_augmentation"),
        ("deep tissue massage", "massage"),
        ("electroacupuncture", "acupuncture"),
    ] {
        assert_eq!(technique(text), Some(id), "{text}");
    }
    assert_eq!(technique("joint replacement"), None);
    let condition =
        |text: &str| bundled().condition_named(text).map(|id| bundled().condition(id).id.as_str());
    for (text, id) in [
        ("neck pain", "neck_pain"),
        ("herniated discs", "herniated_disc_low"),
        ("cervical radiculopathy", "pinched_nerve_neck"),
        ("osteoarthritis", "osteoarthritis"),
        ("myofascial pain", "muscle_spasm"),
        ("spinal stenosis", "stenosis_lumbar"),
        ("torticollis", "stiff_neck"),
        ("vertebral fracture", "osteoporosis_fracture"),
        ("poor posture", "text_neck"),
        ("low_back_pain", "low_back_pain"),
        ("Ciática", "sciatica"),
    ] {
        assert_eq!(condition(text), Some(id), "{text}");
    }
    assert_eq!(condition("tennis elbow"), None);
}
