//! Finds chiropractors, osteopaths, physical therapists and the neighbouring spine specialties by words and distance.
//!
//! Two flows, each in one direction; a module sees only those above it:
//!
//! ```text
//! CSV row ─ingest▶ Record ─ingest▶ Provider ─index▶ Generation ─index▶ Snapshot
//! typed text ─query▶ Intent ─query▶ Plan ─query▶ Candidates ─query▶ Answer ─http▶ JSON
//! ```

pub mod parallel;
pub mod domain;
pub mod telemetry;
pub mod config;
pub mod vocabulary;
pub mod places;
pub mod ingest;
pub mod index;
pub mod query;
pub mod import;
pub mod http;
pub mod cli;
