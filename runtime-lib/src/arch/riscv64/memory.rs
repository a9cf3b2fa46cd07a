//! The memory functions that compilers call by name, as C defines them. In assembly, because a
//! loop in Rust would be compiled into a call of itself.
//!
//! Words are only accessed where they are aligned: a misaligned access may trap to firmware.

use core::arch::naked_asm;

/// Copies `len` bytes; the ranges may overlap. Answers `to`.
///
/// Where the two are not aligned alike, each word that is stored is put together from the two words it lies in:
/// no word is loaded that has no byte of the range, and none that a store before it has changed.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    naked_asm!(
        "mv a3, a0",
        "add a5, a0, a2",
        "sub a4, a0, a1",
        "or t0, a0, a1",
        "or t0, t0, a2",
        "andi t0, t0, 7",
        "bltu a4, a2, 20f",
        // Forward.
        "beqz t0, 13f",
        "li a6, 16",
        "bltu a2, a6, 18f",
        "11:",
        "andi a4, a3, 7",
        "beqz a4, 12f",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "addi a1, a1, 1",
        "addi a3, a3, 1",
        "j 11b",
        "12:",
        "andi a4, a1, 7",
        "bnez a4, 16f",
        "13:",
        "sub t1, a5, a3",
        "li a6, 32",
        "bltu t1, a6, 15f",
        "14:",
        "ld a7, 0(a1)",
        "ld t0, 8(a1)",
        "ld t2, 16(a1)",
        "ld t3, 24(a1)",
        "sd a7, 0(a3)",
        "sd t0, 8(a3)",
        "sd t2, 16(a3)",
        "sd t3, 24(a3)",
        "addi a1, a1, 32",
        "addi a3, a3, 32",
        "addi t1, t1, -32",
        "bgeu t1, a6, 14b",
        "15:",
        "li a6, 8",
        "bltu t1, a6, 18f",
        "ld a7, 0(a1)",
        "sd a7, 0(a3)",
        "addi a1, a1, 8",
        "addi a3, a3, 8",
        "addi t1, t1, -8",
        "j 15b",
        // Words that lie in two.
        "16:",
        "sub a1, a1, a4",
        "slli t0, a4, 3",
        "neg t2, t0",
        "ld a6, 0(a1)",
        "sub t1, a5, a3",
        "li t3, 8",
        "17:",
        "ld a7, 8(a1)",
        "srl a6, a6, t0",
        "sll t4, a7, t2",
        "or a6, a6, t4",
        "sd a6, 0(a3)",
        "mv a6, a7",
        "addi a1, a1, 8",
        "addi a3, a3, 8",
        "addi t1, t1, -8",
        "bgeu t1, t3, 17b",
        "add a1, a1, a4",
        "18:",
        "bgeu a3, a5, 19f",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "addi a1, a1, 1",
        "addi a3, a3, 1",
        "j 18b",
        "19:",
        "ret",
        // Backward.
        "20:",
        "add a1, a1, a2",
        "mv a3, a5",
        "beqz t0, 23f",
        "li a6, 16",
        "bltu a2, a6, 28f",
        "21:",
        "andi a4, a3, 7",
        "beqz a4, 22f",
        "addi a1, a1, -1",
        "addi a3, a3, -1",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "j 21b",
        "22:",
        "andi a4, a1, 7",
        "bnez a4, 26f",
        "23:",
        "sub t1, a3, a0",
        "li a6, 32",
        "bltu t1, a6, 25f",
        "24:",
        "ld a7, -8(a1)",
        "ld t0, -16(a1)",
        "ld t2, -24(a1)",
        "ld t3, -32(a1)",
        "sd a7, -8(a3)",
        "sd t0, -16(a3)",
        "sd t2, -24(a3)",
        "sd t3, -32(a3)",
        "addi a1, a1, -32",
        "addi a3, a3, -32",
        "addi t1, t1, -32",
        "bgeu t1, a6, 24b",
        "25:",
        "li a6, 8",
        "bltu t1, a6, 28f",
        "addi a1, a1, -8",
        "addi a3, a3, -8",
        "ld a7, 0(a1)",
        "sd a7, 0(a3)",
        "addi t1, t1, -8",
        "j 25b",
        "26:",
        "sub a1, a1, a4",
        "slli t0, a4, 3",
        "neg t2, t0",
        "ld a6, 0(a1)",
        "sub t1, a3, a0",
        "li t3, 8",
        "27:",
        "ld a7, -8(a1)",
        "sll a6, a6, t2",
        "srl t4, a7, t0",
        "or a6, a6, t4",
        "sd a6, -8(a3)",
        "mv a6, a7",
        "addi a1, a1, -8",
        "addi a3, a3, -8",
        "addi t1, t1, -8",
        "bgeu t1, t3, 27b",
        "add a1, a1, a4",
        "28:",
        "bleu a3, a0, 19b",
        "addi a1, a1, -1",
        "addi a3, a3, -1",
        "lb a7, 0(a1)",
        "sb a7, 0(a3)",
        "j 28b",
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
        "li a6, 16",
        "bltu a2, a6, 15f",
        "andi a1, a1, 255",
        "slli a4, a1, 8",
        "or a1, a1, a4",
        "slli a4, a1, 16",
        "or a1, a1, a4",
        "slli a4, a1, 32",
        "or a1, a1, a4",
        "11:",
        "andi a4, a3, 7",
        "beqz a4, 12f",
        "sb a1, 0(a3)",
        "addi a3, a3, 1",
        "j 11b",
        "12:",
        "sub t1, a5, a3",
        "li a6, 32",
        "bltu t1, a6, 14f",
        "13:",
        "sd a1, 0(a3)",
        "sd a1, 8(a3)",
        "sd a1, 16(a3)",
        "sd a1, 24(a3)",
        "addi a3, a3, 32",
        "addi t1, t1, -32",
        "bgeu t1, a6, 13b",
        "14:",
        "li a6, 8",
        "bltu t1, a6, 15f",
        "sd a1, 0(a3)",
        "addi a3, a3, 8",
        "addi t1, t1, -8",
        "j 14b",
        "15:",
        "bgeu a3, a5, 16f",
        "sb a1, 0(a3)",
        "addi a3, a3, 1",
        "j 15b",
        "16:",
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
