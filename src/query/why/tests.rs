//! Explanations against the search itself: random lists, random questions, every provider.

use super::*;
use crate::domain::{
    Fact, Gender, Language, Npi, Practice, Practices, ProviderKind, Radius, SpecialtyClaim, SpecialtyId,
};
use crate::index::ListSource;
use crate::query::sample::{self, JORDAN, PITTSBURGH, engine, point, who};
use crate::query::{Engine, FilterSet, Hit, Near, SearchError, SearchRequest, Sort};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::fmt::Write as _;

/// Parts of questions, to be put together in any order.
const SAID: [&str; 37] = [
    "chiropractor",
    "chiropracter",
    "osteopath",
    "physical therapist",
    "massage",
    "neck pain",
    "sciatica",
    "dry needling",
    "not a chiropractor",
    "no chiropractor",
    "female",
    "spanish speaking",
    "accepting new patients",
    "telehealth",
    "DC",
    "near Pittsburgh PA",
    "near Chicago, IL",
    "in Ohio",
    "near 59337",
    "within 5 miles",
    "near me",
    "nearest",
    "smith",
    "J. Smith",
    "J",
    "O Brien",
    "de la",
    "Robert",
    "Bob Lee",
    "Jr",
    "kowalsky",
    "jane",
    "zzyzxq",
    "gentle",
    "dentist",
    "1200000006",
    "???",
];

/// What makes a provider of a random list: a person of the sample to begin with, and what is changed.
type Made = (Index, Vec<(SpecialtyId, bool)>, (Option<Gender>, [Fact; 3], bool), Vec<(Index, f64)>);

fn made() -> impl Strategy<Value = Made> {
    let specialties = 0..u16::try_from(sample::vocabulary().specialties().len()).expect("a table");
    let claims = prop::collection::vec((specialties.prop_map(SpecialtyId::from_row), any::<bool>()), 0..3);
    let fact = || select(Fact::ALL.to_vec());
    let facts = (fact(), fact(), fact()).prop_map(<[Fact; 3]>::from);
    let gender = select(vec![Some(Gender::Female), Some(Gender::Male), None]);
    let practices = prop::collection::vec((any::<Index>(), -0.9..0.9_f64), 1..4);
    (any::<Index>(), claims, (gender, facts, any::<bool>()), practices)
}

fn provider(number: usize, made: &Made) -> Provider {
    let (person, claims, (gender, facts, keeps), practices) = made;
    let list = sample::providers();
    let mut provider = person.get(&list).clone();
    // Ids as they are, so that lists have both kinds; a number makes them differ.
    let tenfold = 1_200_000_000 + u64::try_from(number).expect("few") * 10;
    provider.id = match &provider.id {
        ProviderId::Npi(_) => {
            (tenfold..tenfold + 10).find_map(|number| Npi::new(number).ok()).expect("one checks").into()
        }
        ProviderId::Own { list, .. } => {
            ProviderId::own(list.clone(), &format!("own {number}")).expect("an id")
        }
    };
    if !keeps {
        let mut specialties: Vec<SpecialtyClaim> = Vec::new();
        for (specialty, primary) in claims {
            if specialties.iter().all(|claim| claim.specialty != *specialty) {
                specialties.push(SpecialtyClaim { specialty: *specialty, taxonomy: None, primary: *primary });
            }
        }
        provider.specialties = specialties;
    }
    provider.gender = *gender;
    [provider.accepting_new, provider.telehealth, provider.wheelchair] = *facts;
    let moved = |(from, step): &(Index, f64)| {
        let mut practice: Practice = from.get(&list).practices.first().clone();
        practice.point = point((practice.point.lat() + step, practice.point.lon() - step));
        practice
    };
    provider.practices = Practices::from_vec(practices.iter().map(moved).collect()).expect("at least one");
    provider
}

fn filters() -> impl Strategy<Value = FilterSet> {
    let facts = || prop::collection::vec(select(Fact::ALL.to_vec()), 0..2);
    let spanish: Language = "es".parse().expect("a code");
    (
        prop::collection::vec(select(vec![Some(Gender::Female), None]), 0..2),
        prop::collection::vec(Just(spanish), 0..2),
        (facts(), facts(), facts()),
        prop::collection::vec(select(vec![ProviderKind::Person, ProviderKind::Organization]), 0..2),
    )
        .prop_map(|(gender, languages, (accepting_new, telehealth, wheelchair), kind)| FilterSet {
            gender,
            languages,
            accepting_new,
            telehealth,
            wheelchair,
            kind,
            ..FilterSet::default()
        })
}

fn near() -> impl Strategy<Value = Near> {
    let points = select(vec![PITTSBURGH, JORDAN]).prop_map(|place| Near::Point(point(place)));
    let texts = select(vec!["15213", "Chicago, IL", "Pennsylvania", "00000"]);
    prop_oneof![3 => points, 2 => texts.prop_map(|text| Near::Text(text.into()))]
}

fn question() -> impl Strategy<Value = SearchRequest> {
    let words = sample::vocabulary();
    let said = prop::collection::vec(select(SAID.to_vec()), 0..4).prop_map(|parts| parts.join(" "));
    let specialties = select(vec!["chiropractor", "osteopath", "massage_therapist", "pt_assistant"])
        .prop_map(|id| words.specialty_id(id).expect("a specialty"));
    let condition = words.condition_id("neck_pain").expect("a condition");
    let technique = words.technique_id("dry_needling").expect("a technique");
    let reach = prop_oneof![
        Just(Reach::Any),
        select(vec![0.5, 3.0, 10.0, 40.0, 100.0])
            .prop_map(|miles| Reach::Within(Radius::from_miles(miles).expect("a radius"))),
    ];
    let sorts = select(vec![Sort::Relevance, Sort::Relevance, Sort::Distance, Sort::Name, Sort::Updated]);
    let ids = (
        prop::collection::vec(specialties, 0..2),
        prop::option::weighted(0.15, Just(condition)),
        prop::option::weighted(0.15, Just(technique)),
    );
    (
        said,
        prop::option::weighted(0.6, near()),
        prop::option::weighted(0.4, reach),
        (prop::bool::weighted(0.3), ids),
        prop_oneof![3 => Just(FilterSet::default()), 1 => filters()],
        prop::option::weighted(0.1, select(vec!["smi", "jane sm", "!!"])),
        (sorts, any::<bool>()),
    )
        .prop_map(|(q, near, radius, (strict, ids), filters, name, (sort, abroad))| SearchRequest {
            q,
            near,
            radius,
            strict,
            specialties: ids.0,
            conditions: ids.1.into_iter().collect(),
            techniques: ids.2.into_iter().collect(),
            filters,
            name: name.map(str::to_owned),
            sort,
            units: if abroad { Units::Kilometres } else { Units::Miles },
            lang: if abroad { Lang::Es } else { Lang::En },
            explain: true,
            limit: 7,
            ..SearchRequest::default()
        })
}

/// All hits of a search, page by page, and its first page.
fn walked(engine: &Engine, request: &SearchRequest) -> Result<(Vec<Hit>, Answer), SearchError> {
    let first = engine.search(request)?;
    let (mut hits, mut cursor) = (first.hits.clone(), first.next.clone());
    while let Some(next) = cursor {
        let page = engine.search(&SearchRequest { cursor: Some(next), ..request.clone() })?;
        hits.extend(page.hits);
        cursor = page.next;
    }
    Ok((hits, first))
}

fn check(engine: &Engine, providers: &[Provider], request: &SearchRequest) {
    let asked = |provider: &Provider| engine.why(&AskedId::Id(provider.id.clone()), request);
    let (hits, answer) = match walked(engine, request) {
        Ok(walked) => walked,
        Err(error) => {
            match asked(&providers[0]) {
                Ok(why) => assert!(!is_question(request) && why.question.is_none(), "{request:?}"),
                Err(other) => assert_eq!(other.to_string(), error.to_string(), "{request:?}"),
            }
            return;
        }
    };
    assert_eq!(hits.len() as u64, answer.total, "{request:?}");
    for provider in providers {
        let why = asked(provider).expect("an explanation");
        assert_eq!(why.provider.as_ref(), Some(provider));
        let explained = why.question.as_ref().expect("a question");
        let place = hits.iter().position(|hit| who(hit).id == provider.id);
        assert_eq!(explained.found, place.is_some(), "{}: {request:?} {why:?}", provider.id);
        assert_eq!(explained.rank, place.map(|place| place as u64 + 1), "{}: {request:?}", provider.id);
        assert_eq!(explained.answer.hits.first(), place.map(|place| &hits[place]), "{request:?}");
        assert_eq!(why.reasons.is_empty(), explained.found, "{}: {request:?}", provider.id);
        let (told, searched) = (&explained.answer, &answer);
        assert_eq!((told.total, &told.radius), (searched.total, &searched.radius), "{request:?}");
        assert_eq!(told.interpretation, searched.interpretation, "{request:?}");
        // What to leave out instead is the search's to propose.
        let notices: Vec<_> = searched.notices.iter().filter(|notice| notice.code != "try_without").collect();
        assert_eq!(told.notices.iter().collect::<Vec<_>>(), notices, "{request:?}");
        assert_eq!(told.safety, searched.safety, "{request:?}");
        for reason in &why.reasons {
            assert!(!reason.message.is_empty() && !reason.message.contains(": ."), "{reason:?} {request:?}");
        }
        if let [Reason { code: "out_of_radius", needed: Some(needed), .. }] = why.reasons.as_slice() {
            let wider = SearchRequest { radius: Some(*needed), ..request.clone() };
            let why = engine.why(&AskedId::Id(provider.id.clone()), &wider).expect("an explanation");
            assert!(why.question.is_some_and(|question| question.found), "{needed:?} {request:?}");
        }
    }
}

/// Few cases by default, because each builds a generation; `PROPTEST_CASES` asks for more.
fn cases() -> ProptestConfig {
    let asked = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { asked.cases } else { 12 };
    ProptestConfig { cases, ..asked }
}

proptest! {
    #![proptest_config(cases())]
    #[test]
    fn everybody_is_on_a_page_at_the_rank_told_or_on_none_for_a_reason(
        list in prop::collection::vec(made(), 1..70), questions in prop::collection::vec(question(), 20),
    ) {
        let providers: Vec<Provider> =
            list.iter().enumerate().map(|(number, made)| provider(number, made)).collect();
        let engine = sample::engine_of(&providers);
        for request in questions {
            check(&engine, &providers, &request);
        }
    }

    #[test]
    fn any_text_is_an_id_or_none(text in "(npi:|list:)?[0-9a-z:]{0,12}|\\PC{0,40}") {
        let why = engine().why(&AskedId::read(&text), &SearchRequest::default()).expect("an explanation");
        prop_assert!(why.provider.is_some() || !why.reasons.is_empty());
    }
}

/// The reasons of a question for whom the sample has under a number, one a line.
fn told(request: &SearchRequest, number: usize) -> String {
    let provider = &sample::providers()[number];
    let why = engine().why(&AskedId::Id(provider.id.clone()), request).expect("an explanation");
    let question = why.question.as_ref().expect("a question");
    let mut lines = match (question.rank, question.found) {
        (Some(rank), true) => format!("  found at {rank} of {}\n", question.answer.total),
        _ => String::new(),
    };
    for reason in &why.reasons {
        writeln!(lines, "  {}: {}", reason.code, reason.message).expect("memory");
    }
    lines
}

#[test]
fn every_reason_reads_well_in_both_languages() {
    let asking = |q: &str| SearchRequest { q: q.into(), ..SearchRequest::default() };
    let strict = |q: &str| SearchRequest { strict: true, ..asking(q) };
    let technique = sample::vocabulary().technique_id("dry_needling").expect("a technique");
    let listing = SearchRequest { techniques: vec![technique], ..asking("near Pittsburgh PA") };
    let female = FilterSet { gender: vec![Some(Gender::Female)], ..FilterSet::default() };
    let nameless = SearchRequest { name: Some("!!".into()), ..asking("") };
    let sure = FilterSet { accepting_new: vec![Fact::Yes], telehealth: vec![Fact::Yes], ..female.clone() };
    let mut text = String::new();
    for (request, number) in [
        (asking("chiropractor near Pittsburgh PA"), 0),
        (asking("chiropractor near Pittsburgh PA"), 1),
        (asking("chiropractor near Pittsburgh PA"), 24),
        (strict("chiropractor near Pittsburgh PA within 5 miles"), 16),
        (strict("chiropractor near 59337 within 5 miles"), 16),
        (asking("near Pittsburgh PA"), 36),
        (asking("near Pittsburgh PA"), 21),
        (asking("sciatica near Pittsburgh PA"), 21),
        (asking("sciatica near Pittsburgh PA"), 44),
        (asking("after spine surgery near Pittsburgh PA"), 44),
        (asking("dry needling near Pittsburgh PA"), 36),
        (asking("physiatrist near Pittsburgh PA"), 21),
        (listing, 1),
        (SearchRequest { filters: female, ..asking("near Pittsburgh PA") }, 1),
        (SearchRequest { filters: sure, ..asking("near Pittsburgh PA") }, 1),
        (asking("spanish speaking DC in Ohio accepting new patients"), 1),
        (asking("not a chiropractor near Pittsburgh PA"), 8),
        (asking("osteopath not a chiropractor in Ohio"), 8),
        (asking("kowalski near Pittsburgh PA"), 1),
        (asking(&sample::providers()[3].id.npi().expect("an NPI").to_string()), 1),
        (asking("dentist"), 1),
        (asking("???"), 1),
        (asking("near me"), 1),
        (nameless, 1),
    ] {
        writeln!(text, "{number} {}", request.q).expect("memory");
        text += &told(&request, number);
        let spanish = SearchRequest { lang: Lang::Es, units: Units::Kilometres, ..request };
        text += &told(&spanish, number);
    }
    insta::assert_snapshot!("reasons", text);
}

#[test]
fn who_is_not_listed_is_told_what_is_known() {
    let told = |text: &str| {
        let why = engine().why(&AskedId::read(text), &SearchRequest::default()).expect("an explanation");
        assert_eq!((why.provider.as_ref(), why.question.as_ref()), (None, None), "{text}");
        assert_eq!(why.id.map(|id| id.to_string()), text.parse::<ProviderId>().ok().map(|id| id.to_string()));
        why.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>().join(" ")
    };
    for (text, codes) in [
        ("1234567893", "not_recorded"),
        ("npi:1234567893", "not_recorded"),
        ("list:nobody", "not_recorded"),
        ("other:nobody", "unknown_list"),
        ("1234567890", "invalid_npi"),
        ("npi:1234567890", "invalid_npi"),
        ("3234567890", "invalid_npi"),
        ("123", "invalid_npi"),
        ("nobody", "invalid_id"),
        ("npi:", "invalid_id"),
        ("list:", "invalid_id"),
        ("", "invalid_id"),
    ] {
        assert_eq!(told(text), codes, "{text}");
    }
}

#[test]
fn who_was_listed_until_the_last_import_is_told_so() {
    let list = sample::providers();
    let engine = sample::engine_of(&list);
    engine.publish(sample::open(&list[..40], 2, "list"));
    let why =
        engine.why(&AskedId::Id(list[50].id.clone()), &SearchRequest::default()).expect("an explanation");
    assert_eq!(why.reasons[0].code, "no_longer_listed");
    assert!(why.reasons[0].message.contains("000001"), "{}", why.reasons[0].message);
}

#[test]
fn a_deadline_that_has_passed_tells_who_is_found_and_no_rank() {
    let engine = sample::engine_of(&sample::providers()).with_deadline(std::time::Duration::ZERO);
    let request = SearchRequest { near: Some(Near::Point(point(PITTSBURGH))), ..SearchRequest::default() };
    let id = AskedId::Id(sample::providers()[8].id.clone());
    let why = engine.why(&id, &request).expect("an explanation");
    let question = why.question.expect("a question");
    assert!(question.found && why.reasons.is_empty());
    assert!(question.rank.is_none() == question.answer.partial);
}

#[test]
fn every_fate_of_a_row_reads_well_in_both_languages() {
    let listed = |rejected: bool, code: &str, column: &str| ListedRow {
        list: "board".into(),
        row: LeftOutRow {
            file: "board.csv".into(),
            imported: "2026-11-22T10:05:00Z".into(),
            line: 812,
            rejected,
            code: code.into(),
            column: column.into(),
        },
    };
    let mut text = String::new();
    for lang in [Lang::En, Lang::Es] {
        let say = sentence::Listing(lang);
        for code in [
            "deactivated",
            "out_of_scope",
            "student",
            "inactive",
            "duplicate_row",
            "too_many_practices",
            "too_many_names",
            "no_such_provider",
        ] {
            let reason = say.row(listed(false, code, ""));
            writeln!(text, "{}: {}", reason.code, reason.message).expect("memory");
        }
        for code in [
            "npi_check_digit",
            "npi_shape",
            "id_missing",
            "id_invalid",
            "name_missing",
            "text_too_long",
            "specialty_missing",
            "specialty_unknown",
            "entity_type_unknown",
            "no_location",
            "address_outside_us",
            "encoding",
            "of_a_newer_program",
        ] {
            let reason = say.row(listed(true, code, "npi"));
            writeln!(text, "{}: {}", reason.code, reason.message).expect("memory");
        }
        let source = ListSource {
            list: "board".into(),
            providers: 7,
            rows: None,
            imported: "2026-11-22T10:05:00Z".into(),
            sources: Vec::new(),
            coverage: None,
        };
        for reason in [
            say.never_seen(&[&source, &source], 0),
            say.never_seen(&[&source], 3),
            say.not_recorded(&[&source]),
        ] {
            writeln!(text, "{}: {}", reason.code, reason.message).expect("memory");
        }
    }
    insta::assert_snapshot!("rows", text);
}
