//! Temporary files and folders in; none of them left out, when a signal ends the process.
//!
//! They come and go under one lock, which [`remove`] keeps: whoever comes later waits until this process ends.

use std::fs;
use std::io;
use std::mem;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What would be left now.
struct Known {
    paths: Vec<PathBuf>,
}

static KNOWN: Mutex<Known> = Mutex::new(Known { paths: Vec::new() });

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

/// Removes what is temporary. This process must end then.
pub fn remove() {
    let known = known();
    for path in &known.paths {
        // What is not there any more is as it should be, and nobody is there to be told of the rest.
        let _ = fs::remove_file(path).or_else(|_| fs::remove_dir_all(path));
    }
    mem::forget(known);
}

fn known() -> MutexGuard<'static, Known> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}
