//! The questions of a workload, as parameters of a search.

use serde::Deserialize;

/// A line of the file.
#[derive(Deserialize)]
pub(crate) struct Question {
    /// The class, a to f or x.
    pub(crate) cls: String,
    grp: Option<String>,
    text: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    radius: Option<f64>,
    sort: String,
    limit: u32,
}

impl Question {
    /// All questions of a file.
    pub(crate) fn all(path: &str) -> Vec<Self> {
        let text = std::fs::read_to_string(path).expect("the questions are read");
        text.lines().map(|line| serde_json::from_str(line).expect("a question")).collect()
    }

    /// Names and values.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String)> {
        let mut pairs = vec![("limit", self.limit.to_string()), ("strict", "true".into())];
        let specialties = self.grp.as_deref().map(|group| match group {
            "osteopath" => "osteopath,do_physician".to_owned(),
            "pmr" => "physiatrist".to_owned(),
            "orthopaedic-surgeon" => "orthopaedic_surgeon,spine_surgeon".to_owned(),
            "pain-medicine" => "pain_physician".to_owned(),
            other => other.replace('-', "_"),
        });
        pairs.extend(specialties.map(|ids| ("specialty", ids)));
        if let Some(text) = &self.text {
            pairs.push((if self.cls == "f" { "name" } else { "q" }, text.clone()));
        }
        if let (Some(lat), Some(lon)) = (self.lat, self.lon) {
            pairs.push(("near", format!("{lat:.5},{lon:.5}")));
            let radius = self.radius.map_or_else(|| "any".to_owned(), |radius| radius.to_string());
            pairs.push(("radius", radius));
            pairs.push(("sort", self.sort.clone()));
        }
        if self.cls == "e" {
            pairs.push(("facets", "true".into()));
        }
        pairs
    }
}
