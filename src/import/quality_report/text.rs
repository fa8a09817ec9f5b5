//! Texts of the page.

/// A text that stands for itself in HTML and SVG, between tags and in attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // Neither HTML nor XML knows most of them; names of files may hold them.
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// `12.3 %`; a dash where there is nothing to be a share of. Whatever is neither none nor all is told as neither.
pub(super) fn share(count: u64, of: u64) -> String {
    if of == 0 {
        return "–".to_owned();
    }
    let (count, of) = (u128::from(count), u128::from(of));
    let thousandths = (count * 1_000 + of / 2) / of;
    match thousandths {
        0 if count > 0 => "under 0.1 %".to_owned(),
        1_000 if count < of => "over 99.9 %".to_owned(),
        _ => format!("{}.{} %", thousandths / 10, thousandths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_begins_a_tag_or_ends_an_attribute() {
        assert_eq!(escaped("<a href='x\">&\u{0}\n"), "&lt;a href=&#39;x&quot;&gt;&amp;\u{fffd}\u{fffd}");
        assert_eq!(escaped("Núñez 12 %"), "Núñez 12 %");
    }

    #[test]
    fn a_share_is_rounded_but_few_are_not_none_and_most_not_all() {
        for (count, of, told) in [
            (0, 0, "–"),
            (0, 7, "0.0 %"),
            (7, 7, "100.0 %"),
            (1, 8, "12.5 %"),
            (2, 3, "66.7 %"),
            (1, 10_000, "under 0.1 %"),
            (9_999, 10_000, "over 99.9 %"),
            (u64::MAX, u64::MAX, "100.0 %"),
        ] {
            assert_eq!(share(count, of), told, "{count} of {of}");
        }
    }
}
