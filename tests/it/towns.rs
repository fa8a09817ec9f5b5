//! Towns beside names through the engine as it is served: namesakes of larger towns, villages, towns that are words, and who
//! is called as typed before who is called nearly so.

use crate::support::{TestIndex, search, who};
use specialist_finder::query::{Answer, Engine};
use std::sync::LazyLock;

const LIST: &str = "\
id,first_name,last_name,practice_name,credential,specialty,address,city,state,zip,lat,lon
lang,Ida,Lang,Lang Chiropractic,DC,chiropractor,1 Main St,Cairo,NY,12413,42.2990,-73.9985
orth,Otto,Orth,,PT,physical_therapist,2 Main St,Hanover,MA,02339,42.1132,-70.8120
mill,Ann,Milbronn,,DC,chiropractor,3 Main St,Hanover,MD,21076,39.1928,-76.7241
vogt,Joseph,Vogt,,DC,chiropractor,4 Main St,Lohrville,IA,51453,42.2660,-94.5490
falk,Eva,Falk,,DC,chiropractor,5 Main St,Thief River Falls,MN,56701,48.1191,-96.1812
brun,Max,Bruno,,DC,chiropractor,6 Main St,New Baden,IL,62265,38.5351,-89.7007
moss,Lea,Mossberg,,PT,physical_therapist,7 Main St,Bradford,MA,01835,42.7554,-71.0895
payne,Tom,Payne,,DC,chiropractor,8 Main St,Mobile,AL,36602,30.6943,-88.0431
wayne,Tim,Wayne,,DC,chiropractor,9 Main St,Marietta,GA,30060,33.9526,-84.5499
hope,Sue,Kern,Hope Chiropractic,DC,chiropractor,10 Main St,Denver,CO,80202,39.7392,-104.9903
long,Kim,Long,,DC,chiropractor,11 Main St,Tulsa,OK,74103,36.1540,-95.9928
";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let index = TestIndex::new();
    let outcome = index.import_text("list.csv", LIST);
    assert_eq!((outcome.refused, outcome.rejected), (None, 0), "{:?}", outcome.errors);
    index.engine()
});

fn ask(q: &str) -> Answer {
    search(&ENGINE, &[("q", q)]).expect("an answer")
}

/// The place, the words looked for in names, and whoever stands first.
fn read(q: &str) -> String {
    let answer = ask(q);
    let place = answer.interpretation.place.map_or_else(|| "-".to_owned(), |place| place.label);
    let first = answer.hits.first().map(|hit| who(hit).id.to_string()).unwrap_or_default();
    let words = answer.interpretation.words.join(" ");
    format!("{place} | {words} | {}", first.trim_start_matches("list:"))
}

fn check(cases: &[(&str, &str)]) {
    for (q, expected) in cases {
        assert_eq!(read(q), *expected, "{q}");
    }
}

fn codes(q: &str) -> Vec<&'static str> {
    ask(q).notices.iter().map(|notice| notice.code).collect()
}

#[test]
fn the_town_where_somebody_of_the_name_is_is_meant_and_not_the_largest() {
    check(&[
        ("Lang chiropractic cairo", "Cairo, NY | lang | lang"),
        ("orth hanover", "Hanover, MA | orth | orth"),
        ("milbronn chiropractor hanover", "Hanover, MD | milbronn | mill"),
        // With its state, and where nobody has the name.
        ("orth hanover nh", "Hanover, NH | orth | orth"),
        ("chiropractor hanover", "Hanover, MD |  | mill"),
    ]);
    assert!(codes("orth hanover").contains(&"place_ambiguous"));
}

#[test]
fn a_village_beside_a_name_is_one_where_somebody_of_the_name_is_there() {
    check(&[
        ("vogt dc lohrville", "Lohrville, IA | vogt | vogt"),
        ("dr joe vogt lohrville", "Lohrville, IA | joe vogt | vogt"),
        ("lohrville vogt", "Lohrville, IA | vogt | vogt"),
        ("thief river falls falk", "Thief River Falls, MN | falk | falk"),
        ("Dr Bruno new baden", "New Baden, IL | bruno | brun"),
        ("new baden chiropractor", "New Baden, IL |  | brun"),
        ("Dr Mossberg bradford mass", "Massachusetts | mossberg | moss"),
        ("mossberg bradford ma", "Massachusetts | mossberg | moss"),
        // Nobody of the name is there, and somebody is called like the village.
        ("falk lohrville", "- |  | "),
        ("kim falk", "- |  | "),
    ]);
}

#[test]
fn a_word_beside_a_profession_is_the_town_unless_it_says_how_somebody_works() {
    check(&[
        ("chiropractor bend", "Bend, OR |  | hope"),
        ("surprise physical therapist", "Surprise, AZ |  | moss"),
        ("ames neck pain", "Ames, IA |  | vogt"),
        ("chiropractor mobile", "Mobile, AL |  | payne"),
        ("independence chiropractor", "Independence, MO |  | vogt"),
        ("hope chiropractic", "- | hope | hope"),
    ]);
    for q in ["mobile chiropractor", "mobile massage therapist", "neck pain when reading", "back pain bend"] {
        assert_eq!(ask(q).interpretation.place, None, "{q}");
    }
}

#[test]
fn whoever_is_called_as_typed_stands_before_who_is_nearly() {
    check(&[("payne chiropractic marietta ga", "Marietta, GA | payne | payne")]);
    assert_eq!(ask("payne chiropractic marietta ga").total, 1);
}

#[test]
fn a_doctor_and_a_word_that_somebody_is_called_are_a_name() {
    check(&[("doctor long", "- | long | long")]);
}

#[test]
fn of_several_places_the_first_counts_and_that_is_told() {
    let q = "live in Tulsa work in Denver, chiropractor";
    check(&[(q, "Tulsa, OK |  | long")]);
    let answer = ask(q);
    let said = answer.notices.iter().find(|notice| notice.code == "places_left_out").expect("a notice");
    assert!(said.message.contains("Tulsa, OK") && said.message.contains("Denver, CO"), "{}", said.message);
}
