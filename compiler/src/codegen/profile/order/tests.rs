//! Hand-assembled functions, and the order that they get.

use std::ops::Range;

use ahead_abi::trap::TrapKind;

use super::super::heat::{Heat, Tag};
use super::{Ordered, run};
use crate::codegen::{CompiledFunction, InlinedBody, InlinedCode, TrapSite};
use crate::plan::Symbol;

fn function(code: &[&[u8]], sites: &[u32]) -> CompiledFunction {
    let site = |code_offset: &u32| TrapSite {
        code_offset: *code_offset,
        wasm_offset: *code_offset,
        kind: TrapKind::Unreachable,
    };
    CompiledFunction {
        alignment: 16,
        trap_sites: sites.iter().map(site).collect(),
        ..CompiledFunction::new(Symbol::Function(0), code.concat())
    }
}

/// Orders a function whose blocks start so and run so often; less than 10 times is seldom.
fn ordered(function: &mut CompiledFunction, blocks: &[(u32, Option<u64>)]) -> Ordered {
    let heat = |runs| if runs < 10 { Heat::Seldom } else { Heat::Often };
    let tag =
        |(start, runs): &(u32, Option<u64>)| Some((*start, Tag { heat: heat((*runs)?), runs: (*runs)? }));
    let starts: Vec<u32> = blocks.iter().map(|(start, _)| *start).collect();
    let tags: Vec<(u32, Tag)> = blocks.iter().filter_map(tag).collect();
    run(function, &starts, &tags)
}

const TEST: &[u8] = &[0x85, 0xff];
const RET: &[u8] = &[0xc3];

/// Loads a number, so that code can be told apart.
fn number(number: u8) -> [u8; 5] {
    [0xb8, number, 0, 0, 0]
}

/// A jump over so many bytes, with a condition or not.
fn je(distance: u8) -> [u8; 6] {
    [0x0f, 0x84, distance, 0, 0, 0]
}

fn jne(distance: u8) -> [u8; 6] {
    [0x0f, 0x85, distance, 0, 0, 0]
}

fn jmp(distance: i8) -> [u8; 5] {
    let [first, rest @ ..] = i32::from(distance).to_le_bytes();
    [0xe9, first, rest[0], rest[1], rest[2]]
}

#[test]
fn what_mostly_runs_should_need_no_jump() {
    // 0: a branch; 8: one way, and a jump over the other; 18: the other; 23: both go on.
    let code: [&[u8]; 6] = [TEST, &je(10), &number(1), &jmp(5), &number(2), RET];
    let blocks = |first, second| [(0, Some(100)), (8, Some(first)), (18, Some(second)), (23, Some(100))];
    let mut second_way = function(&code, &[8, 18]);
    second_way.inlined = InlinedCode {
        bodies: vec![InlinedBody { caller: None, function: 7 }],
        changes: vec![(8, Some(0)), (18, None)],
    };
    let order = ordered(&mut second_way, &blocks(1, 99));
    assert_eq!(second_way.code, [TEST, &jne(6), &number(2), RET, &number(1), &jmp(-11)].concat());
    assert_eq!(order.blocks, [0, 8, 13, 14, 24]);
    assert_eq!(order.heats, [(0, Heat::Often), (14, Heat::Seldom)]);
    assert_eq!(second_way.loops, []);
    let sites: Vec<_> =
        second_way.trap_sites.iter().map(|site| (site.code_offset, site.wasm_offset)).collect();
    assert_eq!(sites, [(8, 18), (14, 8)]);
    assert_eq!(second_way.inlined.changes, [(14, Some(0))]);
    let mut first_way = function(&code, &[]);
    let order = ordered(&mut first_way, &blocks(60, 40));
    assert_eq!(order.heats, []);
    assert_eq!(first_way.code, [TEST, &je(6), &number(1), RET, &number(2), &jmp(-11)].concat());
    assert_eq!(order.blocks, [0, 8, 13, 14, 24]);
}

#[test]
fn what_is_not_counted_should_be_found_from_what_is() {
    // 0: a branch to 18, or on to moves of which nothing is known, 8; both go on with 31, but 18 has a way by 26, too.
    let code: [&[u8]; 8] = [TEST, &je(10), &number(1), &jmp(13), TEST, &je(5), &number(2), RET];
    let mut function = function(&code, &[]);
    let blocks = [(0, Some(100)), (8, None), (18, Some(30)), (26, Some(20)), (31, Some(100))];
    let order = ordered(&mut function, &blocks);
    assert_eq!(order.blocks, [0, 8, 13, 14, 22, 32]);
    // What is unknown runs 70 times, more often than what is known.
    let second: [&[u8]; 4] = [TEST, &[0x0f, 0x84, 0xf7, 0xff, 0xff, 0xff], &number(2), &jmp(-19)];
    assert_eq!(function.code, [[TEST, &je(6), &number(1), RET].concat(), second.concat()].concat());
}

#[test]
fn tables_and_constants_should_lead_where_they_did() {
    let code: [&[u8]; 9] = [
        &[0x48, 0x8d, 0x05, 9, 0, 0, 0],       // 0: lea rax, [rip + table]
        &[0x48, 0x63, 0x0c, 0xb8],             // 7: movsxd rcx, [rax + rdi * 4]
        &[0x48, 0x01, 0xc8, 0xff, 0xe0],       // 11: add rax, rcx; jmp rax
        &[8, 0, 0, 0, 16, 0, 0, 0],            // 16: the table: 24 and 32
        &[0x90, 0x90],                         // 24
        &[0xf3, 0x0f, 0x1e, 0xfa, 0x90, 0xc3], // 26: endbr64; nop; ret
        &[0xf2, 0x0f, 0x10, 0x05, 8, 0, 0, 0], // 32: movsd xmm0, [rip + constant]
        &[0xc3, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc, 0xcc],
        &[1, 2, 3, 4, 5, 6, 7, 8], // 48
    ];
    let mut function = function(&code, &[]);
    let order = ordered(&mut function, &[(0, Some(100)), (24, Some(1)), (32, Some(99))]);
    assert_eq!(order.blocks, [0, 24, 33, 41]);
    assert_eq!(function.code[16..24], [17, 0, 0, 0, 8, 0, 0, 0]);
    assert_eq!(function.code[24..33], [0xf2, 0x0f, 0x10, 0x05, 16, 0, 0, 0, 0xc3]);
    assert_eq!(function.code[48..], [1, 2, 3, 4, 5, 6, 7, 8]);
}

#[test]
fn loops_should_be_found_in_their_new_places() {
    // 0: a number; 5: the loop's head, which seldom leaves it; 13: its end; 23: what leaves.
    let code: [&[u8]; 6] = [&number(1), TEST, &je(10), &number(2), &jmp(-18), RET];
    let mut function = function(&code, &[]);
    ordered(&mut function, &[(0, Some(10)), (5, Some(100)), (13, Some(90)), (23, Some(10))]);
    let body: Range<u32> = 5..23;
    assert_eq!((&function.code, &function.loops), (&code.concat(), &vec![body]));
}

#[test]
fn tags_should_keep_what_they_say() {
    for runs in [0, 1, (1 << 24) - 1, 1 << 24, 3 << 50, u64::MAX << 40] {
        let tag = Tag { heat: Heat::Seldom, runs };
        assert_eq!(Tag::unpack(tag.pack()), tag);
    }
}
