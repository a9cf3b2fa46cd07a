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
        let said = "audit: less confined: this system has no ";
        if strict.exit != 1 || !strict.stderr.contains("`--confine strict`") {
            return Err(format!("{}: strict: {strict:?}", target.name));
        }
        if auto.exit != 0 || auto.stderr.matches(said).count() != 2 {
            return Err(format!("{}: auto: {auto:?}", target.name));
        }
    }
    Ok(())
}

/// Renames `a/f` within its folder, and then into another: the errno of that is the exit status.
const RENAMES: &str = r#"(module
    (import "wasi_snapshot_preview1" "path_rename" (func $rename (param i32 i32 i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1) (data (i32.const 0) "a/fa/gb/h")
    (func (export "_start")
      (if (call $rename (i32.const 3) (i32.const 0) (i32.const 3) (i32.const 3) (i32.const 3) (i32.const 3)) (then (call $exit (i32.const 1))))
      (call $exit (call $rename (i32.const 3) (i32.const 3) (i32.const 3) (i32.const 3) (i32.const 6) (i32.const 3)))))"#;

/// The first version of Landlock knows no renames across folders: they fail, and an audit says why.
/// `strace` makes the kernel claim to have no more.
pub fn says_what_the_first_version_lacks() -> Result<(), String> {
    const XDEV: i32 = 75;
    let notice = "audit: this kernel's first version of Landlock makes renames across folders fail";
    for (version, errno) in [(1, XDEV), (2, 0)] {
        let folder = folder();
        let data = folder.path().join("data");
        let made = ["a", "b"].iter().try_for_each(|name| std::fs::create_dir_all(data.join(name)));
        made.and_then(|()| std::fs::write(data.join("a/f"), "")).map_err(|error| error.to_string())?;
        let program = built(folder.path(), RENAMES, &["--dir", "data::/"]);
        let mut strace = Command::new("strace");
        let inject = format!("inject=landlock_create_ruleset:retval={version}:when=1");
        strace.args(["-o", "trace", "-e", &inject]).arg(program).env("AHEAD_AUDIT", "1");
        let output = run(strace.current_dir(folder.path()))?;
        if output.exit != errno || output.stderr.contains(notice) != (version == 1) {
            return Err(format!("version {version}: {output:?}"));
        }
    }
    Ok(())
}
