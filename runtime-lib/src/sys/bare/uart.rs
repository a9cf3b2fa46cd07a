//! The serial port: bytes in and out, waiting for each.
//!
//! Speed and pins are as firmware left them. Output is passed as it is. Of input, a carriage return
//! is a line feed, as terminals send one for the other, and Ctrl-D (byte 4) is the end.

use core::ptr::{read_volatile, write_volatile};
use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use ahead_abi::board::{Uart, UartKind};

use super::record::board;
use crate::sys::board as processor;

/// A register, by its number, and bits of it.
struct Flag {
    register: usize,
    mask: u32,
    set: u32,
}

/// What differs from kind to kind.
struct Registers {
    data: usize,
    /// A byte may be sent.
    can_send: Flag,
    /// A byte has come.
    has_byte: Flag,
    /// Everything has left the wire.
    idle: Flag,
}

/// PL011 (ARM DDI 0183), in registers of 4 bytes: `UARTFR` has TXFF, RXFE and BUSY.
static PL011: Registers = Registers {
    data: 0,
    can_send: Flag { register: 6, mask: 1 << 5, set: 0 },
    has_byte: Flag { register: 6, mask: 1 << 4, set: 0 },
    idle: Flag { register: 6, mask: 1 << 3, set: 0 },
};

/// 16550: the line status register has THRE, DR and TEMT.
static NS16550: Registers = Registers {
    data: 0,
    can_send: Flag { register: 5, mask: 1 << 5, set: 1 << 5 },
    has_byte: Flag { register: 5, mask: 1 << 0, set: 1 << 0 },
    idle: Flag { register: 5, mask: 1 << 6, set: 1 << 6 },
};

const END_OF_INPUT: u8 = 4;

/// Whether the end of input was seen: it stays.
static ENDED: AtomicBool = AtomicBool::new(false);

/// Enables the port where it needs that.
pub fn set_up() {
    /// `UARTLCR_H`: 8 bits, FIFOs. `UARTCR`: receive, transmit, on.
    const PL011_ENABLE: [(usize, u32); 2] = [(11, 0x70), (12, 0x301)];
    if board().uart.kind == UartKind::Pl011 {
        for (register, value) in PL011_ENABLE {
            write(register, value);
        }
    }
}

/// Sends `byte`, as soon as there is room.
pub fn send(byte: u8) {
    let registers = registers();
    while !is(&registers.can_send) {
        processor::relax();
    }
    write(registers.data, u32::from(byte));
}

/// Waits until everything has been sent.
pub fn drain() {
    while !is(&registers().idle) {
        processor::relax();
    }
}

/// Whether [`receive`] would answer at once.
pub fn is_ready() -> bool {
    ENDED.load(Relaxed) || is(&registers().has_byte)
}

/// Waits for a byte; `None` at the end of the input.
pub fn receive() -> Option<u8> {
    if ENDED.load(Relaxed) {
        return None;
    }
    let registers = registers();
    while !is(&registers.has_byte) {
        processor::relax();
    }
    match read(registers.data) as u8 {
        END_OF_INPUT => {
            ENDED.store(true, Relaxed);
            None
        }
        b'\r' => Some(b'\n'),
        byte => Some(byte),
    }
}

fn registers() -> &'static Registers {
    match board().uart.kind {
        UartKind::Pl011 => &PL011,
        UartKind::Ns16550 => &NS16550,
    }
}

fn is(flag: &Flag) -> bool {
    read(flag.register) & flag.mask == flag.set
}

fn read(register: usize) -> u32 {
    let Uart { address, register_shift, .. } = board().uart;
    let address = address as usize + (register << register_shift);
    // SAFETY: a register of the port that the target file describes, mapped as device memory, of
    // 4 bytes where they are that far apart.
    unsafe {
        match register_shift {
            2 => read_volatile(address as *const u32),
            _ => u32::from(read_volatile(address as *const u8)),
        }
    }
}

fn write(register: usize, value: u32) {
    let Uart { address, register_shift, .. } = board().uart;
    let address = address as usize + (register << register_shift);
    // SAFETY: as in `read`.
    unsafe {
        match register_shift {
            2 => write_volatile(address as *mut u32, value),
            _ => write_volatile(address as *mut u8, value as u8),
        }
    }
}
