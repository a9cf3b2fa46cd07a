//! A folder of this machine in, its contents out, to become part of a board's image.

use std::fs;
use std::path::Path;

use ahead::request::Contents;

use super::Error;

/// All that is in the folder at `path`, sorted by name. A symbolic link becomes the file it leads
/// to; what a board cannot hold (a link to a folder, a device, a name that is not UTF-8) is an error.
pub fn pack(path: &Path) -> Result<Contents, Error> {
    let refuse = |path: &Path, what: &str| Error::Pack { path: path.to_owned(), what: what.to_owned() };
    let read = |source: std::io::Error| Error::Read { path: path.to_owned(), source };
    let mut entries = Vec::new();
    for entry in fs::read_dir(path).map_err(read)? {
        let entry = entry.map_err(read)?;
        let path = entry.path();
        let name = entry.file_name().into_string().map_err(|_| refuse(&path, "its name is not UTF-8"))?;
        let kind = entry.file_type().map_err(read)?;
        let metadata = fs::metadata(&path).map_err(|source| Error::Read { path: path.clone(), source })?;
        let contents = match (kind.is_symlink(), metadata.is_dir(), metadata.is_file()) {
            (true, true, _) => return Err(refuse(&path, "a symbolic link to a folder")),
            (false, true, _) => pack(&path)?,
            (_, _, true) => Contents::File(fs::read(&path).map_err(|source| Error::Read { path, source })?),
            _ => return Err(refuse(&path, "neither a file nor a folder")),
        };
        entries.push((name, contents));
    }
    entries.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Contents::Folder(entries))
}
