//! What anything can reach from the program's entry: the rest is not compiled.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{Callee, Entry, Instance, Planner, Step, TrampolineTarget};

/// Marks the functions that are reachable and collects the host functions that are called.
///
/// What is only referred to is reached by calls of references of its type: none is another's subtype.
pub(super) fn mark(planner: &mut Planner<'_, '_>) {
    let mut reach = Reach { work: roots(planner), ..Reach::default() };
    let mut hosts = BTreeSet::new();
    let mut seen_refs = 0;
    loop {
        let refs = &planner.plan.function_refs;
        refs[seen_refs..].iter().for_each(|record| reach.refer(record.type_id, record.callee));
        seen_refs = refs.len();
        let Some(callee) = reach.work.pop() else { break };
        match callee {
            Callee::Host(host) => {
                hosts.insert(host);
            }
            Callee::Defined(function) => follow(planner, function, &mut reach),
        }
    }
    for record in &mut planner.plan.function_refs {
        record.called = reach.called_types.contains(&record.type_id);
    }
    planner.plan.hosts = hosts.into_iter().collect();
}

/// What is known to be reachable. Types are program-wide numbers.
#[derive(Default)]
struct Reach {
    /// What was not followed yet.
    work: Vec<Callee>,
    /// The types that references are called by.
    called_types: HashSet<u32>,
    /// By a type that none was called by yet: what is referred to.
    waiting: HashMap<u32, Vec<Callee>>,
}

impl Reach {
    /// Something reachable, or the first state, refers to a function.
    fn refer(&mut self, type_id: u32, callee: Callee) {
        match self.called_types.contains(&type_id) {
            true => self.work.push(callee),
            false => self.waiting.entry(type_id).or_default().push(callee),
        }
    }

    /// Something reachable calls references of a type.
    fn call(&mut self, type_id: u32) {
        if self.called_types.insert(type_id) {
            self.work.extend(self.waiting.remove(&type_id).into_iter().flatten());
        }
    }
}

/// What the runtime and the compiler's own code call.
pub(super) fn roots(planner: &Planner<'_, '_>) -> Vec<Callee> {
    let plan = &planner.plan;
    let mut roots = Vec::new();
    match &plan.entry {
        Entry::Command(callee) => roots.extend(callee),
        Entry::Invoke { initialize, .. } => roots.extend(initialize),
        Entry::Script(_) => {}
    }
    for trampoline in &plan.trampolines {
        if let TrampolineTarget::Call { callee, .. } = &trampoline.target {
            roots.push(*callee);
        }
    }
    for step in plan.instances.iter().flat_map(|instance| &instance.steps) {
        if let Step::Call(callee) = step {
            roots.push(*callee);
        }
    }
    roots
}

/// Marks a function, and what it calls as what is to be followed; references are recorded.
fn follow(planner: &mut Planner<'_, '_>, function: u32, reach: &mut Reach) {
    let function = &mut planner.plan.functions[function as usize];
    if std::mem::replace(&mut function.reachable, true) {
        return;
    }
    let instance = function.instance as usize;
    let module = &planner.plan.modules[instance];
    let body = &module.bodies[(function.index - module.imported_functions) as usize];
    let Instance { functions, type_ids, .. } = &planner.plan.instances[instance];
    reach.work.extend(body.calls.iter().map(|index| functions[*index as usize]));
    body.called_types.iter().for_each(|index| reach.call(type_ids[*index as usize]));
    for index in body.function_refs.clone() {
        planner.reference(instance, index);
    }
}
