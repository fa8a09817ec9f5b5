//! What an operator decides about the edge: limits, proxies, where corrections go.

use super::AdminOptions;
use crate::config::{Networks, RateLimit};

/// What an operator decides about the edge. The default limits nobody and trusts nobody.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ServerOptions {
    /// How often one caller may ask; `None` is as often as it likes.
    pub rate_limit: Option<RateLimit>,
    /// Proxies whose `X-Forwarded-For` is believed, and who have no share of connections of their own.
    pub trusted_proxies: Networks,
    /// Where pages send whoever knows better: an `http`, `https` or `mailto` address, checked.
    pub corrections: Option<String>,
    /// The page of the operations listener; `None` leaves health and metrics there.
    pub admin: Option<AdminOptions>,
}
