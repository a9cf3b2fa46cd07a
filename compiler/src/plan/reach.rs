//! What anything can reach from the program's entry: the rest is not compiled.

use super::{Callee, Entry, Planner, Step, TrampolineTarget};

/// Marks the functions that are reachable and collects the host functions that are called.
pub(super) fn mark(planner: &mut Planner<'_, '_>) {
    let mut work = roots(planner);
    let mut hosts = std::collections::BTreeSet::new();
    let mut seen_refs = 0;
    loop {
        let refs = &planner.plan.function_refs;
        work.extend(refs[seen_refs..].iter().map(|record| record.callee));
        seen_refs = refs.len();
        let Some(callee) = work.pop() else { break };
        match callee {
            Callee::Host(host) => {
                hosts.insert(host);
            }
            Callee::Defined(function) => follow(planner, function, &mut work),
        }
    }
    planner.plan.hosts = hosts.into_iter().collect();
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

/// Marks a function, and puts what it calls on the list of work; references are recorded.
fn follow(planner: &mut Planner<'_, '_>, function: u32, work: &mut Vec<Callee>) {
    let function = &mut planner.plan.functions[function as usize];
    if std::mem::replace(&mut function.reachable, true) {
        return;
    }
    let instance = function.instance as usize;
    let module = &planner.plan.modules[instance];
    let body = &module.bodies[(function.index - module.imported_functions) as usize];
    let functions = &planner.plan.instances[instance].functions;
    work.extend(body.calls.iter().map(|index| functions[*index as usize]));
    for index in body.function_refs.clone() {
        planner.reference(instance, index);
    }
}
