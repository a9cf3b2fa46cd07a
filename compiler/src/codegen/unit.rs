//! Which functions there are to compile, in the order in which they are laid out.

use crate::plan::{Callee, Plan, Symbol};

/// Every function that is compiled: those of the modules in their order, then the compiler's own.
pub(super) fn all(plan: &Plan<'_>) -> Vec<Symbol> {
    let compiled = (0..).zip(&plan.functions).filter(|(_, function)| function.own_code);
    let mut units: Vec<Symbol> = compiled.map(|(index, _)| Symbol::Function(index)).collect();
    for record in plan.function_refs.iter().filter(|record| record.called) {
        if let Callee::Host(host) = record.callee {
            units.push(Symbol::HostThunk(host));
        }
    }
    units.extend((0..plan.instances.len() as u32).map(Symbol::Initialize));
    units.push(Symbol::InitializeProgram);
    units.extend(plan.adapted_entry().map(|_| Symbol::Entry));
    units.extend((0..plan.trampolines.len() as u32).map(Symbol::Trampoline));
    units
}
