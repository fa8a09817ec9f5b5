//! One piece of work from its beginning to its end: an import's dry run, what it told, the publication; or a rollback.
//!
//! In: files in a temporary folder of their own, or a generation. Out: lines of progress and an [`Outcome`].
//! Invariants: at most one process runs, and is interrupted once; the folder goes as soon as nothing can be published
//! from it any more.

use super::AdminOptions;
use super::outcome::Outcome;
use super::upload::UploadFolder;
use crate::index::{GenerationId, Store};
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::watch;

/// The most lines of progress that are kept.
const MOST_LINES: usize = 60;

/// What the program ends with where the list is not to blame: the disk, or another import that holds the lock.
const PASSING: [i32; 2] = [74, 75];

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The dry run is at work.
    Checking,
    /// The dry run went well; nothing is published yet.
    Checked,
    /// The import is at work.
    Publishing,
    /// The list is live.
    Published,
    /// The rollback is at work.
    RollingBack,
    /// The generation is live again.
    RolledBack,
    /// The list cannot be used, or a gate holds it back.
    Refused,
    /// The program failed.
    Failed,
    /// Somebody stopped it.
    Cancelled,
}

impl Phase {
    /// Whether a process is at work.
    pub(super) fn runs(self) -> bool {
        matches!(self, Self::Checking | Self::Publishing | Self::RollingBack)
    }

    /// Whether something can still be published, or given up.
    pub(super) fn rests(self) -> bool {
        matches!(self, Self::Checked | Self::Refused)
    }
}

/// What is known of an import at a moment.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) phase: Phase,
    /// Whether the live generation is another than when the last run began.
    pub(super) moved: bool,
    /// Whether a publication failed that may go well another time.
    pub(super) held_up: bool,
    /// What the program said last.
    pub(super) lines: Vec<String>,
    /// How many lines there were, so that a reader knows which are new.
    pub(super) said: usize,
    /// What the last run came to.
    pub(super) outcome: Option<Arc<Outcome>>,
}

impl Told {
    /// In words.
    pub(super) fn words(&self) -> &'static str {
        match (self.phase, self.moved) {
            (Phase::Checking, _) => "The list is being checked",
            (Phase::Checked, false) if self.held_up => {
                "The list could not be published now; nothing was published. It can be tried again"
            }
            (Phase::Checked, _) => "The list is checked; nothing is published yet",
            (Phase::Publishing, _) => "The list is being published",
            (Phase::Published, _) => "The list is published",
            (Phase::RollingBack, _) => "The rollback is under way",
            (Phase::RolledBack, _) => "The rollback is done",
            (Phase::Refused, false) => "It was refused; nothing was published",
            (Phase::Failed, false) => "It failed; nothing was published",
            (Phase::Cancelled, false) => "The import was cancelled; nothing was published",
            (Phase::Refused, true) => {
                "It was refused, but another generation is live than before; see the history"
            }
            (Phase::Failed, true) => "It failed, but another generation is live than before; see the history",
            (Phase::Cancelled, true) => {
                "It was cancelled, but another generation is live than before; see the history"
            }
        }
    }
}

/// What a job does.
#[derive(Debug)]
enum Work {
    Import { list: Option<String>, files: Vec<PathBuf>, map: Option<PathBuf> },
    RollBack(GenerationId),
}

/// The process at work.
#[derive(Debug, Default)]
struct Running {
    child: Option<Child>,
    /// A second interrupt would end it before it has cleared up.
    interrupted: bool,
}

/// An import or a rollback.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) number: u64,
    work: Work,
    /// What was uploaded, until it is of no more use.
    folder: Mutex<Option<UploadFolder>>,
    running: Mutex<Running>,
    /// Whether somebody asked what runs to stop.
    stopped: AtomicBool,
    told: watch::Sender<Told>,
}

/// What was uploaded.
#[derive(Debug)]
pub(super) struct Uploaded {
    pub(super) folder: UploadFolder,
    pub(super) files: Vec<PathBuf>,
    pub(super) map: Option<PathBuf>,
    pub(super) list: Option<String>,
}

impl Job {
    /// An import that has not begun.
    pub(super) fn new(number: u64, uploaded: Uploaded) -> Arc<Self> {
        let Uploaded { folder, files, map, list } = uploaded;
        Self::of(number, Work::Import { list, files, map }, Some(folder), Phase::Checking)
    }

    /// A rollback that has not begun.
    pub(super) fn rollback(number: u64, generation: GenerationId) -> Arc<Self> {
        Self::of(number, Work::RollBack(generation), None, Phase::RollingBack)
    }

    fn of(number: u64, work: Work, folder: Option<UploadFolder>, phase: Phase) -> Arc<Self> {
        let (lines, outcome) = (Vec::new(), None);
        let (told, _nobody) =
            watch::channel(Told { phase, moved: false, held_up: false, lines, said: 0, outcome });
        Arc::new(Self {
            number,
            work,
            folder: Mutex::new(folder),
            running: Mutex::default(),
            stopped: AtomicBool::new(false),
            told,
        })
    }

    /// Its title: the names of its files, or the generation.
    pub(super) fn title(&self) -> String {
        match &self.work {
            Work::Import { files, .. } => {
                let names = files.iter().filter_map(|file| file.file_name());
                let names = names.map(|name| name.to_string_lossy()).collect::<Vec<_>>().join(", ");
                format!("Import {}: {names}", self.number)
            }
            Work::RollBack(generation) => format!("Rollback to {generation}"),
        }
    }

    /// What is known now.
    pub(super) fn told(&self) -> Told {
        self.told.borrow().clone()
    }

    /// What is known, again and again.
    pub(super) fn follow(&self) -> watch::Receiver<Told> {
        self.told.subscribe()
    }

    /// Begins the dry run of an import, or the rollback.
    pub(super) fn begin(self: &Arc<Self>, options: &AdminOptions) {
        match self.work {
            Work::Import { .. } => self.run(options, &["--dry-run"], Phase::Checked),
            Work::RollBack(_) => self.run(options, &[], Phase::RolledBack),
        }
    }

    /// Begins the publication, unless the dry run has not ended well; says whether it has.
    pub(super) fn publish(self: &Arc<Self>, options: &AdminOptions, flags: &[&str]) -> bool {
        if !matches!(self.work, Work::Import { .. }) {
            return false;
        }
        // A list that a gate held back may be published by the flag that opens the gate.
        let begun = self.told.send_if_modified(|told| {
            let ready = told.phase.rests();
            if ready {
                self.stopped.store(false, Ordering::SeqCst);
                told.phase = Phase::Publishing;
                told.held_up = false;
                told.lines.clear();
            }
            ready
        });
        if begun {
            self.run(options, flags, Phase::Published);
        }
        begun
    }

    /// Asks what runs to stop and clear up; what rests is given up.
    pub(super) fn cancel(&self) {
        self.told.send_if_modified(|told| {
            if told.phase.runs() {
                // Remembered for a process that is about to begin; it looks once others can see it.
                self.stopped.store(true, Ordering::SeqCst);
            }
            let rests = told.phase.rests();
            if rests {
                told.phase = Phase::Cancelled;
            }
            rests
        });
        self.interrupt();
    }

    /// Removes what was uploaded, unless it may still be published. Waits for the disk.
    pub(super) fn clear(&self) {
        let mut folder = lock(&self.folder);
        let told = self.told();
        if !told.phase.runs() && !told.phase.rests() {
            // Under the lock, so that whoever comes second comes back when it is gone.
            drop(folder.take());
        }
    }

    /// Interrupts the process, if there is one and it was not interrupted before.
    fn interrupt(&self) {
        let mut running = lock(&self.running);
        if running.interrupted || !self.stopped.load(Ordering::SeqCst) {
            return;
        }
        if let Some(child) = running.child.as_mut()
            && matches!(child.try_wait(), Ok(None))
        {
            // It has not been waited for, so that its number is nobody else's.
            let pid = rustix::process::Pid::from_child(child);
            let _gone_meanwhile = rustix::process::kill_process(pid, rustix::process::Signal::INT);
            running.interrupted = true;
        }
    }

    /// The command for what is to be done.
    fn command(&self, options: &AdminOptions, flags: &[&str]) -> Command {
        let mut command = Command::new(&options.program);
        match &self.work {
            Work::Import { list, files, map } => {
                command.arg("import").args(&options.common).args(["--json", "--progress"]).args(flags);
                if let Some(list) = list {
                    command.args(["--list", list]);
                }
                if let Some(map) = map {
                    command.arg("--map").arg(map);
                }
                command.arg("--").args(files).env_remove("FINDER_DRY_RUN");
            }
            Work::RollBack(generation) => {
                command.arg("rollback").args(&options.common).arg(generation.to_string());
            }
        }
        // Of a group of its own: an interrupt at the terminal reaches the server, which passes it on once.
        command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    fn run(self: &Arc<Self>, options: &AdminOptions, flags: &[&str], good: Phase) {
        let command = self.command(options, flags);
        let store = Store::new(&options.index);
        let job = Arc::clone(self);
        std::thread::spawn(move || {
            let live = || store.current().ok().flatten();
            let before = live();
            let Ended { code, outcome } = job.watch(command);
            let moved = live() != before;
            job.told.send_modify(|told| {
                let stopped = job.stopped.load(Ordering::SeqCst);
                told.moved = moved;
                told.held_up = false;
                told.phase = match code {
                    // What is published is published, whoever wanted to stop it.
                    Some(0) if !stopped || good != Phase::Checked => good,
                    // It may be interrupted before it can tell.
                    _ if stopped => Phase::Cancelled,
                    Some(1) => Phase::Refused,
                    Some(130) => Phase::Cancelled,
                    Some(code) if good == Phase::Published && !moved && PASSING.contains(&code) => {
                        told.held_up = true;
                        Phase::Checked
                    }
                    _ => Phase::Failed,
                };
                if told.phase == Phase::Refused && good == Phase::RolledBack {
                    // Nothing rests that could be allowed.
                    told.phase = Phase::Failed;
                }
                told.outcome = outcome.map(Arc::new).or(told.outcome.take());
            });
            job.clear();
        });
    }

    /// Runs the program to its end.
    fn watch(&self, mut command: Command) -> Ended {
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => {
                self.say(format!("the program cannot be started: {error}"));
                return Ended { code: None, outcome: None };
            }
        };
        let (out, err) = (child.stdout.take(), child.stderr.take());
        *lock(&self.running) = Running { child: Some(child), interrupted: false };
        self.interrupt();
        let printed = std::thread::spawn(move || {
            let mut text = String::new();
            let read = out.map(|mut out| out.read_to_string(&mut text));
            // What could be read of it decides.
            drop(read);
            text
        });
        // What the program says of a file names where it lies, which is nobody's business.
        let folder = lock(&self.folder).as_ref().map(UploadFolder::prefix);
        let bare = |text: String| folder.as_deref().map_or(text.clone(), |folder| text.replace(folder, ""));
        if let Some(err) = err {
            BufReader::new(err).lines().map_while(Result::ok).for_each(|line| self.say(bare(line)));
        }
        let printed = bare(printed.join().unwrap_or_default());
        if matches!(self.work, Work::RollBack(_)) {
            printed.lines().for_each(|line| self.say(line.to_owned()));
        }
        let child = lock(&self.running).child.take();
        let code = child.and_then(|mut child| child.wait().ok()).and_then(|status| status.code());
        Ended { code, outcome: printed.lines().last().and_then(|line| serde_json::from_str(line).ok()) }
    }

    fn say(&self, line: String) {
        self.told.send_modify(|told| {
            told.said += 1;
            told.lines.push(line);
            let more = told.lines.len().saturating_sub(MOST_LINES);
            told.lines.drain(..more);
        });
    }
}

/// How a process ended.
struct Ended {
    code: Option<i32>,
    outcome: Option<Outcome>,
}

/// Nobody leaves anything half done by panicking while holding one.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
