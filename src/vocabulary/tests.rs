//! The bundled vocabulary: every row is loaded, ids lead to their rows, tables agree.

use super::*;
use std::sync::LazyLock;

/// The bundled vocabulary, loaded once for all tests.
pub(super) fn bundled() -> &'static Vocabulary {
    static BUNDLED: LazyLock<Vocabulary> =
        LazyLock::new(|| Vocabulary::bundled().expect("the tables are sound"));
    &BUNDLED
}

#[test]
fn every_row_of_every_table_is_loaded() {
    let words = bundled();
    let rows = |source: &tables::Source| source.table().expect("readable").rows().count();
    assert_eq!(words.specialties().len(), rows(&tables::SPECIALTIES));
    assert_eq!(words.conditions().len(), rows(&tables::CONDITIONS));
    assert_eq!(words.techniques().len(), rows(&tables::TECHNIQUES));
    assert_eq!(words.red_flags().len(), rows(&tables::RED_FLAGS));
    assert_eq!(words.out_of_scope().len(), rows(&tables::OUT_OF_SCOPE));
    assert_eq!(words.credentials.rows().len(), rows(&tables::CREDENTIALS));
    assert_eq!(words.languages.rows().count(), rows(&tables::LANGUAGES));
    assert_eq!(words.taxonomy.ours().len(), rows(&tables::TAXONOMY_CODES));
    let evidence: usize = words.conditions().iter().map(|condition| condition.evidence.len()).sum();
    assert_eq!(evidence, rows(&tables::CONDITION_EVIDENCE));
    assert!((words.specialties().len(), words.conditions().len()) >= (34, 46));
}

#[test]
fn ids_lead_to_their_rows() {
    let words = bundled();
    for (row, specialty) in words.specialties().iter().enumerate() {
        assert_eq!(words.specialty_id(&specialty.id).map(SpecialtyId::row), Some(row));
        assert_eq!(specialty.row.row(), row);
    }
    for (row, condition) in words.conditions().iter().enumerate() {
        assert_eq!(words.condition_id(&condition.id).map(ConditionId::row), Some(row));
        assert!(condition.specialties.is_sorted_by(|a, b| a.1 >= b.1), "{}", condition.id);
    }
    for (row, technique) in words.techniques().iter().enumerate() {
        assert_eq!(words.technique_id(&technique.id).map(TechniqueId::row), Some(row));
    }
    assert_eq!(words.specialty_id("chiropractors"), None);
}

#[test]
fn rows_are_typed_as_their_columns_say() {
    let words = bundled();
    let named = |columns: &[(String, String)], name: &str| {
        columns.iter().find(|(column, _)| column == name).map(|(_, cell)| cell.clone()).expect("a column")
    };
    for condition in words.conditions() {
        let flags = condition.red_flags.iter().map(|row| words.red_flags()[*row].id.as_str());
        assert_eq!(flags.collect::<Vec<_>>().join("|"), named(&condition.columns, "red_flag_ids"));
        assert_eq!(condition.kind.as_str(), named(&condition.columns, "kind"));
        for evidence in &condition.evidence {
            let who = evidence.specialties.iter().map(|id| words.specialty(*id).id.as_str());
            assert_eq!(who.collect::<Vec<_>>().join("|"), named(&evidence.columns, "specialty_ids"));
            assert_eq!(evidence.stance.as_str(), named(&evidence.columns, "stance"));
            assert_eq!(evidence.year.to_string(), named(&evidence.columns, "year"));
        }
    }
    for specialty in words.specialties() {
        assert_eq!(specialty.first_contact.as_str(), named(&specialty.columns, "first_contact"));
        assert_eq!(specialty.can_prescribe.as_str(), named(&specialty.columns, "can_prescribe"));
        assert_eq!(specialty.does_manipulation.as_str(), named(&specialty.columns, "does_manipulation"));
    }
}

#[test]
fn the_version_is_short_and_stable() {
    assert_eq!(bundled().version(), tables::version());
    assert!(
        bundled().version().len() == 16 && bundled().version().bytes().all(|byte| byte.is_ascii_hexdigit())
    );
}

#[test]
fn specialties_and_taxonomy_codes_agree() {
    let words = bundled();
    let codes = |specialty: &Specialty| {
        let cell = specialty.columns.iter().find(|(name, _)| name == "nucc_codes").expect("a column");
        let mut codes: Vec<String> =
            cell.1.split('|').filter(|code| !code.is_empty()).map(str::to_owned).collect();
        codes.sort();
        codes
    };
    for specialty in words.specialties() {
        let own = |meaning: &[(SpecialtyId, f32)]| meaning.iter().any(|(id, _)| *id == specialty.row);
        let table = words.taxonomy.ours().iter().filter(|(_, meaning)| own(meaning));
        let table: Vec<String> = table.map(|(code, _)| code.to_string()).collect();
        assert_eq!(codes(specialty), table, "{}", specialty.id);
    }
}
