//! What completion offers, on the bundled tables.

use super::super::tests::bundled;
use super::reader::FOREIGN_LETTERS;
use super::*;
use crate::vocabulary::normalize;

fn ids(found: &[Completion]) -> Vec<&str> {
    found.iter().map(|one| bundled().sought_names(one.sought, Lang::En).0).collect()
}

fn complete(words: &str) -> Vec<&'static str> {
    let found = bundled().complete(words, true, Lang::En, 10);
    found.iter().map(|one| bundled().sought_names(one.sought, Lang::En).0).collect()
}

fn correct(words: &str) -> Vec<&'static str> {
    let found = bundled().correct_completion(words, Lang::En, 10);
    found.iter().map(|one| bundled().sought_names(one.sought, Lang::En).0).collect()
}

#[test]
fn what_begins_as_typed_comes_first() {
    for (typed, id) in [
        ("chi", "chiropractor"),
        ("quiropra", "chiropractor"),
        ("sci", "sciatica"),
        ("needl", "acupuncture"),
        ("cuello", "neck_pain"),
        ("headaches", "tension_headache"),
        ("pain in my ne", "neck_pain"),
        ("pain nec", "neck_pain"),
        ("physical therapist assis", "pt_assistant"),
    ] {
        assert!(complete(typed).iter().take(3).any(|found| *found == id), "{typed}: {:?}", complete(typed));
    }
    assert!(!complete("physical therapist").contains(&"pt_assistant"));
    assert!(complete("").is_empty() && complete("zzzz").is_empty());
}

#[test]
fn a_whole_word_does_not_go_on() {
    let whole = bundled().complete("dry", false, Lang::En, 10);
    assert_eq!(ids(&whole), ["dry_needling"]);
    assert!(bundled().complete("chi", false, Lang::En, 10).iter().all(|one| one.fit == Fit::Inside));
    assert_eq!(ids(&bundled().complete("sciatica", false, Lang::En, 1)), ["sciatica"]);
}

#[test]
fn each_thing_is_offered_once_and_no_more_than_asked() {
    for typed in ["a", "b", "c", "p", "back", "neck pain", "d", "nek p", "osteo"] {
        let all = bundled().complete(typed, true, Lang::En, 1_000);
        for (place, one) in all.iter().enumerate() {
            assert!(all[..place].iter().all(|known| known.sought != one.sought), "{typed}");
        }
        assert!(all.is_sorted_by_key(|one| one.edits > 0), "{typed}");
        assert_eq!(bundled().complete(typed, true, Lang::En, 3), all[..all.len().min(3)]);
    }
}

#[test]
fn misspelt_beginnings_are_corrected() {
    for (typed, id) in [
        ("chriop", "chiropractor"),
        ("chirpo", "chiropractor"),
        ("hciro", "chiropractor"),
        ("kiroprac", "chiropractor"),
        ("acupuncutr", "acupuncturist"),
        ("phisical ther", "physical_therapist"),
        ("physicalther", "physical_therapist"),
        ("neck pian", "neck_pain"),
        ("siat", "sciatica"),
        ("fisoterap", "physical_therapist"),
    ] {
        assert!(correct(typed).iter().take(3).any(|found| *found == id), "{typed}: {:?}", correct(typed));
        assert!(bundled().correct_completion(typed, Lang::En, 10).iter().all(|one| one.edits > 0));
    }
}

/// Every beginning of at least four letters of every profession that is not listed, right and with a letter wrong.
#[test]
fn no_profession_that_is_not_listed_is_corrected_to_one_that_is() {
    for row in bundled().out_of_scope() {
        for term in [&row.term, &row.term_es] {
            let folded = normalize::fold(term);
            for typed in (FOREIGN_LETTERS..=folded.len()).map(|end| &folded[..end]) {
                // `ortho` may yet become what is listed; whatever goes on with nothing that is, is not bent to it.
                let ours = !complete(typed).is_empty();
                assert!(ours || correct(typed).is_empty(), "{typed}: {:?}", correct(typed));
            }
        }
    }
    for near in
        ["dermatolgi", "urolgist", "psychatri", "nefrolog", "cardiolgis", "dentits", "psyiatri", "eurologist"]
    {
        let specialty = |one: &Completion| matches!(one.sought, Sought::Specialty(_));
        assert!(
            !bundled().correct_completion(near, Lang::En, 10).iter().any(specialty),
            "{near}: {:?}",
            correct(near)
        );
    }
}

#[test]
fn numbers_common_words_and_nonsense_are_not_corrected() {
    for typed in ["chiropract0r", "message", "cairo", "asdfghjk", "n", "nek", "", "c5 c6", "ñandúes"] {
        assert_eq!(correct(typed), [""; 0], "{typed}");
    }
}

#[test]
fn finished_words_are_read_leftmost_longest() {
    let read = |text: &str| -> Vec<String> {
        let words: Vec<&str> = text.split(' ').collect();
        let found = bundled().finished_forms(&words).into_iter();
        found
            .map(|(range, sought)| format!("{range:?} {}", bundled().sought_names(sought, Lang::En).0))
            .collect()
    };
    assert_eq!(read("best neck pain chiropractor in"), ["1..3 neck_pain", "3..4 chiropractor"]);
    assert_eq!(read("dry"), [""; 0]);
    assert_eq!(read(""), [""; 0]);
}

#[test]
fn whatever_is_offered_is_written_so_that_it_is_read() {
    let words = bundled();
    let specialties = words.specialties().iter().map(|row| Sought::Specialty(row.row));
    let conditions =
        (0..).take(words.conditions().len()).map(|row| Sought::Condition(ConditionId::from_row(row)));
    let techniques =
        (0..).take(words.techniques().len()).map(|row| Sought::Technique(TechniqueId::from_row(row)));
    for sought in specialties.chain(conditions).chain(techniques) {
        for lang in [Lang::En, Lang::Es] {
            let text = words.insertion(sought, lang);
            let tokens = normalize::tokens(text);
            let found = words.find(&tokens);
            assert_eq!(found.len(), 1, "{text}");
            assert!(found[0].count == tokens.len() && found[0].edits == 0, "{text}");
            assert!(found[0].meanings.iter().any(|meaning| meaning.sought() == Some(sought)), "{text}");
        }
    }
}

#[test]
fn markers_of_places_are_known() {
    let last = |text: &str| bundled().last_place_marker(&normalize::tokens(text));
    assert_eq!(last("chiropractor near san"), Some((2, 1)));
    assert_eq!(last("quiropractico cerca de hou"), Some((3, 2)));
    assert_eq!(last("neck pain"), None);
}
