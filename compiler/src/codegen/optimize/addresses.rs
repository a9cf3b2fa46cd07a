//! Accesses to memory whose address is a 32-bit sum in, accesses whose 64-bit address has the sum's parts
//! out.
//!
//! WebAssembly adds addresses modulo 2^32, so the addition that compilers write out cannot be the
//! processor's own `base + index * scale + displacement`, unless it never wraps, or always does. Where the
//! bounds of the operands show either, the extension of the sum is exactly the sum of the extensions, less
//! 2^32 if it wraps. What constant is too large for an access is added to the memory's base, which loops
//! do outside.

use std::collections::{HashMap, HashSet};

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{
    Block, Function, GlobalValue, GlobalValueData, Inst, InstBuilder, InstructionData, Opcode, Value,
    ValueDef,
};

use super::ranges::{Range, Ranges, sum};
use super::uses::{Uses, binary, constant, unary};

/// How many operations an address is taken apart into at most.
const DEPTH: u32 = 4;

/// A value with more uses is taken to have another kind, too.
const MOST_USES: usize = 64;

const WRAP: i64 = 1 << 32;

/// How far behind a memory's base code reaches by a symbol, at most: all code models do this.
const MOST_BEHIND: u64 = 1 << 28;

const LARGEST_SIGNED: u64 = i32::MAX as u64;

/// What an ISA's addresses are like.
#[derive(Clone, Copy)]
pub(super) struct Addressing {
    /// Whether an access adds any 32 bits; less than this otherwise, a power of two.
    limit: Option<i64>,
    /// Whether 32-bit instructions extend the sign, so that another extension costs two.
    extends_sign: bool,
    /// Whether an access without a displacement adds an index to its base.
    indexes: bool,
}

/// Of x86-64, where the memory's base is part of the displacement.
pub(super) const X86_64: Addressing = Addressing { limit: None, extends_sign: false, indexes: true };
pub(super) const AARCH64: Addressing =
    Addressing { limit: Some(1 << 12), extends_sign: false, indexes: true };
pub(super) const RISCV64: Addressing =
    Addressing { limit: Some(1 << 11), extends_sign: true, indexes: false };

/// A 64-bit number that is computed from 32-bit values.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Wide {
    /// The value, zero-extended.
    Unsigned(Value),
    /// The value, sign-extended: one that is never negative.
    Signed(Value),
    /// A loop's counter, sign-extended: one that never wraps as a signed number.
    Counter(Value),
    Sum(Box<Wide>, Box<Wide>),
    Shifted(Box<Wide>, u8),
}

/// An address: a number, if it is not constant, and what is added.
struct Address {
    wide: Option<Wide>,
    displacement: i64,
}

impl Address {
    /// What of the displacement an access of an ISA with this limit has no room for.
    fn far(&self, limit: i64) -> i64 {
        self.displacement & !(limit - 1)
    }
}

/// The address that an access has: the extension of `index`, and the memory's base, if that is a value.
pub(super) struct Operand {
    pub(super) base: Option<Value>,
    pub(super) index: Value,
}

/// Rewrites the accesses that gain by it. Gives the loop counters that they sign-extend: those never wrap.
pub(super) fn run(
    context: &mut Context,
    addressing: Addressing,
    min_lens: &[u64],
    uses: &Uses,
) -> HashSet<Value> {
    let function = &context.func;
    let mut ranges = Ranges::new(function, &context.cfg, &context.domtree, min_lens);
    let mut found = Vec::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            if let Some(operand) = operand(function, inst)
                && let Some(address) = address_of(&mut ranges, uses, addressing, inst, operand.index)
            {
                found.push((inst, operand.base, address));
            }
        }
    }
    let mut signed = HashSet::new();
    let mut accesses: HashMap<(Option<Wide>, i64), u32> = HashMap::new();
    if let Some(limit) = addressing.limit {
        for (_, _, address) in &found {
            *accesses.entry((address.wide.clone(), address.far(limit))).or_default() += 1;
        }
    }
    let mut bases = Bases { symbols: HashMap::new(), reach: min_lens.first().copied().unwrap_or(0) };
    for (inst, base, address) in found {
        if let Some(wide) = &address.wide {
            counters(wide, &mut signed);
        }
        // What shares its index with others is near the same place as they; what is alone can have a base
        // that needs no displacement.
        let far = match (addressing.limit, base) {
            (Some(limit), Some(_)) => {
                let far = address.far(limit);
                let alone = accesses[&(address.wide.clone(), far)] == 1;
                if addressing.indexes && alone && address.wide.is_some() { address.displacement } else { far }
            }
            _ => 0,
        };
        rewrite(&mut context.func, &mut bases, inst, base, far, address);
    }
    signed
}

/// The bases of accesses far from the start of memory.
struct Bases {
    /// By the base they are based on, and by how much they are behind it.
    symbols: HashMap<(GlobalValue, i64), GlobalValue>,
    /// Up to where in the memory code can be sure to reach by a symbol.
    reach: u64,
}

impl Bases {
    /// `base` plus `far`.
    fn behind(&mut self, cursor: &mut FuncCursor<'_>, base: Value, far: i64) -> Value {
        if far == 0 {
            return base;
        }
        if let Some(symbol) = self.symbol(cursor.func, base, far) {
            // A thing of its own, which loops do outside; a sum with a constant would be done in each block.
            return cursor.ins().symbol_value(I64, symbol);
        }
        let far = cursor.ins().iconst(I64, far);
        cursor.ins().iadd(base, far)
    }

    fn symbol(&mut self, function: &mut Function, base: Value, far: i64) -> Option<GlobalValue> {
        let global_value = symbol(function, base)?;
        if u64::try_from(far).ok()? >= self.reach.min(MOST_BEHIND) {
            return None;
        }
        if let Some(known) = self.symbols.get(&(global_value, far)) {
            return Some(*known);
        }
        let mut data = function.global_values[global_value].clone();
        let GlobalValueData::Symbol { offset, .. } = &mut data else { return None };
        *offset = far.into();
        let behind = function.create_global_value(data);
        self.symbols.insert((global_value, far), behind);
        Some(behind)
    }
}

fn counters(wide: &Wide, found: &mut HashSet<Value>) {
    match wide {
        Wide::Unsigned(_) | Wide::Signed(_) => {}
        Wide::Counter(value) => drop(found.insert(*value)),
        Wide::Sum(a, b) => [a, b].into_iter().for_each(|part| counters(part, found)),
        Wide::Shifted(inner, _) => counters(inner, found),
    }
}

/// The symbol whose address `value` is.
pub(super) fn symbol(function: &Function, value: Value) -> Option<GlobalValue> {
    match function.dfg.insts[function.dfg.value_def(value).inst()?] {
        InstructionData::UnaryGlobalValue { opcode: Opcode::SymbolValue, global_value } => Some(global_value),
        _ => None,
    }
}

pub(super) fn operand(function: &Function, inst: Inst) -> Option<Operand> {
    let address = match function.dfg.insts[inst] {
        InstructionData::Load { arg, .. } => arg,
        InstructionData::Store { args, .. } => args[1],
        _ => return None,
    };
    let (base, extension) = match binary(function, address, Opcode::Iadd) {
        Some([base, extension]) => (Some(base), extension),
        None => (None, address),
    };
    let index = unary(function, extension, Opcode::Uextend)?;
    let is_extended = function.dfg.value_type(index) == I32 && function.dfg.value_type(address) == I64;
    is_extended.then_some(Operand { base, index })
}

/// The address of an access in parts, if that is better than the sum that is there.
fn address_of(
    ranges: &mut Ranges<'_>,
    uses: &Uses,
    addressing: Addressing,
    inst: Inst,
    index: Value,
) -> Option<Address> {
    let function = ranges.function;
    // What is computed anyway is best used as it is.
    let depth = if is_address(function, uses, index, DEPTH) { DEPTH } else { 0 };
    let block = function.layout.inst_block(inst)?;
    let mut address = Access { ranges, addressing, block }.parts(index, depth);
    if let (Some(_), Some(wide)) = (addressing.limit, &address.wide)
        && extensions(function, addressing, wide) > 2
    {
        address = Address { wide: Some(Wide::Unsigned(index)), displacement: 0 };
    }
    let is_taken_apart = address.wide != Some(Wide::Unsigned(index));
    address.displacement += i64::from(function.dfg.insts[inst].load_store_offset()?);
    let is_far = addressing.limit.is_some_and(|limit| address.far(limit) != 0);
    let fits = i32::try_from(address.displacement).is_ok();
    (fits && (is_taken_apart || is_far)).then_some(address)
}

/// Whether a value is a byte or two, which the load of them extends.
fn is_narrow_load(function: &Function, value: Value) -> bool {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return false };
    matches!(function.dfg.insts[inst].opcode(), Opcode::Uload8 | Opcode::Uload16)
}

/// How many instructions extend and add the parts: AArch64 does both in one.
fn extensions(function: &Function, addressing: Addressing, wide: &Wide) -> u32 {
    match wide {
        Wide::Unsigned(value) if is_narrow_load(function, *value) => 0,
        Wide::Unsigned(_) => 1 + u32::from(addressing.extends_sign),
        Wide::Signed(_) => 1,
        Wide::Counter(_) => u32::from(!addressing.extends_sign),
        Wide::Sum(a, b) => extensions(function, addressing, a) + extensions(function, addressing, b),
        Wide::Shifted(inner, _) => extensions(function, addressing, inner),
    }
}

/// Whether a value is only used as an address, or in sums that are.
pub(super) fn is_address(function: &Function, uses: &Uses, value: Value, depth: u32) -> bool {
    let users = uses.of_value(value);
    users.len() <= MOST_USES
        && users.iter().all(|user| match function.dfg.insts[*user] {
            InstructionData::Unary { opcode: Opcode::Uextend, .. } => {
                is_accessed(function, uses, function.dfg.first_result(*user), 1)
            }
            InstructionData::Binary { opcode: Opcode::Iadd, .. } if depth > 0 => {
                is_address(function, uses, function.dfg.first_result(*user), depth - 1)
            }
            _ => false,
        })
}

/// Whether a 64-bit value is only where accesses are, as it is or with a base added.
fn is_accessed(function: &Function, uses: &Uses, value: Value, depth: u32) -> bool {
    uses.of_value(value).iter().all(|user| match function.dfg.insts[*user] {
        InstructionData::Load { .. } => true,
        InstructionData::Store { args, .. } => args[0] != value,
        InstructionData::Binary { opcode: Opcode::Iadd, .. } if depth > 0 => {
            is_accessed(function, uses, function.dfg.first_result(*user), depth - 1)
        }
        _ => false,
    })
}

/// An access whose address is taken apart, with what is known where it is.
struct Access<'r, 'f> {
    ranges: &'r mut Ranges<'f>,
    addressing: Addressing,
    block: Block,
}

impl Access<'_, '_> {
    /// The zero-extension of a 32-bit value, taken apart as far as it is known not to wrap.
    fn parts(&mut self, value: Value, depth: u32) -> Address {
        let function = self.ranges.function;
        if let Some(number) = constant(function, value) {
            return Address { wide: None, displacement: number as i64 };
        }
        let split = match function.dfg.value_def(value) {
            ValueDef::Result(inst, _) if depth > 0 => self.parts_of(inst, depth),
            ValueDef::Param(header, index) if self.ranges.is_loop_header(header) => {
                self.counter(header, index, value)
            }
            _ => None,
        };
        split.unwrap_or_else(|| {
            let is_signed = self.addressing.extends_sign
                && !is_narrow_load(function, value)
                && self.ranges.within(value, self.block).high <= LARGEST_SIGNED;
            let wide = if is_signed { Wide::Signed(value) } else { Wide::Unsigned(value) };
            Address { wide: Some(wide), displacement: 0 }
        })
    }

    /// A loop's counter that is best kept sign-extended.
    fn counter(&mut self, header: Block, index: usize, value: Value) -> Option<Address> {
        let Range { low, high } = self.ranges.induction(header, index).range?;
        let displacement = match (low > LARGEST_SIGNED, high <= LARGEST_SIGNED) {
            (true, _) => WRAP,
            (_, true) if self.addressing.extends_sign => 0,
            _ => return None,
        };
        Some(Address { wide: Some(Wide::Counter(value)), displacement })
    }

    /// The sum of a constant and a loop's counter that starts below zero and ends above, where the sum does not.
    fn past_zero(&mut self, value: Value, added: Value) -> Option<Address> {
        let function = self.ranges.function;
        let displacement = constant(function, added)? as i64;
        let ValueDef::Param(block, index) = function.dfg.value_def(value) else { return None };
        if !self.ranges.is_loop_header(block) {
            return None;
        }
        let (low, high) = self.ranges.induction(block, index).signed?;
        let is_exact = low + displacement >= 0 && high + displacement < WRAP;
        is_exact.then_some(Address { wide: Some(Wide::Counter(value)), displacement })
    }

    fn parts_of(&mut self, inst: Inst, depth: u32) -> Option<Address> {
        let function = self.ranges.function;
        let InstructionData::Binary { opcode, args: [a, b] } = function.dfg.insts[inst] else {
            return None;
        };
        match opcode {
            Opcode::Iadd => {
                if let Some(address) = self.past_zero(a, b).or_else(|| self.past_zero(b, a)) {
                    return Some(address);
                }
                let bounds = [a, b].map(|operand| self.ranges.within(operand, self.block));
                let (_, wraps) = sum(bounds[0], bounds[1], u64::from(u32::MAX))?;
                let a = self.parts(a, depth - 1);
                let b = self.parts(b, depth - 1);
                let displacement = a.displacement + b.displacement - if wraps { WRAP } else { 0 };
                Some(Address { wide: add(a.wide, b.wide), displacement })
            }
            Opcode::Ishl => match constant(function, b)? {
                amount @ 1..=3 if self.ranges.within(a, self.block).high <= u64::from(u32::MAX) >> amount => {
                    let inner = self.parts(a, depth - 1);
                    let shifted = |wide| Wide::Shifted(Box::new(wide), amount as u8);
                    Some(Address {
                        wide: inner.wide.map(shifted),
                        displacement: inner.displacement << amount,
                    })
                }
                _ => None,
            },
            _ => None,
        }
    }
}

fn add(a: Option<Wide>, b: Option<Wide>) -> Option<Wide> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Wide::Sum(Box::new(a), Box::new(b))),
        (a, b) => a.or(b),
    }
}

/// `far` of the displacement is added to the base.
fn rewrite(
    function: &mut Function,
    bases: &mut Bases,
    inst: Inst,
    base: Option<Value>,
    far: i64,
    address: Address,
) {
    let mut cursor = FuncCursor::new(function).at_inst(inst);
    let wide = address.wide.map(|wide| build(&mut cursor, wide));
    let near = address.displacement - far;
    let base = base.map(|base| bases.behind(&mut cursor, base, far));
    let value = match (base, wide) {
        (Some(base), Some(wide)) => cursor.ins().iadd(base, wide),
        (one, other) => one.or(other).unwrap_or_else(|| cursor.ins().iconst(I64, 0)),
    };
    let near = near as i32;
    match &mut function.dfg.insts[inst] {
        InstructionData::Load { arg, offset, .. } => {
            *arg = value;
            *offset = near.into();
        }
        InstructionData::Store { args, offset, .. } => {
            args[1] = value;
            *offset = near.into();
        }
        _ => unreachable!("only loads and stores are taken apart"),
    }
}

fn build(cursor: &mut FuncCursor<'_>, wide: Wide) -> Value {
    match wide {
        Wide::Unsigned(value) => cursor.ins().uextend(I64, value),
        Wide::Signed(value) | Wide::Counter(value) => cursor.ins().sextend(I64, value),
        Wide::Sum(a, b) => {
            let (a, b) = (build(cursor, *a), build(cursor, *b));
            cursor.ins().iadd(a, b)
        }
        Wide::Shifted(inner, amount) => {
            let inner = build(cursor, *inner);
            let amount = cursor.ins().iconst(I64, i64::from(amount));
            cursor.ins().ishl(inner, amount)
        }
    }
}
