//! What a visitor's form or a shared link says, made into a search.
//!
//! In: named texts as browsers send them. Out: a [`Form`], and of it a [`SearchRequest`]. Lenient where the API is
//! strict: unknown names (an article's tracking parameters, say) are passed over, empty fields are left out, repeated
//! check boxes are one list, and whatever cannot be read is given up field by field. Invariant: a visitor who filled in
//! anything at all is searched for, or told what is missing.

use super::text::{self, Text};
use crate::query::{RequestError, SearchRequest};
use crate::vocabulary::{Lang, Vocabulary};

/// The radii that the form offers, in miles; "any" stands beside them.
pub(super) const RADII: [&str; 5] = ["5", "10", "25", "50", "100"];

/// The parameters that a page sets itself, whatever the form says.
const OWN: [&str; 5] = ["facets", "explain", "limit", "lang", "units"];

/// The field that says how many people the pages before showed; it only numbers the list.
const FROM: &str = "from";

/// The most bytes of a list of choices: more than all there are to choose from at once.
const MAX_LIST: usize = 2_000;

/// The field that holds the words that a page's choices were made for.
const WORDS: &str = "words";

/// The choices of who and what that a page offers for its words, and that fall with them.
const CHOSEN_FOR_WORDS: [&str; 4] = ["condition", "specialty", "technique", "name"];

/// More than there are providers.
const MAX_FROM: u64 = 1_000_000_000;

/// The field that means a radius and to keep to it.
const WITHIN: &str = "within";

/// What was asked for, cleaned: parameters of a search, each once and not empty.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// The language of the page.
    pub(super) lang: Lang,
    /// How many people the pages before showed.
    from: u64,
    fields: Vec<(&'static str, String)>,
}

impl Form {
    /// Reads the named texts of a form or link; `preferred` is the browser's language.
    pub(super) fn read<'p>(pairs: impl IntoIterator<Item = (&'p str, &'p str)>, preferred: Lang) -> Self {
        let mut form = Self { lang: preferred, from: 0, fields: Vec::new() };
        let (mut words, mut units) = (None, None);
        for (name, value) in pairs {
            let value: String = value.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
            let value = value.trim();
            match name {
                WORDS => words = Some(value.to_owned()),
                _ if value.is_empty() => {}
                "lang" => form.lang = Lang::parse(value).unwrap_or(form.lang),
                "units" => units = Some(value.to_owned()),
                FROM => form.from = value.parse().unwrap_or(0).min(MAX_FROM),
                WITHIN => {
                    form.set("radius", value.to_owned());
                    form.set("strict", "true".to_owned());
                }
                _ => form.take(name, value),
            }
        }
        form.settle_place();
        form.settle_units(units.as_deref());
        if words.is_some_and(|words| form.get("q").unwrap_or_default() != words) {
            for name in CHOSEN_FOR_WORDS {
                form.remove(name);
            }
        }
        form
    }

    /// A bare radius of a link in kilometres says so itself; pages speak of miles.
    fn settle_units(&mut self, units: Option<&str>) {
        let bare = |radius: &&str| radius.ends_with(|c: char| c.is_ascii_digit() || c == '.');
        if units == Some("km")
            && let Some(radius) = self.get("radius").filter(bare)
        {
            self.set("radius", format!("{radius}km"));
        }
    }

    fn take(&mut self, name: &str, value: &str) {
        let known = SearchRequest::PARAMETERS.iter().find(|known| **known == name);
        let Some(name) = known.copied().filter(|name| !OWN.contains(name)) else { return };
        let most = if name == "q" { SearchRequest::MAX_Q } else { SearchRequest::MAX_CURSOR };
        let value: String = value.chars().take(most).collect();
        match self.fields.iter_mut().find(|(known, _)| *known == name) {
            Some((_, list)) if SearchRequest::LISTS.contains(&name) => {
                if list.len() < MAX_LIST && !list.split(',').any(|item| item == value) {
                    list.push(',');
                    list.push_str(&value);
                }
            }
            _ => self.set(name, value),
        }
    }

    fn set(&mut self, name: &'static str, value: String) {
        self.remove(name);
        self.fields.push((name, value));
    }

    fn remove(&mut self, name: &str) {
        self.fields.retain(|(known, _)| *known != name);
    }

    /// A place is a text or a point, not both: the point counts while the box still says "my location".
    fn settle_place(&mut self) {
        let mine = |text: &Text| self.get("near") == Some(text.my_location);
        let is_mine = mine(text::of(Lang::En)) || mine(text::of(Lang::Es));
        let has_point = self.get("lat").is_some() && self.get("lon").is_some();
        if is_mine || (has_point && self.get("near").is_none()) {
            self.remove("near");
        }
        if !has_point || self.get("near").is_some() {
            self.remove("lat");
            self.remove("lon");
        }
    }

    /// What a field says.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a list holds a value.
    pub(super) fn has(&self, name: &str, value: &str) -> bool {
        self.get(name).is_some_and(|list| list.split(',').any(|item| item.trim() == value))
    }

    /// How many people the pages before showed; 0 on the first page.
    pub(super) fn seen(&self) -> u64 {
        if self.get("cursor").is_some() { self.from } else { 0 }
    }

    /// Whether nothing is asked for: no words, no place, no choice of who or what.
    pub(super) fn is_empty(&self) -> bool {
        let asks = |(name, _): &(&str, String)| !matches!(*name, "radius" | "strict" | "sort" | "cursor");
        !self.fields.iter().any(asks)
    }

    /// The fields to carry along in another form, without some.
    pub(super) fn without<'f>(&'f self, names: &'f [&str]) -> impl Iterator<Item = (&'static str, &'f str)> {
        let kept = move |(name, _): &&(&'static str, String)| !names.contains(name);
        self.fields.iter().filter(kept).map(|(name, value)| (*name, value.as_str()))
    }

    /// What the form itself does not show, to be kept while its words stay: the fields, and the words.
    pub(super) fn unshown(&self) -> Vec<(&'static str, String)> {
        let mut unshown: Vec<_> = self
            .fields
            .iter()
            .filter(|(name, _)| matches!(*name, "condition" | "name"))
            .map(|(name, value)| (*name, value.clone()))
            .collect();
        unshown.push((WORDS, self.get("q").unwrap_or_default().to_owned()));
        unshown
    }

    /// The search; a field that cannot be read is given up, and its name returned beside it.
    ///
    /// # Errors
    /// [`RequestError`] where there is no field left to give up.
    pub(super) fn request(
        &mut self,
        vocabulary: &Vocabulary,
    ) -> Result<(SearchRequest, Vec<&'static str>), RequestError> {
        let mut given_up = Vec::new();
        loop {
            let fields = self.fields.iter().map(|(name, value)| (*name, value.as_str()));
            match SearchRequest::from_pairs(
                fields.chain([("facets", "true"), ("explain", "true")]),
                vocabulary,
            ) {
                Ok(request) => return Ok((SearchRequest { lang: self.lang, ..request }, given_up)),
                Err(error) => {
                    let Some(field) = self.give_up(&error) else { return Err(error) };
                    given_up.push(field);
                }
            }
        }
    }

    /// Drops the field that an error is about, and says which; `None` when the form has no such field.
    pub(super) fn give_up(&mut self, error: &RequestError) -> Option<&'static str> {
        let field = error.field.as_deref()?;
        let name = self.fields.iter().map(|(name, _)| *name).find(|name| *name == field)?;
        self.remove(name);
        if matches!(name, "lat" | "lon") {
            self.remove("lat");
            self.remove("lon");
        }
        Some(name)
    }

    /// Drops a field that no longer holds.
    pub(super) fn forget(&mut self, name: &str) {
        self.remove(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static VOCABULARY: LazyLock<Vocabulary> =
        LazyLock::new(|| Vocabulary::bundled().expect("the bundled tables"));

    fn form(pairs: &[(&str, &str)]) -> Form {
        Form::read(pairs.iter().copied(), Lang::En)
    }

    fn fields(form: &Form) -> Vec<(&'static str, &str)> {
        form.without(&[]).collect()
    }

    #[test]
    fn keeps_what_was_filled_in_and_joins_check_boxes() {
        let read = form(&[
            ("q", " stiff neck "),
            ("near", ""),
            ("utm_source", "article"),
            ("specialty", "chiropractor"),
            ("specialty", "osteopath"),
            ("facets", "false"),
            ("lang", "es"),
        ]);
        assert_eq!(fields(&read), [("q", "stiff neck"), ("specialty", "chiropractor,osteopath")]);
        assert_eq!(read.lang, Lang::Es);
        assert!(read.has("specialty", "osteopath") && !read.has("specialty", "osteo"));
    }

    #[test]
    fn a_point_counts_only_while_the_box_says_so() {
        let point = [("lat", "40.44"), ("lon", "-79.95")];
        let here = form(&[("near", "My location"), point[0], point[1]]);
        assert_eq!(fields(&here), point);
        let there = form(&[("near", "15213"), point[0], point[1]]);
        assert_eq!(fields(&there), [("near", "15213")]);
        assert_eq!(fields(&form(&[("near", "Mi ubicación")])), []);
        assert_eq!(fields(&form(&[point[0]])), []);
    }

    #[test]
    fn choices_fall_with_the_words_they_were_made_for() {
        let chosen = [("condition", "sciatica"), ("kind", "person")];
        let same = form(&[("words", "neck"), ("q", "neck"), chosen[0], chosen[1]]);
        assert_eq!(fields(&same), [("q", "neck"), chosen[0], chosen[1]]);
        let others = form(&[("words", ""), ("q", "neck"), chosen[0], chosen[1]]);
        assert_eq!(fields(&others), [("q", "neck"), chosen[1]]);
    }

    #[test]
    fn a_link_in_kilometres_keeps_them_and_a_repeated_choice_is_one() {
        assert_eq!(fields(&form(&[("units", "km"), ("radius", "10")])), [("radius", "10km")]);
        assert_eq!(fields(&form(&[("radius", "any"), ("units", "km")])), [("radius", "any")]);
        let many = vec![("kind", "person"); 5_000];
        assert_eq!(fields(&form(&many)), [("kind", "person")]);
    }

    #[test]
    fn within_is_a_radius_to_keep_to() {
        assert_eq!(
            fields(&form(&[("radius", "25"), ("within", "5")])),
            [("radius", "5"), ("strict", "true")]
        );
    }

    #[test]
    fn only_a_subject_or_a_place_makes_a_search() {
        assert!(form(&[("radius", "10"), ("sort", "name"), ("q", "  ")]).is_empty());
        assert!(!form(&[("near", "15213")]).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_given_up_by_name() {
        let mut read = form(&[("q", "neck"), ("near", "15213"), ("radius", "far"), ("specialty", "nobody")]);
        let (request, given_up) = read.request(&VOCABULARY).expect("the rest is sound");
        assert_eq!((request.q.as_str(), given_up), ("neck", vec!["radius", "specialty"]));
        assert!(request.facets && request.explain);
    }

    proptest! {
        #[test]
        fn any_form_is_a_search(pairs in proptest::collection::vec(
            (proptest::sample::select(SearchRequest::PARAMETERS.to_vec()), "\\PC{0,12}|[0-9.-]{1,6}"), 0..8)
        ) {
            let mut form = Form::read(pairs.iter().map(|(name, value)| (*name, value.as_str())), Lang::Es);
            prop_assert!(form.request(&VOCABULARY).is_ok());
        }
    }
}
