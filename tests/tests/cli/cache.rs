//! `--cache`: the same bytes as without, whatever is in the folder.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::{ahead, folder, names, run};

/// A function that is inlined, one that calls it, one by which bodies move, and traps in each.
const BEFORE: &str = r#"(module (memory 1)
    (func $first (param i32) (result i32) (i32.load (local.get 0)))
    (func $inlined (param i32) (result i32) (i32.div_u (i32.const 100) (local.get 0)))
    (func $caller (param i32) (result i32)
        (loop (br_if 0 (i32.load8_u (local.get 0))))
        (i32.add (call $inlined (local.get 0)) (i32.load offset=4 (local.get 0))))
    (func (export "_start")
        (drop (call $caller (call $first (i32.const 8))))
        (drop (call $caller (i32.const 3)))))"#;

/// Builds the text with these flags; the bytes of the executable.
fn build(folder: &Path, text: &str, flags: &[&str]) -> Vec<u8> {
    fs::write(folder.join("app.wat"), text).expect("the folder is ours");
    let output = ahead(folder, &[&["build", "app.wat"], flags].concat());
    assert_eq!((output.exit, output.stderr.as_str()), (0, ""), "{flags:?}");
    fs::read(folder.join("app")).expect("it was built")
}

/// The one file of the cache.
fn pack(folder: &Path) -> PathBuf {
    let names = names(&folder.join("kept"));
    let [name] = names.as_slice() else { panic!("one file, not {names:?}") };
    folder.join("kept").join(name)
}

/// The same with and without the cache.
fn same(folder: &Path, text: &str, flags: &[&str]) {
    let without = build(folder, text, flags);
    let with = build(folder, text, &[&["--cache", "kept"], flags].concat());
    assert!(with == without, "{flags:?}: {} and {} bytes differ for {text}", with.len(), without.len());
}

#[test]
fn the_bytes_are_the_same_and_nothing_is_compiled_twice() {
    for target in ["x86_64-linux", "aarch64-linux", "riscv64-linux"] {
        let folder = folder(&[]);
        let flags = ["--target", target];
        same(folder.path(), BEFORE, &flags);
        let inode = fs::metadata(pack(folder.path())).expect("it was written").ino();
        same(folder.path(), BEFORE, &flags);
        assert_eq!(fs::metadata(pack(folder.path())).expect("it stays").ino(), inode, "written again");
    }
}

#[test]
fn what_changes_is_compiled_again() {
    let folder = folder(&[]);
    same(folder.path(), BEFORE, &[]);
    for (from, to) in [
        // The body of a function; of an inlined one; of one before all others, which move.
        ("offset=4", "offset=8"),
        ("i32.const 100", "i32.const 200"),
        ("(i32.load (local.get 0)))", "(i32.load (i32.add (local.get 0) (i32.const 123456))))"),
        // What is said of a body.
        (
            "(br_if 0 (i32.load8_u (local.get 0)))",
            r#"(i32.load8_u (local.get 0)) (@metadata.code.branch_hint "\00") (br_if 0)"#,
        ),
        // What bodies use, but for which they stay the same.
        ("(memory 1)", "(memory 1 1)"),
        ("$inlined (param i32) (result i32)", "$inlined (param i32) (result i32) (loop)"),
    ] {
        let after = BEFORE.replace(from, to);
        assert_ne!(after, BEFORE);
        for flags in [[].as_slice(), &["--bounds", "explicit"], &["-O0"], &["-Os"], &["--strip"]] {
            same(folder.path(), &after, flags);
        }
        same(folder.path(), BEFORE, &[]);
    }
}

#[test]
fn what_is_not_whole_is_compiled_again() {
    let folder = folder(&[]);
    same(folder.path(), BEFORE, &[]);
    let path = pack(folder.path());
    let whole = fs::read(&path).expect("it was written");
    let step = whole.len() / 20 + 1;
    for place in (0..whole.len()).step_by(step) {
        let mut changed = whole.clone();
        changed[place] ^= 0xff;
        fs::write(&path, &changed).expect("the folder is ours");
        same(folder.path(), BEFORE, &[]);
        fs::write(&path, &whole[..place]).expect("the folder is ours");
        same(folder.path(), BEFORE, &[]);
    }
}

#[test]
fn what_is_no_file_is_not_read() {
    let folder = folder(&[]);
    same(folder.path(), BEFORE, &[]);
    let path = pack(folder.path());
    for make in [&["mkfifo"][..], &["ln", "-s", "/dev/full"], &["mkdir"]] {
        run(Command::new("rm").arg("-r").arg(&path));
        assert_eq!(run(Command::new(make[0]).args(&make[1..]).arg(&path)).exit, 0, "{make:?}");
        let output = ahead(folder.path(), &["build", "app.wat", "--cache", "kept"]);
        assert_eq!(output.exit, 1, "{make:?}");
        assert!(output.stderr.contains("it is no file"), "{make:?}: {}", output.stderr);
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_an_error() {
    let folder = folder(&[("kept", b"a file")]);
    fs::write(folder.path().join("app.wat"), BEFORE).expect("the folder is ours");
    let output = ahead(folder.path(), &["build", "app.wat", "--cache", "kept"]);
    assert_eq!(output.exit, 1);
    assert!(output.stderr.contains("`--cache`"), "{}", output.stderr);
}
