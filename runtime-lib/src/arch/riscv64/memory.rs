//! The memory functions that compilers call by name, as C defines them. In assembly, because a
//! loop in Rust would be compiled into a call of itself.
//!
//! Words only where both sides are aligned: a misaligned access may trap to firmware.

use core::arch::naked_asm;

/// Copies `len` bytes; the ranges may overlap. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    naked_asm!(
        "mv a3, a0",
        "sub a4, a0, a1",
        "bltu a4, a2, 6f",
        // Forward.
        "add a5, a0, a2",
        "andi a4, a4, 7",
        "bnez a4, 4f",
        "li a6, 48",
        "bltu a2, a6, 4f",
        "1:",
        "andi a4, a3, 7",
        "beqz a4, 2f",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "addi a1, a1, 1",
        "addi a3, a3, 1",
        "j 1b",
        "2:",
        "addi a6, a5, -32",
        "3:",
        "ld a7, 0(a1)",
        "ld t0, 8(a1)",
        "ld t1, 16(a1)",
        "ld t2, 24(a1)",
        "sd a7, 0(a3)",
        "sd t0, 8(a3)",
        "sd t1, 16(a3)",
        "sd t2, 24(a3)",
        "addi a1, a1, 32",
        "addi a3, a3, 32",
        "bleu a3, a6, 3b",
        "4:",
        "bgeu a3, a5, 5f",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "addi a1, a1, 1",
        "addi a3, a3, 1",
        "j 4b",
        "5:",
        "ret",
        // Backward.
        "6:",
        "add a1, a1, a2",
        "add a3, a0, a2",
        "andi a4, a4, 7",
        "bnez a4, 9f",
        "li a6, 48",
        "bltu a2, a6, 9f",
        "7:",
        "andi a4, a3, 7",
        "beqz a4, 8f",
        "addi a1, a1, -1",
        "addi a3, a3, -1",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "j 7b",
        "8:",
        "sub a6, a3, a0",
        "li a5, 32",
        "11:",
        "bltu a6, a5, 9f",
        "ld a7, -8(a1)",
        "ld t0, -16(a1)",
        "ld t1, -24(a1)",
        "ld t2, -32(a1)",
        "sd a7, -8(a3)",
        "sd t0, -16(a3)",
        "sd t1, -24(a3)",
        "sd t2, -32(a3)",
        "addi a1, a1, -32",
        "addi a3, a3, -32",
        "addi a6, a6, -32",
        "j 11b",
        "9:",
        "bleu a3, a0, 5b",
        "addi a1, a1, -1",
        "addi a3, a3, -1",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "j 9b",
    )
}

/// Copies `len` bytes. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    naked_asm!("tail {}", sym memmove)
}

/// Fills `len` bytes with the low byte of `byte`. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memset(to: *mut u8, byte: i32, len: usize) -> *mut u8 {
    naked_asm!(
        "mv a3, a0",
        "add a5, a0, a2",
        "li a6, 48",
        "bltu a2, a6, 4f",
        "andi a1, a1, 255",
        "slli a4, a1, 8",
        "or a1, a1, a4",
        "slli a4, a1, 16",
        "or a1, a1, a4",
        "slli a4, a1, 32",
        "or a1, a1, a4",
        "1:",
        "andi a4, a3, 7",
        "beqz a4, 2f",
        "sb a1, 0(a3)",
        "addi a3, a3, 1",
        "j 1b",
        "2:",
        "addi a6, a5, -32",
        "3:",
        "sd a1, 0(a3)",
        "sd a1, 8(a3)",
        "sd a1, 16(a3)",
        "sd a1, 24(a3)",
        "addi a3, a3, 32",
        "bleu a3, a6, 3b",
        "4:",
        "bgeu a3, a5, 5f",
        "sb a1, 0(a3)",
        "addi a3, a3, 1",
        "j 4b",
        "5:",
        "ret",
    )
}

/// Compares as unsigned bytes: negative, 0 or positive.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    naked_asm!(
        "add a2, a0, a2",
        "xor a4, a0, a1",
        "andi a4, a4, 7",
        "bnez a4, 3f",
        "1:",
        "andi a4, a0, 7",
        "beqz a4, 2f",
        "bgeu a0, a2, 4f",
        "lbu a5, 0(a0)",
        "lbu a6, 0(a1)",
        "bne a5, a6, 5f",
        "addi a0, a0, 1",
        "addi a1, a1, 1",
        "j 1b",
        "2:",
        "addi a4, a0, 8",
        "bgtu a4, a2, 3f",
        "ld a5, 0(a0)",
        "ld a6, 0(a1)",
        "bne a5, a6, 3f",
        "mv a0, a4",
        "addi a1, a1, 8",
        "j 2b",
        // Fewer than 8 bytes are left, or they differ, or the two are not aligned alike.
        "3:",
        "bgeu a0, a2, 4f",
        "lbu a5, 0(a0)",
        "lbu a6, 0(a1)",
        "bne a5, a6, 5f",
        "addi a0, a0, 1",
        "addi a1, a1, 1",
        "j 3b",
        "4:",
        "li a0, 0",
        "ret",
        "5:",
        "sub a0, a5, a6",
        "ret",
    )
}

/// Compares: 0 when equal.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    naked_asm!("tail {}", sym memcmp)
}

/// Bytes before the first 0.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strlen(text: *const u8) -> usize {
    naked_asm!(
        "mv a1, a0",
        "1:",
        "lbu a2, 0(a1)",
        "addi a1, a1, 1",
        "bnez a2, 1b",
        "sub a0, a1, a0",
        "addi a0, a0, -1",
        "ret",
    )
}
