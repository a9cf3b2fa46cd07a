//! Which accesses are known to be inside their memory: an index and its reach go in, whether a check
//! is still needed comes out.
//!
//! A check that was made holds wherever it dominates: the index is an SSA value, and memories never
//! shrink. WebAssembly's control is structured, so what was known where a construct starts dominates
//! all of it and what follows it; what was learnt inside is forgotten where paths meet.
//!
//! In straight-line code one check does for several accesses at constant distances: the first is made
//! to reach as far as the last. That traps a little earlier, which nobody can tell as long as nothing
//! lies between that is seen from outside or traps in another way.

use std::collections::HashMap;

use cranelift_codegen::ir::{Block, DataFlowGraph, Function, Inst, InstructionData, Opcode, Value, ValueDef};

use super::straight_line::{StraightLine, Witness};

/// How many sums an index is taken apart into at most.
const SUMS: usize = 256;

/// The checks that dominate the code now translated.
#[derive(Default)]
pub(super) struct Checked {
    /// By memory and index operand: bytes from there on that are inside.
    reach: HashMap<(u32, Value), u64>,
    /// What each change replaced, to take it back.
    log: Vec<((u32, Value), Option<u64>)>,
    straight_line: StraightLine,
}

/// A point of the code to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

impl Mark {
    /// Where the function starts.
    pub(super) const START: Mark = Mark(0);
}

/// An access that is about to be made.
#[derive(Clone, Copy)]
pub(super) struct Access {
    /// Program-wide number of the memory.
    pub memory: u32,
    /// Its smallest and largest length, bytes.
    pub min_len: u64,
    pub max_len: u64,
    /// The index operand.
    pub index: Value,
    /// Bytes from there on to the end of the access.
    pub reach: u64,
}

/// Where a check of what is about to be accessed is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Check {
    /// Made already.
    Made,
    /// It can be part of one made before, whose index is `index`, if that reaches as far as `to`; the
    /// constant `reach` is minus its reach now.
    Extend { reach: Inst, index: Value, to: u64 },
    /// Yet to be made.
    Missing,
}

impl Checked {
    /// Here.
    pub(super) fn mark(&self) -> Mark {
        Mark(self.log.len())
    }

    /// Forgets what was learnt since `mark`.
    pub(super) fn forget_since(&mut self, mark: Mark) {
        while self.log.len() > mark.0 {
            let (key, before) = self.log.pop().expect("the log is longer than the mark");
            match before {
                Some(reach) => self.reach.insert(key, reach),
                None => self.reach.remove(&key),
            };
        }
    }

    /// What checks `access`, which counts as checked from here on.
    pub(super) fn require(
        &mut self,
        access: Access,
        function: &Function,
        block: Block,
        witness: Witness,
    ) -> Check {
        self.straight_line.follow(function, block, witness);
        let access = Access { index: function.dfg.resolve_aliases(access.index), ..access };
        let check = self.find(access, &function.dfg);
        match check {
            Check::Made => {}
            Check::Extend { index, to, .. } => self.learn(access.memory, index, to),
            Check::Missing => self.learn(access.memory, access.index, access.reach),
        }
        check
    }

    /// Notes the check that was missing, which was made now and can be made to reach further.
    pub(super) fn can_extend(&mut self, memory: u32, index: Value, reach: Inst, dfg: &DataFlowGraph) {
        self.straight_line.checks.insert((memory, dfg.resolve_aliases(index)), reach);
    }

    fn find(&self, access: Access, dfg: &DataFlowGraph) -> Check {
        let addresses = if dfg.value_type(access.index).bits() == 32 { 1 << 32 } else { u64::MAX };
        let mut extend = Check::Missing;
        for (base, distance) in bases(dfg, access.index) {
            let (key, to) = ((access.memory, base), access.reach.saturating_add(distance));
            // Where that many bytes from the base on are inside, adding the distance did not wrap.
            if self.reach.get(&key).is_some_and(|known| *known >= to) {
                return Check::Made;
            }
            // No index of the memory wraps when the distance is added; and as the memory always has
            // that many bytes, nor does taking them from its length.
            let wraps = access.max_len.saturating_add(distance) > addresses;
            if let (Some(&reach), Check::Missing, false, true) =
                (self.straight_line.checks.get(&key), extend, wraps, to <= access.min_len)
            {
                extend = Check::Extend { reach, index: base, to };
            }
        }
        extend
    }

    fn learn(&mut self, memory: u32, index: Value, reach: u64) {
        let before = self.reach.insert((memory, index), reach);
        self.log.push(((memory, index), before));
    }
}

/// `index`, and what it is the sum of with a constant: each with the constant, bytes below 64 KiB.
fn bases(dfg: &DataFlowGraph, index: Value) -> impl Iterator<Item = (Value, u64)> {
    let first = Some((index, 0));
    let sums = std::iter::successors(first, |&(value, distance)| {
        let ValueDef::Result(inst, _) = dfg.value_def(value) else { return None };
        let InstructionData::Binary { opcode: Opcode::Iadd, args: [x, y] } = dfg.insts[inst] else {
            return None;
        };
        let constants = [(x, y), (y, x)].map(|(base, other)| Some((base, constant(dfg, other)?)));
        let (base, constant) = constants.into_iter().flatten().next()?;
        let distance = constant.checked_add(distance).filter(|distance| *distance < 1 << 16)?;
        Some((dfg.resolve_aliases(base), distance))
    });
    sums.take(SUMS)
}

/// The value of a constant, unsigned.
pub(super) fn constant(dfg: &DataFlowGraph, value: Value) -> Option<u64> {
    let ValueDef::Result(inst, _) = dfg.value_def(value) else { return None };
    let InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } = dfg.insts[inst] else { return None };
    Some(imm.bits() as u64 & (u64::MAX >> (64 - dfg.value_type(value).bits())))
}

/// Whether `index` is a constant from which on `reach` bytes are inside a memory that never has fewer
/// than `min_len`.
pub(super) fn is_always_inside(dfg: &DataFlowGraph, index: Value, reach: u64, min_len: u64) -> bool {
    let end = constant(dfg, index).and_then(|index| index.checked_add(reach));
    end.is_some_and(|end| end <= min_len)
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::ir::{Block, Function, InstBuilder, MemFlagsData, Value, types};
    use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

    use super::{Access, Check, Checked};
    use crate::translate::straight_line::Witness;
    use crate::translate::trap_code;

    fn access(index: Value, reach: u64) -> Access {
        Access { memory: 0, min_len: 65536, max_len: 1 << 31, index, reach }
    }

    /// Builds a function with `body`, which gets two indices.
    fn with_function(body: impl FnOnce(&mut FunctionBuilder<'_>, Block, [Value; 2])) {
        let (mut function, mut context) = (Function::new(), FunctionBuilderContext::new());
        let mut builder = FunctionBuilder::new(&mut function, &mut context);
        let block = builder.create_block();
        let indices = [(); 2].map(|()| builder.append_block_param(block, types::I32));
        builder.switch_to_block(block);
        body(&mut builder, block, indices);
    }

    #[test]
    fn a_check_holds_until_paths_meet_and_only_as_far_as_it_reached() {
        with_function(|builder, block, [a, b]| {
            let mut checked = Checked::default();
            let is_made = |checked: &mut Checked, access| {
                checked.require(access, builder.func, block, Witness::None) == Check::Made
            };
            assert!(!is_made(&mut checked, access(a, 8)));
            assert!(is_made(&mut checked, access(a, 4)));
            assert!(!is_made(&mut checked, Access { memory: 1, ..access(a, 4) }));
            assert!(!is_made(&mut checked, access(b, 4)));
            let mark = checked.mark();
            assert!(!is_made(&mut checked, access(a, 16)) && is_made(&mut checked, access(a, 12)));
            checked.forget_since(mark);
            assert!(!is_made(&mut checked, access(a, 12)));
            assert!(is_made(&mut checked, access(b, 4)));
        });
    }

    /// What checks an access of 4 bytes, `distance` after one that was checked, with `between` between.
    fn after(
        distance: i64,
        max_len: u64,
        witness: Witness,
        between: impl FnOnce(&mut FunctionBuilder<'_>, Value),
    ) -> Check {
        let mut found = Check::Missing;
        with_function(|builder, block, [a, b]| {
            let mut checked = Checked::default();
            checked.require(access(a, 4), builder.func, block, witness);
            let reach = builder.ins().iconst(types::I64, -4);
            let reach = builder.func.dfg.value_def(reach).unwrap_inst();
            checked.can_extend(0, a, reach, &builder.func.dfg);
            between(builder, b);
            let index = builder.ins().iadd_imm_s(a, distance);
            found = checked.require(Access { max_len, ..access(index, 4) }, builder.func, block, witness);
            match found {
                Check::Extend { index, to, .. } => assert_eq!((index, to), (a, distance as u64 + 4)),
                other => assert_eq!(other, Check::Missing),
            }
        });
        found
    }

    #[test]
    fn a_check_is_extended_where_nobody_can_tell() {
        let store = |builder: &mut FunctionBuilder<'_>, b| {
            let address = builder.ins().uextend(types::I64, b);
            builder.ins().store(MemFlagsData::trusted(), b, address, 0);
        };
        let divide = |builder: &mut FunctionBuilder<'_>, b| {
            builder.ins().udiv(b, b);
        };
        let trap = |builder: &mut FunctionBuilder<'_>, b| {
            builder.ins().trapz(b, trap_code(ahead_abi::trap::TrapKind::IntegerDivideByZero));
        };
        let nothing = |_: &mut FunctionBuilder<'_>, _| {};
        let extends = |check| matches!(check, Check::Extend { .. });
        let max_len = 1 << 31;
        assert!(extends(after(8, max_len, Witness::None, nothing)));
        assert!(extends(after(8, max_len, Witness::None, store)));
        assert!(!extends(after(8, max_len, Witness::Script, store)));
        assert!(!extends(after(8, max_len, Witness::None, divide)));
        assert!(!extends(after(8, max_len, Witness::None, trap)));
        // A sum that might wrap, backwards, past the smallest length, too far.
        assert!(!extends(after(8, 1 << 32, Witness::None, nothing)));
        assert!(!extends(after(-8, max_len, Witness::None, nothing)));
        assert!(!extends(after(65534, max_len, Witness::None, nothing)));
        assert!(!extends(after(65536, max_len, Witness::None, nothing)));
    }
}
