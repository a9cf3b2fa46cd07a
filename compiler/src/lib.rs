//! WebAssembly in, native code out: the stages in order, nothing else.
//!
//! [`compile`] makes an object from the modules of one program; [`link::link`] makes an executable
//! from that object and the runtime.
#![forbid(unsafe_code)]

pub mod error;
pub mod request;
pub mod target;

pub mod decode;
pub mod link;

pub use error::Error;
pub use request::Request;

/// What [`compile`] makes.
pub struct Object {
    /// An ELF relocatable object.
    pub bytes: Vec<u8>,
    /// Highest host address the executable's own image may reach: the memories start there.
    pub image_limit: u64,
}

/// Compiles the modules of one program to a relocatable object.
pub fn compile(_request: &Request<'_>) -> Result<Object, Error> {
    todo!()
}
