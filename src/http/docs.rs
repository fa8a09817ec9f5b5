//! The reference as a page: a guide, examples, and tables made from the OpenAPI document. No script, nothing from
//! outside, every table with headers.

mod examples;

use super::code::Code;
use serde_json::Value;
use utoipa::openapi::OpenApi;

/// What a partner has to know before any table.
const GUIDE: &str = include_str!("docs/guide.html");

/// The parts of the guide, by anchor and title.
const PARTS: [(&str, &str); 11] = [
    ("begin", "Begin"),
    ("errors", "Errors"),
    ("paging", "Paging"),
    ("why", "Why is somebody not listed?"),
    ("mirror", "Keep a copy"),
    ("privacy", "Privacy"),
    ("evidence", "What guidelines say"),
    ("limits", "Rate limits and load"),
    ("cors", "From a browser"),
    ("versions", "What stays"),
    ("widget", "A search in your own page"),
];

/// The reference page.
pub(super) fn reference(api: &OpenApi) -> String {
    let document = serde_json::to_value(api).unwrap_or_default();
    // In the order of the routes, searches first, which JSON objects do not keep.
    let operations: Vec<(&str, &str, &Value)> = api
        .paths
        .paths
        .keys()
        .flat_map(|path| {
            members(&document["paths"][path]).map(move |(method, item)| (path.as_str(), method, item))
        })
        .collect();
    let mut body = String::new();
    body.push_str("<div class=\"columns\">\n");
    write_contents(&mut body, &operations);
    body.push_str("<main id=\"main\" tabindex=\"-1\">\n");
    let info = &document["info"];
    push(
        &mut body,
        &["<h1>Reference of the API</h1>\n<p class=\"lead\">", &prose(&info["description"]), "</p>\n"],
    );
    let version = prose(&info["version"]);
    push(&mut body, &["<p>Program ", &version, ", API version 1. The same as data: "]);
    body.push_str("<a href=\"/v1/openapi.json\">/v1/openapi.json</a></p>\n");
    body.push_str(GUIDE);
    write_examples(&mut body);
    body.push_str("<h2 id=\"operations\">Operations</h2>\n");
    for (path, method, operation) in operations {
        write_operation(&mut body, path, method, operation);
    }
    write_codes(&mut body);
    body.push_str("<section aria-labelledby=\"schemas\">\n<h2 id=\"schemas\">Shapes</h2>\n");
    for (name, schema) in members(&document["components"]["schemas"]) {
        write_schema(&mut body, name, schema);
    }
    body.push_str("</section>\n</main>\n</div>\n");
    whole_page("Reference of the API", &body)
}

fn whole_page(title: &str, body: &str) -> String {
    let disclaimer = super::wire::disclaimer(crate::vocabulary::Lang::En);
    let attribution = super::wire::ATTRIBUTION.join(". ");
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"/static/icon.svg\" type=\"image/svg+xml\">\n\
         <link rel=\"stylesheet\" href=\"/static/docs.css\">\n</head>\n<body>\n\
         <header>\n<a class=\"skip\" href=\"#main\">Skip to the main content</a>\n<p><a href=\"/\">specialist-finder</a></p>\n</header>\n{body}\
         <footer>\n<p>{disclaimer}</p>\n<p>{attribution}.</p>\n</footer>\n</body>\n</html>\n"
    )
}

/// Links to every part; shapes are linked from where they are named.
fn write_contents(page: &mut String, operations: &[(&str, &str, &Value)]) {
    let link = |page: &mut String, anchor: &str, text: &str| {
        push(page, &["<li><a href=\"#", anchor, "\">", text, "</a></li>\n"]);
    };
    page.push_str("<nav aria-label=\"On this page\">\n<p>Guide</p>\n<ul>\n");
    for (anchor, title) in PARTS {
        link(page, anchor, title);
    }
    link(page, "examples", "Examples");
    page.push_str("</ul>\n<p>Operations</p>\n<ul>\n");
    for (path, method, _operation) in operations {
        let name = format!("<code>{} {}</code>", method.to_uppercase(), escape(path));
        link(page, &anchor_of(method, path), &name);
    }
    page.push_str("</ul>\n<p>Lists</p>\n<ul>\n");
    link(page, "codes", "Error codes");
    link(page, "schemas", "Shapes");
    page.push_str("</ul>\n</nav>\n");
}

fn anchor_of(method: &str, path: &str) -> String {
    format!("{method}{}", path.replace(['/', '{', '}', '.'], "-"))
}

fn write_examples(page: &mut String) {
    page.push_str(
        "<section aria-labelledby=\"examples\">\n<h2 id=\"examples\">Examples</h2>\n\
         <p>Each is a whole program that needs nothing but what it is written in, and takes this server\u{2019}s \
         address from <code>FINDER_URL</code>. They are run as they stand here by the tests.</p>\n",
    );
    for example in examples::ALL {
        push(
            page,
            &[
                "<h3 id=\"",
                example.id,
                "\">",
                example.title,
                "</h3>\n<p><code>",
                example.run,
                "</code></p>\n",
            ],
        );
        push(page, &["<pre tabindex=\"0\" aria-label=\"", example.title, "\"><code>", &escape(example.text)]);
        page.push_str("</code></pre>\n");
    }
    page.push_str("</section>\n");
}

fn write_operation(page: &mut String, path: &str, method: &str, operation: &Value) {
    let title = format!("{} {path}", method.to_uppercase());
    let id = anchor_of(method, path);
    push(
        page,
        &[
            "<section aria-labelledby=\"",
            &id,
            "\">\n<h3 id=\"",
            &id,
            "\"><code>",
            &escape(&title),
            "</code></h3>\n",
        ],
    );
    push(page, &["<p><strong>", &prose(&operation["summary"]), "</strong> "]);
    push(page, &[&prose(&operation["description"]), "</p>\n"]);
    if let Some(line) = examples::curl(method, path) {
        push(
            page,
            &["<pre tabindex=\"0\" class=\"curl\" aria-label=\"", &escape(&title), " with curl\"><code>"],
        );
        push(page, &[&escape(line), "</code></pre>\n"]);
    }
    let parameters = elements(&operation["parameters"]);
    if !parameters.is_empty() {
        open_table(page, &format!("Parameters of {title}"), &["Name", "Kind", "Meaning"]);
        for parameter in parameters {
            let kind = type_of(&parameter["schema"]);
            write_row(page, &[&code(&parameter["name"]), &kind, &prose(&parameter["description"])]);
        }
        page.push_str("</tbody>\n</table>\n");
    }
    let body = &operation["requestBody"]["content"]["application/json"]["schema"];
    if !body.is_null() {
        push(page, &["<p>Body: ", &type_of(body), "</p>\n"]);
    }
    open_table(page, &format!("Replies of {title}"), &["Status", "Shape", "Meaning"]);
    for (status, response) in members(&operation["responses"]) {
        let shapes: Vec<String> =
            members(&response["content"]).map(|(_kind, content)| type_of(&content["schema"])).collect();
        write_row(page, &[&escape(status), &shapes.join(", "), &prose(&response["description"])]);
    }
    page.push_str("</tbody>\n</table>\n</section>\n");
}

fn write_codes(page: &mut String) {
    page.push_str("<section aria-labelledby=\"codes\">\n<h2 id=\"codes\">Error codes</h2>\n");
    open_table(page, "Codes of problem replies", &["Code", "Status", "Meaning"]);
    for error in Code::ALL {
        let anchored = format!("<code id=\"{0}\">{0}</code>", error.as_str());
        write_row(page, &[&anchored, error.status().as_str(), &escape(error.meaning())]);
    }
    page.push_str("</tbody>\n</table>\n</section>\n");
}

fn write_schema(page: &mut String, name: &str, schema: &Value) {
    push(page, &["<h3 id=\"schema-", &escape(name), "\"><code>", &escape(name), "</code></h3>\n"]);
    push(page, &["<p>", &prose(&schema["description"]), "</p>\n"]);
    let parts = elements(&schema["allOf"]);
    let shared: Vec<String> = parts.iter().filter(|part| !part["$ref"].is_null()).map(type_of).collect();
    if !shared.is_empty() {
        push(page, &["<p>Everything of ", &shared.join(", "), ", and:</p>\n"]);
    }
    let properties: Vec<(&str, &Value)> =
        std::iter::once(schema).chain(parts).flat_map(|part| members(&part["properties"])).collect();
    if properties.is_empty() {
        push(page, &["<p>", &type_of(schema), "</p>\n"]);
        return;
    }
    open_table(page, &format!("Members of {name}"), &["Name", "Kind", "Meaning"]);
    for (member, property) in properties {
        let name = format!("<code>{}</code>", escape(member));
        write_row(page, &[&name, &type_of(property), &prose(&property["description"])]);
    }
    page.push_str("</tbody>\n</table>\n");
}

/// A schema in a few words, with links to named ones.
fn type_of(schema: &Value) -> String {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        return format!("<a href=\"#schema-{0}\"><code>{0}</code></a>", escape(name));
    }
    let choices: Vec<&Value> =
        ["oneOf", "anyOf", "allOf"].iter().flat_map(|key| elements(&schema[*key])).collect();
    if !choices.is_empty() {
        return choices.into_iter().map(type_of).collect::<Vec<_>>().join(" or ");
    }
    if !schema["items"].is_null() {
        return format!("list of {}", type_of(&schema["items"]));
    }
    let words: Vec<String> = elements(&schema["enum"]).iter().map(code).collect();
    if !words.is_empty() {
        return words.join(", ");
    }
    match &schema["type"] {
        Value::String(kind) => escape(kind),
        Value::Array(kinds) => kinds.iter().map(prose).collect::<Vec<_>>().join(" or "),
        _ => "anything".to_owned(),
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

fn elements(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn code(value: &Value) -> String {
    format!("<code>{}</code>", prose(value))
}

/// Text of the document: escaped, `marked` words set as code, an empty line as a break.
fn prose(value: &Value) -> String {
    let text = escape(value.as_str().unwrap_or_default()).replace("\n\n", "<br>\n");
    let mut marked = String::with_capacity(text.len());
    for (number, piece) in text.split('`').enumerate() {
        match number % 2 {
            1 => push(&mut marked, &["<code>", piece, "</code>"]),
            _ => marked.push_str(piece),
        }
    }
    marked
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn push(page: &mut String, parts: &[&str]) {
    page.extend(parts.iter().copied());
}

/// Opens a table. Roles are written out, because on narrow screens the rows are laid out as blocks, which would take
/// their meaning from tables.
fn open_table(page: &mut String, caption: &str, heads: &[&str]) {
    push(page, &["<table role=\"table\">\n<caption>", &escape(caption), "</caption>\n"]);
    page.push_str("<thead role=\"rowgroup\">\n<tr role=\"row\">");
    for head in heads {
        push(page, &["<th scope=\"col\" role=\"columnheader\">", head, "</th>"]);
    }
    page.push_str("</tr>\n</thead>\n<tbody role=\"rowgroup\">\n");
}

fn write_row(page: &mut String, cells: &[&str]) {
    let Some((head, cells)) = cells.split_first() else { return };
    push(page, &["<tr role=\"row\"><th scope=\"row\" role=\"rowheader\">", head, "</th>"]);
    for cell in cells {
        push(page, &["<td role=\"cell\">", cell, "</td>"]);
    }
    page.push_str("</tr>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::openapi::document;

    #[test]
    fn the_reference_shows_every_route_parameter_code_and_shape() {
        let api = document();
        let page = reference(&api);
        for path in api.paths.paths.keys() {
            assert!(page.contains(&escape(path)), "{path}");
        }
        for parameter in crate::query::SearchRequest::PARAMETERS {
            assert!(page.contains(&format!("<code>{parameter}</code>")), "{parameter}");
        }
        for code in Code::ALL {
            assert!(page.contains(&format!("id=\"{}\"", code.as_str())), "{code:?}");
        }
        for name in api.components.expect("schemas").schemas.keys() {
            assert!(page.contains(&format!("id=\"schema-{name}\"")), "{name}");
        }
    }

    #[test]
    fn the_pages_load_nothing_from_outside_and_run_nothing() {
        let page = reference(&document());
        for loading in ["<script", "<img", "<iframe", " style=", "<style"] {
            assert!(!page.contains(loading), "{loading}");
        }
        for address in page.split("href=\"").skip(1) {
            assert!(address.starts_with(['/', '#']) && !address.starts_with("//"), "{}", &address[..20]);
        }
        assert_eq!(page.matches("<table").count(), page.matches("</table>").count());
        assert_eq!(page.matches("<section").count(), page.matches("</section>").count());
    }

    #[test]
    fn every_link_within_the_page_leads_somewhere_and_every_anchor_is_there_once() {
        let page = reference(&document());
        for anchor in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert_eq!(page.matches(&format!(" id=\"{anchor}\"")).count(), 1, "{anchor}");
        }
        for code in Code::ALL {
            assert_eq!(page.matches(&format!(" id=\"{}\"", code.as_str())).count(), 1, "{code:?}");
        }
    }

    #[test]
    fn every_operation_has_a_line_of_curl() {
        for (path, item) in members(&serde_json::to_value(document()).expect("plain data")["paths"]) {
            for (method, _operation) in members(item) {
                assert!(examples::curl(method, path).is_some(), "{method} {path}");
            }
        }
    }

    #[test]
    fn text_is_escaped_and_marked() {
        let text = Value::from("a < b & `units=km`\n\n\"c\"");
        assert_eq!(prose(&text), "a &lt; b &amp; <code>units=km</code><br>\n&quot;c&quot;");
    }
}
