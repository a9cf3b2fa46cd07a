//! WebAssembly in, native code out: the stages in order, nothing else.
//!
//! [`compile`] makes an object from the modules of one program; [`link::link`] makes an executable
//! from that object and the runtime.
#![forbid(unsafe_code)]

pub mod error;
pub mod leftovers;
pub mod profile;
pub mod quantity;
pub mod request;
pub mod target;

pub mod codegen;
pub mod decode;
pub mod emit;
pub mod link;
pub mod plan;
pub mod translate;

pub use error::Error;
pub use request::Request;

use plan::Plan;
use request::Emit;

/// What [`compile`] makes.
pub struct Object {
    /// An ELF relocatable object, or the text that [`request::Options::emit`] asks for.
    pub bytes: Vec<u8>,
    /// Highest host address the executable's own image may reach: the memories start there.
    pub image_limit: u64,
    /// Bytes that the first memory may grow to: what a board's linker script sets apart.
    pub memory_bytes: u64,
    /// Bytes of the program's stack, likewise.
    pub stack_bytes: u64,
    /// Names of the system calls of Linux that the program can need once it runs, sorted.
    pub system_calls: Vec<&'static str>,
    /// How many of its functions the profile does not know that it was compiled with.
    pub unknown: usize,
    /// Whether it can do with those of seccomp's strict mode, if its descriptors are no files.
    pub only_writes: bool,
}

/// Compiles the modules of one program to a relocatable object.
///
/// The same request gives the same bytes, whatever the number of threads. Fails on a module that is
/// malformed, invalid or needs more than is supported, and on imports that nothing provides; an
/// error names the place and the next step.
pub fn compile(request: &Request<'_>) -> Result<Object, Error> {
    let plan = plan(request)?;
    let code = codegen::generate(&plan, request)?;
    let object = match request.options.emit {
        Emit::Object => emit::emit(&plan, &code, request)?,
        Emit::Clif | Emit::Assembly => emit::listing(&plan, &code),
    };
    Ok(object)
}

/// Fails as [`compile`] does up to its plan; no function is compiled.
pub fn check(request: &Request<'_>) -> Result<(), Error> {
    plan(request).map(|_| ())
}

fn plan<'a>(request: &Request<'a>) -> Result<Plan<'a>, Error> {
    let modules = request
        .modules
        .iter()
        .map(|input| decode::decode(input.bytes, &input.file_name, request.options.features))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(plan::plan(modules, request)?)
}
