//! Machine code, function after function, in one section.

use std::collections::HashMap;

use cranelift_codegen::ir::{LibCall, Signature};
use cranelift_codegen::isa::CallConv;
use cranelift_module::{DataId, FuncId, Linkage, Module, ModuleError, ModuleReloc, ModuleRelocTarget};
use cranelift_object::{ObjectBuilder, ObjectModule};

use super::Error;
use super::name::SymbolNames;
use super::writer::Writer;
use crate::codegen::{Code, CompiledFunction, RelocationTarget};
use crate::plan::{Plan, Symbol};

/// Writes all functions; the data they refer to is declared.
pub(super) fn write<'p>(plan: &'p Plan<'p>, code: &Code) -> Result<Writer<'p>, Error> {
    let builder =
        ObjectBuilder::new(code.isa.clone(), "ahead", Box::new(libcall_name)).map_err(module_error)?;
    let mut declarations = Declarations {
        module: ObjectModule::new(builder),
        names: SymbolNames::new(plan),
        functions: HashMap::new(),
        data: HashMap::new(),
    };
    for function in &code.functions {
        declarations.function(function.symbol, Linkage::Local)?;
    }
    for function in &code.functions {
        define(&mut declarations, function)?;
    }
    let Declarations { module, names, functions, data } = declarations;
    let product = module.finish();
    let mut symbols = HashMap::new();
    for (symbol, id) in functions {
        symbols.insert(symbol, product.function_symbol(id));
    }
    for (symbol, id) in data {
        symbols.insert(symbol, product.data_symbol(id));
    }
    Ok(Writer::new(product.object, symbols, names))
}

struct Declarations<'p> {
    module: ObjectModule,
    names: SymbolNames<'p>,
    functions: HashMap<Symbol, FuncId>,
    data: HashMap<Symbol, DataId>,
}

impl Declarations<'_> {
    fn function(&mut self, symbol: Symbol, linkage: Linkage) -> Result<FuncId, Error> {
        if let Some(id) = self.functions.get(&symbol) {
            return Ok(*id);
        }
        let name = self.names.name(symbol);
        // Objects have no signatures.
        let signature = Signature::new(CallConv::SystemV);
        let id = self.module.declare_function(&name, linkage, &signature).map_err(module_error)?;
        self.functions.insert(symbol, id);
        Ok(id)
    }

    fn data(&mut self, symbol: Symbol) -> Result<DataId, Error> {
        if let Some(id) = self.data.get(&symbol) {
            return Ok(*id);
        }
        let name = self.names.name(symbol);
        let id = self.module.declare_data(&name, Linkage::Import, true, false).map_err(module_error)?;
        self.data.insert(symbol, id);
        Ok(id)
    }

    fn target(&mut self, own: FuncId, target: &RelocationTarget) -> Result<ModuleRelocTarget, Error> {
        Ok(match target {
            RelocationTarget::Symbol(symbol) if symbol.is_function() => {
                self.function(*symbol, Linkage::Import)?.into()
            }
            RelocationTarget::Symbol(symbol) => self.data(*symbol)?.into(),
            RelocationTarget::Own(offset) => ModuleRelocTarget::FunctionOffset(own, *offset),
            RelocationTarget::LibCall(libcall) => ModuleRelocTarget::LibCall(*libcall),
        })
    }
}

fn define(declarations: &mut Declarations<'_>, function: &CompiledFunction) -> Result<(), Error> {
    let id = declarations.functions[&function.symbol];
    let mut relocations = Vec::with_capacity(function.relocations.len());
    for relocation in &function.relocations {
        relocations.push(ModuleReloc {
            offset: relocation.offset,
            kind: relocation.kind,
            name: declarations.target(id, &relocation.target)?,
            addend: relocation.addend,
        });
    }
    declarations
        .module
        .define_function_bytes(id, function.alignment.into(), &function.code, &relocations)
        .map_err(module_error)
}

/// The runtime's symbol for an instruction that the processor lacks.
fn libcall_name(libcall: LibCall) -> String {
    let name = match libcall {
        LibCall::CeilF32 => "ceil_f32",
        LibCall::CeilF64 => "ceil_f64",
        LibCall::FloorF32 => "floor_f32",
        LibCall::FloorF64 => "floor_f64",
        LibCall::TruncF32 => "trunc_f32",
        LibCall::TruncF64 => "trunc_f64",
        LibCall::NearestF32 => "nearest_f32",
        LibCall::NearestF64 => "nearest_f64",
        LibCall::FmaF32 => "fma_f32",
        LibCall::FmaF64 => "fma_f64",
        LibCall::X86Pshufb => "x86_pshufb",
        other => return other.to_string(),
    };
    format!("ahead_{name}")
}

fn module_error(error: ModuleError) -> Error {
    Error::Module(error.to_string())
}
