//! Where memories live, how large they may be, and which one host functions use.

use ahead_abi::layout::{INITIAL_MEMORY_END, MAX_PAGE_SIZE, MEMORY_BASE, MEMORY_STRIDE, WASM_PAGE_SHIFT};
use ahead_abi::memory::Bounds;
use wasmparser::{ExternalKind, MemoryType};

use crate::target::{MemoryBase, Platform};

use super::{Callee, Error, Memory, Plan, Planner};

/// Where the last memory must end: the smallest address space (RISC-V Sv39) has 256 GiB.
const ADDRESS_LIMIT: u64 = INITIAL_MEMORY_END + 30 * MEMORY_STRIDE;

/// The base of a memory that a board's linker script places.
pub const LINKED_BASE: u64 = 0;

/// Adds a memory that module `index` defines.
pub(super) fn define(planner: &mut Planner<'_, '_>, index: usize, ty: MemoryType) -> Result<(), Error> {
    let target = planner.request.target;
    let page_shift = ty.page_size_log2.unwrap_or(WASM_PAGE_SHIFT);
    let min_len = ty.initial.saturating_mul(1 << page_shift);
    let limit = planner.request.options.memory_max.unwrap_or(u64::MAX);
    if min_len > limit {
        let file = planner.plan.modules[index].file_name.clone();
        return Err(Error::MemoryMax { file, needed: min_len, limit });
    }
    // Where the target gives less than the module needs to start, linking says so, with numbers.
    let limit = limit.min(target.memory_max.unwrap_or(u64::MAX).max(min_len));
    let no_guard = target.platform == Platform::Bare;
    let bounds = if ty.memory64 || page_shift != WASM_PAGE_SHIFT || no_guard {
        Bounds::Explicit
    } else {
        planner.request.options.bounds.unwrap_or(planner.request.target.bounds)
    };
    let memories = &planner.plan.memories;
    // A board has one, which its linker script places.
    let is_full = match target.platform {
        Platform::Linux => free(memories, min_len) + MEMORY_STRIDE > ADDRESS_LIMIT,
        Platform::Bare => !memories.is_empty(),
    };
    if is_full {
        let limit = memories.len() as u64;
        return Err(planner.too_many(index, "memories", limit + 1, limit));
    }
    let free = free(memories, min_len);
    let (base, reserved, addressable) = match (target.platform, ty.memory64) {
        (Platform::Linux, true) => {
            let space = space_64(free, min_len);
            let (reserved, addressable) =
                space.map_err(|left| planner.too_many(index, "bytes of memory", min_len, left))?;
            (free, reserved, addressable)
        }
        (Platform::Linux, false) => (free, MEMORY_STRIDE, addressable_32(page_shift)),
        (Platform::Bare, true) => (LINKED_BASE, ADDRESS_LIMIT, ADDRESS_LIMIT),
        (Platform::Bare, false) => (LINKED_BASE, ADDRESS_LIMIT, addressable_32(page_shift)),
    };
    // Without the last page no index wraps when a small constant is added: checks merge
    // (`translate/bounds.rs`), and so do addresses (`codegen/optimize/neighbours.rs`). Growth may fail at any
    // time; a module that says it wants that page has it where nothing but speed depends on it.
    let spares_last_page =
        !ty.memory64 && page_shift == WASM_PAGE_SHIFT && (bounds == Bounds::Explicit || ty.maximum.is_none());
    let addressable = match spares_last_page {
        true => (addressable - (1 << WASM_PAGE_SHIFT)).max(min_len),
        false => addressable,
    };
    let max_len = ty.maximum.map_or(u64::MAX, |maximum| maximum.saturating_mul(1 << page_shift));
    let position = memories.len() as u32;
    planner.plan.instances[index].memories.push(position);
    planner.plan.memories.push(Memory {
        ty,
        base,
        reserved,
        min_len,
        max_len: max_len.min(addressable).min(limit),
        bounds,
        image: Vec::new(),
    });
    Ok(())
}

/// First address that no memory has, for one of `min_len` bytes.
fn free(memories: &[Memory<'_>], min_len: u64) -> u64 {
    let first = || (INITIAL_MEMORY_END.saturating_sub(min_len) & !(MAX_PAGE_SIZE - 1)).max(MEMORY_BASE);
    memories.last().map_or_else(first, |last| last.base + last.reserved)
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

/// What can be added to an index inside any memory without a wrap, in bytes.
pub fn room(plan: &Plan<'_>) -> u64 {
    let rooms = plan.memories.iter().map(|memory| match memory.ty.memory64 {
        true => 0,
        false => (1_u64 << 32).saturating_sub(memory.max_len),
    });
    rooms.min().unwrap_or(0)
}

/// By memory, what of the displacement of an access to it is its base.
pub fn displacement_bases(plan: &Plan<'_>) -> Vec<u64> {
    let by_symbol = plan.memory_base == MemoryBase::Symbol;
    let base = |(index, memory): (usize, &Memory<'_>)| if index == 0 && by_symbol { 0 } else { memory.base };
    plan.memories.iter().enumerate().map(base).collect()
}

/// Bytes that a memory with 32-bit addresses may have: as many pages as `memory.size` can tell.
fn addressable_32(page_shift: u32) -> u64 {
    let pages = (1_u64 << 32) >> page_shift;
    pages.min(u64::from(u32::MAX)) << page_shift
}

/// Bytes of addresses kept for a memory with 64-bit addresses, and how many it may use: a quarter
/// of what is left, so that there is always room for another, or what it starts with. Where that is
/// too much, fails with what is left.
fn space_64(base: u64, min_len: u64) -> Result<(u64, u64), u64> {
    let left = ADDRESS_LIMIT.saturating_sub(base);
    let usable = (left / 4).max(min_len.min(left)).next_multiple_of(MAX_PAGE_SIZE);
    let reserved = usable + MAX_PAGE_SIZE;
    if min_len > left || reserved > left {
        return Err(left);
    }
    Ok((reserved, usable))
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
