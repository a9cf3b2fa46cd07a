//! What goes wrong around the compiler: files, flags, other programs.

use std::io;
use std::path::PathBuf;
use std::process::{ExitCode, ExitStatus};

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The compiler refused.
    #[error(transparent)]
    Compile(#[from] ahead::Error),
    /// A file cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Something else stands in the place of the cache's file.
    #[error("cannot keep compiled functions in {}: it is no file; remove it, or name another folder with `--cache`", .0.display())]
    NotAFile(PathBuf),
    /// The input is neither a binary module nor the text of one.
    #[error("{0}")]
    Text(String),
    /// The output would replace an input.
    #[error("the output would replace the input {}; give another name with `-o`", .0.display())]
    Overwrite(PathBuf),
    /// A program cannot be started.
    #[error("cannot run {}: {source}", path.display())]
    Execute {
        /// The program.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// What runs a foreign target's programs here is not installed.
    #[error(
        "`{runner}`, which runs {target} programs on this machine, is not installed; `cargo xtask setup` or \
             your system's packages have it (Debian: `apt-get install qemu-user`)"
    )]
    NoRunner {
        /// The program.
        runner: String,
        /// The target's name.
        target: &'static str,
    },
    /// Nothing is known to run a target's programs on this machine.
    #[error("{0} programs do not run on this machine, and its target file names no `runner`")]
    NoRunnerKnown(&'static str),
    /// Under an emulator, times say nothing.
    #[error("{0} programs do not run natively on this machine, so their times would say nothing")]
    NotMeasurable(&'static str),
    /// A program that is measured fails.
    #[error("`{name}` ended with {status}, and times of what fails say nothing; run it by itself to see why")]
    Failed {
        /// Its name in the table.
        name: &'static str,
        /// How it ended.
        status: ExitStatus,
    },
    /// Programs that are compared do not do the same.
    #[error(
        "`native` prints {} bytes and `ahead` {}, of which the first {same} are the same: they do different things, \
         so their times say nothing about each other",
        lens[0], lens[1]
    )]
    Different {
        /// Bytes until what they print differs.
        same: usize,
        /// Bytes that they print.
        lens: [usize; 2],
    },
    /// The file to inspect is something else.
    #[error("{}: {what}", path.display())]
    Inspect {
        /// The file.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// A folder holds what cannot be part of an image.
    #[error("cannot pack {} into the image: {what}", path.display())]
    Pack {
        /// The entry.
        path: PathBuf,
        /// What it is.
        what: String,
    },
    /// What a flag names is at fault.
    #[error("`{flag}`: {error}")]
    Flag {
        /// The flag.
        flag: &'static str,
        /// What is wrong.
        error: Box<Error>,
    },
    /// A flag means nothing for the target.
    #[error(
        "`{flag}` is for {}, and {target} is {}",
        if *board { "boards" } else { "Linux" }, if *board { "Linux" } else { "a board" }
    )]
    WrongPlatform {
        /// The flag.
        flag: &'static str,
        /// The target's name.
        target: &'static str,
        /// Whether the flag is for boards.
        board: bool,
    },
    /// A flag means nothing without optimisation.
    #[error("`{0}` needs optimised code: leave `-O 0` out")]
    NeedsOptimisation(&'static str),
    /// A profile cannot be used.
    #[error("cannot use {}: {source}", path.display())]
    Profile {
        /// The file.
        path: PathBuf,
        /// Why.
        source: ahead::profile::Error,
    },
    /// A flag that is planned.
    #[error("`{flag}` is not implemented yet: {what}")]
    NotImplemented {
        /// The flag.
        flag: &'static str,
        /// What it will do.
        what: &'static str,
    },
    /// The machine has no threads left.
    #[error("cannot start threads: {0}; fewer can be asked for with `--threads`")]
    Threads(#[from] rayon::ThreadPoolBuildError),
}

impl Error {
    /// The same, with the flag that names what is at fault.
    pub fn of_flag(self, flag: &'static str) -> Self {
        Error::Flag { flag, error: Box::new(self) }
    }

    /// 2 where the command line is at fault, else 1.
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Error::NotImplemented { .. }
            | Error::NeedsOptimisation(_)
            | Error::WrongPlatform { .. }
            | Error::Compile(ahead::Error::Target(_) | ahead::Error::Cpu(_)) => ExitCode::from(2),
            Error::Flag { error, .. } => error.exit_code(),
            _ => ExitCode::from(1),
        }
    }
}

impl From<ahead::link::Error> for Error {
    fn from(error: ahead::link::Error) -> Self {
        Error::Compile(error.into())
    }
}
