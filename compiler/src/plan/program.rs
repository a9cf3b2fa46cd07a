//! The plan of a program: every decision about names, places, memory images and imports.

use std::collections::{BTreeMap, HashMap};

use ahead_abi::denial::Family;
use ahead_abi::import::WASI;
use ahead_abi::memory::Bounds;
use ahead_abi::table::EntryKind;
use wasmparser::{AbstractHeapType, FuncType, GlobalType, HeapType, MemoryType, RefType, TableType};

use super::wide_multiply::StoreOrder;
use crate::decode::{Body, Module};
use crate::target::MemoryBase;

/// A program: module instances that are wired to each other. Numbers are program-wide.
pub struct Plan<'a> {
    /// The modules, one instance each, in the order of instantiation; the last one is the main one.
    pub modules: Vec<Module<'a>>,
    /// The instances, in the order of `modules`.
    pub instances: Vec<Instance>,
    /// Functions that modules define.
    pub functions: Vec<Function>,
    /// Memories.
    pub memories: Vec<Memory<'a>>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Globals.
    pub globals: Vec<Global>,
    /// Data segments that are applied while the program runs.
    pub data_segments: Vec<DataSegment<'a>>,
    /// Element segments that are applied while the program runs.
    pub element_segments: Vec<ElementSegment>,
    /// Functions that references may name, in the order of their records.
    pub function_refs: Vec<FunctionRef>,
    /// Where the record of a function stands among them.
    pub function_ref_index: HashMap<Callee, u32>,
    /// Exports that the runtime calls.
    pub trampolines: Vec<Trampoline>,
    /// Host functions that are called, by index in [`ahead_abi::import::WASI`], sorted.
    pub hosts: Vec<u32>,
    /// Families of host functions that are refused.
    pub denied: Vec<Family>,
    /// What the program does.
    pub entry: Entry,
    /// The memory that host functions use.
    pub host_memory: Option<u32>,
    /// How addresses of the first memory are formed.
    pub memory_base: MemoryBase,
    /// What vectors are to the target.
    pub vectors: Vectors,
    /// How wasm functions call each other.
    pub calls: Calls,
}

/// What vectors are to the target.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Vectors {
    /// Values of vector registers.
    Native,
    /// Pairs of integers: it has no vector registers.
    Scalar,
}

/// How wasm functions call each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Calls {
    /// As the platform says: who calls takes the arguments off the stack.
    Platform,
    /// Who is called takes them off, so that one function can take the place of another: a program that makes tail calls.
    Tail,
}

impl Plan<'_> {
    /// Whether a host function, by its index in [`ahead_abi::import::WASI`], is refused.
    pub fn is_denied(&self, host: u32) -> bool {
        Family::of(WASI[host as usize].name).is_some_and(|family| self.denied.contains(&family))
    }

    /// The reference to a function that something refers to.
    pub fn reference_to(&self, callee: Callee) -> Reference {
        Reference::Function(self.function_ref_index[&callee])
    }

    /// The function that the program starts with, where the runtime cannot call it itself.
    pub fn adapted_entry(&self) -> Option<Callee> {
        match (&self.entry, self.calls) {
            (Entry::Command(Some(callee @ Callee::Defined(_))), Calls::Tail) => Some(*callee),
            _ => None,
        }
    }

    /// The module and body of a function.
    pub fn body(&self, function: &Function) -> &Body<'_> {
        let module = &self.modules[function.instance as usize];
        &module.bodies[(function.index - module.imported_functions) as usize]
    }
}

/// What stands at each index of a module's index spaces.
pub struct Instance {
    /// By function index.
    pub functions: Vec<Callee>,
    /// By table index: index into [`Plan::tables`].
    pub tables: Vec<u32>,
    /// By memory index: index into [`Plan::memories`].
    pub memories: Vec<u32>,
    /// By global index: index into [`Plan::globals`].
    pub globals: Vec<u32>,
    /// By type index: the program-wide number of the type, from 1.
    pub type_ids: Vec<u32>,
    /// By data index: index into [`Plan::data_segments`], if it is applied while the program runs.
    pub data: Vec<Option<u32>>,
    /// By element index: index into [`Plan::element_segments`], likewise.
    pub elements: Vec<Option<u32>>,
    /// The global that says whether it runs as usual, if Binaryen's Asyncify instrumented it: index into
    /// [`Plan::globals`].
    pub asyncify_state: Option<u32>,
    /// What instantiation does when the program runs.
    pub steps: Vec<Step>,
}

/// What a call or a reference leads to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Callee {
    /// A function of a module, by index in [`Plan::functions`].
    Defined(u32),
    /// A function of the host, by index in [`ahead_abi::import::WASI`].
    Host(u32),
}

/// A step of instantiation that is left for when the program runs.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// Traps unless the memory has this many bytes.
    RequireMemory {
        /// Index into [`Plan::memories`].
        memory: u32,
        /// How many.
        bytes: u64,
    },
    /// Traps unless the table has this many entries.
    RequireTable {
        /// Index into [`Plan::tables`].
        table: u32,
        /// How many.
        entries: u64,
    },
    /// Applies and drops an element segment.
    ApplyElements {
        /// Index into [`Plan::tables`].
        table: u32,
        /// Index into [`Plan::element_segments`].
        segment: u32,
        /// Entry that the first item goes to.
        offset: u64,
        /// Count of items.
        len: u64,
    },
    /// Applies and drops a data segment.
    ApplyData {
        /// Index into [`Plan::memories`].
        memory: u32,
        /// Index into [`Plan::data_segments`].
        segment: u32,
        /// Guest address of the first byte.
        offset: u64,
        /// Count of bytes.
        len: u64,
    },
    /// Calls the start function.
    Call(Callee),
}

/// A function that a module defines.
pub struct Function {
    /// Index of its instance.
    pub instance: u32,
    /// Its function index in the module.
    pub index: u32,
    /// Whether anything can reach it; if not, it is not compiled.
    pub reachable: bool,
    /// If it multiplies 128-bit integers and stores the product: in which order.
    pub wide_multiply: Option<StoreOrder>,
    /// Whether its body takes the place of calls to it, from functions of its instance for which
    /// `takes_inlined` holds.
    pub inlined: bool,
    /// Whether bodies take the place of calls that it makes.
    pub takes_inlined: bool,
    /// Whether it is compiled on its own: something reaches it otherwise than by calls that its body
    /// takes the place of.
    pub own_code: bool,
    /// Whether calls to it may change an instance's `asyncify_state`.
    pub changes_asyncify_state: bool,
}

/// A linear memory.
pub struct Memory<'a> {
    /// Its type where it is defined.
    pub ty: MemoryType,
    /// Host address of its first byte, or [`super::LINKED_BASE`].
    pub base: u64,
    /// Bytes of addresses from there that are its own.
    pub reserved: u64,
    /// Bytes at first.
    pub min_len: u64,
    /// Bytes it may grow to.
    pub max_len: u64,
    /// How accesses are kept inside.
    pub bounds: Bounds,
    /// Its contents at the start of the program: guest address and bytes, in order of application;
    /// later ones overwrite earlier ones.
    pub image: Vec<(u64, &'a [u8])>,
}

impl Memory<'_> {
    /// log2 of its page size in bytes.
    pub fn page_shift(&self) -> u32 {
        self.ty.page_size_log2.unwrap_or(ahead_abi::layout::WASM_PAGE_SHIFT)
    }
}

/// A table.
pub struct Table {
    /// Its type where it is defined.
    pub ty: TableType,
    /// The instance that defines it, whose types its own type names.
    pub instance: u32,
    /// Its entries at the start of the program.
    pub entries: Entries,
    /// Entries it may grow to.
    pub max_len: u64,
    /// Whether anything may grow it, and so move it.
    pub grown: bool,
    /// Whether anything writes to it after the start of the program.
    pub written: bool,
    /// What its functions' types may be.
    pub possible_types: PossibleTypes,
    /// By number of a type: the function that a call of this type finds, if it finds one at all. Only
    /// where nothing writes to the table.
    pub sole_callees: BTreeMap<u32, SoleCallee>,
}

/// The one function of its type in a table.
#[derive(Clone, Copy, Debug)]
pub struct SoleCallee {
    /// The function.
    pub callee: Callee,
    /// The one entry where it is; none if it is in several.
    pub index: Option<u64>,
}

/// What a call through a table may find.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PossibleTypes {
    /// Anything.
    Any,
    /// Null, or functions of the type with this number.
    OnlyOrNull(u32),
    /// Functions of the type with this number.
    Only(u32),
}

impl Table {
    /// What its entries are in memory.
    pub fn kind(&self) -> EntryKind {
        entry_kind(self.ty.element_type)
    }
}

/// What references of this type are in a table or segment.
pub fn entry_kind(ty: RefType) -> EntryKind {
    match ty.heap_type() {
        HeapType::Abstract { ty: AbstractHeapType::Extern | AbstractHeapType::NoExtern, .. } => {
            EntryKind::Extern
        }
        _ => EntryKind::Function,
    }
}

/// The entries of a table: one value for all, but for some.
pub struct Entries {
    /// What most are.
    pub default: Reference,
    /// Those that are set, by index, sorted.
    pub set: BTreeMap<u64, Reference>,
    /// How many entries there are.
    pub len: u64,
}

/// A reference that is known at build time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reference {
    /// Null.
    Null,
    /// A function, by index in [`Plan::function_refs`].
    Function(u32),
}

/// A global.
pub struct Global {
    /// Its type.
    pub ty: GlobalType,
    /// The instance that defines it, whose types its own type names.
    pub instance: u32,
    /// Its initial value; for an immutable one, its value.
    pub value: Constant,
}

/// A value that is known at build time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Constant {
    /// Integer, float or vector, its bits.
    Bits(u128),
    /// Reference.
    Reference(Reference),
}

/// A data segment that is applied while the program runs.
pub struct DataSegment<'a> {
    /// The bytes; none for an active segment that is part of an image.
    pub bytes: &'a [u8],
}

/// An element segment that is applied while the program runs.
pub struct ElementSegment {
    /// What its items are.
    pub ty: RefType,
    /// The items; none for an active segment that is part of a table's entries.
    pub items: Vec<Reference>,
}

/// A function that a reference may name.
pub struct FunctionRef {
    /// The function.
    pub callee: Callee,
    /// Program-wide number of its type.
    pub type_id: u32,
    /// Whether anything reachable calls references of this type; if not, its code is not needed.
    pub called: bool,
}

/// An export that the runtime calls with slots.
pub struct Trampoline {
    /// What it does.
    pub target: TrampolineTarget,
}

/// What a trampoline does.
#[derive(PartialEq, Eq)]
pub enum TrampolineTarget {
    /// Calls a function.
    Call {
        /// The function.
        callee: Callee,
        /// Its type.
        ty: FuncType,
    },
    /// Reads a global.
    Global(u32),
    /// Instantiates an instance.
    Initialize(u32),
}

/// What the program does when it starts.
pub enum Entry {
    /// Calls `_start` or `_initialize`, if there is one.
    Command(Option<Callee>),
    /// Calls an export with the command-line arguments.
    Invoke {
        /// Its name.
        name: String,
        /// Index into [`Plan::trampolines`].
        trampoline: u32,
        /// Its type.
        ty: FuncType,
        /// `_initialize`, which is called first, if there is one.
        initialize: Option<Callee>,
    },
    /// Runs a script.
    Script(Vec<Action>),
}

/// One step of a script.
pub struct Action {
    /// Index into [`Plan::trampolines`].
    pub trampoline: u32,
    /// Arguments.
    pub args: Vec<u128>,
    /// How many results there are.
    pub results: usize,
}
