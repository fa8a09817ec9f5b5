//! What counts of the concepts and rules found: idioms swallow words, more precise findings stand for others.
//!
//! In: hits and findings. Out: those that count. Invariant: of each condition there is one finding at most.

use super::phrases::Hit;
use super::rules::{Finding, Rule, Scene};
use super::{Concept, Kind};

/// The hits without idioms and whatever touches one, and without what lies within a longer region: `back` in `low back`.
pub(super) fn without_idioms(hits: Vec<Hit>, kinds: &[Kind]) -> Vec<Hit> {
    let (idioms, hits): (Vec<Hit>, Vec<Hit>) = hits.into_iter().partition(|hit| hit.is(Kind::Mask, kinds));
    let regions: Vec<Hit> = hits
        .iter()
        .filter(|hit| hit.is(Kind::Region, kinds) && hit.words.count_ones() > 1)
        .copied()
        .collect();
    let is_within = |inner: u64, outer: u64| inner & !outer == 0 && inner != outer;
    let kept = |hit: &Hit| {
        let swallowed = regions.iter().any(|region| is_within(hit.words, region.words));
        // What holds an idiom and more is no idiom: `en el jale` around `el jale`.
        let idiom = |idiom: &Hit| idiom.words & hit.words != 0 && !is_within(idiom.words, hit.words);
        !swallowed && !idioms.iter().any(idiom)
    };
    hits.into_iter().filter(kept).collect()
}

/// The findings that count, in the order of the text: of each condition the first, with all words of its clause that
/// tell of it, and none that a more precise one stands for.
pub(super) fn weighed(findings: &[Finding], rules: &[Rule], scene: &Scene<'_>) -> Vec<Finding> {
    let felt = felt_only(scene);
    let condition = |finding: &Finding| rules.get(finding.rule).map(|rule| rule.condition);
    let mut kept: Vec<Finding> = Vec::new();
    for finding in findings {
        let stands_for = |other: &Finding| {
            // `pain in the upper back and in the lower back` shares but what is felt.
            let shared = other.words & finding.words & !felt != 0 || other.words == finding.words;
            let rule = rules.get(other.rule);
            shared
                && rule.is_some_and(|rule| rule.instead_of.iter().any(|own| Some(*own) == condition(finding)))
        };
        if findings.iter().any(stands_for) || is_told_better(finding, findings, scene) {
            continue;
        }
        match kept.iter_mut().find(|known| condition(known) == condition(finding)) {
            Some(known) => {
                if known.clause == finding.clause && known.words & finding.words != 0 {
                    known.words |= finding.words;
                }
            }
            None => kept.push(*finding),
        }
    }
    kept.sort_by_key(|finding| (finding.words.trailing_zeros(), finding.words));
    kept
}

/// Words that belong to what is felt and to nothing else.
fn felt_only(scene: &Scene<'_>) -> u64 {
    let words = |sensation: bool| {
        let own = scene.told.iter().filter(|hit| scene.is(hit, Kind::Sensation) == sensation);
        own.fold(0, |words, hit| words | hit.words)
    };
    words(true) & !words(false)
}

/// Whether a finding only says that a part of the body is spoken of (`my neck`), and another one tells more of it, or
/// of anything in the same sentence.
fn is_told_better(finding: &Finding, findings: &[Finding], scene: &Scene<'_>) -> bool {
    let is_mention = |finding: &Finding| {
        let mut mentions = scene.told.iter().filter(|hit| scene.is(hit, Kind::Mention));
        mentions.any(|hit| finding.words & !hit.words == 0)
    };
    let regions = |finding: &Finding| {
        let own =
            scene.told.iter().filter(|hit| scene.is(hit, Kind::Region) && hit.words & finding.words != 0);
        own.map(|hit| hit.concept).collect::<Vec<Concept>>()
    };
    if !is_mention(finding) {
        return false;
    }
    let own = regions(finding);
    let mut others = findings.iter().filter(|other| !is_mention(other));
    others.any(|other| {
        scene.speech.sentence(other.words) == scene.speech.sentence(finding.words)
            || regions(other).iter().any(|concept| own.contains(concept))
    })
}
