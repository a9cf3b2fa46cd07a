//! Path resolution by the kernel and in steps, with nothing else to hold a program back (`--confine
//! off`): random trees against a model, and folders that another process changes meanwhile.

mod model;
mod moved;
mod race;
mod random;
mod tree;

use std::path::{Path, PathBuf};

use ahead_tests::build;
use ahead_tests::runtime::Runtime;
use tempfile::TempDir;

/// The runtime that ships, which asks the kernel where it can, and the one that never does.
const RESOLVERS: [Option<Runtime>; 2] = [None, Some(Runtime::Walking)];

fn folder() -> TempDir {
    TempDir::with_prefix("ahead-resolve-").expect("a temporary folder can be made")
}

/// Builds the text `module` to the executable `app` in the folder, which may use `data` there as `/`.
fn built(folder: &Path, module: &str, resolver: Option<Runtime>) -> PathBuf {
    let (source, program) = (folder.join("app.wat"), folder.join("app"));
    std::fs::write(&source, module).expect("the folder is ours");
    let flags = ["--dir", "data::/", "--confine", "off"].map(str::to_owned);
    match resolver {
        Some(runtime) => runtime.executable(folder, &source, &program, &flags).expect("it builds"),
        None => {
            let args = ["build".to_owned(), "app.wat".to_owned()].into_iter().chain(flags);
            let output = build::call(folder, args).expect("ahead ends in time");
            assert_eq!((output.exit, output.stderr.as_str()), (0, ""));
        }
    }
    program
}
