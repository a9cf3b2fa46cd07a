//! A program in; the system calls that it can need once it runs, out.

use ahead_abi::memory::Bounds;
use ahead_abi::system_call::{
    CORE, GROW_EXPLICIT, GROW_GUARDED, GROW_TABLE, INVOKE, ONLY_WRITES, PROFILE, SCRIPT, SystemCall, WASI,
};

use crate::codegen::{Code, RelocationTarget};
use crate::plan::{Entry, Plan, RuntimeFunction, Symbol};
use crate::profile::Profiling;
use crate::request::{Grants, Request};
use crate::target::Platform;

/// The calls, sorted by name, each once for each kind of arguments; none for a board.
pub(super) fn of(plan: &Plan<'_>, code: &Code, request: &Request<'_>) -> Vec<SystemCall> {
    if request.target.platform != Platform::Linux {
        return Vec::new();
    }
    let mut groups: Vec<&[SystemCall]> = vec![CORE];
    groups.extend(match plan.entry {
        Entry::Command(_) => None,
        Entry::Invoke { .. } => Some(INVOKE),
        Entry::Script(_) => Some(SCRIPT),
    });
    if let Profiling::Generate(_) = request.profiling {
        groups.push(PROFILE);
    }
    if calls(code, RuntimeFunction::MemoryGrow) {
        groups.extend(plan.memories.iter().map(|memory| match memory.bounds {
            Bounds::Guard => GROW_GUARDED,
            Bounds::Explicit => GROW_EXPLICIT,
        }));
    }
    if calls(code, RuntimeFunction::TableGrow) {
        groups.push(GROW_TABLE);
    }
    for host in plan.hosts.iter().filter(|host| !plan.is_denied(**host)) {
        groups.extend(WASI[*host as usize].1);
    }
    let mut calls: Vec<SystemCall> = groups.concat();
    calls.sort_by_key(|call| (call.name, call.arguments));
    calls.dedup();
    calls
}

/// Whether a program with `calls` can do with seccomp's strict mode: all that it asks of the kernel besides writing
/// is known before it starts. What was granted is beyond what the runtime knows of.
pub(super) fn only_writes(plan: &Plan<'_>, grants: &Grants, calls: &[SystemCall]) -> bool {
    let mut hosts = plan.hosts.iter().filter(|host| !plan.is_denied(**host));
    !calls.is_empty()
        && grants.dirs.is_empty()
        && grants.listen.is_empty()
        // The mode leaves `read`.
        && !grants.no_stdio
        && hosts.all(|host| ONLY_WRITES.contains(&WASI[*host as usize].0))
        // Nothing grows, there are no results to be printed, and no profile asks for what was touched.
        && !calls.iter().any(|call| ["mincore", "mmap", "mprotect"].contains(&call.name))
}

/// Whether any generated function refers to a function of the runtime.
fn calls(code: &Code, function: RuntimeFunction) -> bool {
    let mut relocations = code.functions.iter().flat_map(|function| &function.relocations);
    relocations.any(|relocation| {
        matches!(relocation.target, RelocationTarget::Symbol(Symbol::Runtime(found)) if found == function)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::fs;

    #[test]
    fn the_table_lists_the_functions_in_the_order_of_the_imports() {
        let names = ahead_abi::import::WASI.map(|function| function.name);
        assert_eq!(super::WASI.map(|(name, _)| name), names);
    }

    /// The runtime's own tables of numbers: those of the file at `path`, by lower-case name.
    fn numbers(path: &str) -> HashMap<String, u32> {
        let path = format!("{}/../runtime-lib/src/arch/{path}", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(path).unwrap();
        let constants = text.lines().filter_map(|line| line.strip_prefix("pub const "));
        constants
            .map(|line| {
                let (name, number) = line.trim_end_matches(';').split_once(": usize = ").unwrap();
                (name.to_lowercase(), number.parse().unwrap())
            })
            .collect()
    }

    #[test]
    fn numbers_are_those_that_the_runtime_calls() {
        let (x86_64, generic) = (numbers("x86_64/number.rs"), numbers("generic_number.rs"));
        let groups = [
            super::CORE,
            super::INVOKE,
            super::SCRIPT,
            super::PROFILE,
            super::GROW_GUARDED,
            super::GROW_EXPLICIT,
        ];
        let all = super::WASI.iter().flat_map(|(_, groups)| groups.iter().copied()).chain(groups);
        for call in all.flatten() {
            assert_eq!(x86_64.get(call.name), Some(&call.x86_64), "{}", call.name);
            assert_eq!(generic.get(call.name), Some(&call.generic), "{}", call.name);
        }
    }
}
