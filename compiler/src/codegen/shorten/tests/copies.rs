//! Moves to where the same is.

use super::super::Calls;
use super::{CALL_RAX, LOAD_RAX, RAX_TO_RBX, SHORT_LOAD_RAX, SHORT_STORE_RAX, STORE_RAX, body_in_frame};

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
        (&[&[0x89, 0xc1], &[0x48, 0x89, 0xc8]], &[&[0x89, 0xc1], &[0x89, 0xc8]]),
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
        &[8, 0, 0, 0, 8, 0, 0, 0],
        SHORT_STORE_RAX, // The first one stores what nothing reads.
    ];
    assert_eq!(body_in_frame(&code, &[29, 34], Calls::KeepSaved), short.concat());
}
