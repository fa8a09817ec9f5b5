//! How people's names are found: nicknames, in a small list and through the engine as it is served.

use crate::support::{TestIndex, search, who};
use specialist_finder::query::{Answer, AskedId, Engine, SearchRequest};
use std::sync::LazyLock;

const LIST: &str = "\
id,first_name,middle_name,last_name,suffix,practice_name,credential,specialty,address,city,state,zip,lat,lon
will,William,,Kowalski,,,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,40.4443,-79.9500
bill,Bill,,Kowalski,,,DC,chiropractor,2 Main St,Pittsburgh,PA,15237,40.5500,-80.0400
billy,Billy,,Kowalski,,,PT,physical_therapist,3 Main St,Pittsburgh,PA,15213,40.4444,-79.9501
greta,Greta,,Kowalski,,William Penn Chiropractic,DC,chiropractor,4 Main St,Pittsburgh,PA,15213,40.4445,-79.9502
other,William,,Novak,,,DC,chiropractor,5 Main St,Pittsburgh,PA,15213,40.4446,-79.9503
tall,Bill,,Stone,,,DC,chiropractor,6 Main St,Pittsburgh,PA,15213,40.4447,-79.9504
jose,José,,Herrera,,,PT,physical_therapist,7 Main St,Pittsburgh,PA,15213,40.4448,-79.9505
paco,Paco,,Paredes,,,PT,physical_therapist,8 Main St,Pittsburgh,PA,15213,40.4449,-79.9506
lupe,Guadalupe,,Montoya,,,PT,physical_therapist,9 Main St,Pittsburgh,PA,15213,40.4450,-79.9507
john,John,Q,Smith,,,DC,chiropractor,10 Main St,Pittsburgh,PA,15213,40.4451,-79.9508
jay,J,,Smith,,,DC,chiropractor,11 Main St,Pittsburgh,PA,15237,40.5501,-80.0401
bobj,Robert,J,Smith,,,DC,chiropractor,12 Main St,Pittsburgh,PA,15213,40.4452,-79.9509
jones,Mary,,Smith,,Jones Spine Center,DC,chiropractor,13 Main St,Pittsburgh,PA,15213,40.4453,-79.9510
jp,John,Paul,Jones,Jr.,,DC,chiropractor,14 Main St,Pittsburgh,PA,15213,40.4454,-79.9511
ana,Ana,,García-López,,,PT,physical_therapist,15 Main St,Pittsburgh,PA,15213,40.4455,-79.9512
obrien,Sean,,O'Brien,,,DC,chiropractor,16 Main St,Pittsburgh,PA,15213,40.4456,-79.9513
kate,Kate,,O Brien,,,DC,chiropractor,17 Main St,Pittsburgh,PA,15213,40.4457,-79.9514
tim,Tim,,OBrien,,,DC,chiropractor,18 Main St,Pittsburgh,PA,15213,40.4458,-79.9515
brien,Ann,,Brien,,,DC,chiropractor,19 Main St,Pittsburgh,PA,15213,40.4459,-79.9516
alan,Alan,,McDonald,,,DC,chiropractor,20 Main St,Pittsburgh,PA,15213,40.4460,-79.9517
beth,Beth,,Mc Donald,,,DC,chiropractor,21 Main St,Pittsburgh,PA,15213,40.4461,-79.9518
carl,Carl,,Donald,,,DC,chiropractor,22 Main St,Pittsburgh,PA,15213,40.4462,-79.9519
maria,Maria,,de la Cruz,,,PT,physical_therapist,23 Main St,Pittsburgh,PA,15213,40.4463,-79.9520
marya,Maria,,Delacruz,,,PT,physical_therapist,24 Main St,Pittsburgh,PA,15213,40.4464,-79.9521
mcruz,Maria,,Cruz,,,PT,physical_therapist,25 Main St,Pittsburgh,PA,15213,40.4465,-79.9522
";

static ENGINE: LazyLock<Engine> = LazyLock::new(|| {
    let index = TestIndex::new();
    let outcome = index.import_text("list.csv", LIST);
    assert_eq!((outcome.refused, outcome.rejected), (None, 0), "{:?}", outcome.errors);
    index.engine()
});

fn ask(q: &str) -> Answer {
    search(&ENGINE, &[("q", q), ("near", "15213"), ("explain", "true")]).expect("an answer")
}

/// The list's own ids of an answer, in order.
fn ids(answer: &Answer) -> String {
    let own = answer.hits.iter().map(|hit| who(hit).id.to_string());
    own.map(|id| id.trim_start_matches("list:").to_owned()).collect::<Vec<_>>().join(" ")
}

/// Asks and compares whom is found, in order; and `why` must say of each provider what the search says.
fn check(q: &str, expected: &str) {
    let answer = ask(q);
    assert_eq!(ids(&answer), expected, "{q}: {:?}", answer.notices);
    let request = [("q", q), ("near", "15213"), ("explain", "true")];
    let request = SearchRequest::from_pairs(request, ENGINE.vocabulary()).expect("a request");
    for id in LIST.lines().skip(1).filter_map(|row| row.split(',').next()) {
        let why = ENGINE.why(&AskedId::read(&format!("list:{id}")), &request).expect("an explanation");
        let question = why.question.expect("a question");
        let place = expected.split(' ').position(|own| own == id);
        assert_eq!(question.rank, place.map(|place| place as u64 + 1), "{q}: {id}");
        assert_eq!(why.reasons.is_empty(), place.is_some(), "{q}: {id} {:?}", why.reasons);
    }
}

/// Why a provider matches, in words.
fn matches(answer: &Answer, place: usize) -> &str {
    answer.hits[place].why.iter().find(|part| part.signal == "match").map_or("", |part| part.why.as_str())
}

#[test]
fn a_nickname_finds_the_name_and_the_name_the_nickname_behind_whoever_is_called_so() {
    check("Bill Kowalski", "bill will billy");
    check("William Kowalski", "will greta billy bill");
    check("Kowalski, Billy", "billy will bill");
    check("chiropractor Bill Kowalski", "bill will");
    check("Pepe Herrera", "jose");
    check("Francisco Paredes", "paco");
    check("Lupita Montoya", "lupe");
}

#[test]
fn an_answer_says_whose_nickname_was_taken_for_the_name() {
    let answer = ask("Bill Kowalski");
    assert_eq!(answer.interpretation.words, ["bill", "kowalski"]);
    let also: Vec<String> =
        answer.interpretation.spans[0].fate.also.iter().flat_map(|also| also.ids.clone()).collect();
    assert!(also.contains(&"william".to_owned()), "{also:?}");
    assert_eq!(matches(&answer, 0), "the name is exactly the one asked for");
    assert_eq!(matches(&answer, 1), "a name matches bill kowalski; William for bill");
    assert_eq!((answer.hits[0].score.tier, answer.hits[1].score.tier), (3, 0));
    let beside = ask("chiropractor Bill Kowalski");
    assert!(matches(&beside, 1).ends_with("; William for bill"), "{}", matches(&beside, 1));
}

#[test]
fn a_nickname_alone_is_only_itself() {
    check("Bill", "tall bill billy");
    check("chiropractor Bill", "tall bill");
}

#[test]
fn a_misspelt_surname_keeps_the_given_name_as_typed_first() {
    check("Greta Kowalsky", "greta");
    check("Chuck Kowalsky", "");
    check("Pepe Hererra", "jose");
    check("Will Kowalsky", "will billy bill");
    check("Bill Kowalsky", "bill billy will");
}

#[test]
fn an_initial_is_that_of_the_given_name_and_of_nothing_else() {
    // Neither a middle initial nor a practice called Jones.
    for q in ["J Smith", "J. Smith", "Smith J", "smith, j.", "Dr. J. Smith"] {
        check(q, "jay john");
    }
    let answer = ask("J. Smith");
    assert_eq!(answer.interpretation.words, ["j", "smith"]);
    assert!(answer.interpretation.ignored.is_empty());
    assert_eq!(matches(&answer, 1), "a name matches j smith; John for j");
    check("R. Smith", "bobj");
    check("J.P. Jones", "jp");
    check("chiropractor J Smith", "jay john");
    assert_eq!(ask("J").interpretation.ignored.len(), 1, "a letter alone is no name");
}

#[test]
fn a_middle_initial_neither_hurts_nor_is_required() {
    for q in ["John Q Smith", "John Q. Smith", "John Smith", "John X Smith"] {
        check(q, "john");
    }
}

#[test]
fn an_initial_that_nobody_has_is_left_out_and_told() {
    let answer = ask("X Smith");
    assert_eq!(answer.interpretation.words, ["smith"]);
    assert_eq!(answer.total, 4);
    assert_eq!(answer.interpretation.ignored.iter().map(|span| span.0.as_str()).collect::<Vec<_>>(), ["X"]);
}

#[test]
fn a_name_is_found_however_its_words_are_parted() {
    for q in ["Garcia Lopez", "Garcia-Lopez", "garcía lópez", "García", "Lopez", "Garcialopez", "Ana Garcia"]
    {
        check(q, "ana");
    }
    for q in ["O'Brien", "OBrien", "O Brien", "o brien", "O\u{2019}BRIEN"] {
        check(q, "obrien kate tim");
        let named = search(&ENGINE, &[("name", q)]).expect("an answer");
        assert_eq!(named.total, 3, "{q} by parameter");
    }
    check("Kate OBrien", "kate");
    for q in ["McDonald", "Mc Donald", "mc donald"] {
        check(q, "alan beth");
    }
    for q in ["Maria de la Cruz", "Maria Delacruz", "maria dela cruz", "de la Cruz, Maria"] {
        check(q, "maria marya");
        assert_eq!(ask(q).hits.iter().map(|hit| hit.score.tier).collect::<Vec<_>>(), [3, 3], "{q}");
    }
}

#[test]
fn what_stands_around_a_name_is_no_word_of_it() {
    check("Dr. John Paul Jones", "jp");
    for q in ["John Paul Jones Jr", "John Paul Jones Jr., DC", "Dr John Paul Jones III"] {
        check(q, "jp");
        assert_eq!(ask(q).interpretation.words, ["john", "paul", "jones"], "{q}");
    }
    for name in ["Dr. John Paul Jones III, DC", "John Paul Jones, DPT", "jone"] {
        let answer = search(&ENGINE, &[("name", name)]).expect("an answer");
        assert!(answer.hits.iter().any(|hit| who(hit).id.to_string() == "list:jp"), "{name}");
    }
}

/// Asks and gives what `did_you_mean` says, empty where it is not there.
fn meant(pairs: &[(&str, &str)]) -> String {
    let answer = search(&ENGINE, pairs).expect("an answer");
    let notice = answer.notices.into_iter().find(|notice| notice.code == "did_you_mean");
    notice.map_or_else(String::new, |notice| notice.message)
}

#[test]
fn a_misspelt_name_is_told_as_it_is_listed() {
    for (q, expected) in [
        (
            "Greta Kowalsky",
            "Did you mean “Greta Kowalski”? Nobody who fits is called “greta kowalsky”, so names",
        ),
        ("obrein", "Did you mean “O'Brien”? Nobody who fits is called “obrein”, so names"),
        ("Herrrera", "Did you mean “Herrera”? Nobody who fits is called “herrrera”, so names"),
        // Two edits in a short word are not searched.
        ("Paretez", "Did you mean “Paredes”? Nobody who fits is called “paretez”."),
        ("Paco Paretez", "Did you mean “Paco Paredes”? Nobody who fits is called “paco paretez”."),
        ("Kowalski", ""),
        ("Bill Kowalski", ""),
        ("zzyzxq", ""),
        ("chiropractor zzyzxq", ""),
    ] {
        let message = meant(&[("q", q), ("near", "15213")]);
        assert!(message.starts_with(expected) && message.is_empty() == expected.is_empty(), "{q}: {message}");
    }
    let spanish = meant(&[("q", "Lopes"), ("lang", "es")]);
    assert!(
        spanish.starts_with("¿Quiso decir “López”? Nadie que corresponda se llama “lopes”; se"),
        "{spanish}"
    );
    assert_eq!(
        meant(&[("q", "Kowalsky"), ("limit", "0")]).split('?').next(),
        Some("Did you mean “Kowalski”")
    );
    // A name by parameter is a filter and is not bent.
    let named = search(&ENGINE, &[("name", "Kowalsky")]).expect("an answer");
    assert_eq!(named.total, 0);
    assert!(
        meant(&[("name", "Kowalsky")])
            .starts_with("Did you mean “Kowalski”? Nobody who fits is called “kowalsky”.")
    );
}

#[test]
fn a_town_that_is_somebody_s_name_is_told_and_one_that_is_nearly_one_is_taken() {
    const TOWNS: &str = "\
id,first_name,last_name,credential,specialty,city,state,zip
a,Ervin,Jackson,DC,chiropractor,Pittsburgh,PA,15213
b,Joe,Mason,DC,chiropractor,Pittsburgh,PA,15213
c,Ann,Doe,DC,chiropractor,Denver,CO,80203
d,Eve,Doe,DC,chiropractor,Denver,CO,80203
e,Gertrude,Schwartz,PT,physical_therapist,Boston,MA,02118
";
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", TOWNS).refused, None);
    let engine = index.engine();
    for (q, code, place, words) in [
        ("chiropractor Jackson", "town_possible", None, &["jackson"][..]),
        ("chiropractor Jackson near Pittsburgh PA", "", Some("Pittsburgh, PA"), &["jackson"]),
        ("neck pain Jackson", "town_meant", Some("Jackson, MS"), &[]),
        ("chiropractor Dr Jackson", "town_possible", None, &["jackson"]),
        ("chiropractor Macon", "town_meant", Some("Macon, GA"), &[]),
        ("chiropractor Lincoln", "town_meant", Some("Lincoln, NE"), &[]),
        ("Platt Ridge Denver chiropractor", "town_meant", Some("Denver, CO"), &[]),
        ("Schwartz", "", None, &["schwartz"]),
        ("physical therapist Schwartz", "", None, &["schwartz"]),
        ("Schwartz near 02118", "", Some("Boston, MA 02118"), &["schwartz"]),
        ("physical therapist Schwarts", "", None, &["schwarts"]),
        ("chiropractor dalas", "place_corrected", Some("Dallas, TX"), &[]),
        ("chiropractor colorado sprngs", "place_corrected", Some("Colorado Springs, CO"), &[]),
        ("chiropractor Dr dalas", "words_ignored", None, &[]),
        ("Ann Denver chiropractor", "town_meant", Some("Denver, CO"), &["ann"]),
        ("Dr Qwertz Denver chiropractor", "town_meant", Some("Denver, CO"), &[]),
        // Somebody far from there is called Ervin; nobody is both.
        ("Ervin Denver chiropractor", "town_meant", Some("Denver, CO"), &[]),
    ] {
        let answer = search(&engine, &[("q", q), ("limit", "1")]).expect("an answer");
        let codes: Vec<&str> = answer.notices.iter().map(|notice| notice.code).collect();
        let told = codes
            .iter()
            .find(|code| ["town_meant", "town_possible", "place_corrected", "words_ignored"].contains(code));
        assert_eq!(told.copied().unwrap_or_default(), code, "{q}: {codes:?}");
        let read = &answer.interpretation;
        assert_eq!(read.place.as_ref().map(|place| place.label.as_str()), place, "{q}");
        assert_eq!(read.words, words, "{q}");
    }
    // The second page is of the same reading.
    let q = "Platt Ridge Denver chiropractor";
    let first = search(&engine, &[("q", q), ("limit", "1")]).expect("an answer");
    let cursor = first.next.clone().expect("a second page");
    let second = search(&engine, &[("q", q), ("limit", "1"), ("cursor", &cursor)]).expect("an answer");
    assert_eq!((second.total, second.interpretation.place), (first.total, first.interpretation.place));
    assert_ne!(who(&second.hits[0]).id, who(&first.hits[0]).id);
}

#[test]
fn somebody_s_name_goes_before_the_word_that_it_is_or_nearly_is() {
    const NAMES: &str = "\
id,first_name,last_name,credential,specialty,city,state,zip
a,Gertrude,Ames,PT,physical_therapist,Boston,MA,02118
b,Mateo,Quiroz,PT,physical_therapist,Boston,MA,02118
c,Ann,Le,DC,chiropractor,Boston,MA,02118
d,Gertrude,Webster,PT,physical_therapist,Boston,MA,02118
e,Gertrude,Fairfield,PT,physical_therapist,Boston,MA,02118
f,Joe,Walter,PT,physical_therapist,Boston,MA,02118
g,Eve,Good,DC,chiropractor,Boston,MA,02118
h,Bo,Bak,DC,chiropractor,Boston,MA,02118
i,Amy,Lee,DC,chiropractor,Boston,MA,02118
j,,Greendale Physical Therapy,,pt_clinic,Shrewsbury,MA,01545
";
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", NAMES).refused, None);
    let engine = index.engine();
    for (q, words, first) in [
        ("Ames", &["ames"][..], Some("a")),
        ("physical therapist ames", &["ames"], Some("a")),
        ("Mateo Boston", &["mateo"], Some("b")),
        ("quiroz near 02118", &["quiroz"], Some("b")),
        ("Dr. Le near 02118", &["le"], Some("c")),
        ("Le", &["le"], Some("c")),
        ("Gertrude Webster", &["gertrude", "webster"], Some("d")),
        ("Gertrude Fairfield", &["gertrude", "fairfield"], Some("e")),
        ("Walter, PT Boston", &["walter"], Some("f")),
        ("chiropractor Good Boston", &["good"], Some("g")),
        ("Eve Good", &["eve", "good"], Some("g")),
        ("dr walter boston neck", &["walter"], Some("f")),
        ("boston neck", &[], None),
        ("Greendale Physical Therapy Shrewsbury", &["greendale", "physical", "therapy"], Some("j")),
        // Nobody is called so, or the words say what they say.
        ("bak pain near 02118", &[], None),
        ("Gertrude Boston", &["gertrude"], None),
        ("good chiropractor near 02118", &[], None),
        ("physical therapist Spain", &[], None),
        ("not Dr Le near 02118", &[], None),
    ] {
        let Ok(answer) = search(&engine, &[("q", q), ("limit", "9")]) else {
            assert!(words.is_empty(), "{q}: an answer");
            continue;
        };
        assert_eq!(answer.interpretation.words, words, "{q}");
        if let Some(first) = first {
            assert_eq!(who(&answer.hits[0]).id.to_string(), format!("list:{first}"), "{q}");
        }
    }
    // A name of a practice is tried first, and nobody is near: the search goes on outwards all the same.
    let far = search(&engine, &[("q", "Casper chiropractor")]).expect("an answer");
    assert_eq!(
        (far.total, far.interpretation.place.map(|place| place.label)),
        (4, Some("Casper, WY".into()))
    );
    let told = search(&engine, &[("q", "Gertrude Fairfield")]).expect("an answer");
    assert!(told.notices.iter().any(|notice| notice.code == "town_possible"));
}
