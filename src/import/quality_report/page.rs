//! The report for people: one page that needs nothing beside itself.
//!
//! In: a [`QualityReport`]. Out: an HTML document. Invariants: no script, nothing from elsewhere; each chart's numbers
//! stand in a table too; what lists and files say is escaped. Tags are closed as in XML.

use super::QualityReport;
use super::chart::{self, Bar, Parted};
use super::facts::{Age, Wanted};
use super::figures::Figures;
use super::text::{escaped, share};
use crate::domain::{Accuracy, RecordDate};
use crate::vocabulary::Vocabulary;
use std::fmt::Write as _;

/// What the file begins with, by which a report of ours is known.
pub(super) const BEGINNING: &str = "<!DOCTYPE html>\n<!-- finder quality report -->\n";

const STYLE: &str = include_str!("report.css");

/// What a browser may do with the page, should it be opened from a disk: colour it, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/// Ages as charts of states and specialties divide them, with their words.
const BANDS: [(&str, &[Age]); 4] = [
    ("90 days or less", &[Age::Days30, Age::Days90]),
    ("91 days to a year", &[Age::Days180, Age::Days365]),
    ("1 to 5 years", &[Age::Years2, Age::Years5]),
    ("over 5 years or unknown", &[Age::Older, Age::Unknown]),
];

/// Missing facts that tables of states and specialties tell; the file for programs tells all.
const TOLD: [Wanted; 5] =
    [Wanted::Phone, Wanted::Website, Wanted::Credentials, Wanted::Languages, Wanted::Detail];

/// Writes a report.
pub(super) fn html(report: &QualityReport<'_>, vocabulary: &Vocabulary) -> String {
    let total = &report.counts.total;
    let mut page = String::with_capacity(64 * 1024);
    head(&mut page, report);
    summary(&mut page, report);
    ages(&mut page, total);
    accuracies(&mut page, total);
    missing(&mut page, total);
    let states: Vec<(String, &Figures)> =
        report.counts.states.iter().map(|(state, figures)| (state.name().to_owned(), figures)).collect();
    let about = "Providers stand where their primary practice is, practices where they are.";
    groups(&mut page, ("states", "By state", "State", about), states);
    let specialties = report.counts.specialties.iter();
    let mut specialties: Vec<(String, &Figures)> = specialties
        .map(|(specialty, figures)| (vocabulary.specialty(*specialty).label.clone(), figures))
        .collect();
    specialties.sort_by(|a, b| b.1.providers.cmp(&a.1.providers).then_with(|| a.0.cmp(&b.0)));
    let about = "Whoever has several specialties is counted with each, so that these numbers add up to more than the whole.";
    groups(&mut page, ("specialties", "By specialty", "Specialty", about), specialties);
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn put(page: &mut String, parts: &[&str]) {
    page.extend(parts.iter().copied());
}

fn head(page: &mut String, report: &QualityReport<'_>) {
    let whose = match report.generation {
        Some(generation) => format!("generation {generation}"),
        None => "preview".to_owned(),
    };
    put(page, &[BEGINNING, "<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"]);
    put(page, &["<meta http-equiv=\"Content-Security-Policy\" content=\"", POLICY, "\"/>\n"]);
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    put(
        page,
        &["<meta name=\"robots\" content=\"noindex\"/>\n<title>Quality of the lists, ", &whose, "</title>\n"],
    );
    put(page, &["<style>\n", STYLE, "</style>\n</head>\n<body>\n<main>\n<h1>Quality of the lists, ", &whose]);
    page.push_str("</h1>\n");
    if report.generation.is_none() {
        page.push_str(
            "<p class=\"note\"><strong>Preview:</strong> nothing was published; so the lists would be.</p>\n",
        );
    }
}

fn summary(page: &mut String, report: &QualityReport<'_>) {
    let total = &report.counts.total;
    let of_providers = |count: u64| format!("{count} ({})", share(count, total.providers));
    let rows = [
        ("List imported", report.list.clone()),
        ("From", report.files.join(", ")),
        ("All lists", report.lists.join(", ")),
        ("Made", report.made.clone()),
        ("Providers", format!("{}, {} of them persons", total.providers, total.persons)),
        ("Practices", total.practices.to_string()),
        ("Not verified with the practice", of_providers(total.unverified())),
        ("Ever verified by data staff", of_providers(total.verified)),
        ("Moved over a mile", format!("{} since the list’s last import", total.moved)),
    ];
    page.push_str("<dl>\n");
    for (what, told) in rows {
        put(page, &["<div><dt>", what, "</dt><dd>", &escaped(&told), "</dd></div>\n"]);
    }
    page.push_str("</dl>\n");
    let _never_fails = writeln!(
        page,
        "<p class=\"quiet\">Ages are judged by {}. A record is “not verified with the practice” where neither its source nor \
         data staff touched it within {} days, or nobody knows when.</p>",
        report.as_of,
        RecordDate::FRESH_DAYS
    );
}

/// Opens a section with its heading.
fn section(page: &mut String, id: &str, title: &str, about: &str) {
    put(page, &["<section>\n<h2 id=\"", id, "\">", title, "</h2>\n"]);
    if !about.is_empty() {
        put(page, &["<p class=\"quiet\">", about, "</p>\n"]);
    }
}

/// A chart of bars and its numbers as a table.
fn counted(page: &mut String, id: &str, (title, heads): (&str, [&str; 4]), rows: &[(Bar, &str)]) {
    let told = |(row, _): &(Bar, &str)| format!("{}: {}", row.label, share(row.count, row.of));
    let description = rows.iter().map(told).collect::<Vec<_>>().join("; ");
    let bars: Vec<Bar> = rows.iter().map(|(bar, _)| bar.clone()).collect();
    page.push_str(&chart::bars(&format!("{id}-chart"), title, &description, &bars));
    open_table(page, id, title, &heads);
    for (Bar { label, count, of }, unit) in rows {
        let (count, share, of) = (count.to_string(), share(*count, *of), format!("{of} {unit}"));
        put(page, &["<tr><th scope=\"row\">", &escaped(label), "</th>"]);
        for cell in [&count, &share, &of] {
            put(page, &["<td class=\"number\">", cell, "</td>"]);
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n</section>\n");
}

/// Opens a table that scrolls by itself where it is wider than the screen; the first column names rows.
fn open_table(page: &mut String, id: &str, caption: &str, heads: &[&str]) {
    put(
        page,
        &["<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-labelledby=\"", id, "-caption\">\n"],
    );
    put(page, &["<table><caption id=\"", id, "-caption\">", caption, "</caption>\n<thead><tr>"]);
    for (place, head) in heads.iter().enumerate() {
        let class = if place == 0 { "" } else { " class=\"number\"" };
        put(page, &["<th scope=\"col\"", class, ">", head, "</th>"]);
    }
    page.push_str("</tr></thead>\n<tbody>\n");
}

fn ages(page: &mut String, total: &Figures) {
    section(
        page,
        "age",
        "Age of records",
        "Since a source or a correction of data staff last touched the record.",
    );
    let row = |(age, count): (Age, u64)| {
        (Bar { label: age.label().to_owned(), count, of: total.providers }, "providers")
    };
    let rows: Vec<_> = total.ages().map(row).collect();
    counted(page, "age", ("Providers by age of their records", ["Age", "Providers", "Share", "Of"]), &rows);
}

fn accuracies(page: &mut String, total: &Figures) {
    section(page, "accuracy", "Accuracy of points", "");
    let row = |(accuracy, count): (Accuracy, u64)| {
        let label = match accuracy {
            Accuracy::Exact => "exact: the address",
            Accuracy::Zip => "zip: the middle of its ZIP code",
            Accuracy::City => "city: the middle of its city",
        };
        (Bar { label: label.to_owned(), count, of: total.practices }, "practices")
    };
    let rows: Vec<_> = total.accuracies().map(row).collect();
    let heads = ["Accuracy", "Practices", "Share", "Of"];
    counted(page, "accuracy", ("Practices by accuracy of their points", heads), &rows);
}

fn missing(page: &mut String, total: &Figures) {
    section(page, "missing", "Missing facts", "What no list tells, and no correction.");
    let row = |(wanted, count, of): (Wanted, u64, u64)| {
        (Bar { label: wanted.label().to_owned(), count, of }, wanted.about().as_str())
    };
    let rows: Vec<_> = total.missing().map(row).collect();
    counted(page, "missing", ("Missing facts", ["Fact", "Missing", "Share", "Of"]), &rows);
}

fn in_band(figures: &Figures, band: &[Age]) -> u64 {
    figures.ages().filter(|(age, _)| band.contains(age)).map(|(_, count)| count).sum()
}

/// States or specialties: a chart of ages, and a table.
fn groups(
    page: &mut String,
    (id, title, kind, about): (&str, &str, &str, &str),
    rows: Vec<(String, &Figures)>,
) {
    section(page, id, title, about);
    page.push_str("<ul class=\"legend\">\n");
    for (part, (told, _)) in (1..).zip(BANDS) {
        let _never_fails = writeln!(page, "<li><span class=\"part-{part}\"></span>{told}</li>");
    }
    page.push_str("</ul>\n");
    let parted = |(label, figures): &(String, &Figures)| Parted {
        label: label.clone(),
        parts: BANDS.map(|(_, band)| in_band(figures, band)).to_vec(),
    };
    let chart: Vec<Parted> = rows.iter().filter(|(_, figures)| figures.providers > 0).map(parted).collect();
    let caption = format!("Providers {} and age of their records", title.to_lowercase());
    let description =
        "A bar for each, divided by age as the list above it says. The table below has the numbers.";
    page.push_str(&chart::parted(&format!("{id}-chart"), &caption, description, &chart));
    let mut heads = vec![kind.to_owned(), "Providers".to_owned()];
    heads.extend(BANDS.map(|(told, _)| format!("Age {told}")));
    heads.push("Practices".to_owned());
    heads.extend(super::figures::ACCURACIES.map(|accuracy| format!("Point {}", accuracy.as_str())));
    heads.extend(TOLD.map(|wanted| format!("No {}", wanted.label().to_lowercase())));
    heads.push("Moved".to_owned());
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    open_table(page, id, title, &heads);
    for (label, figures) in rows {
        let mut cells = vec![figures.providers];
        cells.extend(BANDS.map(|(_, band)| in_band(figures, band)));
        cells.push(figures.practices);
        cells.extend(figures.accuracies().map(|(_, count)| count));
        cells.extend(TOLD.map(|wanted| figures.lack(wanted)));
        cells.push(figures.moved);
        put(page, &["<tr><th scope=\"row\">", &escaped(&label), "</th>"]);
        for cell in cells {
            put(page, &["<td class=\"number\">", &cell.to_string(), "</td>"]);
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody></table></div>\n</section>\n");
}
