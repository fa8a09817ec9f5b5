//! What an import would do to the live list, told before it does: every change, counts before and after, warnings.
//!
//! In: old and new providers as the lists are merged. Out: a [`Preview`], and a file with a line for each provider that
//! is not as before. Invariant: only dry runs pay for it.

use crate::domain::{Accuracy, Metres, Phone, Provider, State, Units};
use crate::ingest::{self, Change, ChangeLine, ChangeWriter, Code};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;

/// How a list looks from far: providers by specialty and state.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts {
    /// Providers.
    pub providers: u64,
    /// Providers by specialty id.
    pub specialties: BTreeMap<String, u64>,
    /// Providers by the state of their primary practice.
    pub states: BTreeMap<&'static str, u64>,
}

impl Counts {
    fn add(&mut self, provider: &Provider, vocabulary: &Vocabulary) {
        self.providers += 1;
        *self.states.entry(provider.practices.first().state.code()).or_default() += 1;
        for claim in &provider.specialties {
            let id = &vocabulary.specialty(claim.specialty).id;
            match self.specialties.get_mut(id) {
                Some(count) => *count += 1,
                None => {
                    self.specialties.insert(id.clone(), 1);
                }
            }
        }
    }
}

/// Something that a person should look at before the list is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Warning {
    /// The stable reason: `state_mismatch`, `phone_shared`, `coordinates_far`, `possible_duplicate` …
    pub code: &'static str,
    /// How many rows or providers it is about.
    pub count: u64,
    /// In words.
    pub message: String,
    /// A few of them, by id.
    pub samples: Vec<String>,
}

impl Warning {
    /// That a generation is live of which the disk did not say that it has it, and why.
    pub fn unsynced(why: &str) -> Self {
        let message = format!(
            "the generation is live, but the disk did not confirm it: {why}; until it does, a loss of power may bring \
             back the one before; look at the disk, then run `finder verify`"
        );
        Self { code: "not_confirmed", count: 1, message, samples: Vec::new() }
    }
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Preview {
    /// The list as it is live.
    pub before: Counts,
    /// The list as it would be.
    pub after: Counts,
    /// The first changes of each kind, at most [`Preview::SAMPLES`] of each.
    pub samples: Vec<ChangeLine>,
    /// What to look at.
    pub warnings: Vec<Warning>,
    /// Where every change stands, as CSV.
    pub file: Option<PathBuf>,
}

impl Preview {
    /// The most changes of a kind that are shown.
    pub const SAMPLES: usize = 5;
}

/// From how many providers on a shared phone is worth a look: call centres and head offices have hundreds.
const SHARED_PHONE: u32 = 200;

/// From how far on a stated point is worth a look although it is believed: nine of ten ZIP areas end within four miles
/// of their middle.
const FAR: Metres = Metres::from_whole_miles(25);

/// Phones that are named; where more are shared, the list has one mistake and not many.
const PHONES_NAMED: usize = 20;

/// Ids that a warning shows.
const IDS: usize = 5;

/// Collects what an import would do.
#[derive(Debug)]
pub(super) struct PreviewBuilder<'p> {
    vocabulary: &'p Vocabulary,
    places: &'p Places,
    preview: Preview,
    writer: Option<(PathBuf, ChangeWriter)>,
    phones: HashMap<Phone, u32>,
    far: u64,
    far_ids: Vec<String>,
}

impl<'p> PreviewBuilder<'p> {
    /// One that writes all changes to a file, where one is named.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub(super) fn new(
        file: Option<PathBuf>,
        vocabulary: &'p Vocabulary,
        places: &'p Places,
    ) -> std::io::Result<Self> {
        let writer = match file {
            Some(path) => Some((path.clone(), ChangeWriter::create(&path)?)),
            None => None,
        };
        let preview = Preview::default();
        Ok(Self { vocabulary, places, preview, writer, phones: HashMap::new(), far: 0, far_ids: Vec::new() })
    }

    /// Takes a provider as the list has it and as it would have it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn see(&mut self, old: Option<&Provider>, new: Option<&Provider>) -> std::io::Result<()> {
        if let Some(old) = old {
            self.preview.before.add(old, self.vocabulary);
        }
        if let Some(new) = new {
            self.preview.after.add(new, self.vocabulary);
            self.look_at(new);
        }
        match self.line(old, new) {
            Some(line) => self.keep(line),
            None => Ok(()),
        }
    }

    fn look_at(&mut self, provider: &Provider) {
        let mut phones: Vec<Phone> =
            provider.practices.iter().filter_map(|practice| practice.phone).collect();
        phones.sort_unstable();
        phones.dedup();
        for phone in phones {
            *self.phones.entry(phone).or_default() += 1;
        }
        let is_far = provider.practices.iter().any(|practice| {
            let zip = practice.zip.and_then(|zip| self.places.zip(zip));
            practice.accuracy == Accuracy::Exact
                && zip.is_some_and(|zip| zip.point.distance_to(practice.point) > FAR)
        });
        if is_far {
            self.far += 1;
            if self.far_ids.len() < IDS {
                self.far_ids.push(provider.id.to_string());
            }
        }
    }

    fn line(&self, old: Option<&Provider>, new: Option<&Provider>) -> Option<ChangeLine> {
        let (change, shown) = match (old, new) {
            (None, Some(new)) => ("added", new),
            (Some(old), None) => ("removed", old),
            (Some(old), Some(new)) => match ingest::change(old, new) {
                Change::Changed => ("changed", new),
                Change::Moved => ("moved", new),
                Change::Unchanged => return None,
            },
            (None, None) => return None,
        };
        let practice = shown.practices.first();
        let specialties: Vec<&str> = shown
            .specialties
            .iter()
            .map(|claim| self.vocabulary.specialty(claim.specialty).id.as_str())
            .collect();
        let mut line = ChangeLine {
            change,
            id: shown.id.to_string(),
            name: shown.name.to_string(),
            city: practice.city.clone(),
            state: State::code(practice.state).to_owned(),
            specialties: specialties.join("|"),
            ..ChangeLine::default()
        };
        if let (Some(old), Some(new)) = (old, new) {
            line.fields = ingest::changed_fields(old, new, self.vocabulary);
            if change == "moved" {
                line.miles = format!("{:.1}", ingest::shift(old, new).in_units(Units::Miles));
            }
        }
        Some(line)
    }

    fn keep(&mut self, line: ChangeLine) -> std::io::Result<()> {
        if let Some((_, writer)) = &mut self.writer {
            writer.push(&line)?;
        }
        let shown = self.preview.samples.iter().filter(|sample| sample.change == line.change).count();
        if shown < Preview::SAMPLES {
            self.preview.samples.push(line);
        }
        Ok(())
    }

    /// What was collected; `reasons` are those counted while reading.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub(super) fn finish(mut self, reasons: &BTreeMap<&'static str, u64>) -> std::io::Result<Preview> {
        self.warn(reasons);
        let mut preview = self.preview;
        // `added` stands before `changed`, `moved` and `removed` in the alphabet too.
        preview.samples.sort_by_key(|line| line.change);
        if let Some((path, writer)) = self.writer {
            writer.finish()?;
            preview.file = Some(path);
        }
        Ok(preview)
    }

    fn warn(&mut self, reasons: &BTreeMap<&'static str, u64>) {
        let counted = |code: Code| reasons.get(code.as_str()).copied().unwrap_or(0);
        let warnings = &mut self.preview.warnings;
        let mismatches = counted(Code::StateMismatch);
        if mismatches > 0 {
            warnings.push(Warning {
                code: Code::StateMismatch.as_str(),
                count: mismatches,
                message: format!("ZIP code and state disagree in {mismatches} rows; the report names them"),
                samples: Vec::new(),
            });
        }
        let mut shared: Vec<(Phone, u32)> = self
            .phones
            .iter()
            .filter(|(_, count)| **count >= SHARED_PHONE)
            .map(|(phone, count)| (*phone, *count))
            .collect();
        shared.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        for (phone, count) in shared.into_iter().take(PHONES_NAMED) {
            warnings.push(Warning {
                code: "phone_shared",
                count: u64::from(count),
                message: format!("{count} providers have the phone {phone}"),
                samples: Vec::new(),
            });
        }
        let dropped = counted(Code::CoordinatesFar);
        if self.far + dropped > 0 {
            let miles = FAR.in_units(Units::Miles);
            warnings.push(Warning {
                code: Code::CoordinatesFar.as_str(),
                count: self.far + dropped,
                message: format!(
                    "{} points lie over {miles:.0} miles from their ZIP code; {dropped} of them lie over 150 miles away \
                     and are not used",
                    self.far + dropped
                ),
                samples: std::mem::take(&mut self.far_ids),
            });
        }
    }
}
