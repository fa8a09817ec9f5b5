//! What pages of ours may load, and what they may ask the browser for.

use axum::http::HeaderName;

/// The header of [`PERMISSIONS`].
pub(super) const PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");

/// What pages may load: style, script and data of our own, nothing from anywhere else, nothing inline.
pub(super) const CONTENT: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
                                  connect-src 'self'; form-action 'self'; base-uri 'none'; \
                                  frame-ancestors 'none'";

/// What a report may do that the server does not write itself: be coloured by its own style.
pub(super) const REPORT: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
                                 frame-ancestors 'none'";

/// What pages may ask the browser for: where the visitor is, when a button says so, and nothing else.
pub(super) const PERMISSIONS: &str = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()";
