//! Which encoding a file is in, and bytes to text.
//!
//! In: the first bytes of a file, then its fields. Out: an [`Encoding`], a stream of UTF-8 where the file is UTF-16,
//! and text. Windows-1252 needs no recoding of the stream: its delimiters are those of ASCII, so only fields that
//! are looked at are recoded. Invariant: recoding never fails and never grows with the file.

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;
use std::io::Read;

/// The encodings that lists come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Windows1252,
    Utf16Le,
    Utf16Be,
}

impl Encoding {
    /// The name that summaries carry.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Windows1252 => "windows-1252",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
        }
    }
}

/// What the first bytes of a file say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Decision {
    pub(super) encoding: Encoding,
    /// The length of the byte-order mark, 0 where there is none.
    pub(super) mark: usize,
    /// Whether text in windows-1252 is rare enough that a person may want to see each row of it.
    pub(super) rare: bool,
}

/// Up to so many stray bytes in the sample each row with one is named; more are the file's encoding, said once.
const RARE: usize = 20;

/// Decides by a byte-order mark, by the NULs of UTF-16, and by whether the sample is valid UTF-8. `whole`: the sample
/// is all there is, so that a character cut at its end is no cut by us.
pub(super) fn decide(sample: &[u8], whole: bool) -> Decision {
    let marked = |encoding, mark| Decision { encoding, mark, rare: true };
    if sample.starts_with(b"\xEF\xBB\xBF") {
        return marked(Encoding::Utf8, 3);
    }
    if sample.starts_with(b"\xFF\xFE") {
        return marked(Encoding::Utf16Le, 2);
    }
    if sample.starts_with(b"\xFE\xFF") {
        return marked(Encoding::Utf16Be, 2);
    }
    match unmarked_utf16(sample) {
        Some(encoding) => marked(encoding, 0),
        None => eight_bit(sample, whole),
    }
}

/// UTF-16 without a mark: in English lists nearly every second byte is NUL, all on one side.
fn unmarked_utf16(sample: &[u8]) -> Option<Encoding> {
    // A few hundred units tell; a quarter leaves room for names in other scripts.
    let units = &sample[..sample.len().min(4096) / 2 * 2];
    let nul = |side: usize| units.iter().skip(side).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd, pairs) = (nul(0), nul(1), units.len() / 2);
    if pairs < 4 {
        None
    } else if odd * 4 > pairs && even == 0 {
        Some(Encoding::Utf16Le)
    } else if even * 4 > pairs && odd == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// UTF-8 as long as more characters are valid than bytes are not: a few stray bytes in a UTF-8 file are repaired row
/// by row, while a windows-1252 file has next to no valid multi-byte sequence.
fn eight_bit(sample: &[u8], whole: bool) -> Decision {
    let cut_at = |error: std::str::Utf8Error| error.error_len().is_none() && !whole;
    if std::str::from_utf8(sample).map_or_else(cut_at, |_valid| true) {
        return Decision { encoding: Encoding::Utf8, mark: 0, rare: true };
    }
    let (mut sound, mut strange) = (0_usize, 0_usize);
    for chunk in sample.utf8_chunks() {
        sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        strange += usize::from(!chunk.invalid().is_empty());
    }
    let encoding = if sound > strange { Encoding::Utf8 } else { Encoding::Windows1252 };
    Decision { encoding, mark: 0, rare: encoding == Encoding::Utf8 || strange <= RARE }
}

/// A field's text, and whether it was no UTF-8 and had to be read as windows-1252.
pub(super) fn text(field: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(field) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(field).0, true),
    }
}

/// Whether text read as windows-1252 holds a byte that windows-1252 does not have: then it was something else.
pub(super) fn is_nonsense(text: &str) -> bool {
    text.chars().any(|c| ('\u{80}'..='\u{9f}').contains(&c))
}

/// Reads UTF-16 and hands on UTF-8; what is no UTF-16 becomes U+FFFD.
pub(super) struct Utf16<R> {
    input: R,
    decoder: Decoder,
    raw: Vec<u8>,
    from: usize,
    filled: usize,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

/// Bytes taken at a time: the standard library's own buffer size.
const CHUNK: usize = 8 << 10;

impl<R: Read> Utf16<R> {
    pub(super) fn new(input: R, big_endian: bool) -> Self {
        let encoding = if big_endian { UTF_16BE } else { UTF_16LE };
        Self {
            input,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            from: 0,
            filled: 0,
            ready: Vec::new(),
            given: 0,
            ended: false,
        }
    }

    /// Decodes the next chunk into `ready`.
    fn decode(&mut self) -> std::io::Result<()> {
        if self.from == self.filled {
            self.filled = read_some(&mut self.input, &mut self.raw)?;
            self.from = 0;
        }
        let last = self.filled == 0;
        // Three bytes of UTF-8 for each unit, and one more character for what the decoder still holds.
        self.ready.resize(CHUNK / 2 * 3 + 16, 0);
        let raw = &self.raw[self.from..self.filled];
        let (_, read, written, _) = self.decoder.decode_to_utf8(raw, &mut self.ready, last);
        self.from += read;
        self.ready.truncate(written);
        self.given = 0;
        self.ended = last;
        Ok(())
    }
}

impl<R: Read> Read for Utf16<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        while self.given == self.ready.len() {
            if self.ended {
                return Ok(0);
            }
            self.decode()?;
        }
        let ready = &self.ready[self.given..];
        let length = ready.len().min(out.len());
        out[..length].copy_from_slice(&ready[..length]);
        self.given += length;
        Ok(length)
    }
}

/// One read, begun again when a signal interrupts it.
pub(super) fn read_some<R: Read>(input: &mut R, out: &mut [u8]) -> std::io::Result<usize> {
    loop {
        match input.read(out) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        text.encode_utf16()
            .flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    }

    #[test]
    fn the_encoding_is_told_from_mark_nuls_and_validity() {
        let mut marked = vec![0xFF, 0xFE];
        marked.extend(utf16("npi,name", false));
        let cases: [(&[u8], bool, Encoding, usize); 10] = [
            (b"npi,name\n", true, Encoding::Utf8, 0),
            (b"\xEF\xBB\xBFnpi,name\n", true, Encoding::Utf8, 3),
            (&marked, true, Encoding::Utf16Le, 2),
            (b"\xFE\xFF\0n\0p", true, Encoding::Utf16Be, 2),
            (&utf16("npi,name,city", false), true, Encoding::Utf16Le, 0),
            (&utf16("npi,name,city", true), true, Encoding::Utf16Be, 0),
            ("José,Zoë".as_bytes(), true, Encoding::Utf8, 0),
            (b"Jos\xE9,Zo\xEB", true, Encoding::Windows1252, 0),
            ("José,Zoë,Jürgen,\u{fffd}".as_bytes(), true, Encoding::Utf8, 0),
            (b"Jos\xC3\xA9,Zo\xC3\xAB,M\xFCller", true, Encoding::Utf8, 0),
        ];
        for (bytes, whole, encoding, mark) in cases {
            let decision = decide(bytes, whole);
            assert_eq!(
                (decision.encoding, decision.mark, decision.rare),
                (encoding, mark, true),
                "{bytes:?}"
            );
        }
    }

    #[test]
    fn a_character_cut_by_the_end_of_the_sample_is_no_error() {
        assert_eq!(decide(b"abc\xC3", false).encoding, Encoding::Utf8);
        assert_eq!(decide(b"abc\xC3", true).encoding, Encoding::Windows1252);
    }

    #[test]
    fn rows_of_a_file_that_is_windows_1252_throughout_are_not_named_one_by_one() {
        assert!(decide(&b"Jos\xE9,".repeat(RARE), true).rare);
        assert!(!decide(&b"Jos\xE9,".repeat(RARE + 1), true).rare);
    }

    #[test]
    fn stray_bytes_are_read_as_windows_1252() {
        assert_eq!(text("José".as_bytes()), (Cow::Borrowed("José"), false));
        assert_eq!(text(b"Jos\xE9 \x93x\x94"), (Cow::Borrowed("José “x”"), true));
        assert!(is_nonsense(&text(b"a\x81").0));
        assert!(!is_nonsense(&text(b"a\x80").0));
    }

    proptest! {
        #[test]
        fn utf16_comes_out_as_the_same_text(words in "\\PC{0,40}", repeat in 1_usize..2000, big_endian: bool) {
            let whole = words.repeat(repeat);
            let mut decoded = String::new();
            let bytes = utf16(&whole, big_endian);
            Utf16::new(bytes.as_slice(), big_endian).read_to_string(&mut decoded).expect("memory");
            prop_assert_eq!(decoded, whole.strip_prefix('\u{feff}').unwrap_or(&whole));
        }

        #[test]
        fn any_bytes_decode_to_text(bytes in proptest::collection::vec(any::<u8>(), 0..400), big_endian: bool) {
            let mut decoded = String::new();
            prop_assert!(Utf16::new(bytes.as_slice(), big_endian).read_to_string(&mut decoded).is_ok());
            let _ = decide(&bytes, true);
            let _ = text(&bytes);
        }
    }
}
