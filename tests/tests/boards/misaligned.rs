//! Misaligned accesses in machine mode. QEMU makes them itself and never traps, so the trap is made
//! here: at a load or store the processor is put into the state in which hardware enters the trap
//! vector, with another address than the instruction's, so that the result shows who did it.

use ahead_tests::target::Target;
use libtest_mimic::Failed;
use object::{Object, ObjectSection, ObjectSymbol};

use super::debugger::{Debugger, Start};
use super::{Test, ahead, expect, folder};

#[path = "../../../runtime-lib/src/arch/board/riscv64/access.rs"]
mod access;

use access::Direction::{Load, Store};
use access::RegisterFile::{Float, Integer};
use access::{Access, decode};

/// Of boards in machine mode, by name.
pub const TESTS: &[(&str, Test)] = &[("misaligned accesses are emulated", emulated)];

/// Where the program accesses memory, and where the trap says that it did.
const ALIGNED: u64 = 64;
const MISALIGNED: usize = 75;

/// Names of loads, the address as `$at`, and what is loaded, as an `i64`.
const LOADS: [(&str, &str, Loaded); 7] = [
    ("load16_s", "(i64.extend_i32_s (i32.load16_s $at))", |bytes| i64::from(bytes as i16)),
    ("load16_u", "(i64.extend_i32_u (i32.load16_u $at))", |bytes| i64::from(bytes as u16)),
    ("load32_s", "(i64.load32_s $at)", |bytes| i64::from(bytes as i32)),
    ("load32_u", "(i64.load32_u $at)", |bytes| i64::from(bytes as u32)),
    ("load64", "(i64.load $at)", |bytes| bytes as i64),
    ("float32", "(i64.extend_i32_u (i32.reinterpret_f32 (f32.load $at)))", |bytes| i64::from(bytes as u32)),
    ("float64", "(i64.reinterpret_f64 (f64.load $at))", |bytes| bytes as i64),
];

/// What of the eight bytes at the address is loaded.
type Loaded = fn(u64) -> i64;

/// Names of stores of the lowest bytes of [`STORED`], and how many of them.
const STORES: [(&str, &str, u32); 5] = [
    ("store16", "(i64.store16 $at (local.get 0))", 2),
    ("store32", "(i64.store32 $at (local.get 0))", 4),
    ("store64", "(i64.store $at (local.get 0))", 8),
    ("store_float32", "(f32.store $at (f32.reinterpret_i32 (i32.wrap_i64 (local.get 0))))", 4),
    ("store_float64", "(f64.store $at (f64.reinterpret_i64 (local.get 0)))", 8),
];
const STORED: u64 = 0x8192_a3b4_c5d6_e7f8;

/// Byte `index` of the program's memory: the highest bit is set where it is looked at.
fn byte(index: usize) -> u8 {
    0x80 | (index as u8 * 7)
}

fn bytes_at(index: usize) -> u64 {
    u64::from_le_bytes(std::array::from_fn(|byte| self::byte(index + byte)))
}

fn emulated(board: &Target) -> Result<(), Failed> {
    for (name, load, expected) in LOADS {
        let body = load.replace("$at", &format!("(i32.const {ALIGNED})"));
        one(board, name, &body, 4, expected(bytes_at(MISALIGNED)))?;
    }
    for (name, store, len) in STORES {
        let store = store.replace("$at", &format!("(i32.const {ALIGNED})"));
        let body = format!("{store} (i64.load (i32.const {MISALIGNED}))");
        let kept = u64::MAX.checked_shl(8 * len).unwrap_or(0);
        one(board, name, &body, 6, (bytes_at(MISALIGNED) & kept | STORED & !kept) as i64)?;
    }
    Ok(())
}

/// Runs a function whose first access to memory traps with `cause`, and then prints `expected`.
fn one(board: &Target, name: &str, body: &str, cause: u64, expected: i64) -> Result<(), Failed> {
    let data: String = (0..128).map(|index| format!("\\{:02x}", byte(index))).collect();
    let module = format!(
        r#"(module (memory 1 1) (data (i32.const 0) "{data}")
        (func $try (export "try") (param i64) (result i64) {body}))"#
    );
    let folder = folder(&[("app.wat", &module)])?;
    let stored = (STORED as i64).to_string();
    let args =
        ["build", "app.wat", "--target", &board.name, "--invoke", "try", "-o", "image.elf", "--", &stored];
    let build = ahead(folder.path(), &args, b"")?;
    expect(build.exit == 0, || format!("{build:?}"))?;
    let bytes = std::fs::read(folder.path().join("image.elf")).map_err(|error| error.to_string())?;
    let image = object::File::parse(&*bytes).map_err(|error| error.to_string())?;

    let mut debugger = Debugger::start(board, folder.path(), Start::Stopped)?;
    debugger.run_to(first_access(&image)?)?;
    let memory = symbol(&image, "ahead_memory_start")?.address();
    trap(&mut debugger, cause, memory + MISALIGNED as u64)?;
    let (status, output) = debugger.finish()?;
    expect(status == Some(0) && output == format!("{expected}\n"), || {
        format!("{name}: status {status:?}, {output:?}, not {expected}")
    })
}

/// Does what hardware does (Privileged ISA, 3.1.6 to 3.1.16): the interrupted program counter, the
/// cause and the address to their registers, the mode it came from to `mstatus`, on to the vector.
fn trap(debugger: &mut Debugger, cause: u64, address: u64) -> Result<(), Failed> {
    const PC: u64 = 32;
    const PREVIOUS_MODE_MACHINE: u64 = 3 << 11;
    let mut control = |name| debugger.number("riscv-csr.xml", name);
    let (status, vector) = (control("mstatus")?, control("mtvec")?);
    let (epc, mcause, mtval) = (control("mepc")?, control("mcause")?, control("mtval")?);
    let pc = debugger.register(PC)?;
    debugger.set_register(epc, pc)?;
    debugger.set_register(mcause, cause)?;
    debugger.set_register(mtval, address)?;
    let before = debugger.register(status)?;
    debugger.set_register(status, before | PREVIOUS_MODE_MACHINE)?;
    let vector = debugger.register(vector)?;
    debugger.set_register(PC, vector)
}

/// Address of the first load or store of the function `try` that is not on the stack.
fn first_access(image: &object::File<'_>) -> Result<u64, Failed> {
    const STACK_POINTER: u32 = 2;
    let function = symbol(image, "try")?;
    let text = image.sections().find(|section| section.name() == Ok(".text")).ok_or("no code")?;
    let bytes = text.data_range(function.address(), function.size()).map_err(|error| error.to_string())?;
    let bytes = bytes.ok_or("the function is no code")?;
    // The code generator makes no compressed instructions.
    let instructions =
        bytes.chunks_exact(4).map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]));
    let mut addresses = instructions.zip((function.address()..).step_by(4));
    let found = addresses
        .find(|(instruction, _)| decode(*instruction).is_some() && instruction >> 15 & 31 != STACK_POINTER);
    Ok(found.ok_or("no access")?.1)
}

fn symbol<'a>(image: &'a object::File<'a>, name: &str) -> Result<object::Symbol<'a, 'a>, Failed> {
    Ok(image.symbols().find(|symbol| symbol.name() == Ok(name)).ok_or_else(|| format!("no symbol {name}"))?)
}

/// Instructions as GNU as assembles them, and what they do.
pub fn decoded() -> Result<(), Failed> {
    let full = |direction, file, register, size, signed| {
        Some(Access { direction, file, register, size, signed, len: 4 })
    };
    let short = |direction, file, register, size| {
        Some(Access { direction, file, register, size, signed: true, len: 2 })
    };
    for (text, instruction, expected) in [
        ("lh a0, 2(a1)", 0x0025_9503, full(Load, Integer, 10, 2, true)),
        ("lhu t6, 2(a1)", 0x0025_df83, full(Load, Integer, 31, 2, false)),
        ("lw a0, 2(a1)", 0x0025_a503, full(Load, Integer, 10, 4, true)),
        ("lwu a0, 2(a1)", 0x0025_e503, full(Load, Integer, 10, 4, false)),
        ("ld a0, 2(a1)", 0x0025_b503, full(Load, Integer, 10, 8, true)),
        ("flw fa0, 2(a1)", 0x0025_a507, full(Load, Float, 10, 4, false)),
        ("fld fa0, 2(a1)", 0x0025_b507, full(Load, Float, 10, 8, false)),
        ("sh a0, 2(a1)", 0x00a5_9123, full(Store, Integer, 10, 2, true)),
        ("sw a0, 2(a1)", 0x00a5_a123, full(Store, Integer, 10, 4, true)),
        ("sd a0, 2(a1)", 0x00a5_b123, full(Store, Integer, 10, 8, true)),
        ("fsw fa0, 2(a1)", 0x00a5_a127, full(Store, Float, 10, 4, false)),
        ("fsd fa0, 2(a1)", 0x00a5_b127, full(Store, Float, 10, 8, false)),
        ("c.lw a0, 0(a1)", 0x4188, short(Load, Integer, 10, 4)),
        ("c.ld a0, 0(a1)", 0x6188, short(Load, Integer, 10, 8)),
        ("c.fld fa0, 0(a1)", 0x2188, short(Load, Float, 10, 8)),
        ("c.sw a0, 0(a1)", 0xc188, short(Store, Integer, 10, 4)),
        ("c.sd a0, 0(a1)", 0xe188, short(Store, Integer, 10, 8)),
        ("c.fsd fa0, 0(a1)", 0xa188, short(Store, Float, 10, 8)),
        ("c.lwsp a0, 8(sp)", 0x4522, short(Load, Integer, 10, 4)),
        ("c.ldsp a0, 8(sp)", 0x6522, short(Load, Integer, 10, 8)),
        ("c.fldsp fa0, 8(sp)", 0x2522, short(Load, Float, 10, 8)),
        ("c.swsp a0, 8(sp)", 0xc42a, short(Store, Integer, 10, 4)),
        ("c.sdsp a0, 8(sp)", 0xe42a, short(Store, Integer, 10, 8)),
        ("c.fsdsp fa0, 8(sp)", 0xa42a, short(Store, Float, 10, 8)),
        ("addi a0, a1, 2", 0x0025_8513, None),
        ("c.addi a0, 1", 0x0505, None),
        ("amoadd.w a0, a1, (a2)", 0x00b6_252f, None),
    ] {
        let found = decode(instruction);
        if found != expected {
            return Err(format!("{text}: {found:?}, not {expected:?}").into());
        }
    }
    Ok(())
}
