//! The value of a constant expression: always known at build time, since it can only refer to
//! constants of its own and of earlier instances.

use super::{Constant, Planner, Reference};
use crate::decode::{ConstExpr, ConstOp};

/// Evaluates a constant expression of an instance whose globals are known as far as it needs them.
pub(super) fn evaluate(planner: &mut Planner<'_, '_>, instance: usize, expr: &ConstExpr) -> Constant {
    let mut stack: Vec<Constant> = Vec::new();
    for op in &expr.0 {
        let value = match *op {
            ConstOp::I32Const(value) => Constant::Bits(value as u32 as u128),
            ConstOp::I64Const(value) => Constant::Bits(value as u64 as u128),
            ConstOp::F32Const(bits) => Constant::Bits(bits as u128),
            ConstOp::F64Const(bits) => Constant::Bits(bits as u128),
            ConstOp::V128Const(bits) => Constant::Bits(bits),
            ConstOp::GlobalGet(index) => {
                let global = planner.plan.instances[instance].globals[index as usize];
                planner.plan.globals[global as usize].value
            }
            ConstOp::RefNull => Constant::Reference(Reference::Null),
            ConstOp::RefFunc(index) => Constant::Reference(planner.reference(instance, index)),
            ConstOp::I32Add => narrow(binary(&mut stack, u64::wrapping_add)),
            ConstOp::I32Sub => narrow(binary(&mut stack, u64::wrapping_sub)),
            ConstOp::I32Mul => narrow(binary(&mut stack, u64::wrapping_mul)),
            ConstOp::I64Add => Constant::Bits(binary(&mut stack, u64::wrapping_add) as u128),
            ConstOp::I64Sub => Constant::Bits(binary(&mut stack, u64::wrapping_sub) as u128),
            ConstOp::I64Mul => Constant::Bits(binary(&mut stack, u64::wrapping_mul) as u128),
        };
        stack.push(value);
    }
    stack.pop().expect("the validator checked that the expression has a value")
}

/// Evaluates an expression that gives an index, an address or another integer.
pub(super) fn evaluate_integer(planner: &mut Planner<'_, '_>, instance: usize, expr: &ConstExpr) -> u64 {
    match evaluate(planner, instance, expr) {
        Constant::Bits(bits) => bits as u64,
        Constant::Reference(_) => unreachable!("the validator checked that it is an integer"),
    }
}

/// Evaluates an expression that gives a reference.
pub(super) fn evaluate_reference(
    planner: &mut Planner<'_, '_>,
    instance: usize,
    expr: &ConstExpr,
) -> Reference {
    match evaluate(planner, instance, expr) {
        Constant::Reference(reference) => reference,
        Constant::Bits(_) => unreachable!("the validator checked that it is a reference"),
    }
}

fn binary(stack: &mut Vec<Constant>, operation: fn(u64, u64) -> u64) -> u64 {
    let mut pop = || match stack.pop() {
        Some(Constant::Bits(bits)) => bits as u64,
        _ => unreachable!("the validator checked the operands"),
    };
    let right = pop();
    let left = pop();
    operation(left, right)
}

fn narrow(value: u64) -> Constant {
    Constant::Bits(value as u32 as u128)
}
