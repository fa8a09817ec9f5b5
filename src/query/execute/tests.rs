//! How plans are run: over a table of people at distances instead of an index.

use super::*;
use crate::domain::{LatLon, Metres, Radius, Units};
use crate::index::{Candidate, Position, Score};
use crate::places::{Place, PlaceKind};
use crate::query::intent::{Intent, Reading};
use crate::query::locate::Located;
use crate::query::plan::plan;
use crate::query::request::SearchRequest;
use crate::vocabulary::Vocabulary;
use std::cell::RefCell;
use std::sync::LazyLock;
use std::time::Duration;

static VOCABULARY: LazyLock<Vocabulary> =
    LazyLock::new(|| Vocabulary::bundled().expect("the bundled tables load"));

/// Somebody at a distance in miles, with a name.
struct Person(f64, &'static str);

/// Answers lookups over people, and remembers how many it was asked.
struct Table {
    people: Vec<Person>,
    lookups: RefCell<Vec<Lookup>>,
    /// After so many lookups the deadline has passed.
    patience: usize,
}

impl Table {
    fn at(miles: &[f64]) -> Self {
        let people = miles.iter().map(|miles| Person(*miles, "smith")).collect();
        Self { people, lookups: RefCell::new(Vec::new()), patience: usize::MAX }
    }

    fn look(&self, lookup: &Lookup) -> Candidates {
        self.lookups.borrow_mut().push(lookup.clone());
        let bears = |person: &&Person| match &lookup.words {
            None => true,
            Some(words) => words.texts().all(|word| {
                word == person.1 || (words.edits > 0 && strsim::levenshtein(word, person.1) <= 1)
            }),
        };
        let metres: Vec<Metres> = {
            let mut metres: Vec<Metres> = self
                .people
                .iter()
                .filter(bears)
                .filter_map(|person| Metres::new(person.0 * Units::Miles.metres()))
                .collect();
            metres.sort();
            metres
        };
        let within = |edge: Metres| metres.iter().filter(|metres| **metres <= edge).count();
        let edge = lookup.area.and_then(|area| area.reach.edge()).unwrap_or(Metres::HALF_WAY_ROUND);
        let inside = within(edge);
        // Everybody stands at another distance, so a position is a distance.
        let behind =
            |metres: &&Metres| lookup.after.is_none_or(|after| metres.get().to_bits() > after.metres);
        let mut rest = metres[..inside].iter().filter(behind);
        let hits: Vec<Candidate> = rest
            .by_ref()
            .take(lookup.limit)
            .map(|metres| Candidate {
                provider: 0,
                practice: 0,
                metres: Some(*metres),
                score: Score { tier: 3, total: 1.0, parts: smallvec::smallvec![] },
                position: Position { tier: 0, key: 0, metres: metres.get().to_bits(), id_rank: 0 },
            })
            .collect();
        Candidates {
            total: inside as u64,
            more: rest.next().is_some(),
            rings: lookup.rings.iter().map(|edge| within(*edge) as u64).collect(),
            hits,
            partial: self.lookups.borrow().len() > self.patience,
            ..Candidates::default()
        }
    }

    fn run(&self, plan: &Plan, page: Page) -> Option<Outcome> {
        execute(plan, page, &|lookup| Ok(self.look(lookup))).expect("tables do not fail")
    }

    fn first_page(&self, plan: &Plan) -> Outcome {
        self.run(plan, Page { pinned: None, deadline: None }).expect("the first page is always there")
    }
}

fn miles(value: f64) -> Reach {
    Reach::Within(Radius::from_miles(value).expect("a radius"))
}

fn near(asked: Option<Reach>) -> Located {
    let point = LatLon::new(40.44, -79.99).expect("a point");
    let place = Place { label: "Pittsburgh, PA".into(), kind: PlaceKind::Point(point), alternatives: vec![] };
    Located { place: Some(place), asked, ..Located::default() }
}

fn planned(words: &[&str], specialty: bool, located: Located, request: SearchRequest) -> Plan {
    let mut intent =
        Intent { words: words.iter().map(|word| (*word).to_owned()).collect(), ..Intent::default() };
    if specialty {
        let concept = VOCABULARY.specialty_id("chiropractor").expect("a specialty");
        intent.specialties.push(Reading { concept, matched: "chiropractor".into(), typo: 0 });
    }
    plan(&SearchRequest { q: "q".into(), ..request }, &intent, located, &VOCABULARY).expect("a plan")
}

fn chiropractors(asked: Option<Reach>) -> Plan {
    planned(&[], true, near(asked), SearchRequest::default())
}

/// Radius used and rings as pairs of miles and counts, no edge as infinity.
fn reached(outcome: &Outcome) -> (f64, Vec<(f64, u64)>) {
    let reached = outcome.reached.as_ref().expect("a place to measure from");
    let number = |reach: Reach| match reach {
        Reach::Within(radius) => (radius.in_units(Units::Miles) * 10.0).round() / 10.0,
        Reach::Any => f64::INFINITY,
    };
    (number(reached.used), reached.rings.iter().map(|ring| (number(ring.within), ring.count)).collect())
}

const ANY: f64 = f64::INFINITY;

#[test]
fn looks_further_only_where_fewer_than_three_are_near() {
    for (people, asked, used, rings) in [
        (vec![1.0, 2.0, 3.0], Some(5.0), 5.0, vec![(5.0, 3), (10.0, 3)]),
        (vec![1.0, 7.0, 8.0, 20.0], Some(5.0), 10.0, vec![(5.0, 1), (10.0, 3), (25.0, 4)]),
        (vec![1.0, 30.0, 40.0], None, 50.0, vec![(25.0, 1), (50.0, 3), (100.0, 3)]),
        (vec![90.0, 91.0, 92.0], Some(90.5), 100.0, vec![(90.5, 1), (100.0, 3), (ANY, 3)]),
        (vec![300.0, 400.0], Some(50.0), ANY, vec![(50.0, 0), (100.0, 0), (ANY, 2)]),
        (vec![1.0, 2.0], Some(50.0), 50.0, vec![(50.0, 2), (100.0, 2)]),
        (vec![], None, 25.0, vec![(25.0, 0), (50.0, 0)]),
    ] {
        let outcome = Table::at(&people).first_page(&chiropractors(asked.map(miles)));
        assert_eq!(reached(&outcome), (used, rings.clone()), "{people:?} {asked:?}");
        let reached = outcome.reached.as_ref().expect("a place");
        let ring = reached.rings.iter().find(|ring| widen::same(ring.within, reached.used));
        assert_eq!(ring.map(|ring| ring.count), Some(outcome.candidates.total));
    }
}

#[test]
fn strict_and_boundless_searches_are_not_widened() {
    let strict = SearchRequest { strict: true, ..SearchRequest::default() };
    let plan = planned(&[], true, near(Some(miles(5.0))), strict);
    let outcome = Table::at(&[1.0, 7.0]).first_page(&plan);
    assert_eq!(reached(&outcome), (5.0, vec![(5.0, 1), (10.0, 2)]));
    let outcome = Table::at(&[1.0, 7_000.0]).first_page(&chiropractors(Some(Reach::Any)));
    assert_eq!(reached(&outcome), (ANY, vec![(ANY, 2)]));
}

#[test]
fn how_far_three_reach_is_found_where_fewer_are_near() {
    let beyond = |people: &[f64], asked, strict| {
        let request = SearchRequest { strict, ..SearchRequest::default() };
        let outcome = Table::at(people).first_page(&planned(&[], true, near(asked), request));
        let farther = outcome.reached.expect("a place").farther;
        farther.map(|farther| (farther.everywhere, farther.third.map(|third| third.rounded(Units::Miles))))
    };
    let five = Some(miles(5.0));
    for strict in [false, true] {
        assert_eq!(beyond(&[1.0, 2.0, 5.0], five, strict), None);
        assert_eq!(beyond(&[1.0, 7.0, 7.5, 20.0], five, strict), Some((4, Some(7.5))));
        assert_eq!(beyond(&[1.0, 7.0, 700.0], five, strict), Some((3, Some(700.0))));
        assert_eq!(beyond(&[1.0, 700.0], five, strict), Some((2, None)));
        assert_eq!(beyond(&[], None, strict), Some((0, None)));
        assert_eq!(beyond(&[1.0, 700.0], Some(Reach::Any), strict), None);
    }
}

#[test]
fn words_stay_names_whatever_narrows_them_down() {
    // A namesake beyond the asked circle is one, kept to or not.
    let request = SearchRequest { strict: true, ..SearchRequest::default() };
    let plan = planned(&["smith"], true, near(Some(miles(5.0))), request);
    let outcome = Table::at(&[7.0]).first_page(&plan);
    assert_eq!(outcome.attempt.map(|number| plan.tries[number].reading), Some(NameReading::AsTyped));
    assert_eq!(outcome.candidates.total, 0);
}

#[test]
fn kilometres_are_widened_to_the_steps_in_miles() {
    let km = Reach::Within(Radius::new(8.046_72, Units::Kilometres).expect("a radius"));
    let outcome = Table::at(&[1.0, 7.0, 8.0]).first_page(&chiropractors(Some(km)));
    assert_eq!(reached(&outcome), (10.0, vec![(5.0, 1), (10.0, 3), (25.0, 3)]));
}

#[test]
fn further_pages_keep_the_reach_and_the_rings() {
    let plan =
        planned(&[], true, near(Some(miles(5.0))), SearchRequest { limit: 2, ..SearchRequest::default() });
    let table = Table::at(&[1.0, 7.0, 8.0, 20.0]);
    let first = table.first_page(&plan);
    let pinned = |outcome: &Outcome| Pinned {
        attempt: u8::try_from(outcome.attempt.expect("an attempt")).expect("few"),
        widened: outcome.reached.as_ref().expect("a place").widened,
        after: outcome.candidates.hits.last().expect("a hit").position,
    };
    assert!(first.candidates.more);
    let page = Page { pinned: Some(pinned(&first)), deadline: None };
    let second = table.run(&plan, page).expect("a page");
    assert_eq!(reached(&second), reached(&first));
    assert_eq!((second.candidates.hits.len(), second.candidates.more), (1, false));
    let beyond = Pinned { widened: 9, ..pinned(&first) };
    assert_eq!(table.run(&plan, Page { pinned: Some(beyond), deadline: None }), None);
    let no_such_try = Pinned { attempt: 7, ..pinned(&first) };
    assert_eq!(table.run(&plan, Page { pinned: Some(no_such_try), deadline: None }), None);
}

#[test]
fn words_are_names_as_typed_then_bent_then_left_out() {
    let reading = |words: &[&str], specialty, people: &[f64]| {
        let plan = planned(words, specialty, near(None), SearchRequest::default());
        let outcome = Table::at(people).first_page(&plan);
        outcome.attempt.map(|number| plan.tries[number].reading)
    };
    for (words, specialty, people, expected) in [
        (&["smith"][..], true, &[1.0][..], Some(NameReading::AsTyped)),
        (&["smitt"], true, &[1.0], Some(NameReading::Edited)),
        (&["gentle"], true, &[1.0], Some(NameReading::LeftOut)),
        // Beside a specialty a namesake beyond the widest circle is none.
        (&["smith"], true, &[300.0], Some(NameReading::LeftOut)),
        (&["smith"], false, &[300.0], Some(NameReading::AsTyped)),
        (&["smitt"], false, &[300.0], Some(NameReading::Edited)),
        (&["zzyzx"], false, &[1.0], None),
    ] {
        assert_eq!(reading(words, specialty, people), expected, "{words:?} {specialty} {people:?}");
    }
}

#[test]
fn what_is_not_understood_is_counted_as_nobody_and_not_widened() {
    let plan = planned(&["zzyzx"], false, near(Some(miles(10.0))), SearchRequest::default());
    let outcome = Table::at(&[1.0, 2.0]).first_page(&plan);
    assert_eq!(outcome.candidates.total, 0);
    assert_eq!(reached(&outcome), (10.0, vec![(10.0, 0), (25.0, 0)]));
}

#[test]
fn without_a_place_nothing_is_measured_and_one_lookup_is_enough() {
    let plan = planned(&[], true, Located::default(), SearchRequest::default());
    let table = Table::at(&[1.0, 2_000.0]);
    let outcome = table.first_page(&plan);
    assert_eq!((outcome.candidates.total, outcome.reached), (2, None));
    assert_eq!(table.lookups.borrow().len(), 1);
}

#[test]
fn once_the_deadline_has_cut_a_lookup_nothing_further_is_tried() {
    let plan = chiropractors(Some(miles(5.0)));
    let mut table = Table::at(&[1.0, 7.0, 8.0]);
    table.patience = 0;
    let outcome = table.first_page(&plan);
    assert!(outcome.candidates.partial);
    assert_eq!(outcome.reached.as_ref().map(|reached| reached.widened), Some(0));
    assert_eq!(table.lookups.borrow().len(), 1);
    let mut table = Table::at(&[1.0, 7.0, 8.0]);
    table.patience = 1;
    let outcome = table.first_page(&plan);
    assert!(outcome.candidates.partial && !outcome.candidates.more);
    assert_eq!(outcome.reached.as_ref().map(|reached| reached.widened), Some(0));
}

#[test]
fn every_lookup_carries_the_deadline() {
    let plan = planned(&["smith"], true, near(Some(miles(5.0))), SearchRequest::default());
    let table = Table::at(&[1.0]);
    let deadline = Instant::now().checked_add(Duration::from_millis(500));
    table.run(&plan, Page { pinned: None, deadline });
    let lookups = table.lookups.borrow();
    assert!(lookups.len() > 1);
    assert!(lookups.iter().all(|lookup| lookup.deadline == deadline && deadline.is_some()));
}
