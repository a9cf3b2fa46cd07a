//! Values that pass between the runtime and the guest's exports.

/// A value type, as far as the runtime must know it.
#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueType {
    /// 32-bit integer.
    I32 = 0,
    /// 64-bit integer.
    I64 = 1,
    /// 32-bit float.
    F32 = 2,
    /// 64-bit float.
    F64 = 3,
    /// 128-bit vector.
    V128 = 4,
    /// Function reference: address of a [`crate::table::FunctionRef`].
    FuncRef = 5,
    /// External reference: an opaque number, null is 0.
    ExternRef = 6,
}

/// A slot for one value: little-endian, in the low bytes; the rest is unspecified.
#[repr(C, align(16))]
#[derive(Clone, Copy)]
pub struct Value(pub [u64; 2]);

/// A function that the compiler generates for each export the runtime calls: it reads the
/// arguments from the slots, calls the export, and writes the results to the slots from the first.
pub type Trampoline = unsafe extern "C" fn(slots: *mut Value);
