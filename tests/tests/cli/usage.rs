//! Exit statuses: 0, 1 where a file or module is at fault, 2 where the command line is.

use std::fs::File;
use std::process::Command;

use ahead_tests::build;

use super::{NOTHING, ahead, folder};

#[test]
fn help_version_and_lists_succeed() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let cases: [(&[&str], &str); 8] = [
        (&["--help"], "Usage: ahead"),
        (&["build", "--help"], "--memory-max"),
        (&["--version"], concat!("ahead ", env!("CARGO_PKG_VERSION"))),
        (&["targets"], "x86_64-linux"),
        (&["targets", "riscv64-linux"], "zba"),
        (&["targets", "--json"], "\"aarch64-linux\""),
        (&["inspect", "app.wat"], "_start"),
        (&["build", "app.wat"], ""),
    ];
    for (args, stdout) in cases {
        let output = ahead(folder.path(), args);
        assert_eq!((output.exit, output.stderr.as_str()), (0, ""), "{args:?}");
        assert!(output.stdout.contains(stdout), "{args:?}: {}", output.stdout);
    }
}

#[test]
fn output_that_cannot_be_written_is_status_1() {
    let folder = folder(&[]);
    for args in [&["--help"][..], &["--version"], &["build", "--help"], &["targets"]] {
        let full = File::options().write(true).open("/dev/full").expect("Linux has it");
        let output = Command::new(build::ahead()).args(args).current_dir(folder.path()).stdout(full).output();
        let output = output.expect("ahead starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{args:?}: {stderr}");
        assert!(stderr.contains("cannot write standard output"), "{args:?}: {stderr}");
    }
}

#[test]
fn a_wrong_command_line_is_status_2() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let foreign = if cfg!(target_arch = "riscv64") { "aarch64-linux" } else { "riscv64-linux" };
    let cases: [(&[&str], &str); 11] = [
        (&["build", "app.wat", "--cpu", "native", "--target", foreign], "`--cpu native` is for this machine"),
        (&[], "Usage: ahead"),
        (&["frobnicate"], "frobnicate"),
        (&["build"], "<INPUT>"),
        (&["build", "app.wat", "--target", "sparc"], "the targets are aarch64-linux"),
        (&["build", "app.wat", "--emit", "jar"], "jar"),
        (&["build", "app.wat", "--bounds", "none"], "none"),
        (&["build", "app.wat", "-O", "9"], "9"),
        (&["build", "app.wat", "--memory-max", "1.5G"], "1.5G"),
        (&["build", "app.wat", "--threads", "0"], "1..=256"),
        (&["build", "app.wat", "--threads", "257"], "1..=256"),
    ];
    for (args, stderr) in cases {
        let output = ahead(folder.path(), args);
        assert_eq!(output.exit, 2, "{args:?}: {}", output.stderr);
        assert!(output.stderr.contains(stderr), "{args:?}: {}", output.stderr);
    }
}

#[test]
fn an_input_that_is_no_module_is_status_1_and_named() {
    let files: [(&str, &[u8]); 4] = [
        ("empty.wasm", b""),
        ("elf.wasm", b"\x7fELF\x02\xff"),
        ("text.wat", b"(modul)"),
        ("cut.wasm", b"\0asm\x01\0"),
    ];
    let folder = folder(&files);
    std::fs::create_dir(folder.path().join("folder.wasm")).expect("the folder is ours");
    // Reading the start of another address space fails even for root.
    for input in
        ["missing.wasm", "folder.wasm", "/proc/self/mem", "empty.wasm", "elf.wasm", "text.wat", "cut.wasm"]
    {
        for command in ["build", "inspect"] {
            let output = ahead(folder.path(), &[command, input]);
            assert_eq!(output.exit, 1, "{command} {input}: {}", output.stderr);
            assert!(output.stderr.contains(input), "{command} {input}: {}", output.stderr);
        }
    }
}

#[test]
fn flags_are_named_with_what_is_wrong_with_them() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let cases: [(&[&str], i32, &str); 9] = [
        (
            &["--cpu-seconds", "1.5"],
            2,
            "--cpu-seconds <N>': a limit of time is a whole number of seconds, such as 10",
        ),
        (&["--wall-seconds", "0"], 2, "such as 10"),
        (&["--fds-max", "many"], 2, "such as 16"),
        (&["--tcp-listen", "localhost:80"], 2, "such as 127.0.0.1:8080"),
        (&["--module", "a=nosuch"], 1, "error: `--module`: cannot read nosuch: "),
        (&["--profile-use", "nosuch"], 1, "error: `--profile-use`: cannot read nosuch: "),
        (&["--profile-use", "app.wat"], 1, "error: `--profile-use`: cannot use app.wat: "),
        (&["--dir", "nosuch", "--target", "riscv64-qemu-virt"], 1, "error: `--dir`: cannot read nosuch: "),
        (
            &["--profile-generate", "file", "--target", "riscv64-qemu-virt"],
            2,
            "`--profile-generate` is for Linux, and riscv64-qemu-virt is a board\n",
        ),
    ];
    for (flags, exit, stderr) in cases {
        let output = ahead(folder.path(), &[&["build", "app.wat"], flags].concat());
        assert_eq!(output.exit, exit, "{flags:?}: {}", output.stderr);
        assert!(output.stderr.contains(stderr), "{flags:?}: {}", output.stderr);
    }
}

#[test]
fn what_there_is_one_of_is_said_so() {
    let folder = folder(&[
        ("app.wat", br#"(module (memory 1) (table 1 1 funcref) (func (export "_start")))"#),
        ("version.wasm", b"\0asm\x02\0\0\0"),
        ("import.wat", br#"(module (import "env" "f" (func)) (func (export "_start")))"#),
    ]);
    let stdout = ahead(folder.path(), &["inspect", "app.wat"]).stdout;
    for line in [" bytes, 1 function\n", "\n  1 page or more\n", "\n  1 to 1 entry of funcref\n"] {
        assert!(stdout.contains(line), "{line:?}: {stdout}");
    }
    for command in ["build", "inspect"] {
        let output = ahead(folder.path(), &[command, "version.wasm"]);
        assert!(output.stderr.contains("unknown binary version: 0x2"), "{}", output.stderr);
    }
    let output = ahead(folder.path(), &["build", "import.wat", "--target", "riscv64-linux"]);
    assert!(
        output.stderr.contains("`ahead targets riscv64-linux` lists what the runtime"),
        "{}",
        output.stderr
    );
}
