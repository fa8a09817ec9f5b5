//! Loads all tables in the order of what they refer to.
//!
//! In: the compiled-in files. Out: a [`Vocabulary`]. Invariant: whatever a table names in another one is there.

use super::complaint::ComplaintRules;
use super::complete::{Completions, Entries, Insertions, Rows, Tongues, place_markers};
use super::credentials::CredentialTable;
use super::danger::DangerRules;
use super::forms::{Forms, Targets};
use super::languages::Languages;
use super::lexicon::CommonWords;
use super::matcher::Matcher;
use super::names::Names;
use super::nicknames::Nicknames;
use super::plain_words::PlainWords;
use super::table::Table;
use super::taxonomy::TaxonomyTable;
use super::{
    Lang, Vocabulary, VocabularyError, conditions, evidence, out_of_scope, red_flags, specialties, tables,
    techniques,
};
use std::collections::HashSet;

impl Vocabulary {
    /// Loads the tables that are compiled in.
    ///
    /// # Errors
    /// [`VocabularyError`] names the table, line and cell that is wrong; a test loads every table, so that a
    /// released program never meets it.
    pub fn bundled() -> Result<Self, VocabularyError> {
        let specialties = specialties::load(&tables::SPECIALTIES.table()?)?;
        let techniques = techniques::load(&tables::TECHNIQUES.table()?, &specialties)?;
        let red_flags = red_flags::load(&tables::RED_FLAGS.table()?)?;
        let mut conditions = conditions::load(&tables::CONDITIONS.table()?, &specialties, &red_flags)?;
        evidence::add(&tables::CONDITION_EVIDENCE.table()?, &mut conditions, &specialties, &techniques)?;
        let codes = tables::TAXONOMY_CODES.table()?;
        let (groups, others) = (tables::TAXONOMY_GROUPS.table()?, tables::TAXONOMY_OTHERS.table()?);
        let taxonomy = TaxonomyTable::load(&codes, &groups, &others, &specialties)?;
        let credentials = CredentialTable::load(&tables::CREDENTIALS.table()?, &specialties)?;
        let outside = out_of_scope::load(&tables::OUT_OF_SCOPE.table()?, &specialties)?;

        let synonyms = tables::SYNONYMS.table()?;
        let mut names = Names::default();
        names.add_labels(&specialties, &conditions, &techniques);
        names.add_synonyms(&synonyms, &specialties, &conditions, &techniques)?;
        names.add_taxonomy(&codes, &taxonomy);
        names.add_reviewed(&tables::SPECIALTY_NAMES.table()?, &specialties)?;
        let professions = tables::OTHER_PROFESSIONS.table()?;
        names.add_professions(professions.rows().map(|row| row.cell("name")));
        names.add_professions(outside.iter().flat_map(|(_, words)| words.iter().map(String::as_str)));

        let languages = Languages::load(&tables::LANGUAGES.table()?)?;
        let targets = Targets {
            specialties: &specialties,
            conditions: &conditions,
            techniques: &techniques,
            credentials: &credentials,
        };
        let forms = Forms::load(targets, &languages, &outside, &synonyms)?;
        let common = tables::COMMON_WORDS.table()?;
        let known_words: HashSet<String> = common.rows().map(|row| row.cell("word").to_owned()).collect();
        let rows = Rows { specialties: &specialties, conditions: &conditions, techniques: &techniques };
        let others = professions.rows().map(|row| row.cell("name"));
        let others = others.chain(outside.iter().map(|(row, _)| row.term_es.as_str()));
        let mut tongues = Tongues::default();
        for row in synonyms.rows() {
            tongues.add(row.cell("term"), Lang::parse(row.cell("lang")).unwrap_or_default());
        }
        tongues.add_labels(rows);
        let entries = Entries::new(forms.list(), rows, &tongues, others);
        let completions = Completions::new(entries, known_words);
        let place_markers = place_markers(forms.list());
        let plain_words = tables::PLAIN_WORDS.table()?;
        let matcher = Matcher::new(forms.into_list(), common_words(&common, &plain_words));
        let insertions = Insertions::new(&matcher, specialties.rows(), conditions.rows(), techniques.rows());

        let (concepts, rules) = (tables::RED_FLAG_CONCEPTS.table()?, tables::RED_FLAG_RULES.table()?);

        let complaints = (tables::COMPLAINT_CONCEPTS.table()?, tables::COMPLAINT_RULES.table()?);

        let speech = tables::SPEECH_WORDS.table()?;

        Ok(Self {
            plain: PlainWords::load(&plain_words),
            speech: speech.rows().map(|row| row.cell("word").to_owned()).collect(),
            complaints: ComplaintRules::load(&complaints.0, &complaints.1, &conditions)?,
            danger: DangerRules::load(&concepts, &rules, &common, &red_flags)?,
            version: tables::version(),
            matcher,
            completions,
            insertions,
            place_markers,
            languages,
            out_of_scope: outside.into_iter().map(|(row, _)| row).collect(),
            specialties,
            conditions,
            techniques,
            red_flags,
            taxonomy,
            credentials,
            names,
            nicknames: Nicknames::load(&tables::NICKNAMES.table()?)?,
        })
    }
}

/// Words that no misspelling is read out of: everyday words, and apart from them rarer words and names.
fn common_words(table: &Table, plain: &Table) -> CommonWords {
    let of_kind = |kinds: &[&str]| {
        let rows = table.rows().filter(|row| kinds.contains(&row.cell("kind")));
        rows.map(|row| row.cell("word").to_owned()).collect()
    };
    let grammar = plain.rows().filter(|row| row.cell("kind") == "grammar");
    let mut everyday: HashSet<String> = of_kind(&["everyday"]);
    everyday.extend(grammar.map(|row| row.cell("word").to_owned()));
    CommonWords {
        everyday,
        rarer: of_kind(&["english", "spanish", "name", "place"]),
        plain: plain.rows().map(|row| row.cell("word").to_owned()).collect(),
    }
}
