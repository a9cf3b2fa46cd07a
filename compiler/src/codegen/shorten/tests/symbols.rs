//! Addresses of symbols.

use cranelift_codegen::binemit::Reloc;

use super::super::{Calls, run};
use super::{RET, UD2, WIDE, function};
use crate::codegen::optimize::Addresses;
use crate::codegen::{Relocation, RelocationTarget};
use crate::plan::Symbol;

/// What becomes of a function that begins with `address`, whose last four bytes are a relocation to `target`: its code,
/// and where the relocation is then and what it adds.
fn folded(code: &[&[u8]], target: Symbol, addresses: Addresses) -> (Vec<u8>, u32, i64) {
    let mut function = function(code, 0, 0..0);
    function.relocations.push(Relocation {
        offset: code[0].len() as u32 - 4,
        kind: Reloc::X86CallPCRel4,
        target: RelocationTarget::Symbol(target),
        addend: -4,
    });
    run(&mut function, &[0], &[], Calls::KeepSaved, WIDE, addresses);
    let relocation = &function.relocations[0];
    (function.code.clone(), relocation.offset, relocation.addend)
}

const GLOBAL: Symbol = Symbol::Global(3);
const TABLE: Symbol = Symbol::Table(0);
const TO_RAX: &[u8] = &[0x48, 0x8d, 0x05, 0, 0, 0, 0]; // lea rax, [rip + symbol]
const TO_R12: &[u8] = &[0x4c, 0x8d, 0x25, 0, 0, 0, 0]; // lea r12, [rip + symbol]

#[test]
fn an_access_should_reach_the_symbol_by_itself() {
    let cases: [(&[u8], &[u8], &[u8], u32, i64); 8] = [
        // mov ecx, [rax]
        (TO_RAX, &[0x8b, 0x08], &[0x8b, 0x0d, 0, 0, 0, 0], 2, -4),
        // mov [rax + 8], r9
        (TO_RAX, &[0x4c, 0x89, 0x48, 8], &[0x4c, 0x89, 0x0d, 0, 0, 0, 0], 3, 4),
        // mov r9d, [r12]
        (TO_R12, &[0x45, 0x8b, 0x0c, 0x24], &[0x44, 0x8b, 0x0d, 0, 0, 0, 0], 3, -4),
        // mov ecx, [r12]
        (TO_R12, &[0x41, 0x8b, 0x0c, 0x24], &[0x8b, 0x0d, 0, 0, 0, 0], 2, -4),
        // mov byte [r12 + 0x100], sil
        (TO_R12, &[0x41, 0x88, 0xb4, 0x24, 0, 1, 0, 0], &[0x40, 0x88, 0x35, 0, 0, 0, 0], 3, 0xfc),
        // mov dword [r12 - 4], 7
        (TO_R12, &[0x41, 0xc7, 0x44, 0x24, 0xfc, 7, 0, 0, 0], &[0xc7, 0x05, 0, 0, 0, 0, 7, 0, 0, 0], 2, -12),
        // add qword [rax], 7
        (TO_RAX, &[0x48, 0x83, 0x00, 7], &[0x48, 0x83, 0x05, 0, 0, 0, 0, 7], 3, -5),
        // movsd xmm9, [r12]
        (TO_R12, &[0xf2, 0x45, 0x0f, 0x10, 0x0c, 0x24], &[0xf2, 0x44, 0x0f, 0x10, 0x0d, 0, 0, 0, 0], 5, -4),
    ];
    for (address, access, new, offset, addend) in cases {
        let becomes = folded(&[address, access, UD2], TABLE, Addresses::Shared);
        assert_eq!(becomes, ([new, UD2].concat(), offset, addend), "{access:02x?}");
    }
}

#[test]
fn what_lies_between_should_stay_where_it_is() {
    let copy: &[u8] = &[0x48, 0x89, 0xf7]; // mov rdi, rsi
    let code: [&[u8]; 4] = [TO_RAX, copy, &[0x8b, 0x00], UD2]; // mov eax, [rax]
    let (code, offset, _) = folded(&code, TABLE, Addresses::Shared);
    assert_eq!((code, offset), ([copy, &[0x8b, 0x05, 0, 0, 0, 0], UD2].concat(), 5));
}

#[test]
fn an_address_that_may_be_used_again_should_be_in_a_register() {
    let load: &[u8] = &[0x8b, 0x08]; // mov ecx, [rax]
    let stay: [&[&[u8]]; 8] = [
        &[TO_RAX, load, RET],                           // it may be a result
        &[TO_RAX, load, load, UD2],                     // it is used again
        &[TO_RAX, &[0x48, 0x89, 0x00], UD2],            // mov [rax], rax
        &[TO_RAX, &[0x8b, 0x0c, 0x88], UD2],            // mov ecx, [rax + rcx * 4]
        &[TO_RAX, &[0x48, 0x89, 0xc3], load, UD2],      // mov rbx, rax
        &[TO_RAX, &[0xff, 0xd3], load, UD2],            // call rbx
        &[TO_RAX, &[0x0f, 0x84, 2, 0, 0, 0], UD2, UD2], // je
        &[TO_RAX, &[0x8b, 0x88, 0, 0, 0, 0x80], UD2],   // mov ecx, [rax - 0x80000000]
    ];
    for code in stay {
        let (_, offset, addend) = folded(code, TABLE, Addresses::UsedOnce);
        assert_eq!((offset, addend), (3, -4), "{code:02x?}");
    }
    let code: [&[u8]; 3] = [TO_RAX, load, RET];
    assert_eq!(folded(&code, GLOBAL, Addresses::Shared), (code.concat(), 3, -4));
    // One access that became two instructions: cmovp edx, [rax]; mov rcx, rdx; cmovne ecx, [rax]
    let twice: [&[u8]; 5] = [TO_RAX, &[0x0f, 0x4a, 0x10], &[0x48, 0x89, 0xd1], &[0x0f, 0x45, 0x08], RET];
    assert_eq!(folded(&twice, GLOBAL, Addresses::UsedOnce), (twice.concat(), 3, -4));
    // Known to be used once.
    let (code, offset, _) = folded(&code, GLOBAL, Addresses::UsedOnce);
    assert_eq!((code, offset), ([&[0x8b, 0x0d, 0, 0, 0, 0], RET].concat(), 2));
}
