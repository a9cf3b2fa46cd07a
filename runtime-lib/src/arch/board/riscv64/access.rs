//! An instruction that loads or stores goes in, what it does with which register comes out
//! (Unprivileged ISA, 2.6, 13.5 and 16.3: the integer and floating-point loads and stores, and
//! their compressed forms).

/// A load or store.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Access {
    /// Which way.
    pub direction: Direction,
    /// Whose register.
    pub file: RegisterFile,
    /// Its number.
    pub register: usize,
    /// Bytes of memory: 2, 4 or 8.
    pub size: usize,
    /// Whether a load extends the sign.
    pub signed: bool,
    /// Bytes of the instruction: 2 or 4.
    pub len: usize,
}

/// Which way bytes go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Direction {
    /// From memory.
    Load,
    /// To memory.
    Store,
}

/// Whose registers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RegisterFile {
    /// x0 to x31.
    Integer,
    /// f0 to f31.
    Float,
}

use Direction::{Load, Store};
use RegisterFile::{Float, Integer};

/// The access that `instruction` makes, its upper half 0 or anything if it is a compressed one;
/// `None` for another instruction.
pub fn decode(instruction: u32) -> Option<Access> {
    if instruction & 3 == 3 { decode_full(instruction) } else { decode_compressed(instruction) }
}

fn decode_full(instruction: u32) -> Option<Access> {
    let (direction, file) = match instruction & 0x7f {
        0x03 => (Load, Integer),
        0x07 => (Load, Float),
        0x23 => (Store, Integer),
        0x27 => (Store, Float),
        _ => return None,
    };
    let width = instruction >> 12 & 7;
    let (size, signed) = match (width, direction, file) {
        (1..=3, _, Integer) => (1 << width, true),
        (5 | 6, Load, Integer) => (1 << (width - 4), false),
        (2 | 3, _, Float) => (1 << width, false),
        _ => return None,
    };
    let register = match direction {
        Load => instruction >> 7 & 31,
        Store => instruction >> 20 & 31,
    };
    Some(Access { direction, file, register: register as usize, size, signed, len: 4 })
}

fn decode_compressed(instruction: u32) -> Option<Access> {
    let quadrant = instruction & 3;
    let (direction, file, size) = match instruction >> 13 & 7 {
        1 => (Load, Float, 8),
        2 => (Load, Integer, 4),
        3 => (Load, Integer, 8),
        5 => (Store, Float, 8),
        6 => (Store, Integer, 4),
        7 => (Store, Integer, 8),
        _ => return None,
    };
    let register = match (quadrant, direction) {
        (0, _) => 8 + (instruction >> 2 & 7),
        (2, Load) => instruction >> 7 & 31,
        (2, Store) => instruction >> 2 & 31,
        _ => return None,
    };
    Some(Access { direction, file, register: register as usize, size, signed: true, len: 2 })
}
