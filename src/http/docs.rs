//! The reference as a page, made from the OpenAPI document: no script, nothing from outside, every table with headers.

use super::code::Code;
use serde_json::Value;
use std::fmt::Write;
use utoipa::openapi::OpenApi;

/// The reference page.
pub(super) fn reference(api: &OpenApi) -> String {
    let document = serde_json::to_value(api).unwrap_or_default();
    let mut page = String::new();
    let info = &document["info"];
    push(&mut page, &["<h1>", &prose(&info["title"]), " ", &prose(&info["version"]), "</h1>\n"]);
    push(&mut page, &["<p>", &prose(&info["description"]), "</p>\n"]);
    page.push_str("<p>The same as data: <a href=\"/v1/openapi.json\">/v1/openapi.json</a></p>\n");
    for (path, item) in members(&document["paths"]) {
        for (method, operation) in members(item) {
            write_operation(&mut page, path, method, operation);
        }
    }
    write_codes(&mut page);
    page.push_str("<section>\n<h2 id=\"schemas\">Shapes</h2>\n");
    for (name, schema) in members(&document["components"]["schemas"]) {
        write_schema(&mut page, name, schema);
    }
    page.push_str("</section>\n");
    whole_page("Reference of the API", &page)
}

fn whole_page(title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/static/docs.css\">\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn write_operation(page: &mut String, path: &str, method: &str, operation: &Value) {
    let title = format!("{} {path}", method.to_uppercase());
    let id = format!("{method}{}", path.replace(['/', '{', '}', '.'], "-"));
    push(page, &["<section>\n<h2 id=\"", &escape(&id), "\"><code>", &escape(&title), "</code></h2>\n"]);
    push(page, &["<p><strong>", &prose(&operation["summary"]), "</strong> "]);
    push(page, &[&prose(&operation["description"]), "</p>\n"]);
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
    page.push_str("<section>\n<h2 id=\"codes\">Error codes</h2>\n");
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

fn open_table(page: &mut String, caption: &str, heads: &[&str]) {
    // Writing into a string cannot fail.
    let _ = write!(page, "<table>\n<caption>{}</caption>\n<thead>\n<tr>", escape(caption));
    for head in heads {
        push(page, &["<th scope=\"col\">", head, "</th>"]);
    }
    page.push_str("</tr>\n</thead>\n<tbody>\n");
}

fn write_row(page: &mut String, cells: &[&str]) {
    page.push_str("<tr>");
    for cell in cells {
        push(page, &["<td>", cell, "</td>"]);
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
        assert!(!page.contains("<script") && !page.contains("://") && !page.contains(" style="));
        assert_eq!(page.matches("<table>").count(), page.matches("</table>").count());
    }

    #[test]
    fn text_is_escaped_and_marked() {
        let text = Value::from("a < b & `units=km`\n\n\"c\"");
        assert_eq!(prose(&text), "a &lt; b &amp; <code>units=km</code><br>\n&quot;c&quot;");
    }
}
