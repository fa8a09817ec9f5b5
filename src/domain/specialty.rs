//! What a provider is: ids of the vocabulary, taxonomy codes, and the claim that joins them.

use std::fmt;
use std::str::FromStr;

/// Declares the id of an open set that the vocabulary owns: a row number, cheap to copy and to index with.
macro_rules! vocabulary_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Row numbers are valid for one vocabulary only, so they are never stored: files and answers carry the
        /// text id.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u16);

        impl $name {
            /// Names a row; the vocabulary is the only caller that can know it exists.
            pub const fn from_row(row: u16) -> Self {
                Self(row)
            }

            /// The row number, for indexing.
            pub const fn row(self) -> usize {
                self.0 as usize
            }
        }
    };
}

vocabulary_id! {
    /// A row of `specialties.csv`.
    SpecialtyId
}
vocabulary_id! {
    /// A row of `conditions.csv`.
    ConditionId
}
vocabulary_id! {
    /// A row of `techniques.csv`.
    TechniqueId
}

/// A NUCC Health Care Provider Taxonomy code: nine digits or capital letters and a closing `X`.
///
/// # Source
/// National Uniform Claim Committee, code set version 25.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxonomyCode([u8; 10]);

/// Why a text is no [`TaxonomyCode`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a taxonomy code has nine digits or capital letters and ends with X")]
pub struct TaxonomyCodeError;

impl TaxonomyCode {
    /// The length of a code in bytes.
    pub const LENGTH: usize = 10;

    /// The ten characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for TaxonomyCode {
    type Err = TaxonomyCodeError;

    /// Reads a code in capitals; case and surrounding blanks are the reader's business.
    fn from_str(text: &str) -> Result<Self, TaxonomyCodeError> {
        let code: [u8; 10] = text.as_bytes().try_into().map_err(|_other_length| TaxonomyCodeError)?;
        let shaped = code.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if shaped && code[0].is_ascii_digit() && code[9] == b'X' {
            Ok(Self(code))
        } else {
            Err(TaxonomyCodeError)
        }
    }
}

impl fmt::Display for TaxonomyCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for TaxonomyCode {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "TaxonomyCode({self})")
    }
}

/// One specialty that a provider states: by a taxonomy code, a word of one's own list, or a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SpecialtyClaim {
    /// The specialty of the vocabulary.
    pub specialty: SpecialtyId,
    /// The code that said so, where a code did.
    pub taxonomy: Option<TaxonomyCode>,
    /// Whether the source marks it as the main one.
    pub primary: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taxonomy_code_is_ten_characters_ending_in_x() {
        for good in ["111N00000X", "204D00000X", "390200000X"] {
            assert_eq!(good.parse::<TaxonomyCode>().expect(good).as_str(), good);
        }
        for bad in ["", "111N00000", "111n00000X", "111N00000XX", "111N00000Y", "X11N00000X", "111N0000éX"] {
            assert!(bad.parse::<TaxonomyCode>().is_err(), "{bad}");
        }
    }
}
