//! Slots of the frame.

use super::super::Calls;
use super::{EPILOGUE, PROLOGUE, RET, shortened_with};

const TAKE: &[u8] = &[0x48, 0x81, 0xec, 0, 2, 0, 0]; // sub rsp, 0x200
const GIVE: &[u8] = &[0x48, 0x81, 0xc4, 0, 2, 0, 0];

/// What becomes of the body of a function with a frame of 0x200 bytes.
fn arranged(body: &[&[u8]]) -> Vec<u8> {
    let code = [&[PROLOGUE, TAKE], body, &[GIVE, EPILOGUE, RET]].concat();
    let code = shortened_with(&code, &[0], Calls::KeepSaved);
    let start = PROLOGUE.len() + TAKE.len();
    code[start..].strip_suffix(&[GIVE, &[0x5d], RET].concat()[..]).expect("the epilogue").to_vec()
}

const LOAD_FAR: &[u8] = &[0x48, 0x8b, 0x84, 0x24, 0, 1, 0, 0]; // mov rax, [rsp + 0x100]
const ADD_FAR: &[u8] = &[0x03, 0x84, 0x24, 0, 1, 0, 0]; // add eax, [rsp + 0x100]
const ADD_UPPER_FAR: &[u8] = &[0x03, 0x84, 0x24, 4, 1, 0, 0]; // add eax, [rsp + 0x104]
const STORE_FAR: &[u8] = &[0x89, 0x84, 0x24, 0, 1, 0, 0]; // mov [rsp + 0x100], eax
const CONSTANT_FAR: &[u8] = &[0xc7, 0x84, 0x24, 0, 1, 0, 0, 7, 0, 0, 0]; // mov dword [rsp + 0x100], 7
const ADD_NEAR: &[u8] = &[0x03, 0x84, 0x24, 0xf8, 1, 0, 0]; // add eax, [rsp + 0x1f8]
const ADD_LOW: &[u8] = &[0x03, 0x04, 0x24]; // add eax, [rsp]

#[test]
fn the_slot_that_is_used_most_should_have_the_shortest_operands() {
    let body = [CONSTANT_FAR, LOAD_FAR, ADD_FAR, ADD_UPPER_FAR, ADD_NEAR];
    let new: [&[u8]; 5] = [
        &[0xc7, 0x45, 0xf8, 7, 0, 0, 0],       // mov dword [rbp - 8], 7
        &[0x8b, 0x45, 0xf8],                   // mov eax, [rbp - 8]: no more is of use
        &[0x03, 0x45, 0xf8],                   // add eax, [rbp - 8]
        &[0x03, 0x45, 0xfc],                   // add eax, [rbp - 4]
        &[0x03, 0x85, 0x00, 0xff, 0xff, 0xff], // add eax, [rbp - 0x100]
    ];
    assert_eq!(arranged(&body), new.concat());
    // The lowest slot is reached from the stack pointer.
    let new: [&[u8]; 3] = [&[0x8b, 0x04, 0x24], ADD_LOW, &[0x03, 0x85, 0x00, 0xff, 0xff, 0xff]];
    assert_eq!(arranged(&[LOAD_FAR, ADD_FAR, ADD_LOW]), new.concat());
}

#[test]
fn slots_that_others_know_should_stay() {
    /// `add eax, [rbp - 0x100]` and `add eax, [rbp - 8]`.
    const FAR: &[u8] = &[0x03, 0x85, 0x00, 0xff, 0xff, 0xff];
    const NEAR: &[u8] = &[0x03, 0x45, 0xf8];
    // An argument of a call is only stored.
    let stored: &[u8] = &[0x89, 0x85, 0x00, 0xff, 0xff, 0xff];
    assert_eq!(arranged(&[STORE_FAR, STORE_FAR, ADD_NEAR]), [stored, stored, NEAR].concat());
    // A vector takes two.
    let vector: &[u8] = &[0x0f, 0x10, 0x8c, 0x24, 0xf8, 0, 0, 0]; // movups xmm1, [rsp + 0xf8]
    let new: &[u8] = &[0x0f, 0x10, 0x8d, 0xf8, 0xfe, 0xff, 0xff];
    assert_eq!(arranged(&[ADD_FAR, ADD_FAR, vector, ADD_NEAR]), [FAR, FAR, new, NEAR].concat());
    // The address of one is taken.
    let address: &[u8] = &[0x48, 0x8d, 0x3c, 0x24]; // lea rdi, [rsp]
    assert_eq!(arranged(&[ADD_FAR, ADD_FAR, address, ADD_NEAR]), [FAR, FAR, address, NEAR].concat());
}
