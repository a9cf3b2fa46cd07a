//! Numbers that are loaded once and used twice in, loaded by either use out.
//!
//! An operation on numbers in memory needs no instruction to load one of them. Cranelift makes use of that where the
//! operation is the only use; with two, a load of its own costs an instruction and a register. As long as no store or
//! call lies between, the memory can as well be read twice: as there are no other threads, both read the same, and if
//! one traps, the first does. Where a store lies between, the second operation moves up to the first, if what it
//! computes with is there by then.

use std::iter;

use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::ir::{Function, Inst, InstructionData, Opcode, Value};

use super::loads::is_load;
use super::uses::{Uses, is_pure};

/// How many instructions are looked through from one to another.
const FARTHEST: usize = 64;

/// Loads all over the function what can be an operand in memory of both that use it.
pub(super) fn run(function: &mut Function) {
    let mut uses = None;
    let mut loads = Vec::new();
    // What has an operand in memory.
    let mut taken = EntitySet::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            let Some(value) = number(function, inst) else { continue };
            let uses = uses.get_or_insert_with(|| Uses::of(function));
            match *uses.of_value(value) {
                [user] => _ = taken.insert(user),
                [first, second] => loads.push((block, inst, value, [first, second])),
                _ => {}
            }
        }
    }
    for (block, load, value, users) in loads {
        let [first, second] = users;
        let are_free = first != second
            && users.iter().all(|user| !taken.contains(*user) && takes(function, *user, value))
            && users.iter().all(|user| function.layout.inst_block(*user) == Some(block));
        if !are_free || !is_quiet(function, load, first) {
            continue;
        }
        if !is_quiet(function, first, second) {
            if computes_between(function, first, second) {
                continue;
            }
            function.layout.remove_inst(second);
            let next = function.layout.next_inst(first).expect("a block ends with a branch");
            function.layout.insert_inst(second, next);
        }
        taken.extend(users);
        for user in users {
            put_second(function, user, value);
            // It traps in the place of the load.
            function.srclocs[user] = function.srclocs[load];
        }
        repeat(function, load, value, second);
    }
}

/// The number that an instruction loads.
fn number(function: &Function, inst: Inst) -> Option<Value> {
    if function.dfg.insts[inst].opcode() != Opcode::Load || !is_load(function, inst) {
        return None;
    }
    let value = function.dfg.first_result(inst);
    function.dfg.value_type(value).is_float().then_some(value)
}

/// Whether the value can be the second operand of the instruction, which is the one in memory.
fn takes(function: &Function, inst: Inst, value: Value) -> bool {
    let InstructionData::Binary { opcode, args: [first, second] } = function.dfg.insts[inst] else {
        return false;
    };
    match opcode {
        Opcode::Fadd | Opcode::Fmul => true,
        Opcode::Fsub | Opcode::Fdiv => second == value && first != value,
        _ => false,
    }
}

/// Whether nothing from one instruction to the next is more than a load or a computation, and they are near.
fn is_quiet(function: &Function, from: Inst, to: Inst) -> bool {
    let is_quiet = |inst: Inst| is_pure(function, inst) || is_load(function, inst);
    between(function, from, to)
        .take(FARTHEST + 1)
        .enumerate()
        .all(|(count, inst)| count < FARTHEST && is_quiet(inst))
}

/// Whether an operand of `to` may be computed behind `from`.
fn computes_between(function: &Function, from: Inst, to: Inst) -> bool {
    let is_operand = |value: &Value| function.dfg.inst_values(to).any(|operand| operand == *value);
    between(function, from, to)
        .take(FARTHEST + 1)
        .enumerate()
        .any(|(count, inst)| count == FARTHEST || function.dfg.inst_results(inst).iter().any(is_operand))
}

/// The instructions from one to another behind it, without that.
fn between(function: &Function, from: Inst, to: Inst) -> impl Iterator<Item = Inst> {
    iter::successors(Some(from), |inst| function.layout.next_inst(*inst)).take_while(move |inst| *inst != to)
}

fn put_second(function: &mut Function, user: Inst, value: Value) {
    if let InstructionData::Binary { args, .. } = &mut function.dfg.insts[user]
        && args[1] != value
    {
        args.swap(0, 1);
    }
}

/// Loads the value anew for this user.
fn repeat(function: &mut Function, load: Inst, value: Value, user: Inst) {
    let copy = function.dfg.clone_inst(load);
    let again = function.dfg.first_result(copy);
    function.layout.insert_inst(copy, user);
    function.srclocs[copy] = function.srclocs[load];
    function.dfg.map_inst_values(user, |used| if used == value { again } else { used });
}
