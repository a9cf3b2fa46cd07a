//! Temporary files and folders, and processes that were started, in; none of them left when a signal ends this one.
//!
//! They come and go under one lock, which [`remove`] keeps: whoever comes later waits until this process ends.

use std::fs;
use std::io;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, kill_process, waitid};

/// What a terminal sends to all that it runs.
const OF_GROUPS: [Signal; 3] = [Signal::HUP, Signal::INT, Signal::QUIT];

/// What would be left now.
struct Known {
    paths: Vec<PathBuf>,
    /// None of them was waited for, so their ids are theirs.
    children: Vec<Pid>,
}

static KNOWN: Mutex<Known> = Mutex::new(Known { paths: Vec::new(), children: Vec::new() });

/// A temporary file or folder, which goes with this value.
pub struct Temporary<T: AsRef<Path>>(Option<T>);

impl<T: AsRef<Path>> Temporary<T> {
    /// What `make` makes.
    pub fn new(make: impl FnOnce() -> io::Result<T>) -> io::Result<Self> {
        let mut known = known();
        let made = make()?;
        known.paths.push(made.as_ref().to_owned());
        Ok(Temporary(Some(made)))
    }

    /// Lets `keep` make something lasting of it.
    pub fn keep<R>(mut self, keep: impl FnOnce(T) -> R) -> R {
        self.end(keep).expect("it ends once, and this takes it")
    }

    fn end<R>(&mut self, end: impl FnOnce(T) -> R) -> Option<R> {
        let made = self.0.take()?;
        let mut known = known();
        known.paths.retain(|path| path != made.as_ref());
        Some(end(made))
    }
}

impl<T: AsRef<Path>> Deref for Temporary<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.as_ref().expect("only its end takes it")
    }
}

impl<T: AsRef<Path>> DerefMut for Temporary<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.as_mut().expect("only its end takes it")
    }
}

impl<T: AsRef<Path>> Drop for Temporary<T> {
    fn drop(&mut self) {
        self.end(drop);
    }
}

/// A process that was started, and not waited for yet.
pub struct Running {
    /// The process; only [`Running::end`] waits for it.
    pub child: Child,
}

impl Running {
    /// Starts it.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        let mut known = known();
        let child = command.spawn()?;
        known.children.push(Pid::from_child(&child));
        Ok(Running { child })
    }

    /// Waits until it has ended, and asks `wait` how. Its id is its own until then, so that no other gets a signal.
    pub fn end<R>(self, wait: impl FnOnce(Child) -> io::Result<R>) -> io::Result<R> {
        let id = Pid::from_child(&self.child);
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
        let ended = rustix::io::retry_on_intr(|| waitid(WaitId::Pid(id), options))?;
        let signal = ended.and_then(|ended| ended.terminating_signal());
        if signal.is_some_and(|signal| OF_GROUPS.iter().any(|of_groups| of_groups.as_raw() == signal)) {
            // A terminal sends it to both, and this process ends of it in a moment.
            thread::sleep(Duration::from_millis(100));
        }
        known().children.retain(|child| *child != id);
        wait(self.child)
    }
}

/// Gives all children the signal of this number, waits for their end, and removes what is temporary. This process
/// must end then.
pub fn remove(signal: i32) {
    let known = known();
    for child in &known.children {
        send(*child, Signal::from_named_raw(signal).unwrap_or(Signal::TERM));
    }
    if !have_ended(&known.children) {
        known.children.iter().for_each(|child| send(*child, Signal::KILL));
        have_ended(&known.children);
    }
    for path in &known.paths {
        // What is not there any more is as it should be, and nobody is there to be told of the rest.
        let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
    }
    mem::forget(known);
}

/// One that has ended gets no signal, and that is no error.
fn send(child: Pid, signal: Signal) {
    let _ = kill_process(child, signal);
}

/// Waits a second at most.
fn have_ended(children: &[Pid]) -> bool {
    let deadline = Instant::now() + Duration::from_secs(1);
    let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
    let runs = |child: &Pid| matches!(waitid(WaitId::Pid(*child), options), Ok(None));
    while children.iter().any(runs) {
        if Instant::now() >= deadline {
            return false;
        }
        thread::sleep(Duration::from_millis(1));
    }
    true
}

fn known() -> MutexGuard<'static, Known> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}
