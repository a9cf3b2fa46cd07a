//! An instruction of x86-64 in, the same in fewer bytes out.
//!
//! Each form here has the results and flags of the one it replaces, and reads the same bytes of memory.

use std::ops::Range;

use iced_x86::ConstantOffsets;
use smallvec::{SmallVec, smallvec};

/// An instruction or a part of one.
pub(super) type Bytes = SmallVec<[u8; 16]>;

/// Opcodes of additions, comparisons and so on with a constant of four bytes, or of one.
const WIDE_CONSTANT: u8 = 0x81;
const NARROW_CONSTANT: u8 = 0x83;

/// The bits of a REX prefix that extend the numbers of the register, the index and the base.
pub(super) const REGISTER: u8 = 4;
pub(super) const INDEX: u8 = 2;
pub(super) const BASE: u8 = 1;

/// A shorter encoding of the instruction `bytes`, which holds no relocation and no distance; none if there is
/// none here.
pub(super) fn shorter(bytes: &[u8]) -> Option<Bytes> {
    if let [prefix @ (0x66 | 0xf3), rest @ ..] = bytes {
        return vector_move(*prefix, rest);
    }
    let (rex, rest) = split_rex(bytes);
    let new: Bytes = match rest {
        // A constant that one byte extends to.
        [WIDE_CONSTANT, operand @ .., a, b, c, d] => {
            let constant = i8::try_from(i32::from_le_bytes([*a, *b, *c, *d])).ok()?;
            [NARROW_CONSTANT].into_iter().chain(operand.iter().copied()).chain([constant as u8]).collect()
        }
        // The same with the first register, which has opcodes of its own.
        [opcode @ (0x05 | 0x0d | 0x15 | 0x1d | 0x25 | 0x2d | 0x35 | 0x3d), a, b, c, d] => {
            let constant = i8::try_from(i32::from_le_bytes([*a, *b, *c, *d])).ok()?;
            smallvec![NARROW_CONSTANT, 0xc0 | opcode & 0x38, constant as u8]
        }
        // What is extended from less than 32 bits is extended to 64. Without a prefix, numbers from 4 on
        // are other registers of 8 bits.
        [0x0f, opcode @ (0xb6 | 0xb7), operand, ..]
            if rex == Some(0x48) && (*opcode == 0xb7 || *operand < 0xc0 || operand & 7 < 4) =>
        {
            return Some(rest.into());
        }
        // Zero, of 64 bits.
        [0x31 | 0x33, operand @ 0xc0..=0xff] if rex == Some(0x48) && operand & 7 == operand >> 3 & 7 => {
            return Some(rest.into());
        }
        // A test of some of the lowest seven bits.
        [0xa9, constant @ ..=0x7f, 0, 0, 0] if rex.is_none() => smallvec![0xa8, *constant],
        [0xf7, operand @ 0xc0..=0xc7, constant @ ..=0x7f, 0, 0, 0] if rex.is_some() || *operand < 0xc4 => {
            smallvec![0xf6, *operand, *constant]
        }
        _ => return None,
    };
    Some(rex.into_iter().chain(new).collect())
}

/// A move of a whole vector, of integers by its encoding: that of floats moves the same bits, needs the same alignment,
/// and has no prefix.
fn vector_move(prefix: u8, rest: &[u8]) -> Option<Bytes> {
    let (rex, rest) = split_rex(rest);
    let [0x0f, opcode, operands @ ..] = rest else { return None };
    let new = match (prefix, opcode) {
        (0x66, 0x6f) => 0x28,
        (0x66, 0x7f) => 0x29,
        (0xf3, 0x6f) => 0x10,
        (0xf3, 0x7f) => 0x11,
        _ => return None,
    };
    Some(rex.into_iter().chain([0x0f, new]).chain(operands.iter().copied()).collect())
}

/// The prefix with the upper bits of registers' numbers, if there is one, and what comes behind.
pub(super) fn split_rex(bytes: &[u8]) -> (Option<u8>, &[u8]) {
    match bytes {
        [rex @ 0x40..=0x4f, rest @ ..] => (Some(*rex), rest),
        rest => (None, rest),
    }
}

/// Where in the instruction `bytes` the displacement of its operand in memory is; where it would be, if it has none.
pub(super) fn displacement(bytes: &[u8], offsets: &ConstantOffsets) -> Range<usize> {
    let (start, size) = (offsets.displacement_offset(), offsets.displacement_size());
    match (offsets.has_displacement(), offsets.has_immediate()) {
        (true, _) => start..start + size,
        (false, true) => offsets.immediate_offset()..offsets.immediate_offset(),
        (false, false) => bytes.len()..bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::shorter;

    #[test]
    fn what_has_a_shorter_form_should_get_it() {
        let pairs: [(&[u8], &[u8]); 12] = [
            (&[0x81, 0xc1, 1, 0, 0, 0], &[0x83, 0xc1, 1]), // add ecx, 1
            // cmp qword [r14 + 8], -128
            (&[0x49, 0x81, 0x7e, 8, 0x80, 255, 255, 255], &[0x49, 0x83, 0x7e, 8, 0x80]),
            (&[0x48, 0x3d, 5, 0, 0, 0], &[0x48, 0x83, 0xf8, 5]), // cmp rax, 5
            (&[0x48, 0x0f, 0xb6, 0x01], &[0x0f, 0xb6, 0x01]),    // movzx rax, byte [rcx]
            (&[0x48, 0x0f, 0xb7, 0xc6], &[0x0f, 0xb7, 0xc6]),    // movzx rax, si
            (&[0x48, 0x31, 0xc0], &[0x31, 0xc0]),                // xor rax, rax
            (&[0xa9, 0x24, 0, 0, 0], &[0xa8, 0x24]),             // test eax, 0x24
            (&[0xf7, 0xc3, 0x7f, 0, 0, 0], &[0xf6, 0xc3, 0x7f]), // test ebx, 0x7f
            (&[0x41, 0xf7, 0xc4, 1, 0, 0, 0], &[0x41, 0xf6, 0xc4, 1]), // test r12d, 1
            (&[0x66, 0x44, 0x0f, 0x6f, 0xc1], &[0x44, 0x0f, 0x28, 0xc1]), // movdqa xmm8, xmm1
            (&[0xf3, 0x0f, 0x6f, 0x45, 8], &[0x0f, 0x10, 0x45, 8]), // movdqu xmm0, [rbp + 8]
            (&[0x66, 0x0f, 0x7f, 0x0c, 0x24], &[0x0f, 0x29, 0x0c, 0x24]), // movdqa [rsp], xmm1
        ];
        for (long, short) in pairs {
            assert_eq!(shorter(long).as_deref(), Some(short), "{long:02x?}");
        }
    }

    #[test]
    fn what_would_mean_something_else_should_stay() {
        let stay: [&[u8]; 11] = [
            &[0x81, 0xc1, 0x80, 0, 0, 0], // add ecx, 128
            &[0x66, 0x81, 0xc1, 1, 0],    // add cx, 1
            &[0x48, 0x0f, 0xb6, 0xc6],    // movzx rax, sil: without a prefix dh
            &[0x4c, 0x0f, 0xb6, 0x01],    // movzx r8, byte [rcx]
            &[0x48, 0x31, 0xc8],          // xor rax, rcx
            &[0xa9, 0x80, 0, 0, 0],       // test eax, 0x80: the sign of a byte
            &[0xf7, 0xc6, 1, 0, 0, 0],    // test esi, 1: without a prefix dh
            &[0xf7, 0x01, 1, 0, 0, 0],    // test dword [rcx], 1: reads four bytes
            &[0xf7, 0xd8],                // neg eax
            &[0x66, 0x0f, 0x6e, 0xc0],    // movd xmm0, eax
            &[0xf3, 0x0f, 0x7e, 0xc1],    // movq xmm0, xmm1: clears the upper half
        ];
        for bytes in stay {
            assert_eq!(shorter(bytes), None, "{bytes:02x?}");
        }
    }
}
