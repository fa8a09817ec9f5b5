//! A delimited file, opened: its encoding decided, its header found and mapped, its rows ready to be read.
//!
//! In: a stream of bytes. Out: a [`Table`], or why the file is none. Invariant: at most [`SAMPLE`] bytes are looked at
//! before the first row is handed out.

use super::columns::Layout;
use super::encoding::{self, Encoding, Utf16};
use super::rows::{Next, Rows};
use super::sniff;
use super::source::Stop;
use super::{Code, Look};
use std::borrow::Cow;
use std::io::{Cursor, Read};

/// Bytes on which encoding and delimiter are decided.
const SAMPLE: usize = 1 << 20;

/// A delimited file, behind its header.
pub(super) struct Table<'t> {
    pub(super) rows: Rows<Box<dyn Read + Send + 't>>,
    pub(super) layout: Layout,
    pub(super) encoding: Encoding,
    /// Whether rows with text in windows-1252 are named one by one.
    pub(super) names_recoded: bool,
    /// What was passed over or recoded for the whole file: the line, why, and what it said.
    pub(super) mended: Vec<(u64, Code, String)>,
}

/// Opens a stream as a table.
///
/// # Errors
/// When it cannot be read, or is no list.
pub(super) fn open<'t>(mut input: Box<dyn Read + Send + 't>, look: &Look<'_>) -> Result<Table<'t>, Stop> {
    let mut sample = Vec::new();
    (&mut input).take(SAMPLE as u64).read_to_end(&mut sample)?;
    sniff::refuse_others(&sample)?;
    let decision = encoding::decide(&sample, sample.len() < SAMPLE);
    let head = head(&sample[decision.mark..], decision.encoding)?;
    let dialect = sniff::dialect(&head, look)?;

    let mut mended = mended(decision);
    mended.extend(dialect.passed);
    if dialect.layout.makes_ids {
        mended.push((dialect.line, Code::IdsMade, String::new()));
    }
    let skipped = dialect.skipped as u64;
    let mut whole = Cursor::new(sample).chain(input);
    std::io::copy(&mut (&mut whole).take(decision.mark as u64), &mut std::io::sink())?;
    let mut text: Box<dyn Read + Send + 't> = match decision.encoding {
        Encoding::Utf8 | Encoding::Windows1252 => Box::new(whole),
        Encoding::Utf16Le => Box::new(Utf16::new(whole, false)),
        Encoding::Utf16Be => Box::new(Utf16::new(whole, true)),
    };
    std::io::copy(&mut (&mut text).take(skipped), &mut std::io::sink())?;
    let mut rows = Rows::new(text, dialect.delimiter, dialect.line);
    let layout = dialect.layout;
    if dialect.headerless {
        rows.expect(layout.header.len(), layout.spare());
        return Ok(Table { rows, layout, encoding: decision.encoding, names_recoded: decision.rare, mended });
    }
    match rows.next()? {
        Next::Row(_) => {}
        Next::Bad(bad) => return Err(Stop::refused(bad.code, bad.message)),
        Next::Comment(_) | Next::Cut | Next::End => {
            return Err(Stop::refused(Code::EmptyFile, "the file has no rows"));
        }
    }
    rows.expect(layout.header.len(), layout.spare());
    Ok(Table { rows, layout, encoding: decision.encoding, names_recoded: decision.rare, mended })
}

/// The sample as the rows will see it.
fn head(sample: &[u8], encoding: Encoding) -> std::io::Result<Cow<'_, [u8]>> {
    let big_endian = match encoding {
        Encoding::Utf8 | Encoding::Windows1252 => return Ok(Cow::Borrowed(sample)),
        Encoding::Utf16Le => false,
        Encoding::Utf16Be => true,
    };
    let mut text = Vec::new();
    Utf16::new(sample, big_endian).read_to_end(&mut text)?;
    Ok(Cow::Owned(text))
}

fn mended(decision: encoding::Decision) -> Vec<(u64, Code, String)> {
    let name = decision.encoding.as_str();
    match decision.encoding {
        Encoding::Utf8 if decision.mark == 0 => Vec::new(),
        Encoding::Utf8 => vec![(1, Code::ByteOrderMark, name.to_owned())],
        Encoding::Windows1252 | Encoding::Utf16Le | Encoding::Utf16Be => {
            vec![(1, Code::EncodingRepaired, name.to_owned())]
        }
    }
}
