//! Kinds of danger that people tell in their own words, each beside what only sounds like it.

use super::check_flags;

#[test]
fn despair_and_overdoses_are_seen() {
    check_flags(&[
        ("i have a loaded pistol and the pain is unbearable", "crisis"),
        ("ya no aguanto, tengo una pistola", "crisis"),
        ("want to end it cant live with sciatica", "crisis"),
        ("took a whole bottle of muscle relaxers", "crisis"),
        ("my husband swallowed a bunch of oxycodone", "crisis"),
        ("i took 25 advil for the pain", "crisis"),
        ("me trague todas las pastillas", "crisis"),
        ("tome 30 pastillas de paracetamol", "crisis"),
        ("i keep thinking about death because of my back", "crisis"),
        ("pienso en morirme todos los dias por el dolor", "crisis"),
        ("i wont be here much longer the pain is unbearable", "crisis"),
        ("my son is harming himself neck pain", "crisis"),
        ("thought about ending it last night because of the pain", "crisis"),
        ("i want to sleep and not wake up", "crisis"),
        ("he dicho que me voy a matar", "crisis"),
        ("mi hija se corta los brazos y le duele la espalda", "crisis"),
        ("i have a gun belt that hurts my back", ""),
        ("got a massage gun, cant stand my neck pain", ""),
        ("want to end it with massage back pain", ""),
        ("want to end my back pain", ""),
        ("took 2 tylenols and 1 advil neck pain", ""),
        ("took 20 sessions of pt", ""),
        ("took all the medication my doctor prescribed back pain", ""),
        ("tome dos pastillas y me duele la espalda", ""),
        ("think about dyeing my hair sore neck", ""),
        ("not going to be here long, visiting boise, need chiropractor", ""),
        ("my teen cuts grass and has back pain", ""),
    ]);
}

#[test]
fn fainting_with_a_painful_back_is_seen() {
    check_flags(&[
        ("terrible back pain and passed out", "aorta"),
        ("mom collapsed with severe back pain", "aorta"),
        ("fainted this morning now terrible back pain", "aorta"),
        ("me duele la espalda y casi me desmayo", "aorta"),
        ("passed out on the couch woke with stiff neck", ""),
        ("faint ache in my lower back", ""),
        ("fainting goat farm back pain", ""),
        ("passing out samples all day back pain", ""),
        ("collapsed disc back pain", ""),
    ]);
}

#[test]
fn falls_are_seen_however_they_are_spelled() {
    check_flags(&[
        ("my grandfather fall back hurts", "fragility_fracture"),
        ("my nana fall neck pain", "fragility_fracture"),
        ("feel off a laddr and my neck hurts", "major_trauma"),
        ("fell of my horse neck sore", "major_trauma"),
        ("fell from a balcony", "major_trauma"),
        ("me caí de la azotea", "major_trauma"),
        ("fall back on massage neck pain", ""),
        ("fell off the wagon back pain", ""),
        ("fell off a ladder years ago", ""),
        ("me cai de cansancio anoche cuello torcido", ""),
        ("me caigo de hambre y me duele el cuello", ""),
    ]);
}

#[test]
fn emergencies_by_their_names_are_seen() {
    check_flags(&[
        ("aortic rupture", "aorta"),
        ("symptoms of aortic dissection back pain", "aorta"),
        ("diseccion aortica", "aorta"),
        ("lung clot", "heart"),
        ("señales de un infarto", "heart"),
        ("signs of heart attack upper back pain", "heart"),
        ("menengitis stiff neck", "meningitis"),
        ("sintomas de meningitis", "meningitis"),
        ("señales de derrame cerebral", "stroke_dissection"),
        ("symptoms of cauda equina low back pain", "cauda_equina"),
        ("meningitis shot neck sore", ""),
        ("had meningitis as a kid, stiff neck from work", ""),
        ("aortic valve replaced 10 years ago, back pain", ""),
    ]);
}

#[test]
fn who_is_hurt_at_home_is_seen() {
    check_flags(&[
        ("my boyfriend punched me and my neck hurts", "major_trauma"),
        ("my stepfather beats me my back hurts", "major_trauma"),
        ("mi marido me pega y me duele el cuello", "major_trauma"),
        ("my boyfriend chokes me and my neck is sore", "stroke_dissection"),
        ("mi pareja me estrangulo", "stroke_dissection"),
        ("he had his hands around my throat", "stroke_dissection"),
        ("my wife pushed me to get my neck checked", ""),
        ("my ex kicked me out, sleeping on couch, back pain", ""),
        ("my wife beats me at yoga, tight back", ""),
        ("my trainer beats me in tennis back pain", ""),
        ("he hits me up for massage referrals, neck", ""),
        ("husband hits golf balls back pain", ""),
    ]);
}

#[test]
fn rarer_signs_are_seen() {
    check_flags(&[
        ("tearing pain up the side of my neck and headache", "stroke_dissection"),
        ("dolor desgarrador a un lado del cuello", "stroke_dissection"),
        ("my infant is limp and her neck is stiff", "meningitis"),
        ("exposed to tb and spine pain", "infection_risk"),
        ("my picc line is infected and my spine hurts", "infection_risk"),
        ("someone shook the baby and his neck", "major_trauma"),
        ("one calf is swollen red and warm", "leg_clot"),
        ("leg swollen and painful after long flight", "leg_clot"),
        ("pantorrilla hinchada roja y caliente", "leg_clot"),
        ("torn neck muscle", ""),
        ("floppy hat neck pain", ""),
        ("usb port behind desk back pain", ""),
        ("milkshake baby neck", ""),
        ("calf tight after run", ""),
        ("swollen ankle sprain pt", ""),
    ]);
}

#[test]
fn harmless_words_of_danger_raise_none() {
    check_flags(&[
        ("steroid shot in my lower back", ""),
        ("had two shots in my neck last year no help", ""),
        ("got shot in the neck", "major_trauma"),
        ("was shot in the back last week", "major_trauma"),
        ("sore legs after hike massage near me", ""),
        ("piernas cansadas despues de correr masaje", ""),
        ("legs gave out after the chiropractor cracked my back", "after_treatment"),
        ("big chest neck pain", ""),
        ("dolor muscular en el pecho despues del gym", ""),
        ("never had a rash or fever, neck stiff", ""),
        ("blind musician neck pain", ""),
        ("went blind in one eye, neck pain", "stroke_dissection"),
        ("spinning yarn all day neck pain", ""),
        ("shingled a roof yesterday, sore back", ""),
        ("installing shingles neck pain", ""),
    ]);
}

#[test]
fn despair_is_seen_in_more_words() {
    check_flags(&[
        ("i swallowed too many muscle relaxers", "crisis"),
        ("took like 30 pills", "crisis"),
        ("my son cuts his wrists and has neck pain", "crisis"),
        ("i have been cutting my arms, neck pain", "crisis"),
        ("pain is so bad i have a rope ready", "crisis"),
        ("my grandpa has a gun and says he cant take the pain", "crisis"),
        ("i want to blow my brains out from this pain", "crisis"),
        ("life isnt worth it with this back pain", "crisis"),
        ("ive decided to die", "crisis"),
        ("he pensado en morirme por el dolor de espalda", "crisis"),
        ("mi papa dice que se quiere morir por el dolor", "crisis"),
        ("prefiero estar muerto que con este dolor", "crisis"),
        ("tengo una pistola de masaje y no soporto el dolor de cuello", ""),
        ("jump rope back pain", ""),
        ("noose tie knot practice sore hands", ""),
        ("took like 30 minutes to walk it off, back pain", ""),
    ]);
}

#[test]
fn falls_and_hands_of_others_are_seen_in_more_words() {
    check_flags(&[
        ("fell off scaffolding", "major_trauma"),
        ("my dad fell of the barn roof", "major_trauma"),
        ("got thrown off a horse", "major_trauma"),
        ("my husband pushed me down the stairs", "major_trauma"),
        ("old mother fall down back pain", "fragility_fracture"),
        ("babysitter shook my baby", "major_trauma"),
        ("spinal fracture after fall", "major_trauma"),
        ("my husband grabbed my throat and my neck hurts", "stroke_dissection"),
        ("mi ex trato de ahorcarme", "stroke_dissection"),
        ("he put his hands on my throat and squeezed", "stroke_dissection"),
        ("felt a tear in my neck then bad headache", "stroke_dissection"),
        ("mi esposo me apreto el cuello", "stroke_dissection"),
        ("sore throat and neck pain", ""),
        ("my boyfriend squeezed my neck muscles, felt good", ""),
        ("my husband pushed a car and hurt his back", ""),
        ("baby shook rattle, my neck aches", ""),
    ]);
}

#[test]
fn more_emergencies_are_seen_by_their_names() {
    check_flags(&[
        ("aortic aneurysm rupture", "aorta"),
        ("tear in my aorta", "aorta"),
        ("desgarro de aorta", "aorta"),
        ("mini stroke neck pain", "stroke_dissection"),
        ("brain hemorrhage", "stroke_dissection"),
        ("bacterial meningitis", "meningitis"),
        ("myocardial infarction", "heart"),
        ("chest pian and neck pain", "heart"),
        ("epidural abscess", "infection"),
        ("i have a spinal infection", "infection"),
        ("dvt in leg", "leg_clot"),
        ("trombosis en la pierna", "leg_clot"),
        ("cauda equina syndrome", "cauda_equina"),
        ("infected spine", "infection"),
        ("what is cauda equina syndrome", ""),
        ("one leg bigger than the other red and warm", "leg_clot"),
        ("if someone had a spinal abscess who would treat it", ""),
        ("can massage cause a dvt", ""),
        ("blood clot in leg years ago, now stiff neck", ""),
        ("stroke my cat, neck pain", ""),
    ]);
}

#[test]
fn no_second_danger_is_told_beside_the_right_one() {
    for (text, wrong) in [
        ("my son is 6 and wakes up at night with neck pain", "infection"),
        ("se me durmió una parte de la ingle, dolor de espalda", "aorta"),
        ("me duele el cuello y se me torció la cara", "after_treatment"),
        ("aortic dissection", "stroke_dissection"),
    ] {
        let flags = super::raised(text);
        assert!(!flags.is_empty() && !flags.contains(&wrong), "{text}: {flags:?}");
    }
}
