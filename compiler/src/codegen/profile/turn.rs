//! Branches in; out, the same with the way second that is taken more often: the order of Cranelift's blocks goes on
//! with that one, so it needs no jump.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::condcodes::{CondCode, IntCC};
use cranelift_codegen::ir::{Block, Function, InstBuilder, InstructionData, Opcode, ValueDef};

/// Turns branches; `runs` says how often one block goes on with another.
pub(super) fn run(function: &mut Function, runs: impl Fn(Block, Block) -> u64) {
    let blocks: Vec<Block> = function.layout.blocks().collect();
    for block in blocks {
        let Some(branch) = function.layout.last_inst(block) else { continue };
        let InstructionData::Brif { opcode, arg, blocks: [then, otherwise] } = function.dfg.insts[branch]
        else {
            continue;
        };
        let lists = &function.dfg.value_lists;
        if runs(block, then.block(lists)) <= runs(block, otherwise.block(lists)) {
            continue;
        }
        let compared = match function.dfg.value_def(function.dfg.resolve_aliases(arg)) {
            ValueDef::Result(inst, _) => Some(function.dfg.insts[inst]),
            _ => None,
        };
        let location = function.srcloc(branch);
        let mut cursor = FuncCursor::new(function).at_inst(branch).with_srcloc(location);
        let opposite = match compared {
            Some(InstructionData::IntCompare { opcode: Opcode::Icmp, cond, args: [x, y] }) => {
                cursor.ins().icmp(cond.complement(), x, y)
            }
            // Comparisons of floats that are no one condition of the processor would be two.
            Some(InstructionData::FloatCompare { .. }) => continue,
            _ => cursor.ins().icmp_imm_s(IntCC::Equal, arg, 0),
        };
        function.dfg.insts[branch] =
            InstructionData::Brif { opcode, arg: opposite, blocks: [otherwise, then] };
    }
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::cursor::{Cursor, FuncCursor};
    use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
    use cranelift_codegen::ir::{Function, InstBuilder, InstructionData, ValueDef, types};

    /// What a branch by these conditions of two numbers is by where the first way is taken so often, and the second 5
    /// times: the condition, and whether the ways are exchanged.
    fn turned(is_float: bool, first: u64) -> (InstructionData, bool) {
        let mut function = Function::new();
        let mut cursor = FuncCursor::new(&mut function);
        let [start, then, otherwise] = [(); 3].map(|()| cursor.func.dfg.make_block());
        let ty = if is_float { types::F64 } else { types::I32 };
        let [x, y] = [(); 2].map(|()| cursor.func.dfg.append_block_param(start, ty));
        cursor.insert_block(start);
        let condition = match is_float {
            true => cursor.ins().fcmp(FloatCC::LessThan, x, y),
            false => cursor.ins().icmp(IntCC::SignedLessThan, x, y),
        };
        let branch = cursor.ins().brif(condition, then, &[], otherwise, &[]);
        for block in [then, otherwise] {
            cursor.insert_block(block);
            cursor.ins().return_(&[]);
        }
        super::run(&mut function, |_, to| if to == then { first } else { 5 });
        let InstructionData::Brif { arg, blocks, .. } = function.dfg.insts[branch] else {
            unreachable!("it stays")
        };
        let ValueDef::Result(compare, _) = function.dfg.value_def(arg) else {
            unreachable!("it is compared")
        };
        (function.dfg.insts[compare], blocks[0].block(&function.dfg.value_lists) == otherwise)
    }

    #[test]
    fn what_is_taken_more_often_should_come_second() {
        let condition = |(compare, is_turned): (InstructionData, bool)| (compare.cond_code(), is_turned);
        assert_eq!(condition(turned(false, 6)), (Some(IntCC::SignedGreaterThanOrEqual), true));
        assert_eq!(condition(turned(false, 5)), (Some(IntCC::SignedLessThan), false));
    }

    #[test]
    fn comparisons_of_floats_should_stay() {
        assert!(!turned(true, 6).1);
    }
}
