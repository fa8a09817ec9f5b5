//! The same person twice in lists without NPIs: found and named for review, never merged. How many are found, and how
//! many of those named are, is measured on made lists whose truth is known, and on federal rows without their NPIs.

mod federal;
mod world;

use crate::support::{TestIndex, corrections, now, tell};
use specialist_finder::domain::ListName;
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::ingest::Source;
use std::collections::{BTreeMap, BTreeSet};
use world::{Kind, World};

/// A pair of own ids (without the lists' names), the smaller first.
type Pair = (String, String);

/// Pairs that a report names: the ids in a finding's message and value.
fn named(outcome: &ImportOutcome) -> BTreeSet<Pair> {
    let report = outcome.report.as_ref().expect("a report");
    let mut pairs = BTreeSet::new();
    for row in csv::Reader::from_path(report).expect("a report").records() {
        let row = row.expect("a finding");
        if &row[3] == "possible_duplicate" {
            assert_eq!((&row[2], &row[4]), ("warned", "id"));
            let (_, behind) = row[6].split_once(" (").expect("an id");
            let (own, _) = behind.split_once(')').expect("its end");
            let bare = |id: &str| id.split_once(':').expect("a list").1.to_owned();
            let (one, other) = (bare(own), bare(&row[5]));
            pairs.insert(if one < other { (one, other) } else { (other, one) });
        }
    }
    pairs
}

/// Imports a text as a list of that name.
fn import(index: &TestIndex, list: &str, text: &str, dry_run: bool) -> ImportOutcome {
    let path = index.folder().join(format!("{list}.csv"));
    std::fs::write(&path, text).expect("the list is written");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.list = Some(list.parse::<ListName>().expect("a name"));
    request.report = Some(index.folder().join(format!("{list}-report.csv")));
    request.dry_run = dry_run;
    index.import_with(&request).expect("the import runs")
}

/// What was found of what is there, and what is true of what was found.
#[derive(Debug, Default)]
struct Measured {
    found: usize,
    there: usize,
    wrong: usize,
    /// The share of people told twice of whom a pair was found.
    people: f64,
}

impl Measured {
    fn recall(&self) -> f64 {
        share(self.found, self.there)
    }

    fn precision(&self) -> f64 {
        share(self.found, self.found + self.wrong)
    }

    fn tell(&self, what: &str, rows: usize) {
        let Self { found, there, wrong, .. } = self;
        let (precision, recall) = (self.precision(), self.recall());
        tell(&format!(
            "duplicates, {what}: {rows} rows, precision {precision:.3}, recall {recall:.3} \
             ({found} of {there} found, {wrong} wrong)"
        ));
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).expect("few"));
    if whole == 0 { 1.0 } else { number(part) / number(whole) }
}

/// Tells and returns what was measured of a made list.
fn measure(seed: u64, people: usize) -> Measured {
    let world = World::new(seed, people);
    let index = TestIndex::new();
    let named = named(&import(&index, "made", &world.csv(), true));
    let mut measured = Measured::default();
    let mut by_kind: BTreeMap<Kind, (usize, usize)> = BTreeMap::new();
    for (pair, kind) in &world.planted {
        let counts = by_kind.entry(*kind).or_default();
        counts.1 += 1;
        counts.0 += usize::from(named.contains(pair));
    }
    let large = world.rows() >= 2_000;
    for (kind, (found, there)) in by_kind.iter().filter(|_| large) {
        tell(&format!("duplicates, seed {seed}: {kind:?} {found} of {there} named"));
    }
    let is_true = |pair: &Pair| world.planted.get(pair).copied().is_some_and(Kind::is_duplicate);
    measured.there = world.planted.values().filter(|kind| kind.is_duplicate()).count();
    measured.found = named.iter().filter(|pair| is_true(pair)).count();
    measured.wrong = named.len() - measured.found;
    for pair in named.iter().filter(|pair| !is_true(pair)).take(12) {
        eprintln!("duplicates, seed {seed}: wrongly {}", world.told(pair));
    }
    for (pair, kind) in world.planted.iter().filter(|(_, kind)| kind.is_duplicate()) {
        if !named.contains(pair) {
            eprintln!("duplicates, seed {seed}: missed {kind:?} {}", world.told(pair));
        }
    }
    measured.tell(&format!("seed {seed}"), world.rows());
    measured
}

#[test]
fn of_people_told_twice_most_are_named_and_hardly_anybody_else() {
    // Everything was set with the first two; the others were drawn afterwards.
    for (seed, people) in [(11, 1_500), (23, 6_000), (1_905, 3_000), (77, 6_000)] {
        hold(&measure(seed, people), people);
    }
}

#[test]
fn in_short_lists_too() {
    let mut all = Measured::default();
    for seed in 4_711..4_721 {
        let Measured { found, there, wrong, .. } = measure(seed, 300);
        all =
            Measured { found: all.found + found, there: all.there + there, wrong: all.wrong + wrong, ..all };
    }
    tell(&format!(
        "duplicates, ten short lists: precision {:.3}, recall {:.3}",
        all.precision(),
        all.recall()
    ));
    hold(&all, 3_000);
}

/// Holds what was measured to its floors.
fn hold(measured: &Measured, people: usize) {
    assert!(measured.there > people / 20, "{measured:?}");
    assert!(measured.precision() >= 0.95, "{measured:?}");
    assert!(measured.recall() >= 0.85, "{measured:?}");
}

/// A list without NPIs in which the second row is the first once more, and the third is somebody else at the same place.
const TWICE: &str = "id,name,specialty,address,city,state,zip,phone
1,\"Kowalski, Robert A, DC\",chiropractor,100 Main St,Pittsburgh,PA,15213,412-555-0100
2,Bob Kowalski,chiropractor,\"100 Main Street, Suite 4\",Pittsburgh,PA,15213,(412) 555-0100
3,Jane Kowalski,chiropractor,100 Main St,Pittsburgh,PA,15213,412-555-0100
";

/// The warning of an outcome that tells of duplicates: how many, and those shown.
fn warned(outcome: &ImportOutcome) -> Option<(u64, Vec<String>)> {
    let warning = outcome.warnings.iter().find(|warning| warning.code == "possible_duplicate")?;
    Some((warning.count, warning.samples.clone()))
}

#[test]
fn a_pair_is_told_in_the_report_and_both_stay() {
    let index = TestIndex::new();
    for dry_run in [true, false] {
        let outcome = import(&index, "club", TWICE, dry_run);
        assert_eq!((outcome.accepted, outcome.repaired, outcome.rejected), (3, 0, 0));
        assert_eq!(outcome.reasons.get("possible_duplicate"), Some(&1));
        assert_eq!(warned(&outcome), Some((1, vec!["club:1 = club:2".to_owned()])));
        let [finding] = outcome.repairs.as_slice() else { panic!("{:?}", outcome.repairs) };
        assert_eq!((finding.position.line, finding.column, finding.value.as_str()), (3, "id", "club:1"));
        assert_eq!(
            finding.message,
            "Bob Kowalski, Pittsburgh PA (club:2) is perhaps the same person as Robert A Kowalski, Pittsburgh PA \
             (club:1, line 2): same name but for a nickname, same address, same phone"
        );
        assert_eq!(named(&outcome), BTreeSet::from([("1".to_owned(), "2".to_owned())]));
        assert_eq!(outcome.generation.is_some(), !dry_run);
    }
    assert_eq!(index.engine().search(&everybody(&index)).expect("an answer").total, 3);
}

/// Everybody at the place of [`TWICE`].
fn everybody(index: &TestIndex) -> specialist_finder::query::SearchRequest {
    let engine = index.engine();
    let asked = [("q", "chiropractor"), ("near", "15213")];
    specialist_finder::query::SearchRequest::from_pairs(asked, engine.vocabulary()).expect("a request")
}

#[test]
fn whoever_is_in_another_list_is_told_with_the_file_of_the_imported_one() {
    let index = TestIndex::new();
    import(&index, "club", TWICE, false);
    let other = "npi,id,name,specialty,address,city,state,zip,phone
,b7,Robert Kowalski,chiropractor,100 Main St,Pittsburgh,PA,15213,412-555-0100
1234567893,,Jane Kowalski,chiropractor,100 Main St,Pittsburgh,PA,15213,412-555-0100
";
    let outcome = import(&index, "board", other, true);
    // Jane has an NPI here and none there: told when the club's list is imported, which is where the NPI is missing.
    let told: Vec<&str> = outcome.repairs.iter().map(|finding| finding.value.as_str()).collect();
    assert_eq!(told, ["club:1", "club:2"]);
    assert!(outcome.repairs.iter().all(|finding| finding.position.line == 2), "{:?}", outcome.repairs);
    import(&index, "board", other, false);
    let outcome = import(&index, "club", TWICE, true);
    let told: Vec<(u64, &str)> =
        outcome.repairs.iter().map(|finding| (finding.position.line, finding.value.as_str())).collect();
    assert_eq!(told, [(2, "board:b7"), (3, "board:b7"), (3, "club:1"), (4, "npi:1234567893")]);
}

#[test]
fn whom_a_clerk_hides_is_not_told_again() {
    let index = TestIndex::new();
    assert_eq!(warned(&import(&index, "club", TWICE, false)).map(|(count, _)| count), Some(1));
    let given = index.give(&corrections("id,action,why\nclub:2,hide,the same as club:1\n"));
    assert_eq!(given.refused, None);
    assert_eq!(warned(&import(&index, "club", TWICE, true)), None);
}

#[test]
fn lists_with_npis_are_told_of_nobody() {
    let numbered = "npi,name,specialty,address,city,state,zip,phone
1234567893,Robert Kowalski,chiropractor,100 Main St,Pittsburgh,PA,15213,412-555-0100
1000780001,Robert Kowalski,chiropractor,100 Main St,Pittsburgh,PA,15213,412-555-0100
";
    assert_eq!(warned(&import(&TestIndex::new(), "club", numbered, true)), None);
}

#[test]
fn a_person_with_an_npi_has_as_many_partners_whatever_the_list_is_called() {
    let other = |number: usize| {
        let family: String = "abcdefghij".chars().cycle().skip(number % 10).take(3 + number / 10).collect();
        format!(",o{number},Ann {family},chiropractor,{} Oak St,Denver,CO,80202,", number + 1)
    };
    let mut rows = vec!["npi,id,name,specialty,address,city,state,zip,phone".to_owned()];
    rows.extend((0..60).map(other));
    rows.extend([("1234567893", "", ""), ("", "7", "A "), ("", "8", "B ")].map(|(npi, id, middle)| {
        let place = "chiropractor,100 Main St,Pittsburgh,PA,15213,412-555-0100";
        format!("{npi},{id},Zbigniew {middle}Kowalczyk,{place}")
    }));
    let text = rows.join("\n");
    for list in ["a", "zz"] {
        let outcome = import(&TestIndex::new(), list, &text, true);
        let pairs = ["7", "8"].map(|id| format!("{list}:{id} = npi:1234567893"));
        assert_eq!(warned(&outcome), Some((2, pairs.to_vec())));
    }
}
