//! A function that may return before it calls any other in; out, two: that part of it, and all else as a function of
//! its own, to which the first jumps where it goes on with what calls.
//!
//! What lives across calls is in registers that a function must save, and return from a frame. One that has both ways
//! saves them at its start, however it goes on: a short way without calls may take more instructions for that than for
//! what it does. The part without calls, compiled by itself, saves what it needs by itself, which is mostly nothing.
//! Where it is known how often blocks run, so does what runs often, with its calls: all else is left to the other part.
//!
//! The convention of tail calls is that of the platform on x86-64, as long as all arguments are in registers, and the
//! results are where they are in either.

mod region;
mod repair;
#[cfg(test)]
mod tests;
mod values;

use std::collections::HashMap;

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    AbiParam, ArgumentPurpose, Block, BlockArg, BlockCall, ExtFuncData, ExternalName, FuncRef, Function,
    InstBuilder, InstructionData, MemFlagsData, Opcode, Signature, Value,
};
use cranelift_codegen::isa::{CallConv, TargetIsa};
use cranelift_codegen::settings::OptLevel;
use target_lexicon::Architecture;

use super::Heat;
use super::edge::{self, Edge};
use super::profile::{self, Runs, Tag};
use crate::plan::Symbol;
use region::Region;
use values::{Content, Values};

/// How many values are in registers: numbers and others.
struct Registers {
    numbers: usize,
    others: usize,
}

/// Of arguments, and of results, in the same ones by either convention.
const ARGUMENTS: Registers = Registers { numbers: 6, others: 8 };
const RESULTS: Registers = Registers { numbers: 1, others: 2 };

/// What a function does outside its first part.
pub(super) struct Slow {
    pub(super) function: Function,
    /// How often that runs which runs most often of it, if that is known.
    pub(super) heat: Option<Heat>,
}

/// Takes from a function what it does outside its first part, if it has one, and returns from it now and then as far as
/// it is known how often its blocks run: that as a function with this symbol.
pub(super) fn split(
    function: &mut Function,
    slow: Symbol,
    isa: &dyn TargetIsa,
    runs: Option<&Runs>,
) -> Option<Slow> {
    // It takes a hundredth more code.
    let is_for_speed = isa.flags().opt_level() == OptLevel::Speed;
    let has_convention = isa.triple().architecture == Architecture::X86_64;
    if !is_for_speed || !has_convention || !is_simple(&function.signature) {
        return None;
    }
    let region = Region::of(function, runs)?;
    function.dfg.resolve_all_aliases();
    let values = Values::of(function, &region)?;
    let mut rest = function.clone();
    start(&mut rest, &values);
    let heat = runs.and_then(|runs| heat(&mut rest, &region, &values, runs));
    hand_over(function, &region, &values, slow, &rest.signature, runs);
    Some(Slow { function: rest, heat })
}

/// Whether all arguments and results of functions of such a signature are in the same registers by the convention of
/// tail calls.
fn is_simple(signature: &Signature) -> bool {
    let fit = |values: &[AbiParam], registers: Registers| {
        let is_normal = |value: &AbiParam| {
            let is_number = value.value_type.is_int();
            value.purpose == ArgumentPurpose::Normal && !(is_number && value.value_type.bits() > 64)
        };
        let numbers = values.iter().filter(|value| value.value_type.is_int()).count();
        values.iter().all(is_normal)
            && numbers <= registers.numbers
            && values.len() - numbers <= registers.others
    };
    signature.call_conv == CallConv::SystemV
        && fit(&signature.params, ARGUMENTS)
        && fit(&signature.returns, RESULTS)
}

/// Lets a function start where the region is left, with the values that are used from there on.
fn start(function: &mut Function, values: &Values) {
    let first = function.layout.entry_block().expect("a function has one");
    let entry = function.dfg.make_block();
    function.layout.insert_block(entry, first);
    function.signature = Signature {
        params: values.arguments.iter().map(|argument| AbiParam::new(argument.ty)).collect(),
        returns: function.signature.returns.clone(),
        call_conv: CallConv::Tail,
    };
    let mut names: HashMap<Value, Value> = HashMap::new();
    let mut choice = None;
    let mut cursor = FuncCursor::new(function).at_bottom(entry);
    for argument in &values.arguments {
        let ty = argument.ty;
        let param = cursor.func.dfg.append_block_param(entry, ty);
        let as_number = |cursor: &mut FuncCursor<'_>| match ty.is_float() {
            true => cursor.ins().bitcast(ty.as_int(), MemFlagsData::new(), param),
            false => param,
        };
        match &argument.content {
            Content::Choice => choice = Some(as_number(&mut cursor)),
            Content::Values(shared) => {
                let is_number = shared.iter().any(|value| cursor.func.dfg.value_type(*value).is_int());
                let name = if is_number { as_number(&mut cursor) } else { param };
                names.extend(shared.iter().map(|value| (*value, name)));
            }
        }
    }
    for value in &values.used {
        name(&mut cursor, &mut names, values, *value);
    }
    let starts: Vec<BlockCall> = values
        .starts
        .iter()
        .map(|start| {
            let args: Vec<BlockArg> = start.args.iter().map(|value| names[value].into()).collect();
            BlockCall::new(start.block, args, &mut cursor.func.dfg.value_lists)
        })
        .collect();
    go_on(function, entry, choice, 0, &starts);
    repair::run(function, values.used.iter().map(|value| (*value, names[value])));
}

/// Notes how often what is left of the region runs in the slow part. How often that runs which runs most often of it,
/// if that is known.
fn heat(function: &mut Function, region: &Region, values: &Values, runs: &Runs) -> Option<Heat> {
    let starts = values.starts.iter().filter_map(|start| profile::tagged(function, start.block));
    let entered = starts.map(|tag| tag.heat).min()?;
    // The counts are those of both parts.
    for block in &region.list {
        if let Some(tag) = profile::tagged(function, *block) {
            profile::tag(function, *block, Tag { heat: tag.heat.max(entered), ..tag });
        }
    }
    let tags = function.layout.blocks().filter_map(|block| profile::tagged(function, block));
    let hottest = tags.map(|tag| tag.heat).min()?;
    // It is called there, however seldom.
    let entry = function.layout.entry_block()?;
    profile::tag(function, entry, Tag { heat: hottest, runs: region.left(runs) });
    Some(hottest)
}

/// Goes on from the end of a block with one of these, the first of which is the one of that number.
fn go_on(function: &mut Function, block: Block, choice: Option<Value>, first: usize, starts: &[BlockCall]) {
    let mut cursor = FuncCursor::new(function).at_bottom(block);
    let Some(choice) = choice.filter(|_| starts.len() > 1) else {
        let jump = InstructionData::Jump { opcode: Opcode::Jump, destination: starts[0] };
        let jump = cursor.func.dfg.make_inst(jump);
        cursor.insert_inst(jump);
        return;
    };
    let (lower, upper) = starts.split_at(starts.len() / 2);
    let middle = first + lower.len();
    let [lower_block, upper_block] = [(); 2].map(|()| cursor.func.dfg.make_block());
    let is_lower = cursor.ins().icmp_imm_u(IntCC::UnsignedLessThan, choice, middle as i64);
    cursor.ins().brif(is_lower, lower_block, &[], upper_block, &[]);
    function.layout.insert_block_after(lower_block, block);
    go_on(function, lower_block, Some(choice), first, lower);
    function.layout.insert_block_after(upper_block, block);
    go_on(function, upper_block, Some(choice), middle, upper);
}

/// What a value of the region is at the start; computed there if it is none of the arguments.
fn name(
    cursor: &mut FuncCursor<'_>,
    names: &mut HashMap<Value, Value>,
    values: &Values,
    value: Value,
) -> Value {
    if let Some(name) = names.get(&value) {
        return *name;
    }
    let same = values.resolve(cursor.func, value);
    if same != value {
        let result = name(cursor, names, values, same);
        names.insert(value, result);
        return result;
    }
    let origin = cursor.func.dfg.value_def(value).unwrap_inst();
    let operands: Vec<Value> = cursor.func.dfg.inst_values(origin).collect();
    for operand in operands {
        name(cursor, names, values, operand);
    }
    let copy = cursor.func.dfg.clone_inst(origin);
    cursor.func.dfg.map_inst_values(copy, |operand| names[&operand]);
    cursor.insert_inst(copy);
    let result = cursor.func.dfg.first_result(copy);
    names.insert(value, result);
    result
}

/// Jumps to the function with this symbol where the region is left, and leaves out all that is not in it.
fn hand_over(
    function: &mut Function,
    region: &Region,
    values: &Values,
    slow: Symbol,
    signature: &Signature,
    runs: Option<&Runs>,
) {
    let name = function.declare_imported_user_function(slow.external_name());
    let signature = function.import_signature(signature.clone());
    let slow = function.import_function(ExtFuncData {
        name: ExternalName::user(name),
        signature,
        colocated: true,
        patchable: false,
    });
    let rest: Vec<Block> = function.layout.blocks().filter(|block| !region.contains(*block)).collect();
    for (exit, number) in region.exits.iter().zip(&values.exits) {
        leave(function, *exit, values, *number, slow, runs);
    }
    for block in rest {
        function.layout.remove_block_and_insts(block);
    }
    function.signature.call_conv = CallConv::Tail;
}

/// Puts a block on an exit that goes on with the slow part, at the start of that number.
fn leave(
    function: &mut Function,
    exit: Edge,
    values: &Values,
    number: usize,
    slow: FuncRef,
    runs: Option<&Runs>,
) {
    let block = edge::split(function, exit);
    let jump = function.layout.last_inst(block).expect("it leads where the edge did");
    function.layout.set_cold(block);
    if let Some((tag, runs)) = profile::tagged(function, exit.to).zip(runs) {
        profile::tag(function, block, Tag { runs: runs.between(exit.from, exit.to), ..tag });
    }
    let location = function.srcloc(jump);
    let mut cursor = FuncCursor::new(function).at_inst(jump).with_srcloc(location);
    let args: Vec<Value> = values
        .arguments
        .iter()
        .map(|argument| {
            let ty = argument.ty;
            let value = match &argument.content {
                Content::Choice => Some(cursor.ins().iconst(ty.as_int(), number as i64)),
                Content::Values(shared) => {
                    shared.iter().copied().find(|value| values.is_handed(*value, number))
                }
            };
            match value {
                Some(value) if ty.is_float() && cursor.func.dfg.value_type(value).is_int() => {
                    cursor.ins().bitcast(ty, MemFlagsData::new(), value)
                }
                Some(value) => value,
                None => values::anything(&mut cursor, ty),
            }
        })
        .collect();
    cursor.ins().return_call(slow, &args);
    function.layout.remove_inst(jump);
}
