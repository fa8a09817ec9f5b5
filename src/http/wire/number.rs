//! Numbers as callers expect them: `5`, not `5.0`, and the word `any` where a radius has no edge.

use crate::domain::{Reach, Units};
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Schema, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

/// A radius in asked units, or `any`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Edge {
    /// A number of miles or kilometres.
    Within(f64),
    /// No edge.
    Any,
}

impl Edge {
    /// The edge of a reach in units, without the noise of conversion beyond the sixth decimal.
    pub(super) fn new(reach: Reach, units: Units) -> Self {
        match reach {
            Reach::Within(radius) => Self::Within((radius.in_units(units) * 1e6).round() / 1e6),
            Reach::Any => Self::Any,
        }
    }
}

impl Serialize for Edge {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Any => serializer.serialize_str("any"),
            // A radius is at most 161, so the cast is exact for a whole number.
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "whole, from 0 to 161"
            )]
            Self::Within(value) if value.fract() == 0.0 && (0.0..1e6).contains(&value) => {
                serializer.serialize_u64(value as u64)
            }
            Self::Within(value) => serializer.serialize_f64(value),
        }
    }
}

impl PartialSchema for Edge {
    fn schema() -> RefOr<Schema> {
        let number = ObjectBuilder::new().schema_type(SchemaType::Type(Type::Number)).minimum(Some(0));
        let any = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).enum_values(Some(["any"]));
        let either = OneOfBuilder::new().item(number).item(any);
        either.description(Some("A number in the asked units, or `any` where there is no edge.")).into()
    }
}

impl ToSchema for Edge {}
