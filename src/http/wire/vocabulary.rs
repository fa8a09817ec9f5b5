//! The vocabulary on the wire: the reviewed tables, every column as written, clinical rows with source and year.

use super::ATTRIBUTION;
use crate::vocabulary::{Condition, Vocabulary};
use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// All specialties.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SpecialtiesReply<'a> {
    /// A hash of all tables; changes when any of them does.
    version: &'a str,
    /// The rows.
    specialties: Vec<TableRow<'a>>,
    /// Whose data this is.
    attribution: [&'static str; 2],
}

/// All conditions.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ConditionsReply<'a> {
    /// A hash of all tables; changes when any of them does.
    version: &'a str,
    /// The rows.
    conditions: Vec<ConditionReply<'a>>,
    /// Whose data this is.
    attribution: [&'static str; 2],
}

/// A condition, and what guidelines say of it.
#[derive(Debug, Clone, Serialize)]
pub struct ConditionReply<'a> {
    /// The columns.
    #[serde(flatten)]
    row: TableRow<'a>,
    /// Statements of guidelines with source and year, disagreement included.
    evidence: Vec<TableRow<'a>>,
}

/// All techniques.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TechniquesReply<'a> {
    /// A hash of all tables; changes when any of them does.
    version: &'a str,
    /// The rows.
    techniques: Vec<TableRow<'a>>,
    /// Whose data this is.
    attribution: [&'static str; 2],
}

/// A row of a table: column names and cells as written, several values of one cell separated by `|`.
#[derive(Debug, Clone, Copy)]
pub struct TableRow<'a>(&'a [(String, String)]);

impl Serialize for TableRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, cell)| (name, cell)))
    }
}

impl PartialSchema for TableRow<'_> {
    fn schema() -> RefOr<Schema> {
        let text = ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).build();
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::Object))
            .additional_properties(Some(AdditionalProperties::from(Schema::Object(text))))
            .description(Some(
                "A row of a table: column names and cells as written, several values separated by `|`.",
            ))
            .into()
    }
}

impl ToSchema for TableRow<'_> {}

/// The columns of the table of conditions, each a text.
const CONDITION_COLUMNS: [&str; 15] = [
    "id",
    "label",
    "label_es",
    "kind",
    "region",
    "lay_terms",
    "clinical_terms",
    "icd10cm_examples",
    "specialties_weighted",
    "red_flag_ids",
    "safety_level",
    "summary",
    "summary_es",
    "summary_source",
    "source",
];

// Written out, because "a table row and a list" would say that the list is a text as well.
impl PartialSchema for ConditionReply<'_> {
    fn schema() -> RefOr<Schema> {
        let text = || ObjectBuilder::new().schema_type(SchemaType::Type(Type::String));
        let columns = CONDITION_COLUMNS.iter().fold(ObjectBuilder::new(), |row, column| {
            row.property(*column, text().description(Some("The column as written."))).required(*column)
        });
        let evidence = ArrayBuilder::new()
            .items(Ref::from_schema_name("TableRow"))
            .description(Some("Statements of guidelines with source and year, disagreement included."));
        columns
            .property("evidence", evidence)
            .required("evidence")
            .description(Some("A condition, and what guidelines say of it; several values of a column are separated by `|`."))
            .into()
    }
}

impl ToSchema for ConditionReply<'_> {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push(("TableRow".to_owned(), TableRow::schema()));
    }
}

impl<'a> SpecialtiesReply<'a> {
    /// The table of specialties.
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        Self {
            version: vocabulary.version(),
            specialties: vocabulary.specialties().iter().map(|row| TableRow(&row.columns)).collect(),
            attribution: ATTRIBUTION,
        }
    }
}

impl<'a> ConditionsReply<'a> {
    /// The table of conditions.
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        Self {
            version: vocabulary.version(),
            conditions: vocabulary.conditions().iter().map(ConditionReply::new).collect(),
            attribution: ATTRIBUTION,
        }
    }
}

impl<'a> ConditionReply<'a> {
    fn new(condition: &'a Condition) -> Self {
        Self {
            row: TableRow(&condition.columns),
            evidence: condition.evidence.iter().map(|row| TableRow(&row.columns)).collect(),
        }
    }
}

impl<'a> TechniquesReply<'a> {
    /// The table of techniques.
    pub fn new(vocabulary: &'a Vocabulary) -> Self {
        Self {
            version: vocabulary.version(),
            techniques: vocabulary.techniques().iter().map(|row| TableRow(&row.columns)).collect(),
            attribution: ATTRIBUTION,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_document_names_the_columns_that_conditions_have() {
        let vocabulary = Vocabulary::bundled().expect("the vocabulary loads");
        for condition in vocabulary.conditions() {
            let columns: Vec<&str> = condition.columns.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(columns, CONDITION_COLUMNS);
        }
    }
}
