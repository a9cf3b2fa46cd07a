//! Misaligned accesses, where the processor makes them trap: an interrupted load or store goes in,
//! its effect, byte by byte, comes out.

use super::access::{Direction, RegisterFile, decode};
use super::vector::Saved;

/// Upper half of a 64-bit float register that holds a 32-bit float.
const BOXED: u64 = 0xffff_ffff_0000_0000;

/// Carries out the access and steps over it; `None` for an instruction that is none.
pub fn emulate(saved: &mut Saved) -> Option<()> {
    let pc = saved.pc as *const u16;
    // SAFETY: the processor has just executed this instruction; its halves are aligned.
    let instruction = unsafe {
        let low = u32::from(pc.read());
        if low & 3 == 3 { u32::from(pc.add(1).read()) << 16 | low } else { low }
    };
    let access = decode(instruction)?;
    let registers = match access.file {
        RegisterFile::Integer => &mut saved.integer,
        RegisterFile::Float => &mut saved.float,
    };
    let register = registers.get_mut(access.register)?;
    let address = saved.value;
    match access.direction {
        // SAFETY: generated code checked the access, and code of this crate may make it: all that is
        // wrong with it is its alignment.
        Direction::Load => unsafe {
            let bytes = (0..access.size).rev();
            let value =
                bytes.fold(0, |value, index| value << 8 | u64::from(((address + index) as *const u8).read()));
            let unused = 64 - 8 * access.size as u32;
            *register = match access.file {
                RegisterFile::Float if access.size == 4 => value | BOXED,
                _ if access.signed => ((value << unused) as i64 >> unused) as u64,
                _ => value,
            };
        },
        // SAFETY: as above.
        Direction::Store => unsafe {
            let value = *register;
            (0..access.size)
                .for_each(|index| ((address + index) as *mut u8).write((value >> (8 * index)) as u8));
        },
    }
    // x0 stays 0, and is not restored.
    saved.pc += access.len;
    Some(())
}
