//! Tables: their first entries, and whether they change.

use std::collections::BTreeMap;

use super::{
    Entries, Error, FunctionRef, Plan, Planner, PossibleTypes, Reference, SoleCallee, Step, Table, constant,
};

/// Entries that a table may have: 160 MB of them. `table.grow` answers -1 beyond.
const MAX_ENTRIES: u64 = 10_000_000;

/// Adds the table at `position` of module `index`, which defines it.
pub(super) fn define(planner: &mut Planner<'_, '_>, index: usize, position: u32) -> Result<(), Error> {
    let table = &planner.plan.modules[index].tables[position as usize];
    let (ty, init) = (table.ty, table.init.clone());
    if ty.initial > MAX_ENTRIES {
        return Err(planner.too_many(index, "table entries", ty.initial, MAX_ENTRIES));
    }
    let default = constant::evaluate_reference(planner, index, &init);
    planner.plan.instances[index].tables.push(planner.plan.tables.len() as u32);
    planner.plan.tables.push(Table {
        ty,
        instance: index as u32,
        entries: Entries { default, set: BTreeMap::new(), len: ty.initial },
        max_len: ty.maximum.unwrap_or(MAX_ENTRIES).min(MAX_ENTRIES),
        grown: false,
        written: false,
        possible_types: PossibleTypes::Any,
        sole_callees: BTreeMap::new(),
    });
    Ok(())
}

/// Notes which tables the program may write to or grow, now that it is known what is reachable.
pub(super) fn note_changes(plan: &mut Plan<'_>) {
    for function in plan.functions.iter().filter(|function| function.reachable) {
        let module = &plan.modules[function.instance as usize];
        let instance = &plan.instances[function.instance as usize];
        let effects = &module.bodies[(function.index - module.imported_functions) as usize].effects;
        for table in &effects.tables_written {
            plan.tables[instance.tables[*table as usize] as usize].written = true;
        }
        for table in &effects.tables_grown {
            plan.tables[instance.tables[*table as usize] as usize].grown = true;
        }
    }
    for step in plan.instances.iter().flat_map(|instance| &instance.steps) {
        if let Step::ApplyElements { table, .. } = step {
            plan.tables[*table as usize].written = true;
        }
    }
}

/// Notes what calls through each table may find: known only where nothing writes to it.
pub(super) fn note_types(plan: &mut Plan<'_>) {
    let function_refs = &plan.function_refs;
    for table in plan.tables.iter_mut().filter(|table| !table.written) {
        let entries = &table.entries;
        let all_set = entries.set.len() as u64 == entries.len;
        let default = (!all_set).then_some(&entries.default);
        let mut nulls = false;
        let mut types = std::collections::BTreeSet::new();
        for reference in entries.set.values().chain(default) {
            match reference {
                Reference::Null => nulls = true,
                Reference::Function(record) => {
                    types.insert(function_refs[*record as usize].type_id);
                }
            }
        }
        table.possible_types = match (types.first(), types.len(), nulls) {
            (Some(only), 1, false) => PossibleTypes::Only(*only),
            (Some(only), 1, true) => PossibleTypes::OnlyOrNull(*only),
            _ => PossibleTypes::Any,
        };
        table.sole_callees = sole_callees(&table.entries, function_refs);
    }
}

/// By number of a type: its function, of those types of which there is but one.
fn sole_callees(entries: &Entries, function_refs: &[FunctionRef]) -> BTreeMap<u32, SoleCallee> {
    let all_set = entries.set.len() as u64 == entries.len;
    let default = (!all_set).then_some((None, &entries.default));
    let set = entries.set.iter().map(|(index, reference)| (Some(*index), reference));
    let mut found: BTreeMap<u32, Option<SoleCallee>> = BTreeMap::new();
    for (index, reference) in set.chain(default) {
        let Reference::Function(record) = reference else { continue };
        let FunctionRef { callee, type_id, .. } = function_refs[*record as usize];
        let sole = found.entry(type_id).or_insert(Some(SoleCallee { callee, index }));
        match sole {
            Some(known) if known.callee != callee => *sole = None,
            Some(known) if known.index != index => known.index = None,
            _ => {}
        }
    }
    found.into_iter().filter_map(|(type_id, sole)| Some((type_id, sole?))).collect()
}
