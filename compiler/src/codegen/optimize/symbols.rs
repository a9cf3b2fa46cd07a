//! Addresses of the program's state, each computed once, in; computed for each access out.
//!
//! An x86-64 instruction reaches what is at an address that the linker knows by itself, so the address needs no
//! register. One for all accesses takes a register from all that lies between them, or a place in the frame. Cranelift
//! knows no such operand: it is made of computation and access afterwards (`shorten/symbols.rs`), which must be near
//! for that.

use std::collections::HashMap;

use cranelift_codegen::entity::EntitySet;
use cranelift_codegen::ir::{ExternalName, Function, GlobalValueData, Inst, InstructionData, Opcode, Value};

use super::uses::{block_of, insts};
use crate::plan::Symbol;

/// How the addresses of globals are used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::codegen) enum Addresses {
    /// Each by one instruction of CLIF, which Cranelift makes few of, in a row.
    UsedOnce,
    /// In whatever way.
    Shared,
}

/// Computes anew the address of each access all over the function. How those of globals are used then.
pub(super) fn run(function: &mut Function) -> Addresses {
    let insts = insts(function);
    let mut symbols = EntitySet::new();
    for inst in &insts {
        if function.dfg.insts[*inst].opcode() == Opcode::SymbolValue {
            symbols.insert(function.dfg.first_result(*inst));
        }
    }
    if symbols.is_empty() {
        return Addresses::UsedOnce;
    }
    let mut accesses = Vec::new();
    let mut are_alone = true;
    for inst in insts.iter().copied() {
        let accessed = accessed(function, inst);
        for value in function.dfg.inst_values(inst).filter(|value| symbols.contains(*value)) {
            match accessed == Some(value) {
                true => accesses.push((inst, value)),
                false => are_alone &= !is_global(function, value),
            }
        }
    }
    let updates = updates(function, &insts, &accesses);
    let mut addresses = HashMap::new();
    for (access, shared) in accesses {
        let by_load = updates.get(&access).and_then(|load| addresses.get(load)).copied();
        are_alone &= by_load.is_none();
        let address = by_load.unwrap_or_else(|| {
            let symbol = function.dfg.value_def(shared).unwrap_inst();
            let copy = function.dfg.clone_inst(symbol);
            function.layout.insert_inst(copy, access);
            function.dfg.first_result(copy)
        });
        function.dfg.map_inst_values(access, |used| if used == shared { address } else { used });
        addresses.insert(access, address);
    }
    if are_alone { Addresses::UsedOnce } else { Addresses::Shared }
}

/// The address that a load or store accesses.
fn accessed(function: &Function, inst: Inst) -> Option<Value> {
    match function.dfg.insts[inst] {
        InstructionData::Load { arg: address, .. } | InstructionData::Store { args: [_, address], .. } => {
            Some(address)
        }
        _ => None,
    }
}

/// By store of what is computed from what is loaded from the same address in the same block, and used for nothing
/// else: the load. One instruction may do all that.
fn updates(function: &Function, insts: &[Inst], accesses: &[(Inst, Value)]) -> HashMap<Inst, Inst> {
    let inst_of = |value| function.dfg.value_def(value).inst();
    let update = |(store, address): &(Inst, Value)| {
        let InstructionData::Store { args: [stored, _], .. } = function.dfg.insts[*store] else {
            return None;
        };
        let InstructionData::Binary { args, .. } = function.dfg.insts[inst_of(stored)?] else { return None };
        let loads = args.into_iter().filter(|value| {
            let load = inst_of(*value).filter(|inst| function.dfg.insts[*inst].opcode() == Opcode::Load);
            load.and_then(|load| accessed(function, load)) == Some(*address)
        });
        let block = function.layout.inst_block(*store);
        let loaded = loads.into_iter().find(|value| block_of(function, *value) == block)?;
        Some((*store, stored, loaded))
    };
    let mut updates: Vec<_> = accesses.iter().filter_map(update).collect();
    if updates.is_empty() {
        return HashMap::new();
    }
    let (mut candidates, mut once, mut more) = (EntitySet::new(), EntitySet::new(), EntitySet::new());
    candidates.extend(updates.iter().flat_map(|(_, stored, loaded)| [*stored, *loaded]));
    for value in insts.iter().flat_map(|inst| function.dfg.inst_values(*inst)) {
        if candidates.contains(value) && !once.insert(value) {
            more.insert(value);
        }
    }
    updates.retain(|(_, stored, loaded)| !more.contains(*stored) && !more.contains(*loaded));
    updates.into_iter().filter_map(|(store, _, loaded)| Some((store, inst_of(loaded)?))).collect()
}

/// Whether the address of a symbol is that of a global.
fn is_global(function: &Function, address: Value) -> bool {
    let symbol = function.dfg.value_def(address).unwrap_inst();
    let InstructionData::UnaryGlobalValue { global_value, .. } = function.dfg.insts[symbol] else {
        return false;
    };
    let GlobalValueData::Symbol { name: ExternalName::User(name), .. } =
        &function.global_values[global_value]
    else {
        return false;
    };
    let name = &function.params.user_named_funcs()[*name];
    matches!(Symbol::from_external_name(name), Symbol::Global(_))
}
