//! Accesses to memory whose address is a 32-bit sum in, accesses whose 64-bit address has the sum's parts
//! out.
//!
//! WebAssembly adds addresses modulo 2^32, so the addition that compilers write out cannot be the
//! processor's own `base + index * scale + displacement`, unless it never wraps, or always does. Where the
//! bounds of the operands show either, the extension of the sum is exactly the sum of the extensions, less
//! 2^32 if it wraps.

use std::collections::HashSet;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef};

use super::inductions::is_loop_header;
use super::ranges::{Range, Ranges, sum};
use super::uses::{Uses, constant, unary};

/// How many operations an address is taken apart into at most.
const DEPTH: u32 = 4;

/// A value with more uses is taken to have another kind, too.
const MOST_USES: usize = 64;

const WRAP: i64 = 1 << 32;

/// A 64-bit number that is computed from 32-bit values.
enum Wide {
    /// The value, zero-extended.
    Unsigned(Value),
    /// The value, sign-extended: one that is always negative.
    Signed(Value),
    Sum(Box<Wide>, Box<Wide>),
    Shifted(Box<Wide>, u8),
}

/// An address: a number, if it is not constant, and what is added.
struct Address {
    wide: Option<Wide>,
    displacement: i64,
}

/// Rewrites the accesses that gain by it. Gives the loop counters that they sign-extend: those are always
/// negative, and never wrap.
pub(super) fn run(context: &mut Context) -> HashSet<Value> {
    let function = &context.func;
    let uses = Uses::of(function);
    let mut ranges = Ranges::new(function, &context.cfg, &context.domtree);
    let mut found = Vec::new();
    for block in function.layout.blocks() {
        for inst in function.layout.block_insts(block) {
            if let Some(address) = address_of(&mut ranges, &uses, inst) {
                found.push((inst, address));
            }
        }
    }
    let mut signed = HashSet::new();
    for (inst, address) in found {
        if let Some(wide) = &address.wide {
            signed_counters(wide, &mut signed);
        }
        rewrite(&mut context.func, inst, address);
    }
    signed
}

fn signed_counters(wide: &Wide, found: &mut HashSet<Value>) {
    match wide {
        Wide::Unsigned(_) => {}
        Wide::Signed(value) => drop(found.insert(*value)),
        Wide::Sum(a, b) => [a, b].into_iter().for_each(|part| signed_counters(part, found)),
        Wide::Shifted(inner, _) => signed_counters(inner, found),
    }
}

/// The operand that an access extends to its address.
fn index(function: &Function, inst: Inst) -> Option<Value> {
    let address = match function.dfg.insts[inst] {
        InstructionData::Load { arg, .. } => arg,
        InstructionData::Store { args, .. } => args[1],
        _ => return None,
    };
    let index = unary(function, address, Opcode::Uextend)?;
    (function.dfg.value_type(index) == I32 && function.dfg.value_type(address) == I64).then_some(index)
}

/// The address of an access in parts, if that is better than the sum that is there.
fn address_of(ranges: &mut Ranges<'_>, uses: &Uses, inst: Inst) -> Option<Address> {
    let function = ranges.function;
    let index = index(function, inst)?;
    // What is computed anyway is best used as it is.
    if !is_address(function, uses, index, DEPTH) {
        return None;
    }
    let mut address = parts(ranges, index, DEPTH);
    match address.wide {
        Some(Wide::Unsigned(value)) if value == index => return None,
        _ => {}
    }
    address.displacement += i64::from(function.dfg.insts[inst].load_store_offset()?);
    i32::try_from(address.displacement).is_ok().then_some(address)
}

/// Whether a value is only used as an address, or in sums that are.
fn is_address(function: &Function, uses: &Uses, value: Value, depth: u32) -> bool {
    let users = uses.of_value(value);
    users.len() <= MOST_USES
        && users.iter().all(|user| match function.dfg.insts[*user] {
            InstructionData::Unary { opcode: Opcode::Uextend, .. } => true,
            InstructionData::Binary { opcode: Opcode::Iadd, .. } if depth > 0 => {
                is_address(function, uses, function.dfg.first_result(*user), depth - 1)
            }
            _ => false,
        })
}

/// The zero-extension of a 32-bit value, taken apart as far as it is known not to wrap.
fn parts(ranges: &mut Ranges<'_>, value: Value, depth: u32) -> Address {
    if let Some(number) = constant(ranges.function, value) {
        return Address { wide: None, displacement: number as i64 };
    }
    let whole = Address { wide: Some(Wide::Unsigned(value)), displacement: 0 };
    let inst = match ranges.function.dfg.value_def(value) {
        ValueDef::Result(inst, _) => inst,
        ValueDef::Param(block, index) if is_loop_header(ranges, block) => {
            let negative = |range: Range| range.low > u64::from(u32::MAX) / 2;
            return match ranges.induction(block, index).is_some_and(negative) {
                true => Address { wide: Some(Wide::Signed(value)), displacement: WRAP },
                false => whole,
            };
        }
        _ => return whole,
    };
    let InstructionData::Binary { opcode, args: [a, b] } = ranges.function.dfg.insts[inst] else {
        return whole;
    };
    if depth == 0 {
        return whole;
    }
    match opcode {
        Opcode::Iadd => match sum(ranges.of(a), ranges.of(b), u64::from(u32::MAX)) {
            Some((_, wraps)) => {
                let (a, b) = (parts(ranges, a, depth - 1), parts(ranges, b, depth - 1));
                let displacement = a.displacement + b.displacement - if wraps { WRAP } else { 0 };
                Address { wide: add(a.wide, b.wide), displacement }
            }
            None => whole,
        },
        Opcode::Ishl => match constant(ranges.function, b) {
            Some(amount @ 1..=3) if ranges.of(a).high <= u64::from(u32::MAX) >> amount => {
                let inner = parts(ranges, a, depth - 1);
                let shifted = |wide| Wide::Shifted(Box::new(wide), amount as u8);
                Address { wide: inner.wide.map(shifted), displacement: inner.displacement << amount }
            }
            _ => whole,
        },
        _ => whole,
    }
}

fn add(a: Option<Wide>, b: Option<Wide>) -> Option<Wide> {
    match (a, b) {
        (Some(a), Some(b)) => Some(Wide::Sum(Box::new(a), Box::new(b))),
        (a, b) => a.or(b),
    }
}

fn rewrite(function: &mut Function, inst: Inst, address: Address) {
    let mut cursor = FuncCursor::new(function).at_inst(inst);
    let value = match address.wide {
        Some(wide) => build(&mut cursor, wide),
        None => cursor.ins().iconst(I64, 0),
    };
    match &mut function.dfg.insts[inst] {
        InstructionData::Load { arg, offset, .. } => {
            *arg = value;
            *offset = (address.displacement as i32).into();
        }
        InstructionData::Store { args, offset, .. } => {
            args[1] = value;
            *offset = (address.displacement as i32).into();
        }
        _ => unreachable!("only loads and stores are taken apart"),
    }
}

fn build(cursor: &mut FuncCursor<'_>, wide: Wide) -> Value {
    match wide {
        Wide::Unsigned(value) => cursor.ins().uextend(I64, value),
        Wide::Signed(value) => cursor.ins().sextend(I64, value),
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
