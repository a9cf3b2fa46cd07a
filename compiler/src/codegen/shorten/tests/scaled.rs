//! Indices that are shifted.

use super::{RET, shortened};

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
