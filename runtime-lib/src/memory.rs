//! Linear memories: the compiler's records go in, mapped memories with their initial contents
//! come out, and grow.

use ahead_abi::layout::{GUARDED_LEN, WASM_PAGE_SHIFT};
use ahead_abi::memory::{Bounds, ImagePiece, Memory, Placement};

use crate::launch;
use crate::program::{elements, program};
use crate::sys::pages;
use crate::text::fail;

/// Of a memory of so many bytes, 2 MiB are little.
const LARGE: usize = 8 << 20;

/// Maps all memories of the program and fills them.
pub fn map_all() {
    // SAFETY: the compiler wrote the slices; each memory is a record of its own, and nothing else
    // refers to it before the program runs.
    for memory in unsafe { elements(program().memories) } {
        let memory = unsafe { &**memory };
        map(memory);
        // SAFETY: as above.
        for piece in unsafe { elements(memory.image) } {
            place(memory, piece);
        }
    }
}

/// `memory.grow`: answers the old size in pages, or -1 when the new one is above the maximum or
/// the system refuses.
///
/// # Safety
/// `memory` is one of the program's, and nothing holds a reference to the record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_memory_grow(memory: *mut Memory, delta_pages: u64) -> i64 {
    // SAFETY: the caller's promise; the program has one thread.
    let memory = unsafe { &mut *memory };
    let old_pages = memory.len >> memory.page_shift;
    let max_pages = memory.max_len >> memory.page_shift;
    match old_pages.checked_add(delta_pages) {
        Some(pages) if pages <= max_pages => {
            let len = pages << memory.page_shift;
            if extend(memory, len).is_err() {
                return -1;
            }
            memory.len = len;
            old_pages as i64
        }
        _ => -1,
    }
}

fn map(memory: &Memory) {
    let base = memory.base as usize;
    let map_initial = match memory.bounds {
        Bounds::Guard => pages::map_growing,
        Bounds::Explicit => pages::map_fixed,
    };
    let len = round_up(memory, memory.len).filter(|len| *len == 0 || map_initial(base, *len).is_ok());
    let Some(len) = len else {
        fail(1, &[b"the system has no room for the program's initial memory"]);
    };
    if memory.bounds == Bounds::Guard && pages::reserve(base + len, GUARDED_LEN as usize - len).is_err() {
        fail(
            1,
            &[b"cannot reserve 8 GiB of addresses for the guard pages of a memory (a limit such as \
            `ulimit -v`?); a program built with `--bounds explicit` needs none"],
        );
    }
}

/// Makes `len` bytes of the memory accessible. Whole pages of the host are, so those that it already
/// reaches into are left alone.
fn extend(memory: &Memory, len: u64) -> Result<(), ()> {
    let (old_len, len) = (round_up(memory, memory.len).ok_or(())?, round_up(memory, len).ok_or(())?);
    if len <= old_len {
        return Ok(());
    }
    let start = memory.base as usize + old_len;
    match memory.bounds {
        // SAFETY: the range is in the reservation that `map` made, whose first half no maximum exceeds, and nothing
        // behind the memory was made accessible.
        Bounds::Guard => unsafe { pages::commit(start, len - old_len, old_len >= LARGE) },
        Bounds::Explicit => pages::map_fixed(start, len - old_len),
    }
    .map_err(drop)?;
    // SAFETY: the range was just made accessible.
    unsafe { pages::expect_use(start, len - old_len) };
    Ok(())
}

/// `len` bytes of the memory in whole pages of the host. Inlined: most programs have one use of it.
#[inline(always)]
fn round_up(memory: &Memory, len: u64) -> Option<usize> {
    // A power of two; no page of a host is larger than the usual page of WebAssembly.
    let page_size =
        if memory.page_shift >= WASM_PAGE_SHIFT { 1 << WASM_PAGE_SHIFT } else { launch::page_size() };
    (len as usize).checked_add(page_size - 1).map(|end| end & !(page_size - 1))
}

fn place(memory: &Memory, piece: &ImagePiece) {
    let to = memory.base.wrapping_add(piece.address as usize);
    match piece.placement {
        // SAFETY: the compiler placed the piece inside the memory's initial size.
        Placement::Copy => unsafe { to.copy_from_nonoverlapping(piece.data, piece.len as usize) },
        Placement::Map => {
            // SAFETY: the pages at `data` hold nothing but this piece, and nobody reads them there.
            let moved = unsafe { pages::move_pages(piece.data as usize, piece.len as usize, to as usize) };
            if moved.is_err() {
                fail(1, &[b"the system refused to move the program's data into its memory"]);
            }
        }
    }
}
