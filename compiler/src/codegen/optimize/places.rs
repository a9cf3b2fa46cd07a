//! The address of an access in, what it is the sum of out, and whether two accesses share bytes.
//!
//! WebAssembly adds addresses modulo 2^32, so of two sums `(x + a) mod 2^32` and `(x + b) mod 2^32` of the
//! same value the second is `k = (b - a) mod 2^32` more than the first, or, if exactly one of them wraps,
//! `2^32 - k` less; with `k = 0` they are equal. What is added to them afterwards is added in 64 bits. So
//! the distance of two places with the same value is one of two constants, `d` and `d - 2^32`, and they are
//! disjoint if both say so.
//!
//! A memory with addresses of 32 bits has at most 2^32 bytes, from an address on that a displacement always
//! reaches. What is 2^32 from an access in bounds is below the memory, which cannot be, or above it, out of
//! bounds. So if `d` is 0, the places are the same; if `d` is 2^32, they are, or the second is out of bounds.

use cranelift_codegen::entity::SecondaryMap;
use cranelift_codegen::ir::types::{I32, I64};
use cranelift_codegen::ir::{Function, GlobalValue, InstructionData, Opcode, Value, ValueDef};

/// How many additions of 64 bits an address is taken apart into at most.
const DEPTH: u32 = 4;

/// How many operations a 32-bit sum is followed through at most, at once.
const STEPS: u32 = 16;

const WRAP: u64 = 1 << 32;

/// Where an access starts: the sum of all fields modulo 2^64.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    symbol: Option<GlobalValue>,
    base: Base,
    displacement: u64,
    /// The 32-bit value that the base is the extension of, if it is one.
    index: Option<Value>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Base {
    None,
    /// A value of 64 bits.
    Wide(Value),
    /// The low 32 bits of a value and a constant, added modulo 2^32, zero-extended.
    Low(Value, u32),
}

/// How one place is another one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Same {
    /// Always.
    Always,
    /// If it is in bounds.
    InBounds,
}

impl Place {
    /// Whether `place` is this one, which was accessed; if the memory `is_narrow`, one with addresses of 32
    /// bits.
    pub(super) fn same(self, place: Place, is_narrow: bool) -> Option<Same> {
        match self.distances(place)? {
            [0, 0] => Some(Same::Always),
            [0, _] if is_narrow => Some(Same::Always),
            [_, 0] if is_narrow => Some(Same::InBounds),
            _ => None,
        }
    }

    /// Whether the `bytes` from here on are never among the `other_bytes` from `other` on.
    pub(super) fn is_disjoint(self, bytes: u32, other: Place, other_bytes: u32) -> bool {
        self.distances(other).is_some_and(|distances| {
            distances.iter().all(|distance| {
                *distance >= u64::from(bytes) && distance.wrapping_neg() >= u64::from(other_bytes)
            })
        })
    }

    /// From here to `other`, modulo 2^64, if the sum of neither or of both wraps, and otherwise. The same
    /// twice if no sum wraps alone.
    fn distances(self, other: Place) -> Option<[u64; 2]> {
        if self.symbol != other.symbol {
            return None;
        }
        let distance = other.displacement.wrapping_sub(self.displacement);
        match (self.base, other.base) {
            (Base::None, Base::None) => Some([distance; 2]),
            (Base::Wide(a), Base::Wide(b)) if a == b => Some([distance; 2]),
            (Base::Low(a, _), Base::Low(b, _)) if a != b => None,
            (Base::Low(_, a), Base::Low(_, b)) => match u64::from(b.wrapping_sub(a)) {
                0 => Some([distance; 2]),
                more => {
                    let distance = distance.wrapping_add(more);
                    Some([distance, distance.wrapping_sub(WRAP)])
                }
            },
            _ => None,
        }
    }

    /// The 32-bit index that is extended, and what is added to that.
    pub(super) fn index(self) -> Option<(Value, u64)> {
        self.index.map(|index| (index, self.displacement))
    }

    fn constant(displacement: u64) -> Place {
        Place { symbol: None, base: Base::None, displacement, index: None }
    }

    fn sum(self, other: Place) -> Option<Place> {
        let base = match (self.base, other.base) {
            (base, Base::None) | (Base::None, base) => base,
            _ => return None,
        };
        let symbol = match (self.symbol, other.symbol) {
            (symbol, None) | (None, symbol) => symbol,
            _ => return None,
        };
        let displacement = self.displacement.wrapping_add(other.displacement);
        Some(Place { symbol, base, displacement, index: self.index.or(other.index) })
    }
}

/// The sums found so far: by value, the base and the constant of its low 32 bits.
pub(super) struct Places(SecondaryMap<Value, Option<(Option<Value>, u32)>>);

impl Places {
    /// None yet.
    pub(super) fn new() -> Places {
        Places(SecondaryMap::new())
    }

    /// The place at `address` plus `offset`.
    pub(super) fn of(&mut self, function: &Function, address: Value, offset: i32) -> Place {
        let mut place = self.parts(function, address, DEPTH);
        place.displacement = place.displacement.wrapping_add(i64::from(offset) as u64);
        place
    }

    fn parts(&mut self, function: &Function, address: Value, depth: u32) -> Place {
        let address = function.dfg.resolve_aliases(address);
        let whole = Place { base: Base::Wide(address), ..Place::constant(0) };
        let ValueDef::Result(inst, _) = function.dfg.value_def(address) else { return whole };
        match function.dfg.insts[inst] {
            InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } => Place::constant(imm.bits() as u64),
            InstructionData::UnaryGlobalValue { opcode: Opcode::SymbolValue, global_value } => {
                Place { symbol: Some(global_value), ..Place::constant(0) }
            }
            InstructionData::Unary { opcode: Opcode::Uextend, arg } if is(function, arg, I32) => {
                let index = Some(function.dfg.resolve_aliases(arg));
                match self.low(function, arg) {
                    (Some(base), constant) => Place { base: Base::Low(base, constant), index, ..whole },
                    (None, constant) => Place::constant(constant.into()),
                }
            }
            InstructionData::Binary { opcode: Opcode::Iadd, args: [a, b] } if depth > 0 => {
                let (a, b) = (self.parts(function, a, depth - 1), self.parts(function, b, depth - 1));
                a.sum(b).unwrap_or(whole)
            }
            _ => whole,
        }
    }

    /// The low 32 bits of `value` as a sum, modulo 2^32, of those of another value and a constant.
    fn low(&mut self, function: &Function, value: Value) -> (Option<Value>, u32) {
        let value = function.dfg.resolve_aliases(value);
        let mut base = value;
        let mut constant = 0_u32;
        let mut found = None;
        for _ in 0..STEPS {
            if let Some((known, more)) = self.0[base] {
                constant = constant.wrapping_add(more);
                found = Some(known);
                break;
            }
            let Some((next, more)) = step(function, base) else { break };
            constant = constant.wrapping_add(more);
            let Some(next) = next else {
                found = Some(None);
                break;
            };
            base = next;
        }
        let low = (found.unwrap_or(Some(base)), constant);
        self.0[value] = Some(low);
        low
    }
}

/// One operation less: what the low 32 bits of `value` are the sum of.
fn step(function: &Function, value: Value) -> Option<(Option<Value>, u32)> {
    let ValueDef::Result(inst, _) = function.dfg.value_def(value) else { return None };
    let dfg = &function.dfg;
    let number = |value| constant(function, dfg.resolve_aliases(value));
    let (next, more) = match dfg.insts[inst] {
        InstructionData::UnaryImm { opcode: Opcode::Iconst, imm } => return Some((None, imm.bits() as u32)),
        InstructionData::Binary { opcode: Opcode::Iadd, args: [a, b] } => match (number(a), number(b)) {
            (_, Some(more)) => (a, more),
            (Some(more), None) => (b, more),
            (None, None) => return None,
        },
        InstructionData::Binary { opcode: Opcode::Isub, args: [a, b] } => (a, number(b)?.wrapping_neg()),
        InstructionData::Unary { opcode: Opcode::Ireduce, arg } if is(function, arg, I64) => (arg, 0),
        InstructionData::Unary { opcode: Opcode::Uextend | Opcode::Sextend, arg }
            if is(function, arg, I32) =>
        {
            (arg, 0)
        }
        _ => return None,
    };
    let next = dfg.resolve_aliases(next);
    matches!(dfg.value_type(next), I32 | I64).then_some((Some(next), more))
}

/// The low 32 bits of a constant.
fn constant(function: &Function, value: Value) -> Option<u32> {
    super::uses::constant(function, value).map(|number| number as u32)
}

fn is(function: &Function, value: Value, ty: cranelift_codegen::ir::Type) -> bool {
    function.dfg.value_type(value) == ty
}

#[cfg(test)]
mod tests {
    use cranelift_codegen::ir::Value;

    use super::{Base, Place, Same};

    fn low(sum: u32, displacement: u64) -> Place {
        let index = Some(Value::from_u32(2));
        Place { symbol: None, base: Base::Low(Value::from_u32(1), sum), displacement, index }
    }

    fn disjoint(a: Place, b: Place, bytes: u32) -> bool {
        assert_eq!(a.is_disjoint(bytes, b, bytes), b.is_disjoint(bytes, a, bytes));
        a.is_disjoint(bytes, b, bytes)
    }

    /// What `disjoint` should say, for all bases of which a sum is near the end of the addresses.
    fn disjoint_by_trying(a: (u32, u64), b: (u32, u64), bytes: u64) -> bool {
        let start = |base: u32, (sum, displacement): (u32, u64)| {
            u64::from(base.wrapping_add(sum)).wrapping_add(displacement)
        };
        let near = (0..64_u32).chain(u32::MAX - 63..=u32::MAX);
        near.flat_map(|near| [near.wrapping_sub(a.0), near.wrapping_sub(b.0)]).all(|base| {
            let (a, b) = (start(base, a), start(base, b));
            a.abs_diff(b) >= bytes
        })
    }

    #[test]
    fn places_are_disjoint_when_they_are_for_every_base() {
        let sums = [0, 1, 4, 7, 8, 16, u32::MAX, u32::MAX - 7, 1 << 31];
        let displacements = [0, 4, 8, 1 << 32, (1 << 32) - 8, (1 << 32) + 8];
        for a in sums.iter().flat_map(|sum| displacements.map(|displacement| (*sum, displacement))) {
            for b in sums.iter().flat_map(|sum| displacements.map(|displacement| (*sum, displacement))) {
                for bytes in [1, 4, 8, 16] {
                    let found = disjoint(low(a.0, a.1), low(b.0, b.1), bytes);
                    assert_eq!(found, disjoint_by_trying(a, b, bytes.into()), "{a:?} {b:?} {bytes}");
                }
            }
        }
    }

    #[test]
    fn places_are_the_same_unless_a_sum_can_wrap_alone() {
        assert_eq!(low(8, 0).same(low(8, 0), false), Some(Same::Always));
        assert_eq!(low(8, 0).same(low(8, 8), true), None);
        assert_eq!(low(0, 8).same(low(8, 0), true), Some(Same::Always));
        // Above the memory if 8 is added without wrapping.
        assert_eq!(low(8, 0).same(low(0, 8), true), Some(Same::InBounds));
        assert_eq!(low(8, 0).same(low(0, 8), false), None);
        assert_eq!(low(0, 8).same(low(8, 0), false), None);
        let wide = |displacement| Place { base: Base::Wide(Value::from_u32(1)), ..low(0, displacement) };
        assert_eq!(wide(8).same(wide(8), false), Some(Same::Always));
        assert!(!wide(u64::MAX).is_disjoint(16, wide(7), 8));
        assert!(!wide(0).is_disjoint(8, low(0, 64), 8));
    }
}
