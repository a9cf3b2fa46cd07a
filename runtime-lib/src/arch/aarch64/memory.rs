//! The memory functions that compilers call by name, as C defines them. In assembly, because a
//! loop in Rust would be compiled into a call of itself.
//!
//! Unaligned accesses are allowed: start-up code of boards maps RAM as normal memory first.

use core::arch::naked_asm;

/// Copies `len` bytes; the ranges may overlap. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    naked_asm!(
        "mov x3, x0",
        "cmp x2, #16",
        "b.lo 4f",
        "cmp x2, #32",
        "b.ls 3f",
        "sub x4, x0, x1",
        "cmp x4, x2",
        "b.lo 6f",
        // Forward; the last 32 bytes are loaded before a store can reach them.
        "add x5, x1, x2",
        "add x6, x0, x2",
        "ldp q2, q3, [x5, #-32]",
        "sub x6, x6, #32",
        "2:",
        "ldp q0, q1, [x1], #32",
        "stp q0, q1, [x3], #32",
        "cmp x3, x6",
        "b.lo 2b",
        "stp q2, q3, [x6]",
        "ret",
        // 16 to 32 bytes, and below 8 to 15 and 4 to 7: all loads before all stores.
        "3:",
        "add x5, x1, x2",
        "add x6, x0, x2",
        "ldr q0, [x1]",
        "ldr q1, [x5, #-16]",
        "str q0, [x0]",
        "str q1, [x6, #-16]",
        "ret",
        "4:",
        "add x5, x1, x2",
        "add x6, x0, x2",
        "cmp x2, #8",
        "b.lo 5f",
        "ldr x7, [x1]",
        "ldr x8, [x5, #-8]",
        "str x7, [x0]",
        "str x8, [x6, #-8]",
        "ret",
        "5:",
        "cmp x2, #4",
        "b.lo 8f",
        "ldr w7, [x1]",
        "ldr w8, [x5, #-4]",
        "str w7, [x0]",
        "str w8, [x6, #-4]",
        "ret",
        // Backward; the first 32 bytes are loaded before a store can reach them.
        "6:",
        "ldp q2, q3, [x1]",
        "add x5, x1, x2",
        "add x6, x0, x2",
        "add x7, x0, #32",
        "7:",
        "ldp q0, q1, [x5, #-32]!",
        "stp q0, q1, [x6, #-32]!",
        "cmp x6, x7",
        "b.hi 7b",
        "stp q2, q3, [x0]",
        "ret",
        // The first, the middle and the last of 1 to 3 bytes.
        "8:",
        "cbz x2, 9f",
        "lsr x4, x2, #1",
        "ldrb w7, [x1]",
        "ldrb w8, [x1, x4]",
        "ldrb w9, [x5, #-1]",
        "strb w7, [x0]",
        "strb w8, [x0, x4]",
        "strb w9, [x6, #-1]",
        "9:",
        "ret",
    )
}

/// Copies `len` bytes. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    naked_asm!("b {}", sym memmove)
}

/// Fills `len` bytes with the low byte of `byte`. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memset(to: *mut u8, byte: i32, len: usize) -> *mut u8 {
    naked_asm!(
        "mov x3, x0",
        "add x4, x0, x2",
        "dup v0.16b, w1",
        "cmp x2, #16",
        "b.lo 2f",
        "sub x4, x4, #16",
        "1:",
        "str q0, [x3], #16",
        "cmp x3, x4",
        "b.lo 1b",
        "str q0, [x4]",
        "ret",
        "2:",
        "cmp x2, #8",
        "b.lo 3f",
        "str d0, [x0]",
        "str d0, [x4, #-8]",
        "ret",
        "3:",
        "cbz x2, 5f",
        "4:",
        "strb w1, [x3], #1",
        "cmp x3, x4",
        "b.lo 4b",
        "5:",
        "ret",
    )
}

/// Compares as unsigned bytes: negative, 0 or positive.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    naked_asm!(
        "1:",
        "subs x4, x2, #8",
        "b.lo 2f",
        "ldr x5, [x0]",
        "ldr x6, [x1]",
        "cmp x5, x6",
        "b.ne 2f",
        "add x0, x0, #8",
        "add x1, x1, #8",
        "mov x2, x4",
        "b 1b",
        // Fewer than 8 bytes are left, or they differ.
        "2:",
        "cbz x2, 3f",
        "ldrb w5, [x0], #1",
        "ldrb w6, [x1], #1",
        "sub x2, x2, #1",
        "subs w4, w5, w6",
        "b.eq 2b",
        "mov w0, w4",
        "ret",
        "3:",
        "mov w0, #0",
        "ret",
    )
}

/// Compares: 0 when equal.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    naked_asm!("b {}", sym memcmp)
}

/// Bytes before the first 0.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strlen(text: *const u8) -> usize {
    naked_asm!(
        "mov x1, x0",
        "1:",
        "ldrb w2, [x1], #1",
        "cbnz w2, 1b",
        "sub x0, x1, x0",
        "sub x0, x0, #1",
        "ret",
    )
}
