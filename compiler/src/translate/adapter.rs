//! Functions of the compiler's own: instantiation, and adapters between calling conventions.

use std::mem::offset_of;

use ahead_abi::memory::{DataSegment, Memory};
use ahead_abi::table::{ElementSegment, Table};
use ahead_abi::trap::TrapKind;
use ahead_abi::value::Value as Slot;
use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{self, AbiParam, InstBuilder, MemFlagsData, Signature, Value, types};
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};
use wasmparser::FuncType;

use super::address::{Addresses, Region};
use super::types::{Lowering, PLATFORM, POINTER};
use super::{call, finish, signature, trap_code};
use crate::plan::{Callee, Plan, RuntimeFunction, Step, Symbol, TrampolineTarget, host_function_type};

/// A function being built.
struct Adapter<'f> {
    builder: FunctionBuilder<'f>,
    addresses: Addresses,
    params: Vec<Value>,
}

impl<'f> Adapter<'f> {
    fn new(
        function: &'f mut ir::Function,
        context: &'f mut FunctionBuilderContext,
        signature: Signature,
    ) -> Self {
        function.signature = signature;
        let mut builder = FunctionBuilder::new(function, context);
        let entry = builder.create_block();
        builder.append_block_params_for_function_params(entry);
        builder.switch_to_block(entry);
        builder.seal_block(entry);
        let params = builder.block_params(entry).to_vec();
        Adapter { builder, addresses: Addresses::default(), params }
    }

    fn finish(mut self) {
        self.builder.ins().return_(&[]);
        finish(self.builder);
    }

    fn address(&mut self, symbol: Symbol) -> Value {
        self.addresses.of(&mut self.builder, symbol)
    }

    fn constant(&mut self, value: u64) -> Value {
        self.builder.ins().iconst(types::I64, value as i64)
    }

    fn load(&mut self, symbol: Symbol, offset: usize) -> Value {
        let address = self.address(symbol);
        let flags = Region::Descriptors.trusted_flags(&mut self.builder);
        self.builder.ins().load(types::I64, flags, address, offset as i32)
    }

    fn call_plain(&mut self, symbol: Symbol, args: &[Value]) {
        let function = self.addresses.function(&mut self.builder, symbol, || {
            let mut signature = Signature::new(PLATFORM);
            signature.params.extend(args.iter().map(|_| AbiParam::new(types::I64)));
            signature
        });
        self.builder.ins().call(function, args);
    }
}

/// Instantiates an instance: the steps that the plan left for when the program runs.
pub(super) fn initialize(
    plan: &Plan<'_>,
    instance: u32,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) {
    let lowering = Lowering::of(plan);
    let mut adapter = Adapter::new(function, context, Signature::new(PLATFORM));
    for step in &plan.instances[instance as usize].steps {
        match *step {
            Step::RequireMemory { memory, bytes } => {
                require(&mut adapter, Symbol::Memory(memory), offset_of!(Memory, len), bytes)
            }
            Step::RequireTable { table, entries } => {
                require(&mut adapter, Symbol::Table(table), offset_of!(Table, len), entries)
            }
            Step::ApplyElements { table, segment, offset, len } => apply(
                &mut adapter,
                RuntimeFunction::TableInit,
                (Symbol::Table(table), Symbol::ElementSegment(segment)),
                offset_of!(ElementSegment, len),
                (offset, len),
            ),
            Step::ApplyData { memory, segment, offset, len } => apply(
                &mut adapter,
                RuntimeFunction::MemoryInit,
                (Symbol::Memory(memory), Symbol::DataSegment(segment)),
                offset_of!(DataSegment, len),
                (offset, len),
            ),
            Step::Call(callee) => {
                let ty = FuncType::new([], []);
                call::direct(&mut adapter.builder, &mut adapter.addresses, lowering, callee, &ty, &[]);
            }
        }
    }
    adapter.finish();
}

/// Traps unless the 64 bits at `offset` in the descriptor are at least `minimum`.
fn require(adapter: &mut Adapter<'_>, descriptor: Symbol, offset: usize, minimum: u64) {
    let found = adapter.load(descriptor, offset);
    let minimum = adapter.constant(minimum);
    let less = adapter.builder.ins().icmp(IntCC::UnsignedLessThan, found, minimum);
    adapter.builder.ins().trapnz(less, trap_code(TrapKind::IncompatibleImport));
}

/// Copies a whole segment to its place, and drops it.
fn apply(
    adapter: &mut Adapter<'_>,
    function: RuntimeFunction,
    (target, segment): (Symbol, Symbol),
    segment_len: usize,
    (offset, len): (u64, u64),
) {
    let target = adapter.address(target);
    let segment = adapter.address(segment);
    let (offset, len) = (adapter.constant(offset), adapter.constant(len));
    let zero = adapter.constant(0);
    adapter.call_plain(Symbol::Runtime(function), &[target, segment, offset, zero, len]);
    let flags = Region::Descriptors.trusted_flags(&mut adapter.builder);
    adapter.builder.ins().store(flags, zero, segment, segment_len as i32);
}

/// Instantiates all instances, in order.
pub(super) fn initialize_program(
    plan: &Plan<'_>,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) {
    let lowering = Lowering::of(plan);
    let mut adapter = Adapter::new(function, context, Signature::new(PLATFORM));
    for (index, instance) in plan.instances.iter().enumerate() {
        if !instance.steps.is_empty() {
            adapter.call_plain(Symbol::Initialize(index as u32), &[]);
        }
    }
    if let crate::plan::Entry::Invoke { initialize: Some(callee), .. } = plan.entry {
        let ty = FuncType::new([], []);
        call::direct(&mut adapter.builder, &mut adapter.addresses, lowering, callee, &ty, &[]);
    }
    adapter.finish();
}

/// The function that the program starts with, as the runtime calls it.
pub(super) fn entry(plan: &Plan<'_>, function: &mut ir::Function, context: &mut FunctionBuilderContext) {
    let mut adapter = Adapter::new(function, context, Signature::new(PLATFORM));
    let callee = plan.adapted_entry().expect("only such an entry is adapted");
    let ty = FuncType::new([], []);
    call::direct(&mut adapter.builder, &mut adapter.addresses, Lowering::of(plan), callee, &ty, &[]);
    adapter.finish();
}

/// A host function as a wasm function.
pub(super) fn host_thunk(
    plan: &Plan<'_>,
    host: u32,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) {
    let lowering = Lowering::of(plan);
    let ty = host_function_type(host as usize);
    let mut adapter = Adapter::new(function, context, signature::of(lowering, &ty));
    let args = adapter.params.clone();
    let results =
        call::direct(&mut adapter.builder, &mut adapter.addresses, lowering, Callee::Host(host), &ty, &args);
    adapter.builder.ins().return_(&results);
    finish(adapter.builder);
}

/// `fn(slots)`: reads arguments from slots, and leaves results in them.
pub(super) fn trampoline(
    plan: &Plan<'_>,
    index: u32,
    function: &mut ir::Function,
    context: &mut FunctionBuilderContext,
) {
    let lowering = Lowering::of(plan);
    let mut own = Signature::new(PLATFORM);
    own.params.push(AbiParam::new(POINTER));
    let mut adapter = Adapter::new(function, context, own);
    let slots = adapter.params[0];
    let slot = |position: usize| (position * size_of::<Slot>()) as i32;
    let flags = MemFlagsData::trusted();
    match &plan.trampolines[index as usize].target {
        TrampolineTarget::Call { callee, ty } => {
            let mut args = Vec::new();
            for (position, ty) in ty.params().iter().enumerate() {
                let ty = lowering.value(*ty);
                args.push(adapter.builder.ins().load(ty, flags, slots, slot(position)));
            }
            let results =
                call::direct(&mut adapter.builder, &mut adapter.addresses, lowering, *callee, ty, &args);
            for (position, value) in results.into_iter().enumerate() {
                adapter.builder.ins().store(flags, value, slots, slot(position));
            }
        }
        TrampolineTarget::Global(global) => {
            let ty = lowering.value(plan.globals[*global as usize].ty.content_type);
            let address = adapter.address(Symbol::Global(*global));
            let value = adapter.builder.ins().load(ty, flags, address, 0);
            adapter.builder.ins().store(flags, value, slots, 0);
        }
        TrampolineTarget::Initialize(instance) => {
            adapter.call_plain(Symbol::Initialize(*instance), &[]);
        }
    }
    adapter.finish();
}
