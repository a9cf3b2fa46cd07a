//! Refused calls in; where the launcher sets `AHEAD_AUDIT=1`, a line on stderr out, which names the
//! call, the path, and the flag that would have granted it.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use ahead_abi::denial::Family;

use crate::guest::GuestRange;
use crate::launch;
use crate::text::Text;

use super::descriptor::{self, READ_ONLY};
use super::errno::{self, Errno};
use super::prepare::guest_name_of;

/// Bytes of a path that are shown.
const SHOWN: usize = 256;

/// Whether the path resolution before last answer would have left its folder.
static LEFT_FOLDER: AtomicBool = AtomicBool::new(false);

/// Whether the launcher wants to know.
pub fn is_on() -> bool {
    launch::environment().any(|variable| variable == b"AHEAD_AUDIT=1")
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
    let mut text = start(call);
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
    if is_on() {
        let mut text = start(call);
        text.push(b" denied: the program was built with `--deny ");
        text.push(family.name().as_bytes());
        text.push(b"`\n");
        text.flush();
    }
}

/// Reports that a program asks for its folders, and none was granted: C libraries then answer for
/// themselves, and call nothing that could be denied.
#[cold]
pub fn no_folder(call: &str) {
    if is_on() {
        let mut text = start(call);
        text.push(b" finds no folder: `--dir` grants one\n");
        text.flush();
    }
}

fn start(call: &str) -> Text {
    let mut text = Text::new(2);
    text.push(b"audit: ");
    text.push(call.as_bytes());
    text
}

/// A guest's bytes do not get to steer a terminal.
fn push_printable(text: &mut Text, bytes: &[u8]) {
    for byte in bytes {
        let shown = if byte.is_ascii_graphic() || *byte == b' ' || *byte >= 0x80 { *byte } else { b'?' };
        text.push(&[shown]);
    }
}
