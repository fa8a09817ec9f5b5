//! When two folded words count as one: plural and singular, British and American spelling, `doc` for `doctor`.
//!
//! Only matching uses this key; what is indexed and shown keeps its own spelling. Invariant: the key of a key is the
//! key itself, and a word of digits is its own key.

use super::normalize;

/// British spellings inside words and what they are in American.
const BRITISH: [(&str, &str); 9] = [
    ("paedi", "pedi"),
    ("anaesth", "anesth"),
    ("haem", "hem"),
    ("gynaec", "gynec"),
    ("aesthesia", "esthesia"),
    ("ischaem", "ischem"),
    ("behaviour", "behavior"),
    ("isation", "ization"),
    ("oeopath", "eopath"),
];

/// What a folded word is compared by.
pub(super) fn key(word: &str) -> String {
    singular(&american(word))
}

/// The keys of a text's words, joined by single blanks.
pub(super) fn keys(text: &str) -> String {
    let folded = normalize::fold(text);
    folded.split(' ').map(key).collect::<Vec<_>>().join(" ")
}

/// [`keys`] without joining words, for names of specialties: `Physical Medicine & Rehabilitation` and
/// `PHYSICAL MEDICINE AND REHABILITATION` are one.
pub(super) fn name_key(text: &str) -> String {
    let folded = normalize::fold(text);
    let words = folded.split(' ').filter(|word| !matches!(*word, "and" | "y" | "the"));
    words.map(key).collect::<Vec<_>>().join(" ")
}

fn american(word: &str) -> String {
    match word {
        "centre" => return "center".into(),
        "centres" => return "centers".into(),
        "programme" => return "program".into(),
        "programmes" => return "programs".into(),
        "organisation" => return "organization".into(),
        "doc" => return "doctor".into(),
        "docs" => return "doctors".into(),
        "disk" => return "disc".into(),
        "disks" => return "discs".into(),
        _ => {}
    }
    // Each of them has one of these; most words have none.
    let may_be = word.as_bytes().windows(2).any(|pair| matches!(pair, b"ae" | b"oe" | b"vi" | b"sa"));
    if !may_be {
        return word.to_owned();
    }
    let parts = BRITISH.iter().filter(|(british, _)| word.contains(british));
    parts.fold(word.to_owned(), |word, (british, own)| word.replace(british, own))
}

/// Takes a plural ending off. Short words and words in -ss, -us, -is keep theirs (`this`, `tmjs` aside).
fn singular(word: &str) -> String {
    let cut = |letters: usize| word[..word.len() - letters].to_owned();
    if word.len() <= 3 || !word.ends_with('s') || word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    if word.len() > 4 && word.ends_with("ies") {
        return cut(3) + "y";
    }
    // English `classes` and `crutches` but `headaches`; Spanish `doctores`, `dolores`.
    let double = ["sses", "shes", "ches", "xes", "zes", "ctores", "dores", "lores"];
    let double = double.iter().any(|ending| word.ends_with(ending)) && !word.ends_with("aches");
    let kept = ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending));
    if double {
        cut(2)
    } else if kept {
        word.to_owned()
    } else {
        cut(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_for_plural_and_british_forms() {
        for (one, other) in [
            ("chiropractor", "Chiropractors"),
            ("orthopaedic surgeon", "Orthopedic Surgeons"),
            ("injury", "injuries"),
            ("herniated disk", "herniated discs"),
            ("spine doctor", "Spine docs"),
            ("quiropractor", "quiropractores"),
            ("headache", "headaches"),
            ("mobilisation", "mobilizations"),
            ("drugstore", "drugstores"),
            ("anesthesiology", "anaesthesiology"),
            ("paediatrician", "pediatricians"),
            ("hematologist", "haematologists"),
        ] {
            assert_eq!(keys(one), keys(other));
        }
        for alone in ["sciatica", "scoliosis", "torticollis", "tos", "whiplash", "gps", "c6", "s1"] {
            assert_eq!(keys(alone), alone);
        }
        assert_eq!(name_key("Pain & Rehab"), name_key("pain and rehab"));
    }

    #[test]
    fn the_key_of_a_key_is_the_key() {
        for word in
            ["classes", "bosses", "boxes", "axes", "doctores", "needles", "buses", "centres", "dizziness"]
        {
            assert_eq!(key(&key(word)), key(word), "{word}");
        }
    }
}
