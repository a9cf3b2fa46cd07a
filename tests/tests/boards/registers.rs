//! The processor's own registers and tables while a program runs, asked of QEMU: that the MMU is on,
//! and what memory is as what.

use std::time::{Duration, Instant};

use ahead_tests::target::Target;
use libtest_mimic::Failed;
use object::{Object, ObjectSymbol};

use super::debugger::{Debugger, Start};
use super::{Test, ahead, expect, folder};

/// Of AArch64's boards, by name.
pub const TESTS: &[(&str, Test)] = &[("the MMU is on and RAM is cached", translation)];

const ENDLESS: &str = r#"(module (memory 1) (func (export "_start") (local $at i32)
    (loop $more
        (i32.store (local.get $at) (local.get $at))
        (local.set $at (i32.and (i32.add (local.get $at) (i32.const 4)) (i32.const 0xfffc)))
        (br $more))))"#;

/// Checks `SCTLR_EL1` and walks the tables of the running program (Arm ARM, D8: 39 bits, 4 KiB). Only
/// AArch64 needs translation for memory to be memory; RISC-V has physical memory attributes.
fn translation(board: &Target) -> Result<(), Failed> {
    const MMU: u64 = 1;
    const CACHES: u64 = 1 << 12 | 1 << 2;
    const PL011: u64 = 0x0900_0000;
    let folder = folder(&[("endless.wat", ENDLESS)])?;
    let build =
        ahead(folder.path(), &["build", "endless.wat", "--target", &board.name, "-o", "image.elf"], b"")?;
    expect(build.exit == 0, || format!("{build:?}"))?;
    let bytes = std::fs::read(folder.path().join("image.elf")).map_err(|error| error.to_string())?;
    let image = object::File::parse(&*bytes).map_err(|error| error.to_string())?;
    let symbol = |name: &str| {
        let found = image.symbols().find(|symbol| symbol.name() == Ok(name));
        found.map(|symbol| symbol.address()).ok_or_else(|| Failed::from(format!("no symbol {name}")))
    };

    let mut debugger = Debugger::start(board, folder.path(), Start::Running)?;
    // Start-up takes milliseconds; until it is over the MMU is off.
    let deadline = Instant::now() + Duration::from_secs(20);
    let mut control = register(&mut debugger, "SCTLR")?;
    while control & MMU == 0 && Instant::now() < deadline {
        debugger.go_on(Duration::from_millis(50))?;
        control = register(&mut debugger, "SCTLR")?;
    }
    expect(control & (MMU | CACHES) == MMU | CACHES, || format!("SCTLR_EL1 is {control:#x}"))?;

    let attributes = register(&mut debugger, "MAIR_EL1")?;
    let table = register(&mut debugger, "TTBR0_EL1")?;
    let mut attribute = |address: u64| -> Result<Option<u64>, Failed> {
        let descriptor = walk(&mut debugger, table, address)?;
        Ok(descriptor.map(|descriptor| attributes >> (8 * (descriptor >> 2 & 7)) & 0xff))
    };
    const NORMAL_WRITE_BACK: Option<u64> = Some(0xff);
    const DEVICE: Option<u64> = Some(0x04);
    for (what, address, expected) in [
        ("linear memory", symbol("ahead_memory_start")?, NORMAL_WRITE_BACK),
        ("its end", symbol("ahead_memory_start")? + 0xffff, NORMAL_WRITE_BACK),
        ("code", symbol("ahead_board_start")?, NORMAL_WRITE_BACK),
        ("the stack", symbol("ahead_stack_start")?, NORMAL_WRITE_BACK),
        ("the end of the guard", symbol("ahead_stack_start")? - 1, None),
        ("the start of the guard", symbol("ahead_guard_start")?, None),
        ("the serial port", PL011, DEVICE),
    ] {
        let found = attribute(address)?;
        expect(found == expected, || format!("{what}, {address:#x}: {found:x?}, not {expected:x?}"))?;
    }
    Ok(())
}

fn register(debugger: &mut Debugger, name: &str) -> Result<u64, Failed> {
    let number = debugger.number("system-registers.xml", name)?;
    debugger.register(number)
}

/// The descriptor that maps `address`; `None` if nothing does.
fn walk(debugger: &mut Debugger, table: u64, address: u64) -> Result<Option<u64>, Failed> {
    let mut table = table & 0xffff_ffff_f000;
    for shift in [30, 21, 12] {
        let descriptor = debugger.word(table + 8 * (address >> shift & 511))?;
        match descriptor & 3 {
            3 if shift > 12 => table = descriptor & 0xffff_ffff_f000,
            1 if shift > 12 => return Ok(Some(descriptor)),
            3 => return Ok(Some(descriptor)),
            _ => return Ok(None),
        }
    }
    Ok(None)
}
