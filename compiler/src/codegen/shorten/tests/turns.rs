//! Branches over jumps.

use super::super::Calls;
use super::{LOAD_RAX, SHORT_LOAD_RAX, STORE_RAX, body_in_frame};

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
