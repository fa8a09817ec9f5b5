//! The pages for visitors: server-rendered, complete without script, in English and Spanish.
//!
//! In: a visitor's form, a shared link, an id. Out: HTML. The same engine answers as behind the API; what is said of
//! an answer is decided here, in `*.rs`, and only set down in `templates/`. Invariants: words and places stay out of
//! URLs, titles and caches unless a visitor shares a link on purpose; nothing is loaded from another origin; every
//! text stands in both languages; templates escape whatever they are given.

mod assets;
mod attempt;
mod card;
mod condition;
mod filters;
mod form;
mod handlers;
mod json_ld;
mod link;
mod page;
mod phrases;
mod provider;
mod results;
mod search;
mod specialty;
#[cfg(test)]
mod tests;
mod text;
mod understood;
mod vcard;

pub(super) use assets::Assets;
pub(super) use handlers::{problem, routes};
