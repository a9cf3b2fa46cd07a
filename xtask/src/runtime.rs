//! `cargo xtask runtime`: target files in, `target/runtime/NAME.a` of every target that this
//! machine can build out.
//!
//! The build of `ahead` makes the same archives for itself: this shows that it can, and their sizes.

use std::fs;

use crate::{archive, setup, workspace};

/// Prepares the toolchains and builds the runtimes; says which target cannot be built and why.
pub fn run() -> Result<(), String> {
    let mut missing = Vec::new();
    for target in setup::targets()? {
        let rustc = setup::rustc();
        if archive::toolchain(&rustc, workspace(), &target.runtime_triple).is_none()
            && let Err(error) = setup::core(&target.runtime_triple)
        {
            missing.push(format!("{}: {error}", target.name));
            continue;
        }
        build(&target)?;
    }
    match missing.is_empty() {
        true => Ok(()),
        false => Err(format!("without a runtime remain\n  {}", missing.join("\n  "))),
    }
}

fn build(target: &setup::Target) -> Result<(), String> {
    let triple = &target.runtime_triple;
    let toolchain =
        archive::toolchain(&setup::rustc(), workspace(), triple).ok_or("the toolchain has gone")?;
    let folder = archive::setup_dir(workspace());
    let scratch = folder.join(format!("scratch-{}", target.name));
    fs::create_dir_all(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
    let output = folder.join(format!("{}.a", target.name));
    archive::build(&toolchain, &workspace().join("runtime-lib"), triple, &[], &scratch, &output)?;
    let size = fs::metadata(&output).map_err(|error| format!("{}: {error}", output.display()))?.len();
    println!("{}: {} KiB, {}", target.name, size / 1024, output.display());
    Ok(())
}
