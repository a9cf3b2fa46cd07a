//! Moves of 64 bits, of which 32 do.

use super::super::{Calls, Numbers};
use super::{CALL_RAX, OTHER_RCX, SHORT_STORE_RCX, STORE_RCX, WIDE, body_in_frame, body_in_frame_with};

/// `mov ecx, eax`.
const CLEAR_RCX: &[u8] = &[0x89, 0xc1];
const RCX_TO_RBX: &[u8] = &[0x48, 0x89, 0xcb];
/// `mov rdx, [rsp + 16]`, and from the frame pointer.
const LOAD_RDX: &[u8] = &[0x48, 0x8b, 0x54, 0x24, 0x10];
const SHORT_LOAD_RDX: &[u8] = &[0x48, 0x8b, 0x55, 0xf0];
/// What uses all of rdx: `cmp rdx, rbx`.
const USE_RDX: &[u8] = &[0x48, 0x39, 0xda];

/// A move without its prefix.
fn half(bytes: &[u8]) -> &[u8] {
    &bytes[1..]
}

#[test]
fn a_move_of_a_half_that_is_zero_should_be_of_the_other() {
    let narrow = [CLEAR_RCX, half(RCX_TO_RBX)].concat();
    assert_eq!(body_in_frame(&[CLEAR_RCX, RCX_TO_RBX], &[], Calls::KeepSaved), narrow);
    // By way of a slot.
    let code = [CLEAR_RCX, STORE_RCX, OTHER_RCX, LOAD_RDX, USE_RDX];
    let narrow = [CLEAR_RCX, half(SHORT_STORE_RCX), OTHER_RCX, half(SHORT_LOAD_RDX), USE_RDX];
    assert_eq!(body_in_frame(&code, &[], Calls::KeepSaved), narrow.concat());
    // On both ways: je past `mov ecx, eax`.
    let code = [CLEAR_RCX, &[0x0f, 0x84, 2, 0, 0, 0], CLEAR_RCX, RCX_TO_RBX];
    let narrow = [CLEAR_RCX, &[0x74, 2], CLEAR_RCX, half(RCX_TO_RBX)];
    assert_eq!(body_in_frame(&code, &[8, 10], Calls::KeepSaved), narrow.concat());
}

#[test]
fn a_move_of_which_a_half_is_of_no_use_should_be_of_the_other() {
    let load: &[u8] = &[0x48, 0x8b, 0x74, 0x24, 0x10]; // mov rsi, [rsp + 16]
    let short_load: &[u8] = &[0x48, 0x8b, 0x75, 0xf0];
    // add rcx, rbx before, test esi, esi behind
    let code = [&[0x48, 0x01, 0xd9], STORE_RCX, CLEAR_RCX, load, &[0x85, 0xf6]];
    let narrow = [code[0], half(SHORT_STORE_RCX), CLEAR_RCX, half(short_load), code[4]];
    assert_eq!(body_in_frame(&code, &[], Calls::KeepSaved), narrow.concat());
    // An argument of which 32 bits are used.
    let (halves, narrow) = (Numbers { wide_arguments: false, ..WIDE }, [&[0x89, 0xd9], CALL_RAX].concat());
    let code: [&[u8]; 2] = [&[0x48, 0x89, 0xd9], CALL_RAX];
    let last = [&[0x48, 0x8b, 0x4c, 0x24, 0x08]]; // mov rcx, [rsp + 8]
    let short_last = [0x48, 0x8b, 0x4d, 0xe8];
    assert_eq!(
        body_in_frame_with(&[code[0], code[1], last[0]], &[], Calls::KeepSaved, halves),
        [&narrow[..], &short_last].concat()
    );
    assert_eq!(
        body_in_frame(&[code[0], code[1], last[0]], &[], Calls::KeepSaved),
        [code[0], code[1], &short_last].concat()
    );
}

#[test]
fn a_move_of_which_all_is_of_use_should_stay() {
    let all: [&[u8]; 1] = [RCX_TO_RBX];
    assert_eq!(body_in_frame(&all, &[], Calls::KeepSaved), all.concat(), "nothing is known of rcx");
    // One way only clears it: je past `mov ecx, eax`.
    let code = [&[0x0f, 0x84, 2, 0, 0, 0], CLEAR_RCX, RCX_TO_RBX];
    let stays = [&[0x74, 2], CLEAR_RCX, RCX_TO_RBX];
    assert_eq!(body_in_frame(&code, &[6, 8], Calls::KeepSaved), stays.concat());
    // What is zero has to be in the slot: cmp rdx, [rsp + 16].
    let code = [CLEAR_RCX, STORE_RCX, &[0x48, 0x3b, 0x54, 0x24, 0x10]];
    let stays = [CLEAR_RCX, SHORT_STORE_RCX, &[0x48, 0x3b, 0x55, 0xf0]];
    assert_eq!(body_in_frame(&code, &[], Calls::KeepSaved), stays.concat());
    // A shift by cl may leave all as it was: shl ebx, cl.
    let code: [&[u8]; 2] = [&[0xd3, 0xe3], &[0x48, 0x89, 0xd9]];
    assert_eq!(body_in_frame(&code, &[], Calls::KeepSaved), code.concat());
    // So may a move on a condition: cmove rbx, rcx.
    let code: [&[u8]; 2] = [&[0x48, 0x0f, 0x44, 0xd9], &[0x48, 0x89, 0xd9]];
    assert_eq!(body_in_frame(&code, &[], Calls::KeepSaved), code.concat());
}
