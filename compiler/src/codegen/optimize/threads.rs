//! Ways to a branch of which it is known on the way where it leads, in; ways that lead there out (jump threading).
//!
//! What `a && b` is, a block is handed as a number, which is 0 on one way, and branches on it. Compilers thread such
//! ways, but Binaryen's passes make them anew: where Asyncify led around a call, what the call would have told is a
//! constant. The block's other instructions have no effects; the way gets copies of them. What is computed in the block
//! and used behind it has two origins then ([`names`]).
//!
//! Where a loop begins stays: a way around that would be another way into the loop.

use std::collections::HashMap;

use cranelift_codegen::Context;
use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Block, BlockArg, BlockCall, Function, Inst, InstBuilder, InstructionData, Opcode, Value, ValueDef,
};

use super::find_ways;
use super::uses::{constant, is_pure};
use crate::codegen::names::{self, Origin};

/// How many instructions of a block are copied, but for its branch.
const LONGEST: usize = 3;

/// How many values are handed to a block that ways are threaded around: each may be handed on to all that it leads to.
const MOST_HANDED: usize = 32;

/// How many ways of a function are threaded, and how many ways one may have at all: where values join takes time and
/// memory with the square of that.
const MOST: usize = 8;
const MOST_WAYS: usize = 1 << 11;

/// A way to a block.
struct Way {
    branch: Inst,
    /// Which of the branch's destinations it is.
    destination: usize,
    to: Block,
    /// Which of the destinations of the branch there it leads to.
    behind: usize,
}

/// What is known of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// It is this number, zero-extended.
    Constant(u64),
    /// It is this value, which comes from elsewhere.
    Same(Value),
}

/// Threads ways. What ways there are is known, also then.
pub(super) fn run(context: &mut Context) {
    if has_many_ways(&context.func) {
        return;
    }
    for _ in 0..MOST {
        let Some(way) = find(context) else { return };
        thread(context, &way);
    }
}

/// Whether blocks lead to others in too many ways.
fn has_many_ways(function: &Function) -> bool {
    let dfg = &function.dfg;
    let branches = function.layout.blocks().filter_map(|block| function.layout.last_inst(block));
    let ways = branches
        .map(|branch| dfg.insts[branch].branch_destination(&dfg.jump_tables, &dfg.exception_tables).len());
    ways.sum::<usize>() > MOST_WAYS
}

/// The first way of which it is known where it leads.
fn find(context: &Context) -> Option<Way> {
    let Context { func: function, cfg, domtree, .. } = context;
    let lists = &function.dfg.value_lists;
    function.layout.blocks().find_map(|to| {
        let branch = function.layout.last_inst(to)?;
        let InstructionData::Brif { arg, .. } = function.dfg.insts[branch] else { return None };
        let mut insts = function.layout.block_insts(to);
        let is_little = function.dfg.block_params(to).len() <= MOST_HANDED
            && function.layout.block_insts(to).nth(LONGEST + 1).is_none()
            && insts.all(|inst| inst == branch || is_pure(function, inst));
        let begins_loop = || cfg.pred_iter(to).any(|from| domtree.block_dominates(to, from.block));
        if !is_little || cfg.pred_iter(to).nth(1).is_none() || begins_loop() {
            return None;
        }
        cfg.pred_iter(to).filter(|from| domtree.is_reachable(from.block)).find_map(|from| {
            let calls = destinations(&function.dfg.insts[from.inst]).iter().enumerate();
            calls.filter(|(_, call)| call.block(lists) == to).find_map(|(destination, call)| {
                match known(function, to, call, arg)? {
                    Known::Constant(number) => {
                        let behind = usize::from(number == 0);
                        Some(Way { branch: from.inst, destination, to, behind })
                    }
                    Known::Same(_) => None,
                }
            })
        })
    })
}

/// Where a jump, or a branch with two ways, leads.
fn destinations(branch: &InstructionData) -> &[BlockCall] {
    match branch {
        InstructionData::Jump { destination, .. } => std::slice::from_ref(destination),
        InstructionData::Brif { blocks, .. } => blocks,
        _ => &[],
    }
}

/// What is known of a value in a block that is come to by this way, if anything is.
fn known(function: &Function, block: Block, way: &BlockCall, value: Value) -> Option<Known> {
    let (value, inst) = match function.dfg.value_def(value) {
        ValueDef::Param(of, index) if of == block => {
            (way.args(&function.dfg.value_lists).nth(index)?.as_value()?, None)
        }
        ValueDef::Result(inst, _) if function.layout.inst_block(inst) == Some(block) => (value, Some(inst)),
        _ => (value, None),
    };
    if let Some(number) = constant(function, value) {
        return Some(Known::Constant(number));
    }
    let Some(inst) = inst else { return Some(Known::Same(value)) };
    let known = |value| known(function, block, way, value);
    match function.dfg.insts[inst] {
        InstructionData::IntCompare { cond, args, .. } => {
            let ty = function.dfg.value_type(args[0]);
            let [a, b] = args.map(known);
            let holds = if ty.is_int() && ty.bits() <= 64 { compared(cond, a?, b?, ty.bits()) } else { None };
            holds.map(|holds| Known::Constant(u64::from(holds)))
        }
        InstructionData::Unary { opcode: Opcode::Uextend, arg } => {
            known(arg).filter(|known| matches!(known, Known::Constant(_)))
        }
        _ => None,
    }
}

/// Whether a comparison holds of what has so many bits, if that is known.
fn compared(condition: IntCC, a: Known, b: Known, bits: u32) -> Option<bool> {
    let ordering = match (a, b) {
        (Known::Constant(a), Known::Constant(b)) => {
            let signed = |number: u64| (number << (64 - bits)) as i64;
            let is_signed = condition.unsigned() != condition;
            if is_signed { signed(a).cmp(&signed(b)) } else { a.cmp(&b) }
        }
        _ if a == b => std::cmp::Ordering::Equal,
        _ => return None,
    };
    Some(match condition {
        IntCC::Equal => ordering.is_eq(),
        IntCC::NotEqual => ordering.is_ne(),
        IntCC::UnsignedLessThan | IntCC::SignedLessThan => ordering.is_lt(),
        IntCC::UnsignedLessThanOrEqual | IntCC::SignedLessThanOrEqual => ordering.is_le(),
        IntCC::UnsignedGreaterThan | IntCC::SignedGreaterThan => ordering.is_gt(),
        IntCC::UnsignedGreaterThanOrEqual | IntCC::SignedGreaterThanOrEqual => ordering.is_ge(),
    })
}

/// Lets a way lead by a copy of the block to where that leads.
fn thread(context: &mut Context, way: &Way) {
    let function = &mut context.func;
    let to = way.to;
    let copy = function.dfg.make_block();
    let before = function.layout.inst_block(way.branch).expect("it is there");
    function.layout.insert_block_after(copy, before);
    if [before, to].iter().any(|block| function.layout.is_cold(*block)) {
        function.layout.set_cold(copy);
    }
    let call = BlockCall::new(copy, std::iter::empty::<BlockArg>(), &mut function.dfg.value_lists);
    let old = match &mut function.dfg.insts[way.branch] {
        InstructionData::Jump { destination, .. } => std::mem::replace(destination, call),
        InstructionData::Brif { blocks, .. } => std::mem::replace(&mut blocks[way.destination], call),
        _ => unreachable!("other branches are not looked at"),
    };
    let arguments = old.args(&function.dfg.value_lists).filter_map(|argument| argument.as_value());
    // By value of the block: what it is behind the copy.
    let mut names: HashMap<Value, Value> =
        function.dfg.block_params(to).iter().copied().zip(arguments).collect();
    let insts: Vec<Inst> = function.layout.block_insts(to).collect();
    for inst in insts {
        if let InstructionData::Brif { blocks, .. } = function.dfg.insts[inst] {
            let lists = &function.dfg.value_lists;
            let arguments: Vec<BlockArg> = blocks[way.behind]
                .args(lists)
                .map(|argument| match argument {
                    BlockArg::Value(value) => BlockArg::Value(names.get(&value).copied().unwrap_or(value)),
                    other => other,
                })
                .collect();
            let behind = blocks[way.behind].block(lists);
            let location = function.srcloc(inst);
            FuncCursor::new(function).at_bottom(copy).with_srcloc(location).ins().jump(behind, &arguments);
            continue;
        }
        let again = function.dfg.clone_inst(inst);
        function.layout.append_inst(again, copy);
        function.set_srcloc(again, function.srcloc(inst));
        function.dfg.map_inst_values(again, |value| names.get(&value).copied().unwrap_or(value));
        let results = function.dfg.inst_results(inst).iter().zip(function.dfg.inst_results(again));
        names.extend(results.map(|(result, again)| (*result, *again)));
    }
    find_ways(context);
    if names::remove_unreached(&mut context.func, &context.domtree) {
        find_ways(context);
    }
    let Context { func: function, cfg, domtree, .. } = context;
    let frontiers = names::frontiers(function, cfg, domtree);
    let mut users = names::users(function, names.keys().map(|name| (*name, to)));
    let mut names: Vec<(Value, Value)> = names.into_iter().collect();
    names.sort_unstable();
    for (name, again) in names {
        let Some(users) = users.remove(&name).filter(|users| !users.is_empty()) else { continue };
        let origins = [Origin { block: to, name }, Origin { block: copy, name: again }];
        names::join(function, cfg, domtree, &frontiers, origins, users);
    }
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::Context;
    use cranelift_codegen::cursor::{Cursor, FuncCursor};
    use cranelift_codegen::ir::condcodes::IntCC;
    use cranelift_codegen::ir::types::I32;
    use cranelift_codegen::ir::{AbiParam, Block, InstBuilder, Value};
    use cranelift_codegen::{settings, verify_function};

    use super::super::find_ways;
    use super::{Known, MOST_WAYS, compared};

    /// Threads ways; whether there were any, by whether blocks were copied.
    fn run(context: &mut Context) -> bool {
        find_ways(context);
        let before = context.func.dfg.num_blocks();
        super::run(context);
        context.func.dfg.num_blocks() > before
    }

    /// A function of a number that a block is handed by one way, and another by another; `finish` writes that block,
    /// with the numbers that are handed, and the two blocks that it leads to, which return a sum. Whether anything was
    /// threaded, and the function then.
    fn threaded(handed: i64, finish: impl Fn(&mut FuncCursor<'_>, [Block; 2], [Value; 2])) -> (bool, String) {
        let mut context = Context::new();
        let mut cursor = FuncCursor::new(&mut context.func);
        cursor.func.signature.params.push(AbiParam::new(I32));
        cursor.func.signature.returns.push(AbiParam::new(I32));
        let [start, other, to, first, second] = [(); 5].map(|()| cursor.func.dfg.make_block());
        let x = cursor.func.dfg.append_block_param(start, I32);
        let params = [(); 2].map(|()| cursor.func.dfg.append_block_param(to, I32));
        cursor.insert_block(start);
        let number = cursor.ins().iconst(I32, handed);
        cursor.ins().brif(x, to, &[number.into(), x.into()], other, &[]);
        cursor.insert_block(other);
        cursor.ins().jump(to, &[x.into(), number.into()]);
        cursor.insert_block(to);
        finish(&mut cursor, [first, second], params);
        for block in [first, second] {
            cursor.insert_block(block);
            let sum = cursor.ins().iadd(params[0], params[1]);
            cursor.ins().return_(&[sum]);
        }
        let is_threaded = run(&mut context);
        let flags = settings::Flags::new(settings::builder());
        verify_function(&context.func, &flags).expect("it is valid");
        (is_threaded, context.func.display().to_string())
    }

    #[test]
    fn a_way_should_lead_where_its_number_leads() {
        let (is_threaded, function) = threaded(0, |cursor, [first, second], params| {
            cursor.ins().brif(params[0], first, &[], second, &[]);
        });
        assert!(is_threaded);
        // By way of the copy to the second, which is handed what both ways have.
        assert!(function.contains("brif v0, block5, block1"), "{function}");
        assert!(function.contains("jump block4(v3, v0)"), "{function}");
    }

    #[test]
    fn what_is_computed_from_the_number_should_be_known() {
        let compares = |limit: i64| {
            move |cursor: &mut FuncCursor<'_>, [first, second]: [Block; 2], params: [Value; 2]| {
                let limit = cursor.ins().iconst(I32, limit);
                let is_less = cursor.ins().icmp(IntCC::SignedLessThan, params[0], limit);
                let number = cursor.ins().uextend(I32, is_less);
                cursor.ins().brif(number, first, &[], second, &[]);
            }
        };
        assert!(threaded(-5, compares(3)).1.contains("jump block3"));
        assert!(threaded(5, compares(3)).1.contains("jump block4"));
    }

    #[test]
    fn what_is_not_reached_any_more_should_go() {
        let mut context = Context::new();
        let mut cursor = FuncCursor::new(&mut context.func);
        let [start, unreached, to, first, second] = [(); 5].map(|()| cursor.func.dfg.make_block());
        let param = cursor.func.dfg.append_block_param(to, I32);
        for from in [start, unreached] {
            cursor.insert_block(from);
            let number = cursor.ins().iconst(I32, 6);
            cursor.ins().jump(to, &[number.into()]);
        }
        cursor.insert_block(to);
        cursor.ins().brif(param, first, &[], second, &[]);
        for block in [first, second] {
            cursor.insert_block(block);
            cursor.ins().iadd(param, param);
            cursor.ins().return_(&[]);
        }
        assert!(run(&mut context));
        verify_function(&context.func, &settings::Flags::new(settings::builder())).expect("it is valid");
        assert_eq!(context.func.layout.blocks().count(), 3);
    }

    #[test]
    fn what_differs_should_stay() {
        let (is_threaded, _) = threaded(0, |cursor, [first, second], params| {
            let sum = cursor.ins().iadd(params[0], params[1]);
            cursor.ins().brif(sum, first, &[], second, &[]);
        });
        assert!(!is_threaded);
    }

    #[test]
    fn blocks_with_effects_should_stay() {
        let (is_threaded, _) = threaded(0, |cursor, [first, second], params| {
            cursor.ins().udiv(params[1], params[0]);
            cursor.ins().brif(params[0], first, &[], second, &[]);
        });
        assert!(!is_threaded);
    }

    #[test]
    fn functions_of_many_ways_should_stay() {
        let is_threaded = |ways: usize| {
            threaded(0, |cursor, [first, second], params| {
                cursor.ins().brif(params[0], first, &[], second, &[]);
                for _ in 0..ways {
                    let block = cursor.func.dfg.make_block();
                    cursor.insert_block(block);
                    cursor.ins().jump(block, &[]);
                }
            })
            .0
        };
        assert!(is_threaded(MOST_WAYS / 2));
        assert!(!is_threaded(MOST_WAYS));
    }

    #[test]
    fn where_a_loop_begins_should_stay() {
        let mut context = Context::new();
        let mut cursor = FuncCursor::new(&mut context.func);
        let [start, header, body, end] = [(); 4].map(|()| cursor.func.dfg.make_block());
        let counter = cursor.func.dfg.append_block_param(header, I32);
        cursor.insert_block(start);
        let first = cursor.ins().iconst(I32, 8);
        cursor.ins().jump(header, &[first.into()]);
        cursor.insert_block(header);
        cursor.ins().brif(counter, body, &[], end, &[]);
        cursor.insert_block(body);
        let next = cursor.ins().iadd_imm_s(counter, -1);
        cursor.ins().jump(header, &[next.into()]);
        cursor.insert_block(end);
        cursor.ins().return_(&[]);
        assert!(!run(&mut context));
    }

    #[test]
    fn comparisons_should_be_those_of_the_type() {
        let holds = |condition, a, b| compared(condition, Known::Constant(a), Known::Constant(b), 32);
        assert_eq!(holds(IntCC::SignedLessThan, 0xffff_ffff, 0), Some(true));
        assert_eq!(holds(IntCC::UnsignedLessThan, 0xffff_ffff, 0), Some(false));
        assert_eq!(holds(IntCC::SignedGreaterThanOrEqual, 7, 7), Some(true));
        let [a, b] = [1, 2].map(|number| Known::Same(Value::from_u32(number)));
        assert_eq!(compared(IntCC::NotEqual, a, a, 64), Some(false));
        assert_eq!(compared(IntCC::UnsignedLessThanOrEqual, a, a, 64), Some(true));
        assert_eq!(compared(IntCC::Equal, a, b, 64), None);
        assert_eq!(compared(IntCC::Equal, a, Known::Constant(0), 64), None);
    }
}
