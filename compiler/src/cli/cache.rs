//! The key of a build in, its executable out, if it was built before: one file each, named by the
//! key, written whole or not at all.

use std::env;
use std::fs::{self, File};
use std::path::PathBuf;

use ahead::leftovers::Temporary;
use ahead::link::stamp;
use sha2::{Digest, Sha256};
use tempfile::TempDir;

use super::provenance::{Provenance, hex};
use super::{Error, output};

/// Where an executable is, and how long.
pub enum Place {
    /// In the cache.
    Kept(PathBuf),
    /// In a folder that goes with this value: there is no cache to write to.
    Temporary(PathBuf, Temporary<TempDir>),
}

/// The key of what is built from `provenance`, which has everything that goes into the bytes but
/// the compiler itself.
pub fn key(provenance: &Provenance, strip: bool) -> String {
    let mut hash = Sha256::new();
    hash.update(provenance.to_bytes());
    hash.update([u8::from(strip)]);
    // A compiler that was rebuilt makes other bytes, whatever its version says.
    if let Ok(metadata) = env::current_exe().and_then(fs::metadata) {
        hash.update(metadata.len().to_le_bytes());
        hash.update(format!("{:?}", metadata.modified().ok()));
    }
    hex(&hash.finalize())
}

/// The executable of this key, if it is there and as long as it was: others may write there, and disks lose the ends of
/// files.
pub fn find(key: &str) -> Option<PathBuf> {
    let path = folder()?.join(key);
    // What is no file may have no end, or nobody who writes to it.
    let is_whole = path.is_file() && File::open(&path).is_ok_and(|file| stamp::is_whole(&file));
    is_whole.then_some(path)
}

/// Puts the executable of this key into the cache, or beside it where that cannot be written.
pub fn keep(key: &str, executable: &[u8]) -> Result<Place, Error> {
    if let Some(folder) = folder() {
        let path = folder.join(key);
        // What is no file is not written through, but left to whoever put it there.
        let is_free = || fs::symlink_metadata(&path).map_or(true, |there| there.is_file());
        let kept = fs::create_dir_all(&folder).is_ok()
            && is_free()
            && output::write(&path, executable, output::EXECUTABLE).is_ok();
        if kept {
            return Ok(Place::Kept(path));
        }
    }
    let folder = Temporary::new(|| tempfile::Builder::new().prefix("ahead-run-").tempdir());
    let folder = folder.map_err(|source| Error::Write { path: env::temp_dir(), source })?;
    let path = folder.path().join("program");
    output::write(&path, executable, output::EXECUTABLE)?;
    Ok(Place::Temporary(path, folder))
}

/// `$XDG_CACHE_HOME/ahead`, or `~/.cache/ahead`; relative ones do not count (XDG base directory
/// specification).
fn folder() -> Option<PathBuf> {
    let absolute = |name| env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = absolute("XDG_CACHE_HOME").or_else(|| Some(absolute("HOME")?.join(".cache")))?;
    Some(cache.join("ahead"))
}
