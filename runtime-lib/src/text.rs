//! Text on its way out: pieces go in, as few writes as possible come out.

use crate::sys::process::{exit, write_all};

/// A buffer in front of a descriptor. Not flushed on drop.
pub struct Text {
    fd: u32,
    len: usize,
    bytes: [u8; 4096],
}

impl Text {
    /// Nothing yet, to be written to descriptor `fd`.
    pub const fn new(fd: u32) -> Text {
        Text { fd, len: 0, bytes: [0; 4096] }
    }

    /// Appends `piece`, writing what is there whenever the buffer is full.
    #[inline(never)]
    pub fn push(&mut self, piece: &[u8]) {
        for byte in piece {
            self.push_byte(*byte);
        }
    }

    #[inline(never)]
    fn push_byte(&mut self, byte: u8) {
        if self.room() == 0 {
            self.flush();
        }
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len += 1;
        }
    }

    /// Appends `number` in decimal.
    pub fn push_decimal(&mut self, number: u64) {
        if number > 9 {
            self.push_decimal(number / 10);
        }
        self.push_byte(b'0' + (number % 10) as u8);
    }

    /// Appends `number` in hexadecimal, with at least `min_digits` digits.
    pub fn push_hex(&mut self, number: u64, min_digits: u32) {
        if number > 15 || min_digits > 1 {
            self.push_hex(number >> 4, min_digits.saturating_sub(1));
        }
        let digit = (number & 15) as u8;
        self.push_byte(if digit < 10 { b'0' + digit } else { b'a' + digit - 10 });
    }

    /// Bytes that fit without a write.
    pub fn room(&self) -> usize {
        self.bytes.len() - self.len
    }

    /// Writes what is there. A descriptor that takes nothing leaves nobody to tell.
    pub fn flush(&mut self) {
        let _ = write_all(self.fd, self.bytes.get(..self.len).unwrap_or_default());
        self.len = 0;
    }
}

/// Writes `parts`, one after the other, as one line on stderr that begins with `start`.
#[cold]
#[inline(never)]
pub fn say(start: &[u8], parts: &[&[u8]]) {
    let mut text = Text::new(2);
    text.push(start);
    for part in parts {
        text.push(part);
    }
    text.push(b"\n");
    text.flush();
}

/// Ends the process with `status` after `parts`, as [`say`] writes them.
#[cold]
pub fn fail(status: i32, parts: &[&[u8]]) -> ! {
    say(b"error: ", parts);
    exit(status)
}
