//! Modules in; which of them Binaryen's Asyncify instrumented, and which functions may stop or resume what
//! is running, out.
//!
//! An instrumented function asks before each thing it does whether the program runs as usual, by a global of
//! the module. It is 0 then; what may be another after a call is decided by what the callee reaches.

use std::collections::HashSet;

use wasmparser::{ExternalKind, Operator, ValType};

use super::{Callee, Plan};
use crate::decode::Module;

/// The export that every instrumented module has, whose function returns the global.
const GET_STATE: &str = "asyncify_get_state";

/// Notes the global of each instrumented module, and the functions that may change one.
pub(super) fn note(plan: &mut Plan<'_>) {
    for (module, instance) in plan.modules.iter().zip(&mut plan.instances) {
        instance.asyncify_state = state(module).map(|index| instance.globals[index as usize]);
    }
    if plan.instances.iter().any(|instance| instance.asyncify_state.is_some()) {
        note_changes(plan);
    }
}

/// The global, by its index in the module.
fn state(module: &Module<'_>) -> Option<u32> {
    let export = module.export(GET_STATE).filter(|export| export.kind == ExternalKind::Func)?;
    let body = &module.bodies[export.index.checked_sub(module.imported_functions)? as usize];
    let mut operators = body.code.get_operators_reader().expect("the body was validated");
    let Ok(Operator::GlobalGet { global_index }) = operators.read() else { return None };
    let Ok(Operator::End) = operators.read() else { return None };
    let ty = module.globals[global_index as usize].ty;
    (ty.mutable && ty.content_type == ValType::I32).then_some(global_index)
}

/// Marks the functions that set such a global, of whatever instance, or call what may: any through tables and
/// references may.
fn note_changes(plan: &mut Plan<'_>) {
    let states: HashSet<u32> = plan.instances.iter().filter_map(|instance| instance.asyncify_state).collect();
    let mut callers = vec![Vec::new(); plan.functions.len()];
    let mut changing = Vec::new();
    for (index, function) in (0..).zip(&plan.functions) {
        let instance = &plan.instances[function.instance as usize];
        let body = plan.body(function);
        let sets = |global: &u32| states.contains(&instance.globals[*global as usize]);
        let changes = !body.called_types.is_empty() || body.effects.globals_set.iter().any(sets);
        for called in &body.calls {
            if let Callee::Defined(callee) = instance.functions[*called as usize] {
                callers[callee as usize].push(index);
            }
        }
        if changes {
            changing.push(index);
        }
    }
    while let Some(index) = changing.pop() {
        let function = &mut plan.functions[index as usize];
        if !std::mem::replace(&mut function.changes_asyncify_state, true) {
            changing.append(&mut callers[index as usize]);
        }
    }
}
