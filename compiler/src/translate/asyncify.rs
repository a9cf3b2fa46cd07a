//! Functions that Binaryen's Asyncify instrumented: a body in; out, code for when the program runs as usual,
//! and beside it code for when what runs is being stopped or resumed.
//!
//! Asyncify lets a program leave all functions that run, and come back: a global is 0 as usual and another
//! number meanwhile, and what an instrumented function does, it does under a test of it. Such tests are at
//! every call and around all between two; and as what they leave out still leads on, each value comes from
//! several places. So the body is translated twice, once for either outcome of the tests, but for its calls,
//! which both lead to. The global can change during a call only: after it, one test finds the translation to
//! go on with. All this holds for any global; that Asyncify made it says only that it pays.

use std::collections::{HashMap, HashSet};

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Block, BlockArg, InstBuilder, InstructionData, Opcode, SourceLoc, Value, ValueDef, types,
};
use cranelift_frontend::{FunctionBuilder, Variable};
use wasmparser::{FunctionBody, Operator};

use super::{FuncCx, bounds, frame, global};
use crate::plan::{Callee, Instance, Plan};

/// How deep conditions are looked into.
const DEPTH: usize = 6;

/// What the translations of a function have in common.
pub(super) struct Asyncify {
    /// The global, program-wide.
    state: u32,
    /// The outcome of its tests.
    outcome: Outcome,
    /// The global's value, where it is not 0; known once translation begins, as are the constants.
    value: Option<Variable>,
    /// The constants 0 and 1, for all of the function.
    constants: Option<[Value; 2]>,
    /// Values of the global that are not 0.
    not_zero: HashSet<Value>,
    /// By offset: each `if` that leads to a call which may change the global, without a test of it in between.
    guards: HashMap<u32, Guard>,
    /// By offset of such a call: the place after it in the second translation, with the operands as parameters.
    returns: HashMap<u32, Block>,
    /// The call that the `if` leads to which was met last in the second translation.
    next_call: Option<u32>,
    /// Whether something is not as it has to be.
    failed: bool,
}

/// The outcome of the tests in the translation at hand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The global is 0.
    Usual,
    /// It is not.
    Unusual,
}

/// An `if` that leads to a call.
#[derive(Clone, Copy)]
struct Guard {
    /// The call, by its offset.
    call: u32,
    /// Where the way to it begins, for both translations.
    start: Option<Block>,
}

/// What is known of a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    /// Its bits.
    Constant(u64),
    /// That it is not 0.
    NotZero,
}

impl Asyncify {
    /// For a function of this instance, if it is instrumented: each call that may change the global comes after an
    /// `if`, without other control or a test in between.
    pub(super) fn of(plan: &Plan<'_>, instance: &Instance, code: &FunctionBody<'_>) -> Option<Self> {
        let state = instance.asyncify_state?;
        let is_state = |global: u32| instance.globals[global as usize] == state;
        let mut guards = HashMap::new();
        let mut guard = None;
        let operators = code.get_operators_reader().expect("the body was validated");
        for item in operators.into_iter_with_offsets() {
            let (operator, offset) = item.expect("the body was validated");
            match operator {
                Operator::If { .. } => guard = Some(offset as u32),
                Operator::GlobalSet { global_index } if is_state(global_index) => return None,
                Operator::GlobalGet { global_index } if is_state(global_index) => guard = None,
                Operator::Block { .. }
                | Operator::Loop { .. }
                | Operator::Else
                | Operator::End
                | Operator::Br { .. }
                | Operator::BrIf { .. }
                | Operator::BrTable { .. }
                | Operator::BrOnNull { .. }
                | Operator::BrOnNonNull { .. }
                | Operator::Return
                | Operator::ReturnCall { .. }
                | Operator::ReturnCallIndirect { .. }
                | Operator::ReturnCallRef { .. }
                | Operator::Unreachable => guard = None,
                _ if changes(plan, instance, &operator) => {
                    guards.insert(guard.take()?, Guard { call: offset as u32, start: None });
                }
                _ => {}
            }
        }
        (!guards.is_empty()).then(|| Asyncify {
            state,
            outcome: Outcome::Usual,
            value: None,
            constants: None,
            not_zero: HashSet::new(),
            guards,
            returns: HashMap::new(),
            next_call: None,
            failed: false,
        })
    }

    /// In how many places the translations meet: at each call.
    pub(super) fn meetings(&self) -> usize {
        self.guards.len()
    }
}

/// Whether an operator may change the global: it is a call that comes back.
fn changes(plan: &Plan<'_>, instance: &Instance, operator: &Operator<'_>) -> bool {
    match *operator {
        Operator::Call { function_index } => match instance.functions[function_index as usize] {
            Callee::Defined(callee) => plan.functions[callee as usize].changes_asyncify_state,
            Callee::Host(_) => false,
        },
        Operator::CallIndirect { .. } | Operator::CallRef { .. } => true,
        _ => false,
    }
}

/// Translates a body for each outcome; whether that is possible. If not, nothing that was built can be used.
pub(super) fn twice<'p>(cx: &mut FuncCx<'p, '_>, code: &FunctionBody<'p>) -> bool {
    of(cx).value = Some(cx.builder.declare_var(types::I32));
    of(cx).constants = Some([0, 1].map(|bit| cx.builder.ins().iconst(types::I32, bit)));
    let unusual = cx.builder.create_block();
    branch(cx, unusual, &[]);
    frame(cx, code);
    let last_usual = cx.builder.func.layout.last_block().expect("there is an entry");
    of(cx).outcome = Outcome::Unusual;
    cx.builder.switch_to_block(unusual);
    cx.builder.seal_block(unusual);
    cx.reachable = true;
    cx.operands.clear();
    forget_checks(cx);
    frame(cx, code);
    let mut next = cx.builder.func.layout.next_block(last_usual);
    while let Some(block) = next {
        cx.builder.set_cold_block(block);
        next = cx.builder.func.layout.next_block(block);
    }
    let asyncify = of(cx);
    !asyncify.failed && asyncify.returns.is_empty()
}

/// Goes on if the global is 0, and to `unusual` otherwise.
fn branch(cx: &mut FuncCx<'_, '_>, unusual: Block, args: &[BlockArg]) {
    let state = of(cx).state;
    let value = global::load(cx, state);
    if let Some(variable) = of(cx).value {
        cx.builder.def_var(variable, value);
    }
    let usual = cx.builder.create_block();
    cx.builder.ins().brif(value, unusual, args, usual, &[]);
    cx.builder.seal_block(usual);
    cx.builder.switch_to_block(usual);
}

fn of<'c>(cx: &'c mut FuncCx<'_, '_>) -> &'c mut Asyncify {
    cx.asyncify.as_mut().expect("the function is instrumented")
}

/// What was checked on the way does not dominate what comes now.
fn forget_checks(cx: &mut FuncCx<'_, '_>) {
    cx.checked.forget_since(bounds::Mark::START);
    cx.frames.iter_mut().for_each(|frame| frame.checked = bounds::Mark::START);
}

/// A loop begins: the other translation may lead into it.
pub(super) fn enter_loop(cx: &mut FuncCx<'_, '_>) {
    if cx.asyncify.is_some() {
        forget_checks(cx);
    }
}

/// The value of a global that is read, if it is the one that is tested here.
pub(super) fn read(cx: &mut FuncCx<'_, '_>, global: u32) -> Option<Value> {
    let is_inside_body = cx.inlining.is_inside_body();
    let Asyncify { state, outcome, value, constants, .. } = *cx.asyncify.as_ref()?;
    if state != global || is_inside_body {
        return None;
    }
    match outcome {
        Outcome::Usual => constants.map(|[zero, _]| zero),
        Outcome::Unusual => {
            let value = cx.builder.use_var(value?);
            of(cx).not_zero.insert(value);
            Some(value)
        }
    }
}

/// Where the first half of an `if` is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum FirstHalf {
    /// Here, and nothing else leads to it.
    Own,
    /// Here, in this block, and the other translation leads to it too.
    Shared(Block),
    /// It is part of the other translation, and begins with this block.
    Translated(Block),
}

/// Where the first half is of the `if` that is now translated, given whether its condition holds, if that is known.
pub(super) fn first_half(cx: &mut FuncCx<'_, '_>, holds: Option<bool>) -> FirstHalf {
    let location = cx.builder.srcloc().bits();
    let is_inside_body = cx.inlining.is_inside_body();
    let asyncify = cx.asyncify.as_mut().filter(|_| !is_inside_body);
    let Some((asyncify, guard)) = asyncify.and_then(|asyncify| {
        let guard = asyncify.guards.get(&location).copied()?;
        Some((asyncify, guard))
    }) else {
        return FirstHalf::Own;
    };
    // Both would have to have the same.
    asyncify.failed |= !cx.operands.is_empty();
    match (asyncify.outcome, guard.start) {
        (Outcome::Usual, _) => {
            // Perhaps nothing would lead there.
            asyncify.failed |= holds == Some(false);
            let start = cx.builder.create_block();
            asyncify.guards.insert(location, Guard { start: Some(start), ..guard });
            forget_checks(cx);
            FirstHalf::Shared(start)
        }
        (Outcome::Unusual, Some(start)) => {
            asyncify.next_call = Some(guard.call);
            FirstHalf::Translated(start)
        }
        (Outcome::Unusual, None) => {
            asyncify.failed = true;
            FirstHalf::Own
        }
    }
}

/// After an operator of code that can be reached, with its source location.
pub(super) fn after(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>, location: SourceLoc) {
    let is_inside_body = cx.inlining.is_inside_body();
    if cx.asyncify.is_none() || is_inside_body || !changes(cx.plan, cx.instance, operator) {
        return;
    }
    if of(cx).outcome == Outcome::Unusual || !cx.reachable {
        of(cx).failed = true;
        return;
    }
    let unusual = cx.builder.create_block();
    for operand in &cx.operands {
        cx.builder.append_block_param(unusual, cx.builder.func.dfg.value_type(*operand));
    }
    let args: Vec<_> = cx.operands.iter().copied().map(BlockArg::Value).collect();
    branch(cx, unusual, &args);
    cx.builder.seal_block(unusual);
    of(cx).returns.insert(location.bits(), unusual);
}

/// An operator of code that cannot be reached, unless it is a call that the other translation makes.
pub(super) fn skip(cx: &mut FuncCx<'_, '_>) {
    let location = cx.builder.srcloc().bits();
    let Some(asyncify) = cx.asyncify.as_mut().filter(|asyncify| asyncify.outcome == Outcome::Unusual) else {
        return;
    };
    if asyncify.next_call != Some(location) {
        return;
    }
    if let Some(unusual) = asyncify.returns.remove(&location) {
        cx.builder.switch_to_block(unusual);
        cx.operands = cx.builder.block_params(unusual).to_vec();
        cx.reachable = true;
        forget_checks(cx);
    }
}

/// Translates a comparison of the global, if its result is known; whether it was one.
pub(super) fn fold(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    let Some(asyncify) = &cx.asyncify else { return false };
    let known = |back: usize| known(&cx.builder, asyncify, cx.operands[cx.operands.len() - 1 - back], DEPTH);
    let (count, result) = match operator {
        Operator::I32Eqz => (1, known(0).and_then(|x| equal(x, Known::Constant(0)))),
        Operator::I32Eq => (2, known(0).and_then(|y| equal(known(1)?, y))),
        Operator::I32Ne => (2, known(0).and_then(|y| equal(known(1)?, y)).map(|equal| !equal)),
        _ => return false,
    };
    let (Some(result), Some(constants)) = (result, asyncify.constants) else { return false };
    cx.operands.truncate(cx.operands.len() - count);
    cx.push(constants[usize::from(result)]);
    true
}

/// Whether a condition holds, if that follows from the outcome of the tests.
pub(super) fn outcome(cx: &FuncCx<'_, '_>, condition: Value) -> Option<bool> {
    let asyncify = cx.asyncify.as_ref()?;
    match known(&cx.builder, asyncify, condition, DEPTH)? {
        Known::Constant(bits) => Some(bits != 0),
        Known::NotZero => Some(true),
    }
}

fn known(builder: &FunctionBuilder<'_>, asyncify: &Asyncify, value: Value, depth: usize) -> Option<Known> {
    let dfg = &builder.func.dfg;
    let value = dfg.resolve_aliases(value);
    if asyncify.not_zero.contains(&value) {
        return Some(Known::NotZero);
    }
    if let Some(bits) = bounds::constant(dfg, value) {
        return Some(Known::Constant(bits));
    }
    let ValueDef::Result(inst, _) = dfg.value_def(value) else { return None };
    let known = |value| known(builder, asyncify, value, depth.checked_sub(1)?);
    match dfg.insts[inst] {
        InstructionData::Unary { opcode: Opcode::Uextend, arg } => known(arg),
        InstructionData::IntCompare { opcode: Opcode::Icmp, cond, args: [x, y] } => {
            let equal = equal(known(x)?, known(y)?)?;
            match cond {
                IntCC::Equal => Some(Known::Constant(equal.into())),
                IntCC::NotEqual => Some(Known::Constant((!equal).into())),
                _ => None,
            }
        }
        InstructionData::Ternary { opcode: Opcode::Select, args: [condition, x, y] } => {
            match known(condition) {
                Some(Known::Constant(0)) => known(y),
                Some(_) => known(x),
                None => (known(x)? != Known::Constant(0) && known(y)? != Known::Constant(0))
                    .then_some(Known::NotZero),
            }
        }
        InstructionData::Binary { opcode: Opcode::Bor, args: [x, y] } => {
            let sides = [known(x), known(y)];
            let holds = |side: &Option<Known>| !matches!(side, None | Some(Known::Constant(0)));
            match sides {
                [Some(Known::Constant(0)), other] | [other, Some(Known::Constant(0))] => other,
                _ => sides.iter().any(holds).then_some(Known::NotZero),
            }
        }
        _ => None,
    }
}

/// Whether two values are equal.
fn equal(x: Known, y: Known) -> Option<bool> {
    match (x, y) {
        (Known::Constant(x), Known::Constant(y)) => Some(x == y),
        (Known::NotZero, Known::Constant(0)) | (Known::Constant(0), Known::NotZero) => Some(false),
        _ => None,
    }
}
