//! The flags that `build` and `run` share in, what the compiler is asked for out.

use std::ffi::OsString;
use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use ahead::decode::{STANDARD, proposal};
use ahead::link::board::Tools;
use ahead::profile::{Profile, Profiling};
use ahead::request::{DirGrant, Emit, Grants, Input, Limits, OptLevel, Options, Request, Shape};
use ahead::target::{self, Target};
use ahead_abi::confinement::Mode;
use ahead_abi::denial::Family;
use ahead_abi::layout::DEFAULT_STACK_SIZE;
use ahead_abi::memory::Bounds;
use clap::{Args, Parser, ValueEnum};
use sha2::{Digest, Sha256};
use wasmparser::WasmFeatures;

use super::input::{self, Source};
use super::provenance::hex;
use super::{Error, folder, grant, program, size, whole};

/// A module, and how to compile it.
#[derive(Args)]
pub struct Flags {
    /// The module, binary or text; `-` is standard input
    pub input: PathBuf,

    /// Target to compile for; `ahead targets` lists them [default: this machine's]
    #[arg(long, value_name = "NAME", value_parser = target::find)]
    target: Option<&'static Target>,

    /// Processor to compile for: a level (x86-64-v3), `native`, features (+avx2), or several with
    /// commas; `ahead targets NAME` lists them
    #[arg(long, value_name = "CPU")]
    cpu: Option<String>,

    /// Call this export with the command-line arguments and print its results, instead of `_start`
    #[arg(long, value_name = "EXPORT")]
    pub invoke: Option<String>,

    /// A further module, which the input may import from under this name; modules are
    /// instantiated in the order given, the input last
    #[arg(long = "module", value_name = "NAME=FILE", value_parser = module)]
    modules: Vec<(String, PathBuf)>,

    /// A folder the program may use, under the name GUEST; `:ro` allows it to read only
    #[arg(long = "dir", value_name = "HOST[::GUEST][:ro]", value_parser = grant::dir)]
    dirs: Vec<DirGrant>,

    /// An environment variable the program sees; without a value it is the launcher's
    #[arg(long, value_name = "NAME[=VALUE]", value_parser = grant::env)]
    env: Vec<(String, Option<String>)>,

    /// The program sees all of the launcher's environment variables, `--env` apart
    #[arg(long)]
    inherit_env: bool,

    /// Whether the program has the launcher's standard input, output and error
    #[arg(long, value_name = "WHAT", default_value = "inherit")]
    stdio: StdioFlag,

    /// What needs no grant, and is not given: args, clock, poll, raise, random or sched
    #[arg(long, value_name = "FAMILY", value_parser = grant::family, value_delimiter = ',')]
    deny: Vec<Family>,

    /// An address (127.0.0.1:8080, [::1]:80) where a TCP socket listens, which the program can accept
    /// connections from; its descriptor follows those of the folders
    #[arg(long, value_name = "ADDR", value_parser = grant::address)]
    tcp_listen: Vec<SocketAddr>,

    /// Descriptors that may be open at a time, the first ones included
    #[arg(long, value_name = "N", value_parser = whole::descriptors)]
    fds_max: Option<u64>,

    /// Bytes that a file the program writes to may have
    #[arg(long, value_name = "SIZE", value_parser = size::positive)]
    file_size_max: Option<u64>,

    /// Seconds of processor time after which the program is stopped
    #[arg(long, value_name = "N", value_parser = whole::seconds)]
    cpu_seconds: Option<u64>,

    /// Seconds after which the program is stopped
    #[arg(long, value_name = "N", value_parser = whole::seconds)]
    wall_seconds: Option<u64>,

    /// Let the kernel hold the program to its grants: as far as it can, strictly (the program does not
    /// start where the kernel cannot), or not at all
    #[arg(long, value_name = "HOW", default_value = "auto")]
    confine: ConfineFlag,

    /// Bytes of stack (64KiB, 8M, ...) [default: 8M, or what a board's target file says]
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    stack_size: Option<u64>,

    /// Bytes that each memory may grow to at most, whatever the module says; tables may grow to 10,000,000
    /// entries each
    #[arg(long, value_name = "SIZE", value_parser = size::parse)]
    memory_max: Option<u64>,

    /// How accesses are kept inside memories: by guard pages, which need 8 GiB of address space, or
    /// by a comparison each [default: as the target says]
    #[arg(long, value_name = "HOW")]
    bounds: Option<BoundsFlag>,

    /// Optimise for speed of compilation (0), speed (1, 2), or speed and size (s)
    #[arg(short = 'O', value_name = "LEVEL", default_value = "2")]
    opt_level: OptFlag,

    /// Leave the names of functions out of the executable's symbols
    #[arg(long)]
    pub strip: bool,

    /// Make the program compute the same NaNs on every target
    #[arg(long)]
    deterministic: bool,

    /// Allow modules to use a proposal that is not in the standard yet, or was disabled
    #[arg(long, value_name = "PROPOSAL", value_parser = supported)]
    pub enable: Vec<String>,

    /// Refuse modules that use this proposal (simd, tail-call, memory64, ...)
    #[arg(long, value_name = "PROPOSAL", value_parser = supported)]
    pub disable: Vec<String>,

    /// Write debug information (not implemented yet)
    #[arg(short = 'g')]
    debug: bool,

    /// For a board that has no source of random numbers: what they follow from
    #[arg(long, value_name = "NUMBER")]
    pub seed: Option<u64>,

    /// Linker for a board's image, which takes the options of GNU ld: a file, or else a name that is in PATH
    /// [default: `rust-lld`, `ld.lld` or GNU ld, whichever is found]
    #[arg(long, value_name = "FILE")]
    linker: Option<PathBuf>,

    /// Linker script for a board's image [default: what its target file names]
    #[arg(long, value_name = "FILE")]
    linker_script: Option<PathBuf>,

    /// Keep compiled functions in this folder, so that the next build of the input compiles only what
    /// has changed; one file for an input and its flags, about the size of the code
    #[arg(long, value_name = "DIR")]
    cache: Option<PathBuf>,

    /// Build a program that counts what it runs, for `--profile-use`: each run adds to this file, which the program
    /// may write besides what it is granted; another program, or one built anew, starts the file anew
    #[arg(long, value_name = "FILE", conflicts_with = "profile_use")]
    pub profile_generate: Option<PathBuf>,

    /// Put what seldom ran when this profile was made behind what often did, and give memory that was touched in few
    /// places small pages; the flags must be the same, and functions that were changed since are laid out without it
    #[arg(long, value_name = "FILE")]
    profile_use: Option<PathBuf>,

    /// What that file holds.
    #[arg(skip)]
    profile: OnceLock<Vec<u8>>,

    /// Threads to compile with, 256 at most [default: as many as there are processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub threads: Option<u16>,

    /// Arguments of the program; those given to `build`, or to `run` for a board, become part of it
    #[arg(last = true, value_name = "ARGS")]
    pub args: Vec<OsString>,
}

/// A command line that names a module.
#[derive(Parser)]
struct Plain {
    #[command(flatten)]
    flags: Flags,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StdioFlag {
    None,
    Inherit,
}

#[derive(Clone, Copy, ValueEnum)]
enum ConfineFlag {
    Auto,
    Strict,
    Off,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum BoundsFlag {
    Guard,
    Explicit,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum OptFlag {
    #[value(name = "0")]
    None,
    #[value(name = "1")]
    Less,
    #[value(name = "2")]
    Speed,
    #[value(name = "s")]
    Size,
}

impl Flags {
    /// The flags of a command line with no others than `--enable` of these proposals, which are supported.
    pub fn plain(enable: Vec<String>) -> Self {
        let plain = Plain::try_parse_from(["ahead", input::STANDARD]).expect("only the module is required");
        Flags { enable, ..plain.flags }
    }

    /// The target named, or this machine's.
    pub fn target(&self) -> &'static Target {
        self.target.unwrap_or_else(target::default)
    }

    /// The text of `--cpu`, or the target's.
    pub fn cpu(&self) -> &str {
        self.cpu.as_deref().unwrap_or(&self.target().cpu)
    }

    /// Paths of all the modules, the input last.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.modules.iter().map(|(_, path)| path.as_path()).chain([self.input.as_path()])
    }

    /// Whether this family of functions is refused.
    pub fn denies(&self, family: Family) -> bool {
        self.deny.contains(&family)
    }

    /// All the modules, read, the input last.
    pub fn read(&self) -> Result<Vec<Source>, Error> {
        let modules = self.modules.iter().map(|(name, path)| {
            let source = input::read(path, Some(name));
            source.map_err(|error| error.of_flag("--module"))
        });
        modules.chain([input::read(&self.input, None)]).collect()
    }

    /// What the compiler is asked for.
    pub fn request<'a>(
        &self,
        sources: &'a [Source],
        emit: Emit,
        progress: Option<&'a (dyn Fn(usize, usize) + Sync)>,
    ) -> Result<Request<'a>, Error> {
        let module = |source: &'a Source| Input {
            import_name: source.import_name.clone(),
            file_name: source.file_name.clone(),
            bytes: &source.bytes,
        };
        Ok(Request {
            modules: sources.iter().map(module).collect(),
            target: self.target(),
            options: self.options(emit)?,
            shape: self.invoke.clone().map_or(Shape::Command, Shape::Invoke),
            grants: self.grants()?,
            profiling: self.profiling()?,
            cache: self.function_cache()?,
            progress,
        })
    }

    /// What the program may do. What a board is granted is part of its image.
    pub fn grants(&self) -> Result<Grants, Error> {
        let target = self.target();
        let board = target.board.is_some();
        let for_boards = [
            ("--seed", self.seed.is_some()),
            ("--linker", self.linker.is_some()),
            ("--linker-script", self.linker_script.is_some()),
        ];
        if let Some((flag, _)) = for_boards.into_iter().find(|(_, given)| *given && !board) {
            return Err(Error::WrongPlatform { flag, target: target.name, board: true });
        }
        let from_launcher = self.env.iter().any(|(_, value)| value.is_none());
        for (flag, given) in [
            ("--env NAME", from_launcher),
            ("--inherit-env", self.inherit_env),
            ("--tcp-listen", !self.tcp_listen.is_empty()),
            ("--file-size-max", self.file_size_max.is_some()),
            ("--cpu-seconds", self.cpu_seconds.is_some()),
            ("--wall-seconds", self.wall_seconds.is_some()),
            ("--confine strict", matches!(self.confine, ConfineFlag::Strict)),
            ("--bounds guard", matches!(self.bounds, Some(BoundsFlag::Guard))),
        ] {
            if given && board {
                return Err(Error::WrongPlatform { flag, target: target.name, board: false });
            }
        }
        let mut packed = Vec::new();
        if board {
            for dir in &self.dirs {
                let contents = folder::pack(Path::new(&dir.host));
                packed.push(contents.map_err(|error| error.of_flag("--dir"))?);
            }
        }
        let mut denied = self.deny.clone();
        denied.sort_by_key(|family| family.bit());
        denied.dedup();
        Ok(Grants {
            dirs: self.dirs.clone(),
            env: self.env.clone(),
            inherit_env: self.inherit_env,
            no_stdio: self.stdio == StdioFlag::None,
            denied,
            listen: self.tcp_listen.clone(),
            limits: self.limits(),
            confine: match self.confine {
                ConfineFlag::Auto => Mode::Auto,
                ConfineFlag::Strict => Mode::Strict,
                ConfineFlag::Off => Mode::Off,
            },
            args: self.fixed_args(),
            packed,
            seed: self.seed,
        })
    }

    fn limits(&self) -> Limits {
        Limits {
            fds: self.fds_max,
            file_size: self.file_size_max,
            cpu_seconds: self.cpu_seconds,
            wall_seconds: self.wall_seconds,
        }
    }

    /// The program's name and arguments, where they are part of it: a board has no launcher.
    fn fixed_args(&self) -> Vec<String> {
        if self.args.is_empty() && self.target().board.is_none() {
            return Vec::new();
        }
        let name = input::default_output(&self.input, "").to_string_lossy().into_owned();
        [name].into_iter().chain(self.args.iter().map(|arg| arg.to_string_lossy().into_owned())).collect()
    }

    /// What to link a board's image with.
    pub fn tools(&self) -> Tools {
        Tools { linker: self.linker.as_deref().map(program::path), script: self.linker_script.clone() }
    }

    /// The profile that is used, read once: pipes give it once only.
    pub fn profile(&self) -> Result<Option<&[u8]>, Error> {
        let Some(path) = &self.profile_use else { return Ok(None) };
        if self.profile.get().is_none() {
            let _ = self.profile.set(input::bytes(path).map_err(|error| error.of_flag("--profile-use"))?);
        }
        Ok(self.profile.get().map(Vec::as_slice))
    }

    /// What is done with a profile. What is compiled without optimisation is laid out as it comes.
    fn profiling(&self) -> Result<Profiling, Error> {
        let (flag, path) = match (&self.profile_generate, &self.profile_use) {
            (None, None) => return Ok(Profiling::None),
            (Some(path), _) => ("--profile-generate", path),
            (None, Some(path)) => ("--profile-use", path),
        };
        if matches!(self.opt_level, OptFlag::None) {
            return Err(Error::NeedsOptimisation(flag));
        }
        if let Some(bytes) = self.profile()? {
            let source = |source| Error::Profile { path: path.clone(), source }.of_flag(flag);
            return Ok(Profiling::Use(Profile::read(bytes).map_err(source)?));
        }
        if self.target().board.is_some() {
            return Err(Error::WrongPlatform { flag, target: self.target().name, board: false });
        }
        Ok(Profiling::Generate(path.clone()))
    }

    /// The file of compiled functions that belongs to these inputs and flags. What stands there and is no file could
    /// have no end.
    fn function_cache(&self) -> Result<Option<PathBuf>, Error> {
        let Some(folder) = &self.cache else { return Ok(None) };
        let paths: Vec<_> = self.paths().map(|path| path.canonicalize().unwrap_or(path.to_owned())).collect();
        let flags = (self.target().name, self.cpu(), &self.invoke, self.opt_level, self.bounds);
        let further = (self.deterministic, self.profile_generate.is_some(), self.profile_use.is_some());
        let digest = Sha256::digest(format!("{paths:?} {flags:?} {further:?}"));
        let path = folder.join(format!("{}.functions", &hex(&digest)[..32]));
        match fs::metadata(&path) {
            Ok(metadata) if !metadata.is_file() => Err(Error::NotAFile(path)),
            _ => Ok(Some(path)),
        }
    }

    /// What the modules may use.
    fn features(&self) -> WasmFeatures {
        let features = |names: &[String]| {
            let each = names.iter().filter_map(|name| proposal::features(name));
            each.fold(WasmFeatures::empty(), WasmFeatures::union)
        };
        STANDARD.union(features(&self.enable)).difference(features(&self.disable))
    }

    /// How to compile.
    pub fn options(&self, emit: Emit) -> Result<Options, Error> {
        if self.debug {
            return Err(Error::NotImplemented { flag: "-g", what: "it will write DWARF line tables" });
        }
        Ok(Options {
            opt_level: match self.opt_level {
                OptFlag::None => OptLevel::None,
                OptFlag::Less | OptFlag::Speed => OptLevel::Speed,
                OptFlag::Size => OptLevel::SpeedAndSize,
            },
            cpu: target::cpu::flags(self.target(), self.cpu()).map_err(ahead::Error::from)?,
            bounds: self.bounds.map(|bounds| match bounds {
                BoundsFlag::Guard => Bounds::Guard,
                BoundsFlag::Explicit => Bounds::Explicit,
            }),
            memory_max: self.memory_max,
            stack_size: self.stack_size.unwrap_or_else(|| {
                let board = self.target().board.as_ref();
                board.map_or(DEFAULT_STACK_SIZE, |board| board.file.stack_bytes)
            }),
            strip: self.strip,
            deterministic: self.deterministic,
            features: self.features(),
            emit,
        })
    }
}

fn supported(name: &str) -> Result<String, String> {
    match proposal::is_supported(name) {
        true => Ok(name.to_owned()),
        false => Err(format!("the proposals are {}", proposal::supported().join(", "))),
    }
}

fn module(text: &str) -> Result<(String, PathBuf), String> {
    match text.split_once('=') {
        Some((name, file)) if !file.is_empty() => Ok((name.to_owned(), file.into())),
        _ => Err("a module is given as NAME=FILE, NAME being what the input imports from".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    #[test]
    fn a_module_has_a_name_and_a_file() {
        assert_eq!(super::module("env=lib/a=b.wasm"), Ok(("env".into(), PathBuf::from("lib/a=b.wasm"))));
        assert!(super::module("env").is_err() && super::module("env=").is_err());
    }
}
