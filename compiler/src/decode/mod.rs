//! Wasm bytes in, a validated [`Module`] out; everything it holds borrows from the bytes.

mod body;
mod constant;
mod error;
mod module;
mod name;
pub mod proposal;
mod section;

pub use body::Body;
pub use constant::{ConstExpr, ConstOp};
pub use error::Error;
pub use module::{DataSegment, ElementSegment, Export, Global, Import, Module, SegmentMode, Table};
pub use name::Names;

use wasmparser::WasmFeatures;

/// The proposals that Ahead compiles, on top of WebAssembly 1.0.
pub const SUPPORTED: WasmFeatures = WasmFeatures::WASM2
    .difference(WasmFeatures::SIMD)
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::MULTI_MEMORY);

/// Decodes and validates a module. `file_name` is for messages and backtraces.
pub fn decode<'a>(bytes: &'a [u8], file_name: &str) -> Result<Module<'a>, Error> {
    let (mut module, unvalidated) = section::read(bytes, file_name)?;
    module.bodies = body::validate(unvalidated, &module)?;
    Ok(module)
}
