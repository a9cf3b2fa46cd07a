//! Function bodies in, CLIF out. What is built here depends on the plan, never on an ISA.
//!
//! Every address of the program's state (memories, tables, globals, imports) is formed in
//! `address.rs`, so that where state lives is decided in one place.

mod adapter;
mod address;
mod asyncify;
mod bounds;
mod branch_table;
mod bulk_memory;
mod call;
mod control;
mod convert;
mod dispatch;
mod float;
mod global;
mod inline;
mod integer;
mod length;
mod local;
mod memory;
mod operator;
mod reference;
mod signature;
mod simd;
mod sole_callee;
mod straight_line;
mod table;
mod types;
mod wide;

pub use inline::{Inlined, InlinedCall, Origin};
pub use signature::ResultsPlace;

use ahead_abi::trap::TrapKind;
use cranelift_codegen::ir::{self, InstBuilder, TrapCode, UserFuncName, Value};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

use wasmparser::FuncType;

use crate::decode::Module;
use crate::plan::{Instance, Plan, Symbol};
use address::Addresses;
pub(crate) use address::memory_of;
use asyncify::Asyncify;
use bounds::Checked;
use control::Frame;
use dispatch::Start;
use inline::Inlining;
use length::Lengths;
use local::{Local, Place};
use simd::Parts;
use types::Lowering;

/// The CLIF trap code of a trap of the specification.
pub fn trap_code(kind: TrapKind) -> TrapCode {
    TrapCode::unwrap_user(kind as u8)
}

/// Builds the CLIF of a function that is the plan's or the compiler's own in `function`, which is empty; gives the
/// calls that bodies took the place of, which also say what source locations mean.
pub fn function(
    plan: &Plan<'_>,
    symbol: Symbol,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) -> Inlined {
    function.name = UserFuncName::User(symbol.external_name());
    function.signature = ir::Signature::new(types::PLATFORM);
    match symbol {
        Symbol::Function(index) => return body(plan, index, function, context),
        Symbol::HostThunk(host) => adapter::host_thunk(plan, host, function, context),
        Symbol::Initialize(instance) => adapter::initialize(plan, instance, function, context),
        Symbol::InitializeProgram => adapter::initialize_program(plan, function, context),
        Symbol::Trampoline(index) => adapter::trampoline(plan, index, function, context),
        Symbol::Entry => adapter::entry(plan, function, context),
        other => unreachable!("{other:?} is not generated code"),
    }
    Inlined::default()
}

/// The state of translating one function body.
struct FuncCx<'p, 'f> {
    builder: FunctionBuilder<'f>,
    plan: &'p Plan<'p>,
    module: &'p Module<'p>,
    instance: &'p Instance,
    /// The wasm operand stack.
    operands: Vec<Value>,
    /// The wasm control stack.
    frames: Vec<Frame<'p>>,
    /// How the loop begins that was entered last, while it may still begin with a switch.
    loop_start: Option<Start<'p>>,
    /// Whether the code now translated can be reached.
    reachable: bool,
    /// Whether the condition of the branch now translated is likely not zero, if the module says so.
    is_likely: Option<bool>,
    locals: Vec<Local>,
    addresses: Addresses,
    /// The bounds checks made so far.
    checked: Checked,
    /// What they compare with.
    lengths: Lengths,
    /// What vectors were put together from.
    vectors: Parts,
    /// The function's type.
    ty: &'p FuncType,
    /// Where its results go.
    results: ResultsPlace,
    /// What wasm types and calls are in CLIF.
    lowering: Lowering,
    /// Whether bodies take the place of calls.
    takes_inlined: bool,
    inlining: Inlining,
    /// What is known of Asyncify's global, if the function is translated twice.
    asyncify: Option<Asyncify>,
}

impl FuncCx<'_, '_> {
    fn push(&mut self, value: Value) {
        self.operands.push(value);
    }

    fn pop(&mut self) -> Value {
        self.operands.pop().expect("the validator checked the operand stack")
    }

    /// The two topmost operands, in the order they were pushed.
    fn pop2(&mut self) -> (Value, Value) {
        let second = self.pop();
        (self.pop(), second)
    }

    /// The three topmost operands, in the order they were pushed.
    fn pop3(&mut self) -> (Value, Value, Value) {
        let (second, third) = self.pop2();
        (self.pop(), second, third)
    }
}

fn body(
    plan: &Plan<'_>,
    index: u32,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) -> Inlined {
    let planned = &plan.functions[index as usize];
    let asyncify = Asyncify::of(plan, &plan.instances[planned.instance as usize], &plan.body(planned).code);
    if asyncify.is_some() {
        if let Some(inlined) = build(plan, index, asyncify, function, context) {
            return inlined;
        }
        let name = function.name.clone();
        function.clear();
        function.name = name;
        *context = FunctionBuilderContext::new();
    }
    build(plan, index, None, function, context).expect("a body is translated once")
}

/// Builds the function of a body; none if it cannot be done with `asyncify`.
fn build(
    plan: &Plan<'_>,
    index: u32,
    asyncify: Option<Asyncify>,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) -> Option<Inlined> {
    let planned = &plan.functions[index as usize];
    let module = &plan.modules[planned.instance as usize];
    let code = &module.bodies[(planned.index - module.imported_functions) as usize].code;
    let ty = module.function_type(planned.index);
    let lowering = Lowering::of(plan);
    function.signature = signature::of(lowering, ty);
    let mut builder = FunctionBuilder::new(function, context);
    let entry = builder.create_block();
    builder.append_block_params_for_function_params(entry);
    builder.switch_to_block(entry);
    builder.seal_block(entry);
    let results = signature::results_in_callee(&builder, entry, ty);
    let mut cx = FuncCx {
        builder,
        plan,
        module,
        instance: &plan.instances[planned.instance as usize],
        operands: Vec::new(),
        frames: Vec::new(),
        loop_start: None,
        reachable: true,
        is_likely: None,
        locals: Vec::new(),
        addresses: Addresses::default(),
        checked: Checked::default(),
        lengths: Lengths::new(),
        vectors: Parts::default(),
        ty,
        results,
        lowering,
        takes_inlined: planned.takes_inlined,
        inlining: Inlining::new(module),
        asyncify,
    };
    let types = local_types(lowering, ty, code);
    let bytes = code.range().end - code.range().start;
    let place = Place::of(bytes, &types, cx.asyncify.as_ref().map_or(0, Asyncify::meetings));
    if place == Place::RegistersIfOnce {
        return None;
    }
    cx.locals = types.iter().map(|ty| Local::new(&mut cx.builder, *ty, place == Place::Frame)).collect();
    let params = signature::params_in_callee(&cx.builder, entry, ty);
    set_locals(&mut cx, &types, &params);
    length::enter_function(&mut cx);
    if cx.asyncify.is_none() {
        frame(&mut cx, code);
    } else if !asyncify::twice(&mut cx, code) {
        return None;
    }
    cx.builder.seal_all_blocks();
    finish(cx.builder);
    Some(cx.inlining.finish())
}

/// Translates a body, whose locals are set.
fn frame<'p>(cx: &mut FuncCx<'p, '_>, code: &wasmparser::FunctionBody<'p>) {
    control::enter_function(cx, cx.ty);
    operators(cx, code);
}

/// Translates the operators of a body, in the frame that was entered for it.
fn operators<'p>(cx: &mut FuncCx<'p, '_>, code: &wasmparser::FunctionBody<'p>) {
    let operators = code.get_operators_reader().expect("the body was validated");
    for item in operators.into_iter_with_offsets() {
        let (operator, offset) = item.expect("the body was validated");
        let location = cx.inlining.location(offset as u32);
        cx.builder.set_srcloc(ir::SourceLoc::new(location));
        cx.is_likely = cx.module.branch_hints.is_likely(offset as u32);
        if cx.reachable {
            dispatch::observe(cx, &operator, location);
        }
        operator::translate(cx, &operator);
    }
}

/// Ends a function that was built.
fn finish(builder: FunctionBuilder<'_>) {
    builder.finalize(types::FRONTEND_CONFIG);
}

/// The types of a function's locals: its parameters first.
fn local_types(lowering: Lowering, ty: &FuncType, code: &wasmparser::FunctionBody<'_>) -> Vec<ir::Type> {
    let mut types: Vec<_> = ty.params().iter().map(|ty| lowering.value(*ty)).collect();
    for group in code.get_locals_reader().expect("the body was validated") {
        let (count, ty) = group.expect("the body was validated");
        types.resize(types.len() + count as usize, lowering.value(ty));
    }
    types
}

/// Sets the locals, of these types: first the parameters to `params`, then the others to zero.
fn set_locals(cx: &mut FuncCx<'_, '_>, types: &[ir::Type], params: &[Value]) {
    for (local, value) in cx.locals.iter().zip(params) {
        local.set(&mut cx.builder, *value);
    }
    let mut zero = None;
    for (local, &ty) in cx.locals.iter().zip(types).skip(params.len()) {
        let value = match zero {
            Some((of, value)) if of == ty => value,
            _ => types::zero(&mut cx.builder, ty),
        };
        zero = Some((ty, value));
        local.set(&mut cx.builder, value);
    }
}

/// Ends the current block with a trap; what follows is unreachable.
fn trap(cx: &mut FuncCx<'_, '_>, kind: TrapKind) {
    cx.builder.ins().trap(trap_code(kind));
    cx.reachable = false;
}
