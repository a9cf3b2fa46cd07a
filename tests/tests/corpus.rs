//! The real programs of the corpus (`$AHEAD_CORPUS`, else `../shared/corpus`): a named test per
//! program and target, which compares output and status with those of a reference engine.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use ahead_tests::target::Target;
use ahead_tests::{build, process, repository, target};
use libtest_mimic::{Arguments, Completion, Failed, Trial};
use serde::Deserialize;
use tempfile::TempDir;

/// Programs that need what is not supported yet. One that builds is an error.
const SKIPPED: [(&str, &str); 3] = [
    ("sj-eh", "needs exception handling"),
    ("threads", "needs threads"),
    ("gc-tree", "needs garbage collection"),
];

/// Programs that take minutes to build or run under an emulator.
const HEAVY: [&str; 1] = ["ruby34"];

/// A line of the manifest; the corpus's README describes it.
#[derive(Deserialize, Clone)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    file: String,
    /// Folder of the corpus (`empty`: any empty one) and the guest's name for it.
    #[serde(default)]
    dirs: BTreeMap<String, String>,
    #[serde(default)]
    env: BTreeMap<String, String>,
    #[serde(default)]
    args: Vec<String>,
    /// File with the expected output.
    stdout: Option<String>,
    #[serde(default)]
    exit: i32,
    /// An export to call, and its arguments.
    #[serde(default)]
    invoke: Vec<String>,
    result: Option<String>,
    #[serde(rename = "from")]
    _origin: String,
    #[serde(rename = "needs")]
    _needs: String,
}

fn main() {
    let args = Arguments::from_args();
    let corpus =
        std::env::var_os("AHEAD_CORPUS").map_or_else(|| repository().join("../shared/corpus"), PathBuf::from);
    let Ok(manifest) = std::fs::read_to_string(corpus.join("manifest.json")) else {
        let reason = format!("no corpus at {}", corpus.display());
        eprintln!("not tested: {reason}");
        let skipped = Trial::ignorable_test("corpus", move || Ok(Completion::ignored_with(reason)));
        libtest_mimic::run(&args, vec![skipped]).exit();
    };
    let entries: Vec<Entry> =
        serde_json::from_str(&manifest).expect("the manifest has the fields of `Entry`");
    let targets = target::runnable();
    let trial = |entry: &Entry, target: &Target| {
        let (corpus, entry, target) = (corpus.clone(), entry.clone(), target.clone());
        Trial::ignorable_test(format!("{}::{}", entry.name, target.name), move || {
            test(&corpus, &entry, &target)
        })
    };
    let trials = targets.iter().flat_map(|target| entries.iter().map(move |entry| trial(entry, target)));
    libtest_mimic::run(&args, trials.collect()).exit();
}

fn test(corpus: &Path, entry: &Entry, target: &Target) -> Result<Completion, Failed> {
    if HEAVY.contains(&entry.name.as_str())
        && !target.is_native()
        && std::env::var_os("AHEAD_HEAVY").is_none()
    {
        return Ok(Completion::ignored_with("takes minutes under an emulator: set AHEAD_HEAVY"));
    }
    let scratch = TempDir::with_prefix("ahead-corpus-").map_err(|error| error.to_string())?;
    let program = scratch.path().join(&entry.name);
    let flags = flags(corpus, entry, scratch.path())?;
    let built = build::executable(corpus, &unpacked(corpus, entry)?, &program, target, &flags);
    let skipped = SKIPPED.iter().find(|(name, _)| *name == entry.name);
    match (skipped, built) {
        (Some((_, reason)), Err(_)) => return Ok(Completion::ignored_with(reason)),
        (Some((_, reason)), Ok(())) => return Err(format!("builds, but is skipped: {reason}").into()),
        (None, built) => built?,
    }
    let mut command = target.command(&program);
    command.current_dir(corpus).args(&entry.args).args(entry.invoke.iter().skip(1));
    let output = process::run(&mut command, b"", process::HANG)?;
    let expected = expected(corpus, entry)?;
    match output.exit == entry.exit && output.stdout == expected {
        true => Ok(Completion::Completed),
        false => Err(format!("{output:?}\nnot exit {} with {expected:?}", entry.exit).into()),
    }
}

/// The flags that `ahead` gets. Programs write to their folders, so they get copies in `scratch`.
fn flags(corpus: &Path, entry: &Entry, scratch: &Path) -> Result<Vec<String>, String> {
    let mut flags = Vec::new();
    for (host, guest) in &entry.dirs {
        let copy = scratch.join("granted").join(host);
        copy_folder(&corpus.join(host), &copy).map_err(|error| format!("{host}: {error}"))?;
        flags.extend(["--dir".to_string(), format!("{}::{guest}", copy.display())]);
    }
    for (name, value) in &entry.env {
        flags.extend(["--env".to_string(), format!("{name}={value}")]);
    }
    if let Some(export) = entry.invoke.first() {
        flags.extend(["--invoke".to_string(), export.clone()]);
    }
    Ok(flags)
}

/// Copies a folder with what is in it; one that is not there (`empty`) counts as empty.
fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(to)?;
    if !from.exists() {
        return Ok(());
    }
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        match from.is_dir() {
            true => copy_folder(&from, &to)?,
            // The contents only: the copy may be written to.
            false => std::fs::write(to, std::fs::read(from)?)?,
        }
    }
    Ok(())
}

fn expected(corpus: &Path, entry: &Entry) -> Result<String, String> {
    match (&entry.stdout, &entry.result) {
        (Some(file), _) => {
            std::fs::read_to_string(corpus.join(file)).map_err(|error| format!("{file}: {error}"))
        }
        (None, Some(result)) => Ok(format!("{result}\n")),
        (None, None) => Err("the manifest expects nothing".to_string()),
    }
}

/// Path of the entry's module, unpacked where it is compressed.
fn unpacked(corpus: &Path, entry: &Entry) -> Result<PathBuf, String> {
    static UNPACKING: Mutex<()> = Mutex::new(());
    let packed = corpus.join(&entry.file);
    let Some(name) = entry.file.strip_suffix(".xz") else { return Ok(packed) };
    let _one_at_a_time = UNPACKING.lock().map_err(|error| error.to_string())?;
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if !path.exists() {
        let output = Command::new("xz")
            .args(["-dkc"])
            .arg(&packed)
            .output()
            .map_err(|error| format!("xz: {error}"))?;
        if !output.status.success() {
            return Err(format!("xz: {}", String::from_utf8_lossy(&output.stderr)));
        }
        // In two steps, so that a part of it is never taken for all of it.
        let part = path.with_extension("part");
        std::fs::write(&part, output.stdout)
            .and_then(|()| std::fs::rename(&part, &path))
            .map_err(|error| error.to_string())?;
    }
    Ok(path)
}
