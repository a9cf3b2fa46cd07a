//! One validated module, as the later stages read it.

use std::ops::Range;

use wasmparser::{FuncType, GlobalType, MemoryType, RefType, TableType, TypeRef, WasmFeatures};

use super::{Body, BranchHints, ConstExpr, Names};

/// A validated module. Index spaces begin with the imports, as in the specification.
#[derive(Default)]
pub struct Module<'a> {
    /// File name, for messages and backtraces.
    pub file_name: String,
    /// The whole module.
    pub bytes: &'a [u8],
    /// The features that it may use.
    pub features: WasmFeatures,
    /// Function types, by type index.
    pub types: Vec<FuncType>,
    /// Recursion groups of types, by type index, in order.
    pub type_groups: Vec<Range<u32>>,
    /// Imports, in order.
    pub imports: Vec<Import<'a>>,
    /// Type index of each function.
    pub functions: Vec<u32>,
    /// How many of `functions` are imported.
    pub imported_functions: u32,
    /// Tables.
    pub tables: Vec<Table>,
    /// How many of `tables` are imported.
    pub imported_tables: u32,
    /// Memories.
    pub memories: Vec<MemoryType>,
    /// How many of `memories` are imported.
    pub imported_memories: u32,
    /// Globals.
    pub globals: Vec<Global>,
    /// How many of `globals` are imported.
    pub imported_globals: u32,
    /// Exports, in order.
    pub exports: Vec<Export<'a>>,
    /// The start function.
    pub start: Option<u32>,
    /// Element segments.
    pub elements: Vec<ElementSegment>,
    /// Data segments.
    pub data: Vec<DataSegment<'a>>,
    /// Bodies of the functions that are not imported, in order.
    pub bodies: Vec<Body<'a>>,
    /// Names of functions.
    pub names: Names<'a>,
    /// Which branches are likely.
    pub branch_hints: BranchHints,
}

/// An import.
pub struct Import<'a> {
    /// The module it comes from.
    pub module: &'a str,
    /// Its name there.
    pub name: &'a str,
    /// What it must be.
    pub ty: TypeRef,
}

/// An export.
pub struct Export<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is.
    pub kind: wasmparser::ExternalKind,
    /// Its index in the index space of its kind.
    pub index: u32,
}

/// A table; an imported one has no initial value of its own.
pub struct Table {
    /// Its type.
    pub ty: TableType,
    /// What its entries are at first.
    pub init: ConstExpr,
}

/// A global; an imported one has no initial value.
pub struct Global {
    /// Its type.
    pub ty: GlobalType,
    /// Its initial value.
    pub init: Option<ConstExpr>,
}

/// When and where a segment is applied.
pub enum SegmentMode {
    /// At instantiation, to this table or memory at this offset.
    Active {
        /// Index of the table or memory.
        target: u32,
        /// Index or address of the first entry or byte.
        offset: ConstExpr,
    },
    /// When the program says so.
    Passive,
    /// Never: it only declares references.
    Declared,
}

/// An element segment.
pub struct ElementSegment {
    /// When and where it is applied.
    pub mode: SegmentMode,
    /// What its items are.
    pub ty: RefType,
    /// The items.
    pub items: Vec<ConstExpr>,
}

/// A data segment.
pub struct DataSegment<'a> {
    /// When and where it is applied.
    pub mode: SegmentMode,
    /// The bytes.
    pub bytes: &'a [u8],
}

impl Module<'_> {
    /// The type of a function, by its index.
    pub fn function_type(&self, index: u32) -> &FuncType {
        &self.types[self.functions[index as usize] as usize]
    }

    /// The export of this name.
    pub fn export(&self, name: &str) -> Option<&Export<'_>> {
        self.exports.iter().find(|export| export.name == name)
    }
}
