//! Whom corrections hide, told whatever became of the generation that was made with them.
//!
//! In: the ids and the corrections in a generation's folder, and the copy of the ids that lies beside the folder. Out: the
//! ids that a generation leaves out that stands in for another one. Invariant: whoever is hidden by what was live is left
//! out, or nothing stands in; the copy goes with its generation.

use super::digest::hash;
use super::disk::{read_if_there, remove, write_synced};
use super::error::IndexError;
use super::history::History;
use super::layout;
use super::manifest::{GenerationId, Manifest};
use super::store::Store;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// What the names of copies end with.
const COPY: &str = "hidden";

/// Writes whom a generation hides beside its folder, or nothing where it was made without corrections.
///
/// # Errors
/// [`IndexError::Io`] when it cannot be written.
pub(super) fn write_copy(
    root: &Path,
    generation: GenerationId,
    building: &Path,
    corrected: bool,
) -> Result<(), IndexError> {
    let path = copy_path(root, generation);
    let ids = read_if_there(&building.join(layout::HIDDEN))?.filter(|_| corrected);
    let Some(ids) = ids else { return remove(&path) };
    let mut copy = format!("{}\n", hash(&ids)).into_bytes();
    copy.extend(ids);
    write_synced(&path, &copy)
}

/// Removes a generation's folder and what lies beside it.
///
/// # Errors
/// [`IndexError::Io`] when one of both cannot be removed.
pub(super) fn remove_generation(store: &Store, generation: GenerationId) -> Result<(), IndexError> {
    remove(&store.path(generation))?;
    remove(&copy_path(store.root(), generation))
}

/// The generations that have a copy.
pub(super) fn copies(root: &Path) -> Vec<GenerationId> {
    let entries = std::fs::read_dir(root).into_iter().flatten().flatten();
    let paths = entries.map(|entry| entry.path()).filter(|path| path.extension() == Some(OsStr::new(COPY)));
    paths.filter_map(|path| path.file_stem()?.to_str()?.parse().ok()).collect()
}

fn copy_path(root: &Path, generation: GenerationId) -> PathBuf {
    root.join(format!("{generation}.{COPY}"))
}

/// The ids that a generation hides.
#[derive(Debug, Default)]
struct Hidden {
    /// Whatever is told by what is there, damaged or not.
    told: BTreeSet<String>,
    /// What is told by files of which nobody can say that they are damaged.
    sound: BTreeSet<String>,
}

impl Hidden {
    fn tell(&mut self, ids: BTreeSet<String>, sound: bool) {
        if sound {
            self.sound.extend(ids.iter().cloned());
        }
        self.told.extend(ids);
    }
}

impl Store {
    /// The ids of all whom a generation is to leave out that stands in for what was live: those whom that one hides, and
    /// those whom generations after its own hide.
    ///
    /// # Errors
    /// [`IndexError::HiddenLost`] where it is known that there are such, and not who they are.
    pub(super) fn hidden_besides(&self, stand_in: GenerationId) -> Result<BTreeSet<String>, IndexError> {
        let (history, _whole) = History::read(self.root())?;
        let mut ids = BTreeSet::new();
        let was_live = self.was_live(&history).filter(|live| *live != stand_in);
        for newer in self.kept().into_iter().filter(|kept| *kept > stand_in && Some(*kept) != was_live) {
            ids.extend(self.hidden_by(newer).told);
        }
        let Some(live) = was_live else { return Ok(ids) };
        let hidden = self.hidden_by(live);
        ids.extend(hidden.told);
        let Some(entry) = history.find(live).filter(|entry| entry.was_corrected() == Some(true)) else {
            return Ok(ids);
        };
        let expected = entry.corrections.as_ref().map_or(1, |corrections| corrections.hidden);
        if (hidden.sound.len() as u64) < expected {
            // Whoever else was made with the same corrections hides the same people.
            let same = entry.corrections.as_ref().and_then(|source| self.made_with(source));
            let same = same.ok_or_else(|| IndexError::HiddenLost(live.to_string()))?;
            ids.extend(self.hidden_by(same).told);
        }
        Ok(ids)
    }

    /// Whom a generation hides, by whatever of it is left.
    fn hidden_by(&self, generation: GenerationId) -> Hidden {
        let (directory, mut hidden) = (self.path(generation), Hidden::default());
        let published = self.published_hash(generation).ok().flatten();
        let manifest = Manifest::read_any(&directory, generation, published.as_deref());
        let files = manifest.and_then(|(_, manifest, _)| manifest()).map(|manifest| manifest.files);
        let files = files.unwrap_or_default();
        for name in [layout::HIDDEN, layout::CORRECTIONS] {
            let Ok(bytes) = std::fs::read(directory.join(name)) else { continue };
            let published = files.iter().find(|(path, ..)| path == name);
            let sound = published.is_none_or(|(_, _, published)| hash(&bytes) == *published);
            let text = String::from_utf8_lossy(&bytes);
            hidden.tell(if name == layout::HIDDEN { lines(&text) } else { hidden_by_rows(&text) }, sound);
        }
        if let Ok(bytes) = std::fs::read(copy_path(self.root(), generation)) {
            let text = String::from_utf8_lossy(&bytes);
            let (published, ids) = text.split_once('\n').unwrap_or_default();
            hidden.tell(lines(ids), hash(ids.as_bytes()) == published);
        }
        hidden
    }
}

/// Ids, one a line.
fn lines(text: &str) -> BTreeSet<String> {
    text.lines().map(str::to_owned).collect()
}

/// Who is hidden altogether by kept corrections: of whom the last row without a practice that hides or shows hides. Rows
/// are taken as they are, for who else could tell is not asked here.
fn hidden_by_rows(text: &str) -> BTreeSet<String> {
    let mut rows = rows(text).into_iter();
    let header = rows.next().unwrap_or_default();
    let place = |name: &str| header.iter().position(|column| column == name);
    let places = ["id", "action", "practice_address", "practice_zip"].map(place);
    let mut hides: BTreeMap<String, bool> = BTreeMap::new();
    for row in rows {
        let cell = |place: Option<usize>| place.and_then(|place| row.get(place)).map_or("", String::as_str);
        let [id, action, address, zip] = places.map(cell);
        if !address.is_empty() || !zip.is_empty() {
            continue;
        }
        let hide = match action.to_lowercase().as_str() {
            "hide" | "remove" | "suppress" => true,
            "show" | "unhide" => false,
            _ => continue,
        };
        let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
        hides.insert(if is_number { format!("npi:{id}") } else { id.to_owned() }, hide);
    }
    hides.into_iter().filter(|(_, hide)| *hide).map(|(id, _)| id).collect()
}

/// The cells of corrections as they are kept: commas between cells, quotes around those that have commas, quotes or ends of
/// lines.
fn rows(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.next_if_eq(&'"').is_some() => cell.push('"'),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            other => cell.push(other),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_on_the_whole_provider_counts() {
        let text = "id,action,practice_address,practice_zip,why\n\
            npi:1,hide,,,\"a, \"\"b\"\"\nnpi:9,hide,,,\"\n\
            npi:2,hide,,,\nnpi:2,show,,,\n\
            3,remove,,,\n\
            npi:4,hide,100 Main St,,\n\
            \"list:a,b\",hide,,,\nnpi:5,set,,,\n";
        let hidden: Vec<String> = hidden_by_rows(text).into_iter().collect();
        assert_eq!(hidden, ["list:a,b", "npi:1", "npi:3"]);
        assert!(hidden_by_rows("").is_empty() && hidden_by_rows("damaged").is_empty());
    }

    #[test]
    fn a_copy_lies_beside_its_generation_and_goes_with_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let (store, generation) = (Store::new(folder.path()), GenerationId::FIRST);
        let building = folder.path().join("building");
        std::fs::create_dir_all(building.join(layout::LISTS)).expect("space");
        std::fs::write(building.join(layout::HIDDEN), "npi:1\nnpi:2\n").expect("space");
        write_copy(folder.path(), generation, &building, true).expect("space");
        assert_eq!(copies(folder.path()), [generation]);
        let hidden = store.hidden_by(generation);
        assert_eq!((hidden.told.len(), hidden.sound.len()), (2, 2));
        let path = copy_path(folder.path(), generation);
        let mut bytes = std::fs::read(&path).expect("there");
        *bytes.last_mut().expect("not empty") ^= 1;
        std::fs::write(&path, bytes).expect("space");
        assert!(store.hidden_by(generation).sound.is_empty());
        remove_generation(&store, generation).expect("removed");
        assert!(copies(folder.path()).is_empty());
        write_copy(folder.path(), generation, &building, false).expect("nothing to write");
        assert!(copies(folder.path()).is_empty());
    }
}
