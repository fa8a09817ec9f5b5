//! Cells as text, whatever stood in them.

use super::*;
use crate::ingest::Position;
use proptest::prelude::*;

fn check(raw: &str, expected: &str, codes: &[Code]) {
    let position = Position { file: "a.csv".into(), line: 2 };
    let mut notes = Notes::new(&position);
    assert_eq!(cell(raw, "name", &mut notes), expected, "{raw:?}");
    let said: Vec<Code> = notes.into_findings().iter().map(|finding| finding.code).collect();
    assert_eq!(said, codes, "{raw:?}");
}

#[test]
fn bars_and_semicolons_part_a_text() {
    for text in ["", "|", "a", "a|b;c", ";a||é;", "back pain|neck pain", "陳|大;文"] {
        assert_eq!(parted(text).collect::<Vec<_>>(), text.split(['|', ';']).collect::<Vec<_>>(), "{text}");
    }
}

#[test]
fn text_is_kept_whatever_it_says() {
    for raw in [
        "",
        "Jane Doe",
        "<script>alert(1)</script> Zz",
        "{{7*7}} ${jndi:ldap://127.0.0.1/a} Zz",
        "=HYPERLINK(\"http://127.0.0.1/\"&A1) Zz",
        "../../etc/passwd Zz",
        "O'Brien",
        "José Ñandú",
        "Dwayne \"Rocky\" Doe",
        "陳大文",
        "Nanette",
    ] {
        check(raw, raw, &[]);
    }
}

#[test]
fn controls_blanks_and_quotes_go_and_it_is_said() {
    check("Bad\0Marker", "BadMarker", &[Code::ControlCharacters]);
    check("Bad\u{1b}[31mMarker\u{7}", "BadMarker", &[Code::ControlCharacters]);
    check("100 Main St\nSuite 2", "100 Main St Suite 2", &[Code::ControlCharacters]);
    check("\t=1+1 Zz", "=1+1 Zz", &[Code::Trimmed]);
    check("  Jane ", "Jane", &[Code::Trimmed]);
    check("Ja\u{200b}ne", "Jane", &[Code::Trimmed]);
    check("\u{feff}Jane\u{a0}", "Jane", &[Code::Trimmed]);
    check("“Bad Marker”", "Bad Marker", &[Code::Trimmed]);
    check("'Bad Marker'", "Bad Marker", &[Code::Trimmed]);
    check("“Bad", "Bad", &[Code::Trimmed]);
    check("Jane  Doe", "Jane Doe", &[]);
    check("Jane\u{a0}Doe", "Jane Doe", &[]);
    check("   ", "", &[]);
}

#[test]
fn mojibake_is_mended_and_honest_accents_are_not_touched() {
    check("JosÃ©", "José", &[Code::EncodingRepaired]);
    check("PeÃ±a Oâ€™Brien", "Peña O’Brien", &[Code::EncodingRepaired]);
    check("JosÃƒÂ©", "José", &[Code::EncodingRepaired]);
    check("Jose\u{301} Pen\u{303}a", "José Peña", &[Code::EncodingRepaired]);
    check(" Jose\u{301}", "José", &[Code::EncodingRepaired, Code::Trimmed]);
    for honest in ["José", "Peña", "Zoë", "Ångström", "Ã", "Łódź", "Müller © 2020"] {
        check(honest, honest, &[]);
    }
}

#[test]
fn null_words_are_empty_but_names_are_names() {
    for raw in ["NULL", "n/a", "None", "-", "nan", "<UNAVAIL>", "--", "."] {
        check(raw, "", &[]);
    }
    let position = Position { file: "a.csv".into(), line: 2 };
    let mut notes = Notes::new(&position);
    for (raw, expected) in
        [("Nan", "Nan"), ("NAN", "NAN"), ("Null", "Null"), ("Na", "Na"), ("NULL", ""), ("nan", "")]
    {
        assert_eq!(name(raw, "last_name", &mut notes).expect("short"), expected);
    }
    assert!(name(&"word ".repeat(2_000), "name", &mut notes).is_err());
}

#[test]
fn null_words_are_told_by_their_first_byte_too() {
    let among = |text: &str| NULL_WORDS.iter().any(|word| word.eq_ignore_ascii_case(text));
    let dashes = ["-", "--", "\u{2013}", "\u{2014}\u{2014}", ".", "?", "**"];
    let spelled = NULL_WORDS.iter().map(|word| word.to_uppercase());
    for word in spelled.chain(NULL_NAMES.iter().chain(&dashes).map(ToString::to_string)) {
        assert!(is_null_word(&word), "{word}");
    }
    assert!(NULL_NAMES.iter().all(|name| is_null_name(name)) && dashes.iter().all(|dash| is_null_name(dash)));
    for text in ["", "x", "Nanette", "Une", "NY", "(a)", "...a", "\u{2019}", "unavailable now"] {
        assert_eq!(is_null_word(text), among(text) || is_dash(text), "{text}");
    }
    for error in FORMULA_ERRORS.into_iter().chain(["####", "#REF!"]) {
        assert!(is_null_word(error) && is_null_name(error), "{error}");
    }
}

#[test]
fn lists_of_any_program_are_parted_by_bars() {
    for (cell, expected) in [
        (r#"["Chiropractor","Acupuncturist"]"#, "Chiropractor|Acupuncturist"),
        ("['a, b', 'c']", "a, b| c"),
        (r#"{a,"b, c"}"#, "a|b, c"),
        ("a|b; c", "a|b; c"),
        ("[]", ""),
        ("[a", "[a"),
        ("[\"a", "[\"a"),
    ] {
        assert_eq!(listed(Cow::Borrowed(cell)), expected, "{cell}");
    }
}

proptest! {
    #[test]
    fn a_plain_text_is_one_that_cleaning_leaves(raw in "[ a\"'.-]{0,6}|\\PC{0,8}|[\u{0}-\u{80}]{0,5}") {
        let edge = |c: char| matches!(c, ' ' | '"' | '\'');
        let plain = raw.chars().all(|c| (' '..='~').contains(&c))
            && !raw.starts_with(edge) && !raw.ends_with(edge) && !raw.contains("  ");
        prop_assert_eq!(is_plain(&raw), plain);
    }

    #[test]
    fn null_words_are_what_the_tables_say(text in "[nNaAuU/.<>()#\\\\-]{0,5}|\\PC{0,4}") {
        let among = NULL_WORDS.iter().any(|word| word.eq_ignore_ascii_case(&text));
        let empty = is_dash(&text) || is_formula_error(&text);
        prop_assert_eq!(is_null_word(&text), among || empty);
        prop_assert_eq!(is_null_name(&text), empty || NULL_NAMES.contains(&text.as_str()));
    }

    #[test]
    fn cleaned_text_is_one_line_without_control_characters(raw in any::<String>()) {
        let position = Position { file: "a.csv".into(), line: 2 };
        let mut notes = Notes::new(&position);
        let text = cell(&raw, "name", &mut notes);
        prop_assert_eq!(text.trim(), &*text);
        prop_assert!(!text.chars().any(char::is_control), "{:?}", text);
    }
}
