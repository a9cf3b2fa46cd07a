//! `table.grow`, `table.fill`, `table.copy` and `table.init`: checked as a whole before the first
//! entry is written (WebAssembly 2.0, 4.4.6).

use ahead_abi::table::{ElementSegment, EntryKind, FunctionRef, Table};
use ahead_abi::trap::TrapKind;

use crate::sys::pages;
use crate::trap::raise;

/// `table.grow`: answers the old size, or -1 when the new one is above the maximum or the system
/// refuses. `value` is a reference, 0 for null.
///
/// # Safety
/// The table is the program's, and nothing holds a reference to the record.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_table_grow(table: *mut Table, value: u64, delta: u64) -> i64 {
    // SAFETY: the caller's promise; the program has one thread.
    let table = unsafe { &mut *table };
    let old_len = table.len;
    let Some(len) = old_len.checked_add(delta).filter(|len| *len <= table.max_len) else {
        return -1;
    };
    if len > table.capacity && !move_to_larger(table, len) {
        return -1;
    }
    table.len = len;
    // Entries past the end are null already: a table never shrinks, and fresh pages are zero.
    if value != 0 {
        // SAFETY: `old_len..len` is inside the table now.
        unsafe { fill(table, old_len, value, delta) };
    }
    old_len as i64
}

/// `table.fill`; `value` is a reference, 0 for null.
///
/// # Safety
/// The table is the program's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_table_fill(table: *mut Table, index: u64, value: u64, len: u64) {
    // SAFETY: the caller's promise.
    let table = unsafe { &*table };
    check(table.len, index, len);
    // SAFETY: `check` leaves only ranges inside the table.
    unsafe { fill(table, index, value, len) }
}

/// `table.copy`.
///
/// # Safety
/// Both tables are the program's, with entries of one kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_table_copy(
    to: *mut Table,
    from: *mut Table,
    to_index: u64,
    from_index: u64,
    len: u64,
) {
    // SAFETY: the caller's promise; `check` leaves only ranges inside the tables.
    unsafe {
        check((*from).len, from_index, len);
        check((*to).len, to_index, len);
        let size = (*to).kind.size();
        let source = (*from).base.add(from_index as usize * size);
        (*to).base.add(to_index as usize * size).copy_from(source, len as usize * size);
    }
}

/// `table.init`.
///
/// # Safety
/// Table and segment are the program's, with entries of one kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_table_init(
    table: *mut Table,
    segment: *const ElementSegment,
    to: u64,
    from: u64,
    len: u64,
) {
    // SAFETY: the caller's promise; `check` leaves only ranges inside table and segment, which do
    // not overlap: the segment is the program's read-only data.
    unsafe {
        check((*segment).len, from, len);
        check((*table).len, to, len);
        let size = (*table).kind.size();
        let source = (*segment).entries.wrapping_add(from as usize * size);
        (*table).base.add(to as usize * size).copy_from_nonoverlapping(source, len as usize * size);
    }
}

fn check(whole: u64, start: u64, len: u64) {
    if start.checked_add(len).is_none_or(|end| end > whole) {
        raise(TrapKind::TableOutOfBounds);
    }
}

/// # Safety
/// `index..index + len` is inside the table.
unsafe fn fill(table: &Table, index: u64, value: u64, len: u64) {
    // SAFETY: the caller's promise; a function reference is the address of a record, or null.
    unsafe {
        match table.kind {
            EntryKind::Function => {
                let entry = match value {
                    0 => FunctionRef { code: core::ptr::null(), type_id: 0, index: 0 },
                    address => *(address as *const FunctionRef),
                };
                let first = table.base.cast::<FunctionRef>().add(index as usize);
                (0..len as usize).for_each(|place| first.add(place).write(entry));
            }
            EntryKind::Extern => {
                let first = table.base.cast::<u64>().add(index as usize);
                (0..len as usize).for_each(|place| first.add(place).write(value));
            }
        }
    }
}

/// Moves the table to pages for at least `len` entries, twice as many as now where the system
/// gives them. The old place is left: it is the compiler's data at first, and what doubling leaves
/// behind is less than the table.
fn move_to_larger(table: &mut Table, len: u64) -> bool {
    let doubled = table.capacity.saturating_mul(2).min(table.max_len).max(len);
    for capacity in [doubled, len] {
        let size = (capacity as usize).checked_mul(table.kind.size());
        if let Some(Ok(base)) = size.map(pages::map) {
            let base = base as *mut u8;
            let used = table.len as usize * table.kind.size();
            // SAFETY: the entries in use are at `table.base`, and the fresh pages hold more.
            unsafe { base.copy_from_nonoverlapping(table.base, used) };
            table.base = base;
            table.capacity = capacity;
            return true;
        }
    }
    false
}
