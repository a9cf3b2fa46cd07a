//! What an executable was made from and with, and what it may do: written into its section
//! `.ahead` by `build`, read by `inspect`.

use ahead::request::{Emit, Grants, OptLevel, Options};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Error;
use super::flags::Flags;
use super::input::Source;

/// The contents of the section, as JSON.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Provenance {
    /// Version of `ahead`.
    pub ahead: String,
    /// The target's name.
    pub target: String,
    /// The text of `--cpu`.
    pub cpu: String,
    /// The modules, the main one last.
    pub modules: Vec<Module>,
    /// The export it calls instead of `_start`.
    pub invoke: Option<String>,
    /// `guard` or `explicit`.
    pub bounds: String,
    /// `0`, `2` or `s`.
    pub opt_level: String,
    /// Bytes.
    pub stack_size: u64,
    /// Bytes.
    pub memory_max: Option<u64>,
    /// Whether NaNs are the same on every target.
    pub deterministic: bool,
    /// Folders it may use.
    pub dirs: Vec<Dir>,
    /// Environment variables it sees.
    pub env: Vec<Variable>,
}

/// A module of the program.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Module {
    /// Name under which others import from it.
    pub name: String,
    /// File name without folders.
    pub file: String,
    /// Of the binary module, hexadecimal.
    pub sha256: String,
}

/// A folder.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Dir {
    /// Path on the host.
    pub host: String,
    /// The program's name for it.
    pub guest: String,
    /// Nothing in it may be changed.
    pub read_only: bool,
}

/// An environment variable.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its value; `None`: the launcher's.
    pub value: Option<String>,
}

/// The provenance of what `flags` make of `sources`.
pub fn of(flags: &Flags, sources: &[Source]) -> Result<Provenance, Error> {
    let Options { opt_level, bounds, memory_max, stack_size, deterministic, .. } =
        flags.options(Emit::Object)?;
    let Grants { dirs, env } = flags.grants();
    let module = |source: &Source| Module {
        name: source.import_name.clone(),
        file: source.file_name.clone(),
        sha256: hex(&Sha256::digest(&source.bytes)),
    };
    Ok(Provenance {
        ahead: env!("CARGO_PKG_VERSION").to_owned(),
        target: flags.target().name.to_owned(),
        cpu: flags.cpu().to_owned(),
        modules: sources.iter().map(module).collect(),
        invoke: flags.invoke.clone(),
        bounds: format!("{:?}", bounds.unwrap_or(flags.target().bounds)).to_lowercase(),
        opt_level: match opt_level {
            OptLevel::None => "0",
            OptLevel::Speed => "2",
            OptLevel::SpeedAndSize => "s",
        }
        .to_owned(),
        stack_size,
        memory_max,
        deterministic,
        dirs: dirs
            .into_iter()
            .map(|dir| Dir { host: dir.host, guest: dir.guest, read_only: dir.read_only })
            .collect(),
        env: env.into_iter().map(|(name, value)| Variable { name, value }).collect(),
    })
}

impl Provenance {
    /// The contents of the section.
    pub fn to_bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("strings and numbers are JSON")
    }
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
