//! The environment: the variables that were granted, and no others unless all of them were.

use ahead_abi::grants::{EnvGrant, EnvSource, Environment};

use crate::launch;
use crate::program::{elements, program};

use super::errno::code;
use super::strings::{self, Parts, whole};

/// `environ_sizes_get`: how many variables there are, and how many bytes they take.
///
/// `count` and `size` each receive a u32. Errors: `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_environ_sizes_get(count: u32, size: u32) -> u32 {
    code(strings::sizes_get(variables(), count, size))
}

/// `environ_get`: the variables, `NAME=value` with a NUL after each.
///
/// `environ` receives their addresses, u32 each; `environ_buf` the bytes. Errors: `FAULT`.
#[unsafe(no_mangle)]
pub extern "C" fn ahead_wasi_environ_get(environ: u32, environ_buf: u32) -> u32 {
    code(strings::get(variables(), environ, environ_buf))
}

fn variables() -> impl Iterator<Item = Parts> + Clone {
    let inherits = program().grants.environment == Environment::Launcher;
    let inherited =
        inherits.then(launch::environment).into_iter().flatten().filter(|variable| !is_granted(variable));
    granted().iter().filter_map(variable).chain(inherited.map(whole))
}

fn granted() -> &'static [EnvGrant] {
    // SAFETY: a record of the program.
    unsafe { elements(program().grants.env) }
}

/// Whether a variable of the launcher's has a value of its own among those granted.
fn is_granted(variable: &[u8]) -> bool {
    granted().iter().any(|grant| {
        // SAFETY: a record of the program.
        let name = unsafe { elements(grant.name) };
        variable.strip_prefix(name).is_some_and(|rest| rest.first() == Some(&b'='))
    })
}

fn variable(grant: &'static EnvGrant) -> Option<Parts> {
    // SAFETY: a record of the program.
    let (name, fixed) = unsafe { (elements(grant.name), elements(grant.value)) };
    let value = match grant.source {
        EnvSource::Fixed => fixed,
        EnvSource::Launcher => launch::environment().find_map(|variable| {
            // The first of a name counts, as in `getenv`.
            variable.strip_prefix(name)?.strip_prefix(b"=")
        })?,
    };
    Some([name, b"=", value])
}
