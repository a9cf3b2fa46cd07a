//! A binary module in; its imports, memories, tables, exports and needs, and what stands in the way
//! of building it, out.

use std::path::Path;

use ahead::Error as Refusal;
use ahead::decode::{STANDARD, SUPPORTED, one_line, proposal};
use ahead::plan::{Error as PlanError, host_function_type};
use ahead::quantity::quantity;
use ahead::request::Emit;
use ahead_abi::import::{self, WASI_PREVIEW_1, WASI_UNSTABLE};
use serde::Serialize;
use wasmparser::{
    CompositeInnerType, Encoding, ExternalKind, FuncType, MemoryType, Parser, Payload, TableType, TypeRef,
};

use super::Error;
use crate::cli::build::in_threads;
use crate::cli::flags::Flags;
use crate::cli::input::Source;

/// What is found in a module.
#[derive(Serialize, Default)]
pub struct Findings {
    pub file: String,
    /// Bytes of the file.
    pub size: usize,
    pub kind: Kind,
    /// Names of the proposals it uses, on top of WebAssembly 1.0.
    pub proposals: Vec<&'static str>,
    pub imports: Vec<Import>,
    pub memories: Vec<String>,
    pub tables: Vec<String>,
    pub exports: Vec<Export>,
    /// Functions with a body.
    pub functions: u32,
    /// Whether it has a start function.
    #[serde(skip)]
    pub starts: bool,
    /// Each a reason why it cannot be built without further flags, and what to do.
    pub obstacles: Vec<String>,
    /// What to know when building it.
    pub hints: Vec<String>,
}

/// What a module is to its user.
#[derive(Serialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Exports `_start`.
    Command,
    /// Exports `_initialize`.
    Reactor,
    /// Neither.
    #[default]
    Library,
}

#[derive(Serialize)]
pub struct Import {
    pub module: String,
    pub name: String,
    /// Such as `func (i32) -> i32`.
    pub r#type: String,
    /// Whether every target provides it, with this type.
    pub provided: bool,
}

impl Import {
    fn is_function(&self) -> bool {
        self.r#type.starts_with("func")
    }
}

#[derive(Serialize)]
pub struct Export {
    pub name: String,
    /// `func`, `table`, `memory`, `global` or `tag`.
    pub kind: &'static str,
}

/// What the module `bytes`, read from `file` of `size` bytes, is and needs.
pub fn of(file: &Path, bytes: &[u8], size: usize) -> Result<Findings, Error> {
    let invalid = |what: String| Error::Inspect { path: file.to_owned(), what };
    let malformed =
        |error: wasmparser::Error| invalid(format!("not a valid module: {}", one_line(&error.to_string())));
    if Parser::is_component(bytes) {
        let fix = "extract its core module first (`wasm-tools component unbundle`)";
        return Err(invalid(format!("a component, not a module; components are not supported yet: {fix}")));
    }
    let needed = proposal::required(bytes).map_err(malformed)?;
    let mut findings = Findings { file: file.display().to_string(), size, ..Findings::default() };
    findings.proposals = needed.iter().map(|needed| needed.proposal).collect();
    read(bytes, &mut findings).map_err(malformed)?;
    findings.kind = kind(&findings);
    judge_imports(&mut findings);
    judge_entry(&mut findings);
    let allowed = needed.iter().map(|needed| needed.proposal).filter(|name| !is_standard(name));
    match proposal::unsupported(bytes, SUPPORTED) {
        Some(found) => findings.obstacles.push(format!(
            "the `{}` proposal is not supported yet (first used at byte offset {:#x}): build the module without it",
            found.proposal, found.offset
        )),
        None => judge_plan(file, bytes, allowed.clone().map(str::to_owned).collect(), &mut findings)?,
    }
    for proposal in allowed.filter(|name| proposal::is_supported(name)) {
        let fix = format!("build it with `--enable {proposal}`");
        findings.obstacles.push(format!("the `{proposal}` proposal is not in the standard yet: {fix}"));
    }
    Ok(findings)
}

fn is_standard(proposal: &str) -> bool {
    STANDARD.contains(proposal::features(proposal).unwrap_or_default())
}

fn read(bytes: &[u8], findings: &mut Findings) -> wasmparser::Result<()> {
    let mut types = Vec::new();
    for payload in Parser::new(0).parse_all(bytes) {
        match payload? {
            Payload::Version { encoding: Encoding::Component, .. } => return Ok(()),
            Payload::TypeSection(section) => {
                for group in section {
                    types.extend(group?.into_types().map(|r#type| signature(&r#type.composite_type.inner)));
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    findings.imports.push(Import {
                        module: import.module.to_owned(),
                        name: import.name.to_owned(),
                        r#type: imported(&import.ty, &types),
                        provided: is_provided(&import, &types),
                    });
                }
            }
            Payload::StartSection { .. } => findings.starts = true,
            Payload::FunctionSection(section) => findings.functions = section.count(),
            Payload::MemorySection(section) => {
                for memory in section {
                    findings.memories.push(memory_text(&memory?));
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    findings.tables.push(table_text(&table?.ty));
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    findings
                        .exports
                        .push(Export { name: export.name.to_owned(), kind: kind_text(export.kind) });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// Whether it is a function of the runtime, of the type that it has there. `types`: as [`signature`] gives them.
fn is_provided(import: &wasmparser::Import<'_>, types: &[String]) -> bool {
    let host = import::find(import.module, import.name);
    let found = host.map(|host| function_text(&host_function_type(host)));
    found.is_some_and(|found| found == imported(&import.ty, types))
}

fn kind(findings: &Findings) -> Kind {
    let exports = |name| findings.exports.iter().any(|export| export.kind == "func" && export.name == name);
    match (exports("_start"), exports("_initialize")) {
        (true, _) => Kind::Command,
        (false, true) => Kind::Reactor,
        (false, false) => Kind::Library,
    }
}

fn judge_imports(findings: &mut Findings) {
    for import in &findings.imports {
        let is_known = import::find(&import.module, &import.name).is_some();
        // If it has another type, the plan says which it should be.
        if is_known && import.is_function() {
            continue;
        }
        findings.obstacles.push(match import.module.as_str() {
            _ if is_known => {
                format!("`{}.{}` is a function of the runtime, and imported as something else", import.module, import.name)
            }
            WASI_PREVIEW_1 => format!("`{}.{}` is not a function of WASI preview 1", import.module, import.name),
            WASI_UNSTABLE => format!("`{}.{}` is not a function of WASI snapshot 0", import.module, import.name),
            module => format!(
                "nothing provides the import `{module}.{}`: add the module that does, with `--module {module}=FILE`",
                import.name
            ),
        });
    }
}

fn judge_entry(findings: &mut Findings) {
    if findings.kind == Kind::Command {
        return;
    }
    let functions = findings.exports.iter().filter(|export| export.kind == "func");
    let callable: Vec<&str> =
        functions.map(|export| export.name.as_str()).filter(|&name| name != "_initialize").take(8).collect();
    let fix = match callable.first() {
        Some(first) => format!("`--invoke {first}` calls an export (there is {})", callable.join(", ")),
        None => "it exports no function to call".to_owned(),
    };
    match findings.kind == Kind::Reactor || findings.starts {
        true => findings
            .hints
            .push(format!("it has no `_start`: built as it is, the program only initialises; {fix}")),
        false => findings.obstacles.push(format!(
            "nothing to run: it exports neither `_start` nor `_initialize`, and has no start function; {fix}"
        )),
    }
}

/// What `build` says of the module before it compiles anything, with these proposals enabled.
fn judge_plan(file: &Path, bytes: &[u8], enable: Vec<String>, findings: &mut Findings) -> Result<(), Error> {
    let file_name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
    let sources = [Source { import_name: file_name.clone(), file_name, bytes: bytes.to_vec() }];
    let flags = Flags::plain(enable);
    let request = flags.request(&sources, Emit::Object, None)?;
    match in_threads(None, || ahead::check(&request))? {
        // They are among the obstacles.
        Ok(()) | Err(Refusal::Plan(PlanError::UnknownImport { .. } | PlanError::NothingToRun { .. })) => {}
        Err(error) => findings.obstacles.push(error.to_string()),
    }
    Ok(())
}

fn signature(r#type: &CompositeInnerType) -> String {
    match r#type {
        CompositeInnerType::Func(function) => function_text(function),
        _ => "func of another kind".to_owned(),
    }
}

fn function_text(function: &FuncType) -> String {
    let list =
        |types: &[wasmparser::ValType]| types.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
    format!("func ({}) -> ({})", list(function.params()), list(function.results()))
}

fn imported(r#type: &TypeRef, types: &[String]) -> String {
    match r#type {
        TypeRef::Func(index) | TypeRef::FuncExact(index) => {
            types.get(*index as usize).cloned().unwrap_or_default()
        }
        TypeRef::Table(table) => format!("table {}", table_text(table)),
        TypeRef::Memory(memory) => format!("memory {}", memory_text(memory)),
        TypeRef::Global(global) => {
            format!("global {}{}", if global.mutable { "mut " } else { "" }, global.content_type)
        }
        TypeRef::Tag(_) => "tag".to_owned(),
    }
}

fn memory_text(memory: &MemoryType) -> String {
    let pages = limits(memory.initial, memory.maximum, ["page", "pages"]);
    let index = if memory.memory64 { ", 64-bit" } else { "" };
    let shared = if memory.shared { ", shared" } else { "" };
    let page_size =
        memory.page_size_log2.map(|log2| format!(" of {} bytes", 1u64 << log2)).unwrap_or_default();
    format!("{pages}{page_size}{index}{shared}")
}

fn table_text(table: &TableType) -> String {
    let index = if table.table64 { ", 64-bit" } else { "" };
    format!("{} of {}{index}", limits(table.initial, table.maximum, ["entry", "entries"]), table.element_type)
}

fn limits(initial: u64, maximum: Option<u64>, unit: [&str; 2]) -> String {
    match maximum {
        Some(maximum) => format!("{initial} to {}", quantity(maximum, unit)),
        None => format!("{} or more", quantity(initial, unit)),
    }
}

fn kind_text(kind: ExternalKind) -> &'static str {
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => "func",
        ExternalKind::Table => "table",
        ExternalKind::Memory => "memory",
        ExternalKind::Global => "global",
        ExternalKind::Tag => "tag",
    }
}
