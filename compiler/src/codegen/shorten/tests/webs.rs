//! What slots of the frame hold, in other slots.

use super::super::Calls;
use super::{EPILOGUE, PROLOGUE, RET, shortened_with};

const TAKE: &[u8] = &[0x48, 0x81, 0xec, 0, 2, 0, 0]; // sub rsp, 0x200
const GIVE: &[u8] = &[0x48, 0x81, 0xc4, 0, 2, 0, 0];

/// What becomes of the body of a function with a frame of 0x200 bytes, behind which rdx is of no use.
fn joined(body: &[&[u8]]) -> Vec<u8> {
    let clear: &[u8] = &[0x31, 0xd2]; // xor edx, edx
    let code = [&[PROLOGUE, TAKE], body, &[clear, GIVE, EPILOGUE, RET]].concat();
    let code = shortened_with(&code, &[0], Calls::KeepSaved);
    let start = PROLOGUE.len() + TAKE.len();
    code[start..].strip_suffix(&[clear, GIVE, &[0x5d], RET].concat()[..]).expect("the epilogue").to_vec()
}

/// `mov [rsp + 0x100], rax`.
const STORE_A: &[u8] = &[0x48, 0x89, 0x84, 0x24, 0, 1, 0, 0];
/// What moves the slot at 0x100 to that at 0x108, by way of rdx, and back.
const A_TO_B: &[u8] = &[0x48, 0x8b, 0x94, 0x24, 0, 1, 0, 0, 0x48, 0x89, 0x94, 0x24, 8, 1, 0, 0];
const B_TO_A: &[u8] = &[0x48, 0x8b, 0x94, 0x24, 8, 1, 0, 0, 0x48, 0x89, 0x94, 0x24, 0, 1, 0, 0];
/// `cmp rbx, [rsp + 0x100]` and `cmp rbx, [rsp + 0x108]`.
const USE_A: &[u8] = &[0x48, 0x3b, 0x9c, 0x24, 0, 1, 0, 0];
const USE_B: &[u8] = &[0x48, 0x3b, 0x9c, 0x24, 8, 1, 0, 0];
/// `add dword [rsp + 0x100], 1`.
const CHANGE_A: &[u8] = &[0x83, 0x84, 0x24, 0, 1, 0, 0, 1];

/// The same from the frame pointer.
const NEW_STORE: &[u8] = &[0x48, 0x89, 0x85, 0x00, 0xff, 0xff, 0xff];
const NEW_USE_A: &[u8] = &[0x48, 0x3b, 0x9d, 0x00, 0xff, 0xff, 0xff];
const NEW_USE_B: &[u8] = &[0x48, 0x3b, 0x9d, 0x08, 0xff, 0xff, 0xff];

#[test]
fn slots_between_which_a_value_is_moved_should_be_one() {
    let body = [STORE_A, A_TO_B, B_TO_A, A_TO_B, B_TO_A, USE_A];
    assert_eq!(joined(&body), [NEW_STORE, NEW_USE_A].concat());
    // Both are of use, and hold the same.
    let body = [STORE_A, A_TO_B, B_TO_A, A_TO_B, B_TO_A, USE_A, USE_B];
    assert_eq!(joined(&body), [NEW_STORE, NEW_USE_A, NEW_USE_A].concat());
}

#[test]
fn what_a_slot_holds_later_should_not_count() {
    // What the first slot holds at last is the only thing that has another one.
    let body = [STORE_A, A_TO_B, B_TO_A, A_TO_B, A_TO_B, STORE_A, USE_A, USE_B];
    let other_store: &[u8] = &[0x48, 0x89, 0x85, 0x08, 0xff, 0xff, 0xff];
    assert_eq!(joined(&body), [NEW_STORE, other_store, NEW_USE_B, NEW_USE_A].concat());
}

#[test]
fn slots_that_hold_different_values_should_stay() {
    // The second one is used after the first one was changed.
    let body =
        [STORE_A, A_TO_B, CHANGE_A, USE_B, A_TO_B, CHANGE_A, USE_B, A_TO_B, A_TO_B, CHANGE_A, USE_A, USE_B];
    let new = joined(&body);
    let moves = new.windows(3).filter(|window| *window == [0x48, 0x89, 0x95]).count();
    assert_eq!(moves, 3, "{new:02x?}");
}
