//! The memory functions that compilers call by name, as C defines them. In assembly, because a
//! loop in Rust would be compiled into a call of itself.
//!
//! Only SSE2; from 1 KiB on, the string instructions, which are fast on every processor made
//! since 2013 ("enhanced `rep movsb`").

use core::arch::naked_asm;

/// Copies `len` bytes; the ranges may overlap. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    naked_asm!(
        "mov rax, rdi",
        "cmp rdx, 16",
        "jb 4f",
        "movups xmm0, [rsi]",
        "movups xmm1, [rsi + rdx - 16]",
        "cmp rdx, 32",
        "ja 1f",
        "movups [rdi], xmm0",
        "movups [rdi + rdx - 16], xmm1",
        "ret",
        // 33 to 64 bytes, and below 16 to 32, 8 to 15, 4 to 7, 0 to 3: all loads before all stores.
        "1:",
        "movups xmm2, [rsi + 16]",
        "movups xmm3, [rsi + rdx - 32]",
        "cmp rdx, 64",
        "ja 2f",
        "movups [rdi], xmm0",
        "movups [rdi + 16], xmm2",
        "movups [rdi + rdx - 32], xmm3",
        "movups [rdi + rdx - 16], xmm1",
        "ret",
        "2:",
        "mov rcx, rdi",
        "sub rcx, rsi",
        "cmp rcx, rdx",
        "jb 6f", // to lies in from..from + len: last byte first
        "cmp rdx, 1024",
        "jb 3f",
        "neg rcx",
        "cmp rcx, 64", // the string instruction is slow when from is just behind to
        "jb 3f",
        "mov rcx, rdx",
        "rep movsb",
        "ret",
        // Forward; the last 64 bytes are loaded before a store can reach them.
        "3:",
        "movups xmm4, [rsi + rdx - 64]",
        "movups xmm5, [rsi + rdx - 48]",
        "lea r8, [rdi + rdx - 64]",
        "2:",
        "movups xmm0, [rsi]",
        "movups xmm2, [rsi + 16]",
        "movups xmm6, [rsi + 32]",
        "movups xmm7, [rsi + 48]",
        "movups [rdi], xmm0",
        "movups [rdi + 16], xmm2",
        "movups [rdi + 32], xmm6",
        "movups [rdi + 48], xmm7",
        "add rsi, 64",
        "add rdi, 64",
        "cmp rdi, r8",
        "jb 2b",
        "movups [r8], xmm4",
        "movups [r8 + 16], xmm5",
        "movups [r8 + 32], xmm3",
        "movups [r8 + 48], xmm1",
        "ret",
        "4:",
        "cmp edx, 8",
        "jb 5f",
        "mov rcx, [rsi]",
        "mov rsi, [rsi + rdx - 8]",
        "mov [rdi], rcx",
        "mov [rdi + rdx - 8], rsi",
        "ret",
        "5:",
        "cmp edx, 4",
        "jb 8f",
        "mov ecx, [rsi]",
        "mov esi, [rsi + rdx - 4]",
        "mov [rdi], ecx",
        "mov [rdi + rdx - 4], esi",
        "ret",
        // Backward; the first 64 bytes are loaded before a store can reach them.
        "6:",
        "movups xmm4, [rsi + 32]",
        "movups xmm5, [rsi + 48]",
        "7:",
        "movups xmm1, [rsi + rdx - 16]",
        "movups xmm3, [rsi + rdx - 32]",
        "movups xmm6, [rsi + rdx - 48]",
        "movups xmm7, [rsi + rdx - 64]",
        "movups [rdi + rdx - 16], xmm1",
        "movups [rdi + rdx - 32], xmm3",
        "movups [rdi + rdx - 48], xmm6",
        "movups [rdi + rdx - 64], xmm7",
        "sub rdx, 64",
        "cmp rdx, 64",
        "ja 7b",
        "movups [rdi], xmm0",
        "movups [rdi + 16], xmm2",
        "movups [rdi + 32], xmm4",
        "movups [rdi + 48], xmm5",
        "ret",
        "8:",
        "test edx, edx",
        "je 9f",
        "movzx ecx, byte ptr [rsi]",
        "movzx r8d, byte ptr [rsi + rdx - 1]",
        "mov r9d, edx",
        "shr r9d, 1",
        "movzx esi, byte ptr [rsi + r9]",
        "mov [rdi], cl",
        "mov [rdi + r9], sil",
        "mov [rdi + rdx - 1], r8b",
        "9:",
        "ret",
    )
}

/// Copies `len` bytes. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, len: usize) -> *mut u8 {
    naked_asm!("jmp {}", sym memmove)
}

/// Fills `len` bytes with the low byte of `byte`. Answers `to`.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memset(to: *mut u8, byte: i32, len: usize) -> *mut u8 {
    naked_asm!(
        "mov rax, rdi",
        "movzx esi, sil",
        "mov rcx, 0x0101010101010101",
        "imul rcx, rsi",
        "cmp rdx, 16",
        "jb 4f",
        "movq xmm0, rcx",
        "punpcklqdq xmm0, xmm0",
        "movups [rdi], xmm0",
        "movups [rdi + rdx - 16], xmm0",
        "cmp rdx, 32",
        "jbe 2f",
        "movups [rdi + 16], xmm0",
        "movups [rdi + rdx - 32], xmm0",
        "cmp rdx, 64",
        "jbe 2f",
        "cmp rdx, 1024",
        "jae 3f",
        "lea r8, [rdi + rdx - 32]",
        "add rdi, 32",
        "1:",
        "movups [rdi], xmm0",
        "movups [rdi + 16], xmm0",
        "add rdi, 32",
        "cmp rdi, r8",
        "jb 1b",
        "2:",
        "ret",
        "3:",
        "mov r8, rdi",
        "mov eax, esi",
        "mov rcx, rdx",
        "rep stosb",
        "mov rax, r8",
        "ret",
        // 8 to 15 bytes, 4 to 7, 0 to 3.
        "4:",
        "cmp edx, 8",
        "jb 5f",
        "mov [rdi], rcx",
        "mov [rdi + rdx - 8], rcx",
        "ret",
        "5:",
        "cmp edx, 4",
        "jb 6f",
        "mov [rdi], ecx",
        "mov [rdi + rdx - 4], ecx",
        "ret",
        "6:",
        "test edx, edx",
        "je 7f",
        "mov [rdi], cl",
        "mov [rdi + rdx - 1], cl",
        "shr edx, 1",
        "mov [rdi + rdx], cl",
        "7:",
        "ret",
    )
}

/// Compares as unsigned bytes: negative, 0 or positive.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    naked_asm!(
        "xor ecx, ecx",
        "1:",
        "lea rax, [rcx + 8]",
        "cmp rax, rdx",
        "ja 2f",
        "mov r8, [rdi + rcx]",
        "cmp r8, [rsi + rcx]",
        "jne 2f",
        "mov rcx, rax",
        "jmp 1b",
        // Fewer than 8 bytes are left, or they differ.
        "2:",
        "cmp rcx, rdx",
        "jae 3f",
        "movzx eax, byte ptr [rdi + rcx]",
        "movzx r8d, byte ptr [rsi + rcx]",
        "inc rcx",
        "sub eax, r8d",
        "je 2b",
        "ret",
        "3:",
        "xor eax, eax",
        "ret",
    )
}

/// Compares: 0 when equal.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bcmp(left: *const u8, right: *const u8, len: usize) -> i32 {
    naked_asm!("jmp {}", sym memcmp)
}

/// Bytes before the first 0.
#[unsafe(naked)]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn strlen(text: *const u8) -> usize {
    naked_asm!("mov rax, -1", "1:", "inc rax", "cmp byte ptr [rdi + rax], 0", "jne 1b", "ret",)
}
