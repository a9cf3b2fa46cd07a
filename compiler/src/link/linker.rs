//! A real linker, which honours linker scripts: found on this machine, given files, its output back.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};

use target_lexicon::Architecture;

use super::Error;
use crate::decode::printable_lines;
use crate::leftovers::Running;
use crate::target::Target;

/// A linker that takes GNU ld's options.
pub(super) struct Linker {
    program: PathBuf,
    /// What messages call it.
    name: String,
}

impl Linker {
    /// The linker at `path`, which the user gave.
    pub(super) fn at(path: &Path) -> Self {
        Linker { program: path.to_owned(), name: format!("`--linker {}`", path.display()) }
    }

    /// The first that is found of `rust-lld` (of the Rust that is installed), `ld.lld` and GNU ld
    /// for the target's instruction set.
    pub(super) fn find(target: &Target) -> Result<Self, Error> {
        let gnu: &[&str] = match target.triple.architecture {
            Architecture::Aarch64(_) => &["aarch64-none-elf-ld", "aarch64-elf-ld", "aarch64-linux-gnu-ld"],
            _ => &["riscv64-unknown-elf-ld", "riscv64-elf-ld", "riscv64-linux-gnu-ld"],
        };
        let names = ["rust-lld", "ld.lld"].iter().chain(gnu);
        let program = of_rust().or_else(|| names.clone().find_map(|name| in_path(name)));
        let missing = || Error::NoLinker {
            target: target.name,
            tried: names.copied().collect::<Vec<_>>().join("`, `"),
        };
        let program = program.ok_or_else(missing)?;
        Ok(Linker { name: program.display().to_string(), program })
    }

    /// What it makes of `arguments`: the contents of the file `output` in `folder`, where it runs. Fails with its
    /// messages.
    pub(super) fn run(&self, folder: &Path, arguments: &[OsString], output: &str) -> Result<Vec<u8>, Error> {
        let mut command = Command::new(&self.program);
        // It is several linkers in one, told apart by name or flag.
        if self.program.file_stem().is_some_and(|name| name == "rust-lld") {
            command.args(["-flavor", "gnu"]);
        }
        let fault = |message: String| Error::BoardLinker { linker: self.name.clone(), message };
        let (status, messages) = finish(command.current_dir(folder).args(arguments))
            .map_err(|error| fault(format!("it cannot be run: {error}")))?;
        let said = printable_lines(String::from_utf8_lossy(&messages).trim());
        match (status.success(), said.is_empty()) {
            (true, _) => fs::read(folder.join(output)).map_err(|error| match error.kind() {
                ErrorKind::NotFound => {
                    fault("it succeeded, but wrote no output: is it a linker like GNU ld?".to_owned())
                }
                _ => Error::Files(error),
            }),
            (false, false) => Err(fault(said)),
            (false, true) => Err(fault(format!("it said nothing and ended with {status}"))),
        }
    }
}

/// How the command ends, and what it writes to stderr.
fn finish(command: &mut Command) -> io::Result<(ExitStatus, Vec<u8>)> {
    let mut linker =
        Running::start(command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()))?;
    let mut messages = Vec::new();
    linker.child.stderr.take().expect("stderr is piped").read_to_end(&mut messages)?;
    Ok((linker.end(|mut child| child.wait())?, messages))
}

/// `rust-lld` in the sysroot of `rustc`.
fn of_rust() -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", "sysroot"]).output().ok()?;
    let sysroot = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
    let mut hosts: Vec<_> = fs::read_dir(sysroot.join("lib/rustlib")).ok()?.filter_map(Result::ok).collect();
    hosts.sort_by_key(fs::DirEntry::file_name);
    hosts.into_iter().map(|host| host.path().join("bin/rust-lld")).find(|path| path.is_file())
}

fn in_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.is_file())
}
