//! Values of scripts: arguments as slots hold them, and patterns that results must match.

use wast::core::{NanPattern, V128Pattern, WastArgCore, WastRetCore};
use wast::{WastArg, WastRet};

/// What a result slot must hold: one of several alternatives, each true of all its lanes.
#[derive(Clone, Debug)]
pub struct Expected(Vec<Vec<Lane>>);

/// A part of a slot; the bits outside of all lanes are unspecified.
#[derive(Clone, Debug)]
struct Lane {
    /// First bit.
    shift: u32,
    /// Count of bits, at most 64.
    width: u32,
    /// What it must hold.
    class: Class,
}

#[derive(Clone, Copy, Debug)]
enum Class {
    Exactly(u64),
    /// `nan:canonical`: only the first bit of the payload is set; any sign.
    CanonicalNan,
    /// `nan:arithmetic`: at least the first bit of the payload is set; any sign.
    ArithmeticNan,
    NonZero,
}

/// An argument as its slot holds it. The external reference n is n + 1, since null is 0.
pub fn argument(argument: &WastArg<'_>) -> Result<u128, String> {
    let WastArg::Core(argument) = argument else { return Err("an argument of a component".into()) };
    Ok(match argument {
        WastArgCore::I32(value) => u128::from(*value as u32),
        WastArgCore::I64(value) => u128::from(*value as u64),
        WastArgCore::F32(value) => u128::from(value.bits),
        WastArgCore::F64(value) => u128::from(value.bits),
        WastArgCore::V128(value) => u128::from_le_bytes(value.to_le_bytes()),
        WastArgCore::RefNull(_) => 0,
        WastArgCore::RefExtern(number) => u128::from(*number) + 1,
        WastArgCore::RefHost(_) => return Err("`ref.host` needs GC".into()),
    })
}

impl Expected {
    /// The pattern of a result.
    pub fn new(result: &WastRet<'_>) -> Result<Expected, String> {
        match result {
            WastRet::Core(result) => Ok(Expected(alternatives(result)?)),
            _ => Err("a result of a component".into()),
        }
    }

    /// Whether `slot` matches.
    pub fn matches(&self, slot: u128) -> bool {
        self.0.iter().any(|lanes| lanes.iter().all(|lane| lane.matches(slot)))
    }
}

impl Lane {
    fn matches(&self, slot: u128) -> bool {
        let value = (slot >> self.shift) as u64 & (u64::MAX >> (64 - self.width));
        // Sign cleared, and the quiet NaN of this width.
        let (magnitude, quiet) = match self.width {
            32 => (value & 0x7fff_ffff, 0x7fc0_0000),
            _ => (value & 0x7fff_ffff_ffff_ffff, 0x7ff8_0000_0000_0000),
        };
        match self.class {
            Class::Exactly(expected) => value == expected,
            Class::CanonicalNan => magnitude == quiet,
            Class::ArithmeticNan => magnitude & quiet == quiet,
            Class::NonZero => value != 0,
        }
    }
}

fn alternatives(result: &WastRetCore<'_>) -> Result<Vec<Vec<Lane>>, String> {
    let reference = |class| vec![Lane { shift: 0, width: 64, class }];
    Ok(vec![match result {
        WastRetCore::I32(value) => integers(&[*value as u32 as u64], 32),
        WastRetCore::I64(value) => integers(&[*value as u64], 64),
        WastRetCore::F32(pattern) => lanes(&[float(pattern, |value| u64::from(value.bits))], 32),
        WastRetCore::F64(pattern) => lanes(&[float(pattern, |value| value.bits)], 64),
        WastRetCore::V128(pattern) => vector(pattern),
        WastRetCore::RefNull(_) => reference(Class::Exactly(0)),
        WastRetCore::RefExtern(Some(number)) => reference(Class::Exactly(u64::from(*number) + 1)),
        WastRetCore::RefExtern(None) | WastRetCore::RefFunc(_) => reference(Class::NonZero),
        WastRetCore::Either(results) => {
            let found: Result<Vec<_>, _> = results.iter().map(alternatives).collect();
            return Ok(found?.into_iter().flatten().collect());
        }
        other => return Err(format!("{other:?} needs GC")),
    }])
}

fn vector(pattern: &V128Pattern) -> Vec<Lane> {
    match pattern {
        V128Pattern::I8x16(values) => integers(&values.map(|value| u64::from(value as u8)), 8),
        V128Pattern::I16x8(values) => integers(&values.map(|value| u64::from(value as u16)), 16),
        V128Pattern::I32x4(values) => integers(&values.map(|value| u64::from(value as u32)), 32),
        V128Pattern::I64x2(values) => integers(&values.map(|value| value as u64), 64),
        V128Pattern::F32x4(values) => {
            lanes(&values.each_ref().map(|value| float(value, |value| u64::from(value.bits))), 32)
        }
        V128Pattern::F64x2(values) => {
            lanes(&values.each_ref().map(|value| float(value, |value| value.bits)), 64)
        }
    }
}

fn integers(values: &[u64], width: u32) -> Vec<Lane> {
    lanes(&values.iter().map(|value| Class::Exactly(*value)).collect::<Vec<_>>(), width)
}

fn lanes(classes: &[Class], width: u32) -> Vec<Lane> {
    let lane = |(index, class): (usize, &Class)| Lane { shift: index as u32 * width, width, class: *class };
    classes.iter().enumerate().map(lane).collect()
}

fn float<T>(pattern: &NanPattern<T>, bits: impl Fn(&T) -> u64) -> Class {
    match pattern {
        NanPattern::CanonicalNan => Class::CanonicalNan,
        NanPattern::ArithmeticNan => Class::ArithmeticNan,
        NanPattern::Value(value) => Class::Exactly(bits(value)),
    }
}
