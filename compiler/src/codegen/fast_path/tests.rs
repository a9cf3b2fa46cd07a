//! Functions with and without ways to a return that call nothing.

use cranelift_codegen::cursor::{Cursor, FuncCursor};
use cranelift_codegen::ir::types::I32;
use cranelift_codegen::ir::{
    AbiParam, Block, ExtFuncData, ExternalName, FuncRef, Function, InstBuilder, Opcode, Signature,
    UserExternalName, Value,
};
use cranelift_codegen::isa::{self, CallConv, TargetIsa};
use cranelift_codegen::settings::Configurable;
use cranelift_codegen::{settings, verify_function};

use super::region::MOST_TWICE;
use super::{Heat, Runs, Slow, Tag, profile, split};
use crate::plan::{Part, Symbol};

/// The name that the slow part gets.
const SLOW: Symbol = Symbol::Part(0, Part::Slow);

fn x86_64() -> isa::OwnedTargetIsa {
    let builder = isa::lookup_by_name("x86_64").expect("it is built in");
    let mut flags = settings::builder();
    flags.set("opt_level", "speed").expect("it is a setting");
    builder.finish(settings::Flags::new(flags)).expect("the settings fit")
}

/// A function of so many numbers, with another of one number that it can call, and empty blocks, of which the first has
/// the numbers as parameters.
fn function<const BLOCKS: usize>(params: usize) -> (Function, FuncRef, [Block; BLOCKS], Vec<Value>) {
    let mut function = Function::new();
    let mut signature = Signature::new(CallConv::SystemV);
    signature.returns.push(AbiParam::new(I32));
    signature.params.push(AbiParam::new(I32));
    let called = function.import_signature(signature.clone());
    signature.params = vec![AbiParam::new(I32); params];
    function.signature = signature;
    let name = function.declare_imported_user_function(UserExternalName::new(0, 1));
    let name = ExternalName::user(name);
    let called =
        function.import_function(ExtFuncData { name, signature: called, colocated: true, patchable: false });
    let blocks = [(); BLOCKS].map(|()| function.dfg.make_block());
    let values = (0..params).map(|_| function.dfg.append_block_param(blocks[0], I32)).collect();
    blocks.iter().for_each(|block| function.layout.append_block(*block));
    (function, called, blocks, values)
}

/// Splits a function; both parts are valid then, the first calls nothing, and the slow one has so many arguments.
fn split_into(mut function: Function, arguments: usize) -> (Function, Function) {
    let isa = x86_64();
    let Slow { function: rest, heat } =
        split(&mut function, SLOW, &*isa, None).expect("it may return before it calls");
    for part in [&function, &rest] {
        if let Err(errors) = verify_function(part, isa.flags()) {
            panic!("{errors}\n{part}");
        }
    }
    assert_eq!((count(&function, Opcode::Call), count(&rest, Opcode::ReturnCall)), (0, 0));
    assert_eq!((rest.signature.params.len(), heat), (arguments, None));
    (function, rest)
}

fn count(function: &Function, opcode: Opcode) -> usize {
    let insts = function.layout.blocks().flat_map(|block| function.layout.block_insts(block));
    insts.filter(|inst| function.dfg.insts[*inst].opcode() == opcode).count()
}

/// Returns the last of some numbers if the first is 0, and otherwise the sum of both, behind a call.
fn early_return(params: usize) -> (Function, [Block; 3]) {
    let (mut function, called, blocks, values) = function::<3>(params);
    let last = values[params - 1];
    let mut cursor = FuncCursor::new(&mut function).at_bottom(blocks[0]);
    cursor.ins().brif(values[0], blocks[2], &[], blocks[1], &[]);
    cursor.goto_bottom(blocks[1]);
    cursor.ins().return_(&[last]);
    cursor.goto_bottom(blocks[2]);
    cursor.ins().call(called, &[values[0]]);
    let sum = cursor.ins().iadd(values[0], last);
    cursor.ins().return_(&[sum]);
    (function, blocks)
}

#[test]
fn what_calls_should_be_a_part_of_its_own() {
    let (first, rest) = split_into(early_return(2).0, 2);
    assert_eq!((count(&first, Opcode::Return), count(&first, Opcode::ReturnCall)), (1, 1));
    assert_eq!((count(&rest, Opcode::Return), count(&rest, Opcode::Call)), (1, 1));
}

#[test]
fn a_value_of_both_parts_should_be_handed_on_where_they_meet() {
    // A loop that returns, or calls and goes round again with what it computed before the call, or behind.
    let (mut function, called, blocks, values) = function::<4>(1);
    let [_, head, call, last] = blocks;
    let counter = function.dfg.append_block_param(head, I32);
    let mut cursor = FuncCursor::new(&mut function).at_bottom(blocks[0]);
    cursor.ins().jump(head, &[values[0].into()]);
    cursor.goto_bottom(head);
    let next = cursor.ins().iadd_imm_s(counter, 1);
    let loaded = cursor.ins().popcnt(next);
    cursor.ins().brif(loaded, call, &[], last, &[]);
    cursor.goto_bottom(call);
    let call = cursor.ins().call(called, &[next]);
    let result = cursor.func.dfg.first_result(call);
    let sum = cursor.ins().iadd(result, loaded);
    cursor.ins().brif(sum, head, &[next.into()], last, &[]);
    cursor.goto_bottom(last);
    let sum = cursor.ins().iadd(next, loaded);
    cursor.ins().return_(&[sum]);
    let (_, rest) = split_into(function, 2);
    // In the rest the last block gets both values from either way.
    assert_eq!(rest.dfg.num_block_params(last), 2);
}

#[test]
fn what_is_computed_of_others_should_not_be_handed_over() {
    let (mut function, called, blocks, values) = function::<3>(1);
    let mut cursor = FuncCursor::new(&mut function).at_bottom(blocks[0]);
    let five = cursor.ins().iconst(I32, 5);
    let sum = cursor.ins().iadd(values[0], five);
    let wide = cursor.ins().uextend(cranelift_codegen::ir::types::I64, sum);
    cursor.ins().brif(sum, blocks[2], &[], blocks[1], &[]);
    cursor.goto_bottom(blocks[1]);
    cursor.ins().return_(&[sum]);
    cursor.goto_bottom(blocks[2]);
    cursor.ins().call(called, &[values[0]]);
    let narrow = cursor.ins().ireduce(I32, wide);
    let result = cursor.ins().iadd(narrow, five);
    cursor.ins().return_(&[result]);
    split_into(function, 1);
}

#[test]
fn a_function_should_stay_whole_where_splitting_does_not_pay() {
    let isa = x86_64();
    let is_whole = |mut function: Function, isa: &dyn TargetIsa, runs: Option<&Runs>| {
        let before = function.display().to_string();
        split(&mut function, SLOW, isa, runs).is_none() && function.display().to_string() == before
    };
    // Seven numbers are too many for registers.
    assert!(is_whole(early_return(7).0, &*isa, None));
    // It always calls; or never.
    let (mut always, called, blocks, values) = function::<1>(1);
    let mut cursor = FuncCursor::new(&mut always).at_bottom(blocks[0]);
    cursor.ins().call(called, &[values[0]]);
    cursor.ins().return_(&[values[0]]);
    assert!(is_whole(always, &*isa, None));
    let (mut never, _, blocks, values) = function::<1>(1);
    FuncCursor::new(&mut never).at_bottom(blocks[0]).ins().return_(&[values[0]]);
    assert!(is_whole(never, &*isa, None));
    // Much of it is done before calls and behind.
    let round = |count| {
        let (mut function, called, [first, head, call], values) = function::<3>(1);
        let counter = function.dfg.append_block_param(head, I32);
        let last = function.dfg.make_block();
        function.layout.append_block(last);
        let mut cursor = FuncCursor::new(&mut function).at_bottom(first);
        cursor.ins().jump(head, &[values[0].into()]);
        cursor.goto_bottom(head);
        let sum = (0..count).fold(counter, |sum, _| cursor.ins().imul(sum, sum));
        cursor.ins().brif(sum, call, &[], last, &[]);
        cursor.goto_bottom(call);
        let call = cursor.ins().call(called, &[sum]);
        let result = cursor.func.dfg.first_result(call);
        cursor.ins().jump(head, &[result.into()]);
        cursor.goto_bottom(last);
        cursor.ins().return_(&[sum]);
        function
    };
    assert!(!is_whole(round(MOST_TWICE - 2), &*isa, None));
    assert!(is_whole(round(MOST_TWICE - 1), &*isa, None));
    // It is known to call mostly; or not to.
    let (function, [first, returns, calls]) = early_return(2);
    let runs = |returned| Runs::of_blocks(&[(first, 100), (returns, returned), (calls, 100 - returned)]);
    assert!(is_whole(function.clone(), &*isa, Some(&runs(10))));
    assert!(!is_whole(function, &*isa, Some(&runs(90))));
}

#[test]
fn what_runs_often_should_be_a_part_with_its_calls() {
    // Calls mostly, and seldom calls twice.
    let (mut function, called, [first, seldom, often], values) = function::<3>(1);
    let mut cursor = FuncCursor::new(&mut function).at_bottom(first);
    cursor.ins().brif(values[0], often, &[], seldom, &[]);
    cursor.goto_bottom(seldom);
    cursor.ins().call(called, &values);
    cursor.ins().jump(often, &[]);
    cursor.goto_bottom(often);
    cursor.ins().call(called, &values);
    cursor.ins().return_(&values);
    let parts = |heat, seldom_runs, often_runs| {
        let mut function = function.clone();
        profile::tag(&mut function, first, Tag { heat, runs: 100 });
        let runs = Runs::of_blocks(&[(first, 100), (seldom, seldom_runs), (often, often_runs)]);
        let rest = split(&mut function, SLOW, &*x86_64(), Some(&runs))?;
        for part in [&function, &rest.function] {
            verify_function(part, x86_64().flags()).expect("it is valid");
        }
        Some([&function, &rest.function].map(|part| count(part, Opcode::Call)))
    };
    assert_eq!(parts(Heat::Often, 3, 400), Some([1, 2]));
    assert_eq!(parts(Heat::Seldom, 3, 400), None);
    assert_eq!(parts(Heat::Often, 4, 400), None, "it is not seldom");
    assert_eq!(parts(Heat::Often, 3, 401), None, "it is in a loop");
}

#[test]
fn what_seldom_starts_should_be_hot_where_it_runs_often() {
    for heat_of_loop in [Heat::Often, Heat::Seldom] {
        // Returns, or seldom calls until it gets 0.
        let (mut function, called, [first, returns, seldom, round], values) = function::<4>(1);
        let mut cursor = FuncCursor::new(&mut function).at_bottom(first);
        cursor.ins().brif(values[0], seldom, &[], returns, &[]);
        cursor.goto_bottom(returns);
        cursor.ins().return_(&values);
        cursor.goto_bottom(seldom);
        cursor.ins().jump(round, &[]);
        cursor.goto_bottom(round);
        let call = cursor.ins().call(called, &values);
        let result = cursor.func.dfg.first_result(call);
        cursor.ins().brif(result, round, &[], returns, &[]);
        let heats =
            [(first, Heat::Often), (returns, Heat::Often), (seldom, Heat::Seldom), (round, heat_of_loop)];
        heats.into_iter().for_each(|(block, heat)| profile::tag(&mut function, block, Tag { heat, runs: 1 }));
        let runs = Runs::of_blocks(&[(first, 100), (returns, 100), (seldom, 5), (round, 500)]);
        let rest =
            split(&mut function, SLOW, &*x86_64(), Some(&runs)).expect("it may return before it calls");
        let entry = rest.function.layout.entry_block().expect("a function has one");
        let tagged = |block| profile::tagged(&rest.function, block).map(|tag| tag.heat);
        assert_eq!(rest.heat, Some(heat_of_loop));
        assert_eq!(tagged(entry), Some(heat_of_loop));
        assert_eq!(profile::tagged(&rest.function, entry).map(|tag| tag.runs), Some(5));
        assert_eq!(tagged(returns), Some(Heat::Seldom), "it runs no more often here than this part");
    }
}
