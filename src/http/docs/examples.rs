//! Examples of the reference: whole programs, which a test runs as they stand, and a line of curl per operation, which
//! a test runs too.

/// An example: its anchor, what it shows, how to run it, its text.
pub(super) struct Example {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) run: &'static str,
    pub(super) text: &'static str,
}

/// The examples, in the order of the page. Each takes the server's address from `FINDER_URL`.
pub(super) const ALL: [Example; 6] = [
    Example {
        id: "example-search-sh",
        title: "A search with curl",
        run: "bash search.sh",
        text: include_str!("../examples/search.sh"),
    },
    Example {
        id: "example-search-mjs",
        title: "A search in JavaScript",
        run: "node search.mjs",
        text: include_str!("../examples/search.mjs"),
    },
    Example {
        id: "example-search-py",
        title: "A search in Python",
        run: "python3 search.py",
        text: include_str!("../examples/search.py"),
    },
    Example {
        id: "example-paging-sh",
        title: "Pages and an error with curl",
        run: "bash paging.sh",
        text: include_str!("../examples/paging.sh"),
    },
    Example {
        id: "example-paging-mjs",
        title: "Pages and an error in JavaScript",
        run: "node paging.mjs",
        text: include_str!("../examples/paging.mjs"),
    },
    Example {
        id: "example-paging-py",
        title: "Pages and an error in Python",
        run: "python3 paging.py",
        text: include_str!("../examples/paging.py"),
    },
];

/// A line of curl for an operation; `None` for one that was forgotten, which a test finds.
pub(super) fn curl(method: &str, path: &str) -> Option<&'static str> {
    Some(match (method, path) {
        ("get", "/v1/search") => {
            r#"curl "$FINDER_URL/v1/search?q=sciatica&near=Chicago,+IL&sort=distance&limit=5""#
        }
        ("post", "/v1/search") => {
            r#"curl "$FINDER_URL/v1/search" --json '{"q": "sciatica", "near": "Chicago, IL", "limit": 5}'"#
        }
        ("get", "/v1/providers/{id}") => r#"curl "$FINDER_URL/v1/providers/npi:1437154580?lang=es""#,
        ("get", "/v1/providers/{id}/explain") => {
            r#"curl "$FINDER_URL/v1/providers/npi:1437154580/explain?q=chiropractor&near=15213""#
        }
        ("post", "/v1/providers/{id}/explain") => {
            r#"curl "$FINDER_URL/v1/providers/npi:1437154580/explain" --json '{"q": "sciatica", "near": "15213"}'"#
        }
        ("get", "/v1/changes") => {
            r#"curl "$FINDER_URL/v1/changes?since=$(curl "$FINDER_URL/readyz" | grep -o '[0-9]\{6,\}')""#
        }
        ("get", "/v1/providers.ndjson") => r#"curl "$FINDER_URL/v1/providers.ndjson" | sed -n '1,3p;$p'"#,
        ("get", "/v1/suggest") => r#"curl "$FINDER_URL/v1/suggest?q=chiro&near=15213""#,
        ("post", "/v1/suggest") => {
            r#"curl "$FINDER_URL/v1/suggest" --json '{"q": "chiro", "near": "15213"}'"#
        }
        ("get", "/v1/specialties") => r#"curl "$FINDER_URL/v1/specialties""#,
        ("get", "/v1/conditions") => r#"curl "$FINDER_URL/v1/conditions""#,
        ("get", "/v1/techniques") => r#"curl "$FINDER_URL/v1/techniques""#,
        ("get", "/v1/specialties/{id}") => r#"curl "$FINDER_URL/v1/specialties/chiropractor?lang=es""#,
        ("get", "/v1/conditions/{id}") => r#"curl "$FINDER_URL/v1/conditions/low_back_pain""#,
        ("get", "/v1/techniques/{id}") => r#"curl "$FINDER_URL/v1/techniques/acupuncture""#,
        ("get", "/v1/openapi.json") => r#"curl "$FINDER_URL/v1/openapi.json""#,
        ("get", "/docs") => r#"curl "$FINDER_URL/docs""#,
        ("get", "/healthz") => r#"curl "$FINDER_URL/healthz""#,
        ("get", "/readyz") => r#"curl "$FINDER_URL/readyz""#,
        _ => return None,
    })
}
