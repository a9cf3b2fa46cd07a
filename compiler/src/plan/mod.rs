//! Modules in, a [`Plan`] of the program out: every decision about names, places, the memory image
//! and imports is made here.

mod asyncify;
mod constant;
mod entry;
mod error;
mod inline;
mod memory;
mod program;
mod reach;
mod segment;
mod symbol;
mod table;
mod types;
mod wide_multiply;
mod wire;

pub use error::Error;
pub use memory::{LINKED_BASE, displacement_bases, room};
pub use program::{
    Action, Callee, Calls, Constant, DataSegment, ElementSegment, Entries, Entry, Function, FunctionRef,
    Global, Instance, Memory, Plan, PossibleTypes, Reference, SoleCallee, Step, Table, Trampoline,
    TrampolineTarget, Vectors, entry_kind,
};
pub use symbol::{Part, RuntimeFunction, Symbol};
pub use wide_multiply::StoreOrder;
pub use wire::host_function_type;

use std::collections::HashMap;

use target_lexicon::Architecture;

use crate::decode::Module;
use crate::request::{OptLevel, Request};
use types::TypeIds;

/// Plans the program that `modules`, the decoded [`Request::modules`], make together.
pub fn plan<'a>(modules: Vec<Module<'a>>, request: &Request<'_>) -> Result<Plan<'a>, Error> {
    let mut planner = Planner::new(modules, request);
    for index in 0..planner.plan.modules.len() {
        wire::wire(&mut planner, index)?;
        segment::place(&mut planner, index);
    }
    entry::choose(&mut planner)?;
    reach::mark(&mut planner);
    planner.plan.calls = calls(&planner.plan);
    inline::choose(&mut planner);
    if request.options.opt_level != OptLevel::None {
        asyncify::note(&mut planner.plan);
    }
    memory::note_growth(&mut planner.plan);
    table::note_changes(&mut planner.plan);
    table::note_types(&mut planner.plan);
    planner.plan.host_memory = memory::of_host_functions(&planner.plan)?;
    Ok(planner.plan)
}

/// What vectors are to the processor asked for: only RISC-V has none without an extension.
fn vectors(request: &Request<'_>) -> Vectors {
    let riscv = matches!(request.target.triple.architecture, Architecture::Riscv64(_));
    match riscv && !request.options.cpu.iter().any(|setting| setting == "has_v") {
        true => Vectors::Scalar,
        false => Vectors::Native,
    }
}

/// How functions call each other: what tail calls need costs the others their saved registers.
fn calls(plan: &Plan<'_>) -> Calls {
    let mut reachable = plan.functions.iter().filter(|function| function.reachable);
    match reachable.any(|function| plan.body(function).effects.tail_calls) {
        true => Calls::Tail,
        false => Calls::Platform,
    }
}

/// A plan in the making.
struct Planner<'a, 'r> {
    plan: Plan<'a>,
    request: &'r Request<'r>,
    type_ids: TypeIds,
}

impl<'a, 'r> Planner<'a, 'r> {
    /// The error that module `index` asks for more of something than there is.
    fn too_many(&self, index: usize, what: &'static str, count: u64, limit: u64) -> Error {
        let file = self.plan.modules[index].file_name.clone();
        Error::TooMany { file, target: self.request.target.name, what, count, limit }
    }

    fn new(modules: Vec<Module<'a>>, request: &'r Request<'r>) -> Self {
        let plan = Plan {
            modules,
            instances: Vec::new(),
            functions: Vec::new(),
            memories: Vec::new(),
            tables: Vec::new(),
            globals: Vec::new(),
            data_segments: Vec::new(),
            element_segments: Vec::new(),
            function_refs: Vec::new(),
            function_ref_index: HashMap::new(),
            trampolines: Vec::new(),
            hosts: Vec::new(),
            denied: request.grants.denied.clone(),
            entry: Entry::Command(None),
            host_memory: None,
            memory_base: request.target.memory_base,
            vectors: vectors(request),
            calls: Calls::Platform,
        };
        Planner { plan, request, type_ids: TypeIds::default() }
    }

    /// A reference to a function of an instance, by its index in the module.
    fn reference(&mut self, instance: usize, index: u32) -> Reference {
        let type_index = self.plan.modules[instance].functions[index as usize];
        let instance = &self.plan.instances[instance];
        let callee = instance.functions[index as usize];
        let type_id = instance.type_ids[type_index as usize];
        let records = &mut self.plan.function_refs;
        let record = *self.plan.function_ref_index.entry(callee).or_insert_with(|| {
            records.push(FunctionRef { callee, type_id, called: false });
            records.len() as u32 - 1
        });
        Reference::Function(record)
    }
}
