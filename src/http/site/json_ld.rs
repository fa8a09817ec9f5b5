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
            "honorificSuffix": super::card::credentials(provider),
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
    script(&known(value))
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
    script(&known(json!({
        "@context": "https://schema.org",
        "@type": "MedicalCondition",
        "name": name,
        "alternateName": others,
        "description": summary,
    })))
}

/// The value without members that say nothing: schema.org has no word for what is not known, and leaves it out.
fn known(mut value: Value) -> Value {
    match &mut value {
        Value::Object(members) => {
            *members =
                std::mem::take(members).into_iter().map(|(name, member)| (name, known(member))).collect();
            members.retain(|_, member| !is_nothing(member));
        }
        Value::Array(elements) => {
            *elements = std::mem::take(elements).into_iter().map(known).collect();
            elements.retain(|element| !is_nothing(element));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
    value
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(elements) => elements.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// JSON that can stand in a script element: nothing in it ends the element or begins a comment.
fn script(value: &Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Practices;

    #[test]
    fn what_is_not_known_is_left_out() {
        let mut jane = crate::http::fixture::providers().remove(0);
        assert!(provider(&jane, &[]).contains(r#""honorificSuffix":"DC""#));
        let mut practice = jane.practices.first().clone();
        practice.address.clear();
        practice.zip = None;
        jane.practices = Practices::one(practice);
        jane.credentials.clear();
        let value: Value = serde_json::from_str(&provider(&jane, &[])).expect("JSON");
        for left_out in ["honorificSuffix", "jobTitle"] {
            assert!(value.get(left_out).is_none(), "{value}");
        }
        let address = &value["workLocation"][0]["address"];
        assert!(address.get("streetAddress").is_none() && address.get("postalCode").is_none(), "{address}");
        assert_eq!(address["addressLocality"], "Pittsburgh");
        let back = condition("Neck pain", &[], "");
        assert!(!back.contains("alternateName") && !back.contains("description"), "{back}");
    }

    #[test]
    fn no_text_ends_the_script_it_stands_in() {
        let text = script(&json!({"name": "</script><!-- & -->"}));
        assert!(!text.contains(['<', '>', '&']), "{text}");
        let back: Value = serde_json::from_str(&text).expect("still JSON");
        assert_eq!(back["name"], "</script><!-- & -->");
    }
}
