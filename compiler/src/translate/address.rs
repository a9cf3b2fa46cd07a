//! Where the state of a program lives: the one place that forms its addresses.

use std::collections::HashMap;

use cranelift_codegen::ir::{
    AliasRegionData, ExtFuncData, ExternalName, FuncRef, GlobalValue, GlobalValueData, InstBuilder,
    MemFlagsData, SigRef, Signature, Value,
};
use cranelift_frontend::FunctionBuilder;

use super::types::POINTER;
use crate::plan::Symbol;

/// What a function has imported so far, so that each thing is imported once.
#[derive(Default)]
pub(super) struct Addresses {
    values: HashMap<Symbol, GlobalValue>,
    functions: HashMap<Symbol, FuncRef>,
    signatures: HashMap<u32, SigRef>,
}

impl Addresses {
    /// The address of `symbol`, which is data.
    pub(super) fn of(&mut self, builder: &mut FunctionBuilder<'_>, symbol: Symbol) -> Value {
        let value = *self.values.entry(symbol).or_insert_with(|| {
            let name = builder.func.declare_imported_user_function(symbol.external_name());
            builder.create_global_value(GlobalValueData::Symbol {
                name: ExternalName::user(name),
                offset: 0.into(),
                colocated: true,
                tls: false,
            })
        });
        builder.ins().symbol_value(POINTER, value)
    }

    /// The function `symbol`, to call.
    pub(super) fn function(
        &mut self,
        builder: &mut FunctionBuilder<'_>,
        symbol: Symbol,
        signature: impl FnOnce() -> Signature,
    ) -> FuncRef {
        *self.functions.entry(symbol).or_insert_with(|| {
            let name = builder.func.declare_imported_user_function(symbol.external_name());
            let signature = builder.import_signature(signature());
            builder.import_function(ExtFuncData {
                name: ExternalName::user(name),
                signature,
                colocated: true,
                patchable: false,
            })
        })
    }

    /// The signature of the type at `type_index` of the function's module, for indirect calls.
    pub(super) fn signature(
        &mut self,
        builder: &mut FunctionBuilder<'_>,
        type_index: u32,
        signature: impl FnOnce() -> Signature,
    ) -> SigRef {
        *self.signatures.entry(type_index).or_insert_with(|| builder.import_signature(signature()))
    }
}

/// The memory that a region is, by its index in the plan.
pub(crate) fn memory_of(region: &AliasRegionData) -> Option<u32> {
    region.user_id.is_multiple_of(REGION_KINDS).then_some(region.user_id / REGION_KINDS)
}

/// How many kinds of regions there are.
const REGION_KINDS: u32 = 4;

/// A part of the program's state that no other part overlaps.
#[derive(Clone, Copy)]
pub(super) enum Region {
    /// Contents of a linear memory.
    Memory(u32),
    /// Contents of a table.
    Table(u32),
    /// A global.
    Global(u32),
    /// Descriptors of memories, tables and segments, and records of functions.
    Descriptors,
}

impl Region {
    /// Flags of an access to this region that may trap.
    pub(super) fn flags(self, builder: &mut FunctionBuilder<'_>) -> MemFlagsData {
        MemFlagsData::new().with_alias_region(Some(self.alias_region(builder)))
    }

    /// Flags of an aligned access to this region that cannot trap.
    pub(super) fn trusted_flags(self, builder: &mut FunctionBuilder<'_>) -> MemFlagsData {
        MemFlagsData::trusted().with_alias_region(Some(self.alias_region(builder)))
    }

    fn alias_region(self, builder: &mut FunctionBuilder<'_>) -> cranelift_codegen::ir::AliasRegion {
        let user_id = match self {
            Region::Memory(index) => index * REGION_KINDS,
            Region::Table(index) => index * REGION_KINDS + 1,
            Region::Global(index) => index * REGION_KINDS + 2,
            Region::Descriptors => 3,
        };
        let regions = &mut builder.func.dfg.alias_regions;
        regions.get(user_id).unwrap_or_else(|| {
            regions.insert(AliasRegionData { user_id, description: self.description().into() })
        })
    }

    /// What it is called in texts.
    fn description(self) -> String {
        match self {
            Region::Memory(index) => format!("memory {index}"),
            Region::Table(index) => format!("table {index}"),
            Region::Global(index) => format!("global {index}"),
            Region::Descriptors => "descriptors".to_string(),
        }
    }
}
