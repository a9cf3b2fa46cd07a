//! The root record: one program, known whole.

use crate::code::CodeMap;
use crate::grants::Grants;
use crate::memory::Memory;
use crate::profile::Profile;
use crate::value::{Trampoline, Value, ValueType};
use crate::{Bytes, Slice};

/// One program; the object exports it as [`crate::symbol::PROGRAM`]. Read-only after relocation.
#[repr(C)]
pub struct Program {
    /// Address of [`crate::symbol::VERSION`].
    pub version: *const u8,
    /// What the runtime runs once the stack, memories and traps are set up: one of its
    /// `ahead_run_*` functions, so that only the chosen one is linked. It does not return.
    pub run: unsafe extern "C" fn() -> !,
    /// Called in order before `run`, ahead of any guest code: functions of [`crate::symbol`], each
    /// only where the program needs it, so that nothing else of them is linked.
    pub prepare: Slice<unsafe extern "C" fn()>,
    /// Bytes of guest stack.
    pub stack_size: u64,
    /// What the runtime puts in place before anything else.
    pub state: State,
    /// All the memories of the program; each is `repr(C)` data of its own.
    pub memories: Slice<*mut Memory>,
    /// The memory that WASI functions use: that of the main module. Null: it has none.
    pub wasi_memory: *mut Memory,
    /// The generated code.
    pub code: CodeMap,
    /// What the program may do.
    pub grants: Grants,
    /// Instantiates all instances in order (segments that are not part of an image, start functions).
    pub initialize: unsafe extern "C" fn(),
    /// For `ahead_run_command`: `_start` or `_initialize`; null when there is none.
    pub entry: Option<unsafe extern "C" fn()>,
    /// For `ahead_run_invoke`; else null.
    pub invoke: *const Invoke,
    /// For `ahead_run_script`; else empty.
    pub script: Slice<Action>,
    /// For [`crate::symbol::OPEN_PROFILE`] and [`crate::symbol::USE_SMALL_PAGES`]; else null.
    pub profile: *const Profile,
}

/// What may change of a program, apart from memories, where it is little: zeros in the executable, with which
/// it starts sooner than with data that may be written. Else it is such data, and this is empty.
#[repr(C)]
pub struct State {
    /// Where it is; anything when it is empty.
    pub place: *mut u8,
    /// What it is at first.
    pub contents: Bytes,
}

/// The export that the program calls with its command-line arguments.
#[repr(C)]
pub struct Invoke {
    /// The export's name.
    pub name: Bytes,
    /// Calls it.
    pub trampoline: Trampoline,
    /// Types of its parameters (no vectors or references).
    pub params: Slice<ValueType>,
    /// Types of its results (no vectors or references).
    pub results: Slice<ValueType>,
}

/// One step of a script, for the specification's tests: it is carried out, its outcome is written
/// to stdout as one line, and the script goes on, whatever the outcome.
///
/// `ok HEX...`: it returned; each result slot as 32 hexadecimal digits, most significant first.
/// `trap MESSAGE`: it trapped.
#[repr(C)]
pub struct Action {
    /// What to call: an export's trampoline, or an instance's initialiser in the same form.
    pub call: Trampoline,
    /// Arguments.
    pub args: Slice<Value>,
    /// How many results it has.
    pub results: u64,
}
