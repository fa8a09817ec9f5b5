//! `finder why`: for clerks who are asked why somebody does not appear.

use super::args::WhyOptions;
use super::search::{engine, hit_to_text, understood, with_suggestions};
use super::settings::Settings;
use super::{DONE, print_result};
use crate::http::wire;
use crate::query::{AskedId, Engine, SearchRequest, Why};
use anyhow::Context as _;
use std::fmt::Write as _;

/// `finder why ID [TEXT]`
pub(super) fn run(options: &WhyOptions, settings: &Settings) -> anyhow::Result<u8> {
    let engine = engine(settings)?;
    let request = SearchRequest::from_pairs(pairs(options, settings), engine.vocabulary())?;
    let why = engine.why(&AskedId::read(&options.id), &request).map_err(with_suggestions)?;
    let text = if options.json {
        let labels = wire::Labels::new(engine.vocabulary());
        let reply = wire::ExplanationReply::from_answer(&why, &labels)?;
        format!("{}\n", serde_json::to_string_pretty(&reply).context("cannot write the explanation")?)
    } else {
        to_text(&why, &engine)?
    };
    print_result(&text)?;
    Ok(DONE)
}

/// The question as `finder search` would ask it. What the configuration file says of place and radius belongs to a
/// question and is none by itself.
fn pairs<'o>(options: &'o WhyOptions, settings: &'o Settings) -> Vec<(&'o str, &'o str)> {
    let file = &settings.file;
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    pairs.extend(options.text.iter().map(|text| ("q", text.as_str())));
    pairs.extend(options.further.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    let asks = !pairs.is_empty() || options.near.is_some() || options.radius.is_some();
    let near = options.near.as_ref().or(file.near.as_ref().filter(|_| asks));
    let radius = options.radius.as_ref().or(file.radius.as_ref().filter(|_| asks));
    let given = |name: &str| options.further.iter().any(|(further, _)| further == name);
    for (name, value) in [("near", near), ("radius", radius)] {
        pairs.extend(value.filter(|_| !given(name)).map(|value| (name, value.as_str())));
    }
    pairs
}

/// An explanation for people: the verdict, then the reasons or the place and the score, then the search as it went.
fn to_text(why: &Why, engine: &Engine) -> anyhow::Result<String> {
    let mut text = String::new();
    let question = why.question.as_ref();
    for warning in question.iter().flat_map(|question| &question.answer.safety) {
        writeln!(text, "!! {}: {}\n", warning.title, warning.message)?;
    }
    writeln!(text, "{}", verdict(why))?;
    for reason in &why.reasons {
        writeln!(text, "   {}  ({})", reason.message, reason.code)?;
        if let Some(listed) = &reason.row {
            writeln!(text, "      in {}", listed.row.file)?;
        }
    }
    for reason in &why.left_out {
        writeln!(text, "   Left out: {}  ({})", reason.message, reason.code)?;
    }
    writeln!(text, "   generation {}", why.generation)?;
    if let Some(question) = question {
        writeln!(text, "\n{}", understood(&question.answer))?;
        for notice in &question.answer.notices {
            writeln!(text, "   {}", notice.message)?;
        }
        writeln!(text)?;
        for hit in &question.answer.hits {
            let place = usize::try_from(question.rank.unwrap_or_default()).unwrap_or(usize::MAX);
            hit_to_text(&mut text, place, hit, why.units, engine)?;
        }
    }
    Ok(text)
}

fn verdict(why: &Why) -> String {
    let who = match (&why.id, &why.provider) {
        (Some(id), Some(provider)) => format!("{id} {}", provider.name),
        (Some(id), None) => id.to_string(),
        (None, _) => "What was asked for".to_owned(),
    };
    match &why.question {
        None if why.provider.is_some() => format!("{who} is listed."),
        None => format!("{who} is not listed."),
        Some(question) => match (question.found, question.rank) {
            (true, Some(rank)) => format!("{who} is found, at place {rank} of {}.", question.answer.total),
            (true, None) => format!("{who} is found; the time did not suffice to count its place."),
            (false, _) => format!("{who} is listed, and this question does not find it."),
        },
    }
}
