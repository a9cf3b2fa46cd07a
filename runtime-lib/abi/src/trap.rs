//! Trap kinds: why a program ended before its end.

/// A trap of the WebAssembly specification (or of instantiation); the number is the CLIF user trap
/// code and the byte in the trap site table, never 0.
#[repr(u8)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TrapKind {
    /// `unreachable` was executed.
    Unreachable = 1,
    /// A load, store or bulk operation left linear memory.
    MemoryOutOfBounds,
    /// `table.get`, `table.set` or a bulk operation left a table.
    TableOutOfBounds,
    /// `call_indirect` with an index past the end of its table.
    UndefinedElement,
    /// `call_indirect` through a null entry.
    UninitializedElement,
    /// `call_indirect` through an entry of another type.
    IndirectCallTypeMismatch,
    /// A quotient or a conversion does not fit.
    IntegerOverflow,
    /// Division or remainder by zero.
    IntegerDivideByZero,
    /// A NaN converted to an integer.
    InvalidConversionToInteger,
    /// The stack met its guard.
    StackExhausted,
    /// A null reference was used.
    NullReference,
    /// An unaligned atomic access.
    UnalignedAtomic,
    /// An import's size at instantiation does not match what the module declares.
    IncompatibleImport,
    /// A null function reference was called.
    NullFunctionReference,
}

impl TrapKind {
    /// Every kind, in the order of its numbers, which start at 1.
    pub const ALL: [TrapKind; 14] = [
        TrapKind::Unreachable,
        TrapKind::MemoryOutOfBounds,
        TrapKind::TableOutOfBounds,
        TrapKind::UndefinedElement,
        TrapKind::UninitializedElement,
        TrapKind::IndirectCallTypeMismatch,
        TrapKind::IntegerOverflow,
        TrapKind::IntegerDivideByZero,
        TrapKind::InvalidConversionToInteger,
        TrapKind::StackExhausted,
        TrapKind::NullReference,
        TrapKind::UnalignedAtomic,
        TrapKind::IncompatibleImport,
        TrapKind::NullFunctionReference,
    ];

    /// The kind with this number; `None` for 0 and unknown ones.
    pub fn from_number(number: u8) -> Option<TrapKind> {
        Self::ALL.get((number as usize).checked_sub(1)?).copied()
    }

    /// The message, in the words of the specification's test suite.
    pub fn message(self) -> &'static str {
        match self {
            TrapKind::Unreachable => "unreachable",
            TrapKind::MemoryOutOfBounds => "out of bounds memory access",
            TrapKind::TableOutOfBounds => "out of bounds table access",
            TrapKind::UndefinedElement => "undefined element",
            TrapKind::UninitializedElement => "uninitialized element",
            TrapKind::IndirectCallTypeMismatch => "indirect call type mismatch",
            TrapKind::IntegerOverflow => "integer overflow",
            TrapKind::IntegerDivideByZero => "integer divide by zero",
            TrapKind::InvalidConversionToInteger => "invalid conversion to integer",
            TrapKind::StackExhausted => "call stack exhausted",
            TrapKind::NullReference => "null reference",
            TrapKind::UnalignedAtomic => "unaligned atomic",
            TrapKind::IncompatibleImport => "incompatible import type",
            TrapKind::NullFunctionReference => "null function reference",
        }
    }
}

/// Exit status of a program that trapped: 128 + SIGABRT, as a shell reports an abort.
pub const TRAP_EXIT_STATUS: i32 = 134;
