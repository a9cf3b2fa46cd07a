//! Exit statuses: 0, 1 where a file or module is at fault, 2 where the command line is.

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
fn a_wrong_command_line_is_status_2() {
    let folder = folder(&[("app.wat", NOTHING.as_bytes())]);
    let foreign = if cfg!(target_arch = "riscv64") { "aarch64-linux" } else { "riscv64-linux" };
    let cases: [(&[&str], &str); 9] = [
        (&["build", "app.wat", "--cpu", "native", "--target", foreign], "`--cpu native` is for this machine"),
        (&[], "Usage: ahead"),
        (&["frobnicate"], "frobnicate"),
        (&["build"], "<INPUT>"),
        (&["build", "app.wat", "--target", "sparc"], "the targets are aarch64-linux"),
        (&["build", "app.wat", "--emit", "jar"], "jar"),
        (&["build", "app.wat", "--bounds", "none"], "none"),
        (&["build", "app.wat", "-O", "9"], "9"),
        (&["build", "app.wat", "--memory-max", "1.5G"], "1.5G"),
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
