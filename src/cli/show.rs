//! What the program prints of itself: the template and shell completions.

use super::args::{Arguments, CompletionOptions, TemplateOptions};
use super::{DONE, overrides, print_result};
use clap::CommandFactory as _;

/// The template of one's own list, as it lies in `data`.
const TEMPLATE: &str = include_str!("../../data/template.csv");

/// `finder template [--overrides]`
pub(super) fn template(options: &TemplateOptions) -> anyhow::Result<u8> {
    print_result(if options.overrides { overrides::TEMPLATE } else { TEMPLATE })?;
    Ok(DONE)
}

/// `finder completions SHELL`
pub(super) fn completions(options: &CompletionOptions) -> anyhow::Result<u8> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "finder", &mut script);
    print_result(&String::from_utf8_lossy(&script))?;
    Ok(DONE)
}
