//! `targets/NAME.toml` in, what the stages need to know of a target out.
//!
//! Every file in `targets/` is a target by its mere existence: `build.rs` embeds them all, with the
//! runtime of those it was built for.

pub mod cpu;

use std::sync::LazyLock;

use ahead_abi::memory::Bounds;
use serde::Deserialize;
use target_lexicon::Triple;

include!(concat!(env!("OUT_DIR"), "/targets.rs"));

/// What a program can be compiled for.
#[derive(Clone, Debug)]
pub struct Target {
    /// Name of its file, which is the name for `--target`.
    pub name: &'static str,
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
    /// Linker script of a board, by its name in `linker-scripts/`; `None`: the linker's own layout.
    pub linker_script: Option<String>,
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

/// The target named is not there.
#[derive(Debug, thiserror::Error)]
#[error("unknown target `{name}`; the targets are {}", names().join(", "))]
pub struct Unknown {
    name: String,
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
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Memory {
    bounds: BoundsName,
    base: MemoryBase,
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
        .map(|&(name, text, runtime)| parse(name, text, runtime).expect("build.rs embeds valid target files"))
        .collect()
});

/// Every target, sorted by name.
pub fn all() -> &'static [Target] {
    &ALL
}

/// The target of this name or triple.
pub fn find(name: &str) -> Result<&'static Target, Unknown> {
    all()
        .iter()
        .find(|target| target.name == name || target.triple.to_string() == name)
        .ok_or_else(|| Unknown { name: name.to_owned() })
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

fn parse(name: &'static str, text: &str, runtime: Option<&'static [u8]>) -> Result<Target, String> {
    let file: File = toml::from_str(text).map_err(|error| format!("targets/{name}.toml: {error}"))?;
    let triple = file.triple.parse().map_err(|error| format!("targets/{name}.toml: triple: {error}"))?;
    Ok(Target {
        name,
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
        linker_script: file.linker_script,
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
            "unknown target `sparc`; the targets are aarch64-linux, riscv64-linux, x86_64-linux"
        );
    }
}
