//! A program in; the functions that its start calls before any guest code, in order, out: each only
//! where the program needs it.

use ahead_abi::confinement::Mode;
use ahead_abi::import::WASI;
use ahead_abi::symbol;
use ahead_abi::system_call::SystemCall;

use crate::plan::Plan;
use crate::profile::Profiling;
use crate::request::Request;
use crate::target::Platform;

/// Symbols of the runtime.
pub(super) fn steps(
    plan: &Plan<'_>,
    request: &Request<'_>,
    calls: &[SystemCall],
    only_writes: bool,
    has_small_pages: bool,
) -> Vec<&'static str> {
    let grants = &request.grants;
    let mut steps = Vec::new();
    if let Profiling::Generate(_) = request.profiling {
        steps.push(symbol::OPEN_PROFILE);
    }
    if has_small_pages {
        steps.push(symbol::USE_SMALL_PAGES);
    }
    let called = |test: fn(&str) -> bool| plan.hosts.iter().any(|host| test(WASI[*host as usize].name));
    if called(works_on_descriptors) {
        if grants.no_stdio {
            steps.push(symbol::CLOSE_STDIO);
        }
        if !grants.dirs.is_empty() {
            steps.push(symbol::WASI_PREPARE);
        }
        if !grants.listen.is_empty() {
            steps.push(symbol::LISTEN);
        }
    }
    if request.target.platform != Platform::Linux {
        return steps;
    }
    if grants.limits.file_size.is_some() {
        steps.push(symbol::LIMIT_FILE_SIZE);
    }
    if grants.limits.cpu_seconds.is_some() || grants.limits.wall_seconds.is_some() {
        steps.push(symbol::LIMIT_TIME);
    }
    let is_strict = match grants.confine {
        Mode::Off => return steps,
        Mode::Auto => false,
        Mode::Strict => true,
    };
    let either = |auto, strictly| if is_strict { strictly } else { auto };
    // Where no path is resolved, no file can be opened anyway.
    if calls.iter().any(|call| call.name == "openat") {
        steps.push(either(symbol::CONFINE_FOLDERS, symbol::CONFINE_FOLDERS_STRICTLY));
    }
    steps.push(match only_writes {
        true => either(symbol::CONFINE_TO_WRITES, symbol::CONFINE_TO_WRITES_STRICTLY),
        false => either(symbol::CONFINE_CALLS, symbol::CONFINE_CALLS_STRICTLY),
    });
    steps
}

/// Whether a host function works on descriptors, which the start of the program must open.
fn works_on_descriptors(name: &str) -> bool {
    ["fd_", "path_", "poll_", "sock_"].iter().any(|family| name.starts_with(family))
}
