//! Addresses that pages link to: our own, and the few outside that a visitor may choose to open.
//!
//! Invariant: an address outside holds only what the public record of a provider says, never the visitor's place.

use super::form::Form;
use crate::domain::{Practice, ProviderId};
use crate::vocabulary::Lang;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What may stand as it is in a path segment or a query value (RFC 3986, unreserved, and a comma and a colon, which
/// are sound there and easier to read).
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b':');

/// Where the federal registry takes corrections from providers.
///
/// # Source
/// The address of the NPPES site of the Centers for Medicare & Medicaid Services.
const NPPES: &str = "https://nppes.cms.hhs.gov/";

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// One of our own pages in a language.
pub(super) fn page(path: &str, lang: Lang) -> String {
    format!("{path}?lang={}", lang.as_str())
}

/// A provider's page.
pub(super) fn provider(id: &ProviderId, lang: Lang) -> String {
    page(&provider_path(id), lang)
}

/// The path of a provider's page.
pub(super) fn provider_path(id: &ProviderId) -> String {
    format!("/providers/{}", encoded(&id.to_string()))
}

/// A provider's contact as a file.
pub(super) fn contact(id: &ProviderId, lang: Lang) -> String {
    format!("{}&format=vcard", provider(id, lang))
}

/// The link that shows a search again, words and place included: for sharing on purpose.
pub(super) fn search(form: &Form) -> String {
    let fields = form.without(&["cursor"]).map(|(name, value)| format!("{name}={}", encoded(value)));
    let language = (form.lang == Lang::Es).then(|| "lang=es".to_owned());
    format!("/?{}", fields.chain(language).collect::<Vec<_>>().join("&"))
}

/// Directions to a practice in a map service, by its address; the service learns of nobody's place but the practice's.
pub(super) fn directions(practice: &Practice) -> String {
    let zip = practice.zip.map(|zip| zip.to_string()).unwrap_or_default();
    let address = format!("{}, {}, {} {zip}", practice.address, practice.city, practice.state.code());
    format!(
        "https://www.google.com/maps/dir/?api=1&destination={}",
        encoded(address.trim_start_matches([',', ' ']))
    )
}

/// Where somebody who finds a mistake turns to: the configured address with the entry's id, else the federal registry
/// for federal entries.
pub(super) fn correction(configured: Option<&str>, id: &ProviderId, is_federal: bool) -> Option<String> {
    let Some(address) = configured else { return is_federal.then(|| NPPES.to_owned()) };
    let (address, fragment) = address.split_at(address.find('#').unwrap_or(address.len()));
    let joint = if address.contains('?') { '&' } else { '?' };
    let name = match address.strip_prefix("mailto:") {
        Some(rest) if rest.contains("subject=") => "body",
        Some(_) => "subject",
        None => "id",
    };
    Some(format!("{address}{joint}{name}={}{fragment}", encoded(&id.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_words_are_encoded() {
        let id: ProviderId = "list:a/b c".parse().expect("an id");
        assert_eq!(provider(&id, Lang::Es), "/providers/list:a%2Fb%20c?lang=es");
        let form = Form::read([("q", "cuello & espalda"), ("near", "15213"), ("cursor", "x")], Lang::Es);
        assert_eq!(search(&form), "/?q=cuello%20%26%20espalda&near=15213&lang=es");
    }

    #[test]
    fn a_mistake_goes_to_the_configured_address_or_the_registry() {
        let id: ProviderId = "npi:1234567893".parse().expect("an id");
        let to = |configured| correction(configured, &id, true).expect("an address");
        assert_eq!(to(Some("mailto:data@example.org")), "mailto:data@example.org?subject=npi:1234567893");
        assert_eq!(to(Some("https://example.org/f?a=1")), "https://example.org/f?a=1&id=npi:1234567893");
        assert_eq!(to(Some("https://example.org/f#form")), "https://example.org/f?id=npi:1234567893#form");
        assert_eq!(to(Some("mailto:a@b.org?subject=Fix")), "mailto:a@b.org?subject=Fix&body=npi:1234567893");
        assert_eq!(to(None), NPPES);
        assert_eq!(correction(None, &id, false), None);
    }
}
