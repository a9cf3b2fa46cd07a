//! Tests of what set the flags.

use super::{RET, shortened};

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
