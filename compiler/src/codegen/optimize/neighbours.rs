//! Accesses near one that came before in, accesses with the same address and another displacement out.
//!
//! WebAssembly adds addresses modulo 2^32, so `p + 8` is not an access's `p` with a displacement of 8. But
//! where `p` was accessed before, it lies in the memory, and if no memory reaches so far that the sum wraps,
//! the two are the same. `p` may itself be a sum that has no bounds. Were the first access out of bounds,
//! it would have trapped; one that Cranelift leaves out or moves down has its trap taken over by the second,
//! whose address is then outside of all memories, but within what is reserved around them.

use std::collections::HashMap;
use std::iter;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{Block, Function, Inst, InstBuilder, InstructionData, Opcode, Value};

use super::addresses::{is_address, operand};
use super::loads::is_out_of_bounds;
use super::uses::{Uses, binary, constant};

/// How many operations an address is taken apart into at most.
const DEPTH: u32 = 3;

/// How many blocks upwards an access is looked for.
const FARTHEST: usize = 4;

/// What is added at most: less than is reserved behind the farthest address of an access.
const LONGEST: u32 = 4096;

/// What is added to make an address, in order, but for constants.
type Terms = Vec<Value>;

/// An access that was made.
#[derive(Clone, Copy)]
struct Made {
    /// Its address is the terms and this.
    constant: u32,
    index: Value,
}

/// Rewrites accesses; at least `room` can be added to an address of any memory without a wrap.
pub(super) fn run(context: &mut Context, room: u64) {
    let room = room.min(LONGEST.into()) as u32;
    if room == 0 {
        return;
    }
    let function = &context.func;
    let uses = Uses::of(function);
    let mut made: HashMap<Block, HashMap<Terms, Vec<Made>>> = HashMap::new();
    let mut found = Vec::new();
    for block in context.domtree.cfg_rpo() {
        let mut own: HashMap<Terms, Vec<Made>> = HashMap::new();
        for inst in function.layout.block_insts(*block) {
            let Some(index) = accessed(function, inst) else { continue };
            let (terms, constant) = taken_apart(function, index);
            let dominators =
                iter::successors(context.domtree.idom(*block), |block| context.domtree.idom(*block));
            let above = dominators.take(FARTHEST).filter_map(|block| made.get(&block)?.get(&terms));
            let mut before = own.get(&terms).into_iter().chain(above).flatten();
            let distance = |made: &Made| constant.wrapping_sub(made.constant);
            match before.find(|made| made.index == index || distance(made) <= room) {
                Some(made) if made.index == index => {}
                Some(made) if is_address(function, &uses, index, 0) => {
                    found.push((inst, made.index, distance(made)));
                }
                _ => own.entry(terms).or_default().push(Made { constant, index }),
            }
        }
        if !own.is_empty() {
            made.insert(*block, own);
        }
    }
    for (inst, index, distance) in found {
        rewrite(&mut context.func, inst, index, distance);
    }
}

/// The 32-bit index of an access to a memory, if the access traps outside and has no other base.
fn accessed(function: &Function, inst: Inst) -> Option<Value> {
    let flags = function.dfg.insts[inst].memflags()?;
    let trap = function.dfg.mem_flags[flags].trap_code()?;
    let operand = operand(function, inst).filter(|operand| operand.base.is_none())?;
    is_out_of_bounds(trap).then_some(operand.index)
}

/// The terms of a sum, and what constant is among them.
fn taken_apart(function: &Function, index: Value) -> (Terms, u32) {
    let (mut terms, mut sum) = (Terms::new(), 0_u32);
    let mut pending = vec![(index, DEPTH)];
    while let Some((value, depth)) = pending.pop() {
        match (constant(function, value), binary(function, value, Opcode::Iadd)) {
            (Some(number), _) => sum = sum.wrapping_add(number as u32),
            (None, Some(parts)) if depth > 0 => pending.extend(parts.map(|part| (part, depth - 1))),
            _ => terms.push(value),
        }
    }
    terms.sort_unstable();
    (terms, sum)
}

fn rewrite(function: &mut Function, inst: Inst, index: Value, distance: u32) {
    let offset =
        function.dfg.insts[inst].load_store_offset().and_then(|offset| offset.checked_add_unsigned(distance));
    let Some(farther) = offset else { return };
    let address = FuncCursor::new(function).at_inst(inst).ins().uextend(I64, index);
    match &mut function.dfg.insts[inst] {
        InstructionData::Load { arg, offset, .. } => {
            *arg = address;
            *offset = farther.into();
        }
        InstructionData::Store { args, offset, .. } => {
            args[1] = address;
            *offset = farther.into();
        }
        _ => unreachable!("only loads and stores are accesses"),
    }
}
