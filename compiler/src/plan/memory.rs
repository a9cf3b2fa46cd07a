//! Where memories live, how large they may be, and which one host functions use.

use ahead_abi::layout::{MEMORY_BASE, MEMORY_STRIDE, WASM_PAGE_SHIFT};
use ahead_abi::memory::Bounds;
use wasmparser::{ExternalKind, MemoryType};

use crate::target::Platform;

use super::{Callee, Error, Memory, Plan, Planner};

/// Memories that fit into the 256 GiB of the smallest address space (RISC-V Sv39).
const MAX_MEMORIES: u64 = 30;

/// The base of a memory that a board's linker script places.
pub const LINKED_BASE: u64 = 0;

/// Adds a memory that module `index` defines.
pub(super) fn define(planner: &mut Planner<'_, '_>, index: usize, ty: MemoryType) -> Result<(), Error> {
    let number = planner.plan.memories.len() as u64;
    let target = planner.request.target;
    let (max_memories, base) = match target.platform {
        Platform::Linux => (MAX_MEMORIES, MEMORY_BASE + number * MEMORY_STRIDE),
        Platform::Bare => (1, LINKED_BASE),
    };
    if number >= max_memories {
        return Err(Error::TooMany { what: "memories", count: number + 1, limit: max_memories });
    }
    let page_shift = ty.page_size_log2.unwrap_or(WASM_PAGE_SHIFT);
    let min_len = ty.initial << page_shift;
    let limit = planner.request.options.memory_max.unwrap_or(u64::MAX);
    if min_len > limit {
        let file = planner.plan.modules[index].file_name.clone();
        return Err(Error::MemoryMax { file, needed: min_len, limit });
    }
    let max_pages = ty.maximum.unwrap_or((1 << 32) >> page_shift).min((1 << 32) >> page_shift);
    // Where the target gives less than the module needs to start, linking says so, with numbers.
    let limit = limit.min(target.memory_max.unwrap_or(u64::MAX).max(min_len));
    let no_guard = target.platform == Platform::Bare;
    let bounds = if ty.memory64 || page_shift != WASM_PAGE_SHIFT || no_guard {
        Bounds::Explicit
    } else {
        planner.request.options.bounds.unwrap_or(planner.request.target.bounds)
    };
    planner.plan.instances[index].memories.push(number as u32);
    planner.plan.memories.push(Memory {
        ty,
        base,
        min_len,
        max_len: (max_pages << page_shift).min(limit),
        bounds,
        image: Vec::new(),
    });
    Ok(())
}

/// Notes which memories keep their size: nothing that is compiled grows them.
pub(super) fn note_growth(plan: &mut Plan<'_>) {
    let mut grown = vec![false; plan.memories.len()];
    for function in plan.functions.iter().filter(|function| function.reachable) {
        for memory in &plan.body(function).effects.memories_grown {
            grown[plan.instances[function.instance as usize].memories[*memory as usize] as usize] = true;
        }
    }
    for (memory, _) in plan.memories.iter_mut().zip(grown).filter(|(_, grown)| !grown) {
        memory.max_len = memory.min_len;
    }
}

/// The memory that host functions use: the one exported as `memory`, else the first, of the module
/// that imports them.
pub(super) fn of_host_functions(plan: &Plan<'_>) -> Result<Option<u32>, Error> {
    let mut found: Option<(u32, &str)> = None;
    for (instance, module) in plan.instances.iter().zip(&plan.modules) {
        if !instance.functions.iter().any(|callee| matches!(callee, Callee::Host(_))) {
            continue;
        }
        let exported = module.export("memory").filter(|export| export.kind == ExternalKind::Memory);
        let index = exported.map_or(0, |export| export.index as usize);
        let Some(&memory) = instance.memories.get(index) else { continue };
        match found {
            Some((other, first)) if other != memory => {
                return Err(Error::SeveralHostMemories {
                    first: first.to_string(),
                    second: module.file_name.clone(),
                });
            }
            _ => found = Some((memory, &module.file_name)),
        }
    }
    Ok(found.map(|(memory, _)| memory))
}
