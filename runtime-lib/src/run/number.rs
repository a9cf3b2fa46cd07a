//! Numbers as text: an argument goes in, the bits of a value come out, and back.

use core::fmt::{self, Write};
use core::str;

use ahead_abi::value::{Value, ValueType};

use crate::text::Text;

/// The type's name in the text format.
pub fn type_name(value_type: ValueType) -> &'static [u8] {
    match value_type {
        ValueType::I32 => b"i32",
        ValueType::I64 => b"i64",
        ValueType::F32 => b"f32",
        ValueType::F64 => b"f64",
        ValueType::V128 => b"v128",
        ValueType::FuncRef => b"funcref",
        ValueType::ExternRef => b"externref",
    }
}

/// The bits that `text` stands for as a value of this type; `None` if it does for none.
///
/// Integers: decimal or `0x` hexadecimal, from the least signed to the greatest unsigned one.
/// Floats: decimal, with an exponent or without, `inf`, `nan`, `nan:0xPAYLOAD`; with a sign or not.
pub fn parse(text: &[u8], value_type: ValueType) -> Option<u64> {
    let text = str::from_utf8(text).ok()?;
    match value_type {
        ValueType::I32 => parse_integer(text, 32),
        ValueType::I64 => parse_integer(text, 64),
        ValueType::F32 => match parse_nan(text, 32, 23) {
            Some(bits) => Some(bits),
            None => text.parse::<f32>().ok().map(|float| u64::from(float.to_bits())),
        },
        ValueType::F64 => match parse_nan(text, 64, 52) {
            Some(bits) => Some(bits),
            None => text.parse::<f64>().ok().map(f64::to_bits),
        },
        ValueType::V128 | ValueType::FuncRef | ValueType::ExternRef => None,
    }
}

/// Appends the value: integers signed, floats with as many digits as tell them apart.
pub fn print(text: &mut Text, value_type: ValueType, value: &Value) {
    let [bits, _] = value.0;
    match value_type {
        ValueType::I32 => print_integer(text, i64::from(bits as i32)),
        ValueType::I64 => print_integer(text, bits as i64),
        ValueType::F32 => {
            let float = f32::from_bits(bits as u32);
            if !print_nan(text, u64::from(float.to_bits()), 32, 23) {
                let _ = write!(Output(text), "{float}");
            }
        }
        ValueType::F64 => {
            let float = f64::from_bits(bits);
            if !print_nan(text, bits, 64, 52) {
                let _ = write!(Output(text), "{float}");
            }
        }
        ValueType::V128 | ValueType::FuncRef | ValueType::ExternRef => text.push(b"?"),
    }
}

/// Splits off the sign: whether it is `-`, and the rest.
fn split_sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

fn parse_integer(text: &str, width: u32) -> Option<u64> {
    let (negative, digits) = split_sign(text);
    let magnitude = match digits.strip_prefix("0x") {
        Some(digits) => parse_digits(digits, 16)?,
        None => parse_digits(digits, 10)?,
    };
    let mask = u64::MAX >> (64 - width);
    let limit = if negative { 1 << (width - 1) } else { mask };
    let value = if negative { magnitude.wrapping_neg() } else { magnitude };
    (magnitude <= limit).then_some(value & mask)
}

fn parse_digits(digits: &str, radix: u32) -> Option<u64> {
    // `from_str_radix` takes a sign, which here has been split off already.
    if !digits.starts_with(|first: char| first.is_ascii_hexdigit()) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

/// The bits of `nan` and `nan:0x...` with `fraction_width` bits of payload, not all of them 0.
fn parse_nan(text: &str, width: u32, fraction_width: u32) -> Option<u64> {
    let (negative, name) = split_sign(text);
    let payload = match name.strip_prefix("nan")? {
        "" => 1 << (fraction_width - 1),
        payload => parse_digits(payload.strip_prefix(":0x")?, 16)?,
    };
    if payload == 0 || payload >> fraction_width != 0 {
        return None;
    }
    let exponent = (1_u64 << (width - 1)) - (1 << fraction_width);
    Some(u64::from(negative) << (width - 1) | exponent | payload)
}

/// Appends a NaN with its payload; `false` if `bits` is none.
fn print_nan(text: &mut Text, bits: u64, width: u32, fraction_width: u32) -> bool {
    let exponent = (1_u64 << (width - 1)) - (1 << fraction_width);
    let payload = bits & ((1 << fraction_width) - 1);
    if bits & exponent != exponent || payload == 0 {
        return false;
    }
    text.push(if bits >> (width - 1) == 0 { b"nan:0x".as_slice() } else { b"-nan:0x" });
    text.push_hex(payload, 1);
    true
}

fn print_integer(text: &mut Text, number: i64) {
    if number < 0 {
        text.push(b"-");
    }
    text.push_decimal(number.unsigned_abs());
}

struct Output<'text>(&'text mut Text);

impl Write for Output<'_> {
    fn write_str(&mut self, piece: &str) -> fmt::Result {
        self.0.push(piece.as_bytes());
        Ok(())
    }
}
