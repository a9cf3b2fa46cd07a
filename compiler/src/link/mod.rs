//! An object and the target's runtime in, a static executable out.
//!
//! The linker runs in this process and sees no files but those two, in memory, so that a link
//! leaves nothing behind and does not depend on where it runs.

pub mod board;
mod check;
mod linker;
mod memory_files;
mod memory_map;
pub mod stamp;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use ahead_abi::symbol;
use libwild::{Args, Linker};
use target_lexicon::Architecture;

use crate::Object;
use crate::decode::printable_lines;
use crate::target::Target;
use memory_files::{EXECUTABLE, MemoryFiles, OBJECT, RUNTIME};
pub use memory_map::{MemoryMap, Section, raw};

/// What becomes of the names of functions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Symbols {
    /// They stay, for debuggers and profilers.
    Keep,
    /// They go, and the executable is smaller.
    Strip,
}

/// Why object and runtime do not make an executable.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// This `ahead` was built without the target's runtime.
    #[error(
        "this `ahead` has no runtime for {target}; in its sources, `cargo xtask runtime` and then \
             `cargo build --release` add it (`--emit obj` works without)"
    )]
    NoRuntime {
        /// The target's name.
        target: &'static str,
    },
    /// No linker that honours linker scripts is installed.
    #[error(
        "no linker for {target} is installed: none of `{tried}` is there; `--linker` names one \
             (`--emit obj` works without)"
    )]
    NoLinker {
        /// The target's name.
        target: &'static str,
        /// Names of programs.
        tried: String,
    },
    /// The linker of a board's image found a fault.
    #[error("{linker}: {message}")]
    BoardLinker {
        /// The program, or the flag that names it.
        linker: String,
        /// What it says.
        message: String,
    },
    /// The image is larger than the board.
    #[error("the program does not fit: {0}")]
    DoesNotFit(MemoryMap),
    /// The linker script that the user gave cannot be read.
    #[error("`--linker-script`: cannot read {}: {source}", path.display())]
    Script {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The linker's files cannot be read or written.
    #[error("files for the linker: {0}")]
    Files(io::Error),
    /// The linker found a fault.
    #[error("the linker: {0}")]
    Linker(String),
    /// The executable would overlap the memories of the program.
    #[error(
        "the program's code and data take {size} bytes, and {limit} fit below its linear memory; \
             `-O2` makes half the code of `-O0`, and `-Os` less, or take functions or data out of the modules"
    )]
    ImageTooBig {
        /// Bytes from its lowest to its highest address.
        size: u64,
        /// Bytes from its lowest address to where the memory starts.
        limit: u64,
    },
    /// A part of the executable could be both written and executed.
    #[error("the executable would have a segment that is writable and executable, at {address:#x}")]
    WritableCode {
        /// Where it is loaded.
        address: u64,
    },
    /// The linker's output is not an executable with an entry point.
    #[error("the linker made no executable: {0}")]
    Malformed(String),
}

/// Links `object` with the runtime of `target`.
///
/// The same input gives the same bytes. Fails when the target has no runtime here, when a symbol
/// is not defined, and when the result breaks a promise: see the private module `check`.
pub fn link(object: Object, target: &Target, symbols: Symbols) -> Result<Vec<u8>, Error> {
    let runtime = target.runtime.ok_or(Error::NoRuntime { target: target.name })?;
    let limit = object.image_limit;
    let executable = run_linker(object.bytes, runtime, target, symbols)?;
    check::executable(&executable, limit)?;
    Ok(executable)
}

fn run_linker(object: Vec<u8>, runtime: &[u8], target: &Target, symbols: Symbols) -> Result<Vec<u8>, Error> {
    let arguments = arguments(target, symbols);
    let arguments = || arguments.iter().copied();
    let fault = |error: libwild::error::Error| Error::Linker(printable_lines(&format!("{error:?}")));
    let mut args = Args::new(arguments).map_err(fault)?;
    // What is a warning to the linker (a missing entry point, say) is an error to us.
    let warnings = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&warnings);
    args.on_warning(Box::new(move |warning| {
        sink.lock().unwrap_or_else(PoisonError::into_inner).push(warning.warning().to_owned());
    }));
    args.parse(arguments).map_err(fault)?;

    let files = MemoryFiles::new(object, runtime);
    Linker::with_file_system(files.clone()).run(&args).map_err(fault)?;
    if let Some(warning) = warnings.lock().unwrap_or_else(PoisonError::into_inner).first() {
        return Err(Error::Linker(printable_lines(warning)));
    }
    files.take_executable().ok_or_else(|| Error::Malformed("it wrote nothing".to_owned()))
}

fn arguments(target: &Target, symbols: Symbols) -> Vec<&'static str> {
    let emulation = match target.triple.architecture {
        Architecture::Aarch64(_) => "aarch64elf",
        Architecture::Riscv64(_) => "elf64lriscv",
        _ => "elf_x86_64",
    };
    let mut arguments =
        vec!["ld", "-m", emulation, "-static", "--no-pie", "--gc-sections", "-e", symbol::START];
    arguments.extend(["-z", "noexecstack", "--no-eh-frame-hdr", "--build-id=none", "--no-identity-comment"]);
    // Nothing is relocated at start, so there is nothing to protect afterwards; a segment of its own
    // would cost a mapping and a page fault.
    arguments.extend(["-z", "norelro"]);
    arguments.extend(["--no-undefined"]);
    if symbols == Symbols::Strip {
        arguments.push("--strip-all");
    }
    arguments.extend([OBJECT, RUNTIME, "-o", EXECUTABLE]);
    arguments
}

#[cfg(test)]
mod tests {
    use object::write::{Object, Symbol, SymbolSection};
    use object::{Architecture, BinaryFormat, Endianness, SectionKind, SymbolFlags, SymbolKind, SymbolScope};

    use super::{Error, Symbols, link, stamp};
    use crate::target::find;

    /// An object that defines the program, after a jump to `needs` when there is something needed.
    fn object(needs: Option<&str>) -> Vec<u8> {
        let mut object = Object::new(BinaryFormat::Elf, Architecture::X86_64, Endianness::Little);
        let section = object.add_section(Vec::new(), b".text".to_vec(), SectionKind::Text);
        let symbol = |name: &str, section| Symbol {
            name: name.as_bytes().to_vec(),
            value: 0,
            size: 5,
            kind: SymbolKind::Text,
            scope: SymbolScope::Linkage,
            weak: false,
            section,
            flags: SymbolFlags::None,
        };
        object.add_symbol(symbol("ahead_program", SymbolSection::Section(section)));
        object.append_section_data(section, &[0xe9, 0, 0, 0, 0], 16);
        if let Some(name) = needs {
            let symbol = object.add_symbol(symbol(name, SymbolSection::Undefined));
            let relocation = object::write::Relocation {
                offset: 1,
                symbol,
                addend: -4,
                flags: object::RelocationFlags::Elf { r_type: object::elf::R_X86_64_PLT32 },
            };
            object.add_relocation(section, relocation).unwrap();
        }
        object.write().unwrap()
    }

    fn link_with(needs: Option<&str>, image_limit: u64, symbols: Symbols) -> Result<Vec<u8>, Error> {
        let object = crate::Object {
            bytes: object(needs),
            image_limit,
            memory_bytes: 0,
            stack_bytes: 0,
            system_calls: Vec::new(),
            unknown: 0,
            only_writes: false,
        };
        link(object, find("x86_64-linux").unwrap(), symbols)
    }

    #[test]
    fn a_stamp_survives_and_changes_nothing_that_is_loaded() {
        for symbols in [Symbols::Keep, Symbols::Strip] {
            let executable = link_with(None, 0x1000_0000, symbols).unwrap();
            let stamped = stamp::append(executable.clone(), b"{\"made\":\"here\"}").unwrap();
            assert_eq!(stamp::read(&stamped).unwrap(), b"{\"made\":\"here\"}");
            assert_eq!(stamp::read(&executable), None);
            super::check::executable(&stamped, 0x1000_0000).unwrap();
        }
    }

    #[test]
    fn a_symbol_that_nothing_defines_is_named() {
        let error = link_with(Some("ahead_no_such"), 0x1000_0000, Symbols::Keep).unwrap_err().to_string();
        assert!(error.contains("ahead_no_such"), "{error}");
    }

    #[test]
    fn a_target_without_its_runtime_is_named_with_what_mends_it() {
        let mut target = find("x86_64-linux").unwrap().clone();
        target.runtime = None;
        let object = crate::Object {
            bytes: object(None),
            image_limit: 0x1000_0000,
            memory_bytes: 0,
            stack_bytes: 0,
            system_calls: Vec::new(),
            unknown: 0,
            only_writes: false,
        };
        let error = link(object, &target, Symbols::Keep).unwrap_err().to_string();
        assert!(
            error.contains("no runtime for x86_64-linux") && error.contains("cargo xtask runtime"),
            "{error}"
        );
    }

    #[test]
    fn an_image_that_reaches_the_memory_is_refused() {
        let executable = link_with(None, 0x1000_0000, Symbols::Keep).unwrap();
        let size = match super::check::executable(&executable, 0x40_0008) {
            Err(Error::ImageTooBig { size, limit: 8 }) => size,
            other => panic!("{other:?}"),
        };
        super::check::executable(&executable, 0x40_0000 + size).unwrap();
        let error = link_with(None, 0x40_0000 + size - 1, Symbols::Keep).unwrap_err().to_string();
        assert!(error.contains(&format!("take {size} bytes, and {} fit", size - 1)), "{error}");
        assert!(error.contains("`-O2` makes half"), "{error}");
    }

    #[test]
    fn names_go_when_asked_and_the_bytes_are_always_the_same() {
        let kept = link_with(None, 0x1000_0000, Symbols::Keep).unwrap();
        let stripped = link_with(None, 0x1000_0000, Symbols::Strip).unwrap();
        let has_name = |bytes: &[u8]| bytes.windows(13).any(|window| window == b"ahead_program");
        assert!(has_name(&kept) && !has_name(&stripped));
        assert_eq!(kept, link_with(None, 0x1000_0000, Symbols::Keep).unwrap());
    }
}
