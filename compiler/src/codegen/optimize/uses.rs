//! A function in, which instructions use each value out.

use std::ops::Range;

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::entity::packed_option::ReservedValue;
use cranelift_codegen::ir::types::{I8, I16, I32};
use cranelift_codegen::ir::{Block, Function, Inst, InstructionData, Opcode, Type, Value, ValueDef};

/// The instructions that use each value, in the order of the layout; one that uses it twice is there twice.
pub(super) struct Uses {
    /// By value: where its users are.
    places: SecondaryMap<Value, Place>,
    /// Those of one value after those of another, with room between them where some went.
    users: Vec<Inst>,
}

/// A part of [`Uses::users`].
#[derive(Clone, Copy, Default)]
struct Place {
    start: u32,
    len: u32,
    /// How many there can be.
    room: u32,
}

impl Place {
    fn range(self) -> Range<usize> {
        self.start as usize..(self.start + self.len) as usize
    }
}

impl Uses {
    /// Looks at the whole function.
    pub(super) fn of(function: &Function) -> Uses {
        let mut places: SecondaryMap<Value, Place> = SecondaryMap::with_capacity(function.dfg.num_values());
        let mut all = Vec::with_capacity(2 * function.dfg.num_values());
        for block in function.layout.blocks() {
            for inst in function.layout.block_insts(block) {
                for value in function.dfg.inst_values(inst) {
                    all.push((value, inst));
                    places[value].room += 1;
                }
            }
        }
        let mut end = 0;
        for place in places.values_mut() {
            place.start = end;
            end += place.room;
        }
        let mut uses = Uses { places, users: vec![Inst::reserved_value(); end as usize] };
        for (value, inst) in all {
            uses.push(value, inst);
        }
        uses
    }

    /// Who uses `value`.
    pub(super) fn of_value(&self, value: Value) -> &[Inst] {
        &self.users[self.places[value].range()]
    }

    fn push(&mut self, value: Value, user: Inst) {
        let place = &mut self.places[value];
        if place.len == place.room {
            let start = self.users.len() as u32;
            self.users.extend_from_within(place.range());
            place.start = start;
            place.room = 2 * place.room + 2;
            self.users.resize((start + place.room) as usize, Inst::reserved_value());
        }
        self.users[(place.start + place.len) as usize] = user;
        place.len += 1;
    }

    fn add(&mut self, function: &Function, inst: Inst) {
        for value in function.dfg.inst_values(inst) {
            self.push(value, inst);
        }
    }

    fn retain(&mut self, value: Value, stays: impl Fn(Inst) -> bool) {
        let place = &mut self.places[value];
        let users = &mut self.users[place.range()];
        let mut kept = 0;
        for index in 0..users.len() {
            if stays(users[index]) {
                users[kept] = users[index];
                kept += 1;
            }
        }
        place.len = kept as u32;
    }

    /// Takes a new instruction into account, the one that computes `value`.
    pub(super) fn add_definition(&mut self, function: &Function, value: Value) {
        if let ValueDef::Result(inst, _) = function.dfg.value_def(value) {
            self.add(function, inst);
        }
    }

    /// Takes into account that an instruction uses `new` where it used `old`.
    pub(super) fn exchange(&mut self, function: &Function, user: Inst, old: Value, new: Value) {
        if !function.dfg.inst_values(user).any(|value| value == old) {
            self.retain(old, |other| other != user);
        }
        self.push(new, user);
    }

    /// Puts `new` in the place of `old` in all uses that `at`, which defines `new`, dominates; whether
    /// that was all of them.
    pub(super) fn replace(
        &mut self,
        function: &mut Function,
        domtree: &DominatorTree,
        at: Inst,
        old: Value,
        new: Value,
    ) -> bool {
        let is_replaced = |user| user != at && domtree.dominates(at, user, &function.layout);
        let replaced: Vec<Inst> =
            self.of_value(old).iter().copied().filter(|user| is_replaced(*user)).collect();
        self.retain(old, |user| !is_replaced(user));
        for user in &replaced {
            function.dfg.map_inst_values(*user, |value| if value == old { new } else { value });
        }
        replaced.into_iter().for_each(|user| self.push(new, user));
        self.of_value(old).is_empty()
    }

    /// Takes an instruction without effects out if nothing uses what it computes, then likewise those
    /// that computed its operands.
    pub(super) fn remove_unused(&mut self, function: &mut Function, inst: Inst) {
        let mut pending = vec![inst];
        while let Some(inst) = pending.pop() {
            let unused =
                function.dfg.inst_results(inst).iter().all(|result| self.of_value(*result).is_empty());
            if !unused || !is_pure(function, inst) || function.layout.inst_block(inst).is_none() {
                continue;
            }
            function.layout.remove_inst(inst);
            for value in function.dfg.inst_values(inst) {
                self.retain(value, |user| user != inst);
                if let ValueDef::Result(operand, _) = function.dfg.value_def(value) {
                    pending.push(operand);
                }
            }
        }
    }
}

/// All instructions, in the order of the layout, to change the function while going through them.
pub(in crate::codegen) fn insts(function: &Function) -> Vec<Inst> {
    function.layout.blocks().flat_map(|block| function.layout.block_insts(block)).collect()
}

/// Whether an instruction only computes its results: it may be moved, copied and left out.
pub(super) fn is_pure(function: &Function, inst: Inst) -> bool {
    let opcode = function.dfg.insts[inst].opcode();
    !(opcode.other_side_effects()
        || opcode.can_trap()
        || opcode.can_load()
        || opcode.can_store()
        || opcode.is_call()
        || opcode.is_branch()
        || opcode.is_terminator())
}

/// The operands of the instruction that computes `value`, if it is a binary `opcode`.
pub(super) fn binary(function: &Function, value: Value, opcode: Opcode) -> Option<[Value; 2]> {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
    match function.dfg.insts[inst] {
        InstructionData::Binary { opcode: found, args } if found == opcode => Some(args),
        _ => None,
    }
}

/// The operand of the instruction that computes `value`, if it is a unary `opcode`.
pub(super) fn unary(function: &Function, value: Value, opcode: Opcode) -> Option<Value> {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
    match function.dfg.insts[inst] {
        InstructionData::Unary { opcode: found, arg } if found == opcode => Some(arg),
        _ => None,
    }
}

/// The constant that `value` is, as the bits of its type, zero-extended.
pub(super) fn constant(function: &Function, value: Value) -> Option<u64> {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
    let InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } = function.dfg.insts[inst] else {
        return None;
    };
    let bits = function.dfg.value_type(value).bits();
    Some(imm.bits() as u64 & (u64::MAX >> (64 - bits.min(64))))
}

/// Whether a value is a constant of any type.
pub(super) fn is_constant(function: &Function, value: Value) -> bool {
    function.dfg.value_def(value).inst().is_some_and(|inst| {
        let opcode = function.dfg.insts[inst].opcode();
        matches!(opcode, Opcode::Iconst | Opcode::F32const | Opcode::F64const | Opcode::Vconst)
    })
}

/// What a store stores, and as what type: less than the value's where it stores a part.
pub(super) fn stored(function: &Function, inst: Inst) -> Option<(Value, Type)> {
    let InstructionData::Store { opcode, args: [value, _], .. } = function.dfg.insts[inst] else {
        return None;
    };
    let ty = match opcode {
        Opcode::Store => function.dfg.value_type(value),
        Opcode::Istore8 => I8,
        Opcode::Istore16 => I16,
        Opcode::Istore32 => I32,
        _ => return None,
    };
    Some((value, ty))
}

/// The block that computes a value, or has it as its parameter.
pub(in crate::codegen) fn block_of(function: &Function, value: Value) -> Option<Block> {
    match function.dfg.value_def(value) {
        ValueDef::Result(inst, _) => function.layout.inst_block(inst),
        ValueDef::Param(block, _) => Some(block),
        ValueDef::Union(..) => None,
    }
}

/// Whether two values are the same, or the same constant.
pub(in crate::codegen) fn same(function: &Function, a: Value, b: Value) -> bool {
    a == b
        || (function.dfg.value_type(a) == function.dfg.value_type(b)
            && constant(function, a).is_some_and(|a| constant(function, b) == Some(a)))
}
