//! `--profile-generate` and `--profile-use`: what is counted, where it is kept, and what is made of it.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use ahead::profile::Profile;
use ahead_tests::process::Output;
use ahead_tests::target;
use tempfile::TempDir;

use super::{ahead, folder, names, run};

/// A function of which one part runs often, one seldom and one never, with a trap in the last two; of `args`, their
/// number says which.
const PARTS: &str = r#"(module
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
    (memory (export "memory") 1)
    (table funcref (elem $parts))
    (func $divide (param i32) (result i32) (i32.div_u (i32.const 1000) (local.get 0)))
    (func $parts (param $round i32) (param $count i32) (result i32)
        (local $sum i32)
        (if (i32.eq (local.get $round) (i32.const 500))
            (then
                (local.set $sum (call $divide (i32.sub (local.get $count) (i32.const 2))))
                (if (i32.eq (local.get $count) (i32.const 4))
                    (then (return (i32.add (call $divide (local.get $sum)) (i32.load (i32.const -8))))))))
        (block $a (block $b (block $c (br_table $a $b $c (i32.and (local.get $round) (i32.const 3))))
            (return (i32.add (local.get $sum) (i32.const 3))))
            (return (i32.mul (local.get $round) (i32.const 7))))
        (i32.add (local.get $sum) (local.get $round)))
    (func (export "_start")
        (local $round i32) (local $sum i32)
        (drop (call $sizes (i32.const 0) (i32.const 4)))
        (loop $next
            (local.set $sum (i32.add (i32.mul (local.get $sum) (i32.const 31))
                (call_indirect (param i32 i32) (result i32)
                    (local.get $round) (i32.load (i32.const 0)) (i32.const 0))))
            (br_if $next (i32.lt_u (local.tee $round (i32.add (local.get $round) (i32.const 1))) (i32.const 1000))))
        (if (i32.ne (local.get $sum) (i32.const EXPECTED)) (then unreachable))))"#;

/// The targets whose programs run here.
fn targets() -> impl Iterator<Item = target::Target> {
    target::runnable().into_iter()
}

/// This machine's.
fn native() -> target::Target {
    targets().next().expect("it is the first of them")
}

/// Builds `app.wat` for a target; it must succeed.
fn build(folder: &Path, target: &target::Target, flags: &[&str]) -> Output {
    let output = ahead(folder, &[&["build", "app.wat", "--target", &target.name], flags].concat());
    assert_eq!(output.exit, 0, "{flags:?}: {}", output.stderr);
    output
}

/// Runs what was built.
fn start(folder: &Path, target: &target::Target, args: &[&str]) -> Output {
    run(target.command(&folder.join("app")).current_dir(folder).args(args))
}

/// A folder with the program, which traps at its end if its sum is not the one `expected`.
fn parts(expected: &str) -> TempDir {
    folder(&[("app.wat", PARTS.replace("EXPECTED", expected).as_bytes())])
}

/// A folder with the program, and what it counted in `app.profile`.
fn counted(target: &target::Target) -> TempDir {
    let folder = parts("0");
    count(folder.path(), target);
    folder
}

/// Builds the program so that it counts, and runs it.
fn count(folder: &Path, target: &target::Target) {
    build(folder, target, &["--profile-generate", "app.profile"]);
    start(folder, target, &["a", "b"]);
}

#[test]
fn a_program_is_the_same_with_a_profile() {
    // What the loop adds up where nothing traps, with one argument: computed as the module says.
    let sum = (0..1000u32).fold(0u32, |sum, round| {
        // What 1000 is by a count of 3, less 2.
        let own: u32 = if round == 500 { 1000 } else { 0 };
        let value = match round & 3 {
            0 => own.wrapping_add(round),
            1 => round.wrapping_mul(7),
            _ => own.wrapping_add(3),
        };
        sum.wrapping_mul(31).wrapping_add(value)
    });
    for target in targets() {
        let folder = parts(&sum.to_string());
        let folder = folder.path();
        let tries: [&[&str]; 3] = [&["a", "b"], &["a"], &["a", "b", "c"]];
        build(folder, &target, &[]);
        let plain = tries.map(|args| start(folder, &target, args));
        assert_eq!(plain.each_ref().map(|run| run.exit), [0, 134, 134], "{}", plain[0].stderr);
        assert!(plain[1].stderr.contains("integer divide by zero"), "{}", plain[1].stderr);
        assert!(plain[2].stderr.contains("out of bounds memory access"), "{}", plain[2].stderr);

        build(folder, &target, &["--profile-generate", "app.profile"]);
        assert_eq!(start(folder, &target, tries[0]).exit, 0);
        let once = fs::read(folder.join("app.profile")).expect("the program made it");
        // It counts the same again, also when it traps.
        assert_eq!(start(folder, &target, tries[1]).exit, 134);
        let twice = fs::read(folder.join("app.profile")).expect("it is there");
        assert!(once != twice && once.len() == twice.len(), "{} and {} bytes", once.len(), twice.len());

        for level in ["2", "s"] {
            build(folder, &target, &["--profile-generate", "level.profile", "-O", level]);
            assert_eq!(start(folder, &target, tries[0]).exit, 0);
            let made = build(folder, &target, &["--profile-use", "level.profile", "-O", level]);
            assert_eq!(made.stderr, "");
            let first = fs::read(folder.join("app")).expect("it was built");
            build(folder, &target, &["--profile-use", "level.profile", "-O", level, "--threads", "1"]);
            assert!(
                fs::read(folder.join("app")).expect("it was built") == first,
                "other bytes by one thread"
            );
            for (args, plain) in tries.iter().zip(&plain) {
                let found = start(folder, &target, args);
                // Traps and their backtraces too, in parts that were never run.
                assert_eq!(
                    (found.exit, &found.stderr),
                    (plain.exit, &plain.stderr),
                    "{} -O {level}",
                    target.name
                );
            }
        }
    }
}

/// A function that saves registers, which are 0, and traps where it never was, by the argument 777.
const TRAP_ELSEWHERE: &str = r#"(module (memory 1) (table funcref (elem $load $step))
    (func $load (param i32) (result i32) (i32.load (i32.const 64)))
    (func $step (param i32) (result i32) (local $kept i32)
        (local.set $kept (call_indirect (param i32) (result i32) (local.get 0) (i32.const 0)))
        (if (i32.eq (local.get 0) (i32.const 777)) (then (i32.store (i32.const 0) (i32.const 1)) (unreachable)))
        (i32.add (local.get $kept) (call_indirect (param i32) (result i32) (local.get 0) (i32.const 0))))
    (func $run (export "run") (param i32) (result i32) (local $sum i32) (local $kept i32) (local $zero i32)
        (local.set $kept (i32.load (i32.const 68)))
        (local.set $zero (i32.load (i32.const 72)))
        (loop $next
            (local.set $sum (i32.add (i32.const 7) (i32.add (local.get $sum)
                (call_indirect (param i32) (result i32) (i32.and (local.get $sum) (i32.const 127)) (i32.const 1)))))
            (br_if $next (i32.lt_u (local.get $sum) (i32.const 10000))))
        (local.set $sum (call_indirect (param i32) (result i32) (local.get 0) (i32.const 1)))
        (i32.add (local.get $sum) (i32.add (local.get $kept) (i32.mul (i32.const 3) (local.get $zero))))))"#;

#[test]
fn a_backtrace_from_code_that_never_ran_is_whole() {
    for target in targets() {
        let folder = folder(&[("app.wat", TRAP_ELSEWHERE.as_bytes())]);
        let folder = folder.path();
        build(folder, &target, &["--invoke", "run", "--profile-generate", "app.profile"]);
        let plain = start(folder, &target, &["777"]);
        assert!(plain.stderr.contains("0: step") && plain.stderr.contains("1: run"), "{}", plain.stderr);
        fs::remove_file(folder.join("app.profile")).expect("it was made");
        assert_eq!(start(folder, &target, &["5"]).exit, 0);
        build(folder, &target, &["--invoke", "run", "--profile-use", "app.profile"]);
        assert_eq!(start(folder, &target, &["777"]).stderr, plain.stderr, "{}", target.name);
    }
}

#[test]
fn a_file_that_others_count_in_stays_theirs() {
    let target = native();
    let folder = counted(&target);
    let folder = folder.path();
    let held = fs::File::open(folder.join("app.profile")).expect("it was made");
    let len = held.metadata().expect("it is open").len();
    // Another program's takes the place of the file, and leaves that as it is.
    fs::write(folder.join("app.wat"), TRAP_ELSEWHERE).expect("the folder is ours");
    build(folder, &target, &["--invoke", "run", "--profile-generate", "app.profile"]);
    assert_eq!(start(folder, &target, &["5"]).exit, 0);
    let other = fs::metadata(folder.join("app.profile")).expect("it was made").ino();
    let held = held.metadata().expect("it is open");
    assert!(held.ino() != other && held.len() == len, "{} bytes, not {len}", held.len());
    assert_eq!(names(folder), ["app", "app.profile", "app.wat"]);
}

#[test]
fn a_program_without_functions_of_its_own_runs() {
    let target = native();
    let text = r#"(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1) (export "go" (func $exit)))"#;
    let folder = folder(&[("app.wat", text.as_bytes())]);
    build(folder.path(), &target, &["--invoke", "go", "--profile-generate", "app.profile"]);
    let output = start(folder.path(), &target, &["3"]);
    assert_eq!((output.exit, output.stderr.as_str()), (3, ""));
    assert_eq!(names(folder.path()), ["app", "app.wat"]);
}

#[test]
fn what_never_ran_lies_behind_all_else() {
    let Some(target) = targets().find(|target| target.name == "x86_64-linux") else { return };
    let folder = counted(&target);
    let folder = folder.path();
    build(folder, &target, &["--profile-use", "app.profile"]);
    let symbols = run(Command::new("nm").args(["-n", "app"]).current_dir(folder)).stdout;
    let place = |name: &str| symbols.lines().position(|line| line.ends_with(name));
    let places = [" parts", " parts.seldom", " parts.never"]
        .map(|name| place(name).unwrap_or_else(|| panic!("{name}: {symbols}")));
    assert!(places.is_sorted(), "{symbols}");
}

#[test]
fn blocks_of_memory_that_are_touched_in_few_places_should_have_small_pages() {
    /// The memory's first page ends at 1 GiB; then it grows by six blocks of 2 MiB, of which the first two are filled,
    /// the third is not touched, and each other gets one byte.
    const GROWS: &str = r#"(module (memory 1)
        (func (export "_start") (local $at i32)
            (drop (memory.grow (i32.const 192)))
            (memory.fill (i32.const 0x1_0000) (i32.const 7) (i32.const 0x40_0000))
            (local.set $at (i32.const 0x71_0000))
            (loop $next
                (i32.store8 (local.get $at) (i32.add (i32.load8_u (local.get $at)) (i32.const 1)))
                (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 0x20_0000)))
                    (i32.const 0xc1_0000))))
            (if (i32.ne (i32.load (i32.const 0x71_0000)) (i32.const 1)) (then unreachable))))"#;
    for target in targets() {
        let folder = folder(&[("app.wat", GROWS.as_bytes())]);
        let folder = folder.path();
        let has_small_pages = || {
            let built = fs::read(folder.join("app")).expect("it was built");
            built.windows(21).any(|bytes| bytes == b"ahead_use_small_pages")
        };
        for bounds in ["guard", "explicit"] {
            let file = format!("{bounds}.profile");
            build(folder, &target, &["--bounds", bounds, "--profile-generate", &file]);
            assert!(has_small_pages(), "{}: of others it cannot count what is touched", target.name);
            for _ in 0..2 {
                assert_eq!(start(folder, &target, &[]).exit, 0, "{}", target.name);
            }
            let profile = fs::read(folder.join(&file)).expect("the program made it");
            let sparse = Profile::read(&profile).expect("it is one").sparse(0x3fff_0000);
            // The first is that of the first page.
            let expected = [false, false, false, true, true, true, false];
            assert_eq!(sparse[1..8], expected, "{} {bounds}", target.name);
            assert!(sparse[8..].iter().all(|sparse| !sparse));
            build(folder, &target, &["--bounds", bounds, "--profile-use", &file]);
            assert_eq!(start(folder, &target, &[]).exit, 0, "{}", target.name);
            assert!(has_small_pages(), "{}", target.name);
        }
        build(folder, &target, &[]);
        assert!(!has_small_pages(), "{}", target.name);
    }
}

#[test]
fn a_description_says_what_is_counted_and_used() {
    let target = native();
    let folder = parts("0");
    let folder = folder.path();
    let described = || ahead(folder, &["inspect", "app"]).stdout;
    build(folder, &target, &["--profile-generate", "app.profile"]);
    let text = described();
    assert!(text.contains("  add to the profile app.profile, from the folder it is started in\n"), "{text}");
    start(folder, &target, &["a", "b"]);
    build(folder, &target, &["--profile-use", "app.profile"]);
    let text = described();
    assert!(
        text.contains("laid out:  by a profile, sha256 ") && !text.contains("add to the profile"),
        "{text}"
    );
    build(folder, &target, &[]);
    assert!(!described().contains("profile"));
}

#[test]
fn other_files_are_not_replaced_and_folders_must_be_there() {
    let target = native();
    for (path, content, stderr) in [
        ("notes.txt", Some("mine"), "another file has its name"),
        ("longer.txt", Some("ahead is what these notes are about"), "another file has its name"),
        ("none/app.profile", None, "its folder is not there"),
        (".", None, "it is a folder"),
        ("/dev/null", None, "another file has its name"),
    ] {
        let folder = parts("0");
        let folder = folder.path();
        build(folder, &target, &["--profile-generate", path]);
        if let Some(content) = content {
            fs::write(folder.join(path), content).expect("the folder is ours");
        }
        let output = start(folder, &target, &[]);
        assert_eq!(output.exit, 1, "{}", output.stderr);
        assert!(output.stderr.contains(stderr) && output.stderr.contains(path), "{}", output.stderr);
        if let Some(content) = content {
            assert_eq!(fs::read_to_string(folder.join(path)).expect("it is still there"), content);
        }
    }
}

#[test]
fn the_profile_of_another_build_is_made_anew() {
    let target = native();
    let folder = counted(&target);
    let folder = folder.path();
    let text = PARTS.replace("EXPECTED", "0").replace("(call $divide (local.get $sum))", "(local.get $sum)");
    fs::write(folder.join("app.wat"), text).expect("the folder is ours");
    let output = build(folder, &target, &["--profile-use", "app.profile"]);
    assert!(
        output.stderr.contains("not as they were when the profile was made, are laid out without it: 1;"),
        "{}",
        output.stderr
    );
    count(folder, &target);
    assert_eq!(build(folder, &target, &["--profile-use", "app.profile"]).stderr, "");
    // That of another version of `ahead`, too.
    let mut profile = fs::read(folder.join("app.profile")).expect("it is there");
    profile[7] -= 1;
    fs::write(folder.join("app.profile"), profile).expect("it is ours");
    let output = ahead(folder, &["build", "app.wat", "--profile-use", "app.profile"]);
    assert!(output.stderr.contains("no profile that a program of this version"), "{}", output.stderr);
    count(folder, &target);
    assert_eq!(build(folder, &target, &["--profile-use", "app.profile"]).stderr, "");
    // Of another module, no function is the same.
    let text = r#"(module (func (export "_start") (loop (br_if 0 (i32.const 0)))))"#;
    fs::write(folder.join("app.wat"), text).expect("the folder is ours");
    let output = ahead(folder, &["build", "app.wat", "--profile-use", "app.profile"]);
    assert_eq!(output.exit, 1);
    assert!(output.stderr.contains("no function is as it was"), "{}", output.stderr);
}

#[test]
fn a_profile_fits_functions_that_have_other_numbers() {
    let target = native();
    let folder = counted(&target);
    let folder = folder.path();
    // Two are new in front of the others, and one calls them.
    let new = "(func $even (param i32) (result i32) (if (result i32) (local.get 0)
            (then (call $odd (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 1))))
        (func $odd (param i32) (result i32) (if (result i32) (local.get 0)
            (then (call $even (i32.sub (local.get 0) (i32.const 1)))) (else (i32.const 0))))
        (func $divide";
    let text = PARTS
        .replace("EXPECTED", "0")
        .replace("(func $divide", new)
        .replace("(loop $next", "(drop (call $even (i32.load (i32.const 0)))) (loop $next");
    fs::write(folder.join("app.wat"), text).expect("the folder is ours");
    let output = build(folder, &target, &["--profile-use", "app.profile"]);
    assert!(output.stderr.contains("laid out without it: 3;"), "{}", output.stderr);
}

#[test]
fn the_bytes_are_the_same_from_a_cache() {
    for target in targets() {
        let folder = parts("0");
        let folder = folder.path();
        let same = |flags: &[&str]| {
            build(folder, &target, flags);
            let without = fs::read(folder.join("app")).expect("it was built");
            let cached = || {
                build(folder, &target, &[flags, &["--cache", "kept"]].concat());
                assert!(
                    fs::read(folder.join("app")).expect("it was built") == without,
                    "{flags:?}: other bytes"
                );
                // What is compiled is written to another file of the same name.
                let inode =
                    |name: &String| fs::metadata(folder.join("kept").join(name)).expect("it is there").ino();
                names(&folder.join("kept")).iter().map(inode).collect::<Vec<_>>()
            };
            assert_eq!(cached(), cached(), "{flags:?}: compiled again");
        };
        same(&["--profile-generate", "app.profile"]);
        start(folder, &target, &["a", "b"]);
        same(&["--profile-use", "app.profile"]);
        // Other counts of the same functions.
        start(folder, &target, &["a"]);
        same(&["--profile-use", "app.profile"]);
        same(&[]);
    }
}

#[test]
fn what_is_no_profile_is_refused() {
    let target = native();
    let folder = counted(&target);
    let folder = folder.path();
    fs::remove_file(folder.join("app")).expect("it was built");
    let whole = fs::read(folder.join("app.profile")).expect("the program made it");
    let header = u64::from_le_bytes(whole[8..16].try_into().expect("8 bytes")) as usize;
    for (name, bytes) in [
        ("cut", &whole[..header - 1]),
        ("shorter", &whole[..header + 8]),
        ("empty", &[&whole[..header], &vec![0; whole.len() - header][..]].concat()),
        ("nothing", &[]),
    ] {
        fs::write(folder.join(name), bytes).expect("the folder is ours");
    }
    let board: &[&str] = &["--target", "riscv64-qemu-virt", "--profile-generate", "app.profile"];
    let cases: [(&[&str], i32, &str); 8] = [
        (&["--profile-use", "missing"], 1, "cannot read missing"),
        (&["--profile-use", "app.wat"], 1, "it is no profile"),
        (&["--profile-use", "nothing"], 1, "it is no profile"),
        (&["--profile-use", "cut"], 1, "the profile is cut short"),
        (&["--profile-use", "shorter"], 1, "the profile is cut short"),
        (&["--profile-use", "empty"], 1, "nothing is counted"),
        (&["--profile-use", "app.profile", "-O", "0"], 2, "needs optimised code"),
        (board, 2, "`--profile-generate` is for Linux"),
    ];
    for (flags, exit, stderr) in cases {
        let output = ahead(folder, &[&["build", "app.wat"], flags].concat());
        assert_eq!(output.exit, exit, "{flags:?}: {}", output.stderr);
        assert!(output.stderr.contains(stderr), "{flags:?}: {}", output.stderr);
        assert!(!folder.join("app").exists(), "{flags:?}");
    }
}
