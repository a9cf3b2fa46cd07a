//! Branches to a jump to another function.

use cranelift_codegen::binemit::Reloc;

use super::super::{Calls, run};
use super::{EPILOGUE, PROLOGUE, RET, WIDE, function};
use crate::codegen::optimize::Addresses;
use crate::codegen::{Relocation, RelocationTarget};
use crate::plan::Symbol;

/// What a function without a frame becomes that jumps to another at the places `jumps`, with its relocations.
fn shortened(code: &[&[u8]], blocks: &[u32], jumps: &[u32]) -> (Vec<u8>, Vec<(u32, i64)>) {
    let mut function = function(code, 0, 0..0);
    function.relocations = jumps
        .iter()
        .map(|jump| Relocation {
            offset: jump + 1,
            kind: Reloc::X86CallPCRel4,
            target: RelocationTarget::Symbol(Symbol::Function(1)),
            addend: -4,
        })
        .collect();
    run(&mut function, blocks, &[], Calls::Missing, WIDE, Addresses::Shared);
    let relocations = function.relocations.iter().map(|it| (it.offset, it.addend)).collect();
    (function.code, relocations)
}

const TEST: &[u8] = &[0x85, 0xff]; // test edi, edi
const JUMP: &[u8] = &[0xe9, 0, 0, 0, 0];
const BRANCH: &[u8] = &[0x0f, 0x85, 0, 0, 0, 0];

#[test]
fn a_branch_should_lead_to_another_function_by_itself() {
    let code = [PROLOGUE, TEST, &[0x0f, 0x85, 5, 0, 0, 0], EPILOGUE, RET, EPILOGUE, JUMP];
    let (code, relocations) = shortened(&code, &[0, 12, 17], &[21]);
    assert_eq!(code, [TEST, BRANCH, RET].concat());
    assert_eq!(relocations, [(4, -4)]);
}

#[test]
fn a_jump_that_is_reached_otherwise_should_stay() {
    // What is in front of it goes on there.
    let add: &[u8] = &[0x83, 0xc7, 1]; // add edi, 1
    let code = [PROLOGUE, TEST, &[0x0f, 0x85, 3, 0, 0, 0], add, EPILOGUE, JUMP];
    let (code, relocations) = shortened(&code, &[0, 12, 15], &[19]);
    assert_eq!(code, [TEST, BRANCH, add, JUMP].concat());
    assert_eq!(relocations, [(12, -4), (4, -4)]);
}
