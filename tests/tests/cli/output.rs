//! The output is written whole or not at all, where and how the user says.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use ahead_tests::{build, repository};

use super::{NOTHING, ahead, built, folder, names, run};

#[test]
fn what_cannot_be_written_is_named() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    fs::create_dir(folder.path().join("taken")).expect("the folder is ours");
    for output in ["nowhere/app", "taken", "/dev/full", "app.wat/app"] {
        let outcome = ahead(folder.path(), &["build", "app.wat", "-o", output]);
        assert_eq!(outcome.exit, 1, "{output}: {}", outcome.stderr);
        assert!(outcome.stderr.contains(&format!("cannot write {output}")), "{output}: {}", outcome.stderr);
    }
    assert_eq!(names(folder.path()), ["app.wat", "taken"]);
}

#[test]
fn a_full_disk_leaves_nothing_behind() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let small = folder.path().join("small");
    fs::create_dir(&small).expect("the folder is ours");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=4k", "tmpfs"]).arg(&small).output();
    if !mounted.is_ok_and(|output| output.status.success()) {
        eprintln!("not tested: a full disk: a small file system cannot be mounted here");
        return;
    }
    let outcome = ahead(folder.path(), &["build", "app.wat", "-o", "small/app"]);
    let left = names(&small);
    run(Command::new("umount").arg(&small));
    assert_eq!(outcome.exit, 1, "{}", outcome.stderr);
    assert!(outcome.stderr.contains("small/app"), "{}", outcome.stderr);
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_failed_build_leaves_the_old_output() {
    let folder = folder(&[("bad.wat", b"(module (func (result i32)))"), ("app", b"old")]);
    assert_eq!(ahead(folder.path(), &["build", "bad.wat", "-o", "app"]).exit, 1);
    assert_eq!(fs::read(folder.path().join("app")).expect("it is still there"), b"old");
    assert_eq!(names(folder.path()), ["app", "bad.wat"]);
}

#[test]
fn a_program_that_prints_takes_16_kib_at_most() {
    let module = repository().join("examples/hello.wasm");
    let folder = folder(&[]);
    let args = ["build", &module.to_string_lossy(), "--strip", "--target", "x86_64-linux"];
    assert_eq!(ahead(folder.path(), &args).exit, 0);
    let len = fs::metadata(folder.path().join("hello")).expect("it was built").len();
    assert!(len <= 16 << 10, "{len} bytes");
}

#[test]
fn an_interrupted_build_leaves_no_part_of_a_file() {
    let module = repository().join("examples/nbody.wasm");
    let folder = folder(&[]);
    let program = folder.path().join("nbody");
    let start = Instant::now();
    assert_eq!(ahead(folder.path(), &["build", &module.to_string_lossy()]).exit, 0);
    let (took, whole) = (start.elapsed(), fs::read(&program).expect("it was built"));
    for part in 0..12 {
        fs::remove_file(&program).ok();
        let mut child = Command::new(build::ahead())
            .current_dir(folder.path())
            .arg("build")
            .arg(&module)
            .spawn()
            .expect("ahead starts");
        // From the start to a little past the end of a build.
        std::thread::sleep(Duration::from_micros(took.as_micros() as u64 * part / 9));
        child.kill().and_then(|()| child.wait()).expect("the child is ours");
        let complete = fs::read(&program).map_or(true, |bytes| bytes == whole);
        assert!(complete, "after {part}/9 of a build there is a part of a file");
    }
}

#[test]
fn an_output_over_an_input_is_refused() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    symlink("app.wat", folder.path().join("link")).expect("the folder is ours");
    for output in ["app.wat", "./app.wat", "link"] {
        let outcome = ahead(folder.path(), &["build", "app.wat", "-o", output]);
        assert_eq!(outcome.exit, 1, "{}", outcome.stderr);
        assert!(outcome.stderr.contains("`-o`"), "{}", outcome.stderr);
    }
    assert_eq!(fs::read(folder.path().join("app.wat")).expect("it is still there"), NOTHING.as_bytes());
}

#[test]
fn the_executable_may_be_executed_and_text_may_not() {
    let folder = folder(&[]);
    let mode = |path: &Path| fs::metadata(path).expect("it was written").permissions().mode() & 0o111;
    assert_ne!(mode(&built(folder.path(), NOTHING, &[])), 0);
    assert_eq!(ahead(folder.path(), &["build", "app.wat", "--emit", "clif"]).exit, 0);
    assert_eq!(mode(&folder.path().join("app.clif")), 0);
}

#[test]
fn a_link_named_as_output_stays_a_link() {
    let folder = folder(&[("real", b"old")]);
    symlink("real", folder.path().join("app")).expect("the folder is ours");
    let program = built(folder.path(), NOTHING, &[]);
    assert!(program.symlink_metadata().expect("it is there").is_symlink());
    assert_eq!(run(&mut Command::new(folder.path().join("real"))).exit, 0);
}

#[test]
fn a_dash_is_standard_input_and_output() {
    let folder = folder(&[]);
    let mut command = Command::new("sh");
    command.current_dir(folder.path()).env("AHEAD", build::ahead());
    command.args(["-c", "\"$AHEAD\" build - -o - --emit clif"]);
    let output = ahead_tests::process::run(&mut command, NOTHING.as_bytes(), ahead_tests::process::HANG)
        .expect("it ends");
    assert_eq!((output.exit, output.stderr.as_str()), (0, ""));
    assert!(output.stdout.contains("return"), "{}", output.stdout);
    assert!(names(folder.path()).is_empty());
}
