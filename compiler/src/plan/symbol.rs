//! Everything in a program that has an address, by name and number.

use cranelift_codegen::ir::UserExternalName;

/// An address that generated code and records refer to; numbers are program-wide.
///
/// In CLIF it stands as a user external name: [`Symbol::external_name`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Symbol {
    /// A function of a module.
    Function(u32),
    /// What of a function of a module lies elsewhere.
    Part(u32, Part),
    /// The counters of a function of a module.
    Counters(u32),
    /// A function of the host, by its index in [`ahead_abi::import::WASI`].
    Host(u32),
    /// A host function with the calling convention of wasm functions, for references to it.
    HostThunk(u32),
    /// A function of the runtime that is no import.
    Runtime(RuntimeFunction),
    /// Instantiates an instance.
    Initialize(u32),
    /// Instantiates all instances.
    InitializeProgram,
    /// Calls an export with slots.
    Trampoline(u32),
    /// Calls [`super::Plan::adapted_entry`].
    Entry,
    /// An [`ahead_abi::memory::Memory`].
    Memory(u32),
    /// Host address 0 of a memory: an absolute symbol.
    MemoryBase(u32),
    /// An [`ahead_abi::table::Table`].
    Table(u32),
    /// The entries of a table that never moves.
    TableEntries(u32),
    /// A global's value.
    Global(u32),
    /// An [`ahead_abi::memory::DataSegment`].
    DataSegment(u32),
    /// An [`ahead_abi::table::ElementSegment`].
    ElementSegment(u32),
    /// The records that function references are the addresses of.
    FunctionRefs,
}

/// What of a function lies elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Part {
    /// What seldom runs.
    Seldom,
    /// What never runs.
    Never,
    /// What it goes on with where it does not return before its first call.
    Slow,
    /// What of that seldom runs.
    SlowSeldom,
    /// What of that never runs.
    SlowNever,
}

impl Part {
    const ALL: [Part; 5] = [Part::Seldom, Part::Never, Part::Slow, Part::SlowSeldom, Part::SlowNever];

    /// What its name ends with.
    pub fn suffix(self) -> &'static str {
        match self {
            Part::Seldom => "seldom",
            Part::Never => "never",
            Part::Slow => "slow",
            Part::SlowSeldom => "slow.seldom",
            Part::SlowNever => "slow.never",
        }
    }
}

/// A function that the runtime provides to generated code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum RuntimeFunction {
    /// `memory.grow`
    MemoryGrow,
    /// `memory.copy`
    MemoryCopy,
    /// `memory.fill`
    MemoryFill,
    /// What of a loop that fills memory can be done at once.
    MemoryFillAhead,
    /// `memory.init`
    MemoryInit,
    /// `table.grow`
    TableGrow,
    /// `table.fill`
    TableFill,
    /// `table.copy`
    TableCopy,
    /// `table.init`
    TableInit,
}

impl RuntimeFunction {
    const ALL: [RuntimeFunction; 9] = [
        RuntimeFunction::MemoryGrow,
        RuntimeFunction::MemoryCopy,
        RuntimeFunction::MemoryFill,
        RuntimeFunction::MemoryFillAhead,
        RuntimeFunction::MemoryInit,
        RuntimeFunction::TableGrow,
        RuntimeFunction::TableFill,
        RuntimeFunction::TableCopy,
        RuntimeFunction::TableInit,
    ];

    /// The name of its symbol.
    pub fn name(self) -> &'static str {
        match self {
            RuntimeFunction::MemoryGrow => ahead_abi::symbol::MEMORY_GROW,
            RuntimeFunction::MemoryCopy => ahead_abi::symbol::MEMORY_COPY,
            RuntimeFunction::MemoryFill => ahead_abi::symbol::MEMORY_FILL,
            RuntimeFunction::MemoryFillAhead => ahead_abi::symbol::MEMORY_FILL_AHEAD,
            RuntimeFunction::MemoryInit => ahead_abi::symbol::MEMORY_INIT,
            RuntimeFunction::TableGrow => ahead_abi::symbol::TABLE_GROW,
            RuntimeFunction::TableFill => ahead_abi::symbol::TABLE_FILL,
            RuntimeFunction::TableCopy => ahead_abi::symbol::TABLE_COPY,
            RuntimeFunction::TableInit => ahead_abi::symbol::TABLE_INIT,
        }
    }
}

/// The namespace of the first of [`Part::ALL`]; the others follow.
const FIRST_PART: u32 = 17;

impl Symbol {
    /// The name it has in CLIF.
    pub fn external_name(self) -> UserExternalName {
        let (namespace, index) = match self {
            Symbol::Function(index) => (0, index),
            Symbol::Host(index) => (1, index),
            Symbol::HostThunk(index) => (2, index),
            Symbol::Runtime(function) => (3, function as u32),
            Symbol::Initialize(index) => (4, index),
            Symbol::InitializeProgram => (5, 0),
            Symbol::Trampoline(index) => (6, index),
            Symbol::Memory(index) => (7, index),
            Symbol::MemoryBase(index) => (8, index),
            Symbol::Table(index) => (9, index),
            Symbol::TableEntries(index) => (10, index),
            Symbol::Global(index) => (11, index),
            Symbol::DataSegment(index) => (12, index),
            Symbol::ElementSegment(index) => (13, index),
            Symbol::FunctionRefs => (14, 0),
            Symbol::Entry => (15, 0),
            Symbol::Counters(index) => (16, index),
            Symbol::Part(index, part) => (FIRST_PART + part as u32, index),
        };
        UserExternalName::new(namespace, index)
    }

    /// The symbol with this name in CLIF.
    pub fn from_external_name(name: &UserExternalName) -> Symbol {
        let index = name.index;
        match name.namespace {
            0 => Symbol::Function(index),
            1 => Symbol::Host(index),
            2 => Symbol::HostThunk(index),
            3 => Symbol::Runtime(RuntimeFunction::ALL[index as usize]),
            4 => Symbol::Initialize(index),
            5 => Symbol::InitializeProgram,
            6 => Symbol::Trampoline(index),
            7 => Symbol::Memory(index),
            8 => Symbol::MemoryBase(index),
            9 => Symbol::Table(index),
            10 => Symbol::TableEntries(index),
            11 => Symbol::Global(index),
            12 => Symbol::DataSegment(index),
            13 => Symbol::ElementSegment(index),
            14 => Symbol::FunctionRefs,
            15 => Symbol::Entry,
            16 => Symbol::Counters(index),
            part => Symbol::Part(index, Part::ALL[(part - FIRST_PART) as usize]),
        }
    }

    /// Whether it is code.
    pub fn is_function(self) -> bool {
        matches!(
            self,
            Symbol::Function(_)
                | Symbol::Part(..)
                | Symbol::Host(_)
                | Symbol::HostThunk(_)
                | Symbol::Runtime(_)
                | Symbol::Initialize(_)
                | Symbol::InitializeProgram
                | Symbol::Trampoline(_)
                | Symbol::Entry
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, RuntimeFunction, Symbol};

    #[test]
    fn names_are_reversible() {
        let symbols = [
            Symbol::Function(7),
            Symbol::Counters(7),
            Symbol::Host(3),
            Symbol::HostThunk(3),
            Symbol::Initialize(1),
            Symbol::InitializeProgram,
            Symbol::Trampoline(2),
            Symbol::Entry,
            Symbol::Memory(1),
            Symbol::MemoryBase(1),
            Symbol::Table(4),
            Symbol::TableEntries(4),
            Symbol::Global(5),
            Symbol::DataSegment(6),
            Symbol::ElementSegment(6),
            Symbol::FunctionRefs,
        ];
        let runtime = RuntimeFunction::ALL.map(Symbol::Runtime);
        let parts = Part::ALL.map(|part| Symbol::Part(7, part));
        for symbol in symbols.into_iter().chain(runtime).chain(parts) {
            assert_eq!(Symbol::from_external_name(&symbol.external_name()), symbol);
        }
    }
}
