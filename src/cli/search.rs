//! `finder search` and `finder suggest`: the same engine from the terminal.

use super::args::{SearchOptions, SuggestOptions};
use super::settings::{Settings, SettingsError};
use super::spans;
use super::{DONE, knowledge, print_result};
use crate::domain::{Accuracy, Credential, Practice, Reach, Units};
use crate::http::wire;
use crate::query::{
    Answer, Engine, Hit, RequestError, SearchError, SearchRequest, SuggestRequest, Suggestions,
};
use anyhow::Context as _;
use std::fmt::Write as _;

/// `finder search TEXT`
pub(super) fn run_search(options: &SearchOptions, settings: &Settings) -> anyhow::Result<u8> {
    let engine = engine(settings)?;
    let file = &settings.file;
    let limit = options.limit.clone().or_else(|| file.limit.map(|limit| limit.to_string()));
    let near = options.near.as_ref().or(file.near.as_ref());
    let radius = options.radius.as_ref().or(file.radius.as_ref());
    let mut pairs: Vec<(&str, &str)> = vec![("q", &options.text)];
    let given =
        [("near", near), ("radius", radius), ("limit", limit.as_ref()), ("sort", options.sort.as_ref())];
    pairs.extend(given.into_iter().filter_map(|(name, value)| value.map(|value| (name, value.as_str()))));
    if options.explain {
        pairs.push(("explain", "true"));
    }
    let request = SearchRequest::from_pairs(pairs.iter().copied(), engine.vocabulary())
        .map_err(|error| with_value(error, &pairs, options.radius.is_none(), settings))?;
    let answer = engine.search(&request).map_err(with_suggestions)?;
    let text = if options.json {
        let labels = wire::Labels::new(engine.vocabulary());
        let reply = wire::SearchReply::from_answer(&answer, &labels)?;
        format!("{}\n", serde_json::to_string_pretty(&reply).context("cannot write the answer")?)
    } else {
        to_text(&answer, &engine)?
    };
    print_result(&text)?;
    Ok(DONE)
}

/// `finder suggest TEXT`
pub(super) fn run_suggest(options: &SuggestOptions, settings: &Settings) -> anyhow::Result<u8> {
    let engine = engine(settings)?;
    let near = options.near.as_ref().or(settings.file.near.as_ref());
    let given = [("q", Some(&options.text)), ("near", near)];
    let pairs = given.into_iter().filter_map(|(name, value)| value.map(|value| (name, value.as_str())));
    let suggestions = engine.suggest(&SuggestRequest::from_pairs(pairs)?).map_err(with_suggestions)?;
    let text = if options.json {
        let reply = wire::SuggestReply::from_answer(&suggestions);
        format!("{}\n", serde_json::to_string_pretty(&reply).context("cannot write the completions")?)
    } else {
        suggestions_to_text(&suggestions)?
    };
    if suggestions.suggestions.is_empty() {
        say!("nothing goes on like this");
    }
    print_result(&text)?;
    Ok(DONE)
}

/// Completions for people: what each is, its label, and what to type where that is more than the label.
fn suggestions_to_text(suggestions: &Suggestions) -> anyhow::Result<String> {
    let mut text = String::new();
    for suggestion in &suggestions.suggestions {
        write!(text, "{:<12}  {}", suggestion.kind.as_str(), suggestion.label)?;
        if suggestion.insert != suggestion.label {
            write!(text, "  -> {}", suggestion.insert)?;
        }
        if suggestion.typo > 0 {
            write!(text, "  (corrected)")?;
        }
        writeln!(text)?;
    }
    Ok(text)
}

/// An engine over the live generation.
pub(super) fn engine(settings: &Settings) -> anyhow::Result<Engine> {
    let (vocabulary, places) = knowledge()?;
    let opened = settings.store().open_live(&vocabulary)?;
    if let Some(reason) = &opened.degraded {
        say!("finder: degraded: {reason}; generation {} answers", opened.snapshot.generation());
    }
    let previous = opened.previous.and_then(|previous| settings.store().open(previous, &vocabulary).ok());
    Ok(Engine::new(vocabulary, places, opened.snapshot, previous))
}

/// A value that is refused, with the option or the key of the file that it came from.
fn with_value(
    error: RequestError,
    pairs: &[(&str, &str)],
    radius_of_file: bool,
    settings: &Settings,
) -> anyhow::Error {
    let given = pairs.iter().find(|(name, _)| *name == "radius" && error.field.as_deref() == Some(*name));
    let Some((name, value)) = given else { return error.into() };
    match settings.config() {
        Some(file) if radius_of_file => {
            let message = format!("`{name}` = \"{value}\": {}", error.detail);
            SettingsError::File { path: file.to_owned(), message }.into()
        }
        _ => {
            let (value, allowed) = ((*value).to_owned(), error.detail);
            SettingsError::Value { name: "radius", value, allowed }.into()
        }
    }
}

/// An unknown place is told with what may have been meant; the error stays below for its exit code.
pub(super) fn with_suggestions(error: SearchError) -> anyhow::Error {
    match &error {
        SearchError::UnknownPlace { suggestions, .. } if !suggestions.is_empty() => {
            say!("did you mean {}?", suggestions.join(", or "));
            error.into()
        }
        _ => error.into(),
    }
}

/// An answer for people: the warning first, then what was understood, then the list.
fn to_text(answer: &Answer, engine: &Engine) -> anyhow::Result<String> {
    let mut text = String::new();
    for warning in &answer.safety {
        writeln!(text, "!! {}: {}\n", warning.title, warning.message)?;
    }
    writeln!(text, "{}", understood(answer))?;
    if answer.explain {
        for line in spans::lines(answer, engine.vocabulary()) {
            writeln!(text, "   {line}")?;
        }
    }
    for notice in &answer.notices {
        writeln!(text, "   {}", notice.message)?;
    }
    writeln!(text)?;
    for (place, hit) in answer.hits.iter().enumerate() {
        hit_to_text(&mut text, place + 1, hit, answer.units, engine)?;
    }
    let shown = answer.hits.len() as u64;
    if answer.total > shown {
        writeln!(text, "{shown} of {} shown", answer.total)?;
    }
    writeln!(text, "For information only; not medical advice, no endorsement.")?;
    for line in wire::ATTRIBUTION {
        writeln!(text, "{line}")?;
    }
    Ok(text)
}

/// What was understood and found, in one line.
pub(super) fn understood(answer: &Answer) -> String {
    let read = &answer.interpretation;
    let concepts = [&read.specialties, &read.conditions, &read.techniques];
    let mut labels: Vec<&str> =
        concepts.into_iter().flatten().map(|concept| concept.label.as_str()).collect();
    labels.extend(read.words.iter().map(String::as_str));
    labels.dedup();
    let what = if labels.is_empty() { String::new() } else { format!(" for {}", labels.join(", ")) };
    let place = read.place.as_ref().map_or_else(String::new, |place| match place.point() {
        Some(_) => format!(" near {}", place.label),
        None => format!(" in {}", place.label),
    });
    let reach = answer.radius.as_ref().map_or_else(String::new, |radius| match radius.used {
        Reach::Within(used) => format!(" within {} {}", plain(used.in_units(answer.units)), answer.units),
        Reach::Any => " at any distance".to_owned(),
    });
    let total = if answer.partial { format!("at least {}", answer.total) } else { answer.total.to_string() };
    format!("{total} found{what}{place}{reach}")
}

pub(super) fn hit_to_text(
    text: &mut String,
    place: usize,
    hit: &Hit,
    units: Units,
    engine: &Engine,
) -> anyhow::Result<()> {
    let provider = &hit.provider()?;
    let credentials: Vec<&str> = provider.credentials.iter().map(Credential::as_str).collect();
    let comma = if credentials.is_empty() { "" } else { ", " };
    let distance =
        hit.metres.map_or_else(String::new, |metres| format!("  {:.1} {units}", metres.rounded(units)));
    writeln!(text, "{place:>3}. {}{comma}{}{distance}", provider.name, credentials.join(", "))?;
    let specialties: Vec<&str> = provider
        .specialties
        .iter()
        .map(|claim| engine.vocabulary().specialty(claim.specialty).label.as_str())
        .collect();
    writeln!(text, "     {}", specialties.join(", "))?;
    if let Some(practice) = provider.practices.get(hit.practice) {
        writeln!(text, "     {}", address(practice, hit.metres.is_some()))?;
    }
    let updated =
        provider.updated.map_or_else(|| "date unknown".to_owned(), |date| format!("record of {date}"));
    writeln!(text, "     {}  {updated}", provider.id)?;
    for part in &hit.why {
        writeln!(
            text,
            "     {:<8} {:.4} = {:.4} x {:.2}  {}",
            part.signal, part.part.points, part.part.value, part.part.weight, part.why
        )?;
    }
    if !hit.why.is_empty() {
        writeln!(text, "     tier {}, score {:.4}", hit.score.tier, hit.score.total)?;
    }
    writeln!(text)?;
    Ok(())
}

fn address(practice: &Practice, measured: bool) -> String {
    let zip = practice.zip.map_or_else(String::new, |zip| format!(" {zip}"));
    let about = match practice.accuracy {
        Accuracy::Zip | Accuracy::City if measured => " (distance is about)",
        Accuracy::Exact | Accuracy::Zip | Accuracy::City => "",
    };
    let phone = practice.phone.map_or_else(String::new, |phone| format!("  {phone}"));
    let street = if practice.address.is_empty() { String::new() } else { format!("{}, ", practice.address) };
    format!("{street}{}, {}{zip}{phone}{about}", practice.city, practice.state)
}

/// A number without needless decimals.
fn plain(number: f64) -> String {
    let text = format!("{number:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
