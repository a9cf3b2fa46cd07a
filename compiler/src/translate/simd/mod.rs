//! 128-bit vectors: one file for each family of instructions.
//!
//! How a vector is represented is the business of `lanes.rs`: on targets without vector registers
//! every instruction becomes scalar code.

mod access;
mod arithmetic;
mod bits;
mod compare;
mod convert;
mod float;
mod lane;
mod lanes;
mod permute;
mod product;
mod relaxed;
mod saturate;

pub(super) use lanes::Parts;
use wasmparser::Operator;

use super::FuncCx;

/// The families. Each says whether the operator was one of its own.
const FAMILIES: [fn(&mut FuncCx<'_, '_>, &Operator<'_>) -> bool; 11] = [
    access::translate,
    lane::translate,
    bits::translate,
    arithmetic::translate,
    float::translate,
    compare::translate,
    convert::translate,
    permute::translate,
    product::translate,
    saturate::translate,
    relaxed::translate,
];

/// Translates a vector operator; whether it was one.
pub(super) fn translate(cx: &mut FuncCx<'_, '_>, operator: &Operator<'_>) -> bool {
    FAMILIES.iter().any(|family| family(cx, operator))
}
