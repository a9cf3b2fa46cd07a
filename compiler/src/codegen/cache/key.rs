//! A function in; out, the digest of all that its code follows from: its body and those inlined into
//! it, what the plan says of all that they may name, what a profile says of it, the target, the options and the
//! compiler.

use std::collections::BTreeSet;
use std::env;
use std::fmt::Debug;
use std::fs;

use sha2::{Digest, Sha256};

use super::Key;
use crate::codegen::profile;
use crate::plan::{Callee, Entry, Plan, StoreOrder};
use crate::profile::Profiling;
use crate::request::Request;

/// The keys of a program's functions.
pub(super) struct Keys<'p> {
    plan: &'p Plan<'p>,
    profiling: &'p Profiling,
    /// By instance: what all its functions have in common.
    common: Vec<Key>,
}

impl<'p> Keys<'p> {
    pub(super) fn new(plan: &'p Plan<'p>, request: &'p Request<'_>) -> Self {
        let mut program = Sha256::new();
        compiler(&mut program);
        note(&mut program, &(&request.target.triple.to_string(), &request.options));
        // A script's steps see what those before them did.
        let is_script = matches!(plan.entry, Entry::Script(_));
        note(&mut program, &(plan.memory_base, plan.vectors, plan.calls, is_script));
        state(&mut program, plan);
        note(&mut program, &request.profiling.kind());
        let instances = plan.instances.iter().zip(&plan.modules).map(|(instance, module)| {
            let mut hash = program.clone();
            note(&mut hash, &(&instance.tables, &instance.memories, &instance.globals, &instance.type_ids));
            note(&mut hash, &(&instance.data, &instance.elements, &module.types));
            note(&mut hash, &instance.asyncify_state);
            hash.finalize().into()
        });
        Keys { plan, profiling: &request.profiling, common: instances.collect() }
    }

    /// The key of a function, by its index in the plan.
    pub(super) fn of(&self, index: u32) -> Key {
        let mut hash = Sha256::new();
        hash.update(self.common[self.plan.functions[index as usize].instance as usize]);
        body(&mut hash, self.plan, index);
        if let Profiling::Use(profile) = self.profiling {
            note(&mut hash, &profile.facts(profile::name(self.plan, index)));
        }
        hash.finalize().into()
    }
}

/// Anything that prints all it is. A zero byte ends it, so that no two lists look the same.
fn note(hash: &mut Sha256, facts: &impl Debug) {
    hash.update(format!("{facts:?}\0"));
}

fn numbers(hash: &mut Sha256, numbers: &[u32]) {
    for number in numbers {
        hash.update(number.to_le_bytes());
    }
}

/// A compiler that was rebuilt makes other code, whatever its version says.
fn compiler(hash: &mut Sha256) {
    note(hash, &env!("CARGO_PKG_VERSION"));
    if let Ok(metadata) = env::current_exe().and_then(fs::metadata) {
        note(hash, &(metadata.len(), metadata.modified().ok()));
    }
}

/// Memories, tables and globals. What may change while the program runs is in no code.
fn state(hash: &mut Sha256, plan: &Plan<'_>) {
    for memory in &plan.memories {
        note(hash, &(memory.ty, memory.base, memory.reserved, memory.min_len, memory.max_len, memory.bounds));
    }
    for table in &plan.tables {
        note(hash, &(table.ty, table.instance, table.max_len, table.grown, table.written));
        note(hash, &(table.entries.len, table.possible_types, &table.sole_callees));
        for sole in table.sole_callees.values() {
            if let Callee::Defined(index) = sole.callee {
                callee(hash, plan, index);
            }
        }
    }
    for global in &plan.globals {
        note(hash, &(global.ty, (!global.ty.mutable).then_some(global.value)));
    }
}

/// A function's body, and all that it names by an index of the module.
fn body(hash: &mut Sha256, plan: &Plan<'_>, index: u32) {
    let function = &plan.functions[index as usize];
    let instance = &plan.instances[function.instance as usize];
    let module = &plan.modules[function.instance as usize];
    let body = plan.body(function);
    let code = body.code.as_bytes();
    let ty = module.functions[function.index as usize];
    numbers(hash, &[index, ty, function.takes_inlined.into(), code.len() as u32]);
    hash.update(code);
    let range = body.code.range();
    let hints = module.branch_hints.within(range.start as u32, range.end as u32);
    let hints: Vec<_> = hints.map(|(offset, is_likely)| (offset - range.start as u32, is_likely)).collect();
    note(hash, &hints);
    for reference in &body.function_refs {
        note(hash, &plan.reference_to(instance.functions[*reference as usize]));
    }
    for called in body.calls.iter().collect::<BTreeSet<_>>() {
        let target = instance.functions[*called as usize];
        numbers(hash, &[*called, module.functions[*called as usize]]);
        match target {
            Callee::Defined(index) => callee(hash, plan, index),
            Callee::Host(index) => numbers(hash, &[HOST, index]),
        }
    }
}

/// Stands for the instance of a function of the host.
const HOST: u32 = u32::MAX;

/// What takes the place of calls to a function.
fn callee(hash: &mut Sha256, plan: &Plan<'_>, index: u32) {
    let function = &plan.functions[index as usize];
    let order = match function.wide_multiply {
        None => 0,
        Some(StoreOrder::LowFirst) => 1,
        Some(StoreOrder::HighFirst) => 2,
    };
    numbers(hash, &[function.instance, index, order, function.inlined.into()]);
    numbers(hash, &[function.changes_asyncify_state.into()]);
    if function.inlined {
        body(hash, plan, index);
    }
}
