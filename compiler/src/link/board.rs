//! An object, the runtime and a linker script in, the image of a board out.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ahead_abi::symbol::BOARD_SIZES;
use target_lexicon::Architecture;

use super::linker::Linker;
use super::memory_map::{self, MemoryMap};
use super::{Error, Symbols, check};
use crate::Object;
use crate::leftovers::Temporary;
use crate::target::{self, Target};

/// What to link with in the place of what is found.
#[derive(Clone, Debug, Default)]
pub struct Tools {
    /// A linker that takes GNU ld's options.
    pub linker: Option<PathBuf>,
    /// A linker script.
    pub script: Option<PathBuf>,
}

/// An image.
pub struct Image {
    /// As an ELF executable.
    pub elf: Vec<u8>,
    /// What it takes of the board.
    pub map: MemoryMap,
}

/// Names of the linker's files.
const OBJECT: &str = "program.o";
const RUNTIME: &str = "libahead.a";
const IMAGE: &str = "image.elf";
const SCRIPT: &str = "board.ld";

/// Links `object` with the runtime of `target`, a board. Fails as [`super::link`] does, where there is
/// no linker, and with the memory map where the board has not enough memory.
pub fn link(object: &Object, target: &Target, symbols: Symbols, tools: &Tools) -> Result<Image, Error> {
    let runtime = target.runtime.ok_or(Error::NoRuntime { target: target.name })?;
    let board =
        target.board.as_ref().ok_or_else(|| Error::Malformed(format!("{} is no board", target.name)))?;
    let linker = match &tools.linker {
        Some(path) => Linker::at(path),
        None => Linker::find(target)?,
    };
    let make = || tempfile::Builder::new().prefix("ahead-link-").tempdir();
    let folder = Temporary::new(make).map_err(Error::Files)?;
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).map_err(Error::Files);
    write(OBJECT, &object.bytes)?;
    write(RUNTIME, runtime)?;
    match &tools.script {
        Some(path) => write(SCRIPT, &fs::read(path).map_err(|source| script_error(path, source))?)?,
        None => write(SCRIPT, board.script.as_bytes())?,
    }
    // What scripts may include.
    for (name, text) in target::linker_scripts() {
        write(name, text.as_bytes())?;
    }

    let link = |memory_bytes, stack_bytes| {
        let arguments = arguments(memory_bytes, stack_bytes, target, symbols);
        let elf = linker.run(folder.path(), &arguments, IMAGE)?;
        let map = memory_map::of(&elf, target, &board.file)?;
        Ok(Image { elf, map })
    };
    match link(object.memory_bytes, object.stack_bytes) {
        Ok(image) => {
            check::image(&image.elf)?;
            if image.map.fits() { Ok(image) } else { Err(Error::DoesNotFit(image.map)) }
        }
        // Perhaps it is only too large: without what is asked of memory it has a map, to which that
        // is added.
        Err(error) => match link(0, 0) {
            Ok(Image { mut map, .. }) => {
                map.enlarge(memory_map::STACK, object.stack_bytes);
                map.enlarge(memory_map::LINEAR_MEMORY, object.memory_bytes);
                Err(if map.fits() { error } else { Error::DoesNotFit(map) })
            }
            Err(_) => Err(error),
        },
    }
}

fn script_error(path: &Path, source: io::Error) -> Error {
    Error::Script { path: path.to_owned(), source }
}

fn arguments(memory_bytes: u64, stack_bytes: u64, target: &Target, symbols: Symbols) -> Vec<OsString> {
    let emulation = match target.triple.architecture {
        Architecture::Aarch64(_) => "aarch64elf",
        _ => "elf64lriscv",
    };
    let mut arguments = vec!["-m", emulation, "-static", "--gc-sections", "--build-id=none", "-T", SCRIPT];
    // No page is protected apart from others, so nothing need start on one.
    arguments.extend(["-L", ".", "-z", "max-page-size=16", "-z", "norelro", "-z", "noexecstack"]);
    if symbols == Symbols::Strip {
        arguments.push("--strip-all");
    }
    let mut arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
    for (name, bytes) in BOARD_SIZES.iter().zip([memory_bytes, stack_bytes]) {
        arguments.push(format!("--defsym={name}={bytes:#x}").into());
    }
    arguments.extend([OBJECT, RUNTIME, "-o", IMAGE].map(OsString::from));
    arguments
}
