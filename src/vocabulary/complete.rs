//! Completion: forms that begin with what was typed so far.
//!
//! In: the forms, once; then a folded prefix. Out: forms, the likeliest first. Invariant: each meaning is offered
//! once, by its best form.

use super::catalog::Catalog;
use super::forms::Form;
use super::{Meaning, Specialty, Tier, normalize};

/// A place where typing may begin: the start of a form or of a later word in it.
#[derive(Debug)]
struct Entry {
    /// The rest of the form from there on.
    rest: String,
    /// The place in the order of all forms, the likeliest first.
    rank: usize,
    /// Whether this is the form's own beginning.
    whole: bool,
}

/// All beginnings, by alphabet.
#[derive(Debug)]
pub(super) struct Completions {
    ranked: Vec<(String, Vec<Meaning>)>,
    entries: Vec<Entry>,
}

impl Completions {
    /// Indexes the forms that are worth completing: what one looks for.
    pub(super) fn new(forms: &[Form], specialties: &Catalog<Specialty>) -> Self {
        let mut offered: Vec<(&Form, f64)> = Vec::new();
        for form in forms.iter().filter(|form| form.misspells.is_none()) {
            let likeliest = form
                .meanings
                .iter()
                .filter_map(|(meaning, weight)| bonus(meaning, specialties).map(|bonus| weight + bonus));
            let label = if form.label { 0.2 } else { 0.0 };
            offered.extend(likeliest.max_by(f64::total_cmp).map(|score| (form, score + label)));
        }
        offered.sort_by(|(a, score_a), (b, score_b)| {
            let by_score = score_b.total_cmp(score_a);
            by_score.then(a.text.len().cmp(&b.text.len())).then_with(|| a.text.cmp(&b.text))
        });
        let mut entries = Vec::new();
        for (rank, (form, _)) in offered.iter().enumerate() {
            let later = form.text.match_indices(' ').map(|(blank, _)| blank + 1);
            for begin in std::iter::once(0).chain(later) {
                entries.push(Entry { rest: form.text[begin..].to_owned(), rank, whole: begin == 0 });
            }
        }
        entries.sort_by(|a, b| a.rest.cmp(&b.rest).then(a.rank.cmp(&b.rank)));
        let ranked = offered.into_iter().map(|(form, _)| (form.text.clone(), sought(form))).collect();
        Self { ranked, entries }
    }

    /// The best forms that begin with a prefix.
    ///
    /// # Complexity
    /// O(log forms + m log m) for the m forms that begin so.
    pub(super) fn complete(&self, prefix: &str, limit: usize) -> Vec<(String, Meaning)> {
        let prefix = normalize::fold(prefix);
        if prefix.is_empty() || limit == 0 {
            return Vec::new();
        }
        let begin = self.entries.partition_point(|entry| entry.rest.as_str() < prefix.as_str());
        let matching = self.entries[begin..].iter().take_while(|entry| entry.rest.starts_with(&prefix));
        let mut order: Vec<(bool, usize)> = matching.map(|entry| (!entry.whole, entry.rank)).collect();
        order.sort_unstable();
        let mut offered: Vec<(String, Meaning)> = Vec::new();
        for (text, meanings) in order.into_iter().filter_map(|(_, rank)| self.ranked.get(rank)) {
            for meaning in meanings {
                if offered.len() < limit && !offered.iter().any(|(_, known)| known == meaning) {
                    offered.push((text.clone(), meaning.clone()));
                }
            }
        }
        offered
    }
}

/// What is sought among a form's meanings.
fn sought(form: &Form) -> Vec<Meaning> {
    let meanings = form.meanings.iter().map(|(meaning, _)| meaning.clone());
    meanings.filter(is_sought).collect()
}

fn is_sought(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Specialty(_) | Meaning::Condition(_) | Meaning::Technique(_))
}

/// How much likelier than its weight a meaning is: the nearer to the finder's purpose the likelier. `None` for what
/// is not offered.
fn bonus(meaning: &Meaning, specialties: &Catalog<Specialty>) -> Option<f64> {
    if let Meaning::Specialty(id) = meaning {
        return Some(match specialties.rows().get(id.row())?.tier {
            Tier::Core => 0.3,
            Tier::Adjacent => 0.1,
            Tier::Related => 0.0,
            Tier::Safety | Tier::Hidden => -0.5,
        });
    }
    is_sought(meaning).then_some(0.05)
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use super::*;

    fn offered(prefix: &str) -> Vec<String> {
        bundled().complete(prefix, 5).into_iter().map(|(text, _)| text).collect()
    }

    #[test]
    fn what_begins_with_the_prefix_comes_first() {
        assert_eq!(offered("chi")[0], "chiropractor");
        assert!(offered("chirop").contains(&"chiropractor".to_owned()));
        assert_eq!(offered("Quiroprá")[0], "quiropractico");
        assert!(offered("sci").contains(&"sciatica".to_owned()));
        assert!(
            offered("needl").iter().any(|text| text == "dry needling" || text == "needling"),
            "{:?}",
            offered("needl")
        );
        assert_eq!(offered(""), Vec::<String>::new());
        assert_eq!(offered("zzzz"), Vec::<String>::new());
    }

    #[test]
    fn each_meaning_is_offered_once_and_no_more_than_asked() {
        for prefix in ["a", "b", "c", "p", "back", "neck pain", "d"] {
            let all = bundled().complete(prefix, 1_000);
            for (place, (_, meaning)) in all.iter().enumerate() {
                assert!(is_sought(meaning));
                assert!(!all[..place].iter().any(|(_, known)| known == meaning), "{prefix}");
            }
            assert_eq!(bundled().complete(prefix, 3), all[..all.len().min(3)]);
        }
    }
}
