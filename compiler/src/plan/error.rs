//! Why modules do not make a program. The names are those of the modules; messages show them escaped.

use crate::decode::printable;

/// A program that cannot be planned.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The program needs something that neither the runtime nor its other modules provide.
    #[error(
        "{file}: unknown import `{module}.{name}`; `ahead targets {target}` lists what the runtime \
         provides, and `--module {module}=FILE` adds a module that exports it",
        module = printable(.module), name = printable(.name)
    )]
    UnknownImport {
        /// The importing module's file.
        file: String,
        /// The target's name.
        target: &'static str,
        /// The import's module name.
        module: String,
        /// The import's name.
        name: String,
    },
    /// An import is there, but is something else.
    #[error(
        "{file}: incompatible import type for `{module}.{name}`: expected {expected}, found {found}; \
         import it as it is there, or add a module that has it so with `--module {module}=FILE`",
        module = printable(.module), name = printable(.name)
    )]
    IncompatibleImport {
        /// The importing module's file.
        file: String,
        /// The import's module name.
        module: String,
        /// The import's name.
        name: String,
        /// What the importing module declares.
        expected: String,
        /// What there is.
        found: String,
    },
    /// An export that was asked for is not there.
    #[error("{file}: no exported {kind} `{name}`; exported functions: {}", listed(.exports))]
    UnknownExport {
        /// The module's file.
        file: String,
        /// `function` or `global`.
        kind: &'static str,
        /// The name.
        name: String,
        /// The functions that are exported.
        exports: Vec<String>,
    },
    /// There is nothing to run.
    #[error(
        "{file}: nothing to run: it exports neither `_start` nor `_initialize`, and has no start function; \
         `--invoke EXPORT` calls one of its exports: {}",
        listed(.exports)
    )]
    NothingToRun {
        /// The module's file.
        file: String,
        /// The functions that are exported.
        exports: Vec<String>,
    },
    /// `_start` or `_initialize` takes parameters or has results.
    #[error(
        "{file}: `{name}` must take no parameters and have no results, but its type is {found}; `--invoke {name}` calls it as it is"
    )]
    EntryType {
        /// The module's file.
        file: String,
        /// Name of the export.
        name: String,
        /// Its type.
        found: String,
    },
    /// The command line cannot give or show a value of this type.
    #[error(
        "{file}: `--invoke {name}`: a value of type {ty} cannot be given on or printed to a command line"
    )]
    InvokeType {
        /// The module's file.
        file: String,
        /// Name of the export.
        name: String,
        /// The type.
        ty: String,
    },
    /// The limit is below what the module needs to start.
    #[error("{file}: its memory starts with {needed} bytes, more than `--memory-max` {limit} allows")]
    MemoryMax {
        /// The module's file.
        file: String,
        /// Bytes at start.
        needed: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// More than the address space of the program has room for.
    #[error(
        "{file}: {count} {what} are needed, {limit} {} supported on {target}; build the module with less",
        if *limit == 1 { "is" } else { "are" }
    )]
    TooMany {
        /// The module's file.
        file: String,
        /// The target's name.
        target: &'static str,
        /// What there is too much of.
        what: &'static str,
        /// How many.
        count: u64,
        /// How many are supported.
        limit: u64,
    },
    /// Host functions work on one memory.
    #[error(
        "{first} and {second} both import WASI functions but have different memories; one program's WASI functions work on one memory"
    )]
    SeveralHostMemories {
        /// A module.
        first: String,
        /// Another.
        second: String,
    },
    /// Two modules of one program have the same name.
    #[error("two modules are named `{0}`; give each `--module` its own name")]
    DuplicateModule(String),
}

fn listed(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| printable(name)).collect();
    match names.len() {
        0 => "none".to_string(),
        len if len > SHOWN => format!("{} and {} more", shown.join(", "), len - SHOWN),
        _ => shown.join(", "),
    }
}
