//! Constant expressions: what initialises globals, tables and segments.

use wasmparser::Operator;

/// A validated constant expression, in stack-machine order.
#[derive(Clone, Debug)]
pub struct ConstExpr(pub Vec<ConstOp>);

/// One instruction of a constant expression.
#[derive(Clone, Copy, Debug)]
pub enum ConstOp {
    /// `i32.const`
    I32Const(i32),
    /// `i64.const`
    I64Const(i64),
    /// `f32.const`, its bits
    F32Const(u32),
    /// `f64.const`, its bits
    F64Const(u64),
    /// `v128.const`, its bits
    V128Const(u128),
    /// `global.get`
    GlobalGet(u32),
    /// `ref.null`
    RefNull,
    /// `ref.func`
    RefFunc(u32),
    /// `i32.add`
    I32Add,
    /// `i32.sub`
    I32Sub,
    /// `i32.mul`
    I32Mul,
    /// `i64.add`
    I64Add,
    /// `i64.sub`
    I64Sub,
    /// `i64.mul`
    I64Mul,
}

impl ConstExpr {
    /// A null reference.
    pub fn null() -> Self {
        ConstExpr(vec![ConstOp::RefNull])
    }

    /// A reference to a function, by its index in the module.
    pub fn function(index: u32) -> Self {
        ConstExpr(vec![ConstOp::RefFunc(index)])
    }

    /// Reads an expression that the validator has accepted.
    pub(super) fn read(expr: &wasmparser::ConstExpr<'_>) -> Result<Self, wasmparser::Error> {
        let mut ops = Vec::new();
        for operator in expr.get_operators_reader() {
            ops.push(match operator? {
                Operator::I32Const { value } => ConstOp::I32Const(value),
                Operator::I64Const { value } => ConstOp::I64Const(value),
                Operator::F32Const { value } => ConstOp::F32Const(value.bits()),
                Operator::F64Const { value } => ConstOp::F64Const(value.bits()),
                Operator::V128Const { value } => ConstOp::V128Const(value.i128() as u128),
                Operator::GlobalGet { global_index } => ConstOp::GlobalGet(global_index),
                Operator::RefNull { .. } => ConstOp::RefNull,
                Operator::RefFunc { function_index } => ConstOp::RefFunc(function_index),
                Operator::I32Add => ConstOp::I32Add,
                Operator::I32Sub => ConstOp::I32Sub,
                Operator::I32Mul => ConstOp::I32Mul,
                Operator::I64Add => ConstOp::I64Add,
                Operator::I64Sub => ConstOp::I64Sub,
                Operator::I64Mul => ConstOp::I64Mul,
                Operator::End => break,
                other => unreachable!("{other:?} passed the validator in a constant expression"),
            });
        }
        Ok(ConstExpr(ops))
    }
}
