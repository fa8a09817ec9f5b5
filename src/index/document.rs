//! [`crate::domain::Provider`] as it is stored: a compact record whose vocabulary ids are texts, so that another
//! vocabulary can read it.
