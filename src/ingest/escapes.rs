//! Text as it was before another program escaped it: a spreadsheet's `="02118"`, a page's `O&#39;Brien`.
//!
//! In: a cell. Out: what it stood for, and whose escape was undone. Invariants: a formula that computes anything is
//! text as it stands; nothing becomes `<` or `>` or a control character but a line's end, so that no cell turns into a
//! tag.

use super::Code;

/// Whose escape it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escape {
    /// A spreadsheet's, which keeps zeros before a number.
    Formula,
    /// A page's character reference or line break.
    Reference,
    /// A page's marks for type, links and paragraphs.
    Markup,
}

impl Escape {
    /// The code of the repair.
    pub(super) const fn code(self) -> Code {
        match self {
            Self::Formula => Code::Trimmed,
            Self::Reference | Self::Markup => Code::EncodingRepaired,
        }
    }

    /// The repair in words.
    pub(super) const fn message(self) -> &'static str {
        match self {
            Self::Formula => "the formula that a spreadsheet put around the text was taken off",
            Self::Markup => "what a page writes for type, links and paragraphs was taken off",
            Self::Reference => "what a page writes for characters and line ends was read as these",
        }
    }
}

/// References by name that lists bring from pages.
///
/// # Source
/// HTML Living Standard, "Named character references".
const NAMED: [(&str, char); 17] = [
    ("amp", '&'),
    ("quot", '"'),
    ("apos", '\''),
    ("nbsp", ' '),
    ("rsquo", '\u{2019}'),
    ("lsquo", '\u{2018}'),
    ("ndash", '\u{2013}'),
    ("aacute", 'á'),
    ("eacute", 'é'),
    ("iacute", 'í'),
    ("oacute", 'ó'),
    ("uacute", 'ú'),
    ("ntilde", 'ñ'),
    ("Ntilde", 'Ñ'),
    ("Eacute", 'É'),
    ("uuml", 'ü'),
    ("ouml", 'ö'),
];

/// The most bytes between `&` and `;`.
const LONGEST: usize = 8;

/// What stands for the end of a line in a page, small.
const LINE_BREAKS: [&str; 3] = ["<br>", "<br/>", "<br />"];

/// What a cell stood for; `None` where nothing is escaped.
///
/// # Complexity
/// Linear in the text; one that has neither sign is looked at once.
pub(super) fn undone(cell: &str) -> Option<(String, Escape)> {
    let inside = formula(cell);
    let text = inside.unwrap_or(cell);
    // Some programs escape what another one has escaped: `&amp;#39;`.
    let once = referred(text);
    let twice = once.as_deref().and_then(referred);
    let read = twice.or(once);
    let in_lines = in_lines(read.as_deref().unwrap_or(text));
    let bare = without_marks(in_lines.as_deref().or(read.as_deref()).unwrap_or(text));
    let escape = match (inside, &in_lines, &read) {
        (Some(_), ..) => Escape::Formula,
        (None, None, None) => Escape::Markup,
        _ => Escape::Reference,
    };
    bare.or(in_lines).or(read).or_else(|| inside.map(str::to_owned)).map(|text| (text, escape))
}

/// Marks of pages that only say how a text looks, or what it links to.
const MARKS: [&str; 19] = [
    "b", "i", "u", "em", "strong", "small", "big", "span", "font", "center", "sup", "sub", "p", "div", "a",
    "li", "ul", "ol", "h3",
];

/// The text without a page's marks; `None` where it has none, or anything else between such signs, for then it is text.
fn without_marks(text: &str) -> Option<String> {
    memchr::memchr(b'<', text.as_bytes())?;
    let mut bare = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        let (mark, behind) = behind.split_once('>')?;
        let name = mark.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        let known = MARKS.iter().any(|known| known.eq_ignore_ascii_case(name));
        // What would run is no page's dress, but somebody's attempt: it is kept as it stands, and told as text.
        let small = mark.to_ascii_lowercase();
        let runs = small.contains("script:") || small.contains(" on") || small.contains("/on");
        // A sign that stands alone is text, and what it leaves would look like another mark.
        if !known || runs || mark.contains('<') || before.contains('>') {
            return None;
        }
        bare.push_str(before);
        rest = behind;
    }
    if rest.contains('>') {
        return None;
    }
    bare.push_str(rest);
    Some(bare)
}

/// The address in a cell that is a page's link and nothing else: `<a href="https://example.org">Visit</a>`.
pub(super) fn linked(cell: &str) -> Option<&str> {
    let inside = cell.trim().strip_prefix("<a ")?.strip_suffix("</a>")?;
    let (_, behind) = inside.split_once("href=\"")?;
    let (address, rest) = behind.split_once('"')?;
    (!rest.contains("<a ")).then_some(address)
}

/// The text with a line's end where a page has one; `None` where it has none.
fn in_lines(text: &str) -> Option<String> {
    memchr::memchr(b'<', text.as_bytes())?;
    let small = text.to_ascii_lowercase();
    let mut lines = String::with_capacity(text.len());
    let (mut from, mut found) = (0, false);
    while let Some(length) = text.get(from..).and_then(|rest| rest.chars().next()).map(char::len_utf8) {
        let rest = small.get(from..).unwrap_or_default();
        if let Some(mark) = LINE_BREAKS.iter().find(|mark| rest.starts_with(**mark)) {
            lines.push('\n');
            (from, found) = (from + mark.len(), true);
        } else {
            lines.push_str(text.get(from..from + length).unwrap_or_default());
            from += length;
        }
    }
    found.then_some(lines)
}

/// The text within `="…"`.
fn formula(cell: &str) -> Option<&str> {
    if !cell.trim_start().starts_with('=') {
        return None;
    }
    let text = cell.trim().strip_prefix('=')?.trim_start().strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains('"')).then_some(text)
}

/// The text with its character references read; `None` where it has none.
fn referred(text: &str) -> Option<String> {
    memchr::memchr(b'&', text.as_bytes())?;
    let mut read = String::with_capacity(text.len());
    let (mut rest, mut found) = (text, false);
    while let Some((before, behind)) = rest.split_once('&') {
        read.push_str(before);
        let reference = behind.split_once(';').filter(|(name, _)| name.len() <= LONGEST);
        if let Some((c, behind)) = reference.and_then(|(name, behind)| Some((character(name)?, behind))) {
            read.push(c);
            (rest, found) = (behind, true);
        } else {
            read.push('&');
            rest = behind;
        }
    }
    read.push_str(rest);
    found.then_some(read)
}

/// The character of a reference, by name or by number.
fn character(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        return NAMED.iter().find(|(known, _)| *known == name).map(|&(_, c)| c);
    };
    let value = match number.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => number.parse(),
    };
    let c = char::from_u32(value.ok()?)?;
    (!c.is_control() && !matches!(c, '<' | '>')).then_some(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_other_programs_escaped_is_read() {
        for (cell, text, escape) in [
            ("=\"02118\"", "02118", Escape::Formula),
            (" = \"1000009005\" ", "1000009005", Escape::Formula),
            ("=\"\"", "", Escape::Formula),
            ("=\"Smith &amp; Sons\"", "Smith & Sons", Escape::Formula),
            ("Smith &amp; Sons", "Smith & Sons", Escape::Reference),
            ("O&#39;Brien", "O'Brien", Escape::Reference),
            ("O&amp;#039;Brien", "O'Brien", Escape::Reference),
            ("O&#x27;Brien", "O'Brien", Escape::Reference),
            ("Jos&eacute; Pe&ntilde;a", "José Peña", Escape::Reference),
            ("&#21555;", "吳", Escape::Reference),
            ("a & b &amp; c &d;", "a & b & c &d;", Escape::Reference),
            ("1 Elm St<br>Suite 3<BR />Rear <b>é</b>", "1 Elm St\nSuite 3\nRear é", Escape::Reference),
            ("<b>Jane</b> Doe", "Jane Doe", Escape::Markup),
            ("<p class=\"x\">1 Elm St</p>", "1 Elm St", Escape::Markup),
            ("<a href=\"tel:6175550111\">617-555-0111</a>", "617-555-0111", Escape::Markup),
        ] {
            assert_eq!(undone(cell), Some((text.to_owned(), escape)), "{cell}");
        }
    }

    #[test]
    fn a_link_has_an_address() {
        assert_eq!(linked("<a href=\"https://o.example\">Visit</a>"), Some("https://o.example"));
        assert_eq!(linked(" <a class=\"x\" href=\"https://o.example\" >o</a>"), Some("https://o.example"));
        for text in
            ["https://o.example", "<a>Visit</a>", "<a href=\"x\">1</a><a href=\"y\">2</a>", "<a href=\"x"]
        {
            assert_eq!(linked(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_escape_stays_and_nothing_becomes_a_tag() {
        for cell in [
            "",
            "Smith & Sons",
            "R&D; Spine",
            "=1+1",
            "=\"a\"&\"b\"",
            "=HYPERLINK(\"http://127.0.0.1/\")",
            "\"02118\"",
            "=\"",
            "&lt;script&gt;",
            "<script>alert(1)</script> Zz",
            "<b>Jane</b> <script>",
            "<b onmouseover=alert(1)>Jane</b>",
            "<a href=\"javascript:alert(1)\">Jane</a>",
            "<<b>script>",
            "1 < 2, <b>",
            "&#60;script&#x3e;",
            "&#0; &#27; &#xD800; &#99999999; &#; &#x; &;",
            "https://example.org/?a=1&b=2",
        ] {
            assert_eq!(undone(cell), None, "{cell}");
        }
        assert_eq!(undone("&amp;lt;b&amp;gt;"), Some(("&lt;b&gt;".to_owned(), Escape::Reference)));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_tag_or_a_control_of_ours(cell in "(&(#?[0-9a-z]{0,4}|amp|quot|#x3c|lt);?|=|\"|<br ?/?>|\\PC){0,8}") {
            if let Some((text, _)) = undone(&cell) {
                let odd = |text: &str| text.chars().filter(|&c| c.is_control() || matches!(c, '<' | '>')).count();
                prop_assert!(odd(&text) <= odd(&cell));
                prop_assert!(text.len() < cell.len());
            }
        }
    }
}
