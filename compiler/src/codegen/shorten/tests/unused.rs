//! Moves to where nothing reads it.

use super::super::{Calls, Numbers};
use super::{CALL_RAX, OTHER_RCX, SHORT_STORE_RCX, STORE_RCX, WIDE, body_in_frame, body_in_frame_with};

/// `mov rsi, rbx`.
const RBX_TO_RSI: &[u8] = &[0x48, 0x89, 0xde];
/// `mov rsi, [rsp + 16]`, and from the frame pointer.
const LOAD_RSI: &[u8] = &[0x48, 0x8b, 0x74, 0x24, 0x10];
const SHORT_LOAD_RSI: &[u8] = &[0x48, 0x8b, 0x75, 0xf0];
/// `cmp rsi, rbx` and `cmp sil, bl`.
const USE_RSI: &[u8] = &[0x48, 0x39, 0xde];
const USE_BYTE: &[u8] = &[0x40, 0x38, 0xde];

#[test]
fn what_is_moved_to_where_nothing_reads_it_should_go() {
    let pairs: [(&[&[u8]], &[&[u8]]); 5] = [
        (&[RBX_TO_RSI], &[]),
        (&[RBX_TO_RSI, OTHER_RCX, &[0xbe, 5, 0, 0, 0]], &[OTHER_RCX, &[0xbe, 5, 0, 0, 0]]), // mov esi, 5
        // A slot that is read before, but not behind; and what is loaded, too.
        (
            &[STORE_RCX, OTHER_RCX, LOAD_RSI, USE_RSI, STORE_RCX],
            &[SHORT_STORE_RCX, OTHER_RCX, SHORT_LOAD_RSI, USE_RSI],
        ),
        (&[STORE_RCX, OTHER_RCX, LOAD_RSI], &[OTHER_RCX]),
        // Another value takes its place: add rcx, 1 between.
        (
            &[STORE_RCX, &[0x48, 0x83, 0xc1, 1], STORE_RCX, OTHER_RCX, LOAD_RSI, USE_RSI],
            &[&[0x48, 0x83, 0xc1, 1], SHORT_STORE_RCX, OTHER_RCX, SHORT_LOAD_RSI, USE_RSI],
        ),
    ];
    for (code, short) in pairs {
        assert_eq!(body_in_frame(code, &[], Calls::KeepSaved), short.concat(), "{code:02x?}");
    }
}

#[test]
fn what_is_moved_to_where_something_reads_it_should_stay() {
    let half: &[u8] = &RBX_TO_RSI[1..];
    let pairs: [(&[&[u8]], &[&[u8]]); 4] = [
        (&[RBX_TO_RSI, USE_RSI], &[RBX_TO_RSI, USE_RSI]),
        (&[RBX_TO_RSI, USE_BYTE], &[half, USE_BYTE]),
        // An argument of a call, in a register and in the frame.
        (&[RBX_TO_RSI, CALL_RAX], &[RBX_TO_RSI, CALL_RAX]),
        (&[STORE_RCX, CALL_RAX], &[SHORT_STORE_RCX, CALL_RAX]),
    ];
    for (code, stays) in pairs {
        assert_eq!(body_in_frame(code, &[], Calls::KeepSaved), stays.concat(), "{code:02x?}");
    }
    // On one way: je to what uses it, past what overwrites it.
    let code = [RBX_TO_RSI, &[0x0f, 0x84, 5, 0, 0, 0], &[0xbe, 5, 0, 0, 0], USE_RSI];
    let stays = [RBX_TO_RSI, &[0x74, 5], &[0xbe, 5, 0, 0, 0], USE_RSI];
    assert_eq!(body_in_frame(&code, &[9, 14], Calls::KeepSaved), stays.concat());
    // A result, where these are elsewhere.
    let elsewhere = Numbers { usual_results: false, ..WIDE };
    assert_eq!(body_in_frame_with(&[RBX_TO_RSI], &[], Calls::Missing, elsewhere), RBX_TO_RSI);
    // A slot that may hold a result of the call.
    let code = [STORE_RCX, OTHER_RCX, CALL_RAX, LOAD_RSI, USE_RSI, STORE_RCX, CALL_RAX];
    let stays = [SHORT_STORE_RCX, OTHER_RCX, CALL_RAX, SHORT_LOAD_RSI, USE_RSI, SHORT_STORE_RCX, CALL_RAX];
    assert_eq!(body_in_frame(&code, &[], Calls::KeepNone), stays.concat());
}
