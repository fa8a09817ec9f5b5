//! Amounts in words and digits: `10`, `2.5`, `15km`, `ten`, `half a`, `diez`.

/// Numbers that people write out before a unit, in English and Spanish.
const WRITTEN: [(&str, f64); 38] = [
    ("a", 1.0),
    ("an", 1.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("ten", 10.0),
    ("twelve", 12.0),
    ("fifteen", 15.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("hundred", 100.0),
    ("half", 0.5),
    ("un", 1.0),
    ("una", 1.0),
    ("uno", 1.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cuatro", 4.0),
    ("cinco", 5.0),
    ("diez", 10.0),
    ("quince", 15.0),
    ("veinte", 20.0),
    ("treinta", 30.0),
    ("cincuenta", 50.0),
    ("cien", 100.0),
    ("media", 0.5),
    ("couple", 2.0),
    ("few", 3.0),
    ("seis", 6.0),
    ("ocho", 8.0),
    ("cuarenta", 40.0),
];

/// A number, and the letters glued to it (`10mi`).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Amount<'w> {
    pub(super) value: f64,
    /// What stands glued behind the digits, empty if nothing does.
    pub(super) glued: &'w str,
    /// Whether it is written with digits, and so is a number whatever follows.
    pub(super) digits: bool,
}

impl Amount<'_> {
    /// Whether it is a written number that is an article as well.
    pub(super) fn is_article(&self) -> bool {
        !self.digits && self.value <= 1.0 && self.value > 0.5
    }
}

/// What two written numbers make together: `twenty five`.
pub(super) fn together(tens: &str, ones: &str) -> Option<f64> {
    let written = |word: &str| WRITTEN.iter().find(|(written, _)| *written == word).map(|(_, value)| *value);
    let (tens, ones) = (written(tens)?, written(ones).filter(|_| ones.len() > 2)?);
    ((20.0..100.0).contains(&tens) && (1.0..10.0).contains(&ones)).then_some(tens + ones)
}

/// Reads one word as an amount.
pub(super) fn amount(word: &str) -> Option<Amount<'_>> {
    if let Some((_, value)) = WRITTEN.iter().find(|(written, _)| *written == word) {
        return Some(Amount { value: *value, glued: "", digits: false });
    }
    let length = word.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
    let (number, glued) = word.split_at_checked(length)?;
    if !number.bytes().any(|byte| byte.is_ascii_digit()) || number.len() > 8 {
        return None;
    }
    Some(Amount { value: number.parse().ok()?, glued, digits: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_words_are_amounts() {
        let read = |word| amount(word).map(|amount| (amount.value, amount.glued));
        let cases = [
            ("10", Some((10.0, ""))),
            ("2.5", Some((2.5, ""))),
            (".5", Some((0.5, ""))),
            ("15km", Some((15.0, "km"))),
            ("ten", Some((10.0, ""))),
            ("diez", Some((10.0, ""))),
            ("km15", None),
            ("1.2.3", None),
            (".", None),
            ("", None),
            ("99999999999", None),
        ];
        for (word, expected) in cases {
            assert_eq!(read(word), expected, "{word}");
        }
        assert_eq!((together("twenty", "five"), together("five", "twenty")), (Some(25.0), None));
        assert_eq!(together("twenty", "a"), None);
    }
}
