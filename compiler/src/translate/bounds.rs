//! Which accesses are known to be inside their memory: an index and its reach go in, whether a check
//! is still needed comes out.
//!
//! A check that was made holds wherever it dominates: the index is an SSA value, and memories never
//! shrink. WebAssembly's control is structured, so what was known where a construct starts dominates
//! all of it and what follows it; what was learnt inside is forgotten where paths meet.

use std::collections::HashMap;

use cranelift_codegen::ir::{DataFlowGraph, InstructionData, Opcode, Value, ValueDef};

/// The checks that dominate the code now translated.
#[derive(Default)]
pub(super) struct Checked {
    /// By memory and index operand: bytes from there on that are inside.
    reach: HashMap<(u32, Value), u64>,
    /// What each change replaced, to take it back.
    log: Vec<((u32, Value), Option<u64>)>,
}

/// A point of the code to go back to.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

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

    /// Whether the `reach` bytes from `index` on need a check; if so, it counts as made from here on.
    pub(super) fn needs_check(&mut self, memory: u32, index: Value, reach: u64) -> bool {
        let key = (memory, index);
        let known = self.reach.get(&key).copied();
        if known.is_some_and(|known| known >= reach) {
            return false;
        }
        self.reach.insert(key, reach);
        self.log.push((key, known));
        true
    }
}

/// Whether `index` is a constant from which on `reach` bytes are inside a memory that never has fewer
/// than `min_len`.
pub(super) fn is_always_inside(dfg: &DataFlowGraph, index: Value, reach: u64, min_len: u64) -> bool {
    let ValueDef::Result(inst, _) = dfg.value_def(index) else { return false };
    let InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } = dfg.insts[inst] else { return false };
    let bits = dfg.value_type(index).bits();
    let index = imm.bits() as u64 & (u64::MAX >> (64 - bits));
    index.checked_add(reach).is_some_and(|end| end <= min_len)
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::ir::Value;

    use super::Checked;

    #[test]
    fn a_check_holds_until_paths_meet_and_only_as_far_as_it_reached() {
        let (a, b) = (Value::from_u32(1), Value::from_u32(2));
        let mut checked = Checked::default();
        assert!(checked.needs_check(0, a, 8));
        assert!(!checked.needs_check(0, a, 4));
        assert!(checked.needs_check(1, a, 4) && checked.needs_check(0, b, 4));
        let mark = checked.mark();
        assert!(checked.needs_check(0, a, 16) && !checked.needs_check(0, a, 12));
        checked.forget_since(mark);
        assert!(checked.needs_check(0, a, 12));
        assert!(!checked.needs_check(0, b, 4));
    }
}
