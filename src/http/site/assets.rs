//! Style, scripts and pictures of the pages: embedded, with an ETag each, under addresses that change with them.
//!
//! Ours lie in `assets/`; the map's library and outlines are packages of the npm registry, unchanged, in
//! `data/vendor`.

use crate::http::document::Document;
use rust_embed::RustEmbed;
use std::collections::BTreeMap;

/// The style of the reference.
const DOCS_STYLE: &str = include_str!("../docs.css");

#[derive(RustEmbed)]
#[folder = "src/http/site/assets"]
struct Own;

#[derive(RustEmbed)]
#[folder = "data/vendor"]
struct Vendored;

/// All assets by name, such as `site.css`.
#[derive(Debug)]
pub(in crate::http) struct Assets(BTreeMap<String, Document>);

impl Assets {
    /// Reads what is embedded.
    pub(in crate::http) fn embedded() -> Self {
        let own = Own::iter().filter_map(|name| Own::get(&name).map(|file| (name, file)));
        let vendored = Vendored::iter().filter_map(|name| Vendored::get(&name).map(|file| (name, file)));
        let document = |(name, file): (std::borrow::Cow<'_, str>, rust_embed::EmbeddedFile)| {
            Some((name.clone().into_owned(), Document::new(kind(&name)?, file.data.into_owned())))
        };
        let docs = ("docs.css".to_owned(), Document::new("text/css; charset=utf-8", DOCS_STYLE.into()));
        Self(own.chain(vendored).filter_map(document).chain([docs]).collect())
    }

    /// The asset of a name.
    pub(in crate::http) fn get(&self, name: &str) -> Option<&Document> {
        self.0.get(name)
    }

    /// The address of an asset: its name and a short hash of it, so that browsers may keep it for good.
    pub(in crate::http) fn url(&self, name: &str) -> String {
        let version = self.get(name).map(Document::version).unwrap_or_default();
        format!("/static/{name}?v={version}")
    }
}

/// The media type of a file; `None` for what is not served.
fn kind(name: &str) -> Option<&'static str> {
    match name.rsplit('.').next()? {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "json" => Some("application/json"),
        "svg" => Some("image/svg+xml"),
        "html" => Some("text/html; charset=utf-8"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_asset_of_the_pages_is_there() {
        let assets = Assets::embedded();
        for name in
            ["site.css", "site.js", "map.js", "icon.svg", "docs.css", "widget.js", "leaflet/leaflet.js"]
        {
            assert!(assets.get(name).is_some(), "{name}");
            assert!(assets.url(name).len() > name.len() + 12, "{name}");
        }
        assert!(assets.get("../Cargo.toml").is_none());
    }
}
