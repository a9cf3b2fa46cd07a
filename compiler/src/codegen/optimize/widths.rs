//! 32-bit values that are extended to 64 bits where they are used in, values of 64 bits out.
//!
//! An address is a zero-extended `i32`. A load extends as it loads. On x86-64 whatever computes 32 bits clears the
//! other 32, but what merges, loads or passes values does not say so, and each extension becomes a move, and a
//! second register beside the first. So a value that is extended somewhere is kept extended: a load of 32 bits
//! gives 64, and a block's parameter is handed extended values, and a selection is made of such, where those cost
//! nothing. What needs 32 bits takes the low half, which costs nothing either.

use std::collections::HashSet;
use std::ops::Range;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::entity::packed_option::PackedOption;
use cranelift_codegen::entity::{EntityList, EntitySet, ListPool, SecondaryMap};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{
    Block, BlockArg, Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef,
};

use super::inductions::loop_headers;
use super::uses::constant;

/// Where 32-bit values are extended at less cost than where they are used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Extending {
    /// Wherever they are computed: 32-bit instructions clear the other half.
    Everywhere,
    /// At loads, calls and the function's entry.
    AtOrigins,
    /// There, and where a loop is entered: every extension takes two instructions.
    AtEntries,
}

/// What a block's parameter is handed, or a selection chooses from.
#[derive(Clone, Copy)]
struct Incoming {
    /// The parameter, or the selection's result.
    merged: Value,
    value: Value,
    /// How a parameter comes by it.
    way: Option<Way>,
}

/// Where a parameter is handed something.
#[derive(Clone, Copy)]
struct Way {
    branch: Inst,
    /// Which of the branch's destinations.
    destination: u32,
    /// Which of its arguments.
    index: u32,
    /// Whether it leads into a loop.
    enters: bool,
}

/// All that is handed to parameters of blocks, or chosen from.
struct AllIncoming {
    /// By what it becomes, in the order of the layout.
    sorted: Vec<Incoming>,
    /// By what it becomes: where in `sorted`.
    places: SecondaryMap<Value, Range<u32>>,
}

impl AllIncoming {
    fn of(&self, merged: Value) -> &[Incoming] {
        let Range { start, end } = self.places[merged];
        &self.sorted[start as usize..end as usize]
    }
}

/// By value: another one, if any.
type Others = SecondaryMap<Value, PackedOption<Value>>;

/// Widens all values where it costs nothing and saves an extension. Those in `signed` are counters that never
/// wrap: they are kept sign-extended.
pub(super) fn run(context: &mut Context, signed: &HashSet<Value>, extending: Extending) {
    let Context { func: function, cfg, domtree, .. } = context;
    let headers = loop_headers(function, cfg, domtree);
    let incoming =
        incoming(function, |header, from| headers.contains(header) && !domtree.block_dominates(header, from));
    let free = free_merged(function, &incoming, signed, extending);
    let can = |value: Value| {
        let is_computed = || extending == Extending::Everywhere && is_origin(function, value);
        function.dfg.value_type(value) == I32
            && !signed.contains(&value)
            && (is_load(function, value) || free.contains(value) || is_computed())
    };
    let unsigned = demanded(function, &incoming, can);
    if unsigned.is_empty() && signed.is_empty() {
        return;
    }
    let mut wide = Others::new();
    let mut narrow = Others::new();
    for value in unsigned.iter().chain(&in_order(signed)) {
        let (widened, low) = define(function, *value);
        wide[*value] = widened.into();
        narrow[*value] = low.into();
    }
    let mut handed_over = Vec::new();
    for value in unsigned.iter().chain(&in_order(signed)) {
        for Incoming { value: handed, way, .. } in incoming.of(*value) {
            let Some(way) = way else { continue };
            let argument = match signed.contains(value) {
                true => signed_argument(function, &wide, *value, *handed, way.branch),
                false => unsigned_argument(function, &wide, *handed, way.branch),
            };
            handed_over.push((*way, argument));
        }
    }
    hand_over(function, handed_over);
    replace(function, &wide, narrow, signed);
}

fn in_order(values: &HashSet<Value>) -> Vec<Value> {
    let mut values: Vec<Value> = values.iter().copied().collect();
    values.sort_unstable();
    values
}

fn incoming(function: &Function, enters: impl Fn(Block, Block) -> bool) -> AllIncoming {
    let dfg = &function.dfg;
    let mut all = Vec::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            if let InstructionData::Ternary { opcode: Opcode::Select, args: [_, a, b] } = dfg.insts[inst] {
                let merged = dfg.first_result(inst);
                if dfg.value_type(merged) == I32 {
                    all.extend([a, b].map(|value| Incoming { merged, value, way: None }));
                }
            }
        }
        let Some(branch) = function.layout.last_inst(block) else { continue };
        let calls = dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables);
        for (destination, call) in (0..).zip(calls) {
            let to = call.block(&dfg.value_lists);
            let enters = enters(to, block);
            let params = dfg.block_params(to);
            for (index, (argument, param)) in (0..).zip(call.args(&dfg.value_lists).zip(params)) {
                if let (BlockArg::Value(value), I32) = (argument, dfg.value_type(*param)) {
                    let way = Some(Way { branch, destination, index, enters });
                    all.push(Incoming { merged: *param, value, way });
                }
            }
        }
    }
    let mut places: SecondaryMap<Value, Range<u32>> = SecondaryMap::with_capacity(dfg.num_values());
    for incoming in &all {
        places[incoming.merged].end += 1;
    }
    let mut end = 0;
    for place in places.values_mut() {
        let start = end;
        end += place.end;
        *place = start..start;
    }
    let mut sorted = all.clone();
    for incoming in all {
        let place = &mut places[incoming.merged].end;
        sorted[*place as usize] = incoming;
        *place += 1;
    }
    AllIncoming { sorted, places }
}

/// Parameters and selections that only get what is extended already, or without cost.
fn free_merged(
    function: &Function,
    incoming: &AllIncoming,
    signed: &HashSet<Value>,
    extending: Extending,
) -> EntitySet<Value> {
    let mut free = EntitySet::with_capacity(function.dfg.num_values());
    for incoming in &incoming.sorted {
        if !signed.contains(&incoming.merged) {
            free.insert(incoming.merged);
        }
    }
    let mut becomes: SecondaryMap<Value, EntityList<Value>> = SecondaryMap::new();
    let mut pool = ListPool::new();
    let mut lost = Vec::new();
    for Incoming { merged, value, way } in &incoming.sorted {
        if extending == Extending::AtEntries && way.is_some_and(|way| way.enters) {
            continue;
        }
        if free.contains(*value) {
            becomes[*value].push(*merged, &mut pool);
        } else if !is_free(function, *value, extending) {
            lost.push(*merged);
        }
    }
    while let Some(merged) = lost.pop() {
        if free.remove(merged) {
            lost.extend(becomes[merged].as_slice(&pool));
        }
    }
    free
}

/// Whether the extension of a value is free where it is computed, or once.
fn is_free(function: &Function, value: Value, extending: Extending) -> bool {
    is_origin(function, value)
        || constant(function, value).is_some()
        || extending == Extending::Everywhere
            && match function.dfg.value_def(value) {
                ValueDef::Result(inst, _) => matches!(
                    function.dfg.insts[inst].opcode(),
                    Opcode::Iadd
                        | Opcode::Isub
                        | Opcode::Imul
                        | Opcode::Band
                        | Opcode::Bor
                        | Opcode::Bxor
                        | Opcode::Ishl
                        | Opcode::Ushr
                        | Opcode::Uextend
                ),
                _ => false,
            }
}

/// Whether a value comes from a load, a call or the function's caller, and so is extended once.
fn is_origin(function: &Function, value: Value) -> bool {
    is_load(function, value)
        || match function.dfg.value_def(value) {
            ValueDef::Result(inst, _) => function.dfg.insts[inst].opcode().is_call(),
            ValueDef::Param(block, _) => function.layout.entry_block() == Some(block),
            ValueDef::Union(..) => false,
        }
}

/// The values to widen: of those that can be, which are extended somewhere, and what is handed to them.
fn demanded(function: &Function, incoming: &AllIncoming, can: impl Fn(Value) -> bool) -> Vec<Value> {
    let insts = function.layout.blocks().flat_map(|block| function.layout.block_insts(block));
    let mut pending: Vec<Value> =
        insts.filter_map(|inst| extended(function, inst, Opcode::Uextend)).collect();
    let mut found = EntitySet::with_capacity(function.dfg.num_values());
    let mut order = Vec::new();
    while let Some(value) = pending.pop() {
        if can(value) && found.insert(value) {
            order.push(value);
            pending.extend(incoming.of(value).iter().map(|incoming| incoming.value));
        }
    }
    order
}

/// Whether a value is loaded as it is or zero-extended.
fn is_load(function: &Function, value: Value) -> bool {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return false };
    matches!(
        function.dfg.insts[inst],
        InstructionData::Load { opcode: Opcode::Load | Opcode::Uload8 | Opcode::Uload16, .. }
    )
}

/// The 32-bit operand of an extension to 64 bits.
fn extended(function: &Function, inst: Inst, extension: Opcode) -> Option<Value> {
    let InstructionData::Unary { opcode, arg } = function.dfg.insts[inst] else { return None };
    let to = function.dfg.value_type(*function.dfg.inst_results(inst).first()?);
    (opcode == extension && to == I64 && function.dfg.value_type(arg) == I32).then_some(arg)
}

/// Defines the wide value where the narrow one is defined; also, the wide one's low half.
fn define(function: &mut Function, value: Value) -> (Value, Value) {
    match function.dfg.value_def(value) {
        ValueDef::Param(block, _) if function.layout.entry_block() == Some(block) => {
            let mut cursor = FuncCursor::new(function).at_first_insertion_point(block);
            let wide = cursor.ins().uextend(I64, value);
            (wide, cursor.ins().ireduce(I32, wide))
        }
        ValueDef::Param(block, _) => {
            let wide = function.dfg.replace_block_param(value, I64);
            let mut cursor = FuncCursor::new(function).at_first_insertion_point(block);
            (wide, cursor.ins().ireduce(I32, wide))
        }
        ValueDef::Result(inst, _) => match function.dfg.insts[inst] {
            InstructionData::Ternary { opcode: Opcode::Select, args: [condition, a, b] } => {
                let mut cursor = FuncCursor::new(function).at_inst(inst);
                let (a, b) = (cursor.ins().uextend(I64, a), cursor.ins().uextend(I64, b));
                let wide = cursor.ins().select(condition, a, b);
                let low = cursor.ins().ireduce(I32, wide);
                function.layout.remove_inst(inst);
                (wide, low)
            }
            InstructionData::Load { opcode, arg, flags, offset } => {
                let location = function.srcloc(inst);
                let mut cursor = FuncCursor::new(function).at_inst(inst).with_srcloc(location);
                let opcode = if opcode == Opcode::Load { Opcode::Uload32 } else { opcode };
                let (load, dfg) = cursor.ins().Load(opcode, I64, flags, offset, arg);
                let wide = dfg.first_result(load);
                let low = cursor.ins().ireduce(I32, wide);
                function.layout.remove_inst(inst);
                (wide, low)
            }
            _ => {
                let mut cursor = FuncCursor::new(function).after_inst(inst);
                let wide = cursor.ins().uextend(I64, value);
                (wide, cursor.ins().ireduce(I32, wide))
            }
        },
        ValueDef::Union(..) => unreachable!("nothing is united before Cranelift's optimiser runs"),
    }
}

fn unsigned_argument(function: &mut Function, wide: &Others, value: Value, branch: Inst) -> Value {
    if let Some(wide) = wide[value].expand() {
        return wide;
    }
    let number = constant(function, value);
    let mut cursor = FuncCursor::new(function).at_inst(branch);
    match number {
        Some(number) => cursor.ins().iconst(I64, number as i64),
        None => cursor.ins().uextend(I64, value),
    }
}

/// A counter that never wraps takes the same steps in 64 bits.
fn signed_argument(
    function: &mut Function,
    wide: &Others,
    counter: Value,
    value: Value,
    branch: Inst,
) -> Value {
    let step = step(function, value, counter);
    let widened = wide[counter].expect("it is widened with the others");
    let mut cursor = FuncCursor::new(function).at_inst(branch);
    match step {
        Some(step) => {
            let step = cursor.ins().iconst(I64, i64::from(step as i32));
            cursor.ins().iadd(widened, step)
        }
        None if value == counter => widened,
        None => cursor.ins().sextend(I64, value),
    }
}

/// The constant that is added to `counter`.
fn step(function: &Function, value: Value, counter: Value) -> Option<u32> {
    let offset = super::inductions::offset_from(function, value, counter)?;
    (value != counter).then_some(offset as u32)
}

/// Hands these values over in the places of others.
fn hand_over(function: &mut Function, mut all: Vec<(Way, Value)>) {
    all.sort_unstable_by_key(|(way, _)| (way.branch, way.destination, way.index));
    let dfg = &mut function.dfg;
    for together in all.chunk_by(|(a, _), (b, _)| (a.branch, a.destination) == (b.branch, b.destination)) {
        let (Way { branch, destination, .. }, _) = together[0];
        let calls = dfg.insts[branch].branch_destination_mut(&mut dfg.jump_tables, &mut dfg.exception_tables);
        let (mut index, mut left) = (0, together.iter().peekable());
        calls[destination as usize].update_args(&mut dfg.value_lists, |old| {
            let new = left.next_if(|(way, _)| way.index == index);
            index += 1;
            new.map_or(old, |(_, argument)| BlockArg::Value(*argument))
        });
    }
}

/// Puts the wide values in the place of extensions, and their low halves in that of all other uses.
fn replace(function: &mut Function, wide: &Others, narrow: Others, signed: &HashSet<Value>) {
    let mut replacement = narrow;
    let insts: Vec<Inst> =
        function.layout.blocks().flat_map(|block| function.layout.block_insts(block)).collect();
    let mut kept = EntitySet::new();
    for inst in &insts {
        let zero = extended(function, *inst, Opcode::Uextend).filter(|value| !signed.contains(value));
        let sign = extended(function, *inst, Opcode::Sextend).filter(|value| signed.contains(value));
        let Some(widened) = zero.or(sign).and_then(|value| wide[value].expand()) else { continue };
        let result = function.dfg.first_result(*inst);
        if result == widened {
            kept.insert(*inst);
        } else {
            replacement[result] = widened.into();
            function.layout.remove_inst(*inst);
        }
    }
    for inst in insts {
        let names_one = function.dfg.inst_values(inst).any(|value| replacement[value].is_some());
        if names_one && !kept.contains(inst) && function.layout.inst_block(inst).is_some() {
            function.dfg.map_inst_values(inst, |value| replacement[value].expand().unwrap_or(value));
        }
    }
}
