//! `targets/NAME.toml` in, what the stages need to know of a target out.
//!
//! Every file in `targets/` is a target by its mere existence: `build.rs` embeds them all, with the
//! runtime of those it was built for. A target file elsewhere is one when it is named by its path.

pub mod board;
pub mod cpu;

use std::path::Path;
use std::sync::LazyLock;

use ahead_abi::memory::Bounds;
use serde::Deserialize;
use target_lexicon::Triple;

use board::Board;

include!(concat!(env!("OUT_DIR"), "/targets.rs"));

/// What a program can be compiled for.
#[derive(Clone, Debug)]
pub struct Target {
    /// Name of its file, which is the name for `--target` of those in `targets/`.
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
    /// For people.
    pub description: String,
    /// Gives the ISA and the object format.
    pub triple: Triple,
    /// What the executable runs on.
    pub platform: Platform,
    /// How accesses are kept inside memories, unless the user says otherwise.
    pub bounds: Bounds,
    /// How generated code gets the address of a memory.
    pub memory_base: MemoryBase,
    /// Command that runs its executables on another host; empty: none is known.
    pub runner: Vec<String>,
    /// Environment variable by which the runner learns the `argv[0]` it gives the program.
    pub runner_argv0: Option<String>,
    /// What `--cpu` is when it is not given.
    pub cpu: String,
    /// What rustc builds the runtime for.
    pub runtime_triple: String,
    /// The runtime as a static library; `None`: this `ahead` was built without it.
    pub runtime: Option<&'static [u8]>,
    /// `memory.grow` answers -1 beyond this many bytes; `None`: as far as the module says.
    pub memory_max: Option<u64>,
    /// What a board is made of; `None` where there is an operating system.
    pub board: Option<Board>,
}

/// What an executable runs on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Platform {
    /// Linux: a static executable.
    Linux,
    /// A board without an operating system.
    Bare,
}

/// How generated code gets the address of a memory.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MemoryBase {
    /// A constant.
    Immediate,
    /// The address of a symbol.
    Symbol,
}

/// Why there is no such target.
#[derive(Debug, thiserror::Error)]
pub enum Unknown {
    /// No target file has this name.
    #[error("unknown target `{0}`; the targets are {list}, and paths of target files", list = names().join(", "))]
    Name(String),
    /// A target file named by its path is not one.
    #[error("{0}")]
    File(String),
}

/// A target file.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct File {
    description: String,
    triple: String,
    platform: Platform,
    runtime_triple: String,
    cpu: String,
    #[serde(default)]
    runner: Vec<String>,
    #[serde(default)]
    runner_argv0: Option<String>,
    #[serde(default)]
    linker_script: Option<String>,
    memory: Memory,
    #[serde(default)]
    board: Option<board::File>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Memory {
    bounds: BoundsName,
    base: MemoryBase,
    #[serde(default)]
    max_bytes: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum BoundsName {
    Guard,
    Explicit,
}

static ALL: LazyLock<Vec<Target>> = LazyLock::new(|| {
    FILES
        .iter()
        .map(|&(name, text, runtime)| {
            parse(name, text, runtime, &embedded_script).expect("build.rs embeds valid target files")
        })
        .collect()
});

/// Every target, sorted by name.
pub fn all() -> &'static [Target] {
    &ALL
}

/// The target of this name or triple, or of the target file at this path (which ends with `.toml`).
///
/// The target lives as long as the process does.
pub fn find(name: &str) -> Result<&'static Target, Unknown> {
    if name.ends_with(".toml") {
        return read(Path::new(name)).map_err(Unknown::File);
    }
    all()
        .iter()
        .find(|target| target.name == name || target.triple.to_string() == name)
        .ok_or_else(|| Unknown::Name(name.to_owned()))
}

/// The target of the file at `path`. Its runtime is that of any target that is built the same way,
/// its linker script stands beside it or is one of ours.
fn read(path: &Path) -> Result<&'static Target, String> {
    let read =
        |path: &Path| std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()));
    let text: &'static str = read(path)?.leak();
    let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned().leak();
    let script = |name: &str| match read(&path.with_file_name(name)) {
        Err(error) => embedded_script(name).map_err(|_| error),
        found => found,
    };
    let mut target = parse(name, text, None, &script)?;
    let like = all().iter().find(|other| other.runtime_triple == target.runtime_triple);
    target.runtime = like.and_then(|other| other.runtime);
    Ok(Box::leak(Box::new(target)))
}

/// The target of the machine `ahead` runs on where there is one, else x86-64 Linux.
pub fn default() -> &'static Target {
    let host = all().iter().find(|target| target.is_host());
    host.unwrap_or_else(|| find("x86_64-linux").expect("targets/x86_64-linux.toml exists"))
}

impl Target {
    /// Whether its executables run on this machine as they are.
    pub fn is_host(&self) -> bool {
        let host = Triple::host();
        self.platform == Platform::Linux
            && host.operating_system == self.triple.operating_system
            && host.architecture == self.triple.architecture
    }
}

fn names() -> Vec<&'static str> {
    all().iter().map(|target| target.name).collect()
}

/// Name and text of every linker script of ours.
pub fn linker_scripts() -> &'static [(&'static str, &'static str)] {
    LINKER_SCRIPTS
}

fn embedded_script(name: &str) -> Result<String, String> {
    let found = LINKER_SCRIPTS.iter().find(|(known, _)| *known == name);
    found.map(|(_, text)| text.to_string()).ok_or_else(|| format!("no linker script `{name}`"))
}

/// What `text`, the target file `name`, says. `script` reads a linker script.
fn parse(
    name: &'static str,
    text: &'static str,
    runtime: Option<&'static [u8]>,
    script: &dyn Fn(&str) -> Result<String, String>,
) -> Result<Target, String> {
    let place = |error: String| format!("{name}.toml: {error}");
    let file: File = toml::from_str(text).map_err(|error| place(error.to_string()))?;
    let triple: Triple = file.triple.parse().map_err(|error| place(format!("triple: {error}")))?;
    let board = match (file.platform, file.board, file.linker_script) {
        (Platform::Linux, None, None) => None,
        (Platform::Bare, Some(board), Some(name)) => {
            Some(Board { file: board, script: script(&name).map_err(place)?, script_name: name })
        }
        (Platform::Linux, ..) => return Err(place("`board` and `linker-script` are for boards".to_owned())),
        (Platform::Bare, ..) => return Err(place("a board needs `board` and `linker-script`".to_owned())),
    };
    Ok(Target {
        name,
        text,
        description: file.description,
        triple,
        platform: file.platform,
        bounds: match file.memory.bounds {
            BoundsName::Guard => Bounds::Guard,
            BoundsName::Explicit => Bounds::Explicit,
        },
        memory_base: file.memory.base,
        runner: file.runner,
        runner_argv0: file.runner_argv0,
        cpu: file.cpu,
        runtime_triple: file.runtime_triple,
        runtime,
        memory_max: file.memory.max_bytes,
        board,
    })
}

#[cfg(test)]
mod tests {
    use super::{all, find};

    #[test]
    fn every_file_is_a_target_whose_default_cpu_it_accepts() {
        assert!(all().len() >= 3);
        for target in all() {
            super::cpu::flags(target, &target.cpu).unwrap();
        }
    }

    #[test]
    fn targets_are_found_by_name_and_by_triple() {
        assert_eq!(find("riscv64-linux").unwrap().name, "riscv64-linux");
        assert_eq!(find("riscv64gc-unknown-linux-gnu").unwrap().name, "riscv64-linux");
        let error = find("sparc").unwrap_err().to_string();
        assert_eq!(
            error,
            "unknown target `sparc`; the targets are aarch64-linux, aarch64-qemu-virt, raspberry-pi-4, \
             riscv64-linux, riscv64-qemu-virt, visionfive-2, x86_64-linux, and paths of target files"
        );
    }
}
