//! The parameters as the OpenAPI document describes them. What they take is decided in [`crate::query`]; a test holds
//! the two lists of names together.

use utoipa::{IntoParams, ToSchema};

/// What to order by.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) enum SortWord {
    Relevance,
    Distance,
    Name,
    Updated,
}

/// Miles or kilometres.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) enum UnitsWord {
    Mi,
    Km,
}

/// English or Spanish.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) enum LangWord {
    En,
    Es,
}

/// A fact that may be unknown.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) enum FactWord {
    Yes,
    No,
    Unknown,
}

/// A person or an organization.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) enum KindWord {
    Person,
    Organization,
}

/// A kind of completion.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) enum SuggestionWord {
    Specialty,
    Condition,
    Technique,
    Place,
    Person,
    Organization,
}

/// A gender as stated, or that none is.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) enum GenderWord {
    F,
    M,
    X,
    #[schema(rename = "unknown")]
    Unknown,
}

/// A search. In a body, lists may also be one text with commas, `null` is as if it were left out, and `[]` is refused.
//
// The body's schema has no `default`: generators of typed clients take a member with one for required.
#[derive(IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) struct SearchParameters {
    /// What: anything a person types; may contain the place and radius too. Words beyond the 64th are ignored.
    #[param(max_length = 1000, example = "neck pain chiropractor")]
    #[schema(max_length = 1000, example = "neck pain chiropractor")]
    q: Option<String>,
    /// Where: ZIP, ZIP+4, `City, ST`, city, state, or `lat,lon`. Beats a place inside `q`.
    #[param(max_length = 100, example = "15213")]
    #[schema(max_length = 100, example = "15213")]
    near: Option<String>,
    /// Latitude of the place itself; together with `lon`, not with `near`.
    #[param(minimum = -90, maximum = 90)]
    #[schema(minimum = -90, maximum = 90)]
    lat: Option<f64>,
    /// Longitude of the place itself; together with `lat`, not with `near`.
    #[param(minimum = -180, maximum = 180)]
    #[schema(minimum = -180, maximum = 180)]
    lon: Option<f64>,
    /// How far: `10`, `10mi`, `15km`, above 0 and at most 100 miles, or `any`. A bare number counts in `units`.
    /// 25 miles when left out; widened when fewer than 3 are found, unless `strict`.
    #[param(pattern = "^(any|[0-9]*\\.?[0-9]+ ?(mi|km)?)$", example = "10mi")]
    #[schema(pattern = "^(any|[0-9]*\\.?[0-9]+ ?(mi|km)?)$", example = "10mi")]
    radius: Option<String>,
    /// Whether to keep to the radius even if fewer than 3 are found; `false` when left out.
    #[param(default = false)]
    strict: Option<bool>,
    /// Any of these specialties, by id as `/v1/specialties` lists them.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    specialty: Option<Vec<String>>,
    /// Any of these conditions, by id as `/v1/conditions` lists them.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    condition: Option<Vec<String>>,
    /// Whoever lists any of these techniques, by id as `/v1/techniques` lists them.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    technique: Option<Vec<String>>,
    /// Any of these.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    gender: Option<Vec<GenderWord>>,
    /// Any of these, by ISO 639 code or name.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    language: Option<Vec<String>>,
    /// Exactly those asked.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    accepting_new: Option<Vec<FactWord>>,
    /// Exactly those asked.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    telehealth: Option<Vec<FactWord>>,
    /// Exactly those asked.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    wheelchair: Option<Vec<FactWord>>,
    /// Any of these.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    kind: Option<Vec<KindWord>>,
    /// The beginning of a person's or organization's name words.
    #[param(max_length = 100)]
    #[schema(max_length = 100)]
    name: Option<String>,
    /// What to order by; `relevance` when left out.
    #[param(inline)]
    #[schema(inline)]
    sort: Option<SortWord>,
    /// Page size; 0 for counts only, 20 when left out.
    #[param(minimum = 0, maximum = 100, default = 20)]
    #[schema(minimum = 0, maximum = 100)]
    limit: Option<u32>,
    /// The next page, as `next` of the page before it says; with the same parameters.
    #[param(max_length = 512)]
    #[schema(max_length = 512)]
    cursor: Option<String>,
    /// Whether to count per facet; `false` when left out.
    #[param(default = false)]
    facets: Option<bool>,
    /// Whether to show the parts of each score; `false` when left out.
    #[param(default = false)]
    explain: Option<bool>,
    /// Units of distances and of bare radii; `mi` when left out.
    #[param(inline)]
    #[schema(inline)]
    units: Option<UnitsWord>,
    /// Language of labels, notices and warnings; `en` when left out.
    #[param(inline)]
    #[schema(inline)]
    lang: Option<LangWord>,
}

/// A request for completions.
#[derive(IntoParams, ToSchema)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) struct SuggestParameters {
    /// What was typed so far.
    #[param(max_length = 1000, example = "chiro")]
    #[schema(max_length = 1000, example = "chiro")]
    q: Option<String>,
    /// Where, if known, as in a search: what lies near comes first.
    #[param(max_length = 100)]
    #[schema(max_length = 100)]
    near: Option<String>,
    /// Kinds to offer, separated by commas; all when left out.
    #[param(style = Form, explode = false, min_items = 1)]
    #[schema(min_items = 1)]
    kind: Option<Vec<SuggestionWord>>,
    /// Language of labels; `en` when left out.
    #[param(inline)]
    #[schema(inline)]
    lang: Option<LangWord>,
}

/// A request for labels.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes, is never made")]
pub(super) struct LabelParameters {
    /// Language of labels; `en` when left out.
    #[param(inline)]
    lang: Option<LangWord>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::{LabelRequest, SearchRequest, SuggestRequest};
    use utoipa::openapi::path::ParameterIn;

    fn names<T: IntoParams>() -> Vec<String> {
        T::into_params(|| Some(ParameterIn::Query)).into_iter().map(|parameter| parameter.name).collect()
    }

    #[test]
    fn the_document_describes_exactly_the_parameters_there_are() {
        assert_eq!(names::<SearchParameters>(), SearchRequest::PARAMETERS);
        assert_eq!(names::<SuggestParameters>(), SuggestRequest::PARAMETERS);
        assert_eq!(names::<LabelParameters>(), LabelRequest::PARAMETERS);
    }
}
