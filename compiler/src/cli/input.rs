//! A path in, a binary module out, whether the file holds one or its text.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use ahead::decode::printable_lines;

use super::Error;

/// A module as it was read.
pub struct Source {
    /// Name under which later modules import from it.
    pub import_name: String,
    /// File name without folders.
    pub file_name: String,
    /// The binary module.
    pub bytes: Vec<u8>,
}

/// The path that stands for standard input and output.
pub const STANDARD: &str = "-";

/// How a binary module starts.
const MAGIC: &[u8] = b"\0asm";

/// Offsets in a module have 32 bits.
const LARGEST: u64 = u32::MAX as u64;

/// Reads the module at `path`: binary if it starts as one, else text.
pub fn read(path: &Path, import_name: Option<&str>) -> Result<Source, Error> {
    let bytes = module(path, bytes(path)?)?;
    let file_name = match path.as_os_str() == STANDARD {
        true => "stdin".to_owned(),
        false => path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
    };
    let import_name = import_name.map_or_else(|| stem(path).to_string_lossy().into_owned(), str::to_owned);
    Ok(Source { import_name, file_name, bytes })
}

/// The contents of the file at `path`.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Error> {
    let bytes = match path.as_os_str() == STANDARD {
        true => contents(io::stdin().lock()),
        false => File::open(path).and_then(contents),
    };
    bytes.map_err(|source| Error::Read { path: path.to_owned(), source })
}

/// All that there is to read, unless it is more than a module can be. Of what starts as binary, but not as a module, the
/// start: devices have no end.
fn contents(mut input: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    input.by_ref().take(MAGIC.len() as u64).read_to_end(&mut bytes)?;
    if bytes.first() != Some(&0) || bytes == MAGIC {
        input.take(LARGEST).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > LARGEST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it has more than 4 GiB"));
    }
    Ok(bytes)
}

/// The binary module that `bytes` are, or are the text of.
pub fn module(path: &Path, bytes: Vec<u8>) -> Result<Vec<u8>, Error> {
    let not_a_module = |what| Error::Text(format!("{}: {what}", path.display()));
    // No text starts with this byte; what ends or goes on otherwise than a module gets the decoder's message.
    if bytes.starts_with(MAGIC) || bytes.first() == Some(&0) && bytes.len() < MAGIC.len() {
        return Ok(bytes);
    }
    if bytes.is_empty() {
        return Err(not_a_module("the file is empty"));
    }
    let text = std::str::from_utf8(&bytes).ok().filter(|text| !text.contains('\0'));
    let Some(text) = text else {
        return Err(not_a_module(
            "neither a WebAssembly module (it would start with `\\0asm`) nor the text of one",
        ));
    };
    wat::parse_str(text).map_err(|mut error| {
        error.set_path(path);
        // Its lines are the message's, with one of the text, which is anyone's.
        Error::Text(printable_lines(&error.to_string()))
    })
}

/// The file that a command writes when no name is given: in the current folder, the input's name
/// with this ending in place of its own.
pub fn default_output(input: &Path, ending: &str) -> PathBuf {
    let mut name = stem(input).to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn stem(path: &Path) -> &std::ffi::OsStr {
    match path.as_os_str() == STANDARD {
        true => "stdin".as_ref(),
        false => path.file_stem().unwrap_or("program".as_ref()),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use super::{contents, default_output, module};

    #[test]
    fn the_default_output_is_the_input_without_folder_and_ending() {
        assert_eq!(default_output(Path::new("a/my.app.wasm"), ""), Path::new("my.app"));
        assert_eq!(default_output(Path::new("app.wat"), ".o"), Path::new("app.o"));
        assert_eq!(default_output(Path::new("-"), ""), Path::new("stdin"));
    }

    #[test]
    fn what_a_file_holds_decides_how_it_is_read() {
        let read =
            |bytes: &[u8]| module(Path::new("x.wasm"), bytes.to_vec()).map_err(|error| error.to_string());
        assert_eq!(read(b"(module)").unwrap(), b"\0asm\x01\0\0\0");
        assert_eq!(read(b"\0as").unwrap(), b"\0as");
        assert_eq!(read(b"").unwrap_err(), "x.wasm: the file is empty");
        for other in [&b"\x7fELF\xff"[..], b"\x7fELF\0", b"\0abc", b"\0\0\0\0"] {
            assert!(read(other).unwrap_err().starts_with("x.wasm: neither"));
        }
        assert!(read(b"(module\n  (fun))").unwrap_err().contains("x.wasm:2:4"));
    }

    #[test]
    fn what_starts_with_zero_and_is_no_module_is_not_read_to_its_end() {
        assert_eq!(contents(io::repeat(0)).unwrap(), [0; 4]);
        for whole in [&b"\0asm\x01\0\0\0more"[..], b"(module)", b"\0as", b"\x7fELF...", b""] {
            assert_eq!(contents(whole).unwrap(), whole);
        }
    }
}
