//! An instance's index spaces: its imports, resolved to what earlier instances or the host provide,
//! then what it defines.

use ahead_abi::import::{self, WASI};
use ahead_abi::value::ValueType;
use wasmparser::{ExternalKind, FuncType, GlobalType, MemoryType, TableType, TypeRef, ValType};

use super::{
    Callee, Error, Function, Global, Instance, Planner, Step, constant, memory, table, types, wide_multiply,
};
use crate::quantity::quantity;

/// Wires the instance of module `index`; those before it are done.
pub(super) fn wire(planner: &mut Planner<'_, '_>, index: usize) -> Result<(), Error> {
    let name = &planner.request.modules[index].import_name;
    if planner.request.modules[..index].iter().any(|earlier| earlier.import_name == *name) {
        return Err(Error::DuplicateModule(name.clone()));
    }
    let mut instance = Instance {
        functions: Vec::new(),
        tables: Vec::new(),
        memories: Vec::new(),
        globals: Vec::new(),
        type_ids: planner.type_ids.of_module(&planner.plan.modules[index]),
        data: Vec::new(),
        elements: Vec::new(),
        asyncify_state: None,
        steps: Vec::new(),
    };
    for position in 0..planner.plan.modules[index].imports.len() {
        import(planner, index, position, &mut instance)?;
    }
    planner.plan.instances.push(instance);
    define(planner, index)
}

/// The functions, memories, globals and tables that the module itself defines.
fn define(planner: &mut Planner<'_, '_>, index: usize) -> Result<(), Error> {
    let plan = &mut planner.plan;
    let module = &plan.modules[index];
    for function in module.imported_functions..module.functions.len() as u32 {
        plan.instances[index].functions.push(Callee::Defined(plan.functions.len() as u32));
        let body = &module.bodies[(function - module.imported_functions) as usize];
        let wide_multiply = wide_multiply::recognise(module.function_type(function), &body.code);
        plan.functions.push(Function {
            instance: index as u32,
            index: function,
            reachable: false,
            wide_multiply,
            inlined: false,
            takes_inlined: false,
            own_code: false,
            changes_asyncify_state: false,
        });
    }
    let memories = module.memories[module.imported_memories as usize..].to_vec();
    for ty in memories {
        memory::define(planner, index, ty)?;
    }
    let globals =
        planner.plan.modules[index].imported_globals..planner.plan.modules[index].globals.len() as u32;
    for global in globals {
        let global = &planner.plan.modules[index].globals[global as usize];
        let (ty, init) = (global.ty, global.init.clone());
        let init = init.expect("a global that is not imported has an initial value");
        let value = constant::evaluate(planner, index, &init);
        planner.plan.instances[index].globals.push(planner.plan.globals.len() as u32);
        planner.plan.globals.push(Global { ty, instance: index as u32, value });
    }
    let tables = planner.plan.modules[index].imported_tables..planner.plan.modules[index].tables.len() as u32;
    for position in tables {
        table::define(planner, index, position)?;
    }
    Ok(())
}

/// Resolves one import and appends it to its index space.
fn import(
    planner: &mut Planner<'_, '_>,
    index: usize,
    position: usize,
    instance: &mut Instance,
) -> Result<(), Error> {
    let import = &planner.plan.modules[index].imports[position];
    let provider =
        planner.request.modules[..index].iter().position(|input| input.import_name == import.module);
    let Some(provider) = provider else {
        return import_host(planner, index, position, instance);
    };
    let plan = &planner.plan;
    let Some(export) = plan.modules[provider].export(import.name) else {
        return Err(unknown(planner, index, position));
    };
    let from = &plan.instances[provider];
    let position_in_kind = export.index as usize;
    let mismatch = |found: String| mismatch(planner, index, position, found);
    match (import.ty, export.kind) {
        (TypeRef::Func(ty), ExternalKind::Func) => {
            let found = plan.modules[provider].functions[export.index as usize];
            if from.type_ids[found as usize] != instance.type_ids[ty as usize] {
                return Err(mismatch(function_type(plan.modules[provider].function_type(export.index))));
            }
            instance.functions.push(from.functions[position_in_kind]);
        }
        (TypeRef::Memory(ty), ExternalKind::Memory) => {
            let memory = from.memories[position_in_kind];
            let found = &plan.memories[memory as usize];
            if !memory_matches(&ty, &found.ty) {
                return Err(mismatch(memory_type(&found.ty)));
            }
            let bytes = ty.initial << found.page_shift();
            if bytes > found.min_len {
                instance.steps.push(Step::RequireMemory { memory, bytes });
            }
            instance.memories.push(memory);
        }
        (TypeRef::Table(ty), ExternalKind::Table) => {
            let table = from.tables[position_in_kind];
            let found = &plan.tables[table as usize];
            let found_ids = &plan.instances[found.instance as usize].type_ids;
            if !table_matches(&ty, &instance.type_ids, &found.ty, found_ids) {
                return Err(mismatch(table_type(&found.ty)));
            }
            if ty.initial > found.entries.len {
                instance.steps.push(Step::RequireTable { table, entries: ty.initial });
            }
            instance.tables.push(table);
        }
        (TypeRef::Global(ty), ExternalKind::Global) => {
            let global = from.globals[position_in_kind];
            let found = &plan.globals[global as usize];
            let found_ids = &plan.instances[found.instance as usize].type_ids;
            if !global_matches(&ty, &instance.type_ids, &found.ty, found_ids) {
                return Err(mismatch(global_type(&found.ty)));
            }
            instance.globals.push(global);
        }
        (_, kind) => return Err(mismatch(format!("a {}", kind_name(kind)))),
    }
    Ok(())
}

/// Resolves an import that no module of the program provides.
fn import_host(
    planner: &mut Planner<'_, '_>,
    index: usize,
    position: usize,
    instance: &mut Instance,
) -> Result<(), Error> {
    let module = &planner.plan.modules[index];
    let import = &module.imports[position];
    let (Some(host), TypeRef::Func(ty)) = (import::find(import.module, import.name), import.ty) else {
        return Err(unknown(planner, index, position));
    };
    let expected = host_function_type(host);
    if module.types[ty as usize] != expected {
        return Err(mismatch(planner, index, position, function_type(&expected)));
    }
    instance.functions.push(Callee::Host(host as u32));
    Ok(())
}

/// The type of a host function, by its index in [`WASI`].
pub fn host_function_type(host: usize) -> FuncType {
    let value = |ty: &ValueType| match ty {
        ValueType::I64 => ValType::I64,
        ValueType::F32 => ValType::F32,
        ValueType::F64 => ValType::F64,
        _ => ValType::I32,
    };
    let function = &WASI[host];
    FuncType::new(function.params.iter().map(value), function.results.iter().map(value))
}

/// Whether a memory of type `found` may be imported as `wanted`, current sizes aside.
fn memory_matches(wanted: &MemoryType, found: &MemoryType) -> bool {
    wanted.memory64 == found.memory64
        && wanted.shared == found.shared
        && wanted.page_size_log2.unwrap_or(16) == found.page_size_log2.unwrap_or(16)
        && maximum_matches(wanted.maximum, found.maximum)
}

fn table_matches(wanted: &TableType, wanted_ids: &[u32], found: &TableType, found_ids: &[u32]) -> bool {
    let (wanted_element, found_element) = (wanted.element_type.into(), found.element_type.into());
    types::equal(wanted_element, wanted_ids, found_element, found_ids)
        && wanted.table64 == found.table64
        && maximum_matches(wanted.maximum, found.maximum)
}

fn global_matches(wanted: &GlobalType, wanted_ids: &[u32], found: &GlobalType, found_ids: &[u32]) -> bool {
    let matches = if wanted.mutable { types::equal } else { types::matches };
    wanted.mutable == found.mutable && matches(found.content_type, found_ids, wanted.content_type, wanted_ids)
}

fn maximum_matches(wanted: Option<u64>, found: Option<u64>) -> bool {
    wanted.is_none_or(|wanted| found.is_some_and(|found| found <= wanted))
}

fn unknown(planner: &Planner<'_, '_>, index: usize, position: usize) -> Error {
    let module = &planner.plan.modules[index];
    let import = &module.imports[position];
    Error::UnknownImport {
        file: module.file_name.clone(),
        target: planner.request.target.name,
        module: import.module.to_string(),
        name: import.name.to_string(),
    }
}

fn mismatch(planner: &Planner<'_, '_>, index: usize, position: usize, found: String) -> Error {
    let module = &planner.plan.modules[index];
    let import = &module.imports[position];
    let expected = match import.ty {
        TypeRef::Func(ty) => function_type(&module.types[ty as usize]),
        TypeRef::Memory(ty) => memory_type(&ty),
        TypeRef::Table(ty) => table_type(&ty),
        TypeRef::Global(ty) => global_type(&ty),
        other => format!("{other:?}"),
    };
    Error::IncompatibleImport {
        file: module.file_name.clone(),
        module: import.module.to_string(),
        name: import.name.to_string(),
        expected,
        found,
    }
}

/// A function type as the text format writes it.
pub(super) fn function_type(ty: &FuncType) -> String {
    let list = |types: &[ValType]| types.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    format!("a function [{}] -> [{}]", list(ty.params()), list(ty.results()))
}

fn memory_type(ty: &MemoryType) -> String {
    format!("a memory of {}{}", quantity(ty.initial, ["page", "pages"]), maximum(ty.maximum))
}

fn table_type(ty: &TableType) -> String {
    format!("a table of {} {}{}", ty.initial, ty.element_type, maximum(ty.maximum))
}

fn global_type(ty: &GlobalType) -> String {
    format!("a {} global {}", if ty.mutable { "mutable" } else { "constant" }, ty.content_type)
}

fn maximum(limit: Option<u64>) -> String {
    limit.map(|limit| format!(", at most {limit}")).unwrap_or_default()
}

fn kind_name(kind: ExternalKind) -> &'static str {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => "function",
        ExternalKind::Table => "table",
        ExternalKind::Memory => "memory",
        ExternalKind::Global => "global",
        ExternalKind::Tag => "tag",
    }
}
