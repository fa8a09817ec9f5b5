//! Charts as inline SVG: bars, and bars of several parts.
//!
//! In: rows of numbers with their labels. Out: an `svg` element that a screen reader reads as one picture with a title and
//! a description; the same numbers stand in a table beside it. Invariants: no script, no style of its own (classes of the
//! page colour it, light and dark), every text escaped.

use super::text::{escaped, share};
use std::fmt::Write as _;

/// The width that charts are drawn for: a phone's, so that letters are not shrunk there.
const WIDTH: u64 = 340;

/// From the top of one row to that of the next: a line of letters and a bar.
const ROW: u64 = 36;

/// Where letters stand and bars begin, in a row.
const LETTERS: u64 = 14;
const BAR: u64 = 20;
const BAR_HEIGHT: u64 = 9;

/// Thousandths of the width, so that a bar is as long as its share.
const FINE: u64 = 1_000;

/// A row of a chart of bars: so many of so many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) count: u64,
    pub(super) of: u64,
}

/// A row of a chart of parts: what its bar is divided into, in the order of the legend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parted {
    pub(super) label: String,
    pub(super) parts: Vec<u64>,
}

/// A chart with a bar a row, as long as its share.
pub(super) fn bars(id: &str, title: &str, description: &str, rows: &[Bar]) -> String {
    let mut svg = opened(id, title, description, rows.len());
    for (place, row) in (0_u64..).zip(rows) {
        let top = place * ROW;
        letters(&mut svg, top, &row.label, &format!("{} ({})", row.count, share(row.count, row.of)));
        rect(&mut svg, "rest", 0, top, WIDTH * FINE);
        rect(&mut svg, "bar", 0, top, length(row.count, row.of));
    }
    svg.push_str("</svg>\n");
    svg
}

/// A chart with a bar a row, divided into parts; all bars are equally long.
pub(super) fn parted(id: &str, title: &str, description: &str, rows: &[Parted]) -> String {
    let mut svg = opened(id, title, description, rows.len());
    for (place, row) in (0_u64..).zip(rows) {
        let (top, of): (u64, u64) = (place * ROW, row.parts.iter().sum());
        letters(&mut svg, top, &row.label, &of.to_string());
        let mut before = 0;
        for (part, count) in (1..).zip(&row.parts) {
            let from = length(before, of);
            before += count;
            rect(&mut svg, &format!("part-{part}"), from, top, length(before, of) - from);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn opened(id: &str, title: &str, description: &str, rows: usize) -> String {
    let height = rows as u64 * ROW;
    let (title, description) = (escaped(title), escaped(description));
    format!(
        "<svg role=\"img\" viewBox=\"0 0 {WIDTH} {height}\" aria-labelledby=\"{id}-title {id}-description\">\n\
         <title id=\"{id}-title\">{title}</title><desc id=\"{id}-description\">{description}</desc>\n"
    )
}

/// How long a share's bar is, in thousandths of a unit.
fn length(count: u64, of: u64) -> u64 {
    let long = u128::from(count.min(of)) * u128::from(WIDTH * FINE) / u128::from(of.max(1));
    u64::try_from(long).unwrap_or(0)
}

fn letters(svg: &mut String, top: u64, label: &str, value: &str) {
    let (line, label) = (top + LETTERS, escaped(label));
    let _never_fails = writeln!(
        svg,
        "<text x=\"0\" y=\"{line}\">{label}</text><text class=\"value\" x=\"{WIDTH}\" y=\"{line}\">{value}</text>"
    );
}

/// A part of a bar, `from` and `long` in thousandths of a unit; nothing where it has no length.
fn rect(svg: &mut String, class: &str, from: u64, top: u64, long: u64) {
    if long == 0 {
        return;
    }
    let units = |thousandths: u64| format!("{}.{:03}", thousandths / FINE, thousandths % FINE);
    let _never_fails = writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{BAR_HEIGHT}\"/>",
        units(from),
        top + BAR,
        units(long)
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Widths of the bars of a class, in thousandths.
    fn widths(svg: &str, class: &str) -> Vec<u64> {
        let rects = svg.lines().filter(|line| line.starts_with(&format!("<rect class=\"{class}\"")));
        let width =
            |line: &str| line.split("width=\"").nth(1)?.split('"').next()?.replace('.', "").parse().ok();
        rects.map(|line| width(line).expect("a width")).collect()
    }

    #[test]
    fn a_bar_is_as_long_as_its_share_and_parts_fill_theirs() {
        let bar = |count, of| Bar { label: "A".to_owned(), count, of };
        let svg = bars("x", "T", "D", &[bar(0, 0), bar(0, 9), bar(1, 4), bar(9, 9)]);
        assert_eq!(widths(&svg, "bar"), [85_000, 340_000]);
        for parts in [vec![1, 1, 1, 0], vec![7, 0, 0, 3], vec![u64::MAX / 4; 4]] {
            let svg = parted("x", "T", "D", &[Parted { label: "A".to_owned(), parts }]);
            let filled: u64 = (1..=4).flat_map(|part| widths(&svg, &format!("part-{part}"))).sum();
            assert_eq!(filled, 340_000, "{svg}");
        }
        let empty = parted("x", "T", "D", &[Parted { label: "A".to_owned(), parts: vec![0; 4] }]);
        assert!(!empty.contains("<rect"), "{empty}");
    }

    #[test]
    fn no_text_can_leave_its_place() {
        let evil = "</title><script>\"'&";
        let row = Bar { label: evil.to_owned(), count: 1, of: 2 };
        let svg = bars("x", evil, evil, &[row]);
        assert!(!svg.contains("<script"), "{svg}");
        assert_eq!(svg.matches("&lt;/title&gt;&lt;script&gt;&quot;&#39;&amp;").count(), 3, "{svg}");
    }
}
