//! Scores as models ask for them.

use super::*;

fn model(distance_weight: f64) -> ScoreModel {
    ScoreModel {
        tiers: Vec::new(),
        matches: Vec::new(),
        match_weight: 0.35,
        text_half: 4.0,
        distance_weight,
        quality_weight: 0.15,
        pivot_rank: 20,
        pivot_range: (Metres::from_whole_miles(1), Metres::from_whole_miles(25)),
    }
}

fn scorer(model: &ScoreModel, pivot: Option<Metres>) -> Scorer<'_> {
    let names = ExactNames::default();
    Scorer { model, tiers: Vec::new(), matches: Vec::new(), names, text: None, pivot: pivot.map(Metres::get) }
}

#[test]
fn a_total_is_its_parts_points_added_left_to_right() {
    let model = model(0.5);
    let scorer = scorer(&model, Metres::new(3_000.0));
    let judged = Judged { tier: 2, matched: 0.7, quality: 0.3 };
    for metres in [0.0, 1.0, 3_000.0, 1e7] {
        let score = scorer.score(&judged, metres);
        let signals: Vec<Signal> = score.parts.iter().map(|part| part.signal).collect();
        assert_eq!(signals, [Signal::Match, Signal::Distance, Signal::Quality]);
        let sum = score.parts[0].points + score.parts[1].points + score.parts[2].points;
        assert_eq!(score.total.to_bits(), sum.to_bits());
        assert_eq!(score.total.to_bits(), scorer.total(&judged, metres).to_bits());
    }
    assert!((scorer.score(&judged, 3_000.0).parts[1].value - 0.5).abs() < 1e-15, "one half at the pivot");
}

#[test]
fn nearer_never_scores_less() {
    let model = model(0.5);
    let scorer = scorer(&model, Metres::new(1_609.344));
    let judged = Judged { tier: 2, matched: 0.7, quality: 0.3 };
    let totals: Vec<f64> = (0..20_000).map(|step| scorer.total(&judged, f64::from(step) * 0.37)).collect();
    assert!(totals.windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn without_a_pivot_there_is_no_distance() {
    let model = model(0.5);
    let score = scorer(&model, None).score(&Judged { tier: 0, matched: 1.0, quality: 1.0 }, 0.0);
    assert_eq!(score.parts.len(), 2);
}

#[test]
fn the_pivot_keeps_to_its_range() {
    let metres = |metres: f64| Metres::new(metres).expect("a distance");
    let (low, high) = model(0.5).pivot_range;
    for (ranked, expected) in
        [(Some(5_000.0), metres(5_000.0)), (Some(5.0), low), (Some(1e6), high), (None, high)]
    {
        assert_eq!(pivot(&model(0.5), ranked), expected, "{ranked:?}");
    }
}
