//! Where things live in the address space of a Linux executable.

/// The lowest host address of the first linear memory. Where that is, is below 2^31, so that on x86-64
/// it folds into the displacement of an access; the executable's image ends below it.
pub const MEMORY_BASE: u64 = 0x1000_0000;

/// Where the first memory's initial bytes end, if they begin at [`MEMORY_BASE`] or later. A kernel's table
/// of pages is for 1 GiB: the one for these bytes has no part of what is reserved behind them, which
/// it would look through entry by entry when the process ends (5 % of the life of a small one).
pub const INITIAL_MEMORY_END: u64 = 1 << 30;

/// Distance in bytes from one memory's base to the next: more than [`GUARDED_LEN`].
pub const MEMORY_STRIDE: u64 = GUARDED_LEN + 0x10_0000;

/// Bytes reserved for a memory with guard pages: a 32-bit index plus a 32-bit offset plus a
/// 16-byte access reaches 14 bytes past 8 GiB; the further 64 KiB keep neighbours apart.
pub const GUARDED_LEN: u64 = (8 << 30) + 0x1_0000;

/// The largest page size of the three ISAs' Linux kernels, in bytes. Pieces of a memory image that
/// are mapped are aligned to it in memory and in the file.
pub const MAX_PAGE_SIZE: u64 = 0x1_0000;

/// The shift of the usual WebAssembly page, 64 KiB.
pub const WASM_PAGE_SHIFT: u32 = 16;

/// Default bytes of stack for the guest.
pub const DEFAULT_STACK_SIZE: u64 = 8 << 20;

/// Bytes below a board's stack that fault, where the processor can do that.
pub const BOARD_GUARD_LEN: u64 = 0x1_0000;

/// Bytes of the stack that a board starts up on and handles faults on.
pub const BOARD_FAULT_STACK_LEN: u64 = 0x4000;
