//! No reply is a dead end: the radius it names gives three, and the question it proposes finds what it says.

use super::questions::{Pairs, Question};
use super::{Failures, answer, questions, with};
use specialist_finder::domain::Reach;
use specialist_finder::query::{Answer, Beyond};

fn strict(pairs: &Pairs, radius: &str) -> Answer {
    answer(&with(&with(pairs, "radius", radius), "strict", "true"))
}

#[test]
fn the_named_radius_gives_three_and_a_tenth_less_does_not() {
    let mut named = [0, 0, 0];
    for (number, question) in questions(0xdead, 400).enumerate() {
        let units = ["mi", "km"][number % 2];
        let mut pairs: Pairs =
            vec![("q", question.what()), ("near", question.place.clone()), ("units", units.to_owned())];
        if number % 3 == 0 {
            pairs = with(&pairs, "gender", ["X", "F"][number % 2]);
        }
        let kept = number % 4 < 2;
        let radius = ["1", "5", "25"][number % 3];
        let asked = with(&with(&pairs, "radius", radius), "strict", if kept { "true" } else { "false" });
        let report = answer(&asked).radius.expect("a place");
        let inside = report.rings[0].count;
        let Some(Beyond { everywhere, enough }) = report.beyond else {
            assert!(inside >= 3, "nothing is said of what lies beyond: {asked:?}");
            continue;
        };
        assert!(inside < 3, "{asked:?}");
        let all = strict(&pairs, "any").total;
        assert_eq!(everywhere, all, "{asked:?}");
        let Some(enough) = enough else {
            assert!(all < 3, "three exist: {asked:?}");
            named[0] += 1;
            continue;
        };
        let within = match enough.reach {
            Reach::Any => {
                assert!(strict(&pairs, "100mi").total < 3, "{asked:?}");
                named[1] += 1;
                "any".to_owned()
            }
            Reach::Within(_) => {
                let less = format!("{:.1}{units}", enough.value - 0.1);
                let fewer = enough.value < 0.15 || strict(&pairs, &less).total < 3;
                assert!(fewer, "three are within {less}: {asked:?}");
                named[2] += 1;
                format!("{}{units}", enough.value)
            }
        };
        assert!(strict(&pairs, &within).total >= 3, "fewer than three within {within}: {asked:?}");
    }
    assert!(named.iter().all(|count| *count > 3), "{named:?}");
}

/// What makes almost any question unanswerable.
const TOO_MUCH: [(&str, &str); 4] =
    [("language", "ja"), ("name", "zzyzx"), ("technique", "moxibustion"), ("language", "vi")];

/// The same question without what an alternative leaves out.
fn shortened(pairs: &Pairs, alternative: &specialist_finder::query::Alternative) -> Pairs {
    let kept = |(name, _): &&(&'static str, String)| !alternative.without.contains(name);
    let shorter: Pairs = pairs.iter().filter(kept).cloned().collect();
    match &alternative.q {
        Some(q) => with(&shorter, "q", q),
        None => shorter,
    }
}

#[test]
fn a_question_that_finds_nobody_is_told_what_to_leave_out() {
    let mut failures = Failures::default();
    let (mut nobody, mut reworded) = (0, 0);
    for (number, question) in questions(0x0b0d, 240).enumerate() {
        let (name, value) = TOO_MUCH[number % TOO_MUCH.len()];
        let mut pairs = with(&question.pairs(), name, value);
        match number % 5 {
            0 => pairs = with(&pairs, "strict", "true"),
            1 => pairs = with(&pairs, "kind", "organization"),
            2 => {
                let q = format!("{} moxibustion vietnamese speaking kinesiotherapist", question.what());
                pairs = vec![("q", q)];
            }
            _ => {}
        }
        let answer = answer(&pairs);
        let far =
            answer.radius.as_ref().and_then(|report| report.beyond).map_or(0, |beyond| beyond.everywhere);
        if answer.total > 0 || far > 0 {
            failures.check(answer.alternatives.is_empty(), || format!("somebody is found: {pairs:?}"));
            continue;
        }
        nobody += 1;
        let told = answer.notices.iter().filter(|notice| notice.code == "try_without").count();
        failures.check(!answer.alternatives.is_empty() && told == 1, || format!("a dead end: {pairs:?}"));
        failures.check(answer.alternatives.len() <= 3, || format!("too many: {pairs:?}"));
        for alternative in &answer.alternatives {
            let shorter = super::answer(&shortened(&pairs, alternative));
            failures.check(shorter.total == alternative.total && shorter.total > 0, || {
                format!(
                    "{} instead of {} without {alternative:?}: {pairs:?}",
                    shorter.total, alternative.total
                )
            });
            let nearest = shorter.hits.iter().filter_map(|hit| hit.metres).min();
            let tells = alternative.nearest.is_some() == nearest.is_some();
            failures.check(tells, || format!("{nearest:?} {alternative:?}: {pairs:?}"));
            reworded += usize::from(alternative.q.is_some());
        }
    }
    assert!(nobody > 50 && reworded > 20, "{nobody} found nobody, {reworded} reworded");
}

#[test]
fn whoever_is_found_at_once_hears_of_no_way_out() {
    for question in questions(0x90a1, 60).map(|question| Question { filters: Vec::new(), ..question }) {
        let answer = answer(&question.strictly("any"));
        assert!(answer.radius.is_some_and(|report| report.beyond.is_none()), "{question:?}");
    }
}
