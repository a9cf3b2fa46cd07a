//! One call of an export: the command line's arguments go in, its results come out on stdout, one
//! a line.

use ahead_abi::program::Invoke;

use super::{number, slots};
use crate::launch::program_arguments;
use crate::program::{elements, program};
use crate::sys::process::exit;
use crate::text::{Text, fail};

/// Exit status for a command line that does not fit the export's type.
const USAGE: i32 = 2;

/// Instantiates the program, calls the export, prints what it returns and exits with 0.
///
/// # Safety
/// Called once, by start-up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_run_invoke() -> ! {
    // SAFETY: programs of this kind have the record.
    let invoke = unsafe { &*program().invoke };
    let slots = slots::map(invoke.params.len.max(invoke.results.len));
    parse_arguments(invoke, slots);
    // SAFETY: generated functions; there are slots for all arguments and all results.
    unsafe {
        (program().initialize)();
        (invoke.trampoline)(slots.as_mut_ptr());
    }
    let mut text = Text::new(1);
    // SAFETY: the compiler wrote the slice.
    for (value_type, slot) in unsafe { elements(invoke.results) }.iter().zip(slots.iter()) {
        number::print(&mut text, *value_type, slot);
        text.push(b"\n");
    }
    text.flush();
    exit(0)
}

fn parse_arguments(invoke: &Invoke, slots: &mut [ahead_abi::value::Value]) {
    // SAFETY: the compiler wrote both slices.
    let (name, params) = unsafe { (elements(invoke.name), elements(invoke.params)) };
    let arguments = program_arguments().skip(1);
    let given = arguments.clone().count();
    if given != params.len() {
        let mut text = Text::new(2);
        text.push(b"error: `");
        text.push(name);
        text.push(b"` takes ");
        text.push_decimal(params.len() as u64);
        text.push(if params.len() == 1 { b" argument, not " } else { b" arguments, not " });
        text.push_decimal(given as u64);
        text.push(b"\n");
        text.flush();
        exit(USAGE)
    }
    for (index, ((argument, value_type), slot)) in arguments.zip(params).zip(slots).enumerate() {
        match number::parse(argument, *value_type) {
            Some(bits) => slot.0 = [bits, 0],
            None => refuse(name, index, argument, number::type_name(*value_type)),
        }
    }
}

fn refuse(name: &[u8], index: usize, argument: &[u8], type_name: &[u8]) -> ! {
    let position = [b'0' + ((index + 1) / 10 % 10) as u8, b'0' + ((index + 1) % 10) as u8];
    let position = if index < 9 { position.get(1..).unwrap_or_default() } else { &position };
    fail(USAGE, &[b"argument ", position, b" of `", name, b"` is `", argument, b"`, which is no ", type_name])
}
