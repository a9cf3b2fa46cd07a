//! Numbers that are loaded.

use super::super::{Calls, run};
use super::{RET, WIDE, function, shortened};
use crate::codegen::optimize::Addresses;

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
        run(&mut function, &[0], &[], Calls::KeepSaved, WIDE, Addresses::Shared);
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
