//! The targets whose programs can run on this machine.

use std::path::Path;
use std::process::Command;

use serde::Deserialize;

use crate::runtime::Runtime;
use crate::{build, process};

/// A target, as `ahead targets --json` describes it.
#[derive(Deserialize, Clone, Debug)]
pub struct Target {
    /// The name that `--target` takes.
    pub name: String,
    /// The instruction set.
    pub arch: String,
    /// `linux`, or `bare` for boards.
    pub platform: String,
    /// Whether `ahead` has the target's runtime.
    pub runtime: bool,
    /// The command that runs its programs here; empty: they run as they are.
    pub runner: Vec<String>,
    /// The processors that `--cpu` takes.
    pub cpu_levels: Vec<String>,
    /// The features that it takes.
    pub cpu_features: Vec<String>,
    /// A runtime other than the one that `ahead` has.
    #[serde(skip)]
    pub other_runtime: Option<Runtime>,
}

impl Target {
    /// Whether its programs run without an emulator.
    pub fn is_native(&self) -> bool {
        self.name == format!("{}-linux", std::env::consts::ARCH)
    }

    /// The command that runs `program`.
    pub fn command(&self, program: &Path) -> Command {
        match self.runner.split_first() {
            Some((runner, args)) if !self.is_native() => {
                let mut command = Command::new(runner);
                command.args(args).arg(program);
                command
            }
            _ => Command::new(program),
        }
    }

    fn can_run(&self) -> bool {
        let found = |runner: &String| {
            let path = std::env::var_os("PATH").unwrap_or_default();
            std::env::split_paths(&path).any(|folder| folder.join(runner).is_file())
        };
        self.is_native() || self.runner.first().is_some_and(found)
    }
}

/// All targets that `ahead` knows.
pub fn all() -> Vec<Target> {
    let mut command = Command::new(build::ahead());
    command.args(["targets", "--json"]);
    let output = process::run(&mut command, b"", process::HANG).expect("`ahead targets` runs");
    assert_eq!(output.exit, 0, "ahead targets --json: {}", output.stderr);
    serde_json::from_str(&output.stdout).expect("`ahead targets --json` has the fields of `Target`")
}

/// The Linux targets whose programs can be built and run here, the native one first. Those left
/// out are named on stderr, with the reason.
pub fn runnable() -> Vec<Target> {
    let mut targets: Vec<Target> = all().into_iter().filter(|target| target.platform == "linux").collect();
    targets.retain(|target| {
        let reason = match (target.runtime, target.can_run()) {
            (true, true) => return true,
            (false, _) => "`ahead` was built without its runtime",
            (true, false) => "its runner is not installed",
        };
        eprintln!("not tested: {}: {reason}", target.name);
        false
    });
    targets.sort_by_key(|target| !target.is_native());
    assert!(targets.first().is_some_and(Target::is_native), "no runtime for this machine");
    targets
}
