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
    pub fn push(&mut self, mut piece: &[u8]) {
        while !piece.is_empty() {
            let room = self.bytes.get_mut(self.len..).unwrap_or_default();
            if room.is_empty() {
                self.flush();
                continue;
            }
            let (now, later) = piece.split_at_checked(room.len()).unwrap_or((piece, &[]));
            for (slot, byte) in room.iter_mut().zip(now) {
                *slot = *byte;
            }
            self.len += now.len();
            piece = later;
        }
    }

    /// Appends `number` in decimal.
    pub fn push_decimal(&mut self, mut number: u64) {
        let mut digits = [0; 20];
        let mut start = digits.len();
        for (index, digit) in digits.iter_mut().enumerate().rev() {
            *digit = b'0' + (number % 10) as u8;
            start = index;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.push(digits.get(start..).unwrap_or_default());
    }

    /// Appends `number` in hexadecimal, with at least `min_digits` digits.
    pub fn push_hex(&mut self, number: u64, min_digits: u32) {
        let digits = min_digits.max((64 - number.leading_zeros()).div_ceil(4)).max(1);
        for index in (0..digits).rev() {
            let digit = (number >> (4 * index) & 15) as u8;
            self.push(&[if digit < 10 { b'0' + digit } else { b'a' + digit - 10 }]);
        }
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

/// Ends the process with `status` after `parts`, one after the other, as one line on stderr.
#[cold]
pub fn fail(status: i32, parts: &[&[u8]]) -> ! {
    let mut text = Text::new(2);
    text.push(b"error: ");
    for part in parts {
        text.push(part);
    }
    text.push(b"\n");
    text.flush();
    exit(status)
}
