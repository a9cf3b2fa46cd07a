//! Names of symbols: unique in the object, and close to what the module calls things.

use std::collections::HashMap;

use ahead_abi::denial::DENIED_PREFIX;

use crate::plan::{LINKED_BASE, Plan, Symbol};

/// Gives each symbol its name.
pub(super) struct SymbolNames<'p> {
    plan: &'p Plan<'p>,
    /// With what makes the next one of that name another, which may be taken, too.
    taken: HashMap<String, u32>,
}

impl<'p> SymbolNames<'p> {
    pub(super) fn new(plan: &'p Plan<'p>) -> Self {
        SymbolNames { plan, taken: HashMap::new() }
    }

    /// A name that no other symbol has.
    pub(super) fn name(&mut self, symbol: Symbol) -> String {
        let base = self.base(symbol);
        let linked = |index: u32| self.plan.memories[index as usize].base == LINKED_BASE;
        if matches!(symbol, Symbol::Host(_) | Symbol::Runtime(_))
            || matches!(symbol, Symbol::MemoryBase(index) if linked(index))
        {
            self.taken.entry(base.clone()).or_insert(1);
            return base;
        }
        let Some(mut number) = self.taken.get(&base).copied() else {
            self.taken.insert(base.clone(), 1);
            return base;
        };
        loop {
            let name = format!("{base}.{number}");
            number += 1;
            if !self.taken.contains_key(&name) {
                self.taken.insert(name.clone(), 1);
                self.taken.insert(base, number);
                return name;
            }
        }
    }

    fn base(&self, symbol: Symbol) -> String {
        match symbol {
            Symbol::Function(index) => {
                let function = &self.plan.functions[index as usize];
                let module = &self.plan.modules[function.instance as usize];
                match module.names.symbol(function.index) {
                    // The linker resolves these names to the runtime's own symbols.
                    Some(name) if !name.starts_with("ahead_") => name.replace('\0', "?"),
                    _ => format!("func[{}]", function.index),
                }
            }
            Symbol::Part(index, part) => {
                format!("{}.{}", self.base(Symbol::Function(index)), part.suffix())
            }
            Symbol::Counters(index) => format!("{}.counters", self.base(Symbol::Function(index))),
            Symbol::Host(index) if self.plan.is_denied(index) => {
                format!("{DENIED_PREFIX}{}", ahead_abi::import::WASI[index as usize].name)
            }
            Symbol::Host(index) => ahead_abi::import::WASI[index as usize].symbol.to_string(),
            Symbol::HostThunk(index) => {
                format!("thunk.{}", ahead_abi::import::WASI[index as usize].name)
            }
            Symbol::Runtime(function) => function.name().to_string(),
            Symbol::Initialize(index) => format!("initialize.{index}"),
            Symbol::InitializeProgram => "initialize".to_string(),
            Symbol::Trampoline(index) => format!("trampoline.{index}"),
            Symbol::Entry => "entry".to_string(),
            Symbol::Memory(index) => format!("memory.{index}"),
            Symbol::MemoryBase(index) if self.plan.memories[index as usize].base == LINKED_BASE => {
                ahead_abi::symbol::BOARD_MEMORY.to_string()
            }
            Symbol::MemoryBase(index) => format!("memory.{index}.base"),
            Symbol::Table(index) => format!("table.{index}"),
            Symbol::TableEntries(index) => format!("table.{index}.entries"),
            Symbol::Global(index) => format!("global.{index}"),
            Symbol::DataSegment(index) => format!("data.{index}"),
            Symbol::ElementSegment(index) => format!("elem.{index}"),
            Symbol::FunctionRefs => "function_refs".to_string(),
        }
    }
}
