//! A place in a function in, the comparisons that hold there, because of the branches on the way, out.
//!
//! A branch that every way to a place takes says something of the values it compares: each is the one that
//! the place sees, as what computes it dominates the branch, and so the place.

use cranelift_codegen::dominator_tree::DominatorTree;
use cranelift_codegen::entity::packed_option::PackedOption;
use cranelift_codegen::entity::{EntitySet, SecondaryMap};
use cranelift_codegen::flowgraph::ControlFlowGraph;
use cranelift_codegen::ir::condcodes::{CondCode, IntCC};
use cranelift_codegen::ir::{Block, Function, Inst, InstructionData, Value, ValueDef};

use super::conditions;
use super::ranges::Range;
use crate::codegen::edge::only;

/// How many blocks are looked at from a place upwards.
const FARTHEST: usize = 64;

/// A comparison of integers that holds.
#[derive(Clone, Copy)]
pub(super) struct Guard {
    pub(super) cond: IntCC,
    pub(super) left: Value,
    /// `None` is zero.
    pub(super) right: Option<Value>,
}

impl Guard {
    /// The same comparison, seen from either side that is a value.
    pub(super) fn sides(self) -> impl Iterator<Item = (IntCC, Value, Option<Value>)> {
        let swapped = self.right.map(|right| (self.cond.swap_args(), right, Some(self.left)));
        std::iter::once((self.cond, self.left, self.right)).chain(swapped)
    }
}

/// What holds where, by block.
pub(super) struct Guards {
    /// What the only way to it says, and the next block upwards.
    of_blocks: SecondaryMap<Block, (Option<Guard>, PackedOption<Block>)>,
    /// What branches compare, and the operands of that.
    compared: EntitySet<Value>,
}

impl Guards {
    /// Looks at all branches.
    pub(super) fn of(function: &Function, cfg: &ControlFlowGraph, domtree: &DominatorTree) -> Guards {
        let mut guards = Guards { of_blocks: SecondaryMap::new(), compared: EntitySet::new() };
        for block in function.layout.blocks() {
            let guard = only_way(function, cfg, block).and_then(|(branch, to)| of_edge(function, branch, to));
            guards.of_blocks[block] = (guard, domtree.idom(block).into());
            let branch = function.layout.last_inst(block).and_then(|branch| of_edge(function, branch, 0));
            for (_, value, _) in branch.into_iter().flat_map(Guard::sides) {
                guards.compared.insert(value);
                if let ValueDef::Result(inst, _) = function.dfg.value_def(value)
                    && let InstructionData::Binary { args, .. } = function.dfg.insts[inst]
                {
                    guards.compared.extend(args);
                }
            }
        }
        guards
    }

    /// What holds in `block`, the last branch first; no further up than below `until`.
    pub(super) fn holding_in(&self, block: Block, until: Option<Block>) -> impl Iterator<Item = Guard> {
        let upwards = std::iter::successors(Some(block), |block| self.of_blocks[*block].1.expand());
        let inside = upwards.take(FARTHEST).take_while(move |block| Some(*block) != until);
        inside.filter_map(|block| self.of_blocks[block].0)
    }

    /// Whether any could say something of `value`.
    pub(super) fn may_be_about(&self, value: Value) -> bool {
        self.compared.contains(value)
    }
}

/// What holds if `branch` takes its destination of that index.
pub(super) fn of_edge(function: &Function, branch: Inst, destination: usize) -> Option<Guard> {
    let InstructionData::Brif { arg, .. } = function.dfg.insts[branch] else { return None };
    let condition = conditions::simplify(function, arg);
    let holds = (destination == 0) != condition.negated;
    if let ValueDef::Result(inst, _) = function.dfg.value_def(condition.value)
        && let InstructionData::IntCompare { cond, args: [left, right], .. } = function.dfg.insts[inst]
    {
        let cond = if holds { cond } else { cond.complement() };
        return Some(Guard { cond, left, right: Some(right) });
    }
    let cond = if holds { IntCC::NotEqual } else { IntCC::Equal };
    Some(Guard { cond, left: condition.value, right: None })
}

/// The branch on a condition and which destination of it is the only way to `block`, if there is but one.
fn only_way(function: &Function, cfg: &ControlFlowGraph, block: Block) -> Option<(Inst, usize)> {
    let way = only(cfg.pred_iter(block))?;
    let InstructionData::Brif { blocks, .. } = &function.dfg.insts[way.inst] else { return None };
    let leads = blocks.map(|call| call.block(&function.dfg.value_lists) == block);
    match leads {
        [true, false] => Some((way.inst, 0)),
        [false, true] => Some((way.inst, 1)),
        _ => None,
    }
}

/// Which of the numbers in `range` compare so with one in `other`, as far as bounds can say it; `greatest` is the
/// greatest of the type. Nothing if none does: the place is never reached.
pub(super) fn narrowed(range: Range, cond: IntCC, other: Range, greatest: u64) -> Option<Range> {
    let half = greatest / 2;
    let Range { mut low, mut high } = range;
    match cond {
        IntCC::Equal => (low, high) = (low.max(other.low), high.min(other.high)),
        IntCC::NotEqual => match other.single() {
            Some(only) if only == low => low = low.checked_add(1)?,
            Some(only) if only == high => high = high.checked_sub(1)?,
            _ => {}
        },
        IntCC::UnsignedLessThan => high = high.min(other.high.checked_sub(1)?),
        IntCC::UnsignedLessThanOrEqual => high = high.min(other.high),
        IntCC::UnsignedGreaterThan => low = low.max(other.low.checked_add(1)?),
        IntCC::UnsignedGreaterThanOrEqual => low = low.max(other.low),
        IntCC::SignedLessThan if other.low > half => {
            (low, high) = (low.max(half + 1), high.min(other.high - 1))
        }
        IntCC::SignedLessThanOrEqual if other.low > half => {
            (low, high) = (low.max(half + 1), high.min(other.high))
        }
        IntCC::SignedLessThan if other.high == 0 => low = low.max(half + 1),
        // Above -1.
        IntCC::SignedGreaterThan if other.low == greatest => high = high.min(half),
        // What is above or below something negative can be either side of zero.
        _ if other.high > half => {}
        IntCC::SignedGreaterThan => (low, high) = (low.max(other.low.checked_add(1)?), high.min(half)),
        IntCC::SignedGreaterThanOrEqual => (low, high) = (low.max(other.low), high.min(half)),
        _ if high > half => {}
        IntCC::SignedLessThan => high = high.min(other.high.checked_sub(1)?),
        IntCC::SignedLessThanOrEqual => high = high.min(other.high),
    }
    (low <= high).then_some(Range { low, high })
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::ir::condcodes::IntCC::{self, *};

    use super::{Range, narrowed};

    const CONDITIONS: [IntCC; 10] = [
        Equal,
        NotEqual,
        UnsignedLessThan,
        UnsignedLessThanOrEqual,
        UnsignedGreaterThan,
        UnsignedGreaterThanOrEqual,
        SignedLessThan,
        SignedLessThanOrEqual,
        SignedGreaterThan,
        SignedGreaterThanOrEqual,
    ];

    /// Of integers of four bits.
    fn holds(cond: IntCC, a: u64, b: u64) -> bool {
        let signed = |value: u64| if value > 7 { value as i64 - 16 } else { value as i64 };
        match cond {
            Equal => a == b,
            NotEqual => a != b,
            UnsignedLessThan => a < b,
            UnsignedLessThanOrEqual => a <= b,
            UnsignedGreaterThan => a > b,
            UnsignedGreaterThanOrEqual => a >= b,
            SignedLessThan => signed(a) < signed(b),
            SignedLessThanOrEqual => signed(a) <= signed(b),
            SignedGreaterThan => signed(a) > signed(b),
            SignedGreaterThanOrEqual => signed(a) >= signed(b),
        }
    }

    #[test]
    fn nothing_that_compares_so_is_left_out() {
        let all = || (0..16).flat_map(|low| (low..16).map(move |high| Range { low, high }));
        for cond in CONDITIONS {
            for range in all() {
                for other in all() {
                    let left = narrowed(range, cond, other, 15);
                    for a in range.low..=range.high {
                        let is_possible = (other.low..=other.high).any(|b| holds(cond, a, b));
                        let is_left = left.is_some_and(|left| (left.low..=left.high).contains(&a));
                        assert!(is_left || !is_possible, "{a} in {range:?} {cond} {other:?}: {left:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn bounds_are_as_narrow_as_one_comparison_makes_them() {
        let all = Range { low: 0, high: 15 };
        for (cond, other, low, high) in [
            (UnsignedLessThan, 9, 0, 8),
            (UnsignedGreaterThanOrEqual, 9, 9, 15),
            (SignedGreaterThan, 2, 3, 7),
            (SignedGreaterThan, 15, 0, 7),
            (SignedGreaterThanOrEqual, 0, 0, 7),
            (SignedLessThan, 0, 8, 15),
            (SignedLessThanOrEqual, 13, 8, 13),
            (NotEqual, 0, 1, 15),
            (Equal, 4, 4, 4),
        ] {
            let expected = Some(Range { low, high });
            assert_eq!(narrowed(all, cond, Range::exact(other), 15), expected, "{cond}");
        }
        assert_eq!(narrowed(all, UnsignedLessThan, Range::exact(0), 15), None);
    }
}
