//! What an executable was made from and with, and what it may do: written into its section
//! `.ahead` by `build`, read by `inspect`.

use ahead::link::board::Tools;
use ahead::request::{Contents, Emit, Grants, OptLevel, Options};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Error;
use super::flags::Flags;
use super::imports::{self, Missing};
use super::input::{self, Source};

/// The contents of the section, as JSON without what is [`usual`].
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
    /// The file that it counts in what it runs.
    pub profile_generate: Option<String>,
    /// Of the profile that it is laid out by: SHA-256, hexadecimal.
    pub profile_use: Option<String>,
    /// Bytes.
    pub stack_size: u64,
    /// Bytes.
    pub memory_max: Option<u64>,
    /// Whether NaNs are the same on every target.
    pub deterministic: bool,
    /// Proposals that were enabled and disabled.
    pub enabled: Vec<String>,
    pub disabled: Vec<String>,
    /// Folders it may use.
    pub dirs: Vec<Dir>,
    /// Environment variables it sees.
    pub env: Vec<Variable>,
    /// Arguments that are part of it, its name first.
    pub args: Vec<String>,
    /// What its random numbers follow from.
    pub seed: Option<u64>,
    /// Of a board: the target file, the linker and its script, and all the files packed into the
    /// image; SHA-256, hexadecimal.
    pub board: Option<String>,
    /// All of the launcher's variables besides.
    pub inherit_env: bool,
    /// `inherit` or `none`.
    pub stdio: String,
    /// Families of functions that are refused.
    pub denied: Vec<String>,
    /// Where TCP sockets listen.
    pub tcp_listen: Vec<String>,
    /// Open descriptors at most.
    pub fds_max: Option<u64>,
    /// Bytes of a file.
    pub file_size_max: Option<u64>,
    /// Seconds of processor time.
    pub cpu_seconds: Option<u64>,
    /// Seconds.
    pub wall_seconds: Option<u64>,
    /// `auto`, `strict` or `off`.
    pub confine: String,
    /// System calls that the confinement leaves; empty before the program is compiled.
    pub system_calls: Vec<String>,
    /// Whether those of seccomp's strict mode are left in their place, if its descriptors are no files.
    pub only_writes: bool,
    /// What it imports, and was not granted.
    pub missing: Vec<Missing>,
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
    let grants = flags.grants()?;
    let missing = imports::missing(sources, &grants, flags.target().board.is_some());
    let Grants { dirs, env, inherit_env, no_stdio, denied, listen, limits, confine, args, packed, seed } =
        grants;
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
        profile_generate: flags.profile_generate.as_ref().map(|path| path.to_string_lossy().into_owned()),
        profile_use: flags.profile()?.map(|bytes| hex(&Sha256::digest(bytes))),
        stack_size,
        memory_max,
        deterministic,
        enabled: flags.enable.clone(),
        disabled: flags.disable.clone(),
        dirs: dirs
            .into_iter()
            .map(|dir| Dir { host: dir.host, guest: dir.guest, read_only: dir.read_only })
            .collect(),
        args,
        seed,
        board: board(flags, &packed)?,
        env: env.into_iter().map(|(name, value)| Variable { name, value }).collect(),
        inherit_env,
        stdio: if no_stdio { "none" } else { "inherit" }.to_owned(),
        denied: denied.iter().map(|family| family.name().to_owned()).collect(),
        tcp_listen: listen.iter().map(ToString::to_string).collect(),
        fds_max: limits.fds,
        file_size_max: limits.file_size,
        cpu_seconds: limits.cpu_seconds,
        wall_seconds: limits.wall_seconds,
        confine: format!("{confine:?}").to_lowercase(),
        system_calls: Vec::new(),
        only_writes: false,
        missing,
    })
}

/// The digest of what goes into a board's image besides.
fn board(flags: &Flags, packed: &[Contents]) -> Result<Option<String>, Error> {
    let target = flags.target();
    let Some(board) = &target.board else { return Ok(None) };
    let Tools { linker, script } = flags.tools();
    let mut hash = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hash.update((bytes.len() as u64).to_le_bytes());
        hash.update(bytes);
    };
    add(target.text.as_bytes());
    match script {
        Some(path) => add(&input::bytes(&path).map_err(|error| error.of_flag("--linker-script"))?),
        None => add(board.script.as_bytes()),
    }
    add(linker.unwrap_or_default().as_os_str().as_encoded_bytes());
    packed.iter().for_each(|contents| digest(contents, &mut add));
    Ok(Some(hex(&hash.finalize())))
}

fn digest(contents: &Contents, add: &mut impl FnMut(&[u8])) {
    match contents {
        Contents::File(bytes) => add(bytes),
        Contents::Folder(entries) => {
            add(&(entries.len() as u64).to_le_bytes());
            for (name, contents) in entries {
                add(name.as_bytes());
                digest(contents, add);
            }
        }
    }
}

/// What most programs are made with: fields that have these values are not written. Programs that are
/// there are read by it, so nothing here may ever change.
fn usual() -> Map<String, Value> {
    let Value::Object(fields) = json!({
        "invoke": null, "bounds": "guard", "opt_level": "2", "profile_generate": null,
        "profile_use": null, "stack_size": 8_388_608, "memory_max": null,
        "deterministic": false, "enabled": [], "disabled": [], "dirs": [], "env": [], "args": [],
        "seed": null, "board": null, "inherit_env": false, "stdio": "inherit", "denied": [],
        "tcp_listen": [], "fds_max": null, "file_size_max": null, "cpu_seconds": null,
        "wall_seconds": null, "confine": "auto", "system_calls": [], "only_writes": false, "missing": [],
    }) else {
        unreachable!("it is an object")
    };
    fields
}

impl Provenance {
    /// The contents of the section.
    pub fn to_bytes(&self) -> Vec<u8> {
        let usual = usual();
        let mut value = serde_json::to_value(self).expect("strings and numbers are JSON");
        if let Value::Object(fields) = &mut value {
            fields.retain(|name, value| usual.get(name) != Some(value));
        }
        serde_json::to_vec(&value).expect("strings and numbers are JSON")
    }

    /// What [`Provenance::to_bytes`] wrote.
    pub fn from_bytes(bytes: &[u8]) -> serde_json::Result<Self> {
        let mut fields = usual();
        fields.extend(serde_json::from_slice::<Map<String, Value>>(bytes)?);
        serde_json::from_value(fields.into())
    }
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
