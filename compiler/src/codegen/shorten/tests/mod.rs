//! Hand-assembled functions, and what they become.

mod copies;
mod flags;
mod frame;
mod halves;
mod leaving;
mod moves;
mod operands;
mod scaled;
mod slots;
mod symbols;
mod turns;
mod unused;
mod webs;

use std::ops::Range;

use ahead_abi::trap::TrapKind;

use super::{Calls, Numbers, run};
use crate::codegen::optimize::Addresses;
use crate::codegen::{CompiledFunction, TrapSite};
use crate::plan::Symbol;

/// A function of this code, with one trap site and one loop.
fn function(code: &[&[u8]], site: u32, body: Range<u32>) -> CompiledFunction {
    CompiledFunction {
        alignment: 16,
        trap_sites: vec![TrapSite { code_offset: site, wasm_offset: 0, kind: TrapKind::Unreachable }],
        loops: vec![body],
        ..CompiledFunction::new(Symbol::Function(0), code.concat())
    }
}

/// What the code becomes whose blocks start at `blocks`; it has a trap site at its start.
fn shortened(code: &[&[u8]], blocks: &[u32]) -> Vec<u8> {
    shortened_with(code, blocks, Calls::KeepSaved)
}

/// The same of a function whose calls are such.
fn shortened_with(code: &[&[u8]], blocks: &[u32], calls: Calls) -> Vec<u8> {
    let mut function = function(code, 0, 0..0);
    run(&mut function, blocks, &[], calls, WIDE, Addresses::Shared);
    function.code
}

/// All of what is handed over is of use.
const WIDE: Numbers =
    Numbers { wide_arguments: true, wide_results: true, usual_results: true, goes_on: false };

const PROLOGUE: &[u8] = &[0x55, 0x48, 0x89, 0xe5];
const EPILOGUE: &[u8] = &[0x48, 0x89, 0xec, 0x5d];
const RET: &[u8] = &[0xc3];
const UD2: &[u8] = &[0x0f, 0x0b];

/// The body of a function with a frame of 32 bytes, of which it saves no register, and an argument above it, for which
/// it needs a frame pointer: what becomes of it, where calls keep
/// what the convention says or not. Its blocks start at `blocks`, from the start of the body. Behind it, all of rax, of
/// rbx and rcx, and of the slot at 8 is of use.
fn body_in_frame(body: &[&[u8]], blocks: &[u32], calls: Calls) -> Vec<u8> {
    body_in_frame_with(body, blocks, calls, WIDE)
}

/// The same, if of what is handed over that much is used.
fn body_in_frame_with(body: &[&[u8]], blocks: &[u32], calls: Calls, numbers: Numbers) -> Vec<u8> {
    const START: u32 = 8;
    let (take, give) = ([0x48, 0x83, 0xec, 0x20], [0x48, 0x83, 0xc4, 0x20]);
    let argument = [0x48, 0x39, 0x5d, 0x10]; // cmp [rbp + 16], rbx
    let uses = [0x48, 0x3b, 0x44, 0x24, 0x08, 0x48, 0x39, 0xd9]; // cmp rax, [rsp + 8]; cmp rcx, rbx
    let short_uses = [0x48, 0x3b, 0x45, 0xe8, 0x48, 0x39, 0xd9];
    let code = [&[PROLOGUE, &take], body, &[&uses, &argument, &give, EPILOGUE, RET]].concat();
    let mut function = function(&code, 0, 0..0);
    let blocks: Vec<u32> = [0].into_iter().chain(blocks.iter().map(|block| START + block)).collect();
    run(&mut function, &blocks, &[], calls, numbers, Addresses::Shared);
    let body = &function.code[START as usize..];
    body.strip_suffix(&[&short_uses[..], &argument, &give, &[0x5d][..], RET].concat()[..])
        .expect("the epilogue")
        .to_vec()
}

const LOAD_RAX: &[u8] = &[0x48, 0x8b, 0x44, 0x24, 0x08]; // mov rax, [rsp + 8]
const STORE_RAX: &[u8] = &[0x48, 0x89, 0x44, 0x24, 0x08]; // mov [rsp + 8], rax
/// The same from the frame pointer.
const SHORT_LOAD_RAX: &[u8] = &[0x48, 0x8b, 0x45, 0xe8];
const SHORT_STORE_RAX: &[u8] = &[0x48, 0x89, 0x45, 0xe8];
const RAX_TO_RBX: &[u8] = &[0x48, 0x89, 0xc3];
const CALL_RAX: &[u8] = &[0xff, 0xd0];
/// `mov [rsp + 16], rcx`, and from the frame pointer.
const STORE_RCX: &[u8] = &[0x48, 0x89, 0x4c, 0x24, 0x10];
const SHORT_STORE_RCX: &[u8] = &[0x48, 0x89, 0x4d, 0xf0];
/// `mov ecx, 5`, so that the loads behind are not of what rcx holds.
const OTHER_RCX: &[u8] = &[0xb9, 5, 0, 0, 0];
