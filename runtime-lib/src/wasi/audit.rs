//! Refused calls in; where the launcher sets `AHEAD_AUDIT=1`, a line on stderr out, which names the
//! call, the path, and the flag that would have granted it.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use ahead_abi::denial::Family;

use crate::guest::GuestRange;
use crate::launch;
use crate::text::{self, Text};

use super::descriptor::{self, READ_ONLY};
use super::errno::{self, Errno};
use super::prepare::guest_name_of;

/// Bytes of a path that are shown.
const SHOWN: usize = 256;

/// Whether the path resolution before last answer would have left its folder.
static LEFT_FOLDER: AtomicBool = AtomicBool::new(false);

/// What the lines begin with.
const START: &[u8] = b"audit: ";

/// Whether the launcher wants to know.
fn is_on() -> bool {
    launch::environment().any(|variable| variable == b"AHEAD_AUDIT=1")
}

/// Writes `parts` as a line, if the launcher wants to know.
#[cold]
pub fn say(parts: &[&[u8]]) {
    if is_on() {
        text::say(START, parts);
    }
}

/// Notes that a path would leave its folder, for the [`code`] that follows.
pub fn left_folder() {
    LEFT_FOLDER.store(true, Relaxed);
}

/// What the function `call` returns, which worked on a path, at guest address and of a length, below
/// `fd`.
pub fn code(call: &str, fd: u32, path: (u32, u32), result: Result<(), Errno>) -> u32 {
    if result == Err(Errno::NOTCAPABLE) {
        report(call, fd, path);
    }
    errno::code(result)
}

#[cold]
fn report(call: &str, fd: u32, (address, len): (u32, u32)) {
    let left_folder = LEFT_FOLDER.swap(false, Relaxed);
    if !is_on() {
        return;
    }
    let mut text = Text::new(2);
    text.push(START);
    text.push(call.as_bytes());
    let mut path = [0u8; SHOWN];
    let path = path.get_mut(..(len as usize).min(SHOWN)).unwrap_or_default();
    if GuestRange::new(address, path.len() as u64)
        .and_then(|range| range.read(0, path).ok_or(Errno::FAULT))
        .is_ok()
    {
        text.push(b" of `");
        push_printable(&mut text, path);
        text.push(b"`");
    }
    let descriptor = descriptor::get(fd).ok();
    if let Some(name) = descriptor.and_then(|descriptor| guest_name_of(descriptor.preopen)) {
        text.push(b" in ");
        text.push(name);
    }
    let read_only = descriptor.is_some_and(|descriptor| descriptor.marks & READ_ONLY != 0);
    text.push(match (left_folder, read_only) {
        (true, _) => b" denied: it is outside; `--dir` grants the folder that it is in\n".as_slice(),
        (false, true) => b" denied: the folder was granted to read only, by `--dir` with `:ro`\n",
        (false, false) => b" denied: the descriptor has not that right, by the program's own doing\n",
    });
    text.flush();
}

/// Reports a call that `--deny` took away.
#[cold]
pub fn denied(call: &str, family: Family) {
    let family = family.name().as_bytes();
    say(&[call.as_bytes(), b" denied: the program was built with `--deny ", family, b"`"]);
}

/// Reports that a program asks for its folders, and none was granted: C libraries then answer for
/// themselves, and call nothing that could be denied.
#[cold]
pub fn no_folder(call: &str) {
    say(&[call.as_bytes(), b" finds no folder: `--dir` grants one"]);
}

/// A guest's bytes do not get to steer a terminal.
fn push_printable(text: &mut Text, bytes: &[u8]) {
    for byte in bytes {
        let shown = if byte.is_ascii_graphic() || *byte == b' ' || *byte >= 0x80 { *byte } else { b'?' };
        text.push(&[shown]);
    }
}
