//! That every word of a question is accounted for, and as what.

use super::tests::intent;
use crate::query::span::Span;

/// Each span as `text=kind:ids+kind:ids (form~edits)`.
fn told(text: &str) -> Vec<String> {
    let show = |span: &Span| {
        let senses: Vec<String> =
            span.fate.senses().map(|(kind, ids)| format!("{kind:?}:{}", ids.join(","))).collect();
        let form = span.fate.form.as_ref().map(|form| format!(" ({form}~{})", span.fate.edits));
        format!("{}={}{}", span.text, senses.join("+"), form.unwrap_or_default())
    };
    intent(text).spans.iter().map(show).collect()
}

#[test]
fn spans_tell_what_every_word_was_taken_for() {
    let cases: [(&str, &[&str]); 12] = [
        (
            "I need a chiropracter near downtown Pittsburgh PA, within 10 miles",
            &[
                "I need a=Ignored: (i need a~0)",
                "chiropracter=Specialty:chiropractor (chiropractor~1)",
                "near downtown=Marker:",
                "Pittsburgh PA=Place:Pittsburgh, PA",
                "within 10 miles=Radius:10mi",
            ],
        ),
        (
            "osteopath in PA",
            &["osteopath=Specialty:osteopath,do_physician (osteopath~0)", "in=Marker:", "PA=State:PA"],
        ),
        (
            "acupuncture for headaches",
            &[
                "acupuncture=Specialty:acupuncturist+Technique:acupuncture (acupuncture~0)",
                "for=Filler:",
                "headaches=Condition:tension_headache,cervicogenic_headache,migraine (headache~0)",
            ],
        ),
        (
            "female PT who speaks Spanish",
            &[
                "female=Filter:gender=F (female~0)",
                "PT=Specialty:physical_therapist (pt~0)",
                "who speaks Spanish=Filter:language=es (who speaks spanish~0)",
            ],
        ),
        (
            "pain in my neck without back pain, not a good chiropractor",
            &[
                "pain in my neck=Condition:neck_pain (pain in neck~0)",
                "without back pain=Ignored: (back pain~0)",
                "not a=Exclude:chiropractor (chiropractor~0)",
                "good=Ignored: (good~0)",
                "chiropractor=Exclude:chiropractor (chiropractor~0)",
            ],
        ),
        (
            "is there a dentist or a chiropractor MD",
            &[
                "is there a=Filler:",
                "dentist=OutOfScope:dentist (dentist~0)",
                "or a=Filler:",
                "chiropractor=Specialty:chiropractor (chiropractor~0)",
                "MD=Credential:MD (md~0)",
            ],
        ),
        (
            "nearest chiro near me",
            &["nearest=Nearest: (nearest~0)", "chiro=Specialty:chiropractor (chiro~0)", "near me=NearMe:"],
        ),
        (
            "Dr O'Brien, npi 1234567893 1992999874",
            &["Dr=Filler:", "O'Brien=Name:obrien", "npi 1234567893=Npi:1234567893", "1992999874=Ignored:"],
        ),
        (
            "quiropráctico que hable inglés en Houston a menos de 10 km",
            &[
                "quiropráctico=Specialty:chiropractor (quiropractico~0)",
                "que hable inglés=Filter:language=en (que hable ingles~0)",
                "en=Marker:",
                "Houston=Place:Houston, TX",
                "a menos de 10 km=Radius:10km",
            ],
        ),
        (
            "100 Main St, Austin, TX 99999",
            &["100 Main St=Ignored:", "Austin, TX=Place:Austin, TX", "99999=Ignored:"],
        ),
        ("hip pain near 99999", &["hip pain=Ignored:", "near=Marker:", "99999=UnknownPlace:"]),
        (
            "walking distance, within 500 miles, within",
            &["walking distance=Radius:1mi", "within 500 miles=Ignored:", "within=Marker: (within~0)"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(told(text), expected, "{text}");
    }
}
