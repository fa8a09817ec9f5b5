//! What the pages show, asked through the router without a socket.

use super::text;
use crate::http::fixture::{Reply, app, get, send};
use crate::vocabulary::Lang;
use axum::body::Body;
use axum::http::Request;
use proptest::prelude::*;

/// A browser's request for a page.
async fn browse(target: &str, language: &str) -> Reply {
    let request =
        Request::get(target).header("accept", "text/html,*/*;q=0.8").header("accept-language", language);
    send(app(), request.body(Body::empty()).expect("a request")).await
}

/// A form sent by a browser.
async fn submit(form: &str) -> Reply {
    let request = Request::post("/search")
        .header("accept", "text/html,*/*;q=0.8")
        .header("content-type", "application/x-www-form-urlencoded");
    send(app(), request.body(Body::from(form.to_owned())).expect("a request")).await
}

fn html(reply: &Reply) -> String {
    assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    String::from_utf8(reply.body.clone()).expect("UTF-8")
}

#[track_caller]
fn assert_has(page: &str, texts: &[&str]) {
    for text in texts {
        assert!(page.contains(text), "no {text:?} in {page}");
    }
}

#[tokio::test]
async fn a_form_is_answered_with_a_page_that_is_kept_nowhere() {
    let reply = submit("q=neck+pain+chiropractor&near=15213&radius=10&lang=en").await;
    assert_eq!((reply.status.as_u16(), reply.header("cache-control")), (200, "no-store"));
    assert_eq!(reply.header("referrer-policy"), "no-referrer");
    let policy = reply.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
    let page = html(&reply);
    assert_has(
        &page,
        &[
            "4 specialists within 10 miles of Pittsburgh, PA 15213",
            "<a href=\"/providers/npi:1234567893?lang=en\">Jane Doe</a><span class=\"letters\">, DC</span>",
            "href=\"tel:+14125550100\"",
            "(412) 555-0100",
            "Accepts new patients",
            "Record from March 2016 · not verified with the practice",
            "also at 1 other place",
            "Lists Neck pain",
            "name=\"within\" value=\"10\" aria-current=\"true\"",
            "<dt>For</dt><dd>Neck pain</dd>",
            "/?q=neck%20pain%20chiropractor&#38;near=15213&#38;radius=10",
        ],
    );
    let title = page.split("<title>").nth(1).and_then(|rest| rest.split("</title>").next()).expect("a title");
    assert_eq!(title, "Results – Specialist Finder", "browsers keep titles in their histories");
}

#[tokio::test]
async fn whoever_shares_an_address_is_folded_under_the_nearest() {
    let page = html(&submit("near=15213&specialty=chiropractor").await);
    assert_has(&page, &["4 specialists within", "<summary>3 more at this address</summary>"]);
    assert_eq!(page.matches("class=\"card\"").count(), 1);
    assert_has(&page, &["/providers/list:a%2Fb%20c:1?lang=en", "O&#39;Brien"]);
}

#[tokio::test]
async fn a_page_leads_to_whoever_else_is_at_the_practice() {
    let page = html(&browse("/providers/list:7", "en").await);
    assert_has(
        &page,
        &["<h3>Also at this practice: 3</h3>", "/providers/list:a%2Fb%20c:1?lang=en", "Ana O&#39;Brien"],
    );
    assert!(!page.contains("<script>alert"), "a name is text");
    let page = html(&browse("/providers/list:7?lang=es", "es").await);
    assert_has(&page, &["<h3>También en este consultorio: 3</h3>"]);
    assert_eq!(page.matches("class=\"colleagues\"").count(), 1);
}

#[tokio::test]
async fn a_shared_link_shows_the_same_search() {
    let page = html(&browse("/?q=neck+pain+chiropractor&near=15213&radius=10&utm_source=x", "en").await);
    assert_has(
        &page,
        &["4 specialists within 10 miles of Pittsburgh, PA 15213", "value=\"neck pain chiropractor\""],
    );
}

#[tokio::test]
async fn a_danger_sign_stands_before_the_form_and_the_results() {
    let page = html(&submit("q=neck+pain+and+I+cannot+pee&near=15213").await);
    let place = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text} in {page}"));
    assert!(place("class=\"warning emergency\"") < place("id=\"search\""));
    assert!(place("href=\"tel:911\"") < place("id=\"search\""));
    assert!(place("id=\"search\"") < place("class=\"card\""));
}

#[tokio::test]
async fn nobody_is_left_without_a_way_on() {
    for (form, status, texts) in [
        ("q=&near=", 400, &["Type what hurts", "id=\"what\""][..]),
        ("q=xqzzt", 200, &["Nothing matches these words", "/conditions/neck_pain?lang=en", "Add a ZIP code"]),
        (
            "q=neck+pain&near=Pitsburgg",
            422,
            &["We do not know this place", "name=\"near\" value=\"Pittsburgh, PA\""],
        ),
        ("q=neck+pain&radius=5", 200, &["Add a ZIP code or city to see who is near you."]),
        (
            "near=15213&radius=far&specialty=nobody",
            200,
            &["could not be read and was left out", "specialists within"],
        ),
        ("near=15213&cursor=AAAA", 200, &["4 specialists"]),
        (
            "near=15213&specialty=physical_therapist",
            200,
            &["No one found", "fewer filters", "Nobody fits everything", "Physical therapist: 4 specialists"],
        ),
        ("near=15213&gender=M", 200, &["nor at any distance", "male: 4 specialists"]),
        ("near=15213&q=male+chiropractor&lang=es", 200, &["Nadie cumple todo", "male: 4 especialistas"]),
        ("near=15213&within=0.1", 200, &["None within 0.1 miles. Three within", "three or more</button>"]),
    ] {
        let reply = submit(form).await;
        assert_eq!(reply.status.as_u16(), status, "{form}");
        assert_has(&html(&reply), texts);
    }
}

/// The fields and the button of a form on a page, as a browser sends them.
fn sent_by(page: &str, button: &str) -> String {
    let end = page.find(button).unwrap_or_else(|| panic!("no {button} in {page}"));
    let form = &page[page[..end].rfind("<form").expect("a form")..end];
    let value = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!("{name}=\""))?.1;
        Some(rest.split_once('"')?.0.replace(' ', "+"))
    };
    let fields = form.split('<').filter(|tag| tag.starts_with("input") || tag.starts_with("button"));
    let fields = fields.filter_map(|tag| Some(format!("{}={}", value(tag, "name")?, value(tag, "value")?)));
    fields.collect::<Vec<_>>().join("&")
}

#[tokio::test]
async fn every_way_on_finds_what_it_says() {
    for (form, button, finds) in [
        ("near=15213&gender=M&kind=person", "male: 4 specialists", "4 specialists within 25 miles"),
        ("near=15213&q=male+chiropractor", "male: 4 specialists", "4 specialists within 25 miles"),
        ("near=15213&gender=M&within=5", "male: 4 specialists", "4 specialists within 5 miles"),
        ("near=15213&within=0.1", "Look within", "3 specialists within"),
    ] {
        let page = html(&submit(form).await);
        let sent = sent_by(&page, button);
        assert_has(&html(&submit(&sent).await), &[finds]);
    }
}

#[tokio::test]
async fn what_a_list_or_a_visitor_says_is_shown_as_text() {
    let page = html(&submit("near=15213&q=%22%3E%3Cscript%3Ealert(2)%3C/script%3E").await);
    assert!(!page.contains("<script>alert"), "{page}");
    let page = html(&submit("near=15213").await);
    assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "the name is escaped");
    let page = html(&browse("/providers/list:8", "en").await);
    assert!(page.contains("alert(1)") && !page.contains("<script>alert"), "in the page's data too");
}

#[tokio::test]
async fn forms_that_are_none_are_refused() {
    let post = |kind: &'static str, body: Vec<u8>| async move {
        let request = Request::post("/search").header("content-type", kind).body(Body::from(body));
        send(app(), request.expect("a request")).await
    };
    let form = "application/x-www-form-urlencoded";
    for (kind, body, status) in [
        ("application/json", b"{}".to_vec(), 415),
        ("multipart/form-data; boundary=x", b"--x--".to_vec(), 415),
        (form, b"q=%ff".to_vec(), 400),
        (form, b"q=\xff".to_vec(), 400),
        (form, vec![b'a'; 64 * 1024 + 1], 413),
    ] {
        let reply = post(kind, body).await;
        assert_eq!(reply.status.as_u16(), status, "{kind}");
        assert_eq!(reply.header("content-type"), "application/problem+json");
    }
    let reply = browse("/search", "en").await;
    assert_eq!(
        (reply.status.as_u16(), reply.header("location")),
        (303, "/"),
        "a reloaded search begins anew"
    );
}

#[tokio::test]
async fn the_next_page_goes_on_and_filters_narrow() {
    let page = html(&submit("near=15213&kind=person&gender=F").await);
    assert_has(&page, &["name=\"kind\" value=\"person\" checked", "name=\"gender\" value=\"F\" checked"]);
    assert_has(&page, &["<dt>Only</dt><dd>Female, Person</dd>"]);
}

#[tokio::test]
async fn a_provider_has_a_page_and_a_contact() {
    let page = html(&browse("/providers/1234567893", "en").await);
    assert_has(
        &page,
        &[
            "<h1>Jane Doe<span class=\"letters\">, DC</span></h1>",
            "\"@type\":\"Person\"",
            "\"propertyID\":\"NPI\"",
            "Plan A",
            "https://example.org",
            "/providers/npi:1234567893?lang=en&#38;format=vcard",
            "hreflang=\"es\"",
        ],
    );
    assert_eq!(page.matches("<address>").count(), 2, "both practices");
    let card = browse("/providers/1234567893?format=vcard", "en").await;
    assert_eq!(card.header("content-type"), "text/vcard; charset=utf-8");
    let card = String::from_utf8(card.body).expect("UTF-8");
    assert_has(&card, &["BEGIN:VCARD\r\n", "N:Doe;Jane;;;DC\r\n", "TEL;TYPE=WORK,VOICE:+14125550100\r\n"]);
    assert_has(&card, &["ADR;TYPE=WORK:;;100 Main St;Pittsburgh;PA;15213;USA\r\n", "END:VCARD\r\n"]);
    assert_eq!(html(&browse("/providers/list:a%2Fb%20c:1", "en").await).matches("O&#39;Brien").count(), 4);
    for gone in ["/providers/1999999984", "/providers/nobody", "/conditions/none", "/specialties/none", "/x"]
    {
        let reply = browse(gone, "es").await;
        assert_eq!(reply.status, 404, "{gone}");
        assert_has(&html(&reply), &["Página no encontrada", reply.header("x-request-id"), "lang=\"es\""]);
    }
}

#[tokio::test]
async fn every_condition_and_specialty_has_its_page_in_both_languages() {
    let vocabulary = crate::vocabulary::Vocabulary::bundled().expect("the bundled tables");
    let conditions = vocabulary.conditions().iter().map(|row| {
        (format!("/conditions/{}", row.id), [Lang::En, Lang::Es].map(|lang| row.label(lang).to_owned()))
    });
    let specialties = vocabulary.specialties().iter().map(|row| {
        (format!("/specialties/{}", row.id), [Lang::En, Lang::Es].map(|lang| row.label(lang).to_owned()))
    });
    for (path, labels) in conditions.chain(specialties) {
        for (lang, label) in [Lang::En, Lang::Es].into_iter().zip(labels) {
            let reply = get(&format!("{path}?lang={}", lang.as_str())).await;
            assert_eq!(
                (reply.status.as_u16(), reply.header("content-language")),
                (200, lang.as_str()),
                "{path}"
            );
            let page = html(&reply);
            let heading = label.replace('&', "&#38;");
            assert_has(&page, &[&format!("<h1>{heading}</h1>"), text::of(lang).find_near]);
        }
    }
}

#[tokio::test]
async fn a_condition_tells_signs_who_treats_it_and_where_guidelines_disagree() {
    let page = html(&get("/conditions/low_back_pain").await);
    assert_has(
        &page,
        &[
            "Get medical help first if you notice any of these",
            "/specialties/chiropractor?lang=en",
            "Guidelines disagree on:</strong> Acupuncture",
            "American College of Physicians (Qaseem), 2017</cite> (more than five years old)",
        ],
    );
}

#[tokio::test]
async fn spanish_readers_get_spanish_by_link_by_form_and_by_their_browser() {
    for reply in [
        browse("/?near=15213", "es-US,es;q=0.9,en;q=0.5").await,
        browse("/?near=15213&lang=es", "en").await,
        submit("near=15213&lang=es").await,
    ] {
        assert_eq!(reply.header("content-language"), "es");
        assert_has(&html(&reply), &["4 especialistas a menos de 25 millas de Pittsburgh", "Quiropráctico"]);
    }
}

#[tokio::test]
async fn assets_are_kept_for_good_under_their_own_version_only() {
    let page = html(&get("/").await);
    let styled = page.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let address = styled.expect("a style sheet").to_owned();
    let named = get(&address).await;
    assert_eq!((named.status.as_u16(), named.header("content-type")), (200, "text/css; charset=utf-8"));
    assert_eq!(named.header("cache-control"), "public, max-age=31536000, immutable");
    assert!(!named.header("etag").is_empty());
    let bare = get("/static/site.css").await;
    assert_eq!(bare.header("cache-control"), "no-cache");
    assert_eq!(get("/static/site.css?v=0").await.header("cache-control"), "no-cache");
    assert_eq!(get("/static/nothing.css").await.status, 404);
}

#[tokio::test]
async fn pages_load_nothing_from_outside_and_hold_no_script_or_style_of_their_own() {
    for target in
        ["/", "/?near=15213", "/providers/1234567893", "/conditions/neck_pain", "/specialties/osteopath"]
    {
        let page = html(&get(target).await);
        for piece in page.split("<script").skip(1) {
            let own = piece.starts_with(" type=\"module\" src=\"/static/")
                || piece.starts_with(" type=\"application/ld+json\"");
            assert!(own, "{target}: {piece:.80}");
        }
        assert!(
            !page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick="),
            "{target}"
        );
        for source in page.split(" src=\"").skip(1) {
            assert!(source.starts_with('/'), "{target}: {source:.40}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_form_gets_a_page(form in "(q|near|radius|lat|sort|kind|cursor|within|lang)=\\PC{0,12}(&(q|near|specialty|strict)=[%0-9a-zA-Z+<>\"' ]{0,12}){0,3}") {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        let reply = runtime.block_on(submit(&form));
        prop_assert!(reply.status.as_u16() < 500, "{}: {}", reply.status, form);
    }
}
