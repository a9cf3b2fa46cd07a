//! Which loads and stores the machine mode's handler knows. QEMU makes misaligned accesses itself, so
//! that the handler never sees one there: the decoder is tested here on its own.

use libtest_mimic::Failed;

#[path = "../../../runtime-lib/src/arch/board/riscv64/access.rs"]
mod access;

use access::Direction::{Load, Store};
use access::RegisterFile::{Float, Integer};
use access::{Access, decode};

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
