//! What `ahead` refuses for reasons outside the module: each message, with its exit status.

use std::path::Path;
use std::process::Command;

use ahead_tests::build;

use super::{NOTHING, ahead, folder, run};

/// An ELF file, but none of ours.
const FOREIGN_ELF: &[u8] = &[0x7f, b'E', b'L', b'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

#[test]
fn flags_of_another_platform_are_named() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let board = ["build", "app.wat", "--target", "riscv64-qemu-virt"];
    let linux = ["build", "app.wat", "--target", "riscv64-linux"];
    let cases: [(&[&str], &[&str], &str); 11] = [
        (&linux, &["--seed", "1"], "`--seed` is for "),
        (&linux, &["--linker", "ld"], "`--linker` is for "),
        (&linux, &["--linker-script", "x.ld"], "`--linker-script` is for "),
        (&linux, &["--emit", "bin"], "`--emit bin` is for "),
        (&board, &["--env", "NAME"], "`--env NAME` is for "),
        (&board, &["--inherit-env"], "`--inherit-env` is for "),
        (&board, &["--tcp-listen", "127.0.0.1:80"], "`--tcp-listen` is for "),
        (&board, &["--file-size-max", "1M"], "`--file-size-max` is for "),
        (&board, &["--cpu-seconds", "1"], "`--cpu-seconds` is for "),
        (&board, &["--confine", "strict"], "`--confine strict` is for "),
        (&board, &["--bounds", "guard"], "`--bounds guard` is for "),
    ];
    for (command, flags, stderr) in cases {
        let output = ahead(folder.path(), &[command, flags].concat());
        assert_eq!(output.exit, 2, "{flags:?}: {}", output.stderr);
        assert!(output.stderr.contains(stderr), "{flags:?}: {}", output.stderr);
    }
}

#[test]
fn programs_that_are_missing_are_named() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let foreign = if cfg!(target_arch = "aarch64") { "riscv64-linux" } else { "aarch64-linux" };
    let cases: [(&[&str], &str); 5] = [
        (&["run", "app.wat", "--target", foreign], "which runs"),
        (&["run", "app.wat", "--target", "riscv64-qemu-virt", "--linker", "/no/ld"], "/no/ld"),
        (&["run", "app.wat", "--target", "raspberry-pi-4"], "no linker for raspberry-pi-4 is installed"),
        (&["build", "app.wat", "--target", "visionfive-2"], "no linker for visionfive-2 is installed"),
        (&["bench", "app.wat", "--target", foreign], "so their times would say nothing"),
    ];
    for (args, stderr) in cases {
        let mut command = Command::new(build::ahead());
        let output = run(command.current_dir(folder.path()).args(args).env("PATH", ""));
        assert!(output.exit == 1 || output.exit == 2, "{args:?}: {} {}", output.exit, output.stderr);
        assert!(output.stderr.contains(stderr), "{args:?}: {}", output.stderr);
    }
    assert!(!folder.path().join("app").exists(), "no output of what failed");
}

#[test]
fn an_output_in_a_folder_that_is_not_there_is_refused() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let output = ahead(folder.path(), &["build", "app.wat", "-o", "none/app"]);
    assert_eq!(output.exit, 1, "{}", output.stderr);
    assert!(output.stderr.contains("cannot write none/app: there is no folder none"), "{}", output.stderr);
}

#[test]
fn what_is_not_of_aheads_is_not_inspected() {
    let folder = folder(&[("other", FOREIGN_ELF)]);
    let output = ahead(folder.path(), &["inspect", "other"]);
    assert_eq!(output.exit, 1, "{}", output.stderr);
    assert!(output.stderr.contains("an ELF file, but not an executable"), "{}", output.stderr);
}

#[test]
fn a_folder_that_cannot_be_packed_is_named() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let args = ["build", "app.wat", "--target", "riscv64-qemu-virt", "--dir", "missing::/data:ro"];
    let output = ahead(folder.path(), &args);
    assert_eq!(output.exit, 1, "{}", output.stderr);
    assert!(output.stderr.contains("missing"), "{}", output.stderr);
    assert!(!Path::new(&folder.path().join("app")).exists());
}

/// Names that clear the screen, and forge a line, if they are printed as they are.
const STEERING: &str = r#"(module (import "env\1b[31m\0a" "x\1b[2Jevil\0aerror: ok" (func))
    (func (export "_start") call 0) (func (export "a\1b[31mred\0anew")) (memory 1))"#;

#[test]
fn names_of_modules_do_not_steer_the_terminal() {
    let folder = folder(&[
        ("steer.wat", STEERING.as_bytes()),
        ("twice.wat", br#"(module (func (export "a\1b\0a")) (func (export "a\1b\0a")))"#),
        ("typed.wat", br#"(module (import "env" "x\1b\0a" (func)))"#),
        ("env.wat", br#"(module (memory (export "x\1b\0a") 1))"#),
        ("text.wat", b"(module (func \x1b[2J))"),
    ]);
    let cases: [&[&str]; 8] = [
        &["build", "steer.wat"],
        &["build", "steer.wat", "--module", "env=env.wat"],
        &["inspect", "steer.wat"],
        &["build", "env.wat"],
        &["build", "env.wat", "--invoke", "none"],
        &["build", "twice.wat"],
        &["inspect", "twice.wat"],
        &["build", "text.wat"],
    ];
    let typed = ["build", "typed.wat", "--module", "env=env.wat"];
    for args in cases.into_iter().chain([typed.as_slice()]) {
        let output = ahead(folder.path(), args);
        let printed = output.stdout + &output.stderr;
        assert!(!printed.contains('\u{1b}') && !printed.contains("\nerror: ok"), "{args:?}: {printed:?}");
    }
    let output = ahead(folder.path(), &["build", "steer.wat"]);
    let name = r"`env\u{1b}[31m\n.x\u{1b}[2Jevil\nerror: ok`";
    assert!(output.stderr.contains(name) && output.stderr.lines().count() == 1, "{}", output.stderr);
}

#[test]
fn programs_named_by_flags_are_looked_for_in_the_current_folder_first() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    std::os::unix::fs::symlink("/bin/sh", folder.path().join("shell-here")).expect("the folder is ours");
    let output = ahead(folder.path(), &["bench", "app.wat", "--native", "shell-here", "--runs", "1"]);
    assert!(output.exit == 0 && output.stdout.contains("\nnative "), "{}", output.stderr);
    for linker in ["shell-here", "./shell-here"] {
        let args = ["build", "app.wat", "--target", "riscv64-qemu-virt", "--linker", linker];
        let output = ahead(folder.path(), &args);
        assert!(!output.stderr.contains("cannot be run"), "{linker}: {}", output.stderr);
        assert!(output.stderr.contains("/shell-here"), "{linker}: {}", output.stderr);
    }
}

#[test]
fn what_is_wrong_with_a_linker_is_said_with_its_flag() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let cases: [(&[&str], &str); 4] = [
        (
            &["--linker", "/bin/false"],
            "error: `--linker /bin/false`: it said nothing and ended with exit status: 1\n",
        ),
        (&["--linker", "/bin/true"], "error: `--linker /bin/true`: it succeeded, but wrote no output"),
        (&["--linker", "/nosuch"], "error: `--linker /nosuch`: it cannot be run: No such file"),
        (&["--linker-script", "nosuch.ld"], "error: `--linker-script`: cannot read nosuch.ld: No such file"),
    ];
    for (flags, stderr) in cases {
        let args = [&["build", "app.wat", "--target", "riscv64-qemu-virt"], flags].concat();
        let output = ahead(folder.path(), &args);
        assert_eq!(output.exit, 1, "{flags:?}: {}", output.stderr);
        assert!(output.stderr.starts_with(stderr), "{flags:?}: {}", output.stderr);
    }
}
