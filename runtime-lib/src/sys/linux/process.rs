//! The end of the process, and its last words.

use super::call::call;
use super::errno::Errno;
use super::number;

/// Ends the process with `status`, of which the launcher sees the low eight bits.
pub fn exit(status: i32) -> ! {
    loop {
        // SAFETY: `exit_group` touches no memory of ours.
        let _ = unsafe { call(number::EXIT_GROUP, [status as usize]) };
    }
}

/// Writes all of `bytes` to descriptor `fd`, going on after partial writes and interruptions.
pub fn write_all(fd: u32, mut bytes: &[u8]) -> Result<(), Errno> {
    while !bytes.is_empty() {
        // SAFETY: the kernel only reads `bytes`, which is valid for its length.
        match unsafe { call(number::WRITE, [fd as usize, bytes.as_ptr() as usize, bytes.len()]) } {
            Ok(0) => return Err(Errno::IO),
            Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
            Err(Errno::INTR) => {}
            Err(errno) => return Err(errno),
        }
    }
    Ok(())
}

/// Ends the process with `status` after `parts`, one after the other, as one line on stderr.
pub fn fail(status: i32, parts: &[&[u8]]) -> ! {
    let mut line = Line { bytes: [0; 512], len: 0 };
    line.push(b"error: ");
    for part in parts {
        line.push(part);
    }
    line.push(b"\n");
    line.flush();
    exit(status)
}

/// Text on its way to stderr, so that a message is one write where it fits.
struct Line {
    bytes: [u8; 512],
    len: usize,
}

impl Line {
    fn push(&mut self, mut part: &[u8]) {
        while !part.is_empty() {
            let room = self.bytes.get_mut(self.len..).unwrap_or_default();
            if room.is_empty() {
                self.flush();
                continue;
            }
            let count = room.len().min(part.len());
            for (slot, byte) in room.iter_mut().zip(part) {
                *slot = *byte;
            }
            self.len += count;
            part = part.get(count..).unwrap_or_default();
        }
    }

    fn flush(&mut self) {
        // A stderr that takes nothing leaves nobody to tell.
        let _ = write_all(2, self.bytes.get(..self.len).unwrap_or_default());
        self.len = 0;
    }
}
