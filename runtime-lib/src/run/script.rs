//! A script of calls, for the specification's tests: the program's actions go in, the outcome of
//! each comes out on stdout, one a line.

use ahead_abi::program::Action;
use ahead_abi::value::Value;

use super::slots;
use crate::program::{elements, program};
use crate::recovery::{catch, keep_unwritten};
use crate::sys::process::exit;
use crate::text::Text;

/// Bytes of a line without results.
const SHORT_LINE_LEN: usize = 64;

/// Carries out all actions and exits with 0.
///
/// # Safety
/// Called once, by start-up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ahead_run_script() -> ! {
    // SAFETY: the compiler wrote the slice.
    let actions = unsafe { elements(program().script) };
    let count = actions.iter().map(|action| action.args.len.max(action.results as usize)).max();
    let slots = slots::map(count.unwrap_or(0));
    let mut text = Text::new(1);
    let text = &raw mut text;
    // SAFETY: this function does not return, and `carry_out` leaves the text alone during a call.
    unsafe { keep_unwritten(text) };
    for action in actions {
        // SAFETY: no other reference is in use, by the line above.
        let text = unsafe { &mut *text };
        // What is written is always whole lines, however the process ends.
        if text.room() < SHORT_LINE_LEN + 33 * action.results as usize {
            text.flush();
        }
        carry_out(action, slots, text);
    }
    // SAFETY: as above.
    unsafe { (*text).flush() };
    exit(0)
}

fn carry_out(action: &Action, slots: &mut [Value], text: &mut Text) {
    // SAFETY: the compiler wrote the slice.
    let args = unsafe { elements(action.args) };
    slots.iter_mut().zip(args).for_each(|(slot, arg)| *slot = *arg);
    let mut call = Call { action, slots: slots.as_mut_ptr() };
    // SAFETY: `run` gets the `Call` that it expects, and generated code holds nothing that a trap
    // leaves broken: that is what traps do.
    match unsafe { catch(run, (&raw mut call).cast()) } {
        Ok(()) => {
            text.push(b"ok");
            for slot in slots.iter().take(action.results as usize) {
                let [low, high] = slot.0;
                text.push(b" ");
                text.push_hex(high, 16);
                text.push_hex(low, 16);
            }
            text.push(b"\n");
        }
        Err(kind) => {
            text.push(b"trap ");
            text.push(kind.message());
            text.push(b"\n");
        }
    }
}

/// What [`run`] calls, with what.
struct Call<'action> {
    action: &'action Action,
    slots: *mut Value,
}

unsafe extern "C" fn run(call: *mut u8) {
    // SAFETY: `carry_out` passes a `Call`; there are slots for all arguments and all results.
    unsafe {
        let call = &*call.cast::<Call>();
        (call.action.call)(call.slots);
    }
}
