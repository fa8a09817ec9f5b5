//! The operations page over plain sockets, as a browser without script uses it: a list from upload to published and
//! back, and everybody who must not do so.

use crate::support::TestIndex;
use crate::support::server::{Reply, Server, exchange, free_port};
use std::fmt::Write as _;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Far above what a dry run of a few rows takes on a loaded machine.
const PATIENCE: Duration = Duration::from_mins(2);

/// A server with an operations listener.
struct Site {
    index: TestIndex,
    /// Killed with the site.
    _server: Server,
    /// `127.0.0.1:PORT`
    address: String,
}

impl Site {
    fn start(listen: &str, options: &[&str]) -> Self {
        let index = TestIndex::new();
        assert_eq!(index.import_text("list.csv", &list(20, 0)).refused, None);
        let port = free_port();
        let admin = format!("{listen}:{port}");
        let options = [&["--admin-listen", &admin], options].concat();
        let server = Server::start_with(&index.path(), &options, &[], Stdio::null());
        Self { index, _server: server, address: format!("127.0.0.1:{port}") }
    }

    /// One request with further headers, each ended by a line break.
    fn ask(&self, method: &str, target: &str, headers: &str, body: &[u8]) -> Reply {
        let host =
            if headers.contains("Host:") { String::new() } else { format!("Host: {}\r\n", self.address) };
        let length =
            if method == "POST" { format!("Content-Length: {}\r\n", body.len()) } else { String::new() };
        let mut bytes =
            format!("{method} {target} HTTP/1.1\r\n{host}Connection: close\r\n{length}{headers}\r\n")
                .into_bytes();
        bytes.extend_from_slice(body);
        exchange(&self.address, &bytes).expect("an answer")
    }

    /// What one generation says otherwise than another, once the server has taken it up.
    fn differences(&self, older: &str, newer: &str) -> String {
        let start = Instant::now();
        loop {
            let page = self.get(&format!("/differences/{older}/{newer}"));
            if page.status == 200 {
                return page.body;
            }
            assert!(start.elapsed() < Duration::from_mins(1), "{}", page.body);
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, "", b"")
    }

    /// The secret of the page's forms.
    fn secret(&self) -> String {
        let page = self.get("/").body;
        let behind = page.split("name=\"secret\" value=\"").nth(1).expect("a form");
        behind.split('"').next().expect("a value").to_owned()
    }

    fn post(&self, target: &str, fields: &str) -> Reply {
        let body = format!("secret={}&{fields}", self.secret());
        let kind = "Content-Type: application/x-www-form-urlencoded\r\nSec-Fetch-Site: same-origin\r\nOrigin: null\r\n";
        self.ask("POST", target, kind, body.as_bytes())
    }

    fn upload(&self, secret: &str, list: &str, name: &str, text: &str) -> Reply {
        let mut body = String::new();
        for (field, value) in [("secret", secret), ("list", list)] {
            write!(body, "--frontier\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n")
                .expect("written");
        }
        write!(
            body,
            "--frontier\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: text/csv\r\n\r\n{text}\r\n--frontier\r\nContent-Disposition: form-data; name=\"map\"; \
             filename=\"\"\r\n\r\n\r\n--frontier--\r\n"
        )
        .expect("written");
        self.ask(
            "POST",
            "/imports",
            "Content-Type: multipart/form-data; boundary=frontier\r\n",
            body.as_bytes(),
        )
    }

    /// The page of an import once nothing runs any more.
    fn settled(&self, target: &str) -> String {
        let began = Instant::now();
        loop {
            let page = self.get(target);
            assert_eq!(page.status, 200, "{}", page.body);
            if !page.body.contains(">Cancel the ") {
                return page.body;
            }
            assert!(began.elapsed() < PATIENCE, "{}", page.body);
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// A list of so many people with a row that is rejected for each `bad`.
fn list(people: usize, bad: usize) -> String {
    let mut text = String::from("id,name,credential,specialty,address,city,state,zip\n");
    for row in 0..people {
        writeln!(text, "{row},Jane Doe{row},DC,chiropractor,{row} Main St,Pittsburgh,PA,15213")
            .expect("written");
    }
    for row in 0..bad {
        writeln!(text, "b{row},Ann Poe,DC,chiropractor,1 Main St,Nowhere,ZZ,").expect("written");
    }
    text
}

fn location(reply: &Reply) -> String {
    let line = reply.head.lines().find_map(|line| line.strip_prefix("location: "));
    line.unwrap_or_else(|| panic!("{}\n{}", reply.head, reply.body)).to_owned()
}

#[test]
fn a_list_goes_from_upload_to_published_and_back_without_script() {
    let site = Site::start("127.0.0.1", &[]);
    let page = site.get("/");
    assert_eq!(page.status, 200);
    for header in ["content-security-policy: default-src 'none'", "cache-control: no-store", "x-request-id: "]
    {
        assert!(page.head.contains(header), "{}", page.head);
    }
    assert!(page.body.contains("list: 20 from list.csv") && page.body.contains("live"), "{}", page.body);
    assert!(!page.body.contains("http:") && !page.body.contains("https:"), "nothing from elsewhere");
    let checked = site.upload(&site.secret(), "list", "../week2.csv", &list(25, 1));
    assert_eq!(checked.status, 303, "{}", checked.body);
    let target = location(&checked);
    let page = site.settled(&target);
    for told in [
        "nothing is published yet",
        "week2.csv",
        "25 accepted",
        "1 rejected",
        "5 added",
        "Columns of week2.csv",
        "chiropractor",
        "Publish the list",
    ] {
        assert!(page.contains(told), "{told}: {page}");
    }
    assert_eq!(site.index.live().as_deref(), Some("000001"), "a check publishes nothing");
    // One at a time.
    assert_eq!(site.upload(&site.secret(), "list", "other.csv", &list(9, 0)).status, 409);
    let report =
        page.split("href=\"/reports/").nth(1).and_then(|rest| rest.split('"').next()).expect("a report");
    let csv = site.get(&format!("/reports/{report}"));
    assert_eq!((csv.status, csv.head.contains("attachment; filename=")), (200, true));
    assert!(csv.body.contains("no_location") && csv.body.contains("week2.csv"), "{}", csv.body);
    // The quality of the lists is a page that may load and run nothing; its figures are a download.
    let html = report.replace(".csv", ".html");
    assert!(page.contains(&format!("href=\"/reports/{html}\">quality of the lists</a>")), "{page}");
    let quality = site.get(&format!("/reports/{html}"));
    assert!(
        quality.body.contains("<svg") && quality.body.contains("nothing was published"),
        "{}",
        quality.body
    );
    for header in
        ["content-type: text/html", "content-security-policy: default-src 'none'; style-src 'unsafe-inline';"]
    {
        assert!(quality.head.contains(header), "{}", quality.head);
    }
    assert!(!quality.head.contains("content-disposition"), "{}", quality.head);
    let figures = site.get(&format!("/reports/{}", report.replace(".csv", ".json")));
    assert!(
        figures.head.contains("attachment; filename=") && figures.body.contains("\"providers\":25"),
        "{}",
        figures.body
    );
    assert_eq!(site.post(&format!("{target}/publish"), "").status, 303);
    let page = site.settled(&target);
    assert!(page.contains("The list is published") && page.contains("000002"), "{page}");
    assert_eq!(site.index.live().as_deref(), Some("000002"));
    assert_eq!(site.post(&format!("{target}/publish"), "").status, 409, "once is enough");
    let page = site.get("/").body;
    assert!(page.contains("+5") && page.contains("Roll back to 000001"), "{page}");
    assert!(page.contains("href=\"/differences/000001/000002\""), "{page}");
    let told = site.differences("000001", "000002");
    assert!(told.contains("5 added, 0 changed, 0 removed, 20 unchanged") && told.contains("list:"), "{told}");
    assert_eq!(site.get("/differences/000001/000009").status, 404);
    assert_eq!(site.get("/differences/x/%2e%2e").status, 404);
    let back = location(&site.post("/rollback", "generation=000001"));
    let page = site.settled(&back);
    assert!(page.contains("The rollback is done") && page.contains("generation 000001 is live"), "{page}");
    assert_eq!(site.index.live().as_deref(), Some("000001"));
    let page = site.settled(&location(&site.post("/rollback", "generation=000009")));
    assert!(
        page.contains("It failed; nothing was published") && page.contains("000009 is not kept"),
        "{page}"
    );
}

#[test]
fn a_gate_holds_a_list_back_until_somebody_says_that_it_is_right() {
    let site = Site::start("127.0.0.1", &[]);
    let target = location(&site.upload(&site.secret(), "list", "small.csv", &list(3, 0)));
    let page = site.settled(&target);
    assert!(
        page.contains("Refused") && page.contains("list_shrinks") && page.contains("Publish the list"),
        "{page}"
    );
    assert_eq!(site.post(&format!("{target}/publish"), "allow_shrink=yes").status, 303);
    assert!(site.settled(&target).contains("The list is published"));
    assert_eq!(site.index.live().as_deref(), Some("000002"));
    let target = location(&site.upload(&site.secret(), "", "letter.csv", "Dear all,\nhere is no list.\n"));
    let page = site.settled(&target);
    assert!(page.contains("Refused") && !page.contains("Publish the list"), "{page}");
    assert_eq!(site.post(&format!("{target}/cancel"), "").status, 303);
    assert!(site.settled(&target).contains("cancelled"));
    assert_eq!(site.index.live().as_deref(), Some("000002"));
}

#[test]
fn progress_is_told_as_it_comes_and_an_import_can_be_stopped() {
    let site = Site::start("127.0.0.1", &[]);
    let target = location(&site.upload(&site.secret(), "big", "big.csv", &list(60_000, 0)));
    assert_eq!(site.post(&format!("{target}/cancel"), "").status, 303);
    let events = site.get(&format!("{target}/events"));
    assert!(
        events.head.contains("text/event-stream") && !events.head.contains("content-encoding"),
        "{}",
        events.head
    );
    assert!(events.body.ends_with("event: end\ndata: \n\n"), "{}", events.body);
    let page = site.settled(&target);
    assert!(page.contains("The import was cancelled"), "{page}");
    let target = location(&site.upload(&site.secret(), "big", "big.csv", &list(30_000, 0)));
    let events = site.get(&format!("{target}/events")).body;
    assert!(events.contains("event: line\ndata: ") && events.contains("rows"), "{events}");
    assert!(site.settled(&target).contains("30000 accepted"));
    assert_eq!(site.index.live().as_deref(), Some("000001"));
}

#[test]
fn other_sites_and_strangers_can_do_nothing() {
    let site = Site::start("127.0.0.1", &["--upload-limit-mb", "1"]);
    let secret = site.secret();
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let body = format!("secret={secret}&generation=000001");
    for (headers, body, status) in [
        ("Host: evil.example\r\n", body.as_str(), 403),
        ("Host: localhost.evil.example:8081\r\n", &body, 403),
        ("Origin: http://evil.example\r\n", &body, 403),
        ("Sec-Fetch-Site: cross-site\r\nOrigin: null\r\n", &body, 403),
        ("", "generation=000001", 403),
        ("", "secret=0&generation=000001", 403),
        ("", "secret=&generation=000001", 403),
    ] {
        let reply = site.ask("POST", "/rollback", &format!("{form}{headers}"), body.as_bytes());
        assert_eq!(reply.status, status, "{headers} {body}: {}", reply.body);
    }
    assert_eq!(site.ask("GET", "/", "Host: evil.example\r\n", b"").status, 403, "not even read");
    assert_eq!(site.ask("GET", "/", "Host: localhost:1\r\n", b"").status, 200);
    assert_eq!(site.get("/rollback").status, 405, "nothing is changed by a link");
    assert_eq!(site.upload("0", "list", "x.csv", &list(2, 0)).status, 403);
    assert_eq!(site.upload(&secret, "npi", "x.csv", &list(2, 0)).status, 400);
    assert_eq!(site.upload(&secret, "list", "", "").status, 400);
    assert_eq!(site.upload(&secret, "list", "x.csv", &"x".repeat(5 << 20)).status, 413);
    for name in ["..%2FCURRENT", "CURRENT", "..", ".hidden.csv", "nothing.csv", "%00.csv"] {
        assert_eq!(site.get(&format!("/reports/{name}")).status, 404, "{name}");
    }
    assert_eq!(site.get("/imports/7").status, 404);
    assert_eq!(site.index.live().as_deref(), Some("000001"));
}

#[test]
fn beyond_this_machine_the_page_needs_a_token() {
    let open = Site::start("0.0.0.0", &[]);
    assert_eq!(
        (open.get("/").status, open.get("/healthz").status, open.get("/metrics").status),
        (404, 200, 200)
    );
    let site = Site::start("0.0.0.0", &["--admin-token", "correct-horse-battery"]);
    let asked = site.get("/");
    assert_eq!(
        (asked.status, asked.head.contains("www-authenticate: Basic ")),
        (401, true),
        "{}",
        asked.head
    );
    assert_eq!(site.get("/reports/x.csv").status, 401);
    assert_eq!((site.get("/healthz").status, site.get("/metrics").status), (200, 200));
    let with = |token: &str| site.ask("GET", "/", &format!("Authorization: Bearer {token}\r\n"), b"").status;
    assert_eq!((with("correct-horse-batterx"), with(""), with("correct-horse-battery")), (401, 401, 200));
}
