//! Jumps, tables and constants, and what moves.

use super::super::{Calls, run};
use super::{EPILOGUE, PROLOGUE, RET, UD2, WIDE, function, shortened, shortened_with};
use crate::codegen::Heat;
use crate::codegen::optimize::Addresses;

#[test]
fn a_jump_that_reaches_should_become_short_and_what_lies_behind_move() {
    let code: [&[u8]; 4] = [&[0x85, 0xff], &[0x0f, 0x84, 1, 0, 0, 0], RET, UD2];
    let mut function = function(&code, 9, 8..9);
    run(&mut function, &[0, 8], &[], Calls::KeepSaved, WIDE, Addresses::Shared);
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

/// A branch, a jump through a table, and what loads a constant.
fn with_table() -> Vec<u8> {
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
    [&code.concat()[..48], &[1, 2, 3, 4, 5, 6, 7, 8]].concat()
}

#[test]
fn tables_and_constants_should_be_found_where_they_move() {
    let mut function = function(&[&with_table()], 33, 0..0);
    run(&mut function, &[0, 30, 33], &[], Calls::KeepSaved, WIDE, Addresses::Shared);
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
fn code_that_runs_less_often_should_be_pieces_and_jumps_to_it_long() {
    let code = with_table();
    let mut function = function(&[&code], 33, 0..0);
    let heats = [(0, Heat::Often), (30, Heat::Seldom), (33, Heat::Never)];
    run(&mut function, &[0, 30, 33], &heats, Calls::KeepSaved, WIDE, Addresses::Shared);
    assert_eq!(function.code[..42], code[..42]);
    let pieces = function.pieces.expect("there are several");
    let list: Vec<_> = pieces.list.iter().map(|piece| (piece.start, piece.heat, piece.continues)).collect();
    assert_eq!(list, [(0, Heat::Often, true), (30, Heat::Seldom, false), (33, Heat::Never, false)]);
    let distances: Vec<_> = pieces.distances.iter().map(|it| (it.field, it.from, it.to)).collect();
    assert_eq!(distances, [(2, 6, 33), (37, 41, 48), (22, 22, 30), (26, 22, 33)]);
    assert_eq!(pieces.end, 48);
}

#[test]
fn a_last_block_that_nothing_leads_to_should_be_read() {
    let code: [&[u8]; 6] = [
        PROLOGUE,
        &[0x85, 0xff],                         // test edi, edi
        &[0x0f, 0x85, 0xf8, 0xff, 0xff, 0xff], // jne to the test
        EPILOGUE,
        RET,
        &[0xe9, 0xee, 0xff, 0xff, 0xff], // jmp to the test
    ];
    let short: [&[u8]; 4] = [&[0x85, 0xff], &[0x75, 0xfc], RET, &[0xeb, 0xf9]];
    assert_eq!(shortened_with(&code, &[0, 4, 12, 17, 22], Calls::Missing), short.concat());
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
