//! Where log lines go: standard error, whatever state it is in.
//!
//! In: whole lines. Out: the same, in order, some left out where nothing takes them. Invariants: a line that cannot be
//! written is nobody's fault and stops nothing; what a server answers never waits for whoever reads its log, so that a
//! pipe nobody reads, a paused terminal or a full disk costs lines and no answer.

use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::{Duration, Instant};
use tracing_subscriber::fmt::MakeWriter;

/// Lines that may wait for whoever reads them: a megabyte or so.
const WAITING: usize = 4_096;

/// How often whoever waits for the last lines looks.
const LOOK: Duration = Duration::from_millis(5);

/// Where a program's log lines go.
#[derive(Debug, Clone)]
pub(super) enum LineSink {
    /// Written as they come: a command that says little and ends.
    AtOnce,
    /// Written by a thread of their own.
    Queued(LineQueue),
}

impl<'w> MakeWriter<'w> for LineSink {
    type Writer = Line<'w>;

    fn make_writer(&'w self) -> Self::Writer {
        Line(self)
    }
}

/// One line on its way.
#[derive(Debug)]
pub(super) struct Line<'s>(&'s LineSink);

impl Write for Line<'_> {
    /// Takes the whole of a line, as the subscriber hands it over; never fails.
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        match self.0 {
            LineSink::AtOnce => drop(std::io::stderr().write_all(line)),
            LineSink::Queued(queue) => queue.push(line),
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Lines that wait for a thread to write them. It is not waited for: a thread that is stuck in a write ends with the
/// process.
#[derive(Debug, Clone)]
pub struct LineQueue {
    lines: SyncSender<Vec<u8>>,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    /// Lines that were taken and are not yet written.
    waiting: AtomicU64,
    /// Lines left out since the last time that this was said.
    lost: AtomicU64,
}

impl LineQueue {
    /// Starts the thread that writes lines; `None` where the system gives no thread.
    pub(super) fn start(out: impl Write + Send + 'static) -> Option<Self> {
        let (lines, waiting) = sync_channel(WAITING);
        let counts = Arc::new(Counts::default());
        let own = Arc::clone(&counts);
        let thread = std::thread::Builder::new().name("log".to_owned());
        thread.spawn(move || write_lines(&waiting, &own, out)).ok()?;
        Some(Self { lines, counts })
    }

    fn push(&self, line: &[u8]) {
        self.counts.waiting.fetch_add(1, Ordering::AcqRel);
        if self.lines.try_send(line.to_vec()).is_err() {
            self.counts.waiting.fetch_sub(1, Ordering::AcqRel);
            self.counts.lost.fetch_add(1, Ordering::AcqRel);
        }
    }

    /// Waits until all lines are written, but no longer than `longest`; whether they are.
    pub fn finish(&self, longest: Duration) -> bool {
        let begun = Instant::now();
        while self.counts.waiting.load(Ordering::Acquire) > 0 {
            if begun.elapsed() >= longest {
                return false;
            }
            std::thread::sleep(LOOK);
        }
        true
    }
}

fn write_lines(lines: &Receiver<Vec<u8>>, counts: &Counts, mut out: impl Write) {
    while let Ok(line) = lines.recv() {
        drop(out.write_all(&line));
        let lost = counts.lost.swap(0, Ordering::AcqRel);
        if lost > 0 {
            drop(writeln!(out, "{lost} log lines left out here: they were not read in time"));
        }
        drop(out.flush());
        counts.waiting.fetch_sub(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;
    use std::sync::mpsc::channel;

    const LONG: Duration = Duration::from_secs(20);

    /// Writes to memory once it is let, or fails.
    struct Out {
        gate: Receiver<()>,
        open: bool,
        text: Arc<Mutex<Vec<u8>>>,
        fails: bool,
    }

    impl Write for Out {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if !self.open {
                self.open = true;
                let _opened = self.gate.recv();
            }
            if self.fails {
                return Err(std::io::Error::from(std::io::ErrorKind::StorageFull));
            }
            self.text.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    fn queue(fails: bool) -> (LineQueue, std::sync::mpsc::Sender<()>, Arc<Mutex<Vec<u8>>>) {
        let (open, gate) = channel();
        let text = Arc::new(Mutex::new(Vec::new()));
        let out = Out { gate, open: false, text: Arc::clone(&text), fails };
        (LineQueue::start(out).unwrap(), open, text)
    }

    #[test]
    fn nobody_waits_for_whoever_does_not_read_and_what_is_lost_is_said() {
        let (queue, open, text) = queue(false);
        let sink = LineSink::Queued(queue.clone());
        for number in 0..WAITING + 100 {
            // Would wait for ever, were this the pipe itself.
            sink.make_writer().write_all(format!("line {number}\n").as_bytes()).unwrap();
        }
        assert!(!queue.finish(Duration::from_millis(20)), "nothing was read yet");
        open.send(()).unwrap();
        assert!(queue.finish(LONG));
        let text = String::from_utf8(text.lock().unwrap().clone()).unwrap();
        let kept = text.lines().filter(|line| line.starts_with("line ")).count();
        let lost = text
            .lines()
            .find_map(|line| line.strip_suffix(" log lines left out here: they were not read in time"));
        let lost: usize = lost.unwrap().parse().unwrap();
        assert_eq!(kept + lost, WAITING + 100);
        assert!(text.starts_with("line 0\n"), "{text:.60}");
    }

    #[test]
    fn a_line_that_cannot_be_written_stops_nothing() {
        let (queue, open, _text) = queue(true);
        open.send(()).unwrap();
        let sink = LineSink::Queued(queue.clone());
        for _ in 0..3 {
            sink.make_writer().write_all(b"a line\n").unwrap();
        }
        assert!(queue.finish(LONG));
    }
}
