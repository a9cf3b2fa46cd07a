//! The sections of a module, each validated as it is read.

use wasmparser::{
    CompositeInnerType, DataKind, ElementItems, ElementKind, Encoding, ExternalKind, KnownCustom, Parser,
    Payload, TableInit, TypeRef, ValidPayload, Validator, WasmFeatures,
};

use super::body::Unvalidated;
use super::hint;
use super::{
    ConstExpr, DataSegment, ElementSegment, Error, Export, Global, Import, Module, SegmentMode, Table,
};

/// Reads all sections; the bodies are found, but not validated yet, nor what hints on branches refer to.
pub(super) fn read<'a>(
    bytes: &'a [u8],
    file_name: &str,
    features: WasmFeatures,
) -> Result<(Module<'a>, Vec<Unvalidated<'a>>, hint::Section), Error> {
    let mut module = Module { file_name: file_name.to_string(), bytes, features, ..Module::default() };
    let mut bodies = Vec::new();
    let mut hints = hint::Section::new();
    let mut validator = Validator::new_with_features(features);
    for payload in Parser::new(0).parse_all(bytes) {
        let result = payload.and_then(|payload| {
            if let Payload::Version { encoding: Encoding::Component, .. } = payload {
                return Ok(Step::Component);
            }
            if let ValidPayload::Func(func, body) = validator.payload(&payload)? {
                bodies.push((func, body));
            }
            read_payload(payload, &mut module, &mut hints)?;
            Ok(Step::Next)
        });
        match result {
            Ok(Step::Next) => {}
            Ok(Step::Component) => return Err(Error::Component { file: module.file_name }),
            Err(error) => return Err(Error::invalid(&module, None, &error)),
        }
    }
    suggest_names(&mut module);
    Ok((module, bodies, hints))
}

enum Step {
    Next,
    Component,
}

fn read_payload<'a>(
    payload: Payload<'a>,
    module: &mut Module<'a>,
    hints: &mut hint::Section,
) -> Result<(), wasmparser::Error> {
    match payload {
        Payload::TypeSection(reader) => {
            for group in reader {
                let start = module.types.len() as u32;
                for ty in group?.into_types() {
                    match ty.composite_type.inner {
                        CompositeInnerType::Func(func) => module.types.push(func),
                        _ => unreachable!("the validator refuses types of unsupported proposals"),
                    }
                }
                module.type_groups.push(start..module.types.len() as u32);
            }
        }
        Payload::ImportSection(reader) => {
            for import in reader.into_imports() {
                read_import(import?, module);
            }
        }
        Payload::FunctionSection(reader) => {
            for ty in reader {
                module.functions.push(ty?);
            }
        }
        Payload::TableSection(reader) => {
            for table in reader {
                let table = table?;
                let init = match table.init {
                    TableInit::RefNull => ConstExpr::null(),
                    TableInit::Expr(expr) => ConstExpr::read(&expr)?,
                };
                module.tables.push(Table { ty: table.ty, init });
            }
        }
        Payload::MemorySection(reader) => {
            for memory in reader {
                module.memories.push(memory?);
            }
        }
        Payload::GlobalSection(reader) => {
            for global in reader {
                let global = global?;
                let init = Some(ConstExpr::read(&global.init_expr)?);
                module.globals.push(Global { ty: global.ty, init });
            }
        }
        Payload::ExportSection(reader) => {
            for export in reader {
                let export = export?;
                module.exports.push(Export { name: export.name, kind: export.kind, index: export.index });
            }
        }
        Payload::StartSection { func, .. } => module.start = Some(func),
        Payload::ElementSection(reader) => {
            for element in reader {
                module.elements.push(read_element(element?)?);
            }
        }
        Payload::DataSection(reader) => {
            for data in reader {
                module.data.push(read_data(data?)?);
            }
        }
        Payload::CustomSection(section) => match section.as_known() {
            KnownCustom::Name(_) => {
                module
                    .names
                    .read_section(wasmparser::BinaryReader::new(section.data(), section.data_offset()));
            }
            KnownCustom::BranchHints(reader) => hint::read_section(hints, reader),
            _ => {}
        },
        _ => {}
    }
    Ok(())
}

fn read_import<'a>(import: wasmparser::Import<'a>, module: &mut Module<'a>) {
    match import.ty {
        TypeRef::Func(ty) => {
            module.functions.push(ty);
            module.imported_functions += 1;
        }
        TypeRef::Table(ty) => {
            module.tables.push(Table { ty, init: ConstExpr::null() });
            module.imported_tables += 1;
        }
        TypeRef::Memory(ty) => {
            module.memories.push(ty);
            module.imported_memories += 1;
        }
        TypeRef::Global(ty) => {
            module.globals.push(Global { ty, init: None });
            module.imported_globals += 1;
        }
        _ => unreachable!("the validator refuses imports of unsupported proposals"),
    }
    module.imports.push(Import { module: import.module, name: import.name, ty: import.ty });
}

fn read_element(element: wasmparser::Element<'_>) -> Result<ElementSegment, wasmparser::Error> {
    let mode = match element.kind {
        ElementKind::Passive => SegmentMode::Passive,
        ElementKind::Declared => SegmentMode::Declared,
        ElementKind::Active { table_index, offset_expr } => {
            SegmentMode::Active { target: table_index.unwrap_or(0), offset: ConstExpr::read(&offset_expr)? }
        }
    };
    let (ty, items) = match element.items {
        ElementItems::Functions(functions) => (
            wasmparser::RefType::FUNCREF,
            functions.into_iter().map(|index| index.map(ConstExpr::function)).collect::<Result<_, _>>()?,
        ),
        ElementItems::Expressions(ty, expressions) => {
            (ty, expressions.into_iter().map(|expr| ConstExpr::read(&expr?)).collect::<Result<_, _>>()?)
        }
    };
    Ok(ElementSegment { mode, ty, items })
}

fn read_data(data: wasmparser::Data<'_>) -> Result<DataSegment<'_>, wasmparser::Error> {
    let mode = match data.kind {
        DataKind::Passive => SegmentMode::Passive,
        DataKind::Active { memory_index, offset_expr } => {
            SegmentMode::Active { target: memory_index, offset: ConstExpr::read(&offset_expr)? }
        }
    };
    Ok(DataSegment { mode, bytes: data.data })
}

/// Exports and imports name the functions that the name section does not.
fn suggest_names(module: &mut Module<'_>) {
    let exported = module.exports.iter().filter(|export| export.kind == ExternalKind::Func);
    for export in exported {
        module.names.suggest(export.index, export.name);
    }
    let imported = module.imports.iter().filter(|import| matches!(import.ty, TypeRef::Func(_)));
    for (index, import) in (0..).zip(imported) {
        module.names.suggest(index, import.name);
    }
}
