//! A subject in, what another engine (the interpreter wasmi) does with it out.

use std::thread;

use wasmi::{Config, Engine, Error, Instance, Linker, Module, Store, TrapCode, V128, Val, ValType};

use crate::compare::Outcome;
use crate::subject::{Call, Subject};

/// Frames and values on the stack: more than the module's fuel lets it use.
const STACK_HEIGHT: usize = 64 << 20;
const RECURSION_DEPTH: usize = 100_000;
/// Bytes of the native stack: some instructions of the engine's, such as `memory.grow`, call the next one instead
/// of jumping there, and a loop of them would exhaust the usual stack.
const NATIVE_STACK: usize = 1 << 30;

/// The outcome of each step; a failed instantiation is the last.
///
/// Errors: the engine does not take the module.
pub fn run(subject: &Subject) -> Result<Vec<Outcome>, String> {
    thread::scope(|scope| {
        let large = thread::Builder::new().stack_size(NATIVE_STACK);
        let running = large.spawn_scoped(scope, || steps(subject)).map_err(|error| error.to_string())?;
        running.join().map_err(|_| "wasmi panicked".to_owned())?
    })
}

fn steps(subject: &Subject) -> Result<Vec<Outcome>, String> {
    let mut config = Config::default();
    config.wasm_multi_memory(true).wasm_memory64(true).wasm_custom_page_sizes(true);
    config
        .wasm_wide_arithmetic(true)
        .wasm_simd(true)
        .wasm_relaxed_simd(true)
        .wasm_tail_call(true)
        .wasm_extended_const(true);
    config.set_max_recursion_depth(RECURSION_DEPTH).set_max_stack_height(STACK_HEIGHT);
    let engine = Engine::new(&config);
    let mut store = Store::new(&engine, ());
    let mut linker = Linker::new(&engine);
    let load = |bytes: &[u8]| Module::new(&engine, bytes).map_err(|error| format!("wasmi: {error}"));
    let instance = match linker.instantiate_and_start(&mut store, &load(&subject.module)?) {
        Ok(instance) => instance,
        Err(error) => return Ok(vec![trapped(&error)?]),
    };
    let mut outcomes = vec![Outcome::Returned(Vec::new())];
    for call in &subject.calls {
        outcomes.push(self::call(&mut store, instance, call)?);
    }
    for (name, _) in &subject.globals {
        let global = instance.get_global(&store, name).ok_or("wasmi: no such global")?;
        outcomes.push(Outcome::Returned(vec![bits(&global.get(&store))]));
    }
    linker.instance(&mut store, "subject", instance).map_err(|error| error.to_string())?;
    for hasher in &subject.hashers {
        let hasher = linker.instantiate_and_start(&mut store, &load(hasher)?);
        let hasher = hasher.map_err(|error| format!("wasmi: {error}"))?;
        outcomes.push(Outcome::Returned(Vec::new()));
        outcomes.push(self::call(&mut store, hasher, &hash())?);
    }
    Ok(outcomes)
}

/// The call of a hasher.
pub fn hash() -> Call {
    use wasmparser::ValType::I64;
    Call { export: "hash".into(), args: Vec::new(), results: vec![I64, I64] }
}

fn call(store: &mut Store<()>, instance: Instance, call: &Call) -> Result<Outcome, String> {
    let function = instance.get_func(&*store, &call.export).ok_or("wasmi: no such function")?;
    let ty = function.ty(&*store);
    let args: Vec<Val> = ty.params().iter().zip(&call.args).map(|(ty, bits)| value(*ty, *bits)).collect();
    let mut results: Vec<Val> = ty.results().iter().map(|ty| Val::default_for_ty(*ty)).collect();
    match function.call(store, &args, &mut results) {
        Ok(()) => Ok(Outcome::Returned(results.iter().map(bits).collect())),
        Err(error) => trapped(&error),
    }
}

fn value(ty: ValType, bits: u128) -> Val {
    match ty {
        ValType::I32 => Val::I32(bits as i32),
        ValType::I64 => Val::I64(bits as i64),
        ValType::F32 => Val::F32(f32::from_bits(bits as u32).into()),
        ValType::F64 => Val::F64(f64::from_bits(bits as u64).into()),
        ValType::V128 => Val::V128(V128::from(bits)),
        reference => Val::default_for_ty(reference),
    }
}

fn bits(value: &Val) -> u128 {
    match value {
        Val::I32(value) => u128::from(*value as u32),
        Val::I64(value) => u128::from(*value as u64),
        Val::F32(value) => u128::from(value.to_bits()),
        Val::F64(value) => u128::from(value.to_bits()),
        Val::V128(value) => value.as_u128(),
        Val::FuncRef(reference) => u128::from(!reference.is_null()),
        Val::ExternRef(reference) => u128::from(!reference.is_null()),
    }
}

fn trapped(error: &Error) -> Result<Outcome, String> {
    Ok(Outcome::Trapped(match error.as_trap_code() {
        Some(TrapCode::UnreachableCodeReached) => "unreachable",
        Some(TrapCode::MemoryOutOfBounds) => "out of bounds memory access",
        Some(TrapCode::TableOutOfBounds) => "out of bounds table access",
        Some(TrapCode::IndirectCallToNull) => "uninitialized element",
        Some(TrapCode::IntegerDivisionByZero) => "integer divide by zero",
        Some(TrapCode::IntegerOverflow) => "integer overflow",
        Some(TrapCode::BadConversionToInteger) => "invalid conversion to integer",
        Some(TrapCode::BadSignature) => "indirect call type mismatch",
        // An empty segment that lies outside of its table.
        None if error.to_string().starts_with("out of bounds table access") => "out of bounds table access",
        other => return Err(format!("wasmi: {error} ({other:?})")),
    }))
}
