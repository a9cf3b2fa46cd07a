//! Accesses near one that came before or comes next in, accesses with the same address and another displacement out.
//!
//! WebAssembly adds addresses modulo 2^32, so `p + 8` is not an access's `p` with a displacement of 8. But
//! where `p` was accessed before, it lies in the memory, and if no memory reaches so far that the sum wraps,
//! the two are the same. `p` may itself be a sum that has no bounds. An access below `p`, which `addresses.rs` makes of
//! sums that wrap, tells nothing of `p`, and stays. Were the first access out of bounds,
//! it would have trapped; one that Cranelift leaves out or moves down has its trap taken over by the second,
//! whose address is then outside of all memories, but within what is reserved around them. So has a load before such an
//! access, if nothing comes between that anybody could see: where the sum wraps, the access traps, and so does the
//! load then, in its place.

use std::cmp::Ordering;
use std::iter;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::entity::packed_option::ReservedValue;
use cranelift_codegen::entity::{EntitySet, SecondaryMap};
use cranelift_codegen::ir::types::I64;
use cranelift_codegen::ir::{
    Block, Function, GlobalValue, Inst, InstBuilder, InstructionData, Opcode, Value,
};

use super::addresses::{is_address, operand, symbol};
use super::loads::{is_load, is_out_of_bounds};
use super::uses::{Uses, binary, constant, is_pure};
use crate::translate;

/// How many operations an address is taken apart into at most.
const DEPTH: u32 = 2;

/// How many blocks upwards an access is looked for.
const FARTHEST: usize = 4;

/// How many instructions behind a load an access is looked for.
const FARTHEST_AHEAD: usize = 8;

/// What is added at most: less than is reserved behind the farthest address of an access.
const LONGEST: u32 = 4096;

/// How many accesses of a block are looked at, from the last one back.
const MOST: usize = 32;

/// What is added to make an address, in order, but for constants; reserved values after that.
type Terms = [Value; 1 << DEPTH];

/// An access that was made, or is about to be.
#[derive(Clone, Copy)]
struct Made {
    terms: Terms,
    /// Its address is the terms and this.
    constant: u32,
    index: Value,
    base: Option<GlobalValue>,
}

/// Rewrites accesses; at least `room` can be added to an address of any memory without a wrap. `uses` are those
/// before addresses were taken apart, `bases` by memory what displacements start from.
pub(super) fn run(context: &mut Context, uses: &Uses, room: u64, bases: &[u64]) {
    let room = room.min(LONGEST.into()) as u32;
    let function = &context.func;
    let firsts = firsts(function, bases);
    if room == 0 || firsts.is_empty() {
        return;
    }
    let mut made: SecondaryMap<Block, Vec<Made>> = SecondaryMap::new();
    let mut found = Vec::new();
    for block in context.domtree.cfg_rpo() {
        let mut own: Vec<Made> = Vec::new();
        for inst in function.layout.block_insts(*block) {
            let Some((base, index)) = accessed(function, inst, bases) else { continue };
            let (terms, constant) = taken_apart(function, index);
            if !firsts.contains(terms[0]) {
                continue;
            }
            let dominators =
                iter::successors(context.domtree.idom(*block), |block| context.domtree.idom(*block));
            let above = dominators.take(FARTHEST).flat_map(|block| made[block].iter().rev().take(MOST));
            let mut before = own
                .iter()
                .rev()
                .take(MOST)
                .chain(above)
                .filter(|made| made.terms == terms && made.base == base);
            let distance = |made: &Made| constant.wrapping_sub(made.constant);
            match before.find(|made| made.index == index || distance(made) <= room) {
                Some(made) if made.index == index => {}
                Some(made) if is_address(function, uses, index, 0) => {
                    found.push((inst, made.index, distance(made)));
                }
                _ => {
                    let mut access = Made { terms, constant, index, base };
                    if let Some(next) = ahead(function, inst, &access, room, bases)
                        && is_address(function, uses, index, 0)
                    {
                        found.push((inst, next.index, distance(&next)));
                        access = next;
                    }
                    own.push(access);
                }
            }
        }
        made[*block] = own;
    }
    for (inst, index, distance) in found {
        rewrite(&mut context.func, inst, index, distance);
    }
}

/// The access behind a load, which is `access`, that this one lies near: with nothing in between but loads and
/// computations, and an index that is there before the load.
fn ahead(function: &Function, load: Inst, access: &Made, room: u32, bases: &[u64]) -> Option<Made> {
    let is_sum = binary(function, access.index, Opcode::Iadd).is_some();
    if !is_sum || !is_load(function, load) {
        return None;
    }
    let is_there = |index: Value| match function.dfg.value_def(index).inst() {
        Some(inst) if function.layout.inst_block(inst) == function.layout.inst_block(load) => {
            function.layout.pp_cmp(inst, load) == Ordering::Less
        }
        _ => true,
    };
    let behind = iter::successors(function.layout.next_inst(load), |inst| {
        let is_unseen = is_pure(function, *inst) || is_load(function, *inst);
        function.layout.next_inst(*inst).filter(|_| is_unseen)
    });
    behind.take(FARTHEST_AHEAD).find_map(|inst| {
        let (base, index) = accessed(function, inst, bases).filter(|(_, index)| *index != access.index)?;
        let (terms, constant) = taken_apart(function, index);
        let is_near = base == access.base
            && terms == access.terms
            && access.constant.wrapping_sub(constant) <= room
            && is_there(index);
        is_near.then_some(Made { terms, constant, index, base })
    })
}

/// The first terms of addresses that have a constant.
fn firsts(function: &Function, bases: &[u64]) -> EntitySet<Value> {
    let mut firsts = EntitySet::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            if let Some((_, index)) = accessed(function, inst, bases)
                && binary(function, index, Opcode::Iadd).is_some()
                && let (terms, 1..) = taken_apart(function, index)
                && !terms[0].is_reserved_value()
            {
                firsts.insert(terms[0]);
            }
        }
    }
    firsts
}

/// The base of an access to a memory, if that is a symbol's address and not constant, and its 32-bit index, if the
/// access traps outside, has no other base, and does not lie below that index.
fn accessed(function: &Function, inst: Inst, bases: &[u64]) -> Option<(Option<GlobalValue>, Value)> {
    let flags = function.dfg.mem_flags[function.dfg.insts[inst].memflags()?];
    let trap = flags.trap_code()?;
    let operand = operand(function, inst).filter(|_| is_out_of_bounds(trap))?;
    let memory = translate::memory_of(&function.dfg.alias_regions[flags.alias_region()?])?;
    let displacement = function.dfg.insts[inst].load_store_offset()?;
    u64::try_from(displacement).ok()?.checked_sub(*bases.get(memory as usize)?)?;
    match operand.base {
        Some(base) => Some((Some(symbol(function, base)?), operand.index)),
        None => Some((None, operand.index)),
    }
}

/// The terms of a sum, and what constant is among them.
fn taken_apart(function: &Function, index: Value) -> (Terms, u32) {
    let mut terms = Terms::from([Value::reserved_value(); 1 << DEPTH]);
    let (mut len, mut sum) = (0, 0);
    take_apart(function, index, DEPTH, &mut |term| match constant(function, term) {
        Some(number) => sum = u32::wrapping_add(sum, number as u32),
        None => {
            terms[len] = term;
            len += 1;
        }
    });
    terms.sort_unstable();
    (terms, sum)
}

fn take_apart(function: &Function, value: Value, depth: u32, add: &mut impl FnMut(Value)) {
    match binary(function, value, Opcode::Iadd) {
        Some([a, b]) if depth > 0 => {
            take_apart(function, a, depth - 1, add);
            take_apart(function, b, depth - 1, add);
        }
        _ => add(value),
    }
}

fn rewrite(function: &mut Function, inst: Inst, index: Value, distance: u32) {
    let offset =
        function.dfg.insts[inst].load_store_offset().and_then(|offset| offset.checked_add_unsigned(distance));
    let Some(farther) = offset else { return };
    let base = operand(function, inst).and_then(|operand| operand.base);
    let mut cursor = FuncCursor::new(function).at_inst(inst);
    let index = cursor.ins().uextend(I64, index);
    let address = base.map_or(index, |base| cursor.ins().iadd(base, index));
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
