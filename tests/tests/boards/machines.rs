//! Machines other than the runner's: images start in another mode, beside other processors, from
//! raw bytes, with a source of random numbers.

use std::path::Path;
use std::process::Command;

use ahead_tests::target::Target;
use ahead_tests::{process, repository};
use libtest_mimic::{Completion, Failed};

use super::{Test, ahead, expect, folder, is_installed};

/// By name.
pub const TESTS: &[(&str, Test)] = &[("other processors wait", |board| {
    boot(board, |args| args.splice(0..0, ["-smp".to_owned(), "4".to_owned()]).for_each(drop))
})];

/// Of AArch64's boards, by name.
pub const AARCH64_TESTS: &[(&str, Test)] = &[("it starts in the hypervisor's mode", |board| {
    boot(board, |args| {
        for machine in args.iter_mut().filter(|arg| *arg == "virt") {
            machine.push_str(",virtualization=on");
        }
    })
})];

/// Boots `hello` on the runner's machine, which `change` makes another one.
fn boot(board: &Target, change: fn(&mut Vec<String>)) -> Result<(), Failed> {
    let folder = folder(&[])?;
    let hello = repository().join("examples/hello.wasm");
    let args = ["build", &hello.to_string_lossy(), "--target", &board.name, "-o", "image.elf"];
    let build = ahead(folder.path(), &args, b"")?;
    expect(build.exit == 0, || format!("{build:?}"))?;
    let (program, args) = board.runner.split_first().ok_or("no runner")?;
    let mut changed = args.to_vec();
    change(&mut changed);
    expect(changed != args, || "it is the runner's machine".to_owned())?;
    let mut machine = Command::new(program);
    let run = process::run(machine.args(changed).arg(folder.path().join("image.elf")), b"", process::HANG)?;
    expect(run.exit == 0 && run.stdout == "hello from WebAssembly\n", || format!("{run:?}"))
}

/// A Raspberry Pi of the generation that QEMU has, described by the file of ours with another address
/// of the serial port: the raw image, loaded and entered as its firmware does it, four cores at EL2.
pub fn raspberry_pi_3() -> Result<Completion, Failed> {
    const MACHINE: &str = "-M raspi3b -display none -monitor none -serial stdio -semihosting-config \
                           enable=on,target=native -kernel kernel8.img";
    let change = |text: String| {
        text.replace("0xfe20_1000", "0x3f20_1000").replace("kind = \"halt\"", "kind = \"semihosting\"")
    };
    let module = r#"(module (func (export "trap") (unreachable)))"#;
    let folder = variant("raspberry-pi-4", change, module)?;
    let args = ["build", "app.wat", "--target", "variant.toml", "--invoke", "trap", "--emit", "bin", "-o"];
    let build = ahead(folder.path(), &[&args[..], &["kernel8.img"]].concat(), b"")?;
    expect(build.exit == 0, || format!("{build:?}"))?;
    if !is_installed("qemu-system-aarch64") {
        return Ok(Completion::ignored_with("linked, but not booted: no QEMU is installed"));
    }
    let mut machine = Command::new("qemu-system-aarch64");
    machine.current_dir(folder.path()).args(MACHINE.split_whitespace());
    let run = process::run(&mut machine, b"", process::HANG)?;
    expect(run.exit == 134 && run.stdout.starts_with("wasm trap: unreachable\n  0: trap ("), || {
        format!("{run:?}")
    })?;
    Ok(Completion::Completed)
}

/// A processor with random numbers: no seed, no warning, and other numbers each time.
pub fn random_numbers() -> Result<Completion, Failed> {
    let change =
        |text: String| text.replace("cortex-a72", "max").replace("[board]", "[board]\nrandom = \"rndr\"");
    let module = r#"(module
        (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func (export "number") (result i64)
            (if (call $random (i32.const 3) (i32.const 13)) (then (unreachable)))
            (i64.load (i32.const 8))))"#;
    let folder = variant("aarch64-qemu-virt", change, module)?;
    if !is_installed("qemu-system-aarch64") {
        return Ok(Completion::ignored_with("no QEMU is installed"));
    }
    let number = || {
        let run =
            ahead(folder.path(), &["run", "app.wat", "--target", "variant.toml", "--invoke", "number"], b"")?;
        expect(run.exit == 0 && !run.stderr.contains("random"), || format!("{run:?}"))?;
        Ok::<_, Failed>(run.stdout)
    };
    let (first, second) = (number()?, number()?);
    expect(first != second, || format!("twice {first}"))?;
    Ok(Completion::Completed)
}

/// A folder with `app.wat` and the target file `variant.toml`, which is one of ours after `change`.
fn variant(name: &str, change: fn(String) -> String, module: &str) -> Result<tempfile::TempDir, Failed> {
    let path: &Path = &repository().join("targets").join(name).with_extension("toml");
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let changed = change(text.clone());
    expect(changed != text, || format!("{} has nothing to change", path.display()))?;
    folder(&[("variant.toml", &changed), ("app.wat", module)])
}
