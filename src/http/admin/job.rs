//! One import from its upload to its end: the dry run, what it told, the publication.
//!
//! In: files in a temporary folder of their own. Out: lines of progress and an [`Outcome`]. Invariant: at most one
//! process runs, and the folder goes with the job.

use super::AdminOptions;
use super::outcome::Outcome;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use tempfile::TempDir;
use tokio::sync::watch;

/// The most lines of progress that are kept.
const MOST_LINES: usize = 60;

/// How far an import is.
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
        matches!(self, Self::Checking | Self::Publishing)
    }

    /// In words.
    pub(super) fn told(self) -> &'static str {
        match self {
            Self::Checking => "The list is being checked",
            Self::Checked => "The list is checked; nothing is published yet",
            Self::Publishing => "The list is being published",
            Self::Published => "The list is published",
            Self::Refused => "The list was refused; nothing was published",
            Self::Failed => "The import failed; nothing was published",
            Self::Cancelled => "The import was cancelled; nothing was published",
        }
    }
}

/// What is known of an import at a moment.
#[derive(Debug, Clone)]
pub(super) struct Told {
    pub(super) phase: Phase,
    /// What the program said last.
    pub(super) lines: Vec<String>,
    /// How many lines there were, so that a reader knows which are new.
    pub(super) said: usize,
    /// What the last run came to.
    pub(super) outcome: Option<Arc<Outcome>>,
}

/// An import.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) number: u64,
    pub(super) list: Option<String>,
    files: Vec<PathBuf>,
    map: Option<PathBuf>,
    /// Removed with the job.
    _folder: TempDir,
    child: Mutex<Option<Child>>,
    /// Whether somebody asked what runs to stop.
    stopped: AtomicBool,
    told: watch::Sender<Told>,
}

/// What was uploaded.
#[derive(Debug)]
pub(super) struct Uploaded {
    pub(super) folder: TempDir,
    pub(super) files: Vec<PathBuf>,
    pub(super) map: Option<PathBuf>,
    pub(super) list: Option<String>,
}

impl Job {
    /// An import that has not begun.
    pub(super) fn new(number: u64, uploaded: Uploaded) -> Arc<Self> {
        let Uploaded { folder, files, map, list } = uploaded;
        let told = Told { phase: Phase::Checking, lines: Vec::new(), said: 0, outcome: None };
        let (told, _nobody) = watch::channel(told);
        Arc::new(Self {
            number,
            list,
            files,
            map,
            _folder: folder,
            child: Mutex::default(),
            stopped: AtomicBool::new(false),
            told,
        })
    }

    /// The names of its files.
    pub(super) fn names(&self) -> String {
        let names = self.files.iter().filter_map(|file| file.file_name());
        names.map(|name| name.to_string_lossy()).collect::<Vec<_>>().join(", ")
    }

    /// What is known now.
    pub(super) fn told(&self) -> Told {
        self.told.borrow().clone()
    }

    /// What is known, again and again.
    pub(super) fn follow(&self) -> watch::Receiver<Told> {
        self.told.subscribe()
    }

    /// Begins the dry run.
    pub(super) fn check(self: &Arc<Self>, options: &AdminOptions) {
        self.run(options, &["--dry-run"], Phase::Checked);
    }

    /// Begins the publication, unless the dry run has not ended well; says whether it has.
    pub(super) fn publish(self: &Arc<Self>, options: &AdminOptions, flags: &[&str]) -> bool {
        // A list that a gate held back may be published by the flag that opens the gate.
        let begun = self.told.send_if_modified(|told| {
            let ready = matches!(told.phase, Phase::Checked | Phase::Refused);
            if ready {
                told.phase = Phase::Publishing;
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
            let rests = matches!(told.phase, Phase::Checked | Phase::Refused);
            if rests {
                told.phase = Phase::Cancelled;
            }
            rests
        });
        // Remembered for a process that is about to begin; it looks once others can see it.
        self.stopped.store(true, Ordering::SeqCst);
        self.interrupt();
    }

    /// Interrupts the process, if there is one.
    fn interrupt(&self) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = child.as_mut()
            && matches!(child.try_wait(), Ok(None))
        {
            // It has not been waited for, so that its number is nobody else's.
            let pid = rustix::process::Pid::from_child(child);
            let _gone_meanwhile = rustix::process::kill_process(pid, rustix::process::Signal::INT);
        }
    }

    fn run(self: &Arc<Self>, options: &AdminOptions, flags: &[&str], good: Phase) {
        let mut command = Command::new(&options.program);
        command.arg("import").args(&options.common).args(["--json", "--progress"]).args(flags);
        if let Some(list) = &self.list {
            command.args(["--list", list]);
        }
        if let Some(map) = &self.map {
            command.arg("--map").arg(map);
        }
        command.arg("--").args(&self.files).env_remove("FINDER_DRY_RUN");
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let job = Arc::clone(self);
        std::thread::spawn(move || {
            let ended = job.watch(command);
            job.told.send_modify(|told| {
                let Ended { code, outcome } = ended;
                told.phase = match code {
                    Some(0) => good,
                    // It may be interrupted before it can tell.
                    _ if job.stopped.load(Ordering::SeqCst) => Phase::Cancelled,
                    Some(1) => Phase::Refused,
                    Some(130) => Phase::Cancelled,
                    _ => Phase::Failed,
                };
                told.outcome = outcome.map(Arc::new).or(told.outcome.take());
            });
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
        *self.child.lock().unwrap_or_else(PoisonError::into_inner) = Some(child);
        if self.stopped.load(Ordering::SeqCst) {
            self.interrupt();
        }
        let printed = std::thread::spawn(move || {
            let mut text = String::new();
            let read = out.map(|mut out| out.read_to_string(&mut text));
            // What could be read of it decides.
            drop(read);
            text
        });
        if let Some(err) = err {
            BufReader::new(err).lines().map_while(Result::ok).for_each(|line| self.say(line));
        }
        let printed = printed.join().unwrap_or_default();
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner).take();
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
