//! `--confine strict`: a program that starts confined, or not at all.

use std::process::Command;

use ahead_tests::{build, target};

use super::{LOOKS, built, folder, run};

/// It starts here; and `auto` says nothing, even where it is asked.
pub fn starts_here() -> Result<(), String> {
    let folder = folder();
    let strict = run(&mut Command::new(built(folder.path(), LOOKS, &["--confine", "strict"])))?;
    let auto = run(Command::new(built(folder.path(), LOOKS, &[])).env("AHEAD_AUDIT", "1"))?;
    match (strict.exit, strict.stderr.as_str(), auto.exit, auto.stderr.as_str()) {
        (0, "", 0, "") => Ok(()),
        _ => Err(format!("{strict:?}, {auto:?}")),
    }
}

/// qemu-user has neither filters nor rules: strict names the flag, auto runs, and says so when asked.
pub fn does_not_start_under_an_emulator() -> Result<(), String> {
    for target in target::runnable().iter().filter(|target| !target.is_native()) {
        let folder = folder();
        std::fs::write(folder.path().join("app.wat"), LOOKS).map_err(|error| error.to_string())?;
        let run = |confine: &str| {
            let flags = ["--confine".to_owned(), confine.to_owned()];
            let program = folder.path().join("app");
            build::executable(folder.path(), &folder.path().join("app.wat"), &program, target, &flags)?;
            run(target.command(&program).env("AHEAD_AUDIT", "1"))
        };
        let (strict, auto) = (run("strict")?, run("auto")?);
        let said = "audit: not confined by ";
        if strict.exit != 1 || !strict.stderr.contains("`--confine strict`") {
            return Err(format!("{}: strict: {strict:?}", target.name));
        }
        if auto.exit != 0 || auto.stderr.matches(said).count() != 2 {
            return Err(format!("{}: auto: {auto:?}", target.name));
        }
    }
    Ok(())
}
