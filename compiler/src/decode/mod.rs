//! Wasm bytes in, a validated [`Module`] out; everything it holds borrows from the bytes.

mod body;
mod constant;
mod error;
mod hint;
mod module;
mod name;
pub mod proposal;
mod section;

pub use body::Body;
pub use constant::{ConstExpr, ConstOp};
pub use error::{Error, one_line};
pub use hint::BranchHints;
pub use module::{DataSegment, ElementSegment, Export, Global, Import, Module, SegmentMode, Table};
pub use name::{Names, printable, printable_lines};

use wasmparser::WasmFeatures;

/// What modules may use unless the user says otherwise: WebAssembly 3.0, as far as it is supported.
pub const STANDARD: WasmFeatures = WasmFeatures::WASM2
    .union(WasmFeatures::EXTENDED_CONST)
    .union(WasmFeatures::FUNCTION_REFERENCES)
    .union(WasmFeatures::MEMORY64)
    .union(WasmFeatures::MULTI_MEMORY)
    .union(WasmFeatures::RELAXED_SIMD)
    .union(WasmFeatures::TAIL_CALL);

/// What Ahead compiles: also proposals that are not in the standard yet.
pub const SUPPORTED: WasmFeatures =
    STANDARD.union(WasmFeatures::CUSTOM_PAGE_SIZES).union(WasmFeatures::WIDE_ARITHMETIC);

/// Decodes and validates a module, which may use `features`. `file_name` is for messages and
/// backtraces.
pub fn decode<'a>(bytes: &'a [u8], file_name: &str, features: WasmFeatures) -> Result<Module<'a>, Error> {
    let (mut module, unvalidated, hints) = section::read(bytes, file_name, features)?;
    module.bodies = body::validate(unvalidated, &module)?;
    module.branch_hints = BranchHints::new(&hints, &module.bodies, module.imported_functions);
    Ok(module)
}
