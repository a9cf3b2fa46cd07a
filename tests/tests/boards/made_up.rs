//! A board that nobody ships, added by two files in a temporary folder: RISC-V in supervisor mode
//! above OpenSBI, as QEMU can start it.

use libtest_mimic::{Completion, Failed};

use super::{ahead, expect, folder, is_installed};

const TARGET: &str = r#"
description    = "a made-up board"
triple         = "riscv64gc-unknown-none-elf"
platform       = "bare"
runtime-triple = "riscv64gc-unknown-none-elf"
cpu            = "generic"
linker-script  = "made-up.ld"
runner         = ["qemu-system-riscv64", "-M", "virt", "-m", "64M", "-display", "none", "-monitor", "none", "-serial", "stdio", "-nic", "none", "-kernel"]

[memory]
bounds    = "explicit"
base      = "symbol"
max-bytes = 0x3_0000

[board]
ram-start   = 0x8000_0000
ram-bytes   = 0x0400_0000
stack-bytes = 0x1_0000
privilege   = "supervisor"
timer-hz    = 10_000_000
uart        = { kind = "ns16550", address = 0x1000_0000, register-shift = 0 }
exit        = { kind = "sbi" }
"#;

const SCRIPT: &str = "MEMORY { ram : ORIGIN = 0x80200000, LENGTH = 62M }\nINCLUDE sections.ld\n";

const MODULE: &str = r#"(module (memory 1)
    (func $deep (param i32) (result i32) (i32.add (i32.const 1) (call $deep (local.get 0))))
    (func (export "grow") (result i32 i32) (memory.grow (i32.const 2)) (memory.grow (i32.const 1)))
    (func (export "overflow") (result i32) (call $deep (i32.const 1))))"#;

/// Builds and, where QEMU and its firmware are installed, boots a program: growth up to what the file
/// gives, and a trap that the hole in the address translation raises.
pub fn runs_from_its_own_files() -> Result<Completion, Failed> {
    let folder = folder(&[("made-up.toml", TARGET), ("made-up.ld", SCRIPT), ("app.wat", MODULE)])?;
    let target = ["--target", "made-up.toml"];
    let build =
        ahead(folder.path(), &[&["build", "app.wat", "--invoke", "grow"], &target[..]].concat(), b"")?;
    expect(build.exit == 0 && build.stderr.contains("at 0x80200000"), || format!("{build:?}"))?;

    let firmware = ["/usr/share/qemu", "/usr/local/share/qemu"]
        .map(|folder| format!("{folder}/opensbi-riscv64-generic-fw_dynamic.bin"));
    let has_firmware = firmware.iter().any(|path| std::path::Path::new(path).exists());
    if !is_installed("qemu-system-riscv64") || !has_firmware {
        return Ok(Completion::ignored_with("linked, but not booted: no QEMU with OpenSBI is installed"));
    }
    // The firmware has its say first.
    let run =
        |export| ahead(folder.path(), &[&["run", "app.wat", "--invoke", export], &target[..]].concat(), b"");
    let grown = run("grow")?;
    expect(grown.exit == 0 && grown.stdout.ends_with("\n1\n-1\n"), || format!("{grown:?}"))?;
    let overflow = run("overflow")?;
    expect(overflow.stdout.contains("\nwasm trap: call stack exhausted\n  0: deep\n"), || {
        format!("{overflow:?}")
    })?;
    Ok(Completion::Completed)
}
