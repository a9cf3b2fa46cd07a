//! The plan in, machine code out: every function translated and compiled, in parallel.

mod cache;
mod edge;
mod error;
mod fast_path;
mod function;
mod inlined;
mod isa;
mod names;
mod optimize;
mod placement;
mod profile;
mod shorten;
mod unit;

pub use error::Error;
pub use function::{CompiledFunction, Relocation, RelocationTarget, TrapSite};
pub use inlined::{InlinedBody, InlinedCode};
pub use profile::{Distance, Heat, Piece, Pieces, Traffic};

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cranelift_codegen::isa::TargetIsa;
use rayon::iter::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator};

use crate::plan::{Plan, Symbol};
use crate::profile::Profiling;
use crate::request::Request;
use cache::Cache;
use function::Workspaces;
use isa::Generators;

/// The code of a program.
pub struct Code {
    /// What it was compiled for.
    pub isa: Arc<dyn TargetIsa>,
    /// All functions, in the order in which they are laid out.
    pub functions: Vec<CompiledFunction>,
    /// How many of them the profile does not know that they were compiled with.
    pub unknown: usize,
}

/// Compiles all that the program can reach. The result does not depend on the number of threads.
pub fn generate(plan: &Plan<'_>, request: &Request<'_>) -> Result<Code, Error> {
    let generators = Generators::new(request)?;
    let units = unit::all(plan);
    let cache = Cache::open(plan, request);
    let workspaces = Workspaces::default();
    let done = AtomicUsize::new(0);
    let new = AtomicUsize::new(0);
    let functions = units
        .par_iter()
        .with_max_len(1)
        .map(|symbol| {
            let kept = cache.as_ref().and_then(|cache| cache.find(*symbol));
            let compiled = match kept {
                Some(kept) => Ok(kept),
                None => {
                    new.fetch_add(usize::from(matches!(symbol, Symbol::Function(_))), Ordering::Relaxed);
                    workspaces
                        .lend(|workspace| function::compile(plan, request, &generators, *symbol, workspace))
                }
            };
            if let Some(progress) = request.progress {
                progress(done.fetch_add(1, Ordering::Relaxed) + 1, units.len());
            }
            compiled
        })
        .collect::<Result<Vec<_>, _>>()?;
    if let Some(cache) = cache
        && new.into_inner() > 0
    {
        cache.keep(&functions).map_err(|source| Error::Cache { path: cache.path().to_owned(), source })?;
    }
    let unknown = unknown(&functions, request)?;
    let mut functions = profile::split(parts(functions));
    placement::place(&mut functions, &*generators.optimizing);
    Ok(Code { isa: generators.optimizing, functions, unknown })
}

/// The functions, and behind all, what they go on with.
fn parts(mut functions: Vec<CompiledFunction>) -> Vec<CompiledFunction> {
    let slow: Vec<CompiledFunction> =
        functions.iter_mut().filter_map(|function| function.slow.take().map(|slow| *slow)).collect();
    functions.extend(slow);
    functions
}

/// How many functions the profile that they were compiled with does not know. It must know some.
fn unknown(functions: &[CompiledFunction], request: &Request<'_>) -> Result<usize, Error> {
    if !matches!(request.profiling, Profiling::Use(_)) {
        return Ok(0);
    }
    let own = functions.iter().filter(|function| matches!(function.symbol, Symbol::Function(_)));
    let (known, unknown): (Vec<_>, Vec<_>) = own.partition(|function| function.counted.is_some());
    match unknown.len() {
        0 => Ok(0),
        _ if known.is_empty() => Err(Error::Profile),
        count => Ok(count),
    }
}
