//! Bytes in, a whole file or none out.

use std::fs::{self, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use ahead::leftovers::Temporary;

use super::Error;
use super::input::STANDARD;

/// Permissions of executables, before the umask.
pub const EXECUTABLE: u32 = 0o777;
/// Permissions of other files, before the umask.
pub const PLAIN: u32 = 0o666;

/// Writes `bytes` to `path`, beside it at first, and renames, so that at no time there is a part of
/// a file. A device or pipe is written in place.
pub fn write(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Error> {
    let written = match path.as_os_str() == STANDARD {
        true => io::stdout().lock().write_all(bytes).and_then(|()| io::stdout().flush()),
        false => write_file(path, bytes, mode),
    };
    written.map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Writes `text` to standard output. A reader that has gone is no error.
pub fn print(text: &str) -> Result<(), Error> {
    let mut stdout = io::stdout().lock();
    written(stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()))
}

/// What to make of the `outcome` of writing to standard output. A reader that has gone is no error.
pub fn written(outcome: io::Result<()>) -> Result<(), Error> {
    match outcome {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => {
            Err(Error::Write { path: "standard output".into(), source })
        }
        _ => Ok(()),
    }
}

/// Fails where writing `output` would replace one of `inputs`.
pub fn refuse_overwrite<'a>(output: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Result<(), Error> {
    let Ok(output) = fs::canonicalize(output) else { return Ok(()) };
    match inputs.into_iter().find(|input| fs::canonicalize(input).is_ok_and(|input| input == output)) {
        Some(input) => Err(Error::Overwrite(input.to_owned())),
        None => Ok(()),
    }
}

fn write_file(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    // Through symbolic links: the file they name is replaced, not they.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&path) {
        Ok(metadata) if metadata.is_dir() => return Err(ErrorKind::IsADirectory.into()),
        Ok(metadata) if !metadata.is_file() => {
            return OpenOptions::new().write(true).open(&path)?.write_all(bytes);
        }
        _ => {}
    }
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    if !folder.is_dir() {
        return Err(io::Error::new(ErrorKind::NotFound, format!("there is no folder {}", folder.display())));
    }
    let permissions = Permissions::from_mode(mode);
    let make = || tempfile::Builder::new().prefix(".ahead-").permissions(permissions).tempfile_in(folder);
    let mut file = Temporary::new(make)
        // The name of a file that nobody asked for says nothing.
        .map_err(|error| io::Error::from(error.kind()))?;
    file.as_file_mut().write_all(bytes)?;
    file.keep(|file| file.persist(path).map_err(io::Error::from))?;
    Ok(())
}
