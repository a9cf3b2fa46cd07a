//! Modules in, a [`Plan`] of the program out: every decision about names, places, the memory image
//! and imports is made here.

mod constant;
mod entry;
mod error;
mod memory;
mod program;
mod reach;
mod segment;
mod symbol;
mod table;
mod wide_multiply;
mod wire;

pub use error::Error;
pub use memory::LINKED_BASE;
pub use program::{
    Action, Callee, Constant, DataSegment, ElementSegment, Entries, Entry, Function, FunctionRef, Global,
    Instance, Memory, Plan, PossibleTypes, Reference, Step, Table, Trampoline, TrampolineTarget, entry_kind,
};
pub use symbol::{RuntimeFunction, Symbol};
pub use wide_multiply::StoreOrder;
pub use wire::host_function_type;

use std::collections::HashMap;

use wasmparser::FuncType;

use crate::decode::Module;
use crate::request::Request;

/// Plans the program that `modules`, the decoded [`Request::modules`], make together.
pub fn plan<'a>(modules: Vec<Module<'a>>, request: &Request<'_>) -> Result<Plan<'a>, Error> {
    let mut planner = Planner::new(modules, request);
    for index in 0..planner.plan.modules.len() {
        wire::wire(&mut planner, index)?;
        segment::place(&mut planner, index);
    }
    entry::choose(&mut planner)?;
    reach::mark(&mut planner);
    memory::note_growth(&mut planner.plan);
    table::note_changes(&mut planner.plan);
    table::note_types(&mut planner.plan);
    planner.plan.host_memory = memory::of_host_functions(&planner.plan)?;
    Ok(planner.plan)
}

/// A plan in the making.
struct Planner<'a, 'r> {
    plan: Plan<'a>,
    request: &'r Request<'r>,
    /// Program-wide numbers of function types.
    type_ids: HashMap<FuncType, u32>,
}

impl<'a, 'r> Planner<'a, 'r> {
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
        };
        Planner { plan, request, type_ids: HashMap::new() }
    }

    /// The program-wide number of a function type; equal types have equal numbers.
    fn type_id(&mut self, ty: &FuncType) -> u32 {
        let next = self.type_ids.len() as u32 + 1;
        *self.type_ids.entry(ty.clone()).or_insert(next)
    }

    /// A reference to a function of an instance, by its index in the module.
    fn reference(&mut self, instance: usize, index: u32) -> Reference {
        let callee = self.plan.instances[instance].functions[index as usize];
        let ty = self.plan.modules[instance].function_type(index).clone();
        let type_id = self.type_id(&ty);
        let records = &mut self.plan.function_refs;
        let record = *self.plan.function_ref_index.entry(callee).or_insert_with(|| {
            records.push(FunctionRef { callee, type_id });
            records.len() as u32 - 1
        });
        Reference::Function(record)
    }
}
