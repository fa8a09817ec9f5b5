//! Providers and conditions as schema.org data, for whoever reads pages by machine.
//!
//! # Source
//! schema.org's types Person, `MedicalClinic`, Place, `PostalAddress`, `GeoCoordinates` and `MedicalCondition`.

use crate::domain::{Accuracy, Practice, Provider, ProviderKind};
use serde_json::{Value, json};

/// A provider: a person who works at places, or a clinic with its departments' addresses.
pub(super) fn provider(provider: &Provider, specialties: &[String]) -> String {
    let places: Vec<Value> = provider.practices.iter().map(place).collect();
    let mut value = match provider.kind() {
        ProviderKind::Person => json!({
            "@type": "Person",
            "jobTitle": specialties,
            "workLocation": places,
        }),
        ProviderKind::Organization => json!({
            "@type": "MedicalClinic",
            "description": specialties.join(", "),
            "location": places,
        }),
    };
    value["@context"] = json!("https://schema.org");
    value["name"] = json!(provider.name.to_string());
    if provider.kind() == ProviderKind::Person && !provider.credentials.is_empty() {
        value["honorificSuffix"] = json!(super::card::credentials(provider));
    }
    if let Some(npi) = provider.id.npi() {
        value["identifier"] =
            json!({"@type": "PropertyValue", "propertyID": "NPI", "value": npi.to_string()});
    }
    if let Some(phone) = provider.practices.first().phone {
        value["telephone"] = json!(phone.to_string());
    }
    if let Some(site) = &provider.website {
        value["url"] = json!(site.as_str());
    }
    if !provider.languages.is_empty() {
        let spoken: Vec<&str> = provider.languages.iter().map(crate::domain::Language::as_str).collect();
        value["knowsLanguage"] = json!(spoken);
    }
    script(&value)
}

fn place(practice: &Practice) -> Value {
    let mut value = json!({
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": practice.address,
            "addressLocality": practice.city,
            "addressRegion": practice.state.code(),
            "postalCode": practice.zip.map(|zip| zip.to_string()),
            "addressCountry": "US",
        },
    });
    if let Some(phone) = practice.phone {
        value["telephone"] = json!(phone.to_string());
    }
    // The middle of a ZIP code's area is not where the practice is.
    if practice.accuracy == Accuracy::Exact {
        let (latitude, longitude) = (practice.point.lat(), practice.point.lon());
        value["geo"] = json!({"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude});
    }
    value
}

/// A condition with its other names.
pub(super) fn condition(name: &str, others: &[String], summary: &str) -> String {
    script(&json!({
        "@context": "https://schema.org",
        "@type": "MedicalCondition",
        "name": name,
        "alternateName": others,
        "description": summary,
    }))
}

/// JSON that can stand in a script element: nothing in it ends the element or begins a comment.
fn script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut jane = crate::http::fixture::providers().remove(0);
        assert!(provider(&jane, &[]).contains(r#""honorificSuffix":"DC""#));
        jane.credentials.clear();
        let value: Value = serde_json::from_str(&provider(&jane, &[])).expect("JSON");
        assert!(value.get("honorificSuffix").is_none(), "{value}");
    }

    #[test]
    fn no_text_ends_the_script_it_stands_in() {
        let text = script(&json!({"name": "</script><!-- & -->"}));
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let back: Value = serde_json::from_str(&text).expect("still JSON");
        assert_eq!(back["name"], "</script><!-- & -->");
    }
}
