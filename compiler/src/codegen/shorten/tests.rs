//! Hand-assembled functions, and what they become.

use std::ops::Range;

use ahead_abi::trap::TrapKind;

use super::{Calls, run};
use crate::codegen::{CompiledFunction, InlinedCode, TrapSite};
use crate::plan::Symbol;

/// A function of this code, with one trap site and one loop.
fn function(code: &[&[u8]], site: u32, body: Range<u32>) -> CompiledFunction {
    CompiledFunction {
        symbol: Symbol::Function(0),
        alignment: 16,
        code: code.concat(),
        relocations: Vec::new(),
        trap_sites: vec![TrapSite { code_offset: site, wasm_offset: 0, kind: TrapKind::Unreachable }],
        inlined: InlinedCode::default(),
        loops: vec![body],
        text: None,
    }
}

/// What the code becomes whose blocks start at `blocks`; it has a trap site at its start.
fn shortened(code: &[&[u8]], blocks: &[u32]) -> Vec<u8> {
    shortened_with(code, blocks, Calls::KeepSaved)
}

/// The same of a function whose calls are such.
fn shortened_with(code: &[&[u8]], blocks: &[u32], calls: Calls) -> Vec<u8> {
    let mut function = function(code, 0, 0..0);
    run(&mut function, blocks, calls);
    function.code
}

const PROLOGUE: &[u8] = &[0x55, 0x48, 0x89, 0xe5];
const EPILOGUE: &[u8] = &[0x48, 0x89, 0xec, 0x5d];
const RET: &[u8] = &[0xc3];
const UD2: &[u8] = &[0x0f, 0x0b];

#[test]
fn saved_registers_should_be_pushed_and_the_frame_reached_from_its_pointer() {
    let code: [&[u8]; 10] = [
        PROLOGUE,
        &[0x48, 0x83, 0xec, 0x20],       // sub rsp, 32
        &[0x48, 0x89, 0x5c, 0x24, 0x10], // mov [rsp + 16], rbx
        &[0x48, 0x89, 0x3c, 0x24],       // mov [rsp], rdi
        &[0x48, 0x8b, 0x44, 0x24, 0x08], // mov rax, [rsp + 8]
        &[0x8b, 0x5d, 0x10],             // mov ebx, [rbp + 16]
        &[0x48, 0x8b, 0x5c, 0x24, 0x10], // mov rbx, [rsp + 16]
        &[0x48, 0x83, 0xc4, 0x20],       // add rsp, 32
        EPILOGUE,
        RET,
    ];
    let short: [&[u8]; 9] = [
        PROLOGUE,
        &[0x53],                   // push rbx
        &[0x48, 0x83, 0xec, 0x18], // sub rsp, 24
        &[0x48, 0x89, 0x3c, 0x24], // mov [rsp], rdi
        &[0x48, 0x8b, 0x45, 0xe8], // mov rax, [rbp - 24]
        &[0x8b, 0x5d, 0x10],       // mov ebx, [rbp + 16]
        &[0x48, 0x83, 0xc4, 0x18], // add rsp, 24
        &[0x5b, 0x5d],             // pop rbx; pop rbp
        RET,
    ];
    assert_eq!(shortened(&code, &[0]), short.concat());
}

#[test]
fn a_frame_that_nothing_is_in_should_go_where_nothing_is_called() {
    let body: &[u8] = &[0x8d, 0x04, 0x3e, 0x0f, 0xaf, 0xc6]; // lea eax, [rsi + rdi]; imul eax, esi
    let code = [PROLOGUE, body, EPILOGUE, RET];
    assert_eq!(shortened_with(&code, &[0], Calls::Missing), [body, RET].concat());
    assert_eq!(shortened(&code, &[0]), [PROLOGUE, body, &EPILOGUE[3..], RET].concat());
}

#[test]
fn a_frame_that_something_needs_should_stay() {
    let argument: &[u8] = &[0x8b, 0x45, 0x10]; // mov eax, [rbp + 16]
    let call: &[u8] = &[0xff, 0xd0]; // call rax
    for needs in [argument, call] {
        let code = [PROLOGUE, needs, EPILOGUE, RET];
        let short = [PROLOGUE, needs, &EPILOGUE[3..], RET];
        assert_eq!(shortened_with(&code, &[0], Calls::Missing), short.concat());
    }
}

#[test]
fn a_frame_whose_saved_registers_are_read_should_stay() {
    let code: [&[u8]; 7] = [
        PROLOGUE,
        &[0x48, 0x83, 0xec, 0x10],                         // sub rsp, 16
        &[0x48, 0x89, 0x1c, 0x24],                         // mov [rsp], rbx
        &[0x48, 0x8b, 0x04, 0x24],                         // mov rax, [rsp]
        &[0x48, 0x8b, 0x1c, 0x24, 0x48, 0x83, 0xc4, 0x10], // mov rbx, [rsp]; add rsp, 16
        EPILOGUE,
        RET,
    ];
    assert_eq!(shortened(&code, &[0]), code.concat());
}

#[test]
fn a_frame_of_one_word_should_be_made_by_a_push() {
    let code: [&[u8]; 4] = [PROLOGUE, &[0x48, 0x83, 0xec, 0x08, 0x48, 0x83, 0xc4, 0x08], EPILOGUE, RET];
    let short: [&[u8]; 3] = [PROLOGUE, &[0x50, 0x48, 0x83, 0xc4, 0x08, 0x5d], RET];
    assert_eq!(shortened(&code, &[0]), short.concat());
}

#[test]
fn a_stack_pointer_that_is_read_or_moved_should_keep_the_frame_as_it_is() {
    // mov rax, rsp; push rsp and pop rax; sub rsp, 8 later on
    for body in [&[0x48, 0x89, 0xe0][..], &[0x54, 0x58], &[0x90, 0x48, 0x83, 0xec, 0x08]] {
        let code: [&[u8]; 4] = [PROLOGUE, body, EPILOGUE, RET];
        assert_eq!(shortened(&code, &[0]), code.concat());
    }
}

#[test]
fn a_jump_that_reaches_should_become_short_and_what_lies_behind_move() {
    let code: [&[u8]; 4] = [&[0x85, 0xff], &[0x0f, 0x84, 1, 0, 0, 0], RET, UD2];
    let mut function = function(&code, 9, 8..9);
    run(&mut function, &[0, 8], Calls::KeepSaved);
    assert_eq!(function.code, [&[0x85, 0xff, 0x74, 1], RET, UD2].concat());
    assert_eq!(function.trap_sites[0].code_offset, 5);
    assert_eq!(function.loops[0], 4..5);
}

#[test]
fn a_jump_should_become_short_up_to_the_last_byte_that_it_reaches() {
    for (distance, is_short) in [(127, true), (128, false)] {
        let code: [&[u8]; 3] = [&[0xe9, distance, 0, 0, 0], &vec![0x90; distance.into()], RET];
        assert_eq!(shortened(&code, &[0, 5]).len() < code.concat().len(), is_short, "{distance}");
    }
    // Backwards, the short jump itself counts with two bytes.
    for (body, is_short) in [(126, true), (127, false)] {
        let distance = -(body + 5);
        let code: [&[u8]; 3] = [&vec![0x90; body as usize], &[0xe9], &i32::to_le_bytes(distance)];
        assert_eq!(shortened(&code, &[0]).len() < code.concat().len(), is_short, "{body}");
    }
}

#[test]
fn tables_and_constants_should_be_found_where_they_move() {
    let code: [&[u8]; 10] = [
        &[0x0f, 0x84, 27, 0, 0, 0],            // 0: je 33
        &[0x48, 0x8d, 0x05, 9, 0, 0, 0],       // 6: lea rax, [rip + table]
        &[0x48, 0x63, 0x0c, 0xb8],             // 13: movsxd rcx, [rax + rdi * 4]
        &[0x48, 0x01, 0xc8, 0xff, 0xe0],       // 17: add rax, rcx; jmp rax
        &[8, 0, 0, 0, 11, 0, 0, 0],            // 22: the table: 30 and 33
        &[0x90, 0x90],                         // 30
        RET,                                   // 32
        &[0xf2, 0x0f, 0x10, 0x05, 7, 0, 0, 0], // 33: movsd xmm0, [rip + constant]
        &[0xc3, 0, 0, 0, 0, 0, 0, 0],          // 41: ret
        &[1, 2, 3, 4, 5, 6, 7, 8],             // 48
    ];
    let code = [&code.concat()[..48], &[1, 2, 3, 4, 5, 6, 7, 8]].concat();
    let mut function = function(&[&code], 33, 0..0);
    run(&mut function, &[0, 30, 33], Calls::KeepSaved);
    let short: [&[u8]; 9] = [
        &[0x74, 27],
        &[0x48, 0x8d, 0x05, 9, 0, 0, 0],
        &[0x48, 0x63, 0x0c, 0xb8],
        &[0x48, 0x01, 0xc8, 0xff, 0xe0],
        &[8, 0, 0, 0, 11, 0, 0, 0],
        &[0x90, 0x90, 0xc3],
        &[0xf2, 0x0f, 0x10, 0x05, 11, 0, 0, 0],
        &[0xc3, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc],
        &[1, 2, 3, 4, 5, 6, 7, 8],
    ];
    assert_eq!(function.code, short.concat());
    assert_eq!(function.trap_sites[0].code_offset, 29);
}

#[test]
fn a_jump_that_ends_where_constants_start_should_go_where_it_went() {
    let code: [&[u8]; 4] = [
        &[0xf2, 0x0f, 0x10, 0x05, 8, 0, 0, 0], // 0: movsd xmm0, [rip + constant]
        &[0x90, 0x90, 0x90],                   // 8
        &[0xe9, 0xf8, 0xff, 0xff, 0xff],       // 11: jmp 8
        &[1, 2, 3, 4, 5, 6, 7, 8],             // 16
    ];
    let short: [&[u8]; 4] = [
        &[0xf2, 0x0f, 0x10, 0x05, 8, 0, 0, 0],
        &[0x90, 0x90, 0x90],
        &[0xeb, 0xfb, 0xcc, 0xcc, 0xcc],
        &[1, 2, 3, 4, 5, 6, 7, 8],
    ];
    assert_eq!(shortened(&code, &[0, 8]), short.concat());
}

#[test]
fn code_that_refers_to_its_own_instructions_should_stay() {
    let code: [&[u8]; 3] = [&[0x48, 0x8d, 0x05, 0, 0, 0, 0], &[0xe9, 0, 0, 0, 0], RET];
    assert_eq!(shortened(&code, &[0, 12]), code.concat());
}

#[test]
fn an_index_that_is_shifted_for_one_access_should_be_scaled_by_it() {
    let pairs: [(&[&[u8]], &[u8]); 3] = [
        // shl rax, 2; mov eax, [rax + 0x10000000]
        (&[&[0x48, 0xc1, 0xe0, 2], &[0x8b, 0x80, 0, 0, 0, 0x10]], &[0x8b, 0x04, 0x85, 0, 0, 0, 0x10]),
        // shl r12, 3; mov r12d, [r12 + 0x10000000]
        (
            &[&[0x49, 0xc1, 0xe4, 3], &[0x45, 0x8b, 0xa4, 0x24, 0, 0, 0, 0x10]],
            &[0x46, 0x8b, 0x24, 0xe5, 0, 0, 0, 0x10],
        ),
        // shl rdx, 1; mov word [rdx + 0x10000000], cx; xor edx, edx
        (
            &[&[0x48, 0xc1, 0xe2, 1], &[0x66, 0x89, 0x8a, 0, 0, 0, 0x10], &[0x31, 0xd2]],
            &[0x66, 0x89, 0x0c, 0x55, 0, 0, 0, 0x10, 0x31, 0xd2],
        ),
    ];
    for (code, short) in pairs {
        let code = [code, &[RET]].concat();
        assert_eq!(shortened(&code, &[0]), [short, RET].concat());
    }
}

#[test]
fn an_index_that_is_still_read_should_be_shifted() {
    let shift: &[u8] = &[0x48, 0xc1, 0xe0, 2];
    let load: &[u8] = &[0x8b, 0x88, 0, 0, 0, 0x10]; // mov ecx, [rax + 0x10000000]
    let stay: [&[&[u8]]; 5] = [
        &[shift, load, &[0x01, 0xc1]],                         // add ecx, eax
        &[shift, load, &[0xb0, 0]],                            // mov al, 0: the rest is left
        &[shift, load],                                        // returned
        &[shift, &[0x89, 0x80, 0, 0, 0, 0x10], &[0x31, 0xc0]], // mov [rax + 0x10000000], eax
        &[shift, &[0x03, 0x80, 0, 0, 0, 0x10]],                // add eax, [rax + 0x10000000]
    ];
    for code in stay {
        let code = [code, &[RET]].concat();
        assert_eq!(shortened(&code, &[0]), code.concat());
    }
}

#[test]
fn an_index_that_a_jump_may_bring_shifted_should_not_be_shifted_again() {
    // The load is a target of its own.
    let code: [&[u8]; 4] = [&[0x74, 4], &[0x48, 0xc1, 0xe0, 2], &[0x8b, 0x80, 0, 0, 0, 0x10], RET];
    let long: [&[u8]; 4] = [&[0x0f, 0x84, 4, 0, 0, 0], code[1], code[2], RET];
    assert_eq!(shortened(&long, &[0, 6, 10]), code.concat());
}

#[test]
fn a_number_that_is_loaded_for_one_operation_should_be_its_operand() {
    let zero: &[u8] = &[0x0f, 0x57, 0xf6]; // xorps xmm6, xmm6
    let triples: [(&[&[u8]], u32, &[&[u8]]); 3] = [
        // movsd xmm6, [rdi + 8]; mulsd xmm0, xmm6
        (
            &[&[0xf2, 0x0f, 0x10, 0x77, 8], &[0xf2, 0x0f, 0x59, 0xc6], zero],
            0,
            &[&[0xf2, 0x0f, 0x59, 0x47, 8], zero],
        ),
        // movsd xmm6, [r12 + rax * 8]; movaps xmm9, xmm1; subsd xmm9, xmm6
        (
            &[
                &[0xf2, 0x41, 0x0f, 0x10, 0x34, 0xc4],
                &[0x44, 0x0f, 0x28, 0xc9],
                &[0xf2, 0x44, 0x0f, 0x5c, 0xce],
                zero,
            ],
            4,
            &[&[0x44, 0x0f, 0x28, 0xc9], &[0xf2, 0x45, 0x0f, 0x5c, 0x0c, 0xc4], zero],
        ),
        // movss xmm8, [rdi]; divss xmm1, xmm8; movss xmm8, [rdi]
        (
            &[
                &[0xf3, 0x44, 0x0f, 0x10, 0x07],
                &[0xf3, 0x41, 0x0f, 0x5e, 0xc8],
                &[0xf3, 0x44, 0x0f, 0x10, 0x07],
            ],
            0,
            &[&[0xf3, 0x0f, 0x5e, 0x0f], &[0xf3, 0x44, 0x0f, 0x10, 0x07]],
        ),
    ];
    for (code, site, short) in triples {
        let mut function = function(&[code, &[RET]].concat(), 0, 0..0);
        run(&mut function, &[0], Calls::KeepSaved);
        assert_eq!(function.code, [short, &[RET]].concat().concat());
        assert_eq!(function.trap_sites[0].code_offset, site);
    }
}

#[test]
fn a_number_that_is_loaded_for_more_than_one_operation_should_be_in_a_register() {
    let load: &[u8] = &[0xf2, 0x0f, 0x10, 0x77, 8]; // movsd xmm6, [rdi + 8]
    let multiply: &[u8] = &[0xf2, 0x0f, 0x59, 0xc6]; // mulsd xmm0, xmm6
    let zero: &[u8] = &[0x0f, 0x57, 0xf6]; // xorps xmm6, xmm6
    let stay: [&[&[u8]]; 8] = [
        &[load, multiply, multiply, zero],
        &[load, multiply, &[0xf2, 0x0f, 0x10, 0xf1], zero], // movsd xmm6, xmm1: the upper half is left
        &[load, multiply, &[0xff, 0xd0], zero],             // call rax: it may be an argument
        &[load, &[0xf2, 0x0f, 0x59, 0xf0], zero],           // mulsd xmm6, xmm0
        &[load, &[0xf2, 0x0f, 0x59, 0xf6], zero],           // mulsd xmm6, xmm6
        &[load, &[0xf3, 0x0f, 0x59, 0xc6], zero],           // mulss xmm0, xmm6
        &[load, &[0x0f, 0x28, 0xce], multiply, zero],       // movaps xmm1, xmm6
        &[load, &[0x89, 0x07], multiply, zero],             // mov [rdi], eax
    ];
    for code in stay {
        let code = [code, &[RET]].concat();
        assert_eq!(shortened(&code, &[0]), code.concat(), "{code:02x?}");
    }
    // Another block begins with the product.
    let code: [&[u8]; 4] = [load, multiply, zero, RET];
    assert_eq!(shortened(&code, &[0, 5]), code.concat());
    // It is read where a jump leads.
    let code: [&[u8]; 7] = [load, multiply, &[0x0f, 0x84, 4, 0, 0, 0], zero, RET, multiply, RET];
    let short: [&[u8]; 7] = [load, multiply, &[0x74, 4], zero, RET, multiply, RET];
    assert_eq!(shortened(&code, &[0, 15, 19]), short.concat());
}

#[test]
fn a_test_of_what_just_set_the_flags_should_go() {
    let ends: [&[u8]; 2] = [RET, RET];
    let pairs: [(&[&[u8]], &[&[u8]]); 4] = [
        // add ecx, -1; test ecx, ecx; jne
        (&[&[0x83, 0xc1, 0xff], &[0x85, 0xc9], &[0x75, 1]], &[&[0x83, 0xc1, 0xff], &[0x75, 1]]),
        // and rax, rdx; mov esi, edi; test rax, rax; jg
        (
            &[&[0x48, 0x21, 0xd0], &[0x89, 0xfe], &[0x48, 0x85, 0xc0], &[0x7f, 1]],
            &[&[0x48, 0x21, 0xd0], &[0x89, 0xfe], &[0x7f, 1]],
        ),
        // shr edx, 4; test edx, edx; sete al; jne
        (
            &[&[0xc1, 0xea, 4], &[0x85, 0xd2], &[0x0f, 0x94, 0xc0], &[0x75, 1]],
            &[&[0xc1, 0xea, 4], &[0x0f, 0x94, 0xc0], &[0x75, 1]],
        ),
        // sub eax, ecx; test eax, eax; js
        (&[&[0x29, 0xc8], &[0x85, 0xc0], &[0x78, 1]], &[&[0x29, 0xc8], &[0x78, 1]]),
    ];
    for (code, short) in pairs {
        let len = code.concat().len() as u32;
        assert_eq!(tested(code, &ends, &[0, len, len + 1]), [short, &ends].concat().concat());
    }
}

#[test]
fn a_test_that_tells_something_new_should_stay() {
    let ends: [&[u8]; 2] = [RET, RET];
    let stay: [&[&[u8]]; 8] = [
        &[&[0x83, 0xc1, 0xff], &[0x85, 0xc9], &[0x7c, 1]], // add ecx, -1; test ecx, ecx; jl
        &[&[0x83, 0xc1, 0xff], &[0x85, 0xc9], &[0x0f, 0x94, 0xc0], &[0x77, 1]], // sete al; ja
        &[&[0x83, 0xc1, 0xff], &[0x85, 0xd2], &[0x75, 1]], // of edx
        &[&[0x83, 0xc1, 0xff], &[0x48, 0x85, 0xc9], &[0x75, 1]], // of rcx
        &[&[0x83, 0xc1, 0xff], &[0x89, 0xd1], &[0x85, 0xc9], &[0x75, 1]], // mov ecx, edx between
        &[&[0x83, 0xc1, 0xff], &[0x39, 0xd0], &[0x85, 0xc9], &[0x75, 1]], // cmp eax, edx between
        &[&[0xd3, 0xe9], &[0x85, 0xc9], &[0x75, 1]],       // shr ecx, cl: perhaps by nothing
        &[&[0x03, 0x08], &[0x85, 0x08], &[0x75, 1]],       // add ecx, [rax]; test [rax], ecx
    ];
    for code in stay {
        let len = code.concat().len() as u32;
        assert_eq!(tested(code, &ends, &[0, len, len + 1]), [code, &ends].concat().concat(), "{code:02x?}");
    }
    // Another block begins with the test.
    let code: [&[u8]; 3] = [&[0x83, 0xc1, 0xff], &[0x85, 0xc9], &[0x75, 1]];
    assert_eq!(tested(&code, &ends, &[0, 3, 7, 8]), [&code[..], &ends].concat().concat());
    // test edx, edx between.
    let code: [&[u8]; 4] = [&[0x83, 0xc1, 0xff], &[0x85, 0xd2], &[0x85, 0xc9], &[0x75, 1]];
    assert_eq!(tested(&code, &ends, &[0, 9, 10]), [&code[..], &ends].concat().concat());
}

#[test]
fn a_test_that_a_jump_may_bring_other_flags_to_should_stay() {
    // The jump goes to the move between, where no block starts.
    let code: [&[u8]; 7] = [
        &[0x0f, 0x84, 3, 0, 0, 0], // je 9
        &[0x83, 0xc1, 0xff],       // 6: add ecx, -1
        &[0x89, 0xfe],             // 9: mov esi, edi
        &[0x85, 0xc9],             // test ecx, ecx
        &[0x0f, 0x85, 1, 0, 0, 0], // jne 20
        RET,
        RET,
    ];
    let short = [&[0x74, 3], code[1], code[2], code[3], &[0x75, 1], RET, RET];
    assert_eq!(shortened(&code, &[0, 6, 19, 20]), short.concat());
}

/// What becomes of code that ends in a short jump past the first of `ends`, whose blocks start at `blocks`.
fn tested(code: &[&[u8]], ends: &[&[u8]], blocks: &[u32]) -> Vec<u8> {
    let (jump, before) = code.split_last().expect("a jump");
    let long = [0x0f, jump[0] + 0x10, 1, 0, 0, 0];
    let code = [before, &[&long[..]], ends].concat();
    let start_of_jump = before.concat().len() as u32;
    let moved = |block: &u32| if *block > start_of_jump { block + 4 } else { *block };
    shortened(&code, &blocks.iter().map(moved).collect::<Vec<_>>())
}

/// The body of a function with a frame of 32 bytes, of which it saves no register: what becomes of it, where calls keep
/// what the convention says or not. Its blocks start at `blocks`, from the start of the body.
fn body_in_frame(body: &[&[u8]], blocks: &[u32], calls: Calls) -> Vec<u8> {
    const START: u32 = 8;
    let (take, give) = ([0x48, 0x83, 0xec, 0x20], [0x48, 0x83, 0xc4, 0x20]);
    let code = [&[PROLOGUE, &take], body, &[&give, EPILOGUE, RET]].concat();
    let mut function = function(&code, 0, 0..0);
    let blocks: Vec<u32> = [0].into_iter().chain(blocks.iter().map(|block| START + block)).collect();
    run(&mut function, &blocks, calls);
    let body = &function.code[START as usize..];
    body.strip_suffix(&[&give, &[0x5d][..], RET].concat()[..]).expect("the epilogue").to_vec()
}

const LOAD_RAX: &[u8] = &[0x48, 0x8b, 0x44, 0x24, 0x08]; // mov rax, [rsp + 8]
const STORE_RAX: &[u8] = &[0x48, 0x89, 0x44, 0x24, 0x08]; // mov [rsp + 8], rax
/// The same from the frame pointer.
const SHORT_LOAD_RAX: &[u8] = &[0x48, 0x8b, 0x45, 0xe8];
const SHORT_STORE_RAX: &[u8] = &[0x48, 0x89, 0x45, 0xe8];
const RAX_TO_RBX: &[u8] = &[0x48, 0x89, 0xc3];
const CALL_RAX: &[u8] = &[0xff, 0xd0];

#[test]
fn a_move_to_where_the_same_is_should_go() {
    let load_vector: &[u8] = &[0xf3, 0x0f, 0x6f, 0x04, 0x24]; // movdqu xmm0, [rsp]
    let short_load_vector: &[u8] = &[0x0f, 0x10, 0x04, 0x24]; // movups xmm0, [rsp]
    let pairs: [(&[&[u8]], &[&[u8]]); 5] = [
        (&[LOAD_RAX, STORE_RAX], &[SHORT_LOAD_RAX]),
        (&[STORE_RAX, RAX_TO_RBX, LOAD_RAX], &[SHORT_STORE_RAX, RAX_TO_RBX]),
        // mov rcx, rbx; mov rax, rcx
        (&[RAX_TO_RBX, &[0x48, 0x89, 0xd9], &[0x48, 0x89, 0xc8]], &[RAX_TO_RBX, &[0x48, 0x89, 0xd9]]),
        (&[load_vector, &[0xf3, 0x0f, 0x7f, 0x04, 0x24]], &[short_load_vector]), // movdqu [rsp], xmm0
        // rbx outlives the call, and what is read from the frame does.
        (
            &[LOAD_RAX, RAX_TO_RBX, CALL_RAX, &[0x48, 0x89, 0x5c, 0x24, 0x08]],
            &[SHORT_LOAD_RAX, RAX_TO_RBX, CALL_RAX],
        ),
    ];
    for (code, short) in pairs {
        assert_eq!(body_in_frame(code, &[], Calls::KeepSaved), short.concat(), "{code:02x?}");
    }
}

#[test]
fn a_move_to_where_something_else_may_be_should_stay() {
    let store_rbx: &[u8] = &[0x48, 0x89, 0x5c, 0x24, 0x08];
    let short_store_rbx: &[u8] = &[0x48, 0x89, 0x5d, 0xe8];
    let pairs: [(&[&[u8]], &[&[u8]]); 6] = [
        // mov [rsp + 12], ecx: the upper half
        (
            &[LOAD_RAX, &[0x89, 0x4c, 0x24, 0x0c], STORE_RAX],
            &[SHORT_LOAD_RAX, &[0x89, 0x4d, 0xec], SHORT_STORE_RAX],
        ),
        // movdqu [rsp], xmm0: all of the slot
        (
            &[LOAD_RAX, &[0xf3, 0x0f, 0x7f, 0x04, 0x24], STORE_RAX],
            &[SHORT_LOAD_RAX, &[0x0f, 0x11, 0x04, 0x24], SHORT_STORE_RAX],
        ),
        // add al, 1
        (&[LOAD_RAX, &[0x04, 1], STORE_RAX], &[SHORT_LOAD_RAX, &[0x04, 1], SHORT_STORE_RAX]),
        // mov ecx, eax; mov rax, rcx: the low half
        (&[&[0x89, 0xc1], &[0x48, 0x89, 0xc8]], &[&[0x89, 0xc1], &[0x48, 0x89, 0xc8]]),
        (&[LOAD_RAX, CALL_RAX, STORE_RAX], &[SHORT_LOAD_RAX, CALL_RAX, SHORT_STORE_RAX]),
        // Nothing reads the slot: it may be an argument of the call.
        (
            &[RAX_TO_RBX, store_rbx, CALL_RAX, store_rbx],
            &[RAX_TO_RBX, short_store_rbx, CALL_RAX, short_store_rbx],
        ),
    ];
    for (code, stays) in pairs {
        assert_eq!(body_in_frame(code, &[], Calls::KeepSaved), stays.concat(), "{code:02x?}");
    }
    let kept = [LOAD_RAX, RAX_TO_RBX, CALL_RAX, store_rbx];
    let stays = [SHORT_LOAD_RAX, RAX_TO_RBX, CALL_RAX, short_store_rbx];
    assert_eq!(body_in_frame(&kept, &[], Calls::KeepNone), stays.concat(), "calls keep nothing");
    // lea rcx, [rsp]: what else may write there is not known.
    let address: &[u8] = &[0x48, 0x8d, 0x0c, 0x24];
    let stays = [SHORT_LOAD_RAX, address, SHORT_STORE_RAX];
    assert_eq!(body_in_frame(&[LOAD_RAX, address, STORE_RAX], &[], Calls::KeepSaved), stays.concat());
}

#[test]
fn what_all_blocks_before_moved_should_not_be_moved_again() {
    let jump = [0x0f, 0x84, 5, 0, 0, 0]; // je past a load
    // On one way only rax is what is in the frame.
    let code: [&[u8]; 3] = [&jump, LOAD_RAX, STORE_RAX];
    assert_eq!(
        body_in_frame(&code, &[6, 11], Calls::KeepSaved),
        [&[0x74, 4], SHORT_LOAD_RAX, SHORT_STORE_RAX].concat()
    );
    // On both.
    let code: [&[u8]; 5] = [LOAD_RAX, &jump, &[0x90; 5], LOAD_RAX, STORE_RAX];
    assert_eq!(
        body_in_frame(&code, &[11, 16], Calls::KeepSaved),
        [SHORT_LOAD_RAX, &[0x74, 5], &[0x90; 5]].concat()
    );
}

#[test]
fn what_a_loop_changes_should_be_moved_in_each_round() {
    let back = [0x0f, 0x84, 0xf1, 0xff, 0xff, 0xff]; // je to the store
    let (rax, rcx): (&[u8], &[u8]) = (&[0x48, 0x83, 0xc0, 1], &[0x48, 0x83, 0xc1, 1]); // add 1
    let stays = [SHORT_LOAD_RAX, SHORT_STORE_RAX, rax, &[0x74, 0xf6]];
    assert_eq!(body_in_frame(&[LOAD_RAX, STORE_RAX, rax, &back], &[5, 20], Calls::KeepSaved), stays.concat());
    let short = [SHORT_LOAD_RAX, rcx, &[0x74, 0xfa]];
    assert_eq!(body_in_frame(&[LOAD_RAX, STORE_RAX, rcx, &back], &[5, 20], Calls::KeepSaved), short.concat());
}

#[test]
fn where_a_table_leads_nothing_should_be_known() {
    let code: [&[u8]; 6] = [
        LOAD_RAX,                         // 0
        &[0x48, 0x8d, 0x15, 9, 0, 0, 0],  // 5: lea rdx, [rip + table]
        &[0x48, 0x63, 0x0c, 0xba],        // 12: movsxd rcx, [rdx + rdi * 4]
        &[0x48, 0x01, 0xd1, 0xff, 0xe1],  // 16: add rcx, rdx; jmp rcx
        &[8, 0, 0, 0, 13, 0, 0, 0],       // 21: the table: 29 and 34
        &[STORE_RAX, STORE_RAX].concat(), // 29 and 34
    ];
    let short = [
        SHORT_LOAD_RAX,
        code[1],
        code[2],
        code[3],
        &[8, 0, 0, 0, 12, 0, 0, 0],
        SHORT_STORE_RAX,
        SHORT_STORE_RAX,
    ];
    assert_eq!(body_in_frame(&code, &[29, 34], Calls::KeepSaved), short.concat());
}

#[test]
fn a_branch_over_a_jump_should_go_where_the_jump_went() {
    let code = [LOAD_RAX, &[0x0f, 0x84, 10, 0, 0, 0], STORE_RAX, &[0xe9, 0xeb, 0xff, 0xff, 0xff]];
    assert_eq!(
        body_in_frame(&code, &[0, 11, 21], Calls::KeepSaved),
        [SHORT_LOAD_RAX, &[0x75, 0xfa]].concat()
    );
    // What is left between belongs to the jump.
    let add: &[u8] = &[0x48, 0x83, 0xc0, 1]; // add rax, 1
    let code = [LOAD_RAX, &[0x0f, 0x84, 9, 0, 0, 0], add, &[0xe9, 0xec, 0xff, 0xff, 0xff]];
    let stays = [SHORT_LOAD_RAX, &[0x74, 6], add, &[0xeb, 0xf4]];
    assert_eq!(body_in_frame(&code, &[0, 11, 20], Calls::KeepSaved), stays.concat());
    // Another jump goes to the first.
    let code =
        [LOAD_RAX, &[0x0f, 0x88, 6, 0, 0, 0], &[0x0f, 0x84, 5, 0, 0, 0], &[0xe9, 0xea, 0xff, 0xff, 0xff]];
    let stays = [SHORT_LOAD_RAX, &[0x78, 2], &[0x74, 2], &[0xeb, 0xf6]];
    assert_eq!(body_in_frame(&code, &[0, 11, 17, 22], Calls::KeepSaved), stays.concat());
}
