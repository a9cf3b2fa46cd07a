//! Names of the symbols that the object and the runtime use of each other.

/// The [`crate::program::Program`], defined by the object.
pub const PROGRAM: &str = "ahead_program";
/// Defined by the runtime, and what [`crate::program::Program::version`] is the address of: no object
/// links with a runtime of another version. The number changes with any record or symbol of this crate.
pub const VERSION: &str = "ahead_abi_9";
/// Entry point of the executable, defined by the runtime.
pub const START: &str = "_start";

/// The [`crate::board::Board`], defined by the object of a program for one.
pub const BOARD: &str = "ahead_board";
/// Entry point of an image for a board, defined by the runtime.
pub const BOARD_START: &str = "ahead_board_start";
/// Symbols that the linker gives to a board's script: bytes of linear memory, and of stack.
pub const BOARD_SIZES: [&str; 2] = ["ahead_memory_size", "ahead_stack_size"];
/// First byte of linear memory, defined by the board's linker script, at a multiple of 16.
pub const BOARD_MEMORY: &str = "ahead_memory_start";
/// What the linker script defines for the runtime besides: zeroed data, then the guard below the
/// stack ([`crate::layout::BOARD_GUARD_LEN`] bytes, at a multiple of that), the stack, and the stack
/// for start-up and faults ([`crate::layout::BOARD_FAULT_STACK_LEN`] bytes).
pub const BOARD_PLACES: [&str; 6] = [
    "ahead_bss_start",
    "ahead_bss_end",
    "ahead_guard_start",
    "ahead_stack_start",
    "ahead_stack_end",
    "ahead_fault_stack_end",
];

/// `fn() -> !`: [`crate::program::Program::initialize`], `entry`, then exit 0.
pub const RUN_COMMAND: &str = "ahead_run_command";
/// `fn() -> !`: `initialize`, then [`crate::program::Invoke`], results printed, then exit 0.
pub const RUN_INVOKE: &str = "ahead_run_invoke";
/// `fn() -> !`: [`crate::program::Program::script`], then exit 0. `initialize` is not called.
pub const RUN_SCRIPT: &str = "ahead_run_script";

/// `fn()`: opens the granted folders; a missing one ends the program with an error that names the
/// flag. For [`crate::program::Program::prepare`].
pub const WASI_PREPARE: &str = "ahead_wasi_prepare";

/// `fn()`: puts the counters of [`crate::program::Program::profile`] into its file. For
/// [`crate::program::Program::prepare`], the first.
pub const OPEN_PROFILE: &str = "ahead_open_profile";
/// `fn()`: gives what [`crate::profile::Profile::small`] says small pages. For [`crate::program::Program::prepare`].
pub const USE_SMALL_PAGES: &str = "ahead_use_small_pages";
/// `fn()`: takes descriptors 0 to 2 from the guest. For [`crate::program::Program::prepare`].
pub const CLOSE_STDIO: &str = "ahead_close_stdio";
/// `fn()`: opens the granted listening sockets. For [`crate::program::Program::prepare`], after
/// [`WASI_PREPARE`], as those below.
pub const LISTEN: &str = "ahead_listen";
/// `fn()`: sets [`crate::grants::Limits::file_size`].
pub const LIMIT_FILE_SIZE: &str = "ahead_limit_file_size";
/// `fn()`: sets [`crate::grants::Limits::cpu_seconds`] and `wall_seconds`.
pub const LIMIT_TIME: &str = "ahead_limit_time";
/// `fn()`: leaves no files to be opened but those below granted folders.
pub const CONFINE_FOLDERS: &str = "ahead_confine_folders";
/// `fn()`: the same, or ends the program.
pub const CONFINE_FOLDERS_STRICTLY: &str = "ahead_confine_folders_strictly";
/// `fn()`: leaves no system calls but those of [`crate::confinement::Confinement::filter`]. The last.
pub const CONFINE_CALLS: &str = "ahead_confine_calls";
/// `fn()`: the same, or ends the program.
pub const CONFINE_CALLS_STRICTLY: &str = "ahead_confine_calls_strictly";
/// `fn()`: in the place of [`CONFINE_CALLS`] for a program of [`crate::system_call::ONLY_WRITES`]: leaves
/// no system calls but [`crate::system_call::STRICT_MODE`], where that can be.
pub const CONFINE_TO_WRITES: &str = "ahead_confine_to_writes";
/// `fn()`: the same, in the place of [`CONFINE_CALLS_STRICTLY`].
pub const CONFINE_TO_WRITES_STRICTLY: &str = "ahead_confine_to_writes_strictly";

/// `fn(memory: *mut Memory, delta_pages: u64) -> i64`: the old size in pages, or -1.
pub const MEMORY_GROW: &str = "ahead_memory_grow";
/// `fn(to: *mut Memory, from: *mut Memory, to_address: u64, from_address: u64, len: u64)`; traps.
pub const MEMORY_COPY: &str = "ahead_memory_copy";
/// `fn(memory: *mut Memory, address: u64, byte: u32, len: u64)`; traps.
pub const MEMORY_FILL: &str = "ahead_memory_fill";
/// x86-64 only, `fn(memory: *mut Memory, start: u64, end: u64, value: u64, width: u32, step: u32)`, which keeps all
/// registers: of a loop that stores the low `width` bytes of `value` and goes on by `step` bytes until `end`, all
/// rounds but the last, or none; how far it is then is in [`crate::memory::Memory::filled`].
pub const MEMORY_FILL_AHEAD: &str = "ahead_memory_fill_ahead";
/// `fn(memory: *mut Memory, segment: *const DataSegment, to: u64, from: u64, len: u64)`; traps.
pub const MEMORY_INIT: &str = "ahead_memory_init";

/// `fn(table: *mut Table, value: u64, delta: u64) -> i64`: the old size, or -1. `value` is a
/// reference (address of a `FunctionRef`, or an externref; null is 0), here and in `TABLE_FILL`.
pub const TABLE_GROW: &str = "ahead_table_grow";
/// `fn(table: *mut Table, index: u64, value: u64, len: u64)`; traps.
pub const TABLE_FILL: &str = "ahead_table_fill";
/// `fn(to: *mut Table, from: *mut Table, to_index: u64, from_index: u64, len: u64)`; traps.
pub const TABLE_COPY: &str = "ahead_table_copy";
/// `fn(table: *mut Table, segment: *const ElementSegment, to: u64, from: u64, len: u64)`; traps.
pub const TABLE_INIT: &str = "ahead_table_init";

/// `fn(f32) -> f32` and `fn(f64) -> f64`, for processors without the instruction.
pub const FLOOR_F32: &str = "ahead_floor_f32";
/// See [`FLOOR_F32`].
pub const FLOOR_F64: &str = "ahead_floor_f64";
/// See [`FLOOR_F32`].
pub const CEIL_F32: &str = "ahead_ceil_f32";
/// See [`FLOOR_F32`].
pub const CEIL_F64: &str = "ahead_ceil_f64";
/// See [`FLOOR_F32`].
pub const TRUNC_F32: &str = "ahead_trunc_f32";
/// See [`FLOOR_F32`].
pub const TRUNC_F64: &str = "ahead_trunc_f64";
/// See [`FLOOR_F32`].
pub const NEAREST_F32: &str = "ahead_nearest_f32";
/// See [`FLOOR_F32`].
pub const NEAREST_F64: &str = "ahead_nearest_f64";
/// `fn(a: f32, b: f32, c: f32) -> f32`: `a * b + c`, rounded once.
pub const FMA_F32: &str = "ahead_fma_f32";
/// `fn(a: f64, b: f64, c: f64) -> f64`: `a * b + c`, rounded once.
pub const FMA_F64: &str = "ahead_fma_f64";
/// x86-64 only, `fn(bytes: v128, indexes: v128) -> v128`: what the instruction `pshufb` does.
pub const X86_PSHUFB: &str = "ahead_x86_pshufb";
