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
    pub fn message(self) -> &'static [u8] {
        let (mut start, mut number) = (0, 0);
        for (end, byte) in MESSAGES.iter().enumerate() {
            if *byte == b'\n' {
                number += 1;
                if number == self as u8 {
                    return MESSAGES.get(start..end).unwrap_or_default();
                }
                start = end + 1;
            }
        }
        &[]
    }
}

/// The messages in the order of the kinds' numbers, as one text, a line each: an address of each would take as much
/// room in every program.
const MESSAGES: &[u8] = b"\
unreachable
out of bounds memory access
out of bounds table access
undefined element
uninitialized element
indirect call type mismatch
integer overflow
integer divide by zero
invalid conversion to integer
call stack exhausted
null reference
unaligned atomic
incompatible import type
null function reference
";

/// Exit status of a program that trapped: 128 + SIGABRT, as a shell reports an abort.
pub const TRAP_EXIT_STATUS: i32 = 134;
